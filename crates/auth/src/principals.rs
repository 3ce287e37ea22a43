//! Policies that name users and roles mean these and not others that come to have their names.
//!
//! Source: "AWS JSON policy elements: Principal" in the IAM User Guide: "When you specify a
//! principal ARN …, AWS transforms the ARN to a unique principal ID when you save the policy. This
//! helps mitigate the risk of someone escalating their privileges by removing and recreating the
//! role or user. You don't normally see this ID in the console because there is also a reverse
//! transformation back to the ARN when the policy is displayed. However, if you delete the role,
//! then you break the relationship."
//!
//! Services keep what [`bind`] makes of a document and answer what [`shown`] makes of that. A
//! document that names nobody whom IAM has made stays as it is, byte by byte.
//!
//! Before, they refuse a document that names somebody [`unknown`]. Accounts of a world are made by
//! being spoken of, so the rule is: *whoever is named in an account in which IAM was ever used must
//! be there; in any other account anybody may be meant*. There are unique ids in no account: one
//! that nobody has is refused everywhere.

use std::borrow::Cow;

use kernel::Ctx;
use minicbor::{Decode, Encode};
use serde_json::Value as Json;
use store::{Range, Scope, StoreError, Table, Tx};

use crate::directory::{self, ROLES, USERS};

/// Who has a unique id now.
static HOLDERS: Table<String, HolderRow> = Table::world("auth", "principal-ids");
/// World tables do not look at the scope.
const ANYWHERE: Scope = Scope::new(*b"000000000000", "us-east-1");

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
struct HolderRow {
    #[n(0)]
    arn: String,
}

store::row!(HolderRow);

/// Says whose a unique id is: when a user or a role is made, moved or renamed.
pub fn name(ctx: &mut Ctx<'_>, id: &str, arn: &str) {
    HOLDERS.at_mut(ctx.tx_mut(), &ANYWHERE).put(id, &HolderRow { arn: arn.to_owned() });
}

/// Its user or role is no more.
pub fn forget(ctx: &mut Ctx<'_>, id: &str) {
    HOLDERS.at_mut(ctx.tx_mut(), &ANYWHERE).delete(id);
}

/// Forgets all of an account, or of all accounts.
pub fn forget_all(tx: &mut Tx, account: Option<&str>) -> Result<(), StoreError> {
    let mut doomed = Vec::new();
    for entry in HOLDERS.at(tx, &ANYWHERE).scan(&Range::all()) {
        let (id, row) = entry?;
        if account.is_none_or(|account| row.arn.split(':').nth(4) == Some(account)) {
            doomed.push(id);
        }
    }
    for id in doomed {
        HOLDERS.at_mut(tx, &ANYWHERE).delete(&id);
    }
    Ok(())
}

/// The document with the unique ids of the users and roles that it allows or denies something.
pub fn bind<'d>(tx: &Tx, document: &'d str) -> Result<Cow<'d, str>, StoreError> {
    // `NotPrincipal` stays with names: it says whom a statement does not mean.
    replace(document, |arn| id_of(tx, arn))
}

/// The document with the ARNs of those whose ids it has and who still are.
pub fn shown<'d>(tx: &Tx, document: &'d str) -> Result<Cow<'d, str>, StoreError> {
    replace(document, |id| {
        if !id.starts_with("AIDA") && !id.starts_with("AROA") {
            return Ok(None);
        }
        Ok(HOLDERS.at(tx, &ANYWHERE).get(id)?.map(|row| row.arn))
    })
}

/// The first user or role that a document names (as `Principal` or `NotPrincipal`) and that cannot
/// be meant. `own` is an account that counts as one in which IAM is used.
///
/// Sessions and federated users come and go; they are not looked up.
pub fn unknown(tx: &Tx, document: &str, own: Option<&str>) -> Result<Option<String>, StoreError> {
    let Ok(mut json) = serde_json::from_str::<Json>(document) else { return Ok(None) };
    let mut found = None;
    visit_named(&mut json, &["Principal", "NotPrincipal"], &mut |place| {
        if found.is_none()
            && let Some(text) = place.as_str()
            && is_unknown(tx, text, own)?
        {
            found = Some(text.to_owned());
        }
        Ok(())
    })?;
    Ok(found)
}

