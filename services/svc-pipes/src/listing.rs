//! ListPipes: by name, a bounded number of rows a page.

use kernel::{ApiError, Ctx, Timestamp, page};
use store::Range;

use crate::api::{ListPipesInput, ListPipesOutput, PipeBuilder};
use crate::errors;
use crate::limits;
use crate::pipe::desired_state;
use crate::state::{PIPES, PipeRow, pipe_arn};

const OPERATION: &str = "ListPipes";

pub fn list_pipes(
    ctx: &mut Ctx<'_>,
    input: ListPipesInput<'_>,
) -> Result<ListPipesOutput, ApiError> {
    let max = input.limit().unwrap_or(limits::LIST_RESULTS_MAX) as usize;
    let mut range = Range::all().starting_with(input.name_prefix().unwrap_or_default());
    if let Some(token) = input.next_token() {
        let name = page::decode(OPERATION, token).and_then(|it| String::from_utf8(it).ok());
        range = range.after(&name.ok_or_else(errors::invalid_next_token)?);
    }
    let mut found = Vec::new();
    let mut last = None;
    let mut rows = ctx.table(&PIPES).scan(&range);
    for _ in 0..limits::EXAMINED_PER_PAGE_MAX {
        if found.len() == max {
            break;
        }
        let Some((name, row)) = rows.next().transpose()? else {
            last = None;
            break;
        };
        if is_wanted(input, &row) {
            found.push(show(ctx, &name, &row));
        }
        last = Some(name);
    }
    let has_more = last.is_some() && rows.next().transpose()?.is_some();
    let token = last.filter(|_| has_more).map(|name| page::encode(OPERATION, name.as_bytes()));
    Ok(ListPipesOutput::new().pipes(found).next_token(token))
}

fn is_wanted(input: ListPipesInput<'_>, row: &PipeRow) -> bool {
    let definition = &row.definition;
    input.desired_state().is_none_or(|state| state == desired_state(row))
        && input.current_state().is_none_or(|state| state == row.state.name())
        && input.source_prefix().is_none_or(|prefix| definition.source.starts_with(prefix))
        && input.target_prefix().is_none_or(|prefix| definition.target.starts_with(prefix))
}

fn show(ctx: &Ctx<'_>, name: &str, row: &PipeRow) -> PipeBuilder {
    PipeBuilder::new()
        .name(name)
        .arn(pipe_arn(ctx, name).to_string())
        .desired_state(desired_state(row))
        .current_state(row.state.name())
        .state_reason(row.reason.as_ref())
        .creation_time(Timestamp::from_micros(row.created))
        .last_modified_time(Timestamp::from_micros(row.modified))
        .source(&row.definition.source)
        .target(&row.definition.target)
}
