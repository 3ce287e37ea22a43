//! Lists of images: their identifiers, what is known of them, what refers to them.
//!
//! Source: API Reference, ListImages, DescribeImages, ListImageReferrers.

use kernel::{ApiError, Ctx, Timestamp, page};
use store::Range;

use crate::api::{
    DescribeImagesFilter, DescribeImagesInput, DescribeImagesOutput, ImageDetailBuilder,
    ImageIdentifierBuilder, ImageReferrerBuilder, ListImageReferrersFilter,
    ListImageReferrersInput, ListImageReferrersOutput, ListImagesFilter, ListImagesInput,
    ListImagesOutput,
};
use crate::errors;
use crate::image;
use crate::limits;
use crate::manifest::{Manifest, is_index};
use crate::repository;
use crate::state::{IMAGES, ImageRow, MANIFESTS, REFERRERS};

/// Of images that are not archived: all of them here.
const ACTIVE: &str = "ACTIVE";

/// Which images a list shows.
#[derive(Clone, Copy)]
struct Wanted<'a> {
    tags: Option<&'a str>,
    status: Option<&'a str>,
}

impl Wanted<'_> {
    fn takes(self, is_tagged: bool) -> bool {
        let has_tags = match self.tags {
            Some("TAGGED") => is_tagged,
            Some("UNTAGGED") => !is_tagged,
            _ => true,
        };
        has_tags && matches!(self.status, None | Some(ACTIVE | "ANY"))
    }
}

fn limit(given: Option<i64>, default: usize) -> usize {
    given.map_or(default, |it| it.max(1) as usize)
}

/// The text that a token of the operation stands for.
fn position(operation: &str, token: Option<&str>) -> Result<Option<String>, ApiError> {
    let Some(token) = token else { return Ok(None) };
    let position = page::decode(operation, token).and_then(|it| String::from_utf8(it).ok());
    position.map(Some).ok_or_else(errors::invalid_token)
}

pub fn list_images(
    ctx: &mut Ctx<'_>,
    input: ListImagesInput<'_>,
) -> Result<ListImagesOutput, ApiError> {
    const OPERATION: &str = "ListImages";
    let name = input.repository_name();
    repository::find(ctx, name)?;
    let filter = input.filter();
    let wanted = Wanted {
        tags: filter.and_then(ListImagesFilter::tag_status),
        status: filter.and_then(ListImagesFilter::image_status),
    };
    // A page ends within an image's tags: `digest tag`.
    let after = position(OPERATION, input.next_token())?;
    let (after_digest, after_tag) = match after.as_deref().and_then(|it| it.split_once(' ')) {
        Some((digest, tag)) => (digest, tag),
        None => ("", ""),
    };
    let limit = limit(input.max_results(), limits::PAGE_DEFAULT);
    let mut shown = Vec::new();
    let mut last = String::new();
    let range = Range::within(&(name,)).from(&(name, after_digest));
    for key in ctx.table(&IMAGES).keys(&range) {
        let (_, digest) = key?;
        let tags = image::tags(ctx, name, &digest)?;
        if !wanted.takes(!tags.is_empty()) {
            continue;
        }
        let is_begun = digest == after_digest;
        let entries: Vec<Option<String>> =
            if tags.is_empty() { vec![None] } else { tags.into_iter().map(Some).collect() };
        for tag in entries {
            if is_begun && tag.as_deref().is_none_or(|tag| tag <= after_tag) {
                continue;
            }
            if shown.len() == limit {
                let next = page::encode(OPERATION, last.as_bytes());
                return Ok(ListImagesOutput::new().image_ids(shown).next_token(next));
            }
            last = format!("{digest} {}", tag.as_deref().unwrap_or_default());
            shown.push(ImageIdentifierBuilder::new().image_digest(digest.as_str()).image_tag(tag));
        }
    }
    Ok(ListImagesOutput::new().image_ids(shown))
}

pub fn describe_images(
    ctx: &mut Ctx<'_>,
    input: DescribeImagesInput<'_>,
) -> Result<DescribeImagesOutput, ApiError> {
    const OPERATION: &str = "DescribeImages";
    let name = input.repository_name();
    repository::find(ctx, name)?;
    if let Some(ids) = input.image_ids() {
        let mut details = Vec::new();
        for id in ids {
            let (digest, tag) = (id.image_digest(), id.image_tag());
            let found = image::resolve(ctx, name, (digest, tag))?;
            let digest = found.map_err(|_| {
                let text = |it: Option<&str>| it.unwrap_or("null").to_owned();
                let id = format!("{{imageDigest:'{}', imageTag:'{}'}}", text(digest), text(tag));
                errors::no_image(&id, name, ctx.account())
            })?;
            let row = ctx.table(&IMAGES).get(&(name, digest.as_str()))?;
            details.push(detail(ctx, name, &digest, &row.ok_or_else(ApiError::internal)?)?);
        }
        return Ok(DescribeImagesOutput::new().image_details(details));
    }
    let filter = input.filter();
    let wanted = Wanted {
        tags: filter.and_then(DescribeImagesFilter::tag_status),
        status: filter.and_then(DescribeImagesFilter::image_status),
    };
    let mut range = Range::within(&(name,));
    if let Some(after) = position(OPERATION, input.next_token())? {
        range = range.after(&(name, after.as_str()));
    }
    let limit = limit(input.max_results(), limits::PAGE_DEFAULT);
    let mut details = Vec::new();
    let mut last = String::new();
    for entry in ctx.table(&IMAGES).scan(&range) {
        let ((_, digest), row) = entry?;
        if !wanted.takes(!image::tags(ctx, name, &digest)?.is_empty()) {
            continue;
        }
        if details.len() == limit {
            let next = page::encode(OPERATION, last.as_bytes());
            return Ok(DescribeImagesOutput::new().image_details(details).next_token(next));
        }
        details.push(detail(ctx, name, &digest, &row)?);
        last = digest;
    }
    Ok(DescribeImagesOutput::new().image_details(details))
}

