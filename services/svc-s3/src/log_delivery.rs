//! Server access logs on their way: lines are kept when requests have been answered, and put into
//! the target bucket a few minutes later, as the service that delivers logs.
//!
//! Source: S3 User Guide, "How do I deliver logs?" and "Best-effort server log delivery" in
//! "Logging requests with server access logging".

use std::time::Duration;

use bytes::Bytes;
use kernel::body::Body;
use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, Struct, Timestamp};
use store::Range;

use crate::bucket::{self, Bucket};
use crate::checksum::hex;
use crate::limits::{LOG_DELAY_S, LOG_LINES_MAX};
use crate::log_line::{self, parts};
use crate::logging;
use crate::metrics_count;
use crate::state_logging::{KeyFormat, LOG_LINES, LogLineRow, LoggingRow};
use crate::state_settings::{AclRow, Feature};
use crate::versions;

/// A request was answered; the gateway knows what a line says of it. Request metrics count it.
pub const APPEND_LOG: &str = "AppendLog";
pub const DELIVER_LOG: &str = "DeliverLog";

const PRINCIPAL: &str = "logging.s3.amazonaws.com";
const DAY_US: i64 = 24 * 60 * 60 * 1_000_000;

/// Input: `Bucket` and what is known of the request: `Operation`, `Method`, `Key`, `RequestUri`,
/// `Status`, `ErrorCode`, `BytesSent`, `ObjectSize`, `TotalMillis`, `Referer`, `UserAgent`,
/// `VersionId`, `RemoteIp`, `SignatureVersion`, `AuthenticationType`, `HostHeader`. The principal
/// is the one of the request.
pub fn append(ctx: &mut Ctx, input: &Struct) -> Result<Struct, ApiError> {
    let found = bucket::look_up(ctx, input.str("Bucket").unwrap_or(""))?;
    let Some(bucket) = found.filter(|it| it.region() == ctx.region()) else {
        return Ok(Struct::new());
    };
    ctx.enter_account(bucket.owner());
    metrics_count::count(ctx, &bucket, input)?;
    if bucket.has(Feature::Logging) {
        keep(ctx, &bucket, input)?;
    }
    Ok(Struct::new())
}

fn keep(ctx: &mut Ctx, bucket: &Bucket, input: &Struct) -> Result<(), ApiError> {
    let row = LogLineRow { at_us: ctx.now().micros(), line: log_line::of(ctx, bucket, input) };
    let id = bucket.row.id;
    let is_first = ctx.table(&LOG_LINES).is_empty(&Range::within(&(id,)))?;
    let number = ctx.transaction();
    ctx.table_mut(&LOG_LINES).put(&(id, number), &row);
    if is_first {
        enqueue(ctx, bucket, ctx.now() + Duration::from_secs(LOG_DELAY_S));
    }
    Ok(())
}

fn enqueue(ctx: &mut Ctx, bucket: &Bucket, due: Timestamp) {
    let ask = Ask::to("s3", DELIVER_LOG)
        .with("Bucket", bucket.name.as_str())
        .as_service(PRINCIPAL)
        .in_account(bucket.owner());
    ctx.enqueue(Job::now(ask).at(due));
}

/// Puts one log object; leaves a job for the next one.
pub fn deliver(ctx: &mut Ctx, input: &Struct) -> Result<Struct, ApiError> {
    let Some(bucket) = bucket::open_for_anybody(ctx, input.str("Bucket").unwrap_or(""))? else {
        return Ok(Struct::new());
    };
    let id = bucket.row.id;
    let lines: Vec<((u64, u64), LogLineRow)> = ctx
        .table(&LOG_LINES)
        .scan(&Range::within(&(id,)))
        .take(LOG_LINES_MAX)
        .collect::<Result<_, _>>()?;
    let Some((_, first)) = lines.first() else { return Ok(Struct::new()) };
    // An object of a partition has the lines of one day.
    let day = first.at_us.div_euclid(DAY_US);
    let together: Vec<_> =
        lines.into_iter().take_while(|(_, row)| row.at_us.div_euclid(DAY_US) == day).collect();
    if let Some(to) = logging::of(ctx, &bucket)?
        && let Err(error) = put(ctx, &bucket, &to, &together)
    {
        if error.status() >= 500 {
            enqueue(ctx, &bucket, ctx.now() + Duration::from_secs(LOG_DELAY_S));
            return Ok(Struct::new());
        }
        tracing::warn!(bucket = %bucket.name, %error, "an access log could not be delivered");
    }
    for (key, _) in &together {
        ctx.table_mut(&LOG_LINES).delete(key);
    }
    if !ctx.table(&LOG_LINES).is_empty(&Range::within(&(id,)))? {
        enqueue(ctx, &bucket, ctx.now());
    }
    Ok(Struct::new())
}

fn put(
    ctx: &mut Ctx,
    bucket: &Bucket,
    to: &LoggingRow,
    lines: &[((u64, u64), LogLineRow)],
) -> Result<(), ApiError> {
    let mut text = String::new();
    for (_, row) in lines {
        text.push_str(&row.line);
        text.push('\n');
    }
    let unique = hex(&ctx.chance().bytes::<8>()).to_ascii_uppercase();
    let event = Timestamp::from_micros(lines[0].1.at_us);
    let key = key(bucket, to, (event, ctx.now()), &unique);
    let ask = Ask::to("s3", "PutObject")
        .with("Bucket", to.bucket.as_str())
        .with("Key", key.as_str())
        .with("ContentType", "text/plain")
        .with("Body", Body::from(Bytes::from(text)))
        .as_service(PRINCIPAL)
        .for_source(bucket.arn(), bucket.owner());
    ctx.call(ask)?;
    grant(ctx, to, &key)
}

/// Gives the log object the list that the target grants make, while its bucket takes lists. It is
/// not asked for with the object, since who delivers logs may write and not grant.
fn grant(ctx: &mut Ctx, to: &LoggingRow, key: &str) -> Result<(), ApiError> {
    if to.grants.is_empty() {
        return Ok(());
    }
    let target = bucket::open_for_anybody(ctx, &to.bucket)?.filter(Bucket::has_acls);
    let Some(target) = target else { return Ok(()) };
    let Some(mut row) = versions::current(ctx, &target, key)? else { return Ok(()) };
    if let Some(object) = &mut row.object {
        let mut acl = AclRow::private(object.owner(&target));
        acl.grants.extend(to.grants.iter().cloned());
        object.change_more(|more| more.acl = Some(acl));
    }
    versions::replace(ctx, &target, key, &row)
}

/// Source: "Log object key format".
fn key(
    bucket: &Bucket,
    to: &LoggingRow,
    (event, delivery): (Timestamp, Timestamp),
    unique: &str,
) -> String {
    let format = to.format.unwrap_or(KeyFormat::Simple);
    let time = if format == KeyFormat::ByEventTime { event } else { delivery };
    let [year, month, day, mut hour, mut minute, mut second] = parts(time);
    if format == KeyFormat::ByEventTime {
        [hour, minute, second] = std::array::from_fn(|_| "00".to_owned());
    }
    let name = format!("{year}-{month}-{day}-{hour}-{minute}-{second}-{unique}");
    if format == KeyFormat::Simple {
        return format!("{}{name}", to.prefix);
    }
    let (account, region) = (bucket.owner(), &bucket.row.region);
    format!("{}{account}/{region}/{}/{year}/{month}/{day}/{name}", to.prefix, bucket.name)
}
