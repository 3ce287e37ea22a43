//! Permission sets become roles: `AWSReservedSSO_NAME_…` in each account where somebody has them.
//!
//! Source: "Permission sets" and "Referencing permission sets in resource policies, Amazon EKS
//! cluster config maps, and AWS KMS key policies" (the role's name and path). The roles trust a
//! SAML provider of Identity Center's own, as AWS's do; that provider is not listed by IAM here,
//! since the portal takes the roles on without an assertion. What fails on the way leaves nothing:
//! the steps are savepoints.

use kernel::{AccountId, ApiError, Ask, Ctx, OpResult, Region, Struct, Value};
use store::Range;

use crate::api::{
    ListAccountsForProvisionedPermissionSetInput, ListAccountsForProvisionedPermissionSetOutput,
    ListPermissionSetsProvisionedToAccountInput, ListPermissionSetsProvisionedToAccountOutput,
    ProvisionPermissionSetInput, ProvisionPermissionSetOutput, provision_target_type,
    provisioning_status, status_values,
};
use crate::errors;
use crate::instance::{Instance, PRINCIPAL};
use crate::limits::SESSION_SECONDS_MAX;
use crate::listing::Page;
use crate::permission_set::{self, PermissionSet};
use crate::request::{self, PROVISIONING, show_provisioning};
use crate::state::{PROVISIONED, ProvisionedRow, RequestRow, SETS};

/// Steps of a permission set in an account: `Instance`, `Set`, `Account`.
pub const APPLY: &str = "ApplyPermissionSet";
pub const REMOVE: &str = "RemovePermissionSet";

const INLINE: &str = "AwsSSOInlinePolicy";

pub fn provision_permission_set(
    ctx: &mut Ctx<'_>,
    input: ProvisionPermissionSetInput<'_>,
) -> Result<ProvisionPermissionSetOutput, ApiError> {
    let instance = Instance::open(ctx, input.instance_arn())?;
    let set = PermissionSet::open(ctx, &instance, input.permission_set_arn())?;
    let is_all = input.target_type() == provision_target_type::ALL_PROVISIONED_ACCOUNTS;
    if is_all == input.target_id().is_some() {
        return Err(errors::validation("TargetId goes with the TargetType AWS_ACCOUNT alone."));
    }
    let row = RequestRow {
        status: status_values::IN_PROGRESS.to_owned(),
        failure: None,
        set: set.id,
        account: input.target_id().map(str::to_owned),
        principal: String::new(),
        principal_kind: String::new(),
        created: ctx.now().micros(),
    };
    let id = request::begin(ctx, &instance, PROVISIONING, &row);
    let shown = show_provisioning(ctx, &instance, &id, &row);
    Ok(ProvisionPermissionSetOutput::new().permission_set_provisioning_status(shown))
}

pub fn run(ctx: &mut Ctx<'_>, instance: &Instance, row: &RequestRow) -> Result<(), ApiError> {
    let accounts = match &row.account {
        Some(account) => vec![account.clone()],
        None => accounts_of(ctx, instance, &row.set)?,
    };
    for account in accounts {
        let place = (instance.id.as_str(), row.set.as_str(), account.as_str());
        if !ctx.table(&PROVISIONED).contains(&place)? {
            return Err(errors::not_found(format!("Permission set in account {account}")));
        }
        call_apply(ctx, instance, &row.set, &account)?;
    }
    Ok(())
}

fn accounts_of(ctx: &Ctx<'_>, instance: &Instance, set: &str) -> Result<Vec<String>, ApiError> {
    let keys = ctx.table(&PROVISIONED);
    let keys = keys.keys(&Range::within(&(instance.id.as_str(), set)));
    keys.map(|key| Ok(key?.2)).collect()
}

fn step(ctx: &mut Ctx<'_>, name: &'static str, place: (&str, &str, &str)) -> Result<(), ApiError> {
    let (instance, set, account) = place;
    let ask = Ask::to("sso-admin", name)
        .with("Instance", instance)
        .with("Set", set)
        .with("Account", account)
        .as_service(PRINCIPAL);
    ctx.call(ask).map(drop)
}

pub fn call_apply(
    ctx: &mut Ctx<'_>,
    instance: &Instance,
    set: &str,
    account: &str,
) -> Result<(), ApiError> {
    step(ctx, APPLY, (&instance.id, set, account))
}

pub fn call_remove(
    ctx: &mut Ctx<'_>,
    instance: &Instance,
    set: &str,
    account: &str,
) -> Result<(), ApiError> {
    step(ctx, REMOVE, (&instance.id, set, account))
}

