//! SearchVectors: the nearest vectors of an index, found by looking at each.

use kernel::view::Map;
use kernel::{ApiError, Ctx};
use store::Range;

use super::entry::{self, Entry, VECTORS};
use super::{Distance, VectorRow};
use crate::api::{
    SearchResultItemBuilder, SearchVectorsInput, SearchVectorsOutput, VectorCapacityBuilder,
};
use crate::attribute::{Attribute, Item};
use crate::capacity::Report;
use crate::errors;
use crate::expression::condition::{Comparator, Operand};
use crate::expression::{self, Condition, Kind, Placeholders, Projection, Uses};
use crate::key::ItemKey;
use crate::limits;
use crate::names;
use crate::state::{Status, TableRow};
use crate::values;

pub fn search_vectors(
    ctx: &mut Ctx<'_>,
    input: SearchVectorsInput<'_>,
) -> Result<SearchVectorsOutput, ApiError> {
    let top = input.top_k();
    if !limits::TOP_K.contains(&top) {
        // This text and those below without `ours`: "Troubleshooting vector indexes".
        return Err(errors::validation("Provided TopK value is out of valid range"));
    }
    let (condition, projection) = read_expressions(input)?;
    let table = names::open(ctx, input.table_name())?;
    let row = &table.row;
    let index = find(row, input.index_name())?;
    let wanted = read_vector(index, input)?;
    let terms = terms(row, index, condition.as_ref())?;
    check_projection(row, index, projection.as_ref())?;
    let hash = match &index.hash {
        Some(name) => Some(hash_of(&terms, name)?),
        None => None,
    };
    let range = Range::within(&ItemKey::partition(index.space, hash));
    let filters: Vec<_> = terms.iter().filter(|(name, _)| index.filters.contains(name)).collect();
    let mut nearest = Nearest { top: top as usize, found: Vec::new() };
    let mut looked_at = 0;
    for found in ctx.table(&VECTORS).scan(&range) {
        let (_, entry) = found?;
        if !filters.is_empty() {
            let item = entry.rest()?;
            if !filters.iter().all(|(name, value)| item.get(name) == Some(value)) {
                continue;
            }
        }
        looked_at += entry.vector_bytes();
        nearest.take(index.distance, score(index.distance, &wanted, &entry), entry);
    }
    let (results, returned) = results(index, nearest.found, projection.as_ref())?;
    let is_reported = Report::parse(input.return_consumed_capacity()) != Report::None;
    let consumed = is_reported.then(|| {
        VectorCapacityBuilder::new().vector_search_request_bytes((looked_at + returned) as f64)
    });
    Ok(SearchVectorsOutput::new().search_results(results).consumed_capacity(consumed))
}

fn read_expressions(
    input: SearchVectorsInput<'_>,
) -> Result<(Option<Condition>, Option<Projection>), ApiError> {
    let text = input.search_condition_expression();
    let uses = Uses {
        any: text.is_some() || input.projection_expression().is_some(),
        of_values: text.is_some(),
        missing: "SearchConditionExpression is null",
    };
    let values = input.expression_attribute_values().map(Map::as_struct);
    let mut placeholders = Placeholders::read(input.expression_attribute_names(), values, uses)?;
    let condition = text
        .map(|text| expression::condition(Kind::Search, text, &mut placeholders))
        .transpose()?;
    let projection = input.projection_expression();
    let projection =
        projection.map(|text| expression::projection(text, &mut placeholders)).transpose()?;
    placeholders.check_used()?;
    Ok((condition, projection))
}

/// An index that can be searched.
fn find<'t>(row: &'t TableRow, name: &str) -> Result<&'t VectorRow, ApiError> {
    let found = row.vectors.iter().find(|index| index.name == name);
    let found = found.ok_or_else(|| {
        errors::validation(format!("The table does not have the specified index: {name}"))
    })?;
    if found.status == Status::Creating {
        return Err(errors::validation(format!("Cannot search backfilling vector index: {name}")));
    }
    Ok(found)
}

fn read_vector(index: &VectorRow, input: SearchVectorsInput<'_>) -> Result<Vec<f32>, ApiError> {
    let given = input.search_vector().to_vec();
    let items: Result<Vec<Attribute>, ApiError> =
        given.into_iter().map(|value| values::read(&value.0.clone().into())).collect();
    let asked = VectorRow { attribute: "SearchVector".to_owned(), ..index.clone() };
    entry::read(&asked, &Attribute::L(items?))
}

