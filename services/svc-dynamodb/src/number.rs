//! Numbers as DynamoDB keeps them: decimal, exact, up to 38 significant digits, from 1E-130 to
//! 9.9…E+125 on both sides of zero.
//!
//! Inside a key a number is encoded so that the order of bytes is the order of numbers: an exponent
//! byte and base-100 digits, complemented below zero. The length of that encoding is also what a
//! number counts in an item's size ("1 byte per two significant digits, and 1 byte").

use std::cmp::Ordering;
use std::fmt;

use minicbor::data::{Tag, Type};
use minicbor::{Decoder, Encoder};

/// [Developer Guide, "Numbers"] significant digits.
pub const DIGITS_MAX: u32 = 38;
/// The power of ten of the first digit.
const POWER_MAX: i32 = 125;
const POWER_MIN: i32 = -130;
/// More digits of an exponent than any number may have.
const EXPONENT_MAX: i32 = 100_000;

/// CBOR's decimal fraction.
const TAG_DECIMAL: Tag = Tag::new(4);

/// In the encoding of keys: what stands for the power 100^0 of a positive number, what a digit of
/// a negative number is subtracted from, and what ends a negative one.
const POSITIVE_BIAS: i32 = 193;
const NEGATIVE_BIAS: i32 = 62;
const NEGATIVE_DIGIT: u8 = 101;
const NEGATIVE_END: u8 = 102;
const ZERO: u8 = 0x80;

/// A number: `coefficient` × 10^`exponent`.
///
/// Invariant: the coefficient has no trailing zeros; zero is +0 × 10^0. So equal numbers are equal
/// structures.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Number {
    is_negative: bool,
    exponent: i16,
    /// Two halves, since a `u128` would double the space of every attribute.
    high: u64,
    low: u64,
}

/// Why a text or a result is no number of DynamoDB.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    NotANumber,
    TooManyDigits,
    Overflow,
    Underflow,
}

impl Number {
    pub const ZERO: Number = Number { is_negative: false, exponent: 0, high: 0, low: 0 };

    /// A sign, digits with or without a point, and an exponent: what Java's BigDecimal takes.
    pub fn parse(text: &str) -> Result<Number, Fault> {
        let (is_negative, rest) = match text.as_bytes() {
            [b'-', rest @ ..] => (true, rest),
            [b'+', rest @ ..] | rest => (false, rest),
        };
        let mut digits = Digits::default();
        let mut at = 0;
        let mut has_point = false;
        while let Some(byte) = rest.get(at) {
            match byte {
                b'0'..=b'9' => digits.push(byte - b'0', has_point),
                b'.' if !has_point => has_point = true,
                _ => break,
            }
            at += 1;
        }
        if digits.count == 0 {
            return Err(Fault::NotANumber);
        }
        let exponent = match rest.get(at) {
            None => 0,
            Some(b'e' | b'E') => read_exponent(&rest[at + 1..])?,
            Some(_) => return Err(Fault::NotANumber),
        };
        digits.finish(is_negative, exponent)
    }

    /// The number, made normal, if it is one.
    fn new(is_negative: bool, mut coefficient: u128, mut exponent: i32) -> Result<Number, Fault> {
        if coefficient == 0 {
            return Ok(Number::ZERO);
        }
        while coefficient > u128::from(u64::MAX) && coefficient.is_multiple_of(10) {
            coefficient /= 10;
            exponent += 1;
        }
        // Nearly all numbers fit 64 bits, whose division is many times faster.
        if let Ok(mut small) = u64::try_from(coefficient) {
            while small.is_multiple_of(10) {
                small /= 10;
                exponent += 1;
            }
            coefficient = u128::from(small);
        }
        let digits = count_digits(coefficient);
        if digits > DIGITS_MAX {
            return Err(Fault::TooManyDigits);
        }
        let power = exponent + digits.cast_signed() - 1;
        if power > POWER_MAX {
            return Err(Fault::Overflow);
        }
        if power < POWER_MIN {
            return Err(Fault::Underflow);
        }
        Ok(Number::of_parts(is_negative, coefficient, exponent))
    }

