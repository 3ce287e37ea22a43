//! Responses of routes and of integrations, of WebSocket APIs: what a client gets for a message.

use kernel::{ApiError, Ctx, Struct};

use crate::apis;
use crate::errors;
use crate::limits::RESPONSES_MAX;
use crate::resource::Kind;
use crate::route::DEFAULT;

pub static ROUTE_RESPONSE: Kind = Kind {
    name: "RouteResponse",
    id: "RouteResponseId",
    parent: Some("RouteId"),
    members: &[
        "ModelSelectionExpression",
        "ResponseModels",
        "ResponseParameters",
        "RouteResponseKey",
    ],
    merged: &[],
    max: RESPONSES_MAX,
    is_deployed: true,
    check: check_of_route,
};

pub static INTEGRATION_RESPONSE: Kind = Kind {
    name: "IntegrationResponse",
    id: "IntegrationResponseId",
    parent: Some("IntegrationId"),
    members: &[
        "ContentHandlingStrategy",
        "IntegrationResponseKey",
        "ResponseParameters",
        "ResponseTemplates",
        "TemplateSelectionExpression",
    ],
    merged: &["ResponseTemplates"],
    max: RESPONSES_MAX,
    is_deployed: true,
    check: check_of_integration,
};

pub mod of_route {
    use kernel::{Ctx, OpResult, Struct};

    crate::operations_of!(super::ROUTE_RESPONSE);

    pub fn delete(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
        crate::resource::delete(ctx, &super::ROUTE_RESPONSE, input)
    }
}

pub mod of_integration {
    use kernel::{Ctx, OpResult, Struct};

    crate::operations_of!(super::INTEGRATION_RESPONSE);

    pub fn delete(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
        crate::resource::delete(ctx, &super::INTEGRATION_RESPONSE, input)
    }
}

fn check_of_route(
    _ctx: &mut Ctx<'_>,
    api: &Struct,
    doc: &mut Struct,
    _old: Option<&Struct>,
) -> Result<(), ApiError> {
    only_websocket(api)?;
    if doc.str("RouteResponseKey") != Some(DEFAULT) {
        return Err(errors::bad_request("A route has one response, whose key is $default"));
    }
    let has = |name: &str| doc.structure(name).is_some_and(|it| !it.is_empty());
    if has("ResponseModels") || has("ResponseParameters") {
        return Err(errors::not_here(
            "models and parameters of route responses",
            "messages have no headers and are not checked by a model here",
        ));
    }
    Ok(())
}

fn check_of_integration(
    _ctx: &mut Ctx<'_>,
    api: &Struct,
    doc: &mut Struct,
    _old: Option<&Struct>,
) -> Result<(), ApiError> {
    only_websocket(api)?;
    let key = doc.str("IntegrationResponseKey").unwrap_or_default();
    let is_pattern = key.len() > 2 && key.starts_with('/') && key.ends_with('/');
    if key != DEFAULT && !is_pattern {
        return Err(errors::bad_request("The key is $default or a pattern between slashes"));
    }
    if doc.get("ContentHandlingStrategy").is_some() {
        return Err(errors::not_here("ContentHandlingStrategy", "payloads go as they come"));
    }
    if doc.structure("ResponseParameters").is_some_and(|it| !it.is_empty()) {
        return Err(errors::not_here(
            "parameters of integration responses",
            "messages have no headers",
        ));
    }
    Ok(())
}

fn only_websocket(api: &Struct) -> Result<(), ApiError> {
    if apis::is_http(api) {
        return Err(errors::bad_request("Responses are supported for WebSocket APIs only"));
    }
    Ok(())
}
