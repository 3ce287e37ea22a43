//! Tests of ACM's pure parts.

use crate::names::{failure, is_within};

#[test]
fn names_that_no_public_authority_certifies() {
    for good in ["example.com", "*.example.com", "xn--bcher-kva.example.com", "a-b--c.org"] {
        assert_eq!(failure(good), None, "{good}");
    }
    assert_eq!(failure("db.rds.amazonaws.com"), Some("DOMAIN_NOT_ALLOWED"));
    assert_eq!(failure("notamazonaws.com"), None);
    for bad in ["printer.local", "ab--c.example.com", "10.0.0.1"] {
        assert_eq!(failure(bad), Some("INVALID_PUBLIC_DOMAIN"), "{bad}");
    }
}

#[test]
fn parents_speak_for_their_children() {
    assert!(is_within("*.a.example.com", "example.com"));
    assert!(is_within("example.com", "EXAMPLE.com"));
    assert!(!is_within("badexample.com", "example.com"));
}
