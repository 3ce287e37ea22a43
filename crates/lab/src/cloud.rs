//! The world of a run: in memory, its clock standing, its chance seeded; and calls into it as
//! clients make them, through the door with their own rights.

use std::any::Any;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use auth::Family;
use auth::authorize::Policies;
use auth::holder::{Holder, Shown};
use kernel::audit::Observer;
use kernel::door::World;
use kernel::meta::KERNEL;
use kernel::service::Run;
use kernel::{
    AccountId, ApiError, Ask, Call, Identity, Origin, Principal, Region, ServiceDef, Timestamp,
};
use serde_json::Value as Json;
use store::{Durability, Options, Store};
use testkit::cases::shapes;

use crate::functions::Witness;
use crate::names::{Names, fill, pick};
use crate::read::Result;
use crate::steps::Request;

/// The account in which labs happen.
pub const ACCOUNT: &str = "111111111111";
/// What the clock shows at the beginning: 2030-01-01T00:00:00Z.
pub const START: Timestamp = Timestamp::from_secs(1_893_456_000);

/// What a world is made of.
#[derive(Clone, Copy)]
pub struct Parts {
    pub services: &'static [&'static ServiceDef],
    /// Services of the world itself.
    pub inner: &'static [&'static ServiceDef],
    pub observers: fn() -> Vec<Box<dyn Observer>>,
    /// Opens a listener for the processes of a world's functions; it listens until what is
    /// answered is dropped.
    pub listen: fn(&Arc<World>) -> Result<Box<dyn Any + Send>>,
}

impl std::fmt::Debug for Parts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Parts").finish_non_exhaustive()
    }
}

pub struct Cloud {
    pub world: Arc<World>,
    pub account: AccountId,
    /// Where its functions reach it, if it has any.
    listener: Option<Box<dyn Any + Send>>,
    /// Sessions of roles by the names that steps give them: key id and token.
    sessions: RefCell<BTreeMap<String, (String, String)>>,
}

impl std::fmt::Debug for Cloud {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Cloud").field("account", &self.account).finish_non_exhaustive()
    }
}

/// An answer, or a refusal in AWS's words.
pub type Answer = std::result::Result<Json, ApiError>;

impl Cloud {
    /// A world of its own; in `dir` it is kept. With a witness of functions it listens for them.
    pub fn open(
        parts: Parts,
        seed: u64,
        dir: Option<&Path>,
        witness: Option<Witness>,
    ) -> Result<Cloud> {
        let dir = dir.map(Path::to_path_buf);
        let store = Store::open(Options { dir, durability: Durability::Process });
        let store = store.map_err(|error| error.to_string())?;
        let model = Box::new(wire::model_check::Models { verifies: cfg!(debug_assertions) });
        let services = [parts.services, parts.inner].concat();
        let mut observers = (parts.observers)();
        let has_functions = witness.is_some();
        if let Some(witness) = witness {
            observers.push(Box::new(witness));
        }
        let authorizer = Box::new(Policies::default());
        let world = World::open(store, &services, model, observers, authorizer, Some(seed))
            .map_err(|error| error.to_string())?;
        world.clock.freeze_at(START);
        let account = AccountId::parse(ACCOUNT).expect("12 digits");
        let listener = has_functions.then(|| (parts.listen)(&world)).transpose()?;
        Ok(Cloud { world, account, listener, sessions: RefCell::default() })
    }

    /// The run is over: nobody calls any more.
    pub fn close(&mut self) {
        self.listener = None;
        self.world.close();
    }

    pub fn now(&self) -> Timestamp {
        self.world.clock.now()
    }

    /// Whether the operation may wait for something to happen (a long poll).
    pub fn may_wait(&self, request: &Request) -> bool {
        let op = self.world.service(&request.service).map(|it| it.operation(&request.operation));
        op.flatten().is_some_and(|op| matches!(op.run, Run::Wait(_)))
    }

