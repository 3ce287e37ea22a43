//! Tests of the pure parts; the operations have case files.

use kernel::{Struct, Value};

use crate::api::AttributeOperation;
use crate::attribute::{OF_USERS, apply};

fn change(attributes: &mut Struct, path: &str, value: Option<Value>) -> bool {
    let mut operation = Struct::new().with("AttributePath", path);
    if let Some(value) = value {
        operation.set("AttributeValue", value);
    }
    apply(attributes, AttributeOperation(&operation), &OF_USERS).is_ok()
}

#[test]
fn attributes_are_set_and_removed_by_their_paths() {
    let mut user = Struct::new().with("UserName", "ann");
    assert!(change(&mut user, "displayName", Some("Ann".into())));
    assert_eq!(user.str("DisplayName"), Some("Ann"));
    assert!(change(&mut user, "name.familyName", Some("Lee".into())));
    let name = user.structure("Name");
    assert_eq!(name.and_then(|name| name.str("FamilyName")), Some("Lee"));
    let email = Struct::new().with("value", "ann@example.com").with("primary", true);
    assert!(change(&mut user, "emails", Some(Value::List(vec![email.into()]))));
    let emails = user.list("Emails").expect("it was set");
    assert_eq!(emails[0].as_struct().and_then(|it| it.str("Value")), Some("ann@example.com"));
    assert!(change(&mut user, "emails", None));
    assert_eq!(user.list("Emails"), None);
}

#[test]
fn what_is_no_attribute_is_refused() {
    let mut user = Struct::new();
    assert!(!change(&mut user, "shoeSize", Some("43".into())));
    assert!(!change(&mut user, "name.shoeSize", Some("43".into())));
    assert!(!change(&mut user, "displayName", Some(Value::Int(1))));
    assert!(!change(&mut user, "emails", Some("ann@example.com".into())));
    assert!(!change(&mut user, "displayName.first", Some("Ann".into())));
}
