//! The metrics that services have without doing anything: read off their calls at the door.
//!
//! Each call that has succeeded is looked at once, by the name of its service; what it counts for
//! is added up by the kernel ([`kernel::metrics`]), and kept here when the kernel says so.
//!
//! Sources: the services' own guides, "Available CloudWatch metrics for Amazon SQS", "Monitoring
//! Amazon SNS topics using CloudWatch", "Monitoring the Amazon Kinesis Data Streams Service with
//! Amazon CloudWatch", "DynamoDB Metrics and dimensions".

use kernel::audit::Observer;
use kernel::door::World;
use kernel::metrics::Metric;
use kernel::{AccountId, ApiError, Call, Ctx, OpResult, Region, Scope, Struct, Value};
use store::Range;

use crate::fold;
use crate::state::{PLACES, TICK};
use crate::watch;

const SQS: &str = "AWS/SQS";
const SNS: &str = "AWS/SNS";
const KINESIS: &str = "AWS/Kinesis";
const DYNAMODB: &str = "AWS/DynamoDB";

static SENT: Metric = Metric::new(SQS, "NumberOfMessagesSent", "Count");
static SENT_SIZE: Metric = Metric::new(SQS, "SentMessageSize", "Bytes");
static RECEIVED: Metric = Metric::new(SQS, "NumberOfMessagesReceived", "Count");
static EMPTY_RECEIVES: Metric = Metric::new(SQS, "NumberOfEmptyReceives", "Count");
static DELETED: Metric = Metric::new(SQS, "NumberOfMessagesDeleted", "Count");
static QUEUE_TOUCHED: Metric = Metric::new(SQS, "", "");

static PUBLISHED: Metric = Metric::new(SNS, "NumberOfMessagesPublished", "Count");
static PUBLISH_SIZE: Metric = Metric::new(SNS, "PublishSize", "Bytes");

static INCOMING_RECORDS: Metric = Metric::new(KINESIS, "IncomingRecords", "Count");
static INCOMING_BYTES: Metric = Metric::new(KINESIS, "IncomingBytes", "Bytes");
static PUT_RECORD_SUCCESS: Metric = Metric::new(KINESIS, "PutRecord.Success", "Count");
static PUT_RECORDS_SUCCESS: Metric = Metric::new(KINESIS, "PutRecords.Success", "Count");
static GET_RECORDS_SUCCESS: Metric = Metric::new(KINESIS, "GetRecords.Success", "Count");
static GET_RECORDS_RECORDS: Metric = Metric::new(KINESIS, "GetRecords.Records", "Count");
static GET_RECORDS_BYTES: Metric = Metric::new(KINESIS, "GetRecords.Bytes", "Bytes");
static ITERATOR_AGE: Metric =
    Metric::new(KINESIS, "GetRecords.IteratorAgeMilliseconds", "Milliseconds");
static WRITE_EXCEEDED: Metric = Metric::new(KINESIS, "WriteProvisionedThroughputExceeded", "Count");
static READ_EXCEEDED: Metric = Metric::new(KINESIS, "ReadProvisionedThroughputExceeded", "Count");

static LATENCY: Metric = Metric::new(DYNAMODB, "SuccessfulRequestLatency", "Milliseconds");
static THROTTLED: Metric = Metric::new(DYNAMODB, "ThrottledRequests", "Count");

/// The operations of DynamoDB that have a latency, as far as they are about one table.
const TIMED: [&str; 6] = ["PutItem", "GetItem", "UpdateItem", "DeleteItem", "Query", "Scan"];

/// What hangs at the door for CloudWatch.
#[derive(Debug, Default)]
pub struct Meters;

impl Observer for Meters {
    fn on_commit(&self, ctx: &mut Ctx<'_>, call: &Call, output: &Struct) -> Result<(), ApiError> {
        look(ctx, call, output);
        Ok(())
    }

    fn on_read(&self, ctx: &mut Ctx<'_>, call: &Call, output: &Struct) {
        look(ctx, call, output);
    }

    fn after(&self, world: &World, call: &Call, result: &OpResult) {
        if let Err(error) = result {
            refused(world, call, error);
        }
    }

    fn flush_metrics(&self, world: &World) {
        if let Err(error) = world.aside(&crate::SERVICE, fold::fold) {
            tracing::error!(%error, "metrics wait for the next time");
        }
    }

    fn on_opened(&self, world: &World) {
        self.on_replaced(world);
    }

