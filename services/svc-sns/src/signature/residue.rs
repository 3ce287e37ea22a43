//! Arithmetic modulo an odd number of 64 bits, in Montgomery's form.
//!
//! What is marked `inline` must be: a product costs less than a call of it.
//!
//! A residue `a` is kept as `a·R` with `R` = 2^64 wherever the names say Montgomery. Nothing here
//! hides its timing: keys live in the data directory in the clear as it is.

/// Bits of an exponent that are taken at a time.
const WINDOW_BITS: usize = 4;

/// An odd modulus with its top bit set, and what depends on it alone.
#[derive(Clone, Copy, Debug)]
pub struct Modulus {
    value: u64,
    /// 1 / modulus, modulo R.
    inverse: u64,
    /// R² modulo the modulus.
    r_squared: u64,
    /// 1 in Montgomery's form.
    pub one: u64,
}

impl Modulus {
    pub fn new(modulus: u64) -> Modulus {
        assert!(modulus & 1 == 1, "Montgomery's form needs an odd modulus");
        assert!(modulus >> 63 == 1, "the modulus fills its limb");
        let mut inverse = modulus;
        // Newton's iteration doubles the bits that are right; an odd number has three to begin.
        for _ in 0..5 {
            inverse = inverse.wrapping_mul(2_u64.wrapping_sub(modulus.wrapping_mul(inverse)));
        }
        // R - modulus is R modulo the modulus, since its top bit is set.
        let one = modulus.wrapping_neg();
        let r_squared = u128::from(one) * u128::from(one) % u128::from(modulus);
        Modulus { value: modulus, inverse, r_squared: r_squared as u64, one }
    }

    /// `a·b/R`: the product of two numbers in Montgomery's form. One of them may be any number,
    /// the other is below the modulus.
    #[inline]
    pub fn multiply(&self, a: u64, b: u64) -> u64 {
        let wide = u128::from(a) * u128::from(b);
        // The multiple of the modulus that has the same low half: with it, the low half is gone.
        let factor = (wide as u64).wrapping_mul(self.inverse);
        let multiple = u128::from(factor) * u128::from(self.value);
        self.subtract((wide >> 64) as u64, (multiple >> 64) as u64)
    }

    /// The sum of two residues.
    #[inline]
    pub fn add(&self, a: u64, b: u64) -> u64 {
        self.subtract(a, self.value - b)
    }

    /// The difference of two numbers that are not above the modulus.
    #[inline]
    pub fn subtract(&self, a: u64, b: u64) -> u64 {
        let (difference, is_negative) = a.overflowing_sub(b);
        // Without a branch, which chance would decide.
        difference.wrapping_add(self.value & u64::from(is_negative).wrapping_neg())
    }

    /// Montgomery's form of any number.
    pub fn enter(&self, number: u64) -> u64 {
        self.multiply(number, self.r_squared)
    }

    /// The number that this is Montgomery's form of.
    #[inline]
    pub fn leave(&self, residue: u64) -> u64 {
        self.multiply(residue, 1)
    }

    /// Montgomery's form of a long number, lowest limb first.
    pub fn enter_long(&self, number: &[u64]) -> u64 {
        number
            .iter()
            .rev()
            .fold(0, |high, limb| self.add(self.multiply(high, self.r_squared), self.enter(*limb)))
    }

    /// By what [`Modulus::multiply`] takes the limbs of a long number, lowest first, to
    /// Montgomery's form of what they stand for.
    pub fn limb_weights<const N: usize>(&self) -> [u64; N] {
        let mut weight = self.r_squared;
        std::array::from_fn(|_| {
            let here = weight;
            weight = self.multiply(weight, self.r_squared);
            here
        })
    }

    /// `base` to the power of `exponent`; the base and the answer in Montgomery's form.
    pub fn power(&self, base: u64, exponent: u64) -> u64 {
        let [result] = powers([self], [base], [exponent]);
        result
    }

    /// For a prime modulus: 1 / residue, both in Montgomery's form.
    pub fn invert(&self, residue: u64) -> u64 {
        self.power(residue, self.value - 2)
    }
}

/// Each base to the power of its exponent, modulo its own modulus; bases and answers in
/// Montgomery's form. One product waits for the last; side by side, `N` of them keep the
/// processor busy.
pub fn powers<const N: usize>(
    moduli: [&Modulus; N],
    bases: [u64; N],
    exponents: [u64; N],
) -> [u64; N] {
    let ones: [u64; N] = moduli.map(|modulus| modulus.one);
    let mut table = [ones; 1 << WINDOW_BITS];
    for at in 1..table.len() {
        for of in 0..N {
            table[at][of] = moduli[of].multiply(table[at - 1][of], bases[of]);
        }
    }
    let mut results = ones;
    for shift in (0..64 / WINDOW_BITS).rev() {
        for of in 0..N {
            let mut result = results[of];
            for _ in 0..WINDOW_BITS {
                result = moduli[of].multiply(result, result);
            }
            let window = (exponents[of] >> (shift * WINDOW_BITS)) as usize;
            let power = table[window & ((1 << WINDOW_BITS) - 1)][of];
            results[of] = moduli[of].multiply(result, power);
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

#[cfg(test)]
mod tests {
    use super::*;

    /// 2^64 - 59, a prime.
    const PRIME: u64 = u64::MAX - 58;

    #[test]
    fn inverses_and_powers_are_those_of_arithmetic() {
        let modulus = Modulus::new(PRIME);
        let three = modulus.enter(3);
        let third = modulus.invert(three);
        assert_eq!(modulus.leave(modulus.multiply(three, third)), 1);
        assert_eq!(modulus.leave(modulus.power(three, 5)), 243);
        // Fermat: a^(p-1) = 1.
        assert_eq!(modulus.power(three, PRIME - 1), modulus.one);
        let minus = modulus.subtract(0, three);
        assert_eq!(modulus.add(minus, three), 0);
        assert_eq!(modulus.add(three, 0), three);
    }

    #[test]
    fn products_are_those_of_long_arithmetic() {
        for value in [PRIME, u64::MAX, (1 << 63) + 1, u64::MAX - 82] {
            let modulus = Modulus::new(value);
            for a in [0, 1, 2, 3, value / 2, value - 2, value - 1] {
                for b in [0, 1, 2, 3, value / 3, value - 2, value - 1] {
                    let product = modulus.multiply(modulus.enter(a), modulus.enter(b));
                    let expected = u128::from(a) * u128::from(b) % u128::from(value);
                    assert_eq!(u128::from(modulus.leave(product)), expected);
                    let sum = (u128::from(a) + u128::from(b)) % u128::from(value);
                    assert_eq!(u128::from(modulus.add(a, b)), sum);
                }
            }
        }
    }

    #[test]
    fn long_numbers_are_reduced() {
        let modulus = Modulus::new(PRIME);
        // 2^64 = 59 and all ones = 58 modulo 2^64 - 59.
        let power = modulus.enter_long(&[0, 1]);
        assert_eq!(modulus.leave(power), 59);
        assert_eq!(modulus.leave(modulus.enter(u64::MAX)), 58);
        let weights: [u64; 2] = modulus.limb_weights();
        assert_eq!(modulus.multiply(1, weights[1]), power);
    }
}
