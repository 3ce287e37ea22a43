//! The server of an endpoint: the way of a request and of its answer (RFC 8555, 6 and 7.1).
//!
//! A site of the gateway ([`SITES`]) comes in without an account. [`serve`] finds out whose the
//! endpoint is, and [`answer`] goes on there. A refusal is an answer: what its message has used up
//! (a nonce) stays so.

use acme::{Kind, Problem};
use kernel::{AccountId, ApiError, Ask, Ctx, OpResult, Page, Region, Struct};
use serde_json::{Value as Json, json};
use store::StoreError;

use super::message::{self, Message, malformed};
use super::place::{self, PATH};
use super::state::{DIRECTORIES, ENDPOINTS, EndpointRow};
use super::{issuance, nonce, order, registration, role};

pub static SITES: &[Page] =
    &[Page { service: "acm", is_at: |path| path.starts_with(PATH), step: SERVE }];

/// The step of the site.
pub const SERVE: &str = "ServeAcme";
/// The step in the account of the endpoint: the site's input, and `Endpoint`.
pub const ANSWER: &str = "AnswerAcme";

const JSON: &str = "application/json";
const PROBLEM: &str = "application/problem+json";

/// A request under way.
pub struct Visit<'v> {
    pub endpoint: &'v str,
    pub row: EndpointRow,
    /// Where the endpoint's server is.
    pub base: String,
    /// Below that.
    pub path: &'v str,
    pub media_type: &'v str,
    pub body: &'v [u8],
}

impl Visit<'_> {
    pub fn url(&self) -> String {
        self.url_of(self.path)
    }

    pub fn url_of(&self, path: &str) -> String {
        format!("{}/{path}", self.base)
    }
}

/// What is answered.
pub struct Reply {
    pub status: u16,
    pub media_type: &'static str,
    pub location: Option<String>,
    pub body: String,
}

impl Reply {
    pub fn json(status: u16, body: &Json) -> Reply {
        Reply { status, media_type: JSON, location: None, body: body.to_string() }
    }

    pub fn empty(status: u16) -> Reply {
        Reply { status, media_type: "", location: None, body: String::new() }
    }

    #[must_use]
    pub fn at(mut self, location: String) -> Reply {
        self.location = Some(location);
        self
    }
}

/// Why there is no answer of the operation's own.
pub enum Stop {
    Problem(Box<Problem>),
    /// Of the world: all is undone.
    Failure(ApiError),
}

impl From<Problem> for Stop {
    fn from(problem: Problem) -> Stop {
        Stop::Problem(Box::new(problem))
    }
}

impl From<ApiError> for Stop {
    fn from(error: ApiError) -> Stop {
        Stop::Failure(error)
    }
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Stop {
        Stop::Failure(error.into())
    }
}

/// The step [`SERVE`].
pub fn serve(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let rest = input.str("Path").and_then(|path| path.strip_prefix(PATH)).unwrap_or_default();
    let id = rest.split('/').next().unwrap_or_default().to_owned();
    let owner = ctx.table(&DIRECTORIES).get(id.as_str())?;
    let owner =
        owner.and_then(|row| Some((AccountId::parse(&row.account)?, Region::parse(&row.region)?)));
    let Some((account, region)) = owner else { return Ok(absent().into_answer()) };
    let source = kernel::arn::Arn::regional("acm", region, account, &format!("acme-endpoint/{id}"));
    let mut asked = input.clone();
    asked.set("Endpoint", id);
    let ask = Ask::to("acm", ANSWER)
        .with_input(asked)
        .as_service(role::PRINCIPAL)
        .for_source(source.to_string(), account)
        .in_account(account)
        .in_region(region);
    ctx.call(ask)
}

fn absent() -> Refused {
    Refused(malformed("There is nothing here.").with_status(404))
}

/// A refusal as a site answers it.
struct Refused(Problem);

impl Refused {
    fn into_answer(self) -> Struct {
        let Refused(problem) = self;
        Struct::new()
            .with("Status", i64::from(problem.status))
            .with("ContentType", PROBLEM)
            .with("Body", problem.json().to_string())
    }
}

