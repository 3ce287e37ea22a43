//! The resources themselves: what capacity they have, and how it is changed, by calls to their
//! services as whoever runs.

use kernel::{ApiError, Ask, Ctx, Struct, Value};

use crate::dimension::Scaled;

/// What a resource has now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Capacity {
    /// Of the dimension that is scaled.
    pub units: i64,
    /// Of DynamoDB: the other of reads and writes, which changes name too.
    other: i64,
    /// It takes a change, and the last one is through.
    pub is_settled: bool,
}

/// `None` when the resource does not exist.
pub fn capacity(ctx: &mut Ctx<'_>, scaled: Scaled<'_>) -> Result<Option<Capacity>, ApiError> {
    match scaled {
        Scaled::Throughput { table, index, is_write } => {
            let ask = Ask::to("dynamodb", "DescribeTable").with("TableName", table);
            let described = match ctx.call(ask) {
                Err(error) if error.code() == "ResourceNotFoundException" => return Ok(None),
                other => other?,
            };
            Ok(throughput(&described, index, is_write))
        }
        Scaled::Concurrency { function, qualifier } => {
            let ask = Ask::to("lambda", "GetProvisionedConcurrencyConfig")
                .with("FunctionName", function)
                .with("Qualifier", qualifier);
            match ctx.call(ask) {
                Ok(config) => Ok(Some(concurrency(&config))),
                // A version or alias that has none yet.
                Err(error) if error.code() == "ProvisionedConcurrencyConfigNotFoundException" => {
                    Ok(Some(Capacity { units: 0, other: 0, is_settled: true }))
                }
                Err(error) if error.code() == "ResourceNotFoundException" => Ok(None),
                Err(error) => Err(error),
            }
        }
    }
}

fn throughput(described: &Struct, index: Option<&str>, is_write: bool) -> Option<Capacity> {
    let table = described.structure("Table")?;
    let of = match index {
        None => table,
        Some(name) => {
            let indexes = table.list("GlobalSecondaryIndexes")?.iter();
            indexes.filter_map(Value::as_struct).find(|it| it.str("IndexName") == Some(name))?
        }
    };
    let provisioned = of.structure("ProvisionedThroughput")?;
    let units = |name| provisioned.int(name).unwrap_or_default();
    let (reads, writes) = (units("ReadCapacityUnits"), units("WriteCapacityUnits"));
    let is_active = |of: &Struct, status| of.str(status) == Some("ACTIVE");
    let is_settled =
        is_active(table, "TableStatus") && (index.is_none() || is_active(of, "IndexStatus"));
    let (units, other) = if is_write { (writes, reads) } else { (reads, writes) };
    Some(Capacity { units, other, is_settled })
}

fn concurrency(config: &Struct) -> Capacity {
    let units = config.int("RequestedProvisionedConcurrentExecutions").unwrap_or_default();
    Capacity { units, other: 0, is_settled: config.str("Status") != Some("IN_PROGRESS") }
}

/// Asks for another capacity; `now` is the one that there is.
pub fn set(
    ctx: &mut Ctx<'_>,
    scaled: Scaled<'_>,
    now: Capacity,
    units: i64,
) -> Result<(), ApiError> {
    let ask = match scaled {
        Scaled::Throughput { table, index, is_write } => {
            let (reads, writes) = if is_write { (now.other, units) } else { (units, now.other) };
            let provisioned =
                Struct::new().with("ReadCapacityUnits", reads).with("WriteCapacityUnits", writes);
            let ask = Ask::to("dynamodb", "UpdateTable").with("TableName", table);
            match index {
                None => ask.with("ProvisionedThroughput", provisioned),
                Some(index) => {
                    let update = Struct::new()
                        .with("IndexName", index)
                        .with("ProvisionedThroughput", provisioned);
                    let update = Value::Struct(Struct::new().with("Update", update));
                    ask.with("GlobalSecondaryIndexUpdates", vec![update])
                }
            }
        }
        Scaled::Concurrency { function, qualifier } if units == 0 => {
            Ask::to("lambda", "DeleteProvisionedConcurrencyConfig")
                .with("FunctionName", function)
                .with("Qualifier", qualifier)
        }
        Scaled::Concurrency { function, qualifier } => {
            Ask::to("lambda", "PutProvisionedConcurrencyConfig")
                .with("FunctionName", function)
                .with("Qualifier", qualifier)
                .with("ProvisionedConcurrentExecutions", units)
        }
    };
    ctx.call(ask).map(|_| ())
}

/// Whether it may be asked for again after this refusal, since the resource is being changed.
pub fn is_busy(refusal: &ApiError) -> bool {
    matches!(refusal.code(), "ResourceInUseException" | "ResourceConflictException")
}

/// How AWS's SDK for Java tells of a refusal, which messages of activities quote.
pub fn quoted(ctx: &Ctx<'_>, scaled: Scaled<'_>, refusal: &ApiError) -> String {
    let client = match scaled {
        Scaled::Throughput { .. } => "AmazonDynamoDBv2",
        Scaled::Concurrency { .. } => "AWSLambda",
    };
    format!(
        "{} (Service: {client}; Status Code: {}; Error Code: {}; Request ID: {}; Proxy: null)",
        refusal.message(),
        refusal.status(),
        refusal.code(),
        ctx.request_id()
    )
}
