//! Scalable targets of a table and of its global indexes, as Application Auto Scaling has them.

use kernel::{ApiError, Ask, Ctx, Region, Struct, Value};

use crate::api::{
    AutoScalingPolicyDescriptionBuilder, AutoScalingSettingsDescriptionBuilder,
    AutoScalingSettingsUpdate,
    AutoScalingTargetTrackingScalingPolicyConfigurationDescriptionBuilder,
    AutoScalingTargetTrackingScalingPolicyConfigurationUpdate,
};
use crate::errors;
use crate::state::TableRef;

const NAMESPACE: &str = "dynamodb";

/// Of a table with all its indexes, in one region.
#[derive(Debug, Default)]
pub struct Scalings {
    targets: Vec<Struct>,
    policies: Vec<Struct>,
}

/// In the words of Application Auto Scaling: `table/NAME/index/NAME`.
fn resource(table: &str, index: Option<&str>) -> String {
    match index {
        None => format!("table/{table}"),
        Some(index) => format!("table/{table}/index/{index}"),
    }
}

fn dimension(index: Option<&str>, is_write: bool) -> String {
    let kind = if index.is_some() { "index" } else { "table" };
    format!("dynamodb:{kind}:{}CapacityUnits", way(is_write))
}

fn way(is_write: bool) -> &'static str {
    if is_write { "Write" } else { "Read" }
}

fn ask(operation: &'static str) -> Ask {
    Ask::to("application-autoscaling", operation).with("ServiceNamespace", NAMESPACE)
}

/// Sets how a capacity is scaled, in the region and as the caller of the call.
pub fn set(
    ctx: &mut Ctx<'_>,
    table: &TableRef,
    (index, is_write): (Option<&str>, bool),
    update: AutoScalingSettingsUpdate<'_>,
) -> Result<(), ApiError> {
    let of = |ask: Ask| {
        ask.with("ResourceId", resource(&table.name, index))
            .with("ScalableDimension", dimension(index, is_write))
    };
    if update.auto_scaling_disabled() == Some(true) {
        return match ctx.call(of(ask("DeregisterScalableTarget"))) {
            Err(error) if error.code() == "ObjectNotFoundException" => Ok(()),
            other => other.map(|_| ()),
        };
    }
    if table.row.billing.is_on_demand {
        return Err(errors::ours_invalid(format!(
            "Auto scaling is for provisioned capacity, and the billing mode of {} is \
             PAY_PER_REQUEST",
            table.name
        )));
    }
    let (Some(least), Some(most)) = (update.minimum_units(), update.maximum_units()) else {
        return Err(errors::validation(format!(
            "Failed to update settings for global table with name: ‘{}’: Parameters \
             'MaximumUnits', 'MinimumUnits' are required unless auto scaling is being disabled.",
            table.name
        )));
    };
    let register =
        of(ask("RegisterScalableTarget")).with("MinCapacity", least).with("MaxCapacity", most);
    let register = match update.auto_scaling_role_arn() {
        Some(role) => register.with("RoleARN", role),
        None => register,
    };
    ctx.call(register)?;
    let Some(policy) = update.scaling_policy_update() else { return Ok(()) };
    let metric = format!("DynamoDB{}CapacityUtilization", way(is_write));
    let name = policy
        .policy_name()
        .map_or_else(|| format!("{metric}:{}", resource(&table.name, index)), str::to_owned);
    drop_others(ctx, &of, &name)?;
    let tracking = tracking(policy.target_tracking_scaling_policy_configuration(), &metric);
    let put = of(ask("PutScalingPolicy"))
        .with("PolicyName", name)
        .with("PolicyType", "TargetTrackingScaling")
        .with("TargetTrackingScalingPolicyConfiguration", tracking);
    ctx.call(put).map(|_| ())
}

/// There is one policy of the metric: one of another name gives way.
fn drop_others(ctx: &mut Ctx<'_>, of: &dyn Fn(Ask) -> Ask, name: &str) -> Result<(), ApiError> {
    let known = ctx.call(of(ask("DescribeScalingPolicies")))?;
    let known = known.list("ScalingPolicies").unwrap_or_default().iter();
    let names = known.filter_map(|it| it.as_struct()?.str("PolicyName").map(str::to_owned));
    for other in names.filter(|other| other != name).collect::<Vec<_>>() {
        ctx.call(of(ask("DeleteScalingPolicy")).with("PolicyName", other))?;
    }
    Ok(())
}

