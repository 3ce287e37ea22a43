//! Jobs that call a function for each object.
//!
//! The function is called by Lambda's step `InvokeAndAnswer`, as the job's role; the answer comes
//! by [`DONE`]. One object goes with each call, as AWS says of its own today.
//!
//! Source: S3 User Guide, "Invoke AWS Lambda function" (requests, responses, result codes,
//! retries).

use bytes::Bytes;
use kernel::arn::Arn;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct};
use serde_json::{Value as Json, json};

use crate::errors;
use crate::job::{self, text};
use crate::job_operation::encode;
use crate::job_run;
use crate::limits::FUNCTION_ATTEMPTS;
use crate::state::{JOBS, TASKS, TaskRow};

pub const OPERATION: &str = "LambdaInvoke";
/// `JobId`, `Number`, `Attempt`, and what has become of the call.
pub const DONE: &str = "FunctionDone";

const SCHEMAS: [&str; 2] = ["1.0", "2.0"];

pub fn check(ctx: &Ctx, value: &Struct) -> Result<(), ApiError> {
    if !ctx.has_operation("lambda", "Invoke") {
        return Err(errors::not_implemented(OPERATION));
    }
    let arn = value.str("FunctionArn").and_then(Arn::parse);
    let is_function = |arn: &Arn| arn.service == "lambda" && arn.account_id().is_some();
    if !arn.as_ref().is_some_and(is_function) {
        return Err(errors::bad_request("FunctionArn is not the ARN of a function."));
    }
    let schema = value.str("InvocationSchemaVersion").unwrap_or(SCHEMAS[0]);
    if !SCHEMAS.contains(&schema) {
        return Err(errors::bad_request("InvocationSchemaVersion is 1.0 or 2.0."));
    }
    let has_arguments = value.structure("UserArguments").is_some_and(|it| !it.is_empty());
    if has_arguments && schema == SCHEMAS[0] {
        return Err(errors::bad_request("UserArguments need the InvocationSchemaVersion 2.0."));
    }
    Ok(())
}

/// Has the function called with a task. An error is that of the call itself.
pub fn call(
    ctx: &mut Ctx,
    value: &Struct,
    (id, number): (&str, u64),
    task: &TaskRow,
    attempt: i64,
) -> Result<(), ApiError> {
    let function = Arn::parse(text(value, "FunctionArn")).ok_or_else(ApiError::internal)?;
    let payload = payload(ctx, value, (id, number), task);
    let to = Struct::new()
        .with("Service", "s3control")
        .with("Step", DONE)
        .with("Account", ctx.account().as_str())
        .with("Region", ctx.region().as_str());
    let reply = Struct::new()
        .with("JobId", id)
        .with("Number", number.cast_signed())
        .with("Attempt", attempt);
    let mut ask = Ask::to("lambda", "InvokeAndAnswer")
        .with("FunctionName", function.to_string())
        .with("Payload", Bytes::from(payload.to_string()))
        .with("ReplyTo", to)
        .with("Reply", reply);
    let row = job::find(ctx, id)?;
    ask = ask.as_role(&row.role()?, job::SESSION);
    if let (Some(account), Some(region)) = (function.account_id(), function.region()) {
        ask = ask.in_account(account).in_region(region);
    }
    ctx.call(ask).map(drop)
}

fn payload(ctx: &mut Ctx, value: &Struct, (id, number): (&str, u64), task: &TaskRow) -> Json {
    let schema = value.str("InvocationSchemaVersion").unwrap_or(SCHEMAS[0]);
    let mut shown = json!({
        "taskId": task_id(id, number),
        "s3Key": encode(&task.key),
        "s3VersionId": task.version,
    });
    let mut job = json!({ "id": id });
    if schema == SCHEMAS[0] {
        shown["s3BucketArn"] = format!("arn:aws:s3:::{}", task.bucket).into();
    } else {
        shown["s3Bucket"] = task.bucket.as_str().into();
        let arguments = value.structure("UserArguments").into_iter().flat_map(Struct::iter);
        let arguments = arguments.filter_map(|(name, it)| Some((name.to_owned(), it.as_str()?)));
        job["userArguments"] = arguments.collect::<Json>();
    }
    json!({
        "invocationSchemaVersion": schema,
        "invocationId": ctx.chance().base32(16),
        "job": job,
        "tasks": [shown],
    })
}

