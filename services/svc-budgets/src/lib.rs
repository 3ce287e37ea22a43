//! AWS Budgets: the map of its operations.
//!
//! Budgets are in [`budget`], whom they tell and when in [`notification`]; [`period`] says which
//! time a budget is about, [`spend`] what was spent and will be, and [`watch`] looks at each budget
//! three times a day and sends alerts.

#[rustfmt::skip]
pub mod api;
mod budget;
mod errors;
mod limits;
mod notification;
mod period;
mod spend;
mod state;
#[cfg(test)]
mod tests;
mod watch;

use kernel::service::{ServiceDef, Validation};
use kernel::{Op, Run, op};

pub static SERVICE: ServiceDef = ServiceDef {
    name: "budgets",
    operations: &[
        op!(write api::CreateBudget, budget::create_budget),
        op!(write api::CreateNotification, notification::create_notification),
        op!(write api::CreateSubscriber, notification::create_subscriber),
        op!(write api::DeleteBudget, budget::delete_budget),
        op!(write api::DeleteNotification, notification::delete_notification),
        op!(write api::DeleteSubscriber, notification::delete_subscriber),
        // They reckon what was spent, which writes alone may see.
        op!(write api::DescribeBudget, budget::describe_budget),
        op!(write api::DescribeBudgets, budget::describe_budgets),
        op!(read api::DescribeNotificationsForBudget, notification::describe_notifications),
        op!(read api::DescribeSubscribersForNotification, notification::describe_subscribers),
        op!(write api::UpdateBudget, budget::update_budget),
        op!(write api::UpdateNotification, notification::update_notification),
    ],
    steps: &[Op { name: watch::LOOK, run: Run::Write(watch::look), stage: None }],
    on_reset: None,
    validation: Validation::Standard,
    access: None,
};
