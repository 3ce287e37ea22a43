//! What CreateTable and UpdateTable say of keys, indexes and throughput: read and checked.

use kernel::view::List;
use kernel::{ApiError, Ctx};

use crate::api::{
    AttributeDefinition, GlobalSecondaryIndex, KeySchemaElement, LocalSecondaryIndex,
    OnDemandThroughput, Projection, ProvisionedThroughput, WarmThroughput, billing_mode,
};
use crate::errors::{self, invalid};
use crate::limits;
use crate::names;
use crate::state::{CapacityRow, IndexRow, KeyKind, ProjectionRow, Status, TableRow};
use crate::vector::VectorRow;

/// The attributes and keys of a table.
#[derive(Debug)]
pub struct Keys {
    pub attributes: Vec<(String, KeyKind)>,
    pub hash: String,
    pub range: Option<String>,
}

/// AttributeDefinitions.
pub fn read_attributes(
    given: Option<List<'_, AttributeDefinition<'_>>>,
) -> Result<Vec<(String, KeyKind)>, ApiError> {
    let mut out: Vec<(String, KeyKind)> = Vec::new();
    for definition in given.map_or_else(Vec::new, List::to_vec) {
        let name = definition.attribute_name();
        if out.iter().any(|(other, _)| other == name) {
            return Err(errors::ours_invalid(format!("Duplicate AttributeDefinitions: {name}")));
        }
        out.push((name.to_owned(), KeyKind::parse(definition.attribute_type())));
    }
    Ok(out)
}

/// The table's own key schema: a partition key, and perhaps a sort key.
pub fn read_keys(
    attributes: Vec<(String, KeyKind)>,
    schema: Option<List<'_, KeySchemaElement<'_>>>,
) -> Result<Keys, ApiError> {
    let elements = schema.map_or_else(Vec::new, List::to_vec);
    if elements.is_empty() {
        return Err(errors::validation("No Attribute Schema Defined"));
    }
    if elements.len() > 2 {
        return Err(errors::validation(format!(
            "1 validation error detected: Value '{}' at 'keySchema' failed to satisfy constraint: \
             Member must have length less than or equal to 2",
            shown(&elements)
        )));
    }
    check_table_schema(&elements)?;
    let names: Vec<&str> = elements.iter().map(|element| element.attribute_name()).collect();
    check_defined(&names, &attributes)?;
    Ok(Keys {
        attributes,
        hash: names[0].to_owned(),
        range: names.get(1).map(|name| (*name).to_owned()),
    })
}

