//! The password of an account's root, as a privileged session makes and deletes it.
//!
//! Source: [A] CreateLoginProfile ("This parameter must be omitted when you make the request with
//! an AssumeRoot session"), GetLoginProfile, DeleteLoginProfile ("When you make this request with
//! root user credentials, you must use an AssumeRoot session to omit the user name"). It lets the
//! root recover a password, of which there is no console here; that it is there is all there is.

use auth::credentials;
use kernel::{ApiError, Ctx, Principal};

use crate::api::LoginProfileBuilder;
use crate::common::time;
use crate::errors;
use crate::state::ROOT_PASSWORD;

const NAME: &str = "root";

/// Whether the call comes from a privileged session of the root.
pub fn is_assumed_root(ctx: &Ctx<'_>) -> Result<bool, ApiError> {
    let Principal::Identity(identity) = ctx.principal() else { return Ok(false) };
    let key = credentials::find(ctx.tx(), &identity.access_key_id)?;
    Ok(key.is_some_and(|key| key.is_assumed_root()))
}

/// Whether a call that names nobody means the password of the root.
pub fn is_meant(ctx: &Ctx<'_>, name: Option<&str>) -> Result<bool, ApiError> {
    Ok(name.is_none() && is_assumed_root(ctx)?)
}

pub fn exists(ctx: &Ctx<'_>) -> Result<bool, ApiError> {
    Ok(ctx.table(&ROOT_PASSWORD).contains(NAME)?)
}

pub fn create(
    ctx: &mut Ctx<'_>,
    password: Option<&str>,
    is_reset_required: Option<bool>,
) -> Result<LoginProfileBuilder, ApiError> {
    if password.is_some() || is_reset_required.is_some() {
        return Err(errors::validation("A root session must not specify a password."));
    }
    if exists(ctx)? {
        return Err(errors::login_profile_exists(NAME));
    }
    let now = ctx.now().micros().unsigned_abs();
    ctx.table_mut(&ROOT_PASSWORD).put(NAME, &now);
    show(ctx)
}

/// The model wants a name of everybody; the root has none.
pub fn show(ctx: &Ctx<'_>) -> Result<LoginProfileBuilder, ApiError> {
    let made = ctx.table(&ROOT_PASSWORD).get(NAME)?;
    let made = made.ok_or_else(|| errors::no_such_login_profile(NAME))?;
    Ok(LoginProfileBuilder::new().user_name(NAME).create_date(time(made.cast_signed())))
}

pub fn delete(ctx: &mut Ctx<'_>) -> Result<(), ApiError> {
    show(ctx)?;
    ctx.table_mut(&ROOT_PASSWORD).delete(NAME);
    Ok(())
}
