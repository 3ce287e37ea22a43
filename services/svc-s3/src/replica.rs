//! The destination's side of replication: makes a replica, or brings one up to date.
//!
//! A replica has the version id, the time and everything else of its source; it shares the
//! source's content files. The call comes as the replication role, which is asked at both ends.
//! Source: S3 User Guide, "Setting up permissions for live replication", "What does Amazon S3
//! replicate?", "Changing the replica owner", "Amazon S3 replication failure reasons".

use kernel::{ApiError, Ctx, Struct};

use crate::access::{self, ObjectAsked};
use crate::annotation_replicas::{self, Annotated};
use crate::bucket::{self, Bucket};
use crate::content::{self, Place};
use crate::events::{self, CreatedBy, Event, RemovedBy};
use crate::kms::{self, Asked, Subject};
use crate::names;
use crate::replicate::Change;
use crate::state::{ContentRow, Nonce, ObjectRow, VersionRow, Versioning};
use crate::state_kms::KmsRow;
use crate::state_replication::ReplicatedRow;
use crate::storage_class;
use crate::tags::Tags;
use crate::versions;

pub const RECEIVE_REPLICA: &str = "ReceiveReplica";

/// The code of refusals; the reason is the message.
const FAILURE: &str = "ReplicationFailed";

pub fn failure(reason: &'static str) -> ApiError {
    ApiError::new(FAILURE, reason)
}

/// What events give as the reason.
pub fn reason(error: &ApiError) -> &str {
    if error.code() == FAILURE { error.message() } else { "DstPutObjectNotPermitted" }
}

/// Both ends, as the role may see them.
struct Ends<'a> {
    source: &'a Bucket,
    destination: &'a Bucket,
    key: &'a str,
    row: &'a VersionRow,
    overrides_owner: bool,
    class: Option<&'a str>,
    kms_key: Option<&'a str>,
    /// The one that has changed.
    annotation: Option<&'a str>,
}

/// Input: `Source`, `Key`, `VersionId`, `Bucket`, `Change`, `OverridesOwner`, and what the rule
/// says besides: `Account`, `StorageClass`, `ReplicaKmsKeyID`; of an annotation, `Annotation`.
pub fn receive(ctx: &mut Ctx, input: &Struct) -> Result<Struct, ApiError> {
    let text = |name: &str| input.str(name).unwrap_or("");
    let source = bucket::open_for_anybody(ctx, text("Source"))?;
    let source = source.ok_or_else(|| failure("SrcBucketNotFound"))?;
    let id = names::parse_version_id(text("VersionId"))?;
    let row = versions::find_version(ctx, &source, text("Key"), id)?;
    let row = row.ok_or_else(|| failure("SrcObjectNotFound"))?;
    let destination = bucket::open_for_anybody(ctx, text("Bucket"))?;
    let destination = destination.ok_or_else(|| failure("DstBucketNotFound"))?;
    if destination.row.versioning != Versioning::Enabled {
        return Err(failure("DstBucketUnversioned"));
    }
    if input.str("Account").is_some_and(|account| account != destination.owner().as_str()) {
        return Err(failure("DstBucketOwnerMismatch"));
    }
    let ends = Ends {
        source: &source,
        destination: &destination,
        key: text("Key"),
        row: &row,
        overrides_owner: input.bool("OverridesOwner") == Some(true),
        class: input.str("StorageClass"),
        kms_key: input.str("ReplicaKmsKeyID"),
        annotation: input.str("Annotation"),
    };
    match (&row.object, Change::parse(text("Change"))) {
        (None, _) => receive_marker(ctx, &ends)?,
        (Some(object), change) => receive_object(ctx, &ends, object, change)?,
    }
    Ok(Struct::new())
}

impl Ends<'_> {
    fn may(&self, ctx: &Ctx, bucket: &Bucket, action: &'static str) -> bool {
        let asked = ObjectAsked { bucket, key: self.key, version_id: None, is_revealing: false };
        access::authorize_object(ctx, asked, &[action], Vec::new).is_ok()
    }

    fn may_at_source(&self, ctx: &Ctx, action: &'static str) -> bool {
        self.may(ctx, self.source, action)
    }

    fn may_at_destination(&self, ctx: &Ctx, action: &'static str) -> bool {
        self.may(ctx, self.destination, action)
    }

    /// The version of the same id at the destination.
    fn existing(&self, ctx: &Ctx) -> Result<Option<VersionRow>, ApiError> {
        let id = names::parse_version_id(&self.row.version_id())?;
        versions::find_version(ctx, self.destination, self.key, id)
    }

    fn annotated(&self) -> Annotated<'_> {
        Annotated { from: self.source.place(self.key, self.row.sequence), to: self.destination }
    }

    fn nonce(&self) -> Result<Nonce, ApiError> {
        self.row.nonce.ok_or_else(|| failure("SrcObjectNotFound"))
    }
}

