//! Delivery policies of HTTP and HTTPS: parsing, what is in force, and what it means.
//!
//! Source: "Amazon SNS message delivery retries", "Creating an HTTP/S delivery policy", in the
//! Developer Guide (constraints and defaults).

use std::ops::RangeInclusive;

use kernel::ApiError;
use serde_json::{Map, Value as Json, json};

use crate::retry::{BackoffFunction, HTTP_DEFAULT, RetryPolicy};
use crate::state::{Subscription, Topic};
use crate::topic_attributes::{Place, read_object};

const ATTRIBUTE: &str = "DeliveryPolicy";
pub const DEFAULT_CONTENT_TYPE: &str = "text/plain; charset=UTF-8";
const DELAY_SECONDS: RangeInclusive<u64> = 1..=3_600;
const RETRIES: RangeInclusive<u64> = 0..=100;
/// "The total policy retry time for an HTTP/S endpoint cannot be greater than 3,600 seconds."
const TOTAL_SECONDS_MAX: f64 = 3_600.0;

/// The members of the documents.
const KEYS_OF_TOPIC: [&str; 5] = [
    "defaultHealthyRetryPolicy",
    "defaultSicklyRetryPolicy",
    "disableSubscriptionOverrides",
    "defaultThrottlePolicy",
    "defaultRequestPolicy",
];
const KEYS_OF_SUBSCRIPTION: [&str; 5] =
    ["healthyRetryPolicy", "sicklyRetryPolicy", "throttlePolicy", "requestPolicy", "guaranteed"];
const KEYS_OF_RETRY: [&str; 7] = [
    "minDelayTarget",
    "maxDelayTarget",
    "numRetries",
    "numMaxDelayRetries",
    "numNoDelayRetries",
    "numMinDelayRetries",
    "backoffFunction",
];

/// Content types that a request policy may name; the second part only with raw delivery.
const CONTENT_TYPES: [&str; 2] = ["application/json", "text/plain"];
const RAW_CONTENT_TYPES: [&str; 9] = [
    "text/css",
    "text/csv",
    "text/html",
    "text/xml",
    "application/atom+xml",
    "application/octet-stream",
    "application/soap+xml",
    "application/x-www-form-urlencoded",
    "application/xml",
];

/// What is in force for the deliveries to one endpoint.
#[derive(Clone, Debug, PartialEq)]
pub struct HttpPolicy {
    pub retry: RetryPolicy,
    pub max_receives_per_second: Option<u64>,
    pub content_type: String,
}

/// The attribute of a topic; an empty text removes it.
pub fn parse_of_topic(place: Place, text: &str) -> Result<Option<String>, ApiError> {
    if text.is_empty() {
        return Ok(None);
    }
    let document = read_object(place, ATTRIBUTE, text)?;
    let refuse = |reason: String| place.invalid(ATTRIBUTE, reason);
    check_keys(&document, &["http"]).map_err(refuse)?;
    let http = document.get("http").unwrap_or(&Json::Null);
    if http.is_null() {
        return Ok(Some(text.to_owned()));
    }
    check_keys(http, &KEYS_OF_TOPIC).map_err(refuse)?;
    let overrides = &http["disableSubscriptionOverrides"];
    if !overrides.is_null() && !overrides.is_boolean() {
        return Err(refuse("disableSubscriptionOverrides must be a boolean".to_owned()));
    }
    check_parts(
        &http["defaultHealthyRetryPolicy"],
        &http["defaultThrottlePolicy"],
        &http["defaultRequestPolicy"],
    )
    .map_err(refuse)?;
    Ok(Some(text.to_owned()))
}

/// The attribute of a subscription; an empty text removes it.
pub fn parse_of_subscription(place: Place, text: &str) -> Result<Option<String>, ApiError> {
    if text.is_empty() {
        return Ok(None);
    }
    let document = read_object(place, ATTRIBUTE, text)?;
    let refuse = |reason: String| place.invalid(ATTRIBUTE, reason);
    check_keys(&document, &KEYS_OF_SUBSCRIPTION).map_err(refuse)?;
    check_parts(
        &document["healthyRetryPolicy"],
        &document["throttlePolicy"],
        &document["requestPolicy"],
    )
    .map_err(refuse)?;
    Ok(Some(text.to_owned()))
}

