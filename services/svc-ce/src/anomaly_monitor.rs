//! What is watched for unusual costs.

use billing::filter::Filter;
use kernel::{ApiError, Ctx, Timestamp, page};
use store::Range;

use crate::anomaly_find;
use crate::anomaly_state::{ANOMALIES, MONITORS, MonitorRow, id_of, monitor_arn};
use crate::api::{
    AnomalyMonitorBuilder, CreateAnomalyMonitorInput, CreateAnomalyMonitorOutput,
    DeleteAnomalyMonitorInput, DeleteAnomalyMonitorOutput, ExpressionBuilder,
    GetAnomalyMonitorsInput, GetAnomalyMonitorsOutput, UpdateAnomalyMonitorInput,
    UpdateAnomalyMonitorOutput, monitor_type as kind,
};
use crate::limits::{ANOMALY_PAGE, MONITORS_MAX, SERVICE_MONITORS_MAX};
use crate::{errors, tagging};

pub fn create_anomaly_monitor(
    ctx: &mut Ctx<'_>,
    input: CreateAnomalyMonitorInput<'_>,
) -> Result<CreateAnomalyMonitorOutput, ApiError> {
    let given = input.anomaly_monitor();
    let specification = match (given.monitor_type(), given.monitor_specification()) {
        (kind::DIMENSIONAL, None) => match given.monitor_dimension() {
            Some("SERVICE") => None,
            Some(other) => {
                return Err(errors::not_implemented(&format!("monitors of the dimension {other}")));
            }
            None => return Err(errors::validation("A DIMENSIONAL monitor has a dimension.")),
        },
        (kind::CUSTOM, Some(expression)) if given.monitor_dimension().is_none() => {
            Filter::parse(expression.0).map_err(errors::of_fault)?;
            Some(expression.0.clone())
        }
        _ => {
            return Err(errors::validation(
                "A DIMENSIONAL monitor has a MonitorDimension, a CUSTOM one a specification.",
            ));
        }
    };
    let (mut all, mut of_services) = (0, 0);
    for entry in ctx.table(&MONITORS).scan(&Range::all()) {
        all += 1;
        of_services += usize::from(entry?.1.specification.is_none());
    }
    if all >= MONITORS_MAX || (specification.is_none() && of_services >= SERVICE_MONITORS_MAX) {
        return Err(errors::too_many_monitors());
    }
    let now = ctx.now().secs();
    let mut row = MonitorRow {
        name: given.monitor_name().to_owned(),
        specification,
        created: now,
        updated: now,
        evaluated: None,
        values: 0,
        tags: <_>::default(),
    };
    tagging::add(&mut row.tags, input.resource_tags())?;
    let id = ctx.chance().uuid();
    ctx.table_mut(&MONITORS).put(&id, &row);
    anomaly_find::enqueue(ctx, &id);
    Ok(CreateAnomalyMonitorOutput::new().monitor_arn(monitor_arn(ctx, &id)))
}

pub fn find(ctx: &Ctx<'_>, arn: &str) -> Result<(String, MonitorRow), ApiError> {
    let id = id_of(arn).to_owned();
    let row = ctx.table(&MONITORS).get(&id)?.filter(|_| monitor_arn(ctx, &id) == arn);
    row.map(|row| (id, row)).ok_or_else(|| errors::no_monitor(arn))
}

pub fn update_anomaly_monitor(
    ctx: &mut Ctx<'_>,
    input: UpdateAnomalyMonitorInput<'_>,
) -> Result<UpdateAnomalyMonitorOutput, ApiError> {
    let (id, mut row) = find(ctx, input.monitor_arn())?;
    if let Some(name) = input.monitor_name() {
        name.clone_into(&mut row.name);
    }
    row.updated = ctx.now().secs();
    ctx.table_mut(&MONITORS).put(&id, &row);
    Ok(UpdateAnomalyMonitorOutput::new().monitor_arn(monitor_arn(ctx, &id)))
}

pub fn delete_anomaly_monitor(
    ctx: &mut Ctx<'_>,
    input: DeleteAnomalyMonitorInput<'_>,
) -> Result<DeleteAnomalyMonitorOutput, ApiError> {
    let (id, _) = find(ctx, input.monitor_arn())?;
    ctx.table_mut(&MONITORS).delete(&id);
    let mut found = Vec::new();
    for entry in ctx.table(&ANOMALIES).scan(&Range::all()) {
        let (key, row) = entry?;
        if row.monitor == id {
            found.push(key);
        }
    }
    for key in found {
        ctx.table_mut(&ANOMALIES).delete(&key);
    }
    Ok(DeleteAnomalyMonitorOutput::new())
}

pub fn get_anomaly_monitors(
    ctx: &mut Ctx<'_>,
    input: GetAnomalyMonitorsInput<'_>,
) -> Result<GetAnomalyMonitorsOutput, ApiError> {
    const NAME: &str = "GetAnomalyMonitors";
    if let Some(wanted) = input.monitor_arn_list().filter(|list| !list.is_empty()) {
        let mut found = Vec::new();
        for arn in wanted.iter() {
            let (id, row) = find(ctx, arn)?;
            found.push(shown(ctx, &id, row));
        }
        return Ok(GetAnomalyMonitorsOutput::new().anomaly_monitors(found));
    }
    let mut range = Range::all();
    if let Some(token) = input.next_page_token() {
        let after = page::decode(NAME, token).and_then(|it| String::from_utf8(it).ok());
        range = range.after(after.ok_or_else(errors::bad_token)?.as_str());
    }
    let max = input.max_results().map_or(ANOMALY_PAGE, |max| max.clamp(1, 100) as usize);
    let rows = ctx.table(&MONITORS).scan(&range).take(max + 1).collect::<Result<Vec<_>, _>>()?;
    let last = rows.get(max - 1).filter(|_| rows.len() > max);
    let token = last.map(|(id, _)| page::encode(NAME, id.as_bytes()));
    let found: Vec<_> = rows.into_iter().take(max).map(|(id, row)| shown(ctx, &id, row)).collect();
    Ok(GetAnomalyMonitorsOutput::new().anomaly_monitors(found).next_page_token(token))
}

fn shown(ctx: &Ctx<'_>, id: &str, row: MonitorRow) -> AnomalyMonitorBuilder {
    let day = |seconds: i64| Timestamp::from_secs(seconds).iso8601();
    let is_custom = row.specification.is_some();
    AnomalyMonitorBuilder::new()
        .monitor_arn(monitor_arn(ctx, id))
        .monitor_name(row.name)
        .creation_date(day(row.created))
        .last_updated_date(day(row.updated))
        .last_evaluated_date(row.evaluated.map(day))
        .monitor_type(if is_custom { kind::CUSTOM } else { kind::DIMENSIONAL })
        .monitor_dimension((!is_custom).then_some("SERVICE"))
        .monitor_specification(row.specification.map(ExpressionBuilder))
        .dimensional_value_count((!is_custom).then_some(row.values as i64))
}
