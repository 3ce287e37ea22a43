//! What patterns cannot say of sensitive data: check digits, ranges, neighbours.
//!
//! Each function is given a match of its pattern in a text and answers how many bytes of it are
//! the data, or that it is none. The rules are those of the issuers (ISO/IEC 7812 and 13616, the
//! Social Security Administration, Receita Federal, …).

use std::net::{Ipv4Addr, Ipv6Addr};
use std::ops::Range;

/// Whatever the pattern has found.
pub fn all(_text: &str, found: Range<usize>) -> Option<usize> {
    Some(found.len())
}

fn whole_if(is_it: bool, found: &Range<usize>) -> Option<usize> {
    is_it.then(|| found.len())
}

fn digits(text: &str) -> Vec<u32> {
    text.chars().filter_map(|it| it.to_digit(10)).collect()
}

fn before(text: &str, found: &Range<usize>) -> Option<char> {
    text[..found.start].chars().next_back()
}

fn after(text: &str, found: &Range<usize>) -> Option<char> {
    text[found.end..].chars().next()
}

fn is_luhn(digits: &[u32]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| match (place % 2, digit * 2) {
            (0, _) => *digit,
            (_, double) => double / 10 + double % 10,
        })
        .sum();
    sum.is_multiple_of(10)
}

/// From the beginning of a private key to its end, if that is near.
pub fn private_key(text: &str, found: Range<usize>) -> Option<usize> {
    const BYTES_MAX: usize = 16 * 1024;
    let begin = &text[found.clone()];
    let mut until = (found.end + BYTES_MAX).min(text.len());
    while !text.is_char_boundary(until) {
        until -= 1;
    }
    let rest = &text[found.end..until];
    let end = match begin.strip_prefix("-----BEGIN") {
        Some(kind) => {
            let end = format!("-----END{kind}");
            rest.find(&end).map(|at| at + end.len())
        }
        None => rest.find("Private-MAC: ").map(|at| {
            let sum = at + "Private-MAC: ".len();
            sum + rest[sum..].bytes().take_while(u8::is_ascii_hexdigit).count()
        }),
    };
    Some(found.len() + end.unwrap_or_default())
}

pub fn luhn(text: &str, found: Range<usize>) -> Option<usize> {
    whole_if(is_luhn(&digits(&text[found.clone()])), &found)
}

/// A number of 13 to 19 digits; more groups of digits may follow it.
pub fn card(text: &str, found: Range<usize>) -> Option<usize> {
    let data = &text[found];
    let mut seen = Vec::new();
    let mut ends = Vec::new();
    for (at, byte) in data.bytes().enumerate() {
        if !byte.is_ascii_digit() {
            continue;
        }
        seen.push(u32::from(byte - b'0'));
        let is_end = data.as_bytes().get(at + 1).is_none_or(|next| !next.is_ascii_digit());
        if is_end && (13..=19).contains(&seen.len()) {
            ends.push((at + 1, seen.len()));
        }
    }
    let is_card = |count: usize| is_luhn(&seen[..count]) && is_issued(&seen[..count]);
    ends.into_iter().rev().find(|(_, count)| is_card(*count)).map(|(end, _)| end)
}

/// American Express, Dankort, Diners Club, Discover, Electron, JCB, Mastercard, UnionPay, Visa.
fn is_issued(digits: &[u32]) -> bool {
    let first = |count: usize| digits[..count].iter().fold(0, |number, digit| number * 10 + digit);
    let (two, three, four) = (first(2), first(3), first(4));
    let is_known = digits[0] == 4
        || matches!(two, 34 | 36..=39 | 51..=55 | 62)
        || matches!(three, 300..=305 | 644..=659)
        || matches!(four, 5019 | 6011 | 2221..=2720 | 3528..=3589);
    let text: String = digits.iter().filter_map(|it| char::from_digit(*it, 10)).collect();
    is_known && !TEST_CARDS.contains(&text.as_str())
}

