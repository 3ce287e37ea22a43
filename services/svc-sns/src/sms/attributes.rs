//! Preferences of an account for text messages: SetSMSAttributes and what they mean.

use std::collections::BTreeMap;

use kernel::{ApiError, Ctx, Table};
use minicbor::{Decode, Encode};
use store::Range;

use crate::api::{
    GetSMSAttributesInput, GetSMSAttributesOutput, ListOriginationNumbersInput,
    ListOriginationNumbersOutput, PhoneNumberInformationBuilder, SetSMSAttributesInput,
    SetSMSAttributesOutput,
};
use crate::errors;
use crate::limits;
use crate::status_log;

static ATTRIBUTES: Table<String, PreferenceRow> = Table::regional("sns", "sms-attributes");

const MONTHLY_SPEND_LIMIT: &str = "MonthlySpendLimit";
const DEFAULT_SENDER_ID: &str = "DefaultSenderID";
const DEFAULT_SMS_TYPE: &str = "DefaultSMSType";
const PROMOTIONAL: &str = "Promotional";
/// Attributes that ask for logs of deliveries.
const LOG_ROLE: &str = "DeliveryStatusIAMRole";
const LOG_RATE: &str = "DeliveryStatusSuccessSamplingRate";
/// One that asks for reports, which are not written here.
const REPORTED: &str = "UsageReportS3Bucket";
/// The setting that stands for AWS's support, who raise the quota on spending: USD a month.
const SPEND_QUOTA: &str = "sns.sms_spend_quota";

#[derive(Debug, Encode, Decode)]
#[cbor(map)]
struct PreferenceRow {
    #[n(0)]
    value: String,
}

store::row!(PreferenceRow);

/// What holds for messages that do not say otherwise.
pub struct Preferences {
    pub sender_id: Option<String>,
    pub sms_type: String,
    pub spend_limit_micros: u64,
    /// As which deliveries are told.
    pub log_role: Option<String>,
    /// How many of a hundred that succeed.
    pub log_rate: Option<u8>,
}

impl Preferences {
    pub fn read(ctx: &Ctx<'_>) -> Result<Preferences, ApiError> {
        let value = |name: &str| -> Result<Option<String>, ApiError> {
            Ok(ctx.table(&ATTRIBUTES).get(name)?.map(|row| row.value))
        };
        let limit = value(MONTHLY_SPEND_LIMIT)?.and_then(|text| micros(&text));
        Ok(Preferences {
            sender_id: value(DEFAULT_SENDER_ID)?,
            sms_type: value(DEFAULT_SMS_TYPE)?.unwrap_or(PROMOTIONAL.to_owned()),
            spend_limit_micros: limit.unwrap_or_else(|| quota(ctx)),
            log_role: value(LOG_ROLE)?,
            log_rate: value(LOG_RATE)?.and_then(|text| text.parse().ok()),
        })
    }
}

pub fn set_sms_attributes(
    ctx: &mut Ctx<'_>,
    input: SetSMSAttributesInput<'_>,
) -> Result<SetSMSAttributesOutput, ApiError> {
    for (name, value) in input.attributes().iter() {
        check(ctx, name, value)?;
    }
    for (name, value) in input.attributes().iter() {
        let mut attributes = ctx.table_mut(&ATTRIBUTES);
        // An empty value is how the console takes a preference back.
        if value.is_empty() {
            attributes.delete(name);
        } else {
            attributes.put(name, &PreferenceRow { value: value.to_owned() });
        }
    }
    Ok(SetSMSAttributesOutput::new())
}

pub fn get_sms_attributes(
    ctx: &mut Ctx<'_>,
    input: GetSMSAttributesInput<'_>,
) -> Result<GetSMSAttributesOutput, ApiError> {
    let rows = ctx.table(&ATTRIBUTES).scan(&Range::all());
    let rows = rows.map(|entry| entry.map(|(name, row)| (name, row.value)));
    let mut attributes = rows.collect::<Result<BTreeMap<_, _>, _>>()?;
    let limit = || crate::sms::usd(quota(ctx));
    attributes.entry(MONTHLY_SPEND_LIMIT.to_owned()).or_insert_with(limit);
    if let Some(wanted) = input.attributes().filter(|wanted| !wanted.is_empty()) {
        for name in wanted {
            check_name(name)?;
        }
        attributes.retain(|name, _| wanted.contains(name));
    }
    Ok(GetSMSAttributesOutput::new().attributes(attributes))
}

