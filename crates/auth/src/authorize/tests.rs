//! What the authorizer makes of the door's questions; the language itself is tested in `policy`.

use std::sync::Arc;

use kernel::access::{Access, AccessRequest, Authorizer};
use kernel::door::{ModelCheck, World};
use kernel::{
    ApiError, Ask, Call, Ctx, Identity, Principal, Region, ServiceDef, Source, Struct, Validation,
};
use policy::{Kind, Policy};
use store::{Durability, Options, Store};
use world::AccountId;

use super::standing::Standing;
use super::{CallerPolicies, NamedPolicy, Policies};
use crate::credentials::AccessKey;

const OWN: &str = "111111111111";
const OTHER: &str = "222222222222";

static THINGS: ServiceDef = ServiceDef {
    name: "things",
    operations: &[],
    steps: &[],
    on_reset: None,
    validation: Validation::Standard,
    access: None,
};

#[derive(Debug)]
struct NoModel;

impl ModelCheck for NoModel {
    fn check_input(&self, _: &ServiceDef, _: &Call) -> Result<(), ApiError> {
        Ok(())
    }

    fn check_output(&self, _: &str, _: &str, _: &Struct) -> Result<(), String> {
        Ok(())
    }

    fn bind_json(&self, _: &str, _: &str, _: &str) -> Result<Struct, String> {
        Err("there is no model".to_owned())
    }

    fn verifies_outputs(&self) -> bool {
        false
    }
}

fn account(digits: &str) -> AccountId {
    AccountId::parse(digits).expect("12 digits")
}

/// Asks whether the principal may `things:Use` a thing of the account 111111111111.
fn ask(
    policies: &Policies,
    principal: &Principal,
    source: Option<&Source>,
    policy: Option<&str>,
) -> Result<(), String> {
    let options = Options { dir: None, durability: Durability::Process };
    let store = Store::open(options).expect("memory is always there");
    let authorizer = Box::new(Policies::default());
    let world = World::open(store, &[&THINGS], Box::new(NoModel), Vec::new(), authorizer, Some(1));
    let decide = |ctx: &mut Ctx<'_>| {
        let access = Access::new(ctx, "things:Use", "arn:aws:things:us-east-1:111111111111:t")
            .with_policy(policy.map(str::to_owned));
        Ok(policies.authorize(ctx, AccessRequest { principal, source, access: &access }))
    };
    let world = world.expect("an empty world opens");
    world.maintain(&THINGS, (account(OWN), Region::DEFAULT), decide).expect("nothing fails")
}

fn identity(arn: &str, is_session: bool, access_key_id: &str) -> Principal {
    let account = account(arn.split(':').nth(4).expect("an ARN"));
    Principal::Identity(Arc::new(Identity {
        account,
        arn: arn.to_owned(),
        unique_id: String::new(),
        access_key_id: access_key_id.to_owned(),
        is_session,
    }))
}

fn allow(principal: &str, condition: &str) -> String {
    format!(
        r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Principal":{principal},
            "Action":"things:*","Resource":"*","Condition":{{{condition}}}}}}}"#
    )
}

