//! How vector indexes are described.

use super::VectorRow;
use crate::api::{
    SearchSchemaElementBuilder, VectorAttributeDefinitionBuilder, VectorIndexDescriptionBuilder,
    VectorIndexInfoBuilder,
};
use crate::describe;
use crate::limits;
use crate::state::{CountRow, Status, TableRow};

fn attribute(index: &VectorRow) -> VectorAttributeDefinitionBuilder {
    VectorAttributeDefinitionBuilder::new().attribute_name(index.attribute.as_str())
}

fn schema(index: &VectorRow) -> Option<Vec<SearchSchemaElementBuilder>> {
    let element = |name: &String, kind: &'static str| {
        SearchSchemaElementBuilder::new()
            .attribute_name(name.as_str())
            .search_schema_element_type(kind)
    };
    let hash = index.hash.iter().map(|name| element(name, "HASH"));
    let filters = index.filters.iter().map(|name| element(name, "INLINE_FILTER"));
    let all: Vec<_> = hash.chain(filters).collect();
    (!all.is_empty()).then_some(all)
}

/// Of a table that is there.
pub fn descriptions(
    row: &TableRow,
    arn: &str,
    counts: &CountRow,
) -> Option<Vec<VectorIndexDescriptionBuilder>> {
    let describe = |index: &VectorRow| {
        let (entries, bytes) = counts.indexes.get(&index.space).copied().unwrap_or_default();
        VectorIndexDescriptionBuilder::new()
            .index_name(index.name.as_str())
            .search_schema(schema(index))
            .projection(describe::projection_of(&index.projection))
            .vector_attribute(attribute(index))
            .dimensions(index.dimensions)
            .distance_function(index.distance.name())
            .index_status(index.status.name())
            .backfilling((index.status == Status::Creating).then_some(index.is_backfilling))
            .index_size_bytes(bytes + entries * limits::ROW_OVERHEAD_BYTES)
            .item_count(entries)
            .index_arn(format!("{arn}/index/{}", index.name))
    };
    (!row.vectors.is_empty()).then(|| row.vectors.iter().map(describe).collect())
}

/// Of a table that was backed up.
pub fn infos(row: &TableRow) -> Option<Vec<VectorIndexInfoBuilder>> {
    let describe = |index: &VectorRow| {
        VectorIndexInfoBuilder::new()
            .index_name(index.name.as_str())
            .vector_attribute(attribute(index))
            .search_schema(schema(index))
            .projection(describe::projection_of(&index.projection))
            .dimensions(index.dimensions)
            .distance_function(index.distance.name())
    };
    (!row.vectors.is_empty()).then(|| row.vectors.iter().map(describe).collect())
}
