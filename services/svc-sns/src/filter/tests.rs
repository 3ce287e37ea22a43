//! Filter policies against messages. Expectations: the examples of the Developer Guide's pages
//! "String value matching", "Numeric value matching", "Key matching" and "AND/OR logic".

use std::collections::BTreeMap;

use super::*;

fn message(body: &str, attributes: &[(&str, &str, &str)]) -> MessageRow {
    let attributes = attributes.iter().map(|(name, data_type, text)| AttributeRow {
        name: (*name).to_owned(),
        data_type: (*data_type).to_owned(),
        text: Some((*text).to_owned()),
        bytes: None,
    });
    MessageRow {
        kind: MessageKind::Notification,
        id: "id".to_owned(),
        published: 0,
        body: body.to_owned(),
        is_structured: false,
        subject: None,
        attributes: attributes.collect(),
        group: None,
        deduplication_id: None,
        endpoint: String::new(),
        signatures: BTreeMap::new(),
        sealed: None,
    }
}

#[track_caller]
fn filter(policy: &str, is_of_body: bool) -> Filter {
    let settings = SubscriptionSettings {
        filter_policy: Some(policy.to_owned()),
        filters_body: is_of_body,
        ..SubscriptionSettings::default()
    };
    if let Err(error) = check(policy, is_of_body, Place::Alone) {
        panic!("{policy}: {error}");
    }
    Filter::of(&settings).expect("it has a policy")
}

