//! Pages from which packages are downloaded: the `Location` of `GetFunction` and `GetLayerVersion`.
//!
//! AWS's links are signed and end after ten minutes; ours hold what only who may ask for the link
//! knows (the revision, or the digest), and last as long as that.

use kernel::body::Body;
use kernel::service::Page;
use kernel::{AccountId, ApiError, Ctx, OpResult, Region, Scope, Struct, Value};

use crate::code;
use crate::state::{CodeRow, FUNCTIONS, LAYERS, VERSIONS, VersionRow};

pub const DOWNLOAD: &str = "Download";

const FUNCTION_PREFIX: &str = "/_lambda/code/";
const LAYER_PREFIX: &str = "/_lambda/layer/";

pub static PAGES: &[Page] = &[Page {
    service: "lambda",
    is_at: |path| path.starts_with(FUNCTION_PREFIX) || path.starts_with(LAYER_PREFIX),
    step: DOWNLOAD,
}];

pub fn function_url(ctx: &Ctx<'_>, name: &str, version: &VersionRow) -> String {
    let number = version.number.unwrap_or(0);
    format!("{}{FUNCTION_PREFIX}{}/{name}/{number}/{}", endpoint(ctx), place(ctx), version.revision)
}

pub fn layer_url(ctx: &Ctx<'_>, (name, version): (&str, u64), code: &CodeRow) -> String {
    format!("{}{LAYER_PREFIX}{}/{name}/{version}/{}", endpoint(ctx), place(ctx), digest(code))
}

fn endpoint<'a>(ctx: &'a Ctx<'_>) -> &'a str {
    &ctx.origin().endpoint
}

fn place(ctx: &Ctx<'_>) -> String {
    format!("{}/{}", ctx.account(), ctx.region())
}

/// Of letters and digits alone.
fn digest(code: &CodeRow) -> String {
    code.sha256.chars().filter(char::is_ascii_alphanumeric).collect()
}

pub fn download(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let path = input.str("Path").unwrap_or_default();
    let code = match path.strip_prefix(FUNCTION_PREFIX) {
        Some(rest) => of_function(ctx, rest)?,
        None => of_layer(ctx, path.strip_prefix(LAYER_PREFIX).unwrap_or_default())?,
    };
    let code = code
        .ok_or_else(|| ApiError::new("NoSuchKey", "There is no such package.").with_status(404))?;
    let body: Body = code::content(ctx, &code)?;
    Ok(Struct::new()
        .with("ContentType", "application/zip")
        .with("Body", Value::Blob(code::read(&body)?.into())))
}

fn of_function(ctx: &Ctx<'_>, rest: &str) -> Result<Option<CodeRow>, ApiError> {
    let Some((scope, [name, number, revision])) = parse(rest) else { return Ok(None) };
    let row = match number.parse() {
        Ok(0) => ctx.table_in(&FUNCTIONS, scope).get(name)?.map(|row| row.latest),
        Ok(number) => ctx.table_in(&VERSIONS, scope).get(&(name, number))?,
        Err(_) => None,
    };
    Ok(row.filter(|row| row.revision == revision).map(|row| row.code))
}

fn of_layer(ctx: &Ctx<'_>, rest: &str) -> Result<Option<CodeRow>, ApiError> {
    let Some((scope, [name, number, given])) = parse(rest) else { return Ok(None) };
    let Ok(number) = number.parse::<u64>() else { return Ok(None) };
    let row = ctx.table_in(&LAYERS, scope).get(&(name, number))?;
    Ok(row.map(|row| row.code).filter(|code| digest(code) == given))
}

fn parse(rest: &str) -> Option<(Scope, [&str; 3])> {
    let parts: Vec<&str> = rest.split('/').collect();
    let [account, region, name, number, proof] = parts.as_slice() else { return None };
    let (account, region) = (AccountId::parse(account)?, Region::parse(region)?);
    Some((Scope::new(account.digits(), region.as_str()), [name, number, proof]))
}
