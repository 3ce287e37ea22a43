//! Application Auto Scaling: the map of its operations.
//!
//! [`target`] has what is scaled, [`policy`] and [`scheduled`] what scales it, [`activity`] what
//! was scaled. [`dimension`] says which resources there are and [`resource`] speaks to their
//! services; [`tracking`] and [`alarm`] make a policy's alarms, [`evaluate`] and [`decide`] are
//! what comes of them, and [`scale`] does it.

mod access;
mod activity;
mod alarm;
#[rustfmt::skip]
pub mod api;
mod decide;
mod dimension;
mod errors;
mod evaluate;
mod limits;
mod listing;
mod policy;
mod resource;
mod role;
mod scale;
mod scheduled;
mod state;
mod tag;
mod target;
#[cfg(test)]
mod tests;
mod tracking;

use kernel::access::AccessRules;
use kernel::service::{ServiceDef, Validation};
use kernel::{Op, Run, op};

pub static SERVICE: ServiceDef = ServiceDef {
    name: "application-autoscaling",
    operations: &[
        op!(write api::DeleteScalingPolicy, policy::delete),
        op!(write api::DeleteScheduledAction, scheduled::delete),
        op!(write api::DeregisterScalableTarget, target::deregister),
        op!(read api::DescribeScalableTargets, target::describe),
        op!(read api::DescribeScalingActivities, activity::describe),
        op!(read api::DescribeScalingPolicies, policy::describe),
        op!(read api::DescribeScheduledActions, scheduled::describe),
        op!(read api::ListTagsForResource, tag::list_tags_for_resource),
        op!(write api::PutScalingPolicy, policy::put),
        op!(write api::PutScheduledAction, scheduled::put),
        op!(write api::RegisterScalableTarget, target::register),
        op!(write api::TagResource, tag::tag_resource),
        op!(write api::UntagResource, tag::untag_resource),
    ],
    steps: &[
        Op { name: evaluate::EXECUTE, run: Run::Write(evaluate::execute), stage: None },
        Op { name: evaluate::EVALUATE, run: Run::Write(evaluate::evaluate), stage: None },
        Op { name: scale::BOUND, run: Run::Write(scale::bound), stage: None },
        Op { name: scale::SET, run: Run::Write(scale::set), stage: None },
        Op { name: scheduled::RUN, run: Run::Write(scheduled::run), stage: None },
    ],
    on_reset: None,
    validation: Validation::Standard,
    access: Some(AccessRules { of: access::of, denied: "AccessDeniedException" }),
};
