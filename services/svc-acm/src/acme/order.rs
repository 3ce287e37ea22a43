//! Orders, and the authorizations of their names (RFC 8555, 7.4 and 7.5).
//!
//! An endpoint's domain validations authorize in advance: an order is ready when it is made, and
//! each of its authorizations shows one challenge, of the CNAME that was found. Names that no
//! validation covers are refused at once. Source: User Guide, "Issuing certificates through ACME";
//! the kind of that refusal is not verified.

use acme::{Kind, Problem};
use kernel::{ApiError, Ctx, Timestamp};
use serde_json::{Value as Json, json};

use super::domain;
use super::message::{Client, Message, malformed};
use super::registration;
use super::server::{Reply, Stop, Visit, not_found, read_only};
use super::state::{ORDERS, OrderRow};
use crate::limits;

/// An order that was found, and whose it is.
pub struct Found {
    pub client: Client,
    pub id: String,
    pub row: OrderRow,
}

pub fn new_order(ctx: &mut Ctx<'_>, visit: &Visit<'_>, message: Message) -> Result<Reply, Stop> {
    let asked = message.object()?;
    let mut client = message.client()?;
    if asked.contains_key("notBefore") || asked.contains_key("notAfter") {
        return Err(malformed("How long a certificate is valid cannot be chosen.").into());
    }
    let names = names(asked.get("identifiers"))?;
    let missing = domain::not_covered(ctx, visit.endpoint, &names)?;
    if !missing.is_empty() {
        let detail = "No valid domain validation of the endpoint covers the name.";
        return Err(Problem::new(Kind::RejectedIdentifier, detail).about(missing).into());
    }
    let now = ctx.now();
    let row = OrderRow {
        account: client.id.clone(),
        names,
        created: now.micros(),
        expires: (now + limits::ORDER_TIME).micros(),
        certificate: None,
    };
    let id = ctx.chance().uuid();
    ctx.table_mut(&ORDERS).put(&(visit.endpoint, &*id), &row);
    // Old orders make room: what they have brought is a certificate of its own.
    if client.row.orders.len() >= limits::ORDERS_KEPT_MAX {
        let oldest = client.row.orders.remove(0);
        ctx.table_mut(&ORDERS).delete(&(visit.endpoint, &*oldest));
    }
    client.row.orders.push(id.clone());
    registration::save(ctx, visit, &client)?;
    let location = visit.url_of(&format!("order/{id}"));
    let found = Found { client, id, row };
    Ok(Reply::json(201, &json_of(ctx, visit, &found)).at(location))
}

/// Each name once, in small letters.
fn names(asked: Option<&Json>) -> Result<Vec<String>, Problem> {
    let asked = asked.and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
    if asked.is_empty() || asked.len() > limits::ORDER_NAMES_MAX {
        let detail = format!("An order has 1 to {} identifiers.", limits::ORDER_NAMES_MAX);
        return Err(malformed(&detail));
    }
    let mut names: Vec<String> = Vec::with_capacity(asked.len());
    for identifier in asked {
        if identifier["type"] != "dns" {
            let detail = "Identifiers of type dns alone are certified.";
            return Err(Problem::new(Kind::UnsupportedIdentifier, detail));
        }
        let name = identifier["value"].as_str().unwrap_or_default().to_ascii_lowercase();
        if !is_name(&name) {
            let detail = "The identifier is no domain name.";
            return Err(Problem::new(Kind::RejectedIdentifier, detail).about(vec![name]));
        }
        if !names.contains(&name) {
            names.push(name);
        }
    }
    Ok(names)
}

fn is_name(name: &str) -> bool {
    let plain = name.strip_prefix("*.").unwrap_or(name);
    name.len() <= limits::NAME_LEN_MAX
        && plain.split('.').all(|label| {
            (1..=63).contains(&label.len())
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-')
        })
}

impl Found {
    /// Whether a certificate may be asked for.
    pub fn is_ready(&self, now: Timestamp) -> bool {
        self.row.certificate.is_none() && now.micros() < self.row.expires
    }

    fn status(&self, now: Timestamp) -> &'static str {
        match &self.row.certificate {
            Some(_) => "valid",
            None if self.is_ready(now) => "ready",
            None => "invalid",
        }
    }
}

fn identifier(name: &str) -> Json {
    json!({ "type": "dns", "value": name })
}

fn time(micros: i64) -> String {
    Timestamp::from_micros(micros).iso8601()
}

