//! Delivery status logging: what has become of deliveries, told in CloudWatch Logs.
//!
//! A topic has for each kind of endpoint a role for successes, of which a sample is told, and one
//! for failures, all of which are: once, when there is no further attempt. A delivery that is told
//! leaves a job in its own commit, which writes as that role. Entries that Logs refuses are
//! dropped.
//!
//! Source: Developer Guide, "Amazon SNS message delivery status"; the form of entries is that of
//! its examples for text messages. [U]: the members of topics' entries, what a provider's response
//! says of endpoints of AWS, the names of streams, and that all successes are told where no rate is
//! set.

use kernel::arn::Arn;
use kernel::metrics::Metric;
use kernel::scheduler::{Job, Retry};
use kernel::{ApiError, Ask, Ctx, DigestSet, Digests, Struct, Timestamp, Value};
use serde_json::json;

use crate::delivery::{Failure, FailureKind, Parcel};
use crate::errors;
use crate::state::{FeedbackRow, Protocol, TopicSettings};
use crate::topic_attributes::Place;

/// The step that writes one entry.
pub const WRITE_STATUS: &str = "WriteDeliveryStatus";

/// Source: Developer Guide, "Monitoring Amazon SNS topics using CloudWatch".
static DELIVERED: Metric = Metric::new("AWS/SNS", "NumberOfNotificationsDelivered", "Count");
static FAILED: Metric = Metric::new("AWS/SNS", "NumberOfNotificationsFailed", "Count");

const SERVICE: &str = "sns.amazonaws.com";
const SESSION: &str = "sns-delivery-status";
const ENDPOINTS: [&str; 5] = ["HTTP", "Firehose", "Lambda", "Application", "SQS"];
const SUCCESS_ROLE: &str = "SuccessFeedbackRoleArn";
const SAMPLE_RATE: &str = "SuccessFeedbackSampleRate";
const FAILURE_ROLE: &str = "FailureFeedbackRoleArn";
const SAMPLE_RATE_MAX: u8 = 100;
/// One stream for each log group.
const STREAM: &str = "delivery-status";
/// Logs may not answer for a while.
const RETRY: Retry =
    Retry { retries_max: 8, delay_ms: 1_000, growth_percent: 200, delay_ms_max: 60_000 };

/// The kind of endpoint and the setting that an attribute of a topic is about.
pub fn attribute(name: &str) -> Option<(&'static str, &'static str)> {
    ENDPOINTS.iter().find_map(|endpoint| {
        let rest = name.strip_prefix(endpoint)?;
        let setting =
            [SUCCESS_ROLE, SAMPLE_RATE, FAILURE_ROLE].into_iter().find(|it| *it == rest)?;
        Some((*endpoint, setting))
    })
}

/// Sets one of them; an empty text removes it.
pub fn set(
    ctx: &Ctx<'_>,
    settings: &mut TopicSettings,
    (endpoint, setting): (&'static str, &'static str),
    value: &str,
    place: Place,
) -> Result<(), ApiError> {
    if !ctx.can_call("logs", "PutLogEvents") {
        let feature = format!("delivery status logging to CloudWatch Logs ({endpoint}{setting})");
        return Err(errors::not_implemented(&feature));
    }
    let attribute = format!("{endpoint}{setting}");
    let given = Some(value).filter(|value| !value.is_empty());
    let at = settings.feedback.iter().position(|row| row.endpoint == endpoint);
    let at = at.unwrap_or_else(|| {
        settings.feedback.push(FeedbackRow::of(endpoint));
        settings.feedback.len() - 1
    });
    let row = &mut settings.feedback[at];
    if setting == SAMPLE_RATE {
        row.sample_rate = match given.map(read_rate) {
            Some(None) => {
                return Err(place.invalid(&attribute, "must be an integer between 0 and 100"));
            }
            rate => rate.flatten(),
        };
    } else {
        if let Some(role) = given {
            check_role(ctx, role).map_err(|reason| match reason {
                Some(error) => error,
                None => place.invalid(&attribute, "must be the ARN of a role"),
            })?;
        }
        let kept =
            if setting == SUCCESS_ROLE { &mut row.success_role } else { &mut row.failure_role };
        *kept = given.map(str::to_owned);
    }
    settings.feedback.retain(|row| *row != FeedbackRow::of(&row.endpoint));
    Ok(())
}

/// A sample rate in percent.
pub fn read_rate(text: &str) -> Option<u8> {
    text.parse().ok().filter(|rate| *rate <= SAMPLE_RATE_MAX)
}

/// `None`: it is no role.
pub fn check_role(ctx: &Ctx<'_>, text: &str) -> Result<(), Option<ApiError>> {
    let role = Arn::parse(text).filter(|arn| arn.service == "iam");
    let is_role = role.is_some_and(|arn| arn.resource.starts_with("role/"));
    if !is_role {
        return Err(None);
    }
    ctx.authorize_pass_role(text, SERVICE).map_err(Some)
}

/// The attributes that are set.
pub fn shown(settings: &TopicSettings) -> Vec<(String, String)> {
    let mut shown = Vec::new();
    for row in &settings.feedback {
        let mut add = |setting: &str, value: Option<String>| {
            shown.extend(value.map(|value| (format!("{}{setting}", row.endpoint), value)));
        };
        add(SUCCESS_ROLE, row.success_role.clone());
        add(SAMPLE_RATE, row.sample_rate.map(|rate| rate.to_string()));
        add(FAILURE_ROLE, row.failure_role.clone());
    }
    shown
}

