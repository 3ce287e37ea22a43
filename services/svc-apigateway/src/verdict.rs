//! What Lambda authorizers are asked, and what their answers mean.
//!
//! Sources: Developer Guide, "Use API Gateway Lambda authorizers", "Input to an API Gateway Lambda
//! authorizer", "Output from an API Gateway Lambda authorizer".

use std::collections::BTreeMap;

use kernel::scheduler::Job;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Timestamp};
use policy::{Attached, Kind, Outcome, Policies, Policy, PrincipalKind};
use regex::Regex;
use serde_json::{Map, Value as Json, json};

use crate::context::{self, Sources, shown};
use crate::docs::text;
use crate::enter::{context_of, set_context};
use crate::reply::Refusal;
use crate::request::{Request, multiple, single};
use crate::state::{SERVICE, VERDICTS, VerdictRow};

const ACTION: &str = "execute-api:Invoke";

/// The identity that a request brings; `None` where it does not bring what it must.
pub fn identity(authorizer: &Struct, sources: &Sources<'_>) -> Option<String> {
    let mut values = Vec::new();
    for source in text(authorizer, "identitySource").split(',').map(str::trim) {
        if source.is_empty() {
            continue;
        }
        values.push(context::mapped(source, sources).filter(|it| !it.is_empty())?);
    }
    if text(authorizer, "type") == "TOKEN" {
        let expression = authorizer.str("identityValidationExpression");
        let expression = expression.filter(|it| !it.is_empty());
        let pattern = expression.and_then(|it| Regex::new(&format!("^(?:{it})$")).ok());
        let token = values.first()?;
        if pattern.is_some_and(|it| !it.is_match(token)) {
            return None;
        }
    }
    Some(values.join("\u{1f}"))
}

/// What the function gets.
pub fn event(authorizer: &Struct, arn: &str, identity: &str, sources: &Sources<'_>) -> Json {
    if text(authorizer, "type") == "TOKEN" {
        return json!({"type": "TOKEN", "methodArn": arn, "authorizationToken": identity});
    }
    let request = sources.request;
    let empty = |value: Json| if value.is_null() { json!({}) } else { value };
    json!({
        "type": "REQUEST",
        "methodArn": arn,
        "resource": sources.context["resourcePath"],
        "path": request.path,
        "httpMethod": request.method,
        "headers": empty(single(&request.headers)),
        "multiValueHeaders": empty(multiple(&request.headers)),
        "queryStringParameters": empty(single(&request.query)),
        "multiValueQueryStringParameters": empty(multiple(&request.query)),
        "pathParameters": empty(single(sources.path_parameters)),
        "stageVariables": sources.variables,
        "requestContext": sources.context,
    })
}

/// An answer that was kept and is not too old.
pub fn kept(
    ctx: &mut Ctx<'_>,
    authorizer: &Struct,
    key: &(String, String),
) -> Result<Option<Json>, ApiError> {
    if authorizer.int("authorizerResultTtlInSeconds") == Some(0) {
        return Ok(None);
    }
    let Some(row) = ctx.table(&VERDICTS).get(key)? else { return Ok(None) };
    if row.expires <= ctx.now().micros() {
        ctx.table_mut(&VERDICTS).delete(key);
        return Ok(None);
    }
    Ok(serde_json::from_str(&row.answer).ok())
}

/// Forgets an answer whose time is over.
pub const FORGET: &str = "ForgetVerdict";

/// Keeps an answer for as long as its authorizer says.
pub fn keep(ctx: &mut Ctx<'_>, authorizer: &Struct, key: &(String, String), answer: &Json) {
    let ttl = authorizer.int("authorizerResultTtlInSeconds").unwrap_or_default();
    if ttl == 0 {
        return;
    }
    let until = Timestamp::from_secs(ctx.now().secs() + ttl);
    let expires = until.micros();
    ctx.table_mut(&VERDICTS).put(key, &VerdictRow { answer: answer.to_string(), expires });
    let forget =
        Ask::to(SERVICE, FORGET).with("Stage", key.0.as_str()).with("Identity", key.1.as_str());
    ctx.enqueue(Job::now(forget).at(until));
}

