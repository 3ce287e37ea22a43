//! A stage's API as an OpenAPI definition.
//!
//! Source: Developer Guide, "Export a REST API from API Gateway"; API Reference, GetExport.

use kernel::{ApiError, Ctx, OpResult, Struct, Value};
use serde_json::{Map, Value as Json, json};

use crate::deployment::methods;
use crate::docs::{self, part, text};
use crate::errors::{bad, not_found};
use crate::json::{object, to_json};
use crate::state::SNAPSHOTS;
use crate::yaml;

/// What the parameter `extensions` asks for.
#[derive(Clone, Copy, Debug, Default)]
struct Extensions {
    integrations: bool,
    authorizers: bool,
}

pub fn export(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let api = docs::api(ctx, input)?;
    let (id, name) = (text(&api, "id"), text(input, "stageName"));
    let stage = docs::find_part(ctx, id, part::STAGE, name)?.ok_or_else(|| not_found("stage"))?;
    let snapshot = ctx.table(&SNAPSHOTS).get(&(id, text(&stage, "deploymentId")))?;
    let definition = snapshot.ok_or_else(ApiError::internal)?.doc;
    let is_version_2 = match text(input, "exportType") {
        "swagger" => true,
        "oas30" => false,
        // [U]
        other => return Err(bad(format!("No API exporter for type '{other}'"))),
    };
    let wanted = input.structure("parameters").map(|it| text(it, "extensions")).unwrap_or_default();
    let has =
        |name: &str| wanted.split(',').any(|it| it.trim() == name || it.trim() == "apigateway");
    let extensions =
        Extensions { integrations: has("integrations"), authorizers: has("authorizers") };
    let host = format!("{id}.execute-api.{}.amazonaws.com", ctx.region().as_str());
    let mut out = json!({
        "info": {"title": text(&api, "name"), "version": version(&api)},
    });
    if let Some(description) = api.str("description") {
        out["info"]["description"] = json!(description);
    }
    if is_version_2 {
        out["swagger"] = json!("2.0");
        out["host"] = json!(host);
        out["basePath"] = json!(format!("/{name}"));
        out["schemes"] = json!(["https"]);
    } else {
        out["openapi"] = json!("3.0.1");
        out["servers"] = json!([{"url": format!("https://{host}/{{basePath}}"),
            "variables": {"basePath": {"default": name}}}]);
    }
    out["paths"] = paths(&definition, is_version_2, extensions);
    parts(&definition, is_version_2, extensions, &mut out);
    if extensions.integrations {
        of_api(&api, &definition, &mut out);
    }
    let accepts = input.str("accepts").unwrap_or("application/json");
    let is_yaml = match accepts {
        "application/json" | "*/*" => false,
        "application/yaml" => true,
        _ => return Err(bad("Export supports application/json and application/yaml")),
    };
    let (kind, ending, body) = if is_yaml {
        ("application/yaml", "yaml", yaml::write(&out))
    } else {
        let pretty = serde_json::to_string_pretty(&out);
        ("application/json", "json", pretty.map_err(|_| ApiError::internal())?)
    };
    let disposition =
        format!("attachment; filename=\"{}_{id}.{ending}\"", text(input, "exportType"));
    Ok(Struct::new()
        .with("contentType", kind)
        .with("contentDisposition", disposition)
        .with("body", Value::Blob(body.into())))
}

/// "A timestamp in the format of ISO 8601" where the API has no version.
fn version(api: &Struct) -> String {
    let made = || api.timestamp("createdDate").map(kernel::Timestamp::iso8601);
    api.str("version").map(str::to_owned).or_else(made).unwrap_or_default()
}

fn reference(is_version_2: bool, model: &str) -> Json {
    let place = if is_version_2 { "definitions" } else { "components/schemas" };
    json!({"$ref": format!("#/{place}/{model}")})
}

fn paths(definition: &Struct, is_version_2: bool, extensions: Extensions) -> Json {
    let mut paths = Map::new();
    let resources = definition.list("resources").unwrap_or_default();
    let mut resources: Vec<&Struct> = resources.iter().filter_map(Value::as_struct).collect();
    resources.sort_by_key(|it| text(it, "path").to_owned());
    for resource in resources {
        let mut of_path = Map::new();
        for (name, method) in methods(resource) {
            let name = match name {
                "ANY" => "x-amazon-apigateway-any-method".to_owned(),
                name => name.to_ascii_lowercase(),
            };
            of_path.insert(name, operation(definition, method, is_version_2, extensions));
        }
        if !of_path.is_empty() {
            paths.insert(text(resource, "path").to_owned(), Json::Object(of_path));
        }
    }
    Json::Object(paths)
}