pub fn json_of(ctx: &Ctx<'_>, visit: &Visit<'_>, it: &Found) -> Json {
    let (id, row) = (&it.id, &it.row);
    let authorizations = (0..row.names.len()).map(|at| visit.url_of(&format!("authz/{id}/{at}")));
    let mut json = json!({
        "status": it.status(ctx.now()),
        "expires": time(row.expires),
        "identifiers": row.names.iter().map(|it| identifier(it)).collect::<Vec<_>>(),
        "authorizations": authorizations.collect::<Vec<_>>(),
        "finalize": visit.url_of(&format!("order/{id}/finalize")),
    });
    if let Some(certificate) = &row.certificate {
        json["certificate"] = visit.url_of(&format!("cert/{certificate}")).into();
    }
    json
}

/// An order of the account that has signed the message.
pub fn find(ctx: &Ctx<'_>, visit: &Visit<'_>, client: Client, id: &str) -> Result<Found, Stop> {
    let row = ctx.table(&ORDERS).get(&(visit.endpoint, id))?;
    let row = row.filter(|row| row.account == client.id).ok_or_else(not_found)?;
    Ok(Found { client, id: id.to_owned(), row })
}

pub fn order(ctx: &Ctx<'_>, visit: &Visit<'_>, message: Message, id: &str) -> Result<Reply, Stop> {
    read_only(&message)?;
    let found = find(ctx, visit, message.client()?, id)?;
    Ok(Reply::json(200, &json_of(ctx, visit, &found)))
}

/// The last orders of an account (7.1.2.1).
pub fn list(visit: &Visit<'_>, message: Message, id: &str) -> Result<Reply, Stop> {
    read_only(&message)?;
    let client = message.client()?;
    if client.id != id {
        return Err(not_found().into());
    }
    let orders = client.row.orders.iter().map(|it| visit.url_of(&format!("order/{it}")));
    Ok(Reply::json(200, &json!({ "orders": orders.collect::<Vec<_>>() })))
}

/// A name of an order.
fn name_of(found: &Found, number: &str) -> Result<(usize, String), Problem> {
    let at: usize = number.parse().map_err(|_| not_found())?;
    let name = found.row.names.get(at).ok_or_else(not_found)?;
    Ok((at, name.clone()))
}

pub fn authorization(
    ctx: &Ctx<'_>,
    visit: &Visit<'_>,
    message: Message,
    (id, number): (&str, &str),
) -> Result<Reply, Stop> {
    read_only(&message)?;
    let found = find(ctx, visit, message.client()?, id)?;
    let (at, name) = name_of(&found, number)?;
    // "The identifier … MUST NOT contain the wildcard" (7.1.3).
    let plain = name.strip_prefix("*.").unwrap_or(&name);
    let is_over = ctx.now().micros() >= found.row.expires;
    let mut json = json!({
        "status": if is_over { "expired" } else { "valid" },
        "expires": time(found.row.expires),
        "identifier": identifier(plain),
        "challenges": [challenge_json(visit, &found, at)],
    });
    if plain != name {
        json["wildcard"] = true.into();
    }
    Ok(Reply::json(200, &json))
}

fn challenge_json(visit: &Visit<'_>, found: &Found, at: usize) -> Json {
    json!({
        "type": "dns-01",
        "url": visit.url_of(&format!("challenge/{}/{at}", found.id)),
        "status": "valid",
        "token": acme::encode(format!("{}/{at}", found.id).as_bytes()),
        "validated": time(found.row.created),
    })
}

/// Clients may answer a challenge by `{}`: it is answered already.
pub fn challenge(
    ctx: &Ctx<'_>,
    visit: &Visit<'_>,
    message: Message,
    (id, number): (&str, &str),
) -> Result<Reply, Stop> {
    let found = find(ctx, visit, message.client()?, id)?;
    let (at, _) = name_of(&found, number)?;
    Ok(Reply::json(200, &challenge_json(visit, &found, at)))
}

/// Keeps the certificate of an order.
pub fn fulfil(
    ctx: &mut Ctx<'_>,
    visit: &Visit<'_>,
    found: &mut Found,
    certificate: String,
) -> Result<(), ApiError> {
    found.row.certificate = Some(certificate);
    ctx.table_mut(&ORDERS).put(&(visit.endpoint, &*found.id), &found.row);
    Ok(())
}
