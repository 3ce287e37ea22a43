//! The walk through a case's steps, in a world of its own.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::future::poll_fn;
use std::task::Poll;
use std::time::Duration;

use kernel::{ApiError, Call, OpResult};
use serde_json::Value as Json;
use tokio::task::JoinHandle;

use super::caller::{Caller, Credentials};
use super::compare::{self, Difference, Names};
use super::script::{Action, Expected, Refusal, Request, Step};
use super::shapes;
use super::{Fault, Parts};
use crate::{TestWorld, dispatch_staged};

/// Real time, after which a call counts as one that does not answer.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(20);
/// Real time in which a call that should wait on would show that it does not.
const WAITING_SHOWN: Duration = Duration::from_millis(20);

struct Run {
    world: TestWorld,
    caller: Caller,
    names: Names,
    begun: BTreeMap<String, JoinHandle<OpResult>>,
}

pub(super) fn run(parts: &Parts, steps: &[Step]) -> Result<(), Fault> {
    let world = TestWorld::observed(parts.services, 1, (parts.observers)());
    let credentials = Credentials::Root(world.account);
    let caller = Caller { credentials, region: world.region };
    let mut run = Run { world, caller, names: Names::new(), begun: BTreeMap::new() };
    for step in steps {
        run.step(step)?;
    }
    match run.begun.first_key_value() {
        Some((name, _)) => {
            let line = steps.last().map_or(1, |step| step.line);
            Err(Fault::new(line, format!("`{name}` was begun and has no `end {name}`")))
        }
        None => Ok(()),
    }
}

impl Run {
    fn step(&mut self, step: &Step) -> Result<(), Fault> {
        let fault = |text: String| Fault::new(step.line, text);
        match &step.action {
            Action::As(caller) => self.caller = caller.clone(),
            Action::Advance(span) => self.world.advance(*span),
            Action::Set { name, value } => {
                let set = self.world.world.set_setting(name, value.as_deref());
                set.map_err(|error| fault(error.to_string()))?;
            }
            Action::Call(request) => {
                let result = match self.call_of(request).map_err(fault)? {
                    Ok(call) => self.answer(call).ok_or_else(|| {
                        fault("does not answer; a call that waits is written `begin`".to_owned())
                    })?,
                    Err(error) => Err(error),
                };
                let title = format!("{} {}", request.service, request.operation);
                self.judge(step, &title, result)?;
            }
            Action::Begin { name, request } => {
                let call = self.call_of(request).map_err(fault)?;
                self.begin(name, call).map_err(fault)?;
            }
            Action::Waiting(name) => {
                let world = &self.world;
                let handle = self.begun.get(name).ok_or_else(|| fault(not_begun(name)))?;
                world.runtime.block_on(async { tokio::time::sleep(WAITING_SHOWN).await });
                if handle.is_finished() {
                    return Err(fault(format!("`{name}` does not wait any more")));
                }
            }
            Action::End(name) => {
                let handle = self.begun.remove(name).ok_or_else(|| fault(not_begun(name)))?;
                let wait = async { tokio::time::timeout(ANSWER_TIMEOUT, handle).await };
                let joined = self.world.runtime.block_on(wait);
                let result = joined
                    .map_err(|_| fault(format!("`{name}` still waits")))?
                    .map_err(|error| fault(format!("`{name}` broke off: {error}")))?;
                self.judge(step, name, result)?;
            }
        }
        Ok(())
    }

    /// The call, or the refusal of the caller's credentials; fails when the case is at fault.
    fn call_of(&self, request: &Request) -> Result<Result<Call, ApiError>, String> {
        let entry = wire::archive::service_entry(&request.service).ok_or("an unknown service")?;
        let model = entry.model();
        let operation = model.operation(&request.operation).ok_or("an unknown operation")?;
        let json = compare::value(&request.input, &self.names)?;
        let input = shapes::input(model, operation.input, &json)?;
        let found = self.caller.credentials.principal(&self.world, &self.names, entry);
        let (principal, account) = match found {
            Ok(found) => found,
            Err(error) => return Ok(Err(error)),
        };
        Ok(Ok(Call {
            service: entry.name.into(),
            operation: operation.name.into(),
            input,
            principal,
            account,
            region: self.caller.region,
            origin: crate::origin(),
            source: self.caller.credentials.source(),
            hop: 0,
        }))
    }

