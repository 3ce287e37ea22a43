//! Certificates, requests and revocation lists from their parts, signed in any scheme of the keys:
//! what `authority` makes by rcgen is less free.

use crate::der;
use crate::extension::{self, Extension, id};
use crate::key::Key;
use crate::scheme::Scheme;

/// What a certificate says. Names are DER.
#[derive(Clone, Debug)]
pub struct Content<'c> {
    /// A positive number, big-endian.
    pub serial: &'c [u8],
    pub issuer: &'c [u8],
    pub subject: &'c [u8],
    /// Seconds since 1970.
    pub not_before: i64,
    pub not_after: i64,
    /// SubjectPublicKeyInfo.
    pub public: &'c [u8],
    pub extensions: &'c [Extension],
}

/// A certificate (DER). `None` when an extension's identifier is none, or the key cannot sign so.
pub fn certificate(content: &Content<'_>, key: &Key, scheme: Scheme) -> Option<Vec<u8>> {
    let validity = der::sequence(&[der::time(content.not_before), der::time(content.not_after)]);
    let body = der::sequence(&[
        der::explicit(0, &der::number(2)),
        der::integer(content.serial),
        scheme.identifier()?,
        content.issuer.to_vec(),
        validity,
        content.subject.to_vec(),
        content.public.to_vec(),
        der::explicit(3, &extensions(content.extensions)?),
    ]);
    signed(body, key, scheme)
}

/// A request (PKCS #10, DER) of a key for itself.
pub fn request_of(
    subject: &[u8],
    wanted: &[Extension],
    key: &Key,
    scheme: Scheme,
) -> Option<Vec<u8>> {
    const EXTENSION_REQUEST: &str = "1.2.840.113549.1.9.14";
    let attributes = if wanted.is_empty() {
        Vec::new()
    } else {
        let values = der::tagged(der::SET, &extensions(wanted)?);
        der::sequence(&[der::oid(EXTENSION_REQUEST)?, values])
    };
    let body = der::sequence(&[
        der::number(0),
        subject.to_vec(),
        key.public(),
        der::explicit(0, &attributes),
    ]);
    signed(body, key, scheme)
}

/// What a list of revoked certificates says.
#[derive(Clone, Debug)]
pub struct List<'l> {
    /// DER.
    pub issuer: &'l [u8],
    /// Of the issuer's key.
    pub key_identifier: &'l [u8],
    /// Seconds since 1970.
    pub this_update: i64,
    pub next_update: i64,
    pub number: u64,
    /// Serial number, when, and the reason by its number in RFC 5280.
    pub revoked: &'l [(Vec<u8>, i64, Option<u8>)],
}

/// A revocation list (DER).
pub fn list(list: &List<'_>, key: &Key, scheme: Scheme) -> Option<Vec<u8>> {
    let mut entries = Vec::new();
    for (serial, at, reason) in list.revoked {
        let mut parts = vec![der::integer(serial), der::time(*at)];
        if let Some(reason) = reason {
            let value = der::tagged(der::ENUMERATED, &[*reason]);
            parts.push(extensions(&[Extension::new(id::REASON, value)])?);
        }
        entries.push(der::sequence(&parts));
    }
    let told = [
        extension::authority_key(list.key_identifier),
        Extension::new(id::CRL_NUMBER, der::number(list.number)),
    ];
    let mut parts = vec![
        der::number(1),
        scheme.identifier()?,
        list.issuer.to_vec(),
        der::time(list.this_update),
        der::time(list.next_update),
    ];
    if !entries.is_empty() {
        parts.push(der::sequence(&entries));
    }
    parts.push(der::explicit(0, &extensions(&told)?));
    signed(der::sequence(&parts), key, scheme)
}

fn extensions(of: &[Extension]) -> Option<Vec<u8>> {
    let of: Option<Vec<Vec<u8>>> = of.iter().map(Extension::der).collect();
    Some(der::sequence(&of?))
}

