//! A run in progress: what its processes share, and the one way in which they call.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use kernel::Timestamp;
use serde_json::Value as Json;
use world::Chance;

use crate::clockwork::Clockwork;
use crate::cloud::{Answer, Cloud};
use crate::definition::{Alternative, Lab};
use crate::ledger::{Handling, Ledger, Request as Noted};
use crate::names::Names;
use crate::read::Result;
use crate::steps::Request;

#[derive(Debug)]
pub struct Sim<'l> {
    pub lab: &'l Lab,
    pub alternative: &'l Alternative,
    pub cloud: Cloud,
    pub clockwork: Clockwork,
    pub ledger: RefCell<Ledger>,
    pub names: RefCell<Names>,
    /// Processes whose end the run waits for.
    pub pending: Cell<usize>,
    /// Workers with something in their hands.
    pub working: Cell<usize>,
    pub chance: RefCell<Chance>,
}

impl Sim<'_> {
    pub fn now(&self) -> Timestamp {
        self.cloud.now()
    }

    pub fn since_start(&self) -> Duration {
        self.ledger.borrow().since_start(self.now())
    }

    pub async fn sleep(&self, span: Duration) {
        self.clockwork.sleep(span).await;
    }

    pub async fn sleep_to(&self, since_start: Duration) {
        let until = self.ledger.borrow().start + since_start;
        if until > self.now() {
            self.clockwork.sleep_until(until).await;
        }
    }

    /// Something happened that a quiet run would not show.
    pub fn stir(&self) {
        self.ledger.borrow_mut().last_activity = self.now();
    }

    /// Ends the run: it cannot go on.
    pub fn break_off(&self, reason: String) {
        self.ledger.borrow_mut().broken.get_or_insert(reason);
    }

    pub fn is_broken(&self) -> bool {
        self.ledger.borrow().broken.is_some()
    }

    /// Makes a call and notes it. A mistake of the definition ends the run.
    pub async fn call(&self, actor: &str, request: &Request, names: &Names) -> Option<Answer> {
        let may_wait = self.cloud.may_wait(request);
        let at = self.now();
        let answer = self.clockwork.call(may_wait, self.cloud.call(request, names)).await;
        let answer = match answer {
            Ok(answer) => answer,
            Err(problem) => {
                self.break_off(problem);
                return None;
            }
        };
        let refused = answer.as_ref().err();
        let refused = refused.map(|error| (error.code().to_owned(), error.message().to_owned()));
        self.ledger.borrow_mut().requests.push(Noted {
            at,
            service: request.service.clone(),
            operation: request.operation.clone(),
            actor: actor.to_owned(),
            refused,
        });
        Some(answer)
    }

    pub fn known(&self) -> Names {
        self.names.borrow().clone()
    }

    pub fn fill(&self, json: &Json) -> Result<Json> {
        crate::names::fill(json, &self.names.borrow())
    }

    /// A worker begins with an item; answers its place in the ledger.
    pub fn begin(&self, consumer: &str, key: &str) -> usize {
        let mut ledger = self.ledger.borrow_mut();
        ledger.handlings.push(Handling {
            key: key.to_owned(),
            consumer: consumer.to_owned(),
            begun: self.now(),
            done: None,
        });
        ledger.handlings.len() - 1
    }

    pub fn finish(&self, handling: usize) {
        self.ledger.borrow_mut().handlings[handling].done = Some(self.now());
    }
}
