//! Stop conditions: experiments that end when an alarm of CloudWatch goes off.
//!
//! CloudWatch calls [`ALARM`] whenever an alarm comes into the state ALARM. An experiment whose
//! alarm is in that state already does not begin.
//!
//! Source: User Guide, "Stop conditions for AWS FIS". [U]: the words of the reasons.

use kernel::arn::Arn;
use kernel::{ApiError, Ask, Ctx, OpResult, Principal, Struct, Value};
use store::Range;

use crate::errors::invalid;
use crate::run;
use crate::state::{ACTIVE, EXPERIMENTS, ExperimentRow};

/// Input: `AlarmArn`.
pub const ALARM: &str = "AlarmWentOff";
pub const SOURCE: &str = "aws:cloudwatch:alarm";
const REASON: &str = "Experiment halted by stop condition.";

pub fn check(ctx: &Ctx<'_>, condition: &Struct) -> Result<(), ApiError> {
    let text = condition.str("value").unwrap_or_default();
    let is_alarm = Arn::parse(text).is_some_and(|arn| {
        arn.service == "cloudwatch"
            && arn.resource.starts_with("alarm:")
            && arn.account_id() == Some(ctx.account())
            && arn.region() == Some(ctx.region())
    });
    if is_alarm {
        return Ok(());
    }
    Err(invalid(format!("{text} is not the ARN of an alarm of this account and Region.")))
}

fn alarms(row: &ExperimentRow) -> impl Iterator<Item = &str> {
    let conditions = row.spec.list("stopConditions").unwrap_or_default().iter();
    let conditions = conditions.filter_map(Value::as_struct);
    conditions.filter(|it| it.str("source") == Some(SOURCE)).filter_map(|it| it.str("value"))
}

/// Whether one of the experiment's alarms is in the state ALARM now.
pub fn is_met(ctx: &mut Ctx<'_>, row: &ExperimentRow) -> Result<bool, ApiError> {
    let names = alarms(row).filter_map(|arn| arn.split_once(":alarm:").map(|it| it.1));
    let names: Vec<Value> = names.map(Value::from).collect();
    if names.is_empty() {
        return Ok(false);
    }
    let types = vec![Value::from("MetricAlarm"), Value::from("CompositeAlarm")];
    let mut ask = Ask::to("cloudwatch", "DescribeAlarms")
        .with("AlarmNames", names)
        .with("AlarmTypes", types)
        .with("StateValue", "ALARM");
    // Whoever has started the experiment need not be let look at alarms: FIS does, with the
    // permissions of its service-linked role.
    ask.principal = Some(Principal::Root(ctx.account()));
    let answer = ctx.call(ask)?;
    let has = |member: &str| answer.list(member).is_some_and(|list| !list.is_empty());
    Ok(has("MetricAlarms") || has("CompositeAlarms"))
}

/// The step: halts the experiments that name the alarm.
pub fn went_off(ctx: &mut Ctx, input: &Struct) -> OpResult {
    let alarm = input.str("AlarmArn").unwrap_or_default();
    let active: Vec<String> = ctx.table(&ACTIVE).keys(&Range::all()).collect::<Result<_, _>>()?;
    for id in active {
        let row = ctx.table(&EXPERIMENTS).get(id.as_str())?.filter(|row| !row.has_ended());
        if let Some(row) = row.filter(|row| alarms(row).any(|arn| arn == alarm)) {
            run::halt(ctx, &id, row, "stopped", REASON);
        }
    }
    Ok(Struct::new())
}