fn signed(body: Vec<u8>, key: &Key, scheme: Scheme) -> Option<Vec<u8>> {
    let signature = der::bits(&key.sign_in(scheme, &body)?);
    Some(der::sequence(&[body, scheme.identifier()?, signature]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::naming::{General, name, part};
    use crate::{Algorithm, Hash, check_chain, generator, open_request, read};

    fn root(key: &Key, scheme: Scheme) -> Vec<u8> {
        let subject = name(&[(part::COUNTRY, "US"), (part::COMMON_NAME, "root")]).expect("named");
        let content = Content {
            serial: &[0x91; 16],
            issuer: &subject,
            subject: &subject,
            not_before: 1_000_000_000,
            not_after: 3_000_000_000,
            public: &key.public(),
            extensions: &[
                extension::basic_constraints(Some(Some(1))).critical(),
                extension::key_usage(&[0, 5, 6]),
            ],
        };
        certificate(&content, key, scheme).expect("made")
    }

    #[test]
    fn keys_of_all_kinds_sign_in_all_their_schemes() {
        let mut generator = generator([5; 32]);
        let rsa = Key::draw(Algorithm::Rsa(2048), &mut generator).expect("drawn");
        let all = [Hash::Sha256, Hash::Sha384, Hash::Sha512];
        for hash in all {
            for scheme in [Scheme::Pkcs1(hash), Scheme::Pss(hash)] {
                let der = root(&rsa, scheme);
                assert_eq!(check_chain(&der, std::slice::from_ref(&der)), Ok(()), "{scheme:?}");
            }
        }
        for algorithm in [Algorithm::P256, Algorithm::P384, Algorithm::P521] {
            let key = Key::draw(algorithm, &mut generator).expect("drawn");
            for hash in all {
                let der = root(&key, Scheme::Ecdsa(hash));
                let checked = check_chain(&der, std::slice::from_ref(&der));
                assert_eq!(checked, Ok(()), "{algorithm:?} {hash:?}");
            }
            assert!(key.sign_in(Scheme::MlDsa(algorithm), b"x").is_none());
        }
        for algorithm in [Algorithm::MlDsa44, Algorithm::MlDsa65, Algorithm::MlDsa87] {
            let key = Key::draw(algorithm, &mut generator).expect("drawn");
            let der = root(&key, Scheme::MlDsa(algorithm));
            assert_eq!(check_chain(&der, std::slice::from_ref(&der)), Ok(()), "{algorithm:?}");
            assert_eq!(read(&der).expect("read").algorithm, Some(algorithm));
            let mut broken = der.clone();
            let last = broken.len() - 1;
            broken[last] ^= 1;
            assert!(check_chain(&broken, std::slice::from_ref(&broken)).is_err());
        }
    }

    #[test]
    fn requests_keep_their_extensions() {
        let mut generator = generator([6; 32]);
        let key = Key::draw(Algorithm::P521, &mut generator).expect("drawn");
        let subject = name(&[(part::COMMON_NAME, "leaf")]).expect("named");
        let names = extension::alternative_names(&[
            General::Dns("a.example.com".into()),
            General::Address("10.1.2.3".parse().expect("an address")),
            General::Other("1.3.6.1.4.1.311.20.2.3".into(), "ann@example.com".into()),
        ]);
        let wanted = [names.expect("named"), extension::basic_constraints(None)];
        let der = request_of(&subject, &wanted, &key, Scheme::Ecdsa(Hash::Sha512)).expect("made");
        let asked = open_request(&der).expect("it is a request");
        assert_eq!(asked.subject, subject);
        assert_eq!(asked.extensions, wanted);
        assert_eq!(asked.public, key.public());
        let mut broken = der;
        let last = broken.len() - 1;
        broken[last] ^= 1;
        assert!(open_request(&broken).is_none(), "its signature is wrong");
    }
}
