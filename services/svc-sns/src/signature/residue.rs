//! Arithmetic modulo an odd number of 128 bits, in Montgomery's form.
//!
//! What is marked `inline` must be: a product costs less than a call of it.
//!
//! A residue `a` is kept as `a·R` with `R` = 2^128 wherever the names say Montgomery. Nothing here
//! hides its timing: keys live in the data directory in the clear as it is.

/// A number of 128 bits, the lowest limb first.
pub type Number = [u64; LIMBS];
pub const LIMBS: usize = 2;

/// Bits of an exponent that are taken at a time.
const WINDOW_BITS: usize = 4;

/// An odd modulus with its top bit set, and what depends on it alone.
#[derive(Clone, Copy, Debug)]
pub struct Modulus {
    value: Number,
    /// -1 / modulus, modulo 2^64.
    negative_inverse: u64,
    /// R² modulo the modulus.
    r_squared: Number,
    /// 1 in Montgomery's form.
    pub one: Number,
}

impl Modulus {
    pub fn new(modulus: Number) -> Modulus {
        assert!(modulus[0] & 1 == 1, "Montgomery's form needs an odd modulus");
        assert!(modulus[LIMBS - 1] >> 63 == 1, "the modulus fills its limbs");
        let mut inverse = modulus[0];
        // Newton's iteration doubles the bits that are right; an odd number has three to begin.
        for _ in 0..5 {
            inverse = inverse.wrapping_mul(2_u64.wrapping_sub(modulus[0].wrapping_mul(inverse)));
        }
        let mut it = Modulus {
            value: modulus,
            negative_inverse: inverse.wrapping_neg(),
            r_squared: [0; LIMBS],
            one: [0; LIMBS],
        };
        // R - modulus is R modulo the modulus, since its top bit is set.
        it.one = subtract(&[0; LIMBS], &modulus).0;
        let mut power = it.one;
        for _ in 0..LIMBS * 64 {
            power = it.add(&power, &power);
        }
        it.r_squared = power;
        it
    }

    /// `a·b/R`: the product of two numbers in Montgomery's form. One of them may be any number of
    /// 128 bits, the other is below the modulus.
    #[inline]
    pub fn multiply(&self, a: &Number, b: &Number) -> Number {
        let mut sum = [0_u64; LIMBS];
        let mut top = 0_u64;
        for limb in a {
            let mut carry = 0;
            for at in 0..LIMBS {
                (sum[at], carry) = multiply_add(*limb, b[at], sum[at], carry);
            }
            let (above, overflow) = top.overflowing_add(carry);
            let factor = sum[0].wrapping_mul(self.negative_inverse);
            let (_, mut carry) = multiply_add(factor, self.value[0], sum[0], 0);
            for at in 1..LIMBS {
                (sum[at - 1], carry) = multiply_add(factor, self.value[at], sum[at], carry);
            }
            let (last, again) = above.overflowing_add(carry);
            sum[LIMBS - 1] = last;
            top = u64::from(overflow) + u64::from(again);
        }
        self.reduce_once(&sum, top == 1)
    }

    #[inline]
    pub fn add(&self, a: &Number, b: &Number) -> Number {
        let (sum, overflow) = add(a, b);
        self.reduce_once(&sum, overflow)
    }

    pub fn subtract(&self, a: &Number, b: &Number) -> Number {
        let (difference, is_negative) = subtract(a, b);
        if is_negative { add(&difference, &self.value).0 } else { difference }
    }

    /// Montgomery's form of any number of 128 bits.
    pub fn enter(&self, number: &Number) -> Number {
        self.multiply(number, &self.r_squared)
    }

    /// The number that this is Montgomery's form of.
    pub fn leave(&self, residue: &Number) -> Number {
        self.multiply(residue, &[1, 0])
    }

    /// Montgomery's form of a long number, lowest limb first, a multiple of 128 bits.
    pub fn enter_long(&self, number: &[u64]) -> Number {
        let (chunks, rest) = number.as_chunks::<LIMBS>();
        assert!(rest.is_empty(), "long numbers are made of whole ones");
        chunks.iter().rev().fold([0; LIMBS], |high, chunk| {
            self.add(&self.multiply(&high, &self.r_squared), &self.enter(chunk))
        })
    }

    /// By what [`Modulus::multiply`] takes the digits of a long number, of 128 bits each and lowest
    /// first, to Montgomery's form of what they stand for.
    pub fn digit_weights<const N: usize>(&self) -> [Number; N] {
        let mut weight = self.r_squared;
        std::array::from_fn(|_| {
            let here = weight;
            weight = self.multiply(&weight, &self.r_squared);
            here
        })
    }

    /// `base` to the power of `exponent`; the base and the answer in Montgomery's form.
    pub fn power(&self, base: &Number, exponent: &Number) -> Number {
        let [result] = powers([self], [*base], [exponent]);
        result
    }

    /// For a prime modulus: 1 / residue, both in Montgomery's form.
    pub fn invert(&self, residue: &Number) -> Number {
        self.power(residue, &subtract(&self.value, &[2, 0]).0)
    }

