//! ExportApi: an HTTP API as an OpenAPI 3 definition.

use bytes::Bytes;
use kernel::{Ctx, OpResult, Struct, Value};
use serde_json::{Map, Value as Json, json};
use yaml_rust2::{YamlEmitter, YamlLoader};

use crate::apis;
use crate::definition::{
    ANY, AUTH, AUTHORIZER_KEY, AUTHORIZER_MEMBERS, CORS, CORS_MEMBERS, INTEGRATION_KEY,
    INTEGRATION_MEMBERS,
};
use crate::deployment;
use crate::errors;
use crate::resource;
use crate::stage::STAGE;
use crate::state::SNAPSHOTS;
use crate::subtype::to_json;

pub fn export(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let api = apis::of(ctx, input)?;
    if !apis::is_http(&api) {
        return Err(errors::bad_request("Export is supported for HTTP APIs only"));
    }
    if input.str("Specification") != Some("OAS30") {
        return Err(errors::bad_request("The specification must be OAS30"));
    }
    if input.str("ExportVersion").is_some_and(|version| version != "1.0") {
        return Err(errors::bad_request("The export version must be 1.0"));
    }
    let extends = input.bool("IncludeExtensions").unwrap_or(true);
    let id = api.str("ApiId").unwrap_or_default();
    // "If you don't specify a stage name, a representation of the latest API configuration".
    let frozen = match input.str("StageName") {
        None => deployment::frozen(ctx, &api)?,
        Some(name) => {
            let stage = resource::get(ctx, &STAGE, id, name)?;
            let stage = stage.ok_or_else(|| errors::no_such("Stage", name))?;
            let deployment = stage.str("DeploymentId").unwrap_or_default();
            let row = ctx.table(&SNAPSHOTS).get(&(id, deployment))?;
            row.ok_or_else(|| errors::bad_request("The stage has no deployment"))?.doc
        }
    };
    let document = document(ctx, &api, &frozen, extends);
    let text = match input.str("OutputType") {
        Some("YAML") => yaml(&document),
        Some("JSON") => Some(format!("{document:#}")),
        _ => return Err(errors::bad_request("The output type must be JSON or YAML")),
    };
    let text = text.ok_or_else(kernel::ApiError::internal)?;
    Ok(Struct::new().with("body", Value::Blob(Bytes::from(text))))
}

fn document(ctx: &Ctx<'_>, api: &Struct, frozen: &Struct, extends: bool) -> Json {
    let text = |name: &str| api.str(name);
    let mut info = json!({"title": text("Name"), "version": text("Version").unwrap_or_default()});
    if let Some(description) = text("Description") {
        info["description"] = json!(description);
    }
    if text("Version").is_none() {
        let date = api.timestamp("CreatedDate").map(kernel::Timestamp::iso8601);
        info["version"] = json!(date.unwrap_or_default());
    }
    let shown = apis::show(ctx, api.clone());
    let mut document = json!({
        "openapi": "3.0.1",
        "info": info,
        "servers": [{"url": shown.str("ApiEndpoint")}],
        "paths": {},
    });
    for (_, route) in parts(frozen, "Route") {
        let key = route.str("RouteKey").unwrap_or_default();
        let (method, path) = match key.split_once(' ') {
            None => (ANY.to_owned(), "/$default"),
            Some(("ANY", path)) => (ANY.to_owned(), path),
            Some((method, path)) => (method.to_ascii_lowercase(), path),
        };
        if method == ANY && !extends {
            continue;
        }
        document["paths"][path][method] = operation(frozen, path, route, extends);
    }
    let mut schemes = Map::new();
    for (_, authorizer) in parts(frozen, "Authorizer").filter(|_| extends) {
        let name = authorizer.str("Name").unwrap_or_default().to_owned();
        schemes.insert(name, scheme(authorizer));
    }
    if !schemes.is_empty() {
        document["components"] = json!({ "securitySchemes": schemes });
    }
    if let Some(cors) = api.structure("CorsConfiguration").filter(|_| extends) {
        document[CORS] = named(cors, &CORS_MEMBERS);
    }
    if extends {
        document["x-amazon-apigateway-importexport-version"] = json!("1.0");
    }
    document
}

