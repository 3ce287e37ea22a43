//! Setting capacity and its scaling, in the region where the table is: a step, since replicas are
//! set from any region.

use kernel::{ApiError, Ctx, OpResult, Struct, Value};

use super::arm;
use super::state::{PolicyRow, SCALINGS, ScalingRow, TargetRow};
use crate::api::{
    AutoScalingPolicyDescriptionBuilder, AutoScalingSettingsDescriptionBuilder,
    AutoScalingSettingsUpdate,
    AutoScalingTargetTrackingScalingPolicyConfigurationDescriptionBuilder, UpdateTableInput,
};
use crate::errors;
use crate::names;
use crate::state::TableRef;
use crate::update_table;

pub const SET: &str = "SetCapacity";

/// "Auto scaling target utilization": between 20 and 90 percent.
const TARGET_PERCENT: std::ops::RangeInclusive<f64> = 20.0..=90.0;

/// What is set of a table in one region, as the step takes it.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    pub table: Capacities,
    pub indexes: Vec<(String, Capacities)>,
    pub billing: Option<String>,
    pub class: Option<String>,
}

/// Units and how they are scaled, as requests have them.
#[derive(Clone, Debug, Default)]
pub struct Capacities {
    pub read_units: Option<i64>,
    pub write_units: Option<i64>,
    pub read: Option<Struct>,
    pub write: Option<Struct>,
}

impl Wanted {
    pub fn index(&mut self, name: &str) -> &mut Capacities {
        let at = self.indexes.iter().position(|(other, _)| other == name);
        let at = at.unwrap_or_else(|| {
            self.indexes.push((name.to_owned(), Capacities::default()));
            self.indexes.len() - 1
        });
        &mut self.indexes[at].1
    }

    pub fn input(self, table: &str) -> Struct {
        let mut out = self.table.input().with("Table", table);
        let indexes = self.indexes.into_iter();
        let indexes = indexes.map(|(name, it)| Value::Struct(it.input().with("IndexName", name)));
        out.set("Indexes", Value::List(indexes.collect()));
        for (member, value) in [("BillingMode", self.billing), ("TableClass", self.class)] {
            if let Some(value) = value {
                out.set(member, value);
            }
        }
        out
    }
}

impl Capacities {
    fn input(self) -> Struct {
        let mut out = Struct::new();
        for (member, units) in [("ReadUnits", self.read_units), ("WriteUnits", self.write_units)] {
            if let Some(units) = units {
                out.set(member, units);
            }
        }
        for (member, scaling) in [("Read", self.read), ("Write", self.write)] {
            if let Some(scaling) = scaling {
                out.set(member, scaling);
            }
        }
        out
    }
}

/// The step.
pub fn set(ctx: &mut Ctx<'_>, input: &Struct) -> OpResult {
    let name = input.str("Table").unwrap_or_default();
    let table = names::find_active(ctx, name)?;
    let indexes: Vec<&Struct> =
        input.list("Indexes").unwrap_or_default().iter().filter_map(Value::as_struct).collect();
    for index in &indexes {
        let name = index.str("IndexName").unwrap_or_default();
        if table.row.index(name).is_none_or(|index| index.is_local) {
            return Err(errors::no_such_index(name));
        }
    }
    if let Some(update) = change_of(&table, input, &indexes) {
        update_table::change(ctx, UpdateTableInput(&update))?;
    }
    let mut table = names::find(ctx, name)?;
    let mut scaling = ctx.table(&SCALINGS).get(name)?.unwrap_or_default();
    let mut is_any = set_targets(&table, &mut scaling, None, input)?;
    for index in indexes {
        is_any |= set_targets(&table, &mut scaling, index.str("IndexName"), index)?;
    }
    if is_any {
        scaling.round += 1;
        table.row.is_scaled = !scaling.targets.is_empty();
        ctx.table_mut(&SCALINGS).put(name, &scaling);
        names::save(ctx, &table);
        if table.row.is_scaled {
            arm(ctx, &table, scaling.round);
        }
    }
    Ok(Struct::new())
}

/// The change of the table that is asked for, in the form of UpdateTable; what is as it is already
/// is no change.
fn change_of(table: &TableRef, input: &Struct, indexes: &[&Struct]) -> Option<Struct> {
    let row = &table.row;
    let units = |of: &Struct, now: (i64, i64)| {
        let (read, write) = (of.int("ReadUnits"), of.int("WriteUnits"));
        let new = (read.unwrap_or(now.0), write.unwrap_or(now.1));
        let throughput =
            Struct::new().with("ReadCapacityUnits", new.0).with("WriteCapacityUnits", new.1);
        (new != now).then_some(throughput)
    };
    let mut out = Struct::new();
    if let Some(throughput) = units(input, (row.capacity.read, row.capacity.write)) {
        out.set("ProvisionedThroughput", throughput);
    }
    let updates = indexes.iter().filter_map(|given| {
        let name = given.str("IndexName")?;
        let now = &row.index(name)?.capacity;
        let throughput = units(given, (now.read, now.write))?;
        let update =
            Struct::new().with("IndexName", name).with("ProvisionedThroughput", throughput);
        Some(Value::Struct(Struct::new().with("Update", update)))
    });
    let updates: Vec<Value> = updates.collect();
    if !updates.is_empty() {
        out.set("GlobalSecondaryIndexUpdates", Value::List(updates));
    }
    let is_on_demand = input.str("BillingMode").map(|mode| mode == "PAY_PER_REQUEST");
    if is_on_demand.is_some_and(|mode| mode != row.billing.is_on_demand) {
        out.set("BillingMode", input.str("BillingMode").unwrap_or_default());
    }
    let is_infrequent = input.str("TableClass").map(|class| class == "STANDARD_INFREQUENT_ACCESS");
    if is_infrequent.is_some_and(|class| class != row.class.is_infrequent_access) {
        out.set("TableClass", input.str("TableClass").unwrap_or_default());
    }
    (!out.is_empty()).then(|| out.with("TableName", table.name.as_str()))
}

