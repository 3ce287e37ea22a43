//! What EventBridge is told of findings: "Access Analyzer Finding", when one is made or changes.
//!
//! Source: IAM User Guide, "Monitoring IAM Access Analyzer with Amazon EventBridge".

use kernel::Ctx;
use kernel::arn::Arn;
use kernel::scheduler::Job;
use serde_json::{Map, json};
use targets::{BusEvent, Delivery};

use super::state::{FindingRow, analyzer_arn};

const PRINCIPAL: &str = "access-analyzer.amazonaws.com";

pub fn tell(ctx: &mut Ctx<'_>, analyzer: &str, id: &str, row: &FindingRow) {
    if !ctx.has_operation("events", "PutEvents") {
        return;
    }
    let time = |micros: i64| kernel::Timestamp::from_micros(micros).iso8601();
    let mut detail = json!({
        "version": "1.0",
        "id": id,
        "status": row.status,
        "resourceType": row.kind,
        "resource": row.resource,
        "createdAt": time(row.created),
        "analyzedAt": time(row.analyzed),
        "updatedAt": time(row.updated),
        "accountId": ctx.account().as_str(),
        "region": ctx.region().as_str(),
        "isPublic": row.access.is_public,
        "isDeleted": false,
        "action": row.access.actions,
        "condition": row.access.conditions,
    });
    let mut principal = Map::new();
    principal.insert(row.access.principal.0.clone(), json!(row.access.principal.1));
    match &row.error {
        Some(error) => detail["error"] = json!(error),
        None => detail["principal"] = principal.into(),
    }
    let arn = analyzer_arn(ctx, analyzer);
    let event = BusEvent {
        source: "aws.access-analyzer".to_owned(),
        detail_type: "Access Analyzer Finding".to_owned(),
        detail: detail.to_string(),
        resources: vec![arn.clone()],
        time: Some(ctx.now().secs()),
    };
    let bus = Arn::regional("events", ctx.region(), ctx.account(), "event-bus/default");
    let delivery = Delivery { event: Some(event), ..Delivery::default() };
    let ask = targets::delivery(&bus, &delivery).expect("buses take events");
    let account = ctx.account();
    ctx.enqueue(Job::now(ask.as_service(PRINCIPAL).for_source(arn, account)));
}
