//! What each operation acts on, in the words of policies.
//!
//! Source: Service Authorization Reference, "Actions, resources, and condition keys for Amazon
//! CloudWatch". Operations on several alarms or dashboards are asked about for the first that is
//! not permitted: each is asked about.

use kernel::{Access, ApiError, Ctx, Struct, Value};

use crate::alarm;
use crate::dashboard;
use crate::stream;

pub fn of(ctx: &mut Ctx<'_>, operation: &str, input: &Struct) -> Result<Option<Access>, ApiError> {
    let action = format!("cloudwatch:{operation}");
    let name = |member: &str| input.str(member).unwrap_or_default();
    let access = match operation {
        "PutMetricAlarm" | "PutCompositeAlarm" | "SetAlarmState" => {
            let arn = alarm::arn(ctx, name("AlarmName"));
            Access::new(ctx, action, arn)
        }
        "DeleteAlarms" | "EnableAlarmActions" | "DisableAlarmActions" => {
            for name in names(input, "AlarmNames") {
                let arn = alarm::arn(ctx, name);
                let access = Access::new(ctx, action.clone(), arn);
                ctx.authorize(&access)?;
            }
            return Ok(None);
        }
        "DescribeAlarmHistory" => {
            let named = input.str("AlarmName");
            let arn = named.map_or_else(|| "*".to_owned(), |name| alarm::arn(ctx, name));
            Access::new(ctx, action, arn)
        }
        "GetDashboard" | "PutDashboard" => {
            let arn = dashboard::arn(ctx, name("DashboardName"));
            Access::new(ctx, action, arn)
        }
        "DeleteDashboards" => {
            for name in names(input, "DashboardNames") {
                let arn = dashboard::arn(ctx, name);
                let access = Access::new(ctx, action.clone(), arn);
                ctx.authorize(&access)?;
            }
            return Ok(None);
        }
        "ListTagsForResource" | "TagResource" | "UntagResource" => {
            Access::new(ctx, action, name("ResourceARN"))
        }
        "PutMetricStream" | "GetMetricStream" | "DeleteMetricStream" => {
            let arn = stream::arn(ctx, name("Name"));
            Access::new(ctx, action, arn)
        }
        "StartMetricStreams" | "StopMetricStreams" => {
            for name in names(input, "Names") {
                let arn = stream::arn(ctx, name);
                let access = Access::new(ctx, action.clone(), arn);
                ctx.authorize(&access)?;
            }
            return Ok(None);
        }
        "PutMetricData" => {
            Access::new(ctx, action, "*").with_key("cloudwatch:namespace", name("Namespace"))
        }
        _ => Access::new(ctx, action, "*"),
    };
    Ok(Some(access))
}

fn names<'a>(input: &'a Struct, member: &str) -> impl Iterator<Item = &'a str> {
    input.list(member).unwrap_or_default().iter().filter_map(Value::as_str)
}
