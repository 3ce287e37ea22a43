//! Who is told of anomalies, and of which.

use kernel::arn::Arn;
use kernel::view::List;
use kernel::{ApiError, Ctx, Struct, Value, page};
use store::Range;

use crate::anomaly_monitor;
use crate::anomaly_state::{
    AnomalyRow, SUBSCRIPTIONS, SubscriberRow, SubscriptionRow, id_of, subscription_arn,
};
use crate::api::{
    AnomalySubscriptionBuilder, CreateAnomalySubscriptionInput, CreateAnomalySubscriptionOutput,
    DeleteAnomalySubscriptionInput, DeleteAnomalySubscriptionOutput, ExpressionBuilder,
    GetAnomalySubscriptionsInput, GetAnomalySubscriptionsOutput, Subscriber, SubscriberBuilder,
    UpdateAnomalySubscriptionInput, UpdateAnomalySubscriptionOutput,
    anomaly_subscription_frequency as frequency, subscriber_status, subscriber_type,
};
use crate::limits::ANOMALY_PAGE;
use crate::{errors, tagging};

const ABSOLUTE: &str = "ANOMALY_TOTAL_IMPACT_ABSOLUTE";
const PERCENTAGE: &str = "ANOMALY_TOTAL_IMPACT_PERCENTAGE";
/// Expressions of thresholds nest at most so deep.
const DEPTH_MAX: usize = 3;

fn subscribers(given: List<'_, Subscriber<'_>>) -> Result<Vec<SubscriberRow>, ApiError> {
    let mut rows = Vec::new();
    for subscriber in given.iter() {
        let (Some(kind), Some(address)) = (subscriber.type_(), subscriber.address()) else {
            return Err(errors::validation("A subscriber has a Type and an Address."));
        };
        let is_sound = match kind {
            subscriber_type::SNS => Arn::parse(address).is_some_and(|arn| arn.service == "sns"),
            _ => address
                .split_once('@')
                .is_some_and(|(who, host)| !who.is_empty() && !host.is_empty()),
        };
        if !is_sound {
            return Err(errors::validation(format!("{address} is no address of a subscriber.")));
        }
        rows.push(SubscriberRow { kind: kind.to_owned(), address: address.to_owned() });
    }
    Ok(rows)
}

fn check(ctx: &Ctx<'_>, row: &SubscriptionRow) -> Result<(), ApiError> {
    for arn in &row.monitors {
        anomaly_monitor::find(ctx, arn)?;
    }
    // "If you use IMMEDIATE, SNS topics are notified; DAILY and WEEKLY are for e-mail" (API
    // Reference, AnomalySubscription, Frequency).
    let is_immediate = row.frequency == frequency::IMMEDIATE;
    if row.subscribers.iter().any(|it| (it.kind == subscriber_type::SNS) != is_immediate) {
        return Err(errors::validation(
            "SNS topics are told at once (IMMEDIATE), e-mail goes DAILY or WEEKLY.",
        ));
    }
    match (&row.expression, row.threshold) {
        (Some(expression), None) => fits(expression, 0.0, 0.0, DEPTH_MAX).map(|_| ()),
        (None, Some(threshold)) if threshold >= 0.0 && threshold.is_finite() => Ok(()),
        _ => Err(errors::validation(
            "A subscription has either a ThresholdExpression or a Threshold that is not negative.",
        )),
    }
}

/// Whether subscribers are told of an anomaly of this size.
pub fn is_told(row: &SubscriptionRow, anomaly: &AnomalyRow) -> bool {
    let (impact, percentage) = (anomaly.impact(), anomaly.percentage());
    match (&row.expression, row.threshold) {
        (Some(it), _) => fits(it, impact, percentage, DEPTH_MAX).unwrap_or(false),
        (None, threshold) => impact >= threshold.unwrap_or(0.0),
    }
}

fn fits(expression: &Struct, impact: f64, percentage: f64, depth: usize) -> Result<bool, ApiError> {
    let wrong = || {
        errors::validation(format!(
            "A threshold is {ABSOLUTE} or {PERCENTAGE} with GREATER_THAN_OR_EQUAL and a number, \
             or two of them with And or Or."
        ))
    };
    let mut members = expression.iter();
    let (Some((name, value)), None) = (members.next(), members.next()) else { return Err(wrong()) };
    if depth == 0 {
        return Err(wrong());
    }
    match (name, value.as_list(), value.as_struct()) {
        ("And" | "Or", Some(items), _) if items.len() == 2 => {
            let mut found = Vec::new();
            for item in items {
                let inner = item.as_struct().ok_or_else(wrong)?;
                found.push(fits(inner, impact, percentage, depth - 1)?);
            }
            Ok(if name == "And" { found.iter().all(|it| *it) } else { found.contains(&true) })
        }
        ("Dimensions", _, Some(dimension)) => {
            let text = |member: &str| {
                let first = dimension.list(member).and_then(<[Value]>::first);
                first.and_then(Value::as_str)
            };
            let least: Option<f64> = text("Values").and_then(|value| value.parse().ok());
            let least = least.filter(|least| *least >= 0.0).ok_or_else(wrong)?;
            if text("MatchOptions") != Some("GREATER_THAN_OR_EQUAL") {
                return Err(wrong());
            }
            match dimension.str("Key") {
                Some(ABSOLUTE) => Ok(impact >= least),
                Some(PERCENTAGE) => Ok(percentage >= least),
                _ => Err(wrong()),
            }
        }
        _ => Err(wrong()),
    }
}

