//! What certificates and requests say.

use x509_parser::certification_request::X509CertificationRequest;
use x509_parser::extensions::{ExtendedKeyUsage, GeneralName, KeyUsage};
use x509_parser::oid_registry::Oid;
use x509_parser::prelude::{FromDer as _, X509Certificate, X509Name};
use x509_parser::x509::SubjectPublicKeyInfo;

use crate::extension::{self, Extension, id};
use crate::key::Algorithm;
use crate::{scheme, verify};

/// A certificate's content.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// `CN=www.example.com,O=Example`, the most specific part first.
    pub subject: String,
    pub issuer: String,
    /// The same in their parts, as they stand there: `("CN", "www.example.com")`.
    pub subject_parts: Vec<(String, String)>,
    pub issuer_parts: Vec<(String, String)>,
    pub common_name: Option<String>,
    /// The issuer's organization, or its common name.
    pub issuer_name: String,
    /// `0a:1b:…`
    pub serial: String,
    pub serial_bytes: Vec<u8>,
    /// Seconds since 1970.
    pub not_before: i64,
    pub not_after: i64,
    /// DNS names.
    pub names: Vec<String>,
    pub algorithm: Option<Algorithm>,
    /// `SHA256WITHRSA`
    pub signature: String,
    /// In ACM's words: `DIGITAL_SIGNATURE`.
    pub usages: Vec<String>,
    /// In ACM's words, with the number: `TLS_WEB_SERVER_AUTHENTICATION`.
    pub extended_usages: Vec<(String, String)>,
    pub is_authority: bool,
    pub path_len: Option<u32>,
    /// SubjectPublicKeyInfo.
    pub public: Vec<u8>,
    pub is_self_issued: bool,
    /// Where its issuer says what it has revoked, by OCSP.
    pub ocsp_urls: Vec<String>,
}

/// `None` for what is no certificate, or is followed by something.
pub fn read(der: &[u8]) -> Option<Facts> {
    let (rest, certificate) = X509Certificate::from_der(der).ok()?;
    if !rest.is_empty() {
        return None;
    }
    let basic = certificate.basic_constraints().ok()?;
    Some(Facts {
        subject: name(certificate.subject()),
        issuer: name(certificate.issuer()),
        subject_parts: parts(certificate.subject()),
        issuer_parts: parts(certificate.issuer()),
        common_name: part(certificate.subject().iter_common_name().next()),
        issuer_name: part(certificate.issuer().iter_organization().next())
            .or_else(|| part(certificate.issuer().iter_common_name().next()))
            .unwrap_or_default(),
        serial: hex(certificate.raw_serial(), ":"),
        serial_bytes: certificate.raw_serial().to_vec(),
        not_before: certificate.validity().not_before.timestamp(),
        not_after: certificate.validity().not_after.timestamp(),
        names: dns_names(&certificate)?,
        algorithm: algorithm(certificate.public_key()),
        signature: verify::signature_name(&certificate.signature_algorithm.algorithm),
        usages: certificate.key_usage().ok()?.map_or(Vec::new(), |it| usages(*it.value)),
        extended_usages: certificate
            .extended_key_usage()
            .ok()?
            .map_or(Vec::new(), |it| extended(it.value)),
        is_authority: basic.as_ref().is_some_and(|it| it.value.ca),
        path_len: basic.and_then(|it| it.value.path_len_constraint),
        public: certificate.public_key().raw.to_vec(),
        is_self_issued: certificate.subject() == certificate.issuer(),
        ocsp_urls: ocsp_urls(&certificate),
    })
}

fn dns_names(certificate: &X509Certificate<'_>) -> Option<Vec<String>> {
    let names = certificate.subject_alternative_name().ok()?;
    let names = names.iter().flat_map(|it| &it.value.general_names);
    let names = names.filter_map(|it| match it {
        GeneralName::DNSName(name) => Some((*name).to_owned()),
        _ => None,
    });
    Some(names.collect())
}

fn ocsp_urls(certificate: &X509Certificate<'_>) -> Vec<String> {
    use x509_parser::extensions::ParsedExtension;
    const OCSP: &str = "1.3.6.1.5.5.7.48.1";
    let mut urls = Vec::new();
    for extension in certificate.extensions() {
        let ParsedExtension::AuthorityInfoAccess(access) = extension.parsed_extension() else {
            continue;
        };
        for it in &access.accessdescs {
            if let GeneralName::URI(url) = it.access_location
                && it.access_method.to_id_string() == OCSP
            {
                urls.push(url.to_owned());
            }
        }
    }
    urls
}

fn part(value: Option<&x509_parser::x509::AttributeTypeAndValue<'_>>) -> Option<String> {
    value.and_then(|it| it.as_str().ok()).map(str::to_owned)
}

