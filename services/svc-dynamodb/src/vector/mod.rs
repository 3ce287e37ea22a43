//! Vector indexes: what they are, and how they come and go.
//!
//! An index holds the vectors of items that have one ([`entry`]), rounded to 32-bit floating point
//! numbers, with what it projects. [`search`] finds the nearest ones exactly, by looking at all of
//! them or at those of one partition. Indexes are kept up to date by [`crate::write`].
//!
//! Sources: the API model; Developer Guide, "Vector search": "Requirements and limitations",
//! "Troubleshooting vector indexes", "Monitoring vector index capacity".

pub mod entry;
pub mod search;
mod shown;

use kernel::view::List;
use kernel::{ApiError, Ctx};
use minicbor::{Decode, Encode};

use crate::api::{
    CreateVectorIndexAction, Projection, SearchSchemaElement, UpdateTableInput, VectorIndex, error,
};
use crate::attribute::{Attribute, Item};
use crate::codec::StoredItem;
use crate::delete_table;
use crate::errors;
use crate::index;
use crate::limits;
use crate::schema;
use crate::state::{KeyKind, ProjectionRow, Status, TableRef, TableRow};
use entry::{Entry, VECTORS};

pub use shown::{descriptions, infos};

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct VectorRow {
    #[n(0)]
    pub name: String,
    #[n(1)]
    pub space: u64,
    #[n(2)]
    pub attribute: String,
    #[n(3)]
    pub dimensions: u64,
    #[n(4)]
    pub distance: Distance,
    /// The attribute by whose values the index is partitioned.
    #[n(5)]
    pub hash: Option<String>,
    /// Attributes by which searches may filter.
    #[n(6)]
    pub filters: Vec<String>,
    #[n(7)]
    pub projection: ProjectionRow,
    #[n(8)]
    pub status: Status,
    #[n(9)]
    pub is_backfilling: bool,
}

#[derive(Clone, Copy, Debug, Encode, Decode, PartialEq, Eq)]
pub enum Distance {
    #[n(0)]
    Cosine,
    #[n(1)]
    Euclidean,
    #[n(2)]
    DotProduct,
}

impl Distance {
    fn parse(name: &str) -> Distance {
        match name {
            "EUCLIDEAN" => Distance::Euclidean,
            "DOT_PRODUCT" => Distance::DotProduct,
            _ => Distance::Cosine,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Distance::Cosine => "COSINE",
            Distance::Euclidean => "EUCLIDEAN",
            Distance::DotProduct => "DOT_PRODUCT",
        }
    }
}

impl VectorRow {
    /// The attributes of its search schema.
    pub fn schema(&self) -> impl Iterator<Item = &str> {
        self.hash.iter().chain(&self.filters).map(String::as_str)
    }

    /// Another index over the same attributes, of another table.
    pub fn is_like(&self, other: &VectorRow) -> bool {
        let what = |of: &VectorRow| {
            (of.attribute.clone(), of.dimensions, of.distance, of.hash.clone(), of.filters.clone())
        };
        what(self) == what(other) && self.projection == other.projection
    }

    /// The same index of another table, still empty.
    pub fn anew(&self, ctx: &mut Ctx<'_>) -> VectorRow {
        let space = ctx.chance().u64();
        VectorRow { space, status: Status::Active, is_backfilling: false, ..self.clone() }
    }
}

/// What a request says of an index that is to be made.
struct Wanted<'a> {
    name: &'a str,
    attribute: &'a str,
    schema: Option<List<'a, SearchSchemaElement<'a>>>,
    projection: Projection<'a>,
    dimensions: i64,
    distance: &'a str,
}

impl<'a> From<VectorIndex<'a>> for Wanted<'a> {
    fn from(it: VectorIndex<'a>) -> Wanted<'a> {
        Wanted {
            name: it.index_name(),
            attribute: it.vector_attribute().attribute_name(),
            schema: it.search_schema(),
            projection: it.projection(),
            dimensions: it.dimensions(),
            distance: it.distance_function(),
        }
    }
}

