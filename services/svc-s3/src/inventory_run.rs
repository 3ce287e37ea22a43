//! How an inventory is made: at midnight UTC, in steps that list some objects each and put a file
//! of them into the destination bucket; then the manifest that names the files.
//!
//! The destination's policy must let S3 in. A list that is refused is given up until the next one
//! is due. Source: S3 User Guide, "Locating your inventory list", "What is in the inventory",
//! "Configuring Amazon S3 Inventory" (weekly lists on Sundays).

use bytes::Bytes;
use kernel::body::Body;
use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, DigestSet, Digests, Struct, Timestamp};
use serde_json::json;
use store::Range;

use crate::bucket::{self, Bucket};
use crate::checksum::hex;
use crate::events::SERVICE_PRINCIPAL;
use crate::inventory_line::{self, Record};
use crate::kms;
use crate::lifecycle::{MICROS_PER_DAY, midnight_after};
use crate::limits::INVENTORY_BATCH;
use crate::log_line::parts;
use crate::replication::destination_name;
use crate::state::{CURRENT, VERSIONS, VersionRow};
use crate::state_inventory::{INVENTORIES, INVENTORY_FILES, InventoryFileRow, InventoryRow};
use crate::versions;

pub const RUN_INVENTORY: &str = "RunInventory";

/// Where a list has come to. Current versions are listed first, then all others.
#[derive(Clone, Debug, Default)]
struct Position {
    /// The midnight at which it began.
    day_us: i64,
    is_old: bool,
    after: Option<(String, u64)>,
    files: u64,
}

/// Starts the chain of a configuration.
pub fn begin(ctx: &mut Ctx, bucket: &Bucket, id: &str, row: &InventoryRow) {
    let day_us = next_day(row, ctx.now().micros());
    enqueue(ctx, bucket, id, row.chain, Position { day_us, ..Position::default() });
}

fn next_day(row: &InventoryRow, after_us: i64) -> i64 {
    let midnight = midnight_after(after_us, 0);
    if !row.is_weekly {
        return midnight;
    }
    // The first of January 1970 was a Thursday; the third day after it a Sunday.
    let weekday = (midnight / MICROS_PER_DAY).rem_euclid(7);
    midnight + (10 - weekday).rem_euclid(7) * MICROS_PER_DAY
}

fn enqueue(ctx: &mut Ctx, bucket: &Bucket, id: &str, chain: u64, position: Position) {
    let mut ask = Ask::to("s3", RUN_INVENTORY)
        .with("Bucket", bucket.name.as_str())
        .with("Id", id)
        .with("Chain", chain.to_string())
        .with("Day", position.day_us)
        .with("Old", position.is_old)
        .with("Files", position.files as i64);
    if let Some((key, sequence)) = position.after {
        ask.input.set("After", key);
        ask.input.set("Sequence", sequence.to_string());
    }
    let due = Timestamp::from_micros(position.day_us);
    ctx.enqueue(Job::now(ask.as_service(SERVICE_PRINCIPAL)).at(due));
}

pub fn forget_files(ctx: &mut Ctx, bucket: &Bucket, id: &str) -> Result<(), ApiError> {
    let range = Range::within(&(bucket.row.id, id));
    ctx.table_mut(&INVENTORY_FILES).delete_range(&range)?;
    Ok(())
}

/// One step; leaves a job for the next step, or for the next list.
pub fn run(ctx: &mut Ctx, input: &Struct) -> Result<Struct, ApiError> {
    let text = |name: &str| input.str(name).unwrap_or("");
    let (id, chain) = (text("Id"), text("Chain"));
    let Some(bucket) = bucket::open_for_anybody(ctx, text("Bucket"))? else {
        return Ok(Struct::new());
    };
    let row = ctx.table(&INVENTORIES).get(&(bucket.row.id, id))?;
    let Some(row) = row.filter(|row| row.is_enabled && row.chain.to_string() == chain) else {
        return Ok(Struct::new());
    };
    let after = input
        .str("After")
        .map(|key| (key.to_owned(), text("Sequence").parse().expect("it was written as a number")));
    let position = Position {
        day_us: input.int("Day").unwrap_or(0),
        is_old: input.bool("Old") == Some(true),
        after,
        files: input.int("Files").unwrap_or(0) as u64,
    };
    let list = List { bucket: &bucket, id, row: &row };
    let next = match list.step(ctx, position.clone()) {
        Ok(Some(next)) => next,
        done => {
            if let Err(error) = done {
                tracing::warn!(bucket = %bucket.name, id, %error, "an inventory is given up");
            }
            forget_files(ctx, &bucket, id)?;
            let today = ctx.now().micros().max(position.day_us);
            Position { day_us: next_day(&row, today), ..Position::default() }
        }
    };
    enqueue(ctx, &bucket, id, row.chain, next);
    Ok(Struct::new())
}