/// A role of an account, as IAM is asked about it.
struct Role {
    account: AccountId,
    name: String,
}

impl Role {
    fn call(&self, ctx: &mut Ctx<'_>, ask: Ask) -> OpResult {
        let ask = ask.with("RoleName", self.name.as_str());
        ctx.call(ask.as_service(PRINCIPAL).in_account(self.account).in_region(Region::DEFAULT))
    }

    fn attached(&self, ctx: &mut Ctx<'_>) -> Result<Vec<String>, ApiError> {
        let answer = self.call(ctx, Ask::to("iam", "ListAttachedRolePolicies"))?;
        let list = answer.list("AttachedPolicies").unwrap_or_default();
        let arns = list.iter().filter_map(|it| it.as_struct()?.str("PolicyArn"));
        Ok(arns.map(str::to_owned).collect())
    }

    fn has_inline(&self, ctx: &mut Ctx<'_>) -> Result<bool, ApiError> {
        let answer = self.call(ctx, Ask::to("iam", "ListRolePolicies"))?;
        let names = answer.list("PolicyNames").unwrap_or_default();
        Ok(names.iter().filter_map(Value::as_str).any(|name| name == INLINE))
    }

    fn has_boundary(&self, ctx: &mut Ctx<'_>) -> Result<bool, ApiError> {
        let answer = self.call(ctx, Ask::to("iam", "GetRole"))?;
        let role = answer.structure("Role");
        Ok(role.is_some_and(|role| role.get("PermissionsBoundary").is_some()))
    }
}

/// Makes the role, or makes it what the permission set is now.
pub fn apply(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let text = |name: &str| input.str(name).unwrap_or_default();
    let place = (text("Instance"), text("Set"), text("Account"));
    let set = ctx.table(&SETS).get(&(place.0, place.1))?;
    let set = set.ok_or_else(|| errors::not_found("Permission set"))?;
    let account = AccountId::parse(place.2);
    let account = account.ok_or_else(|| errors::not_found(format!("Account {}", place.2)))?;
    let known = ctx.table(&PROVISIONED).get(&place)?;
    let partition = ctx.region().partition();
    let role = if let Some(row) = &known {
        Role { account, name: row.role.clone() }
    } else {
        let name = format!("AWSReservedSSO_{}_{}", set.name, ctx.chance().hex(16));
        let role = Role { account, name };
        let create = Ask::to("iam", "CreateRole")
            .with("Path", path(ctx.region()))
            .with("MaxSessionDuration", SESSION_SECONDS_MAX)
            .with("AssumeRolePolicyDocument", trust(partition, account, place.0));
        role.call(ctx, create)?;
        role
    };
    let own = |(path, name): &(String, String)| {
        format!("arn:{partition}:iam::{account}:policy{path}{name}")
    };
    let wanted: Vec<String> =
        set.managed.iter().cloned().chain(set.references.iter().map(own)).collect();
    let attached = role.attached(ctx)?;
    for arn in attached.iter().filter(|arn| !wanted.contains(arn)) {
        role.call(ctx, Ask::to("iam", "DetachRolePolicy").with("PolicyArn", arn))?;
    }
    for arn in wanted.iter().filter(|arn| !attached.contains(arn)) {
        role.call(ctx, Ask::to("iam", "AttachRolePolicy").with("PolicyArn", arn))?;
    }
    match &set.inline {
        Some(text) => {
            let put = Ask::to("iam", "PutRolePolicy").with("PolicyName", INLINE);
            role.call(ctx, put.with("PolicyDocument", text))?;
        }
        None if role.has_inline(ctx)? => {
            role.call(ctx, Ask::to("iam", "DeleteRolePolicy").with("PolicyName", INLINE))?;
        }
        None => {}
    }
    let boundary = set.boundary.as_ref().and_then(|row| match &row.managed {
        Some(arn) => Some(arn.clone()),
        None => row.reference.as_ref().map(own),
    });
    match boundary {
        Some(arn) => {
            let put = Ask::to("iam", "PutRolePermissionsBoundary");
            role.call(ctx, put.with("PermissionsBoundary", arn))?;
        }
        None if role.has_boundary(ctx)? => {
            role.call(ctx, Ask::to("iam", "DeleteRolePermissionsBoundary"))?;
        }
        None => {}
    }
    let row = ProvisionedRow { role: role.name, version: set.version };
    ctx.table_mut(&PROVISIONED).put(&place, &row);
    Ok(Struct::new())
}

