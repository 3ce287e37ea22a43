//! What a service may forget at a restart: token buckets, and nothing that decides what is stored.
//!
//! Reads run on snapshots and keep nothing; what they use up of a limit is counted here.

use std::any::{Any, TypeId};

use parking_lot::Mutex;
use rustc_hash::FxHashMap;

use crate::ctx::Ctx;

type Slots = FxHashMap<(&'static str, TypeId, u64), Box<dyn Any + Send>>;

/// The slots of all services of a world.
#[derive(Default)]
pub(crate) struct Volatile(Mutex<Slots>);

impl std::fmt::Debug for Volatile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Volatile({} slots)", self.0.lock().len())
    }
}

impl Volatile {
    pub fn clear(&self) {
        self.0.lock().clear();
    }
}

impl Ctx<'_> {
    /// Uses the service's slot of that type and number; a fresh one is `T::default()`. Others wait
    /// meanwhile, so `body` is short. What it changes stays when the transaction fails.
    pub fn volatile<T, R>(&self, number: u64, body: impl FnOnce(&mut T) -> R) -> R
    where
        T: Any + Default + Send,
    {
        let mut slots = self.world.volatile.0.lock();
        let key = (self.frame.service.name, TypeId::of::<T>(), number);
        let slot = slots.entry(key).or_insert_with(|| Box::new(T::default()));
        body(slot.downcast_mut::<T>().expect("a slot's key has its type"))
    }
}
