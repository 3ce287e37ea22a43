//! Budget actions: made, described, changed and deleted. What they do is in [`crate::execute`].

use kernel::arn::Arn;
use kernel::view::List;
use kernel::{ApiError, Ctx, Struct, Timestamp};
use store::Range;

use crate::api::{
    ActionBuilder, ActionHistoryBuilder, ActionHistoryDetailsBuilder, ActionThresholdBuilder,
    CreateBudgetActionInput, CreateBudgetActionOutput, Definition, DefinitionBuilder,
    DeleteBudgetActionInput, DeleteBudgetActionOutput, DescribeBudgetActionHistoriesInput,
    DescribeBudgetActionHistoriesOutput, DescribeBudgetActionInput, DescribeBudgetActionOutput,
    DescribeBudgetActionsForAccountInput, DescribeBudgetActionsForAccountOutput,
    DescribeBudgetActionsForBudgetInput, DescribeBudgetActionsForBudgetOutput, Subscriber,
    SubscriberBuilder, UpdateBudgetActionInput, UpdateBudgetActionOutput, action_status as status,
    action_type, approval_model, event_type as event,
};
use crate::limits::{ACTIONS_MAX, HISTORY_MAX};
use crate::state::{ACTIONS, ActionRow, HistoryRow};
use crate::{budget, errors, notification, tagging, watch};

/// Who takes on the role of an action.
pub const PRINCIPAL: &str = "budgets.amazonaws.com";

pub fn arn(ctx: &Ctx<'_>, name: &str, id: &str) -> String {
    format!("{}/action/{id}", watch::arn(ctx, name))
}

/// Refuses a definition that is not of its type, and what the service cannot do.
fn check(ctx: &Ctx<'_>, row: &ActionRow) -> Result<(), ApiError> {
    if row.kind == action_type::RUN_SSM_DOCUMENTS {
        return Err(errors::not_implemented("actions of type RUN_SSM_DOCUMENTS"));
    }
    let member = match row.kind.as_str() {
        action_type::APPLY_IAM_POLICY => "IamActionDefinition",
        _ => "ScpActionDefinition",
    };
    let Some(of_type) = row.definition.structure(member).filter(|_| row.definition.len() == 1)
    else {
        return Err(errors::invalid(format!("An action of this type has a {member} alone.")));
    };
    let targets = ["Roles", "Groups", "Users"];
    let has_targets = targets.iter().any(|it| of_type.list(it).is_some_and(|it| !it.is_empty()));
    if row.kind == action_type::APPLY_IAM_POLICY && !has_targets {
        return Err(errors::invalid("A policy is attached to a role, a group or a user at least."));
    }
    if row.threshold < 0.0 || !row.threshold.is_finite() {
        return Err(errors::invalid("Threshold must not be negative."));
    }
    let role = Arn::parse(&row.role).filter(|role| role.account_id() == Some(ctx.account()));
    if role.is_none() {
        return Err(errors::invalid("The role is one of the budget's account."));
    }
    notification::check_subscribers(&row.subscribers)?;
    ctx.authorize_pass_role(&row.role, PRINCIPAL)
}

fn subscribers(given: List<'_, Subscriber<'_>>) -> Vec<crate::state::SubscriberRow> {
    given.iter().map(notification::subscriber).collect()
}

fn definition(given: Definition<'_>) -> Struct {
    given.0.clone()
}

pub fn create_budget_action(
    ctx: &mut Ctx<'_>,
    input: CreateBudgetActionInput<'_>,
) -> Result<CreateBudgetActionOutput, ApiError> {
    let name = input.budget_name();
    let mut budget = budget::open(ctx, input.account_id(), name)?;
    let count = ctx.table(&ACTIONS).keys(&Range::within(&(name,))).count();
    if count >= ACTIONS_MAX {
        return Err(errors::limit("actions of a budget"));
    }
    let threshold = input.action_threshold();
    let mut row = ActionRow {
        notification: input.notification_type().to_owned(),
        kind: input.action_type().to_owned(),
        threshold: threshold.action_threshold_value(),
        threshold_kind: threshold.action_threshold_type().to_owned(),
        definition: definition(input.definition()),
        role: input.execution_role_arn().to_owned(),
        is_automatic: input.approval_model() == approval_model::AUTOMATIC,
        subscribers: subscribers(input.subscribers()),
        status: status::STANDBY.to_owned(),
        period: None,
        history: Vec::new(),
        tags: <_>::default(),
    };
    check(ctx, &row)?;
    tagging::add(&mut row.tags, input.resource_tags())?;
    let id = ctx.chance().uuid();
    note(ctx, &mut row, event::CREATE_ACTION, "The action was created.");
    ctx.table_mut(&ACTIONS).put(&(name, id.as_str()), &row);
    watch::judge(ctx, name, &mut budget)?;
    ctx.table_mut(&crate::state::BUDGETS).put(name, &budget);
    Ok(CreateBudgetActionOutput::new()
        .account_id(input.account_id())
        .budget_name(name)
        .action_id(id))
}

