//! Temporary delegation: a product's provider asks for access to a customer's account, which
//! somebody there claims, accepts and hands out for some hours.
//!
//! Sources: [A] CreateDelegationRequest and its relatives; "IAM temporary delegation for AWS
//! Partners", "Building your integration" (states, transitions, expirations), "Managing Permissions
//! for Delegation Requests" (IAM User Guide). At AWS a template is registered with the partner by
//! mail; here it is a managed policy of the account that asks. A session is exchanged for the token
//! by STS ([`crate::delegated_session`]).

use std::time::Duration;

use auth::credentials;
use auth::directory::{self, USERS};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use kernel::arn::Arn;
use kernel::{AccountId, ApiError, Ctx, Identity, Principal};
use sha2::{Digest as _, Sha256};
use store::Range;

use crate::api::policy_parameter_type_enum::{STRING, STRING_LIST};
use crate::api::state_type as state;
use crate::api::{
    AcceptDelegationRequestInput, AcceptDelegationRequestOutput, AssociateDelegationRequestInput,
    AssociateDelegationRequestOutput, CreateDelegationRequestInput, CreateDelegationRequestOutput,
    DelegationPermissionBuilder, DelegationRequestBuilder, GetDelegationRequestInput,
    GetDelegationRequestOutput, ListDelegationRequestsInput, ListDelegationRequestsOutput,
    PolicyParameter, PolicyParameterBuilder, RejectDelegationRequestInput,
    RejectDelegationRequestOutput, SendDelegationTokenInput, SendDelegationTokenOutput,
    UpdateDelegationRequestInput, UpdateDelegationRequestOutput,
};
use crate::common::{Page, time};
use crate::delegation_access::caller_arn;
use crate::delegation_notice::{self as notice, Event};
use crate::delegation_review as review;
use crate::delegation_template::{boundaries, fill};
use crate::limits::{
    DELEGATION_HOURS, DELEGATION_REQUESTS_MAX, DELEGATION_ROOT_SECONDS_MAX,
    DELEGATION_UNASSIGNED_HOURS, REQUESTOR_NAME_CHARS_MAX,
};
use crate::policy::{self, Found};
use crate::state::{
    ApproverRow, DELEGATION_TOKENS, DELEGATION_WORKFLOWS, DELEGATIONS, DELEGATIONS_OWNED,
    DelegationRow, ParameterRow, TextRow,
};
use crate::{account, errors};

/// The length of an exchange token.
const TOKEN_CHARS: usize = 128;

pub fn create(
    ctx: &mut Ctx<'_>,
    input: CreateDelegationRequestInput<'_>,
) -> Result<CreateDelegationRequestOutput, ApiError> {
    let requester = ctx.account().to_string();
    let workflow = input.requestor_workflow_id();
    if ctx.table(&DELEGATION_WORKFLOWS).contains(&(requester.as_str(), workflow))? {
        return Err(errors::workflow_exists(workflow));
    }
    let own = ctx.table(&DELEGATION_WORKFLOWS).keys(&Range::within(&(requester.as_str(),)));
    if own.take(DELEGATION_REQUESTS_MAX).count() >= DELEGATION_REQUESTS_MAX {
        return Err(errors::quota("DelegationRequestsPerAccount", DELEGATION_REQUESTS_MAX));
    }
    let permissions = input.permissions();
    let template = permissions
        .policy_template_arn()
        .ok_or_else(|| errors::invalid_input("The permissions must name a policy template."))?;
    let parameters = permissions.parameters().into_iter().flatten();
    let parameters = parameters.map(parameter).collect::<Result<Vec<_>, _>>()?;
    let document = document(ctx, template)?;
    let policy = fill(&document, &parameters).map_err(errors::invalid_input)?;
    notice::check_channel(ctx, input.notification_channel())?;
    let now = ctx.now().micros();
    let id = ctx.chance().uuid();
    let name = account::alias(ctx)?;
    let row = DelegationRow {
        requester: requester.clone(),
        requester_name: name.map(|it| it.chars().take(REQUESTOR_NAME_CHARS_MAX).collect()),
        workflow: workflow.to_owned(),
        owner_account: input.owner_account_id().map(str::to_owned),
        owner: None,
        description: input.description().to_owned(),
        message: input.request_message().map(str::to_owned),
        template: template.to_owned(),
        parameters,
        policy,
        redirect_url: input.redirect_url().map(str::to_owned),
        channel: input.notification_channel().to_owned(),
        session_s: input.session_duration(),
        is_sent_by_owner: input.only_send_by_owner().unwrap_or(false),
        state: state::UNASSIGNED.to_owned(),
        created: now,
        updated: now,
        expires: now,
        notes: None,
        rejection: None,
        approver: None,
        finalized: None,
        token: None,
    };
    let place = (requester.as_str(), workflow);
    ctx.table_mut(&DELEGATION_WORKFLOWS).put(&place, &TextRow { text: id.clone() });
    turn(ctx, &id, row, state::UNASSIGNED);
    Ok(CreateDelegationRequestOutput::new().delegation_request_id(id))
}

