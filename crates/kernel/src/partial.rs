//! Batches of which some entries fail: the operation gets the others, and its answer says of those
//! that were withheld that they failed, as the service itself would say it.
//!
//! Which operations are batches, and how they tell of entries that fail, is a table here: the
//! models do not say it.

use world::Chance;

use crate::value::{Struct, Value};

/// A batch operation.
#[derive(Debug)]
struct Batch {
    service: &'static str,
    operation: &'static str,
    form: Form,
}

#[derive(Clone, Copy, Debug)]
enum Form {
    /// Entries with ids, told of in `Successful` and `Failed`.
    ById { entries: &'static str },
    /// Results in the order of the entries, with codes in those that failed, and their count.
    InOrder { entries: &'static str, results: &'static str, failed: &'static str },
    /// Lists by table, of which those that were left out are answered (DynamoDB).
    ByTable { keys: Option<&'static str>, results: Option<&'static str>, left: &'static str },
}

const REQUESTS: &str = "RequestItems";

/// Sources: the API references of the operations.
static BATCHES: [Batch; 9] = [
    by_id("sqs", "SendMessageBatch", "Entries"),
    by_id("sqs", "DeleteMessageBatch", "Entries"),
    by_id("sqs", "ChangeMessageVisibilityBatch", "Entries"),
    by_id("sns", "PublishBatch", "PublishBatchRequestEntries"),
    in_order("events", "PutEvents", ("Entries", "Entries", "FailedEntryCount")),
    in_order("kinesis", "PutRecords", ("Records", "Records", "FailedRecordCount")),
    in_order("firehose", "PutRecordBatch", ("Records", "RequestResponses", "FailedPutCount")),
    Batch {
        service: "dynamodb",
        operation: "BatchWriteItem",
        form: Form::ByTable { keys: None, results: None, left: "UnprocessedItems" },
    },
    Batch {
        service: "dynamodb",
        operation: "BatchGetItem",
        form: Form::ByTable {
            keys: Some("Keys"),
            results: Some("Responses"),
            left: "UnprocessedKeys",
        },
    },
];

const fn by_id(service: &'static str, operation: &'static str, entries: &'static str) -> Batch {
    Batch { service, operation, form: Form::ById { entries } }
}

const fn in_order(
    service: &'static str,
    operation: &'static str,
    (entries, results, failed): (&'static str, &'static str, &'static str),
) -> Batch {
    Batch { service, operation, form: Form::InOrder { entries, results, failed } }
}

/// Whether single entries of the operation can fail.
pub fn is_batch(service: &str, operation: &str) -> bool {
    find(service, operation).is_some()
}

fn find(service: &str, operation: &str) -> Option<&'static Batch> {
    BATCHES.iter().find(|it| it.service == service && it.operation == operation)
}

/// What withheld entries are told to have failed with.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    pub percent: u32,
    pub code: String,
    pub message: String,
}

/// A batch without the entries that fail.
pub(crate) struct Cut {
    form: Form,
    /// What is left for the operation; `None` when nothing is.
    pub input: Option<Struct>,
    /// The entries that were withheld, by their places in the batch; of tables, by the table.
    withheld: Vec<(usize, Value)>,
    left: Struct,
}

/// Draws which entries of a batch fail; `None` when none does.
pub(crate) fn cut(
    (service, operation): (&str, &str),
    input: &Struct,
    percent: u32,
    chance: &mut Chance,
) -> Option<Cut> {
    let form = find(service, operation)?.form;
    let mut input = input.clone();
    let mut fails = || percent >= 100 || chance.below(100) < u64::from(percent);
    let mut cut = Cut { form, input: None, withheld: Vec::new(), left: Struct::new() };
    let rest = match form {
        Form::ById { entries } | Form::InOrder { entries, .. } => {
            let Some(Value::List(list)) = input.get_mut(entries) else { return None };
            let mut kept = Vec::new();
            for (at, entry) in std::mem::take(list).into_iter().enumerate() {
                if fails() { cut.withheld.push((at, entry)) } else { kept.push(entry) }
            }
            let rest = kept.len();
            *list = kept;
            rest
        }
        Form::ByTable { keys, .. } => {
            let Some(Value::Struct(tables)) = input.get_mut(REQUESTS) else { return None };
            cut.left = leave_out(tables, keys, &mut fails);
            tables.len()
        }
    };
    if cut.withheld.is_empty() && cut.left.is_empty() {
        return None;
    }
    cut.input = (rest > 0).then_some(input);
    Some(cut)
}

/// Takes entries out of lists by table and answers them in the same form.
fn leave_out(
    tables: &mut Struct,
    keys: Option<&'static str>,
    mut fails: impl FnMut() -> bool,
) -> Struct {
    let (mut kept, mut left) = (Struct::new(), Struct::new());
    for (table, value) in std::mem::take(tables) {
        let list = match (&value, keys) {
            (Value::List(list), None) => list.clone(),
            (Value::Struct(of_table), Some(keys)) => {
                of_table.list(keys).unwrap_or_default().to_vec()
            }
            _ => continue,
        };
        let (failed, rest): (Vec<_>, Vec<_>) = list.into_iter().partition(|_| fails());
        let with = |list: Vec<Value>| match (&value, keys) {
            (Value::Struct(of_table), Some(keys)) => {
                Value::Struct(of_table.clone().with(keys, Value::List(list)))
            }
            _ => Value::List(list),
        };
        if !failed.is_empty() {
            left.push(table.clone(), with(failed));
        }
        if !rest.is_empty() {
            kept.push(table, with(rest));
        }
    }
    *tables = kept;
    left
}

impl Cut {
    /// The answer to the whole batch, from the answer to its rest.
    pub fn merge(self, mut output: Struct, failure: &Failure) -> Struct {
        match self.form {
            Form::ById { .. } => {
                let failed = self.withheld.iter().filter_map(|(_, entry)| {
                    let id = entry.as_struct()?.str("Id")?;
                    let told = Struct::new().with("Id", id).with("SenderFault", false);
                    let told = told.with("Code", failure.code.as_str());
                    Some(Value::Struct(told.with("Message", failure.message.as_str())))
                });
                let failed: Vec<Value> = failed.collect();
                add_to_list(&mut output, "Failed", failed);
                add_to_list(&mut output, "Successful", Vec::new());
            }
            Form::InOrder { results, failed: count, .. } => {
                let before = output.int(count).unwrap_or(0);
                output.set(count, before + self.withheld.len() as i64);
                let Some(Value::List(told)) = list_of(&mut output, results) else { return output };
                for (at, _) in &self.withheld {
                    let failed = Struct::new().with("ErrorCode", failure.code.as_str());
                    let failed = failed.with("ErrorMessage", failure.message.as_str());
                    // In the order of places, so that each finds those before it.
                    told.insert((*at).min(told.len()), Value::Struct(failed));
                }
            }
            Form::ByTable { results, left, .. } => {
                if let Some(name) = results.filter(|name| output.get(name).is_none()) {
                    output.set(name, Struct::new());
                }
                let mut all = match output.remove(left) {
                    Some(Value::Struct(all)) => all,
                    _ => Struct::new(),
                };
                for (table, value) in self.left {
                    match (all.get_mut(&table), value) {
                        (Some(Value::List(there)), Value::List(more)) => there.extend(more),
                        (Some(Value::Struct(there)), Value::Struct(more)) => {
                            let more = more.list("Keys").unwrap_or_default().to_vec();
                            add_to_list(there, "Keys", more);
                        }
                        (_, value) => all.set(table, value),
                    }
                }
                output.set(left, all);
            }
        }
        output
    }
}

fn list_of<'o>(output: &'o mut Struct, name: &'static str) -> Option<&'o mut Value> {
    if output.get(name).is_none() {
        output.set(name, Value::List(Vec::new()));
    }
    output.get_mut(name)
}

fn add_to_list(output: &mut Struct, name: &'static str, more: Vec<Value>) {
    if let Some(Value::List(list)) = list_of(output, name) {
        list.extend(more);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure() -> Failure {
        Failure { percent: 100, code: "Broken".to_owned(), message: "m".to_owned() }
    }

    fn ids(list: &[Value]) -> Vec<&str> {
        list.iter().filter_map(|it| it.as_struct()?.str("Id")).collect()
    }

    #[test]
    fn the_rest_of_a_batch_is_left_for_the_operation() {
        let entries = (0..100).map(|n| Value::Struct(Struct::new().with("Id", n.to_string())));
        let input = Struct::new().with("Entries", Value::List(entries.collect()));
        let mut chance = Chance::from_seed(1);
        let cut = cut(("sqs", "SendMessageBatch"), &input, 30, &mut chance).expect("some fail");
        let kept = cut.input.clone().expect("some are left");
        let kept = kept.list("Entries").expect("a list");
        let told = kept.to_vec();
        let output = Struct::new().with("Successful", Value::List(told));
        let output = cut.merge(output, &failure());
        let failed = ids(output.list("Failed").expect("a list"));
        let sent = ids(output.list("Successful").expect("a list"));
        assert_eq!(failed.len() + sent.len(), 100);
        assert!((15..=45).contains(&failed.len()), "{}", failed.len());
        assert!(failed.iter().all(|id| !sent.contains(id)));
    }

    #[test]
    fn results_in_order_keep_their_places() {
        let entry = |n: i64| Value::Struct(Struct::new().with("n", n));
        let input = Struct::new().with("Entries", Value::List((0..20).map(entry).collect()));
        let mut chance = Chance::from_seed(2);
        let cut = cut(("events", "PutEvents"), &input, 50, &mut chance).expect("some fail");
        let kept = cut.input.clone().expect("some are left");
        let kept = kept.list("Entries").expect("a list").to_vec();
        let output = Struct::new().with("Entries", Value::List(kept)).with("FailedEntryCount", 0);
        let output = cut.merge(output, &failure());
        let told = output.list("Entries").expect("a list");
        assert_eq!(told.len(), 20);
        for (at, result) in told.iter().enumerate() {
            let result = result.as_struct().expect("a structure");
            let is_failed = result.str("ErrorCode") == Some("Broken");
            assert!(is_failed || result.int("n") == Some(at as i64), "{at}: {result:?}");
        }
        let failed = told.iter().filter(|it| it.as_struct().is_some_and(|it| it.len() == 2));
        assert_eq!(output.int("FailedEntryCount"), Some(failed.count() as i64));
    }

    #[test]
    fn tables_are_told_what_was_left_out() {
        let put = |n: i64| Value::Struct(Struct::new().with("n", n));
        let tables = Struct::new().with("t", Value::List(vec![put(1), put(2)]));
        let input = Struct::new().with(REQUESTS, tables);
        let mut chance = Chance::from_seed(3);
        let cut = cut(("dynamodb", "BatchWriteItem"), &input, 100, &mut chance).expect("all fail");
        assert!(cut.input.is_none());
        let output = cut.merge(Struct::new(), &failure());
        let left = output.structure("UnprocessedItems").expect("a map");
        assert_eq!(left.list("t").map(<[Value]>::len), Some(2));
    }
}
