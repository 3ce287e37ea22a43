//! The certificate that messages name: X.509 for the world's signing key, signed by itself.

use kernel::ApiError;
use rcgen::{
    CertificateParams, DnType, ExtendedKeyUsagePurpose, KeyUsagePurpose, PKCS_RSA_SHA256,
    PublicKeyData, SerialNumber, SignatureAlgorithm, date_time_ymd,
};
use sha2::{Digest as _, Sha256};

use super::key::{Hash, SigningKey};

/// Whom AWS's certificates name, whatever the region.
const COMMON_NAME: &str = "sns.amazonaws.com";
/// Valid for any clock that a test may set.
const FIRST_YEAR: i32 = 2000;
const LAST_YEAR: i32 = 2099;
const SERIAL_BYTES: usize = 16;

/// As rcgen wants a key.
struct Signer<'k> {
    key: &'k SigningKey,
    public: Vec<u8>,
}

impl PublicKeyData for Signer<'_> {
    fn der_bytes(&self) -> &[u8] {
        &self.public
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        &PKCS_RSA_SHA256
    }
}

impl rcgen::SigningKey for Signer<'_> {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rcgen::Error> {
        Ok(self.key.sign(Hash::Sha256, message).to_vec())
    }
}

/// The certificate as PEM: the same for the same key.
pub fn pem(key: &SigningKey) -> Result<String, ApiError> {
    let signer = Signer { key, public: key.public_der() };
    let digest = Sha256::digest(&signer.public);
    let mut serial = digest[..SERIAL_BYTES].to_vec();
    // A serial number is positive.
    serial[0] &= 0x7f;
    let mut params = CertificateParams::new(vec![COMMON_NAME.to_owned()]).map_err(failed)?;
    params.distinguished_name.push(DnType::CommonName, COMMON_NAME);
    params.serial_number = Some(SerialNumber::from(serial));
    params.not_before = date_time_ymd(FIRST_YEAR, 1, 1);
    params.not_after = date_time_ymd(LAST_YEAR, 12, 31);
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    Ok(params.self_signed(&signer).map_err(failed)?.pem())
}

/// What certificates of the key are called in URLs: 32 hexadecimal digits.
pub fn id(primes: &[u8]) -> String {
    let digest = Sha256::digest(primes);
    let (number, _) = digest.as_chunks::<16>();
    format!("{:032x}", u128::from_be_bytes(number[0]))
}

fn failed(error: rcgen::Error) -> ApiError {
    tracing::error!(%error, "cannot make the certificate of SNS");
    ApiError::internal()
}
