//! Random changes beside a model that cannot be wrong: a map. Items, indexes, counts, streams of
//! order, and the past must agree with it at every look.

use std::collections::BTreeMap;

use kernel::{Struct, Timestamp, Value};

use super::{Db, typed};

/// Hash and range → the other attributes: `n` and `g`, if they are there, and `v`.
type Shadow = BTreeMap<(String, i64), Rest>;

#[derive(Clone, Debug, PartialEq)]
struct Rest {
    n: Option<i64>,
    g: Option<String>,
    v: u32,
}

fn item(key: &(String, i64), rest: &Rest) -> Struct {
    let mut out = Struct::new()
        .with("h", typed("S", key.0.as_str()))
        .with("r", typed("N", key.1.to_string()))
        .with("v", typed("N", rest.v.to_string()));
    if let Some(n) = rest.n {
        out.set("n", typed("N", n.to_string()));
    }
    if let Some(g) = &rest.g {
        out.set("g", typed("S", g.as_str()));
    }
    out
}

fn number(item: &Struct, name: &str) -> Option<i64> {
    item.structure(name)?.str("N")?.parse().ok()
}

fn text(item: &Struct, name: &str) -> Option<String> {
    item.structure(name)?.str("S").map(str::to_owned)
}

fn read(items: &[Struct]) -> Shadow {
    let read = |item: &Struct| {
        let key = (text(item, "h").unwrap(), number(item, "r").unwrap());
        let v = number(item, "v").unwrap() as u32;
        (key, Rest { n: number(item, "n"), g: text(item, "g"), v })
    };
    items.iter().map(read).collect()
}

struct Run {
    db: Db,
    random: fastrand::Rng,
    shadow: Shadow,
    counter: u32,
}

impl Run {
    fn key(&mut self) -> (String, i64) {
        (format!("h{}", self.random.u8(0..6)), self.random.i64(-3..4))
    }

    fn rest(&mut self) -> Rest {
        self.counter += 1;
        Rest {
            n: self.random.bool().then(|| self.random.i64(-5..5)),
            g: self.random.bool().then(|| format!("g{}", self.random.u8(0..3))),
            v: self.counter,
        }
    }

    /// One random change, by one of the ways there are.
    fn step(&mut self) {
        let key = self.key();
        let names = Struct::new().with("h", typed("S", key.0.as_str()));
        let names = names.with("r", typed("N", key.1.to_string()));
        let on = Struct::new().with("TableName", "tab");
        match self.random.u8(0..10) {
            0..4 => {
                let rest = self.rest();
                self.db.call("PutItem", on.with("Item", item(&key, &rest)));
                self.shadow.insert(key, rest);
            }
            4..6 => {
                self.db.call("DeleteItem", on.with("Key", names));
                self.shadow.remove(&key);
            }
            6..8 => {
                let rest = self.rest();
                let n = typed("N", rest.n.unwrap_or(9).to_string());
                let values = Struct::new().with(":n", n).with(":v", typed("N", rest.v.to_string()));
                let input = on
                    .with("Key", names)
                    .with("UpdateExpression", "SET n = :n, v = :v REMOVE g")
                    .with("ExpressionAttributeValues", values);
                self.db.call("UpdateItem", input);
                let rest = Rest { n: Some(rest.n.unwrap_or(9)), g: None, ..rest };
                self.shadow.insert(key, rest);
            }
            _ => {
                let other = self.key();
                let rest = self.rest();
                let put = Struct::new().with("TableName", "tab").with("Item", item(&other, &rest));
                let mut requests = vec![Value::from(Struct::new().with("Put", put))];
                if other != key {
                    let delete = on.with("Key", names);
                    requests.push(Struct::new().with("Delete", delete).into());
                    self.shadow.remove(&key);
                }
                let input = Struct::new().with("TransactItems", Value::List(requests));
                self.db.call("TransactWriteItems", input);
                self.shadow.insert(other, rest);
            }
        }
    }

