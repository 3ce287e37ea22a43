//! Tests of Private CA's names.

use kernel::{Struct, Value};

use crate::subject;

fn texts(members: &[(&'static str, &str)]) -> Struct {
    members.iter().map(|(name, text)| (name.to_string(), (*text).to_owned())).collect()
}

#[test]
fn names_have_their_parts_in_one_order() {
    let one = subject::name(&texts(&[("CommonName", "a"), ("Country", "US")]));
    let other = subject::name(&texts(&[("Country", "US"), ("CommonName", "a")]));
    assert_eq!(one.ok(), other.ok());
    let custom = texts(&[("ObjectIdentifier", "1.2.3"), ("Value", "x")]);
    let mixed =
        texts(&[("CommonName", "a")]).with("CustomAttributes", vec![Value::from(custom.clone())]);
    assert!(subject::name(&mixed).is_err(), "custom attributes stand alone");
    let alone = Struct::new().with("CustomAttributes", vec![Value::from(custom)]);
    assert!(subject::name(&alone).is_ok());
}

#[test]
fn a_general_name_is_one_thing() {
    assert!(subject::general_name(&texts(&[("DnsName", "a")])).is_ok());
    assert!(subject::general_name(&texts(&[("DnsName", "a"), ("IpAddress", "10.0.0.1")])).is_err());
    assert!(subject::general_name(&texts(&[("IpAddress", "10.0.0")])).is_err());
    assert!(subject::general_name(&Struct::new()).is_err());
}