/// Each policy takes the first messages and none of the second, as attributes and as bodies.
#[track_caller]
fn check_values(policy: &str, taken: &[(&str, &str)], refused: &[(&str, &str)]) {
    let by_attribute = filter(&format!(r#"{{"k": [{policy}]}}"#), false);
    let by_body = filter(&format!(r#"{{"k": [{policy}]}}"#), true);
    for (expected, values) in [(true, taken), (false, refused)] {
        for (data_type, text) in values {
            let of_attribute = message("{}", &[("k", data_type, text)]);
            assert_eq!(by_attribute.accepts(&of_attribute), expected, "{policy}: {text}");
            let value = if *data_type == "String" {
                Json::String((*text).to_owned()).to_string()
            } else {
                (*text).to_owned()
            };
            let of_body = message(&format!(r#"{{"k": {value}}}"#), &[]);
            assert_eq!(by_body.accepts(&of_body), expected, "{policy}: {value} in a body");
        }
    }
}

const ARRAY: &str = "String.Array";

#[test]
fn exact_strings() {
    check_values(
        r#""rugby", "tennis""#,
        &[("String", "rugby"), ("String", "tennis"), (ARRAY, r#"["rugby","tennis"]"#)],
        &[("String", "baseball"), ("String", "Rugby"), (ARRAY, r#"["baseball"]"#), (ARRAY, "[]")],
    );
}

#[test]
fn anything_but() {
    check_values(
        r#"{"anything-but": ["rugby", "tennis"]}"#,
        // One value that is neither is enough.
        &[("String", "baseball"), (ARRAY, r#"["rugby","baseball"]"#)],
        &[("String", "rugby"), (ARRAY, r#"["rugby"]"#)],
    );
    check_values(
        r#"{"anything-but": {"prefix": "order-"}}"#,
        &[("String", "data-entry"), ("String", "order_number")],
        &[("String", "order-cancelled")],
    );
    check_values(
        r#"{"anything-but": [100, 500]}"#,
        &[("Number", "101"), ("Number", "100.1")],
        &[("Number", "100"), ("Number", "500.0")],
    );
}

#[test]
fn the_forms_of_strings() {
    check_values(
        r#"{"equals-ignore-case": "tennis"}"#,
        &[("String", "TENNIS"), ("String", "Tennis")],
        &[("String", "baseball"), ("String", "tenni")],
    );
    check_values(
        r#"{"prefix": "bas"}"#,
        &[("String", "baseball"), ("String", "basketball")],
        &[("String", "rugby"), ("String", "Baseball")],
    );
    check_values(r#"{"suffix": "ball"}"#, &[("String", "baseball")], &[("String", "ballet")]);
    check_values(
        r#"{"wildcard": "*ball"}"#,
        &[("String", "baseball"), ("String", "ball")],
        &[("String", "rugby"), ("String", "balls")],
    );
    check_values(
        r#"{"wildcard": "a*b*c"}"#,
        &[("String", "abc"), ("String", "axxbxxbc")],
        &[("String", "ab"), ("String", "acb"), ("String", "xabc")],
    );
    check_values(r#"{"wildcard": "a\\*"}"#, &[("String", "a*")], &[("String", "ab")]);
}

#[test]
fn addresses() {
    check_values(
        r#"{"cidr": "10.0.0.0/24"}"#,
        &[("String", "10.0.0.0"), ("String", "10.0.0.255")],
        &[("String", "10.1.1.0"), ("String", "10.0.1.0"), ("String", "no address")],
    );
    check_values(
        r#"{"cidr": "2001:db8::/32"}"#,
        &[("String", "2001:db8:1::1")],
        &[("String", "2001:db9::1"), ("String", "10.0.0.1")],
    );
}

#[test]
fn numbers() {
    check_values(
        r#"{"numeric": ["=", 301.5]}"#,
        &[("Number", "301.5"), ("Number", "3.015e2"), ("Number", "301.500001")],
        &[("Number", "301.50001"), ("Number", "301")],
    );
    check_values(
        r#"{"numeric": [">", 0, "<=", 150]}"#,
        &[("Number", "0.00001"), ("Number", "150")],
        &[("Number", "0"), ("Number", "150.00001"), ("Number", "-1")],
    );
    check_values(r#"{"numeric": ["<", 5]}"#, &[("Number", "-1000")], &[("Number", "5")]);
    check_values("7", &[("Number", "7"), ("Number", "7.0"), (ARRAY, "[7]")], &[("String", "7")]);
    check_values(r#""7""#, &[("String", "7"), (ARRAY, r#"["7"]"#)], &[("Number", "7")]);
}

#[test]
fn keywords() {
    check_values(
        "true, null",
        &[(ARRAY, "[true]"), (ARRAY, "[null, 1]")],
        &[("String", "true"), (ARRAY, "[false]"), ("String", "null")],
    );
}

#[test]
fn keys_that_are_there_or_not() {
    let has = filter(r#"{"store": [{"exists": true}]}"#, false);
    let lacks = filter(r#"{"store": [{"exists": false}], "event": ["a"]}"#, false);
    let with = message("", &[("store", "String", "x"), ("event", "String", "a")]);
    let without = message("", &[("event", "String", "a")]);
    assert!(has.accepts(&with) && !has.accepts(&without));
    assert!(!lacks.accepts(&with) && lacks.accepts(&without));
    // With other conditions beside it.
    let either = filter(r#"{"store": [{"exists": false}, {"prefix": "y"}]}"#, false);
    assert!(either.accepts(&without) && !either.accepts(&with));
}

#[test]
fn all_keys_and_one_value_of_each() {
    let filter = filter(
        r#"{"customer_interests": ["rugby", "football"], "price": [{"numeric": [">", 100]}]}"#,
        false,
    );
    let of = |interest, price| {
        let attributes = [
            ("customer_interests", "String", interest),
            ("price", "Number", price),
            ("x", "String", "y"),
        ];
        filter.accepts(&message("not JSON", &attributes))
    };
    assert!(of("rugby", "101") && of("football", "1e3"));
    assert!(!of("rugby", "100") && !of("tennis", "101"));
}

#[test]
fn alternatives() {
    let filter = filter(
        r#"{"source": ["aws.cloudwatch"], "$or": [
            {"metricName": ["CPUUtilization"]}, {"namespace": ["AWS/EC2", "AWS/ES"]}]}"#,
        false,
    );
    let of = |source, name, value| {
        let attributes = [("source", "String", source), (name, "String", value)];
        filter.accepts(&message("", &attributes))
    };
    assert!(of("aws.cloudwatch", "metricName", "CPUUtilization"));
    assert!(of("aws.cloudwatch", "namespace", "AWS/ES"));
    assert!(!of("aws.cloudwatch", "namespace", "AWS/S3"));
    assert!(!of("aws.s3", "namespace", "AWS/ES"));
}

#[test]
fn an_or_of_conditions_is_a_name() {
    let filter = filter(r#"{"$or": [{"prefix": "a"}, {"prefix": "b"}]}"#, false);
    assert!(filter.accepts(&message("", &[("$or", "String", "bee")])));
    assert!(!filter.accepts(&message("", &[("x", "String", "bee")])));
}

#[test]
fn bodies_and_their_nested_properties() {
    let filter = filter(
        r#"{"store": ["example_corp"], "event": {"type": ["order_cancelled"], "tags": ["x"]}}"#,
        true,
    );
    let of = |body: &str| filter.accepts(&message(body, &[("store", "String", "example_corp")]));
    assert!(of(r#"{"store":"example_corp","event":{"type":"order_cancelled","tags":["y","x"]}}"#));
    // Of a list, one element has all.
    assert!(of(
        r#"{"store":"example_corp","event":[{"type":"order_cancelled","tags":["x"]},{"type":"z"}]}"#
    ));
    assert!(!of(r#"{"store":"example_corp","event":[{"type":"order_cancelled"},{"tags":["x"]}]}"#));
    for body in ["", "text", "[]", "{}", r#"{"store":"example_corp","event":"order_cancelled"}"#] {
        assert!(!of(body), "{body}");
    }
}

/// EventBridge User Guide, "Comparison operators": "Exists matching only works on leaf nodes."
#[test]
fn only_leaves_of_a_body_exist() {
    let has = filter(r#"{"a": [{"exists": true}]}"#, true);
    let lacks = filter(r#"{"a": [{"exists": false}]}"#, true);
    for (body, expected) in [
        (r#"{"a": null}"#, true),
        (r#"{"a": [{"b": 1}, 2]}"#, true),
        (r#"{"a": []}"#, false),
        (r#"{"a": {"b": 1}}"#, false),
        (r#"{"a": [{"b": 1}]}"#, false),
    ] {
        assert_eq!(has.accepts(&message(body, &[])), expected, "{body}");
        assert_eq!(lacks.accepts(&message(body, &[])), !expected, "{body}");
    }
}

#[test]
fn what_is_not_there_in_a_body() {
    let filter = filter(r#"{"a": {"b": [{"exists": false}]}}"#, true);
    assert!(filter.accepts(&message(r#"{"a":{}}"#, &[])));
    assert!(filter.accepts(&message("{}", &[])));
    assert!(!filter.accepts(&message(r#"{"a":{"b":null}}"#, &[])));
}

#[test]
fn what_is_no_policy_is_refused() {
    for (policy, reason) in [
        ("", "failed to parse JSON"),
        ("[]", "must be a JSON object"),
        (r#"{"k":"v"}"#, "\"k\" must be an object or an array"),
        (r#"{"k":[]}"#, "Empty arrays are not allowed"),
        (r#"{"k":[["v"]]}"#, "Match value must be"),
        (r#"{"k":[{"no":"v"}]}"#, "Unrecognized match type no"),
        (r#"{"k":[{"prefix":1}]}"#, "prefix match pattern must be a string"),
        (r#"{"k":[{"prefix":"a","suffix":"b"}]}"#, "Only one key allowed"),
        (r#"{"k":[{"exists":"yes"}]}"#, "must be either true or false"),
        (r#"{"k":[{"numeric":[">"]}]}"#, "numeric match"),
        (r#"{"k":[{"numeric":["!",1]}]}"#, "Unrecognized numeric range operator"),
        (r#"{"k":[{"numeric":[">","1"]}]}"#, "must be numeric"),
        (r#"{"k":[{"numeric":[">",5,"<",5]}]}"#, "Bottom must be less than top"),
        (r#"{"k":[{"numeric":["=",1000000001]}]}"#, "between -1000000000 and 1000000000"),
        (r#"{"k":[{"cidr":"10.0.0.0"}]}"#, "Malformed CIDR"),
        (r#"{"k":[{"wildcard":"a**"}]}"#, "Consecutive wildcard"),
        (r#"{"k":{"n":["v"]}}"#, "does not support nested filter policy"),
        (r#"{"a":[1],"b":[1],"c":[1],"d":[1],"e":[1],"f":[1]}"#, "more than 5 keys"),
    ] {
        let error = check(policy, false, Place::Alone).unwrap_err();
        assert_eq!(error.code(), "InvalidParameterException", "{policy}");
        assert!(error.message().starts_with("Invalid parameter: FilterPolicy: "), "{error}");
        assert!(error.message().contains(reason), "{policy}: {error}");
    }
}

#[test]
fn combinations_are_counted_as_documented() {
    // "Filter policy constraints": values times depth, multiplied over the keys.
    let values = |count: usize| vec!["\"v\""; count].join(",");
    let of_150 = format!(r#"{{"a":[{}],"b":[{}],"c":[{}]}}"#, values(3), values(5), values(10));
    assert_eq!(check(&of_150, false, Place::Alone), Ok(()));
    let of_151 = format!(r#"{{"a":[{}]}}"#, values(151));
    let nested =
        r#"{"key_a":{"key_b":{"key_c":[1,2,3,4]}},"key_d":{"key_e":[1,2,3]},"key_f":[1,2,3]}"#;
    for (policy, is_of_body) in [(of_151.as_str(), false), (nested, true)] {
        let error = check(policy, is_of_body, Place::Map).unwrap_err();
        assert_eq!(
            error.message(),
            "Invalid parameter: Attributes Reason: FilterPolicy: Filter policy is too complex"
        );
    }
}
