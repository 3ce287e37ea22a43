//! Codes of virtual MFA devices: RFC 6238 with SHA-1, six digits and steps of 30 seconds, as AWS's
//! devices have them ("Assign a virtual MFA device"). Time is the world's.

use hmac::{Hmac, KeyInit as _, Mac as _};
use kernel::Timestamp;
use sha1::Sha1;

use crate::directory::MfaDeviceRow;

const STEP_SECONDS: i64 = 30;
const DIGITS: u32 = 6;
/// A device's clock may be off by so many steps when it signs in, and when it is set up.
const DRIFT_STEPS: i64 = 1;
const SETUP_DRIFT_STEPS: i64 = 10;
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The code of a step.
pub fn code(seed: &[u8], step: i64) -> String {
    let mut mac = Hmac::<Sha1>::new_from_slice(seed).expect("HMAC takes keys of any length");
    mac.update(&step.to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let at = usize::from(digest[digest.len() - 1] & 0xf);
    let word = digest[at..at + 4].iter().fold(0u32, |word, byte| word << 8 | u32::from(*byte));
    let code = (word & 0x7fff_ffff) % 10u32.pow(DIGITS);
    format!("{code:06}")
}

pub fn step_at(now: Timestamp) -> i64 {
    now.secs().div_euclid(STEP_SECONDS)
}

/// The later step of two codes that follow each other.
pub fn verify_pair(seed: &[u8], codes: (&str, &str), now: Timestamp) -> Option<i64> {
    let center = step_at(now);
    let mut steps = center - SETUP_DRIFT_STEPS..=center + SETUP_DRIFT_STEPS;
    let first = steps.find(|step| code(seed, *step) == codes.0 && code(seed, step + 1) == codes.1);
    first.map(|step| step + 1)
}

/// The step of a code that has not been used.
pub fn verify(device: &MfaDeviceRow, given: &str, now: Timestamp) -> Option<i64> {
    let center = step_at(now);
    (center - DRIFT_STEPS..=center + DRIFT_STEPS)
        .find(|step| *step > device.last_step && code(&device.seed, *step) == given)
}

/// A seed as devices take it in.
pub fn base32(seed: &[u8]) -> String {
    let mut text = String::new();
    let (mut bits, mut count) = (0u32, 0);
    for byte in seed {
        bits = bits << 8 | u32::from(*byte);
        count += 8;
        while count >= 5 {
            count -= 5;
            text.push(char::from(BASE32[(bits >> count & 31) as usize]));
        }
        bits &= (1 << count) - 1;
    }
    if count > 0 {
        text.push(char::from(BASE32[(bits << (5 - count) & 31) as usize]));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B: the last six of its eight digits.
    #[test]
    fn the_codes_of_the_standard() {
        let seed = b"12345678901234567890";
        for (seconds, expected) in
            [(59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924")]
        {
            assert_eq!(code(seed, step_at(Timestamp::from_secs(seconds))), expected);
        }
    }

    #[test]
    fn seeds_in_base_32() {
        // RFC 4648, section 10.
        assert_eq!(base32(b"foobar"), "MZXW6YTBOI");
        assert_eq!(base32(b"fooba"), "MZXW6YTB");
    }
}
