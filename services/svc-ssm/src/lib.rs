//! AWS Systems Manager Parameter Store: the map of its operations.
//!
//! A value comes by [`put`] and is read by [`get`]; [`name`] says which are meant, [`filter`] and
//! [`describe`] which there are. [`policies`] act when their moment comes, and [`event`] tells
//! EventBridge. The README says what is not done.

mod access;
#[rustfmt::skip]
pub mod api;
mod cipher;
mod delete;
mod describe;
mod errors;
mod event;
mod filter;
mod get;
mod images;
mod label;
mod limits;
mod name;
mod policies;
mod public;
mod put;
mod secret;
mod setting;
mod state;
mod tag;
#[cfg(test)]
mod tests;

use kernel::{AccessRules, Op, Run, ServiceDef, Validation, op};

pub static SERVICE: ServiceDef = ServiceDef {
    name: "ssm",
    operations: &[
        op!(write api::AddTagsToResource, tag::add_tags_to_resource),
        op!(write api::DeleteParameter, delete::delete_parameter),
        op!(write api::DeleteParameters, delete::delete_parameters),
        op!(read api::DescribeParameters, describe::describe_parameters),
        op!(read api::GetParameter, get::get_parameter),
        op!(read api::GetParameterHistory, get::get_parameter_history),
        op!(read api::GetParameters, get::get_parameters),
        op!(read api::GetParametersByPath, get::get_parameters_by_path),
        op!(read api::GetServiceSetting, setting::get_service_setting),
        op!(write api::LabelParameterVersion, label::label_parameter_version),
        op!(read api::ListTagsForResource, tag::list_tags_for_resource),
        op!(write api::PutParameter, put::put_parameter),
        op!(write api::RemoveTagsFromResource, tag::remove_tags_from_resource),
        op!(write api::ResetServiceSetting, setting::reset_service_setting),
        op!(write api::UnlabelParameterVersion, label::unlabel_parameter_version),
        op!(write api::UpdateServiceSetting, setting::update_service_setting),
    ],
    steps: &[Op { name: policies::ACT, run: Run::Write(policies::act), stage: None }],
    on_reset: None,
    validation: Validation::Standard,
    access: Some(AccessRules { of: access::of, denied: "AccessDeniedException" }),
};
