//! What has become of alarms: kept for thirty days, also of those that are gone.

use kernel::view::List;
use kernel::{ApiError, Ctx, Timestamp, page};
use store::Range;

use crate::api::{
    AlarmHistoryItemBuilder, DescribeAlarmHistoryInput, DescribeAlarmHistoryOutput, alarm_type,
    scan_by,
};
use crate::errors;
use crate::limits;
use crate::state::{AlarmRow, HISTORY, HISTORY_BY_TIME, HistoryRow};

const OPERATION: &str = "DescribeAlarmHistory";
/// The model's bounds, in characters.
const SUMMARY_CHARS_MAX: usize = 255;
const DATA_CHARS_MAX: usize = 4_095;

pub fn keep(
    ctx: &mut Ctx<'_>,
    name: &str,
    row: &AlarmRow,
    kind: &str,
    summary: String,
    data: String,
) -> Result<(), ApiError> {
    let now = ctx.now().micros();
    prune(ctx, now)?;
    let range = Range::within(&(now,)).reversed();
    let last = ctx.table(&HISTORY_BY_TIME).keys(&range).next().transpose()?;
    let number = last.map_or(0, |(_, number, _)| number + 1);
    let cut = |text: String, max: usize| text.chars().take(max).collect::<String>();
    let entry = HistoryRow {
        is_composite: row.is_composite(),
        kind: kind.to_owned(),
        summary: cut(summary, SUMMARY_CHARS_MAX),
        data: cut(data, DATA_CHARS_MAX),
    };
    ctx.table_mut(&HISTORY).put(&(name, now, number), &entry);
    ctx.table_mut(&HISTORY_BY_TIME).put(&(now, number, name), &());
    Ok(())
}

fn prune(ctx: &mut Ctx<'_>, now: i64) -> Result<(), ApiError> {
    let cutoff = now - limits::HISTORY_S * 1_000_000;
    let range = Range::all().before(&(cutoff,));
    let old: Vec<_> = ctx
        .table(&HISTORY_BY_TIME)
        .keys(&range)
        .take(limits::PRUNED_MAX)
        .collect::<Result<_, _>>()?;
    for (at, number, name) in old {
        ctx.table_mut(&HISTORY).delete(&(name.as_str(), at, number));
        ctx.table_mut(&HISTORY_BY_TIME).delete(&(at, number, name));
    }
    Ok(())
}

pub fn describe_alarm_history(
    ctx: &mut Ctx<'_>,
    input: DescribeAlarmHistoryInput<'_>,
) -> Result<DescribeAlarmHistoryOutput, ApiError> {
    if input.alarm_contributor_id().is_some() {
        return Err(errors::not_implemented("contributors of alarms"));
    }
    let max = input.max_records().unwrap_or(limits::RECORDS_MAX) as usize;
    let is_ascending = input.scan_by() == Some(scan_by::TIMESTAMP_ASCENDING);
    let oldest = ctx.now().micros() - limits::HISTORY_S * 1_000_000;
    let start = input.start_date().map_or(oldest, |it| it.micros().max(oldest));
    let end = input.end_date().map_or(i64::MAX, Timestamp::micros);
    let after = match input.next_token() {
        Some(token) => Some(read_token(token).ok_or_else(errors::invalid_token)?),
        None => None,
    };
    let keys = keys(ctx, input.alarm_name(), (start, end), is_ascending, after)?;
    let types = input.alarm_types().map_or_else(|| vec![alarm_type::METRIC_ALARM], List::to_vec);
    let mut items = Vec::new();
    let mut last = None;
    let mut has_more = false;
    for (at, number, name) in keys {
        let Some(row) = ctx.table(&HISTORY).get(&(name.as_str(), at, number))? else { continue };
        let of = type_of(&row);
        let is_type = types.contains(&of) || input.alarm_name().is_some();
        if !is_type || input.history_item_type().is_some_and(|kind| kind != row.kind) {
            continue;
        }
        if items.len() == max {
            has_more = true;
            break;
        }
        items.push(
            AlarmHistoryItemBuilder::new()
                .alarm_name(name)
                .alarm_type(of)
                .timestamp(Timestamp::from_micros(at))
                .history_item_type(row.kind)
                .history_summary(row.summary)
                .history_data(row.data),
        );
        last = Some((at, number));
    }
    let token = last.filter(|_| has_more);
    let token =
        token.map(|(at, number)| page::encode(OPERATION, format!("{at} {number}").as_bytes()));
    Ok(DescribeAlarmHistoryOutput::new().alarm_history_items(items).next_token(token))
}

type Key = (i64, u64, String);

fn keys(
    ctx: &Ctx<'_>,
    name: Option<&str>,
    (start, end): (i64, i64),
    is_ascending: bool,
    after: Option<(i64, u64)>,
) -> Result<Vec<Key>, ApiError> {
    let (start, end) = match after {
        Some((at, _)) if is_ascending => (at, end),
        Some((at, _)) => (start, at.saturating_add(1)),
        None => (start, end),
    };
    let is_left = |key: &Key| {
        let place = (key.0, key.1);
        after.is_none_or(|after| if is_ascending { place > after } else { place < after })
    };
    let mut found: Vec<Key> = if let Some(name) = name {
        let range = Range::within(&(name,)).from(&(name, start)).before(&(name, end));
        let range = if is_ascending { range } else { range.reversed() };
        let keys = ctx.table(&HISTORY);
        let keys = keys.keys(&range).take(limits::EXAMINED_PER_PAGE);
        keys.map(|key| key.map(|(name, at, number)| (at, number, name)))
            .collect::<Result<_, _>>()?
    } else {
        let range = Range::all().from(&(start,)).before(&(end,));
        let range = if is_ascending { range } else { range.reversed() };
        let keys = ctx.table(&HISTORY_BY_TIME);
        keys.keys(&range).take(limits::EXAMINED_PER_PAGE).collect::<Result<_, _>>()?
    };
    found.retain(is_left);
    Ok(found)
}

fn type_of(row: &HistoryRow) -> &'static str {
    if row.is_composite { alarm_type::COMPOSITE_ALARM } else { alarm_type::METRIC_ALARM }
}

fn read_token(token: &str) -> Option<(i64, u64)> {
    let position = String::from_utf8(page::decode(OPERATION, token)?).ok()?;
    let (at, number) = position.split_once(' ')?;
    Some((at.parse().ok()?, number.parse().ok()?))
}
