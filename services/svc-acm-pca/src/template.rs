//! Certificate templates: what each gives to a certificate, and what requests may add.
//!
//! Source: User Guide, "AWS Private CA template definitions", "template varieties" and "template
//! order of operations" (the template's own values come first, then those of the API, then those
//! of the request). Only excerpts of these pages could be read; the list is partly from memory and
//! unverified.

use certificates::extension::{self, Extension, id};

pub const DEFAULT_ARN: &str = "arn:aws:acm-pca:::template/EndEntityCertificate/V1";

/// RFC 5280's numbers.
const DIGITAL_SIGNATURE: u8 = 0;
const KEY_ENCIPHERMENT: u8 = 2;
const KEY_CERT_SIGN: u8 = 5;
const CRL_SIGN: u8 = 6;

const SERVER_AUTH: &str = "1.3.6.1.5.5.7.3.1";
const CLIENT_AUTH: &str = "1.3.6.1.5.5.7.3.2";
const CODE_SIGNING: &str = "1.3.6.1.5.5.7.3.3";
const OCSP_SIGNING: &str = "1.3.6.1.5.5.7.3.9";

/// Whose certificates a template is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    EndEntity,
    /// An authority below the one that signs, with how many may stand below it.
    Subordinate(u8),
    /// The authority's own certificate.
    Root(Option<u8>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    pub subject: Subject,
    pub takes_api: bool,
    pub takes_request: bool,
    /// Only basic constraints: all else comes from outside.
    pub is_blank: bool,
    has_critical_constraints: bool,
    usages: &'static [u8],
    extended: &'static [&'static str],
    is_extended_critical: bool,
}

/// The template of an ARN; `None` for ARNs of none.
pub fn parse(arn: &str) -> Option<Template> {
    let mut parts = arn.splitn(6, ':');
    let (head, partition, service) = (parts.next()?, parts.next()?, parts.next()?);
    let (region, account, resource) = (parts.next()?, parts.next()?, parts.next()?);
    let is_arn = head == "arn" && partition.starts_with("aws") && service == "acm-pca";
    if !is_arn || !region.is_empty() || !account.is_empty() {
        return None;
    }
    let name = resource.strip_prefix("template/")?.strip_suffix("/V1")?;
    let (name, takes_api, takes_request) = match name {
        _ if name.ends_with("_APICSRPassthrough") => {
            (name.strip_suffix("_APICSRPassthrough")?, true, true)
        }
        _ if name.ends_with("_APIPassthrough") => {
            (name.strip_suffix("_APIPassthrough")?, true, false)
        }
        _ if name.ends_with("_CSRPassthrough") => {
            (name.strip_suffix("_CSRPassthrough")?, false, true)
        }
        _ => (name, false, false),
    };
    let (name, is_blank) = match name.strip_prefix("Blank") {
        Some(name) => (name, true),
        None => (name, false),
    };
    let template = base(name, is_blank)?;
    let is_passthrough = takes_api || takes_request;
    // Nobody's request is copied into a root, and blank templates are nothing by themselves.
    let is_root = matches!(template.subject, Subject::Root(_));
    if (is_blank && !is_passthrough) || (is_root && takes_request) {
        return None;
    }
    Some(Template { takes_api, takes_request, is_blank, ..template })
}

fn base(name: &str, is_blank: bool) -> Option<Template> {
    const AUTHORITY: &[u8] = &[DIGITAL_SIGNATURE, KEY_CERT_SIGN, CRL_SIGN];
    const ENTITY: &[u8] = &[DIGITAL_SIGNATURE, KEY_ENCIPHERMENT];
    let path_len = |text: &str| match text {
        "0" => Some(0),
        "1" => Some(1),
        "2" => Some(2),
        "3" => Some(3),
        _ => None,
    };
    let of = |subject, usages, extended| Template {
        subject,
        takes_api: false,
        takes_request: false,
        is_blank: false,
        has_critical_constraints: subject != Subject::EndEntity,
        usages,
        extended,
        is_extended_critical: false,
    };
    Some(match name {
        "EndEntityCertificate" => of(Subject::EndEntity, ENTITY, &[SERVER_AUTH, CLIENT_AUTH]),
        "EndEntityCertificate_CriticalBasicConstraints" if is_blank => {
            Template { has_critical_constraints: true, ..of(Subject::EndEntity, ENTITY, &[]) }
        }
        "EndEntityClientAuthCertificate" if !is_blank => {
            of(Subject::EndEntity, ENTITY, &[CLIENT_AUTH])
        }
        "EndEntityServerAuthCertificate" if !is_blank => {
            of(Subject::EndEntity, ENTITY, &[SERVER_AUTH])
        }
        "CodeSigningCertificate" if !is_blank => Template {
            is_extended_critical: true,
            ..of(Subject::EndEntity, &[DIGITAL_SIGNATURE], &[CODE_SIGNING])
        },
        "OCSPSigningCertificate" if !is_blank => Template {
            is_extended_critical: true,
            ..of(Subject::EndEntity, &[DIGITAL_SIGNATURE], &[OCSP_SIGNING])
        },
        "RootCACertificate" => of(Subject::Root(None), AUTHORITY, &[]),
        _ => {
            if let Some(below) = name.strip_prefix("SubordinateCACertificate_PathLen") {
                of(Subject::Subordinate(path_len(below)?), AUTHORITY, &[])
            } else {
                let below = name.strip_prefix("RootCACertificate_PathLen").filter(|_| is_blank)?;
                of(Subject::Root(Some(path_len(below)?)), AUTHORITY, &[])
            }
        }
    })
}