/// A newer answer stays.
pub fn forget(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let key = (text(input, "Stage").to_owned(), text(input, "Identity").to_owned());
    let row = ctx.table(&VERDICTS).get(&key)?;
    if row.is_some_and(|row| row.expires <= ctx.now().micros()) {
        ctx.table_mut(&VERDICTS).delete(&key);
    }
    Ok(Struct::new())
}

/// Whether what a function has answered is an answer at all.
pub fn is_whole(answer: &Json) -> bool {
    let is_plain = |it: &Json| it.is_string() || it.is_number() || it.is_boolean();
    let context = match &answer["context"] {
        Json::Null => true,
        Json::Object(context) => context.values().all(is_plain),
        _ => false,
    };
    answer["principalId"].is_string() && answer["policyDocument"].is_object() && context
}

/// Puts what an authorizer has said into the plan; or refuses.
pub fn apply(
    ctx: &Ctx<'_>,
    plan: &mut Struct,
    answer: &Json,
    request: &Request,
) -> Option<Refusal> {
    let arn = text(plan, "MethodArn").to_owned();
    match decide(ctx, &answer["policyDocument"].to_string(), &arn, (request, None)) {
        None => return Some(Refusal::nameless("AUTHORIZER_CONFIGURATION_ERROR")),
        Some(Decided::Denied) => {
            return Some(Refusal::new(
                "ACCESS_DENIED",
                "User is not authorized to access this resource with an explicit deny",
            ));
        }
        Some(Decided::Neither) => {
            return Some(Refusal::new(
                "ACCESS_DENIED",
                "User is not authorized to access this resource",
            ));
        }
        Some(Decided::Allowed) => {}
    }
    let mut told = Map::new();
    told.insert("principalId".to_owned(), answer["principalId"].clone());
    for (name, value) in answer["context"].as_object().into_iter().flatten() {
        // "The stringified value of the specified key-value pair".
        told.insert(name.clone(), Json::from(shown(value)));
    }
    let mut context = context_of(plan);
    context["authorizer"] = Json::Object(told);
    set_context(plan, &context);
    if let Some(key) = answer["usageIdentifierKey"].as_str() {
        plan.set("UsageKey", key);
    }
    None
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decided {
    Allowed,
    Denied,
    Neither,
}

/// What an API's own policy says of somebody who need not say who he is.
pub fn by_policy(ctx: &Ctx<'_>, document: &str, arn: &str, request: &Request) -> Decided {
    let anonymous = policy::Principal::anonymous();
    decide(ctx, document, arn, (request, Some(&anonymous))).unwrap_or(Decided::Denied)
}

/// By a policy of the caller's, or of the API where the caller is told.
fn decide(
    ctx: &Ctx<'_>,
    document: &str,
    arn: &str,
    (request, caller): (&Request, Option<&policy::Principal<'_>>),
) -> Option<Decided> {
    let kind = if caller.is_some() { Kind::Resource } else { Kind::Identity };
    let policy = Policy::parse(document, kind).or_else(|_| Policy::parse(document, Kind::Accepted));
    let policy = policy.ok()?;
    let owner = ctx.account();
    let user_arn = format!("arn:aws:iam::{owner}:user/authorized");
    let user = policy::Principal::new(PrincipalKind::User, owner.as_str(), user_arn);
    let mut keys: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut key = |name: &str, value: String| keys.insert(name.to_owned(), vec![value]);
    key("aws:sourceip", ctx.origin().source_ip.to_string());
    key("aws:currenttime", ctx.now().iso8601());
    key("aws:epochtime", ctx.now().secs().to_string());
    key("aws:securetransport", "true".to_owned());
    for (name, header) in [("aws:useragent", "user-agent"), ("aws:referer", "referer")] {
        if let Some(value) = request.header(header) {
            key(name, value.to_owned());
        }
    }
    let asked = policy::Request {
        principal: caller.unwrap_or(&user),
        action: ACTION,
        resource: arn,
        owner: owner.as_str(),
        keys: &keys,
    };
    let attached = [Attached { policy: &policy, arn: None, name: "policy" }];
    let policies = match caller {
        Some(_) => Policies { resource: &attached, ..Policies::default() },
        None => Policies { identity: &attached, ..Policies::default() },
    };
    let decision = policy::evaluate(&asked, &policies);
    Some(match decision.outcome {
        _ if decision.is_allowed() => Decided::Allowed,
        Outcome::ExplicitDeny(_) => Decided::Denied,
        _ => Decided::Neither,
    })
}
