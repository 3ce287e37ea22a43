//! What storage class analysis counts of requests: what is put, and what is read, by the age and
//! the storage class of objects. Only buckets with a configuration pay for it.
//!
//! Source: S3 User Guide, "Amazon S3 analytics – Storage Class Analysis" (age groups; objects of
//! 128 KB and more are grouped, all are counted; uploads in parts are not counted as uploads).

use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, Struct};
use store::Range;

use crate::bucket::{self, Bucket};
use crate::daily::days_between;
use crate::events::SERVICE_PRINCIPAL;
use crate::limits::ANALYSED_BYTES_MIN;
use crate::names;
use crate::state::{ObjectRow, VersionRow};
use crate::state_analytics::{ANALYTICS, ANALYTICS_COUNTS, AnalyticsRow, CountsRow};
use crate::state_settings::Feature;
use crate::storage_class::{STANDARD, STANDARD_IA};
use crate::versions;

/// Somebody has read an object.
pub const NOTE_READ: &str = "NoteAnalysedRead";

/// The first day of each age group, and its name.
pub const GROUPS: [(i64, &str); 12] = [
    (0, "000-014"),
    (15, "015-029"),
    (30, "030-044"),
    (45, "045-059"),
    (60, "060-074"),
    (75, "075-089"),
    (90, "090-119"),
    (120, "120-149"),
    (150, "150-179"),
    (180, "180-364"),
    (365, "365-729"),
    (730, "730+"),
];
/// All groups together, and what is too small for a group.
pub const ALL: u8 = GROUPS.len() as u8;
pub const ALL_NAME: &str = "ALL";

/// The storage classes between which the analysis is to decide.
pub const CLASSES: [&str; 2] = [STANDARD, STANDARD_IA];

/// What is counted together: the objects of a class (by its place in [`CLASSES`]) and an age group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    pub class: u8,
    pub group: u8,
}

impl Kind {
    pub fn number(self) -> u8 {
        self.class * (ALL + 1) + self.group
    }

    pub fn of_number(number: u8) -> Kind {
        Kind { class: number / (ALL + 1), group: number % (ALL + 1) }
    }
}

/// As which kinds an object counts.
pub fn kinds_of(object: &ObjectRow, modified_us: i64, now_us: i64) -> Vec<Kind> {
    let class = CLASSES.iter().position(|class| *class == object.attributes.class());
    let Some(class) = class.map(|class| class as u8) else { return Vec::new() };
    let mut kinds = vec![Kind { class, group: ALL }];
    if object.size >= ANALYSED_BYTES_MIN {
        let age = days_between(modified_us, now_us);
        let group = GROUPS.iter().rposition(|(first, _)| age >= *first).unwrap_or(0);
        kinds.push(Kind { class, group: group as u8 });
    }
    kinds
}

impl AnalyticsRow {
    pub fn fits(&self, key: &str, object: &ObjectRow) -> bool {
        CLASSES.contains(&object.attributes.class())
            && self.filter.as_ref().is_none_or(|filter| filter.fits(key, object))
    }
}

/// Counts an object that a request has put.
pub fn note_upload(
    ctx: &mut Ctx,
    bucket: &Bucket,
    key: &str,
    row: &VersionRow,
) -> Result<(), ApiError> {
    if !bucket.has(Feature::Analytics) {
        return Ok(());
    }
    count(ctx, bucket, (key, row), |counts, object| counts.uploaded += object.size)
}

/// Notes that an object is read.
pub fn note_read(ctx: &mut Ctx, bucket: &Bucket, key: &str, row: &VersionRow, bytes: u64) {
    if !bucket.has(Feature::Analytics) {
        return;
    }
    let ask = Ask::to("s3", NOTE_READ)
        .with("Bucket", bucket.name.as_str())
        .with("Key", key)
        .with("VersionId", row.version_id())
        .with("Bytes", bytes as i64);
    ctx.note(Job::now(ask.as_service(SERVICE_PRINCIPAL)));
}

/// The step that [`note_read`] leaves.
pub fn record_read(ctx: &mut Ctx, input: &Struct) -> Result<Struct, ApiError> {
    let text = |name: &str| input.str(name).unwrap_or("");
    let Some(bucket) = bucket::open_for_anybody(ctx, text("Bucket"))? else {
        return Ok(Struct::new());
    };
    let id = names::parse_version_id(text("VersionId"))?;
    if let Some(row) = versions::find_version(ctx, &bucket, text("Key"), id)? {
        let bytes = input.int("Bytes").unwrap_or(0) as u64;
        count(ctx, &bucket, (text("Key"), &row), |counts, _| {
            counts.retrieved += bytes;
            counts.gets += 1;
        })?;
    }
    Ok(Struct::new())
}

fn count(
    ctx: &mut Ctx,
    bucket: &Bucket,
    (key, row): (&str, &VersionRow),
    change: impl Fn(&mut CountsRow, &ObjectRow),
) -> Result<(), ApiError> {
    let Some(object) = &row.object else { return Ok(()) };
    let id = bucket.row.id;
    let rows = ctx.table_in(&ANALYTICS, bucket.scope).scan(&Range::within(&(id,)));
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    let kinds = kinds_of(object, row.modified_us, ctx.now().micros());
    for ((_, name), _) in rows.iter().filter(|(_, it)| it.fits(key, object)) {
        for kind in &kinds {
            let row_key = (id, name.as_str(), kind.number());
            let mut table = ctx.table_mut_in(&ANALYTICS_COUNTS, bucket.scope);
            let mut counts = table.get(&row_key)?.unwrap_or_default();
            change(&mut counts, object);
            table.put(&row_key, &counts);
        }
    }
    Ok(())
}
