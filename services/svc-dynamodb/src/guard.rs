//! The condition of a write, by whichever parameters, and what a failed one answers.

use kernel::view::Map;
use kernel::{ApiError, Ctx, Struct};

use crate::api::ExpectedAttributeValue;
use crate::attribute::Item;
use crate::errors;
use crate::expression::{self, Condition, Kind, Placeholders, Uses};
use crate::legacy;
use crate::state::TableRef;
use crate::throttle;
use crate::write::Before;

/// The condition that a write must fulfil.
#[derive(Debug, Default)]
pub struct Guard {
    pub condition: Option<Condition>,
    /// Whether a failure shows the item.
    pub shows_item: bool,
    /// It says that there must be no item, for PartiQL's INSERT, which fails in its own way.
    pub is_insert: bool,
}

/// The parameters of PutItem and DeleteItem that make a guard.
pub struct Given<'a> {
    pub expected: Option<Map<'a, ExpectedAttributeValue<'a>>>,
    pub conditional_operator: Option<&'a str>,
    pub expression: Option<&'a str>,
    pub names: Option<Map<'a, &'a str>>,
    pub values: Option<&'a Struct>,
    pub on_failure: Option<&'a str>,
}

impl Given<'_> {
    /// Most writes have no condition.
    fn is_nothing(&self) -> bool {
        self.expected.is_none()
            && self.conditional_operator.is_none()
            && self.expression.is_none()
            && self.names.is_none()
            && self.values.is_none()
    }
}

impl Guard {
    pub fn read(given: &Given<'_>) -> Result<Guard, ApiError> {
        if given.is_nothing() {
            return Ok(Guard::default());
        }
        legacy::check_mixture(
            &[
                ("Expected", given.expected.is_some()),
                ("ConditionalOperator", given.conditional_operator.is_some()),
            ],
            &[("ConditionExpression", given.expression.is_some())],
        )?;
        let uses = Uses::condition(given.expression);
        let mut placeholders = Placeholders::read(given.names, given.values, uses)?;
        let mut guard =
            Guard::of_expression(given.expression, &mut placeholders, given.on_failure)?;
        placeholders.check_used()?;
        if guard.condition.is_none() {
            guard.condition = legacy::expected(given.expected, given.conditional_operator)?;
        }
        Ok(guard)
    }

    pub fn of_expression(
        expression: Option<&str>,
        placeholders: &mut Placeholders,
        on_failure: Option<&str>,
    ) -> Result<Guard, ApiError> {
        let condition = expression
            .map(|text| expression::condition(Kind::Condition, text, placeholders))
            .transpose()?;
        Ok(Guard { condition, shows_item: on_failure == Some("ALL_OLD"), is_insert: false })
    }

    pub fn holds(&self, item: Option<&Item>) -> bool {
        static NOTHING: Item = Item::new();
        self.condition.as_ref().is_none_or(|condition| condition.holds(item.unwrap_or(&NOTHING)))
    }

    /// Refuses a write whose condition does not hold; what it costs is charged all the same.
    pub fn check(
        &self,
        ctx: &mut Ctx<'_>,
        table: &TableRef,
        before: &Before,
    ) -> Result<(), ApiError> {
        if self.holds(before.item.as_ref()) {
            return Ok(());
        }
        throttle::charge_failed(ctx, table, before)?;
        if self.is_insert {
            return Err(errors::duplicate_item());
        }
        Err(errors::condition_failed(before.item.clone().filter(|_| self.shows_item)))
    }
}
