//! Certificates of private authorities: ACM draws the key, AWS Private CA signs.
//!
//! The first time ACM acts for whoever has asked; a renewal it asks for itself, which the authority
//! must have allowed (CreatePermission). Source: User Guide, "Request a private certificate" and
//! "Renewal for certificates in AWS Private CA"; API Reference, CreatePermission of Private CA.

use bytes::Bytes;
use certificates::naming::{self, General, part};
use certificates::{Algorithm, Hash, Key, Scheme, extension, form};
use kernel::scheduler::Job;
use kernel::service::WorkEnv;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Timestamp, Value};

use crate::api::failure_reason as reason;
use crate::errors;
use crate::events;
use crate::limits;
use crate::locate;
use crate::state::{Certificate, OrderRow, Renewal, Status};
use crate::vault;
use crate::watch;

/// The steps: `Id`, `Renew`.
pub const ORDER: &str = "OrderPrivate";
pub const COLLECT: &str = "CollectPrivate";

const SERVICE_PRINCIPAL: &str = "acm.amazonaws.com";
const SERVICE: &str = "acm-pca";

pub fn plan(ctx: &mut Ctx<'_>, certificate: &Certificate, is_renewal: bool) {
    let ask = Ask::to("acm", ORDER).with("Id", certificate.id.as_str()).with("Renew", is_renewal);
    ctx.enqueue(Job::now(ask));
}

fn is_renewal(input: &Struct) -> bool {
    input.bool("Renew") == Some(true)
}

/// The certificate that still waits for this step.
fn waiting(ctx: &Ctx<'_>, input: &Struct) -> Result<Option<Certificate>, ApiError> {
    let certificate = locate::by_id(ctx, input.str("Id").unwrap_or_default())?;
    Ok(certificate.filter(|it| {
        if is_renewal(input) {
            let status = it.row.renewal.as_ref().map(|it| it.status);
            it.row.status == Status::Issued && status == Some(Renewal::Automatic)
        } else {
            it.row.status == Status::Pending
        }
    }))
}

/// Asks the authority, for whoever has asked ACM or for ACM itself.
fn ask_authority(
    ctx: &mut Ctx<'_>,
    certificate: &Certificate,
    input: &Struct,
    ask: Ask,
) -> OpResult {
    let arn = certificate.row.authority.clone().unwrap_or_default();
    let mut ask = ask.with("CertificateAuthorityArn", arn);
    if is_renewal(input) {
        let account = ctx.account();
        ask = ask.as_service(SERVICE_PRINCIPAL).for_source(certificate.arn.clone(), account);
    }
    ctx.call(ask)
}

/// The step [`ORDER`]: what the work has to know.
pub fn begin(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let Some(mut certificate) = waiting(ctx, input)? else { return Ok(Struct::new()) };
    if certificate.row.scheme.is_none() {
        let ask = Ask::to(SERVICE, "DescribeCertificateAuthority");
        match ask_authority(ctx, &certificate, input, ask) {
            Ok(answer) => {
                let scheme = scheme_of(&answer).ok_or_else(ApiError::internal)?;
                certificate.row.scheme = Some(scheme.to_owned());
                locate::save(ctx, &certificate);
            }
            Err(error) => {
                fail(ctx, certificate, input, &error)?;
                return Ok(Struct::new());
            }
        }
    }
    let names = certificate.row.names.iter().map(|it| Value::from(it.as_str()));
    Ok(Struct::new()
        .with("Seed", Bytes::copy_from_slice(&ctx.secret_seed()?))
        .with("Algorithm", certificate.row.algorithm.as_str())
        .with("Names", names.collect::<Vec<_>>()))
}

/// How the authority signs certificates: after the kind of its key, by SHA-256 where it can.
fn scheme_of(answer: &Struct) -> Option<&str> {
    let authority = answer.structure("CertificateAuthority")?;
    let key = authority.structure("CertificateAuthorityConfiguration")?.str("KeyAlgorithm")?;
    Some(match key {
        _ if key.starts_with("RSA_") => "SHA256WITHRSA",
        _ if key.starts_with("EC_") => "SHA256WITHECDSA",
        _ => key,
    })
}

/// Draws the key and writes the request; without state.
pub fn work(_env: &WorkEnv, plan: Struct) -> OpResult {
    let Some(seed) = plan.blob("Seed") else { return Ok(Struct::new()) };
    let seed: [u8; 32] = seed.as_ref().try_into().map_err(|_| ApiError::internal())?;
    let algorithm = Algorithm::parse(plan.str("Algorithm").unwrap_or_default());
    let algorithm = algorithm.ok_or_else(ApiError::internal)?;
    let mut generator = certificates::generator(seed);
    let key = Key::draw(algorithm, &mut generator).ok_or_else(ApiError::internal)?;
    let names = plan.list("Names").unwrap_or_default();
    let names: Vec<&str> = names.iter().filter_map(Value::as_str).collect();
    let subject = naming::name(&[(part::COMMON_NAME, names.first().unwrap_or(&""))]);
    let subject = subject.ok_or_else(ApiError::internal)?;
    let general: Vec<General> = names.iter().map(|it| General::Dns((*it).to_owned())).collect();
    let names = extension::alternative_names(&general).ok_or_else(ApiError::internal)?;
    let scheme =
        if algorithm.is_rsa() { Scheme::Pkcs1(Hash::Sha256) } else { Scheme::Ecdsa(Hash::Sha256) };
    let request = form::request_of(&subject, &[names], &key, scheme);
    let request = request.ok_or_else(ApiError::internal)?;
    Ok(Struct::new()
        .with("Key", Bytes::copy_from_slice(key.pkcs8()))
        .with("Request", certificates::encode("CERTIFICATE REQUEST", &request)))
}

