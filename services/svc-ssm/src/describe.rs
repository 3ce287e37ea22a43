//! DescribeParameters: what there is, without values.

use kernel::{ApiError, Ctx, Timestamp, page};
use store::Range;

use crate::api::{DescribeParametersInput, DescribeParametersOutput, ParameterMetadataBuilder};
use crate::errors;
use crate::filter;
use crate::get::position;
use crate::limits;
use crate::policies;
use crate::state::{PARAMETERS, ParameterRow, VERSIONS, arn};

pub fn describe_parameters(
    ctx: &mut Ctx<'_>,
    input: DescribeParametersInput<'_>,
) -> Result<DescribeParametersOutput, ApiError> {
    if input.filters().is_some() && input.parameter_filters().is_some() {
        return Err(errors::validation(
            "You can use either Filters or ParameterFilters in a single request.",
        ));
    }
    if input.shared() == Some(true) {
        // Nobody shares parameters: there is no Resource Access Manager.
        return Ok(
            DescribeParametersOutput::new().parameters(Vec::<ParameterMetadataBuilder>::new())
        );
    }
    let filters = filter::read_for_list(input.parameter_filters(), input.filters())?;
    let limit = input.max_results().map_or(limits::PAGE, |it| it as usize);
    let after = position("DescribeParameters", input.next_token())?;
    let mut range = Range::all();
    if let Some(after) = &after {
        range = range.after(after.as_str());
    }
    let mut found: Vec<(String, ParameterRow)> = Vec::new();
    let mut next = None;
    for (scanned, pair) in ctx.table(&PARAMETERS).scan(&range).enumerate() {
        let (name, row) = pair?;
        if found.len() == limit {
            next = found.last().map(|(name, _)| name.clone());
            break;
        }
        if filters.iter().all(|filter| filter.matches(&name, &row)) {
            found.push((name, row));
        } else if scanned >= limits::SCANNED_PER_PAGE_MAX {
            next = Some(name);
            break;
        }
    }
    let mut entries = Vec::with_capacity(found.len());
    for (name, row) in found {
        entries.extend(entry(ctx, &name, row)?);
    }
    let token = next.map(|name| page::encode("DescribeParameters", name.as_bytes()));
    Ok(DescribeParametersOutput::new().parameters(entries).next_token(token))
}

fn entry(
    ctx: &Ctx<'_>,
    name: &str,
    row: ParameterRow,
) -> Result<Option<ParameterMetadataBuilder>, ApiError> {
    let version = ctx.table(&VERSIONS).get(&(name.to_owned(), row.version))?;
    Ok(version.map(|version| {
        ParameterMetadataBuilder::new()
            .name(name)
            .arn(arn(ctx, name))
            .type_(row.kind)
            .key_id(version.key_id)
            .last_modified_date(Timestamp::from_micros(version.modified))
            .last_modified_user(version.user)
            .description(version.description)
            .allowed_pattern(version.allowed_pattern)
            .version(row.version)
            .tier(row.tier)
            .policies(policies::built(&row.policies))
            .data_type(row.data_type)
    }))
}
