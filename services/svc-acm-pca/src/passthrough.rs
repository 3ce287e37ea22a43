//! `ApiPassthrough`: what the caller of IssueCertificate wants in the certificate.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use certificates::extension::{self, Extension};
use kernel::{ApiError, Struct, Value};

use crate::api::extended_key_usage_type as kind;
use crate::errors;
use crate::subject;

fn purpose(name: &str) -> Option<&'static str> {
    Some(match name {
        kind::SERVER_AUTH => "1.3.6.1.5.5.7.3.1",
        kind::CLIENT_AUTH => "1.3.6.1.5.5.7.3.2",
        kind::CODE_SIGNING => "1.3.6.1.5.5.7.3.3",
        kind::EMAIL_PROTECTION => "1.3.6.1.5.5.7.3.4",
        kind::TIME_STAMPING => "1.3.6.1.5.5.7.3.8",
        kind::OCSP_SIGNING => "1.3.6.1.5.5.7.3.9",
        // Microsoft's, and those of the logs of certificates (RFC 6962).
        kind::SMART_CARD_LOGIN => "1.3.6.1.4.1.311.20.2.2",
        kind::DOCUMENT_SIGNING => "1.3.6.1.4.1.311.10.3.12",
        kind::CERTIFICATE_TRANSPARENCY => "1.3.6.1.4.1.11129.2.4.4",
        _ => return None,
    })
}

fn invalid() -> ApiError {
    errors::arguments("An extension of ApiPassthrough is not valid.")
}

fn structs<'s>(of: &'s Struct, member: &str) -> impl Iterator<Item = &'s Struct> {
    of.list(member).unwrap_or_default().iter().filter_map(Value::as_struct)
}

/// The extensions that are wanted, in the order of the structure's members.
pub fn extensions(wanted: &Struct) -> Result<Vec<Extension>, ApiError> {
    let mut out = Vec::new();
    if wanted.list("CertificatePolicies").is_some() {
        let policies = structs(wanted, "CertificatePolicies").map(policy);
        out.push(extension::policies(&policies.collect::<Vec<_>>()).ok_or_else(invalid)?);
    }
    if wanted.list("ExtendedKeyUsage").is_some() {
        let mut oids = Vec::new();
        for it in structs(wanted, "ExtendedKeyUsage") {
            let custom = it.str("ExtendedKeyUsageObjectIdentifier");
            let named = it.str("ExtendedKeyUsageType").and_then(purpose);
            oids.push(match (named, custom) {
                (Some(oid), None) | (None, Some(oid)) => oid,
                _ => return Err(invalid()),
            });
        }
        out.push(extension::extended_key_usage(&oids).ok_or_else(invalid)?);
    }
    if let Some(usage) = wanted.structure("KeyUsage") {
        out.push(extension::key_usage(&subject::key_usage(usage)));
    }
    if wanted.list("SubjectAlternativeNames").is_some() {
        let names = structs(wanted, "SubjectAlternativeNames").map(subject::general_name);
        let names = names.collect::<Result<Vec<_>, _>>()?;
        out.push(extension::alternative_names(&names).ok_or_else(invalid)?);
    }
    for it in structs(wanted, "CustomExtensions") {
        let value = STANDARD.decode(it.str("Value").unwrap_or_default()).map_err(|_| invalid())?;
        let mut custom = Extension::new(it.str("ObjectIdentifier").unwrap_or_default(), value);
        custom.is_critical = it.bool("Critical") == Some(true);
        if out.iter().any(|has| has.oid == custom.oid) {
            return Err(errors::arguments(format!(
                "The extension {} is given more than once.",
                custom.oid
            )));
        }
        out.push(custom);
    }
    Ok(out)
}

fn policy(it: &Struct) -> (String, Vec<String>) {
    let statements = structs(it, "PolicyQualifiers").filter_map(|it| it.structure("Qualifier"));
    let statements = statements.filter_map(|it| it.str("CpsUri")).map(str::to_owned);
    (it.str("CertPolicyId").unwrap_or_default().to_owned(), statements.collect())
}
