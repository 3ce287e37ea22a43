//! What is served over plain `GET`: the authority's certificates, what it has revoked, and where
//! owners of domains answer their letters.

use std::collections::BTreeMap;

use bytes::Bytes;
use certificates::{Hash, Key, RevocationReason, Revoked};
use kernel::arn::Arn;
use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Page, Scope, Struct, Timestamp, Value};
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use store::Range;

use crate::api::revocation_reason as reasons;
use crate::errors;
use crate::limits;
use crate::mail;
use crate::state::{Answer, CERTIFICATES, Certificate, DomainRow, REVOKED, Renewal, Status};
use crate::vault;

/// No bucket's name begins so.
pub const ROOT_PATH: &str = "/_acm/root.pem";
pub const INTERMEDIATE_PATH: &str = "/_acm/intermediate.pem";
pub const REVOKED_PATH: &str = "/_acm/intermediate.crl";
const APPROVE_PATH: &str = "/_acm/approve";

pub const AUTHORITY: &str = "AuthorityPage";
pub const REVOCATIONS: &str = "RevocationsPage";
pub const APPROVAL: &str = "ApprovalPage";

pub static PAGES: &[Page] = &[
    Page {
        service: "acm",
        is_at: |path| path == ROOT_PATH || path == INTERMEDIATE_PATH,
        step: AUTHORITY,
    },
    Page { service: "acm", is_at: |path| path == REVOKED_PATH, step: REVOCATIONS },
    Page { service: "acm", is_at: |path| path == APPROVE_PATH, step: APPROVAL },
];

/// A list of what is revoked is good for so long.
const LIST_SECONDS: i64 = 86_400;

/// The step [`AUTHORITY`]. The authority is made now if it was not needed yet: a client may trust
/// it before it asks for a certificate.
pub fn authority(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let row = vault::authority_or_new(ctx)?;
    let der = if input.str("Path") == Some(ROOT_PATH) { &row.root } else { &row.intermediate };
    let text = format!("{}\n", certificates::encode("CERTIFICATE", der));
    Ok(Struct::new().with("ContentType", "application/x-pem-file").with("Body", text))
}

/// The step [`REVOCATIONS`].
pub fn revocations(ctx: &mut Ctx<'_>, _input: &Struct) -> OpResult {
    let row = vault::authority_or_new(ctx)?;
    let key = Key::from_pkcs8(&vault::authority_key(ctx, &row)?).ok_or_else(ApiError::internal)?;
    let mut revoked = Vec::new();
    for pair in ctx.table(&REVOKED).scan(&Range::all().reversed()).take(limits::REVOKED_LISTED_MAX)
    {
        let ((at, serial), row) = pair?;
        let at = Timestamp::from_micros(at).secs();
        revoked.push(Revoked { serial: bytes_of(&serial), at, reason: reason(&row.reason) });
    }
    let now = ctx.now().secs();
    let times = (now, now + LIST_SECONDS);
    // Numbers grow with time.
    let number = now.unsigned_abs();
    let issuer = &row.intermediate;
    let list = certificates::revocation_list(&revoked, times, number, issuer, &key, Hash::Sha256)
        .map_err(|it| errors::made(&it))?;
    Ok(Struct::new()
        .with("ContentType", "application/pkix-crl")
        .with("Body", Value::from(Bytes::from(list))))
}

/// Where clients find the list, if one has come over HTTP.
pub fn revoked_url(ctx: &Ctx<'_>) -> Option<String> {
    let endpoint = &ctx.origin().endpoint;
    (!endpoint.is_empty()).then(|| format!("{endpoint}{REVOKED_PATH}"))
}

fn bytes_of(hex: &str) -> Vec<u8> {
    let (pairs, _) = hex.as_bytes().as_chunks::<2>();
    let text = |pair: &[u8; 2]| u8::from_str_radix(&String::from_utf8_lossy(pair), 16);
    pairs.iter().filter_map(|pair| text(pair).ok()).collect()
}

