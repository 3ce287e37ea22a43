//! The values of conditions: whether their operator can read them.
//!
//! Source: IAM User Guide, "IAM JSON policy elements: Condition operators".

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use policy::condition::{Comparison, Relation, SetOperator};

use crate::catalog::{self, Check};
use crate::condition::Entry;
use crate::json::Value;
use crate::pattern::open;
use crate::place::{Location, Place, Report};
use crate::validate::Setting;
use crate::variable;

pub fn check(entry: &Entry<'_, '_>, setting: Setting, report: &mut Report) {
    if entry.values.is_empty_list() {
        check_empty(entry, report);
        return;
    }
    let values = entry.values.each();
    check_kinds(entry, &values, report);
    for value in &values {
        check_value(entry, value, setting, report);
    }
    match entry.operator.comparison {
        Comparison::Bool if values.len() > 1 => {
            let at = vec![entry.values.here()];
            report.add(&catalog::INVALID_CONDITION_MULTIPLE_BOOLEAN, &[], at);
        }
        Comparison::Numeric(relation) if values.len() > 1 => {
            check_numbers(entry, relation, report);
        }
        Comparison::IpAddress if entry.key.eq_ignore_ascii_case("aws:SourceIp") => {
            check_private(entry, &values, report);
        }
        _ => {}
    }
}

fn check_empty(entry: &Entry<'_, '_>, report: &mut Report) {
    let check = match entry.operator.set {
        Some(SetOperator::ForAllValues) => &catalog::EMPTY_ARRAY_CONDITION_FORALLVALUES,
        Some(SetOperator::ForAnyValue) => &catalog::EMPTY_ARRAY_CONDITION_FORANYVALUE,
        None if entry.operator.if_exists => &catalog::EMPTY_ARRAY_CONDITION_IFEXISTS,
        None => &catalog::EMPTY_ARRAY_CONDITION,
    };
    report.add(check, &[entry.key], vec![entry.values.here()]);
}

/// Values are texts, numbers or Booleans, and all of one type.
fn check_kinds(entry: &Entry<'_, '_>, values: &[Place<'_>], report: &mut Report) {
    let mut first = None;
    for value in values {
        let found = &value.node.value;
        if matches!(found, Value::Null | Value::List(_) | Value::Map(_)) {
            report.add(&catalog::DATA_TYPE_MISMATCH, &["String"], vec![value.here()]);
        } else if *first.get_or_insert(found.kind()) != found.kind() {
            let at = vec![entry.values.here()];
            report.add(&catalog::INVALID_CONDITION_DATA_TYPE, &[], at);
            return;
        }
    }
}

/// "Quotation marks are optional for numeric and Boolean values."
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::Text(text) | Value::Number(text) => Some(text.clone()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Null | Value::List(_) | Value::Map(_) => None,
    }
}

fn check_value(entry: &Entry<'_, '_>, value: &Place<'_>, setting: Setting, report: &mut Report) {
    let Some(text) = text_of(&value.node.value) else { return };
    let at = || vec![value.here()];
    let name = entry.operator_name;
    let is_text = matches!(
        entry.operator.comparison,
        Comparison::StringEquals
            | Comparison::StringEqualsIgnoreCase
            | Comparison::StringLike
            | Comparison::Arn
    );
    if is_text {
        variable::check(value, setting.has_variables, report);
    } else if variable::is_in(&text) {
        report.add(&catalog::INVALID_VARIABLE_FOR_OPERATOR, &[], at());
        return;
    }
    match entry.operator.comparison {
        Comparison::StringEquals | Comparison::StringEqualsIgnoreCase if has_star(&text) => {
            report.add(&catalog::WILDCARD_WITHOUT_LIKE_OPERATOR, &[], at());
        }
        Comparison::StringEquals if !variable::is_in(&text) => {
            if let Some(check) = network_fault(entry.key, &text) {
                report.add(check, &[], at());
            }
        }
        Comparison::Bool | Comparison::Null
            if !text.eq_ignore_ascii_case("true") && !text.eq_ignore_ascii_case("false") =>
        {
            report.add(&catalog::TYPE_MISMATCH_BOOLEAN, &[name], at());
        }
        Comparison::Numeric(_) if number(&text).is_none() => {
            report.add(&catalog::TYPE_MISMATCH_NUMBER, &[name], at());
        }
        Comparison::Date(_) if is_epoch(&text) => {
            report.add(&catalog::INVALID_DATE_VALUE, &[&text], at());
        }
        Comparison::Date(_) if !is_date(&text) => {
            report.add(&catalog::TYPE_MISMATCH_DATE, &[], at());
        }
        Comparison::BinaryEquals if !is_base64(&text) => {
            report.add(&catalog::TYPE_MISMATCH_STRING, &[name], at());
        }
        Comparison::IpAddress => match Range::parse(&text) {
            None => report.add(&catalog::TYPE_MISMATCH_IP_RANGE, &[name], at()),
            Some(range) if !range.is_masked() => {
                report.add(&catalog::IMPROVE_IP_RANGE, &[&range.masked()], at());
            }
            Some(_) => {}
        },
        _ => {}
    }
}

