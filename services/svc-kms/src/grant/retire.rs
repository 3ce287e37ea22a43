//! The ends of grants: retired by who may, revoked by the key's owner, gone with the key.

use kernel::{Access, ApiError, Ctx};
use serde_json::json;
use store::Range;

use super::{find, remove, token};
use crate::api::{
    RetireGrantInput, RetireGrantOutput, RevokeGrantInput, RevokeGrantOutput,
    grant_operation as operation,
};
use crate::errors;
use crate::limits;
use crate::locate::{self, Aliases};
use crate::state::{GRANTS, GrantRow, Key};

pub fn revoke_grant(
    ctx: &mut Ctx<'_>,
    input: RevokeGrantInput<'_>,
) -> Result<RevokeGrantOutput, ApiError> {
    let key = locate::managed(ctx, input.key_id())?;
    let row = find(ctx, &key, input.grant_id())?;
    let row = row.ok_or_else(|| errors::no_such_grant(input.grant_id()))?;
    if input.dry_run() == Some(true) {
        return Err(errors::dry_run());
    }
    end(ctx, key, input.grant_id(), &row);
    Ok(RevokeGrantOutput::new())
}

pub fn retire_grant(
    ctx: &mut Ctx<'_>,
    input: RetireGrantInput<'_>,
) -> Result<RetireGrantOutput, ApiError> {
    let (place, id) = match (input.grant_token(), input.key_id(), input.grant_id()) {
        (Some(token), None, None) => token::read(ctx, token)?,
        (None, Some(key), Some(id)) => {
            (locate::named(ctx, key, Aliases::Refused)?.place, id.to_owned())
        }
        _ => {
            return Err(errors::validation(
                "Specify either GrantToken, or both of KeyId and GrantId.",
            ));
        }
    };
    let key = locate::at(ctx, &place)?.ok_or_else(|| errors::key_not_found(&place.arn()))?;
    let row = find(ctx, &key, &id)?.ok_or_else(|| errors::no_such_grant(&id))?;
    ctx.authorize(&to_retire(ctx, &key, &row))?;
    if input.dry_run() == Some(true) {
        return Err(errors::dry_run());
    }
    end(ctx, key, &id, &row);
    Ok(RetireGrantOutput::new())
}

fn end(ctx: &mut Ctx<'_>, mut key: Key, id: &str, row: &GrantRow) {
    remove(ctx, &key, id, row);
    key.row.grants = key.row.grants.saturating_sub(1);
    locate::save(ctx, &key);
}

/// "By the retiring principal, by the grantee principal if the grant allows RetireGrant, and by the
/// account in which the grant is created." The grant says it all: the key's policy does not count.
fn to_retire(ctx: &Ctx<'_>, key: &Key, row: &GrantRow) -> Access {
    let root = format!("arn:{}:iam::{}:root", key.region.partition(), key.account);
    let mut principals = vec![root];
    let mut services: Vec<String> = Vec::new();
    let mut add = |name: &str, is_service: bool| {
        if is_service { &mut services } else { &mut principals }.push(name.to_owned());
    };
    if let Some(retiring) = &row.retiring {
        add(retiring, row.is_retiring_service);
    }
    if row.operations.iter().any(|it| it == operation::RETIRE_GRANT) {
        add(&row.grantee, row.is_grantee_service);
    }
    let mut named = json!({ "AWS": principals });
    if !services.is_empty() {
        named["Service"] = json!(services);
    }
    let policy = json!({
        "Version": "2012-10-17",
        "Statement": {
            "Effect": "Allow", "Principal": named, "Action": "kms:RetireGrant", "Resource": "*"
        }
    });
    Access::new(ctx, "kms:RetireGrant", key.arn())
        .owned_by(key.account)
        .with_policy(Some(policy.to_string()))
        .requiring_policy()
}

/// Removes some grants of a key that goes; whether there may be more.
pub fn drop_some(ctx: &mut Ctx<'_>, key: &Key) -> Result<bool, ApiError> {
    let range = Range::within(&(key.id.clone(),));
    let rows = ctx.table_in(&GRANTS, key.scope()).scan(&range).take(limits::DELETED_PER_STEP_MAX);
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    for ((_, id), row) in &rows {
        remove(ctx, key, id, row);
    }
    Ok(rows.len() == limits::DELETED_PER_STEP_MAX)
}