fn parts<'f>(frozen: &'f Struct, kind: &str) -> impl Iterator<Item = (&'f str, &'f Struct)> {
    let all = frozen.structure(kind).into_iter().flat_map(Struct::iter);
    all.filter_map(|(id, doc)| Some((id, doc.as_struct()?)))
}

fn operation(frozen: &Struct, path: &str, route: &Struct, extends: bool) -> Json {
    let mut operation = json!({
        "responses": {"default": {"description": format!("Default response for {path}")}},
    });
    if let Some(name) = route.str("OperationName") {
        operation["operationId"] = json!(name);
    }
    let variables = path.split('/').filter_map(|it| it.strip_prefix('{')?.strip_suffix('}'));
    let parameters = variables.map(
        |name| json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}}),
    );
    let parameters: Vec<Json> = parameters.collect();
    if !parameters.is_empty() {
        operation["parameters"] = json!(parameters);
    }
    if !extends {
        return operation;
    }
    if route.str("AuthorizationType") == Some("AWS_IAM") {
        operation[AUTH] = json!({"type": "AWS_IAM"});
    }
    let authorizer = route
        .str("AuthorizerId")
        .and_then(|id| parts(frozen, "Authorizer").find(|(known, _)| *known == id));
    if let Some(name) = authorizer.and_then(|(_, doc)| doc.str("Name")) {
        let scopes = route.get("AuthorizationScopes").map_or(json!([]), to_json);
        operation["security"] = json!([{ name: scopes }]);
    }
    let id = route.str("Target").and_then(|it| it.strip_prefix("integrations/"));
    let mut integrations = parts(frozen, "Integration");
    let integration = id.and_then(|id| integrations.find(|(known, _)| *known == id));
    if let Some((_, integration)) = integration {
        let mut shown = named(integration, &INTEGRATION_MEMBERS);
        let kind = integration.str("IntegrationType").unwrap_or_default();
        shown["type"] = json!(kind.to_ascii_lowercase());
        operation[INTEGRATION_KEY] = shown;
    }
    operation
}

fn scheme(authorizer: &Struct) -> Json {
    let is_token = authorizer.str("AuthorizerType") == Some("JWT");
    let mut shown = named(authorizer, &AUTHORIZER_MEMBERS);
    shown["type"] = json!(if is_token { "jwt" } else { "request" });
    let sources = authorizer.list("IdentitySource").unwrap_or_default();
    let sources: Vec<&str> = sources.iter().filter_map(Value::as_str).collect();
    shown["identitySource"] = json!(sources.join(", "));
    if let Some(configuration) = authorizer.structure("JwtConfiguration") {
        shown["jwtConfiguration"] =
            named(configuration, &[("audience", "Audience"), ("issuer", "Issuer")]);
    }
    let kind = if is_token {
        json!({"type": "oauth2", "flows": {}})
    } else {
        json!({"type": "apiKey", "name": "Unused", "in": "header"})
    };
    let mut scheme = kind;
    scheme[AUTHORIZER_KEY] = shown;
    scheme
}

/// The members that are there, under the names of definitions.
fn named(doc: &Struct, names: &[(&str, &str)]) -> Json {
    let found = names.iter().filter_map(|(name, member)| Some((*name, doc.get(member)?)));
    let found = found.map(|(name, value)| (name.to_owned(), to_json(value)));
    Json::Object(found.collect())
}

/// JSON is YAML: what is read as such is written in its own form.
fn yaml(document: &Json) -> Option<String> {
    let read = YamlLoader::load_from_str(&document.to_string()).ok()?;
    let mut out = String::new();
    YamlEmitter::new(&mut out).dump(read.first()?).ok()?;
    Some(format!("{out}\n"))
}
