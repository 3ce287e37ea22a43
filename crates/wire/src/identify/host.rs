//! What a request's host name tells: endpoint, region, bucket.
//!
//! Hosts are those of AWS (`bucket.s3.us-west-2.amazonaws.com`), the same under `localhost`
//! (`sqs.us-east-1.localhost:4566`), and any other name, of which only S3's form is read.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

use crate::archive;
use crate::model::ServiceEntry;

/// What stands behind a host name's last recognised label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endpoint {
    /// A service's API, by its endpoint prefix (`sqs`, `api.ecr`).
    Service(&'static str),
    /// Not an API of AWS but something that was made with one: a deployed HTTP API
    /// (`execute-api`), a function's URL (`lambda-url`), a website (`s3-website`).
    DataPlane(&'static str),
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Host<'a> {
    pub endpoint: Option<Endpoint>,
    pub region: Option<&'static str>,
    /// What stands before the endpoint: a bucket, an account, the id of an API. Without an
    /// endpoint, what stands before `localhost`.
    pub subdomain: Option<&'a str>,
}

/// Domains under which the names of endpoints stand, the longest first.
const DOMAINS: [&str; 13] = [
    "localhost.localstack.cloud",
    "api.amazonwebservices.com.cn",
    "api.amazonwebservices.eu",
    "api.cloud-aws.adc-e.uk",
    "amazonaws.com.cn",
    "cloud.adc-e.uk",
    "csp.hci.ic.gov",
    "amazonaws.com",
    "sc2s.sgov.gov",
    "amazonaws.eu",
    "c2s.ic.gov",
    "api.aws",
    "localhost",
];
const FUNCTION_URLS: &str = "on.aws";

/// Labels that are not endpoint prefixes of models: what they stand for.
const SPECIAL: [(&str, Endpoint); 14] = [
    ("queue", Endpoint::Service("sqs")),
    ("s3-fips", Endpoint::Service("s3")),
    ("s3-accelerate", Endpoint::Service("s3")),
    ("s3-accesspoint", Endpoint::Service("s3")),
    ("s3-accesspoint-fips", Endpoint::Service("s3")),
    // Of Multi-Region Access Points: `alias.mrap.accesspoint.s3-global.amazonaws.com`.
    ("accesspoint.s3-global", Endpoint::Service("s3")),
    ("s3-object-lambda", Endpoint::Service("s3")),
    ("s3express-control", Endpoint::Service("s3")),
    ("s3-control-fips", Endpoint::Service("s3-control")),
    ("execute-api", Endpoint::DataPlane("execute-api")),
    ("lambda-url", Endpoint::DataPlane("lambda-url")),
    ("s3-website", Endpoint::DataPlane("s3-website")),
    ("appsync-api", Endpoint::DataPlane("appsync-api")),
    ("appsync-realtime-api", Endpoint::DataPlane("appsync-realtime-api")),
];

static ENDPOINTS: LazyLock<FxHashMap<&'static str, Endpoint>> = LazyLock::new(|| {
    let services = archive::services().iter();
    let prefixes = services.map(|entry| entry.endpoint_prefix);
    let mut endpoints: FxHashMap<_, _> =
        prefixes.map(|prefix| (prefix, Endpoint::Service(prefix))).collect();
    endpoints.extend(SPECIAL);
    endpoints
});

