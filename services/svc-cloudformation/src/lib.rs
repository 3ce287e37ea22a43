//! AWS CloudFormation: the map of its operations.
//!
//! Stacks are made, changed and deleted in [`stack`], by way of [`change_set`] or directly; what a
//! template says is read by [`source`] into a [`blueprint`]; what an update would change is found
//! by [`changes`]. Everything that happens then is in [`engine`], step by step; which calls a
//! resource of some type needs is data, in [`types`]. The README says what is not done.

mod access;
mod admin;
#[rustfmt::skip]
pub mod api;
mod blueprint;
mod caller;
mod change_set;
mod changes;
mod describe;
mod engine;
mod errors;
mod find;
mod imports;
mod limits;
mod names;
mod properties;
mod session;
mod source;
mod stack;
mod state;
mod template_ops;
#[cfg(test)]
mod tests;
mod types;
mod zip;

use engine::{answer, phases, run, work};
use kernel::service::Work;
use kernel::{AccessRules, Op, Run, ServiceDef, Validation, op};

pub use engine::answer::SITES;

pub static SERVICE: ServiceDef = ServiceDef {
    name: "cloudformation",
    operations: &[
        op!(write api::CancelUpdateStack, admin::cancel_update_stack),
        op!(write api::ContinueUpdateRollback, admin::continue_update_rollback),
        op!(write api::CreateChangeSet, change_set::create_change_set),
        op!(write api::CreateStack, stack::create_stack),
        op!(write api::DeleteChangeSet, change_set::delete_change_set),
        op!(write api::DeleteStack, stack::delete_stack),
        op!(read api::DescribeAccountLimits, describe::describe_account_limits),
        op!(read api::DescribeChangeSet, change_set::describe_change_set),
        op!(read api::DescribeStackEvents, describe::describe_stack_events),
        op!(read api::DescribeStackResource, describe::describe_stack_resource),
        op!(read api::DescribeStackResources, describe::describe_stack_resources),
        op!(read api::DescribeStacks, describe::describe_stacks),
        op!(write api::ExecuteChangeSet, change_set::execute_change_set),
        op!(read api::GetStackPolicy, admin::get_stack_policy),
        op!(read api::GetTemplate, template_ops::get_template),
        // A template may be read from a bucket, whose answer can be recorded.
        op!(write api::GetTemplateSummary, template_ops::get_template_summary),
        op!(read api::ListChangeSets, change_set::list_change_sets),
        op!(read api::ListExports, admin::list_exports),
        op!(read api::ListImports, admin::list_imports),
        op!(read api::ListStackResources, describe::list_stack_resources),
        op!(read api::ListStacks, describe::list_stacks),
        op!(write api::RollbackStack, admin::rollback_stack),
        op!(write api::SetStackPolicy, admin::set_stack_policy),
        op!(write api::SignalResource, admin::signal_resource),
        op!(write api::UpdateStack, stack::update_stack),
        op!(write api::UpdateTerminationProtection, admin::update_termination_protection),
        op!(write api::ValidateTemplate, template_ops::validate_template),
    ],
    steps: &[
        step(engine::PROCEED, Run::Write(engine::proceed)),
        step(engine::RUN, Run::Write(run::step)),
        step(engine::EXPIRE, Run::Write(engine::expire)),
        step(phases::FORGET, Run::Write(phases::forget)),
        step(answer::SERVE, Run::Write(answer::serve)),
        step(answer::TAKE, Run::Write(answer::take)),
        step(
            work::WORK,
            Run::Work(Work { begin: work::plan, work: work::work, complete: work::complete }),
        ),
    ],
    on_reset: Some(answer::forget),
    validation: Validation::Query,
    access: Some(AccessRules { of: access::of, denied: "AccessDenied" }),
};

const fn step(name: &'static str, run: Run) -> Op {
    Op { name, run, stage: None }
}
