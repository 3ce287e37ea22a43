//! ImportCertificate: what clients bring is read, and must fit together.
//!
//! Source: API Reference, ImportCertificate; User Guide, "Prerequisites for importing ACM
//! certificates".

use certificates::{Facts, Key, KeyFault, PemFault};
use kernel::{ApiError, Ctx, Timestamp};

use crate::api::{ImportCertificateInput, ImportCertificateOutput};
use crate::errors;
use crate::events;
use crate::limits;
use crate::locate;
use crate::request;
use crate::state::{Certificate, Kind, Status, count};
use crate::tag;
use crate::vault;
use crate::watch;

struct Brought {
    der: Vec<u8>,
    facts: Facts,
    key: Key,
    algorithm: &'static str,
    chain: Vec<Vec<u8>>,
}

pub fn import_certificate(
    ctx: &mut Ctx<'_>,
    input: ImportCertificateInput<'_>,
) -> Result<ImportCertificateOutput, ApiError> {
    let brought = read(ctx, input)?;
    let (mut certificate, action) = match input.certificate_arn() {
        Some(arn) => (to_replace(ctx, arn, input, &brought)?, "REIMPORT"),
        None => (new(ctx, input, &brought)?, "IMPORT"),
    };
    let place = vault::place(ctx, &certificate.id);
    let now = ctx.now().micros();
    let row = &mut certificate.row;
    row.sealed_key = Some(vault::seal(ctx, &place, brought.key.pkcs8())?);
    row.not_before = Timestamp::from_secs(brought.facts.not_before).micros();
    row.not_after = Timestamp::from_secs(brought.facts.not_after).micros();
    brought.algorithm.clone_into(&mut row.algorithm);
    row.names = names(&brought.facts);
    row.domain = row.names.first().cloned().unwrap_or_default();
    row.certificate = Some(brought.der.into());
    row.chain = brought.chain.into_iter().map(Into::into).collect();
    row.imported = Some(now);
    row.status = Status::Issued;
    watch::plan(ctx, &mut certificate)?;
    locate::save(ctx, &certificate);
    events::available(ctx, &certificate, action)?;
    Ok(ImportCertificateOutput::new().certificate_arn(certificate.arn))
}

fn new(
    ctx: &mut Ctx<'_>,
    input: ImportCertificateInput<'_>,
    brought: &Brought,
) -> Result<Certificate, ApiError> {
    let algorithm = brought.algorithm.to_owned();
    let mut row = request::new_row(ctx, names(&brought.facts), Kind::Imported, algorithm);
    if let Some(tags) = input.tags() {
        tag::add(&mut row.tags, tags)?;
    }
    if count(ctx, Kind::Imported, 1)? > limits::IMPORTED_MAX {
        return Err(errors::limit(format!(
            "The account has {} imported certificates, which is its quota.",
            limits::IMPORTED_MAX
        )));
    }
    Ok(request::keep(ctx, row, None))
}

/// "The new certificate must have the same names, the same key type and size": the User Guide asks
/// for at least one domain name and the key's type to stay.
fn to_replace(
    ctx: &Ctx<'_>,
    arn: &str,
    input: ImportCertificateInput<'_>,
    brought: &Brought,
) -> Result<Certificate, ApiError> {
    if input.tags().is_some() {
        return Err(errors::validation("Tags cannot be given when a certificate is reimported."));
    }
    let certificate = locate::get(ctx, arn)?;
    if certificate.row.kind != Kind::Imported {
        return Err(errors::validation(format!("Certificate {arn} was not imported.")));
    }
    if certificate.row.algorithm != brought.algorithm {
        return Err(errors::validation(
            "A reimported certificate must have a key of the same type and size.",
        ));
    }
    Ok(certificate)
}

/// The subject's name first, each once.
fn names(facts: &Facts) -> Vec<String> {
    let mut names: Vec<String> = facts.common_name.iter().cloned().collect();
    for name in &facts.names {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}

fn text<'a>(bytes: &'a [u8], what: &str) -> Result<&'a str, ApiError> {
    std::str::from_utf8(bytes).map_err(|_| not_pem(what))
}