/// The attributes that must have some value: "The HASH and INLINE_FILTER attributes support only
/// the equality operator (=). You can reference only top-level attributes from the search schema."
fn terms(
    row: &TableRow,
    index: &VectorRow,
    condition: Option<&Condition>,
) -> Result<Vec<(String, Attribute)>, ApiError> {
    let all = match condition {
        None => return Ok(Vec::new()),
        Some(Condition::And(all)) => all.as_slice(),
        Some(one) => std::slice::from_ref(one),
    };
    let mut out = Vec::with_capacity(all.len());
    for one in all {
        let (Condition::Compare(Comparator::Equal, Operand::Path(path), Operand::Value(value))
        | Condition::Compare(Comparator::Equal, Operand::Value(value), Operand::Path(path))) = one
        else {
            return Err(errors::validation("Invalid comparator used in SearchConditionExpression"));
        };
        if !path.is_top() || !index.schema().any(|name| name == path.root) {
            return Err(errors::ours(format!(
                "SearchConditionExpression can only reference attributes of the SearchSchema: {}",
                path.root
            )));
        }
        if value.type_name() != row.kind_of(&path.root).name() {
            return Err(errors::ours_invalid(format!(
                "Condition parameter type does not match schema type: {}",
                path.root
            )));
        }
        out.push((path.root.clone(), value.clone()));
    }
    Ok(out)
}

fn hash_of<'c>(terms: &'c [(String, Attribute)], name: &str) -> Result<&'c Attribute, ApiError> {
    let found = terms.iter().find(|(other, _)| other == name);
    found.map(|(_, value)| value).ok_or_else(|| {
        errors::validation(
            "SearchConditionExpression must be provided when SearchSchema has a HASH key",
        )
    })
}

/// "Only attributes projected into the vector index can be retrieved."
fn check_projection(
    row: &TableRow,
    index: &VectorRow,
    projection: Option<&Projection>,
) -> Result<(), ApiError> {
    let (Some(projection), Some(held)) = (projection, entry::projected_names(row, index)) else {
        return Ok(());
    };
    match projection.roots().find(|name| !held.contains(name)) {
        Some(name) => Err(errors::ours_invalid(format!(
            "Vector index {} does not project [{name}]",
            index.name
        ))),
        None => Ok(()),
    }
}

/// How near a vector is to the one that is searched for.
fn score(distance: Distance, wanted: &[f32], entry: &Entry) -> f64 {
    let pairs = || wanted.iter().map(|one| f64::from(*one)).zip(entry.floats().map(f64::from));
    let dot = || pairs().map(|(one, two)| one * two).sum::<f64>();
    match distance {
        Distance::DotProduct => dot(),
        Distance::Euclidean => pairs().map(|(one, two)| (one - two).powi(2)).sum::<f64>().sqrt(),
        Distance::Cosine => {
            let (of_one, of_two) =
                pairs().fold((0.0, 0.0), |(a, b), (one, two)| (a + one * one, b + two * two));
            let lengths = f64::sqrt(of_one) * f64::sqrt(of_two);
            // A vector without a direction is at a right angle to all others.
            if lengths == 0.0 { 1.0 } else { (1.0 - dot() / lengths).clamp(0.0, 2.0) }
        }
    }
}

/// The nearest so far, the nearest first; of equally near ones those that were found first.
struct Nearest {
    top: usize,
    found: Vec<(f64, Entry)>,
}

impl Nearest {
    fn take(&mut self, distance: Distance, score: f64, entry: Entry) {
        let is_nearer = |other: f64| match distance {
            Distance::DotProduct => other >= score,
            Distance::Cosine | Distance::Euclidean => other <= score,
        };
        let at = self.found.partition_point(|(other, _)| is_nearer(*other));
        if at < self.top {
            self.found.insert(at, (score, entry));
            self.found.truncate(self.top);
        }
    }
}

/// The items as they are answered, and how many bytes that are.
fn results(
    index: &VectorRow,
    found: Vec<(f64, Entry)>,
    projection: Option<&Projection>,
) -> Result<(Vec<SearchResultItemBuilder>, usize), ApiError> {
    let mut out = Vec::with_capacity(found.len());
    let mut bytes = 0;
    for (score, entry) in found {
        let mut item: Item = entry.rest()?;
        item.insert(index.attribute.clone(), entry.vector());
        if let Some(projection) = projection {
            item = projection.of(&item);
        }
        bytes += item.size();
        if bytes > limits::SEARCH_BYTES_MAX {
            return Err(errors::ours(
                "The response exceeds 16 MB: use a narrower projection or a lower TopK",
            ));
        }
        out.push(SearchResultItemBuilder::new().item(values::write_item(item)).score(score));
    }
    Ok((out, bytes))
}
