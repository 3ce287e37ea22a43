//! On which certificate an operation acts, and what policies may ask.
//!
//! Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS
//! Certificate Manager".

use kernel::{Access, ApiError, Ctx, Struct, Value};

use crate::acme;
use crate::locate;

pub fn of(ctx: &mut Ctx<'_>, operation: &str, input: &Struct) -> Result<Option<Access>, ApiError> {
    let action = format!("acm:{operation}");
    if let Some(access) = of_acme(ctx, &action, operation, input) {
        return Ok(Some(with_tags(access, input)));
    }
    let access = match (operation, input.str("CertificateArn")) {
        (
            "ListCertificates"
            | "SearchCertificates"
            | "GetAccountConfiguration"
            | "PutAccountConfiguration",
            _,
        ) => Access::new(ctx, action, "*"),
        ("RequestCertificate", _) | (_, None) => {
            let arn = ctx.arn("certificate/*").to_string();
            with_request(Access::new(ctx, action, arn), input)
        }
        (_, Some(arn)) => {
            let mut access = Access::new(ctx, action, arn);
            // Whether it is there is the operation's to say.
            if let Ok(certificate) = locate::get(ctx, arn) {
                for (key, value) in &certificate.row.tags {
                    access = access.with_key(format!("aws:ResourceTag/{key}"), value.clone());
                }
            }
            access
        }
    };
    Ok(Some(with_tags(access, input)))
}

/// Operations of ACME act on an endpoint, or on what belongs to one; its accounts are the
/// endpoint's.
fn of_acme(ctx: &Ctx<'_>, action: &str, operation: &str, input: &Struct) -> Option<Access> {
    match operation {
        "ListAcmeEndpoints" => return Some(Access::new(ctx, action, "*")),
        "CreateAcmeEndpoint" => {
            let arn = ctx.arn("acme-endpoint/*").to_string();
            return Some(Access::new(ctx, action, arn));
        }
        _ => {}
    }
    let members = [
        "AcmeDomainValidationArn",
        "AcmeExternalAccountBindingArn",
        "AcmeEndpointArn",
        "ResourceArn",
    ];
    let arn = members.iter().find_map(|member| input.str(member))?;
    let mut access = Access::new(ctx, action, arn);
    // Whether it is there is the operation's to say.
    if let Ok(tags) = acme::tags::get(ctx, arn) {
        for (key, value) in tags {
            access = access.with_key(format!("aws:ResourceTag/{key}"), value);
        }
    }
    Some(access)
}

fn with_request(mut access: Access, input: &Struct) -> Access {
    for (member, key) in [
        ("ValidationMethod", "acm:ValidationMethod"),
        ("KeyAlgorithm", "acm:KeyAlgorithm"),
        ("CertificateAuthorityArn", "acm:CertificateAuthority"),
        ("DomainName", "acm:DomainNames"),
    ] {
        if let Some(value) = input.str(member) {
            access = access.with_key(key, value);
        }
    }
    for name in input.list("SubjectAlternativeNames").unwrap_or_default() {
        access = access.with_key("acm:DomainNames", name.as_str().unwrap_or_default());
    }
    if let Some(options) = input.structure("Options") {
        for (member, key) in [
            ("CertificateTransparencyLoggingPreference", "acm:CertificateTransparencyLogging"),
            ("Export", "acm:Export"),
        ] {
            if let Some(value) = options.str(member) {
                access = access.with_key(key, value);
            }
        }
    }
    access
}

fn with_tags(mut access: Access, input: &Struct) -> Access {
    for key in input.list("TagKeys").unwrap_or_default().iter().filter_map(Value::as_str) {
        access = access.with_key("aws:TagKeys", key);
    }
    let tags = input.list("Tags").unwrap_or_default();
    for tag in tags.iter().filter_map(Value::as_struct) {
        let key = tag.str("Key").unwrap_or_default();
        access = access.with_key("aws:TagKeys", key);
        if let Some(value) = tag.str("Value") {
            access = access.with_key(format!("aws:RequestTag/{key}"), value);
        }
    }
    access
}