    /// Makes a call. The outer failure is the definition's, the inner one AWS's.
    pub async fn call(&self, request: &Request, names: &Names) -> Result<Answer> {
        let call = match self.prepare(request, names)? {
            Ok(call) => call,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let answer = testkit::dispatch_staged(&self.world, call).await;
        Ok(answer.map(|answer| shapes::output(&answer)))
    }

    /// Makes a call that is nobody's request: it looks at the world from outside and is not billed.
    pub fn look(&self, request: &Request, names: &Names) -> Result<Answer> {
        let call = match self.prepare(request, names)? {
            Ok(call) => call,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let place = (call.account, call.region);
        let mut ask = Ask::to(call.service, call.operation).with_input(call.input);
        ask.principal = Some(call.principal);
        let answer = self.world.maintain(&KERNEL, place, |ctx| {
            ctx.unmeter();
            ctx.call(ask)
        });
        Ok(answer.map(|answer| shapes::output(&answer)))
    }

    fn prepare(
        &self,
        request: &Request,
        names: &Names,
    ) -> Result<std::result::Result<Call, ApiError>> {
        let title = || format!("{} {}", request.service, request.operation);
        let entry = wire::archive::service_entry(&request.service).ok_or_else(title)?;
        let model = entry.model();
        let operation = model.operation(&request.operation).ok_or_else(title)?;
        let json = fill(&request.input, names).map_err(|it| format!("{}: {it}", title()))?;
        let input = shapes::input(model, operation.input, &json);
        let input = input.map_err(|problem| format!("{}: {problem}", title()))?;
        let region = match &request.region {
            None => Region::DEFAULT,
            Some(name) => {
                let filled = fill(&name.as_str().into(), names)?;
                let region = filled.as_str().and_then(Region::parse);
                region.ok_or_else(|| format!("{}: there is no region {filled}", title()))?
            }
        };
        let caller = match &request.caller {
            None => None,
            Some(name) => fill(&name.as_str().into(), names)?.as_str().map(str::to_owned),
        };
        let principal = match self.principal(caller.as_deref())? {
            Ok(principal) => principal,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let account = principal.account().unwrap_or(self.account);
        let origin = Arc::new(Origin {
            request_id: self.world.draw().uuid(),
            source_ip: "127.0.0.1".into(),
            user_agent: "nephele-lab".to_owned(),
            endpoint: "http://localhost:4566".to_owned(),
            protocol: "values",
            ..Origin::default()
        });
        Ok(Ok(Call {
            service: entry.name.into(),
            operation: operation.name.into(),
            input,
            principal,
            account,
            region,
            origin,
            source: None,
            hop: 0,
        }))
    }

    /// The root of the lab's account, of another one, a user by its ARN, or a session by its name.
    fn principal(&self, caller: Option<&str>) -> Result<std::result::Result<Principal, ApiError>> {
        let Some(caller) = caller else { return Ok(Ok(Principal::Root(self.account))) };
        if let Some(account) = AccountId::parse(caller) {
            return Ok(Ok(Principal::Root(account)));
        }
        if caller == "anonymous" {
            return Ok(Ok(Principal::Anonymous));
        }
        if let Some(rest) = caller.strip_prefix("arn:aws:iam::")
            && rest.contains(":user/")
        {
            let account = rest.split(':').next().and_then(AccountId::parse);
            let account = account.ok_or_else(|| format!("as: {caller} is no user's ARN"))?;
            return Ok(Ok(Principal::Identity(Arc::new(Identity {
                account,
                arn: caller.to_owned(),
                unique_id: "AIDA2222222222EXAMPLE".to_owned(),
                access_key_id: "AKIA2222222222EXAMPL".to_owned(),
                is_session: false,
            }))));
        }
        let sessions = self.sessions.borrow();
        let (id, token) =
            sessions.get(caller).ok_or_else(|| format!("as: nobody is known as {caller}"))?;
        let shown = Shown { access_key_id: id, session_token: Some(token) };
        let holder = Holder::find(&self.world.store, self.now(), shown, true, Family::Query);
        Ok(holder.and_then(|holder| holder.principal(id)))
    }

    /// Remembers the credentials that `AssumeRole` has answered.
    pub fn remember(&self, name: &str, answer: &Json) -> Result<()> {
        let text = |path: &str| pick(answer, path)?.as_str().map(str::to_owned);
        let id = text("Credentials.AccessKeyId");
        let (Some(id), Some(token)) = (id, text("Credentials.SessionToken")) else {
            return Err("AssumeRole has answered no credentials".to_owned());
        };
        self.sessions.borrow_mut().insert(name.to_owned(), (id, token));
        Ok(())
    }
}
