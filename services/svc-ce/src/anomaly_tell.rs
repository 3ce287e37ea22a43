//! Telling subscribers of anomalies: topics at once, people by mail daily or weekly.
//!
//! Topics are published to as `costalerts.amazonaws.com`, so their policy decides. The members of
//! the message are those of the User Guide, "Creating an Amazon SNS topic for anomaly
//! notifications"; the words of mail are ours.

use std::fmt::Write as _;

use billing::calendar::{HOURS_PER_DAY, instant_of};
use kernel::arn::Arn;
use kernel::outbox::{Letter, LetterKind};
use kernel::scheduler::Job;
use kernel::{AccountId, ApiError, Ask, Ctx};
use serde_json::json;
use store::Range;

use crate::anomaly_state::{
    ANOMALIES, AnomalyRow, MonitorRow, SUBSCRIPTIONS, SubscriptionRow, monitor_arn,
    subscription_arn,
};
use crate::anomaly_subscription::is_told;
use crate::api::{anomaly_subscription_frequency as frequency, subscriber_type};

const SENDER: &str = "costalerts@costalerts.amazonaws.com";
const DAYS_OF_WEEK: u32 = 7;
/// The epoch was a Thursday; weekly mail goes on Mondays.
const MONDAY: u32 = 4;

/// Tells of those that are new, and on Mondays of the week's.
pub fn tell(
    ctx: &mut Ctx<'_>,
    (id, monitor): (&str, &MonitorRow),
    new: &[(u32, String)],
    today: u32,
) -> Result<(), ApiError> {
    let arn = monitor_arn(ctx, id);
    let rows = ctx.table(&SUBSCRIPTIONS).scan(&Range::all()).collect::<Result<Vec<_>, _>>()?;
    let of_monitor = rows.into_iter().filter(|(_, row)| row.monitors.contains(&arn));
    let is_monday = today / HOURS_PER_DAY % DAYS_OF_WEEK == MONDAY;
    for (subscription, row) in of_monitor.collect::<Vec<_>>() {
        let mut told = Vec::new();
        for entry in ctx.table(&ANOMALIES).scan(&Range::all()) {
            let (key, anomaly) = entry?;
            let is_due = match row.frequency.as_str() {
                frequency::WEEKLY => {
                    let week = today.saturating_sub(DAYS_OF_WEEK * HOURS_PER_DAY);
                    is_monday && anomaly.monitor == id && anomaly.end >= week
                }
                _ => new.contains(&key),
            };
            if is_due && is_told(&row, &anomaly) {
                told.push((key, anomaly));
            }
        }
        if told.is_empty() {
            continue;
        }
        for subscriber in &row.subscribers {
            if subscriber.kind == subscriber_type::SNS {
                for (key, anomaly) in &told {
                    let about = (subscription.as_str(), &row);
                    publish(ctx, (&arn, monitor), about, (key, anomaly), &subscriber.address);
                }
            } else {
                mail(ctx, monitor, &row, &told, &subscriber.address)?;
            }
        }
    }
    Ok(())
}

fn publish(
    ctx: &mut Ctx<'_>,
    (arn, monitor): (&str, &MonitorRow),
    (subscription, row): (&str, &SubscriptionRow),
    ((start, id), anomaly): (&(u32, String), &AnomalyRow),
    address: &str,
) {
    let Some(topic) = Arn::parse(address) else { return };
    let account = ctx.account();
    let causes = anomaly.causes.iter().map(|cause| {
        json!({
            "linkedAccount": cause.account,
            "region": cause.region,
            "service": cause.service,
            "usageType": cause.usage_type,
            "impact": {"contribution": cause.more},
        })
    });
    let message = json!({
        "accountId": account.as_str(),
        "anomalyStartDate": instant_of(*start),
        "anomalyEndDate": instant_of(anomaly.end),
        "anomalyId": id,
        "dimensionalValue": anomaly.value,
        "monitorArn": arn,
        "monitorName": monitor.name,
        "anomalyScore": {"maxScore": anomaly.score_max, "currentScore": anomaly.score},
        "impact": {
            "maxImpact": anomaly.worst,
            "totalImpact": anomaly.impact(),
            "totalActualSpend": anomaly.actual,
            "totalExpectedSpend": anomaly.expected,
            "totalImpactPercentage": anomaly.percentage(),
        },
        "rootCauses": causes.collect::<Vec<_>>(),
        "subscriptionId": subscription_arn(ctx, subscription),
        "subscriptionName": row.name,
    });
    let mut ask = Ask::to("sns", "Publish")
        .with("TopicArn", address)
        .with("Subject", "AWS Cost Management: anomaly detected")
        .with("Message", message.to_string())
        .as_service("costalerts.amazonaws.com")
        .for_source(subscription_arn(ctx, subscription), account)
        .in_account(topic.account_id().unwrap_or(AccountId::DEFAULT));
    ask.region = topic.region();
    // A job: it is the topic's owner's request, and metered.
    ctx.enqueue(Job::now(ask));
}

fn mail(
    ctx: &mut Ctx<'_>,
    monitor: &MonitorRow,
    row: &SubscriptionRow,
    told: &[((u32, String), AnomalyRow)],
    address: &str,
) -> Result<(), ApiError> {
    let mut body = format!(
        "AWS Cost Anomaly Detection\nAWS Account {}\n\nMonitor: {}\nAlert subscription: {}\n",
        ctx.account(),
        monitor.name,
        row.name
    );
    for ((start, id), anomaly) in told {
        write!(
            body,
            "\nAnomaly {id}\nStart: {}\nLast detected: {}\nService: {}\nTotal cost impact: {:.2} \
             USD ({:.2} instead of {:.2})\n",
            instant_of(*start),
            instant_of(anomaly.end),
            anomaly.value,
            anomaly.impact(),
            anomaly.actual,
            anomaly.expected
        )
        .expect("a String takes every write");
    }
    ctx.post(Letter {
        kind: LetterKind::Email,
        from: SENDER.to_owned(),
        to: address.to_owned(),
        subject: format!("AWS Cost Management: {} anomalies detected", told.len()),
        body,
        attributes: Vec::new(),
    })?;
    Ok(())
}
