//! Processors: what their configurations may say.
//!
//! Sources: the API Reference, Processor and ProcessorParameter; "Partition streaming data in
//! Amazon Data Firehose".

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kernel::arn::Arn;
use kernel::{ApiError, Ctx, Value};

use crate::api::{processor_parameter_name as name, processor_type as kind};
use crate::destination;
use crate::errors;
use crate::limits;
use crate::object_name::Asked;
use crate::place::Processor;
use crate::query;
use crate::state::DestinationRow;
use crate::transform;

const ENGINE: &str = "JQ-1.6";

/// Refuses processors that contradict themselves, each other or the prefix. `prefix` says which
/// partition keys it names.
pub fn check(ctx: &mut Ctx<'_>, row: &DestinationRow, prefix: &Asked<'_>) -> Result<(), ApiError> {
    let block = row.config.structure("ProcessingConfiguration");
    let is_enabled = block.and_then(|it| it.bool("Enabled")) == Some(true);
    let processors = block.and_then(|it| it.list("Processors")).unwrap_or_default();
    let processors: Vec<Processor<'_>> =
        processors.iter().filter_map(Value::as_struct).map(Processor).collect();
    let mut seen = Vec::new();
    for processor in &processors {
        if seen.contains(&processor.kind()) {
            return Err(errors::invalid(format!(
                "There is more than one processor of the type {}.",
                processor.kind()
            )));
        }
        seen.push(processor.kind());
        check_one(ctx, *processor)?;
    }
    if seen.contains(&kind::CLOUD_WATCH_LOG_PROCESSING) && !seen.contains(&kind::DECOMPRESSION) {
        return Err(errors::invalid("CloudWatchLogProcessing needs the processor Decompression."));
    }
    let query = processors.iter().find(|it| it.kind() == kind::METADATA_EXTRACTION);
    if query.is_some() && !row.is_partitioned() {
        return Err(errors::invalid(
            "MetadataExtraction processor is only for streams with Dynamic Partitioning enabled.",
        ));
    }
    check_keys(is_enabled, &processors, prefix)
}

