//! Access key ids: their kinds, and the account that AWS encodes in them.
//!
//! After the four letters of the kind come 16 digits of base 32: a bit that says that an account
//! follows, 40 bits of account number, 39 bits of chance. (AWS does not document this; see
//! "A bitwise analysis of AWS access key identifiers", WithSecure Labs.)

use world::{AccountId, Chance};

/// Long-term keys of users and roots.
pub const LONG_TERM: &str = "AKIA";
/// Keys of sessions, valid together with a session token.
pub const SESSION: &str = "ASIA";

const DIGITS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const KIND_LEN: usize = 4;
const DIGIT_COUNT: usize = 16;
const CHANCE_BITS: u32 = 39;
const ACCOUNT_BITS: u32 = 40;
/// Set in ids that carry an account.
const CARRIES_ACCOUNT: u128 = 1 << (CHANCE_BITS + ACCOUNT_BITS);

/// A new id of an account's key.
pub fn draw(kind: &str, account: AccountId, chance: &mut Chance) -> String {
    assert!(kind.len() == KIND_LEN, "kinds of ids have four letters");
    let account: u128 = account.as_str().parse().expect("twelve digits are a number");
    let luck = u128::from(chance.u64() >> (u64::BITS - CHANCE_BITS));
    let bits = CARRIES_ACCOUNT | (account << CHANCE_BITS) | luck;
    let digit = |at: usize| DIGITS[(bits >> (5 * (DIGIT_COUNT - 1 - at)) & 31) as usize] as char;
    kind.chars().chain((0..DIGIT_COUNT).map(digit)).collect()
}

/// Whether the id has the shape of those that worlds make. Others are never in the store.
pub fn is_made_by_a_world(id: &str) -> bool {
    (id.starts_with(LONG_TERM) || id.starts_with(SESSION))
        && id.len() == KIND_LEN + DIGIT_COUNT
        && bits(id).is_some()
}

/// The account that an id carries; ids of AWS's first generation carry none.
pub fn account(id: &str) -> Option<AccountId> {
    let bits = bits(id)?;
    if bits & CARRIES_ACCOUNT == 0 {
        return None;
    }
    let account = (bits >> CHANCE_BITS) & ((1 << ACCOUNT_BITS) - 1);
    AccountId::parse(&format!("{account:012}"))
}

fn bits(id: &str) -> Option<u128> {
    let digits = id.as_bytes().get(KIND_LEN..KIND_LEN + DIGIT_COUNT)?;
    digits.iter().try_fold(0, |bits, byte| {
        let digit = DIGITS.iter().position(|digit| digit == byte)?;
        Some((bits << 5) | digit as u128)
    })
}
