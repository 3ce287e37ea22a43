//! `$context`, `$request` and `$stageVariables`: what mappings, identity sources and access logs
//! may name.
//!
//! Source: Developer Guide, "Customize HTTP API access logs", "Transform API requests and
//! responses", "Mapping template and access logging variable reference".

use serde_json::Value as Json;

use crate::event;
use crate::mapping;
use crate::plan::Plan;
use crate::request::Request;

/// Everything that a name may lead to.
#[derive(Clone, Copy)]
pub struct Names<'n> {
    pub plan: Plan<'n>,
    pub request: &'n Request,
    /// What the authorizer has said, as events have it.
    pub authorizer: &'n Json,
}

impl Names<'_> {
    /// The value of `request.header.a`, `context.requestId`, `stageVariables.a`, …
    pub fn get(&self, name: &str) -> Option<String> {
        let (source, rest) = name.split_once('.')?;
        match source {
            "request" => self.of_request(rest),
            "context" => self.of_context(rest),
            "stageVariables" => {
                let mut variables = self.plan.variables();
                variables.find(|(known, _)| *known == rest).map(|(_, value)| value.to_owned())
            }
            _ => None,
        }
    }

    fn of_request(&self, name: &str) -> Option<String> {
        let (part, rest) = name.split_once('.').unwrap_or((name, ""));
        match (part, rest) {
            ("header", rest) => self.request.header(rest),
            ("querystring", rest) => self.request.parameter(rest),
            ("path", "") => Some(self.plan.path(self.request)),
            ("path", rest) => {
                let mut parameters = self.plan.path_parameters();
                parameters.find(|(known, _)| *known == rest).map(|(_, value)| value.to_owned())
            }
            ("method", "") => Some(self.request.method.clone()),
            ("body", path) => mapping::in_body(&self.request.body, path),
            _ if part.starts_with("body[") => {
                let path = name.strip_prefix("body").unwrap_or_default();
                let document: Json = serde_json::from_slice(&self.request.body).ok()?;
                text(&vtl::json_path(&document, &format!("${path}"))?)
            }
            _ => None,
        }
    }

    fn of_context(&self, name: &str) -> Option<String> {
        let (plan, request) = (self.plan, self.request);
        let (domain, prefix) = event::domain(&request.host);
        let route = plan.part("Route").and_then(|it| it.str("RouteKey"));
        let value = match name {
            "accountId" => plan.text("Account").to_owned(),
            "apiId" => plan.text("Api").to_owned(),
            "domainName" => domain.to_owned(),
            "domainPrefix" => prefix.to_owned(),
            "extendedRequestId" | "requestId" => plan.text("RequestId").to_owned(),
            "httpMethod" => request.method.clone(),
            "path" => request.path.clone(),
            "protocol" => request.protocol.clone(),
            "requestTime" => event::log_time(plan.now()),
            "requestTimeEpoch" => plan.now().millis().to_string(),
            "routeKey" => route?.to_owned(),
            "stage" => plan.text("Stage").to_owned(),
            "identity.sourceIp" => plan.text("SourceIp").to_owned(),
            "identity.userAgent" => request.header("user-agent")?,
            "connectionId" | "connectedAt" | "eventType" | "messageId" | "messageDirection" => {
                let named = [
                    ("connectionId", "ConnectionId"),
                    ("connectedAt", "ConnectedAt"),
                    ("eventType", "EventType"),
                    ("messageId", "MessageId"),
                    ("messageDirection", "Direction"),
                ];
                let member = named.iter().find(|(known, _)| *known == name)?.1;
                plan.0.str(member).map(str::to_owned)?
            }
            _ => return self.of_caller(name),
        };
        Some(value)
    }

    fn of_caller(&self, name: &str) -> Option<String> {
        if let Some(name) = name.strip_prefix("identity.") {
            let member = match name {
                "caller" => "callerId",
                "user" => "userId",
                other => other,
            };
            return text(&self.plan.json("Identity")[member]);
        }
        let name = name.strip_prefix("authorizer.")?;
        let claim = name.strip_prefix("claims.");
        match claim {
            Some(claim) => text(&self.authorizer["jwt"]["claims"][claim]),
            None => text(&self.authorizer["lambda"][name]),
        }
    }
}

pub fn text(value: &Json) -> Option<String> {
    match value {
        Json::Null => None,
        Json::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}