fn not_pem(what: &str) -> ApiError {
    errors::validation(format!("The {what} is not in a valid PEM format."))
}

fn ders(bytes: &[u8], what: &str) -> Result<Vec<Vec<u8>>, ApiError> {
    let blocks = certificates::blocks(text(bytes, what)?).map_err(|PemFault| not_pem(what))?;
    if blocks.is_empty() || blocks.iter().any(|it| !it.label.ends_with("CERTIFICATE")) {
        return Err(not_pem(what));
    }
    Ok(blocks.into_iter().map(|it| it.der).collect())
}

fn read(ctx: &Ctx<'_>, input: ImportCertificateInput<'_>) -> Result<Brought, ApiError> {
    let mut found = ders(input.certificate(), "certificate")?;
    if found.len() > 1 {
        return Err(errors::several_certificates());
    }
    let der = found.pop().ok_or_else(|| not_pem("certificate"))?;
    let facts = certificates::read(&der)
        .ok_or_else(|| errors::validation("The certificate is not a valid X.509 certificate."))?;
    check(ctx, &facts)?;
    let key = read_key(input.private_key())?;
    let algorithm = key
        .algorithm()
        .name()
        .filter(|name| facts.algorithm == Some(key.algorithm()) && !name.starts_with("ML_DSA"));
    if key.public() != facts.public {
        return Err(errors::validation("The certificate and the private key do not match."));
    }
    let algorithm = algorithm.ok_or_else(|| {
        errors::validation("The private key is not of a type and size that ACM supports.")
    })?;
    let chain = match input.certificate_chain() {
        Some(chain) => ders(chain, "certificate chain")?,
        None => Vec::new(),
    };
    if chain.len() > limits::CHAIN_MAX {
        return Err(errors::validation(format!(
            "The certificate chain has more than {} certificates.",
            limits::CHAIN_MAX
        )));
    }
    if chain.is_empty() {
        certificates::check_chain(&der, std::slice::from_ref(&der)).or_else(
            |fault| match fault {
                // It need not be an authority's to have signed itself.
                certificates::ChainFault::NoAuthority => Ok(()),
                _ => Err(errors::validation(
                    "Provided certificate is not a valid self signed. Please provide either a \
                     valid self-signed certificate or certificate chain.",
                )),
            },
        )?;
    } else {
        certificates::check_chain(&der, &chain).map_err(|_| errors::chain())?;
    }
    Ok(Brought { der, facts, key, algorithm, chain })
}

/// "The current time must be between the Not Before and Not After certificate fields. The Issuer
/// field must not be empty. The OCSP authority URL must not exceed 1000 characters."
fn check(ctx: &Ctx<'_>, facts: &Facts) -> Result<(), ApiError> {
    let now = ctx.now().secs();
    if now < facts.not_before {
        return Err(errors::validation("The certificate is not valid yet."));
    }
    if now > facts.not_after {
        return Err(errors::validation("The certificate has expired."));
    }
    if facts.issuer.is_empty() {
        return Err(errors::validation("The issuer of the certificate must not be empty."));
    }
    if facts.ocsp_urls.iter().any(|it| it.len() > limits::OCSP_URL_LEN_MAX) {
        return Err(errors::validation(format!(
            "The OCSP URL of the certificate is longer than {} characters.",
            limits::OCSP_URL_LEN_MAX
        )));
    }
    Ok(())
}

fn read_key(bytes: &[u8]) -> Result<Key, ApiError> {
    if bytes.len() > limits::PRIVATE_KEY_BYTES_MAX {
        return Err(errors::validation(format!(
            "The private key is larger than {} bytes.",
            limits::PRIVATE_KEY_BYTES_MAX
        )));
    }
    Key::from_pem(text(bytes, "private key")?).map_err(|fault| match fault {
        KeyFault::Malformed => not_pem("private key"),
        KeyFault::Encrypted => errors::validation(
            "The private key is encrypted. A key that needs a passphrase cannot be imported.",
        ),
        KeyFault::Unsupported => errors::validation("The private key is not supported."),
    })
}
