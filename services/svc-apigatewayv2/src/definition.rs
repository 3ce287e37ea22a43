//! OpenAPI 3 definitions of HTTP APIs: read as JSON or YAML, and what of them becomes which part.
//!
//! Source: Developer Guide, "Using OpenAPI definitions for HTTP APIs", "OpenAPI extensions for API
//! Gateway".

use kernel::{ApiError, Ctx, OpResult, Struct, Value};
use serde_json::{Map, Value as Json};
use yaml_rust2::{Yaml, YamlLoader};

use crate::apis;
use crate::authorizer::AUTHORIZER;
use crate::deployment;
use crate::errors;
use crate::integration::INTEGRATION;
use crate::limits::{DEFINITION_BYTES_MAX, DEFINITION_DEPTH_MAX};
use crate::resource;
use crate::response::{INTEGRATION_RESPONSE, ROUTE_RESPONSE};
use crate::route::ROUTE;
use crate::state::{APIS, DocRow, PARTS};
use crate::subtype::from_json;
use store::Range;

pub const ANY: &str = "x-amazon-apigateway-any-method";
pub const AUTH: &str = "x-amazon-apigateway-auth";
pub const AUTHORIZER_KEY: &str = "x-amazon-apigateway-authorizer";
pub const CORS: &str = "x-amazon-apigateway-cors";
pub const INTEGRATION_KEY: &str = "x-amazon-apigateway-integration";
const INTEGRATIONS: &str = "#/components/x-amazon-apigateway-integrations/";
pub const METHODS: [&str; 8] = [ANY, "delete", "get", "head", "options", "patch", "post", "put"];
/// Of an integration: its name in a definition, its member.
pub const INTEGRATION_MEMBERS: [(&str, &str); 12] = [
    ("connectionId", "ConnectionId"),
    ("connectionType", "ConnectionType"),
    ("credentials", "CredentialsArn"),
    ("description", "Description"),
    ("httpMethod", "IntegrationMethod"),
    ("integrationSubtype", "IntegrationSubtype"),
    ("payloadFormatVersion", "PayloadFormatVersion"),
    ("requestParameters", "RequestParameters"),
    ("responseParameters", "ResponseParameters"),
    ("timeoutInMillis", "TimeoutInMillis"),
    ("tlsConfig", "TlsConfig"),
    ("uri", "IntegrationUri"),
];
/// Of an authorizer.
pub const AUTHORIZER_MEMBERS: [(&str, &str); 5] = [
    ("authorizerCredentials", "AuthorizerCredentialsArn"),
    ("authorizerPayloadFormatVersion", "AuthorizerPayloadFormatVersion"),
    ("authorizerResultTtlInSeconds", "AuthorizerResultTtlInSeconds"),
    ("authorizerUri", "AuthorizerUri"),
    ("enableSimpleResponses", "EnableSimpleResponses"),
];
pub const CORS_MEMBERS: [(&str, &str); 6] = [
    ("allowCredentials", "AllowCredentials"),
    ("allowHeaders", "AllowHeaders"),
    ("allowMethods", "AllowMethods"),
    ("allowOrigins", "AllowOrigins"),
    ("exposeHeaders", "ExposeHeaders"),
    ("maxAge", "MaxAge"),
];

/// A definition, read.
struct Definition {
    document: Json,
    /// Before every path.
    prefix: String,
    warnings: Vec<String>,
}

pub fn import(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let mut definition = Definition::read(input)?;
    let api = apis::begin(ctx, &definition.api()?)?;
    let id = api.str("ApiId").unwrap_or_default().to_owned();
    definition.fill(ctx, &api)?;
    finish(ctx, input, &id, &definition)
}

/// Everything but stages and deployments is replaced.
pub fn reimport(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let old = apis::of(ctx, input)?;
    if !apis::is_http(&old) {
        return Err(errors::bad_request("Import is supported for HTTP APIs only"));
    }
    let id = input.str("ApiId").unwrap_or_default().to_owned();
    let mut definition = Definition::read(input)?;
    for kind in [&ROUTE, &INTEGRATION, &AUTHORIZER, &ROUTE_RESPONSE, &INTEGRATION_RESPONSE] {
        ctx.table_mut(&PARTS).delete_range(&Range::within(&(id.as_str(), kind.name)))?;
    }
    let mut api = old;
    api.remove("CorsConfiguration");
    for (name, value) in definition.api()? {
        api.set(name, value);
    }
    apis::check(&mut api)?;
    ctx.table_mut(&APIS).put(&id, &DocRow { doc: api.clone() });
    definition.fill(ctx, &api)?;
    finish(ctx, input, &id, &definition)
}

