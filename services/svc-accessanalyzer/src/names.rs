//! What is known of services, their actions and condition keys: the lists in `data/`.
//!
//! The lists are those of the Service Authorization Reference. Prefixes are known of all services;
//! actions and condition keys only of those that exist here, and of others nothing is said.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

static SERVICES: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| words(include_str!("../data/services.txt")).flatten().collect());

/// By prefix, in lower case: the names as they are written.
static ACTIONS: LazyLock<BTreeMap<&str, Vec<&str>>> = LazyLock::new(|| {
    let mut actions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for mut line in words(include_str!("../data/actions.txt")) {
        if let Some(prefix) = line.next() {
            actions.entry(prefix).or_default().extend(line);
        }
    }
    actions
});

/// By key in lower case (before a `/`): its type.
static KEYS: LazyLock<BTreeMap<String, &str>> = LazyLock::new(|| {
    let mut keys = BTreeMap::new();
    for mut line in words(include_str!("../data/keys.txt")) {
        if let (Some(key), Some(kind)) = (line.next(), line.next()) {
            keys.insert(stem(key), kind);
        }
    }
    for (key, kind) in GLOBAL_KEYS {
        keys.insert(stem(key), kind);
    }
    keys
});

fn words(text: &'static str) -> impl Iterator<Item = std::str::SplitWhitespace<'static>> {
    text.lines().filter(|line| !line.starts_with('#')).map(str::split_whitespace)
}

/// Keys of tags and contexts are known without what the policy's author chooses: what comes after
/// the slash, or after the second colon.
fn stem(key: &str) -> String {
    let folded = key.to_ascii_lowercase();
    let second = folded.match_indices(':').nth(1).map(|(at, _)| at);
    match folded.find('/').into_iter().chain(second).min() {
        Some(at) => folded[..=at].to_owned(),
        None => folded,
    }
}

/// IAM User Guide, "AWS global condition context keys".
const GLOBAL_KEYS: &[(&str, &str)] = &[
    ("aws:AssumedRoot", "String"),
    ("aws:CalledVia", "ArrayOfString"),
    ("aws:CalledViaFirst", "String"),
    ("aws:CalledViaLast", "String"),
    ("aws:CurrentTime", "Date"),
    ("aws:Ec2InstanceSourceVpc", "String"),
    ("aws:Ec2InstanceSourcePrivateIPv4", "IPAddress"),
    ("aws:EpochTime", "Date"),
    ("aws:FederatedProvider", "String"),
    ("aws:IsMcpServiceAction", "Bool"),
    ("aws:MultiFactorAuthAge", "Numeric"),
    ("aws:MultiFactorAuthPresent", "Bool"),
    ("aws:PrincipalAccount", "String"),
    ("aws:PrincipalArn", "ARN"),
    ("aws:PrincipalIsAWSService", "Bool"),
    ("aws:PrincipalOrgID", "String"),
    ("aws:PrincipalOrgPaths", "ArrayOfString"),
    ("aws:PrincipalServiceName", "String"),
    ("aws:PrincipalServiceNamesList", "ArrayOfString"),
    ("aws:PrincipalTag/", "String"),
    ("aws:PrincipalType", "String"),
    ("aws:Referer", "String"),
    ("aws:RequestTag/", "String"),
    ("aws:RequestedRegion", "String"),
    ("aws:ResourceAccount", "String"),
    ("aws:ResourceOrgID", "String"),
    ("aws:ResourceOrgPaths", "ArrayOfString"),
    ("aws:ResourceTag/", "String"),
    ("aws:SecureTransport", "Bool"),
    ("aws:SourceAccount", "String"),
    ("aws:SourceArn", "ARN"),
    ("aws:SourceIdentity", "String"),
    ("aws:SourceIp", "IPAddress"),
    ("aws:SourceOrgID", "String"),
    ("aws:SourceOrgPaths", "ArrayOfString"),
    ("aws:SourceOwner", "String"),
    ("aws:SourceVpc", "String"),
    ("aws:SourceVpcArn", "ARN"),
    ("aws:SourceVpce", "String"),
    ("aws:TagKeys", "ArrayOfString"),
    ("aws:TokenIssueTime", "Date"),
    ("aws:UserAgent", "String"),
    ("aws:ViaAWSService", "Bool"),
    ("aws:VpceAccount", "String"),
    ("aws:VpceOrgID", "String"),
    ("aws:VpceOrgPaths", "ArrayOfString"),
    ("aws:VpcSourceIp", "IPAddress"),
    ("aws:SignInSessionArn", "ARN"),
    ("aws:userid", "String"),
    ("aws:username", "String"),
];

pub fn is_service(prefix: &str) -> bool {
    SERVICES.contains(prefix.to_ascii_lowercase().as_str())
}

/// The actions of a service, when they are known.
pub fn actions(prefix: &str) -> Option<&'static [&'static str]> {
    ACTIONS.get(prefix.to_ascii_lowercase().as_str()).map(Vec::as_slice)
}

