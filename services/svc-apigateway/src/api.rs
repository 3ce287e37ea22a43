//! Inputs, outputs, errors and enums of the implemented operations of API Gateway.
//!
//! Written by `cargo xtask codegen apigateway` from `operations.txt` and the model;
//! not to be edited.

use bytes::Bytes;
use kernel::view::kind::{Blob, Entries, Flag, Items, Real, Text, Time, Whole};
use kernel::view::{List, Map};
use kernel::{builder, operations, view};

operations! {
    CreateApiKey: CreateApiKeyInput, CreateApiKeyOutput;
    CreateAuthorizer: CreateAuthorizerInput, CreateAuthorizerOutput;
    CreateBasePathMapping: CreateBasePathMappingInput, CreateBasePathMappingOutput;
    CreateDeployment: CreateDeploymentInput, CreateDeploymentOutput;
    CreateDocumentationPart: CreateDocumentationPartInput, CreateDocumentationPartOutput;
    CreateDocumentationVersion: CreateDocumentationVersionInput, CreateDocumentationVersionOutput;
    CreateDomainName: CreateDomainNameInput, CreateDomainNameOutput;
    CreateModel: CreateModelInput, CreateModelOutput;
    CreateRequestValidator: CreateRequestValidatorInput, CreateRequestValidatorOutput;
    CreateResource: CreateResourceInput, CreateResourceOutput;
    CreateRestApi: CreateRestApiInput, CreateRestApiOutput;
    CreateStage: CreateStageInput, CreateStageOutput;
    CreateUsagePlan: CreateUsagePlanInput, CreateUsagePlanOutput;
    CreateUsagePlanKey: CreateUsagePlanKeyInput, CreateUsagePlanKeyOutput;
    DeleteApiKey: DeleteApiKeyInput, DeleteApiKeyOutput;
    DeleteAuthorizer: DeleteAuthorizerInput, DeleteAuthorizerOutput;
    DeleteBasePathMapping: DeleteBasePathMappingInput, DeleteBasePathMappingOutput;
    DeleteDeployment: DeleteDeploymentInput, DeleteDeploymentOutput;
    DeleteDocumentationPart: DeleteDocumentationPartInput, DeleteDocumentationPartOutput;
    DeleteDocumentationVersion: DeleteDocumentationVersionInput, DeleteDocumentationVersionOutput;
    DeleteDomainName: DeleteDomainNameInput, DeleteDomainNameOutput;
    DeleteGatewayResponse: DeleteGatewayResponseInput, DeleteGatewayResponseOutput;
    DeleteIntegration: DeleteIntegrationInput, DeleteIntegrationOutput;
    DeleteIntegrationResponse: DeleteIntegrationResponseInput, DeleteIntegrationResponseOutput;
    DeleteMethod: DeleteMethodInput, DeleteMethodOutput;
    DeleteMethodResponse: DeleteMethodResponseInput, DeleteMethodResponseOutput;
    DeleteModel: DeleteModelInput, DeleteModelOutput;
    DeleteRequestValidator: DeleteRequestValidatorInput, DeleteRequestValidatorOutput;
    DeleteResource: DeleteResourceInput, DeleteResourceOutput;
    DeleteRestApi: DeleteRestApiInput, DeleteRestApiOutput;
    DeleteStage: DeleteStageInput, DeleteStageOutput;
    DeleteUsagePlan: DeleteUsagePlanInput, DeleteUsagePlanOutput;
    DeleteUsagePlanKey: DeleteUsagePlanKeyInput, DeleteUsagePlanKeyOutput;
    FlushStageAuthorizersCache: FlushStageAuthorizersCacheInput, FlushStageAuthorizersCacheOutput;
    GetAccount: GetAccountInput, GetAccountOutput;
    GetApiKey: GetApiKeyInput, GetApiKeyOutput;
    GetApiKeys: GetApiKeysInput, GetApiKeysOutput;
    GetAuthorizer: GetAuthorizerInput, GetAuthorizerOutput;
    GetAuthorizers: GetAuthorizersInput, GetAuthorizersOutput;
    GetBasePathMapping: GetBasePathMappingInput, GetBasePathMappingOutput;
    GetBasePathMappings: GetBasePathMappingsInput, GetBasePathMappingsOutput;
    GetDeployment: GetDeploymentInput, GetDeploymentOutput;
    GetDeployments: GetDeploymentsInput, GetDeploymentsOutput;
    GetDocumentationPart: GetDocumentationPartInput, GetDocumentationPartOutput;
    GetDocumentationParts: GetDocumentationPartsInput, GetDocumentationPartsOutput;
    GetDocumentationVersion: GetDocumentationVersionInput, GetDocumentationVersionOutput;
    GetDocumentationVersions: GetDocumentationVersionsInput, GetDocumentationVersionsOutput;
    GetDomainName: GetDomainNameInput, GetDomainNameOutput;
    GetDomainNames: GetDomainNamesInput, GetDomainNamesOutput;
    GetExport: GetExportInput, GetExportOutput;
    GetGatewayResponse: GetGatewayResponseInput, GetGatewayResponseOutput;
    GetGatewayResponses: GetGatewayResponsesInput, GetGatewayResponsesOutput;
    GetIntegration: GetIntegrationInput, GetIntegrationOutput;
    GetIntegrationResponse: GetIntegrationResponseInput, GetIntegrationResponseOutput;
    GetMethod: GetMethodInput, GetMethodOutput;
    GetMethodResponse: GetMethodResponseInput, GetMethodResponseOutput;
    GetModel: GetModelInput, GetModelOutput;
    GetModels: GetModelsInput, GetModelsOutput;
    GetRequestValidator: GetRequestValidatorInput, GetRequestValidatorOutput;
    GetRequestValidators: GetRequestValidatorsInput, GetRequestValidatorsOutput;
    GetResource: GetResourceInput, GetResourceOutput;
    GetResources: GetResourcesInput, GetResourcesOutput;
    GetRestApi: GetRestApiInput, GetRestApiOutput;
    GetRestApis: GetRestApisInput, GetRestApisOutput;
    GetStage: GetStageInput, GetStageOutput;
    GetStages: GetStagesInput, GetStagesOutput;
    GetTags: GetTagsInput, GetTagsOutput;
    GetUsage: GetUsageInput, GetUsageOutput;
    GetUsagePlan: GetUsagePlanInput, GetUsagePlanOutput;
    GetUsagePlanKey: GetUsagePlanKeyInput, GetUsagePlanKeyOutput;
    GetUsagePlanKeys: GetUsagePlanKeysInput, GetUsagePlanKeysOutput;
    GetUsagePlans: GetUsagePlansInput, GetUsagePlansOutput;
    ImportApiKeys: ImportApiKeysInput, ImportApiKeysOutput;
    ImportDocumentationParts: ImportDocumentationPartsInput, ImportDocumentationPartsOutput;
    ImportRestApi: ImportRestApiInput, ImportRestApiOutput;
    PutGatewayResponse: PutGatewayResponseInput, PutGatewayResponseOutput;
    PutIntegration: PutIntegrationInput, PutIntegrationOutput;
    PutIntegrationResponse: PutIntegrationResponseInput, PutIntegrationResponseOutput;
    PutMethod: PutMethodInput, PutMethodOutput;
    PutMethodResponse: PutMethodResponseInput, PutMethodResponseOutput;
    PutRestApi: PutRestApiInput, PutRestApiOutput;
    TagResource: TagResourceInput, TagResourceOutput;
    TestInvokeAuthorizer: TestInvokeAuthorizerInput, TestInvokeAuthorizerOutput;
    TestInvokeMethod: TestInvokeMethodInput, TestInvokeMethodOutput;
    UntagResource: UntagResourceInput, UntagResourceOutput;
    UpdateAccount: UpdateAccountInput, UpdateAccountOutput;
    UpdateApiKey: UpdateApiKeyInput, UpdateApiKeyOutput;
    UpdateAuthorizer: UpdateAuthorizerInput, UpdateAuthorizerOutput;
    UpdateBasePathMapping: UpdateBasePathMappingInput, UpdateBasePathMappingOutput;
    UpdateDeployment: UpdateDeploymentInput, UpdateDeploymentOutput;
    UpdateDocumentationPart: UpdateDocumentationPartInput, UpdateDocumentationPartOutput;
    UpdateDocumentationVersion: UpdateDocumentationVersionInput, UpdateDocumentationVersionOutput;
    UpdateDomainName: UpdateDomainNameInput, UpdateDomainNameOutput;
    UpdateGatewayResponse: UpdateGatewayResponseInput, UpdateGatewayResponseOutput;
    UpdateIntegration: UpdateIntegrationInput, UpdateIntegrationOutput;
    UpdateIntegrationResponse: UpdateIntegrationResponseInput, UpdateIntegrationResponseOutput;
    UpdateMethod: UpdateMethodInput, UpdateMethodOutput;
    UpdateMethodResponse: UpdateMethodResponseInput, UpdateMethodResponseOutput;
    UpdateModel: UpdateModelInput, UpdateModelOutput;
    UpdateRequestValidator: UpdateRequestValidatorInput, UpdateRequestValidatorOutput;
    UpdateResource: UpdateResourceInput, UpdateResourceOutput;
    UpdateRestApi: UpdateRestApiInput, UpdateRestApiOutput;
    UpdateStage: UpdateStageInput, UpdateStageOutput;
    UpdateUsage: UpdateUsageInput, UpdateUsageOutput;
    UpdateUsagePlan: UpdateUsagePlanInput, UpdateUsagePlanOutput;
}

view! { CreateApiKeyInput<'a> {
    name "name": optional &'a str,
    description "description": optional &'a str,
    enabled "enabled": optional bool,
    generate_distinct_id "generateDistinctId": optional bool,
    value "value": optional &'a str,
    stage_keys "stageKeys": optional List<'a, StageKey<'a>>,
    customer_id "customerId": optional &'a str,
    tags "tags": optional Map<'a, &'a str>,
} }

builder! { CreateApiKeyOutput {
    id "id": Text,
    value "value": Text,
    name "name": Text,
    customer_id "customerId": Text,
    description "description": Text,
    enabled "enabled": Flag,
    created_date "createdDate": Time,
    last_updated_date "lastUpdatedDate": Time,
    stage_keys "stageKeys": Items<Text>,
    tags "tags": Entries<Text>,
} }

view! { CreateAuthorizerInput<'a> {
    rest_api_id "restApiId": required &'a str,
    name "name": required &'a str,
    type_ "type": required &'a str,
    provider_ar_ns "providerARNs": optional List<'a, &'a str>,
    auth_type "authType": optional &'a str,
    authorizer_uri "authorizerUri": optional &'a str,
    authorizer_credentials "authorizerCredentials": optional &'a str,
    identity_source "identitySource": optional &'a str,
    identity_validation_expression "identityValidationExpression": optional &'a str,
    authorizer_result_ttl_in_seconds "authorizerResultTtlInSeconds": optional i64,
    jwt_configuration "jwtConfiguration": optional JwtConfigurationInput<'a>,
} }

builder! { CreateAuthorizerOutput {
    id "id": Text,
    name "name": Text,
    type_ "type": Text,
    provider_ar_ns "providerARNs": Items<Text>,
    auth_type "authType": Text,
    authorizer_uri "authorizerUri": Text,
    authorizer_credentials "authorizerCredentials": Text,
    identity_source "identitySource": Text,
    identity_validation_expression "identityValidationExpression": Text,
    authorizer_result_ttl_in_seconds "authorizerResultTtlInSeconds": Whole,
    jwt_configuration "jwtConfiguration": JwtConfigurationBuilder,
} }

