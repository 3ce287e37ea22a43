//! Accounts: made on the fly, moved, removed.

use std::time::Duration;

use auth::directory::managed;
use auth::organization::place;
use kernel::scheduler::Job;
use kernel::view::List;
use kernel::{AccountId, ApiError, Ask, Ctx, OpResult, Principal, Region, Struct};
use store::Range;

use crate::all_features;
use crate::api::create_account_failure_reason::EMAIL_ALREADY_EXISTS;
use crate::api::create_account_state::{FAILED, IN_PROGRESS, SUCCEEDED};
use crate::api::{
    AccountBuilder, CreateAccountInput, CreateAccountOutput, CreateAccountStatusBuilder,
    DescribeAccountInput, DescribeAccountOutput, DescribeCreateAccountStatusInput,
    DescribeCreateAccountStatusOutput, LeaveOrganizationInput, LeaveOrganizationOutput,
    ListAccountsForParentInput, ListAccountsForParentOutput, ListAccountsInput, ListAccountsOutput,
    ListCreateAccountStatusInput, ListCreateAccountStatusOutput, MoveAccountInput,
    MoveAccountOutput, RemoveAccountFromOrganizationInput, RemoveAccountFromOrganizationOutput,
    Tag, account_joined_method as joined,
};
use crate::control;
use crate::errors;
use crate::gov_cloud;
use crate::handshake;
use crate::limits::{ACCOUNTS_MAX, CREATED_DAYS_MIN};
use crate::policy;
use crate::state::{
    ACCOUNTS, ATTACHED_AT, ATTACHMENTS, CREATIONS, CreationRow, DELEGATIONS, MEMBERS, MemberRow,
    TAGS, TagsRow,
};
use crate::tree::{Organization, check_tags, cut, time};

/// The step that makes the account which CreateAccount has promised.
pub const MAKE_ACCOUNT: &str = "MakeAccount";
const DEFAULT_ROLE: &str = "OrganizationAccountAccessRole";
const ACTIVE: &str = "ACTIVE";

pub fn create_account(
    ctx: &mut Ctx<'_>,
    input: CreateAccountInput<'_>,
) -> Result<CreateAccountOutput, ApiError> {
    let organization = Organization::managed(ctx)?;
    let wish = Wish {
        name: input.account_name(),
        email: input.email(),
        role: input.role_name(),
        tags: input.tags(),
        is_gov_cloud: false,
    };
    Ok(CreateAccountOutput::new().create_account_status(begin(ctx, &organization, wish)?))
}

/// An account that is asked for.
#[derive(Debug)]
pub struct Wish<'a> {
    pub name: &'a str,
    pub email: &'a str,
    pub role: Option<&'a str>,
    pub tags: Option<List<'a, Tag<'a>>>,
    pub is_gov_cloud: bool,
}

/// Leaves the job that makes it.
pub fn begin(
    ctx: &mut Ctx<'_>,
    organization: &Organization,
    wish: Wish<'_>,
) -> Result<CreateAccountStatusBuilder, ApiError> {
    check_room(ctx, organization)?;
    let tags = wish.tags.into_iter().flatten();
    let tags = tags.map(|tag| (tag.key().to_owned(), tag.value().to_owned())).collect();
    check_tags(&tags)?;
    let id = format!("car-{}", ctx.chance().hex(32));
    let row = CreationRow {
        name: wish.name.to_owned(),
        email: wish.email.to_owned(),
        requested: ctx.now().micros(),
        completed: None,
        account: None,
        failure: None,
        role: wish.role.unwrap_or(DEFAULT_ROLE).to_owned(),
        is_gov_cloud: wish.is_gov_cloud,
        gov_cloud_account: None,
    };
    ctx.table_mut(&CREATIONS).put(&(organization.id.as_str(), id.as_str()), &row);
    if !tags.is_empty() {
        // They wait under the request until there is an account to have them.
        ctx.table_mut(&TAGS).put(&(organization.id.as_str(), id.as_str()), &TagsRow { tags });
    }
    let ask = Ask::to("organizations", MAKE_ACCOUNT)
        .with("Request", id.as_str())
        .as_service("organizations.amazonaws.com");
    ctx.enqueue(Job::now(ask));
    Ok(show_creation(&id, &row))
}