fn parameter(given: PolicyParameter<'_>) -> Result<ParameterRow, ApiError> {
    let name = given.name().unwrap_or_default().to_owned();
    let is_list = match given.type_().unwrap_or(STRING) {
        STRING => false,
        STRING_LIST => true,
        other => {
            let message = format!("The type {other} of the policy parameter {name} is unknown.");
            return Err(errors::invalid_input(message));
        }
    };
    let values = given.values().into_iter().flatten().map(str::to_owned).collect();
    Ok(ParameterRow { name, values, is_list })
}

/// A template is registered by making it a managed policy of the account that asks.
fn document(ctx: &Ctx<'_>, template: &str) -> Result<String, ApiError> {
    if let Some(Found::Own(row)) = policy::look_up(ctx, template)? {
        return Ok(row.default_document().to_owned());
    }
    Err(errors::invalid_input(format!("The policy template {template} is not registered.")))
}

pub fn associate(
    ctx: &mut Ctx<'_>,
    input: AssociateDelegationRequestInput<'_>,
) -> Result<AssociateDelegationRequestOutput, ApiError> {
    let id = input.delegation_request_id();
    let mut row = visible(ctx, id)?;
    require(ctx, &row, &[state::UNASSIGNED], "AssociateDelegationRequest")?;
    let account = ctx.account().to_string();
    row.owner = Some(caller_arn(ctx).ok_or_else(errors::must_name_user)?);
    ctx.table_mut(&DELEGATIONS_OWNED).put(&(account.as_str(), id), &());
    row.owner_account = Some(account);
    turn(ctx, id, row, state::ASSIGNED);
    Ok(AssociateDelegationRequestOutput::new())
}

/// The owner forwards it to somebody who may accept it.
pub fn update(
    ctx: &mut Ctx<'_>,
    input: UpdateDelegationRequestInput<'_>,
) -> Result<UpdateDelegationRequestOutput, ApiError> {
    let id = input.delegation_request_id();
    let mut row = visible(ctx, id)?;
    let states = [state::ASSIGNED, state::PENDING_APPROVAL];
    require(ctx, &row, &states, "UpdateDelegationRequest")?;
    if let Some(notes) = input.notes() {
        row.notes = Some(notes.to_owned());
    }
    turn(ctx, id, row, state::PENDING_APPROVAL);
    Ok(UpdateDelegationRequestOutput::new())
}

pub fn accept(
    ctx: &mut Ctx<'_>,
    input: AcceptDelegationRequestInput<'_>,
) -> Result<AcceptDelegationRequestOutput, ApiError> {
    let id = input.delegation_request_id();
    let mut row = visible(ctx, id)?;
    let states = [state::ASSIGNED, state::PENDING_APPROVAL];
    require(ctx, &row, &states, "AcceptDelegationRequest")?;
    let approver = approver(ctx)?;
    let is_root = approver.arn.ends_with(":root");
    if is_root && row.session_s > DELEGATION_ROOT_SECONDS_MAX {
        return Err(errors::invalid_input(format!(
            "A root user can accept delegation requests with a session duration of up to \
             {DELEGATION_ROOT_SECONDS_MAX} seconds."
        )));
    }
    row.approver = Some(approver);
    turn(ctx, id, row, state::ACCEPTED);
    Ok(AcceptDelegationRequestOutput::new())
}

/// "IAM records the details and the state of the identity that called this API."
fn approver(ctx: &Ctx<'_>) -> Result<ApproverRow, ApiError> {
    let arn = caller_arn(ctx).ok_or_else(errors::must_name_user)?;
    let Principal::Identity(identity) = ctx.principal() else {
        let account = ctx.account().to_string();
        return Ok(ApproverRow {
            unique_id: account.clone(),
            account,
            issuer: arn.clone(),
            arn,
            is_unmade: false,
            tags: directory::Tags::new(),
            source_identity: None,
        });
    };
    let session = credentials::find(ctx.tx(), &identity.access_key_id)?.and_then(|it| it.session);
    let session = session.unwrap_or_default();
    if session.policy.is_some() || !session.policy_arns.is_empty() {
        // The delegated session has one set of session policies, and this one's would be lost.
        let message = "A session that is narrowed by session policies cannot accept a delegation \
                       request.";
        return Err(errors::invalid_input(message));
    }
    let is_unmade = session.is_unmade || is_unmade_user(ctx, identity)?;
    let is_role = arn.contains(":assumed-role/");
    Ok(ApproverRow {
        account: identity.account.to_string(),
        unique_id: identity.unique_id.clone(),
        issuer: if is_role { session.issuer_arn } else { arn.clone() },
        arn,
        is_unmade,
        tags: session.tags,
        source_identity: session.source_identity,
    })
}

