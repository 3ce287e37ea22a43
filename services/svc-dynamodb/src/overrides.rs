//! What a single replica of a global table has for itself: its reads, its table class, its KMS key.
//!
//! Source: the API model, CreateReplicationGroupMemberAction and UpdateReplicationGroupMemberAction
//! ("If not specified, uses the source table's provisioned throughput settings"). The replica's row
//! has what holds there; beside it stands what all replicas have in common, which comes back before
//! settings are changed for all ([`lift`]) and gives way again afterwards ([`lay`]).

use std::collections::BTreeMap;

use kernel::view::List;
use kernel::{ApiError, Ask, Ctx, OpResult, Region, Struct};
use minicbor::{Decode, Encode};

use crate::api::{
    OnDemandThroughputOverride, OnDemandThroughputOverrideBuilder, ProvisionedThroughputOverride,
    ProvisionedThroughputOverrideBuilder, ReplicaDescriptionBuilder,
    ReplicaGlobalSecondaryIndexDescriptionBuilder, UpdateReplicationGroupMemberAction,
};
use crate::charge;
use crate::describe;
use crate::encryption;
use crate::errors;
use crate::names;
use crate::replica;
use crate::state::{CapacityRow, TABLES, TableRef, TableRow};
use crate::update_table;

pub const SET: &str = "SetReplica";

/// Of a replica.
#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct OverridesRow {
    #[n(0)]
    pub table: OverrideRow,
    /// By the name of the global index.
    #[n(1)]
    pub indexes: BTreeMap<String, OverrideRow>,
    #[n(2)]
    pub has_class: bool,
}

#[derive(Clone, Debug, Default, Encode, Decode)]
#[cbor(map)]
pub struct OverrideRow {
    #[n(0)]
    pub read: Option<i64>,
    #[n(1)]
    pub on_demand_read: Option<i64>,
    /// What the replicas have in common, while this one has its own.
    #[n(2)]
    common_read: i64,
    #[n(3)]
    common_on_demand_read: Option<i64>,
}

impl OverrideRow {
    fn lift(&self, capacity: &mut CapacityRow) {
        if self.read.is_some() {
            capacity.read = self.common_read;
        }
        if self.on_demand_read.is_some() {
            capacity.on_demand_read_max = self.common_on_demand_read;
        }
    }

    fn lay(&mut self, capacity: &mut CapacityRow, is_on_demand: bool) {
        // What is of the other capacity mode has nothing to say any more.
        if is_on_demand {
            self.read = None;
        } else {
            self.on_demand_read = None;
        }
        if let Some(read) = self.read {
            self.common_read = capacity.read;
            capacity.read = read;
        }
        if let Some(read) = self.on_demand_read {
            self.common_on_demand_read = capacity.on_demand_read_max;
            capacity.on_demand_read_max = Some(read);
        }
    }

    fn set(
        &mut self,
        provisioned: Option<ProvisionedThroughputOverride<'_>>,
        on_demand: Option<OnDemandThroughputOverride<'_>>,
        is_on_demand: bool,
    ) -> Result<(), ApiError> {
        if let Some(read) = provisioned.and_then(ProvisionedThroughputOverride::read_capacity_units)
        {
            if is_on_demand {
                return Err(errors::ours_invalid(
                    "ProvisionedThroughputOverride cannot be specified when BillingMode is \
                     PAY_PER_REQUEST",
                ));
            }
            self.read = Some(read);
        }
        if let Some(read) = on_demand.and_then(OnDemandThroughputOverride::max_read_request_units) {
            if !is_on_demand {
                return Err(errors::ours_invalid(
                    "OnDemandThroughputOverride can only be specified when BillingMode is \
                     PAY_PER_REQUEST",
                ));
            }
            // "To remove the specified maximum …, set the value to -1."
            self.on_demand_read = (read != -1).then_some(read);
        }
        Ok(())
    }

    fn provisioned(&self) -> Option<ProvisionedThroughputOverrideBuilder> {
        let read = self.read?;
        Some(ProvisionedThroughputOverrideBuilder::new().read_capacity_units(read))
    }

    fn on_demand(&self) -> Option<OnDemandThroughputOverrideBuilder> {
        let read = self.on_demand_read?;
        Some(OnDemandThroughputOverrideBuilder::new().max_read_request_units(read))
    }
}

/// Shows what all replicas have in common in the place of this one's own.
pub fn lift(row: &mut TableRow) {
    row.overrides.table.lift(&mut row.capacity);
    for index in &mut row.indexes {
        if let Some(own) = row.overrides.indexes.get(&index.name) {
            own.lift(&mut index.capacity);
        }
    }
}

/// The other way round.
pub fn lay(row: &mut TableRow) {
    let is_on_demand = row.billing.is_on_demand;
    row.overrides.table.lay(&mut row.capacity, is_on_demand);
    let indexes = &row.indexes;
    row.overrides.indexes.retain(|name, _| indexes.iter().any(|index| index.name == *name));
    for index in &mut row.indexes {
        if let Some(own) = row.overrides.indexes.get_mut(&index.name) {
            own.lay(&mut index.capacity, is_on_demand);
        }
    }
}

