//! From consolidated billing to all features: the management account asks, every invited account
//! approves, and the management account finalizes.
//!
//! Source: "Enabling all features in your organization" (User Guide); [A] EnableAllFeatures ("sends
//! a handshake to every invited account"), AcceptHandshake ("Approve all features request
//! handshakes: only a principal from the member account. Enable all features final confirmation
//! handshake: only a principal from the management account"), ListHandshakesForAccount (the
//! handshake ENABLE_ALL_FEATURES "generates a separate child handshake for each member account").
//! Accounts that the organization has made need not be asked.

use std::collections::BTreeMap;
use std::time::Duration;

use kernel::{ApiError, Ctx};

use crate::api::action_type::{APPROVE_ALL_FEATURES, ENABLE_ALL_FEATURES};
use crate::api::handshake_state as state;
use crate::api::{EnableAllFeaturesInput, EnableAllFeaturesOutput};
use crate::limits::ALL_FEATURES_DAYS;
use crate::state::{HANDSHAKES, HandshakeRow};
use crate::tree::Organization;
use crate::{control, errors, handshake};

pub fn enable(
    ctx: &mut Ctx<'_>,
    _: EnableAllFeaturesInput<'_>,
) -> Result<EnableAllFeaturesOutput, ApiError> {
    let organization = Organization::managed(ctx)?;
    if organization.row.has_all_features {
        let message = "The organization has already enabled all features.";
        let reason = "ORGANIZATION_ALREADY_HAS_ALL_FEATURES";
        return Err(errors::handshake_constraint(reason, message));
    }
    if pending(ctx, &organization.id)?.is_some() {
        let message = "The organization has already started the process to enable all features.";
        let reason = "ORGANIZATION_IS_ALREADY_PENDING_ALL_FEATURES_MIGRATION";
        return Err(errors::handshake_constraint(reason, message));
    }
    let management = organization.row.management.clone();
    let members = organization.accounts(ctx)?.into_iter();
    let asked = members.filter(|(id, member)| !member.is_created && *id != management);
    let asked: Vec<String> = asked.map(|(id, _)| id).collect();
    let id = draw(ctx);
    let now = ctx.now();
    let mut row = HandshakeRow {
        organization: organization.id.clone(),
        management,
        account: String::new(),
        state: state::REQUESTED.to_owned(),
        requested: now.micros(),
        expires: (now + Duration::from_hours(24 * ALL_FEATURES_DAYS.unsigned_abs())).micros(),
        notes: None,
        tags: BTreeMap::new(),
        action: Some(ENABLE_ALL_FEATURES.to_owned()),
        parent: None,
        ended: None,
        transfer: None,
    };
    if asked.is_empty() {
        state::OPEN.clone_into(&mut row.state);
    }
    ctx.table_mut(&HANDSHAKES).put(&id, &row);
    for account in asked {
        let child = HandshakeRow {
            account,
            state: state::OPEN.to_owned(),
            action: Some(APPROVE_ALL_FEATURES.to_owned()),
            parent: Some(id.clone()),
            ..row.clone()
        };
        let child_id = draw(ctx);
        ctx.table_mut(&HANDSHAKES).put(&child_id, &child);
    }
    Ok(EnableAllFeaturesOutput::new().handshake(handshake::show(ctx, &id, &row)))
}

fn draw(ctx: &mut Ctx<'_>) -> String {
    format!("h-{}", ctx.chance().hex(32))
}

/// The handshake by which an organization is on its way to all features.
pub fn pending(
    ctx: &Ctx<'_>,
    organization: &str,
) -> Result<Option<(String, HandshakeRow)>, ApiError> {
    Ok(handshake::all(ctx)?.into_iter().find(|(_, row)| {
        row.organization == organization
            && row.action() == ENABLE_ALL_FEATURES
            && matches!(handshake::state_of(ctx, row), state::REQUESTED | state::OPEN)
    }))
}

fn approvals(ctx: &Ctx<'_>, parent: &str) -> Result<Vec<(String, HandshakeRow)>, ApiError> {
    let mut all = handshake::all(ctx)?;
    all.retain(|(_, row)| row.parent.as_deref() == Some(parent));
    Ok(all)
}

/// Opens the way to finalize, when all who were asked and still are members have approved.
pub fn settle(ctx: &mut Ctx<'_>, organization: &str) -> Result<(), ApiError> {
    let Some((id, mut row)) = pending(ctx, organization)? else { return Ok(()) };
    let is_settled = |row: &HandshakeRow| row.state == state::ACCEPTED || row.account.is_empty();
    if approvals(ctx, &id)?.iter().all(|(_, row)| is_settled(row)) {
        state::OPEN.clone_into(&mut row.state);
        ctx.table_mut(&HANDSHAKES).put(&id, &row);
    }
    Ok(())
}

/// An account that leaves need not approve any more.
pub fn forget(ctx: &mut Ctx<'_>, organization: &str, account: &str) -> Result<(), ApiError> {
    let Some((id, _)) = pending(ctx, organization)? else { return Ok(()) };
    let own = approvals(ctx, &id)?.into_iter().filter(|(_, row)| row.account == account);
    for (id, _) in own.collect::<Vec<_>>() {
        ctx.table_mut(&HANDSHAKES).delete(&id);
    }
    settle(ctx, organization)
}

pub fn cancel_approvals(ctx: &mut Ctx<'_>, parent: &str) -> Result<(), ApiError> {
    let now = ctx.now().micros();
    for (id, mut row) in approvals(ctx, parent)? {
        if row.state == state::OPEN {
            state::CANCELED.clone_into(&mut row.state);
            row.ended = Some(now);
            ctx.table_mut(&HANDSHAKES).put(&id, &row);
        }
    }
    Ok(())
}

pub fn finalize(ctx: &mut Ctx<'_>, organization: &str) -> Result<(), ApiError> {
    let mut organization = Organization::find(ctx, organization)?;
    organization.row.has_all_features = true;
    organization.save(ctx);
    control::renew(ctx, &organization)
}