/// Numbers for public tests, which AWS does not report.
const TEST_CARDS: [&str; 55] = [
    "122000000000003",
    "2222405343248877",
    "2222990905257051",
    "2223007648726984",
    "2223577120017656",
    "30569309025904",
    "34343434343434",
    "3528000700000000",
    "3530111333300000",
    "3566002020360505",
    "36148900647913",
    "36700102000000",
    "371449635398431",
    "378282246310005",
    "378734493671000",
    "38520000023237",
    "4012888888881881",
    "4111111111111111",
    "4222222222222",
    "4444333322221111",
    "4462030000000000",
    "4484070000000000",
    "4911830000000",
    "4917300800000000",
    "4917610000000000",
    "4917610000000000003",
    "5019717010103742",
    "5105105105105100",
    "5111010030175156",
    "5185540810000019",
    "5200828282828210",
    "5204230080000017",
    "5204740009900014",
    "5420923878724339",
    "5454545454545454",
    "5455330760000018",
    "5506900490000436",
    "5506900490000444",
    "5506900510000234",
    "5506920809243667",
    "5506922400634930",
    "5506927427317625",
    "5553042241984105",
    "5555553753048194",
    "5555555555554444",
    "5610591081018250",
    "6011000990139424",
    "6011000400000000",
    "6011111111111117",
    "630490017740292441",
    "630495060000000000",
    "6331101999990016",
    "6759649826438453",
    "6799990100000000019",
    "76009244561",
];

pub fn iban(text: &str, found: Range<usize>) -> Option<usize> {
    let plain: Vec<u8> = text[found.clone()].bytes().filter(u8::is_ascii_alphanumeric).collect();
    let turned = plain[4..].iter().chain(&plain[..4]);
    let rest = turned.fold(0u32, |rest, byte| match byte {
        b'0'..=b'9' => (rest * 10 + u32::from(byte - b'0')) % 97,
        _ => (rest * 100 + u32::from(byte - b'A') + 10) % 97,
    });
    whole_if(rest == 1, &found)
}

/// Forty characters of base64, no more and no fewer, and not those of AWS's own examples.
pub fn secret_key(text: &str, found: Range<usize>) -> Option<usize> {
    let data = &text[found.clone()];
    // What is given a value by `=` is not part of it.
    let data = data.trim_start_matches('=');
    let is_mixed = data.bytes().any(|it| it.is_ascii_digit())
        && data.bytes().any(|it| it.is_ascii_uppercase())
        && data.bytes().any(|it| it.is_ascii_lowercase());
    whole_if(
        data.len() == 40 && found.len() == 40 && is_mixed && !data.ends_with("EXAMPLEKEY"),
        &found,
    )
}

pub fn ip(text: &str, found: Range<usize>) -> Option<usize> {
    let data = &text[found.clone()];
    let is_edge = |it: Option<char>| !it.is_some_and(|it| it.is_alphanumeric() || it == ':');
    if !is_edge(before(text, &found)) || !is_edge(after(text, &found)) {
        return None;
    }
    if data.contains(':') {
        let has_digit = data.bytes().any(|it| it.is_ascii_hexdigit());
        return whole_if(has_digit && data.parse::<Ipv6Addr>().is_ok(), &found);
    }
    // Versions have more parts.
    let more = text[found.end..].strip_prefix('.').and_then(|rest| rest.chars().next());
    let is_longer = more.is_some_and(|it| it.is_ascii_digit()) || before(text, &found) == Some('.');
    whole_if(!is_longer && data.parse::<Ipv4Addr>().is_ok(), &found)
}

pub fn free_of_digits(text: &str, found: Range<usize>) -> Option<usize> {
    let is_digit = |it: Option<char>| it.is_some_and(char::is_alphanumeric);
    whole_if(!is_digit(before(text, &found)) && !is_digit(after(text, &found)), &found)
}

pub fn lat_long(text: &str, found: Range<usize>) -> Option<usize> {
    let (latitude, longitude) = text[found.clone()].split_once(',')?;
    let within = |text: &str, max: f64| text.trim().parse::<f64>().is_ok_and(|it| it.abs() <= max);
    whole_if(within(latitude, 90.0) && within(longitude, 180.0), &found)
}