impl<'a> Host<'a> {
    /// Reads a `Host` header. Case is taken as lower: clients send it so.
    pub fn parse(host: &'a str) -> Host<'a> {
        let host = without_port(host).trim_end_matches('.');
        if host.ends_with(|last: char| last.is_ascii_digit()) || host.starts_with('[') {
            return Host::default();
        }
        for domain in DOMAINS.iter().chain([&FUNCTION_URLS]) {
            if let Some(labels) = host.strip_suffix(domain) {
                return match labels.strip_suffix('.') {
                    Some(labels) => Host::from_labels(labels, true),
                    None if labels.is_empty() => Host::default(),
                    None => continue,
                };
            }
        }
        Host::from_foreign(host)
    }

    /// `labels` is what stands before the domain.
    fn from_labels(labels: &'a str, is_own_domain: bool) -> Host<'a> {
        let mut rest = labels;
        let mut region = None;
        loop {
            let at = rest.rfind('.').map_or(0, |dot| dot + 1);
            let label = &rest[at..];
            if let Some(known) = world::Region::parse(label) {
                region = Some(known.as_str());
            } else if !matches!(label, "dualstack" | "vpce") {
                break;
            }
            match rest[..at].strip_suffix('.') {
                Some(shorter) => rest = shorter,
                None => return Host { endpoint: None, region, subdomain: None },
            }
        }
        let Some((endpoint, before, own_region)) = endpoint_at_end(rest) else {
            let subdomain = Some(rest).filter(|_| is_own_domain);
            return Host { endpoint: None, region, subdomain };
        };
        // `us-east-1.queue.amazonaws.com`, the first form of queue URLs.
        if let Some(known) = world::Region::parse(before) {
            return Host {
                endpoint: Some(endpoint),
                region: Some(known.as_str()),
                subdomain: None,
            };
        }
        let subdomain = Some(before).filter(|before| !before.is_empty());
        Host { endpoint: Some(endpoint), region: own_region.or(region), subdomain }
    }

    /// Under a domain of the user's own only S3's virtual hosts are read: `bucket.s3.my.domain`.
    fn from_foreign(host: &'a str) -> Host<'a> {
        match host.find(".s3.") {
            Some(at) if at > 0 => Host {
                endpoint: Some(Endpoint::Service("s3")),
                region: None,
                subdomain: Some(&host[..at]),
            },
            _ => Host::default(),
        }
    }

    /// The candidates that have this host's endpoint.
    pub fn serves(&self, entry: &ServiceEntry) -> bool {
        self.endpoint == Some(Endpoint::Service(entry.endpoint_prefix))
    }
}

/// The longest endpoint of up to three labels at the end of `labels`, what stands before it, and
/// the region that the endpoint's own label names.
fn endpoint_at_end(labels: &str) -> Option<(Endpoint, &str, Option<&'static str>)> {
    let starts = labels.rmatch_indices('.').map(|(at, _)| at + 1).chain([0]).take(3);
    let known = starts.filter_map(|start| Some((start, *ENDPOINTS.get(&labels[start..])?)));
    if let Some((start, endpoint)) = known.last() {
        return Some((endpoint, labels[..start].trim_end_matches('.'), None));
    }
    let start = labels.rfind('.').map_or(0, |dot| dot + 1);
    let (before, label) = (labels[..start].trim_end_matches('.'), &labels[start..]);
    // `s3-us-west-2`, `s3-website-us-east-1`, `s3express-use1-az4`: joined by a hyphen.
    for (prefix, endpoint) in [
        ("s3-website-", Endpoint::DataPlane("s3-website")),
        ("s3express-", Endpoint::Service("s3")),
        ("s3-", Endpoint::Service("s3")),
    ] {
        if let Some(rest) = label.strip_prefix(prefix) {
            let region = world::Region::parse(rest).map(world::Region::as_str);
            if region.is_some() || prefix == "s3express-" {
                return Some((endpoint, before, region));
            }
        }
    }
    None
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(host: &str) -> (&str, &str, &str) {
        let host = Host::parse(host);
        let endpoint = match host.endpoint {
            Some(Endpoint::Service(name) | Endpoint::DataPlane(name)) => name,
            None => "",
        };
        (endpoint, host.region.unwrap_or(""), host.subdomain.unwrap_or(""))
    }

    #[test]
    fn hosts_of_all_forms() {
        for (host, expected) in [
            ("localhost:4566", ("", "", "")),
            ("127.0.0.1:4566", ("", "", "")),
            ("[::1]:4566", ("", "", "")),
            ("nephele:4566", ("", "", "")),
            ("sqs.us-east-1.amazonaws.com", ("sqs", "us-east-1", "")),
            ("queue.amazonaws.com", ("sqs", "", "")),
            ("us-west-2.queue.localhost:4566", ("sqs", "us-west-2", "")),
            ("sqs.us-east-1.localhost.localstack.cloud:4566", ("sqs", "us-east-1", "")),
            ("s3.localhost:4566", ("s3", "", "")),
            ("bucket.s3.localhost", ("s3", "", "bucket")),
            ("my.dotted.bucket.s3.eu-west-1.localhost", ("s3", "eu-west-1", "my.dotted.bucket")),
            ("bucket.localhost:4566", ("", "", "bucket")),
            ("b.s3.dualstack.us-west-2.amazonaws.com", ("s3", "us-west-2", "b")),
            ("b.s3-us-west-2.amazonaws.com", ("s3", "us-west-2", "b")),
            ("b.s3-website-us-east-1.amazonaws.com", ("s3-website", "us-east-1", "b")),
            ("b.s3-accelerate.amazonaws.com", ("s3", "", "b")),
            ("b.s3-accelerate.dualstack.localhost", ("s3", "", "b")),
            ("b.s3-website.eu-west-1.localhost:4566", ("s3-website", "eu-west-1", "b")),
            ("b.s3.my.domain", ("s3", "", "b")),
            ("a.mrap.accesspoint.s3-global.amazonaws.com", ("s3", "", "a.mrap")),
            (
                "123456789012.s3-control.us-east-1.localhost",
                ("s3-control", "us-east-1", "123456789012"),
            ),
            ("abc.execute-api.localhost:4566", ("execute-api", "", "abc")),
            ("api.ecr.us-east-1.amazonaws.com", ("api.ecr", "us-east-1", "")),
            ("sqs.cn-north-1.amazonaws.com.cn", ("sqs", "cn-north-1", "")),
            ("streams.dynamodb.us-east-1.amazonaws.com", ("streams.dynamodb", "us-east-1", "")),
            ("iam.amazonaws.com", ("iam", "", "")),
        ] {
            assert_eq!(parse(host), expected, "{host}");
        }
    }
}
