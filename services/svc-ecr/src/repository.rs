//! Repositories.
//!
//! Source: API Reference, CreateRepository and the others.

use kernel::view::List;
use kernel::{ApiError, Ctx, Timestamp, page};
use store::Range;

use crate::api::{
    CreateRepositoryInput, CreateRepositoryOutput, DeleteRepositoryInput, DeleteRepositoryOutput,
    DescribeRepositoriesInput, DescribeRepositoriesOutput, EncryptionConfigurationBuilder,
    ImageScanningConfiguration, ImageScanningConfigurationBuilder,
    ImageTagMutabilityExclusionFilter, ImageTagMutabilityExclusionFilterBuilder,
    PutImageTagMutabilityInput, PutImageTagMutabilityOutput, RepositoryBuilder,
};
use crate::errors;
use crate::image_delete;
use crate::limits;
use crate::state::{IMAGES, Mutability, PREVIEWS, REPOSITORIES, RepositoryRow};
use crate::tag;
use crate::upload;

/// How filters of tags are read: nothing else is a filter's type.
const WILDCARD: &str = "WILDCARD";
/// Wildcards in a filter (User Guide, "Preventing image tags from being overwritten").
const WILDCARDS_MAX: usize = 2;

impl Mutability {
    const NAMES: [(Mutability, &str); 4] = [
        (Mutability::Mutable, "MUTABLE"),
        (Mutability::Immutable, "IMMUTABLE"),
        (Mutability::ImmutableWithExclusion, "IMMUTABLE_WITH_EXCLUSION"),
        (Mutability::MutableWithExclusion, "MUTABLE_WITH_EXCLUSION"),
    ];

    /// The model has admitted the name.
    fn of(name: Option<&str>) -> Mutability {
        let found = Mutability::NAMES.iter().find(|(_, known)| Some(*known) == name);
        found.map_or(Mutability::Mutable, |(mutability, _)| *mutability)
    }

    fn name(self) -> &'static str {
        Mutability::NAMES[self as usize].1
    }

    fn has_exclusions(self) -> bool {
        matches!(self, Mutability::ImmutableWithExclusion | Mutability::MutableWithExclusion)
    }
}

impl RepositoryRow {
    /// Whether a tag, once given to an image, stays with it.
    pub fn is_immutable(&self, tag: &str) -> bool {
        let is_excluded = || self.exclusions.iter().any(|filter| matches(filter, tag));
        match self.mutability {
            Mutability::Mutable => false,
            Mutability::Immutable => true,
            Mutability::ImmutableWithExclusion => !is_excluded(),
            Mutability::MutableWithExclusion => is_excluded(),
        }
    }
}

/// Whether a text is what a pattern says, in which `*` stands for anything.
pub fn matches(pattern: &str, text: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(mut text) = text.strip_prefix(first) else { return false };
    let mut pieces: Vec<&str> = rest.split('*').collect();
    let last = pieces.pop().unwrap_or_default();
    for piece in pieces {
        match text.find(piece) {
            Some(at) => text = &text[at + piece.len()..],
            None => return false,
        }
    }
    text.ends_with(last)
}

pub fn find(ctx: &Ctx<'_>, name: &str) -> Result<RepositoryRow, ApiError> {
    let row = ctx.table(&REPOSITORIES).get(name)?;
    row.ok_or_else(|| errors::no_repository(name, ctx.account()))
}

pub fn save(ctx: &mut Ctx<'_>, name: &str, row: &RepositoryRow) {
    ctx.table_mut(&REPOSITORIES).put(name, row);
}

pub fn create_repository(
    ctx: &mut Ctx<'_>,
    input: CreateRepositoryInput<'_>,
) -> Result<CreateRepositoryOutput, ApiError> {
    let name = input.repository_name();
    if ctx.table(&REPOSITORIES).contains(name)? {
        return Err(errors::repository_exists(name, ctx.account()));
    }
    let scanning = input.image_scanning_configuration();
    if scanning.and_then(ImageScanningConfiguration::scan_on_push) == Some(true) {
        return Err(errors::not_implemented("Scanning of images (scanOnPush)"));
    }
    if input.encryption_configuration().is_some_and(|it| it.encryption_type() != "AES256") {
        return Err(errors::not_implemented("Encryption by KMS"));
    }
    let mutability = Mutability::of(input.image_tag_mutability());
    let mut row = RepositoryRow {
        created_us: ctx.now().micros(),
        mutability,
        exclusions: exclusions(mutability, input.image_tag_mutability_exclusion_filters())?,
        tags: Vec::new(),
        policy: None,
        lifecycle: None,
    };
    if let Some(tags) = input.tags() {
        tag::add(&mut row.tags, tags)?;
    }
    save(ctx, name, &row);
    Ok(CreateRepositoryOutput::new().repository(show(ctx, name, &row)))
}

