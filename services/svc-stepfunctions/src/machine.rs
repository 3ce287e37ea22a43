//! State machines: made, changed, shown and deleted.

use std::collections::BTreeMap;

use asl::validate;
use kernel::{ApiError, Ctx, Timestamp, page};
use store::Range;

use crate::api::{
    CreateStateMachineInput, CreateStateMachineOutput, DeleteStateMachineInput,
    DeleteStateMachineOutput, DescribeStateMachineInput, DescribeStateMachineOutput,
    EncryptionConfiguration, EncryptionConfigurationBuilder, ListStateMachinesInput,
    ListStateMachinesOutput, StateMachineListItemBuilder, TracingConfiguration,
    TracingConfigurationBuilder, UpdateStateMachineInput, UpdateStateMachineOutput,
    ValidateStateMachineDefinitionDiagnosticBuilder, ValidateStateMachineDefinitionInput,
    ValidateStateMachineDefinitionOutput,
};
use crate::history::page_size;
use crate::state::{
    ALIASES, LoggingRow, MACHINES, MachineRow, PRINCIPAL, Parsed, REVISIONS, RevisionRow, VERSIONS,
    machine_arn,
};
use crate::task::{self, Refusal};
use crate::{errors, limits, logging, names, tag, version};

/// What a client's ARN of a state machine means.
#[derive(Debug)]
pub struct Resolved {
    pub name: String,
    pub row: MachineRow,
    pub revision: String,
    pub version: Option<u64>,
    pub alias: Option<String>,
}

pub fn create_state_machine(
    ctx: &mut Ctx<'_>,
    input: CreateStateMachineInput<'_>,
) -> Result<CreateStateMachineOutput, ApiError> {
    let name = input.name();
    names::check(name)?;
    let is_express = input.type_() == Some("EXPRESS");
    check_features(input.tracing_configuration(), input.encryption_configuration())?;
    let logging = logging::read(input.logging_configuration())?;
    let is_published = input.publish().unwrap_or(false);
    if input.version_description().is_some() && !is_published {
        return Err(errors::validation(
            "Version description can only be set when publish is true",
            "MISSING_REQUIRED_PARAMETER",
        ));
    }
    check_role(input.role_arn())?;
    ctx.authorize_pass_role(input.role_arn(), PRINCIPAL)?;
    let arn = machine_arn(ctx, name);
    if let Some(row) = ctx.table(&MACHINES).get(name)? {
        return repeated(ctx, input, &row, is_express, logging.as_ref());
    }
    check_definition(ctx, input.definition(), is_express)?;
    let count = ctx.table(&MACHINES).keys(&Range::all()).take(limits::MACHINES_MAX).count();
    if count == limits::MACHINES_MAX {
        return Err(errors::too_many_machines());
    }
    let mut tags = BTreeMap::new();
    if let Some(asked) = input.tags() {
        tag::add(&mut tags, asked, &arn)?;
    }
    let now = ctx.now();
    let mut row = MachineRow {
        id: ctx.chance().u64(),
        is_express,
        created: now.micros(),
        updated: now.micros(),
        revision: String::new(),
        tags,
        last_version: 0,
        running: 0,
        is_deleting: false,
    };
    logging::set_up(ctx, logging.as_ref(), input.role_arn())?;
    put_revision(ctx, &row, input.definition(), input.role_arn(), logging)?;
    let output = CreateStateMachineOutput::new().state_machine_arn(&arn).creation_date(now);
    let version = if is_published {
        Some(version::publish(ctx, name, &mut row, input.version_description())?)
    } else {
        None
    };
    ctx.table_mut(&MACHINES).put(name, &row);
    Ok(output.state_machine_version_arn(version))
}

fn check_role(text: &str) -> Result<(), ApiError> {
    let role = kernel::arn::Arn::parse(text).filter(|arn| arn.service == "iam");
    if role.is_some_and(|arn| arn.resource.starts_with("role/") && arn.account_id().is_some()) {
        return Ok(());
    }
    Err(errors::invalid_role(text))
}

