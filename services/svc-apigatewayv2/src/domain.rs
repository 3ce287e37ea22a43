//! Custom domain names and which API's stage answers under which of their paths.

use kernel::arn::Arn;
use kernel::{AccountId, ApiError, Ask, Ctx, OpResult, Region, Struct, Value};
use store::Range;

use crate::apis;
use crate::errors;
use crate::limits::{DOMAINS_MAX, MAPPINGS_MAX};
use crate::resource::{self, Asked};
use crate::stage::STAGE;
use crate::state::{DOMAIN_PLACES, DOMAINS, DocRow, MAPPINGS, PlaceRow};
use crate::tag;

pub fn create(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let name = input.str("DomainName").unwrap_or_default().to_ascii_lowercase();
    if !is_name(&name) {
        return Err(errors::bad_request("Invalid domain name identifier specified"));
    }
    // REST APIs have domain names of their own: one name answers for one of both.
    let of_rest = Ask::to("apigateway", "GetDomainName").with("domainName", name.as_str());
    let is_taken = ctx.table(&DOMAIN_PLACES).contains(&name)? || ctx.call(of_rest).is_ok();
    if is_taken {
        return Err(errors::conflict(format!(
            "The domain name you provided already exists: {name}"
        )));
    }
    let held = ctx.table(&DOMAINS).keys(&Range::all()).take(DOMAINS_MAX).count();
    if held >= DOMAINS_MAX {
        return Err(errors::too_many("domain name", DOMAINS_MAX));
    }
    let mut doc = Struct::new()
        .with("DomainName", name.as_str())
        .with("ApiMappingSelectionExpression", "$request.basepath")
        .with("DomainNameArn", format!("arn:aws:apigateway:{}::/domainnames/{name}", ctx.region()));
    if let Some(tags) = input.structure("Tags") {
        tag::check(tags)?;
        doc.set("Tags", tags.clone());
    }
    configure(ctx, &mut doc, input)?;
    ctx.table_mut(&DOMAINS).put(&name, &DocRow { doc: doc.clone() });
    let place = PlaceRow {
        account: ctx.account().as_str().to_owned(),
        region: ctx.region().as_str().to_owned(),
    };
    ctx.table_mut(&DOMAIN_PLACES).put(&name, &place);
    Ok(doc)
}

fn is_name(name: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-')
    };
    let rest = name.strip_prefix("*.").unwrap_or(name);
    name.len() <= 253 && rest.contains('.') && rest.split('.').all(is_label)
}

fn configure(ctx: &mut Ctx<'_>, doc: &mut Struct, input: &Struct) -> Result<(), ApiError> {
    if input.get("MutualTlsAuthentication").is_some() {
        return Err(errors::not_here("mutual TLS", "this server speaks plain HTTP"));
    }
    if input.str("RoutingMode").is_some_and(|mode| mode != "API_MAPPING_ONLY") {
        return Err(errors::not_here("routing rules", "API mappings decide"));
    }
    doc.set("RoutingMode", "API_MAPPING_ONLY");
    let Some(given) = input.list("DomainNameConfigurations") else {
        if doc.get("DomainNameConfigurations").is_none() {
            return Err(errors::bad_request("DomainNameConfigurations is required"));
        }
        return Ok(());
    };
    let [Value::Struct(given)] = given else {
        return Err(errors::bad_request("A domain name has one configuration"));
    };
    let certificate = given.str("CertificateArn").unwrap_or_default();
    let arn = Arn::parse(certificate).filter(|arn| arn.service == "acm");
    if arn.is_none() {
        return Err(errors::bad_request("A certificate ARN of ACM is required"));
    }
    check_certificate(ctx, doc.str("DomainName").unwrap_or_default(), certificate)?;
    if given.str("EndpointType").is_some_and(|kind| kind != "REGIONAL") {
        return Err(errors::bad_request("Only REGIONAL endpoints are supported"));
    }
    let old = doc.list("DomainNameConfigurations").and_then(|it| it.first()).cloned();
    let old_name = old.as_ref().and_then(Value::as_struct);
    let old_name = old_name.and_then(|it| it.str("ApiGatewayDomainName")).map(str::to_owned);
    let target = old_name.unwrap_or_else(|| {
        let id = ctx.chance().alphanumeric(10).to_ascii_lowercase();
        format!("d-{id}.execute-api.{}.amazonaws.com", ctx.region())
    });
    let configuration = Struct::new()
        .with("ApiGatewayDomainName", target)
        .with("CertificateArn", certificate)
        .with("DomainNameStatus", "AVAILABLE")
        .with("EndpointType", "REGIONAL")
        .with("HostedZoneId", "Z1UJRXOUMOOFQ8")
        .with("IpAddressType", given.str("IpAddressType").unwrap_or("ipv4"))
        .with("SecurityPolicy", given.str("SecurityPolicy").unwrap_or("TLS_1_2"));
    doc.set("DomainNameConfigurations", vec![Value::Struct(configuration)]);
    Ok(())
}