fn operation(
    definition: &Struct,
    method: &Struct,
    is_version_2: bool,
    extensions: Extensions,
) -> Json {
    let mut out = json!({});
    if let Some(name) = method.str("operationName") {
        out["operationId"] = json!(name);
    }
    let mut parameters = Vec::new();
    for (name, required) in method.structure("requestParameters").into_iter().flat_map(Struct::iter)
    {
        let parts: Vec<&str> = name.splitn(4, '.').collect();
        let [_, _, place, name] = parts.as_slice() else { continue };
        let place = if *place == "querystring" { "query" } else { place };
        let required = required.as_bool() == Some(true) || place == "path";
        let mut it = json!({"name": name, "in": place, "required": required});
        if is_version_2 {
            it["type"] = json!("string");
        } else {
            it["schema"] = json!({"type": "string"});
        }
        parameters.push(it);
    }
    let models = method.structure("requestModels").into_iter().flat_map(Struct::iter);
    let models: Vec<(&str, &str)> =
        models.filter_map(|(kind, name)| Some((kind, name.as_str()?))).collect();
    if is_version_2 {
        if let Some((_, model)) = models.first() {
            let kinds: Vec<&str> = models.iter().map(|(kind, _)| *kind).collect();
            out["consumes"] = json!(kinds);
            parameters.push(json!({"in": "body", "name": model, "required": true,
                "schema": reference(true, model)}));
        }
        out["produces"] = json!(["application/json"]);
    } else if !models.is_empty() {
        let mut content = Map::new();
        for (kind, model) in models {
            content.insert(kind.to_owned(), json!({"schema": reference(false, model)}));
        }
        out["requestBody"] = json!({"content": content, "required": true});
    }
    if !parameters.is_empty() {
        out["parameters"] = Json::Array(parameters);
    }
    out["responses"] = responses(method, is_version_2);
    security(definition, method, extensions, &mut out);
    let validator = definition
        .structure("validators")
        .and_then(|all| all.structure(text(method, "requestValidatorId")));
    if let Some(validator) = validator.filter(|_| extensions.integrations) {
        out["x-amazon-apigateway-request-validator"] = json!(text(validator, "name"));
    }
    if let Some(own) = method.structure("methodIntegration").filter(|_| extensions.integrations) {
        out["x-amazon-apigateway-integration"] = integration(own);
    }
    out
}

fn responses(method: &Struct, is_version_2: bool) -> Json {
    let mut out = Map::new();
    for (status, response) in method.structure("methodResponses").into_iter().flat_map(Struct::iter)
    {
        let Some(response) = response.as_struct() else { continue };
        let mut it = json!({"description": format!("{status} response")});
        let headers = response.structure("responseParameters").into_iter().flat_map(Struct::iter);
        for (name, _) in headers {
            let name = name.trim_start_matches("method.response.header.");
            it["headers"][name] = if is_version_2 {
                json!({"type": "string"})
            } else {
                json!({"schema": {"type": "string"}})
            };
        }
        let models = response.structure("responseModels").into_iter().flat_map(Struct::iter);
        for (kind, model) in models {
            let schema = reference(is_version_2, model.as_str().unwrap_or_default());
            if is_version_2 {
                it["schema"] = schema;
            } else {
                it["content"][kind] = json!({"schema": schema});
            }
        }
        out.insert(status.to_owned(), it);
    }
    Json::Object(out)
}

fn security(definition: &Struct, method: &Struct, extensions: Extensions, out: &mut Json) {
    let mut all = Vec::new();
    match text(method, "authorizationType") {
        "AWS_IAM" => all.push(json!({"sigv4": []})),
        "CUSTOM" if extensions.authorizers || extensions.integrations => {
            let own = definition
                .structure("authorizers")
                .and_then(|all| all.structure(text(method, "authorizerId")));
            if let Some(own) = own {
                all.push(json!({text(own, "name"): []}));
            }
        }
        _ => {}
    }
    if method.bool("apiKeyRequired") == Some(true) {
        all.push(json!({"api_key": []}));
    }
    if !all.is_empty() {
        out["security"] = Json::Array(all);
    }
}

fn integration(own: &Struct) -> Json {
    let mut out = object(own);
    let Some(members) = out.as_object_mut() else { return out };
    members.remove("cacheNamespace");
    members.remove("integrationResponses");
    for name in ["type", "passthroughBehavior"] {
        if let Some(value) = own.str(name) {
            members.insert(name.to_owned(), json!(value.to_ascii_lowercase()));
        }
    }
    let mut responses = Map::new();
    for (status, response) in
        own.structure("integrationResponses").into_iter().flat_map(Struct::iter)
    {
        let mut it = to_json(response);
        if let Some(members) = it.as_object_mut() {
            let pattern = members.remove("selectionPattern");
            members.insert("statusCode".to_owned(), json!(status));
            let pattern = pattern.as_ref().and_then(Json::as_str).filter(|it| !it.is_empty());
            responses.insert(pattern.unwrap_or("default").to_owned(), it);
        }
    }
    if !responses.is_empty() {
        out["responses"] = Json::Object(responses);
    }
    out
}

