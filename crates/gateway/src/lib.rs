//! Everything between a socket and the door. Start with [`pipeline`]: it reads like the drawing in
//! ARCHITECTURE.md.
#![allow(clippy::disallowed_methods)] // sockets, tasks and real time are this crate's business

mod access_log;
mod bill;
mod browser;
mod control;
mod declared;
mod execute_api;
mod exercised;
mod faults;
mod form_body;
mod form_upload;
mod function_url;
mod intake;
mod links;
mod outbox;
mod pages;
mod payload;
mod pipeline;
mod registry;
mod reply;
mod request_log;
mod server;
mod sites;
mod snapshots;
mod socket;
mod strangers;
mod traces;
mod website;
mod zones;

use std::sync::Arc;

use kernel::Page;
use kernel::door::World;

pub use exercised::Exercised;
pub use server::serve;

/// What the gateway needs to know.
#[derive(Debug)]
pub struct Gateway {
    pub world: Arc<World>,
    pub version: &'static str,
    /// Refuse access keys that the world does not know.
    pub is_strict: bool,
    /// The authority in URLs of answers to requests without a `Host`.
    pub authority: String,
    pub exercised: Exercised,
    /// The public pages of each service.
    pub pages: &'static [&'static [Page]],
    /// The sites of each service: as pages, and of any method.
    pub sites: &'static [&'static [Page]],
    /// What the fields of rows are called, as `difference::Names` reads it.
    pub row_names: &'static str,
}

/// Settings that exist, and what they mean.
pub const SETTINGS: &[(&str, &str)] = &[
    (
        "access.assume_tls",
        "true: aws:SecureTransport is true for plain HTTP; false (default): false",
    ),
    ("acm.dns_validation", "assume (default): records that ACM looks for are there; never: not"),
    ("billing.free_tier", "on: what AWS gives for nothing each month is taken off bills; or off"),
    ("dynamodb.index_lag_millis", "how much later global secondary indexes follow; 0 without"),
    ("dynamodb.replication_lag_millis", "of global tables; 1000 without"),
    ("dynamodb.stream_shards", "open shards of streams that are enabled from then on; 1 without"),
    (
        "dynamodb.strong_write_millis",
        "how long a write of a strongly consistent global table is under way for other regions",
    ),
    ("dynamodb.throttling", "on: tables and indexes take what they are provisioned for; or off"),
    (
        "dynamodb.transaction_millis",
        "how long a transaction holds its items, so that others conflict; 0 without",
    ),
    (
        "dynamodb.transitions",
        "aws: tables take seconds to be made, changed and deleted; or instant",
    ),
    ("dynamodb.ttl_delay_seconds", "between an item's expiry and its deletion; 0 without"),
    ("events.rules_per_bus", "the most rules that an event bus may have; 300 without"),
    (
        "events.unhealthy_health_checks",
        "ids or ARNs, with commas between: global endpoints with these health checks fail over",
    ),
    ("firehose.throttling", "off: streams take without limits; on without"),
    ("firehose.transitions", "aws: streams take seconds to be made and deleted; or instant"),
    ("kinesis.throttling", "off: shards take and give without limits; on without"),
    ("kinesis.transitions", "aws: streams take seconds to be made, changed, deleted; or instant"),
    ("kms.xks_port", "the port of external key store proxies; KMS's own is 443"),
    ("kms.xks_timeout_ms", "how long KMS waits for such a proxy; AWS's limit is 250"),
    ("lambda.transitions", "aws: functions take seconds to be made and changed; or instant"),
    ("outbound.ca_bundle", "certificates (PEM) that TLS trusts in place of the public ones"),
    ("outbox.smtp_from", "the sender of mail, in place of the service's own"),
    ("outbox.smtp_host", "the mail server that takes mail; without one, mail is only kept"),
    ("outbox.smtp_password", "the password to log in there with"),
    ("outbox.smtp_port", "the mail server's port; 25 without"),
    ("outbox.smtp_tls", "none, starttls or implicit; without, what is usual at the port"),
    ("outbox.smtp_user", "the name to log in with; without one, nobody logs in"),
    (
        "s3.client_region",
        "whence requests come to Multi-Region Access Points that name no region; us-east-1 without",
    ),
    ("s3.replication_lag_millis", "how much later replicas are made; 1000 without"),
    ("sns.sms_sandbox", "on (default): SMS go to verified numbers only; off: to all"),
    (
        "sns.sms_spend_quota",
        "the most that accounts may spend on SMS in a month, in USD; 1 without",
    ),
    ("trace.calls", "on (default): what becomes of requests is kept for `nephele trace`; or off"),
    ("trace.decisions", "denied (default) or all: which decisions about access are explained"),
    (
        "sqs.standard_semantics",
        "strict (default): standard queues keep order and deliver once; relaxed: as AWS may",
    ),
];