fn finish(ctx: &mut Ctx<'_>, input: &Struct, id: &str, definition: &Definition) -> OpResult {
    let fails = input.bool("FailOnWarnings") == Some(true);
    if fails && !definition.warnings.is_empty() {
        let warnings = definition.warnings.join("; ");
        return Err(errors::bad_request(format!("Warnings found during import: {warnings}")));
    }
    deployment::follow(ctx, id)?;
    let api = apis::find(ctx, id)?;
    let mut shown = apis::show(ctx, api);
    if !definition.warnings.is_empty() {
        shown.set("Warnings", definition.warnings.clone());
    }
    Ok(shown)
}

impl Definition {
    fn read(input: &Struct) -> Result<Definition, ApiError> {
        let text = input.str("Body").unwrap_or_default();
        if text.len() > DEFINITION_BYTES_MAX {
            return Err(errors::bad_request("The definition is too long"));
        }
        let document = match serde_json::from_str(text) {
            Ok(document) => Some(document),
            Err(_) => YamlLoader::load_from_str(text)
                .ok()
                .and_then(|all| json_of(all.first()?, DEFINITION_DEPTH_MAX)),
        };
        let document: Json = document.filter(Json::is_object).ok_or_else(unreadable)?;
        let version = document["openapi"].as_str().unwrap_or_default();
        if !version.starts_with("3.0") {
            return Err(errors::bad_request(format!(
                "Unable to import API: OpenAPI 3.0 is supported, not '{version}'"
            )));
        }
        let server = document["servers"][0]["url"].as_str().unwrap_or_default();
        let after_scheme = server.split_once("://").map_or(server, |(_, rest)| rest);
        let base = after_scheme.find('/').map_or("", |at| &after_scheme[at..]);
        let base = document["servers"][0]["variables"]["basePath"]["default"]
            .as_str()
            .unwrap_or(base)
            .trim_matches('/');
        let prefix = match input.str("Basepath").unwrap_or("ignore") {
            "ignore" => String::new(),
            "prepend" if base.is_empty() => String::new(),
            "prepend" => format!("/{base}"),
            "split" => base.split_once('/').map_or(String::new(), |(_, rest)| format!("/{rest}")),
            other => {
                return Err(errors::bad_request(format!("Invalid basepath: {other}")));
            }
        };
        Ok(Definition { document, prefix, warnings: Vec::new() })
    }

    /// As CreateApi takes it.
    fn api(&self) -> OpResult {
        let info = &self.document["info"];
        let title = info["title"].as_str().filter(|it| !it.is_empty());
        let title = title.ok_or_else(|| errors::bad_request("The definition has no title"))?;
        let mut api = Struct::new().with("Name", title).with("ProtocolType", "HTTP");
        for (name, member) in [("description", "Description"), ("version", "Version")] {
            if let Some(text) = info[name].as_str() {
                api.set(member, text);
            }
        }
        if let Some(cors) = self.document[CORS].as_object() {
            api.set("CorsConfiguration", members(cors, &CORS_MEMBERS));
        }
        Ok(api)
    }

    /// Makes the authorizers, integrations and routes.
    fn fill(&mut self, ctx: &mut Ctx<'_>, api: &Struct) -> Result<(), ApiError> {
        let authorizers = self.add_authorizers(ctx, api)?;
        let paths = self.document["paths"].as_object().cloned().unwrap_or_default();
        for (path, item) in &paths {
            for (method, operation) in item.as_object().into_iter().flatten() {
                if !METHODS.contains(&method.as_str()) {
                    let is_known = matches!(method.as_str(), "parameters" | "summary" | "servers");
                    if !is_known && method != "description" {
                        self.warnings.push(format!("{path}: {method} is not supported"));
                    }
                    continue;
                }
                let mut route = self.route(&authorizers, path, method, operation);
                if let Some(integration) = self.integration(operation)? {
                    let made = resource::add(ctx, &INTEGRATION, api, &integration)?;
                    let id = made.str("IntegrationId").unwrap_or_default();
                    route.set("Target", format!("integrations/{id}"));
                }
                resource::add(ctx, &ROUTE, api, &route)?;
            }
        }
        Ok(())
    }

