//! How a day of storage class analysis ends: at midnight UTC, in steps that look at some objects
//! each, what is stored is added to what was counted, and the export is written anew with one more
//! day.
//!
//! Current versions are looked at. The destination's policy must let S3 in. Source: S3 User Guide,
//! "Amazon S3 analytics – Storage Class Analysis" ("Exported file layout"). AWS does not tell how
//! it comes to its ages; ours are where keeping a byte in STANDARD_IA costs less than in STANDARD,
//! by what was read of it in 30 days.

use bytes::Bytes;
use kernel::body::Body;
use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, Struct, Timestamp};
use store::Range;

use crate::analytics_count::{ALL, ALL_NAME, CLASSES, GROUPS, Kind, kinds_of};
use crate::bucket::{self, Bucket};
use crate::events::SERVICE_PRINCIPAL;
use crate::lifecycle::{MICROS_PER_DAY, midnight_after};
use crate::limits::{ANALYTICS_DAYS_KEPT, DAILY_BATCH, INFREQUENT_DAYS_MIN};
use crate::log_line::parts;
use crate::replication::destination_name;
use crate::state::CURRENT;
use crate::state_analytics::{
    ANALYTICS, ANALYTICS_COUNTS, ANALYTICS_DAYS, AnalyticsRow, CountsRow, ExportRow,
};
use crate::state_lifecycle::FilterRow;

pub const RUN_ANALYTICS: &str = "RunAnalytics";

const HEAD: &str = "Date,ConfigId,Filter,StorageClass,ObjectAge,ObjectCount,DataUploaded_MB,\
                    Storage_MB,DataRetrieved_MB,GetRequestCount,CumulativeAccessRatio,\
                    ObjectAgeForSIATransition,RecommendedObjectAgeForSIATransition\n";
/// "Observes … for 30 days or longer … before giving a result".
const OBSERVED_DAYS: u64 = 30;
/// For so many days the observed age must not have changed before it is recommended (ours).
const STABLE_DAYS: u64 = 7;
/// Of what is stored, read in 30 days, in millionths: with more, STANDARD_IA costs more. Of S3's
/// prices in us-east-1: 0.023 less 0.0125 dollars for a GB and month, 0.01 for a GB that is read.
const BREAK_EVEN: u64 = 1_050_000;
const MILLION: u128 = 1_000_000;
const BYTES_PER_MB: u128 = 1_048_576;

/// Starts the chain of a configuration.
pub fn begin(ctx: &mut Ctx, bucket: &Bucket, id: &str, row: &AnalyticsRow) {
    let day_us = midnight_after(ctx.now().micros(), 0);
    enqueue(ctx, bucket, (id, row.chain), day_us, None);
}

fn enqueue(
    ctx: &mut Ctx,
    bucket: &Bucket,
    (id, chain): (&str, u64),
    day_us: i64,
    after: Option<String>,
) {
    let mut ask = Ask::to("s3", RUN_ANALYTICS)
        .with("Bucket", bucket.name.as_str())
        .with("Id", id)
        .with("Chain", chain.to_string())
        .with("Day", day_us);
    if let Some(after) = after {
        ask.input.set("After", after);
    }
    let due = Timestamp::from_micros(day_us);
    ctx.enqueue(Job::now(ask.as_service(SERVICE_PRINCIPAL)).at(due));
}

/// One step; leaves a job for the next step, or for the next day.
pub fn run(ctx: &mut Ctx, input: &Struct) -> Result<Struct, ApiError> {
    let text = |name: &str| input.str(name).unwrap_or("");
    let id = text("Id");
    let Some(bucket) = bucket::open_for_anybody(ctx, text("Bucket"))? else {
        return Ok(Struct::new());
    };
    let row = ctx.table(&ANALYTICS).get(&(bucket.row.id, id))?;
    let Some(row) = row.filter(|row| row.chain.to_string() == text("Chain")) else {
        return Ok(Struct::new());
    };
    let day_us = input.int("Day").unwrap_or(0);
    let day = Day { bucket: &bucket, id, row: &row, ends_us: day_us };
    let last = day.walk(ctx, input.str("After"))?;
    if last.is_some() {
        enqueue(ctx, &bucket, (id, row.chain), day_us, last);
        return Ok(Struct::new());
    }
    day.close(ctx)?;
    if let Some(to) = &row.to
        && let Err(error) = day.export(ctx, to)
    {
        tracing::warn!(bucket = %bucket.name, id, %error, "an analysis is not exported");
    }
    let next = midnight_after(ctx.now().micros().max(day_us), 0);
    enqueue(ctx, &bucket, (id, row.chain), next, None);
    Ok(Struct::new())
}

/// A day that ends.
struct Day<'a> {
    bucket: &'a Bucket,
    id: &'a str,
    row: &'a AnalyticsRow,
    /// At this midnight.
    ends_us: i64,
}

