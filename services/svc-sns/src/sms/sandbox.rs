//! The SMS sandbox: new accounts send only to phones that are verified to be theirs.
//!
//! The setting `sns.sms_sandbox` (`on`, `off`) stands for AWS's support, who let accounts out.
//!
//! Source: "SMS sandbox" and its pages on adding and deleting phone numbers.

use kernel::outbox::{Letter, LetterKind};
use kernel::{ApiError, Ctx, Table, page};
use minicbor::{Decode, Encode};
use store::Range;

use crate::api::error;
use crate::api::{
    CreateSMSSandboxPhoneNumberInput, CreateSMSSandboxPhoneNumberOutput,
    DeleteSMSSandboxPhoneNumberInput, DeleteSMSSandboxPhoneNumberOutput,
    GetSMSSandboxAccountStatusInput, GetSMSSandboxAccountStatusOutput,
    ListSMSSandboxPhoneNumbersInput, ListSMSSandboxPhoneNumbersOutput,
    SMSSandboxPhoneNumberBuilder, VerifySMSSandboxPhoneNumberInput,
    VerifySMSSandboxPhoneNumberOutput,
};
use crate::errors;
use crate::limits;
use crate::listing;
use crate::sms::{is_e164, opt_out};
use crate::state::micros;

static NUMBERS: Table<String, NumberRow> = Table::regional("sns", "sms-sandbox");

const SETTING: &str = "sns.sms_sandbox";
const OFF: &str = "off";
const SENDER: &str = "NOTICE";

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
struct NumberRow {
    #[n(0)]
    is_verified: bool,
    #[n(1)]
    one_time_password: String,
    /// When passwords were sent in the last 24 hours.
    #[n(2)]
    sent: Vec<i64>,
    /// When it was verified, or a password was sent last.
    #[n(3)]
    tried: i64,
}

store::row!(NumberRow);

pub fn is_on(ctx: &Ctx<'_>) -> bool {
    ctx.setting(SETTING).as_deref() != Some(OFF)
}

pub fn is_verified(ctx: &Ctx<'_>, phone_number: &str) -> Result<bool, ApiError> {
    Ok(ctx.table(&NUMBERS).get(phone_number)?.is_some_and(|row| row.is_verified))
}

pub fn get_sms_sandbox_account_status(
    ctx: &mut Ctx<'_>,
    _input: GetSMSSandboxAccountStatusInput<'_>,
) -> Result<GetSMSSandboxAccountStatusOutput, ApiError> {
    Ok(GetSMSSandboxAccountStatusOutput::new().is_in_sandbox(is_on(ctx)))
}

/// Sends a one-time password to the phone; again when it is called again. A phone that is verified
/// stays so.
pub fn create_sms_sandbox_phone_number(
    ctx: &mut Ctx<'_>,
    input: CreateSMSSandboxPhoneNumberInput<'_>,
) -> Result<CreateSMSSandboxPhoneNumberOutput, ApiError> {
    let phone_number = input.phone_number();
    check(phone_number)?;
    if opt_out::is_opted_out(ctx, phone_number)? {
        let message = format!("{phone_number} has opted out of receiving SMS messages");
        return Err(error::opted_out_exception(message));
    }
    let now = ctx.now().micros();
    let found = ctx.table(&NUMBERS).get(phone_number)?;
    if found.as_ref().is_some_and(|row| row.is_verified) {
        return Ok(CreateSMSSandboxPhoneNumberOutput::new());
    }
    if found.is_none() {
        check_room(ctx)?;
    }
    let password = format!("{:06}", ctx.chance().below(1_000_000));
    let mut sent = found.map_or_else(Vec::new, |row| row.sent);
    sent.retain(|at| now < at.saturating_add(micros(limits::SANDBOX_DAY_SECONDS)));
    if sent.len() >= limits::SANDBOX_PASSWORDS_MAX {
        return Err(error::throttled_exception(
            "A one-time password can be sent to the same phone number 5 times every 24 hours.",
        ));
    }
    sent.push(now);
    let row =
        NumberRow { is_verified: false, one_time_password: password.clone(), sent, tried: now };
    ctx.table_mut(&NUMBERS).put(phone_number, &row);
    ctx.post(Letter {
        kind: LetterKind::Sms,
        from: SENDER.to_owned(),
        to: phone_number.to_owned(),
        subject: String::new(),
        body: format!("{password} is your verification code for the AWS SMS sandbox."),
        attributes: vec![
            ("OneTimePassword".to_owned(), password),
            ("LanguageCode".to_owned(), input.language_code().unwrap_or("en-US").to_owned()),
        ],
    })?;
    Ok(CreateSMSSandboxPhoneNumberOutput::new())
}

