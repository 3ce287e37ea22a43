//! Documents that others have made: signxml and libxml2 signed and canonicalized what lies in
//! `tests/data` (by `tests/identity_provider.py`), cryptography encrypted it.

use std::sync::Arc;

use crate::encryption::EncryptionFault;
use crate::metadata::{self, Metadata, MetadataFault};
use crate::response::{self, Assertion, ResponseFault, Trust};
use crate::signature::SignatureFault;
use crate::tree::{self, Node};
use crate::{canonical, time};

const ASSERTION_SIGNED: &str = include_str!("tests/data/assertion-signed.xml");
const RESPONSE_SIGNED: &str = include_str!("tests/data/response-signed.xml");
const UNSIGNED: &str = include_str!("tests/data/unsigned.xml");
const KEY: &[u8] = include_bytes!("tests/data/private-key.der");

fn provider() -> Metadata {
    metadata::read(include_str!("tests/data/metadata.xml")).expect("it is metadata")
}

fn read_by(text: &str, provider: &Metadata) -> Result<Assertion, ResponseFault> {
    let trust = Trust { provider, private_keys: &[], is_encryption_required: false };
    response::read(text, &trust)
}

fn read(text: &str) -> Result<Assertion, ResponseFault> {
    read_by(text, &provider())
}

fn open(text: &str, keys: &[Vec<u8>]) -> Result<Assertion, ResponseFault> {
    let trust = Trust { provider: &provider(), private_keys: keys, is_encryption_required: true };
    response::read(text, &trust)
}

fn refused_for_its_signature(text: &str) {
    let answer = read(text);
    assert!(matches!(answer, Err(ResponseFault::Signature(_))), "{answer:?}");
}

#[test]
fn what_a_provider_has_signed_is_read() {
    let assertion = read(ASSERTION_SIGNED).expect("it is signed");
    assert_eq!(assertion.subject, "ann");
    assert_eq!(assertion.issuer, "https://idp.example.com/saml");
    let audience = "https://signin.aws.amazon.com/saml";
    assert_eq!(assertion.audiences, [[audience]]);
    assert_eq!(assertion.confirmations[0].recipient, audience);
    assert_eq!(assertion.not_on_or_after, time::micros("2030-01-01T00:05:00Z"));
    let name = "https://aws.amazon.com/SAML/Attributes/RoleSessionName";
    assert_eq!(assertion.values(name), ["ann & <b>"]);
    for other in [
        RESPONSE_SIGNED,
        include_str!("tests/data/both-signed-sha512.xml"),
        include_str!("tests/data/signed-sha1.xml"),
    ] {
        assert_eq!(read(other), Ok(assertion.clone()));
    }
}

#[test]
fn elliptic_curves_sign_too() {
    let provider = metadata::read(include_str!("tests/data/metadata-p256.xml"));
    let text = include_str!("tests/data/signed-p256.xml");
    read_by(text, &provider.expect("it is metadata")).expect("it is signed");
}

#[test]
fn what_nobody_has_signed_is_refused() {
    assert_eq!(read(UNSIGNED), Err(ResponseFault::Signature(SignatureFault::Absent)));
    let rejected = include_str!("tests/data/rejected.xml");
    assert_eq!(read(rejected), Err(ResponseFault::Rejected));
}

#[test]
fn what_another_has_signed_is_refused() {
    let other = metadata::read(include_str!("tests/data/metadata-of-another.xml"));
    let answer = read_by(ASSERTION_SIGNED, &other.expect("it is metadata"));
    assert_eq!(answer, Err(ResponseFault::Signature(SignatureFault::Key)));
}

#[test]
fn another_issuer_is_refused() {
    let mut provider = provider();
    provider.entity_id = "https://other.example.com".to_owned();
    assert_eq!(read_by(ASSERTION_SIGNED, &provider), Err(ResponseFault::Issuer));
}