/// It must be there, be issued, and cover the name.
fn check_certificate(ctx: &mut Ctx<'_>, name: &str, arn: &str) -> Result<(), ApiError> {
    let ask = Ask::to("acm", "DescribeCertificate").with("CertificateArn", arn);
    let answer = ctx.call(ask).map_err(|error| {
        errors::bad_request(format!("The certificate cannot be used: {}", error.message()))
    })?;
    let certificate = answer.structure("Certificate").cloned().unwrap_or_default();
    if certificate.str("Status") != Some("ISSUED") {
        return Err(errors::bad_request(format!("The certificate is not issued: {arn}")));
    }
    let names = certificate.list("SubjectAlternativeNames").unwrap_or_default();
    let names = names.iter().filter_map(Value::as_str).chain(certificate.str("DomainName"));
    let covers = |pattern: &str| match pattern.strip_prefix("*.") {
        Some(parent) => name.split_once('.').is_some_and(|(_, rest)| rest == parent),
        None => pattern == name,
    };
    let covered = names.into_iter().any(|it| it == name || covers(it));
    if covered {
        return Ok(());
    }
    Err(errors::bad_request(format!("The certificate provided does not cover {name}")))
}

fn find(ctx: &Ctx<'_>, input: &Struct) -> OpResult {
    let name = input.str("DomainName").unwrap_or_default();
    let row = ctx.table(&DOMAINS).get(&name.to_ascii_lowercase())?;
    // [U]
    let absent = || errors::no_such("DomainName", name);
    Ok(row.ok_or_else(absent)?.doc)
}

pub fn get(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    find(ctx, input)
}

pub fn list(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let asked = Asked::read("DomainNames", input)?;
    let mut range = Range::all();
    if let Some(after) = &asked.after {
        range = range.after(after.as_str());
    }
    let rows = ctx.table(&DOMAINS).scan(&range).take(asked.max + 1);
    let rows: Result<Vec<_>, _> = rows.map(|it| it.map(|(name, row)| (name, row.doc))).collect();
    Ok(asked.page(rows?))
}

pub fn update(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let mut doc = find(ctx, input)?;
    configure(ctx, &mut doc, input)?;
    let name = doc.str("DomainName").unwrap_or_default().to_owned();
    ctx.table_mut(&DOMAINS).put(&name, &DocRow { doc: doc.clone() });
    Ok(doc)
}

pub fn delete(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let doc = find(ctx, input)?;
    let name = doc.str("DomainName").unwrap_or_default();
    ctx.table_mut(&MAPPINGS).delete_range(&Range::within(&(name,)))?;
    ctx.table_mut(&DOMAINS).delete(name);
    ctx.table_mut(&DOMAIN_PLACES).delete(name);
    Ok(Struct::new())
}

// Mappings.

