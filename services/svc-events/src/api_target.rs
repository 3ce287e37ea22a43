//! Methods of APIs of API Gateway as targets: of rules, and of pipes ([`crate::destination_call`]).
//!
//! The request is made as the target's role, or as EventBridge on behalf of the rule, if the API's
//! resource policy lets it; what that may is the API's to decide. It is outside transactions, as
//! those to API destinations are, and what its answer means is the same.
//!
//! Source: EventBridge User Guide, "API Gateway as a target", "Permissions for API Gateway".

use std::sync::Arc;

use bytes::Bytes;
use kernel::arn::Arn;
use kernel::call::Source;
use kernel::service::WorkEnv;
use kernel::{AccountId, Ctx, Identity, Principal, Struct, Value};
use outbound::http::Answer;
use targets::api_method::{ApiMethod, ApiRequest};

use crate::delivery::SERVICE_PRINCIPAL;
use crate::failure::Failure;
use crate::http_parts;
use crate::invocation::Asked;

/// In a plan: the ARN of the method.
pub const METHOD: &str = "ApiMethod";
const USER_AGENT: &str = "Amazon/EventBridge";

pub fn is_method(target: Option<&Arn>) -> bool {
    target.and_then(ApiMethod::of).is_some()
}

/// The request to a method, ready for [`exchange`]. `rule`: for which rule, where nobody's role is
/// taken on.
pub fn plan(
    ctx: &Ctx<'_>,
    target: &Arn,
    asked: Asked<'_>,
    (actor, rule): (&Principal, Option<(String, AccountId)>),
) -> Result<Struct, Failure> {
    if !ApiMethod::is_reachable(ctx) {
        return Err(Failure::no_service("execute-api"));
    }
    let method = ApiMethod::of(target).ok_or(Failure::INVALID_TARGET)?;
    let Asked { http, event, body } = asked;
    let segments = http.and_then(|it| it.list("PathParameterValues")).unwrap_or_default();
    let segments = segments.iter().filter_map(Value::as_str);
    let segments: Vec<_> = segments.map(|it| http_parts::resolved(it, event)).collect();
    let query = http_parts::of_target(http, "QueryStringParameters", event);
    let mut headers = vec![
        ("user-agent".to_owned(), USER_AGENT.to_owned()),
        ("content-type".to_owned(), "application/json; charset=utf-8".to_owned()),
    ];
    for (name, value) in http_parts::of_target(http, "HeaderParameters", event) {
        http_parts::set_header(&mut headers, &name, value);
    }
    let headers = headers
        .into_iter()
        .map(|(name, value)| Value::List(vec![Value::String(name), Value::String(value)]));
    let mut plan = Struct::new()
        .with(METHOD, target.to_string())
        .with("Path", http_parts::with_path(&method.path, &segments))
        .with("Query", http_parts::encoded(&query))
        .with("Headers", Value::List(headers.collect()))
        .with("Body", Bytes::from(body.into_bytes()));
    match (actor, rule) {
        (Principal::Identity(identity), _) => {
            plan.set("Session", identity.arn.as_str());
            plan.set("SessionAccount", identity.account.as_str());
        }
        (_, Some((rule, account))) => {
            plan.set("Rule", rule);
            plan.set("RuleAccount", account.as_str());
        }
        _ => {}
    }
    Ok(plan)
}

/// Makes the request and waits for the answer.
pub fn exchange(env: &WorkEnv, plan: &Struct) -> Result<Answer, Failure> {
    let method = plan.str(METHOD).and_then(Arn::parse);
    let method = method.as_ref().and_then(ApiMethod::of).ok_or(Failure::INVALID_TARGET)?;
    let text = |name: &str| plan.str(name).unwrap_or_default().to_owned();
    let headers = plan.list("Headers").unwrap_or_default().iter().filter_map(|pair| {
        let pair = pair.as_list()?;
        Some((pair.first()?.as_str()?.to_owned(), pair.get(1)?.as_str()?.to_owned()))
    });
    let account = |name: &str| AccountId::parse(plan.str(name)?);
    let (principal, source) = match (account("SessionAccount"), account("RuleAccount")) {
        (Some(account), _) => (session(account, text("Session")), None),
        (None, Some(account)) => {
            let source = Source { arn: text("Rule"), account };
            (Principal::Service(SERVICE_PRINCIPAL.into()), Some(source))
        }
        (None, None) => (Principal::Anonymous, None),
    };
    let request = ApiRequest {
        path: text("Path"),
        query: text("Query"),
        headers: headers.collect(),
        body: plan.blob("Body").map(|body| body.to_vec()).unwrap_or_default(),
        principal,
        source,
    };
    let answer = method.ask(env, request).map_err(|error| Failure::of_call(&error))?;
    Ok(Answer { status: answer.status, headers: answer.headers, body: answer.body, is_cut: false })
}

/// A session of a role that a service has taken on.
fn session(account: AccountId, arn: String) -> Principal {
    Principal::Identity(Arc::new(Identity {
        account,
        arn,
        unique_id: String::new(),
        access_key_id: String::new(),
        is_session: true,
    }))
}
