//! Change sets: an update, or a creation, that is looked at first.

use kernel::{ApiError, Ctx, Struct, Timestamp, Value, page};
use serde_json::Value as Json;
use store::Range;

use crate::api::{
    ChangeBuilder, ChangeSetSummaryBuilder, CreateChangeSetInput, CreateChangeSetOutput,
    DeleteChangeSetInput, DeleteChangeSetOutput, DescribeChangeSetInput, DescribeChangeSetOutput,
    ExecuteChangeSetInput, ExecuteChangeSetOutput, ListChangeSetsInput, ListChangeSetsOutput,
};
use crate::changes::{self, Changes};
use crate::describe::{parameters, tag_list};
use crate::engine::events;
use crate::engine::start::{self, Order};
use crate::errors;
use crate::find;
use crate::limits::PAGE_MAX;
use crate::session::Session;
use crate::source::{self, Given, Prepared, prepare};
use crate::stack::{
    Wanted, begin_update, check_updatable, draft, enter, notifications, prepare_update,
    refuse_options, role, tags, take, texts,
};
use crate::state::{CHANGE_SET_IDS, CHANGE_SETS, ChangeSetRow, NameRow, StackRow};

pub fn create_change_set(
    ctx: &mut Ctx<'_>,
    input: CreateChangeSetInput<'_>,
) -> Result<CreateChangeSetOutput, ApiError> {
    refuse(input)?;
    let text = match input.use_previous_template() {
        Some(true) => None,
        _ => Some(source::text(ctx, input.template_body(), input.template_url())?),
    };
    let role = role(ctx, input.role_arn())?;
    let given = Given::read(input.parameters())?;
    let wanted = Wanted {
        tags: tags(input.tags())?,
        capabilities: texts(input.capabilities()).unwrap_or_default(),
        notifications: notifications(input.notification_ar_ns())?,
        token: input.client_token().map(str::to_owned),
    };
    let is_create = input.change_set_type() == Some("CREATE");
    let mut session = subject(ctx, input, is_create)?;
    let name = input.change_set_name();
    let key = (session.key.clone(), name.to_owned());
    if session.ctx.table(&CHANGE_SETS).contains(&key)? {
        return Err(errors::change_set_exists(name));
    }
    if !is_create {
        check_updatable(&session)?;
    }
    let old = session.stack.clone();
    session.stack.role = role.or(session.stack.role);
    let unique = session.ctx.chance().uuid();
    let mut row = ChangeSetRow {
        id: session.ctx.arn(&format!("changeSet/{name}/{unique}")).to_string(),
        name: name.to_owned(),
        description: input.description().map(str::to_owned),
        created: session.ctx.now().micros(),
        is_create,
        on_failure: input.on_stack_failure().map(str::to_owned),
        includes_nested: input.include_nested_stacks().unwrap_or_default(),
        ..ChangeSetRow::default()
    };
    let prepared = if is_create {
        session.stack.tags = wanted.tags.unwrap_or_default();
        session.stack.capabilities = wanted.capabilities;
        session.stack.notification_arns = wanted.notifications.unwrap_or_default();
        prepare(&mut session, text.unwrap_or_default(), &given, None)?
    } else {
        prepare_update(&mut session, text, &given, wanted)?
    };
    source::check_capabilities(&prepared, &session.stack.capabilities, false)?;
    let found = changes::find(&mut session, &prepared, &old);
    judge(&mut row, found);
    keep(&mut session, row.clone(), &prepared, old);
    Ok(CreateChangeSetOutput::new().id(row.id).stack_id(session.stack.id))
}

/// The stack for which the change set is: one that is there, or one in review.
fn subject<'c, 'w>(
    ctx: &'c mut Ctx<'w>,
    input: CreateChangeSetInput<'_>,
    is_create: bool,
) -> Result<Session<'c, 'w>, ApiError> {
    let existing = find::try_open(ctx, input.stack_name())?.map(|session| session.stack);
    let in_review = |stack: &StackRow| stack.status == "REVIEW_IN_PROGRESS";
    match (&existing, is_create) {
        (Some(stack), true) if !in_review(stack) => Err(errors::validation(format!(
            "Stack [{}] already exists and cannot be created again with the changeSet [{}].",
            stack.name,
            input.change_set_name()
        ))),
        (Some(_), _) => find::open(ctx, input.stack_name()),
        (None, true) => {
            let mut session = draft(ctx, input.stack_name(), StackRow::default())?;
            let reason = Some("User Initiated".to_owned());
            events::stack(&mut session, "REVIEW_IN_PROGRESS", reason)?;
            enter(&mut session)?;
            Ok(session)
        }
        (None, false) => {
            Err(errors::validation(format!("Stack [{}] does not exist", input.stack_name())))
        }
    }
}

