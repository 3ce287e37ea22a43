//! Events on the account's default bus.
//!
//! Source: User Guide, "Monitor AWS Private CA with CloudWatch Events".

use kernel::Ctx;
use kernel::arn::Arn;
use kernel::scheduler::Job;
use serde_json::{Value as Json, json};
use targets::{BusEvent, Delivery};

use crate::state::Authority;

pub const PRINCIPAL: &str = "acm-pca.amazonaws.com";

pub fn created(ctx: &mut Ctx<'_>, authority: &Authority) {
    put(ctx, authority, "ACM Private CA Creation", Vec::new(), success());
}

pub fn issued(ctx: &mut Ctx<'_>, authority: &Authority, arn: String) {
    put(ctx, authority, "ACM Private CA Certificate Issuance", vec![arn], success());
}

pub fn revoked(ctx: &mut Ctx<'_>, authority: &Authority, arn: String) {
    put(ctx, authority, "ACM Private CA Certificate Revocation", vec![arn], success());
}

pub fn listed(ctx: &mut Ctx<'_>, authority: &Authority, is_written: bool) {
    let detail =
        outcome(is_written, "Failed to write CRL to S3. Check your S3 bucket permissions.");
    put(ctx, authority, "ACM Private CA CRL Generation", Vec::new(), detail);
}

pub fn reported(ctx: &mut Ctx<'_>, authority: &Authority, report: &str, is_written: bool) {
    let detail = outcome(is_written, "Failed to write the audit report to S3.");
    let name = "ACM Private CA Audit Report Generation";
    put(ctx, authority, name, vec![report.to_owned()], detail);
}

fn success() -> Json {
    json!({"result": "success"})
}

fn outcome(is_written: bool, reason: &str) -> Json {
    if is_written { success() } else { json!({"result": "failure", "reason": reason}) }
}

fn put(
    ctx: &mut Ctx<'_>,
    authority: &Authority,
    detail_type: &str,
    others: Vec<String>,
    detail: Json,
) {
    if !ctx.has_operation("events", "PutEvents") {
        return;
    }
    let event = BusEvent {
        source: "aws.acm-pca".to_owned(),
        detail_type: detail_type.to_owned(),
        detail: detail.to_string(),
        resources: [vec![authority.arn.clone()], others].concat(),
        time: Some(ctx.now().secs()),
    };
    let bus = Arn::regional("events", ctx.region(), ctx.account(), "event-bus/default");
    let delivery = Delivery { event: Some(event), ..Delivery::default() };
    let ask = targets::delivery(&bus, &delivery).expect("buses take events");
    let account = ctx.account();
    let ask = ask.as_service(PRINCIPAL).for_source(authority.arn.clone(), account);
    ctx.enqueue(Job::now(ask));
}
