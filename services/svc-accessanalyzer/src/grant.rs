//! Statements as sets of actions, resources and principals, which can be compared.
//!
//! A statement means every combination of an entry of each. `NotAction` and the like are one entry:
//! everything but what is listed.

use policy::condition::Operator;
use policy::{Fault, Kind, Policy};

use kernel::ApiError;

use crate::api::{ReasonSummaryBuilder, access_check_policy_type};
use crate::errors;
use crate::json::{self, Value};
use crate::limits;
use crate::pattern::{Budget, covers, covers_resource, meets, meets_resource, open};
use crate::place::Place;

#[derive(Clone, Debug)]
pub enum Set {
    Pattern(String),
    AllExcept(Vec<String>),
}

/// How texts of a set are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dimension {
    /// Actions, in lower case.
    Plain,
    Resource,
    /// One and the same has several names: an account, a user's ARN or unique id, a session.
    Principal,
}

#[derive(Clone, Debug)]
pub struct Condition {
    pub operator: Operator,
    pub name: String,
    /// In lower case.
    pub key: String,
    pub values: Vec<String>,
}

#[derive(Clone, Debug)]
pub struct Grant {
    pub index: usize,
    pub sid: Option<String>,
    pub is_allow: bool,
    pub actions: Vec<Set>,
    pub resources: Vec<Set>,
    pub principals: Vec<Set>,
    pub conditions: Vec<Condition>,
}

/// Which document is read: its name in refusals, and whether its principals may have wildcards
/// ("custom policy checks allow wildcards in the Principal element for reference resource
/// policies").
pub struct Reading<'r> {
    pub name: &'r str,
    pub policy_type: &'r str,
    pub is_reference: bool,
}

pub fn read(text: &str, reading: &Reading<'_>) -> Result<Vec<Grant>, ApiError> {
    if text.len() > limits::DOCUMENT_BYTES_MAX {
        return Err(errors::too_long());
    }
    let kind = match reading.policy_type {
        access_check_policy_type::IDENTITY_POLICY => Kind::Identity,
        // Bucket policies and trust policies alike; the CLI's examples leave out the resource.
        _ => Kind::Accepted,
    };
    if let Err(problem) = Policy::parse(text, kind) {
        let is_wildcard = matches!(problem.fault, Fault::Principal(..)) && reading.is_reference;
        if !is_wildcard {
            return Err(errors::bad_policy(reading.name, &problem));
        }
    }
    let invalid = || errors::invalid("cannotParse", format!("{} is not JSON.", reading.name));
    let document = json::parse(text).map_err(|_| invalid())?;
    let statements = Place::of_document(&document).member("Statement");
    let statements = statements.map(|it| it.each()).unwrap_or_default();
    let statements = statements.iter().enumerate();
    let grants = statements.map(|(index, it)| {
        read_statement(index, it).ok_or_else(|| errors::bad_condition(reading.name))
    });
    grants.collect()
}

/// `None` when its conditions cannot be read.
fn read_statement(index: usize, statement: &Place<'_>) -> Option<Grant> {
    let sid = statement.member("Sid").and_then(|it| it.text());
    let is_allow = statement.member("Effect").and_then(|it| it.text()) == Some("Allow");
    let sets = |name: &str, negation: &str, texts: fn(&Place<'_>) -> Vec<String>| -> Vec<Set> {
        if let Some(place) = statement.member(negation) {
            return vec![Set::AllExcept(texts(&place))];
        }
        match statement.member(name) {
            Some(place) => texts(&place).into_iter().map(Set::Pattern).collect(),
            // The resource, or the identity, that has the policy.
            None => vec![Set::Pattern("*".to_owned())],
        }
    };
    Some(Grant {
        index,
        sid: sid.filter(|it| !it.is_empty()).map(str::to_owned),
        is_allow,
        actions: sets("Action", "NotAction", |it| {
            it.texts().into_iter().map(|(text, _)| text.to_ascii_lowercase()).collect()
        }),
        resources: sets("Resource", "NotResource", |it| {
            it.texts().into_iter().map(|(text, _)| text.to_owned()).collect()
        }),
        principals: sets("Principal", "NotPrincipal", principals),
        conditions: conditions(statement)?,
    })
}

/// `AWS:…`, `Service:…`; everybody is `*`. An account is all of its principals.
fn principals(place: &Place<'_>) -> Vec<String> {
    if let Some(text) = place.text() {
        return vec![text.to_owned()];
    }
    let mut found = Vec::new();
    for (member, values) in place.members() {
        for (text, _) in values.texts() {
            found.push(match (member.key.as_str(), account(text)) {
                ("AWS", _) if text == "*" => "*".to_owned(),
                ("AWS", Some(account)) => format!("AWS:arn:*:*::{account}:*"),
                (kind, _) => format!("{kind}:{text}"),
            });
        }
    }
    found
}

