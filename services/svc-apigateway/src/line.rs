//! A request on its way outside transactions: as whom and for whom it makes its calls.

use std::cell::RefCell;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::Duration;

use kernel::call::{Flag, Identity, Origin, Principal, Source};
use kernel::door::World;
use kernel::service::WorkEnv;
use kernel::{AccountId, ApiError, Call, Ctx, OpResult, Region, Struct};

use crate::docs::text;
use crate::state::SERVICE;

/// Who asks, in a form that passes from a transaction to work.
pub fn told(ctx: &Ctx<'_>) -> Struct {
    let origin = ctx.origin();
    let it = Struct::new()
        .with("RequestId", origin.request_id.as_str())
        .with("SourceIp", &*origin.source_ip)
        .with("UserAgent", origin.user_agent.as_str())
        .with("Endpoint", origin.endpoint.as_str());
    let it = match ctx.source() {
        Some(source) => {
            it.with("SourceArn", source.arn.as_str()).with("SourceAccount", source.account.as_str())
        }
        None => it,
    };
    match ctx.principal() {
        Principal::Anonymous => it,
        Principal::Root(account) => it.with("Root", account.as_str()),
        Principal::Service(name) => it.with("Service", name.to_string()),
        Principal::Identity(own) => it
            .with("Account", own.account.as_str())
            .with("Arn", own.arn.as_str())
            .with("UniqueId", own.unique_id.as_str())
            .with("KeyId", own.access_key_id.as_str())
            .with("IsSession", own.is_session),
    }
}

fn principal(told: &Struct) -> Principal {
    if let Some(account) = told.str("Root").and_then(AccountId::parse) {
        return Principal::Root(account);
    }
    if let Some(name) = told.str("Service") {
        return Principal::Service(name.to_owned().into());
    }
    match told.str("Account").and_then(AccountId::parse) {
        Some(account) => Principal::Identity(Arc::new(Identity {
            account,
            arn: text(told, "Arn").to_owned(),
            unique_id: text(told, "UniqueId").to_owned(),
            access_key_id: text(told, "KeyId").to_owned(),
            is_session: told.bool("IsSession") == Some(true),
        })),
        None => Principal::Anonymous,
    }
}

fn source(told: &Struct) -> Option<Source> {
    let account = told.str("SourceAccount").and_then(AccountId::parse)?;
    Some(Source { arn: text(told, "SourceArn").to_owned(), account })
}

pub struct Line<'e> {
    pub world: &'e Arc<World>,
    pub principal: Principal,
    source: Option<Source>,
    pub account: AccountId,
    pub region: Region,
    pub origin: Arc<Origin>,
    /// Lines of the execution log.
    notes: RefCell<Vec<String>>,
}

impl<'e> Line<'e> {
    pub fn of(env: &'e WorkEnv, caller: &Struct, place: (AccountId, Region)) -> Line<'e> {
        let origin = Origin {
            request_id: text(caller, "RequestId").to_owned(),
            source_ip: text(caller, "SourceIp").into(),
            user_agent: text(caller, "UserAgent").to_owned(),
            endpoint: text(caller, "Endpoint").to_owned(),
            protocol: "",
            is_tls: false,
            wants_log: Flag::default(),
        };
        Line {
            world: &env.world,
            principal: principal(caller),
            source: source(caller),
            account: place.0,
            region: place.1,
            origin: Arc::new(origin),
            notes: RefCell::default(),
        }
    }

    /// Adds a line to the execution log.
    pub fn note(&self, line: &str) {
        self.notes.borrow_mut().push(line.to_owned());
    }

    pub fn notes(&self) -> Vec<String> {
        self.notes.borrow().clone()
    }

    /// Runs a step of API Gateway's own, as the caller.
    pub fn step(&self, step: &'static str, input: Struct) -> OpResult {
        let call = Call {
            service: SERVICE.into(),
            operation: step.into(),
            input,
            principal: self.principal.clone(),
            account: self.account,
            region: self.region,
            origin: self.origin.clone(),
            source: self.source.clone(),
            hop: 0,
        };
        self.world.dispatch_blocking(&call).ok_or_else(ApiError::internal)?
    }

    /// Makes a call and waits for it so long, in real time; `None` when that was not enough. What
    /// is called may go on: its answer goes nowhere.
    pub fn call(&self, call: &Call, timeout: Duration) -> Option<OpResult> {
        let start = self.world.clock.real_now();
        let mut future = pin!(self.world.dispatch(call));
        let waker = Waker::from(Arc::new(Unpark(thread::current())));
        let mut context = Context::from_waker(&waker);
        while !self.world.is_closing() {
            if let Poll::Ready(result) = future.as_mut().poll(&mut context) {
                return Some(result);
            }
            let left = timeout.checked_sub(self.world.clock.real_now().since(start))?;
            if left.is_zero() {
                return None;
            }
            thread::park_timeout(left);
        }
        None
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}
