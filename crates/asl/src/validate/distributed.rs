//! What Maps in distributed mode may have, and others may not.
//!
//! Source: Step Functions Developer Guide, "Using Map state in Distributed mode", "ItemReader
//! (Map)", "ItemBatcher (Map)", "ResultWriter (Map)". The messages are ours.

use serde_json::{Map, Value};

use super::{SCHEMA, Validator};

/// Fields of the distributed mode only.
const ONLY: [&str; 8] = [
    "Label",
    "ItemReader",
    "ItemBatcher",
    "ResultWriter",
    "ToleratedFailureCount",
    "ToleratedFailureCountPath",
    "ToleratedFailurePercentage",
    "ToleratedFailurePercentagePath",
];
/// "Labels can't exceed 40 characters in length", nor hold these.
const LABEL_MAX: usize = 40;
const FORBIDDEN: &str = "?*<>{}[]:;,\\|^~$#%&`\"";

const READERS: [&str; 2] = ["arn:aws:states:::s3:getObject", "arn:aws:states:::s3:listObjectsV2"];
const WRITER: &str = "arn:aws:states:::s3:putObject";
const CONFIG: [&str; 11] = [
    "InputType",
    "CSVHeaderLocation",
    "CSVHeaders",
    "CSVDelimiter",
    "MaxItems",
    "MaxItemsPath",
    "ManifestType",
    "ItemsPointer",
    "ItemsPointerPath",
    "Transformation",
    "Comment",
];
const SIZES: [&str; 4] = [
    "MaxItemsPerBatch",
    "MaxItemsPerBatchPath",
    "MaxInputBytesPerBatch",
    "MaxInputBytesPerBatchPath",
];

impl Validator {
    pub(super) fn distributed(
        &mut self,
        state: &Map<String, Value>,
        is_jsonata: bool,
        location: &str,
    ) {
        let processor = state.get("ItemProcessor").or_else(|| state.get("Iterator"));
        let config = processor.and_then(|it| it.get("ProcessorConfig"));
        let mode = config.and_then(|config| config.get("Mode")).and_then(Value::as_str);
        if mode != Some("DISTRIBUTED") {
            for name in ONLY.iter().filter(|name| state.contains_key(**name)) {
                let message = format!("{name} is a field of Map states in distributed mode");
                self.error(SCHEMA, message, &format!("{location}/{name}"));
            }
            return;
        }
        if config.is_some_and(|config| config.get("ExecutionType").is_none()) {
            let location = format!("{location}/ItemProcessor/ProcessorConfig");
            let message = "These fields are required: [ExecutionType]";
            self.error(SCHEMA, message, &location);
        }
        self.label(state, location);
        for name in ["ToleratedFailureCount", "ToleratedFailurePercentage", "MaxConcurrency"] {
            self.number(state, name, 0.0, location);
            let path = format!("{name}Path");
            if state.contains_key(name) && state.contains_key(&path) {
                let message =
                    format!("There should only be one of the following fields: [{name}, {path}]");
                self.error(SCHEMA, message, location);
            }
        }
        let payload = if is_jsonata { "Arguments" } else { "Parameters" };
        self.reader(state, payload, location);
        self.batcher(state, location);
        self.writer(state, payload, location);
        for part in ["ItemReader", "ItemBatcher", "ResultWriter"] {
            let Some(fields) = state.get(part) else { continue };
            let location = format!("{location}/{part}");
            if is_jsonata {
                self.jsonata(Some(fields), &location);
                continue;
            }
            for name in ["Parameters", "BatchInput"] {
                if let Some(template) = fields.get(name) {
                    self.payload(template, &format!("{location}/{name}"));
                }
            }
        }
    }

    fn label(&mut self, state: &Map<String, Value>, location: &str) {
        let Some(label) = state.get("Label") else { return };
        let is_fit = label.as_str().is_some_and(|text| {
            let is_bad = |c: char| c.is_whitespace() || c.is_control() || FORBIDDEN.contains(c);
            !text.is_empty() && text.chars().count() <= LABEL_MAX && !text.contains(is_bad)
        });
        let location = format!("{location}/Label");
        if !is_fit {
            let message = format!("A label has 1 to {LABEL_MAX} characters, none of them special");
            self.error("INVALID_LABEL_NAME", message, &location);
        } else if !self.labels.insert(label.as_str().unwrap_or_default().to_owned()) {
            let message = "The label stands for more than one Map state";
            self.error("DUPLICATE_LABEL_NAME", message, &location);
        }
    }

