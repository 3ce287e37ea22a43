//! What a service is: a name and a static table of operations.

use store::{DigestSet, SealKey};
use world::{AccountId, Timestamp};

use crate::access::{AccessRules, Admission};
use crate::ctx::Ctx;
use crate::error::ApiError;
use crate::value::Struct;
use crate::waiters::Topic;

pub type OpResult = Result<Struct, ApiError>;
/// See [`ServiceDef::on_reset`].
pub type OnReset = fn(&mut Ctx, Option<AccountId>) -> Result<(), ApiError>;

/// A service: everything that the rest of Nephele knows about it.
#[derive(Debug)]
pub struct ServiceDef {
    /// The name in the AWS CLI and in the models: `sqs`.
    pub name: &'static str,
    /// Operations of the model that work. An operation that is absent is not implemented.
    pub operations: &'static [Op],
    /// Steps that only this service's own jobs run; no client can name them.
    pub steps: &'static [Op],
    /// Removes what lies outside the account's own key range (`None`: all accounts), before
    /// that range is deleted.
    pub on_reset: Option<OnReset>,
    /// How violations of the model's constraints are reported.
    pub validation: Validation,
    /// What its calls act on, for authorization. Without it, users and roles are asked about
    /// `service:Operation` on `*`, and whoever else may act in the account of the call may call.
    pub access: Option<AccessRules>,
}

/// A public page of a service: what it serves over plain `GET` without a signature, such as a
/// certificate or a set of keys; or a site, which takes any method and bodies, such as a server of
/// ACME. The binary lists the pages and sites of all services for the gateway.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    pub service: &'static str,
    /// Whether the page is at this path.
    pub is_at: fn(&str) -> bool,
    /// The step that makes it: from `Path` and `Query` to `ContentType` and `Body` (text or
    /// bytes). It runs in the account 000000000000.
    pub step: &'static str,
}

/// How a service words a request that breaks its model's constraints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Validation {
    /// `ValidationException: 1 validation error detected: …`.
    Standard,
    /// `ValidationError` with all violations but enums: IAM, STS, CloudFormation, …
    Query,
    /// `MissingParameter` for absent members, everything else left to the service: SQS, EC2.
    MissingParameter,
    /// Only what is required; the operations check the rest themselves (S3).
    RequiredOnly,
}

/// An operation.
#[derive(Debug)]
pub struct Op {
    pub name: &'static str,
    pub run: Run,
    /// For operations with a streaming request body.
    pub stage: Option<Stage>,
}

/// How an operation runs.
#[derive(Clone, Copy, Debug)]
pub enum Run {
    /// On a snapshot, in parallel with everything else.
    Read(fn(&mut Ctx, &Struct) -> OpResult),
    /// As one atomic transaction of the world's single writer.
    Write(fn(&mut Ctx, &Struct) -> OpResult),
    /// As `Write`, but it may ask to be run again when something has happened (long polls).
    Wait(fn(&mut Ctx, &Struct) -> Result<Waited, ApiError>),
    /// Slow work between a begin and a complete transaction.
    Work(Work),
    /// As `Work`, with forms that need none: when what `begin` answers has the member [`NO_WORK`],
    /// `complete` may follow in the same transaction. In these forms other services can call it.
    MaybeWork(Work),
}

/// See [`Run::MaybeWork`].
pub const NO_WORK: &str = ":no-work";

/// An operation that does slow or blocking work outside the writer.
#[derive(Clone, Copy, Debug)]
pub struct Work {
    /// Decides what is to be done (a write transaction of its own).
    pub begin: fn(&mut Ctx, &Struct) -> OpResult,
    /// Does it on a blocking thread, without state; gets what `begin` has answered.
    pub work: fn(&WorkEnv, Struct) -> OpResult,
    /// Records the outcome (a second write transaction): input, what `work` has answered.
    pub complete: fn(&mut Ctx, &Struct, Struct) -> OpResult,
}

/// What work outside a transaction may use.
#[derive(Debug)]
pub struct WorkEnv {
    pub world: std::sync::Arc<crate::door::World>,
    pub now: Timestamp,
}

/// The answer of a waiting operation.
#[derive(Debug)]
pub enum Waited {
    Ready(Struct),
    /// Nothing yet: run me again when `topic` is woken, or at `until`. What the attempt has tidied
    /// up on the way is committed.
    NotYet {
        topic: Topic,
        until: Timestamp,
    },
}

/// Before a streaming body is taken in: may refuse it, and says what to take of it. Runs as a
/// read, on the members that are not the body.
pub type Stage = fn(&mut Ctx, &Struct) -> Result<StagePlan, ApiError>;

