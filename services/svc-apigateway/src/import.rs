//! APIs from OpenAPI definitions, versions 2 and 3, with Amazon's extensions.
//!
//! Source: Developer Guide, "Develop REST APIs using OpenAPI in API Gateway" and "OpenAPI
//! extensions for API Gateway". What a definition says of one method is read in
//! [`crate::import_method`].

use kernel::{ApiError, Ctx, OpResult, Struct};
use serde_json::{Map, Value as Json};
use store::Range;

use crate::docs::{self, part, text};
use crate::errors::bad;
use crate::import_method;
use crate::json::{from_json, structure};
use crate::limits::DEFINITION_BYTES_MAX;
use crate::state::PARTS;
use crate::{authorizer, model, resource, rest_api, yaml};

/// A definition that is being read, and what it has come to so far.
pub struct Import<'a> {
    pub definition: &'a Json,
    pub api: String,
    /// Names of validators, and of security schemes with authorizers, to ids.
    pub validators: Map<String, Json>,
    pub authorizers: Map<String, Json>,
    pub warnings: Vec<String>,
}

impl Import<'_> {
    pub fn is_version_2(&self) -> bool {
        self.definition["swagger"].is_string()
    }

    pub fn schemes(&self) -> &Json {
        if self.is_version_2() {
            &self.definition["securityDefinitions"]
        } else {
            &self.definition["components"]["securitySchemes"]
        }
    }

    /// `#/definitions/Pet`, or what stands anywhere else in the definition.
    pub fn resolved<'d>(&'d self, value: &'d Json) -> &'d Json {
        let pointer = value["$ref"].as_str().and_then(|it| it.strip_prefix('#'));
        pointer.and_then(|it| self.definition.pointer(it)).unwrap_or(value)
    }

    fn warn(&mut self, of: &str, error: &ApiError) {
        self.warnings.push(format!("{of}: {}", error.message()));
    }
}

fn definition(input: &Struct) -> Result<Json, ApiError> {
    let body = input.blob("body").cloned().unwrap_or_default();
    if body.len() > DEFINITION_BYTES_MAX {
        return Err(bad("The definition is too large"));
    }
    let text = String::from_utf8_lossy(&body);
    let definition = yaml::read(&text).filter(Json::is_object);
    // [U]
    let definition = definition.ok_or_else(|| bad("Invalid OpenAPI input."))?;
    let is_known = definition["swagger"] == "2.0"
        || definition["openapi"].as_str().is_some_and(|it| it.starts_with("3."));
    if is_known { Ok(definition) } else { Err(bad("Invalid OpenAPI input.")) }
}

pub fn import(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let definition = definition(input)?;
    let mut doc = Struct::new();
    of_api(&definition, input, &mut doc);
    if text(&doc, "name").is_empty() {
        // [U]
        return Err(bad("Invalid OpenAPI input: title is missing"));
    }
    let doc = rest_api::make(ctx, doc, input)?;
    fill(ctx, &definition, doc, input)
}

pub fn put(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let mut doc = docs::api(ctx, input)?;
    let definition = definition(input)?;
    let id = text(&doc, "id").to_owned();
    let is_overwrite = input.str("mode") == Some("overwrite");
    if is_overwrite {
        for kind in [part::MODEL, part::VALIDATOR, part::AUTHORIZER, part::RESPONSE] {
            ctx.table_mut(&PARTS).delete_range(&Range::within(&(id.as_str(), kind)))?;
        }
        for (resource, row) in docs::parts(ctx, &id, part::RESOURCE)? {
            if row.get("parentId").is_some() {
                docs::delete_part(ctx, (&id, part::RESOURCE, &resource));
            } else {
                let mut root = row;
                root.remove("resourceMethods");
                resource::put(ctx, &id, &root);
            }
        }
        for member in ["description", "policy", "binaryMediaTypes", "minimumCompressionSize"] {
            doc.remove(member);
        }
    }
    of_api(&definition, input, &mut doc);
    let doc = rest_api::save(ctx, doc)?;
    fill(ctx, &definition, doc, input)
}

