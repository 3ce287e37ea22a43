//! AWS Budgets: the map of its operations.
//!
//! Budgets are in [`budget`], whom they tell and when in [`notification`]; [`period`] says which
//! time a budget is about, [`spend`] what was spent and will be, [`history`] what was spent in
//! periods that are over, and [`watch`] looks at each budget three times a day and sends alerts.
//! Actions are in [`action`], and [`execute`] runs them.

mod access;
mod action;
#[rustfmt::skip]
pub mod api;
mod budget;
mod errors;
mod execute;
mod history;
mod limits;
mod notification;
mod period;
mod spend;
mod state;
mod tagging;
#[cfg(test)]
mod tests;
mod watch;

use kernel::access::AccessRules;
use kernel::service::{ServiceDef, Validation};
use kernel::{Op, Run, op};

pub static SERVICE: ServiceDef = ServiceDef {
    name: "budgets",
    operations: &[
        op!(write api::CreateBudget, budget::create_budget),
        op!(write api::CreateBudgetAction, action::create_budget_action),
        op!(write api::CreateNotification, notification::create_notification),
        op!(write api::CreateSubscriber, notification::create_subscriber),
        op!(write api::DeleteBudget, budget::delete_budget),
        op!(write api::DeleteBudgetAction, action::delete_budget_action),
        op!(write api::DeleteNotification, notification::delete_notification),
        op!(write api::DeleteSubscriber, notification::delete_subscriber),
        // They reckon what was spent, which writes alone may see.
        op!(write api::DescribeBudget, budget::describe_budget),
        op!(read api::DescribeBudgetAction, action::describe_budget_action),
        op!(read api::DescribeBudgetActionHistories, action::describe_budget_action_histories),
        op!(
            read api::DescribeBudgetActionsForAccount,
            action::describe_budget_actions_for_account
        ),
        op!(read api::DescribeBudgetActionsForBudget, action::describe_budget_actions_for_budget),
        op!(
            read api::DescribeBudgetNotificationsForAccount,
            notification::describe_for_account
        ),
        op!(
            write api::DescribeBudgetPerformanceHistory,
            history::describe_budget_performance_history
        ),
        op!(write api::DescribeBudgets, budget::describe_budgets),
        op!(read api::DescribeNotificationsForBudget, notification::describe_notifications),
        op!(read api::DescribeSubscribersForNotification, notification::describe_subscribers),
        op!(write api::ExecuteBudgetAction, execute::execute_budget_action),
        op!(read api::ListTagsForResource, tagging::list_tags_for_resource),
        op!(write api::TagResource, tagging::tag_resource),
        op!(write api::UntagResource, tagging::untag_resource),
        op!(write api::UpdateBudget, budget::update_budget),
        op!(write api::UpdateBudgetAction, action::update_budget_action),
        op!(write api::UpdateNotification, notification::update_notification),
        op!(write api::UpdateSubscriber, notification::update_subscriber),
    ],
    steps: &[Op { name: watch::LOOK, run: Run::Write(watch::look), stage: None }],
    on_reset: None,
    validation: Validation::Standard,
    access: Some(AccessRules { of: access::of, denied: "AccessDeniedException" }),
};