/// How a streaming request body is taken in.
#[derive(Clone, Debug)]
pub struct StagePlan {
    /// Longer bodies are refused with `too_large`.
    pub max_len: u64,
    pub too_large: ApiError,
    /// Digests to take while the bytes arrive.
    pub digests: DigestSet,
    /// The bytes are kept so that only who has this key can read them.
    pub seal: Option<SealKey>,
    /// What the operation is to know of all this: its input's member [`STAGED`].
    pub note: Option<Struct>,
    /// The kernel's: services leave it empty.
    pub admission: Option<Admission>,
}

/// The member of an operation's input that holds its stage's note; no client can name it.
pub const STAGED: &str = ":staged";

impl ServiceDef {
    pub fn operation(&self, name: &str) -> Option<&'static Op> {
        let find = |ops: &'static [Op]| ops.iter().find(|op| op.name == name);
        find(self.operations).or_else(|| find(self.steps))
    }

    /// Whether it is a step of the service's own, which no client can call.
    pub fn is_step(&self, op: &Op) -> bool {
        self.steps.iter().any(|step| std::ptr::eq(step, op))
    }
}

/// [`Waited`] with a typed output.
#[derive(Debug)]
pub enum WaitedFor<T> {
    Ready(T),
    NotYet { topic: Topic, until: Timestamp },
}

impl<T: Into<Struct>> WaitedFor<T> {
    pub fn plain(self) -> Waited {
        match self {
            WaitedFor::Ready(output) => Waited::Ready(output.into()),
            WaitedFor::NotYet { topic, until } => Waited::NotYet { topic, until },
        }
    }
}

/// Ties an operation's name to its generated types: one marker type per implemented operation
/// stands in each service's `api.rs`.
pub trait Operation {
    const NAME: &'static str;
    /// The view through which the operation reads its input.
    type Input<'a>: From<&'a Struct>;
    /// The builder of its output.
    type Output: Into<Struct>;
}

/// An entry of an operation table, from typed function to plain one.
///
/// `op!(write SendMessage, message::send_message)` stands for the operation `api::SendMessage`,
/// whose function is `fn send_message(ctx: &mut Ctx, input: SendMessageInput<'_>) ->
/// Result<SendMessageOutput, ApiError>`. Kinds: `read`, `write`, `wait` (answers
/// `Result<WaitedFor<SendMessageOutput>, ApiError>`), `work` and `maybe_work` (three functions). A
/// streaming request body adds `, stage function`.
#[macro_export]
macro_rules! op {
    (read $name:path, $function:path $(, stage $stage:path)?) => {
        $crate::op!(@entry $name, $crate::service::Run::Read($crate::op!(@plain $name, $function))
            $(, $stage)?)
    };
    (write $name:path, $function:path $(, stage $stage:path)?) => {
        $crate::op!(@entry $name, $crate::service::Run::Write($crate::op!(@plain $name, $function))
            $(, $stage)?)
    };
    (wait $name:path, $function:path) => {
        $crate::op!(@entry $name, $crate::service::Run::Wait(|ctx, input| {
            $function(ctx, ::core::convert::From::from(input))
                .map($crate::service::WaitedFor::plain)
        }))
    };
    (work $name:path, $begin:path, $work:path, $complete:path) => {
        $crate::op!(@work Work, $name, $begin, $work, $complete)
    };
    (maybe_work $name:path, $begin:path, $work:path, $complete:path) => {
        $crate::op!(@work MaybeWork, $name, $begin, $work, $complete)
    };
    (@work $kind:ident, $name:path, $begin:path, $work:path, $complete:path) => {
        $crate::op!(@entry $name, $crate::service::Run::$kind($crate::service::Work {
            begin: |ctx, input| {
                $begin(ctx, ::core::convert::From::from(input))
            },
            work: $work,
            complete: |ctx, input, result| {
                $complete(ctx, ::core::convert::From::from(input), result)
                    .map(Into::into)
            },
        }))
    };
    (@plain $name:path, $function:path) => {
        |ctx, input| {
            $function(ctx, ::core::convert::From::from(input))
                .map(Into::into)
        }
    };
    (@stage) => {
        None
    };
    (@stage $stage:path) => {
        Some($stage as $crate::service::Stage)
    };
    (@entry $name:path, $run:expr $(, $stage:path)?) => {
        $crate::service::Op {
            name: <$name as $crate::service::Operation>::NAME,
            run: $run,
            stage: $crate::op!(@stage $($stage)?),
        }
    };
}
