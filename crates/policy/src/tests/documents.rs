//! Which documents are policies, and what is said of those that are none.
//!
//! Source: "Grammar of the IAM JSON policy language"; the words: replies of IAM as its User Guide,
//! re:Post and clients' issue threads quote them.

use super::keys;
use crate::error::Fault;
use crate::{Kind, Policy, Principal, Request, Version, limits};

const ALLOW: &str = r#""Effect":"Allow","Action":"*","Resource":"*""#;

fn fault(text: &str, kind: Kind) -> Fault {
    match Policy::parse(text, kind) {
        Ok(policy) => panic!("{text} is {policy:?}"),
        Err(error) => error.fault,
    }
}

fn words(text: &str, kind: Kind) -> String {
    Policy::parse(text, kind).expect_err(text).to_string()
}

fn of(statement: &str) -> String {
    format!(r#"{{"Version":"2012-10-17","Statement":[{{{statement}}}]}}"#)
}

#[test]
fn what_is_a_policy() {
    for text in [
        of(ALLOW),
        format!(r#"{{"Statement":{{{ALLOW}}}}}"#),
        format!(r#"{{"Statement":[{{{ALLOW}}},{{{ALLOW}}}],"Version":"2008-10-17"}}"#),
        of(r#""Sid":"","Effect":"Deny","NotAction":["s3:Get*"],"NotResource":["arn:aws:s3:::b"]"#),
        of(&format!(r#"{ALLOW},"Condition":{{}}"#)),
        of(&format!(
            r#"{ALLOW},"Condition":{{"StringEquals":{{"a:b":[]}},"Bool":{{"a:b":true}}}}"#
        )),
    ] {
        Policy::parse(&text, Kind::Identity).unwrap_or_else(|error| panic!("{error}: {text}"));
    }
    let policy = Policy::parse(
        r#"{"Id":"x","Statement":{"Effect":"Deny","Principal":"*",
        "Action":"sqs:*","Resource":"*","Sid":"a b"}}"#,
        Kind::Resource,
    );
    let policy = policy.expect("resources' policies have ids");
    assert_eq!((policy.version, policy.id.as_deref()), (Version::V2008, Some("x")));
    assert_eq!(policy.statements[0].sid.as_deref(), Some("a b"));
}

#[test]
fn faults_of_the_document() {
    let check = |text: &str, expected: Fault| assert_eq!(fault(text, Kind::Identity), expected);
    check("", Fault::NotJson);
    check("{", Fault::NotJson);
    check("{} {}", Fault::NotJson);
    check("null", Fault::Shape);
    check("[]", Fault::Shape);
    check("{}", Fault::Missing("Statement"));
    check(r#"{"Statement":[]}"#, Fault::Missing("Statement"));
    check(r#"{"Statement":"*"}"#, Fault::Shape);
    check(r#"{"Statement":["*"]}"#, Fault::Shape);
    check(
        &format!(r#"{{"Version":"2012","Statement":{{{ALLOW}}}}}"#),
        Fault::Version("2012".into()),
    );
    check(&format!(r#"{{"Version":2012,"Statement":{{{ALLOW}}}}}"#), Fault::Type("Version"));
    check(
        &format!(r#"{{"version":"2012-10-17","Statement":{{{ALLOW}}}}}"#),
        Fault::Unknown("version".into()),
    );
    check(&format!(r#"{{"Id":"x","Statement":{{{ALLOW}}}}}"#), Fault::Prohibited("Id"));
    // "You cannot include the Effect block twice in the same statement."
    check(
        &of(r#""Effect":"Deny","Effect":"Allow","Action":"*","Resource":"*""#),
        Fault::Repeated("Effect".into()),
    );
    check(
        &format!(r#"{{"Statement":{{{ALLOW}}},"Statement":{{{ALLOW}}}}}"#),
        Fault::Repeated("Statement".into()),
    );
    check(&"[".repeat(1_000), Fault::TooDeep);
    check(
        &of(&format!(r#"{ALLOW},"Condition":{{"Bool":{{"a:b":[[[[true]]]]}}}}"#)),
        Fault::TooDeep,
    );
    check(&" ".repeat(limits::DOCUMENT_BYTES_MAX + 1), Fault::TooLong);
    let many = vec![format!("{{{ALLOW}}}"); limits::STATEMENTS_MAX + 1].join(",");
    check(&format!(r#"{{"Statement":[{many}]}}"#), Fault::TooManyStatements);
}

#[test]
fn faults_of_statements() {
    let check = |statement: &str, expected: Fault| {
        assert_eq!(fault(&of(statement), Kind::Identity), expected, "{statement}");
    };
    check(r#""Action":"*","Resource":"*""#, Fault::Missing("Effect"));
    check(r#""Effect":"allow","Action":"*","Resource":"*""#, Fault::Effect("allow".into()));
    check(r#""Effect":1,"Action":"*","Resource":"*""#, Fault::Type("Effect"));
    check(r#""Effect":"Allow","Resource":"*""#, Fault::Missing("Action"));
    check(r#""Effect":"Allow","Action":[],"Resource":"*""#, Fault::Missing("Action"));
    check(r#""Effect":"Allow","Action":"*""#, Fault::Missing("Resource"));
    check(r#""Effect":"Allow","Action":"*","Resource":[]"#, Fault::Missing("Resource"));
    check(
        r#""Effect":"Allow","Action":"*","NotAction":"a:b","Resource":"*""#,
        Fault::Both("Action", "NotAction"),
    );
    check(
        r#""Effect":"Allow","Action":"*","Resource":"*","NotResource":"*""#,
        Fault::Both("Resource", "NotResource"),
    );
    check(r#""Effect":"Allow","Action":{"a":"b"},"Resource":"*""#, Fault::Type("Action"));
    check(r#""Effect":"Allow","Action":["a:b",1],"Resource":"*""#, Fault::Type("Action"));
    check(
        r#""Effect":"Allow","Action":"GetObject","Resource":"*""#,
        Fault::NoVendor("GetObject".into()),
    );
    check(r#""Effect":"Allow","Action":"s3:","Resource":"*""#, Fault::NoVendor("s3:".into()));
    check(r#""Effect":"Allow","Action":"*","Resource":"bucket""#, Fault::Resource("bucket".into()));
    check(&format!(r#"{ALLOW},"Principal":"*""#), Fault::Prohibited("Principal"));
    check(&format!(r#"{ALLOW},"NotPrincipal":"*""#), Fault::Prohibited("NotPrincipal"));
    check(&format!(r#"{ALLOW},"Comment":"x""#), Fault::Unknown("Comment".into()));
    check(&format!(r#"{ALLOW},"Sid":"a b""#), Fault::Sid("a b".into()));
    check(&format!(r#"{ALLOW},"Sid":5"#), Fault::Type("Sid"));
    check(&format!(r#"{ALLOW},"Sid":"a"}},{{{ALLOW},"Sid":"a""#), Fault::RepeatedSid("a".into()));
    let condition = |condition: &str, expected: Fault| {
        check(&format!(r#"{ALLOW},"Condition":{condition}"#), expected);
    };
    condition("[]", Fault::Type("Condition"));
    condition(r#"{"StringEquals":"a"}"#, Fault::Type("Condition"));
    condition(r#"{"StringEquals":{"a:b":null}}"#, Fault::Type("Condition"));
    condition(r#"{"StringEquals":{"a:b":{"c":"d"}}}"#, Fault::Type("Condition"));
    condition(r#"{"StringEquals":{"user":"a"}}"#, Fault::NoVendor("user".into()));
    for operator in [
        "StringEqual",
        "stringequals",
        "NullIfExists",
        "ForAllValues:Null",
        "ForSome:StringLike",
        "",
    ] {
        let text = format!(r#"{{"{operator}":{{"a:b":"c"}}}}"#);
        condition(&text, Fault::Operator(operator.into()));
    }
    let error = Policy::parse(&of(&format!(r#"{ALLOW}}},{{"Effect":"#)), Kind::Identity);
    assert_eq!(error.expect_err("it breaks off").statement, None);
    let two = of(&format!(r#"{ALLOW}}},{{"Effect":"Allow","Action":"*""#));
    let error = Policy::parse(&two, Kind::Identity).expect_err("the second has no resource");
    assert_eq!(error.statement, Some(1));
}

#[test]
fn each_kind_has_its_rules() {
    let trust = r#""Effect":"Allow","Principal":{"AWS":"123456789012"},"Action":"sts:AssumeRole""#;
    assert!(Policy::parse(&of(trust), Kind::Trust).is_ok());
    assert_eq!(
        fault(&of(&format!(r#"{trust},"Resource":"*""#)), Kind::Trust),
        Fault::Prohibited("Resource")
    );
    let other = trust.replace("sts:AssumeRole", "s3:GetObject");
    assert_eq!(fault(&of(&other), Kind::Trust), Fault::NotAssumeRole("s3:GetObject".into()));
    assert_eq!(
        fault(&of(r#""Effect":"Allow","Action":"sts:AssumeRole""#), Kind::Trust),
        Fault::Missing("Principal")
    );

    assert_eq!(fault(&of(ALLOW), Kind::Resource), Fault::Missing("Principal"));
    assert_eq!(fault(&of(trust), Kind::Resource), Fault::Missing("Resource"));
    assert_eq!(
        fault(&of(&format!(r#"{ALLOW},"Principal":{{}}"#)), Kind::Resource),
        Fault::Missing("Principal")
    );

    let control = r#""Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*""#;
    assert!(Policy::parse(&of(control), Kind::ResourceControl).is_ok());
    assert_eq!(fault(&of(ALLOW), Kind::ResourceControl), Fault::Missing("Principal"));
    let of_one = control.replace(r#""*","Action"#, r#"{"AWS":"123456789012"},"Action"#);
    assert_eq!(fault(&of(&of_one), Kind::ResourceControl), Fault::Prohibited("Principal"));
    assert_eq!(fault(&of(control), Kind::ServiceControl), Fault::Prohibited("Principal"));

    // What a service has accepted is understood as far as it goes.
    for text in [
        r#"{"Statement":[]}"#.to_owned(),
        of(r#""Effect":"Allow","Principal":"*","Action":"Publish","Comment":"x""#),
        of(r#""Effect":"Allow","Principal":"*","Action":"sqs:*","Resource":"orders""#),
    ] {
        Policy::parse(&text, Kind::Accepted).unwrap_or_else(|error| panic!("{error}: {text}"));
    }
}

#[test]
fn principals_are_checked() {
    let read = |principal: &str| {
        let statement =
            format!(r#""Effect":"Allow","Action":"*","Resource":"*","Principal":{principal}"#);
        Policy::parse(&of(&statement), Kind::Resource)
    };
    for principal in [
        r#""*""#,
        r#"{"AWS":"*"}"#,
        r#"{"AWS":["123456789012","arn:aws:iam::123456789012:root"]}"#,
        r#"{"AWS":"arn:aws-cn:iam::123456789012:user/a/b/ann"}"#,
        r#"{"AWS":"arn:aws:iam::123456789012:role/r"}"#,
        r#"{"AWS":"arn:aws:sts::123456789012:assumed-role/r/s"}"#,
        r#"{"AWS":"arn:aws:sts::123456789012:federated-user/f"}"#,
        r#"{"AWS":"AROAEXAMPLEROLE4567890"}"#,
        r#"{"Service":["sns.amazonaws.com","s3.amazonaws.com"],"Federated":"accounts.google.com"}"#,
        r#"{"CanonicalUser":"79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"}"#,
    ] {
        read(principal).unwrap_or_else(|error| panic!("{error}: {principal}"));
    }
    for (kind, value) in [
        // "You cannot use a wildcard to match part of a principal name or ARN."
        ("AWS", "arn:aws:iam::123456789012:user/*"),
        ("AWS", "arn:aws:sts::123456789012:assumed-role/r/*"),
        ("AWS", "arn:aws:iam::123456789012:group/g"),
        ("AWS", "arn:aws:iam::123456789012:user/"),
        ("AWS", "arn:aws:sts::123456789012:assumed-role/r"),
        ("AWS", "arn:aws:iam::12345:root"),
        ("AWS", "arn:aws:s3:::bucket"),
        ("AWS", "12345"),
        ("AWS", "ann"),
        ("Service", "*"),
        ("Service", "*.amazonaws.com"),
        ("Federated", "arn:aws:iam::123456789012:saml-provider/*"),
        ("CanonicalUser", "*"),
        ("Group", "g"),
    ] {
        let error = read(&format!(r#"{{"{kind}":"{value}"}}"#)).expect_err(value);
        assert_eq!(error.fault, Fault::Principal(kind.into(), value.into()));
        let kind = kind.to_uppercase();
        let words = format!("Invalid principal in policy: \"{kind}\":\"{value}\"");
        assert_eq!(error.to_string(), words);
    }
    let text = read(r#""123456789012""#).expect_err("a text is everybody");
    assert_eq!(text.fault, Fault::Principal("AWS".into(), "123456789012".into()));
    assert_eq!(read("[]").expect_err("a list").fault, Fault::Type("Principal"));
}

#[test]
fn the_words_of_iam() {
    let identity = |text: &str, expected: &str| assert_eq!(words(text, Kind::Identity), expected);
    identity("x", "This policy contains invalid Json");
    identity("null", "Syntax errors in policy.");
    identity("{}", "Syntax errors in policy.");
    identity(&of(r#""Effect":"allow","Action":"*","Resource":"*""#), "Syntax errors in policy.");
    identity(&of(r#""Effect":"Allow","Resource":"*""#), "Policy statement must contain actions.");
    identity(&of(r#""Effect":"Allow","Action":"*""#), "Policy statement must contain resources.");
    identity(
        &of(&format!(r#"{ALLOW},"Principal":"*""#)),
        "Policy document should not specify a principal.",
    );
    identity(
        &of(r#""Effect":"Allow","Action":"*","Resource":"b""#),
        "Resource b must be in ARN format or \"*\".",
    );
    for (partition, arn) in [
        ("", "arn::s3:::b"),
        ("amazon", "arn:amazon:s3:::b"),
        ("${AWS::Partition}", "arn:${AWS::Partition}:s3:::b"),
    ] {
        // The name ends at the first colon.
        let partition = partition.split(':').next().unwrap();
        identity(
            &of(&format!(r#""Effect":"Allow","Action":"*","Resource":"{arn}""#)),
            &format!("Partition \"{partition}\" is not valid for resource \"{arn}\"."),
        );
    }
    for arn in ["arn:aws-cn:s3:::b", "arn:aws-us-gov:s3:::b", "arn:*:s3:::b"] {
        let text = of(&format!(r#""Effect":"Allow","Action":"*","Resource":"{arn}""#));
        assert!(Policy::parse(&text, Kind::Identity).is_ok(), "{arn}");
    }
    identity(
        &of(r#""Effect":"Allow","Action":"Get","Resource":"*""#),
        "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
    );
    identity(
        &of(&format!(r#"{ALLOW},"Sid":"a"}},{{{ALLOW},"Sid":"a""#)),
        "Statement IDs (SID) in a single policy must be unique.",
    );
    let trust = |statement: &str, expected: &str| {
        assert_eq!(words(&of(statement), Kind::Trust), expected);
    };
    trust(ALLOW, "Missing required field Principal");
    trust(
        r#""Effect":"Allow","Principal":"*","Action":"sts:AssumeRole","Resource":"*""#,
        "Has prohibited field Resource",
    );
    trust(
        r#""Effect":"Allow","Principal":"*","Action":"s3:*""#,
        "AssumeRole policy may only specify STS AssumeRole actions.",
    );
    trust(&format!(r#"{ALLOW},"Foo":1"#), "Unknown field Foo");
    // aws-samples/aws-cdk-examples#801 quotes IAM so.
    for service in ["amazonaws.com", "ec2", "ec2..com"] {
        let principal = format!(r#""Principal":{{"Service":"{service}"}}"#);
        trust(
            &format!(r#""Effect":"Allow",{principal},"Action":"sts:AssumeRole""#),
            &format!("Invalid principal in policy: \"SERVICE\":\"{service}\""),
        );
    }
}

/// Whatever becomes of a document's bytes, it is read or refused, and what is read is evaluated.
#[test]
fn spoilt_documents_are_refused_or_read() {
    let whole = r#"{"Version":"2012-10-17","Id":"x","Statement":[{"Sid":"a","Effect":"Deny",
        "Principal":{"AWS":["123456789012"],"Service":"s3.amazonaws.com"},"NotAction":["s3:*"],
        "NotResource":"arn:aws:s3:::b/${aws:username, 'x'}","Condition":{
        "ForAllValues:StringLikeIfExists":{"aws:TagKeys":["a*","${*}"]},
        "DateLessThan":{"aws:CurrentTime":"2030-01-01T00:00:00Z"},
        "NotIpAddress":{"aws:SourceIp":["10.0.0.0/8","::1"]}}}]}"#;
    Policy::parse(whole, Kind::Resource).expect("the whole is a policy");
    let keys = keys(&[
        ("aws:username", "ann"),
        ("aws:TagKeys", "ab"),
        ("aws:CurrentTime", "2029-01-01T00:00:00Z"),
        ("aws:SourceIp", "10.1.2.3"),
    ]);
    let principal = Principal::service("s3.amazonaws.com");
    let request = Request {
        principal: &principal,
        action: "sqs:SendMessage",
        resource: "arn:aws:sqs:us-east-1:123456789012:q",
        owner: "123456789012",
        keys: &keys,
    };
    let bytes = whole.as_bytes();
    let mut read = 0;
    for at in 0..bytes.len() {
        for with in [b'"', b'*', b'{', b'}', b'$', b':', b'0', b' '] {
            let mut spoilt = bytes.to_vec();
            spoilt[at] = with;
            let Ok(text) = String::from_utf8(spoilt) else { continue };
            for kind in [Kind::Resource, Kind::Accepted] {
                if let Ok(policy) = Policy::parse(&text, kind) {
                    read += 1;
                    for statement in &policy.statements {
                        let _ = statement.check(&request);
                    }
                }
            }
        }
    }
    assert!(read > 100, "only {read} were read");
}