fn refuse(input: CreateChangeSetInput<'_>) -> Result<(), ApiError> {
    refuse_options(
        input.rollback_configuration(),
        input.deployment_config(),
        input.resource_types(),
    )?;
    let is_import = input.change_set_type() == Some("IMPORT")
        || input.resources_to_import().is_some_and(|it| !it.is_empty());
    if is_import {
        return Err(errors::not_implemented("the import of resources"));
    }
    if input.deployment_mode().is_some() {
        return Err(errors::not_implemented("DeploymentMode"));
    }
    Ok(())
}

/// Whether there is something to execute.
fn judge(row: &mut ChangeSetRow, found: Result<Changes, ApiError>) {
    let (status, execution) = match found {
        Ok(found) if found.is_empty() => {
            row.reason = Some(
                "The submitted information didn't contain changes. Submit different information to \
                 create a change set."
                    .to_owned(),
            );
            ("FAILED", "UNAVAILABLE")
        }
        Ok(found) => {
            row.changes = Json::Array(found.resources).to_string();
            ("CREATE_COMPLETE", "AVAILABLE")
        }
        Err(error) => {
            row.reason = Some(error.message().to_owned());
            ("FAILED", "UNAVAILABLE")
        }
    };
    status.clone_into(&mut row.status);
    execution.clone_into(&mut row.execution);
}

/// Writes the change set; the stack itself stays what it was.
fn keep(session: &mut Session<'_, '_>, mut row: ChangeSetRow, prepared: &Prepared, old: StackRow) {
    let wanted = std::mem::replace(&mut session.stack, old);
    row.stack = StackRow { parameters: prepared.parameters.clone(), ..wanted };
    row.stack.description.clone_from(&prepared.blueprint.template.description);
    session.put_body(&original(&row.name), &prepared.original);
    session.put_body(&processed(&row.name), &prepared.processed);
    let key = (session.key.clone(), row.name.clone());
    session.ctx.table_mut(&CHANGE_SETS).put(&key, &row);
    let stack = NameRow { stack: session.key.clone() };
    session.ctx.table_mut(&CHANGE_SET_IDS).put(row.id.as_str(), &stack);
}

/// What is left of a change set goes.
fn drop(session: &mut Session<'_, '_>, row: &ChangeSetRow) {
    session.delete_body(&original(&row.name));
    session.delete_body(&processed(&row.name));
    session.ctx.table_mut(&CHANGE_SET_IDS).delete(row.id.as_str());
    let key = (session.key.clone(), row.name.clone());
    session.ctx.table_mut(&CHANGE_SETS).delete(&key);
}

/// With the stack go its change sets.
pub fn drop_all(session: &mut Session<'_, '_>, kept: Option<&str>) -> Result<(), ApiError> {
    let range = Range::within(&(session.key.as_str(),));
    let rows = session.ctx.table(&CHANGE_SETS).scan(&range).collect::<Result<Vec<_>, _>>()?;
    for (_, row) in rows.iter().filter(|(_, row)| Some(row.name.as_str()) != kept) {
        drop(session, row);
    }
    Ok(())
}

fn original(name: &str) -> String {
    format!("change-set-original:{name}")
}

fn processed(name: &str) -> String {
    format!("change-set-processed:{name}")
}

/// The stack and row of a change set, by its name within a stack or by its id.
fn open<'c, 'w>(
    ctx: &'c mut Ctx<'w>,
    stack: Option<&str>,
    name: &str,
) -> Result<(Session<'c, 'w>, ChangeSetRow), ApiError> {
    let absent = || errors::no_change_set(name);
    if let Some(stack) = stack {
        let session = find::open(ctx, stack)?;
        let row = row(&session, name)?.ok_or_else(absent)?;
        return Ok((session, row));
    }
    if !name.starts_with("arn:") {
        return Err(errors::validation(
            "StackName must be specified if ChangeSetName is not specified as an ARN.",
        ));
    }
    let stack = ctx.table(&CHANGE_SET_IDS).get(name)?.ok_or_else(absent)?.stack;
    let session = Session::open(ctx, &stack)?.ok_or_else(absent)?;
    let row = row(&session, name)?.ok_or_else(absent)?;
    Ok((session, row))
}

