//! The tables of Application Auto Scaling and their rows. Times are microseconds of virtual time.

use std::collections::BTreeMap;

use kernel::arn::Arn;
use kernel::{Ctx, Struct, Table};
use minicbor::{Decode, Encode};

/// Which capacity of which resource: service namespace, resource id, scalable dimension.
pub type TargetKey = (String, String, String);

pub static TARGETS: Table<TargetKey, TargetRow> =
    Table::regional("application-autoscaling", "targets");
/// By the UUID that ARNs of a target's policies and scheduled actions hold.
pub static TARGET_IDS: Table<String, TargetKeyRow> =
    Table::regional("application-autoscaling", "target-ids");
/// (namespace, resource id, dimension, name)
pub static POLICIES: Table<(String, String, String, String), PolicyRow> =
    Table::regional("application-autoscaling", "policies");
/// (namespace, resource id, dimension, name)
pub static SCHEDULED: Table<(String, String, String, String), ScheduledRow> =
    Table::regional("application-autoscaling", "scheduled-actions");
/// (namespace, start, id)
pub static ACTIVITIES: Table<(String, i64, String), ActivityRow> =
    Table::regional("application-autoscaling", "activities");
/// (namespace, resource id, start, id)
pub static ACTIVITIES_OF: Table<(String, String, i64, String), ()> =
    Table::regional("application-autoscaling", "activities-of");
/// (namespace, resource id): how many activities there are.
pub static ACTIVITY_COUNTS: Table<(String, String), u64> =
    Table::regional("application-autoscaling", "activity-counts");

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct TargetKeyRow {
    #[n(0)]
    pub namespace: String,
    #[n(1)]
    pub resource_id: String,
    #[n(2)]
    pub dimension: String,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct TargetRow {
    #[n(0)]
    pub id: String,
    #[n(1)]
    pub created: i64,
    #[n(2)]
    pub least: i64,
    #[n(3)]
    pub most: i64,
    #[n(4)]
    pub suspended: Suspended,
    #[n(5)]
    pub tags: BTreeMap<String, String>,
    /// The last scaling out, and the capacity before it.
    #[n(6)]
    pub scaled_out: Option<ScaledOut>,
    #[n(7)]
    pub scaled_in: Option<i64>,
    /// The activity that is under way: (start, id).
    #[n(8)]
    pub under_way: Option<(i64, String)>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct Suspended {
    #[n(0)]
    pub dynamic_in: bool,
    #[n(1)]
    pub dynamic_out: bool,
    #[n(2)]
    pub scheduled: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct ScaledOut {
    #[n(0)]
    pub at: i64,
    #[n(1)]
    pub from: i64,
}

/// A target tracking policy.
#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct PolicyRow {
    #[n(0)]
    pub created: i64,
    /// In the shape of the API.
    #[n(1)]
    pub tracking: Struct,
    #[n(2)]
    pub alarms: Vec<AlarmRow>,
    /// The capacity for which the alarms' thresholds are.
    #[n(3)]
    pub tuned_for: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct AlarmRow {
    #[n(0)]
    pub kind: AlarmKind,
    #[n(1)]
    pub name: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
pub enum AlarmKind {
    #[n(0)]
    High,
    #[n(1)]
    Low,
    /// The capacity is no longer the one for which the other two are made.
    #[n(2)]
    ProvisionedHigh,
    #[n(3)]
    ProvisionedLow,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ScheduledRow {
    /// Another one after each change: jobs of an older one do nothing.
    #[n(0)]
    pub generation: u64,
    #[n(1)]
    pub created: i64,
    #[n(2)]
    pub schedule: String,
    #[n(3)]
    pub timezone: Option<String>,
    #[n(4)]
    pub start: Option<i64>,
    #[n(5)]
    pub end: Option<i64>,
    #[n(6)]
    pub least: Option<i64>,
    #[n(7)]
    pub most: Option<i64>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct ActivityRow {
    #[n(0)]
    pub resource_id: String,
    #[n(1)]
    pub dimension: String,
    #[n(2)]
    pub description: String,
    #[n(3)]
    pub cause: String,
    #[n(4)]
    pub ended: Option<i64>,
    #[n(5)]
    pub status: String,
    #[n(6)]
    pub message: Option<String>,
    #[n(7)]
    pub reason: Option<ReasonRow>,
}

/// Why nothing was scaled, with the bound or the capacity that stood in the way.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct ReasonRow {
    #[n(0)]
    pub code: String,
    #[n(1)]
    pub capacity: i64,
}

store::row!(TargetKeyRow, TargetRow, PolicyRow, ScheduledRow, ActivityRow);

impl AlarmKind {
    pub fn word(self) -> &'static str {
        match self {
            AlarmKind::High => "AlarmHigh",
            AlarmKind::Low => "AlarmLow",
            AlarmKind::ProvisionedHigh => "ProvisionedCapacityHigh",
            AlarmKind::ProvisionedLow => "ProvisionedCapacityLow",
        }
    }
}

impl TargetKeyRow {
    pub fn key(self) -> TargetKey {
        (self.namespace, self.resource_id, self.dimension)
    }
}

/// Before the id in a target's own ARN. AWS's ids have 36 characters, whose first four we have seen
/// to be these.
const TARGET_ID_PREFIX: &str = "0ec5";

pub fn target_arn(ctx: &Ctx<'_>, id: &str) -> String {
    let id = id.replace('-', "");
    ctx.arn(&format!("scalable-target/{TARGET_ID_PREFIX}{id}")).to_string()
}

/// The UUID of the target of such an ARN.
pub fn id_of_target_arn(arn: &Arn) -> Option<String> {
    let digits = arn.resource.strip_prefix("scalable-target/")?.strip_prefix(TARGET_ID_PREFIX)?;
    let is_uuid = digits.len() == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let part = |from: usize, to: usize| &digits[from..to];
    is_uuid.then(|| {
        let parts = [part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)];
        parts.join("-")
    })
}

/// ARNs of policies and scheduled actions are ones of the service `autoscaling`.
fn of_target(
    ctx: &Ctx<'_>,
    (kind, member): (&str, &str),
    (id, key): (&str, &TargetKey),
    name: &str,
) -> String {
    let (namespace, resource_id, _) = key;
    let resource = format!("{kind}:{id}:resource/{namespace}/{resource_id}:{member}/{name}");
    Arn::regional("autoscaling", ctx.region(), ctx.account(), &resource).to_string()
}

pub fn policy_arn(ctx: &Ctx<'_>, id: &str, key: &TargetKey, name: &str) -> String {
    of_target(ctx, ("scalingPolicy", "policyName"), (id, key), name)
}

pub fn scheduled_action_arn(ctx: &Ctx<'_>, id: &str, key: &TargetKey, name: &str) -> String {
    of_target(ctx, ("scheduledAction", "scheduledActionName"), (id, key), name)
}