/// Verifying a phone that is verified already succeeds, whatever the password.
pub fn verify_sms_sandbox_phone_number(
    ctx: &mut Ctx<'_>,
    input: VerifySMSSandboxPhoneNumberInput<'_>,
) -> Result<VerifySMSSandboxPhoneNumberOutput, ApiError> {
    let phone_number = input.phone_number();
    check(phone_number)?;
    let mut row = find(ctx, phone_number)?;
    if !row.is_verified {
        let now = ctx.now().micros();
        let is_fresh = row
            .sent
            .last()
            .is_some_and(|at| now < at.saturating_add(micros(limits::SANDBOX_DAY_SECONDS)));
        if row.one_time_password != input.one_time_password() || !is_fresh {
            let message = "The one-time password (OTP) is invalid.";
            return Err(error::verification_exception(message).with_member("Status", "Pending"));
        }
        row.is_verified = true;
        row.tried = now;
        ctx.table_mut(&NUMBERS).put(phone_number, &row);
    }
    Ok(VerifySMSSandboxPhoneNumberOutput::new())
}

pub fn delete_sms_sandbox_phone_number(
    ctx: &mut Ctx<'_>,
    input: DeleteSMSSandboxPhoneNumberInput<'_>,
) -> Result<DeleteSMSSandboxPhoneNumberOutput, ApiError> {
    let phone_number = input.phone_number();
    check(phone_number)?;
    let row = find(ctx, phone_number)?;
    if ctx.now().micros() < row.tried.saturating_add(micros(limits::SANDBOX_DAY_SECONDS)) {
        return Err(error::user_error_exception(
            "A phone number can be deleted only after 24 hours have passed since it was verified \
             or since the last verification attempt.",
        ));
    }
    ctx.table_mut(&NUMBERS).delete(phone_number);
    Ok(DeleteSMSSandboxPhoneNumberOutput::new())
}

pub fn list_sms_sandbox_phone_numbers(
    ctx: &mut Ctx<'_>,
    input: ListSMSSandboxPhoneNumbersInput<'_>,
) -> Result<ListSMSSandboxPhoneNumbersOutput, ApiError> {
    const OPERATION: &str = "ListSMSSandboxPhoneNumbers";
    let size = input.max_results().map_or(limits::PAGE, |size| size.max(1) as usize);
    let mut range = Range::all();
    if let Some(after) = listing::after(OPERATION, input.next_token())? {
        range = range.after(&after);
    }
    let rows = ctx.table(&NUMBERS).scan(&range).take(size + 1);
    let mut rows = rows.collect::<Result<Vec<_>, _>>()?;
    let has_more = rows.len() > size;
    rows.truncate(size);
    let last = rows.last().filter(|_| has_more);
    let next_token = last.map(|(number, _)| page::encode(OPERATION, number.as_bytes()));
    let numbers: Vec<_> = rows
        .iter()
        .map(|(number, row)| {
            let status = if row.is_verified { "Verified" } else { "Pending" };
            SMSSandboxPhoneNumberBuilder::new().phone_number(number).status(status)
        })
        .collect();
    Ok(ListSMSSandboxPhoneNumbersOutput::new().phone_numbers(numbers).next_token(next_token))
}

fn check(phone_number: &str) -> Result<(), ApiError> {
    if is_e164(phone_number) { Ok(()) } else { Err(errors::invalid("PhoneNumber")) }
}

fn check_room(ctx: &Ctx<'_>) -> Result<(), ApiError> {
    let count = ctx.table(&NUMBERS).keys(&Range::all()).take(limits::SANDBOX_NUMBERS_MAX).count();
    if count < limits::SANDBOX_NUMBERS_MAX {
        return Ok(());
    }
    Err(error::user_error_exception("The SMS sandbox holds at most 10 destination phone numbers."))
}

fn find(ctx: &Ctx<'_>, phone_number: &str) -> Result<NumberRow, ApiError> {
    let row = ctx.table(&NUMBERS).get(phone_number)?;
    row.ok_or_else(|| {
        error::resource_not_found_exception(format!(
            "The phone number {phone_number} is not in the SMS sandbox."
        ))
    })
}
