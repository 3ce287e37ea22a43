//! Target tracking: what a policy's configuration asks for, and the metric that it follows.
//!
//! Sources: User Guide, "Target tracking scaling policies"; the API model.

use kernel::{ApiError, Struct};

use crate::api::{CustomizedMetricSpecification, TargetTrackingScalingPolicyConfiguration};
use crate::dimension::Scaled;
use crate::errors;
use crate::limits::{DYNAMODB_PERCENT, LAMBDA_SHARE, TARGET_VALUE_EXPONENT};

/// What a policy follows, as CloudWatch knows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Metric {
    pub namespace: String,
    pub name: String,
    pub dimensions: Vec<(String, String)>,
    pub statistic: String,
    pub unit: Option<String>,
    /// It counts units of capacity that are used in a minute. Others tell how well what there is
    /// is used, and fall as capacity rises.
    pub is_usage: bool,
}

pub fn check(scaled: Scaled<'_>, given: Given<'_>) -> Result<(), ApiError> {
    let target = given.target_value();
    let bound = 2_f64.powi(TARGET_VALUE_EXPONENT);
    if !(-bound..=bound).contains(&target) {
        return Err(errors::invalid("TargetValue must be in the range of -2^360 to 2^360."));
    }
    for cooldown in [given.scale_in_cooldown(), given.scale_out_cooldown()].into_iter().flatten() {
        if cooldown < 0 {
            return Err(errors::invalid("A cooldown must not be negative."));
        }
    }
    match (given.predefined_metric_specification(), given.customized_metric_specification()) {
        (Some(predefined), None) => {
            let kind = predefined.predefined_metric_type();
            if kind != scaled.predefined() {
                let message = format!("{kind} is not a metric of {}.", scaled.noun());
                return Err(errors::invalid(message));
            }
            if predefined.resource_label().is_some() {
                return Err(errors::invalid("ResourceLabel is for ALBRequestCountPerTarget only."));
            }
            let range = match scaled {
                Scaled::Throughput { .. } => DYNAMODB_PERCENT,
                Scaled::Concurrency { .. } => LAMBDA_SHARE,
            };
            if !range.contains(&target) {
                let (least, most) = (range.start(), range.end());
                let message = format!("TargetValue of {kind} must be between {least} and {most}.");
                return Err(errors::invalid(message));
            }
            Ok(())
        }
        (None, Some(customized)) if target > 0.0 => check_customized(customized),
        (None, Some(_)) => Err(errors::invalid("TargetValue of a metric must be above zero.")),
        _ => Err(errors::invalid(
            "Exactly one of PredefinedMetricSpecification and CustomizedMetricSpecification must \
             be specified.",
        )),
    }
}

type Given<'a> = TargetTrackingScalingPolicyConfiguration<'a>;

fn check_customized(given: CustomizedMetricSpecification<'_>) -> Result<(), ApiError> {
    if given.metrics().is_some() {
        return Err(errors::not_implemented("metric math in scaling policies (Metrics)"));
    }
    let is_whole =
        given.metric_name().is_some() && given.namespace().is_some() && given.statistic().is_some();
    if !is_whole {
        let message = "MetricName, Namespace and Statistic of a customized metric are required.";
        return Err(errors::invalid(message));
    }
    Ok(())
}

/// The metric of a configuration that [`check`] has passed.
pub fn metric(scaled: Scaled<'_>, tracking: &Struct) -> Metric {
    let given = TargetTrackingScalingPolicyConfiguration(tracking);
    if let Some(customized) = given.customized_metric_specification() {
        let dimensions = customized.dimensions().into_iter().flatten();
        let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
        return Metric {
            namespace: text(customized.namespace()),
            name: text(customized.metric_name()),
            dimensions: dimensions
                .map(|it| (it.name().to_owned(), it.value().to_owned()))
                .collect(),
            statistic: text(customized.statistic()),
            unit: customized.unit().map(str::to_owned),
            is_usage: false,
        };
    }
    match scaled {
        Scaled::Throughput { is_write, .. } => Metric {
            namespace: "AWS/DynamoDB".to_owned(),
            name: format!("Consumed{}CapacityUnits", if is_write { "Write" } else { "Read" }),
            dimensions: dimensions(scaled),
            statistic: "Sum".to_owned(),
            unit: None,
            is_usage: true,
        },
        Scaled::Concurrency { .. } => Metric {
            namespace: "AWS/Lambda".to_owned(),
            name: "ProvisionedConcurrencyUtilization".to_owned(),
            dimensions: dimensions(scaled),
            statistic: "Maximum".to_owned(),
            unit: None,
            is_usage: false,
        },
    }
}

/// Those of the metrics by which a resource tells how it is used.
pub fn dimensions(scaled: Scaled<'_>) -> Vec<(String, String)> {
    let of = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    match scaled {
        Scaled::Throughput { table, index, .. } => {
            let index = index.map(|index| of("GlobalSecondaryIndexName", index));
            [of("TableName", table)].into_iter().chain(index).collect()
        }
        Scaled::Concurrency { function, qualifier } => {
            let resource = format!("{function}:{qualifier}");
            vec![of("FunctionName", function), of("Resource", &resource)]
        }
    }
}
