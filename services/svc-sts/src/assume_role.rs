//! `AssumeRole`: a session as a role, for principals of this world.

use auth::credentials::{KeyKind, Session};
use auth::directory::RoleRow;
use kernel::{Access, ApiError, Ctx};

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
    let caller = Caller::of_any(ctx)?;
    caller.require_may_call("AssumeRole", Some(input.role_arn()))?;
    let role = Role::parse(ctx, Some(&caller), input.role_arn())?;
    let made = role.find(ctx)?;
    let has_mfa = mfa::check(ctx, &caller, input.serial_number(), input.token_code())?;
    if let Some(context) = input.provided_contexts().and_then(|contexts| contexts.get(0)) {
        let provider = context.provider_arn().unwrap_or_default();
        return Err(errors::unknown_context_provider(provider));
    }
    let policies = SessionPolicies::check(role.account, input.policy(), input.policy_arns())?;
    let calling_session = caller.session.as_ref();
    let tags = SessionTags::check(input.tags(), input.transitive_tag_keys(), calling_session)?;
    let packed = packed_size(&policies, &tags.requested)?;
    let source_identity = source_identity(&caller, input.source_identity(), input.role_arn())?;
    match &made {
        Some(made) => authorize(ctx, input, &role, made, &tags, has_mfa)?,
        // Nobody has made a user or a role in this account: it is as open as its root.
        None if !role.is_account_managed(ctx)? => {}
        None => return Err(errors::not_authorized(&caller.arn, "AssumeRole", Some(&role.arn))),
    }
    let seconds = duration(&caller, made.as_ref(), input.duration_seconds())?;

    let session_name = input.role_session_name();
    let session_arn = role.session_arn(session_name);
    let id = made.as_ref().map_or_else(|| role.made_up_id(), |made| made.id.clone());
    let unique_id = format!("{id}:{session_name}");
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
                mfa_micros: has_mfa.then(|| ctx.now().micros()),
                is_unmade: made.is_none(),
                ..Session::default()
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

/// The role's trust policy, and the caller's own policies where it names the caller's account.
/// Passing tags and naming a source identity are actions of their own.
fn authorize(
    ctx: &Ctx,
    input: AssumeRoleInput<'_>,
    role: &Role,
    made: &RoleRow,
    tags: &SessionTags,
    has_mfa: bool,
) -> Result<(), ApiError> {
    let mut access = Access::new(ctx, "sts:AssumeRole", role.arn.as_str())
        .owned_by(role.account)
        .with_policy(Some(made.trust.clone()))
        .requiring_policy()
        .with_key("sts:RoleSessionName", input.role_session_name());
    if let Some(id) = input.external_id() {
        access = access.with_key("sts:ExternalId", id);
    }
    if let Some(identity) = input.source_identity() {
        access = access.with_key("sts:SourceIdentity", identity);
    }
    if has_mfa {
        access = access
            .with_key("aws:MultiFactorAuthPresent", "true")
            .with_key("aws:MultiFactorAuthAge", "0");
    }
    for (key, value) in &tags.requested {
        access = access
            .with_key(format!("aws:RequestTag/{key}"), value.as_str())
            .with_key("aws:TagKeys", key.as_str());
    }
    for key in &tags.transitive_keys {
        access = access.with_key("sts:TransitiveTagKeys", key.as_str());
    }
    for (key, value) in &made.tags {
        access = access
            .with_key(format!("aws:ResourceTag/{key}"), value.as_str())
            .with_key(format!("iam:ResourceTag/{key}"), value.as_str());
    }
    let mut actions = vec!["sts:AssumeRole"];
    if !tags.requested.is_empty() {
        actions.push("sts:TagSession");
    }
    if input.source_identity().is_some() {
        actions.push("sts:SetSourceIdentity");
    }
    for action in actions {
        action.clone_into(&mut access.action);
        ctx.authorize(&access).map_err(without_reason)?;
    }
    Ok(())
}

/// STS does not tell strangers what the trust policy of a role lacks.
fn without_reason(error: ApiError) -> ApiError {
    let message = error.message().split(" because no ").next().unwrap_or_default().to_owned();
    ApiError::new("AccessDenied", message).with_status(403)
}

/// A role's session that assumes a role gets at most an hour, whatever the role's own maximum.
fn duration(caller: &Caller, role: Option<&RoleRow>, wished: Option<i64>) -> Result<i64, ApiError> {
    let seconds = wished.unwrap_or(ROLE_SECONDS_DEFAULT);
    if caller.kind == KeyKind::RoleSession && seconds > CHAINED_SECONDS_MAX {
        return Err(errors::chained_too_long());
    }
    if role.is_some_and(|role| seconds > role.session_s_max) {
        return Err(errors::role_maximum());
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
