//! What is done with alarms that there are: deleted, switched on and off, set to a state.

use kernel::view::List;
use kernel::{ApiError, Ctx};
use store::Range;

use crate::alarm::change::{self, State};
use crate::alarm::{self, put, state};
use crate::api::{
    DeleteAlarmsInput, DeleteAlarmsOutput, DisableAlarmActionsInput, DisableAlarmActionsOutput,
    EnableAlarmActionsInput, EnableAlarmActionsOutput, SetAlarmStateInput, SetAlarmStateOutput,
    error,
};
use crate::charge;
use crate::errors;
use crate::series;
use crate::state::{ALARMS, PARENTS};
use crate::watch;

pub fn delete_alarms(
    ctx: &mut Ctx<'_>,
    input: DeleteAlarmsInput<'_>,
) -> Result<DeleteAlarmsOutput, ApiError> {
    let names = input.alarm_names().to_vec();
    let mut found = Vec::new();
    for name in &names {
        if let Some(row) = ctx.table(&ALARMS).get(*name)?
            && !found.iter().any(|(other, _)| other == name)
        {
            found.push((*name, row));
        }
    }
    if found.iter().filter(|(_, row)| row.is_composite()).count() > 1 {
        return Err(errors::validation("Only one composite alarm can be deleted at a time."));
    }
    if let ([name], true) = (names.as_slice(), found.is_empty()) {
        return Err(errors::no_such_alarm(name));
    }
    for (name, _) in &found {
        let range = Range::within(&(*name,));
        let parents: Vec<_> = ctx.table(&PARENTS).keys(&range).collect::<Result<_, _>>()?;
        let others: Vec<String> = parents
            .into_iter()
            .map(|it| it.1)
            .filter(|parent| !names.contains(&parent.as_str()))
            .collect();
        if !others.is_empty() {
            return Err(errors::validation(format!(
                "Cannot delete {name} as there are composite alarm(s) depending on it: {}",
                others.join(", ")
            )));
        }
    }
    for (name, row) in found {
        put::tell(ctx, name, &row, "delete")?;
        put::unlink(ctx, name, &row);
        let arn = alarm::arn(ctx, name);
        charge::alarm(ctx, &arn, (Some(&row), None))?;
        ctx.table_mut(&ALARMS).delete(name);
    }
    watch::schedule(ctx)?;
    Ok(DeleteAlarmsOutput::new())
}

pub fn enable_alarm_actions(
    ctx: &mut Ctx<'_>,
    input: EnableAlarmActionsInput<'_>,
) -> Result<EnableAlarmActionsOutput, ApiError> {
    switch(ctx, input.alarm_names(), true)?;
    Ok(EnableAlarmActionsOutput::new())
}

pub fn disable_alarm_actions(
    ctx: &mut Ctx<'_>,
    input: DisableAlarmActionsInput<'_>,
) -> Result<DisableAlarmActionsOutput, ApiError> {
    switch(ctx, input.alarm_names(), false)?;
    Ok(DisableAlarmActionsOutput::new())
}

/// The operations list no error for alarms that are not there.
fn switch(ctx: &mut Ctx<'_>, names: List<'_, &str>, is_on: bool) -> Result<(), ApiError> {
    for name in names.iter() {
        let Some(mut row) = ctx.table(&ALARMS).get(name)? else { continue };
        if row.are_actions_enabled == is_on {
            continue;
        }
        row.are_actions_enabled = is_on;
        row.updated = ctx.now().micros();
        ctx.table_mut(&ALARMS).put(name, &row);
        put::tell(ctx, name, &row, "update")?;
    }
    Ok(())
}

pub fn set_alarm_state(
    ctx: &mut Ctx<'_>,
    input: SetAlarmStateInput<'_>,
) -> Result<SetAlarmStateOutput, ApiError> {
    let name = input.alarm_name();
    let row = alarm::find(ctx, name)?;
    let data = input.state_reason_data().map(str::to_owned);
    if data.as_deref().is_some_and(|text| {
        serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(text).is_err()
    }) {
        return Err(error::invalid_format_fault("StateReasonData must be a JSON object."));
    }
    let value = match input.state_value() {
        state::ALARM => state::ALARM,
        state::OK => state::OK,
        _ => state::INSUFFICIENT_DATA,
    };
    let next = State { data, ..State::of(value, input.state_reason().to_owned()) };
    let row = change::to(ctx, name, row, next)?;
    // A metric alarm returns to its own state soon; a composite one when an alarm below changes.
    if !row.is_composite() {
        watch::due(ctx, name, series::floor(ctx.now().secs(), series::MINUTE) + 60);
    }
    watch::schedule(ctx)?;
    Ok(SetAlarmStateOutput::new())
}
