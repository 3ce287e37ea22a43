//! Access control lists that a job spells out: grants of S3 Control, in the words of S3.
//!
//! Source: S3 Control API Reference, S3AccessControlList, S3Grant, S3Grantee; S3 API Reference,
//! PutObjectAcl, CopyObject. Objects have no permission `WRITE`. Grantees by their e-mail are S3's
//! to refuse, object by object.

use kernel::{ApiError, Struct, Value};

use crate::errors;

/// Permissions on objects, and the member of CopyObject that grants each.
const PERMISSIONS: [(&str, &str); 4] = [
    ("FULL_CONTROL", "GrantFullControl"),
    ("READ", "GrantRead"),
    ("READ_ACP", "GrantReadACP"),
    ("WRITE_ACP", "GrantWriteACP"),
];

/// Refuses grants that no object can have.
pub fn check(grants: &[Value]) -> Result<(), ApiError> {
    let is_grant = |grant: &Value| {
        let grant = grant.as_struct()?;
        let permission = grant.str("Permission")?;
        PERMISSIONS.iter().find(|(known, _)| *known == permission)?;
        grantee(grant).map(drop)
    };
    if grants.iter().all(|grant| is_grant(grant).is_some()) {
        return Ok(());
    }
    Err(errors::bad_request("A grant has a grantee, and a permission that objects have."))
}

/// (type, identifier): of which kind the grantee is, as S3 Control says it.
fn grantee(grant: &Struct) -> Option<(&str, &str)> {
    let grantee = grant.structure("Grantee")?;
    Some((grantee.str("TypeIdentifier")?, grantee.str("Identifier")?))
}

/// The AccessControlPolicy of a PutObjectAcl.
pub fn policy(list: &Struct) -> Struct {
    let grants = list.list("Grants").unwrap_or_default().iter().filter_map(|grant| {
        let grant = grant.as_struct()?;
        let (kind, identifier) = grantee(grant)?;
        let (kind, member) = match kind {
            "uri" => ("Group", "URI"),
            "emailAddress" => ("AmazonCustomerByEmail", "EmailAddress"),
            _ => ("CanonicalUser", "ID"),
        };
        let grantee = Struct::new().with("Type", kind).with(member, identifier);
        let permission = grant.str("Permission")?;
        Some(Value::Struct(Struct::new().with("Grantee", grantee).with("Permission", permission)))
    });
    let grants: Vec<Value> = grants.collect();
    let mut policy = Struct::new().with("Grants", grants);
    if let Some(id) = list.structure("Owner").and_then(|owner| owner.str("ID")) {
        policy.set("Owner", Struct::new().with("ID", id));
    }
    policy
}

/// Adds the grants to the input of a CopyObject: `id="…", uri="…"` for each permission.
pub fn add_to_copy(grants: &[Value], input: &mut Struct) {
    for (permission, member) in PERMISSIONS {
        let of_permission = grants.iter().filter_map(Value::as_struct).filter_map(|grant| {
            let (kind, identifier) = grantee(grant)?;
            let is_meant = grant.str("Permission") == Some(permission);
            is_meant.then(|| format!("{kind}=\"{identifier}\""))
        });
        let text = of_permission.collect::<Vec<_>>().join(", ");
        if !text.is_empty() {
            input.set(member, text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grant(kind: &str, identifier: &str, permission: &str) -> Value {
        let grantee = Struct::new().with("TypeIdentifier", kind).with("Identifier", identifier);
        Value::Struct(Struct::new().with("Grantee", grantee).with("Permission", permission))
    }

    #[test]
    fn grants_become_headers_and_lists() {
        let grants = [grant("id", "ab", "READ"), grant("uri", "http://g", "READ")];
        let mut input = Struct::new();
        add_to_copy(&grants, &mut input);
        assert_eq!(input.str("GrantRead"), Some("id=\"ab\", uri=\"http://g\""));
        assert_eq!(input.len(), 1);
        let list = Struct::new().with("Grants", grants.to_vec());
        let shown = policy(&list);
        let group = shown.list("Grants").unwrap()[1].as_struct().unwrap();
        assert_eq!(group.structure("Grantee").unwrap().str("URI"), Some("http://g"));
    }

    #[test]
    fn objects_have_no_permission_to_write() {
        assert!(check(&[grant("id", "ab", "READ_ACP")]).is_ok());
        assert!(check(&[grant("id", "ab", "WRITE")]).is_err());
        assert!(check(&[Value::Struct(Struct::new().with("Permission", "READ"))]).is_err());
    }
}
