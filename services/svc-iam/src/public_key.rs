//! Public keys as X.509 has them (`SubjectPublicKeyInfo`, RFC 5280 and RFC 5480), taken apart.

/// `1.2.840.113549.1.1.1`, `1.2.840.10045.2.1`.
const RSA: &[u8] = b"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01";
const ELLIPTIC: &[u8] = b"\x2a\x86\x48\xce\x3d\x02\x01";

const INTEGER: u8 = 2;
const BITS: u8 = 3;
const ID: u8 = 6;
const SEQUENCE: u8 = 0x30;

#[derive(Debug, PartialEq, Eq)]
pub enum PublicKey<'k> {
    /// As DER has them: big-endian, with a zero before a high first bit.
    Rsa { modulus: &'k [u8], exponent: &'k [u8] },
    /// An uncompressed point.
    Elliptic { point: &'k [u8] },
}

pub fn read(info: &[u8]) -> Option<PublicKey<'_>> {
    let (info, []) = element(SEQUENCE, info)? else { return None };
    let (algorithm, info) = element(SEQUENCE, info)?;
    let (bits, []) = element(BITS, info)? else { return None };
    let (id, _) = element(ID, algorithm)?;
    let key = bits.strip_prefix(&[0])?;
    if id == RSA {
        let (numbers, []) = element(SEQUENCE, key)? else { return None };
        let (modulus, numbers) = element(INTEGER, numbers)?;
        let (exponent, []) = element(INTEGER, numbers)? else { return None };
        return Some(PublicKey::Rsa { modulus, exponent });
    }
    (id == ELLIPTIC && key.first() == Some(&4)).then_some(PublicKey::Elliptic { point: key })
}

/// The content of an element of DER, and what follows it.
fn element(tag: u8, bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let [found, first, rest @ ..] = bytes else { return None };
    if *found != tag {
        return None;
    }
    match first {
        len @ 0..=0x7f => rest.split_at_checked(usize::from(*len)),
        0x81 => {
            let (len, rest) = rest.split_first()?;
            rest.split_at_checked(usize::from(*len))
        }
        0x82 => {
            let (len, rest) = rest.split_first_chunk::<2>()?;
            rest.split_at_checked(usize::from(u16::from_be_bytes(*len)))
        }
        // Longer ones are no keys that anybody has.
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_taken_apart() {
        let inner = b"\x30\x06\x02\x01\x05\x02\x01\x03";
        let bits = [b"\x03\x09\x00".as_slice(), inner].concat();
        let id = b"\x30\x0d\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x00";
        let info = [b"\x30\x1a".as_slice(), id, &bits].concat();
        let expected = PublicKey::Rsa { modulus: &[5], exponent: &[3] };
        assert_eq!(read(&info), Some(expected));
        for len in 0..info.len() {
            assert_eq!(read(&info[..len]), None);
        }
    }
}