/// Whether two principals of different names are not the same: of two accounts, or services.
fn are_surely_others(left: &str, right: &str) -> bool {
    let account = |text: &str| -> Option<String> {
        let account = text.strip_prefix("AWS:arn:")?.split(':').nth(3)?;
        account.bytes().all(|it| it.is_ascii_digit()).then(|| account.to_owned())
    };
    let is_service = |text: &str| text.starts_with("Service:");
    match (account(left), account(right)) {
        (Some(left), Some(right)) => left != right,
        _ => is_service(left) || is_service(right),
    }
}

fn account(text: &str) -> Option<&str> {
    let number = match text.strip_suffix(":root") {
        Some(arn) => arn.rsplit(':').next()?,
        None => text,
    };
    let is_number = number.len() == 12 && number.bytes().all(|it| it.is_ascii_digit());
    is_number.then_some(number)
}

fn conditions(statement: &Place<'_>) -> Option<Vec<Condition>> {
    let mut found = Vec::new();
    let operators = statement.member("Condition").map(|it| it.members()).unwrap_or_default();
    for (name, keys) in operators {
        let operator = Operator::parse(&name.key)?;
        for (key, values) in keys.members() {
            let values = values.each().into_iter().filter_map(|it| match &it.node.value {
                Value::Text(text) | Value::Number(text) => Some(text.clone()),
                Value::Bool(flag) => Some(flag.to_string()),
                _ => None,
            });
            found.push(Condition {
                operator,
                name: name.key.clone(),
                key: key.key.to_ascii_lowercase(),
                values: values.collect(),
            });
        }
    }
    Some(found)
}

impl Dimension {
    fn covers(self, wide: &str, narrow: &str, budget: &mut Budget) -> bool {
        match self {
            Dimension::Plain | Dimension::Principal => covers(wide, narrow, budget),
            // A variable of the wide one is one thing, a variable of the narrow one anything.
            Dimension::Resource => {
                let is_same = wide == narrow;
                is_same || !wide.contains("${") && covers_resource(wide, &open(narrow), budget)
            }
        }
    }

    fn meets(self, left: &str, right: &str, budget: &mut Budget) -> bool {
        match self {
            Dimension::Plain => meets(left, right, budget),
            Dimension::Resource => meets_resource(&open(left), &open(right), budget),
            Dimension::Principal => meets(left, right, budget) || !are_surely_others(left, right),
        }
    }
}

impl Set {
    /// Whether it surely has everything that the other has.
    pub fn covers(&self, other: &Set, dimension: Dimension, budget: &mut Budget) -> bool {
        match (self, other) {
            (Set::Pattern(wide), Set::Pattern(narrow)) => dimension.covers(wide, narrow, budget),
            (Set::Pattern(wide), Set::AllExcept(_)) => wide == "*",
            (Set::AllExcept(excepted), Set::Pattern(narrow)) => {
                !excepted.iter().any(|it| dimension.meets(it, narrow, budget))
            }
            (Set::AllExcept(excepted), Set::AllExcept(others)) => excepted
                .iter()
                .all(|it| others.iter().any(|other| dimension.covers(other, it, budget))),
        }
    }

    /// Whether both may have something.
    pub fn meets(&self, other: &Set, dimension: Dimension, budget: &mut Budget) -> bool {
        match (self, other) {
            (Set::Pattern(left), Set::Pattern(right)) => dimension.meets(left, right, budget),
            (Set::AllExcept(excepted), Set::Pattern(text))
            | (Set::Pattern(text), Set::AllExcept(excepted)) => {
                !excepted.iter().any(|it| dimension.covers(it, text, budget))
            }
            (Set::AllExcept(_), Set::AllExcept(_)) => true,
        }
    }
}

/// Whether one of the sets covers it.
pub fn any_covers(sets: &[Set], set: &Set, dimension: Dimension, budget: &mut Budget) -> bool {
    sets.iter().any(|it| it.covers(set, dimension, budget))
}

pub fn any_meets(sets: &[Set], set: &Set, dimension: Dimension, budget: &mut Budget) -> bool {
    sets.iter().any(|it| it.meets(set, dimension, budget))
}

impl Grant {
    /// `…: One or more … in the statement with sid: X.`, or its index, counted from 0.
    pub fn reason(&self, what: &str) -> ReasonSummaryBuilder {
        let which = match &self.sid {
            Some(sid) => format!("sid: {sid}"),
            None => format!("index: {}", self.index),
        };
        ReasonSummaryBuilder::new()
            .description(format!("{what} {which}."))
            .statement_index(self.index)
            .statement_id(self.sid.as_deref())
    }
}
