//! Models: JSON schemas by name.

use kernel::{ApiError, Ctx, OpResult, Struct};

use crate::errors;
use crate::limits::MODELS_MAX;
use crate::resource::{self, Kind};

pub static MODEL: Kind = Kind {
    name: "Model",
    id: "ModelId",
    parent: None,
    members: &["ContentType", "Description", "Name", "Schema"],
    merged: &[],
    max: MODELS_MAX,
    is_deployed: false,
    check,
};

crate::operations_of!(MODEL);

pub fn delete(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    resource::delete(ctx, &MODEL, input)
}

fn check(
    ctx: &mut Ctx<'_>,
    api: &Struct,
    doc: &mut Struct,
    old: Option<&Struct>,
) -> Result<(), ApiError> {
    let name = doc.str("Name").unwrap_or_default();
    if name.is_empty() || !name.bytes().all(|it| it.is_ascii_alphanumeric()) {
        return Err(errors::bad_request("Model name must be alphanumeric"));
    }
    let is_renamed = old.is_none_or(|old| old.str("Name") != Some(name));
    let others = resource::all(ctx, &MODEL, api.str("ApiId").unwrap_or_default())?;
    if is_renamed && others.iter().any(|(_, other)| other.str("Name") == Some(name)) {
        return Err(errors::conflict(format!("Model name already exists for this API: {name}")));
    }
    let schema = doc.str("Schema").unwrap_or_default();
    let is_schema =
        serde_json::from_str::<serde_json::Value>(schema).is_ok_and(|it| it.is_object());
    if !is_schema {
        return Err(errors::bad_request("Invalid model schema specified"));
    }
    if doc.get("ContentType").is_none() {
        doc.set("ContentType", "application/json");
    }
    Ok(())
}
