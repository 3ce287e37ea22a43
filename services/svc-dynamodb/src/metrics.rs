//! What CloudWatch is told of capacity: what a request has consumed, of the table and of each
//! global index that it has touched, and what is provisioned whenever that changes.
//!
//! Source: Developer Guide, "DynamoDB metrics and dimensions". What is provisioned is told by AWS
//! every five minutes; here a table that nobody uses tells nothing.

use kernel::Ctx;
use kernel::metrics::Metric;

use crate::capacity::Consumed;
use crate::state::TableRef;

const NAMESPACE: &str = "AWS/DynamoDB";
const COUNT: &str = "Count";
static CONSUMED_READ: Metric = Metric::new(NAMESPACE, "ConsumedReadCapacityUnits", COUNT);
static CONSUMED_WRITE: Metric = Metric::new(NAMESPACE, "ConsumedWriteCapacityUnits", COUNT);
static PROVISIONED_READ: Metric = Metric::new(NAMESPACE, "ProvisionedReadCapacityUnits", COUNT);
static PROVISIONED_WRITE: Metric = Metric::new(NAMESPACE, "ProvisionedWriteCapacityUnits", COUNT);

const INDEX: &str = "GlobalSecondaryIndexName";
const TABLE: &str = "TableName";

pub fn consumed(ctx: &mut Ctx<'_>, table: &TableRef, consumed: &Consumed, is_write: bool) {
    let metric = if is_write { &CONSUMED_WRITE } else { &CONSUMED_READ };
    // Local indexes have the table's capacity.
    let own = consumed.table + consumed.local.values().sum::<f64>();
    if own > 0.0 {
        ctx.metric(metric, &[(TABLE, &table.name)], own);
    }
    for (name, units) in &consumed.global {
        if *units > 0.0 {
            ctx.metric(metric, &[(INDEX, name), (TABLE, &table.name)], *units);
        }
    }
}

/// Of a table that is made or changed.
pub fn provisioned(ctx: &mut Ctx<'_>, table: &TableRef) {
    let row = &table.row;
    if row.billing.is_on_demand {
        return;
    }
    let own = [(TABLE, table.name.as_str())];
    ctx.metric(&PROVISIONED_READ, &own, row.capacity.read as f64);
    ctx.metric(&PROVISIONED_WRITE, &own, row.capacity.write as f64);
    for index in row.indexes.iter().filter(|index| !index.is_local) {
        let own = [(INDEX, index.name.as_str()), (TABLE, table.name.as_str())];
        ctx.metric(&PROVISIONED_READ, &own, index.capacity.read as f64);
        ctx.metric(&PROVISIONED_WRITE, &own, index.capacity.write as f64);
    }
}