/// What a definition says of the API itself.
fn of_api(definition: &Json, input: &Struct, doc: &mut Struct) {
    let info = &definition["info"];
    for (name, value) in [
        ("name", &info["title"]),
        ("description", &info["description"]),
        ("version", &info["version"]),
        ("minimumCompressionSize", &definition["x-amazon-apigateway-minimum-compression-size"]),
        ("binaryMediaTypes", &definition["x-amazon-apigateway-binary-media-types"]),
        ("apiKeySource", &definition["x-amazon-apigateway-api-key-source"]),
    ] {
        if !value.is_null() && (name != "version" || value.is_string()) {
            doc.set(name, from_json(value));
        }
    }
    let policy = &definition["x-amazon-apigateway-policy"];
    if policy.is_object() {
        doc.set("policy", policy.to_string());
    }
    let endpoint = &definition["x-amazon-apigateway-endpoint-configuration"];
    if let Some(flag) = endpoint["disableExecuteApiEndpoint"].as_bool() {
        doc.set("disableExecuteApiEndpoint", flag);
    }
    let types = input.structure("parameters").and_then(|it| it.str("endpointConfigurationTypes"));
    let types: Vec<&str> = types.into_iter().flat_map(|it| it.split(',')).collect();
    if !types.is_empty() {
        docs::map_mut(doc, "endpointConfiguration").set("types", types);
    }
}

fn fill(ctx: &mut Ctx<'_>, definition: &Json, mut doc: Struct, input: &Struct) -> OpResult {
    let mut import = Import {
        definition,
        api: text(&doc, "id").to_owned(),
        validators: Map::new(),
        authorizers: Map::new(),
        warnings: Vec::new(),
    };
    models(ctx, &mut import)?;
    validators(ctx, &mut import)?;
    authorizers(ctx, &mut import)?;
    responses(ctx, &mut import)?;
    let base = base_path(definition, input);
    for (path, methods) in definition["paths"].as_object().into_iter().flatten() {
        let full = format!("{base}{path}");
        let id = match resource_at(ctx, &import.api, &full) {
            Ok(id) => id,
            Err(error) => {
                import.warn(path, &error);
                continue;
            }
        };
        if let Err(error) = import_method::methods(ctx, &mut import, &id, methods) {
            // A definition whose methods cannot be is refused as a whole.
            return Err(bad(format!("Errors found during import: {path}: {}", error.message())));
        }
    }
    crate::documentation::of_definition(ctx, &import.api, definition)?;
    if input.bool("failOnWarnings") == Some(true) && !import.warnings.is_empty() {
        return Err(bad(format!("Warnings found during import: {}", import.warnings.join(", "))));
    }
    if !import.warnings.is_empty() {
        doc.set("warnings", import.warnings);
    }
    rest_api::show(ctx, doc)
}

/// "The default is ignore": the base path is no part of resources.
fn base_path(definition: &Json, input: &Struct) -> String {
    let wanted = input.structure("parameters").and_then(|it| it.str("basepath"));
    let own = definition["basePath"].as_str().map_or_else(
        || {
            let url = definition["servers"][0]["url"].as_str().unwrap_or_default();
            let after = url.split_once("://").map_or(url, |(_, rest)| rest);
            after.split_once('/').map_or_else(String::new, |(_, path)| format!("/{path}"))
        },
        str::to_owned,
    );
    let own = own.trim_end_matches('/');
    match wanted {
        Some("prepend") => own.to_owned(),
        // The first part of the base path is the stage's.
        Some("split") => own
            .trim_start_matches('/')
            .split_once('/')
            .map_or_else(String::new, |(_, rest)| format!("/{rest}")),
        _ => String::new(),
    }
}

fn models(ctx: &mut Ctx<'_>, import: &mut Import<'_>) -> Result<(), ApiError> {
    let schemas = if import.is_version_2() {
        import.definition["definitions"].clone()
    } else {
        import.definition["components"]["schemas"].clone()
    };
    for (name, schema) in schemas.as_object().into_iter().flatten() {
        if let Err(error) = put_model(ctx, import, name, schema) {
            import.warn(name, &error);
        }
    }
    Ok(())
}

/// Makes a model, or replaces it.
pub fn put_model(
    ctx: &mut Ctx<'_>,
    import: &Import<'_>,
    name: &str,
    schema: &Json,
) -> Result<(), ApiError> {
    let schema = with_urls(schema, &import.api).to_string();
    let mut doc = Struct::new()
        .with("name", name)
        .with("contentType", "application/json")
        .with("schema", schema);
    docs::delete_part(ctx, (&import.api, part::MODEL, name));
    if let Some(description) = import.definition["definitions"][name]["description"].as_str() {
        doc.set("description", description);
    }
    model::make(ctx, &import.api, doc).map(drop)
}

