//! Whom a budget tells, and when.

use kernel::arn::Arn;
use kernel::{ApiError, Ctx};
use store::Range;

use crate::api::{
    BudgetNotificationsForAccountBuilder, CreateNotificationInput, CreateNotificationOutput,
    CreateSubscriberInput, CreateSubscriberOutput, DeleteNotificationInput,
    DeleteNotificationOutput, DeleteSubscriberInput, DeleteSubscriberOutput,
    DescribeBudgetNotificationsForAccountInput, DescribeBudgetNotificationsForAccountOutput,
    DescribeNotificationsForBudgetInput, DescribeNotificationsForBudgetOutput,
    DescribeSubscribersForNotificationInput, DescribeSubscribersForNotificationOutput,
    Notification, NotificationBuilder, Subscriber, SubscriberBuilder, UpdateNotificationInput,
    UpdateNotificationOutput, UpdateSubscriberInput, UpdateSubscriberOutput, notification_state,
    subscription_type, threshold_type,
};
use crate::budget;
use crate::errors;
use crate::limits;
use crate::state::{BUDGETS, BudgetRow, NotificationRow, SubscriberRow};
use crate::watch;

pub fn read(
    notification: Notification<'_>,
    subscribers: impl Iterator<Item = SubscriberRow>,
) -> Result<NotificationRow, ApiError> {
    let threshold = notification.threshold();
    if threshold < 0.0 || !threshold.is_finite() {
        return Err(errors::invalid("Threshold must not be negative."));
    }
    let kind = notification.threshold_type().unwrap_or(threshold_type::PERCENTAGE);
    let row = NotificationRow {
        kind: notification.notification_type().to_owned(),
        operator: notification.comparison_operator().to_owned(),
        threshold,
        threshold_kind: kind.to_owned(),
        is_alarm: false,
        sent_for: None,
        subscribers: subscribers.collect(),
    };
    check_subscribers(&row.subscribers)?;
    Ok(row)
}

pub fn subscriber(given: Subscriber<'_>) -> SubscriberRow {
    SubscriberRow {
        kind: given.subscription_type().to_owned(),
        address: given.address().to_owned(),
    }
}

pub fn check_subscribers(subscribers: &[SubscriberRow]) -> Result<(), ApiError> {
    let is_topic = |it: &&SubscriberRow| it.kind == subscription_type::SNS;
    let topics = subscribers.iter().filter(is_topic).count();
    if topics > limits::TOPICS_MAX || subscribers.len() - topics > limits::EMAILS_MAX {
        return Err(errors::limit("subscribers"));
    }
    for (at, subscriber) in subscribers.iter().enumerate() {
        if subscribers[..at].contains(subscriber) {
            return Err(errors::duplicate("subscriber"));
        }
        let is_sound = if is_topic(&subscriber) {
            Arn::parse(&subscriber.address).is_some_and(|arn| arn.service == "sns")
        } else {
            subscriber
                .address
                .split_once('@')
                .is_some_and(|(user, host)| !user.is_empty() && !host.is_empty())
        };
        if !is_sound {
            let message = format!("{} is no address of a subscriber.", subscriber.address);
            return Err(errors::invalid(message));
        }
    }
    Ok(())
}

/// The notification that is named, in its budget.
fn find(row: &BudgetRow, named: Notification<'_>) -> Result<usize, ApiError> {
    let wanted = read(named, std::iter::empty())?;
    let at = row.notifications.iter().position(|it| it.is_same(&wanted));
    at.ok_or_else(errors::no_notification)
}

pub fn add(row: &mut BudgetRow, notification: NotificationRow) -> Result<(), ApiError> {
    if row.notifications.iter().any(|it| it.is_same(&notification)) {
        return Err(errors::duplicate("notification"));
    }
    if row.notifications.len() >= limits::NOTIFICATIONS_MAX {
        return Err(errors::limit("notifications"));
    }
    row.notifications.push(notification);
    Ok(())
}

pub fn create_notification(
    ctx: &mut Ctx<'_>,
    input: CreateNotificationInput<'_>,
) -> Result<CreateNotificationOutput, ApiError> {
    let name = input.budget_name();
    let mut row = budget::open(ctx, input.account_id(), name)?;
    let notification = read(input.notification(), input.subscribers().iter().map(subscriber))?;
    add(&mut row, notification)?;
    watch::judge(ctx, name, &mut row)?;
    ctx.table_mut(&BUDGETS).put(name, &row);
    Ok(CreateNotificationOutput::new())
}

pub fn update_notification(
    ctx: &mut Ctx<'_>,
    input: UpdateNotificationInput<'_>,
) -> Result<UpdateNotificationOutput, ApiError> {
    let name = input.budget_name();
    let mut row = budget::open(ctx, input.account_id(), name)?;
    let at = find(&row, input.old_notification())?;
    let old = row.notifications.remove(at);
    let mut new = read(input.new_notification(), std::iter::empty())?;
    new.subscribers = old.subscribers;
    add(&mut row, new)?;
    watch::judge(ctx, name, &mut row)?;
    ctx.table_mut(&BUDGETS).put(name, &row);
    Ok(UpdateNotificationOutput::new())
}

