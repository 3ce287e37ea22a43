//! External account bindings: keys by which clients come to an account, and the roles for which
//! they do.
//!
//! Source: API Reference, CreateAcmeExternalAccountBinding and its kin; User Guide, "External
//! account bindings" ("iam:PassRole" to `acm-acme.amazonaws.com`). A binding without Expiration
//! does not expire, and one binding may serve several clients: not verified.

use std::collections::BTreeMap;

use kernel::{ApiError, Ctx, Timestamp};
use store::Range;

use super::listing;
use super::place::{self, Binding, Place};
use super::state::{BINDINGS, BindingRow, ENDPOINTS, KEYS, NameRow};
use super::{role, token};
use crate::api::{
    AcmeExternalAccountBindingBuilder, AcmeExternalAccountBindingSummaryBuilder,
    CreateAcmeExternalAccountBindingInput, CreateAcmeExternalAccountBindingOutput,
    DeleteAcmeExternalAccountBindingInput, DeleteAcmeExternalAccountBindingOutput,
    DescribeAcmeExternalAccountBindingInput, DescribeAcmeExternalAccountBindingOutput, Expiration,
    GetAcmeExternalAccountBindingCredentialsInput, GetAcmeExternalAccountBindingCredentialsOutput,
    ListAcmeExternalAccountBindingsInput, ListAcmeExternalAccountBindingsOutput,
    RevokeAcmeExternalAccountBindingInput, RevokeAcmeExternalAccountBindingOutput, time_type,
};
use crate::errors;
use crate::limits;
use crate::tag;
use crate::vault;

const CREATE: &str = "CreateAcmeExternalAccountBinding";
const LIST: &str = "ListAcmeExternalAccountBindings";
const KEY_ID_LEN: usize = 20;

fn time(micros: i64) -> Timestamp {
    Timestamp::from_micros(micros)
}

/// To what the key of a binding is bound.
fn place_of_key(ctx: &Ctx<'_>, endpoint: &str, id: &str) -> String {
    vault::place(ctx, &format!("acme/{endpoint}/{id}"))
}

pub fn create_acme_external_account_binding(
    ctx: &mut Ctx<'_>,
    input: CreateAcmeExternalAccountBindingInput<'_>,
) -> Result<CreateAcmeExternalAccountBindingOutput, ApiError> {
    let output = CreateAcmeExternalAccountBindingOutput::new();
    if let Some(arn) = token::repeated(ctx, CREATE, input.0)? {
        let found = place::binding(ctx, &arn)?;
        return Ok(output.external_account_binding(detail(ctx, &found)));
    }
    let (endpoint, mut owner) = place::endpoint(ctx, input.acme_endpoint_arn())?;
    let role = role::parse(ctx, input.role_arn())?.to_string();
    ctx.authorize_pass_role(&role, role::PRINCIPAL)?;
    let now = ctx.now();
    let expires = input.expiration().map(|it| expiry(now, it)).transpose()?;
    if owner.bindings >= limits::BINDINGS_MAX {
        return Err(errors::quota("account bindings of an endpoint", limits::BINDINGS_MAX));
    }
    let mut tags = BTreeMap::new();
    if let Some(asked) = input.tags() {
        tag::add_of_acme(&mut tags, asked)?;
    }
    let id = ctx.chance().uuid();
    let arn = place::binding_arn(ctx, &endpoint, &id);
    let key_id = ctx.chance().base32(KEY_ID_LEN);
    let mut secret = ctx.secret_seed()?;
    if acme::encode(&secret).starts_with('-') {
        // Command lines would take it for an option.
        secret[0] ^= 0x80;
    }
    let row = BindingRow {
        key_id: key_id.clone(),
        sealed_key: vault::seal(ctx, &place_of_key(ctx, &endpoint, &id), &secret)?,
        role,
        created: now.micros(),
        updated: now.micros(),
        expires,
        revoked: None,
        last_used: None,
        tags,
        token: token::keep(ctx, CREATE, input.0, &arn),
    };
    ctx.table_mut(&BINDINGS).put(&(&*endpoint, &*id), &row);
    ctx.table_mut(&KEYS).put(&(&*endpoint, &*key_id), &NameRow { name: id.clone() });
    owner.bindings += 1;
    ctx.table_mut(&ENDPOINTS).put(endpoint.as_str(), &owner);
    Ok(output.external_account_binding(detail(ctx, &Binding { endpoint, id, row })))
}

fn expiry(now: Timestamp, asked: Expiration<'_>) -> Result<i64, ApiError> {
    let unit: i64 = match asked.type_() {
        time_type::MINUTES => 60,
        time_type::HOURS => 3_600,
        _ => 86_400,
    };
    let seconds = asked.value().checked_mul(unit);
    let seconds = seconds.filter(|it| *it <= limits::BINDING_SECONDS_MAX).ok_or_else(|| {
        errors::validation("Expiration is further away than a binding may be good for.")
    })?;
    Ok(now.micros() + seconds * 1_000_000)
}

fn detail(ctx: &Ctx<'_>, it: &Binding) -> AcmeExternalAccountBindingBuilder {
    AcmeExternalAccountBindingBuilder::new()
        .acme_external_account_binding_arn(place::binding_arn(ctx, &it.endpoint, &it.id))
        .acme_endpoint_arn(place::endpoint_arn(ctx, &it.endpoint))
        .role_arn(&it.row.role)
        .expires_at(it.row.expires.map(time))
        .revoked_at(it.row.revoked.map(time))
        .last_used_at(it.row.last_used.map(time))
        .created_at(time(it.row.created))
        .updated_at(time(it.row.updated))
}