fn is_unknown(tx: &Tx, text: &str, own: Option<&str>) -> Result<bool, StoreError> {
    if text.starts_with("AIDA") || text.starts_with("AROA") {
        return Ok(!HOLDERS.at(tx, &ANYWHERE).contains(text)?);
    }
    let mut parts = text.splitn(6, ':').skip(2);
    let (Some("iam"), Some(""), Some(account), Some(resource)) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Ok(false);
    };
    let Some(scope) = directory::scope_of(account) else { return Ok(false) };
    let Some((kind @ ("user" | "role"), _)) = resource.split_once('/') else { return Ok(false) };
    if own != Some(account) && directory::stamp(tx, &scope)?.is_none() {
        return Ok(false);
    }
    let key = directory::key(resource.rsplit('/').next().unwrap_or_default());
    let made = if kind == "user" {
        USERS.at(tx, &scope).get(&key)?.map(|row| (row.path, row.name))
    } else {
        ROLES.at(tx, &scope).get(&key)?.map(|row| (row.path, row.name))
    };
    Ok(made.is_none_or(|(path, name)| resource != format!("{kind}{path}{name}")))
}

/// The unique id of the user or role of an ARN.
pub fn id_of(tx: &Tx, arn: &str) -> Result<Option<String>, StoreError> {
    let mut parts = arn.splitn(6, ':').skip(2);
    let (Some("iam"), Some(""), Some(account), Some(resource)) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Ok(None);
    };
    let Some(scope) = directory::scope_of(account) else { return Ok(None) };
    let key = directory::key(resource.rsplit('/').next().unwrap_or_default());
    let found = match resource.split('/').next() {
        Some("user") => USERS.at(tx, &scope).get(&key)?.map(|row| (row.id, row.path, row.name)),
        Some("role") => ROLES.at(tx, &scope).get(&key)?.map(|row| (row.id, row.path, row.name)),
        _ => None,
    };
    let Some((id, path, name)) = found else { return Ok(None) };
    let kind = resource.split('/').next().unwrap_or_default();
    // Who cannot be shown again is left by name: worlds from before the ids were kept.
    let is_it = resource == format!("{kind}{path}{name}");
    let is_known = is_it && HOLDERS.at(tx, &ANYWHERE).contains(&id)?;
    Ok(is_known.then_some(id))
}

fn replace(
    document: &str,
    mut other: impl FnMut(&str) -> Result<Option<String>, StoreError>,
) -> Result<Cow<'_, str>, StoreError> {
    let Ok(mut json) = serde_json::from_str::<Json>(document) else { return Ok(document.into()) };
    let mut is_changed = false;
    let mut visit = |place: &mut Json| -> Result<(), StoreError> {
        let Some(text) = place.as_str() else { return Ok(()) };
        if let Some(new) = other(text)? {
            *place = new.into();
            is_changed = true;
        }
        Ok(())
    };
    visit_named(&mut json, &["Principal"], &mut visit)?;
    Ok(if is_changed { json.to_string().into() } else { document.into() })
}

/// All that stands under `AWS` in these members of the statements.
fn visit_named(
    document: &mut Json,
    members: &[&str],
    visit: &mut impl FnMut(&mut Json) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let statements = match document.get_mut("Statement") {
        Some(Json::Array(list)) => list.iter_mut().collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    };
    for statement in statements {
        for member in members {
            match statement.get_mut(*member).and_then(|it| it.get_mut("AWS")) {
                Some(Json::Array(list)) => list.iter_mut().try_for_each(&mut *visit)?,
                Some(one) => visit(one)?,
                None => {}
            }
        }
    }
    Ok(())
}