impl Day<'_> {
    fn number(&self) -> u64 {
        (self.ends_us / MICROS_PER_DAY) as u64
    }

    /// Adds some objects; answers the last key when there are more.
    fn walk(&self, ctx: &mut Ctx, after: Option<&str>) -> Result<Option<String>, ApiError> {
        let id = self.bucket.row.id;
        let range = Range::within(&(id,));
        let range = match after {
            Some(key) => range.after(&(id, key)),
            None => range,
        };
        if after.is_none() {
            self.forget_stored(ctx)?;
        }
        let rows = ctx.table(&CURRENT).scan(&range).take(DAILY_BATCH);
        let rows = rows.collect::<Result<Vec<_>, _>>()?;
        let last =
            rows.last().filter(|_| rows.len() == DAILY_BATCH).map(|((_, key), _)| key.clone());
        for ((_, key), version) in &rows {
            let Some(object) = &version.object else { continue };
            if !self.row.fits(key, object) {
                continue;
            }
            for kind in kinds_of(object, version.modified_us, self.ends_us) {
                let row_key = (id, self.id, kind.number());
                let mut table = ctx.table_mut(&ANALYTICS_COUNTS);
                let mut counts = table.get(&row_key)?.unwrap_or_default();
                counts.objects += 1;
                counts.stored += object.size;
                table.put(&row_key, &counts);
            }
        }
        Ok(last)
    }

    /// Of a walk that was not ended.
    fn forget_stored(&self, ctx: &mut Ctx) -> Result<(), ApiError> {
        let range = Range::within(&(self.bucket.row.id, self.id));
        let rows = ctx.table(&ANALYTICS_COUNTS).scan(&range).collect::<Result<Vec<_>, _>>()?;
        for (key, counts) in rows {
            let counts = CountsRow { objects: 0, stored: 0, ..counts };
            ctx.table_mut(&ANALYTICS_COUNTS).put(&key, &counts);
        }
        Ok(())
    }

    /// What was counted becomes a day of the past.
    fn close(&self, ctx: &mut Ctx) -> Result<(), ApiError> {
        let id = self.bucket.row.id;
        let day = self.number();
        for class in 0..CLASSES.len() as u8 {
            let mut rows = Vec::new();
            for group in 0..=ALL {
                let counts = ctx.table(&ANALYTICS_COUNTS).get(&(
                    id,
                    self.id,
                    Kind { class, group }.number(),
                ))?;
                rows.push(counts.unwrap_or_default());
            }
            if class != STANDARD && rows.iter().all(|row| *row == CountsRow::default()) {
                continue;
            }
            for (group, counts) in (0..).zip(&rows) {
                let key = (id, self.id, Kind { class, group }.number(), day);
                ctx.table_mut(&ANALYTICS_DAYS).put(&key, counts);
            }
        }
        ctx.table_mut(&ANALYTICS_COUNTS).delete_range(&Range::within(&(id, self.id)))?;
        let past = self.past(ctx)?;
        for ((_, _, kind, old), _) in &past {
            if *old + ANALYTICS_DAYS_KEPT <= day {
                ctx.table_mut(&ANALYTICS_DAYS).delete(&(id, self.id, *kind, *old));
            }
        }
        self.advise(ctx, &past)
    }

    fn past(&self, ctx: &Ctx) -> Result<Vec<DayEntry>, ApiError> {
        let range = Range::within(&(self.bucket.row.id, self.id));
        let rows = ctx.table(&ANALYTICS_DAYS).scan(&range);
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Notes with the day what the days up to it say of the age from which on objects are seldom
    /// read.
    fn advise(&self, ctx: &mut Ctx, past: &[DayEntry]) -> Result<(), ApiError> {
        let day = self.number();
        let observed_for = (self.ends_us - self.row.since_us) / MICROS_PER_DAY;
        if observed_for < OBSERVED_DAYS as i64 {
            return Ok(());
        }
        let first_day = |group: usize| GROUPS[group].0;
        let is_old = |group: &usize| first_day(*group) >= i64::from(INFREQUENT_DAYS_MIN);
        let groups = (0..GROUPS.len()).filter(is_old);
        let rare = groups.filter(|group| {
            let kind = Kind { class: STANDARD, group: *group as u8 };
            let ratio = ratio(past, kind, day);
            ratio.is_some_and(|ratio| ratio < BREAK_EVEN)
        });
        let observed = rare.map(|group| first_day(group) as u32).next();
        let all = Kind { class: STANDARD, group: ALL }.number();
        let key = (self.bucket.row.id, self.id, all, day);
        let Some(mut row) = ctx.table(&ANALYTICS_DAYS).get(&key)? else { return Ok(()) };
        row.observed_age = observed;
        let before = past
            .iter()
            .filter(|((_, _, kind, at), _)| *kind == all && *at < day && *at + STABLE_DAYS >= day);
        let before: Vec<_> = before.map(|(_, row)| row.observed_age).collect();
        let is_stable =
            before.len() as u64 == STABLE_DAYS && before.iter().all(|age| *age == observed);
        row.recommended_age = observed.filter(|_| is_stable);
        ctx.table_mut(&ANALYTICS_DAYS).put(&key, &row);
        Ok(())
    }

    fn export(&self, ctx: &mut Ctx, to: &ExportRow) -> Result<(), ApiError> {
        let past = self.past(ctx)?;
        let mut text = HEAD.to_owned();
        // Of each class the groups in their order, all of them together at the end, and of each
        // group the days.
        for entry in &past {
            text.push_str(&self.line(&past, entry));
        }
        let prefix = to.prefix.as_deref().unwrap_or("");
        let slash = if prefix.is_empty() || prefix.ends_with('/') { "" } else { "/" };
        let mut ask = Ask::to("s3", "PutObject")
            .with("Bucket", destination_name(&to.bucket).expect("it was checked"))
            .with("Key", format!("{prefix}{slash}{}/{}.csv", self.bucket.name, self.id))
            .with("ContentType", "text/csv")
            .with("ACL", "bucket-owner-full-control")
            .with("Body", Body::from(Bytes::from(text)))
            .as_service(SERVICE_PRINCIPAL)
            .for_source(self.bucket.arn(), self.bucket.owner());
        if let Some(account) = &to.account {
            ask.input.set("ExpectedBucketOwner", account.as_str());
        }
        ctx.call(ask).map(|_| ())
    }

    fn line(&self, past: &[DayEntry], ((_, _, kind, day), row): &DayEntry) -> String {
        let at = Timestamp::from_micros(*day as i64 * MICROS_PER_DAY);
        let [year, month, date, ..] = parts(at);
        let kind = Kind::of_number(*kind);
        let class = CLASSES[usize::from(kind.class)];
        let name = GROUPS.get(usize::from(kind.group)).map_or(ALL_NAME, |(_, name)| *name);
        let ratio = ratio(past, kind, *day);
        let ratio = ratio.map(|ratio| decimal(u128::from(ratio))).unwrap_or_default();
        let age = |age: Option<u32>| age.map(|age| age.to_string()).unwrap_or_default();
        format!(
            "{month}-{date}-{year},{},{},{class},{name},{},{},{},{},{},{ratio},{},{}\n",
            self.id,
            quoted(&filter_text(self.row.filter.as_ref())),
            row.objects,
            megabytes(row.uploaded),
            megabytes(row.stored),
            megabytes(row.retrieved),
            row.gets,
            age(row.observed_age),
            age(row.recommended_age),
        )
    }
}