    /// Items, both indexes and the counts are what the model says.
    fn check(&mut self) {
        let limit = self.random.i64(1..20);
        let items = self.db.scan("tab", None, limit);
        assert_eq!(items.len(), self.shadow.len());
        assert_eq!(read(&items), self.shadow);
        let by_n = self.db.scan("tab", Some("by-n"), limit);
        let wanted: Shadow = self
            .shadow
            .iter()
            .filter(|(_, rest)| rest.n.is_some())
            .map(|(key, rest)| (key.clone(), rest.clone()))
            .collect();
        assert_eq!(by_n.len(), wanted.len());
        assert_eq!(read(&by_n), wanted);
        let by_g = self.db.scan("tab", Some("by-g"), limit);
        assert_eq!(by_g.len(), self.shadow.values().filter(|rest| rest.g.is_some()).count());
        let described = self.db.call("DescribeTable", Struct::new().with("TableName", "tab"));
        let table = described.structure("Table").unwrap();
        assert_eq!(table.int("ItemCount"), Some(self.shadow.len() as i64));
        let global = table.list("GlobalSecondaryIndexes").unwrap()[0].as_struct().unwrap();
        assert_eq!(global.int("ItemCount"), Some(by_g.len() as i64));
    }
}

fn run(seed: u64) -> Run {
    let db = Db::new();
    db.table("tab");
    Run { db, random: fastrand::Rng::with_seed(seed), shadow: Shadow::new(), counter: 0 }
}

#[test]
fn items_and_indexes_agree_with_a_map() {
    for seed in 0..4 {
        let mut run = run(seed);
        for step in 0..400 {
            run.step();
            if step % 40 == 39 {
                run.check();
            }
        }
    }
}

#[test]
fn a_query_is_sorted_in_both_directions() {
    let mut run = run(11);
    for _ in 0..200 {
        run.step();
    }
    for forward in [true, false] {
        let values = Struct::new().with(":h", typed("S", "h1"));
        let input = Struct::new()
            .with("TableName", "tab")
            .with("IndexName", "by-n")
            .with("KeyConditionExpression", "h = :h")
            .with("ScanIndexForward", forward)
            .with("ExpressionAttributeValues", values);
        let page = run.db.call("Query", input);
        let items = page.list("Items").unwrap();
        let found: Vec<i64> =
            items.iter().map(|item| number(item.as_struct().unwrap(), "n").unwrap()).collect();
        let mut sorted = found.clone();
        sorted.sort_unstable();
        if !forward {
            sorted.reverse();
        }
        assert_eq!(found, sorted);
        assert!(!found.is_empty());
    }
}

/// Every second of the window can be restored, and every backup is what the table was.
#[test]
fn the_past_is_what_it_was() {
    let mut run = run(5);
    for _ in 0..30 {
        run.step();
    }
    let recovery = Struct::new().with("PointInTimeRecoveryEnabled", true);
    let input =
        Struct::new().with("TableName", "tab").with("PointInTimeRecoverySpecification", recovery);
    run.db.call("UpdateContinuousBackups", input);
    let start = run.db.0.world.clock.now();
    let mut seconds = vec![run.shadow.clone()];
    let mut backups = Vec::new();
    for second in 1..30_u32 {
        run.db.advance(1);
        for _ in 0..run.random.u8(0..8) {
            run.step();
        }
        if second % 7 == 0 {
            let input =
                Struct::new().with("TableName", "tab").with("BackupName", format!("b-{second}"));
            let made = run.db.call("CreateBackup", input);
            let arn = made.structure("BackupDetails").unwrap().str("BackupArn").unwrap().to_owned();
            backups.push((arn, run.shadow.clone()));
            // The same second goes on after the backup.
            run.step();
        }
        seconds.push(run.shadow.clone());
    }
    run.db.advance(600);
    for (second, shadow) in seconds.iter().enumerate() {
        let name = format!("at-{second}");
        let at = Timestamp::from_micros(start.micros() + second as i64 * 1_000_000);
        let input = Struct::new()
            .with("SourceTableName", "tab")
            .with("TargetTableName", name.as_str())
            .with("RestoreDateTime", at);
        run.db.call("RestoreTableToPointInTime", input);
        assert_eq!(read(&run.db.scan(&name, None, 7)), *shadow, "second {second}");
    }
    run.db.call("DeleteTable", Struct::new().with("TableName", "tab"));
    run.db.advance(60);
    for (number, (arn, shadow)) in backups.iter().enumerate() {
        let name = format!("backup-{number}");
        let input =
            Struct::new().with("BackupArn", arn.as_str()).with("TargetTableName", name.as_str());
        run.db.call("RestoreTableFromBackup", input);
        assert_eq!(read(&run.db.scan(&name, None, 7)), *shadow, "{name}");
    }
}
