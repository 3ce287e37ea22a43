//! Versions of the tokens that STS's global endpoint issues, which IAM chooses for an account.
//!
//! Source: [A] SetSecurityTokenServicePreferences: "Version 1 tokens are valid only in AWS Regions
//! that are available by default … Version 2 tokens are valid in all Regions"; "Managing AWS STS in
//! an AWS Region" (IAM User Guide). The tokens of regional endpoints are valid everywhere.

use kernel::Region;
use store::{Scope, StoreError, Table, Tx};

/// Under the name `global-endpoint`: 1 or 2.
static VERSIONS: Table<String, u64> = Table::global("auth", "token-versions");
const NAME: &str = "global-endpoint";
const FIRST: u64 = 1;

/// The regions that an account has without having asked for them ("Enable or disable AWS Regions in
/// your account", Account Management Reference Guide).
const BY_DEFAULT: [&str; 17] = [
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ca-central-1",
    "eu-central-1",
    "eu-north-1",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
];

/// The version of an account: the first until another is chosen.
pub fn of(tx: &Tx, account: &Scope) -> Result<u64, StoreError> {
    Ok(VERSIONS.at(tx, account).get(NAME)?.unwrap_or(FIRST))
}

pub fn choose(tx: &mut Tx, account: &Scope, version: u64) {
    VERSIONS.at_mut(tx, account).put(NAME, &version);
}

/// Whether tokens of the first version are valid in the region of a signature.
pub fn takes_first(region: &str) -> bool {
    let is_optional = |region: Region| {
        region.partition() == "aws" && BY_DEFAULT.binary_search(&region.as_str()).is_err()
    };
    !Region::parse(region).is_some_and(is_optional)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_tokens_are_for_regions_that_all_have() {
        for (region, expected) in [
            ("us-east-1", true),
            ("eu-west-3", true),
            ("ap-east-1", false),
            ("eu-south-1", false),
            ("cn-north-1", true),
            ("", true),
        ] {
            assert_eq!(takes_first(region), expected, "{region}");
        }
    }
}
