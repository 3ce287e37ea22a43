//! What functions get of a request to an HTTP API: the formats 1.0 and 2.0, of integrations and of
//! authorizers.
//!
//! Source: Developer Guide, "Create AWS Lambda proxy integrations for HTTP APIs", "Control access
//! to HTTP APIs with AWS Lambda authorizers".

use kernel::Timestamp;
use serde_json::{Map, Value as Json, json};

use crate::plan::Plan;
use crate::request::{Request, all, joined, last};

/// For an integration; `authorizer` is what goes into its context.
pub fn of_integration(version: &str, plan: Plan<'_>, request: &Request, authorizer: &Json) -> Json {
    if version == "1.0" {
        return first_format(plan, request, authorizer);
    }
    let mut event = second_format(plan, request);
    if !authorizer.is_null() {
        event["requestContext"]["authorizer"] = authorizer.clone();
    }
    let (body, is_base64) = request.body();
    if !body.is_null() {
        event["body"] = body;
    }
    event["isBase64Encoded"] = json!(is_base64);
    event
}

/// For an authorizer's function.
pub fn of_authorizer(version: &str, plan: Plan<'_>, request: &Request, sources: &[String]) -> Json {
    let stage = plan.text("Stage");
    let path = plan.path(request);
    let arn = plan.execute_arn(&format!("{stage}/{}{path}", request.method));
    if version == "1.0" {
        let mut event = first_format(plan, request, &Json::Null);
        let identity = sources.join(",");
        for (name, value) in [
            ("type", json!("REQUEST")),
            ("methodArn", json!(arn)),
            ("identitySource", json!(identity)),
            ("authorizationToken", json!(identity)),
        ] {
            event[name] = value;
        }
        if let Some(object) = event.as_object_mut() {
            object.remove("body");
            object.remove("isBase64Encoded");
        }
        return event;
    }
    let mut event = second_format(plan, request);
    event["type"] = json!("REQUEST");
    event["routeArn"] = json!(arn);
    event["identitySource"] = if sources.is_empty() { Json::Null } else { json!(sources) };
    event
}

/// As the common log format writes it.
pub fn log_time(at: Timestamp) -> String {
    at.to_jiff().strftime("%d/%b/%Y:%H:%M:%S +0000").to_string()
}

pub fn domain(host: &str) -> (&str, &str) {
    let domain = host.rsplit_once(':').map_or(host, |(domain, _)| domain);
    (domain, domain.split('.').next().unwrap_or_default())
}

pub fn object<'a>(entries: impl Iterator<Item = (&'a str, &'a str)>) -> Map<String, Json> {
    entries.map(|(name, value)| (name.to_owned(), json!(value))).collect()
}

/// An object, or null where there is nothing in it.
fn or_null(entries: Map<String, Json>) -> Json {
    if entries.is_empty() { Json::Null } else { Json::Object(entries) }
}

fn second_format(plan: Plan<'_>, request: &Request) -> Json {
    let (domain, prefix) = domain(&request.host);
    let key = plan.part("Route").and_then(|it| it.str("RouteKey")).unwrap_or_default();
    let headers: Vec<_> =
        request.headers.iter().filter(|(name, _)| name != "cookie").cloned().collect();
    // "rawPath won't provide the API mapping value."
    let path = match plan.0.bool("IsCustom") {
        Some(true) => plan.path(request),
        _ => request.path.clone(),
    };
    let mut event = json!({
        "version": "2.0",
        "routeKey": key,
        "rawPath": path,
        "rawQueryString": request.query,
        "headers": joined(&headers),
        "requestContext": {
            "accountId": plan.text("Account"),
            "apiId": plan.text("Api"),
            "domainName": domain,
            "domainPrefix": prefix,
            "http": {
                "method": request.method,
                "path": path,
                "protocol": request.protocol,
                "sourceIp": plan.text("SourceIp"),
                "userAgent": request.header("user-agent").unwrap_or_default(),
            },
            "requestId": plan.text("RequestId"),
            "routeKey": key,
            "stage": plan.text("Stage"),
            "time": log_time(plan.now()),
            "timeEpoch": plan.now().millis(),
        },
    });
    let cookies = request.cookies();
    if !cookies.is_empty() {
        event["cookies"] = json!(cookies);
    }
    let parameters = [
        ("queryStringParameters", joined(&request.parameters())),
        ("pathParameters", object(plan.path_parameters())),
        ("stageVariables", object(plan.variables())),
    ];
    for (name, entries) in parameters.into_iter().filter(|(_, entries)| !entries.is_empty()) {
        event[name] = Json::Object(entries);
    }
    event
}

fn first_format(plan: Plan<'_>, request: &Request, authorizer: &Json) -> Json {
    let (domain, prefix) = domain(&request.host);
    let key = plan.part("Route").and_then(|it| it.str("RouteKey")).unwrap_or_default();
    let resource = key.split_once(' ').map_or(key, |(_, path)| path);
    let (body, is_base64) = request.body();
    let query = request.parameters();
    let context = json!({
        "accountId": plan.text("Account"),
        "apiId": plan.text("Api"),
        "authorizer": first_authorizer(authorizer),
        "domainName": domain,
        "domainPrefix": prefix,
        "extendedRequestId": plan.text("RequestId"),
        "httpMethod": request.method,
        "identity": identity(plan, request),
        "path": request.path,
        "protocol": request.protocol,
        "requestId": plan.text("RequestId"),
        "requestTime": log_time(plan.now()),
        "requestTimeEpoch": plan.now().millis(),
        "resourceId": key,
        "resourcePath": resource,
        "stage": plan.text("Stage"),
    });
    json!({
        "version": "1.0",
        "resource": resource,
        "path": request.path,
        "httpMethod": request.method,
        "headers": last(&request.headers),
        "multiValueHeaders": all(&request.headers),
        "queryStringParameters": or_null(last(&query)),
        "multiValueQueryStringParameters": or_null(all(&query)),
        "requestContext": context,
        "pathParameters": or_null(object(plan.path_parameters())),
        "stageVariables": or_null(object(plan.variables())),
        "body": body,
        "isBase64Encoded": is_base64,
    })
}

/// The first format has claims, or what a function has said, without a name around them.
fn first_authorizer(authorizer: &Json) -> Json {
    for kind in ["jwt", "lambda"] {
        if let Some(inner) = authorizer.get(kind) {
            return inner.clone();
        }
    }
    json!({"claims": null, "scopes": null})
}

fn identity(plan: Plan<'_>, request: &Request) -> Json {
    let caller = plan.json("Identity");
    json!({
        "accessKey": caller["accessKey"],
        "accountId": caller["accountId"],
        "caller": caller["callerId"],
        "cognitoAuthenticationProvider": null,
        "cognitoAuthenticationType": null,
        "cognitoIdentityId": null,
        "cognitoIdentityPoolId": null,
        "principalOrgId": null,
        "sourceIp": plan.text("SourceIp"),
        "user": caller["userId"],
        "userAgent": request.header("user-agent").unwrap_or_default(),
        "userArn": caller["userArn"],
    })
}
