//! Nonces: numbers that were given out, each good once.
//!
//! Anybody may ask for one, so what is kept of them does not grow: how many there were, and of the
//! last ones whether they were used. A code tells those that were given out from others.

use kernel::{ApiError, Ctx};

use super::state::{NONCES, NonceRow};

/// How many nonces are good at a time: clients that take more lose their oldest.
const WINDOW: u64 = 4_096;
const CODE_LEN: usize = 16;

/// A fresh nonce of an endpoint.
pub fn give(ctx: &mut Ctx<'_>, endpoint: &str) -> Result<String, ApiError> {
    let row = ctx.table(&NONCES).get(endpoint)?;
    let mut row =
        row.unwrap_or_else(|| NonceRow { given: 0, used: vec![0; (WINDOW / 8) as usize].into() });
    let number = row.given;
    row.given += 1;
    set_used(&mut row, number, false);
    ctx.table_mut(&NONCES).put(endpoint, &row);
    let code = code(ctx, endpoint, number)?;
    Ok(acme::encode(&[number.to_be_bytes().as_slice(), &code].concat()))
}

/// Whether a nonce is good; it is not any more.
pub fn take(ctx: &mut Ctx<'_>, endpoint: &str, nonce: &str) -> Result<bool, ApiError> {
    let Some(bytes) = acme::decode(nonce) else { return Ok(false) };
    let Some((number, shown)) = bytes.split_first_chunk::<8>() else { return Ok(false) };
    let number = u64::from_be_bytes(*number);
    let Some(mut row) = ctx.table(&NONCES).get(endpoint)? else { return Ok(false) };
    let is_recent = number < row.given && row.given - number <= WINDOW;
    if !is_recent || is_used(&row, number) || code(ctx, endpoint, number)? != shown {
        return Ok(false);
    }
    set_used(&mut row, number, true);
    ctx.table_mut(&NONCES).put(endpoint, &row);
    Ok(true)
}

fn code(ctx: &Ctx<'_>, endpoint: &str, number: u64) -> Result<[u8; CODE_LEN], ApiError> {
    let derived = ctx.root_key()?.derive(b"acme nonce", format!("{endpoint}/{number}").as_bytes());
    Ok(std::array::from_fn(|at| derived[at]))
}

fn bit(number: u64) -> (usize, u8) {
    let at = number % WINDOW;
    ((at / 8) as usize, 1 << (at % 8))
}

fn is_used(row: &NonceRow, number: u64) -> bool {
    let (at, bit) = bit(number);
    // A row of another length is none of ours.
    row.used.get(at).is_none_or(|byte| byte & bit != 0)
}

fn set_used(row: &mut NonceRow, number: u64, is_used: bool) {
    let (at, bit) = bit(number);
    if let Some(byte) = row.used.get_mut(at) {
        if is_used {
            *byte |= bit;
        } else {
            *byte &= !bit;
        }
    }
}