/// "CreateStateMachine is an idempotent API. Subsequent requests won't create a duplicate resource
/// if it was already created": those that ask for the same.
fn repeated(
    ctx: &mut Ctx<'_>,
    input: CreateStateMachineInput<'_>,
    row: &MachineRow,
    is_express: bool,
    logging: Option<&LoggingRow>,
) -> Result<CreateStateMachineOutput, ApiError> {
    let arn = machine_arn(ctx, input.name());
    if row.is_deleting {
        return Err(errors::machine_is_deleting(&arn));
    }
    let revision = revision(ctx, row.id, &row.revision)?;
    // "The idempotency check is based on the state machine name, definition, type,
    // LoggingConfiguration, TracingConfiguration, and EncryptionConfiguration. … The roleArn and
    // tags are not considered … even if they are different" (API Reference).
    let is_same = row.is_express == is_express
        && revision.definition.text == input.definition()
        && revision.logging.as_ref() == logging;
    if !is_same {
        return Err(errors::machine_exists(&arn));
    }
    let mut output = CreateStateMachineOutput::new()
        .state_machine_arn(&arn)
        .creation_date(Timestamp::from_micros(row.created));
    if input.publish() == Some(true) {
        let mut row = row.clone();
        let version = version::publish(ctx, input.name(), &mut row, input.version_description())?;
        ctx.table_mut(&MACHINES).put(input.name(), &row);
        output = output.state_machine_version_arn(version);
    }
    Ok(output)
}

fn put_revision(
    ctx: &mut Ctx<'_>,
    row: &MachineRow,
    definition: &str,
    role: &str,
    logging: Option<LoggingRow>,
) -> Result<(), ApiError> {
    let definition = Parsed::new(definition)
        .map_err(|error| errors::invalid_definition(&[error.to_string()]))?;
    let updated = ctx.now().micros();
    let revision = RevisionRow { role: role.to_owned(), definition, updated, logging };
    ctx.table_mut(&REVISIONS).put(&(row.id, row.revision.clone()), &revision);
    Ok(())
}

/// What is accepted must act: what does not is refused.
fn check_features(
    tracing: Option<TracingConfiguration<'_>>,
    encryption: Option<EncryptionConfiguration<'_>>,
) -> Result<(), ApiError> {
    if tracing.and_then(TracingConfiguration::enabled) == Some(true) {
        return Err(errors::not_implemented("the tracing of executions"));
    }
    if encryption.is_some_and(|it| it.type_() != "AWS_OWNED_KEY") {
        return Err(errors::not_implemented("the encryption of state machines by customers' keys"));
    }
    Ok(())
}

fn check_definition(ctx: &Ctx<'_>, text: &str, is_express: bool) -> Result<(), ApiError> {
    let found = findings(ctx, text, is_express)?;
    let errors: Vec<String> =
        found.iter().filter(|finding| finding.is_error).map(validate::Finding::text).collect();
    if errors.is_empty() { Ok(()) } else { Err(errors::invalid_definition(&errors)) }
}

/// What the language says, then what the world says of resources.
fn findings(
    ctx: &Ctx<'_>,
    text: &str,
    is_express: bool,
) -> Result<Vec<validate::Finding>, ApiError> {
    let mut found = validate::findings(text);
    if found.iter().any(|finding| finding.is_error) {
        return Ok(found);
    }
    let Ok(parsed) = Parsed::new(text) else { return Ok(found) };
    let json = parsed.definition.json();
    for (location, resource) in validate::resources(json) {
        match task::check(ctx, &resource, is_express) {
            Ok(()) => {}
            Err(Refusal::Absent(what)) => return Err(errors::not_implemented(&what)),
            Err(Refusal::Invalid(message)) => found.push(validate::Finding {
                is_error: true,
                code: "SCHEMA_VALIDATION_FAILED",
                message,
                location,
            }),
        }
    }
    for (location, state) in validate::states(json) {
        check_map(&location, state, is_express, &mut found)?;
    }
    Ok(found)
}

