//! What operations act on: policies of API Gateway's management speak of paths and of HTTP verbs.
//!
//! Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon API
//! Gateway Management" (`apigateway:GET` on `arn:aws:apigateway:region::/restapis/id/…`).

use kernel::{Access, ApiError, Ctx, Struct};

use crate::docs::text;

pub fn of(ctx: &mut Ctx<'_>, operation: &str, input: &Struct) -> Result<Option<Access>, ApiError> {
    let arn = match operation {
        "GetTags" | "TagResource" | "UntagResource" => {
            format!(
                "arn:{}:apigateway:{}::/tags/{}",
                ctx.region().partition(),
                ctx.region().as_str(),
                text(input, "resourceArn").replace(':', "%3A").replace('/', "%2F")
            )
        }
        _ => format!(
            "arn:{}:apigateway:{}::{}",
            ctx.region().partition(),
            ctx.region().as_str(),
            path(operation, input)
        ),
    };
    let mut access = Access::new(ctx, format!("apigateway:{}", verb(operation)), arn);
    for (name, value) in input.structure("tags").into_iter().flat_map(Struct::iter) {
        let value = value.as_str().unwrap_or_default().to_owned();
        access = access
            .with_key(format!("aws:RequestTag/{name}"), value)
            .with_key("aws:TagKeys", name.to_owned());
    }
    Ok(Some(access))
}

fn verb(operation: &str) -> &'static str {
    match operation {
        "UntagResource" => "DELETE",
        "TagResource" | "ImportDocumentationParts" => "PUT",
        _ if operation.starts_with("Get") => "GET",
        _ if operation.starts_with("Delete") || operation.starts_with("Flush") => "DELETE",
        _ if operation.starts_with("Update") => "PATCH",
        _ if operation.starts_with("Put") => "PUT",
        _ => "POST",
    }
}

/// The request's path, by what the input names.
fn path(operation: &str, input: &Struct) -> String {
    let with = |path: &str, member: &str| match input.str(member) {
        Some(id) if !id.is_empty() => format!("{path}/{id}"),
        _ => path.to_owned(),
    };
    let has = |part: &str| operation.contains(part);
    if operation == "UpdateAccount" || operation == "GetAccount" {
        return "/account".to_owned();
    }
    if has("UsagePlan") || has("Usage") {
        let plan = with("/usageplans", "usagePlanId");
        if has("Key") {
            return with(&format!("{plan}/keys"), "keyId");
        }
        return if has("UsagePlan") { plan } else { format!("{plan}/usage") };
    }
    if has("ApiKey") {
        return with("/apikeys", "apiKey");
    }
    if input.str("domainName").is_some() || has("DomainName") {
        let domain = match operation {
            "CreateDomainName" | "GetDomainNames" => "/domainnames".to_owned(),
            _ => with("/domainnames", "domainName"),
        };
        return match operation {
            "CreateBasePathMapping" => format!("{domain}/basepathmappings"),
            _ if has("BasePathMapping") => with(&format!("{domain}/basepathmappings"), "basePath"),
            _ => domain,
        };
    }
    let api = with("/restapis", "restApiId");
    below_api(operation, input, &api)
}

fn below_api(operation: &str, input: &Struct, api: &str) -> String {
    let with = |path: &str, member: &str| match input.str(member) {
        Some(id) if !id.is_empty() => format!("{path}/{id}"),
        _ => path.to_owned(),
    };
    let has = |part: &str| operation.contains(part);
    if has("Resource") && !has("TagResource") {
        return match operation {
            "CreateResource" => with(&format!("{api}/resources"), "parentId"),
            _ => with(&format!("{api}/resources"), "resourceId"),
        };
    }
    if input.str("resourceId").is_some() {
        let method = with(
            &format!("{}/methods", with(&format!("{api}/resources"), "resourceId")),
            "httpMethod",
        );
        return match operation {
            _ if has("IntegrationResponse") => {
                with(&format!("{method}/integration/responses"), "statusCode")
            }
            _ if has("MethodResponse") => with(&format!("{method}/responses"), "statusCode"),
            _ if has("Integration") => format!("{method}/integration"),
            _ => method,
        };
    }
    for (part, segment, member) in [
        ("Deployment", "deployments", "deploymentId"),
        ("GatewayResponse", "gatewayresponses", "responseType"),
        ("RequestValidator", "requestvalidators", "requestValidatorId"),
        ("DocumentationVersion", "documentation/versions", "documentationVersion"),
        ("DocumentationPart", "documentation/parts", "documentationPartId"),
        ("Model", "models", "modelName"),
    ] {
        if has(part) {
            return match operation {
                "CreateDeployment" | "CreateDocumentationVersion" => format!("{api}/{segment}"),
                _ => with(&format!("{api}/{segment}"), member),
            };
        }
    }
    if has("Export") {
        return with(
            &format!("{}/exports", with(&format!("{api}/stages"), "stageName")),
            "exportType",
        );
    }
    if operation == "FlushStageAuthorizersCache" {
        return format!("{}/cache/authorizers", with(&format!("{api}/stages"), "stageName"));
    }
    if has("Stage") {
        return match operation {
            "CreateStage" => format!("{api}/stages"),
            _ => with(&format!("{api}/stages"), "stageName"),
        };
    }
    if has("Authorizer") {
        return with(&format!("{api}/authorizers"), "authorizerId");
    }
    api.to_owned()
}