/// Numbers to send from are bought in another service: an account has none.
pub fn list_origination_numbers(
    _ctx: &mut Ctx<'_>,
    input: ListOriginationNumbersInput<'_>,
) -> Result<ListOriginationNumbersOutput, ApiError> {
    if input.next_token().is_some_and(|token| !token.is_empty()) {
        return Err(errors::invalid("NextToken"));
    }
    Ok(ListOriginationNumbersOutput::new()
        .phone_numbers(Vec::<PhoneNumberInformationBuilder>::new()))
}

/// "1 - 11 alphanumeric characters, and it must contain at least one letter."
pub fn is_sender_id(text: &str) -> bool {
    (1..=11).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && text.bytes().any(|byte| byte.is_ascii_alphabetic())
}

pub fn is_sms_type(text: &str) -> bool {
    matches!(text, PROMOTIONAL | "Transactional")
}

/// An amount of USD in millionths; `None` when it is none, or below zero.
pub fn micros(text: &str) -> Option<u64> {
    let amount: f64 = text.trim().parse().ok()?;
    let is_amount = amount.is_finite() && (0.0..=f64::from(u32::MAX)).contains(&amount);
    is_amount.then(|| (amount * 1e6).round() as u64)
}

/// The most that an account may spend in a month.
fn quota(ctx: &Ctx<'_>) -> u64 {
    let raised = ctx.setting(SPEND_QUOTA).and_then(|text| micros(&text));
    raised.unwrap_or(limits::SMS_SPEND_QUOTA_MICROS)
}

fn check_name(name: &str) -> Result<(), ApiError> {
    let known =
        [MONTHLY_SPEND_LIMIT, DEFAULT_SENDER_ID, DEFAULT_SMS_TYPE, REPORTED, LOG_ROLE, LOG_RATE];
    if known.contains(&name) {
        return Ok(());
    }
    Err(errors::invalid(format_args!("Unknown attribute {name}")))
}

fn check(ctx: &Ctx<'_>, name: &str, value: &str) -> Result<(), ApiError> {
    check_name(name)?;
    if value.is_empty() {
        return Ok(());
    }
    let refuse = |reason: &str| Err(errors::invalid_because(name, reason));
    match name {
        MONTHLY_SPEND_LIMIT => match micros(value) {
            Some(limit) if limit <= quota(ctx) => Ok(()),
            Some(_) => refuse("the limit exceeds the spend quota of the account"),
            None => refuse("it is not an amount of USD"),
        },
        DEFAULT_SENDER_ID if !is_sender_id(value) => {
            refuse("it takes 1 to 11 letters and digits, at least one of them a letter")
        }
        DEFAULT_SMS_TYPE if !is_sms_type(value) => refuse("it is Promotional or Transactional"),
        REPORTED => {
            Err(errors::not_implemented("daily usage reports of SMS (UsageReportS3Bucket)"))
        }
        LOG_ROLE | LOG_RATE if !ctx.can_call("logs", "PutLogEvents") => {
            let feature = format!("the delivery status logs of SMS in CloudWatch ({name})");
            Err(errors::not_implemented(&feature))
        }
        LOG_ROLE => match status_log::check_role(ctx, value) {
            Ok(()) => Ok(()),
            Err(Some(error)) => Err(error),
            Err(None) => refuse("it is not the ARN of a role"),
        },
        LOG_RATE if status_log::read_rate(value).is_none() => {
            refuse("it is an integer between 0 and 100")
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sender_ids_have_a_letter() {
        for id in ["a", "mySenderID", "12345678a01"] {
            assert!(is_sender_id(id), "{id}");
        }
        for id in ["", "12345", "my sender", "twelve-chars", "abcdefghijkl", "é"] {
            assert!(!is_sender_id(id), "{id}");
        }
    }

    #[test]
    fn amounts_are_read_exactly() {
        assert_eq!(micros("0.00645"), Some(6_450));
        assert_eq!(micros("1"), Some(1_000_000));
        for text in ["-1", "", "one", "NaN", "inf"] {
            assert_eq!(micros(text), None, "{text}");
        }
    }
}