/// "Express workflows don't support the distributed mode"; of readers, what is not here.
fn check_map(
    location: &str,
    state: &serde_json::Value,
    is_express: bool,
    found: &mut Vec<validate::Finding>,
) -> Result<(), ApiError> {
    let processor = state.get("ItemProcessor").or_else(|| state.get("Iterator"));
    let mode = processor.and_then(|it| it.pointer("/ProcessorConfig/Mode"));
    if mode.and_then(serde_json::Value::as_str) != Some("DISTRIBUTED") {
        return Ok(());
    }
    if is_express {
        found.push(validate::Finding {
            is_error: true,
            code: "SCHEMA_VALIDATION_FAILED",
            message: "Express state machines do not support Map states in distributed mode"
                .to_owned(),
            location: location.to_owned(),
        });
    }
    let config = |name: &str| {
        state.pointer(&format!("/ItemReader/ReaderConfig/{name}")).and_then(|it| it.as_str())
    };
    for (name, absent) in [
        ("InputType", "PARQUET"),
        ("Transformation", "LOAD_AND_FLATTEN"),
        ("ManifestType", "ATHENA_DATA"),
    ] {
        if config(name) == Some(absent) {
            return Err(errors::not_implemented(&format!("the {name} {absent} of an ItemReader")));
        }
    }
    Ok(())
}

pub fn validate_state_machine_definition(
    ctx: &mut Ctx<'_>,
    input: ValidateStateMachineDefinitionInput<'_>,
) -> Result<ValidateStateMachineDefinitionOutput, ApiError> {
    let found = findings(ctx, input.definition(), input.type_() == Some("EXPRESS"))?;
    let has_error = found.iter().any(|finding| finding.is_error);
    let with_warnings = input.severity() == Some("WARNING");
    let most = match input.max_results().unwrap_or(0) {
        0 => limits::PAGE_DEFAULT,
        most => most as usize,
    };
    let shown: Vec<_> = found.iter().filter(|finding| finding.is_error || with_warnings).collect();
    let is_truncated = shown.len() > most;
    let diagnostics: Vec<_> = shown
        .into_iter()
        .take(most)
        .map(|finding| {
            ValidateStateMachineDefinitionDiagnosticBuilder::new()
                .severity(if finding.is_error { "ERROR" } else { "WARNING" })
                .code(finding.code)
                .message(&finding.message)
                .location(Some(&finding.location).filter(|it| !it.is_empty()))
        })
        .collect();
    Ok(ValidateStateMachineDefinitionOutput::new()
        .result(if has_error { "FAIL" } else { "OK" })
        .diagnostics(diagnostics)
        .truncated(is_truncated))
}

pub fn update_state_machine(
    ctx: &mut Ctx<'_>,
    input: UpdateStateMachineInput<'_>,
) -> Result<UpdateStateMachineOutput, ApiError> {
    let arn = input.state_machine_arn();
    let found = resolve_plain(ctx, arn)?;
    let (name, mut row) = (found.name, found.row);
    if row.is_deleting {
        return Err(errors::machine_is_deleting(arn));
    }
    check_features(input.tracing_configuration(), input.encryption_configuration())?;
    let logging = logging::read(input.logging_configuration())?;
    let is_asked = input.definition().is_some()
        || input.role_arn().is_some()
        || input.logging_configuration().is_some()
        || input.tracing_configuration().is_some()
        || input.encryption_configuration().is_some();
    if !is_asked {
        return Err(crate::api::error::missing_required_parameter(
            "Either the definition, the role ARN, the LoggingConfiguration, the \
             TracingConfiguration or the EncryptionConfiguration must be specified",
        ));
    }
    if let Some(role) = input.role_arn() {
        check_role(role)?;
        ctx.authorize_pass_role(role, PRINCIPAL)?;
    }
    let old = revision(ctx, row.id, &row.revision)?;
    let definition = input.definition().unwrap_or(&old.definition.text).to_owned();
    let role = input.role_arn().unwrap_or(&old.role).to_owned();
    if input.definition().is_some() {
        check_definition(ctx, &definition, row.is_express)?;
    }
    let now = ctx.now();
    row.updated = now.micros();
    row.revision = ctx.chance().uuid();
    if logging.is_some() || input.role_arn().is_some() {
        let wanted = logging.as_ref().or(old.logging.as_ref());
        logging::set_up(ctx, wanted, &role)?;
    }
    put_revision(ctx, &row, &definition, &role, logging.or_else(|| old.logging.clone()))?;
    let mut output =
        UpdateStateMachineOutput::new().update_date(now).revision_id(row.revision.as_str());
    if input.publish() == Some(true) {
        let published = version::publish(ctx, &name, &mut row, input.version_description())?;
        output = output.state_machine_version_arn(published);
    }
    ctx.table_mut(&MACHINES).put(&name, &row);
    Ok(output)
}

