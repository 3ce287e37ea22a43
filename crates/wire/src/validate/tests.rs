//! Violations in AWS's words.

use kernel::value::{Struct, Value};

use super::{ValidationStyle, check_input, check_output};
use crate::archive::service_entry;

fn check(target: (&str, &str), style: ValidationStyle, input: &Struct) -> Option<(String, String)> {
    let service = service_entry(target.0).unwrap().model();
    let operation = service.operation(target.1).unwrap();
    let error = check_input(service, operation, style, input).err()?;
    Some((error.code().to_owned(), error.message().to_owned()))
}

fn message(target: (&str, &str), input: &Struct) -> String {
    let (code, message) = check(target, ValidationStyle::Standard, input).unwrap();
    assert_eq!(code, "ValidationException");
    message
}

#[test]
fn one_violation_and_several() {
    let target = ("kms", "DescribeKey");
    assert_eq!(
        message(target, &Struct::new()),
        "1 validation error detected: Value null at 'keyId' failed to satisfy constraint: \
         Member must not be null"
    );
    let input = Struct::new().with("KeyId", "").with("GrantTokens", vec![""; 11]);
    assert_eq!(
        message(target, &input),
        "3 validation errors detected: Value '' at 'keyId' failed to satisfy constraint: \
         Member must have length greater than or equal to 1; \
         Value '[, , , , , , , , , , ]' at 'grantTokens' failed to satisfy constraint: \
         Member must have length less than or equal to 10; \
         Value '[, , , , , , , , , , ]' at 'grantTokens' failed to satisfy constraint: \
         Member must satisfy constraint: [Member must have length less than or equal to 8192, \
         Member must have length greater than or equal to 1]"
    );
    let input = Struct::new().with("KeyId", "alias/a");
    assert_eq!(check(target, ValidationStyle::Standard, &input), None);
}

#[test]
fn enums_patterns_ranges_and_paths() {
    let input = Struct::new().with("KeyId", "k").with("KeySpec", "AES_1");
    assert_eq!(
        message(("kms", "GenerateDataKey"), &input),
        "1 validation error detected: Value 'AES_1' at 'keySpec' failed to satisfy constraint: \
         Member must satisfy enum value set: [AES_256, AES_128]"
    );
    let tag = Struct::new().with("TagKey", "");
    let tags = Value::List(vec![
        Struct::new().with("TagKey", "a").with("TagValue", "").into(),
        tag.into(),
    ]);
    let found =
        message(("kms", "TagResource"), &Struct::new().with("KeyId", "k").with("Tags", tags));
    assert!(found.contains("Value '' at 'tags.2.member.tagKey' failed"), "{found}");
    assert!(found.contains("Value null at 'tags.2.member.tagValue' failed"), "{found}");

    let input = Struct::new().with("StreamName", "a b").with("ShardCount", Value::Int(0));
    let found = message(("kinesis", "CreateStream"), &input);
    assert!(
        found.contains(
            "Value 'a b' at 'streamName' failed to satisfy constraint: Member must satisfy \
             regular expression pattern: [a-zA-Z0-9_.-]+"
        ),
        "{found}"
    );
    assert!(
        found.contains(
            "Value '0' at 'shardCount' failed to satisfy constraint: Member must have \
             value greater than or equal to 1"
        ),
        "{found}"
    );
}

#[test]
fn styles() {
    let found = check(("sqs", "SendMessage"), ValidationStyle::MissingParameter, &Struct::new());
    let text = "The request must contain the parameter QueueUrl.";
    assert_eq!(found, Some(("MissingParameter".to_owned(), text.to_owned())));

    let input = Struct::new().with("RoleArn", "x").with("RoleSessionName", "a");
    let (code, found) = check(("sts", "AssumeRole"), ValidationStyle::Query, &input).unwrap();
    assert_eq!(code, "ValidationError");
    assert!(found.contains("Member must have length greater than or equal to 20"), "{found}");

    // Enums, as in CloudFormation's "Member must satisfy enum value set: [CAPABILITY_IAM, …]".
    let input = Struct::new().with("AccessKeyId", "AKIAIOSFODNN7EXAMPLE").with("Status", "off");
    let (_, found) = check(("iam", "UpdateAccessKey"), ValidationStyle::Query, &input).unwrap();
    assert!(found.contains("Value 'off' at 'status'"), "{found}");
    assert!(found.contains("enum value set: [Active, Inactive"), "{found}");

    let input = Struct::new().with("Bucket", "b").with("Key", "k");
    let style = ValidationStyle::RequiredOnly;
    assert_eq!(check(("s3", "PutObject"), style, &input), None, "the body comes later");
    let (code, _) = check(("s3", "CopyObject"), style, &input).unwrap();
    assert_eq!(code, "InvalidRequest");
    let input = Struct::new().with("Bucket", "b").with("Delete", Struct::new());
    let (code, _) = check(("s3", "DeleteObjects"), style, &input).unwrap();
    assert_eq!(code, "MalformedXML");
}

/// Names and paths of IAM are refused in sentences of its own, unless more is wrong.
#[test]
fn names_of_iam() {
    let found = |input: &Struct| check(("iam", "CreateUser"), ValidationStyle::Query, input);
    let words = |input: &Struct| found(input).map(|(_, words)| words).unwrap_or_default();
    let name = Struct::new().with("UserName", "ann lee");
    assert_eq!(
        words(&name),
        "The specified value for userName is invalid. It must contain only alphanumeric characters \
         and/or the following: +=,.@_-"
    );
    let path = Struct::new().with("UserName", "ann").with("Path", "x");
    assert_eq!(
        words(&path),
        "The specified value for path is invalid. It must begin and end with / and contain only \
         alphanumeric characters and/or / characters."
    );
    assert!(words(&path.with("UserName", "ann lee")).starts_with("2 validation errors detected: "));
    assert_eq!(found(&Struct::new().with("UserName", "ann").with("Path", "/x/")), None);
}

#[test]
fn violations_are_bounded() {
    let long = "x".repeat(10_000);
    let tags: Vec<Value> =
        (0..1_000).map(|_| Struct::new().with("TagKey", long.as_str()).into()).collect();
    let input = Struct::new().with("KeyId", "k").with("Tags", Value::List(tags));
    let found = message(("kms", "TagResource"), &input);
    assert!(found.starts_with("50 validation errors detected: "), "{}", &found[..40]);
    assert!(found.len() < 200_000);
}

#[test]
fn outputs_are_held_to_the_model() {
    let service = service_entry("sqs").unwrap().model();
    let operation = service.operation("ListQueues").unwrap();
    let check = |output: Struct| check_output(service, operation, &output).err();
    assert_eq!(check(Struct::new().with("QueueUrls", vec!["a"])), None);
    assert!(check(Struct::new().with("Urls", vec!["a"])).unwrap().contains("unknown member Urls"));
    let wrong = check(Struct::new().with("QueueUrls", vec![1_i64])).unwrap();
    assert_eq!(wrong, "ListQueues.QueueUrls[0]: a integer where String stands in the model");
    let operation = service.operation("CreateQueue").unwrap();
    let nothing = service.operation("DeleteQueue").unwrap();
    assert_eq!(check_output(service, operation, &Struct::new()), Ok(()));
    assert!(check_output(service, nothing, &Struct::new().with("a", "b")).is_err());
}
