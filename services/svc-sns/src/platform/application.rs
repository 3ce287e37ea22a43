//! Platform applications: making, changing, listing and deleting them.

use std::collections::BTreeMap;

use kernel::scheduler::Job;
use kernel::view::Map;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Timestamp};
use store::Range;

use super::{
    APPLICATIONS, Application, ApplicationRow, DEVICES, Platform, TOKENS, application_not_found,
    certificate, event, find_application,
};
use crate::api::{
    CreatePlatformApplicationInput, CreatePlatformApplicationOutput,
    DeletePlatformApplicationInput, DeletePlatformApplicationOutput,
    GetPlatformApplicationAttributesInput, GetPlatformApplicationAttributesOutput,
    ListPlatformApplicationsInput, ListPlatformApplicationsOutput, PlatformApplicationBuilder,
    SetPlatformApplicationAttributesInput, SetPlatformApplicationAttributesOutput,
};
use crate::errors;
use crate::limits;
use crate::listing;

/// The step that removes the devices of an application that is gone: `Number`.
pub const DROP_APPLICATION: &str = "DropPlatformApplication";

const CREDENTIAL: &str = "PlatformCredential";
const PRINCIPAL: &str = "PlatformPrincipal";
const TEAM: &str = "ApplePlatformTeamID";
const BUNDLE: &str = "ApplePlatformBundleID";
const EXPIRY: &str = "AppleCertificateExpiryDate";
const METHOD: &str = "AuthenticationMethod";
/// Attributes that ask for logs of deliveries, which are not written here.
const FEEDBACK: [&str; 3] =
    ["SuccessFeedbackRoleArn", "FailureFeedbackRoleArn", "SuccessFeedbackSampleRate"];
/// Attributes that nobody is shown.
const SECRET: [&str; 2] = [CREDENTIAL, PRINCIPAL];

pub fn create_platform_application(
    ctx: &mut Ctx<'_>,
    input: CreatePlatformApplicationInput<'_>,
) -> Result<CreatePlatformApplicationOutput, ApiError> {
    let name = input.name();
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    let is_length = (1..=limits::APPLICATION_NAME_CHARS_MAX).contains(&name.len());
    if !is_length || !name.bytes().all(is_allowed) {
        let reason = "Application names must be made up of only uppercase and lowercase ASCII \
                      letters, numbers, underscores, hyphens, and periods, and must be between 1 \
                      and 256 characters long";
        return Err(errors::invalid_because("Name", reason));
    }
    let platform = Platform::parse(input.platform())
        .ok_or_else(|| errors::invalid_because("Platform", "Platform Name is invalid"))?;
    let mut row = ApplicationRow {
        number: ctx.chance().u64(),
        attributes: BTreeMap::new(),
        certificate_end: None,
    };
    set(ctx, platform, &mut row, input.attributes())?;
    if !row.attributes.contains_key(CREDENTIAL) {
        return Err(errors::invalid_because("Attributes", "PlatformCredential is required"));
    }
    let application = Application { platform, name: name.to_owned(), row };
    let key = application.key();
    // The same application again is the one that is there; with other credentials, it has them.
    if let Some(found) = ctx.table(&APPLICATIONS).get(&key)? {
        let row = ApplicationRow { number: found.number, ..application.row.clone() };
        ctx.table_mut(&APPLICATIONS).put(&key, &row);
    } else {
        ctx.table_mut(&APPLICATIONS).put(&key, &application.row);
    }
    let arn = application.arn(ctx);
    Ok(CreatePlatformApplicationOutput::new().platform_application_arn(arn))
}

/// Deleting an application that is not there succeeds. Its devices go in steps.
pub fn delete_platform_application(
    ctx: &mut Ctx<'_>,
    input: DeletePlatformApplicationInput<'_>,
) -> Result<DeletePlatformApplicationOutput, ApiError> {
    if let Some(application) = find_application(ctx, input.platform_application_arn())? {
        ctx.table_mut(&APPLICATIONS).delete(&application.key());
        drop_later(ctx, application.row.number);
    }
    Ok(DeletePlatformApplicationOutput::new())
}

