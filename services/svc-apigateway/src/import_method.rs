//! One method of an OpenAPI definition: parameters, models, security, and its integration.

use kernel::{ApiError, Ctx, Struct};
use serde_json::Value as Json;

use crate::context::shown;
use crate::docs::{self, map_mut, part};
use crate::import::{self, Import};
use crate::json::structure;
use crate::{integration, method, resource};

const METHODS: [(&str, &str); 8] = [
    ("get", "GET"),
    ("put", "PUT"),
    ("post", "POST"),
    ("delete", "DELETE"),
    ("options", "OPTIONS"),
    ("head", "HEAD"),
    ("patch", "PATCH"),
    ("x-amazon-apigateway-any-method", "ANY"),
];

/// All methods of a path.
pub fn methods(
    ctx: &mut Ctx<'_>,
    import: &mut Import<'_>,
    resource: &str,
    path: &Json,
) -> Result<(), ApiError> {
    for (name, method) in METHODS {
        let operation = &path[name];
        if !operation.is_object() {
            continue;
        }
        let api = import.api.clone();
        let mut doc =
            docs::find_part(ctx, &api, part::RESOURCE, resource)?.ok_or_else(ApiError::internal)?;
        let mut made = Struct::new().with("httpMethod", method);
        if let Some(id) = operation["operationId"].as_str() {
            made.set("operationName", id);
        }
        security(import, operation, &mut made);
        validator(import, operation, &mut made);
        request(ctx, import, (path, operation), &mut made)?;
        responses(ctx, import, operation, &mut made)?;
        method::complete(ctx, &api, &doc, &mut made)?;
        let own = &operation["x-amazon-apigateway-integration"];
        if own.is_object() {
            let integration = of_integration(ctx, import.resolved(own), resource)?;
            made.set("methodIntegration", integration);
        }
        map_mut(&mut doc, "resourceMethods").set(method, made);
        resource::put(ctx, &api, &doc);
    }
    Ok(())
}

fn security(import: &Import<'_>, operation: &Json, made: &mut Struct) {
    let own = &operation["security"];
    let all = if own.is_array() { own } else { &import.definition["security"] };
    let mut kind = "NONE";
    for (name, _) in all.as_array().into_iter().flatten().filter_map(Json::as_object).flatten() {
        let scheme = &import.schemes()[name];
        if let Some(id) = import.authorizers.get(name) {
            kind = "CUSTOM";
            made.set("authorizerId", shown(id));
        } else if scheme["x-amazon-apigateway-authtype"] == "awsSigv4" {
            kind = "AWS_IAM";
        } else if scheme["type"] == "apiKey"
            && scheme["name"].as_str().is_some_and(|it| it.eq_ignore_ascii_case("x-api-key"))
        {
            made.set("apiKeyRequired", true);
        }
    }
    if let Some(own) = operation["x-amazon-apigateway-auth"]["type"].as_str() {
        kind = match own.to_ascii_uppercase().as_str() {
            "AWS_IAM" => "AWS_IAM",
            _ => "NONE",
        };
    }
    made.set("authorizationType", kind);
}

fn validator(import: &Import<'_>, operation: &Json, made: &mut Struct) {
    const NAME: &str = "x-amazon-apigateway-request-validator";
    let own = operation[NAME].as_str().or_else(|| import.definition[NAME].as_str());
    if let Some(id) = own.and_then(|name| import.validators.get(name)) {
        made.set("requestValidatorId", shown(id));
    }
}

fn request(
    ctx: &mut Ctx<'_>,
    import: &Import<'_>,
    (path, operation): (&Json, &Json),
    made: &mut Struct,
) -> Result<(), ApiError> {
    let of_both = [&path["parameters"], &operation["parameters"]];
    let mut body = Json::Null;
    for parameter in of_both.into_iter().filter_map(Json::as_array).flatten() {
        let parameter = import.resolved(parameter);
        let place = match parameter["in"].as_str() {
            Some("query") => "querystring",
            Some(place @ ("header" | "path")) => place,
            Some("body") => {
                body = parameter["schema"].clone();
                continue;
            }
            _ => continue,
        };
        let name = parameter["name"].as_str().unwrap_or_default();
        let is_required = parameter["required"].as_bool().unwrap_or_default();
        map_mut(made, "requestParameters")
            .set(format!("method.request.{place}.{name}"), is_required);
    }
    if import.is_version_2() {
        for kind in media_types(import, operation, "consumes") {
            model(ctx, import, &body, (made, "requestModels", &kind))?;
        }
        return Ok(());
    }
    let body = import.resolved(&operation["requestBody"]);
    for (kind, media) in body["content"].as_object().into_iter().flatten() {
        model(ctx, import, &media["schema"], (made, "requestModels", kind))?;
    }
    Ok(())
}

