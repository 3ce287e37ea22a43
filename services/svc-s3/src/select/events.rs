//! What a query answers, as events: records, how far it is, its figures, the end.

use std::collections::VecDeque;

use bytes::Bytes;
use kernel::{ApiError, Struct};
use sql::query::{Progress, Running};

use super::errors;

/// Takes bytes that were scanned, and bytes that were returned.
pub type Bill = Box<dyn FnOnce(u64, u64) + Send>;

/// The events of a query under way; each is made when it is asked for.
pub struct Events {
    running: Running,
    wants_progress: bool,
    /// Told what was scanned and returned once all was read. Not when it is dropped: that may be
    /// while the writer is held.
    bill: Option<Bill>,
    /// Made, and not taken yet.
    ready: VecDeque<Struct>,
    is_over: bool,
}

impl Events {
    /// Makes the first event: what fails before it is no part of the stream.
    pub fn begin(running: Running, wants_progress: bool, bill: Bill) -> Result<Events, ApiError> {
        let ready = VecDeque::new();
        let bill = Some(bill);
        let mut events = Events { running, wants_progress, bill, ready, is_over: false };
        events.step()?;
        Ok(events)
    }

    /// Makes one event at least, unless the last was made.
    fn step(&mut self) -> Result<(), ApiError> {
        let progress = match self.running.next() {
            Some(Ok(progress)) => progress,
            Some(Err(fault)) => {
                self.is_over = true;
                self.tell_bill();
                return Err(errors::of(fault));
            }
            None => {
                self.is_over = true;
                self.tell_bill();
                if self.wants_progress {
                    self.ready.push_back(self.figures("Progress"));
                }
                self.ready.push_back(self.figures("Stats"));
                self.ready.push_back(event("End", Struct::new()));
                return Ok(());
            }
        };
        match progress {
            Progress::Records(records) => self.ready.push_back(records_event(records)),
            // A connection on which nothing moves is not one that has gone dead.
            Progress::Reading if !self.wants_progress => {
                self.ready.push_back(event("Cont", Struct::new()));
            }
            Progress::Reading => self.ready.push_back(self.figures("Progress")),
        }
        Ok(())
    }

    fn tell_bill(&mut self) {
        if let Some(bill) = self.bill.take() {
            bill(self.running.scanned(), self.running.returned());
        }
    }

    fn figures(&self, name: &'static str) -> Struct {
        let details = Struct::new()
            .with("BytesScanned", self.running.scanned() as i64)
            .with("BytesProcessed", self.running.processed() as i64)
            .with("BytesReturned", self.running.returned() as i64);
        event(name, Struct::new().with("Details", details))
    }
}

impl Iterator for Events {
    type Item = Result<Struct, ApiError>;

    fn next(&mut self) -> Option<Result<Struct, ApiError>> {
        if self.ready.is_empty()
            && !self.is_over
            && let Err(error) = self.step()
        {
            return Some(Err(error));
        }
        self.ready.pop_front().map(Ok)
    }
}

fn records_event(records: Vec<u8>) -> Struct {
    event("Records", Struct::new().with("Payload", Bytes::from(records)))
}

fn event(name: &'static str, members: Struct) -> Struct {
    Struct::new().with(name, members)
}
