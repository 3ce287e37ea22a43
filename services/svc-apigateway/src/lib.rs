//! Amazon API Gateway, REST APIs: the map of its operations.
//!
//! What a client makes is kept as the structures of the model ([`state`], [`docs`]) and changed by
//! [`patch`]es: [`rest_api`], [`resource`], [`method`], [`integration`], [`model`], [`authorizer`],
//! [`deployment`], [`stage`], [`api_key`], [`usage_plan`], [`domain`]. Requests come by
//! [`execute`]: [`enter`], [`verdict`], [`admit`], [`outgoing`], [`backend`], [`respond`],
//! [`reply`], [`record`]. The README says what is absent.

mod access;
mod account;
mod admit;
#[rustfmt::skip]
pub mod api;
mod api_key;
mod authorizer;
mod backend;
mod compress;
mod context;
mod deployment;
mod docs;
mod documentation;
mod domain;
mod enter;
mod errors;
mod event;
mod execute;
mod export;
mod import;
mod import_method;
mod integration;
mod json;
mod limits;
mod line;
mod method;
mod model;
mod outgoing;
mod patch;
mod record;
mod reply;
mod request;
mod resource;
mod respond;
mod rest_api;
mod route;
mod schema;
mod stage;
mod state;
mod tags;
mod test_invoke;
#[cfg(test)]
mod tests;
mod throttle;
mod usage;
mod usage_plan;
mod verdict;
mod yaml;

use kernel::service::Work;
use kernel::{AccessRules, Op, Run, ServiceDef, Validation, op};

