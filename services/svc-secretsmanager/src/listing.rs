//! Lists: secrets by filters, versions of a secret, and many values at once.
//!
//! Source: API Reference, ListSecrets (Filter: which match by prefix, and how),
//! ListSecretVersionIds, BatchGetSecretValue.

use kernel::view::List;
use kernel::{ApiError, Ctx, Timestamp, page};
use store::Range;

use crate::access;
use crate::api::{
    APIErrorTypeBuilder, BatchGetSecretValueInput, BatchGetSecretValueOutput, Filter,
    ListSecretVersionIdsInput, ListSecretVersionIdsOutput, ListSecretsInput, ListSecretsOutput,
    SecretListEntryBuilder, SecretValueEntryBuilder, SecretVersionsListEntryBuilder,
    filter_name_string_type as filter_key, sort_by_type, sort_order_type,
};
use crate::cipher::Clear;
use crate::errors;
use crate::last_access;
use crate::limits;
use crate::locate;
use crate::secret;
use crate::state::{SECRETS, Secret};
use crate::tag;
use crate::version;

pub fn list_secrets(
    ctx: &mut Ctx<'_>,
    input: ListSecretsInput<'_>,
) -> Result<ListSecretsOutput, ApiError> {
    let with_deleted = input.include_planned_deletion() == Some(true);
    let mut secrets = matching(ctx, input.filters())?;
    secrets.retain(|secret| with_deleted || secret.row.deletion.is_none());
    let accessed = last_access::all(ctx)?;
    let by = input.sort_by().unwrap_or(sort_by_type::CREATED_DATE);
    let is_descending = input.sort_order() == Some(sort_order_type::DESC);
    let key = |secret: &Secret| position(secret, accessed.get(&secret.row.id), by);
    secrets.sort_by_key(key);
    if is_descending {
        secrets.reverse();
    }
    let limit = input.max_results().map_or(limits::PAGE_DEFAULT, |it| it as usize);
    let cut = cut("ListSecrets", secrets, limit, input.next_token(), is_descending, key)?;
    let entries = cut
        .0
        .iter()
        .map(|secret| entry(secret).last_accessed_date(accessed.get(&secret.row.id).copied()));
    let entries = entries.collect::<Vec<_>>();
    Ok(ListSecretsOutput::new().secret_list(entries).next_token(cut.1))
}

/// Where a secret stands in a list. Texts compare as the values do.
fn position(secret: &Secret, accessed: Option<&Timestamp>, by: &str) -> String {
    let time = |micros: i64| format!("{micros:020} {}", secret.name);
    match by {
        sort_by_type::NAME => secret.name.clone(),
        sort_by_type::LAST_CHANGED_DATE => time(secret.row.changed),
        // What was never read comes first.
        sort_by_type::LAST_ACCESSED_DATE => time(accessed.map_or(0, |at| at.micros())),
        _ => time(secret.row.created),
    }
}

/// The page of a sorted list after the token, and the next page's token.
fn cut<T>(
    operation: &str,
    items: Vec<T>,
    limit: usize,
    token: Option<&str>,
    is_descending: bool,
    position: impl Fn(&T) -> String,
) -> Result<(Vec<T>, Option<String>), ApiError> {
    let after = match token {
        None => None,
        Some(token) => {
            let text = page::decode(operation, token).and_then(|it| String::from_utf8(it).ok());
            Some(text.ok_or_else(errors::invalid_token)?)
        }
    };
    let is_after = |item: &T| match &after {
        None => true,
        Some(after) if is_descending => position(item) < *after,
        Some(after) => position(item) > *after,
    };
    let mut items: Vec<T> = items.into_iter().filter(is_after).collect();
    let has_more = items.len() > limit;
    items.truncate(limit);
    let last = items.last().filter(|_| has_more);
    let token = last.map(|item| page::encode(operation, position(item).as_bytes()));
    Ok((items, token))
}

/// The secrets of this account and region that all filters match.
fn matching(ctx: &Ctx<'_>, filters: Option<List<'_, Filter<'_>>>) -> Result<Vec<Secret>, ApiError> {
    let mut found = Vec::new();
    for pair in ctx.table(&SECRETS).scan(&Range::all()) {
        let (name, row) = pair?;
        let secret = Secret { account: ctx.account(), region: ctx.region(), name, row };
        if filters.is_none_or(|filters| filters.iter().all(|filter| is_match(&secret, filter))) {
            found.push(secret);
        }
    }
    Ok(found)
}

/// One of the filter's values must match; a value after `!` must not.
fn is_match(secret: &Secret, filter: Filter<'_>) -> bool {
    let (Some(key), Some(values)) = (filter.key(), filter.values()) else { return true };
    values.iter().any(|value| match value.strip_prefix('!') {
        Some(value) => !has(secret, key, value),
        None => has(secret, key, value),
    })
}

fn has(secret: &Secret, key: &str, value: &str) -> bool {
    let row = &secret.row;
    match key {
        filter_key::NAME => secret.name.starts_with(value),
        filter_key::DESCRIPTION => {
            let description = row.description.as_deref().unwrap_or_default().to_lowercase();
            description.starts_with(&value.to_lowercase())
        }
        filter_key::TAG_KEY => row.tags.keys().any(|it| it.starts_with(value)),
        filter_key::TAG_VALUE => row.tags.values().any(|it| it.starts_with(value)),
        filter_key::PRIMARY_REGION => {
            row.primary_region.as_deref().is_some_and(|it| it.starts_with(value))
        }
        filter_key::OWNING_SERVICE => row.owner.as_deref().is_some_and(|it| it.starts_with(value)),
        // Of every word of the value some attribute has one that begins so.
        filter_key::ALL => {
            let tags = row.tags.iter().flat_map(|(key, value)| [key, value]);
            let texts = [Some(&secret.name), row.description.as_ref(), row.primary_region.as_ref()];
            let texts: Vec<String> =
                texts.into_iter().flatten().chain(tags).map(|it| it.to_lowercase()).collect();
            let words = |text: &str| -> Vec<String> {
                let parts = text.split(|it: char| !it.is_alphanumeric());
                parts.filter(|it| !it.is_empty()).map(str::to_lowercase).collect()
            };
            words(value).iter().all(|wanted| {
                texts.iter().flat_map(|text| words(text)).any(|word| word.starts_with(wanted))
            })
        }
        // No other service owns secrets here.
        _ => false,
    }
}

