//! ARNs of ACME's resources, and where its servers are.

use kernel::arn::Arn;
use kernel::{ApiError, Ctx};

use super::state::{BINDINGS, BindingRow, DOMAINS, ENDPOINTS, EndpointRow, VALIDATIONS};
use super::state::{NameRow, ValidationRow};
use crate::errors;

/// No bucket's name begins so.
pub const PATH: &str = "/_acm/acme/";

const ENDPOINT: &str = "acme-endpoint";
const VALIDATION: &str = "acme-domain-validation";
const BINDING: &str = "acme-external-account-binding";

/// What an ARN names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Endpoint(String),
    /// Of an endpoint.
    Validation(String, String),
    Binding(String, String),
}

/// `None` for what is of another account or region, and for what is nothing of ACME's.
pub fn parse(ctx: &Ctx<'_>, arn: &str) -> Option<Place> {
    let arn = Arn::parse(arn).filter(|it| it.service == "acm")?;
    if arn.account_id() != Some(ctx.account()) || arn.region() != Some(ctx.region()) {
        return None;
    }
    let parts: Vec<&str> = arn.resource.split('/').collect();
    let owned = |text: &&str| (*text).to_owned();
    match parts.as_slice() {
        [ENDPOINT, id] => Some(Place::Endpoint(owned(id))),
        [ENDPOINT, endpoint, VALIDATION, id] => Some(Place::Validation(owned(endpoint), owned(id))),
        [ENDPOINT, endpoint, BINDING, id] => Some(Place::Binding(owned(endpoint), owned(id))),
        _ => None,
    }
}

pub fn endpoint_arn(ctx: &Ctx<'_>, id: &str) -> String {
    ctx.arn(&format!("{ENDPOINT}/{id}")).to_string()
}

pub fn validation_arn(ctx: &Ctx<'_>, endpoint: &str, id: &str) -> String {
    ctx.arn(&format!("{ENDPOINT}/{endpoint}/{VALIDATION}/{id}")).to_string()
}

pub fn binding_arn(ctx: &Ctx<'_>, endpoint: &str, id: &str) -> String {
    ctx.arn(&format!("{ENDPOINT}/{endpoint}/{BINDING}/{id}")).to_string()
}

pub fn endpoint(ctx: &Ctx<'_>, arn: &str) -> Result<(String, EndpointRow), ApiError> {
    if let Some(Place::Endpoint(id)) = parse(ctx, arn)
        && let Some(row) = ctx.table(&ENDPOINTS).get(id.as_str())?
    {
        return Ok((id, row));
    }
    Err(errors::no_resource(arn))
}

/// A validation that was found: by its endpoint and its domain.
pub struct Validation {
    pub endpoint: String,
    pub domain: String,
    pub row: ValidationRow,
}

pub fn validation(ctx: &Ctx<'_>, arn: &str) -> Result<Validation, ApiError> {
    if let Some(Place::Validation(endpoint, id)) = parse(ctx, arn)
        && let Some(NameRow { name: domain }) = ctx.table(&DOMAINS).get(&(&*endpoint, &*id))?
        && let Some(row) = ctx.table(&VALIDATIONS).get(&(&*endpoint, &*domain))?
    {
        return Ok(Validation { endpoint, domain, row });
    }
    Err(errors::no_resource(arn))
}

/// A binding that was found: by its endpoint and its id.
pub struct Binding {
    pub endpoint: String,
    pub id: String,
    pub row: BindingRow,
}

pub fn binding(ctx: &Ctx<'_>, arn: &str) -> Result<Binding, ApiError> {
    if let Some(Place::Binding(endpoint, id)) = parse(ctx, arn)
        && let Some(row) = ctx.table(&BINDINGS).get(&(&*endpoint, &*id))?
    {
        return Ok(Binding { endpoint, id, row });
    }
    Err(errors::no_resource(arn))
}

/// Where the server of an endpoint is: at this server, by the address at which the caller has it.
pub fn base(ctx: &Ctx<'_>, endpoint: &str) -> String {
    match ctx.origin().endpoint.as_str() {
        // Nobody has come over HTTP: the address that AWS would tell.
        "" => format!("https://acm-acme-enroll.{}.api.aws/{endpoint}", ctx.region().as_str()),
        server => format!("{server}{PATH}{endpoint}"),
    }
}

pub fn directory_url(ctx: &Ctx<'_>, endpoint: &str) -> String {
    format!("{}/directory", base(ctx, endpoint))
}

pub fn account_url(ctx: &Ctx<'_>, endpoint: &str, account: &str) -> String {
    format!("{}/account/{account}", base(ctx, endpoint))
}

/// The account that a URL means, whatever address the endpoint has there.
pub fn account_of(url: &str, endpoint: &str) -> Option<String> {
    let (before, id) = url.rsplit_once("/account/")?;
    let is_of = before.strip_suffix(endpoint).is_some_and(|it| it.ends_with('/'));
    (is_of && !id.is_empty() && !id.contains('/')).then(|| id.to_owned())
}
