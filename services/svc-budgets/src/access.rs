//! What each operation acts on, in the words of policies.
//!
//! Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS Budget
//! Service": budgets are viewed or modified, budget actions have actions of their own.

use kernel::{Access, ApiError, Ctx, Struct};

use crate::action;
use crate::watch;

pub fn of(ctx: &mut Ctx<'_>, operation: &str, input: &Struct) -> Result<Option<Access>, ApiError> {
    let name = input.str("BudgetName").or_else(|| {
        let budget = input.structure("Budget").or_else(|| input.structure("NewBudget"))?;
        budget.str("BudgetName")
    });
    let action = match operation {
        "ListTagsForResource" | "TagResource" | "UntagResource" => operation,
        it if it.contains("BudgetAction") => it,
        it if it.starts_with("Describe") => "ViewBudget",
        _ => "ModifyBudget",
    };
    let resource = match (input.str("ResourceARN"), name, input.str("ActionId")) {
        (Some(arn), ..) => arn.to_owned(),
        (None, Some(name), Some(id)) => action::arn(ctx, name, id),
        (None, name, _) => watch::arn(ctx, name.unwrap_or("*")),
    };
    Ok(Some(Access::new(ctx, format!("budgets:{action}"), resource)))
}
