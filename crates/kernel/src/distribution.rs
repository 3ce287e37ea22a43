//! Many numbers as one: how many, their sum, the least, the greatest, and the numbers themselves as
//! far as they stay few. What a metric keeps of a period.
//!
//! Numbers are kept as they are while they are few; of many, numbers that lie close together become
//! one, so a percentile of them is right to within a few percent.
#![allow(clippy::float_cmp)] // the same number, not a close one

use minicbor::{Decode, Encode};

/// So many different numbers are kept apart; more are rounded, coarser and coarser.
const EXACT_MAX: usize = 128;
const ROUNDED_MAX: usize = 512;
/// Bits of a number's fraction that are left by rounding: to 1.6 percent, to 6, to 25.
const ROUNDINGS: [u32; 3] = [5, 3, 1];
const FRACTION_BITS: u32 = 52;

#[derive(Clone, Debug, Default, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct Distribution {
    #[n(0)]
    pub count: f64,
    #[n(1)]
    pub sum: f64,
    #[n(2)]
    pub min: f64,
    #[n(3)]
    pub max: f64,
    /// Each number and how often it came, in order; nothing is here that is only known as a sum.
    #[n(4)]
    values: Vec<(f64, f64)>,
    /// Something came as a sum, so the numbers are not all known.
    #[n(5)]
    is_partial: bool,
    /// How often it was rounded coarser.
    #[n(6)]
    roundings: u8,
}

impl Distribution {
    pub fn of(value: f64, count: f64) -> Distribution {
        let mut one = Distribution::default();
        one.add(value, count);
        one
    }

    /// Numbers of which only this is known.
    pub fn of_sum(count: f64, sum: f64, min: f64, max: f64) -> Distribution {
        if min == max || count == 1.0 {
            let mut one = Distribution::of(min, count);
            one.sum = sum;
            return one;
        }
        Distribution { count, sum, min, max, is_partial: true, ..Distribution::default() }
    }

    pub fn is_empty(&self) -> bool {
        self.count == 0.0
    }

    pub fn add(&mut self, value: f64, count: f64) {
        self.widen(value, value);
        self.count += count;
        self.sum += value * count;
        self.keep(value, count);
    }

    pub fn merge(&mut self, other: &Distribution) {
        if other.is_empty() {
            return;
        }
        self.widen(other.min, other.max);
        self.count += other.count;
        self.sum += other.sum;
        self.is_partial |= other.is_partial;
        while self.roundings < other.roundings {
            self.round();
        }
        for (value, count) in &other.values {
            self.keep(*value, *count);
        }
    }

    /// Each number and how often it came, in order, if all are known.
    pub fn values(&self) -> Option<&[(f64, f64)]> {
        (!self.is_partial).then_some(&self.values)
    }

    fn widen(&mut self, min: f64, max: f64) {
        let is_first = self.is_empty();
        self.min = if is_first { min } else { self.min.min(min) };
        self.max = if is_first { max } else { self.max.max(max) };
    }

    fn keep(&mut self, value: f64, count: f64) {
        let value = match self.roundings {
            0 => value,
            times => rounded(value, ROUNDINGS[usize::from(times) - 1]),
        };
        match self.values.binary_search_by(|(known, _)| known.total_cmp(&value)) {
            Ok(at) => self.values[at].1 += count,
            Err(at) => self.values.insert(at, (value, count)),
        }
        let most = if self.roundings == 0 { EXACT_MAX } else { ROUNDED_MAX };
        if self.values.len() > most && usize::from(self.roundings) < ROUNDINGS.len() {
            self.round();
        }
    }

    fn round(&mut self) {
        let bits = ROUNDINGS[usize::from(self.roundings)];
        self.roundings += 1;
        let mut values: Vec<(f64, f64)> = Vec::with_capacity(self.values.len());
        for (value, count) in self.values.drain(..) {
            let value = rounded(value, bits);
            match values.last_mut() {
                Some(last) if last.0 == value => last.1 += count,
                _ => values.push((value, count)),
            }
        }
        self.values = values;
    }
}

/// The number with so many bits of its fraction, in the middle of those that become it. A rounded
/// number is rounded to itself.
fn rounded(value: f64, bits: u32) -> f64 {
    if value == 0.0 {
        return 0.0;
    }
    let step = 1u64 << (FRACTION_BITS - bits);
    f64::from_bits((value.to_bits() & !(step - 1)) | (step >> 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_numbers_are_kept_as_they_are() {
        let mut seen = Distribution::default();
        for value in [3.0, 1.0, 2.0, 3.0] {
            seen.add(value, 1.0);
        }
        assert_eq!((seen.count, seen.sum, seen.min, seen.max), (4.0, 9.0, 1.0, 3.0));
        assert_eq!(seen.values(), Some(&[(1.0, 1.0), (2.0, 1.0), (3.0, 2.0)][..]));
    }

    #[test]
    fn many_numbers_become_few_and_stay_close() {
        let mut seen = Distribution::default();
        for value in 1..=100_000 {
            seen.add(f64::from(value), 1.0);
        }
        let values = seen.values().expect("all are known");
        assert!(values.len() <= ROUNDED_MAX + 1);
        assert_eq!(values.iter().map(|(_, count)| count).sum::<f64>(), 100_000.0);
        let mut before = 0.0;
        let median = values.iter().find(|(_, count)| {
            before += count;
            before >= 50_000.0
        });
        let median = median.expect("there are that many").0;
        assert!((median - 50_000.0).abs() < 3_500.0, "{median}");
    }

    #[test]
    fn a_sum_hides_the_numbers_unless_they_are_equal() {
        let mut seen = Distribution::of_sum(4.0, 8.0, 2.0, 2.0);
        assert_eq!(seen.values(), Some(&[(2.0, 4.0)][..]));
        seen.merge(&Distribution::of_sum(2.0, 10.0, 1.0, 9.0));
        assert_eq!(seen.values(), None);
        assert_eq!((seen.count, seen.sum, seen.min, seen.max), (6.0, 18.0, 1.0, 9.0));
    }
}
