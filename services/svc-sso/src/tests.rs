//! Tests of the pure parts; `tests/sso` signs in with real clients.

use crate::portal::session_name;

#[test]
fn names_of_sessions() {
    assert_eq!(session_name("ann@example.com"), "ann@example.com");
    assert_eq!(session_name("Ann Łee/x"), "Ann__ee_x");
    assert_eq!(session_name(&"a".repeat(100)).len(), 64);
}
