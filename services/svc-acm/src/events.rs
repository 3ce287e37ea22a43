//! Events on the account's default bus.
//!
//! Source: User Guide, "Amazon EventBridge support for ACM".

use kernel::arn::Arn;
use kernel::scheduler::Job;
use kernel::{ApiError, Ctx, Timestamp};
use serde_json::{Map, Value as Json, json};
use targets::{BusEvent, Delivery};

use crate::state::{Certificate, Kind};

const SERVICE_PRINCIPAL: &str = "acm.amazonaws.com";

/// Of a certificate that has come: `ISSUANCE`, `RENEWAL`, `IMPORT`, `REIMPORT`.
pub fn available(ctx: &mut Ctx<'_>, it: &Certificate, action: &str) -> Result<(), ApiError> {
    let mut detail = common(it);
    detail.insert("Action".into(), action.into());
    detail.insert("DaysToExpiry".into(), days_left(ctx.now(), it).into());
    put(ctx, it, "ACM Certificate Available", detail);
    Ok(())
}

pub fn approaching(ctx: &mut Ctx<'_>, it: &Certificate) {
    let detail = json!({
        "DaysToExpiry": days_left(ctx.now(), it),
        "CommonName": it.row.domain,
    });
    put(ctx, it, "ACM Certificate Approaching Expiration", map(detail));
}

pub fn expired(ctx: &mut Ctx<'_>, it: &Certificate) {
    put(ctx, it, "ACM Certificate Expired", common(it));
}

pub fn action_required(ctx: &mut Ctx<'_>, it: &Certificate, reason: &str) {
    let mut detail = common(it);
    detail.insert("RenewalStatusReason".into(), reason.into());
    detail.insert("DaysToExpiry".into(), days_left(ctx.now(), it).into());
    put(ctx, it, "ACM Certificate Renewal Action Required", detail);
}

pub fn revoked(ctx: &mut Ctx<'_>, it: &Certificate) {
    let detail = common(it);
    put(ctx, it, "ACM Certificate Revoked", detail);
}

/// Days that a certificate is still good, the begun one as a whole.
pub fn days_left(now: Timestamp, it: &Certificate) -> i64 {
    const DAY: i64 = 86_400_000_000;
    let left = it.row.not_after.saturating_sub(now.micros()).max(0);
    left.div_euclid(DAY) + i64::from(left % DAY != 0)
}

fn common(it: &Certificate) -> Map<String, Json> {
    let time = |micros: i64| Timestamp::from_micros(micros).iso8601();
    let mut detail = map(json!({
        "CertificateType": it.row.kind.as_str(),
        "CommonName": it.row.domain,
        "CertificateCreatedDate": time(it.row.created),
        "CertificateExpirationDate": time(it.row.not_after),
        // No service of this world uses certificates.
        "InUse": false,
        "Exported": it.row.is_exported,
    }));
    if let (Kind::Amazon, Some(method)) = (it.row.kind, it.row.method) {
        detail.insert("DomainValidationMethod".into(), method.as_str().into());
    }
    detail
}

fn map(value: Json) -> Map<String, Json> {
    match value {
        Json::Object(map) => map,
        _ => Map::new(),
    }
}

fn put(ctx: &mut Ctx<'_>, it: &Certificate, detail_type: &str, detail: Map<String, Json>) {
    if !ctx.has_operation("events", "PutEvents") {
        return;
    }
    let event = BusEvent {
        source: "aws.acm".to_owned(),
        detail_type: detail_type.to_owned(),
        detail: Json::Object(detail).to_string(),
        resources: vec![it.arn.clone()],
        time: Some(ctx.now().secs()),
    };
    let bus = Arn::regional("events", ctx.region(), ctx.account(), "event-bus/default");
    let delivery = Delivery { event: Some(event), ..Delivery::default() };
    let ask = targets::delivery(&bus, &delivery).expect("buses take events");
    let account = ctx.account();
    ctx.enqueue(Job::now(ask.as_service(SERVICE_PRINCIPAL).for_source(it.arn.clone(), account)));
}