pub fn describe_repositories(
    ctx: &mut Ctx<'_>,
    input: DescribeRepositoriesInput<'_>,
) -> Result<DescribeRepositoriesOutput, ApiError> {
    const OPERATION: &str = "DescribeRepositories";
    if let Some(names) = input.repository_names() {
        let mut shown = Vec::new();
        for name in names {
            let row = find(ctx, name)?;
            shown.push(show(ctx, name, &row));
        }
        return Ok(DescribeRepositoriesOutput::new().repositories(shown));
    }
    let mut range = Range::all();
    if let Some(token) = input.next_token() {
        let after = page::decode(OPERATION, token).and_then(|it| String::from_utf8(it).ok());
        range = range.after(after.ok_or_else(errors::invalid_token)?.as_str());
    }
    let limit = input.max_results().map_or(limits::PAGE_DEFAULT, |it| it.max(1) as usize);
    let rows = ctx.table(&REPOSITORIES).scan(&range).take(limit + 1);
    let mut rows = rows.collect::<Result<Vec<_>, _>>()?;
    let has_more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| has_more);
    let next = next.map(|(name, _)| page::encode(OPERATION, name.as_bytes()));
    let shown: Vec<_> = rows.iter().map(|(name, row)| show(ctx, name, row)).collect();
    Ok(DescribeRepositoriesOutput::new().repositories(shown).next_token(next))
}

pub fn delete_repository(
    ctx: &mut Ctx<'_>,
    input: DeleteRepositoryInput<'_>,
) -> Result<DeleteRepositoryOutput, ApiError> {
    let name = input.repository_name();
    let row = find(ctx, name)?;
    let has_images = !ctx.table(&IMAGES).is_empty(&Range::within(&(name,)))?;
    if has_images && input.force() != Some(true) {
        return Err(errors::not_empty(name, ctx.account()));
    }
    let shown = show(ctx, name, &row);
    image_delete::all(ctx, name)?;
    upload::remove_all(ctx, name)?;
    ctx.table_mut(&PREVIEWS).delete(name);
    ctx.table_mut(&REPOSITORIES).delete(name);
    Ok(DeleteRepositoryOutput::new().repository(shown))
}

pub fn put_image_tag_mutability(
    ctx: &mut Ctx<'_>,
    input: PutImageTagMutabilityInput<'_>,
) -> Result<PutImageTagMutabilityOutput, ApiError> {
    let name = input.repository_name();
    let mut row = find(ctx, name)?;
    row.mutability = Mutability::of(Some(input.image_tag_mutability()));
    row.exclusions = exclusions(row.mutability, input.image_tag_mutability_exclusion_filters())?;
    save(ctx, name, &row);
    let output = PutImageTagMutabilityOutput::new()
        .registry_id(ctx.account().to_string())
        .repository_name(name)
        .image_tag_mutability(row.mutability.name());
    Ok(if row.exclusions.is_empty() {
        output
    } else {
        output.image_tag_mutability_exclusion_filters(show_exclusions(&row))
    })
}

fn exclusions(
    mutability: Mutability,
    filters: Option<List<'_, ImageTagMutabilityExclusionFilter<'_>>>,
) -> Result<Vec<String>, ApiError> {
    let filters: Vec<String> =
        filters.into_iter().flatten().map(|it| it.filter().to_owned()).collect();
    if mutability.has_exclusions() == filters.is_empty() {
        return Err(errors::invalid(
            "Invalid parameter at 'imageTagMutabilityExclusionFilters' failed to satisfy \
             constraint: 'must be given with an exclusion setting, and only then'",
        ));
    }
    if filters.iter().any(|it| it.matches('*').count() > WILDCARDS_MAX) {
        return Err(errors::invalid(format!(
            "Invalid parameter at 'imageTagMutabilityExclusionFilters' failed to satisfy \
             constraint: 'a filter has at most {WILDCARDS_MAX} wildcards'"
        )));
    }
    Ok(filters)
}

fn show_exclusions(row: &RepositoryRow) -> Vec<ImageTagMutabilityExclusionFilterBuilder> {
    let filters = row.exclusions.iter().map(|filter| {
        ImageTagMutabilityExclusionFilterBuilder::new()
            .filter_type(WILDCARD)
            .filter(filter.as_str())
    });
    filters.collect()
}

fn show(ctx: &Ctx<'_>, name: &str, row: &RepositoryRow) -> RepositoryBuilder {
    let shown = RepositoryBuilder::new()
        .repository_arn(ctx.arn(&format!("repository/{name}")).to_string())
        .registry_id(ctx.account().to_string())
        .repository_name(name)
        .repository_uri(format!("{}/{name}", host(ctx)))
        .created_at(Timestamp::from_micros(row.created_us))
        .image_tag_mutability(row.mutability.name())
        .image_scanning_configuration(ImageScanningConfigurationBuilder::new().scan_on_push(false))
        .encryption_configuration(EncryptionConfigurationBuilder::new().encryption_type("AES256"));
    if row.exclusions.is_empty() {
        return shown;
    }
    shown.image_tag_mutability_exclusion_filters(show_exclusions(row))
}

/// Of the registry: under the port by which the client has reached us.
pub fn host(ctx: &Ctx<'_>) -> String {
    let port = ctx.origin().endpoint.rsplit_once(':').map_or("", |(_, port)| port);
    let is_port = !port.is_empty() && port.bytes().all(|it| it.is_ascii_digit());
    let port = if is_port { format!(":{port}") } else { String::new() };
    format!("{}.dkr.ecr.{}.localhost{port}", ctx.account(), ctx.region())
}
