//! The registry as Docker's clients know it: requests under `/v2/`, which the gateway brings here.
//!
//! A request may come with a body, which was taken in as a stream before. What a client pushes is
//! hashed outside the writer; everything else is one transaction. Who comes has shown a
//! [token](crate::token), and is asked about as for the operation of the API that does the same.
//!
//! Source: Open Container Initiative, Distribution Specification; Docker Registry HTTP API V2.

use bytes::Bytes;
use kernel::body::Body;
use kernel::service::{NO_WORK, StagePlan, WorkEnv};
use kernel::{Access, ApiError, Ctx, DigestSet, OpResult, Principal, Struct, Value};
use percent_encoding::percent_decode_str;
use serde_json::json;
use store::Range;

use crate::access;
use crate::content;
use crate::image::{self, Draft};
use crate::image_list;
use crate::layer;
use crate::limits;
use crate::registry_route::Route;
use crate::repository;
use crate::state::{REPOSITORIES, TAGS};
use crate::upload;

/// The step: `Method`, `Path`, `Query`, `ContentType`, `ContentRange` and, of requests that have
/// one, `Body` (a staged one). It answers `Status`, `Headers` (of texts) and `Body`; its errors
/// have the codes of the protocol.
pub const ANSWER: &str = "AnswerDocker";

const DIGEST: &str = "Docker-Content-Digest";
const UPLOAD_ID: &str = "Docker-Upload-UUID";
const INDEX: &str = "application/vnd.oci.image.index.v1+json";
/// Entries of a list at once.
const PAGE_MAX: usize = 1_000;

/// What is asked.
struct Request<'a> {
    input: &'a Struct,
    method: &'a str,
    route: Route<'a>,
}

impl<'a> Request<'a> {
    fn read(input: &'a Struct) -> Result<Request<'a>, ApiError> {
        let path = input.str("Path").unwrap_or_default();
        let route = Route::parse(path).ok_or_else(unsupported)?;
        Ok(Request { input, method: input.str("Method").unwrap_or_default(), route })
    }

    /// A parameter of the query.
    fn parameter(&self, name: &str) -> Option<String> {
        let query = self.input.str("Query").unwrap_or_default();
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let (_, value) = pairs.find(|(key, _)| *key == name)?;
        Some(percent_decode_str(value).decode_utf8_lossy().into_owned())
    }

    fn body(&self) -> Body {
        self.input.body("Body").cloned().unwrap_or_default()
    }

    fn is_read(&self) -> bool {
        matches!(self.method, "GET" | "HEAD")
    }

    /// The operation of the API that does the same.
    fn action(&self) -> Option<&'static str> {
        Some(match (self.route, self.method) {
            (Route::Base, _) => return None,
            (Route::Catalog, _) => "ecr:DescribeRepositories",
            (Route::Tags(_), _) => "ecr:ListImages",
            (Route::Referrers(..), _) => "ecr:ListImageReferrers",
            (Route::Manifest(..), "PUT") => "ecr:PutImage",
            (Route::Manifest(..), _) => "ecr:BatchGetImage",
            (Route::Blob(..), "HEAD") => "ecr:BatchCheckLayerAvailability",
            (Route::Blob(..), _) => "ecr:GetDownloadUrlForLayer",
            (Route::Uploads(_), _) => "ecr:InitiateLayerUpload",
            (Route::Upload(..), "PUT") => "ecr:CompleteLayerUpload",
            (Route::Upload(..), _) => "ecr:UploadLayerPart",
        })
    }

    /// Refuses who may not, and what is not there.
    fn check(&self, ctx: &Ctx<'_>) -> Result<(), ApiError> {
        if *ctx.principal() == Principal::Anonymous {
            return self.check_link(ctx);
        }
        let Some(action) = self.action() else { return Ok(()) };
        let name = self.route.repository();
        let owner = ctx.account();
        let access = match name {
            Some(name) => access::repository(ctx, action.to_owned(), owner, name)?,
            None => Access::new(ctx, action, "*"),
        };
        ctx.authorize(&access)?;
        name.map_or(Ok(()), |name| repository::find(ctx, name).map(drop))
    }

    /// Nobody has come; but who has the link of a layer was let in when it was made.
    fn check_link(&self, ctx: &Ctx<'_>) -> Result<(), ApiError> {
        let refused = || ApiError::new("UNAUTHORIZED", "Not Authorized").with_status(401);
        let (Route::Blob(name, digest), true) = (self.route, self.is_read()) else {
            return Err(refused());
        };
        let row = layer::find(ctx, name, digest).map_err(|_| refused())?;
        let is_known = self.parameter("secret").is_some_and(|it| it == row.secret);
        if is_known { Ok(()) } else { Err(refused()) }
    }
}

