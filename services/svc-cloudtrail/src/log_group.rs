//! Trails that deliver to a log group of CloudWatch Logs too, as the role that they name.
//!
//! Each event is an event of the log stream `ACCOUNT_CloudTrail_REGION`, at the time at which it
//! happened. An event that the log group does not take is lost there; the bucket has it.
//!
//! Source: "Monitoring CloudTrail Log Files with Amazon CloudWatch Logs" in the CloudTrail User
//! Guide (the role's permissions, the stream's name, "CloudTrail doesn't send … if the event
//! exceeds the maximum of 256 KB"); the words of refusals as issue threads of Terraform's provider
//! quote them.

use kernel::arn::Arn;
use kernel::{ApiError, Ask, Ctx, Struct, Timestamp, Value};

use crate::api::error;
use crate::delivery::Place;
use crate::errors;
use crate::find::Trail;

const EVENT_BYTES_MAX: usize = 256 * 1024;
/// PutLogEvents: bytes of a batch with 26 for each event, events, and the time that they span.
const BATCH_BYTES_MAX: usize = 1_048_576;
const OVERHEAD_BYTES: usize = 26;
const BATCH_EVENTS_MAX: usize = 10_000;
const BATCH_SPAN_MS: i64 = 24 * 3_600_000;

/// Takes over what a call wants of group and role: empty texts take them away.
pub fn change(
    ctx: &mut Ctx<'_>,
    trail: &mut Trail,
    group: Option<&str>,
    role: Option<&str>,
) -> Result<(), ApiError> {
    if group.is_none() && role.is_none() {
        return Ok(());
    }
    let wish = |wanted: Option<&str>, old: &Option<String>| match wanted {
        Some("") => None,
        Some(wanted) => Some(wanted.to_owned()),
        None => old.clone(),
    };
    trail.row.log_group = wish(group, &trail.row.log_group);
    trail.row.log_role = wish(role, &trail.row.log_role);
    match (&trail.row.log_group, &trail.row.log_role) {
        (None, None) => Ok(()),
        (Some(_), Some(_)) => check(ctx, trail),
        // The words are ours.
        _ => Err(errors::bad_combination(
            "CloudWatchLogsLogGroupArn and CloudWatchLogsRoleArn must be specified together.",
        )),
    }
}

/// Makes the stream of the trail's own region: a role that may not is refused.
fn check(ctx: &mut Ctx<'_>, trail: &Trail) -> Result<(), ApiError> {
    let bad_group = error::invalid_cloud_watch_logs_log_group_arn_exception;
    let bad_role = error::invalid_cloud_watch_logs_role_arn_exception;
    let Some(target) = Target::of(trail) else {
        let is_role = trail.row.log_role.as_deref().and_then(Arn::parse);
        return Err(match is_role.filter(|role| role.service == "iam") {
            Some(_) => bad_group("CloudTrail cannot validate the specified log group ARN."),
            None => bad_role("CloudTrail cannot validate the specified role ARN."),
        });
    };
    let stream = stream(Place { account: trail.account, region: trail.region });
    target.make_stream(ctx, &stream).map_err(|error| match error.code() {
        "ResourceNotFoundException" => {
            bad_group("CloudTrail cannot validate the specified log group ARN.")
        }
        "AccessDenied" => bad_role("Access denied. Check the trust relationships for your role."),
        "AccessDeniedException" => bad_group("Access denied. Check the permissions for your role."),
        _ => error,
    })
}

/// Delivers records of a place.
pub fn deliver(ctx: &mut Ctx<'_>, trail: &mut Trail, place: Place, records: &[Value]) {
    let Some(target) = Target::of(trail) else { return };
    let mut events: Vec<(i64, &str)> = records
        .iter()
        .filter_map(Value::as_str)
        .filter(|record| record.len() + OVERHEAD_BYTES <= EVENT_BYTES_MAX)
        .map(|record| (time_of(record).unwrap_or(ctx.now().millis()), record))
        .collect();
    events.sort_by_key(|(at, _)| *at);
    let stream = stream(place);
    match target.put_all(ctx, &stream, &events) {
        Ok(()) => {
            trail.row.log_error = None;
            trail.row.log_delivered = Some(ctx.now().micros());
        }
        Err(error) => trail.row.log_error = Some(error.code().to_owned()),
    }
}

fn stream(place: Place) -> String {
    format!("{}_CloudTrail_{}", place.account, place.region)
}

/// When a record's event happened.
fn time_of(record: &str) -> Option<i64> {
    let record: serde_json::Value = serde_json::from_str(record).ok()?;
    let at: jiff::Timestamp = record["eventTime"].as_str()?.parse().ok()?;
    Some(Timestamp::from_jiff(at).millis())
}

/// A trail's log group, and the role by which it is written to.
struct Target {
    group: Arn,
    name: String,
    role: Arn,
}

impl Target {
    fn of(trail: &Trail) -> Option<Target> {
        let group = Arn::parse(trail.row.log_group.as_deref()?)?;
        let role = Arn::parse(trail.row.log_role.as_deref()?)?;
        let name = group.resource.strip_prefix("log-group:")?.strip_suffix(":*")?.to_owned();
        let is_whole = group.service == "logs" && role.service == "iam" && !name.is_empty();
        (is_whole && group.account_id().is_some() && group.region().is_some()).then_some(Target {
            group,
            name,
            role,
        })
    }

    fn ask(&self, operation: &'static str, stream: &str) -> Ask {
        let ask = Ask::to("logs", operation)
            .with("logGroupName", self.name.as_str())
            .with("logStreamName", stream)
            .as_role(&self.role, "CLOUDWATCHLOGS_DELIVERY_SESSION");
        match (self.group.account_id(), self.group.region()) {
            (Some(account), Some(region)) => ask.in_account(account).in_region(region),
            _ => ask,
        }
    }

    fn make_stream(&self, ctx: &mut Ctx<'_>, stream: &str) -> Result<(), ApiError> {
        match ctx.call(self.ask("CreateLogStream", stream)) {
            Err(error) if error.code() != "ResourceAlreadyExistsException" => Err(error),
            _ => Ok(()),
        }
    }

    fn put_all(
        &self,
        ctx: &mut Ctx<'_>,
        stream: &str,
        events: &[(i64, &str)],
    ) -> Result<(), ApiError> {
        let mut rest = events;
        while let Some((start, _)) = rest.first() {
            let (mut count, mut bytes) = (0, 0);
            for (at, record) in rest {
                bytes += record.len() + OVERHEAD_BYTES;
                let fits = bytes <= BATCH_BYTES_MAX && at - start <= BATCH_SPAN_MS;
                if !fits || count == BATCH_EVENTS_MAX {
                    break;
                }
                count += 1;
            }
            let (batch, others) = rest.split_at(count.max(1));
            let event = |(at, record): &(i64, &str)| {
                Value::from(Struct::new().with("timestamp", *at).with("message", *record))
            };
            let list: Vec<Value> = batch.iter().map(event).collect();
            let ask = self.ask("PutLogEvents", stream).with("logEvents", list);
            match ctx.call(ask.clone()) {
                Err(error) if error.code() == "ResourceNotFoundException" => {
                    // The stream of a region that the trail sees for the first time.
                    self.make_stream(ctx, stream)?;
                    ctx.call(ask)?;
                }
                other => drop(other?),
            }
            rest = others;
        }
        Ok(())
    }
}
