//! Tests of IAM in a world in memory, for what cases cannot say.

use auth::directory::{self, managed};
use kernel::Struct;
use policy::{Kind, Policy};
use testkit::TestWorld;

use crate::SERVICE;

fn named(member: &'static str, name: &str) -> Struct {
    Struct::new().with(member, name)
}

/// Every change of what a decision depends on renews the account's stamp.
#[test]
fn changes_renew_the_stamp() {
    let world = TestWorld::new(&[&SERVICE]);
    let scope = directory::scope_of(world.account.as_str()).expect("an account");
    let stamp = || {
        let tx = world.world.store.read();
        directory::stamp(&tx, &scope).expect("memory is always there")
    };
    let document =
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#;
    let policy = || named("UserName", "ann").with("PolicyName", "p");
    let mut last = stamp();
    assert_eq!(last, None);
    for (operation, input) in [
        ("CreateUser", named("UserName", "ann")),
        ("PutUserPolicy", policy().with("PolicyDocument", document)),
        ("DeleteUserPolicy", policy()),
        ("CreateGroup", named("GroupName", "g")),
        ("AddUserToGroup", named("GroupName", "g").with("UserName", "ann")),
        ("RemoveUserFromGroup", named("GroupName", "g").with("UserName", "ann")),
        ("DeleteUser", named("UserName", "ann")),
    ] {
        world.call("iam", operation, input).expect(operation);
        let now = stamp();
        assert_ne!(now, last, "{operation} has not renewed it");
        last = now;
    }
    world.call("iam", "ListUsers", Struct::new()).expect("a list");
    assert_eq!(stamp(), last, "reading changes nothing");
}

#[test]
fn the_policies_of_aws_can_be_read() {
    let mut count = 0;
    for policy in managed::all() {
        let read = Policy::parse(&policy.document, Kind::Identity);
        assert!(read.is_ok(), "{}: {read:?}", policy.name);
        assert!(managed::find(&policy.arn("aws")).is_some(), "{} is not found", policy.name);
        count += 1;
    }
    assert!(count > 15, "there are {count} policies");
    assert!(managed::find("arn:aws:iam::aws:policy/AWSLambdaBasicExecutionRole").is_none());
}

/// Who enters a world with a key of IAM is who the key was made for.
#[test]
fn keys_carry_their_account() {
    let world = TestWorld::new(&[&SERVICE]);
    world.call("iam", "CreateUser", named("UserName", "ann")).expect("a user");
    let answer = world.call("iam", "CreateAccessKey", named("UserName", "ann")).expect("a key");
    let key = answer.structure("AccessKey").expect("it is told");
    let id = key.str("AccessKeyId").expect("it has an id");
    assert_eq!(auth::key_id::account(id), Some(world.account));
}
