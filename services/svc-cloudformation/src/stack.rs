//! Making, changing and deleting stacks.

use std::collections::BTreeMap;

use kernel::view::List;
use kernel::{ApiError, Ctx};
use store::Range;

use crate::api::{
    CreateStackInput, CreateStackOutput, DeleteStackInput, DeleteStackOutput, DeploymentConfig,
    RollbackConfiguration, Tag, UpdateStackInput, UpdateStackOutput,
};
use crate::changes;
use crate::engine::start::{self, Order};
use crate::engine::{nested, outputs, phases};
use crate::errors;
use crate::find;
use crate::limits::{NOTIFICATIONS_MAX, STACK_POLICY_BYTES_MAX, STACKS_MAX, TAGS_MAX};
use crate::session::Session;
use crate::source::{self, Given, Prepared, prepare};
use crate::state::{BeforeRow, NAMES, NameRow, ParentRow, STACKS, StackRow};

pub fn create_stack(
    ctx: &mut Ctx<'_>,
    input: CreateStackInput<'_>,
) -> Result<CreateStackOutput, ApiError> {
    refuse_options(
        input.rollback_configuration(),
        input.deployment_config(),
        input.resource_types(),
    )?;
    let name = input.stack_name();
    if let Some(session) = find::try_open(ctx, name)? {
        let token = input.client_request_token();
        if token.is_some() && session.stack.token.as_deref() == token {
            return Ok(CreateStackOutput::new().stack_id(session.stack.id));
        }
        return Err(errors::already_exists(name));
    }
    if input.on_failure().is_some() && input.disable_rollback() == Some(true) {
        return Err(errors::validation(
            "You can specify either DisableRollback or OnFailure, but not both.",
        ));
    }
    let text = source::text(ctx, input.template_body(), input.template_url())?;
    let policy = policy_text(ctx, input.stack_policy_body(), input.stack_policy_url())?;
    let mut stack = StackRow {
        tags: tags(input.tags())?.unwrap_or_default(),
        capabilities: texts(input.capabilities()).unwrap_or_default(),
        notification_arns: notifications(input.notification_ar_ns())?.unwrap_or_default(),
        role: role(ctx, input.role_arn())?,
        disable_rollback: input.disable_rollback().unwrap_or_default(),
        on_failure: input.on_failure().map(str::to_owned),
        timeout_minutes: input.timeout_in_minutes(),
        is_protected: input.enable_termination_protection().unwrap_or_default(),
        retain_except_on_create: input.retain_except_on_create().unwrap_or_default(),
        token: input.client_request_token().map(str::to_owned),
        policy,
        ..StackRow::default()
    };
    if let (Some(parent), Some(logical_id)) =
        (input.0.str(nested::PARENT), input.0.str(nested::PARENT_LOGICAL))
    {
        let row = ctx.table(&STACKS).get(parent)?.unwrap_or_default();
        stack.root = Some(nested::root_of(&row));
        stack.parent = Some(ParentRow {
            stack: parent.to_owned(),
            stack_id: row.id,
            logical_id: logical_id.to_owned(),
        });
    }
    let mut session = draft(ctx, name, stack)?;
    let given = Given::read(input.parameters())?;
    let prepared = prepare(&mut session, text, &given, None)?;
    source::check_capabilities(&prepared, &session.stack.capabilities, true)?;
    take(&mut session, &prepared);
    enter(&mut session)?;
    let disable_rollback = session.stack.disable_rollback;
    start::create(&mut session, Order { disable_rollback, ..Order::default() })?;
    Ok(CreateStackOutput::new().stack_id(session.stack.id))
}

