//! Pages of lists, and the list of authorities.

use kernel::{ApiError, Ctx, page};
use store::Range;

use crate::api::{
    ListCertificateAuthoritiesInput, ListCertificateAuthoritiesOutput, resource_owner,
};
use crate::describe;
use crate::errors;
use crate::limits;
use crate::locate;
use crate::state::{AUTHORITIES, Authority};

/// Where the page begins, by its token.
pub fn position(operation: &str, token: Option<&str>) -> Result<Option<String>, ApiError> {
    let Some(token) = token else { return Ok(None) };
    let found = page::decode(operation, token).and_then(|it| String::from_utf8(it).ok());
    found.map(Some).ok_or_else(errors::token)
}

/// Leaves a page of what is asked for, and says where the next one begins.
pub fn cut<T>(
    operation: &str,
    items: &mut Vec<T>,
    limit: Option<i64>,
    key: impl Fn(&T) -> String,
) -> Option<String> {
    let limit = limit.map_or(limits::PAGE_MAX, |it| (it as usize).min(limits::PAGE_MAX));
    if items.len() <= limit {
        return None;
    }
    items.truncate(limit);
    items.last().map(|it| page::encode(operation, key(it).as_bytes()))
}

/// Of other accounts are those that AWS RAM shares; there is no RAM here, so there are none.
pub fn list_certificate_authorities(
    ctx: &mut Ctx<'_>,
    input: ListCertificateAuthoritiesInput<'_>,
) -> Result<ListCertificateAuthoritiesOutput, ApiError> {
    const OPERATION: &str = "ListCertificateAuthorities";
    let after = position(OPERATION, input.next_token())?;
    let mut found = Vec::new();
    if input.resource_owner() != Some(resource_owner::OTHER_ACCOUNTS) {
        let range = after.map_or_else(Range::all, |after| Range::all().after(after.as_str()));
        for pair in ctx.table(&AUTHORITIES).scan(&range).take(limits::PAGE_MAX + 1) {
            let (id, row) = pair?;
            found.push(Authority { arn: locate::arn(ctx, &id), id, row });
        }
    }
    let token = cut(OPERATION, &mut found, input.max_results(), |it| it.id.clone());
    let told: Result<Vec<_>, ApiError> = found.iter().map(|it| describe::told(ctx, it)).collect();
    Ok(ListCertificateAuthoritiesOutput::new().certificate_authorities(told?).next_token(token))
}
