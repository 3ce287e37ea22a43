//! What an explanation says of each statement: our own words.

use super::{keys, policy};
use crate::explain::{explain, missing_keys};
use crate::{Attached, Effect, Kind, Policies, Principal, PrincipalKind, Request, evaluate};

#[test]
fn every_statement_says_what_came_of_it() {
    let resource = policy(
        r#"{"Version":"2012-10-17","Statement":[
        {"Sid":"services","Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},
            "Action":"sqs:*","Resource":"*"},
        {"Effect":"Deny","Principal":"*","Action":"sqs:*","Resource":"*",
            "Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}}]}"#,
        Kind::Resource,
    );
    let identity = policy(
        r#"{"Version":"2012-10-17","Statement":[
        {"Sid":"reads","Effect":"Allow","Action":"sqs:ReceiveMessage","Resource":"*"},
        {"Sid":"elsewhere","Effect":"Allow","Action":"sqs:*",
            "Resource":"arn:aws:sqs:us-east-1:123456789012:other"},
        {"Sid":"team","Effect":"Allow","Action":"sqs:*","Resource":"*",
            "Condition":{"StringEquals":{"aws:PrincipalTag/team":"a"}}},
        {"Sid":"named","Effect":"Allow","Action":"sqs:*",
            "Resource":"arn:aws:sqs:us-east-1:123456789012:${aws:PrincipalTag/queue}"},
        {"Sid":"own","Effect":"Allow","Action":"sqs:*","Resource":"*",
            "Condition":{"StringEquals":{"aws:SourceIp":"${aws:PrincipalTag/home}"}}},
        {"Sid":"yes","Effect":"Allow","Action":"SQS:Send*","Resource":"*"}]}"#,
        Kind::Identity,
    );
    let principal =
        Principal::new(PrincipalKind::User, "123456789012", "arn:aws:iam::123456789012:user/ann");
    let keys = keys(&[("aws:SourceIp", "127.0.0.1")]);
    let request = Request {
        principal: &principal,
        action: "sqs:sendmessage",
        resource: "arn:aws:sqs:us-east-1:123456789012:q",
        owner: "123456789012",
        keys: &keys,
    };
    let resource = [Attached { policy: &resource, arn: None, name: "queue policy" }];
    let identity = [Attached { policy: &identity, arn: None, name: "inline policy p" }];
    let policies = Policies { resource: &resource, identity: &identity, ..Policies::default() };
    let findings = explain(&request, &policies);
    let told: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "queue policy, statement services: does not apply, since it does not mean this \
             principal",
            "queue policy, statement 2: does not apply, since aws:SourceIp has another value",
            "inline policy p, statement reads: does not apply, since it does not mean this action",
            "inline policy p, statement elsewhere: does not apply, since it does not mean this \
             resource",
            "inline policy p, statement team: does not apply, since the request has no \
         aws:PrincipalTag/team",
            "inline policy p, statement named: does not apply, since the request has no \
         aws:principaltag/queue for its resource",
            "inline policy p, statement own: does not apply, since the request has no \
         aws:principaltag/home to compare aws:SourceIp with",
            "inline policy p, statement yes: allows it",
        ]
    );
    let missing = ["aws:PrincipalTag/team", "aws:principaltag/queue", "aws:principaltag/home"];
    assert_eq!(missing_keys(&findings), missing);

    let decision = evaluate(&request, &policies);
    let by = decision.by.expect("a statement decided");
    assert_eq!((by.policy.name, by.statement), ("inline policy p", 5));
    assert_eq!(by.policy.policy.statements[by.statement].effect, Effect::Allow);
}
