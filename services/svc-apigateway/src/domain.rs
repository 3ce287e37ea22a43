//! Custom domain names, and which API serves which of their paths.

use kernel::{AccountId, ApiError, Ask, Ctx, OpResult, Region, Struct, Value};
use store::Range;

use crate::docs::{self, chosen, link, map_mut, own, part, place, text};
use crate::errors::{bad, conflict, not_found, not_here};
use crate::limits::{DOMAINS_MAX, MAPPINGS_MAX};
use crate::patch;
use crate::state::{LINKS, OWN};
use crate::tags;

const TAKEN: [&str; 6] = [
    "domainName",
    "certificateArn",
    "regionalCertificateArn",
    "endpointConfiguration",
    "securityPolicy",
    "tags",
];
/// "The valid value is Z2FDTNDATAQYW2 for all the Regions" (DomainName).
const EDGE_ZONE: &str = "Z2FDTNDATAQYW2";
const NONE: &str = "(none)";

pub fn create(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    for (member, why) in [
        ("certificateBody", "bring certificates with ACM's ImportCertificate"),
        ("certificatePrivateKey", "bring certificates with ACM's ImportCertificate"),
        ("mutualTlsAuthentication", "there is no TLS in front of APIs"),
        ("ownershipVerificationCertificateArn", "there is no TLS in front of APIs"),
        ("endpointAccessMode", "there is no TLS in front of APIs"),
        ("policy", "there are no private domain names"),
    ] {
        if input.get(member).is_some() {
            return Err(not_here(member, why));
        }
    }
    if input.str("routingMode").is_some_and(|it| it != "BASE_PATH_MAPPING_ONLY") {
        return Err(not_here("routing rules", "paths are mapped by base path mappings"));
    }
    docs::check_room_own(ctx, own::DOMAIN, DOMAINS_MAX, "domain names")?;
    let name = text(input, "domainName").to_ascii_lowercase();
    check_name(&name)?;
    if docs::find_place(ctx, place::DOMAIN, &name)?.is_some() {
        // [U]
        return Err(bad("The domain name you provided already exists."));
    }
    let mut doc = chosen(input, &TAKEN);
    doc.set("domainName", name.as_str());
    tags::check(doc.structure("tags"))?;
    complete(ctx, &mut doc)?;
    docs::put_own(ctx, own::DOMAIN, &name, &doc);
    docs::put_place(ctx, place::DOMAIN, &name);
    Ok(doc)
}

fn check_name(name: &str) -> Result<(), ApiError> {
    let is_label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label.chars().all(|it| it.is_ascii_alphanumeric() || it == '-')
    };
    let labels = name.strip_prefix("*.").unwrap_or(name);
    if name.len() > 255 || !labels.contains('.') || !labels.split('.').all(is_label) {
        // [U]
        return Err(bad(format!("Invalid domain name: {name}")));
    }
    Ok(())
}

/// Defaults, the certificate, and the names by which DNS is to lead here.
fn complete(ctx: &mut Ctx<'_>, doc: &mut Struct) -> Result<(), ApiError> {
    let endpoint = map_mut(doc, "endpointConfiguration");
    if endpoint.list("types").is_none_or(<[Value]>::is_empty) {
        endpoint.set("types", vec!["EDGE"]);
    }
    if endpoint.get("ipAddressType").is_none() {
        endpoint.set("ipAddressType", "ipv4");
    }
    let types: Vec<String> = crate::enter::texts(endpoint.list("types"));
    let is_edge = types.iter().any(|it| it == "EDGE");
    match types.as_slice() {
        [kind] if kind == "EDGE" || kind == "REGIONAL" => {}
        [kind] if kind == "PRIVATE" => {
            return Err(not_here("PRIVATE domain names", "there are no interface endpoints"));
        }
        _ => return Err(bad("Only one endpoint configuration type is allowed")),
    }
    if doc.get("securityPolicy").is_none() {
        doc.set("securityPolicy", "TLS_1_2");
    }
    if !matches!(text(doc, "securityPolicy"), "TLS_1_0" | "TLS_1_2") {
        return Err(not_here("securityPolicy", "there is no TLS in front of APIs"));
    }
    let member = if is_edge { "certificateArn" } else { "regionalCertificateArn" };
    let certificate = text(doc, member).to_owned();
    if certificate.is_empty() {
        return Err(bad(format!("A {member} must be specified")));
    }
    check_certificate(ctx, &certificate, is_edge)?;
    doc.set("domainNameStatus", "AVAILABLE");
    let unique = doc
        .str("regionalDomainName")
        .or(doc.str("distributionDomainName"))
        .and_then(|it| it.split('.').next())
        .map(str::to_owned);
    let unique = unique.unwrap_or_else(|| format!("d-{}", docs::new_id(ctx, 10)));
    if is_edge {
        doc.set("distributionDomainName", format!("{unique}.cloudfront.net"));
        doc.set("distributionHostedZoneId", EDGE_ZONE);
    } else {
        let region = ctx.region();
        doc.set(
            "regionalDomainName",
            format!("{unique}.execute-api.{}.amazonaws.com", region.as_str()),
        );
    }
    doc.set("routingMode", "BASE_PATH_MAPPING_ONLY");
    Ok(())
}

