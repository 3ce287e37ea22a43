//! What the sandboxes of this process have to do with the world's beginnings: those of a world that
//! was replaced end, and what is provisioned is begun.

use kernel::audit::Observer;
use kernel::door::World;
use kernel::{AccountId, Region};

use crate::{SERVICE, end_sandboxes_of, provisioned};

#[derive(Debug)]
pub struct Keeper;

impl Observer for Keeper {
    fn on_opened(&self, world: &World) {
        let scope = (AccountId::DEFAULT, Region::DEFAULT);
        let begun = world.maintain(&SERVICE, scope, provisioned::begin_all);
        if let Err(error) = begun {
            tracing::error!(%error, "provisioned concurrency could not be begun");
        }
    }

    fn on_replaced(&self, world: &World) {
        end_sandboxes_of(world.whereabouts.number);
        self.on_opened(world);
    }
}
