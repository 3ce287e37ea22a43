//! Histories: what an event looks like, and GetExecutionHistory.
//!
//! Source: API Reference, HistoryEvent; Developer Guide, "Viewing execution details".

use asl::{Event, Failure};
use kernel::{ApiError, Ctx, Struct, Value, page};
use store::Range;

use crate::api::{GetExecutionHistoryInput, GetExecutionHistoryOutput};
use crate::state::{EVENTS, EventRow};
use crate::{errors, execution, limits};

/// An event's type, and its details with the member that they stand under.
pub type Described = (String, Option<(String, Struct)>);

pub fn describe(event: &Event<'_>) -> Described {
    match event {
        Event::StateEntered { kind, name, input } => {
            let details = with_data(Struct::new().with("name", *name), "input", input);
            (format!("{kind}StateEntered"), some("stateEnteredEventDetails", details))
        }
        Event::StateExited { kind, name, output, assigned } => {
            let mut details = with_data(Struct::new().with("name", *name), "output", output);
            if !assigned.is_empty() {
                let variables = assigned.iter();
                let variables = variables.map(|(name, value)| (name.clone(), value.to_string()));
                details.set("assignedVariables", variables.collect::<Struct>());
                details.set("assignedVariablesDetails", Struct::new().with("truncated", false));
            }
            (format!("{kind}StateExited"), some("stateExitedEventDetails", details))
        }
        Event::StateAborted { kind } => (format!("{kind}StateAborted"), None),
        Event::MapStateStarted { length } => {
            let details = Struct::new().with("length", *length);
            ("MapStateStarted".to_owned(), some("mapStateStartedEventDetails", details))
        }
        Event::MapStateSucceeded => ("MapStateSucceeded".to_owned(), None),
        Event::MapStateFailed => ("MapStateFailed".to_owned(), None),
        Event::MapIteration { what, name, index } => {
            let details = Struct::new().with("name", *name).with("index", *index);
            let member = format!("mapIteration{what}EventDetails");
            (format!("MapIteration{what}"), Some((member, details)))
        }
        Event::MapRunStarted { arn } => {
            let details = Struct::new().with("mapRunArn", *arn);
            ("MapRunStarted".to_owned(), some("mapRunStartedEventDetails", details))
        }
        Event::MapRunSucceeded => ("MapRunSucceeded".to_owned(), None),
        Event::MapRunFailed { failure } => {
            ("MapRunFailed".to_owned(), some("mapRunFailedEventDetails", of_failure(failure)))
        }
        Event::MapRunAborted => ("MapRunAborted".to_owned(), None),
        Event::MapRunRedriven { arn, count } => {
            let details = Struct::new().with("mapRunArn", *arn).with("redriveCount", *count);
            ("MapRunRedriven".to_owned(), some("mapRunRedrivenEventDetails", details))
        }
        Event::ParallelStateStarted => ("ParallelStateStarted".to_owned(), None),
        Event::ParallelStateSucceeded => ("ParallelStateSucceeded".to_owned(), None),
        Event::ParallelStateFailed => ("ParallelStateFailed".to_owned(), None),
        Event::EvaluationFailed { state, failure } => {
            let mut details = of_failure(failure).with("state", *state);
            if let Some(location) = &failure.location {
                details.set("location", location.as_str());
            }
            ("EvaluationFailed".to_owned(), some("evaluationFailedEventDetails", details))
        }
    }
}

fn some(member: &str, details: Struct) -> Option<(String, Struct)> {
    Some((member.to_owned(), details))
}

/// `error` and `cause` of a failure.
pub fn of_failure(failure: &Failure) -> Struct {
    let mut details = Struct::new();
    if !failure.error.is_empty() {
        details.set("error", shortened(&failure.error, 256));
    }
    if let Some(cause) = &failure.cause {
        details.set("cause", shortened(cause, 32_768));
    }
    details
}

/// No longer than the model lets it be.
pub fn shortened(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

pub fn with_data(details: Struct, name: &'static str, data: &str) -> Struct {
    let note = if name == "input" { "inputDetails" } else { "outputDetails" };
    details.with(name, data).with(note, Struct::new().with("truncated", false))
}

pub fn get_execution_history(
    ctx: &mut Ctx<'_>,
    input: GetExecutionHistoryInput<'_>,
) -> Result<GetExecutionHistoryOutput, ApiError> {
    const OPERATION: &str = "GetExecutionHistory";
    let (_, row) = execution::find_standard(ctx, input.execution_arn())?;
    let is_reversed = input.reverse_order().unwrap_or(false);
    let has_data = input.include_execution_data().unwrap_or(true);
    let most = page_size(input.max_results());
    let mut range = Range::within(&(row.uid,));
    if let Some(token) = input.next_token() {
        let position = page::decode(OPERATION, token).ok_or_else(errors::invalid_token)?;
        let bytes: [u8; 9] = position.try_into().map_err(|_| errors::invalid_token())?;
        let (order, id) = bytes.split_first_chunk::<1>().ok_or_else(errors::invalid_token)?;
        if order[0] != u8::from(is_reversed) {
            return Err(errors::invalid_token());
        }
        let id = u64::from_be_bytes(id.try_into().map_err(|_| errors::invalid_token())?);
        let last = (row.uid, id);
        range = if is_reversed { range.before(&last) } else { range.after(&last) };
    }
    if is_reversed {
        range = range.reversed();
    }
    let rows = ctx.table(&EVENTS).scan(&range).take(most + 1);
    let mut rows = rows.collect::<Result<Vec<_>, _>>()?;
    let has_more = rows.len() > most;
    rows.truncate(most);
    let token = rows.last().filter(|_| has_more).map(|((_, id), _)| {
        let mut position = vec![u8::from(is_reversed)];
        position.extend_from_slice(&id.to_be_bytes());
        page::encode(OPERATION, &position)
    });
    let events = rows.into_iter().map(|(_, row)| Value::Struct(shown(row, has_data)));
    let mut output = Struct::new().with("events", Value::List(events.collect()));
    if let Some(token) = token {
        output.set("nextToken", token);
    }
    Ok(GetExecutionHistoryOutput(output))
}

pub fn page_size(asked: Option<i64>) -> usize {
    match asked.unwrap_or(0) {
        0 => limits::PAGE_DEFAULT,
        asked => (asked as usize).min(limits::PAGE_MAX),
    }
}

/// "You can select whether execution data (input or output of a history event) is returned."
fn shown(row: EventRow, has_data: bool) -> Struct {
    let mut event = row.event;
    if has_data {
        return event;
    }
    for (_, value) in event.iter_mut() {
        if let Value::Struct(details) = value {
            without_data(details);
        }
    }
    event
}

/// Takes inputs and outputs out of an event's details.
pub fn without_data(details: &mut Struct) {
    for member in [
        "input",
        "inputDetails",
        "output",
        "outputDetails",
        "assignedVariables",
        "assignedVariablesDetails",
        "parameters",
    ] {
        // What the model requires stays, empty.
        if member == "parameters" && details.get(member).is_some() {
            details.set("parameters", "");
        } else {
            details.remove(member);
        }
    }
}