type DayEntry = ((u64, String, u8, u64), CountsRow);

/// Its place in [`CLASSES`].
const STANDARD: u8 = 0;

/// What was read in the 30 days up to a day, of what was stored on average, in millionths: of a
/// group and all older ones. `None` where nothing was stored.
fn ratio(past: &[DayEntry], kind: Kind, day: u64) -> Option<u64> {
    let is_meant = |it: Kind| {
        let is_older = kind.group != ALL && it.group != ALL && it.group >= kind.group;
        it == kind || it.class == kind.class && is_older
    };
    let entries = past.iter().filter(|((_, _, it, at), _)| {
        is_meant(Kind::of_number(*it)) && *at <= day && *at + OBSERVED_DAYS > day
    });
    let (mut retrieved, mut stored) = (0_u128, 0_u128);
    let mut first = day;
    for ((_, _, _, at), row) in entries {
        retrieved += u128::from(row.retrieved);
        stored += u128::from(row.stored);
        first = first.min(*at);
    }
    let days = u128::from(day - first + 1);
    (stored > 0).then(|| u64::try_from(retrieved * days * MILLION / stored).unwrap_or(u64::MAX))
}

fn megabytes(bytes: u64) -> String {
    decimal(u128::from(bytes) * MILLION / BYTES_PER_MB)
}

/// Millionths as a decimal number without zeros at its end.
fn decimal(millionths: u128) -> String {
    let text = format!("{}.{:06}", millionths / MILLION, millionths % MILLION);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn filter_text(filter: Option<&FilterRow>) -> String {
    let Some(filter) = filter else { return String::new() };
    let tags = filter.tags.iter().map(|(key, value)| format!("{key}={value}"));
    filter.prefix.iter().cloned().chain(tags).collect::<Vec<_>>().join("&")
}

fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\n']) {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(group: u8, day: u64, stored: u64, retrieved: u64) -> DayEntry {
        let key = (1, "id".to_owned(), group, day);
        (key, CountsRow { stored, retrieved, ..CountsRow::default() })
    }

    #[test]
    fn ratios_are_of_a_group_and_all_older_ones() {
        let past = [
            entry(0, 9, 100, 50),
            entry(0, 10, 100, 150),
            entry(1, 10, 100, 0),
            entry(ALL, 10, 9, 9),
        ];
        let of = |group| ratio(&past, Kind { class: STANDARD, group }, 10);
        // 200 of 300 bytes' days, over 2 days.
        assert_eq!(of(0), Some(1_333_333));
        assert_eq!(of(1), Some(0));
        assert_eq!(of(2), None);
        assert_eq!(of(ALL), Some(1_000_000));
    }

    #[test]
    fn numbers_are_short() {
        assert_eq!(megabytes(1_048_576), "1");
        assert_eq!(megabytes(0), "0");
        assert_eq!(megabytes(262_144), "0.25");
        assert_eq!(quoted("a,b"), "\"a,b\"");
    }
}
