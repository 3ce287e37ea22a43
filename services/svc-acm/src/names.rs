//! Domain names: which may be in a certificate, and where they are validated.

use kernel::{ApiError, Ctx};

use crate::api::failure_reason;

/// [G] "Troubleshoot certificate requests": names of Amazon's own.
const AMAZONS: [&str; 3] = ["amazonaws.com", "cloudfront.net", "elasticbeanstalk.com"];
/// RFC 6761, RFC 6762, RFC 7686, RFC 9476 and ICANN's `internal`: no public domains.
const NOT_PUBLIC: [&str; 9] =
    ["alt", "example", "internal", "invalid", "local", "localhost", "onion", "test", "localdomain"];
/// The mailboxes of RFC 2142 and others that certificate authorities write to.
pub const MAILBOXES: [&str; 5] =
    ["administrator", "hostmaster", "postmaster", "webmaster", "admin"];

/// Why no public authority would certify a name.
pub fn failure(name: &str) -> Option<&'static str> {
    let name = name.trim_start_matches("*.").to_ascii_lowercase();
    let is_below = |parent: &str| {
        name == parent || name.strip_suffix(parent).is_some_and(|it| it.ends_with('.'))
    };
    if AMAZONS.into_iter().any(is_below) {
        return Some(failure_reason::DOMAIN_NOT_ALLOWED);
    }
    let top = name.rsplit('.').next().unwrap_or_default();
    let is_number = top.bytes().all(|it| it.is_ascii_digit());
    if NOT_PUBLIC.contains(&top) || is_number || !has_good_hyphens(&name) {
        return Some(failure_reason::INVALID_PUBLIC_DOMAIN);
    }
    None
}

/// "Domain names beginning with the pattern `<character><character>--` must match `xn--`."
fn has_good_hyphens(name: &str) -> bool {
    name.split('.').all(|label| {
        let is_tagged = label.len() >= 4 && label.is_char_boundary(2) && &label[2..4] == "--";
        !is_tagged || label.starts_with("xn--")
    })
}

/// Whether mail to the second domain may speak for the first.
pub fn is_within(name: &str, parent: &str) -> bool {
    let name = name.trim_start_matches("*.").to_ascii_lowercase();
    let parent = parent.to_ascii_lowercase();
    name == parent || name.strip_suffix(&parent).is_some_and(|it| it.ends_with('.'))
}

/// The record that shows a domain to be the account's: its name and its value. The same whenever
/// the account asks for the domain, with or without an asterisk.
pub fn record(ctx: &Ctx<'_>, name: &str) -> Result<(String, String), ApiError> {
    let name = name.trim_start_matches("*.").to_ascii_lowercase();
    record_by(ctx, &format!("{}/{name}", ctx.account()), &name)
}

/// The same for an endpoint of ACME: "Different endpoints require separate CNAME records, even for
/// the same domain."
pub fn record_of_endpoint(
    ctx: &Ctx<'_>,
    endpoint: &str,
    name: &str,
) -> Result<(String, String), ApiError> {
    record_by(ctx, &format!("{}/{endpoint}/{name}", ctx.account()), name)
}

fn record_by(ctx: &Ctx<'_>, salt: &str, name: &str) -> Result<(String, String), ApiError> {
    let derive = |purpose: &[u8]| -> Result<String, ApiError> {
        let digest = ctx.root_key()?.derive(purpose, salt.as_bytes());
        let (number, _) = digest.as_chunks::<16>();
        Ok(format!("{:032x}", u128::from_be_bytes(number[0])))
    };
    let (label, value) = (derive(b"record name")?, derive(b"record value")?);
    let zone: String =
        derive(b"record zone")?.bytes().take(10).map(|it| char::from(b'a' + (it % 26))).collect();
    Ok((format!("_{label}.{name}."), format!("_{value}.{zone}.acm-validations.aws.")))
}
