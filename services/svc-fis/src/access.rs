//! What each operation acts on, in the words of policies.
//!
//! Source: Service Authorization Reference, "Actions, resources, and condition keys for AWS Fault
//! Injection Service". Where an operation acts on two kinds of resources (a start acts on its
//! template and on the experiments), the one that exists is asked.

use kernel::{Access, ApiError, Ctx, Struct};

use crate::state::{experiment_arn, template_arn};

pub fn of(ctx: &mut Ctx<'_>, operation: &str, input: &Struct) -> Result<Option<Access>, ApiError> {
    let id = input.str("id").unwrap_or_default();
    let resource = match operation {
        "CreateExperimentTemplate" => template_arn(ctx, "*"),
        "DeleteExperimentTemplate" | "GetExperimentTemplate" | "UpdateExperimentTemplate" => {
            template_arn(ctx, id)
        }
        "CreateTargetAccountConfiguration"
        | "DeleteTargetAccountConfiguration"
        | "GetTargetAccountConfiguration"
        | "ListTargetAccountConfigurations"
        | "StartExperiment"
        | "UpdateTargetAccountConfiguration" => {
            template_arn(ctx, input.str("experimentTemplateId").unwrap_or_default())
        }
        "GetExperiment" | "StopExperiment" => experiment_arn(ctx, id),
        "GetExperimentTargetAccountConfiguration"
        | "ListExperimentResolvedTargets"
        | "ListExperimentTargetAccountConfigurations" => {
            experiment_arn(ctx, input.str("experimentId").unwrap_or_default())
        }
        "GetAction" => ctx.arn(&format!("action/{id}")).to_string(),
        "GetSafetyLever" | "UpdateSafetyLeverState" => {
            ctx.arn(&format!("safety-lever/{id}")).to_string()
        }
        "ListTagsForResource" | "TagResource" | "UntagResource" => {
            input.str("resourceArn").unwrap_or_default().to_owned()
        }
        _ => "*".to_owned(),
    };
    Ok(Some(Access::new(ctx, format!("fis:{operation}"), resource)))
}