fn row(session: &Session<'_, '_>, name: &str) -> Result<Option<ChangeSetRow>, ApiError> {
    let plain = match name.strip_prefix("arn:") {
        Some(rest) => rest.split("changeSet/").nth(1).and_then(|it| it.split('/').next()),
        None => Some(name),
    };
    let key = (session.key.clone(), plain.unwrap_or_default().to_owned());
    let row = session.ctx.table(&CHANGE_SETS).get(&key)?;
    Ok(row.filter(|row| !name.starts_with("arn:") || row.id == name))
}

pub fn describe_change_set(
    ctx: &mut Ctx<'_>,
    input: DescribeChangeSetInput<'_>,
) -> Result<DescribeChangeSetOutput, ApiError> {
    const OPERATION: &str = "DescribeChangeSet";
    let (session, row) = open(ctx, input.stack_name(), input.change_set_name())?;
    let all: Vec<Json> = serde_json::from_str(&row.changes).unwrap_or_default();
    let from = match input.next_token() {
        None => 0,
        Some(token) => position(OPERATION, token)?,
    };
    let shown = all.iter().skip(from).take(PAGE_MAX).map(|change| {
        let Value::Struct(members) = value(change) else { return ChangeBuilder::new() };
        ChangeBuilder(members)
    });
    let next = from + PAGE_MAX;
    let token = (next < all.len()).then(|| page::encode(OPERATION, next.to_string().as_bytes()));
    let text = session.body(&processed(&row.name))?.unwrap_or_default();
    let declared = source::template(&text).map(|(_, template)| template).unwrap_or_default();
    Ok(DescribeChangeSetOutput::new()
        .change_set_name(row.name.as_str())
        .change_set_id(row.id.as_str())
        .stack_id(session.stack.id.as_str())
        .stack_name(session.stack.name.as_str())
        .description(row.description.as_deref())
        .parameters(parameters(&row.stack, &declared))
        .creation_time(Timestamp::from_micros(row.created))
        .execution_status(row.execution.as_str())
        .status(row.status.as_str())
        .status_reason(row.reason.as_deref())
        .notification_ar_ns(row.stack.notification_arns.clone())
        .capabilities(row.stack.capabilities.clone())
        .tags(tag_list(&row.stack.tags))
        .changes(shown.collect::<Vec<_>>())
        .next_token(token)
        .include_nested_stacks(row.includes_nested)
        .on_stack_failure(row.on_failure.as_deref()))
}

pub fn position(operation: &str, token: &str) -> Result<usize, ApiError> {
    let bytes = page::decode(operation, token);
    let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    let at = text.and_then(|text| text.parse().ok());
    at.ok_or_else(|| errors::validation("Invalid NextToken"))
}

/// JSON in the members of the API as they are answered.
fn value(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(it) => Value::Bool(*it),
        Json::Number(it) => Value::Int(it.as_i64().unwrap_or_default()),
        Json::String(it) => Value::String(it.clone()),
        Json::Array(items) => Value::List(items.iter().map(value).collect()),
        Json::Object(members) => {
            let each = members.iter().map(|(name, it)| (name.clone(), value(it)));
            Value::Struct(each.collect::<Struct>())
        }
    }
}

