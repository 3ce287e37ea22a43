//! Users, groups and roles alike: what holds policies.

use auth::directory::{self, GROUPS, GroupRow, Holdings, ROLES, RoleRow, USERS, UserRow, use_kind};
use auth::principals;
use kernel::{ApiError, Ctx};

use crate::access::is_identity_center;
use crate::common::arn;
use crate::errors;
use crate::limits::{GROUP_INLINE_CHARS_MAX, ROLE_INLINE_CHARS_MAX, USER_INLINE_CHARS_MAX};

/// The path of roles that services of AWS make for themselves.
pub const RESERVED: &str = "/aws-reserved/";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    User,
    Group,
    Role,
}

/// One that was found.
#[derive(Clone, Debug)]
pub struct Entity {
    pub key: String,
    pub row: Row,
}

#[derive(Clone, Debug)]
pub enum Row {
    User(UserRow),
    Group(GroupRow),
    Role(RoleRow),
}

impl Kind {
    /// As in "The user with name … cannot be found."
    pub fn word(self) -> &'static str {
        match self {
            Kind::User => "user",
            Kind::Group => "group",
            Kind::Role => "role",
        }
    }

    /// As in quotas: `PoliciesPerUser`.
    pub fn title(self) -> &'static str {
        match self {
            Kind::User => "User",
            Kind::Group => "Group",
            Kind::Role => "Role",
        }
    }

    pub fn use_kind(self) -> &'static str {
        match self {
            Kind::User => use_kind::USER,
            Kind::Group => use_kind::GROUP,
            Kind::Role => use_kind::ROLE,
        }
    }

    pub fn inline_chars_max(self) -> usize {
        match self {
            Kind::User => USER_INLINE_CHARS_MAX,
            Kind::Group => GROUP_INLINE_CHARS_MAX,
            Kind::Role => ROLE_INLINE_CHARS_MAX,
        }
    }
}

impl Entity {
    pub fn find(ctx: &Ctx<'_>, kind: Kind, name: &str) -> Result<Entity, ApiError> {
        let (key, scope) = (directory::key(name), ctx.scope());
        let row = match kind {
            Kind::User => USERS.at(ctx.tx(), &scope).get(&key)?.map(Row::User),
            Kind::Group => GROUPS.at(ctx.tx(), &scope).get(&key)?.map(Row::Group),
            Kind::Role => ROLES.at(ctx.tx(), &scope).get(&key)?.map(Row::Role),
        };
        match row {
            Some(row) => Ok(Entity { key, row }),
            None => Err(errors::no_such(kind.word(), name)),
        }
    }

    /// As [`Entity::find`], of one whose policies are to change: service-linked roles' are AWS's.
    pub fn find_to_change(ctx: &Ctx<'_>, kind: Kind, name: &str) -> Result<Entity, ApiError> {
        let entity = Entity::find(ctx, kind, name)?;
        match &entity.row {
            Row::Role(role) if is_protected(ctx, role) => Err(errors::protected_role(&role.name)),
            _ => Ok(entity),
        }
    }

    pub fn name(&self) -> &str {
        match &self.row {
            Row::User(row) => &row.name,
            Row::Group(row) => &row.name,
            Row::Role(row) => &row.name,
        }
    }

    pub fn holdings(&self) -> &Holdings {
        match &self.row {
            Row::User(row) => &row.holdings,
            Row::Group(row) => &row.holdings,
            Row::Role(row) => &row.holdings,
        }
    }

    pub fn holdings_mut(&mut self) -> &mut Holdings {
        match &mut self.row {
            Row::User(row) => &mut row.holdings,
            Row::Group(row) => &mut row.holdings,
            Row::Role(row) => &mut row.holdings,
        }
    }

    pub fn save(&self, ctx: &mut Ctx<'_>) {
        match &self.row {
            Row::User(row) => put_user(ctx, row),
            Row::Group(row) => put_group(ctx, row),
            Row::Role(row) => put_role(ctx, row),
        }
    }
}

pub fn find_user(ctx: &Ctx<'_>, name: &str) -> Result<UserRow, ApiError> {
    let row = USERS.at(ctx.tx(), &ctx.scope()).get(&directory::key(name))?;
    row.ok_or_else(|| errors::no_such("user", name))
}

pub fn find_group(ctx: &Ctx<'_>, name: &str) -> Result<GroupRow, ApiError> {
    let row = GROUPS.at(ctx.tx(), &ctx.scope()).get(&directory::key(name))?;
    row.ok_or_else(|| errors::no_such("group", name))
}

pub fn find_role(ctx: &Ctx<'_>, name: &str) -> Result<RoleRow, ApiError> {
    let row = ROLES.at(ctx.tx(), &ctx.scope()).get(&directory::key(name))?;
    row.ok_or_else(|| errors::no_such("role", name))
}

/// As [`find_role`], of one that is not AWS's to change.
pub fn find_own_role(ctx: &Ctx<'_>, name: &str) -> Result<RoleRow, ApiError> {
    let role = find_role(ctx, name)?;
    if is_protected(ctx, &role) {
        return Err(errors::protected_role(&role.name));
    }
    Ok(role)
}

/// Service-linked roles, and those that Identity Center has made and alone may change.
fn is_protected(ctx: &Ctx<'_>, role: &RoleRow) -> bool {
    role.linked_service.is_some() || role.path.starts_with(RESERVED) && !is_identity_center(ctx)
}

pub fn put_user(ctx: &mut Ctx<'_>, row: &UserRow) {
    let scope = ctx.scope();
    USERS.at_mut(ctx.tx_mut(), &scope).put(&directory::key(&row.name), row);
    let arn = arn(ctx, "user", &row.path, &row.name);
    principals::name(ctx, &row.id, &arn);
    directory::touch(ctx);
}

pub fn put_group(ctx: &mut Ctx<'_>, row: &GroupRow) {
    let scope = ctx.scope();
    GROUPS.at_mut(ctx.tx_mut(), &scope).put(&directory::key(&row.name), row);
    directory::touch(ctx);
}

pub fn put_role(ctx: &mut Ctx<'_>, row: &RoleRow) {
    keep_role(ctx, row);
    directory::touch(ctx);
}

/// As [`put_role`], of a role that is not the first thing that IAM is used for.
pub fn keep_role(ctx: &mut Ctx<'_>, row: &RoleRow) {
    let scope = ctx.scope();
    ROLES.at_mut(ctx.tx_mut(), &scope).put(&directory::key(&row.name), row);
    let arn = arn(ctx, "role", &row.path, &row.name);
    principals::name(ctx, &row.id, &arn);
}