    fn of_parts(is_negative: bool, coefficient: u128, exponent: i32) -> Number {
        Number {
            is_negative,
            exponent: i16::try_from(exponent).expect("powers of ten stay within -168..=125"),
            high: (coefficient >> 64) as u64,
            low: coefficient as u64,
        }
    }

    /// The digits of the coefficient.
    fn digits(self) -> String {
        if self.high == 0 { self.low.to_string() } else { self.coefficient().to_string() }
    }

    fn coefficient(self) -> u128 {
        u128::from(self.high) << 64 | u128::from(self.low)
    }

    pub fn is_zero(self) -> bool {
        self.high == 0 && self.low == 0
    }

    /// The sum, exactly.
    pub fn add(self, other: Number) -> Result<Number, Fault> {
        if self.is_zero() {
            return Ok(other);
        }
        if other.is_zero() {
            return Ok(self);
        }
        let (large, small) =
            if self.exponent >= other.exponent { (self, other) } else { (other, self) };
        let shift = u32::from((large.exponent - small.exponent).cast_unsigned());
        // The last digit of `small` is not zero and stays: a sum that does not fit here would
        // have more than 38 digits.
        let factor = 10_u128.checked_pow(shift).ok_or(Fault::TooManyDigits)?;
        let first = large.coefficient().checked_mul(factor).ok_or(Fault::TooManyDigits)?;
        let second = small.coefficient();
        let exponent = i32::from(small.exponent);
        if large.is_negative == small.is_negative {
            let sum = first.checked_add(second).ok_or(Fault::TooManyDigits)?;
            return Number::new(large.is_negative, sum, exponent);
        }
        if first >= second {
            Number::new(large.is_negative, first - second, exponent)
        } else {
            Number::new(small.is_negative, second - first, exponent)
        }
    }

    /// The difference, exactly.
    pub fn subtract(self, other: Number) -> Result<Number, Fault> {
        self.add(other.negate())
    }

    pub fn negate(self) -> Number {
        if self.is_zero() {
            return self;
        }
        Number { is_negative: !self.is_negative, ..self }
    }

    /// The number as a whole one, if it is one of 64 bits.
    pub fn as_i64(self) -> Option<i64> {
        if self.exponent == 0 && self.high == 0 {
            let whole = i64::try_from(self.low).ok();
            if let Some(whole) = whole {
                return Some(if self.is_negative { -whole } else { whole });
            }
        }
        let factor = 10_u128.checked_pow(u32::try_from(self.exponent).ok()?)?;
        let magnitude = i128::try_from(self.coefficient().checked_mul(factor)?).ok()?;
        i64::try_from(if self.is_negative { -magnitude } else { magnitude }).ok()
    }

    /// The power of ten of the first digit.
    fn power(self) -> i32 {
        i32::from(self.exponent) + count_digits(self.coefficient()).cast_signed() - 1
    }

    /// What it counts in an item's size.
    pub fn size(self) -> usize {
        if self.is_zero() {
            return 1;
        }
        let digits = count_digits(self.coefficient()) as usize;
        let leading = usize::from(self.power().rem_euclid(2) == 0);
        1 + (digits + leading).div_ceil(2) + usize::from(self.is_negative)
    }

