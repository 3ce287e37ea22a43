//! Stack policies: which resources an update may touch ("Prevent updates to stack resources").

use serde_json::Value as Json;

/// Whether the policy denies the action. Without a policy all is allowed; with one, all is denied
/// that no statement allows.
pub fn denies(policy: Option<&str>, action: &str, logical_id: &str, kind: &str) -> bool {
    let Some(policy) = policy else { return false };
    let policy: Json = serde_json::from_str(policy).unwrap_or_default();
    let statements = list(policy.get("Statement"));
    let mut is_allowed = false;
    for statement in statements {
        if !is_about(statement, action, logical_id, kind) {
            continue;
        }
        match statement.get("Effect").and_then(Json::as_str) {
            Some("Allow") => is_allowed = true,
            _ => return true,
        }
    }
    !is_allowed
}

fn is_about(statement: &Json, action: &str, logical_id: &str, kind: &str) -> bool {
    let resource = format!("LogicalResourceId/{logical_id}");
    let some = |name: &str, wanted: &str| {
        list(statement.get(name)).iter().filter_map(|it| it.as_str()).any(|it| fits(it, wanted))
    };
    let is_action = match statement.get("NotAction") {
        Some(_) => !some("NotAction", action),
        None => some("Action", action),
    };
    let is_resource = match statement.get("NotResource") {
        Some(_) => !some("NotResource", &resource),
        None => some("Resource", &resource),
    };
    let condition = statement.get("Condition").and_then(Json::as_object);
    let is_kind = condition.into_iter().flatten().all(|(operator, keys)| {
        let kinds = list(keys.get("ResourceType"));
        kinds.iter().filter_map(|it| it.as_str()).any(|it| match operator.as_str() {
            "StringLike" => fits(it, kind),
            _ => it == kind,
        })
    });
    is_action && is_resource && is_kind
}

fn list(json: Option<&Json>) -> Vec<&Json> {
    match json {
        Some(Json::Array(items)) => items.iter().collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    }
}

/// Whether a text fits a pattern with `*`.
fn fits(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = text.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let mut last = None;
    for part in parts {
        last = Some(part);
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    match last {
        Some(last) => last.is_empty() || text.ends_with(last),
        None => rest.is_empty(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_statement_allows_is_denied() {
        let policy = r#"{"Statement": [
            {"Effect": "Allow", "Action": "Update:*", "Principal": "*", "Resource": "*"},
            {"Effect": "Deny", "Action": ["Update:Replace", "Update:Delete"], "Principal": "*",
             "Resource": "LogicalResourceId/Prod*"},
            {"Effect": "Deny", "Action": "Update:*", "Principal": "*", "Resource": "*",
             "Condition": {"StringEquals": {"ResourceType": ["AWS::RDS::DBInstance"]}}}]}"#;
        for (action, id, kind, expected) in [
            ("Update:Modify", "ProdTable", "AWS::DynamoDB::Table", false),
            ("Update:Replace", "ProdTable", "AWS::DynamoDB::Table", true),
            ("Update:Replace", "Table", "AWS::DynamoDB::Table", false),
            ("Update:Modify", "Base", "AWS::RDS::DBInstance", true),
        ] {
            assert_eq!(denies(Some(policy), action, id, kind), expected, "{action} {id}");
        }
        assert!(denies(Some(r#"{"Statement": []}"#), "Update:Modify", "A", "B"));
        assert!(!denies(None, "Update:Modify", "A", "B"));
    }
}