fn receive_marker(ctx: &mut Ctx, ends: &Ends<'_>) -> Result<(), ApiError> {
    if !ends.may_at_destination(ctx, "s3:ReplicateDelete") {
        return Err(failure("DstDelObjNotPermitted"));
    }
    if ends.existing(ctx)?.is_some() {
        return Ok(());
    }
    let nonce = Some(ends.nonce()?);
    ctx.enter_account(ends.destination.owner());
    let sequence = versions::free_sequence(ctx, ends.destination, ends.key, ends.row.sequence)?;
    let place = ends.destination.place(ends.key, sequence);
    let row = versions::insert_made(ctx, place, (nonce, ends.row.modified_us), None)?;
    let id = row.shown_version_id(ends.destination);
    events::tell(ctx, ends.destination, || {
        Event::removed(RemovedBy::Request, true, ends.key, id, sequence)
    })
}

fn receive_object(
    ctx: &mut Ctx,
    ends: &Ends<'_>,
    object: &ObjectRow,
    change: Change,
) -> Result<(), ApiError> {
    if !ends.may_at_source(ctx, "s3:GetObjectVersionForReplication") {
        return Err(failure("SrcGetObjectNotPermitted"));
    }
    if !ends.may_at_destination(ctx, "s3:ReplicateObject") {
        return Err(failure("DstPutObjectNotPermitted"));
    }
    if ends.overrides_owner && !ends.may_at_destination(ctx, "s3:ObjectOwnerOverrideToBucketOwner")
    {
        return Err(failure("DstObjectOwnerOverrideNotPermitted"));
    }
    if object.lock().is_some() && ends.destination.lock().is_none() {
        return Err(failure("DstObjectHardDeleted"));
    }
    let existing = ends.existing(ctx)?;
    if let (Change::Annotation, Some(name)) = (change, ends.annotation) {
        return receive_annotation(ctx, ends, object, (existing, name));
    }
    // A replica that was changed does not bring back an original that was removed.
    let is_replica = object.replicated() == Some(&ReplicatedRow::Replica);
    if existing.is_none() && change == Change::Metadata && is_replica {
        return Ok(());
    }
    // One zone in the dark holds the bytes, or is where they go: it is tried again.
    let class = ends.class.unwrap_or(object.attributes.class());
    storage_class::check_zone(ctx, ends.destination, class)?;
    storage_class::check_zone(ctx, ends.source, object.attributes.class())?;
    let tags = tags_along(ctx, ends, object);
    let from = ends.source.place(ends.key, ends.row.sequence);
    ctx.enter_account(ends.destination.owner());
    match existing {
        Some(row) if row.nonce.is_none() && !is_replica_of(&row, ends.row) => {
            // There is one null version of a key: that of a destination's own is not replaced.
            if !row.object.as_ref().is_some_and(is_replica_row) {
                return Err(failure("DstVersionNotFound"));
            }
            versions::delete_version(ctx, ends.destination, ends.key, names::NULL_VERSION)?;
            make(ctx, ends, object, tags, from)
        }
        Some(row) => update(ctx, ends, object, (tags, change), row),
        None => make(ctx, ends, object, tags, from),
    }
}

fn receive_annotation(
    ctx: &mut Ctx,
    ends: &Ends<'_>,
    object: &ObjectRow,
    (existing, name): (Option<VersionRow>, &str),
) -> Result<(), ApiError> {
    let Some(mut row) = existing else {
        let is_coming = object.replicated().is_some_and(ReplicatedRow::is_on_its_way);
        // An object that is yet to arrive brings it along; then there is nothing to do.
        return Err(if is_coming {
            ApiError::new("ReplicaNotThere", "The object has not arrived yet.").with_status(503)
        } else {
            failure("DstObjectHardDeleted")
        });
    };
    ctx.enter_account(ends.destination.owner());
    annotation_replicas::take(ctx, &ends.annotated(), &mut row, name)
}

fn is_replica_row(object: &ObjectRow) -> bool {
    object.replicated() == Some(&ReplicatedRow::Replica)
}

/// Whether a null version is the replica of this one, and not of one that it has replaced.
fn is_replica_of(row: &VersionRow, source: &VersionRow) -> bool {
    row.object.as_ref().is_some_and(is_replica_row) && row.modified_us == source.modified_us
}

/// Tags go along where the role may read and write them.
fn tags_along(ctx: &Ctx, ends: &Ends<'_>, object: &ObjectRow) -> Tags {
    let may = object.tags.is_empty()
        || ends.may_at_source(ctx, "s3:GetObjectVersionTagging")
            && ends.may_at_destination(ctx, "s3:ReplicateTags");
    if may { object.tags.clone() } else { Tags::new() }
}

