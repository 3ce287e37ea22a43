//! Transfers of responsibility (billing transfer): the management account of one organization, the
//! target, pays the bills of another, the source, which it has invited.
//!
//! Sources: [A] InviteOrganizationToTransferResponsibility, TerminateResponsibilityTransfer and
//! their relatives, `InvalidInputException` and `ConstraintViolationException` with their reasons;
//! AWS Billing User Guide: "Sending invitations", "Responding to invitations", "Withdrawing
//! transfers", "Quotas". An invitation is a handshake ([`crate::handshake`]) and ends with it.

use std::time::Duration;

use jiff::tz::Offset;
use kernel::{AccountId, ApiError, Ctx, Timestamp};
use store::Range;

use crate::api::action_type::TRANSFER_RESPONSIBILITY;
use crate::api::handshake_party_type as party;
use crate::api::handshake_resource_type as resource;
use crate::api::handshake_state as state;
use crate::api::responsibility_transfer_status as status;
use crate::api::responsibility_transfer_type::BILLING;
use crate::api::{
    DescribeResponsibilityTransferInput, DescribeResponsibilityTransferOutput,
    HandshakeResourceBuilder, InviteOrganizationToTransferResponsibilityInput,
    InviteOrganizationToTransferResponsibilityOutput, ListInboundResponsibilityTransfersInput,
    ListInboundResponsibilityTransfersOutput, ListOutboundResponsibilityTransfersInput,
    ListOutboundResponsibilityTransfersOutput, ResponsibilityTransferBuilder,
    TerminateResponsibilityTransferInput, TerminateResponsibilityTransferOutput,
    TransferParticipantBuilder, UpdateResponsibilityTransferInput,
    UpdateResponsibilityTransferOutput,
};
use crate::limits::{
    ENDED_HANDSHAKE_DAYS, HANDSHAKE_DAYS, INBOUND_TRANSFERS_MAX, OUTBOUND_TRANSFERS_MAX,
    TRANSFER_CHAIN_MAX, TRANSFER_NOTICE_HOURS,
};
use crate::state::{
    HANDSHAKES, HandshakeRow, MEMBERS, MemberRow, TAGS, TRANSFERS, TRANSFERS_OF, TagsRow,
    TransferRow,
};
use crate::tree::{Organization, check_tags, cut, time};
use crate::{errors, handshake};

/// As ARNs call the directions.
const INBOUND: &str = "inbound";
const OUTBOUND: &str = "outbound";
/// Microseconds.
const HOUR: i64 = 3_600 * 1_000_000;

pub fn invite(
    ctx: &mut Ctx<'_>,
    input: InviteOrganizationToTransferResponsibilityInput<'_>,
) -> Result<InviteOrganizationToTransferResponsibilityOutput, ApiError> {
    let organization = Organization::managed(ctx)?;
    let own = organization.row.management.clone();
    let source = source(ctx, input)?;
    let start = start(ctx, input.start_timestamp())?;
    if source == own {
        let message = "An account can't accept a transfer invitation if it is both the sender and \
                       recipient of the invitation.";
        return Err(errors::handshake_constraint("SOURCE_AND_TARGET_CANNOT_MATCH", message));
    }
    let theirs = management(ctx, &source)?;
    check_inbound(ctx, &own, &source)?;
    let tags = input.tags().into_iter().flatten();
    let tags = tags.map(|tag| (tag.key().to_owned(), tag.value().to_owned())).collect();
    check_tags(&tags)?;
    let mine = organization.account(ctx, &own)?.ok_or_else(ApiError::internal)?;
    let now = ctx.now();
    let waits = now + Duration::from_hours(24 * HANDSHAKE_DAYS.unsigned_abs());
    let handshake_id = format!("h-{}", ctx.chance().hex(32));
    let id = format!("rt-{}", ctx.chance().hex(8));
    let row = TransferRow {
        name: input.source_name().to_owned(),
        source: source.clone(),
        target: own.clone(),
        start: start.micros(),
        end: None,
        status: status::REQUESTED.to_owned(),
        handshake: handshake_id.clone(),
        expires: waits.micros().min(start.micros() - TRANSFER_NOTICE_HOURS * HOUR),
        ended: None,
        source_email: theirs.email,
        target_email: mine.email,
    };
    let asked = HandshakeRow {
        organization: organization.id.clone(),
        management: own.clone(),
        account: source.clone(),
        state: state::REQUESTED.to_owned(),
        requested: now.micros(),
        expires: row.expires,
        notes: input.notes().map(str::to_owned),
        tags,
        action: Some(TRANSFER_RESPONSIBILITY.to_owned()),
        parent: None,
        ended: None,
        transfer: Some(id.clone()),
    };
    ctx.table_mut(&TRANSFERS).put(&id, &row);
    ctx.table_mut(&TRANSFERS_OF).put(&(own.as_str(), INBOUND, id.as_str()), &());
    ctx.table_mut(&TRANSFERS_OF).put(&(source.as_str(), OUTBOUND, id.as_str()), &());
    ctx.table_mut(&HANDSHAKES).put(&handshake_id, &asked);
    let shown = handshake::show(ctx, &handshake_id, &asked);
    Ok(InviteOrganizationToTransferResponsibilityOutput::new().handshake(shown))
}