#[test]
fn a_policy_that_cannot_be_read_leaves_the_thing_to_its_owners_root() {
    let policies = Policies::default();
    let text = Some(r#"{"Statement":{"Effect":"Perhaps"}}"#);
    assert_eq!(ask(&policies, &Principal::Root(account(OWN)), None, text), Ok(()));
    let user = identity("arn:aws:iam::111111111111:user/ann", false, "AKIA");
    let words = "User: arn:aws:iam::111111111111:user/ann is not authorized to perform: \
                 things:Use on resource: arn:aws:things:us-east-1:111111111111:t";
    assert_eq!(ask(&policies, &user, None, text), Err(words.to_owned()));
    assert!(ask(&policies, &Principal::Service("sns.amazonaws.com".into()), None, text).is_err());
}

#[test]
fn a_session_that_has_ended_may_nothing() {
    let arn = "arn:aws:sts::111111111111:assumed-role/r/s";
    let refusal = ask(&Policies::default(), &identity(arn, true, "ASIAGONE"), None, None);
    assert!(refusal.expect_err("it is gone").contains("because no session policy allows"));
}

/// A service that has taken on a role acts as a session without a key.
#[test]
fn roles_of_services() {
    let policies = Policies::default();
    let role = kernel::arn::Arn::parse("arn:aws:iam::222222222222:role/service-role/deliver");
    let ask_as = Ask::to("things", "Use").as_role(&role.expect("an ARN"), "run");
    let principal = ask_as.principal.expect("a role");
    let check = |policy: Option<&str>| ask(&policies, &principal, None, policy);
    let named = r#"{"AWS":"arn:aws:iam::222222222222:role/service-role/deliver"}"#;
    assert_eq!(check(Some(&allow(named, ""))), Ok(()));
    let keys = r#""StringEquals":{"aws:PrincipalArn":"arn:aws:iam::222222222222:role/deliver"},
        "Bool":{"aws:ViaAWSService":"false"},"Null":{"aws:userid":"true"}"#;
    assert_eq!(check(Some(&allow(r#""*""#, keys))), Ok(()));
    assert!(check(None).is_err());
    let other = named.replace("deliver", "collect");
    assert!(check(Some(&allow(&other, ""))).is_err());
}

#[test]
fn services_and_their_sources() {
    let policies = Policies::default();
    let sns = Principal::Service("sns.amazonaws.com".into());
    let topic = "arn:aws:sns:us-east-1:222222222222:t".to_owned();
    let source = Source { arn: topic, account: account(OTHER) };
    let check = |condition: &str| {
        let policy = allow(r#"{"Service":"sns.amazonaws.com"}"#, condition);
        ask(&policies, &sns, Some(&source), Some(&policy)).is_ok()
    };
    for condition in [
        "",
        r#""ArnLike":{"aws:SourceArn":"arn:aws:sns:*:222222222222:*"}"#,
        r#""StringEquals":{"aws:SourceAccount":"222222222222","AWS:SourceOwner":"222222222222"}"#,
        r#""Bool":{"aws:PrincipalIsAWSService":"true","aws:SecureTransport":"true"}"#,
        r#""StringEquals":{"aws:PrincipalServiceName":"sns.amazonaws.com"}"#,
        r#""ForAnyValue:StringEquals":{"aws:PrincipalServiceNamesList":"sns.amazonaws.com"}"#,
        r#""Null":{"aws:PrincipalArn":"true","aws:SourceIp":"true","aws:userid":"true"}"#,
    ] {
        assert!(check(condition), "{condition}");
    }
    assert!(!check(r#""StringEquals":{"aws:SourceAccount":"111111111111"}"#));
    assert!(!check(r#""StringEquals":{"aws:PrincipalAccount":"222222222222"}"#));
}

#[test]
fn accounts_by_their_canonical_users() {
    let policies = Policies::default();
    let id = super::canonical_user_id(OTHER);
    assert_eq!(id.len(), 64);
    let policy = allow(&format!(r#"{{"CanonicalUser":"{id}"}}"#), "");
    let check = |digits: &str| {
        let user = identity(&format!("arn:aws:iam::{digits}:user/ann"), false, "AKIA");
        ask(&policies, &user, None, Some(&policy)).is_ok()
    };
    assert!(check(OTHER));
    assert!(!check("333333333333"));
}

/// What an IAM will bring in place of the rule that everything is allowed.
#[derive(Debug)]
struct ReadOnly;

impl CallerPolicies for ReadOnly {
    fn standing(&self, _: &Ctx<'_>, _: &Identity, _: Option<&AccessKey>) -> Arc<Standing> {
        let text = r#"{"Statement":{"Effect":"Allow","Action":"things:Get*","Resource":"*"}}"#;
        let policy = Policy::parse(text, Kind::Identity).expect("it is a policy");
        let policy = NamedPolicy { policy: Arc::new(policy), arn: None, name: "read".to_owned() };
        Arc::new(Standing { identity: vec![policy], ..Standing::default() })
    }
}

#[test]
fn the_policies_of_callers() {
    let policies = Policies::new(Box::new(ReadOnly));
    let user = identity("arn:aws:iam::111111111111:user/ann", false, "AKIA");
    let refusal = ask(&policies, &user, None, None).expect_err("it is no reading");
    assert!(refusal.ends_with("because no identity-based policy allows the things:Use action"));
    let named = allow(r#"{"AWS":"arn:aws:iam::111111111111:user/ann"}"#, "");
    assert_eq!(ask(&policies, &user, None, Some(&named)), Ok(()));
    assert_eq!(ask(&policies, &Principal::Root(account(OWN)), None, None), Ok(()));
}