fn check_room(ctx: &Ctx<'_>, organization: &Organization) -> Result<(), ApiError> {
    let invited = handshake::open_of(ctx, &organization.id)?;
    if organization.accounts(ctx)?.len() + invited >= ACCOUNTS_MAX {
        let message = "You have exceeded the allowed number of AWS accounts.";
        return Err(errors::constraint("ACCOUNT_NUMBER_LIMIT_EXCEEDED", message));
    }
    Ok(())
}

pub fn check_room_for_one(ctx: &Ctx<'_>, organization: &Organization) -> Result<(), ApiError> {
    check_room(ctx, organization)
}

/// Makes an account with the role by which the management account enters it.
pub fn make_account(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let request = input.str("Request").unwrap_or_default();
    let Ok(organization) = Organization::of(ctx) else { return Ok(Struct::new()) };
    let place = (organization.id.as_str(), request);
    let Some(mut row) = ctx.table(&CREATIONS).get(&place)? else { return Ok(Struct::new()) };
    let now = ctx.now().micros();
    row.completed = Some(now);
    let is_known = organization.accounts(ctx)?.iter().any(|(_, it)| it.email == row.email);
    if is_known {
        row.failure = Some(EMAIL_ALREADY_EXISTS.to_owned());
        ctx.table_mut(&CREATIONS).put(&place, &row);
        return Ok(Struct::new());
    }
    let account = draw_account(ctx)?;
    let member = MemberRow {
        organization: organization.id.clone(),
        parent: organization.row.root.clone(),
        name: row.name.clone(),
        email: row.email.clone(),
        is_created: true,
        joined: now,
        state: None,
    };
    join(ctx, &organization, account.as_str(), &member)?;
    if let Some(tags) = ctx.table(&TAGS).get(&place)? {
        ctx.table_mut(&TAGS).delete(&place);
        ctx.table_mut(&TAGS).put(&(organization.id.as_str(), account.as_str()), &tags);
    }
    let enterer = Enterer { management: &organization.row.management, region: ctx.region() };
    make_role(ctx, enterer, account, &row.role)?;
    if row.is_gov_cloud {
        row.gov_cloud_account = Some(gov_cloud::pair(ctx, &organization, &row.role)?.to_string());
    }
    row.account = Some(account.to_string());
    ctx.table_mut(&CREATIONS).put(&place, &row);
    Ok(Struct::new())
}

pub fn draw_account(ctx: &mut Ctx<'_>) -> Result<AccountId, ApiError> {
    loop {
        let number = 100_000_000_000 + ctx.chance().below(900_000_000_000);
        let Some(account) = AccountId::parse(&number.to_string()) else { continue };
        if !ctx.table(&MEMBERS).contains(account.as_str())? {
            return Ok(account);
        }
    }
}

/// Who may take on a new account's role, and in which partition.
#[derive(Clone, Copy, Debug)]
pub struct Enterer<'a> {
    pub management: &'a str,
    pub region: Region,
}

pub fn make_role(
    ctx: &mut Ctx<'_>,
    enterer: Enterer<'_>,
    account: AccountId,
    name: &str,
) -> Result<(), ApiError> {
    if !ctx.can_call("iam", "CreateRole") {
        return Ok(());
    }
    let Enterer { management, region } = enterer;
    let partition = region.partition();
    let trust = format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":"sts:AssumeRole",
            "Principal":{{"AWS":"arn:{partition}:iam::{management}:root"}}}}]}}"#
    );
    let as_root = |mut ask: Ask| {
        ask.principal = Some(Principal::Root(account));
        ask.in_account(account).in_region(region)
    };
    let create =
        Ask::to("iam", "CreateRole").with("RoleName", name).with("AssumeRolePolicyDocument", trust);
    ctx.call(as_root(create))?;
    let administrator = managed::all().find(|policy| policy.name == "AdministratorAccess");
    let arn = administrator.expect("the data has it").arn(partition);
    let attach = Ask::to("iam", "AttachRolePolicy").with("RoleName", name).with("PolicyArn", arn);
    ctx.call(as_root(attach))?;
    Ok(())
}

