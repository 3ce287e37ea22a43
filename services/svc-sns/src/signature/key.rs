//! The world's signing key: RSA of 2,048 bits with sixteen primes (RFC 8017, section 3.2).
//!
//! Whoever verifies sees an ordinary key. The work of a signature falls with the square of the
//! number of primes, and every published message is signed. So many primes are no key for secrets:
//! a factor of 128 bits can be found by who has weeks. Here it signs what a cloud on a laptop tells
//! its own subscribers, and lies in the data directory in the clear.

use kernel::ApiError;
use sha1::Sha1;
use sha2::{Digest as _, Sha256};

use super::residue::{LIMBS, Modulus, Number, multiply_add, powers, quotient, remainder, subtract};

const PRIMES: usize = 16;
/// Bytes of a prime.
pub const PRIME_BYTES: usize = LIMBS * 8;
const MODULUS_LIMBS: usize = PRIMES * LIMBS;
const MODULUS_BYTES: usize = MODULUS_LIMBS * 8;
/// Of the longest digest.
const DIGEST_LIMBS: usize = 4;
const PUBLIC_EXPONENT: u64 = 65_537;
/// Candidates with a factor below this are not looked at further.
const TRIAL_DIVISORS_BELOW: u64 = 2_000;
/// Bases of the Miller-Rabin test: for random candidates a fraction of them would do.
const WITNESSES: [u64; 12] = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37];

/// ASN.1 prefixes of digests in signatures (RFC 8017, section 9.2, note 1).
const SHA1_PREFIX: [u8; 15] =
    [0x30, 0x21, 0x30, 0x09, 0x06, 0x05, 0x2b, 0x0e, 0x03, 0x02, 0x1a, 0x05, 0x00, 0x04, 0x14];
const SHA256_PREFIX: [u8; 19] = [
    0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05,
    0x00, 0x04, 0x20,
];

/// A key and what signing with it needs at hand.
#[derive(Debug)]
pub struct SigningKey {
    modulus: [u64; MODULUS_LIMBS],
    parts: [Part; PRIMES],
}

/// What one prime contributes to a signature.
#[derive(Debug)]
struct Part {
    prime: Modulus,
    /// 1 / 65537 modulo prime - 1.
    exponent: Number,
    /// The product of the primes before this one, and its inverse modulo this one (Montgomery).
    before: [u64; MODULUS_LIMBS],
    inverse: Number,
    /// What the digits of a long number, of 128 bits each, count modulo the prime.
    weights: [Number; PRIMES],
    /// What the padding before a digest is modulo the prime (Montgomery), by hash.
    paddings: [Number; Hash::ALL.len()],
}

