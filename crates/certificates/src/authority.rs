//! What an authority makes: certificates, requests, lists of what is revoked.

use std::time::Duration;

use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, CrlDistributionPoint,
    CustomExtension, DistinguishedName, DnType, DnValue, ExtendedKeyUsagePurpose, IsCa, Issuer,
    KeyIdMethod, KeyUsagePurpose, PKCS_ECDSA_P256_SHA256, PKCS_ECDSA_P384_SHA384, PKCS_RSA_SHA256,
    PKCS_RSA_SHA384, PKCS_RSA_SHA512, PublicKeyData, RevocationReason, RevokedCertParams, SanType,
    SerialNumber, SignatureAlgorithm, SubjectPublicKeyInfo, date_time_ymd,
};

use crate::Fault;
use crate::key::{Algorithm, Hash, Key};

/// What a certificate is to say.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    pub subject: DistinguishedName,
    pub names: Vec<SanType>,
    /// Seconds since 1970.
    pub not_before: i64,
    pub not_after: i64,
    pub serial: [u8; 16],
    /// An authority's: how many authorities may stand below it, if that is limited.
    pub authority: Option<Option<u8>>,
    pub usages: Vec<KeyUsagePurpose>,
    pub extended_usages: Vec<ExtendedKeyUsagePurpose>,
    /// Where the list of revoked certificates is.
    pub crl_url: Option<String>,
    pub extensions: Vec<CustomExtension>,
}

/// A key as rcgen wants one.
struct Signer<'k> {
    key: &'k Key,
    hash: Hash,
    public: SubjectPublicKeyInfo,
    algorithm: &'static SignatureAlgorithm,
}

impl<'k> Signer<'k> {
    /// Refused for pairs that the library cannot write.
    fn new(key: &'k Key, hash: Hash) -> Result<Signer<'k>, Fault> {
        let algorithm = match (key.algorithm(), hash) {
            (Algorithm::Rsa(_), Hash::Sha256) => &PKCS_RSA_SHA256,
            (Algorithm::Rsa(_), Hash::Sha384) => &PKCS_RSA_SHA384,
            (Algorithm::Rsa(_), Hash::Sha512) => &PKCS_RSA_SHA512,
            (Algorithm::P256, Hash::Sha256) => &PKCS_ECDSA_P256_SHA256,
            (Algorithm::P384, Hash::Sha384) => &PKCS_ECDSA_P384_SHA384,
            (algorithm, hash) => return Err(Fault(format!("{algorithm:?} with {hash:?}"))),
        };
        let public = SubjectPublicKeyInfo::from_der(&key.public())?;
        Ok(Signer { key, hash, public, algorithm })
    }
}

impl PublicKeyData for Signer<'_> {
    fn der_bytes(&self) -> &[u8] {
        self.public.der_bytes()
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        self.algorithm
    }
}

impl rcgen::SigningKey for Signer<'_> {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        self.key.sign(self.hash, message).ok_or(rcgen::Error::RemoteKeyError)
    }
}

/// The last second that a certificate can name.
const SECONDS_MAX: i64 = 253_402_300_799;

macro_rules! moment {
    ($seconds:expr) => {
        date_time_ymd(1970, 1, 1)
            + Duration::from_secs(u64::try_from($seconds.clamp(0, SECONDS_MAX)).unwrap_or(0))
    };
}

fn params(plan: &Plan) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = plan.subject.clone();
    params.subject_alt_names.clone_from(&plan.names);
    params.not_before = moment!(plan.not_before);
    params.not_after = moment!(plan.not_after);
    params.serial_number = Some(serial(&plan.serial));
    params.is_ca = match plan.authority {
        None => IsCa::ExplicitNoCa,
        Some(None) => IsCa::Ca(BasicConstraints::Unconstrained),
        Some(Some(below)) => IsCa::Ca(BasicConstraints::Constrained(below)),
    };
    params.key_usages.clone_from(&plan.usages);
    params.extended_key_usages.clone_from(&plan.extended_usages);
    params.use_authority_key_identifier_extension = true;
    params.custom_extensions.clone_from(&plan.extensions);
    if let Some(url) = &plan.crl_url {
        params.crl_distribution_points = vec![CrlDistributionPoint { uris: vec![url.clone()] }];
    }
    params
}

/// A serial number is positive and has no leading zeros.
fn serial(bytes: &[u8; 16]) -> SerialNumber {
    let mut bytes = bytes.to_vec();
    bytes[0] = bytes[0] & 0x7f | 0x40;
    SerialNumber::from(bytes)
}

/// A certificate of the key itself.
pub fn self_signed(plan: &Plan, key: &Key, hash: Hash) -> Result<Vec<u8>, Fault> {
    Ok(params(plan).self_signed(&Signer::new(key, hash)?)?.der().to_vec())
}

/// A certificate of a public key (SubjectPublicKeyInfo), by an authority.
pub fn issue(
    plan: &Plan,
    public: &[u8],
    issuer: &[u8],
    key: &Key,
    hash: Hash,
) -> Result<Vec<u8>, Fault> {
    let issuer = Issuer::from_ca_cert_der(&issuer.to_vec().into(), Signer::new(key, hash)?)?;
    let public = SubjectPublicKeyInfo::from_der(public)?;
    Ok(params(plan).signed_by(&public, &issuer)?.der().to_vec())
}

/// A request for a certificate (PKCS #10).
pub fn request(
    subject: DistinguishedName,
    names: Vec<SanType>,
    key: &Key,
    hash: Hash,
) -> Result<Vec<u8>, Fault> {
    let mut params = CertificateParams::default();
    params.distinguished_name = subject;
    params.subject_alt_names = names;
    Ok(params.serialize_request(&Signer::new(key, hash)?)?.der().to_vec())
}

/// A certificate that is no longer good.
#[derive(Clone, Debug)]
pub struct Revoked {
    pub serial: Vec<u8>,
    /// Seconds since 1970.
    pub at: i64,
    pub reason: Option<RevocationReason>,
}

/// The list of an authority's revoked certificates.
pub fn revocation_list(
    revoked: &[Revoked],
    (this_update, next_update): (i64, i64),
    number: u64,
    issuer: &[u8],
    key: &Key,
    hash: Hash,
) -> Result<Vec<u8>, Fault> {
    let issuer = Issuer::from_ca_cert_der(&issuer.to_vec().into(), Signer::new(key, hash)?)?;
    let entries = revoked.iter().map(|it| RevokedCertParams {
        serial_number: SerialNumber::from(it.serial.clone()),
        revocation_time: moment!(it.at),
        reason_code: it.reason,
        invalidity_date: None,
    });
    let list = CertificateRevocationListParams {
        this_update: moment!(this_update),
        next_update: moment!(next_update),
        crl_number: SerialNumber::from(number),
        issuing_distribution_point: None,
        revoked_certs: entries.collect(),
        key_identifier_method: KeyIdMethod::Sha256,
    };
    Ok(list.signed_by(&issuer)?.der().to_vec())
}

/// A name of some parts, in their order; a country's is of the smaller alphabet, as it must be.
pub fn distinguished_name(parts: &[(DnType, &str)]) -> DistinguishedName {
    let mut name = DistinguishedName::new();
    for (kind, value) in parts {
        let printable = matches!(kind, DnType::CountryName).then(|| (*value).try_into().ok());
        match printable.flatten() {
            Some(printable) => name.push(kind.clone(), DnValue::PrintableString(printable)),
            None => name.push(kind.clone(), *value),
        }
    }
    name
}