/// Asks the authority for the certificate.
pub fn complete(ctx: &mut Ctx<'_>, input: &Struct, made: Struct) -> OpResult {
    let (Some(key), Some(request)) = (made.blob("Key"), made.str("Request")) else {
        return Ok(Struct::new());
    };
    let Some(mut certificate) = waiting(ctx, input)? else { return Ok(Struct::new()) };
    let scheme = certificate.row.scheme.clone().unwrap_or_default();
    let validity = Struct::new().with("Value", limits::PRIVATE_DAYS).with("Type", "DAYS");
    let ask = Ask::to(SERVICE, "IssueCertificate")
        .with("Csr", Bytes::from(request.to_owned()))
        .with("SigningAlgorithm", scheme)
        .with("Validity", validity);
    match ask_authority(ctx, &certificate, input, ask) {
        Ok(answer) => {
            let arn = answer.str("CertificateArn").unwrap_or_default().to_owned();
            let place = vault::place(ctx, &certificate.id);
            let sealed_key = vault::seal(ctx, &place, key)?;
            certificate.row.order = Some(OrderRow { arn, sealed_key });
            locate::save(ctx, &certificate);
            collect_later(ctx, input);
        }
        Err(error) => fail(ctx, certificate, input, &error)?,
    }
    Ok(Struct::new())
}

fn collect_later(ctx: &mut Ctx<'_>, input: &Struct) {
    let at = ctx.now() + limits::COLLECT_DELAY;
    ctx.enqueue(Job::now(Ask::to("acm", COLLECT).with_input(input.clone())).at(at));
}

/// The step [`COLLECT`]: takes the certificate when it is there.
pub fn collect(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let Some(mut certificate) = waiting(ctx, input)? else { return Ok(Struct::new()) };
    let Some(order) = certificate.row.order.clone() else { return Ok(Struct::new()) };
    let ask = Ask::to(SERVICE, "GetCertificate").with("CertificateArn", order.arn);
    let answer = match ask_authority(ctx, &certificate, input, ask) {
        Ok(answer) => answer,
        Err(error) if error.code() == "RequestInProgressException" => {
            collect_later(ctx, input);
            return Ok(Struct::new());
        }
        Err(error) => {
            fail(ctx, certificate, input, &error)?;
            return Ok(Struct::new());
        }
    };
    let ders = |name: &str| -> Vec<Vec<u8>> {
        let blocks = certificates::blocks(answer.str(name).unwrap_or_default());
        blocks.unwrap_or_default().into_iter().map(|it| it.der).collect()
    };
    let der = ders("Certificate").pop().ok_or_else(ApiError::internal)?;
    let facts = certificates::read(&der).ok_or_else(ApiError::internal)?;
    let now = ctx.now().micros();
    let row = &mut certificate.row;
    row.certificate = Some(der.into());
    row.chain = ders("CertificateChain").into_iter().map(Into::into).collect();
    row.sealed_key = Some(order.sealed_key);
    row.order = None;
    row.not_before = Timestamp::from_secs(facts.not_before).micros();
    row.not_after = Timestamp::from_secs(facts.not_after).micros();
    row.issued = Some(now);
    row.status = Status::Issued;
    row.is_exported = false;
    if let Some(renewal) = row.renewal.as_mut().filter(|_| is_renewal(input)) {
        (renewal.status, renewal.updated) = (Renewal::Success, now);
    }
    watch::plan(ctx, &mut certificate)?;
    locate::save(ctx, &certificate);
    let action = if is_renewal(input) { "RENEWAL" } else { "ISSUANCE" };
    events::available(ctx, &certificate, action)?;
    Ok(Struct::new())
}

/// Keeps why the authority does not issue. A renewal is tried again the next day.
fn fail(
    ctx: &mut Ctx<'_>,
    mut certificate: Certificate,
    input: &Struct,
    error: &ApiError,
) -> Result<(), ApiError> {
    if error.status() >= 500 && error.code() != "NotImplemented" {
        return Err(errors::again(error));
    }
    let why = match error.code() {
        "AccessDeniedException" => reason::PCA_ACCESS_DENIED,
        "LimitExceededException" => reason::PCA_LIMIT_EXCEEDED,
        "InvalidArnException" => reason::PCA_INVALID_ARN,
        "InvalidStateException" => reason::PCA_INVALID_STATE,
        "ResourceNotFoundException" => reason::PCA_RESOURCE_NOT_FOUND,
        "RequestFailedException" => reason::PCA_REQUEST_FAILED,
        "InvalidArgsException" if error.message().contains("validity") => {
            reason::PCA_INVALID_DURATION
        }
        "InvalidArgsException" | "MalformedCSRException" => reason::PCA_INVALID_ARGS,
        _ => reason::OTHER,
    };
    let now = ctx.now().micros();
    let row = &mut certificate.row;
    row.order = None;
    if is_renewal(input) {
        if let Some(renewal) = &mut row.renewal {
            (renewal.status, renewal.updated) = (Renewal::Failed, now);
            renewal.reason = Some(why.to_owned());
        }
    } else {
        row.status = Status::Failed;
        row.failure = Some(why.to_owned());
    }
    locate::save(ctx, &certificate);
    if is_renewal(input) {
        events::action_required(ctx, &certificate, why);
    }
    Ok(())
}
