//! IssueCertificate and GetCertificate: what is asked for is checked and kept, and signed a moment
//! later, as work outside transactions.

use bytes::Bytes;
use certificates::extension::Extension;
use certificates::form::{self, Content};
use certificates::{Algorithm, Asked, Scheme};
use kernel::arn::Arn;
use kernel::scheduler::Job;
use kernel::service::WorkEnv;
use kernel::{ApiError, Ask, Ctx, OpResult, Principal, Struct, Timestamp, Value};

use crate::access;
use crate::api::{
    ApiPassthrough, GetCertificateInput, GetCertificateOutput, IssueCertificateInput,
    IssueCertificateOutput, certificate_authority_usage_mode,
};
use crate::describe::{chain_pem, pem};
use crate::errors;
use crate::events;
use crate::limits;
use crate::locate;
use crate::passthrough;
use crate::serial;
use crate::state::{Authority, CERTIFICATES, CertificateRow, ExtensionRow, PendingRow, Status};
use crate::subject;
use crate::template::{self, Sources, Subject, Template};
use crate::token;
use crate::validity;
use crate::vault;

/// The step: `Id`, `Serial`.
pub const ISSUE: &str = "Issue";

const SERIAL_BYTES: usize = 16;
const DAY: i64 = 86_400;

pub fn issue_certificate(
    ctx: &mut Ctx<'_>,
    input: IssueCertificateInput<'_>,
) -> Result<IssueCertificateOutput, ApiError> {
    let mut authority = locate::get_live(ctx, input.certificate_authority_arn())?;
    if let Some(serial) = token::repeated(ctx, &authority.id, input.idempotency_token())? {
        return Ok(IssueCertificateOutput::new().certificate_arn(arn(&authority, &serial)));
    }
    let template_arn = input.template_arn().unwrap_or(template::DEFAULT_ARN);
    let template = template::parse(template_arn)
        .ok_or_else(|| errors::arguments(format!("{template_arn} is not a template.")))?;
    check_authority(ctx, &authority, &template)?;
    let asked = request(input.csr())?;
    check_request(&authority, &template, &asked)?;
    let scheme = Scheme::parse(input.signing_algorithm());
    let is_own = Algorithm::parse(authority.row.key_algorithm())
        .is_some_and(|algorithm| scheme.is_some_and(|it| it.is_of(algorithm)));
    if !is_own {
        return Err(errors::arguments(format!(
            "The signing algorithm {} is not one of the authority's {} key.",
            input.signing_algorithm(),
            authority.row.key_algorithm()
        )));
    }
    let (not_before, not_after) = times(ctx, &authority, &template, input)?;
    let serial = draw_serial(ctx);
    let pending = pending(&authority, &template, &asked, input)?;
    if authority.row.issued >= limits::CERTIFICATES_MAX {
        return Err(errors::limit(format!(
            "The authority has issued {} certificates, which is its quota.",
            limits::CERTIFICATES_MAX
        )));
    }
    let row = CertificateRow {
        template: template_arn.to_owned(),
        issued: ctx.now().micros(),
        service: match ctx.principal() {
            Principal::Service(name) => Some(name.to_string()),
            _ => ctx.via().map(|service| format!("{service}.amazonaws.com")),
        },
        not_before: Timestamp::from_secs(not_before).micros(),
        not_after: Timestamp::from_secs(not_after).micros(),
        certificate: None,
        chain: Vec::new(),
        pending: Some(pending),
        revoked: None,
        is_failed: false,
    };
    authority.row.issued += 1;
    locate::save(ctx, &authority);
    token::keep(ctx, &authority.id, input.idempotency_token(), &serial);
    ctx.table_mut(&CERTIFICATES).put(&(authority.id.as_str(), serial.as_str()), &row);
    let ask =
        Ask::to("acm-pca", ISSUE).with("Id", authority.id.as_str()).with("Serial", serial.as_str());
    ctx.enqueue(Job::now(ask).at(ctx.now() + limits::ISSUE_DELAY));
    Ok(IssueCertificateOutput::new().certificate_arn(arn(&authority, &serial)))
}

