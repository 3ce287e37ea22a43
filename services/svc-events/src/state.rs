//! The tables of EventBridge and their rows. Times are microseconds of virtual time.

use std::collections::BTreeMap;

use data_keys::Wrapped;
use kernel::{Struct, Table};
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

/// The default bus is in every account and region; it has a row when something of it was changed.
pub static BUSES: Table<String, BusRow> = Table::regional("events", "buses");
/// (bus, rule)
pub static RULES: Table<(String, String), RuleRow> = Table::regional("events", "rules");
/// (bus, ARN of a target, rule)
pub static RULES_BY_TARGET: Table<(String, String, String), ()> =
    Table::regional("events", "rules-by-target");
pub static ARCHIVES: Table<String, ArchiveRow> = Table::regional("events", "archives");
/// (archive's id, the event's time, number): in the order in which events are replayed.
pub static ARCHIVED: Table<(u64, i64, u64), ArchivedRow> = Table::regional("events", "archived");
/// (archive's id, when it was archived, number) → the event's time: in the order of expiry.
pub static ARCHIVED_WHEN: Table<(u64, i64, u64), u64> = Table::regional("events", "archived-when");
pub static REPLAYS: Table<String, ReplayRow> = Table::regional("events", "replays");
/// Global endpoints, in their primary Regions.
pub static ENDPOINTS: Table<String, EndpointRow> = Table::regional("events", "endpoints");
/// EndpointId → where the endpoint is.
pub static ENDPOINT_IDS: Table<String, EndpointPlaceRow> = Table::global("events", "endpoint-ids");
/// Large events that have several deliveries, and of each how many are not over.
pub static HELD_EVENTS: Table<u64, HeldRow> = Table::regional("events", "held-events");
pub static HELD_COUNTS: Table<u64, u64> = Table::regional("events", "held-counts");
pub static CONNECTIONS: Table<String, ConnectionRow> = Table::regional("events", "connections");
pub static API_DESTINATIONS: Table<String, ApiDestinationRow> =
    Table::regional("events", "api-destinations");
/// (API destination's id, number): what waits for its turn.
pub static WAITING: Table<(u64, u64), DeliveryRow> = Table::regional("events", "waiting");
/// API destination's id → how many requests are under way, how many wait, and the rate.
pub static GAUGES: Table<u64, GaugeRow> = Table::regional("events", "gauges");

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct BusRow {
    /// `None` for the default bus.
    #[n(0)]
    pub created: Option<i64>,
    #[n(1)]
    pub modified: Option<i64>,
    #[n(2)]
    pub description: Option<String>,
    /// A policy document.
    #[n(3)]
    pub policy: Option<String>,
    #[n(4)]
    pub tags: BTreeMap<String, String>,
    /// The queue for events that a customer's key cannot encrypt: without one there are none.
    #[n(5)]
    pub dead_letter: Option<String>,
    /// In the shape of the API.
    #[n(6)]
    pub log: Option<Struct>,
    /// By which custom events are enciphered.
    #[n(7)]
    pub key: Option<KeyRow>,
}

/// A customer's key.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct KeyRow {
    /// KmsKeyIdentifier, as it was given.
    #[n(0)]
    pub given: String,
    #[n(1)]
    pub arn: String,
}

#[derive(Clone, Copy, Debug, Encode, Decode, PartialEq, Eq)]
pub enum RuleState {
    #[n(0)]
    Enabled,
    #[n(1)]
    Disabled,
    #[n(2)]
    EnabledWithAllManagementEvents,
}

