//! A checksum of an object as it is kept, for S3 Batch Operations: nothing of the object changes,
//! and what comes out stands in the job's report.
//!
//! Source: S3 User Guide, "Compute checksums". [U]: the members of the result.

use kernel::{ApiError, Ctx, Digests, OpResult, Struct};
use serde_json::json;

use crate::bucket;
use crate::checksum::{base64, e_tag};
use crate::content;
use crate::cover;
use crate::kms::Subject;
use crate::state::Algorithm;
use crate::versions;

const WANTED: &str = "Wanted";
const E_TAG: &str = "ETag";

/// Opens the object for *work*. Input: `Bucket`, `Key`, `VersionId`, `ChecksumAlgorithm`.
pub fn begin(ctx: &mut Ctx, input: &Struct) -> OpResult {
    let text = |name: &str| input.str(name).unwrap_or_default();
    let (bucket, key) = (bucket::open(ctx, text("Bucket"), None)?, text("Key"));
    let (row, object) = versions::find(ctx, &bucket, key, input.str("VersionId"))?;
    let seal = cover::open(ctx, Subject { bucket: &bucket, key }, &object, None)?;
    let place = bucket.place(key, row.sequence);
    let body = content::open(ctx, place, &object.content, (0, object.size), seal.as_ref())?;
    let wanted = text("ChecksumAlgorithm");
    let taken = Algorithm::named(wanted)?;
    Ok(Struct::new()
        .with("Body", body)
        .with("ChecksumAlgorithm", taken.name())
        .with(WANTED, wanted)
        .with(E_TAG, e_tag(&object.md5, object.parts_count).trim_matches('"')))
}

/// What the report says of it.
pub fn result(plan: &Struct) -> Result<String, ApiError> {
    let digests = plan.body("Body").and_then(|body| body.digests.as_ref());
    let digests: &Digests = digests.ok_or_else(ApiError::internal)?;
    let wanted = plan.str(WANTED).unwrap_or_default();
    let value = Algorithm::named(wanted)?.of(digests).ok_or_else(ApiError::internal)?;
    let result = json!({
        "checksum_base64": base64(&value),
        "etag": plan.str(E_TAG),
        "checksumAlgorithm": wanted,
        "checksumType": "FULL_OBJECT",
    });
    Ok(result.to_string())
}