pub fn arn(authority: &Authority, serial: &str) -> String {
    format!("{}/certificate/{serial}", authority.arn)
}

/// A root signs its own certificate before it has one; all others are signed by the active.
fn check_authority(
    ctx: &Ctx<'_>,
    authority: &Authority,
    template: &Template,
) -> Result<(), ApiError> {
    let row = &authority.row;
    let is_for_itself = matches!(template.subject, Subject::Root(_));
    if is_for_itself && !row.is_root {
        return Err(errors::arguments("A subordinate authority cannot sign a root's certificate."));
    }
    let status = row.status_at(ctx.now());
    let is_active = row.status == Status::Active && row.not_after > ctx.now().micros();
    // An expired root may sign itself anew.
    let may_begin = is_for_itself
        && row.sealed_key.is_some()
        && matches!(row.status, Status::Pending | Status::Active);
    if !is_active && !may_begin {
        return Err(errors::in_status(status));
    }
    let (Subject::Subordinate(below), Some(der)) = (template.subject, &row.certificate) else {
        return Ok(());
    };
    let facts = certificates::read(der).ok_or_else(ApiError::internal)?;
    if facts.path_len.is_some_and(|own| u32::from(below) >= own) {
        return Err(errors::arguments(
            "The path length of the template must be smaller than that of the authority.",
        ));
    }
    Ok(())
}

fn request(pem: &Bytes) -> Result<Asked, ApiError> {
    let malformed = || errors::malformed_request("The certificate signing request is not valid.");
    let text = std::str::from_utf8(pem).map_err(|_| malformed())?;
    let blocks = certificates::blocks(text).map_err(|_| malformed())?;
    let [block] = blocks.as_slice() else { return Err(malformed()) };
    if !["CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST"].contains(&block.label.as_str()) {
        return Err(malformed());
    }
    certificates::open_request(&block.der).ok_or_else(malformed)
}

fn check_request(
    authority: &Authority,
    template: &Template,
    asked: &Asked,
) -> Result<(), ApiError> {
    match asked.algorithm {
        Some(Algorithm::Rsa(bits)) if bits < limits::RSA_BITS_MIN => {
            return Err(errors::malformed_request(format!(
                "RSA keys of {bits} bits are not certified."
            )));
        }
        None => return Err(errors::malformed_request("The request's key is not supported.")),
        Some(_) => {}
    }
    if asked.extensions.len() > limits::EXTENSIONS_MAX {
        return Err(errors::malformed_request("The request has too many extensions."));
    }
    if matches!(template.subject, Subject::Root(_)) {
        let own = authority.row.request.as_deref().and_then(|der| certificates::open_request(der));
        if own.is_none_or(|own| own.public != asked.public || own.subject != asked.subject) {
            return Err(errors::malformed_request(
                "The template of roots takes the authority's own request alone.",
            ));
        }
    }
    Ok(())
}

/// "The end of the validity period … must not exceed the limit set on its parents."
fn times(
    ctx: &Ctx<'_>,
    authority: &Authority,
    template: &Template,
    input: IssueCertificateInput<'_>,
) -> Result<(i64, i64), ApiError> {
    let now = ctx.now().secs();
    let wanted = input.validity();
    let not_after = validity::end(now, wanted.value(), wanted.type_())?;
    let not_before = match input.validity_not_before() {
        Some(it) => validity::start(it.value(), it.type_())?,
        None => now - limits::NOT_BEFORE_MARGIN_S,
    };
    if not_after <= now || not_after <= not_before {
        return Err(errors::arguments("The validity ends before it begins."));
    }
    if matches!(template.subject, Subject::Root(_)) {
        return Ok((not_before, not_after));
    }
    if authority.row.usage_mode == certificate_authority_usage_mode::SHORT_LIVED_CERTIFICATE
        && not_after - now > limits::SHORT_LIVED_DAYS_MAX * DAY
    {
        return Err(errors::arguments(format!(
            "An authority of short-lived certificates issues none for more than {} days.",
            limits::SHORT_LIVED_DAYS_MAX
        )));
    }
    if not_after > Timestamp::from_micros(authority.row.not_after).secs() {
        return Err(errors::arguments(
            "The certificate validity specified exceeds the certificate authority validity.",
        ));
    }
    Ok((not_before, not_after))
}

