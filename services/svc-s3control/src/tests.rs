//! On what operations act.

use kernel::Struct;
use testkit::TestWorld;

/// Without S3 beside it, what gets past the door fails inside; what the door refuses, does not.
#[test]
fn an_account_is_asked_for_before_anything() {
    let world = TestWorld::new(&[&crate::SERVICE]);
    let input = |account: &str| Struct::new().with("AccountId", account).with("Name", "reports");
    let refused = world.refuse("s3control", "GetAccessPoint", input("nobody"));
    assert_eq!(refused.code(), "InvalidRequest");
    let refused = world.refuse("s3control", "GetAccessPoint", input("222222222222"));
    assert_eq!((refused.code(), refused.status()), ("AccessDenied", 403));
}
