//! `/_nephele/snapshots`: whole worlds under a name (see [`kernel::snapshots`]), saved, loaded,
//! compared, and as files on their way in and out.

use std::io::{self, Read, Write};
use std::sync::Arc;

use difference::{Change, Difference, Kind, Names, Question, SHOWN_MAX};
use http::request::Parts;
use http::{Method, Response, StatusCode};
use hyper::body::Incoming;
use kernel::body::{Body, Segment};
use kernel::door::World;
use kernel::snapshots::Snapshot;
use serde_json::{Map, Value as Json, json};
use store::{BlobFile, BlobId, DigestSet, SnapshotError, Staging};

use crate::control::{self, Answer, bad_request};
use crate::reply::ReplyBody;
use crate::{Gateway, intake};

const ROOT: &str = "/_nephele/snapshots";
const CHANGES_DEFAULT: usize = 100;

type Refusal = (StatusCode, String);

/// Answers what is asked of snapshots, files excepted; `None` when nothing is here.
pub async fn route(
    gateway: &Arc<Gateway>,
    method: &Method,
    path: &str,
    query: &str,
    body: &[u8],
) -> Option<Answer> {
    let rest = path.strip_prefix(ROOT)?;
    let world = gateway.world.clone();
    let parts: Vec<&str> = rest.split('/').skip(1).collect();
    if !rest.is_empty() && !rest.starts_with('/') {
        return None;
    }
    Some(match (method.as_str(), &parts[..]) {
        ("GET", []) => blocking(move || list(&world)).await,
        ("POST", []) => match named(body) {
            Ok(name) => blocking(move || world.save_snapshot(&name).map(|it| shown(&it))).await,
            Err(refusal) => Err(refusal),
        },
        ("GET", [name]) => {
            let name = (*name).to_owned();
            blocking(move || find(&world, &name)).await
        }
        ("DELETE", [name]) => {
            let name = (*name).to_owned();
            let delete = move || world.delete_snapshot(&name).map(|()| json!({ "deleted": name }));
            blocking(delete).await
        }
        ("POST", [name, "load"]) => {
            let name = (*name).to_owned();
            blocking(move || world.load_snapshot(&name).map(|it| shown(&it))).await
        }
        ("GET", [name, "diff"]) => diff(gateway, name, query).await,
        (_, [] | [_] | [_, "load" | "diff" | "file"]) => {
            Err((StatusCode::METHOD_NOT_ALLOWED, format!("{method} is not answered here")))
        }
        _ => return None,
    })
}

/// The snapshot whose file is on its way in (`PUT`) or out (`GET`).
pub fn file_of(head: &Parts) -> Option<&str> {
    let is_stream = matches!(head.method, Method::GET | Method::PUT);
    let rest = head.uri.path().strip_prefix(ROOT)?.strip_prefix('/')?;
    let name = rest.strip_suffix("/file")?;
    (is_stream && !name.contains('/')).then_some(name)
}

/// Takes a file in, or gives one out.
pub async fn stream(
    gateway: &Arc<Gateway>,
    head: &Parts,
    name: &str,
    body: Incoming,
) -> Response<ReplyBody> {
    if head.method == Method::PUT {
        return control::reply(import(gateway, name, body).await);
    }
    match export(gateway, name).await {
        Ok(file) => Response::builder()
            .header("content-type", "application/octet-stream")
            .body(ReplyBody::from(file))
            .expect("the parts are valid"),
        Err(refusal) => control::reply(Err(refusal)),
    }
}

async fn export(gateway: &Arc<Gateway>, name: &str) -> Result<Body, Refusal> {
    let (world, name) = (gateway.world.clone(), name.to_owned());
    let id = BlobId(world.draw().u128());
    let export = move || {
        // A content that nobody owns and that is gone once it was sent.
        let staging = world.store.blobs.stage(id, DigestSet::NONE);
        let mut into = Into { staging };
        world.export_snapshot(&name, &mut into)?;
        passing(&world, into.staging)
    };
    run(export).await
}

async fn import(gateway: &Arc<Gateway>, name: &str, mut body: Incoming) -> Answer {
    let (world, name) = (gateway.world.clone(), name.to_owned());
    let mut staging = world.store.blobs.stage(BlobId(world.draw().u128()), DigestSet::NONE);
    loop {
        match intake::next(&mut body).await {
            Ok(None) => break,
            Ok(Some(piece)) => {
                let written = staging.write(&piece).map_err(SnapshotError::from);
                if let Err(error) = written {
                    intake::drain(body).await;
                    return Err(refusal(&error));
                }
            }
            Err(error) => return Err(bad_request(error.message())),
        }
    }
    blocking(move || {
        let body = passing(&world, staging)?;
        world.import_snapshot(&name, Reader { body, at: 0 }).map(|it| shown(&it))
    })
    .await
}

/// What was staged, to be read once: its file has no name any more.
fn passing(world: &World, staging: Staging) -> Result<Body, SnapshotError> {
    let staged = staging.finish()?;
    let segment = match staged.content {
        store::Content::Inline(bytes) => return Ok(Body::from(bytes)),
        store::Content::File { id, len } => {
            let missing = || SnapshotError::Damaged("its file went away".to_owned());
            let file: Arc<BlobFile> = world.store.blobs.open_file(id)?.ok_or_else(missing)?;
            world.store.blobs.remove(id)?;
            Segment::File { file, offset: 0, len }
        }
    };
    Ok(Body { segments: vec![segment], ..Body::default() })
}

struct Into {
    staging: Staging,
}

