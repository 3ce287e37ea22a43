//! Models (JSON schemas), request validators, and gateway responses.

use kernel::{ApiError, Ctx, OpResult, Struct};
use serde_json::Value as Json;

use crate::docs::{self, chosen, part, text};
use crate::errors::{bad, conflict, not_found};
use crate::limits::PARTS_MAX;
use crate::patch;
use crate::reply::{self, TYPES};

const ID_LEN: usize = 6;
/// Models that every API has, as far as methods name them.
const BUILT_IN: [(&str, &str); 2] = [
    (
        "Empty",
        "{\n  \"$schema\": \"http://json-schema.org/draft-04/schema#\",\n  \"title\" : \
      \"Empty Schema\",\n  \"type\" : \"object\"\n}",
    ),
    (
        "Error",
        "{\n  \"$schema\" : \"http://json-schema.org/draft-04/schema#\",\n  \"title\" : \
      \"Error Schema\",\n  \"type\" : \"object\",\n  \"properties\" : {\n    \"message\" : { \
      \"type\" : \"string\" }\n  }\n}",
    ),
];

pub fn exists(ctx: &Ctx<'_>, api: &str, name: &str) -> Result<bool, ApiError> {
    let is_built_in = BUILT_IN.iter().any(|(known, _)| *known == name);
    Ok(is_built_in || docs::find_part(ctx, api, part::MODEL, name)?.is_some())
}

/// The schema of a model among those of a definition.
pub fn schema(models: Option<&Struct>, name: &str) -> Option<String> {
    let own = models.and_then(|it| it.structure(name)).and_then(|it| it.str("schema"));
    let built_in = BUILT_IN.iter().find(|(known, _)| *known == name).map(|(_, schema)| *schema);
    own.or(built_in).map(str::to_owned)
}

pub fn create(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    docs::api(ctx, input)?;
    make(
        ctx,
        text(input, "restApiId"),
        chosen(input, &["name", "description", "schema", "contentType"]),
    )
}

pub fn make(ctx: &mut Ctx<'_>, api: &str, mut doc: Struct) -> OpResult {
    let name = text(&doc, "name").to_owned();
    if name.is_empty() || !name.chars().all(|it| it.is_ascii_alphanumeric()) {
        // [U]
        return Err(bad("Model name must be alphanumeric: ".to_owned() + &name));
    }
    if docs::find_part(ctx, api, part::MODEL, &name)?.is_some() {
        // [U]
        return Err(conflict("Model name already exists for this REST API"));
    }
    docs::check_room(ctx, (api, part::MODEL), PARTS_MAX, "Models for this API")?;
    check_schema(&doc)?;
    let id = docs::new_id(ctx, ID_LEN);
    doc.set("id", id);
    docs::put_part(ctx, (api, part::MODEL, &name), &doc);
    Ok(doc)
}

fn check_schema(doc: &Struct) -> Result<(), ApiError> {
    let Some(schema) = doc.str("schema").filter(|it| !it.is_empty()) else { return Ok(()) };
    if serde_json::from_str::<Json>(schema).is_ok_and(|it| it.is_object()) {
        return Ok(());
    }
    // [U]
    Err(bad("Invalid model specified: Validation Result: warnings : [], errors : [Invalid model \
        schema specified]"))
}

fn find(ctx: &Ctx<'_>, input: &Struct) -> Result<Struct, ApiError> {
    docs::api(ctx, input)?;
    let (api, name) = (text(input, "restApiId"), text(input, "modelName"));
    let found = docs::find_part(ctx, api, part::MODEL, name)?;
    // [U]
    found.ok_or_else(|| {
        ApiError::new("NotFoundException", format!("Invalid model name specified: {name}"))
            .with_status(404)
    })
}

pub fn get(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    find(ctx, input)
}

pub fn list(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    docs::api(ctx, input)?;
    docs::page("GetModels", input, docs::parts(ctx, text(input, "restApiId"), part::MODEL)?)
}

pub fn update(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let mut doc = find(ctx, input)?;
    patch::apply(&mut doc, patch::MODEL, input)?;
    check_schema(&doc)?;
    docs::put_part(ctx, (text(input, "restApiId"), part::MODEL, text(&doc, "name")), &doc);
    Ok(doc)
}

pub fn delete(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let doc = find(ctx, input)?;
    let (api, name) = (text(input, "restApiId"), text(&doc, "name"));
    for (_, resource) in docs::parts(ctx, api, part::RESOURCE)? {
        for (_, method) in resource.structure("resourceMethods").into_iter().flat_map(Struct::iter)
        {
            let models = method.as_struct().and_then(|it| it.structure("requestModels"));
            if models.into_iter().flat_map(Struct::iter).any(|(_, it)| it.as_str() == Some(name)) {
                // [U]
                return Err(conflict(format!(
                    "Cannot delete model '{name}', is referenced in method request"
                )));
            }
        }
    }
    docs::delete_part(ctx, (api, part::MODEL, name));
    Ok(Struct::new())
}

pub fn create_validator(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    docs::api(ctx, input)?;
    let doc = chosen(input, &["name", "validateRequestBody", "validateRequestParameters"]);
    make_validator(ctx, text(input, "restApiId"), doc)
}

