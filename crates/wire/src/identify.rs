//! Which operation of which service a request means, before anything is verified or decoded.
//!
//! What a client says plainly is believed first: `X-Amz-Target` and the paths of rpc-v2-cbor name
//! an operation outright. Otherwise the signature's scope, or else the host, names services, and
//! `Action`, or else method and path, the operation of one of them. What tells nothing is S3's:
//! anonymous reads of objects.

use std::borrow::Cow;
use std::sync::LazyLock;

use http::{HeaderMap, HeaderName};
use rustc_hash::FxHashMap;

use self::credential::Credential;
use self::host::{Endpoint, Host};
use crate::archive;
use crate::message::header;
use crate::model::{Operation, Protocol, ServiceEntry};
use crate::route::{Head, query_text};

pub mod credential;
pub mod host;

/// What of a request decides which operation it means.
#[derive(Clone, Copy, Debug)]
pub struct RequestHead<'a> {
    pub method: &'a str,
    /// Raw, still percent-encoded.
    pub path: &'a str,
    /// Raw, without the question mark.
    pub query: &'a str,
    pub headers: &'a HeaderMap,
    /// `Host`, or `:authority` of HTTP/2.
    pub host: &'a str,
}

/// What a request means.
#[derive(Clone, Debug)]
pub struct Identified<'a> {
    pub service: &'static ServiceEntry,
    pub operation: &'static Operation,
    /// The protocol that the client speaks.
    pub protocol: Protocol,
    /// The path that the operation's template describes: that of the request, with the bucket of
    /// a virtual host put in front. Signatures are made over the request's own.
    pub path: Cow<'a, str>,
    /// The region that the host names, for requests that are not signed for one. Not checked to
    /// exist.
    pub host_region: Option<&'a str>,
    /// The account in the path of a queue's URL or in the host of an endpoint.
    pub account: Option<&'a str>,
    /// An HTML form's upload to S3 (`POST` of `multipart/form-data` to a bucket): the operation
    /// is PutObject, its members are fields of the form.
    pub is_form_upload: bool,
}

/// Why a request means nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdentifyError {
    /// No service has that scope, host or target.
    UnknownService,
    /// The service has no such operation; the answer goes out in the protocol that was spoken.
    UnknownOperation { service: &'static str, protocol: Protocol },
    /// Not a call of an API: it goes to what was deployed with one (`execute-api`, its id).
    DataPlane { kind: &'static str, id: String },
}

type Entry = &'static ServiceEntry;

/// Services by what requests call them.
struct Index {
    by_target: FxHashMap<&'static str, Vec<Entry>>,
    by_signing_name: FxHashMap<&'static str, Vec<Entry>>,
    by_endpoint_prefix: FxHashMap<&'static str, Vec<Entry>>,
    by_query_version: FxHashMap<&'static str, Vec<Entry>>,
    s3: Entry,
}

// Looked for in every request, and so parsed once.
static X_AMZ_TARGET: HeaderName = HeaderName::from_static("x-amz-target");
static SMITHY_PROTOCOL: HeaderName = HeaderName::from_static("smithy-protocol");
static X_AMZ_ACCOUNT_ID: HeaderName = HeaderName::from_static("x-amz-account-id");
static X_AMZ_OUTPOST_ID: HeaderName = HeaderName::from_static("x-amz-outpost-id");

static INDEX: LazyLock<Index> = LazyLock::new(Index::new);

/// Names with which clients sign requests besides the service's own.
const SIGNING_ALIASES: [(&str, &str); 6] = [
    ("IngestionService", "importexport"),
    ("s3express", "s3"),
    ("s3express", "s3control"),
    ("s3-object-lambda", "s3"),
    ("s3-outposts", "s3control"),
    ("s3-outposts", "s3"),
];
/// Services with REST operations that are not signed.
const UNSIGNED: [&str; 3] = ["sso", "sso-oidc", "signin"];
/// Services whose REST operations take a bearer token in place of a signature.
const BEARER: [&str; 4] = ["bedrock-runtime", "bedrock", "codecatalyst", "account-access-runtime"];

/// What `head` means. `form` is the body of a form (`application/x-www-form-urlencoded`), which
/// the query protocols need; it may be cut short after `Action` and `Version`.
pub fn identify<'a>(
    head: &RequestHead<'a>,
    form: Option<&[u8]>,
) -> Result<Identified<'a>, IdentifyError> {
    if let Some(target) = header(head.headers, &X_AMZ_TARGET)
        && let Some(found) = by_target(head, target)
    {
        return found;
    }
    if header(head.headers, &SMITHY_PROTOCOL) == Some("rpc-v2-cbor")
        && let Some(found) = by_cbor_path(head)
    {
        return found;
    }
    let host = Host::parse(head.host);
    let credential = Credential::read(head.headers, head.query);
    if let Some(Endpoint::DataPlane(kind)) = host.endpoint {
        return data_plane(head, &host, &credential, kind);
    }
    let action = Action::read(head.query, form);
    let mut candidates = candidates(head, &host, &credential);
    if let Some(action) = &action
        && let Some(found) = by_action(head, &host, &credential, &candidates, action)
    {
        return found;
    }
    if candidates.is_empty() {
        if matches!(credential, Credential::Scoped { .. }) || host.endpoint.is_some() {
            return Err(IdentifyError::UnknownService);
        }
        candidates = unsigned_candidates(head, &credential);
    }
    by_route(head, &host, &credential, &candidates)
}

