//! Login profiles: the passwords of users. There is no console to sign in to, so a password is set,
//! checked against the policy, and proved by `ChangePassword`.

use auth::directory::{PasswordRow, UserRow};
use kernel::{ApiError, Ctx};
use sha2::{Digest as _, Sha256};

use crate::api::{
    ChangePasswordInput, ChangePasswordOutput, CreateLoginProfileInput, CreateLoginProfileOutput,
    DeleteLoginProfileInput, DeleteLoginProfileOutput, GetLoginProfileInput, GetLoginProfileOutput,
    LoginProfileBuilder, UpdateLoginProfileInput, UpdateLoginProfileOutput,
};
use crate::common::time;
use crate::entity::{find_user, put_user};
use crate::errors;
use crate::limits::REMEMBERED_PASSWORDS;
use crate::password_policy;
use crate::root_password;
use crate::user::{self, Caller};

pub fn create_login_profile(
    ctx: &mut Ctx<'_>,
    input: CreateLoginProfileInput<'_>,
) -> Result<CreateLoginProfileOutput, ApiError> {
    if root_password::is_meant(ctx, input.user_name())? {
        let profile = root_password::create(ctx, input.password(), input.password_reset_required());
        return Ok(CreateLoginProfileOutput::new().login_profile(profile?));
    }
    let mut user = named(ctx, input.user_name())?;
    if user.password.is_some() {
        return Err(errors::login_profile_exists(&user.name));
    }
    let Some(password) = input.password() else {
        return Err(errors::validation("Password is required to create a login profile."));
    };
    password_policy::check(ctx, password)?;
    let salt = ctx.chance().hex(32);
    let now = ctx.now().micros();
    user.password = Some(PasswordRow {
        digest: digest(&salt, password),
        salt,
        created: now,
        changed: now,
        is_reset_required: input.password_reset_required().unwrap_or(false),
        earlier: Vec::new(),
    });
    put_user(ctx, &user);
    Ok(CreateLoginProfileOutput::new().login_profile(show(&user)?))
}

pub fn get_login_profile(
    ctx: &mut Ctx<'_>,
    input: GetLoginProfileInput<'_>,
) -> Result<GetLoginProfileOutput, ApiError> {
    if root_password::is_meant(ctx, input.user_name())? {
        return Ok(GetLoginProfileOutput::new().login_profile(root_password::show(ctx)?));
    }
    let user = named(ctx, input.user_name())?;
    Ok(GetLoginProfileOutput::new().login_profile(show(&user)?))
}

pub fn update_login_profile(
    ctx: &mut Ctx<'_>,
    input: UpdateLoginProfileInput<'_>,
) -> Result<UpdateLoginProfileOutput, ApiError> {
    let mut user = find_user(ctx, input.user_name())?;
    let name = user.name.clone();
    let Some(profile) = &mut user.password else {
        return Err(errors::no_such_login_profile(&name));
    };
    if let Some(password) = input.password() {
        set(ctx, profile, password)?;
    }
    if let Some(is_required) = input.password_reset_required() {
        profile.is_reset_required = is_required;
    }
    put_user(ctx, &user);
    Ok(UpdateLoginProfileOutput::new())
}

pub fn delete_login_profile(
    ctx: &mut Ctx<'_>,
    input: DeleteLoginProfileInput<'_>,
) -> Result<DeleteLoginProfileOutput, ApiError> {
    if root_password::is_meant(ctx, input.user_name())? {
        root_password::delete(ctx)?;
        return Ok(DeleteLoginProfileOutput::new());
    }
    let mut user = named(ctx, input.user_name())?;
    if user.password.take().is_none() {
        return Err(errors::no_such_login_profile(&user.name));
    }
    put_user(ctx, &user);
    Ok(DeleteLoginProfileOutput::new())
}

/// The caller's own password.
pub fn change_password(
    ctx: &mut Ctx<'_>,
    input: ChangePasswordInput<'_>,
) -> Result<ChangePasswordOutput, ApiError> {
    let Caller::User(name) = user::caller(ctx) else { return Err(errors::not_a_user()) };
    let mut user = find_user(ctx, &name)?;
    let Some(profile) = &mut user.password else {
        return Err(errors::no_such_login_profile(&name));
    };
    if digest(&profile.salt, input.old_password()) != profile.digest {
        return Err(errors::wrong_password());
    }
    set(ctx, profile, input.new_password())?;
    profile.is_reset_required = false;
    put_user(ctx, &user);
    Ok(ChangePasswordOutput::new())
}

fn set(ctx: &Ctx<'_>, profile: &mut PasswordRow, password: &str) -> Result<(), ApiError> {
    password_policy::check(ctx, password)?;
    let new = digest(&profile.salt, password);
    let policy = password_policy::find(ctx)?;
    let remembered = policy.and_then(|policy| policy.reuse_prevention).unwrap_or(0) as usize;
    let mut before = std::iter::once(&profile.digest).chain(&profile.earlier).take(remembered);
    if before.any(|earlier| *earlier == new) {
        let message = "Password does not conform to the account password policy.";
        return Err(errors::password_policy(message));
    }
    let old = std::mem::replace(&mut profile.digest, new);
    profile.earlier.insert(0, old);
    profile.earlier.truncate(REMEMBERED_PASSWORDS);
    profile.changed = ctx.now().micros();
    Ok(())
}

fn digest(salt: &str, password: &str) -> String {
    use std::fmt::Write as _;
    let digest = Sha256::digest(format!("{salt}{password}"));
    digest.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn named(ctx: &Ctx<'_>, name: Option<&str>) -> Result<UserRow, ApiError> {
    let owner = user::owner(ctx, name)?;
    owner.user.ok_or_else(errors::must_name_user)
}

fn show(user: &UserRow) -> Result<LoginProfileBuilder, ApiError> {
    let profile = user.password.as_ref();
    let profile = profile.ok_or_else(|| errors::no_such_login_profile(&user.name))?;
    Ok(LoginProfileBuilder::new()
        .user_name(&user.name)
        .create_date(time(profile.created))
        .password_reset_required(profile.is_reset_required))
}
