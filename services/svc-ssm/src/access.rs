//! On which parameter an operation acts, and what policies may ask.
//!
//! Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS Systems
//! Manager".

use kernel::{Access, ApiError, Ctx, Principal, Struct, Value};

use crate::name;
use crate::state::{PARAMETERS, arn};

pub fn of(ctx: &mut Ctx<'_>, operation: &str, input: &Struct) -> Result<Option<Access>, ApiError> {
    let action = format!("ssm:{operation}");
    let text = |member: &str| input.str(member).unwrap_or_default();
    let access = match operation {
        // These ask for each of their parameters.
        "DeleteParameters" | "GetParameters" => return Ok(None),
        "DescribeParameters" => Access::new(ctx, action, "*"),
        "GetServiceSetting" | "ResetServiceSetting" | "UpdateServiceSetting" => {
            let id = text("SettingId");
            let id = id.split_once(":servicesetting").map_or(id, |(_, id)| id);
            let arn = ctx.arn(&format!("servicesetting{id}")).to_string();
            Access::new(ctx, action, arn)
        }
        "GetParametersByPath" => {
            let is_recursive = input.bool("Recursive") == Some(true);
            Access::new(ctx, action, arn(ctx, text("Path").trim_end_matches('/')))
                .with_key("ssm:Recursive", if is_recursive { "true" } else { "false" })
        }
        "AddTagsToResource" | "ListTagsForResource" | "RemoveTagsFromResource" => {
            to_parameter(ctx, &action, text("ResourceId"))?
        }
        _ => to_parameter(ctx, &action, text("Name"))?,
    };
    Ok(Some(with_request(access, input)))
}

pub fn to_parameter(ctx: &Ctx<'_>, action: &str, text: &str) -> Result<Access, ApiError> {
    let Ok(named) = name::read(ctx, text) else {
        let text = if text.starts_with("arn:") { text.to_owned() } else { arn(ctx, text) };
        return Ok(Access::new(ctx, action, text));
    };
    let mut access = Access::new(ctx, action, arn(ctx, &named.name));
    if let Some(row) = ctx.table(&PARAMETERS).get(named.name.as_str())? {
        for (tag, value) in row.tags {
            access = access
                .with_key(format!("ssm:resourceTag/{tag}"), value.clone())
                .with_key(format!("aws:ResourceTag/{tag}"), value);
        }
    }
    Ok(access)
}

fn with_request(mut access: Access, input: &Struct) -> Access {
    if let Some(overwrites) = input.bool("Overwrite") {
        access = access.with_key("ssm:Overwrite", if overwrites { "true" } else { "false" });
    }
    if let Some(policies) = input.str("Policies") {
        access = access.with_key("ssm:Policies", policies);
    }
    for tag in input.list("Tags").unwrap_or_default().iter().filter_map(Value::as_struct) {
        let key = tag.str("Key").unwrap_or_default();
        let value = tag.str("Value").unwrap_or_default();
        access =
            access.with_key("aws:TagKeys", key).with_key(format!("aws:RequestTag/{key}"), value);
    }
    for key in input.list("TagKeys").unwrap_or_default() {
        access = access.with_key("aws:TagKeys", key.as_str().unwrap_or_default());
    }
    access
}

/// Who is kept as the one who has changed something.
pub fn caller(ctx: &Ctx<'_>) -> String {
    match ctx.principal() {
        Principal::Identity(identity) => identity.arn.clone(),
        Principal::Service(name) => name.to_string(),
        Principal::Root(account) => {
            format!("arn:{}:iam::{account}:root", ctx.region().partition())
        }
        Principal::Anonymous => String::new(),
    }
}
