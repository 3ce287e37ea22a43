//! Numbers as the reference engine compares them: as exact millionths within five billion.
//!
//! Numbers beyond that range or with more than six digits after the point are not comparable; they
//! equal only a number of the same text. Source: event-ruler, `ComparableNumber`; EventBridge User
//! Guide, "Numeric matching" (-5.0e9 to +5.0e9, six digits to the right of the decimal point).

/// The largest comparable number, in millionths.
const MILLIONTHS_MAX: i64 = 5_000_000_000 * 1_000_000;
const DECIMALS_MAX: i64 = 6;
/// More significant digits than this cannot be within the range.
const DIGITS_MAX: usize = 16;

/// Why a number is not comparable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotComparable {
    TooLarge,
    TooFine,
}

/// The number of a JSON text, in millionths.
pub fn millionths(text: &str) -> Result<i64, NotComparable> {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (sign, mantissa) = match mantissa.strip_prefix('-') {
        Some(mantissa) => (-1, mantissa),
        None => (1, mantissa),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits: String = whole.chars().chain(fraction.chars()).collect();
    let significant = digits.trim_start_matches('0').trim_end_matches('0');
    if significant.is_empty() {
        return Ok(0);
    }
    let trailing = digits.len() - digits.trim_end_matches('0').len();
    // An exponent that does not fit is far out of the range, in the direction of its sign.
    let exponent: i64 = exponent
        .parse()
        .unwrap_or_else(|_| if exponent.starts_with('-') { i64::MIN / 4 } else { i64::MAX / 4 });
    // The number is `significant` times ten to the power of this.
    let power = exponent - fraction.len() as i64 + trailing as i64;
    if power < -DECIMALS_MAX {
        return Err(NotComparable::TooFine);
    }
    if significant.len() > DIGITS_MAX {
        return Err(NotComparable::TooLarge);
    }
    let value: i64 = significant.parse().map_err(|_| NotComparable::TooLarge)?;
    let scale = u32::try_from(power + DECIMALS_MAX).map_err(|_| NotComparable::TooLarge)?;
    let factor = 10_i64.checked_pow(scale).ok_or(NotComparable::TooLarge)?;
    let value = value.checked_mul(factor).ok_or(NotComparable::TooLarge)?;
    if value > MILLIONTHS_MAX { Err(NotComparable::TooLarge) } else { Ok(sign * value) }
}

/// A stretch of numbers: `> 0`, `<= 5`, both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    pub low: i64,
    pub is_low_open: bool,
    pub high: i64,
    pub is_high_open: bool,
}

impl Range {
    pub const ALL: Range = Range {
        low: -MILLIONTHS_MAX,
        is_low_open: false,
        high: MILLIONTHS_MAX,
        is_high_open: false,
    };

    pub fn contains(&self, value: i64) -> bool {
        let is_above = if self.is_low_open { value > self.low } else { value >= self.low };
        let is_below = if self.is_high_open { value < self.high } else { value <= self.high };
        is_above && is_below
    }
}
