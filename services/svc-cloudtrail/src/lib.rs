//! AWS CloudTrail: who has called what.
//!
//! - [`recorder`] hangs at the door and sees every call. [`classify`] says of which kind an event
//!   is; [`record`], with [`identity`], [`parameters`] and [`resources`], writes it down.
//! - [`history`] looks events up.
//! - [`trail`], [`describe`], [`logging`], [`event_selectors`], [`tags`]: trails. [`find`] finds
//!   them, [`watch`] keeps those that log in memory, [`selector`] says what they take.
//! - [`delivery`] writes log files, [`digest`] signs them with [`keys`].
//! - [`lake`] has event data stores and SQL over them; [`delegated_admin`] calls Organizations.
//!
//! README.md says what is absent.

mod access;
#[rustfmt::skip]
pub mod api;
mod charge;
mod classify;
mod delegated_admin;
mod delivery;
mod describe;
mod digest;
mod errors;
mod event_selectors;
mod find;
mod history;
mod identity;
mod insight;
mod insight_data;
mod insight_event;
mod insight_metrics;
mod insight_selectors;
mod keys;
mod lake;
mod lake_errors;
mod limits;
mod log_group;
mod logging;
mod pages;
mod parameters;
mod record;
pub mod recorder;
mod reset;
mod resources;
mod selector;
mod service_event;
mod state;
mod tags;
#[cfg(test)]
mod tests;
mod trail;
mod watch;

pub use recorder::Recorder;

use kernel::service::Work;
use kernel::{AccessRules, Op, Run, ServiceDef, Validation, op};

use lake::{channel, dashboard, import, query};

pub static SERVICE: ServiceDef = ServiceDef {
    name: "cloudtrail",
    operations: &[
        op!(write api::AddTags, tags::add),
        op!(write api::CancelQuery, query::cancel),
        op!(write api::CreateChannel, channel::create),
        op!(write api::CreateDashboard, dashboard::create),
        op!(write api::CreateEventDataStore, lake::store::create),
        op!(write api::CreateTrail, trail::create),
        op!(write api::DeleteChannel, channel::delete),
        op!(write api::DeleteDashboard, dashboard::delete),
        op!(write api::DeleteEventDataStore, lake::store::delete),
        op!(write api::DeleteResourcePolicy, lake::policy::delete),
        op!(write api::DeleteTrail, trail::delete),
        op!(write api::DeregisterOrganizationDelegatedAdmin, delegated_admin::deregister),
        op!(read api::DescribeQuery, query::describe),
        op!(read api::DescribeTrails, describe::describe),
        op!(read api::GetChannel, channel::get),
        op!(read api::GetDashboard, dashboard::get),
        op!(read api::GetEventConfiguration, lake::event_configuration::get),
        op!(read api::GetEventDataStore, lake::store::get),
        op!(read api::GetEventSelectors, event_selectors::get),
        op!(read api::GetImport, import::get),
        op!(read api::GetInsightSelectors, insight_selectors::get),
        op!(read api::GetQueryResults, query::results),
        op!(read api::GetResourcePolicy, lake::policy::get),
        op!(read api::GetTrail, describe::get),
        op!(read api::GetTrailStatus, describe::status),
        op!(read api::ListChannels, channel::list),
        op!(read api::ListDashboards, dashboard::list),
        op!(read api::ListEventDataStores, lake::store::list),
        op!(read api::ListImportFailures, import::failures),
        op!(read api::ListImports, import::list),
        op!(read api::ListInsightsData, insight_data::list),
        op!(read api::ListInsightsMetricData, insight_metrics::list),
        op!(read api::ListPublicKeys, keys::list),
        op!(read api::ListQueries, query::list),
        op!(read api::ListTags, tags::list),
        op!(read api::ListTrails, describe::list),
        op!(write api::LookupEvents, history::lookup),
        op!(write api::PutEventConfiguration, lake::event_configuration::put),
        op!(write api::PutEventSelectors, event_selectors::put),
        op!(write api::PutInsightSelectors, insight_selectors::put),
        op!(write api::PutResourcePolicy, lake::policy::put),
        op!(write api::RegisterOrganizationDelegatedAdmin, delegated_admin::register),
        op!(write api::RemoveTags, tags::remove),
        op!(write api::RestoreEventDataStore, lake::store::restore),
        op!(read api::SearchSampleQueries, lake::samples::search),
        op!(write api::StartDashboardRefresh, lake::dashboard_refresh::start),
        op!(write api::StartEventDataStoreIngestion, lake::store::start),
        op!(write api::StartImport, import::start),
        op!(write api::StartLogging, logging::start),
        op!(write api::StartQuery, query::start),
        op!(write api::StopEventDataStoreIngestion, lake::store::stop),
        op!(write api::StopImport, import::stop),
        op!(write api::StopLogging, logging::stop),
        op!(write api::UpdateChannel, channel::update),
        op!(write api::UpdateDashboard, dashboard::update),
        op!(write api::UpdateEventDataStore, lake::store::update),
        op!(write api::UpdateTrail, trail::update),
    ],
    steps: &[
        Op { name: insight::LOOK, run: Run::Write(insight::step), stage: None },
        Op { name: lake::store::ERASE, run: Run::Write(lake::store::erase), stage: None },
        Op { name: lake::charge::STEP, run: Run::Write(lake::charge::step), stage: None },
        Op { name: query::FORGET, run: Run::Write(query::forget_step), stage: None },
        Op { name: channel::INGEST, run: Run::Write(channel::ingest_step), stage: None },
        Op {
            name: lake::import_step::IMPORT,
            run: Run::Write(lake::import_step::step),
            stage: None,
        },
        Op {
            name: lake::dashboard_refresh::REFRESH,
            run: Run::Write(lake::dashboard_refresh::step),
            stage: None,
        },
        Op {
            name: lake::run::RUN,
            run: Run::Work(Work {
                begin: lake::run::begin,
                work: lake::run::work,
                complete: lake::run::complete,
            }),
            stage: None,
        },
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
