//! Tests of the pure parts; `tests/sso` signs in with real clients.

use crate::client::loopback;
use crate::html::pick;
use crate::portal::User;

#[test]
fn codes_go_to_this_machine_alone() {
    let wanted = Some(("127.0.0.1", "/oauth/callback"));
    assert_eq!(loopback("http://127.0.0.1/oauth/callback"), wanted);
    assert_eq!(loopback("http://127.0.0.1:53211/oauth/callback"), wanted);
    assert_eq!(loopback("http://[::1]:1/"), Some(("::1", "/")));
    for other in [
        "https://127.0.0.1/",
        "http://127.0.0.1.example.com/",
        "http://example.com/",
        "http://127.0.0.1@example.com/",
        "http://127.0.0.1/a?b=c",
        "app:/callback",
    ] {
        assert_eq!(loopback(other), None, "{other}");
    }
}

#[test]
fn what_comes_from_outside_is_text() {
    let user = User { id: String::new(), name: "\"><x".into(), shown: "<b>".into() };
    let page = pick("/p", "<script>", Some("A&B"), &[user], &[("state", "'\"")]);
    assert!(page.contains("Allow &lt;script&gt; to"));
    assert!(page.contains("value=\"&quot;&gt;&lt;x\""));
    assert!(page.contains("A&amp;B") && page.contains("&#39;&quot;"));
    assert!(!page.contains("<script>") && !page.contains("\"><x"));
}
