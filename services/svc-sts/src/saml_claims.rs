//! What a verified assertion of SAML says in AWS's words: attributes, and condition keys.
//!
//! Sources: "Configure SAML assertions for the authentication response" and "Available keys for
//! SAML- based AWS STS federation" (IAM User Guide).

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kernel::ApiError;
use saml::response::Assertion;
use sha1::{Digest as _, Sha1};

use crate::errors;
use crate::federation::Keys;
use crate::limits::{
    NAME_CHARS, SAML_SESSION_SECONDS, TAG_KEY_CHARS_MAX, TAG_VALUE_CHARS_MAX, TAGS_MAX,
};

const ATTRIBUTES: &str = "https://aws.amazon.com/SAML/Attributes/";
const NAME_FORMATS: &str = "urn:oasis:names:tc:SAML:2.0:nameid-format:";

/// Attributes that are condition keys.
const KEYS: [(&str, &str); 29] = [
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.1", "saml:edupersonaffiliation"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.2", "saml:edupersonnickname"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.3", "saml:edupersonorgdn"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.4", "saml:edupersonorgunitdn"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.5", "saml:edupersonprimaryaffiliation"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.6", "saml:edupersonprincipalname"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.7", "saml:edupersonentitlement"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.8", "saml:edupersonprimaryorgunitdn"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.9", "saml:edupersonscopedaffiliation"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.10", "saml:edupersontargetedid"),
    ("urn:oid:1.3.6.1.4.1.5923.1.1.1.11", "saml:edupersonassurance"),
    ("urn:oid:1.3.6.1.4.1.5923.1.2.1.2", "saml:eduorghomepageuri"),
    ("urn:oid:1.3.6.1.4.1.5923.1.2.1.3", "saml:eduorgidentityauthnpolicyuri"),
    ("urn:oid:1.3.6.1.4.1.5923.1.2.1.4", "saml:eduorglegalname"),
    ("urn:oid:1.3.6.1.4.1.5923.1.2.1.5", "saml:eduorgsuperioruri"),
    ("urn:oid:1.3.6.1.4.1.5923.1.2.1.6", "saml:eduorgwhitepagesuri"),
    ("urn:oid:2.5.4.3", "saml:cn"),
    ("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name", "saml:name"),
    ("http://schemas.xmlsoap.org/claims/CommonName", "saml:commonname"),
    ("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname", "saml:givenname"),
    ("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname", "saml:surname"),
    ("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress", "saml:mail"),
    (
        "http://schemas.microsoft.com/ws/2008/06/identity/claims/primarygroupsid",
        "saml:primarygroupsid",
    ),
    ("urn:oid:2.5.4.42", "saml:givenname"),
    ("urn:oid:2.5.4.4", "saml:surname"),
    ("urn:oid:2.5.4.45", "saml:x500uniqueidentifier"),
    ("urn:oid:0.9.2342.19200300100.1.1", "saml:uid"),
    ("urn:oid:0.9.2342.19200300100.1.3", "saml:mail"),
    ("urn:oid:0.9.2342.19200300100.1.45", "saml:organizationstatus"),
];

/// What AWS reads in an assertion.
#[derive(Debug)]
pub struct Claims {
    pub session_name: String,
    pub subject_type: Option<String>,
    pub name_qualifier: String,
    pub source_identity: Option<String>,
    pub tags: BTreeMap<String, String>,
    pub transitive_tag_keys: Vec<String>,
    /// All condition keys, for the trust policy.
    pub keys: Keys,
}

/// The provider of an assertion, by its account and its name there, and the recipient that the
/// assertion names.
#[derive(Clone, Copy, Debug)]
pub struct Place<'p> {
    pub account: &'p str,
    pub provider: &'p str,
    pub recipient: &'p str,
}

/// Whether an assertion offers a role with its provider, in either order.
pub fn offers(assertion: &Assertion, role_arn: &str, provider_arn: &str) -> bool {
    attribute(assertion, "Role").iter().any(|pair| {
        pair.split_once(',').is_some_and(|(one, other)| {
            let (one, other) = (one.trim(), other.trim());
            (one, other) == (role_arn, provider_arn) || (other, one) == (role_arn, provider_arn)
        })
    })
}

