//! Sessions that long-term keys ask for: of the caller itself, and of a federated user.

use auth::credentials::{KeyKind, Session};
use kernel::arn::Arn;
use kernel::{Access, ApiError, Ctx};

use crate::api::{
    FederatedUserBuilder, GetFederationTokenInput, GetFederationTokenOutput, GetSessionTokenInput,
    GetSessionTokenOutput,
};
use crate::caller::Caller;
use crate::issue::{Wish, issue};
use crate::limits::{LONG_TERM_SECONDS_DEFAULT, ROOT_SECONDS_MAX};
use crate::mfa;
use crate::session_policy::{SessionPolicies, packed_size};
use crate::session_tags::SessionTags;

pub fn get_session_token(
    ctx: &mut Ctx,
    input: GetSessionTokenInput<'_>,
) -> Result<GetSessionTokenOutput, ApiError> {
    let caller = Caller::of(ctx)?;
    caller.require_long_term("GetSessionToken")?;
    let has_mfa = mfa::check(ctx, &caller, input.serial_number(), input.token_code())?;
    let is_unmade = caller.is_unmade(ctx)?;
    let kind = if caller.is_root() { KeyKind::RootSession } else { KeyKind::UserSession };
    let issued = issue(
        ctx,
        Wish {
            account: caller.account,
            kind,
            seconds: duration(&caller, input.duration_seconds()),
            arn: caller.arn.clone(),
            unique_id: caller.unique_id,
            token_chars_min: input.minimum_session_token_size(),
            session: Session {
                issuer_arn: caller.arn,
                mfa_micros: has_mfa.then(|| ctx.now().micros()),
                is_unmade,
                ..Session::default()
            },
        },
    )?;
    Ok(GetSessionTokenOutput::new()
        .credentials(issued.credentials())
        .session_token_size(issued.token_size())
        .session_token_utilization(issued.token_utilization()))
}

pub fn get_federation_token(
    ctx: &mut Ctx,
    input: GetFederationTokenInput<'_>,
) -> Result<GetFederationTokenOutput, ApiError> {
    let caller = Caller::of(ctx)?;
    caller.require_long_term("GetFederationToken")?;
    let policies = SessionPolicies::check(caller.account, input.policy(), input.policy_arns())?;
    let tags = SessionTags::check(input.tags(), None, None)?;
    let packed = packed_size(&policies, &tags.requested)?;
    let name = input.name();
    let resource = format!("federated-user/{name}");
    let partition = ctx.region().partition();
    let arn = Arn::global("sts", partition, caller.account, &resource).to_string();
    let unique_id = format!("{}:{name}", caller.account);
    authorize(ctx, &arn, &tags)?;
    let is_unmade = caller.is_unmade(ctx)?;
    let issued = issue(
        ctx,
        Wish {
            account: caller.account,
            kind: KeyKind::FederatedUser,
            seconds: duration(&caller, input.duration_seconds()),
            arn: arn.clone(),
            unique_id: unique_id.clone(),
            token_chars_min: input.minimum_session_token_size(),
            session: Session {
                issuer_arn: caller.arn,
                policy: policies.inline,
                policy_arns: policies.arns,
                tags: tags.tags,
                is_unmade,
                ..Session::default()
            },
        },
    )?;
    let user = FederatedUserBuilder::new().federated_user_id(unique_id).arn(arn);
    Ok(GetFederationTokenOutput::new()
        .credentials(issued.credentials())
        .federated_user(user)
        .packed_policy_size(packed)
        .session_token_size(issued.token_size())
        .session_token_utilization(issued.token_utilization()))
}

fn authorize(ctx: &Ctx, arn: &str, tags: &SessionTags) -> Result<(), ApiError> {
    let mut access = Access::new(ctx, "sts:GetFederationToken", arn);
    for (key, value) in &tags.requested {
        access = access
            .with_key(format!("aws:RequestTag/{key}"), value.as_str())
            .with_key("aws:TagKeys", key.as_str());
    }
    ctx.authorize(&access)?;
    if !tags.requested.is_empty() {
        "sts:TagSession".clone_into(&mut access.action);
        ctx.authorize(&access)?;
    }
    Ok(())
}

/// Roots get an hour at most, without being told.
fn duration(caller: &Caller, wished: Option<i64>) -> i64 {
    let seconds = wished.unwrap_or(LONG_TERM_SECONDS_DEFAULT);
    if caller.is_root() { seconds.min(ROOT_SECONDS_MAX) } else { seconds }
}
