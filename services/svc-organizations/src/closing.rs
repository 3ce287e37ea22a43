//! Closing accounts: suspended for 90 days, and then gone from the organization for good.
//!
//! Source: [A] CloseAccount; "Close an AWS account" in the Account Management Reference Guide
//! (post-closure period of 90 days). Nobody may do anything in a closed account; its resources stay
//! in this world's store until the account is reset.

use std::time::Duration;

use auth::organization::{PlaceRow, place};
use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct};
use store::Range;

use crate::account;
use crate::api::{CloseAccountInput, CloseAccountOutput, account_state, error};
use crate::control;
use crate::errors;
use crate::limits::CLOSED_DAYS;
use crate::state::{DELEGATIONS, MEMBERS};
use crate::tree::Organization;

/// The steps of an account that is being closed: `Account`, `Organization`.
pub const SUSPEND: &str = "SuspendAccount";
pub const REMOVE: &str = "RemoveClosedAccount";

const PRINCIPAL: &str = "organizations.amazonaws.com";

pub fn close(
    ctx: &mut Ctx<'_>,
    input: CloseAccountInput<'_>,
) -> Result<CloseAccountOutput, ApiError> {
    let organization = Organization::managed(ctx)?;
    let id = input.account_id();
    if id == organization.row.management {
        let message = "You can't close the management account.";
        return Err(errors::constraint("CANNOT_CLOSE_MANAGEMENT_ACCOUNT", message));
    }
    let mut member = organization.account(ctx, id)?.ok_or_else(errors::no_account)?;
    if !organization.row.has_all_features {
        let message = "You can close an account when all features are enabled.";
        return Err(error::conflict_exception(message));
    }
    match member.state.as_deref() {
        None => {}
        Some(account_state::PENDING_CLOSURE) => {
            return Err(error::conflict_exception("The account is being closed."));
        }
        Some(_) => {
            let message = "You attempted to close an account that is already closed.";
            return Err(error::account_already_closed_exception(message));
        }
    }
    let range = Range::within(&(organization.id.as_str(), id));
    if !ctx.table(&DELEGATIONS).is_empty(&range)? {
        let message = "This account is a delegated administrator. Deregister it first.";
        let reason = "CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG";
        return Err(errors::constraint(reason, message));
    }
    member.state = Some(account_state::PENDING_CLOSURE.to_owned());
    ctx.table_mut(&MEMBERS).put(id, &member);
    control::renew(ctx, &organization)?;
    let ask = |step: &'static str| {
        Ask::to("organizations", step)
            .with("Account", id)
            .with("Organization", organization.id.as_str())
            .as_service(PRINCIPAL)
    };
    let gone = ctx.now() + Duration::from_hours(24 * CLOSED_DAYS);
    ctx.enqueue(Job::now(ask(SUSPEND)));
    ctx.enqueue(Job::now(ask(REMOVE)).at(gone));
    Ok(CloseAccountOutput::new())
}

/// The organization and the account of a step, unless they have parted meanwhile.
fn subject(ctx: &Ctx<'_>, input: &Struct) -> Result<Option<(Organization, String)>, ApiError> {
    let text = |name: &str| input.str(name).unwrap_or_default();
    let Ok(organization) = Organization::find(ctx, text("Organization")) else { return Ok(None) };
    let member = organization.account(ctx, text("Account"))?;
    let is_closing = member.is_some_and(|member| member.state.is_some());
    Ok(is_closing.then(|| (organization, text("Account").to_owned())))
}

pub fn suspend(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let Some((organization, id)) = subject(ctx, input)? else { return Ok(Struct::new()) };
    if let Some(mut member) = organization.account(ctx, &id)? {
        member.state = Some(account_state::SUSPENDED.to_owned());
        ctx.table_mut(&MEMBERS).put(id.as_str(), &member);
    }
    control::renew(ctx, &organization)?;
    Ok(Struct::new())
}

pub fn remove(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let Some((organization, id)) = subject(ctx, input)? else { return Ok(Struct::new()) };
    account::take(ctx, &organization, &id);
    // It stays closed.
    let row = PlaceRow { is_closed: true, ..PlaceRow::default() };
    place(ctx, &id, Some(&row));
    Ok(Struct::new())
}
