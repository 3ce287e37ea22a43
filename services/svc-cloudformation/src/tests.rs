//! Tests of the table of types, and of stacks in a world in memory.

use serde_json::{Map, Value as Json, json};

use crate::types::plan::{Phase, calls, unsupported};
use crate::types::{find, table};

#[test]
fn the_table_is_read_whole() {
    let kinds = table::kinds();
    assert!(kinds.len() > 70, "{}", kinds.len());
    for kind in kinds.values() {
        let own = ["Stack", "WaitCondition", "WaitConditionHandle", "CustomResource"];
        let is_own = own.iter().any(|it| kind.name == format!("AWS::CloudFormation::{it}"));
        assert!(is_own || kind.id.is_some(), "{} has no id", kind.name);
        assert!(is_own || !kind.calls.is_empty(), "{} has no calls", kind.name);
        for call in &kind.calls {
            for name in &call.used {
                assert!(
                    kind.schema.property(name).is_some(),
                    "{}: {} uses {name}, which is no property",
                    kind.name,
                    call.operation
                );
            }
        }
    }
    assert!(find("AWS::EC2::Instance").is_none());
}

fn members(json: Json) -> Map<String, Json> {
    json.as_object().cloned().unwrap()
}

/// The operations that a change needs, with the items for which they are.
fn operations(kind: &str, phase: Phase, before: Json, now: Json) -> Vec<String> {
    let (before, now) = (members(before), members(now));
    let before = (phase == Phase::Update).then_some(&before);
    let planned = calls(find(kind).unwrap(), phase, before, &now);
    let each = planned.iter().map(|it| match &it.item {
        Some(item) => format!("{} {item}", it.call.operation),
        None => it.call.operation.clone(),
    });
    each.collect()
}

#[test]
fn a_change_needs_the_calls_of_what_has_changed() {
    let role = "AWS::IAM::Role";
    let before = json!({
        "RoleName": "r", "AssumeRolePolicyDocument": {}, "ManagedPolicyArns": ["a", "b"],
        "Policies": [{"PolicyName": "p", "PolicyDocument": {}}],
    });
    let now = json!({
        "RoleName": "r", "AssumeRolePolicyDocument": {}, "ManagedPolicyArns": ["b", "c"],
        "Policies": [{"PolicyName": "p", "PolicyDocument": {"x": 1}}],
    });
    assert_eq!(
        operations(role, Phase::Update, before.clone(), now.clone()),
        [
            "AttachRolePolicy \"c\"",
            "DetachRolePolicy \"a\"",
            "PutRolePolicy {\"PolicyName\":\"p\",\"PolicyDocument\":{\"x\":1}}",
        ]
    );
    assert!(operations(role, Phase::Update, now.clone(), now.clone()).is_empty());
    let deletion = operations(role, Phase::Delete, json!({}), before);
    assert_eq!(deletion.first().map(String::as_str), Some("DetachRolePolicy \"a\""));
    assert_eq!(deletion.last().map(String::as_str), Some("DeleteRole"));
    let stream = json!({"Name": "s", "ShardCount": 1, "RetentionPeriodHours": 48});
    assert_eq!(
        operations("AWS::Kinesis::Stream", Phase::Create, json!({}), stream),
        [
            "CreateStream",
            "DescribeStreamSummary",
            "IncreaseStreamRetentionPeriod",
            "DescribeStreamSummary"
        ]
    );
}

#[test]
fn what_no_call_brings_about_is_refused() {
    for (kind, before, now, expected) in [
        (
            "AWS::KMS::Key",
            json!({"KeySpec": "A"}),
            json!({"KeySpec": "B"}),
            Some("Changing KeySpec of AWS::KMS::Key"),
        ),
        (
            "AWS::KMS::Alias",
            json!({"TargetKeyId": "a"}),
            json!({}),
            Some("Removing TargetKeyId of AWS::KMS::Alias"),
        ),
        (
            "AWS::SNS::Topic",
            json!({"Subscription": [{"a": 1}]}),
            json!({"Subscription": []}),
            Some("Removing items of Subscription of AWS::SNS::Topic"),
        ),
        ("AWS::SQS::Queue", json!({"DelaySeconds": 1}), json!({}), None),
        ("AWS::S3::Bucket", json!({"CorsConfiguration": {}}), json!({}), None),
    ] {
        let found = unsupported(find(kind).unwrap(), &members(before), &members(now));
        assert_eq!(found.as_deref(), expected);
    }
}

#[test]
fn properties_are_of_their_types() {
    let schema = &find("AWS::SQS::Queue").unwrap().schema;
    let given = json!({"DelaySeconds": "5", "QueueName": 7, "FifoQueue": "true"});
    let checked = schema.check(&members(given)).unwrap();
    assert_eq!(
        Json::Object(checked),
        json!({"DelaySeconds": 5, "QueueName": "7", "FifoQueue": true})
    );
    for (given, expected) in [
        (json!({"Colour": 1}), "#: extraneous key [Colour] is not permitted"),
        (json!({"DelaySeconds": "x"}), "#/DelaySeconds: expected type: Integer, found: String"),
        (json!({"Tags": [{"Key": "a"}]}), "#/Tags/0: required key [Value] not found"),
    ] {
        assert_eq!(schema.check(&members(given)).unwrap_err(), expected);
    }
}
