//! API Gateway's HTTP and WebSocket APIs: the map of the operations.
//!
//! The control plane: [`apis`], and what belongs to them ([`route`], [`integration`],
//! [`authorizer`], [`model`], [`response`], [`stage`], [`mod@deployment`]), whose operations are
//! [`resource`]'s; [`definition`] and [`export`] are OpenAPI, [`domain`] custom names. The data
//! plane: [`execute`] is a request to an HTTP API from end to end, [`socket`] the life of a
//! connection of a WebSocket API, [`message`] what is done with what comes over it, [`connection`]
//! what goes back.

mod access;
mod answer;
#[rustfmt::skip]
pub mod api;
mod apis;
mod authorize;
mod authorizer;
mod backend;
mod cache;
mod connection;
mod context;
mod cors;
mod definition;
mod delivery;
mod deployment;
mod domain;
mod errors;
mod event;
mod execute;
mod export;
mod integration;
mod limits;
mod mapping;
mod message;
mod model;
mod plan;
mod record;
mod request;
mod resource;
mod response;
mod route;
mod routing;
mod socket;
mod stage;
mod state;
mod subtype;
mod tag;
#[cfg(test)]
mod tests;

use kernel::service::{Work, WorkEnv};
use kernel::{AccessRules, Ctx, Op, OpResult, Run, ServiceDef, Struct, Validation, op};

use response::{of_integration, of_route};

pub static SERVICE: ServiceDef = ServiceDef {
    name: state::SERVICE,
    operations: &[
        op!(write api::CreateApi, apis::create),
        op!(write api::CreateApiMapping, domain::create_mapping),
        op!(write api::CreateAuthorizer, authorizer::create),
        op!(write api::CreateDeployment, deployment::create),
        op!(write api::CreateDomainName, domain::create),
        op!(write api::CreateIntegration, integration::create),
        op!(write api::CreateIntegrationResponse, of_integration::create),
        op!(write api::CreateModel, model::create),
        op!(write api::CreateRoute, route::create),
        op!(write api::CreateRouteResponse, of_route::create),
        op!(write api::CreateStage, stage::create),
        op!(write api::DeleteAccessLogSettings, stage::delete_log_settings),
        op!(write api::DeleteApi, apis::delete),
        op!(write api::DeleteApiMapping, domain::delete_mapping),
        op!(write api::DeleteAuthorizer, authorizer::delete),
        op!(write api::DeleteCorsConfiguration, apis::delete_cors),
        op!(write api::DeleteDeployment, deployment::delete),
        op!(write api::DeleteDomainName, domain::delete),
        op!(write api::DeleteIntegration, integration::delete),
        op!(write api::DeleteIntegrationResponse, of_integration::delete),
        op!(write api::DeleteModel, model::delete),
        op!(write api::DeleteRoute, route::delete),
        op!(write api::DeleteRouteRequestParameter, route::delete_parameter),
        op!(write api::DeleteRouteResponse, of_route::delete),
        op!(write api::DeleteRouteSettings, stage::delete_route_settings),
        op!(write api::DeleteStage, stage::delete),
        op!(read api::ExportApi, export::export),
        op!(read api::GetApi, apis::get),
        op!(read api::GetApiMapping, domain::get_mapping),
        op!(read api::GetApiMappings, domain::list_mappings),
        op!(read api::GetApis, apis::list),
        op!(read api::GetAuthorizer, authorizer::get),
        op!(read api::GetAuthorizers, authorizer::list),
        op!(read api::GetDeployment, deployment::get),
        op!(read api::GetDeployments, deployment::list),
        op!(read api::GetDomainName, domain::get),
        op!(read api::GetDomainNames, domain::list),
        op!(read api::GetIntegration, integration::get),
        op!(read api::GetIntegrationResponse, of_integration::get),
        op!(read api::GetIntegrationResponses, of_integration::list),
        op!(read api::GetIntegrations, integration::list),
        op!(read api::GetModel, model::get),
        op!(read api::GetModels, model::list),
        op!(read api::GetRoute, route::get),
        op!(read api::GetRouteResponse, of_route::get),
        op!(read api::GetRouteResponses, of_route::list),
        op!(read api::GetRoutes, route::list),
        op!(read api::GetStage, stage::get),
        op!(read api::GetStages, stage::list),
        op!(read api::GetTags, tag::get),
        op!(write api::ImportApi, definition::import),
        op!(write api::ReimportApi, definition::reimport),
        op!(write api::ResetAuthorizersCache, stage::reset_cache),
        op!(write api::TagResource, tag::tag),
        op!(write api::UntagResource, tag::untag),
        op!(write api::UpdateApi, apis::update),
        op!(write api::UpdateApiMapping, domain::update_mapping),
        op!(write api::UpdateAuthorizer, authorizer::update),
        op!(write api::UpdateDeployment, deployment::update),
        op!(write api::UpdateDomainName, domain::update),
        op!(write api::UpdateIntegration, integration::update),
        op!(write api::UpdateIntegrationResponse, of_integration::update),
        op!(write api::UpdateModel, model::update),
        op!(write api::UpdateRoute, route::update),
        op!(write api::UpdateRouteResponse, of_route::update),
        op!(write api::UpdateStage, stage::update),
    ],
    steps: &[
        step(connection::DROP, Run::Write(connection::drop_it)),
        step(connection::EXPIRE, Run::Write(connection::expire)),
        step(domain::HAS_DOMAIN, Run::Read(domain::has_domain)),
        step(connection::LOCATE, Run::Read(connection::locate)),
        step(connection::LOOK, Run::Read(connection::look)),
        step(connection::NEXT, Run::Wait(connection::next)),
        step(connection::POST, Run::Write(connection::post)),
        work(execute::EXECUTE, execute::begin, execute::work, execute::complete),
        work(socket::CLOSED, socket::begin_close, socket::work_message, socket::complete_close),
        work(socket::OPEN, socket::begin_open, socket::work_open, socket::complete_open),
        work(socket::TAKE, socket::begin_take, socket::work_message, socket::complete_take),
    ],
    on_reset: Some(apis::forget_accounts),
    validation: Validation::Standard,
    access: Some(AccessRules { of: access::of, denied: "AccessDeniedException" }),
};

const fn step(name: &'static str, run: Run) -> Op {
    Op { name, run, stage: None }
}

const fn work(name: &'static str, begin: Begin, work: DoWork, complete: Complete) -> Op {
    step(name, Run::Work(Work { begin, work, complete }))
}

type Begin = fn(&mut Ctx, &Struct) -> OpResult;
type DoWork = fn(&WorkEnv, Struct) -> OpResult;
type Complete = fn(&mut Ctx, &Struct, Struct) -> OpResult;