view! { CreateBasePathMappingInput<'a> {
    domain_name "domainName": required &'a str,
    domain_name_id "domainNameId": optional &'a str,
    base_path "basePath": optional &'a str,
    rest_api_id "restApiId": required &'a str,
    stage "stage": optional &'a str,
} }

builder! { CreateBasePathMappingOutput {
    base_path "basePath": Text,
    rest_api_id "restApiId": Text,
    stage "stage": Text,
} }

view! { CreateDeploymentInput<'a> {
    rest_api_id "restApiId": required &'a str,
    stage_name "stageName": optional &'a str,
    stage_description "stageDescription": optional &'a str,
    description "description": optional &'a str,
    cache_cluster_enabled "cacheClusterEnabled": optional bool,
    cache_cluster_size "cacheClusterSize": optional &'a str,
    variables "variables": optional Map<'a, &'a str>,
    canary_settings "canarySettings": optional DeploymentCanarySettings<'a>,
    tracing_enabled "tracingEnabled": optional bool,
} }

builder! { CreateDeploymentOutput {
    id "id": Text,
    description "description": Text,
    created_date "createdDate": Time,
    api_summary "apiSummary": Entries<Entries<MethodSnapshotBuilder>>,
} }

view! { CreateDocumentationPartInput<'a> {
    rest_api_id "restApiId": required &'a str,
    location "location": required DocumentationPartLocation<'a>,
    properties "properties": required &'a str,
} }

builder! { CreateDocumentationPartOutput {
    id "id": Text,
    location "location": DocumentationPartLocationBuilder,
    properties "properties": Text,
} }

view! { CreateDocumentationVersionInput<'a> {
    rest_api_id "restApiId": required &'a str,
    documentation_version "documentationVersion": required &'a str,
    stage_name "stageName": optional &'a str,
    description "description": optional &'a str,
} }

builder! { CreateDocumentationVersionOutput {
    version "version": Text,
    created_date "createdDate": Time,
    description "description": Text,
} }

view! { CreateDomainNameInput<'a> {
    domain_name "domainName": required &'a str,
    certificate_name "certificateName": optional &'a str,
    certificate_body "certificateBody": optional &'a str,
    certificate_private_key "certificatePrivateKey": optional &'a str,
    certificate_chain "certificateChain": optional &'a str,
    certificate_arn "certificateArn": optional &'a str,
    regional_certificate_name "regionalCertificateName": optional &'a str,
    regional_certificate_arn "regionalCertificateArn": optional &'a str,
    endpoint_configuration "endpointConfiguration": optional EndpointConfiguration<'a>,
    tags "tags": optional Map<'a, &'a str>,
    security_policy "securityPolicy": optional &'a str,
    endpoint_access_mode "endpointAccessMode": optional &'a str,
    mutual_tls_authentication "mutualTlsAuthentication": optional MutualTlsAuthenticationInput<'a>,
    ownership_verification_certificate_arn "ownershipVerificationCertificateArn": optional &'a str,
    policy "policy": optional &'a str,
    routing_mode "routingMode": optional &'a str,
} }

builder! { CreateDomainNameOutput {
    domain_name "domainName": Text,
    domain_name_id "domainNameId": Text,
    domain_name_arn "domainNameArn": Text,
    certificate_name "certificateName": Text,
    certificate_arn "certificateArn": Text,
    certificate_upload_date "certificateUploadDate": Time,
    regional_domain_name "regionalDomainName": Text,
    regional_hosted_zone_id "regionalHostedZoneId": Text,
    regional_certificate_name "regionalCertificateName": Text,
    regional_certificate_arn "regionalCertificateArn": Text,
    distribution_domain_name "distributionDomainName": Text,
    distribution_hosted_zone_id "distributionHostedZoneId": Text,
    endpoint_configuration "endpointConfiguration": EndpointConfigurationBuilder,
    domain_name_status "domainNameStatus": Text,
    domain_name_status_message "domainNameStatusMessage": Text,
    security_policy "securityPolicy": Text,
    endpoint_access_mode "endpointAccessMode": Text,
    tags "tags": Entries<Text>,
    mutual_tls_authentication "mutualTlsAuthentication": MutualTlsAuthenticationBuilder,
    ownership_verification_certificate_arn "ownershipVerificationCertificateArn": Text,
    management_policy "managementPolicy": Text,
    policy "policy": Text,
    routing_mode "routingMode": Text,
} }

view! { CreateModelInput<'a> {
    rest_api_id "restApiId": required &'a str,
    name "name": required &'a str,
    description "description": optional &'a str,
    schema "schema": optional &'a str,
    content_type "contentType": required &'a str,
} }

builder! { CreateModelOutput {
    id "id": Text,
    name "name": Text,
    description "description": Text,
    schema "schema": Text,
    content_type "contentType": Text,
} }

view! { CreateRequestValidatorInput<'a> {
    rest_api_id "restApiId": required &'a str,
    name "name": optional &'a str,
    validate_request_body "validateRequestBody": optional bool,
    validate_request_parameters "validateRequestParameters": optional bool,
} }

builder! { CreateRequestValidatorOutput {
    id "id": Text,
    name "name": Text,
    validate_request_body "validateRequestBody": Flag,
    validate_request_parameters "validateRequestParameters": Flag,
} }

view! { CreateResourceInput<'a> {
    rest_api_id "restApiId": required &'a str,
    parent_id "parentId": required &'a str,
    path_part "pathPart": required &'a str,
} }

builder! { CreateResourceOutput {
    id "id": Text,
    parent_id "parentId": Text,
    path_part "pathPart": Text,
    path "path": Text,
    resource_methods "resourceMethods": Entries<MethodBuilder>,
} }

view! { CreateRestApiInput<'a> {
    name "name": required &'a str,
    description "description": optional &'a str,
    version "version": optional &'a str,
    clone_from "cloneFrom": optional &'a str,
    binary_media_types "binaryMediaTypes": optional List<'a, &'a str>,
    minimum_compression_size "minimumCompressionSize": optional i64,
    api_key_source "apiKeySource": optional &'a str,
    endpoint_configuration "endpointConfiguration": optional EndpointConfiguration<'a>,
    policy "policy": optional &'a str,
    tags "tags": optional Map<'a, &'a str>,
    disable_execute_api_endpoint "disableExecuteApiEndpoint": optional bool,
    security_policy "securityPolicy": optional &'a str,
    endpoint_access_mode "endpointAccessMode": optional &'a str,
} }

builder! { CreateRestApiOutput {
    id "id": Text,
    name "name": Text,
    description "description": Text,
    created_date "createdDate": Time,
    version "version": Text,
    warnings "warnings": Items<Text>,
    binary_media_types "binaryMediaTypes": Items<Text>,
    minimum_compression_size "minimumCompressionSize": Whole,
    api_key_source "apiKeySource": Text,
    endpoint_configuration "endpointConfiguration": EndpointConfigurationBuilder,
    policy "policy": Text,
    tags "tags": Entries<Text>,
    disable_execute_api_endpoint "disableExecuteApiEndpoint": Flag,
    root_resource_id "rootResourceId": Text,
    security_policy "securityPolicy": Text,
    endpoint_access_mode "endpointAccessMode": Text,
    api_status "apiStatus": Text,
    api_status_message "apiStatusMessage": Text,
} }

view! { CreateStageInput<'a> {
    rest_api_id "restApiId": required &'a str,
    stage_name "stageName": required &'a str,
    deployment_id "deploymentId": required &'a str,
    description "description": optional &'a str,
    cache_cluster_enabled "cacheClusterEnabled": optional bool,
    cache_cluster_size "cacheClusterSize": optional &'a str,
    variables "variables": optional Map<'a, &'a str>,
    documentation_version "documentationVersion": optional &'a str,
    canary_settings "canarySettings": optional CanarySettings<'a>,
    tracing_enabled "tracingEnabled": optional bool,
    tags "tags": optional Map<'a, &'a str>,
} }

builder! { CreateStageOutput {
    deployment_id "deploymentId": Text,
    client_certificate_id "clientCertificateId": Text,
    stage_name "stageName": Text,
    description "description": Text,
    cache_cluster_enabled "cacheClusterEnabled": Flag,
    cache_cluster_size "cacheClusterSize": Text,
    cache_cluster_status "cacheClusterStatus": Text,
    method_settings "methodSettings": Entries<MethodSettingBuilder>,
    variables "variables": Entries<Text>,
    documentation_version "documentationVersion": Text,
    access_log_settings "accessLogSettings": AccessLogSettingsBuilder,
    canary_settings "canarySettings": CanarySettingsBuilder,
    tracing_enabled "tracingEnabled": Flag,
    web_acl_arn "webAclArn": Text,
    tags "tags": Entries<Text>,
    created_date "createdDate": Time,
    last_updated_date "lastUpdatedDate": Time,
} }

view! { CreateUsagePlanInput<'a> {
    name "name": required &'a str,
    description "description": optional &'a str,
    api_stages "apiStages": optional List<'a, ApiStage<'a>>,
    throttle "throttle": optional ThrottleSettings<'a>,
    quota "quota": optional QuotaSettings<'a>,
    tags "tags": optional Map<'a, &'a str>,
} }

builder! { CreateUsagePlanOutput {
    id "id": Text,
    name "name": Text,
    description "description": Text,
    api_stages "apiStages": Items<ApiStageBuilder>,
    throttle "throttle": ThrottleSettingsBuilder,
    quota "quota": QuotaSettingsBuilder,
    product_code "productCode": Text,
    tags "tags": Entries<Text>,
} }

view! { CreateUsagePlanKeyInput<'a> {
    usage_plan_id "usagePlanId": required &'a str,
    key_id "keyId": required &'a str,
    key_type "keyType": required &'a str,
} }

builder! { CreateUsagePlanKeyOutput {
    id "id": Text,
    type_ "type": Text,
    value "value": Text,
    name "name": Text,
} }

view! { DeleteApiKeyInput<'a> {
    api_key "apiKey": required &'a str,
} }

builder! { DeleteApiKeyOutput {
} }

view! { DeleteAuthorizerInput<'a> {
    rest_api_id "restApiId": required &'a str,
    authorizer_id "authorizerId": required &'a str,
} }

builder! { DeleteAuthorizerOutput {
} }

view! { DeleteBasePathMappingInput<'a> {
    domain_name "domainName": required &'a str,
    domain_name_id "domainNameId": optional &'a str,
    base_path "basePath": required &'a str,
} }

builder! { DeleteBasePathMappingOutput {
} }

view! { DeleteDeploymentInput<'a> {
    rest_api_id "restApiId": required &'a str,
    deployment_id "deploymentId": required &'a str,
} }

builder! { DeleteDeploymentOutput {
} }

view! { DeleteDocumentationPartInput<'a> {
    rest_api_id "restApiId": required &'a str,
    documentation_part_id "documentationPartId": required &'a str,
} }

builder! { DeleteDocumentationPartOutput {
} }

view! { DeleteDocumentationVersionInput<'a> {
    rest_api_id "restApiId": required &'a str,
    documentation_version "documentationVersion": required &'a str,
} }

builder! { DeleteDocumentationVersionOutput {
} }

