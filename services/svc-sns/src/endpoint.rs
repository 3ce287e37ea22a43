//! The endpoints of subscriptions: what each protocol takes, and whose they are.

use kernel::arn::Arn;
use kernel::{AccountId, ApiError, Ctx};

use crate::errors;
use crate::platform;
use crate::state::{Protocol, Topic};
use crate::topic::FIFO_SUFFIX;

/// Checks an endpoint, and answers it as it is kept.
pub fn read(
    ctx: &Ctx<'_>,
    topic: &Topic,
    protocol: Protocol,
    endpoint: &str,
) -> Result<String, ApiError> {
    if endpoint.is_empty() {
        return Err(errors::invalid("Endpoint"));
    }
    if topic.row.is_fifo && protocol != Protocol::Sqs {
        return Err(errors::invalid(
            "Invalid parameter: Endpoint Reason: Please use FIFO SQS queue",
        ));
    }
    match protocol {
        Protocol::Http | Protocol::Https => read_url(protocol, endpoint),
        Protocol::Email | Protocol::EmailJson => read_address(endpoint),
        Protocol::Sms => read_phone_number(endpoint),
        Protocol::Sqs => read_queue(ctx, topic, endpoint),
        Protocol::Application => {
            let refuse =
                || errors::invalid(format_args!("Application endpoint arn invalid:{endpoint}"));
            let is_endpoint = |arn: &Arn| arn.resource.starts_with("endpoint/");
            read_arn(endpoint, "sns", is_endpoint).map_err(|()| refuse())?;
            let found = platform::find_device(ctx, "Endpoint", endpoint)?;
            found.map(|device| device.arn).ok_or_else(refuse)
        }
        Protocol::Lambda => {
            let is_function = |arn: &Arn| arn.resource.starts_with("function:");
            read_arn(endpoint, "lambda", is_function)
                .map_err(|()| errors::invalid("Lambda endpoint ARN"))
        }
        Protocol::Firehose => {
            let is_stream = |arn: &Arn| arn.resource.starts_with("deliverystream/");
            read_arn(endpoint, "firehose", is_stream)
                .map_err(|()| errors::invalid("Firehose endpoint ARN"))
        }
    }
}

/// Whether a subscription by `subscriber` needs no confirmation: the endpoint is the subscriber's
/// own. Phones and devices are never asked; web servers and mailboxes always are.
pub fn is_own(protocol: Protocol, endpoint: &str, subscriber: AccountId) -> bool {
    match protocol {
        Protocol::Http | Protocol::Https | Protocol::Email | Protocol::EmailJson => false,
        Protocol::Sms | Protocol::Application => true,
        Protocol::Sqs | Protocol::Lambda | Protocol::Firehose => {
            Arn::parse(endpoint).and_then(|arn| arn.account_id()) == Some(subscriber)
        }
    }
}

fn read_url(protocol: Protocol, endpoint: &str) -> Result<String, ApiError> {
    let rest = endpoint.split_once("://");
    match rest {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case(protocol.as_str()) => {
            let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
            let is_url = !authority.is_empty()
                && endpoint.is_ascii()
                && !endpoint.bytes().any(|byte| byte <= b' ' || byte == 0x7f);
            if is_url { Ok(endpoint.to_owned()) } else { Err(errors::invalid("Endpoint")) }
        }
        _ => Err(errors::invalid("Endpoint must match the specified protocol")),
    }
}

fn read_address(endpoint: &str) -> Result<String, ApiError> {
    let is_address = endpoint.split_once('@').is_some_and(|(name, domain)| {
        !name.is_empty()
            && !domain.is_empty()
            && !domain.contains('@')
            && !endpoint.chars().any(|it| it.is_whitespace() || it.is_control())
    });
    if is_address { Ok(endpoint.to_owned()) } else { Err(errors::invalid("Email address")) }
}

/// E.164, however it is grouped.
fn read_phone_number(endpoint: &str) -> Result<String, ApiError> {
    let is_separator = |it: char| matches!(it, ' ' | '-' | '.' | '(' | ')' | '/');
    let number: String = endpoint.chars().filter(|it| !is_separator(*it)).collect();
    let digits = number.strip_prefix('+').unwrap_or(&number);
    if (5..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(format!("+{digits}"));
    }
    Err(errors::invalid(format_args!("Invalid SMS endpoint: {endpoint}")))
}

fn read_queue(ctx: &Ctx<'_>, topic: &Topic, endpoint: &str) -> Result<String, ApiError> {
    let is_queue = |arn: &Arn| {
        arn.partition == ctx.region().partition()
            && !arn.resource.contains([':', '/'])
            && arn.resource.len() <= 80
    };
    let arn =
        read_arn(endpoint, "sqs", is_queue).map_err(|()| errors::invalid("SQS endpoint ARN"))?;
    if arn.ends_with(FIFO_SUFFIX) && !topic.row.is_fifo {
        return Err(errors::invalid(
            "Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard \
             SNS topics",
        ));
    }
    Ok(arn)
}

fn read_arn(text: &str, service: &str, is_right: impl Fn(&Arn) -> bool) -> Result<String, ()> {
    let arn = Arn::parse(text).ok_or(())?;
    let is_placed = arn.account_id().is_some() && arn.region().is_some();
    if arn.service == service && is_placed && is_right(&arn) {
        Ok(text.to_owned())
    } else {
        Err(())
    }
}
