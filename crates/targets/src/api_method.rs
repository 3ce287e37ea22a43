//! Methods of deployed APIs of API Gateway as targets: `arn:…:execute-api:REGION:ACCOUNT:API/STAGE/
//! METHOD/path`. A request goes to whichever service has the API, by its step `ExecuteApi`, outside
//! transactions.
//!
//! Source: EventBridge User Guide, "API Gateway as a target" (stars in the path are filled from
//! PathParameterValues).

use std::sync::Arc;

use bytes::Bytes;
use kernel::arn::Arn;
use kernel::call::Source;
use kernel::service::WorkEnv;
use kernel::{AccountId, ApiError, Call, Ctx, Origin, Principal, Region, Struct, Value};

/// Who has APIs, and the step by which they take requests.
const SERVICES: [&str; 2] = ["apigatewayv2", "apigateway"];
const STEP: &str = "ExecuteApi";
/// What a step answers whose service does not have the API.
const IS_ELSEWHERE: &str = "IsElsewhere";

/// A method of an API, as an ARN names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiMethod {
    pub account: AccountId,
    pub region: Region,
    pub id: String,
    pub method: String,
    /// From the stage on, with stars.
    pub path: String,
}

/// What an API is asked.
#[derive(Clone, Debug)]
pub struct ApiRequest {
    /// From the stage on, encoded.
    pub path: String,
    pub query: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    pub principal: Principal,
    pub source: Option<Source>,
}

/// What it has answered.
#[derive(Clone, Debug)]
pub struct ApiAnswer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl ApiMethod {
    pub fn of(arn: &Arn) -> Option<ApiMethod> {
        if arn.service != "execute-api" {
            return None;
        }
        let mut parts = arn.resource.splitn(4, '/');
        let (id, stage, method) = (parts.next()?, parts.next()?, parts.next()?);
        let path = parts.next().unwrap_or_default();
        let is_method = method.chars().all(|it| it.is_ascii_uppercase());
        if id.is_empty() || stage.is_empty() || method.is_empty() || !is_method {
            return None;
        }
        Some(ApiMethod {
            account: arn.account_id()?,
            region: arn.region()?,
            id: id.to_owned(),
            method: method.to_owned(),
            path: format!("/{stage}/{path}"),
        })
    }

    /// Whether a service that has APIs is here.
    pub fn is_reachable(ctx: &Ctx<'_>) -> bool {
        SERVICES.iter().any(|service| ctx.has_operation(service, STEP))
    }

    /// Makes the request, and waits for the answer.
    pub fn ask(&self, env: &WorkEnv, request: ApiRequest) -> Result<ApiAnswer, ApiError> {
        let mut headers = Struct::new();
        for (name, value) in request.headers {
            headers.push(name, Value::from(value));
        }
        let host = format!("{}.execute-api.{}.amazonaws.com", self.id, self.region);
        headers.set("host", host.as_str());
        let input = Struct::new()
            .with("Id", self.id.as_str())
            .with("Host", host)
            .with("Protocol", "HTTP/1.1")
            .with("Method", self.method.as_str())
            .with("Path", request.path)
            .with("Query", request.query)
            .with("Headers", headers)
            .with("Body", Bytes::from(request.body));
        let mut call = Call {
            service: SERVICES[0].into(),
            operation: STEP.into(),
            input,
            principal: request.principal,
            account: self.account,
            region: self.region,
            origin: Arc::new(Origin::default()),
            source: request.source,
            hop: 0,
        };
        for service in SERVICES {
            let found = env.world.service(service);
            if found.is_none_or(|found| found.operation(STEP).is_none()) {
                continue;
            }
            call.service = service.into();
            let answer = env.world.dispatch_blocking(&call).ok_or_else(ApiError::internal)??;
            if answer.get(IS_ELSEWHERE).is_none() {
                return Ok(ApiAnswer::of(&answer));
            }
        }
        Err(ApiError::new("NotFoundException", "The API does not exist.").with_status(404))
    }
}

impl ApiAnswer {
    fn of(answer: &Struct) -> ApiAnswer {
        let body = match answer.get("Body") {
            Some(Value::Blob(bytes)) => bytes.to_vec(),
            Some(Value::String(text)) => text.clone().into_bytes(),
            _ => Vec::new(),
        };
        let headers = answer.structure("Headers").into_iter().flat_map(Struct::iter);
        let headers = headers.filter_map(|(name, value)| {
            Some((name.to_ascii_lowercase(), value.as_str()?.to_owned()))
        });
        let status = answer.int("Status").and_then(|status| u16::try_from(status).ok());
        ApiAnswer { status: status.unwrap_or(500), headers: headers.collect(), body }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arn_names_an_api_a_stage_and_a_method() {
        let of = |resource: &str| {
            let text = format!("arn:aws:execute-api:us-east-1:111111111111:{resource}");
            ApiMethod::of(&Arn::parse(&text).unwrap())
        };
        let method = of("abc/prod/POST/orders/*").unwrap();
        assert_eq!(
            (&*method.id, &*method.method, &*method.path),
            ("abc", "POST", "/prod/orders/*")
        );
        assert_eq!(of("abc/prod/GET").unwrap().path, "/prod/");
        assert_eq!(of("abc/prod"), None);
        assert_eq!(of("abc/prod/post/x"), None);
        assert_eq!(of("abc//POST/x"), None);
    }
}
