//! The kinds of configurations of which a bucket may have many, each under an id (inventories,
//! Intelligent-Tiering): their pages, and their removal.

use kernel::{ApiError, Ctx, page};
use store::{Range, Row, Table};

use crate::bucket::Bucket;
use crate::errors;
use crate::limits::CONFIGURATION_PAGE_MAX;
use crate::state_settings::Feature;

/// By the bucket's id and the configuration's.
pub type Configurations<R> = Table<(u64, String), R>;

/// A page of a bucket's configurations, in the order of their ids.
pub struct Page<R> {
    pub rows: Vec<(String, R)>,
    /// The token of the next one.
    pub next: Option<String>,
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
