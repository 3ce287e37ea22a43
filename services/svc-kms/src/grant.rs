//! Grants: what a principal may do with a key beside the key's policy.
//!
//! A grant holds at once, so its tokens are needed for nothing; they are checked and taken for
//! RetireGrant.
//!
//! Source: Developer Guide, "Grants in AWS KMS"; API Reference, CreateGrant.

mod constraint;
mod listing;
mod retire;
mod token;

pub use constraint::{add_statement, statement};
pub use listing::{list_grants, list_retirable_grants};
pub use retire::{drop_some, retire_grant, revoke_grant};
pub use token::check_tokens;

use std::collections::BTreeMap;

use kernel::arn::Arn;
use kernel::view::Map;
use kernel::{AccountId, ApiError, Ctx, Scope};
use store::Range;

use crate::access;
use crate::api::{
    CreateGrantInput, CreateGrantOutput, GrantConstraints, error, grant_operation as operation,
};
use crate::errors;
use crate::limits;
use crate::locate;
use crate::state::{GRANTEES, GRANTS, GrantRow, Key, RETIRABLE};

const ID_DIGITS: usize = 64;
/// Operations whose requests have no encryption context, which a constraint cannot bind.
const WITHOUT_CONTEXT: &[&str] = &[
    operation::SIGN,
    operation::VERIFY,
    operation::GET_PUBLIC_KEY,
    operation::GENERATE_MAC,
    operation::VERIFY_MAC,
    operation::DERIVE_SHARED_SECRET,
    operation::ENCAPSULATE,
    operation::DECAPSULATE,
];

pub fn create_grant(
    ctx: &mut Ctx<'_>,
    input: CreateGrantInput<'_>,
) -> Result<CreateGrantOutput, ApiError> {
    let mut key = locate::managed(ctx, input.key_id())?;
    check_tokens(ctx, input.grant_tokens())?;
    key.check_usable()?;
    let row = read(ctx, &key, input)?;
    if input.dry_run() == Some(true) {
        return Err(errors::dry_run());
    }
    if let Some(id) = find_same(ctx, &key, &row)? {
        let token = token::make(ctx, &key, &id)?;
        return Ok(CreateGrantOutput::new().grant_id(id).grant_token(token));
    }
    if key.row.grants >= limits::GRANTS_PER_KEY_MAX {
        return Err(errors::limit_exceeded(format!(
            "{} has {} grants.",
            key.arn(),
            limits::GRANTS_PER_KEY_MAX
        )));
    }
    let id = ctx.chance().hex(ID_DIGITS);
    put(ctx, &key, &id, &row);
    key.row.grants += 1;
    locate::save(ctx, &key);
    let token = token::make(ctx, &key, &id)?;
    Ok(CreateGrantOutput::new().grant_id(id).grant_token(token))
}

fn read(ctx: &Ctx<'_>, key: &Key, input: CreateGrantInput<'_>) -> Result<GrantRow, ApiError> {
    let (grantee, is_grantee_service) =
        match (input.grantee_principal(), input.grantee_service_principal()) {
            (Some(arn), None) => (checked_principal(arn)?, false),
            (None, Some(service)) => (service.to_owned(), true),
            _ => {
                return Err(errors::validation(
                    "Specify either GranteePrincipal or GranteeServicePrincipal, but not both.",
                ));
            }
        };
    let (retiring, is_retiring_service) =
        match (input.retiring_principal(), input.retiring_service_principal()) {
            (Some(arn), None) => (Some(checked_principal(arn)?), false),
            (None, Some(service)) => (Some(service.to_owned()), true),
            (None, None) => (None, false),
            (Some(_), Some(_)) => {
                return Err(errors::validation(
                    "Specify either RetiringPrincipal or RetiringServicePrincipal, but not both.",
                ));
            }
        };
    let mut operations: Vec<String> = Vec::new();
    for operation in input.operations() {
        check_operation(key, operation)?;
        if !operations.iter().any(|it| it == operation) {
            operations.push(operation.to_owned());
        }
    }
    if operations.is_empty() {
        return Err(errors::validation("A grant must allow at least one operation."));
    }
    let constraints = input.constraints();
    check_constraints(constraints, &operations)?;
    let pairs = |pairs: Option<Map<'_, &str>>| {
        pairs.map(|map| map.iter().map(|(key, value)| (key.into(), value.into())).collect())
    };
    Ok(GrantRow {
        created: ctx.now().micros(),
        name: input.name().map(str::to_owned),
        grantee,
        is_grantee_service,
        retiring,
        is_retiring_service,
        operations,
        context_equals: pairs(constraints.and_then(GrantConstraints::encryption_context_equals)),
        context_subset: pairs(constraints.and_then(GrantConstraints::encryption_context_subset)),
        source_arn: constraints.and_then(GrantConstraints::source_arn).map(str::to_owned),
        issuer: access::caller_arn(ctx).unwrap_or_default(),
    })
}

