//! Handshakes: invitations of accounts into the organization, and what [`crate::all_features`]
//! asks of its members; [`crate::transfer`] invites by them as well.

use std::time::Duration;

use kernel::{AccountId, ApiError, Ctx};
use store::Range;

use crate::api::action_type::{
    APPROVE_ALL_FEATURES, ENABLE_ALL_FEATURES, INVITE, TRANSFER_RESPONSIBILITY,
};
use crate::api::handshake_party_type as party;
use crate::api::handshake_resource_type as resource;
use crate::api::handshake_state as state;
use crate::api::{
    AcceptHandshakeInput, AcceptHandshakeOutput, CancelHandshakeInput, CancelHandshakeOutput,
    DeclineHandshakeInput, DeclineHandshakeOutput, DescribeHandshakeInput, DescribeHandshakeOutput,
    HandshakeBuilder, HandshakeFilter, HandshakePartyBuilder, HandshakeResourceBuilder,
    InviteAccountToOrganizationInput, InviteAccountToOrganizationOutput,
    ListHandshakesForAccountInput, ListHandshakesForAccountOutput,
    ListHandshakesForOrganizationInput, ListHandshakesForOrganizationOutput,
};
use crate::limits::{ENDED_HANDSHAKE_DAYS, HANDSHAKE_DAYS};
use crate::state::{HANDSHAKES, HandshakeRow, MEMBERS, MemberRow, TAGS, TagsRow};
use crate::tree::{Organization, check_tags, cut, time};
use crate::{account, all_features, errors, transfer};

/// Microseconds.
const DAY: i64 = 24 * 3_600 * 1_000_000;

pub fn invite(
    ctx: &mut Ctx<'_>,
    input: InviteAccountToOrganizationInput<'_>,
) -> Result<InviteAccountToOrganizationOutput, ApiError> {
    let organization = Organization::managed(ctx)?;
    let target = input.target();
    if target.type_() != party::ACCOUNT {
        return Err(errors::not_implemented("invitations by e-mail"));
    }
    let Some(invited) = AccountId::parse(target.id()) else {
        let message = "You specified a party ID that isn't valid for the party type.";
        return Err(errors::invalid_input("INVALID_PARTY_TYPE_TARGET", message));
    };
    if let Some(member) = ctx.table(&MEMBERS).get(invited.as_str())? {
        if member.organization == organization.id {
            let message = "The account is already a member of your organization.";
            return Err(crate::api::error::duplicate_account_exception(message));
        }
        let message = "The account is already a member of an organization.";
        return Err(errors::handshake_constraint("ALREADY_IN_AN_ORGANIZATION", message));
    }
    if all_features::pending(ctx, &organization.id)?.is_some() {
        let message = "You can't issue new invitations to join an organization while it's in the \
                       process of enabling all features.";
        let reason = "INVITE_DISABLED_DURING_ENABLE_ALL_FEATURES";
        return Err(errors::handshake_constraint(reason, message));
    }
    for (_, row) in all(ctx)? {
        let is_same = row.organization == organization.id
            && row.account == invited.as_str()
            && row.action() == INVITE;
        if is_same && state_of(ctx, &row) == state::OPEN {
            return Err(errors::duplicate_handshake());
        }
    }
    account::check_room_for_one(ctx, &organization)?;
    let tags = input.tags().into_iter().flatten();
    let tags = tags.map(|tag| (tag.key().to_owned(), tag.value().to_owned())).collect();
    check_tags(&tags)?;
    let now = ctx.now();
    let id = format!("h-{}", ctx.chance().hex(32));
    let row = HandshakeRow {
        organization: organization.id.clone(),
        management: organization.row.management.clone(),
        account: invited.to_string(),
        state: state::OPEN.to_owned(),
        requested: now.micros(),
        expires: (now + Duration::from_hours(24 * HANDSHAKE_DAYS.unsigned_abs())).micros(),
        notes: input.notes().map(str::to_owned),
        tags,
        action: None,
        parent: None,
        ended: None,
        transfer: None,
    };
    ctx.table_mut(&HANDSHAKES).put(&id, &row);
    Ok(InviteAccountToOrganizationOutput::new().handshake(show(ctx, &id, &row)))
}