/// "Invitations can only be sent between management accounts."
fn management(ctx: &Ctx<'_>, account: &str) -> Result<MemberRow, ApiError> {
    let member = ctx.table(&MEMBERS).get(account)?;
    let manages = match &member {
        Some(member) => Organization::find(ctx, &member.organization)?.row.management == account,
        None => false,
    };
    member.filter(|_| manages).ok_or_else(|| {
        let message = "Billing transfer is not available for your account. Invitations can only be \
                       sent between management accounts.";
        errors::handshake_constraint("TARGET_ACCOUNT_VALIDATION_FAILURE", message)
    })
}

/// The account that is invited.
fn source(
    ctx: &Ctx<'_>,
    input: InviteOrganizationToTransferResponsibilityInput<'_>,
) -> Result<String, ApiError> {
    let id = input.target().id();
    match input.target().type_() {
        party::ACCOUNT => {
            AccountId::parse(id).map(|account| account.to_string()).ok_or_else(|| {
                let message = "You specified a party ID that isn't valid for the party type.";
                errors::invalid_input("INVALID_PATTERN_TARGET_ID", message)
            })
        }
        party::EMAIL => by_email(ctx, id),
        _ => {
            let message = "You specified the wrong type of entity as a party.";
            Err(errors::invalid_input("INVALID_PARTY_TYPE_TARGET", message))
        }
    }
}

/// The management account with the address; addresses are not indexed, and seldom asked for.
fn by_email(ctx: &Ctx<'_>, email: &str) -> Result<String, ApiError> {
    for entry in ctx.table(&MEMBERS).scan(&Range::all()) {
        let (account, member) = entry?;
        if member.email.eq_ignore_ascii_case(email) {
            return Ok(account);
        }
    }
    let message = "You specified an invalid email address for the invited account owner.";
    Err(errors::invalid_input("INVALID_EMAIL_ADDRESS_TARGET", message))
}

/// "Transfers start at the beginning of month", and are accepted a day before.
fn start(ctx: &Ctx<'_>, at: Timestamp) -> Result<Timestamp, ApiError> {
    let date = Offset::UTC.to_datetime(at.to_jiff());
    if date.time() != jiff::civil::Time::midnight() {
        let message = "You provided an invalid start date. The start date must be the beginning of \
                       the day (00:00:00.000).";
        return Err(errors::invalid_input("START_DATE_NOT_BEGINNING_OF_DAY", message));
    }
    if date.day() != 1 {
        let message = "You provided an invalid start date. The start date must be the first day of \
                       the month.";
        return Err(errors::invalid_input("START_DATE_NOT_BEGINNING_OF_MONTH", message));
    }
    if at.micros() - TRANSFER_NOTICE_HOURS * HOUR <= ctx.now().micros() {
        let message = "You provided an invalid start date. The start date is too early.";
        return Err(errors::invalid_input("START_DATE_TOO_EARLY", message));
    }
    Ok(at)
}

fn check_inbound(ctx: &Ctx<'_>, own: &str, source: &str) -> Result<(), ApiError> {
    let counted = of(ctx, own, INBOUND)?.into_iter();
    let counted = counted.filter(|(_, row)| is_open(ctx, row) || is_live(ctx, row));
    let counted: Vec<_> = counted.collect();
    if let Some((_, same)) = counted.iter().find(|(_, row)| row.source == source) {
        if is_open(ctx, same) {
            return Err(errors::duplicate_handshake());
        }
        let message = "You cannot perform this operation with the current transfer.";
        return Err(errors::handshake_constraint(
            "RESPONSIBILITY_TRANSFER_ALREADY_EXISTS",
            message,
        ));
    }
    if counted.len() >= INBOUND_TRANSFERS_MAX {
        let message = "You have exceeded your inbound transfers limit.";
        let reason = "RESPONSIBILITY_TRANSFER_MAX_INBOUND_QUOTA_VIOLATION";
        return Err(errors::constraint(reason, message));
    }
    Ok(())
}