/// A certificate of ACM that is issued: edge-optimized names have theirs in us-east-1.
fn check_certificate(ctx: &mut Ctx<'_>, arn: &str, is_edge: bool) -> Result<(), ApiError> {
    let mut ask = Ask::to("acm", "DescribeCertificate").with("CertificateArn", arn);
    if is_edge {
        ask = ask.in_region(Region::DEFAULT);
    }
    // [U]
    let refused = || bad("Invalid certificate ARN: ".to_owned() + arn);
    let known = ctx.call(ask).map_err(|_| refused())?;
    let status = known.structure("Certificate").and_then(|it| it.str("Status"));
    if status == Some("ISSUED") { Ok(()) } else { Err(refused()) }
}

fn find(ctx: &Ctx<'_>, input: &Struct) -> Result<Struct, ApiError> {
    let name = text(input, "domainName").to_ascii_lowercase();
    // [U]
    docs::find_own(ctx, own::DOMAIN, &name)?.ok_or_else(|| not_found("domain name"))
}

pub fn get(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    find(ctx, input)
}

pub fn list(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let mut all = Vec::new();
    for row in ctx.table(&OWN).scan(&Range::within(&(own::DOMAIN,))) {
        let ((_, id), row) = row?;
        all.push((id, row.doc));
    }
    docs::page("GetDomainNames", input, all)
}

pub fn update(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let mut doc = find(ctx, input)?;
    patch::apply(&mut doc, patch::DOMAIN, input)?;
    complete(ctx, &mut doc)?;
    docs::put_own(ctx, own::DOMAIN, text(&doc, "domainName"), &doc);
    Ok(doc)
}

pub fn delete(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let doc = find(ctx, input)?;
    let name = text(&doc, "domainName");
    ctx.table_mut(&LINKS).delete_range(&Range::within(&(link::MAPPING, name)))?;
    docs::delete_own(ctx, own::DOMAIN, name);
    docs::delete_place(ctx, place::DOMAIN, name);
    Ok(Struct::new())
}

fn base_path(input: &Struct) -> String {
    input.str("basePath").filter(|it| !it.is_empty()).unwrap_or(NONE).to_owned()
}

fn check_mapping(ctx: &Ctx<'_>, doc: &Struct) -> Result<(), ApiError> {
    let path = text(doc, "basePath");
    let is_plain = |it: char| it.is_ascii_alphanumeric() || "$-_.+!*'(),/".contains(it);
    if path != NONE && (!path.chars().all(is_plain) || path.starts_with('/') || path.ends_with('/'))
    {
        // [U]
        return Err(bad("API Gateway V1 doesn't support the slash character (/) in base path \
            mappings."));
    }
    let api = text(doc, "restApiId");
    if docs::find_api(ctx, api)?.is_none() {
        // [U]
        return Err(bad("Invalid REST API identifier specified"));
    }
    if let Some(stage) = doc.str("stage").filter(|it| !it.is_empty())
        && docs::find_part(ctx, api, part::STAGE, stage)?.is_none()
    {
        // [U]
        return Err(bad("Invalid stage identifier specified"));
    }
    Ok(())
}

