//! ValidatePolicy: the document as a whole, and the pages of its findings.

use std::collections::BTreeMap;

use kernel::{ApiError, Ctx, page};

use crate::api::{ValidatePolicyInput, ValidatePolicyOutput, locale, policy_type};
use crate::catalog;
use crate::errors;
use crate::json::{self, Span, Value};
use crate::limits;
use crate::place::{Finding, Location, Place, Report};
use crate::redundant;
use crate::statement;
use crate::typed::{self, ResourceType};

/// What a policy is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    Identity,
    Resource,
    /// Of a role: a resource policy of that resource type.
    Trust,
    ServiceControl,
    ResourceControl,
}

/// What the checks of statements need to know of the document.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    pub subject: Subject,
    pub resource: Option<&'static ResourceType>,
    /// Whether policy variables mean something.
    pub has_variables: bool,
}

const OPERATION: &str = "ValidatePolicy";
const TRUST: &str = "AWS::IAM::AssumeRolePolicyDocument";
const VERSIONS: &str = "2012-10-17, 2008-10-17";

pub fn validate_policy(
    _: &mut Ctx<'_>,
    input: ValidatePolicyInput<'_>,
) -> Result<ValidatePolicyOutput, ApiError> {
    let text = input.policy_document();
    if text.len() > limits::DOCUMENT_BYTES_MAX {
        return Err(errors::too_long());
    }
    if let Some(other) = input.locale().filter(|it| *it != locale::EN) {
        return Err(errors::not_implemented(&format!("findings in the locale {other}")));
    }
    let resource_type = input.validate_policy_resource_type();
    let subject = match input.policy_type() {
        policy_type::RESOURCE_POLICY if resource_type == Some(TRUST) => Subject::Trust,
        policy_type::RESOURCE_POLICY => Subject::Resource,
        _ if resource_type.is_some() => return Err(errors::type_without_resource_policy()),
        policy_type::SERVICE_CONTROL_POLICY => Subject::ServiceControl,
        policy_type::RESOURCE_CONTROL_POLICY => Subject::ResourceControl,
        _ => Subject::Identity,
    };
    let from = start_of_page(input.next_token())?;
    let size = input.max_results().map_or(limits::PAGE_DEFAULT, |it| it.max(0) as usize);
    if size == 0 || size > limits::PAGE_MAX {
        let message = format!("maxResults is from 1 to {}.", limits::PAGE_MAX);
        return Err(errors::invalid("fieldValidationFailed", message));
    }
    let resource = typed::TYPES.iter().find(|it| Some(it.kind) == resource_type);
    let report = check(text, subject, resource);
    let found = report.findings.iter().skip(from);
    let shown: Vec<_> = found.take(size).map(Finding::show).collect();
    let next = from + shown.len();
    let token = (next < report.findings.len())
        .then(|| page::encode(OPERATION, next.to_string().as_bytes()));
    Ok(ValidatePolicyOutput::new().findings(shown).next_token(token))
}

fn start_of_page(token: Option<&str>) -> Result<usize, ApiError> {
    let Some(token) = token else { return Ok(0) };
    let position = page::decode(OPERATION, token).and_then(|it| String::from_utf8(it).ok());
    position.and_then(|it| it.parse().ok()).ok_or_else(errors::bad_token)
}

/// All findings about a document, in the order of its text as far as single elements go.
pub fn check(text: &str, subject: Subject, resource: Option<&'static ResourceType>) -> Report {
    let mut report = Report::new();
    let document = match json::parse(text) {
        Ok(document) => document,
        Err(at) => {
            let [index, line, column] = [at.offset, at.line, at.column].map(|it| it.to_string());
            let place = Location { path: Vec::new(), span: Span { start: at, end: at } };
            let values = [index.as_str(), line.as_str(), column.as_str()];
            report.add(&catalog::JSON_SYNTAX_ERROR, &values, vec![place]);
            return report;
        }
    };
    let root = Place::of_document(&document);
    check_size(&root, text, subject, resource, &mut report);
    if !expect_kind(&root, "Object", &mut report) {
        return report;
    }
    check_elements(&root, &["Version", "Id", "Statement"], &mut report);
    let has_variables = check_version(&root, &mut report);
    let setting = Setting { subject, resource, has_variables };
    let Some(statements) = root.member("Statement") else {
        report.add(&catalog::MISSING_STATEMENT, &[], vec![root.here()]);
        return report;
    };
    if statements.is_empty_list() {
        report.add(&catalog::MISSING_STATEMENT, &[], vec![statements.here()]);
        return report;
    }
    let list = statements.each();
    for statement in &list {
        statement::check(statement, setting, &mut report);
    }
    check_sids(&list, subject, &mut report);
    redundant::check_statements(&list, &mut report);
    report
}

