//! What a pipe is to do, read from the inputs of CreatePipe and UpdatePipe and checked.

use kernel::arn::Arn;
use kernel::{ApiError, Ctx, Struct, Value};

use crate::api::{
    CreatePipeInput, PipeLogConfigurationParameters, PipeTargetParameters, UpdatePipeInput,
    log_level, requested_pipe_state,
};
use crate::asking::ASKED;
use crate::enrichment;
use crate::errors;
use crate::limits;
use crate::source::{STREAM_BLOCKS, Source};
use crate::state::Definition;
use crate::target::Target;
use crate::template;

const PRINCIPAL: &str = "pipes.amazonaws.com";
const INPUT_TEMPLATE: &str = "InputTemplate";
/// Where a stream was begun.
const STARTS: [&str; 2] = ["StartingPosition", "StartingPositionTimestamp"];

pub fn of_new(ctx: &Ctx<'_>, input: CreatePipeInput<'_>) -> Result<Definition, ApiError> {
    let parameters = input.source_parameters().map(|it| it.0.clone()).unwrap_or_default();
    let target_parameters = input.target_parameters().map(|it| it.0.clone()).unwrap_or_default();
    let definition = Definition {
        description: input.description().map(str::to_owned),
        is_to_run: input.desired_state() != Some(requested_pipe_state::STOPPED),
        source: input.source().to_owned(),
        source_parameters: parameters,
        target: input.target().to_owned(),
        target_parameters,
        role: input.role_arn().to_owned(),
        log: read_log(input.log_configuration())?,
        enrichment: input.enrichment().filter(|text| !text.is_empty()).map(str::to_owned),
        enrichment_parameters: input.enrichment_parameters().map(|it| it.0.clone()),
    };
    check_key(input.kms_key_identifier())?;
    check(ctx, definition)
}

/// What is not named stays; blocks of parameters are replaced as a whole.
pub fn of_changed(
    ctx: &Ctx<'_>,
    old: &Definition,
    input: UpdatePipeInput<'_>,
) -> Result<Definition, ApiError> {
    let mut new = old.clone();
    if let Some(description) = input.description() {
        new.description = Some(description.to_owned());
    }
    if let Some(state) = input.desired_state() {
        new.is_to_run = state == requested_pipe_state::RUNNING;
    }
    if let Some(target) = input.target() {
        let service = |arn: &str| Arn::parse(arn).map(|arn| arn.service);
        if service(target) != service(&old.target) {
            // The blocks of another kind of target mean nothing to this one.
            let template = new.target_parameters.remove(INPUT_TEMPLATE);
            new.target_parameters = Struct::new();
            if let Some(template) = template {
                new.target_parameters.set(INPUT_TEMPLATE, template);
            }
        }
        target.clone_into(&mut new.target);
    }
    if let Some(parameters) = input.source_parameters() {
        merge(&mut new.source_parameters, &with_start(parameters.0, &old.source_parameters));
    }
    if let Some(parameters) = input.target_parameters() {
        merge(&mut new.target_parameters, parameters.0);
    }
    input.role_arn().clone_into(&mut new.role);
    if let Some(log) = read_log(input.log_configuration())? {
        new.log = Some(log);
    }
    if let Some(enrichment) = input.enrichment() {
        new.enrichment = Some(enrichment.to_owned()).filter(|text| !text.is_empty());
        if new.enrichment.is_none() {
            new.enrichment_parameters = None;
        }
    }
    if let Some(parameters) = input.enrichment_parameters() {
        merge(new.enrichment_parameters.get_or_insert_default(), parameters.0);
    }
    check_key(input.kms_key_identifier())?;
    check(ctx, new)
}

/// UpdatePipe cannot name the position in which a stream was begun: it stays.
fn with_start(changes: &Struct, old: &Struct) -> Struct {
    let mut changes = changes.clone();
    for name in STREAM_BLOCKS {
        let old = old.structure(name);
        let (Some(Value::Struct(block)), Some(old)) = (changes.get_mut(name), old) else {
            continue;
        };
        for start in STARTS {
            if let Some(value) = old.get(start) {
                block.set(start, value.clone());
            }
        }
    }
    changes
}

