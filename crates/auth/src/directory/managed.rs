//! The policies that AWS itself manages, as data: `data/managed-policies.json`, whose head says
//! where they come from. What is not in it does not exist here.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::Value as Json;
use sha2::{Digest as _, Sha256};
use world::Timestamp;

/// One of AWS's own policies.
#[derive(Debug)]
pub struct ManagedPolicy {
    pub name: String,
    pub path: String,
    pub id: String,
    pub description: String,
    /// Of the default version, which is the only one here.
    pub version: u32,
    pub created: Timestamp,
    pub updated: Timestamp,
    pub document: String,
}

static TEXT: &str = include_str!("../../data/managed-policies.json");

/// By name in lower case.
static POLICIES: LazyLock<BTreeMap<String, ManagedPolicy>> = LazyLock::new(|| {
    let data: Json = serde_json::from_str(TEXT).expect("the file is JSON");
    let list = data["policies"].as_array().expect("the file has policies");
    let policies = list.iter().map(read).map(|policy| (super::key(&policy.name), policy));
    policies.collect()
});

fn read(entry: &Json) -> ManagedPolicy {
    let text = |name: &str| entry[name].as_str().unwrap_or_default().to_owned();
    let time = |name: &str| {
        let time = text(name).parse().map(Timestamp::from_jiff);
        time.unwrap_or(Timestamp::EPOCH)
    };
    let name = text("name");
    ManagedPolicy {
        path: entry["path"].as_str().unwrap_or("/").to_owned(),
        id: id(&name),
        description: text("description"),
        version: entry["version"].as_u64().unwrap_or(1) as u32,
        created: time("created"),
        updated: time("updated"),
        document: serde_json::to_string_pretty(&entry["document"]).unwrap_or_default(),
        name,
    }
}

/// AWS does not document the ids of its policies; these are the same in every world.
fn id(name: &str) -> String {
    const DIGITS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let digest = Sha256::digest(name.as_bytes());
    let digits = digest.iter().take(16).map(|byte| DIGITS[usize::from(byte & 31)] as char);
    "ANPAI".chars().chain(digits).collect()
}

/// In the order of their names.
pub fn all() -> impl Iterator<Item = &'static ManagedPolicy> {
    POLICIES.values()
}

/// The policy of an ARN whose account is `aws`.
pub fn find(arn: &str) -> Option<&'static ManagedPolicy> {
    let mut parts = arn.splitn(6, ':').skip(2);
    let is_aws =
        parts.next() == Some("iam") && parts.next() == Some("") && parts.next() == Some("aws");
    let resource = parts.next().filter(|_| is_aws)?;
    let path_and_name = resource.strip_prefix("policy")?;
    let policy = POLICIES.get(&super::key(path_and_name.rsplit('/').next()?))?;
    (format!("{}{}", policy.path, policy.name) == path_and_name).then_some(policy)
}

impl ManagedPolicy {
    pub fn arn(&self, partition: &str) -> String {
        format!("arn:{partition}:iam::aws:policy{}{}", self.path, self.name)
    }
}
