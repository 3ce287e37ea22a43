//! Delegated sessions, for STS: what an exchange token is good for, and which sessions came of one.

use auth::credentials::AccessKey;
use kernel::{Ctx, OpResult, Struct};

use crate::delegation::{arn, digest};
use crate::state::{DELEGATION_TOKENS, DELEGATIONS};

/// STS's question: `Token` → nothing when it is none or another account's; `HasExpired`; or of the
/// session `Account`, `Arn`, `UniqueId`, `Issuer`, `IsUnmade`, `Policy`, `Tags`, `SourceIdentity`,
/// `Seconds` that are left, and `Request`.
pub const TELL: &str = "TellDelegatedSession";
/// The session's key by which it is known: the request's ARN.
const MARK: &str = "nephele:delegationrequest";

/// Whether a session came of an exchange token.
pub fn is_one(key: &AccessKey) -> bool {
    key.session.as_ref().is_some_and(|session| session.keys.contains_key(MARK))
}

pub fn tell(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let token = digest(input.str("Token").unwrap_or_default());
    let Some(id) = ctx.table(&DELEGATION_TOKENS).get(&token)? else { return Ok(Struct::new()) };
    let row = ctx.table(&DELEGATIONS).get(&id.text)?;
    let row = row.filter(|row| row.requester == ctx.account().as_str());
    let Some(row) = row else { return Ok(Struct::new()) };
    let (Some(finalized), Some(approver)) = (row.finalized, &row.approver) else {
        return Ok(Struct::new());
    };
    let left = finalized + row.session_s * 1_000_000 - ctx.now().micros();
    if left <= 0 {
        return Ok(Struct::new().with("HasExpired", true));
    }
    let mut tags = Struct::new();
    for (key, value) in &approver.tags {
        tags.set(key.clone(), value.as_str());
    }
    let mut told = Struct::new()
        .with("HasExpired", false)
        .with("Account", approver.account.as_str())
        .with("Arn", approver.arn.as_str())
        .with("UniqueId", approver.unique_id.as_str())
        .with("Issuer", approver.issuer.as_str())
        .with("IsUnmade", approver.is_unmade)
        .with("Policy", row.policy.as_str())
        .with("Tags", tags)
        .with("Seconds", left.div_euclid(1_000_000).max(1))
        .with("Mark", MARK)
        .with("Request", arn(ctx, &id.text, &row));
    if let Some(identity) = &approver.source_identity {
        told.set("SourceIdentity", identity.as_str());
    }
    Ok(told)
}
