//! From what the meter has counted to AWS's usage types, by the table `usage.txt`.

use std::sync::LazyLock;

use kernel::meter::{OUT_BYTES, Usage};

/// What operations count besides the first chunk, which is the call.
const FURTHER_CHUNKS: &str = "further-chunks";
const FREE: &str = "-";
/// How the usage types of CloudWatch's metrics and alarms begin: `CW:Requests`.
const CLOUDWATCH: &str = "CW";
const OUT: &str = "DataTransfer-Out-Bytes";
/// What services count under a name of their own: service, their name, AWS's.
const NAMES: &[(&str, &str, &str)] = &[
    ("pipes", "Pipes-64K-Chunks", "Request-64K-Chunks"),
    ("scheduler", "Scheduler-Invocations", "ScheduledInvocation"),
];

static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    let lines = include_str!("usage.txt").lines();
    let rules = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    rules.map(|line| Rule::parse(line).expect("the table of usage is well-formed")).collect()
});

#[derive(Debug)]
struct Rule {
    service: &'static str,
    usage: &'static str,
    suffix: Option<&'static str>,
    operations: Vec<&'static str>,
}

/// What is billed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Billed {
    /// As the price list names it: dynamodbstreams is billed with dynamodb.
    pub service: &'static str,
    /// Without the region's prefix; with `:operation` where that decides about the price.
    pub usage: String,
    pub operation: String,
    pub resource: String,
}

impl Rule {
    fn parse(line: &'static str) -> Option<Rule> {
        let mut words = line.split_whitespace().peekable();
        let (service, usage) = (words.next()?, words.next()?);
        let suffix = words.next_if(|word| word.starts_with('@')).map(|word| &word[1..]);
        let operations: Vec<_> = words.collect();
        (!operations.is_empty()).then_some(Rule { service, usage, suffix, operations })
    }

    fn fits(&self, usage: &Usage) -> bool {
        let is_operation = |pattern: &&str| match pattern.strip_suffix('*') {
            Some(start) => usage.operation.starts_with(start),
            None => usage.operation == **pattern,
        };
        self.service == usage.service
            && self.suffix.is_none_or(|suffix| usage.resource.ends_with(suffix))
            && self.operations.iter().any(is_operation)
    }
}

/// What this usage is billed as; `None` for what costs nothing.
pub fn billed(usage: &Usage) -> Option<Billed> {
    let product = match usage.service.as_str() {
        "dynamodbstreams" => "dynamodb",
        service => crate::products::of(service)?.service,
    };
    let name = match usage.quantity.as_str() {
        "" | FURTHER_CHUNKS => RULES.iter().find(|rule| rule.fits(usage))?.usage.to_owned(),
        OUT_BYTES => OUT.to_owned(),
        quantity => {
            let is_it = |it: &&(&str, &str, &str)| it.0 == product && it.1 == quantity;
            NAMES.iter().find(is_it).map_or(quantity, |it| it.2).to_owned()
        }
    };
    if name == FREE {
        return None;
    }
    Some(Billed {
        service: product,
        usage: name,
        operation: operation(usage),
        resource: resource(usage),
    })
}

fn operation(usage: &Usage) -> String {
    match split(&usage.quantity) {
        (_, Some(operation)) => operation.to_owned(),
        (_, None) => usage.operation.clone(),
    }
}

/// A usage type, and the operation behind it where that decides about the price. CloudWatch's own
/// types have a colon, too.
pub fn split(usage: &str) -> (&str, Option<&str>) {
    match usage.split_once(':') {
        Some((CLOUDWATCH, _)) | None => (usage, None),
        Some((usage, operation)) => (usage, Some(operation)),
    }
}

/// A table's indexes, streams and backups are billed with the table.
fn resource(usage: &Usage) -> String {
    let whole = usage.resource.as_str();
    let is_table = matches!(usage.service.as_str(), "dynamodb" | "dynamodbstreams");
    let Some(at) = whole.find(":table/").filter(|_| is_table) else { return whole.to_owned() };
    let name = at + ":table/".len();
    let end = whole[name..].find('/').map_or(whole.len(), |end| name + end);
    whole[..end].to_owned()
}

#[cfg(test)]
mod tests {
    use kernel::{AccountId, Region};

    use super::*;

    fn of(service: &str, operation: &str, quantity: &str, resource: &str) -> Option<String> {
        let usage = Usage {
            account: AccountId::DEFAULT,
            region: Region::DEFAULT,
            service: service.to_owned(),
            operation: operation.to_owned(),
            quantity: quantity.to_owned(),
            resource: resource.to_owned(),
            hours: 0..1,
            per_hour: 1,
            is_level: false,
        };
        billed(&usage).map(|billed| format!("{} {}", billed.usage, billed.resource))
    }

    #[test]
    fn calls_have_their_usage_types() {
        let check = |given: (&str, &str, &str, &str), expected: &str| {
            let (service, operation, quantity, resource) = given;
            let found = of(service, operation, quantity, resource);
            assert_eq!(found.as_deref(), Some(expected), "{given:?}");
        };
        check(("sqs", "SendMessage", "", "q"), "Requests-RBP q");
        check(("sqs", "SendMessageBatch", "", "q.fifo"), "Requests-FIFO-RBP q.fifo");
        check(("sqs", "SendMessage", "further-chunks", "q.fifo"), "Requests-FIFO-RBP q.fifo");
        check(("sqs", "GetQueueUrl", "", "q.fifo"), "Requests-RBP q.fifo");
        check(("s3", "ListObjectsV2", "", "b"), "Requests-Tier1 b");
        check(("s3", "HeadObject", "", "b"), "Requests-Tier2 b");
        check(("s3", "GetObject", "out-bytes", "b"), "DataTransfer-Out-Bytes b");
        check(
            ("s3", "", "Requests-Tier3:S3-GDATransition", "b"),
            "Requests-Tier3:S3-GDATransition b",
        );
        check(("scheduler", "", "Scheduler-Invocations", "s"), "ScheduledInvocation s");
        check(("cloudwatch", "PutMetricData", "", "*"), "CW:Requests *");
        check(("cloudwatch", "", "CW:AlarmMonitorUsage", "a"), "CW:AlarmMonitorUsage a");
        assert_eq!(of("cloudwatch", "DescribeAlarms", "", "x"), None);
        assert_eq!(split("CW:Requests"), ("CW:Requests", None));
        assert_eq!(
            split("Requests-Tier3:RestoreObject"),
            ("Requests-Tier3", Some("RestoreObject"))
        );
        let index = "arn:aws:dynamodb:us-east-1:000000000000:table/t/index/i";
        let table = "ReadRequestUnits arn:aws:dynamodb:us-east-1:000000000000:table/t";
        check(("dynamodb", "Query", "ReadRequestUnits", index), table);
        for free in [("s3", "DeleteObject"), ("iam", "CreateUser"), ("dynamodb", "GetItem")] {
            assert_eq!(of(free.0, free.1, "", "x"), None);
        }
        assert_eq!(of("sns", "Publish", "", "t.fifo"), None);
    }
}