/// Positive, and without leading zeros.
fn draw_serial(ctx: &mut Ctx<'_>) -> String {
    let mut bytes: [u8; SERIAL_BYTES] = ctx.chance().bytes();
    bytes[0] = bytes[0] & 0x7f | 0x40;
    serial::text(&bytes)
}

/// All that the certificate is to say.
fn pending(
    authority: &Authority,
    template: &Template,
    asked: &Asked,
    input: IssueCertificateInput<'_>,
) -> Result<PendingRow, ApiError> {
    let row = &authority.row;
    // "If conflicting or duplicate information is supplied", the API's comes before the request's.
    let passed = input.api_passthrough().filter(|_| template.takes_api);
    let subject = match passed.and_then(ApiPassthrough::subject) {
        Some(wanted) => subject::name(wanted.0)?,
        None => asked.subject.clone(),
    };
    let api = match passed.and_then(ApiPassthrough::extensions) {
        Some(wanted) => passthrough::extensions(wanted.0)?,
        None => Vec::new(),
    };
    let own_key = certificates::key_identifier(&asked.public).ok_or_else(ApiError::internal)?;
    let signer = match (&template.subject, &row.certificate) {
        (Subject::Root(_), _) => None,
        (_, Some(der)) => Some(certificates::read_signer(der).ok_or_else(ApiError::internal)?),
        (_, None) => return Err(ApiError::internal()),
    };
    let sources = Sources {
        api,
        request: asked.extensions.clone(),
        authority_key: signer.as_ref().map_or(own_key.clone(), |it| it.key_identifier.clone()),
        subject_key: own_key,
        crl_url: row.crl.as_ref().and_then(|it| it.url.clone()),
        ocsp_url: row.ocsp.as_ref().map(|it| it.url.clone()),
    };
    let extensions = template.extensions(&sources).into_iter().map(|it| ExtensionRow {
        oid: it.oid,
        is_critical: it.is_critical,
        value: it.value.into(),
    });
    let own = row.certificate.iter().chain(&row.chain).cloned();
    let chain = if signer.is_some() { own.collect() } else { Vec::new() };
    Ok(PendingRow {
        scheme: input.signing_algorithm().to_owned(),
        issuer: signer.map_or_else(|| subject.clone(), |it| it.subject).into(),
        subject: subject.into(),
        public: asked.public.clone().into(),
        extensions: extensions.collect(),
        chain,
    })
}

type Waiting = Option<(Authority, String, CertificateRow)>;

fn waiting(ctx: &Ctx<'_>, input: &Struct) -> Result<Waiting, ApiError> {
    let text = |name: &str| input.str(name).unwrap_or_default();
    let Some(authority) = locate::by_id(ctx, text("Id"))? else { return Ok(None) };
    let serial = text("Serial").to_owned();
    let row = ctx.table(&CERTIFICATES).get(&(authority.id.as_str(), serial.as_str()))?;
    Ok(row.filter(|it| it.pending.is_some()).map(|row| (authority, serial, row)))
}

/// The step [`ISSUE`]: what the work has to know.
pub fn begin(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let Some((authority, serial, row)) = waiting(ctx, input)? else { return Ok(Struct::new()) };
    let Some(pending) = row.pending else { return Ok(Struct::new()) };
    let blob = |bytes: minicbor::bytes::ByteVec| Bytes::from(Vec::from(bytes));
    let extensions = pending.extensions.into_iter().map(|it| {
        let told = Struct::new().with("Oid", it.oid).with("Critical", it.is_critical);
        Value::from(told.with("Value", blob(it.value)))
    });
    Ok(Struct::new()
        .with("Serial", Bytes::from(serial::bytes(&serial)))
        .with("Scheme", pending.scheme)
        .with("Issuer", blob(pending.issuer))
        .with("Subject", blob(pending.subject))
        .with("Public", blob(pending.public))
        .with("NotBefore", Timestamp::from_micros(row.not_before).secs())
        .with("NotAfter", Timestamp::from_micros(row.not_after).secs())
        .with("Extensions", extensions.collect::<Vec<_>>())
        .with("Key", Bytes::from(vault::open(ctx, &authority)?)))
}

