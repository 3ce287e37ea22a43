//! What happens in steps: an index is filled, a table restored, and a table deleted, whose items
//! are more than one step takes.

use kernel::{Struct, Value};
use store::KeyRange;

use super::{Db, index, typed};

const ITEMS: usize = 1_300;

fn fill(db: &Db) {
    for first in (0..ITEMS).step_by(25) {
        let put = |number: usize| {
            let item = Struct::new()
                .with("h", typed("S", format!("h{}", number % 7)))
                .with("r", typed("N", number.to_string()))
                .with("z", typed("S", "z"));
            let put = Struct::new().with("Item", item);
            Value::from(Struct::new().with("PutRequest", put))
        };
        let requests = (first..first + 25).map(put).collect();
        let items = Struct::new().with("tab", Value::List(requests));
        db.call("BatchWriteItem", Struct::new().with("RequestItems", items));
    }
}

fn status(db: &Db) -> Option<String> {
    let found = db.call("DescribeTable", Struct::new().with("TableName", "tab"));
    let indexes = found.structure("Table")?.list("GlobalSecondaryIndexes")?.to_vec();
    let index = indexes
        .iter()
        .filter_map(Value::as_struct)
        .find(|it| it.str("IndexName") == Some("by-z"))?;
    index.str("IndexStatus").map(str::to_owned)
}

#[test]
fn indexes_restores_and_deletions_in_steps() {
    let db = Db::new();
    db.table("tab");
    fill(&db);
    let definition = Struct::new().with("AttributeName", "z").with("AttributeType", "S");
    let create = Struct::new().with("Create", index("by-z", &["z"], "KEYS_ONLY"));
    let input = Struct::new()
        .with("TableName", "tab")
        .with("AttributeDefinitions", Value::List(vec![definition.into()]))
        .with("GlobalSecondaryIndexUpdates", Value::List(vec![create.into()]));
    db.call("UpdateTable", input);
    assert_eq!(status(&db).as_deref(), Some("CREATING"), "so many items are indexed in steps");
    let early = Struct::new().with("TableName", "tab").with("IndexName", "by-z");
    let error = db.0.refuse("dynamodb", "Scan", early);
    assert_eq!(error.message(), "Cannot read from backfilling global secondary index: by-z");
    db.advance(1);
    assert_eq!(status(&db).as_deref(), Some("ACTIVE"));
    assert_eq!(db.scan("tab", Some("by-z"), 500).len(), ITEMS);

    let input = Struct::new().with("TableName", "tab").with("BackupName", "all");
    let made = db.call("CreateBackup", input);
    let arn = made.structure("BackupDetails").unwrap().str("BackupArn").unwrap().to_owned();
    let input = Struct::new().with("BackupArn", arn.as_str()).with("TargetTableName", "copy");
    db.call("RestoreTableFromBackup", input);
    let input = Struct::new().with("TableName", "copy");
    let error = db.0.refuse("dynamodb", "Scan", input);
    assert_eq!(error.code(), "ResourceNotFoundException", "it is being created");
    db.advance(1);
    assert_eq!(db.scan("copy", None, 500).len(), ITEMS);
    assert_eq!(db.scan("copy", Some("by-z"), 500).len(), ITEMS);

    // When all is deleted nothing is left but what the meter remembers.
    for name in ["tab", "copy"] {
        db.call("DeleteTable", Struct::new().with("TableName", name));
    }
    db.call("DeleteBackup", Struct::new().with("BackupArn", arn));
    db.advance(1);
    let tx = db.0.world.store.read();
    let left: Vec<String> = tx
        .scan(&KeyRange::all())
        .map(|pair| String::from_utf8_lossy(&pair.unwrap().0).into_owned())
        .filter(|key| key.contains("\0dynamodb\0") && !key.contains("\0kernel\0"))
        .collect();
    assert!(left.is_empty(), "{} rows are left, such as {:?}", left.len(), left.first());
}
