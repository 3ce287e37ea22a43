//! Cost and Usage Reports: the map of the service.
//!
//! Definitions and their tags are in [`definition`]; [`deliver`] writes reports to buckets three
//! times a day, [`report`] makes their lines and manifests of what crate `billing` reckons, and
//! [`bucket`] is how the service reaches a bucket.

mod access;
#[rustfmt::skip]
pub mod api;
mod bucket;
mod columns;
mod definition;
mod deliver;
mod errors;
mod limits;
mod report;
mod state;
#[cfg(test)]
mod tests;

use kernel::access::AccessRules;
use kernel::service::{ServiceDef, Validation};
use kernel::{Op, Run, op};

pub static SERVICE: ServiceDef = ServiceDef {
    name: "cur",
    operations: &[
        op!(write api::DeleteReportDefinition, definition::delete_report_definition),
        op!(read api::DescribeReportDefinitions, definition::describe_report_definitions),
        op!(read api::ListTagsForResource, definition::list_tags_for_resource),
        op!(write api::ModifyReportDefinition, definition::modify_report_definition),
        op!(write api::PutReportDefinition, definition::put_report_definition),
        op!(write api::TagResource, definition::tag_resource),
        op!(write api::UntagResource, definition::untag_resource),
    ],
    steps: &[Op { name: deliver::DELIVER, run: Run::Write(deliver::step), stage: None }],
    on_reset: None,
    validation: Validation::Standard,
    access: Some(AccessRules { of: access::of, denied: "AccessDeniedException" }),
};