/// Of version 2: the operation's, or the definition's, or JSON.
fn media_types(import: &Import<'_>, operation: &Json, member: &str) -> Vec<String> {
    let own = &operation[member];
    let all = if own.is_array() { own } else { &import.definition[member] };
    let all: Vec<String> =
        all.as_array().into_iter().flatten().filter_map(Json::as_str).map(str::to_owned).collect();
    if all.is_empty() { vec!["application/json".to_owned()] } else { all }
}

/// A reference names its model; a schema that stands here gets one of its own.
fn model(
    ctx: &mut Ctx<'_>,
    import: &Import<'_>,
    schema: &Json,
    (made, map, kind): (&mut Struct, &'static str, &str),
) -> Result<(), ApiError> {
    if !schema.is_object() {
        return Ok(());
    }
    let named = schema["$ref"].as_str().and_then(|it| it.rsplit('/').next());
    let name = named.map_or_else(|| format!("MODEL{}", docs::new_id(ctx, 6)), str::to_owned);
    if named.is_none() {
        import::put_model(ctx, import, &name, schema)?;
    }
    map_mut(made, map).set(kind.to_owned(), name);
    Ok(())
}

fn responses(
    ctx: &mut Ctx<'_>,
    import: &Import<'_>,
    operation: &Json,
    made: &mut Struct,
) -> Result<(), ApiError> {
    for (status, response) in operation["responses"].as_object().into_iter().flatten() {
        if status.len() != 3 || !status.bytes().all(|it| it.is_ascii_digit()) {
            continue;
        }
        let response = import.resolved(response);
        let mut doc = Struct::new().with("statusCode", status.as_str());
        for (name, _) in response["headers"].as_object().into_iter().flatten() {
            map_mut(&mut doc, "responseParameters")
                .set(format!("method.response.header.{name}"), false);
        }
        if import.is_version_2() {
            for kind in media_types(import, operation, "produces") {
                model(ctx, import, &response["schema"], (&mut doc, "responseModels", &kind))?;
            }
        }
        for (kind, media) in response["content"].as_object().into_iter().flatten() {
            model(ctx, import, &media["schema"], (&mut doc, "responseModels", kind))?;
        }
        map_mut(made, "methodResponses").set(status.clone(), doc);
    }
    Ok(())
}

fn of_integration(ctx: &mut Ctx<'_>, own: &Json, resource: &str) -> Result<Struct, ApiError> {
    let mut doc = Struct::new();
    let upper = |name: &str| own[name].as_str().map(str::to_ascii_uppercase);
    for name in ["type", "passthroughBehavior", "contentHandling", "connectionType"] {
        if let Some(value) = upper(name) {
            doc.set(name, value);
        }
    }
    for name in ["uri", "httpMethod", "credentials", "connectionId"] {
        if let Some(value) = own[name].as_str() {
            doc.set(name, value);
        }
    }
    for name in ["requestParameters", "requestTemplates", "tlsConfig"] {
        if let Some(entries) = own[name].as_object() {
            doc.set(name, structure(entries));
        }
    }
    if let Some(timeout) = own["timeoutInMillis"].as_i64() {
        doc.set("timeoutInMillis", timeout);
    }
    if let Some(keys) = own["cacheKeyParameters"].as_array().filter(|it| !it.is_empty()) {
        doc.set("cacheKeyParameters", keys.iter().map(shown).collect::<Vec<_>>());
    }
    integration::refuse_absent(&doc)?;
    integration::complete(ctx, &mut doc)?;
    doc.set("cacheNamespace", resource);
    for (pattern, response) in own["responses"].as_object().into_iter().flatten() {
        let status = shown(&response["statusCode"]);
        let mut of = Struct::new().with("statusCode", status.as_str());
        if pattern != "default" {
            of.set("selectionPattern", pattern.as_str());
        }
        for name in ["responseParameters", "responseTemplates"] {
            if let Some(entries) = response[name].as_object() {
                of.set(name, structure(entries));
            }
        }
        if let Some(handling) = response["contentHandling"].as_str() {
            of.set("contentHandling", handling.to_ascii_uppercase());
        }
        integration::check_response(&of)?;
        map_mut(&mut doc, "integrationResponses").set(status, of);
    }
    Ok(doc)
}
