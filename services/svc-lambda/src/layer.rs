//! Layers: versions of shared content, and who may use them.

use kernel::service::WorkEnv;
use kernel::view::List;
use kernel::{ApiError, Ctx, OpResult, Struct, page};
use serde_json::json;
use store::Range;

use crate::api::{
    AddLayerVersionPermissionInput, AddLayerVersionPermissionOutput, DeleteLayerVersionInput,
    DeleteLayerVersionOutput, GetLayerVersionByArnInput, GetLayerVersionByArnOutput,
    GetLayerVersionInput, GetLayerVersionOutput, GetLayerVersionPolicyInput,
    GetLayerVersionPolicyOutput, LayerVersionContentOutputBuilder, PublishLayerVersionInput,
    PublishLayerVersionOutput, RemoveLayerVersionPermissionInput,
    RemoveLayerVersionPermissionOutput,
};
use crate::code;
use crate::download;
use crate::errors;
use crate::layer_use::LayerVersion;
use crate::policy;
use crate::show;
use crate::state::{LAYER_HEADS, LAYER_POLICIES, LAYERS, LayerRow, PolicyRow};
use crate::usage;

pub fn begin_publish(ctx: &mut Ctx<'_>, input: PublishLayerVersionInput<'_>) -> OpResult {
    code::plan(ctx, "PublishLayerVersion", input.content().0)
}

pub fn take_in_content(env: &WorkEnv, plan: Struct) -> OpResult {
    code::take_in(env, plan)
}

pub fn complete_publish(
    ctx: &mut Ctx<'_>,
    input: PublishLayerVersionInput<'_>,
    taken: Struct,
) -> Result<PublishLayerVersionOutput, ApiError> {
    let name = own_name(input.layer_name());
    let version = ctx.table(&LAYER_HEADS).get(&name)?.unwrap_or_default() + 1;
    let code = code::keep(ctx, &taken)?;
    usage::change(ctx, 0, code.size.cast_signed())?;
    let texts = |list: Option<List<'_, &str>>| {
        list.into_iter().flat_map(List::iter).map(str::to_owned).collect()
    };
    let row = LayerRow {
        code,
        description: input.description().map(str::to_owned),
        created: ctx.now().micros(),
        runtimes: texts(input.compatible_runtimes()),
        architectures: texts(input.compatible_architectures()),
        license: input.license_info().map(str::to_owned),
    };
    ctx.table_mut(&LAYER_HEADS).put(&name, &version);
    ctx.table_mut(&LAYERS).put(&(name.as_str(), version), &row);
    Ok(PublishLayerVersionOutput(shown(ctx, &name, version, &row)))
}

pub fn get_layer_version(
    ctx: &mut Ctx<'_>,
    input: GetLayerVersionInput<'_>,
) -> Result<GetLayerVersionOutput, ApiError> {
    let (name, version, row) = find(ctx, input.layer_name(), input.version_number())?;
    Ok(GetLayerVersionOutput(shown(ctx, &name, version, &row)))
}

pub fn get_layer_version_by_arn(
    ctx: &mut Ctx<'_>,
    input: GetLayerVersionByArnInput<'_>,
) -> Result<GetLayerVersionByArnOutput, ApiError> {
    let layer = LayerVersion::parse(input.arn()).ok_or_else(errors::no_policy)?;
    let row = ctx.table(&LAYERS).get(&layer.key())?.ok_or_else(errors::no_policy)?;
    Ok(GetLayerVersionByArnOutput(shown(ctx, &layer.name, layer.version, &row)))
}

/// Functions that use it go on as they are.
pub fn delete_layer_version(
    ctx: &mut Ctx<'_>,
    input: DeleteLayerVersionInput<'_>,
) -> Result<DeleteLayerVersionOutput, ApiError> {
    if let Ok((name, version, row)) = find(ctx, input.layer_name(), input.version_number()) {
        code::release(ctx, &row.code)?;
        usage::change(ctx, 0, -row.code.size.cast_signed())?;
        ctx.table_mut(&LAYERS).delete(&(name.as_str(), version));
        ctx.table_mut(&LAYER_POLICIES).delete(&(name.as_str(), version));
    }
    Ok(DeleteLayerVersionOutput::new())
}