fn entry(secret: &Secret) -> SecretListEntryBuilder {
    let row = &secret.row;
    let stages = secret::stages(secret);
    let rotated = match &row.rotation {
        Some(rotation) => SecretListEntryBuilder::new()
            .rotation_enabled(rotation.is_enabled)
            .rotation_lambda_arn(&rotation.function)
            .rotation_rules(rotation.rules().shown())
            .last_rotated_date(rotation.last.map(Timestamp::from_micros))
            .next_rotation_date(rotation.next.map(Timestamp::from_secs)),
        None => SecretListEntryBuilder::new(),
    };
    rotated
        .arn(secret.arn())
        .name(&secret.name)
        .description(row.description.as_deref())
        .kms_key_id(row.kms_key.as_deref())
        .last_changed_date(Timestamp::from_micros(row.changed))
        .created_date(Timestamp::from_micros(row.created))
        .deleted_date(row.deletion.as_ref().map(|it| Timestamp::from_micros(it.asked)))
        .tags((!row.tags.is_empty()).then(|| tag::built(&row.tags)))
        .secret_versions_to_stages((!stages.is_empty()).then_some(stages))
        .primary_region(row.primary_region.as_deref())
        .owning_service(row.owner.as_deref())
}

pub fn list_secret_version_ids(
    ctx: &mut Ctx<'_>,
    input: ListSecretVersionIdsInput<'_>,
) -> Result<ListSecretVersionIdsOutput, ApiError> {
    let secret = locate::get(ctx, input.secret_id())?;
    let with_deprecated = input.include_deprecated() == Some(true);
    let mut versions = version::all(ctx, &secret)?;
    versions.retain(|(_, row)| with_deprecated || !secret.stages_of(&row.id).is_empty());
    let limit = input.max_results().map_or(limits::PAGE_DEFAULT, |it| it as usize);
    let (versions, token) =
        cut("ListSecretVersionIds", versions, limit, input.next_token(), false, |(number, _)| {
            format!("{number:020}")
        })?;
    let entries = versions.into_iter().map(|(_, row)| {
        let stages = secret.stages_of(&row.id);
        SecretVersionsListEntryBuilder::new()
            .version_stages((!stages.is_empty()).then_some(stages))
            .created_date(Timestamp::from_micros(row.created))
            .kms_key_ids(vec![row.kms_key])
            .version_id(row.id)
    });
    Ok(ListSecretVersionIdsOutput::new()
        .versions(entries.collect::<Vec<_>>())
        .arn(secret.arn())
        .name(&secret.name)
        .next_token(token))
}

pub fn batch_get_secret_value(
    ctx: &mut Ctx<'_>,
    input: BatchGetSecretValueInput<'_>,
) -> Result<BatchGetSecretValueOutput, ApiError> {
    let (ids, token): (Vec<String>, _) = match (input.secret_id_list(), input.filters()) {
        (Some(ids), None) => (ids.iter().map(str::to_owned).collect(), None),
        (None, Some(filters)) => {
            ctx.authorize(&kernel::Access::new(ctx, "secretsmanager:ListSecrets", "*"))?;
            let mut found = matching(ctx, Some(filters))?;
            found.retain(|secret| secret.row.deletion.is_none());
            let limit = input.max_results().map_or(limits::BATCH_DEFAULT, |it| it as usize);
            let name = |secret: &Secret| secret.name.clone();
            let (page, token) =
                cut("BatchGetSecretValue", found, limit, input.next_token(), false, name)?;
            (page.iter().map(Secret::arn).collect(), token)
        }
        _ => {
            return Err(errors::parameter(
                "You must include Filters or SecretIdList, but not both.",
            ));
        }
    };
    let (mut values, mut failures) = (Vec::new(), Vec::new());
    for id in ids {
        match one_value(ctx, &id) {
            Ok(value) => values.push(value),
            Err(error) if error.status() < 500 => failures.push(
                APIErrorTypeBuilder::new()
                    .secret_id(id)
                    .error_code(error.code())
                    .message(error.message()),
            ),
            Err(error) => return Err(error),
        }
    }
    Ok(BatchGetSecretValueOutput::new().secret_values(values).errors(failures).next_token(token))
}

fn one_value(ctx: &mut Ctx<'_>, id: &str) -> Result<SecretValueEntryBuilder, ApiError> {
    ctx.authorize(&access::to_secret(ctx, "secretsmanager:GetSecretValue", id)?)?;
    let secret = locate::get_live(ctx, id)?;
    let (row, clear) = secret::read(ctx, &secret, None, None)?;
    last_access::note(ctx, &secret)?;
    let entry = SecretValueEntryBuilder::new()
        .arn(secret.arn())
        .name(&secret.name)
        .version_stages(secret.stages_of(&row.id))
        .created_date(Timestamp::from_micros(row.created))
        .version_id(row.id);
    Ok(match clear {
        Clear::Text(text) => entry.secret_string(text),
        Clear::Binary(bytes) => entry.secret_binary(bytes),
    })
}