pub fn list_change_sets(
    ctx: &mut Ctx<'_>,
    input: ListChangeSetsInput<'_>,
) -> Result<ListChangeSetsOutput, ApiError> {
    const OPERATION: &str = "ListChangeSets";
    let session = find::open(ctx, input.stack_name())?;
    let mut range = Range::within(&(session.key.as_str(),));
    if let Some(token) = input.next_token() {
        let bytes = page::decode(OPERATION, token);
        let after = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
        let after = after.ok_or_else(|| errors::validation("Invalid NextToken"))?;
        range = range.after(&(session.key.as_str(), after.as_str()));
    }
    let mut shown = Vec::new();
    let mut next = None;
    for entry in session.ctx.table(&CHANGE_SETS).scan(&range) {
        let ((_, name), row) = entry?;
        shown.push(
            ChangeSetSummaryBuilder::new()
                .stack_id(session.stack.id.as_str())
                .stack_name(session.stack.name.as_str())
                .change_set_id(row.id)
                .change_set_name(row.name)
                .execution_status(row.execution)
                .status(row.status)
                .status_reason(row.reason)
                .creation_time(Timestamp::from_micros(row.created))
                .description(row.description),
        );
        if shown.len() == PAGE_MAX {
            next = Some(page::encode(OPERATION, name.as_bytes()));
            break;
        }
    }
    Ok(ListChangeSetsOutput::new().summaries(shown).next_token(next))
}

pub fn execute_change_set(
    ctx: &mut Ctx<'_>,
    input: ExecuteChangeSetInput<'_>,
) -> Result<ExecuteChangeSetOutput, ApiError> {
    let (mut session, mut row) = open(ctx, input.stack_name(), input.change_set_name())?;
    if row.execution != "AVAILABLE" {
        return Err(errors::change_set_status(&row.id, &row.status, "executed"));
    }
    if !row.is_create {
        check_updatable(&session)?;
    }
    let old = session.stack.clone();
    let wanted = &row.stack;
    session.stack.tags.clone_from(&wanted.tags);
    session.stack.capabilities.clone_from(&wanted.capabilities);
    session.stack.notification_arns.clone_from(&wanted.notification_arns);
    session.stack.role.clone_from(&wanted.role);
    session.stack.change_set = Some(row.id.clone());
    session.stack.token = input.client_request_token().map(str::to_owned);
    session.stack.retain_except_on_create = input.retain_except_on_create().unwrap_or_default();
    if row.is_create {
        session.stack.on_failure.clone_from(&row.on_failure);
    }
    let text = session.body(&original(&row.name))?.unwrap_or_default();
    // Values that were given are given again; those of Parameter Store are read anew.
    let values = row.stack.parameters.iter().map(|(name, row)| (name.clone(), row.value.clone()));
    let given = Given { values: values.collect(), previous: Vec::new() };
    let prepared = prepare(&mut session, text, &given, None)?;
    "EXECUTE_IN_PROGRESS".clone_into(&mut row.execution);
    let key = (session.key.clone(), row.name.clone());
    session.ctx.table_mut(&CHANGE_SETS).put(&key, &row);
    // "CloudFormation deletes all other change sets associated with the stack".
    drop_all(&mut session, Some(&row.name))?;
    let order = Order {
        disable_rollback: input.disable_rollback().unwrap_or_default(),
        change_set: Some(row.name.clone()),
        ..Order::default()
    };
    if row.is_create {
        session.stack.disable_rollback = order.disable_rollback;
        take(&mut session, &prepared);
        start::create(&mut session, order)?;
    } else {
        begin_update(&mut session, &prepared, &old, order)?;
    }
    Ok(ExecuteChangeSetOutput::new())
}

pub fn delete_change_set(
    ctx: &mut Ctx<'_>,
    input: DeleteChangeSetInput<'_>,
) -> Result<DeleteChangeSetOutput, ApiError> {
    let (mut session, row) = match open(ctx, input.stack_name(), input.change_set_name()) {
        Ok(found) => found,
        // "If the call successfully completes, CloudFormation deleted the change set".
        Err(error) if error.code() == "ChangeSetNotFoundException" => {
            return Ok(DeleteChangeSetOutput::new());
        }
        Err(error) => return Err(error),
    };
    if row.execution == "EXECUTE_IN_PROGRESS" {
        return Err(errors::change_set_status(&row.id, &row.execution, "deleted"));
    }
    drop(&mut session, &row);
    Ok(DeleteChangeSetOutput::new())
}

/// The templates of a change set, for GetTemplate.
pub fn templates(
    ctx: &mut Ctx<'_>,
    stack: Option<&str>,
    name: &str,
) -> Result<(String, String), ApiError> {
    let (session, row) = open(ctx, stack, name)?;
    let body = |which: String| session.body(&which).map(Option::unwrap_or_default);
    Ok((body(original(&row.name))?, body(processed(&row.name))?))
}
