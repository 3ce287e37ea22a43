//! What is read of the certificates and keys of APNS applications: that they are PEM, and when a
//! certificate ends (RFC 5280, section 4.1).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

const SEQUENCE: u8 = 0x30;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
const EXPLICIT_VERSION: u8 = 0xa0;

/// Whether a text is a private key in PEM and nothing else.
pub fn is_private_key(text: &str) -> bool {
    ["PRIVATE KEY", "RSA PRIVATE KEY", "EC PRIVATE KEY"]
        .iter()
        .any(|label| contents(text, label).is_some())
}

/// When a certificate in PEM ends, in seconds; `None` when it is none.
pub fn end(text: &str) -> Option<i64> {
    let der = contents(text, "CERTIFICATE")?;
    let (certificate, _) = element(&der, SEQUENCE)?;
    let (mut fields, _) = element(certificate, SEQUENCE)?;
    if fields.first() == Some(&EXPLICIT_VERSION) {
        fields = skip(fields)?;
    }
    // The serial number, the algorithm, the issuer.
    for _ in 0..3 {
        fields = skip(fields)?;
    }
    let (validity, _) = element(fields, SEQUENCE)?;
    let not_after = skip(validity)?;
    let (tag, value, _) = any(not_after)?;
    time(tag, std::str::from_utf8(value).ok()?)
}

/// The bytes between the lines of a PEM block, which is the whole text.
fn contents(text: &str, label: &str) -> Option<Vec<u8>> {
    let text = text.trim().strip_prefix(&format!("-----BEGIN {label}-----"))?;
    let base64 = text.strip_suffix(&format!("-----END {label}-----"))?;
    let base64: String = base64.split_ascii_whitespace().collect();
    STANDARD.decode(base64).ok().filter(|bytes| !bytes.is_empty())
}

/// Tag, content and what follows.
fn any(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (tag, rest) = der.split_first()?;
    let (first, rest) = rest.split_first()?;
    let (len, rest) = if first & 0x80 == 0 {
        (usize::from(*first), rest)
    } else {
        let count = usize::from(first & 0x7f);
        let (bytes, rest) = rest.split_at_checked(count).filter(|_| (1..=4).contains(&count))?;
        (bytes.iter().fold(0, |len, byte| len << 8 | usize::from(*byte)), rest)
    };
    let (content, rest) = rest.split_at_checked(len)?;
    Some((*tag, content, rest))
}

fn element(der: &[u8], wanted: u8) -> Option<(&[u8], &[u8])> {
    let (tag, content, rest) = any(der)?;
    (tag == wanted).then_some((content, rest))
}

fn skip(der: &[u8]) -> Option<&[u8]> {
    any(der).map(|(_, _, rest)| rest)
}

/// `YYMMDDhhmmssZ`, the years 1950 to 2049, or `YYYYMMDDhhmmssZ`.
fn time(tag: u8, text: &str) -> Option<i64> {
    let digits = text.strip_suffix('Z').filter(|it| it.bytes().all(|b| b.is_ascii_digit()))?;
    let (year, rest) = match (tag, digits.len()) {
        (UTC_TIME, 12) => {
            let year: i64 = digits[..2].parse().ok()?;
            (if year < 50 { 2000 + year } else { 1900 + year }, &digits[2..])
        }
        (GENERALIZED_TIME, 14) => (digits[..4].parse().ok()?, &digits[4..]),
        _ => return None,
    };
    let part = |at: usize| rest[at * 2..at * 2 + 2].parse::<i64>().ok();
    let (month, day) = (part(0)?, part(1)?);
    let seconds = part(2)? * 3_600 + part(3)? * 60 + part(4)?;
    Some(days_from_epoch(year, month, day) * 86_400 + seconds)
}

/// Days from 1970-01-01 to a date of the Gregorian calendar; years begin in March, so that leap
/// days come last.
fn days_from_epoch(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = if month <= 2 { (year - 1, month + 9) } else { (year, month - 3) };
    let leap_days = year / 4 - year / 100 + year / 400;
    year * 365 + leap_days + (month * 153 + 2) / 5 + day - 1 - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_those_of_the_calendar() {
        assert_eq!(time(UTC_TIME, "700101000000Z"), Some(0));
        assert_eq!(time(UTC_TIME, "300101000000Z"), Some(1_893_456_000));
        assert_eq!(time(GENERALIZED_TIME, "20000229235959Z"), Some(951_868_799));
        assert_eq!(time(GENERALIZED_TIME, "20991231000000Z"), Some(4_102_358_400));
        assert_eq!(time(UTC_TIME, "7001010000Z"), None);
    }

    #[test]
    fn the_end_of_a_certificate_is_found() {
        let mut params = rcgen::CertificateParams::new(vec!["a".to_owned()]).unwrap();
        params.not_after = rcgen::date_time_ymd(2031, 2, 3);
        let key = rcgen::KeyPair::generate().unwrap();
        let pem = params.self_signed(&key).unwrap().pem();
        assert_eq!(end(&pem), Some(1_927_843_200));
        assert!(is_private_key(&key.serialize_pem()));
        assert!(!is_private_key(&pem));
        assert_eq!(end(&key.serialize_pem()), None);
        let both = format!("{pem}\n{}", key.serialize_pem());
        assert_eq!(end(&both), None, "AWS wants the certificate alone");
        for text in ["", "text", "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----"] {
            assert_eq!(end(text), None, "{text}");
        }
    }
}
