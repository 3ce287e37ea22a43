//! Access keys of users, and of the root. Their secrets are in crate `auth`, which verifies what
//! they sign; a deleted key is remembered there, so that it does not become an unknown key.

use auth::credentials::{self, AccessKey, KeyKind, KeyStatus, NewKey};
use auth::directory::{USER_KEYS, USES};
use kernel::{ApiError, Ctx};
use world::Chance;

use crate::api::status_type::{ACTIVE, INACTIVE};
use crate::api::{
    AccessKeyBuilder, AccessKeyLastUsedBuilder, AccessKeyMetadataBuilder, CreateAccessKeyInput,
    CreateAccessKeyOutput, DeleteAccessKeyInput, DeleteAccessKeyOutput, GetAccessKeyLastUsedInput,
    GetAccessKeyLastUsedOutput, ListAccessKeysInput, ListAccessKeysOutput, UpdateAccessKeyInput,
    UpdateAccessKeyOutput,
};
use crate::common::{Page, time};
use crate::errors;
use crate::limits::ACCESS_KEYS_MAX;
use crate::user::{self, Owner};

/// What [A] GetAccessKeyLastUsed answers of a key that was never used.
const NEVER: &str = "N/A";

pub fn create_access_key(
    ctx: &mut Ctx<'_>,
    input: CreateAccessKeyInput<'_>,
) -> Result<CreateAccessKeyOutput, ApiError> {
    let owner = user::owner(ctx, input.user_name())?;
    if user::keys_of(ctx, &owner.key)?.len() >= ACCESS_KEYS_MAX {
        return Err(errors::quota("AccessKeysPerUser", ACCESS_KEYS_MAX));
    }
    let new = NewKey {
        account: ctx.account(),
        kind: owner.kind,
        arn: owner.arn.clone(),
        unique_id: owner.id.clone(),
        created: ctx.now(),
    };
    // A generator of its own, since the context's cannot be held beside its transaction.
    let mut chance = Chance::derive(ctx.chance().u64(), 0, 0);
    let (id, key) = credentials::make(ctx.tx_mut(), &mut chance, new)?;
    let scope = ctx.scope();
    USER_KEYS.at_mut(ctx.tx_mut(), &scope).put(&(owner.key.as_str(), id.as_str()), &());
    let shown = AccessKeyBuilder::new()
        // The model wants a name; the root has none.
        .user_name(owner.name().unwrap_or("root"))
        .access_key_id(id)
        .status(ACTIVE)
        .secret_access_key(key.secret)
        .create_date(time(key.created_micros));
    Ok(CreateAccessKeyOutput::new().access_key(shown))
}

pub fn list_access_keys(
    ctx: &mut Ctx<'_>,
    input: ListAccessKeysInput<'_>,
) -> Result<ListAccessKeysOutput, ApiError> {
    let owner = user::owner(ctx, input.user_name())?;
    let page = Page::read("ListAccessKeys", input.marker(), input.max_items())?;
    let mut keys = Vec::new();
    for id in user::keys_of(ctx, &owner.key)? {
        if let Some(key) = credentials::find(ctx.tx(), &id)? {
            let shown = AccessKeyMetadataBuilder::new()
                .user_name(owner.name())
                .access_key_id(&id)
                .status(status(&key))
                .create_date(time(key.created_micros));
            keys.push((id, shown));
        }
    }
    let cut = page.cut_whole(keys);
    Ok(ListAccessKeysOutput::new()
        .is_truncated(cut.is_truncated())
        .access_key_metadata(cut.items)
        .marker(cut.marker))
}

pub fn update_access_key(
    ctx: &mut Ctx<'_>,
    input: UpdateAccessKeyInput<'_>,
) -> Result<UpdateAccessKeyOutput, ApiError> {
    let owner = user::owner(ctx, input.user_name())?;
    let id = input.access_key_id();
    let mut key = find(ctx, &owner, id)?;
    key.status = match input.status() {
        ACTIVE => KeyStatus::Active,
        INACTIVE => KeyStatus::Inactive,
        other => return Err(errors::validation(format!("Status {other} cannot be set."))),
    };
    credentials::put(ctx.tx_mut(), id, &key);
    Ok(UpdateAccessKeyOutput::new())
}

pub fn delete_access_key(
    ctx: &mut Ctx<'_>,
    input: DeleteAccessKeyInput<'_>,
) -> Result<DeleteAccessKeyOutput, ApiError> {
    let owner = user::owner(ctx, input.user_name())?;
    let id = input.access_key_id();
    let mut key = find(ctx, &owner, id)?;
    key.status = KeyStatus::Deleted;
    key.secret.clear();
    credentials::put(ctx.tx_mut(), id, &key);
    let scope = ctx.scope();
    USER_KEYS.at_mut(ctx.tx_mut(), &scope).delete(&(owner.key.as_str(), id));
    USES.at_mut(ctx.tx_mut(), &scope).delete(id);
    Ok(DeleteAccessKeyOutput::new())
}

pub fn get_access_key_last_used(
    ctx: &mut Ctx<'_>,
    input: GetAccessKeyLastUsedInput<'_>,
) -> Result<GetAccessKeyLastUsedOutput, ApiError> {
    let id = input.access_key_id();
    let key = credentials::find(ctx.tx(), id)?.filter(|key| {
        key.account == ctx.account().as_str()
            && !key.kind.is_session()
            && key.status != KeyStatus::Deleted
    });
    let key = key.ok_or_else(|| errors::no_such_access_key(id))?;
    let used = match USES.at(ctx.tx(), &ctx.scope()).get(id)? {
        Some(used) => AccessKeyLastUsedBuilder::new()
            .last_used_date(time(used.at))
            .service_name(used.service)
            .region(used.region),
        None => AccessKeyLastUsedBuilder::new().service_name(NEVER).region(NEVER),
    };
    let name = (key.kind == KeyKind::User)
        .then(|| auth::directory::name_of(&key.arn).unwrap_or_default().to_owned());
    Ok(GetAccessKeyLastUsedOutput::new().user_name(name).access_key_last_used(used))
}

fn find(ctx: &Ctx<'_>, owner: &Owner, id: &str) -> Result<AccessKey, ApiError> {
    let is_own = USER_KEYS.at(ctx.tx(), &ctx.scope()).contains(&(owner.key.as_str(), id))?;
    let key = if is_own { credentials::find(ctx.tx(), id)? } else { None };
    key.ok_or_else(|| errors::no_such_access_key(id))
}

pub fn status(key: &AccessKey) -> &'static str {
    if key.status == KeyStatus::Active { ACTIVE } else { INACTIVE }
}
