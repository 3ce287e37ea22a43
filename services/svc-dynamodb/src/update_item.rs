//! UpdateItem.

use kernel::view::Map;
use kernel::{ApiError, Ctx};

use crate::api::{UpdateItemInput, UpdateItemOutput};
use crate::attribute::Item;
use crate::capacity::Report;
use crate::errors;
use crate::expression::{self, Placeholders, Projection, Update, Uses};
use crate::guard::Guard;
use crate::key::ItemKey;
use crate::keys;
use crate::legacy::{self, Updates};
use crate::limits;
use crate::locks;
use crate::names;
use crate::state::TableRef;
use crate::strong;
use crate::throttle;
use crate::values;
use crate::write::{self, Before, Cause, Written};

/// What is done to the item, by whichever parameters.
#[derive(Debug)]
pub enum Actions {
    Nothing,
    Expression(Update),
    Legacy(Updates),
}

pub fn update_item(
    ctx: &mut Ctx<'_>,
    input: UpdateItemInput<'_>,
) -> Result<UpdateItemOutput, ApiError> {
    let (actions, guard) = read(input)?;
    let key_item = values::read_item(input.key().as_struct())?;
    let table = names::open(ctx, input.table_name())?;
    let key = keys::of_key(&table.row, &key_item)?;
    let (before, after, written) = update(ctx, &table, key, &key_item, &actions, &guard)?;
    throttle::charge_write(ctx, &table, &written.consumed)?;
    let shown = shown(input.return_values(), &actions, before.item.as_ref(), after.as_ref());
    let report = Report::parse(input.return_consumed_capacity());
    let asked = input.return_item_collection_metrics();
    Ok(UpdateItemOutput::new()
        .attributes(shown.map(values::write_item))
        .consumed_capacity(written.consumed.shown(input.table_name(), report))
        .item_collection_metrics(write::collection_metrics(&table, &key_item, &written, asked)))
}

fn read(input: UpdateItemInput<'_>) -> Result<(Actions, Guard), ApiError> {
    legacy::check_mixture(
        &[
            ("AttributeUpdates", input.attribute_updates().is_some()),
            ("Expected", input.expected().is_some()),
            ("ConditionalOperator", input.conditional_operator().is_some()),
        ],
        &[
            ("UpdateExpression", input.update_expression().is_some()),
            ("ConditionExpression", input.condition_expression().is_some()),
        ],
    )?;
    let has_expression =
        input.update_expression().is_some() || input.condition_expression().is_some();
    let uses = Uses {
        any: has_expression,
        of_values: has_expression,
        missing: "UpdateExpression and ConditionExpression are null",
    };
    let values = input.expression_attribute_values().map(Map::as_struct);
    let mut placeholders = Placeholders::read(input.expression_attribute_names(), values, uses)?;
    let actions = match (input.update_expression(), input.attribute_updates()) {
        (Some(text), _) => Actions::Expression(expression::update(text, &mut placeholders)?),
        (None, Some(updates)) => Actions::Legacy(Updates::read(updates)?),
        (None, None) => Actions::Nothing,
    };
    let on_failure = input.return_values_on_condition_check_failure();
    let mut guard =
        Guard::of_expression(input.condition_expression(), &mut placeholders, on_failure)?;
    placeholders.check_used()?;
    if guard.condition.is_none() {
        guard.condition = legacy::expected(input.expected(), input.conditional_operator())?;
    }
    Ok((actions, guard))
}

impl Actions {
    fn apply(&self, before: &Item) -> Result<Item, ApiError> {
        match self {
            Actions::Nothing => Ok(before.clone()),
            Actions::Expression(update) => update.apply(before),
            Actions::Legacy(updates) => updates.apply(before),
        }
    }

    fn makes_items(&self) -> bool {
        match self {
            Actions::Legacy(updates) => updates.makes_items(),
            _ => true,
        }
    }

    fn touched(&self) -> Projection {
        match self {
            Actions::Nothing => Projection::new(Vec::new()),
            Actions::Expression(update) => update.touched(),
            Actions::Legacy(updates) => updates.touched(),
        }
    }

    /// Refuses to change the key.
    pub fn check_keys(&self, table: &TableRef) -> Result<(), ApiError> {
        let refuse = |name: &str| {
            Err(errors::invalid(format!(
                "Cannot update attribute {name}. This attribute is part of the key"
            )))
        };
        match self {
            Actions::Nothing => Ok(()),
            Actions::Expression(update) => {
                match update.paths().find(|path| table.row.is_key(&path.root)) {
                    Some(path) => refuse(&path.root),
                    None => Ok(()),
                }
            }
            Actions::Legacy(updates) => match updates.names().find(|name| table.row.is_key(name)) {
                Some(name) => refuse(name),
                None => Ok(()),
            },
        }
    }
}

/// The write itself, for transactions too: the item before and after.
pub fn update(
    ctx: &mut Ctx<'_>,
    table: &TableRef,
    key: ItemKey,
    key_item: &Item,
    actions: &Actions,
    guard: &Guard,
) -> Result<(Before, Option<Item>, Written), ApiError> {
    actions.check_keys(table)?;
    strong::vouch(ctx, table)?;
    locks::check(ctx, &key)?;
    let mut before = Before::load(ctx, key)?;
    strong::check_conflict(ctx, table, &before)?;
    guard.check(ctx, table, &before)?;
    let after = match &before.item {
        None if !actions.makes_items() => None,
        None => Some(actions.apply(key_item)?),
        Some(item) => Some(actions.apply(item)?),
    };
    if let Some(after) = &after {
        keys::check_indexes(&table.row, after)?;
        check_nesting(after)?;
        if after.size() > limits::ITEM_BYTES_MAX {
            return Err(errors::updated_item_too_large());
        }
    }
    let written = write::change(ctx, table, &mut before, after.as_ref(), &Cause::Request)?;
    Ok((before, after, written))
}

/// An update can put a document into another: the result is held to the same depth.
fn check_nesting(item: &Item) -> Result<(), ApiError> {
    use crate::attribute::Attribute;
    fn depth(value: &Attribute) -> usize {
        match value {
            Attribute::M(map) => 1 + map.iter().map(|(_, it)| depth(it)).max().unwrap_or(0),
            Attribute::L(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
            _ => 1,
        }
    }
    if item.iter().any(|(_, value)| depth(value) > limits::NESTING_MAX) {
        return Err(errors::validation("Nesting Levels have exceeded supported limits"));
    }
    Ok(())
}

fn shown(
    return_values: Option<&str>,
    actions: &Actions,
    before: Option<&Item>,
    after: Option<&Item>,
) -> Option<Item> {
    let shown = match return_values {
        Some("ALL_OLD") => before.cloned(),
        Some("ALL_NEW") => after.cloned(),
        Some("UPDATED_OLD") => before.map(|item| actions.touched().of(item)),
        Some("UPDATED_NEW") => after.map(|item| actions.touched().of(item)),
        _ => None,
    };
    shown.filter(|item| !item.is_empty())
}