#[test]
fn what_was_changed_is_refused() {
    for signed in [ASSERTION_SIGNED, RESPONSE_SIGNED] {
        for (old, new) in [
            (">ann<", ">bob<"),
            ("role/r,", "role/admin,"),
            ("00:05:00Z", "09:05:00Z"),
            ("<saml:AttributeStatement>", "<saml:AttributeStatement> "),
        ] {
            assert!(signed.contains(old));
            refused_for_its_signature(&signed.replace(old, new));
        }
    }
    // The signature itself, its digest, and what it says of its method.
    refused_for_its_signature(&ASSERTION_SIGNED.replace("rsa-sha256", "rsa-sha512"));
    refused_for_its_signature(
        &ASSERTION_SIGNED.replace("2001/10/xml-exc-c14n#", "2006/12/xml-c14n11"),
    );
    let at = ASSERTION_SIGNED.find("SignatureValue>").expect("it has one") + 20;
    let (before, after) = ASSERTION_SIGNED.split_at(at);
    let other = if after.starts_with('A') { 'B' } else { 'A' };
    refused_for_its_signature(&format!("{before}{other}{}", &after[1..]));
}

/// The signed assertion of a response and what is around it.
fn parts() -> (&'static str, &'static str, &'static str) {
    let start = ASSERTION_SIGNED.find("<saml:Assertion").expect("it has one");
    let end = ASSERTION_SIGNED.find("</saml:Assertion>").expect("it has one") + 17;
    (&ASSERTION_SIGNED[..start], &ASSERTION_SIGNED[start..end], &ASSERTION_SIGNED[end..])
}

/// "On Breaking SAML: Be Whoever You Want to Be" (USENIX Security 2012) names these: the signed
/// assertion stays somewhere in the document and a forged one stands where the reader looks.
#[test]
fn wrapped_assertions_are_refused() {
    let (head, signed, tail) = parts();
    let signature_at = signed.find("<ds:Signature").expect("it has one");
    let signature_end = signed.find("</ds:Signature>").expect("it has one") + 15;
    let signature = &signed[signature_at..signature_end];
    let plain = format!("{}{}", &signed[..signature_at], &signed[signature_end..]);
    let forged = plain.replace(">ann<", ">admin<").replace("_assertion1", "_forged");
    let close = "</saml:Assertion>";
    let before_end = |assertion: &str, inner: &str| {
        format!("{}{inner}{close}", assertion.strip_suffix(close).expect("it ends so"))
    };
    let same_id = plain.replace(">ann<", ">admin<");
    let copies = [
        // Beside each other, in both orders.
        format!("{forged}{signed}"),
        format!("{signed}{forged}"),
        // The signed one within the forged one, plain, and within the moved signature.
        before_end(&forged, signed),
        before_end(
            &forged,
            &format!(
                "<ds:Object xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\">{signed}</ds:Object>"
            ),
        ),
        before_end(
            &forged,
            &signature.replace(
                "</ds:Signature>",
                &format!("<ds:Object>{plain}</ds:Object></ds:Signature>"),
            ),
        ),
        // A signature moved to a forged one, with its own id and with the signed one's.
        before_end(&forged, signature),
        before_end(&same_id, signature),
        before_end(&same_id, &format!("{signature}<saml:Advice>{plain}</saml:Advice>")),
        // Two signatures in one.
        before_end(signed, signature),
        // The signed one in extensions of the response.
        format!("<samlp:Extensions>{signed}</samlp:Extensions>{forged}"),
    ];
    for copy in copies {
        let answer = read(&format!("{head}{copy}{tail}"));
        assert!(
            matches!(answer, Err(ResponseFault::Signature(_) | ResponseFault::Malformed)),
            "{answer:?} for {copy}"
        );
    }
    // The whole response moved into another: it is the inner one that is signed.
    let outer = RESPONSE_SIGNED.replace(">ann<", ">admin<");
    let at = outer.find("<samlp:Status>").expect("it has one");
    let wrapped = format!("{}{RESPONSE_SIGNED}{}", &outer[..at], &outer[at..]);
    assert!(read(&wrapped).is_err());
}

#[test]
fn comments_do_not_cut_texts() {
    let text = ASSERTION_SIGNED.replace(">ann<", ">an<!-- x -->n<");
    assert_eq!(read(&text).expect("comments are not signed").subject, "ann");
}

