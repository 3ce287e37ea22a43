//! Issuing: a key is drawn and certified, as work outside transactions.

use bytes::Bytes;
use certificates::{
    Algorithm, DistinguishedName, DnType, ExtendedKeyUsagePurpose, Hash, Key, KeyUsagePurpose,
    Plan, SanType, distinguished_name,
};
use chacha20::rand_core::Rng as _;
use kernel::scheduler::Job;
use kernel::service::WorkEnv;
use kernel::{ApiError, Ask, Ctx, OpResult, Struct, Timestamp, Value};

use crate::errors;
use crate::events;
use crate::limits;
use crate::locate;
use crate::page;
use crate::state::{Answer, Certificate, Renewal, Status};
use crate::vault;
use crate::watch;

/// The step: `Id`, `Renew`.
pub const ISSUE: &str = "Issue";

const DAY_SECONDS: i64 = 86_400;

pub fn plan(ctx: &mut Ctx<'_>, certificate: &Certificate, is_renewal: bool) {
    let ask = Ask::to("acm", ISSUE).with("Id", certificate.id.as_str()).with("Renew", is_renewal);
    ctx.enqueue(Job::now(ask));
}

/// The certificate that still waits for this step.
fn waiting(ctx: &Ctx<'_>, input: &Struct) -> Result<Option<Certificate>, ApiError> {
    let certificate = locate::by_id(ctx, input.str("Id").unwrap_or_default())?;
    let is_renewal = input.bool("Renew") == Some(true);
    Ok(certificate.filter(|it| {
        if is_renewal {
            let status = it.row.renewal.as_ref().map(|it| it.status);
            it.row.status == Status::Issued && status == Some(Renewal::Automatic)
        } else {
            it.row.status == Status::Pending
                && it.row.domains.iter().all(|it| it.answer == Answer::Success)
        }
    }))
}

/// What the work has to know.
pub fn begin(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let Some(certificate) = waiting(ctx, input)? else { return Ok(Struct::new()) };
    let authority = vault::authority_or_new(ctx)?;
    let today = ctx.now().secs().div_euclid(DAY_SECONDS) * DAY_SECONDS;
    let names = certificate.row.names.iter().map(|it| Value::from(it.as_str()));
    let seed = Bytes::copy_from_slice(&ctx.secret_seed()?);
    let key = vault::authority_key(ctx, &authority)?;
    let mut plan = Struct::new()
        .with("Seed", seed)
        .with("Algorithm", certificate.row.algorithm.as_str())
        .with("Names", names.collect::<Vec<_>>())
        .with("NotBefore", today)
        .with("NotAfter", today + limits::PUBLIC_DAYS * DAY_SECONDS - 1)
        .with("Issuer", Bytes::from(authority.intermediate.to_vec()))
        .with("IssuerKey", Bytes::from(key));
    if let Some(url) = page::revoked_url(ctx) {
        plan.set("RevokedUrl", url);
    }
    Ok(plan)
}

/// Draws the key and signs; without state.
pub fn work(_env: &WorkEnv, plan: Struct) -> OpResult {
    let Some(seed) = plan.blob("Seed") else { return Ok(Struct::new()) };
    let seed: [u8; 32] = seed.as_ref().try_into().map_err(|_| ApiError::internal())?;
    let mut generator = certificates::generator(seed);
    let mut serial = [0; 16];
    generator.fill_bytes(&mut serial);
    let algorithm = Algorithm::parse(plan.str("Algorithm").unwrap_or_default());
    let algorithm = algorithm.ok_or_else(ApiError::internal)?;
    let key = Key::draw(algorithm, &mut generator).ok_or_else(ApiError::internal)?;
    let blob = |name: &str| plan.blob(name).ok_or_else(ApiError::internal);
    let issuer_key = Key::from_pkcs8(blob("IssuerKey")?).ok_or_else(ApiError::internal)?;
    let names = plan.list("Names").unwrap_or_default();
    let names: Vec<&str> = names.iter().filter_map(Value::as_str).collect();
    let time = |name: &str| plan.int(name).unwrap_or_default();
    let wanted = leaf(Leaf {
        names: &names,
        algorithm,
        times: (time("NotBefore"), time("NotAfter")),
        serial,
        revoked_url: plan.str("RevokedUrl").map(str::to_owned),
    });
    let issuer = blob("Issuer")?;
    let made = certificates::issue(&wanted, &key.public(), issuer, &issuer_key, Hash::Sha256)
        .map_err(|it| errors::made(&it))?;
    Ok(Struct::new()
        .with("Certificate", Bytes::from(made))
        .with("Key", Bytes::copy_from_slice(key.pkcs8()))
        .with("NotBefore", wanted.not_before)
        .with("NotAfter", wanted.not_after))
}

/// A public certificate that is to be.
pub struct Leaf<'l> {
    /// The first is its subject's, too.
    pub names: &'l [&'l str],
    pub algorithm: Algorithm,
    /// Seconds since 1970.
    pub times: (i64, i64),
    pub serial: [u8; 16],
    pub revoked_url: Option<String>,
}

/// What it says.
pub fn leaf(it: Leaf<'_>) -> Plan {
    let mut usages = vec![KeyUsagePurpose::DigitalSignature];
    if it.algorithm.is_rsa() {
        usages.push(KeyUsagePurpose::KeyEncipherment);
    }
    // A common name has at most 64 characters (RFC 5280, ub-common-name).
    let first = it.names.first().filter(|name| name.len() <= limits::COMMON_NAME_LEN_MAX);
    let names = it.names.iter().filter_map(|it| Some(SanType::DnsName((*it).try_into().ok()?)));
    Plan {
        subject: first.map_or_else(DistinguishedName::new, |name| {
            distinguished_name(&[(DnType::CommonName, *name)])
        }),
        names: names.collect(),
        not_before: it.times.0,
        not_after: it.times.1,
        serial: it.serial,
        usages,
        extended_usages: vec![ExtendedKeyUsagePurpose::ServerAuth],
        crl_url: it.revoked_url,
        ..Plan::default()
    }
}

/// Keeps what was made.
pub fn complete(ctx: &mut Ctx<'_>, input: &Struct, made: Struct) -> OpResult {
    let (Some(der), Some(key)) = (made.blob("Certificate"), made.blob("Key")) else {
        return Ok(Struct::new());
    };
    let Some(mut certificate) = waiting(ctx, input)? else { return Ok(Struct::new()) };
    let authority = vault::authority_or_new(ctx)?;
    let place = vault::place(ctx, &certificate.id);
    let seconds = |name: &str| Timestamp::from_secs(made.int(name).unwrap_or_default()).micros();
    let now = ctx.now().micros();
    let row = &mut certificate.row;
    row.sealed_key = Some(vault::seal(ctx, &place, key)?);
    row.certificate = Some(der.to_vec().into());
    row.chain = vec![authority.intermediate, authority.root];
    (row.not_before, row.not_after) = (seconds("NotBefore"), seconds("NotAfter"));
    row.issued = Some(now);
    row.status = Status::Issued;
    row.is_exported = false;
    let is_renewal = input.bool("Renew") == Some(true);
    if let Some(renewal) = row.renewal.as_mut().filter(|_| is_renewal) {
        (renewal.status, renewal.updated) = (Renewal::Success, now);
    }
    watch::plan(ctx, &mut certificate)?;
    locate::save(ctx, &certificate);
    events::available(ctx, &certificate, if is_renewal { "RENEWAL" } else { "ISSUANCE" })?;
    Ok(Struct::new())
}
