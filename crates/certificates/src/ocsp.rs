//! Online status of certificates: requests read, responses signed (RFC 6960; nonces of RFC 9654).
//!
//! The authority itself signs, so a response needs no certificate of a responder; the authority's
//! own lies in it for those who do not have it at hand.

use sha1::{Digest as _, Sha1};
use sha2::Sha256;
use x509_parser::prelude::{FromDer as _, X509Certificate};

use crate::der;
use crate::key::Key;
use crate::scheme::Scheme;

const BASIC: &str = "1.3.6.1.5.5.7.48.1.1";
const NONCE: &str = "1.3.6.1.5.5.7.48.1.2";
const SHA1: &[u8] = &[0x2b, 0x0e, 0x03, 0x02, 0x1a];
const SHA256: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01];

/// Certificates that one request may ask about.
const ASKED_MAX: usize = 20;
/// "Servers MUST accept a nonce of … up to 32 octets"; those of RFC 9654 have up to 128.
const NONCE_LEN_MAX: usize = 128;

/// Which certificate is meant, as the client says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateId {
    /// The whole, DER: a response repeats it.
    pub der: Vec<u8>,
    pub name_hash: Vec<u8>,
    pub key_hash: Vec<u8>,
    /// Without leading zeros.
    pub serial: Vec<u8>,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    pub asked: Vec<CertificateId>,
    /// The value of the extension, DER.
    pub nonce: Option<Vec<u8>>,
}

/// Reads the values of DER one after the other.
struct Reader<'d>(&'d [u8]);

impl<'d> Reader<'d> {
    /// The next value: its tag, its content, and all of it.
    fn next(&mut self) -> Option<(u8, &'d [u8], &'d [u8])> {
        let (&tag, rest) = self.0.split_first()?;
        let (&first, mut rest) = rest.split_first()?;
        let mut len = usize::from(first);
        if first & 0x80 != 0 {
            let digits = usize::from(first & 0x7f);
            if !(1..=4).contains(&digits) {
                return None;
            }
            let (number, after) = rest.split_at_checked(digits)?;
            len = number.iter().fold(0, |len, byte| len << 8 | usize::from(*byte));
            rest = after;
        }
        let (content, after) = rest.split_at_checked(len)?;
        let whole = &self.0[..self.0.len() - after.len()];
        self.0 = after;
        Some((tag, content, whole))
    }

    fn expect(&mut self, tag: u8) -> Option<&'d [u8]> {
        self.next().filter(|it| it.0 == tag).map(|it| it.1)
    }

    /// The next value, if it has this tag.
    fn optional(&mut self, tag: u8) -> Option<&'d [u8]> {
        if self.0.first() == Some(&tag) { self.expect(tag) } else { None }
    }
}

impl Query {
    /// `None` for what is no request. Its signature, if it has one, is not looked at.
    pub fn read(der: &[u8]) -> Option<Query> {
        let mut outer = Reader(der);
        let request = outer.expect(der::SEQUENCE)?;
        if !outer.0.is_empty() {
            return None;
        }
        let mut to_be_signed = Reader(Reader(request).expect(der::SEQUENCE)?);
        // version, requestorName
        to_be_signed.optional(0xa0);
        to_be_signed.optional(0xa1);
        let mut list = Reader(to_be_signed.expect(der::SEQUENCE)?);
        let mut asked = Vec::new();
        while !list.0.is_empty() {
            let (tag, id, whole) = Reader(list.expect(der::SEQUENCE)?).next()?;
            if tag != der::SEQUENCE || asked.len() == ASKED_MAX {
                return None;
            }
            asked.push(CertificateId::read(id, whole)?);
        }
        let nonce = match to_be_signed.optional(0xa2) {
            Some(extensions) => nonce(extensions)?,
            None => None,
        };
        (!asked.is_empty()).then_some(Query { asked, nonce })
    }
}

impl CertificateId {
    fn read(content: &[u8], whole: &[u8]) -> Option<CertificateId> {
        let mut parts = Reader(content);
        let algorithm = Reader(parts.expect(der::SEQUENCE)?).expect(der::OBJECT_IDENTIFIER)?;
        let len = match algorithm {
            SHA1 => 20,
            SHA256 => 32,
            _ => return None,
        };
        let mut hash = || parts.expect(der::OCTET_STRING).filter(|it| it.len() == len);
        let (name_hash, key_hash) = (hash()?.to_vec(), hash()?.to_vec());
        let serial = parts.expect(der::INTEGER)?;
        let first = serial.iter().position(|it| *it != 0).unwrap_or(serial.len());
        Some(CertificateId {
            der: whole.to_vec(),
            name_hash,
            key_hash,
            serial: serial[first..].to_vec(),
        })
    }
}

/// The nonce among extensions; the outer `None` for extensions that are none.
#[allow(clippy::option_option)] // is none of the form; has none
fn nonce(extensions: &[u8]) -> Option<Option<Vec<u8>>> {
    let mut list = Reader(Reader(extensions).expect(der::SEQUENCE)?);
    while !list.0.is_empty() {
        let mut extension = Reader(list.expect(der::SEQUENCE)?);
        let oid = extension.expect(der::OBJECT_IDENTIFIER)?;
        extension.optional(der::BOOLEAN);
        let value = extension.expect(der::OCTET_STRING)?;
        if Some(oid) == der::oid_content(NONCE).as_deref() {
            return (value.len() <= NONCE_LEN_MAX + 2).then(|| Some(value.to_vec()));
        }
    }
    Some(None)
}

