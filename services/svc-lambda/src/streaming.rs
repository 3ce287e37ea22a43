//! An invocation whose answer is told while its function writes it.
//!
//! The transaction of the operation ends when the answer begins. The function goes on, also when
//! nobody listens any more; whoever waits for its end records it ([`RECORD`]).

use std::sync::{Arc, mpsc};

use bytes::Bytes;
use kernel::service::WorkEnv;
use kernel::{AccountId, ApiError, Call, Ctx, OpResult, Origin, Principal, Region, Struct};
use runtime::{Event, Part, Parts};

use crate::configuration::PRINCIPAL;
use crate::errors;
use crate::invocation;

/// Input: what [`invocation::record`] takes.
pub const RECORD: &str = "RecordInvocation";

/// So many pieces wait for a slow listener; then the function waits, too.
const PIECES_WAITING_MAX: usize = 16;

/// What a function does with its answer.
#[derive(Debug)]
pub enum Begun {
    /// It writes it bit by bit.
    Streams { content_type: String, version: String, stream: Stream },
    /// It has answered, or failed before it wrote anything. It is recorded already.
    Whole(Struct),
}

/// The rest of an answer. Each of its methods may block.
#[derive(Debug)]
pub struct Stream {
    parts: Parts,
    end: mpsc::Receiver<OpResult>,
}

impl Stream {
    /// `None` when all has come.
    pub fn next(&mut self) -> Option<Bytes> {
        loop {
            match self.parts.next_part()? {
                Part::Piece(piece) if piece.is_empty() => {}
                Part::Piece(piece) => return Some(piece),
                Part::ContentType(_) => {}
            }
        }
    }

    /// What became of the invocation; once.
    pub fn end(&mut self) -> OpResult {
        self.end.recv().unwrap_or_else(|_| Err(ApiError::internal()))
    }
}

/// Begins it, and waits until its answer begins.
pub fn begin(env: &WorkEnv, plan: &Struct) -> Result<Begun, ApiError> {
    let prepared = invocation::prepare(env, plan)?;
    let (listener, mut parts) = runtime::listener(PIECES_WAITING_MAX);
    let (tell, end) = mpsc::channel();
    let version = prepared.executed_version();
    let function = prepared.function.clone();
    let event = Event { stream: Some(listener), ..prepared.event.clone() };
    let (world, recording) = (env.world.clone(), recording(plan)?);
    let ended = Box::new(move |report| {
        let outcome = prepared.outcome(report);
        if let Ok(outcome) = &outcome {
            let call = Call { input: outcome.clone(), ..recording };
            if let Some(Err(error)) = world.dispatch_blocking(&call) {
                tracing::error!(%error, "an invocation could not be recorded");
            }
        }
        let _ = tell.send(outcome);
    });
    runtime::start(&function, event, ended).map_err(|error| errors::cannot_run(&error.0))?;
    match parts.next_part() {
        Some(Part::ContentType(content_type)) => {
            Ok(Begun::Streams { content_type, version, stream: Stream { parts, end } })
        }
        _ => Ok(Begun::Whole(Stream { parts, end }.end()?)),
    }
}

fn recording(plan: &Struct) -> Result<Call, ApiError> {
    let account = plan.str("Account").and_then(AccountId::parse).ok_or_else(ApiError::internal)?;
    let region = plan.str("Region").and_then(Region::parse).ok_or_else(ApiError::internal)?;
    Ok(Call {
        service: "lambda".into(),
        operation: RECORD.into(),
        input: Struct::new(),
        principal: Principal::Service(PRINCIPAL.into()),
        account,
        region,
        origin: Arc::new(Origin::default()),
        source: None,
        hop: 0,
    })
}

/// The step [`RECORD`].
pub fn record(ctx: &mut Ctx<'_>, outcome: &Struct) -> OpResult {
    invocation::record(ctx, outcome);
    Ok(Struct::new())
}