/// References to other models are URLs in models.
pub fn with_urls(schema: &Json, api: &str) -> Json {
    match schema {
        Json::Object(members) => {
            let members = members.iter().map(|(name, value)| {
                let own = value.as_str().filter(|_| name == "$ref").and_then(|it| {
                    it.strip_prefix("#/definitions/")
                        .or_else(|| it.strip_prefix("#/components/schemas/"))
                });
                let value = match own {
                    Some(model) => Json::from(format!(
                        "https://apigateway.amazonaws.com/restapis/{api}/models/{model}"
                    )),
                    None => with_urls(value, api),
                };
                (name.clone(), value)
            });
            Json::Object(members.collect())
        }
        Json::Array(items) => Json::Array(items.iter().map(|it| with_urls(it, api)).collect()),
        other => other.clone(),
    }
}

fn validators(ctx: &mut Ctx<'_>, import: &mut Import<'_>) -> Result<(), ApiError> {
    let all = import.definition["x-amazon-apigateway-request-validators"].clone();
    for (name, value) in all.as_object().into_iter().flatten() {
        let mut doc = Struct::new().with("name", name.as_str());
        for member in ["validateRequestBody", "validateRequestParameters"] {
            doc.set(member, value[member].as_bool().unwrap_or_default());
        }
        let known = docs::parts(ctx, &import.api, part::VALIDATOR)?;
        let known = known.into_iter().find(|(_, it)| text(it, "name") == name);
        let id = match known {
            Some((id, _)) => {
                doc.set("id", id.as_str());
                docs::put_part(ctx, (&import.api, part::VALIDATOR, &id), &doc);
                id
            }
            None => text(&model::make_validator(ctx, &import.api, doc)?, "id").to_owned(),
        };
        import.validators.insert(name.clone(), Json::from(id));
    }
    Ok(())
}

fn authorizers(ctx: &mut Ctx<'_>, import: &mut Import<'_>) -> Result<(), ApiError> {
    let schemes = import.schemes().clone();
    for (name, scheme) in schemes.as_object().into_iter().flatten() {
        let own = &scheme["x-amazon-apigateway-authorizer"];
        let Some(members) = own.as_object() else { continue };
        let mut doc = structure(members);
        let kind = own["type"].as_str().unwrap_or_default().to_ascii_uppercase();
        doc.set("type", kind.as_str());
        doc.set("name", name.as_str());
        if doc.get("identitySource").is_none() && kind == "TOKEN" {
            let header = scheme["name"].as_str().unwrap_or("Authorization");
            doc.set("identitySource", format!("method.request.header.{header}"));
        }
        if let Some(kind) = scheme["x-amazon-apigateway-authtype"].as_str() {
            doc.set("authType", kind);
        }
        let known = docs::parts(ctx, &import.api, part::AUTHORIZER)?;
        if let Some((id, _)) = known.into_iter().find(|(_, it)| text(it, "name") == name) {
            docs::delete_part(ctx, (&import.api, part::AUTHORIZER, &id));
        }
        let made = authorizer::make(ctx, &import.api, doc)?;
        import.authorizers.insert(name.clone(), Json::from(text(&made, "id")));
    }
    Ok(())
}

fn responses(ctx: &mut Ctx<'_>, import: &mut Import<'_>) -> Result<(), ApiError> {
    let all = import.definition["x-amazon-apigateway-gateway-responses"].clone();
    for (name, value) in all.as_object().into_iter().flatten() {
        let mut doc = Struct::new();
        let status = &value["statusCode"];
        if !status.is_null() {
            doc.set("statusCode", crate::context::shown(status));
        }
        for member in ["responseParameters", "responseTemplates"] {
            if let Some(entries) = value[member].as_object() {
                doc.set(member, structure(entries));
            }
        }
        model::make_response(ctx, &import.api, name, doc)?;
    }
    Ok(())
}

/// The resource at a path, made with all above it where it is absent.
fn resource_at(ctx: &mut Ctx<'_>, api: &str, path: &str) -> Result<String, ApiError> {
    let all = docs::parts(ctx, api, part::RESOURCE)?;
    let root = all.iter().find(|(_, it)| text(it, "path") == "/");
    let mut at = root.map(|(id, _)| id.clone()).ok_or_else(ApiError::internal)?;
    let mut so_far = String::new();
    for step in path.split('/').filter(|it| !it.is_empty()) {
        so_far = format!("{so_far}/{step}");
        let known = all.iter().find(|(_, it)| text(it, "path") == so_far);
        at = match known {
            Some((id, _)) => id.clone(),
            None => text(&resource::make(ctx, api, &at, step)?, "id").to_owned(),
        };
    }
    Ok(at)
}