/// An account that joins begins at the root, with the policies that everything has.
pub fn join(
    ctx: &mut Ctx<'_>,
    organization: &Organization,
    account: &str,
    member: &MemberRow,
) -> Result<(), ApiError> {
    put(ctx, organization, account, member);
    policy::attach_defaults(ctx, organization, account);
    control::renew(ctx, organization)
}

pub fn put(ctx: &mut Ctx<'_>, organization: &Organization, account: &str, member: &MemberRow) {
    ctx.table_mut(&MEMBERS).put(account, member);
    ctx.table_mut(&ACCOUNTS).put(&(organization.id.as_str(), account), &());
}

/// Takes an account out of the organization, with all that hangs on it.
pub fn take(ctx: &mut Ctx<'_>, organization: &Organization, account: &str) {
    let id = organization.id.as_str();
    ctx.table_mut(&MEMBERS).delete(account);
    ctx.table_mut(&ACCOUNTS).delete(&(id, account));
    ctx.table_mut(&TAGS).delete(&(id, account));
    let _ = ctx.table_mut(&ATTACHMENTS).delete_range(&Range::within(&(id, account)));
    let _ = ctx.table_mut(&ATTACHED_AT).delete_range(&Range::within(&(id, account)));
    let _ = ctx.table_mut(&DELEGATIONS).delete_range(&Range::within(&(id, account)));
    place(ctx, account, None);
}

pub fn describe_create_account_status(
    ctx: &mut Ctx<'_>,
    input: DescribeCreateAccountStatusInput<'_>,
) -> Result<DescribeCreateAccountStatusOutput, ApiError> {
    let organization = Organization::readable(ctx)?;
    let id = input.create_account_request_id();
    let row = ctx.table(&CREATIONS).get(&(organization.id.as_str(), id))?;
    let row = row.ok_or_else(errors::no_creation)?;
    Ok(DescribeCreateAccountStatusOutput::new().create_account_status(show_creation(id, &row)))
}

pub fn list_create_account_status(
    ctx: &mut Ctx<'_>,
    input: ListCreateAccountStatusInput<'_>,
) -> Result<ListCreateAccountStatusOutput, ApiError> {
    let organization = Organization::readable(ctx)?;
    let mut found = Vec::new();
    for entry in ctx.table(&CREATIONS).scan(&Range::within(&(organization.id.as_str(),))) {
        let ((_, id), row) = entry?;
        if input.states().is_none_or(|states| states.contains(state_of(&row))) {
            found.push((id.clone(), show_creation(&id, &row)));
        }
    }
    let (statuses, token) =
        cut("ListCreateAccountStatus", input.next_token(), input.max_results(), found)?;
    Ok(ListCreateAccountStatusOutput::new().create_account_statuses(statuses).next_token(token))
}

fn state_of(row: &CreationRow) -> &'static str {
    match (&row.account, &row.failure) {
        (Some(_), _) => SUCCEEDED,
        (None, Some(_)) => FAILED,
        (None, None) => IN_PROGRESS,
    }
}

fn show_creation(id: &str, row: &CreationRow) -> CreateAccountStatusBuilder {
    CreateAccountStatusBuilder::new()
        .id(id)
        .account_name(&row.name)
        .state(state_of(row))
        .requested_timestamp(time(row.requested))
        .completed_timestamp(row.completed.map(time))
        .account_id(row.account.as_deref())
        .gov_cloud_account_id(row.gov_cloud_account.as_deref())
        .failure_reason(row.failure.as_deref())
}

pub fn describe_account(
    ctx: &mut Ctx<'_>,
    input: DescribeAccountInput<'_>,
) -> Result<DescribeAccountOutput, ApiError> {
    let organization = Organization::readable(ctx)?;
    let row = organization.account(ctx, input.account_id())?.ok_or_else(errors::no_account)?;
    let shown = show(ctx, &organization, input.account_id(), &row);
    Ok(DescribeAccountOutput::new().account(shown))
}

pub fn list_accounts(
    ctx: &mut Ctx<'_>,
    input: ListAccountsInput<'_>,
) -> Result<ListAccountsOutput, ApiError> {
    let organization = Organization::readable(ctx)?;
    let accounts = organization.accounts(ctx)?.into_iter();
    let shown = accounts.map(|(id, row)| (id.clone(), show(ctx, &organization, &id, &row)));
    let (accounts, token) =
        cut("ListAccounts", input.next_token(), input.max_results(), shown.collect())?;
    Ok(ListAccountsOutput::new().accounts(accounts).next_token(token))
}

