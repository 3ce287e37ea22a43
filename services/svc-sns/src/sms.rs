//! Text messages: what is sent to a phone, and why it may not be.
//!
//! AWS takes a message for any number and says only later, in its logs, that it was not delivered.
//! Here the outbox says so: a message that does not go out is there as `failed`, with the reason in
//! AWS's words.
//!
//! Source: "Publishing to a mobile phone", "SMS sandbox", "SMS delivery failure reasons", "Amazon
//! SNS SMS delivery monitoring with Amazon CloudWatch metrics and logs" in the Developer Guide.

pub mod attributes;
pub mod opt_out;
pub mod parts;
pub mod sandbox;

use std::collections::BTreeMap;

use kernel::outbox::{Fate, Letter, LetterKind};
use kernel::{ApiError, Ctx, Table};
use serde_json::json;

use self::attributes::Preferences;
use crate::delivery::{Failure, Outcome, Parcel};
use crate::envelope;
use crate::errors;
use crate::limits;
use crate::state::{AttributeRow, MessageKind};
use crate::status_log::{self, Entry};

/// What was spent in a month (`2030-01`), in millionths of a USD.
static SPENT: Table<String, u64> = Table::regional("sns", "sms-spent");

const SENDER_ID: &str = "AWS.SNS.SMS.SenderID";
const MAX_PRICE: &str = "AWS.SNS.SMS.MaxPrice";
const SMS_TYPE: &str = "AWS.SNS.SMS.SMSType";
const ORIGINATION_NUMBER: &str = "AWS.MM.SMS.OriginationNumber";
/// What the regulator of India wants to know; it is passed on.
const PASSED_ON: [&str; 2] = ["AWS.MM.SMS.EntityId", "AWS.MM.SMS.TemplateId"];
/// The sender that phones show without a sender ID of one's own.
const NO_SENDER: &str = "NOTICE";

/// What stands for a topic's name in logs of messages that are sent straight to phones.
const NO_TOPIC: &str = "DirectPublishToPhoneNumber";
/// As in the guide's example of an entry.
const ACCEPTED: &str = "Message has been accepted by phone carrier";

/// A message to a phone.
pub struct Sms<'a> {
    pub phone_number: &'a str,
    pub body: &'a str,
    pub message_id: &'a str,
    pub attributes: &'a [AttributeRow],
    /// Of the topic, if it is not sent straight to the phone.
    pub topic: Option<&'a str>,
}

/// What a message's own attributes say of how it is sent.
#[derive(Debug, Default)]
struct Wishes {
    sender_id: Option<String>,
    max_price_micros: Option<u64>,
    sms_type: Option<String>,
    origination_number: Option<String>,
    passed_on: BTreeMap<String, String>,
}

/// Delivery to a phone that is subscribed to a topic.
pub fn attempt(ctx: &mut Ctx<'_>, parcel: &Parcel<'_>) -> Result<Outcome, ApiError> {
    if parcel.message.kind != MessageKind::Notification {
        return Ok(Outcome::Delivered);
    }
    let name = &parcel.topic.row.settings.display_name;
    let body = envelope::body(parcel);
    let body = if name.is_empty() { body } else { format!("{name}> {body}") };
    let sms = Sms {
        phone_number: &parcel.subscription.row.endpoint,
        body: &body,
        message_id: &parcel.message.id,
        attributes: &parcel.message.attributes,
        topic: Some(&parcel.topic.name),
    };
    // What nobody has checked when it was published to a topic is not delivered here.
    let Ok(wishes) = Wishes::read(sms.attributes) else {
        return Ok(Failure::client("Message attributes are invalid"));
    };
    Ok(match send(ctx, &sms, wishes)? {
        None => Outcome::Delivered,
        Some(reason) => Failure::client(reason),
    })
}

/// Sends a message straight to a phone. That it is not delivered is no error of the publisher.
pub fn publish(ctx: &mut Ctx<'_>, sms: &Sms<'_>) -> Result<(), ApiError> {
    if !is_e164(sms.phone_number) {
        let reason = format!("{} is not valid to publish to", sms.phone_number);
        return Err(errors::invalid_because("PhoneNumber", reason));
    }
    if sms.body.chars().count() > limits::SMS_CHARS_MAX {
        return Err(errors::invalid("Message too long"));
    }
    let wishes = Wishes::read(sms.attributes)?;
    send(ctx, sms, wishes).map(drop)
}

/// `+` and 7 to 15 digits, the first of which is none.
pub fn is_e164(number: &str) -> bool {
    number.strip_prefix('+').is_some_and(|digits| {
        (7..=15).contains(&digits.len())
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && !digits.starts_with('0')
    })
}

