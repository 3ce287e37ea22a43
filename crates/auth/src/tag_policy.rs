//! Tag policies as they are enforced: which tags an account may give to which resources.
//!
//! Source: "Tag policies" and "Enforcing tagging consistency" in the AWS Organizations User Guide:
//! a tag whose key is in a policy must have the policy's capitalization and one of its values,
//! where the type of the resource is listed under `enforced_for` (`sqs:queue`, `sqs:*`,
//! `sqs:ALL_SUPPORTED`). A policy does not make tags necessary.

use kernel::Access;
use minicbor::{Decode, Encode};

/// What an effective policy says of one key.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct TagRule {
    /// In its capitalization.
    #[n(0)]
    pub key: String,
    /// With `*` for any text; none: all values.
    #[n(1)]
    pub values: Vec<String>,
    #[n(2)]
    pub enforced_for: Vec<String>,
}

const REQUEST_TAG: &str = "aws:RequestTag/";

/// Types of resources whose ARNs do not tell them, or of which there is one alone when what is to
/// be made has no ARN yet.
const TYPES: [(&str, &str); 9] = [
    ("acm", "certificate"),
    ("acm-pca", "certificate-authority"),
    ("dynamodb", "table"),
    ("kinesis", "stream"),
    ("kms", "key"),
    ("s3", "bucket"),
    ("secretsmanager", "secret"),
    ("sns", "topic"),
    ("sqs", "queue"),
];

/// Whether a call gives tags.
pub fn gives_tags(access: &Access) -> bool {
    access.keys.iter().any(|(name, _)| name.starts_with(REQUEST_TAG))
}

/// The first key of the tags that a call gives and that the rules do not allow.
pub fn violated<'a>(rules: &[TagRule], access: &'a Access) -> Option<&'a str> {
    let kind = resource_type(access);
    let tags = access.keys.iter();
    let mut tags = tags.filter_map(|(name, value)| Some((name.strip_prefix(REQUEST_TAG)?, value)));
    let is_refused = |(key, value): &(&str, &String)| {
        rules.iter().any(|rule| {
            rule.key.eq_ignore_ascii_case(key)
                && rule.enforced_for.iter().any(|pattern| is_of(pattern, &kind))
                && (rule.key != *key || !rule.allows(value))
        })
    };
    tags.find(is_refused).map(|(key, _)| key)
}

impl TagRule {
    fn allows(&self, value: &str) -> bool {
        self.values.is_empty() || self.values.iter().any(|pattern| matches(pattern, value))
    }
}

/// As `sqs:queue`.
fn resource_type(access: &Access) -> (String, String) {
    // Some services write their actions in capitals (`SNS:Publish`); tag policies do not.
    let service = access.action.split(':').next().unwrap_or_default().to_ascii_lowercase();
    let resource = access.resource.splitn(6, ':').nth(5).unwrap_or_default();
    let kind = match resource.find(['/', ':']) {
        Some(at) => &resource[..at],
        None => TYPES.iter().find(|(name, _)| *name == service).map_or("", |(_, kind)| kind),
    };
    (service, kind.to_owned())
}

fn is_of(pattern: &str, (service, kind): &(String, String)) -> bool {
    pattern.split_once(':').is_some_and(|(own, rest)| {
        own == service && (rest == kind || rest == "*" || rest == "ALL_SUPPORTED")
    })
}

/// `*` is any text, also none.
fn matches(pattern: &str, value: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = value.strip_prefix(first) else { return false };
    let mut last = None;
    for part in parts {
        if let Some(before) = last.replace(part) {
            let Some(at) = rest.find(before) else { return false };
            rest = &rest[at + before.len()..];
        }
    }
    last.map_or(rest.is_empty(), |end| rest.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_have_wildcards() {
        for (pattern, value, expected) in [
            ("a", "a", true),
            ("a", "ab", false),
            ("*", "", true),
            ("a*", "abc", true),
            ("*c", "abc", true),
            ("a*b*c", "axxbyyc", true),
            ("a*b*c", "axxcyyb", false),
            ("a*a", "a", false),
            ("", "x", false),
        ] {
            assert_eq!(matches(pattern, value), expected, "{pattern} {value}");
        }
    }
}
