//! What is told of an authority.

use kernel::{ApiError, Ctx, Timestamp};
use minicbor::bytes::ByteVec;

use crate::api::{
    CertificateAuthorityBuilder, CertificateAuthorityConfigurationBuilder, CrlConfigurationBuilder,
    DescribeCertificateAuthorityInput, DescribeCertificateAuthorityOutput,
    GetCertificateAuthorityCertificateInput, GetCertificateAuthorityCertificateOutput,
    GetCertificateAuthorityCsrInput, GetCertificateAuthorityCsrOutput, OcspConfigurationBuilder,
    RevocationConfigurationBuilder, certificate_authority_type,
};
use crate::errors;
use crate::locate;
use crate::state::{Authority, Status};

pub fn describe_certificate_authority(
    ctx: &mut Ctx<'_>,
    input: DescribeCertificateAuthorityInput<'_>,
) -> Result<DescribeCertificateAuthorityOutput, ApiError> {
    let authority = locate::get(ctx, input.certificate_authority_arn())?;
    Ok(DescribeCertificateAuthorityOutput::new().certificate_authority(told(ctx, &authority)?))
}

pub fn told(ctx: &Ctx<'_>, it: &Authority) -> Result<CertificateAuthorityBuilder, ApiError> {
    let row = &it.row;
    let time = Timestamp::from_micros;
    let kind = if row.is_root {
        certificate_authority_type::ROOT
    } else {
        certificate_authority_type::SUBORDINATE
    };
    let crl = match &row.crl {
        Some(crl) => CrlConfigurationBuilder(crl.configuration.clone()),
        None => CrlConfigurationBuilder::new().enabled(false),
    };
    let revocation =
        RevocationConfigurationBuilder::new().crl_configuration(crl).ocsp_configuration(
            OcspConfigurationBuilder::new()
                .enabled(row.ocsp.is_some())
                .ocsp_custom_cname(row.ocsp.as_ref().and_then(|it| it.name.as_deref())),
        );
    let is_deleted = row.status == Status::Deleted;
    let mut told = CertificateAuthorityBuilder::new()
        .arn(&it.arn)
        .owner_account(ctx.account().as_str())
        .created_at(time(row.created))
        .last_state_change_at(time(row.changed))
        .type_(kind)
        .status(row.status_at(ctx.now()))
        .certificate_authority_configuration(CertificateAuthorityConfigurationBuilder(
            row.configuration.clone(),
        ))
        .revocation_configuration(revocation)
        .restorable_until(is_deleted.then(|| time(row.restorable_until)))
        .key_storage_security_standard(&row.storage_standard)
        .usage_mode(&row.usage_mode);
    if let Some(der) = &row.certificate {
        let facts = certificates::read(der).ok_or_else(ApiError::internal)?;
        told = told
            .serial(decimal(&facts.serial_bytes))
            .not_before(time(row.not_before))
            .not_after(time(row.not_after));
    }
    Ok(told)
}

/// A serial number as it is told of authorities: in decimal digits.
fn decimal(bytes: &[u8]) -> String {
    let mut digits = vec![0_u8];
    for byte in bytes {
        let mut carry = u32::from(*byte);
        for digit in &mut digits {
            let value = u32::from(*digit) * 256 + carry;
            *digit = (value % 10) as u8;
            carry = value / 10;
        }
        while carry > 0 {
            digits.push((carry % 10) as u8);
            carry /= 10;
        }
    }
    digits.iter().rev().map(|it| char::from(b'0' + it)).collect()
}

pub fn pem(label: &str, der: &[u8]) -> String {
    format!("{}\n", certificates::encode(label, der))
}

pub fn chain_pem(chain: &[ByteVec]) -> Option<String> {
    let text: String = chain.iter().map(|it| pem("CERTIFICATE", it)).collect();
    (!text.is_empty()).then_some(text)
}

pub fn get_certificate_authority_csr(
    ctx: &mut Ctx<'_>,
    input: GetCertificateAuthorityCsrInput<'_>,
) -> Result<GetCertificateAuthorityCsrOutput, ApiError> {
    let authority = locate::get_live(ctx, input.certificate_authority_arn())?;
    if authority.row.status == Status::Creating {
        return Err(errors::in_progress("The certificate signing request"));
    }
    let request = authority.row.request.as_ref();
    let request = request.ok_or_else(|| errors::in_status(authority.row.status_at(ctx.now())))?;
    Ok(GetCertificateAuthorityCsrOutput::new().csr(pem("CERTIFICATE REQUEST", request)))
}

/// "The chain does not include the CA certificate."
pub fn get_certificate_authority_certificate(
    ctx: &mut Ctx<'_>,
    input: GetCertificateAuthorityCertificateInput<'_>,
) -> Result<GetCertificateAuthorityCertificateOutput, ApiError> {
    let authority = locate::get_live(ctx, input.certificate_authority_arn())?;
    let row = &authority.row;
    let der = row.certificate.as_ref();
    let der = der.ok_or_else(|| errors::in_status(row.status_at(ctx.now())))?;
    Ok(GetCertificateAuthorityCertificateOutput::new()
        .certificate(pem("CERTIFICATE", der))
        .certificate_chain(chain_pem(&row.chain)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serial_numbers_are_told_in_decimal_digits() {
        assert_eq!(decimal(&[]), "0");
        assert_eq!(decimal(&[0x10, 0x0d]), "4109");
        assert_eq!(decimal(&[0xff; 16]), u128::MAX.to_string());
    }
}
