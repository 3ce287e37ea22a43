//! Integrations of methods, and what becomes of their answers.

use kernel::arn::Arn;
use kernel::{ApiError, Ctx, OpResult, Struct};
use regex::Regex;

use crate::docs::{chosen, map_mut, text};
use crate::errors::{bad, not_found, not_here};
use crate::limits::{TIMEOUT_MS_MAX, TIMEOUT_MS_MIN};
use crate::method::{self, response_of};
use crate::patch;
use crate::resource;

const TAKEN: [&str; 10] = [
    "type",
    "uri",
    "connectionType",
    "credentials",
    "requestParameters",
    "requestTemplates",
    "passthroughBehavior",
    "contentHandling",
    "timeoutInMillis",
    "tlsConfig",
];
const RESPONSE_TAKEN: [&str; 5] = [
    "statusCode",
    "selectionPattern",
    "responseParameters",
    "responseTemplates",
    "contentHandling",
];

pub fn put(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let resource = resource::find(ctx, input)?;
    method::of_input(&resource, input)?;
    refuse_absent(input)?;
    let mut doc = chosen(input, &TAKEN);
    if let Some(method) = input.str("integrationHttpMethod") {
        doc.set("httpMethod", method);
    }
    doc.set("cacheNamespace", text(input, "resourceId"));
    complete(ctx, &mut doc)?;
    method::change(ctx, input, |method| {
        method.set("methodIntegration", doc.clone());
        Ok(doc)
    })
}

/// What an integration may ask for and is not here.
pub fn refuse_absent(input: &Struct) -> Result<(), ApiError> {
    if input.str("connectionType") == Some("VPC_LINK") || input.get("connectionId").is_some() {
        return Err(not_here("VPC links", "there are no VPCs"));
    }
    if input.get("integrationTarget").is_some() {
        return Err(not_here("integrationTarget", "there are no load balancers"));
    }
    if input.str("responseTransferMode") == Some("STREAM") {
        return Err(not_here("responseTransferMode STREAM", "answers are sent whole"));
    }
    if input.list("cacheKeyParameters").is_some_and(|it| !it.is_empty())
        || input.get("cacheNamespace").is_some_and(|it| {
            it.as_str() != input.str("resourceId") && input.str("resourceId").is_some()
        })
    {
        return Err(not_here("caching of answers", "stages have no cache"));
    }
    if input
        .structure("tlsConfig")
        .is_some_and(|it| it.bool("insecureSkipVerification") == Some(true))
    {
        return Err(not_here("insecureSkipVerification", "certificates are always verified"));
    }
    Ok(())
}

/// Defaults, and what an integration must be.
pub fn complete(ctx: &mut Ctx<'_>, doc: &mut Struct) -> Result<(), ApiError> {
    let kind = text(doc, "type").to_owned();
    if doc.get("passthroughBehavior").is_none() {
        doc.set("passthroughBehavior", "WHEN_NO_MATCH");
    }
    if !matches!(text(doc, "passthroughBehavior"), "WHEN_NO_MATCH" | "WHEN_NO_TEMPLATES" | "NEVER")
    {
        return Err(bad("Invalid passthrough behavior specified"));
    }
    let timeout = doc.int("timeoutInMillis").unwrap_or(TIMEOUT_MS_MAX);
    if !(TIMEOUT_MS_MIN..=TIMEOUT_MS_MAX).contains(&timeout) {
        // [U]
        return Err(bad(format!(
            "Timeout should be between {TIMEOUT_MS_MIN} ms and {TIMEOUT_MS_MAX} ms"
        )));
    }
    doc.set("timeoutInMillis", timeout);
    if let Some(role) = doc.str("credentials").filter(|it| !it.is_empty()).map(str::to_owned) {
        check_credentials(ctx, &role)?;
    }
    for (_, template) in doc.structure("requestTemplates").into_iter().flat_map(Struct::iter) {
        check_template(template.as_str().unwrap_or_default())?;
    }
    for (to, from) in doc.structure("requestParameters").into_iter().flat_map(Struct::iter) {
        check_mapping(to, from.as_str().unwrap_or_default())?;
    }
    match kind.as_str() {
        "MOCK" => return Ok(()),
        "HTTP" | "HTTP_PROXY" | "AWS" | "AWS_PROXY" => {}
        _ => return Err(bad("Invalid integration type specified")),
    }
    if text(doc, "httpMethod").is_empty() {
        // [U]
        return Err(bad("Enumeration value for HttpMethod must be non-empty"));
    }
    if doc.get("connectionType").is_none() {
        doc.set("connectionType", "INTERNET");
    }
    check_uri(&kind, text(doc, "uri"))
}

fn check_uri(kind: &str, uri: &str) -> Result<(), ApiError> {
    if uri.contains("${stageVariables.") {
        return Ok(());
    }
    if kind.starts_with("HTTP") {
        let plain = uri.replace(['{', '}'], "x").replace('+', "x");
        if !outbound::http::is_url(&plain) {
            // [U]
            return Err(bad("Invalid HTTP endpoint specified for URI"));
        }
        return Ok(());
    }
    let arn = Arn::parse(uri).filter(|arn| arn.service == "apigateway");
    // [U]
    let arn = arn.ok_or_else(|| bad("Invalid ARN specified in the request"))?;
    if !arn.resource.starts_with("path/") && !arn.resource.starts_with("action/") {
        // [U]
        return Err(bad("AWS ARN for integration must contain path or action"));
    }
    if kind == "AWS_PROXY" && !uri.contains(":lambda:path/") {
        // [U]
        return Err(bad(
            "Integrations of type 'AWS_PROXY' currently only supports Lambda function \
            and Firehose stream invocations.",
        ));
    }
    Ok(())
}