pub fn open(ctx: &Ctx<'_>, (name, id): (&str, &str)) -> Result<ActionRow, ApiError> {
    ctx.table(&ACTIONS).get(&(name, id))?.ok_or_else(errors::no_action)
}

pub fn update_budget_action(
    ctx: &mut Ctx<'_>,
    input: UpdateBudgetActionInput<'_>,
) -> Result<UpdateBudgetActionOutput, ApiError> {
    let (name, id) = (input.budget_name(), input.action_id());
    let mut budget = budget::open(ctx, input.account_id(), name)?;
    let old = open(ctx, (name, id))?;
    let mut row = old.clone();
    if let Some(kind) = input.notification_type() {
        kind.clone_into(&mut row.notification);
    }
    if let Some(threshold) = input.action_threshold() {
        row.threshold = threshold.action_threshold_value();
        threshold.action_threshold_type().clone_into(&mut row.threshold_kind);
    }
    if let Some(given) = input.definition() {
        row.definition = definition(given);
    }
    if let Some(role) = input.execution_role_arn() {
        role.clone_into(&mut row.role);
    }
    if let Some(model) = input.approval_model() {
        row.is_automatic = model == approval_model::AUTOMATIC;
    }
    if let Some(given) = input.subscribers() {
        row.subscribers = subscribers(given);
    }
    check(ctx, &row)?;
    note(ctx, &mut row, event::UPDATE_ACTION, "The action was updated.");
    ctx.table_mut(&ACTIONS).put(&(name, id), &row);
    watch::judge(ctx, name, &mut budget)?;
    ctx.table_mut(&crate::state::BUDGETS).put(name, &budget);
    let new = open(ctx, (name, id))?;
    Ok(UpdateBudgetActionOutput::new()
        .account_id(input.account_id())
        .budget_name(name)
        .old_action(shown(name, id, &old))
        .new_action(shown(name, id, &new)))
}

pub fn delete_budget_action(
    ctx: &mut Ctx<'_>,
    input: DeleteBudgetActionInput<'_>,
) -> Result<DeleteBudgetActionOutput, ApiError> {
    let (name, id) = (input.budget_name(), input.action_id());
    budget::open(ctx, input.account_id(), name)?;
    let row = open(ctx, (name, id))?;
    ctx.table_mut(&ACTIONS).delete(&(name, id));
    Ok(DeleteBudgetActionOutput::new()
        .account_id(input.account_id())
        .budget_name(name)
        .action(shown(name, id, &row)))
}

/// With its budget, all that acts for it goes.
pub fn delete_all(ctx: &mut Ctx<'_>, name: &str) -> Result<(), ApiError> {
    ctx.table_mut(&ACTIONS).delete_range(&Range::within(&(name,)))?;
    Ok(())
}

pub fn describe_budget_action(
    ctx: &mut Ctx<'_>,
    input: DescribeBudgetActionInput<'_>,
) -> Result<DescribeBudgetActionOutput, ApiError> {
    let (name, id) = (input.budget_name(), input.action_id());
    budget::open(ctx, input.account_id(), name)?;
    let row = open(ctx, (name, id))?;
    Ok(DescribeBudgetActionOutput::new()
        .account_id(input.account_id())
        .budget_name(name)
        .action(shown(name, id, &row)))
}

