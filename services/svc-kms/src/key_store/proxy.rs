//! An external key store proxy: JSON over HTTPS, signed by Signature Version 4.
//!
//! Source: "External Key Store Proxy API Specification" (aws/aws-kms-xksproxy-api-spec), with its
//! Appendix A on signatures. Endpoints have no port ("KMS communicates on port 443"); the settings
//! `kms.xks_port` and `kms.xks_timeout_ms` are ours, for proxies on this machine.

use std::time::Duration;

use auth::signing;
use kernel::{ApiError, Ctx, Struct};
use outbound::http::{Answer, Failure, Options, Request};
use serde_json::Value as Json;
use sha2::{Digest as _, Sha256};

use crate::key_store::trouble::Trouble;
use crate::limits::{XKS_ANSWER_BYTES_MAX, XKS_TIMEOUT_MS};
use crate::state::KeyStoreRow;
use crate::vault;

const SERVICE: &str = "kms-xks-proxy";
const PORT: &str = "kms.xks_port";
const TIMEOUT: &str = "kms.xks_timeout_ms";
const HTTPS_PORT: u16 = 443;
const SECRET: &[u8] = b"xks proxy secret";

/// How to reach it, and how to sign.
#[derive(Clone, Debug)]
pub struct Proxy {
    /// With its port, if it is not that of HTTPS.
    host: String,
    path: String,
    access_key: String,
    secret: String,
    region: String,
    timeout_ms: i64,
    bundle: Option<String>,
}

/// What a store or an update says about its proxy.
pub struct Address<'a> {
    pub endpoint: &'a str,
    pub path: &'a str,
    pub access_key: &'a str,
    pub secret: &'a str,
}

impl Proxy {
    pub fn at(ctx: &Ctx<'_>, address: &Address<'_>) -> Proxy {
        let number = |name: &str| ctx.setting(name).and_then(|text| text.parse::<u16>().ok());
        let port = number(PORT).unwrap_or(HTTPS_PORT);
        let host = address.endpoint.trim_start_matches("https://");
        let host = if port == HTTPS_PORT { host.to_owned() } else { format!("{host}:{port}") };
        Proxy {
            host,
            path: address.path.to_owned(),
            access_key: address.access_key.to_owned(),
            secret: address.secret.to_owned(),
            region: ctx.region().as_str().to_owned(),
            timeout_ms: number(TIMEOUT).map_or(XKS_TIMEOUT_MS, i64::from),
            bundle: ctx.setting(outbound::CA_BUNDLE),
        }
    }

    pub fn of(ctx: &Ctx<'_>, id: &str, row: &KeyStoreRow) -> Result<Proxy, ApiError> {
        let secret = vault::open(ctx, SECRET, id.as_bytes(), &row.secret)?;
        let secret = secret.and_then(|secret| String::from_utf8(secret).ok());
        let secret = secret.ok_or_else(ApiError::internal)?;
        Ok(Proxy::at(
            ctx,
            &Address {
                endpoint: &row.endpoint,
                path: &row.path,
                access_key: &row.access_key,
                secret: &secret,
            },
        ))
    }

    /// For the plan of work.
    pub fn to_plan(&self) -> Struct {
        let plan = Struct::new()
            .with("Host", self.host.as_str())
            .with("Path", self.path.as_str())
            .with("AccessKey", self.access_key.as_str())
            .with("Secret", self.secret.as_str())
            .with("Region", self.region.as_str())
            .with("Timeout", self.timeout_ms);
        match &self.bundle {
            Some(bundle) => plan.with("Bundle", bundle.as_str()),
            None => plan,
        }
    }

    pub fn of_plan(plan: &Struct) -> Proxy {
        let text = |name: &str| plan.str(name).unwrap_or_default().to_owned();
        Proxy {
            host: text("Host"),
            path: text("Path"),
            access_key: text("AccessKey"),
            secret: text("Secret"),
            region: text("Region"),
            timeout_ms: plan.int("Timeout").unwrap_or(XKS_TIMEOUT_MS),
            bundle: plan.str("Bundle").map(str::to_owned),
        }
    }

