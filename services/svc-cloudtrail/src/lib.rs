//! AWS CloudTrail: who has called what.
//!
//! - [`recorder`] hangs at the door and sees every call. [`classify`] says of which kind an event
//!   is; [`record`], with [`identity`], [`parameters`] and [`resources`], writes it down.
//! - [`history`] looks events up.
//! - [`trail`], [`describe`], [`logging`], [`event_selectors`], [`tags`]: trails. [`find`] finds
//!   them, [`watch`] keeps those that log in memory, [`selector`] says what they take.
//! - [`delivery`] writes log files, [`digest`] signs them with [`keys`].
//!
//! README.md says what is absent.

mod access;
#[rustfmt::skip]
pub mod api;
mod classify;
mod delivery;
mod describe;
mod digest;
mod errors;
mod event_selectors;
mod find;
mod history;
mod identity;
mod insight;
mod insight_event;
mod insight_metrics;
mod insight_selectors;
mod keys;
mod limits;
mod logging;
mod parameters;
mod record;
pub mod recorder;
mod reset;
mod resources;
mod selector;
mod state;
mod tags;
#[cfg(test)]
mod tests;
mod trail;
mod watch;

pub use recorder::Recorder;

use kernel::service::Work;
use kernel::{AccessRules, Op, Run, ServiceDef, Validation, op};

pub static SERVICE: ServiceDef = ServiceDef {
    name: "cloudtrail",
    operations: &[
        op!(write api::AddTags, tags::add),
        op!(write api::CreateTrail, trail::create),
        op!(write api::DeleteTrail, trail::delete),
        op!(read api::DescribeTrails, describe::describe),
        op!(read api::GetEventSelectors, event_selectors::get),
        op!(read api::GetInsightSelectors, insight_selectors::get),
        op!(read api::GetTrail, describe::get),
        op!(read api::GetTrailStatus, describe::status),
        op!(read api::ListInsightsMetricData, insight_metrics::list),
        op!(read api::ListPublicKeys, keys::list),
        op!(read api::ListTags, tags::list),
        op!(read api::ListTrails, describe::list),
        op!(write api::LookupEvents, history::lookup),
        op!(write api::PutEventSelectors, event_selectors::put),
        op!(write api::PutInsightSelectors, insight_selectors::put),
        op!(write api::RemoveTags, tags::remove),
        op!(write api::StartLogging, logging::start),
        op!(write api::StopLogging, logging::stop),
        op!(write api::UpdateTrail, trail::update),
    ],
    steps: &[
        Op { name: insight::LOOK, run: Run::Write(insight::step), stage: None },
        Op { name: delivery::DELIVER, run: Run::Write(delivery::step), stage: None },
        Op {
            name: delivery::PACK,
            run: Run::Work(Work {
                begin: delivery::begin,
                work: delivery::work,
                complete: delivery::complete,
            }),
            stage: None,
        },
        Op {
            name: digest::DIGEST,
            run: Run::Work(Work {
                begin: digest::begin,
                work: digest::work,
                complete: digest::complete,
            }),
            stage: None,
        },
    ],
    on_reset: Some(reset::on_reset),
    validation: Validation::Standard,
    access: Some(AccessRules { of: access::of, denied: "AccessDeniedException" }),
};