pub fn describe_budget_actions_for_budget(
    ctx: &mut Ctx<'_>,
    input: DescribeBudgetActionsForBudgetInput<'_>,
) -> Result<DescribeBudgetActionsForBudgetOutput, ApiError> {
    budget::open(ctx, input.account_id(), input.budget_name())?;
    let rows = ctx.table(&ACTIONS).scan(&Range::within(&(input.budget_name(),)));
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    let page = (input.max_results(), input.next_token());
    let (rows, token) = budget::cut("DescribeBudgetActionsForBudget", page, rows)?;
    let actions: Vec<_> = rows.iter().map(|((name, id), row)| shown(name, id, row)).collect();
    Ok(DescribeBudgetActionsForBudgetOutput::new().actions(actions).next_token(token))
}

pub fn describe_budget_actions_for_account(
    ctx: &mut Ctx<'_>,
    input: DescribeBudgetActionsForAccountInput<'_>,
) -> Result<DescribeBudgetActionsForAccountOutput, ApiError> {
    budget::check_account(ctx, input.account_id())?;
    let rows = ctx.table(&ACTIONS).scan(&Range::all()).collect::<Result<Vec<_>, _>>()?;
    let page = (input.max_results(), input.next_token());
    let (rows, token) = budget::cut("DescribeBudgetActionsForAccount", page, rows)?;
    let actions: Vec<_> = rows.iter().map(|((name, id), row)| shown(name, id, row)).collect();
    Ok(DescribeBudgetActionsForAccountOutput::new().actions(actions).next_token(token))
}

pub fn describe_budget_action_histories(
    ctx: &mut Ctx<'_>,
    input: DescribeBudgetActionHistoriesInput<'_>,
) -> Result<DescribeBudgetActionHistoriesOutput, ApiError> {
    let (name, id) = (input.budget_name(), input.action_id());
    budget::open(ctx, input.account_id(), name)?;
    let row = open(ctx, (name, id))?;
    let period = input.time_period();
    let start = period.as_ref().and_then(|it| it.start()).map_or(i64::MIN, Timestamp::micros);
    let end = period.as_ref().and_then(|it| it.end()).map_or(i64::MAX, Timestamp::micros);
    // The newest first.
    let entries = row.history.iter().rev().filter(|entry| (start..end).contains(&entry.at));
    let shown: Vec<_> = entries
        .map(|entry| {
            let then = ActionRow { status: entry.status.clone(), ..row.clone() };
            ActionHistoryBuilder::new()
                .timestamp(Timestamp::from_micros(entry.at))
                .status(entry.status.as_str())
                .event_type(entry.event.as_str())
                .action_history_details(
                    ActionHistoryDetailsBuilder::new()
                        .message(entry.message.as_str())
                        .action(shown(name, id, &then)),
                )
        })
        .collect();
    let page = (input.max_results(), input.next_token());
    let (shown, token) = budget::cut("DescribeBudgetActionHistories", page, shown)?;
    Ok(DescribeBudgetActionHistoriesOutput::new().action_histories(shown).next_token(token))
}

/// Remembers what has happened to an action.
pub fn note(ctx: &Ctx<'_>, row: &mut ActionRow, event: &str, message: &str) {
    if row.history.len() >= HISTORY_MAX {
        row.history.remove(0);
    }
    row.history.push(HistoryRow {
        at: ctx.now().micros(),
        status: row.status.clone(),
        event: event.to_owned(),
        message: message.to_owned(),
    });
}

fn shown(name: &str, id: &str, row: &ActionRow) -> ActionBuilder {
    let subscribers = row.subscribers.iter().map(|it| {
        SubscriberBuilder::new().subscription_type(it.kind.as_str()).address(it.address.as_str())
    });
    let model = if row.is_automatic { approval_model::AUTOMATIC } else { approval_model::MANUAL };
    ActionBuilder::new()
        .action_id(id)
        .budget_name(name)
        .notification_type(row.notification.as_str())
        .action_type(row.kind.as_str())
        .action_threshold(
            ActionThresholdBuilder::new()
                .action_threshold_value(row.threshold)
                .action_threshold_type(row.threshold_kind.as_str()),
        )
        .definition(DefinitionBuilder(row.definition.clone()))
        .execution_role_arn(row.role.as_str())
        .approval_model(model)
        .status(row.status.as_str())
        .subscribers(subscribers.collect::<Vec<_>>())
}
