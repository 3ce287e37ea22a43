//! Server-side encryption with keys of KMS (SSE-KMS): what is asked for, and KMS itself.
//!
//! Every object has a key of its own, by which its content is sealed on the way to the disk
//! (`store::seal`). That key is kept wrapped by a data key of KMS, which KMS encrypts by the key
//! that the customer chose. KMS is asked as the caller, through S3, so that the key's policy
//! decides; it sees in the encryption context which object (with a bucket key: which bucket) it is
//! for.
//!
//! In two layers (DSSE-KMS) a content is sealed by two keys, one over the other, both derived from
//! that key; they share nothing else.
//!
//! With a bucket key, one data key of KMS serves the objects that a caller makes within some
//! minutes. Reads ask KMS each time, so that a key that was disabled is closed at once.
//!
//! Source: S3 User Guide, "Using server-side encryption with AWS KMS keys (SSE-KMS)", "Reducing the
//! cost of SSE-KMS with Amazon S3 Bucket Keys", "Encryption context"; KMS Developer Guide, "How
//! Amazon Simple Storage Service uses AWS KMS".

use aes_gcm::aead::{Aead as _, KeyInit as _};
use aes_gcm::{Aes256Gcm, Nonce};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use bytes::Bytes;
use kernel::{AccountId, ApiError, Ask, Ctx, Principal, Region, Struct};
use serde_json::Value as Json;
use store::SealKey;

use crate::bucket::Bucket;
use crate::errors;
use crate::limits::BUCKET_KEY_S;
use crate::state::{MoreRow, ObjectRow};
use crate::state_kms::{BUCKET_KEYS, BucketKeyRow, KmsRow};

pub const ALGORITHM: &str = "aws:kms";
/// The same with two layers (DSSE-KMS).
pub const DOUBLE: &str = "aws:kms:dsse";
/// So CloudTrail names the trail ("Configure AWS KMS key policies for CloudTrail").
const OF_TRAIL: &str = "aws:cloudtrail:arn";
const MANAGED_KEY: &str = "alias/aws/s3";
const NONCE_BYTES: usize = 12;
const WRAPPING_CONTEXT: &[u8] = b"s3 bucket key";

/// The key of one object.
pub type Secret = SealKey;

/// How something is to be encrypted by KMS.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Id, ARN, alias or alias's ARN; `None`: the account's managed key.
    pub key: Option<String>,
    pub has_bucket_key: bool,
    /// In two layers.
    pub is_double: bool,
    /// What the caller adds to the encryption context.
    pub context: Vec<(String, String)>,
}

/// What a request asks for, or else the bucket.
pub fn asked(bucket: &Bucket, input: &Struct) -> Result<Option<Asked>, ApiError> {
    let default = bucket.encryption();
    let context = input.str("SSEKMSEncryptionContext");
    let key = input.str("SSEKMSKeyId");
    let algorithm = input.str("ServerSideEncryption");
    let is_double = match algorithm {
        Some(algorithm) => algorithm == DOUBLE,
        None => default.is_double,
    };
    let key = match algorithm {
        Some(ALGORITHM | DOUBLE) => key.map(str::to_owned),
        None if key.is_none() && context.is_none() => {
            if !default.is_kms || input.str("SSECustomerAlgorithm").is_some() {
                return Ok(None);
            }
            default.kms_key.clone()
        }
        _ if key.is_some() => {
            return Err(errors::invalid_argument(
                "x-amz-server-side-encryption-aws-kms-key-id",
                key.unwrap_or(""),
                "Server Side Encryption with AWS KMS managed key requires HTTP header \
                 x-amz-server-side-encryption : aws:kms",
            ));
        }
        _ if context.is_some() => return Err(errors::invalid_kms_context()),
        _ => return Ok(None),
    };
    // "S3 Bucket Keys aren't supported for DSSE-KMS." (API, PutBucketEncryption)
    let has_bucket_key =
        !is_double && input.bool("BucketKeyEnabled").unwrap_or(default.has_bucket_key);
    let context = context.map(read_context).transpose()?.unwrap_or_default();
    Ok(Some(Asked { key, has_bucket_key, is_double, context }))
}

/// JSON of texts, in base64.
fn read_context(text: &str) -> Result<Vec<(String, String)>, ApiError> {
    let json = BASE64.decode(text).ok().and_then(|it| serde_json::from_slice::<Json>(&it).ok());
    let Some(Json::Object(pairs)) = json else { return Err(errors::invalid_kms_context()) };
    let pair = |(name, value): (String, Json)| match value {
        Json::String(value) if !name.starts_with("aws:") || name == OF_TRAIL => Ok((name, value)),
        _ => Err(errors::invalid_kms_context()),
    };
    pairs.into_iter().map(pair).collect()
}

/// The object to be encrypted, or opened.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    pub bucket: &'a Bucket,
    pub key: &'a str,
}

