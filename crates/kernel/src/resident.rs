//! In-memory indexes of hot services, rebuilt from the store on first use.
//!
//! An index is a pure fold over changes of stored rows: the same `apply` serves when it is
//! loaded, when an operation changes a row, and (as `revert`) when a transaction is rolled back.
//! Indexes are only touched under the writer's lock.

use std::any::{Any, TypeId};
use std::hash::Hash;

use rustc_hash::FxHashMap;
use store::Tx;

use crate::error::ApiError;

/// An in-memory view of some rows (one queue, one stream), keyed by what it is a view of.
pub trait Index: Sized + Send + 'static {
    /// Which one: a queue's id, a stream's id.
    type Key: Clone + Eq + Hash + Send + 'static;
    /// A change of a stored row with enough to be done and undone.
    type Change: Send + 'static;

    /// Builds the index from the store.
    fn load(tx: &Tx, key: &Self::Key) -> Result<Self, ApiError>;
    fn apply(&mut self, change: &Self::Change);
    fn revert(&mut self, change: &Self::Change);
}

type Map<I> = FxHashMap<<I as Index>::Key, I>;

/// All indexes that are in memory now.
#[derive(Default)]
pub struct Residents {
    by_type: FxHashMap<TypeId, Box<dyn Any + Send>>,
}

impl Residents {
    pub fn contains<I: Index>(&self, key: &I::Key) -> bool {
        self.map::<I>().is_some_and(|map| map.contains_key(key))
    }

    pub fn get<I: Index>(&mut self, key: &I::Key) -> Option<&mut I> {
        let map = self.by_type.get_mut(&TypeId::of::<I>())?;
        map.downcast_mut::<Map<I>>().expect("a type's map holds that type").get_mut(key)
    }

    pub fn insert<I: Index>(&mut self, key: I::Key, index: I) {
        let map =
            self.by_type.entry(TypeId::of::<I>()).or_insert_with(|| Box::new(Map::<I>::default()));
        map.downcast_mut::<Map<I>>().expect("a type's map holds that type").insert(key, index);
    }

    pub fn remove<I: Index>(&mut self, key: &I::Key) {
        if let Some(map) = self.by_type.get_mut(&TypeId::of::<I>()) {
            map.downcast_mut::<Map<I>>().expect("a type's map holds that type").remove(key);
        }
    }

    /// Forgets everything: the next use loads it again.
    pub fn clear(&mut self) {
        self.by_type.clear();
    }

    fn map<I: Index>(&self) -> Option<&Map<I>> {
        self.by_type.get(&TypeId::of::<I>())?.downcast_ref::<Map<I>>()
    }
}

impl std::fmt::Debug for Residents {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Residents({} types)", self.by_type.len())
    }
}