/// The path of an S3 request with the bucket of a virtual host in front.
pub fn path_with_bucket<'a>(head: &RequestHead<'a>) -> Cow<'a, str> {
    s3_path(head, &Host::parse(head.host))
}

fn s3_path<'a>(head: &RequestHead<'a>, host: &Host<'a>) -> Cow<'a, str> {
    let is_s3 = matches!(
        host.endpoint,
        None | Some(Endpoint::Service("s3") | Endpoint::DataPlane("s3-website"))
    );
    match host.subdomain {
        Some(bucket) if is_s3 => Cow::Owned(format!("/{bucket}{}", head.path)),
        _ => Cow::Borrowed(head.path),
    }
}

type Found<'a> = Option<Result<Identified<'a>, IdentifyError>>;

/// `X-Amz-Target: AmazonSQS.SendMessage`.
fn by_target<'a>(head: &RequestHead<'a>, target: &str) -> Found<'a> {
    let (prefix, name) = target.rsplit_once('.')?;
    let entries = INDEX.by_target.get(prefix)?;
    let spoken = |entry: Entry| {
        let json = [Protocol::AwsJson1_0, Protocol::AwsJson1_1];
        entry.protocols.iter().copied().find(|protocol| json.contains(protocol))
    };
    let is_cbor = header(head.headers, &http::header::CONTENT_TYPE)
        .is_some_and(|kind| kind.starts_with("application/x-amz-cbor"));
    let protocol = |entry| match spoken(entry) {
        Some(_) if is_cbor => Protocol::AwsCbor1_1,
        Some(protocol) => protocol,
        None => Protocol::AwsJson1_0,
    };
    if let [_, _, ..] = entries.as_slice() {
        let host = Host::parse(head.host);
        let mut entries = entries.clone();
        entries.sort_by_key(|entry| !host.serves(entry));
        return Some(named(head, &entries, name, protocol));
    }
    Some(named(head, entries, name, protocol))
}

/// `/service/GraniteServiceVersion20100801/operation/PutMetricData`.
fn by_cbor_path<'a>(head: &RequestHead<'a>) -> Found<'a> {
    let (_, path) = head.path.rsplit_once("/service/")?;
    let (prefix, name) = path.split_once("/operation/")?;
    let entries = INDEX.by_target.get(prefix)?;
    Some(named(head, entries, name, |_| Protocol::RpcV2Cbor))
}

