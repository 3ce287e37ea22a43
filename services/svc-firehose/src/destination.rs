//! Configurations of destinations: read, checked, and filled up with defaults.
//!
//! They are kept in the shape of the API's configurations, an S3 destination always as an extended
//! one, and everything that is kept is acted on. What there is nothing here to act on is refused:
//! destinations and formats whose services do not exist.

use kernel::arn::Arn;
use kernel::{ApiError, Ctx, Source, Struct, Value};
use outbound::http::is_url;

use crate::api::{compression_format, http_endpoint_s3_backup_mode, no_encryption_config};
use crate::buffer::PRINCIPAL;
use crate::errors;
use crate::limits;
use crate::object_name;
use crate::place::Place;
use crate::processor;
use crate::state::{DestinationRow, Kind, Lane};

/// Members of inputs without what they end with (`Configuration` or `Update`).
const KINDS: [(&str, Kind); 3] = [
    ("S3Destination", Kind::S3),
    ("ExtendedS3Destination", Kind::S3),
    ("HttpEndpointDestination", Kind::Http),
];
const ABSENT: [(&str, &str); 7] = [
    ("RedshiftDestination", "Amazon Redshift"),
    ("ElasticsearchDestination", "Amazon Elasticsearch Service"),
    ("AmazonopensearchserviceDestination", "Amazon OpenSearch Service"),
    ("AmazonOpenSearchServerlessDestination", "Amazon OpenSearch Serverless"),
    ("SplunkDestination", "Splunk"),
    ("SnowflakeDestination", "Snowflake"),
    ("IcebergDestination", "Apache Iceberg tables"),
];
const HINTS: &str = "BufferingHints";

/// The one destination that an input names: its kind and what it says.
pub fn named<'a>(input: &'a Struct, ending: &str) -> Result<(Kind, &'a Struct), ApiError> {
    let member = |name: &str| input.structure(&format!("{name}{ending}"));
    let absent = ABSENT.iter().filter(|(name, _)| member(name).is_some());
    let absent: Vec<&str> = absent.map(|(_, told)| *told).collect();
    let mut found = KINDS.iter().filter_map(|(name, kind)| Some((*kind, member(name)?)));
    match (found.next(), found.next(), absent.as_slice()) {
        (Some(found), None, []) => Ok(found),
        (None, None, [told]) => {
            Err(errors::not_implemented(&format!("{told} as a destination of Firehose streams")))
        }
        _ => Err(errors::one_destination()),
    }
}

/// The destination of a stream that is made.
pub fn read_new(ctx: &mut Ctx<'_>, input: &Struct) -> Result<DestinationRow, ApiError> {
    let (kind, config) = named(input, "Configuration")?;
    let mut row = DestinationRow { kind, config: config.clone() };
    fill_up(&mut row);
    check(ctx, &row)?;
    Ok(row)
}

/// Sets what is not said to its default.
pub fn fill_up(row: &mut DestinationRow) {
    let is_partitioned = row.is_partitioned();
    match row.kind {
        Kind::S3 => {
            let mib =
                if is_partitioned { limits::PARTITION_BUFFER_MIB } else { limits::BUFFER_MIB };
            fill_up_place(&mut row.config, mib);
            set(&mut row.config, "S3BackupMode", "Disabled");
            if let Some(Value::Struct(backup)) = row.config.get_mut("S3BackupConfiguration") {
                fill_up_place(backup, limits::BUFFER_MIB);
            }
        }
        Kind::Http => {
            fill_up_hints(&mut row.config, limits::BUFFER_MIB);
            fill_up_log(&mut row.config);
            let retry = Struct::new().with("DurationInSeconds", limits::RETRY_SECONDS);
            set(&mut row.config, "RetryOptions", retry);
            let mode = http_endpoint_s3_backup_mode::FAILED_DATA_ONLY;
            set(&mut row.config, "S3BackupMode", mode);
            set(
                &mut row.config,
                "RequestConfiguration",
                Struct::new().with("ContentEncoding", "NONE"),
            );
            if let Some(Value::Struct(bucket)) = row.config.get_mut("S3Configuration") {
                fill_up_place(bucket, limits::BUFFER_MIB);
            }
        }
    }
    let none = Struct::new().with("Enabled", false).with("Processors", Value::List(Vec::new()));
    set(&mut row.config, "ProcessingConfiguration", none);
}

