//! What became of a request: the calls that it made from service to service, the jobs that it left,
//! what those did, and how long each took in virtual and in real time; and why somebody was
//! refused.
//!
//! Kept in memory, in two rings that are bounded in length and in bytes: the clients' calls, and
//! everything else that happened for one. A request that only reads or writes adds one entry to the
//! first and allocates nothing. Trees are put together when somebody asks (`trace_tree`).

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use world::{AccountId, Clock, Region, Timestamp};

use crate::access::{Access, Explanation};
use crate::call::{Call, Origin, Principal};
use crate::ctx::Ctx;
use crate::error::ApiError;
use crate::meta::Settings;
use crate::scheduler::JobKey;
use crate::service::OpResult;
use crate::time_machine::Report;
use crate::value::Name;

/// The newest calls of clients that are kept.
pub const CALLS_MAX: usize = 2_048;
/// What is kept besides: what happened within calls, runs of jobs, refusals.
pub const EVENTS_MAX: usize = 8_192;
/// What the two rings take of memory, about: what is longest of it are texts of errors, of
/// policies that explain a refusal, and of clients that describe themselves.
pub const CALLS_BYTES_MAX: usize = 4 << 20;
pub const EVENTS_BYTES_MAX: usize = 16 << 20;
/// Of one transaction: calls from service to service and jobs.
const SPANS_MAX: usize = 64;
/// `on` (default) or `off`.
pub const CALLS_SETTING: &str = "trace.calls";
/// `denied` (default) or `all`: which decisions about access are explained.
pub const DECISIONS_SETTING: &str = "trace.decisions";

/// A job, however often its time changes: its transaction, and its place in that.
pub type JobId = (u64, u32);

pub(crate) const fn job_id(key: JobKey) -> JobId {
    (key.1, key.2)
}

/// What a world remembers of its requests.
#[derive(Debug)]
pub(crate) struct Trace {
    is_on: AtomicBool,
    explains_all: AtomicBool,
    pub calls: Mutex<Ring<Traced>>,
    pub events: Mutex<Ring<Event>>,
    /// Numbers the events.
    next: AtomicU64,
    /// What runs while the clock is advanced.
    pub report: Report,
}

/// The newest of something, bounded in number and in bytes.
#[derive(Debug)]
pub(crate) struct Ring<T> {
    pub all: VecDeque<T>,
    bytes: usize,
}

/// What keeps something in memory.
pub(crate) trait Weigh {
    fn bytes(&self) -> usize;
}

impl<T> Default for Ring<T> {
    fn default() -> Ring<T> {
        Ring { all: VecDeque::new(), bytes: 0 }
    }
}

impl<T: Weigh> Ring<T> {
    /// Adds one, and lets the oldest go for it. One that is larger than all is not kept.
    fn push(&mut self, one: T, count_max: usize, bytes_max: usize) {
        self.bytes += one.bytes();
        self.all.push_back(one);
        while self.all.len() > count_max || self.bytes > bytes_max {
            let Some(oldest) = self.all.pop_front() else { return };
            self.bytes -= oldest.bytes();
        }
    }
}

/// A call of a client.
#[derive(Clone, Debug)]
pub struct Traced {
    pub origin: Arc<Origin>,
    pub service: Name,
    pub operation: Name,
    pub principal: Principal,
    pub account: AccountId,
    pub region: Region,
    /// Virtual time.
    pub at: Timestamp,
    /// Real time.
    pub took: Duration,
    pub error: Option<ApiError>,
}

/// Something that happened for a request.
#[derive(Debug)]
pub(crate) struct Event {
    pub sequence: u64,
    pub origin: Arc<Origin>,
    pub what: What,
}

#[derive(Debug)]
pub(crate) enum What {
    /// Within one transaction: of the job, or else of the call.
    Spans {
        of: Option<JobId>,
        spans: Vec<Span>,
    },
    Ran {
        job: JobId,
        run: Traced,
        is_parked: bool,
    },
    Decided {
        action: String,
        resource: String,
        why: Explanation,
    },
}

