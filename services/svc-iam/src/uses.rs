//! The step that records when an access key or a role was used, which the authorizer leaves.

use auth::directory::{SERVICE_USES, USES, UseRow};
use kernel::{Ctx, OpResult, Struct};

pub const RECORD_USE: &str = "RecordUse";

pub fn record(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let text = |name: &str| input.str(name).unwrap_or_default().to_owned();
    let at = input.get("At").and_then(kernel::Value::as_int).unwrap_or_default();
    let row = UseRow { at, region: text("Region"), service: text("Service") };
    let (scope, of) = (ctx.scope(), text("Of"));
    if let Some(by) = input.str("By") {
        let place = (by, row.service.as_str());
        let mut uses = SERVICE_USES.at_mut(ctx.tx_mut(), &scope);
        if uses.get(&place)?.is_none_or(|last| last.at <= at) {
            uses.put(&place, &row);
        }
    }
    let mut uses = USES.at_mut(ctx.tx_mut(), &scope);
    if uses.get(&of)?.is_none_or(|last| last.at <= at) {
        uses.put(&of, &row);
    }
    Ok(Struct::new())
}