view! { DeleteDomainNameInput<'a> {
    domain_name "domainName": required &'a str,
    domain_name_id "domainNameId": optional &'a str,
} }

builder! { DeleteDomainNameOutput {
} }

view! { DeleteGatewayResponseInput<'a> {
    rest_api_id "restApiId": required &'a str,
    response_type "responseType": required &'a str,
} }

builder! { DeleteGatewayResponseOutput {
} }

view! { DeleteIntegrationInput<'a> {
    rest_api_id "restApiId": required &'a str,
    resource_id "resourceId": required &'a str,
    http_method "httpMethod": required &'a str,
} }

builder! { DeleteIntegrationOutput {
} }

view! { DeleteIntegrationResponseInput<'a> {
    rest_api_id "restApiId": required &'a str,
    resource_id "resourceId": required &'a str,
    http_method "httpMethod": required &'a str,
    status_code "statusCode": required &'a str,
} }

builder! { DeleteIntegrationResponseOutput {
} }

view! { DeleteMethodInput<'a> {
    rest_api_id "restApiId": required &'a str,
    resource_id "resourceId": required &'a str,
    http_method "httpMethod": required &'a str,
} }

builder! { DeleteMethodOutput {
} }

view! { DeleteMethodResponseInput<'a> {
    rest_api_id "restApiId": required &'a str,
    resource_id "resourceId": required &'a str,
    http_method "httpMethod": required &'a str,
    status_code "statusCode": required &'a str,
} }

builder! { DeleteMethodResponseOutput {
} }

view! { DeleteModelInput<'a> {
    rest_api_id "restApiId": required &'a str,
    model_name "modelName": required &'a str,
} }

builder! { DeleteModelOutput {
} }

view! { DeleteRequestValidatorInput<'a> {
    rest_api_id "restApiId": required &'a str,
    request_validator_id "requestValidatorId": required &'a str,
} }

builder! { DeleteRequestValidatorOutput {
} }

view! { DeleteResourceInput<'a> {
    rest_api_id "restApiId": required &'a str,
    resource_id "resourceId": required &'a str,
} }

builder! { DeleteResourceOutput {
} }

view! { DeleteRestApiInput<'a> {
    rest_api_id "restApiId": required &'a str,
} }

builder! { DeleteRestApiOutput {
} }

view! { DeleteStageInput<'a> {
    rest_api_id "restApiId": required &'a str,
    stage_name "stageName": required &'a str,
} }

builder! { DeleteStageOutput {
} }

view! { DeleteUsagePlanInput<'a> {
    usage_plan_id "usagePlanId": required &'a str,
} }

builder! { DeleteUsagePlanOutput {
} }

view! { DeleteUsagePlanKeyInput<'a> {
    usage_plan_id "usagePlanId": required &'a str,
    key_id "keyId": required &'a str,
} }

builder! { DeleteUsagePlanKeyOutput {
} }

view! { FlushStageAuthorizersCacheInput<'a> {
    rest_api_id "restApiId": required &'a str,
    stage_name "stageName": required &'a str,
} }

builder! { FlushStageAuthorizersCacheOutput {
} }

view! { GetAccountInput<'a> {
} }

builder! { GetAccountOutput {
    cloudwatch_role_arn "cloudwatchRoleArn": Text,
    throttle_settings "throttleSettings": ThrottleSettingsBuilder,
    features "features": Items<Text>,
    api_key_version "apiKeyVersion": Text,
} }

view! { GetApiKeyInput<'a> {
    api_key "apiKey": required &'a str,
    include_value "includeValue": optional bool,
} }

builder! { GetApiKeyOutput {
    id "id": Text,
    value "value": Text,
    name "name": Text,
    customer_id "customerId": Text,
    description "description": Text,
    enabled "enabled": Flag,
    created_date "createdDate": Time,
    last_updated_date "lastUpdatedDate": Time,
    stage_keys "stageKeys": Items<Text>,
    tags "tags": Entries<Text>,
} }

view! { GetApiKeysInput<'a> {
    position "position": optional &'a str,
    limit "limit": optional i64,
    name_query "nameQuery": optional &'a str,
    customer_id "customerId": optional &'a str,
    include_values "includeValues": optional bool,
} }

builder! { GetApiKeysOutput {
    warnings "warnings": Items<Text>,
    position "position": Text,
    items "items": Items<ApiKeyBuilder>,
} }

view! { GetAuthorizerInput<'a> {
    rest_api_id "restApiId": required &'a str,
    authorizer_id "authorizerId": required &'a str,
} }

builder! { GetAuthorizerOutput {
    id "id": Text,
    name "name": Text,
    type_ "type": Text,
    provider_ar_ns "providerARNs": Items<Text>,
    auth_type "authType": Text,
    authorizer_uri "authorizerUri": Text,
    authorizer_credentials "authorizerCredentials": Text,
    identity_source "identitySource": Text,
    identity_validation_expression "identityValidationExpression": Text,
    authorizer_result_ttl_in_seconds "authorizerResultTtlInSeconds": Whole,
    jwt_configuration "jwtConfiguration": JwtConfigurationBuilder,
} }

view! { GetAuthorizersInput<'a> {
    rest_api_id "restApiId": required &'a str,
    position "position": optional &'a str,
    limit "limit": optional i64,
} }

builder! { GetAuthorizersOutput {
    position "position": Text,
    items "items": Items<AuthorizerBuilder>,
} }

view! { GetBasePathMappingInput<'a> {
    domain_name "domainName": required &'a str,
    domain_name_id "domainNameId": optional &'a str,
    base_path "basePath": required &'a str,
} }

builder! { GetBasePathMappingOutput {
    base_path "basePath": Text,
    rest_api_id "restApiId": Text,
    stage "stage": Text,
} }

view! { GetBasePathMappingsInput<'a> {
    domain_name "domainName": required &'a str,
    domain_name_id "domainNameId": optional &'a str,
    position "position": optional &'a str,
    limit "limit": optional i64,
} }

builder! { GetBasePathMappingsOutput {
    position "position": Text,
    items "items": Items<BasePathMappingBuilder>,
} }

view! { GetDeploymentInput<'a> {
    rest_api_id "restApiId": required &'a str,
    deployment_id "deploymentId": required &'a str,
    embed "embed": optional List<'a, &'a str>,
} }

builder! { GetDeploymentOutput {
    id "id": Text,
    description "description": Text,
    created_date "createdDate": Time,
    api_summary "apiSummary": Entries<Entries<MethodSnapshotBuilder>>,
} }

view! { GetDeploymentsInput<'a> {
    rest_api_id "restApiId": required &'a str,
    position "position": optional &'a str,
    limit "limit": optional i64,
} }

builder! { GetDeploymentsOutput {
    position "position": Text,
    items "items": Items<DeploymentBuilder>,
} }

view! { GetDocumentationPartInput<'a> {
    rest_api_id "restApiId": required &'a str,
    documentation_part_id "documentationPartId": required &'a str,
} }

builder! { GetDocumentationPartOutput {
    id "id": Text,
    location "location": DocumentationPartLocationBuilder,
    properties "properties": Text,
} }

view! { GetDocumentationPartsInput<'a> {
    rest_api_id "restApiId": required &'a str,
    type_ "type": optional &'a str,
    name_query "nameQuery": optional &'a str,
    path "path": optional &'a str,
    position "position": optional &'a str,
    limit "limit": optional i64,
    location_status "locationStatus": optional &'a str,
} }

builder! { GetDocumentationPartsOutput {
    position "position": Text,
    items "items": Items<DocumentationPartBuilder>,
} }

view! { GetDocumentationVersionInput<'a> {
    rest_api_id "restApiId": required &'a str,
    documentation_version "documentationVersion": required &'a str,
} }

builder! { GetDocumentationVersionOutput {
    version "version": Text,
    created_date "createdDate": Time,
    description "description": Text,
} }

view! { GetDocumentationVersionsInput<'a> {
    rest_api_id "restApiId": required &'a str,
    position "position": optional &'a str,
    limit "limit": optional i64,
} }

builder! { GetDocumentationVersionsOutput {
    position "position": Text,
    items "items": Items<DocumentationVersionBuilder>,
} }

view! { GetDomainNameInput<'a> {
    domain_name "domainName": required &'a str,
    domain_name_id "domainNameId": optional &'a str,
} }

builder! { GetDomainNameOutput {
    domain_name "domainName": Text,
    domain_name_id "domainNameId": Text,
    domain_name_arn "domainNameArn": Text,
    certificate_name "certificateName": Text,
    certificate_arn "certificateArn": Text,
    certificate_upload_date "certificateUploadDate": Time,
    regional_domain_name "regionalDomainName": Text,
    regional_hosted_zone_id "regionalHostedZoneId": Text,
    regional_certificate_name "regionalCertificateName": Text,
    regional_certificate_arn "regionalCertificateArn": Text,
    distribution_domain_name "distributionDomainName": Text,
    distribution_hosted_zone_id "distributionHostedZoneId": Text,
    endpoint_configuration "endpointConfiguration": EndpointConfigurationBuilder,
    domain_name_status "domainNameStatus": Text,
    domain_name_status_message "domainNameStatusMessage": Text,
    security_policy "securityPolicy": Text,
    endpoint_access_mode "endpointAccessMode": Text,
    tags "tags": Entries<Text>,
    mutual_tls_authentication "mutualTlsAuthentication": MutualTlsAuthenticationBuilder,
    ownership_verification_certificate_arn "ownershipVerificationCertificateArn": Text,
    management_policy "managementPolicy": Text,
    policy "policy": Text,
    routing_mode "routingMode": Text,
} }

view! { GetDomainNamesInput<'a> {
    position "position": optional &'a str,
    limit "limit": optional i64,
    resource_owner "resourceOwner": optional &'a str,
} }

builder! { GetDomainNamesOutput {
    position "position": Text,
    items "items": Items<DomainNameBuilder>,
} }

view! { GetExportInput<'a> {
    rest_api_id "restApiId": required &'a str,
    stage_name "stageName": required &'a str,
    export_type "exportType": required &'a str,
    parameters "parameters": optional Map<'a, &'a str>,
    accepts "accepts": optional &'a str,
} }

builder! { GetExportOutput {
    content_type "contentType": Text,
    content_disposition "contentDisposition": Text,
    body "body": Blob,
} }

view! { GetGatewayResponseInput<'a> {
    rest_api_id "restApiId": required &'a str,
    response_type "responseType": required &'a str,
} }

builder! { GetGatewayResponseOutput {
    response_type "responseType": Text,
    status_code "statusCode": Text,
    response_parameters "responseParameters": Entries<Text>,
    response_templates "responseTemplates": Entries<Text>,
    default_response "defaultResponse": Flag,
} }

view! { GetGatewayResponsesInput<'a> {
    rest_api_id "restApiId": required &'a str,
    position "position": optional &'a str,
    limit "limit": optional i64,
} }

builder! { GetGatewayResponsesOutput {
    position "position": Text,
    items "items": Items<GatewayResponseBuilder>,
} }

view! { GetIntegrationInput<'a> {
    rest_api_id "restApiId": required &'a str,
    resource_id "resourceId": required &'a str,
    http_method "httpMethod": required &'a str,
} }

