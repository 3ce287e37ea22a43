//! Conditions: an operator, a key, and the values that it may have.
//!
//! Sources: "IAM JSON policy elements: Condition operators", "Creating a condition with multiple
//! keys or values", "Set operators for multivalued context keys".

use std::borrow::Cow;
use std::cmp::Ordering;

use crate::document::Version;
use crate::operand::{self, Network};
use crate::pattern::{ArnPattern, Case, Dialect, Matched, Pattern};
use crate::request::Keys;

#[derive(Clone, Debug)]
pub struct Condition {
    pub operator: Operator,
    /// As it was written.
    pub key: String,
    /// In lower case.
    folded_key: String,
    operands: Vec<Operand>,
}

/// `ForAnyValue:StringNotLikeIfExists`, taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operator {
    pub set: Option<SetOperator>,
    pub comparison: Comparison,
    pub is_negated: bool,
    pub if_exists: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetOperator {
    ForAllValues,
    ForAnyValue,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    StringEquals,
    StringEqualsIgnoreCase,
    StringLike,
    Numeric(Relation),
    Date(Relation),
    Bool,
    BinaryEquals,
    IpAddress,
    Arn,
    Null,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    Equals,
    LessThan,
    LessThanEquals,
    GreaterThan,
    GreaterThanEquals,
}

/// A value of the policy. One that its operator cannot read matches nothing.
#[derive(Clone, Debug)]
enum Operand {
    Text(Pattern),
    Arn(ArnPattern),
    Plain(String),
    Network(Option<Network>),
    Bytes(Option<Vec<u8>>),
}

/// Why a condition is not met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unmet<'p> {
    /// The request does not have the key.
    Absent,
    /// It has another value.
    Differs,
    /// The request does not have a variable that a value of the policy names.
    Unresolved(&'p str),
}

impl Operator {
    pub fn parse(text: &str) -> Option<Operator> {
        let (set, rest) = match text.split_once(':') {
            None => (None, text),
            Some(("ForAllValues", rest)) => (Some(SetOperator::ForAllValues), rest),
            Some(("ForAnyValue", rest)) => (Some(SetOperator::ForAnyValue), rest),
            Some(_) => return None,
        };
        let (name, if_exists) = match rest.strip_suffix("IfExists") {
            Some(name) => (name, true),
            None => (rest, false),
        };
        let (comparison, is_negated) = comparison(name)?;
        let is_null = comparison == Comparison::Null;
        if is_null && (if_exists || set.is_some()) {
            return None;
        }
        Some(Operator { set, comparison, is_negated, if_exists })
    }
}

fn comparison(name: &str) -> Option<(Comparison, bool)> {
    use Comparison as C;
    Some(match name {
        "StringEquals" => (C::StringEquals, false),
        "StringNotEquals" => (C::StringEquals, true),
        "StringEqualsIgnoreCase" => (C::StringEqualsIgnoreCase, false),
        "StringNotEqualsIgnoreCase" => (C::StringEqualsIgnoreCase, true),
        "StringLike" => (C::StringLike, false),
        "StringNotLike" => (C::StringLike, true),
        "NumericNotEquals" => (C::Numeric(Relation::Equals), true),
        "DateNotEquals" => (C::Date(Relation::Equals), true),
        "Bool" => (C::Bool, false),
        "BinaryEquals" => (C::BinaryEquals, false),
        "IpAddress" => (C::IpAddress, false),
        "NotIpAddress" => (C::IpAddress, true),
        "ArnEquals" | "ArnLike" => (C::Arn, false),
        "ArnNotEquals" | "ArnNotLike" => (C::Arn, true),
        "Null" => (C::Null, false),
        _ => {
            let numeric = name.strip_prefix("Numeric").and_then(relation).map(C::Numeric);
            let date = || name.strip_prefix("Date").and_then(relation).map(C::Date);
            (numeric.or_else(date)?, false)
        }
    })
}

fn relation(name: &str) -> Option<Relation> {
    Some(match name {
        "Equals" => Relation::Equals,
        "LessThan" => Relation::LessThan,
        "LessThanEquals" => Relation::LessThanEquals,
        "GreaterThan" => Relation::GreaterThan,
        "GreaterThanEquals" => Relation::GreaterThanEquals,
        _ => return None,
    })
}

impl Relation {
    fn holds(self, ordering: Ordering) -> bool {
        match self {
            Relation::Equals => ordering.is_eq(),
            Relation::LessThan => ordering.is_lt(),
            Relation::LessThanEquals => ordering.is_le(),
            Relation::GreaterThan => ordering.is_gt(),
            Relation::GreaterThanEquals => ordering.is_ge(),
        }
    }
}

impl Condition {
    pub fn new(operator: Operator, key: &str, values: &[String], version: Version) -> Condition {
        let operands = values.iter().map(|value| Operand::of(operator.comparison, value, version));
        Condition {
            operator,
            key: key.to_owned(),
            folded_key: key.to_ascii_lowercase(),
            operands: operands.collect(),
        }
    }

