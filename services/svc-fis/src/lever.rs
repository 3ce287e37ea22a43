//! The safety lever: engaged, it stops all experiments and lets none begin.

use kernel::{ApiError, Ctx, Struct};
use store::Range;

use crate::api::{GetSafetyLeverInput, UpdateSafetyLeverStateInput};
use crate::state::{ACTIVE, EXPERIMENTS, LEVER, LEVERS, LeverRow};
use crate::{errors, run};

pub fn get_safety_lever(ctx: &mut Ctx, input: GetSafetyLeverInput<'_>) -> Result<Struct, ApiError> {
    check(input.id())?;
    let row = ctx.table(&LEVERS).get(LEVER)?.unwrap_or_default();
    Ok(answer(ctx, &row))
}

pub fn update_safety_lever_state(
    ctx: &mut Ctx,
    input: UpdateSafetyLeverStateInput<'_>,
) -> Result<Struct, ApiError> {
    check(input.id())?;
    let nothing = Struct::new();
    let state = input.0.structure("state").unwrap_or(&nothing);
    let row = LeverRow {
        is_engaged: state.str("status") == Some("engaged"),
        reason: state.str("reason").unwrap_or_default().to_owned(),
    };
    ctx.table_mut(&LEVERS).put(LEVER, &row);
    if row.is_engaged {
        let active = ctx.table(&ACTIVE).keys(&Range::all()).collect::<Result<Vec<_>, _>>()?;
        for id in active {
            if let Some(experiment) = ctx.table(&EXPERIMENTS).get(&id)? {
                run::halt(ctx, &id, experiment, "stopped", "The safety lever was engaged.");
            }
        }
    }
    Ok(answer(ctx, &row))
}

fn check(id: &str) -> Result<(), ApiError> {
    if id == LEVER { Ok(()) } else { Err(errors::no_lever(id)) }
}

fn answer(ctx: &Ctx<'_>, row: &LeverRow) -> Struct {
    let status = if row.is_engaged { "engaged" } else { "disengaged" };
    let state = Struct::new().with("status", status).with("reason", row.reason.as_str());
    let lever = Struct::new()
        .with("id", LEVER)
        .with("arn", ctx.arn(&format!("safety-lever/{LEVER}")).to_string())
        .with("state", state);
    Struct::new().with("safetyLever", lever)
}