/// What a transaction did besides its rows.
#[derive(Debug)]
pub(crate) enum Span {
    Call {
        depth: usize,
        call: Traced,
    },
    /// A job was left.
    Job {
        depth: usize,
        job: JobId,
        due: Timestamp,
        service: String,
        operation: String,
    },
    /// A job that waits was made due.
    Woke {
        job: JobId,
    },
}

/// When something began.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Start {
    at: Timestamp,
    instant: Instant,
}

impl Default for Trace {
    fn default() -> Trace {
        Trace {
            is_on: AtomicBool::new(true),
            explains_all: AtomicBool::new(false),
            calls: Mutex::default(),
            events: Mutex::default(),
            next: AtomicU64::new(0),
            report: Report::default(),
        }
    }
}

impl Trace {
    pub fn of(settings: &Settings) -> Trace {
        let trace = Trace::default();
        trace.adjust(settings);
        trace
    }

    /// Does as the settings say.
    pub fn adjust(&self, settings: &Settings) {
        let is = |name: &str, value: &str| settings.get(name).as_deref() == Some(value);
        self.is_on.store(!is(CALLS_SETTING, "off"), Ordering::Relaxed);
        self.explains_all.store(is(DECISIONS_SETTING, "all"), Ordering::Relaxed);
    }

    pub fn start(&self, clock: &Clock) -> Option<Start> {
        let is_on = self.is_on.load(Ordering::Relaxed);
        is_on.then(|| Start { at: clock.now(), instant: Instant::now() })
    }

    /// A client's call has ended. Calls without a request's id are the gateway's own.
    pub fn called(&self, start: Option<Start>, call: &Call, result: &OpResult) {
        let Some(start) = start else { return };
        if call.origin.request_id.is_empty() {
            return;
        }
        let traced = traced(call, start, result.as_ref().err().cloned());
        self.calls.lock().push(traced, CALLS_MAX, CALLS_BYTES_MAX);
    }

    /// A job has run.
    pub fn ran(
        &self,
        start: Option<Start>,
        (key, call): (JobKey, &Call),
        error: Option<ApiError>,
        is_parked: bool,
    ) {
        self.report.note(call, error.as_ref(), is_parked);
        let Some(start) = start else { return };
        let run = traced(call, start, error);
        self.add(call.origin.clone(), What::Ran { job: job_id(key), run, is_parked });
    }

    fn add(&self, origin: Arc<Origin>, what: What) {
        // Numbered under the lock: the ring is in this order.
        let mut events = self.events.lock();
        let sequence = self.next.fetch_add(1, Ordering::Relaxed);
        events.push(Event { sequence, origin, what }, EVENTS_MAX, EVENTS_BYTES_MAX);
    }
}

impl Weigh for Traced {
    fn bytes(&self) -> usize {
        let origin = &self.origin;
        // Of names and of principals that many share: about.
        let shared = origin.request_id.len() + origin.user_agent.len() + origin.endpoint.len();
        let error = self.error.as_ref().map_or(0, |error| error.message().len());
        size_of::<Traced>() + size_of::<Origin>() + shared + error
    }
}

impl Weigh for Event {
    fn bytes(&self) -> usize {
        let origin = &self.origin;
        let shared = origin.request_id.len() + origin.user_agent.len() + origin.endpoint.len();
        let what = match &self.what {
            What::Spans { spans, .. } => spans.iter().map(Weigh::bytes).sum(),
            What::Ran { run, .. } => run.bytes(),
            What::Decided { action, resource, why } => {
                action.len() + resource.len() + why.text.len() + why.json.len()
            }
        };
        size_of::<Event>() + size_of::<Origin>() + shared + what
    }
}

impl Weigh for Span {
    fn bytes(&self) -> usize {
        let texts = match self {
            Span::Call { call, .. } => call.bytes(),
            Span::Job { service, operation, .. } => service.len() + operation.len(),
            Span::Woke { .. } => 0,
        };
        size_of::<Span>() + texts
    }
}

