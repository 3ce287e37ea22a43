//! Lists of what an authority has revoked, written into the bucket of its owner.
//!
//! A list follows a revocation after half an hour, and a list that nobody has caused is made when
//! half the time of the last one is over. One that cannot be written is tried again every quarter
//! of an hour. Source: API Reference, CrlConfiguration; RevokeCertificate.

use std::time::Duration;

use bytes::Bytes;
use certificates::Scheme;
use certificates::form::{self, List};
use kernel::body::Body;
use kernel::scheduler::Job;
use kernel::service::WorkEnv;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Timestamp, Value};
use store::Range;

use crate::api::{revocation_reason as reasons, s3_object_acl};
use crate::crl_configuration::{call_s3, key};
use crate::events;
use crate::limits;
use crate::locate;
use crate::state::{Authority, REVOKED, Status};
use crate::vault;

/// The step: `Id`, `At`.
pub const LIST: &str = "ListRevoked";

const DAY: i64 = 86_400;

/// Makes the next list then, unless one is to be made before. The caller saves the authority.
pub fn plan(ctx: &mut Ctx<'_>, authority: &mut Authority, after: Duration) {
    let at = (ctx.now() + after).micros();
    let row = &mut authority.row;
    let is_sooner = row.crl_at > ctx.now().micros() && row.crl_at <= at;
    if row.crl.is_none() || row.certificate.is_none() || is_sooner {
        return;
    }
    row.crl_at = at;
    let ask = Ask::to("acm-pca", LIST).with("Id", authority.id.as_str()).with("At", at);
    ctx.enqueue(Job::now(ask).at(Timestamp::from_micros(at)));
}

/// The authority whose list is due.
fn due(ctx: &Ctx<'_>, input: &Struct) -> Result<Option<Authority>, ApiError> {
    let found = locate::by_id(ctx, input.str("Id").unwrap_or_default())?;
    Ok(found.filter(|it| {
        let is_there = matches!(it.row.status, Status::Active | Status::Disabled);
        is_there
            && Some(it.row.crl_at) == input.int("At")
            && it.row.crl.is_some()
            && it.row.not_after > ctx.now().micros()
    }))
}

/// The step [`LIST`]: what the work has to know.
pub fn begin(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let Some(authority) = due(ctx, input)? else { return Ok(Struct::new()) };
    let Some(der) = &authority.row.certificate else { return Ok(Struct::new()) };
    let signs = certificates::read_signer(der).ok_or_else(ApiError::internal)?;
    let mut revoked = Vec::new();
    let range = Range::within(&(authority.id.as_str(),));
    for pair in ctx.table(&REVOKED).scan(&range).take(limits::REVOKED_MAX) {
        let ((_, serial), row) = pair?;
        let it = Struct::new()
            .with("Serial", serial)
            .with("At", Timestamp::from_micros(row.at).secs())
            .with("Reason", reason(&row.reason).map_or(-1, i64::from));
        revoked.push(Value::from(it));
    }
    let now = ctx.now().secs();
    Ok(Struct::new()
        .with("Issuer", Bytes::from(signs.subject))
        .with("KeyIdentifier", Bytes::from(signs.key_identifier))
        .with("Now", now)
        .with("Next", now + days(&authority) * DAY)
        .with("Number", (authority.row.crl_number + 1).cast_signed())
        .with("Revoked", revoked)
        .with("Scheme", authority.row.signing_algorithm())
        .with("Key", Bytes::from(vault::open(ctx, &authority)?)))
}

fn days(authority: &Authority) -> i64 {
    let crl = authority.row.crl.as_ref();
    crl.and_then(|it| it.configuration.int("ExpirationInDays")).unwrap_or(1)
}

/// The numbers of RFC 5280; "unspecified" is said by saying nothing.
pub fn reason(name: &str) -> Option<u8> {
    Some(match name {
        reasons::KEY_COMPROMISE => 1,
        reasons::CERTIFICATE_AUTHORITY_COMPROMISE => 2,
        reasons::AFFILIATION_CHANGED => 3,
        reasons::SUPERSEDED => 4,
        reasons::CESSATION_OF_OPERATION => 5,
        reasons::PRIVILEGE_WITHDRAWN => 9,
        reasons::A_A_COMPROMISE => 10,
        _ => return None,
    })
}

