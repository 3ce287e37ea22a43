//! What each operation acts on, in the words of policies.
//!
//! Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS
//! Lambda".

use kernel::arn::Arn;
use kernel::{Access, ApiError, Ctx, Scope, Struct};

use crate::layer_use::LayerVersion;
use crate::name::Name;
use crate::policy;
use crate::state::{FUNCTIONS, LAYER_POLICIES, POLICIES};

/// The policy of a function itself, beside those of its versions and aliases.
pub const UNQUALIFIED: &str = "";

pub fn of(ctx: &mut Ctx<'_>, operation: &str, input: &Struct) -> Result<Option<Access>, ApiError> {
    let action = match operation {
        "Invoke" | "InvokeAsync" | "InvokeWithResponseStream" => "InvokeFunction",
        "GetLayerVersionByArn" => "GetLayerVersion",
        other => other,
    };
    let action = format!("lambda:{action}");
    let access = match operation {
        "ListFunctions"
        | "ListLayers"
        | "GetAccountSettings"
        | "CreateCodeSigningConfig"
        | "ListCodeSigningConfigs" => Access::new(ctx, action, "*"),
        "DeleteCodeSigningConfig"
        | "GetCodeSigningConfig"
        | "UpdateCodeSigningConfig"
        | "ListFunctionsByCodeSigningConfig" => {
            let arn = input.str("CodeSigningConfigArn").unwrap_or_default();
            owned(Access::new(ctx, action, arn), arn)
        }
        "TagResource" | "UntagResource" | "ListTags" => {
            let arn = input.str("Resource").unwrap_or_default();
            owned(Access::new(ctx, action, arn), arn)
        }
        _ if operation.contains("EventSourceMapping") => to_mapping(ctx, action, input),
        _ if operation.contains("Layer") => to_layer(ctx, action, input)?,
        _ => to_function(ctx, action, input)?,
    };
    Ok(Some(with_request_tags(access, input)))
}

fn owned(access: Access, arn: &str) -> Access {
    match Arn::parse(arn).and_then(|arn| arn.account_id()) {
        Some(owner) => access.owned_by(owner),
        None => access,
    }
}

fn to_function(ctx: &Ctx<'_>, action: String, input: &Struct) -> Result<Access, ApiError> {
    let text = input.str("FunctionName").unwrap_or_default();
    let mut name = Name::parse(text);
    if let Some(qualifier) = input.str("Qualifier") {
        name.qualifier = Some(qualifier.to_owned());
    }
    let owner = name.owner(ctx);
    let scope = Scope::new(owner.digits(), ctx.region().as_str());
    let mut access = Access::new(ctx, action, name.arn(ctx)).owned_by(owner);
    let qualifier = name.qualifier.as_deref().unwrap_or(UNQUALIFIED);
    let policy = ctx.table_in(&POLICIES, scope).get(&(name.name.as_str(), qualifier))?;
    access = access.with_policy(policy.map(|row| policy::document(&row)));
    let row = ctx.table_in(&FUNCTIONS, scope).get(name.name.as_str())?;
    for (key, value) in row.into_iter().flat_map(|row| row.tags) {
        access = access.with_key(format!("aws:ResourceTag/{key}"), value);
    }
    if let Some(principal) = input.str("Principal") {
        access = access.with_key("lambda:Principal", principal);
    }
    if let Some(kind) = input.str("FunctionUrlAuthType").or_else(|| input.str("AuthType")) {
        access = access.with_key("lambda:FunctionUrlAuthType", kind);
    }
    if let Some(arn) = input.str("CodeSigningConfigArn").filter(|arn| !arn.is_empty()) {
        access = access.with_key("lambda:CodeSigningConfigArn", arn);
    }
    let layers = input.list("Layers").unwrap_or_default();
    for layer in layers.iter().filter_map(|it| it.as_str()) {
        access = access.with_key("lambda:Layer", layer);
    }
    Ok(access)
}

fn to_layer(ctx: &Ctx<'_>, action: String, input: &Struct) -> Result<Access, ApiError> {
    let name = input.str("LayerName").or_else(|| input.str("Arn")).unwrap_or_default();
    let mut arn = if name.starts_with("arn:") {
        name.to_owned()
    } else {
        ctx.arn(&format!("layer:{name}")).to_string()
    };
    if let Some(version) = input.int("VersionNumber") {
        arn = format!("{arn}:{version}");
    }
    let access = owned(Access::new(ctx, action, arn.as_str()), &arn);
    let Some(layer) = LayerVersion::parse(&arn) else { return Ok(access) };
    let policy = ctx.table_in(&LAYER_POLICIES, layer.scope).get(&layer.key())?;
    Ok(access.with_policy(policy.map(|row| policy::document(&row))))
}

fn to_mapping(ctx: &Ctx<'_>, action: String, input: &Struct) -> Access {
    let resource = match input.str("UUID") {
        Some(id) => ctx.arn(&format!("event-source-mapping:{id}")).to_string(),
        None => "*".to_owned(),
    };
    let access = Access::new(ctx, action, resource);
    match input.str("FunctionName") {
        Some(name) => access.with_key("lambda:FunctionArn", Name::parse(name).arn(ctx)),
        None => access,
    }
}

fn with_request_tags(mut access: Access, input: &Struct) -> Access {
    let tags = input.structure("Tags").into_iter().flat_map(Struct::iter);
    for (key, value) in tags {
        access = access.with_key("aws:TagKeys", key);
        if let Some(value) = value.as_str() {
            access = access.with_key(format!("aws:RequestTag/{key}"), value);
        }
    }
    access
}