/// Short names of the parts of names (RFC 4514, and what AWS shows beyond it).
fn short(oid: &Oid<'_>) -> String {
    let id = oid.to_id_string();
    let name = match id.as_str() {
        "2.5.4.3" => "CN",
        "2.5.4.4" => "SURNAME",
        "2.5.4.5" => "SERIALNUMBER",
        "2.5.4.6" => "C",
        "2.5.4.7" => "L",
        "2.5.4.8" => "ST",
        "2.5.4.10" => "O",
        "2.5.4.11" => "OU",
        "2.5.4.12" => "T",
        "2.5.4.42" => "GIVENNAME",
        "2.5.4.43" => "INITIALS",
        "2.5.4.44" => "GENERATION",
        "2.5.4.46" => "DNQ",
        "2.5.4.65" => "PSEUDONYM",
        "0.9.2342.19200300.100.1.25" => "DC",
        "1.2.840.113549.1.9.1" => "EMAILADDRESS",
        _ => return id,
    };
    name.to_owned()
}

fn parts(of: &X509Name<'_>) -> Vec<(String, String)> {
    let parts = of.iter_attributes();
    let text = |it: Result<&str, _>| it.map(str::to_owned).unwrap_or_default();
    parts.map(|it| (short(it.attr_type()), text(it.as_str()))).collect()
}

fn name(of: &X509Name<'_>) -> String {
    let parts = parts(of);
    let parts = parts.iter().rev().map(|(kind, value)| format!("{kind}={value}"));
    parts.collect::<Vec<_>>().join(",")
}

pub(crate) fn hex(bytes: &[u8], between: &str) -> String {
    let digits: Vec<String> = bytes.iter().map(|it| format!("{it:02x}")).collect();
    digits.join(between)
}

pub(crate) fn algorithm(of: &SubjectPublicKeyInfo<'_>) -> Option<Algorithm> {
    use x509_parser::public_key::PublicKey;
    match of.algorithm.algorithm.to_id_string().as_str() {
        scheme::ML_DSA_44 => return Some(Algorithm::MlDsa44),
        scheme::ML_DSA_65 => return Some(Algorithm::MlDsa65),
        scheme::ML_DSA_87 => return Some(Algorithm::MlDsa87),
        _ => {}
    }
    match of.parsed().ok()? {
        PublicKey::RSA(key) => Some(Algorithm::Rsa(key.key_size())),
        PublicKey::EC(_) => {
            let curve = of.algorithm.parameters.as_ref()?.as_oid().ok()?;
            match curve.to_id_string().as_str() {
                "1.2.840.10045.3.1.7" => Some(Algorithm::P256),
                "1.3.132.0.34" => Some(Algorithm::P384),
                "1.3.132.0.35" => Some(Algorithm::P521),
                _ => None,
            }
        }
        _ => None,
    }
}

fn usages(of: KeyUsage) -> Vec<String> {
    let all = [
        (of.digital_signature(), "DIGITAL_SIGNATURE"),
        (of.non_repudiation(), "NON_REPUDIATION"),
        (of.key_encipherment(), "KEY_ENCIPHERMENT"),
        (of.data_encipherment(), "DATA_ENCIPHERMENT"),
        (of.key_agreement(), "KEY_AGREEMENT"),
        (of.key_cert_sign(), "CERTIFICATE_SIGNING"),
        (of.crl_sign(), "CRL_SIGNING"),
        (of.encipher_only(), "ENCIPHER_ONLY"),
        (of.decipher_only(), "DECIPHER_ONLY"),
    ];
    all.into_iter().filter(|(is_set, _)| *is_set).map(|(_, name)| name.to_owned()).collect()
}

fn extended(of: &ExtendedKeyUsage<'_>) -> Vec<(String, String)> {
    let all = [
        (of.server_auth, "TLS_WEB_SERVER_AUTHENTICATION", "1.3.6.1.5.5.7.3.1"),
        (of.client_auth, "TLS_WEB_CLIENT_AUTHENTICATION", "1.3.6.1.5.5.7.3.2"),
        (of.code_signing, "CODE_SIGNING", "1.3.6.1.5.5.7.3.3"),
        (of.email_protection, "EMAIL_PROTECTION", "1.3.6.1.5.5.7.3.4"),
        (of.time_stamping, "TIME_STAMPING", "1.3.6.1.5.5.7.3.8"),
        (of.ocsp_signing, "OCSP_SIGNING", "1.3.6.1.5.5.7.3.9"),
        (of.any, "ANY", "2.5.29.37.0"),
    ];
    let known = all.into_iter().filter(|(is_set, ..)| *is_set);
    let known = known.map(|(_, name, oid)| (name.to_owned(), oid.to_owned()));
    let other = of.other.iter().map(|oid| {
        let oid = oid.to_id_string();
        let name = match oid.as_str() {
            "1.3.6.1.5.5.7.3.5" => "IPSEC_END_SYSTEM",
            "1.3.6.1.5.5.7.3.6" => "IPSEC_TUNNEL",
            "1.3.6.1.5.5.7.3.7" => "IPSEC_USER",
            _ => "CUSTOM",
        };
        (name.to_owned(), oid)
    });
    known.chain(other).collect()
}

