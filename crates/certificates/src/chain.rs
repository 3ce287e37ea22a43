//! Chains: each certificate is signed by the key of the next.

use x509_parser::prelude::{FromDer as _, X509Certificate};

use crate::verify::is_signed_by;

/// Why certificates are no chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChainFault {
    Malformed,
    /// A certificate was not signed by the one that follows it.
    NotSigned,
    /// What stands above another is no authority's.
    NoAuthority,
}

/// Checks that the first of the chain has signed the leaf, and so on. The root may be left out.
pub fn check_chain(leaf: &[u8], chain: &[Vec<u8>]) -> Result<(), ChainFault> {
    let mut below = parse(leaf)?;
    for der in chain {
        let above = parse(der)?;
        if below.issuer() != above.subject() || !is_signed_by(&below, &above) {
            return Err(ChainFault::NotSigned);
        }
        if !above.is_ca() {
            return Err(ChainFault::NoAuthority);
        }
        below = above;
    }
    Ok(())
}

fn parse(der: &[u8]) -> Result<X509Certificate<'_>, ChainFault> {
    X509Certificate::from_der(der).map(|(_, it)| it).map_err(|_| ChainFault::Malformed)
}

#[cfg(test)]
mod tests {
    use rcgen::{DnType, KeyUsagePurpose, SanType};

    use super::*;
    use crate::{Algorithm, Hash, Key, Plan, distinguished_name, generator};
    use crate::{issue, read, read_request, request, revocation_list, self_signed};

    const YEAR: i64 = 31_536_000;

    #[allow(clippy::option_option)] // as in a plan
    fn plan(name: &str, authority: Option<Option<u8>>) -> Plan {
        let usages = match authority {
            Some(_) => vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign],
            None => vec![KeyUsagePurpose::DigitalSignature],
        };
        Plan {
            subject: distinguished_name(&[(DnType::CountryName, "US"), (DnType::CommonName, name)]),
            names: vec![SanType::DnsName(name.try_into().expect("it is ASCII"))],
            not_before: 30 * YEAR,
            not_after: 60 * YEAR,
            serial: [0x81; 16],
            authority,
            usages,
            ..Plan::default()
        }
    }

    #[test]
    fn a_chain_of_keys_of_all_kinds_holds() {
        let mut generator = generator([1; 32]);
        let root_key = Key::draw(Algorithm::P384, &mut generator).expect("drawn");
        let root = self_signed(&plan("root", Some(None)), &root_key, Hash::Sha384).expect("made");
        let middle_key = Key::draw(Algorithm::Rsa(2048), &mut generator).expect("drawn");
        let of = |name, authority| plan(name, authority);
        let public = middle_key.public();
        let middle = issue(&of("middle", Some(Some(0))), &public, &root, &root_key, Hash::Sha384)
            .expect("made");
        let leaf_key = Key::draw(Algorithm::P256, &mut generator).expect("drawn");
        let public = leaf_key.public();
        let leaf =
            issue(&of("leaf.example.com", None), &public, &middle, &middle_key, Hash::Sha512)
                .expect("made");
        assert_eq!(check_chain(&leaf, &[middle.clone(), root.clone()]), Ok(()));
        assert_eq!(check_chain(&leaf, std::slice::from_ref(&root)), Err(ChainFault::NotSigned));
        assert_eq!(check_chain(&leaf, &[vec![1]]), Err(ChainFault::Malformed));
        let facts = read(&leaf).expect("it is a certificate");
        assert_eq!(facts.subject, "CN=leaf.example.com,C=US");
        assert_eq!(facts.issuer, "CN=middle,C=US");
        assert_eq!(facts.names, ["leaf.example.com"]);
        assert_eq!(facts.signature, "SHA512WITHRSA");
        assert_eq!((facts.not_before, facts.not_after), (30 * YEAR, 60 * YEAR));
        assert_eq!(facts.algorithm, Some(Algorithm::P256));
        assert!(facts.serial.starts_with("41:81:"), "it is positive");
        let middle = read(&middle).expect("it is a certificate");
        assert_eq!((middle.is_authority, middle.path_len), (true, Some(0)));
    }

    #[test]
    fn requests_are_read_and_lists_made() {
        let mut generator = generator([2; 32]);
        let key = Key::draw(Algorithm::P256, &mut generator).expect("drawn");
        let wanted = plan("a.example.com", Some(None));
        let der = request(wanted.subject.clone(), wanted.names.clone(), &key, Hash::Sha256)
            .expect("made");
        let asked = read_request(&der).expect("it is a request");
        assert_eq!(asked.public, key.public());
        assert_eq!(asked.names, ["a.example.com"]);
        let mut broken = der;
        let last = broken.len() - 1;
        broken[last] ^= 1;
        assert!(read_request(&broken).is_none(), "its signature is wrong");
        let root = self_signed(&wanted, &key, Hash::Sha256).expect("made");
        let revoked = [crate::Revoked { serial: vec![1, 2], at: 31 * YEAR, reason: None }];
        let times = (31 * YEAR, 32 * YEAR);
        revocation_list(&revoked, times, 1, &root, &key, Hash::Sha256).expect("made");
        let refused = self_signed(&wanted, &key, Hash::Sha512);
        assert!(refused.is_err(), "P-256 signs SHA-256 here");
    }
}
