//! Certificates of ACME: made for a request, downloaded, revoked (RFC 8555, 7.4 and 7.6).
//!
//! They are ACM's as others are (`AMAZON_ISSUED`, by the authority of [`crate::vault`]), but their
//! keys are their clients' and so is their renewal. Source: User Guide, "Issuing certificates
//! through ACME". AWS takes minutes; here a certificate is there with the answer.

use acme::{Jwk, Kind, Problem};
use bytes::Bytes;
use certificates::{Algorithm, Hash, Key};
use kernel::{ApiError, Ctx, OpResult, Struct, Timestamp, Value};
use serde_json::Value as Json;

use super::domain;
use super::message::{Message, Signer, malformed};
use super::order;
use super::role::{self, Actor};
use super::server::{Reply, Stop, Visit, not_found, read_only};
use super::state::{CLIENTS, ENDPOINTS, NameRow, SERIALS, Standing};
use crate::api::revocation_reason as reasons;
use crate::errors;
use crate::events;
use crate::issue;
use crate::lifecycle;
use crate::limits;
use crate::locate;
use crate::page;
use crate::request;
use crate::state::{Answer, Certificate, Kind as Made, Method, OfAcme, Status};
use crate::validation;
use crate::vault;
use crate::watch;

/// The steps that are run as the role of an account: `Endpoint`, `Account`, `Names`, `Public`,
/// `Algorithm`; and `Id`, `Reason`.
pub const ISSUE: &str = "IssueOfAcme";
pub const REVOKE: &str = "RevokeOfAcme";

const DAY_SECONDS: i64 = 86_400;
const CHAIN: &str = "application/pem-certificate-chain";

pub fn finalize(
    ctx: &mut Ctx<'_>,
    visit: &Visit<'_>,
    message: Message,
    id: &str,
) -> Result<Reply, Stop> {
    let asked = message.object()?;
    let mut found = order::find(ctx, visit, message.client()?, id)?;
    if !found.is_ready(ctx.now()) {
        let detail = "The order is not ready: it has its certificate, or has expired.";
        return Err(Problem::new(Kind::OrderNotReady, detail).into());
    }
    let wrong = |detail: &str| Problem::new(Kind::BadCsr, detail);
    let der = asked.get("csr").and_then(Json::as_str).and_then(acme::decode);
    let request = der.and_then(|it| certificates::read_request(&it));
    let request = request.ok_or_else(|| wrong("The csr is no request signed by its own key."))?;
    let names = requested(&request).ok_or_else(|| wrong("The csr asks for more than names."))?;
    let mut wanted = found.row.names.clone();
    wanted.sort();
    if names != wanted {
        return Err(wrong("The names of the csr are not those of the order.").into());
    }
    let algorithm = request.algorithm.and_then(Algorithm::name).unwrap_or_default();
    if !domain::takes_algorithm(&visit.row, algorithm) {
        return Err(wrong("Keys of this kind are not certified by the endpoint.").into());
    }
    if Jwk::of_text(&found.client.row.key).is_none_or(|key| key.is_of(&request.public)) {
        return Err(wrong("The key of the csr is that of the account.").into());
    }
    let missing = domain::not_covered(ctx, visit.endpoint, &found.row.names)?;
    if !missing.is_empty() {
        let detail = "The domain validation that covered the name is gone.";
        return Err(Problem::new(Kind::Unauthorized, detail).about(missing).into());
    }
    if visit.row.certificates >= limits::ACME_CERTIFICATES_MAX {
        let detail = "The endpoint has issued as many certificates as it may.";
        return Err(Problem::new(Kind::RateLimited, detail).into());
    }
    let all = found.row.names.iter().map(|it| Value::from(it.as_str()));
    let input = Struct::new()
        .with("Endpoint", visit.endpoint)
        .with("Account", found.client.id.as_str())
        .with("Names", all.collect::<Vec<_>>())
        .with("Public", Bytes::from(request.public))
        .with("Algorithm", algorithm);
    let account = found.client.id.clone();
    let role = found.client.row.role.clone();
    let actor = Actor { endpoint: visit.endpoint, account: &account, role: &role };
    let issued = role::run(ctx, &actor, ISSUE, input)?;
    let certificate = issued.str("Id").ok_or_else(ApiError::internal)?.to_owned();
    order::fulfil(ctx, visit, &mut found, certificate)?;
    let location = visit.url_of(&format!("order/{id}"));
    Ok(Reply::json(200, &order::json_of(ctx, visit, &found)).at(location))
}