/// A stack that is not in any table yet.
pub fn draft<'c, 'w>(
    ctx: &'c mut Ctx<'w>,
    name: &str,
    mut stack: StackRow,
) -> Result<Session<'c, 'w>, ApiError> {
    let is_name = name.starts_with(|it: char| it.is_ascii_alphabetic())
        && name.len() <= 128
        && name.chars().all(|it| it.is_ascii_alphanumeric() || it == '-');
    if !is_name {
        return Err(errors::validation(format!(
            "1 validation error detected: Value '{name}' at 'stackName' failed to satisfy \
             constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*"
        )));
    }
    let live = ctx.table(&NAMES).keys(&Range::all()).take(STACKS_MAX).count();
    if live >= STACKS_MAX {
        return Err(errors::limit(format!("Limit for stack has been exceeded: {STACKS_MAX}")));
    }
    let key = ctx.chance().uuid();
    name.clone_into(&mut stack.name);
    stack.id = ctx.arn(&format!("stack/{name}/{key}")).to_string();
    stack.created = ctx.now().micros();
    Ok(Session { ctx, key, stack })
}

/// The stack has the template and values of what was prepared.
pub fn take(session: &mut Session<'_, '_>, prepared: &Prepared) {
    session.stack.parameters.clone_from(&prepared.parameters);
    session.stack.description.clone_from(&prepared.blueprint.template.description);
    session.put_body(start::ORIGINAL, &prepared.original);
    session.put_body(start::PROCESSED, &prepared.processed);
}

/// The stack is found by its name from here on.
pub fn enter(session: &mut Session<'_, '_>) -> Result<(), ApiError> {
    let (name, key) = (session.stack.name.clone(), session.key.clone());
    session.ctx.table_mut(&NAMES).put(name.as_str(), &NameRow { stack: key });
    phases::index(session);
    session.save();
    Ok(())
}

pub fn update_stack(
    ctx: &mut Ctx<'_>,
    input: UpdateStackInput<'_>,
) -> Result<UpdateStackOutput, ApiError> {
    refuse_options(
        input.rollback_configuration(),
        input.deployment_config(),
        input.resource_types(),
    )?;
    let text = match input.use_previous_template() {
        Some(true) => None,
        _ => Some(source::text(ctx, input.template_body(), input.template_url())?),
    };
    let lasting = policy_text(ctx, input.stack_policy_body(), input.stack_policy_url())?;
    let during = policy_text(
        ctx,
        input.stack_policy_during_update_body(),
        input.stack_policy_during_update_url(),
    )?;
    let role = role(ctx, input.role_arn())?;
    let mut session = find::open(ctx, input.stack_name())?;
    if repeats(&session, input.client_request_token()) {
        return Ok(UpdateStackOutput::new().stack_id(session.stack.id));
    }
    check_updatable(&session)?;
    let old = session.stack.clone();
    if let Some(policy) = lasting {
        session.stack.policy = Some(policy);
    }
    session.stack.role = role.or(session.stack.role);
    let wanted = Wanted {
        tags: tags(input.tags())?,
        capabilities: texts(input.capabilities()).unwrap_or_default(),
        notifications: notifications(input.notification_ar_ns())?,
        token: input.client_request_token().map(str::to_owned),
    };
    let given = Given::read(input.parameters())?;
    let prepared = prepare_update(&mut session, text, &given, wanted)?;
    source::check_capabilities(&prepared, &session.stack.capabilities, true)?;
    let found = changes::find(&mut session, &prepared, &old)?;
    if found.is_empty() {
        return Err(errors::no_updates());
    }
    let order = Order {
        disable_rollback: input.disable_rollback().unwrap_or_default(),
        policy: during,
        ..Order::default()
    };
    session.stack.retain_except_on_create = input.retain_except_on_create().unwrap_or_default();
    begin_update(&mut session, &prepared, &old, order)?;
    Ok(UpdateStackOutput::new().stack_id(session.stack.id))
}

/// What an update says besides template and parameters.
#[derive(Debug, Default)]
pub struct Wanted {
    pub tags: Option<BTreeMap<String, String>>,
    pub capabilities: Vec<String>,
    pub notifications: Option<Vec<String>>,
    pub token: Option<String>,
}

