//! Tests of Organizations in a world in memory, for what cases cannot say.

use auth::organization;
use kernel::Struct;
use testkit::TestWorld;

use crate::SERVICE;

/// Without IAM in the world an account is made all the same, and a reset frees its members.
#[test]
fn members_and_their_places() {
    let world = TestWorld::new(&[&SERVICE]);
    world.call("organizations", "CreateOrganization", Struct::new()).expect("an organization");
    let input = Struct::new().with("Email", "a@example.com").with("AccountName", "a");
    world.call("organizations", "CreateAccount", input).expect("a request");
    world.advance(std::time::Duration::from_secs(1));
    let answer = world.call("organizations", "ListAccounts", Struct::new()).expect("a list");
    let accounts = answer.list("Accounts").expect("accounts").len();
    assert_eq!(accounts, 2);
    let tx = world.world.store.read();
    let place = organization::find(&tx, world.account.as_str()).expect("memory is always there");
    let place = place.expect("the management account has a place");
    assert_eq!(place.management, world.account.as_str());
    assert!(place.path.ends_with('/') && place.path.starts_with("o-"));
    let is_bound = organization::is_bound(&tx, world.account.as_str());
    assert!(!is_bound.expect("memory is always there"), "nothing binds it");
}

/// The same e-mail address is nobody else's.
#[test]
fn an_address_is_taken_once() {
    let world = TestWorld::new(&[&SERVICE]);
    world.call("organizations", "CreateOrganization", Struct::new()).expect("an organization");
    for _ in 0..2 {
        let input = Struct::new().with("Email", "a@example.com").with("AccountName", "a");
        world.call("organizations", "CreateAccount", input).expect("a request");
        world.advance(std::time::Duration::from_secs(1));
    }
    let failed = Struct::new().with("States", kernel::Value::List(vec!["FAILED".into()]));
    let answer = world.call("organizations", "ListCreateAccountStatus", failed).expect("a list");
    assert_eq!(answer.list("CreateAccountStatuses").expect("statuses").len(), 1);
}