fn make(
    ctx: &mut Ctx,
    ends: &Ends<'_>,
    object: &ObjectRow,
    tags: Tags,
    from: Place<'_>,
) -> Result<(), ApiError> {
    // What was there before its bucket had versions has none of its own, and its replica neither.
    let nonce = ends.row.nonce;
    let (to, key) = (ends.destination, ends.key);
    let kms = object.kms().map(|row| rewrap(ctx, ends, row)).transpose()?;
    let sequence = versions::free_sequence(ctx, to, key, ends.row.sequence)?;
    let place = to.place(key, sequence);
    let content = copy_content(ctx, from, place, &object.content)?;
    let mut replica = ObjectRow { content, tags, ..object.clone() };
    if let Some(class) = ends.class {
        replica.attributes.storage_class = Some(class.to_owned());
    }
    let source_owner = object.owner(ends.source);
    let keeps_owner = !ends.overrides_owner && source_owner != to.owner();
    replica.change_more(|more| {
        more.replicated = Some(ReplicatedRow::Replica);
        more.owner = keeps_owner.then(|| source_owner.to_string());
        more.restore = None;
        more.annotations = 0;
        more.kms = kms.map(Box::new);
        more.tiering = None;
        if ends.overrides_owner {
            more.acl = None;
        }
    });
    let row = versions::insert_made(ctx, place, (nonce, ends.row.modified_us), Some(replica))?;
    events::tell(ctx, to, || Event::created(CreatedBy::Put, to, (key, &row)))?;
    let mut row = row;
    annotation_replicas::take_all(ctx, &ends.annotated(), &mut row)
}

/// The object's key, which KMS opens for the role at the source, is wrapped for it again by the
/// destination's key. The content itself stays sealed as it is.
fn rewrap(ctx: &mut Ctx, ends: &Ends<'_>, row: &KmsRow) -> Result<KmsRow, ApiError> {
    let source = Subject { bucket: ends.source, key: ends.key };
    let secret = kms::unwrap(ctx, source, row).map_err(|error| of_key(&error, &SOURCE_REASONS))?;
    let destination = Subject { bucket: ends.destination, key: ends.key };
    let asked = Asked {
        key: ends.kms_key.map(str::to_owned),
        has_bucket_key: ends.destination.encryption().has_bucket_key && !row.is_double,
        is_double: row.is_double,
        context: row.context.clone(),
    };
    kms::wrap(ctx, destination, &asked, &secret)
        .map_err(|error| of_key(&error, &DESTINATION_REASONS))
}

/// Of a key that is not there, of one that cannot be used, of one that the role may not use.
type KeyReasons = [&'static str; 3];

const SOURCE_REASONS: KeyReasons =
    ["SrcKmsKeyNotFound", "SrcKmsKeyInvalidState", "SrcGetObjectNotPermitted"];
const DESTINATION_REASONS: KeyReasons =
    ["DstKmsKeyNotFound", "DstKmsKeyInvalidState", "DstPutObjectNotPermitted"];

fn of_key(error: &ApiError, [absent, unusable, refused]: &KeyReasons) -> ApiError {
    match error.code() {
        "KMS.NotFoundException" => failure(absent),
        "AccessDenied" => failure(refused),
        _ if error.status() >= 500 => error.clone(),
        _ => failure(unusable),
    }
}

/// Tags, list and lock become those of the source.
fn update(
    ctx: &mut Ctx,
    ends: &Ends<'_>,
    object: &ObjectRow,
    (tags, change): (Tags, Change),
    mut row: VersionRow,
) -> Result<(), ApiError> {
    let Some(replica) = &mut row.object else { return Ok(()) };
    replica.tags = tags;
    replica.change_more(|more| {
        more.lock = object.lock().cloned();
        if !ends.overrides_owner {
            more.acl = object.acl().cloned();
        }
    });
    versions::replace(ctx, ends.destination, ends.key, &row)?;
    if change == Change::Object {
        annotation_replicas::take_all(ctx, &ends.annotated(), &mut row)?;
    }
    Ok(())
}

/// The bytes of one object become those of another too.
fn copy_content(
    ctx: &mut Ctx,
    from: Place<'_>,
    to: Place<'_>,
    content: &ContentRow,
) -> Result<ContentRow, ApiError> {
    let segments = content::segments(ctx, from, content)?;
    content::share(ctx, &segments)?;
    if *content == ContentRow::Manifest {
        let parts = content::manifest(ctx, from)?.parts;
        return Ok(content::write_manifest(ctx, to, parts));
    }
    Ok(content::write(ctx, to, segments))
}