impl Subject<'_> {
    fn context(self, has_bucket_key: bool, more: &[(String, String)]) -> Struct {
        let mut arn = self.bucket.arn();
        if !has_bucket_key {
            arn = format!("{arn}/{}", self.key);
        }
        let mut context = Struct::new().with("aws:s3:arn", arn);
        for (name, value) in more {
            context.set(name.clone(), value.as_str());
        }
        context
    }
}

/// Encrypts an object's key for the caller: what is to be kept with the object.
pub fn wrap(
    ctx: &mut Ctx,
    subject: Subject<'_>,
    asked: &Asked,
    secret: &Secret,
) -> Result<KmsRow, ApiError> {
    refuse_anonymous(ctx)?;
    let DataKey { arn, encrypted, plain } = data_key(ctx, subject, asked)?;
    let wrapped = encrypt(ctx, &plain, &secret.to_bytes())?;
    Ok(KmsRow {
        key: arn,
        has_bucket_key: asked.has_bucket_key,
        is_double: secret.is_double(),
        context: asked.context.clone(),
        data_key: encrypted.to_vec().into(),
        wrapped: wrapped.into(),
    })
}

/// Opens an object's key for the caller.
pub fn unwrap(ctx: &mut Ctx, subject: Subject<'_>, row: &KmsRow) -> Result<Secret, ApiError> {
    refuse_anonymous(ctx)?;
    let ask = Ask::to("kms", "Decrypt")
        .with("KeyId", row.key.as_str())
        .with("CiphertextBlob", Bytes::copy_from_slice(&row.data_key))
        .with("EncryptionContext", subject.context(row.has_bucket_key, &row.context))
        .in_region(subject.bucket.region());
    let answer = ctx.call(ask).map_err(|error| errors::of_kms(&error))?;
    let plain = answer.blob("Plaintext").ok_or_else(ApiError::internal)?;
    SealKey::from_bytes(&open_bytes(plain, &row.wrapped)?).ok_or_else(ApiError::internal)
}

/// A data key of KMS, sealed and open.
struct DataKey {
    arn: String,
    encrypted: Bytes,
    plain: Bytes,
}

fn data_key(ctx: &mut Ctx, subject: Subject<'_>, asked: &Asked) -> Result<DataKey, ApiError> {
    if !asked.has_bucket_key || !asked.context.is_empty() {
        return generate(ctx, subject, asked);
    }
    let name = asked.key.as_deref().unwrap_or(MANAGED_KEY);
    let row_key = (subject.bucket.row.id, requester(ctx), name.to_owned());
    let root = ctx.root_key()?.derive(WRAPPING_CONTEXT, &subject.bucket.row.id.to_be_bytes());
    let kept = ctx.table_in(&BUCKET_KEYS, subject.bucket.scope).get(&row_key)?;
    if let Some(row) = kept.filter(|row| row.until_us > ctx.now().micros()) {
        let plain = Bytes::from(open_bytes(&root, &row.sealed)?);
        let encrypted = Bytes::copy_from_slice(&row.data_key);
        return Ok(DataKey { arn: row.arn, encrypted, plain });
    }
    let made = generate(ctx, subject, asked)?;
    let row = BucketKeyRow {
        arn: made.arn.clone(),
        data_key: made.encrypted.to_vec().into(),
        sealed: encrypt(ctx, &root, &made.plain)?.into(),
        until_us: ctx.now().micros() + BUCKET_KEY_S * 1_000_000,
    };
    ctx.table_mut_in(&BUCKET_KEYS, subject.bucket.scope).put(&row_key, &row);
    Ok(made)
}

fn generate(ctx: &mut Ctx, subject: Subject<'_>, asked: &Asked) -> Result<DataKey, ApiError> {
    let region = subject.bucket.region();
    // What is no ARN is the requester's (API Reference, ServerSideEncryptionByDefault).
    let account = ctx.principal().account().unwrap_or_else(|| ctx.account());
    let key = match asked.key.as_deref() {
        None | Some(MANAGED_KEY) => managed_key(ctx, region, account)?,
        Some(key) => key.to_owned(),
    };
    let ask = Ask::to("kms", "GenerateDataKey")
        .with("KeyId", key)
        .with("KeySpec", "AES_256")
        .with("EncryptionContext", subject.context(asked.has_bucket_key, &asked.context))
        .in_region(region)
        .in_account(account);
    let answer = ctx.call(ask).map_err(|error| errors::of_kms(&error))?;
    let blob = |name: &str| answer.blob(name).cloned().ok_or_else(ApiError::internal);
    Ok(DataKey {
        arn: answer.str("KeyId").unwrap_or_default().to_owned(),
        encrypted: blob("CiphertextBlob")?,
        plain: blob("Plaintext")?,
    })
}

