//! AWS Lambda: the map of its operations.
//!
//! Functions are made in [`function`] from a [`configuration`] and [`code`]; [`version`]s are what of
//! them never changes. [`invoke`] is the door, [`invocation`] the way of one invocation through a
//! sandbox of crate `runtime`; [`event`] is what is invoked later, [`destination`] who gets to know
//! how that ended. The README says what is absent.

mod access;
mod answer;
#[rustfmt::skip]
pub mod api;
mod code;
mod configuration;
mod destination;
mod download;
mod errors;
mod event;
mod event_source;
mod event_source_check;
mod event_source_errors;
mod event_source_function;
mod event_source_limits;
mod event_source_list;
mod event_source_settings;
mod event_source_state;
mod function;
mod invocation;
mod invoke;
mod layer_use;
mod limits;
mod log;
mod name;
mod policy;
mod poll;
mod poll_answer;
mod poll_failure;
mod poll_queue;
mod poll_stream;
mod poll_window;
mod runtimes;
mod session;
mod show;
mod state;
#[cfg(test)]
mod tests;
mod url_config;
mod usage;
mod version;

use kernel::service::Work;
use kernel::{AccessRules, AccountId, ApiError, Ctx, Op, Run, ServiceDef, Validation, op};

pub use download::PAGES;

pub static SERVICE: ServiceDef = ServiceDef {
    name: "lambda",
    operations: &[
        op!(write api::CreateEventSourceMapping, event_source::create),
        op!(work api::CreateFunction,
            function::begin_create, function::take_in_code, function::complete_create),
        op!(write api::DeleteEventSourceMapping, event_source::delete),
        op!(write api::DeleteFunction, function::delete_function),
        op!(read api::GetAccountSettings, usage::get_account_settings),
        op!(read api::GetEventSourceMapping, event_source::get),
        op!(read api::GetFunction, function::get_function),
        op!(read api::GetFunctionConfiguration, function::get_function_configuration),
        op!(maybe_work api::Invoke, invoke::begin, invoke::work, invoke::complete),
        op!(write api::InvokeAsync, invoke::invoke_async, stage invoke::stage),
        op!(read api::ListEventSourceMappings, event_source_list::list),
        op!(read api::ListFunctions, function::list_functions),
        op!(read api::ListVersionsByFunction, version::list_versions_by_function),
        op!(write api::PublishVersion, version::publish_version),
        op!(write api::UpdateEventSourceMapping, event_source::update),
    ],
    steps: &[
        step(answer::INVOKE, Run::Write(answer::invoke_and_answer)),
        step(
            answer::RUN,
            Run::Work(Work {
                begin: answer::begin,
                work: answer::work,
                complete: answer::complete,
            }),
        ),
        step(event_source::SETTLE, Run::Write(event_source::settle)),
        step(poll::POLL, Run::Wait(poll::poll)),
        step(poll::ANSWERED, Run::Write(poll::answered)),
        step(download::DOWNLOAD, Run::Read(download::download)),
        step(
            event::RUN,
            Run::Work(Work { begin: event::begin, work: event::work, complete: event::complete }),
        ),
    ],
    on_reset: Some(end_sandboxes),
    validation: Validation::Standard,
    access: Some(AccessRules { of: access::of, denied: "AccessDeniedException" }),
};

const fn step(name: &'static str, run: Run) -> Op {
    Op { name, run, stage: None }
}

/// What runs is of functions that are about to go.
fn end_sandboxes(_ctx: &mut Ctx<'_>, account: Option<AccountId>) -> Result<(), ApiError> {
    runtime::end_sandboxes(account.as_ref().map(AccountId::as_str));
    Ok(())
}
