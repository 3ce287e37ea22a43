//! Query and Scan.

use kernel::view::Map;
use kernel::{ApiError, Ctx};
use store::Range;

use crate::answer::Form;
use crate::api::{QueryInput, QueryOutput, ScanInput, ScanOutput};
use crate::capacity::{Consistency, Report};
use crate::errors;
use crate::expression::key_condition::{self, Stretch, Term};
use crate::expression::{self, Condition, Kind, Placeholders, Projection, Uses};
use crate::key::ItemKey;
use crate::legacy;
use crate::limits;
use crate::names;
use crate::read::{Page, Plan, Selection, Target};
use crate::state::KeySchema;
use crate::throttle;

pub fn query(ctx: &mut Ctx<'_>, input: QueryInput<'_>) -> Result<QueryOutput, ApiError> {
    let (terms, filter, projection) = read_query(input)?;
    let table = names::open(ctx, input.table_name())?;
    let target = Target::of(&table, input.index_name(), input.consistent_read())?;
    let schema = match target.index {
        Some(index) => table.row.schema_of(index),
        None => table.row.schema(),
    };
    let stretch = key_condition::stretch(terms, &schema)?;
    check_filter(filter.as_ref(), &schema)?;
    let select = input.select();
    let selection = Selection::read(select, input.attributes_to_get(), projection, &target)?;
    let is_forward = input.scan_index_forward().unwrap_or(true);
    let mut range = stretch.keys(target.space());
    if let Some((start, position)) = target.start(input.exclusive_start_key())? {
        check_start(&stretch, &schema, &position)?;
        range = if is_forward { range.after(&start) } else { range.before(&start) };
    }
    let plan = Plan {
        target,
        range: if is_forward { range } else { range.reversed() },
        limit: input.limit().map(|limit| limit as usize),
        filter,
        selection,
        consistency: Consistency::of(input.consistent_read()),
        form: Form::of(ctx),
    };
    let page = plan.read(ctx)?;
    throttle::charge_read(ctx, &table, &page.consumed)?;
    let report = Report::parse(input.return_consumed_capacity());
    let mut out = QueryOutput::new().count(page.count).scanned_count(page.scanned);
    let Page { items, last, consumed, .. } = page;
    if let Some(items) = items {
        out.0.set("Items", items.into_value());
    }
    Ok(out.last_evaluated_key(last).consumed_capacity(consumed.shown(input.table_name(), report)))
}

type Read = (Vec<Term>, Option<Condition>, Option<Projection>);

fn read_query(input: QueryInput<'_>) -> Result<Read, ApiError> {
    legacy::check_mixture(
        &[
            ("AttributesToGet", input.attributes_to_get().is_some()),
            ("QueryFilter", input.query_filter().is_some()),
            ("ConditionalOperator", input.conditional_operator().is_some()),
            ("KeyConditions", input.key_conditions().is_some()),
        ],
        &[
            ("ProjectionExpression", input.projection_expression().is_some()),
            ("FilterExpression", input.filter_expression().is_some()),
            ("KeyConditionExpression", input.key_condition_expression().is_some()),
        ],
    )?;
    let of_values =
        input.filter_expression().is_some() || input.key_condition_expression().is_some();
    let uses = Uses {
        any: of_values || input.projection_expression().is_some(),
        of_values,
        missing: "FilterExpression and KeyConditionExpression are null",
    };
    let values = input.expression_attribute_values().map(Map::as_struct);
    let mut placeholders = Placeholders::read(input.expression_attribute_names(), values, uses)?;
    let filter = input.filter_expression();
    let mut filter = filter
        .map(|text| expression::condition(Kind::Filter, text, &mut placeholders))
        .transpose()?;
    let projection = input.projection_expression();
    let projection =
        projection.map(|text| expression::projection(text, &mut placeholders)).transpose()?;
    let terms = match (input.key_condition_expression(), input.key_conditions()) {
        (Some(text), _) => {
            let condition = expression::condition(Kind::KeyCondition, text, &mut placeholders)?;
            key_condition::terms(&condition)?
        }
        (None, Some(conditions)) => legacy::key_conditions(conditions)?,
        (None, None) => {
            return Err(errors::validation(
                "Either the KeyConditions or KeyConditionExpression parameter must be specified \
                 in the request.",
            ));
        }
    };
    placeholders.check_used()?;
    if filter.is_none() {
        filter = legacy::filter(input.query_filter(), input.conditional_operator())?;
    }
    Ok((terms, filter, projection))
}

/// A filter is no place for the key: that belongs into the key condition.
pub fn check_filter(filter: Option<&Condition>, schema: &KeySchema<'_>) -> Result<(), ApiError> {
    let Some(filter) = filter else { return Ok(()) };
    let mut key = None;
    filter.paths(&mut |path| {
        if schema.names().any(|name| name == path.root) {
            key.get_or_insert(path.root.as_str());
        }
    });
    match key {
        None => Ok(()),
        Some(name) => Err(errors::validation(format!(
            "Filter Expression can only contain non-primary key attributes: Primary key \
             attribute: {name}"
        ))),
    }
}

