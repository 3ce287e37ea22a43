//! Saved queries.

use kernel::{ApiError, Ctx};
use store::Range;

use crate::api::{
    DeleteQueryDefinitionInput, DeleteQueryDefinitionOutput, DescribeQueryDefinitionsInput,
    DescribeQueryDefinitionsOutput, PutQueryDefinitionInput, PutQueryDefinitionOutput,
    QueryDefinitionBuilder, query_language,
};
use crate::errors;
use crate::limits;
use crate::listing::Page;
use crate::query;
use crate::state::{DEFINITION_NAMES, DEFINITION_TOKENS, DEFINITIONS, DefinitionRow, TokenRow};

pub fn put_query_definition(
    ctx: &mut Ctx<'_>,
    input: PutQueryDefinitionInput<'_>,
) -> Result<PutQueryDefinitionOutput, ApiError> {
    query::check_language(input.query_language())?;
    if input.parameters().is_some_and(|list| !list.is_empty()) {
        return Err(errors::not_implemented("parameters of query definitions"));
    }
    query::check_text(input.query_string())?;
    if let Some(token) = input.client_token()
        && let Some(TokenRow { id }) = ctx.table(&DEFINITION_TOKENS).get(token)?
        && ctx.table(&DEFINITIONS).contains(&id)?
    {
        return Ok(PutQueryDefinitionOutput::new().query_definition_id(id));
    }
    let id = if let Some(id) = input.query_definition_id() {
        let old = ctx.table(&DEFINITIONS).get(id)?.ok_or_else(no_definition)?;
        ctx.table_mut(&DEFINITION_NAMES).delete(&(old.name.as_str(), id));
        id.to_owned()
    } else {
        let all = Range::<String>::all();
        if ctx.table(&DEFINITIONS).keys(&all).count() >= limits::QUERY_DEFINITIONS_MAX {
            return Err(errors::limit_exceeded());
        }
        ctx.chance().uuid()
    };
    let names = input.log_group_names().map(kernel::view::List::to_vec).unwrap_or_default();
    let row = DefinitionRow {
        name: input.name().to_owned(),
        text: input.query_string().to_owned(),
        groups: names.into_iter().map(str::to_owned).collect(),
        modified: ctx.now().millis(),
        token: input.client_token().map(str::to_owned),
    };
    ctx.table_mut(&DEFINITIONS).put(&id, &row);
    ctx.table_mut(&DEFINITION_NAMES).put(&(row.name.as_str(), id.as_str()), &());
    if let Some(token) = input.client_token() {
        ctx.table_mut(&DEFINITION_TOKENS).put(token, &TokenRow { id: id.clone() });
    }
    Ok(PutQueryDefinitionOutput::new().query_definition_id(id))
}

fn no_definition() -> ApiError {
    errors::not_found("query definition")
}

pub fn delete_query_definition(
    ctx: &mut Ctx<'_>,
    input: DeleteQueryDefinitionInput<'_>,
) -> Result<DeleteQueryDefinitionOutput, ApiError> {
    let id = input.query_definition_id();
    let row = ctx.table(&DEFINITIONS).get(id)?.ok_or_else(no_definition)?;
    ctx.table_mut(&DEFINITIONS).delete(id);
    ctx.table_mut(&DEFINITION_NAMES).delete(&(row.name.as_str(), id));
    if let Some(token) = &row.token {
        ctx.table_mut(&DEFINITION_TOKENS).delete(token);
    }
    Ok(DeleteQueryDefinitionOutput::new().success(true))
}

pub fn describe_query_definitions(
    ctx: &mut Ctx<'_>,
    input: DescribeQueryDefinitionsInput<'_>,
) -> Result<DescribeQueryDefinitionsOutput, ApiError> {
    let operation = "DescribeQueryDefinitions";
    let page = Page::read(operation, input.max_results(), limits::LIST_MAX, input.next_token())?;
    let shown = Vec::<QueryDefinitionBuilder>::new();
    if input.query_language().is_some_and(|it| it != query_language::CWLI) {
        return Ok(DescribeQueryDefinitionsOutput::new().query_definitions(shown));
    }
    let prefix = input.query_definition_name_prefix().unwrap_or_default();
    let mut range = Range::all().starting_with(prefix);
    // The token is the name and, after the last space, the id.
    if let Some((name, id)) = page.after.as_deref().and_then(|after| after.rsplit_once(' ')) {
        range = range.after(&(name, id));
    }
    let keys = ctx.table(&DEFINITION_NAMES).keys(&range).take(page.max + 1);
    let keys = keys.collect::<Result<Vec<_>, _>>()?;
    let (keys, token) = page.cut(keys, |(name, id)| format!("{name} {id}"));
    let mut shown = shown;
    for (name, id) in keys {
        let Some(row) = ctx.table(&DEFINITIONS).get(&id)? else { continue };
        let groups = (!row.groups.is_empty()).then_some(row.groups);
        shown.push(
            QueryDefinitionBuilder::new()
                .query_language(query_language::CWLI)
                .query_definition_id(id)
                .name(name)
                .query_string(row.text)
                .last_modified(row.modified)
                .log_group_names(groups),
        );
    }
    Ok(DescribeQueryDefinitionsOutput::new().query_definitions(shown).next_token(token))
}
