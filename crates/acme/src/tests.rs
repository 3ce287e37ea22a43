//! Examples of the standards, and messages that are none.

use serde_json::json;

use crate::{Jwk, Jws, Kind, Problem, encode};

/// RFC 7515, Appendix A.3 (ES256).
fn key() -> serde_json::Value {
    json!({
        "kty": "EC", "crv": "P-256", "kid": "of no account here",
        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    })
}

fn message() -> serde_json::Value {
    json!({
        "protected": "eyJhbGciOiJFUzI1NiJ9",
        "payload": "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9p\
                    c19yb290Ijp0cnVlfQ",
        "signature": "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJ\
                      qPP3-Kg6NU1Q",
    })
}

fn read(json: &serde_json::Value) -> Option<Jws> {
    Jws::read(json.to_string().as_bytes())
}

#[test]
fn the_example_of_the_standard_is_verified() {
    let jws = read(&message()).expect("a message");
    let key = Jwk::read(&key()).expect("a key");
    assert!(jws.is_signed_by(&key));
    assert_eq!(jws.object().expect("an object")["iss"], "joe");
    let mut changed = message();
    changed["payload"] = json!("e30");
    assert!(!read(&changed).expect("a message").is_signed_by(&key));
    assert!(!jws.is_sealed_by(b"secret"), "it is not of HMAC");
}

#[test]
fn a_thumbprint_is_of_the_required_members_in_their_order() {
    // RFC 7638, 3.1.
    let key = json!({
        "kty": "RSA",
        "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1\
              L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4\
              QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbO\
              pbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csF\
              Cur-kEgU8awapJzKnqDKgw",
        "e": "AQAB", "alg": "RS256", "kid": "2011-04-29",
    });
    let key = Jwk::read(&key).expect("a key");
    assert_eq!(key.thumbprint(), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
    assert_eq!(Jwk::of_text(&key.text()), Some(key));
}

#[test]
fn what_is_no_message_or_key_is_refused() {
    for member in ["protected", "payload", "signature"] {
        for wrong in [json!(null), json!(7), json!("=="), json!("padded=")] {
            let mut broken = message();
            broken[member] = wrong;
            assert!(read(&broken).is_none(), "{member}");
        }
    }
    for extra in ["header", "signatures"] {
        let mut broken = message();
        broken[extra] = json!({});
        assert!(read(&broken).is_none(), "{extra}");
    }
    assert!(Jws::read(b"").is_none());
    assert!(Jws::read(b"[]").is_none());
    let short = json!({ "kty": "RSA", "n": encode(&[255; 128]), "e": "AQAB" });
    let long = json!({ "kty": "RSA", "n": encode(&[255; 513]), "e": "AQAB" });
    let other = json!({ "kty": "EC", "crv": "secp256k1", "x": "AA", "y": "AA" });
    for json in [short, long, other, json!({}), json!("key")] {
        assert!(Jwk::read(&json).is_none(), "{json}");
    }
}

#[test]
fn problems_name_what_they_are_about() {
    let problem = Problem::new(Kind::RejectedIdentifier, "no").about(vec!["a.example".into()]);
    let json = problem.json();
    assert_eq!(json["type"], "urn:ietf:params:acme:error:rejectedIdentifier");
    assert_eq!(json["status"], 403);
    assert_eq!(json["subproblems"][0]["identifier"]["value"], "a.example");
    let json = Problem::new(Kind::BadSignatureAlgorithm, "no").json();
    assert!(json["algorithms"].as_array().is_some_and(|it| it.contains(&json!("ES256"))));
}
