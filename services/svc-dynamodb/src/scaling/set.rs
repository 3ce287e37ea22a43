//! Setting capacity and its scaling, in the region where the table is: a step, since replicas are
//! set from any region.

use kernel::{ApiError, Ctx, OpResult, Struct, Value};

use super::targets;
use crate::api::{AutoScalingSettingsUpdate, UpdateTableInput};
use crate::errors;
use crate::names;
use crate::state::TableRef;
use crate::update_table;

pub const SET: &str = "SetCapacity";

/// What is set of a table in one region, as the step takes it.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub table: Capacities,
    pub indexes: Vec<(String, Capacities)>,
    pub billing: Option<String>,
    pub class: Option<String>,
}

/// Units and how they are scaled, as requests have them.
#[derive(Clone, Debug, Default)]
pub struct Capacities {
    pub read_units: Option<i64>,
    pub write_units: Option<i64>,
    pub read: Option<Struct>,
    pub write: Option<Struct>,
}

impl Wanted {
    pub fn index(&mut self, name: &str) -> &mut Capacities {
        let at = self.indexes.iter().position(|(other, _)| other == name);
        let at = at.unwrap_or_else(|| {
            self.indexes.push((name.to_owned(), Capacities::default()));
            self.indexes.len() - 1
        });
        &mut self.indexes[at].1
    }

    pub fn input(self, table: &str) -> Struct {
        let mut out = self.table.input().with("Table", table);
        let indexes = self.indexes.into_iter();
        let indexes = indexes.map(|(name, it)| Value::Struct(it.input().with("IndexName", name)));
        out.set("Indexes", Value::List(indexes.collect()));
        for (member, value) in [("BillingMode", self.billing), ("TableClass", self.class)] {
            if let Some(value) = value {
                out.set(member, value);
            }
        }
        out
    }
}

impl Capacities {
    fn input(self) -> Struct {
        let mut out = Struct::new();
        for (member, units) in [("ReadUnits", self.read_units), ("WriteUnits", self.write_units)] {
            if let Some(units) = units {
                out.set(member, units);
            }
        }
        for (member, scaling) in [("Read", self.read), ("Write", self.write)] {
            if let Some(scaling) = scaling {
                out.set(member, scaling);
            }
        }
        out
    }
}

/// The step.
pub fn set(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let name = input.str("Table").unwrap_or_default();
    let table = names::find_active(ctx, name)?;
    let indexes: Vec<&Struct> =
        input.list("Indexes").unwrap_or_default().iter().filter_map(Value::as_struct).collect();
    for index in &indexes {
        let name = index.str("IndexName").unwrap_or_default();
        if table.row.index(name).is_none_or(|index| index.is_local) {
            return Err(errors::no_such_index(name));
        }
    }
    if let Some(update) = change_of(&table, input, &indexes) {
        update_table::change(ctx, UpdateTableInput(&update))?;
    }
    let table = names::find(ctx, name)?;
    set_targets(ctx, &table, None, input)?;
    for index in indexes {
        set_targets(ctx, &table, index.str("IndexName"), index)?;
    }
    Ok(Struct::new())
}

/// The change of the table that is asked for, in the form of UpdateTable; what is as it is already
/// is no change.
fn change_of(table: &TableRef, input: &Struct, indexes: &[&Struct]) -> Option<Struct> {
    let row = &table.row;
    let units = |of: &Struct, now: (i64, i64)| {
        let (read, write) = (of.int("ReadUnits"), of.int("WriteUnits"));
        let new = (read.unwrap_or(now.0), write.unwrap_or(now.1));
        let throughput =
            Struct::new().with("ReadCapacityUnits", new.0).with("WriteCapacityUnits", new.1);
        (new != now).then_some(throughput)
    };
    let mut out = Struct::new();
    if let Some(throughput) = units(input, (row.capacity.read, row.capacity.write)) {
        out.set("ProvisionedThroughput", throughput);
    }
    let updates = indexes.iter().filter_map(|given| {
        let name = given.str("IndexName")?;
        let now = &row.index(name)?.capacity;
        let throughput = units(given, (now.read, now.write))?;
        let update =
            Struct::new().with("IndexName", name).with("ProvisionedThroughput", throughput);
        Some(Value::Struct(Struct::new().with("Update", update)))
    });
    let updates: Vec<Value> = updates.collect();
    if !updates.is_empty() {
        out.set("GlobalSecondaryIndexUpdates", Value::List(updates));
    }
    let is_on_demand = input.str("BillingMode").map(|mode| mode == "PAY_PER_REQUEST");
    if is_on_demand.is_some_and(|mode| mode != row.billing.is_on_demand) {
        out.set("BillingMode", input.str("BillingMode").unwrap_or_default());
    }
    let is_infrequent = input.str("TableClass").map(|class| class == "STANDARD_INFREQUENT_ACCESS");
    if is_infrequent.is_some_and(|class| class != row.class.is_infrequent_access) {
        out.set("TableClass", input.str("TableClass").unwrap_or_default());
    }
    (!out.is_empty()).then(|| out.with("TableName", table.name.as_str()))
}

fn set_targets(
    ctx: &mut Ctx<'_>,
    table: &TableRef,
    index: Option<&str>,
    given: &Struct,
) -> Result<(), ApiError> {
    for (member, is_write) in [("Read", false), ("Write", true)] {
        if let Some(update) = given.structure(member) {
            targets::set(ctx, table, (index, is_write), AutoScalingSettingsUpdate(update))?;
        }
    }
    Ok(())
}
