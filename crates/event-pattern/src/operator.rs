//! One alternative of a field: an exact value or one of the comparison operators.
//!
//! An operator judges one scalar of an event; which scalars a field has, and whether fields belong
//! together, is [`crate::pattern`]'s business. SNS's filter policies have the same operators.

use std::net::IpAddr;

use crate::address::{self, Cidr};
use crate::json::Value;
use crate::number::{self, Range};
use crate::wildcard::Wildcard;

/// What a field's value may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `"text"`
    Text(Box<str>),
    /// `"10.0.0.1"`: every spelling of the same address.
    Address(IpAddr),
    /// `300`: the same number, or the same text.
    Number {
        text: Box<str>,
        millionths: Option<i64>,
    },
    True,
    False,
    Null,
    Prefix(Box<str>),
    PrefixIgnoreCase(Box<str>),
    Suffix(Box<str>),
    SuffixIgnoreCase(Box<str>),
    EqualsIgnoreCase(Box<str>),
    Wildcard(Wildcard),
    AnythingBut(AnythingBut),
    Numeric(Range),
    Cidr(Cidr),
    /// `{"exists": true}`
    Present,
    /// `{"exists": false}`: no scalar satisfies it.
    Absent,
}

/// What a value must not be. Values of another kind than the list's are anything but that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnythingBut {
    Texts(Vec<Box<str>>),
    /// In millionths.
    Numbers(Vec<i64>),
    IgnoreCase(Vec<Box<str>>),
    Prefixes(Vec<Box<str>>),
    Suffixes(Vec<Box<str>>),
    Wildcards(Vec<Wildcard>),
}

impl Operator {
    /// The operator of an exact text.
    pub fn text(text: &str) -> Operator {
        match address::parse(text) {
            Some(address) => Operator::Address(address),
            None => Operator::Text(text.into()),
        }
    }

    /// The operator of an exact number, in the words of JSON.
    pub fn number(text: &str) -> Operator {
        Operator::Number { text: text.into(), millionths: number::millionths(text).ok() }
    }

    /// Whether a scalar of an event satisfies the operator.
    pub fn accepts(&self, value: &Value) -> bool {
        match value {
            Value::String(text) => self.accepts_text(text),
            Value::Number(text) => self.accepts_number(text),
            Value::Bool(true) => matches!(self, Operator::True) || self.accepts_any(),
            Value::Bool(false) => matches!(self, Operator::False) || self.accepts_any(),
            Value::Null => matches!(self, Operator::Null) || self.accepts_any(),
            Value::Array(_) | Value::Object(_) => false,
        }
    }

    /// The operator takes values to which it does not apply.
    fn accepts_any(&self) -> bool {
        matches!(self, Operator::Present | Operator::AnythingBut(_))
    }

    fn accepts_text(&self, text: &str) -> bool {
        match self {
            Operator::Text(wanted) => **wanted == *text,
            Operator::Address(wanted) => address::parse(text) == Some(*wanted),
            Operator::Prefix(prefix) => text.starts_with(&**prefix),
            Operator::PrefixIgnoreCase(prefix) => fold_case(text).starts_with(&**prefix),
            Operator::Suffix(suffix) => text.ends_with(&**suffix),
            Operator::SuffixIgnoreCase(suffix) => fold_case(text).ends_with(&**suffix),
            Operator::EqualsIgnoreCase(wanted) => *fold_case(text) == **wanted,
            Operator::Wildcard(wildcard) => wildcard.matches(text),
            Operator::AnythingBut(but) => but.accepts_text(text),
            Operator::Cidr(cidr) => address::parse(text).is_some_and(|it| cidr.contains(it)),
            Operator::Present => true,
            Operator::Number { .. }
            | Operator::True
            | Operator::False
            | Operator::Null
            | Operator::Numeric(_)
            | Operator::Absent => false,
        }
    }

    fn accepts_number(&self, text: &str) -> bool {
        match self {
            Operator::Number { text: wanted, millionths } => {
                let is_equal = |wanted| number::millionths(text) == Ok(wanted);
                **wanted == *text || millionths.is_some_and(is_equal)
            }
            Operator::Numeric(range) => {
                number::millionths(text).is_ok_and(|value| range.contains(value))
            }
            Operator::AnythingBut(AnythingBut::Numbers(numbers)) => {
                number::millionths(text).map_or(true, |value| !numbers.contains(&value))
            }
            _ => self.accepts_any(),
        }
    }
}

impl AnythingBut {
    fn accepts_text(&self, text: &str) -> bool {
        match self {
            AnythingBut::Numbers(_) => true,
            AnythingBut::Texts(texts) => !texts.iter().any(|it| **it == *text),
            AnythingBut::IgnoreCase(folded) => {
                let text = fold_case(text);
                !folded.iter().any(|it| **it == *text)
            }
            AnythingBut::Prefixes(prefixes) => !prefixes.iter().any(|it| text.starts_with(&**it)),
            AnythingBut::Suffixes(suffixes) => !suffixes.iter().any(|it| text.ends_with(&**it)),
            AnythingBut::Wildcards(wildcards) => !wildcards.iter().any(|it| it.matches(text)),
        }
    }
}

/// A text without its case.
pub fn fold_case(text: &str) -> Box<str> {
    text.to_lowercase().into()
}
