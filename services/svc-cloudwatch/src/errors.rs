//! The errors of CloudWatch in AWS's words, as far as they are known.
//!
//! [Q] marks what users of AWS have quoted; the others are our words and listed in the README.

use kernel::{ApiError, Value};

use crate::api::error;

/// What is wrong with a parameter, in one of the three ways of CloudWatch.
pub fn invalid_value(message: impl Into<String>) -> ApiError {
    error::invalid_parameter_value_exception(message)
}

pub fn invalid_combination(message: impl Into<String>) -> ApiError {
    error::invalid_parameter_combination_exception(message)
}

/// [Q] "The parameter X is required."
pub fn missing(name: &str) -> ApiError {
    error::missing_required_parameter_exception(format!("The parameter {name} is required."))
}

/// The refusal of the query protocol, which several operations answer without listing it.
pub fn validation(message: impl Into<String>) -> ApiError {
    ApiError::new("ValidationError", message)
}

pub fn not_implemented(feature: &str) -> ApiError {
    ApiError::new("NotImplemented", format!("Nephele does not implement {feature} yet."))
        .with_status(501)
}

pub fn invalid_token() -> ApiError {
    error::invalid_next_token("Invalid NextToken")
}

pub fn invalid_list_token() -> ApiError {
    invalid_value("Invalid nextToken")
}

/// [Q] GetMetricStatistics: "You have requested up to 4,320 datapoints, which exceeds the limit of
/// 1,440. You may reduce the datapoints requested by increasing Period, or decreasing the time
/// range."
pub fn too_many_datapoints(asked: i64, limit: i64) -> ApiError {
    invalid_combination(format!(
        "You have requested up to {} datapoints, which exceeds the limit of {}. You may reduce the \
         datapoints requested by increasing Period, or decreasing the time range.",
        with_commas(asked),
        with_commas(limit)
    ))
}

/// [Q] "The parameter StartTime must be less than the parameter EndTime."
pub fn times_reversed() -> ApiError {
    invalid_value("The parameter StartTime must be less than the parameter EndTime.")
}

/// [Q] "At least one of the parameters Statistics and ExtendedStatistics must be specified."
pub fn no_statistics() -> ApiError {
    invalid_combination(
        "At least one of the parameters Statistics and ExtendedStatistics must be specified.",
    )
}

/// [Q] "The value NaN for parameter MetricData.member.1.Value is invalid."
pub fn invalid_number(value: f64, parameter: &str) -> ApiError {
    invalid_value(format!("The value {value} for parameter {parameter} is invalid."))
}

pub fn reserved_namespace() -> ApiError {
    invalid_value("The value AWS/ for parameter Namespace is invalid.")
}

/// [Q] "Unknown"; the API Reference says only that alarms that are not there are not found.
pub fn no_such_alarm(name: &str) -> ApiError {
    error::resource_not_found(format!("Unknown alarm name: {name}"))
}

pub fn no_such_resource(kind: &str, id: &str) -> ApiError {
    error::resource_not_found_exception(format!("The resource {id} was not found."))
        .with_member("ResourceType", kind.to_owned())
        .with_member("ResourceId", id.to_owned())
}

/// [Q] "Dashboard X does not exist".
pub fn no_such_dashboard(name: &str) -> ApiError {
    error::dashboard_not_found_error(format!("Dashboard {name} does not exist"))
}

/// [Q] "The dashboard body is invalid, there are 2 validation errors:" and the list.
pub fn invalid_dashboard(messages: &[(String, String)]) -> ApiError {
    let count = messages.len();
    let plural = if count == 1 { "error" } else { "errors" };
    let verb = if count == 1 { "is" } else { "are" };
    let members: Vec<Value> = messages
        .iter()
        .map(|(path, message)| {
            let shown = kernel::Struct::new()
                .with("DataPath", path.clone())
                .with("Message", message.clone());
            Value::from(shown)
        })
        .collect();
    error::dashboard_invalid_input_error(format!(
        "The dashboard body is invalid, there {verb} {count} validation {plural}: {}",
        serde_json::Value::Array(
            messages
                .iter()
                .map(|(path, message)| serde_json::json!({"dataPath": path, "message": message}))
                .collect()
        )
    ))
    .with_member("dashboardValidationMessages", members)
}

fn with_commas(number: i64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