/// The hashes by which requests name an issuer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuerHashes {
    pub names: [Vec<u8>; 2],
    pub keys: [Vec<u8>; 2],
}

/// Of an authority's certificate: by SHA-1 and by SHA-256.
pub fn issuer_hashes(certificate: &[u8]) -> Option<IssuerHashes> {
    let (_, read) = X509Certificate::from_der(certificate).ok()?;
    let name = read.subject().as_raw();
    let key = &read.public_key().subject_public_key.data;
    let both = |bytes: &[u8]| [Sha1::digest(bytes).to_vec(), Sha256::digest(bytes).to_vec()];
    Some(IssuerHashes { names: both(name), keys: both(key) })
}

/// What is known of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CertificateStatus {
    Good,
    /// Since when (seconds since 1970), and why by the number of RFC 5280.
    Revoked(i64, Option<u8>),
    Unknown,
}

/// What a response says.
#[derive(Clone, Debug)]
pub struct Statement<'s> {
    /// Of each, as the client has named it (DER).
    pub said: &'s [(Vec<u8>, CertificateStatus)],
    pub nonce: Option<&'s [u8]>,
    /// Seconds since 1970.
    pub now: i64,
    pub next: i64,
    /// The authority's own.
    pub certificate: &'s [u8],
}

/// A response without an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    Malformed,
    /// The responder does not speak for that authority.
    Unauthorized,
}

pub fn failure(failure: Failure) -> Vec<u8> {
    let number = match failure {
        Failure::Malformed => 1,
        Failure::Unauthorized => 6,
    };
    der::sequence(&[der::tagged(der::ENUMERATED, &[number])])
}

/// A response that its authority has signed.
pub fn response(said: &Statement<'_>, key: &Key, scheme: Scheme) -> Option<Vec<u8>> {
    let responder = issuer_hashes(said.certificate)?.keys[0].clone();
    let mut responses = Vec::new();
    for (id, status) in said.said {
        responses.push(der::sequence(&[
            id.clone(),
            status.der(),
            der::generalized_time(said.now),
            der::explicit(0, &der::generalized_time(said.next)),
        ]));
    }
    let mut parts = vec![
        der::explicit(2, &der::octets(&responder)),
        der::generalized_time(said.now),
        der::sequence(&responses),
    ];
    if let Some(nonce) = said.nonce {
        let extension = der::sequence(&[der::oid(NONCE)?, der::octets(nonce)]);
        parts.push(der::explicit(1, &der::sequence(&[extension])));
    }
    let body = der::sequence(&parts);
    let signature = der::bits(&key.sign_in(scheme, &body)?);
    let certificates = der::explicit(0, &der::sequence(&[said.certificate]));
    let basic = der::sequence(&[body, scheme.identifier()?, signature, certificates]);
    let bytes = der::sequence(&[der::oid(BASIC)?, der::octets(&basic)]);
    let successful = der::tagged(der::ENUMERATED, &[0]);
    Some(der::sequence(&[successful, der::explicit(0, &bytes)]))
}

impl CertificateStatus {
    fn der(self) -> Vec<u8> {
        match self {
            CertificateStatus::Good => der::implicit(0, &[]),
            CertificateStatus::Unknown => der::implicit(2, &[]),
            CertificateStatus::Revoked(at, reason) => {
                let mut content = der::generalized_time(at);
                if let Some(reason) = reason {
                    let reason = der::tagged(der::ENUMERATED, &[reason]);
                    content.extend(der::explicit(0, &reason));
                }
                der::explicit(1, &content)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(serial: &[u8]) -> Vec<u8> {
        let algorithm = der::sequence(&[der::oid("1.3.14.3.2.26").expect("one"), der::null()]);
        der::sequence(&[
            algorithm,
            der::octets(&[1; 20]),
            der::octets(&[2; 20]),
            der::integer(serial),
        ])
    }

    fn request(ids: &[Vec<u8>], more: &[Vec<u8>]) -> Vec<u8> {
        let list: Vec<Vec<u8>> = ids.iter().map(|it| der::sequence(&[it])).collect();
        let body = [&[der::sequence(&list)], more].concat();
        der::sequence(&[der::sequence(&body)])
    }

    #[test]
    fn requests_are_read() {
        let nonce = der::octets(&[7; 16]);
        let extension = der::sequence(&[der::oid(NONCE).expect("one"), der::octets(&nonce)]);
        let more = [der::explicit(2, &der::sequence(&[extension]))];
        let query = Query::read(&request(&[id(&[0xff]), id(&[0])], &more)).expect("a request");
        assert_eq!(query.nonce, Some(nonce));
        assert_eq!(query.asked[0].der, id(&[0xff]));
        assert_eq!(
            (&*query.asked[0].name_hash, &*query.asked[0].key_hash),
            (&[1; 20][..], &[2; 20][..])
        );
        assert_eq!(query.asked[0].serial, [0xff]);
        assert!(query.asked[1].serial.is_empty());
    }

    #[test]
    fn what_is_no_request_is_not() {
        let whole = request(&[id(&[1])], &[]);
        assert!(Query::read(&whole).is_some());
        for len in 0..whole.len() {
            assert!(Query::read(&whole[..len]).is_none(), "{len}");
        }
        assert!(Query::read(&[whole.as_slice(), &[0]].concat()).is_none());
        assert!(Query::read(&request(&[], &[])).is_none());
        assert!(Query::read(&request(&vec![id(&[1]); ASKED_MAX + 1], &[])).is_none());
        assert!(Query::read(&[0x30, 0x84, 0xff, 0xff, 0xff, 0xff]).is_none());
    }
}