/// Whether the value is of that type; a finding, if it is not.
pub fn expect_kind(place: &Place<'_>, kind: &str, report: &mut Report) -> bool {
    let is_it = place.node.value.kind() == kind;
    if !is_it {
        report.add(&catalog::DATA_TYPE_MISMATCH, &[kind], vec![place.here()]);
    }
    is_it
}

/// Members that the policy language does not have.
pub fn check_elements(place: &Place<'_>, known: &[&str], report: &mut Report) {
    for (member, _) in place.members() {
        if !known.contains(&member.key.as_str()) {
            let values = [member.key.as_str()];
            report.add(&catalog::INVALID_POLICY_ELEMENT, &values, vec![place.key(member)]);
        }
    }
}

fn check_size(
    root: &Place<'_>,
    text: &str,
    subject: Subject,
    resource: Option<&ResourceType>,
    report: &mut Report,
) {
    let all = text.chars().count();
    let plain = text.chars().filter(|it| !it.is_whitespace()).count();
    let (check, size, limit) = match subject {
        Subject::Identity => {
            let check = &catalog::POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA;
            (check, plain, limits::IDENTITY_POLICY_CHARS)
        }
        Subject::ServiceControl => {
            (&catalog::POLICY_SIZE_EXCEEDS_SCP_QUOTA, all, limits::CONTROL_POLICY_CHARS)
        }
        Subject::ResourceControl => {
            (&catalog::POLICY_SIZE_EXCEEDS_RCP_QUOTA, all, limits::CONTROL_POLICY_CHARS)
        }
        Subject::Trust => {
            let check = &catalog::POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA;
            (check, plain, limits::TRUST_POLICY_CHARS)
        }
        Subject::Resource => match resource {
            Some(resource) => {
                let check = &catalog::POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA;
                (check, text.len(), resource.bytes_max)
            }
            None => return,
        },
    };
    if size > limit {
        let [size, limit] = [size, limit].map(|it| it.to_string());
        report.add(check, &[&size, &limit], vec![root.here()]);
    }
}

/// Whether the version knows policy variables.
fn check_version(root: &Place<'_>, report: &mut Report) -> bool {
    let Some(version) = root.member("Version") else {
        report.add(&catalog::MISSING_VERSION, &[], vec![root.here()]);
        return false;
    };
    if !expect_kind(&version, "String", report) {
        return false;
    }
    let text = version.text().unwrap_or_default();
    if !matches!(text, "2012-10-17" | "2008-10-17") {
        report.add(&catalog::INVALID_VERSION, &[text, VERSIONS], vec![version.here()]);
    }
    text == "2012-10-17"
}

fn check_sids(statements: &[Place<'_>], subject: Subject, report: &mut Report) {
    let check = match subject {
        Subject::Resource | Subject::Trust => &catalog::UNIQUE_SIDS_RECOMMENDED,
        _ => &catalog::UNIQUE_SIDS_REQUIRED,
    };
    let mut seen: BTreeMap<&str, Vec<Location>> = BTreeMap::new();
    for statement in statements {
        let Some(sid) = statement.member("Sid") else { continue };
        if let Value::Text(text) = &sid.node.value
            && !text.is_empty()
        {
            seen.entry(text).or_default().push(sid.here());
        }
    }
    for locations in seen.into_values().filter(|it| it.len() > 1) {
        report.add(check, &[], locations);
    }
}
