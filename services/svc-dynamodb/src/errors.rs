//! The refusals of DynamoDB, in its words as its documentation and its answers (as users of SDKs
//! and of Terraform quote them) have them. What we could not find is said in our own words, by
//! [`ours`] and [`ours_invalid`] here and where they are called; the README says of what they
//! speak.

use kernel::{ApiError, Struct, Value};

use crate::api::error;
use crate::attribute::Item;
use crate::values;

pub fn validation(message: impl Into<String>) -> ApiError {
    ApiError::new("ValidationException", message)
}

/// "One or more parameter values were invalid: …"
pub fn invalid(reason: impl AsRef<str>) -> ApiError {
    validation(format!("One or more parameter values were invalid: {}", reason.as_ref()))
}

/// A refusal whose words at AWS we could not verify.
pub fn ours(message: impl Into<String>) -> ApiError {
    validation(message)
}

/// As [`ours`], after "One or more parameter values were invalid: ".
pub fn ours_invalid(reason: impl AsRef<str>) -> ApiError {
    invalid(reason)
}

/// The server's own limits of this implementation: said, not hidden.
pub fn not_implemented(feature: &str) -> ApiError {
    let message = format!("Nephele does not implement {feature} of DynamoDB yet.");
    ApiError::new("NotImplemented", message).with_status(501)
}

// Tables.

/// What operations on items answer.
pub fn resource_not_found() -> ApiError {
    error::resource_not_found_exception("Requested resource not found")
}

/// What operations on tables answer.
pub fn table_not_found(name: &str) -> ApiError {
    error::resource_not_found_exception(format!(
        "Requested resource not found: Table: {name} not found"
    ))
}

pub fn resource_arn_not_found(arn: &str) -> ApiError {
    error::resource_not_found_exception(format!(
        "Requested resource not found: ResourcArn: {arn} not found"
    ))
}

pub fn table_exists(name: &str) -> ApiError {
    error::resource_in_use_exception(format!("Table already exists: {name}"))
}

pub fn table_in_use(name: &str, status: &str) -> ApiError {
    error::resource_in_use_exception(format!(
        "Attempt to change a resource which is still in use: Table is being {status}: {name}"
    ))
}

pub fn no_such_index(name: &str) -> ApiError {
    validation(format!("The table does not have the specified index: {name}"))
}

// Items.

pub fn condition_failed(item: Option<Item>) -> ApiError {
    let failed = error::conditional_check_failed_exception("The conditional request failed");
    match item {
        Some(item) => failed.with_member("Item", Value::Struct(values::write_item(item))),
        None => failed,
    }
}

/// An INSERT of an item that is there.
pub fn duplicate_item() -> ApiError {
    error::duplicate_item_exception("Duplicate primary key exists in table")
}

pub fn key_mismatch() -> ApiError {
    validation("The provided key element does not match the schema")
}

pub fn item_too_large() -> ApiError {
    validation("Item size has exceeded the maximum allowed size")
}

pub fn updated_item_too_large() -> ApiError {
    validation("Item size to update has exceeded the maximum allowed size")
}

pub fn collection_too_large() -> ApiError {
    error::item_collection_size_limit_exceeded_exception("Collection size exceeded.")
}

// Transactions.

/// Why one request of a transaction failed; `None` for one that did not.
pub struct Reason {
    pub code: &'static str,
    pub message: String,
    pub item: Option<Item>,
}

pub fn transaction_cancelled(reasons: Vec<Option<Reason>>) -> ApiError {
    let codes: Vec<&str> =
        reasons.iter().map(|reason| reason.as_ref().map_or("None", |it| it.code)).collect();
    let message = format!(
        "Transaction cancelled, please refer cancellation reasons for specific reasons [{}]",
        codes.join(", ")
    );
    let reasons: Vec<Value> =
        reasons.into_iter().map(|reason| Value::Struct(shown(reason))).collect();
    // The model's words for the message member are `Message`; the wire writes both.
    error::transaction_canceled_exception(message)
        .with_member("CancellationReasons", Value::List(reasons))
}

fn shown(reason: Option<Reason>) -> Struct {
    let Some(reason) = reason else { return Struct::new().with("Code", "None") };
    let mut out = Struct::new().with("Code", reason.code).with("Message", reason.message);
    if let Some(item) = reason.item {
        out.set("Item", values::write_item(item));
    }
    out
}

pub fn idempotent_mismatch() -> ApiError {
    // The words of the API reference.
    error::idempotent_parameter_mismatch_exception(
        "DynamoDB rejected the request because you retried a request with a different payload but \
         with an idempotent token that was already used.",
    )
}

pub fn transaction_conflict() -> ApiError {
    error::transaction_conflict_exception("Transaction is ongoing for the item")
}
