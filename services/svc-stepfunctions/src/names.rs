//! Names and ARNs that clients write.

use kernel::arn::Arn;
use kernel::{ApiError, Ctx};

use crate::errors;
use crate::state::STATES;

/// What names may not have (API Reference, CreateStateMachine).
const FORBIDDEN: &str = "<>{}[]?*\"#%\\^|~`$&,;:/";

pub fn check(name: &str) -> Result<(), ApiError> {
    let is_bad = |c: char| c.is_whitespace() || c.is_control() || FORBIDDEN.contains(c);
    if name.is_empty() || name.chars().count() > 80 || name.chars().any(is_bad) {
        return Err(errors::invalid_name(name));
    }
    Ok(())
}

/// What follows `stateMachine:`, `execution:`, … in an ARN of this account and region.
pub fn resource(ctx: &Ctx<'_>, text: &str, kinds: &[&str]) -> Result<Vec<String>, ApiError> {
    let invalid = || errors::invalid_arn(text);
    let arn = Arn::parse(text).filter(|arn| arn.service == STATES).ok_or_else(invalid)?;
    if arn.account_id() != Some(ctx.account()) || arn.region() != Some(ctx.region()) {
        return Err(invalid());
    }
    let mut parts = arn.resource.split(':');
    let kind = parts.next().unwrap_or_default();
    let names: Vec<String> = parts.map(str::to_owned).collect();
    if !kinds.contains(&kind) || names.is_empty() || names.iter().any(String::is_empty) {
        return Err(invalid());
    }
    Ok(names)
}
