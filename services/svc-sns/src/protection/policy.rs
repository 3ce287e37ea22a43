//! The document of a data protection policy: read, checked and compiled.
//!
//! Sources: "JSON properties for the data protection policy", "… for a policy statement", "Data
//! protection policy operations", "Using custom data identifiers", all in the Developer Guide.
//! AWS's words for refusals are not known; these are ours.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use kernel::ApiError;
use kernel::arn::Arn;
use sensitive_data::custom;
use serde_json::{Map, Value as Json};

use super::detect::Detector;
use super::identifiers::{self, Known};
use crate::errors;
use crate::limits;

const ATTRIBUTE: &str = "DataProtectionPolicy";
const VERSION: &str = "2021-06-01";
const ARN_PREFIX: &str = "arn:aws:dataprotection::aws:data-identifier/";
/// Compiled policies that a thread keeps: a fan-out asks for the same one at every delivery.
const SHARED_MAX: usize = 8;

#[derive(Debug)]
pub struct Policy {
    statements: Vec<Statement>,
}

#[derive(Debug)]
pub struct Statement {
    direction: Direction,
    /// ARNs, or `*`.
    principals: Vec<String>,
    pub detectors: Vec<Detector>,
    pub operation: Operation,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Inbound,
    Outbound,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operation {
    Audit(Audit),
    /// By which character each one is replaced; without one they are removed.
    Deidentify(Option<char>),
    Deny,
}

/// How often findings are written down, and into which buckets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audit {
    pub percent: u64,
    pub findings: Option<String>,
    pub no_findings: Option<String>,
}

impl Policy {
    /// The statements of a direction that are about a principal.
    pub fn concerning<'a>(
        &'a self,
        direction: Direction,
        principal: &'a str,
    ) -> impl Iterator<Item = &'a Statement> {
        self.statements.iter().filter(move |it| it.direction == direction && it.names(principal))
    }

    pub fn buckets(&self) -> BTreeSet<&str> {
        let mut buckets = BTreeSet::new();
        for statement in &self.statements {
            if let Operation::Audit(audit) = &statement.operation {
                buckets.extend(audit.findings.as_deref());
                buckets.extend(audit.no_findings.as_deref());
            }
        }
        buckets
    }
}

impl Statement {
    fn names(&self, principal: &str) -> bool {
        let role = role_of(principal);
        self.principals.iter().any(|it| it == "*" || it == principal || Some(it) == role.as_ref())
    }
}

/// The role of a session's ARN, which is how a policy names whoever takes it on.
fn role_of(principal: &str) -> Option<String> {
    let (head, session) = principal.split_once(":assumed-role/")?;
    let (name, _) = session.split_once('/')?;
    Some(format!("{}:role/{name}", head.replacen(":sts:", ":iam:", 1)))
}

/// As [`parse`], or what that gave for the same text before.
pub fn shared(text: &str) -> Result<Rc<Policy>, ApiError> {
    thread_local! {
        static SHARED: RefCell<Vec<(String, Rc<Policy>)>> = const { RefCell::new(Vec::new()) };
    }
    SHARED.with_borrow_mut(|shared| {
        if let Some((_, policy)) = shared.iter().find(|(kept, _)| kept == text) {
            return Ok(policy.clone());
        }
        let policy = Rc::new(parse(text)?);
        if shared.len() >= SHARED_MAX {
            shared.remove(0);
        }
        shared.push((text.to_owned(), policy.clone()));
        Ok(policy)
    })
}

pub fn parse(text: &str) -> Result<Policy, ApiError> {
    if text.len() > limits::DATA_PROTECTION_POLICY_BYTES_MAX {
        return Err(refuse("a policy has at most 30720 characters"));
    }
    let document: Json = serde_json::from_str(text).map_err(|_| refuse("failed to parse JSON"))?;
    let document = members(
        &document,
        "the policy",
        &["Name", "Description", "Version", "Configuration", "Statement"],
    )?;
    if document.get("Name").and_then(Json::as_str).is_none_or(str::is_empty) {
        return Err(refuse("Name is required"));
    }
    if document.get("Version").and_then(Json::as_str) != Some(VERSION) {
        return Err(refuse(format_args!("Version must be {VERSION}")));
    }
    let custom = custom::read(document.get("Configuration")).map_err(refuse)?;
    let statements = document.get("Statement").and_then(Json::as_array).filter(|it| !it.is_empty());
    let statements = statements.ok_or_else(|| refuse("Statement must be a list of statements"))?;
    let statements = statements.iter().map(|it| read_statement(it, &custom));
    let statements = statements.collect::<Result<Vec<_>, _>>()?;
    let audits = statements.iter().filter(|it| matches!(it.operation, Operation::Audit(_)));
    if audits.count() > 1 {
        return Err(refuse("a policy has at most one statement with the operation Audit"));
    }
    Ok(Policy { statements })
}

fn refuse(reason: impl std::fmt::Display) -> ApiError {
    errors::invalid_because(ATTRIBUTE, reason)
}

fn members<'a>(
    value: &'a Json,
    what: &str,
    known: &[&str],
) -> Result<&'a Map<String, Json>, ApiError> {
    custom::members(value, what, known).map_err(refuse)
}