/// The topic's policy with the defaults filled in.
pub fn effective_of_topic(topic: &Topic) -> Json {
    let own = document(topic.row.settings.delivery_policy.as_deref());
    let http = &own["http"];
    let mut shown = json!({
        "defaultHealthyRetryPolicy": retry_document(&http["defaultHealthyRetryPolicy"]),
        "disableSubscriptionOverrides": is_override_disabled(&own),
    });
    if http["defaultThrottlePolicy"].is_object() {
        shown["defaultThrottlePolicy"] = http["defaultThrottlePolicy"].clone();
    }
    let content_type = http["defaultRequestPolicy"]["headerContentType"].as_str();
    shown["defaultRequestPolicy"] =
        json!({ "headerContentType": content_type.unwrap_or(DEFAULT_CONTENT_TYPE) });
    json!({ "http": shown })
}

/// What is in force for a subscription.
pub fn effective_of_subscription(topic: &Topic, subscription: &Subscription) -> Json {
    let of_topic = document(topic.row.settings.delivery_policy.as_deref());
    let http = &of_topic["http"];
    let own = if is_override_disabled(&of_topic) {
        Json::Null
    } else {
        document(subscription.row.settings.delivery_policy.as_deref())
    };
    let first = |own: &Json, other: &Json| if own.is_null() { other.clone() } else { own.clone() };
    let retry = first(&own["healthyRetryPolicy"], &http["defaultHealthyRetryPolicy"]);
    let request = first(&own["requestPolicy"], &http["defaultRequestPolicy"]);
    let content_type = request["headerContentType"].as_str().unwrap_or(DEFAULT_CONTENT_TYPE);
    json!({
        "healthyRetryPolicy": retry_document(&retry),
        "sicklyRetryPolicy": null,
        "throttlePolicy": first(&own["throttlePolicy"], &http["defaultThrottlePolicy"]),
        "requestPolicy": { "headerContentType": content_type },
        "guaranteed": false,
    })
}

pub fn http_policy(topic: &Topic, subscription: &Subscription) -> HttpPolicy {
    let effective = effective_of_subscription(topic, subscription);
    let content_type = effective["requestPolicy"]["headerContentType"].as_str();
    HttpPolicy {
        retry: retry_policy(&effective["healthyRetryPolicy"]),
        max_receives_per_second: effective["throttlePolicy"]["maxReceivesPerSecond"].as_u64(),
        content_type: content_type.unwrap_or(DEFAULT_CONTENT_TYPE).to_owned(),
    }
}

/// A stored document: it was checked when it was set.
fn document(text: Option<&str>) -> Json {
    text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or(Json::Null)
}

fn is_override_disabled(of_topic: &Json) -> bool {
    of_topic["http"]["disableSubscriptionOverrides"].as_bool().unwrap_or(false)
}

fn retry_document(given: &Json) -> Json {
    let number = |name: &str, default: u64| given[name].as_u64().unwrap_or(default);
    json!({
        "minDelayTarget": number("minDelayTarget", 20),
        "maxDelayTarget": number("maxDelayTarget", 20),
        "numRetries": number("numRetries", 3),
        "numMaxDelayRetries": number("numMaxDelayRetries", 0),
        "numNoDelayRetries": number("numNoDelayRetries", 0),
        "numMinDelayRetries": number("numMinDelayRetries", 0),
        "backoffFunction": given["backoffFunction"].as_str().unwrap_or("linear"),
    })
}

/// `numRetries` is the sum of all phases; what the others leave of it is the backoff.
fn retry_policy(whole: &Json) -> RetryPolicy {
    let number = |name: &str| whole[name].as_u64().unwrap_or(0) as u32;
    let (immediate, pre_backoff) = (number("numNoDelayRetries"), number("numMinDelayRetries"));
    let post_backoff = number("numMaxDelayRetries");
    let others = immediate.saturating_add(pre_backoff).saturating_add(post_backoff);
    let function = whole["backoffFunction"].as_str().and_then(read_function);
    RetryPolicy {
        immediate,
        pre_backoff,
        backoff: number("numRetries").saturating_sub(others),
        function: function.unwrap_or(HTTP_DEFAULT.function),
        post_backoff,
        min_delay_s: number("minDelayTarget"),
        max_delay_s: number("maxDelayTarget"),
    }
}

