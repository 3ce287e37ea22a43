//! Policies, protection, exports, signals, and what goes on with an operation under way.

use kernel::{ApiError, Ctx, page};
use store::Range;

use crate::api::{
    CancelUpdateStackInput, CancelUpdateStackOutput, ContinueUpdateRollbackInput,
    ContinueUpdateRollbackOutput, ExportBuilder, GetStackPolicyInput, GetStackPolicyOutput,
    ListExportsInput, ListExportsOutput, ListImportsInput, ListImportsOutput, RollbackStackInput,
    RollbackStackOutput, SetStackPolicyInput, SetStackPolicyOutput, SignalResourceInput,
    SignalResourceOutput, UpdateTerminationProtectionInput, UpdateTerminationProtectionOutput,
};
use crate::engine::start::{self, Order};
use crate::engine::{answer, events, go_on, save};
use crate::errors;
use crate::find;
use crate::limits::PAGE_MAX;
use crate::session::Session;
use crate::stack::{policy_text, refuse_options, repeats, role, texts};
use crate::state::{EXPORTS, IMPORTS, OPERATIONS, OperationKind, Phase, STACKS, SignalRow};
use crate::types::WAIT_CONDITION;

pub fn set_stack_policy(
    ctx: &mut Ctx<'_>,
    input: SetStackPolicyInput<'_>,
) -> Result<SetStackPolicyOutput, ApiError> {
    let policy = policy_text(ctx, input.stack_policy_body(), input.stack_policy_url())?;
    let mut session = find::open(ctx, input.stack_name())?;
    session.stack.policy = policy;
    session.save();
    Ok(SetStackPolicyOutput::new())
}

pub fn get_stack_policy(
    ctx: &mut Ctx<'_>,
    input: GetStackPolicyInput<'_>,
) -> Result<GetStackPolicyOutput, ApiError> {
    let session = find::open(ctx, input.stack_name())?;
    Ok(GetStackPolicyOutput::new().stack_policy_body(session.stack.policy))
}

pub fn update_termination_protection(
    ctx: &mut Ctx<'_>,
    input: UpdateTerminationProtectionInput<'_>,
) -> Result<UpdateTerminationProtectionOutput, ApiError> {
    let mut session = find::open(ctx, input.stack_name())?;
    if session.stack.parent.is_some() {
        return Err(errors::validation(format!(
            "Cannot update termination protection on a nested stack: {}",
            session.stack.name
        )));
    }
    session.stack.is_protected = input.enable_termination_protection();
    session.save();
    Ok(UpdateTerminationProtectionOutput::new().stack_id(session.stack.id))
}

pub fn list_exports(
    ctx: &mut Ctx<'_>,
    input: ListExportsInput<'_>,
) -> Result<ListExportsOutput, ApiError> {
    const OPERATION: &str = "ListExports";
    let mut range = Range::all();
    if let Some(token) = input.next_token() {
        range = range.after(after(OPERATION, token)?.as_str());
    }
    let mut shown = Vec::new();
    let mut next = None;
    for entry in ctx.table(&EXPORTS).scan(&range) {
        let (name, row) = entry?;
        let stack = ctx.table(&STACKS).get(row.stack.as_str())?;
        if shown.len() == PAGE_MAX - 1 {
            next = Some(page::encode(OPERATION, name.as_bytes()));
        }
        shown.push(
            ExportBuilder::new()
                .exporting_stack_id(stack.map(|stack| stack.id))
                .name(name)
                .value(row.value),
        );
        if next.is_some() {
            break;
        }
    }
    Ok(ListExportsOutput::new().exports(shown).next_token(next))
}

fn after(operation: &str, token: &str) -> Result<String, ApiError> {
    let text = page::decode(operation, token).and_then(|it| String::from_utf8(it).ok());
    text.ok_or_else(|| errors::validation("Invalid NextToken"))
}

pub fn list_imports(
    ctx: &mut Ctx<'_>,
    input: ListImportsInput<'_>,
) -> Result<ListImportsOutput, ApiError> {
    const OPERATION: &str = "ListImports";
    let export = input.export_name();
    if !ctx.table(&EXPORTS).contains(export)? {
        return Err(errors::validation(format!("Export '{export}' does not exist.")));
    }
    let mut range = Range::within(&(export,));
    if let Some(token) = input.next_token() {
        let after = after(OPERATION, token)?;
        range = range.after(&(export, after.as_str()));
    }
    let mut shown = Vec::new();
    let mut next = None;
    for entry in ctx.table(&IMPORTS).keys(&range) {
        let (_, key) = entry?;
        let stack = ctx.table(&STACKS).get(key.as_str())?;
        shown.extend(stack.map(|stack| stack.name));
        if shown.len() == PAGE_MAX {
            next = Some(page::encode(OPERATION, key.as_bytes()));
            break;
        }
    }
    if shown.is_empty() {
        // AWS refuses rather than answering an empty list [U].
        return Err(errors::validation(format!("Export '{export}' is not imported by any stack.")));
    }
    Ok(ListImportsOutput::new().imports(shown).next_token(next))
}