pub fn create_anomaly_subscription(
    ctx: &mut Ctx<'_>,
    input: CreateAnomalySubscriptionInput<'_>,
) -> Result<CreateAnomalySubscriptionOutput, ApiError> {
    let given = input.anomaly_subscription();
    let mut row = SubscriptionRow {
        name: given.subscription_name().to_owned(),
        monitors: given.monitor_arn_list().iter().map(str::to_owned).collect(),
        subscribers: subscribers(given.subscribers())?,
        threshold: given.threshold(),
        expression: given.threshold_expression().map(|it| it.0.clone()),
        frequency: given.frequency().to_owned(),
        tags: <_>::default(),
    };
    check(ctx, &row)?;
    tagging::add(&mut row.tags, input.resource_tags())?;
    let id = ctx.chance().uuid();
    ctx.table_mut(&SUBSCRIPTIONS).put(&id, &row);
    Ok(CreateAnomalySubscriptionOutput::new().subscription_arn(subscription_arn(ctx, &id)))
}

fn find(ctx: &Ctx<'_>, arn: &str) -> Result<(String, SubscriptionRow), ApiError> {
    let id = id_of(arn).to_owned();
    let row = ctx.table(&SUBSCRIPTIONS).get(&id)?.filter(|_| subscription_arn(ctx, &id) == arn);
    row.map(|row| (id, row)).ok_or_else(|| errors::no_subscription(arn))
}

pub fn update_anomaly_subscription(
    ctx: &mut Ctx<'_>,
    input: UpdateAnomalySubscriptionInput<'_>,
) -> Result<UpdateAnomalySubscriptionOutput, ApiError> {
    let (id, mut row) = find(ctx, input.subscription_arn())?;
    if let Some(name) = input.subscription_name() {
        name.clone_into(&mut row.name);
    }
    if let Some(frequency) = input.frequency() {
        frequency.clone_into(&mut row.frequency);
    }
    if let Some(monitors) = input.monitor_arn_list() {
        row.monitors = monitors.iter().map(str::to_owned).collect();
    }
    if let Some(given) = input.subscribers() {
        row.subscribers = subscribers(given)?;
    }
    // One takes the place of the other.
    match (input.threshold(), input.threshold_expression()) {
        (None, None) => {}
        (threshold, expression) => {
            row.threshold = threshold;
            row.expression = expression.map(|it| it.0.clone());
        }
    }
    check(ctx, &row)?;
    ctx.table_mut(&SUBSCRIPTIONS).put(&id, &row);
    Ok(UpdateAnomalySubscriptionOutput::new().subscription_arn(subscription_arn(ctx, &id)))
}

pub fn delete_anomaly_subscription(
    ctx: &mut Ctx<'_>,
    input: DeleteAnomalySubscriptionInput<'_>,
) -> Result<DeleteAnomalySubscriptionOutput, ApiError> {
    let (id, _) = find(ctx, input.subscription_arn())?;
    ctx.table_mut(&SUBSCRIPTIONS).delete(&id);
    Ok(DeleteAnomalySubscriptionOutput::new())
}

pub fn get_anomaly_subscriptions(
    ctx: &mut Ctx<'_>,
    input: GetAnomalySubscriptionsInput<'_>,
) -> Result<GetAnomalySubscriptionsOutput, ApiError> {
    const NAME: &str = "GetAnomalySubscriptions";
    if let Some(wanted) = input.subscription_arn_list().filter(|list| !list.is_empty()) {
        let mut found = Vec::new();
        for arn in wanted.iter() {
            let (id, row) = find(ctx, arn)?;
            found.push(shown(ctx, &id, row));
        }
        return Ok(GetAnomalySubscriptionsOutput::new().anomaly_subscriptions(found));
    }
    let mut range = Range::all();
    if let Some(token) = input.next_page_token() {
        let after = page::decode(NAME, token).and_then(|it| String::from_utf8(it).ok());
        range = range.after(after.ok_or_else(errors::bad_token)?.as_str());
    }
    let max = input.max_results().map_or(ANOMALY_PAGE, |max| max.clamp(1, 100) as usize);
    let (mut found, mut last, mut token) = (Vec::new(), String::new(), None);
    for entry in ctx.table(&SUBSCRIPTIONS).scan(&range) {
        let (id, row) = entry?;
        let is_of = |arn: &str| row.monitors.iter().any(|monitor| monitor == arn);
        if !input.monitor_arn().is_none_or(is_of) {
            continue;
        }
        if found.len() == max {
            token = Some(page::encode(NAME, last.as_bytes()));
            break;
        }
        found.push(shown(ctx, &id, row));
        last = id;
    }
    Ok(GetAnomalySubscriptionsOutput::new().anomaly_subscriptions(found).next_page_token(token))
}

fn shown(ctx: &Ctx<'_>, id: &str, row: SubscriptionRow) -> AnomalySubscriptionBuilder {
    let subscribers = row.subscribers.into_iter().map(|it| {
        SubscriberBuilder::new()
            .address(it.address)
            .type_(it.kind)
            .status(subscriber_status::CONFIRMED)
    });
    AnomalySubscriptionBuilder::new()
        .subscription_arn(subscription_arn(ctx, id))
        .account_id(ctx.account().to_string())
        .monitor_arn_list(row.monitors)
        .subscribers(subscribers.collect::<Vec<_>>())
        .threshold(row.threshold)
        .frequency(row.frequency)
        .subscription_name(row.name)
        .threshold_expression(row.expression.map(ExpressionBuilder))
}