/// Before a body comes.
pub fn stage(ctx: &mut Ctx<'_>, input: &Struct) -> Result<StagePlan, ApiError> {
    let request = Request::read(input)?;
    request.check(ctx).map_err(worded)?;
    let is_manifest = matches!(request.route, Route::Manifest(..));
    let max_len = if is_manifest { limits::MANIFEST_BYTES_MAX } else { limits::LAYER_BYTES_MAX };
    let too_large = ApiError::new("SIZE_INVALID", format!("At most {max_len} bytes are taken."));
    Ok(StagePlan {
        max_len,
        too_large: too_large.with_status(413),
        digests: DigestSet::NONE,
        seal: None,
        note: None,
        admission: None,
    })
}

/// Chooses what is to be hashed.
pub fn begin(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    prepare(ctx, input).map_err(worded)
}

fn prepare(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let request = Request::read(input)?;
    request.check(ctx)?;
    let hashed = |body: Body| Struct::new().with("Content", Value::Body(body));
    match (request.route, request.method) {
        (Route::Manifest(..), "PUT") => Ok(hashed(request.body()).with("WantsText", true)),
        (Route::Uploads(_), "POST") if request.parameter("digest").is_some() => {
            Ok(hashed(request.body()))
        }
        (Route::Upload(name, id), "PUT") => {
            upload::find(ctx, name, id)?;
            let mut whole = content::open(ctx, &upload::segments(ctx, name, id)?)?;
            whole.segments.extend(request.body().segments);
            Ok(hashed(whole))
        }
        _ => Ok(Struct::new().with(NO_WORK, true)),
    }
}

/// Hashes.
pub fn work(env: &WorkEnv, plan: Struct) -> OpResult {
    let Some(content) = plan.body("Content") else { return Ok(plan) };
    if plan.bool("WantsText") != Some(true) {
        return upload::hash(env, plan);
    }
    let mut text = Vec::new();
    content::each_piece(content, |piece| text.extend_from_slice(piece))?;
    Ok(Struct::new().with("Text", Value::Blob(text.into())))
}

pub fn complete(ctx: &mut Ctx<'_>, input: &Struct, outcome: Struct) -> OpResult {
    let request = Request::read(input)?;
    answer(ctx, &request, &outcome).map_err(worded)
}

fn answer(ctx: &mut Ctx<'_>, request: &Request<'_>, outcome: &Struct) -> OpResult {
    let is_read = request.is_read();
    match (request.route, request.method) {
        (Route::Base, _) if is_read => Ok(document(200, &json!({}))),
        (Route::Catalog, "GET") => catalog(ctx, request),
        (Route::Tags(name), "GET") => tags(ctx, request, name),
        (Route::Referrers(name, subject), "GET") => referrers(ctx, request, name, subject),
        (Route::Manifest(name, reference), "PUT") => {
            put_manifest(ctx, request, (name, reference), outcome)
        }
        (Route::Manifest(name, reference), _) if is_read => manifest(ctx, name, reference),
        (Route::Blob(name, digest), _) if is_read => blob(ctx, name, digest),
        (Route::Uploads(name), "POST") => {
            let id = upload::begin(ctx, name);
            if let Some(digest) = request.parameter("digest") {
                return finish(ctx, request, (name, &id, &digest), outcome);
            }
            // Layers of other repositories are not mounted; the client sends them.
            Ok(progress(202, name, &id, 0))
        }
        (Route::Upload(name, id), "PATCH") => patch(ctx, request, name, id),
        (Route::Upload(name, id), "PUT") => {
            let digest = request.parameter("digest").ok_or_else(|| invalid_digest("none"))?;
            finish(ctx, request, (name, id, &digest), outcome)
        }
        (Route::Upload(name, id), "GET") => {
            let row = upload::find(ctx, name, id)?;
            Ok(progress(204, name, id, row.received))
        }
        (Route::Upload(name, id), "DELETE") => {
            upload::find(ctx, name, id)?;
            upload::abort(ctx, name, id)?;
            Ok(Struct::new().with("Status", 204))
        }
        _ => Err(unsupported()),
    }
}

