//! What a request's work has to know: a structure that passes from the transaction in which it
//! begins to the work itself, and to the transaction that records it.

use bytes::Bytes;
use kernel::arn::Arn;
use kernel::service::WorkEnv;
use kernel::{
    AccountId, ApiError, Ask, Call, OpResult, Origin, Principal, Region, Source, Struct, Timestamp,
    Value,
};
use serde_json::Value as Json;
use std::sync::Arc;

use crate::request::Request;

/// As whom integrations are called.
const PRINCIPAL: &str = "apigateway.amazonaws.com";
/// How sessions of roles are called.
const SESSION: &str = "BackplaneAssumeRoleSession";

/// The plan, read.
#[derive(Clone, Copy, Debug)]
pub struct Plan<'p>(pub &'p Struct);

impl<'p> Plan<'p> {
    pub fn text(self, name: &str) -> &'p str {
        self.0.str(name).unwrap_or_default()
    }

    pub fn part(self, name: &str) -> Option<&'p Struct> {
        self.0.structure(name)
    }

    pub fn json(self, name: &str) -> Json {
        serde_json::from_str(self.text(name)).unwrap_or_default()
    }

    pub fn account(self) -> AccountId {
        AccountId::parse(self.text("Account")).unwrap_or(AccountId::DEFAULT)
    }

    pub fn region(self) -> Region {
        Region::parse(self.text("Region")).unwrap_or(Region::DEFAULT)
    }

    pub fn now(self) -> Timestamp {
        Timestamp::from_micros(self.0.int("Now").unwrap_or_default())
    }

    /// `arn:aws:execute-api:…:api/` and what follows.
    pub fn execute_arn(self, rest: &str) -> String {
        let (region, account, api) = (self.region(), self.account(), self.text("Api"));
        format!("arn:aws:execute-api:{region}:{account}:{api}/{rest}")
    }

    /// What policies of functions see as the source: the stage, the method and the route's path.
    pub fn source_arn(self, method: &str) -> String {
        let key = self.part("Route").and_then(|it| it.str("RouteKey")).unwrap_or_default();
        let stage = self.text("Stage");
        match key.split_once(' ') {
            Some((_, path)) => self.execute_arn(&format!("{stage}/{method}{path}")),
            None => self.execute_arn(&format!("{stage}/{key}")),
        }
    }

    /// The path without the stage.
    pub fn path(self, request: &Request) -> String {
        let skipped = self.0.int("Skipped").and_then(|it| usize::try_from(it).ok());
        let path = request.path.get(skipped.unwrap_or_default()..).unwrap_or_default();
        if path.starts_with('/') { path.to_owned() } else { format!("/{path}") }
    }

    pub fn path_parameters(self) -> impl Iterator<Item = (&'p str, &'p str)> {
        let parameters = self.part("Parameters").into_iter().flat_map(Struct::iter);
        parameters.filter_map(|(name, value)| Some((name, value.as_str()?)))
    }

    pub fn variables(self) -> impl Iterator<Item = (&'p str, &'p str)> {
        let variables = self.part("Variables").into_iter().flat_map(Struct::iter);
        variables.filter_map(|(name, value)| Some((name, value.as_str()?)))
    }
}

/// As whom a call is made.
#[derive(Clone, Debug)]
pub enum Who {
    /// As API Gateway for this ARN.
    Service(String),
    /// As a session of a role.
    Role(String),
}

impl Who {
    pub fn of(role: Option<&str>, source: String) -> Who {
        role.map_or(Who::Service(source), |role| Who::Role(role.to_owned()))
    }
}

/// Calls another service, on this blocking thread.
pub fn call(
    env: &WorkEnv,
    plan: Plan<'_>,
    (service, operation): (&'static str, &'static str),
    input: Struct,
    who: &Who,
) -> OpResult {
    let (principal, source) = match who {
        Who::Service(arn) => (
            Principal::Service(PRINCIPAL.into()),
            Some(Source { arn: arn.clone(), account: plan.account() }),
        ),
        Who::Role(role) => {
            let arn = Arn::parse(role).ok_or_else(ApiError::internal)?;
            let principal = Ask::to(service, operation).as_role(&arn, SESSION).principal;
            (principal.ok_or_else(ApiError::internal)?, None)
        }
    };
    let region = input.str(":region").and_then(Region::parse).unwrap_or(plan.region());
    let call = Call {
        service: service.into(),
        operation: operation.into(),
        input,
        principal,
        account: plan.account(),
        region,
        origin: Arc::new(Origin {
            request_id: plan.text("RequestId").to_owned(),
            endpoint: plan.text("Endpoint").to_owned(),
            ..Origin::default()
        }),
        source,
        hop: 0,
    };
    env.world.dispatch_blocking(&call).unwrap_or_else(|| Err(ApiError::internal()))
}

/// What a function has said.
#[derive(Clone, Debug)]
pub struct Said {
    pub payload: Bytes,
    pub is_error: bool,
}

/// Invokes a function and waits for it.
pub fn invoke(
    env: &WorkEnv,
    plan: Plan<'_>,
    function: &str,
    event: &Json,
    who: &Who,
) -> Result<Said, ApiError> {
    let payload = Value::Blob(Bytes::from(event.to_string()));
    let input = Struct::new().with("FunctionName", function).with("Payload", payload);
    let region = Arn::parse(function).and_then(|arn| arn.region());
    let input = match region {
        Some(region) => input.with(":region", region.as_str()),
        None => input,
    };
    let output = call(env, plan, ("lambda", "Invoke"), input, who)?;
    Ok(Said {
        payload: output.blob("Payload").cloned().unwrap_or_default(),
        is_error: output.str("FunctionError").is_some(),
    })
}
