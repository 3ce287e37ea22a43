//! What a world remembers of itself: seed, incarnation, clock, settings; and its reset.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};

use minicbor::{Decode, Encode};
use parking_lot::RwLock;
use store::{Batch, Scope, Store, Table, Tx};
use world::{AccountId, ClockState, Region, Timestamp};

use crate::blobs::drop_blobs;
use crate::call::Call;
use crate::ctx::{Frame, Luck};
use crate::door::World;
use crate::error::ApiError;
use crate::scheduler::drop_jobs;
use crate::service::{ServiceDef, Validation};

static META: Table<String, MetaRow> = Table::world("kernel", "meta");
const WORLD: &str = "world";

#[derive(Debug, Default, Encode, Decode)]
#[cbor(map)]
struct MetaRow {
    #[n(0)]
    seed: u64,
    #[n(1)]
    incarnation: u64,
    #[n(2)]
    clock_offset_micros: i64,
    #[n(3)]
    clock_frozen_at: Option<i64>,
    #[n(4)]
    settings: BTreeMap<String, String>,
}

store::row!(MetaRow);

#[derive(Debug)]
pub(crate) struct Meta {
    /// They change when a snapshot is loaded, under the writer's lock.
    seed: AtomicU64,
    /// How often this world has been opened.
    incarnation: AtomicU64,
    pub advancing: tokio::sync::Mutex<()>,
}

/// Named settings of the world, kept over restarts.
#[derive(Debug, Default)]
pub struct Settings(RwLock<BTreeMap<String, String>>);

/// The spine's own transactions run under this name; it has no operations.
pub static KERNEL: ServiceDef = ServiceDef {
    name: "kernel",
    operations: &[],
    steps: &[],
    on_reset: None,
    validation: Validation::Standard,
    access: None,
};

impl Meta {
    /// Reads what the world remembers, or begins it; counts this opening.
    pub fn open(
        store: &Store,
        seed: Option<u64>,
    ) -> Result<(Meta, ClockState, Settings), ApiError> {
        let scope = World::world_scope();
        let mut tx = store.write();
        let mut table = META.at_mut(&mut tx, &scope);
        let mut row = table.get(&WORLD.to_owned())?.unwrap_or_else(|| MetaRow {
            seed: seed.unwrap_or_else(random_seed),
            ..MetaRow::default()
        });
        if let Some(seed) = seed {
            row.seed = seed;
        }
        row.incarnation += 1;
        table.put(&WORLD.to_owned(), &row);
        store.commit(&tx.into_batch())?;
        let meta = Meta {
            seed: AtomicU64::new(row.seed),
            incarnation: AtomicU64::new(row.incarnation),
            advancing: tokio::sync::Mutex::default(),
        };
        let clock = ClockState {
            offset_micros: row.clock_offset_micros,
            frozen_at: row.clock_frozen_at.map(Timestamp::from_micros),
        };
        Ok((meta, clock, Settings(RwLock::new(row.settings))))
    }

    pub fn seed(&self) -> u64 {
        self.seed.load(Ordering::Relaxed)
    }

    pub fn incarnation(&self) -> u64 {
        self.incarnation.load(Ordering::Relaxed)
    }

    /// What a snapshot's world goes on as in the place of this one, and the change by which it
    /// knows. The caller holds the writer.
    pub fn renewed(&self, snapshot: &Tx, clock: ClockState) -> Result<Renewed, ApiError> {
        let scope = World::world_scope();
        let mut row = META.at(snapshot, &scope).get(&WORLD.to_owned())?.unwrap_or_default();
        row.incarnation = row.incarnation.max(self.incarnation()) + 1;
        row.clock_offset_micros = clock.offset_micros;
        row.clock_frozen_at = clock.frozen_at.map(Timestamp::micros);
        let mut batch = Batch::new();
        batch.put(META.key_of(&scope, &WORLD.to_owned()), META.row_of(&row));
        let MetaRow { seed, incarnation, settings, .. } = row;
        Ok(Renewed { seed, incarnation, settings, batch })
    }

