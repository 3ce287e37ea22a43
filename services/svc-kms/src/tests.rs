//! Tests of KMS's pure parts, and of what cases cannot say.

use bytes::Bytes;
use kernel::{AccountId, Struct};
use serde_json::json;
use testkit::TestWorld;

use crate::envelope::{self, Envelope, Header};
use crate::grant;
use crate::material;

fn header() -> Header {
    let account = AccountId::parse("111111111111").expect("12 digits");
    Header { account, key: "1234abcd-12ab-34cd-56ef-1234567890ab".to_owned(), material: 3 }
}

fn closed(context: &[u8]) -> Vec<u8> {
    envelope::close(&header(), &[7; 32], context, b"plain", &mut material::generator([1; 32]))
}

#[test]
fn a_ciphertext_names_its_key_and_opens() {
    let bytes = closed(b"context");
    let envelope = Envelope::read(&bytes).expect("it is one");
    assert_eq!(envelope.header, header());
    assert_eq!(envelope.open(&[7; 32], b"context"), Some(b"plain".to_vec()));
    assert_eq!(envelope.open(&[8; 32], b"context"), None);
    assert_eq!(envelope.open(&[7; 32], b"other"), None);
}

#[test]
fn no_bit_of_a_ciphertext_can_be_changed() {
    let bytes = closed(b"");
    for at in 0..bytes.len() * 8 {
        let mut changed = bytes.clone();
        changed[at / 8] ^= 1 << (at % 8);
        let opened = Envelope::read(&changed).and_then(|it| it.open(&[7; 32], b""));
        assert_eq!(opened, None, "bit {at}");
    }
    for len in 0..bytes.len() {
        let opened = Envelope::read(&bytes[..len]).and_then(|it| it.open(&[7; 32], b""));
        assert_eq!(opened, None, "{len} bytes");
    }
}

#[test]
fn a_context_is_its_pairs_in_any_order() {
    let read = |pairs: &[(&'static str, &str)]| {
        let input: Struct =
            Struct::new().with("EncryptionContext", pairs.iter().copied().collect::<Struct>());
        let view = crate::api::EncryptInput(&input);
        envelope::context_bytes(view.encryption_context()).expect("it is short")
    };
    assert_eq!(read(&[("a", "1"), ("b", "2")]), read(&[("b", "2"), ("a", "1")]));
    assert_ne!(read(&[("a", "1b")]), read(&[("a1", "b")]));
    assert_ne!(read(&[("a", "1"), ("b", "2")]), read(&[("a", "1b2")]));
}

#[test]
fn a_grant_is_one_more_statement() {
    let statement = json!({"Effect": "Allow"});
    let of = |policy: &str| grant::add_statement(policy, statement.clone());
    assert_eq!(of(r#"{"Statement":[1]}"#), r#"{"Statement":[1,{"Effect":"Allow"}]}"#);
    assert_eq!(of(r#"{"Statement":{"a":1}}"#), r#"{"Statement":[{"a":1},{"Effect":"Allow"}]}"#);
}

#[test]
fn roles_are_found_without_their_path() {
    let name = grant::index_name("arn:aws:iam::111111111111:role/a/b/worker");
    assert_eq!(name, "arn:aws:iam::111111111111:role/worker");
    let user = "arn:aws:iam::111111111111:user/a/ann";
    assert_eq!(grant::index_name(user), user);
}

/// A world in memory is the same again with the same seed, and with another seed another.
#[test]
fn material_comes_from_the_worlds_seed() {
    let made = |seed| {
        let world = TestWorld::seeded(&[&crate::SERVICE], seed);
        let call = |operation, input| world.call("kms", operation, input).expect("it succeeds");
        let key = call("CreateKey", Struct::new());
        let key = key.structure("KeyMetadata").and_then(|it| it.str("KeyId")).expect("an id");
        let input = Struct::new().with("KeyId", key).with("Plaintext", Bytes::from_static(b"x"));
        call("Encrypt", input).blob("CiphertextBlob").expect("a ciphertext").clone()
    };
    assert_eq!(made(1), made(1));
    assert_ne!(made(1), made(2));
}
