//! Definitions that are refused, and why.

use super::findings;

fn first(text: &str) -> String {
    let found = findings(text).into_iter().find(|finding| finding.is_error);
    found.map_or_else(|| "fine".to_owned(), |finding| finding.text())
}

fn state(state: &str) -> String {
    let text = format!(r#"{{"StartAt": "A", "States": {{"A": {state}}}}}"#);
    first(&text)
}

#[test]
fn machines() {
    assert_eq!(state(r#"{"Type": "Pass", "End": true}"#), "fine");
    assert!(first("{").starts_with("INVALID_JSON_DESCRIPTION: "));
    assert_eq!(first("[]"), "SCHEMA_VALIDATION_FAILED: Expected value of type Object at /");
    assert_eq!(
        first(r#"{"States": {"A": {"Type": "Succeed"}}}"#),
        "SCHEMA_VALIDATION_FAILED: These fields are required: [StartAt]"
    );
    assert_eq!(
        first(r#"{"StartAt": "B", "States": {"A": {"Type": "Succeed"}}}"#),
        "MISSING_TRANSITION_TARGET: Missing 'Next' target: B at /StartAt"
    );
    assert_eq!(
        state(r#"{"Type": "Pass", "Next": "B"}"#),
        "MISSING_TRANSITION_TARGET: Missing 'Next' target: B at /States/A/Next"
    );
    assert!(state(r#"{"Type": "Pass", "Next": "A"}"#).starts_with("MISSING_END_STATE"));
    assert!(state(r#"{"Type": "Pass"}"#).contains("Missing 'Next' or 'End' at /States/A"));
    assert!(
        state(
            r#"{"Type": "Map", "End": true, "Iterator":
                {"StartAt": "A", "States": {"A": {"Type": "Succeed"}}}}"#
        )
        .starts_with("DUPLICATE_STATE_NAME")
    );
}

#[test]
fn states() {
    let refused = [
        (r#"{"Type": "Nap"}"#, "/States/A/Type"),
        (r#"{"Type": "Pass", "End": true, "Retry": []}"#, "/States/A/Retry"),
        (r#"{"Type": "Wait", "End": true}"#, "One of these fields is required"),
        (r#"{"Type": "Wait", "Seconds": -1, "End": true}"#, "/States/A/Seconds"),
        (r#"{"Type": "Task", "Resource": "f", "End": true}"#, "Value is not a valid resource ARN"),
        (r#"{"Type": "Choice", "Choices": []}"#, "/States/A/Choices"),
        (r#"{"Type": "Pass", "InputPath": "x", "End": true}"#, "/States/A/InputPath"),
        (r#"{"Type": "Pass", "ResultPath": "$.a[*]", "End": true}"#, "Reference Path"),
        (
            r#"{"Type": "Pass", "Parameters": {"a.$": "b"}, "End": true}"#,
            "The value for the field 'a.$' must be a valid JSONPath",
        ),
        (r#"{"Type": "Pass", "Output": 1, "End": true}"#, "/States/A/Output"),
        (
            r#"{"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% 1 + %}", "End": true}"#,
            "Invalid JSONata expression",
        ),
        (
            r#"{"Type": "Pass", "QueryLanguage": "JSONata", "InputPath": "$", "End": true}"#,
            "/States/A/InputPath",
        ),
        (r#"{"Type": "Pass", "Assign": {"states": 1}, "End": true}"#, "no name of a variable"),
        (
            r#"{"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "End": true,
                "Retry": [{"ErrorEquals": ["States.ALL", "x"]}]}"#,
            "States.ALL must stand alone",
        ),
    ];
    for (text, reason) in refused {
        let found = state(text);
        assert!(found.contains(reason), "{text}: {found}");
    }
}

#[test]
fn maps_in_distributed_mode() {
    let map = |fields: &str, config: &str| {
        state(&format!(
            r#"{{"Type": "Map", "End": true, {fields} "ItemProcessor": {{{config}
                "StartAt": "I", "States": {{"I": {{"Type": "Succeed"}}}}}}}}"#
        ))
    };
    let mode = r#""ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"},"#;
    let reader = |config: &str| {
        format!(
            r#""ItemReader": {{"Resource": "arn:aws:states:::s3:getObject",
                "Parameters": {{"Bucket": "b", "Key.$": "$.k"}}, "ReaderConfig": {{{config}}}}},"#
        )
    };
    assert_eq!(map(&reader(r#""InputType": "JSON""#), mode), "fine");
    let refused = [
        (map(&reader(""), mode), "These fields are required: [InputType]"),
        (map(&reader(r#""InputType": "CSV""#), mode), "[CSVHeaderLocation]"),
        (map(r#""ItemBatcher": {},"#, mode), "/States/A/ItemBatcher"),
        (map(r#""ResultWriter": {},"#, mode), "[Resource, Parameters]"),
        (map(r#""Label": "a b","#, mode), "INVALID_LABEL_NAME"),
        (map(r#""ToleratedFailureCount": 1,"#, ""), "in distributed mode"),
        (map("", r#""ProcessorConfig": {"Mode": "DISTRIBUTED"},"#), "[ExecutionType]"),
    ];
    for (found, expected) in refused {
        assert!(found.contains(expected), "{found} for {expected}");
    }
}
