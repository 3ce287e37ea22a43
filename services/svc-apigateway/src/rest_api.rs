//! REST APIs themselves.

use kernel::{ApiError, Ctx, OpResult, Struct, Value};
use policy::{Kind, Policy};
use store::Range;

use crate::docs::{self, chosen, part, place, text};
use crate::errors::{bad, not_here};
use crate::limits::{COMPRESSION_MAX, EDGE_APIS_MAX, POLICY_CHARS_MAX, REGIONAL_APIS_MAX};
use crate::patch;
use crate::state::{APIS, PARTS, SNAPSHOTS};
use crate::tags;

const TAKEN: [&str; 10] = [
    "name",
    "description",
    "version",
    "binaryMediaTypes",
    "minimumCompressionSize",
    "apiKeySource",
    "endpointConfiguration",
    "policy",
    "tags",
    "disableExecuteApiEndpoint",
];
const API_ID_LEN: usize = 10;
const RESOURCE_ID_LEN: usize = 6;

pub fn create(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let mut doc = make(ctx, chosen(input, &TAKEN), input)?;
    if let Some(from) = input.str("cloneFrom") {
        copy_of(ctx, &mut doc, from)?;
    }
    show(ctx, doc)
}

/// Makes an API with its root; the document has what was asked for.
pub fn make(ctx: &mut Ctx<'_>, mut doc: Struct, input: &Struct) -> Result<Struct, ApiError> {
    for member in ["securityPolicy", "endpointAccessMode"] {
        if input.get(member).is_some() {
            return Err(not_here(member, "there is no TLS in front of APIs"));
        }
    }
    let id = docs::new_id(ctx, API_ID_LEN);
    let root = docs::new_id(ctx, RESOURCE_ID_LEN);
    doc.set("id", id.as_str());
    doc.set("createdDate", ctx.now());
    doc.set("rootResourceId", root.as_str());
    complete(ctx, &mut doc)?;
    check_room(ctx, &doc)?;
    docs::put_api(ctx, &id, &doc);
    docs::put_place(ctx, place::API, &id);
    let resource = Struct::new().with("id", root.as_str()).with("path", "/");
    docs::put_part(ctx, (&id, part::RESOURCE, &root), &resource);
    Ok(doc)
}

/// Defaults, and what a document of an API must be.
fn complete(ctx: &mut Ctx<'_>, doc: &mut Struct) -> Result<(), ApiError> {
    if text(doc, "name").is_empty() {
        return Err(bad("Name cannot be empty"));
    }
    if doc.get("apiKeySource").is_none() {
        doc.set("apiKeySource", "HEADER");
    }
    if doc.get("disableExecuteApiEndpoint").is_none() {
        doc.set("disableExecuteApiEndpoint", false);
    }
    match doc.str("apiKeySource") {
        Some("HEADER" | "AUTHORIZER") => {}
        _ => return Err(bad("Invalid value for apiKeySource")),
    }
    complete_endpoint(doc)?;
    if doc.int("minimumCompressionSize").is_some_and(|it| !(0..=COMPRESSION_MAX).contains(&it)) {
        // [U]
        return Err(bad(format!(
            "Invalid minimum compression size, must be between 0 and {COMPRESSION_MAX}"
        )));
    }
    tags::check(doc.structure("tags"))?;
    if let Some(document) = doc.str("policy").map(str::to_owned) {
        if document.trim().is_empty() {
            doc.remove("policy");
        } else {
            let bound = policy_of(ctx, text(doc, "id"), &document)?;
            doc.set("policy", bound);
        }
    }
    Ok(())
}

/// "The default is EDGE" (types of endpoints of an API).
fn complete_endpoint(doc: &mut Struct) -> Result<(), ApiError> {
    let endpoint = docs::map_mut(doc, "endpointConfiguration");
    if endpoint.list("types").is_none_or(<[Value]>::is_empty) {
        endpoint.set("types", vec!["EDGE"]);
    }
    if endpoint.list("types").is_some_and(|types| types.len() > 1) {
        return Err(bad("Only one endpoint configuration type is allowed"));
    }
    if endpoint.list("vpcEndpointIds").is_some_and(|ids| !ids.is_empty()) {
        return Err(not_here("vpcEndpointIds", "there are no interface endpoints"));
    }
    let kind = endpoint_type(endpoint).to_owned();
    if endpoint.get("ipAddressType").is_none() {
        endpoint.set("ipAddressType", if kind == "PRIVATE" { "dualstack" } else { "ipv4" });
    }
    match kind.as_str() {
        "EDGE" | "REGIONAL" | "PRIVATE" => Ok(()),
        _ => Err(bad("Invalid endpoint configuration type")),
    }
}