/// A query goes on only where it has been.
fn check_start(
    stretch: &Stretch,
    schema: &KeySchema<'_>,
    position: &crate::attribute::Item,
) -> Result<(), ApiError> {
    let value = |name: &str| position.get(name).expect("a position has all keys");
    let is_partition =
        schema.hash.iter().zip(&stretch.hash).all(|(part, wanted)| value(part.name) == wanted);
    if !is_partition {
        return Err(errors::validation("The provided starting key is invalid"));
    }
    let is_equal =
        schema.range.iter().zip(&stretch.equal).all(|(part, wanted)| value(part.name) == wanted);
    let next = schema.range.get(stretch.equal.len());
    if is_equal && next.is_none_or(|part| stretch.range.admits(value(part.name))) {
        return Ok(());
    }
    Err(errors::validation(
        "The provided starting key is outside query boundaries based on provided conditions",
    ))
}

pub fn scan(ctx: &mut Ctx<'_>, input: ScanInput<'_>) -> Result<ScanOutput, ApiError> {
    let (filter, projection) = read_scan(input)?;
    let segment = read_segment(input)?;
    let table = names::open(ctx, input.table_name())?;
    let target = Target::of(&table, input.index_name(), input.consistent_read())?;
    let select = input.select();
    let selection = Selection::read(select, input.attributes_to_get(), projection, &target)?;
    let mut range = match segment {
        Some((segment, total)) => ItemKey::segment(target.space(), segment, total),
        None => Range::within(&ItemKey::space(target.space())),
    };
    if let Some((start, _)) = target.start(input.exclusive_start_key())? {
        if let Some((segment, total)) = segment
            && !start.is_in_segment(segment, total)
        {
            return Err(errors::validation(format!(
                "The provided starting key is invalid: Invalid ExclusiveStartKey. Please use \
                 ExclusiveStartKey with correct Segment. TotalSegments: {total} Segment: {segment}"
            )));
        }
        range = range.after(&start);
    }
    let plan = Plan {
        target,
        range,
        limit: input.limit().map(|limit| limit as usize),
        filter,
        selection,
        consistency: Consistency::of(input.consistent_read()),
        form: Form::of(ctx),
    };
    let page = plan.read(ctx)?;
    throttle::charge_read(ctx, &table, &page.consumed)?;
    let report = Report::parse(input.return_consumed_capacity());
    let mut out = ScanOutput::new().count(page.count).scanned_count(page.scanned);
    let Page { items, last, consumed, .. } = page;
    if let Some(items) = items {
        out.0.set("Items", items.into_value());
    }
    Ok(out.last_evaluated_key(last).consumed_capacity(consumed.shown(input.table_name(), report)))
}

fn read_scan(input: ScanInput<'_>) -> Result<(Option<Condition>, Option<Projection>), ApiError> {
    legacy::check_mixture(
        &[
            ("AttributesToGet", input.attributes_to_get().is_some()),
            ("ScanFilter", input.scan_filter().is_some()),
            ("ConditionalOperator", input.conditional_operator().is_some()),
        ],
        &[
            ("ProjectionExpression", input.projection_expression().is_some()),
            ("FilterExpression", input.filter_expression().is_some()),
        ],
    )?;
    let of_values = input.filter_expression().is_some();
    let uses = Uses {
        any: of_values || input.projection_expression().is_some(),
        of_values,
        missing: "FilterExpression is null",
    };
    let values = input.expression_attribute_values().map(Map::as_struct);
    let mut placeholders = Placeholders::read(input.expression_attribute_names(), values, uses)?;
    let filter = input.filter_expression();
    let mut filter = filter
        .map(|text| expression::condition(Kind::Filter, text, &mut placeholders))
        .transpose()?;
    let projection = input.projection_expression();
    let projection =
        projection.map(|text| expression::projection(text, &mut placeholders)).transpose()?;
    placeholders.check_used()?;
    if filter.is_none() {
        filter = legacy::filter(input.scan_filter(), input.conditional_operator())?;
    }
    Ok((filter, projection))
}

/// The segment of a parallel scan, and of how many.
fn read_segment(input: ScanInput<'_>) -> Result<Option<(u64, u64)>, ApiError> {
    match (input.segment(), input.total_segments()) {
        (None, None) => Ok(None),
        (Some(_), None) => Err(errors::validation(
            "The TotalSegments parameter is required but was not present in the request when \
             Segment parameter is present",
        )),
        (None, Some(_)) => Err(errors::validation(
            "The Segment parameter is required but was not present in the request when parameter \
             TotalSegments is present",
        )),
        (Some(segment), Some(total)) if segment >= total => Err(errors::validation(format!(
            "The Segment parameter is zero-based and must be less than parameter TotalSegments: \
             Segment: {segment} is not less than TotalSegments: {total}"
        ))),
        (Some(segment), Some(total)) => {
            debug_assert!(total <= limits::SEGMENTS_MAX, "the model bounds it");
            Ok(Some((segment.cast_unsigned(), total.cast_unsigned())))
        }
    }
}
