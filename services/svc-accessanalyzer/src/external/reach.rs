//! Who outside an account gets in by one policy. Nothing here asks anybody.
//!
//! Sources: IAM User Guide, "How IAM Access Analyzer findings work" and "IAM Access Analyzer filter
//! keys" (the condition keys that findings tell of).

use std::collections::BTreeMap;

use kernel::ApiError;

use super::state::Access;
use crate::api::access_check_policy_type;
use crate::errors;
use crate::grant::{self, Condition, Dimension, Grant, Reading, Set, any_covers};
use crate::limits;
use crate::pattern::Budget;
use crate::public;

/// Condition keys that findings tell of; the others count as met.
const KEYS: &[&str] = &[
    "aws:PrincipalArn",
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:PrincipalAccount",
    "aws:SourceAccount",
    "aws:SourceArn",
    "aws:SourceIp",
    "aws:SourceVpc",
    "aws:SourceVpce",
    "aws:UserId",
    "kms:CallerAccount",
    "kms:GrantIsForAWSResource",
    "s3:DataAccessPointAccount",
    "sts:ExternalId",
];

/// Keys whose values are accounts of who calls, and those whose values are their ARNs.
const ACCOUNT_KEYS: &[&str] =
    &["aws:principalaccount", "aws:sourceaccount", "kms:calleraccount", "aws:sourceowner"];
const ARN_KEYS: &[&str] = &["aws:principalarn", "aws:sourcearn"];

/// Statements of the same principal and conditions are one finding.
type Key = ((String, String), BTreeMap<String, String>);

pub fn reach(policy: &str, account: &str) -> Result<Vec<Access>, ApiError> {
    let reading = Reading {
        name: "policy",
        policy_type: access_check_policy_type::RESOURCE_POLICY,
        is_reference: true,
    };
    let grants = grant::read(policy, &reading)?;
    let mut budget = Budget::new(limits::COMPARISONS_MAX);
    let mut found: BTreeMap<Key, Access> = BTreeMap::new();
    for grant in grants.iter().filter(|it| it.is_allow) {
        if grant.conditions.iter().any(|it| is_own(it, account)) {
            continue;
        }
        for set in &grant.principals {
            let Some(principal) = outsider(set, account) else { continue };
            if is_taken_back(grant, set, &grants, &mut budget) {
                continue;
            }
            let conditions = told(&grant.conditions);
            let is_public = principal.1 == "*"
                && principal.0 == "AWS"
                && !grant.conditions.iter().any(|it| public::narrows(it, false));
            let key = (principal.clone(), conditions.clone());
            let access = found.entry(key).or_default();
            access.principal = principal;
            access.conditions = conditions;
            access.is_public |= is_public;
            access.actions.extend(grant.actions.iter().map(action));
        }
    }
    if budget.is_spent() {
        return Err(errors::too_complex());
    }
    let mut found: Vec<Access> = found.into_values().collect();
    for access in &mut found {
        access.actions.sort_unstable();
        access.actions.dedup();
    }
    Ok(found)
}

fn action(set: &Set) -> String {
    match set {
        Set::Pattern(text) => text.clone(),
        Set::AllExcept(_) => "*".to_owned(),
    }
}

/// The kind and the name of a principal that is not the account's own. Services of AWS are not
/// told of.
fn outsider(set: &Set, account: &str) -> Option<(String, String)> {
    let everybody = || ("AWS".to_owned(), "*".to_owned());
    let Set::Pattern(text) = set else { return Some(everybody()) };
    if text == "*" {
        return Some(everybody());
    }
    let (kind, name) = text.split_once(':')?;
    match kind {
        "AWS" => {
            let owner = name.strip_prefix("arn:").and_then(|arn| arn.split(':').nth(3))?;
            let is_whole = name.starts_with("arn:*:*::");
            let shown = if is_whole { owner.to_owned() } else { name.to_owned() };
            (owner != account).then(|| (kind.to_owned(), shown))
        }
        "Federated" | "CanonicalUser" => Some((kind.to_owned(), name.to_owned())),
        _ => None,
    }
}

/// Whether a condition keeps everybody but the account's own out.
fn is_own(condition: &Condition, account: &str) -> bool {
    let operator = condition.operator;
    let is_lenient = operator.if_exists || operator.is_negated || operator.set.is_some();
    if is_lenient || condition.values.is_empty() {
        return false;
    }
    let key = condition.key.as_str();
    if ACCOUNT_KEYS.contains(&key) {
        return condition.values.iter().all(|value| value == account);
    }
    ARN_KEYS.contains(&key)
        && condition.values.iter().all(|value| value.split(':').nth(4) == Some(account))
}

fn told(conditions: &[Condition]) -> BTreeMap<String, String> {
    let known = |condition: &Condition| {
        let name = KEYS.iter().find(|it| it.eq_ignore_ascii_case(&condition.key))?;
        Some(((*name).to_owned(), condition.values.join(",")))
    };
    conditions.iter().filter_map(known).collect()
}

/// Whether a denial without conditions leaves nothing of it for this principal.
fn is_taken_back(grant: &Grant, principal: &Set, all: &[Grant], budget: &mut Budget) -> bool {
    all.iter().filter(|it| !it.is_allow && it.conditions.is_empty()).any(|deny| {
        let mut has_all = |sets: &[Set], own: &[Set], dimension| {
            own.iter().all(|it| any_covers(sets, it, dimension, budget))
        };
        has_all(&deny.actions, &grant.actions, Dimension::Plain)
            && has_all(&deny.resources, &grant.resources, Dimension::Resource)
            && has_all(&deny.principals, std::slice::from_ref(principal), Dimension::Principal)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(principal: &str, more: &str) -> Vec<Access> {
        let policy = format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{principal},
            "Action":["s3:GetObject","s3:PutObject"],"Resource":"arn:aws:s3:::b/*"{more}}}]}}"#
        );
        reach(&policy, "111111111111").expect("it is a policy")
    }

    #[test]
    fn others_and_everybody() {
        let found = of(r#"{"AWS":["222222222222","111111111111"]}"#, "");
        let principals: Vec<_> = found.iter().map(|it| it.principal.1.as_str()).collect();
        assert_eq!(principals, ["222222222222"]);
        assert_eq!(found[0].actions, ["s3:getobject", "s3:putobject"]);
        assert!(!found[0].is_public);
        let role = of(r#"{"AWS":"arn:aws:iam::222222222222:role/r"}"#, "");
        assert_eq!(role[0].principal.1, "arn:aws:iam::222222222222:role/r");
        assert!(of(r#""*""#, "")[0].is_public);
        assert!(of(r#"{"Service":"sns.amazonaws.com"}"#, "").is_empty());
    }

    #[test]
    fn conditions_keep_out_or_are_told() {
        let own = r#","Condition":{"StringEquals":{"aws:PrincipalAccount":"111111111111"}}"#;
        assert!(of(r#""*""#, own).is_empty());
        let other = r#","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-abcdefghij"}}"#;
        let found = of(r#""*""#, other);
        assert!(!found[0].is_public);
        assert_eq!(found[0].conditions["aws:PrincipalOrgID"], "o-abcdefghij");
    }

    #[test]
    fn a_denial_takes_back() {
        let policy = r#"{"Version":"2012-10-17","Statement":[
            {"Effect":"Allow","Principal":{"AWS":"222222222222"},"Action":"s3:GetObject",
             "Resource":"*"},
            {"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}]}"#;
        assert_eq!(reach(policy, "111111111111").expect("it is a policy"), []);
    }
}
