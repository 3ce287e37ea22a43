//! Which fields there are.

use serde_json::{Map, Value};

use super::{SCHEMA, Validator};

pub const ROOT: [&str; 6] =
    ["Comment", "QueryLanguage", "StartAt", "States", "TimeoutSeconds", "Version"];
pub const LANGUAGES: [&str; 2] = ["JSONPath", "JSONata"];
pub const KINDS: [&str; 8] =
    ["Task", "Pass", "Choice", "Wait", "Succeed", "Fail", "Parallel", "Map"];

const COMMON: [&str; 3] = ["Type", "Comment", "QueryLanguage"];
const TRANSITION: [&str; 2] = ["Next", "End"];
const INPUT_AND_OUTPUT: [&str; 2] = ["InputPath", "OutputPath"];
const RESULT: [&str; 1] = ["ResultPath"];

/// Fields that only JSONPath has, and those that only JSONata has.
const JSONPATH_ONLY: [&str; 15] = [
    "InputPath",
    "OutputPath",
    "ResultPath",
    "ResultSelector",
    "Parameters",
    "ItemsPath",
    "SecondsPath",
    "TimestampPath",
    "TimeoutSecondsPath",
    "HeartbeatSecondsPath",
    "MaxConcurrencyPath",
    "ErrorPath",
    "CausePath",
    "ToleratedFailureCountPath",
    "ToleratedFailurePercentagePath",
];
const JSONATA_ONLY: [&str; 3] = ["Arguments", "Output", "Items"];

/// The fields of a kind of states, besides those that all have.
fn fields_of(kind: &str) -> &'static [&'static str] {
    match kind {
        "Pass" => &["Result", "Parameters", "Assign", "Output"],
        "Task" => &[
            "Resource",
            "Parameters",
            "Arguments",
            "Credentials",
            "ResultSelector",
            "Retry",
            "Catch",
            "TimeoutSeconds",
            "TimeoutSecondsPath",
            "HeartbeatSeconds",
            "HeartbeatSecondsPath",
            "Assign",
            "Output",
        ],
        "Choice" => &["Choices", "Default", "Assign", "Output"],
        "Wait" => &["Seconds", "SecondsPath", "Timestamp", "TimestampPath", "Assign", "Output"],
        "Succeed" => &["Output"],
        "Fail" => &["Error", "ErrorPath", "Cause", "CausePath"],
        "Parallel" => &[
            "Branches",
            "Parameters",
            "Arguments",
            "ResultSelector",
            "Retry",
            "Catch",
            "Assign",
            "Output",
        ],
        _ => &[
            "ItemProcessor",
            "Iterator",
            "ItemsPath",
            "Items",
            "ItemSelector",
            "Parameters",
            "ItemReader",
            "ItemBatcher",
            "ResultWriter",
            "Label",
            "MaxConcurrency",
            "MaxConcurrencyPath",
            "ToleratedFailureCount",
            "ToleratedFailureCountPath",
            "ToleratedFailurePercentage",
            "ToleratedFailurePercentagePath",
            "ResultSelector",
            "Retry",
            "Catch",
            "Assign",
            "Output",
        ],
    }
}

impl Validator {
    pub(super) fn state_fields(
        &mut self,
        state: &Map<String, Value>,
        kind: &str,
        is_jsonata: bool,
        location: &str,
    ) {
        let has_transition = !matches!(kind, "Choice" | "Succeed" | "Fail");
        let has_result = matches!(kind, "Pass" | "Task" | "Parallel" | "Map");
        for name in state.keys().map(String::as_str) {
            let is_known = COMMON.contains(&name)
                || fields_of(kind).contains(&name)
                || (has_transition && TRANSITION.contains(&name))
                || (kind != "Fail" && INPUT_AND_OUTPUT.contains(&name))
                || (has_result && RESULT.contains(&name));
            let here = format!("{location}/{name}");
            if !is_known {
                self.error(SCHEMA, "Field is not supported", &here);
            } else if is_jsonata && JSONPATH_ONLY.contains(&name) {
                let message = format!("{name} is a field of JSONPath, and the state is in JSONata");
                self.error(SCHEMA, message, &here);
            } else if !is_jsonata && JSONATA_ONLY.contains(&name) {
                let message = format!("{name} is a field of JSONata, and the state is in JSONPath");
                self.error(SCHEMA, message, &here);
            } else if is_jsonata && kind == "Pass" && name == "Result" {
                let message = "Result is a field of JSONPath, and the state is in JSONata";
                self.error(SCHEMA, message, &here);
            }
        }
    }
}
