//! From text to policy, refusing what AWS refuses.
//!
//! Source: "Grammar of the IAM JSON policy language" and its notes, in the IAM User Guide.

use serde_json::{Map, Value as Json};

use crate::condition::{Condition, Operator};
use crate::document::{Choice, Effect, Kind, Policy, Statement, Version};
use crate::error::{Fault, PolicyError};
use crate::json;
use crate::limits;
use crate::pattern::{ArnPattern, Dialect, Pattern};
use crate::principal::PrincipalPattern;

impl Policy {
    pub fn parse(text: &str, kind: Kind) -> Result<Policy, PolicyError> {
        let refuse = |fault| PolicyError { fault, statement: None, kind };
        if text.len() > limits::DOCUMENT_BYTES_MAX {
            return Err(refuse(Fault::TooLong));
        }
        let json = json::read(text).map_err(refuse)?;
        let Json::Object(document) = json else { return Err(refuse(Fault::Shape)) };
        let (version, id) = read_head(&document, kind).map_err(refuse)?;
        let statements = match document.get("Statement") {
            Some(Json::Array(statements)) => statements.as_slice(),
            Some(statement @ Json::Object(_)) => std::slice::from_ref(statement),
            Some(_) => return Err(refuse(Fault::Shape)),
            None => return Err(refuse(Fault::Missing("Statement"))),
        };
        if statements.is_empty() && kind != Kind::Accepted {
            return Err(refuse(Fault::Missing("Statement")));
        }
        if statements.len() > limits::STATEMENTS_MAX {
            return Err(refuse(Fault::TooManyStatements));
        }
        let mut read = Vec::with_capacity(statements.len());
        for (at, statement) in statements.iter().enumerate() {
            let statement = read_statement(statement, version, kind)
                .and_then(|it| check_sid(&it, &read, kind).map(|()| it))
                .map_err(|fault| PolicyError { fault, statement: Some(at), kind })?;
            read.push(statement);
        }
        Ok(Policy { version, id, statements: read })
    }
}

fn read_head(document: &Map<String, Json>, kind: Kind) -> Result<(Version, Option<String>), Fault> {
    let unknown =
        document.keys().find(|key| !matches!(key.as_str(), "Version" | "Id" | "Statement"));
    if let Some(key) = unknown
        && kind != Kind::Accepted
    {
        return Err(Fault::Unknown(key.clone()));
    }
    let version = match document.get("Version") {
        None => Version::V2008,
        Some(Json::String(text)) => match text.as_str() {
            "2012-10-17" => Version::V2012,
            "2008-10-17" => Version::V2008,
            _ => return Err(Fault::Version(text.clone())),
        },
        Some(_) => return Err(Fault::Type("Version")),
    };
    let id = match document.get("Id") {
        None => None,
        Some(_) if kind == Kind::Identity => return Err(Fault::Prohibited("Id")),
        Some(Json::String(id)) => Some(id.clone()),
        Some(_) => return Err(Fault::Type("Id")),
    };
    Ok((version, id))
}

/// SIDs are unique; those of identities' policies are letters and digits.
fn check_sid(statement: &Statement, before: &[Statement], kind: Kind) -> Result<(), Fault> {
    let Some(sid) = statement.sid.as_deref().filter(|sid| !sid.is_empty()) else { return Ok(()) };
    if kind == Kind::Accepted {
        return Ok(());
    }
    let is_plain = sid.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if !is_plain && !matches!(kind, Kind::Resource) {
        return Err(Fault::Sid(sid.to_owned()));
    }
    if before.iter().any(|it| it.sid.as_deref() == Some(sid)) {
        return Err(Fault::RepeatedSid(sid.to_owned()));
    }
    Ok(())
}

fn read_statement(json: &Json, version: Version, kind: Kind) -> Result<Statement, Fault> {
    let Json::Object(members) = json else { return Err(Fault::Shape) };
    for key in members.keys() {
        let is_known = matches!(
            key.as_str(),
            "Sid"
                | "Effect"
                | "Principal"
                | "NotPrincipal"
                | "Action"
                | "NotAction"
                | "Resource"
                | "NotResource"
                | "Condition"
        );
        if !is_known && kind != Kind::Accepted {
            return Err(Fault::Unknown(key.clone()));
        }
    }
    let sid = match members.get("Sid") {
        None => None,
        Some(Json::String(sid)) => Some(sid.clone()),
        Some(_) => return Err(Fault::Type("Sid")),
    };
    let effect = match members.get("Effect") {
        Some(Json::String(text)) if text == "Allow" => Effect::Allow,
        Some(Json::String(text)) if text == "Deny" => Effect::Deny,
        Some(Json::String(text)) => return Err(Fault::Effect(text.clone())),
        Some(_) => return Err(Fault::Type("Effect")),
        None => return Err(Fault::Missing("Effect")),
    };
    Ok(Statement {
        sid,
        effect,
        principals: read_principals(members, kind)?,
        actions: read_actions(members, kind)?,
        resources: read_resources(members, version, kind)?,
        conditions: read_conditions(members.get("Condition"), version)?,
    })
}

