//! Dashboards: widgets, each with a query, and when they are refreshed.
//!
//! Source: API Reference, CreateDashboard and its siblings; User Guide, "CloudTrail Lake
//! dashboards".

use kernel::arn::Arn;
use kernel::view::List;
use kernel::{ApiError, Ctx, Struct, Timestamp};
use store::Range;

use super::dashboard_refresh as refresh;
use super::query;
use super::state::{DASHBOARDS, DashboardRow, ScheduleRow, WidgetRow};
use crate::api::{
    CreateDashboardInput, CreateDashboardOutput, DashboardDetailBuilder, DeleteDashboardInput,
    DeleteDashboardOutput, GetDashboardInput, GetDashboardOutput, ListDashboardsInput,
    ListDashboardsOutput, RefreshSchedule, RefreshScheduleBuilder, RefreshScheduleFrequency,
    RefreshScheduleFrequencyBuilder, RequestWidget, TagBuilder, UpdateDashboardInput,
    UpdateDashboardOutput, WidgetBuilder, dashboard_status, dashboard_type,
    refresh_schedule_frequency_unit, refresh_schedule_status,
};
use crate::lake_errors as errors;
use crate::limits::{DASHBOARDS_PER_REGION_MAX, LIST_MAX, WIDGETS_MAX};
use crate::tags;

/// The managed one.
const HIGHLIGHTS: &str = "AWSCloudTrail-Highlights";
const KIND: &str = "dashboard/";
/// What queries may ask for, in the place of a `?`.
const PARAMETERS: [&str; 3] = ["$StartTime$", "$EndTime$", "$Period$"];

pub fn arn(ctx: &Ctx<'_>, name: &str) -> String {
    ctx.arn(&format!("{KIND}{name}")).to_string()
}

/// The dashboard of a name or an ARN.
pub fn find(ctx: &Ctx<'_>, name: &str) -> Result<DashboardRow, ApiError> {
    let arn = Arn::parse(name);
    let short = arn.as_ref().map_or(name, |arn| arn.resource.as_str());
    let short = short.strip_prefix(KIND).unwrap_or(short);
    ctx.table(&DASHBOARDS).get(short)?.ok_or_else(|| errors::no_resource(name))
}

pub fn save(ctx: &mut Ctx<'_>, row: &DashboardRow) {
    ctx.table_mut(&DASHBOARDS).put(row.name.as_str(), row);
}

pub fn create(
    ctx: &mut Ctx<'_>,
    input: CreateDashboardInput<'_>,
) -> Result<CreateDashboardOutput, ApiError> {
    let name = input.name();
    if name == HIGHLIGHTS {
        return Err(crate::errors::not_implemented("the Highlights dashboard"));
    }
    if ctx.table(&DASHBOARDS).contains(name)? {
        return Err(errors::conflict("A dashboard of this name already exists."));
    }
    let count = ctx.table(&DASHBOARDS).keys(&Range::all()).count();
    if count >= DASHBOARDS_PER_REGION_MAX {
        return Err(errors::quota("The account has 100 custom dashboards in this Region."));
    }
    let now = ctx.now().micros();
    let widgets = input.widgets().map(|widgets| read_widgets(ctx, widgets)).transpose()?;
    let row = DashboardRow {
        name: name.to_owned(),
        widgets: widgets.unwrap_or_default(),
        schedule: input.refresh_schedule().map(read_schedule).transpose()?,
        is_protected: input.termination_protection_enabled().unwrap_or(false),
        tags: tags::read(input.tags_list())?,
        created: now,
        updated: now,
        ..DashboardRow::default()
    };
    save(ctx, &row);
    refresh::enqueue(ctx, &row);
    let tags = row.tags.iter().map(|(key, value)| TagBuilder::new().key(key).value(value));
    Ok(CreateDashboardOutput::new()
        .dashboard_arn(arn(ctx, name))
        .name(name)
        .type_(dashboard_type::CUSTOM)
        .widgets(shown_widgets(&row))
        .tags_list(tags.collect::<Vec<_>>())
        .refresh_schedule(row.schedule.as_ref().map(shown_schedule))
        .termination_protection_enabled(row.is_protected))
}

