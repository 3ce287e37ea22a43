//! Rows of what is set on a bucket beyond the ordinary.
//!
//! Small settings lie in the bucket's own row, which every operation reads anyway; documents lie
//! in tables of their own, and a bit in the bucket's row says whether there is one. So a bucket
//! without a feature pays nothing for it.

use kernel::Table;
use minicbor::{Decode, Encode};

/// By bucket id.
pub static NOTIFICATIONS: Table<u64, NotificationRow> = Table::regional("s3", "notifications");

/// What a bucket has in a table of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feature {
    Notifications,
}

impl Feature {
    fn bit(self) -> u32 {
        1 << self as u32
    }
}

/// Everything that most buckets do not have.
#[derive(Clone, Debug, Default, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct SettingsRow {
    /// Bits of [`Feature`].
    #[n(0)]
    #[cbor(default)]
    features: u32,
}

impl SettingsRow {
    pub fn has(&self, feature: Feature) -> bool {
        self.features & feature.bit() != 0
    }

    pub fn set(&mut self, feature: Feature, has: bool) {
        if has {
            self.features |= feature.bit();
        } else {
            self.features &= !feature.bit();
        }
    }
}

/// To whom a bucket's events go.
#[derive(Clone, Debug, Default, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct NotificationRow {
    #[n(0)]
    pub targets: Vec<NotificationTarget>,
    #[n(1)]
    pub has_event_bridge: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(index_only)]
pub enum TargetKind {
    #[n(0)]
    Queue,
    #[n(1)]
    Topic,
    #[n(2)]
    Function,
}

#[derive(Clone, Debug, PartialEq, Encode, Decode)]
#[cbor(map)]
pub struct NotificationTarget {
    #[n(0)]
    pub kind: TargetKind,
    #[n(1)]
    pub id: String,
    #[n(2)]
    pub arn: String,
    #[n(3)]
    pub events: Vec<String>,
    #[n(4)]
    pub prefix: Option<String>,
    #[n(5)]
    pub suffix: Option<String>,
}

store::row!(NotificationRow);
