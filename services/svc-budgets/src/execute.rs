//! What budget actions do: they attach a policy to identities, or a service control policy to
//! accounts and units, as a session of their role, and take it away again.
//!
//! States as in the User Guide, "Configuring a cost budget action": an action stands by until its
//! threshold is passed; then it runs, or waits for approval. What has run is not run again in the
//! same period; in the next one it stands by again. What it has attached stays until it is
//! reversed.

use kernel::arn::Arn;
use kernel::{ApiError, Ask, Ctx, Struct, Value};
use store::Range;

use crate::action;
use crate::api::{
    ExecuteBudgetActionInput, ExecuteBudgetActionOutput, action_status as status,
    event_type as event, execution_type as execution,
};
use crate::spend::Spend;
use crate::state::{ACTIONS, ActionRow, BudgetRow};
use crate::{budget, errors, watch};

const SESSION: &str = "AWSBudgets";

/// Runs the actions whose threshold is passed.
pub fn judge(
    ctx: &mut Ctx<'_>,
    (name, budget): (&str, &BudgetRow),
    spend: Spend,
) -> Result<(), ApiError> {
    let rows = ctx.table(&ACTIONS).scan(&Range::within(&(name,)));
    for ((_, id), mut row) in rows.collect::<Result<Vec<_>, _>>()? {
        let before = row.clone();
        if row.period.is_some_and(|period| period != spend.period) {
            // A new period begins.
            row.period = None;
            if row.status != status::STANDBY {
                status::STANDBY.clone_into(&mut row.status);
                action::note(ctx, &mut row, event::SYSTEM, "A new budget period has begun.");
            }
        }
        let is_due = row.status == status::STANDBY && row.period.is_none();
        if is_due && watch::is_action_due(&row, budget, spend) {
            row.period = Some(spend.period);
            if row.is_automatic {
                run(ctx, &mut row, event::SYSTEM, true);
            } else {
                status::PENDING.clone_into(&mut row.status);
                action::note(ctx, &mut row, event::SYSTEM, "The action waits for approval.");
            }
            watch::tell_of_action(ctx, (name, budget), &row)?;
        }
        if row != before {
            ctx.table_mut(&ACTIONS).put(&(name, id.as_str()), &row);
        }
    }
    Ok(())
}

/// Attaches or detaches, and says what came of it.
fn run(ctx: &mut Ctx<'_>, row: &mut ActionRow, event: &str, is_forward: bool) {
    let outcome = calls(row, is_forward).into_iter().try_for_each(|ask| ctx.call(ask).map(|_| ()));
    let (state, message) = match (outcome, is_forward) {
        (Ok(()), true) => (status::EXECUTION_SUCCESS, "The action was run.".to_owned()),
        (Ok(()), false) => (status::REVERSE_SUCCESS, "The action was reversed.".to_owned()),
        (Err(error), true) => (status::EXECUTION_FAILURE, reason(&error)),
        (Err(error), false) => (status::REVERSE_FAILURE, reason(&error)),
    };
    state.clone_into(&mut row.status);
    action::note(ctx, row, event, &message);
}

fn reason(error: &ApiError) -> String {
    format!("{}: {}", error.code(), error.message())
}

fn calls(row: &ActionRow, is_forward: bool) -> Vec<Ask> {
    let verb =
        |attach: &'static str, detach: &'static str| if is_forward { attach } else { detach };
    let Some(role) = Arn::parse(&row.role) else { return Vec::new() };
    let texts = |of: &Struct, member: &str| -> Vec<String> {
        let values = of.list(member).unwrap_or_default().iter();
        values.filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let mut calls = Vec::new();
    if let Some(of) = row.definition.structure("IamActionDefinition") {
        let policy = of.str("PolicyArn").unwrap_or_default();
        for (member, operation, target) in [
            ("Roles", verb("AttachRolePolicy", "DetachRolePolicy"), "RoleName"),
            ("Groups", verb("AttachGroupPolicy", "DetachGroupPolicy"), "GroupName"),
            ("Users", verb("AttachUserPolicy", "DetachUserPolicy"), "UserName"),
        ] {
            calls.extend(texts(of, member).into_iter().map(|name| {
                Ask::to("iam", operation).with(target, name).with("PolicyArn", policy)
            }));
        }
    }
    if let Some(of) = row.definition.structure("ScpActionDefinition") {
        let policy = of.str("PolicyId").unwrap_or_default();
        let operation = verb("AttachPolicy", "DetachPolicy");
        calls.extend(texts(of, "TargetIds").into_iter().map(|target| {
            Ask::to("organizations", operation).with("PolicyId", policy).with("TargetId", target)
        }));
    }
    calls.into_iter().map(|ask| ask.as_role(&role, SESSION)).collect()
}

pub fn execute_budget_action(
    ctx: &mut Ctx<'_>,
    input: ExecuteBudgetActionInput<'_>,
) -> Result<ExecuteBudgetActionOutput, ApiError> {
    let (name, id) = (input.budget_name(), input.action_id());
    budget::open(ctx, input.account_id(), name)?;
    let mut row = action::open(ctx, (name, id))?;
    let kind = input.execution_type();
    let may = match kind {
        execution::APPROVE_BUDGET_ACTION => row.status == status::PENDING,
        execution::RETRY_BUDGET_ACTION => row.status == status::EXECUTION_FAILURE,
        execution::REVERSE_BUDGET_ACTION => {
            matches!(row.status.as_str(), status::EXECUTION_SUCCESS | status::REVERSE_FAILURE)
        }
        _ => row.status == status::REVERSE_SUCCESS,
    };
    if !may {
        return Err(errors::locked(kind, &row.status));
    }
    match kind {
        execution::REVERSE_BUDGET_ACTION => run(ctx, &mut row, event::EXECUTE_ACTION, false),
        execution::RESET_BUDGET_ACTION => {
            status::STANDBY.clone_into(&mut row.status);
            row.period = None;
            action::note(ctx, &mut row, event::EXECUTE_ACTION, "The action was reset.");
        }
        _ => run(ctx, &mut row, event::EXECUTE_ACTION, true),
    }
    ctx.table_mut(&ACTIONS).put(&(name, id), &row);
    Ok(ExecuteBudgetActionOutput::new()
        .account_id(input.account_id())
        .budget_name(name)
        .action_id(id)
        .execution_type(kind))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::action_type;

    #[test]
    fn a_policy_is_attached_to_each_target() {
        let definition = Struct::new()
            .with("PolicyArn", "arn:aws:iam::aws:policy/AWSDenyAll")
            .with("Users", vec![Value::from("ann"), Value::from("bob")])
            .with("Roles", vec![Value::from("web")]);
        let row = ActionRow {
            notification: "ACTUAL".to_owned(),
            kind: action_type::APPLY_IAM_POLICY.to_owned(),
            threshold: 1.0,
            threshold_kind: "PERCENTAGE".to_owned(),
            definition: Struct::new().with("IamActionDefinition", definition),
            role: "arn:aws:iam::111111111111:role/budgets".to_owned(),
            is_automatic: true,
            subscribers: Vec::new(),
            status: status::STANDBY.to_owned(),
            period: None,
            history: Vec::new(),
            tags: <_>::default(),
        };
        let named = |is_forward| -> Vec<String> {
            calls(&row, is_forward).iter().map(|ask| ask.operation.to_string()).collect()
        };
        assert_eq!(named(true), ["AttachRolePolicy", "AttachUserPolicy", "AttachUserPolicy"]);
        assert_eq!(named(false), ["DetachRolePolicy", "DetachUserPolicy", "DetachUserPolicy"]);
    }
}
