//! Data protection: what of events is sensitive, masked for whoever may not see it.
//!
//! A group has a policy at most, and the account has one for all groups; what either names is
//! masked. "Sensitive data is detected and masked when it is ingested": events are kept as they
//! came, and a policy is for those that came while it was there, also when it is gone. So a policy
//! that is replaced or deleted is kept with the transactions between which it held. Readers mask
//! ([`Masks`]); what an audit has found is told by [`crate::protection_audit`].
//!
//! Source: "Help protect sensitive log data with masking" in the CloudWatch Logs User Guide;
//! PutDataProtectionPolicy (API Reference).

use std::cell::RefCell;
use std::sync::Arc;

use kernel::{ApiError, Ctx};
use sensitive_data::{Detector, Known, custom, identifiers, spans};
use serde_json::{Map, Value as Json};

use crate::api::{
    DeleteDataProtectionPolicyInput, DeleteDataProtectionPolicyOutput,
    GetDataProtectionPolicyInput, GetDataProtectionPolicyOutput, PutDataProtectionPolicyInput,
    PutDataProtectionPolicyOutput,
};
use crate::errors;
use crate::group;
use crate::limits;
use crate::state::{ACCOUNT, Class, Group, ProtectionRow};

const VERSION: &str = "2021-06-01";
const ARN_PREFIX: &str = "arn:aws:dataprotection::aws:data-identifier/";
/// Policies that a thread keeps ready.
const SHARED_MAX: usize = 32;

#[derive(Debug)]
pub struct Policy {
    pub detectors: Vec<Detector>,
    pub findings: Findings,
}

/// Where audits go besides the metric.
#[derive(Debug, Default)]
pub struct Findings {
    pub group: Option<String>,
    pub firehose: Option<String>,
}

pub fn put_data_protection_policy(
    ctx: &mut Ctx<'_>,
    input: PutDataProtectionPolicyInput<'_>,
) -> Result<PutDataProtectionPolicyOutput, ApiError> {
    let mut group = group::identified(ctx, input.log_group_identifier())?;
    if group.row.class != Class::Standard {
        let class = group.row.class.name();
        return Err(errors::not_for_class("PutDataProtectionPolicy", class));
    }
    let document = input.policy_document();
    check(ctx, document)?;
    let (transaction, now) = (ctx.transaction(), ctx.now().millis());
    begin(&mut group.row_mut().protections, document, transaction, now);
    group.save(ctx);
    Ok(PutDataProtectionPolicyOutput::new()
        .log_group_identifier(input.log_group_identifier())
        .policy_document(document)
        .last_updated_time(now))
}

pub fn get_data_protection_policy(
    ctx: &mut Ctx<'_>,
    input: GetDataProtectionPolicyInput<'_>,
) -> Result<GetDataProtectionPolicyOutput, ApiError> {
    let group = group::identified(ctx, input.log_group_identifier())?;
    let output =
        GetDataProtectionPolicyOutput::new().log_group_identifier(input.log_group_identifier());
    Ok(match present(&group.row.protections) {
        Some(row) => output.policy_document(row.document.as_str()).last_updated_time(row.updated),
        None => output,
    })
}

pub fn delete_data_protection_policy(
    ctx: &mut Ctx<'_>,
    input: DeleteDataProtectionPolicyInput<'_>,
) -> Result<DeleteDataProtectionPolicyOutput, ApiError> {
    let mut group = group::identified(ctx, input.log_group_identifier())?;
    if present(&group.row.protections).is_none() {
        return Err(errors::not_found("data protection policy"));
    }
    let transaction = ctx.transaction();
    end(&mut group.row_mut().protections, transaction);
    group.save(ctx);
    Ok(DeleteDataProtectionPolicyOutput::new())
}

/// The one that holds now.
pub fn present(rows: &[ProtectionRow]) -> Option<&ProtectionRow> {
    rows.last().filter(|row| row.until.is_none())
}

