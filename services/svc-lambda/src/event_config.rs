//! How asynchronous invocations are tried again, and where their records go.

use kernel::arn::Arn;
use kernel::{ApiError, Ctx, Struct, Timestamp, page};
use store::Range;

use crate::api::{
    DeleteFunctionEventInvokeConfigInput, DeleteFunctionEventInvokeConfigOutput, DestinationConfig,
    DestinationConfigBuilder, FunctionEventInvokeConfigBuilder, GetFunctionEventInvokeConfigInput,
    GetFunctionEventInvokeConfigOutput, ListFunctionEventInvokeConfigsInput,
    ListFunctionEventInvokeConfigsOutput, OnFailure, OnFailureBuilder, OnSuccess, OnSuccessBuilder,
    PutFunctionEventInvokeConfigInput, PutFunctionEventInvokeConfigOutput,
    UpdateFunctionEventInvokeConfigInput, UpdateFunctionEventInvokeConfigOutput,
};
use crate::errors;
use crate::function;
use crate::limits::LIST_MAX;
use crate::name::{Name, function_arn};
use crate::state::{EVENT_CONFIGS, EventConfigRow};
use crate::version::LATEST;

/// Replaces all that was set.
pub fn put(
    ctx: &mut Ctx<'_>,
    input: PutFunctionEventInvokeConfigInput<'_>,
) -> Result<PutFunctionEventInvokeConfigOutput, ApiError> {
    let (key, _) = find(ctx, input.function_name(), input.qualifier())?;
    let row = change(ctx, EventConfigRow::default(), input)?;
    ctx.table_mut(&EVENT_CONFIGS).put(&key, &row);
    Ok(PutFunctionEventInvokeConfigOutput(show(ctx, &key, &row)))
}

/// Changes what is named.
pub fn update(
    ctx: &mut Ctx<'_>,
    input: UpdateFunctionEventInvokeConfigInput<'_>,
) -> Result<UpdateFunctionEventInvokeConfigOutput, ApiError> {
    let (key, row) = find(ctx, input.function_name(), input.qualifier())?;
    let row = row.ok_or_else(|| absent(ctx, &key))?;
    let row = change(ctx, row, PutFunctionEventInvokeConfigInput::from(input.0))?;
    ctx.table_mut(&EVENT_CONFIGS).put(&key, &row);
    Ok(UpdateFunctionEventInvokeConfigOutput(show(ctx, &key, &row)))
}

pub fn get(
    ctx: &mut Ctx<'_>,
    input: GetFunctionEventInvokeConfigInput<'_>,
) -> Result<GetFunctionEventInvokeConfigOutput, ApiError> {
    let (key, row) = find(ctx, input.function_name(), input.qualifier())?;
    let row = row.ok_or_else(|| absent(ctx, &key))?;
    Ok(GetFunctionEventInvokeConfigOutput(show(ctx, &key, &row)))
}

pub fn delete(
    ctx: &mut Ctx<'_>,
    input: DeleteFunctionEventInvokeConfigInput<'_>,
) -> Result<DeleteFunctionEventInvokeConfigOutput, ApiError> {
    let (key, row) = find(ctx, input.function_name(), input.qualifier())?;
    row.ok_or_else(|| absent(ctx, &key))?;
    ctx.table_mut(&EVENT_CONFIGS).delete(&key);
    Ok(DeleteFunctionEventInvokeConfigOutput::new())
}