pub static SERVICE: ServiceDef = ServiceDef {
    name: "apigateway",
    operations: &[
        op!(write api::CreateApiKey, api_key::create),
        op!(write api::CreateAuthorizer, authorizer::create),
        op!(write api::CreateBasePathMapping, domain::create_mapping),
        op!(write api::CreateDeployment, deployment::create),
        op!(write api::CreateDocumentationPart, documentation::create),
        op!(write api::CreateDocumentationVersion, documentation::create_version),
        op!(write api::CreateDomainName, domain::create),
        op!(write api::CreateModel, model::create),
        op!(write api::CreateRequestValidator, model::create_validator),
        op!(write api::CreateResource, resource::create),
        op!(write api::CreateRestApi, rest_api::create),
        op!(write api::CreateStage, stage::create),
        op!(write api::CreateUsagePlan, usage_plan::create),
        op!(write api::CreateUsagePlanKey, usage_plan::create_key),
        op!(write api::DeleteApiKey, api_key::delete),
        op!(write api::DeleteAuthorizer, authorizer::delete),
        op!(write api::DeleteBasePathMapping, domain::delete_mapping),
        op!(write api::DeleteDeployment, deployment::delete),
        op!(write api::DeleteDocumentationPart, documentation::delete),
        op!(write api::DeleteDocumentationVersion, documentation::delete_version),
        op!(write api::DeleteDomainName, domain::delete),
        op!(write api::DeleteGatewayResponse, model::delete_response),
        op!(write api::DeleteIntegration, integration::delete),
        op!(write api::DeleteIntegrationResponse, integration::delete_response),
        op!(write api::DeleteMethod, method::delete),
        op!(write api::DeleteMethodResponse, method::delete_response),
        op!(write api::DeleteModel, model::delete),
        op!(write api::DeleteRequestValidator, model::delete_validator),
        op!(write api::DeleteResource, resource::delete),
        op!(write api::DeleteRestApi, rest_api::delete),
        op!(write api::DeleteStage, stage::delete),
        op!(write api::DeleteUsagePlan, usage_plan::delete),
        op!(write api::DeleteUsagePlanKey, usage_plan::delete_key),
        op!(write api::FlushStageAuthorizersCache, stage::flush_authorizers),
        op!(read api::GetAccount, account::get),
        op!(read api::GetApiKey, api_key::get),
        op!(read api::GetApiKeys, api_key::list),
        op!(read api::GetAuthorizer, authorizer::get),
        op!(read api::GetAuthorizers, authorizer::list),
        op!(read api::GetBasePathMapping, domain::get_mapping),
        op!(read api::GetBasePathMappings, domain::list_mappings),
        op!(read api::GetDeployment, deployment::get),
        op!(read api::GetDeployments, deployment::list),
        op!(read api::GetDocumentationPart, documentation::get),
        op!(read api::GetDocumentationParts, documentation::list),
        op!(read api::GetDocumentationVersion, documentation::get_version),
        op!(read api::GetDocumentationVersions, documentation::list_versions),
        op!(read api::GetDomainName, domain::get),
        op!(read api::GetDomainNames, domain::list),
        op!(read api::GetExport, export::export),
        op!(read api::GetGatewayResponse, model::get_response),
        op!(read api::GetGatewayResponses, model::list_responses),
        op!(read api::GetIntegration, integration::get),
        op!(read api::GetIntegrationResponse, integration::get_response),
        op!(read api::GetMethod, method::get),
        op!(read api::GetMethodResponse, method::get_response),
        op!(read api::GetModel, model::get),
        op!(read api::GetModels, model::list),
        op!(read api::GetRequestValidator, model::get_validator),
        op!(read api::GetRequestValidators, model::list_validators),
        op!(read api::GetResource, resource::get),
        op!(read api::GetResources, resource::list),
        op!(read api::GetRestApi, rest_api::get),
        op!(read api::GetRestApis, rest_api::list),
        op!(read api::GetStage, stage::get),
        op!(read api::GetStages, stage::list),
        op!(read api::GetTags, tags::get),
        op!(read api::GetUsage, usage::get),
        op!(read api::GetUsagePlan, usage_plan::get),
        op!(read api::GetUsagePlanKey, usage_plan::get_key),
        op!(read api::GetUsagePlanKeys, usage_plan::list_keys),
        op!(read api::GetUsagePlans, usage_plan::list),
        op!(write api::ImportApiKeys, api_key::import),
        op!(write api::ImportDocumentationParts, documentation::import),
        op!(write api::ImportRestApi, import::import),
        op!(write api::PutGatewayResponse, model::put_response),
        op!(write api::PutIntegration, integration::put),
        op!(write api::PutIntegrationResponse, integration::put_response),
        op!(write api::PutMethod, method::put),
        op!(write api::PutMethodResponse, method::put_response),
        op!(write api::PutRestApi, import::put),
        op!(write api::TagResource, tags::tag),
        op!(work api::TestInvokeAuthorizer, test_invoke::begin_authorizer,
            test_invoke::work_authorizer, test_invoke::complete),
        op!(work api::TestInvokeMethod, test_invoke::begin_method,
            test_invoke::work_method, test_invoke::complete),
        op!(write api::UntagResource, tags::untag),
        op!(write api::UpdateAccount, account::update),
        op!(write api::UpdateApiKey, api_key::update),
        op!(write api::UpdateAuthorizer, authorizer::update),
        op!(write api::UpdateBasePathMapping, domain::update_mapping),
        op!(write api::UpdateDeployment, deployment::update),
        op!(write api::UpdateDocumentationPart, documentation::update),
        op!(write api::UpdateDocumentationVersion, documentation::update_version),
        op!(write api::UpdateDomainName, domain::update),
        op!(write api::UpdateGatewayResponse, model::update_response),
        op!(write api::UpdateIntegration, integration::update),
        op!(write api::UpdateIntegrationResponse, integration::update_response),
        op!(write api::UpdateMethod, method::update),
        op!(write api::UpdateMethodResponse, method::update_response),
        op!(write api::UpdateModel, model::update),
        op!(write api::UpdateRequestValidator, model::update_validator),
        op!(write api::UpdateResource, resource::update),
        op!(write api::UpdateRestApi, rest_api::update),
        op!(write api::UpdateStage, stage::update),
        op!(write api::UpdateUsage, usage::update),
        op!(write api::UpdateUsagePlan, usage_plan::update),
    ],
    steps: &[
        Op {
            name: execute::EXECUTE,
            run: Run::Work(Work {
                begin: execute::begin,
                work: execute::work,
                complete: execute::complete,
            }),
            stage: None,
        },
        Op { name: execute::HAS_DOMAIN, run: Run::Read(execute::has_domain), stage: None },
        Op { name: enter::ENTER, run: Run::Write(enter::enter), stage: None },
        Op { name: admit::ADMIT, run: Run::Write(admit::admit), stage: None },
        Op { name: verdict::FORGET, run: Run::Write(verdict::forget), stage: None },
        Op { name: record::RECORD, run: Run::Write(record::record), stage: None },
    ],
    on_reset: Some(docs::on_reset),
    validation: Validation::Standard,
    access: Some(AccessRules { of: access::of, denied: "AccessDeniedException" }),
};
