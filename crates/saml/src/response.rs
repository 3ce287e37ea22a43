//! A response of an identity provider, verified, and what its assertion says.
//!
//! Sources: "Assertions and Protocols for the OASIS Security Assertion Markup Language (SAML) V2.0"
//! and "Profiles", 4.1.4.2: the bearer assertion of the web browser profile.

use crate::encryption::{self, EncryptionFault};
use crate::namespace::{ASSERTION, PROTOCOL};
use crate::signature::{self, SignatureFault};
use crate::tree::{self, Element, Malformed};
use crate::{metadata, time};

const SUCCESS: &str = "urn:oasis:names:tc:SAML:2.0:status:Success";
const BEARER: &str = "urn:oasis:names:tc:SAML:2.0:cm:bearer";

/// Whom the reader trusts, and how assertions must come.
#[derive(Clone, Debug)]
pub struct Trust<'t> {
    pub provider: &'t metadata::Metadata,
    /// For encrypted assertions, in PKCS #8.
    pub private_keys: &'t [Vec<u8>],
    pub is_encryption_required: bool,
}

/// A verified assertion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assertion {
    pub issuer: String,
    pub subject: String,
    /// The format of the subject's name.
    pub subject_format: Option<String>,
    pub issued: i64,
    pub confirmations: Vec<Confirmation>,
    pub not_before: Option<i64>,
    pub not_on_or_after: Option<i64>,
    /// Each restriction must be met by one of its audiences.
    pub audiences: Vec<Vec<String>>,
    /// The end of the session at the provider.
    pub session_ends: Option<i64>,
    /// Names and values, in their order.
    pub attributes: Vec<(String, Vec<String>)>,
}

/// How a bearer may confirm to be the subject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmation {
    pub recipient: String,
    pub not_on_or_after: i64,
    pub not_before: Option<i64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ResponseFault {
    #[error("not a response that can be read")]
    Malformed,
    #[error("the provider has not authenticated anybody")]
    Rejected,
    #[error("the provider is another")]
    Issuer,
    #[error("the assertion must be encrypted")]
    Plain,
    #[error(transparent)]
    Signature(#[from] SignatureFault),
    #[error(transparent)]
    Encryption(#[from] EncryptionFault),
}

/// Reads a response: its status, its one assertion, and the signatures of both.
///
/// A signature that is there must be right, wherever it is; one must cover the assertion.
pub fn read(text: &str, trust: &Trust<'_>) -> Result<Assertion, ResponseFault> {
    use ResponseFault::{Issuer, Malformed, Plain, Rejected};
    let root = tree::read(text).map_err(|_| Malformed)?;
    if !root.is(PROTOCOL, "Response") {
        return Err(Malformed);
    }
    let status = root.only(PROTOCOL, "Status").and_then(|it| it.only(PROTOCOL, "StatusCode"));
    match status.and_then(|it| it.attribute("Value")) {
        Some(SUCCESS) => {}
        Some(_) => return Err(Rejected),
        None => return Err(Malformed),
    }
    let certificates = &trust.provider.certificates;
    let is_response_signed = signature::is_signed(&root);
    if is_response_signed {
        signature::verify(&root, &root, certificates)?;
    }
    if let Some(issuer) = root.only(ASSERTION, "Issuer")
        && issuer.text() != Some(&trust.provider.entity_id)
    {
        return Err(Issuer);
    }
    let plain: Vec<&Element> = root.all(ASSERTION, "Assertion").collect();
    let encrypted: Vec<&Element> = root.all(ASSERTION, "EncryptedAssertion").collect();
    let opened;
    let (document, assertion) = match (plain.as_slice(), encrypted.as_slice()) {
        ([_], []) if trust.is_encryption_required => return Err(Plain),
        ([assertion], []) => (&root, *assertion),
        ([], [shut]) => {
            opened = encryption::open(shut, trust.private_keys)?;
            (&opened, &opened)
        }
        _ => return Err(Malformed),
    };
    if signature::is_signed(assertion) || !is_response_signed {
        signature::verify(document, assertion, certificates)?;
    }
    let facts = facts(assertion).ok_or(Malformed)?;
    if facts.issuer != trust.provider.entity_id {
        return Err(Issuer);
    }
    Ok(facts)
}

/// `None` when something that must be there is not, or cannot be read.
fn facts(assertion: &Element) -> Option<Assertion> {
    if assertion.attribute("Version") != Some("2.0") {
        return None;
    }
    let subject = assertion.only(ASSERTION, "Subject")?;
    let name = subject.only(ASSERTION, "NameID")?;
    let mut confirmations = Vec::new();
    for it in subject.all(ASSERTION, "SubjectConfirmation") {
        if it.attribute("Method") != Some(BEARER) {
            continue;
        }
        let data = it.only(ASSERTION, "SubjectConfirmationData")?;
        confirmations.push(Confirmation {
            recipient: data.attribute("Recipient")?.to_owned(),
            not_on_or_after: time::micros(data.attribute("NotOnOrAfter")?)?,
            not_before: optional_time(data, "NotBefore").ok()?,
        });
    }
    let conditions = assertion.only(ASSERTION, "Conditions")?;
    let mut audiences = Vec::new();
    for it in conditions.all(ASSERTION, "AudienceRestriction") {
        let list = it.all(ASSERTION, "Audience").map(|it| it.text().map(str::to_owned));
        audiences.push(list.collect::<Option<Vec<String>>>()?);
    }
    let mut session_ends = None;
    for it in assertion.all(ASSERTION, "AuthnStatement") {
        if let Some(end) = optional_time(it, "SessionNotOnOrAfter").ok()? {
            session_ends = Some(session_ends.map_or(end, |before: i64| before.min(end)));
        }
    }
    Some(Assertion {
        issuer: assertion.only(ASSERTION, "Issuer")?.text()?.to_owned(),
        subject: name.text().filter(|it| !it.is_empty())?.to_owned(),
        subject_format: name.attribute("Format").map(str::to_owned),
        issued: time::micros(assertion.attribute("IssueInstant")?)?,
        confirmations,
        not_before: optional_time(conditions, "NotBefore").ok()?,
        not_on_or_after: optional_time(conditions, "NotOnOrAfter").ok()?,
        audiences,
        session_ends,
        attributes: attributes(assertion)?,
    })
}

fn optional_time(element: &Element, name: &str) -> Result<Option<i64>, Malformed> {
    let read = |text| time::micros(text).ok_or(Malformed);
    element.attribute(name).map(read).transpose()
}

/// A name that stands twice has the values of both.
fn attributes(assertion: &Element) -> Option<Vec<(String, Vec<String>)>> {
    let mut out: Vec<(String, Vec<String>)> = Vec::new();
    let statements = assertion.all(ASSERTION, "AttributeStatement");
    for it in statements.flat_map(|it| it.all(ASSERTION, "Attribute")) {
        let name = it.attribute("Name")?;
        // Values that are elements themselves (as of eduPersonTargetedID) are nobody's here.
        let values = it.all(ASSERTION, "AttributeValue").filter_map(Element::text);
        let values = values.map(str::to_owned);
        match out.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) => known.extend(values),
            None => out.push((name.to_owned(), values.collect())),
        }
    }
    Some(out)
}

impl Assertion {
    /// The values of an attribute; none if it is not there.
    #[must_use]
    pub fn values(&self, name: &str) -> &[String] {
        self.attributes.iter().find(|(it, _)| it == name).map_or(&[], |(_, values)| values)
    }
}
