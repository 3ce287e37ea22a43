//! The functions that Step Functions adds to JSONata's, and what they share with the intrinsic
//! functions of JSONPath.
//!
//! Source: Step Functions Developer Guide, "Transforming data with JSONata", "JSONata functions
//! provided by Step Functions" (`$eval` is not supported there).

use jsonata::{Function, Moment};
use serde_json::{Number, Value};
use sha1::{Digest as _, Sha1};
use sha2::{Sha256, Sha384, Sha512};

/// Items of a list that a range or a partition makes ("up to 1000").
pub const RANGE_MAX: usize = 1_000;

pub static FUNCTIONS: [(&str, Function); 7] = [
    ("partition", |args, _| partition(args).map(Some)),
    ("range", |args, _| range(args).map(Some)),
    ("hash", |args, _| hash(args).map(Some)),
    ("random", |args, moment| random(args, moment).map(Some)),
    ("uuid", |_, moment| Ok(Some(Value::String(uuid(moment))))),
    ("parse", |args, _| parse(args).map(Some)),
    ("eval", |_, _| Err("The function $eval is not supported".to_owned())),
];

/// Lists of at most `size` items each.
pub fn partition(args: &[Value]) -> Result<Value, String> {
    let [Value::Array(items), size] = args else {
        return Err("a list and a number are wanted".to_owned());
    };
    let size = whole(size).filter(|size| *size > 0).ok_or("the size is no positive integer")?;
    let chunks = items.chunks(size as usize).map(|chunk| Value::Array(chunk.to_vec()));
    Ok(Value::Array(chunks.collect()))
}

/// From the first to the second number, by steps of the third.
pub fn range(args: &[Value]) -> Result<Value, String> {
    let numbers: Option<Vec<i64>> = args.iter().map(whole).collect();
    let Some(&[first, last, step]) = numbers.as_deref() else {
        return Err("three integers are wanted".to_owned());
    };
    if step == 0 {
        return Err("the step is 0".to_owned());
    }
    let mut items = Vec::new();
    let mut at = first;
    while (step > 0 && at <= last) || (step < 0 && at >= last) {
        if items.len() == RANGE_MAX {
            return Err(format!("the range has more than {RANGE_MAX} items"));
        }
        items.push(Value::from(at));
        at = at.checked_add(step).ok_or("the range ends in no number")?;
    }
    Ok(Value::Array(items))
}

pub fn hash(args: &[Value]) -> Result<Value, String> {
    let [Value::String(text), Value::String(algorithm)] = args else {
        return Err("a text and an algorithm are wanted".to_owned());
    };
    let bytes = text.as_bytes();
    let digest = match algorithm.as_str() {
        "MD5" => md5::Md5::digest(bytes).to_vec(),
        "SHA-1" => Sha1::digest(bytes).to_vec(),
        "SHA-256" => Sha256::digest(bytes).to_vec(),
        "SHA-384" => Sha384::digest(bytes).to_vec(),
        "SHA-512" => Sha512::digest(bytes).to_vec(),
        other => return Err(format!("there is no algorithm {other}")),
    };
    let mut text = String::with_capacity(digest.len() * 2);
    for byte in digest {
        for half in [byte >> 4, byte & 0xf] {
            text.extend(char::from_digit(u32::from(half), 16));
        }
    }
    Ok(Value::String(text))
}

/// From 0 up to 1; with a number to begin with, always the same.
fn random(args: &[Value], moment: &mut Moment) -> Result<Value, String> {
    let fraction = match args.first() {
        None | Some(Value::Null) => moment.fraction(),
        Some(seed) => {
            let seed = seed.as_f64().ok_or("the seed is no number")?;
            Moment { milliseconds: 0, seed: seed.to_bits() }.fraction()
        }
    };
    Ok(Number::from_f64(fraction).map_or(Value::Null, Value::Number))
}

/// Version 4.
pub fn uuid(moment: &mut Moment) -> String {
    let (high, low) = (moment.draw(), moment.draw());
    let high = (high & !0xf000) | 0x4000;
    let low = (low & !(0b11 << 62)) | (0b10 << 62);
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        high >> 32,
        (high >> 16) & 0xffff,
        high & 0xffff,
        low >> 48,
        low & 0xffff_ffff_ffff
    )
}

fn parse(args: &[Value]) -> Result<Value, String> {
    match args.first() {
        Some(Value::String(text)) => serde_json::from_str(text).map_err(|error| error.to_string()),
        _ => Err("a text is wanted".to_owned()),
    }
}

/// A number without a fraction.
pub fn whole(value: &Value) -> Option<i64> {
    let is_whole = |number: &f64| number.fract() == 0.0 && number.abs() < 9.0e15;
    value.as_i64().or_else(|| value.as_f64().filter(is_whole).map(|number| number as i64))
}
