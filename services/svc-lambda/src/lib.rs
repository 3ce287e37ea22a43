//! AWS Lambda: the map of its operations.
//!
//! Functions are made in [`function`] from a [`configuration`] and [`code`]; [`version`]s are what
//! of them never changes. [`invoke`] is the door, [`invocation`] the way of one invocation through
//! a sandbox of crate `runtime`; [`event`] is what is invoked later, [`destination`] who gets to
//! know how that ended. The README says what is absent.

mod access;
mod alias;
mod answer;
#[rustfmt::skip]
pub mod api;
mod code;
mod code_signing;
mod concurrency;
mod configuration;
mod destination;
mod download;
mod errors;
mod event;
mod event_config;
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
mod invoke_stream;
mod keeper;
mod layer;
mod layer_list;
mod layer_use;
mod limits;
mod log;
mod log_json;
mod log_text;
mod measures;
mod name;
mod policy;
mod poll;
mod poll_answer;
mod poll_failure;
mod poll_measures;
mod poll_queue;
mod poll_stream;
mod poll_window;
mod provisioned;
mod runtime_config;
mod runtimes;
mod session;
mod show;
mod state;
mod streaming;
mod tag;
#[cfg(test)]
mod tests;
mod transition;
mod update;
mod url;
mod url_config;
mod url_stream;
mod usage;
mod version;

use kernel::service::Work;
use kernel::{AccessRules, AccountId, ApiError, Ctx, Op, Run, ServiceDef, Validation, op};

pub use download::PAGES;
pub use keeper::Keeper;

