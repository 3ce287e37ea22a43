//! Durable state: an ordered key-value space with typed tables, and content files.
//!
//! - [`open`]: `Store::open` opens (or creates) a data directory, takes its lock, and gives the
//!   `Store`: `read()` a snapshot, `write()` a transaction, `commit` it, wait until it is durable.
//! - [`tx`]: `Tx`, a read-only view or a write transaction with nested savepoints.
//! - [`table`]: `Table<Key, Value>`, declared as a `static` by each service. Every key starts with
//!   account, region, service and table, so that an account is reset by deleting one range.
//! - [`key`] encodes keys so that their order is kept; [`range`] names stretches of a table;
//!   [`row`] encodes values so that a newer version reads what an older one wrote.
//! - [`engine`] is the trait a backend implements; [`fjall`] and [`memory`] do.
//! - [`snapshots`] keeps whole worlds under a name and puts them in the place of the running one;
//!   `transfer` makes one file of them.
//! - `cache` keeps the rows that every call reads beside the engine, `memo` what they decode to.
//! - [`blob`] keeps object bytes: small ones inline, larger ones in content files; [`digest`] takes
//!   checksums while the bytes arrive; [`seal`] encrypts those that only the holder of their key
//!   may read.
//!
//! How it is used:
//!
//! ```text
//! pub static QUEUES: Table<String, QueueRow> = Table::regional("sqs", "queues");
//!
//! let mut tx = store.write();
//! QUEUES.at_mut(&mut tx, &scope).put("orders", &row);
//! let ticket = store.commit(&tx.into_batch())?;
//! store.wait_durable(ticket).await?;
//! ```
//!
//! Durability: when `commit` returns, the batch survives the death of the process. In mode
//! `process` a thread makes it survive the machine's death within 50 ms; in mode `fsync`
//! `wait_durable` resolves when it does.
//!
//! Nothing here knows AWS, time, or randomness: ids and instants are the caller's.

pub mod blob;
mod blob_worlds;
mod cache;
pub mod digest;
pub mod engine;
pub mod error;
pub mod fjall;
pub mod key;
mod later;
mod link;
mod memo;
pub mod memory;
pub mod open;
pub mod range;
pub mod row;
pub mod seal;
pub mod snapshots;
mod space;
mod staging;
mod sync;
pub mod table;
mod transfer;
pub mod tx;
mod world_folder;

#[cfg(test)]
mod tests;

// The names that nearly every service uses.
pub use blob::{BlobFile, BlobId, BlobStore, Content, Staged};
pub use digest::{DigestSet, Digests, RareSet};
pub use engine::{Batch, Engine, KeyRange};
pub use error::{OpenError, StoreError};
pub use key::Key;
pub use open::{Durability, Options, Store, Ticket};
pub use range::Range;
pub use row::Row;
pub use seal::SealKey;
pub use snapshots::{Branch, Saved, SnapshotError};
pub use staging::Staging;
pub use table::{Scope, Table};
pub use tx::{Savepoint, Tx};
