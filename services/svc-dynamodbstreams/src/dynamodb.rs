//! What is asked of DynamoDB: its steps `StreamList`, `StreamDescribe`, `StreamPosition`,
//! `StreamRecords` and `StreamPolicy`.

use kernel::{ApiError, Ask, Ctx, Struct};

/// Runs a step of DynamoDB within this call.
pub fn ask(ctx: &mut Ctx<'_>, step: &'static str, input: Struct) -> Result<Struct, ApiError> {
    ctx.call(Ask::to("dynamodb", step).with_input(input))
}