fn reason(name: &str) -> Option<RevocationReason> {
    Some(match name {
        reasons::KEY_COMPROMISE => RevocationReason::KeyCompromise,
        reasons::CA_COMPROMISE => RevocationReason::CaCompromise,
        reasons::AFFILIATION_CHANGED => RevocationReason::AffiliationChanged,
        reasons::SUPERCEDED | reasons::SUPERSEDED => RevocationReason::Superseded,
        reasons::CESSATION_OF_OPERATION => RevocationReason::CessationOfOperation,
        reasons::PRIVILEGE_WITHDRAWN => RevocationReason::PrivilegeWithdrawn,
        reasons::A_A_COMPROMISE => RevocationReason::AaCompromise,
        // "Unspecified" is said by saying nothing.
        _ => return None,
    })
}

/// Where the owner of a domain approves its certificate.
pub fn approval_link(ctx: &Ctx<'_>, certificate: &Certificate, domain: &DomainRow) -> String {
    let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    format!(
        "{}{APPROVE_PATH}?certificate={}&domain={}&secret={}",
        ctx.origin().endpoint,
        encode(&certificate.arn),
        encode(&domain.name),
        domain.secret
    )
}

fn query(input: &Struct) -> BTreeMap<String, String> {
    let decode = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let pairs = input.str("Query").unwrap_or_default().split('&');
    let pairs = pairs.filter_map(|pair| pair.split_once('='));
    pairs.map(|(name, value)| (decode(name), decode(value))).collect()
}

fn shown(body: String) -> OpResult {
    let body = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Certificate \
         approval</title></head><body>{body}</body></html>"
    );
    Ok(Struct::new().with("ContentType", "text/html; charset=utf-8").with("Body", body))
}

/// The step [`APPROVAL`]: asks, and with `approve=yes` approves.
pub fn approval(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let query = query(input);
    let text = |name: &str| query.get(name).map(String::as_str).unwrap_or_default();
    let unknown = || ApiError::new("NotFound", "There is no such request.").with_status(404);
    let arn = Arn::parse(text("certificate")).ok_or_else(unknown)?;
    let (Some(account), Some(region)) = (arn.account_id(), arn.region()) else {
        return Err(unknown());
    };
    let id = arn.resource.strip_prefix("certificate/").ok_or_else(unknown)?.to_owned();
    let scope = Scope::new(account.digits(), region.as_str());
    let row = ctx.table_in(&CERTIFICATES, scope).get(id.as_str())?.ok_or_else(unknown)?;
    let asked = match row.status {
        Status::Pending => row.domains,
        Status::Issued => row
            .renewal
            .filter(|it| it.status == Renewal::Validation)
            .map_or(Vec::new(), |it| it.domains),
        _ => Vec::new(),
    };
    let arn = Arn::regional("acm", region, account, &arn.resource);
    let (name, secret) = (text("domain"), text("secret"));
    let domain = asked.into_iter().find(|it| mail::is_answered(it, name, secret));
    let domain = domain.ok_or_else(unknown)?;
    if domain.answer == Answer::Success {
        return shown(format!("<p>{} is approved.</p>", domain.name));
    }
    if text("approve") != "yes" {
        // What was found is of letters and digits that need no escaping.
        return shown(format!(
            "<h1>Approve the certificate for {name}?</h1><p>AWS account {account}</p>\
             <form action=\"{APPROVE_PATH}\">\
             <input type=\"hidden\" name=\"certificate\" value=\"{arn}\">\
             <input type=\"hidden\" name=\"domain\" value=\"{name}\">\
             <input type=\"hidden\" name=\"secret\" value=\"{secret}\">\
             <input type=\"hidden\" name=\"approve\" value=\"yes\">\
             <button>I approve</button></form>"
        ));
    }
    let ask = Ask::to("acm", mail::APPROVE)
        .with("Id", id)
        .with("Domain", name)
        .with("Secret", secret)
        .in_account(account)
        .in_region(region);
    ctx.enqueue(Job::now(ask));
    shown(format!("<p>Thank you. {name} is approved.</p>"))
}
