//! `/_nephele/outbox`: what services have sent to people, and answers that people give.
//!
//! The letters themselves are the kernel's ([`kernel::outbox`]); here they are queried, shown and
//! cleared. A reply to a text message is handed to the service that sent it, as its step
//! [`REPLY_STEP`].

use std::sync::Arc;

use http::StatusCode;
use kernel::outbox::{Fate, LETTERS_PER_ACCOUNT_MAX, LetterId, LetterKind, LetterQuery, Posted};
use kernel::{AccountId, Call, Origin, Principal, Struct};
use percent_encoding::percent_decode_str;
use serde_json::{Value as Json, json};

use crate::Gateway;
use crate::control::{Answer, bad_request, failed};

/// What a service does with a reply: `Kind`, `From` (who replies), `To` (the sender), `Body`.
const REPLY_STEP: &str = "ReceiveReply";
const LISTED_DEFAULT: usize = 100;
/// Longer replies are refused: a text message has at most 1,600 characters.
const REPLY_CHARS_MAX: usize = 1_600;

/// `GET /_nephele/outbox?account=&kind=&to=&before=&limit=`
pub fn list(gateway: &Gateway, query: &str) -> Answer {
    let mut wanted = LetterQuery { limit: LISTED_DEFAULT, ..LetterQuery::default() };
    for (name, value) in parameters(query) {
        match name {
            "account" => wanted.account = Some(account(&value)?),
            "kind" => {
                let kind = LetterKind::parse(&value)
                    .ok_or_else(|| bad_request("kind is email, sms or push"))?;
                wanted.kind = Some(kind);
            }
            "to" => wanted.to = Some(value),
            "before" => {
                let id = LetterId::parse(&value)
                    .ok_or_else(|| bad_request("before takes the id of a letter"))?;
                wanted.before = Some(id);
            }
            "limit" => {
                let limit = value.parse().ok().filter(|limit| (1..=1_000).contains(limit));
                wanted.limit = limit.ok_or_else(|| bad_request("limit takes 1 to 1000"))?;
            }
            _ => return Err(bad_request(format!("unknown parameter {name}"))),
        }
    }
    let (letters, next) = gateway.world.letters(&wanted).map_err(|error| failed(&error))?;
    let letters: Vec<Json> = letters.iter().map(shown).collect();
    Ok(json!({
        "letters": letters,
        "next": next.map(|id| id.to_string()),
        "kept_per_account": LETTERS_PER_ACCOUNT_MAX,
    }))
}

/// `DELETE /_nephele/outbox?account=`
pub fn clear(gateway: &Gateway, query: &str) -> Answer {
    let mut of = None;
    for (name, value) in parameters(query) {
        match name {
            "account" => of = Some(account(&value)?),
            _ => return Err(bad_request(format!("unknown parameter {name}"))),
        }
    }
    let removed = gateway.world.clear_letters(of).map_err(|error| failed(&error))?;
    Ok(json!({ "removed": removed }))
}

/// `POST /_nephele/outbox/reply` with `{"from": "+15550100", "body": "STOP"}`, and `account` where
/// several have written to that number: answers the last text message that it got.
pub async fn reply(gateway: &Arc<Gateway>, request: &Json) -> Answer {
    let text = |name: &str| request.get(name).and_then(Json::as_str);
    let (Some(from), Some(body)) = (text("from"), text("body")) else {
        return Err(bad_request("a reply has from (the phone number) and body"));
    };
    if body.chars().count() > REPLY_CHARS_MAX {
        return Err(bad_request(format!("a reply has at most {REPLY_CHARS_MAX} characters")));
    }
    let query = LetterQuery {
        account: text("account").map(account).transpose()?,
        kind: Some(LetterKind::Sms),
        to: Some(from.to_owned()),
        before: None,
        limit: 1,
    };
    let (letters, _) = gateway.world.letters(&query).map_err(|error| failed(&error))?;
    let Some(posted) = letters.into_iter().next() else {
        return Err((StatusCode::NOT_FOUND, format!("no text message has gone to {from}")));
    };
    let call = Call {
        service: posted.service.clone().into(),
        operation: REPLY_STEP.into(),
        input: Struct::new()
            .with("Kind", posted.letter.kind.as_str())
            .with("From", from)
            .with("To", posted.letter.from)
            .with("Body", body),
        principal: Principal::Anonymous,
        account: posted.account,
        region: posted.region,
        origin: Arc::new(Origin::default()),
        source: None,
        hop: 0,
    };
    gateway.world.dispatch(&call).await.map_err(|error| match error.status() {
        501 => bad_request(format!("{} takes no replies", posted.service)),
        _ => failed(&error),
    })?;
    Ok(json!({ "taken_by": posted.service, "account": posted.account.as_str() }))
}

fn shown(posted: &Posted) -> Json {
    let letter = &posted.letter;
    let attributes: serde_json::Map<String, Json> =
        letter.attributes.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
    let (delivery, error) = match &posted.fate {
        Fate::Kept => ("kept", None),
        Fate::Pending => ("pending", None),
        Fate::Sent => ("sent", None),
        Fate::Failed(reason) => ("failed", Some(reason)),
    };
    json!({
        "id": posted.id.to_string(),
        "time": posted.id.time.iso8601_millis(),
        "account": posted.account.as_str(),
        "region": posted.region.as_str(),
        "service": posted.service,
        "kind": letter.kind.as_str(),
        "from": letter.from,
        "to": letter.to,
        "subject": letter.subject,
        "body": letter.body,
        "attributes": attributes,
        "delivery": delivery,
        "error": error,
    })
}

/// A plus is itself and no space: phone numbers begin with one, and nothing here has spaces.
fn parameters(query: &str) -> impl Iterator<Item = (&str, String)> {
    query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (name, percent_decode_str(value).decode_utf8_lossy().into_owned())
    })
}

fn account(text: &str) -> Result<AccountId, (StatusCode, String)> {
    AccountId::parse(text).ok_or_else(|| bad_request("account takes 12 digits"))
}
