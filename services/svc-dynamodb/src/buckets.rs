//! Calls to S3, for imports and exports: "The source bucket does not need to be in the same
//! Region".

use kernel::{Ask, Ctx, OpResult, Region, Value};

/// Makes the call in the region of its bucket, wherever the table is.
pub fn call(ctx: &mut Ctx<'_>, ask: Ask) -> OpResult {
    let moved = match ctx.call(ask.clone()) {
        Err(error) if error.code() == "PermanentRedirect" => error,
        answer => return answer,
    };
    let region = moved.members().get(":x-amz-bucket-region").and_then(Value::as_str);
    match region.and_then(Region::parse) {
        Some(region) => ctx.call(ask.in_region(region)),
        None => Err(moved),
    }
}
