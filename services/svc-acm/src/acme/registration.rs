//! Accounts as their clients see them (RFC 8555, 7.3).

use acme::{Jwk, Jws, Kind, Problem};
use kernel::{ApiError, Ctx};
use serde_json::{Map, Value as Json, json};

use super::binding;
use super::message::{self, Client, Message, Signer, malformed};
use super::place::Binding;
use super::server::{Reply, Stop, Visit, not_found};
use super::state::{BINDINGS, CLIENTS, ClientRow, ENDPOINTS, NameRow, Standing, THUMBPRINTS};
use crate::limits;

pub fn new_account(ctx: &mut Ctx<'_>, visit: &Visit<'_>, message: Message) -> Result<Reply, Stop> {
    let asked = message.object()?;
    let Signer::Key(key) = &message.signer else {
        return Err(malformed("The message must bring its key as \"jwk\".").into());
    };
    if let Some(client) = message::by_key(ctx, visit.endpoint, key)? {
        if client.row.standing != Standing::Valid {
            return Err(message::not_valid().into());
        }
        return Ok(shown(visit, &client, 200));
    }
    if asked.get("onlyReturnExisting").and_then(Json::as_bool) == Some(true) {
        let detail = "There is no account with this key.";
        return Err(Problem::new(Kind::AccountDoesNotExist, detail).into());
    }
    let contacts = contacts(visit, &asked)?.unwrap_or_default();
    let mut bound = bound(ctx, visit, key, asked.get("externalAccountBinding"))?;
    if visit.row.accounts >= limits::ACCOUNTS_MAX {
        let detail = "The endpoint has as many accounts as it may have.";
        return Err(Problem::new(Kind::RateLimited, detail).into());
    }
    let now = ctx.now().micros();
    let id = ctx.chance().uuid();
    let row = ClientRow {
        key: key.text(),
        standing: Standing::Valid,
        contacts,
        created: now,
        binding: bound.id.clone(),
        role: bound.row.role.clone(),
        orders: Vec::new(),
    };
    let thumbprint = key.thumbprint();
    ctx.table_mut(&CLIENTS).put(&(visit.endpoint, &*id), &row);
    ctx.table_mut(&THUMBPRINTS).put(&(visit.endpoint, &*thumbprint), &NameRow { name: id.clone() });
    bound.row.last_used = Some(now);
    ctx.table_mut(&BINDINGS).put(&(visit.endpoint, &*bound.id), &bound.row);
    let mut owner = visit.row.clone();
    owner.accounts += 1;
    ctx.table_mut(&ENDPOINTS).put(visit.endpoint, &owner);
    Ok(shown(visit, &Client { id, row }, 201))
}

/// The binding by which a key is registered (7.3.4).
fn bound(
    ctx: &Ctx<'_>,
    visit: &Visit<'_>,
    key: &Jwk,
    shown: Option<&Json>,
) -> Result<Binding, Stop> {
    let Some(shown) = shown else {
        let detail = "Accounts of this endpoint are registered by an external account binding.";
        return Err(Problem::new(Kind::ExternalAccountRequired, detail).into());
    };
    let inner = Jws::of_json(shown)
        .ok_or_else(|| malformed("The external account binding is no signed message."))?;
    let is_formed = inner.text("alg") == Some("HS256")
        && inner.text("url") == Some(&visit.url())
        && !inner.header.contains_key("nonce");
    if !is_formed {
        let detail = "The external account binding must have alg HS256 and the url of the message.";
        return Err(malformed(detail).into());
    }
    let is_of_key =
        inner.object().is_some_and(|it| Jwk::read(&Json::Object(it)).as_ref() == Some(key));
    if !is_of_key {
        return Err(malformed("The external account binding is of another key.").into());
    }
    let refused = || {
        let detail = "The external account binding is not known, expired, revoked, or not signed \
                      by its key.";
        Problem::new(Kind::Unauthorized, detail)
    };
    let key_id = inner.text("kid").unwrap_or_default();
    let bound = binding::usable(ctx, visit.endpoint, key_id)?.ok_or_else(refused)?;
    if !inner.is_sealed_by(&binding::secret(ctx, &bound)?) {
        return Err(refused().into());
    }
    Ok(bound)
}

