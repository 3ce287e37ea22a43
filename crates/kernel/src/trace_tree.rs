//! From what was kept of a request ([`crate::trace`]) to the tree of its consequences.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use world::Timestamp;

use crate::access::Explanation;
use crate::call::{Origin, Principal};
use crate::door::World;
use crate::trace::{Event, JobId, Span, Traced, What};

/// A tree is cut where it goes deeper, or has more nodes: jobs may make jobs for ever.
const DEPTH_MAX: usize = 48;
pub const NODES_MAX: usize = 1_000;

/// A request and what came of it.
#[derive(Debug)]
pub struct Tree {
    /// `None` when the call itself is no longer kept.
    pub call: Option<Traced>,
    pub children: Vec<Node>,
    pub decisions: Vec<Decision>,
}

/// A decision about access.
#[derive(Clone, Debug)]
pub struct Decision {
    pub action: String,
    pub resource: String,
    pub why: Explanation,
}

/// A call from service to service, or a job.
#[derive(Debug)]
pub struct Node {
    pub kind: Kind,
    pub service: String,
    pub operation: String,
    pub principal: Option<Principal>,
    pub region: Option<String>,
    /// Virtual time when it ran.
    pub at: Option<Timestamp>,
    pub took: Option<Duration>,
    pub state: State,
    pub children: Vec<Node>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Call,
    /// When it was due.
    Job(Timestamp),
    /// A job that waited, and that the request has woken.
    Woken,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    Done,
    /// It found nothing and waits.
    Waits,
    /// It has not run, or its run is no longer kept.
    Open,
    Failed {
        code: String,
        message: String,
    },
}

impl World {
    /// The newest calls first, those that `is_meant`.
    pub fn traces(&self, count_max: usize, is_meant: impl Fn(&Traced) -> bool) -> Vec<Traced> {
        let calls = self.trace.calls.lock();
        calls.all.iter().rev().filter(|call| is_meant(call)).take(count_max).cloned().collect()
    }

    /// What is kept of a request; `None` when nothing is.
    pub fn trace(&self, request_id: &str) -> Option<Tree> {
        let call = self
            .trace
            .calls
            .lock()
            .all
            .iter()
            .rev()
            .find(|it| is_of(&it.origin, request_id))
            .cloned();
        let events = self.trace.events.lock();
        let mut builder = Builder { events: &events.all, nodes: 0 };
        let (mut children, mut decisions) = (Vec::new(), Vec::new());
        for event in events.all.iter().filter(|event| is_of(&event.origin, request_id)) {
            match &event.what {
                What::Spans { of: None, spans } => {
                    children.extend(builder.nodes_of(spans, event.sequence, 0));
                }
                What::Decided { action, resource, why } => decisions.push(Decision {
                    action: action.clone(),
                    resource: resource.clone(),
                    why: why.clone(),
                }),
                What::Spans { .. } | What::Ran { .. } => {}
            }
        }
        let is_known = call.is_some() || !children.is_empty() || !decisions.is_empty();
        is_known.then_some(Tree { call, children, decisions })
    }
}

fn is_of(origin: &Arc<Origin>, request_id: &str) -> bool {
    origin.request_id == request_id
}

struct Builder<'e> {
    events: &'e VecDeque<Event>,
    nodes: usize,
}

impl Builder<'_> {
    /// The spans of one transaction, which are in the order in which they began.
    fn nodes_of(&mut self, spans: &[Span], sequence: u64, level: usize) -> Vec<Node> {
        // Calls that have begun and may have more below them, with their depth.
        let mut open: Vec<(usize, Node)> = Vec::new();
        let mut roots = Vec::new();
        for span in spans {
            if self.nodes >= NODES_MAX {
                break;
            }
            self.nodes += 1;
            let (depth, node) = match span {
                Span::Call { depth, call } => (*depth, node_of(Kind::Call, call, false)),
                Span::Job { depth, job, due, service, operation } => {
                    let unknown = || waiting(Kind::Job(*due), service, operation);
                    let ran = self.run(*job, sequence, level, Kind::Job(*due));
                    (*depth, ran.unwrap_or_else(unknown))
                }
                Span::Woke { job } => {
                    // Without a run there is nothing to tell: not even what it is.
                    let Some(node) = self.run(*job, sequence, level, Kind::Woken) else {
                        continue;
                    };
                    (0, node)
                }
            };
            close(&mut open, &mut roots, depth);
            open.push((depth, node));
        }
        close(&mut open, &mut roots, 0);
        roots
    }

    /// The first run of a job after an event, with what it did.
    fn run(&mut self, job: JobId, after: u64, level: usize, kind: Kind) -> Option<Node> {
        let mut spans_of_run = Vec::new();
        let events = self.events;
        for event in events.iter().filter(|event| event.sequence > after) {
            match &event.what {
                What::Spans { of: Some(of), spans } if *of == job => {
                    spans_of_run.push((event.sequence, spans));
                }
                What::Ran { job: of, run, is_parked } if *of == job => {
                    let mut node = node_of(kind, run, *is_parked);
                    if level < DEPTH_MAX {
                        for (sequence, spans) in spans_of_run {
                            let below = self.nodes_of(spans, sequence, level + 1);
                            node.children.extend(below);
                        }
                    }
                    return Some(node);
                }
                _ => {}
            }
        }
        None
    }
}

/// Hangs what has ended, now that something of `depth` begins, below what it belongs to.
fn close(open: &mut Vec<(usize, Node)>, roots: &mut Vec<Node>, depth: usize) {
    while open.last().is_some_and(|(of, _)| *of >= depth) {
        let Some((_, node)) = open.pop() else { return };
        match open.last_mut() {
            Some((_, parent)) => parent.children.push(node),
            None => roots.push(node),
        }
    }
}

fn waiting(kind: Kind, service: &str, operation: &str) -> Node {
    Node {
        kind,
        service: service.to_owned(),
        operation: operation.to_owned(),
        principal: None,
        region: None,
        at: None,
        took: None,
        state: State::Open,
        children: Vec::new(),
    }
}

fn node_of(kind: Kind, call: &Traced, is_parked: bool) -> Node {
    let state = match &call.error {
        Some(error) => {
            State::Failed { code: error.code().to_owned(), message: error.message().to_owned() }
        }
        None if is_parked => State::Waits,
        None => State::Done,
    };
    Node {
        principal: Some(call.principal.clone()),
        region: Some(call.region.to_string()),
        at: Some(call.at),
        took: Some(call.took),
        state,
        ..waiting(kind, &call.service, &call.operation)
    }
}
