//! Sessions of the roles that IAM Identity Center has made: its portal takes them on for a user.
//!
//! AWS's portal does so by an assertion of SAML that nobody sees; here it is a step, which no
//! client can call. `aws:PrincipalArn`, the unique id and the end of such a session are like any
//! other's.

use auth::credentials::{KeyKind, Session};
use kernel::{ApiError, Ctx, OpResult, Struct};

use crate::errors;
use crate::issue::{Wish, issue};
use crate::role::Role;

/// `RoleArn`, `RoleSessionName`, `DurationSeconds`, `Tags` by their keys → `AccessKeyId`,
/// `SecretAccessKey`, `SessionToken`, `Expiration`.
pub const ISSUE: &str = "IssueReservedSession";

pub fn issue_session(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let text = |name: &str| input.str(name).unwrap_or_default();
    let role = Role::parse(ctx, None, text("RoleArn"))?;
    let made = role.find(ctx)?.ok_or_else(|| errors::invalid_arn(text("RoleArn")))?;
    let session_name = text("RoleSessionName");
    let arn = role.session_arn(session_name);
    let seconds = input.int("DurationSeconds").ok_or_else(ApiError::internal)?;
    let tags = input.structure("Tags").into_iter().flat_map(Struct::iter);
    let tags = tags.filter_map(|(key, value)| Some((key.to_owned(), value.as_str()?.to_owned())));
    let tags = tags.collect();
    let issued = issue(
        ctx,
        Wish {
            account: role.account,
            kind: KeyKind::RoleSession,
            arn,
            unique_id: format!("{}:{session_name}", made.id),
            seconds,
            token_chars_min: None,
            session: Session { issuer_arn: role.arn, tags, ..Session::default() },
        },
    )?;
    Ok(issued.credentials().0)
}
