//! Looking at budgets: three times a day each is reckoned, and what has passed a threshold is told
//! once in its period.
//!
//! A budget has one job. A topic is published to as `budgets.amazonaws.com`, so its policy decides;
//! mail goes to the outbox. The words of alerts are ours.

use kernel::arn::Arn;
use kernel::meter::{MICROS_PER_HOUR, hour_of};
use kernel::outbox::{Letter, LetterKind};
use kernel::scheduler::Job;
use kernel::{AccountId, ApiError, Ask, Ctx, OpResult, Struct, Timestamp};

use crate::api::{comparison_operator as operator, notification_type, threshold_type};
use crate::execute;
use crate::limits::HOURS_BETWEEN_LOOKS;
use crate::spend::{self, Spend};
use crate::state::{ActionRow, BUDGETS, BudgetRow, NotificationRow, SubscriberRow};

/// The step that looks at a budget: `Name`, `Id`.
pub const LOOK: &str = "LookAtBudget";
const SENDER: &str = "budgets@costalerts.amazonaws.com";

/// Leaves the job of the next look.
pub fn enqueue(ctx: &mut Ctx<'_>, name: &str, row: &BudgetRow) {
    let next = (hour_of(ctx.now()) / HOURS_BETWEEN_LOOKS + 1) * HOURS_BETWEEN_LOOKS;
    let at = Timestamp::from_micros(i64::from(next) * MICROS_PER_HOUR);
    let ask = Ask::to("budgets", LOOK).with("Name", name).with("Id", row.id.cast_signed());
    ctx.enqueue(Job::now(ask).at(at));
}

pub fn look(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let name = input.str("Name").unwrap_or_default();
    let row = ctx.table(&BUDGETS).get(name)?;
    let is_it = |row: &BudgetRow| input.int("Id") == Some(row.id.cast_signed());
    let Some(mut row) = row.filter(is_it) else { return Ok(Struct::new()) };
    if ctx.now().secs() >= row.end {
        return Ok(Struct::new());
    }
    judge(ctx, name, &mut row)?;
    ctx.table_mut(&BUDGETS).put(name, &row);
    enqueue(ctx, name, &row);
    Ok(Struct::new())
}

/// Sets the states of a budget's notifications, and sends those that are new.
pub fn judge(ctx: &mut Ctx<'_>, name: &str, row: &mut BudgetRow) -> Result<(), ApiError> {
    let spend = spend::reckon(ctx, row)?;
    let limit: f64 = row.limit.parse().unwrap_or(0.0);
    let budget = row.clone();
    for notification in &mut row.notifications {
        notification.is_alarm = is_passed(notification, spend, limit);
        if notification.is_alarm && notification.sent_for != Some(spend.period) {
            notification.sent_for = Some(spend.period);
            let told = notification.clone();
            for subscriber in &told.subscribers {
                tell(ctx, (name, &budget), (&told, spend), subscriber)?;
            }
        }
    }
    execute::judge(ctx, (name, &budget), spend)
}

/// Whether an action's threshold is passed.
pub fn is_action_due(action: &ActionRow, budget: &BudgetRow, spend: Spend) -> bool {
    let limit: f64 = budget.limit.parse().unwrap_or(0.0);
    is_passed(&threshold_of(action), spend, limit)
}

/// An action's threshold, as notifications have one.
fn threshold_of(action: &ActionRow) -> NotificationRow {
    NotificationRow {
        kind: action.notification.clone(),
        operator: operator::GREATER_THAN.to_owned(),
        threshold: action.threshold,
        threshold_kind: action.threshold_kind.clone(),
        is_alarm: true,
        sent_for: None,
        subscribers: Vec::new(),
    }
}

