//! Monitors, subscriptions and anomalies: tables and rows.

use std::collections::BTreeMap;

use kernel::arn::Arn;
use kernel::{Ctx, Struct};
use minicbor::{Decode, Encode};
use store::Table;

/// By the id in the ARN.
pub static MONITORS: Table<String, MonitorRow> = Table::global("ce", "anomaly-monitors");
pub static SUBSCRIPTIONS: Table<String, SubscriptionRow> =
    Table::global("ce", "anomaly-subscriptions");
/// By the first hour and the id.
pub static ANOMALIES: Table<(u32, String), AnomalyRow> = Table::global("ce", "anomalies");

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct MonitorRow {
    #[n(0)]
    pub name: String,
    /// Without an `Expression`, every service is looked at by itself.
    #[n(1)]
    pub specification: Option<Struct>,
    /// Seconds.
    #[n(2)]
    pub created: i64,
    #[n(3)]
    pub updated: i64,
    #[n(4)]
    pub evaluated: Option<i64>,
    /// How many services it has seen.
    #[n(5)]
    pub values: u64,
    #[n(6)]
    pub tags: BTreeMap<String, String>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct SubscriptionRow {
    #[n(0)]
    pub name: String,
    /// ARNs.
    #[n(1)]
    pub monitors: Vec<String>,
    #[n(2)]
    pub subscribers: Vec<SubscriberRow>,
    #[n(3)]
    pub threshold: Option<f64>,
    #[n(4)]
    pub expression: Option<Struct>,
    /// `DAILY`, `IMMEDIATE` or `WEEKLY`.
    #[n(5)]
    pub frequency: String,
    #[n(6)]
    pub tags: BTreeMap<String, String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SubscriberRow {
    /// `EMAIL` or `SNS`.
    #[n(0)]
    pub kind: String,
    #[n(1)]
    pub address: String,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct AnomalyRow {
    /// The id of the monitor.
    #[n(0)]
    pub monitor: String,
    /// The service, where a monitor looks at services.
    #[n(1)]
    pub value: String,
    /// The first hour of the last day.
    #[n(2)]
    pub end: u32,
    #[n(3)]
    pub actual: f64,
    #[n(4)]
    pub expected: f64,
    /// Of the worst day.
    #[n(5)]
    pub worst: f64,
    #[n(6)]
    pub score: f64,
    #[n(7)]
    pub score_max: f64,
    #[n(8)]
    pub causes: Vec<CauseRow>,
    #[n(9)]
    pub feedback: Option<String>,
}

/// What has cost more than it used to, and how much more.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct CauseRow {
    #[n(0)]
    pub service: String,
    #[n(1)]
    pub region: String,
    #[n(2)]
    pub account: String,
    #[n(3)]
    pub usage_type: String,
    #[n(4)]
    pub more: f64,
}

store::row!(MonitorRow, SubscriptionRow, AnomalyRow);

impl AnomalyRow {
    pub fn impact(&self) -> f64 {
        self.actual - self.expected
    }

    /// Of what was expected; nothing where nothing was.
    pub fn percentage(&self) -> f64 {
        if self.expected > 0.0 { self.impact() / self.expected * 100.0 } else { 0.0 }
    }
}

fn arn(ctx: &Ctx<'_>, kind: &str, id: &str) -> String {
    let (partition, account) = (ctx.region().partition(), ctx.account());
    Arn::global("ce", partition, account, &format!("{kind}/{id}")).to_string()
}

pub fn monitor_arn(ctx: &Ctx<'_>, id: &str) -> String {
    arn(ctx, "anomalymonitor", id)
}

pub fn subscription_arn(ctx: &Ctx<'_>, id: &str) -> String {
    arn(ctx, "anomalysubscription", id)
}

pub fn id_of(arn: &str) -> &str {
    arn.rsplit_once('/').map_or("", |(_, id)| id)
}
