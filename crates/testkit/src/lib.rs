//! A whole world in memory without sockets, for the tests of services.
//!
//! The clock stands still until a test moves it, the seed is fixed, and every answer is checked
//! against the model. [`cases`] runs tests that are written as text.
#![allow(clippy::disallowed_methods)] // tests drive the runtime by hand

use std::sync::Arc;
use std::time::Duration;

use auth::authorize::Policies;
use kernel::audit::Observer;
use kernel::body::Body;
use kernel::door::World;
use kernel::{
    AccountId, ApiError, Call, OpResult, Origin, Principal, Region, ServiceDef, Struct, Timestamp,
};
use store::{DigestSet, Durability, Options, Store};
use tokio::runtime::Runtime;

mod bodies;
pub mod cases;

pub use bodies::{content_of, dispatch_staged};

/// A world, and a caller in it.
#[derive(Debug)]
pub struct TestWorld {
    pub world: Arc<World>,
    runtime: Runtime,
    pub account: AccountId,
    pub region: Region,
}

/// What the clock shows at the beginning: 2030-01-01T00:00:00Z.
pub const START: Timestamp = Timestamp::from_secs(1_893_456_000);

impl TestWorld {
    pub fn new(services: &[&'static ServiceDef]) -> TestWorld {
        TestWorld::seeded(services, 1)
    }

    pub fn seeded(services: &[&'static ServiceDef], seed: u64) -> TestWorld {
        TestWorld::observed(services, seed, Vec::new())
    }

    /// With what hangs at the door.
    pub fn observed(
        services: &[&'static ServiceDef],
        seed: u64,
        observers: Vec<Box<dyn Observer>>,
    ) -> TestWorld {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime starts");
        let options = Options { dir: None, durability: Durability::Process };
        let store = Store::open(options).expect("memory is always there");
        let model = Box::new(wire::model_check::Models { verifies: true });
        let authorizer = Box::new(Policies::default());
        let world = World::open(store, services, model, observers, authorizer, Some(seed))
            .expect("an empty world opens");
        world.clock.freeze_at(START);
        let account = AccountId::parse("111111111111").expect("12 digits");
        TestWorld { world, runtime, account, region: Region::DEFAULT }
    }

    /// Makes a call as the account's root.
    pub fn call(&self, service: &'static str, operation: &'static str, input: Struct) -> OpResult {
        self.call_as(Principal::Root(self.account), service, operation, input)
    }

    /// Makes a call as somebody else, in the same account and region.
    pub fn call_as(
        &self,
        principal: Principal,
        service: &'static str,
        operation: &'static str,
        input: Struct,
    ) -> OpResult {
        let call = Call {
            service: service.into(),
            operation: operation.into(),
            input,
            principal,
            account: self.account,
            region: self.region,
            origin: Arc::new(Origin {
                request_id: self.world.draw().uuid(),
                endpoint: "http://localhost:4566".to_owned(),
                protocol: "values",
                ..Origin::default()
            }),
            source: None,
            hop: 0,
        };
        self.runtime.block_on(async {
            self.world.check_input(&call)?;
            self.world.dispatch(&call).await
        })
    }

    /// Makes a call that must be refused; answers the error.
    pub fn refuse(
        &self,
        service: &'static str,
        operation: &'static str,
        input: Struct,
    ) -> ApiError {
        match self.call(service, operation, input) {
            Ok(output) => panic!("{service}:{operation} answered {output:?}"),
            Err(error) => error,
        }
    }

    /// A body as the gateway takes it in: with its digests, in a content file when it is large.
    pub fn stage(&self, content: &[u8]) -> Body {
        bodies::stage(&self.world, content, DigestSet::ALL).expect("memory is always there")
    }

    /// Moves the clock on, running what falls due.
    pub fn advance(&self, span: Duration) {
        let target = self.world.clock.now() + span;
        self.runtime
            .block_on(self.world.advance_to(target))
            .expect("the store in memory does not fail");
    }
}

/// How the calls of tests have come.
fn origin() -> Arc<Origin> {
    Arc::new(Origin {
        request_id: "test".to_owned(),
        endpoint: "http://localhost:4566".to_owned(),
        protocol: "values",
        ..Origin::default()
    })
}