fn check_table_schema(elements: &[KeySchemaElement<'_>]) -> Result<(), ApiError> {
    if elements[0].key_type() != "HASH" {
        return Err(errors::validation(
            "Invalid KeySchema: The first KeySchemaElement is not a HASH key type",
        ));
    }
    if let Some(second) = elements.get(1) {
        if second.attribute_name() == elements[0].attribute_name() {
            return Err(errors::validation(
                "Both the Hash Key and the Range Key element in the KeySchema have the same name",
            ));
        }
        if second.key_type() != "RANGE" {
            return Err(errors::validation(
                "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type",
            ));
        }
    }
    Ok(())
}

/// As AWS prints a key schema in messages.
fn shown(elements: &[KeySchemaElement<'_>]) -> String {
    let elements: Vec<String> = elements
        .iter()
        .map(|element| {
            format!(
                "KeySchemaElement(attributeName={}, keyType={})",
                element.attribute_name(),
                element.key_type()
            )
        })
        .collect();
    format!("[{}]", elements.join(", "))
}

fn check_defined(keys: &[&str], attributes: &[(String, KeyKind)]) -> Result<(), ApiError> {
    if keys.iter().all(|key| attributes.iter().any(|(name, _)| name == key)) {
        return Ok(());
    }
    Err(invalid(format!(
        "Some index key attributes are not defined in AttributeDefinitions. Keys: [{}], \
         AttributeDefinitions: [{}]",
        keys.join(", "),
        joined(attributes)
    )))
}

fn joined(attributes: &[(String, KeyKind)]) -> String {
    attributes.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ")
}

/// Every attribute that is defined must be a key of the table or of an index.
pub fn check_all_used(
    keys: &Keys,
    indexes: &[IndexRow],
    vectors: &[VectorRow],
) -> Result<(), ApiError> {
    let mut used: Vec<&str> = vec![&keys.hash];
    used.extend(keys.range.as_deref());
    for index in indexes {
        used.extend(index.hash.iter().chain(&index.range).map(String::as_str));
    }
    used.extend(vectors.iter().flat_map(VectorRow::schema));
    used.sort_unstable();
    used.dedup();
    if keys.attributes.iter().all(|(name, _)| used.contains(&name.as_str())) {
        return Ok(());
    }
    if indexes.is_empty() && vectors.is_empty() {
        return Err(invalid(
            "Number of attributes in KeySchema does not exactly match number of attributes \
             defined in AttributeDefinitions",
        ));
    }
    Err(invalid(format!(
        "Some AttributeDefinitions are not used. AttributeDefinitions: [{}], keys used: [{}]",
        joined(&keys.attributes),
        used.join(", ")
    )))
}

/// LocalSecondaryIndexes.
pub fn read_local(
    ctx: &mut Ctx<'_>,
    given: Option<List<'_, LocalSecondaryIndex<'_>>>,
    keys: &Keys,
) -> Result<Vec<IndexRow>, ApiError> {
    let Some(given) = given else { return Ok(Vec::new()) };
    if given.is_empty() {
        return Err(invalid("List of LocalSecondaryIndexes is empty"));
    }
    if keys.range.is_none() {
        return Err(invalid(
            "Table KeySchema does not have a range key, which is required when specifying a \
             LocalSecondaryIndex",
        ));
    }
    if given.len() > limits::LOCAL_INDEXES_MAX {
        return Err(invalid(format!(
            "Number of LocalSecondaryIndexes exceeds per-table limit of {}",
            limits::LOCAL_INDEXES_MAX
        )));
    }
    let mut out = Vec::with_capacity(given.len());
    for index in given {
        let name = index.index_name();
        let elements = index.key_schema().to_vec();
        check_table_schema(&elements)?;
        let names: Vec<&str> = elements.iter().map(|element| element.attribute_name()).collect();
        check_defined(&names, &keys.attributes)?;
        let [hash, range] = names[..] else {
            return Err(invalid(format!(
                "Index KeySchema does not have a range key for index: {name}"
            )));
        };
        if hash != keys.hash {
            return Err(invalid(format!(
                "Index KeySchema does not have the same leading hash key as table KeySchema for \
                 index: {name}. index hash key: {hash}, table hash key: {}",
                keys.hash
            )));
        }
        out.push(IndexRow {
            name: name.to_owned(),
            space: ctx.chance().u64(),
            is_local: true,
            hash: vec![hash.to_owned()],
            range: vec![range.to_owned()],
            projection: read_projection(index.projection())?,
            status: Status::Active,
            is_backfilling: false,
            capacity: CapacityRow::default(),
            warm: None,
        });
    }
    Ok(out)
}

/// A global secondary index that is to be made.
pub struct GlobalIndex<'a> {
    pub name: &'a str,
    pub schema: List<'a, KeySchemaElement<'a>>,
    pub projection: Projection<'a>,
    pub throughput: Throughput<'a>,
}

/// What a table or an index says of its throughput.
#[derive(Clone, Copy)]
pub struct Throughput<'a> {
    pub provisioned: Option<ProvisionedThroughput<'a>>,
    pub on_demand: Option<OnDemandThroughput<'a>>,
    pub warm: Option<WarmThroughput<'a>>,
}

impl<'a> From<GlobalSecondaryIndex<'a>> for GlobalIndex<'a> {
    fn from(it: GlobalSecondaryIndex<'a>) -> GlobalIndex<'a> {
        GlobalIndex {
            name: it.index_name(),
            schema: it.key_schema(),
            projection: it.projection(),
            throughput: Throughput {
                provisioned: it.provisioned_throughput(),
                on_demand: it.on_demand_throughput(),
                warm: it.warm_throughput(),
            },
        }
    }
}

impl GlobalIndex<'_> {
    pub fn read(
        &self,
        ctx: &mut Ctx<'_>,
        attributes: &[(String, KeyKind)],
        is_on_demand: bool,
    ) -> Result<IndexRow, ApiError> {
        let elements = self.schema.to_vec();
        let (hash, range) = split_keys(&elements)?;
        let names: Vec<&str> = elements.iter().map(|element| element.attribute_name()).collect();
        check_defined(&names, attributes)?;
        let owned = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect();
        Ok(IndexRow {
            name: self.name.to_owned(),
            space: ctx.chance().u64(),
            is_local: false,
            hash: owned(hash),
            range: owned(range),
            projection: read_projection(self.projection)?,
            status: Status::Active,
            is_backfilling: false,
            capacity: self.throughput.read(Some(self.name), is_on_demand)?,
            warm: self.throughput.read_warm()?,
        })
    }
}

