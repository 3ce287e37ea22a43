//! GetRandomPassword.
//!
//! Source: API Reference, GetRandomPassword.

use chacha20::ChaCha20Rng;
use chacha20::rand_core::{Rng as _, SeedableRng as _};
use kernel::{ApiError, Ctx};

use crate::api::{GetRandomPasswordInput, GetRandomPasswordOutput};
use crate::errors;
use crate::limits;

const UPPERCASE: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const LOWERCASE: &str = "abcdefghijklmnopqrstuvwxyz";
const NUMBERS: &str = "0123456789";
const PUNCTUATION: &str = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

pub fn get_random_password(
    ctx: &mut Ctx<'_>,
    input: GetRandomPasswordInput<'_>,
) -> Result<GetRandomPasswordOutput, ApiError> {
    let length = input.password_length().unwrap_or(limits::PASSWORD_LENGTH_DEFAULT) as usize;
    let excluded = input.exclude_characters().unwrap_or_default();
    let mut types: Vec<Vec<char>> = Vec::new();
    for (is_in, characters) in [
        (input.exclude_uppercase() != Some(true), UPPERCASE),
        (input.exclude_lowercase() != Some(true), LOWERCASE),
        (input.exclude_numbers() != Some(true), NUMBERS),
        (input.exclude_punctuation() != Some(true), PUNCTUATION),
        (input.include_space() == Some(true), " "),
    ] {
        let left: Vec<char> = characters.chars().filter(|it| !excluded.contains(*it)).collect();
        if is_in && !left.is_empty() {
            types.push(left);
        }
    }
    if types.is_empty() {
        return Err(errors::parameter("All characters are excluded from the password."));
    }
    let needs_each = input.require_each_included_type() != Some(false);
    if needs_each && length < types.len() {
        return Err(errors::parameter("Password length is too short based on the required types."));
    }
    let mut generator = ChaCha20Rng::from_seed(ctx.secret_seed()?);
    let password = draw(&mut generator, &types, length, needs_each);
    Ok(GetRandomPasswordOutput::new().random_password(password))
}

fn draw(
    generator: &mut ChaCha20Rng,
    types: &[Vec<char>],
    length: usize,
    needs_each: bool,
) -> String {
    let all: Vec<char> = types.iter().flatten().copied().collect();
    let mut password: Vec<char> = Vec::with_capacity(length);
    if needs_each {
        password.extend(types.iter().map(|of_type| pick(generator, of_type)));
    }
    while password.len() < length {
        let next = pick(generator, &all);
        password.push(next);
    }
    // So that nobody knows where the required ones are.
    for at in (1..password.len()).rev() {
        password.swap(at, below(generator, at + 1));
    }
    password.into_iter().collect()
}

fn pick(generator: &mut ChaCha20Rng, from: &[char]) -> char {
    from[below(generator, from.len())]
}

/// Evenly below `bound`: what lies in the last, incomplete stretch is drawn again.
fn below(generator: &mut ChaCha20Rng, bound: usize) -> usize {
    let bound = bound as u32;
    let whole = u32::MAX - u32::MAX % bound;
    loop {
        let drawn = generator.next_u32();
        if drawn < whole {
            return (drawn % bound) as usize;
        }
    }
}