impl Write for Into {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.staging.write(bytes).map_err(io::Error::other)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

struct Reader {
    body: Body,
    at: u64,
}

impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.body.len() - self.at;
        let take = (buffer.len() as u64).min(left) as usize;
        if take == 0 {
            return Ok(0);
        }
        match self.body.segments.first() {
            Some(Segment::Inline(bytes)) => {
                let from = self.at as usize;
                buffer[..take].copy_from_slice(&bytes[from..from + take]);
            }
            Some(Segment::File { file, .. }) => {
                file.read_at(self.at, &mut buffer[..take]).map_err(io::Error::other)?;
            }
            None => return Ok(0),
        }
        self.at += take as u64;
        Ok(take)
    }
}

fn list(world: &World) -> Result<Json, SnapshotError> {
    let all: Vec<Json> = world.snapshots()?.iter().map(shown).collect();
    Ok(json!({ "snapshots": all }))
}

fn find(world: &World, name: &str) -> Result<Json, SnapshotError> {
    let all = world.snapshots()?;
    let found = all.iter().find(|snapshot| snapshot.name == name).map(shown);
    found.ok_or_else(|| SnapshotError::NotFound(name.to_owned()))
}

async fn diff(gateway: &Arc<Gateway>, name: &str, query: &str) -> Answer {
    let (mut other, mut limit, mut is_all) = (None, CHANGES_DEFAULT, false);
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        match pair.split_once('=') {
            Some(("with", name)) => other = Some(name.to_owned()),
            Some(("all", "true")) => is_all = true,
            Some(("all", "false")) => is_all = false,
            Some(("limit", text)) => {
                let number = text.parse().ok().filter(|limit| *limit <= SHOWN_MAX);
                let refuse = || bad_request(format!("limit takes 0 to {SHOWN_MAX}"));
                limit = number.ok_or_else(refuse)?;
            }
            _ => return Err(bad_request(format!("unknown parameter {pair}"))),
        }
    }
    let (world, names, one) = (gateway.world.clone(), gateway.row_names, name.to_owned());
    let diff = move || {
        let question = Question { one: &one, other: other.as_deref(), shown_max: limit, is_all };
        let difference = difference::of_snapshots(&world, &Names::parse(names), &question)?;
        Ok(difference_shown(&question, &difference))
    };
    blocking(diff).await
}

fn difference_shown(question: &Question<'_>, difference: &Difference) -> Json {
    let tables: Vec<Json> = difference
        .tables
        .iter()
        .map(|((service, table), counts)| {
            json!({
                "service": service,
                "table": table,
                "resource": counts.resource,
                "internal": counts.is_internal,
                "added": counts.added,
                "removed": counts.removed,
                "changed": counts.changed,
            })
        })
        .collect();
    let changes: Vec<Json> = difference.changes.iter().map(change_shown).collect();
    json!({ "from": question.one, "to": question.other, "tables": tables, "changes": changes })
}

fn change_shown(change: &Change) -> Json {
    let kind = match change.kind {
        Kind::Added => "added",
        Kind::Removed => "removed",
        Kind::Changed => "changed",
    };
    let fields: Map<String, Json> = change
        .fields
        .iter()
        .map(|(name, (before, after))| (name.clone(), json!({ "before": before, "after": after })))
        .collect();
    let of = |text: &str| (text != "-").then(|| text.to_owned());
    json!({
        "change": kind,
        "account": of(&change.account),
        "region": of(&change.region),
        "service": change.service,
        "table": change.table,
        "resource": change.resource,
        "key": change.key,
        "fields": fields,
    })
}

fn shown(snapshot: &Snapshot) -> Json {
    json!({
        "name": snapshot.name,
        "time": snapshot.time.iso8601_millis(),
        "mode": if snapshot.is_frozen { "frozen" } else { "running" },
        "saved": snapshot.saved.iso8601_millis(),
        "rows": snapshot.rows,
        "bytes": snapshot.bytes,
    })
}

fn named(body: &[u8]) -> Result<String, Refusal> {
    let request = control::parse(body)?;
    let object = request.as_object().ok_or_else(|| bad_request("expected a JSON object"))?;
    if let Some(unknown) = object.keys().find(|name| *name != "name") {
        return Err(bad_request(format!("unknown member {unknown}")));
    }
    let name = object.get("name").and_then(Json::as_str);
    name.map(str::to_owned).ok_or_else(|| bad_request("name takes a text"))
}

async fn blocking(work: impl FnOnce() -> Result<Json, SnapshotError> + Send + 'static) -> Answer {
    run(work).await
}

/// The disk is waited for beside the runtime.
async fn run<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, SnapshotError> + Send + 'static,
) -> Result<T, Refusal> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result.map_err(|error| refusal(&error)),
        Err(_) => Err((StatusCode::INTERNAL_SERVER_ERROR, "it failed; see the log".to_owned())),
    }
}

fn refusal(error: &SnapshotError) -> Refusal {
    let status = match error {
        SnapshotError::NotFound(_) => StatusCode::NOT_FOUND,
        SnapshotError::Exists(_) => StatusCode::CONFLICT,
        SnapshotError::Name | SnapshotError::Newer { .. } | SnapshotError::Damaged(_) => {
            StatusCode::BAD_REQUEST
        }
        SnapshotError::Store(store::StoreError::Full) => StatusCode::INSUFFICIENT_STORAGE,
        SnapshotError::Store(error) => {
            tracing::error!(%error, "a snapshot failed");
            StatusCode::INTERNAL_SERVER_ERROR
        }
    };
    (status, error.to_string())
}
