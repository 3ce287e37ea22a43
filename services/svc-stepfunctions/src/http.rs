//! HTTP tasks: calls of APIs with the credentials of an EventBridge connection.
//!
//! The request is made by EventBridge, which has the connection, as the state machine's role; what
//! came of it comes back by the step [`ANSWERED`].
//!
//! Source: Step Functions Developer Guide, "Call HTTPS APIs in Step Functions workflows" (fields of
//! the definition, the shape of the output, `States.Http.StatusCode.…`, `States.Http.Socket`).
//! [U]: the names of errors of connections, and causes.

use asl::host::Started;
use asl::{Failure, Frame, Task};
use kernel::arn::Arn;
use kernel::{Access, ApiError, Ask, Ctx, OpResult, Struct, Value};
use serde_json::{Map, Value as Json, json};

use crate::runner::{Runner, number};
use crate::state::SERVICE;
use crate::task;

/// The step that asks EventBridge, as the role: `Machine`, and the input of EventBridge's step.
pub const CALL: &str = "CallHttp";
/// `Uid`, `Frame`, `Ticket`, `Resource`, and what EventBridge tells.
pub const ANSWERED: &str = "HttpAnswered";

const ENDPOINT_CALL: &str = "CallHttpEndpoint";
const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
/// Headers that are not the user's to set.
const OWN_HEADERS: [&str; 4] = ["host", "x-amz", "x-forwarded", "via"];
const USER_AGENT: &str = "Amazon|StepFunctions|HttpInvoke";

pub fn is_there(ctx: &Ctx<'_>) -> bool {
    ctx.has_operation("events", ENDPOINT_CALL)
}

pub fn start(
    runner: &mut Runner<'_, '_>,
    frame: &mut Frame,
    task: &Task<'_>,
    role: &Arn,
) -> Result<Started, ApiError> {
    let wanted = match request(&task.parameters) {
        Ok(wanted) => wanted,
        Err(reason) => {
            let failure = Failure::runtime(reason);
            return Ok(Started::Done(task::fail(runner, frame, task.resource, failure)));
        }
    };
    let to = Struct::new()
        .with("Service", SERVICE)
        .with("Step", ANSWERED)
        .with("Account", runner.ctx.account().as_str())
        .with("Region", runner.ctx.region().as_str());
    let reply = Struct::new()
        .with("Uid", runner.uid.cast_signed())
        .with("Frame", frame.id.cast_signed())
        .with("Ticket", frame.ticket.cast_signed())
        .with("Resource", task.resource);
    let input = wanted.with("ReplyTo", to).with("Reply", reply);
    let ask = Ask::to(SERVICE, CALL)
        .with_input(input.with("Machine", runner.machine_arn()))
        .as_role(role, &task::session(&runner.run.name));
    match runner.ctx.call(ask) {
        Ok(_) => Ok(Started::Pending),
        Err(error) => {
            let name = match error.code() {
                "AccessDeniedException" => "Events.ConnectionResource.AccessDenied".to_owned(),
                code => format!("Events.ConnectionResource.{code}"),
            };
            let failure = Failure::new(name, error.message());
            Ok(Started::Done(task::fail(runner, frame, task.resource, failure)))
        }
    }
}

/// The step [`CALL`]: what the role may do is looked at here.
pub fn call(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let mut input = input.clone();
    let machine = match input.remove("Machine") {
        Some(Value::String(machine)) => machine,
        _ => String::new(),
    };
    let access = Access::new(ctx, "states:InvokeHTTPEndpoint", machine)
        .with_key("states:HTTPMethod", input.str("Method").unwrap_or_default().to_owned())
        .with_key("states:HTTPEndpoint", input.str("Url").unwrap_or_default().to_owned());
    ctx.authorize(&access)?;
    let mut ask = Ask::to("events", ENDPOINT_CALL);
    let connection = input.str("Connection").and_then(Arn::parse);
    if let Some(region) = connection.as_ref().and_then(Arn::region) {
        ask = ask.in_region(region);
    }
    ctx.call(ask.with_input(input))
}