/// "The prefix `vpc-` followed by either 8 or 17 alphanumeric characters", and the like.
fn network_fault(key: &str, text: &str) -> Option<&'static Check> {
    let (prefix, check) = match key.to_ascii_lowercase().as_str() {
        "aws:sourcevpc" => ("vpc-", &catalog::INVALID_VPC_FORMAT),
        "aws:sourcevpce" => ("vpce-", &catalog::INVALID_VPCE_FORMAT),
        _ => return None,
    };
    let is_id = text.strip_prefix(prefix).is_some_and(|id| {
        matches!(id.len(), 8 | 17) && id.bytes().all(|it| it.is_ascii_alphanumeric())
    });
    (!is_id).then_some(check)
}

/// A wildcard that is none of a variable's.
fn has_star(text: &str) -> bool {
    let mut rest = text.to_owned();
    for escaped in ["${*}", "${?}", "${$}"] {
        rest = rest.replace(escaped, "");
    }
    // What `open` puts in the place of variables is no wildcard of the text's own.
    open(&rest).matches(['*', '?']).count() > rest.matches("${").count()
}

fn number(text: &str) -> Option<f64> {
    text.trim().parse::<f64>().ok().filter(|it| it.is_finite())
}

fn is_epoch(text: &str) -> bool {
    text.len() != 4 && !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit())
}

/// One of the forms of W3C's note on ISO 8601.
fn is_date(text: &str) -> bool {
    let padded = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    padded.parse::<jiff::Timestamp>().is_ok() || padded.parse::<jiff::civil::DateTime>().is_ok()
}

fn is_base64(text: &str) -> bool {
    let plain = text.trim_end_matches('=');
    text.len().is_multiple_of(4)
        && text.len() - plain.len() <= 2
        && plain.bytes().all(|it| it.is_ascii_alphanumeric() || matches!(it, b'+' | b'/'))
}

/// Of several numbers under `<` only the greatest matters, under `>` only the least.
fn check_numbers(entry: &Entry<'_, '_>, relation: Relation, report: &mut Report) {
    let which = match (relation, entry.operator.set) {
        (_, Some(_)) | (Relation::Equals, _) => return,
        (Relation::LessThan | Relation::LessThanEquals, _) => "greatest",
        (Relation::GreaterThan | Relation::GreaterThanEquals, _) => "least",
    };
    let values = [entry.operator_name, which, entry.key];
    report.add(&catalog::REDUNDANT_CONDITION_VALUE_NUM, &values, vec![entry.values.here()]);
}

/// Addresses with the same first bits.
struct Range {
    address: IpAddr,
    prefix: u32,
}

