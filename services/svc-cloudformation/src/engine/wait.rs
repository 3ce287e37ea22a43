//! Wait conditions and their handles.

use std::time::Duration;

use kernel::ApiError;
use serde_json::{Map, Value as Json};
use store::Range;

use super::answer;
use super::run::{self, Pace};
use crate::limits::WAIT_TIMEOUT_SECONDS_MAX;
use crate::session::{Session, document};
use crate::state::{ANSWERS, Mode, OperationRow, ResourceRow, SIGNALS, SignalRow};
use crate::types::convert::text;

/// A handle is the URL to which signals go.
pub fn handle(
    session: &mut Session<'_, '_>,
    operation: &mut OperationRow,
    at: usize,
    row: &mut ResourceRow,
) -> Result<Pace, ApiError> {
    let id = operation.items[at].logical_id.clone();
    match operation.items[at].mode {
        Mode::Create | Mode::Replace => {
            let token = answer::token(session, operation, (at, &id), true);
            row.being.physical = Some(answer::url(session, &token));
            run::initiated(session, operation, at, row)?;
        }
        Mode::Delete => {
            let url = row.being.physical.clone().unwrap_or_default();
            if let Some(token) = answer::token_of(&url) {
                session.ctx.table_mut(&ANSWERS).delete(token);
            }
            forget_signals(session, &id)?;
        }
        _ => {}
    }
    Ok(Pace::Done)
}

fn forget_signals(session: &mut Session<'_, '_>, logical_id: &str) -> Result<(), ApiError> {
    let range = Range::within(&(session.key.as_str(), logical_id));
    session.ctx.table_mut(&SIGNALS).delete_range(&range)?;
    Ok(())
}

/// What a condition waits for.
struct Awaited {
    /// The handle, or the condition itself where it has a creation policy.
    signals_of: String,
    count: usize,
    seconds: i64,
}

pub fn condition(
    session: &mut Session<'_, '_>,
    operation: &mut OperationRow,
    at: usize,
    row: &mut ResourceRow,
) -> Result<Pace, ApiError> {
    let id = operation.items[at].logical_id.clone();
    match operation.items[at].mode {
        Mode::Delete => {
            forget_signals(session, &id)?;
            return Ok(Pace::Done);
        }
        Mode::Update | Mode::Restore => {
            let words = "Update to resource type AWS::CloudFormation::WaitCondition is not \
                         supported.";
            return Ok(Pace::Failed(words.to_owned()));
        }
        _ => {}
    }
    let Some(awaited) = awaited(session, &id, row)? else {
        return Ok(Pace::Failed("A wait condition needs a Handle and a Timeout.".to_owned()));
    };
    if row.being.physical.is_none() {
        row.being.physical = Some(format!("{}/{id}", session.stack.id));
        run::initiated(session, operation, at, row)?;
    }
    let mut data = Map::new();
    let range = Range::within(&(session.key.as_str(), awaited.signals_of.as_str()));
    let signals: Vec<(String, SignalRow)> = session
        .ctx
        .table(&SIGNALS)
        .scan(&range)
        .map(|entry| entry.map(|((_, _, unique), row)| (unique, row)))
        .collect::<Result<_, _>>()?;
    for (unique, signal) in signals {
        if !signal.is_success {
            return Ok(Pace::Failed(format!(
                "WaitCondition received failed message: '{}' for uniqueId: {unique}",
                signal.reason
            )));
        }
        data.insert(unique, signal.data.into());
    }
    if data.len() >= awaited.count {
        let data = Json::Object(data).to_string();
        let mut attributes = document(&row.being.attributes);
        attributes.insert("Data".to_owned(), data.into());
        row.being.attributes = Json::Object(attributes).to_string();
        return Ok(Pace::Done);
    }
    let began = kernel::Timestamp::from_micros(operation.items[at].began);
    let waited = session.ctx.now().since(began).as_secs() as i64;
    if waited >= awaited.seconds {
        return Ok(Pace::Failed(format!(
            "WaitCondition timed out. Received {} conditions when expecting {}",
            data.len(),
            awaited.count
        )));
    }
    if waited > 0 {
        // The end of its time is a job already.
        return Ok(Pace::Parked);
    }
    Ok(Pace::Later(Duration::from_secs(awaited.seconds.unsigned_abs())))
}

fn awaited(
    session: &Session<'_, '_>,
    id: &str,
    row: &ResourceRow,
) -> Result<Option<Awaited>, ApiError> {
    let given = document(&row.being.properties);
    let policy: Json = serde_json::from_str(&row.being.creation_policy).unwrap_or_default();
    if let Some(signal) = policy.get("ResourceSignal") {
        let count = signal.get("Count").map(text).and_then(|it| it.parse().ok()).unwrap_or(1);
        let seconds = signal.get("Timeout").map(text).and_then(|it| duration(&it)).unwrap_or(300);
        return Ok(Some(Awaited { signals_of: id.to_owned(), count, seconds }));
    }
    let Some(url) = given.get("Handle").map(text) else { return Ok(None) };
    let number = |name: &str| given.get(name).map(text).and_then(|it| it.parse::<i64>().ok());
    let Some(seconds) = number("Timeout") else { return Ok(None) };
    let Some(token) = answer::token_of(&url) else { return Ok(None) };
    let Some(handle) = session.ctx.table(&ANSWERS).get(token)? else { return Ok(None) };
    Ok(Some(Awaited {
        signals_of: handle.logical_id,
        count: number("Count").unwrap_or(1).max(1).unsigned_abs() as usize,
        seconds: seconds.clamp(1, WAIT_TIMEOUT_SECONDS_MAX),
    }))
}

/// Seconds of `PT1H30M10S`.
fn duration(text: &str) -> Option<i64> {
    let mut seconds = 0;
    let mut number = String::new();
    for letter in text.strip_prefix("PT")?.chars() {
        let unit = match letter {
            'H' => 3_600,
            'M' => 60,
            'S' => 1,
            digit => {
                number.push(digit);
                continue;
            }
        };
        seconds += number.parse::<i64>().ok()?.checked_mul(unit)?;
        number.clear();
    }
    Some(seconds.min(WAIT_TIMEOUT_SECONDS_MAX))
}
