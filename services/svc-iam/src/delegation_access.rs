//! Who may do what to a delegation request, for the door.
//!
//! Sources: "Actions, resources, and condition keys for AWS Identity and Access Management"; [A]
//! GetDelegationRequest, UpdateDelegationRequest, GetHumanReadableSummary ("the owner of the
//! request gets a default permission"), which is a policy of the request's own here.

use kernel::arn::Arn;
use kernel::{Access, ApiError, Ctx, Principal, Struct, Value};

use crate::account_properties::NAMESPACE;
use crate::state::{DELEGATIONS, DelegationRow};

const OWNER: &str = "iam:DelegationRequestOwner";

/// The outer `None` is for operations of another kind; the inner one for those that ask by
/// themselves.
#[allow(clippy::option_option)]
pub fn of(
    ctx: &Ctx<'_>,
    operation: &str,
    input: &Struct,
) -> Result<Option<Option<Access>>, ApiError> {
    let access = match operation {
        "AcquireRole" | "GetRoleTemplateVersion" => return Ok(Some(None)),
        "GetAccountProperties" | "PutAccountProperties" => of_properties(ctx, operation, input),
        "CreateDelegationRequest" => of_creation(ctx, input),
        "ListDelegationRequests" => {
            let access = Access::new(ctx, "iam:ListDelegationRequests", "*");
            match input.str("OwnerId") {
                Some(owner) => access.with_key(OWNER, owner),
                None => access,
            }
        }
        "GetHumanReadableSummary" => {
            // "a party who has permissions to call GetDelegationRequest for a given delegation
            // request will always be able to retrieve the human readable summary"
            let id = id_of(input.str("EntityArn").unwrap_or_default()).unwrap_or_default();
            of_request(ctx, "GetDelegationRequest", &id)?
        }
        _ if operation.contains("DelegationRequest") || operation == "SendDelegationToken" => {
            of_request(ctx, operation, input.str("DelegationRequestId").unwrap_or_default())?
        }
        _ => return Ok(None),
    };
    Ok(Some(Some(access)))
}

fn of_properties(ctx: &Ctx<'_>, operation: &str, input: &Struct) -> Access {
    let mut access = Access::new(ctx, format!("iam:{operation}"), "*");
    let key = "iam:AccountPropertyNamespaces";
    let Some(Value::Struct(properties)) = input.get("Properties") else {
        return access.with_key(key, NAMESPACE);
    };
    for (name, _) in properties.iter() {
        access = access.with_key(key, name.split('/').next().unwrap_or_default());
    }
    access
}

fn of_creation(ctx: &Ctx<'_>, input: &Struct) -> Access {
    let resource =
        Arn::global("iam", ctx.region().partition(), ctx.account(), "delegation-request/*");
    let mut access = Access::new(ctx, "iam:CreateDelegationRequest", resource.to_string());
    if let Some(seconds) = input.int("SessionDuration") {
        access = access.with_key("iam:DelegationDuration", seconds.to_string());
    }
    if let Some(channel) = input.str("NotificationChannel") {
        access = access.with_key("iam:NotificationChannel", channel);
    }
    let permissions = input.structure("Permissions");
    if let Some(template) = permissions.and_then(|it| it.str("PolicyTemplateArn")) {
        access = access.with_key("iam:TemplateArn", template);
    }
    access
}

fn of_request(ctx: &Ctx<'_>, operation: &str, id: &str) -> Result<Access, ApiError> {
    let resource = format!("delegation-request/{id}");
    let arn = Arn::global("iam", ctx.region().partition(), ctx.account(), &resource).to_string();
    let access = Access::new(ctx, format!("iam:{operation}"), arn.as_str());
    let Some(row) = ctx.table(&DELEGATIONS).get(id)? else { return Ok(access) };
    let Some(owner) = &row.owner else { return Ok(access) };
    let policy = default_policy(ctx, &row, &arn, owner);
    Ok(access.with_key(OWNER, owner.as_str()).with_policy(policy))
}

/// What the owner may do whatever its own policies say, unless they deny it.
fn default_policy(ctx: &Ctx<'_>, row: &DelegationRow, arn: &str, owner: &str) -> Option<String> {
    if row.owner_account.as_deref() != Some(ctx.account().as_str()) {
        return None;
    }
    let policy = serde_json::json!({"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow",
        "Principal": {"AWS": owner},
        "Action": ["iam:GetDelegationRequest", "iam:UpdateDelegationRequest"],
        "Resource": arn,
    }]});
    Some(policy.to_string())
}

/// The request that an ARN names, in whatever account.
pub fn id_of(arn: &str) -> Option<String> {
    let arn = Arn::parse(arn).filter(|arn| arn.service == "iam")?;
    arn.resource.strip_prefix("delegation-request/").map(str::to_owned)
}

/// Who calls, as an owner or an approver is named.
pub fn caller_arn(ctx: &Ctx<'_>) -> Option<String> {
    match ctx.principal() {
        Principal::Root(account) => {
            Some(Arn::global("iam", ctx.region().partition(), *account, "root").to_string())
        }
        Principal::Identity(identity) => Some(identity.arn.clone()),
        Principal::Anonymous | Principal::Service(_) => None,
    }
}