pub fn delete_notification(
    ctx: &mut Ctx<'_>,
    input: DeleteNotificationInput<'_>,
) -> Result<DeleteNotificationOutput, ApiError> {
    let mut row = budget::open(ctx, input.account_id(), input.budget_name())?;
    let at = find(&row, input.notification())?;
    row.notifications.remove(at);
    ctx.table_mut(&BUDGETS).put(input.budget_name(), &row);
    Ok(DeleteNotificationOutput::new())
}

pub fn describe_notifications(
    ctx: &mut Ctx<'_>,
    input: DescribeNotificationsForBudgetInput<'_>,
) -> Result<DescribeNotificationsForBudgetOutput, ApiError> {
    let row = budget::open(ctx, input.account_id(), input.budget_name())?;
    let page = (input.max_results(), input.next_token());
    let all = row.notifications.iter().map(shown).collect();
    let (shown, token) = budget::cut("DescribeNotificationsForBudget", page, all)?;
    Ok(DescribeNotificationsForBudgetOutput::new().notifications(shown).next_token(token))
}

fn shown(row: &NotificationRow) -> NotificationBuilder {
    let state = if row.is_alarm { notification_state::ALARM } else { notification_state::OK };
    NotificationBuilder::new()
        .notification_type(row.kind.as_str())
        .comparison_operator(row.operator.as_str())
        .threshold(row.threshold)
        .threshold_type(row.threshold_kind.as_str())
        .notification_state(state)
}

pub fn create_subscriber(
    ctx: &mut Ctx<'_>,
    input: CreateSubscriberInput<'_>,
) -> Result<CreateSubscriberOutput, ApiError> {
    let mut row = budget::open(ctx, input.account_id(), input.budget_name())?;
    let at = find(&row, input.notification())?;
    let subscribers = &mut row.notifications[at].subscribers;
    subscribers.push(subscriber(input.subscriber()));
    check_subscribers(subscribers)?;
    ctx.table_mut(&BUDGETS).put(input.budget_name(), &row);
    Ok(CreateSubscriberOutput::new())
}

pub fn delete_subscriber(
    ctx: &mut Ctx<'_>,
    input: DeleteSubscriberInput<'_>,
) -> Result<DeleteSubscriberOutput, ApiError> {
    let mut row = budget::open(ctx, input.account_id(), input.budget_name())?;
    let at = find(&row, input.notification())?;
    let named = subscriber(input.subscriber());
    let subscribers = &mut row.notifications[at].subscribers;
    let before = subscribers.len();
    subscribers.retain(|it| *it != named);
    if subscribers.len() == before {
        return Err(errors::no_notification());
    }
    if subscribers.is_empty() {
        // "When the last subscriber is deleted, the notification is deleted too" (API Reference).
        row.notifications.remove(at);
    }
    ctx.table_mut(&BUDGETS).put(input.budget_name(), &row);
    Ok(DeleteSubscriberOutput::new())
}

pub fn update_subscriber(
    ctx: &mut Ctx<'_>,
    input: UpdateSubscriberInput<'_>,
) -> Result<UpdateSubscriberOutput, ApiError> {
    let mut row = budget::open(ctx, input.account_id(), input.budget_name())?;
    let at = find(&row, input.notification())?;
    let (old, new) = (subscriber(input.old_subscriber()), subscriber(input.new_subscriber()));
    let subscribers = &mut row.notifications[at].subscribers;
    let known = subscribers.iter_mut().find(|it| **it == old);
    *known.ok_or_else(errors::no_notification)? = new;
    check_subscribers(subscribers)?;
    ctx.table_mut(&BUDGETS).put(input.budget_name(), &row);
    Ok(UpdateSubscriberOutput::new())
}

pub fn describe_for_account(
    ctx: &mut Ctx<'_>,
    input: DescribeBudgetNotificationsForAccountInput<'_>,
) -> Result<DescribeBudgetNotificationsForAccountOutput, ApiError> {
    budget::check_account(ctx, input.account_id())?;
    let rows = ctx.table(&BUDGETS).scan(&Range::all()).collect::<Result<Vec<_>, _>>()?;
    let page = (input.max_results(), input.next_token());
    let (rows, token) = budget::cut("DescribeBudgetNotificationsForAccount", page, rows)?;
    let found: Vec<_> = rows
        .into_iter()
        .map(|(name, row)| {
            let notifications: Vec<_> = row.notifications.iter().map(shown).collect();
            BudgetNotificationsForAccountBuilder::new()
                .notifications(notifications)
                .budget_name(name)
        })
        .collect();
    Ok(DescribeBudgetNotificationsForAccountOutput::new()
        .budget_notifications_for_account(found)
        .next_token(token))
}

pub fn describe_subscribers(
    ctx: &mut Ctx<'_>,
    input: DescribeSubscribersForNotificationInput<'_>,
) -> Result<DescribeSubscribersForNotificationOutput, ApiError> {
    let row = budget::open(ctx, input.account_id(), input.budget_name())?;
    let at = find(&row, input.notification())?;
    let all = row.notifications[at].subscribers.iter();
    let all = all.map(|it| {
        SubscriberBuilder::new().subscription_type(it.kind.as_str()).address(it.address.as_str())
    });
    let page = (input.max_results(), input.next_token());
    let (shown, token) = budget::cut("DescribeSubscribersForNotification", page, all.collect())?;
    Ok(DescribeSubscribersForNotificationOutput::new().subscribers(shown).next_token(token))
}