pub fn list_accounts_for_parent(
    ctx: &mut Ctx<'_>,
    input: ListAccountsForParentInput<'_>,
) -> Result<ListAccountsForParentOutput, ApiError> {
    let organization = Organization::readable(ctx)?;
    if !organization.is_parent(ctx, input.parent_id())? {
        return Err(errors::no_parent());
    }
    let accounts = organization.accounts(ctx)?.into_iter();
    let below = accounts.filter(|(_, row)| row.parent == input.parent_id());
    let shown = below.map(|(id, row)| (id.clone(), show(ctx, &organization, &id, &row)));
    let (accounts, token) =
        cut("ListAccountsForParent", input.next_token(), input.max_results(), shown.collect())?;
    Ok(ListAccountsForParentOutput::new().accounts(accounts).next_token(token))
}

pub fn move_account(
    ctx: &mut Ctx<'_>,
    input: MoveAccountInput<'_>,
) -> Result<MoveAccountOutput, ApiError> {
    let organization = Organization::managed(ctx)?;
    let account = input.account_id();
    let mut row = organization.account(ctx, account)?.ok_or_else(errors::no_account)?;
    if row.parent != input.source_parent_id() {
        return Err(errors::no_source_parent());
    }
    if !organization.is_parent(ctx, input.destination_parent_id())? {
        return Err(errors::no_destination_parent());
    }
    if row.parent == input.destination_parent_id() {
        return Err(errors::duplicate_account());
    }
    input.destination_parent_id().clone_into(&mut row.parent);
    put(ctx, &organization, account, &row);
    control::renew(ctx, &organization)?;
    Ok(MoveAccountOutput::new())
}

pub fn remove_account(
    ctx: &mut Ctx<'_>,
    input: RemoveAccountFromOrganizationInput<'_>,
) -> Result<RemoveAccountFromOrganizationOutput, ApiError> {
    let organization = Organization::managed(ctx)?;
    leave(ctx, &organization, input.account_id())?;
    Ok(RemoveAccountFromOrganizationOutput::new())
}

pub fn leave_organization(
    ctx: &mut Ctx<'_>,
    _: LeaveOrganizationInput<'_>,
) -> Result<LeaveOrganizationOutput, ApiError> {
    let organization = Organization::of(ctx)?;
    let account = ctx.account();
    leave(ctx, &organization, account.as_str())?;
    Ok(LeaveOrganizationOutput::new())
}

fn leave(ctx: &mut Ctx<'_>, organization: &Organization, account: &str) -> Result<(), ApiError> {
    if account == organization.row.management {
        return Err(errors::master_cannot_leave());
    }
    let row = organization.account(ctx, account)?.ok_or_else(errors::no_account)?;
    let days = Duration::from_hours(24 * CREATED_DAYS_MIN.unsigned_abs());
    if row.is_created && ctx.now() < time(row.joined) + days {
        let message = "The member account must be at least 7 days old to be removed.";
        return Err(errors::constraint("WAIT_PERIOD_ACTIVE", message));
    }
    let range = Range::within(&(organization.id.as_str(), account));
    if !ctx.table(&DELEGATIONS).is_empty(&range)? {
        let message = "This account is a delegated administrator. Deregister it first.";
        return Err(errors::constraint("CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG", message));
    }
    take(ctx, organization, account);
    all_features::forget(ctx, &organization.id, account)
}

pub fn show(
    ctx: &Ctx<'_>,
    organization: &Organization,
    id: &str,
    row: &MemberRow,
) -> AccountBuilder {
    AccountBuilder::new()
        .id(id)
        .arn(organization.arn(ctx, "account", &format!("/{id}")))
        .email(&row.email)
        .name(&row.name)
        .status(row.state.as_deref().unwrap_or(ACTIVE))
        .state(row.state.as_deref().unwrap_or(ACTIVE))
        .joined_method(if row.is_created { joined::CREATED } else { joined::INVITED })
        .joined_timestamp(time(row.joined))
}