/// The members of EventBridge's step; or what is wrong with the parameters.
fn request(parameters: &Json) -> Result<Struct, String> {
    let text = |name: &str| parameters.get(name).and_then(Json::as_str);
    let url = text("ApiEndpoint").ok_or("The field 'ApiEndpoint' is required.")?;
    let method = text("Method").ok_or("The field 'Method' is required.")?;
    if !METHODS.contains(&method) {
        return Err(format!("The method {method} is not supported."));
    }
    let connection = ["Authentication", "InvocationConfig"]
        .iter()
        .find_map(|part| parameters.get(*part)?.get("ConnectionArn").and_then(Json::as_str));
    let connection = connection.ok_or("The field 'ConnectionArn' is required.")?;
    let mut headers = vec![("user-agent".to_owned(), USER_AGENT.to_owned())];
    for (name, value) in pairs(parameters.get("Headers"), "REPEAT") {
        let small = name.to_ascii_lowercase();
        if OWN_HEADERS.iter().any(|own| small.starts_with(own)) {
            return Err(format!("The header {name} cannot be set."));
        }
        headers.push((small, value));
    }
    let transform = parameters.get("Transform");
    let transform = |name: &str| transform.and_then(|it| it.get(name));
    let is_form = transform("RequestBodyEncoding").and_then(Json::as_str) == Some("URL_ENCODED");
    let arrays = transform("RequestEncodingOptions").and_then(|it| it.get("ArrayFormat"));
    let arrays = arrays.and_then(Json::as_str).unwrap_or("INDICES");
    let body = match parameters.get("RequestBody") {
        None => String::new(),
        Some(body) if is_form => encoded(&pairs(Some(body), arrays)),
        Some(Json::String(text)) => text.clone(),
        Some(body) => body.to_string(),
    };
    if !body.is_empty() && !headers.iter().any(|(name, _)| name == "content-type") {
        let kind = if is_form { "application/x-www-form-urlencoded" } else { "application/json" };
        headers.push(("content-type".to_owned(), kind.to_owned()));
    }
    Ok(Struct::new()
        .with("Connection", connection)
        .with("Method", method)
        .with("Url", url)
        .with("Headers", listed(headers))
        .with("Query", listed(pairs(parameters.get("QueryParameters"), "REPEAT")))
        .with("Body", body))
}

/// Pairs as a list of lists.
pub fn listed(pairs: Vec<(String, String)>) -> Value {
    Value::List(pairs.into_iter().map(|(name, value)| Value::from(vec![name, value])).collect())
}

/// The members of an object, lists by a format.
pub fn pairs(object: Option<&Json>, arrays: &str) -> Vec<(String, String)> {
    let text = |value: &Json| match value {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    };
    let mut out = Vec::new();
    for (name, value) in object.and_then(Json::as_object).into_iter().flatten() {
        let Json::Array(items) = value else {
            out.push((name.clone(), text(value)));
            continue;
        };
        if arrays == "COMMAS" {
            let items: Vec<String> = items.iter().map(text).collect();
            out.push((name.clone(), items.join(",")));
            continue;
        }
        for (at, item) in items.iter().enumerate() {
            let name = match arrays {
                "REPEAT" => name.clone(),
                "BRACKETS" => format!("{name}[]"),
                _ => format!("{name}[{at}]"),
            };
            out.push((name, text(item)));
        }
    }
    out
}

pub fn encoded(pairs: &[(String, String)]) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let encode = |text: &str| {
        let mut out = String::with_capacity(text.len());
        for byte in text.bytes() {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                out.push(char::from(byte));
            } else {
                out.push('%');
                out.push(char::from(HEX[usize::from(byte >> 4)]));
                out.push(char::from(HEX[usize::from(byte & 15)]));
            }
        }
        out
    };
    let pairs = pairs.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value)));
    pairs.collect::<Vec<_>>().join("&")
}

