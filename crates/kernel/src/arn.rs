//! Amazon Resource Names.

use std::fmt;

use world::{AccountId, Region};

/// `arn:partition:service:region:account:resource`.
///
/// `region` and `account` are text since many ARNs leave them empty (`arn:aws:s3:::bucket`).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Arn {
    pub partition: String,
    pub service: String,
    pub region: String,
    pub account: String,
    pub resource: String,
}

impl Arn {
    /// The ARN of a regional resource.
    pub fn regional(service: &str, region: Region, account: AccountId, resource: &str) -> Arn {
        Arn {
            partition: region.partition().to_owned(),
            service: service.to_owned(),
            region: region.as_str().to_owned(),
            account: account.as_str().to_owned(),
            resource: resource.to_owned(),
        }
    }

    /// The ARN of an account's resource that belongs to no region (IAM, STS, Organizations).
    pub fn global(service: &str, partition: &str, account: AccountId, resource: &str) -> Arn {
        Arn {
            partition: partition.to_owned(),
            service: service.to_owned(),
            region: String::new(),
            account: account.as_str().to_owned(),
            resource: resource.to_owned(),
        }
    }

    /// `None` unless `text` has six parts, begins with `arn` and names a partition, a service
    /// and a resource.
    pub fn parse(text: &str) -> Option<Arn> {
        let mut parts = text.splitn(6, ':');
        let is_arn = parts.next()? == "arn";
        let arn = Arn {
            partition: parts.next()?.to_owned(),
            service: parts.next()?.to_owned(),
            region: parts.next()?.to_owned(),
            account: parts.next()?.to_owned(),
            resource: parts.next()?.to_owned(),
        };
        let is_whole =
            !arn.partition.is_empty() && !arn.service.is_empty() && !arn.resource.is_empty();
        (is_arn && is_whole).then_some(arn)
    }

    /// The account, when the ARN carries a 12-digit one.
    pub fn account_id(&self) -> Option<AccountId> {
        AccountId::parse(&self.account)
    }

    /// The region, when the ARN carries one that exists.
    pub fn region(&self) -> Option<Region> {
        Region::parse(&self.region)
    }
}

impl fmt::Display for Arn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Arn { partition, service, region, account, resource } = self;
        write!(f, "arn:{partition}:{service}:{region}:{account}:{resource}")
    }
}