/// The stack as it would be, and its template; nothing is written.
pub fn prepare_update(
    session: &mut Session<'_, '_>,
    text: Option<String>,
    given: &Given,
    wanted: Wanted,
) -> Result<Prepared, ApiError> {
    let text = match text {
        Some(text) => text,
        None => session.body(start::ORIGINAL)?.unwrap_or_default(),
    };
    let before = session.stack.parameters.clone();
    session.stack.tags = wanted.tags.unwrap_or_else(|| session.stack.tags.clone());
    session.stack.capabilities = wanted.capabilities;
    if let Some(arns) = wanted.notifications {
        session.stack.notification_arns = arns;
    }
    session.stack.token = wanted.token;
    prepare(session, text, given, Some(&before))
}

/// Begins an update that has something to do.
pub fn begin_update(
    session: &mut Session<'_, '_>,
    prepared: &Prepared,
    old: &StackRow,
    order: Order,
) -> Result<(), ApiError> {
    let before = BeforeRow {
        parameters: old.parameters.clone(),
        tags: old.tags.clone(),
        description: old.description.clone(),
        capabilities: old.capabilities.clone(),
    };
    session.stack.before = Some(Box::new(before));
    session.stack.parameters.clone_from(&prepared.parameters);
    session.put_body(start::NEXT_ORIGINAL, &prepared.original);
    session.put_body(start::NEXT_PROCESSED, &prepared.processed);
    start::update(session, order)
}

/// States from which a stack can be updated ("Stack status codes").
pub fn check_updatable(session: &Session<'_, '_>) -> Result<(), ApiError> {
    let is_ready = matches!(
        session.stack.status.as_str(),
        "CREATE_COMPLETE"
            | "CREATE_FAILED"
            | "UPDATE_COMPLETE"
            | "UPDATE_FAILED"
            | "UPDATE_ROLLBACK_COMPLETE"
    );
    if is_ready {
        return Ok(());
    }
    Err(errors::wrong_state(&session.stack.id, &session.stack.status, "updated"))
}

/// Whether the call is one that was made already.
pub fn repeats(session: &Session<'_, '_>, token: Option<&str>) -> bool {
    token.is_some() && session.stack.token.as_deref() == token
}

pub fn delete_stack(
    ctx: &mut Ctx<'_>,
    input: DeleteStackInput<'_>,
) -> Result<DeleteStackOutput, ApiError> {
    if input.deletion_mode() == Some("FORCE_DELETE_STACK") {
        return Err(errors::not_implemented("DeletionMode FORCE_DELETE_STACK"));
    }
    refuse_options(None, input.deployment_config(), None)?;
    let role = role(ctx, input.role_arn())?;
    // "Deleted stacks … no error": what is not there is deleted.
    let Some(mut session) = find::try_open(ctx, input.stack_name())? else {
        return Ok(DeleteStackOutput::new());
    };
    if matches!(session.stack.status.as_str(), "DELETE_COMPLETE" | "DELETE_IN_PROGRESS") {
        return Ok(DeleteStackOutput::new());
    }
    if session.stack.is_protected {
        return Err(errors::protected(&session.stack.name));
    }
    let spared = texts(input.retain_resources()).unwrap_or_default();
    if !spared.is_empty() && session.stack.status != "DELETE_FAILED" {
        return Err(errors::validation(format!(
            "Invalid operation on stack [{}]. When you delete a stack, specify which resources to \
             retain only when the stack is in the DELETE_FAILED state.",
            session.stack.id
        )));
    }
    session.stack.role = role.or(session.stack.role);
    session.stack.token = input.client_request_token().map(str::to_owned);
    for output in session.stack.outputs.clone() {
        let Some(export) = &output.export else { continue };
        if let Some(user) = outputs::user_of(&session, export)? {
            return refuse_delete(&mut session, export, &user);
        }
    }
    start::delete(&mut session, Order { spared, ..Order::default() })?;
    Ok(DeleteStackOutput::new())
}

/// A stack whose exports are used stays.
fn refuse_delete(
    session: &mut Session<'_, '_>,
    export: &str,
    user: &str,
) -> Result<DeleteStackOutput, ApiError> {
    use crate::engine::events;
    let words = format!("Export {export} cannot be deleted as it is in use by {user}");
    events::stack(session, "DELETE_IN_PROGRESS", Some("User Initiated".to_owned()))?;
    events::stack(session, "DELETE_FAILED", Some(words))?;
    session.save();
    nested::tell_parent(session)?;
    Ok(DeleteStackOutput::new())
}