/// Whether anything was said of scaling.
fn set_targets(
    table: &TableRef,
    scaling: &mut ScalingRow,
    index: Option<&str>,
    given: &Struct,
) -> Result<bool, ApiError> {
    let mut is_any = false;
    for (member, is_write) in [("Read", false), ("Write", true)] {
        let Some(update) = given.structure(member) else { continue };
        set_target(table, scaling, (index, is_write), AutoScalingSettingsUpdate(update))?;
        is_any = true;
    }
    Ok(is_any)
}

fn set_target(
    table: &TableRef,
    scaling: &mut ScalingRow,
    (index, is_write): (Option<&str>, bool),
    update: AutoScalingSettingsUpdate<'_>,
) -> Result<(), ApiError> {
    let old = scaling.target(index, is_write).cloned();
    scaling.targets.retain(|it| it.index.as_deref() != index || it.is_write != is_write);
    if update.auto_scaling_disabled() == Some(true) {
        return Ok(());
    }
    if update.auto_scaling_role_arn().is_some() {
        return Err(errors::not_implemented(
            "auto scaling as another role than the service-linked one (AutoScalingRoleArn)",
        ));
    }
    if table.row.billing.is_on_demand {
        return Err(errors::ours_invalid(format!(
            "Auto scaling is for provisioned capacity, and the billing mode of {} is \
             PAY_PER_REQUEST",
            table.name
        )));
    }
    let least = update.minimum_units().or_else(|| old.as_ref().map(|old| old.least));
    let most = update.maximum_units().or_else(|| old.as_ref().map(|old| old.most));
    let (Some(least), Some(most)) = (least, most) else {
        return Err(errors::ours_invalid("MinimumUnits and MaximumUnits must be specified"));
    };
    if least > most {
        return Err(errors::ours_invalid("MinimumUnits must not be greater than MaximumUnits"));
    }
    let mut target = old.unwrap_or(TargetRow {
        index: index.map(str::to_owned),
        is_write,
        least,
        most,
        policy: None,
        scaled_in: None,
        scaled_out: None,
    });
    (target.least, target.most) = (least, most);
    if let Some(policy) = update.scaling_policy_update() {
        let tracking = policy.target_tracking_scaling_policy_configuration();
        let percent = tracking.target_value();
        if !TARGET_PERCENT.contains(&percent) {
            return Err(errors::ours_invalid("TargetValue must be between 20 and 90"));
        }
        let cooldowns = [tracking.scale_in_cooldown(), tracking.scale_out_cooldown()];
        if cooldowns.into_iter().flatten().any(|seconds| seconds < 0) {
            return Err(errors::ours_invalid("Cooldowns must not be negative"));
        }
        let way = if is_write { "Write" } else { "Read" };
        let name = policy.policy_name().map_or_else(
            || format!("DynamoDB{way}CapacityUtilization:{}", resource(table, index)),
            str::to_owned,
        );
        target.policy = Some(PolicyRow {
            name,
            percent,
            in_cooldown_s: tracking.scale_in_cooldown(),
            out_cooldown_s: tracking.scale_out_cooldown(),
            is_up_only: tracking.disable_scale_in() == Some(true),
        });
    }
    scaling.targets.push(target);
    Ok(())
}

/// In the words of Application Auto Scaling: `table/NAME/index/NAME`.
fn resource(table: &TableRef, index: Option<&str>) -> String {
    match index {
        None => format!("table/{}", table.name),
        Some(index) => format!("table/{}/index/{index}", table.name),
    }
}

/// How a target is shown; of what is not scaled, nothing.
pub fn description(
    ctx: &Ctx<'_>,
    scaling: &ScalingRow,
    index: Option<&str>,
    is_write: bool,
) -> Option<AutoScalingSettingsDescriptionBuilder> {
    let target = scaling.target(index, is_write)?;
    let policies = target.policy.iter().map(|policy| {
        let tracking = AutoScalingTargetTrackingScalingPolicyConfigurationDescriptionBuilder::new()
            .disable_scale_in(policy.is_up_only)
            .scale_in_cooldown(policy.in_cooldown_s)
            .scale_out_cooldown(policy.out_cooldown_s)
            .target_value(policy.percent);
        AutoScalingPolicyDescriptionBuilder::new()
            .policy_name(policy.name.as_str())
            .target_tracking_scaling_policy_configuration(tracking)
    });
    let role = format!(
        "arn:{}:iam::{}:role/aws-service-role/dynamodb.application-autoscaling.amazonaws.com/\
         AWSServiceRoleForApplicationAutoScaling_DynamoDBTable",
        ctx.region().partition(),
        ctx.account()
    );
    Some(
        AutoScalingSettingsDescriptionBuilder::new()
            .minimum_units(target.least)
            .maximum_units(target.most)
            .auto_scaling_disabled(false)
            .auto_scaling_role_arn(role)
            .scaling_policies(policies.collect::<Vec<_>>()),
    )
}
