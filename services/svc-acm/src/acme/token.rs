//! Idempotency tokens of what ACME's operations make.
//!
//! A token stands for an hour, as those of certificates do; another request under it is in
//! conflict. What was made and is deleted takes its token with it.

use kernel::{ApiError, Ctx, Struct};

use super::state::{ASKED, AskedRow};
use crate::errors;
use crate::limits;

const MEMBER: &str = "IdempotencyToken";

/// The ARN of what the same request has made before.
pub fn repeated(
    ctx: &Ctx<'_>,
    operation: &str,
    input: &Struct,
) -> Result<Option<String>, ApiError> {
    let Some(token) = input.str(MEMBER) else { return Ok(None) };
    let Some(row) = ctx.table(&ASKED).get(&(operation, token))? else { return Ok(None) };
    if ctx.now().micros() >= row.at + limits::IDEMPOTENCY.as_micros() as i64 {
        return Ok(None);
    }
    if row.asked != without_token(input) {
        return Err(errors::conflict(
            "The idempotency token was used with another request within the last hour.",
        ));
    }
    Ok(Some(row.arn))
}

/// Keeps what was made for the token; answers the token.
pub fn keep(ctx: &mut Ctx<'_>, operation: &str, input: &Struct, arn: &str) -> Option<String> {
    let token = input.str(MEMBER)?.to_owned();
    let (at, asked) = (ctx.now().micros(), without_token(input));
    let row = AskedRow { arn: arn.to_owned(), at, asked };
    ctx.table_mut(&ASKED).put(&(operation, token.as_str()), &row);
    Some(token)
}

pub fn drop(
    ctx: &mut Ctx<'_>,
    operation: &str,
    token: Option<&str>,
    arn: &str,
) -> Result<(), ApiError> {
    if let Some(token) = token
        && ctx.table(&ASKED).get(&(operation, token))?.is_some_and(|row| row.arn == arn)
    {
        ctx.table_mut(&ASKED).delete(&(operation, token));
    }
    Ok(())
}

fn without_token(input: &Struct) -> Struct {
    let mut asked = input.clone();
    asked.remove(MEMBER);
    asked
}