    /// A part of a state that is an object.
    fn part<'s>(
        &mut self,
        of: &'s Map<String, Value>,
        name: &str,
        known: &[&str],
        location: &str,
    ) -> Option<&'s Map<String, Value>> {
        let part = of.get(name)?;
        let location = format!("{location}/{name}");
        let Some(part) = part.as_object() else {
            self.error(SCHEMA, "Expected value of type Object", &location);
            return None;
        };
        self.unknown(part, known, &location);
        Some(part)
    }

    fn reader(&mut self, state: &Map<String, Value>, payload: &str, location: &str) {
        let known = ["Resource", payload, "ReaderConfig", "Comment"];
        let Some(reader) = self.part(state, "ItemReader", &known, location) else { return };
        let location = format!("{location}/ItemReader");
        self.required(reader, &["Resource", payload], &location);
        self.one_of(reader, "Resource", &READERS, &location);
        let is_object = reader.get("Resource").and_then(Value::as_str) == Some(READERS[0]);
        if is_object {
            self.required(reader, &["ReaderConfig"], &location);
        }
        let config = self.part(reader, "ReaderConfig", &CONFIG, &location);
        let Some(config) = config else { return };
        let location = format!("{location}/ReaderConfig");
        if is_object {
            self.required(config, &["InputType"], &location);
        }
        let types = ["CSV", "JSON", "JSONL", "MANIFEST", "PARQUET"];
        self.one_of(config, "InputType", &types, &location);
        self.one_of(config, "ManifestType", &["S3_INVENTORY", "ATHENA_DATA"], &location);
        self.one_of(config, "Transformation", &["NONE", "LOAD_AND_FLATTEN"], &location);
        self.number(config, "MaxItems", 0.0, &location);
        let delimiters = ["COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB"];
        self.one_of(config, "CSVDelimiter", &delimiters, &location);
        if config.get("InputType").and_then(Value::as_str) != Some("CSV") {
            return;
        }
        self.required(config, &["CSVHeaderLocation"], &location);
        self.one_of(config, "CSVHeaderLocation", &["FIRST_ROW", "GIVEN"], &location);
        if config.get("CSVHeaderLocation").and_then(Value::as_str) == Some("GIVEN") {
            self.required(config, &["CSVHeaders"], &location);
        }
    }

    fn batcher(&mut self, state: &Map<String, Value>, location: &str) {
        let known = [&SIZES[..], &["BatchInput", "Comment"]].concat();
        let Some(batcher) = self.part(state, "ItemBatcher", &known, location) else { return };
        let location = format!("{location}/ItemBatcher");
        if !SIZES.iter().any(|name| batcher.contains_key(*name)) {
            let message = format!("One of these fields is required: [{}]", SIZES.join(", "));
            self.error(SCHEMA, message, &location);
        }
        self.number(batcher, "MaxItemsPerBatch", 1.0, &location);
        self.number(batcher, "MaxInputBytesPerBatch", 1.0, &location);
    }

    fn writer(&mut self, state: &Map<String, Value>, payload: &str, location: &str) {
        let known = ["Resource", payload, "WriterConfig", "Comment"];
        let Some(writer) = self.part(state, "ResultWriter", &known, location) else { return };
        let location = format!("{location}/ResultWriter");
        if !writer.contains_key("WriterConfig") || writer.contains_key("Resource") {
            self.required(writer, &["Resource", payload], &location);
        }
        self.one_of(writer, "Resource", &[WRITER], &location);
        let known = ["Transformation", "OutputType"];
        let Some(config) = self.part(writer, "WriterConfig", &known, &location) else { return };
        let location = format!("{location}/WriterConfig");
        let transformations = ["NONE", "COMPACT", "FLATTEN"];
        self.one_of(config, "Transformation", &transformations, &location);
        self.one_of(config, "OutputType", &["JSON", "JSONL"], &location);
    }
}