/// A request for a certificate, whose own signature is right.
#[derive(Clone, Debug)]
pub struct Request {
    pub subject: rcgen::DistinguishedName,
    pub common_name: Option<String>,
    /// DNS names.
    pub names: Vec<String>,
    /// Whether it asks for addresses and the like, too.
    pub has_other_names: bool,
    /// SubjectPublicKeyInfo.
    pub public: Vec<u8>,
    pub algorithm: Option<Algorithm>,
}

/// `None` for what is no request, or not signed by its own key.
pub fn read_request(der: &[u8]) -> Option<Request> {
    let (rest, request) = X509CertificationRequest::from_der(der).ok()?;
    if !rest.is_empty() || !verify::is_own(&request) {
        return None;
    }
    let info = &request.certification_request_info;
    let mut subject = rcgen::DistinguishedName::new();
    for part in info.subject.iter_attributes() {
        let oid: Vec<u64> = part.attr_type().iter()?.collect();
        let kind = rcgen::DnType::from_oid(&oid);
        let text = part.as_str().ok()?;
        match (&kind, text.try_into()) {
            (rcgen::DnType::CountryName, Ok(printable)) => {
                subject.push(kind, rcgen::DnValue::PrintableString(printable));
            }
            _ => subject.push(kind, text),
        }
    }
    let (mut names, mut has_other_names) = (Vec::new(), false);
    for extension in request.requested_extensions().into_iter().flatten() {
        if let x509_parser::extensions::ParsedExtension::SubjectAlternativeName(found) = extension {
            for it in &found.general_names {
                match it {
                    GeneralName::DNSName(name) => names.push((*name).to_owned()),
                    _ => has_other_names = true,
                }
            }
        }
    }
    let public = info.subject_pki.raw.to_vec();
    let common_name = part(info.subject.iter_common_name().next());
    let algorithm = algorithm(&info.subject_pki);
    Some(Request { subject, common_name, names, has_other_names, public, algorithm })
}

/// A request as it came, whose own signature is right.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The name, DER.
    pub subject: Vec<u8>,
    /// SubjectPublicKeyInfo.
    pub public: Vec<u8>,
    pub algorithm: Option<Algorithm>,
    pub extensions: Vec<Extension>,
}

/// `None` for what is no request, or not signed by its own key.
pub fn open_request(der: &[u8]) -> Option<Asked> {
    use x509_parser::cri_attributes::ParsedCriAttribute;
    let (rest, request) = X509CertificationRequest::from_der(der).ok()?;
    if !rest.is_empty() || !verify::is_own(&request) {
        return None;
    }
    let info = &request.certification_request_info;
    let mut extensions = Vec::new();
    for attribute in info.iter_attributes() {
        if let ParsedCriAttribute::ExtensionRequest(asked) = attribute.parsed_attribute() {
            extensions.extend(asked.extensions.iter().map(extension_of));
        }
    }
    Some(Asked {
        subject: info.subject.as_raw().to_vec(),
        public: info.subject_pki.raw.to_vec(),
        algorithm: algorithm(&info.subject_pki),
        extensions,
    })
}

fn extension_of(it: &x509_parser::prelude::X509Extension<'_>) -> Extension {
    Extension { oid: it.oid.to_id_string(), is_critical: it.critical, value: it.value.to_vec() }
}

/// What an authority's certificate says of its name and its key, and which extensions it has.
#[derive(Clone, Debug)]
pub struct Signs {
    /// The name, DER.
    pub subject: Vec<u8>,
    pub issuer: Vec<u8>,
    pub key_identifier: Vec<u8>,
    pub extensions: Vec<Extension>,
}

pub fn read_signer(der: &[u8]) -> Option<Signs> {
    let (_, certificate) = X509Certificate::from_der(der).ok()?;
    let extensions: Vec<Extension> = certificate.extensions().iter().map(extension_of).collect();
    let own = extensions.iter().find(|it| it.oid == id::SUBJECT_KEY);
    // The identifier lies in octets of its own.
    let key_identifier = own.and_then(|it| it.value.get(2..)).map(<[u8]>::to_vec);
    let bits = &certificate.public_key().subject_public_key.data;
    Some(Signs {
        subject: certificate.subject().as_raw().to_vec(),
        issuer: certificate.issuer().as_raw().to_vec(),
        key_identifier: key_identifier.unwrap_or_else(|| extension::key_identifier(bits)),
        extensions,
    })
}

/// The identifier of a public key (SubjectPublicKeyInfo).
pub fn key_identifier(public: &[u8]) -> Option<Vec<u8>> {
    let (_, info) = SubjectPublicKeyInfo::from_der(public).ok()?;
    Some(extension::key_identifier(&info.subject_public_key.data))
}