fn traced(call: &Call, start: Start, error: Option<ApiError>) -> Traced {
    Traced {
        origin: call.origin.clone(),
        service: call.service.clone(),
        operation: call.operation.clone(),
        principal: call.principal.clone(),
        account: call.account,
        region: call.region,
        at: start.at,
        took: start.instant.elapsed(),
        error,
    }
}

impl Ctx<'_> {
    /// A call from service to service begins; answers its place for [`Ctx::end_span`].
    pub(crate) fn begin_span(&mut self, call: &Call) -> Option<(usize, Start)> {
        let start = self.world.trace.start(&self.world.clock)?;
        if self.effects.spans.len() >= SPANS_MAX {
            return None;
        }
        let call = traced(call, start, None);
        self.effects.spans.push(Span::Call { depth: self.depth, call });
        Some((self.effects.spans.len() - 1, start))
    }

    pub(crate) fn end_span(&mut self, begun: Option<(usize, Start)>, error: Option<&ApiError>) {
        let Some((place, start)) = begun else { return };
        if error.is_some() {
            // What it has left is undone with it.
            forget_jobs(&mut self.effects.spans, place);
        }
        if let Some(Span::Call { call, .. }) = self.effects.spans.get_mut(place) {
            call.took = start.instant.elapsed();
            call.error = error.cloned();
        }
    }

    pub(crate) fn span_job(&mut self, key: JobKey, service: &str, operation: &str) {
        let is_on = self.world.trace.is_on.load(Ordering::Relaxed);
        if is_on && self.effects.spans.len() < SPANS_MAX {
            self.effects.spans.push(Span::Job {
                depth: self.depth,
                job: job_id(key),
                due: Timestamp::from_micros(key.0),
                service: service.to_owned(),
                operation: operation.to_owned(),
            });
        }
    }

    pub(crate) fn span_woke(&mut self, key: JobKey) {
        let is_on = self.world.trace.is_on.load(Ordering::Relaxed);
        if is_on && self.effects.spans.len() < SPANS_MAX {
            self.effects.spans.push(Span::Woke { job: job_id(key) });
        }
    }

    /// The transaction has ended: what it did is kept, and jobs only if it stands.
    #[cold]
    pub(crate) fn keep_spans(&mut self, stands: bool) {
        let mut spans = std::mem::take(&mut self.effects.spans);
        if !stands {
            forget_jobs(&mut spans, 0);
        }
        if !spans.is_empty() {
            let what = What::Spans { of: self.effects.job, spans };
            self.world.trace.add(self.frame.origin.clone(), what);
        }
    }

    /// Keeps why somebody was refused, or every decision if that is wished.
    #[cold]
    pub(crate) fn keep_decision(&self, access: &Access) {
        let why = self.explain(access);
        let (action, resource) = (access.action.clone(), access.resource.clone());
        let what = What::Decided { action, resource, why };
        self.world.trace.add(self.frame.origin.clone(), what);
    }

    pub(crate) fn explains_all(&self) -> bool {
        self.world.trace.explains_all.load(Ordering::Relaxed)
    }
}

fn forget_jobs(spans: &mut Vec<Span>, from: usize) {
    let mut place = 0;
    spans.retain(|span| {
        place += 1;
        place <= from || matches!(span, Span::Call { .. })
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Weigh for String {
        fn bytes(&self) -> usize {
            self.len()
        }
    }

    #[test]
    fn a_ring_is_bounded_in_number_and_in_bytes() {
        let mut ring = Ring::default();
        for n in 0..10 {
            ring.push(format!("{n}"), 4, 100);
        }
        assert_eq!(ring.all, ["6", "7", "8", "9"]);
        ring.push("x".repeat(98), 4, 100);
        assert_eq!(ring.all.len(), 3, "98 bytes and two of one");
        ring.push("y".repeat(101), 4, 100);
        assert!(ring.all.is_empty(), "what is larger than all is not kept");
        assert_eq!(ring.bytes, 0);
    }
}