/// Signs the certificate; without state.
pub fn work(_env: &WorkEnv, plan: Struct) -> OpResult {
    let Some(key) = plan.blob("Key") else { return Ok(Struct::new()) };
    let key = vault::key(key)?;
    let blob = |name: &str| plan.blob(name).ok_or_else(ApiError::internal);
    let scheme = plan.str("Scheme").and_then(Scheme::parse).ok_or_else(ApiError::internal)?;
    let extensions = plan.list("Extensions").unwrap_or_default().iter();
    let extensions: Vec<Extension> = extensions
        .filter_map(Value::as_struct)
        .map(|it| Extension {
            oid: it.str("Oid").unwrap_or_default().to_owned(),
            is_critical: it.bool("Critical") == Some(true),
            value: it.blob("Value").map_or(Vec::new(), |it| it.to_vec()),
        })
        .collect();
    let content = Content {
        serial: blob("Serial")?,
        issuer: blob("Issuer")?,
        subject: blob("Subject")?,
        not_before: plan.int("NotBefore").unwrap_or_default(),
        not_after: plan.int("NotAfter").unwrap_or_default(),
        public: blob("Public")?,
        extensions: &extensions,
    };
    let made = form::certificate(&content, &key, scheme);
    // What cannot be made is kept as that, so that nobody waits for it.
    Ok(Struct::new().with("Certificate", Bytes::from(made.unwrap_or_default())))
}

/// Keeps what was made.
pub fn complete(ctx: &mut Ctx<'_>, input: &Struct, made: Struct) -> OpResult {
    let Some((authority, serial, mut row)) = waiting(ctx, input)? else {
        return Ok(Struct::new());
    };
    let Some(der) = made.blob("Certificate") else { return Ok(Struct::new()) };
    if let Some(pending) = row.pending.take() {
        row.chain = pending.chain;
    }
    row.certificate = Some(der.to_vec().into());
    row.is_failed = der.is_empty();
    ctx.table_mut(&CERTIFICATES).put(&(authority.id.as_str(), serial.as_str()), &row);
    let arn = arn(&authority, &serial);
    // What ACM asks for is billed when its private key is exported.
    if !row.is_failed && row.service.as_deref() != Some(access::ACM) {
        ctx.meter_for(authority.row.usage_types().1, &authority.arn, 1);
    }
    events::issued(ctx, &authority, arn);
    Ok(Struct::new())
}

/// "You can retrieve the certificate if it is in the ISSUED, EXPIRED, or REVOKED state."
pub fn get_certificate(
    ctx: &mut Ctx<'_>,
    input: GetCertificateInput<'_>,
) -> Result<GetCertificateOutput, ApiError> {
    let authority = locate::get_live(ctx, input.certificate_authority_arn())?;
    let arn = input.certificate_arn();
    let parsed = Arn::parse(arn).ok_or_else(|| errors::invalid_arn(arn))?;
    let prefix = format!("certificate-authority/{}/certificate/", authority.id);
    let serial = parsed.resource.strip_prefix(&prefix).ok_or_else(|| errors::not_found(arn))?;
    let row = ctx.table(&CERTIFICATES).get(&(authority.id.as_str(), serial))?;
    let row = row.ok_or_else(|| errors::not_found(arn))?;
    if row.is_failed {
        return Err(errors::failed("The certificate could not be issued."));
    }
    let der = row.certificate.ok_or_else(|| errors::in_progress("The certificate"))?;
    Ok(GetCertificateOutput::new()
        .certificate(pem("CERTIFICATE", &der))
        .certificate_chain(chain_pem(&row.chain)))
}