/// Signs the list; without state.
pub fn work(_env: &WorkEnv, plan: Struct) -> OpResult {
    let Some(key) = plan.blob("Key") else { return Ok(Struct::new()) };
    let key = vault::key(key)?;
    let scheme = plan.str("Scheme").and_then(Scheme::parse).ok_or_else(ApiError::internal)?;
    let blob = |name: &str| plan.blob(name).ok_or_else(ApiError::internal);
    let number = |name: &str| plan.int(name).unwrap_or_default();
    let revoked = plan.list("Revoked").unwrap_or_default().iter().filter_map(Value::as_struct);
    let revoked: Vec<(Vec<u8>, i64, Option<u8>)> = revoked
        .map(|it| {
            let serial = crate::serial::bytes(it.str("Serial").unwrap_or_default());
            let reason = it.int("Reason").and_then(|it| u8::try_from(it).ok());
            (serial, it.int("At").unwrap_or_default(), reason)
        })
        .collect();
    let list = List {
        issuer: blob("Issuer")?,
        key_identifier: blob("KeyIdentifier")?,
        this_update: number("Now"),
        next_update: number("Next"),
        number: number("Number").cast_unsigned(),
        revoked: &revoked,
    };
    let list = form::list(&list, &key, scheme).ok_or_else(ApiError::internal)?;
    Ok(Struct::new().with("List", Bytes::from(list)).with("Now", number("Now")))
}

/// Writes the list, and plans the next.
pub fn complete(ctx: &mut Ctx<'_>, input: &Struct, made: Struct) -> OpResult {
    let Some(list) = made.blob("List") else { return Ok(Struct::new()) };
    let Some(mut authority) = due(ctx, input)? else { return Ok(Struct::new()) };
    let is_written = write(ctx, &authority, list.clone());
    authority.row.crl_at = 0;
    if is_written {
        authority.row.crl_number += 1;
        leave_out(ctx, &mut authority, made.int("Now").unwrap_or_default())?;
        let half = Duration::from_secs((days(&authority) * DAY / 2).cast_unsigned());
        plan(ctx, &mut authority, half);
    } else {
        plan(ctx, &mut authority, limits::CRL_RETRY);
    }
    locate::save(ctx, &authority);
    events::listed(ctx, &authority, is_written);
    Ok(Struct::new())
}

fn write(ctx: &mut Ctx<'_>, authority: &Authority, list: Bytes) -> bool {
    let Some(crl) = &authority.row.crl else { return false };
    let acl = match crl.configuration.str("S3ObjectAcl") {
        Some(s3_object_acl::BUCKET_OWNER_FULL_CONTROL) => "bucket-owner-full-control",
        _ => "public-read",
    };
    let ask = Ask::to("s3", "PutObject")
        .with("Bucket", crl.configuration.str("S3BucketName").unwrap_or_default())
        .with("Key", key(&authority.id))
        .with("ACL", acl)
        .with("ContentType", "application/pkix-crl")
        .with("Body", Body::from(list));
    let arn = authority.arn.clone();
    call_s3(ctx, &arn, ask).is_ok()
}

/// "It appears in the CRL until the certificate expires, and then in one additional CRL after
/// expiration": that was this one.
fn leave_out(ctx: &mut Ctx<'_>, authority: &mut Authority, now: i64) -> Result<(), ApiError> {
    let mut ended = Vec::new();
    let range = Range::within(&(authority.id.as_str(),));
    for pair in ctx.table(&REVOKED).scan(&range).take(limits::REVOKED_MAX) {
        let (key, row) = pair?;
        if Timestamp::from_micros(row.not_after).secs() <= now {
            ended.push(key);
        }
    }
    for key in ended {
        ctx.table_mut(&REVOKED).delete(&key);
        authority.row.revoked = authority.row.revoked.saturating_sub(1);
    }
    Ok(())
}