    /// Appends the encoding whose order is the order of numbers. No encoding is the beginning of
    /// another.
    pub fn encode_key(self, out: &mut Vec<u8>) {
        if self.is_zero() {
            out.extend_from_slice(&[ZERO, 0]);
            return;
        }
        let power = self.power();
        let hundreds = power.div_euclid(2);
        let mut digits = self.digits().into_bytes();
        if power.rem_euclid(2) == 0 {
            digits.insert(0, b'0');
        }
        if digits.len() % 2 == 1 {
            digits.push(b'0');
        }
        let pairs = digits.chunks_exact(2).map(|pair| (pair[0] - b'0') * 10 + pair[1] - b'0');
        if self.is_negative {
            out.push((NEGATIVE_BIAS - hundreds) as u8);
            out.extend(pairs.map(|pair| NEGATIVE_DIGIT - pair));
            out.push(NEGATIVE_END);
        } else {
            out.push((POSITIVE_BIAS + hundreds) as u8);
            out.extend(pairs.map(|pair| pair + 1));
            out.push(0);
        }
    }

    /// Appends the CBOR: a whole number where it is one, a decimal fraction otherwise.
    pub fn encode_cbor(self, e: &mut Encoder<&mut Vec<u8>>) -> Result<(), EncodeError> {
        if let Some(whole) = self.as_i64() {
            e.i64(whole)?;
            return Ok(());
        }
        e.tag(TAG_DECIMAL)?.array(2)?.i16(self.exponent)?;
        if let Ok(small) = i64::try_from(self.coefficient()) {
            e.i64(if self.is_negative { -small } else { small })?;
            return Ok(());
        }
        let mut bytes = [0; 17];
        bytes[0] = u8::from(self.is_negative);
        bytes[1..].copy_from_slice(&self.coefficient().to_be_bytes());
        e.bytes(&bytes)?;
        Ok(())
    }

    /// Reads what [`Number::encode_cbor`] has written; the tag is not read yet.
    pub fn decode_cbor(d: &mut Decoder<'_>) -> Result<Number, DecodeError> {
        if d.datatype()? != Type::Tag {
            let whole = d.i64()?;
            return Number::new(whole < 0, u128::from(whole.unsigned_abs()), 0).map_err(damaged);
        }
        d.tag()?;
        d.array()?;
        let exponent = i32::from(d.i16()?);
        if d.datatype()? != Type::Bytes {
            let small = d.i64()?;
            let magnitude = u128::from(small.unsigned_abs());
            return Number::new(small < 0, magnitude, exponent).map_err(damaged);
        }
        let bytes: [u8; 17] = d.bytes()?.try_into().map_err(|_| damaged(Fault::NotANumber))?;
        let (sign, magnitude) = bytes.split_at(1);
        let magnitude = u128::from_be_bytes(magnitude.try_into().expect("16 of 17 bytes"));
        Number::new(sign[0] != 0, magnitude, exponent).map_err(damaged)
    }
}

pub type EncodeError = minicbor::encode::Error<std::convert::Infallible>;
pub type DecodeError = minicbor::decode::Error;

fn damaged(_: Fault) -> DecodeError {
    DecodeError::message("not a number")
}