/// Whether the key can do what the grant would allow.
fn check_operation(key: &Key, operation: &str) -> Result<(), ApiError> {
    let of_usage: &[&str] = match key.row.usage.as_str() {
        "SIGN_VERIFY" => &["Sign", "Verify", "GetPublicKey"],
        "GENERATE_VERIFY_MAC" => &["GenerateMac", "VerifyMac"],
        "KEY_AGREEMENT" => &["DeriveSharedSecret", "GetPublicKey"],
        "ENCAPSULATE_DECAPSULATE" => &["Encapsulate", "Decapsulate", "GetPublicKey"],
        _ if key.row.spec().is_asymmetric() => {
            &["Encrypt", "Decrypt", "ReEncryptFrom", "ReEncryptTo", "GetPublicKey"]
        }
        _ => &[
            "Encrypt",
            "Decrypt",
            "ReEncryptFrom",
            "ReEncryptTo",
            "GenerateDataKey",
            "GenerateDataKeyWithoutPlaintext",
            "GenerateDataKeyPair",
            "GenerateDataKeyPairWithoutPlaintext",
        ],
    };
    let always = ["CreateGrant", "RetireGrant", "DescribeKey"];
    if of_usage.contains(&operation) || always.contains(&operation) {
        return Ok(());
    }
    Err(errors::validation(format!(
        "Grant operation {operation} is not supported by {}, whose usage is {}.",
        key.arn(),
        key.row.usage
    )))
}

fn check_constraints(
    constraints: Option<GrantConstraints<'_>>,
    operations: &[String],
) -> Result<(), ApiError> {
    let Some(constraints) = constraints else { return Ok(()) };
    let equals = constraints.encryption_context_equals();
    let subset = constraints.encryption_context_subset();
    if equals.is_some() && subset.is_some() {
        return Err(errors::validation(
            "A grant has either EncryptionContextEquals or EncryptionContextSubset.",
        ));
    }
    let Some(pairs) = equals.or(subset) else { return Ok(()) };
    let length: usize = pairs.iter().map(|(key, value)| key.len() + value.len()).sum();
    if pairs.len() > limits::CONSTRAINT_PAIRS_MAX || length > limits::CONSTRAINT_CHARACTERS_MAX {
        return Err(errors::validation(format!(
            "A constraint has at most {} pairs and {} characters.",
            limits::CONSTRAINT_PAIRS_MAX,
            limits::CONSTRAINT_CHARACTERS_MAX
        )));
    }
    match operations.iter().find(|it| WITHOUT_CONTEXT.contains(&it.as_str())) {
        None => Ok(()),
        Some(operation) => Err(errors::validation(format!(
            "Grant operation {operation} has no encryption context that could be constrained."
        ))),
    }
}