/// The operation of that name, in the first of the services that has it.
fn named<'a>(
    head: &RequestHead<'a>,
    entries: &[Entry],
    name: &str,
    protocol: impl Fn(Entry) -> Protocol,
) -> Result<Identified<'a>, IdentifyError> {
    let preferred = if entries.len() > 1 { agent_choice(head.headers, entries) } else { None };
    for entry in preferred.iter().chain(entries) {
        if let Some(operation) = entry.model().operation(name) {
            return Ok(identified(head, entry, operation, protocol(entry)));
        }
    }
    let entry = entries[0];
    Err(IdentifyError::UnknownOperation { service: entry.name, protocol: protocol(entry) })
}

fn identified<'a>(
    head: &RequestHead<'a>,
    service: Entry,
    operation: &'static Operation,
    protocol: Protocol,
) -> Identified<'a> {
    let account = head.path.split('/').nth(1).filter(|part| is_account(part));
    let path = Cow::Borrowed(head.path);
    let host_region = Host::parse(head.host).region;
    Identified { service, operation, protocol, path, host_region, account, is_form_upload: false }
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit())
}

/// The services that the signature names, else those of the host; those of both where that is
/// possible. The main service of a name comes first.
fn candidates(head: &RequestHead<'_>, host: &Host<'_>, credential: &Credential<'_>) -> Vec<Entry> {
    let signed = match credential {
        Credential::Scoped { service, .. } => INDEX.by_signing_name.get(service.as_ref()),
        _ => None,
    };
    let hosted = match host.endpoint {
        Some(Endpoint::Service(prefix)) => INDEX.by_endpoint_prefix.get(prefix),
        _ => None,
    };
    let all = match (signed, hosted) {
        (Some(signed), Some(_)) => {
            let both: Vec<Entry> = signed.iter().copied().filter(|e| host.serves(e)).collect();
            // S3 Express's control endpoint serves operations of S3 and of S3 Control.
            let is_express = credential.is_for("s3express");
            if both.is_empty() || is_express { signed.clone() } else { both }
        }
        (Some(only), None) | (None, Some(only)) => only.clone(),
        (None, None) => return Vec::new(),
    };
    // Objects may be called anything, so that only headers tell S3 Control's paths apart.
    let is_both = ["s3", "s3control"].iter().all(|name| all.iter().any(|e| e.name == *name));
    let names = [&X_AMZ_ACCOUNT_ID, &X_AMZ_OUTPOST_ID];
    let is_control = is_both && names.iter().any(|name| head.headers.contains_key(*name));
    let other = if is_control { "s3" } else { "s3control" };
    let mut all: Vec<Entry> =
        all.into_iter().filter(|entry| !is_both || entry.name != other).collect();
    if all.len() > 1
        && let Some(chosen) = agent_choice(head.headers, &all)
    {
        all.sort_by_key(|entry| entry.name != chosen.name);
    }
    all
}

/// The service that an SDK says it calls (`api/neptune#3.1` in the user agent).
fn agent_choice(headers: &HeaderMap, entries: &[Entry]) -> Option<Entry> {
    let agents = ["x-amz-user-agent", "user-agent"];
    let name = agents.iter().find_map(|name| {
        header(headers, *name)?.split(' ').find_map(|word| word.strip_prefix("api/"))
    })?;
    let name = name.split(['#', '/']).next()?;
    let letters = |text: &str| -> String {
        let letters = text.chars().filter(char::is_ascii_alphanumeric);
        letters.map(|letter| letter.to_ascii_lowercase()).collect()
    };
    let wanted = letters(name);
    entries.iter().copied().find(|entry| letters(entry.service_id) == wanted)
}

