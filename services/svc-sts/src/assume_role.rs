//! `AssumeRole`: a session as a role, for principals of this world.

use auth::credentials::{KeyKind, Session};
use kernel::{ApiError, Ctx};

use crate::api::{AssumeRoleInput, AssumeRoleOutput, AssumedRoleUserBuilder};
use crate::caller::Caller;
use crate::errors;
use crate::issue::{Wish, issue};
use crate::limits::{CHAINED_SECONDS_MAX, ROLE_SECONDS_DEFAULT};
use crate::mfa;
use crate::role::Role;
use crate::session_policy::{SessionPolicies, packed_size};
use crate::session_tags::SessionTags;

pub fn assume_role(
    ctx: &mut Ctx,
    input: AssumeRoleInput<'_>,
) -> Result<AssumeRoleOutput, ApiError> {
    let caller = Caller::of(ctx)?;
    caller.require_may_call("AssumeRole", Some(input.role_arn()))?;
    let role = Role::parse(ctx, Some(&caller), input.role_arn())?;
    let seconds = duration(&caller, input.duration_seconds())?;
    mfa::check(input.serial_number(), input.token_code())?;
    if let Some(context) = input.provided_contexts().and_then(|contexts| contexts.get(0)) {
        let provider = context.provider_arn().unwrap_or_default();
        return Err(errors::unknown_context_provider(provider));
    }
    let policies = SessionPolicies::check(role.account, input.policy(), input.policy_arns())?;
    let calling_session = caller.session.as_ref();
    let tags = SessionTags::check(input.tags(), input.transitive_tag_keys(), calling_session)?;
    let packed = packed_size(&policies, &tags.requested)?;
    let source_identity = source_identity(&caller, input.source_identity(), input.role_arn())?;

    let session_name = input.role_session_name();
    let session_arn = role.session_arn(session_name);
    let unique_id = format!("{}:{session_name}", role.unique_id());
    let issued = issue(
        ctx,
        Wish {
            account: role.account,
            kind: KeyKind::RoleSession,
            arn: session_arn.clone(),
            unique_id: unique_id.clone(),
            seconds,
            token_chars_min: input.minimum_session_token_size(),
            session: Session {
                issuer_arn: role.arn,
                policy: policies.inline,
                policy_arns: policies.arns,
                tags: tags.tags,
                transitive_tag_keys: tags.transitive_keys,
                source_identity: source_identity.clone(),
            },
        },
    )?;
    Ok(AssumeRoleOutput::new()
        .credentials(issued.credentials())
        .assumed_role_user(
            AssumedRoleUserBuilder::new().assumed_role_id(unique_id).arn(session_arn),
        )
        .packed_policy_size(packed)
        .source_identity(source_identity)
        .session_token_size(issued.token_size())
        .session_token_utilization(issued.token_utilization()))
}

/// A role's session that assumes a role gets at most an hour. The model bounds the rest; a role's
/// own maximum comes with IAM.
fn duration(caller: &Caller, wished: Option<i64>) -> Result<i64, ApiError> {
    let seconds = wished.unwrap_or(ROLE_SECONDS_DEFAULT);
    if caller.kind == KeyKind::RoleSession && seconds > CHAINED_SECONDS_MAX {
        return Err(errors::chained_too_long());
    }
    Ok(seconds)
}

/// Once set it stays with all roles that follow and cannot be changed.
fn source_identity(
    caller: &Caller,
    wished: Option<&str>,
    role_arn: &str,
) -> Result<Option<String>, ApiError> {
    if wished.is_some_and(|wished| wished.starts_with("aws:")) {
        return Err(errors::reserved_prefix("SourceIdentity"));
    }
    let inherited = caller.session.as_ref().and_then(|it| it.source_identity.as_deref());
    match (inherited, wished) {
        (Some(inherited), Some(wished)) if inherited != wished => {
            Err(errors::not_authorized(&caller.arn, "SetSourceIdentity", Some(role_arn)))
        }
        (inherited, wished) => Ok(inherited.or(wished).map(str::to_owned)),
    }
}
