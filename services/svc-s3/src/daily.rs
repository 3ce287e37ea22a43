//! What happens to a bucket's objects once a day, at midnight UTC: lifecycle rules and archive
//! tiers.
//!
//! A bucket with either has a chain of jobs: one at each midnight, which walks over the bucket in
//! steps of bounded length. The chain's number in the bucket's row keeps a chain that was given up
//! from going on.

use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, Struct, Timestamp};
use serde_json::json;
use store::Range;

use crate::bucket::{self, Bucket};
use crate::content;
use crate::events::{self, Event, RemovedBy, SERVICE_PRINCIPAL};
use crate::lifecycle::{self, MICROS_PER_DAY, midnight_after};
use crate::limits::DAILY_BATCH;
use crate::state::{CURRENT, ObjectRow, PARTS, UPLOADS, VERSIONS, VersionRow};
use crate::state_lifecycle::{ExpirationRow, LifecycleRow, OldVersionsRow, RuleRow, TieringRow};
use crate::state_settings::Feature;
use crate::storage_class::{self, INTELLIGENT_TIERING, coldness, may_move};
use crate::tiering;
use crate::versions;

pub const RUN_DAY: &str = "RunDay";

/// Starts the bucket's chain, unless it has one.
pub fn begin(ctx: &mut Ctx, bucket: &mut Bucket) {
    let has_chain = bucket.row.settings.as_ref().is_some_and(|settings| settings.daily.is_some());
    if has_chain {
        return;
    }
    let chain = ctx.chance().u64();
    bucket.change(ctx, |settings| settings.daily = Some(chain));
    let first = midnight_after(ctx.now().micros(), 0);
    enqueue(ctx, &bucket.name, chain, Position { day_us: first, ..Position::default() });
}

/// Where a day's walk has come to.
#[derive(Clone, Debug, Default)]
struct Position {
    /// The midnight at which it began.
    day_us: i64,
    part: Part,
    /// The last key that is done.
    after: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Part {
    #[default]
    Current,
    Old,
    Uploads,
}

impl Part {
    const ALL: [Part; 3] = [Part::Current, Part::Old, Part::Uploads];

    fn name(self) -> &'static str {
        match self {
            Part::Current => "Current",
            Part::Old => "Old",
            Part::Uploads => "Uploads",
        }
    }

    fn next(self) -> Option<Part> {
        let at = Part::ALL.iter().position(|part| *part == self)?;
        Part::ALL.get(at + 1).copied()
    }
}

fn enqueue(ctx: &mut Ctx, bucket: &str, chain: u64, position: Position) {
    let mut ask = Ask::to("s3", RUN_DAY)
        .with("Bucket", bucket)
        .with("Chain", chain.to_string())
        .with("Day", position.day_us)
        .with("Part", position.part.name());
    if let Some(after) = position.after {
        ask.input.set("After", after);
    }
    let due = Timestamp::from_micros(position.day_us);
    ctx.enqueue(Job::now(ask.as_service(SERVICE_PRINCIPAL)).at(due));
}

/// What applies to the bucket's objects.
struct Rules {
    lifecycle: LifecycleRow,
    tierings: Vec<TieringRow>,
}

/// One step of a day's walk; leaves a job for the next step, or for the next day.
pub fn run_day(ctx: &mut Ctx, input: &Struct) -> Result<Struct, ApiError> {
    let text = |name: &str| input.str(name).unwrap_or("");
    let Some(mut bucket) = bucket::open_for_anybody(ctx, text("Bucket"))? else {
        return Ok(Struct::new());
    };
    let chain = text("Chain").parse::<u64>().ok();
    if bucket.row.settings.as_ref().and_then(|settings| settings.daily) != chain {
        return Ok(Struct::new());
    }
    let chain = chain.expect("it is that of the bucket");
    if !bucket.has(Feature::Lifecycle) && !bucket.has(Feature::Tiering) {
        bucket.change(ctx, |settings| settings.daily = None);
        return Ok(Struct::new());
    }
    let part = Part::ALL.into_iter().find(|part| part.name() == text("Part"));
    let position = Position {
        day_us: input.int("Day").unwrap_or(0),
        part: part.unwrap_or_default(),
        after: input.str("After").map(str::to_owned),
    };
    let rules = Rules {
        lifecycle: lifecycle::of(ctx, &bucket)?.unwrap_or_default(),
        tierings: tiering::of(ctx, &bucket)?,
    };
    let last = match position.part {
        Part::Current => walk_current(ctx, &bucket, &rules, &position)?,
        Part::Old => walk_old(ctx, &bucket, &rules, &position)?,
        Part::Uploads => walk_uploads(ctx, &bucket, &rules, &position)?,
    };
    let next = match (last, position.part.next()) {
        (Some(last), _) => Position { after: Some(last), ..position },
        (None, Some(part)) => Position { part, after: None, ..position },
        // A server that was away for days catches up in one.
        (None, None) => {
            let today = ctx.now().micros().max(position.day_us);
            Position { day_us: midnight_after(today, 0), ..Position::default() }
        }
    };
    enqueue(ctx, &bucket.name, chain, next);
    Ok(Struct::new())
}