/// Up to four partition keys, then up to four sort keys, all different.
fn split_keys<'a>(
    elements: &[KeySchemaElement<'a>],
) -> Result<(Vec<&'a str>, Vec<&'a str>), ApiError> {
    let is_hash = |element: &KeySchemaElement<'_>| element.key_type() == "HASH";
    let hashes = elements.iter().take_while(|element| is_hash(element)).count();
    let (hash, range) = elements.split_at(hashes);
    if hash.is_empty() {
        return Err(errors::validation(
            "Invalid KeySchema: The first KeySchemaElement is not a HASH key type",
        ));
    }
    if range.iter().any(is_hash) {
        return Err(errors::ours(
            "Invalid KeySchema: HASH key elements must stand before RANGE key elements",
        ));
    }
    let max = limits::INDEX_KEY_PARTS_MAX;
    if hash.len() > max || range.len() > max {
        return Err(errors::ours_invalid(format!(
            "A global secondary index can have at most {max} HASH and {max} RANGE key elements"
        )));
    }
    let names = |of: &[KeySchemaElement<'a>]| -> Vec<&'a str> {
        of.iter().map(|element| element.attribute_name()).collect()
    };
    let mut all = names(elements);
    all.sort_unstable();
    if all.windows(2).any(|pair| pair[0] == pair[1]) {
        return Err(errors::validation(
            "Both the Hash Key and the Range Key element in the KeySchema have the same name",
        ));
    }
    Ok((names(hash), names(range)))
}

/// GlobalSecondaryIndexes.
pub fn read_global(
    ctx: &mut Ctx<'_>,
    given: Option<List<'_, GlobalSecondaryIndex<'_>>>,
    keys: &Keys,
    is_on_demand: bool,
) -> Result<Vec<IndexRow>, ApiError> {
    let Some(given) = given else { return Ok(Vec::new()) };
    if given.is_empty() {
        return Err(invalid("List of GlobalSecondaryIndexes is empty"));
    }
    if given.len() > limits::GLOBAL_INDEXES_MAX {
        return Err(invalid(format!(
            "GlobalSecondaryIndex count exceeds the per-table limit of {}",
            limits::GLOBAL_INDEXES_MAX
        )));
    }
    given
        .iter()
        .map(|index| GlobalIndex::from(index).read(ctx, &keys.attributes, is_on_demand))
        .collect()
}

/// What all indexes of a table must keep together.
pub fn check_together(indexes: &[IndexRow]) -> Result<(), ApiError> {
    for (at, index) in indexes.iter().enumerate() {
        if indexes[..at].iter().any(|other| other.name == index.name) {
            return Err(invalid(format!("Duplicate index name: {}", index.name)));
        }
    }
    let projected: usize = indexes
        .iter()
        .map(|index| match &index.projection {
            ProjectionRow::Include(names) => names.len(),
            _ => 0,
        })
        .sum();
    if projected > limits::PROJECTED_ATTRIBUTES_MAX {
        return Err(invalid(format!(
            "NonKeyAttributes count summed across all of the secondary indexes must not exceed {}",
            limits::PROJECTED_ATTRIBUTES_MAX
        )));
    }
    Ok(())
}

pub fn read_projection(given: Projection<'_>) -> Result<ProjectionRow, ApiError> {
    let names = given.non_key_attributes();
    let kind = given.projection_type();
    match (kind, names) {
        (Some("ALL"), None) => Ok(ProjectionRow::All),
        (Some("KEYS_ONLY"), None) => Ok(ProjectionRow::KeysOnly),
        (Some("INCLUDE"), Some(names)) => {
            let mut seen: Vec<&str> = names.to_vec();
            seen.sort_unstable();
            if seen.windows(2).any(|pair| pair[0] == pair[1]) {
                return Err(errors::ours_invalid("Duplicate NonKeyAttributes"));
            }
            Ok(ProjectionRow::Include(names.iter().map(str::to_owned).collect()))
        }
        (Some("INCLUDE"), None) => {
            Err(invalid("ProjectionType is INCLUDE, but NonKeyAttributes is not specified"))
        }
        (Some(kind), Some(_)) => {
            Err(invalid(format!("ProjectionType is {kind}, but NonKeyAttributes is specified")))
        }
        (None, _) | (Some(_), None) => Err(errors::ours_invalid("Unknown ProjectionType: null")),
    }
}

/// Whether the table is to be on-demand.
pub fn is_on_demand(mode: Option<&str>) -> bool {
    mode == Some(billing_mode::PAY_PER_REQUEST)
}

impl Throughput<'_> {
    /// The throughput of a table (`index` is `None`) or of an index.
    pub fn read(&self, index: Option<&str>, is_on_demand: bool) -> Result<CapacityRow, ApiError> {
        let mut out = CapacityRow::default();
        if is_on_demand {
            if self.provisioned.is_some() {
                let of = index.map_or_else(String::new, |name| format!("for index: {name} "));
                return Err(invalid(format!(
                    "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified {of}when \
                     BillingMode is PAY_PER_REQUEST"
                )));
            }
            if let Some(given) = self.on_demand {
                (out.on_demand_read_max, out.on_demand_write_max) = read_on_demand(given)?;
            }
            return Ok(out);
        }
        if self.on_demand.is_some() {
            return Err(errors::ours_invalid(
                "OnDemandThroughput can only be specified when BillingMode is PAY_PER_REQUEST",
            ));
        }
        let Some(given) = self.provisioned else {
            return Err(invalid(match index {
                None => "ReadCapacityUnits and WriteCapacityUnits must both be specified when \
                         BillingMode is PROVISIONED"
                    .to_owned(),
                Some(name) => format!(
                    "ReadCapacityUnits and WriteCapacityUnits must both be specified for index: \
                     {name}"
                ),
            }));
        };
        (out.read, out.write) = read_provisioned(given)?;
        Ok(out)
    }

    pub fn read_warm(&self) -> Result<Option<(i64, i64)>, ApiError> {
        let Some(given) = self.warm else { return Ok(None) };
        let (read, write) = (given.read_units_per_second(), given.write_units_per_second());
        if read.is_none() && write.is_none() {
            return Err(errors::ours_invalid(
                "WarmThroughput must specify ReadUnitsPerSecond, WriteUnitsPerSecond, or both",
            ));
        }
        if read.is_some_and(|units| units < 1) || write.is_some_and(|units| units < 1) {
            return Err(errors::ours_invalid("WarmThroughput must be at least 1"));
        }
        Ok(Some((read.unwrap_or_default(), write.unwrap_or_default())))
    }
}