/// From now on this one holds.
pub fn begin(rows: &mut Vec<ProtectionRow>, document: &str, transaction: u64, now: i64) {
    end(rows, transaction);
    let since = transaction;
    rows.push(ProtectionRow { since, until: None, document: document.to_owned(), updated: now });
    // Of a policy that is changed over and over the oldest states are let go, and what they have
    // masked is masked by the oldest that is left.
    while rows.len() > limits::PROTECTIONS_KEPT_MAX {
        let gone = rows.remove(0);
        rows[0].since = gone.since;
    }
}

pub fn end(rows: &mut [ProtectionRow], transaction: u64) {
    if let Some(last) = rows.last_mut().filter(|row| row.until.is_none()) {
        last.until = Some(transaction);
    }
}

/// Whether a document is a policy, and its destinations are there.
pub fn check(ctx: &Ctx<'_>, document: &str) -> Result<(), ApiError> {
    let policy = parse(document)?;
    if let Some(name) = &policy.findings.group {
        group::find(ctx, name).map_err(|_| {
            refuse(format_args!("the log group {name} of FindingsDestination does not exist"))
        })?;
    }
    Ok(())
}

/// What masks the events of a group, in the order in which it held.
#[derive(Clone, Debug, Default)]
pub struct Masks(Vec<(u64, Option<u64>, Arc<Policy>)>);

impl Masks {
    pub fn of(ctx: &Ctx<'_>, group: &Group) -> Result<Masks, ApiError> {
        let account = ctx.table(&ACCOUNT).get_shared(&())?;
        let of_account = account.iter().flat_map(|row| &row.protections);
        let mut masks = Vec::new();
        for row in group.row.protections.iter().chain(of_account) {
            masks.push((row.since, row.until, shared(&row.document)?));
        }
        Ok(Masks(masks))
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The policies that held when a request came.
    pub fn at(&self, request: u64) -> impl Iterator<Item = &Arc<Policy>> {
        let holds = move |since: u64, until: Option<u64>| {
            request > since && until.is_none_or(|until| request <= until)
        };
        self.0.iter().filter(move |(since, until, _)| holds(*since, *until)).map(|(.., it)| it)
    }

    /// A message as whoever may not see everything sees it; `None` if that is the whole of it.
    pub fn masked(&self, request: u64, message: &str) -> Option<String> {
        let detectors: Vec<Detector> =
            self.at(request).flat_map(|policy| policy.detectors.iter().cloned()).collect();
        let found = spans(&detectors, message);
        if found.is_empty() {
            return None;
        }
        let mut shown = String::with_capacity(message.len());
        let mut from = 0;
        for span in found {
            shown.push_str(&message[from..span.start]);
            shown.extend(message[span.clone()].chars().map(|_| '*'));
            from = span.end;
        }
        shown.push_str(&message[from..]);
        Some(shown)
    }
}

/// A policy that was parsed before, as often as it is asked for.
fn shared(text: &str) -> Result<Arc<Policy>, ApiError> {
    thread_local! {
        static SHARED: RefCell<Vec<(String, Arc<Policy>)>> = const { RefCell::new(Vec::new()) };
    }
    SHARED.with_borrow_mut(|shared| {
        if let Some((_, policy)) = shared.iter().find(|(kept, _)| kept == text) {
            return Ok(policy.clone());
        }
        let policy = Arc::new(parse(text)?);
        if shared.len() >= SHARED_MAX {
            shared.remove(0);
        }
        shared.push((text.to_owned(), policy.clone()));
        Ok(policy)
    })
}

/// [U]
fn refuse(reason: impl std::fmt::Display) -> ApiError {
    errors::invalid(format!("Invalid data protection policy: {reason}."))
}

pub fn parse(text: &str) -> Result<Policy, ApiError> {
    if text.chars().count() > limits::PROTECTION_POLICY_CHARS_MAX {
        return Err(refuse("a policy has at most 30720 characters"));
    }
    let document: Json = serde_json::from_str(text).map_err(|_| refuse("it is no JSON"))?;
    let document = members(
        &document,
        "the policy",
        &["Name", "Description", "Version", "Configuration", "Statement"],
    )?;
    if document.get("Version").is_some_and(|it| it.as_str() != Some(VERSION)) {
        return Err(refuse(format_args!("Version must be {VERSION}")));
    }
    let custom = custom::read(document.get("Configuration")).map_err(refuse)?;
    let statements = document.get("Statement").and_then(Json::as_array);
    let Some([one, other]) = statements.map(Vec::as_slice) else {
        return Err(refuse("Statement must have an Audit and a Deidentify block"));
    };
    let (one, other) = (Statement::read(one)?, Statement::read(other)?);
    let (audit, masks) = match (&one.audit, &other.audit) {
        (Some(_), None) => (one, other),
        (None, Some(_)) => (other, one),
        _ => return Err(refuse("Statement must have an Audit and a Deidentify block")),
    };
    if audit.identifiers != masks.identifiers {
        return Err(refuse("the two DataIdentifier lists must match"));
    }
    let detectors = audit.identifiers.iter().map(|name| read_identifier(name, &custom));
    Ok(Policy {
        detectors: detectors.collect::<Result<_, _>>()?,
        findings: read_findings(audit.audit.unwrap_or(&Json::Null))?,
    })
}

struct Statement<'a> {
    identifiers: Vec<&'a str>,
    /// The settings of the audit; the other kind masks.
    audit: Option<&'a Json>,
}

