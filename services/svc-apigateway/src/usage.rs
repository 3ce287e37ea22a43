//! Quotas of usage plans: what a key has used, day by day.

use kernel::{ApiError, Ctx, OpResult, Struct, Timestamp, Value};
use store::Range;

use crate::docs::{self, link, text};
use crate::errors::{bad, not_found};
use crate::patch;
use crate::state::{USAGE, UsageRow};
use crate::usage_plan;

const DAY_S: i64 = 86_400;
/// "The time range of your query cannot exceed 90 days" ([U]: the words and the figure).
const DAYS_MAX: i64 = 90;

fn day(at: i64) -> String {
    Timestamp::from_secs(at * DAY_S).iso8601()[..10].to_owned()
}

fn number_of(date: &str) -> Option<i64> {
    let civil: Vec<i64> = date.split('-').map(|it| it.parse().ok()).collect::<Option<_>>()?;
    let [year, month, of_month] = civil.as_slice() else { return None };
    if !(1..=12).contains(month) || !(1..=31).contains(of_month) || !(1970..=9999).contains(year) {
        return None;
    }
    // Days from the civil calendar.
    let years = if *month <= 2 { year - 1 } else { *year };
    let era = years / 400;
    let of_era = years - era * 400;
    let shifted = (month + 9) % 12;
    let of_year = (153 * shifted + 2) / 5 + of_month - 1;
    Some(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
}

/// The first day of the period in which `today` is. The offset moves a week's first day from
/// Sunday, and a month's from the first.
fn period_start(quota: &Struct, today: i64) -> i64 {
    let offset = quota.int("offset").unwrap_or_default();
    match quota.str("period") {
        // Day 3 of 1970 was a Sunday.
        Some("WEEK") => today - (today - 3 - offset).rem_euclid(7),
        Some("MONTH") => {
            let date = day(today);
            let of_month: i64 = date[8..].parse().unwrap_or(1);
            let first = today - of_month + 1;
            if of_month > offset {
                first + offset
            } else {
                let last_month = day(first - 1);
                let days: i64 = last_month[8..].parse().unwrap_or(28);
                first - days + offset.min(days - 1)
            }
        }
        _ => today,
    }
}

/// What is used and left in the period of `today`.
fn standing(
    ctx: &Ctx<'_>,
    quota: &Struct,
    (plan, key): (&str, &str),
    today: i64,
) -> Result<i64, ApiError> {
    let from = day(period_start(quota, today));
    let until = day(today + 1);
    let mut left = quota.int("limit").unwrap_or_default();
    let range = Range::within(&(plan, key)).from(&(plan, key, from.as_str()));
    for row in ctx.table(&USAGE).scan(&range.before(&(plan, key, until.as_str()))) {
        let (_, row) = row?;
        left += row.extension - row.used;
    }
    Ok(left)
}

/// Counts a request; false when the quota is used up.
pub fn count(ctx: &mut Ctx<'_>, plan: &Struct, key: &str) -> Result<bool, ApiError> {
    let id = text(plan, "id");
    let today = ctx.now().secs().div_euclid(DAY_S);
    let place = (id, key, day(today));
    let place = (place.0, place.1, place.2.as_str());
    let mut row = ctx.table(&USAGE).get(&place)?.unwrap_or_default();
    let left = match plan.structure("quota") {
        Some(quota) => standing(ctx, quota, (id, key), today)?,
        None => i64::MAX,
    };
    if left <= 0 {
        return Ok(false);
    }
    row.used += 1;
    row.remaining = if left == i64::MAX { 0 } else { left - 1 };
    ctx.table_mut(&USAGE).put(&place, &row);
    Ok(true)
}

/// Days of `[used, remaining]` by key.
pub fn get(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let plan = usage_plan::find(ctx, text(input, "usagePlanId"))?;
    let id = text(&plan, "id");
    let dates = (number_of(text(input, "startDate")), number_of(text(input, "endDate")));
    let (Some(from), Some(to)) = dates else {
        return Err(bad("Usage dates must be of the form YYYY-MM-DD"));
    };
    if from > to || to - from > DAYS_MAX {
        return Err(bad("Invalid date range for usage"));
    }
    let mut keys = Vec::new();
    for (key, _) in docs::links(ctx, link::PLAN_KEY, id)? {
        if input.str("keyId").is_none_or(|wanted| wanted == key) {
            keys.push(key);
        }
    }
    if input.str("keyId").is_some() && keys.is_empty() {
        return Err(not_found("Usage Plan Key"));
    }
    let mut all = Vec::new();
    for key in keys {
        let mut days = Vec::new();
        for at in from..=to {
            days.push(of_day(ctx, &plan, &key, at)?);
        }
        all.push((key, Value::List(days)));
    }
    let paged = docs::page_of(
        "GetUsage",
        input,
        all,
        |(key, _)| key.clone(),
        |(key, days)| Value::Struct(Struct::new().with(key, days)),
    )?;
    let mut items = Struct::new();
    for item in paged.list("items").unwrap_or_default().iter().filter_map(Value::as_struct) {
        item.iter().for_each(|(key, days)| items.set(key.to_owned(), days.clone()));
    }
    let mut output = Struct::new()
        .with("usagePlanId", id)
        .with("startDate", text(input, "startDate"))
        .with("endDate", text(input, "endDate"))
        .with("items", items);
    if let Some(position) = paged.str("position") {
        output.set("position", position);
    }
    Ok(output)
}

fn of_day(ctx: &Ctx<'_>, plan: &Struct, key: &str, at: i64) -> Result<Value, ApiError> {
    let id = text(plan, "id");
    let row = ctx.table(&USAGE).get(&(id, key, day(at).as_str()))?.unwrap_or_default();
    let left = match plan.structure("quota") {
        Some(quota) => standing(ctx, quota, (id, key), at)?,
        None => 0,
    };
    Ok(Value::List(vec![Value::Int(row.used), Value::Int(left.max(0))]))
}

/// "Grants a temporary extension to the remaining quota of a usage plan".
pub fn update(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let plan = usage_plan::find(ctx, text(input, "usagePlanId"))?;
    let (id, key) = (text(&plan, "id"), text(input, "keyId"));
    if docs::find_link(ctx, link::PLAN_KEY, id, key)?.is_none() {
        return Err(not_found("Usage Plan Key"));
    }
    let quota = plan.structure("quota").ok_or_else(|| bad("The usage plan has no quota"))?;
    let today = ctx.now().secs().div_euclid(DAY_S);
    for patch in patch::patches(input)? {
        if (patch.op, patch.path) != ("replace", "/remaining") {
            return Err(patch::unknown(&patch, &[]));
        }
        let wanted: Option<i64> = patch.value.and_then(|it| it.parse().ok());
        let wanted = wanted.filter(|it| *it >= 0).ok_or_else(|| bad("Invalid remaining quota"))?;
        let left = standing(ctx, quota, (id, key), today)?;
        let date = day(today);
        let mut row: UsageRow =
            ctx.table(&USAGE).get(&(id, key, date.as_str()))?.unwrap_or_default();
        row.extension += wanted - left;
        row.remaining = wanted;
        ctx.table_mut(&USAGE).put(&(id, key, date.as_str()), &row);
    }
    let days = vec![of_day(ctx, &plan, key, today)?];
    let date = day(today);
    Ok(Struct::new()
        .with("usagePlanId", id)
        .with("startDate", date.as_str())
        .with("endDate", date.as_str())
        .with("items", Struct::new().with(key.to_owned(), Value::List(days))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quota(period: &str, offset: i64) -> Struct {
        Struct::new().with("period", period).with("offset", offset)
    }

    #[test]
    fn dates_are_days() {
        for date in ["1970-01-01", "2024-02-29", "2026-11-27", "2030-12-31"] {
            assert_eq!(day(number_of(date).unwrap()), date);
        }
        assert_eq!(number_of("2026-13-01"), None);
    }

    #[test]
    fn periods_begin_where_the_offset_says() {
        // A Friday.
        let today = number_of("2026-11-27").unwrap();
        for (period, offset, expected) in [
            ("DAY", 0, "2026-11-27"),
            ("WEEK", 0, "2026-11-22"),
            ("WEEK", 6, "2026-11-21"),
            ("WEEK", 5, "2026-11-27"),
            ("MONTH", 0, "2026-11-01"),
            ("MONTH", 26, "2026-11-27"),
            ("MONTH", 27, "2026-10-28"),
        ] {
            let start = period_start(&quota(period, offset), today);
            assert_eq!(day(start), expected, "{period} {offset}");
        }
    }
}