    fn answer(&self, call: Call) -> Option<OpResult> {
        let world = &self.world.world;
        let answer =
            async { tokio::time::timeout(ANSWER_TIMEOUT, dispatch_staged(world, call)).await };
        self.world.runtime.block_on(answer).ok()
    }

    /// Runs the call until it parks, so that what follows finds it waiting, and leaves it there.
    fn begin(&mut self, name: &str, call: Result<Call, ApiError>) -> Result<(), String> {
        if self.begun.contains_key(name) {
            return Err(format!("`{name}` is under way already"));
        }
        let call = call.map_err(|error| format!("is refused at once: {error}"))?;
        let world = self.world.world.clone();
        let mut answer = Box::pin(async move { dispatch_staged(&world, call).await });
        let first = self
            .world
            .runtime
            .block_on(poll_fn(|context| Poll::Ready(answer.as_mut().poll(context))));
        if let Poll::Ready(result) = first {
            let got = result.map_or_else(|error| error.to_string(), |it| show_answer(&it));
            return Err(format!("answers at once: {got}"));
        }
        self.begun.insert(name.to_owned(), self.world.runtime.spawn(answer));
        Ok(())
    }

    fn judge(&mut self, step: &Step, title: &str, result: OpResult) -> Result<(), Fault> {
        match (&step.expected, result) {
            (Expected::Success, Ok(_)) => Ok(()),
            (Expected::Success, Err(error)) => {
                let expected = "a success".to_owned();
                let differences = [Difference::new("", expected, show_error(&error))];
                Err(differs(step.line, title, &differences, None))
            }
            (Expected::Answer { line, pattern }, Ok(answer)) => {
                let got = shapes::output(&answer);
                let mut differences = Vec::new();
                compare::compare(pattern, Some(&got), "", &mut self.names, &mut differences);
                if differences.is_empty() {
                    return Ok(());
                }
                Err(differs(*line, title, &differences, Some(&got)))
            }
            (Expected::Answer { line, .. }, Err(error)) => {
                let expected = "an answer".to_owned();
                let differences = [Difference::new("", expected, show_error(&error))];
                Err(differs(*line, title, &differences, None))
            }
            (Expected::Refusal { line, refusal }, Ok(answer)) => {
                let expected = format!("error {}", refusal.code);
                let differences = [Difference::new("", expected, show_answer(&answer))];
                Err(differs(*line, title, &differences, None))
            }
            (Expected::Refusal { line, refusal }, Err(error)) => {
                let differences = self.differences_of(refusal, &error);
                if differences.is_empty() {
                    return Ok(());
                }
                Err(differs(*line, title, &differences, None))
            }
        }
    }

    fn differences_of(&mut self, refusal: &Refusal, error: &ApiError) -> Vec<Difference> {
        let mut out = Vec::new();
        if refusal.code != error.code() {
            // The message of another error is the best hint at why it came.
            let (expected, got) = (format!("error {}", refusal.code), show_error(error));
            return vec![Difference::new("", expected, got)];
        }
        if let Some(status) = refusal.status.filter(|status| *status != error.status()) {
            out.push(Difference::new("status", status.to_string(), error.status().to_string()));
        }
        let mut compare = |pattern: &Option<_>, got: Json, path| {
            if let Some(pattern) = pattern {
                compare::compare(pattern, Some(&got), path, &mut self.names, &mut out);
            }
        };
        compare(&refusal.message, error.message().into(), "message");
        compare(&refusal.members, shapes::output(error.members()), "members");
        out
    }
}

fn differs(line: usize, title: &str, differences: &[Difference], whole: Option<&Json>) -> Fault {
    let mut text = format!("{title}{}", compare::show_all(differences));
    if let Some(whole) = whole {
        let whole = compare::show_pretty(whole).replace('\n', "\n    ");
        let _ = write!(text, "\n  the whole answer\n    {whole}");
    }
    Fault::new(line, text)
}

fn show_answer(answer: &kernel::Struct) -> String {
    compare::show(&shapes::output(answer))
}

fn show_error(error: &ApiError) -> String {
    format!("error {} {} \"{}\"", error.code(), error.status(), error.message())
}

fn not_begun(name: &str) -> String {
    format!("nothing was begun as `{name}`")
}
