//! Refusals that only those may read whom `sts:DecodeAuthorizationMessage` is allowed: what EC2 and
//! its like answer as `Encoded authorization failure message`.
//!
//! Source of what they say: [A] DecodeAuthorizationMessage ("Whether the request was denied due to
//! an explicit deny …, the principal who made the request, the requested action, the requested
//! resource, the values of condition keys in the context of the user's request") and the shape of
//! its example. A message is enciphered by a key of the world's own, so that nobody else makes one.

use aes_gcm::aead::{Aead as _, KeyInit as _, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kernel::value::Name;
use kernel::{ApiError, Ctx, Principal};
use policy::{Effect, Outcome, Policies, Request, Statement};
use serde_json::{Value as Json, json};
use world::AccountId;

use crate::signing::hmac;

const NONCE: usize = 12;
/// What is told of a request besides its service's own keys, where it has them.
const KEYS: [&str; 12] = [
    "aws:PrincipalArn",
    "aws:PrincipalAccount",
    "aws:PrincipalType",
    "aws:userid",
    "aws:username",
    "aws:RequestedRegion",
    "aws:ResourceAccount",
    "aws:SourceIp",
    "aws:SecureTransport",
    "aws:ViaAWSService",
    "aws:MultiFactorAuthPresent",
    "aws:CurrentTime",
];

/// The document that a decoded message is.
pub fn tell(
    request: &Request<'_>,
    policies: Option<&Policies<'_>>,
    own: &[(Name, String)],
) -> String {
    let decision = policies.map(|policies| policy::evaluate(request, policies));
    let outcome = decision.map(|it| it.outcome);
    let by = decision.and_then(|it| it.by).map(|by| &by.policy.policy.statements[by.statement]);
    let known = KEYS.iter().filter_map(|key| {
        let values = request.keys.get(&key.to_ascii_lowercase())?;
        let values = values.iter().map(|value| json!({ "value": value }));
        Some(json!({ "key": key, "values": items(values) }))
    });
    let own = own.iter().map(|(key, value)| {
        json!({ "key": key.as_ref() as &str, "values": items([json!({ "value": value })]) })
    });
    let principal = request.principal;
    let document = json!({
        "allowed": outcome == Some(Outcome::Allowed),
        "explicitDeny": matches!(outcome, Some(Outcome::ExplicitDeny(_))),
        "matchedStatements": items(by.into_iter().map(statement)),
        "failures": items([]),
        "context": {
            "principal": {
                "id": &*principal.unique_id,
                "name": principal.arn.rsplit('/').next(),
                "arn": &*principal.arn,
            },
            "action": request.action,
            "resource": request.resource,
            "conditions": items(known.chain(own)),
        },
    });
    document.to_string()
}

fn items(list: impl IntoIterator<Item = Json>) -> Json {
    json!({ "items": list.into_iter().collect::<Vec<Json>>() })
}

fn statement(statement: &Statement) -> Json {
    let actions = statement.actions.list.iter().map(|it| json!({ "value": it.text() }));
    let resources = statement.resources.iter().flat_map(|choice| &choice.list);
    json!({
        "statementId": statement.sid.as_deref().unwrap_or_default(),
        "effect": if statement.effect == Effect::Deny { "DENY" } else { "ALLOW" },
        "actions": items(actions),
        "resources": items(resources.map(|it| json!({ "value": it.text() }))),
    })
}

/// Enciphers a document for the account of who was refused.
pub fn encode(ctx: &Ctx<'_>, principal: &Principal, told: &str) -> Result<String, ApiError> {
    let account = principal.account().unwrap_or_else(|| ctx.account());
    let key = key(ctx)?;
    // A nonce of the content itself: equal refusals are equal messages, and no two contents share
    // one.
    let digest = hmac(&key, told.as_bytes());
    let nonce: [u8; NONCE] = digest[..NONCE].try_into().expect("a digest is longer");
    let payload = Payload { msg: told.as_bytes(), aad: account.as_str().as_bytes() };
    let sealed = Aes256Gcm::new(&key.into())
        .encrypt(&Nonce::from(nonce), payload)
        .map_err(|_| ApiError::internal())?;
    Ok(URL_SAFE_NO_PAD.encode([&nonce[..], &sealed].concat()))
}

/// The document of a message that was made for this account; `None` for any other text.
pub fn decode(ctx: &Ctx<'_>, account: AccountId, text: &str) -> Result<Option<String>, ApiError> {
    let Ok(bytes) = URL_SAFE_NO_PAD.decode(text.trim()) else { return Ok(None) };
    let Some((nonce, sealed)) = bytes.split_first_chunk::<NONCE>() else { return Ok(None) };
    let payload = Payload { msg: sealed, aad: account.as_str().as_bytes() };
    let opened = Aes256Gcm::new(&key(ctx)?.into()).decrypt(&Nonce::from(*nonce), payload);
    Ok(opened.ok().and_then(|bytes| String::from_utf8(bytes).ok()))
}

fn key(ctx: &Ctx<'_>) -> Result<[u8; 32], ApiError> {
    Ok(ctx.root_key()?.derive(b"authorization messages", b"auth"))
}
