//! An alarm comes into another state: it is recorded, told of, and acted on; composite alarms above
//! it are settled with it.

use kernel::arn::Arn;
use kernel::scheduler::{Job, Retry};
use kernel::{ApiError, Ask, Ctx, Timestamp, Value};
use store::Range;

use crate::alarm::act;
use crate::alarm::history;
use crate::alarm::notice::{self, Change, Child};
use crate::alarm::reason;
use crate::alarm::rule::Rule;
use crate::alarm::{self, state};
use crate::api::history_item_type;
use crate::limits;
use crate::state::{ALARMS, AlarmKind, AlarmRow, PARENTS, StateRow};

const SCALING: &str = "application-autoscaling";
const EXECUTE_POLICY: &str = "ExecutePolicy";
const FIS: &str = "fis";
const WENT_OFF: &str = "AlarmWentOff";
const PRINCIPAL: &str = "cloudwatch.amazonaws.com";
/// Attempts at an action over some minutes; AWS does not say how often it tries.
const RETRY: Retry =
    Retry { retries_max: 3, delay_ms: 10_000, growth_percent: 300, delay_ms_max: 120_000 };

/// What an alarm is to be.
pub struct State {
    pub value: &'static str,
    pub reason: String,
    pub data: Option<String>,
    /// The alarms that have brought a composite one there.
    pub children: Vec<Child>,
}

impl State {
    pub fn of(value: &'static str, reason: String) -> State {
        State { value, reason, data: None, children: Vec::new() }
    }
}

/// Moves an alarm to a state; nothing happens if it is there already.
pub fn to(ctx: &mut Ctx<'_>, name: &str, row: AlarmRow, next: State) -> Result<AlarmRow, ApiError> {
    to_at_depth(ctx, name, row, next, 0)
}

fn to_at_depth(
    ctx: &mut Ctx<'_>,
    name: &str,
    mut row: AlarmRow,
    next: State,
    depth: usize,
) -> Result<AlarmRow, ApiError> {
    if row.state.value == next.value {
        return Ok(row);
    }
    let now = ctx.now().micros();
    let before = std::mem::replace(
        &mut row.state,
        StateRow {
            value: next.value.to_owned(),
            reason: next.reason,
            data: next.data,
            updated: now,
            transitioned: now,
        },
    );
    ctx.table_mut(&ALARMS).put(name, &row);
    let change = Change { name, row: &row, before: &before, children: &next.children };
    history::keep(
        ctx,
        name,
        &row,
        history_item_type::STATE_UPDATE,
        format!("Alarm updated from {} to {}", before.value, row.state.value),
        notice::history(&change),
    )?;
    notice::put_event(ctx, "CloudWatch Alarm State Change", name, notice::event(ctx, &change));
    if row.are_actions_enabled {
        for action in row.actions_of(next.value) {
            begin_action(ctx, &change, action);
        }
    }
    tell_experiments(ctx, name, next.value);
    settle_parents(ctx, name, &row, depth)?;
    Ok(row)
}

/// Experiments of FIS may be halted by an alarm.
fn tell_experiments(ctx: &mut Ctx<'_>, name: &str, value: &str) {
    if value == state::ALARM && ctx.has_operation(FIS, WENT_OFF) {
        let ask = Ask::to(FIS, WENT_OFF).with("AlarmArn", alarm::arn(ctx, name));
        ctx.enqueue(Job::now(ask.as_service(PRINCIPAL)));
    }
}

fn begin_action(ctx: &mut Ctx<'_>, change: &Change<'_>, action: &str) {
    // Policies run with the data points, as often as the alarm is looked at.
    if is_scaling_policy(action) {
        return;
    }
    let ask = Ask::to("cloudwatch", act::ACT)
        .with("Alarm", change.name)
        .with("Action", action)
        .with("Subject", notice::subject(ctx, change))
        .with("Message", notice::message(ctx, change))
        .with("Event", notice::lambda_event(ctx, change));
    ctx.enqueue(Job::now(ask.as_service(PRINCIPAL)).with_retry(RETRY));
}

pub fn is_scaling_policy(action: &str) -> bool {
    Arn::parse(action).is_some_and(|arn| {
        arn.service == "autoscaling" && arn.resource.starts_with("scalingPolicy:")
    })
}

/// Has Application Auto Scaling decide by a policy, whose alarm this is.
pub fn run_policy(ctx: &mut Ctx<'_>, name: &str, policy: &str, values: Vec<Value>) {
    if !ctx.has_operation(SCALING, EXECUTE_POLICY) {
        return;
    }
    let ask = Ask::to(SCALING, EXECUTE_POLICY)
        .with("PolicyArn", policy)
        .with("AlarmName", name)
        .with("Values", values);
    ctx.enqueue(Job::now(ask.as_service(PRINCIPAL)));
}

fn settle_parents(
    ctx: &mut Ctx<'_>,
    child: &str,
    row: &AlarmRow,
    depth: usize,
) -> Result<(), ApiError> {
    // A circle of rules is gone round so often at most.
    if depth >= limits::COMPOSITE_DEPTH_MAX {
        return Ok(());
    }
    let range = Range::within(&(child,));
    let parents: Vec<_> = ctx.table(&PARENTS).keys(&range).collect::<Result<_, _>>()?;
    for (_, parent) in parents {
        let Some(found) = ctx.table(&ALARMS).get(parent.as_str())? else { continue };
        let cause = Child {
            arn: alarm::arn(ctx, child),
            value: row.state.value.clone(),
            at: Timestamp::from_micros(row.state.updated),
        };
        settle(ctx, &parent, found, vec![cause], depth + 1)?;
    }
    Ok(())
}

/// Brings a composite alarm to the state that its rule means now.
pub fn settle_composite(ctx: &mut Ctx<'_>, name: &str, row: AlarmRow) -> Result<(), ApiError> {
    settle(ctx, name, row, Vec::new(), 0)
}

fn settle(
    ctx: &mut Ctx<'_>,
    name: &str,
    row: AlarmRow,
    causes: Vec<Child>,
    depth: usize,
) -> Result<(), ApiError> {
    let AlarmKind::Composite(composite) = &row.kind else { return Ok(()) };
    let Ok(rule) = Rule::parse(&composite.rule) else { return Ok(()) };
    let mut states = std::collections::BTreeMap::new();
    for child in rule.names() {
        if let Some(found) = ctx.table(&ALARMS).get(child)? {
            states.insert(child.to_owned(), found.state);
        }
    }
    let is_met = rule.is_met(&|child| states.get(child).map(|state| state.value.clone()));
    let value = if is_met { state::ALARM } else { state::OK };
    let mut children = causes;
    if children.is_empty() {
        let all = states.into_iter().map(|(child, state)| Child {
            arn: alarm::arn(ctx, &child),
            value: state.value,
            at: Timestamp::from_micros(state.updated),
        });
        children = all.collect();
    }
    let text = match children.first() {
        Some(child) => format!(
            "{} transitioned to {} at {}",
            child.arn,
            child.value,
            reason::spoken_time(child.at)
        ),
        None => "The rule of the alarm names no other alarms".to_owned(),
    };
    let data = Some(notice::triggering(&children));
    to_at_depth(ctx, name, row, State { value, reason: text, data, children }, depth)?;
    Ok(())
}