fn mappings(ctx: &Ctx<'_>, domain: &str) -> Result<Vec<(String, Struct)>, ApiError> {
    let rows = ctx.table(&MAPPINGS).scan(&Range::within(&(domain,)));
    rows.map(|it| it.map(|((_, id), row)| (id, row.doc)).map_err(ApiError::from)).collect()
}

fn domain_of(ctx: &Ctx<'_>, input: &Struct) -> Result<String, ApiError> {
    let doc = find(ctx, input)?;
    Ok(doc.str("DomainName").unwrap_or_default().to_owned())
}

pub fn create_mapping(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let domain = domain_of(ctx, input)?;
    let held = mappings(ctx, &domain)?;
    if held.len() >= MAPPINGS_MAX {
        return Err(errors::too_many("API mapping", MAPPINGS_MAX));
    }
    let id = ctx.chance().alphanumeric(6).to_ascii_lowercase();
    let mapping = Struct::new().with("ApiMappingId", id.as_str());
    set_mapping(ctx, &domain, &held, mapping, input)
}

fn set_mapping(
    ctx: &mut Ctx<'_>,
    domain: &str,
    held: &[(String, Struct)],
    mut mapping: Struct,
    input: &Struct,
) -> OpResult {
    for name in ["ApiId", "ApiMappingKey", "Stage"] {
        if let Some(value) = input.get(name) {
            mapping.set(name, value.clone());
        }
    }
    let text = |name: &str| mapping.str(name).unwrap_or_default();
    let (api, stage, key) = (text("ApiId"), text("Stage"), text("ApiMappingKey"));
    apis::find(ctx, api)?;
    if resource::get(ctx, &STAGE, api, stage)?.is_none() {
        return Err(errors::bad_request(format!("Invalid stage identifier specified: {stage}")));
    }
    let is_key = key
        .split('/')
        .all(|part| !part.is_empty() && part.bytes().all(|it| it.is_ascii_graphic() && it != b'%'));
    if !key.is_empty() && !is_key {
        return Err(errors::bad_request(format!("Invalid API mapping key: {key}")));
    }
    let id = text("ApiMappingId").to_owned();
    let is_taken = held
        .iter()
        .any(|(other, it)| *other != id && it.str("ApiMappingKey").unwrap_or_default() == key);
    if is_taken {
        return Err(errors::conflict(format!(
            "ApiMapping key already exists for this domain name: {key}"
        )));
    }
    ctx.table_mut(&MAPPINGS).put(&(domain, id.as_str()), &DocRow { doc: mapping.clone() });
    Ok(mapping)
}

fn find_mapping(ctx: &Ctx<'_>, domain: &str, input: &Struct) -> OpResult {
    let id = input.str("ApiMappingId").unwrap_or_default();
    let row = ctx.table(&MAPPINGS).get(&(domain, id))?;
    Ok(row.ok_or_else(|| errors::no_such("ApiMapping", id))?.doc)
}

pub fn get_mapping(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let domain = domain_of(ctx, input)?;
    find_mapping(ctx, &domain, input)
}

pub fn list_mappings(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let domain = domain_of(ctx, input)?;
    let asked = Asked::read("ApiMappings", input)?;
    let rows = mappings(ctx, &domain)?;
    let after = asked.after.clone().unwrap_or_default();
    Ok(asked.page(rows.into_iter().filter(|(id, _)| *id > after).take(asked.max + 1).collect()))
}

pub fn update_mapping(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let domain = domain_of(ctx, input)?;
    let mapping = find_mapping(ctx, &domain, input)?;
    let held = mappings(ctx, &domain)?;
    set_mapping(ctx, &domain, &held, mapping, input)
}

pub fn delete_mapping(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let domain = domain_of(ctx, input)?;
    find_mapping(ctx, &domain, input)?;
    let id = input.str("ApiMappingId").unwrap_or_default();
    ctx.table_mut(&MAPPINGS).delete(&(domain.as_str(), id));
    Ok(Struct::new())
}

/// An API under a custom domain name cannot be deleted.
pub fn check_unmapped(ctx: &Ctx<'_>, api: &str) -> Result<(), ApiError> {
    check_free(ctx, |mapping| mapping.str("ApiId") == Some(api))
}