/// Who may be meant by a request without a signature whose host tells nothing.
fn unsigned_candidates(head: &RequestHead<'_>, credential: &Credential<'_>) -> Vec<Entry> {
    let named = |names: &[&str]| -> Vec<Entry> {
        names.iter().filter_map(|name| archive::service_entry(name)).collect()
    };
    if head.headers.contains_key("x-amz-sso_bearer_token") {
        return named(&["sso"]);
    }
    if *credential == Credential::Bearer {
        let mut bearer = named(&BEARER);
        if let Some(chosen) = agent_choice(head.headers, &bearer) {
            bearer.sort_by_key(|entry| entry.name != chosen.name);
        }
        return bearer;
    }
    if head.method == "POST" {
        let head =
            Head { method: head.method, path: head.path, query: head.query, headers: head.headers };
        for entry in named(&UNSIGNED) {
            let found = entry.routes().find(head);
            if found.is_some_and(|found| found.operation.auth_none && found.is_complete) {
                return vec![entry];
            }
        }
    }
    vec![INDEX.s3]
}

/// A request of the query protocols, in the query or in a form.
struct Action {
    name: String,
    version: Option<String>,
}

impl Action {
    fn read(query: &str, form: Option<&[u8]>) -> Option<Action> {
        // Values are short and plain; bytes beyond ASCII stand only in other members.
        let form = form.map(String::from_utf8_lossy);
        [Some(query), form.as_deref()].into_iter().flatten().find_map(|members| {
            let name = query_text(members, "Action")?.into_owned();
            let version = query_text(members, "Version").map(Cow::into_owned);
            Some(Action { name, version })
        })
    }

    fn is_version_of(&self, entry: Entry) -> bool {
        self.version.as_ref().is_none_or(|version| version == entry.api_version)
    }
}

fn query_protocol(entry: Entry) -> Option<Protocol> {
    let query = [Protocol::AwsQuery, Protocol::Ec2Query];
    entry.protocols.iter().copied().find(|protocol| query.contains(protocol))
}

/// The operation that `Action` names, among the candidates or, when the request tells no service,
/// among all services of the query protocols.
fn by_action<'a>(
    head: &RequestHead<'a>,
    host: &Host<'a>,
    credential: &Credential<'a>,
    candidates: &[Entry],
    action: &Action,
) -> Found<'a> {
    let mut entries: Vec<Entry> =
        candidates.iter().copied().filter(|entry| query_protocol(entry).is_some()).collect();
    if entries.is_empty() {
        let is_open = candidates.is_empty()
            && host.endpoint.is_none()
            && !matches!(credential, Credential::Scoped { .. });
        if !is_open {
            return None;
        }
        entries = match action.version.as_deref() {
            Some(version) => INDEX.by_query_version.get(version)?.clone(),
            None => vec![service_of_link(&action.name)?],
        };
    }
    // Versions are dates: one that no candidate has still names the operation, as AWS's own
    // endpoints keep serving the versions before the last.
    entries.sort_by_key(|entry| !action.is_version_of(entry));
    let protocol = |entry| query_protocol(entry).unwrap_or(Protocol::AwsQuery);
    Some(named(head, &entries, &action.name, protocol))
}

/// Links in mails name an action alone: what stands before the path is the service's own host, but
/// not here.
fn service_of_link(action: &str) -> Option<Entry> {
    let is_link = matches!(action, "ConfirmSubscription" | "Unsubscribe");
    is_link.then(|| archive::service_entry("sns")).flatten()
}