/// Read and write units, within bounds.
pub fn read_provisioned(given: ProvisionedThroughput<'_>) -> Result<(i64, i64), ApiError> {
    let (read, write) = (given.read_capacity_units(), given.write_capacity_units());
    for (name, units) in [("ReadCapacityUnits", read), ("WriteCapacityUnits", write)] {
        if units > limits::UNITS_SANE_MAX {
            return Err(errors::ours(format!("Given value {units} for {name} is out of bounds")));
        }
        if units > limits::TABLE_UNITS_MAX {
            return Err(crate::api::error::limit_exceeded_exception(format!(
                "Subscriber limit exceeded: The requested {name} of {units} exceeds the table \
                 limit of {}",
                limits::TABLE_UNITS_MAX
            )));
        }
    }
    Ok((read, write))
}

/// The maxima of an on-demand table; -1 takes one away.
pub fn read_on_demand(
    given: OnDemandThroughput<'_>,
) -> Result<(Option<i64>, Option<i64>), ApiError> {
    let read = |name: &str, units: Option<i64>| match units {
        None | Some(-1) => Ok(None),
        Some(units) if units >= 1 => Ok(Some(units)),
        Some(units) => Err(errors::ours_invalid(format!(
            "{name} must be -1 or greater than or equal to 1: {units}"
        ))),
    };
    Ok((
        read("MaxReadRequestUnits", given.max_read_request_units())?,
        read("MaxWriteRequestUnits", given.max_write_request_units())?,
    ))
}

pub fn check_table_name(name: &str) -> Result<(), ApiError> {
    names::check("TableName", "tableName", name)
}

/// The attributes of a table with those that a request adds to them.
pub fn joined_attributes(
    known: &[(String, KeyKind)],
    given: Option<List<'_, AttributeDefinition<'_>>>,
) -> Result<Vec<(String, KeyKind)>, ApiError> {
    let mut out = known.to_vec();
    for (name, kind) in read_attributes(given)? {
        match out.iter().find(|(other, _)| *other == name) {
            Some((_, other)) if *other != kind => {
                return Err(errors::ours_invalid(format!(
                    "Attribute {name} is defined with another type in the table"
                )));
            }
            Some(_) => {}
            None => out.push((name, kind)),
        }
    }
    Ok(out)
}

/// Attributes are defined as long as they are keys of something.
pub fn forget_unused_attributes(row: &mut TableRow) {
    let (hash, range) = (&row.hash, &row.range);
    let (indexes, vectors) = (&row.indexes, &row.vectors);
    row.attributes.retain(|(name, _)| {
        name == hash
            || range.as_ref() == Some(name)
            || indexes.iter().any(|index| index.hash.contains(name) || index.range.contains(name))
            || vectors.iter().any(|index| index.schema().any(|other| other == name))
    });
}
