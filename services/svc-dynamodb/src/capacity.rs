//! What a request consumes, as AWS charges it.
//!
//! Sources: Developer Guide, "DynamoDB read and write operations" (what each operation consumes),
//! "Provisioned throughput considerations for Global / Local Secondary Indexes".

use std::collections::BTreeMap;

use crate::api::{CapacityBuilder, ConsumedCapacityBuilder, VectorCapacityBuilder};
use crate::key::ItemKey;
use crate::limits;
use crate::state::TableRef;

/// What ReturnConsumedCapacity asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Report {
    None,
    Total,
    Indexes,
}

impl Report {
    pub fn parse(text: Option<&str>) -> Report {
        match text {
            Some("TOTAL") => Report::Total,
            Some("INDEXES") => Report::Indexes,
            _ => Report::None,
        }
    }
}

/// How consistent a read is, and what that costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Consistency {
    Eventual,
    Strong,
    Transactional,
}

impl Consistency {
    pub fn of(is_consistent: Option<bool>) -> Consistency {
        if is_consistent == Some(true) { Consistency::Strong } else { Consistency::Eventual }
    }
}

/// Units of a read of that many bytes; at least one step.
pub fn read_units(bytes: usize, consistency: Consistency) -> f64 {
    let units = bytes.div_ceil(limits::READ_UNIT_BYTES).max(1) as f64;
    match consistency {
        Consistency::Eventual => units / 2.0,
        Consistency::Strong => units,
        Consistency::Transactional => units * 2.0,
    }
}

/// Units of a write of that many bytes, the larger of before and after; at least one.
pub fn write_units(bytes: usize) -> f64 {
    bytes.div_ceil(limits::WRITE_UNIT_BYTES).max(1) as f64
}

/// What a request has consumed of one table and its indexes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Consumed {
    pub table: f64,
    pub local: BTreeMap<String, f64>,
    pub global: BTreeMap<String, f64>,
    /// Bytes written to vector indexes, which are no units.
    pub vectors: BTreeMap<String, f64>,
    /// The hash of the partition key, if it was all of one partition.
    pub partition: Option<u32>,
    /// The key of the item or partition, of tables whose keys are counted.
    pub key: Option<ItemKey>,
}

impl Consumed {
    pub fn of_table(units: f64) -> Consumed {
        Consumed { table: units, ..Consumed::default() }
    }

    /// The same of one item of the table.
    #[must_use]
    pub fn at(mut self, table: &TableRef, key: &ItemKey) -> Consumed {
        self.partition = Some(key.partition_hash());
        self.key = table.row.is_watched.then(|| key.clone());
        self
    }

    pub fn of_index(name: &str, is_local: bool, units: f64) -> Consumed {
        let mut out = Consumed::default();
        out.add_index(name, is_local, units);
        out
    }

    pub fn add_index(&mut self, name: &str, is_local: bool, units: f64) {
        let indexes = if is_local { &mut self.local } else { &mut self.global };
        *indexes.entry(name.to_owned()).or_default() += units;
    }

    pub fn add(&mut self, other: &Consumed) {
        self.table += other.table;
        for (name, units) in &other.local {
            self.add_index(name, true, *units);
        }
        for (name, units) in &other.global {
            self.add_index(name, false, *units);
        }
        for (name, bytes) in &other.vectors {
            *self.vectors.entry(name.clone()).or_default() += bytes;
        }
    }

    #[must_use]
    pub fn doubled(mut self) -> Consumed {
        self.table *= 2.0;
        self.local.values_mut().chain(self.global.values_mut()).for_each(|units| *units *= 2.0);
        self
    }

    pub fn total(&self) -> f64 {
        self.table + self.local.values().sum::<f64>() + self.global.values().sum::<f64>()
    }

    pub fn shown(&self, table: &str, report: Report) -> Option<ConsumedCapacityBuilder> {
        self.shown_as(table, report, Detail::Plain)
    }

    /// Transactions say whether the units are of reads or of writes.
    pub fn shown_as(
        &self,
        table: &str,
        report: Report,
        detail: Detail,
    ) -> Option<ConsumedCapacityBuilder> {
        if report == Report::None {
            return None;
        }
        let total = self.total();
        let mut out = ConsumedCapacityBuilder::new().table_name(table).capacity_units(total);
        out = match detail {
            Detail::Plain => out,
            Detail::Reads => out.read_capacity_units(total),
            Detail::Writes => out.write_capacity_units(total),
        };
        if report == Report::Indexes {
            out = out
                .table(detail.capacity(self.table))
                .local_secondary_indexes(detail.capacities(&self.local))
                .global_secondary_indexes(detail.capacities(&self.global))
                .vector_indexes(self.shown_vectors());
        }
        Some(out)
    }

    fn shown_vectors(&self) -> Option<Vec<(String, VectorCapacityBuilder)>> {
        let shown = self.vectors.iter().map(|(name, bytes)| {
            (name.clone(), VectorCapacityBuilder::new().vector_write_request_bytes(*bytes))
        });
        (!self.vectors.is_empty()).then(|| shown.collect())
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    Plain,
    Reads,
    Writes,
}

impl Detail {
    fn capacity(self, units: f64) -> CapacityBuilder {
        let out = CapacityBuilder::new().capacity_units(units);
        match self {
            Detail::Plain => out,
            Detail::Reads => out.read_capacity_units(units),
            Detail::Writes => out.write_capacity_units(units),
        }
    }

    fn capacities(self, of: &BTreeMap<String, f64>) -> Option<Vec<(String, CapacityBuilder)>> {
        let shown = of.iter().map(|(name, units)| (name.clone(), self.capacity(*units)));
        (!of.is_empty()).then(|| shown.collect())
    }
}