pub fn signal_resource(
    ctx: &mut Ctx<'_>,
    input: SignalResourceInput<'_>,
) -> Result<SignalResourceOutput, ApiError> {
    let session = find::open(ctx, input.stack_name())?;
    let id = input.logical_resource_id();
    let row = session.resource(id)?;
    let is_waiting = row.is_some_and(|row| {
        row.being.kind == WAIT_CONDITION && row.status.ends_with("_IN_PROGRESS")
    });
    if !is_waiting {
        return Err(errors::validation(format!(
            "Resource {id} in stack {} is not in a state to be signalled",
            session.stack.name
        )));
    }
    let key = session.key.clone();
    let signal = SignalRow {
        is_success: input.status() == "SUCCESS",
        data: String::new(),
        reason: "signalled by SignalResource".to_owned(),
    };
    answer::signalled(ctx, &key, id, (input.unique_id(), signal))?;
    Ok(SignalResourceOutput::new())
}

pub fn cancel_update_stack(
    ctx: &mut Ctx<'_>,
    input: CancelUpdateStackInput<'_>,
) -> Result<CancelUpdateStackOutput, ApiError> {
    let mut session = find::open(ctx, input.stack_name())?;
    if session.stack.status != "UPDATE_IN_PROGRESS" {
        return Err(errors::validation(
            "CancelUpdateStack cannot be called from current stack status",
        ));
    }
    let row = session.ctx.table(&OPERATIONS).get(session.key.as_str())?;
    let Some(mut operation) = row else { return Ok(CancelUpdateStackOutput::new()) };
    operation.is_cancelled = true;
    session.stack.reason = Some("User Initiated".to_owned());
    save(&mut session, &operation);
    go_on(&mut session, &operation);
    Ok(CancelUpdateStackOutput::new())
}

pub fn continue_update_rollback(
    ctx: &mut Ctx<'_>,
    input: ContinueUpdateRollbackInput<'_>,
) -> Result<ContinueUpdateRollbackOutput, ApiError> {
    if input.force_rollback() == Some(true) {
        return Err(errors::not_implemented("ForceRollback"));
    }
    let role = role(ctx, input.role_arn())?;
    let mut session = find::open(ctx, input.stack_name())?;
    if repeats(&session, input.client_request_token())
        && session.stack.status.starts_with("UPDATE_ROLLBACK")
        && session.stack.status != "UPDATE_ROLLBACK_FAILED"
    {
        return Ok(ContinueUpdateRollbackOutput::new());
    }
    if session.stack.status != "UPDATE_ROLLBACK_FAILED" {
        return Err(errors::validation(format!(
            "Stack {} is not in UPDATE_ROLLBACK_FAILED state. Current status: {}",
            session.stack.name, session.stack.status
        )));
    }
    session.stack.role = role.or(session.stack.role);
    let spared = texts(input.resources_to_skip()).unwrap_or_default();
    for id in &spared {
        let row = session.resource(id)?;
        if row.is_none_or(|row| row.status != "UPDATE_FAILED") {
            return Err(errors::validation(format!(
                "Resources to skip must be in UPDATE_FAILED state: [{id}]"
            )));
        }
    }
    session.stack.token = input.client_request_token().map(str::to_owned);
    revert(&mut session, Order { spared, ..Order::default() })?;
    Ok(ContinueUpdateRollbackOutput::new())
}

/// Begins to change back what an update has changed.
fn revert(session: &mut Session<'_, '_>, order: Order) -> Result<(), ApiError> {
    let reason = Some("User Initiated".to_owned());
    events::stack(session, "UPDATE_ROLLBACK_IN_PROGRESS", reason)?;
    let items = start::reversion(&session.resources()?);
    let kind = OperationKind::Update;
    let operation = start::new(session, kind, Phase::Revert, items, order);
    save(session, &operation);
    go_on(session, &operation);
    Ok(())
}

pub fn rollback_stack(
    ctx: &mut Ctx<'_>,
    input: RollbackStackInput<'_>,
) -> Result<RollbackStackOutput, ApiError> {
    refuse_options(None, input.deployment_config(), None)?;
    let role = role(ctx, input.role_arn())?;
    let mut session = find::open(ctx, input.stack_name())?;
    session.stack.role = role.or(session.stack.role);
    session.stack.retain_except_on_create = input.retain_except_on_create().unwrap_or_default();
    let token = input.client_request_token().map(str::to_owned);
    match session.stack.status.as_str() {
        "CREATE_FAILED" => {
            session.stack.token = token;
            let reason = Some("User Initiated".to_owned());
            events::stack(&mut session, "ROLLBACK_IN_PROGRESS", reason)?;
            let items = start::removal(&session.resources()?);
            let kind = OperationKind::Create;
            let order = Order::default();
            let operation = start::new(&mut session, kind, Phase::Rollback, items, order);
            save(&mut session, &operation);
            go_on(&mut session, &operation);
        }
        "UPDATE_FAILED" => {
            session.stack.token = token;
            revert(&mut session, Order::default())?;
        }
        status => {
            return Err(errors::wrong_state(&session.stack.id, status, "rolled back"));
        }
    }
    Ok(RollbackStackOutput::new().stack_id(session.stack.id))
}
