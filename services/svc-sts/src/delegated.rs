//! `GetDelegatedAccessToken`: the exchange token of an accepted delegation request (IAM), for
//! credentials of who has accepted it, narrowed to what was asked for.
//!
//! Sources: [A] GetDelegatedAccessToken; "IAM temporary delegation for AWS Partners" (IAM User
//! Guide); [A] CreateDelegationRequest ("The active time window for the session starts when the
//! customer calls the SendDelegationToken API"). The token may be exchanged again as long as the
//! window is open; all sessions end with it. The account that has asked may exchange it, and no
//! other.

use auth::credentials::{KeyKind, Session};
use kernel::{Access, AccountId, ApiError, Ask, Ctx, Struct};

use crate::api::{GetDelegatedAccessTokenInput, GetDelegatedAccessTokenOutput};
use crate::caller::Caller;
use crate::errors;
use crate::issue::{Wish, issue};
use crate::session_policy::{SessionPolicies, packed_size};

const OPERATION: &str = "GetDelegatedAccessToken";
/// IAM's step.
const TELL: &str = "TellDelegatedSession";

pub fn get_delegated_access_token(
    ctx: &mut Ctx,
    input: GetDelegatedAccessTokenInput<'_>,
) -> Result<GetDelegatedAccessTokenOutput, ApiError> {
    Caller::of(ctx)?.require_may_call(OPERATION, None)?;
    ctx.authorize(&Access::new(ctx, "sts:GetDelegatedAccessToken", "*"))?;
    if !ctx.can_call("iam", TELL) {
        return Err(errors::unknown_trade_in_token());
    }
    let ask = Ask::to("iam", TELL).with("Token", input.trade_in_token());
    let told = ctx.call(ask.as_service("sts.amazonaws.com"))?;
    match told.bool("HasExpired") {
        None => return Err(errors::unknown_trade_in_token()),
        Some(true) => return Err(errors::expired_trade_in_token()),
        Some(false) => {}
    }
    let text = |name: &str| told.str(name).unwrap_or_default().to_owned();
    let policies = SessionPolicies { inline: Some(text("Policy")), arns: Vec::new() };
    let tags = told.structure("Tags").into_iter().flat_map(Struct::iter);
    let tags = tags.filter_map(|(key, value)| Some((key.to_owned(), value.as_str()?.to_owned())));
    let tags = tags.collect();
    let packed = packed_size(&policies, &tags)?;
    let arn = text("Arn");
    let account = AccountId::parse(&text("Account")).ok_or_else(ApiError::internal)?;
    let issued = issue(
        ctx,
        Wish {
            account,
            kind: kind(&arn),
            arn: arn.clone(),
            unique_id: text("UniqueId"),
            seconds: told.int("Seconds").ok_or_else(ApiError::internal)?,
            token_chars_min: None,
            session: Session {
                issuer_arn: text("Issuer"),
                policy: policies.inline,
                tags,
                source_identity: told.str("SourceIdentity").map(str::to_owned),
                keys: [(text("Mark"), text("Request"))].into(),
                is_unmade: told.bool("IsUnmade").unwrap_or(false),
                ..Session::default()
            },
        },
    )?;
    Ok(GetDelegatedAccessTokenOutput::new()
        .credentials(issued.credentials())
        .packed_policy_size(packed)
        .assumed_principal(arn))
}

/// Such a session is of the kind of who has accepted.
fn kind(arn: &str) -> KeyKind {
    if arn.ends_with(":root") {
        KeyKind::RootSession
    } else if arn.contains(":assumed-role/") {
        KeyKind::RoleSession
    } else {
        KeyKind::UserSession
    }
}
