//! DynamoDB in a world in memory: what must hold after any sequence of changes.

mod large;
mod shadow;

use std::time::Duration;

use kernel::{Struct, Value};
use testkit::TestWorld;

/// A world with a caller who speaks to DynamoDB.
struct Db(TestWorld);

impl Db {
    fn new() -> Db {
        Db(TestWorld::new(&[&crate::SERVICE]))
    }

    #[track_caller]
    fn call(&self, operation: &'static str, input: Struct) -> Struct {
        match self.0.call("dynamodb", operation, input) {
            Ok(output) => output,
            Err(error) => panic!("{operation}: {error}"),
        }
    }

    fn advance(&self, seconds: u64) {
        self.0.advance(Duration::from_secs(seconds));
    }

    /// A table of `h` and `r`, with an index by `n` within the partition, and one by `g`.
    fn table(&self, name: &str) {
        let attributes = [("h", "S"), ("r", "N"), ("n", "N"), ("g", "S")];
        let attributes = attributes.map(|(name, kind)| {
            Value::from(Struct::new().with("AttributeName", name).with("AttributeType", kind))
        });
        let local = index("by-n", &["h", "n"], "ALL");
        let global = index("by-g", &["g"], "KEYS_ONLY");
        let input = Struct::new()
            .with("TableName", name)
            .with("BillingMode", "PAY_PER_REQUEST")
            .with("AttributeDefinitions", Value::List(attributes.into()))
            .with("KeySchema", schema(&["h", "r"]))
            .with("LocalSecondaryIndexes", Value::List(vec![local]))
            .with("GlobalSecondaryIndexes", Value::List(vec![global]));
        self.call("CreateTable", input);
    }

    /// All items of a table or an index, page by page.
    fn scan(&self, name: &str, index: Option<&str>, limit: i64) -> Vec<Struct> {
        let mut out = Vec::new();
        let mut start = None;
        loop {
            let mut input = Struct::new().with("TableName", name).with("Limit", limit);
            if let Some(index) = index {
                input.set("IndexName", index);
            }
            if let Some(start) = start {
                input.set("ExclusiveStartKey", Value::Struct(start));
            }
            let page = self.call("Scan", input);
            let items = page.list("Items").unwrap_or_default();
            out.extend(items.iter().filter_map(|item| item.as_struct().cloned()));
            start = page.structure("LastEvaluatedKey").cloned();
            if start.is_none() {
                return out;
            }
        }
    }
}

fn schema(names: &[&str]) -> Value {
    let kinds = ["HASH", "RANGE"];
    let element = |(name, kind): (&&str, &str)| {
        Value::from(Struct::new().with("AttributeName", *name).with("KeyType", kind))
    };
    Value::List(names.iter().zip(kinds).map(element).collect())
}

fn index(name: &str, keys: &[&str], projection: &str) -> Value {
    Struct::new()
        .with("IndexName", name)
        .with("KeySchema", schema(keys))
        .with("Projection", Struct::new().with("ProjectionType", projection))
        .into()
}

fn typed(name: &'static str, value: impl Into<Value>) -> Value {
    Struct::new().with(name, value).into()
}