builder! { GetIntegrationOutput {
    type_ "type": Text,
    http_method "httpMethod": Text,
    uri "uri": Text,
    connection_type "connectionType": Text,
    connection_id "connectionId": Text,
    credentials "credentials": Text,
    request_parameters "requestParameters": Entries<Text>,
    request_templates "requestTemplates": Entries<Text>,
    passthrough_behavior "passthroughBehavior": Text,
    content_handling "contentHandling": Text,
    timeout_in_millis "timeoutInMillis": Whole,
    cache_namespace "cacheNamespace": Text,
    cache_key_parameters "cacheKeyParameters": Items<Text>,
    integration_responses "integrationResponses": Entries<IntegrationResponseBuilder>,
    tls_config "tlsConfig": TlsConfigBuilder,
    response_transfer_mode "responseTransferMode": Text,
    integration_target "integrationTarget": Text,
} }

view! { GetIntegrationResponseInput<'a> {
    rest_api_id "restApiId": required &'a str,
    resource_id "resourceId": required &'a str,
    http_method "httpMethod": required &'a str,
    status_code "statusCode": required &'a str,
} }

builder! { GetIntegrationResponseOutput {
    status_code "statusCode": Text,
    selection_pattern "selectionPattern": Text,
    response_parameters "responseParameters": Entries<Text>,
    response_templates "responseTemplates": Entries<Text>,
    content_handling "contentHandling": Text,
} }

view! { GetMethodInput<'a> {
    rest_api_id "restApiId": required &'a str,
    resource_id "resourceId": required &'a str,
    http_method "httpMethod": required &'a str,
} }

builder! { GetMethodOutput {
    http_method "httpMethod": Text,
    authorization_type "authorizationType": Text,
    authorizer_id "authorizerId": Text,
    api_key_required "apiKeyRequired": Flag,
    request_validator_id "requestValidatorId": Text,
    operation_name "operationName": Text,
    request_parameters "requestParameters": Entries<Flag>,
    request_models "requestModels": Entries<Text>,
    method_responses "methodResponses": Entries<MethodResponseBuilder>,
    method_integration "methodIntegration": IntegrationBuilder,
    authorization_scopes "authorizationScopes": Items<Text>,
} }

view! { GetMethodResponseInput<'a> {
    rest_api_id "restApiId": required &'a str,
    resource_id "resourceId": required &'a str,
    http_method "httpMethod": required &'a str,
    status_code "statusCode": required &'a str,
} }

builder! { GetMethodResponseOutput {
    status_code "statusCode": Text,
    response_parameters "responseParameters": Entries<Flag>,
    response_models "responseModels": Entries<Text>,
} }

view! { GetModelInput<'a> {
    rest_api_id "restApiId": required &'a str,
    model_name "modelName": required &'a str,
    flatten "flatten": optional bool,
} }

builder! { GetModelOutput {
    id "id": Text,
    name "name": Text,
    description "description": Text,
    schema "schema": Text,
    content_type "contentType": Text,
} }

view! { GetModelsInput<'a> {
    rest_api_id "restApiId": required &'a str,
    position "position": optional &'a str,
    limit "limit": optional i64,
} }

builder! { GetModelsOutput {
    position "position": Text,
    items "items": Items<ModelBuilder>,
} }

view! { GetRequestValidatorInput<'a> {
    rest_api_id "restApiId": required &'a str,
    request_validator_id "requestValidatorId": required &'a str,
} }

builder! { GetRequestValidatorOutput {
    id "id": Text,
    name "name": Text,
    validate_request_body "validateRequestBody": Flag,
    validate_request_parameters "validateRequestParameters": Flag,
} }

view! { GetRequestValidatorsInput<'a> {
    rest_api_id "restApiId": required &'a str,
    position "position": optional &'a str,
    limit "limit": optional i64,
} }

builder! { GetRequestValidatorsOutput {
    position "position": Text,
    items "items": Items<RequestValidatorBuilder>,
} }

view! { GetResourceInput<'a> {
    rest_api_id "restApiId": required &'a str,
    resource_id "resourceId": required &'a str,
    embed "embed": optional List<'a, &'a str>,
} }

builder! { GetResourceOutput {
    id "id": Text,
    parent_id "parentId": Text,
    path_part "pathPart": Text,
    path "path": Text,
    resource_methods "resourceMethods": Entries<MethodBuilder>,
} }

view! { GetResourcesInput<'a> {
    rest_api_id "restApiId": required &'a str,
    position "position": optional &'a str,
    limit "limit": optional i64,
    embed "embed": optional List<'a, &'a str>,
} }

builder! { GetResourcesOutput {
    position "position": Text,
    items "items": Items<ResourceBuilder>,
} }

view! { GetRestApiInput<'a> {
    rest_api_id "restApiId": required &'a str,
} }

builder! { GetRestApiOutput {
    id "id": Text,
    name "name": Text,
    description "description": Text,
    created_date "createdDate": Time,
    version "version": Text,
    warnings "warnings": Items<Text>,
    binary_media_types "binaryMediaTypes": Items<Text>,
    minimum_compression_size "minimumCompressionSize": Whole,
    api_key_source "apiKeySource": Text,
    endpoint_configuration "endpointConfiguration": EndpointConfigurationBuilder,
    policy "policy": Text,
    tags "tags": Entries<Text>,
    disable_execute_api_endpoint "disableExecuteApiEndpoint": Flag,
    root_resource_id "rootResourceId": Text,
    security_policy "securityPolicy": Text,
    endpoint_access_mode "endpointAccessMode": Text,
    api_status "apiStatus": Text,
    api_status_message "apiStatusMessage": Text,
} }

view! { GetRestApisInput<'a> {
    position "position": optional &'a str,
    limit "limit": optional i64,
} }

builder! { GetRestApisOutput {
    position "position": Text,
    items "items": Items<RestApiBuilder>,
} }

view! { GetStageInput<'a> {
    rest_api_id "restApiId": required &'a str,
    stage_name "stageName": required &'a str,
} }

builder! { GetStageOutput {
    deployment_id "deploymentId": Text,
    client_certificate_id "clientCertificateId": Text,
    stage_name "stageName": Text,
    description "description": Text,
    cache_cluster_enabled "cacheClusterEnabled": Flag,
    cache_cluster_size "cacheClusterSize": Text,
    cache_cluster_status "cacheClusterStatus": Text,
    method_settings "methodSettings": Entries<MethodSettingBuilder>,
    variables "variables": Entries<Text>,
    documentation_version "documentationVersion": Text,
    access_log_settings "accessLogSettings": AccessLogSettingsBuilder,
    canary_settings "canarySettings": CanarySettingsBuilder,
    tracing_enabled "tracingEnabled": Flag,
    web_acl_arn "webAclArn": Text,
    tags "tags": Entries<Text>,
    created_date "createdDate": Time,
    last_updated_date "lastUpdatedDate": Time,
} }

view! { GetStagesInput<'a> {
    rest_api_id "restApiId": required &'a str,
    deployment_id "deploymentId": optional &'a str,
} }

builder! { GetStagesOutput {
    item "item": Items<StageBuilder>,
} }

view! { GetTagsInput<'a> {
    resource_arn "resourceArn": required &'a str,
    position "position": optional &'a str,
    limit "limit": optional i64,
} }

builder! { GetTagsOutput {
    tags "tags": Entries<Text>,
} }

view! { GetUsageInput<'a> {
    usage_plan_id "usagePlanId": required &'a str,
    key_id "keyId": optional &'a str,
    start_date "startDate": required &'a str,
    end_date "endDate": required &'a str,
    position "position": optional &'a str,
    limit "limit": optional i64,
} }

builder! { GetUsageOutput {
    usage_plan_id "usagePlanId": Text,
    start_date "startDate": Text,
    end_date "endDate": Text,
    position "position": Text,
    items "items": Entries<Items<Items<Whole>>>,
} }

view! { GetUsagePlanInput<'a> {
    usage_plan_id "usagePlanId": required &'a str,
} }

builder! { GetUsagePlanOutput {
    id "id": Text,
    name "name": Text,
    description "description": Text,
    api_stages "apiStages": Items<ApiStageBuilder>,
    throttle "throttle": ThrottleSettingsBuilder,
    quota "quota": QuotaSettingsBuilder,
    product_code "productCode": Text,
    tags "tags": Entries<Text>,
} }

view! { GetUsagePlanKeyInput<'a> {
    usage_plan_id "usagePlanId": required &'a str,
    key_id "keyId": required &'a str,
} }

builder! { GetUsagePlanKeyOutput {
    id "id": Text,
    type_ "type": Text,
    value "value": Text,
    name "name": Text,
} }

view! { GetUsagePlanKeysInput<'a> {
    usage_plan_id "usagePlanId": required &'a str,
    position "position": optional &'a str,
    limit "limit": optional i64,
    name_query "nameQuery": optional &'a str,
} }

builder! { GetUsagePlanKeysOutput {
    position "position": Text,
    items "items": Items<UsagePlanKeyBuilder>,
} }

view! { GetUsagePlansInput<'a> {
    position "position": optional &'a str,
    key_id "keyId": optional &'a str,
    limit "limit": optional i64,
} }

builder! { GetUsagePlansOutput {
    position "position": Text,
    items "items": Items<UsagePlanBuilder>,
} }

view! { ImportApiKeysInput<'a> {
    body "body": required &'a Bytes,
    format "format": required &'a str,
    fail_on_warnings "failOnWarnings": optional bool,
} }

builder! { ImportApiKeysOutput {
    ids "ids": Items<Text>,
    warnings "warnings": Items<Text>,
} }

view! { ImportDocumentationPartsInput<'a> {
    rest_api_id "restApiId": required &'a str,
    mode "mode": optional &'a str,
    fail_on_warnings "failOnWarnings": optional bool,
    body "body": required &'a Bytes,
} }

builder! { ImportDocumentationPartsOutput {
    ids "ids": Items<Text>,
    warnings "warnings": Items<Text>,
} }

view! { ImportRestApiInput<'a> {
    fail_on_warnings "failOnWarnings": optional bool,
    parameters "parameters": optional Map<'a, &'a str>,
    body "body": required &'a Bytes,
} }

builder! { ImportRestApiOutput {
    id "id": Text,
    name "name": Text,
    description "description": Text,
    created_date "createdDate": Time,
    version "version": Text,
    warnings "warnings": Items<Text>,
    binary_media_types "binaryMediaTypes": Items<Text>,
    minimum_compression_size "minimumCompressionSize": Whole,
    api_key_source "apiKeySource": Text,
    endpoint_configuration "endpointConfiguration": EndpointConfigurationBuilder,
    policy "policy": Text,
    tags "tags": Entries<Text>,
    disable_execute_api_endpoint "disableExecuteApiEndpoint": Flag,
    root_resource_id "rootResourceId": Text,
    security_policy "securityPolicy": Text,
    endpoint_access_mode "endpointAccessMode": Text,
    api_status "apiStatus": Text,
    api_status_message "apiStatusMessage": Text,
} }

view! { PutGatewayResponseInput<'a> {
    rest_api_id "restApiId": required &'a str,
    response_type "responseType": required &'a str,
    status_code "statusCode": optional &'a str,
    response_parameters "responseParameters": optional Map<'a, &'a str>,
    response_templates "responseTemplates": optional Map<'a, &'a str>,
} }

builder! { PutGatewayResponseOutput {
    response_type "responseType": Text,
    status_code "statusCode": Text,
    response_parameters "responseParameters": Entries<Text>,
    response_templates "responseTemplates": Entries<Text>,
    default_response "defaultResponse": Flag,
} }

