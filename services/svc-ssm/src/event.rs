//! Events on the default bus: what has changed, and what a policy has done.
//!
//! Source: User Guide, "Setting up notifications or trigger actions based on Parameter Store
//! events"; EventBridge's reference of Systems Manager events.

use kernel::Ctx;
use kernel::arn::Arn;
use kernel::scheduler::Job;
use serde_json::{Value as Json, json};
use targets::{BusEvent, Delivery};

use crate::state::{ParameterRow, PolicyRow, arn};

const SERVICE_PRINCIPAL: &str = "ssm.amazonaws.com";

pub fn changed(
    ctx: &mut Ctx<'_>,
    name: &str,
    row: &ParameterRow,
    operation: &str,
    description: Option<&str>,
) {
    let mut detail = json!({"operation": operation, "name": name, "type": row.kind});
    if let Some(description) = description {
        detail["description"] = json!(description);
    }
    put(ctx, name, "Parameter Store Change", detail);
}

pub fn policy_acted(ctx: &mut Ctx<'_>, name: &str, row: &ParameterRow, policy: &PolicyRow) {
    let detail = json!({
        "policy-type": policy.kind,
        "parameter-name": name,
        "parameter-type": row.kind,
        "policy-content": policy.text,
        "action-status": "Success",
        "action-reason": format!("The moment of the {} policy has come.", policy.kind)
    });
    put(ctx, name, "Parameter Store Policy Action", detail);
}

fn put(ctx: &mut Ctx<'_>, name: &str, detail_type: &str, detail: Json) {
    if !ctx.has_operation("events", "PutEvents") {
        return;
    }
    let parameter = arn(ctx, name);
    let event = BusEvent {
        source: "aws.ssm".to_owned(),
        detail_type: detail_type.to_owned(),
        detail: detail.to_string(),
        resources: vec![parameter.clone()],
        time: Some(ctx.now().secs()),
    };
    let bus = Arn::regional("events", ctx.region(), ctx.account(), "event-bus/default");
    let delivery = Delivery { event: Some(event), ..Delivery::default() };
    let ask = targets::delivery(&bus, &delivery).expect("buses take events");
    let account = ctx.account();
    ctx.enqueue(Job::now(ask.as_service(SERVICE_PRINCIPAL).for_source(parameter, account)));
}
