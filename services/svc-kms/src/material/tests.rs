//! Every kind of key signs, verifies and refuses what was changed.

use super::*;
use crate::api::key_usage_type::{GENERATE_VERIFY_MAC, KEY_AGREEMENT, SIGN_VERIFY};
use crate::spec::{Curve, SPECS};

fn drawn(spec: Spec) -> Vec<u8> {
    draw(spec, &mut generator([7; 32])).expect("a key can be drawn")
}

fn message<'m>(algorithm: &str, raw: &'m [u8], digest: &'m [u8]) -> Message<'m> {
    if algorithm == "ED25519_PH_SHA_512" { Message::Digest(digest) } else { Message::Raw(raw) }
}

#[test]
fn signatures_hold_for_the_message_alone() {
    let small = SPECS.iter().filter(|(_, spec)| !matches!(spec, Spec::Rsa(bits) if *bits > 2048));
    for (name, spec) in small {
        let key = drawn(*spec);
        assert!(is_valid(*spec, &key), "{name}");
        for algorithm in spec.algorithms(SIGN_VERIFY) {
            let sent = message(algorithm, b"hello", &[1; 64]);
            let signature = sign(*spec, &key, algorithm, sent, &mut generator([8; 32]))
                .unwrap_or_else(|fault| panic!("{name} {algorithm}: {fault:?}"));
            let verify = |sent, signature: &[u8]| verify(*spec, &key, algorithm, sent, signature);
            assert_eq!(verify(sent, &signature), Ok(true), "{name} {algorithm}");
            let other = message(algorithm, b"hallo", &[2; 64]);
            assert_eq!(verify(other, &signature), Ok(false), "{name} {algorithm}");
            let mut broken = signature.clone();
            broken[signature.len() / 2] ^= 1;
            assert_eq!(verify(sent, &broken), Ok(false), "{name} {algorithm}");
        }
    }
}

/// What SM2PKE encrypts opens, in the form that GM/T 0009 writes: a sequence of the point, the
/// check, and as many bytes as went in.
#[test]
fn sm2_opens_what_it_encrypted() {
    let key = drawn(Spec::Sm2);
    let mut dice = generator([5; 32]);
    let closed = encrypt(Spec::Sm2, &key, "SM2PKE", b"hello", &mut dice).expect("short enough");
    assert_eq!(closed[0], 0x30);
    let open = |closed: &[u8]| decrypt(Spec::Sm2, &key, "SM2PKE", closed, &mut generator([6; 32]));
    assert_eq!(open(&closed), Some(b"hello".to_vec()));
    let mut broken = closed.clone();
    *broken.last_mut().expect("not empty") ^= 1;
    assert_eq!(open(&broken), None);
}

/// A digest is taken as it is: nothing of the signer goes into it.
#[test]
fn sm2_signs_digests_as_messages() {
    let key = drawn(Spec::Sm2);
    let digest = Message::Digest(&[7; 32]);
    let signature = sign(Spec::Sm2, &key, "SM2DSA", digest, &mut generator([1; 32]));
    let signature = signature.expect("a signature");
    assert_eq!(verify(Spec::Sm2, &key, "SM2DSA", digest, &signature), Ok(true));
    let raw = Message::Raw(&[7; 32]);
    assert_eq!(verify(Spec::Sm2, &key, "SM2DSA", raw, &signature), Ok(false));
    let short = Message::Digest(&[7; 31]);
    let fault = sign(Spec::Sm2, &key, "SM2DSA", short, &mut generator([1; 32]));
    assert_eq!(fault, Err(SignFault::DigestLength));
}

#[test]
fn digests_of_the_wrong_length_are_refused() {
    let spec = Spec::Elliptic(Curve::P256);
    let key = drawn(spec);
    let fault =
        sign(spec, &key, "ECDSA_SHA_256", Message::Digest(&[0; 31]), &mut generator([1; 32]));
    assert_eq!(fault, Err(SignFault::DigestLength));
}

#[test]
fn both_sides_agree_on_a_secret() {
    let curves = [Curve::P256, Curve::P384, Curve::P521].map(Spec::Elliptic);
    for spec in curves.into_iter().chain([Spec::Sm2]) {
        assert!(spec.usages().contains(&KEY_AGREEMENT));
        let mine = drawn(spec);
        let yours = draw(spec, &mut generator([9; 32])).expect("a key can be drawn");
        let public = |key: &[u8]| public_key(spec, key).expect("a public key");
        let one = agree(spec, &mine, &public(&yours)).expect("a secret");
        assert_eq!(Some(one), agree(spec, &yours, &public(&mine)));
    }
}

#[test]
fn wrapped_material_comes_out_as_it_went_in() {
    let mut dice = generator([3; 32]);
    let (private, _) = wrapping_key(2048, &mut dice).expect("a key");
    let wrapped =
        rsa_key::encrypt(&private, Hash::Sha256, &[5; 32], &mut dice).expect("short enough");
    let unwrap =
        |hash, wrapped: &[u8]| unwrap_key(&private, hash, false, wrapped, &mut generator([4; 32]));
    assert_eq!(unwrap(Hash::Sha256, &wrapped), Some(vec![5; 32]));
    assert_eq!(unwrap(Hash::Sha1, &wrapped), None);
    assert_eq!(unwrap(Hash::Sha256, &wrapped[1..]), None);
}

/// RFC 4231, test case 2.
#[test]
fn a_known_code() {
    assert!(Spec::Hmac(Hash::Sha256).usages().contains(&GENERATE_VERIFY_MAC));
    let code = mac(Hash::Sha256, b"Jefe", b"what do ya want for nothing?");
    let begin = [0x5b, 0xdc, 0xc1, 0x46, 0xbf, 0x60, 0x75, 0x4e];
    assert_eq!(code[..8], begin);
}
