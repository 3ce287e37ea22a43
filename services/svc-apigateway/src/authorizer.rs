//! Lambda authorizers, as they are configured.

use kernel::arn::Arn;
use kernel::{ApiError, Ctx, OpResult, Struct};
use regex::Regex;

use crate::docs::{self, chosen, part, text};
use crate::errors::{bad, conflict, not_found, not_here};
use crate::integration::CALLER;
use crate::limits::{AUTHORIZERS_MAX, VERDICT_TTL_S, VERDICT_TTL_S_MAX};
use crate::patch;

const ID_LEN: usize = 6;
const TAKEN: [&str; 8] = [
    "name",
    "type",
    "authType",
    "authorizerUri",
    "authorizerCredentials",
    "identitySource",
    "identityValidationExpression",
    "authorizerResultTtlInSeconds",
];

pub fn create(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    docs::api(ctx, input)?;
    if input.get("jwtConfiguration").is_some() {
        return Err(not_here("JWT", "REST APIs have no authorizers of tokens"));
    }
    make(ctx, text(input, "restApiId"), chosen(input, &TAKEN))
}

pub fn make(ctx: &mut Ctx<'_>, api: &str, mut doc: Struct) -> OpResult {
    docs::check_room(ctx, (api, part::AUTHORIZER), AUTHORIZERS_MAX, "Authorizers for this API")?;
    complete(ctx, api, &mut doc)?;
    let id = docs::new_id(ctx, ID_LEN);
    doc.set("id", id.as_str());
    docs::put_part(ctx, (api, part::AUTHORIZER, &id), &doc);
    Ok(doc)
}

fn complete(ctx: &mut Ctx<'_>, api: &str, doc: &mut Struct) -> Result<(), ApiError> {
    match text(doc, "type") {
        "TOKEN" | "REQUEST" => {}
        "COGNITO_USER_POOLS" => {
            return Err(not_here("COGNITO_USER_POOLS", "there are no user pools"));
        }
        "JWT" => return Err(not_here("JWT", "REST APIs have no authorizers of tokens")),
        _ => return Err(bad("Invalid authorizer type specified")),
    }
    let ttl = doc.int("authorizerResultTtlInSeconds").unwrap_or(VERDICT_TTL_S);
    if !(0..=VERDICT_TTL_S_MAX).contains(&ttl) {
        return Err(bad(format!(
            "Authorizer result TTL must be between 0 and {VERDICT_TTL_S_MAX} seconds"
        )));
    }
    doc.set("authorizerResultTtlInSeconds", ttl);
    if doc.get("authType").is_none() {
        doc.set("authType", "custom");
    }
    check_identity(doc, ttl)?;
    let uri = text(doc, "authorizerUri");
    let is_function = uri.contains("${stageVariables.")
        || (uri.contains(":lambda:path/") && Arn::parse(uri).is_some());
    if !is_function {
        // [U]
        return Err(bad(format!(
            "Invalid Authorizer URI: {uri}. Authorizer URI should be a valid \
            API Gateway ARN that represents a Lambda function invocation."
        )));
    }
    if let Some(expression) = doc.str("identityValidationExpression").filter(|it| !it.is_empty())
        && Regex::new(expression).is_err()
    {
        return Err(bad("Invalid identity validation expression specified"));
    }
    let role = doc.str("authorizerCredentials").filter(|it| !it.is_empty()).map(str::to_owned);
    if let Some(role) = role {
        if role == CALLER || Arn::parse(&role).is_none_or(|arn| arn.service != "iam") {
            return Err(bad("Invalid ARN specified in the request"));
        }
        ctx.authorize_pass_role(&role, "apigateway.amazonaws.com")?;
    }
    let (name, id) = (text(doc, "name"), text(doc, "id"));
    for (other, row) in docs::parts(ctx, api, part::AUTHORIZER)? {
        if other != id && text(&row, "name") == name {
            // [U]
            return Err(conflict(
                "Authorizer name must be unique. Authorizer \
                names are already used in this API.",
            ));
        }
    }
    Ok(())
}

fn check_identity(doc: &Struct, ttl: i64) -> Result<(), ApiError> {
    let sources = text(doc, "identitySource");
    let is_token = text(doc, "type") == "TOKEN";
    if sources.is_empty() && (is_token || ttl > 0) {
        // [U]
        return Err(bad("Identity source is required for this authorizer type."));
    }
    for source in sources.split(',').map(str::trim).filter(|it| !it.is_empty()) {
        let places: &[&str] = if is_token {
            &["method.request.header."]
        } else {
            &[
                "method.request.header.",
                "method.request.querystring.",
                "context.",
                "stageVariables.",
            ]
        };
        if !places.iter().any(|place| source.len() > place.len() && source.starts_with(place)) {
            return Err(bad(format!("Invalid identity source specified: {source}")));
        }
    }
    Ok(())
}

pub fn find(ctx: &Ctx<'_>, input: &Struct) -> Result<Struct, ApiError> {
    docs::api(ctx, input)?;
    let id = text(input, "authorizerId");
    let found = docs::find_part(ctx, text(input, "restApiId"), part::AUTHORIZER, id)?;
    found.ok_or_else(|| not_found("Authorizer"))
}

pub fn get(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    find(ctx, input)
}

pub fn list(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    docs::api(ctx, input)?;
    let all = docs::parts(ctx, text(input, "restApiId"), part::AUTHORIZER)?;
    docs::page("GetAuthorizers", input, all)
}

pub fn update(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let mut doc = find(ctx, input)?;
    let api = text(input, "restApiId");
    patch::apply(&mut doc, patch::AUTHORIZER, input)?;
    complete(ctx, api, &mut doc)?;
    docs::put_part(ctx, (api, part::AUTHORIZER, text(&doc, "id")), &doc);
    Ok(doc)
}

pub fn delete(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let doc = find(ctx, input)?;
    let (api, id) = (text(input, "restApiId"), text(&doc, "id"));
    for (_, resource) in docs::parts(ctx, api, part::RESOURCE)? {
        for (_, method) in resource.structure("resourceMethods").into_iter().flat_map(Struct::iter)
        {
            if method.as_struct().and_then(|it| it.str("authorizerId")) == Some(id) {
                return Err(conflict("Cannot delete authorizer, is referenced in method"));
            }
        }
    }
    docs::delete_part(ctx, (api, part::AUTHORIZER, id));
    Ok(Struct::new())
}