fn merge(into: &mut Struct, changes: &Struct) {
    for (name, value) in changes.iter() {
        into.set(name.to_owned(), value.clone());
    }
    // "To remove an input template, specify an empty string."
    if into.str(INPUT_TEMPLATE) == Some("") {
        into.remove(INPUT_TEMPLATE);
    }
}

/// Checks what fits together, and fills in the defaults that DescribePipe shows.
fn check(ctx: &Ctx<'_>, mut definition: Definition) -> Result<Definition, ApiError> {
    let source = Source::of(&definition.source)?;
    let target = Target::of(ctx, &definition.target)?;
    for arn in [source.arn(), target.arn()] {
        if arn.region != ctx.region().as_str() {
            return Err(errors::other_region());
        }
    }
    source.check_parameters(&definition.source_parameters)?;
    target.check_parameters(&definition.target_parameters)?;
    if let Some(enrichment) = &definition.enrichment {
        let none = Struct::new();
        let parameters = definition.enrichment_parameters.as_ref().unwrap_or(&none);
        enrichment::check(ctx, enrichment, parameters)?;
    }
    let enriching = definition.enrichment.as_deref().and_then(Arn::parse);
    let asks_each = enriching.is_some_and(|arn| !ASKED.contains(&arn.service.as_str()));
    let most = match () {
        () if asks_each || target.is_destination() => 1,
        () if target.takes_batches() && definition.enrichment.is_none() => limits::WHOLE_BATCH_MAX,
        () => limits::TARGET_BATCH_MAX,
    };
    let given = source.given_batch_size(&definition.source_parameters);
    let batch_size = given.unwrap_or_else(|| source.default_batch_size().min(most));
    if batch_size > most {
        return Err(errors::batch_too_large(batch_size, most));
    }
    source.set_batch_size(&mut definition.source_parameters, batch_size);
    source.filters(&definition.source_parameters)?;
    merge(&mut definition.target_parameters, &Struct::new());
    if let Some(text) = PipeTargetParameters(&definition.target_parameters).input_template() {
        template::check(text)?;
    }
    check_role(ctx, &definition.role)?;
    Ok(definition)
}

fn check_key(key: Option<&str>) -> Result<(), ApiError> {
    match key {
        None | Some("") => Ok(()),
        Some(_) => Err(errors::not_implemented(
            "encryption of pipes with a customer managed key (KmsKeyIdentifier)",
        )),
    }
}

/// "EventBridge updates the fields … atomically as one and overrides existing values."
fn read_log(log: Option<PipeLogConfigurationParameters<'_>>) -> Result<Option<Struct>, ApiError> {
    let Some(log) = log else { return Ok(None) };
    let mut kept = log.0.clone();
    let has_destination =
        log.s3_log_destination().is_some() || log.cloudwatch_logs_log_destination().is_some();
    if log.firehose_log_destination().is_some() {
        return Err(errors::not_implemented("logs of pipes to Firehose (FirehoseLogDestination)"));
    }
    if log.level() != log_level::OFF && !has_destination {
        return Err(errors::no_log_destination());
    }
    if let Some(Value::Struct(bucket)) = kept.get_mut("S3LogDestination") {
        match bucket.str("OutputFormat") {
            None => bucket.set("OutputFormat", "json"),
            Some("json") => {}
            Some(format) => return Err(errors::log_format(format)),
        }
    }
    Ok(Some(kept))
}

/// The caller hands a role to the service and must be allowed to.
fn check_role(ctx: &Ctx<'_>, role: &str) -> Result<(), ApiError> {
    let account = Arn::parse(role).and_then(|arn| arn.account_id());
    if account != Some(ctx.account()) {
        return Err(errors::role_of_other_account(role, ctx.account()));
    }
    ctx.authorize_pass_role(role, PRINCIPAL)
}