fn is_unmade_user(ctx: &Ctx<'_>, identity: &Identity) -> Result<bool, ApiError> {
    if !identity.arn.contains(":user/") {
        return Ok(false);
    }
    let name = directory::name_of(&identity.arn).unwrap_or_default();
    Ok(!USERS.at(ctx.tx(), &ctx.scope()).contains(&directory::key(name))?)
}

pub fn reject(
    ctx: &mut Ctx<'_>,
    input: RejectDelegationRequestInput<'_>,
) -> Result<RejectDelegationRequestOutput, ApiError> {
    let id = input.delegation_request_id();
    let mut row = visible(ctx, id)?;
    let states = [state::ASSIGNED, state::PENDING_APPROVAL, state::ACCEPTED];
    require(ctx, &row, &states, "RejectDelegationRequest")?;
    row.rejection = input.notes().map(str::to_owned);
    turn(ctx, id, row, state::REJECTED);
    Ok(RejectDelegationRequestOutput::new())
}

/// "The active time window for the session starts when the customer calls the SendDelegationToken
/// API."
pub fn send_token(
    ctx: &mut Ctx<'_>,
    input: SendDelegationTokenInput<'_>,
) -> Result<SendDelegationTokenOutput, ApiError> {
    let id = input.delegation_request_id();
    let mut row = visible(ctx, id)?;
    require(ctx, &row, &[state::ACCEPTED], "SendDelegationToken")?;
    if row.is_sent_by_owner && row.owner != caller_arn(ctx) {
        return Err(errors::not_the_owner());
    }
    let token = ctx.chance().alphanumeric(TOKEN_CHARS);
    let digest = digest(&token);
    ctx.table_mut(&DELEGATION_TOKENS).put(&digest, &TextRow { text: id.to_owned() });
    row.token = Some(digest);
    row.finalized = Some(ctx.now().micros());
    let row = turn(ctx, id, row, state::FINALIZED);
    notice::tell(ctx, id, &row, Event::Token(&token));
    Ok(SendDelegationTokenOutput::new())
}

pub fn digest(token: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(token))
}

pub fn get(
    ctx: &mut Ctx<'_>,
    input: GetDelegationRequestInput<'_>,
) -> Result<GetDelegationRequestOutput, ApiError> {
    let id = input.delegation_request_id();
    let row = visible(ctx, id)?;
    let output = GetDelegationRequestOutput::new().delegation_request(show(ctx, id, &row));
    if input.delegation_permission_check() != Some(true) {
        return Ok(output);
    }
    let result = review::check_permissions(ctx, &row);
    Ok(output
        .permission_check_status(crate::api::permission_check_status_type::COMPLETE)
        .permission_check_result(result))
}

pub fn list(
    ctx: &mut Ctx<'_>,
    input: ListDelegationRequestsInput<'_>,
) -> Result<ListDelegationRequestsOutput, ApiError> {
    let page = Page::read("ListDelegationRequests", input.marker(), input.max_items())?;
    let account = ctx.account();
    let mut range = Range::within(&(account.as_str(),));
    if let Some(after) = &page.after {
        range = range.after(&(account.as_str(), after.as_str()));
    }
    let mut found = Vec::new();
    for key in ctx.table(&DELEGATIONS_OWNED).keys(&range) {
        let (_, id) = key?;
        let Some(row) = ctx.table(&DELEGATIONS).get(&id)? else { continue };
        if input.owner_id().is_none_or(|owner| row.owner.as_deref() == Some(owner)) {
            let one = show(ctx, &id, &row);
            found.push((id, one));
        }
        if found.len() > page.max {
            break;
        }
    }
    let cut = page.cut(found);
    Ok(ListDelegationRequestsOutput::new()
        .is_truncated(cut.is_truncated())
        .delegation_requests(cut.items)
        .marker(cut.marker))
}

/// A request that the account of the call may know of: nobody's, or its own.
pub fn visible(ctx: &Ctx<'_>, id: &str) -> Result<DelegationRow, ApiError> {
    let row = ctx.table(&DELEGATIONS).get(id)?;
    let account = ctx.account();
    let is_visible = |row: &DelegationRow| {
        row.owner_account.as_deref().is_none_or(|owner| owner == account.as_str())
    };
    row.filter(is_visible).ok_or_else(|| errors::no_such_delegation(id))
}

