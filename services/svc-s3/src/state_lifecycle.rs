//! Rows of what happens to objects in the course of time.

use kernel::Table;
use minicbor::{Decode, Encode};

use crate::state::ArchiveTier;

/// By bucket id.
pub static LIFECYCLES: Table<u64, LifecycleRow> = Table::regional("s3", "lifecycles");
/// (bucket id, configuration id)
pub static TIERINGS: Table<(u64, String), TieringRow> = Table::regional("s3", "tierings");

#[derive(Clone, Debug, Default, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct LifecycleRow {
    #[n(0)]
    pub rules: Vec<RuleRow>,
    /// `varies_by_storage_class`; else `all_storage_classes_128K`.
    #[n(1)]
    pub varies_by_class: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct RuleRow {
    #[n(0)]
    pub id: String,
    #[n(1)]
    pub is_enabled: bool,
    #[n(2)]
    pub filter: FilterRow,
    #[n(3)]
    pub expiration: Option<ExpirationRow>,
    #[n(4)]
    pub transitions: Vec<TransitionRow>,
    #[n(5)]
    pub old_expiration: Option<OldVersionsRow>,
    #[n(6)]
    pub old_transitions: Vec<OldVersionsRow>,
    /// Days after which uploads are aborted.
    #[n(7)]
    pub abort_days: Option<u32>,
}

/// Which objects a rule is for.
#[derive(Clone, Debug, Default, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct FilterRow {
    #[n(0)]
    pub form: FilterForm,
    #[n(1)]
    pub prefix: Option<String>,
    #[n(2)]
    pub tags: Vec<(String, String)>,
    #[n(3)]
    pub larger_than: Option<u64>,
    #[n(4)]
    pub smaller_than: Option<u64>,
}

/// How the client has written it, as it is to be shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum FilterForm {
    /// `Prefix` beside the rule's other elements.
    #[n(0)]
    Bare,
    #[n(1)]
    #[default]
    Filter,
    #[n(2)]
    And,
}

/// When something is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum DueRow {
    /// Days of age.
    #[n(0)]
    Days(#[n(0)] u32),
    /// Microseconds since 1970, at midnight.
    #[n(1)]
    Date(#[n(0)] i64),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum ExpirationRow {
    #[n(0)]
    At(#[n(0)] DueRow),
    /// Whether delete markers go that hide nothing.
    #[n(1)]
    Markers(#[n(0)] bool),
}

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct TransitionRow {
    #[n(0)]
    pub due: DueRow,
    #[n(1)]
    pub class: String,
}

/// What becomes of versions that are not current any more.
#[derive(Clone, Debug, Default, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct OldVersionsRow {
    #[n(0)]
    pub days: u32,
    /// How many newer ones must stay.
    #[n(1)]
    pub newer: Option<u32>,
    /// Of a transition.
    #[n(2)]
    pub class: Option<String>,
}

/// An Intelligent-Tiering configuration.
#[derive(Clone, Debug, Default, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct TieringRow {
    #[n(0)]
    pub is_enabled: bool,
    /// `None`: all objects.
    #[n(1)]
    pub filter: Option<FilterRow>,
    #[n(2)]
    pub tiers: Vec<TierRow>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct TierRow {
    #[n(0)]
    pub tier: ArchiveTier,
    #[n(1)]
    pub days: u32,
}

store::row!(LifecycleRow, TieringRow);
