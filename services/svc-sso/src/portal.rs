//! What a user has who shows a token: accounts, roles in them, credentials of a role.

use kernel::{AccountId, ApiError, Ask, Ctx, Principal, Struct, Timestamp, Value, page};

use crate::api::{
    AccountInfoBuilder, GetRoleCredentialsInput, GetRoleCredentialsOutput, ListAccountRolesInput,
    ListAccountRolesOutput, ListAccountsInput, ListAccountsOutput, LogoutInput, LogoutOutput,
    RoleCredentialsBuilder, RoleInfoBuilder, error,
};

const PRINCIPAL: &str = "sso.amazonaws.com";
/// [A] maxResults: at most and, where the client does not say, so many.
const PAGE_DEFAULT: usize = 100;

/// A user, and the permission sets in accounts that it has.
struct Holder {
    store: String,
    user: String,
    assignments: Vec<Assignment>,
}

struct Assignment {
    account: AccountId,
    /// Of the permission set: what the portal calls a role.
    name: String,
    /// The role's own name.
    role: String,
    seconds: i64,
}

fn unauthorized() -> ApiError {
    error::unauthorized_exception("Session token not found or invalid")
}

fn holder(ctx: &mut Ctx<'_>, token: &str) -> Result<Holder, ApiError> {
    let ask = Ask::to("sso-oidc", "ResolveToken").with("AccessToken", token);
    let who = ctx.call(ask.as_service(PRINCIPAL))?;
    let (Some(store), Some(user)) = (who.str("Store"), who.str("User")) else {
        return Err(unauthorized());
    };
    let ask = Ask::to("sso-admin", "AssignmentsOf").with("Store", store).with("User", user);
    let answer = ctx.call(ask.as_service(PRINCIPAL))?;
    let read = |entry: &Struct| {
        Some(Assignment {
            account: AccountId::parse(entry.str("Account")?)?,
            name: entry.str("Name")?.to_owned(),
            role: entry.str("Role")?.to_owned(),
            seconds: entry.int("Seconds")?,
        })
    };
    let list = answer.list("Assignments").unwrap_or_default();
    Ok(Holder {
        store: store.to_owned(),
        user: user.to_owned(),
        assignments: list.iter().filter_map(Value::as_struct).filter_map(read).collect(),
    })
}

/// A page of entries that come in the order of their keys.
fn cut<T>(
    operation: &str,
    token: Option<&str>,
    max: Option<i64>,
    mut entries: Vec<(String, T)>,
) -> Result<(Vec<T>, Option<String>), ApiError> {
    if let Some(token) = token {
        let key = page::decode(operation, token).and_then(|key| String::from_utf8(key).ok());
        let refuse = || error::invalid_request_exception("The nextToken is not valid.");
        let key = key.ok_or_else(refuse)?;
        entries.retain(|(own, _)| *own > key);
    }
    let max = max.map_or(PAGE_DEFAULT, |max| max as usize);
    let has_more = entries.len() > max;
    entries.truncate(max);
    let last = entries.last().filter(|_| has_more);
    let token = last.map(|(key, _)| page::encode(operation, key.as_bytes()));
    Ok((entries.into_iter().map(|(_, item)| item).collect(), token))
}

pub fn list_accounts(
    ctx: &mut Ctx<'_>,
    input: ListAccountsInput<'_>,
) -> Result<ListAccountsOutput, ApiError> {
    let holder = holder(ctx, input.access_token())?;
    let mut accounts: Vec<AccountId> = holder.assignments.iter().map(|it| it.account).collect();
    accounts.dedup();
    let mut found = Vec::new();
    for account in accounts {
        let (name, email) = name_of(ctx, account)?;
        let shown = AccountInfoBuilder::new()
            .account_id(account.as_str())
            .account_name(name)
            .email_address(email);
        found.push((account.to_string(), shown));
    }
    let (items, token) = cut("ListAccounts", input.next_token(), input.max_results(), found)?;
    Ok(ListAccountsOutput::new().account_list(items).next_token(token))
}

/// As the account's organization calls it; an account without one has its number for a name.
fn name_of(ctx: &mut Ctx<'_>, account: AccountId) -> Result<(String, Option<String>), ApiError> {
    let place = auth::organization::find(ctx.tx(), account.as_str())?;
    let management = place.and_then(|place| AccountId::parse(&place.management));
    let Some(management) = management else { return Ok((account.to_string(), None)) };
    let mut ask = Ask::to("organizations", "DescribeAccount")
        .with("AccountId", account.as_str())
        .in_account(management);
    ask.principal = Some(Principal::Root(management));
    let answer = ctx.call(ask);
    let answer = answer.as_ref().ok().and_then(|answer| answer.structure("Account"));
    let text = |name: &str| answer.and_then(|account| account.str(name)).map(str::to_owned);
    Ok((text("Name").unwrap_or_else(|| account.to_string()), text("Email")))
}

