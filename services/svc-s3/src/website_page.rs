//! What a website answers to a browser: pages, redirects, and errors as HTML.
//!
//! Everybody's requests come unsigned, so the bucket's policy and lists decide as they do about
//! anonymous callers. Source: S3 User Guide, "Website endpoints", "Configuring an index document",
//! "Configuring a custom error document", "(Optional) Configuring a webpage redirect".

use std::fmt::Write as _;

use bytes::Bytes;
use kernel::body::Body;
use kernel::{ApiError, Ctx, Struct};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::access;
use crate::api::GetObjectInput;
use crate::bucket::{self, Bucket};
use crate::errors;
use crate::events::host_id;
use crate::get;
use crate::names;
use crate::state_website::{RoutingRow, WebsiteRow};
use crate::website;

/// What the gateway asks for a request to a website; it is in no model.
pub const WEBSITE_PAGE: &str = "WebsitePage";

/// Members of GetObject that a browser's headers may set.
const CONDITIONS: [&str; 5] =
    ["Range", "IfMatch", "IfNoneMatch", "IfModifiedSince", "IfUnmodifiedSince"];

/// In a redirect's address a key keeps what a path may have.
const PATH: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~')
    .remove(b'/')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@')
    .remove(b'%')
    .remove(b'?')
    .remove(b'#');

/// A request to a website.
#[derive(Clone, Copy)]
struct Request<'a> {
    /// By which name the browser has found us.
    host: &'a str,
    /// Without the slash in front.
    key: &'a str,
}

/// Input: `Bucket`, `Method`, `Host`, `Path` (decoded, without the slash in front), and of the
/// request's headers what GetObject takes. Answers what GetObject does, with `:status` and further
/// headers as `:name`; errors too are answers, as pages.
pub fn page(ctx: &mut Ctx, input: &Struct) -> Result<Struct, ApiError> {
    let text = |name: &str| input.str(name).unwrap_or("");
    let request = Request { host: text("Host"), key: text("Path") };
    if !matches!(text("Method"), "GET" | "HEAD") {
        let error = errors::method_not_allowed("OBJECT").with_member("Method", text("Method"));
        return Ok(error_page(ctx, &error, None));
    }
    let (bucket, site) = match open(ctx, text("Bucket")) {
        Ok(found) => found,
        Err(error) => return Ok(error_page(ctx, &error, None)),
    };
    if bucket.wants_requests() {
        ctx.origin().wants_log.set();
    }
    ctx.enter_account(bucket.owner());
    if let Some(to) = &site.elsewhere {
        let protocol = to.protocol.as_deref().unwrap_or("http");
        let key = encode(request.key);
        return Ok(redirect(301, format!("{protocol}://{}/{key}", to.host)));
    }
    let is_first = |rule: &&RoutingRow| rule.error.is_none() && rule.fits_key(request.key);
    if let Some(rule) = site.rules.iter().find(is_first) {
        return Ok(rule.redirect(&request));
    }
    let suffix = site.index.as_deref().unwrap_or("");
    let is_folder = request.key.is_empty() || request.key.ends_with('/');
    let key = format!("{}{}", request.key, if is_folder { suffix } else { "" });
    match object(ctx, &bucket, &key, input) {
        Ok(output) => Ok(match output.str("WebsiteRedirectLocation") {
            Some(location) => redirect(301, location.to_owned()),
            None => output,
        }),
        Err(error) if error.status() == 304 => Ok(not_modified(&error)),
        Err(error) => {
            let index = format!("{}/{suffix}", request.key);
            if !is_folder && object(ctx, &bucket, &index, &Struct::new()).is_ok() {
                return Ok(redirect(302, format!("/{}/", encode(request.key))));
            }
            Ok(failed(ctx, &bucket, &site, &request, &error))
        }
    }
}

fn open(ctx: &Ctx, name: &str) -> Result<(Bucket, WebsiteRow), ApiError> {
    let bucket = bucket::open_for_anybody(ctx, name)?;
    let bucket = bucket.ok_or_else(|| errors::no_such_bucket(name))?;
    if bucket.region() != ctx.region() {
        let endpoint = format!("{name}.s3-website-{}.amazonaws.com", bucket.row.region);
        return Err(ApiError::new(
            "IncorrectEndpoint",
            "The specified bucket exists in another region. Please direct requests to the \
             specified endpoint.",
        )
        .with_member("Endpoint", endpoint));
    }
    let site = website::of(ctx, &bucket)?.ok_or_else(|| errors::no_website(name))?;
    Ok((bucket, site))
}