pub fn read(assertion: &Assertion, place: Place<'_>) -> Result<Claims, ApiError> {
    let session_name = single(assertion, "RoleSessionName")?;
    let session_name = session_name.ok_or_else(errors::saml_no_session_name)?;
    if !is_name(session_name) {
        return Err(errors::saml_session_name());
    }
    let source_identity = single(assertion, "SourceIdentity")?;
    if source_identity.is_some_and(|it| !is_name(it) || it.starts_with("aws:")) {
        return Err(errors::saml_source_identity());
    }
    if let Some(seconds) = single(assertion, "SessionDuration")? {
        let seconds = seconds.parse().ok().filter(|it| SAML_SESSION_SECONDS.contains(it));
        seconds.ok_or_else(|| errors::saml_attribute("SessionDuration"))?;
    }
    let tags = tags(assertion)?;
    let transitive_tag_keys = transitive(assertion, &tags)?;
    let subject_type = assertion
        .subject_format
        .as_deref()
        .map(|format| format.strip_prefix(NAME_FORMATS).unwrap_or(format).to_owned());
    let name_qualifier = name_qualifier(&assertion.issuer, place);
    let mut keys = Keys::new();
    for (name, key) in KEYS {
        let values = assertion.values(name);
        if !values.is_empty() {
            keys.entry(key.to_owned()).or_default().extend_from_slice(values);
        }
    }
    let doc = format!("{}/{}", place.account, place.provider);
    for (key, value) in [
        ("saml:aud", place.recipient),
        ("saml:iss", &assertion.issuer),
        ("saml:sub", &assertion.subject),
        ("saml:namequalifier", &name_qualifier),
        ("saml:doc", &doc),
        ("sts:rolesessionname", session_name),
    ] {
        keys.insert(key.to_owned(), vec![value.to_owned()]);
    }
    keys.extend(subject_type.clone().map(|it| ("saml:sub_type".to_owned(), vec![it])));
    crate::federation::add_session_keys(&mut keys, &tags, &transitive_tag_keys, source_identity);
    Ok(Claims {
        session_name: session_name.to_owned(),
        subject_type,
        name_qualifier,
        source_identity: source_identity.map(str::to_owned),
        tags,
        transitive_tag_keys,
        keys,
    })
}

fn attribute<'a>(assertion: &'a Assertion, name: &str) -> &'a [String] {
    assertion.values(&format!("{ATTRIBUTES}{name}"))
}

/// An attribute that has one value.
fn single<'a>(assertion: &'a Assertion, name: &str) -> Result<Option<&'a str>, ApiError> {
    match attribute(assertion, name) {
        [] => Ok(None),
        [value] => Ok(Some(value)),
        _ => Err(errors::saml_attribute(name)),
    }
}

fn is_name(text: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_+=,.@-".contains(&byte);
    NAME_CHARS.contains(&text.len()) && text.bytes().all(is_allowed)
}

fn tags(assertion: &Assertion) -> Result<BTreeMap<String, String>, ApiError> {
    let prefix = format!("{ATTRIBUTES}PrincipalTag:");
    let mut tags = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for (name, values) in &assertion.attributes {
        let Some(key) = name.strip_prefix(&prefix) else { continue };
        let refuse = || errors::saml_attribute(&format!("PrincipalTag:{key}"));
        let [value] = values.as_slice() else { return Err(refuse()) };
        let folded = key.to_lowercase();
        let is_key = !key.is_empty()
            && key.chars().count() <= TAG_KEY_CHARS_MAX
            && value.chars().count() <= TAG_VALUE_CHARS_MAX;
        if !is_key || folded.starts_with("aws:") || !seen.insert(folded) || tags.len() >= TAGS_MAX {
            return Err(refuse());
        }
        tags.insert(key.to_owned(), value.clone());
    }
    Ok(tags)
}

fn transitive(
    assertion: &Assertion,
    tags: &BTreeMap<String, String>,
) -> Result<Vec<String>, ApiError> {
    let keys = attribute(assertion, "TransitiveTagKeys");
    let is_tag = |key: &String| tags.keys().any(|it| it.to_lowercase() == key.to_lowercase());
    if keys.iter().all(is_tag) {
        Ok(keys.to_vec())
    } else {
        Err(errors::transitive_tag_not_requested())
    }
}

/// [A] NameQualifier: the digest of issuer, account number, a slash and the name of the provider.
fn name_qualifier(issuer: &str, place: Place<'_>) -> String {
    let text = format!("{issuer}{}/{}", place.account, place.provider);
    STANDARD.encode(Sha1::digest(text.as_bytes()))
}