pub fn list_account_roles(
    ctx: &mut Ctx<'_>,
    input: ListAccountRolesInput<'_>,
) -> Result<ListAccountRolesOutput, ApiError> {
    let holder = holder(ctx, input.access_token())?;
    let own = holder.assignments.iter().filter(|it| it.account.as_str() == input.account_id());
    let mut found: Vec<_> = own
        .map(|it| {
            let shown = RoleInfoBuilder::new().role_name(&it.name).account_id(it.account.as_str());
            (it.name.clone(), shown)
        })
        .collect();
    found.sort_by(|(one, _), (other, _)| one.cmp(other));
    let (items, token) = cut("ListAccountRoles", input.next_token(), input.max_results(), found)?;
    Ok(ListAccountRolesOutput::new().role_list(items).next_token(token))
}

pub fn get_role_credentials(
    ctx: &mut Ctx<'_>,
    input: GetRoleCredentialsInput<'_>,
) -> Result<GetRoleCredentialsOutput, ApiError> {
    let holder = holder(ctx, input.access_token())?;
    let assignment = holder
        .assignments
        .iter()
        .find(|it| it.account.as_str() == input.account_id() && it.name == input.role_name());
    // AWS's portal answers so where there is no such assignment.
    let Some(assignment) = assignment else {
        return Err(ApiError::new("ForbiddenException", "No access").with_status(403));
    };
    let ask = Ask::to("identitystore", "NameOf")
        .with("Store", holder.store.as_str())
        .with("Id", holder.user.as_str())
        .with("Kind", "USER");
    let answer = ctx.call(ask.as_service(PRINCIPAL))?;
    let name = answer.str("Name").ok_or_else(unauthorized)?;
    let account = assignment.account;
    let arn = role_arn(ctx, account, &assignment.role)?;
    let ask = Ask::to("sso-admin", "SessionTagsOf")
        .with("Store", holder.store.as_str())
        .with("User", holder.user.as_str());
    let tags = ctx.call(ask.as_service(PRINCIPAL))?;
    let tags = tags.structure("Tags").cloned().unwrap_or_default();
    let ask = Ask::to("sts", "IssueReservedSession")
        .with("Tags", tags)
        .with("RoleArn", arn)
        .with("RoleSessionName", session_name(name))
        .with("DurationSeconds", assignment.seconds);
    let issued = ctx.call(ask.as_service(PRINCIPAL).in_account(account))?;
    let expires = issued.timestamp("Expiration").unwrap_or(Timestamp::EPOCH);
    let shown = RoleCredentialsBuilder::new()
        .access_key_id(issued.str("AccessKeyId"))
        .secret_access_key(issued.str("SecretAccessKey"))
        .session_token(issued.str("SessionToken"))
        .expiration(expires.micros() / 1_000);
    Ok(GetRoleCredentialsOutput::new().role_credentials(shown))
}

fn role_arn(ctx: &mut Ctx<'_>, account: AccountId, role: &str) -> Result<String, ApiError> {
    let ask = Ask::to("iam", "GetRole").with("RoleName", role);
    let answer = ctx.call(ask.as_service(PRINCIPAL).in_account(account))?;
    let arn = answer.structure("Role").and_then(|role| role.str("Arn")).map(str::to_owned);
    arn.ok_or_else(ApiError::internal)
}

/// Names of users have letters that names of sessions must not have.
pub fn session_name(user: &str) -> String {
    const CHARS_MAX: usize = 64;
    let is_allowed = |it: char| it.is_ascii_alphanumeric() || "_+=,.@-".contains(it);
    user.chars().map(|it| if is_allowed(it) { it } else { '_' }).take(CHARS_MAX).collect()
}

pub fn logout(ctx: &mut Ctx<'_>, input: LogoutInput<'_>) -> Result<LogoutOutput, ApiError> {
    holder(ctx, input.access_token())?;
    let ask = Ask::to("sso-oidc", "EndSession").with("AccessToken", input.access_token());
    ctx.call(ask.as_service(PRINCIPAL))?;
    Ok(LogoutOutput::new())
}