/// The invited management account has accepted the handshake.
pub fn accepted(ctx: &mut Ctx<'_>, asked: &HandshakeRow) -> Result<(), ApiError> {
    let organization = Organization::managed(ctx)?;
    let own = organization.row.management;
    let (id, mut row) = of_handshake(ctx, asked)?;
    let mut live = of(ctx, &own, OUTBOUND)?.into_iter().filter(|(_, row)| is_live(ctx, row));
    if live.nth(OUTBOUND_TRANSFERS_MAX - 1).is_some() {
        let message = "You have exceeded your outbound transfers limit.";
        let reason = "RESPONSIBILITY_TRANSFER_MAX_OUTBOUND_QUOTA_VIOLATION";
        return Err(errors::constraint(reason, message));
    }
    let below = longest(ctx, &own, INBOUND, TRANSFER_CHAIN_MAX)?;
    let above = longest(ctx, &row.target, OUTBOUND, TRANSFER_CHAIN_MAX)?;
    if below + 1 + above > TRANSFER_CHAIN_MAX {
        let message = "You have exceeded the maximum length of your transfer chain.";
        return Err(errors::constraint("RESPONSIBILITY_TRANSFER_MAX_LEVEL_VIOLATION", message));
    }
    status::ACCEPTED.clone_into(&mut row.status);
    ctx.table_mut(&TRANSFERS).put(&id, &row);
    if !asked.tags.is_empty() {
        let place = (asked.organization.as_str(), id.as_str());
        ctx.table_mut(&TAGS).put(&place, &TagsRow { tags: asked.tags.clone() });
    }
    Ok(())
}

/// How many transfers follow each other from an account on, up to `most`.
fn longest(ctx: &Ctx<'_>, account: &str, way: &str, most: usize) -> Result<usize, ApiError> {
    let mut found = 0;
    if most == 0 {
        return Ok(found);
    }
    for (_, row) in of(ctx, account, way)? {
        if is_live(ctx, &row) {
            let next = if way == INBOUND { &row.source } else { &row.target };
            found = found.max(1 + longest(ctx, next, way, most - 1)?);
        }
    }
    Ok(found)
}

/// The handshake was declined or canceled.
pub fn ended(ctx: &mut Ctx<'_>, asked: &HandshakeRow) -> Result<(), ApiError> {
    if asked.action() != TRANSFER_RESPONSIBILITY {
        return Ok(());
    }
    let (id, mut row) = of_handshake(ctx, asked)?;
    // The states of handshakes have the names of a transfer's status.
    row.status.clone_from(&asked.state);
    row.ended = Some(ctx.now().micros());
    ctx.table_mut(&TRANSFERS).put(&id, &row);
    Ok(())
}

fn of_handshake(ctx: &Ctx<'_>, asked: &HandshakeRow) -> Result<(String, TransferRow), ApiError> {
    let id = asked.transfer.clone().unwrap_or_default();
    let row = ctx.table(&TRANSFERS).get(&id)?.ok_or_else(errors::no_transfer)?;
    Ok((id, row))
}

/// What a handshake tells of its transfer.
pub fn resources(ctx: &Ctx<'_>, asked: &HandshakeRow) -> Vec<HandshakeResourceBuilder> {
    let Ok((id, row)) = of_handshake(ctx, asked) else { return Vec::new() };
    let told = |kind: &str, value: &str| HandshakeResourceBuilder::new().type_(kind).value(value);
    vec![
        told(resource::RESPONSIBILITY_TRANSFER, &id),
        told(resource::TRANSFER_START_TIMESTAMP, &time(row.start).iso8601()),
        told(resource::TRANSFER_TYPE, BILLING),
        told(resource::MANAGEMENT_ACCOUNT, &row.target),
        told(resource::MANAGEMENT_EMAIL, &row.target_email),
        told(resource::MANAGEMENT_NAME, &format!("account {}", row.target)),
    ]
}

pub fn describe(
    ctx: &mut Ctx<'_>,
    input: DescribeResponsibilityTransferInput<'_>,
) -> Result<DescribeResponsibilityTransferOutput, ApiError> {
    let organization = Organization::managed(ctx)?;
    let row = find(ctx, &organization, input.id())?;
    let shown = show(ctx, &organization, input.id(), &row);
    Ok(DescribeResponsibilityTransferOutput::new().responsibility_transfer(shown))
}

