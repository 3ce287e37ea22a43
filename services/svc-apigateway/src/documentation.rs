//! Documentation parts and versions: what is said of an API's parts, and when.

use kernel::{ApiError, Ctx, OpResult, Struct};
use serde_json::Value as Json;

use crate::docs::{self, part, text};
use crate::errors::{bad, conflict, not_found};
use crate::json::{object, structure};
use crate::limits::{DOCUMENTATION_PARTS_MAX, PARTS_MAX};
use crate::{patch, yaml};

const ID_LEN: usize = 6;
const TYPES: [&str; 12] = [
    "API",
    "AUTHORIZER",
    "MODEL",
    "RESOURCE",
    "METHOD",
    "PATH_PARAMETER",
    "QUERY_PARAMETER",
    "REQUEST_HEADER",
    "REQUEST_BODY",
    "RESPONSE",
    "RESPONSE_HEADER",
    "RESPONSE_BODY",
];

pub fn create(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    docs::api(ctx, input)?;
    let location = input.structure("location").cloned().unwrap_or_default();
    make(ctx, text(input, "restApiId"), location, text(input, "properties"))
}

fn make(ctx: &mut Ctx<'_>, api: &str, location: Struct, properties: &str) -> OpResult {
    if !TYPES.contains(&text(&location, "type")) {
        return Err(bad("Invalid documentation part type specified"));
    }
    if serde_json::from_str::<Json>(properties).is_err() {
        // [U]
        return Err(bad("Documentation part properties must be valid JSON"));
    }
    docs::check_room(
        ctx,
        (api, part::DOCUMENTATION),
        DOCUMENTATION_PARTS_MAX,
        "Documentation Parts for this API",
    )?;
    for (_, other) in docs::parts(ctx, api, part::DOCUMENTATION)? {
        if other.structure("location").map(object) == Some(object(&location)) {
            // [U]
            return Err(conflict("Documentation part already exists for the specified location"));
        }
    }
    let id = docs::new_id(ctx, ID_LEN);
    let doc = Struct::new()
        .with("id", id.as_str())
        .with("location", location)
        .with("properties", properties);
    docs::put_part(ctx, (api, part::DOCUMENTATION, &id), &doc);
    Ok(doc)
}

/// What an imported definition says under `x-amazon-apigateway-documentation`.
pub fn of_definition(ctx: &mut Ctx<'_>, api: &str, definition: &Json) -> Result<(), ApiError> {
    import_parts(ctx, api, definition).map(drop)
}

fn import_parts(
    ctx: &mut Ctx<'_>,
    api: &str,
    definition: &Json,
) -> Result<(Vec<String>, Vec<String>), ApiError> {
    let all = &definition["x-amazon-apigateway-documentation"]["documentationParts"];
    let (mut ids, mut warnings) = (Vec::new(), Vec::new());
    for entry in all.as_array().into_iter().flatten() {
        let location = entry["location"].as_object().map(structure).unwrap_or_default();
        match make(ctx, api, location, &entry["properties"].to_string()) {
            Ok(doc) => ids.push(text(&doc, "id").to_owned()),
            Err(error) => warnings.push(error.message().to_owned()),
        }
    }
    Ok((ids, warnings))
}

pub fn import(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    docs::api(ctx, input)?;
    let api = text(input, "restApiId");
    let body = input.blob("body").map(|it| String::from_utf8_lossy(it).into_owned());
    let definition = yaml::read(&body.unwrap_or_default());
    let definition = definition.ok_or_else(|| bad("Invalid OpenAPI input."))?;
    if input.str("mode") == Some("overwrite") {
        for (id, _) in docs::parts(ctx, api, part::DOCUMENTATION)? {
            docs::delete_part(ctx, (api, part::DOCUMENTATION, &id));
        }
    }
    let (ids, warnings) = import_parts(ctx, api, &definition)?;
    if input.bool("failOnWarnings") == Some(true) && !warnings.is_empty() {
        return Err(bad(format!("Warnings found during import: {}", warnings.join(", "))));
    }
    Ok(Struct::new().with("ids", ids).with("warnings", warnings))
}