impl<'a> From<CreateVectorIndexAction<'a>> for Wanted<'a> {
    fn from(it: CreateVectorIndexAction<'a>) -> Wanted<'a> {
        Wanted {
            name: it.index_name(),
            attribute: it.vector_attribute().attribute_name(),
            schema: it.search_schema(),
            projection: it.projection(),
            dimensions: it.dimensions(),
            distance: it.distance_function(),
        }
    }
}

impl Wanted<'_> {
    fn read(
        &self,
        ctx: &mut Ctx<'_>,
        attributes: &[(String, KeyKind)],
    ) -> Result<VectorRow, ApiError> {
        let dimensions = self.dimensions.unsigned_abs();
        if dimensions > limits::DIMENSIONS_MAX {
            return Err(errors::ours_invalid(format!(
                "Dimensions of the vector index {} must be between 1 and {}",
                self.name,
                limits::DIMENSIONS_MAX
            )));
        }
        let (mut hash, mut filters) = (None, Vec::new());
        for element in self.schema.map_or_else(Vec::new, List::to_vec) {
            let name = element.attribute_name();
            if !attributes.iter().any(|(other, _)| other == name) {
                // "Troubleshooting vector indexes".
                return Err(errors::validation(
                    "One element in SearchSchema is not defined in attribute definitions",
                ));
            }
            let is_twice = hash.as_deref() == Some(name) || filters.iter().any(|it| it == name);
            let is_hash = element.search_schema_element_type() == "HASH";
            if is_twice || name == self.attribute || (is_hash && hash.is_some()) {
                return Err(errors::ours_invalid(
                    "SearchSchema can have one HASH element, and no attribute twice",
                ));
            }
            if is_hash {
                hash = Some(name.to_owned());
            } else {
                filters.push(name.to_owned());
            }
        }
        let row = VectorRow {
            name: self.name.to_owned(),
            space: ctx.chance().u64(),
            attribute: self.attribute.to_owned(),
            dimensions,
            distance: Distance::parse(self.distance),
            hash,
            filters,
            projection: schema::read_projection(self.projection)?,
            status: Status::Active,
            is_backfilling: false,
        };
        let projected = match &row.projection {
            ProjectionRow::Include(names) => names.len(),
            ProjectionRow::All | ProjectionRow::KeysOnly => 0,
        };
        // "The total number of projected non-key attributes is shared across the vector attribute
        // (counts as 1) and INLINE_FILTER search schema elements (each counts as 1)."
        if projected + 1 + row.filters.len() > limits::VECTOR_PROJECTED_MAX {
            return Err(errors::ours_invalid(format!(
                "The vector index {} projects more than {} attributes",
                row.name,
                limits::VECTOR_PROJECTED_MAX
            )));
        }
        Ok(row)
    }
}

/// VectorIndexes of a table that is to be made.
pub fn read_all(
    ctx: &mut Ctx<'_>,
    given: Option<List<'_, VectorIndex<'_>>>,
    attributes: &[(String, KeyKind)],
) -> Result<Vec<VectorRow>, ApiError> {
    let given = given.map_or_else(Vec::new, List::to_vec);
    given.into_iter().map(|index| Wanted::from(index).read(ctx, attributes)).collect()
}

/// What the vector indexes of a table must keep, together and with all else.
pub fn check_together(row: &TableRow) -> Result<(), ApiError> {
    if row.vectors.is_empty() {
        return Ok(());
    }
    if !row.billing.is_on_demand {
        return Err(errors::ours_invalid(
            "Vector indexes are only supported on tables with BillingMode PAY_PER_REQUEST",
        ));
    }
    if row.vectors.len() > limits::VECTOR_INDEXES_MAX {
        return Err(errors::ours_invalid(format!(
            "VectorIndex count exceeds the per-table limit of {}",
            limits::VECTOR_INDEXES_MAX
        )));
    }
    for (at, index) in row.vectors.iter().enumerate() {
        let before = &row.vectors[..at];
        let is_taken =
            row.index(&index.name).is_some() || before.iter().any(|it| it.name == index.name);
        if is_taken {
            return Err(errors::invalid(format!("Duplicate index name: {}", index.name)));
        }
        // "They must all use the same number of dimensions."
        let differs = |other: &VectorRow| {
            other.attribute == index.attribute && other.dimensions != index.dimensions
        };
        if before.iter().any(differs) {
            return Err(errors::ours_invalid(format!(
                "Vector indexes of the attribute {} must have the same number of dimensions",
                index.attribute
            )));
        }
        let is_key = row.is_key(&index.attribute)
            || row.indexes.iter().any(|it| it.hash.contains(&index.attribute))
            || row.indexes.iter().any(|it| it.range.contains(&index.attribute));
        if is_key {
            return Err(errors::ours_invalid(format!(
                "The vector attribute {} cannot be a key",
                index.attribute
            )));
        }
    }
    Ok(())
}