/// The type of a condition key.
pub fn key_type(key: &str) -> Option<&'static str> {
    KEYS.get(&stem(key)).copied()
}

/// Whether it is a key of tags that was written without the tag: `aws:ResourceTag`.
pub fn lacks_tag(key: &str) -> bool {
    let stem = key.strip_suffix('/').unwrap_or(key).to_ascii_lowercase();
    stem.ends_with("tag") && KEYS.contains_key(&format!("{stem}/")) && !KEYS.contains_key(&stem)
}

/// Whether all keys of the prefix are known.
pub fn knows_keys(prefix: &str) -> bool {
    prefix.eq_ignore_ascii_case("aws") || actions(prefix).is_some()
}

/// Whether keys of the prefix are known, which need not be a service: `saml`.
pub fn is_key_prefix(prefix: &str) -> bool {
    let start = format!("{}:", prefix.to_ascii_lowercase());
    KEYS.range(start.clone()..).next().is_some_and(|(key, _)| key.starts_with(&start))
}

/// The nearest of `names`, if it is near: as a suggestion for what was mistyped.
pub fn nearest<'n>(wanted: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let wanted: Vec<char> = wanted.to_ascii_lowercase().chars().take(WORD_MAX).collect();
    let scored = names.map(|name| (distance(&wanted, name), name));
    let (score, name) = scored.min_by_key(|(score, _)| *score)?;
    (score * 3 <= wanted.len()).then_some(name)
}

pub fn services() -> impl Iterator<Item = &'static str> {
    SERVICES.iter().copied()
}

/// How much of a mistyped name is looked at.
const WORD_MAX: usize = 64;

/// How many characters differ (Levenshtein).
fn distance(wanted: &[char], name: &str) -> usize {
    let mut row: Vec<usize> = (0..=wanted.len()).collect();
    for (at, own) in name.to_ascii_lowercase().chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = at + 1;
        for (to, other) in wanted.iter().enumerate() {
            let replaced = diagonal + usize::from(own != *other);
            diagonal = row[to + 1];
            row[to + 1] = replaced.min(row[to] + 1).min(diagonal + 1);
        }
    }
    row[wanted.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_read() {
        assert!(is_service("s3") && is_service("SQS") && !is_service("sqss"));
        assert!(actions("s3").is_some_and(|it| it.contains(&"GetObject")));
        assert_eq!(actions("ec2"), None);
        assert_eq!(key_type("AWS:SourceIp"), Some("IPAddress"));
        assert_eq!(key_type("aws:ResourceTag/team"), Some("String"));
        assert_eq!(key_type("s3:prefix"), Some("String"));
        assert_eq!(key_type("aws:Nothing"), None);
        assert!(lacks_tag("aws:ResourceTag") && !lacks_tag("aws:ResourceTag/a"));
    }

    #[test]
    fn what_is_mistyped_is_near_what_was_meant() {
        let names = ["GetObject", "PutObject", "ListBucket"];
        assert_eq!(nearest("GetObjct", names.into_iter()), Some("GetObject"));
        assert_eq!(nearest("Frobnicate", names.into_iter()), None);
    }
}
