//! What a WebSocket API makes of a connection, a message or a disconnection: the event that
//! functions get, the integration, and what comes back.
//!
//! Sources: Developer Guide, "Invoke WebSocket APIs", "Set up a WebSocket API integration request",
//! "Set up a WebSocket API integration responses", "Lambda proxy integrations of WebSocket APIs".

use bytes::Bytes;
use kernel::Struct;
use kernel::service::WorkEnv;
use outbound::http::Request as Outbound;
use regex::Regex;
use serde_json::{Map, Value as Json, json};

use crate::answer::{self, Answer};
use crate::backend::{self, Came};
use crate::context::Names;
use crate::event::{domain, log_time, object};
use crate::execute::stage_uri;
use crate::integration::function_arn;
use crate::limits::WEBSOCKET_TIMEOUT_MS;
use crate::plan::{self, Plan, Who};
use crate::request::{Request, all, last};
use crate::route::DEFAULT;

/// What came of an integration.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// The status, its headers and what a two-way route sends back.
    Answer(Answer),
    /// Why there is none.
    Failed(String),
}

/// As events and templates see it.
pub fn context(plan: Plan<'_>, request: &Request, authorizer: &Json) -> Json {
    let key = plan.part("Route").and_then(|it| it.str("RouteKey"));
    let caller = plan.json("Identity");
    let (domain, _) = domain(&request.host);
    let mut identity = json!({ "sourceIp": plan.text("SourceIp") });
    if !plan.text("UserAgent").is_empty() {
        identity["userAgent"] = json!(plan.text("UserAgent"));
    }
    for (name, member) in [
        ("accessKey", "accessKey"),
        ("accountId", "accountId"),
        ("caller", "callerId"),
        ("user", "userId"),
        ("userArn", "userArn"),
    ] {
        if !caller[member].is_null() {
            identity[name] = caller[member].clone();
        }
    }
    let mut context = json!({
        "routeKey": key.unwrap_or(plan.text("RouteKey")),
        "eventType": plan.text("EventType"),
        "extendedRequestId": plan.text("RequestId"),
        "requestTime": log_time(plan.now()),
        "messageDirection": "IN",
        "stage": plan.text("Stage"),
        "connectedAt": plan.0.int("ConnectedAt").unwrap_or_default(),
        "requestTimeEpoch": plan.now().millis(),
        "identity": identity,
        "requestId": plan.text("RequestId"),
        "domainName": domain,
        "connectionId": plan.text("ConnectionId"),
        "apiId": plan.text("Api"),
    });
    if let Some(id) = plan.0.str("MessageId") {
        context["messageId"] = json!(id);
    }
    if let Some(code) = plan.0.int("Code") {
        context["disconnectStatusCode"] = json!(code);
        context["disconnectReason"] = json!(plan.text("Reason"));
    }
    if let Some(said) = authorizer.get("lambda").filter(|it| !it.is_null()) {
        context["authorizer"] = said.clone();
    }
    context
}

/// What a function of a proxy integration gets.
pub fn event(plan: Plan<'_>, request: &Request, authorizer: &Json) -> Json {
    let mut event = json!({ "requestContext": context(plan, request, authorizer) });
    if plan.text("EventType") == "MESSAGE" {
        event["body"] = json!(String::from_utf8_lossy(&request.body));
    } else {
        add_head(&mut event, request);
    }
    event["isBase64Encoded"] = json!(false);
    let variables = object(plan.variables());
    if !variables.is_empty() {
        event["stageVariables"] = Json::Object(variables);
    }
    event
}

/// Headers and the query string, as the client has written them.
fn add_head(event: &mut Json, request: &Request) {
    let headers = request.headers.iter();
    let headers: Vec<_> = headers.map(|(name, value)| (titled(name), value.clone())).collect();
    event["headers"] = Json::Object(last(&headers));
    event["multiValueHeaders"] = Json::Object(all(&headers));
    let query = request.parameters();
    if !query.is_empty() {
        event["queryStringParameters"] = Json::Object(last(&query));
        event["multiValueQueryStringParameters"] = Json::Object(all(&query));
    }
}

/// Names of headers as clients write them: this server only sees them in lower case.
fn titled(name: &str) -> String {
    let words = name.split('-').map(|word| {
        if word == "websocket" {
            return "WebSocket".to_owned();
        }
        let mut letters = word.chars();
        let first = letters.next().map(|it| it.to_ascii_uppercase());
        first.into_iter().chain(letters).collect()
    });
    words.collect::<Vec<_>>().join("-")
}

/// What an authorizer's function gets.
pub fn authorizer_event(plan: Plan<'_>, request: &Request) -> Json {
    let mut event = json!({
        "type": "REQUEST",
        "methodArn": plan.execute_arn(&format!("{}/$connect", plan.text("Stage"))),
        "stageVariables": object(plan.variables()),
        "requestContext": context(plan, request, &Json::Null),
    });
    add_head(&mut event, request);
    if event.get("queryStringParameters").is_none() {
        event["queryStringParameters"] = json!({});
        event["multiValueQueryStringParameters"] = json!({});
    }
    event
}

