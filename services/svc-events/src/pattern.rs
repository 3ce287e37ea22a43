//! TestEventPattern: would this event match that pattern?

use event_pattern::{Pattern, Value};
use kernel::{ApiError, Ctx};

use crate::api::{TestEventPatternInput, TestEventPatternOutput};
use crate::errors;

/// What the event of a test must have. Source: API Reference, TestEventPattern, Event.
const REQUIRED: [&str; 7] =
    ["id", "account", "source", "time", "region", "resources", "detail-type"];

pub fn test_event_pattern(
    _: &mut Ctx<'_>,
    input: TestEventPatternInput<'_>,
) -> Result<TestEventPatternOutput, ApiError> {
    let pattern = Pattern::compile(input.event_pattern());
    let pattern = pattern.map_err(|invalid| errors::invalid_pattern(&invalid))?;
    let event = Value::parse(input.event()).ok().filter(|event| event.as_object().is_some());
    let Some(event) = event else {
        let message = "Parameter Event is not valid. Reason: it is no JSON object.";
        return Err(errors::validation(message));
    };
    if let Some(missing) = REQUIRED.iter().find(|name| event.get(name).is_none()) {
        let message = format!("Parameter Event is not valid. Reason: {missing} is missing.");
        return Err(errors::validation(message));
    }
    Ok(TestEventPatternOutput::new().result(pattern.matches(&event)))
}
