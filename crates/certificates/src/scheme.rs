//! Ways of signing, under the names of Private CA.

use crate::der;
use crate::key::{Algorithm, Hash};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// PKCS #1 v1.5.
    Pkcs1(Hash),
    Pss(Hash),
    Ecdsa(Hash),
    /// By the key's own set of parameters.
    MlDsa(Algorithm),
}

const PSS: &str = "1.2.840.113549.1.1.10";
const MASK_GENERATION: &str = "1.2.840.113549.1.1.8";

impl Scheme {
    pub fn parse(name: &str) -> Option<Scheme> {
        Some(match name {
            "SHA256WITHRSA" => Scheme::Pkcs1(Hash::Sha256),
            "SHA384WITHRSA" => Scheme::Pkcs1(Hash::Sha384),
            "SHA512WITHRSA" => Scheme::Pkcs1(Hash::Sha512),
            "SHA256WITHRSA_PSS" => Scheme::Pss(Hash::Sha256),
            "SHA384WITHRSA_PSS" => Scheme::Pss(Hash::Sha384),
            "SHA512WITHRSA_PSS" => Scheme::Pss(Hash::Sha512),
            "SHA256WITHECDSA" => Scheme::Ecdsa(Hash::Sha256),
            "SHA384WITHECDSA" => Scheme::Ecdsa(Hash::Sha384),
            "SHA512WITHECDSA" => Scheme::Ecdsa(Hash::Sha512),
            "ML_DSA_44" => Scheme::MlDsa(Algorithm::MlDsa44),
            "ML_DSA_65" => Scheme::MlDsa(Algorithm::MlDsa65),
            "ML_DSA_87" => Scheme::MlDsa(Algorithm::MlDsa87),
            _ => return None,
        })
    }

    /// Whether keys of this kind sign so.
    pub fn is_of(self, algorithm: Algorithm) -> bool {
        match self {
            Scheme::Pkcs1(_) | Scheme::Pss(_) => algorithm.is_rsa(),
            Scheme::Ecdsa(_) => {
                matches!(algorithm, Algorithm::P256 | Algorithm::P384 | Algorithm::P521)
            }
            Scheme::MlDsa(set) => set == algorithm,
        }
    }

    /// AlgorithmIdentifier (RFC 5280, 4.1.1.2; RFC 4055; RFC 9881).
    pub(crate) fn identifier(self) -> Option<Vec<u8>> {
        let named = |oid: &str| Some(der::sequence(&[der::oid(oid)?]));
        match self {
            Scheme::Pkcs1(hash) => {
                let oid = match hash {
                    Hash::Sha256 => "1.2.840.113549.1.1.11",
                    Hash::Sha384 => "1.2.840.113549.1.1.12",
                    Hash::Sha512 => "1.2.840.113549.1.1.13",
                };
                Some(der::sequence(&[der::oid(oid)?, der::null()]))
            }
            Scheme::Pss(hash) => {
                let (oid, len) = match hash {
                    Hash::Sha256 => ("2.16.840.1.101.3.4.2.1", 32),
                    Hash::Sha384 => ("2.16.840.1.101.3.4.2.2", 48),
                    Hash::Sha512 => ("2.16.840.1.101.3.4.2.3", 64),
                };
                let hash = der::sequence(&[der::oid(oid)?, der::null()]);
                let mask = der::sequence(&[der::oid(MASK_GENERATION)?, hash.clone()]);
                let parameters = der::sequence(&[
                    der::explicit(0, &hash),
                    der::explicit(1, &mask),
                    der::explicit(2, &der::number(len)),
                ]);
                Some(der::sequence(&[der::oid(PSS)?, parameters]))
            }
            Scheme::Ecdsa(Hash::Sha256) => named("1.2.840.10045.4.3.2"),
            Scheme::Ecdsa(Hash::Sha384) => named("1.2.840.10045.4.3.3"),
            Scheme::Ecdsa(Hash::Sha512) => named("1.2.840.10045.4.3.4"),
            Scheme::MlDsa(Algorithm::MlDsa44) => named(ML_DSA_44),
            Scheme::MlDsa(Algorithm::MlDsa65) => named(ML_DSA_65),
            Scheme::MlDsa(Algorithm::MlDsa87) => named(ML_DSA_87),
            Scheme::MlDsa(_) => None,
        }
    }
}

/// FIPS 204, as RFC 9881 names it.
pub(crate) const ML_DSA_44: &str = "2.16.840.1.101.3.4.3.17";
pub(crate) const ML_DSA_65: &str = "2.16.840.1.101.3.4.3.18";
pub(crate) const ML_DSA_87: &str = "2.16.840.1.101.3.4.3.19";