/// Refuses an item whose attributes do not fit the vector indexes of its table.
pub fn check_item(row: &TableRow, item: &Item) -> Result<(), ApiError> {
    for index in &row.vectors {
        if let Some(value) = item.get(&index.attribute) {
            entry::read(index, value)?;
        }
        for name in index.schema() {
            let kind = row.kind_of(name);
            let Some(value) = item.get(name) else { continue };
            if value.type_name() != kind.name() {
                return Err(errors::ours_invalid(format!(
                    "Type mismatch for attribute {name} of the vector index {}: expected: {} \
                     actual: {}",
                    index.name,
                    kind.name(),
                    value.type_name()
                )));
            }
        }
    }
    Ok(())
}

/// VectorIndexUpdates: "You can add or remove one vector index for each UpdateTable operation."
pub fn update(
    ctx: &mut Ctx<'_>,
    table: &mut TableRef,
    input: UpdateTableInput<'_>,
) -> Result<(), ApiError> {
    let updates = input.vector_index_updates().map_or_else(Vec::new, List::to_vec);
    let Some(update) = updates.first() else { return check_together(&table.row) };
    if updates.len() > 1 || table.row.vectors.iter().any(|it| it.status == Status::Creating) {
        return Err(error::limit_exceeded_exception(
            "Subscriber limit exceeded: Only 1 vector index can be created or deleted \
             simultaneously per table",
        ));
    }
    match (update.create(), update.delete()) {
        (Some(create), None) => {
            if table.row.vectors.iter().any(|it| it.name == create.index_name()) {
                return Err(errors::validation(
                    "Attempting to create an index which already exists",
                ));
            }
            let attributes =
                schema::joined_attributes(&table.row.attributes, input.attribute_definitions())?;
            let row = Wanted::from(create).read(ctx, &attributes)?;
            let space = row.space;
            table.row.attributes = attributes;
            table.row.vectors.push(row);
            schema::forget_unused_attributes(&mut table.row);
            check_together(&table.row)?;
            index::begin(ctx, table, space)
        }
        (None, Some(delete)) => {
            let name = delete.index_name();
            let at = table.row.vectors.iter().position(|it| it.name == name);
            let at = at.ok_or_else(errors::resource_not_found)?;
            let gone = table.row.vectors.remove(at);
            schema::forget_unused_attributes(&mut table.row);
            delete_table::drop_vectors(ctx, std::iter::once(gone.space));
            index::forget_count(ctx, table, gone.space)
        }
        _ => Err(errors::ours_invalid(
            "One of VectorIndexUpdate.Create, VectorIndexUpdate.Delete must not be null",
        )),
    }
}

/// Takes an item into an index that is being filled; the size of its entry if there was none yet.
pub fn take(
    ctx: &mut Ctx<'_>,
    row: &TableRow,
    index: &VectorRow,
    stored: &StoredItem,
) -> Result<Option<u64>, ApiError> {
    let Some((key, entry)) = Entry::of(row, index, &stored.item()?) else { return Ok(None) };
    if ctx.table(&VECTORS).contains(&key)? {
        return Ok(None);
    }
    ctx.table_mut(&VECTORS).put(&key, &entry);
    Ok(Some(entry.size() as u64))
}

/// The value of a key of the search schema, if it can be one.
fn key_value<'i>(row: &TableRow, item: &'i Item, name: &str) -> Option<&'i Attribute> {
    item.get(name).filter(|value| value.type_name() == row.kind_of(name).name())
}
