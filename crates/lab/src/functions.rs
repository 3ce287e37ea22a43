//! What a run sees of its functions: processes that call the world over HTTP, and are heard at its
//! door. They take real time, in which the clock stands; what they have done is in the order in
//! which it was committed.

use std::sync::{Arc, Mutex, PoisonError};

use kernel::audit::Observer;
use kernel::{ApiError, Call, Ctx, Principal, Struct, Timestamp};
use testkit::cases::shapes;

use crate::actors::{Actor, Function};
use crate::definition::Alternative;
use crate::ledger::{Handling, Ledger, Request};

/// How Lambda runs a function of an event source mapping.
const RUN: &str = "RunAndAnswer";

#[derive(Clone, Debug)]
pub enum Seen {
    /// It has made the call that does an item; with the call's members.
    Done { function: String, at: Timestamp, members: String },
    /// It has been run, and whether it failed.
    Ran { function: String, is_failed: bool },
}

/// What was seen, for whoever holds it when the run is over.
pub type Sights = Arc<Mutex<Vec<Seen>>>;

/// Hears all calls of a world.
#[derive(Debug)]
pub struct Witness {
    functions: Vec<Function>,
    sights: Sights,
}

/// The functions that an architecture has.
pub fn of(alternative: &Alternative) -> Vec<Function> {
    let functions = alternative.actors.iter().filter_map(|actor| match actor {
        Actor::Function(it) => Some(it.clone()),
        _ => None,
    });
    functions.collect()
}

impl Witness {
    pub fn new(functions: Vec<Function>, sights: Sights) -> Witness {
        Witness { functions, sights }
    }

    fn see(&self, seen: Seen) {
        self.sights.lock().unwrap_or_else(PoisonError::into_inner).push(seen);
    }
}

impl Observer for Witness {
    fn on_commit(&self, ctx: &mut Ctx<'_>, call: &Call, output: &Struct) -> Result<(), ApiError> {
        for function in &self.functions {
            if is_run_of(call, function) {
                let is_failed = output.str("FunctionError").is_some();
                self.see(Seen::Ran { function: function.name.clone(), is_failed });
            }
            let is_call = call.service == function.service && call.operation == function.operation;
            if is_call && is_made_by(&call.principal, function) {
                let members = shapes::output(&call.input).to_string();
                let (function, at) = (function.name.clone(), ctx.now());
                self.see(Seen::Done { function, at, members });
            }
        }
        Ok(())
    }
}

fn is_run_of(call: &Call, function: &Function) -> bool {
    let name = call.input.str("FunctionName").unwrap_or_default();
    call.service == "lambda"
        && (call.operation == RUN || call.operation == "Invoke")
        && name.rsplit(':').next() == Some(function.name.as_str())
}

/// The session of an execution role has the function's name.
fn is_made_by(principal: &Principal, function: &Function) -> bool {
    let Principal::Identity(identity) = principal else { return false };
    identity.is_session && identity.arn.rsplit('/').next() == Some(function.name.as_str())
}

/// Notes what was seen as if workers of the lab had done it.
pub fn note(functions: &[Function], sights: &Sights, ledger: &mut Ledger) {
    let seen = sights.lock().unwrap_or_else(PoisonError::into_inner);
    for seen in seen.iter() {
        match seen {
            Seen::Ran { function, is_failed } => {
                let counts = ledger.counts.entry(function.clone()).or_default();
                counts.receives += 1;
                counts.failures += u64::from(*is_failed);
            }
            Seen::Done { function, at, members } => {
                let Some(kind) = functions.iter().find(|it| it.name == *function) else { continue };
                ledger.requests.push(Request {
                    at: *at,
                    service: kind.service.clone(),
                    operation: kind.operation.clone(),
                    actor: function.clone(),
                    refused: None,
                });
                let Some(key) = ledger.key_in(members) else { continue };
                let (consumer, begun, done) = (function.clone(), *at, Some(*at));
                ledger.handlings.push(Handling { key, consumer, begun, done });
            }
        }
    }
}
