//! On which stream an operation acts.
//!
//! Source: "Actions, resources, and condition keys for Amazon DynamoDB" (Service Authorization
//! Reference): the actions of streams are DynamoDB's.

use kernel::arn::Arn;
use kernel::{Access, ApiError, Ctx, Struct};

use crate::dynamodb;
use crate::iterator::Iterator;

/// "Error handling with DynamoDB": AccessDeniedException has HTTP status code 400.
const DENIED_STATUS: u16 = 400;

/// What the door asks: it admits or refuses, and goes on in the account of the stream.
pub fn of(ctx: &mut Ctx<'_>, operation: &str, input: &Struct) -> Result<Option<Access>, ApiError> {
    let access = asked(ctx, operation, input)?;
    ctx.authorize(&access).map_err(|denied| denied.with_status(DENIED_STATUS))?;
    ctx.enter_account(access.owner);
    Ok(None)
}

fn asked(ctx: &mut Ctx<'_>, operation: &str, input: &Struct) -> Result<Access, ApiError> {
    let action = format!("dynamodb:{operation}");
    let arn = match operation {
        "ListStreams" => return Ok(Access::new(ctx, action, "*")),
        "GetRecords" => {
            Iterator::decode(input.str("ShardIterator").unwrap_or_default())?.stream_arn
        }
        _ => input.str("StreamArn").unwrap_or_default().to_owned(),
    };
    let access = Access::new(ctx, action, arn.as_str());
    // The operation says what is wrong with an ARN that is none.
    let Some(owner) = Arn::parse(&arn).and_then(|arn| arn.account_id()) else {
        return Ok(access);
    };
    let found = dynamodb::ask(ctx, "StreamPolicy", Struct::new().with("StreamArn", arn))?;
    let policy = found.str("Policy").map(str::to_owned);
    Ok(access.owned_by(owner).with_policy(policy))
}