/// Every statement is planned before it is kept.
fn read_widgets(
    ctx: &mut Ctx<'_>,
    widgets: List<'_, RequestWidget<'_>>,
) -> Result<Vec<WidgetRow>, ApiError> {
    if widgets.len() > WIDGETS_MAX {
        return Err(errors::quota("A custom dashboard has at most 10 widgets."));
    }
    let mut rows = Vec::new();
    for widget in widgets {
        let parameters = widget.query_parameters().map(List::to_vec).unwrap_or_default();
        if let Some(other) = parameters.iter().find(|it| !PARAMETERS.contains(*it)) {
            return Err(errors::bad_statement(&format!(
                "The query parameter is not valid: {other}"
            )));
        }
        let row = WidgetRow {
            alias: format!("w{}", ctx.chance().hex(24)),
            statement: widget.query_statement().to_owned(),
            parameters: parameters.into_iter().map(str::to_owned).collect(),
            view: widget
                .view_properties()
                .iter()
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect(),
        };
        let values = refresh::usual_values(ctx.now());
        query::check(ctx, &refresh::filled(&row, &values)?)?;
        rows.push(row);
    }
    Ok(rows)
}

/// "For custom dashboards, the following values are valid when the unit is HOURS: 1, 6, 12, 24. For
/// custom dashboards, the only valid value when the unit is DAYS is 1."
fn read_schedule(schedule: RefreshSchedule<'_>) -> Result<ScheduleRow, ApiError> {
    let frequency = schedule.frequency();
    let unit = frequency.and_then(RefreshScheduleFrequency::unit);
    let value = frequency.and_then(RefreshScheduleFrequency::value);
    let is_good = match (unit, value) {
        (None, None) => true,
        (Some(refresh_schedule_frequency_unit::HOURS), Some(value)) => {
            [1, 6, 12, 24].contains(&value)
        }
        (Some(_), Some(value)) => value == 1,
        _ => false,
    };
    let time = schedule.time_of_day();
    let is_on = schedule.status() == Some(refresh_schedule_status::ENABLED);
    if !is_good || (is_on && unit.is_none()) {
        return Err(errors::bad_parameter("The frequency of the refresh schedule is not valid."));
    }
    if time.is_some_and(|time| refresh::seconds_of(time).is_none()) {
        return Err(errors::bad_parameter("TimeOfDay is of the form HH:MM."));
    }
    Ok(ScheduleRow {
        unit: unit.map(str::to_owned),
        value,
        status: schedule.status().map(str::to_owned),
        time_of_day: time.map(str::to_owned),
    })
}

fn shown_schedule(row: &ScheduleRow) -> RefreshScheduleBuilder {
    let frequency = row
        .unit
        .as_ref()
        .map(|unit| RefreshScheduleFrequencyBuilder::new().unit(unit).value(row.value));
    RefreshScheduleBuilder::new()
        .frequency(frequency)
        .status(row.status.as_deref())
        .time_of_day(row.time_of_day.as_deref())
}

fn shown_widgets(row: &DashboardRow) -> Vec<WidgetBuilder> {
    let one = |widget: &WidgetRow| {
        let view: Struct =
            widget.view.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
        let parameters = Some(widget.parameters.clone()).filter(|it| !it.is_empty());
        WidgetBuilder::new()
            .query_alias(&widget.alias)
            .query_statement(&widget.statement)
            .query_parameters(parameters)
            .view_properties(view)
    };
    row.widgets.iter().map(one).collect()
}