/// Where the home region is not us-east-1, it is part of the path.
fn path(region: Region) -> String {
    match region.as_str() {
        "us-east-1" => "/aws-reserved/sso.amazonaws.com/".to_owned(),
        region => format!("/aws-reserved/sso.amazonaws.com/{region}/"),
    }
}

fn trust(partition: &str, account: AccountId, instance: &str) -> String {
    let provider = instance.trim_start_matches("ssoins-");
    format!(
        "{{\"Version\":\"2012-10-17\",\"Statement\":[{{\"Effect\":\"Allow\",\"Principal\":\
         {{\"Federated\":\"arn:{partition}:iam::{account}:saml-provider/\
         AWSSSO_{provider}_DO_NOT_DELETE\"}},\
         \"Action\":[\"sts:AssumeRoleWithSAML\",\"sts:TagSession\"],\"Condition\":\
         {{\"StringEquals\":{{\"SAML:aud\":\"https://signin.aws.amazon.com/saml\"}}}}}}]}}"
    )
}

/// Deletes the role.
pub fn remove(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let text = |name: &str| input.str(name).unwrap_or_default();
    let place = (text("Instance"), text("Set"), text("Account"));
    let Some(row) = ctx.table(&PROVISIONED).get(&place)? else { return Ok(Struct::new()) };
    ctx.table_mut(&PROVISIONED).delete(&place);
    let Some(account) = AccountId::parse(place.2) else { return Ok(Struct::new()) };
    let role = Role { account, name: row.role };
    if role.call(ctx, Ask::to("iam", "GetRole")).is_err() {
        // The account was reset meanwhile.
        return Ok(Struct::new());
    }
    for arn in role.attached(ctx)? {
        role.call(ctx, Ask::to("iam", "DetachRolePolicy").with("PolicyArn", arn))?;
    }
    if role.has_inline(ctx)? {
        role.call(ctx, Ask::to("iam", "DeleteRolePolicy").with("PolicyName", INLINE))?;
    }
    role.call(ctx, Ask::to("iam", "DeleteRole"))?;
    Ok(Struct::new())
}

fn is_wanted(status: Option<&str>, row: &ProvisionedRow, version: u64) -> bool {
    match status {
        Some(provisioning_status::LATEST_PERMISSION_SET_PROVISIONED) => row.version == version,
        Some(provisioning_status::LATEST_PERMISSION_SET_NOT_PROVISIONED) => row.version != version,
        _ => true,
    }
}

pub fn list_accounts(
    ctx: &mut Ctx<'_>,
    input: ListAccountsForProvisionedPermissionSetInput<'_>,
) -> Result<ListAccountsForProvisionedPermissionSetOutput, ApiError> {
    let operation = "ListAccountsForProvisionedPermissionSet";
    let page = Page::read(operation, input.next_token(), input.max_results())?;
    let instance = Instance::open(ctx, input.instance_arn())?;
    let set = PermissionSet::open(ctx, &instance, input.permission_set_arn())?;
    let mut found = Vec::new();
    let range = Range::within(&(instance.id.as_str(), set.id.as_str()));
    for entry in ctx.table(&PROVISIONED).scan(&range) {
        let ((_, _, account), row) = entry?;
        if is_wanted(input.provisioning_status(), &row, set.row.version) {
            found.push((account.clone(), account));
        }
    }
    let (items, token) = page.cut(found);
    Ok(ListAccountsForProvisionedPermissionSetOutput::new().account_ids(items).next_token(token))
}

pub fn list_sets(
    ctx: &mut Ctx<'_>,
    input: ListPermissionSetsProvisionedToAccountInput<'_>,
) -> Result<ListPermissionSetsProvisionedToAccountOutput, ApiError> {
    let operation = "ListPermissionSetsProvisionedToAccount";
    let page = Page::read(operation, input.next_token(), input.max_results())?;
    let instance = Instance::open(ctx, input.instance_arn())?;
    let mut found = Vec::new();
    for entry in ctx.table(&SETS).scan(&Range::within(&(instance.id.as_str(),))) {
        let ((_, id), set) = entry?;
        let place = (instance.id.as_str(), id.as_str(), input.account_id());
        let Some(row) = ctx.table(&PROVISIONED).get(&place)? else { continue };
        if is_wanted(input.provisioning_status(), &row, set.version) {
            let arn = permission_set::arn(ctx, &instance, &id);
            found.push((id, arn));
        }
    }
    let (items, token) = page.cut(found);
    Ok(ListPermissionSetsProvisionedToAccountOutput::new().permission_sets(items).next_token(token))
}
