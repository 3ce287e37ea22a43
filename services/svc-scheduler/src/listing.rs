//! ListSchedules: by group and name, a bounded number of rows a page.

use kernel::{ApiError, Ctx, Timestamp, page};
use store::Range;

use crate::api::{
    ListSchedulesInput, ListSchedulesOutput, ScheduleSummaryBuilder, TargetSummaryBuilder,
    schedule_state,
};
use crate::errors;
use crate::group;
use crate::limits;
use crate::schedule::state_name;
use crate::state::{SCHEDULES, ScheduleRow, schedule_arn};

const OPERATION: &str = "ListSchedules";
/// Between group and name in a token; no name has it.
const SEPARATOR: char = '/';

pub fn list_schedules(
    ctx: &mut Ctx<'_>,
    input: ListSchedulesInput<'_>,
) -> Result<ListSchedulesOutput, ApiError> {
    let max = input.max_results().unwrap_or(limits::LIST_RESULTS_MAX) as usize;
    let prefix = input.name_prefix().unwrap_or_default();
    let mut range = match input.group_name() {
        None => Range::all(),
        Some(name) => {
            group::find(ctx, name)?;
            Range::within(&(name,)).starting_with(prefix)
        }
    };
    if let Some(token) = input.next_token() {
        let (group, name) = read_token(token).ok_or_else(errors::invalid_next_token)?;
        range = range.after(&(group, name));
    }
    let wanted = input.state().map(|state| state == schedule_state::ENABLED);
    let mut found = Vec::new();
    let mut last = None;
    let mut rows = ctx.table(&SCHEDULES).scan(&range);
    for _ in 0..limits::EXAMINED_PER_PAGE_MAX {
        if found.len() == max {
            break;
        }
        let Some(((group, name), row)) = rows.next().transpose()? else {
            last = None;
            break;
        };
        let is_match = name.starts_with(prefix)
            && wanted.is_none_or(|wanted| row.definition.is_enabled == wanted);
        if is_match {
            found.push(show(ctx, &group, &name, &row));
        }
        last = Some((group, name));
    }
    let has_more = last.is_some() && rows.next().transpose()?.is_some();
    let token = last.filter(|_| has_more).map(|(group, name)| {
        page::encode(OPERATION, format!("{group}{SEPARATOR}{name}").as_bytes())
    });
    Ok(ListSchedulesOutput::new().schedules(found).next_token(token))
}

fn read_token(token: &str) -> Option<(String, String)> {
    let position = String::from_utf8(page::decode(OPERATION, token)?).ok()?;
    let (group, name) = position.split_once(SEPARATOR)?;
    Some((group.to_owned(), name.to_owned()))
}

fn show(ctx: &Ctx<'_>, group: &str, name: &str, row: &ScheduleRow) -> ScheduleSummaryBuilder {
    let target = row.definition.target.str("Arn").unwrap_or_default();
    ScheduleSummaryBuilder::new()
        .arn(schedule_arn(ctx, group, name).to_string())
        .name(name)
        .group_name(group)
        .state(state_name(row.definition.is_enabled))
        .creation_date(Timestamp::from_micros(row.created))
        .last_modification_date(Timestamp::from_micros(row.modified))
        .target(TargetSummaryBuilder::new().arn(target))
}