/// The names of a request, in order and each once; `None` if it asks for other things besides.
fn requested(request: &certificates::Request) -> Option<Vec<String>> {
    if request.has_other_names {
        return None;
    }
    let common = request.common_name.iter();
    let mut names: Vec<String> =
        request.names.iter().chain(common).map(|it| it.to_ascii_lowercase()).collect();
    names.sort();
    names.dedup();
    Some(names)
}

/// The step [`ISSUE`], as the role.
pub fn issue(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let text = |name: &str| input.str(name).unwrap_or_default();
    let names = input.list("Names").unwrap_or_default().iter();
    let names: Vec<String> = names.filter_map(Value::as_str).map(str::to_owned).collect();
    let algorithm = text("Algorithm");
    role::may_request(ctx, &names, algorithm)?;
    let place = text("Endpoint");
    let mut endpoint = ctx.table(&ENDPOINTS).get(place)?.ok_or_else(ApiError::internal)?;
    endpoint.certificates += 1;
    ctx.table_mut(&ENDPOINTS).put(place, &endpoint);
    let public = input.blob("Public").ok_or_else(ApiError::internal)?;
    let authority = vault::authority_or_new(ctx)?;
    let key = Key::from_pkcs8(&vault::authority_key(ctx, &authority)?);
    let key = key.ok_or_else(ApiError::internal)?;
    let today = ctx.now().secs().div_euclid(DAY_SECONDS) * DAY_SECONDS;
    let wanted = issue::leaf(issue::Leaf {
        names: &names.iter().map(String::as_str).collect::<Vec<_>>(),
        algorithm: Algorithm::parse(algorithm).ok_or_else(ApiError::internal)?,
        times: (today, today + limits::PUBLIC_DAYS * DAY_SECONDS - 1),
        serial: ctx.chance().bytes(),
        revoked_url: page::revoked_url(ctx),
    });
    let der = certificates::issue(&wanted, public, &authority.intermediate, &key, Hash::Sha256)
        .map_err(|it| errors::made(&it))?;
    let facts = certificates::read(&der).ok_or_else(ApiError::internal)?;
    let mut row = request::new_row(ctx, names, Made::Amazon, algorithm.to_owned());
    row.method = Some(Method::Dns);
    row.domains = row.names.iter().map(|it| validation::by_dns(it, Answer::Success)).collect();
    row.status = Status::Issued;
    row.issued = Some(ctx.now().micros());
    let micros = |seconds: i64| Timestamp::from_secs(seconds).micros();
    (row.not_before, row.not_after) = (micros(facts.not_before), micros(facts.not_after));
    row.certificate = Some(der.into());
    row.chain = vec![authority.intermediate, authority.root];
    row.tags = endpoint.certificate_tags;
    // "The ACME client generates and holds the private key, so an ACME certificate is by definition
    // exported."
    (row.is_exportable, row.is_exported, row.was_exported) = (true, true, true);
    let account = text("Account").to_owned();
    row.acme = Some(OfAcme { endpoint: place.to_owned(), account });
    let mut certificate = request::keep(ctx, row, None);
    watch::plan(ctx, &mut certificate)?;
    locate::save(ctx, &certificate);
    let serial = facts.serial.replace(':', "");
    let name = certificate.id.clone();
    ctx.table_mut(&SERIALS).put(&(place, serial.as_str()), &NameRow { name });
    events::available(ctx, &certificate, "ISSUANCE")?;
    Ok(Struct::new().with("Id", certificate.id))
}

