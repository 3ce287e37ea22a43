//! The example of RFC 7515, Appendix A.3 (ES256), with its key.

use serde_json::json;

use super::*;

const TOKEN: &str = "eyJhbGciOiJFUzI1NiJ9.\
    eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.\
    DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

fn key() -> Json {
    json!({
        "kty": "EC", "crv": "P-256",
        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    })
}

#[test]
fn the_example_of_the_standard_is_verified() {
    let token = Token::read(TOKEN).expect("it is a token");
    assert_eq!(token.text("iss"), Some("joe"));
    assert_eq!(token.seconds("exp"), Some(1_300_819_380));
    assert!(token.is_signed_by_any(&json!({ "keys": [key()] })));
}

#[test]
fn other_keys_and_changed_tokens_are_not() {
    let changed = TOKEN.replacen("eyJpc3MiOiJqb2Ui", "eyJpc3MiOiJKb2Ui", 1);
    let token = Token::read(&changed).expect("it is a token");
    assert!(!token.is_signed_by_any(&json!({ "keys": [key()] })));
    let token = Token::read(TOKEN).expect("it is a token");
    assert!(!token.is_signed_by_any(&json!({ "keys": [] })));
    let mut other = key();
    other["use"] = json!("enc");
    assert!(!token.is_signed_by_any(&json!({ "keys": [other] })));
}

#[test]
fn what_is_no_token() {
    for text in ["", "a.b", "a.b.c", "eyJhbGciOiJub25lIn0.e30."] {
        assert!(Token::read(text).is_none(), "{text}");
    }
}
