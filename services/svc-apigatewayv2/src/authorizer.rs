//! Authorizers: JSON Web Tokens, and functions that decide.

use kernel::{ApiError, Ctx, OpResult, Struct, Value};

use crate::apis;
use crate::errors;
use crate::integration::function_arn;
use crate::limits::{AUDIENCES_MAX, AUTHORIZER_TTL_S, AUTHORIZER_TTL_S_MAX, AUTHORIZERS_MAX};
use crate::resource::{self, Kind};
use crate::route::ROUTE;

pub static AUTHORIZER: Kind = Kind {
    name: "Authorizer",
    id: "AuthorizerId",
    parent: None,
    members: &[
        "AuthorizerCredentialsArn",
        "AuthorizerPayloadFormatVersion",
        "AuthorizerResultTtlInSeconds",
        "AuthorizerType",
        "AuthorizerUri",
        "EnableSimpleResponses",
        "IdentitySource",
        "IdentityValidationExpression",
        "JwtConfiguration",
        "Name",
    ],
    merged: &[],
    max: AUTHORIZERS_MAX,
    is_deployed: true,
    check,
};

crate::operations_of!(AUTHORIZER);

pub fn delete(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    resource::find(ctx, &AUTHORIZER, input)?;
    let id = input.str("AuthorizerId").unwrap_or_default();
    let routes = resource::all(ctx, &ROUTE, input.str("ApiId").unwrap_or_default())?;
    let is_used = routes.iter().any(|(_, route)| route.str("AuthorizerId") == Some(id));
    if is_used {
        return Err(errors::conflict(format!(
            "Cannot delete authorizer '{id}', because it is referenced in a route"
        )));
    }
    resource::delete(ctx, &AUTHORIZER, input)
}

fn check(
    ctx: &mut Ctx<'_>,
    api: &Struct,
    doc: &mut Struct,
    old: Option<&Struct>,
) -> Result<(), ApiError> {
    let is_http = apis::is_http(api);
    let sources = doc.list("IdentitySource").unwrap_or_default();
    let is_source = |it: &Value| it.as_str().is_some_and(|text| is_source(is_http, text));
    if !sources.iter().all(is_source) {
        return Err(errors::bad_request("Invalid identity source"));
    }
    let has = |name: &str| doc.get(name).is_some();
    if doc.str("AuthorizerType") == Some("JWT") {
        if !is_http {
            return Err(errors::bad_request("JWT authorizers are supported for HTTP APIs only"));
        }
        if has("AuthorizerUri") || has("EnableSimpleResponses") {
            return Err(errors::bad_request("A JWT authorizer calls no function"));
        }
        return check_jwt(doc);
    }
    if doc.str("AuthorizerUri").and_then(function_arn).is_none() {
        return Err(errors::bad_request("AuthorizerUri must name a Lambda function"));
    }
    check_format(is_http, doc)?;
    if is_http && doc.get("AuthorizerResultTtlInSeconds").is_none() {
        doc.set("AuthorizerResultTtlInSeconds", AUTHORIZER_TTL_S);
    }
    let ttl = doc.int("AuthorizerResultTtlInSeconds").unwrap_or_default();
    if !(0..=AUTHORIZER_TTL_S_MAX).contains(&ttl) {
        return Err(errors::bad_request("AuthorizerResultTtlInSeconds must be 0 to 3600"));
    }
    if !is_http && ttl > 0 {
        return Err(errors::bad_request("Authorizer results are cached for HTTP APIs only"));
    }
    if ttl > 0 && doc.list("IdentitySource").is_none_or(<[Value]>::is_empty) {
        return Err(errors::bad_request("IdentitySource is required when caching is enabled"));
    }
    let role = doc.str("AuthorizerCredentialsArn").map(str::to_owned);
    let is_new = old.is_none_or(|old| old.str("AuthorizerCredentialsArn") != role.as_deref());
    if let Some(role) = role.filter(|_| is_new) {
        ctx.authorize_pass_role(&role, "apigateway.amazonaws.com")?;
    }
    Ok(())
}

fn check_format(is_http: bool, doc: &mut Struct) -> Result<(), ApiError> {
    let version = doc.str("AuthorizerPayloadFormatVersion");
    let is_simple = doc.bool("EnableSimpleResponses") == Some(true);
    match (is_http, version) {
        (true, Some("2.0")) => Ok(()),
        (true, Some("1.0")) | (false, None) if !is_simple => Ok(()),
        (true, Some("1.0")) => {
            Err(errors::bad_request("Simple responses need AuthorizerPayloadFormatVersion 2.0"))
        }
        (true, _) => Err(errors::bad_request(
            "AuthorizerPayloadFormatVersion is a required parameter for REQUEST authorizer",
        )),
        (false, _) => {
            Err(errors::bad_request("WebSocket APIs have one payload format for authorizers"))
        }
    }
}

fn is_source(is_http: bool, text: &str) -> bool {
    let prefixes: &[&str] = if is_http {
        &["$request.header.", "$request.querystring.", "$context.", "$stageVariables."]
    } else {
        &[
            "route.request.header.",
            "route.request.querystring.",
            "stageVariables.",
            "context.",
            "$context.",
            "$stageVariables.",
        ]
    };
    prefixes.iter().any(|prefix| text.len() > prefix.len() && text.starts_with(prefix))
}

fn check_jwt(doc: &Struct) -> Result<(), ApiError> {
    let sources = doc.list("IdentitySource").unwrap_or_default();
    let is_one =
        sources.len() == 1 && sources[0].as_str().is_some_and(|it| it.starts_with("$request."));
    if !is_one {
        return Err(errors::bad_request("A JWT authorizer has one identity source"));
    }
    let configuration = doc.structure("JwtConfiguration");
    let issuer = configuration.and_then(|it| it.str("Issuer"));
    let audiences = configuration.and_then(|it| it.list("Audience")).unwrap_or_default();
    if !issuer.is_some_and(|it| it.starts_with("https://") || it.starts_with("http://")) {
        return Err(errors::bad_request(
            "Caught exception when connecting to issuer: the issuer must be a URL",
        ));
    }
    if audiences.is_empty() || audiences.len() > AUDIENCES_MAX {
        return Err(errors::bad_request("A JWT authorizer has 1 to 50 audiences"));
    }
    Ok(())
}