pub fn accept(
    ctx: &mut Ctx<'_>,
    input: AcceptHandshakeInput<'_>,
) -> Result<AcceptHandshakeOutput, ApiError> {
    let id = input.handshake_id();
    let account = ctx.account().to_string();
    let row = find(ctx, id)?;
    let turner = if row.action() == ENABLE_ALL_FEATURES { &row.management } else { &row.account };
    if *turner != account {
        return Err(errors::access_denied());
    }
    let row = turn(ctx, id, row, state::ACCEPTED)?;
    match row.action() {
        INVITE => accept_invitation(ctx, &account, &row)?,
        APPROVE_ALL_FEATURES => all_features::settle(ctx, &row.organization)?,
        TRANSFER_RESPONSIBILITY => transfer::accepted(ctx, &row)?,
        _ => all_features::finalize(ctx, &row.organization)?,
    }
    Ok(AcceptHandshakeOutput::new().handshake(show(ctx, id, &row)))
}

fn accept_invitation(ctx: &mut Ctx<'_>, account: &str, row: &HandshakeRow) -> Result<(), ApiError> {
    if ctx.table(&MEMBERS).contains(account)? {
        let message = "The account is already a member of an organization.";
        return Err(errors::handshake_constraint("ALREADY_IN_AN_ORGANIZATION", message));
    }
    let organization = Organization::find(ctx, &row.organization)?;
    let member = MemberRow {
        organization: organization.id.clone(),
        parent: organization.row.root.clone(),
        name: format!("account {account}"),
        email: format!("{account}@example.com"),
        is_created: false,
        joined: ctx.now().micros(),
        state: None,
    };
    account::join(ctx, &organization, account, &member)?;
    if !row.tags.is_empty() {
        let place = (organization.id.as_str(), account);
        ctx.table_mut(&TAGS).put(&place, &TagsRow { tags: row.tags.clone() });
    }
    Ok(())
}

pub fn decline(
    ctx: &mut Ctx<'_>,
    input: DeclineHandshakeInput<'_>,
) -> Result<DeclineHandshakeOutput, ApiError> {
    let id = input.handshake_id();
    let account = ctx.account().to_string();
    let row = find_for(ctx, id, &account, false)?;
    let row = turn(ctx, id, row, state::DECLINED)?;
    transfer::ended(ctx, &row)?;
    Ok(DeclineHandshakeOutput::new().handshake(show(ctx, id, &row)))
}

pub fn cancel(
    ctx: &mut Ctx<'_>,
    input: CancelHandshakeInput<'_>,
) -> Result<CancelHandshakeOutput, ApiError> {
    let id = input.handshake_id();
    let account = ctx.account().to_string();
    let row = find_for(ctx, id, &account, true)?;
    let row = turn(ctx, id, row, state::CANCELED)?;
    if row.action() == ENABLE_ALL_FEATURES {
        all_features::cancel_approvals(ctx, id)?;
    }
    transfer::ended(ctx, &row)?;
    Ok(CancelHandshakeOutput::new().handshake(show(ctx, id, &row)))
}

pub fn describe(
    ctx: &mut Ctx<'_>,
    input: DescribeHandshakeInput<'_>,
) -> Result<DescribeHandshakeOutput, ApiError> {
    let id = input.handshake_id();
    let row = find(ctx, id)?;
    let own = ctx.account();
    if own.as_str() != row.account && own.as_str() != row.management {
        return Err(errors::no_handshake());
    }
    Ok(DescribeHandshakeOutput::new().handshake(show(ctx, id, &row)))
}

pub fn list_for_account(
    ctx: &mut Ctx<'_>,
    input: ListHandshakesForAccountInput<'_>,
) -> Result<ListHandshakesForAccountOutput, ApiError> {
    let own = ctx.account().to_string();
    let mine = all(ctx)?.into_iter();
    let mine = mine.filter(|(_, row)| row.account == own && is_wanted(input.filter(), row));
    let shown = mine.map(|(id, row)| (id.clone(), show(ctx, &id, &row))).collect();
    let (handshakes, token) =
        cut("ListHandshakesForAccount", input.next_token(), input.max_results(), shown)?;
    Ok(ListHandshakesForAccountOutput::new().handshakes(handshakes).next_token(token))
}

pub fn list_for_organization(
    ctx: &mut Ctx<'_>,
    input: ListHandshakesForOrganizationInput<'_>,
) -> Result<ListHandshakesForOrganizationOutput, ApiError> {
    let organization = Organization::readable(ctx)?;
    let own = all(ctx)?.into_iter();
    let own = own.filter(|(_, row)| row.organization == organization.id);
    let own = own.filter(|(_, row)| is_wanted(input.filter(), row));
    let shown = own.map(|(id, row)| (id.clone(), show(ctx, &id, &row))).collect();
    let (handshakes, token) =
        cut("ListHandshakesForOrganization", input.next_token(), input.max_results(), shown)?;
    Ok(ListHandshakesForOrganizationOutput::new().handshakes(handshakes).next_token(token))
}

