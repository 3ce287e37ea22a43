//! Findings of whole policies, as the reference and the examples of AWS have them.
//!
//! Source of what is expected: IAM User Guide, "IAM policy validation check reference"; where a row
//! has an example of that page, it says so.

use crate::json::Position;
use crate::place::{Finding, Step};
use crate::validate::{Subject, check};

fn findings(document: &str, subject: Subject) -> Vec<Finding> {
    check(document, subject, None).findings
}

fn codes(document: &str, subject: Subject) -> Vec<&'static str> {
    findings(document, subject).iter().map(|it| it.check.code).collect()
}

/// A policy of one statement, which is given without its braces.
fn policy(statement: &str) -> String {
    format!(r#"{{"Version":"2012-10-17","Statement":[{{{statement}}}]}}"#)
}

fn expect(subject: Subject, rows: &[(&str, &[&str])]) {
    for (statement, expected) in rows {
        let found = codes(&policy(statement), subject);
        assert_eq!(found, *expected, "{statement}");
    }
}

const ALLOW: &str = r#""Effect":"Allow","Action":"sqs:SendMessage","Resource":"*""#;

fn with(condition: &str) -> String {
    format!(r#"{ALLOW},"Condition":{condition}"#)
}

fn expect_condition(rows: &[(&str, &[&str])]) {
    for (condition, expected) in rows {
        let found = codes(&policy(&with(condition)), Subject::Identity);
        assert_eq!(found, *expected, "{condition}");
    }
}

#[test]
fn documents_are_checked_as_a_whole() {
    let all = |text| codes(text, Subject::Identity);
    assert_eq!(all("{"), ["JSON_SYNTAX_ERROR"]);
    assert_eq!(all("[]"), ["DATA_TYPE_MISMATCH"]);
    assert_eq!(all("{}"), ["MISSING_VERSION", "MISSING_STATEMENT"]);
    assert_eq!(all(r#"{"Version":"2012-10-17","Statement":[]}"#), ["MISSING_STATEMENT"]);
    assert_eq!(
        all(r#"{"Version":"2013-10-17","Statements":[]}"#),
        ["INVALID_POLICY_ELEMENT", "INVALID_VERSION", "MISSING_STATEMENT"]
    );
    assert_eq!(
        all(r#"{"Version":2012,"Statement":["x"]}"#),
        ["DATA_TYPE_MISMATCH", "DATA_TYPE_MISMATCH"]
    );
    let long = policy(&format!(r#""Sid":"{}",{ALLOW}"#, "a".repeat(6_100)));
    assert_eq!(all(&long), ["POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA"]);
    assert_eq!(codes(&long, Subject::ServiceControl), ["POLICY_SIZE_EXCEEDS_SCP_QUOTA"]);
}

#[test]
fn statements_have_what_they_need() {
    expect(
        Subject::Identity,
        &[
            (ALLOW, &[]),
            (r#""Effect":"Allow""#, &["MISSING_ACTION", "MISSING_RESOURCE"]),
            (r#""Action":"s3:GetObject","Resource":"*""#, &["MISSING_EFFECT"]),
            (r#""Effect":"allow","Action":"s3:GetObject","Resource":"*""#, &["INVALID_EFFECT"]),
            (
                r#""Effect":"Allow","Action":[],"Resource":[]"#,
                &["EMPTY_ARRAY_ACTION", "EMPTY_ARRAY_RESOURCE"],
            ),
            (
                r#""Effect":"Deny","Action":"s3:GetObject","NotAction":"s3:*","Resource":"*""#,
                &["UNSUPPORTED_ELEMENT_COMBINATION"],
            ),
            (
                r#""Sid":"","Effect":"Deny","Principal":"*","Action":"*","Resource":"*""#,
                &["EMPTY_SID_VALUE", "UNSUPPORTED_PRINCIPAL"],
            ),
            (
                r#""Sid":"a b","Effect":"Deny","Action":1,"Resource":"*""#,
                &["UNSUPPORTED_SID", "DATA_TYPE_MISMATCH"],
            ),
        ],
    );
    expect(
        Subject::ServiceControl,
        &[
            (
                r#""Effect":"Deny","Principal":"*","Action":"*","Resource":"*""#,
                &["SCP_SYNTAX_ERROR_PRINCIPAL"],
            ),
            // Organizations takes the whole language of policies since September 2025.
            (r#""Effect":"Allow","NotAction":"iam:*","Resource":"*""#, &[]),
        ],
    );
}

#[test]
fn principals_are_checked_where_there_are_some() {
    let row = |principal: &str| {
        let statement = format!(r#""Effect":"Allow",{principal},"Action":"sts:AssumeRole""#);
        codes(&policy(&statement), Subject::Trust)
    };
    assert_eq!(row(r#""Principal":{"AWS":"123456789012"}"#), [""; 0]);
    assert_eq!(row(r#""Sid":"a""#), ["MISSING_PRINCIPAL"]);
    assert_eq!(row(r#""Principal":"123456789012""#), ["INVALID_PRINCIPAL_FORMAT"]);
    assert_eq!(row(r#""Principal":{}"#), ["EMPTY_OBJECT_PRINCIPAL"]);
    assert_eq!(row(r#""Principal":{"AWS":[]}"#), ["EMPTY_ARRAY_PRINCIPAL"]);
    assert_eq!(row(r#""Principal":{"User":"ann"}"#), ["INVALID_PRINCIPAL_KEY"]);
    assert_eq!(
        row(r#""Principal":{"AWS":"arn:aws:iam::123456789012:user/*"}"#),
        ["UNSUPPORTED_WILDCARD_IN_PRINCIPAL"]
    );
    assert_eq!(
        row(r#""Principal":{"AWS":["AIDACKCEVSQ6C2EXAMPLE","AROACKCEVSQ6C2EXAMPLE"]}"#),
        ["INVALID_USER_REFERENCE", "INVALID_ROLE_REFERENCE"]
    );
    assert_eq!(
        row(r#""NotPrincipal":{"AWS":"123456789012"}"#),
        ["ALLOW_WITH_NOT_PRINCIPAL", "ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL"]
    );
    assert_eq!(
        row(r#""Principal":"*","Resource":"*""#),
        [
            "ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL",
            "ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE"
        ]
    );
    assert_eq!(
        row(r#""Principal":{"Service":"rolesanywhere.amazonaws.com"}"#),
        ["MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY"]
    );
    assert_eq!(
        row(r#""Principal":{"Federated":"cognito-identity.amazonaws.com"}"#),
        ["MISMATCHED_ACTION_FOR_PRINCIPAL"]
    );
}

#[test]
fn actions_and_resources_exist() {
    expect(
        Subject::Identity,
        &[
            (r#""Effect":"Allow","Action":"s3:GetObjct","Resource":"*""#, &["INVALID_ACTION"]),
            (r#""Effect":"Allow","Action":"s3:Get*","Resource":"*""#, &[]),
            (r#""Effect":"Allow","Action":"s3:Frob*","Resource":"*""#, &["INVALID_ACTION"]),
            (
                r#""Effect":"Allow","Action":"s33:Get","Resource":"*""#,
                &["INVALID_SERVICE_IN_ACTION"],
            ),
            (r#""Effect":"Allow","Action":"s*:Get","Resource":"*""#, &["WILDCARD_IN_SERVICE_NAME"]),
            // The reference's example.
            (
                r#""Effect":"Allow","Resource":"*",
                   "Action":["iam:Get*","iam:List*","iam:GetCredentialReport"]"#,
                &["REDUNDANT_ACTION"],
            ),
            (
                r#""Effect":"Allow","Action":["iam:Get*","iam:*CredentialReport"],"Resource":"*""#,
                &[],
            ),
        ],
    );
    let row = |resource: &str| {
        let statement = format!(r#""Effect":"Deny","Action":"*","Resource":{resource}"#);
        codes(&policy(&statement), Subject::Identity)
    };
    assert_eq!(row(r#""arn:aws:s3:::bucket/*""#), [""; 0]);
    assert_eq!(row(r#""bucket""#), ["INVALID_ARN_PREFIX"]);
    assert_eq!(row(r#""arn:aws:s3:::""#), ["INVALID_ARN_RESOURCE"]);
    assert_eq!(row(r#""arn:aws:sqs:us-east-1""#), ["MISSING_ARN_FIELD"]);
    assert_eq!(row(r#""arn:awz:sqs:us-east-1:111111111111:q""#), ["INVALID_PARTITION"]);
    assert_eq!(row(r#""arn:aws:SQS:us-east-1:111111111111:q""#), ["INVALID_ARN_SERVICE_CASE"]);
    assert_eq!(row(r#""arn:aws:sqz:us-east-1:111111111111:q""#), ["INVALID_SERVICE"]);
    assert_eq!(row(r#""arn:aws:sqs:us-east-1:1111:q""#), ["INVALID_ARN_ACCOUNT"]);
    assert_eq!(row(r#""arn:aws:sqs::111111111111:q""#), ["MISSING_ARN_REGION"]);
    assert_eq!(row(r#""arn:aws:iam:us-east-1:111111111111:role/r""#), ["ARN_REGION_NOT_ALLOWED"]);
    assert_eq!(row(r#""arn:aws:s3::111111111111:bucket""#), ["ARN_ACCOUNT_NOT_ALLOWED"]);
    assert_eq!(row(r#""arn:aws:s3:us-east-1:111111111111:accesspoint/a""#), [""; 0]);
    // The reference's examples.
    assert_eq!(row(r#""arn:aws:*code*::111122223333:*""#), ["WILDCARD_IN_SERVICE_NAME"]);
    let janes = r#"["arn:aws:iam::111122223333:role/jane-admin",
        "arn:aws:iam::111122223333:role/jane-s3only", "arn:aws:iam::111122223333:role/jane*"]"#;
    let statement = format!(r#""Effect":"Deny","Action":"*","Resource":{janes}"#);
    let found = findings(&policy(&statement), Subject::Identity);
    assert_eq!(found[0].check.code, "REDUNDANT_RESOURCE");
    assert!(found[0].details.starts_with("The 2 resource ARN(s) are redundant"));
    assert_eq!(found[0].locations.len(), 2);
}

#[test]
fn policies_of_resources_are_for_their_resource() {
    let bucket = crate::typed::TYPES.iter().find(|it| it.kind == "AWS::S3::Bucket");
    let row = |statement: &str| -> Vec<&str> {
        let report = check(&policy(statement), Subject::Resource, bucket);
        report.findings.iter().map(|it| it.check.code).collect()
    };
    let base = r#""Effect":"Allow","Principal":{"AWS":"123456789012"}"#;
    // The reference's examples: KMS in a bucket's policy, a provider of SAML.
    assert_eq!(
        row(&format!(r#"{base},"Action":"kms:Decrypt","Resource":"arn:aws:s3:::b/*""#)),
        ["UNSUPPORTED_ACTION_IN_POLICY"]
    );
    let key = "arn:aws:kms:us-east-1:123456789012:key/k";
    assert_eq!(
        row(&format!(r#"{base},"Action":"s3:GetObject","Resource":"{key}""#)),
        ["UNSUPPORTED_RESOURCE_ARN_IN_POLICY"]
    );
    assert_eq!(row(&format!(r#"{base},"Action":"s3:GetObject""#)), ["MISSING_RESOURCE"]);
    let federated = r#""Effect":"Allow","Principal":{"Federated":"accounts.google.com"}"#;
    assert_eq!(
        row(&format!(r#"{federated},"Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*""#)),
        ["FEDERATED_PRINCIPAL_NOT_SUPPORTED"]
    );
    let long = format!(r#""Sid":"{}",{base},"Action":"s3:*","Resource":"*""#, "a".repeat(20_480));
    assert_eq!(row(&long), ["POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA"]);
}

#[test]
fn resource_control_policies_are_for_everybody() {
    expect(
        Subject::ResourceControl,
        &[
            (r#""Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*""#, &[]),
            (
                r#""Effect":"Deny","Principal":{"AWS":"123456789012"},
                   "Action":"s3:*","Resource":"*""#,
                &["RCP_SYNTAX_ERROR_PRINCIPAL"],
            ),
            (
                r#""Effect":"Deny","Principal":"*","NotAction":"s3:*","Resource":"*""#,
                &["RCP_SYNTAX_ERROR_NOTACTION"],
            ),
            (
                r#""Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::b""#,
                &["RCP_SYNTAX_ERROR_ALLOW"],
            ),
            (r#""Effect":"Deny","Action":"s3:*","Resource":"*""#, &["MISSING_PRINCIPAL"]),
        ],
    );
}

#[test]
fn operators_and_keys_of_conditions() {
    expect_condition(&[
        (r#"{"StringEquals":{"aws:username":"ann"}}"#, &[]),
        (r"{}", &["EMPTY_OBJECT_CONDITION"]),
        (r#"{"StringEquals":{}}"#, &["EMPTY_OBJECT_CONDITION"]),
        (r#"{"StringSame":{"aws:username":"ann"}}"#, &["INVALID_CONDITION_OPERATOR"]),
        (r#"{"NullIfExists":{"aws:username":"true"}}"#, &["NULL_WITH_IF_EXISTS"]),
        (r#"{"ForAllValues:Null":{"aws:TagKeys":"true"}}"#, &["NULL_WITH_QUALIFIER"]),
        (r#"{"StringEquals":{"username":"ann"}}"#, &["INVALID_CONDITION_KEY_FORMAT"]),
        (r#"{"StringEquals":{"aws:Nobody":"ann"}}"#, &["INVALID_GLOBAL_CONDITION_KEY"]),
        (r#"{"StringEquals":{"s3:nothing":"ann"}}"#, &["INVALID_SERVICE_CONDITION_KEY"]),
        (r#"{"StringEquals":{"frob:nothing":"ann"}}"#, &["INVALID_SERVICE"]),
        (r#"{"StringEquals":{"accounts.google.com:aud":"x"}}"#, &[]),
        (r#"{"StringEquals":{"saml:aud":"x"}}"#, &[]),
        (r#"{"StringEquals":{"kms:EncryptionContext:App":"x"}}"#, &[]),
        (r#"{"StringEquals":{"aws:ResourceTag":"x"}}"#, &["MISSING_TAG_KEY_IN_CONDITION"]),
        (r#"{"ArnLike":{"aws:ARN":"x"}}"#, &["DEPRECATED_GLOBAL_CONDITION_KEY"]),
        (
            r#"{"StringEquals":{"aws:username":"a","aws:UserName":"b"}}"#,
            &["DUPLICATE_KEYS_WITH_DIFFERENT_CASE"],
        ),
        (r#"{"StringEquals":{"aws:TagKeys":"a"}}"#, &["MISSING_QUALIFIER"]),
        (
            r#"{"ForAllValues:StringEquals":{"aws:username":"a"}}"#,
            &["FORALLVALUES_WITH_SINGLE_VALUED_KEY"],
        ),
        (r#"{"StringEquals":{"aws:MultiFactorAuthPresent":"true"}}"#, &["TYPE_MISMATCH"]),
        (r#"{"IpAddress":{"aws:VpcSourceIp":"10.0.0.0/8"}}"#, &["MISSING_PAIRED_CONDITION_KEYS"]),
    ]);
}

#[test]
fn values_of_conditions() {
    expect_condition(&[
        (r#"{"StringEquals":{"aws:username":[]}}"#, &["EMPTY_ARRAY_CONDITION"]),
        (
            r#"{"ForAllValues:StringEquals":{"aws:TagKeys":[]}}"#,
            &["EMPTY_ARRAY_CONDITION_FORALLVALUES"],
        ),
        (
            r#"{"ForAnyValue:StringEquals":{"aws:TagKeys":[]}}"#,
            &["EMPTY_ARRAY_CONDITION_FORANYVALUE"],
        ),
        (r#"{"StringEqualsIfExists":{"aws:username":[]}}"#, &["EMPTY_ARRAY_CONDITION_IFEXISTS"]),
        (r#"{"StringEquals":{"aws:username":["1",1]}}"#, &["INVALID_CONDITION_DATA_TYPE"]),
        (r#"{"StringEquals":{"aws:username":null}}"#, &["DATA_TYPE_MISMATCH"]),
        (r#"{"StringEquals":{"aws:username":"a*"}}"#, &["WILDCARD_WITHOUT_LIKE_OPERATOR"]),
        (r#"{"Bool":{"aws:SecureTransport":"yes"}}"#, &["TYPE_MISMATCH_BOOLEAN"]),
        (
            r#"{"Bool":{"aws:SecureTransport":["true","false"]}}"#,
            &["INVALID_CONDITION_MULTIPLE_BOOLEAN"],
        ),
        (r#"{"NumericLessThan":{"aws:MultiFactorAuthAge":"long"}}"#, &["TYPE_MISMATCH_NUMBER"]),
        // The reference's example.
        (
            r#"{"NumericLessThan":{"aws:MultiFactorAuthAge":["2700","3600"]}}"#,
            &["REDUNDANT_CONDITION_VALUE_NUM"],
        ),
        (r#"{"DateLessThan":{"aws:CurrentTime":"soon"}}"#, &["TYPE_MISMATCH_DATE"]),
        (r#"{"DateLessThan":{"aws:CurrentTime":"1585699200"}}"#, &["INVALID_DATE_VALUE"]),
        (r#"{"StringEquals":{"aws:SourceVpc":"vpc-12345678"}}"#, &[]),
        (r#"{"StringEquals":{"aws:SourceVpc":"vpc-1"}}"#, &["INVALID_VPC_FORMAT"]),
        (r#"{"StringEquals":{"aws:SourceVpce":"vpc-12345678"}}"#, &["INVALID_VPCE_FORMAT"]),
        (
            r#"{"ForAnyValue:StringEquals":{"saml:aud":"x"}}"#,
            &["FORANYVALUE_WITH_AUDIENCE_CLAIM_TYPE"],
        ),
        (r#"{"IpAddress":{"aws:SourceIp":"203.0.113"}}"#, &["TYPE_MISMATCH_IP_RANGE"]),
        (r#"{"IpAddress":{"aws:SourceIp":"203.0.113.7/24"}}"#, &["IMPROVE_IP_RANGE"]),
        (r#"{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}"#, &["PRIVATE_IP_ADDRESS"]),
        (r#"{"NotIpAddress":{"aws:SourceIp":"10.0.0.0/8"}}"#, &["PRIVATE_NOT_IP_ADDRESS"]),
        (
            r#"{"IpAddress":{"aws:SourceIp":["10.0.0.0/8","203.0.113.0/24"]}}"#,
            &["PRIVATE_IP_ADDRESS_SUBSET"],
        ),
        (
            r#"{"NotIpAddress":{"aws:SourceIp":["10.0.0.0/8","203.0.113.0/24"]}}"#,
            &["PRIVATE_NOT_IP_ADDRESS_SUBSET"],
        ),
        (
            r#"{"NumericLessThan":{"aws:MultiFactorAuthAge":"${aws:username}"}}"#,
            &["INVALID_VARIABLE_FOR_OPERATOR"],
        ),
        (r#"{"StringEquals":{"aws:username":"${aws:username}"}}"#, &[]),
        (r#"{"StringEquals":{"aws:username":"${aws:username"}}"#, &["MISSING_BRACE_IN_VARIABLE"]),
        (r#"{"StringEquals":{"aws:username":"${}"}}"#, &["EMPTY_VARIABLE"]),
        (
            r#"{"StringEquals":{"aws:username":"${aws: username}"}}"#,
            &["UNSUPPORTED_SPACE_IN_VARIABLE"],
        ),
        (
            r#"{"StringEquals":{"aws:username":"${aws:username, ann}"}}"#,
            &["MISSING_QUOTE_IN_VARIABLE"],
        ),
        (r#"{"StringEquals":{"aws:username":"${aws:username, 'ann'}"}}"#, &[]),
    ]);
    let old = policy(&with(r#"{"StringEquals":{"aws:username":"${aws:username}"}}"#));
    let old = old.replace("2012-10-17", "2008-10-17");
    assert_eq!(codes(&old, Subject::Identity), ["VARIABLE_UNSUPPORTED_IN_VERSION"]);
    let action = r#""Effect":"Allow","Action":"s3:${aws:username}","Resource":"*""#;
    expect(Subject::Identity, &[(action, &["VARIABLE_UNSUPPORTED_IN_ELEMENT"])]);
}

#[test]
fn roles_are_not_given_away() {
    const PASS: &str = "PASS_ROLE_WITH_";
    const CREATE: &str = "CREATE_SLR_WITH_";
    let row = |action: &str, resource: &str| {
        codes(&policy(&format!(r#""Effect":"Allow",{action},{resource}"#)), Subject::Identity)
    };
    let ways = [
        (r#""Action":["iam:PassRole","iam:CreateServiceLinkedRole"]"#, "STAR_IN_RESOURCE"),
        (r#""Action":"iam:*""#, "STAR_IN_ACTION_AND_RESOURCE"),
        (r#""NotAction":"s3:*""#, "STAR_IN_RESOURCE_AND_NOT_ACTION"),
    ];
    for (action, way) in ways {
        let found = row(action, r#""Resource":"*""#);
        assert_eq!(found, [format!("{PASS}{way}"), format!("{CREATE}{way}")]);
    }
    let ways = [
        (r#""Action":["iam:PassRole","iam:CreateServiceLinkedRole"]"#, "NOT_RESOURCE"),
        (r#""Action":"*""#, "STAR_IN_ACTION_AND_NOT_RESOURCE"),
        (r#""NotAction":"s3:*""#, "NOT_ACTION_AND_NOT_RESOURCE"),
    ];
    for (action, way) in ways {
        let found = row(action, r#""NotResource":"arn:aws:iam::111122223333:role/a""#);
        assert_eq!(found, [format!("{PASS}{way}"), format!("{CREATE}{way}")]);
    }
    let narrow = r#""Resource":"arn:aws:iam::*:role/Service*""#;
    assert_eq!(row(r#""Action":"iam:PassRole""#, narrow), [""; 0]);
    let passed = r#""Resource":"*",
        "Condition":{"StringEquals":{"iam:PassedToService":"ec2.amazonaws.com"}}"#;
    assert_eq!(row(r#""Action":"iam:PassRole""#, passed), [""; 0]);
    assert_eq!(row(r#""NotAction":["iam:*"]"#, r#""Resource":"*""#), [""; 0]);
}

#[test]
fn statements_are_compared_with_each_other() {
    let both = |left: &str, right: &str, subject| {
        let text = format!(r#"{{"Version":"2012-10-17","Statement":[{{{left}}},{{{right}}}]}}"#);
        codes(&text, subject)
    };
    let one = format!(r#""Sid":"One",{ALLOW}"#);
    let two = r#""Sid":"Two","Resource":["*"],"Effect":"Allow","Action":"sqs:SendMessage""#;
    assert_eq!(both(&one, two, Subject::Identity), ["REDUNDANT_STATEMENT"]);
    let other = r#""Sid":"One","Effect":"Deny","Action":"sqs:SendMessage","Resource":"*""#;
    assert_eq!(both(&one, other, Subject::Identity), ["UNIQUE_SIDS_REQUIRED"]);
    let [one, other] = [&one, other].map(|it| format!(r#""Principal":"*",{it}"#));
    assert_eq!(both(&one, &other, Subject::Resource), ["UNIQUE_SIDS_RECOMMENDED"]);
}

#[test]
fn variables_are_pointed_at_within_their_text() {
    let text = policy(r#""Effect":"Deny","Action":"*","Resource":"arn:aws:s3:::b/${}""#);
    let found = findings(&text, Subject::Identity);
    let location = &found[0].locations[0];
    assert_eq!(location.path.last(), Some(&Step::Substring { start: 15, length: 3 }));
    let start = text.find("${}").expect("is there");
    let at = |offset| Position { line: 1, column: offset, offset };
    assert_eq!((location.span.start, location.span.end), (at(start), at(start + 3)));
}

#[test]
fn lists_too_long_to_compare_are_not_called_redundant() {
    let mut actions: Vec<String> = (0..5_000).map(|it| format!("\"ec2:*a{it}*\"")).collect();
    actions.push(actions[0].clone());
    let statement = format!(r#""Effect":"Deny","Action":[{}],"Resource":"*""#, actions.join(","));
    let report = check(&policy(&statement), Subject::Identity, None);
    assert!(
        report.budget.is_spent()
            && report.findings.iter().all(|it| { it.check.code != "REDUNDANT_ACTION" })
    );
}