pub fn describe_state_machine(
    ctx: &mut Ctx<'_>,
    input: DescribeStateMachineInput<'_>,
) -> Result<DescribeStateMachineOutput, ApiError> {
    let arn = input.state_machine_arn();
    let found = resolve(ctx, arn)?;
    let revision = revision(ctx, found.row.id, &found.revision)?;
    let is_metadata_only = input.included_data() == Some("METADATA_ONLY");
    let mut created = found.row.created;
    let mut description = None;
    if let Some(number) = found.version {
        let version = ctx.table(&VERSIONS).get(&(found.row.id, number))?;
        if let Some(version) = version {
            created = version.created;
            description = version.description;
        }
    }
    let definition = if is_metadata_only { "{}" } else { revision.definition.text.as_str() };
    Ok(DescribeStateMachineOutput::new()
        .state_machine_arn(arn)
        .name(&found.name)
        .status(if found.row.is_deleting { "DELETING" } else { "ACTIVE" })
        .definition(definition)
        .role_arn(&revision.role)
        .type_(if found.row.is_express { "EXPRESS" } else { "STANDARD" })
        .creation_date(Timestamp::from_micros(created))
        .logging_configuration(logging::shown(revision.logging.as_ref()))
        .tracing_configuration(no_tracing())
        .encryption_configuration(owned_key())
        .variable_references(references(&revision).filter(|_| !is_metadata_only))
        .description(description)
        .revision_id(Some(&found.revision).filter(|it| !it.is_empty())))
}

/// "A map of state name to a list of variables referenced by that state."
pub fn references(revision: &RevisionRow) -> Option<BTreeMap<String, Vec<String>>> {
    let found = asl::references::of(&revision.definition.definition);
    (!found.is_empty()).then_some(found)
}

pub fn no_tracing() -> TracingConfigurationBuilder {
    TracingConfigurationBuilder::new().enabled(false)
}

pub fn owned_key() -> EncryptionConfigurationBuilder {
    EncryptionConfigurationBuilder::new().type_("AWS_OWNED_KEY")
}

pub fn delete_state_machine(
    ctx: &mut Ctx<'_>,
    input: DeleteStateMachineInput<'_>,
) -> Result<DeleteStateMachineOutput, ApiError> {
    let parts = names::resource(ctx, input.state_machine_arn(), &["stateMachine"])?;
    let [name] = &parts[..] else { return Err(errors::invalid_arn(input.state_machine_arn())) };
    let Some(mut row) = ctx.table(&MACHINES).get(name)? else {
        return Ok(DeleteStateMachineOutput::new());
    };
    row.is_deleting = true;
    let id = row.id;
    ctx.table_mut(&MACHINES).put(name, &row);
    if row.running == 0 {
        drop_machine(ctx, name, id)?;
    }
    Ok(DeleteStateMachineOutput::new())
}

/// An execution has ended: a machine that waits for its last one to be deleted goes.
pub fn release(ctx: &mut Ctx<'_>, name: &str, id: u64) -> Result<(), ApiError> {
    let row = ctx.table(&MACHINES).get(name)?.filter(|row| row.id == id);
    let Some(mut row) = row else { return Ok(()) };
    row.running = row.running.saturating_sub(1);
    ctx.table_mut(&MACHINES).put(name, &row);
    if row.is_deleting && row.running == 0 {
        drop_machine(ctx, name, id)?;
    }
    Ok(())
}

/// Executions stay until they are forgotten, and with them the revisions that they show.
fn drop_machine(ctx: &mut Ctx<'_>, name: &str, id: u64) -> Result<(), ApiError> {
    ctx.table_mut(&VERSIONS).delete_range(&Range::within(&(id,)))?;
    ctx.table_mut(&ALIASES).delete_range(&Range::within(&(id,)))?;
    ctx.table_mut(&MACHINES).delete(name);
    Ok(())
}

