//! Roles by their ARNs, and as IAM has made them.

use auth::directory::{self, ROLES, RoleRow};
use kernel::arn::Arn;
use kernel::{AccountId, ApiError, Ctx};
use sha2::{Digest as _, Sha256};

use crate::caller::Caller;
use crate::errors;
use crate::limits::{PATH_CHARS_MAX, ROLE_NAME_CHARS_MAX};

#[derive(Clone, Debug)]
pub struct Role {
    pub account: AccountId,
    pub arn: String,
    /// Without its path.
    pub name: String,
    partition: String,
}

impl Role {
    /// The role of an ARN. One that names no role at all is invalid; one that names something
    /// else is nobody's to assume.
    pub fn parse(ctx: &Ctx, caller: Option<&Caller>, text: &str) -> Result<Role, ApiError> {
        let invalid = || errors::invalid_arn(text);
        let arn = Arn::parse(text).ok_or_else(invalid)?;
        let account = arn.account_id().ok_or_else(invalid)?;
        let is_iam = arn.service == "iam"
            && arn.region.is_empty()
            && arn.partition == ctx.region().partition();
        if !is_iam {
            return Err(invalid());
        }
        let Some(path_and_name) = arn.resource.strip_prefix("role/") else {
            return Err(match caller {
                Some(caller) => errors::not_authorized(&caller.arn, "AssumeRole", Some(text)),
                None => invalid(),
            });
        };
        let (path, name) = path_and_name.rsplit_once('/').unwrap_or(("", path_and_name));
        if !is_name(name) || !is_path(path) {
            return Err(invalid());
        }
        Ok(Role {
            account,
            arn: text.to_owned(),
            name: name.to_owned(),
            partition: arn.partition.clone(),
        })
    }

    /// The ARN of a session of this role; a role's path is no part of it.
    pub fn session_arn(&self, session_name: &str) -> String {
        let resource = format!("assumed-role/{}/{session_name}", self.name);
        Arn::global("sts", &self.partition, self.account, &resource).to_string()
    }

    /// The role as IAM has made it; `None` when nobody has.
    pub fn find(&self, ctx: &Ctx) -> Result<Option<RoleRow>, ApiError> {
        let scope = directory::scope_of(self.account.as_str()).ok_or_else(ApiError::internal)?;
        let row = ROLES.at(ctx.tx(), &scope).get(&directory::key(&self.name))?;
        let account = self.account.as_str();
        Ok(row.filter(|row| {
            directory::arn(&self.partition, account, "role", &row.path, &row.name) == self.arn
        }))
    }

    /// Whether IAM has ever been used in the role's account.
    pub fn is_account_managed(&self, ctx: &Ctx) -> Result<bool, ApiError> {
        let scope = directory::scope_of(self.account.as_str()).ok_or_else(ApiError::internal)?;
        Ok(directory::stamp(ctx.tx(), &scope)?.is_some())
    }

    /// The unique id of a role that nobody has made, the same for one ARN in all worlds.
    pub fn made_up_id(&self) -> String {
        const DIGITS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        const LEN: usize = 17;
        let digest = Sha256::digest(self.arn.as_bytes());
        let digits = digest.iter().take(LEN).map(|byte| DIGITS[usize::from(byte & 31)] as char);
        "AROA".chars().chain(digits).collect()
    }
}

fn is_name(name: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_+=,.@-".contains(&byte);
    !name.is_empty() && name.len() <= ROLE_NAME_CHARS_MAX && name.bytes().all(is_allowed)
}

/// Any printable ASCII, as IAM's paths.
fn is_path(path: &str) -> bool {
    path.len() <= PATH_CHARS_MAX && path.bytes().all(|byte| byte.is_ascii_graphic())
}
