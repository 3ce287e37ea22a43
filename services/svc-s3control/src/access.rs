//! On what an operation acts.
//!
//! The account is a member of every input; a caller of another account is refused, since nothing
//! here but an instance of Access Grants has a policy that could let it in.
//!
//! Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon S3".

use kernel::arn::Arn;
use kernel::{Access, AccountId, ApiError, Ask, Ctx, Scope, Struct, Value};

use crate::errors;
use crate::state_grants::INSTANCES;

const ON_POINTS: [&str; 6] = [
    "CreateAccessPoint",
    "DeleteAccessPoint",
    "DeleteAccessPointPolicy",
    "GetAccessPointPolicy",
    "GetAccessPointPolicyStatus",
    "PutAccessPointPolicy",
];

pub fn of(ctx: &mut Ctx<'_>, operation: &str, input: &Struct) -> Result<Option<Access>, ApiError> {
    let text = |name: &str| input.str(name).unwrap_or("");
    let account = AccountId::parse(text("AccountId")).ok_or_else(errors::invalid_account)?;
    if operation.contains("AccessGrant") || operation == "GetDataAccess" {
        return of_grants(ctx, operation, input, account).map(Some);
    }
    if operation.contains("MultiRegion") {
        return of_multi_region(ctx, operation, input, account).map(Some);
    }
    let (action, resource) = match operation {
        "GetPublicAccessBlock" => ("s3:GetAccountPublicAccessBlock".to_owned(), "*".to_owned()),
        "PutPublicAccessBlock" | "DeletePublicAccessBlock" => {
            ("s3:PutAccountPublicAccessBlock".to_owned(), "*".to_owned())
        }
        "TagResource" | "UntagResource" | "ListTagsForResource" => {
            (format!("s3:{operation}"), text("ResourceArn").to_owned())
        }
        _ if input.get("JobId").is_some() => {
            let arn = Arn::regional("s3", ctx.region(), account, &format!("job/{}", text("JobId")));
            (format!("s3:{operation}"), arn.to_string())
        }
        _ if ON_POINTS.contains(&operation) => {
            let name = format!("accesspoint/{}", text("Name"));
            let arn = Arn::regional("s3", ctx.region(), account, &name);
            (format!("s3:{operation}"), arn.to_string())
        }
        _ => (format!("s3:{operation}"), "*".to_owned()),
    };
    let mut access = Access::new(ctx, action, resource).owned_by(account);
    let tags = input.list("Tags").unwrap_or_default().iter();
    for tag in tags.filter(|_| operation == "TagResource").filter_map(Value::as_struct) {
        let (Some(key), Some(value)) = (tag.str("Key"), tag.str("Value")) else { continue };
        access =
            access.with_key("aws:TagKeys", key).with_key(format!("aws:RequestTag/{key}"), value);
    }
    Ok(Some(access))
}

/// On an instance of Access Grants, whose policy may let other accounts in, a location or a grant.
fn of_grants(
    ctx: &Ctx<'_>,
    operation: &str,
    input: &Struct,
    account: AccountId,
) -> Result<Access, ApiError> {
    let action = format!("s3:{operation}");
    if operation == "ListAccessGrantsInstances" {
        return Ok(Access::new(ctx, action, "*").owned_by(account));
    }
    let below = if let Some(id) = input.str("AccessGrantId") {
        format!("/grant/{id}")
    } else if let Some(id) = input.str("AccessGrantsLocationId") {
        format!("/location/{id}")
    } else {
        String::new()
    };
    let name = format!("access-grants/default{below}");
    let arn = Arn::regional("s3", ctx.region(), account, &name);
    let scope = Scope::new(account.digits(), ctx.region().as_str());
    let policy = ctx.table_in(&INSTANCES, scope).get(&())?.and_then(|row| row.policy);
    // Whoever is granted something may ask for it: the grant says who. Source: UG, "S3 Access
    // Grants cross-account access", "Request access".
    Ok(Access::new(ctx, action, arn.to_string())
        .owned_by(account)
        .with_policy(policy.map(|(policy, _)| policy)))
}

/// A Multi-Region Access Point is named by its alias in policies, and by its name or ARN in
/// requests.
fn of_multi_region(
    ctx: &mut Ctx<'_>,
    operation: &str,
    input: &Struct,
    account: AccountId,
) -> Result<Access, ApiError> {
    let action = format!("s3:{operation}");
    let details = input.structure("Details");
    let name = details.and_then(|it| it.str("Name")).or_else(|| input.str("Name"));
    let resource = match (operation, name) {
        ("ListMultiRegionAccessPoints", _) => "*".to_owned(),
        (_, Some(name)) => {
            let ask = Ask::to("s3", "MultiRegionArn").with("Name", name).in_account(account);
            let answer = ctx.call(ask)?;
            // One that is not there has no alias yet.
            let partition = ctx.region().partition();
            let unknown = || Arn::global("s3", partition, account, &format!("accesspoint/{name}"));
            answer.str("Arn").map_or_else(|| unknown().to_string(), str::to_owned)
        }
        (_, None) => {
            let given = input.str("Mrap").or_else(|| input.str("RequestTokenARN"));
            given.unwrap_or("*").to_owned()
        }
    };
    Ok(Access::new(ctx, action, resource).owned_by(account))
}
