//! Users.

use std::collections::BTreeSet;

use auth::credentials::{self, KeyKind};
use auth::directory::{
    self, ATTACHMENTS, Holdings, MEMBERS, OWNED_MFA_DEVICES, USER_KEYS, USERS, UserRow, use_kind,
};
use auth::principals;
use kernel::{ApiError, Ctx, Principal};
use store::Range;

use crate::api::{
    CreateUserInput, CreateUserOutput, DeleteUserInput, DeleteUserOutput, GetUserInput,
    GetUserOutput, ListUsersInput, ListUsersOutput, UpdateUserInput, UpdateUserOutput, UserBuilder,
};
use crate::common::{
    Page, arn, boundary, new_id, new_tags, path, show_tags_if_any, starts_with_path, time,
};
use crate::entity::{find_user, put_user};
use crate::errors;
use crate::limits::USERS_MAX;
use crate::state::{SERVICE_CREDENTIALS, SSH_KEYS};
use crate::{policy, signing_certificate};

pub fn create_user(
    ctx: &mut Ctx<'_>,
    input: CreateUserInput<'_>,
) -> Result<CreateUserOutput, ApiError> {
    let name = input.user_name();
    let users = USERS.at(ctx.tx(), &ctx.scope());
    if users.contains(&directory::key(name))? {
        return Err(errors::exists("User", name));
    }
    if users.keys(&Range::all()).take(USERS_MAX).count() >= USERS_MAX {
        return Err(errors::quota("UsersPerAccount", USERS_MAX));
    }
    let tags = new_tags(input.tags())?;
    let limit = policy::check_boundary(ctx, input.permissions_boundary())?;
    let row = UserRow {
        name: name.to_owned(),
        path: path(input.path()),
        id: new_id(ctx, "AIDA"),
        created: ctx.now().micros(),
        holdings: Holdings { boundary: limit.clone(), ..Holdings::default() },
        groups: BTreeSet::new(),
        tags,
        password: None,
    };
    if let Some(arn) = &limit {
        policy::note_use(ctx, arn, use_kind::USER_BOUNDARY, name);
    }
    put_user(ctx, &row);
    Ok(CreateUserOutput::new().user(show(ctx, &row)))
}

pub fn get_user(ctx: &mut Ctx<'_>, input: GetUserInput<'_>) -> Result<GetUserOutput, ApiError> {
    let user = match input.user_name() {
        Some(name) => find_user(ctx, name)?,
        None => match caller(ctx) {
            Caller::User(name) => find_user(ctx, &name)?,
            Caller::Root => return Ok(GetUserOutput::new().user(show_root(ctx))),
            Caller::Other => return Err(errors::must_name_user()),
        },
    };
    Ok(GetUserOutput::new().user(show_whole(ctx, &user)))
}

pub fn list_users(
    ctx: &mut Ctx<'_>,
    input: ListUsersInput<'_>,
) -> Result<ListUsersOutput, ApiError> {
    let page = Page::read("ListUsers", input.marker(), input.max_items())?;
    let mut range = Range::all();
    if let Some(after) = &page.after {
        range = range.after(after);
    }
    let mut found = Vec::new();
    for entry in USERS.at(ctx.tx(), &ctx.scope()).scan(&range) {
        let (key, row) = entry?;
        if starts_with_path(&row.path, input.path_prefix()) {
            found.push((key, show(ctx, &row)));
        }
        if found.len() > page.max {
            break;
        }
    }
    let cut = page.cut(found);
    Ok(ListUsersOutput::new().is_truncated(cut.is_truncated()).users(cut.items).marker(cut.marker))
}