/// The certificate of an account, and what has signed it.
pub fn download(
    ctx: &Ctx<'_>,
    visit: &Visit<'_>,
    message: Message,
    id: &str,
) -> Result<Reply, Stop> {
    read_only(&message)?;
    let client = message.client()?;
    let certificate = of_endpoint(ctx, visit, id)?.ok_or_else(not_found)?;
    let (row, owner) = (&certificate.row, certificate.row.acme.as_ref());
    if owner.is_none_or(|it| it.account != client.id) {
        return Err(not_found().into());
    }
    // The root is what clients have already.
    let below = row.chain.split_last().map(|(_, below)| below).unwrap_or_default();
    let all = row.certificate.iter().chain(below);
    let text = |der: &[u8]| certificates::encode("CERTIFICATE", der) + "\n";
    let body = all.map(|it| text(it)).collect();
    Ok(Reply { status: 200, media_type: CHAIN, location: None, body })
}

fn of_endpoint(
    ctx: &Ctx<'_>,
    visit: &Visit<'_>,
    id: &str,
) -> Result<Option<Certificate>, ApiError> {
    let is_of =
        |it: &Certificate| it.row.acme.as_ref().is_some_and(|acme| acme.endpoint == visit.endpoint);
    Ok(locate::by_id(ctx, id)?.filter(is_of))
}

/// By the account that has ordered it, or by its own key.
pub fn revoke(ctx: &mut Ctx<'_>, visit: &Visit<'_>, message: Message) -> Result<Reply, Stop> {
    let asked = message.object()?;
    let der = asked.get("certificate").and_then(Json::as_str).and_then(acme::decode);
    let facts = der.as_ref().and_then(|it| certificates::read(it));
    let (Some(der), Some(facts)) = (der, facts) else {
        return Err(malformed("The certificate cannot be read.").into());
    };
    let reason = match asked.get("reason") {
        None => reasons::UNSPECIFIED,
        Some(code) => reason(code).ok_or_else(|| {
            let detail = "The reason is none for which a certificate is revoked here.";
            Problem::new(Kind::BadRevocationReason, detail)
        })?,
    };
    let serial = facts.serial.replace(':', "");
    let known = ctx.table(&SERIALS).get(&(visit.endpoint, serial.as_str()))?;
    let found = match known {
        Some(NameRow { name: id }) => of_endpoint(ctx, visit, &id)?,
        None => None,
    };
    let found = found.filter(|it| it.row.certificate.as_ref().is_some_and(|has| **has == der));
    let found = found.ok_or_else(not_found)?;
    let owner = found.row.acme.clone().map(|it| it.account).ok_or_else(not_found)?;
    let may = match &message.signer {
        Signer::Account(client) => client.id == owner,
        Signer::Key(key) => key.is_of(&facts.public),
    };
    if !may {
        let detail = "The certificate is neither of this account nor of this key.";
        return Err(Problem::new(Kind::Unauthorized, detail).into());
    }
    // "… preventing it from requesting or revoking certificates", by whichever key.
    let client = ctx.table(&CLIENTS).get(&(visit.endpoint, owner.as_str()))?;
    let client = client.ok_or_else(not_found)?;
    if client.standing == Standing::Revoked {
        return Err(super::message::not_valid().into());
    }
    let input = Struct::new().with("Id", found.id).with("Reason", reason);
    let actor = Actor { endpoint: visit.endpoint, account: &owner, role: &client.role };
    role::run(ctx, &actor, REVOKE, input)?;
    Ok(Reply::empty(200))
}

/// The numbers of RFC 5280, in the words of ACM; those that are for good and a subscriber's.
fn reason(code: &Json) -> Option<&'static str> {
    Some(match code.as_i64()? {
        0 => reasons::UNSPECIFIED,
        1 => reasons::KEY_COMPROMISE,
        3 => reasons::AFFILIATION_CHANGED,
        4 => reasons::SUPERSEDED,
        5 => reasons::CESSATION_OF_OPERATION,
        9 => reasons::PRIVILEGE_WITHDRAWN,
        _ => return None,
    })
}

/// The step [`REVOKE`], as the role.
pub fn take_back(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let found = locate::by_id(ctx, input.str("Id").unwrap_or_default())?;
    let mut certificate = found.ok_or_else(ApiError::internal)?;
    role::may_revoke(ctx, &certificate.arn, certificate.row.tags.iter())?;
    if certificate.row.status == Status::Revoked {
        return Err(ApiError::new(role::ALREADY_REVOKED, "The certificate is revoked already."));
    }
    lifecycle::revoke(ctx, &mut certificate, input.str("Reason").unwrap_or_default())?;
    Ok(Struct::new())
}
