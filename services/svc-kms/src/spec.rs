//! What kinds of keys there are, what each may be used for, and by which algorithms.
//!
//! Source: Developer Guide, "Key spec reference", and the model's enums.

use crate::api::{
    encapsulation_algorithm_spec as encapsulation, encryption_algorithm_spec as encryption,
    key_agreement_algorithm_spec as agreement, key_spec, key_usage_type as usage,
    mac_algorithm_spec as mac, signing_algorithm_spec as signing,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spec {
    Symmetric,
    Hmac(Hash),
    /// Bits of the modulus.
    Rsa(usize),
    Elliptic(Curve),
    Edwards,
    /// In the regions of China only.
    Sm2,
    MlDsa(Lattice),
    MlKem(Capsule),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Curve {
    P256,
    P384,
    P521,
    K256,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lattice {
    MlDsa44,
    MlDsa65,
    MlDsa87,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capsule {
    MlKem512,
    MlKem768,
    MlKem1024,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hash {
    Sha1,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
}

/// How an RSA signature is padded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Padding {
    Pss,
    Pkcs1,
}

/// All that can be made.
pub const SPECS: &[(&str, Spec)] = &[
    (key_spec::SYMMETRIC_DEFAULT, Spec::Symmetric),
    (key_spec::HMAC_224, Spec::Hmac(Hash::Sha224)),
    (key_spec::HMAC_256, Spec::Hmac(Hash::Sha256)),
    (key_spec::HMAC_384, Spec::Hmac(Hash::Sha384)),
    (key_spec::HMAC_512, Spec::Hmac(Hash::Sha512)),
    (key_spec::RSA_2048, Spec::Rsa(2048)),
    (key_spec::RSA_3072, Spec::Rsa(3072)),
    (key_spec::RSA_4096, Spec::Rsa(4096)),
    (key_spec::ECC_NIST_P256, Spec::Elliptic(Curve::P256)),
    (key_spec::ECC_NIST_P384, Spec::Elliptic(Curve::P384)),
    (key_spec::ECC_NIST_P521, Spec::Elliptic(Curve::P521)),
    (key_spec::ECC_SECG_P256K1, Spec::Elliptic(Curve::K256)),
    (key_spec::ECC_NIST_EDWARDS25519, Spec::Edwards),
    (key_spec::SM2, Spec::Sm2),
    (key_spec::ML_DSA_44, Spec::MlDsa(Lattice::MlDsa44)),
    (key_spec::ML_DSA_65, Spec::MlDsa(Lattice::MlDsa65)),
    (key_spec::ML_DSA_87, Spec::MlDsa(Lattice::MlDsa87)),
    (key_spec::ML_KEM_512, Spec::MlKem(Capsule::MlKem512)),
    (key_spec::ML_KEM_768, Spec::MlKem(Capsule::MlKem768)),
    (key_spec::ML_KEM_1024, Spec::MlKem(Capsule::MlKem1024)),
];

const RSA_SIGNING: &[&str] = &[
    signing::RSASSA_PKCS1_V1_5_SHA_256,
    signing::RSASSA_PKCS1_V1_5_SHA_384,
    signing::RSASSA_PKCS1_V1_5_SHA_512,
    signing::RSASSA_PSS_SHA_256,
    signing::RSASSA_PSS_SHA_384,
    signing::RSASSA_PSS_SHA_512,
];

impl Spec {
    pub fn parse(name: &str) -> Option<Spec> {
        SPECS.iter().find(|(known, _)| *known == name).map(|(_, spec)| *spec)
    }

    pub fn name(self) -> &'static str {
        SPECS.iter().find(|(_, spec)| *spec == self).expect("the table has every spec").0
    }

    /// What keys of this kind can be for; the first is the default of symmetric keys.
    pub fn usages(self) -> &'static [&'static str] {
        match self {
            Spec::Symmetric => &[usage::ENCRYPT_DECRYPT],
            Spec::Hmac(_) => &[usage::GENERATE_VERIFY_MAC],
            Spec::Rsa(_) => &[usage::ENCRYPT_DECRYPT, usage::SIGN_VERIFY],
            Spec::Sm2 => &[usage::ENCRYPT_DECRYPT, usage::SIGN_VERIFY, usage::KEY_AGREEMENT],
            Spec::Elliptic(Curve::K256) | Spec::Edwards | Spec::MlDsa(_) => &[usage::SIGN_VERIFY],
            Spec::Elliptic(_) => &[usage::SIGN_VERIFY, usage::KEY_AGREEMENT],
            Spec::MlKem(_) => &[usage::ENCAPSULATE_DECAPSULATE],
        }
    }

    pub fn is_asymmetric(self) -> bool {
        !matches!(self, Spec::Symmetric | Spec::Hmac(_))
    }

    /// The algorithms of a key for that use.
    pub fn algorithms(self, used_for: &str) -> &'static [&'static str] {
        match used_for {
            usage::ENCRYPT_DECRYPT => match self {
                Spec::Symmetric => &[encryption::SYMMETRIC_DEFAULT],
                Spec::Rsa(_) => &[encryption::RSAES_OAEP_SHA_1, encryption::RSAES_OAEP_SHA_256],
                Spec::Sm2 => &[encryption::SM2PKE],
                _ => &[],
            },
            usage::SIGN_VERIFY => match self {
                Spec::Rsa(_) => RSA_SIGNING,
                Spec::Elliptic(Curve::P256 | Curve::K256) => &[signing::ECDSA_SHA_256],
                Spec::Elliptic(Curve::P384) => &[signing::ECDSA_SHA_384],
                Spec::Elliptic(Curve::P521) => &[signing::ECDSA_SHA_512],
                Spec::Edwards => &[signing::ED25519_SHA_512, signing::ED25519_PH_SHA_512],
                Spec::Sm2 => &[signing::SM2DSA],
                Spec::MlDsa(_) => &[signing::ML_DSA_SHAKE_256],
                _ => &[],
            },
            usage::GENERATE_VERIFY_MAC => match self {
                Spec::Hmac(Hash::Sha224) => &[mac::HMAC_SHA_224],
                Spec::Hmac(Hash::Sha256) => &[mac::HMAC_SHA_256],
                Spec::Hmac(Hash::Sha384) => &[mac::HMAC_SHA_384],
                Spec::Hmac(Hash::Sha512) => &[mac::HMAC_SHA_512],
                _ => &[],
            },
            usage::KEY_AGREEMENT => &[agreement::ECDH],
            usage::ENCAPSULATE_DECAPSULATE => &[encapsulation::ML_KEM],
            _ => &[],
        }
    }

    /// Whether keys of this kind are made in the partition.
    pub fn is_made_in(self, partition: &str) -> bool {
        self != Spec::Sm2 || partition == "aws-cn"
    }

    /// How long keys are that are bytes.
    pub fn secret_bytes(self) -> Option<usize> {
        match self {
            Spec::Symmetric => Some(32),
            Spec::Hmac(hash) => Some(hash.output_bytes()),
            _ => None,
        }
    }
}

impl Hash {
    pub fn output_bytes(self) -> usize {
        match self {
            Hash::Sha1 => 20,
            Hash::Sha224 => 28,
            Hash::Sha256 => 32,
            Hash::Sha384 => 48,
            Hash::Sha512 => 64,
        }
    }

    /// The hash in the name of an algorithm, which ends with it.
    pub fn of_algorithm(name: &str) -> Option<Hash> {
        Some(match name.rsplit('_').next()? {
            "1" => Hash::Sha1,
            "224" => Hash::Sha224,
            "256" => Hash::Sha256,
            "384" => Hash::Sha384,
            "512" => Hash::Sha512,
            _ => return None,
        })
    }
}
