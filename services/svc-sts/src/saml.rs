//! `AssumeRoleWithSAML`: a role for whom a SAML provider of the role's account vouches. Crate
//! `saml` verifies the response; here is what AWS asks of it beyond the signature.
//!
//! Sources: [A] `AssumeRoleWithSAML`; "Configure SAML assertions for the authentication response"
//! and "Troubleshoot SAML federation with IAM" (IAM User Guide).

use std::collections::BTreeMap;

use auth::credentials::{KeyKind, Session};
use auth::directory::{self, SAML_PROVIDERS, SamlProviderRow};
use auth::private_keys;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kernel::arn::Arn;
use kernel::{ApiError, Ctx};
use saml::metadata;
use saml::response::{self, Assertion, ResponseFault, Trust};

use crate::api::{AssumeRoleWithSAMLInput, AssumeRoleWithSAMLOutput, AssumedRoleUserBuilder};
use crate::errors;
use crate::federation;
use crate::issue::{Wish, issue};
use crate::limits::{CLOCK_SKEW_SECONDS, ROLE_SECONDS_DEFAULT, SAML_SECONDS_MAX};
use crate::role::Role;
use crate::saml_claims::{self, Place};
use crate::session_policy::{SessionPolicies, packed_size};

const OPERATION: &str = "AssumeRoleWithSAML";
const MICROS: i64 = 1_000_000;
const SIGN_IN: &str = "signin.aws.amazon.com/saml";

pub fn assume_role_with_saml(
    ctx: &mut Ctx,
    input: AssumeRoleWithSAMLInput<'_>,
) -> Result<AssumeRoleWithSAMLOutput, ApiError> {
    let role = Role::parse(ctx, None, input.role_arn())?;
    let policies = SessionPolicies::check(role.account, input.policy(), input.policy_arns())?;
    let text = STANDARD.decode(input.saml_assertion().trim());
    let text = text.map_err(|_| errors::invalid_saml_encoding())?;
    let text = String::from_utf8(text).map_err(|_| errors::malformed_saml())?;
    let provider = provider(ctx, &role, input.principal_arn())?;
    let assertion = verified(ctx, &role, &provider, &text)?;
    let recipient = check(ctx, &assertion)?;
    if !saml_claims::offers(&assertion, &role.arn, input.principal_arn()) {
        return Err(errors::not_trusted(OPERATION));
    }
    let account = role.account;
    let place = Place { account: account.as_str(), provider: &provider.name, recipient };
    let claims = saml_claims::read(&assertion, place)?;
    let made = role.find(ctx)?.ok_or_else(|| errors::not_trusted(OPERATION))?;
    federation::trust(&role, &made, input.principal_arn(), OPERATION, &claims.keys)?;
    let wished = input.duration_seconds().unwrap_or(ROLE_SECONDS_DEFAULT);
    if wished > made.session_s_max {
        return Err(errors::role_maximum());
    }
    let seconds = shortened(ctx, wished, &assertion)?;
    let packed = packed_size(&policies, &claims.tags)?;
    let session_name = &claims.session_name;
    let (arn, id) = (role.session_arn(session_name), format!("{}:{session_name}", made.id));
    let issued = issue(
        ctx,
        Wish {
            account,
            kind: KeyKind::RoleSession,
            arn: arn.clone(),
            unique_id: id.clone(),
            seconds,
            token_chars_min: input.minimum_session_token_size(),
            session: Session {
                issuer_arn: role.arn,
                policy: policies.inline,
                policy_arns: policies.arns,
                tags: claims.tags,
                transitive_tag_keys: claims.transitive_tag_keys,
                source_identity: claims.source_identity.clone(),
                provider: Some(input.principal_arn().to_owned()),
                keys: kept_keys(&claims.keys),
                ..Session::default()
            },
        },
    )?;
    Ok(AssumeRoleWithSAMLOutput::new()
        .credentials(issued.credentials())
        .assumed_role_user(AssumedRoleUserBuilder::new().assumed_role_id(id).arn(arn))
        .packed_policy_size(packed)
        .subject(&assertion.subject)
        .subject_type(claims.subject_type)
        .issuer(&assertion.issuer)
        .audience(recipient)
        .name_qualifier(claims.name_qualifier)
        .source_identity(claims.source_identity)
        .session_token_size(issued.token_size())
        .session_token_utilization(issued.token_utilization()))
}

