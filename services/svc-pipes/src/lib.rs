//! EventBridge Pipes: the map of its operations.
//!
//! Pipes are in [`pipe`], [`definition`] and [`lifecycle`]; the way of an event is [`run`] (for
//! streams [`shards`]), from a [`source`] on the [`belt`] through filters, an [`enrichment`] and a
//! [`template`] to a [`target`]; an [`execution`] tells of it.

mod access;
#[rustfmt::skip]
pub mod api;
mod asking;
mod belt;
mod dead_letter;
mod definition;
mod enrichment;
mod errors;
mod execution;
mod http_call;
mod lifecycle;
mod limits;
mod listing;
mod log;
mod log_access;
mod path;
mod pipe;
mod run;
mod shards;
mod source;
mod state;
mod tag;
mod target;
mod template;
#[cfg(test)]
mod tests;
mod whole;

use kernel::{AccessRules, Op, Run, ServiceDef, Validation, op};

pub static SERVICE: ServiceDef = ServiceDef {
    name: "pipes",
    operations: &[
        op!(write api::CreatePipe, pipe::create_pipe),
        op!(write api::DeletePipe, pipe::delete_pipe),
        op!(read api::DescribePipe, pipe::describe_pipe),
        op!(read api::ListPipes, listing::list_pipes),
        op!(read api::ListTagsForResource, tag::list_tags_for_resource),
        op!(write api::StartPipe, lifecycle::start_pipe),
        op!(write api::StopPipe, lifecycle::stop_pipe),
        op!(write api::TagResource, tag::tag_resource),
        op!(write api::UntagResource, tag::untag_resource),
        op!(write api::UpdatePipe, pipe::update_pipe),
    ],
    steps: &[
        Op { name: http_call::ANSWERED, run: Run::Write(http_call::answered), stage: None },
        Op { name: lifecycle::SETTLE, run: Run::Write(lifecycle::settle), stage: None },
        Op { name: log::DELIVER, run: Run::Write(log::deliver), stage: None },
        Op { name: run::POLL, run: Run::Wait(run::poll), stage: None },
    ],
    on_reset: None,
    validation: Validation::Standard,
    access: Some(AccessRules { of: access::of, denied: "AccessDeniedException" }),
};