impl Range {
    fn parse(text: &str) -> Option<Range> {
        let (address, prefix) = match text.trim().split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text.trim(), None),
        };
        let address: IpAddr = address.parse().ok()?;
        let bits = if address.is_ipv4() { 32 } else { 128 };
        let prefix = match prefix {
            None => bits,
            Some(digits) => digits.parse().ok().filter(|it| *it <= bits)?,
        };
        Some(Range { address, prefix })
    }

    fn network(&self) -> IpAddr {
        match self.address {
            IpAddr::V4(own) => {
                let mask = u32::MAX.checked_shl(32 - self.prefix).unwrap_or(0);
                IpAddr::V4(Ipv4Addr::from(u32::from(own) & mask))
            }
            IpAddr::V6(own) => {
                let mask = u128::MAX.checked_shl(128 - self.prefix).unwrap_or(0);
                IpAddr::V6(Ipv6Addr::from(u128::from(own) & mask))
            }
        }
    }

    fn is_masked(&self) -> bool {
        self.network() == self.address
    }

    fn masked(&self) -> String {
        format!("{}/{}", self.network(), self.prefix)
    }

    /// Wholly within the ranges of RFC 1918 and RFC 4193.
    fn is_private(&self) -> bool {
        match self.network() {
            IpAddr::V4(own) => match own.octets() {
                [10, ..] => self.prefix >= 8,
                [172, second, ..] => self.prefix >= 12 && (16..32).contains(&second),
                [192, 168, ..] => self.prefix >= 16,
                _ => false,
            },
            IpAddr::V6(own) => self.prefix >= 7 && own.octets()[0] & 0xfe == 0xfc,
        }
    }
}

/// Of how many addresses it is: what CheckNoPublicAccess calls too many.
pub fn is_broad(text: &str) -> Option<bool> {
    let range = Range::parse(text)?;
    let least = if range.address.is_ipv4() { 8 } else { 32 };
    Some(range.prefix < least && !range.is_private())
}

fn check_private(entry: &Entry<'_, '_>, values: &[Place<'_>], report: &mut Report) {
    let ranges: Vec<(Range, Location)> = values
        .iter()
        .filter_map(|it| Some((Range::parse(&text_of(&it.node.value)?)?, it.here())))
        .collect();
    let count = ranges.len();
    let private: Vec<Location> = ranges
        .into_iter()
        .filter(|(range, _)| range.is_private())
        .map(|(_, location)| location)
        .collect();
    if private.is_empty() {
        return;
    }
    let check = match (private.len() == count, entry.operator.is_negated) {
        (true, false) => &catalog::PRIVATE_IP_ADDRESS,
        (true, true) => &catalog::PRIVATE_NOT_IP_ADDRESS,
        (false, false) => &catalog::PRIVATE_IP_ADDRESS_SUBSET,
        (false, true) => &catalog::PRIVATE_NOT_IP_ADDRESS_SUBSET,
    };
    report.add(check, &[], private);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_masked() {
        let range = |text| Range::parse(text).expect("is a range");
        assert_eq!(range("203.0.113.77/24").masked(), "203.0.113.0/24");
        assert!(range("203.0.113.0/24").is_masked() && range("0.0.0.0/0").is_masked());
        assert!(range("10.1.0.0/16").is_private() && !range("10.0.0.0/7").is_private());
        assert!(range("fd00::/8").is_private() && !range("2001:db8::/32").is_private());
        assert!(Range::parse("10.0.0.0/33").is_none() && Range::parse("10.0.0").is_none());
    }

    #[test]
    fn dates_and_bytes() {
        for text in ["2020", "2020-04", "2020-04-01", "2020-04-01T00:00:00Z"] {
            assert!(is_date(text) && !is_epoch(text), "{text}");
        }
        assert!(is_epoch("1585699200") && !is_date("tomorrow"));
        assert!(is_base64("QmluYXJ5") && is_base64("QQ==") && !is_base64("QQ") && !is_base64("?"));
    }

    #[test]
    fn stars_of_variables_do_not_count() {
        assert!(has_star("a*") && has_star("${aws:username}*") && !has_star("${aws:username}"));
        assert!(!has_star("${*}"));
    }
}