pub fn get(
    ctx: &mut Ctx<'_>,
    input: GetDashboardInput<'_>,
) -> Result<GetDashboardOutput, ApiError> {
    let row = find(ctx, input.dashboard_id())?;
    let is_new = row.created == row.updated;
    let status = if is_new { dashboard_status::CREATED } else { dashboard_status::UPDATED };
    Ok(GetDashboardOutput::new()
        .dashboard_arn(arn(ctx, &row.name))
        .type_(dashboard_type::CUSTOM)
        .status(status)
        .widgets(shown_widgets(&row))
        .refresh_schedule(row.schedule.as_ref().map(shown_schedule))
        .created_timestamp(Timestamp::from_micros(row.created))
        .updated_timestamp(Timestamp::from_micros(row.updated))
        .last_refresh_id(row.last_refresh)
        .last_refresh_failure_reason(row.failure)
        .termination_protection_enabled(row.is_protected))
}

pub fn update(
    ctx: &mut Ctx<'_>,
    input: UpdateDashboardInput<'_>,
) -> Result<UpdateDashboardOutput, ApiError> {
    let mut row = find(ctx, input.dashboard_id())?;
    if let Some(widgets) = input.widgets() {
        row.widgets = read_widgets(ctx, widgets)?;
    }
    if let Some(schedule) = input.refresh_schedule() {
        row.schedule = Some(read_schedule(schedule)?);
        row.run += 1;
    }
    row.is_protected = input.termination_protection_enabled().unwrap_or(row.is_protected);
    row.updated = ctx.now().micros().max(row.created + 1);
    save(ctx, &row);
    if input.refresh_schedule().is_some() {
        refresh::enqueue(ctx, &row);
    }
    Ok(UpdateDashboardOutput::new()
        .dashboard_arn(arn(ctx, &row.name))
        .name(&row.name)
        .type_(dashboard_type::CUSTOM)
        .widgets(shown_widgets(&row))
        .refresh_schedule(row.schedule.as_ref().map(shown_schedule))
        .termination_protection_enabled(row.is_protected)
        .created_timestamp(Timestamp::from_micros(row.created))
        .updated_timestamp(Timestamp::from_micros(row.updated)))
}

pub fn delete(
    ctx: &mut Ctx<'_>,
    input: DeleteDashboardInput<'_>,
) -> Result<DeleteDashboardOutput, ApiError> {
    let row = find(ctx, input.dashboard_id())?;
    if row.is_protected {
        return Err(errors::conflict("Termination protection is enabled for the dashboard."));
    }
    ctx.table_mut(&DASHBOARDS).delete(row.name.as_str());
    Ok(DeleteDashboardOutput::new())
}

pub fn list(
    ctx: &mut Ctx<'_>,
    input: ListDashboardsInput<'_>,
) -> Result<ListDashboardsOutput, ApiError> {
    let is_kind = input.type_().is_none_or(|it| it == dashboard_type::CUSTOM);
    let range = Range::all().starting_with(input.name_prefix().unwrap_or_default());
    let mut shown = Vec::new();
    for name in ctx.table(&DASHBOARDS).keys(&range) {
        let name = name?;
        let one = DashboardDetailBuilder::new()
            .dashboard_arn(arn(ctx, &name))
            .type_(dashboard_type::CUSTOM);
        shown.push((name, one));
    }
    if !is_kind {
        shown.clear();
    }
    let (token, most) = (input.next_token(), input.max_results());
    let page = crate::pages::cut("ListDashboards", token, most, LIST_MAX, shown)?;
    Ok(ListDashboardsOutput::new().dashboards(page.items).next_token(page.token))
}

/// The query of a widget with values in the place of its marks.
pub fn statement_of(ctx: &Ctx<'_>, alias: &str, given: &[&str]) -> Result<String, ApiError> {
    for entry in ctx.table(&DASHBOARDS).scan(&Range::all()) {
        let (_, row) = entry?;
        if let Some(widget) = row.widgets.iter().find(|widget| widget.alias == alias) {
            return refresh::with_values(&widget.statement, given);
        }
    }
    Err(errors::bad_parameter("The QueryAlias is not that of a widget."))
}
