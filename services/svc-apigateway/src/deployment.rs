//! Deployments: what an API was at a moment, for its stages to serve.

use kernel::{ApiError, Ctx, OpResult, Struct, Value};

use crate::docs::{self, part, text};
use crate::errors::{bad, not_found, too_many};
use crate::limits::{DEPLOYMENTS_MAX, SNAPSHOT_BYTES_MAX};
use crate::patch;
use crate::stage;
use crate::state::{DocRow, SNAPSHOTS};

const ID_LEN: usize = 6;

/// An API as it is now: `api`, `resources`, and maps of `models`, `validators`, `authorizers` and
/// `responses` by name or id. This is what requests are served from.
pub fn definition(ctx: &Ctx<'_>, api: &Struct) -> Result<Struct, ApiError> {
    let id = text(api, "id");
    let resources = docs::parts(ctx, id, part::RESOURCE)?;
    let resources: Vec<Value> = resources.into_iter().map(|(_, it)| Value::Struct(it)).collect();
    let mut definition = Struct::new().with("api", api.clone()).with("resources", resources);
    for (kind, name) in [
        (part::MODEL, "models"),
        (part::VALIDATOR, "validators"),
        (part::AUTHORIZER, "authorizers"),
        (part::RESPONSE, "responses"),
    ] {
        let all = docs::parts(ctx, id, kind)?.into_iter();
        definition.set(name, all.map(|(id, doc)| (id, Value::Struct(doc))).collect::<Struct>());
    }
    Ok(definition)
}

pub fn methods(resource: &Struct) -> impl Iterator<Item = (&str, &Struct)> {
    let methods = resource.structure("resourceMethods").into_iter().flat_map(Struct::iter);
    methods.filter_map(|(name, method)| Some((name, method.as_struct()?)))
}

pub fn create(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let api = docs::api(ctx, input)?;
    let id = text(&api, "id");
    for member in ["cacheClusterEnabled", "tracingEnabled"] {
        stage::refuse_flag(input, member)?;
    }
    let definition = definition(ctx, &api)?;
    let summary = summary(&definition)?;
    docs::check_room(ctx, (id, part::DEPLOYMENT), DEPLOYMENTS_MAX, "Deployments for this API")?;
    let deployment = docs::new_id(ctx, ID_LEN);
    let mut doc = Struct::new().with("id", deployment.as_str()).with("createdDate", ctx.now());
    if let Some(description) = input.str("description") {
        doc.set("description", description);
    }
    doc.set("apiSummary", summary);
    docs::put_part(ctx, (id, part::DEPLOYMENT, &deployment), &doc);
    let row = DocRow { doc: definition };
    let len = minicbor::to_vec(&row).map_or(usize::MAX, |bytes| bytes.len());
    if len > SNAPSHOT_BYTES_MAX {
        return Err(too_many("bytes of an API"));
    }
    ctx.table_mut(&SNAPSHOTS).put(&(id, deployment.as_str()), &row);
    if let Some(name) = input.str("stageName").filter(|it| !it.is_empty()) {
        stage::deploy(ctx, id, name, &deployment, input)?;
    }
    doc.remove("apiSummary");
    Ok(doc)
}

/// What there is to serve; an API without anything, or with a method that leads nowhere, cannot be
/// deployed.
fn summary(definition: &Struct) -> Result<Struct, ApiError> {
    let mut summary = Struct::new();
    for resource in definition.list("resources").unwrap_or_default() {
        let Some(resource) = resource.as_struct() else { continue };
        let mut of_path = Struct::new();
        for (name, method) in methods(resource) {
            let integration = method.structure("methodIntegration");
            // [U] for both.
            let integration =
                integration.ok_or_else(|| bad("No integration defined for method"))?;
            if integration.str("type").is_none() {
                return Err(bad("No integration defined for method"));
            }
            let snapshot = Struct::new()
                .with("authorizationType", text(method, "authorizationType"))
                .with("apiKeyRequired", method.bool("apiKeyRequired").unwrap_or_default());
            of_path.set(name.to_owned(), snapshot);
        }
        if !of_path.is_empty() {
            summary.set(text(resource, "path").to_owned(), of_path);
        }
    }
    if summary.is_empty() {
        return Err(bad("The REST API doesn't contain any methods"));
    }
    Ok(summary)
}

fn find(ctx: &Ctx<'_>, input: &Struct) -> Result<Struct, ApiError> {
    docs::api(ctx, input)?;
    let id = text(input, "deploymentId");
    let found = docs::find_part(ctx, text(input, "restApiId"), part::DEPLOYMENT, id)?;
    found.ok_or_else(|| not_found("Deployment"))
}

pub fn exists(ctx: &Ctx<'_>, api: &str, id: &str) -> Result<(), ApiError> {
    match docs::find_part(ctx, api, part::DEPLOYMENT, id)? {
        Some(_) => Ok(()),
        // [U]
        None => Err(bad("Deployment id does not exist")),
    }
}

fn shown(mut doc: Struct, input: &Struct) -> Struct {
    let embed = input.list("embed").unwrap_or_default();
    if !embed.iter().any(|it| it.as_str() == Some("apisummary")) {
        doc.remove("apiSummary");
    }
    doc
}

pub fn get(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    Ok(shown(find(ctx, input)?, input))
}

pub fn list(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    docs::api(ctx, input)?;
    let all = docs::parts(ctx, text(input, "restApiId"), part::DEPLOYMENT)?;
    let all = all.into_iter().map(|(id, doc)| (id, shown(doc, &Struct::new())));
    docs::page("GetDeployments", input, all.collect())
}

pub fn update(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let mut doc = find(ctx, input)?;
    patch::apply(&mut doc, patch::DEPLOYMENT, input)?;
    docs::put_part(ctx, (text(input, "restApiId"), part::DEPLOYMENT, text(&doc, "id")), &doc);
    Ok(shown(doc, &Struct::new()))
}

pub fn delete(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let doc = find(ctx, input)?;
    let (api, id) = (text(input, "restApiId"), text(&doc, "id"));
    for (_, stage) in docs::parts(ctx, api, part::STAGE)? {
        let canary = stage.structure("canarySettings").and_then(|it| it.str("deploymentId"));
        if stage.str("deploymentId") == Some(id) || canary == Some(id) {
            // [U]
            return Err(bad("Active stages pointing to this deployment must be moved or deleted"));
        }
    }
    docs::delete_part(ctx, (api, part::DEPLOYMENT, id));
    ctx.table_mut(&SNAPSHOTS).delete(&(api, id));
    Ok(Struct::new())
}