view! { PutIntegrationInput<'a> {
    rest_api_id "restApiId": required &'a str,
    resource_id "resourceId": required &'a str,
    http_method "httpMethod": required &'a str,
    type_ "type": required &'a str,
    integration_http_method "integrationHttpMethod": optional &'a str,
    uri "uri": optional &'a str,
    connection_type "connectionType": optional &'a str,
    connection_id "connectionId": optional &'a str,
    credentials "credentials": optional &'a str,
    request_parameters "requestParameters": optional Map<'a, &'a str>,
    request_templates "requestTemplates": optional Map<'a, &'a str>,
    passthrough_behavior "passthroughBehavior": optional &'a str,
    cache_namespace "cacheNamespace": optional &'a str,
    cache_key_parameters "cacheKeyParameters": optional List<'a, &'a str>,
    content_handling "contentHandling": optional &'a str,
    timeout_in_millis "timeoutInMillis": optional i64,
    tls_config "tlsConfig": optional TlsConfig<'a>,
    response_transfer_mode "responseTransferMode": optional &'a str,
    integration_target "integrationTarget": optional &'a str,
} }

builder! { PutIntegrationOutput {
    type_ "type": Text,
    http_method "httpMethod": Text,
    uri "uri": Text,
    connection_type "connectionType": Text,
    connection_id "connectionId": Text,
    credentials "credentials": Text,
    request_parameters "requestParameters": Entries<Text>,
    request_templates "requestTemplates": Entries<Text>,
    passthrough_behavior "passthroughBehavior": Text,
    content_handling "contentHandling": Text,
    timeout_in_millis "timeoutInMillis": Whole,
    cache_namespace "cacheNamespace": Text,
    cache_key_parameters "cacheKeyParameters": Items<Text>,
    integration_responses "integrationResponses": Entries<IntegrationResponseBuilder>,
    tls_config "tlsConfig": TlsConfigBuilder,
    response_transfer_mode "responseTransferMode": Text,
    integration_target "integrationTarget": Text,
} }

view! { PutIntegrationResponseInput<'a> {
    rest_api_id "restApiId": required &'a str,
    resource_id "resourceId": required &'a str,
    http_method "httpMethod": required &'a str,
    status_code "statusCode": required &'a str,
    selection_pattern "selectionPattern": optional &'a str,
    response_parameters "responseParameters": optional Map<'a, &'a str>,
    response_templates "responseTemplates": optional Map<'a, &'a str>,
    content_handling "contentHandling": optional &'a str,
} }

builder! { PutIntegrationResponseOutput {
    status_code "statusCode": Text,
    selection_pattern "selectionPattern": Text,
    response_parameters "responseParameters": Entries<Text>,
    response_templates "responseTemplates": Entries<Text>,
    content_handling "contentHandling": Text,
} }

view! { PutMethodInput<'a> {
    rest_api_id "restApiId": required &'a str,
    resource_id "resourceId": required &'a str,
    http_method "httpMethod": required &'a str,
    authorization_type "authorizationType": required &'a str,
    authorizer_id "authorizerId": optional &'a str,
    api_key_required "apiKeyRequired": optional bool,
    operation_name "operationName": optional &'a str,
    request_parameters "requestParameters": optional Map<'a, bool>,
    request_models "requestModels": optional Map<'a, &'a str>,
    request_validator_id "requestValidatorId": optional &'a str,
    authorization_scopes "authorizationScopes": optional List<'a, &'a str>,
} }

builder! { PutMethodOutput {
    http_method "httpMethod": Text,
    authorization_type "authorizationType": Text,
    authorizer_id "authorizerId": Text,
    api_key_required "apiKeyRequired": Flag,
    request_validator_id "requestValidatorId": Text,
    operation_name "operationName": Text,
    request_parameters "requestParameters": Entries<Flag>,
    request_models "requestModels": Entries<Text>,
    method_responses "methodResponses": Entries<MethodResponseBuilder>,
    method_integration "methodIntegration": IntegrationBuilder,
    authorization_scopes "authorizationScopes": Items<Text>,
} }

view! { PutMethodResponseInput<'a> {
    rest_api_id "restApiId": required &'a str,
    resource_id "resourceId": required &'a str,
    http_method "httpMethod": required &'a str,
    status_code "statusCode": required &'a str,
    response_parameters "responseParameters": optional Map<'a, bool>,
    response_models "responseModels": optional Map<'a, &'a str>,
} }

builder! { PutMethodResponseOutput {
    status_code "statusCode": Text,
    response_parameters "responseParameters": Entries<Flag>,
    response_models "responseModels": Entries<Text>,
} }

view! { PutRestApiInput<'a> {
    rest_api_id "restApiId": required &'a str,
    mode "mode": optional &'a str,
    fail_on_warnings "failOnWarnings": optional bool,
    parameters "parameters": optional Map<'a, &'a str>,
    body "body": required &'a Bytes,
} }

builder! { PutRestApiOutput {
    id "id": Text,
    name "name": Text,
    description "description": Text,
    created_date "createdDate": Time,
    version "version": Text,
    warnings "warnings": Items<Text>,
    binary_media_types "binaryMediaTypes": Items<Text>,
    minimum_compression_size "minimumCompressionSize": Whole,
    api_key_source "apiKeySource": Text,
    endpoint_configuration "endpointConfiguration": EndpointConfigurationBuilder,
    policy "policy": Text,
    tags "tags": Entries<Text>,
    disable_execute_api_endpoint "disableExecuteApiEndpoint": Flag,
    root_resource_id "rootResourceId": Text,
    security_policy "securityPolicy": Text,
    endpoint_access_mode "endpointAccessMode": Text,
    api_status "apiStatus": Text,
    api_status_message "apiStatusMessage": Text,
} }

view! { TagResourceInput<'a> {
    resource_arn "resourceArn": required &'a str,
    tags "tags": required Map<'a, &'a str>,
} }

builder! { TagResourceOutput {
} }

view! { TestInvokeAuthorizerInput<'a> {
    rest_api_id "restApiId": required &'a str,
    authorizer_id "authorizerId": required &'a str,
    headers "headers": optional Map<'a, &'a str>,
    multi_value_headers "multiValueHeaders": optional Map<'a, List<'a, &'a str>>,
    path_with_query_string "pathWithQueryString": optional &'a str,
    body "body": optional &'a str,
    stage_variables "stageVariables": optional Map<'a, &'a str>,
    additional_context "additionalContext": optional Map<'a, &'a str>,
} }

builder! { TestInvokeAuthorizerOutput {
    client_status "clientStatus": Whole,
    log "log": Text,
    latency "latency": Whole,
    principal_id "principalId": Text,
    policy "policy": Text,
    authorization "authorization": Entries<Items<Text>>,
    claims "claims": Entries<Text>,
} }

view! { TestInvokeMethodInput<'a> {
    rest_api_id "restApiId": required &'a str,
    resource_id "resourceId": required &'a str,
    http_method "httpMethod": required &'a str,
    path_with_query_string "pathWithQueryString": optional &'a str,
    body "body": optional &'a str,
    headers "headers": optional Map<'a, &'a str>,
    multi_value_headers "multiValueHeaders": optional Map<'a, List<'a, &'a str>>,
    client_certificate_id "clientCertificateId": optional &'a str,
    stage_variables "stageVariables": optional Map<'a, &'a str>,
} }

builder! { TestInvokeMethodOutput {
    status "status": Whole,
    body "body": Text,
    headers "headers": Entries<Text>,
    multi_value_headers "multiValueHeaders": Entries<Items<Text>>,
    log "log": Text,
    latency "latency": Whole,
} }

view! { UntagResourceInput<'a> {
    resource_arn "resourceArn": required &'a str,
    tag_keys "tagKeys": required List<'a, &'a str>,
} }

builder! { UntagResourceOutput {
} }

view! { UpdateAccountInput<'a> {
    patch_operations "patchOperations": optional List<'a, PatchOperation<'a>>,
} }

builder! { UpdateAccountOutput {
    cloudwatch_role_arn "cloudwatchRoleArn": Text,
    throttle_settings "throttleSettings": ThrottleSettingsBuilder,
    features "features": Items<Text>,
    api_key_version "apiKeyVersion": Text,
} }

view! { UpdateApiKeyInput<'a> {
    api_key "apiKey": required &'a str,
    patch_operations "patchOperations": optional List<'a, PatchOperation<'a>>,
} }

builder! { UpdateApiKeyOutput {
    id "id": Text,
    value "value": Text,
    name "name": Text,
    customer_id "customerId": Text,
    description "description": Text,
    enabled "enabled": Flag,
    created_date "createdDate": Time,
    last_updated_date "lastUpdatedDate": Time,
    stage_keys "stageKeys": Items<Text>,
    tags "tags": Entries<Text>,
} }

view! { UpdateAuthorizerInput<'a> {
    rest_api_id "restApiId": required &'a str,
    authorizer_id "authorizerId": required &'a str,
    patch_operations "patchOperations": optional List<'a, PatchOperation<'a>>,
} }

builder! { UpdateAuthorizerOutput {
    id "id": Text,
    name "name": Text,
    type_ "type": Text,
    provider_ar_ns "providerARNs": Items<Text>,
    auth_type "authType": Text,
    authorizer_uri "authorizerUri": Text,
    authorizer_credentials "authorizerCredentials": Text,
    identity_source "identitySource": Text,
    identity_validation_expression "identityValidationExpression": Text,
    authorizer_result_ttl_in_seconds "authorizerResultTtlInSeconds": Whole,
    jwt_configuration "jwtConfiguration": JwtConfigurationBuilder,
} }

view! { UpdateBasePathMappingInput<'a> {
    domain_name "domainName": required &'a str,
    domain_name_id "domainNameId": optional &'a str,
    base_path "basePath": required &'a str,
    patch_operations "patchOperations": optional List<'a, PatchOperation<'a>>,
} }

builder! { UpdateBasePathMappingOutput {
    base_path "basePath": Text,
    rest_api_id "restApiId": Text,
    stage "stage": Text,
} }

view! { UpdateDeploymentInput<'a> {
    rest_api_id "restApiId": required &'a str,
    deployment_id "deploymentId": required &'a str,
    patch_operations "patchOperations": optional List<'a, PatchOperation<'a>>,
} }

builder! { UpdateDeploymentOutput {
    id "id": Text,
    description "description": Text,
    created_date "createdDate": Time,
    api_summary "apiSummary": Entries<Entries<MethodSnapshotBuilder>>,
} }

view! { UpdateDocumentationPartInput<'a> {
    rest_api_id "restApiId": required &'a str,
    documentation_part_id "documentationPartId": required &'a str,
    patch_operations "patchOperations": optional List<'a, PatchOperation<'a>>,
} }

builder! { UpdateDocumentationPartOutput {
    id "id": Text,
    location "location": DocumentationPartLocationBuilder,
    properties "properties": Text,
} }

view! { UpdateDocumentationVersionInput<'a> {
    rest_api_id "restApiId": required &'a str,
    documentation_version "documentationVersion": required &'a str,
    patch_operations "patchOperations": optional List<'a, PatchOperation<'a>>,
} }

builder! { UpdateDocumentationVersionOutput {
    version "version": Text,
    created_date "createdDate": Time,
    description "description": Text,
} }

view! { UpdateDomainNameInput<'a> {
    domain_name "domainName": required &'a str,
    domain_name_id "domainNameId": optional &'a str,
    patch_operations "patchOperations": optional List<'a, PatchOperation<'a>>,
} }