#[test]
fn documents_that_do_more_than_say_something_are_refused() {
    for text in [
        "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
        "<a>&b;</a>",
        "<a><?php x?></a>",
        "<a/><b/>",
        "<a></b>",
        "<a b='1' b='2'/>",
        "<a xmlns:x='u' xmlns:y='u' x:b='1' y:b='2'/>",
        "<x:a/>",
        "<a>",
        "text",
        "<a>&#0;</a>",
        "<a b='<'/>",
    ] {
        assert!(tree::read(text).is_err(), "{text}");
    }
    let deep = "<a>".repeat(100) + &"</a>".repeat(100);
    assert!(tree::read(&deep).is_err());
}

#[test]
fn encrypted_assertions_open_by_their_key() {
    let keys = [b"no key".to_vec(), KEY.to_vec()];
    for text in [
        include_str!("tests/data/encrypted-aes256-gcm.xml"),
        include_str!("tests/data/encrypted-aes128-gcm.xml"),
        include_str!("tests/data/encrypted-aes256-cbc.xml"),
        include_str!("tests/data/encrypted-aes128-cbc.xml"),
        include_str!("tests/data/encrypted-response-signed.xml"),
    ] {
        assert_eq!(open(text, &keys).expect("it is encrypted for the key").subject, "ann");
        assert_eq!(open(text, &[]), Err(ResponseFault::Encryption(EncryptionFault::Shut)));
        let old = text.replace("#rsa-oaep-mgf1p", "#rsa-1_5");
        let answer = open(&old, &keys);
        let is_refused =
            matches!(answer, Err(ResponseFault::Encryption(_) | ResponseFault::Signature(_)));
        assert!(is_refused, "{answer:?}");
    }
    assert_eq!(open(ASSERTION_SIGNED, &keys), Err(ResponseFault::Plain));
    // Nobody but the provider may say what an encrypted assertion says.
    let unsigned = include_str!("tests/data/encrypted-response-signed.xml");
    let at = unsigned.find("<ds:Signature").expect("it has one");
    let end = unsigned.find("</ds:Signature>").expect("it has one") + 15;
    let unsigned = format!("{}{}", &unsigned[..at], &unsigned[end..]);
    let answer = open(&unsigned, &keys);
    assert_eq!(answer, Err(ResponseFault::Signature(SignatureFault::Absent)));
}

/// Pairs of lines: a document, and what libxml2 makes of it.
#[test]
fn canonical_forms_are_those_of_libxml2() {
    let data = include_str!("tests/data/canonical.txt");
    let lines: Vec<String> = data.lines().map(|line| line.replace("\\n", "\n")).collect();
    let mut documents = Vec::new();
    for pair in lines.chunks_exact(2) {
        let root = tree::read(&pair[0]).expect("it is a document");
        assert_eq!(canonical::write(&root, None, &[]), pair[1]);
        documents.push(root);
    }
    let expected = lines.last().and_then(|it| it.strip_prefix("inclusive "));
    let Some(Node::Element(inner)) = documents[1].children.first() else { panic!("an element") };
    let written = canonical::write(inner, None, &["q".into(), "p".into()]);
    assert_eq!(Some(written.as_str()), expected);
}

#[test]
fn fragments_are_read_in_the_scope_of_what_is_around_them() {
    let root = tree::read("<a xmlns:p='u:p'/>").expect("it is a document");
    let inner = tree::read_within("<p:b/>", &Arc::clone(&root.scope)).expect("p is known");
    assert!(inner.is("u:p", "b"));
}

#[test]
fn metadata_of_others_is_refused() {
    let text = include_str!("tests/data/metadata.xml");
    let cases = [
        ("<a/>".to_owned(), MetadataFault::Malformed),
        (text.replace("entityID", "entity"), MetadataFault::Malformed),
        (text.replace("IDPSSODescriptor", "SPSSODescriptor"), MetadataFault::NoProvider),
        (text.replace("use=\"signing\"", "use=\"encryption\""), MetadataFault::NoCertificate),
        (text.replace("MII", "AAA"), MetadataFault::NoCertificate),
    ];
    for (text, fault) in cases {
        assert_eq!(metadata::read(&text), Err(fault));
    }
}