fn read_statement(value: &Json, custom: &[Detector]) -> Result<Statement, ApiError> {
    let object = members(
        value,
        "a statement",
        &["Sid", "DataDirection", "Principal", "DataIdentifier", "Operation"],
    )?;
    let direction = match object.get("DataDirection").and_then(Json::as_str) {
        Some("Inbound") => Direction::Inbound,
        Some("Outbound") => Direction::Outbound,
        _ => return Err(refuse("DataDirection must be Inbound or Outbound")),
    };
    let principals = texts(object.get("Principal"), "Principal")?;
    if let Some(bad) = principals.iter().find(|it| *it != "*" && !is_principal(it)) {
        return Err(refuse(format_args!("{bad} is no IAM principal")));
    }
    let identifiers = texts(object.get("DataIdentifier"), "DataIdentifier")?;
    let detectors = identifiers.iter().map(|name| read_identifier(name, custom));
    let operation = object.get("Operation").ok_or_else(|| refuse("Operation is required"))?;
    let operation = read_operation(operation)?;
    if direction == Direction::Outbound && operation != Operation::Deny {
        return Err(refuse("of Outbound data there is the operation Deny only"));
    }
    let detectors = detectors.collect::<Result<_, _>>()?;
    Ok(Statement { direction, principals, detectors, operation })
}

fn is_principal(text: &str) -> bool {
    Arn::parse(text).is_some_and(|arn| matches!(arn.service.as_str(), "iam" | "sts"))
}

/// A list of at least one text.
fn texts(value: Option<&Json>, what: &str) -> Result<Vec<String>, ApiError> {
    let list = value.and_then(Json::as_array).filter(|list| !list.is_empty());
    let texts = list.and_then(|list| {
        list.iter().map(|it| it.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>()
    });
    texts.ok_or_else(|| refuse(format_args!("{what} must be a list of texts")))
}

fn read_identifier(text: &str, custom: &[Detector]) -> Result<Detector, ApiError> {
    let Some(name) = text.strip_prefix(ARN_PREFIX) else {
        let own = custom.iter().find(|it| it.name() == text);
        return own
            .cloned()
            .ok_or_else(|| refuse(format_args!("{text} is no data identifier of this policy")));
    };
    match identifiers::find(name) {
        Known::Built(identifier) => Ok(Detector::Managed(identifier)),
        Known::Absent => Err(errors::not_implemented(&format!("the data identifier {text}"))),
        Known::Unknown => Err(refuse(format_args!("there is no data identifier {text}"))),
    }
}

fn read_operation(value: &Json) -> Result<Operation, ApiError> {
    let object = members(value, "Operation", &["Audit", "Deidentify", "Deny"])?;
    let mut operations = object.iter();
    let (Some((name, settings)), None) = (operations.next(), operations.next()) else {
        return Err(refuse("a statement has one Operation: Audit, Deidentify or Deny"));
    };
    match name.as_str() {
        "Audit" => read_audit(settings).map(Operation::Audit),
        "Deidentify" => read_deidentify(settings),
        _ => members(settings, "Deny", &[]).map(|_| Operation::Deny),
    }
}

fn read_deidentify(value: &Json) -> Result<Operation, ApiError> {
    let object = members(value, "Deidentify", &["MaskConfig", "RedactConfig"])?;
    match (object.get("MaskConfig"), object.get("RedactConfig")) {
        (None, Some(config)) => {
            members(config, "RedactConfig", &[]).map(|_| Operation::Deidentify(None))
        }
        (Some(config), None) => {
            let config = members(config, "MaskConfig", &["MaskWithCharacter"])?;
            let text = config.get("MaskWithCharacter").and_then(Json::as_str).unwrap_or_default();
            let mut characters = text.chars();
            match (characters.next(), characters.next()) {
                (Some(mask), None) if is_mask(mask) => Ok(Operation::Deidentify(Some(mask))),
                _ => Err(refuse("MaskWithCharacter must be one printable ASCII character")),
            }
        }
        _ => Err(refuse("Deidentify has either MaskConfig or RedactConfig")),
    }
}

/// AWS has a table of its own, which is not known in full [U].
fn is_mask(character: char) -> bool {
    (' '..='~').contains(&character) && !matches!(character, '"' | '\\')
}

fn read_audit(value: &Json) -> Result<Audit, ApiError> {
    let names = ["SampleRate", "FindingsDestination", "NoFindingsDestination"];
    let object = members(value, "Audit", &names)?;
    let percent = match object.get("SampleRate") {
        Some(Json::String(text)) => text.parse().ok(),
        Some(number) => number.as_u64(),
        None => None,
    };
    let percent = percent.filter(|percent| limits::SAMPLE_RATE.contains(percent));
    let percent = percent.ok_or_else(|| refuse("SampleRate must be an integer from 0 to 99"))?;
    let findings = read_destination(object.get("FindingsDestination"))?;
    let no_findings = read_destination(object.get("NoFindingsDestination"))?;
    if findings.is_none() && no_findings.is_none() {
        return Err(refuse("Audit needs a FindingsDestination or a NoFindingsDestination"));
    }
    Ok(Audit { percent, findings, no_findings })
}

/// The bucket of a destination.
fn read_destination(value: Option<&Json>) -> Result<Option<String>, ApiError> {
    let Some(value) = value else { return Ok(None) };
    let object = members(value, "a destination", &["S3", "CloudWatchLogs", "Firehose"])?;
    for name in ["CloudWatchLogs", "Firehose"] {
        if object.contains_key(name) {
            let feature = format!("the destination {name} of data protection audits");
            return Err(errors::not_implemented(&feature));
        }
    }
    let Some(s3) = object.get("S3") else {
        // AWS would count in CloudWatch alone.
        return Err(errors::not_implemented("data protection audits without a destination"));
    };
    let s3 = members(s3, "S3", &["Bucket"])?;
    let bucket = s3.get("Bucket").and_then(Json::as_str).filter(|name| !name.is_empty());
    bucket.map(|name| Some(name.to_owned())).ok_or_else(|| refuse("S3 needs a Bucket"))
}
