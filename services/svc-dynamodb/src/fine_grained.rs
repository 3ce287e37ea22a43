//! What policies may ask of the items and attributes that a request is about: the condition keys
//! `dynamodb:LeadingKeys`, `dynamodb:Attributes`, `dynamodb:Select`, `dynamodb:ReturnValues` and
//! `dynamodb:ReturnConsumedCapacity`.
//!
//! Source: "Using IAM policy conditions for fine-grained access control". Only who is not the
//! root of the table's account is asked for them, so nothing of this is on the way of others.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use kernel::{Struct, Value};

use crate::attribute::Attribute;
use crate::expression::lexer::{Lexeme, Token, cut};
use crate::number::Number;
use crate::state::TableRow;

/// Condition keys and their values; a key stands several times for several values.
pub type Keys = Vec<(&'static str, String)>;

pub const LEADING: &str = "dynamodb:LeadingKeys";
pub const ATTRIBUTES: &str = "dynamodb:Attributes";
pub const ENCLOSING: &str = "dynamodb:EnclosingOperation";
pub const FULL_SCAN: &str = "dynamodb:FullTableScan";
const SELECT: &str = "dynamodb:Select";

const EXPRESSIONS: [&str; 5] = [
    "ProjectionExpression",
    "ConditionExpression",
    "FilterExpression",
    "KeyConditionExpression",
    "UpdateExpression",
];
/// Maps from names of attributes to what is asked of them.
const MAPS: [&str; 7] =
    ["Key", "Item", "Expected", "AttributeUpdates", "QueryFilter", "ScanFilter", "KeyConditions"];
const KEYWORDS: [&str; 9] = ["AND", "OR", "NOT", "IN", "BETWEEN", "SET", "REMOVE", "ADD", "DELETE"];

/// The keys of a request on one table: a whole operation, or an entry of a batch or transaction,
/// which have members of the same names.
pub fn of_request(row: &TableRow, action: &str, input: &Struct) -> Keys {
    let mut out = Keys::new();
    add_leading(row, input, &mut out);
    let mut names = BTreeSet::new();
    add_names(input, &mut names);
    out.extend(names.into_iter().map(|name| (ATTRIBUTES, name)));
    if matches!(action, "GetItem" | "BatchGetItem" | "Query" | "Scan") {
        out.push((SELECT, selected(input).to_owned()));
    }
    if matches!(action, "PutItem" | "UpdateItem" | "DeleteItem") {
        let shown = input.str("ReturnValues").unwrap_or("NONE");
        out.push(("dynamodb:ReturnValues", shown.to_owned()));
    }
    if let Some(report) = input.str("ReturnConsumedCapacity") {
        out.push(("dynamodb:ReturnConsumedCapacity", report.to_owned()));
    }
    out
}

/// The keys of the requests of a BatchWriteItem on one table.
pub fn of_writes(row: &TableRow, requests: &[Value]) -> Keys {
    let mut out = Keys::new();
    let mut names = BTreeSet::new();
    for request in requests.iter().filter_map(Value::as_struct) {
        for write in ["PutRequest", "DeleteRequest"] {
            let Some(write) = request.structure(write) else { continue };
            add_leading(row, write, &mut out);
            add_names(write, &mut names);
        }
    }
    out.extend(names.into_iter().map(|name| (ATTRIBUTES, name)));
    out
}

/// A key as policies compare it.
pub fn shown(value: &Attribute) -> Option<String> {
    match value {
        Attribute::S(text) => Some(text.clone()),
        Attribute::N(number) => Some(number.to_string()),
        Attribute::B(bytes) => Some(BASE64_STANDARD.encode(bytes)),
        _ => None,
    }
}

fn shown_value(value: &Value) -> Option<String> {
    let value = value.as_struct()?;
    if let Some(bytes) = value.blob("B") {
        return Some(BASE64_STANDARD.encode(bytes));
    }
    if let Some(number) = value.str("N") {
        return Number::parse(number).ok().map(|number| number.to_string());
    }
    value.str("S").map(str::to_owned)
}

/// The partition keys that a request names, of the table or of the index that it reads.
fn add_leading(row: &TableRow, input: &Struct, out: &mut Keys) {
    let index = input.str("IndexName").and_then(|name| row.index(name));
    let hash = index.and_then(|index| index.hash.first()).unwrap_or(&row.hash);
    let mut add = |value: Option<&Value>| {
        if let Some(text) = value.and_then(shown_value) {
            out.push((LEADING, text));
        }
    };
    for member in ["Key", "Item"] {
        add(input.structure(member).and_then(|item| item.get(hash)));
    }
    for key in input.list("Keys").unwrap_or_default() {
        add(key.as_struct().and_then(|key| key.get(hash)));
    }
    let legacy = input.structure("KeyConditions").and_then(|it| it.structure(hash));
    if let Some(condition) = legacy.filter(|it| it.str("ComparisonOperator") == Some("EQ")) {
        add(condition.list("AttributeValueList").and_then(<[Value]>::first));
    }
    if let Some(text) = input.str("KeyConditionExpression") {
        let values = input.structure("ExpressionAttributeValues");
        let placeholder = equal_to(text, hash, input.structure("ExpressionAttributeNames"));
        add(placeholder.and_then(|name| values?.get(name)));
    }
}

/// The placeholder `:v` of `hash = :v` or `:v = hash` in a key condition.
fn equal_to<'e>(text: &'e str, hash: &str, names: Option<&Struct>) -> Option<&'e str> {
    let tokens = cut(text);
    let is_hash = |token: &Lexeme<'_>| resolved(token, names) == Some(hash);
    tokens.windows(3).find_map(|three| {
        if !three[1].is_symbol("=") {
            return None;
        }
        let (one, two) = (&three[0], &three[2]);
        let value = match (one.token, two.token) {
            (_, Token::ValuePlaceholder) if is_hash(one) => two,
            (Token::ValuePlaceholder, _) if is_hash(two) => one,
            _ => return None,
        };
        Some(value.text)
    })
}

