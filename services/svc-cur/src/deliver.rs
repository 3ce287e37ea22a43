//! Deliveries: three times a day the report of the running month is written anew, and once more
//! when the month is over.
//!
//! A report has one job. What cannot be delivered is said in the definition's status and tried
//! again the next time.

use std::collections::BTreeMap;
use std::ops::Range;

use billing::activation::{Activation, Change};
use billing::organization::Family;
use billing::{Granularity, Month, Query};
use bytes::Bytes;
use kernel::meter::{MICROS_PER_HOUR, hour_of};
use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Timestamp, Value};

use crate::api::{last_status, time_unit};
use crate::bucket::{self, Object};
use crate::limits::HOURS_BETWEEN_DELIVERIES;
use crate::report::{self, Form, Report};
use crate::state::{REPORTS, ReportRow};

/// The step that delivers a report: `Name`, `Id`.
pub const DELIVER: &str = "DeliverReport";
const GZIP: &str = "application/gzip";
const BINARY: &str = "application/octet-stream";

/// Leaves the job of the next delivery.
pub fn enqueue(ctx: &mut Ctx<'_>, name: &str, row: &ReportRow) {
    let next = (hour_of(ctx.now()) / HOURS_BETWEEN_DELIVERIES + 1) * HOURS_BETWEEN_DELIVERIES;
    let at = Timestamp::from_micros(i64::from(next) * MICROS_PER_HOUR);
    let ask = Ask::to("cur", DELIVER).with("Name", name).with("Id", row.id.cast_signed());
    ctx.enqueue(Job::now(ask).at(at));
}

pub fn step(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let name = input.str("Name").unwrap_or_default();
    let is_it = |row: &ReportRow| input.int("Id") == Some(row.id.cast_signed());
    let Some(mut row) = ctx.table(&REPORTS).get(name)?.filter(is_it) else {
        return Ok(Struct::new());
    };
    let now = hour_of(ctx.now());
    let month = Month::of_hour(now).hours().start;
    // The month that has ended since gets its last report.
    let ended = row.month.filter(|last| *last < month);
    let mut outcome = ended.map_or(Ok(()), |last| deliver(ctx, name, &row, last));
    if outcome.is_ok() && now > month {
        outcome = deliver(ctx, name, &row, month);
    }
    match outcome {
        Ok(()) => {
            row.status = Some(last_status::SUCCESS.to_owned());
            row.delivered = Some(ctx.now().micros());
            row.month = Some(month);
        }
        Err(error) => {
            let status = match error.code() {
                "NoSuchBucket" => last_status::ERROR_NO_BUCKET,
                _ => last_status::ERROR_PERMISSIONS,
            };
            row.status = Some(status.to_owned());
        }
    }
    ctx.table_mut(&REPORTS).put(name, &row);
    enqueue(ctx, name, &row);
    Ok(Struct::new())
}

/// Writes the report of the month that begins with this hour.
fn deliver(ctx: &mut Ctx<'_>, name: &str, row: &ReportRow, first: u32) -> Result<(), ApiError> {
    let month = Month::of_hour(first);
    let report = make(ctx, name, row, month.hours())?;
    let period = report::period(month);
    let folder = format!("{}/{name}/{period}", row.prefix);
    let assembly = ctx.chance().uuid();
    let inner = if row.overwrites { folder.clone() } else { format!("{folder}/{assembly}") };
    let mut keys = Vec::new();
    for (at, bytes) in report.files.into_iter().enumerate() {
        let number = at + 1;
        let (key, content_type) = match form(row) {
            // One partition a month, as Athena wants it.
            Form::Parquet if row.overwrites => {
                let day = month.first_day();
                let month = format!("year={}/month={}", day.year(), day.month());
                let folder = format!("{}/{name}/{name}/{month}", row.prefix);
                (format!("{folder}/{name}-{number:05}.snappy.parquet"), BINARY)
            }
            Form::Parquet => (format!("{inner}/{name}-{number:05}.snappy.parquet"), BINARY),
            Form::Text if row.overwrites => (format!("{inner}/{name}-{number:05}.csv.gz"), GZIP),
            Form::Text => (format!("{inner}/{name}-{number}.csv.gz"), GZIP),
        };
        keys.push(key.clone());
        bucket::put(ctx, name, row, Object { key, bytes: Bytes::from(bytes), content_type })?;
    }
    let about = report::About {
        name,
        bucket: &row.bucket,
        account: ctx.account().to_string(),
        id: row.id,
        assembly,
        month,
        form: form(row),
    };
    let manifest = Bytes::from(report::manifest(&about, &report.columns, &keys));
    let file = format!("{name}-Manifest.json");
    let mut places = vec![format!("{folder}/{file}")];
    if !row.overwrites {
        places.push(format!("{inner}/{file}"));
    }
    for key in places {
        let bytes = manifest.clone();
        bucket::put(ctx, name, row, Object { key, bytes, content_type: "application/json" })?;
    }
    Ok(())
}

fn make(
    ctx: &mut Ctx<'_>,
    name: &str,
    row: &ReportRow,
    hours: Range<u32>,
) -> Result<Report, ApiError> {
    ctx.unmeter();
    let family = Family::of(ctx);
    let granularity = match row.time_unit.as_str() {
        time_unit::HOURLY => Granularity::Hourly,
        time_unit::MONTHLY => Granularity::Monthly,
        _ => Granularity::Daily,
    };
    let active = activation(ctx);
    let mut items = Vec::new();
    for hours in active.cut(&hours) {
        let query = Query { accounts: Some(family.ids()), hours, granularity, free_tier: None };
        items.extend(billing::items(ctx, &query)?);
    }
    let tags = active.keys(&hours);
    let lines = report::lines(ctx, items, (granularity, row.with_resources), (&tags, &active));
    let shape = (row.with_resources, tags.as_slice(), form(row));
    Ok(report::write(&family.payer.to_string(), (name, &hours), lines, shape))
}

fn form(row: &ReportRow) -> Form {
    if row.is_parquet { Form::Parquet } else { Form::Text }
}

/// When which cost allocation tags are active: each that was in the month has a column.
fn activation(ctx: &mut Ctx<'_>) -> Activation {
    let mut ask = Ask::to("ce", "ListAllocationTagChanges");
    ask.principal = Some(kernel::Principal::Root(ctx.account()));
    let Ok(answer) = ctx.call(ask) else { return Activation::default() };
    let mut tags: BTreeMap<String, Vec<Change>> = BTreeMap::new();
    for change in answer.list("Tags").unwrap_or_default().iter().filter_map(Value::as_struct) {
        let hour = change.int("Hour").and_then(|hour| u32::try_from(hour).ok());
        let (Some(key), Some(hour)) = (change.str("Key"), hour) else { continue };
        let is_active = change.bool("IsActive").unwrap_or_default();
        tags.entry(key.to_owned()).or_default().push(Change { hour, is_active });
    }
    Activation::new(tags)
}