impl Statement<'_> {
    fn read(value: &Json) -> Result<Statement<'_>, ApiError> {
        let object = members(value, "a statement", &["Sid", "DataIdentifier", "Operation"])?;
        let list = object.get("DataIdentifier").and_then(Json::as_array);
        let list = list.filter(|list| !list.is_empty());
        let texts = list.and_then(|list| list.iter().map(Json::as_str).collect::<Option<Vec<_>>>());
        let identifiers = texts.ok_or_else(|| refuse("DataIdentifier must be a list of texts"))?;
        let operation = object.get("Operation").ok_or_else(|| refuse("Operation is required"))?;
        let operation = members(operation, "Operation", &["Audit", "Deidentify"])?;
        match (operation.get("Audit"), operation.get("Deidentify")) {
            (Some(audit), None) => Ok(Statement { identifiers, audit: Some(audit) }),
            (None, Some(masks)) => {
                let masks = members(masks, "Deidentify", &["MaskConfig"])?;
                match masks.get("MaskConfig").and_then(Json::as_object) {
                    Some(config) if config.is_empty() => Ok(Statement { identifiers, audit: None }),
                    _ => Err(refuse("MaskConfig must be an empty object")),
                }
            }
            _ => Err(refuse("a statement has one Operation: Audit or Deidentify")),
        }
    }
}

fn members<'a>(
    value: &'a Json,
    what: &str,
    known: &[&str],
) -> Result<&'a Map<String, Json>, ApiError> {
    custom::members(value, what, known).map_err(refuse)
}

fn read_identifier(text: &str, custom: &[Detector]) -> Result<Detector, ApiError> {
    let Some(name) = text.strip_prefix(ARN_PREFIX) else {
        let own = custom.iter().find(|it| it.name() == text).cloned();
        return own.ok_or_else(|| refuse(format_args!("there is no data identifier {text}")));
    };
    match identifiers::find(name) {
        Known::Built(identifier) => Ok(Detector::Managed(identifier)),
        Known::Absent => Err(errors::not_implemented(format!("the data identifier {name}"))),
        Known::Unknown => Err(refuse(format_args!("there is no data identifier {text}"))),
    }
}