/// What is not done here is refused by its name rather than forgotten.
pub fn refuse_options(
    rollback: Option<RollbackConfiguration<'_>>,
    deployment: Option<DeploymentConfig<'_>>,
    resource_types: Option<List<'_, &str>>,
) -> Result<(), ApiError> {
    let has_triggers = rollback.is_some_and(|it| {
        it.rollback_triggers().is_some_and(|it| !it.is_empty())
            || it.monitoring_time_in_minutes().unwrap_or_default() > 0
    });
    if has_triggers {
        return Err(errors::not_implemented("RollbackConfiguration"));
    }
    let is_express = deployment
        .is_some_and(|it| it.mode() == Some("EXPRESS") || it.disable_rollback() == Some(true));
    if is_express {
        return Err(errors::not_implemented("DeploymentConfig"));
    }
    if resource_types.is_some_and(|it| !it.is_empty()) {
        return Err(errors::not_implemented("ResourceTypes"));
    }
    Ok(())
}

pub fn tags(list: Option<List<'_, Tag<'_>>>) -> Result<Option<BTreeMap<String, String>>, ApiError> {
    let Some(list) = list else { return Ok(None) };
    if list.len() > TAGS_MAX {
        return Err(errors::validation(format!("Tags: at most {TAGS_MAX} tags are allowed")));
    }
    let mut out = BTreeMap::new();
    for tag in list.iter() {
        if tag.key().starts_with("aws:") {
            return Err(errors::validation(
                "aws: prefixed tag key names are not allowed for external use.",
            ));
        }
        if out.insert(tag.key().to_owned(), tag.value().to_owned()).is_some() {
            return Err(errors::validation(format!("Duplicate tag key: {}", tag.key())));
        }
    }
    Ok(Some(out))
}

pub fn texts(list: Option<List<'_, &str>>) -> Option<Vec<String>> {
    list.map(|list| list.iter().map(str::to_owned).collect())
}

pub fn notifications(list: Option<List<'_, &str>>) -> Result<Option<Vec<String>>, ApiError> {
    let arns = texts(list);
    if arns.as_ref().is_some_and(|arns| arns.len() > NOTIFICATIONS_MAX) {
        return Err(errors::validation(format!(
            "NotificationARNs: at most {NOTIFICATIONS_MAX} topics are allowed"
        )));
    }
    Ok(arns)
}

/// A role that the caller may hand on.
pub fn role(ctx: &Ctx<'_>, role: Option<&str>) -> Result<Option<String>, ApiError> {
    let Some(role) = role else { return Ok(None) };
    ctx.authorize_pass_role(role, "cloudformation.amazonaws.com")?;
    if kernel::arn::Arn::parse(role).is_none() {
        return Err(errors::validation(format!("Role {role} is invalid or cannot be assumed")));
    }
    Ok(Some(role.to_owned()))
}

/// A stack policy, from the call or from a bucket.
pub fn policy_text(
    ctx: &mut Ctx<'_>,
    body: Option<&str>,
    url: Option<&str>,
) -> Result<Option<String>, ApiError> {
    let text = match (body, url) {
        (None, None) => return Ok(None),
        (Some(body), None) => body.to_owned(),
        (None, Some(url)) => source::fetch(ctx, url)?,
        (Some(_), Some(_)) => {
            return Err(errors::validation(
                "You cannot specify both StackPolicyURL and StackPolicyBody",
            ));
        }
    };
    let json: Result<serde_json::Value, _> = serde_json::from_str(&text);
    let is_policy = json.is_ok_and(|json| json.get("Statement").is_some());
    if text.len() > STACK_POLICY_BYTES_MAX || !is_policy {
        return Err(errors::validation("Error validating stack policy: Invalid stack policy"));
    }
    Ok(Some(text))
}