/// The keys that a step looks at; answers the last one when there are more.
fn stretch(bucket: &Bucket, after: Option<&String>) -> Range<(u64, String)> {
    let range = Range::within(&(bucket.row.id,));
    match after {
        Some(key) => range.after(&(bucket.row.id, key.as_str())),
        None => range,
    }
}

fn walk_current(
    ctx: &mut Ctx,
    bucket: &Bucket,
    rules: &Rules,
    position: &Position,
) -> Result<Option<String>, ApiError> {
    let rows: Vec<((u64, String), VersionRow)> = ctx
        .table(&CURRENT)
        .scan(&stretch(bucket, position.after.as_ref()))
        .take(DAILY_BATCH)
        .collect::<Result<_, _>>()?;
    let last = (rows.len() == DAILY_BATCH).then(|| rows.last().map(|((_, key), _)| key.clone()));
    for ((_, key), row) in rows {
        current(ctx, bucket, rules, position.day_us, (&key, row))?;
    }
    Ok(last.flatten())
}

/// What becomes of one current version.
fn current(
    ctx: &mut Ctx,
    bucket: &Bucket,
    rules: &Rules,
    day_us: i64,
    (key, row): (&str, VersionRow),
) -> Result<(), ApiError> {
    let object = row.object.as_ref().expect("only objects are current");
    let modified = row.modified_us;
    let fitting: Vec<&RuleRow> =
        rules.lifecycle.enabled().filter(|rule| rule.filter.fits(key, object)).collect();
    let is_expired =
        fitting.iter().filter_map(|rule| rule.expires_at(modified)).any(|at| at <= day_us);
    if is_expired {
        let deleted = versions::delete(ctx, bucket, key)?;
        let (is_marker, id) = (deleted.delete_marker, deleted.version_id);
        let sequence = ctx.transaction();
        return events::tell(ctx, bucket, || {
            Event::removed(RemovedBy::Lifecycle, is_marker, key, id, sequence)
        });
    }
    let due = fitting.iter().flat_map(|rule| {
        rule.transitions.iter().filter_map(move |it| {
            (it.due.at(modified) <= day_us).then_some((*rule, it.class.as_str()))
        })
    });
    let class = coldest((ctx, bucket), &rules.lifecycle, object, due);
    if class.is_none() && object.attributes.class() == INTELLIGENT_TIERING {
        return tiering::settle(ctx, bucket, &rules.tierings, day_us, (key, row));
    }
    match class {
        Some(class) => move_to(ctx, bucket, (key, row), &class),
        None => Ok(()),
    }
}

/// The coldest class of those that are due to which the object may move.
fn coldest<'r>(
    (ctx, bucket): (&Ctx, &Bucket),
    lifecycle: &LifecycleRow,
    object: &ObjectRow,
    due: impl Iterator<Item = (&'r RuleRow, &'r str)>,
) -> Option<String> {
    let from = object.attributes.class();
    let is_light = |class: &str| storage_class::check_zone(ctx, bucket, class).is_ok();
    // Where the zone of its bytes is dark an object stays; the next day looks again.
    if !is_light(from) {
        return None;
    }
    let possible = due
        .filter(|(_, to)| may_move(from, to) && is_light(to))
        .filter(|(rule, to)| lifecycle.is_large_enough(rule, object.size, to));
    possible.map(|(_, to)| to).max_by_key(|to| coldness(to)).map(str::to_owned)
}