pub fn make_validator(ctx: &mut Ctx<'_>, api: &str, mut doc: Struct) -> OpResult {
    docs::check_room(ctx, (api, part::VALIDATOR), PARTS_MAX, "Request Validators for this API")?;
    for member in ["validateRequestBody", "validateRequestParameters"] {
        if doc.get(member).is_none() {
            doc.set(member, false);
        }
    }
    let id = docs::new_id(ctx, ID_LEN);
    doc.set("id", id.as_str());
    docs::put_part(ctx, (api, part::VALIDATOR, &id), &doc);
    Ok(doc)
}

fn find_validator(ctx: &Ctx<'_>, input: &Struct) -> Result<Struct, ApiError> {
    docs::api(ctx, input)?;
    let id = text(input, "requestValidatorId");
    let found = docs::find_part(ctx, text(input, "restApiId"), part::VALIDATOR, id)?;
    found.ok_or_else(|| not_found("Request Validator"))
}

pub fn get_validator(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    find_validator(ctx, input)
}

pub fn list_validators(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    docs::api(ctx, input)?;
    let all = docs::parts(ctx, text(input, "restApiId"), part::VALIDATOR)?;
    docs::page("GetRequestValidators", input, all)
}

pub fn update_validator(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let mut doc = find_validator(ctx, input)?;
    patch::apply(&mut doc, patch::VALIDATOR, input)?;
    docs::put_part(ctx, (text(input, "restApiId"), part::VALIDATOR, text(&doc, "id")), &doc);
    Ok(doc)
}

pub fn delete_validator(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let doc = find_validator(ctx, input)?;
    docs::delete_part(ctx, (text(input, "restApiId"), part::VALIDATOR, text(&doc, "id")));
    Ok(Struct::new())
}

fn response_type(input: &Struct) -> Result<&'static reply::Type, ApiError> {
    let name = text(input, "responseType");
    let found = TYPES.iter().find(|it| it.name == name);
    found.ok_or_else(|| bad(format!("Invalid gateway response type specified: {name}")))
}

/// What is not set is shown by its default.
fn response(ctx: &Ctx<'_>, api: &str, of: &reply::Type) -> OpResult {
    if let Some(doc) = docs::find_part(ctx, api, part::RESPONSE, of.name)? {
        return Ok(doc.with("defaultResponse", false));
    }
    let mut doc = Struct::new().with("responseType", of.name);
    if of.status > 0 {
        doc.set("statusCode", of.status.to_string());
    }
    let templates = Struct::new().with("application/json", reply::DEFAULT_TEMPLATE);
    Ok(doc
        .with("responseParameters", Struct::new())
        .with("responseTemplates", templates)
        .with("defaultResponse", true))
}

fn check_gateway_response(doc: &Struct) -> Result<(), ApiError> {
    for (name, from) in doc.structure("responseParameters").into_iter().flat_map(Struct::iter) {
        let from = from.as_str().unwrap_or_default();
        let is_literal = from.len() >= 2 && from.starts_with('\'') && from.ends_with('\'');
        let is_mapped = ["method.request.", "context.", "stageVariables."]
            .iter()
            .any(|start| from.starts_with(start));
        if !name.starts_with("gatewayresponse.header.") || !(is_literal || is_mapped) {
            return Err(bad(format!("Invalid mapping expression specified: {name} = {from}")));
        }
    }
    Ok(())
}

pub fn put_response(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    docs::api(ctx, input)?;
    let doc = chosen(input, &["statusCode", "responseParameters", "responseTemplates"]);
    make_response(ctx, text(input, "restApiId"), response_type(input)?.name, doc)
}

pub fn make_response(ctx: &mut Ctx<'_>, api: &str, name: &str, mut doc: Struct) -> OpResult {
    let of = TYPES.iter().find(|it| it.name == name);
    let of = of.ok_or_else(|| bad(format!("Invalid gateway response type specified: {name}")))?;
    check_gateway_response(&doc)?;
    doc.set("responseType", name);
    if doc.get("statusCode").is_none() && of.status > 0 {
        doc.set("statusCode", of.status.to_string());
    }
    docs::put_part(ctx, (api, part::RESPONSE, name), &doc);
    Ok(doc.with("defaultResponse", false))
}

pub fn get_response(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    docs::api(ctx, input)?;
    response(ctx, text(input, "restApiId"), response_type(input)?)
}

pub fn list_responses(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    docs::api(ctx, input)?;
    let mut all = Vec::new();
    for of in &TYPES {
        all.push((of.name.to_owned(), response(ctx, text(input, "restApiId"), of)?));
    }
    all.sort_by(|(one, _), (other, _)| one.cmp(other));
    docs::page("GetGatewayResponses", input, all)
}

pub fn update_response(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    docs::api(ctx, input)?;
    let (api, of) = (text(input, "restApiId"), response_type(input)?);
    let mut doc = response(ctx, api, of)?;
    patch::apply(&mut doc, patch::GATEWAY_RESPONSE, input)?;
    doc.remove("defaultResponse");
    make_response(ctx, api, of.name, doc)
}

pub fn delete_response(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    docs::api(ctx, input)?;
    let (api, of) = (text(input, "restApiId"), response_type(input)?);
    if docs::find_part(ctx, api, part::RESPONSE, of.name)?.is_none() {
        return Err(not_found("gateway response"));
    }
    docs::delete_part(ctx, (api, part::RESPONSE, of.name));
    Ok(Struct::new())
}