/// The step [`ANSWER`].
pub fn answer(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let text = |name: &str| input.str(name).unwrap_or_default();
    let endpoint = text("Endpoint");
    let row = ctx.table(&ENDPOINTS).get(endpoint)?;
    let Some(row) = row.filter(|row| row.is_active(ctx.now())) else {
        return Ok(absent().into_answer());
    };
    let path = text("Path").strip_prefix(PATH).and_then(|it| it.strip_prefix(endpoint));
    let visit = Visit {
        endpoint,
        row,
        base: place::base(ctx, endpoint),
        path: path.unwrap_or_default().trim_start_matches('/'),
        media_type: text("ContentType"),
        body: input.blob("Body").map_or(&[], |it| it.as_ref()),
    };
    let parts: Vec<&str> = visit.path.split('/').collect();
    let is_read = matches!(text("Method"), "GET" | "HEAD");
    let (gives_nonce, result) = match (text("Method"), parts.as_slice()) {
        (_, ["directory"]) if is_read => (false, Ok(directory(&visit))),
        ("GET", ["new-nonce"]) => (true, Ok(Reply::empty(204))),
        ("HEAD", ["new-nonce"]) => (true, Ok(Reply::empty(200))),
        ("POST", parts) => (true, posted(ctx, &visit, parts)),
        // "The server MUST … [answer] GET requests … with status code 405" (6.3).
        _ => (false, Err(malformed("Only POST is served here.").with_status(405).into())),
    };
    let mut headers = Struct::new()
        .with("Link", format!("<{}>;rel=\"index\"", visit.url_of("directory")))
        .with("Cache-Control", "no-store");
    if gives_nonce {
        headers.set("Replay-Nonce", nonce::give(ctx, endpoint)?);
    }
    let answer = match result {
        Ok(reply) => {
            if let Some(location) = reply.location {
                headers.set("Location", location);
            }
            let answer = Struct::new().with("Status", i64::from(reply.status));
            let answer = if reply.media_type.is_empty() {
                answer
            } else {
                answer.with("ContentType", reply.media_type)
            };
            answer.with("Body", reply.body)
        }
        Err(Stop::Problem(problem)) => {
            if let Some(location) = &problem.location {
                headers.set("Location", location.as_str());
            }
            Refused(*problem).into_answer()
        }
        Err(Stop::Failure(error)) => return Err(error),
    };
    Ok(answer.with("Headers", headers))
}

fn directory(visit: &Visit<'_>) -> Reply {
    Reply::json(
        200,
        &json!({
            "newNonce": visit.url_of("new-nonce"),
            "newAccount": visit.url_of("new-account"),
            "newOrder": visit.url_of("new-order"),
            "revokeCert": visit.url_of("revoke-cert"),
            "keyChange": visit.url_of("key-change"),
            "meta": { "externalAccountRequired": true },
        }),
    )
}

fn posted(ctx: &mut Ctx<'_>, visit: &Visit<'_>, parts: &[&str]) -> Result<Reply, Stop> {
    let message = message::read(ctx, visit)?;
    match parts {
        ["new-account"] => registration::new_account(ctx, visit, message),
        ["key-change"] => registration::change_key(ctx, visit, message),
        ["account", id] => registration::account(ctx, visit, message, id),
        ["account", id, "orders"] => order::list(visit, message, id),
        ["new-order"] => order::new_order(ctx, visit, message),
        ["order", id] => order::order(ctx, visit, message, id),
        ["order", id, "finalize"] => issuance::finalize(ctx, visit, message, id),
        ["authz", id, number] => order::authorization(ctx, visit, message, (id, number)),
        ["challenge", id, number] => order::challenge(ctx, visit, message, (id, number)),
        ["cert", id] => issuance::download(ctx, visit, message, id),
        ["revoke-cert"] => issuance::revoke(ctx, visit, message),
        _ => Err(malformed("There is nothing here.").with_status(404).into()),
    }
}

/// Of what may only be read: "POST-as-GET … with an empty payload" (6.3).
pub fn read_only(message: &Message) -> Result<(), Problem> {
    if message.is_empty() { Ok(()) } else { Err(malformed("The payload must be empty.")) }
}

/// Of what is another account's, or nobody's.
pub fn not_found() -> Problem {
    malformed("There is no such resource of this account.").with_status(404)
}

/// What a role does not allow.
pub fn refused(error: ApiError) -> Stop {
    if error.status() >= 500 {
        return Stop::Failure(error);
    }
    Problem::new(Kind::Unauthorized, error.message()).into()
}