fn move_to(
    ctx: &mut Ctx,
    bucket: &Bucket,
    (key, mut row): (&str, VersionRow),
    class: &str,
) -> Result<(), ApiError> {
    let object = row.object.as_mut().expect("only objects move");
    object.attributes.storage_class = Some(class.to_owned());
    let now = ctx.now().micros();
    object.change_more(|more| {
        more.restore = None;
        more.tiering = None;
        more.class_since_us = Some(now);
    });
    versions::replace(ctx, bucket, key, &row)?;
    events::tell(ctx, bucket, || {
        let detail_type = "Object Storage Class Changed";
        let mut event = Event::about("s3:LifecycleTransition", detail_type, bucket, (key, &row));
        event.detail.push(("destination-storage-class", json!(class)));
        event.record = Some((
            "lifecycleEventData",
            json!({"transitionEventData": {"destinationStorageClass": class}}),
        ));
        event
    })
}

fn walk_old(
    ctx: &mut Ctx,
    bucket: &Bucket,
    rules: &Rules,
    position: &Position,
) -> Result<Option<String>, ApiError> {
    let id = bucket.row.id;
    let range = Range::within(&(id,));
    let range = match &position.after {
        Some(key) => range.after(&(id, key.as_str())),
        None => range,
    };
    // Whole keys: what a version comes to depends on the newer ones. A key with very many versions
    // makes a longer step.
    let mut keys: Vec<(String, Vec<VersionRow>)> = Vec::new();
    let mut is_cut = false;
    for (count, entry) in ctx.table(&VERSIONS).scan(&range).enumerate() {
        let ((_, key, _), row) = entry?;
        match keys.last_mut() {
            Some((last, rows)) if *last == key => rows.push(row),
            _ if count >= DAILY_BATCH => {
                is_cut = true;
                break;
            }
            _ => keys.push((key, vec![row])),
        }
    }
    let last = if is_cut { keys.last().map(|(key, _)| key.clone()) } else { None };
    for (key, rows) in keys {
        old(ctx, bucket, rules, position.day_us, (&key, rows))?;
    }
    Ok(last)
}

/// What becomes of the versions of one key that are not current, newest first.
fn old(
    ctx: &mut Ctx,
    bucket: &Bucket,
    rules: &Rules,
    day_us: i64,
    (key, rows): (&str, Vec<VersionRow>),
) -> Result<(), ApiError> {
    let current = versions::current(ctx, bucket, key)?;
    let mut rows = rows.into_iter().peekable();
    let mut successor = if let Some(current) = current {
        current.modified_us
    } else {
        // The newest is a delete marker, and the current version.
        let Some(marker) = rows.next() else { return Ok(()) };
        if rows.peek().is_none() {
            return lone_marker(ctx, bucket, rules, day_us, (key, &marker));
        }
        marker.modified_us
    };
    let mut newer = 0;
    for row in rows {
        let since = std::mem::replace(&mut successor, row.modified_us);
        let is_object = row.object.is_some();
        one_old(ctx, bucket, rules, Old { day_us, since, newer }, (key, row))?;
        newer += u32::from(is_object);
    }
    Ok(())
}

/// How an old version stands among the others.
#[derive(Clone, Copy)]
struct Old {
    day_us: i64,
    /// When it was followed by another.
    since: i64,
    /// How many old objects are newer.
    newer: u32,
}

impl Old {
    fn is_due(self, action: &OldVersionsRow) -> bool {
        midnight_after(self.since, action.days) <= self.day_us
            && action.newer.is_none_or(|kept| self.newer >= kept)
    }
}