/// The row without anything of its own: what another table begins with.
#[must_use]
pub fn common(row: &TableRow) -> TableRow {
    let mut row = row.clone();
    lift(&mut row);
    row.overrides = OverridesRow::default();
    row
}

/// Whether an action says anything of a replica's own.
pub fn is_any(action: UpdateReplicationGroupMemberAction<'_>) -> bool {
    action.kms_master_key_id().is_some()
        || action.provisioned_throughput_override().is_some()
        || action.on_demand_throughput_override().is_some()
        || action.global_secondary_indexes().is_some()
        || action.table_class_override().is_some()
}

/// The key of a new replica: its own, where the first table has one of a customer; the one that AWS
/// manages there, where it has such a one.
pub fn key_of_new(
    ctx: &mut Ctx<'_>,
    table: &TableRef,
    given: Option<&str>,
) -> Result<Option<String>, ApiError> {
    match (&table.row.encryption, given) {
        (None, None) => Ok(None),
        (None, Some(_)) => Err(errors::ours_invalid(
            "KMSMasterKeyId can only be specified for replicas of tables that are encrypted with \
             KMS keys",
        )),
        (Some(_), Some(key)) => Ok(Some(key.to_owned())),
        (Some(own), None) => {
            let ask = Ask::to("kms", "DescribeKey").with("KeyId", own.key.as_str());
            let described = ctx.call(ask)?;
            let manager = described.structure("KeyMetadata").and_then(|it| it.str("KeyManager"));
            if manager == Some("AWS") {
                return Ok(Some(encryption::MANAGED.to_owned()));
            }
            Err(errors::ours_invalid(
                "KMSMasterKeyId must be specified for replicas of tables that are encrypted with \
                 customer managed keys",
            ))
        }
    }
}

/// Has the replica in a region set what it has for itself; what is refused there is refused here.
pub fn send(
    ctx: &mut Ctx<'_>,
    table: &str,
    region: Region,
    action: &Struct,
    key: Option<&str>,
) -> Result<(), ApiError> {
    let mut action = action.clone();
    action.remove("KMSMasterKeyId");
    if let Some(key) = key {
        action.set("KMSMasterKeyId", key);
    }
    if !is_any(UpdateReplicationGroupMemberAction(&action)) {
        return Ok(());
    }
    let input = Struct::new().with("Table", table).with("Action", action);
    ctx.call(replica::in_region(region, SET, input)).map(|_| ())
}

/// The step.
pub fn set(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let name = input.str("Table").unwrap_or_default();
    let Some(row) = ctx.table(&TABLES).get(name)? else { return Ok(Struct::new()) };
    let Some(action) = input.structure("Action") else { return Ok(Struct::new()) };
    let action = UpdateReplicationGroupMemberAction(action);
    let mut table = TableRef::new(name, row);
    if let Some(key) = action.kms_master_key_id() {
        table.row.encryption = Some(encryption::new_key(ctx, name, key)?);
    }
    if let Some(class) = action.table_class_override() {
        let is_infrequent = class == "STANDARD_INFREQUENT_ACCESS";
        update_table::change_class(ctx, &mut table.row.class, is_infrequent)?;
        table.row.overrides.has_class = true;
        charge::change_class(ctx, &table)?;
    }
    lift(&mut table.row);
    let is_on_demand = table.row.billing.is_on_demand;
    let own = &mut table.row.overrides.table;
    own.set(
        action.provisioned_throughput_override(),
        action.on_demand_throughput_override(),
        is_on_demand,
    )?;
    for given in action.global_secondary_indexes().map_or_else(Vec::new, List::to_vec) {
        let index = given.index_name();
        if table.row.index(index).is_none_or(|index| index.is_local) {
            return Err(errors::resource_not_found());
        }
        let own = table.row.overrides.indexes.entry(index.to_owned()).or_default();
        own.set(
            given.provisioned_throughput_override(),
            given.on_demand_throughput_override(),
            is_on_demand,
        )?;
    }
    lay(&mut table.row);
    names::save(ctx, &table);
    Ok(Struct::new())
}

/// What another replica has for itself.
pub fn shown(row: &TableRow, out: ReplicaDescriptionBuilder) -> ReplicaDescriptionBuilder {
    let own = &row.overrides;
    let indexes = own.indexes.iter().map(|(name, own)| {
        ReplicaGlobalSecondaryIndexDescriptionBuilder::new()
            .index_name(name.as_str())
            .provisioned_throughput_override(own.provisioned())
            .on_demand_throughput_override(own.on_demand())
    });
    let indexes: Vec<_> = indexes.collect();
    let class = own.has_class.then(|| describe::class(row)).flatten();
    out.kms_master_key_id(row.encryption.as_ref().map(|it| it.key.as_str()))
        .provisioned_throughput_override(own.table.provisioned())
        .on_demand_throughput_override(own.table.on_demand())
        .global_secondary_indexes((!indexes.is_empty()).then_some(indexes))
        .replica_table_class_summary(class)
}
