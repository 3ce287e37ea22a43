//! What can be scaled: capacity of DynamoDB's tables and global secondary indexes, and the
//! provisioned concurrency of versions and aliases of functions. How it is called in messages, and
//! what bounds it.

use kernel::ApiError;

use crate::errors;
use crate::state::TargetKey;

/// A dimension with its resource, read from a target's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scaled<'a> {
    /// Of a table, or of one of its global secondary indexes.
    Throughput {
        table: &'a str,
        index: Option<&'a str>,
        is_write: bool,
    },
    Concurrency {
        function: &'a str,
        qualifier: &'a str,
    },
}

const READS: &str = "ReadCapacityUnits";
const WRITES: &str = "WriteCapacityUnits";

/// Refuses what is none of AWS's, and what Nephele has no service for.
pub fn parse((namespace, resource_id, dimension): &TargetKey) -> Result<Scaled<'_>, ApiError> {
    let unsupported = errors::unsupported_dimension;
    let mut parts = dimension.split(':');
    if parts.next() != Some(namespace.as_str()) {
        return Err(unsupported());
    }
    let (kind, property) = (parts.next(), parts.next().unwrap_or_default());
    match (namespace.as_str(), kind) {
        ("dynamodb", Some(kind)) => {
            let rest = resource_id.strip_prefix("table/").ok_or_else(unsupported)?;
            let (table, index) = match rest.split_once("/index/") {
                Some((table, index)) => (table, Some(index)),
                None => (rest, None),
            };
            let is_named = !table.is_empty() && !table.contains('/') && index != Some("");
            let is_kind = (kind == "index") == index.is_some();
            let is_property = matches!(property, READS | WRITES);
            let is_write = property == WRITES;
            let scaled = Scaled::Throughput { table, index, is_write };
            (is_named && is_kind && is_property).then_some(scaled).ok_or_else(unsupported)
        }
        ("lambda", Some("function")) => {
            let rest = resource_id.strip_prefix("function:").ok_or_else(unsupported)?;
            let (function, qualifier) = rest.split_once(':').ok_or_else(unsupported)?;
            let is_named = !function.is_empty() && !qualifier.is_empty();
            let scaled = Scaled::Concurrency { function, qualifier };
            is_named.then_some(scaled).ok_or_else(unsupported)
        }
        _ => Err(errors::not_implemented(&format!("scalable targets of {namespace}"))),
    }
}

impl Scaled<'_> {
    /// As activities call it: "Setting write capacity units to 10."
    pub fn noun(self) -> &'static str {
        match self {
            Scaled::Throughput { is_write: false, .. } => "read capacity units",
            Scaled::Throughput { is_write: true, .. } => "write capacity units",
            Scaled::Concurrency { .. } => "provisioned concurrency",
        }
    }

    /// What there is none of, when the resource is missing.
    pub fn resource_noun(self) -> &'static str {
        match self {
            Scaled::Throughput { index: None, .. } => "DynamoDB table",
            Scaled::Throughput { .. } => "DynamoDB index",
            Scaled::Concurrency { .. } => "Lambda function",
        }
    }

    /// [A] MinCapacity: zero is allowed for provisioned concurrency.
    pub fn least(self) -> i64 {
        match self {
            Scaled::Throughput { .. } => 1,
            Scaled::Concurrency { .. } => 0,
        }
    }

    /// The principal that the service-linked role trusts, and the role's name.
    pub fn role(self) -> (&'static str, &'static str) {
        match self {
            Scaled::Throughput { .. } => (
                "dynamodb.application-autoscaling",
                "AWSServiceRoleForApplicationAutoScaling_DynamoDBTable",
            ),
            Scaled::Concurrency { .. } => (
                "lambda.application-autoscaling",
                "AWSServiceRoleForApplicationAutoScaling_LambdaConcurrency",
            ),
        }
    }

    /// The predefined metric of target tracking.
    pub fn predefined(self) -> &'static str {
        match self {
            Scaled::Throughput { is_write: false, .. } => "DynamoDBReadCapacityUtilization",
            Scaled::Throughput { is_write: true, .. } => "DynamoDBWriteCapacityUtilization",
            Scaled::Concurrency { .. } => "LambdaProvisionedConcurrencyUtilization",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(namespace: &str, resource: &str, dimension: &str) -> TargetKey {
        (namespace.to_owned(), resource.to_owned(), dimension.to_owned())
    }

    #[test]
    fn tables_indexes_and_functions() {
        let table = key("dynamodb", "table/t", "dynamodb:table:WriteCapacityUnits");
        let scaled = Scaled::Throughput { table: "t", index: None, is_write: true };
        assert_eq!(parse(&table), Ok(scaled));
        let index = key("dynamodb", "table/t/index/i", "dynamodb:index:ReadCapacityUnits");
        let scaled = Scaled::Throughput { table: "t", index: Some("i"), is_write: false };
        assert_eq!(parse(&index), Ok(scaled));
        let alias = key("lambda", "function:f:live", "lambda:function:ProvisionedConcurrency");
        let scaled = Scaled::Concurrency { function: "f", qualifier: "live" };
        assert_eq!(parse(&alias), Ok(scaled));
    }

    #[test]
    fn what_does_not_fit_together() {
        for (namespace, resource, dimension) in [
            ("dynamodb", "table/t", "dynamodb:index:WriteCapacityUnits"),
            ("dynamodb", "table/t/index/i", "dynamodb:table:WriteCapacityUnits"),
            ("dynamodb", "dynamo/t", "dynamodb:table:WriteCapacityUnits"),
            ("dynamodb", "table/t", "ecs:service:DesiredCount"),
            ("lambda", "function:f", "lambda:function:ProvisionedConcurrency"),
        ] {
            let key = key(namespace, resource, dimension);
            let refused = parse(&key).map_err(|it| it.status());
            assert_eq!(refused, Err(400), "{resource} {dimension}");
        }
        let ecs = key("ecs", "service/c/s", "ecs:service:DesiredCount");
        assert_eq!(parse(&ecs).map_err(|it| it.status()), Err(501));
    }
}