/// A member or its negation; which it is, and what it says.
fn either<'j>(
    members: &'j Map<String, Json>,
    name: &'static str,
    negation: &'static str,
) -> Result<Option<(&'static str, &'j Json)>, Fault> {
    match (members.get(name), members.get(negation)) {
        (Some(_), Some(_)) => Err(Fault::Both(name, negation)),
        (Some(json), None) => Ok(Some((name, json))),
        (None, Some(json)) => Ok(Some((negation, json))),
        (None, None) => Ok(None),
    }
}

fn read_principals(
    members: &Map<String, Json>,
    kind: Kind,
) -> Result<Option<Choice<PrincipalPattern>>, Fault> {
    let found = either(members, "Principal", "NotPrincipal")?;
    let (name, json) = match (found, kind) {
        // Resource control policies are for everybody and say so.
        (Some(("Principal", Json::String(text))), Kind::ResourceControl) if text == "*" => {
            return Ok(None);
        }
        (Some((name, _)), Kind::Identity | Kind::ServiceControl | Kind::ResourceControl) => {
            return Err(Fault::Prohibited(name));
        }
        (None, Kind::Resource | Kind::Trust | Kind::ResourceControl) => {
            return Err(Fault::Missing("Principal"));
        }
        (None, _) => return Ok(None),
        (Some(found), _) => found,
    };
    let list = match json {
        Json::String(text) if text == "*" => vec![PrincipalPattern::Everyone],
        Json::String(text) => return Err(Fault::Principal("AWS".to_owned(), text.clone())),
        Json::Object(map) => {
            let mut list = Vec::new();
            for (principal_kind, values) in map {
                for text in texts(values, name)? {
                    list.push(read_principal(principal_kind, text, kind)?);
                }
            }
            list
        }
        _ => return Err(Fault::Type(name)),
    };
    if list.is_empty() {
        return Err(Fault::Missing(name));
    }
    Ok(Some(Choice { is_exclusion: name == "NotPrincipal", list }))
}

fn read_principal(kind: &str, text: &str, policy: Kind) -> Result<PrincipalPattern, Fault> {
    let invalid = || Fault::Principal(kind.to_owned(), text.to_owned());
    let has_wildcard = text.contains(['*', '?']);
    match kind {
        "AWS" if text == "*" => Ok(PrincipalPattern::Everyone),
        "AWS" => read_aws_principal(text).ok_or_else(invalid),
        "Service" if policy == Kind::Trust && !is_service_name(text) => Err(invalid()),
        "Service" if !text.is_empty() && !has_wildcard => {
            Ok(PrincipalPattern::Service(text.to_owned()))
        }
        "Federated" if text == "*" || !text.is_empty() && !has_wildcard => {
            Ok(PrincipalPattern::Federated(text.to_owned()))
        }
        "CanonicalUser" if policy != Kind::Trust && !text.is_empty() && !has_wildcard => {
            Ok(PrincipalPattern::CanonicalUser(text.to_owned()))
        }
        _ => Err(invalid()),
    }
}

/// `ec2.amazonaws.com`: a service's name in the domain of services. IAM refuses the domain alone.
fn is_service_name(text: &str) -> bool {
    let is_label = |label: &str| {
        !label.is_empty() && label.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'-')
    };
    text.split('.').count() >= 3 && text.split('.').all(is_label)
}

/// An account, a user, a role, or a session; "You cannot use a wildcard to match part of a
/// principal name or ARN".
fn read_aws_principal(text: &str) -> Option<PrincipalPattern> {
    let is_account = |text: &str| text.len() == 12 && text.bytes().all(|it| it.is_ascii_digit());
    if is_account(text) {
        return Some(PrincipalPattern::Account(text.to_owned()));
    }
    let is_id = text.len() >= 16
        && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    if is_id && (text.starts_with("AIDA") || text.starts_with("AROA")) {
        return Some(PrincipalPattern::UniqueId(text.to_owned()));
    }
    if text.contains(['*', '?']) {
        return None;
    }
    let mut segments = text.splitn(6, ':');
    if segments.next() != Some("arn") || segments.next()?.is_empty() {
        return None;
    }
    let service = segments.next()?;
    let has_region = !segments.next()?.is_empty();
    let account = segments.next()?;
    if has_region || !is_account(account) {
        return None;
    }
    let resource = segments.next()?;
    if service == "iam" && resource == "root" {
        return Some(PrincipalPattern::Account(account.to_owned()));
    }
    let (kind, name) = resource.split_once('/')?;
    let is_known = match service {
        "iam" => matches!(kind, "user" | "role"),
        "sts" if kind == "assumed-role" => {
            name.split_once('/').is_some_and(|(_, it)| !it.is_empty())
        }
        "sts" => kind == "federated-user",
        _ => false,
    };
    (is_known && !name.is_empty()).then(|| PrincipalPattern::Arn(text.to_owned()))
}