/// The provider of an ARN; it must be one of the role's account.
fn provider(ctx: &Ctx, role: &Role, text: &str) -> Result<SamlProviderRow, ApiError> {
    let arn = Arn::parse(text).filter(|arn| arn.service == "iam" && arn.account_id().is_some());
    let arn = arn.ok_or_else(|| errors::invalid_arn(text))?;
    let name = arn.resource.strip_prefix("saml-provider/");
    let name = name.ok_or_else(|| errors::invalid_arn(text))?;
    if arn.account_id() != Some(role.account) {
        return Err(errors::no_saml_provider());
    }
    let scope = directory::scope_of(role.account.as_str()).ok_or_else(ApiError::internal)?;
    let row = SAML_PROVIDERS.at(ctx.tx(), &scope).get(name)?;
    let row = row.ok_or_else(errors::no_saml_provider)?;
    if row.valid_until <= ctx.now().micros() {
        return Err(errors::saml_provider_expired());
    }
    Ok(row)
}

fn verified(
    ctx: &Ctx,
    role: &Role,
    row: &SamlProviderRow,
    text: &str,
) -> Result<Assertion, ApiError> {
    // Worlds of before metadata were read when they came may hold some that cannot be.
    let provider = metadata::read(&row.metadata).map_err(|_| errors::saml_issuer())?;
    let account = role.account;
    let open = |id: &str, sealed: &[u8]| private_keys::open(ctx, account.as_str(), id, sealed);
    let keys = row.private_keys.iter().map(|key| open(&key.id, &key.sealed));
    let keys = keys.collect::<Result<Vec<_>, _>>()?;
    let trust = Trust {
        provider: &provider,
        private_keys: &keys,
        is_encryption_required: row.encryption.as_deref() == Some("Required"),
    };
    response::read(text, &trust).map_err(|fault| {
        tracing::info!(%fault, provider = row.name, "a SAML response is refused");
        match fault {
            ResponseFault::Malformed => errors::malformed_saml(),
            ResponseFault::Rejected => errors::saml_rejected(),
            ResponseFault::Issuer => errors::saml_issuer(),
            ResponseFault::Signature(_) => errors::saml_signature(),
            ResponseFault::Plain | ResponseFault::Encryption(_) => errors::saml_encryption(),
        }
    })
}

/// Whether the assertion is for AWS and for now; the recipient for whom it is.
fn check<'a>(ctx: &Ctx, assertion: &'a Assertion) -> Result<&'a str, ApiError> {
    let now = ctx.now().micros();
    let skew = CLOCK_SKEW_SECONDS * MICROS;
    let is_meant = |list: &Vec<String>| list.iter().any(|it| is_audience(it));
    if assertion.audiences.is_empty() || !assertion.audiences.iter().all(is_meant) {
        return Err(errors::saml_audience());
    }
    let confirmations: Vec<_> =
        assertion.confirmations.iter().filter(|it| is_sign_in(&it.recipient)).collect();
    if confirmations.is_empty() {
        return Err(errors::saml_recipient());
    }
    let is_early = |from: Option<i64>| from.is_some_and(|from| from > now + skew);
    if is_early(assertion.not_before) || is_early(Some(assertion.issued)) {
        return Err(errors::saml_too_early());
    }
    let is_stale = now >= assertion.issued + SAML_SECONDS_MAX * MICROS;
    if is_stale || assertion.not_on_or_after.is_some_and(|until| until <= now) {
        return Err(errors::saml_expired());
    }
    let confirmed =
        confirmations.into_iter().find(|it| it.not_on_or_after > now && !is_early(it.not_before));
    confirmed.map(|it| it.recipient.as_str()).ok_or_else(errors::saml_expired)
}

fn is_audience(text: &str) -> bool {
    text == "urn:amazon:webservices" || is_sign_in(text)
}

/// The sign-in page of AWS, of a region too, and for encrypted assertions with the provider's id:
/// `https://eu-west-1.signin.aws.amazon.com/saml/acs/SAMLSP…`.
fn is_sign_in(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("https://") else { return false };
    let Some(at) = rest.find(SIGN_IN) else { return false };
    let (region, path) = (&rest[..at], &rest[at + SIGN_IN.len()..]);
    let is_region =
        region.is_empty() || region.strip_suffix('.').and_then(kernel::Region::parse).is_some();
    is_region && (path.is_empty() || path.starts_with("/acs/"))
}

/// A session ends with the provider's own ([A] DurationSeconds, "whichever is shorter").
fn shortened(ctx: &Ctx, wished: i64, assertion: &Assertion) -> Result<i64, ApiError> {
    let Some(ends) = assertion.session_ends else { return Ok(wished) };
    let left = (ends - ctx.now().micros()) / MICROS;
    if left <= 0 { Err(errors::saml_expired()) } else { Ok(wished.min(left)) }
}

/// The keys that later requests of the session have ("Available keys for SAML-based AWS STS
/// federation": "The following keys can be used in … subsequent requests").
fn kept_keys(keys: &federation::Keys) -> BTreeMap<String, String> {
    let kept = ["saml:namequalifier", "saml:sub", "saml:sub_type"];
    let kept = kept.into_iter().filter_map(|key| {
        let value = keys.get(key)?.first()?;
        Some((key.to_owned(), value.clone()))
    });
    kept.collect()
}