fn require(
    ctx: &Ctx<'_>,
    row: &DelegationRow,
    states: &[&str],
    operation: &str,
) -> Result<(), ApiError> {
    let now = state_of(ctx, row);
    if states.contains(&now) { Ok(()) } else { Err(errors::delegation_state(now, operation)) }
}

pub fn state_of<'r>(ctx: &Ctx<'_>, row: &'r DelegationRow) -> &'r str {
    if ctx.now().micros() >= row.expires { state::EXPIRED } else { &row.state }
}

/// A request comes to a state, from which it will expire.
fn turn(ctx: &mut Ctx<'_>, id: &str, mut row: DelegationRow, to: &str) -> DelegationRow {
    let hours =
        if to == state::UNASSIGNED { DELEGATION_UNASSIGNED_HOURS } else { DELEGATION_HOURS };
    let now = ctx.now();
    to.clone_into(&mut row.state);
    row.updated = now.micros();
    let expires = now + Duration::from_hours(hours);
    row.expires = expires.micros();
    ctx.table_mut(&DELEGATIONS).put(id, &row);
    notice::look_again(ctx, id, &row, expires);
    if to != state::UNASSIGNED {
        notice::tell(ctx, id, &row, Event::State);
    }
    row
}

/// Takes away what is kept of a request.
pub fn remove(ctx: &mut Ctx<'_>, id: &str, row: &DelegationRow) {
    ctx.table_mut(&DELEGATIONS).delete(id);
    let place = (row.requester.as_str(), row.workflow.as_str());
    ctx.table_mut(&DELEGATION_WORKFLOWS).delete(&place);
    if let Some(owner) = &row.owner_account {
        ctx.table_mut(&DELEGATIONS_OWNED).delete(&(owner.as_str(), id));
    }
    if let Some(token) = &row.token {
        ctx.table_mut(&DELEGATION_TOKENS).delete(token);
    }
}

/// Those that an account has made or owns, or all.
pub fn forget(ctx: &mut Ctx<'_>, account: Option<AccountId>) -> Result<(), ApiError> {
    let rows = ctx.table(&DELEGATIONS).scan(&Range::all());
    for (id, row) in rows.collect::<Result<Vec<_>, _>>()? {
        let concerns = account.is_none_or(|account| {
            row.requester == account.as_str()
                || row.owner_account.as_deref() == Some(account.as_str())
        });
        if concerns {
            remove(ctx, &id, &row);
        }
    }
    Ok(())
}

/// The ARN of a request, in the account that owns it or else has made it.
pub fn arn(ctx: &Ctx<'_>, id: &str, row: &DelegationRow) -> String {
    let account = row.owner_account.as_deref().unwrap_or(&row.requester);
    let account = AccountId::parse(account).unwrap_or(AccountId::DEFAULT);
    let resource = format!("delegation-request/{id}");
    Arn::global("iam", ctx.region().partition(), account, &resource).to_string()
}

fn show(ctx: &Ctx<'_>, id: &str, row: &DelegationRow) -> DelegationRequestBuilder {
    let parameters = row.parameters.iter().map(|parameter| {
        PolicyParameterBuilder::new()
            .name(&parameter.name)
            .values(parameter.values.clone())
            .type_(if parameter.is_list { STRING_LIST } else { STRING })
    });
    let permissions = DelegationPermissionBuilder::new()
        .policy_template_arn(&row.template)
        .parameters(parameters.collect::<Vec<_>>());
    DelegationRequestBuilder::new()
        .delegation_request_id(id)
        .owner_account_id(row.owner_account.as_deref())
        .description(&row.description)
        .request_message(row.message.as_deref())
        .permissions(permissions)
        .permission_policy(&row.policy)
        .role_permission_restriction_arns(boundaries(&row.policy))
        .owner_id(row.owner.as_deref())
        .approver_id(row.approver.as_ref().map(|approver| approver.arn.as_str()))
        .state(state_of(ctx, row))
        .expiration_time(time(row.expires))
        .requestor_id(&row.requester)
        .requestor_name(row.requester_name.as_deref())
        .create_date(time(row.created))
        .session_duration(row.session_s)
        .redirect_url(row.redirect_url.as_deref())
        .notes(row.notes.as_deref())
        .rejection_reason(row.rejection.as_deref())
        .only_send_by_owner(row.is_sent_by_owner)
        .updated_time(time(row.updated))
}
