//! Access tokens for connections of OAuth: the client credentials grant.
//!
//! The authorization endpoint is asked when a connection is made or changed, and again by
//! [`crate::invocation`] when a token has expired or an endpoint answers 401 or 407.
//!
//! Source: RFC 6749, sections 4.4 and 5; EventBridge User Guide, "Authorization methods for
//! connections". AWS does not say how the client's credentials are sent: here they are form fields.

use std::time::Duration;

use event_pattern::Value;
use kernel::scheduler::Job;
use kernel::service::WorkEnv;
use kernel::{Ask, Ctx, OpResult, Struct, Timestamp};
use outbound::http::{Options, Request, send};

use crate::connection;
use crate::http_parts::{self, Part};
use crate::limits;
use crate::state::{CONNECTIONS, ConnectionState, TokenRow};

/// Asks for the first token of a connection. Input: `Connection` and `Epoch`.
pub const AUTHORIZE: &str = "AuthorizeConnection";

pub fn leave_authorization(ctx: &mut Ctx<'_>, connection: &str, epoch: u64) {
    let ask = Ask::to("events", AUTHORIZE)
        .with("Connection", connection)
        .with("Epoch", epoch.cast_signed());
    ctx.enqueue(Job::now(ask));
}

/// The parameters of the connection, unless they have changed since.
pub fn begin(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let name = input.str("Connection").unwrap_or_default();
    let row = ctx.table(&CONNECTIONS).get(name)?;
    let row = row.filter(|row| input.int("Epoch") == Some(row.epoch.cast_signed()));
    let parameters = row.and_then(|row| row.parameters?.structure(connection::OAUTH).cloned());
    Ok(parameters.map_or_else(Struct::new, |it| Struct::new().with("OAuth", it)))
}

/// Never fails: what went wrong is in the answer.
pub fn work(env: &WorkEnv, plan: Struct) -> OpResult {
    let Some(parameters) = plan.structure("OAuth") else { return Ok(Struct::new()) };
    Ok(match ask_for_token(env, parameters) {
        Ok(token) => token.into_struct(),
        Err(reason) => Struct::new().with("Reason", reason),
    })
}

pub fn complete(ctx: &mut Ctx<'_>, input: &Struct, answer: Struct) -> OpResult {
    let name = input.str("Connection").unwrap_or_default();
    let Some(mut row) = ctx.table(&CONNECTIONS).get(name)? else { return Ok(Struct::new()) };
    if input.int("Epoch") != Some(row.epoch.cast_signed()) {
        return Ok(Struct::new());
    }
    if let Some(token) = Token::of_struct(&answer) {
        row.state = ConnectionState::Authorized;
        row.authorized = Some(ctx.now().micros());
        row.token = Some(token.into_row(ctx.now()));
    } else {
        row.state = ConnectionState::Deauthorized;
        row.reason = answer.str("Reason").map(|reason| reason.chars().take(512).collect());
    }
    ctx.table_mut(&CONNECTIONS).put(name, &row);
    Ok(Struct::new())
}

/// A token as it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    pub text: String,
    pub seconds: i64,
}

impl Token {
    pub fn into_row(self, now: Timestamp) -> TokenRow {
        let expires = now.micros().saturating_add(self.seconds.saturating_mul(1_000_000));
        TokenRow { text: self.text, expires }
    }

    pub fn into_struct(self) -> Struct {
        Struct::new().with("Token", self.text).with("Seconds", self.seconds)
    }

    pub fn of_struct(of: &Struct) -> Option<Token> {
        Some(Token { text: of.str("Token")?.to_owned(), seconds: of.int("Seconds")? })
    }

    fn of_answer(body: &[u8]) -> Option<Token> {
        let answer = Value::parse(std::str::from_utf8(body).ok()?).ok()?;
        let text = answer.get("access_token")?.as_str()?.to_owned();
        let seconds = match answer.get("expires_in") {
            Some(Value::Number(text)) => text.parse().ok(),
            Some(Value::String(text)) => text.parse().ok(),
            _ => None,
        };
        Some(Token { text, seconds: seconds.unwrap_or(limits::TOKEN_SECONDS) })
    }
}

/// Asks the authorization endpoint for a token; an error says why there is none. Blocks.
pub fn ask_for_token(env: &WorkEnv, parameters: &Struct) -> Result<Token, String> {
    let bundle = env.world.settings.get(outbound::CA_BUNDLE);
    let options = Options {
        timeout: Duration::from_secs(limits::INVOCATION_TIMEOUT_SECONDS),
        answer_bytes_max: limits::ANSWER_BYTES_MAX,
        ca_bundle: bundle.as_deref(),
        ..Options::default()
    };
    let answer = send(&token_request(parameters), &options)
        .map_err(|failure| format!("The authorization endpoint could not be reached: {failure}"))?;
    if !answer.is_success() {
        return Err(format!("The authorization endpoint answered {}.", answer.status));
    }
    Token::of_answer(&answer.body)
        .ok_or_else(|| "The authorization endpoint gave no access_token.".to_owned())
}

fn token_request(parameters: &Struct) -> Request {
    let client = parameters.structure("ClientParameters");
    let of_client = |name: &str| client.and_then(|it| it.str(name)).unwrap_or_default().to_owned();
    let extra = parameters.structure("OAuthHttpParameters");
    let mut fields = vec![
        ("grant_type".to_owned(), "client_credentials".to_owned()),
        ("client_id".to_owned(), of_client("ClientID")),
        ("client_secret".to_owned(), of_client("ClientSecret")),
    ];
    for (name, value) in http_parts::of_connection(extra, Part::Body) {
        fields.retain(|(other, _)| *other != name);
        fields.push((name, value));
    }
    let method = parameters.str("HttpMethod").unwrap_or("POST").to_owned();
    let mut query = http_parts::of_connection(extra, Part::Query);
    let mut body = Vec::new();
    if method == "GET" {
        query.append(&mut fields);
    } else {
        body = http_parts::encoded(&fields).into_bytes();
    }
    let endpoint = parameters.str("AuthorizationEndpoint").unwrap_or_default();
    let mut headers = vec![("accept".to_owned(), "application/json".to_owned())];
    if !body.is_empty() {
        headers.push(("content-type".to_owned(), "application/x-www-form-urlencoded".to_owned()));
    }
    for (name, value) in http_parts::of_connection(extra, Part::Header) {
        http_parts::set_header(&mut headers, &name, value);
    }
    Request { method, url: http_parts::with_query(endpoint, &query), headers, body }
}