/// The operation that method, path, query and headers name, in the candidate that has the most
/// specific template for them.
fn by_route<'a>(
    head: &RequestHead<'a>,
    host: &Host<'a>,
    credential: &Credential<'a>,
    candidates: &[Entry],
) -> Result<Identified<'a>, IdentifyError> {
    let rest = |entry: Entry| {
        let rest = [Protocol::RestJson1, Protocol::RestXml];
        entry.protocols.iter().copied().find(|protocol| rest.contains(protocol))
    };
    let mut best: Option<(crate::route::Found<'static>, Identified<'a>)> = None;
    for entry in candidates {
        let Some(protocol) = rest(entry) else { continue };
        // In Object Lambda the host carries the route of the answer and no bucket.
        let path = if entry.name == "s3" && !credential.is_for("s3-object-lambda") {
            s3_path(head, host)
        } else {
            Cow::Borrowed(head.path)
        };
        let route =
            Head { method: head.method, path: &path, query: head.query, headers: head.headers };
        let is_form_upload = entry.name == "s3" && is_form_upload(&route);
        let found = if is_form_upload {
            entry.routes().find(Head { method: "PUT", path: "/bucket/key", query: "", ..route })
        } else {
            entry.routes().find(route)
        };
        let Some(found) = found else { continue };
        let rank = |found: &crate::route::Found<'static>| {
            (!found.is_complete, found.specificity, !found.is_same_end)
        };
        if best.as_ref().is_none_or(|(other, _)| rank(&found) < rank(other)) {
            let plain = identified(head, entry, found.operation, protocol);
            let account = host.subdomain.filter(|text| is_account(text) && entry.name != "s3");
            best = Some((found, Identified { path, account, is_form_upload, ..plain }));
        }
    }
    if let Some((_, mut identified)) = best {
        // `GET /` of S3 Express lists directory buckets; only the scope tells.
        if credential.is_for("s3express") && identified.operation.name == "ListBuckets" {
            let other = identified.service.model().operation("ListDirectoryBuckets");
            identified.operation = other.unwrap_or(identified.operation);
        }
        return Ok(identified);
    }
    let is_search = candidates.iter().any(|entry| entry.name == "cloudsearchdomain");
    if is_search && head.method == "POST" {
        // SDKs send searches as forms, since they may be longer than a URL can be.
        let search = RequestHead { method: "GET", query: "format=sdk&pretty=true", ..*head };
        return by_route(&search, host, credential, candidates);
    }
    let entry = candidates.first().ok_or(IdentifyError::UnknownService)?;
    Err(IdentifyError::UnknownOperation { service: entry.name, protocol: entry.protocols[0] })
}

fn is_form_upload(head: &Head<'_>) -> bool {
    let is_bucket =
        !head.path.trim_matches('/').is_empty() && !head.path.trim_matches('/').contains('/');
    head.method == "POST"
        && is_bucket
        && header(head.headers, "content-type")
            .is_some_and(|media_type| media_type.starts_with("multipart/form-data"))
}

/// A deployed API's host: its management (`/@connections/…`) is an API of AWS, the rest is not.
fn data_plane<'a>(
    head: &RequestHead<'a>,
    host: &Host<'a>,
    credential: &Credential<'a>,
    kind: &'static str,
) -> Result<Identified<'a>, IdentifyError> {
    if let (Some(at), "execute-api") = (head.path.find("/@connections/"), kind) {
        let head = RequestHead { path: &head.path[at..], ..*head };
        let entries: Vec<Entry> =
            archive::service_entry("apigatewaymanagementapi").into_iter().collect();
        return by_route(&head, host, credential, &entries);
    }
    Err(IdentifyError::DataPlane { kind, id: host.subdomain.unwrap_or_default().to_owned() })
}

impl Index {
    fn new() -> Index {
        let mut index = Index {
            by_target: FxHashMap::default(),
            by_signing_name: FxHashMap::default(),
            by_endpoint_prefix: FxHashMap::default(),
            by_query_version: FxHashMap::default(),
            s3: archive::service_entry("s3").expect("the models hold S3"),
        };
        for entry in archive::services() {
            if let Some(prefix) = entry.target_prefix {
                index.by_target.entry(prefix).or_default().push(entry);
            }
            index.by_signing_name.entry(entry.signing_name).or_default().push(entry);
            index.by_endpoint_prefix.entry(entry.endpoint_prefix).or_default().push(entry);
            if query_protocol(entry).is_some() {
                index.by_query_version.entry(entry.api_version).or_default().push(entry);
            }
        }
        for (alias, name) in SIGNING_ALIASES {
            index.by_signing_name.entry(alias).or_default().extend(archive::service_entry(name));
        }
        for (name, entries) in &mut index.by_signing_name {
            entries.sort_by_key(|entry| entry.name != *name);
        }
        for entries in index.by_query_version.values_mut() {
            // RDS before the services that answer its requests too.
            entries.sort_by_key(|entry| entry.name != entry.signing_name);
        }
        index
    }
}

#[cfg(test)]
mod tests;