/// What a message says of how its owner is reached; `None` if it says nothing.
fn contacts(visit: &Visit<'_>, asked: &Map<String, Json>) -> Result<Option<Vec<String>>, Problem> {
    let is_said = asked.contains_key("contact");
    let said = asked.get("contact").and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
    let invalid = |detail: &str| Problem::new(Kind::InvalidContact, detail);
    if visit.row.is_contact_required && said.is_empty() {
        return Err(invalid("Accounts of this endpoint must have a contact."));
    }
    if said.len() > limits::CONTACTS_MAX {
        return Err(invalid("The account has too many contacts."));
    }
    let mut contacts = Vec::with_capacity(said.len());
    for contact in said {
        let contact = contact.as_str().ok_or_else(|| invalid("A contact is a text."))?;
        let Some(address) = contact.strip_prefix("mailto:") else {
            let detail = "A contact must be a mailto URL.";
            return Err(Problem::new(Kind::UnsupportedContact, detail));
        };
        // "Servers MUST reject mailto URLs in the contact field that contain 'hfields' or more than
        // one 'addr-spec'" (7.3).
        let is_one = address.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty() && !host.is_empty() && !host.contains('@')
        }) && !address.contains(['?', ','])
            && address.len() <= limits::CONTACT_LEN_MAX
            && address.bytes().all(|it| it.is_ascii_graphic());
        if !is_one {
            return Err(invalid("A contact must be one mail address."));
        }
        contacts.push(contact.to_owned());
    }
    Ok(is_said.then_some(contacts))
}

fn json_of(visit: &Visit<'_>, client: &Client) -> Json {
    let status = match client.row.standing {
        Standing::Valid => "valid",
        Standing::Deactivated => "deactivated",
        Standing::Revoked => "revoked",
    };
    json!({
        "status": status,
        "contact": client.row.contacts,
        "orders": visit.url_of(&format!("account/{}/orders", client.id)),
    })
}

fn shown(visit: &Visit<'_>, client: &Client, status: u16) -> Reply {
    let location = visit.url_of(&format!("account/{}", client.id));
    Reply::json(status, &json_of(visit, client)).at(location)
}

/// Reads, changes or deactivates an account (7.3.2, 7.3.6).
pub fn account(
    ctx: &mut Ctx<'_>,
    visit: &Visit<'_>,
    message: Message,
    id: &str,
) -> Result<Reply, Stop> {
    let asked = if message.is_empty() { Map::new() } else { message.object()? };
    let mut client = message.client()?;
    if client.id != id {
        return Err(not_found().into());
    }
    // "The server MUST ignore any updates to … the 'status' field (except as allowed by Section
    // 7.3.6)".
    if asked.get("status").and_then(Json::as_str) == Some("deactivated") {
        client.row.standing = Standing::Deactivated;
    } else if asked.contains_key("contact")
        && let Some(said) = contacts(visit, &asked)?
    {
        client.row.contacts = said;
    }
    ctx.table_mut(&CLIENTS).put(&(visit.endpoint, id), &client.row);
    Ok(Reply::json(200, &json_of(visit, &client)))
}

/// Another key for an account (7.3.5): the outer message is signed by the old key, the one within
/// it by the new.
pub fn change_key(ctx: &mut Ctx<'_>, visit: &Visit<'_>, message: Message) -> Result<Reply, Stop> {
    let inner = Jws::read(&message.jws.payload)
        .ok_or_else(|| malformed("The payload is no signed message."))?;
    let mut client = message.client()?;
    let new = inner.header.get("jwk").ok_or_else(|| malformed("The new key is missing."))?;
    let new = message::key_of(new)?;
    let said = inner.object().ok_or_else(|| malformed("The inner payload is no object."))?;
    let account = visit.url_of(&format!("account/{}", client.id));
    let old = said.get("oldKey").and_then(Jwk::read);
    let is_formed = inner.is_signed_by(&new)
        && inner.text("url") == Some(&visit.url())
        && !inner.header.contains_key("nonce")
        && said.get("account").and_then(Json::as_str) == Some(&account)
        && old.as_ref().map(Jwk::text).as_ref() == Some(&client.row.key);
    let Some(old) = old.filter(|_| is_formed) else {
        return Err(malformed("The inner message does not say what it must say.").into());
    };
    if let Some(other) = message::by_key(ctx, visit.endpoint, &new)? {
        let problem = malformed("Another account has the new key.").with_status(409);
        return Err(problem.at(visit.url_of(&format!("account/{}", other.id))).into());
    }
    let (old, thumbprint) = (old.thumbprint(), new.thumbprint());
    client.row.key = new.text();
    ctx.table_mut(&THUMBPRINTS).delete(&(visit.endpoint, &*old));
    ctx.table_mut(&THUMBPRINTS)
        .put(&(visit.endpoint, &*thumbprint), &NameRow { name: client.id.clone() });
    save(ctx, visit, &client)?;
    Ok(shown(visit, &client, 200))
}

pub fn save(ctx: &mut Ctx<'_>, visit: &Visit<'_>, client: &Client) -> Result<(), ApiError> {
    ctx.table_mut(&CLIENTS).put(&(visit.endpoint, &*client.id), &client.row);
    Ok(())
}