pub fn create_mapping(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let domain = find(ctx, input)?;
    let name = text(&domain, "domainName");
    let mut doc = chosen(input, &["restApiId", "stage"]);
    let path = base_path(input);
    doc.set("basePath", path.as_str());
    check_mapping(ctx, &doc)?;
    if docs::links(ctx, link::MAPPING, name)?.len() >= MAPPINGS_MAX {
        return Err(crate::errors::too_many("base path mappings"));
    }
    if docs::find_link(ctx, link::MAPPING, name, &path)?.is_some() {
        // [U]
        return Err(conflict("Base path already exists for this domain name"));
    }
    docs::put_link(ctx, (link::MAPPING, name, &path), &doc);
    Ok(doc)
}

fn find_mapping(ctx: &Ctx<'_>, input: &Struct) -> Result<(String, Struct), ApiError> {
    let domain = find(ctx, input)?;
    let name = text(&domain, "domainName").to_owned();
    let found = docs::find_link(ctx, link::MAPPING, &name, &base_path(input))?;
    // [U]
    found.map(|doc| (name, doc)).ok_or_else(|| not_found("base path mapping"))
}

pub fn get_mapping(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    find_mapping(ctx, input).map(|(_, doc)| doc)
}

pub fn list_mappings(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let domain = find(ctx, input)?;
    let all = docs::links(ctx, link::MAPPING, text(&domain, "domainName"))?;
    docs::page("GetBasePathMappings", input, all)
}

pub fn update_mapping(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let (name, mut doc) = find_mapping(ctx, input)?;
    let old = text(&doc, "basePath").to_owned();
    patch::apply(&mut doc, patch::MAPPING, input)?;
    if let Some(api) = doc.remove("restapiId") {
        doc.set("restApiId", api);
    }
    let path = base_path(&doc);
    doc.set("basePath", path.as_str());
    check_mapping(ctx, &doc)?;
    if path != old && docs::find_link(ctx, link::MAPPING, &name, &path)?.is_some() {
        return Err(conflict("Base path already exists for this domain name"));
    }
    docs::delete_link(ctx, (link::MAPPING, &name, &old));
    docs::put_link(ctx, (link::MAPPING, &name, &path), &doc);
    Ok(doc)
}

pub fn delete_mapping(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let (name, doc) = find_mapping(ctx, input)?;
    docs::delete_link(ctx, (link::MAPPING, &name, text(&doc, "basePath")));
    Ok(Struct::new())
}

/// A domain name, and where it is.
pub type Named = (String, (AccountId, Region));

/// The domain name that a host is or, by a wildcard, belongs to; and where that is.
pub fn place_of(ctx: &Ctx<'_>, host: &str) -> Result<Option<Named>, ApiError> {
    let host = host.split(':').next().unwrap_or_default().to_ascii_lowercase();
    let wildcard = host.split_once('.').map(|(_, rest)| format!("*.{rest}"));
    for name in [Some(host), wildcard].into_iter().flatten() {
        if let Some(found) = docs::find_place(ctx, place::DOMAIN, &name)? {
            return Ok(Some((name, found)));
        }
    }
    Ok(None)
}

/// The API that serves a path of a domain name, and the path there, from the stage on. The longest
/// base path is meant; a mapping without a stage has it in the path.
pub fn route(
    ctx: &Ctx<'_>,
    host: &str,
    path: &str,
    (account, region): (AccountId, Region),
) -> Result<Option<(String, String)>, ApiError> {
    let scope = docs::scope(account, region);
    let path = path.trim_start_matches('/');
    let mut best: Option<(usize, Struct)> = None;
    let view = ctx.table_in(&LINKS, scope);
    for row in view.scan(&Range::within(&(link::MAPPING, host))) {
        let ((_, _, base), row) = row?;
        let is_under = base == NONE || path == base || path.starts_with(&format!("{base}/"));
        let len = if base == NONE { 0 } else { base.len() };
        if is_under && best.as_ref().is_none_or(|(known, _)| len >= *known) {
            best = Some((len, row.doc));
        }
    }
    Ok(best.map(|(len, doc)| {
        let rest = path[len..].trim_start_matches('/');
        let path = match doc.str("stage").filter(|it| !it.is_empty()) {
            Some(stage) => format!("/{stage}/{rest}"),
            None => format!("/{rest}"),
        };
        (text(&doc, "restApiId").to_owned(), path)
    }))
}
