//! Tables and rows.

use std::collections::BTreeMap;

use kernel::{Struct, Table};
use minicbor::{Decode, Encode};

/// By name.
pub static BUDGETS: Table<String, BudgetRow> = Table::global("budgets", "budgets");

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct BudgetRow {
    /// Tells a budget from an earlier one of that name.
    #[n(0)]
    pub id: u64,
    /// As it was given: `100`.
    #[n(1)]
    pub limit: String,
    #[n(2)]
    pub unit: String,
    /// `COST` or `USAGE`.
    #[n(3)]
    pub kind: String,
    #[n(4)]
    pub time_unit: String,
    /// Seconds.
    #[n(5)]
    pub start: i64,
    #[n(6)]
    pub end: i64,
    #[n(7)]
    pub filters: BTreeMap<String, Vec<String>>,
    /// Which kinds of cost count; there is only one kind here, so all come to the same.
    #[n(8)]
    pub cost_types: BTreeMap<String, bool>,
    #[n(9)]
    pub updated: i64,
    #[n(10)]
    pub notifications: Vec<NotificationRow>,
    /// An `Expression` in place of filters.
    #[n(11)]
    pub expression: Option<Struct>,
    /// As they were given: all metrics of cost come to the same.
    #[n(12)]
    #[cbor(default)]
    pub metrics: Vec<String>,
    #[n(13)]
    #[cbor(default)]
    pub tags: BTreeMap<String, String>,
}

/// By the budget's name and the id.
pub static ACTIONS: Table<(String, String), ActionRow> = Table::global("budgets", "actions");

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct ActionRow {
    /// `ACTUAL` or `FORECASTED`.
    #[n(0)]
    pub notification: String,
    #[n(1)]
    pub kind: String,
    #[n(2)]
    pub threshold: f64,
    #[n(3)]
    pub threshold_kind: String,
    /// A `Definition`.
    #[n(4)]
    pub definition: Struct,
    #[n(5)]
    pub role: String,
    #[n(6)]
    pub is_automatic: bool,
    #[n(7)]
    pub subscribers: Vec<SubscriberRow>,
    #[n(8)]
    pub status: String,
    /// The first hour of the period in which it was due last.
    #[n(9)]
    pub period: Option<u32>,
    #[n(10)]
    pub history: Vec<HistoryRow>,
    #[n(11)]
    pub tags: BTreeMap<String, String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct HistoryRow {
    /// Microseconds.
    #[n(0)]
    pub at: i64,
    /// As it was then.
    #[n(1)]
    pub status: String,
    #[n(2)]
    pub event: String,
    #[n(3)]
    pub message: String,
}

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct NotificationRow {
    /// `ACTUAL` or `FORECASTED`.
    #[n(0)]
    pub kind: String,
    #[n(1)]
    pub operator: String,
    #[n(2)]
    pub threshold: f64,
    /// `PERCENTAGE` or `ABSOLUTE_VALUE`.
    #[n(3)]
    pub threshold_kind: String,
    #[n(4)]
    pub is_alarm: bool,
    /// The first hour of the period in which it was sent last.
    #[n(5)]
    pub sent_for: Option<u32>,
    #[n(6)]
    pub subscribers: Vec<SubscriberRow>,
}

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SubscriberRow {
    /// `SNS` or `EMAIL`.
    #[n(0)]
    pub kind: String,
    #[n(1)]
    pub address: String,
}

store::row!(BudgetRow, ActionRow);

impl NotificationRow {
    /// Whether both say the same, but for state and subscribers.
    pub fn is_same(&self, other: &NotificationRow) -> bool {
        (&self.kind, &self.operator, &self.threshold_kind)
            == (&other.kind, &other.operator, &other.threshold_kind)
            && (self.threshold - other.threshold).abs() < f64::EPSILON
    }
}