/// From where a certificate's extensions may come.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// Of the API, if the template takes them.
    pub api: Vec<Extension>,
    pub request: Vec<Extension>,
    /// Of the signing authority.
    pub authority_key: Vec<u8>,
    pub subject_key: Vec<u8>,
    pub crl_url: Option<String>,
    pub ocsp_url: Option<String>,
}

impl Template {
    /// All extensions of a certificate, each once.
    pub fn extensions(&self, from: &Sources) -> Vec<Extension> {
        let mut out = self.own(from);
        let mut add = |it: &Extension| {
            if !out.iter().any(|has| has.oid == it.oid) {
                out.push(it.clone());
            }
        };
        if self.takes_api {
            from.api.iter().for_each(&mut add);
        }
        // The names of a request are always taken, its other extensions by some templates.
        let is_taken =
            |it: &&Extension| self.takes_request || it.oid == id::SUBJECT_ALTERNATIVE_NAME;
        from.request.iter().filter(is_taken).for_each(&mut add);
        if let Some(url) = &from.crl_url
            && !matches!(self.subject, Subject::Root(_))
        {
            // The configuration of the authority gives way to what was passed through.
            add(&extension::distribution_point(url));
        }
        let responder = from.ocsp_url.as_deref().and_then(extension::ocsp_responder);
        if let Some(responder) = &responder
            && !matches!(self.subject, Subject::Root(_))
        {
            add(responder);
        }
        out
    }

    fn own(&self, from: &Sources) -> Vec<Extension> {
        let authority = match self.subject {
            Subject::EndEntity => None,
            Subject::Subordinate(below) => Some(Some(below)),
            Subject::Root(below) => Some(below),
        };
        let mut constraints = extension::basic_constraints(authority);
        constraints.is_critical = self.has_critical_constraints;
        let mut out = vec![
            constraints,
            extension::authority_key(&from.authority_key),
            extension::subject_key(&from.subject_key),
        ];
        if self.is_blank {
            return out;
        }
        out.push(extension::key_usage(self.usages));
        if !self.extended.is_empty() {
            let mut extended =
                extension::extended_key_usage(self.extended).expect("these are identifiers");
            extended.is_critical = self.is_extended_critical;
            out.push(extended);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str) -> Option<Template> {
        parse(&format!("arn:aws:acm-pca:::template/{name}"))
    }

    #[test]
    fn templates_are_those_of_the_guide() {
        let plain = of("EndEntityCertificate/V1").expect("known");
        assert_eq!(parse(DEFAULT_ARN), Some(plain.clone()));
        assert_eq!((plain.takes_api, plain.takes_request), (false, false));
        let both = of("SubordinateCACertificate_PathLen3_APICSRPassthrough/V1").expect("known");
        assert_eq!(both.subject, Subject::Subordinate(3));
        assert!(both.takes_api && both.takes_request && !both.is_blank);
        let blank = of("BlankEndEntityCertificate_CriticalBasicConstraints_APIPassthrough/V1");
        assert!(blank.expect("known").is_blank);
        let root = of("BlankRootCACertificate_PathLen1_APIPassthrough/V1").expect("known");
        assert_eq!(root.subject, Subject::Root(Some(1)));
        for wrong in [
            "EndEntityCertificate/V2",
            "EndEntityCertificate",
            "SubordinateCACertificate_PathLen4/V1",
            "BlankEndEntityCertificate/V1",
            "RootCACertificate_CSRPassthrough/V1",
            "RootCACertificate_PathLen0/V1",
            "Other/V1",
        ] {
            assert_eq!(of(wrong), None, "{wrong}");
        }
        assert_eq!(parse("arn:aws:acm-pca:us-east-1::template/EndEntityCertificate/V1"), None);
    }

    #[test]
    fn the_template_comes_before_the_api_and_the_api_before_the_request() {
        let told = |value: u8| Extension::new("1.2.3.4", vec![5, value]);
        let names = Extension::new(id::SUBJECT_ALTERNATIVE_NAME, vec![0x30, 0]);
        let sources = Sources {
            api: vec![told(0), extension::key_usage(&[1])],
            request: vec![told(1), names.clone(), Extension::new("1.2.3.5", vec![5, 0])],
            crl_url: Some("http://a/crl".into()),
            ..Sources::default()
        };
        let all = of("EndEntityCertificate_APICSRPassthrough/V1").expect("known");
        let all = all.extensions(&sources);
        let find = |oid: &str| all.iter().filter(|it| it.oid == oid).collect::<Vec<_>>();
        assert_eq!(find("1.2.3.4"), [&told(0)]);
        assert_eq!(find(id::KEY_USAGE), [&extension::key_usage(&[0, 2])]);
        assert_eq!((find("1.2.3.5").len(), find(id::CRL_DISTRIBUTION_POINTS).len()), (1, 1));
        let plain = parse(DEFAULT_ARN).expect("known").extensions(&sources);
        assert!(plain.contains(&names) && !plain.contains(&told(0)) && !plain.contains(&told(1)));
        let blank = of("BlankEndEntityCertificate_APIPassthrough/V1").expect("known");
        assert!(blank.extensions(&sources).contains(&extension::key_usage(&[1])));
    }
}
