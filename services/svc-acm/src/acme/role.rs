//! What is done for the role of an account's binding: `acm-acme.amazonaws.com` takes it on, and
//! the role must be allowed to request or to revoke.
//!
//! That principal is a service of its own here, with one step: the door asks a role's trust for the
//! service by whose name the role is taken on. Source: User Guide, "IAM for ACME certificate
//! automation" and "Condition keys for ACME certificate requests".

use acme::Kind;
use kernel::arn::Arn;
use kernel::{
    Access, ApiError, Ask, Ctx, Op, OpResult, Run, ServiceDef, Struct, Validation, Value,
};

use super::place;
use super::server::{Stop, refused};
use crate::errors;

pub const PRINCIPAL: &str = "acm-acme.amazonaws.com";

const NAME: &str = "acm-acme";
/// `Role`, `Session`, `Step` (of acm), `Input`.
const ACT: &str = "Act";

pub static SERVICE: ServiceDef = ServiceDef {
    name: NAME,
    operations: &[],
    steps: &[Op { name: ACT, run: Run::Write(act), stage: None }],
    on_reset: None,
    validation: Validation::Standard,
    access: None,
};

/// A role that may be given to a binding: one of the account's.
pub fn parse(ctx: &Ctx<'_>, arn: &str) -> Result<Arn, ApiError> {
    let role = Arn::parse(arn).filter(|it| it.service == "iam" && it.resource.starts_with("role/"));
    role.filter(|it| it.account_id() == Some(ctx.account()))
        .ok_or_else(|| errors::validation(format!("{arn} is not a role of this account.")))
}

/// Who acts: an account of an endpoint, by its role.
pub struct Actor<'a> {
    pub endpoint: &'a str,
    pub account: &'a str,
    pub role: &'a str,
}

/// Runs a step of ACM as the role.
pub fn run(
    ctx: &mut Ctx<'_>,
    actor: &Actor<'_>,
    step: &'static str,
    input: Struct,
) -> Result<Struct, Stop> {
    let ask = Ask::to(NAME, ACT)
        .with("Role", actor.role)
        .with("Session", format!("acm-acme-{}", actor.account))
        .with("Step", step)
        .with("Input", Value::from(input))
        .as_service(PRINCIPAL)
        .for_source(place::endpoint_arn(ctx, actor.endpoint), ctx.account());
    ctx.call(ask).map_err(|error| match error.code() {
        // A refusal of the step's own, which has said it in ACME's words.
        ALREADY_REVOKED => acme::Problem::new(Kind::AlreadyRevoked, error.message()).into(),
        _ => refused(error),
    })
}

pub const ALREADY_REVOKED: &str = "AlreadyRevoked";

/// The step [`ACT`].
fn act(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let text = |name: &str| input.str(name).unwrap_or_default();
    let role = Arn::parse(text("Role")).ok_or_else(ApiError::internal)?;
    let asked = input.structure("Input").cloned().unwrap_or_default();
    let ask = Ask::to("acm", text("Step").to_owned()).with_input(asked);
    ctx.call(ask.as_role(&role, text("Session")))
}

/// "ACM authorizes the acm:RequestCertificate action … and populates the following condition keys."
pub fn may_request(ctx: &Ctx<'_>, names: &[String], algorithm: &str) -> Result<(), ApiError> {
    let mut access =
        Access::new(ctx, "acm:RequestCertificate", ctx.arn("certificate/*").to_string())
            .with_key("acm:CertificateKeyPairOrigin", "ACME")
            .with_key("acm:KeyAlgorithm", algorithm)
            .with_key("acm:ValidationMethod", "DNS")
            .with_key("acm:CertificateTransparencyLogging", "ENABLED")
            .with_key("acm:Export", "ENABLED");
    for name in names {
        access = access.with_key("acm:DomainNames", name.as_str());
    }
    ctx.authorize(&access)
}

/// "Scoped to the ARN of the certificate being revoked."
pub fn may_revoke<'t>(
    ctx: &Ctx<'_>,
    arn: &str,
    tags: impl Iterator<Item = (&'t String, &'t String)>,
) -> Result<(), ApiError> {
    let mut access = Access::new(ctx, "acm:RevokeCertificate", arn)
        .with_key("acm:CertificateKeyPairOrigin", "ACME");
    for (key, value) in tags {
        access = access.with_key(format!("aws:ResourceTag/{key}"), value.as_str());
    }
    ctx.authorize(&access)
}
