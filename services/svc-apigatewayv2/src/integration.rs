//! Integrations: what a route calls.

use kernel::{ApiError, Ctx, OpResult, Struct};

use crate::apis;
use crate::errors;
use crate::limits::{self, INTEGRATIONS_MAX};
use crate::mapping;
use crate::resource::{self, Kind};
use crate::response::INTEGRATION_RESPONSE;
use crate::route::ROUTE;
use crate::subtype;

pub static INTEGRATION: Kind = Kind {
    name: "Integration",
    id: "IntegrationId",
    parent: None,
    members: &[
        "ConnectionId",
        "ConnectionType",
        "ContentHandlingStrategy",
        "CredentialsArn",
        "Description",
        "IntegrationMethod",
        "IntegrationSubtype",
        "IntegrationType",
        "IntegrationUri",
        "PassthroughBehavior",
        "PayloadFormatVersion",
        "RequestParameters",
        "RequestTemplates",
        "ResponseParameters",
        "TemplateSelectionExpression",
        "TimeoutInMillis",
        "TlsConfig",
    ],
    merged: &["RequestParameters", "RequestTemplates", "ResponseParameters"],
    max: INTEGRATIONS_MAX,
    is_deployed: true,
    check,
};

crate::operations_of!(INTEGRATION);

pub fn delete(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let api = input.str("ApiId").unwrap_or_default();
    resource::find(ctx, &INTEGRATION, input)?;
    let id = input.str("IntegrationId").unwrap_or_default();
    let target = format!("integrations/{id}");
    let routes = resource::all(ctx, &ROUTE, api)?;
    let user = routes.iter().find(|(_, route)| route.str("Target") == Some(&target));
    if let Some((route, doc)) = user {
        let key = doc.str("RouteKey").unwrap_or_default();
        return Err(errors::conflict(format!(
            "Cannot delete Integration '{id}' due to Route '{route}' ({key}) using it"
        )));
    }
    let output = resource::delete(ctx, &INTEGRATION, input)?;
    resource::delete_children(ctx, &INTEGRATION_RESPONSE, input, id);
    Ok(output)
}

fn check(
    ctx: &mut Ctx<'_>,
    api: &Struct,
    doc: &mut Struct,
    old: Option<&Struct>,
) -> Result<(), ApiError> {
    let is_http = apis::is_http(api);
    let kind = doc.str("IntegrationType").unwrap_or_default().to_owned();
    if is_http && !matches!(kind.as_str(), "AWS_PROXY" | "HTTP_PROXY") {
        return Err(errors::bad_request(format!(
            "Integration type {kind} is not supported for HTTP APIs"
        )));
    }
    refuse_absent(doc)?;
    let version = doc.str("PayloadFormatVersion").map(str::to_owned);
    let is_function = kind == "AWS_PROXY" && doc.get("IntegrationSubtype").is_none();
    match version.as_deref() {
        None if is_http => {
            return Err(errors::bad_request("PayloadFormatVersion is a required parameter"));
        }
        Some("1.0") => {}
        Some("2.0") if is_http && is_function => {}
        None => doc.set("PayloadFormatVersion", "1.0"),
        Some(other) => {
            return Err(errors::bad_request(format!("Invalid PayloadFormatVersion: {other}")));
        }
    }
    fill(is_http, &kind, doc);
    check_timeout(is_http, doc)?;
    check_target(is_http, &kind, doc)?;
    if is_http {
        mapping::check(doc)?;
    }
    let role = doc.str("CredentialsArn").map(str::to_owned);
    let is_new = old.is_none_or(|old| old.str("CredentialsArn") != role.as_deref());
    if let Some(role) = role.filter(|role| is_new && !role.contains('*')) {
        ctx.authorize_pass_role(&role, "apigateway.amazonaws.com")?;
    }
    Ok(())
}

fn refuse_absent(doc: &Struct) -> Result<(), ApiError> {
    if doc.str("ConnectionType") == Some("VPC_LINK") || doc.get("ConnectionId").is_some() {
        return Err(errors::not_here("VPC links", "there are no private networks to reach"));
    }
    if doc.get("TlsConfig").is_some() {
        return Err(errors::bad_request("TlsConfig is for private integrations only"));
    }
    if doc.get("ContentHandlingStrategy").is_some() {
        return Err(errors::not_here("ContentHandlingStrategy", "payloads go as they come"));
    }
    let caller = doc.str("CredentialsArn").is_some_and(|role| role.contains('*'));
    if caller {
        return Err(errors::not_here(
            "CredentialsArn arn:aws:iam::*:user/*",
            "integrations act as a role or as API Gateway",
        ));
    }
    Ok(())
}

