//! AWS's published examples, and what becomes of requests that are not quite right.

mod chunks;
mod examples;
mod refusals;
mod sessions;
mod version2;

use http::{HeaderMap, HeaderName, HeaderValue};
use kernel::{ApiError, Principal};
use store::Store;
use world::{AccountId, Chance, Timestamp};

use crate::authenticate::{Authenticated, Head, PayloadRule, Times, prepare};
use crate::canonical::{self, Parts};
use crate::chunked::{ChunkKey, ChunkSigner, ChunkedDecoder, Mode, Streaming, Trailers};
use crate::credentials::{self, AccessKey, KeyKind, NewSession, Session};
use crate::errors::Family;
use crate::signing::{self, Scope, parse_amz_date};
use crate::{key_id, post_policy};

/// The credentials of AWS's examples.
const KEY_ID: &str = "AKIAIOSFODNN7EXAMPLE";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
const TEST_SUITE_SECRET: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const S3_HOST: &str = "examplebucket.s3.amazonaws.com";
const S3_SCOPE: &str = "20130524/us-east-1/s3/aws4_request";

/// A request under construction.
#[derive(Clone)]
struct Request {
    method: &'static str,
    path: String,
    /// With the bucket in front, where the path has none.
    resource: Option<String>,
    query: String,
    headers: HeaderMap,
    family: Family,
    signing_name: &'static str,
    allows_anonymous: bool,
}

impl Request {
    fn new(method: &'static str, path: &str, headers: &[(&str, &str)]) -> Request {
        let mut request = Request {
            method,
            path: path.to_owned(),
            resource: None,
            query: String::new(),
            headers: HeaderMap::new(),
            family: Family::S3,
            signing_name: "s3",
            allows_anonymous: false,
        };
        for (name, value) in headers {
            request = request.with(name, value);
        }
        request
    }

    fn with(mut self, name: &str, value: &str) -> Request {
        let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
        self.headers.append(name, HeaderValue::from_str(value).unwrap());
        self
    }

    fn query(mut self, query: &str) -> Request {
        query.clone_into(&mut self.query);
        self
    }

    fn to(mut self, family: Family, signing_name: &'static str) -> Request {
        self.family = family;
        self.signing_name = signing_name;
        self
    }

    /// Signs as a client of `key_id` would.
    fn signed(self, key_id: &str, secret: &str, time: &str, body: &[u8]) -> Request {
        let scope = Scope { date: &time[..8], region: "eu-west-1", service: self.signing_name };
        let request = self.clone().with("x-amz-date", time);
        let names = signed_names(&request.headers);
        let told = request.headers.get("x-amz-content-sha256");
        let hash = told
            .map_or_else(|| signing::hex(&sha(body)), |value| value.to_str().unwrap().to_owned());
        let canonical = canonical::request(&request.parts(&names), &hash);
        let text = signing::string_to_sign(time, scope, &canonical);
        let signature = signing::sign(&signing::signing_key(secret, scope), &text);
        let authorization = format!(
            "AWS4-HMAC-SHA256 Credential={key_id}/{scope}, SignedHeaders={names}, \
             Signature={signature}"
        );
        request.with("authorization", &authorization)
    }

    fn parts<'a>(&'a self, signed_headers: &'a str) -> Parts<'a> {
        Parts {
            method: self.method,
            path: &self.path,
            query: &self.query,
            headers: &self.headers,
            authority: "",
            signed_headers,
            signs_path_as_sent: self.family.signs_path_as_sent(),
        }
    }

    fn head(&self) -> Head<'_> {
        Head {
            method: self.method,
            path: &self.path,
            resource: self.resource.as_deref().unwrap_or(&self.path),
            query: &self.query,
            headers: &self.headers,
            authority: "",
            signing_name: self.signing_name,
            family: self.family,
            allows_anonymous: self.allows_anonymous,
        }
    }

    fn verify(&self, store: &Store, times: Times) -> Result<Authenticated, ApiError> {
        self.verify_with(store, times, false, b"")
    }

    fn verify_with(
        &self,
        store: &Store,
        times: Times,
        is_strict: bool,
        body: &[u8],
    ) -> Result<Authenticated, ApiError> {
        prepare(&self.head())?.verify_at(store, times, is_strict, Some(body))
    }

    /// The code and the status with which the request is refused.
    fn refusal(&self, store: &Store, times: Times) -> (String, u16) {
        let error = self.verify(store, times).expect_err("the request is refused");
        (error.code().to_owned(), error.status())
    }
}

fn sha(bytes: &[u8]) -> Vec<u8> {
    use sha2::Digest as _;
    sha2::Sha256::digest(bytes).to_vec()
}

fn signed_names(headers: &HeaderMap) -> String {
    let mut names: Vec<_> = headers.keys().map(HeaderName::as_str).collect();
    names.sort_unstable();
    names.join(";")
}

fn authorization(signed_headers: &str, signature: &str) -> String {
    format!(
        "AWS4-HMAC-SHA256 \
         Credential={KEY_ID}/{S3_SCOPE},SignedHeaders={signed_headers},Signature={signature}"
    )
}

/// A world that knows the examples' key.
fn store_with_example_key() -> Store {
    let store = Store::ephemeral();
    let mut tx = store.write();
    credentials::put(
        &mut tx,
        KEY_ID,
        &AccessKey {
            secret: SECRET.to_owned(),
            account: "123456789012".to_owned(),
            kind: KeyKind::User,
            arn: "arn:aws:iam::123456789012:user/alice".to_owned(),
            unique_id: "AIDAEXAMPLE".to_owned(),
            created_micros: 0,
            expires_micros: None,
            token_digest: None,
            session: None,
            status: credentials::KeyStatus::Active,
        },
    );
    store.commit(&tx.into_batch()).unwrap();
    store
}

fn at(time: &str) -> Times {
    let time = parse_amz_date(time).unwrap();
    Times { real: time, virtual_now: time }
}

fn example_time() -> Times {
    at("20130524T000000Z")
}

fn new_year() -> Times {
    at("20300101T000000Z")
}