fn find(ctx: &Ctx<'_>, input: &Struct) -> Result<Struct, ApiError> {
    docs::api(ctx, input)?;
    let id = text(input, "documentationPartId");
    let found = docs::find_part(ctx, text(input, "restApiId"), part::DOCUMENTATION, id)?;
    found.ok_or_else(|| not_found("Documentation part"))
}

pub fn get(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    find(ctx, input)
}

pub fn list(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    docs::api(ctx, input)?;
    let fits = |doc: &Struct| {
        let location = doc.structure("location");
        let of = |member: &str| location.map(|it| text(it, member)).unwrap_or_default();
        input.str("type").is_none_or(|it| it == of("type"))
            && input.str("nameQuery").is_none_or(|it| of("name").contains(it))
            && input.str("path").is_none_or(|it| of("path").starts_with(it))
    };
    let all = docs::parts(ctx, text(input, "restApiId"), part::DOCUMENTATION)?;
    let all = all.into_iter().filter(|(_, doc)| fits(doc)).collect();
    docs::page("GetDocumentationParts", input, all)
}

pub fn update(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let mut doc = find(ctx, input)?;
    patch::apply(&mut doc, patch::DOCUMENTATION, input)?;
    if serde_json::from_str::<Json>(text(&doc, "properties")).is_err() {
        return Err(bad("Documentation part properties must be valid JSON"));
    }
    docs::put_part(ctx, (text(input, "restApiId"), part::DOCUMENTATION, text(&doc, "id")), &doc);
    Ok(doc)
}

pub fn delete(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let doc = find(ctx, input)?;
    docs::delete_part(ctx, (text(input, "restApiId"), part::DOCUMENTATION, text(&doc, "id")));
    Ok(Struct::new())
}

pub fn create_version(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    docs::api(ctx, input)?;
    let (api, version) = (text(input, "restApiId"), text(input, "documentationVersion"));
    docs::check_room(ctx, (api, part::DOCUMENTATION_VERSION), PARTS_MAX, "documentation versions")?;
    if docs::find_part(ctx, api, part::DOCUMENTATION_VERSION, version)?.is_some() {
        return Err(conflict("Documentation version already exists"));
    }
    let mut doc = Struct::new().with("version", version).with("createdDate", ctx.now());
    if let Some(description) = input.str("description") {
        doc.set("description", description);
    }
    docs::put_part(ctx, (api, part::DOCUMENTATION_VERSION, version), &doc);
    if let Some(name) = input.str("stageName").filter(|it| !it.is_empty()) {
        let stage = docs::find_part(ctx, api, part::STAGE, name)?;
        let mut stage = stage.ok_or_else(|| not_found("stage"))?;
        stage.set("documentationVersion", version);
        docs::put_part(ctx, (api, part::STAGE, name), &stage);
    }
    Ok(doc)
}

fn find_version(ctx: &Ctx<'_>, input: &Struct) -> Result<Struct, ApiError> {
    docs::api(ctx, input)?;
    let version = text(input, "documentationVersion");
    let found =
        docs::find_part(ctx, text(input, "restApiId"), part::DOCUMENTATION_VERSION, version)?;
    found.ok_or_else(|| not_found("Documentation version"))
}

pub fn get_version(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    find_version(ctx, input)
}

pub fn list_versions(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    docs::api(ctx, input)?;
    let all = docs::parts(ctx, text(input, "restApiId"), part::DOCUMENTATION_VERSION)?;
    docs::page("GetDocumentationVersions", input, all)
}

pub fn update_version(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let mut doc = find_version(ctx, input)?;
    patch::apply(&mut doc, patch::DOCUMENTATION_VERSION, input)?;
    let place = (text(input, "restApiId"), part::DOCUMENTATION_VERSION, text(&doc, "version"));
    docs::put_part(ctx, place, &doc);
    Ok(doc)
}

pub fn delete_version(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let doc = find_version(ctx, input)?;
    let (api, version) = (text(input, "restApiId"), text(&doc, "version"));
    for (name, mut stage) in docs::parts(ctx, api, part::STAGE)? {
        if stage.str("documentationVersion") == Some(version) {
            stage.remove("documentationVersion");
            docs::put_part(ctx, (api, part::STAGE, &name), &stage);
        }
    }
    docs::delete_part(ctx, (api, part::DOCUMENTATION_VERSION, version));
    Ok(Struct::new())
}
