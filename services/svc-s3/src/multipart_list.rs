//! ListParts and ListMultipartUploads.

use kernel::{ApiError, Ctx};
use store::Range;

use crate::access;
use crate::api::{
    InitiatorBuilder, ListMultipartUploadsInput, ListMultipartUploadsOutput, ListPartsInput,
    ListPartsOutput, MultipartUploadBuilder, PartBuilder,
};
use crate::attributes;
use crate::bucket;
use crate::checksum::{base64, e_tag};
use crate::lifecycle;
use crate::limits::PARTS_MAX;
use crate::list::{Encoding, common_prefixes, page_max, split};
use crate::multipart;
use crate::names;
use crate::state::{Algorithm, PARTS, PartRow, UPLOADS, UploadRow};
use crate::walk::{Asked, Entry, Source, Start, walk};

pub fn list_parts(ctx: &mut Ctx, input: ListPartsInput<'_>) -> Result<ListPartsOutput, ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    attributes::refuse_unimplemented(input.0)?;
    let upload = multipart::open(ctx, &bucket, input.key(), input.upload_id())?;
    let max = page_max("max-parts", input.max_parts())?;
    let marker = input.part_number_marker().unwrap_or(0).clamp(0, i64::from(PARTS_MAX)) as u16;
    let range = upload.parts().after(&upload.part_key(marker));
    let mut rows: Vec<(u16, PartRow)> = ctx
        .table(&PARTS)
        .scan(&range)
        .take(max + 1)
        .map(|entry| entry.map(|((_, _, number), row)| (number, row)))
        .collect::<Result<_, _>>()?;
    let is_truncated = max > 0 && rows.len() > max;
    rows.truncate(max);
    let next = rows.last().map_or(marker, |(number, _)| *number);
    let algorithm = upload.row.algorithm;
    let parts = rows.iter().map(|(number, row)| part(*number, row, algorithm));
    let mut output = ListPartsOutput::new()
        .request_charged(access::charged(ctx, &bucket, input.request_payer()))
        .bucket(&bucket.name)
        .key(input.key())
        .upload_id(input.upload_id())
        .part_number_marker(marker)
        .next_part_number_marker(next)
        .max_parts(max)
        .is_truncated(is_truncated)
        .parts(parts.collect::<Vec<_>>())
        .initiator(initiator(&upload.row))
        .owner(bucket::owner(ctx.account()))
        .storage_class(upload.row.attributes.class())
        .checksum_algorithm(algorithm.map(Algorithm::name))
        .checksum_type(algorithm.map(|_| upload.row.kind.name()));
    lifecycle::show_abortion(ctx, &bucket, input.key(), &upload.row, &mut output.0)?;
    Ok(output)
}

/// The checksum is told where the client has named the algorithm.
fn part(number: u16, row: &PartRow, algorithm: Option<Algorithm>) -> PartBuilder {
    let mut part = PartBuilder::new()
        .part_number(number)
        .last_modified(bucket::seconds(row.modified_us))
        .e_tag(e_tag(&row.md5, 0))
        .size(row.size);
    if let Some(algorithm) = algorithm {
        part.0.set(algorithm.member(), base64(&row.checksum));
    }
    part
}

fn initiator(row: &UploadRow) -> InitiatorBuilder {
    InitiatorBuilder::new().id(&row.initiator)
}

pub fn list_multipart_uploads(
    ctx: &mut Ctx,
    input: ListMultipartUploadsInput<'_>,
) -> Result<ListMultipartUploadsOutput, ApiError> {
    let bucket = bucket::open(ctx, input.bucket(), input.expected_bucket_owner())?;
    let encoding = Encoding::read(input.encoding_type())?;
    let max = page_max("max-uploads", input.max_uploads())?;
    let prefix = input.prefix().unwrap_or("");
    let delimiter = input.delimiter().unwrap_or("");
    let id = bucket.row.id;
    let open = |start: &Start| -> Source<'_, (u64, UploadRow)> {
        let range = Range::within(&(id,)).starting_with(prefix);
        let range = match start {
            Start::Beginning => range,
            Start::AfterKey(key) => range.after(&(id, key.as_str())),
            Start::AfterPrefix(passed) => range.after_starting_with(passed),
            Start::AfterEntry(key, sequence) => range.after(&(id, key.as_str(), *sequence)),
        };
        let rows = ctx.table(&UPLOADS).scan(&range);
        Box::new(rows.map(|row| row.map(|((_, key, sequence), row)| (key, (sequence, row)))))
    };
    let start = read_start(input.key_marker(), input.upload_id_marker());
    let page = walk(open, start, Asked { prefix, delimiter, max })?;
    let is_truncated = page.is_truncated;
    let (next_key, next_upload) = match page.entries.last().filter(|_| is_truncated) {
        Some(Entry::Item(key, (sequence, row))) => {
            (Some(encoding.write(key)), Some(names::encode_id(*sequence, &row.nonce)))
        }
        Some(Entry::CommonPrefix(prefix)) => (Some(encoding.write(prefix)), None),
        None => (None, None),
    };
    let (items, prefixes) = split(page.entries);
    let uploads = items.iter().map(|(key, (sequence, row))| {
        MultipartUploadBuilder::new()
            .key(encoding.write(key))
            .upload_id(names::encode_id(*sequence, &row.nonce))
            .initiated(bucket::seconds(row.initiated_us))
            .storage_class(row.attributes.class())
            .owner(bucket::owner(ctx.account()))
            .initiator(initiator(row))
            .checksum_algorithm(row.algorithm.map(Algorithm::name))
            .checksum_type(row.algorithm.map(|_| row.kind.name()))
    });
    Ok(ListMultipartUploadsOutput::new()
        .request_charged(access::charged(ctx, &bucket, input.request_payer()))
        .bucket(&bucket.name)
        .key_marker(encoding.write(input.key_marker().unwrap_or("")))
        .upload_id_marker(input.upload_id_marker().unwrap_or(""))
        .next_key_marker(next_key)
        .next_upload_id_marker(next_upload)
        .prefix(encoding.write(prefix))
        .delimiter(input.delimiter().map(|delimiter| encoding.write(delimiter)))
        .max_uploads(max)
        .is_truncated(is_truncated)
        .encoding_type(encoding.name())
        .uploads(uploads.collect::<Vec<_>>())
        .common_prefixes(common_prefixes(&prefixes, encoding)))
}

/// An upload id marker counts only beside a key marker.
fn read_start(key_marker: Option<&str>, upload_id_marker: Option<&str>) -> Start {
    let Some(key) = key_marker.filter(|key| !key.is_empty()) else { return Start::Beginning };
    match upload_id_marker.and_then(names::decode_id) {
        Some((sequence, _)) => Start::AfterEntry(key.to_owned(), sequence),
        None => Start::AfterKey(key.to_owned()),
    }
}
