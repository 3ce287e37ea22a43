//! Typed tables over a transaction.
//!
//! Layout of a key: account, region, service, table (each ended by 00), then the encoded key. The
//! account of world tables and the region of global ones is `-`. So resetting an account is one
//! range delete, and a service's tables lie together.

use std::marker::PhantomData;
use std::sync::Arc;

use bytes::Bytes;

use crate::engine::{KeyRange, Pair, successor};
use crate::error::StoreError;
use crate::key::{AsKey, Key};
use crate::memo;
use crate::range::Range;
use crate::row::Row;
use crate::tx::Tx;

/// Stands for the account of world tables and the region of global tables.
const NONE: &str = "-";
const SEPARATOR: u8 = 0;

/// Whose state a call sees: an account and a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Scope {
    account: [u8; 12],
    region: &'static str,
}

impl Scope {
    /// `account` is 12 ASCII digits; `region` is a name from the world's list of regions.
    pub const fn new(account: [u8; 12], region: &'static str) -> Scope {
        let mut at = 0;
        while at < account.len() {
            assert!(account[at].is_ascii_digit(), "an account id is 12 digits");
            at += 1;
        }
        assert!(!region.is_empty(), "a region has a name");
        Scope { account, region }
    }

    pub fn account(&self) -> &str {
        std::str::from_utf8(&self.account).expect("digits are ASCII")
    }

    pub fn region(&self) -> &'static str {
        self.region
    }

    /// Everything that any account owns: all but the world's own tables.
    pub fn all_accounts() -> KeyRange {
        KeyRange { start: b"0".to_vec(), end: successor(b"9"), reverse: false }
    }

    /// Everything that an account owns, in all regions and services.
    pub fn account_range(account: [u8; 12]) -> KeyRange {
        let mut prefix = account.to_vec();
        prefix.push(SEPARATOR);
        KeyRange::prefix(prefix)
    }
}

/// How far a table's rows reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeKind {
    /// By account and region.
    Regional,
    /// By account; the same in all regions.
    Global,
    /// One for the whole world.
    World,
}

/// A table of rows `V` by keys `K`, declared once as a `static`.
pub struct Table<K, V> {
    service: &'static str,
    name: &'static str,
    kind: ScopeKind,
    is_of_records: bool,
    types: PhantomData<fn() -> (K, V)>,
}

impl<K, V> Table<K, V> {
    pub const fn regional(service: &'static str, name: &'static str) -> Table<K, V> {
        Table::new(service, name, ScopeKind::Regional)
    }

    pub const fn global(service: &'static str, name: &'static str) -> Table<K, V> {
        Table::new(service, name, ScopeKind::Global)
    }

    pub const fn world(service: &'static str, name: &'static str) -> Table<K, V> {
        Table::new(service, name, ScopeKind::World)
    }

    const fn new(service: &'static str, name: &'static str, kind: ScopeKind) -> Table<K, V> {
        assert!(!service.is_empty() && !name.is_empty(), "a table has a name");
        Table { service, name, kind, is_of_records: false, types: PhantomData }
    }

    /// Of sums and records that go with whatever is done, deletes on a full disk included.
    #[must_use]
    pub const fn of_records(mut self) -> Table<K, V> {
        self.is_of_records = true;
        self
    }

    pub fn service(&self) -> &'static str {
        self.service
    }

    pub fn name(&self) -> &'static str {
        self.name
    }

    pub fn kind(&self) -> ScopeKind {
        self.kind
    }

    /// What all keys of this table in `scope` start with.
    fn write_prefix(&self, scope: &Scope, out: &mut Vec<u8>) {
        let account: &[u8] =
            if self.kind == ScopeKind::World { NONE.as_bytes() } else { &scope.account };
        let region = if self.kind == ScopeKind::Regional { scope.region } else { NONE };
        for segment in [account, region.as_bytes(), self.service.as_bytes(), self.name.as_bytes()] {
            out.extend_from_slice(segment);
            out.push(SEPARATOR);
        }
    }

    fn prefix(&self, scope: &Scope) -> Vec<u8> {
        let mut out = Vec::with_capacity(KEY_BYTES_USUAL);
        self.write_prefix(scope, &mut out);
        out
    }
}

/// What most keys take at most: one allocation builds the whole key.
const KEY_BYTES_USUAL: usize = 128;

impl<K: Key, V: Row> Table<K, V> {
    pub fn at<'t>(&'t self, tx: &'t Tx, scope: &Scope) -> TableView<'t, K, V> {
        TableView { tx, table: self, scope: *scope }
    }

    pub fn at_mut<'t>(&'t self, tx: &'t mut Tx, scope: &Scope) -> TableMut<'t, K, V> {
        TableMut { tx, table: self, scope: *scope }
    }

    /// The bytes of a key, for changes that are made outside a transaction ([`crate::Branch`]).
    pub fn key_of(&self, scope: &Scope, key: &(impl AsKey<K> + ?Sized)) -> Vec<u8> {
        self.key(scope, key)
    }

    /// The bytes of a row, as [`Table::key_of`].
    pub fn row_of(&self, row: &V) -> Vec<u8> {
        let mut bytes = Vec::new();
        row.encode_to(&mut bytes);
        bytes
    }

    fn key(&self, scope: &Scope, key: &(impl AsKey<K> + ?Sized)) -> Vec<u8> {
        let mut out = self.prefix(scope);
        key.encode_to(&mut out);
        out
    }