    pub fn take(&self, seed: u64, incarnation: u64) {
        self.seed.store(seed, Ordering::Relaxed);
        self.incarnation.store(incarnation, Ordering::Relaxed);
    }
}

/// See [`Meta::renewed`].
pub(crate) struct Renewed {
    pub seed: u64,
    pub incarnation: u64,
    pub settings: BTreeMap<String, String>,
    pub batch: Batch,
}

impl Settings {
    pub fn get(&self, name: &str) -> Option<String> {
        self.0.read().get(name).cloned()
    }

    pub fn all(&self) -> BTreeMap<String, String> {
        self.0.read().clone()
    }

    pub(crate) fn replace(&self, settings: BTreeMap<String, String>) {
        *self.0.write() = settings;
    }
}

impl World {
    pub fn seed(&self) -> u64 {
        self.meta.seed()
    }

    /// Sets a setting, or removes it, and keeps it.
    pub fn set_setting(&self, name: &str, value: Option<&str>) -> Result<(), ApiError> {
        {
            let mut settings = self.settings.0.write();
            match value {
                Some(value) => settings.insert(name.to_owned(), value.to_owned()),
                None => settings.remove(name),
            };
        }
        self.trace.adjust(&self.settings);
        self.keep_meta()
    }

    pub(crate) fn keep_clock(&self) -> Result<(), ApiError> {
        self.keep_meta()
    }

    pub(crate) fn world_scope() -> Scope {
        Scope::new(AccountId::DEFAULT.digits(), Region::DEFAULT.as_str())
    }

    /// The frame for the scheduler's own upkeep around `call`.
    pub(crate) fn frame_for_jobs(call: &Call) -> Frame {
        Frame { luck: Luck::Unused, ..Frame::of(&KERNEL, call) }
    }

    fn keep_meta(&self) -> Result<(), ApiError> {
        let state = self.clock.state();
        let row = MetaRow {
            seed: self.meta.seed(),
            incarnation: self.meta.incarnation(),
            clock_offset_micros: state.offset_micros,
            clock_frozen_at: state.frozen_at.map(Timestamp::micros),
            settings: self.settings.all(),
        };
        self.maintain(&KERNEL, (AccountId::DEFAULT, Region::DEFAULT), |ctx| {
            ctx.table_mut(&META).put(&WORLD.to_owned(), &row);
            Ok(())
        })
    }

    /// Empties the world, or one account of it, and ends its faults. Seed, clock and settings stay.
    pub fn reset(&self, account: Option<AccountId>) -> Result<(), ApiError> {
        let scope = (account.unwrap_or(AccountId::DEFAULT), Region::DEFAULT);
        for service in self.services() {
            if let Some(on_reset) = service.on_reset {
                self.maintain(service, scope, |ctx| on_reset(ctx, account))?;
            }
        }
        let of_account = |owner: &str| account.is_none_or(|account| account.as_str() == owner);
        self.maintain(&KERNEL, scope, |ctx| {
            drop_jobs(ctx, of_account)?;
            drop_blobs(ctx, of_account)
        })?;
        self.clear_letters(account)?;
        self.meter.clear(account);
        self.metrics.clear(account);
        self.remove_faults(|fault| account.is_none() || fault.target.account == account)?;
        let mut writer = self.lock_writer();
        let range = match account {
            Some(account) => Scope::account_range(account.digits()),
            None => Scope::all_accounts(),
        };
        self.store.delete_range(&range)?;
        writer.residents.clear();
        drop(writer);
        self.waiters.wake_all();
        Ok(())
    }
}

fn random_seed() -> u64 {
    use std::hash::{BuildHasher, Hasher};
    // The standard library's hasher keys are the operating system's randomness.
    std::collections::hash_map::RandomState::new().build_hasher().finish()
}
