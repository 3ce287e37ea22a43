//! Who may take a route: JSON Web Tokens, and functions that decide. Signatures are judged where
//! the request begins, since policies are rows.
//!
//! Source: Developer Guide, "Control access to HTTP APIs with JWT authorizers in API Gateway",
//! "Control access to HTTP APIs with AWS Lambda authorizers in API Gateway".

use jwt::Token;
use kernel::service::WorkEnv;
use kernel::{Struct, Value};
use outbound::http::{Options, Request as Outbound};
use serde_json::{Map, Value as Json, json};

use crate::answer::Answer;
use crate::context::Names;
use crate::event;
use crate::integration::function_arn;
use crate::limits::ISSUER_TIMEOUT;
use crate::plan::{self, Plan, Who};
use crate::request::Request;

/// What came of it.
#[derive(Clone, Debug, Default)]
pub struct Judged {
    /// What events, mappings and logs see of it: `{"jwt": …}` or `{"lambda": …}`.
    pub context: Json,
    /// The refusal.
    pub refusal: Option<Answer>,
    /// To be kept: what the function has said.
    pub decision: Option<String>,
    /// To be kept: the issuer's keys.
    pub keys: Option<String>,
    /// For logs.
    pub error: Option<String>,
}

impl Judged {
    fn refused(answer: Answer, error: impl Into<String>) -> Judged {
        Judged { refusal: Some(answer), error: Some(error.into()), ..Judged::default() }
    }
}

/// The values of an authorizer's identity sources; `None` when one of them is absent or empty.
pub fn identity(plan: Plan<'_>, request: &Request, authorizer: &Struct) -> Option<Vec<String>> {
    let names = Names { plan, request, authorizer: &Json::Null };
    let sources = authorizer.list("IdentitySource").unwrap_or_default();
    let values = sources.iter().filter_map(Value::as_str).map(|source| {
        let name = source.trim_start_matches('$').trim_start_matches("route.");
        names.get(name).filter(|value| !value.is_empty())
    });
    values.collect()
}

/// Under what a decision is kept.
pub fn cache_key(plan: Plan<'_>, authorizer: &str, identity: &[String]) -> String {
    let (api, stage) = (plan.text("Api"), plan.text("Stage"));
    format!("{api}\n{stage}\n{authorizer}\n{}", identity.join("\n"))
}

pub fn judge(env: &WorkEnv, plan: Plan<'_>, request: &Request) -> Judged {
    let Some(authorizer) = plan.part("Authorizer") else { return Judged::default() };
    let Some(identity) = identity(plan, request, authorizer) else {
        let answer = Answer::unauthorized();
        let is_token = authorizer.str("AuthorizerType") == Some("JWT");
        let answer = if is_token { answer.with("www-authenticate", "Bearer") } else { answer };
        return Judged::refused(answer, "Identity source is missing");
    };
    if authorizer.str("AuthorizerType") == Some("JWT") {
        return judge_token(plan, authorizer, &identity);
    }
    judge_by_function(env, plan, request, authorizer, &identity)
}

// Tokens.

fn judge_token(plan: Plan<'_>, authorizer: &Struct, identity: &[String]) -> Judged {
    let text = identity.first().map(String::as_str).unwrap_or_default().trim();
    let text = match text.split_once(' ') {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("bearer") => rest.trim(),
        _ => text,
    };
    let mut keys = None;
    let (claims, scopes) = match verify(plan, authorizer, text, &mut keys) {
        Ok(token) => (claims(&token), scopes(&token)),
        Err(why) => {
            let told = format!("Bearer error=\"invalid_token\" error_description=\"{why}\"");
            let answer = Answer::unauthorized().with("www-authenticate", &told);
            return Judged { keys, ..Judged::refused(answer, why) };
        }
    };
    let wanted = plan.part("Route").and_then(|it| it.list("AuthorizationScopes"));
    let wanted: Vec<&str> = wanted.unwrap_or_default().iter().filter_map(Value::as_str).collect();
    if !wanted.is_empty() && !wanted.iter().any(|it| scopes.iter().any(|has| has == it)) {
        let told = format!(
            "Bearer scope=\"{}\" error=\"insufficient_scope\" error_description=\"the token does \
             not have the required scopes\"",
            wanted.join(" ")
        );
        let answer = Answer::forbidden().with("www-authenticate", &told);
        return Judged { keys, ..Judged::refused(answer, "insufficient_scope") };
    }
    let scopes = if wanted.is_empty() { Json::Null } else { json!(scopes) };
    let context = json!({"jwt": {"claims": claims, "scopes": scopes}});
    Judged { context, keys, ..Judged::default() }
}