fn tracking(
    given: AutoScalingTargetTrackingScalingPolicyConfigurationUpdate<'_>,
    metric: &str,
) -> Struct {
    let mut tracking = Struct::new()
        .with("TargetValue", given.target_value())
        .with("DisableScaleIn", given.disable_scale_in().unwrap_or_default())
        .with("PredefinedMetricSpecification", Struct::new().with("PredefinedMetricType", metric));
    let cooldowns = [
        ("ScaleInCooldown", given.scale_in_cooldown()),
        ("ScaleOutCooldown", given.scale_out_cooldown()),
    ];
    for (member, seconds) in cooldowns {
        if let Some(seconds) = seconds {
            tracking.set(member, seconds);
        }
    }
    tracking
}

/// What is scaled of a table and its indexes in a region.
pub fn gather<'i>(
    ctx: &mut Ctx<'_>,
    region: Region,
    table: &str,
    indexes: impl Iterator<Item = &'i str>,
) -> Result<Scalings, ApiError> {
    let resources = [None].into_iter().chain(indexes.map(Some));
    let resources: Vec<String> = resources.map(|index| resource(table, index)).collect();
    let ids = resources.iter().map(|it| Value::from(it.as_str())).collect::<Vec<_>>();
    let targets = ask("DescribeScalableTargets").with("ResourceIds", ids).in_region(region);
    let targets = structs(&ctx.call(targets)?, "ScalableTargets");
    let mut policies = Vec::new();
    for id in resources {
        let is_scaled = targets.iter().any(|it| it.str("ResourceId") == Some(id.as_str()));
        if is_scaled {
            let of = ask("DescribeScalingPolicies").with("ResourceId", id).in_region(region);
            policies.extend(structs(&ctx.call(of)?, "ScalingPolicies"));
        }
    }
    Ok(Scalings { targets, policies })
}

fn structs(of: &Struct, member: &str) -> Vec<Struct> {
    let items = of.list(member).unwrap_or_default().iter();
    items.filter_map(|it| it.as_struct().cloned()).collect()
}

impl Scalings {
    /// How a capacity is scaled; of what is not, nothing.
    pub fn description(
        &self,
        table: &str,
        index: Option<&str>,
        is_write: bool,
    ) -> Option<AutoScalingSettingsDescriptionBuilder> {
        let (resource, dimension) = (resource(table, index), dimension(index, is_write));
        let is_of = |it: &&Struct| {
            it.str("ResourceId") == Some(resource.as_str())
                && it.str("ScalableDimension") == Some(dimension.as_str())
        };
        let target = self.targets.iter().find(is_of)?;
        let policies = self.policies.iter().filter(is_of).map(shown_policy);
        Some(
            AutoScalingSettingsDescriptionBuilder::new()
                .minimum_units(target.int("MinCapacity"))
                .maximum_units(target.int("MaxCapacity"))
                .auto_scaling_disabled(false)
                .auto_scaling_role_arn(target.str("RoleARN"))
                .scaling_policies(policies.collect::<Vec<_>>()),
        )
    }
}

fn shown_policy(policy: &Struct) -> AutoScalingPolicyDescriptionBuilder {
    let empty = Struct::new();
    let given = policy.structure("TargetTrackingScalingPolicyConfiguration").unwrap_or(&empty);
    let tracking = AutoScalingTargetTrackingScalingPolicyConfigurationDescriptionBuilder::new()
        .disable_scale_in(given.bool("DisableScaleIn").unwrap_or_default())
        .scale_in_cooldown(given.int("ScaleInCooldown"))
        .scale_out_cooldown(given.int("ScaleOutCooldown"))
        .target_value(given.float("TargetValue"));
    AutoScalingPolicyDescriptionBuilder::new()
        .policy_name(policy.str("PolicyName"))
        .target_tracking_scaling_policy_configuration(tracking)
}