pub fn describe_acme_external_account_binding(
    ctx: &mut Ctx<'_>,
    input: DescribeAcmeExternalAccountBindingInput<'_>,
) -> Result<DescribeAcmeExternalAccountBindingOutput, ApiError> {
    let found = place::binding(ctx, input.acme_external_account_binding_arn())?;
    let told = detail(ctx, &found);
    Ok(DescribeAcmeExternalAccountBindingOutput::new().external_account_binding(told))
}

/// The key as clients take it: base64url without padding (RFC 8555, 7.3.4).
pub fn get_acme_external_account_binding_credentials(
    ctx: &mut Ctx<'_>,
    input: GetAcmeExternalAccountBindingCredentialsInput<'_>,
) -> Result<GetAcmeExternalAccountBindingCredentialsOutput, ApiError> {
    let found = place::binding(ctx, input.acme_external_account_binding_arn())?;
    let secret = secret(ctx, &found)?;
    Ok(GetAcmeExternalAccountBindingCredentialsOutput::new()
        .key_id(found.row.key_id)
        .mac_key(acme::encode(&secret)))
}

pub fn secret(ctx: &Ctx<'_>, it: &Binding) -> Result<Vec<u8>, ApiError> {
    vault::open(ctx, &place_of_key(ctx, &it.endpoint, &it.id), &it.row.sealed_key)
}

pub fn list_acme_external_account_bindings(
    ctx: &mut Ctx<'_>,
    input: ListAcmeExternalAccountBindingsInput<'_>,
) -> Result<ListAcmeExternalAccountBindingsOutput, ApiError> {
    let (endpoint, _) = place::endpoint(ctx, input.acme_endpoint_arn())?;
    let place = (input.next_token(), input.max_results());
    let (found, token) = listing::of_endpoint(ctx, &BINDINGS, &endpoint, LIST, place)?;
    let told = found.iter().map(|(id, row)| {
        AcmeExternalAccountBindingSummaryBuilder::new()
            .acme_external_account_binding_arn(place::binding_arn(ctx, &endpoint, id))
            .acme_endpoint_arn(place::endpoint_arn(ctx, &endpoint))
            .role_arn(&row.role)
            .expires_at(row.expires.map(time))
            .revoked_at(row.revoked.map(time))
            .last_used_at(row.last_used.map(time))
            .created_at(time(row.created))
            .updated_at(time(row.updated))
    });
    let told: Vec<_> = told.collect();
    Ok(ListAcmeExternalAccountBindingsOutput::new()
        .external_account_bindings(told)
        .next_token(token))
}

/// Accounts that were registered by it go on.
pub fn revoke_acme_external_account_binding(
    ctx: &mut Ctx<'_>,
    input: RevokeAcmeExternalAccountBindingInput<'_>,
) -> Result<RevokeAcmeExternalAccountBindingOutput, ApiError> {
    let arn = input.acme_external_account_binding_arn();
    let Binding { endpoint, id, mut row } = place::binding(ctx, arn)?;
    if row.revoked.is_some() {
        return Err(errors::conflict(format!("{arn} is revoked already.")));
    }
    let now = ctx.now().micros();
    (row.revoked, row.updated) = (Some(now), now);
    ctx.table_mut(&BINDINGS).put(&(&*endpoint, &*id), &row);
    Ok(RevokeAcmeExternalAccountBindingOutput::new())
}

pub fn delete_acme_external_account_binding(
    ctx: &mut Ctx<'_>,
    input: DeleteAcmeExternalAccountBindingInput<'_>,
) -> Result<DeleteAcmeExternalAccountBindingOutput, ApiError> {
    let arn = input.acme_external_account_binding_arn();
    if !matches!(place::parse(ctx, arn), Some(Place::Binding(..))) {
        return Err(errors::elsewhere(arn));
    }
    let output = DeleteAcmeExternalAccountBindingOutput::new();
    let Ok(Binding { endpoint, id, row }) = place::binding(ctx, arn) else { return Ok(output) };
    token::drop(ctx, CREATE, row.token.as_deref(), arn)?;
    ctx.table_mut(&BINDINGS).delete(&(&*endpoint, &*id));
    ctx.table_mut(&KEYS).delete(&(&*endpoint, &*row.key_id));
    if let Some(mut owner) = ctx.table(&ENDPOINTS).get(endpoint.as_str())? {
        owner.bindings = owner.bindings.saturating_sub(1);
        ctx.table_mut(&ENDPOINTS).put(endpoint.as_str(), &owner);
    }
    Ok(output)
}

/// Of all bindings of an endpoint that goes.
pub fn forget_tokens(ctx: &mut Ctx<'_>, endpoint: &str) -> Result<(), ApiError> {
    let all: Result<Vec<_>, _> = ctx.table(&BINDINGS).scan(&Range::within(&(endpoint,))).collect();
    for ((_, id), row) in all? {
        let arn = place::binding_arn(ctx, endpoint, &id);
        token::drop(ctx, CREATE, row.token.as_deref(), &arn)?;
    }
    Ok(())
}

/// The binding that a client names by its key, if one may register by it now.
pub fn usable(ctx: &Ctx<'_>, endpoint: &str, key_id: &str) -> Result<Option<Binding>, ApiError> {
    let Some(NameRow { name: id }) = ctx.table(&KEYS).get(&(endpoint, key_id))? else {
        return Ok(None);
    };
    let now = ctx.now().micros();
    let row = ctx.table(&BINDINGS).get(&(endpoint, id.as_str()))?;
    let row = row.filter(|it| it.revoked.is_none() && it.expires.is_none_or(|at| now < at));
    Ok(row.map(|row| Binding { endpoint: endpoint.to_owned(), id, row }))
}
