//! What an auditor does with the files of a trail: reads the events in them as they lie in the
//! bucket, and validates them by their digests.
//!
//! Sources: CloudTrail User Guide, "CloudTrail record contents", "CloudTrail digest file
//! structure", and "Custom implementations of CloudTrail log file integrity validation" (what is
//! signed, and how the chain is followed: what `aws cloudtrail validate-logs` does).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Read as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::read::GzDecoder;
use rsa::PublicKey;
use rsa::pkcs1::DecodeRsaPublicKey as _;
use rsa::pkcs1v15::{Signature, VerifyingKey};
use rsa::signature::Verifier as _;
use serde_json::{Value as Json, json};
use sha2::{Digest as _, Sha256};

use crate::names::{pick, texts};
use crate::read::{Fields, Result};
use crate::sim::Sim;
use crate::steps::Request;

/// Of one file when it is unpacked.
const FILE_BYTES_MAX: u64 = 64 << 20;
/// Of files that one step reads.
const FILES_MAX: usize = 10_000;
const NOBODY: &str = "nobody";

/// Where the files of a trail are.
#[derive(Clone, Debug)]
pub struct Files {
    bucket: Json,
    prefix: Json,
    caller: Option<String>,
    region: Option<String>,
}

/// Events that agree with all of `conditions`: how many is a fact, what the last says is saved.
#[derive(Clone, Debug)]
pub struct Find {
    events: Json,
    /// Paths in an event, and the texts there.
    conditions: Vec<(String, Json)>,
    fact: Option<String>,
    save: Vec<(String, String)>,
    /// What is saved when there is none.
    none: Json,
    /// Of all of them, each value once.
    save_all: Vec<(String, String)>,
}

#[derive(Clone, Debug)]
pub struct Validate {
    files: Files,
    /// Digests that ended before this time are not looked at.
    from: Option<Json>,
    fact: String,
}

impl Files {
    pub fn read(fields: &Fields) -> Result<Files> {
        Ok(Files {
            bucket: fields.need("bucket")?.clone(),
            prefix: fields.get("prefix").cloned().unwrap_or_else(|| "AWSLogs/".into()),
            caller: fields.text("as")?,
            region: fields.text("region")?,
        })
    }
}

impl Find {
    pub fn read(fields: &Fields) -> Result<Find> {
        let path = |(name, path): (String, Json)| match path {
            Json::String(path) => Ok((name, path)),
            other => Err(format!("{}: {name}: a path is expected, not {other}", fields.place)),
        };
        Ok(Find {
            events: fields.need("in")?.clone(),
            conditions: fields.map("where")?.into_iter().collect(),
            fact: fields.text("fact")?,
            none: fields.get("none").cloned().unwrap_or_else(|| NOBODY.into()),
            save: fields.map("save")?.into_iter().map(path).collect::<Result<_>>()?,
            save_all: fields.map("save_all")?.into_iter().map(path).collect::<Result<_>>()?,
        })
    }
}

impl Validate {
    pub fn read(fields: &Fields) -> Result<Validate> {
        Ok(Validate {
            files: Files::read(fields)?,
            from: fields.get("from").cloned(),
            fact: fields.need_text("fact")?,
        })
    }
}

/// An auditor at work.
struct Auditor<'s, 'l> {
    sim: &'s Sim<'l>,
    actor: &'s str,
    files: &'s Files,
}

/// A file as it is read: unpacked, and what its object says besides.
struct File {
    text: Vec<u8>,
    metadata: Json,
}

impl Auditor<'_, '_> {
    async fn ask(&self, service: &str, operation: &str, input: Json) -> Result<Json> {
        let request = Request {
            service: service.to_owned(),
            operation: operation.to_owned(),
            input,
            caller: self.files.caller.clone(),
            region: self.files.region.clone(),
        };
        match self.sim.call(self.actor, &request, &self.sim.known()).await {
            None => Err(format!("{service} {operation} could not be made")),
            Some(Ok(answer)) => Ok(answer),
            Some(Err(error)) => Err(format!(
                "{service} {operation} is refused: {}: {}",
                error.code(),
                error.message()
            )),
        }
    }

    /// The keys of the files of one kind, in their order.
    async fn keys(&self, kind: &str) -> Result<Vec<String>> {
        let (mut keys, mut token) = (Vec::new(), None);
        loop {
            let mut input = json!({"Bucket": self.files.bucket, "Prefix": self.files.prefix});
            if let Some(token) = token.take() {
                input["ContinuationToken"] = token;
            }
            let page = self.ask("s3", "ListObjectsV2", input).await?;
            for key in page["Contents"].as_array().into_iter().flatten() {
                let key = key["Key"].as_str().unwrap_or_default();
                if key.contains(kind) && key.ends_with(".json.gz") {
                    keys.push(key.to_owned());
                }
            }
            if keys.len() > FILES_MAX {
                return Err(format!("a trail's files are read up to {FILES_MAX}"));
            }
            match page.get("NextContinuationToken") {
                Some(next) => token = Some(next.clone()),
                None => return Ok(keys),
            }
        }
    }