    /// Outside transactions.
    pub fn ask(&self, tail: &str, body: &Json) -> Result<Json, Trouble> {
        judge(outbound::http::send(&self.request(tail, body), &self.options()))
    }

    /// Within the transaction of whoever uses a key.
    pub fn ask_in_place(&self, tail: &str, body: &Json) -> Result<Json, Trouble> {
        judge(outbound::in_place::send_in_place(&self.request(tail, body), &self.options()))
    }

    /// GetHealthStatus: whether a key manager behind the proxy can be used.
    pub fn check_health(&self, body: &Json) -> Result<(), Trouble> {
        let health = self.ask("/health", body)?;
        let fleet = health["ekmFleetDetails"].as_array().ok_or(Trouble::Malformed)?;
        let states = fleet.iter().map(|it| it["healthStatus"].as_str());
        let states: Vec<&str> = states.collect::<Option<_>>().ok_or(Trouble::Malformed)?;
        let is_known = |state: &&str| matches!(*state, "ACTIVE" | "DEGRADED" | "UNAVAILABLE");
        if states.is_empty() || states.len() > 10 || !states.iter().all(is_known) {
            return Err(Trouble::Malformed);
        }
        if states.iter().all(|state| *state == "UNAVAILABLE") {
            return Err(Trouble::Unavailable);
        }
        Ok(())
    }

    fn options(&self) -> Options<'_> {
        let timeout = Duration::from_millis(self.timeout_ms.max(1).cast_unsigned());
        Options {
            connect_timeout: timeout,
            timeout,
            answer_bytes_max: XKS_ANSWER_BYTES_MAX,
            redirects_max: 0,
            ca_bundle: self.bundle.as_deref(),
        }
    }

    fn request(&self, tail: &str, body: &Json) -> Request {
        let body = body.to_string().into_bytes();
        let path = format!("{}{tail}", self.path);
        let time = signing::amz_date(outbound::in_place::real_now());
        let authorization = self.authorization(&path, &time, &body);
        Request {
            method: "POST".to_owned(),
            url: format!("https://{}{path}", self.host),
            headers: vec![
                ("content-type".to_owned(), "application/json".to_owned()),
                ("x-amz-date".to_owned(), time),
                ("authorization".to_owned(), authorization),
            ],
            body,
        }
    }

    fn authorization(&self, path: &str, time: &str, body: &[u8]) -> String {
        let scope = signing::Scope { date: &time[..8], region: &self.region, service: SERVICE };
        let canonical = format!(
            "POST\n{path}\n\nhost:{}\nx-amz-date:{time}\n\nhost;x-amz-date\n{}",
            self.host,
            signing::hex(&Sha256::digest(body))
        );
        let text = signing::string_to_sign(time, scope, canonical.as_bytes());
        let signature = signing::sign(&signing::signing_key(&self.secret, scope), &text);
        format!(
            "{} Credential={}/{scope}, SignedHeaders=host;x-amz-date, Signature={signature}",
            signing::ALGORITHM,
            self.access_key
        )
    }
}

fn judge(answer: Result<Answer, Failure>) -> Result<Json, Trouble> {
    let answer = answer.map_err(|failure| {
        tracing::info!(%failure, "no answer of an external key store proxy");
        Trouble::of_failure(failure.kind)
    })?;
    let json: Json = serde_json::from_slice(&answer.body).map_err(|_| Trouble::Malformed)?;
    if answer.status == 200 && !answer.is_cut {
        return Ok(json);
    }
    let name = json["errorName"].as_str().unwrap_or_default();
    tracing::info!(status = answer.status, name, "an external key store proxy refuses");
    Err(Trouble::named(name))
}

/// Seals the secret of a proxy's credential for a store.
pub fn seal(ctx: &mut Ctx<'_>, id: &str, secret: &str) -> Result<Vec<u8>, ApiError> {
    let mut generator = vault::generator(ctx)?;
    vault::seal(ctx, SECRET, id.as_bytes(), secret.as_bytes(), &mut generator)
}