pub static SERVICE: ServiceDef = ServiceDef {
    name: "lambda",
    operations: &[
        op!(write api::AddLayerVersionPermission, layer::add_permission),
        op!(write api::AddPermission, policy::add_permission),
        op!(write api::CreateAlias, alias::create_alias),
        op!(write api::CreateCodeSigningConfig, code_signing::create),
        op!(write api::CreateEventSourceMapping, event_source::create),
        op!(work api::CreateFunction,
            function::begin_create, function::take_in_code, function::complete_create),
        op!(write api::CreateFunctionUrlConfig, url_config::create),
        op!(write api::DeleteAlias, alias::delete_alias),
        op!(write api::DeleteCodeSigningConfig, code_signing::delete),
        op!(write api::DeleteEventSourceMapping, event_source::delete),
        op!(write api::DeleteFunction, function::delete_function),
        op!(write api::DeleteFunctionCodeSigningConfig, code_signing::delete_for_function),
        op!(write api::DeleteFunctionConcurrency, concurrency::delete_function_concurrency),
        op!(write api::DeleteFunctionEventInvokeConfig, event_config::delete),
        op!(write api::DeleteFunctionUrlConfig, url_config::delete),
        op!(write api::DeleteLayerVersion, layer::delete_layer_version),
        op!(write api::DeleteProvisionedConcurrencyConfig, provisioned::delete),
        op!(read api::GetAccountSettings, usage::get_account_settings),
        op!(read api::GetAlias, alias::get_alias),
        op!(read api::GetCodeSigningConfig, code_signing::get),
        op!(read api::GetEventSourceMapping, event_source::get),
        op!(read api::GetFunction, function::get_function),
        op!(read api::GetFunctionCodeSigningConfig, code_signing::get_for_function),
        op!(read api::GetFunctionConcurrency, concurrency::get_function_concurrency),
        op!(read api::GetFunctionConfiguration, function::get_function_configuration),
        op!(read api::GetFunctionEventInvokeConfig, event_config::get),
        op!(read api::GetFunctionUrlConfig, url_config::get),
        op!(read api::GetLayerVersion, layer::get_layer_version),
        op!(read api::GetLayerVersionByArn, layer::get_layer_version_by_arn),
        op!(read api::GetLayerVersionPolicy, layer::get_policy),
        op!(read api::GetPolicy, policy::get_policy),
        op!(read api::GetProvisionedConcurrencyConfig, provisioned::get),
        op!(read api::GetRuntimeManagementConfig, runtime_config::get),
        op!(maybe_work api::Invoke, invoke::begin, invoke::work, invoke::complete),
        op!(write api::InvokeAsync, invoke::invoke_async, stage invoke::stage),
        op!(work api::InvokeWithResponseStream,
            invoke_stream::begin, invoke_stream::work, invoke_stream::complete),
        op!(read api::ListAliases, alias::list_aliases),
        op!(read api::ListCodeSigningConfigs, code_signing::list),
        op!(read api::ListEventSourceMappings, event_source_list::list),
        op!(read api::ListFunctionEventInvokeConfigs, event_config::list),
        op!(read api::ListFunctionUrlConfigs, url_config::list),
        op!(read api::ListFunctions, function::list_functions),
        op!(read api::ListFunctionsByCodeSigningConfig, code_signing::list_functions),
        op!(read api::ListLayerVersions, layer_list::list_layer_versions),
        op!(read api::ListLayers, layer_list::list_layers),
        op!(read api::ListProvisionedConcurrencyConfigs, provisioned::list),
        op!(read api::ListTags, tag::list_tags),
        op!(read api::ListVersionsByFunction, version::list_versions_by_function),
        op!(work api::PublishLayerVersion,
            layer::begin_publish, layer::take_in_content, layer::complete_publish),
        op!(write api::PublishVersion, version::publish_version),
        op!(write api::PutFunctionCodeSigningConfig, code_signing::put_for_function),
        op!(write api::PutFunctionConcurrency, concurrency::put_function_concurrency),
        op!(write api::PutFunctionEventInvokeConfig, event_config::put),
        op!(write api::PutProvisionedConcurrencyConfig, provisioned::put),
        op!(write api::PutRuntimeManagementConfig, runtime_config::put),
        op!(write api::RemoveLayerVersionPermission, layer::remove_permission),
        op!(write api::RemovePermission, policy::remove_permission),
        op!(write api::TagResource, tag::tag_resource),
        op!(write api::UntagResource, tag::untag_resource),
        op!(write api::UpdateAlias, alias::update_alias),
        op!(write api::UpdateCodeSigningConfig, code_signing::update),
        op!(write api::UpdateEventSourceMapping, event_source::update),
        op!(work api::UpdateFunctionCode,
            update::begin_code, update::take_in_code, update::complete_code),
        op!(write api::UpdateFunctionConfiguration, update::update_configuration),
        op!(write api::UpdateFunctionEventInvokeConfig, event_config::update),
        op!(write api::UpdateFunctionUrlConfig, url_config::update),
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
        step(
            provisioned::PROVISION,
            Run::Work(Work {
                begin: provisioned::begin,
                work: provisioned::work,
                complete: provisioned::complete,
            }),
        ),
        step(
            provisioned::RELEASE,
            Run::Work(Work {
                begin: provisioned::begin_release,
                work: provisioned::do_release,
                complete: provisioned::end_release,
            }),
        ),
        step(streaming::RECORD, Run::Write(streaming::record)),
        step(event_source::SETTLE, Run::Write(event_source::settle)),
        step(poll::POLL, Run::Wait(poll::poll)),
        step(poll::ANSWERED, Run::Write(poll::answered)),
        step(download::DOWNLOAD, Run::Read(download::download)),
        step(
            url::INVOKE,
            Run::Work(Work { begin: url::begin, work: url::work, complete: url::complete }),
        ),
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
fn end_sandboxes(ctx: &mut Ctx<'_>, of: Option<AccountId>) -> Result<(), ApiError> {
    let account = of.as_ref().map_or("", AccountId::as_str);
    runtime::end_sandboxes(&format!("{}{account}", invocation::world_group(ctx.world_number())));
    provisioned::forget_accounts(ctx, of)?;
    url_config::forget_accounts(ctx, of)
}

/// Ends all that runs of a world of this process.
pub fn end_sandboxes_of(world: u64) {
    runtime::end_sandboxes(&invocation::world_group(world));
}