/// The step [`ANSWERED`].
pub fn answered(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let Some(mut runner) = Runner::load(ctx, number(input, "Uid"))? else {
        return Ok(Struct::new());
    };
    let found = runner.awaiting(number(input, "Frame"), number(input, "Ticket"))?;
    let Some(mut frame) = found else { return Ok(Struct::new()) };
    let resource = input.str("Resource").unwrap_or_default();
    let outcome = match told(input) {
        Ok(result) => task::succeed(&mut runner, &mut frame, resource, result),
        Err(failure) => task::fail(&mut runner, &mut frame, resource, failure),
    };
    runner.interpret(|interpreter| interpreter.task_ended(frame, outcome))?;
    Ok(Struct::new())
}

fn told(told: &Struct) -> Result<Json, Failure> {
    if let Some(code) = told.str("FailureCode") {
        let cause = told.str("FailureMessage").unwrap_or_default();
        let name = match code {
            "NO_PERMISSIONS" => "Events.ConnectionResource.InvalidConnectionState",
            "NO_RESOURCE" => "Events.ConnectionResource.ResourceNotFound",
            _ => "States.Http.Socket",
        };
        return Err(Failure::new(name, cause));
    }
    result(told, "States.Http.StatusCode.")
}

/// The result of a task that an endpoint has answered: of `Status`, `Headers` and `Answer`.
/// `prefix` is what stands before a status that is a failure.
pub fn result(told: &Struct, prefix: &str) -> Result<Json, Failure> {
    let mut headers = Map::new();
    for pair in told.list("Headers").unwrap_or_default() {
        let pair = pair.as_list().unwrap_or_default();
        let text = |at: usize| pair.get(at).and_then(Value::as_str).unwrap_or_default();
        let values = headers.entry(text(0)).or_insert_with(|| json!([]));
        if let Json::Array(values) = values {
            values.push(json!(text(1)));
        }
    }
    let status = told.int("Status").unwrap_or_default();
    let bytes = told.blob("Answer").cloned().unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    if !(200..400).contains(&status) {
        return Err(Failure::new(format!("{prefix}{status}"), text));
    }
    let body = serde_json::from_str(&text).unwrap_or(Json::String(text));
    let mut result = json!({"Headers": headers});
    if !bytes.is_empty() {
        result["ResponseBody"] = body;
    }
    result["StatusCode"] = json!(status);
    result["StatusText"] = json!(reason(status));
    Ok(result)
}

fn reason(status: i64) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        203 => "Non-Authoritative Information",
        204 => "No Content",
        206 => "Partial Content",
        300 => "Multiple Choices",
        301 => "Moved Permanently",
        302 => "Found",
        303 => "See Other",
        304 => "Not Modified",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_become_a_request() {
        let of = |body: Json, transform: Json| {
            let parameters = json!({"ApiEndpoint": "https://x/y", "Method": "POST",
                "Authentication": {"ConnectionArn": "c"}, "RequestBody": body,
                "QueryParameters": {"q": ["a", 1]}, "Transform": transform});
            request(&parameters).unwrap()
        };
        let plain = of(json!({"a": 1}), json!({}));
        assert_eq!(plain.str("Body"), Some(r#"{"a":1}"#));
        assert_eq!(plain.list("Query").unwrap().len(), 2);
        for (format, expected) in [
            ("INDICES", "l%5B0%5D=x%20y&l%5B1%5D=2"),
            ("REPEAT", "l=x%20y&l=2"),
            ("COMMAS", "l=x%20y%2C2"),
            ("BRACKETS", "l%5B%5D=x%20y&l%5B%5D=2"),
        ] {
            let transform = json!({"RequestBodyEncoding": "URL_ENCODED",
                "RequestEncodingOptions": {"ArrayFormat": format}});
            let form = of(json!({"l": ["x y", 2]}), transform);
            assert_eq!(form.str("Body"), Some(expected), "{format}");
        }
        let none = json!({"ApiEndpoint": "https://x", "Method": "GET"});
        assert_eq!(request(&none).unwrap_err(), "The field 'ConnectionArn' is required.");
        let wrong = json!({"ApiEndpoint": "https://x", "Method": "GET",
            "Authentication": {"ConnectionArn": "c"}, "Headers": {"Host": "h"}});
        assert_eq!(request(&wrong).unwrap_err(), "The header Host cannot be set.");
    }
}
