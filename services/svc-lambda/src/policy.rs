//! Resource policies: of functions and of versions of layers.

use serde_json::{Value, json};

use crate::state::PolicyRow;

/// The whole document.
pub fn document(row: &PolicyRow) -> String {
    let statements = row.statements.iter();
    let statements: Vec<Value> =
        statements.filter_map(|(_, text)| serde_json::from_str(text).ok()).collect();
    json!({"Version": "2012-10-17", "Id": "default", "Statement": statements}).to_string()
}
