//! One condition of a filter policy on one value.

use std::net::IpAddr;

use serde_json::Value as Json;

/// Numbers have five digits after the point.
const SCALE: f64 = 100_000.0;

/// A value of a message.
#[derive(Clone, Debug, PartialEq)]
pub enum Scalar {
    Text(String),
    /// In hundred-thousandths.
    Number(i128),
    Bool(bool),
    Null,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Matcher {
    Equals(Scalar),
    Prefix(String),
    Suffix(String),
    /// In lower case.
    EqualsIgnoreCase(String),
    /// The pieces between the asterisks.
    Wildcard(Vec<String>),
    AnythingBut(Vec<Matcher>),
    /// All of them.
    Numeric(Vec<(Comparison, i128)>),
    Exists(bool),
    Cidr(Network),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    base: u128,
    bits: u32,
    is_v4: bool,
}

impl Scalar {
    pub fn number(value: f64) -> Scalar {
        Scalar::Number(scaled(value))
    }

    /// `None` for objects and arrays.
    pub fn of_json(value: &Json) -> Option<Scalar> {
        match value {
            Json::Null => Some(Scalar::Null),
            Json::Bool(value) => Some(Scalar::Bool(*value)),
            Json::Number(value) => value.as_f64().map(Scalar::number),
            Json::String(value) => Some(Scalar::Text(value.clone())),
            Json::Array(_) | Json::Object(_) => None,
        }
    }
}

/// A number with the accuracy of filters.
pub fn scaled(value: f64) -> i128 {
    (value * SCALE).round() as i128
}

impl Matcher {
    pub fn holds(&self, value: &Scalar) -> bool {
        match (self, value) {
            (Matcher::Equals(wanted), value) => wanted == value,
            (Matcher::Prefix(prefix), Scalar::Text(text)) => text.starts_with(prefix.as_str()),
            (Matcher::Suffix(suffix), Scalar::Text(text)) => text.ends_with(suffix.as_str()),
            (Matcher::EqualsIgnoreCase(wanted), Scalar::Text(text)) => {
                text.to_lowercase() == *wanted
            }
            (Matcher::Wildcard(pieces), Scalar::Text(text)) => fits(pieces, text),
            (Matcher::AnythingBut(excluded), value) => !excluded.iter().any(|it| it.holds(value)),
            (Matcher::Numeric(bounds), Scalar::Number(number)) => {
                bounds.iter().all(|(comparison, bound)| comparison.holds(*number, *bound))
            }
            (Matcher::Cidr(network), Scalar::Text(text)) => {
                text.parse().is_ok_and(|address| network.contains(address))
            }
            _ => false,
        }
    }
}

impl Comparison {
    pub fn parse(text: &str) -> Option<Comparison> {
        match text {
            "=" => Some(Comparison::Equal),
            "<" => Some(Comparison::Less),
            "<=" => Some(Comparison::LessOrEqual),
            ">" => Some(Comparison::Greater),
            ">=" => Some(Comparison::GreaterOrEqual),
            _ => None,
        }
    }

    fn holds(self, number: i128, bound: i128) -> bool {
        match self {
            Comparison::Equal => number == bound,
            Comparison::Less => number < bound,
            Comparison::LessOrEqual => number <= bound,
            Comparison::Greater => number > bound,
            Comparison::GreaterOrEqual => number >= bound,
        }
    }
}

impl Network {
    pub fn parse(text: &str) -> Option<Network> {
        let (address, bits) = text.split_once('/')?;
        let address: IpAddr = address.parse().ok()?;
        let (base, width) = number(address);
        let bits: u32 = bits.parse().ok().filter(|bits| *bits <= width)?;
        Some(Network { base, bits, is_v4: address.is_ipv4() })
    }

    fn contains(self, address: IpAddr) -> bool {
        let (address_number, width) = number(address);
        let shift = width - self.bits;
        let head = |number: u128| number.checked_shr(shift).unwrap_or(0);
        self.is_v4 == address.is_ipv4() && head(address_number) == head(self.base)
    }
}

fn number(address: IpAddr) -> (u128, u32) {
    match address {
        IpAddr::V4(address) => (u128::from(u32::from(address)), 32),
        IpAddr::V6(address) => (u128::from(address), 128),
    }
}

/// Whether the text consists of the pieces in their order, with anything between them.
fn fits(pieces: &[String], text: &str) -> bool {
    let [first, between @ .., last] = pieces else {
        return pieces.first().is_some_and(|only| only == text);
    };
    let Some(mut rest) = text.strip_prefix(first.as_str()) else { return false };
    for piece in between {
        match rest.find(piece.as_str()) {
            Some(at) => rest = &rest[at + piece.len()..],
            None => return false,
        }
    }
    rest.ends_with(last.as_str())
}