/// Models, and who is asked for what.
fn parts(definition: &Struct, is_version_2: bool, extensions: Extensions, out: &mut Json) {
    let mut schemas = Map::new();
    for (name, model) in definition.structure("models").into_iter().flat_map(Struct::iter) {
        let schema = model.as_struct().and_then(|it| it.str("schema")).unwrap_or("{}");
        let schema: Json = serde_json::from_str(schema).unwrap_or_else(|_| json!({}));
        schemas.insert(name.to_owned(), without_urls(&schema, is_version_2));
    }
    let all = format!("{}", out["paths"]);
    for name in ["Empty", "Error"] {
        if all.contains(&format!("/{name}\"")) && !schemas.contains_key(name) {
            schemas.insert(
                name.to_owned(),
                json!({"type": "object", "title": format!("{name} Schema")}),
            );
        }
    }
    let mut schemes = Map::new();
    if all.contains("\"sigv4\"") {
        schemes.insert(
            "sigv4".to_owned(),
            json!({"type": "apiKey", "name": "Authorization",
            "in": "header", "x-amazon-apigateway-authtype": "awsSigv4"}),
        );
    }
    if all.contains("\"api_key\"") {
        schemes.insert(
            "api_key".to_owned(),
            json!({"type": "apiKey", "name": "x-api-key", "in": "header"}),
        );
    }
    let authorizers = definition.structure("authorizers").into_iter().flat_map(Struct::iter);
    for (_, own) in authorizers.filter(|_| extensions.authorizers || extensions.integrations) {
        let Some(own) = own.as_struct() else { continue };
        let header = text(own, "identitySource").rsplit('.').next().unwrap_or_default();
        let mut it = object(own);
        if let Some(members) = it.as_object_mut() {
            for name in ["id", "name", "authType"] {
                members.remove(name);
            }
            members.insert("type".to_owned(), json!(text(own, "type").to_ascii_lowercase()));
        }
        schemes.insert(
            text(own, "name").to_owned(),
            json!({"type": "apiKey", "name": header,
            "in": "header", "x-amazon-apigateway-authtype": text(own, "authType"),
            "x-amazon-apigateway-authorizer": it}),
        );
    }
    if is_version_2 {
        for (name, all) in [("definitions", schemas), ("securityDefinitions", schemes)] {
            if !all.is_empty() {
                out[name] = Json::Object(all);
            }
        }
        return;
    }
    out["components"] = json!({});
    for (name, all) in [("schemas", schemas), ("securitySchemes", schemes)] {
        if !all.is_empty() {
            out["components"][name] = Json::Object(all);
        }
    }
}

/// URLs of models are references within the definition.
fn without_urls(schema: &Json, is_version_2: bool) -> Json {
    match schema {
        Json::Object(members) => {
            let members = members.iter().map(|(name, value)| {
                let own = value.as_str().filter(|_| name == "$ref");
                let model = own.and_then(|it| it.rsplit_once("/models/"));
                let value = match model {
                    Some((_, model)) => reference(is_version_2, model)["$ref"].clone(),
                    None => without_urls(value, is_version_2),
                };
                (name.clone(), value)
            });
            Json::Object(members.collect())
        }
        Json::Array(items) => {
            Json::Array(items.iter().map(|it| without_urls(it, is_version_2)).collect())
        }
        other => other.clone(),
    }
}

fn of_api(api: &Struct, definition: &Struct, out: &mut Json) {
    let mut validators = Map::new();
    for (_, own) in definition.structure("validators").into_iter().flat_map(Struct::iter) {
        let Some(own) = own.as_struct() else { continue };
        validators.insert(
            text(own, "name").to_owned(),
            json!({
                "validateRequestBody": own.bool("validateRequestBody"),
                "validateRequestParameters": own.bool("validateRequestParameters"),
            }),
        );
    }
    if !validators.is_empty() {
        out["x-amazon-apigateway-request-validators"] = Json::Object(validators);
    }
    let mut responses = Map::new();
    for (name, own) in definition.structure("responses").into_iter().flat_map(Struct::iter) {
        let mut it = to_json(own);
        if let Some(members) = it.as_object_mut() {
            members.remove("responseType");
        }
        responses.insert(name.to_owned(), it);
    }
    if !responses.is_empty() {
        out["x-amazon-apigateway-gateway-responses"] = Json::Object(responses);
    }
    if let Some(types) = api.get("binaryMediaTypes") {
        out["x-amazon-apigateway-binary-media-types"] = to_json(types);
    }
    if let Some(size) = api.int("minimumCompressionSize") {
        out["x-amazon-apigateway-minimum-compression-size"] = json!(size);
    }
    if let Some(policy) = api.str("policy").and_then(|it| serde_json::from_str::<Json>(it).ok()) {
        out["x-amazon-apigateway-policy"] = policy;
    }
}