    fn on_replaced(&self, world: &World) {
        if let Err(error) = watch_again(world) {
            tracing::error!(%error, "cannot read where alarms are");
        }
    }
}

/// Has the alarms that there are roused again by what is reported.
fn watch_again(world: &World) -> Result<(), ApiError> {
    let tx = world.store.read();
    let all = Scope::new(AccountId::DEFAULT.digits(), Region::DEFAULT.as_str());
    for place in PLACES.at(&tx, &all).keys(&Range::all()) {
        let (account, region) = place?;
        let place = (AccountId::parse(&account), Region::parse(&region));
        let (Some(account), Some(region)) = place else { continue };
        let scope = Scope::new(account.digits(), region.as_str());
        let due = TICK.at(&tx, &scope).get(&())?.map_or(i64::MIN, u64::cast_signed);
        world.watch_metrics(scope, crate::SERVICE.name, watch::TICK_STEP, due);
    }
    Ok(())
}

fn look(ctx: &mut Ctx<'_>, call: &Call, output: &Struct) {
    match call.service.as_ref() {
        "sqs" => sqs(ctx, call, output),
        "dynamodb" => dynamodb(ctx, call),
        "sns" => sns(ctx, call, output),
        "kinesis" => kinesis(ctx, call, output),
        _ => {}
    }
}

/// The last part of the ARN that the call acts on.
fn named(ctx: &Ctx<'_>) -> Option<String> {
    let arn = ctx.resource();
    let name = arn.rsplit('/').next().filter(|_| arn.starts_with("arn:"))?;
    Some(name.to_owned())
}

fn size(of: &Struct, member: &str) -> f64 {
    match of.get(member) {
        Some(Value::String(text)) => text.len() as f64,
        Some(Value::Blob(bytes)) => bytes.len() as f64,
        _ => 0.0,
    }
}

fn len(of: &Struct, member: &str) -> f64 {
    of.list(member).map_or(0, <[Value]>::len) as f64
}

fn sqs(ctx: &mut Ctx<'_>, call: &Call, output: &Struct) {
    let url = call.input.str("QueueUrl").unwrap_or_default();
    let Some(queue) = url.rsplit('/').next().filter(|name| !name.is_empty()) else {
        return created(ctx, call);
    };
    let of: [(&'static str, &str); 1] = [("QueueName", queue)];
    match call.operation.as_ref() {
        "SendMessage" => {
            ctx.metric(&SENT, &of, 1.0);
            ctx.metric(&SENT_SIZE, &of, size(&call.input, "MessageBody"));
        }
        "SendMessageBatch" => sent_batch(ctx, &of, call, output),
        "ReceiveMessage" => match len(output, "Messages") {
            0.0 => ctx.metric(&EMPTY_RECEIVES, &of, 1.0),
            number => ctx.metric(&RECEIVED, &of, number),
        },
        "DeleteMessage" => ctx.metric(&DELETED, &of, 1.0),
        "DeleteMessageBatch" => ctx.metric(&DELETED, &of, len(output, "Successful")),
        _ if ctx.is_snapshot() => {}
        _ => ctx.metric(&QUEUE_TOUCHED, &of, 0.0),
    }
}

/// A queue that is made has levels, too.
fn created(ctx: &mut Ctx<'_>, call: &Call) {
    if let ("CreateQueue", Some(queue)) = (call.operation.as_ref(), call.input.str("QueueName")) {
        ctx.metric(&QUEUE_TOUCHED, &[("QueueName", queue)], 0.0);
    }
}

fn sent_batch(ctx: &mut Ctx<'_>, of: &[(&'static str, &str)], call: &Call, output: &Struct) {
    let sent = output.list("Successful").unwrap_or_default();
    let sent: Vec<&str> =
        sent.iter().filter_map(|it| it.as_struct().and_then(|it| it.str("Id"))).collect();
    ctx.metric(&SENT, of, sent.len() as f64);
    let entries = call.input.list("Entries").unwrap_or_default();
    for entry in entries.iter().filter_map(Value::as_struct) {
        if entry.str("Id").is_some_and(|id| sent.contains(&id)) {
            ctx.metric(&SENT_SIZE, of, size(entry, "MessageBody"));
        }
    }
}

