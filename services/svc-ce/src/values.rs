//! GetDimensionValues and GetTags: what there is to filter and group by.

use std::collections::{BTreeMap, BTreeSet};

use billing::Granularity;
use billing::filter::{check_dimension, dimension};
use kernel::{ApiError, Ctx, page};

use crate::api::{
    DimensionValuesWithAttributesBuilder, GetDimensionValuesInput, GetDimensionValuesOutput,
    GetTagsInput, GetTagsOutput, context,
};
use crate::cost::refuse_view;
use crate::errors;
use crate::limits;
use crate::question::{self, Costs};

pub fn get_dimension_values(
    ctx: &mut Ctx<'_>,
    input: GetDimensionValuesInput<'_>,
) -> Result<GetDimensionValuesOutput, ApiError> {
    refuse_view(input.billing_view_arn())?;
    if input.context().is_some_and(|it| it != context::COST_AND_USAGE) {
        return Err(errors::not_implemented("values of reservations and savings plans"));
    }
    if input.sort_by().is_some_and(|it| !it.is_empty()) {
        return Err(errors::not_implemented("sorting (SortBy)"));
    }
    let key = input.dimension();
    check_dimension(key).map_err(errors::of_fault)?;
    let hours = question::period(input.time_period())?;
    question::check_past(ctx, &hours, Granularity::Monthly)?;
    let mut costs = Costs::read(ctx, hours, Granularity::Monthly)?;
    costs.filter(ctx, input.filter())?;
    let search = input.search_string().unwrap_or_default();
    let values: BTreeSet<String> = costs
        .items
        .iter()
        .map(|item| dimension(item, key))
        .filter(|value| !value.is_empty() && contains(value, search))
        .collect();
    let names: BTreeMap<String, String> =
        costs.accounts.iter().map(|(id, name)| (id.to_string(), name.clone())).collect();
    let page = (input.max_results(), input.next_page_token());
    let (values, token, total) = cut("GetDimensionValues", page, values)?;
    let shown: Vec<_> = values
        .into_iter()
        .map(|value| {
            let described = names.get(&value).filter(|_| key == "LINKED_ACCOUNT");
            let attributes: Vec<(String, String)> =
                described.map(|it| ("description".to_owned(), it.clone())).into_iter().collect();
            DimensionValuesWithAttributesBuilder::new().value(value).attributes(attributes)
        })
        .collect();
    Ok(GetDimensionValuesOutput::new()
        .return_size(shown.len() as i64)
        .total_size(total)
        .dimension_values(shown)
        .next_page_token(token))
}

pub fn get_tags(ctx: &mut Ctx<'_>, input: GetTagsInput<'_>) -> Result<GetTagsOutput, ApiError> {
    refuse_view(input.billing_view_arn())?;
    if input.sort_by().is_some_and(|it| !it.is_empty()) {
        return Err(errors::not_implemented("sorting (SortBy)"));
    }
    let hours = question::period(input.time_period())?;
    question::check_past(ctx, &hours, Granularity::Monthly)?;
    let mut costs = Costs::read(ctx, hours, Granularity::Monthly)?;
    costs.filter(ctx, input.filter())?;
    let search = input.search_string().unwrap_or_default();
    let mut found = BTreeSet::new();
    for item in std::mem::take(&mut costs.items) {
        let tags = costs.tags(ctx, &item, false);
        match input.tag_key() {
            None => found.extend(tags.into_keys()),
            // What has no such tag is an empty value.
            Some(key) => {
                found.insert(tags.get(key).cloned().unwrap_or_default());
            }
        }
    }
    found.retain(|it| contains(it, search));
    let page = (input.max_results(), input.next_page_token());
    let (tags, token, total) = cut("GetTags", page, found)?;
    Ok(GetTagsOutput::new()
        .return_size(tags.len() as i64)
        .total_size(total)
        .tags(tags)
        .next_page_token(token))
}

pub fn contains(value: &str, search: &str) -> bool {
    value.to_lowercase().contains(&search.to_lowercase())
}

/// A page of values in order, the next one's token, and how many there are.
pub fn cut(
    operation: &str,
    (max, token): (Option<i64>, Option<&str>),
    mut values: BTreeSet<String>,
) -> Result<(Vec<String>, Option<String>, i64), ApiError> {
    let total = values.len() as i64;
    if let Some(token) = token {
        let after = page::decode(operation, token).and_then(|it| String::from_utf8(it).ok());
        let after = after.ok_or_else(errors::bad_token)?;
        values.retain(|value| *value > after);
    }
    let max = max.map_or(limits::ROWS_PER_PAGE, |max| max.max(1) as usize);
    let has_more = values.len() > max;
    let shown: Vec<String> = values.into_iter().take(max).collect();
    let last = shown.last().filter(|_| has_more);
    let token = last.map(|last| page::encode(operation, last.as_bytes()));
    Ok((shown, token, total))
}