pub fn list(
    ctx: &mut Ctx<'_>,
    input: ListFunctionEventInvokeConfigsInput<'_>,
) -> Result<ListFunctionEventInvokeConfigsOutput, ApiError> {
    const OPERATION: &str = "ListFunctionEventInvokeConfigs";
    let max = input.max_items().unwrap_or(LIST_MAX).min(LIST_MAX) as usize;
    let name = Name::parse(input.function_name());
    function::find(ctx, &name)?;
    let mut range = Range::within(&(name.name.as_str(),));
    if let Some(marker) = input.marker() {
        let position = function::page_position(OPERATION, marker)?;
        range = range.after(&(name.name.as_str(), position.as_str()));
    }
    let (mut shown, mut last) = (Vec::new(), None);
    let mut rows = ctx.table(&EVENT_CONFIGS).scan(&range);
    while shown.len() < max
        && let Some((key, row)) = rows.next().transpose()?
    {
        shown.push(FunctionEventInvokeConfigBuilder(show(ctx, &key, &row)));
        last = Some(key.1);
    }
    let has_more = rows.next().transpose()?.is_some();
    let marker = last.filter(|_| has_more).map(|it| page::encode(OPERATION, it.as_bytes()));
    Ok(ListFunctionEventInvokeConfigsOutput::new()
        .function_event_invoke_configs(shown)
        .next_marker(marker))
}

type Key = (String, String);

fn find(
    ctx: &Ctx<'_>,
    name: &str,
    qualifier: Option<&str>,
) -> Result<(Key, Option<EventConfigRow>), ApiError> {
    let name = Name::with_qualifier(name, qualifier)?;
    function::find_version(ctx, &name)?;
    let qualifier = name.qualifier.unwrap_or_else(|| LATEST.to_owned());
    let key = (name.name, qualifier);
    let row = ctx.table(&EVENT_CONFIGS).get(&key)?;
    Ok((key, row))
}

fn absent(ctx: &Ctx<'_>, (name, qualifier): &Key) -> ApiError {
    errors::no_event_config(&function_arn(ctx, name, Some(qualifier)))
}

fn change(
    ctx: &Ctx<'_>,
    mut row: EventConfigRow,
    input: PutFunctionEventInvokeConfigInput<'_>,
) -> Result<EventConfigRow, ApiError> {
    let is_nothing = input.maximum_retry_attempts().is_none()
        && input.maximum_event_age_in_seconds().is_none()
        && input.destination_config().is_none();
    if is_nothing {
        return Err(errors::nothing_to_configure());
    }
    row.modified = ctx.now().micros();
    let number = |value: i64| u32::try_from(value).ok();
    if let Some(retries) = input.maximum_retry_attempts() {
        row.retries_max = number(retries);
    }
    if let Some(age) = input.maximum_event_age_in_seconds() {
        row.age_s_max = number(age);
    }
    if let Some(config) = input.destination_config() {
        (row.on_success, row.on_failure) = destinations(config)?;
    }
    Ok(row)
}

type Destinations = (Option<String>, Option<String>);

fn destinations(config: DestinationConfig<'_>) -> Result<Destinations, ApiError> {
    let success = config.on_success().and_then(OnSuccess::destination);
    let success = check(success, &["sqs", "sns", "lambda", "events"])?;
    // "S3 bucket – on-failure only".
    let failure = config.on_failure().and_then(OnFailure::destination);
    Ok((success, check(failure, &["sqs", "sns", "lambda", "events", "s3"])?))
}

/// One of these services; nothing takes it away.
fn check(arn: Option<&str>, services: &[&str]) -> Result<Option<String>, ApiError> {
    let Some(text) = arn.filter(|it| !it.is_empty()) else { return Ok(None) };
    match Arn::parse(text) {
        Some(arn) if services.contains(&arn.service.as_str()) => Ok(Some(text.to_owned())),
        _ => Err(errors::invalid_destination(text)),
    }
}

fn show(ctx: &Ctx<'_>, (name, qualifier): &Key, row: &EventConfigRow) -> Struct {
    let success = row.on_success.as_ref().map(|it| OnSuccessBuilder::new().destination(it));
    let failure = row.on_failure.as_ref().map(|it| OnFailureBuilder::new().destination(it));
    let destinations = DestinationConfigBuilder::new()
        .on_success(success.unwrap_or_default())
        .on_failure(failure.unwrap_or_default());
    FunctionEventInvokeConfigBuilder::new()
        .last_modified(Timestamp::from_micros(row.modified))
        .function_arn(function_arn(ctx, name, Some(qualifier)))
        .maximum_retry_attempts(row.retries_max)
        .maximum_event_age_in_seconds(row.age_s_max)
        .destination_config(destinations)
        .into()
}