/// A user that moves or is renamed keeps its id, its policies, its groups and its keys.
pub fn update_user(
    ctx: &mut Ctx<'_>,
    input: UpdateUserInput<'_>,
) -> Result<UpdateUserOutput, ApiError> {
    let old = find_user(ctx, input.user_name())?;
    let mut new = old.clone();
    if let Some(path) = input.new_path() {
        path.clone_into(&mut new.path);
    }
    if let Some(name) = input.new_user_name() {
        name.clone_into(&mut new.name);
    }
    let (from, to) = (directory::key(&old.name), directory::key(&new.name));
    let scope = ctx.scope();
    if from != to {
        if USERS.at(ctx.tx(), &scope).contains(&to)? {
            return Err(errors::exists("User", &new.name));
        }
        USERS.at_mut(ctx.tx_mut(), &scope).delete(&from);
        for group in &old.groups {
            let mut members = MEMBERS.at_mut(ctx.tx_mut(), &scope);
            members.delete(&(group.as_str(), from.as_str()));
            members.put(&(group.as_str(), to.as_str()), &());
        }
        for policy in &old.holdings.attached {
            move_use(ctx, policy, use_kind::USER, (&from, &to));
        }
        if let Some(policy) = &old.holdings.boundary {
            move_use(ctx, policy, use_kind::USER_BOUNDARY, (&from, &to));
        }
        move_devices(ctx, (&from, &to))?;
    }
    put_user(ctx, &new);
    move_keys(ctx, &new, (&from, &to))?;
    Ok(UpdateUserOutput::new())
}

fn move_use(ctx: &mut Ctx<'_>, policy: &str, kind: &str, (from, to): (&str, &str)) {
    let scope = ctx.scope();
    let mut uses = ATTACHMENTS.at_mut(ctx.tx_mut(), &scope);
    uses.delete(&(policy, kind, from));
    uses.put(&(policy, kind, to), &());
}

fn move_devices(ctx: &mut Ctx<'_>, (from, to): (&str, &str)) -> Result<(), ApiError> {
    let scope = ctx.scope();
    for serial in devices_of(ctx, from)? {
        let device = directory::MFA_DEVICES.at(ctx.tx(), &scope).get(&serial)?;
        if let Some(mut device) = device {
            device.owner = Some(to.to_owned());
            directory::MFA_DEVICES.at_mut(ctx.tx_mut(), &scope).put(&serial, &device);
        }
        let mut owned = OWNED_MFA_DEVICES.at_mut(ctx.tx_mut(), &scope);
        owned.delete(&(from, serial.as_str()));
        owned.put(&(to, serial.as_str()), &());
    }
    Ok(())
}

/// Keys name their user's ARN, which changes with its name and its path.
fn move_keys(ctx: &mut Ctx<'_>, user: &UserRow, (from, to): (&str, &str)) -> Result<(), ApiError> {
    let (scope, arn) = (ctx.scope(), arn(ctx, "user", &user.path, &user.name));
    for id in keys_of(ctx, from)? {
        if let Some(mut key) = credentials::find(ctx.tx(), &id)? {
            key.arn.clone_from(&arn);
            credentials::put(ctx.tx_mut(), &id, &key);
        }
        let mut keys = USER_KEYS.at_mut(ctx.tx_mut(), &scope);
        keys.delete(&(from, id.as_str()));
        keys.put(&(to, id.as_str()), &());
    }
    Ok(())
}

pub fn delete_user(
    ctx: &mut Ctx<'_>,
    input: DeleteUserInput<'_>,
) -> Result<DeleteUserOutput, ApiError> {
    let user = find_user(ctx, input.user_name())?;
    let key = directory::key(&user.name);
    let conflict = if !keys_of(ctx, &key)?.is_empty() {
        Some("delete access keys")
    } else if user.password.is_some() {
        Some("delete login profile")
    } else if !devices_of(ctx, &key)?.is_empty() {
        Some("delete MFA device")
    } else if !ctx.table(&SSH_KEYS).is_empty(&Range::within(&(user.id.as_str(),)))? {
        Some("delete SSH public keys")
    } else if !signing_certificate::of(ctx, &user.id)?.is_empty() {
        Some("delete signing certificates")
    } else if !ctx.table(&SERVICE_CREDENTIALS).is_empty(&Range::within(&(user.id.as_str(),)))? {
        Some("delete service specific credentials")
    } else if !user.groups.is_empty() {
        Some("remove users from group")
    } else if !user.holdings.inline.is_empty() {
        Some("delete policies")
    } else if !user.holdings.attached.is_empty() {
        Some("detach all policies")
    } else {
        None
    };
    if let Some(what) = conflict {
        return Err(errors::delete_conflict(what));
    }
    if let Some(arn) = &user.holdings.boundary {
        policy::forget_use(ctx, arn, use_kind::USER_BOUNDARY, &user.name);
    }
    let scope = ctx.scope();
    USERS.at_mut(ctx.tx_mut(), &scope).delete(&key);
    principals::forget(ctx, &user.id);
    directory::touch(ctx);
    Ok(DeleteUserOutput::new())
}