impl From<i64> for Number {
    fn from(whole: i64) -> Number {
        let magnitude = u128::from(whole.unsigned_abs());
        Number::new(whole < 0, magnitude, 0).expect("64 bits are less than 38 digits")
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Number) -> Ordering {
        let sign = |it: &Number| i8::from(!it.is_zero()) * if it.is_negative { -1 } else { 1 };
        let by_sign = sign(self).cmp(&sign(other));
        if by_sign.is_ne() || self.is_zero() {
            return by_sign;
        }
        let by_power = self.power().cmp(&other.power());
        let magnitude = by_power.then_with(|| aligned(*self).cmp(&aligned(*other)));
        if self.is_negative { magnitude.reverse() } else { magnitude }
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Number) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The coefficient with as many digits as there may be: comparable between equal powers.
fn aligned(number: Number) -> u128 {
    let coefficient = number.coefficient();
    coefficient * 10_u128.pow(DIGITS_MAX - count_digits(coefficient))
}

impl fmt::Display for Number {
    /// Without an exponent, as DynamoDB answers it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_negative {
            f.write_str("-")?;
        }
        let digits = self.digits();
        if self.exponent >= 0 {
            let zeros = usize::from(self.exponent.unsigned_abs());
            return write!(f, "{digits}{:0<zeros$}", "");
        }
        let fraction = usize::from(self.exponent.unsigned_abs());
        match digits.len().checked_sub(fraction) {
            Some(whole) if whole > 0 => write!(f, "{}.{}", &digits[..whole], &digits[whole..]),
            _ => write!(f, "0.{digits:0>fraction$}"),
        }
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

fn count_digits(coefficient: u128) -> u32 {
    coefficient.checked_ilog10().map_or(0, |log| log + 1)
}

/// The digits of a text as they come, zeros at either end left out.
#[derive(Default)]
struct Digits {
    count: u64,
    coefficient: u128,
    significant: u32,
    /// Zeros that count only when another digit follows.
    zeros: u64,
    fraction: u64,
    is_too_long: bool,
}

impl Digits {
    fn push(&mut self, digit: u8, is_fraction: bool) {
        self.count += 1;
        self.fraction += u64::from(is_fraction);
        if digit == 0 {
            self.zeros += u64::from(self.significant > 0);
            return;
        }
        let zeros = std::mem::take(&mut self.zeros);
        if u64::from(self.significant) + zeros + 1 > u64::from(DIGITS_MAX) {
            self.is_too_long = true;
            return;
        }
        let shift = zeros as u32 + 1;
        self.coefficient = self.coefficient * 10_u128.pow(shift) + u128::from(digit);
        self.significant += shift;
    }