fn one_old(
    ctx: &mut Ctx,
    bucket: &Bucket,
    rules: &Rules,
    old: Old,
    (key, row): (&str, VersionRow),
) -> Result<(), ApiError> {
    let fits = |rule: &&RuleRow| match &row.object {
        Some(object) => rule.filter.fits(key, object),
        None => rule.filter.fits_key(key) && rule.filter.is_of_keys_only(),
    };
    let fitting: Vec<&RuleRow> = rules.lifecycle.enabled().filter(fits).collect();
    let is_expired = fitting
        .iter()
        .filter_map(|rule| rule.old_expiration.as_ref())
        .any(|action| old.is_due(action));
    if is_expired {
        let is_kept =
            row.object.as_ref().and_then(ObjectRow::lock).is_some_and(|lock| lock.keeps(ctx.now()));
        return if is_kept { Ok(()) } else { remove(ctx, bucket, key, &row) };
    }
    let Some(object) = &row.object else { return Ok(()) };
    let due = fitting.iter().flat_map(|rule| {
        rule.old_transitions
            .iter()
            .filter_map(move |it| old.is_due(it).then_some((*rule, it.class.as_deref()?)))
    });
    match coldest((ctx, bucket), &rules.lifecycle, object, due) {
        Some(class) => move_to(ctx, bucket, (key, row), &class),
        None if object.attributes.class() == INTELLIGENT_TIERING => {
            tiering::settle(ctx, bucket, &rules.tierings, old.day_us, (key, row))
        }
        None => Ok(()),
    }
}

/// A delete marker that hides nothing any more.
fn lone_marker(
    ctx: &mut Ctx,
    bucket: &Bucket,
    rules: &Rules,
    day_us: i64,
    (key, marker): (&str, &VersionRow),
) -> Result<(), ApiError> {
    let goes = rules.lifecycle.enabled().any(|rule| {
        let fits = rule.filter.fits_key(key) && rule.filter.is_of_keys_only();
        let is_due = match rule.expiration {
            Some(ExpirationRow::Markers(removes)) => removes,
            Some(ExpirationRow::At(due)) => due.at(marker.modified_us) <= day_us,
            None => false,
        };
        fits && is_due
    });
    if goes { remove(ctx, bucket, key, marker) } else { Ok(()) }
}

fn remove(ctx: &mut Ctx, bucket: &Bucket, key: &str, row: &VersionRow) -> Result<(), ApiError> {
    let id = row.version_id();
    versions::delete_version(ctx, bucket, key, &id)?;
    let sequence = ctx.transaction();
    events::tell(ctx, bucket, || {
        Event::removed(RemovedBy::Lifecycle, false, key, Some(id), sequence)
    })
}

fn walk_uploads(
    ctx: &mut Ctx,
    bucket: &Bucket,
    rules: &Rules,
    position: &Position,
) -> Result<Option<String>, ApiError> {
    let id = bucket.row.id;
    let range = Range::within(&(id,));
    let range = match &position.after {
        Some(key) => range.after(&(id, key.as_str())),
        None => range,
    };
    let mut last = None;
    let mut doomed = Vec::new();
    for (count, entry) in ctx.table(&UPLOADS).scan(&range).enumerate() {
        let (row_key, upload) = entry?;
        // A key's uploads are all looked at in one step.
        let is_new_key = last.as_ref() != Some(&row_key.1);
        if count >= DAILY_BATCH && is_new_key {
            break;
        }
        last = Some(row_key.1.clone());
        let fitting = rules.lifecycle.enabled().filter(|rule| rule.filter.fits_key(&row_key.1));
        let is_due = fitting
            .filter_map(|rule| rule.abort_days)
            .any(|days| midnight_after(upload.initiated_us, days) <= position.day_us);
        if is_due {
            doomed.push((row_key, upload));
        }
    }
    for ((_, key, sequence), upload) in doomed {
        abort(ctx, bucket, (&key, sequence), *upload.nonce)?;
    }
    let has_more = match &last {
        Some(key) => {
            let rest = Range::within(&(id,)).after(&(id, key.as_str()));
            !ctx.table(&UPLOADS).is_empty(&rest)?
        }
        None => false,
    };
    Ok(last.filter(|_| has_more))
}

fn abort(
    ctx: &mut Ctx,
    bucket: &Bucket,
    (key, sequence): (&str, u64),
    nonce: [u8; 16],
) -> Result<(), ApiError> {
    let id = bucket.row.id;
    let parts: Vec<_> =
        ctx.table(&PARTS).scan(&Range::within(&(id, nonce))).collect::<Result<_, _>>()?;
    for (row_key, row) in parts {
        content::release_segments(ctx, &row.segments)?;
        ctx.table_mut(&PARTS).delete(&row_key);
    }
    ctx.table_mut(&UPLOADS).delete(&(id, key, sequence));
    Ok(())
}

/// Days that have passed, whole ones.
pub fn days_between(from_us: i64, to_us: i64) -> i64 {
    (to_us - from_us).max(0) / MICROS_PER_DAY
}