/// The key of the route that a message takes: what the selection finds in it.
pub fn route_key(selection: &str, body: &[u8]) -> Option<String> {
    let look_up = |name: &str| {
        let path = name.strip_prefix("request.body")?;
        let path = path.strip_prefix('.').unwrap_or(path);
        crate::mapping::in_body(body, path).filter(|it| !it.is_empty())
    };
    crate::mapping::evaluate(selection, &look_up)
}

/// Calls the integration of the plan's route.
pub fn integrate(env: &WorkEnv, plan: Plan<'_>, request: &Request, authorizer: &Json) -> Outcome {
    let Some(integration) = plan.part("Integration") else {
        return Outcome::Answer(Answer::new(200));
    };
    let names = Names { plan, request, authorizer };
    let call = Call { env, integration, names };
    let outcome = match integration.str("IntegrationType").unwrap_or_default() {
        "AWS_PROXY" => call.proxy_function(),
        "HTTP_PROXY" => call.backend(String::from_utf8_lossy(&request.body).into_owned()),
        kind => call.with_templates(kind),
    };
    outcome.map_or_else(Outcome::Failed, Outcome::Answer)
}

struct Call<'c> {
    env: &'c WorkEnv,
    integration: &'c Struct,
    names: Names<'c>,
}

impl Call<'_> {
    fn said(&self, event: &Json) -> Result<plan::Said, String> {
        let uri = self.integration.str("IntegrationUri").unwrap_or_default();
        let uri = stage_uri(&self.names, uri);
        let function = function_arn(&uri).ok_or("the integration names no function")?;
        let plan = self.names.plan;
        let key = plan.part("Route").and_then(|it| it.str("RouteKey")).unwrap_or_default();
        let source = plan.execute_arn(&format!("{}/{key}", plan.text("Stage")));
        let who = Who::of(self.integration.str("CredentialsArn"), source);
        let begun = self.env.world.clock.now();
        let said = plan::invoke(self.env, plan, function, event, &who);
        let timeout = self.integration.int("TimeoutInMillis").unwrap_or(WEBSOCKET_TIMEOUT_MS);
        if backend::millis(begun, self.env.world.clock.now()) > timeout {
            return Err("Endpoint request timed out".to_owned());
        }
        let said = said.map_err(|error| error.to_string())?;
        if said.is_error { Err("The function has failed.".to_owned()) } else { Ok(said) }
    }

    fn proxy_function(&self) -> Result<Answer, String> {
        let Names { plan, request, authorizer } = self.names;
        let said = self.said(&event(plan, request, authorizer))?;
        if let Some(answer) = answer::from_function("1.0", &said.payload) {
            return Ok(answer);
        }
        // A function that answers nothing lets the client in, and says nothing.
        match serde_json::from_slice::<Json>(&said.payload) {
            Ok(Json::Null) => Ok(Answer::new(200)),
            _ => Err("Malformed Lambda proxy response".to_owned()),
        }
    }

    fn backend(&self, body: String) -> Result<Answer, String> {
        let plan = self.names.plan;
        let url =
            stage_uri(&self.names, self.integration.str("IntegrationUri").unwrap_or_default());
        let mut headers = vec![("content-type".to_owned(), "application/json".to_owned())];
        let given = self.integration.structure("RequestParameters");
        let mut query = Vec::new();
        for (key, value) in given.into_iter().flat_map(Struct::iter) {
            let Some(value) = self.parameter(value.as_str().unwrap_or_default()) else { continue };
            if let Some(name) = key.strip_prefix("integration.request.header.") {
                headers.push((name.to_owned(), value));
            } else if let Some(name) = key.strip_prefix("integration.request.querystring.") {
                query.push((name.to_owned(), value));
            }
        }
        let url =
            if query.is_empty() { url } else { format!("{url}?{}", backend::encoded(&query)) };
        let method = self.integration.str("IntegrationMethod").unwrap_or("POST");
        let method = if method == "ANY" { "POST" } else { method };
        let outbound =
            Outbound { method: method.to_owned(), url, headers, body: body.into_bytes() };
        match backend::send(&outbound, self.integration, plan.text("CaBundle")) {
            Came::Answer(answer) => Ok(answer),
            Came::Failed(why) => Err(why),
        }
    }

    /// `'static'`, `route.request.…`, `context.…`, `stageVariables.…`.
    fn parameter(&self, value: &str) -> Option<String> {
        if let Some(text) = value.strip_prefix('\'').and_then(|it| it.strip_suffix('\'')) {
            return Some(text.to_owned());
        }
        self.names.get(value.strip_prefix("route.").unwrap_or(value))
    }

    fn with_templates(&self, kind: &str) -> Result<Answer, String> {
        let request = self.names.request;
        let body = String::from_utf8_lossy(&request.body).into_owned();
        let body = self.template("RequestTemplates", self.integration, &body, true)?;
        let answer = match kind {
            "MOCK" => {
                let said: Json = serde_json::from_str(&body).unwrap_or_default();
                let status = said["statusCode"].as_u64().and_then(|it| u16::try_from(it).ok());
                Answer { body: Bytes::from(body), ..Answer::new(status.unwrap_or(200)) }
            }
            "AWS" => {
                let event = serde_json::from_str(&body).unwrap_or_else(|_| json!(body));
                Answer { body: self.said(&event)?.payload, ..Answer::new(200) }
            }
            _ => self.backend(body)?,
        };
        let responses = self.names.plan.part("Responses").into_iter().flat_map(Struct::iter);
        let responses: Vec<&Struct> = responses.filter_map(|(_, it)| it.as_struct()).collect();
        let Some(response) = choose(&responses, answer.status) else { return Ok(answer) };
        let text = String::from_utf8_lossy(&answer.body).into_owned();
        let text = self.template("ResponseTemplates", response, &text, false)?;
        Ok(Answer { body: Bytes::from(text), ..answer })
    }

    /// A body as the template that is chosen for it makes it.
    fn template(
        &self,
        member: &str,
        of: &Struct,
        body: &str,
        may_refuse: bool,
    ) -> Result<String, String> {
        let templates = of.structure(member).cloned().unwrap_or_default();
        let selection = of.str("TemplateSelectionExpression").unwrap_or("\\$default");
        let selection = selection.strip_prefix('\\').unwrap_or(selection);
        let key = match selection {
            DEFAULT => Some(DEFAULT.to_owned()),
            _ => crate::mapping::evaluate(selection, &|name| self.names.get(name)),
        };
        let chosen = key.as_deref().and_then(|key| templates.str(key));
        let Some(template) = chosen.or_else(|| templates.str(DEFAULT)) else {
            let passes = match of.str("PassthroughBehavior") {
                Some("NEVER") => !may_refuse,
                Some("WHEN_NO_TEMPLATES") => !may_refuse || templates.is_empty(),
                _ => true,
            };
            return if passes {
                Ok(body.to_owned())
            } else {
                Err("Unsupported Media Type".to_owned())
            };
        };
        let Names { plan, request, authorizer } = self.names;
        let input = vtl::Input {
            body: body.to_owned(),
            path: json!({}),
            querystring: Json::Object(last(&request.parameters())),
            header: Json::Object(last(&request.headers)),
        };
        let mut scope = vtl::Scope::new(input)
            .with("context", context(plan, request, authorizer))
            .with("connectionId", json!(plan.text("ConnectionId")))
            .with("stageVariables", Json::Object(object(plan.variables())));
        vtl::render(template, &mut scope).map_err(|error| format!("{error:?}"))
    }
}