builder! { UpdateDomainNameOutput {
    domain_name "domainName": Text,
    domain_name_id "domainNameId": Text,
    domain_name_arn "domainNameArn": Text,
    certificate_name "certificateName": Text,
    certificate_arn "certificateArn": Text,
    certificate_upload_date "certificateUploadDate": Time,
    regional_domain_name "regionalDomainName": Text,
    regional_hosted_zone_id "regionalHostedZoneId": Text,
    regional_certificate_name "regionalCertificateName": Text,
    regional_certificate_arn "regionalCertificateArn": Text,
    distribution_domain_name "distributionDomainName": Text,
    distribution_hosted_zone_id "distributionHostedZoneId": Text,
    endpoint_configuration "endpointConfiguration": EndpointConfigurationBuilder,
    domain_name_status "domainNameStatus": Text,
    domain_name_status_message "domainNameStatusMessage": Text,
    security_policy "securityPolicy": Text,
    endpoint_access_mode "endpointAccessMode": Text,
    tags "tags": Entries<Text>,
    mutual_tls_authentication "mutualTlsAuthentication": MutualTlsAuthenticationBuilder,
    ownership_verification_certificate_arn "ownershipVerificationCertificateArn": Text,
    management_policy "managementPolicy": Text,
    policy "policy": Text,
    routing_mode "routingMode": Text,
} }

view! { UpdateGatewayResponseInput<'a> {
    rest_api_id "restApiId": required &'a str,
    response_type "responseType": required &'a str,
    patch_operations "patchOperations": optional List<'a, PatchOperation<'a>>,
} }

builder! { UpdateGatewayResponseOutput {
    response_type "responseType": Text,
    status_code "statusCode": Text,
    response_parameters "responseParameters": Entries<Text>,
    response_templates "responseTemplates": Entries<Text>,
    default_response "defaultResponse": Flag,
} }

view! { UpdateIntegrationInput<'a> {
    rest_api_id "restApiId": required &'a str,
    resource_id "resourceId": required &'a str,
    http_method "httpMethod": required &'a str,
    patch_operations "patchOperations": optional List<'a, PatchOperation<'a>>,
} }

builder! { UpdateIntegrationOutput {
    type_ "type": Text,
    http_method "httpMethod": Text,
    uri "uri": Text,
    connection_type "connectionType": Text,
    connection_id "connectionId": Text,
    credentials "credentials": Text,
    request_parameters "requestParameters": Entries<Text>,
    request_templates "requestTemplates": Entries<Text>,
    passthrough_behavior "passthroughBehavior": Text,
    content_handling "contentHandling": Text,
    timeout_in_millis "timeoutInMillis": Whole,
    cache_namespace "cacheNamespace": Text,
    cache_key_parameters "cacheKeyParameters": Items<Text>,
    integration_responses "integrationResponses": Entries<IntegrationResponseBuilder>,
    tls_config "tlsConfig": TlsConfigBuilder,
    response_transfer_mode "responseTransferMode": Text,
    integration_target "integrationTarget": Text,
} }

view! { UpdateIntegrationResponseInput<'a> {
    rest_api_id "restApiId": required &'a str,
    resource_id "resourceId": required &'a str,
    http_method "httpMethod": required &'a str,
    status_code "statusCode": required &'a str,
    patch_operations "patchOperations": optional List<'a, PatchOperation<'a>>,
} }

builder! { UpdateIntegrationResponseOutput {
    status_code "statusCode": Text,
    selection_pattern "selectionPattern": Text,
    response_parameters "responseParameters": Entries<Text>,
    response_templates "responseTemplates": Entries<Text>,
    content_handling "contentHandling": Text,
} }

view! { UpdateMethodInput<'a> {
    rest_api_id "restApiId": required &'a str,
    resource_id "resourceId": required &'a str,
    http_method "httpMethod": required &'a str,
    patch_operations "patchOperations": optional List<'a, PatchOperation<'a>>,
} }

builder! { UpdateMethodOutput {
    http_method "httpMethod": Text,
    authorization_type "authorizationType": Text,
    authorizer_id "authorizerId": Text,
    api_key_required "apiKeyRequired": Flag,
    request_validator_id "requestValidatorId": Text,
    operation_name "operationName": Text,
    request_parameters "requestParameters": Entries<Flag>,
    request_models "requestModels": Entries<Text>,
    method_responses "methodResponses": Entries<MethodResponseBuilder>,
    method_integration "methodIntegration": IntegrationBuilder,
    authorization_scopes "authorizationScopes": Items<Text>,
} }

view! { UpdateMethodResponseInput<'a> {
    rest_api_id "restApiId": required &'a str,
    resource_id "resourceId": required &'a str,
    http_method "httpMethod": required &'a str,
    status_code "statusCode": required &'a str,
    patch_operations "patchOperations": optional List<'a, PatchOperation<'a>>,
} }

builder! { UpdateMethodResponseOutput {
    status_code "statusCode": Text,
    response_parameters "responseParameters": Entries<Flag>,
    response_models "responseModels": Entries<Text>,
} }

view! { UpdateModelInput<'a> {
    rest_api_id "restApiId": required &'a str,
    model_name "modelName": required &'a str,
    patch_operations "patchOperations": optional List<'a, PatchOperation<'a>>,
} }

builder! { UpdateModelOutput {
    id "id": Text,
    name "name": Text,
    description "description": Text,
    schema "schema": Text,
    content_type "contentType": Text,
} }

view! { UpdateRequestValidatorInput<'a> {
    rest_api_id "restApiId": required &'a str,
    request_validator_id "requestValidatorId": required &'a str,
    patch_operations "patchOperations": optional List<'a, PatchOperation<'a>>,
} }

builder! { UpdateRequestValidatorOutput {
    id "id": Text,
    name "name": Text,
    validate_request_body "validateRequestBody": Flag,
    validate_request_parameters "validateRequestParameters": Flag,
} }

view! { UpdateResourceInput<'a> {
    rest_api_id "restApiId": required &'a str,
    resource_id "resourceId": required &'a str,
    patch_operations "patchOperations": optional List<'a, PatchOperation<'a>>,
} }

builder! { UpdateResourceOutput {
    id "id": Text,
    parent_id "parentId": Text,
    path_part "pathPart": Text,
    path "path": Text,
    resource_methods "resourceMethods": Entries<MethodBuilder>,
} }

view! { UpdateRestApiInput<'a> {
    rest_api_id "restApiId": required &'a str,
    patch_operations "patchOperations": optional List<'a, PatchOperation<'a>>,
} }

builder! { UpdateRestApiOutput {
    id "id": Text,
    name "name": Text,
    description "description": Text,
    created_date "createdDate": Time,
    version "version": Text,
    warnings "warnings": Items<Text>,
    binary_media_types "binaryMediaTypes": Items<Text>,
    minimum_compression_size "minimumCompressionSize": Whole,
    api_key_source "apiKeySource": Text,
    endpoint_configuration "endpointConfiguration": EndpointConfigurationBuilder,
    policy "policy": Text,
    tags "tags": Entries<Text>,
    disable_execute_api_endpoint "disableExecuteApiEndpoint": Flag,
    root_resource_id "rootResourceId": Text,
    security_policy "securityPolicy": Text,
    endpoint_access_mode "endpointAccessMode": Text,
    api_status "apiStatus": Text,
    api_status_message "apiStatusMessage": Text,
} }

view! { UpdateStageInput<'a> {
    rest_api_id "restApiId": required &'a str,
    stage_name "stageName": required &'a str,
    patch_operations "patchOperations": optional List<'a, PatchOperation<'a>>,
} }

builder! { UpdateStageOutput {
    deployment_id "deploymentId": Text,
    client_certificate_id "clientCertificateId": Text,
    stage_name "stageName": Text,
    description "description": Text,
    cache_cluster_enabled "cacheClusterEnabled": Flag,
    cache_cluster_size "cacheClusterSize": Text,
    cache_cluster_status "cacheClusterStatus": Text,
    method_settings "methodSettings": Entries<MethodSettingBuilder>,
    variables "variables": Entries<Text>,
    documentation_version "documentationVersion": Text,
    access_log_settings "accessLogSettings": AccessLogSettingsBuilder,
    canary_settings "canarySettings": CanarySettingsBuilder,
    tracing_enabled "tracingEnabled": Flag,
    web_acl_arn "webAclArn": Text,
    tags "tags": Entries<Text>,
    created_date "createdDate": Time,
    last_updated_date "lastUpdatedDate": Time,
} }

view! { UpdateUsageInput<'a> {
    usage_plan_id "usagePlanId": required &'a str,
    key_id "keyId": required &'a str,
    patch_operations "patchOperations": optional List<'a, PatchOperation<'a>>,
} }

builder! { UpdateUsageOutput {
    usage_plan_id "usagePlanId": Text,
    start_date "startDate": Text,
    end_date "endDate": Text,
    position "position": Text,
    items "items": Entries<Items<Items<Whole>>>,
} }

view! { UpdateUsagePlanInput<'a> {
    usage_plan_id "usagePlanId": required &'a str,
    patch_operations "patchOperations": optional List<'a, PatchOperation<'a>>,
} }

builder! { UpdateUsagePlanOutput {
    id "id": Text,
    name "name": Text,
    description "description": Text,
    api_stages "apiStages": Items<ApiStageBuilder>,
    throttle "throttle": ThrottleSettingsBuilder,
    quota "quota": QuotaSettingsBuilder,
    product_code "productCode": Text,
    tags "tags": Entries<Text>,
} }

view! { ApiStage<'a> {
    api_id "apiId": optional &'a str,
    stage "stage": optional &'a str,
    throttle "throttle": optional Map<'a, ThrottleSettings<'a>>,
} }

view! { CanarySettings<'a> {
    percent_traffic "percentTraffic": optional f64,
    deployment_id "deploymentId": optional &'a str,
    stage_variable_overrides "stageVariableOverrides": optional Map<'a, &'a str>,
    use_stage_cache "useStageCache": optional bool,
} }

view! { DeploymentCanarySettings<'a> {
    percent_traffic "percentTraffic": optional f64,
    stage_variable_overrides "stageVariableOverrides": optional Map<'a, &'a str>,
    use_stage_cache "useStageCache": optional bool,
} }

view! { DocumentationPartLocation<'a> {
    type_ "type": required &'a str,
    path "path": optional &'a str,
    method "method": optional &'a str,
    status_code "statusCode": optional &'a str,
    name "name": optional &'a str,
} }

view! { EndpointConfiguration<'a> {
    types "types": optional List<'a, &'a str>,
    ip_address_type "ipAddressType": optional &'a str,
    vpc_endpoint_ids "vpcEndpointIds": optional List<'a, &'a str>,
} }

view! { JwtAdditionalClaim<'a> {
    claim_name "claimName": required &'a str,
    format "format": required &'a str,
    required "required": optional bool,
    expected_values "expectedValues": optional List<'a, &'a str>,
} }

view! { JwtConfigurationInput<'a> {
    issuers "issuers": required List<'a, JwtIssuerInput<'a>>,
    default_algorithms "defaultAlgorithms": required List<'a, &'a str>,
} }

view! { JwtIssuerInput<'a> {
    issuer "issuer": required &'a str,
    audiences "audiences": required List<'a, &'a str>,
    additional_claims "additionalClaims": optional List<'a, JwtAdditionalClaim<'a>>,
} }

