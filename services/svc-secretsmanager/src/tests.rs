//! Tests of Secrets Manager's pure parts.

use std::collections::BTreeMap;

use kernel::{AccountId, Region};

use crate::state::{CURRENT, PENDING, PREVIOUS, Secret, SecretRow};
use crate::version::attach;

fn secret() -> Secret {
    let row = SecretRow {
        id: 1,
        suffix: "AbCdEf".to_owned(),
        created: 0,
        changed: 0,
        description: None,
        kms_key: None,
        tags: BTreeMap::new(),
        stages: BTreeMap::new(),
        policy: None,
        deletion: None,
        primary_region: None,
        replicas: BTreeMap::new(),
        next_version: 0,
        cross_primary: None,
        cross_replica: None,
        owner: None,
        rotation: None,
    };
    let account = AccountId::parse("111111111111").expect("12 digits");
    Secret { account, region: Region::DEFAULT, name: "s".to_owned(), row }
}

fn stages(secret: &Secret) -> Vec<(&str, &str)> {
    secret.row.stages.iter().map(|(stage, id)| (stage.as_str(), id.as_str())).collect()
}

#[test]
fn the_current_version_leaves_the_previous_one_behind() {
    let mut secret = secret();
    attach(&mut secret, CURRENT, "1");
    assert_eq!(stages(&secret), [(CURRENT, "1")]);
    attach(&mut secret, PENDING, "2");
    attach(&mut secret, CURRENT, "2");
    assert_eq!(stages(&secret), [(CURRENT, "2"), (PENDING, "2"), (PREVIOUS, "1")]);
    // Back again: what was previous is current, and what was current is previous.
    attach(&mut secret, CURRENT, "1");
    assert_eq!(stages(&secret), [(CURRENT, "1"), (PENDING, "2"), (PREVIOUS, "2")]);
    attach(&mut secret, CURRENT, "1");
    assert_eq!(stages(&secret), [(CURRENT, "1"), (PENDING, "2"), (PREVIOUS, "2")]);
}

#[test]
fn a_replica_knows_that_it_is_one() {
    let mut secret = secret();
    assert!(!secret.is_replica());
    secret.row.primary_region = Some("us-east-1".to_owned());
    assert!(!secret.is_replica(), "it is the primary itself");
    secret.row.primary_region = Some("eu-west-1".to_owned());
    assert!(secret.is_replica());
    assert_eq!(secret.arn(), "arn:aws:secretsmanager:us-east-1:111111111111:secret:s-AbCdEf");
}
