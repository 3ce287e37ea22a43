//! The kinds of configurations of which a bucket may have many, each under an id (inventories,
//! analyses, request metrics, Intelligent-Tiering): their ids and filters, how many there may be,
//! their pages, and their removal.

use kernel::view::List;
use kernel::{ApiError, Ctx, page};
use store::{Range, Row, Table};

use crate::api::Tag;
use crate::bucket::Bucket;
use crate::errors;
use crate::limits::{CONFIGURATION_PAGE_MAX, PLAIN_ID_LEN_MAX};
use crate::state_lifecycle::{FilterForm, FilterRow};
use crate::state_settings::Feature;
use crate::tags;

/// By the bucket's id and the configuration's.
pub type Configurations<R> = Table<(u64, String), R>;

/// A page of a bucket's configurations, in the order of their ids.
pub struct Page<R> {
    pub rows: Vec<(String, R)>,
    /// The token of the next one.
    pub next: Option<String>,
}

/// The id of `kind` ("an inventory") configuration, which the request tells twice.
pub fn check_id(kind: &str, asked: &str, id: &str) -> Result<(), ApiError> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    let is_right =
        asked == id && (1..=PLAIN_ID_LEN_MAX).contains(&id.len()) && id.bytes().all(is_plain);
    if is_right {
        return Ok(());
    }
    let message = format!(
        "The id of {kind} configuration has up to 64 letters, digits, periods, dashes and \
         underscores, and is that of the request."
    );
    Err(errors::invalid_argument("id", asked, &message))
}

/// Whether the bucket may have a configuration of that name: it has it, or has fewer than `max`.
pub fn check_room<R: Row>(
    ctx: &Ctx,
    table: &'static Configurations<R>,
    bucket: &Bucket,
    name: &str,
    max: usize,
) -> Result<(), ApiError> {
    let id = bucket.row.id;
    let is_new = !ctx.table(table).contains(&(id, name))?;
    if is_new && ctx.table(table).keys(&Range::within(&(id,))).count() >= max {
        return Err(errors::too_many_configurations(max));
    }
    Ok(())
}

/// A filter by a prefix or by a tag.
pub fn filter_of(prefix: Option<&str>, tag: Option<Tag<'_>>) -> FilterRow {
    let tag = tag.map(|tag| (tag.key().to_owned(), tag.value().to_owned()));
    FilterRow {
        form: FilterForm::Filter,
        prefix: prefix.map(str::to_owned),
        tags: tag.into_iter().collect(),
        ..FilterRow::default()
    }
}

/// A filter by a prefix and tags (`And`).
pub fn filter_of_all(
    prefix: Option<&str>,
    tags: Option<List<'_, Tag<'_>>>,
) -> Result<FilterRow, ApiError> {
    Ok(FilterRow {
        form: FilterForm::And,
        prefix: prefix.map(str::to_owned),
        tags: tags.map(tags::read_object).transpose()?.unwrap_or_default(),
        ..FilterRow::default()
    })
}

/// The page that begins after what `token` names.
pub fn page<R: Row>(
    ctx: &Ctx,
    table: &'static Configurations<R>,
    operation: &'static str,
    bucket: &Bucket,
    token: Option<&str>,
) -> Result<Page<R>, ApiError> {
    let id = bucket.row.id;
    let mut range = Range::within(&(id,));
    if let Some(token) = token {
        let after = page::decode(operation, token).and_then(|it| String::from_utf8(it).ok());
        let after = after.ok_or_else(|| errors::wrong_token(token))?;
        range = range.after(&(id, after.as_str()));
    }
    let rows = ctx.table(table).scan(&range).take(CONFIGURATION_PAGE_MAX + 1);
    let rows = rows.map(|row| row.map(|((_, name), row)| (name, row)));
    let mut rows = rows.collect::<Result<Vec<_>, _>>()?;
    let is_truncated = rows.len() > CONFIGURATION_PAGE_MAX;
    rows.truncate(CONFIGURATION_PAGE_MAX);
    let last = rows.last().filter(|_| is_truncated);
    let next = last.map(|(name, _)| page::encode(operation, name.as_bytes()));
    Ok(Page { rows, next })
}

/// Removes a configuration; one that is not there is refused.
pub fn remove<R: Row>(
    ctx: &mut Ctx,
    table: &'static Configurations<R>,
    feature: Feature,
    bucket: &mut Bucket,
    name: &str,
) -> Result<(), ApiError> {
    let id = bucket.row.id;
    if !ctx.table(table).contains(&(id, name))? {
        return Err(errors::no_such_configuration());
    }
    ctx.table_mut(table).delete(&(id, name));
    let has_more = !ctx.table(table).is_empty(&Range::within(&(id,)))?;
    bucket.set_feature(ctx, feature, has_more);
    Ok(())
}