fn set(config: &mut Struct, name: &'static str, value: impl Into<Value>) {
    if config.get(name).is_none() {
        config.set(name, value);
    }
}

fn fill_up_place(config: &mut Struct, mib: i64) {
    fill_up_hints(config, mib);
    fill_up_log(config);
    set(config, "CompressionFormat", compression_format::UNCOMPRESSED);
    let none = Struct::new().with("NoEncryptionConfig", no_encryption_config::NO_ENCRYPTION);
    set(config, "EncryptionConfiguration", none);
}

fn fill_up_hints(config: &mut Struct, mib: i64) {
    let seconds = limits::BUFFER_SECONDS;
    let hints = Struct::new().with("SizeInMBs", mib).with("IntervalInSeconds", seconds);
    set(config, HINTS, hints);
}

fn fill_up_log(config: &mut Struct) {
    set(config, "CloudWatchLoggingOptions", Struct::new().with("Enabled", false));
}

/// Refuses a destination that cannot be acted on.
pub fn check(ctx: &mut Ctx<'_>, row: &DestinationRow) -> Result<(), ApiError> {
    let asked = match row.kind {
        Kind::S3 => check_s3(ctx, row)?,
        Kind::Http => {
            check_http(ctx, row)?;
            object_name::Asked::default()
        }
    };
    check_log(&row.config)?;
    processor::check(ctx, row, &asked)
}

fn check_s3<'a>(
    ctx: &mut Ctx<'_>,
    row: &'a DestinationRow,
) -> Result<object_name::Asked<'a>, ApiError> {
    let config = &row.config;
    let conversion = config.structure("DataFormatConversionConfiguration");
    // "Defaults to true. Set it to false if you want to disable format conversion while preserving
    // the configuration details."
    if conversion.is_some_and(|it| it.bool("Enabled") != Some(false)) {
        return Err(errors::not_implemented(
            "conversion of records to Parquet or ORC, which needs tables of AWS Glue",
        ));
    }
    let place = Place(config);
    if cron::zone(place.zone()).is_none() {
        return Err(errors::invalid(format!("{} is no time zone.", place.zone())));
    }
    let asked = check_place(ctx, place)?;
    if row.backs_up() {
        if config.get("S3BackupConfiguration").is_none() {
            return Err(errors::invalid(
                "S3BackupConfiguration is required when S3BackupMode is Enabled.",
            ));
        }
        let backup = check_place(ctx, row.place(&Lane::Backup))?;
        refuse_keys(&backup)?;
    }
    let names_keys = !asked.of_query.is_empty() || !asked.of_function.is_empty();
    if row.is_partitioned() {
        check_partitioned(place)?;
        if !names_keys {
            return Err(errors::invalid(
                "Prefix must name partition keys when Dynamic Partitioning is enabled.",
            ));
        }
    } else if names_keys {
        return Err(errors::invalid(
            "Prefix names partition keys, but Dynamic Partitioning is not enabled.",
        ));
    }
    Ok(asked)
}

fn check_partitioned(place: Place<'_>) -> Result<(), ApiError> {
    let hints = place.hints();
    if hints.bytes < limits::PARTITION_BUFFER_MIB.cast_unsigned() * limits::MIB {
        return Err(errors::invalid(
            "BufferingHints.SizeInMBs must be at least 64 when Dynamic Partitioning is enabled.",
        ));
    }
    if hints.seconds < limits::PARTITION_BUFFER_SECONDS_MIN {
        return Err(errors::invalid(
            "BufferingHints.IntervalInSeconds must be at least 60 when Dynamic Partitioning is \
             enabled.",
        ));
    }
    Ok(())
}