/// A list under way.
struct List<'a> {
    bucket: &'a Bucket,
    id: &'a str,
    row: &'a InventoryRow,
}

impl List<'_> {
    /// Where to go on; `None` when all is done.
    fn step(&self, ctx: &mut Ctx, mut at: Position) -> Result<Option<Position>, ApiError> {
        let (lines, last) = if at.is_old { self.old(ctx, &at)? } else { self.current(ctx, &at)? };
        if !lines.is_empty() || (at.files == 0 && last.is_none() && !self.goes_on(&at)) {
            self.put_file(ctx, at.files, &lines)?;
            at.files += 1;
        }
        if last.is_some() {
            return Ok(Some(Position { after: last, ..at }));
        }
        if self.goes_on(&at) {
            return Ok(Some(Position { is_old: true, after: None, ..at }));
        }
        self.put_manifest(ctx, &at)?;
        Ok(None)
    }

    fn goes_on(&self, at: &Position) -> bool {
        self.row.has_all_versions && !at.is_old
    }

    fn is_listed(&self, key: &str) -> bool {
        self.row.prefix.as_ref().is_none_or(|prefix| key.starts_with(prefix.as_str()))
    }

    fn current(&self, ctx: &Ctx, at: &Position) -> Result<Lines, ApiError> {
        let id = self.bucket.row.id;
        let range = Range::within(&(id,));
        let range = match &at.after {
            Some((key, _)) => range.after(&(id, key.as_str())),
            None => range,
        };
        let mut lines = Vec::new();
        let mut last = None;
        for (count, entry) in ctx.table(&CURRENT).scan(&range).take(INVENTORY_BATCH).enumerate() {
            let ((_, key), row) = entry?;
            if self.is_listed(&key) {
                lines.push(inventory_line::of(self.bucket, self.row, (&key, &row), true));
            }
            last = (count + 1 == INVENTORY_BATCH).then_some((key, 0));
        }
        Ok((lines, last))
    }

    fn old(&self, ctx: &Ctx, at: &Position) -> Result<Lines, ApiError> {
        let id = self.bucket.row.id;
        let range = Range::within(&(id,));
        let range = match &at.after {
            Some((key, sequence)) => range.after(&(id, key.as_str(), *sequence)),
            None => range,
        };
        let found: Vec<((u64, String, u64), VersionRow)> =
            ctx.table(&VERSIONS).scan(&range).take(INVENTORY_BATCH).collect::<Result<_, _>>()?;
        let is_cut = found.len() == INVENTORY_BATCH;
        let mut lines = Vec::new();
        let mut last = None;
        for ((_, key, sequence), row) in found {
            if self.is_listed(&key) {
                let newest = versions::newest(ctx, self.bucket, &key)?;
                let is_latest = newest.is_some_and(|newest| newest.sequence == row.sequence);
                lines.push(inventory_line::of(self.bucket, self.row, (&key, &row), is_latest));
            }
            last = Some((key, sequence));
        }
        Ok((lines, last.filter(|_| is_cut)))
    }

    /// What stands before the rest of each key in the destination.
    fn folder(&self) -> String {
        let prefix = self.row.to.prefix.as_deref().unwrap_or("");
        let slash = if prefix.is_empty() || prefix.ends_with('/') { "" } else { "/" };
        format!("{prefix}{slash}{}/{}", self.bucket.name, self.id)
    }

    fn put_file(&self, ctx: &mut Ctx, number: u64, records: &[Record]) -> Result<(), ApiError> {
        let (packed, ending) = inventory_line::file(self.row, records);
        let key = format!("{}/data/{}.{ending}", self.folder(), ctx.chance().uuid());
        let md5 = hex(&Digests::of(&packed, DigestSet::NONE).md5);
        let file = InventoryFileRow { key: key.clone(), size: packed.len() as u64, md5 };
        self.put(ctx, key, "application/octet-stream", packed)?;
        let row_key = (self.bucket.row.id, self.id, number);
        ctx.table_mut(&INVENTORY_FILES).put(&row_key, &file);
        Ok(())
    }

    fn put_manifest(&self, ctx: &mut Ctx, at: &Position) -> Result<(), ApiError> {
        let files: Vec<(_, InventoryFileRow)> = ctx
            .table(&INVENTORY_FILES)
            .scan(&Range::within(&(self.bucket.row.id, self.id)))
            .collect::<Result<_, _>>()?;
        let destination = destination_name(&self.row.to.bucket).expect("it was checked");
        let shown = files
            .iter()
            .map(|(_, file)| json!({"key": file.key, "size": file.size, "MD5checksum": file.md5}));
        let began = Timestamp::from_micros(at.day_us);
        let manifest = json!({
            "sourceBucket": self.bucket.name,
            "destinationBucket": self.row.to.bucket,
            "version": "2016-11-30",
            "creationTimestamp": (at.day_us / 1_000).to_string(),
            "fileFormat": if self.row.to.is_parquet { "Parquet" } else { "CSV" },
            "fileSchema": inventory_line::schema(self.row),
            "files": shown.collect::<Vec<_>>(),
        });
        let manifest = Bytes::from(manifest.to_string());
        let checksum = hex(&Digests::of(&manifest, DigestSet::NONE).md5);
        let [year, month, day, hour, minute, _] = parts(began);
        let folder = format!("{}/{year}-{month}-{day}T{hour}-{minute}Z", self.folder());
        let hive = format!("{}/hive/dt={year}-{month}-{day}-{hour}-{minute}", self.folder());
        let links = files.iter().map(|(_, file)| format!("s3://{destination}/{}", file.key));
        let links = links.collect::<Vec<_>>().join("\n");
        self.put(ctx, format!("{hive}/symlink.txt"), "text/plain", Bytes::from(links))?;
        self.put(ctx, format!("{folder}/manifest.json"), "application/json", manifest)?;
        self.put(ctx, format!("{folder}/manifest.checksum"), "text/plain", Bytes::from(checksum))
    }

    fn put(
        &self,
        ctx: &mut Ctx,
        key: String,
        media_type: &'static str,
        bytes: Bytes,
    ) -> Result<(), ApiError> {
        let destination = destination_name(&self.row.to.bucket).expect("it was checked");
        let mut ask = Ask::to("s3", "PutObject")
            .with("Bucket", destination)
            .with("Key", key)
            .with("ContentType", media_type)
            .with("ACL", "bucket-owner-full-control")
            .with("Body", Body::from(bytes))
            .as_service(SERVICE_PRINCIPAL)
            .for_source(self.bucket.arn(), self.bucket.owner());
        if let Some(account) = &self.row.to.account {
            ask.input.set("ExpectedBucketOwner", account.as_str());
        }
        if let Some(key) = &self.row.to.kms_key {
            ask.input.set("ServerSideEncryption", kms::ALGORITHM);
            ask.input.set("SSEKMSKeyId", key.as_str());
        }
        ctx.call(ask).map(|_| ())
    }
}

/// Records, and the last entry when there may be more.
type Lines = (Vec<Record>, Option<(String, u64)>);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekly_lists_come_on_sundays() {
        // 2030-01-01 is a Tuesday.
        let tuesday = 1_893_456_000_000_000;
        let row = InventoryRow { is_weekly: true, ..InventoryRow::default() };
        assert_eq!(next_day(&row, tuesday), tuesday + 5 * MICROS_PER_DAY);
        assert_eq!(next_day(&row, tuesday + 5 * MICROS_PER_DAY), tuesday + 12 * MICROS_PER_DAY);
        let row = InventoryRow::default();
        assert_eq!(next_day(&row, tuesday), tuesday + MICROS_PER_DAY);
    }
}