/// The ids of a user's access keys, or of the root's.
pub fn keys_of(ctx: &Ctx<'_>, user: &str) -> Result<Vec<String>, ApiError> {
    let keys = USER_KEYS.at(ctx.tx(), &ctx.scope());
    let ids = keys.keys(&Range::within(&(user,))).map(|key| key.map(|(_, id)| id));
    Ok(ids.collect::<Result<_, _>>()?)
}

/// The serial numbers of a user's MFA devices, or of the root's.
pub fn devices_of(ctx: &Ctx<'_>, user: &str) -> Result<Vec<String>, ApiError> {
    let owned = OWNED_MFA_DEVICES.at(ctx.tx(), &ctx.scope());
    let serials = owned.keys(&Range::within(&(user,))).map(|key| key.map(|(_, serial)| serial));
    Ok(serials.collect::<Result<_, _>>()?)
}

/// Who calls, where an operation means its caller.
#[derive(Debug, PartialEq, Eq)]
pub enum Caller {
    /// By name.
    User(String),
    Root,
    Other,
}

pub fn caller(ctx: &Ctx<'_>) -> Caller {
    let identity = match ctx.principal() {
        Principal::Root(_) => return Caller::Root,
        Principal::Identity(identity) => identity,
        Principal::Anonymous | Principal::Service(_) => return Caller::Other,
    };
    let resource = identity.arn.splitn(6, ':').nth(5).unwrap_or_default();
    match resource.split_once('/') {
        Some(("user", rest)) => Caller::User(rest.rsplit('/').next().unwrap_or(rest).to_owned()),
        None if resource == "root" => Caller::Root,
        _ => Caller::Other,
    }
}

/// The user that an operation names, or the caller: its key in the directory, which is empty for
/// the root, and its name.
pub fn owner(ctx: &Ctx<'_>, named: Option<&str>) -> Result<Owner, ApiError> {
    let named = match named {
        Some(name) => Some(name.to_owned()),
        None => match caller(ctx) {
            Caller::User(name) => Some(name),
            Caller::Root => None,
            Caller::Other => return Err(errors::must_name_user()),
        },
    };
    match named {
        Some(name) => {
            let user = find_user(ctx, &name)?;
            Ok(Owner {
                key: directory::key(&name),
                arn: arn(ctx, "user", &user.path, &user.name),
                id: user.id.clone(),
                kind: KeyKind::User,
                user: Some(user),
            })
        }
        None => Ok(Owner {
            key: String::new(),
            arn: format!("arn:{}:iam::{}:root", ctx.region().partition(), ctx.account()),
            id: ctx.account().to_string(),
            kind: KeyKind::Root,
            user: None,
        }),
    }
}

/// Whose keys and devices an operation means.
#[derive(Debug)]
pub struct Owner {
    pub key: String,
    pub arn: String,
    pub id: String,
    pub kind: KeyKind,
    /// `None` for the root.
    pub user: Option<UserRow>,
}

impl Owner {
    /// As answers name it; the root has no name.
    pub fn name(&self) -> Option<&str> {
        self.user.as_ref().map(|user| user.name.as_str())
    }
}

pub fn show(ctx: &Ctx<'_>, row: &UserRow) -> UserBuilder {
    UserBuilder::new()
        .path(&row.path)
        .user_name(&row.name)
        .user_id(&row.id)
        .arn(arn(ctx, "user", &row.path, &row.name))
        .create_date(time(row.created))
}

/// With what lists leave out ([A] ListUsers: no tags and no boundary).
pub fn show_whole(ctx: &Ctx<'_>, row: &UserRow) -> UserBuilder {
    show(ctx, row)
        .permissions_boundary(boundary(row.holdings.boundary.as_ref()))
        .tags(show_tags_if_any(&row.tags))
}

/// The model wants a name and a path of everybody; the root has neither.
fn show_root(ctx: &Ctx<'_>) -> UserBuilder {
    UserBuilder::new()
        .path("/")
        .user_name("root")
        .user_id(ctx.account().as_str())
        .arn(format!("arn:{}:iam::{}:root", ctx.region().partition(), ctx.account()))
        .create_date(kernel::Timestamp::EPOCH)
}