fn verify<'t>(
    plan: Plan<'_>,
    authorizer: &Struct,
    text: &'t str,
    keys: &mut Option<String>,
) -> Result<Token<'t>, &'static str> {
    let configuration = authorizer.structure("JwtConfiguration").ok_or("no configuration")?;
    let token = Token::read(text).ok_or("the token is not a JSON Web Token")?;
    let issuer = configuration.str("Issuer").unwrap_or_default();
    if token.text("iss").map(|it| it.trim_end_matches('/')) != Some(issuer.trim_end_matches('/')) {
        return Err("the issuer is not accepted");
    }
    let is_kept = !plan.text("Keys").is_empty();
    let mut set = plan.json("Keys");
    if !is_kept || !token.has_key_in(&set) {
        set = fetch_keys(plan, issuer).ok_or("unable to fetch the keys of the issuer")?;
        *keys = Some(set.to_string());
    }
    if !token.is_signed_by_any(&set) {
        return Err("the signature is invalid");
    }
    let now = env_seconds(plan);
    if token.seconds("exp").is_none_or(|exp| exp <= now) {
        return Err("the token has expired");
    }
    if token.seconds("nbf").is_some_and(|nbf| nbf > now) {
        return Err("the token is not yet valid");
    }
    if token.seconds("iat").is_some_and(|iat| iat > now) {
        return Err("the token was issued in the future");
    }
    let audiences = configuration.list("Audience").unwrap_or_default();
    let accepts = |it: &str| audiences.iter().any(|audience| audience.as_str() == Some(it));
    let named = token.audiences();
    // "API Gateway validates client_id only if aud is not present."
    let is_meant = if named.is_empty() {
        token.text("client_id").is_some_and(accepts)
    } else {
        named.into_iter().any(accepts)
    };
    if is_meant { Ok(token) } else { Err("the audience is not accepted") }
}

fn env_seconds(plan: Plan<'_>) -> i64 {
    plan.now().micros().div_euclid(1_000_000)
}

fn fetch_keys(plan: Plan<'_>, issuer: &str) -> Option<Json> {
    let issuer = issuer.trim_end_matches('/');
    let bundle = Some(plan.text("CaBundle")).filter(|it| !it.is_empty());
    let configuration = fetch(&format!("{issuer}/.well-known/openid-configuration"), bundle)?;
    let keys = fetch(configuration["jwks_uri"].as_str()?, bundle)?;
    keys["keys"].is_array().then_some(keys)
}

fn fetch(url: &str, ca_bundle: Option<&str>) -> Option<Json> {
    let request = Outbound {
        method: "GET".to_owned(),
        url: url.to_owned(),
        headers: vec![("accept".to_owned(), "application/json".to_owned())],
        body: Vec::new(),
    };
    let options = Options { timeout: ISSUER_TIMEOUT, ca_bundle, ..Options::default() };
    let answer = outbound::http::send(&request, &options).ok()?;
    if !answer.is_success() || answer.is_cut {
        return None;
    }
    serde_json::from_slice(&answer.body).ok()
}

/// All claims are text to functions; lists as `[a b]`.
fn claims(token: &Token<'_>) -> Json {
    let claims = token.claims.iter().map(|(name, value)| {
        let text = match value {
            Json::String(text) => text.clone(),
            Json::Array(items) => {
                let items: Vec<String> = items.iter().filter_map(crate::context::text).collect();
                format!("[{}]", items.join(" "))
            }
            other => other.to_string(),
        };
        (name.clone(), json!(text))
    });
    Json::Object(claims.collect())
}

/// "scope or scp".
fn scopes(token: &Token<'_>) -> Vec<String> {
    let claim = ["scope", "scp"].iter().find_map(|name| token.claims.get(*name));
    match claim {
        Some(Json::String(text)) => text.split_whitespace().map(str::to_owned).collect(),
        Some(Json::Array(items)) => {
            items.iter().filter_map(|it| it.as_str().map(str::to_owned)).collect()
        }
        _ => Vec::new(),
    }
}

// Functions.

fn judge_by_function(
    env: &WorkEnv,
    plan: Plan<'_>,
    request: &Request,
    authorizer: &Struct,
    identity: &[String],
) -> Judged {
    let version = authorizer.str("AuthorizerPayloadFormatVersion").unwrap_or("1.0");
    let known = plan.json("Known");
    if !known.is_null() {
        return decide(plan, request, authorizer, &known);
    }
    let event = event::of_authorizer(version, plan, request, identity);
    match ask(env, plan, authorizer, &event) {
        Ok(said) => {
            let judged = decide(plan, request, authorizer, &said);
            Judged { decision: Some(said.to_string()), ..judged }
        }
        Err(why) => Judged::refused(Answer::internal(), why),
    }
}