view! { MutualTlsAuthenticationInput<'a> {
    truststore_uri "truststoreUri": optional &'a str,
    truststore_version "truststoreVersion": optional &'a str,
} }

view! { PatchOperation<'a> {
    op "op": optional &'a str,
    path "path": optional &'a str,
    value "value": optional &'a str,
    from "from": optional &'a str,
} }

view! { QuotaSettings<'a> {
    limit "limit": optional i64,
    offset "offset": optional i64,
    period "period": optional &'a str,
} }

view! { StageKey<'a> {
    rest_api_id "restApiId": optional &'a str,
    stage_name "stageName": optional &'a str,
} }

view! { ThrottleSettings<'a> {
    burst_limit "burstLimit": optional i64,
    rate_limit "rateLimit": optional f64,
} }

view! { TlsConfig<'a> {
    insecure_skip_verification "insecureSkipVerification": optional bool,
} }

builder! { AccessLogSettingsBuilder {
    format "format": Text,
    destination_arn "destinationArn": Text,
} }

builder! { ApiKeyBuilder {
    id "id": Text,
    value "value": Text,
    name "name": Text,
    customer_id "customerId": Text,
    description "description": Text,
    enabled "enabled": Flag,
    created_date "createdDate": Time,
    last_updated_date "lastUpdatedDate": Time,
    stage_keys "stageKeys": Items<Text>,
    tags "tags": Entries<Text>,
} }

builder! { ApiStageBuilder {
    api_id "apiId": Text,
    stage "stage": Text,
    throttle "throttle": Entries<ThrottleSettingsBuilder>,
} }

builder! { AuthorizerBuilder {
    id "id": Text,
    name "name": Text,
    type_ "type": Text,
    provider_ar_ns "providerARNs": Items<Text>,
    auth_type "authType": Text,
    authorizer_uri "authorizerUri": Text,
    authorizer_credentials "authorizerCredentials": Text,
    identity_source "identitySource": Text,
    identity_validation_expression "identityValidationExpression": Text,
    authorizer_result_ttl_in_seconds "authorizerResultTtlInSeconds": Whole,
    jwt_configuration "jwtConfiguration": JwtConfigurationBuilder,
} }

builder! { BasePathMappingBuilder {
    base_path "basePath": Text,
    rest_api_id "restApiId": Text,
    stage "stage": Text,
} }

builder! { CanarySettingsBuilder {
    percent_traffic "percentTraffic": Real,
    deployment_id "deploymentId": Text,
    stage_variable_overrides "stageVariableOverrides": Entries<Text>,
    use_stage_cache "useStageCache": Flag,
} }

builder! { DeploymentBuilder {
    id "id": Text,
    description "description": Text,
    created_date "createdDate": Time,
    api_summary "apiSummary": Entries<Entries<MethodSnapshotBuilder>>,
} }

builder! { DocumentationPartBuilder {
    id "id": Text,
    location "location": DocumentationPartLocationBuilder,
    properties "properties": Text,
} }

builder! { DocumentationPartLocationBuilder {
    type_ "type": Text,
    path "path": Text,
    method "method": Text,
    status_code "statusCode": Text,
    name "name": Text,
} }

builder! { DocumentationVersionBuilder {
    version "version": Text,
    created_date "createdDate": Time,
    description "description": Text,
} }

builder! { DomainNameBuilder {
    domain_name "domainName": Text,
    domain_name_id "domainNameId": Text,
    domain_name_arn "domainNameArn": Text,
    certificate_name "certificateName": Text,
    certificate_arn "certificateArn": Text,
    certificate_upload_date "certificateUploadDate": Time,
    regional_domain_name "regionalDomainName": Text,
    regional_hosted_zone_id "regionalHostedZoneId": Text,
    regional_certificate_name "regionalCertificateName": Text,
    regional_certificate_arn "regionalCertificateArn": Text,
    distribution_domain_name "distributionDomainName": Text,
    distribution_hosted_zone_id "distributionHostedZoneId": Text,
    endpoint_configuration "endpointConfiguration": EndpointConfigurationBuilder,
    domain_name_status "domainNameStatus": Text,
    domain_name_status_message "domainNameStatusMessage": Text,
    security_policy "securityPolicy": Text,
    endpoint_access_mode "endpointAccessMode": Text,
    tags "tags": Entries<Text>,
    mutual_tls_authentication "mutualTlsAuthentication": MutualTlsAuthenticationBuilder,
    ownership_verification_certificate_arn "ownershipVerificationCertificateArn": Text,
    management_policy "managementPolicy": Text,
    policy "policy": Text,
    routing_mode "routingMode": Text,
} }

builder! { EndpointConfigurationBuilder {
    types "types": Items<Text>,
    ip_address_type "ipAddressType": Text,
    vpc_endpoint_ids "vpcEndpointIds": Items<Text>,
} }

builder! { GatewayResponseBuilder {
    response_type "responseType": Text,
    status_code "statusCode": Text,
    response_parameters "responseParameters": Entries<Text>,
    response_templates "responseTemplates": Entries<Text>,
    default_response "defaultResponse": Flag,
} }

builder! { IntegrationBuilder {
    type_ "type": Text,
    http_method "httpMethod": Text,
    uri "uri": Text,
    connection_type "connectionType": Text,
    connection_id "connectionId": Text,
    credentials "credentials": Text,
    request_parameters "requestParameters": Entries<Text>,
    request_templates "requestTemplates": Entries<Text>,
    passthrough_behavior "passthroughBehavior": Text,
    content_handling "contentHandling": Text,
    timeout_in_millis "timeoutInMillis": Whole,
    cache_namespace "cacheNamespace": Text,
    cache_key_parameters "cacheKeyParameters": Items<Text>,
    integration_responses "integrationResponses": Entries<IntegrationResponseBuilder>,
    tls_config "tlsConfig": TlsConfigBuilder,
    response_transfer_mode "responseTransferMode": Text,
    integration_target "integrationTarget": Text,
} }

builder! { IntegrationResponseBuilder {
    status_code "statusCode": Text,
    selection_pattern "selectionPattern": Text,
    response_parameters "responseParameters": Entries<Text>,
    response_templates "responseTemplates": Entries<Text>,
    content_handling "contentHandling": Text,
} }

builder! { JwtAdditionalClaimBuilder {
    claim_name "claimName": Text,
    format "format": Text,
    required "required": Flag,
    expected_values "expectedValues": Items<Text>,
} }

builder! { JwtConfigurationBuilder {
    issuers "issuers": Items<JwtIssuerBuilder>,
    default_algorithms "defaultAlgorithms": Items<Text>,
} }

builder! { JwtIssuerBuilder {
    issuer "issuer": Text,
    audiences "audiences": Items<Text>,
    additional_claims "additionalClaims": Items<JwtAdditionalClaimBuilder>,
    jwks_uri "jwksUri": Text,
} }

builder! { MethodBuilder {
    http_method "httpMethod": Text,
    authorization_type "authorizationType": Text,
    authorizer_id "authorizerId": Text,
    api_key_required "apiKeyRequired": Flag,
    request_validator_id "requestValidatorId": Text,
    operation_name "operationName": Text,
    request_parameters "requestParameters": Entries<Flag>,
    request_models "requestModels": Entries<Text>,
    method_responses "methodResponses": Entries<MethodResponseBuilder>,
    method_integration "methodIntegration": IntegrationBuilder,
    authorization_scopes "authorizationScopes": Items<Text>,
} }

builder! { MethodResponseBuilder {
    status_code "statusCode": Text,
    response_parameters "responseParameters": Entries<Flag>,
    response_models "responseModels": Entries<Text>,
} }

builder! { MethodSettingBuilder {
    metrics_enabled "metricsEnabled": Flag,
    logging_level "loggingLevel": Text,
    data_trace_enabled "dataTraceEnabled": Flag,
    throttling_burst_limit "throttlingBurstLimit": Whole,
    throttling_rate_limit "throttlingRateLimit": Real,
    caching_enabled "cachingEnabled": Flag,
    cache_ttl_in_seconds "cacheTtlInSeconds": Whole,
    cache_data_encrypted "cacheDataEncrypted": Flag,
    require_authorization_for_cache_control "requireAuthorizationForCacheControl": Flag,
    unauthorized_cache_control_header_strategy "unauthorizedCacheControlHeaderStrategy": Text,
} }

builder! { MethodSnapshotBuilder {
    authorization_type "authorizationType": Text,
    api_key_required "apiKeyRequired": Flag,
} }

builder! { ModelBuilder {
    id "id": Text,
    name "name": Text,
    description "description": Text,
    schema "schema": Text,
    content_type "contentType": Text,
} }

builder! { MutualTlsAuthenticationBuilder {
    truststore_uri "truststoreUri": Text,
    truststore_version "truststoreVersion": Text,
    truststore_warnings "truststoreWarnings": Items<Text>,
} }

builder! { QuotaSettingsBuilder {
    limit "limit": Whole,
    offset "offset": Whole,
    period "period": Text,
} }

builder! { RequestValidatorBuilder {
    id "id": Text,
    name "name": Text,
    validate_request_body "validateRequestBody": Flag,
    validate_request_parameters "validateRequestParameters": Flag,
} }

builder! { ResourceBuilder {
    id "id": Text,
    parent_id "parentId": Text,
    path_part "pathPart": Text,
    path "path": Text,
    resource_methods "resourceMethods": Entries<MethodBuilder>,
} }

builder! { RestApiBuilder {
    id "id": Text,
    name "name": Text,
    description "description": Text,
    created_date "createdDate": Time,
    version "version": Text,
    warnings "warnings": Items<Text>,
    binary_media_types "binaryMediaTypes": Items<Text>,
    minimum_compression_size "minimumCompressionSize": Whole,
    api_key_source "apiKeySource": Text,
    endpoint_configuration "endpointConfiguration": EndpointConfigurationBuilder,
    policy "policy": Text,
    tags "tags": Entries<Text>,
    disable_execute_api_endpoint "disableExecuteApiEndpoint": Flag,
    root_resource_id "rootResourceId": Text,
    security_policy "securityPolicy": Text,
    endpoint_access_mode "endpointAccessMode": Text,
    api_status "apiStatus": Text,
    api_status_message "apiStatusMessage": Text,
} }

builder! { StageBuilder {
    deployment_id "deploymentId": Text,
    client_certificate_id "clientCertificateId": Text,
    stage_name "stageName": Text,
    description "description": Text,
    cache_cluster_enabled "cacheClusterEnabled": Flag,
    cache_cluster_size "cacheClusterSize": Text,
    cache_cluster_status "cacheClusterStatus": Text,
    method_settings "methodSettings": Entries<MethodSettingBuilder>,
    variables "variables": Entries<Text>,
    documentation_version "documentationVersion": Text,
    access_log_settings "accessLogSettings": AccessLogSettingsBuilder,
    canary_settings "canarySettings": CanarySettingsBuilder,
    tracing_enabled "tracingEnabled": Flag,
    web_acl_arn "webAclArn": Text,
    tags "tags": Entries<Text>,
    created_date "createdDate": Time,
    last_updated_date "lastUpdatedDate": Time,
} }

builder! { ThrottleSettingsBuilder {
    burst_limit "burstLimit": Whole,
    rate_limit "rateLimit": Real,
} }

builder! { TlsConfigBuilder {
    insecure_skip_verification "insecureSkipVerification": Flag,
} }