fn patch(ctx: &mut Ctx<'_>, request: &Request<'_>, name: &str, id: &str) -> OpResult {
    let row = upload::find(ctx, name, id)?;
    let range = request.input.str("ContentRange").unwrap_or_default();
    let start = range.split_once('-').map(|(start, _)| start.trim_start_matches("bytes "));
    let start = start.and_then(|it| it.parse::<u64>().ok());
    if start.is_some_and(|start| start != row.received) {
        let message = format!("{} bytes have been received.", row.received);
        return Err(ApiError::new("RANGE_INVALID", message).with_status(416));
    }
    let received = upload::append(ctx, (name, id), &request.body())?;
    Ok(progress(202, name, id, received))
}

/// Takes the rest of an upload in, and makes a layer of it.
fn finish(
    ctx: &mut Ctx<'_>,
    request: &Request<'_>,
    (name, id, digest): (&str, &str, &str),
    outcome: &Struct,
) -> OpResult {
    upload::append(ctx, (name, id), &request.body())?;
    let computed = upload::verified(ctx, (name, id), outcome)?;
    if computed != digest {
        return Err(invalid_digest(digest));
    }
    upload::finish(ctx, (name, id), computed)?;
    Ok(created(&format!("/v2/{name}/blobs/{computed}"), computed))
}

fn progress(status: i64, name: &str, id: &str, received: u64) -> Struct {
    let headers = Struct::new()
        .with("Location", format!("/v2/{name}/blobs/uploads/{id}"))
        .with("Range", format!("0-{}", received.saturating_sub(1)))
        .with(UPLOAD_ID, id);
    Struct::new().with("Status", status).with("Headers", headers)
}

fn created(location: &str, digest: &str) -> Struct {
    let headers = Struct::new().with("Location", location).with(DIGEST, digest);
    Struct::new().with("Status", 201).with("Headers", headers)
}

fn put_manifest(
    ctx: &mut Ctx<'_>,
    request: &Request<'_>,
    (name, reference): (&str, &str),
    outcome: &Struct,
) -> OpResult {
    let text = outcome.blob("Text").ok_or_else(ApiError::internal)?;
    let is_digest = reference.contains(':');
    let draft = Draft {
        manifest: text,
        media_type: request.input.str("ContentType"),
        tag: (!is_digest).then_some(reference),
        digest: is_digest.then_some(reference),
    };
    // The same image again is no error to Docker's clients.
    let put = image::put(ctx, name, &draft)?;
    let mut answer = created(&format!("/v2/{name}/manifests/{}", put.digest), &put.digest);
    if let (Some(subject), Some(Value::Struct(headers))) =
        (put.manifest.subject, answer.get_mut("Headers"))
    {
        headers.set("OCI-Subject", subject);
    }
    Ok(answer)
}

fn manifest(ctx: &mut Ctx<'_>, name: &str, reference: &str) -> OpResult {
    let id =
        if reference.contains(':') { (Some(reference), None) } else { (None, Some(reference)) };
    let digest = image::resolve(ctx, name, id)?.map_err(|_| {
        ApiError::new("MANIFEST_UNKNOWN", "Requested image not found").with_status(404)
    })?;
    let (text, media_type) = image::pull(ctx, name, &digest)?;
    let headers = Struct::new().with("Content-Type", media_type).with(DIGEST, digest);
    Ok(Struct::new().with("Status", 200).with("Headers", headers).with("Body", Value::Blob(text)))
}

fn blob(ctx: &mut Ctx<'_>, name: &str, digest: &str) -> OpResult {
    let row = layer::find(ctx, name, digest).map_err(|error| match error.status() {
        500.. => error,
        _ => ApiError::new("BLOB_UNKNOWN", error.message()).with_status(404),
    })?;
    let body = content::open(ctx, &row.segments)?;
    let headers =
        Struct::new().with("Content-Type", "application/octet-stream").with(DIGEST, digest);
    Ok(Struct::new().with("Status", 200).with("Headers", headers).with("Body", Value::Body(body)))
}

/// How many entries the client wants, and after which.
fn page(request: &Request<'_>) -> (usize, Option<String>) {
    let count = request.parameter("n").and_then(|it| it.parse::<usize>().ok());
    (count.unwrap_or(PAGE_MAX).clamp(1, PAGE_MAX), request.parameter("last"))
}

/// Of names, with a link to those that follow.
fn list(
    path: &str,
    mut names: Vec<String>,
    limit: usize,
    show: impl FnOnce(&[String]) -> Struct,
) -> Struct {
    let has_more = names.len() > limit;
    names.truncate(limit);
    let mut answer = show(&names);
    if let (true, Some(last), Some(Value::Struct(headers))) =
        (has_more, names.last(), answer.get_mut("Headers"))
    {
        headers.set("Link", format!("<{path}?last={last}&n={limit}>; rel=\"next\""));
    }
    answer
}

