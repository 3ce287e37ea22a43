//! Gateway responses: how an API says that a request got no answer from its back end.
//!
//! Source: Developer Guide, "Gateway response types" (names, statuses, fallbacks) and "Gateway
//! responses in API Gateway"; bodies and `x-amzn-ErrorType` as AWS answers them.

use kernel::{Struct, Value};
use serde_json::{Value as Json, json};

use crate::context::{self, Sources};
use crate::docs::text;

pub const DEFAULT_TEMPLATE: &str = "{\"message\":$context.error.messageString}";

/// A type of response: its status (0 where the cause has one) and what `x-amzn-ErrorType` says.
#[derive(Clone, Copy, Debug)]
pub struct Type {
    pub name: &'static str,
    pub status: u16,
    pub error: &'static str,
}

const fn kind(name: &'static str, status: u16, error: &'static str) -> Type {
    Type { name, status, error }
}

pub static TYPES: [Type; 21] = [
    kind("ACCESS_DENIED", 403, "AccessDeniedException"),
    kind("API_CONFIGURATION_ERROR", 500, "InternalServerErrorException"),
    kind("AUTHORIZER_CONFIGURATION_ERROR", 500, "AuthorizerConfigurationException"),
    kind("AUTHORIZER_FAILURE", 500, "AuthorizerFailureException"),
    kind("BAD_REQUEST_BODY", 400, "BadRequestException"),
    kind("BAD_REQUEST_PARAMETERS", 400, "BadRequestException"),
    kind("DEFAULT_4XX", 0, "BadRequestException"),
    kind("DEFAULT_5XX", 0, "InternalServerErrorException"),
    kind("EXPIRED_TOKEN", 403, "ExpiredTokenException"),
    kind("INTEGRATION_FAILURE", 504, "InternalServerErrorException"),
    kind("INTEGRATION_TIMEOUT", 504, "InternalServerErrorException"),
    kind("INVALID_API_KEY", 403, "ForbiddenException"),
    kind("INVALID_SIGNATURE", 403, "InvalidSignatureException"),
    kind("MISSING_AUTHENTICATION_TOKEN", 403, "MissingAuthenticationTokenException"),
    kind("QUOTA_EXCEEDED", 429, "LimitExceededException"),
    kind("REQUEST_TOO_LARGE", 413, "RequestTooLargeException"),
    kind("RESOURCE_NOT_FOUND", 404, "NotFoundException"),
    kind("THROTTLED", 429, "TooManyRequestsException"),
    kind("UNAUTHORIZED", 401, "UnauthorizedException"),
    kind("UNSUPPORTED_MEDIA_TYPE", 415, "BadRequestException"),
    kind("WAF_FILTERED", 403, "ForbiddenException"),
];

/// Why a request is refused.
#[derive(Clone, Debug)]
pub struct Refusal {
    /// A name of [`TYPES`].
    pub kind: &'static str,
    /// `None` is AWS's `null`.
    pub message: Option<String>,
    /// Where it is another than the type's own.
    pub status: Option<u16>,
    /// What `$context.error.validationErrorString` is.
    pub detail: String,
}

impl Refusal {
    pub fn new(kind: &'static str, message: impl Into<String>) -> Refusal {
        Refusal { kind, message: Some(message.into()), status: None, detail: String::new() }
    }

    pub fn with_status(mut self, status: u16) -> Refusal {
        self.status = Some(status);
        self
    }

    pub fn nameless(kind: &'static str) -> Refusal {
        Refusal { kind, message: None, status: None, detail: String::new() }
    }

    /// `Internal server error`, as a back end's answer that cannot be understood.
    pub fn internal() -> Refusal {
        Refusal::new("API_CONFIGURATION_ERROR", "Internal server error")
    }

    /// What an AWS_PROXY integration that answers nonsense comes to.
    pub fn bad_gateway() -> Refusal {
        Refusal::new("API_CONFIGURATION_ERROR", "Internal server error").with_status(502)
    }

    pub fn timeout() -> Refusal {
        Refusal::new("INTEGRATION_TIMEOUT", "Endpoint request timed out")
    }

    pub fn to_struct(&self) -> Struct {
        let mut it = Struct::new().with("Kind", self.kind).with("Detail", self.detail.as_str());
        if let Some(message) = &self.message {
            it.set("Message", message.as_str());
        }
        if let Some(status) = self.status {
            it.set("Status", i64::from(status));
        }
        it
    }

