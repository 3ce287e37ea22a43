//! EventBridge Scheduler: the map of its operations.
//!
//! Schedules are in [`schedule`] and [`definition`], groups in [`group`]; what a schedule calls is
//! in [`target`], and how it comes to that in [`invoke`], whose steps run on the virtual clock.

mod access;
#[rustfmt::skip]
pub mod api;
mod dead_letter;
mod definition;
mod encryption;
mod errors;
mod group;
mod idempotence;
mod invoke;
mod limits;
mod listing;
mod metrics;
mod outside;
mod schedule;
mod state;
mod tag;
mod target;
#[cfg(test)]
mod tests;

use kernel::{AccessRules, Op, Run, ServiceDef, Validation, op};

pub static SERVICE: ServiceDef = ServiceDef {
    name: "scheduler",
    operations: &[
        op!(write api::CreateSchedule, schedule::create_schedule),
        op!(write api::CreateScheduleGroup, group::create_schedule_group),
        op!(write api::DeleteSchedule, schedule::delete_schedule),
        op!(write api::DeleteScheduleGroup, group::delete_schedule_group),
        op!(read api::GetSchedule, schedule::get_schedule),
        op!(read api::GetScheduleGroup, group::get_schedule_group),
        op!(read api::ListScheduleGroups, group::list_schedule_groups),
        op!(read api::ListSchedules, listing::list_schedules),
        op!(read api::ListTagsForResource, tag::list_tags_for_resource),
        op!(write api::TagResource, tag::tag_resource),
        op!(write api::UntagResource, tag::untag_resource),
        op!(write api::UpdateSchedule, schedule::update_schedule),
    ],
    steps: &[
        Op { name: invoke::COME_DUE, run: Run::Write(invoke::come_due), stage: None },
        Op { name: invoke::ATTEMPT, run: Run::Write(invoke::attempt), stage: None },
        Op { name: outside::CALL, run: Run::Work(outside::WORK), stage: None },
        Op { name: group::DROP_GROUP, run: Run::Write(group::drop_group), stage: None },
    ],
    on_reset: Some(encryption::forget),
    validation: Validation::Standard,
    access: Some(AccessRules { of: access::of, denied: "AccessDeniedException" }),
};