    async fn open(&self, key: &str) -> Result<File> {
        let input = json!({"Bucket": self.files.bucket, "Key": key});
        let answer = self.ask("s3", "GetObject", input).await?;
        let body = answer["Body"].as_str().unwrap_or_default();
        let packed = match body.strip_prefix("base64:") {
            Some(text) => STANDARD.decode(text).map_err(|error| format!("{key}: {error}"))?,
            None => body.as_bytes().to_vec(),
        };
        let mut text = Vec::new();
        let unpacked = GzDecoder::new(&packed[..]).take(FILE_BYTES_MAX).read_to_end(&mut text);
        // What somebody has put in its place may not be packed at all.
        if unpacked.is_err() {
            text = packed;
        }
        Ok(File { text, metadata: answer["Metadata"].clone() })
    }
}

/// All events in the log files, the oldest first.
pub async fn events(sim: &Sim<'_>, actor: &str, files: &Files) -> Result<Json> {
    let auditor = Auditor { sim, actor, files };
    let mut events = Vec::new();
    for key in auditor.keys("/CloudTrail/").await? {
        let file = auditor.open(&key).await?;
        let json: Json = serde_json::from_slice(&file.text).unwrap_or_default();
        events.extend(json["Records"].as_array().into_iter().flatten().cloned());
    }
    events.sort_by_key(|event| texts(&event["eventTime"]));
    Ok(events.into())
}

pub fn find(sim: &Sim<'_>, find: &Find) -> Result<()> {
    let events = sim.fill(&find.events)?;
    let mut conditions = Vec::new();
    for (path, wanted) in &find.conditions {
        conditions.push((path, texts(&sim.fill(wanted)?)));
    }
    let holds = |event: &&Json| {
        conditions
            .iter()
            .all(|(path, wanted)| pick(event, path).is_some_and(|found| texts(&found) == *wanted))
    };
    let found: Vec<&Json> = events.as_array().into_iter().flatten().filter(holds).collect();
    for (name, path) in &find.save {
        let value = found.last().and_then(|event| pick(event, path));
        let value = value.unwrap_or_else(|| find.none.clone());
        sim.names.borrow_mut().insert(name.clone(), value);
    }
    for (name, path) in &find.save_all {
        let mut values: Vec<Json> = Vec::new();
        for value in found.iter().filter_map(|event| pick(event, path)) {
            if !values.contains(&value) {
                values.push(value);
            }
        }
        sim.names.borrow_mut().insert(name.clone(), values.into());
    }
    if let Some(fact) = &find.fact {
        sim.ledger.borrow_mut().put(fact.clone(), found.len() as f64);
    }
    Ok(())
}

/// Facts: `NAME.digests` and `NAME.files`, how many are as they were written; `NAME.problems`, how
/// many were changed or are not there; and `NAME.first_problem`.
pub async fn validate(sim: &Sim<'_>, actor: &str, wanted: &Validate) -> Result<()> {
    let auditor = Auditor { sim, actor, files: &wanted.files };
    let from = wanted.from.as_ref().map(|from| sim.fill(from)).transpose()?;
    let from = from.as_ref().map(texts).unwrap_or_default();
    let keys = public_keys(&auditor).await?;
    let listed = auditor.keys("/CloudTrail-Digest/").await?;
    let mut seen = Seen::default();
    // The newest of each chain: those that no other one continues.
    let mut left: BTreeSet<String> = listed.iter().cloned().collect();
    for start in listed.iter().rev() {
        if left.contains(start) {
            follow(&auditor, &keys, (start, &from), &mut left, &mut seen).await?;
        }
    }
    let mut ledger = sim.ledger.borrow_mut();
    let fact = &wanted.fact;
    let example = seen.problems.first().cloned().unwrap_or_default();
    ledger.put(format!("{fact}.digests"), seen.digests);
    ledger.put(format!("{fact}.files"), seen.files);
    let first = if example.is_empty() { "none" } else { &example };
    ledger.put_text(format!("{fact}.first_problem"), first, String::new());
    ledger.put_with(format!("{fact}.problems"), seen.problems.len() as f64, example);
    Ok(())
}

#[derive(Default)]
struct Seen {
    digests: f64,
    files: f64,
    problems: Vec<String>,
}

