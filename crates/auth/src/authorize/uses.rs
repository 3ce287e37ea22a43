//! When access keys and roles were last used, and for what: `GetAccessKeyLastUsed`, `RoleLastUsed`.
//!
//! A use is written by a step of IAM's, after the call; while nothing but the time differs, once a
//! minute, so that a busy key does not double the work of its calls.

use std::time::Duration;

use kernel::scheduler::Job;
use kernel::{Ask, Ctx, Principal, Timestamp};

use crate::directory::{self, SERVICE_USES, USES, UseRow};

/// IAM's step: `Of`, `By`, `At` (microseconds), `Region`, `Service`.
pub const RECORD_USE: &str = "RecordUse";
/// Uses that are alike are this far apart at least.
const APART: Duration = Duration::from_mins(1);

pub fn record(ctx: &mut Ctx<'_>) {
    let Principal::Identity(identity) = ctx.principal() else { return };
    if ctx.is_nested() || identity.access_key_id.is_empty() {
        return;
    }
    let of = match identity.unique_id.split_once(':') {
        Some((role, _)) if identity.is_session => role,
        _ if identity.is_session => return,
        _ => identity.access_key_id.as_str(),
    };
    let Some(scope) = directory::scope_of(identity.account.as_str()) else { return };
    let now = ctx.now();
    let service = action_prefix(&ctx.arn("").service).to_owned();
    let region = ctx.region().as_str().to_owned();
    let is_recent = |row: &UseRow| {
        row.service == service
            && row.region == region
            && now < Timestamp::from_micros(row.at) + APART
    };
    let by = identity.unique_id.split(':').next().unwrap_or_default();
    let last = USES.at(ctx.tx(), &scope).get(of).unwrap_or_default();
    let of_service = SERVICE_USES.at(ctx.tx(), &scope).get(&(by, service.as_str()));
    let is_known = last.is_some_and(|row| is_recent(&row))
        && of_service.unwrap_or_default().is_some_and(|row| is_recent(&row));
    if is_known || !ctx.has_operation("iam", RECORD_USE) {
        return;
    }
    let ask = Ask::to("iam", RECORD_USE)
        .with("Of", of)
        .with("By", by)
        .with("At", now.micros())
        .with("Region", region.as_str())
        .with("Service", service.as_str())
        .as_service("iam.amazonaws.com")
        .in_account(identity.account);
    ctx.note(Job::now(ask));
}

/// How policies call a service.
fn action_prefix(service: &str) -> &str {
    if service == "dynamodbstreams" { "dynamodb" } else { service }
}
