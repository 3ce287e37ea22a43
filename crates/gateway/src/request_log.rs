//! The request log: a line for each answered request, with the decision that refused it. It is
//! written where the log's filter lets `requests` through (`--log requests=info`), else it costs a
//! comparison.

use kernel::{ApiError, Struct};

use crate::pipeline::{Exchange, Route};
use crate::traces;

const TARGET: &str = "requests";

pub fn tell(exchange: &Exchange<'_>, route: &Route, result: Result<&Struct, &ApiError>) {
    if !tracing::enabled!(target: TARGET, tracing::Level::INFO) {
        return;
    }
    let (id, service, operation) = (&exchange.request_id, route.name, route.operation.name);
    let Err(error) = result else {
        tracing::info!(target: TARGET, id, service, operation, "answered");
        return;
    };
    let (status, code, message) = (error.status(), error.code(), error.message());
    let why = traces::why_of(exchange.gateway, id);
    tracing::info!(target: TARGET, id, service, operation, status, code, message, why, "refused");
}