impl Part {
    /// Montgomery's form of a number that is no longer than the modulus, lowest limb first.
    fn enter(&self, number: &[u64]) -> Number {
        let (digits, rest) = number.as_chunks::<LIMBS>();
        debug_assert!(rest.is_empty(), "long numbers are made of whole digits");
        digits.iter().zip(&self.weights).fold([0; LIMBS], |sum, (digit, weight)| {
            self.prime.add(&sum, &self.prime.multiply(digit, weight))
        })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hash {
    Sha1,
    Sha256,
}

impl Hash {
    const ALL: [Hash; 2] = [Hash::Sha1, Hash::Sha256];

    /// The padded encoding of an empty digest: of zeros (RFC 8017, section 9.2).
    fn padding(self) -> [u64; MODULUS_LIMBS] {
        match self {
            Hash::Sha1 => padded(&SHA1_PREFIX, &[0; 20]),
            Hash::Sha256 => padded(&SHA256_PREFIX, &[0; 32]),
        }
    }

    /// The digest as a number.
    fn digest(self, message: &[u8]) -> [u64; DIGEST_LIMBS] {
        match self {
            Hash::Sha1 => to_limbs(&Sha1::digest(message)),
            Hash::Sha256 => to_limbs(&Sha256::digest(message)),
        }
    }
}

/// Draws the primes of a key from a source of random numbers.
pub fn draw_primes(mut draw: impl FnMut() -> u64) -> Vec<[u8; PRIME_BYTES]> {
    let mut primes: Vec<Number> = Vec::with_capacity(PRIMES);
    while primes.len() < PRIMES {
        let mut candidate: Number = std::array::from_fn(|_| draw());
        candidate[0] |= 1;
        // Then sixteen of them make 2,048 bits: (31/32)^16 is more than a half.
        candidate[LIMBS - 1] |= 0x1f << 59;
        if is_usable(&candidate) && !primes.contains(&candidate) {
            primes.push(candidate);
        }
    }
    primes.iter().map(to_bytes).collect()
}

impl SigningKey {
    /// The key of these primes, as [`draw_primes`] has drawn them.
    pub fn new(primes: &[[u8; PRIME_BYTES]]) -> Result<SigningKey, ApiError> {
        if primes.len() != PRIMES {
            return Err(ApiError::internal());
        }
        let mut product = [0; MODULUS_LIMBS];
        product[0] = 1;
        let mut parts = Vec::with_capacity(PRIMES);
        for bytes in primes {
            let number = from_bytes(bytes);
            let prime = Modulus::new(number);
            parts.push(Part {
                prime,
                exponent: private_exponent(&number),
                before: product,
                inverse: prime.invert(&prime.enter_long(&product)),
                weights: prime.digit_weights(),
                paddings: Hash::ALL.map(|hash| prime.enter_long(&hash.padding())),
            });
            product = times(&product, &number);
        }
        let parts = parts.try_into().map_err(|_| ApiError::internal())?;
        Ok(SigningKey { modulus: product, parts })
    }

    /// RSASSA-PKCS1-v1_5 (RFC 8017, section 8.2).
    pub fn sign(&self, hash: Hash, message: &[u8]) -> [u8; MODULUS_BYTES] {
        let digest = hash.digest(message);
        let parts = self.parts.each_ref();
        let bases =
            parts.map(|part| part.prime.add(&part.paddings[hash as usize], &part.enter(&digest)));
        let wanted = powers(parts.map(|part| &part.prime), bases, parts.map(|part| &part.exponent));
        let mut signature = [0; MODULUS_LIMBS];
        // Garner's recombination: after each step, the signature is right modulo the primes so
        // far, and below their product.
        for (at, (part, wanted)) in self.parts.iter().zip(wanted).enumerate() {
            let prime = &part.prime;
            let so_far = part.enter(&signature[..at * LIMBS]);
            let missing = prime.multiply(&prime.subtract(&wanted, &so_far), &part.inverse);
            add_product(&mut signature, &part.before, &prime.leave(&missing));
        }
        to_long_bytes(&signature)
    }

    /// `RSAPublicKey` in DER (RFC 8017, appendix A.1.1).
    pub fn public_der(&self) -> Vec<u8> {
        const EXPONENT: [u8; 5] = [0x02, 0x03, 0x01, 0x00, 0x01];
        // The modulus has its top bit set: a zero before it keeps it positive.
        let len = MODULUS_BYTES + 1;
        let mut integer = vec![0x02, 0x82, (len >> 8) as u8, len as u8, 0];
        integer.extend_from_slice(&to_long_bytes(&self.modulus));
        let len = integer.len() + EXPONENT.len();
        let mut der = vec![0x30, 0x82, (len >> 8) as u8, len as u8];
        der.extend_from_slice(&integer);
        der.extend_from_slice(&EXPONENT);
        der
    }
}

fn padded(prefix: &[u8], digest: &[u8]) -> [u64; MODULUS_LIMBS] {
    let mut bytes = [0xff; MODULUS_BYTES];
    bytes[..2].copy_from_slice(&[0x00, 0x01]);
    let at = MODULUS_BYTES - prefix.len() - digest.len();
    bytes[at - 1] = 0;
    bytes[at..at + prefix.len()].copy_from_slice(prefix);
    bytes[at + prefix.len()..].copy_from_slice(digest);
    let (limbs, _) = bytes.as_chunks::<8>();
    std::array::from_fn(|at| u64::from_be_bytes(limbs[MODULUS_LIMBS - 1 - at]))
}

/// A digest as a number, lowest limb first.
fn to_limbs(digest: &[u8]) -> [u64; DIGEST_LIMBS] {
    let mut bytes = [0; DIGEST_LIMBS * 8];
    bytes[DIGEST_LIMBS * 8 - digest.len()..].copy_from_slice(digest);
    let (limbs, _) = bytes.as_chunks::<8>();
    std::array::from_fn(|at| u64::from_be_bytes(limbs[DIGEST_LIMBS - 1 - at]))
}

fn is_usable(candidate: &Number) -> bool {
    let has_factor =
        (3..TRIAL_DIVISORS_BELOW).step_by(2).any(|divisor| remainder(candidate, divisor) == 0);
    if has_factor {
        return false;
    }
    let (order, _) = subtract(candidate, &[1, 0]);
    remainder(&order, PUBLIC_EXPONENT) != 0 && is_prime(candidate, &order)
}

/// Miller-Rabin.
fn is_prime(candidate: &Number, order: &Number) -> bool {
    let modulus = Modulus::new(*candidate);
    let minus_one = modulus.subtract(&[0; LIMBS], &modulus.one);
    let twos = trailing_zeros(order);
    let odd = shifted_right(order, twos);
    WITNESSES.iter().all(|witness| {
        let mut power = modulus.power(&modulus.enter(&[*witness, 0]), &odd);
        if power == modulus.one || power == minus_one {
            return true;
        }
        (1..twos).any(|_| {
            power = modulus.multiply(&power, &power);
            power == minus_one
        })
    })
}

fn trailing_zeros(number: &Number) -> u32 {
    let limb = number.iter().position(|limb| *limb != 0).unwrap_or(0);
    limb as u32 * 64 + number[limb].trailing_zeros()
}

fn shifted_right(number: &Number, bits: u32) -> Number {
    let (limbs, bits) = ((bits / 64) as usize, bits % 64);
    std::array::from_fn(|at| {
        let low = number.get(at + limbs).copied().unwrap_or(0) >> bits;
        let high = number.get(at + limbs + 1).copied().unwrap_or(0);
        if bits == 0 { low } else { low | high << (64 - bits) }
    })
}

/// 1 / 65537 modulo prime - 1: the `k` for which `k·(prime - 1) + 1` is a multiple of 65537 gives
/// it by one division.
fn private_exponent(prime: &Number) -> Number {
    let (order, _) = subtract(prime, &[1, 0]);
    let rest = remainder(&order, PUBLIC_EXPONENT);
    let factor = PUBLIC_EXPONENT - inverse_of(rest);
    let mut multiple = [0; LIMBS + 1];
    let mut carry = 1;
    for at in 0..LIMBS {
        (multiple[at], carry) = multiply_add(order[at], factor, carry, 0);
    }
    multiple[LIMBS] = carry;
    assert_eq!(remainder(&multiple, PUBLIC_EXPONENT), 0, "that is how the factor was chosen");
    let exponent = quotient(&multiple, PUBLIC_EXPONENT);
    std::array::from_fn(|at| exponent[at])
}

/// 1 / rest modulo 65537, a prime: by Fermat's little theorem, rest^65535.
fn inverse_of(rest: u64) -> u64 {
    let (mut power, mut inverse) = (rest, 1);
    for _ in 0..16 {
        inverse = inverse * power % PUBLIC_EXPONENT;
        power = power * power % PUBLIC_EXPONENT;
    }
    inverse
}

/// `a·b` where it is known to fit.
fn times(a: &[u64; MODULUS_LIMBS], b: &Number) -> [u64; MODULUS_LIMBS] {
    let mut out = [0; MODULUS_LIMBS];
    add_product(&mut out, a, b);
    out
}

/// `sum += a·b` where it is known to fit.
fn add_product(sum: &mut [u64; MODULUS_LIMBS], a: &[u64; MODULUS_LIMBS], b: &Number) {
    for (shift, limb) in b.iter().enumerate() {
        let mut carry = 0;
        for at in shift..MODULUS_LIMBS {
            (sum[at], carry) = multiply_add(a[at - shift], *limb, sum[at], carry);
        }
        debug_assert_eq!(carry, 0, "the product fits");
    }
}

fn to_bytes(number: &Number) -> [u8; PRIME_BYTES] {
    let mut out = [0; PRIME_BYTES];
    for (chunk, limb) in out.rchunks_exact_mut(8).zip(number) {
        chunk.copy_from_slice(&limb.to_be_bytes());
    }
    out
}

fn from_bytes(bytes: &[u8; PRIME_BYTES]) -> Number {
    let (limbs, _) = bytes.as_chunks::<8>();
    std::array::from_fn(|at| u64::from_be_bytes(limbs[LIMBS - 1 - at]))
}

fn to_long_bytes(number: &[u64; MODULUS_LIMBS]) -> [u8; MODULUS_BYTES] {
    let mut out = [0; MODULUS_BYTES];
    for (chunk, limb) in out.rchunks_exact_mut(8).zip(number) {
        chunk.copy_from_slice(&limb.to_be_bytes());
    }
    out
}

#[cfg(test)]
mod tests {
    use ring::signature::{
        RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY, RSA_PKCS1_2048_8192_SHA256, RsaParameters,
        UnparsedPublicKey,
    };

    use super::*;

    /// Any numbers that look random do.
    fn key(seed: u64) -> SigningKey {
        let mut state = seed;
        let primes = draw_primes(|| {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mixed = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            mixed ^ (mixed >> 31)
        });
        SigningKey::new(&primes).expect("there are enough")
    }

    fn verifies(
        parameters: &'static RsaParameters,
        key: &SigningKey,
        message: &[u8],
        signature: &[u8],
    ) -> bool {
        let public = UnparsedPublicKey::new(parameters, key.public_der());
        public.verify(message, signature).is_ok()
    }

    #[test]
    fn another_implementation_verifies_the_signatures() {
        for seed in 1..=3 {
            let key = key(seed);
            for message in [&b""[..], b"Message\nhello\n", &[0xff; 1_000]] {
                let signature = key.sign(Hash::Sha256, message);
                assert!(verifies(&RSA_PKCS1_2048_8192_SHA256, &key, message, &signature));
                let signature = key.sign(Hash::Sha1, message);
                let legacy = &RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY;
                assert!(verifies(legacy, &key, message, &signature));
            }
        }
    }

    #[test]
    fn a_signature_is_of_one_message_by_one_key() {
        let key_1 = key(1);
        let signature = key_1.sign(Hash::Sha256, b"a");
        assert!(!verifies(&RSA_PKCS1_2048_8192_SHA256, &key_1, b"b", &signature));
        assert!(!verifies(&RSA_PKCS1_2048_8192_SHA256, &key(2), b"a", &signature));
    }

    #[test]
    fn composites_are_not_taken_for_primes() {
        // 2^128 - 159 is a prime, and so are 2^64 - 59 and 2^64 - 83.
        let prime = [u64::MAX - 158, u64::MAX];
        assert!(is_prime(&prime, &subtract(&prime, &[1, 0]).0));
        let (low, high) = multiply_add(u64::MAX - 58, u64::MAX - 82, 0, 0);
        let product = [low, high];
        assert!(!is_prime(&product, &subtract(&product, &[1, 0]).0));
    }
}