fn resolved<'n>(token: &Lexeme<'n>, names: Option<&'n Struct>) -> Option<&'n str> {
    match token.token {
        Token::Name => Some(token.text),
        Token::NamePlaceholder => names.and_then(|names| names.str(token.text)),
        _ => None,
    }
}

/// The names of top-level attributes in a request.
fn add_names(input: &Struct, out: &mut BTreeSet<String>) {
    for map in MAPS {
        if let Some(map) = input.structure(map) {
            out.extend(map.iter().map(|(name, _)| name.to_owned()));
        }
    }
    for name in input.list("AttributesToGet").unwrap_or_default() {
        out.extend(name.as_str().map(str::to_owned));
    }
    for key in input.list("Keys").unwrap_or_default().iter().filter_map(Value::as_struct) {
        out.extend(key.iter().map(|(name, _)| name.to_owned()));
    }
    let names = input.structure("ExpressionAttributeNames");
    for expression in EXPRESSIONS.into_iter().filter_map(|member| input.str(member)) {
        let tokens = cut(expression);
        for (at, token) in tokens.iter().enumerate() {
            let is_within = at > 0 && tokens[at - 1].is_symbol(".");
            let is_function = tokens.get(at + 1).is_some_and(|next| next.is_symbol("("));
            let is_keyword = KEYWORDS.iter().any(|keyword| token.is_keyword(keyword));
            if is_within || (token.token == Token::Name && (is_function || is_keyword)) {
                continue;
            }
            out.extend(resolved(token, names).map(str::to_owned));
        }
    }
}

/// What a read answers: what `Select` says, or what stands for it.
fn selected(input: &Struct) -> &str {
    let names_some = ["ProjectionExpression", "AttributesToGet"];
    match input.str("Select") {
        Some(select) => select,
        None if names_some.into_iter().any(|member| input.get(member).is_some()) => {
            "SPECIFIC_ATTRIBUTES"
        }
        None if input.get("IndexName").is_some() => "ALL_PROJECTED_ATTRIBUTES",
        None => "ALL_ATTRIBUTES",
    }
}