pub fn list_inbound(
    ctx: &mut Ctx<'_>,
    input: ListInboundResponsibilityTransfersInput<'_>,
) -> Result<ListInboundResponsibilityTransfersOutput, ApiError> {
    let organization = Organization::managed(ctx)?;
    let mut found = of(ctx, &organization.row.management, INBOUND)?;
    if let Some(id) = input.id() {
        found.retain(|(own, _)| own == id);
        if found.is_empty() {
            return Err(errors::no_transfer());
        }
    }
    let shown = found.into_iter().map(|(id, row)| {
        let one = show(ctx, &organization, &id, &row);
        (id, one)
    });
    let name = "ListInboundResponsibilityTransfers";
    let (transfers, token) = cut(name, input.next_token(), input.max_results(), shown.collect())?;
    Ok(ListInboundResponsibilityTransfersOutput::new()
        .responsibility_transfers(transfers)
        .next_token(token))
}

pub fn list_outbound(
    ctx: &mut Ctx<'_>,
    input: ListOutboundResponsibilityTransfersInput<'_>,
) -> Result<ListOutboundResponsibilityTransfersOutput, ApiError> {
    let organization = Organization::managed(ctx)?;
    let found = of(ctx, &organization.row.management, OUTBOUND)?;
    let shown = found.into_iter().map(|(id, row)| {
        let one = show(ctx, &organization, &id, &row);
        (id, one)
    });
    let name = "ListOutboundResponsibilityTransfers";
    let (transfers, token) = cut(name, input.next_token(), input.max_results(), shown.collect())?;
    Ok(ListOutboundResponsibilityTransfersOutput::new()
        .responsibility_transfers(transfers)
        .next_token(token))
}

/// "Either account involved in a transfer can withdraw the transfer at any time."
pub fn terminate(
    ctx: &mut Ctx<'_>,
    input: TerminateResponsibilityTransferInput<'_>,
) -> Result<TerminateResponsibilityTransferOutput, ApiError> {
    let organization = Organization::managed(ctx)?;
    let mut row = find(ctx, &organization, input.id())?;
    match status_of(ctx, &row) {
        status::ACCEPTED => {}
        status::WITHDRAWN => return Err(errors::transfer_in_status()),
        _ => return Err(errors::transfer_transition()),
    }
    let now = ctx.now();
    let end = match input.end_timestamp() {
        None => month_end(now),
        Some(end) => month_end_of(end)?,
    };
    if end <= now {
        let message = "You provided an invalid end date. The end date is too early.";
        return Err(errors::invalid_input("END_DATE_TOO_EARLY", message));
    }
    row.end = Some(end.micros());
    status::WITHDRAWN.clone_into(&mut row.status);
    ctx.table_mut(&TRANSFERS).put(input.id(), &row);
    let shown = show(ctx, &organization, input.id(), &row);
    Ok(TerminateResponsibilityTransferOutput::new().responsibility_transfer(shown))
}

/// The last millisecond of the month.
fn month_end(at: Timestamp) -> Timestamp {
    let last = Offset::UTC.to_datetime(at.to_jiff()).date().last_of_month();
    let end = Offset::UTC.to_timestamp(last.at(23, 59, 59, 999_000_000));
    end.map_or(at, Timestamp::from_jiff)
}

/// "The end date must be the end of the last day of the month (23.59.59.999)"; with or without its
/// fraction.
fn month_end_of(at: Timestamp) -> Result<Timestamp, ApiError> {
    let end = month_end(at);
    if at.secs() == end.secs() {
        return Ok(end);
    }
    let message = "You provided an invalid end date. The end date must be the end of the last day \
                   of the month (23.59.59.999).";
    Err(errors::invalid_input("END_DATE_NOT_END_OF_MONTH", message))
}

/// The name is the target's own.
pub fn update(
    ctx: &mut Ctx<'_>,
    input: UpdateResponsibilityTransferInput<'_>,
) -> Result<UpdateResponsibilityTransferOutput, ApiError> {
    let organization = Organization::managed(ctx)?;
    let mut row = find(ctx, &organization, input.id())?;
    let may = row.target == organization.row.management
        && matches!(status_of(ctx, &row), status::REQUESTED | status::ACCEPTED);
    if !may {
        let message = "The transfer can't be updated by this account or in its current status.";
        return Err(errors::constraint("TRANSFER_RESPONSIBILITY_UPDATE_NOT_ALLOWED", message));
    }
    input.name().clone_into(&mut row.name);
    ctx.table_mut(&TRANSFERS).put(input.id(), &row);
    let shown = show(ctx, &organization, input.id(), &row);
    Ok(UpdateResponsibilityTransferOutput::new().responsibility_transfer(shown))
}

