//! Every operator, on keys that are there and keys that are not.
//!
//! Source, where no other is named: "IAM JSON policy elements: Condition operators".

use super::{keys, policy};
use crate::{Kind, Principal, PrincipalKind, Request};

/// Whether a statement with this condition applies to a request with these keys.
fn applies(condition: &str, pairs: &[(&str, &str)], effect: &str) -> bool {
    let text = format!(
        r#"{{"Version":"2012-10-17","Statement":{{"Effect":"{effect}","Action":"*",
            "Resource":"*","Condition":{{{condition}}}}}}}"#
    );
    let policy = policy(&text, Kind::Identity);
    let arn = "arn:aws:iam::123456789012:user/ann";
    let principal = Principal::new(PrincipalKind::User, "123456789012", arn);
    let keys = keys(pairs);
    let request = Request {
        principal: &principal,
        action: "s3:GetObject",
        resource: "arn:aws:s3:::b/k",
        owner: "123456789012",
        keys: &keys,
    };
    policy.statements[0].check(&request).is_ok()
}

fn check(condition: &str, pairs: &[(&str, &str)], expected: bool) {
    let got = applies(condition, pairs, "Allow");
    assert_eq!(got, expected, "{condition} on {pairs:?}");
}

/// One key with one value against one value.
fn check_one(operator: &str, wanted: &str, value: &str, expected: bool) {
    check(&format!(r#""{operator}":{{"x:k":"{wanted}"}}"#), &[("x:k", value)], expected);
}

#[test]
fn strings() {
    check_one("StringEquals", "a", "a", true);
    check_one("StringEquals", "a", "A", false);
    check_one("StringEquals", "a*", "ab", false);
    check_one("StringEquals", "a*", "a*", true);
    check_one("StringNotEquals", "a", "b", true);
    check_one("StringNotEquals", "a", "a", false);
    check_one("StringEqualsIgnoreCase", "aB", "Ab", true);
    check_one("StringNotEqualsIgnoreCase", "aB", "Ab", false);
    check_one("StringLike", "a*c?", "abbcd", true);
    check_one("StringLike", "a*", "Ab", false);
    check_one("StringNotLike", "a*", "Ab", true);
    check_one("StringLike", "${aws:nothing, 'z'}*", "zzz", true);
}

#[test]
fn numbers() {
    check_one("NumericEquals", "10", "10.0", true);
    check_one("NumericEquals", "9007199254740993", "9007199254740992", false);
    check_one("NumericNotEquals", "10", "11", true);
    check_one("NumericLessThan", "10", "9.5", true);
    check_one("NumericLessThan", "10", "10", false);
    check_one("NumericLessThanEquals", "10", "10", true);
    check_one("NumericGreaterThan", "-1", "0", true);
    check_one("NumericGreaterThanEquals", "10", "9", false);
    // What is no number equals none.
    check_one("NumericLessThan", "ten", "9", false);
    check_one("NumericEquals", "10", "many", false);
    check(r#""NumericLessThanEquals":{"s3:max-keys":10}"#, &[("s3:max-keys", "7")], true);
}

/// "You must specify date/time values with one of the W3C implementations of the ISO 8601 date
/// formats or in epoch (UNIX) time."
#[test]
fn dates() {
    let at = "2020-07-16T19:20:30Z";
    check_one("DateEquals", at, "2020-07-16T19:20:30.000Z", true);
    check_one("DateEquals", "1594927230", at, true);
    check_one("DateEquals", "2020-07-16T20:20:30+01:00", at, true);
    check_one("DateNotEquals", at, at, false);
    check_one("DateGreaterThan", "2020", at, true);
    check_one("DateGreaterThan", "2020-07", at, true);
    check_one("DateGreaterThan", "2020-07-16", at, true);
    check_one("DateGreaterThan", "2020-07-16T19:20Z", at, true);
    check_one("DateLessThan", "2020-07-17", at, true);
    check_one("DateLessThanEquals", at, at, true);
    check_one("DateGreaterThanEquals", "2021", at, false);
    check_one("DateLessThan", "soon", at, false);
}

#[test]
fn booleans_and_bytes() {
    check_one("Bool", "true", "true", true);
    check_one("Bool", "False", "false", true);
    check_one("Bool", "true", "false", false);
    check_one("Bool", "maybe", "maybe", false);
    check(r#""Bool":{"aws:SecureTransport":false}"#, &[("aws:SecureTransport", "false")], true);
    let text = "QmluYXJ5VmFsdWVJbkJhc2U2NA==";
    check_one("BinaryEquals", text, text, true);
    check_one("BinaryEquals", text, "QUFB", false);
    check_one("BinaryEquals", "!", "!", false);
}

/// "If you specify an IP address without the associated routing prefix, IAM uses the default
/// prefix value of /32."
#[test]
fn addresses() {
    for (network, address, expected) in [
        ("203.0.113.0/24", "203.0.113.77", true),
        ("203.0.113.0/24", "203.0.114.1", false),
        ("203.0.113.5", "203.0.113.5", true),
        ("203.0.113.5", "203.0.113.6", false),
        ("203.0.113.99/24", "203.0.113.1", true),
        ("0.0.0.0/0", "8.8.8.8", true),
        ("0.0.0.0/0", "::1", false),
        ("2001:DB8:1234:5678::/64", "2001:db8:1234:5678::9", true),
        ("2001:DB8:1234:5678::/64", "2001:db8:1234:5679::9", false),
        ("::/0", "2001:db8::1", true),
        ("10.0.0.0/8", "::ffff:10.1.2.3", true),
        ("10.0.0.0/33", "10.0.0.0", false),
        ("10.0.0.0/", "10.0.0.0", false),
        ("nowhere", "10.0.0.0", false),
    ] {
        check_one("IpAddress", network, address, expected);
        check_one("NotIpAddress", network, address, !expected);
    }
}

#[test]
fn arns() {
    let topic = "arn:aws:sns:us-east-1:123456789012:t";
    for operator in ["ArnEquals", "ArnLike"] {
        check_one(operator, "arn:aws:sns:*:123456789012:t", topic, true);
        check_one(operator, "arn:aws:sns:*:t", topic, false);
        check_one(operator, "arn:aws:s3:*:*:b", "arn:aws:s3:::b", true);
        check_one(operator, "*", topic, true);
    }
    for operator in ["ArnNotEquals", "ArnNotLike"] {
        check_one(operator, "arn:aws:sns:*:123456789012:t", topic, false);
        check_one(operator, topic, "arn:aws:sns:us-east-1:123456789012:u", true);
    }
}

/// "If the key that you specify in a policy condition is not present in the request context, the
/// values do not match … If the policy condition requires that the key is not matched … the
/// condition is true."
#[test]
fn absent_keys() {
    for operator in [
        "StringEquals",
        "StringLike",
        "NumericEquals",
        "DateLessThan",
        "Bool",
        "BinaryEquals",
        "IpAddress",
        "ArnLike",
    ] {
        check(&format!(r#""{operator}":{{"x:k":"1"}}"#), &[], false);
        check(&format!(r#""{operator}IfExists":{{"x:k":"1"}}"#), &[], true);
    }
    for operator in [
        "StringNotEquals",
        "StringNotLike",
        "StringNotEqualsIgnoreCase",
        "NumericNotEquals",
        "DateNotEquals",
        "NotIpAddress",
        "ArnNotEquals",
        "ArnNotLike",
    ] {
        check(&format!(r#""{operator}":{{"x:k":"1"}}"#), &[], true);
        check(&format!(r#""{operator}IfExists":{{"x:k":"1"}}"#), &[], true);
    }
    // With the key, IfExists changes nothing.
    check_one("StringEqualsIfExists", "a", "b", false);
}

#[test]
fn null() {
    check(r#""Null":{"x:k":"true"}"#, &[], true);
    check(r#""Null":{"x:k":"true"}"#, &[("x:k", "v")], false);
    check(r#""Null":{"x:k":"false"}"#, &[], false);
    check(r#""Null":{"x:k":false}"#, &[("x:k", "v")], true);
    check(r#""Null":{"x:k":["true","false"]}"#, &[], true);
}

/// "Creating a condition with multiple keys or values": keys and operators together, values one
/// or the other; for negated operators none of the values.
#[test]
fn several_operators_keys_and_values() {
    check(r#""StringEquals":{"x:k":["a","b"]}"#, &[("x:k", "b")], true);
    check(r#""StringNotEquals":{"x:k":["a","b"]}"#, &[("x:k", "b")], false);
    check(r#""StringNotEquals":{"x:k":["a","b"]}"#, &[("x:k", "c")], true);
    let two = r#""StringEquals":{"x:k":"a","x:l":"b"}"#;
    check(two, &[("x:k", "a"), ("x:l", "b")], true);
    check(two, &[("x:k", "a"), ("x:l", "c")], false);
    let operators = r#""StringEquals":{"x:k":"a"},"NumericLessThan":{"x:n":"5"}"#;
    check(operators, &[("x:k", "a"), ("x:n", "4")], true);
    check(operators, &[("x:k", "a"), ("x:n", "6")], false);
    check(r#""StringEquals":{"x:k":[]}"#, &[("x:k", "a")], false);
    // "Key names are case-insensitive."
    check(r#""StringEquals":{"AWS:UserName":"ann"}"#, &[("aws:username", "ann")], true);
}

/// "Evaluation logic for condition set operators", with the example of that page.
#[test]
fn set_operators() {
    let asked = [("d:a", "PostDateTime"), ("d:a", "UserName")];
    let all = r#""ForAllValues:StringLike":{"d:a":["PostDateTime","Message","Tags"]}"#;
    let any = r#""ForAnyValue:StringLike":{"d:a":["ID","PostDateTime"]}"#;
    check(all, &asked, false);
    check(all, &[("d:a", "PostDateTime"), ("d:a", "Tags")], true);
    check(any, &asked, true);
    check(any, &[("d:a", "UserName")], false);
    // "If the key values in the request resolve to an empty data set (for example, an empty
    // string), ForAllValues returns true, and ForAnyValue returns false."
    for nothing in [&[][..], &[("d:a", "")]] {
        check(all, nothing, true);
        check(any, nothing, false);
        check(r#""ForAllValues:StringNotEquals":{"d:a":"ID"}"#, nothing, true);
        check(r#""ForAnyValue:StringNotEquals":{"d:a":"ID"}"#, nothing, false);
    }
    check(r#""ForAnyValue:StringLikeIfExists":{"d:a":"ID"}"#, &[], true);
    let none_is = r#""ForAllValues:StringNotEquals":{"d:a":["ID","UserName"]}"#;
    check(none_is, &asked, false);
    check(none_is, &[("d:a", "Tags")], true);
    let one_is_not = r#""ForAnyValue:StringNotEquals":{"d:a":["ID","UserName"]}"#;
    check(one_is_not, &asked, true);
    check(one_is_not, &[("d:a", "UserName")], false);
    check(r#""ForAllValues:ArnLike":{"d:a":"arn:aws:s3:::*"}"#, &[("d:a", "arn:aws:s3:::b")], true);
}

/// "If AWS cannot resolve a variable, this might cause the entire statement to be invalid." Our
/// choice: nothing is allowed by it, and nothing that is denied slips through.
#[test]
fn variables_that_cannot_be_told() {
    let equals = r#""StringEquals":{"x:k":"${aws:username}"}"#;
    let differs = r#""StringNotEquals":{"x:k":"${aws:username}"}"#;
    let key = [("x:k", "v")];
    assert!(!applies(equals, &key, "Allow"));
    assert!(!applies(equals, &key, "Deny"));
    assert!(!applies(differs, &key, "Allow"));
    assert!(applies(differs, &key, "Deny"));
    // Another value decides it all the same.
    assert!(applies(r#""StringEquals":{"x:k":["${aws:username}","v"]}"#, &key, "Allow"));
}