/// Tells an action's subscribers that it was due, and what came of it.
pub fn tell_of_action(
    ctx: &mut Ctx<'_>,
    (name, budget): (&str, &BudgetRow),
    action: &ActionRow,
) -> Result<(), ApiError> {
    let subject = format!("AWS Budgets: an action of {name} is {}", action.status);
    let body = format!(
        "AWS Budget Notification\nAWS Account {account}\n\nThe threshold of an action of budget \
         {name} is passed.\n\nBudget Name: {name}\nBudget Type: {kind}\nBudgeted Amount: {limit} \
         {unit}\nAction Type: {action}\nAction Status: {status}\n",
        account = ctx.account(),
        kind = budget.kind,
        limit = budget.limit,
        unit = budget.unit,
        action = action.kind,
        status = action.status,
    );
    for subscriber in &action.subscribers {
        send(ctx, name, subscriber, (subject.clone(), body.clone()))?;
    }
    Ok(())
}

fn amount(notification: &NotificationRow, spend: Spend) -> Option<f64> {
    match notification.kind.as_str() {
        notification_type::FORECASTED => spend.forecast,
        _ => Some(spend.actual),
    }
}

fn is_passed(notification: &NotificationRow, spend: Spend, limit: f64) -> bool {
    let Some(amount) = amount(notification, spend) else { return false };
    let threshold = match notification.threshold_kind.as_str() {
        threshold_type::ABSOLUTE_VALUE => notification.threshold,
        _ => limit * notification.threshold / 100.0,
    };
    match notification.operator.as_str() {
        operator::LESS_THAN => amount < threshold,
        operator::EQUAL_TO => (amount - threshold).abs() < f64::EPSILON,
        _ => amount > threshold,
    }
}

pub fn arn(ctx: &Ctx<'_>, name: &str) -> String {
    let (partition, account) = (ctx.region().partition(), ctx.account());
    Arn::global("budgets", partition, account, &format!("budget/{name}")).to_string()
}

fn tell(
    ctx: &mut Ctx<'_>,
    (name, budget): (&str, &BudgetRow),
    (notification, spend): (&NotificationRow, Spend),
    subscriber: &SubscriberRow,
) -> Result<(), ApiError> {
    let is_forecast = notification.kind == notification_type::FORECASTED;
    let what = if is_forecast { "forecasted" } else { "actual" };
    let subject = format!("AWS Budgets: {name} has exceeded your alert threshold");
    let unit = &budget.unit;
    let percent = notification.threshold_kind != threshold_type::ABSOLUTE_VALUE;
    let sign = if percent { "%" } else { "" };
    let body = format!(
        "AWS Budget Notification\nAWS Account {account}\n\nThe {what} amount of budget {name} has \
         passed its alert threshold.\n\nBudget Name: {name}\nBudget Type: {kind}\nBudgeted Amount: \
         {limit} {unit}\nAlert Type: {alert}\nAlert Threshold: {operator} {threshold}{sign}\n\
         {what} amount: {amount:.2} {unit}\n",
        account = ctx.account(),
        kind = budget.kind,
        limit = budget.limit,
        alert = notification.kind,
        operator = notification.operator,
        threshold = notification.threshold,
        amount = amount(notification, spend).unwrap_or_default(),
    );
    send(ctx, name, subscriber, (subject, body))
}

fn send(
    ctx: &mut Ctx<'_>,
    name: &str,
    subscriber: &SubscriberRow,
    (subject, body): (String, String),
) -> Result<(), ApiError> {
    if subscriber.kind == "EMAIL" {
        ctx.post(Letter {
            kind: LetterKind::Email,
            from: SENDER.to_owned(),
            to: subscriber.address.clone(),
            subject,
            body,
            attributes: Vec::new(),
        })?;
        return Ok(());
    }
    let Some(topic) = Arn::parse(&subscriber.address) else { return Ok(()) };
    let account = ctx.account();
    let mut ask = Ask::to("sns", "Publish")
        .with("TopicArn", subscriber.address.as_str())
        .with("Subject", subject)
        .with("Message", body)
        .as_service("budgets.amazonaws.com")
        .for_source(arn(ctx, name), account)
        .in_account(topic.account_id().unwrap_or(AccountId::DEFAULT));
    ask.region = topic.region();
    // A job: it is the topic's owner's request, and metered.
    ctx.enqueue(Job::now(ask));
    Ok(())
}