pub fn check_stage_unmapped(ctx: &Ctx<'_>, api: &str, stage: &str) -> Result<(), ApiError> {
    check_free(ctx, |it| it.str("ApiId") == Some(api) && it.str("Stage") == Some(stage))
}

fn check_free(ctx: &Ctx<'_>, is_meant: impl Fn(&Struct) -> bool) -> Result<(), ApiError> {
    for entry in ctx.table(&MAPPINGS).scan(&Range::all()) {
        let ((domain, _), row) = entry?;
        if is_meant(&row.doc) {
            return Err(errors::bad_request(format!(
                "Deleting this is not allowed while it is mapped under {domain}"
            )));
        }
    }
    Ok(())
}

// Requests.

/// A domain name by its place; `*.example.com` stands for every name right below it.
fn place(ctx: &Ctx<'_>, host: &str) -> Result<Option<(String, AccountId, Region)>, ApiError> {
    let host = host.to_ascii_lowercase();
    let wildcard = host.split_once('.').map(|(_, parent)| format!("*.{parent}"));
    for name in [Some(host), wildcard].into_iter().flatten() {
        if let Some(row) = ctx.table(&DOMAIN_PLACES).get(&name)? {
            let found = AccountId::parse(&row.account).zip(Region::parse(&row.region));
            return Ok(found.map(|(account, region)| (name, account, region)));
        }
    }
    Ok(None)
}

/// The step by which the gateway asks.
pub const HAS_DOMAIN: &str = "HasDomain";

pub fn has_domain(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let found = place(ctx, input.str("Domain").unwrap_or_default())?;
    Ok(found
        .map_or_else(Struct::new, |(_, _, region)| Struct::new().with("Region", region.as_str())))
}

/// What a request to a custom domain name is for.
#[derive(Clone, Debug)]
pub struct Mapped {
    pub api: String,
    pub stage: String,
    /// Bytes of the path that are the mapping's key.
    pub skipped: usize,
}

/// Whose a request to a host is.
#[derive(Clone, Debug)]
pub enum Host {
    Unknown,
    /// No mapping takes the path.
    Unmapped,
    Mapped(Mapped),
}

/// Enters the account of a domain name, and finds the mapping with the longest key that matches.
pub fn enter(ctx: &mut Ctx<'_>, host: &str, path: &str) -> Result<Host, ApiError> {
    let Some((domain, account, region)) = place(ctx, host)? else { return Ok(Host::Unknown) };
    if region != ctx.region() {
        return Ok(Host::Unknown);
    }
    ctx.enter_account(account);
    let mut best: Option<Mapped> = None;
    for (_, mapping) in mappings(ctx, &domain)? {
        let text = |name: &str| mapping.str(name).unwrap_or_default().to_owned();
        let key = text("ApiMappingKey");
        let rest = path.strip_prefix('/').and_then(|path| path.strip_prefix(&*key));
        let matches = key.is_empty() || rest.is_some_and(|it| it.is_empty() || it.starts_with('/'));
        let skipped = if key.is_empty() { 0 } else { key.len() + 1 };
        if matches && best.as_ref().is_none_or(|known| skipped > known.skipped) {
            best = Some(Mapped { api: text("ApiId"), stage: text("Stage"), skipped });
        }
    }
    Ok(best.map_or(Host::Unmapped, Host::Mapped))
}

/// A reset account has no domain names any more.
pub fn forget_accounts(ctx: &mut Ctx<'_>, account: Option<AccountId>) -> Result<(), ApiError> {
    let mut gone = Vec::new();
    for entry in ctx.table(&DOMAIN_PLACES).scan(&Range::all()) {
        let (name, place) = entry?;
        if account.is_none_or(|account| account.as_str() == place.account) {
            gone.push(name);
        }
    }
    for name in gone {
        ctx.table_mut(&DOMAIN_PLACES).delete(&name);
    }
    Ok(())
}
