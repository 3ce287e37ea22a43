//! ARNs of EventBridge. Source: Service Authorization Reference, "Resource types defined by Amazon
//! EventBridge".

use kernel::arn::Arn;
use kernel::{AccountId, Region};

use crate::names::{BusRef, Resource};

fn bus(name: &str) -> BusRef {
    BusRef {
        account: AccountId::parse("111111111111").unwrap(),
        region: Region::parse("eu-west-1").unwrap(),
        name: name.to_owned(),
    }
}

#[test]
fn rules_of_custom_buses_name_the_bus() {
    assert_eq!(bus("default").rule_arn("r"), "arn:aws:events:eu-west-1:111111111111:rule/r");
    assert_eq!(bus("b").rule_arn("r"), "arn:aws:events:eu-west-1:111111111111:rule/b/r");
    assert_eq!(bus("b").arn(), "arn:aws:events:eu-west-1:111111111111:event-bus/b");
    assert_eq!(BusRef::of_arn(&bus("b").arn()), Some(bus("b")));
    for wrong in ["b", "arn:aws:events:eu-west-1:111111111111:rule/b", "arn:aws:sqs:eu-west-1:1:b"]
    {
        assert_eq!(BusRef::of_arn(wrong), None, "{wrong}");
    }
}

#[test]
fn resources_are_told_apart() {
    let of = |resource: &str| {
        Resource::of(&Arn::parse(&format!("arn:aws:events:eu-west-1:111111111111:{resource}"))?)
    };
    let rule = |bus: &str| Resource::Rule { bus: bus.to_owned(), rule: "r".to_owned() };
    assert_eq!(of("rule/r"), Some(rule("default")));
    assert_eq!(of("rule/b/r"), Some(rule("b")));
    assert_eq!(of("rule/aws.partner/x.com/y/r"), Some(rule("aws.partner/x.com/y")));
    assert_eq!(of("event-bus/b"), Some(Resource::Bus("b".to_owned())));
    assert_eq!(of("archive/a"), Some(Resource::Archive("a".to_owned())));
    assert_eq!(of("connection/c/u"), Some(Resource::Connection("c".to_owned(), "u".to_owned())));
    assert_eq!(of("connection/c"), None);
    assert_eq!(of("other/x"), None);
}