fn detail(
    ctx: &Ctx<'_>,
    name: &str,
    digest: &str,
    row: &ImageRow,
) -> Result<ImageDetailBuilder, ApiError> {
    let mut size = row.size;
    if is_index(&row.media_type) {
        // "… the max size of all manifests in the list".
        for image in &row.images {
            let image = ctx.table(&IMAGES).get(&(name, image.as_str()))?;
            size = size.max(image.map_or(0, |it| it.size));
        }
    }
    let shown = ImageDetailBuilder::new()
        .registry_id(ctx.account().to_string())
        .repository_name(name)
        .image_digest(digest)
        .image_size_in_bytes(size.cast_signed())
        .image_pushed_at(Timestamp::from_micros(row.pushed_us))
        .image_manifest_media_type(row.media_type.as_str())
        .artifact_media_type(row.artifact_type.as_deref())
        .last_recorded_pull_time(row.pulled_us.map(Timestamp::from_micros))
        .subject_manifest_digest(row.subject.as_deref())
        .image_status(ACTIVE);
    let tags = image::tags(ctx, name, digest)?;
    Ok(if tags.is_empty() { shown } else { shown.image_tags(tags) })
}

/// What refers to an image, which need not be there.
pub struct Referrer {
    pub digest: String,
    pub row: ImageRow,
    pub manifest: Manifest,
    /// Of its manifest, in bytes.
    pub size: u64,
}

/// The referrers after a digest.
pub fn referrers(
    ctx: &Ctx<'_>,
    name: &str,
    subject: &str,
    after: Option<&str>,
) -> Result<Vec<Referrer>, ApiError> {
    let mut range = Range::within(&(name, subject));
    if let Some(after) = after {
        range = range.after(&(name, subject, after));
    }
    let mut found = Vec::new();
    for key in ctx.table(&REFERRERS).keys(&range).take(limits::DESCRIPTORS_MAX) {
        let (.., digest) = key?;
        let row = ctx.table(&IMAGES).get(&(name, digest.as_str()))?;
        let text = ctx.table(&MANIFESTS).get(&(name, digest.as_str()))?;
        if let (Some(row), Some(text)) = (row, text) {
            let manifest = Manifest::parse(&text, Some(&row.media_type))?;
            found.push(Referrer { digest, row, manifest, size: text.len() as u64 });
        }
    }
    Ok(found)
}

pub fn list_image_referrers(
    ctx: &mut Ctx<'_>,
    input: ListImageReferrersInput<'_>,
) -> Result<ListImageReferrersOutput, ApiError> {
    const OPERATION: &str = "ListImageReferrers";
    let name = input.repository_name();
    repository::find(ctx, name)?;
    let after = position(OPERATION, input.next_token())?;
    let filter = input.filter();
    let wanted =
        Wanted { tags: None, status: filter.and_then(ListImageReferrersFilter::artifact_status) };
    let types: Vec<&str> =
        filter.and_then(ListImageReferrersFilter::artifact_types).into_iter().flatten().collect();
    let limit = limit(input.max_results(), limits::REFERRERS_DEFAULT);
    let mut found = referrers(ctx, name, input.subject_id().image_digest(), after.as_deref())?;
    found.retain(|it| {
        let own = it.row.artifact_type.as_deref();
        wanted.takes(true) && (types.is_empty() || own.is_some_and(|own| types.contains(&own)))
    });
    let has_more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| has_more);
    let next = next.map(|it| page::encode(OPERATION, it.digest.as_bytes()));
    let shown: Vec<_> = found
        .into_iter()
        .map(|it| {
            let annotations: kernel::Struct = it.manifest.annotations.into_iter().collect();
            ImageReferrerBuilder::new()
                .digest(it.digest)
                .media_type(it.row.media_type)
                .artifact_type(it.row.artifact_type)
                .size(it.size.cast_signed())
                .annotations(annotations)
                .artifact_status(ACTIVE)
        })
        .collect();
    Ok(ListImageReferrersOutput::new().referrers(shown).next_token(next))
}
