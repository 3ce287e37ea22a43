//! ImportCertificateAuthorityCertificate: what makes an authority active.
//!
//! Source: API Reference, ImportCertificateAuthorityCertificate.

use bytes::Bytes;
use certificates::extension::id;
use certificates::{ChainFault, Facts, check_chain};
use kernel::{ApiError, Ctx, Timestamp};

use crate::api::{
    ImportCertificateAuthorityCertificateInput, ImportCertificateAuthorityCertificateOutput,
};
use crate::crl;
use crate::errors;
use crate::limits;
use crate::locate;
use crate::ocsp;
use crate::state::{Authority, Status};

/// "Private CA allows the following extensions to be marked critical."
const MAY_BE_CRITICAL: [&str; 13] = [
    id::AUTHORITY_KEY,
    id::BASIC_CONSTRAINTS,
    id::CERTIFICATE_POLICIES,
    id::EXTENDED_KEY_USAGE,
    id::INHIBIT_ANY_POLICY,
    id::ISSUER_ALTERNATIVE_NAME,
    id::KEY_USAGE,
    id::NAME_CONSTRAINTS,
    id::POLICY_MAPPINGS,
    id::SUBJECT_ALTERNATIVE_NAME,
    id::SUBJECT_DIRECTORY_ATTRIBUTES,
    id::SUBJECT_KEY,
    id::SUBJECT_INFORMATION_ACCESS,
];

pub fn import_certificate_authority_certificate(
    ctx: &mut Ctx<'_>,
    input: ImportCertificateAuthorityCertificateInput<'_>,
) -> Result<ImportCertificateAuthorityCertificateOutput, ApiError> {
    let mut authority = locate::get_live(ctx, input.certificate_authority_arn())?;
    if matches!(authority.row.status, Status::Creating | Status::Failed) {
        return Err(errors::in_status(authority.row.status_at(ctx.now())));
    }
    let mut found = ders(input.certificate(), limits::CERTIFICATE_BYTES_MAX)?;
    let der = found.pop().filter(|_| found.is_empty()).ok_or_else(|| {
        errors::malformed_certificate(
            "Exactly one certificate must be given, with its chain apart.",
        )
    })?;
    let chain = match input.certificate_chain() {
        Some(chain) => ders(chain, limits::CHAIN_BYTES_MAX)?,
        None => Vec::new(),
    };
    if chain.len() > limits::CHAIN_MAX {
        return Err(errors::malformed_certificate(format!(
            "The chain has more than {} certificates.",
            limits::CHAIN_MAX
        )));
    }
    let facts = certificates::read(&der)
        .ok_or_else(|| errors::malformed_certificate("The certificate is not valid X.509."))?;
    check(ctx, &authority, &facts)?;
    for certificate in std::iter::once(&der).chain(&chain) {
        check_extensions(certificate)?;
    }
    check_issuers(&authority, &der, &facts, &chain)?;
    let now = ctx.now().micros();
    let row = &mut authority.row;
    row.certificate = Some(der.into());
    row.chain = chain.into_iter().map(Into::into).collect();
    row.not_before = Timestamp::from_secs(facts.not_before).micros();
    row.not_after = Timestamp::from_secs(facts.not_after).micros();
    if row.status == Status::Pending {
        row.status = Status::Active;
    }
    row.changed = now;
    crl::plan(ctx, &mut authority, limits::CRL_FIRST_DELAY);
    locate::save(ctx, &authority);
    ocsp::announce(ctx, &authority)?;
    Ok(ImportCertificateAuthorityCertificateOutput::new())
}

fn ders(pem: &Bytes, bytes_max: usize) -> Result<Vec<Vec<u8>>, ApiError> {
    let malformed = || errors::malformed_certificate("The certificate is not in PEM format.");
    if pem.len() > bytes_max {
        return Err(errors::malformed_certificate(format!(
            "The certificates are larger than {bytes_max} bytes."
        )));
    }
    let text = std::str::from_utf8(pem).map_err(|_| malformed())?;
    let blocks = certificates::blocks(text).map_err(|_| malformed())?;
    if blocks.is_empty() || blocks.iter().any(|it| !it.label.ends_with("CERTIFICATE")) {
        return Err(malformed());
    }
    Ok(blocks.into_iter().map(|it| it.der).collect())
}

fn check(ctx: &Ctx<'_>, authority: &Authority, facts: &Facts) -> Result<(), ApiError> {
    let request = authority.row.request.as_deref().ok_or_else(ApiError::internal)?;
    let own = certificates::open_request(request).ok_or_else(ApiError::internal)?;
    if own.public != facts.public {
        return Err(errors::mismatch(
            "The public key of the certificate is not that of the signing request.",
        ));
    }
    if !facts.is_authority {
        return Err(errors::malformed_certificate("The certificate is not an authority's."));
    }
    let may_sign =
        facts.usages.is_empty() || facts.usages.iter().any(|it| it == "CERTIFICATE_SIGNING");
    if !may_sign {
        return Err(errors::malformed_certificate("The key must not sign certificates."));
    }
    let now = ctx.now().secs();
    if now < facts.not_before || now >= facts.not_after {
        return Err(errors::request("The certificate is not valid now."));
    }
    Ok(())
}

/// "Basic constraints (must be marked critical)"; others may be, or must not.
fn check_extensions(der: &[u8]) -> Result<(), ApiError> {
    let signs = certificates::read_signer(der)
        .ok_or_else(|| errors::malformed_certificate("A certificate is not valid X.509."))?;
    for extension in &signs.extensions {
        let is_constraints = extension.oid == id::BASIC_CONSTRAINTS;
        let may_be = MAY_BE_CRITICAL.contains(&extension.oid.as_str());
        if is_constraints && !extension.is_critical {
            return Err(errors::malformed_certificate("Basic constraints must be critical."));
        }
        if extension.is_critical && !may_be {
            return Err(errors::malformed_certificate(format!(
                "The extension {} must not be critical.",
                extension.oid
            )));
        }
    }
    Ok(())
}

/// "Only a self-signed certificate can be imported as a root CA. A self-signed certificate cannot
/// be imported as a subordinate CA." "Your root CA must be the last certificate in your chain."
fn check_issuers(
    authority: &Authority,
    der: &Vec<u8>,
    facts: &Facts,
    chain: &[Vec<u8>],
) -> Result<(), ApiError> {
    let is_self_signed =
        facts.is_self_issued && check_chain(der, std::slice::from_ref(der)).is_ok();
    if authority.row.is_root {
        return match (is_self_signed, chain.is_empty()) {
            (true, true) => Ok(()),
            (false, _) => Err(errors::mismatch("A root's certificate must be self-signed.")),
            (true, false) => Err(errors::request("A root's certificate has no chain.")),
        };
    }
    if is_self_signed {
        return Err(errors::mismatch("A subordinate's certificate must not be self-signed."));
    }
    let last = chain.last();
    let last =
        last.ok_or_else(|| errors::request("A subordinate's certificate needs its chain."))?;
    if chain.contains(der) {
        return Err(errors::request("The chain must not have the certificate itself."));
    }
    check_chain(der, chain).map_err(|fault| match fault {
        ChainFault::Malformed => errors::malformed_certificate("The chain is not valid X.509."),
        ChainFault::NotSigned => errors::mismatch("The chain does not sign the certificate."),
        ChainFault::NoAuthority => errors::mismatch("The chain is not of authorities."),
    })?;
    if check_chain(last, std::slice::from_ref(last)).is_err() {
        return Err(errors::mismatch("The chain must end with a root."));
    }
    Ok(())
}