fn catalog(ctx: &mut Ctx<'_>, request: &Request<'_>) -> OpResult {
    let (limit, after) = page(request);
    let mut range = Range::all();
    if let Some(after) = &after {
        range = range.after(after.as_str());
    }
    let names = ctx.table(&REPOSITORIES).keys(&range).take(limit + 1);
    let names = names.collect::<Result<Vec<String>, _>>()?;
    Ok(list("/v2/_catalog", names, limit, |names| document(200, &json!({"repositories": names}))))
}

fn tags(ctx: &mut Ctx<'_>, request: &Request<'_>, name: &str) -> OpResult {
    let (limit, after) = page(request);
    let mut range = Range::within(&(name,));
    if let Some(after) = &after {
        range = range.after(&(name, after.as_str()));
    }
    let keys = ctx.table(&TAGS).keys(&range).take(limit + 1);
    let tags = keys.map(|key| key.map(|(_, tag)| tag)).collect::<Result<Vec<_>, _>>()?;
    Ok(list(&format!("/v2/{name}/tags/list"), tags, limit, |tags| {
        document(200, &json!({"name": name, "tags": tags}))
    }))
}

/// As an index of images; all that refer to the subject are in it.
fn referrers(ctx: &mut Ctx<'_>, request: &Request<'_>, name: &str, subject: &str) -> OpResult {
    let wanted = request.parameter("artifactType");
    let found = image_list::referrers(ctx, name, subject, None)?
        .into_iter()
        .filter(|it| wanted.is_none() || it.row.artifact_type == wanted);
    let manifests: Vec<_> = found
        .map(|it| {
            let annotations: serde_json::Map<_, _> =
                it.manifest.annotations.into_iter().map(|(k, v)| (k, v.into())).collect();
            json!({
                "mediaType": it.row.media_type, "digest": it.digest, "size": it.size,
                "artifactType": it.row.artifact_type, "annotations": annotations,
            })
        })
        .collect();
    let index = json!({"schemaVersion": 2, "mediaType": INDEX, "manifests": manifests});
    let mut answer = document(200, &index);
    if let Some(Value::Struct(headers)) = answer.get_mut("Headers") {
        headers.set("Content-Type", INDEX);
        if wanted.is_some() {
            headers.set("OCI-Filters-Applied", "artifactType");
        }
    }
    Ok(answer)
}

fn document(status: i64, body: &serde_json::Value) -> Struct {
    let headers = Struct::new()
        .with("Content-Type", "application/json; charset=utf-8")
        .with("Docker-Distribution-Api-Version", "registry/2.0");
    Struct::new()
        .with("Status", status)
        .with("Headers", headers)
        .with("Body", Value::Blob(Bytes::from(body.to_string())))
}

fn unsupported() -> ApiError {
    ApiError::new("UNSUPPORTED", "The operation is unsupported.").with_status(405)
}

fn invalid_digest(given: &str) -> ApiError {
    ApiError::new("DIGEST_INVALID", format!("The content does not have the digest '{given}'."))
}

/// An error of the API in the codes of the protocol.
fn worded(error: ApiError) -> ApiError {
    let (code, status) = match error.code() {
        "RepositoryNotFoundException" => ("NAME_UNKNOWN", 404),
        "ImageNotFoundException" => ("MANIFEST_UNKNOWN", 404),
        "LayersNotFoundException" | "ReferencedImagesNotFoundException" => {
            ("MANIFEST_BLOB_UNKNOWN", 404)
        }
        "UploadNotFoundException" => ("BLOB_UPLOAD_UNKNOWN", 404),
        "InvalidLayerPartException" => ("BLOB_UPLOAD_INVALID", 400),
        "ImageDigestDoesNotMatchException" => ("DIGEST_INVALID", 400),
        "ImageTagAlreadyExistsException" => ("TAG_INVALID", 400),
        "InvalidParameterException" => ("MANIFEST_INVALID", 400),
        "LimitExceededException" => ("SIZE_INVALID", 400),
        "AccessDeniedException" => ("DENIED", 403),
        _ => return error,
    };
    ApiError::new(code, error.message()).with_status(status)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::errors;

    #[test]
    fn errors_speak_the_protocol() {
        let account = kernel::AccountId::DEFAULT;
        let error = worded(errors::no_repository("a", account));
        assert_eq!((error.code(), error.status()), ("NAME_UNKNOWN", 404));
        let error = worded(ApiError::internal());
        assert_eq!(error.status(), 500);
    }
}