fn read_function(text: &str) -> Option<BackoffFunction> {
    match text.to_ascii_lowercase().as_str() {
        "arithmetic" => Some(BackoffFunction::Arithmetic),
        "exponential" => Some(BackoffFunction::Exponential),
        "geometric" => Some(BackoffFunction::Geometric),
        "linear" => Some(BackoffFunction::Linear),
        _ => None,
    }
}

fn check_parts(retry: &Json, throttle: &Json, request: &Json) -> Result<(), String> {
    check_retry(retry)?;
    check_throttle(throttle)?;
    check_request(request)
}

fn check_retry(retry: &Json) -> Result<(), String> {
    if retry.is_null() {
        return Ok(());
    }
    check_keys(retry, &KEYS_OF_RETRY)?;
    for (name, range) in [("minDelayTarget", DELAY_SECONDS), ("maxDelayTarget", DELAY_SECONDS)] {
        check_number(retry, name, &range)?;
    }
    for name in ["numRetries", "numMaxDelayRetries", "numNoDelayRetries", "numMinDelayRetries"] {
        check_number(retry, name, &RETRIES)?;
    }
    let function = &retry["backoffFunction"];
    if !function.is_null() && function.as_str().and_then(read_function).is_none() {
        return Err(
            "backoffFunction must be one of: arithmetic, exponential, geometric, linear".to_owned()
        );
    }
    let whole = retry_document(retry);
    let of = |name: &str| whole[name].as_u64().unwrap_or(0);
    if of("minDelayTarget") > of("maxDelayTarget") {
        return Err("maxDelayTarget must be greater than or equal to minDelayTarget".to_owned());
    }
    let phases = of("numNoDelayRetries") + of("numMinDelayRetries") + of("numMaxDelayRetries");
    if phases > of("numRetries") {
        return Err("numRetries must be greater than or equal to the sum of numNoDelayRetries, \
                    numMinDelayRetries and numMaxDelayRetries"
            .to_owned());
    }
    let policy = retry_policy(&whole);
    let delays = (1..).map_while(|failures| policy.delay(failures));
    if delays.map(|delay| delay.as_secs_f64()).sum::<f64>() > TOTAL_SECONDS_MAX {
        return Err("the total retry time must not be greater than 3600 seconds".to_owned());
    }
    Ok(())
}

fn check_throttle(throttle: &Json) -> Result<(), String> {
    if throttle.is_null() {
        return Ok(());
    }
    check_keys(throttle, &["maxReceivesPerSecond"])?;
    check_number(throttle, "maxReceivesPerSecond", &(1..=u64::from(u32::MAX)))
}

fn check_request(request: &Json) -> Result<(), String> {
    if request.is_null() {
        return Ok(());
    }
    check_keys(request, &["headerContentType"])?;
    let content_type = &request["headerContentType"];
    if content_type.is_null() {
        return Ok(());
    }
    let media_type = content_type.as_str().and_then(|text| text.split(';').next()).map(str::trim);
    let is_known =
        media_type.is_some_and(|it| CONTENT_TYPES.contains(&it) || RAW_CONTENT_TYPES.contains(&it));
    if is_known { Ok(()) } else { Err("headerContentType is not supported".to_owned()) }
}

fn check_number(of: &Json, name: &str, range: &RangeInclusive<u64>) -> Result<(), String> {
    let value = &of[name];
    if value.is_null() || value.as_u64().is_some_and(|number| range.contains(&number)) {
        return Ok(());
    }
    Err(format!("{name} must be an integer between {} and {}", range.start(), range.end()))
}

fn check_keys(of: &Json, known: &[&str]) -> Result<(), String> {
    let object: &Map<String, Json> =
        of.as_object().ok_or_else(|| "policy elements must be JSON objects".to_owned())?;
    match object.keys().find(|key| !known.contains(&key.as_str())) {
        Some(key) => Err(format!("Unexpected JSON member: {key}")),
        None => Ok(()),
    }
}