fn is_wanted(filter: Option<HandshakeFilter<'_>>, row: &HandshakeRow) -> bool {
    let Some(filter) = filter else { return true };
    filter.action_type().is_none_or(|action| action == row.action())
        && filter.parent_handshake_id().is_none_or(|id| row.parent.as_deref() == Some(id))
}

/// Open invitations of an organization, which count as accounts.
pub fn open_of(ctx: &Ctx<'_>, organization: &str) -> Result<usize, ApiError> {
    let is_open = |row: &HandshakeRow| {
        row.organization == organization
            && row.action() == INVITE
            && state_of(ctx, row) == state::OPEN
    };
    Ok(all(ctx)?.iter().filter(|(_, row)| is_open(row)).count())
}

/// All that can be seen still.
pub fn all(ctx: &Ctx<'_>) -> Result<Vec<(String, HandshakeRow)>, ApiError> {
    let mut found = Vec::new();
    for entry in ctx.table(&HANDSHAKES).scan(&Range::all()) {
        let (id, row) = entry?;
        if !is_forgotten(ctx, &row) {
            found.push((id, row));
        }
    }
    Ok(found)
}

fn is_forgotten(ctx: &Ctx<'_>, row: &HandshakeRow) -> bool {
    let ended = row.ended.or((state_of(ctx, row) == state::EXPIRED).then_some(row.expires));
    ended.is_some_and(|ended| ctx.now().micros() >= ended + ENDED_HANDSHAKE_DAYS * DAY)
}

fn find(ctx: &Ctx<'_>, id: &str) -> Result<HandshakeRow, ApiError> {
    let row = ctx.table(&HANDSHAKES).get(id)?.filter(|row| !is_forgotten(ctx, row));
    row.ok_or_else(errors::no_handshake)
}

/// The handshake, if the account is the one whose turn it is.
fn find_for(
    ctx: &Ctx<'_>,
    id: &str,
    account: &str,
    is_management: bool,
) -> Result<HandshakeRow, ApiError> {
    let row = find(ctx, id)?;
    let wanted = if is_management { &row.management } else { &row.account };
    if wanted == account { Ok(row) } else { Err(errors::access_denied()) }
}

fn turn(
    ctx: &mut Ctx<'_>,
    id: &str,
    mut row: HandshakeRow,
    to: &str,
) -> Result<HandshakeRow, ApiError> {
    match state_of(ctx, &row) {
        state::OPEN => {}
        state::REQUESTED if to == state::CANCELED => {}
        state::REQUESTED if row.action() == TRANSFER_RESPONSIBILITY => {}
        now if now == to => return Err(errors::handshake_in_state()),
        _ => return Err(errors::handshake_transition()),
    }
    to.clone_into(&mut row.state);
    row.ended = Some(ctx.now().micros());
    ctx.table_mut(&HANDSHAKES).put(id, &row);
    Ok(row)
}

pub fn state_of<'r>(ctx: &Ctx<'_>, row: &'r HandshakeRow) -> &'r str {
    let waits = row.state == state::OPEN || row.state == state::REQUESTED;
    if waits && ctx.now().micros() >= row.expires { state::EXPIRED } else { &row.state }
}

impl HandshakeRow {
    /// As the model calls it.
    pub fn action(&self) -> &str {
        self.action.as_deref().unwrap_or(INVITE)
    }
}

pub fn show(ctx: &Ctx<'_>, id: &str, row: &HandshakeRow) -> HandshakeBuilder {
    let partition = ctx.region().partition();
    let arn = format!(
        "arn:{partition}:organizations::{}:handshake/{}/{}/{id}",
        row.management,
        row.organization,
        row.action().to_lowercase()
    );
    let party = |id: &str, kind: &str| HandshakePartyBuilder::new().id(id).type_(kind);
    let told = |kind: &str, value: &str| HandshakeResourceBuilder::new().type_(kind).value(value);
    let bare = row.organization.trim_start_matches("o-");
    let mut parties = vec![party(bare, party::ORGANIZATION)];
    let mut resources = vec![told(resource::ORGANIZATION, &row.organization)];
    if !row.account.is_empty() {
        parties.push(party(&row.account, party::ACCOUNT));
        resources.push(told(resource::ACCOUNT, &row.account));
    }
    resources.extend(row.parent.as_deref().map(|id| told(resource::PARENT_HANDSHAKE, id)));
    resources.extend(transfer::resources(ctx, row));
    resources.extend(row.notes.as_deref().map(|notes| told(resource::NOTES, notes)));
    HandshakeBuilder::new()
        .id(id)
        .arn(arn)
        .parties(parties)
        .state(state_of(ctx, row))
        .requested_timestamp(time(row.requested))
        .expiration_timestamp(time(row.expires))
        .action(row.action())
        .resources(resources)
}