/// Public keys by their fingerprints.
async fn public_keys(auditor: &Auditor<'_, '_>) -> Result<BTreeMap<String, PublicKey>> {
    let input = json!({"StartTime": "2000-01-01T00:00:00Z"});
    let answer = auditor.ask("cloudtrail", "ListPublicKeys", input).await?;
    let mut keys = BTreeMap::new();
    for key in answer["PublicKeyList"].as_array().into_iter().flatten() {
        let der = STANDARD.decode(key["Value"].as_str().unwrap_or_default());
        let key_read = der.ok().and_then(|der| PublicKey::from_pkcs1_der(&der).ok());
        if let (Some(read), Some(fingerprint)) = (key_read, key["Fingerprint"].as_str()) {
            keys.insert(fingerprint.to_owned(), read);
        }
    }
    Ok(keys)
}

/// Follows a chain of digests backwards, and holds the files that each one lists against it.
async fn follow(
    auditor: &Auditor<'_, '_>,
    keys: &BTreeMap<String, PublicKey>,
    (start, from): (&str, &str),
    left: &mut BTreeSet<String>,
    seen: &mut Seen,
) -> Result<()> {
    let (mut next, mut promised) = (Some(start.to_owned()), None::<(String, String)>);
    while let Some(key) = next.take() {
        if !left.remove(&key) {
            seen.problems.push(format!("{}: digest file not found", name_of(&key)));
            return Ok(());
        }
        let file = auditor.open(&key).await?;
        let digest: Json = serde_json::from_slice(&file.text).unwrap_or_default();
        if texts(&digest["digestEndTime"]).as_str() < from {
            return Ok(());
        }
        let hash = hex(&Sha256::digest(&file.text));
        // What the later digest has said of this one.
        let (kept_hash, signature) = match promised.take() {
            Some((hash, signature)) => (Some(hash), signature),
            None => (None, texts(&file.metadata["signature"])),
        };
        let is_whole = kept_hash.is_none_or(|kept| kept == hash);
        if !is_whole || !is_signed(&digest, &hash, &signature, keys) {
            seen.problems.push(format!("{}: invalid digest file", name_of(&key)));
            return Ok(());
        }
        seen.digests += 1.0;
        files(auditor, &digest, seen).await?;
        next = digest["previousDigestS3Object"].as_str().map(str::to_owned);
        promised = Some((
            texts(&digest["previousDigestHashValue"]),
            texts(&digest["previousDigestSignature"]),
        ));
    }
    Ok(())
}

fn is_signed(
    digest: &Json,
    hash: &str,
    signature: &str,
    keys: &BTreeMap<String, PublicKey>,
) -> bool {
    let text = |name: &str| texts(&digest[name]);
    let previous = digest["previousDigestSignature"].as_str().unwrap_or("null");
    let signed = format!(
        "{}\n{}/{}\n{hash}\n{previous}",
        text("digestEndTime"),
        text("digestS3Bucket"),
        text("digestS3Object"),
    );
    let key = keys.get(&text("digestPublicKeyFingerprint"));
    let signature = unhex(signature).and_then(|it| Signature::try_from(it.as_slice()).ok());
    key.zip(signature).is_some_and(|(key, signature)| {
        VerifyingKey::<Sha256>::new(key.clone()).verify(signed.as_bytes(), &signature).is_ok()
    })
}

/// The log files of a digest: there, and as they were.
async fn files(auditor: &Auditor<'_, '_>, digest: &Json, seen: &mut Seen) -> Result<()> {
    let there: BTreeSet<String> = auditor.keys("/CloudTrail/").await?.into_iter().collect();
    for file in digest["logFiles"].as_array().into_iter().flatten() {
        let key = texts(&file["s3Object"]);
        if !there.contains(&key) {
            seen.problems.push(format!("{}: log file not found", name_of(&key)));
            continue;
        }
        let read = auditor.open(&key).await?;
        if hex(&Sha256::digest(&read.text)) == texts(&file["hashValue"]) {
            seen.files += 1.0;
        } else {
            seen.problems.push(format!("{}: log file was changed", name_of(&key)));
        }
    }
    Ok(())
}

fn name_of(key: &str) -> &str {
    key.rsplit('/').next().unwrap_or(key)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let pair = |at: usize| u8::from_str_radix(text.get(at..at + 2)?, 16).ok();
    text.is_ascii().then(|| (0..text.len()).step_by(2).map(pair).collect())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex_is_read_and_written() {
        assert_eq!(hex(&[0, 171, 255]), "00abff");
        assert_eq!(unhex("00abff"), Some(vec![0, 171, 255]));
        for wrong in ["0", "zz", "가"] {
            assert_eq!(unhex(wrong), None, "{wrong}");
        }
    }
}
