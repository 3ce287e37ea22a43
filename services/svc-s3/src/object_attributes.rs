//! GetObjectAttributes.

use kernel::{ApiError, Ctx};

use crate::access;
use crate::api::{
    ChecksumBuilder, GetObjectAttributesInput, GetObjectAttributesOutput,
    GetObjectAttributesPartsBuilder, ObjectPartBuilder,
};
use crate::attributes;
use crate::bucket;
use crate::checksum::{base64, e_tag};
use crate::content::{self, Place};
use crate::cover;
use crate::errors;
use crate::kms::Subject;
use crate::limits::PAGE_MAX;
use crate::sse;
use crate::state::{ChecksumKind, ObjectRow};
use crate::versions;

const NAMES: [&str; 5] = ["ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize"];

pub fn get_object_attributes(
    ctx: &mut Ctx,
    input: GetObjectAttributesInput<'_>,
) -> Result<GetObjectAttributesOutput, ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    attributes::refuse_unimplemented(input.0)?;
    let wanted = input.object_attributes();
    if wanted.is_empty() || wanted.iter().any(|name| !NAMES.contains(&name)) {
        let given = wanted.to_vec().join(",");
        return Err(errors::invalid_argument(
            "x-amz-object-attributes",
            &given,
            "Invalid attribute name specified.",
        ));
    }
    let (row, object) = versions::find(ctx, &bucket, input.key(), input.version_id())?;
    let subject = Subject { bucket: &bucket, key: input.key() };
    cover::open(ctx, subject, &object, sse::read(input.0)?.as_ref())?;
    let mut output = GetObjectAttributesOutput::new()
        .request_charged(access::charged(ctx, &bucket, input.request_payer()))
        .last_modified(bucket::seconds(row.modified_us))
        .version_id(row.shown_version_id(&bucket));
    if wanted.contains("ETag") {
        let tag = e_tag(&object.md5, object.parts_count);
        output = output.e_tag(tag.trim_matches('"'));
    }
    if wanted.contains("Checksum") {
        let mut checksum = ChecksumBuilder::new();
        object.checksum.show(object.parts_count, &mut checksum.0);
        output = output.checksum(checksum);
    }
    if wanted.contains("ObjectParts") && object.parts_count > 0 {
        let place = bucket.place(input.key(), row.sequence);
        output = output.object_parts(parts(ctx, input, place, &object)?);
    }
    if wanted.contains("StorageClass") {
        output = output.storage_class(object.attributes.class());
    }
    if wanted.contains("ObjectSize") {
        output = output.object_size(object.size);
    }
    Ok(output)
}

/// AWS lists the parts themselves only of objects whose parts' checksums make up the object's.
fn parts(
    ctx: &Ctx,
    input: GetObjectAttributesInput<'_>,
    place: Place<'_>,
    object: &ObjectRow,
) -> Result<GetObjectAttributesPartsBuilder, ApiError> {
    let summary =
        GetObjectAttributesPartsBuilder::new().total_parts_count(u32::from(object.parts_count));
    if object.checksum.kind != ChecksumKind::Composite {
        return Ok(summary);
    }
    let marker = input.part_number_marker().unwrap_or(0).max(0);
    let max = input.max_parts().map_or(PAGE_MAX, |max| (max.max(0) as usize).min(PAGE_MAX));
    let all = content::manifest(ctx, place)?.parts;
    let rest: Vec<_> = all.iter().filter(|part| i64::from(part.number) > marker).collect();
    let shown = &rest[..max.min(rest.len())];
    let member = object.checksum.algorithm.member();
    let listed: Vec<_> = shown
        .iter()
        .map(|part| {
            let mut listed =
                ObjectPartBuilder::new().part_number(i64::from(part.number)).size(part.size);
            if let Some(checksum) = &part.checksum {
                listed.0.set(member, base64(checksum));
            }
            listed
        })
        .collect();
    Ok(summary
        .part_number_marker(marker)
        .next_part_number_marker(shown.last().map_or(marker, |part| i64::from(part.number)))
        .max_parts(max)
        .is_truncated(rest.len() > shown.len())
        .parts(listed))
}