/// The account's managed key, which is made when it is first needed.
fn managed_key(ctx: &mut Ctx, region: Region, account: AccountId) -> Result<String, ApiError> {
    let ask = Ask::to("kms", "DescribeKey")
        .with("KeyId", MANAGED_KEY)
        .in_region(region)
        .in_account(account);
    let answer = ctx.call(ask).map_err(|error| errors::of_kms(&error))?;
    let arn = answer.structure("KeyMetadata").and_then(|it| it.str("Arn"));
    Ok(arn.ok_or_else(ApiError::internal)?.to_owned())
}

fn requester(ctx: &Ctx) -> String {
    match ctx.principal() {
        Principal::Identity(identity) => identity.arn.clone(),
        Principal::Root(account) => account.to_string(),
        Principal::Service(name) => name.to_string(),
        Principal::Anonymous => String::new(),
    }
}

fn refuse_anonymous(ctx: &Ctx) -> Result<(), ApiError> {
    if *ctx.principal() == Principal::Anonymous {
        return Err(errors::invalid_argument(
            "Authorization",
            "null",
            "Requests specifying Server Side Encryption with AWS KMS managed keys require AWS \
             Signature Version 4.",
        ));
    }
    Ok(())
}

/// A nonce, and then the text sealed by the key.
fn encrypt(ctx: &mut Ctx, key: &[u8], text: &[u8]) -> Result<Vec<u8>, ApiError> {
    let nonce: [u8; NONCE_BYTES] =
        ctx.secret_seed()?[..NONCE_BYTES].try_into().expect("a seed is longer than a nonce");
    let sealed = cipher(key)?.encrypt(&Nonce::from(nonce), text);
    Ok([&nonce[..], &sealed.map_err(|_| ApiError::internal())?].concat())
}

fn open_bytes(key: &[u8], sealed: &[u8]) -> Result<Vec<u8>, ApiError> {
    let (nonce, text) = sealed.split_at_checked(NONCE_BYTES).ok_or_else(ApiError::internal)?;
    let nonce = Nonce::try_from(nonce).map_err(|_| ApiError::internal())?;
    cipher(key)?.decrypt(&nonce, text).map_err(|_| {
        tracing::error!("a sealed content or key does not open");
        ApiError::internal()
    })
}

fn cipher(key: &[u8]) -> Result<Aes256Gcm, ApiError> {
    Aes256Gcm::new_from_slice(key).map_err(|_| ApiError::internal())
}

/// For what purpose the keys of contents in rows are derived, the innermost layer's first.
const INLINE_LAYERS: [&[u8]; 2] = [b"inline", b"inline, second layer"];

fn inline_layers(key: &Secret) -> impl DoubleEndedIterator<Item = [u8; 32]> {
    let count = if key.is_double() { INLINE_LAYERS.len() } else { 1 };
    INLINE_LAYERS[..count].iter().map(|purpose| key.derive(purpose, b""))
}

/// Seals a content that is kept in a row.
pub fn seal_inline(ctx: &mut Ctx, secret: &Secret, bytes: &[u8]) -> Result<Vec<u8>, ApiError> {
    let mut sealed = bytes.to_vec();
    for key in inline_layers(secret) {
        sealed = encrypt(ctx, &key, &sealed)?;
    }
    Ok(sealed)
}

pub fn open_inline(key: &SealKey, sealed: &[u8]) -> Result<Bytes, ApiError> {
    let mut bytes = sealed.to_vec();
    for key in inline_layers(key).rev() {
        bytes = open_bytes(&key, &bytes)?;
    }
    Ok(Bytes::from(bytes))
}

impl MoreRow {
    pub fn kms(&self) -> Option<&KmsRow> {
        self.kms.as_deref()
    }
}

impl ObjectRow {
    pub fn kms(&self) -> Option<&KmsRow> {
        self.more.as_ref().and_then(|more| more.kms())
    }
}

impl KmsRow {
    pub fn algorithm(&self) -> &'static str {
        if self.is_double { DOUBLE } else { ALGORITHM }
    }

    /// Tells that something is encrypted by this.
    pub fn show(&self, output: &mut Struct) {
        output.set("ServerSideEncryption", self.algorithm());
        output.set("SSEKMSKeyId", self.key.as_str());
        if self.has_bucket_key {
            output.set("BucketKeyEnabled", true);
        }
    }

    /// As [`KmsRow::show`], to who has made it.
    pub fn show_made(&self, output: &mut Struct) {
        self.show(output);
        if !self.context.is_empty() {
            let pairs = self.context.iter().map(|(name, value)| (name.clone(), value.clone()));
            let pairs: serde_json::Map<String, Json> =
                pairs.map(|(name, value)| (name, Json::String(value))).collect();
            output.set("SSEKMSEncryptionContext", BASE64.encode(Json::Object(pairs).to_string()));
        }
    }
}