/// Principals are ARNs of IAM and STS, or the number of an account.
fn checked_principal(text: &str) -> Result<String, ApiError> {
    if AccountId::parse(text).is_some() {
        return Ok(format!("arn:aws:iam::{text}:root"));
    }
    let arn = Arn::parse(text);
    let is_principal = arn.is_some_and(|arn| {
        matches!(arn.service.as_str(), "iam" | "sts") && arn.account_id().is_some()
    });
    if is_principal {
        return Ok(text.to_owned());
    }
    Err(error::invalid_arn_exception(format!("{text} is no ARN of a principal.")))
}

/// A grant of the same name and content: a repeated request makes no second one.
fn find_same(ctx: &Ctx<'_>, key: &Key, row: &GrantRow) -> Result<Option<String>, ApiError> {
    if row.name.is_none() {
        return Ok(None);
    }
    let of_grantee = of_grantee(ctx, key, &index_name(&row.grantee))?;
    Ok(of_grantee
        .into_iter()
        .find(|(_, other)| GrantRow { created: row.created, ..other.clone() } == *row)
        .map(|(id, _)| id))
}

/// The grants of a key to one principal.
pub fn of_grantee(
    ctx: &Ctx<'_>,
    key: &Key,
    grantee: &str,
) -> Result<Vec<(String, GrantRow)>, ApiError> {
    let range = Range::within(&(key.id.clone(), grantee.to_owned()));
    let ids = ctx.table_in(&GRANTEES, key.scope()).keys(&range).take(limits::GRANTS_TRIED_MAX);
    let mut found = Vec::new();
    for entry in ids {
        let (_, _, id) = entry?;
        if let Some(row) = find(ctx, key, &id)? {
            found.push((id, row));
        }
    }
    Ok(found)
}

pub fn find(ctx: &Ctx<'_>, key: &Key, id: &str) -> Result<Option<GrantRow>, ApiError> {
    Ok(ctx.table_in(&GRANTS, key.scope()).get(&(key.id.clone(), id.to_owned()))?)
}

fn put(ctx: &mut Ctx<'_>, key: &Key, id: &str, row: &GrantRow) {
    let scope = key.scope();
    ctx.table_mut_in(&GRANTS, scope).put(&(key.id.clone(), id.to_owned()), row);
    let grantee = (key.id.clone(), index_name(&row.grantee), id.to_owned());
    ctx.table_mut_in(&GRANTEES, scope).put(&grantee, &());
    if let Some((scope, retirable)) = retirable(key, id, row) {
        ctx.table_mut_in(&RETIRABLE, scope).put(&retirable, &());
    }
}

pub fn remove(ctx: &mut Ctx<'_>, key: &Key, id: &str, row: &GrantRow) {
    let scope = key.scope();
    ctx.table_mut_in(&GRANTS, scope).delete(&(key.id.clone(), id.to_owned()));
    let grantee = (key.id.clone(), index_name(&row.grantee), id.to_owned());
    ctx.table_mut_in(&GRANTEES, scope).delete(&grantee);
    if let Some((scope, retirable)) = retirable(key, id, row) {
        ctx.table_mut_in(&RETIRABLE, scope).delete(&retirable);
    }
}

type RetirableKey = (String, String, String, String);

/// Where a grant is found by who may retire it.
fn retirable(key: &Key, id: &str, row: &GrantRow) -> Option<(Scope, RetirableKey)> {
    let retiring = row.retiring.as_ref()?;
    let account = Arn::parse(retiring).and_then(|arn| arn.account_id()).unwrap_or(key.account);
    let scope = Scope::new(account.digits(), key.region.as_str());
    let owner = key.account.as_str().to_owned();
    Some((scope, (retiring.clone(), owner, key.id.clone(), id.to_owned())))
}

/// The name under which a grantee's grants are found. A session does not tell its role's path, so
/// the path does not count.
pub fn index_name(principal: &str) -> String {
    let Some((head, path)) = principal.split_once(":role/") else { return principal.to_owned() };
    let name = path.rsplit('/').next().unwrap_or(path);
    format!("{head}:role/{name}")
}

pub type Pairs = BTreeMap<String, String>;