fn endpoint_type(endpoint: &Struct) -> &str {
    let types = endpoint.list("types").unwrap_or_default();
    types.first().and_then(Value::as_str).unwrap_or("EDGE")
}

pub fn is_private(doc: &Struct) -> bool {
    doc.structure("endpointConfiguration").is_some_and(|it| endpoint_type(it) == "PRIVATE")
}

fn check_room(ctx: &Ctx<'_>, doc: &Struct) -> Result<(), ApiError> {
    let kind = |doc: &Struct| {
        doc.structure("endpointConfiguration").map_or("EDGE", endpoint_type).to_owned()
    };
    let own = kind(doc);
    let max = if own == "EDGE" { EDGE_APIS_MAX } else { REGIONAL_APIS_MAX };
    let mut count = 0;
    for row in ctx.table(&APIS).scan(&Range::all()) {
        count += usize::from(kind(&row?.1.doc) == own);
    }
    if count >= max { Err(crate::errors::too_many("REST APIs")) } else { Ok(()) }
}

/// A policy as it is kept: `execute-api:/stage/GET/path` stands for the API's own ARN.
fn policy_of(ctx: &Ctx<'_>, api: &str, document: &str) -> Result<String, ApiError> {
    if document.chars().count() > POLICY_CHARS_MAX {
        return Err(bad("Policy document is too long"));
    }
    let own = api_arn(ctx, api);
    let document = document.replace("\"execute-api:/", &format!("\"{own}/"));
    Policy::parse(&document, Kind::Resource).map_err(|_| {
        // [U]
        bad("Invalid policy document. Please check the policy syntax and ensure that Principals \
             are valid.")
    })?;
    ctx.bind_policy(&document)
}

/// `arn:aws:execute-api:region:account:api`.
pub fn api_arn(ctx: &Ctx<'_>, api: &str) -> String {
    kernel::arn::Arn::regional("execute-api", ctx.region(), ctx.account(), api).to_string()
}

pub fn show(ctx: &Ctx<'_>, mut doc: Struct) -> OpResult {
    if let Some(policy) = doc.str("policy") {
        let shown = ctx.show_policy(policy)?;
        doc.set("policy", shown);
    }
    doc.set("apiStatus", "AVAILABLE");
    Ok(doc)
}

/// An API's resources, models, validators, authorizers and responses become another's.
fn copy_of(ctx: &mut Ctx<'_>, doc: &mut Struct, from: &str) -> Result<(), ApiError> {
    if docs::find_api(ctx, from)?.is_none() {
        return Err(crate::errors::no_api(ctx.account().as_str(), from));
    }
    let id = text(doc, "id").to_owned();
    let own_root = text(doc, "rootResourceId").to_owned();
    docs::delete_part(ctx, (&id, part::RESOURCE, &own_root));
    for kind in [part::RESOURCE, part::MODEL, part::VALIDATOR, part::AUTHORIZER, part::RESPONSE] {
        for (part_id, part) in docs::parts(ctx, from, kind)? {
            if kind == part::RESOURCE && part.get("parentId").is_none() {
                doc.set("rootResourceId", part_id.as_str());
            }
            docs::put_part(ctx, (&id, kind, &part_id), &part);
        }
    }
    docs::put_api(ctx, &id, doc);
    Ok(())
}

pub fn get(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let doc = docs::api(ctx, input)?;
    show(ctx, doc)
}

pub fn list(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let mut all = Vec::new();
    for row in ctx.table(&APIS).scan(&Range::all()) {
        let (id, row) = row?;
        all.push((id, show(ctx, row.doc)?));
    }
    docs::page("GetRestApis", input, all)
}

pub fn update(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let mut doc = docs::api(ctx, input)?;
    patch::apply(&mut doc, patch::REST_API, input)?;
    let doc = save(ctx, doc)?;
    show(ctx, doc)
}

/// Keeps an API whose document has changed.
pub fn save(ctx: &mut Ctx<'_>, mut doc: Struct) -> OpResult {
    complete(ctx, &mut doc)?;
    docs::put_api(ctx, text(&doc, "id"), &doc);
    Ok(doc)
}

pub fn delete(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let doc = docs::api(ctx, input)?;
    let id = text(&doc, "id");
    for (stage, _) in docs::parts(ctx, id, part::STAGE)? {
        crate::stage::forget(ctx, id, &stage)?;
    }
    ctx.table_mut(&APIS).delete(id);
    ctx.table_mut(&PARTS).delete_range(&Range::within(&(id,)))?;
    ctx.table_mut(&SNAPSHOTS).delete_range(&Range::within(&(id,)))?;
    docs::delete_place(ctx, place::API, id);
    Ok(Struct::new())
}