/// The object as anybody gets it.
fn object(ctx: &mut Ctx, bucket: &Bucket, key: &str, asked: &Struct) -> Result<Struct, ApiError> {
    names::check_key(key)?;
    access::authorize_visit(ctx, bucket, key)?;
    let mut input = Struct::new().with("Bucket", bucket.name.as_str()).with("Key", key);
    for member in CONDITIONS {
        if let Some(value) = asked.get(member) {
            input.set(member, value.clone());
        }
    }
    get::get_object(ctx, GetObjectInput(&input)).map(|output| output.0)
}

/// What there is instead: another address, the site's own page, or one of ours.
fn failed(
    ctx: &mut Ctx,
    bucket: &Bucket,
    site: &WebsiteRow,
    request: &Request<'_>,
    error: &ApiError,
) -> Struct {
    let is_meant =
        |rule: &&RoutingRow| rule.error == Some(error.status()) && rule.fits_key(request.key);
    if let Some(rule) = site.rules.iter().find(is_meant) {
        return rule.redirect(request);
    }
    let Some(key) = site.error.as_deref().filter(|_| (400..500).contains(&error.status())) else {
        return error_page(ctx, error, None);
    };
    match object(ctx, bucket, key, &Struct::new()) {
        Ok(mut output) => {
            output.set(":status", i64::from(error.status()));
            tell_error(&mut output, error);
            output
        }
        Err(second) => error_page(ctx, error, Some(&second)),
    }
}

impl RoutingRow {
    fn fits_key(&self, key: &str) -> bool {
        self.prefix.as_ref().is_none_or(|prefix| key.starts_with(prefix.as_str()))
    }

    fn redirect(&self, request: &Request<'_>) -> Struct {
        let key = match (&self.replace_key, &self.replace_prefix) {
            (Some(key), _) => key.clone(),
            (None, Some(replacement)) => {
                let prefix = self.prefix.as_deref().unwrap_or("");
                let rest = request.key.strip_prefix(prefix).unwrap_or(request.key);
                format!("{replacement}{rest}")
            }
            (None, None) => request.key.to_owned(),
        };
        let protocol = self.protocol.as_deref().unwrap_or("http");
        let host = self.host.as_deref().unwrap_or(request.host);
        redirect(self.status.unwrap_or(301), format!("{protocol}://{host}/{}", encode(&key)))
    }
}

fn encode(key: &str) -> String {
    utf8_percent_encode(key, PATH).to_string()
}

fn redirect(status: u16, location: String) -> Struct {
    Struct::new().with(":status", i64::from(status)).with(":location", location)
}

fn not_modified(error: &ApiError) -> Struct {
    let mut output = Struct::new().with(":status", 304);
    for (name, value) in error.members().iter().filter(|(name, _)| name.starts_with(':')) {
        output.set(name.to_owned(), value.clone());
    }
    output
}

/// Headers that say what is wrong, beside a page.
fn tell_error(output: &mut Struct, error: &ApiError) {
    output.set(":x-amz-error-code", error.code().to_owned());
    output.set(":x-amz-error-message", error.message().to_owned());
    if let Some(key) = error.members().str("Key") {
        output.set(":x-amz-error-detail-Key", encode(key));
    }
}

fn error_page(ctx: &Ctx, error: &ApiError, second: Option<&ApiError>) -> Struct {
    let title = format!("{} {}", error.status(), reason(error.status()));
    let mut html = format!(
        "<html>\n<head><title>{title}</title></head>\n<body>\n<h1>{title}</h1>\n<ul>\n{}",
        items(error)
    );
    item(&mut html, "RequestId", ctx.request_id());
    item(&mut html, "HostId", &host_id(ctx.request_id()));
    html.push_str("</ul>\n");
    if let Some(second) = second {
        html.push_str(
            "<h3>An Error Occurred While Attempting to Retrieve a Custom Error Document</h3>\n\
             <ul>\n",
        );
        html.push_str(&items(second));
        html.push_str("</ul>\n");
    }
    html.push_str("<hr/>\n</body>\n</html>\n");
    let mut output = Struct::new()
        .with(":status", i64::from(error.status()))
        .with("ContentType", "text/html; charset=utf-8")
        .with("ContentLength", html.len() as i64)
        .with("Body", Body::from(Bytes::from(html)));
    tell_error(&mut output, error);
    output
}

fn items(error: &ApiError) -> String {
    let mut html = String::new();
    item(&mut html, "Code", error.code());
    item(&mut html, "Message", error.message());
    for (name, value) in error.members().iter().filter(|(name, _)| !name.starts_with(':')) {
        if let Some(text) = value.as_str() {
            item(&mut html, name, text);
        }
    }
    html
}

fn item(html: &mut String, name: &str, text: &str) {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    writeln!(html, "<li>{name}: {text}</li>").expect("a string takes everything");
}

fn reason(status: u16) -> &'static str {
    match status {
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        412 => "Precondition Failed",
        416 => "Requested Range Not Satisfiable",
        501 => "Not Implemented",
        503 => "Service Unavailable",
        _ => "Internal Server Error",
    }
}