fn task_id(id: &str, number: u64) -> String {
    format!("{id}-{number}")
}

/// The step [`DONE`].
pub fn done(ctx: &mut Ctx, input: &Struct) -> OpResult {
    let (id, number) = (text(input, "JobId"), input.int("Number").unwrap_or_default());
    let number = number.cast_unsigned();
    let attempt = input.int("Attempt").unwrap_or(1);
    let (code, message) = result(input, &task_id(id, number));
    let mut outcome = Struct::new().with("JobId", id).with("Message", message);
    if code == Code::Temporary && attempt < FUNCTION_ATTEMPTS {
        let row = ctx.table(&JOBS).get(id)?.filter(|row| !row.is_stopped());
        let task = ctx.table(&TASKS).get(&(id, number))?;
        if let (Some(row), Some(task)) = (row, task) {
            let operation = row.asked.structure("Operation");
            let value = operation.and_then(|it| it.structure(OPERATION)).cloned();
            let value = value.unwrap_or_default();
            let Err(error) = call(ctx, &value, (id, number), &task, attempt + 1) else {
                return Ok(Struct::new());
            };
            outcome.set("Message", error.message());
        }
    }
    if code != Code::Succeeded {
        // "PermanentFailure" and "TemporaryFailure" are the codes of the report.
        outcome.set("Code", if code == Code::Permanent { PERMANENT } else { TEMPORARY });
        outcome.set("Status", 200);
    }
    job_run::task_done(ctx, &outcome)
}

const PERMANENT: &str = "PermanentFailure";
const TEMPORARY: &str = "TemporaryFailure";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Code {
    Succeeded,
    Temporary,
    Permanent,
}

/// What the function says of the task.
fn result(input: &Struct, task: &str) -> (Code, String) {
    if let Some(code) = input.str("FailureCode") {
        let is_for_now = ["TooManyRequestsException", "ServiceException"].contains(&code);
        let result = if is_for_now { Code::Temporary } else { Code::Permanent };
        return (result, text(input, "FailureMessage").to_owned());
    }
    let payload = input.blob("Payload").cloned().unwrap_or_default();
    if input.str("FunctionError").is_some() {
        return (Code::Temporary, String::from_utf8_lossy(&payload).into_owned());
    }
    let answer: Json = serde_json::from_slice(&payload).unwrap_or_default();
    let results = answer.get("results").and_then(Json::as_array);
    let mut results = results.into_iter().flatten();
    let of_task = results.find(|it| it.get("taskId").and_then(Json::as_str) == Some(task));
    let code = match of_task {
        Some(result) => result.get("resultCode"),
        None => answer.get("treatMissingKeysAs"),
    };
    let said = of_task.and_then(|it| it.get("resultString")).and_then(Json::as_str);
    let said = said.unwrap_or_default().to_owned();
    match code.and_then(Json::as_str) {
        Some("Succeeded") => (Code::Succeeded, said),
        Some(TEMPORARY) => (Code::Temporary, said),
        Some(PERMANENT) => (Code::Permanent, said),
        _ => (Code::Permanent, "The function's answer has no result for the task.".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(answer: &str, expected: Code) {
        let input = Struct::new().with("Payload", Bytes::from(answer.to_owned()));
        assert_eq!(result(&input, "t").0, expected, "{answer}");
    }

    #[test]
    fn a_function_says_what_became_of_a_task() {
        check(r#"{"results": [{"taskId": "t", "resultCode": "Succeeded"}]}"#, Code::Succeeded);
        check(
            r#"{"results": [{"taskId": "t", "resultCode": "TemporaryFailure"}]}"#,
            Code::Temporary,
        );
        check(r#"{"treatMissingKeysAs": "Succeeded", "results": []}"#, Code::Succeeded);
        check(r#"{"results": [{"taskId": "x", "resultCode": "Succeeded"}]}"#, Code::Permanent);
        check("7", Code::Permanent);
    }
}
