//! On which stream an operation acts.
//!
//! Source: "Actions, resources, and condition keys for Amazon DynamoDB" (Service Authorization
//! Reference): the actions of streams are DynamoDB's.

use kernel::arn::Arn;
use kernel::{Access, ApiError, Ctx, Struct};

use crate::dynamodb;
use crate::iterator::Iterator;

pub fn of(ctx: &mut Ctx<'_>, operation: &str, input: &Struct) -> Result<Option<Access>, ApiError> {
    let action = format!("dynamodb:{operation}");
    let arn = match operation {
        "ListStreams" => return Ok(Some(Access::new(ctx, action, "*"))),
        "GetRecords" => {
            Iterator::decode(input.str("ShardIterator").unwrap_or_default())?.stream_arn
        }
        _ => input.str("StreamArn").unwrap_or_default().to_owned(),
    };
    let access = Access::new(ctx, action, arn.as_str());
    // The operation says what is wrong with an ARN that is none.
    let Some(owner) = Arn::parse(&arn).and_then(|arn| arn.account_id()) else {
        return Ok(Some(access));
    };
    let found = dynamodb::ask(ctx, "StreamPolicy", Struct::new().with("StreamArn", arn))?;
    let policy = found.str("Policy").map(str::to_owned);
    Ok(Some(access.owned_by(owner).with_policy(policy)))
}
