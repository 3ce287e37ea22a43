//! Who calls: what STS lets a principal do depends on how it got its credentials ("Compare AWS
//! STS credentials", IAM User Guide).

use auth::credentials::{self, KeyKind, Session};
use auth::directory::{self, USERS};
use kernel::arn::Arn;
use kernel::{AccountId, ApiError, Ctx, Principal};

use crate::errors;

/// A signed caller.
#[derive(Clone, Debug)]
pub struct Caller {
    pub account: AccountId,
    pub arn: String,
    pub unique_id: String,
    pub kind: KeyKind,
    /// What the caller's own session was given.
    pub session: Option<Session>,
}

impl Caller {
    /// The caller of an operation; unsigned requests and services have none.
    pub fn of(ctx: &Ctx) -> Result<Caller, ApiError> {
        match ctx.principal() {
            Principal::Root(account) => Ok(Caller {
                account: *account,
                arn: root_arn(ctx, *account),
                unique_id: account.to_string(),
                kind: KeyKind::Root,
                session: None,
            }),
            Principal::Identity(identity) => {
                let key = credentials::find(ctx.tx(), &identity.access_key_id)?;
                let kind = key.as_ref().map(|key| key.kind);
                Ok(Caller {
                    account: identity.account,
                    arn: identity.arn.clone(),
                    unique_id: identity.unique_id.clone(),
                    kind: kind.unwrap_or_else(|| kind_by_arn(&identity.arn, identity.is_session)),
                    session: key.and_then(|key| key.session),
                })
            }
            Principal::Anonymous | Principal::Service(_) => Err(errors::anonymous()),
        }
    }

    /// As [`Caller::of`]; services assume the roles of those for whom they act, too.
    pub fn of_any(ctx: &Ctx) -> Result<Caller, ApiError> {
        match ctx.principal() {
            Principal::Service(name) => Ok(Caller {
                account: ctx.account(),
                arn: name.to_string(),
                unique_id: name.to_string(),
                kind: KeyKind::Root,
                session: None,
            }),
            _ => Caller::of(ctx),
        }
    }

    /// Whether it is a user that nobody has made through IAM.
    pub fn is_unmade(&self, ctx: &Ctx) -> Result<bool, ApiError> {
        if self.kind != KeyKind::User {
            return Ok(false);
        }
        let scope = directory::scope_of(self.account.as_str()).ok_or_else(ApiError::internal)?;
        let name = directory::name_of(&self.arn).unwrap_or_default();
        Ok(!USERS.at(ctx.tx(), &scope).contains(&directory::key(name))?)
    }

    pub fn is_long_term(&self) -> bool {
        !self.kind.is_session()
    }

    pub fn is_root(&self) -> bool {
        matches!(self.kind, KeyKind::Root | KeyKind::RootSession)
    }

    /// Refuses what only long-term keys may call.
    pub fn require_long_term(&self, operation: &str) -> Result<(), ApiError> {
        if self.is_long_term() { Ok(()) } else { Err(errors::session_credentials(operation)) }
    }

    /// Refuses federated users, and the sessions of `GetSessionToken` unless the operation is
    /// `AssumeRole`: beyond that they may only ask who they are.
    pub fn require_may_call(
        &self,
        operation: &str,
        resource: Option<&str>,
    ) -> Result<(), ApiError> {
        let may = match self.kind {
            KeyKind::Root | KeyKind::User | KeyKind::RoleSession => true,
            KeyKind::UserSession | KeyKind::RootSession => operation == "AssumeRole",
            KeyKind::FederatedUser => false,
        };
        if may { Ok(()) } else { Err(errors::not_authorized(&self.arn, operation, resource)) }
    }
}

pub fn root_arn(ctx: &Ctx, account: AccountId) -> String {
    Arn::global("iam", ctx.region().partition(), account, "root").to_string()
}

/// For principals whose key is not in the store, such as those of inner calls.
fn kind_by_arn(arn: &str, is_session: bool) -> KeyKind {
    let resource = Arn::parse(arn).map(|arn| arn.resource).unwrap_or_default();
    match resource.split('/').next().unwrap_or_default() {
        "assumed-role" => KeyKind::RoleSession,
        "federated-user" => KeyKind::FederatedUser,
        "root" if is_session => KeyKind::RootSession,
        "root" => KeyKind::Root,
        _ if is_session => KeyKind::UserSession,
        _ => KeyKind::User,
    }
}