/// Posts a message, in as many parts as it takes; answers why it is not delivered.
fn send(ctx: &mut Ctx<'_>, sms: &Sms<'_>, wishes: Wishes) -> Result<Option<String>, ApiError> {
    let preferences = Preferences::read(ctx)?;
    let parts = parts::split(sms.body);
    let price = parts.len() as u64 * limits::SMS_PART_PRICE_MICROS;
    let obstacle = obstacle(ctx, sms, &wishes, &preferences, price)?;
    if obstacle.is_none() {
        spend(ctx, price)?;
    }
    let sender = wishes.sender_id.or(preferences.sender_id).unwrap_or(NO_SENDER.to_owned());
    let sms_type = wishes.sms_type.unwrap_or(preferences.sms_type);
    let count = parts.len();
    if let Some(role) = preferences.log_role
        && (obstacle.is_some() || status_log::is_sampled(ctx, preferences.log_rate))
    {
        let of = sms.topic.unwrap_or(NO_TOPIC);
        let entry = Entry { role, of, is_failure: obstacle.is_some() };
        entry.leave(ctx, log_text(ctx, sms, (count, price, &sms_type), obstacle.as_deref()));
    }
    for (at, part) in parts.into_iter().enumerate() {
        let mut attributes = vec![
            ("MessageId".to_owned(), sms.message_id.to_owned()),
            (SMS_TYPE.to_owned(), sms_type.clone()),
            ("PriceInUSD".to_owned(), usd(limits::SMS_PART_PRICE_MICROS)),
            ("Part".to_owned(), (at + 1).to_string()),
            ("Parts".to_owned(), count.to_string()),
        ];
        attributes.extend(wishes.passed_on.clone());
        let id = ctx.post(Letter {
            kind: LetterKind::Sms,
            from: sender.clone(),
            to: sms.phone_number.to_owned(),
            subject: String::new(),
            body: part,
            attributes,
        })?;
        if let Some(reason) = &obstacle {
            ctx.set_fate(id, Fate::Failed(reason.clone()))?;
        }
    }
    Ok(obstacle)
}

/// An entry of the log of deliveries, without what only a carrier would know.
fn log_text(
    ctx: &Ctx<'_>,
    sms: &Sms<'_>,
    (count, price, sms_type): (usize, u64, &str),
    obstacle: Option<&str>,
) -> String {
    json!({
        "notification": {
            "messageId": sms.message_id,
            "timestamp": status_log::time(ctx.now()),
        },
        "delivery": {
            "numberOfMessageParts": count,
            "destination": sms.phone_number,
            "priceInUSD": price as f64 / 1e6,
            "smsType": sms_type,
            "providerResponse": obstacle.unwrap_or(ACCEPTED),
            "dwellTimeMs": 0,
        },
        "status": if obstacle.is_some() { "FAILURE" } else { "SUCCESS" },
    })
    .to_string()
}

/// Why a message cannot go out, in the words of AWS's delivery logs where they are documented.
fn obstacle(
    ctx: &Ctx<'_>,
    sms: &Sms<'_>,
    wishes: &Wishes,
    preferences: &Preferences,
    price: u64,
) -> Result<Option<String>, ApiError> {
    let failed = |reason: &str| Ok(Some(reason.to_owned()));
    if let Some(number) = &wishes.origination_number {
        return failed(&format!("{number} is no origination number of this account"));
    }
    if opt_out::is_opted_out(ctx, sms.phone_number)? {
        return failed("Phone number is opted out");
    }
    if sandbox::is_on(ctx) && !sandbox::is_verified(ctx, sms.phone_number)? {
        return failed("The account is in the SMS sandbox and this phone number is not verified");
    }
    if wishes.max_price_micros.is_some_and(|max| price > max) {
        return failed("This delivery would exceed max price");
    }
    if spent(ctx)? + price > preferences.spend_limit_micros {
        return failed("No quota left for account");
    }
    Ok(None)
}

fn spent(ctx: &Ctx<'_>) -> Result<u64, ApiError> {
    Ok(ctx.table(&SPENT).get(&month(ctx))?.unwrap_or(0))
}

fn spend(ctx: &mut Ctx<'_>, price: u64) -> Result<(), ApiError> {
    let total = spent(ctx)? + price;
    let month = month(ctx);
    ctx.table_mut(&SPENT).put(&month, &total);
    Ok(())
}

fn month(ctx: &Ctx<'_>) -> String {
    ctx.now().iso8601().chars().take("2030-01".len()).collect()
}

/// Millionths of a USD, as AWS writes prices.
fn usd(micros: u64) -> String {
    let text = format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000);
    let text = text.trim_end_matches('0').trim_end_matches('.');
    text.to_owned()
}

impl Wishes {
    fn read(attributes: &[AttributeRow]) -> Result<Wishes, ApiError> {
        let mut wishes = Wishes::default();
        for row in attributes {
            let Some(text) = row.text.as_deref() else { continue };
            let refuse = || errors::invalid_because(&row.name, format!("{text} is not valid"));
            match row.name.as_str() {
                SENDER_ID if attributes::is_sender_id(text) => {
                    wishes.sender_id = Some(text.to_owned());
                }
                MAX_PRICE => {
                    wishes.max_price_micros = Some(attributes::micros(text).ok_or_else(refuse)?);
                }
                SMS_TYPE if attributes::is_sms_type(text) => {
                    wishes.sms_type = Some(text.to_owned());
                }
                ORIGINATION_NUMBER if is_origination_number(text) => {
                    wishes.origination_number = Some(text.to_owned());
                }
                SENDER_ID | SMS_TYPE | ORIGINATION_NUMBER => return Err(refuse()),
                name if PASSED_ON.contains(&name) => {
                    wishes.passed_on.insert(name.to_owned(), text.to_owned());
                }
                _ => {}
            }
        }
        Ok(wishes)
    }
}

/// "A custom string of 5-14 numbers, which can include an optional leading plus sign."
fn is_origination_number(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or(text);
    (5..=14).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_e164() {
        for number in ["+15550100", "+4915112345678", "+123456789012345"] {
            assert!(is_e164(number), "{number}");
        }
        for number in ["15550100", "+0155501001", "+1555", "+1234567890123456", "+1555 0100", ""] {
            assert!(!is_e164(number), "{number}");
        }
    }

    #[test]
    fn prices_are_written_without_trailing_zeros() {
        assert_eq!(
            (usd(6_450), usd(1_000_000), usd(0)),
            ("0.00645".into(), "1".into(), "0".into())
        );
    }
}