    fn add_authorizers(
        &self,
        ctx: &mut Ctx<'_>,
        api: &Struct,
    ) -> Result<Vec<(String, String, bool)>, ApiError> {
        let mut made = Vec::new();
        let schemes = self.document["components"]["securitySchemes"].as_object();
        for (name, scheme) in schemes.into_iter().flatten() {
            let Some(given) = scheme[AUTHORIZER_KEY].as_object() else { continue };
            let is_token = given.get("type").and_then(Json::as_str) == Some("jwt");
            let mut authorizer = members(given, &AUTHORIZER_MEMBERS);
            let sources = match given.get("identitySource") {
                Some(Json::String(text)) => text.split(',').map(|it| it.trim().into()).collect(),
                Some(Json::Array(items)) => items.iter().map(from_json).collect(),
                _ => Vec::<Value>::new(),
            };
            authorizer.set("AuthorizerType", if is_token { "JWT" } else { "REQUEST" });
            authorizer.set("IdentitySource", sources);
            authorizer.set("Name", name.as_str());
            if let Some(configuration) = given.get("jwtConfiguration").and_then(Json::as_object) {
                let known = [("issuer", "Issuer"), ("audience", "Audience")];
                authorizer.set("JwtConfiguration", members(configuration, &known));
            }
            let doc = resource::add(ctx, &AUTHORIZER, api, &authorizer)?;
            let id = doc.str("AuthorizerId").unwrap_or_default().to_owned();
            made.push((name.clone(), id, is_token));
        }
        Ok(made)
    }

    fn route(
        &self,
        authorizers: &[(String, String, bool)],
        path: &str,
        method: &str,
        operation: &Json,
    ) -> Struct {
        let key = match (path, method) {
            ("/$default", ANY) => "$default".to_owned(),
            (path, ANY) => format!("ANY {}{path}", self.prefix),
            (path, method) => format!("{} {}{path}", method.to_ascii_uppercase(), self.prefix),
        };
        let mut route = Struct::new().with("RouteKey", key);
        if let Some(name) = operation["operationId"].as_str() {
            route.set("OperationName", name);
        }
        if operation[AUTH]["type"].as_str().is_some_and(|it| it.eq_ignore_ascii_case("AWS_IAM")) {
            route.set("AuthorizationType", "AWS_IAM");
        }
        let asked = operation.get("security").or_else(|| self.document.get("security"));
        let asked = asked.and_then(|it| it[0].as_object());
        let first = asked.and_then(|it| it.iter().next());
        let Some((name, scopes)) = first else { return route };
        if let Some((_, id, is_token)) = authorizers.iter().find(|(known, ..)| known == name) {
            route.set("AuthorizationType", if *is_token { "JWT" } else { "CUSTOM" });
            route.set("AuthorizerId", id.as_str());
            if *is_token && scopes.as_array().is_some_and(|it| !it.is_empty()) {
                route.set("AuthorizationScopes", from_json(scopes));
            }
        }
        route
    }

    /// Of an operation, itself or by reference.
    fn integration(&self, operation: &Json) -> Result<Option<Struct>, ApiError> {
        let mut given = &operation[INTEGRATION_KEY];
        if let Some(reference) = given["$ref"].as_str() {
            let name = reference.strip_prefix(INTEGRATIONS).unwrap_or_default();
            given = &self.document["components"]["x-amazon-apigateway-integrations"][name];
            if given.is_null() {
                return Err(errors::bad_request(format!("Invalid reference: {reference}")));
            }
        }
        let Some(given) = given.as_object() else { return Ok(None) };
        let mut integration = members(given, &INTEGRATION_MEMBERS);
        let kind = given.get("type").and_then(Json::as_str).unwrap_or_default();
        integration.set("IntegrationType", kind.to_ascii_uppercase());
        Ok(Some(integration))
    }
}

fn unreadable() -> ApiError {
    errors::bad_request("Unable to parse API definition because of a malformed document")
}

/// The members of an object, under the names of the model.
fn members(object: &Map<String, Json>, names: &[(&'static str, &'static str)]) -> Struct {
    let found = names.iter().filter_map(|(name, member)| Some((*member, object.get(*name)?)));
    found.map(|(member, value)| (member, from_json(value))).collect()
}

/// YAML as JSON. `None` where it is nested deeper than anybody writes.
fn json_of(yaml: &Yaml, depth: usize) -> Option<Json> {
    let depth = depth.checked_sub(1)?;
    Some(match yaml {
        Yaml::Real(text) => text.parse::<f64>().map(Json::from).ok()?,
        Yaml::Integer(number) => Json::from(*number),
        Yaml::String(text) => Json::from(text.as_str()),
        Yaml::Boolean(it) => Json::from(*it),
        Yaml::Array(items) => {
            let items = items.iter().map(|it| json_of(it, depth));
            Json::Array(items.collect::<Option<_>>()?)
        }
        Yaml::Hash(entries) => {
            let entries = entries.iter().map(|(name, value)| {
                let name = match name {
                    Yaml::String(text) => text.clone(),
                    Yaml::Integer(number) => number.to_string(),
                    _ => return None,
                };
                Some((name, json_of(value, depth)?))
            });
            Json::Object(entries.collect::<Option<_>>()?)
        }
        _ => Json::Null,
    })
}