fn read_findings(audit: &Json) -> Result<Findings, ApiError> {
    let audit = members(audit, "Audit", &["FindingsDestination"])?;
    let destination = audit.get("FindingsDestination");
    let destination = destination.ok_or_else(|| refuse("Audit needs a FindingsDestination"))?;
    let known = ["CloudWatchLogs", "Firehose", "S3"];
    let destination = members(destination, "FindingsDestination", &known)?;
    if destination.contains_key("S3") {
        return Err(errors::not_implemented("findings of data protection in buckets"));
    }
    let named = |kind: &str, member: &str| -> Result<Option<String>, ApiError> {
        let Some(value) = destination.get(kind) else { return Ok(None) };
        let name = members(value, kind, &[member])?.get(member).and_then(Json::as_str);
        let name = name.filter(|name| !name.is_empty());
        name.map(|name| Some(name.to_owned()))
            .ok_or_else(|| refuse(format_args!("{kind} needs a {member}")))
    };
    Ok(Findings {
        group: named("CloudWatchLogs", "LogGroup")?,
        firehose: named("Firehose", "DeliveryStream")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(since: u64, until: Option<u64>) -> (u64, Option<u64>, Arc<Policy>) {
        let email = identifiers::find("EmailAddress");
        let Known::Built(email) = email else { panic!("it is known") };
        let detectors = vec![Detector::Managed(email)];
        let findings = Findings::default();
        (since, until, Arc::new(Policy { detectors, findings }))
    }

    #[test]
    fn what_came_while_a_policy_held_is_masked() {
        let masks = Masks(vec![row(10, Some(20))]);
        let seen = |request| masks.masked(request, "to jane@example.com, please");
        assert_eq!(seen(10), None);
        assert_eq!(seen(11).as_deref(), Some("to ****************, please"));
        assert_eq!(seen(20).as_deref(), Some("to ****************, please"));
        assert_eq!(seen(21), None);
        assert_eq!(masks.masked(15, "nothing here"), None);
    }

    #[test]
    fn the_oldest_states_of_a_policy_are_let_go() {
        let mut rows = Vec::new();
        for transaction in 1..200 {
            begin(&mut rows, "x", transaction, 0);
        }
        assert_eq!(rows.len(), limits::PROTECTIONS_KEPT_MAX);
        assert_eq!((rows[0].since, rows[0].until.is_some()), (1, true));
        assert_eq!(present(&rows).map(|row| row.since), Some(199));
        end(&mut rows, 300);
        assert_eq!(present(&rows).map(|row| row.since), None);
    }

    #[test]
    fn what_is_no_policy_is_refused() {
        let email =
            r#""DataIdentifier": ["arn:aws:dataprotection::aws:data-identifier/EmailAddress"]"#;
        let audit = r#""Operation": {"Audit": {"FindingsDestination": {}}}"#;
        let mask = r#""Operation": {"Deidentify": {"MaskConfig": {}}}"#;
        let of = |one: &str, two: &str| format!(r#"{{"Statement": [{{{one}}}, {{{two}}}]}}"#);
        let both = |a: &str, b: &str| of(&format!("{email}, {a}"), &format!("{email}, {b}"));
        assert!(parse(&both(audit, mask)).is_ok());
        assert!(parse(&both(mask, audit)).is_ok());
        assert!(parse(&both(audit, audit)).is_err());
        assert!(parse(&both(mask, mask)).is_err());
        assert!(parse(&both(audit, r#""Operation": {"Deidentify": {}}"#)).is_err());
        assert!(parse(&both(r#""Operation": {"Audit": {}}"#, mask)).is_err());
        let other = r#""DataIdentifier": ["arn:aws:dataprotection::aws:data-identifier/Ghost"]"#;
        assert!(parse(&of(&format!("{other}, {audit}"), &format!("{other}, {mask}"))).is_err());
        assert!(parse(&of(&format!("{email}, {audit}"), &format!("{other}, {mask}"))).is_err());
        assert!(parse("{}").is_err() && parse("x").is_err());
    }
}