/// The prefix names what processors give, and all of it.
fn check_keys(
    is_enabled: bool,
    processors: &[Processor<'_>],
    prefix: &Asked<'_>,
) -> Result<(), ApiError> {
    let of = |wanted: &str| processors.iter().find(|it| is_enabled && it.kind() == wanted);
    if !prefix.of_function.is_empty() && of(kind::LAMBDA).is_none() {
        return Err(errors::invalid(
            "Prefix names partition keys of a Lambda function, but there is no Lambda processor.",
        ));
    }
    let text = of(kind::METADATA_EXTRACTION);
    let text = text.and_then(|it| it.parameter(name::METADATA_EXTRACTION_QUERY));
    let Some(text) = text else {
        if prefix.of_query.is_empty() {
            return Ok(());
        }
        return Err(errors::invalid(
            "Prefix names partition keys of a query, but there is no MetadataExtraction processor.",
        ));
    };
    let query = compile(text)?;
    let names = query.names().ok_or_else(|| {
        errors::invalid("MetadataExtractionQuery must be an object of partition keys.")
    })?;
    if let Some(absent) = prefix.of_query.iter().find(|name| !names.contains(name)) {
        return Err(errors::invalid(format!(
            "Prefix names the partition key {absent}, which MetadataExtractionQuery does not give."
        )));
    }
    if let Some(unused) = names.iter().find(|name| !prefix.of_query.contains(name)) {
        return Err(errors::invalid(format!(
            "MetadataExtractionQuery gives the partition key {unused}, which Prefix does not name."
        )));
    }
    Ok(())
}

fn compile(text: &str) -> Result<std::sync::Arc<query::Query>, ApiError> {
    query::compile(text).map_err(|refusal| {
        if refusal.is_unsupported {
            errors::not_implemented(&refusal.message)
        } else {
            errors::invalid(format!("MetadataExtractionQuery is not valid: {refusal}"))
        }
    })
}

fn check_one(ctx: &mut Ctx<'_>, processor: Processor<'_>) -> Result<(), ApiError> {
    let known: &[&str] = match processor.kind() {
        kind::RECORD_DE_AGGREGATION => &[name::SUB_RECORD_TYPE, name::DELIMITER],
        kind::DECOMPRESSION => &[name::COMPRESSION_FORMAT],
        kind::CLOUD_WATCH_LOG_PROCESSING => &[name::DATA_MESSAGE_EXTRACTION],
        kind::LAMBDA => &[
            name::LAMBDA_ARN,
            name::NUMBER_OF_RETRIES,
            name::ROLE_ARN,
            name::BUFFER_SIZE_IN_M_BS,
            name::BUFFER_INTERVAL_IN_SECONDS,
        ],
        kind::METADATA_EXTRACTION => &[name::METADATA_EXTRACTION_QUERY, name::JSON_PARSING_ENGINE],
        _ => &[name::DELIMITER],
    };
    if let Some((other, _)) = processor.parameters().find(|(it, _)| !known.contains(it)) {
        return Err(errors::invalid(format!(
            "The parameter {other} is not supported by the processor type {}.",
            processor.kind()
        )));
    }
    match processor.kind() {
        kind::LAMBDA => check_function(ctx, processor),
        kind::RECORD_DE_AGGREGATION => check_splits(processor),
        kind::DECOMPRESSION => one_of(processor, name::COMPRESSION_FORMAT, &["GZIP"]),
        kind::CLOUD_WATCH_LOG_PROCESSING => {
            one_of(processor, name::DATA_MESSAGE_EXTRACTION, &["true", "false"])
        }
        kind::METADATA_EXTRACTION => {
            one_of(processor, name::JSON_PARSING_ENGINE, &[ENGINE])?;
            let text = processor.parameter(name::METADATA_EXTRACTION_QUERY);
            compile(text.ok_or_else(|| required(name::METADATA_EXTRACTION_QUERY))?).map(drop)
        }
        _ => Ok(()),
    }
}

fn required(parameter: &str) -> ApiError {
    errors::invalid(format!("The parameter {parameter} is required."))
}

fn one_of(processor: Processor<'_>, parameter: &str, values: &[&str]) -> Result<(), ApiError> {
    let value = processor.parameter(parameter).ok_or_else(|| required(parameter))?;
    if values.contains(&value) {
        return Ok(());
    }
    Err(errors::invalid(format!("The parameter {parameter} must be {}.", values.join(" or "))))
}

fn check_splits(processor: Processor<'_>) -> Result<(), ApiError> {
    one_of(processor, name::SUB_RECORD_TYPE, &["JSON", "DELIMITED"])?;
    let is_delimited = processor.parameter(name::SUB_RECORD_TYPE) == Some("DELIMITED");
    match (is_delimited, processor.parameter(name::DELIMITER)) {
        (true, None) => Err(required(name::DELIMITER)),
        (false, Some(_)) => Err(errors::invalid(
            "The parameter Delimiter is for sub-records of the type DELIMITED.",
        )),
        (true, Some(text)) if STANDARD.decode(text).map_or(true, |bytes| bytes.is_empty()) => {
            Err(errors::invalid("The parameter Delimiter must be encoded in base64."))
        }
        _ => Ok(()),
    }
}

fn check_function(ctx: &mut Ctx<'_>, processor: Processor<'_>) -> Result<(), ApiError> {
    if !ctx.has_operation("lambda", transform::RUN) {
        return Err(errors::not_implemented("transformation of records by functions of Lambda"));
    }
    let text = processor.parameter(name::LAMBDA_ARN).ok_or_else(|| required(name::LAMBDA_ARN))?;
    let is_function = Arn::parse(text).is_some_and(|arn| {
        let is_placed = arn.account_id().is_some() && arn.region().is_some();
        arn.service == "lambda" && arn.resource.starts_with("function:") && is_placed
    });
    if !is_function {
        return Err(errors::invalid(format!("{text} is no function of Lambda.")));
    }
    if let Some(role) = processor.parameter(name::ROLE_ARN) {
        destination::check_role(ctx, role)?;
    }
    let number = |parameter: &str| match processor.parameter(parameter) {
        Some(text) => match text.parse::<f64>() {
            Ok(number) => Ok(Some(number)),
            Err(_) => Err(errors::invalid(format!("The parameter {parameter} must be a number."))),
        },
        None => Ok(None),
    };
    let size = number(name::BUFFER_SIZE_IN_M_BS)?;
    let seconds = number(name::BUFFER_INTERVAL_IN_SECONDS)?;
    let retries = number(name::NUMBER_OF_RETRIES)?;
    if size.is_some_and(|size| !limits::LAMBDA_BUFFER_MIB_RANGE.contains(&size)) {
        return Err(errors::invalid("BufferSizeInMBs must be between 0.2 and 3."));
    }
    let whole = seconds.map(|seconds| seconds as i64);
    if whole.is_some_and(|it| !limits::LAMBDA_BUFFER_SECONDS_RANGE.contains(&it)) {
        return Err(errors::invalid("BufferIntervalInSeconds must be between 0 and 900."));
    }
    let most = limits::LAMBDA_RETRIES_MAX as f64;
    if retries.is_some_and(|retries| !(0.0..=most).contains(&retries)) {
        return Err(errors::invalid("NumberOfRetries must be between 0 and 300."));
    }
    Ok(())
}