fn fill(is_http: bool, kind: &str, doc: &mut Struct) {
    let timeout = if is_http { limits::HTTP_TIMEOUT_MS } else { limits::WEBSOCKET_TIMEOUT_MS };
    let mut defaults: Vec<(&'static str, kernel::Value)> =
        vec![("ConnectionType", "INTERNET".into()), ("TimeoutInMillis", timeout.into())];
    if kind == "AWS_PROXY" && doc.get("IntegrationSubtype").is_none() {
        defaults.push(("IntegrationMethod", "POST".into()));
    }
    if !is_http {
        defaults.push(("PassthroughBehavior", "WHEN_NO_MATCH".into()));
        defaults.push((
            "IntegrationResponseSelectionExpression",
            "${integration.response.statuscode}".into(),
        ));
    }
    for (name, value) in defaults {
        if doc.get(name).is_none() {
            doc.set(name, value);
        }
    }
}

fn check_timeout(is_http: bool, doc: &Struct) -> Result<(), ApiError> {
    let max = if is_http { limits::HTTP_TIMEOUT_MS } else { limits::WEBSOCKET_TIMEOUT_MS };
    let timeout = doc.int("TimeoutInMillis").unwrap_or(max);
    if (limits::TIMEOUT_MS_MIN..=max).contains(&timeout) {
        return Ok(());
    }
    Err(errors::bad_request(format!(
        "Timeout should be between {} ms and {max} ms",
        limits::TIMEOUT_MS_MIN
    )))
}

fn check_target(is_http: bool, kind: &str, doc: &Struct) -> Result<(), ApiError> {
    let uri = doc.str("IntegrationUri").unwrap_or_default();
    if let Some(name) = doc.str("IntegrationSubtype") {
        if !is_http || kind != "AWS_PROXY" {
            return Err(errors::bad_request("IntegrationSubtype is for AWS_PROXY of HTTP APIs"));
        }
        if doc.get("CredentialsArn").is_none() {
            return Err(errors::bad_request("CredentialsArn is required for service integrations"));
        }
        return subtype::check(name, doc);
    }
    let is_fine = match kind {
        "MOCK" => true,
        "AWS_PROXY" => function_arn(uri).is_some(),
        "AWS" => function_arn(uri).is_some() || uri.starts_with("arn:aws:apigateway:"),
        _ => uri.starts_with("http://") || uri.starts_with("https://"),
    };
    if !is_fine {
        return Err(errors::bad_request(format!("Invalid integration URI specified: {uri}")));
    }
    if matches!(kind, "HTTP" | "HTTP_PROXY") && doc.get("IntegrationMethod").is_none() {
        return Err(errors::bad_request("IntegrationMethod is required for HTTP integrations"));
    }
    if kind == "AWS" && function_arn(uri).is_none() {
        return Err(errors::not_here(
            "integrations of type AWS with other services than Lambda",
            "a function, HTTP, MOCK or a subtype of an HTTP API can take their place",
        ));
    }
    Ok(())
}

/// The function that a URI names: its ARN, or API Gateway's form around it.
pub fn function_arn(uri: &str) -> Option<&str> {
    let wrapped = uri.split_once(":lambda:path/2015-03-31/functions/");
    let arn = match wrapped {
        Some((_, rest)) => rest.strip_suffix("/invocations")?,
        None => uri,
    };
    let is_function =
        arn.starts_with("arn:") && arn.contains(":lambda:") && arn.contains(":function:");
    is_function.then_some(arn)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_are_named_in_two_forms() {
        let arn = "arn:aws:lambda:us-east-1:111111111111:function:f:live";
        let uri = format!(
            "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{arn}/invocations"
        );
        assert_eq!(function_arn(&uri), Some(arn));
        assert_eq!(function_arn(arn), Some(arn));
        assert_eq!(function_arn("arn:aws:sqs:us-east-1:1:q"), None);
    }
}