pub fn get_platform_application_attributes(
    ctx: &mut Ctx<'_>,
    input: GetPlatformApplicationAttributesInput<'_>,
) -> Result<GetPlatformApplicationAttributesOutput, ApiError> {
    let found = find_application(ctx, input.platform_application_arn())?;
    let application = found.ok_or_else(application_not_found)?;
    Ok(GetPlatformApplicationAttributesOutput::new().attributes(shown(&application)))
}

pub fn set_platform_application_attributes(
    ctx: &mut Ctx<'_>,
    input: SetPlatformApplicationAttributesInput<'_>,
) -> Result<SetPlatformApplicationAttributesOutput, ApiError> {
    let found = find_application(ctx, input.platform_application_arn())?;
    let mut application = found.ok_or_else(application_not_found)?;
    set(ctx, application.platform, &mut application.row, input.attributes())?;
    ctx.table_mut(&APPLICATIONS).put(&application.key(), &application.row);
    Ok(SetPlatformApplicationAttributesOutput::new())
}

pub fn list_platform_applications(
    ctx: &mut Ctx<'_>,
    input: ListPlatformApplicationsInput<'_>,
) -> Result<ListPlatformApplicationsOutput, ApiError> {
    const OPERATION: &str = "ListPlatformApplications";
    let mut range = Range::all();
    if let Some(after) = listing::after(OPERATION, input.next_token())? {
        range = range.after(&after);
    }
    let rows = ctx.table(&APPLICATIONS).scan(&range).take(limits::PAGE + 1);
    let mut rows = rows.collect::<Result<Vec<_>, _>>()?;
    let next_token = listing::cut(OPERATION, &mut rows, |(key, _)| key);
    let entries: Vec<_> = rows
        .into_iter()
        .filter_map(|(key, row)| {
            let (platform, name) = key.split_once('/')?;
            let platform = Platform::parse(platform)?;
            let application = Application { platform, name: name.to_owned(), row };
            let entry = PlatformApplicationBuilder::new()
                .platform_application_arn(application.arn(ctx))
                .attributes(shown(&application));
            Some(entry)
        })
        .collect();
    Ok(ListPlatformApplicationsOutput::new().platform_applications(entries).next_token(next_token))
}

/// The step [`DROP_APPLICATION`].
pub fn drop_application(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let number = input.int("Number").unwrap_or_default().cast_unsigned();
    let mut range = Range::within(&(number,));
    if let Some(after) = input.str("After") {
        range = range.after(&(number, after));
    }
    let rows = ctx.table(&DEVICES).scan(&range).take(limits::REMOVED_PER_STEP_MAX);
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    for (key, row) in &rows {
        ctx.table_mut(&DEVICES).delete(key);
        ctx.table_mut(&TOKENS).delete(&(number, row.token.as_str()));
    }
    if rows.len() == limits::REMOVED_PER_STEP_MAX
        && let Some((last, _)) = rows.last()
    {
        let ask = Ask::to("sns", DROP_APPLICATION)
            .with("Number", number.cast_signed())
            .with("After", last.1.clone());
        ctx.enqueue(Job::now(ask));
    }
    Ok(Struct::new())
}

fn drop_later(ctx: &mut Ctx<'_>, number: u64) {
    let ask = Ask::to("sns", DROP_APPLICATION).with("Number", number.cast_signed());
    ctx.enqueue(Job::now(ask));
}

/// Sets attributes, and checks those that belong together.
fn set(
    ctx: &Ctx<'_>,
    platform: Platform,
    row: &mut ApplicationRow,
    wanted: Map<'_, &str>,
) -> Result<(), ApiError> {
    for (name, value) in wanted.iter() {
        check(ctx, platform, name, value)?;
        let is_event = event::ATTRIBUTES.contains(&name);
        if is_event && value.is_empty() {
            row.attributes.remove(name);
        } else {
            row.attributes.insert(name.to_owned(), value.to_owned());
        }
    }
    let has_new = |name: &str| wanted.get(name).is_some();
    if has_new(PRINCIPAL) && !has_new(CREDENTIAL) {
        let reason = "PlatformCredential is needed with PlatformPrincipal";
        return Err(errors::invalid_because("Attributes", reason));
    }
    if has_new(CREDENTIAL) {
        row.certificate_end = check_credentials(ctx, platform, &row.attributes)?;
    }
    Ok(())
}

