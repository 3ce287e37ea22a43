//! Phones whose owners want no more messages from an account.
//!
//! An owner says so by a reply (the control endpoint `/_nephele/outbox/reply`), and only the
//! account can take it back.
//!
//! Source: "Opting out of receiving SMS messages" in the Developer Guide.

use kernel::{ApiError, Ctx, OpResult, Struct, Table};
use minicbor::{Decode, Encode};
use store::Range;

use crate::api::{
    CheckIfPhoneNumberIsOptedOutInput, CheckIfPhoneNumberIsOptedOutOutput,
    ListPhoneNumbersOptedOutInput, ListPhoneNumbersOptedOutOutput, OptInPhoneNumberInput,
    OptInPhoneNumberOutput,
};
use crate::errors;
use crate::limits;
use crate::listing;
use crate::sms::is_e164;
use crate::state::micros;

/// What the outbox calls with a reply: `From` (the phone), `Body`.
pub const RECEIVE_REPLY: &str = "ReceiveReply";

/// Phones that are opted out.
static OPTED_OUT: Table<String, ()> = Table::regional("sns", "sms-opted-out");
/// Phones that were opted in again, for as long as they cannot be so once more.
static OPTED_IN: Table<String, OptedInRow> = Table::regional("sns", "sms-opted-in");

/// Replies that opt out, whatever their case.
const KEYWORDS: [&str; 10] =
    ["ARRET", "CANCEL", "END", "OPT-OUT", "OPTOUT", "QUIT", "REMOVE", "STOP", "TD", "UNSUBSCRIBE"];

#[derive(Debug, Encode, Decode)]
#[cbor(map)]
struct OptedInRow {
    #[n(0)]
    at: i64,
}

store::row!(OptedInRow);

pub fn is_opted_out(ctx: &Ctx<'_>, phone_number: &str) -> Result<bool, ApiError> {
    Ok(ctx.table(&OPTED_OUT).contains(phone_number)?)
}

/// The step [`RECEIVE_REPLY`].
pub fn receive_reply(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let word = input.str("Body").unwrap_or_default().trim().to_uppercase();
    if KEYWORDS.contains(&word.as_str()) {
        let phone_number = input.str("From").unwrap_or_default();
        ctx.table_mut(&OPTED_OUT).put(phone_number, &());
    }
    Ok(Struct::new())
}

pub fn check_if_phone_number_is_opted_out(
    ctx: &mut Ctx<'_>,
    input: CheckIfPhoneNumberIsOptedOutInput<'_>,
) -> Result<CheckIfPhoneNumberIsOptedOutOutput, ApiError> {
    let phone_number = input.phone_number();
    check(phone_number)?;
    let is_opted_out = is_opted_out(ctx, phone_number)?;
    Ok(CheckIfPhoneNumberIsOptedOutOutput::new().is_opted_out(is_opted_out))
}

pub fn list_phone_numbers_opted_out(
    ctx: &mut Ctx<'_>,
    input: ListPhoneNumbersOptedOutInput<'_>,
) -> Result<ListPhoneNumbersOptedOutOutput, ApiError> {
    const OPERATION: &str = "ListPhoneNumbersOptedOut";
    let mut range = Range::all();
    if let Some(after) = listing::after(OPERATION, input.next_token())? {
        range = range.after(&after);
    }
    let numbers = ctx.table(&OPTED_OUT).keys(&range).take(limits::PAGE + 1);
    let mut numbers = numbers.collect::<Result<Vec<_>, _>>()?;
    let next_token = listing::cut(OPERATION, &mut numbers, |number| number);
    Ok(ListPhoneNumbersOptedOutOutput::new().phone_numbers(numbers).next_token(next_token))
}

/// Opting in a phone that is not opted out changes nothing.
pub fn opt_in_phone_number(
    ctx: &mut Ctx<'_>,
    input: OptInPhoneNumberInput<'_>,
) -> Result<OptInPhoneNumberOutput, ApiError> {
    let phone_number = input.phone_number();
    check(phone_number)?;
    if !is_opted_out(ctx, phone_number)? {
        return Ok(OptInPhoneNumberOutput::new());
    }
    let now = ctx.now().micros();
    let last = ctx.table(&OPTED_IN).get(phone_number)?;
    let pause = micros(limits::OPT_IN_SECONDS);
    if last.is_some_and(|row| now < row.at.saturating_add(pause)) {
        let reason = "a phone number can be opted in only once every 30 days";
        return Err(errors::invalid_because("PhoneNumber", reason));
    }
    ctx.table_mut(&OPTED_OUT).delete(phone_number);
    ctx.table_mut(&OPTED_IN).put(phone_number, &OptedInRow { at: now });
    Ok(OptInPhoneNumberOutput::new())
}

fn check(phone_number: &str) -> Result<(), ApiError> {
    if is_e164(phone_number) {
        return Ok(());
    }
    Err(errors::invalid_because("PhoneNumber", "input incorrectly formatted"))
}
