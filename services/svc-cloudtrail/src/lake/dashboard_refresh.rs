//! Refreshes of dashboards: the query of each widget is run, by CloudTrail itself, so that the
//! policies of the stores decide; on a schedule those of the dashboard, too.
//!
//! Source: API Reference, StartDashboardRefresh; User Guide, "Example: Allow CloudTrail to run
//! queries to populate a dashboard" and "Example: Allow CloudTrail to refresh a dashboard".

use std::collections::BTreeMap;

use kernel::scheduler::Job;
use kernel::view::Map;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Timestamp};

use super::dashboard::{self, arn};
use super::state::{ALIASES, AliasRow, DASHBOARDS, DashboardRow, QUERIES, WidgetRow};
use crate::api::{
    StartDashboardRefreshInput, StartDashboardRefreshOutput, refresh_schedule_frequency_unit,
    refresh_schedule_status,
};
use crate::lake_errors as errors;

pub const REFRESH: &str = "RefreshDashboard";
const DAY_S: i64 = 24 * 60 * 60;

pub fn start(
    ctx: &mut Ctx<'_>,
    input: StartDashboardRefreshInput<'_>,
) -> Result<StartDashboardRefreshOutput, ApiError> {
    let mut row = dashboard::find(ctx, input.dashboard_id())?;
    let mut values = usual_values(ctx.now());
    for (name, value) in input.query_parameter_values().into_iter().flat_map(Map::iter) {
        values.insert(name.to_owned(), value.to_owned());
    }
    let id = format!("{:020}", ctx.chance().u64());
    let dashboard = arn(ctx, &row.name);
    let account = ctx.account();
    for widget in &row.widgets {
        let ask = Ask::to("cloudtrail", "StartQuery")
            .with("QueryStatement", filled(widget, &values)?)
            .as_service(crate::record::CLOUDTRAIL)
            .for_source(dashboard.as_str(), account);
        let answer = ctx.call(ask)?;
        let query = answer.str("QueryId").unwrap_or_default().to_owned();
        let row = AliasRow { query: query.clone() };
        for refresh in ["", id.as_str()] {
            ctx.table_mut(&ALIASES).put(&(widget.alias.as_str(), refresh), &row);
        }
        if let Some(mut kept) = ctx.table(&QUERIES).get(query.as_str())? {
            kept.alias = Some(widget.alias.clone());
            ctx.table_mut(&QUERIES).put(query.as_str(), &kept);
        }
    }
    row.last_refresh = Some(id.clone());
    row.failure = None;
    dashboard::save(ctx, &row);
    Ok(StartDashboardRefreshOutput::new().refresh_id(id))
}

/// Ours: a dashboard that is told no times shows the last day, by the hour.
pub fn usual_values(now: Timestamp) -> BTreeMap<String, String> {
    let text =
        |secs: i64| Timestamp::from_secs(secs).to_jiff().strftime("%Y-%m-%d %H:%M:%S").to_string();
    BTreeMap::from([
        ("$StartTime$".to_owned(), text(now.secs() - DAY_S)),
        ("$EndTime$".to_owned(), text(now.secs())),
        ("$Period$".to_owned(), "hour".to_owned()),
    ])
}

/// The statement of a widget with the values of its parameters.
pub fn filled(widget: &WidgetRow, values: &BTreeMap<String, String>) -> Result<String, ApiError> {
    let given = widget.parameters.iter().map(|name| values.get(name).map(String::as_str));
    let given: Option<Vec<&str>> = given.collect();
    let given = given.ok_or_else(|| errors::bad_parameter("A query parameter has no value."))?;
    with_values(&widget.statement, &given)
}

/// Values in the place of the marks `?`, one after the other. They are texts without quotes, since
/// nothing else is to be said with them.
pub fn with_values(statement: &str, values: &[&str]) -> Result<String, ApiError> {
    if values.iter().any(|value| value.contains(['\'', '"', ';'])) {
        return Err(errors::bad_parameter("The value of a query parameter is not valid."));
    }
    let marks = statement.matches('?').count();
    if marks != values.len() {
        return Err(errors::bad_statement(&format!(
            "The statement has {marks} places for query parameters, and {} are given.",
            values.len()
        )));
    }
    let mut parts = statement.split('?');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for (part, value) in parts.zip(values) {
        out.push_str(value);
        out.push_str(part);
    }
    Ok(out)
}

/// Of `HH:MM`.
pub fn seconds_of(time: &str) -> Option<i64> {
    let (hours, minutes) = time.split_once(':')?;
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
    let is_good = (0..24).contains(&hours) && (0..60).contains(&minutes);
    is_good.then_some(hours * 3_600 + minutes * 60)
}

/// Leaves the next refresh of a dashboard that has a schedule.
pub fn enqueue(ctx: &mut Ctx<'_>, row: &DashboardRow) {
    let Some(schedule) = &row.schedule else { return };
    if schedule.status.as_deref() != Some(refresh_schedule_status::ENABLED) {
        return;
    }
    let unit = schedule.unit.as_deref().unwrap_or_default();
    let unit_s = if unit == refresh_schedule_frequency_unit::DAYS { DAY_S } else { 3_600 };
    let period = schedule.value.unwrap_or(1).max(1) * unit_s;
    let offset = schedule.time_of_day.as_deref().and_then(seconds_of).unwrap_or(0);
    // "for hourly only refer to minutes"
    let offset = if period == 3_600 { offset % 3_600 } else { offset };
    let now = ctx.now().secs();
    let next = ((now - offset).div_euclid(period) + 1) * period + offset;
    let ask = Ask::to("cloudtrail", REFRESH)
        .with("Name", row.name.as_str())
        .with("Run", row.run.cast_signed())
        .as_service(crate::record::CLOUDTRAIL);
    ctx.enqueue(Job::now(ask).at(Timestamp::from_secs(next)));
}

/// A refresh on its schedule, and the next.
pub fn step(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let name = input.str("Name").unwrap_or_default();
    let Some(row) = ctx.table(&DASHBOARDS).get(name)? else { return Ok(Struct::new()) };
    if input.int("Run") != Some(row.run.cast_signed()) {
        return Ok(Struct::new());
    }
    let dashboard = arn(ctx, name);
    let ask = Ask::to("cloudtrail", "StartDashboardRefresh")
        .with("DashboardId", dashboard.as_str())
        .as_service(crate::record::CLOUDTRAIL)
        .for_source(dashboard, ctx.account());
    if let Err(refusal) = ctx.call(ask) {
        let reason: String = refusal.to_string().chars().take(1_000).collect();
        let row = DashboardRow { failure: Some(reason), ..row.clone() };
        dashboard::save(ctx, &row);
    }
    enqueue(ctx, &row);
    Ok(Struct::new())
}