    fn get(
        &self,
        tx: &Tx,
        scope: &Scope,
        key: &(impl AsKey<K> + ?Sized),
    ) -> Result<Option<V>, StoreError> {
        let key = self.key(scope, key);
        match tx.get(&key)? {
            Some(bytes) => self.decode_row(&key, &bytes).map(Some),
            None => Ok(None),
        }
    }

    fn scan<'t>(
        &'t self,
        tx: &'t Tx,
        scope: &Scope,
        range: &Range<K>,
    ) -> impl Iterator<Item = Result<(K, V), StoreError>> + Send + use<'t, K, V> {
        let prefix = self.prefix(scope);
        let prefix_len = prefix.len();
        tx.scan(&range.to_key_range(&prefix)).map(move |pair| {
            let (key, value): Pair = pair?;
            Ok((self.decode_key(&key, prefix_len)?, self.decode_row(&key, &value)?))
        })
    }

    fn decode_row(&self, key: &[u8], bytes: &Bytes) -> Result<V, StoreError> {
        V::decode(bytes).map_err(|reason| self.corrupt(key, reason))
    }

    fn decode_key(&self, key: &[u8], prefix_len: usize) -> Result<K, StoreError> {
        K::decode(&key[prefix_len..]).ok_or_else(|| self.corrupt(key, "its key does not decode"))
    }

    #[cold]
    fn corrupt(&self, key: &[u8], reason: impl Into<String>) -> StoreError {
        let place = format!("table {}/{}, key {}", self.service, self.name, key.escape_ascii());
        StoreError::corrupt(place, reason)
    }
}

/// A table in one scope, to read.
pub struct TableView<'t, K, V> {
    tx: &'t Tx,
    table: &'t Table<K, V>,
    scope: Scope,
}

impl<'t, K: Key, V: Row> TableView<'t, K, V> {
    pub fn get(&self, key: &(impl AsKey<K> + ?Sized)) -> Result<Option<V>, StoreError> {
        self.table.get(self.tx, &self.scope, key)
    }

    /// As [`TableView::get`], for rows that nearly every call reads: decoded once, and shared.
    pub fn get_shared(&self, key: &(impl AsKey<K> + ?Sized)) -> Result<Option<Arc<V>>, StoreError>
    where
        V: Send + Sync + 'static,
    {
        let key = self.table.key(&self.scope, key);
        let Some(bytes) = self.tx.get(&key)? else { return Ok(None) };
        memo::decode(&bytes).map(Some).map_err(|reason| self.table.corrupt(&key, reason))
    }

    pub fn contains(&self, key: &(impl AsKey<K> + ?Sized)) -> Result<bool, StoreError> {
        self.tx.contains(&self.table.key(&self.scope, key))
    }

    /// The rows of a range, read as they are asked for.
    pub fn scan(
        &self,
        range: &Range<K>,
    ) -> impl Iterator<Item = Result<(K, V), StoreError>> + Send + use<'t, K, V> {
        self.table.scan(self.tx, &self.scope, range)
    }

    /// The keys of a range; rows are not decoded.
    pub fn keys(
        &self,
        range: &Range<K>,
    ) -> impl Iterator<Item = Result<K, StoreError>> + Send + use<'t, K, V> {
        let table = self.table;
        let prefix = table.prefix(&self.scope);
        let prefix_len = prefix.len();
        self.tx
            .scan(&range.to_key_range(&prefix))
            .map(move |pair| table.decode_key(&pair?.0, prefix_len))
    }

    /// The first row of a range (the last one of a reversed range).
    pub fn first(&self, range: &Range<K>) -> Result<Option<(K, V)>, StoreError> {
        self.scan(range).next().transpose()
    }

    pub fn is_empty(&self, range: &Range<K>) -> Result<bool, StoreError> {
        Ok(self.keys(range).next().transpose()?.is_none())
    }
}

/// A table in one scope, to read and write.
pub struct TableMut<'t, K, V> {
    tx: &'t mut Tx,
    table: &'t Table<K, V>,
    scope: Scope,
}

impl<K: Key, V: Row> TableMut<'_, K, V> {
    pub fn get(&self, key: &(impl AsKey<K> + ?Sized)) -> Result<Option<V>, StoreError> {
        self.table.get(self.tx, &self.scope, key)
    }

    pub fn contains(&self, key: &(impl AsKey<K> + ?Sized)) -> Result<bool, StoreError> {
        self.tx.contains(&self.table.key(&self.scope, key))
    }

    /// The same table to scan, for as long as nothing is written.
    pub fn view(&self) -> TableView<'_, K, V> {
        TableView { tx: self.tx, table: self.table, scope: self.scope }
    }

    /// Inserts or replaces.
    pub fn put(&mut self, key: &(impl AsKey<K> + ?Sized), row: &V) {
        let key = self.key(key);
        let value = self.tx.encode(|out| row.encode_to(out));
        if self.table.is_of_records {
            self.tx.put_record(key, value);
        } else {
            self.tx.put(key, value);
        }
    }

    /// Deletes a row; one that is not there is no error.
    pub fn delete(&mut self, key: &(impl AsKey<K> + ?Sized)) {
        let key = self.key(key);
        self.tx.delete(key);
    }

    /// Deletes the rows of a range and answers how many there were. See [`Tx::delete_range`].
    pub fn delete_range(&mut self, range: &Range<K>) -> Result<u64, StoreError> {
        let prefix = self.table.prefix(&self.scope);
        self.tx.delete_range(&range.to_key_range(&prefix))
    }

    fn key(&mut self, key: &(impl AsKey<K> + ?Sized)) -> Bytes {
        let (table, scope) = (self.table, self.scope);
        self.tx.encode(|out| {
            table.write_prefix(&scope, out);
            key.encode_to(out);
        })
    }
}
