//! The resources of an API: a tree of path parts, each with its methods.

use kernel::{ApiError, Ctx, OpResult, Struct, Value};

use crate::docs::{self, part, text};
use crate::errors::{bad, conflict, not_found};
use crate::limits::RESOURCES_MAX;
use crate::patch;

const ID_LEN: usize = 6;

pub fn find(ctx: &Ctx<'_>, input: &Struct) -> Result<Struct, ApiError> {
    docs::api(ctx, input)?;
    let (api, id) = (text(input, "restApiId"), text(input, "resourceId"));
    docs::find_part(ctx, api, part::RESOURCE, id)?.ok_or_else(|| not_found("Resource"))
}

pub fn put(ctx: &mut Ctx<'_>, api: &str, doc: &Struct) {
    docs::put_part(ctx, (api, part::RESOURCE, text(doc, "id")), doc);
}

pub fn create(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    docs::api(ctx, input)?;
    let api = text(input, "restApiId");
    make(ctx, api, text(input, "parentId"), text(input, "pathPart"))
}

pub fn make(ctx: &mut Ctx<'_>, api: &str, parent: &str, path_part: &str) -> OpResult {
    let above = docs::find_part(ctx, api, part::RESOURCE, parent)?;
    let above = above.ok_or_else(|| not_found("Resource"))?;
    docs::check_room(ctx, (api, part::RESOURCE), RESOURCES_MAX, "Resources for this API")?;
    check_part(ctx, api, &above, path_part, "")?;
    let id = docs::new_id(ctx, ID_LEN);
    let doc = Struct::new()
        .with("id", id)
        .with("parentId", parent)
        .with("pathPart", path_part)
        .with("path", joined(text(&above, "path"), path_part));
    put(ctx, api, &doc);
    Ok(doc)
}

fn joined(above: &str, part: &str) -> String {
    format!("{}/{part}", above.trim_end_matches('/'))
}

/// Whether a part may stand below another resource.
fn check_part(
    ctx: &Ctx<'_>,
    api: &str,
    above: &Struct,
    path_part: &str,
    except: &str,
) -> Result<(), ApiError> {
    let inner = path_part.strip_prefix('{').and_then(|it| it.strip_suffix('}'));
    let name = inner.map_or(path_part, |it| it.strip_suffix('+').unwrap_or(it));
    let is_plain = |it: char| it.is_ascii_alphanumeric() || "._-:$".contains(it);
    if name.is_empty() || !name.chars().all(is_plain) {
        // [U]
        return Err(bad(
            "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and \
             curly braces at the beginning and the end.",
        ));
    }
    if text(above, "pathPart").ends_with("+}") {
        // [U]
        return Err(bad("Cannot create a child of a resource with a greedy path variable: "
            .to_owned()
            + text(above, "path")));
    }
    for (id, other) in docs::parts(ctx, api, part::RESOURCE)? {
        if id == except || other.str("parentId") != above.str("id") {
            continue;
        }
        let other = text(&other, "pathPart");
        if other == path_part {
            // [U]
            return Err(conflict(format!(
                "Another resource with the same parent already has this name: {path_part}"
            )));
        }
        if inner.is_some() && other.starts_with('{') {
            // [U]
            return Err(bad(format!(
                "A sibling ({other}) of this resource already has a variable path part -- only \
                 one is allowed"
            )));
        }
    }
    Ok(())
}

pub fn get(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let doc = find(ctx, input)?;
    Ok(shown(doc, embeds_methods(input)))
}

fn embeds_methods(input: &Struct) -> bool {
    input.list("embed").unwrap_or_default().iter().any(|it| it.as_str() == Some("methods"))
}

/// Methods are shown whole where they are asked for, else by their names.
fn shown(mut doc: Struct, with_methods: bool) -> Struct {
    if !with_methods && let Some(Value::Struct(methods)) = doc.get_mut("resourceMethods") {
        for (_, method) in methods.iter_mut() {
            *method = Value::Struct(Struct::new());
        }
    }
    doc
}

pub fn list(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    docs::api(ctx, input)?;
    let all = docs::parts(ctx, text(input, "restApiId"), part::RESOURCE)?;
    let with_methods = embeds_methods(input);
    let all = all.into_iter().map(|(id, doc)| (id, shown(doc, with_methods)));
    docs::page("GetResources", input, all.collect())
}

pub fn update(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let mut doc = find(ctx, input)?;
    let api = text(input, "restApiId");
    if doc.get("parentId").is_none() {
        return Err(bad("The root resource cannot be changed"));
    }
    patch::apply(&mut doc, patch::RESOURCE, input)?;
    let above = docs::find_part(ctx, api, part::RESOURCE, text(&doc, "parentId"))?;
    let above = above.ok_or_else(|| not_found("Resource"))?;
    let own_path = format!("{}/", text(&doc, "path"));
    if format!("{}/", text(&above, "path")).starts_with(&own_path) {
        return Err(bad("A resource cannot be moved below itself"));
    }
    check_part(ctx, api, &above, text(&doc, "pathPart"), text(&doc, "id"))?;
    let path = joined(text(&above, "path"), text(&doc, "pathPart"));
    doc.set("path", path.as_str());
    put(ctx, api, &doc);
    // What lies below has another path now.
    for (_, mut below) in docs::parts(ctx, api, part::RESOURCE)? {
        if let Some(rest) = text(&below, "path").strip_prefix(&own_path) {
            let path = joined(&path, rest);
            below.set("path", path);
            put(ctx, api, &below);
        }
    }
    Ok(shown(doc, false))
}

pub fn delete(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let doc = find(ctx, input)?;
    let api = text(input, "restApiId");
    if doc.get("parentId").is_none() {
        // [U]
        return Err(bad("The root resource cannot be deleted."));
    }
    let own_path = format!("{}/", text(&doc, "path"));
    docs::delete_part(ctx, (api, part::RESOURCE, text(&doc, "id")));
    for (id, below) in docs::parts(ctx, api, part::RESOURCE)? {
        if text(&below, "path").starts_with(&own_path) {
            docs::delete_part(ctx, (api, part::RESOURCE, &id));
        }
    }
    Ok(Struct::new())
}
