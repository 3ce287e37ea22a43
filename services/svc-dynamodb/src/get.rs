//! GetItem.

use kernel::view::{List, Map};
use kernel::{ApiError, Ctx};

use crate::answer::{self, Form};
use crate::api::{GetItemInput, GetItemOutput};
use crate::capacity::{Consistency, Consumed, Report, read_units};
use crate::codec::StoredItem;
use crate::expression::{self, Placeholders, Projection, Uses};
use crate::key::ItemKey;
use crate::keys;
use crate::legacy;
use crate::names;
use crate::state::ITEMS;
use crate::strong;
use crate::throttle;
use crate::values;

pub fn get_item(ctx: &mut Ctx<'_>, input: GetItemInput<'_>) -> Result<GetItemOutput, ApiError> {
    let projection = read_projection(
        input.attributes_to_get(),
        input.projection_expression(),
        input.expression_attribute_names(),
    )?;
    let key = values::read_item(input.key().as_struct())?;
    let table = names::open(ctx, input.table_name())?;
    let key = keys::of_key(&table.row, &key)?;
    let consistency = Consistency::of(input.consistent_read());
    strong::vouch_for_read(ctx, &table, consistency)?;
    let stored = find(ctx, &key)?;
    let size = stored.as_ref().map_or(0, StoredItem::size);
    let consumed = Consumed::of_table(read_units(size, consistency)).at(&table, &key);
    throttle::charge_read(ctx, &table, &consumed)?;
    let report = Report::parse(input.return_consumed_capacity());
    let mut out =
        GetItemOutput::new().consumed_capacity(consumed.shown(input.table_name(), report));
    if let Some(stored) = stored {
        out.0.set("Item", answer::item(Form::of(ctx), &stored, projection.as_ref())?);
    }
    Ok(out)
}

pub fn find(ctx: &Ctx<'_>, key: &ItemKey) -> Result<Option<StoredItem>, ApiError> {
    Ok(ctx.table(&ITEMS).get(key)?)
}

/// What of the item is asked for, by either parameter.
pub fn read_projection(
    attributes_to_get: Option<List<'_, &str>>,
    expression: Option<&str>,
    names: Option<Map<'_, &str>>,
) -> Result<Option<Projection>, ApiError> {
    legacy::check_mixture(
        &[("AttributesToGet", attributes_to_get.is_some())],
        &[("ProjectionExpression", expression.is_some())],
    )?;
    let uses = Uses { any: expression.is_some(), of_values: false, missing: "" };
    let mut placeholders = Placeholders::read(names, None, uses)?;
    let projection =
        expression.map(|text| expression::projection(text, &mut placeholders)).transpose()?;
    placeholders.check_used()?;
    match projection {
        Some(projection) => Ok(Some(projection)),
        None => legacy::attributes_to_get(attributes_to_get),
    }
}