    /// `is_cautious` when a variable that cannot be told must not make the condition true: in
    /// statements that allow.
    pub fn check(&self, keys: &dyn Keys, is_cautious: bool) -> Result<(), Unmet<'_>> {
        let Operator { set, comparison, is_negated, if_exists } = self.operator;
        let values = keys.get(&self.folded_key);
        if comparison == Comparison::Null {
            return self.check_null(values.is_none());
        }
        let values = match (values, set) {
            (None, _) if if_exists => return Ok(()),
            // "True if there are no keys in the request", and for an empty data set, such as an
            // empty string.
            (values, Some(SetOperator::ForAllValues)) if is_nothing(values.as_deref()) => {
                return Ok(());
            }
            (values, Some(SetOperator::ForAnyValue)) if is_nothing(values.as_deref()) => {
                return Err(Unmet::Absent);
            }
            (None, _) if is_negated => return Ok(()),
            (None, _) => return Err(Unmet::Absent),
            (Some(values), _) => values,
        };
        let mut unresolved = None;
        let one = |value: &Cow<'_, str>| {
            let matched = self.matches(value, keys);
            if let Matched::Unresolved(key) = matched {
                unresolved = Some(key);
            }
            matched.is_yes() != is_negated
        };
        let is_met = match set {
            Some(SetOperator::ForAllValues) => values.iter().all(one),
            // Without a set operator, a key of several values has a value if one of them is it.
            None if is_negated => values.iter().all(one),
            Some(SetOperator::ForAnyValue) | None => values.iter().any(one),
        };
        match unresolved {
            Some(key) if is_cautious || !is_met => Err(Unmet::Unresolved(key)),
            _ if is_met => Ok(()),
            _ => Err(Unmet::Differs),
        }
    }

    fn check_null(&self, is_absent: bool) -> Result<(), Unmet<'_>> {
        let wants = |operand: &Operand| match operand {
            Operand::Plain(text) => operand::boolean(text) == Some(is_absent),
            _ => false,
        };
        if self.operands.iter().any(wants) {
            return Ok(());
        }
        Err(if is_absent { Unmet::Absent } else { Unmet::Differs })
    }

    /// Whether the request's value is one of the policy's.
    fn matches(&self, value: &str, keys: &dyn Keys) -> Matched<'_> {
        let mut outcome = Matched::No;
        for operand in &self.operands {
            match operand.matches(self.operator.comparison, value, keys) {
                Matched::Yes => return Matched::Yes,
                Matched::No => {}
                unresolved @ Matched::Unresolved(_) => outcome = unresolved,
            }
        }
        outcome
    }
}

fn is_nothing(values: Option<&[Cow<'_, str>]>) -> bool {
    values.is_none_or(|values| values.iter().all(|value| value.is_empty()))
}

impl Operand {
    fn of(comparison: Comparison, text: &str, version: Version) -> Operand {
        match comparison {
            Comparison::StringEquals | Comparison::StringEqualsIgnoreCase => {
                Operand::Text(Pattern::parse(text, Dialect::of(version, false)))
            }
            Comparison::StringLike => {
                Operand::Text(Pattern::parse(text, Dialect::of(version, true)))
            }
            Comparison::Arn => Operand::Arn(ArnPattern::parse_leniently(text, version)),
            Comparison::IpAddress => Operand::Network(Network::parse(text)),
            Comparison::BinaryEquals => Operand::Bytes(operand::bytes(text)),
            Comparison::Numeric(_) | Comparison::Date(_) | Comparison::Bool | Comparison::Null => {
                Operand::Plain(text.to_owned())
            }
        }
    }

    fn matches(&self, comparison: Comparison, value: &str, keys: &dyn Keys) -> Matched<'_> {
        let is_match = match (self, comparison) {
            (Operand::Text(pattern), Comparison::StringEqualsIgnoreCase) => {
                return pattern.matches(value, Case::Ignored, keys);
            }
            (Operand::Text(pattern), _) => return pattern.matches(value, Case::Matters, keys),
            (Operand::Arn(pattern), _) => return pattern.matches(value, keys),
            (Operand::Network(network), _) => network.is_some_and(|it| it.contains(value)),
            (Operand::Bytes(bytes), _) => bytes.is_some() && *bytes == operand::bytes(value),
            (Operand::Plain(own), Comparison::Numeric(relation)) => {
                operand::compare_numbers(value, own).is_some_and(|it| relation.holds(it))
            }
            (Operand::Plain(own), Comparison::Date(relation)) => {
                operand::compare_dates(value, own).is_some_and(|it| relation.holds(it))
            }
            (Operand::Plain(own), _) => {
                let own = operand::boolean(own);
                own.is_some() && own == operand::boolean(value)
            }
        };
        if is_match { Matched::Yes } else { Matched::No }
    }
}