    fn finish(self, is_negative: bool, exponent: i32) -> Result<Number, Fault> {
        if self.is_too_long {
            return Err(Fault::TooManyDigits);
        }
        let bounded = |count: u64| i32::try_from(count).unwrap_or(EXPONENT_MAX);
        let exponent =
            exponent.saturating_add(bounded(self.zeros)).saturating_sub(bounded(self.fraction));
        Number::new(is_negative, self.coefficient, exponent)
    }
}

fn read_exponent(text: &[u8]) -> Result<i32, Fault> {
    let (is_negative, digits) = match text {
        [b'-', digits @ ..] => (true, digits),
        [b'+', digits @ ..] | digits => (false, digits),
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return Err(Fault::NotANumber);
    }
    let value = digits
        .iter()
        .fold(0_i32, |value, digit| (value * 10 + i32::from(digit - b'0')).min(EXPONENT_MAX));
    Ok(if is_negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        Number::parse(text).unwrap_or_else(|fault| panic!("{text}: {fault:?}"))
    }

    fn key(text: &str) -> Vec<u8> {
        let mut out = Vec::new();
        number(text).encode_key(&mut out);
        out
    }

    #[test]
    fn texts_are_made_normal() {
        let nines = "9".repeat(38);
        let cases = [
            ("0", "0"),
            ("-0", "0"),
            ("+7", "7"),
            ("007.500", "7.5"),
            ("1e2", "100"),
            ("1.20E-3", "0.0012"),
            (".5", "0.5"),
            ("5.", "5"),
            ("-12.0", "-12"),
            (nines.as_str(), nines.as_str()),
            (
                "1000000000000000000000000000000000000000000",
                "1000000000000000000000000000000000000000000",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(number(text).to_string(), expected, "{text}");
        }
    }

    #[test]
    fn limits() {
        assert!(number("9.9999999999999999999999999999999999999E+125") > number("1e125"));
        assert!(number("1E-130") > Number::ZERO);
        for (text, fault) in [
            ("", Fault::NotANumber),
            ("-", Fault::NotANumber),
            (" 1", Fault::NotANumber),
            ("1e", Fault::NotANumber),
            ("0x10", Fault::NotANumber),
            ("NaN", Fault::NotANumber),
            ("1.2.3", Fault::NotANumber),
            ("1E126", Fault::Overflow),
            ("-1E999999999", Fault::Overflow),
            ("1E-131", Fault::Underflow),
            ("1E-999999999", Fault::Underflow),
            ("123456789012345678901234567890123456789", Fault::TooManyDigits),
        ] {
            assert_eq!(Number::parse(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn arithmetic_is_exact() {
        let sum = |a: &str, b: &str| number(a).add(number(b)).map(|sum| sum.to_string());
        assert_eq!(sum("0.1", "0.2").as_deref(), Ok("0.3"));
        assert_eq!(sum("1e38", "-1").as_deref(), Ok(&"9".repeat(38)[..]));
        assert_eq!(sum("1e38", "1"), Err(Fault::TooManyDigits));
        assert_eq!(sum("1e125", "1e-130"), Err(Fault::TooManyDigits));
        assert_eq!(sum("9.9e125", "9e124"), Err(Fault::Overflow));
        assert_eq!(sum("5", "-5").as_deref(), Ok("0"));
        assert_eq!(number("3").subtract(number("10")).unwrap().to_string(), "-7");
    }

    #[test]
    fn sizes() {
        for (text, size) in
            [("0", 1), ("1", 2), ("27", 2), ("-27", 3), ("100", 2), ("123", 3), ("0.5", 2)]
        {
            assert_eq!(number(text).size(), size, "{text}");
        }
        assert_eq!(number(&"9".repeat(38)).size(), 20);
    }

    /// Against whole numbers of 128 bits at a common scale, which cannot be wrong.
    #[test]
    fn order_and_sums_of_random_numbers() {
        let mut random = fastrand::Rng::with_seed(7);
        let mut draw = || {
            let digits = random.u32(1..=15);
            let coefficient = random.i64(-10_i64.pow(digits)..=10_i64.pow(digits));
            let exponent = random.i32(-8..=8);
            (coefficient, exponent)
        };
        let scaled = |(coefficient, exponent): (i64, i32)| {
            i128::from(coefficient) * 10_i128.pow((exponent + 8) as u32)
        };
        for _ in 0..20_000 {
            let (a, b) = (draw(), draw());
            let (text_a, text_b) = (format!("{}e{}", a.0, a.1), format!("{}e{}", b.0, b.1));
            let (first, second) = (number(&text_a), number(&text_b));
            let expected = scaled(a).cmp(&scaled(b));
            assert_eq!(first.cmp(&second), expected, "{text_a} {text_b}");
            assert_eq!(key(&text_a).cmp(&key(&text_b)), expected, "{text_a} {text_b}");
            let sum = first.add(second).unwrap();
            assert_eq!(sum, number(&format!("{}e-8", scaled(a) + scaled(b))));
            assert_eq!(number(&sum.to_string()), sum);
            let mut bytes = Vec::new();
            sum.encode_cbor(&mut Encoder::new(&mut bytes)).unwrap();
            assert_eq!(Number::decode_cbor(&mut Decoder::new(&bytes)).unwrap(), sum);
        }
    }

    #[test]
    fn order_at_the_ends() {
        let nines = "9".repeat(38);
        let texts = [
            format!("-{nines}E+88"),
            "-1e125".into(),
            "-1.5".into(),
            "-1.01".into(),
            "-1".into(),
            "-1e-130".into(),
            "0".into(),
            "1e-130".into(),
            "1e-129".into(),
            "1".into(),
            "1.01".into(),
            "1.5".into(),
            "9.99".into(),
            "10".into(),
            "1e125".into(),
            format!("{nines}E+88"),
        ];
        for pair in texts.windows(2) {
            assert!(number(&pair[0]) < number(&pair[1]), "{pair:?}");
            assert!(key(&pair[0]) < key(&pair[1]), "{pair:?}");
        }
        for text in &texts {
            let mut bytes = Vec::new();
            number(text).encode_cbor(&mut Encoder::new(&mut bytes)).unwrap();
            assert_eq!(Number::decode_cbor(&mut Decoder::new(&bytes)).unwrap(), number(text));
        }
    }
}
