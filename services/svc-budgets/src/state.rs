//! Tables and rows.

use std::collections::BTreeMap;

use kernel::Table;
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

store::row!(BudgetRow);

impl NotificationRow {
    /// Whether both say the same, but for state and subscribers.
    pub fn is_same(&self, other: &NotificationRow) -> bool {
        (&self.kind, &self.operator, &self.threshold_kind)
            == (&other.kind, &other.operator, &other.threshold_kind)
            && (self.threshold - other.threshold).abs() < f64::EPSILON
    }
}
