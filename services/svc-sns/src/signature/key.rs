//! The world's signing key: RSA of 2,048 bits with thirty-two primes (RFC 8017, section 3.2).
//!
//! Whoever verifies sees an ordinary key. The work of a signature falls with the square of the
//! number of primes, and every published message is signed. So many primes are no key for
//! secrets: a factor of 64 bits can be found in minutes. Here it signs what a cloud on a laptop
//! tells its own subscribers, and lies in the data directory in the clear.

use kernel::ApiError;
use sha1::Sha1;
use sha2::{Digest as _, Sha256};

use super::residue::{Modulus, multiply_add, powers};

const PRIMES: usize = 32;
/// Bytes of a prime, which is a limb of the modulus.
pub const PRIME_BYTES: usize = 8;
const MODULUS_LIMBS: usize = PRIMES;
const MODULUS_BYTES: usize = MODULUS_LIMBS * 8;
/// Of the longest digest.
const DIGEST_LIMBS: usize = 4;
const PUBLIC_EXPONENT: u64 = 65_537;
/// Candidates with a factor below this are not looked at further.
const TRIAL_DIVISORS_BELOW: u64 = 2_000;
/// Bases of the Miller-Rabin test, which decide it for every number of 64 bits (Sorenson and
/// Webster, "Strong pseudoprimes to twelve prime bases").
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
    exponent: u64,
    /// The product of the primes before this one, and its inverse modulo this one (Montgomery).
    before: [u64; MODULUS_LIMBS],
    inverse: u64,
    /// What the limbs of a long number count modulo the prime.
    weights: [u64; MODULUS_LIMBS],
    /// What the padding before a digest is modulo the prime (Montgomery), by hash.
    paddings: [u64; Hash::ALL.len()],
}

impl Part {
    /// Montgomery's form of a number that is no longer than the modulus, lowest limb first.
    #[inline]
    fn enter(&self, number: &[u64]) -> u64 {
        number
            .iter()
            .zip(&self.weights)
            .fold(0, |sum, (limb, weight)| self.prime.add(sum, self.prime.multiply(*limb, *weight)))
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
    let mut primes: Vec<u64> = Vec::with_capacity(PRIMES);
    while primes.len() < PRIMES {
        // With six bits set at the top, 32 of them make 2,048 bits: (63/64)^32 is more than a half.
        let candidate = draw() | 0x3f << 58 | 1;
        if is_usable(candidate) && !primes.contains(&candidate) {
            primes.push(candidate);
        }
    }
    primes.into_iter().map(u64::to_be_bytes).collect()
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
        for (at, bytes) in primes.iter().enumerate() {
            let number = u64::from_be_bytes(*bytes);
            let prime = Modulus::new(number);
            parts.push(Part {
                prime,
                exponent: private_exponent(number),
                before: product,
                inverse: prime.invert(prime.enter_long(&product)),
                weights: prime.limb_weights(),
                paddings: Hash::ALL.map(|hash| prime.enter_long(&hash.padding())),
            });
            let mut next = [0; MODULUS_LIMBS];
            add_product(&mut next[..=at], &product, number);
            product = next;
        }
        let parts = parts.try_into().map_err(|_| ApiError::internal())?;
        Ok(SigningKey { modulus: product, parts })
    }

    /// RSASSA-PKCS1-v1_5 (RFC 8017, section 8.2).
    pub fn sign(&self, hash: Hash, message: &[u8]) -> [u8; MODULUS_BYTES] {
        let digest = hash.digest(message);
        let parts = self.parts.each_ref();
        let bases =
            parts.map(|part| part.prime.add(part.paddings[hash as usize], part.enter(&digest)));
        let wanted = powers(parts.map(|part| &part.prime), bases, parts.map(|part| part.exponent));
        let mut signature = [0; MODULUS_LIMBS];
        // Garner's recombination: after each step, the signature is right modulo the primes so
        // far, and below their product.
        for (at, (part, wanted)) in self.parts.iter().zip(wanted).enumerate() {
            let prime = &part.prime;
            let so_far = part.enter(&signature[..at]);
            let missing = prime.multiply(prime.subtract(wanted, so_far), part.inverse);
            add_product(&mut signature[..=at], &part.before, prime.leave(missing));
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

fn is_usable(candidate: u64) -> bool {
    let mut divisors = (3..TRIAL_DIVISORS_BELOW).step_by(2);
    !divisors.any(|divisor| candidate.is_multiple_of(divisor))
        && !(candidate - 1).is_multiple_of(PUBLIC_EXPONENT)
        && is_prime(candidate)
}

/// Miller-Rabin.
fn is_prime(candidate: u64) -> bool {
    let modulus = Modulus::new(candidate);
    let minus_one = modulus.subtract(0, modulus.one);
    let twos = (candidate - 1).trailing_zeros();
    let odd = (candidate - 1) >> twos;
    WITNESSES.iter().all(|witness| {
        let mut power = modulus.power(modulus.enter(*witness), odd);
        if power == modulus.one || power == minus_one {
            return true;
        }
        (1..twos).any(|_| {
            power = modulus.multiply(power, power);
            power == minus_one
        })
    })
}

/// 1 / 65537 modulo prime - 1: the `k` for which `k·(prime - 1) + 1` is a multiple of 65537 gives
/// it by one division.
fn private_exponent(prime: u64) -> u64 {
    let order = prime - 1;
    let factor = PUBLIC_EXPONENT - inverse_of(order % PUBLIC_EXPONENT);
    let multiple = u128::from(factor) * u128::from(order) + 1;
    let exponent = multiple / u128::from(PUBLIC_EXPONENT);
    assert_eq!(exponent * u128::from(PUBLIC_EXPONENT), multiple, "so the factor was chosen");
    exponent as u64
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

/// `sum += a·b`, of as many limbs as the sum has, where it is known to fit.
#[inline]
fn add_product(sum: &mut [u64], a: &[u64], b: u64) {
    let mut carry = 0;
    for (sum, limb) in sum.iter_mut().zip(a) {
        (*sum, carry) = multiply_add(*limb, b, *sum, carry);
    }
    debug_assert_eq!(carry, 0, "the product fits");
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
        // 2^64 - 59 and 2^64 - 83 are the largest primes of 64 bits.
        let primes: Vec<u64> =
            (0..100).map(|below| u64::MAX - below).filter(|it| it & 1 == 1).collect();
        let primes: Vec<u64> = primes.into_iter().filter(|it| is_prime(*it)).collect();
        assert_eq!(primes[..2], [u64::MAX - 58, u64::MAX - 82]);
        // A product of two primes of 32 bits.
        assert!(!is_prime(4_294_967_291 * 4_294_967_279));
    }
}
