//! Pieces of requests. Source: EventBridge User Guide, "API destinations as targets" and "Dynamic
//! path parameters"; RFC 3986.

use event_pattern::Value;
use kernel::Struct;

use crate::http_parts::{
    Part, encoded, merged, of_connection, of_target, resolved, set_header, with_members, with_path,
    with_query,
};

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

#[test]
fn stars_of_a_path_are_filled_in_order_and_encoded() {
    let values = ["a b".to_owned(), "x/y".to_owned()];
    assert_eq!(with_path("https://h/*/p/*", &values), "https://h/a%20b/p/x%2Fy");
    assert_eq!(with_path("https://h/*/*/*", &values), "https://h/a%20b/x%2Fy/*");
    assert_eq!(with_path("https://h/", &values), "https://h/");
}

#[test]
fn queries_are_appended() {
    assert_eq!(encoded(&[pair("a", "1 &"), pair("ü", "~")]), "a=1%20%26&%C3%BC=~");
    assert_eq!(with_query("https://h/p", &[pair("a", "1")]), "https://h/p?a=1");
    assert_eq!(with_query("https://h/p?z=0", &[pair("a", "1")]), "https://h/p?z=0&a=1");
    assert_eq!(with_query("https://h/p", &[]), "https://h/p");
}

#[test]
fn values_of_the_connection_win() {
    let own = vec![pair("a", "own"), pair("b", "own")];
    let merged = merged(own, vec![pair("a", "connection")]);
    assert_eq!(merged, [pair("b", "own"), pair("a", "connection")]);
    let mut headers = vec![pair("content-type", "application/json")];
    set_header(&mut headers, "Content-Type", "text/plain".to_owned());
    set_header(&mut headers, "HOST", "elsewhere".to_owned());
    assert_eq!(headers, [pair("content-type", "text/plain")]);
}

#[test]
fn parts_of_the_event_stand_in_parameters() {
    let event = Value::parse(r#"{"detail": {"id": "7", "list": [1, 2]}}"#).unwrap();
    assert_eq!(resolved("$.detail.id", Some(&event)), "7");
    assert_eq!(resolved("$.detail.list", Some(&event)), "[1,2]");
    assert_eq!(resolved("$.detail.lost", Some(&event)), "");
    assert_eq!(resolved("$5", Some(&event)), "$5");
    let parameters = Struct::new()
        .with("HeaderParameters", Struct::new().with("x-id", "$.detail.id").with("x-k", "k"));
    let headers = of_target(Some(&parameters), "HeaderParameters", Some(&event));
    assert_eq!(headers, [pair("x-id", "7"), pair("x-k", "k")]);
    assert!(of_target(None, "HeaderParameters", Some(&event)).is_empty());
}

#[test]
fn a_connection_adds_members_to_objects() {
    let item = Struct::new().with("Key", "k").with("Value", "v").with("IsValueSecret", true);
    let parameters = Struct::new().with("BodyParameters", vec![item]);
    let members = of_connection(Some(&parameters), Part::Body);
    assert_eq!(members, [pair("k", "v")]);
    assert!(of_connection(Some(&parameters), Part::Header).is_empty());
    assert_eq!(with_members(r#"{"a":1}"#.to_owned(), members.clone()), r#"{"a":1,"k":"v"}"#);
    assert_eq!(with_members("\"text\"".to_owned(), members), "\"text\"");
}