    #[inline]
    fn reduce_once(&self, sum: &Number, overflow: bool) -> Number {
        let (reduced, is_below) = subtract(sum, &self.value);
        // Without a branch, which chance would decide.
        let mask = (u64::from(overflow) | u64::from(!is_below)).wrapping_neg();
        std::array::from_fn(|at| (reduced[at] & mask) | (sum[at] & !mask))
    }
}

/// Each base to the power of its exponent, modulo its own modulus; bases and answers in
/// Montgomery's form. One product waits for the last; side by side, `N` of them keep the
/// processor busy.
pub fn powers<const N: usize>(
    moduli: [&Modulus; N],
    bases: [Number; N],
    exponents: [&Number; N],
) -> [Number; N] {
    let ones: [Number; N] = std::array::from_fn(|of| moduli[of].one);
    let mut table = [ones; 1 << WINDOW_BITS];
    for at in 1..table.len() {
        for of in 0..N {
            table[at][of] = moduli[of].multiply(&table[at - 1][of], &bases[of]);
        }
    }
    let mut results = ones;
    for limb in (0..LIMBS).rev() {
        for shift in (0..64 / WINDOW_BITS).rev() {
            for _ in 0..WINDOW_BITS {
                for of in 0..N {
                    results[of] = moduli[of].multiply(&results[of], &results[of]);
                }
            }
            for of in 0..N {
                let window = (exponents[of][limb] >> (shift * WINDOW_BITS)) as usize;
                let power = &table[window & ((1 << WINDOW_BITS) - 1)][of];
                results[of] = moduli[of].multiply(&results[of], power);
            }
        }
    }
    results
}

/// `a·b + c + d`: low and high limb.
#[inline]
pub fn multiply_add(a: u64, b: u64, c: u64, d: u64) -> (u64, u64) {
    let wide = u128::from(a) * u128::from(b) + u128::from(c) + u128::from(d);
    (wide as u64, (wide >> 64) as u64)
}

#[inline]
pub fn subtract(a: &Number, b: &Number) -> (Number, bool) {
    let mut out = [0; LIMBS];
    let mut borrow = false;
    for at in 0..LIMBS {
        let (first, under) = a[at].overflowing_sub(b[at]);
        let (second, again) = first.overflowing_sub(u64::from(borrow));
        out[at] = second;
        borrow = under || again;
    }
    (out, borrow)
}

#[inline]
fn add(a: &Number, b: &Number) -> (Number, bool) {
    let mut out = [0; LIMBS];
    let mut carry = false;
    for at in 0..LIMBS {
        let (first, over) = a[at].overflowing_add(b[at]);
        let (second, again) = first.overflowing_add(u64::from(carry));
        out[at] = second;
        carry = over || again;
    }
    (out, carry)
}

/// The remainder of a division by a small number.
pub fn remainder(number: &[u64], divisor: u64) -> u64 {
    let wide = number
        .iter()
        .rev()
        .fold(0_u128, |rest, limb| ((rest << 64) | u128::from(*limb)) % u128::from(divisor));
    wide as u64
}

/// The quotient of a division by a small number, as many limbs as the number has.
pub fn quotient(number: &[u64], divisor: u64) -> Vec<u64> {
    let mut out = vec![0; number.len()];
    let mut rest = 0_u128;
    for at in (0..number.len()).rev() {
        let part = (rest << 64) | u128::from(number[at]);
        out[at] = (part / u128::from(divisor)) as u64;
        rest = part % u128::from(divisor);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2^128 - 159, a prime.
    const PRIME: Number = [u64::MAX - 158, u64::MAX];

    #[test]
    fn inverses_and_powers_are_those_of_arithmetic() {
        let modulus = Modulus::new(PRIME);
        let three = modulus.enter(&[3, 0]);
        let third = modulus.invert(&three);
        assert_eq!(modulus.leave(&modulus.multiply(&three, &third)), [1, 0]);
        assert_eq!(modulus.leave(&modulus.power(&three, &[5, 0])), [243, 0]);
        // Fermat: a^(p-1) = 1.
        let (order, _) = subtract(&PRIME, &[1, 0]);
        assert_eq!(modulus.power(&three, &order), modulus.one);
        let minus = modulus.subtract(&[0; LIMBS], &three);
        assert_eq!(modulus.add(&minus, &three), [0; LIMBS]);
    }

    #[test]
    fn long_numbers_are_reduced() {
        let modulus = Modulus::new(PRIME);
        // 2^128 = 159 and all ones = 158 modulo 2^128 - 159.
        let power = modulus.enter_long(&[0, 0, 1, 0]);
        assert_eq!(modulus.leave(&power), [159, 0]);
        assert_eq!(modulus.leave(&modulus.enter(&[u64::MAX; LIMBS])), [158, 0]);
        let weights: [Number; 2] = modulus.digit_weights();
        assert_eq!(modulus.multiply(&[1, 0], &weights[1]), power);
    }

    #[test]
    fn divisions_by_small_numbers_fit_together() {
        let number = [7, 9, u64::MAX, 5];
        let (quotient, rest) = (quotient(&number, 65_537), remainder(&number, 65_537));
        let mut carry = rest;
        for (at, limb) in quotient.iter().enumerate() {
            let (low, high) = multiply_add(*limb, 65_537, carry, 0);
            assert_eq!(low, number[at]);
            carry = high;
        }
        assert_eq!(carry, 0);
    }
}