fn check(ctx: &Ctx<'_>, platform: Platform, name: &str, value: &str) -> Result<(), ApiError> {
    if FEEDBACK.contains(&name) {
        let feature = format!("the delivery status logs of mobile push in CloudWatch ({name})");
        return Err(errors::not_implemented(&feature));
    }
    if event::ATTRIBUTES.contains(&name) {
        return event::check_topic(ctx, name, value);
    }
    let is_known =
        SECRET.contains(&name) || (platform.is_apple() && [TEAM, BUNDLE].contains(&name));
    if !is_known {
        return Err(errors::invalid_because("Attributes", format!("Invalid attribute: {name}")));
    }
    if value.is_empty() {
        return Err(errors::invalid_because("Attributes", format!("{name} is empty")));
    }
    if value.len() > limits::CREDENTIAL_BYTES_MAX {
        return Err(errors::invalid_because("Attributes", format!("{name} is too long")));
    }
    if matches!(name, TEAM) && !is_key_id(value) {
        return Err(errors::invalid(format_args!("{name} must be 10 letters and digits")));
    }
    Ok(())
}

/// What can be told of credentials without asking the push service. Answers where a certificate
/// ends.
fn check_credentials(
    ctx: &Ctx<'_>,
    platform: Platform,
    attributes: &BTreeMap<String, String>,
) -> Result<Option<i64>, ApiError> {
    let of = |name: &str| attributes.get(name).map(String::as_str);
    let refused = || errors::invalid_because("Attributes", "Platform credentials are invalid");
    let credential = of(CREDENTIAL).ok_or_else(refused)?;
    if platform == Platform::Gcm {
        // A server key, or the private key file of a service account.
        let is_file = credential.trim_start().starts_with('{');
        return if is_file && !is_service_account(credential) { Err(refused()) } else { Ok(None) };
    }
    let principal = of(PRINCIPAL).ok_or_else(|| {
        errors::invalid_because("Attributes", "PlatformPrincipal is required for this platform")
    })?;
    if !platform.is_apple() {
        return Ok(None);
    }
    if is_key_id(principal) {
        let has_team = of(TEAM).is_some() && of(BUNDLE).is_some();
        if !has_team || !certificate::is_private_key(credential) {
            return Err(refused());
        }
        return Ok(None);
    }
    let end = certificate::end(principal)
        .ok_or_else(|| errors::invalid("PlatformPrincipal not valid."))?;
    if !certificate::is_private_key(credential) {
        return Err(errors::invalid("PlatformCredential not valid."));
    }
    if end <= ctx.now().secs() {
        return Err(errors::invalid("PlatformPrincipal is an expired certificate."));
    }
    Ok(Some(end))
}

/// The id of a signing key, or of a team: 10 letters and digits.
fn is_key_id(text: &str) -> bool {
    text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn is_service_account(text: &str) -> bool {
    let parsed = serde_json::from_str::<serde_json::Value>(text);
    parsed.is_ok_and(|file| file["private_key"].is_string() && file["client_email"].is_string())
}

fn shown(application: &Application) -> BTreeMap<String, String> {
    let row = &application.row;
    let mut out = row.attributes.clone();
    out.retain(|name, _| !SECRET.contains(&name.as_str()));
    out.insert("Enabled".to_owned(), "true".to_owned());
    let credential = row.attributes.get(CREDENTIAL).map_or("", String::as_str);
    let method = match application.platform {
        Platform::Gcm if credential.trim_start().starts_with('{') => Some("token"),
        Platform::Gcm => Some("key"),
        platform if platform.is_apple() && row.certificate_end.is_some() => Some("certificate"),
        platform if platform.is_apple() => Some("token"),
        _ => None,
    };
    if let Some(method) = method {
        out.insert(METHOD.to_owned(), method.to_owned());
    }
    if let Some(end) = row.certificate_end {
        out.insert(EXPIRY.to_owned(), Timestamp::from_secs(end).iso8601());
    }
    out
}
