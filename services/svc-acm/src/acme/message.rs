//! What a client has said, and who it is (RFC 8555, 6.2 to 6.5).

use acme::{Jwk, Jws, Kind, Problem};
use kernel::{ApiError, Ctx};
use serde_json::{Map, Value as Json};

use super::nonce;
use super::place;
use super::server::{Stop, Visit};
use super::state::{CLIENTS, ClientRow, NameRow, Standing, THUMBPRINTS};

const MEDIA_TYPE: &str = "application/jose+json";
const ALGORITHMS: [&str; 4] = ["RS256", "ES256", "ES384", "EdDSA"];

/// A message that is signed by who it says it is of.
pub struct Message {
    pub jws: Jws,
    pub signer: Signer,
}

pub enum Signer {
    Account(Box<Client>),
    /// A key that the message brings.
    Key(Jwk),
}

/// An account that was found.
#[derive(Clone)]
pub struct Client {
    pub id: String,
    pub row: ClientRow,
}

impl Message {
    pub fn is_empty(&self) -> bool {
        self.jws.payload.is_empty()
    }

    pub fn object(&self) -> Result<Map<String, Json>, Problem> {
        self.jws.object().ok_or_else(|| malformed("The payload is not a JSON object."))
    }

    /// Of operations that are an account's.
    pub fn client(self) -> Result<Client, Problem> {
        match self.signer {
            Signer::Account(client) => Ok(*client),
            Signer::Key(_) => Err(malformed("The message must name its account by \"kid\".")),
        }
    }
}

pub fn malformed(detail: &str) -> Problem {
    Problem::new(Kind::Malformed, detail)
}

/// Reads a message, takes its nonce, and verifies its signature.
pub fn read(ctx: &mut Ctx<'_>, visit: &Visit<'_>) -> Result<Message, Stop> {
    if visit.media_type.split(';').next().is_none_or(|it| it.trim() != MEDIA_TYPE) {
        let detail = format!("Messages must be of Content-Type {MEDIA_TYPE}.");
        return Err(malformed(&detail).with_status(415).into());
    }
    let jws = Jws::read(visit.body).ok_or_else(|| malformed("The body is no signed message."))?;
    let is_known = jws.text("alg").is_some_and(|it| ALGORITHMS.contains(&it));
    if !is_known {
        let detail = "The algorithm of the signature is not supported.";
        return Err(Problem::new(Kind::BadSignatureAlgorithm, detail).into());
    }
    let nonce = jws.text("nonce").unwrap_or_default();
    if !nonce::take(ctx, visit.endpoint, nonce)? {
        return Err(Problem::new(Kind::BadNonce, "The nonce is not good, or was used.").into());
    }
    if jws.text("url") != Some(&visit.url()) {
        let detail = "The \"url\" of the message is not the one to which it was sent.";
        return Err(Problem::new(Kind::Unauthorized, detail).into());
    }
    let signer = signer(ctx, visit, &jws)?;
    let is_signed = match &signer {
        Signer::Key(key) => jws.is_signed_by(key),
        Signer::Account(client) => {
            let key = Jwk::of_text(&client.row.key).ok_or_else(ApiError::internal)?;
            jws.is_signed_by(&key)
        }
    };
    if !is_signed {
        return Err(malformed("The signature of the message is not right.").into());
    }
    Ok(Message { jws, signer })
}

/// "The 'jwk' and 'kid' fields are mutually exclusive."
fn signer(ctx: &Ctx<'_>, visit: &Visit<'_>, jws: &Jws) -> Result<Signer, Stop> {
    match (jws.header.get("jwk"), jws.text("kid")) {
        (Some(key), None) => Ok(Signer::Key(key_of(key)?)),
        (None, Some(url)) => {
            let absent = || Problem::new(Kind::AccountDoesNotExist, "There is no such account.");
            let id = place::account_of(url, visit.endpoint).ok_or_else(absent)?;
            let row = ctx.table(&CLIENTS).get(&(visit.endpoint, id.as_str()))?;
            let row = row.ok_or_else(absent)?;
            if row.standing != Standing::Valid {
                return Err(not_valid().into());
            }
            Ok(Signer::Account(Box::new(Client { id, row })))
        }
        _ => Err(malformed("The message must have one of \"jwk\" and \"kid\".").into()),
    }
}

pub fn key_of(json: &Json) -> Result<Jwk, Problem> {
    let detail = "The key is of no supported kind and length.";
    Jwk::read(json).ok_or_else(|| Problem::new(Kind::BadPublicKey, detail))
}

/// "If a server receives a POST or POST-as-GET from a deactivated account, it MUST return an error
/// response with status code 401 (Unauthorized)" (7.3.6).
pub fn not_valid() -> Problem {
    Problem::new(Kind::Unauthorized, "The account is deactivated or revoked.").with_status(401)
}

/// The account that has a key.
pub fn by_key(ctx: &Ctx<'_>, endpoint: &str, key: &Jwk) -> Result<Option<Client>, ApiError> {
    let thumbprint = key.thumbprint();
    let Some(NameRow { name: id }) =
        ctx.table(&THUMBPRINTS).get(&(endpoint, thumbprint.as_str()))?
    else {
        return Ok(None);
    };
    let row = ctx.table(&CLIENTS).get(&(endpoint, id.as_str()))?;
    Ok(row.map(|row| Client { id, row }))
}