pub fn list_state_machines(
    ctx: &mut Ctx<'_>,
    input: ListStateMachinesInput<'_>,
) -> Result<ListStateMachinesOutput, ApiError> {
    const OPERATION: &str = "ListStateMachines";
    let most = page_size(input.max_results());
    let mut range = Range::all();
    if let Some(token) = input.next_token() {
        range = range.after(read_token(OPERATION, token)?.as_str());
    }
    let rows = ctx.table(&MACHINES).scan(&range).take(most + 1);
    let mut rows = rows.collect::<Result<Vec<_>, _>>()?;
    let has_more = rows.len() > most;
    rows.truncate(most);
    let token =
        rows.last().filter(|_| has_more).map(|(name, _)| page::encode(OPERATION, name.as_bytes()));
    let machines = rows.iter().map(|(name, row)| {
        StateMachineListItemBuilder::new()
            .state_machine_arn(machine_arn(ctx, name))
            .name(name)
            .type_(if row.is_express { "EXPRESS" } else { "STANDARD" })
            .creation_date(Timestamp::from_micros(row.created))
    });
    let machines = machines.collect::<Vec<_>>();
    Ok(ListStateMachinesOutput::new().state_machines(machines).next_token(token))
}

/// The text of a token's position.
pub fn read_token(operation: &str, token: &str) -> Result<String, ApiError> {
    let position = page::decode(operation, token).and_then(|it| String::from_utf8(it).ok());
    position.ok_or_else(errors::invalid_token)
}

pub fn revision(
    ctx: &Ctx<'_>,
    id: u64,
    revision: &str,
) -> Result<std::sync::Arc<RevisionRow>, ApiError> {
    let row = ctx.table(&REVISIONS).get_shared(&(id, revision.to_owned()))?;
    row.ok_or_else(ApiError::internal)
}

/// "If you provide a qualified state machine ARN that refers to a Distributed Map state, the
/// request fails with ValidationException."
fn refuse_label(name: &str) -> Result<(), ApiError> {
    if !name.contains('/') {
        return Ok(());
    }
    Err(errors::validation(
        "This operation does not take the ARN of a Map state",
        "API_DOES_NOT_SUPPORT_LABELED_ARNS",
    ))
}

/// A state machine that is named without a version or alias.
pub fn resolve_plain(ctx: &Ctx<'_>, arn: &str) -> Result<Resolved, ApiError> {
    let parts = names::resource(ctx, arn, &["stateMachine"])?;
    refuse_label(&parts[0])?;
    let [name] = &parts[..] else {
        return Err(errors::validation(
            "This operation does not take the ARN of a version or alias",
            "API_DOES_NOT_SUPPORT_LABELED_ARNS",
        ));
    };
    let row = ctx.table(&MACHINES).get(name)?;
    let row = row.ok_or_else(|| errors::no_such_machine(arn))?;
    let revision = row.revision.clone();
    Ok(Resolved { name: name.clone(), row, revision, version: None, alias: None })
}

/// A state machine, one of its versions, or the version to which an alias leads.
pub fn resolve(ctx: &mut Ctx<'_>, arn: &str) -> Result<Resolved, ApiError> {
    let parts = names::resource(ctx, arn, &["stateMachine"])?;
    let (name, qualifier) = match &parts[..] {
        [name] => (name, None),
        [name, qualifier] => (name, Some(qualifier)),
        _ => return Err(errors::invalid_arn(arn)),
    };
    refuse_label(name)?;
    let missing = || errors::no_such_machine(arn);
    let row = ctx.table(&MACHINES).get(name)?.ok_or_else(missing)?;
    let mut found = Resolved {
        name: name.clone(),
        revision: row.revision.clone(),
        row,
        version: None,
        alias: None,
    };
    let Some(qualifier) = qualifier else { return Ok(found) };
    let number = if let Ok(number) = qualifier.parse::<u64>() {
        number
    } else {
        let key = (found.row.id, qualifier.clone());
        let alias = ctx.table(&ALIASES).get(&key)?.ok_or_else(missing)?;
        found.alias = Some(qualifier.clone());
        version::route(ctx, &alias)
    };
    let version = ctx.table(&VERSIONS).get(&(found.row.id, number))?.ok_or_else(missing)?;
    found.revision = version.revision;
    found.version = Some(number);
    Ok(found)
}