pub fn add_permission(
    ctx: &mut Ctx<'_>,
    input: AddLayerVersionPermissionInput<'_>,
) -> Result<AddLayerVersionPermissionOutput, ApiError> {
    let (name, version, _) = find(ctx, input.layer_name(), input.version_number())?;
    let mut row = policy_of(ctx, &name, version)?;
    policy::check_revision(&row, input.revision_id())?;
    let mut statement = json!({
        "Sid": input.statement_id(),
        "Effect": "Allow",
        "Principal": policy::principal(ctx, input.principal())?,
        "Action": input.action(),
        "Resource": arn(ctx, &name, Some(version)),
    });
    if let Some(organization) = input.organization_id() {
        statement["Condition"] = json!({"StringEquals": {"aws:PrincipalOrgID": organization}});
    }
    let text = policy::bound(ctx, &statement)?;
    policy::add(ctx, &mut row, input.statement_id(), &text)?;
    ctx.table_mut(&LAYER_POLICIES).put(&(name.as_str(), version), &row);
    Ok(AddLayerVersionPermissionOutput::new().statement(text).revision_id(row.revision))
}

pub fn remove_permission(
    ctx: &mut Ctx<'_>,
    input: RemoveLayerVersionPermissionInput<'_>,
) -> Result<RemoveLayerVersionPermissionOutput, ApiError> {
    let (name, version, _) = find(ctx, input.layer_name(), input.version_number())?;
    let mut row = policy_of(ctx, &name, version)?;
    policy::check_revision(&row, input.revision_id())?;
    policy::remove(ctx, &mut row, input.statement_id())?;
    ctx.table_mut(&LAYER_POLICIES).put(&(name.as_str(), version), &row);
    Ok(RemoveLayerVersionPermissionOutput::new())
}

pub fn get_policy(
    ctx: &mut Ctx<'_>,
    input: GetLayerVersionPolicyInput<'_>,
) -> Result<GetLayerVersionPolicyOutput, ApiError> {
    let (name, version, _) = find(ctx, input.layer_name(), input.version_number())?;
    let row = policy_of(ctx, &name, version)?;
    if row.statements.is_empty() {
        return Err(errors::no_layer_policy(&arn(ctx, &name, Some(version))));
    }
    let document = ctx.show_policy(&policy::document(&row))?;
    Ok(GetLayerVersionPolicyOutput::new().policy(document).revision_id(row.revision))
}

/// The name of a layer that may be given by its ARN.
pub fn own_name(text: &str) -> String {
    text.rsplit(':').next().unwrap_or_default().to_owned()
}

pub fn arn(ctx: &Ctx<'_>, name: &str, version: Option<u64>) -> String {
    match version {
        Some(version) => ctx.arn(&format!("layer:{name}:{version}")).to_string(),
        None => ctx.arn(&format!("layer:{name}")).to_string(),
    }
}

fn policy_of(ctx: &Ctx<'_>, name: &str, version: u64) -> Result<PolicyRow, ApiError> {
    Ok(ctx.table(&LAYER_POLICIES).get(&(name, version))?.unwrap_or_default())
}

fn find(ctx: &Ctx<'_>, name: &str, version: i64) -> Result<(String, u64, LayerRow), ApiError> {
    let (name, version) = (own_name(name), version.max(0).cast_unsigned());
    let row = ctx.table(&LAYERS).get(&(name.as_str(), version))?;
    let row = row.ok_or_else(errors::no_policy)?;
    Ok((name, version, row))
}

/// The members that all answers about a version have.
pub fn described(ctx: &Ctx<'_>, name: &str, version: u64, row: &LayerRow) -> Struct {
    let mut shown = Struct::new()
        .with("LayerVersionArn", arn(ctx, name, Some(version)))
        .with("Version", version.cast_signed())
        .with("CreatedDate", show::time(row.created));
    for (member, list) in
        [("CompatibleRuntimes", &row.runtimes), ("CompatibleArchitectures", &row.architectures)]
    {
        if !list.is_empty() {
            shown.set(member, list.iter().map(String::as_str).collect::<Vec<_>>());
        }
    }
    for (member, text) in [("Description", &row.description), ("LicenseInfo", &row.license)] {
        if let Some(text) = text {
            shown.set(member, text);
        }
    }
    shown
}

fn shown(ctx: &Ctx<'_>, name: &str, version: u64, row: &LayerRow) -> Struct {
    let content = LayerVersionContentOutputBuilder::new()
        .location(download::layer_url(ctx, (name, version), &row.code))
        .code_sha256(&row.code.sha256)
        .code_size(row.code.size);
    described(ctx, name, version, row)
        .with("LayerArn", arn(ctx, name, None))
        .with("Content", Struct::from(content))
}

/// Where a page of layers goes on.
pub fn next(operation: &str, marker: Option<&str>) -> Result<Option<String>, ApiError> {
    marker.map(|marker| crate::function::page_position(operation, marker)).transpose()
}

/// All versions of a layer, the newest first.
pub fn versions(name: &str) -> Range<(String, u64)> {
    Range::within(&(name,)).reversed()
}

pub fn token(operation: &str, position: &str) -> String {
    page::encode(operation, position.as_bytes())
}
