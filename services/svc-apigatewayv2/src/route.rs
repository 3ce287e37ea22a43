//! Routes: which requests and messages go where, and who may send them.

use kernel::{ApiError, Ctx, OpResult, Struct, Value};

use crate::apis;
use crate::authorizer::AUTHORIZER;
use crate::errors;
use crate::integration::INTEGRATION;
use crate::limits::{ROUTES_MAX, SCOPES_MAX};
use crate::resource::{self, Kind};
use crate::response::ROUTE_RESPONSE;

pub static ROUTE: Kind = Kind {
    name: "Route",
    id: "RouteId",
    parent: None,
    members: &[
        "ApiKeyRequired",
        "AuthorizationScopes",
        "AuthorizationType",
        "AuthorizerId",
        "ModelSelectionExpression",
        "OperationName",
        "RequestModels",
        "RequestParameters",
        "RouteKey",
        "RouteResponseSelectionExpression",
        "Target",
    ],
    merged: &["RequestParameters"],
    max: ROUTES_MAX,
    is_deployed: true,
    check,
};

crate::operations_of!(ROUTE);

pub const DEFAULT: &str = "$default";
pub const CONNECT: &str = "$connect";
pub const DISCONNECT: &str = "$disconnect";
const METHODS: [&str; 8] = ["ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];

pub fn delete(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let output = resource::delete(ctx, &ROUTE, input)?;
    let id = input.str("RouteId").unwrap_or_default();
    resource::delete_children(ctx, &ROUTE_RESPONSE, input, id);
    Ok(output)
}

pub fn delete_parameter(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let mut route = resource::find(ctx, &ROUTE, input)?;
    let key = input.str("RequestParameterKey").unwrap_or_default();
    let mut parameters = route.structure("RequestParameters").cloned().unwrap_or_default();
    if parameters.remove(key).is_none() {
        return Err(errors::no_such("RequestParameter", key));
    }
    route.set("RequestParameters", parameters);
    let text = |name: &str| input.str(name).unwrap_or_default();
    resource::put(ctx, &ROUTE, text("ApiId"), text("RouteId"), route);
    crate::deployment::follow(ctx, text("ApiId"))?;
    Ok(Struct::new())
}

fn check(
    ctx: &mut Ctx<'_>,
    api: &Struct,
    route: &mut Struct,
    old: Option<&Struct>,
) -> Result<(), ApiError> {
    let is_http = apis::is_http(api);
    let key = route.str("RouteKey").unwrap_or_default().to_owned();
    check_key(is_http, &key)?;
    let id = api.str("ApiId").unwrap_or_default();
    if old.is_none_or(|old| old.str("RouteKey") != Some(&key)) {
        let others = resource::all(ctx, &ROUTE, id)?;
        if others.iter().any(|(_, other)| other.str("RouteKey") == Some(&key)) {
            return Err(errors::conflict(format!(
                "Route with key {key} already exists for this API"
            )));
        }
    }
    if let Some(target) = route.str("Target") {
        let integration = target.strip_prefix("integrations/").ok_or_else(|| {
            errors::bad_request("The target of a route must be integrations/ and its id")
        })?;
        if resource::get(ctx, &INTEGRATION, id, integration)?.is_none() {
            return Err(errors::no_such("Integration", integration));
        }
    }
    let defaults = [("ApiKeyRequired", Value::from(false)), ("AuthorizationType", "NONE".into())];
    for (name, value) in defaults {
        if route.get(name).is_none() {
            route.set(name, value);
        }
    }
    check_features(is_http, route)?;
    check_authorizer(ctx, is_http, id, &key, route)
}

/// [U] for the key of HTTP APIs: from users' notes of AWS's answer.
fn check_key(is_http: bool, key: &str) -> Result<(), ApiError> {
    if !is_http {
        let is_fine = !key.is_empty() && key.len() <= 128 && !key.contains(char::is_control);
        return if is_fine { Ok(()) } else { Err(errors::bad_request("Invalid route key")) };
    }
    if key == DEFAULT {
        return Ok(());
    }
    let parts = key.split_once(' ');
    let is_fine = parts.is_some_and(|(method, path)| {
        METHODS.contains(&method) && path.starts_with('/') && is_path(path)
    });
    if is_fine {
        return Ok(());
    }
    Err(errors::bad_request(
        "The provided route key is not formatted properly for HTTP protocol. Format should be \
         \"<HTTP METHOD> /<RESOURCE PATH>\" or \"$default\"",
    ))
}

/// Variables are whole segments; only the last may be greedy.
fn is_path(path: &str) -> bool {
    let mut segments = path[1..].split('/').peekable();
    while let Some(segment) = segments.next() {
        let is_last = segments.peek().is_none();
        let name = segment.strip_prefix('{').and_then(|it| it.strip_suffix('}'));
        let is_fine = match name {
            Some(name) => match name.strip_suffix('+') {
                Some(name) => is_last && !name.is_empty(),
                None => !name.is_empty(),
            },
            None => !segment.contains(['{', '}', '?', '#', ' ']),
        };
        if !is_fine {
            return false;
        }
    }
    true
}

fn check_features(is_http: bool, route: &Struct) -> Result<(), ApiError> {
    let has = |name: &str| route.structure(name).is_some_and(|it| !it.is_empty());
    if route.bool("ApiKeyRequired") == Some(true) {
        return Err(if is_http {
            errors::bad_request("API keys are supported for WebSocket APIs only")
        } else {
            errors::not_here("ApiKeyRequired", "routes of WebSocket APIs take no API keys here")
        });
    }
    if is_http && (has("RequestModels") || has("RequestParameters")) {
        return Err(errors::bad_request(
            "Request models and parameters are supported for WebSocket APIs only",
        ));
    }
    if has("RequestModels") {
        return Err(errors::not_here("RequestModels", "messages are not checked by a model here"));
    }
    let selection = route.str("RouteResponseSelectionExpression");
    if selection.is_some_and(|it| is_http || it != DEFAULT) {
        return Err(errors::bad_request("Invalid route response selection expression"));
    }
    Ok(())
}

fn check_authorizer(
    ctx: &Ctx<'_>,
    is_http: bool,
    api: &str,
    key: &str,
    route: &Struct,
) -> Result<(), ApiError> {
    let kind = route.str("AuthorizationType").unwrap_or_default();
    let scopes = route.list("AuthorizationScopes").unwrap_or_default();
    if scopes.len() > SCOPES_MAX || (!scopes.is_empty() && kind != "JWT") {
        return Err(errors::bad_request("Authorization scopes need a JWT authorizer, 10 at most"));
    }
    if !is_http && kind != "NONE" && key != CONNECT {
        return Err(errors::bad_request(
            "Currently, authorization is restricted to the $connect route only",
        ));
    }
    let wanted = match kind {
        "JWT" if is_http => "JWT",
        "CUSTOM" => "REQUEST",
        "JWT" => return Err(errors::bad_request("JWT is supported for HTTP APIs only")),
        _ => return Ok(()),
    };
    let Some(authorizer) = route.str("AuthorizerId") else {
        return Err(errors::bad_request(format!("AuthorizerId is required for {kind}")));
    };
    let found = resource::get(ctx, &AUTHORIZER, api, authorizer)?;
    let found = found.ok_or_else(|| errors::no_such("Authorizer", authorizer))?;
    if found.str("AuthorizerType") == Some(wanted) {
        return Ok(());
    }
    Err(errors::bad_request(format!("The authorizer is none for authorization of type {kind}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_http_apis_are_a_method_and_a_path() {
        for key in ["$default", "GET /", "ANY /a/{b}/c", "POST /{proxy+}", "GET /a/{rest+}"] {
            assert!(check_key(true, key).is_ok(), "{key}");
        }
        for key in ["/a", "get /a", "GET a", "GET /{a+}/b", "GET /a{b}", "GET /{}", "sendMessage"] {
            assert!(check_key(true, key).is_err(), "{key}");
        }
    }
}
