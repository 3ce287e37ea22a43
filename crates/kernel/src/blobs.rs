//! Content files and the rows that own them.
//!
//! A row per content file counts its references, in the same transactions as the rows that refer
//! to it. A file whose count falls to zero is removed a little later, so that answers being sent
//! can still open it; files without a row (a crash between staging and commit) are collected at
//! the next start.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use minicbor::{Decode, Encode};
use parking_lot::Mutex;
use store::{BlobFile, BlobId, Range, Store, StoreError, Table};

use crate::ctx::Ctx;
use crate::door::World;
use crate::error::ApiError;

/// Files without references stay this long, for reads that have seen the old row.
const GRACE: Duration = Duration::from_secs(10);

static BLOBS: Table<u128, BlobRow> = Table::world("kernel", "blobs");

#[derive(Debug, Encode, Decode)]
#[cbor(map)]
struct BlobRow {
    #[n(0)]
    references: u32,
    #[n(1)]
    account: String,
}

store::row!(BlobRow);

/// What a committed transaction has done to content files.
#[derive(Debug)]
pub(crate) enum Effect {
    Orphaned(BlobId),
}

/// Files that wait to be removed.
#[derive(Debug, Default)]
pub(crate) struct Reaper {
    doomed: Mutex<Vec<(Instant, BlobId)>>,
}

impl Ctx<'_> {
    /// Takes a staged content file into this transaction, with one reference.
    pub fn keep_blob(&mut self, id: BlobId) -> Result<(), ApiError> {
        // One that was staged in a world that was replaced since is not in this one.
        if self.world.generation() > 0 && !self.world.store.blobs.contains(id) {
            return Err(
                ApiError::new("ServiceUnavailable", "The content was lost.").with_status(503)
            );
        }
        let account = self.account().to_string();
        self.set_blob_references(id, 1, account);
        Ok(())
    }

    /// One more reference to a content file (a copy that shares its bytes).
    pub fn share_blob(&mut self, id: BlobId) -> Result<(), ApiError> {
        let row = self.blob_row(id)?;
        self.set_blob_references(id, row.references + 1, row.account);
        Ok(())
    }

    /// One reference less; the last one removes the file once this transaction has committed.
    pub fn release_blob(&mut self, id: BlobId) -> Result<(), ApiError> {
        let row = self.blob_row(id)?;
        if row.references > 1 {
            self.set_blob_references(id, row.references - 1, row.account);
            return Ok(());
        }
        BLOBS.at_mut(&mut self.tx, &self.frame.scope).delete(&id.0);
        self.effects.blobs.push(Effect::Orphaned(id));
        Ok(())
    }

    /// Opens a content file for reading.
    pub fn open_blob(&self, id: BlobId) -> Result<Arc<BlobFile>, ApiError> {
        self.world.store.blobs.open_file(id)?.ok_or_else(|| {
            tracing::error!(?id, "a content file is missing");
            ApiError::internal()
        })
    }

    /// As [`Ctx::open_blob`], for one of many files of an answer: it takes a file descriptor when
    /// its turn comes. It will be read up to `len` at most.
    pub fn open_blob_later(&self, id: BlobId, len: u64) -> Result<Arc<BlobFile>, ApiError> {
        match self.world.store.blobs.open_later(id, len)? {
            Some(file) => Ok(file),
            None => self.open_blob(id),
        }
    }

    fn blob_row(&self, id: BlobId) -> Result<BlobRow, ApiError> {
        let row = BLOBS.at(&self.tx, &self.frame.scope).get(&id.0)?;
        Ok(row.expect("a referenced content file has a row"))
    }

    fn set_blob_references(&mut self, id: BlobId, references: u32, account: String) {
        BLOBS.at_mut(&mut self.tx, &self.frame.scope).put(&id.0, &BlobRow { references, account });
    }
}

/// Drops the content files of the accounts that `of_account` names.
pub(crate) fn drop_blobs(
    ctx: &mut Ctx<'_>,
    of_account: impl Fn(&str) -> bool,
) -> Result<(), ApiError> {
    let scope = ctx.scope();
    let mut doomed = Vec::new();
    for entry in BLOBS.at(&ctx.tx, &scope).scan(&Range::all()) {
        let (id, row) = entry?;
        if of_account(&row.account) {
            doomed.push(id);
        }
    }
    for id in doomed {
        BLOBS.at_mut(&mut ctx.tx, &scope).delete(&id);
        ctx.effects.blobs.push(Effect::Orphaned(BlobId(id)));
    }
    Ok(())
}

impl Reaper {
    /// Forgets the files of a world that was replaced: in this one they may be owned.
    pub fn clear(&self) {
        self.doomed.lock().clear();
    }

    pub fn take(&self, effects: impl Iterator<Item = Effect>) {
        let mut effects = effects.peekable();
        if effects.peek().is_none() {
            return;
        }
        let now = Instant::now();
        self.doomed.lock().extend(effects.map(|Effect::Orphaned(id)| (now, id)));
    }
}

impl World {
    /// Removes content files whose last reference has gone a while ago.
    pub fn reap_blobs(&self) {
        let due: Vec<BlobId> = {
            let mut doomed = self.reaper.doomed.lock();
            let ripe = doomed.partition_point(|(since, _)| since.elapsed() >= GRACE);
            doomed.drain(..ripe).map(|(_, id)| id).collect()
        };
        for id in due {
            if let Err(error) = self.store.blobs.remove(id) {
                tracing::warn!(%error, "cannot remove a content file");
            }
        }
    }

    /// Content files that no row owns. Some may belong to requests under way: see
    /// [`World::remove_unowned`].
    pub fn unowned_blobs(&self) -> Result<Vec<BlobId>, ApiError> {
        let (owned, files) = audit(&self.store)?;
        Ok(files.difference(&owned).copied().collect())
    }

    /// Removes those that still have no owner. Call a good while after
    /// [`World::unowned_blobs`]: between a request's content file and its commit lie milliseconds.
    pub fn remove_unowned(&self, candidates: &[BlobId]) -> Result<usize, ApiError> {
        let tx = self.store.read();
        let scope = World::world_scope();
        let mut removed = 0;
        for id in candidates {
            if !BLOBS.at(&tx, &scope).contains(&id.0)? {
                self.store.blobs.remove(*id)?;
                removed += 1;
            }
        }
        Ok(removed)
    }
}

/// Content files that rows own, and content files that are there.
pub fn audit(store: &Store) -> Result<(BTreeSet<BlobId>, BTreeSet<BlobId>), StoreError> {
    // Files first: a file that arrives in between is then at most missing from the files.
    let files = store.blobs.list()?.into_iter().map(|(id, _)| id).collect();
    let tx = store.read();
    let scope = World::world_scope();
    let owned = BLOBS.at(&tx, &scope).keys(&Range::all());
    let owned = owned.map(|id| id.map(BlobId)).collect::<Result<_, _>>()?;
    Ok((owned, files))
}
