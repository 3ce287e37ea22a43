//! Exact amounts: dollars in units of 10^-12, quantities in units of 10^-10.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Sub};

const MONEY_DIGITS: u32 = 12;
const QUANTITY_DIGITS: u32 = 10;
/// How many digits AWS shows of an amount.
const SHOWN_DIGITS: u32 = 10;

/// Dollars, in units of 10^-12.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Money(pub i128);

/// An amount of usage, in units of 10^-10.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quantity(pub i128);

impl Money {
    pub const ZERO: Money = Money(0);

    /// `0.0000004`; `None` for anything else, and for more digits than are kept.
    pub fn parse(text: &str) -> Option<Money> {
        parse(text, MONEY_DIGITS).map(Money)
    }

    /// What so much costs at this price for one.
    #[must_use]
    pub fn times(self, quantity: Quantity) -> Money {
        Money(divide(self.0 * quantity.0, 10_i128.pow(QUANTITY_DIGITS)))
    }

    /// What one costs when so much costs this; not of nothing.
    #[must_use]
    pub fn per(self, quantity: Quantity) -> Money {
        Money(divide(self.0 * 10_i128.pow(QUANTITY_DIGITS), quantity.0))
    }

    /// Rounded to the cent, half up, as bills show it: `12.34`.
    pub fn cents(self) -> String {
        let cents = divide(self.0, 10_i128.pow(MONEY_DIGITS - 2));
        shown(cents, 2, 2)
    }

    /// Rounded to ten digits, as Cost Explorer shows it.
    pub fn ten_digits(self) -> String {
        shown(divide(self.0, 10_i128.pow(MONEY_DIGITS - SHOWN_DIGITS)), SHOWN_DIGITS, 0)
    }

    pub fn to_f64(self) -> f64 {
        self.0 as f64 / 1e12
    }
}

impl Quantity {
    pub const ZERO: Quantity = Quantity(0);

    pub fn whole(count: u64) -> Quantity {
        Quantity(i128::from(count) * 10_i128.pow(QUANTITY_DIGITS))
    }

    /// `numerator / denominator`, rounded half up.
    pub fn ratio(numerator: u128, denominator: u128) -> Quantity {
        let scale = 10_u128.pow(QUANTITY_DIGITS);
        // Very large numerators lose digits that are not kept anyway.
        let scaled = match numerator.checked_mul(scale) {
            Some(scaled) => (scaled + denominator / 2) / denominator,
            None => (numerator / denominator).saturating_mul(scale),
        };
        Quantity(i128::try_from(scaled).unwrap_or(i128::MAX))
    }

    pub fn parse(text: &str) -> Option<Quantity> {
        parse(text, QUANTITY_DIGITS).map(Quantity)
    }

    pub fn to_f64(self) -> f64 {
        self.0 as f64 / 1e10
    }
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&shown(self.0, QUANTITY_DIGITS, 0))
    }
}

/// All digits.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&shown(self.0, MONEY_DIGITS, 0))
    }
}

macro_rules! sums {
    ($($type:ident)*) => {
        $(impl Add for $type {
            type Output = $type;

            fn add(self, other: $type) -> $type {
                $type(self.0 + other.0)
            }
        }

        impl Sub for $type {
            type Output = $type;

            fn sub(self, other: $type) -> $type {
                $type(self.0 - other.0)
            }
        }

        impl AddAssign for $type {
            fn add_assign(&mut self, other: $type) {
                self.0 += other.0;
            }
        }

        impl Sum for $type {
            fn sum<I: Iterator<Item = $type>>(items: I) -> $type {
                $type(items.map(|it| it.0).sum())
            }
        })*
    };
}

sums!(Money Quantity);

/// Half up, away from zero.
fn divide(number: i128, by: i128) -> i128 {
    let half = if number < 0 { -(by / 2) } else { by / 2 };
    (number + half) / by
}

fn parse(text: &str, digits: u32) -> Option<i128> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let is_number = whole.bytes().chain(part.bytes()).all(|byte| byte.is_ascii_digit());
    if !is_number || part.len() > digits as usize {
        return None;
    }
    let whole: i128 = whole.parse().ok()?;
    let rest: i128 = if part.is_empty() { 0 } else { part.parse().ok()? };
    let rest = rest * 10_i128.pow(digits - part.len() as u32);
    Some(whole * 10_i128.pow(digits) + rest)
}

/// Without zeros at the end, but for so many digits.
fn shown(number: i128, digits: u32, least: usize) -> String {
    let (sign, number) = (if number < 0 { "-" } else { "" }, number.unsigned_abs());
    let unit = 10_u128.pow(digits);
    let (whole, part) = (number / unit, number % unit);
    let part = format!("{part:0width$}", width = digits as usize);
    let kept = part.trim_end_matches('0').len().max(least);
    if kept == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{}", &part[..kept]) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_read_and_shown() {
        let price = Money::parse("0.0000004").expect("a price");
        assert_eq!(price.0, 400_000);
        assert_eq!(price.times(Quantity::whole(1_000_000)).cents(), "0.40");
        assert_eq!(price.times(Quantity::whole(12_500)).cents(), "0.01");
        assert_eq!(price.times(Quantity::whole(12_499)).cents(), "0.00");
        assert_eq!(price.to_string(), "0.0000004");
        assert_eq!(Money(1_000_000).per(Quantity::ratio(5, 2)).0, 400_000);
        assert_eq!(Money::parse("-3"), None);
        assert_eq!(Money::parse("1e-3"), None);
        assert_eq!(Quantity::ratio(1, 3).to_string(), "0.3333333333");
        assert_eq!(Quantity::parse("25").map(|it| it.to_string()).as_deref(), Some("25"));
        assert_eq!(Money(1_005_000_000_000).cents(), "1.01");
        assert_eq!(Money(123).ten_digits(), "0.0000000001");
    }
}
