//! Storage classes: which there are, which must be waited for, and where a lifecycle may lead.
//!
//! Source: S3 User Guide, "Understanding and managing Amazon S3 storage classes"; "Transitioning
//! objects using Amazon S3 Lifecycle", "Supported transitions".

use kernel::{ApiError, Ctx, Struct, Zone};

use crate::bucket::Bucket;
use crate::errors;
use crate::state::{ArchiveTier, ObjectRow};

pub const STANDARD: &str = "STANDARD";
pub const STANDARD_IA: &str = "STANDARD_IA";
/// Lies in one availability zone, and is lost to its readers where that is dark.
const ONE_ZONE: &str = "ONEZONE_IA";
pub const GLACIER: &str = "GLACIER";
pub const DEEP_ARCHIVE: &str = "DEEP_ARCHIVE";
pub const INTELLIGENT_TIERING: &str = "INTELLIGENT_TIERING";

/// Of general purpose buckets.
const CLASSES: [&str; 8] = [
    STANDARD,
    "STANDARD_IA",
    "ONEZONE_IA",
    INTELLIGENT_TIERING,
    "REDUCED_REDUNDANCY",
    "GLACIER_IR",
    GLACIER,
    DEEP_ARCHIVE,
];

/// To which lifecycles lead, in the order in which they get colder.
pub const TRANSITIONS: [&str; 6] =
    ["STANDARD_IA", INTELLIGENT_TIERING, "ONEZONE_IA", "GLACIER_IR", GLACIER, DEEP_ARCHIVE];

/// Classes to which nothing moves in its first thirty days.
pub const INFREQUENT: [&str; 2] = ["STANDARD_IA", "ONEZONE_IA"];

/// The class that a request asks for; `None` for STANDARD.
pub fn read(input: &Struct) -> Result<Option<String>, ApiError> {
    match input.str("StorageClass") {
        None | Some(STANDARD) => Ok(None),
        Some(class) if CLASSES.contains(&class) => Ok(Some(class.to_owned())),
        Some(class) => Err(errors::invalid_storage_class(class)),
    }
}

/// The class that a document names.
pub fn check(class: &str) -> Result<String, ApiError> {
    if CLASSES.contains(&class) {
        return Ok(class.to_owned());
    }
    Err(errors::invalid_storage_class(class))
}

/// Refuses to read or write what lies in one zone when that is dark. Which zone it is AWS does not
/// tell; here it is always the same one for a bucket.
pub fn check_zone(ctx: &Ctx, bucket: &Bucket, class: &str) -> Result<(), ApiError> {
    match class {
        ONE_ZONE => ctx.check_zone(Zone::of_name(bucket.region(), &bucket.name)),
        _ => Ok(()),
    }
}

pub fn is_archive(class: &str) -> bool {
    matches!(class, GLACIER | DEEP_ARCHIVE)
}

/// How cold a class is; those that are none of a lifecycle's are as STANDARD.
pub fn coldness(class: &str) -> usize {
    TRANSITIONS.iter().position(|known| *known == class).map_or(0, |at| at + 1)
}

/// Whether a lifecycle may move objects so.
pub fn may_move(from: &str, to: &str) -> bool {
    match (from, to) {
        (from, to) if from == to => false,
        (DEEP_ARCHIVE, _) => false,
        (_, DEEP_ARCHIVE) => true,
        (GLACIER, _) => false,
        (_, GLACIER) => true,
        ("ONEZONE_IA" | "GLACIER_IR", _) | (INTELLIGENT_TIERING, "STANDARD_IA") => false,
        _ => true,
    }
}

impl ArchiveTier {
    pub fn name(self) -> &'static str {
        match self {
            ArchiveTier::Archive => "ARCHIVE_ACCESS",
            ArchiveTier::DeepArchive => "DEEP_ARCHIVE_ACCESS",
        }
    }

    pub fn parse(name: &str) -> Option<ArchiveTier> {
        [ArchiveTier::Archive, ArchiveTier::DeepArchive].into_iter().find(|it| it.name() == name)
    }
}

impl ObjectRow {
    /// The tier in which an object of INTELLIGENT_TIERING is archived.
    pub fn archive_tier(&self) -> Option<ArchiveTier> {
        let tiering = self.more.as_ref().and_then(|more| more.tiering);
        tiering.filter(|_| self.attributes.class() == INTELLIGENT_TIERING)?.archive
    }

    /// Whether it lies in an archive, restored or not.
    pub fn is_archived(&self) -> bool {
        is_archive(self.attributes.class()) || self.archive_tier().is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lists of the User Guide's page.
    #[test]
    fn the_waterfall_runs_one_way() {
        for to in TRANSITIONS {
            assert!(may_move(STANDARD, to), "{to}");
            assert!(!may_move(DEEP_ARCHIVE, to), "{to}");
        }
        assert!(may_move("STANDARD_IA", INTELLIGENT_TIERING));
        assert!(may_move("STANDARD_IA", "ONEZONE_IA") && may_move("STANDARD_IA", "GLACIER_IR"));
        assert!(may_move(INTELLIGENT_TIERING, "ONEZONE_IA"));
        assert!(!may_move(INTELLIGENT_TIERING, "STANDARD_IA"));
        assert!(!may_move("ONEZONE_IA", "GLACIER_IR") && may_move("ONEZONE_IA", GLACIER));
        assert!(may_move(GLACIER, DEEP_ARCHIVE) && !may_move(GLACIER, "STANDARD_IA"));
    }
}