fn find(ctx: &Ctx<'_>, organization: &Organization, id: &str) -> Result<TransferRow, ApiError> {
    let own = organization.row.management.as_str();
    let row = ctx.table(&TRANSFERS).get(id)?;
    let row = row.filter(|row| row.source == own || row.target == own);
    row.filter(|row| !is_forgotten(ctx, row)).ok_or_else(errors::no_transfer)
}

/// Whether a management account has to do with a transfer.
pub fn is_party(ctx: &Ctx<'_>, id: &str, account: &str) -> Result<bool, ApiError> {
    let row = ctx.table(&TRANSFERS).get(id)?;
    Ok(row.is_some_and(|row| row.source == account || row.target == account))
}

/// Whether an account has invited, is invited, or has a transfer that goes on.
pub fn has_any(ctx: &Ctx<'_>, account: &str) -> Result<bool, ApiError> {
    let mut all = of(ctx, account, INBOUND)?;
    all.extend(of(ctx, account, OUTBOUND)?);
    Ok(all.iter().any(|(_, row)| is_open(ctx, row) || is_live(ctx, row)))
}

/// Those of an organization that is gone.
pub fn forget(ctx: &mut Ctx<'_>, account: &str) -> Result<(), ApiError> {
    let keys = ctx.table(&TRANSFERS_OF).keys(&Range::within(&(account,)));
    for (_, _, id) in keys.collect::<Result<Vec<_>, _>>()? {
        let Some(row) = ctx.table(&TRANSFERS).get(&id)? else { continue };
        ctx.table_mut(&TRANSFERS).delete(&id);
        ctx.table_mut(&HANDSHAKES).delete(&row.handshake);
        ctx.table_mut(&TRANSFERS_OF).delete(&(row.target.as_str(), INBOUND, id.as_str()));
        ctx.table_mut(&TRANSFERS_OF).delete(&(row.source.as_str(), OUTBOUND, id.as_str()));
    }
    Ok(())
}

/// All of an account that can be seen still, in the order of their ids.
fn of(ctx: &Ctx<'_>, account: &str, way: &str) -> Result<Vec<(String, TransferRow)>, ApiError> {
    let mut found = Vec::new();
    for key in ctx.table(&TRANSFERS_OF).keys(&Range::within(&(account, way))) {
        let (_, _, id) = key?;
        let row = ctx.table(&TRANSFERS).get(&id)?;
        found.extend(row.filter(|row| !is_forgotten(ctx, row)).map(|row| (id, row)));
    }
    Ok(found)
}

fn status_of<'r>(ctx: &Ctx<'_>, row: &'r TransferRow) -> &'r str {
    let has_expired = row.status == status::REQUESTED && ctx.now().micros() >= row.expires;
    if has_expired { status::EXPIRED } else { &row.status }
}

fn is_open(ctx: &Ctx<'_>, row: &TransferRow) -> bool {
    status_of(ctx, row) == status::REQUESTED
}

/// Accepted, and not at its end.
fn is_live(ctx: &Ctx<'_>, row: &TransferRow) -> bool {
    let goes_on = row.end.is_none_or(|end| ctx.now().micros() < end);
    matches!(row.status.as_str(), status::ACCEPTED | status::WITHDRAWN) && goes_on
}

/// An invitation that came to nothing is seen as long as its handshake.
fn is_forgotten(ctx: &Ctx<'_>, row: &TransferRow) -> bool {
    let ended = row.ended.or((status_of(ctx, row) == status::EXPIRED).then_some(row.expires));
    ended.is_some_and(|ended| ctx.now().micros() >= ended + ENDED_HANDSHAKE_DAYS * 24 * HOUR)
}

/// As the organization's management account sees it.
fn show(
    ctx: &Ctx<'_>,
    organization: &Organization,
    id: &str,
    row: &TransferRow,
) -> ResponsibilityTransferBuilder {
    let way = if row.target == organization.row.management { INBOUND } else { OUTBOUND };
    let side = |account: &str, email: &str| {
        TransferParticipantBuilder::new()
            .management_account_id(account)
            .management_account_email(email)
    };
    ResponsibilityTransferBuilder::new()
        .arn(organization.arn(ctx, "transfer", &format!("/billing/{way}/{id}")))
        .name(&row.name)
        .id(id)
        .type_(BILLING)
        .status(status_of(ctx, row))
        .source(side(&row.source, &row.source_email))
        .target(side(&row.target, &row.target_email))
        .start_timestamp(time(row.start))
        .end_timestamp(row.end.map(time))
        .active_handshake_id(is_open(ctx, row).then_some(row.handshake.as_str()))
}
