//! The values that conditions compare: numbers, dates, addresses, bytes.

use std::cmp::Ordering;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;

/// Integers exactly, all else as floating point.
pub fn compare_numbers(left: &str, right: &str) -> Option<Ordering> {
    let (left, right) = (left.trim(), right.trim());
    if let (Ok(left), Ok(right)) = (left.parse::<i64>(), right.parse::<i64>()) {
        return Some(left.cmp(&right));
    }
    number(left)?.partial_cmp(&number(right)?)
}

fn number(text: &str) -> Option<f64> {
    text.parse::<f64>().ok().filter(|number| number.is_finite())
}

/// Nanoseconds since 1970 of a date in one of the formats of W3C's note on ISO 8601
/// ("Date and Time Formats"), or in seconds since 1970.
pub fn date(text: &str) -> Option<i128> {
    let text = text.trim();
    // A year is a date; any other number is a time.
    let is_year = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_year && let Ok(seconds) = text.parse::<i64>() {
        return Some(i128::from(seconds) * 1_000_000_000);
    }
    if let Ok(at) = text.parse::<jiff::Timestamp>() {
        return Some(at.as_nanosecond());
    }
    let padded = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    let civil = match padded.parse::<Date>() {
        Ok(date) if padded.len() == 10 => date.to_datetime(jiff::civil::Time::midnight()),
        _ => padded.parse::<DateTime>().ok()?,
    };
    let at = TimeZone::UTC.to_timestamp(civil).ok()?;
    Some(at.as_nanosecond())
}

pub fn compare_dates(left: &str, right: &str) -> Option<Ordering> {
    Some(date(left)?.cmp(&date(right)?))
}

pub fn boolean(text: &str) -> Option<bool> {
    match text {
        _ if text.eq_ignore_ascii_case("true") => Some(true),
        _ if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

pub fn bytes(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text.trim()).ok()
}

/// Addresses with the same first bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    prefix: u32,
}

impl Network {
    /// `203.0.113.0/24`, `2001:db8::/32`, or one address.
    pub fn parse(text: &str) -> Option<Network> {
        let (address, prefix) = match text.trim().split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text.trim(), None),
        };
        let address: IpAddr = address.parse().ok()?;
        let bits = if address.is_ipv4() { 32 } else { 128 };
        let prefix = match prefix {
            Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
                digits.parse().ok().filter(|prefix| *prefix <= bits)?
            }
            Some(_) => return None,
            None => bits,
        };
        Some(Network { address, prefix })
    }

    pub fn contains(&self, text: &str) -> bool {
        let Ok(address) = text.trim().parse::<IpAddr>() else { return false };
        match (self.address, plain(address)) {
            (IpAddr::V4(own), IpAddr::V4(other)) => {
                let bits = |it: Ipv4Addr| u128::from(u32::from(it));
                has_same_start(bits(own), bits(other), 32 - self.prefix)
            }
            (IpAddr::V6(own), IpAddr::V6(other)) => {
                let bits = |it: Ipv6Addr| u128::from(it);
                has_same_start(bits(own), bits(other), 128 - self.prefix)
            }
            _ => false,
        }
    }
}

/// A client of version 4 that reached a socket of version 6.
fn plain(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(long) => long.to_ipv4_mapped().map_or(address, IpAddr::V4),
        IpAddr::V4(_) => address,
    }
}

fn has_same_start(left: u128, right: u128, free_bits: u32) -> bool {
    let shifted = |bits: u128| bits.checked_shr(free_bits).unwrap_or(0);
    shifted(left) == shifted(right)
}
