//! Filters of findings, of lists and of archive rules: criteria by attribute, all of which must
//! hold.
//!
//! Source: IAM User Guide, "IAM Access Analyzer filter keys".

use kernel::ApiError;
use kernel::view::Map;

use super::state::FindingRow;
use crate::api::Criterion;
use crate::errors;

pub type Filter<'a> = Map<'a, Criterion<'a>>;

/// Attributes of findings of external access by which can be filtered, besides `principal.…` and
/// `condition.…`.
const KEYS: &[&str] = &[
    "resource",
    "resourceType",
    "resourceOwnerAccount",
    "isPublic",
    "id",
    "status",
    "error",
    "findingType",
];

pub fn check(filter: Filter<'_>) -> Result<(), ApiError> {
    for (key, criterion) in filter.iter() {
        let is_known = KEYS.contains(&key)
            || matches!(key, "principal.AWS" | "principal.Federated" | "principal.CanonicalUser")
            || key.starts_with("condition.");
        if !is_known {
            let message = format!("{key} is not a filter key of external access findings.");
            return Err(errors::invalid("fieldValidationFailed", message));
        }
        let is_said = [criterion.eq(), criterion.neq(), criterion.contains()]
            .iter()
            .any(|list| list.is_some_and(|list| !list.is_empty()))
            || criterion.exists().is_some();
        if !is_said {
            let message = format!("The criterion of {key} is empty.");
            return Err(errors::invalid("fieldValidationFailed", message));
        }
    }
    Ok(())
}

pub fn matches(filter: Filter<'_>, account: &str, id: &str, row: &FindingRow) -> bool {
    filter.iter().all(|(key, criterion)| {
        let value = value(key, account, id, row);
        let is = |list: Option<kernel::view::List<'_, &str>>, test: &dyn Fn(&str, &str) -> bool| {
            let value = value.as_deref();
            list.is_none_or(|list| {
                list.iter().any(|wanted| value.is_some_and(|value| test(value, wanted)))
            })
        };
        is(criterion.eq(), &|value, wanted| value == wanted)
            && is(criterion.contains(), &|value, wanted| value.contains(wanted))
            && criterion
                .neq()
                .is_none_or(|list| !list.iter().any(|wanted| value.as_deref() == Some(wanted)))
            && criterion.exists().is_none_or(|wanted| value.is_some() == wanted)
    })
}

fn value(key: &str, account: &str, id: &str, row: &FindingRow) -> Option<String> {
    let (kind, name) = (&row.access.principal.0, &row.access.principal.1);
    match key {
        "resource" => Some(row.resource.clone()),
        "resourceType" => Some(row.kind.clone()),
        "resourceOwnerAccount" => Some(account.to_owned()),
        "isPublic" => Some(row.access.is_public.to_string()),
        "id" => Some(id.to_owned()),
        "status" => Some(row.status.clone()),
        "error" => row.error.clone(),
        "findingType" => Some("ExternalAccess".to_owned()),
        _ => match key.split_once('.') {
            Some(("principal", wanted)) => (wanted == kind).then(|| name.clone()),
            Some(("condition", wanted)) => row.access.conditions.get(wanted).cloned(),
            _ => None,
        },
    }
}
