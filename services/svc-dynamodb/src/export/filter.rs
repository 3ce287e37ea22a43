//! FilterSpecification: which items an export has, and what of them.

use kernel::{ApiError, Struct};

use crate::api::ExportTableToPointInTimeInput;
use crate::attribute::Item;
use crate::expression::key_condition;
use crate::expression::{self, Condition, Kind, Placeholders, Projection, Uses};
use crate::query;
use crate::state::TableRow;

#[derive(Debug, Default)]
pub struct Filter {
    key: Option<Condition>,
    rest: Option<Condition>,
    projection: Option<Projection>,
}

impl Filter {
    /// What the request says, checked against the table's keys.
    pub fn read(request: &Struct, row: &TableRow) -> Result<Filter, ApiError> {
        let Some(given) = ExportTableToPointInTimeInput(request).filter_specification() else {
            return Ok(Filter::default());
        };
        let of_values =
            given.filter_expression().is_some() || given.key_condition_expression().is_some();
        let uses = Uses {
            any: of_values || given.projection_expression().is_some(),
            of_values,
            missing: "FilterExpression and KeyConditionExpression are null",
        };
        let values = given.expression_attribute_values().map(kernel::view::Map::as_struct);
        let names = given.expression_attribute_names();
        let mut placeholders = Placeholders::read(names, values, uses)?;
        let mut condition = |kind: Kind, text: Option<&str>| {
            text.map(|text| expression::condition(kind, text, &mut placeholders)).transpose()
        };
        let key = condition(Kind::KeyCondition, given.key_condition_expression())?;
        let rest = condition(Kind::Filter, given.filter_expression())?;
        let projection = given.projection_expression();
        let projection =
            projection.map(|text| expression::projection(text, &mut placeholders)).transpose()?;
        placeholders.check_used()?;
        if let Some(key) = &key {
            let schema = row.schema();
            key_condition::stretch(key_condition::terms(key)?, &schema)?;
            query::check_filter(rest.as_ref(), &schema)?;
        }
        Ok(Filter { key, rest, projection })
    }

    /// What the export has of an item.
    pub fn of(&self, item: Item) -> Option<Item> {
        self.admits(&item).then(|| self.cut(item))
    }

    /// Whether the export has an item.
    pub fn admits(&self, item: &Item) -> bool {
        let holds = |condition: &Option<Condition>| {
            condition.as_ref().is_none_or(|condition| condition.holds(item))
        };
        holds(&self.key) && holds(&self.rest)
    }

    /// The attributes that are wanted.
    pub fn cut(&self, item: Item) -> Item {
        match &self.projection {
            Some(projection) => projection.of(&item),
            None => item,
        }
    }
}