pub fn ssn_us(text: &str, found: Range<usize>) -> Option<usize> {
    let number = digits(&text[found.clone()]).iter().fold(0, |number, digit| number * 10 + digit);
    let (area, group, serial) = (number / 1_000_000, number / 10_000 % 100, number % 10_000);
    whole_if(!matches!(area, 0 | 666 | 900..) && group > 0 && serial > 0, &found)
}

/// Province, number, and what both leave when divided by 97.
pub fn ssn_es(text: &str, found: Range<usize>) -> Option<usize> {
    let all = digits(&text[found.clone()]);
    let number = |from: &[u32]| from.iter().fold(0u64, |number, it| number * 10 + u64::from(*it));
    let (province, middle, control) = (number(&all[..2]), number(&all[2..10]), number(&all[10..]));
    let whole = if middle < 10_000_000 {
        province * 10_000_000 + middle
    } else {
        province * 100_000_000 + middle
    };
    whole_if(whole % 97 == control, &found)
}

/// Of a DNI, a NIF or a NIE: the letter follows from the number.
pub fn nif(text: &str, found: Range<usize>) -> Option<usize> {
    const LETTERS: &[u8; 23] = b"TRWAGMYFPDXBNJZSQVHLCKE";
    let plain: Vec<u8> = text[found.clone()].bytes().filter(|it| *it != b'-').collect();
    let (letter, number) = plain.split_last()?;
    let number = number.iter().fold(0usize, |sum, byte| {
        let digit = match byte {
            b'X'..=b'Z' => byte - b'X',
            _ => byte - b'0',
        };
        sum * 10 + usize::from(digit)
    });
    whole_if(LETTERS[number % 23] == *letter, &found)
}

pub fn cpf(text: &str, found: Range<usize>) -> Option<usize> {
    let all = digits(&text[found.clone()]);
    let control = |count: usize| {
        let weights = (2..=count + 1).rev();
        let sum: usize = all[..count].iter().zip(weights).map(|(it, by)| *it as usize * by).sum();
        (sum * 10 % 11 % 10) as u32
    };
    let is_one_digit = all.iter().all(|it| *it == all[0]);
    whole_if(!is_one_digit && control(9) == all[9] && control(10) == all[10], &found)
}

pub fn cnpj(text: &str, found: Range<usize>) -> Option<usize> {
    const WEIGHTS: [u32; 13] = [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2];
    let all = digits(&text[found.clone()]);
    let control = |count: usize| {
        let weights = &WEIGHTS[WEIGHTS.len() - count..];
        let sum: u32 = all[..count].iter().zip(weights).map(|(it, by)| it * by).sum();
        match sum % 11 {
            0 | 1 => 0,
            rest => 11 - rest,
        }
    };
    let is_one_digit = all.iter().all(|it| *it == all[0]);
    whole_if(!is_one_digit && control(12) == all[12] && control(13) == all[13], &found)
}

pub fn dea(text: &str, found: Range<usize>) -> Option<usize> {
    let data = &text[found.clone()];
    let d = digits(&data[2..]);
    let sum = d[0] + d[2] + d[4] + 2 * (d[1] + d[3] + d[5]);
    whole_if(sum % 10 == d[6], &found)
}

/// The check digit is that of the number behind 80840.
pub fn npi(text: &str, found: Range<usize>) -> Option<usize> {
    let whole = [vec![8, 0, 8, 4, 0], digits(&text[found.clone()])].concat();
    whole_if(is_luhn(&whole), &found)
}

pub fn nhs(text: &str, found: Range<usize>) -> Option<usize> {
    let all = digits(&text[found.clone()]);
    let sum: u32 = all[..9].iter().zip((2..=10).rev()).map(|(it, by)| it * by).sum();
    whole_if((11 - sum % 11) % 11 == all[9], &found)
}

/// Letters and digits; the last four are digits.
pub fn vin(text: &str, found: Range<usize>) -> Option<usize> {
    let data = &text.as_bytes()[found.clone()];
    let has_both = data.iter().any(u8::is_ascii_digit) && data.iter().any(u8::is_ascii_uppercase);
    whole_if(has_both && data[13..].iter().all(u8::is_ascii_digit), &found)
}