#[derive(Clone, Debug, Encode, Decode, PartialEq)]
#[cbor(map)]
pub struct RuleRow {
    #[n(0)]
    pub state: RuleState,
    #[n(1)]
    pub pattern: Option<String>,
    #[n(2)]
    pub schedule: Option<String>,
    #[n(3)]
    pub description: Option<String>,
    #[n(4)]
    pub role_arn: Option<String>,
    /// The service principal whose rule it is.
    #[n(5)]
    pub managed_by: Option<String>,
    /// The account whose principal made it.
    #[n(6)]
    pub created_by: String,
    #[n(7)]
    pub tags: BTreeMap<String, String>,
    /// In the shape of the API, in the order in which they were added.
    #[n(8)]
    pub targets: Vec<Struct>,
    /// Changes with the schedule and when the rule is enabled: firings of an earlier one are stale.
    #[n(9)]
    pub epoch: u64,
    /// From when rates count.
    #[n(10)]
    pub anchor: i64,
    /// What it matches goes to this archive.
    #[n(11)]
    pub archive: Option<String>,
    /// It replicates events for this global endpoint (ARN).
    #[n(12)]
    pub replicates: Option<String>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ArchiveRow {
    #[n(0)]
    pub id: u64,
    #[n(1)]
    pub bus: String,
    #[n(2)]
    pub description: Option<String>,
    #[n(3)]
    pub pattern: Option<String>,
    /// 0: for ever.
    #[n(4)]
    pub retention_days: i64,
    #[n(5)]
    pub created: i64,
    #[n(6)]
    pub count: u64,
    #[n(7)]
    pub bytes: u64,
    /// Of the next archived event.
    #[n(8)]
    pub next_number: u64,
    /// Whether a step that removes expired events is due some time.
    #[n(9)]
    pub is_expiring: bool,
    #[n(10)]
    pub key: Option<KeyRow>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ArchivedRow {
    #[n(0)]
    pub event: EventRow,
}

#[derive(Clone, Copy, Debug, Encode, Decode, PartialEq, Eq)]
pub enum ReplayState {
    #[n(0)]
    Starting,
    #[n(1)]
    Running,
    #[n(2)]
    Cancelling,
    #[n(3)]
    Completed,
    #[n(4)]
    Cancelled,
    #[n(5)]
    Failed,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ReplayRow {
    #[n(0)]
    pub id: u64,
    #[n(1)]
    pub state: ReplayState,
    #[n(2)]
    pub reason: Option<String>,
    #[n(3)]
    pub description: Option<String>,
    #[n(4)]
    pub archive: String,
    #[n(5)]
    pub archive_id: u64,
    #[n(6)]
    pub bus: String,
    /// ARNs of rules; empty for all.
    #[n(7)]
    pub filter_arns: Vec<String>,
    #[n(8)]
    pub from: i64,
    #[n(9)]
    pub to: i64,
    #[n(10)]
    pub started: i64,
    #[n(11)]
    pub ended: Option<i64>,
    #[n(12)]
    pub last_replayed: Option<i64>,
    /// Of the last event that was replayed: its time and number.
    #[n(13)]
    pub last: Option<(i64, u64)>,
}

/// An event on its way.
#[derive(Clone, Debug, Encode, Decode, PartialEq)]
#[cbor(map)]
pub struct EventRow {
    /// The whole event as compact JSON.
    #[n(0)]
    pub json: String,
    /// When it was put on its first bus.
    #[n(1)]
    pub ingested: i64,
    /// ARNs of the buses that have passed it on.
    #[n(2)]
    pub hops: Vec<String>,
    /// An X-Ray trace header.
    #[n(3)]
    pub trace: Option<String>,
    /// The event's own time, which its source may have set.
    #[n(4)]
    pub time: i64,
    /// The JSON as it is kept, when it is enciphered; `json` is empty in rows then.
    #[n(5)]
    pub sealed: Option<SealedJson>,
}

/// An event enciphered by a data key, with the key as KMS can open it.
#[derive(Clone, Debug, Encode, Decode, PartialEq)]
#[cbor(map)]
pub struct SealedJson {
    #[n(0)]
    pub key_id: u64,
    #[n(1)]
    pub key: Wrapped,
    #[n(2)]
    pub json: ByteVec,
}

impl EventRow {
    /// As it is to be kept.
    pub fn kept(&self) -> EventRow {
        match self.sealed {
            Some(_) => EventRow { json: String::new(), ..self.clone() },
            None => self.clone(),
        }
    }
}

/// An event on its way to a target.
#[derive(Clone, Debug, Encode, Decode, PartialEq)]
#[cbor(map)]
pub struct DeliveryRow {
    /// The event, or where it is held for all its deliveries.
    #[n(0)]
    pub event: Held,
    #[n(1)]
    pub bus: String,
    #[n(2)]
    pub rule: String,
    /// The target's id.
    #[n(3)]
    pub target: String,
    /// Attempts after the first.
    #[n(4)]
    pub retries: i64,
    /// When the rule matched.
    #[n(5)]
    pub matched: i64,
}

#[derive(Clone, Debug, Encode, Decode, PartialEq)]
pub enum Held {
    #[n(0)]
    Here(#[n(0)] EventRow),
    /// The key in [`HELD_EVENTS`].
    #[n(1)]
    There(#[n(0)] u64),
}

/// A large event with several deliveries.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct HeldRow {
    #[n(0)]
    pub event: EventRow,
}

#[derive(Clone, Copy, Debug, Encode, Decode, PartialEq, Eq)]
pub enum ConnectionState {
    #[n(0)]
    Authorized,
    #[n(1)]
    Deauthorized,
    #[n(2)]
    Authorizing,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ConnectionRow {
    #[n(0)]
    pub id: u64,
    /// The unique part of its ARN.
    #[n(1)]
    pub uuid: String,
    #[n(2)]
    pub description: Option<String>,
    #[n(3)]
    pub authorization_type: String,
    /// In the shape of `CreateConnection`, with the secrets; `None` when they were removed.
    #[n(4)]
    pub parameters: Option<Struct>,
    #[n(5)]
    pub state: ConnectionState,
    #[n(6)]
    pub reason: Option<String>,
    #[n(7)]
    pub created: i64,
    #[n(8)]
    pub modified: i64,
    #[n(9)]
    pub authorized: Option<i64>,
    #[n(10)]
    pub token: Option<TokenRow>,
    /// Changes with the parameters: answers for earlier ones are stale.
    #[n(11)]
    pub epoch: u64,
    /// The ARN of its secret.
    #[n(12)]
    #[cbor(default)]
    pub secret: Option<String>,
}

/// An OAuth access token.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct TokenRow {
    #[n(0)]
    pub text: String,
    #[n(1)]
    pub expires: i64,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ApiDestinationRow {
    #[n(0)]
    pub id: u64,
    #[n(1)]
    pub uuid: String,
    #[n(2)]
    pub description: Option<String>,
    /// The connection's name and the unique part of its ARN.
    #[n(3)]
    pub connection: (String, String),
    #[n(4)]
    pub endpoint: String,
    #[n(5)]
    pub method: String,
    #[n(6)]
    pub per_second: i64,
    #[n(7)]
    pub created: i64,
    #[n(8)]
    pub modified: i64,
}

#[derive(Clone, Copy, Debug, Encode, Decode, PartialEq, Eq)]
pub enum EndpointState {
    #[n(0)]
    Active,
    #[n(1)]
    Creating,
    #[n(2)]
    Updating,
    #[n(3)]
    Deleting,
}

/// A global endpoint.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct EndpointRow {
    /// EndpointId.
    #[n(0)]
    pub id: String,
    #[n(1)]
    pub description: Option<String>,
    /// RoutingConfig, in the shape of the API.
    #[n(2)]
    pub routing: Struct,
    #[n(3)]
    pub is_replicated: bool,
    #[n(4)]
    pub role: Option<String>,
    /// ARNs, as they were given.
    #[n(5)]
    pub buses: Vec<String>,
    #[n(6)]
    pub created: i64,
    #[n(7)]
    pub modified: i64,
    #[n(8)]
    pub state: EndpointState,
    /// Changes with the state: steps of an earlier one are stale.
    #[n(9)]
    pub epoch: u64,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct EndpointPlaceRow {
    /// The primary Region.
    #[n(0)]
    pub region: String,
    #[n(1)]
    pub name: String,
}

/// How busy an API destination is.
#[derive(Clone, Copy, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct GaugeRow {
    #[n(0)]
    pub under_way: u64,
    #[n(1)]
    pub waiting: u64,
    #[n(2)]
    pub next_number: u64,
    /// The second in which requests were counted last, and how many began in it.
    #[n(3)]
    pub second: i64,
    #[n(4)]
    pub begun: i64,
    /// Whether a step is due that begins what the rate has held back.
    #[n(5)]
    pub is_held: bool,
    /// Requests a second.
    #[n(6)]
    pub rate: i64,
}

store::row!(
    BusRow,
    RuleRow,
    ArchiveRow,
    ArchivedRow,
    ReplayRow,
    DeliveryRow,
    HeldRow,
    ConnectionRow,
    ApiDestinationRow,
    EndpointRow,
    EndpointPlaceRow,
    GaugeRow
);

impl RuleState {
    pub fn name(self) -> &'static str {
        use crate::api::rule_state as name;
        match self {
            RuleState::Enabled => name::ENABLED,
            RuleState::Disabled => name::DISABLED,
            RuleState::EnabledWithAllManagementEvents => {
                name::ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS
            }
        }
    }

    pub fn of_name(name: Option<&str>) -> RuleState {
        use crate::api::rule_state as known;
        match name {
            Some(known::DISABLED) => RuleState::Disabled,
            Some(known::ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS) => {
                RuleState::EnabledWithAllManagementEvents
            }
            _ => RuleState::Enabled,
        }
    }
}

impl ReplayState {
    pub fn name(self) -> &'static str {
        use crate::api::replay_state as name;
        match self {
            ReplayState::Starting => name::STARTING,
            ReplayState::Running => name::RUNNING,
            ReplayState::Cancelling => name::CANCELLING,
            ReplayState::Completed => name::COMPLETED,
            ReplayState::Cancelled => name::CANCELLED,
            ReplayState::Failed => name::FAILED,
        }
    }

    pub fn is_over(self) -> bool {
        matches!(self, ReplayState::Completed | ReplayState::Cancelled | ReplayState::Failed)
    }
}

impl EndpointState {
    pub fn name(self) -> &'static str {
        use crate::api::endpoint_state as name;
        match self {
            EndpointState::Active => name::ACTIVE,
            EndpointState::Creating => name::CREATING,
            EndpointState::Updating => name::UPDATING,
            EndpointState::Deleting => name::DELETING,
        }
    }
}

impl ConnectionState {
    pub fn name(self) -> &'static str {
        use crate::api::connection_state as name;
        match self {
            ConnectionState::Authorized => name::AUTHORIZED,
            ConnectionState::Deauthorized => name::DEAUTHORIZED,
            ConnectionState::Authorizing => name::AUTHORIZING,
        }
    }
}
