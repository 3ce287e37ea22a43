//! AWS Fault Injection Service: the native front of the world's plan of faults.
//!
//! What an experiment may do is the table in [`catalogue`]; templates are in [`template`], checked
//! by [`check`]; experiments are started and stopped in [`experiment`] and run by the steps in
//! [`run`], on the virtual clock. Targets by tags and filters are found by [`find`], other accounts
//! are in [`account`]. What an action does to the world is in [`inject`], what is told of it in
//! [`log`].

mod access;
mod account;
#[rustfmt::skip]
pub mod api;
mod catalogue;
mod check;
mod duration;
mod errors;
mod experiment;
mod find;
mod inject;
mod lever;
mod limits;
mod log;
mod run;
mod state;
mod stop_condition;
mod tag;
mod template;
#[cfg(test)]
mod tests;

use kernel::{AccessRules, Op, Run, ServiceDef, Validation, op};

pub static SERVICE: ServiceDef = ServiceDef {
    name: "fis",
    operations: &[
        op!(write api::CreateExperimentTemplate, template::create_experiment_template),
        op!(write api::CreateTargetAccountConfiguration, account::create),
        op!(write api::DeleteExperimentTemplate, template::delete_experiment_template),
        op!(write api::DeleteTargetAccountConfiguration, account::delete),
        op!(read api::GetAction, catalogue::get_action),
        op!(read api::GetExperiment, experiment::get_experiment),
        op!(read api::GetExperimentTargetAccountConfiguration, account::get_of_experiment),
        op!(read api::GetExperimentTemplate, template::get_experiment_template),
        op!(read api::GetSafetyLever, lever::get_safety_lever),
        op!(read api::GetTargetAccountConfiguration, account::get),
        op!(read api::GetTargetResourceType, catalogue::get_target_resource_type),
        op!(read api::ListActions, catalogue::list_actions),
        op!(read api::ListExperimentResolvedTargets, experiment::list_experiment_resolved_targets),
        op!(read api::ListExperimentTargetAccountConfigurations, account::list_of_experiment),
        op!(read api::ListExperimentTemplates, template::list_experiment_templates),
        op!(read api::ListExperiments, experiment::list_experiments),
        op!(read api::ListTagsForResource, tag::list_tags_for_resource),
        op!(read api::ListTargetAccountConfigurations, account::list),
        op!(read api::ListTargetResourceTypes, catalogue::list_target_resource_types),
        op!(write api::StartExperiment, experiment::start_experiment),
        op!(write api::StopExperiment, experiment::stop_experiment),
        op!(write api::TagResource, tag::tag_resource),
        op!(write api::UntagResource, tag::untag_resource),
        op!(write api::UpdateExperimentTemplate, template::update_experiment_template),
        op!(write api::UpdateSafetyLeverState, lever::update_safety_lever_state),
        op!(write api::UpdateTargetAccountConfiguration, account::update),
    ],
    steps: &[
        Op { name: run::BEGIN, run: Run::Write(run::begin), stage: None },
        Op { name: run::END_ACTION, run: Run::Write(run::end_action), stage: None },
        Op { name: run::STOP, run: Run::Write(run::stop), stage: None },
        Op { name: stop_condition::ALARM, run: Run::Write(stop_condition::went_off), stage: None },
        Op { name: run::FORGET, run: Run::Write(run::forget), stage: None },
        Op { name: find::FIND, run: Run::Read(find::find), stage: None },
        Op { name: inject::INJECT, run: Run::Write(inject::inject), stage: None },
        Op { name: log::DELIVER, run: Run::Write(log::deliver), stage: None },
    ],
    on_reset: None,
    validation: Validation::Standard,
    access: Some(AccessRules { of: access::of, denied: "AccessDeniedException" }),
};