/// What the function says to an event.
pub fn ask(
    env: &WorkEnv,
    plan: Plan<'_>,
    authorizer: &Struct,
    event: &Json,
) -> Result<Json, String> {
    let uri = authorizer.str("AuthorizerUri").unwrap_or_default();
    let function = function_arn(uri).ok_or("no function")?;
    let id = authorizer.str("AuthorizerId").unwrap_or_default();
    let source = plan.execute_arn(&format!("authorizers/{id}"));
    let who = Who::of(authorizer.str("AuthorizerCredentialsArn"), source);
    let said = plan::invoke(env, plan, function, event, &who).map_err(|it| it.to_string())?;
    if said.is_error {
        return Err("the authorizer has failed".to_owned());
    }
    serde_json::from_slice(&said.payload).map_err(|error| error.to_string())
}

/// What the function's answer means for this request.
fn decide(plan: Plan<'_>, request: &Request, authorizer: &Struct, said: &Json) -> Judged {
    let mut context = said["context"].as_object().cloned().unwrap_or_default();
    if authorizer.bool("EnableSimpleResponses") == Some(true) {
        return match said["isAuthorized"].as_bool() {
            Some(true) => Judged { context: json!({ "lambda": context }), ..Judged::default() },
            Some(false) => Judged::refused(Answer::forbidden(), "isAuthorized is false"),
            None => Judged::refused(Answer::internal(), "isAuthorized is missing"),
        };
    }
    if !said["policyDocument"].is_object() {
        return Judged::refused(Answer::internal(), "policyDocument is missing");
    }
    if let Some(principal) = said.get("principalId") {
        context.entry("principalId").or_insert_with(|| principal.clone());
    }
    let stage = plan.text("Stage");
    let path = plan.path(request);
    let arn = plan.execute_arn(&format!("{stage}/{}{path}", request.method));
    if allows(&said["policyDocument"], &arn) {
        return Judged { context: json!({ "lambda": context }), ..Judged::default() };
    }
    Judged::refused(Answer::forbidden(), "the policy does not allow it")
}

/// Whether a policy that a function has written allows `execute-api:Invoke` of an ARN.
pub fn allows(policy: &Json, arn: &str) -> bool {
    let statements = match &policy["Statement"] {
        Json::Array(statements) => statements.iter().collect(),
        one @ Json::Object(_) => vec![one],
        _ => Vec::new(),
    };
    let mut is_allowed = false;
    for statement in statements {
        let applies = matches(&statement["Action"], "execute-api:Invoke", true)
            && matches(&statement["Resource"], arn, false);
        match statement["Effect"].as_str() {
            Some("Deny") if applies => return false,
            Some("Allow") if applies => is_allowed = true,
            _ => {}
        }
    }
    is_allowed
}

fn matches(patterns: &Json, text: &str, ignores_case: bool) -> bool {
    let text = if ignores_case { text.to_ascii_lowercase() } else { text.to_owned() };
    let one = |pattern: &Json| {
        let pattern = pattern.as_str().unwrap_or_default();
        let pattern = if ignores_case { pattern.to_ascii_lowercase() } else { pattern.to_owned() };
        glob(pattern.as_bytes(), text.as_bytes())
    };
    match patterns {
        Json::Array(patterns) => patterns.iter().any(one),
        pattern => one(pattern),
    }
}

/// `*` for anything, `?` for one character; in time that grows with both lengths only.
fn glob(pattern: &[u8], text: &[u8]) -> bool {
    let (mut at, mut seen) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while seen < text.len() {
        match pattern.get(at) {
            Some(b'*') => {
                star = Some((at, seen));
                at += 1;
            }
            Some(byte) if *byte == b'?' || *byte == text[seen] => {
                at += 1;
                seen += 1;
            }
            _ => {
                let Some((from, upto)) = star else { return false };
                star = Some((from, upto + 1));
                at = from + 1;
                seen = upto + 1;
            }
        }
    }
    pattern[at..].iter().all(|byte| *byte == b'*')
}

/// The context of a signed request.
pub fn iam_context(identity: &Json) -> Json {
    let members: Map<String, Json> = identity.as_object().cloned().unwrap_or_default();
    json!({ "iam": members })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn policies_of_functions_allow_by_wildcards_and_deny_first() {
        let arn = "arn:aws:execute-api:us-east-1:1:a/$default/GET/pets/1";
        let allow = |resource: &str| {
            json!({"Statement": [
            {"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": resource}]})
        };
        assert!(allows(&allow("*"), arn));
        assert!(allows(&allow("arn:aws:execute-api:*:*:a/*/GET/*"), arn));
        assert!(!allows(&allow("arn:aws:execute-api:*:*:a/*/POST/*"), arn));
        let both = json!({"Statement": [
            {"Effect": "Allow", "Action": ["execute-api:*"], "Resource": ["*"]},
            {"Effect": "Deny", "Action": "execute-api:invoke", "Resource": "*/pets/?"}]});
        assert!(!allows(&both, arn));
        assert!(!allows(&json!({}), arn));
    }
}