fn check_http(ctx: &mut Ctx<'_>, row: &DestinationRow) -> Result<(), ApiError> {
    let config = &row.config;
    let endpoint = config.structure("EndpointConfiguration");
    let url = endpoint.and_then(|it| it.str("Url")).unwrap_or_default();
    if !is_url(url) || !url.starts_with("https://") {
        return Err(errors::invalid("The URL of the HTTP endpoint is not valid."));
    }
    check_hints(config)?;
    if let Some(role) = config.str("RoleARN") {
        check_role(ctx, role)?;
    }
    let secret = config.structure("SecretsManagerConfiguration");
    if let Some(secret) = secret.filter(|it| it.bool("Enabled") == Some(true)) {
        if secret.str("SecretARN").is_none() {
            return Err(errors::invalid("SecretARN is required when Secrets Manager is enabled."));
        }
        match secret.str("RoleARN").or_else(|| config.str("RoleARN")) {
            Some(role) => check_role(ctx, role)?,
            None => return Err(errors::invalid("A role is required for the secret.")),
        }
    }
    if config.structure("S3Configuration").is_none() {
        return Err(errors::invalid("S3Configuration is required."));
    }
    let asked = check_place(ctx, row.place(&Lane::Backup))?;
    refuse_keys(&asked)
}

fn refuse_keys(asked: &object_name::Asked<'_>) -> Result<(), ApiError> {
    if asked.of_query.is_empty() && asked.of_function.is_empty() {
        return Ok(());
    }
    Err(errors::invalid("The prefix of a backup cannot name partition keys."))
}

fn check_place<'a>(
    ctx: &mut Ctx<'_>,
    place: Place<'a>,
) -> Result<object_name::Asked<'a>, ApiError> {
    for name in ["RoleARN", "BucketARN"] {
        if place.0.str(name).is_none() {
            return Err(errors::invalid(format!("{name} is required.")));
        }
    }
    check_hints(place.0)?;
    check_log(place.0)?;
    check_role(ctx, place.role())?;
    object_name::check(place)
}

/// "This parameter is optional but if you specify a value for it, you must also specify a value for
/// IntervalInSeconds, and vice versa."
fn check_hints(config: &Struct) -> Result<(), ApiError> {
    let Some(hints) = config.structure(HINTS) else { return Ok(()) };
    if hints.int("SizeInMBs").is_some() == hints.int("IntervalInSeconds").is_some() {
        return Ok(());
    }
    Err(errors::invalid(
        "BufferingHints must have both SizeInMBs and IntervalInSeconds, or neither.",
    ))
}

fn check_log(config: &Struct) -> Result<(), ApiError> {
    let Some(options) = config.structure("CloudWatchLoggingOptions") else { return Ok(()) };
    let is_named = |name: &str| options.str(name).is_some_and(|text| !text.is_empty());
    let is_whole = is_named("LogGroupName") && is_named("LogStreamName");
    if options.bool("Enabled") == Some(true) && !is_whole {
        return Err(errors::invalid(
            "LogGroupName and LogStreamName are required when CloudWatch logging is enabled.",
        ));
    }
    Ok(())
}

/// Refuses a role that the caller may not pass, or that does not let Firehose take it on.
pub fn check_role(ctx: &mut Ctx<'_>, role: &str) -> Result<(), ApiError> {
    ctx.authorize_pass_role(role, PRINCIPAL)?;
    let arn = Arn::parse(role).ok_or_else(|| errors::cannot_assume(role))?;
    let source = Source { arn: ctx.resource().to_owned(), account: ctx.account() };
    ctx.authorize_take_on(&arn, "firehose", Some(&source)).map_err(|_| errors::cannot_assume(role))
}