/// The response whose pattern matches the status; `$default` otherwise.
fn choose<'r>(responses: &[&'r Struct], status: u16) -> Option<&'r Struct> {
    let status = status.to_string();
    let key = |it: &Struct| it.str("IntegrationResponseKey").unwrap_or_default().to_owned();
    let matching = responses.iter().find(|it| {
        let key = key(it);
        let pattern = key.strip_prefix('/').and_then(|it| it.strip_suffix('/'));
        pattern.and_then(|it| Regex::new(it).ok()).is_some_and(|it| it.is_match(&status))
    });
    matching.or_else(|| responses.iter().find(|it| key(it) == DEFAULT)).copied()
}

/// What a client is told that cannot be served.
pub fn error(plan: Plan<'_>, message: &str) -> Bytes {
    let mut told = Map::new();
    told.insert("message".to_owned(), json!(message));
    told.insert("connectionId".to_owned(), json!(plan.text("ConnectionId")));
    told.insert("requestId".to_owned(), json!(plan.text("RequestId")));
    Bytes::from(Json::Object(told).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routes_are_selected_by_what_is_in_a_message() {
        let body = br#"{"action":"join","service":{"name":"chat"}}"#;
        assert_eq!(route_key("$request.body.action", body).as_deref(), Some("join"));
        assert_eq!(
            route_key("${request.body.service.name}/${request.body.action}", body).as_deref(),
            Some("chat/join")
        );
        assert_eq!(route_key("$request.body.none", body), None);
        assert_eq!(route_key("$request.body.action", b"no json"), None);
    }

    #[test]
    fn headers_are_named_as_clients_name_them() {
        assert_eq!(titled("sec-websocket-protocol"), "Sec-WebSocket-Protocol");
        assert_eq!(titled("host"), "Host");
    }

    #[test]
    fn responses_are_chosen_by_the_status() {
        let of = |key: &str| Struct::new().with("IntegrationResponseKey", key);
        let (errors, rest) = (of("/5\\d\\d/"), of("$default"));
        assert_eq!(choose(&[&rest, &errors], 503), Some(&errors));
        assert_eq!(choose(&[&rest, &errors], 200), Some(&rest));
        assert_eq!(choose(&[&errors], 200), None);
    }
}