    pub fn of(it: &Struct) -> Refusal {
        let kind = TYPES.iter().find(|kind| kind.name == text(it, "Kind"));
        Refusal {
            kind: kind.map_or("DEFAULT_5XX", |kind| kind.name),
            message: it.str("Message").map(str::to_owned),
            status: it.int("Status").and_then(|it| u16::try_from(it).ok()),
            detail: text(it, "Detail").to_owned(),
        }
    }

    fn own(&self) -> &'static Type {
        TYPES.iter().find(|it| it.name == self.kind).unwrap_or(&TYPES[7])
    }

    pub fn status(&self) -> u16 {
        self.status.unwrap_or_else(|| self.own().status)
    }
}

/// Bodies as AWS writes them: those that a back end's turn has come to have a space.
fn default_body(refusal: &Refusal) -> String {
    let message = json!(refusal.message).to_string();
    let name = if refusal.kind == "ACCESS_DENIED" { "Message" } else { "message" };
    let is_spaced = matches!(
        refusal.kind,
        "API_CONFIGURATION_ERROR"
            | "INTEGRATION_FAILURE"
            | "INTEGRATION_TIMEOUT"
            | "BAD_REQUEST_BODY"
            | "BAD_REQUEST_PARAMETERS"
            | "UNSUPPORTED_MEDIA_TYPE"
    );
    format!("{{\"{name}\":{}{message}}}", if is_spaced { " " } else { "" })
}

/// The response: the API's own for the type, or for all of its class, or AWS's.
pub fn response(refusal: &Refusal, responses: Option<&Struct>, sources: &Sources<'_>) -> Struct {
    let own = refusal.own();
    let class = if refusal.status() >= 500 { "DEFAULT_5XX" } else { "DEFAULT_4XX" };
    let configured =
        responses.and_then(|all| all.structure(refusal.kind).or_else(|| all.structure(class)));
    let mut context = sources.context.clone();
    context["error"] = json!({
        "message": refusal.message,
        "messageString": json!(refusal.message).to_string(),
        "responseType": refusal.kind,
        "validationErrorString": refusal.detail,
    });
    let sources = Sources { context: &context, ..*sources };
    let mut status = i64::from(refusal.status());
    let mut headers =
        Struct::new().with("content-type", "application/json").with("x-amzn-errortype", own.error);
    let mut body = default_body(refusal);
    if let Some(configured) = configured {
        if let Some(own) = configured.str("statusCode").and_then(|it| it.parse().ok()) {
            status = own;
        }
        for (name, from) in
            configured.structure("responseParameters").into_iter().flat_map(Struct::iter)
        {
            let name = name.trim_start_matches("gatewayresponse.header.").to_ascii_lowercase();
            let value = context::mapped(from.as_str().unwrap_or_default(), &sources);
            if let Some(value) = value {
                headers.set(name, value);
            }
        }
        let templates = configured.structure("responseTemplates");
        if let Some((kind, template)) = template(templates, &sources) {
            headers.set("content-type", kind);
            if template != DEFAULT_TEMPLATE {
                body = context::substituted(template, &sources, "");
            }
        }
    }
    Struct::new().with("Status", status).with("Headers", headers).with("Body", Value::from(body))
}

/// "The response content type is chosen by the request's Accept header"; the first one otherwise.
fn template<'t>(
    templates: Option<&'t Struct>,
    sources: &Sources<'_>,
) -> Option<(&'t str, &'t str)> {
    let templates = templates?;
    let accept = sources.request.header("accept").unwrap_or_default();
    let wanted = accept.split(',').map(|it| it.split(';').next().unwrap_or_default().trim());
    let found = wanted.into_iter().find_map(|kind| Some((kind, templates.str(kind)?)));
    if let Some((kind, template)) = found {
        let kind = templates.iter().find(|(known, _)| *known == kind).map(|(known, _)| known)?;
        return Some((kind, template));
    }
    templates.iter().next().and_then(|(kind, template)| Some((kind, template.as_str()?)))
}

/// The error of the answer, for logs: null where there is none.
pub fn told(refusal: Option<&Refusal>) -> Json {
    refusal.map_or(Json::Null, |it| json!({"message": it.message, "responseType": it.kind}))
}