fn read_actions(members: &Map<String, Json>, kind: Kind) -> Result<Choice<Pattern>, Fault> {
    let (name, json) = match either(members, "Action", "NotAction")? {
        None => return Err(Fault::Missing("Action")),
        // "NotPrincipal" and "NotAction" are not supported (Organizations, "RCP syntax").
        Some((name @ "NotAction", _)) if kind == Kind::ResourceControl => {
            return Err(Fault::Prohibited(name));
        }
        Some(found) => found,
    };
    let mut list = Vec::new();
    for text in texts(json, name)? {
        let is_action = match text.split_once(':') {
            Some((vendor, action)) => !vendor.is_empty() && !action.is_empty(),
            None => text == "*",
        };
        if !is_action && kind != Kind::Accepted {
            return Err(Fault::NoVendor(text.to_owned()));
        }
        let vendor = text.split(':').next().unwrap_or_default();
        if kind == Kind::Trust && !vendor.eq_ignore_ascii_case("sts") {
            return Err(Fault::NotAssumeRole(text.to_owned()));
        }
        list.push(Pattern::parse(text, Dialect::WILDCARDS));
    }
    if list.is_empty() {
        return Err(Fault::Missing("Action"));
    }
    Ok(Choice { is_exclusion: name == "NotAction", list })
}

fn read_resources(
    members: &Map<String, Json>,
    version: Version,
    kind: Kind,
) -> Result<Option<Choice<ArnPattern>>, Fault> {
    let found = either(members, "Resource", "NotResource")?;
    let (name, json) = match (found, kind) {
        (Some((name, _)), Kind::Trust) => return Err(Fault::Prohibited(name)),
        (None, Kind::Trust | Kind::Accepted) => return Ok(None),
        (None, _) => return Err(Fault::Missing("Resource")),
        (Some(found), _) => found,
    };
    let mut list = Vec::new();
    for text in texts(json, name)? {
        if kind == Kind::Identity && is_in_no_partition(text) {
            return Err(Fault::Partition(text.to_owned()));
        }
        list.push(match kind {
            Kind::Accepted => ArnPattern::parse_leniently(text, version),
            _ => {
                ArnPattern::parse(text, version).ok_or_else(|| Fault::Resource(text.to_owned()))?
            }
        });
    }
    if list.is_empty() {
        return Err(Fault::Missing("Resource"));
    }
    Ok(Some(Choice { is_exclusion: name == "NotResource", list }))
}

/// Partitions are `aws` and those whose names begin so; IAM takes neither none nor a variable.
fn is_in_no_partition(text: &str) -> bool {
    let Some(("arn", rest)) = text.split_once(':') else { return false };
    let Some((partition, _)) = rest.split_once(':') else { return false };
    let has_wildcard = partition.contains('*') || partition.contains('?');
    !has_wildcard && partition != "aws" && !partition.starts_with("aws-")
}

fn read_conditions(json: Option<&Json>, version: Version) -> Result<Vec<Condition>, Fault> {
    let operators = match json {
        None => return Ok(Vec::new()),
        Some(Json::Object(operators)) => operators,
        Some(_) => return Err(Fault::Type("Condition")),
    };
    let mut conditions = Vec::new();
    for (name, keys) in operators {
        let operator = Operator::parse(name).ok_or_else(|| Fault::Operator(name.clone()))?;
        let Json::Object(keys) = keys else { return Err(Fault::Type("Condition")) };
        for (key, values) in keys {
            if !key.contains(':') {
                return Err(Fault::NoVendor(key.clone()));
            }
            let values = match values {
                Json::Array(values) => values.iter().map(condition_value).collect(),
                value => condition_value(value).map(|value| vec![value]),
            };
            let values = values.ok_or(Fault::Type("Condition"))?;
            conditions.push(Condition::new(operator, key, &values, version));
        }
    }
    Ok(conditions)
}

/// "Quotation marks are optional for numeric and Boolean values."
fn condition_value(json: &Json) -> Option<String> {
    match json {
        Json::String(text) => Some(text.clone()),
        Json::Number(number) => Some(number.to_string()),
        Json::Bool(flag) => Some(flag.to_string()),
        Json::Null | Json::Array(_) | Json::Object(_) => None,
    }
}

/// One text or a list of them.
fn texts<'j>(json: &'j Json, name: &'static str) -> Result<Vec<&'j str>, Fault> {
    match json {
        Json::String(text) => Ok(vec![text]),
        Json::Array(list) => list.iter().map(|it| it.as_str().ok_or(Fault::Type(name))).collect(),
        _ => Err(Fault::Type(name)),
    }
}