builder! { UsagePlanBuilder {
    id "id": Text,
    name "name": Text,
    description "description": Text,
    api_stages "apiStages": Items<ApiStageBuilder>,
    throttle "throttle": ThrottleSettingsBuilder,
    quota "quota": QuotaSettingsBuilder,
    product_code "productCode": Text,
    tags "tags": Entries<Text>,
} }

builder! { UsagePlanKeyBuilder {
    id "id": Text,
    type_ "type": Text,
    value "value": Text,
    name "name": Text,
} }

/// The errors that the implemented operations list.
pub mod error {
    kernel::errors! {
        bad_request_exception "BadRequestException" 400;
        conflict_exception "ConflictException" 409;
        limit_exceeded_exception "LimitExceededException" 429;
        not_found_exception "NotFoundException" 404;
        service_unavailable_exception "ServiceUnavailableException" 503;
        too_many_requests_exception "TooManyRequestsException" 429;
        unauthorized_exception "UnauthorizedException" 401;
    }
}

pub mod api_key_source_type {
    pub const HEADER: &str = "HEADER";
    pub const AUTHORIZER: &str = "AUTHORIZER";
}

pub mod api_keys_format {
    pub const CSV: &str = "csv";
}

pub mod api_status {
    pub const UPDATING: &str = "UPDATING";
    pub const AVAILABLE: &str = "AVAILABLE";
    pub const PENDING: &str = "PENDING";
    pub const FAILED: &str = "FAILED";
}

pub mod authorizer_type {
    pub const TOKEN: &str = "TOKEN";
    pub const REQUEST: &str = "REQUEST";
    pub const COGNITO_USER_POOLS: &str = "COGNITO_USER_POOLS";
    pub const JWT: &str = "JWT";
}

pub mod cache_cluster_size {
    pub const _0_5: &str = "0.5";
    pub const _1_6: &str = "1.6";
    pub const _6_1: &str = "6.1";
    pub const _13_5: &str = "13.5";
    pub const _28_4: &str = "28.4";
    pub const _58_2: &str = "58.2";
    pub const _118: &str = "118";
    pub const _237: &str = "237";
}

pub mod cache_cluster_status {
    pub const CREATE_IN_PROGRESS: &str = "CREATE_IN_PROGRESS";
    pub const AVAILABLE: &str = "AVAILABLE";
    pub const DELETE_IN_PROGRESS: &str = "DELETE_IN_PROGRESS";
    pub const NOT_AVAILABLE: &str = "NOT_AVAILABLE";
    pub const FLUSH_IN_PROGRESS: &str = "FLUSH_IN_PROGRESS";
}

pub mod connection_type {
    pub const INTERNET: &str = "INTERNET";
    pub const VPC_LINK: &str = "VPC_LINK";
}

pub mod content_handling_strategy {
    pub const CONVERT_TO_BINARY: &str = "CONVERT_TO_BINARY";
    pub const CONVERT_TO_TEXT: &str = "CONVERT_TO_TEXT";
}

pub mod documentation_part_type {
    pub const API: &str = "API";
    pub const AUTHORIZER: &str = "AUTHORIZER";
    pub const MODEL: &str = "MODEL";
    pub const RESOURCE: &str = "RESOURCE";
    pub const METHOD: &str = "METHOD";
    pub const PATH_PARAMETER: &str = "PATH_PARAMETER";
    pub const QUERY_PARAMETER: &str = "QUERY_PARAMETER";
    pub const REQUEST_HEADER: &str = "REQUEST_HEADER";
    pub const REQUEST_BODY: &str = "REQUEST_BODY";
    pub const RESPONSE: &str = "RESPONSE";
    pub const RESPONSE_HEADER: &str = "RESPONSE_HEADER";
    pub const RESPONSE_BODY: &str = "RESPONSE_BODY";
}

pub mod domain_name_status {
    pub const AVAILABLE: &str = "AVAILABLE";
    pub const UPDATING: &str = "UPDATING";
    pub const PENDING: &str = "PENDING";
    pub const PENDING_CERTIFICATE_REIMPORT: &str = "PENDING_CERTIFICATE_REIMPORT";
    pub const PENDING_OWNERSHIP_VERIFICATION: &str = "PENDING_OWNERSHIP_VERIFICATION";
    pub const FAILED: &str = "FAILED";
}

pub mod endpoint_access_mode {
    pub const BASIC: &str = "BASIC";
    pub const STRICT: &str = "STRICT";
}

pub mod endpoint_type {
    pub const REGIONAL: &str = "REGIONAL";
    pub const EDGE: &str = "EDGE";
    pub const PRIVATE: &str = "PRIVATE";
}

pub mod gateway_response_type {
    pub const DEFAULT_4XX: &str = "DEFAULT_4XX";
    pub const DEFAULT_5XX: &str = "DEFAULT_5XX";
    pub const RESOURCE_NOT_FOUND: &str = "RESOURCE_NOT_FOUND";
    pub const UNAUTHORIZED: &str = "UNAUTHORIZED";
    pub const INVALID_API_KEY: &str = "INVALID_API_KEY";
    pub const ACCESS_DENIED: &str = "ACCESS_DENIED";
    pub const AUTHORIZER_FAILURE: &str = "AUTHORIZER_FAILURE";
    pub const AUTHORIZER_CONFIGURATION_ERROR: &str = "AUTHORIZER_CONFIGURATION_ERROR";
    pub const INVALID_SIGNATURE: &str = "INVALID_SIGNATURE";
    pub const EXPIRED_TOKEN: &str = "EXPIRED_TOKEN";
    pub const MISSING_AUTHENTICATION_TOKEN: &str = "MISSING_AUTHENTICATION_TOKEN";
    pub const INTEGRATION_FAILURE: &str = "INTEGRATION_FAILURE";
    pub const INTEGRATION_TIMEOUT: &str = "INTEGRATION_TIMEOUT";
    pub const API_CONFIGURATION_ERROR: &str = "API_CONFIGURATION_ERROR";
    pub const UNSUPPORTED_MEDIA_TYPE: &str = "UNSUPPORTED_MEDIA_TYPE";
    pub const BAD_REQUEST_PARAMETERS: &str = "BAD_REQUEST_PARAMETERS";
    pub const BAD_REQUEST_BODY: &str = "BAD_REQUEST_BODY";
    pub const REQUEST_TOO_LARGE: &str = "REQUEST_TOO_LARGE";
    pub const THROTTLED: &str = "THROTTLED";
    pub const QUOTA_EXCEEDED: &str = "QUOTA_EXCEEDED";
    pub const WAF_FILTERED: &str = "WAF_FILTERED";
}

pub mod integration_type {
    pub const HTTP: &str = "HTTP";
    pub const AWS: &str = "AWS";
    pub const MOCK: &str = "MOCK";
    pub const HTTP_PROXY: &str = "HTTP_PROXY";
    pub const AWS_PROXY: &str = "AWS_PROXY";
}

pub mod ip_address_type {
    pub const IPV4: &str = "ipv4";
    pub const DUALSTACK: &str = "dualstack";
}

pub mod jwt_claim_format {
    pub const SINGLE_STRING: &str = "SINGLE_STRING";
}

pub mod jwt_signing_algorithm {
    pub const RS256: &str = "RS256";
    pub const RS384: &str = "RS384";
    pub const RS512: &str = "RS512";
    pub const ES256: &str = "ES256";
    pub const ES384: &str = "ES384";
    pub const ES512: &str = "ES512";
}

pub mod location_status_type {
    pub const DOCUMENTED: &str = "DOCUMENTED";
    pub const UNDOCUMENTED: &str = "UNDOCUMENTED";
}

pub mod op {
    pub const ADD: &str = "add";
    pub const REMOVE: &str = "remove";
    pub const REPLACE: &str = "replace";
    pub const MOVE: &str = "move";
    pub const COPY: &str = "copy";
    pub const TEST: &str = "test";
}

pub mod put_mode {
    pub const MERGE: &str = "merge";
    pub const OVERWRITE: &str = "overwrite";
}

pub mod quota_period_type {
    pub const DAY: &str = "DAY";
    pub const WEEK: &str = "WEEK";
    pub const MONTH: &str = "MONTH";
}

pub mod resource_owner {
    pub const SELF: &str = "SELF";
    pub const OTHER_ACCOUNTS: &str = "OTHER_ACCOUNTS";
}

pub mod response_transfer_mode {
    pub const BUFFERED: &str = "BUFFERED";
    pub const STREAM: &str = "STREAM";
}

pub mod routing_mode {
    pub const BASE_PATH_MAPPING_ONLY: &str = "BASE_PATH_MAPPING_ONLY";
    pub const ROUTING_RULE_ONLY: &str = "ROUTING_RULE_ONLY";
    pub const ROUTING_RULE_THEN_BASE_PATH_MAPPING: &str = "ROUTING_RULE_THEN_BASE_PATH_MAPPING";
}

pub mod security_policy {
    pub const TLS_1_0: &str = "TLS_1_0";
    pub const TLS_1_2: &str = "TLS_1_2";
    pub const SECURITY_POLICY_TLS13_1_3_2025_09: &str = "SecurityPolicy_TLS13_1_3_2025_09";
    pub const SECURITY_POLICY_TLS13_1_3_FIPS_2025_09: &str =
        "SecurityPolicy_TLS13_1_3_FIPS_2025_09";
    pub const SECURITY_POLICY_TLS13_1_2_PFS_PQ_2025_09: &str =
        "SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09";
    pub const SECURITY_POLICY_TLS13_1_2_FIPS_PQ_2025_09: &str =
        "SecurityPolicy_TLS13_1_2_FIPS_PQ_2025_09";
    pub const SECURITY_POLICY_TLS13_1_2_FIPS_PFS_PQ_2025_09: &str =
        "SecurityPolicy_TLS13_1_2_FIPS_PFS_PQ_2025_09";
    pub const SECURITY_POLICY_TLS13_1_2_EXT2_PQ_2025_09: &str =
        "SecurityPolicy_TLS13_1_2_Ext2_PQ_2025_09";
    pub const SECURITY_POLICY_TLS13_1_2_EXT2_FIPS_PQ_2025_09: &str =
        "SecurityPolicy_TLS13_1_2_Ext2_FIPS_PQ_2025_09";
    pub const SECURITY_POLICY_TLS13_1_2_PQ_2025_09: &str = "SecurityPolicy_TLS13_1_2_PQ_2025_09";
    pub const SECURITY_POLICY_TLS13_1_2_2021_06: &str = "SecurityPolicy_TLS13_1_2_2021_06";
    pub const SECURITY_POLICY_TLS13_2025_EDGE: &str = "SecurityPolicy_TLS13_2025_EDGE";
    pub const SECURITY_POLICY_TLS12_PFS_2025_EDGE: &str = "SecurityPolicy_TLS12_PFS_2025_EDGE";
    pub const SECURITY_POLICY_TLS12_2018_EDGE: &str = "SecurityPolicy_TLS12_2018_EDGE";
}

pub mod unauthorized_cache_control_header_strategy {
    pub const FAIL_WITH_403: &str = "FAIL_WITH_403";
    pub const SUCCEED_WITH_RESPONSE_HEADER: &str = "SUCCEED_WITH_RESPONSE_HEADER";
    pub const SUCCEED_WITHOUT_RESPONSE_HEADER: &str = "SUCCEED_WITHOUT_RESPONSE_HEADER";
}
