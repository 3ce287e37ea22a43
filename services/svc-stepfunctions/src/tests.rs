//! The pure parts: names of errors and of sessions, and the shapes of results.

use kernel::{Struct, Value};

use crate::history::{of_failure, page_size};
use crate::task::{described, session};

#[test]
fn resources_name_the_family_of_their_events() {
    let of = |resource: &str| described(resource, "Failed", Struct::new());
    let (kind, details) = of("arn:aws:states:::aws-sdk:sqs:sendMessage.waitForTaskToken");
    let (member, details) = details.unwrap();
    assert_eq!((kind.as_str(), member.as_str()), ("TaskFailed", "taskFailedEventDetails"));
    assert_eq!(details.str("resourceType"), Some("aws-sdk:sqs"));
    assert_eq!(details.str("resource"), Some("sendMessage.waitForTaskToken"));
    let (_, details) = of("arn:aws:states:::states:startExecution.sync:2");
    assert_eq!(details.unwrap().1.str("resource"), Some("startExecution.sync:2"));
    assert_eq!(of("arn:aws:lambda:us-east-1:1:function:f").0, "LambdaFunctionFailed");
    assert_eq!(of("arn:aws:states:us-east-1:1:activity:a").0, "ActivityFailed");
}

#[test]
fn texts_fit_the_model() {
    assert_eq!(session("an execution/1"), "anexecution1");
    assert_eq!(session("日"), "StepFunctions");
    assert_eq!((page_size(None), page_size(Some(0)), page_size(Some(7))), (100, 100, 7));
    let failure = asl::Failure::new("E".repeat(300), "C".repeat(40_000));
    let details = of_failure(&failure);
    let len = |member: &str| details.get(member).and_then(Value::as_str).map(str::len);
    assert_eq!((len("error"), len("cause")), (Some(256), Some(32_768)));
}
