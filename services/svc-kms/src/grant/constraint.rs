//! What a grant allows to whom, as a statement that is added to the key's policy.

use kernel::{ApiError, Ctx, Principal, Struct};
use serde_json::{Value, json};

use super::{Pairs, index_name, of_grantee};
use crate::access::{self, Asked};
use crate::api::grant_operation as operation;
use crate::state::{GrantRow, Key};

/// A statement that allows the operation to the caller, if a grant does.
pub fn statement(ctx: &Ctx<'_>, key: &Key, asked: Asked<'_>) -> Result<Option<Value>, ApiError> {
    if key.row.grants == 0 {
        return Ok(None);
    }
    let Some(caller) = access::caller_arn(ctx) else { return Ok(None) };
    for name in names(ctx, &caller) {
        for (_, row) in of_grantee(ctx, key, &name)? {
            if allows(ctx, &row, asked) {
                let is_service = matches!(ctx.principal(), Principal::Service(_));
                let kind = if is_service { "Service" } else { "AWS" };
                return Ok(Some(json!({
                    "Effect": "Allow",
                    "Principal": {kind: caller},
                    "Action": format!("kms:{}", asked.operation),
                    "Resource": "*"
                })));
            }
        }
    }
    Ok(None)
}

pub fn add_statement(policy: &str, statement: Value) -> String {
    let Ok(mut document) = serde_json::from_str::<Value>(policy) else {
        return policy.to_owned();
    };
    match document.get_mut("Statement") {
        Some(Value::Array(statements)) => statements.push(statement),
        Some(single) => *single = json!([single.take(), statement]),
        None => return policy.to_owned(),
    }
    document.to_string()
}

/// The names under which the caller may be a grantee: its own, and its role's.
fn names(ctx: &Ctx<'_>, caller: &str) -> Vec<String> {
    let mut names = vec![index_name(caller)];
    if let Principal::Identity(identity) = ctx.principal()
        && let Some((_, session)) = identity.arn.split_once(":assumed-role/")
    {
        let role = session.split('/').next().unwrap_or_default();
        let partition = ctx.region().partition();
        names.push(format!("arn:{partition}:iam::{}:role/{role}", identity.account));
    }
    names
}

fn allows(ctx: &Ctx<'_>, row: &GrantRow, asked: Asked<'_>) -> bool {
    if !row.operations.iter().any(|it| it == asked.operation) {
        return false;
    }
    let is_source = |arn: &String| ctx.source().is_some_and(|source| source.arn == *arn);
    if !row.source_arn.as_ref().is_none_or(is_source) {
        return false;
    }
    match asked.operation {
        operation::CREATE_GRANT => is_stricter(row, asked.input),
        // "The constraint doesn't apply to these operations."
        operation::DESCRIBE_KEY | operation::RETIRE_GRANT => true,
        _ => {
            let has = |pairs: &Pairs| includes(asked.context, pairs);
            let count = asked.context.map_or(0, Struct::len);
            row.context_subset.as_ref().is_none_or(has)
                && row.context_equals.as_ref().is_none_or(|it| has(it) && it.len() == count)
        }
    }
}

fn includes(context: Option<&Struct>, pairs: &Pairs) -> bool {
    let value = |key: &str| context.and_then(|context| context.str(key));
    pairs.iter().all(|(key, wanted)| value(key) == Some(wanted.as_str()))
}

/// Whether a grant that is made by right of another allows no more than that one.
fn is_stricter(parent: &GrantRow, input: &Struct) -> bool {
    let mut operations = input.list("Operations").unwrap_or_default().iter();
    let mut is_within = operations
        .all(|wanted| parent.operations.iter().any(|it| Some(it.as_str()) == wanted.as_str()));
    let constraints = input.structure("Constraints");
    let pairs = |name: &str| constraints.and_then(|it| it.structure(name));
    if let Some(wanted) = &parent.context_equals {
        let given = pairs("EncryptionContextEquals");
        is_within &= includes(given, wanted) && given.map_or(0, Struct::len) == wanted.len();
    }
    if let Some(wanted) = &parent.context_subset {
        let given = pairs("EncryptionContextEquals").or(pairs("EncryptionContextSubset"));
        is_within &= includes(given, wanted);
    }
    if let Some(arn) = &parent.source_arn {
        let given = constraints.and_then(|it| it.str("SourceArn"));
        is_within &= given == Some(arn.as_str());
    }
    is_within
}