fn sns(ctx: &mut Ctx<'_>, call: &Call, output: &Struct) {
    let is_batch = call.operation == "PublishBatch";
    if call.operation != "Publish" && !is_batch {
        return;
    }
    let Some(topic) = call.input.str("TopicArn").or_else(|| call.input.str("TargetArn")) else {
        return;
    };
    let Some(topic) = topic.rsplit(':').next().map(str::to_owned) else { return };
    let of: [(&'static str, &str); 1] = [("TopicName", &topic)];
    if !is_batch {
        ctx.metric(&PUBLISHED, &of, 1.0);
        ctx.metric(&PUBLISH_SIZE, &of, size(&call.input, "Message"));
        return;
    }
    ctx.metric(&PUBLISHED, &of, len(output, "Successful"));
    let entries = call.input.list("PublishBatchRequestEntries").unwrap_or_default();
    for entry in entries.iter().filter_map(Value::as_struct) {
        ctx.metric(&PUBLISH_SIZE, &of, size(entry, "Message"));
    }
}

fn kinesis(ctx: &mut Ctx<'_>, call: &Call, output: &Struct) {
    let operation = call.operation.as_ref();
    if !matches!(operation, "PutRecord" | "PutRecords" | "GetRecords") {
        return;
    }
    let Some(stream) = named(ctx) else { return };
    let of: [(&'static str, &str); 1] = [("StreamName", &stream)];
    match operation {
        "PutRecord" => {
            ctx.metric(&PUT_RECORD_SUCCESS, &of, 1.0);
            ctx.metric(&INCOMING_RECORDS, &of, 1.0);
            ctx.metric(&INCOMING_BYTES, &of, size(&call.input, "Data"));
        }
        "PutRecords" => {
            let failed = output.int("FailedRecordCount").unwrap_or(0);
            let records = call.input.list("Records").unwrap_or_default();
            let answers = output.list("Records").unwrap_or_default();
            let taken = records.iter().zip(answers).filter(|(_, answer)| {
                answer.as_struct().is_some_and(|it| it.get("SequenceNumber").is_some())
            });
            let sizes =
                taken.filter_map(|(record, _)| record.as_struct().map(|it| size(it, "Data")));
            let sizes: Vec<f64> = sizes.collect();
            let is_any = records.len() as i64 > failed;
            ctx.metric(&PUT_RECORDS_SUCCESS, &of, f64::from(u8::from(is_any)));
            ctx.metric(&INCOMING_RECORDS, &of, sizes.len() as f64);
            ctx.metric(&INCOMING_BYTES, &of, sizes.iter().sum());
        }
        _ => {
            let records = output.list("Records").unwrap_or_default();
            let bytes = records.iter().filter_map(Value::as_struct).map(|it| size(it, "Data"));
            let bytes: f64 = bytes.sum();
            ctx.metric(&GET_RECORDS_SUCCESS, &of, 1.0);
            ctx.metric(&GET_RECORDS_RECORDS, &of, records.len() as f64);
            ctx.metric(&GET_RECORDS_BYTES, &of, bytes);
            let behind = output.int("MillisBehindLatest").unwrap_or(0);
            ctx.metric(&ITERATOR_AGE, &of, behind as f64);
        }
    }
}

/// A call takes no virtual time: its latency is a sample of zero.
fn dynamodb(ctx: &mut Ctx<'_>, call: &Call) {
    let operation = call.operation.as_ref();
    let Some(table) = call.input.str("TableName").filter(|_| TIMED.contains(&operation)) else {
        return;
    };
    let table = table.rsplit('/').next().unwrap_or(table);
    ctx.metric(&LATENCY, &[("Operation", operation), ("TableName", table)], 0.0);
}

/// Of what is refused, throttling is a metric.
fn refused(world: &World, call: &Call, error: &ApiError) {
    let is_throttled =
        matches!(error.code(), "ProvisionedThroughputExceededException" | "ThrottlingException");
    if !is_throttled {
        return;
    }
    let scope = Scope::new(call.account.digits(), call.region.as_str());
    let operation = call.operation.as_ref();
    match call.service.as_ref() {
        "dynamodb" => {
            let Some(table) = call.input.str("TableName") else { return };
            let table = table.rsplit('/').next().unwrap_or(table);
            let of: [(&'static str, &str); 2] = [("Operation", operation), ("TableName", table)];
            world.metric(scope, &THROTTLED, &of, 1.0);
        }
        "kinesis" => {
            let arn = call.input.str("StreamARN").and_then(|arn| arn.rsplit('/').next());
            let Some(stream) = call.input.str("StreamName").or(arn) else { return };
            let metric = match operation {
                "PutRecord" | "PutRecords" => &WRITE_EXCEEDED,
                _ => &READ_EXCEEDED,
            };
            world.metric(scope, metric, &[("StreamName", stream)], 1.0);
        }
        _ => {}
    }
}