/// Who configures an integration hands the role on.
fn check_credentials(ctx: &mut Ctx<'_>, role: &str) -> Result<(), ApiError> {
    if role == CALLER {
        return Ok(());
    }
    let arn = Arn::parse(role).filter(|arn| arn.service == "iam");
    let is_role = arn.is_some_and(|arn| arn.resource.starts_with("role/"));
    if !is_role {
        // [U]
        return Err(bad("Invalid ARN specified in the request"));
    }
    ctx.authorize_pass_role(role, "apigateway.amazonaws.com")
}

/// "To require that the caller's identity be passed through from the request".
pub const CALLER: &str = "arn:aws:iam::*:user/*";

/// AWS takes any text and fails when it is used; what cannot be read is refused here.
fn check_template(template: &str) -> Result<(), ApiError> {
    vtl::check(template).map_err(|error| bad(format!("Invalid mapping template: {error}")))
}

fn check_mapping(to: &str, from: &str) -> Result<(), ApiError> {
    let wrong = || {
        // [U]
        bad(format!(
            "Invalid mapping expression specified: Validation Result: warnings : [], errors : \
             [Invalid mapping expression parameter specified: {to} = {from}]"
        ))
    };
    let is_target = ["header", "querystring", "path"].iter().any(|place| {
        to.strip_prefix("integration.request.")
            .and_then(|it| it.strip_prefix(place))
            .is_some_and(|it| it.len() > 1 && it.starts_with('.'))
    });
    let is_literal = from.len() >= 2 && from.starts_with('\'') && from.ends_with('\'');
    let is_source = ["method.request.", "context.", "stageVariables."]
        .iter()
        .any(|start| from.len() > start.len() && from.starts_with(start));
    if is_target && (is_literal || is_source) { Ok(()) } else { Err(wrong()) }
}

pub fn of_method(method: &Struct) -> Result<&Struct, ApiError> {
    method.structure("methodIntegration").ok_or_else(|| not_found("Integration"))
}

pub fn get(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let resource = resource::find(ctx, input)?;
    of_method(method::of_input(&resource, input)?).cloned()
}

pub fn update(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let resource = resource::find(ctx, input)?;
    let mut doc = of_method(method::of_input(&resource, input)?)?.clone();
    patch::apply(&mut doc, patch::INTEGRATION, input)?;
    complete(ctx, &mut doc)?;
    method::change(ctx, input, |method| {
        method.set("methodIntegration", doc.clone());
        Ok(doc)
    })
}

pub fn delete(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    method::change(ctx, input, |method| {
        of_method(method)?;
        method.remove("methodIntegration");
        Ok(Struct::new())
    })
}

pub fn put_response(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let response = chosen(input, &RESPONSE_TAKEN);
    check_response(&response)?;
    method::change(ctx, input, |method| {
        let mut doc = of_method(method)?.clone();
        let status = text(input, "statusCode");
        check_declared(method, status, &response)?;
        map_mut(&mut doc, "integrationResponses").set(status.to_owned(), response.clone());
        method.set("methodIntegration", doc);
        Ok(response)
    })
}

/// A response of an integration becomes one that the method declares, with its headers.
fn check_declared(method: &Struct, status: &str, response: &Struct) -> Result<(), ApiError> {
    let declared = method.structure("methodResponses").and_then(|it| it.structure(status));
    let declared = declared.ok_or_else(|| {
        // [U]
        ApiError::new("NotFoundException", "Invalid Response status code specified")
            .with_status(404)
    })?;
    let declared = declared.structure("responseParameters");
    for (name, _) in response.structure("responseParameters").into_iter().flat_map(Struct::iter) {
        if declared.is_none_or(|it| it.get(name).is_none()) {
            // [U]
            return Err(bad(format!(
                "Invalid mapping expression specified: Validation Result: warnings : [], errors : \
                 [Invalid mapping expression parameter specified: {name}]"
            )));
        }
    }
    Ok(())
}

pub fn check_response(response: &Struct) -> Result<(), ApiError> {
    if let Some(pattern) = response.str("selectionPattern")
        && Regex::new(pattern).is_err()
    {
        return Err(bad(format!("Invalid selection pattern specified: {pattern}")));
    }
    for (_, template) in response.structure("responseTemplates").into_iter().flat_map(Struct::iter)
    {
        check_template(template.as_str().unwrap_or_default())?;
    }
    Ok(())
}

pub fn get_response(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let resource = resource::find(ctx, input)?;
    let doc = of_method(method::of_input(&resource, input)?)?;
    response_of(doc, "integrationResponses", input).cloned()
}

pub fn update_response(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    method::change(ctx, input, |method| {
        let mut doc = of_method(method)?.clone();
        let mut response = response_of(&doc, "integrationResponses", input)?.clone();
        patch::apply(&mut response, patch::INTEGRATION_RESPONSE, input)?;
        check_response(&response)?;
        let status = text(input, "statusCode");
        check_declared(method, status, &response)?;
        map_mut(&mut doc, "integrationResponses").set(status.to_owned(), response.clone());
        method.set("methodIntegration", doc);
        Ok(response)
    })
}

pub fn delete_response(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    method::change(ctx, input, |method| {
        let mut doc = of_method(method)?.clone();
        response_of(&doc, "integrationResponses", input)?;
        map_mut(&mut doc, "integrationResponses").remove(text(input, "statusCode"));
        method.set("methodIntegration", doc);
        Ok(Struct::new())
    })
}