fn endpoint_of(protocol: Protocol) -> Option<&'static str> {
    match protocol {
        Protocol::Http | Protocol::Https => Some("HTTP"),
        Protocol::Firehose => Some("Firehose"),
        Protocol::Lambda => Some("Lambda"),
        Protocol::Application => Some("Application"),
        Protocol::Sqs => Some("SQS"),
        Protocol::Email | Protocol::EmailJson | Protocol::Sms => None,
    }
}

/// Counts what has become of a delivery, and tells it where the topic wants that: `failure` is why
/// it was the last attempt.
pub fn note(ctx: &mut Ctx<'_>, parcel: &Parcel<'_>, failure: Option<&Failure>) {
    let metric = if failure.is_some() { &FAILED } else { &DELIVERED };
    ctx.metric(metric, &[("TopicName", &parcel.topic.name)], 1.0);
    let feedback = &parcel.topic.row.settings.feedback;
    if feedback.is_empty() {
        return;
    }
    let endpoint = endpoint_of(parcel.subscription.row.protocol);
    let Some(row) = feedback.iter().find(|row| Some(&*row.endpoint) == endpoint) else { return };
    let role = if failure.is_some() { &row.failure_role } else { &row.success_role };
    let Some(role) = role.clone() else { return };
    if failure.is_none() && !is_sampled(ctx, row.sample_rate) {
        return;
    }
    let entry = Entry { role, of: &parcel.topic.name, is_failure: failure.is_some() };
    let text = of_parcel(ctx, parcel, failure);
    entry.leave(ctx, text);
}

/// Whether a success is among those that are told.
pub fn is_sampled(ctx: &mut Ctx<'_>, rate: Option<u8>) -> bool {
    let rate = rate.unwrap_or(SAMPLE_RATE_MAX);
    ctx.chance().below(u64::from(SAMPLE_RATE_MAX)) < u64::from(rate)
}

/// Where an entry goes, and as which role.
#[derive(Debug)]
pub struct Entry<'a> {
    pub role: String,
    /// A topic's name, or what stands for one.
    pub of: &'a str,
    pub is_failure: bool,
}

impl Entry<'_> {
    /// Leaves the job that writes it.
    pub fn leave(self, ctx: &mut Ctx<'_>, text: String) {
        let folder = if self.is_failure { "/Failure" } else { "" };
        let (region, account) = (ctx.region(), ctx.account());
        let ask = Ask::to("sns", WRITE_STATUS)
            .with("Role", self.role)
            .with("Group", format!("sns/{region}/{account}/{}{folder}", self.of))
            .with("Text", text);
        ctx.enqueue(Job::now(ask.as_service(SERVICE)).with_retry(RETRY));
    }
}

fn of_parcel(ctx: &mut Ctx<'_>, parcel: &Parcel<'_>, failure: Option<&Failure>) -> String {
    let message = parcel.message;
    let published = Timestamp::from_micros(message.published);
    let md5 = Digests::of(message.body.as_bytes(), DigestSet::NONE).md5;
    let md5 = format!("{:032x}", u128::from_be_bytes(md5));
    let (status, code, response) = match failure {
        None => ("SUCCESS", 200, "OK"),
        Some(failure) => {
            let code = if failure.kind == FailureKind::Client { 400 } else { 500 };
            ("FAILURE", code, failure.reason.as_str())
        }
    };
    let dwelt = (ctx.now().micros() - message.published) / 1_000;
    json!({
        "notification": {
            "messageMD5Sum": md5,
            "messageId": message.id,
            "topicArn": parcel.topic.arn,
            "timestamp": time(published),
        },
        "delivery": {
            "deliveryId": ctx.chance().uuid(),
            "destination": parcel.subscription.row.endpoint,
            "providerResponse": response,
            "dwellTimeMs": dwelt,
            "attempts": parcel.failures + 1,
            "statusCode": code,
        },
        "status": status,
    })
    .to_string()
}

/// As `2016-06-28 00:40:34.558`.
pub fn time(at: Timestamp) -> String {
    at.iso8601_millis().replace('T', " ").trim_end_matches('Z').to_owned()
}

/// The step: one entry, into a stream that is made when it is not there.
pub fn write(ctx: &mut Ctx<'_>, input: &Struct) -> Result<Struct, ApiError> {
    match put(ctx, input) {
        Err(error) if error.status() >= 500 => Err(error),
        Err(error) => {
            let group = input.str("Group").unwrap_or_default();
            tracing::warn!(group, %error, "a delivery's status could not be logged");
            Ok(Struct::new())
        }
        Ok(()) => Ok(Struct::new()),
    }
}

fn put(ctx: &mut Ctx<'_>, input: &Struct) -> Result<(), ApiError> {
    let text = |name: &str| input.str(name).unwrap_or_default();
    let Some(role) = Arn::parse(text("Role")) else { return Ok(()) };
    let group = text("Group");
    let to = |operation: &'static str| {
        Ask::to("logs", operation).with("logGroupName", group).as_role(&role, SESSION)
    };
    let event = Struct::new().with("timestamp", ctx.now().millis()).with("message", text("Text"));
    let events = vec![Value::Struct(event)];
    let write = to("PutLogEvents").with("logStreamName", STREAM).with("logEvents", events);
    match ctx.call(write.clone()) {
        Err(error) if error.code() == "ResourceNotFoundException" => {
            let made = ctx.call(to("CreateLogGroup"));
            let is_there = |error: &ApiError| error.code() == "ResourceAlreadyExistsException";
            if let Err(error) = made
                && !is_there(&error)
            {
                return Err(error);
            }
            ctx.call(to("CreateLogStream").with("logStreamName", STREAM))?;
            ctx.call(write).map(drop)
        }
        result => result.map(drop),
    }
}
