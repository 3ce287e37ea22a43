//! Inputs, outputs, errors and enums of the implemented operations of ApiGatewayV2.
//!
//! Written by `cargo xtask codegen apigatewayv2` from `operations.txt` and the model;
//! not to be edited.

use kernel::view::kind::{Blob, Entries, Flag, Items, Real, Text, Time, Whole};
use kernel::view::{List, Map};
use kernel::{Timestamp, builder, operations, view};

operations! {
    CreateApi: CreateApiInput, CreateApiOutput;
    CreateApiMapping: CreateApiMappingInput, CreateApiMappingOutput;
    CreateAuthorizer: CreateAuthorizerInput, CreateAuthorizerOutput;
    CreateDeployment: CreateDeploymentInput, CreateDeploymentOutput;
    CreateDomainName: CreateDomainNameInput, CreateDomainNameOutput;
    CreateIntegration: CreateIntegrationInput, CreateIntegrationOutput;
    CreateIntegrationResponse: CreateIntegrationResponseInput, CreateIntegrationResponseOutput;
    CreateModel: CreateModelInput, CreateModelOutput;
    CreateRoute: CreateRouteInput, CreateRouteOutput;
    CreateRouteResponse: CreateRouteResponseInput, CreateRouteResponseOutput;
    CreateStage: CreateStageInput, CreateStageOutput;
    DeleteAccessLogSettings: DeleteAccessLogSettingsInput, DeleteAccessLogSettingsOutput;
    DeleteApi: DeleteApiInput, DeleteApiOutput;
    DeleteApiMapping: DeleteApiMappingInput, DeleteApiMappingOutput;
    DeleteAuthorizer: DeleteAuthorizerInput, DeleteAuthorizerOutput;
    DeleteCorsConfiguration: DeleteCorsConfigurationInput, DeleteCorsConfigurationOutput;
    DeleteDeployment: DeleteDeploymentInput, DeleteDeploymentOutput;
    DeleteDomainName: DeleteDomainNameInput, DeleteDomainNameOutput;
    DeleteIntegration: DeleteIntegrationInput, DeleteIntegrationOutput;
    DeleteIntegrationResponse: DeleteIntegrationResponseInput, DeleteIntegrationResponseOutput;
    DeleteModel: DeleteModelInput, DeleteModelOutput;
    DeleteRoute: DeleteRouteInput, DeleteRouteOutput;
    DeleteRouteRequestParameter: DeleteRouteRequestParameterInput, DeleteRouteRequestParameterOutput;
    DeleteRouteResponse: DeleteRouteResponseInput, DeleteRouteResponseOutput;
    DeleteRouteSettings: DeleteRouteSettingsInput, DeleteRouteSettingsOutput;
    DeleteStage: DeleteStageInput, DeleteStageOutput;
    ExportApi: ExportApiInput, ExportApiOutput;
    GetApi: GetApiInput, GetApiOutput;
    GetApiMapping: GetApiMappingInput, GetApiMappingOutput;
    GetApiMappings: GetApiMappingsInput, GetApiMappingsOutput;
    GetApis: GetApisInput, GetApisOutput;
    GetAuthorizer: GetAuthorizerInput, GetAuthorizerOutput;
    GetAuthorizers: GetAuthorizersInput, GetAuthorizersOutput;
    GetDeployment: GetDeploymentInput, GetDeploymentOutput;
    GetDeployments: GetDeploymentsInput, GetDeploymentsOutput;
    GetDomainName: GetDomainNameInput, GetDomainNameOutput;
    GetDomainNames: GetDomainNamesInput, GetDomainNamesOutput;
    GetIntegration: GetIntegrationInput, GetIntegrationOutput;
    GetIntegrationResponse: GetIntegrationResponseInput, GetIntegrationResponseOutput;
    GetIntegrationResponses: GetIntegrationResponsesInput, GetIntegrationResponsesOutput;
    GetIntegrations: GetIntegrationsInput, GetIntegrationsOutput;
    GetModel: GetModelInput, GetModelOutput;
    GetModels: GetModelsInput, GetModelsOutput;
    GetRoute: GetRouteInput, GetRouteOutput;
    GetRouteResponse: GetRouteResponseInput, GetRouteResponseOutput;
    GetRouteResponses: GetRouteResponsesInput, GetRouteResponsesOutput;
    GetRoutes: GetRoutesInput, GetRoutesOutput;
    GetStage: GetStageInput, GetStageOutput;
    GetStages: GetStagesInput, GetStagesOutput;
    GetTags: GetTagsInput, GetTagsOutput;
    ImportApi: ImportApiInput, ImportApiOutput;
    ReimportApi: ReimportApiInput, ReimportApiOutput;
    ResetAuthorizersCache: ResetAuthorizersCacheInput, ResetAuthorizersCacheOutput;
    TagResource: TagResourceInput, TagResourceOutput;
    UntagResource: UntagResourceInput, UntagResourceOutput;
    UpdateApi: UpdateApiInput, UpdateApiOutput;
    UpdateApiMapping: UpdateApiMappingInput, UpdateApiMappingOutput;
    UpdateAuthorizer: UpdateAuthorizerInput, UpdateAuthorizerOutput;
    UpdateDeployment: UpdateDeploymentInput, UpdateDeploymentOutput;
    UpdateDomainName: UpdateDomainNameInput, UpdateDomainNameOutput;
    UpdateIntegration: UpdateIntegrationInput, UpdateIntegrationOutput;
    UpdateIntegrationResponse: UpdateIntegrationResponseInput, UpdateIntegrationResponseOutput;
    UpdateModel: UpdateModelInput, UpdateModelOutput;
    UpdateRoute: UpdateRouteInput, UpdateRouteOutput;
    UpdateRouteResponse: UpdateRouteResponseInput, UpdateRouteResponseOutput;
    UpdateStage: UpdateStageInput, UpdateStageOutput;
}

view! { CreateApiInput<'a> {
    api_key_selection_expression "ApiKeySelectionExpression": optional &'a str,
    cors_configuration "CorsConfiguration": optional Cors<'a>,
    credentials_arn "CredentialsArn": optional &'a str,
    description "Description": optional &'a str,
    disable_schema_validation "DisableSchemaValidation": optional bool,
    disable_execute_api_endpoint "DisableExecuteApiEndpoint": optional bool,
    ip_address_type "IpAddressType": optional &'a str,
    name "Name": required &'a str,
    protocol_type "ProtocolType": required &'a str,
    route_key "RouteKey": optional &'a str,
    route_selection_expression "RouteSelectionExpression": optional &'a str,
    tags "Tags": optional Map<'a, &'a str>,
    target "Target": optional &'a str,
    version "Version": optional &'a str,
} }

builder! { CreateApiOutput {
    api_endpoint "ApiEndpoint": Text,
    api_gateway_managed "ApiGatewayManaged": Flag,
    api_id "ApiId": Text,
    api_key_selection_expression "ApiKeySelectionExpression": Text,
    cors_configuration "CorsConfiguration": CorsBuilder,
    created_date "CreatedDate": Time,
    description "Description": Text,
    disable_schema_validation "DisableSchemaValidation": Flag,
    disable_execute_api_endpoint "DisableExecuteApiEndpoint": Flag,
    import_info "ImportInfo": Items<Text>,
    ip_address_type "IpAddressType": Text,
    name "Name": Text,
    protocol_type "ProtocolType": Text,
    route_selection_expression "RouteSelectionExpression": Text,
    tags "Tags": Entries<Text>,
    version "Version": Text,
    warnings "Warnings": Items<Text>,
} }

view! { CreateApiMappingInput<'a> {
    api_id "ApiId": required &'a str,
    api_mapping_key "ApiMappingKey": optional &'a str,
    domain_name "DomainName": required &'a str,
    stage "Stage": required &'a str,
} }

builder! { CreateApiMappingOutput {
    api_id "ApiId": Text,
    api_mapping_id "ApiMappingId": Text,
    api_mapping_key "ApiMappingKey": Text,
    stage "Stage": Text,
} }

view! { CreateAuthorizerInput<'a> {
    api_id "ApiId": required &'a str,
    authorizer_credentials_arn "AuthorizerCredentialsArn": optional &'a str,
    authorizer_payload_format_version "AuthorizerPayloadFormatVersion": optional &'a str,
    authorizer_result_ttl_in_seconds "AuthorizerResultTtlInSeconds": optional i64,
    authorizer_type "AuthorizerType": required &'a str,
    authorizer_uri "AuthorizerUri": optional &'a str,
    enable_simple_responses "EnableSimpleResponses": optional bool,
    identity_source "IdentitySource": required List<'a, &'a str>,
    identity_validation_expression "IdentityValidationExpression": optional &'a str,
    jwt_configuration "JwtConfiguration": optional JWTConfiguration<'a>,
    name "Name": required &'a str,
} }

builder! { CreateAuthorizerOutput {
    authorizer_credentials_arn "AuthorizerCredentialsArn": Text,
    authorizer_id "AuthorizerId": Text,
    authorizer_payload_format_version "AuthorizerPayloadFormatVersion": Text,
    authorizer_result_ttl_in_seconds "AuthorizerResultTtlInSeconds": Whole,
    authorizer_type "AuthorizerType": Text,
    authorizer_uri "AuthorizerUri": Text,
    enable_simple_responses "EnableSimpleResponses": Flag,
    identity_source "IdentitySource": Items<Text>,
    identity_validation_expression "IdentityValidationExpression": Text,
    jwt_configuration "JwtConfiguration": JWTConfigurationBuilder,
    name "Name": Text,
} }

view! { CreateDeploymentInput<'a> {
    api_id "ApiId": required &'a str,
    description "Description": optional &'a str,
    stage_name "StageName": optional &'a str,
} }

builder! { CreateDeploymentOutput {
    auto_deployed "AutoDeployed": Flag,
    created_date "CreatedDate": Time,
    deployment_id "DeploymentId": Text,
    deployment_status "DeploymentStatus": Text,
    deployment_status_message "DeploymentStatusMessage": Text,
    description "Description": Text,
} }

view! { CreateDomainNameInput<'a> {
    domain_name "DomainName": required &'a str,
    domain_name_configurations "DomainNameConfigurations": optional List<'a, DomainNameConfiguration<'a>>,
    mutual_tls_authentication "MutualTlsAuthentication": optional MutualTlsAuthenticationInput<'a>,
    routing_mode "RoutingMode": optional &'a str,
    tags "Tags": optional Map<'a, &'a str>,
} }

builder! { CreateDomainNameOutput {
    api_mapping_selection_expression "ApiMappingSelectionExpression": Text,
    domain_name "DomainName": Text,
    domain_name_arn "DomainNameArn": Text,
    domain_name_configurations "DomainNameConfigurations": Items<DomainNameConfigurationBuilder>,
    mutual_tls_authentication "MutualTlsAuthentication": MutualTlsAuthenticationBuilder,
    routing_mode "RoutingMode": Text,
    tags "Tags": Entries<Text>,
} }

view! { CreateIntegrationInput<'a> {
    api_id "ApiId": required &'a str,
    connection_id "ConnectionId": optional &'a str,
    connection_type "ConnectionType": optional &'a str,
    content_handling_strategy "ContentHandlingStrategy": optional &'a str,
    credentials_arn "CredentialsArn": optional &'a str,
    description "Description": optional &'a str,
    integration_method "IntegrationMethod": optional &'a str,
    integration_subtype "IntegrationSubtype": optional &'a str,
    integration_type "IntegrationType": required &'a str,
    integration_uri "IntegrationUri": optional &'a str,
    passthrough_behavior "PassthroughBehavior": optional &'a str,
    payload_format_version "PayloadFormatVersion": optional &'a str,
    request_parameters "RequestParameters": optional Map<'a, &'a str>,
    request_templates "RequestTemplates": optional Map<'a, &'a str>,
    response_parameters "ResponseParameters": optional Map<'a, Map<'a, &'a str>>,
    template_selection_expression "TemplateSelectionExpression": optional &'a str,
    timeout_in_millis "TimeoutInMillis": optional i64,
    tls_config "TlsConfig": optional TlsConfigInput<'a>,
} }

builder! { CreateIntegrationOutput {
    api_gateway_managed "ApiGatewayManaged": Flag,
    connection_id "ConnectionId": Text,
    connection_type "ConnectionType": Text,
    content_handling_strategy "ContentHandlingStrategy": Text,
    credentials_arn "CredentialsArn": Text,
    description "Description": Text,
    integration_id "IntegrationId": Text,
    integration_method "IntegrationMethod": Text,
    integration_response_selection_expression "IntegrationResponseSelectionExpression": Text,
    integration_subtype "IntegrationSubtype": Text,
    integration_type "IntegrationType": Text,
    integration_uri "IntegrationUri": Text,
    passthrough_behavior "PassthroughBehavior": Text,
    payload_format_version "PayloadFormatVersion": Text,
    request_parameters "RequestParameters": Entries<Text>,
    request_templates "RequestTemplates": Entries<Text>,
    response_parameters "ResponseParameters": Entries<Entries<Text>>,
    template_selection_expression "TemplateSelectionExpression": Text,
    timeout_in_millis "TimeoutInMillis": Whole,
    tls_config "TlsConfig": TlsConfigBuilder,
} }

view! { CreateIntegrationResponseInput<'a> {
    api_id "ApiId": required &'a str,
    content_handling_strategy "ContentHandlingStrategy": optional &'a str,
    integration_id "IntegrationId": required &'a str,
    integration_response_key "IntegrationResponseKey": required &'a str,
    response_parameters "ResponseParameters": optional Map<'a, &'a str>,
    response_templates "ResponseTemplates": optional Map<'a, &'a str>,
    template_selection_expression "TemplateSelectionExpression": optional &'a str,
} }

builder! { CreateIntegrationResponseOutput {
    content_handling_strategy "ContentHandlingStrategy": Text,
    integration_response_id "IntegrationResponseId": Text,
    integration_response_key "IntegrationResponseKey": Text,
    response_parameters "ResponseParameters": Entries<Text>,
    response_templates "ResponseTemplates": Entries<Text>,
    template_selection_expression "TemplateSelectionExpression": Text,
} }

view! { CreateModelInput<'a> {
    api_id "ApiId": required &'a str,
    content_type "ContentType": optional &'a str,
    description "Description": optional &'a str,
    name "Name": required &'a str,
    schema "Schema": required &'a str,
} }

builder! { CreateModelOutput {
    content_type "ContentType": Text,
    description "Description": Text,
    model_id "ModelId": Text,
    name "Name": Text,
    schema "Schema": Text,
} }

view! { CreateRouteInput<'a> {
    api_id "ApiId": required &'a str,
    api_key_required "ApiKeyRequired": optional bool,
    authorization_scopes "AuthorizationScopes": optional List<'a, &'a str>,
    authorization_type "AuthorizationType": optional &'a str,
    authorizer_id "AuthorizerId": optional &'a str,
    model_selection_expression "ModelSelectionExpression": optional &'a str,
    operation_name "OperationName": optional &'a str,
    request_models "RequestModels": optional Map<'a, &'a str>,
    request_parameters "RequestParameters": optional Map<'a, ParameterConstraints<'a>>,
    route_key "RouteKey": required &'a str,
    route_response_selection_expression "RouteResponseSelectionExpression": optional &'a str,
    target "Target": optional &'a str,
} }

builder! { CreateRouteOutput {
    api_gateway_managed "ApiGatewayManaged": Flag,
    api_key_required "ApiKeyRequired": Flag,
    authorization_scopes "AuthorizationScopes": Items<Text>,
    authorization_type "AuthorizationType": Text,
    authorizer_id "AuthorizerId": Text,
    model_selection_expression "ModelSelectionExpression": Text,
    operation_name "OperationName": Text,
    request_models "RequestModels": Entries<Text>,
    request_parameters "RequestParameters": Entries<ParameterConstraintsBuilder>,
    route_id "RouteId": Text,
    route_key "RouteKey": Text,
    route_response_selection_expression "RouteResponseSelectionExpression": Text,
    target "Target": Text,
} }

view! { CreateRouteResponseInput<'a> {
    api_id "ApiId": required &'a str,
    model_selection_expression "ModelSelectionExpression": optional &'a str,
    response_models "ResponseModels": optional Map<'a, &'a str>,
    response_parameters "ResponseParameters": optional Map<'a, ParameterConstraints<'a>>,
    route_id "RouteId": required &'a str,
    route_response_key "RouteResponseKey": required &'a str,
} }

builder! { CreateRouteResponseOutput {
    model_selection_expression "ModelSelectionExpression": Text,
    response_models "ResponseModels": Entries<Text>,
    response_parameters "ResponseParameters": Entries<ParameterConstraintsBuilder>,
    route_response_id "RouteResponseId": Text,
    route_response_key "RouteResponseKey": Text,
} }

view! { CreateStageInput<'a> {
    access_log_settings "AccessLogSettings": optional AccessLogSettings<'a>,
    api_id "ApiId": required &'a str,
    auto_deploy "AutoDeploy": optional bool,
    client_certificate_id "ClientCertificateId": optional &'a str,
    default_route_settings "DefaultRouteSettings": optional RouteSettings<'a>,
    deployment_id "DeploymentId": optional &'a str,
    description "Description": optional &'a str,
    route_settings "RouteSettings": optional Map<'a, RouteSettings<'a>>,
    stage_name "StageName": required &'a str,
    stage_variables "StageVariables": optional Map<'a, &'a str>,
    tags "Tags": optional Map<'a, &'a str>,
} }

builder! { CreateStageOutput {
    access_log_settings "AccessLogSettings": AccessLogSettingsBuilder,
    api_gateway_managed "ApiGatewayManaged": Flag,
    auto_deploy "AutoDeploy": Flag,
    client_certificate_id "ClientCertificateId": Text,
    created_date "CreatedDate": Time,
    default_route_settings "DefaultRouteSettings": RouteSettingsBuilder,
    deployment_id "DeploymentId": Text,
    description "Description": Text,
    last_deployment_status_message "LastDeploymentStatusMessage": Text,
    last_updated_date "LastUpdatedDate": Time,
    route_settings "RouteSettings": Entries<RouteSettingsBuilder>,
    stage_name "StageName": Text,
    stage_variables "StageVariables": Entries<Text>,
    tags "Tags": Entries<Text>,
} }

view! { DeleteAccessLogSettingsInput<'a> {
    api_id "ApiId": required &'a str,
    stage_name "StageName": required &'a str,
} }

builder! { DeleteAccessLogSettingsOutput {
} }

view! { DeleteApiInput<'a> {
    api_id "ApiId": required &'a str,
} }

builder! { DeleteApiOutput {
} }

view! { DeleteApiMappingInput<'a> {
    api_mapping_id "ApiMappingId": required &'a str,
    domain_name "DomainName": required &'a str,
} }

builder! { DeleteApiMappingOutput {
} }

view! { DeleteAuthorizerInput<'a> {
    api_id "ApiId": required &'a str,
    authorizer_id "AuthorizerId": required &'a str,
} }

builder! { DeleteAuthorizerOutput {
} }

view! { DeleteCorsConfigurationInput<'a> {
    api_id "ApiId": required &'a str,
} }

builder! { DeleteCorsConfigurationOutput {
} }

view! { DeleteDeploymentInput<'a> {
    api_id "ApiId": required &'a str,
    deployment_id "DeploymentId": required &'a str,
} }

builder! { DeleteDeploymentOutput {
} }

view! { DeleteDomainNameInput<'a> {
    domain_name "DomainName": required &'a str,
} }

builder! { DeleteDomainNameOutput {
} }

view! { DeleteIntegrationInput<'a> {
    api_id "ApiId": required &'a str,
    integration_id "IntegrationId": required &'a str,
} }

builder! { DeleteIntegrationOutput {
} }

view! { DeleteIntegrationResponseInput<'a> {
    api_id "ApiId": required &'a str,
    integration_id "IntegrationId": required &'a str,
    integration_response_id "IntegrationResponseId": required &'a str,
} }

builder! { DeleteIntegrationResponseOutput {
} }

view! { DeleteModelInput<'a> {
    api_id "ApiId": required &'a str,
    model_id "ModelId": required &'a str,
} }

builder! { DeleteModelOutput {
} }

view! { DeleteRouteInput<'a> {
    api_id "ApiId": required &'a str,
    route_id "RouteId": required &'a str,
} }

builder! { DeleteRouteOutput {
} }

view! { DeleteRouteRequestParameterInput<'a> {
    api_id "ApiId": required &'a str,
    request_parameter_key "RequestParameterKey": required &'a str,
    route_id "RouteId": required &'a str,
} }

builder! { DeleteRouteRequestParameterOutput {
} }

view! { DeleteRouteResponseInput<'a> {
    api_id "ApiId": required &'a str,
    route_id "RouteId": required &'a str,
    route_response_id "RouteResponseId": required &'a str,
} }

builder! { DeleteRouteResponseOutput {
} }

view! { DeleteRouteSettingsInput<'a> {
    api_id "ApiId": required &'a str,
    route_key "RouteKey": required &'a str,
    stage_name "StageName": required &'a str,
} }

builder! { DeleteRouteSettingsOutput {
} }

view! { DeleteStageInput<'a> {
    api_id "ApiId": required &'a str,
    stage_name "StageName": required &'a str,
} }

builder! { DeleteStageOutput {
} }

view! { ExportApiInput<'a> {
    api_id "ApiId": required &'a str,
    export_version "ExportVersion": optional &'a str,
    include_extensions "IncludeExtensions": optional bool,
    output_type "OutputType": required &'a str,
    specification "Specification": required &'a str,
    stage_name "StageName": optional &'a str,
} }

builder! { ExportApiOutput {
    body "body": Blob,
} }

view! { GetApiInput<'a> {
    api_id "ApiId": required &'a str,
} }

builder! { GetApiOutput {
    api_endpoint "ApiEndpoint": Text,
    api_gateway_managed "ApiGatewayManaged": Flag,
    api_id "ApiId": Text,
    api_key_selection_expression "ApiKeySelectionExpression": Text,
    cors_configuration "CorsConfiguration": CorsBuilder,
    created_date "CreatedDate": Time,
    description "Description": Text,
    disable_schema_validation "DisableSchemaValidation": Flag,
    disable_execute_api_endpoint "DisableExecuteApiEndpoint": Flag,
    import_info "ImportInfo": Items<Text>,
    ip_address_type "IpAddressType": Text,
    name "Name": Text,
    protocol_type "ProtocolType": Text,
    route_selection_expression "RouteSelectionExpression": Text,
    tags "Tags": Entries<Text>,
    version "Version": Text,
    warnings "Warnings": Items<Text>,
} }

view! { GetApiMappingInput<'a> {
    api_mapping_id "ApiMappingId": required &'a str,
    domain_name "DomainName": required &'a str,
} }

builder! { GetApiMappingOutput {
    api_id "ApiId": Text,
    api_mapping_id "ApiMappingId": Text,
    api_mapping_key "ApiMappingKey": Text,
    stage "Stage": Text,
} }

view! { GetApiMappingsInput<'a> {
    domain_name "DomainName": required &'a str,
    max_results "MaxResults": optional &'a str,
    next_token "NextToken": optional &'a str,
} }

builder! { GetApiMappingsOutput {
    items "Items": Items<ApiMappingBuilder>,
    next_token "NextToken": Text,
} }

view! { GetApisInput<'a> {
    max_results "MaxResults": optional &'a str,
    next_token "NextToken": optional &'a str,
} }

builder! { GetApisOutput {
    items "Items": Items<ApiBuilder>,
    next_token "NextToken": Text,
} }

view! { GetAuthorizerInput<'a> {
    api_id "ApiId": required &'a str,
    authorizer_id "AuthorizerId": required &'a str,
} }

builder! { GetAuthorizerOutput {
    authorizer_credentials_arn "AuthorizerCredentialsArn": Text,
    authorizer_id "AuthorizerId": Text,
    authorizer_payload_format_version "AuthorizerPayloadFormatVersion": Text,
    authorizer_result_ttl_in_seconds "AuthorizerResultTtlInSeconds": Whole,
    authorizer_type "AuthorizerType": Text,
    authorizer_uri "AuthorizerUri": Text,
    enable_simple_responses "EnableSimpleResponses": Flag,
    identity_source "IdentitySource": Items<Text>,
    identity_validation_expression "IdentityValidationExpression": Text,
    jwt_configuration "JwtConfiguration": JWTConfigurationBuilder,
    name "Name": Text,
} }

view! { GetAuthorizersInput<'a> {
    api_id "ApiId": required &'a str,
    max_results "MaxResults": optional &'a str,
    next_token "NextToken": optional &'a str,
} }

builder! { GetAuthorizersOutput {
    items "Items": Items<AuthorizerBuilder>,
    next_token "NextToken": Text,
} }

view! { GetDeploymentInput<'a> {
    api_id "ApiId": required &'a str,
    deployment_id "DeploymentId": required &'a str,
} }

builder! { GetDeploymentOutput {
    auto_deployed "AutoDeployed": Flag,
    created_date "CreatedDate": Time,
    deployment_id "DeploymentId": Text,
    deployment_status "DeploymentStatus": Text,
    deployment_status_message "DeploymentStatusMessage": Text,
    description "Description": Text,
} }

view! { GetDeploymentsInput<'a> {
    api_id "ApiId": required &'a str,
    max_results "MaxResults": optional &'a str,
    next_token "NextToken": optional &'a str,
} }

builder! { GetDeploymentsOutput {
    items "Items": Items<DeploymentBuilder>,
    next_token "NextToken": Text,
} }

view! { GetDomainNameInput<'a> {
    domain_name "DomainName": required &'a str,
} }

builder! { GetDomainNameOutput {
    api_mapping_selection_expression "ApiMappingSelectionExpression": Text,
    domain_name "DomainName": Text,
    domain_name_arn "DomainNameArn": Text,
    domain_name_configurations "DomainNameConfigurations": Items<DomainNameConfigurationBuilder>,
    mutual_tls_authentication "MutualTlsAuthentication": MutualTlsAuthenticationBuilder,
    routing_mode "RoutingMode": Text,
    tags "Tags": Entries<Text>,
} }

view! { GetDomainNamesInput<'a> {
    max_results "MaxResults": optional &'a str,
    next_token "NextToken": optional &'a str,
} }

builder! { GetDomainNamesOutput {
    items "Items": Items<DomainNameBuilder>,
    next_token "NextToken": Text,
} }

view! { GetIntegrationInput<'a> {
    api_id "ApiId": required &'a str,
    integration_id "IntegrationId": required &'a str,
} }

builder! { GetIntegrationOutput {
    api_gateway_managed "ApiGatewayManaged": Flag,
    connection_id "ConnectionId": Text,
    connection_type "ConnectionType": Text,
    content_handling_strategy "ContentHandlingStrategy": Text,
    credentials_arn "CredentialsArn": Text,
    description "Description": Text,
    integration_id "IntegrationId": Text,
    integration_method "IntegrationMethod": Text,
    integration_response_selection_expression "IntegrationResponseSelectionExpression": Text,
    integration_subtype "IntegrationSubtype": Text,
    integration_type "IntegrationType": Text,
    integration_uri "IntegrationUri": Text,
    passthrough_behavior "PassthroughBehavior": Text,
    payload_format_version "PayloadFormatVersion": Text,
    request_parameters "RequestParameters": Entries<Text>,
    request_templates "RequestTemplates": Entries<Text>,
    response_parameters "ResponseParameters": Entries<Entries<Text>>,
    template_selection_expression "TemplateSelectionExpression": Text,
    timeout_in_millis "TimeoutInMillis": Whole,
    tls_config "TlsConfig": TlsConfigBuilder,
} }

view! { GetIntegrationResponseInput<'a> {
    api_id "ApiId": required &'a str,
    integration_id "IntegrationId": required &'a str,
    integration_response_id "IntegrationResponseId": required &'a str,
} }

builder! { GetIntegrationResponseOutput {
    content_handling_strategy "ContentHandlingStrategy": Text,
    integration_response_id "IntegrationResponseId": Text,
    integration_response_key "IntegrationResponseKey": Text,
    response_parameters "ResponseParameters": Entries<Text>,
    response_templates "ResponseTemplates": Entries<Text>,
    template_selection_expression "TemplateSelectionExpression": Text,
} }

view! { GetIntegrationResponsesInput<'a> {
    api_id "ApiId": required &'a str,
    integration_id "IntegrationId": required &'a str,
    max_results "MaxResults": optional &'a str,
    next_token "NextToken": optional &'a str,
} }

builder! { GetIntegrationResponsesOutput {
    items "Items": Items<IntegrationResponseBuilder>,
    next_token "NextToken": Text,
} }

view! { GetIntegrationsInput<'a> {
    api_id "ApiId": required &'a str,
    max_results "MaxResults": optional &'a str,
    next_token "NextToken": optional &'a str,
} }

builder! { GetIntegrationsOutput {
    items "Items": Items<IntegrationBuilder>,
    next_token "NextToken": Text,
} }

view! { GetModelInput<'a> {
    api_id "ApiId": required &'a str,
    model_id "ModelId": required &'a str,
} }

builder! { GetModelOutput {
    content_type "ContentType": Text,
    description "Description": Text,
    model_id "ModelId": Text,
    name "Name": Text,
    schema "Schema": Text,
} }

view! { GetModelsInput<'a> {
    api_id "ApiId": required &'a str,
    max_results "MaxResults": optional &'a str,
    next_token "NextToken": optional &'a str,
} }

builder! { GetModelsOutput {
    items "Items": Items<ModelBuilder>,
    next_token "NextToken": Text,
} }

view! { GetRouteInput<'a> {
    api_id "ApiId": required &'a str,
    route_id "RouteId": required &'a str,
} }

builder! { GetRouteOutput {
    api_gateway_managed "ApiGatewayManaged": Flag,
    api_key_required "ApiKeyRequired": Flag,
    authorization_scopes "AuthorizationScopes": Items<Text>,
    authorization_type "AuthorizationType": Text,
    authorizer_id "AuthorizerId": Text,
    model_selection_expression "ModelSelectionExpression": Text,
    operation_name "OperationName": Text,
    request_models "RequestModels": Entries<Text>,
    request_parameters "RequestParameters": Entries<ParameterConstraintsBuilder>,
    route_id "RouteId": Text,
    route_key "RouteKey": Text,
    route_response_selection_expression "RouteResponseSelectionExpression": Text,
    target "Target": Text,
} }

view! { GetRouteResponseInput<'a> {
    api_id "ApiId": required &'a str,
    route_id "RouteId": required &'a str,
    route_response_id "RouteResponseId": required &'a str,
} }

builder! { GetRouteResponseOutput {
    model_selection_expression "ModelSelectionExpression": Text,
    response_models "ResponseModels": Entries<Text>,
    response_parameters "ResponseParameters": Entries<ParameterConstraintsBuilder>,
    route_response_id "RouteResponseId": Text,
    route_response_key "RouteResponseKey": Text,
} }

view! { GetRouteResponsesInput<'a> {
    api_id "ApiId": required &'a str,
    max_results "MaxResults": optional &'a str,
    next_token "NextToken": optional &'a str,
    route_id "RouteId": required &'a str,
} }

builder! { GetRouteResponsesOutput {
    items "Items": Items<RouteResponseBuilder>,
    next_token "NextToken": Text,
} }

view! { GetRoutesInput<'a> {
    api_id "ApiId": required &'a str,
    max_results "MaxResults": optional &'a str,
    next_token "NextToken": optional &'a str,
} }

builder! { GetRoutesOutput {
    items "Items": Items<RouteBuilder>,
    next_token "NextToken": Text,
} }

view! { GetStageInput<'a> {
    api_id "ApiId": required &'a str,
    stage_name "StageName": required &'a str,
} }

builder! { GetStageOutput {
    access_log_settings "AccessLogSettings": AccessLogSettingsBuilder,
    api_gateway_managed "ApiGatewayManaged": Flag,
    auto_deploy "AutoDeploy": Flag,
    client_certificate_id "ClientCertificateId": Text,
    created_date "CreatedDate": Time,
    default_route_settings "DefaultRouteSettings": RouteSettingsBuilder,
    deployment_id "DeploymentId": Text,
    description "Description": Text,
    last_deployment_status_message "LastDeploymentStatusMessage": Text,
    last_updated_date "LastUpdatedDate": Time,
    route_settings "RouteSettings": Entries<RouteSettingsBuilder>,
    stage_name "StageName": Text,
    stage_variables "StageVariables": Entries<Text>,
    tags "Tags": Entries<Text>,
} }

view! { GetStagesInput<'a> {
    api_id "ApiId": required &'a str,
    max_results "MaxResults": optional &'a str,
    next_token "NextToken": optional &'a str,
} }

builder! { GetStagesOutput {
    items "Items": Items<StageBuilder>,
    next_token "NextToken": Text,
} }

view! { GetTagsInput<'a> {
    resource_arn "ResourceArn": required &'a str,
} }

builder! { GetTagsOutput {
    tags "Tags": Entries<Text>,
} }

view! { ImportApiInput<'a> {
    basepath "Basepath": optional &'a str,
    body "Body": required &'a str,
    fail_on_warnings "FailOnWarnings": optional bool,
} }

builder! { ImportApiOutput {
    api_endpoint "ApiEndpoint": Text,
    api_gateway_managed "ApiGatewayManaged": Flag,
    api_id "ApiId": Text,
    api_key_selection_expression "ApiKeySelectionExpression": Text,
    cors_configuration "CorsConfiguration": CorsBuilder,
    created_date "CreatedDate": Time,
    description "Description": Text,
    disable_schema_validation "DisableSchemaValidation": Flag,
    disable_execute_api_endpoint "DisableExecuteApiEndpoint": Flag,
    import_info "ImportInfo": Items<Text>,
    ip_address_type "IpAddressType": Text,
    name "Name": Text,
    protocol_type "ProtocolType": Text,
    route_selection_expression "RouteSelectionExpression": Text,
    tags "Tags": Entries<Text>,
    version "Version": Text,
    warnings "Warnings": Items<Text>,
} }

view! { ReimportApiInput<'a> {
    api_id "ApiId": required &'a str,
    basepath "Basepath": optional &'a str,
    body "Body": required &'a str,
    fail_on_warnings "FailOnWarnings": optional bool,
} }

builder! { ReimportApiOutput {
    api_endpoint "ApiEndpoint": Text,
    api_gateway_managed "ApiGatewayManaged": Flag,
    api_id "ApiId": Text,
    api_key_selection_expression "ApiKeySelectionExpression": Text,
    cors_configuration "CorsConfiguration": CorsBuilder,
    created_date "CreatedDate": Time,
    description "Description": Text,
    disable_schema_validation "DisableSchemaValidation": Flag,
    disable_execute_api_endpoint "DisableExecuteApiEndpoint": Flag,
    import_info "ImportInfo": Items<Text>,
    ip_address_type "IpAddressType": Text,
    name "Name": Text,
    protocol_type "ProtocolType": Text,
    route_selection_expression "RouteSelectionExpression": Text,
    tags "Tags": Entries<Text>,
    version "Version": Text,
    warnings "Warnings": Items<Text>,
} }

view! { ResetAuthorizersCacheInput<'a> {
    api_id "ApiId": required &'a str,
    stage_name "StageName": required &'a str,
} }

builder! { ResetAuthorizersCacheOutput {
} }

view! { TagResourceInput<'a> {
    resource_arn "ResourceArn": required &'a str,
    tags "Tags": optional Map<'a, &'a str>,
} }

builder! { TagResourceOutput {
} }

view! { UntagResourceInput<'a> {
    resource_arn "ResourceArn": required &'a str,
    tag_keys "TagKeys": required List<'a, &'a str>,
} }

builder! { UntagResourceOutput {
} }

view! { UpdateApiInput<'a> {
    api_id "ApiId": required &'a str,
    api_key_selection_expression "ApiKeySelectionExpression": optional &'a str,
    cors_configuration "CorsConfiguration": optional Cors<'a>,
    credentials_arn "CredentialsArn": optional &'a str,
    description "Description": optional &'a str,
    disable_schema_validation "DisableSchemaValidation": optional bool,
    disable_execute_api_endpoint "DisableExecuteApiEndpoint": optional bool,
    ip_address_type "IpAddressType": optional &'a str,
    name "Name": optional &'a str,
    route_key "RouteKey": optional &'a str,
    route_selection_expression "RouteSelectionExpression": optional &'a str,
    target "Target": optional &'a str,
    version "Version": optional &'a str,
} }

builder! { UpdateApiOutput {
    api_endpoint "ApiEndpoint": Text,
    api_gateway_managed "ApiGatewayManaged": Flag,
    api_id "ApiId": Text,
    api_key_selection_expression "ApiKeySelectionExpression": Text,
    cors_configuration "CorsConfiguration": CorsBuilder,
    created_date "CreatedDate": Time,
    description "Description": Text,
    disable_schema_validation "DisableSchemaValidation": Flag,
    disable_execute_api_endpoint "DisableExecuteApiEndpoint": Flag,
    import_info "ImportInfo": Items<Text>,
    ip_address_type "IpAddressType": Text,
    name "Name": Text,
    protocol_type "ProtocolType": Text,
    route_selection_expression "RouteSelectionExpression": Text,
    tags "Tags": Entries<Text>,
    version "Version": Text,
    warnings "Warnings": Items<Text>,
} }

view! { UpdateApiMappingInput<'a> {
    api_id "ApiId": required &'a str,
    api_mapping_id "ApiMappingId": required &'a str,
    api_mapping_key "ApiMappingKey": optional &'a str,
    domain_name "DomainName": required &'a str,
    stage "Stage": optional &'a str,
} }

builder! { UpdateApiMappingOutput {
    api_id "ApiId": Text,
    api_mapping_id "ApiMappingId": Text,
    api_mapping_key "ApiMappingKey": Text,
    stage "Stage": Text,
} }

view! { UpdateAuthorizerInput<'a> {
    api_id "ApiId": required &'a str,
    authorizer_credentials_arn "AuthorizerCredentialsArn": optional &'a str,
    authorizer_id "AuthorizerId": required &'a str,
    authorizer_payload_format_version "AuthorizerPayloadFormatVersion": optional &'a str,
    authorizer_result_ttl_in_seconds "AuthorizerResultTtlInSeconds": optional i64,
    authorizer_type "AuthorizerType": optional &'a str,
    authorizer_uri "AuthorizerUri": optional &'a str,
    enable_simple_responses "EnableSimpleResponses": optional bool,
    identity_source "IdentitySource": optional List<'a, &'a str>,
    identity_validation_expression "IdentityValidationExpression": optional &'a str,
    jwt_configuration "JwtConfiguration": optional JWTConfiguration<'a>,
    name "Name": optional &'a str,
} }

builder! { UpdateAuthorizerOutput {
    authorizer_credentials_arn "AuthorizerCredentialsArn": Text,
    authorizer_id "AuthorizerId": Text,
    authorizer_payload_format_version "AuthorizerPayloadFormatVersion": Text,
    authorizer_result_ttl_in_seconds "AuthorizerResultTtlInSeconds": Whole,
    authorizer_type "AuthorizerType": Text,
    authorizer_uri "AuthorizerUri": Text,
    enable_simple_responses "EnableSimpleResponses": Flag,
    identity_source "IdentitySource": Items<Text>,
    identity_validation_expression "IdentityValidationExpression": Text,
    jwt_configuration "JwtConfiguration": JWTConfigurationBuilder,
    name "Name": Text,
} }

view! { UpdateDeploymentInput<'a> {
    api_id "ApiId": required &'a str,
    deployment_id "DeploymentId": required &'a str,
    description "Description": optional &'a str,
} }

builder! { UpdateDeploymentOutput {
    auto_deployed "AutoDeployed": Flag,
    created_date "CreatedDate": Time,
    deployment_id "DeploymentId": Text,
    deployment_status "DeploymentStatus": Text,
    deployment_status_message "DeploymentStatusMessage": Text,
    description "Description": Text,
} }

view! { UpdateDomainNameInput<'a> {
    domain_name "DomainName": required &'a str,
    domain_name_configurations "DomainNameConfigurations": optional List<'a, DomainNameConfiguration<'a>>,
    mutual_tls_authentication "MutualTlsAuthentication": optional MutualTlsAuthenticationInput<'a>,
    routing_mode "RoutingMode": optional &'a str,
} }

builder! { UpdateDomainNameOutput {
    api_mapping_selection_expression "ApiMappingSelectionExpression": Text,
    domain_name "DomainName": Text,
    domain_name_arn "DomainNameArn": Text,
    domain_name_configurations "DomainNameConfigurations": Items<DomainNameConfigurationBuilder>,
    mutual_tls_authentication "MutualTlsAuthentication": MutualTlsAuthenticationBuilder,
    routing_mode "RoutingMode": Text,
    tags "Tags": Entries<Text>,
} }

view! { UpdateIntegrationInput<'a> {
    api_id "ApiId": required &'a str,
    connection_id "ConnectionId": optional &'a str,
    connection_type "ConnectionType": optional &'a str,
    content_handling_strategy "ContentHandlingStrategy": optional &'a str,
    credentials_arn "CredentialsArn": optional &'a str,
    description "Description": optional &'a str,
    integration_id "IntegrationId": required &'a str,
    integration_method "IntegrationMethod": optional &'a str,
    integration_subtype "IntegrationSubtype": optional &'a str,
    integration_type "IntegrationType": optional &'a str,
    integration_uri "IntegrationUri": optional &'a str,
    passthrough_behavior "PassthroughBehavior": optional &'a str,
    payload_format_version "PayloadFormatVersion": optional &'a str,
    request_parameters "RequestParameters": optional Map<'a, &'a str>,
    request_templates "RequestTemplates": optional Map<'a, &'a str>,
    response_parameters "ResponseParameters": optional Map<'a, Map<'a, &'a str>>,
    template_selection_expression "TemplateSelectionExpression": optional &'a str,
    timeout_in_millis "TimeoutInMillis": optional i64,
    tls_config "TlsConfig": optional TlsConfigInput<'a>,
} }

builder! { UpdateIntegrationOutput {
    api_gateway_managed "ApiGatewayManaged": Flag,
    connection_id "ConnectionId": Text,
    connection_type "ConnectionType": Text,
    content_handling_strategy "ContentHandlingStrategy": Text,
    credentials_arn "CredentialsArn": Text,
    description "Description": Text,
    integration_id "IntegrationId": Text,
    integration_method "IntegrationMethod": Text,
    integration_response_selection_expression "IntegrationResponseSelectionExpression": Text,
    integration_subtype "IntegrationSubtype": Text,
    integration_type "IntegrationType": Text,
    integration_uri "IntegrationUri": Text,
    passthrough_behavior "PassthroughBehavior": Text,
    payload_format_version "PayloadFormatVersion": Text,
    request_parameters "RequestParameters": Entries<Text>,
    request_templates "RequestTemplates": Entries<Text>,
    response_parameters "ResponseParameters": Entries<Entries<Text>>,
    template_selection_expression "TemplateSelectionExpression": Text,
    timeout_in_millis "TimeoutInMillis": Whole,
    tls_config "TlsConfig": TlsConfigBuilder,
} }

view! { UpdateIntegrationResponseInput<'a> {
    api_id "ApiId": required &'a str,
    content_handling_strategy "ContentHandlingStrategy": optional &'a str,
    integration_id "IntegrationId": required &'a str,
    integration_response_id "IntegrationResponseId": required &'a str,
    integration_response_key "IntegrationResponseKey": optional &'a str,
    response_parameters "ResponseParameters": optional Map<'a, &'a str>,
    response_templates "ResponseTemplates": optional Map<'a, &'a str>,
    template_selection_expression "TemplateSelectionExpression": optional &'a str,
} }

builder! { UpdateIntegrationResponseOutput {
    content_handling_strategy "ContentHandlingStrategy": Text,
    integration_response_id "IntegrationResponseId": Text,
    integration_response_key "IntegrationResponseKey": Text,
    response_parameters "ResponseParameters": Entries<Text>,
    response_templates "ResponseTemplates": Entries<Text>,
    template_selection_expression "TemplateSelectionExpression": Text,
} }

view! { UpdateModelInput<'a> {
    api_id "ApiId": required &'a str,
    content_type "ContentType": optional &'a str,
    description "Description": optional &'a str,
    model_id "ModelId": required &'a str,
    name "Name": optional &'a str,
    schema "Schema": optional &'a str,
} }

builder! { UpdateModelOutput {
    content_type "ContentType": Text,
    description "Description": Text,
    model_id "ModelId": Text,
    name "Name": Text,
    schema "Schema": Text,
} }

view! { UpdateRouteInput<'a> {
    api_id "ApiId": required &'a str,
    api_key_required "ApiKeyRequired": optional bool,
    authorization_scopes "AuthorizationScopes": optional List<'a, &'a str>,
    authorization_type "AuthorizationType": optional &'a str,
    authorizer_id "AuthorizerId": optional &'a str,
    model_selection_expression "ModelSelectionExpression": optional &'a str,
    operation_name "OperationName": optional &'a str,
    request_models "RequestModels": optional Map<'a, &'a str>,
    request_parameters "RequestParameters": optional Map<'a, ParameterConstraints<'a>>,
    route_id "RouteId": required &'a str,
    route_key "RouteKey": optional &'a str,
    route_response_selection_expression "RouteResponseSelectionExpression": optional &'a str,
    target "Target": optional &'a str,
} }

builder! { UpdateRouteOutput {
    api_gateway_managed "ApiGatewayManaged": Flag,
    api_key_required "ApiKeyRequired": Flag,
    authorization_scopes "AuthorizationScopes": Items<Text>,
    authorization_type "AuthorizationType": Text,
    authorizer_id "AuthorizerId": Text,
    model_selection_expression "ModelSelectionExpression": Text,
    operation_name "OperationName": Text,
    request_models "RequestModels": Entries<Text>,
    request_parameters "RequestParameters": Entries<ParameterConstraintsBuilder>,
    route_id "RouteId": Text,
    route_key "RouteKey": Text,
    route_response_selection_expression "RouteResponseSelectionExpression": Text,
    target "Target": Text,
} }

view! { UpdateRouteResponseInput<'a> {
    api_id "ApiId": required &'a str,
    model_selection_expression "ModelSelectionExpression": optional &'a str,
    response_models "ResponseModels": optional Map<'a, &'a str>,
    response_parameters "ResponseParameters": optional Map<'a, ParameterConstraints<'a>>,
    route_id "RouteId": required &'a str,
    route_response_id "RouteResponseId": required &'a str,
    route_response_key "RouteResponseKey": optional &'a str,
} }

builder! { UpdateRouteResponseOutput {
    model_selection_expression "ModelSelectionExpression": Text,
    response_models "ResponseModels": Entries<Text>,
    response_parameters "ResponseParameters": Entries<ParameterConstraintsBuilder>,
    route_response_id "RouteResponseId": Text,
    route_response_key "RouteResponseKey": Text,
} }

view! { UpdateStageInput<'a> {
    access_log_settings "AccessLogSettings": optional AccessLogSettings<'a>,
    api_id "ApiId": required &'a str,
    auto_deploy "AutoDeploy": optional bool,
    client_certificate_id "ClientCertificateId": optional &'a str,
    default_route_settings "DefaultRouteSettings": optional RouteSettings<'a>,
    deployment_id "DeploymentId": optional &'a str,
    description "Description": optional &'a str,
    route_settings "RouteSettings": optional Map<'a, RouteSettings<'a>>,
    stage_name "StageName": required &'a str,
    stage_variables "StageVariables": optional Map<'a, &'a str>,
} }

builder! { UpdateStageOutput {
    access_log_settings "AccessLogSettings": AccessLogSettingsBuilder,
    api_gateway_managed "ApiGatewayManaged": Flag,
    auto_deploy "AutoDeploy": Flag,
    client_certificate_id "ClientCertificateId": Text,
    created_date "CreatedDate": Time,
    default_route_settings "DefaultRouteSettings": RouteSettingsBuilder,
    deployment_id "DeploymentId": Text,
    description "Description": Text,
    last_deployment_status_message "LastDeploymentStatusMessage": Text,
    last_updated_date "LastUpdatedDate": Time,
    route_settings "RouteSettings": Entries<RouteSettingsBuilder>,
    stage_name "StageName": Text,
    stage_variables "StageVariables": Entries<Text>,
    tags "Tags": Entries<Text>,
} }

view! { AccessLogSettings<'a> {
    destination_arn "DestinationArn": optional &'a str,
    format "Format": optional &'a str,
} }

view! { Cors<'a> {
    allow_credentials "AllowCredentials": optional bool,
    allow_headers "AllowHeaders": optional List<'a, &'a str>,
    allow_methods "AllowMethods": optional List<'a, &'a str>,
    allow_origins "AllowOrigins": optional List<'a, &'a str>,
    expose_headers "ExposeHeaders": optional List<'a, &'a str>,
    max_age "MaxAge": optional i64,
} }

view! { DomainNameConfiguration<'a> {
    api_gateway_domain_name "ApiGatewayDomainName": optional &'a str,
    certificate_arn "CertificateArn": optional &'a str,
    certificate_name "CertificateName": optional &'a str,
    certificate_upload_date "CertificateUploadDate": optional Timestamp,
    domain_name_status "DomainNameStatus": optional &'a str,
    domain_name_status_message "DomainNameStatusMessage": optional &'a str,
    endpoint_type "EndpointType": optional &'a str,
    hosted_zone_id "HostedZoneId": optional &'a str,
    ip_address_type "IpAddressType": optional &'a str,
    security_policy "SecurityPolicy": optional &'a str,
    ownership_verification_certificate_arn "OwnershipVerificationCertificateArn": optional &'a str,
} }

view! { JWTConfiguration<'a> {
    audience "Audience": optional List<'a, &'a str>,
    issuer "Issuer": optional &'a str,
} }

view! { MutualTlsAuthenticationInput<'a> {
    truststore_uri "TruststoreUri": optional &'a str,
    truststore_version "TruststoreVersion": optional &'a str,
} }

view! { ParameterConstraints<'a> {
    required "Required": optional bool,
} }

view! { RouteSettings<'a> {
    data_trace_enabled "DataTraceEnabled": optional bool,
    detailed_metrics_enabled "DetailedMetricsEnabled": optional bool,
    logging_level "LoggingLevel": optional &'a str,
    throttling_burst_limit "ThrottlingBurstLimit": optional i64,
    throttling_rate_limit "ThrottlingRateLimit": optional f64,
} }

view! { TlsConfigInput<'a> {
    server_name_to_verify "ServerNameToVerify": optional &'a str,
} }

builder! { AccessLogSettingsBuilder {
    destination_arn "DestinationArn": Text,
    format "Format": Text,
} }

builder! { ApiBuilder {
    api_endpoint "ApiEndpoint": Text,
    api_gateway_managed "ApiGatewayManaged": Flag,
    api_id "ApiId": Text,
    api_key_selection_expression "ApiKeySelectionExpression": Text,
    cors_configuration "CorsConfiguration": CorsBuilder,
    created_date "CreatedDate": Time,
    description "Description": Text,
    disable_schema_validation "DisableSchemaValidation": Flag,
    disable_execute_api_endpoint "DisableExecuteApiEndpoint": Flag,
    import_info "ImportInfo": Items<Text>,
    ip_address_type "IpAddressType": Text,
    name "Name": Text,
    protocol_type "ProtocolType": Text,
    route_selection_expression "RouteSelectionExpression": Text,
    tags "Tags": Entries<Text>,
    version "Version": Text,
    warnings "Warnings": Items<Text>,
} }

builder! { ApiMappingBuilder {
    api_id "ApiId": Text,
    api_mapping_id "ApiMappingId": Text,
    api_mapping_key "ApiMappingKey": Text,
    stage "Stage": Text,
} }

builder! { AuthorizerBuilder {
    authorizer_credentials_arn "AuthorizerCredentialsArn": Text,
    authorizer_id "AuthorizerId": Text,
    authorizer_payload_format_version "AuthorizerPayloadFormatVersion": Text,
    authorizer_result_ttl_in_seconds "AuthorizerResultTtlInSeconds": Whole,
    authorizer_type "AuthorizerType": Text,
    authorizer_uri "AuthorizerUri": Text,
    enable_simple_responses "EnableSimpleResponses": Flag,
    identity_source "IdentitySource": Items<Text>,
    identity_validation_expression "IdentityValidationExpression": Text,
    jwt_configuration "JwtConfiguration": JWTConfigurationBuilder,
    name "Name": Text,
} }

builder! { CorsBuilder {
    allow_credentials "AllowCredentials": Flag,
    allow_headers "AllowHeaders": Items<Text>,
    allow_methods "AllowMethods": Items<Text>,
    allow_origins "AllowOrigins": Items<Text>,
    expose_headers "ExposeHeaders": Items<Text>,
    max_age "MaxAge": Whole,
} }

builder! { DeploymentBuilder {
    auto_deployed "AutoDeployed": Flag,
    created_date "CreatedDate": Time,
    deployment_id "DeploymentId": Text,
    deployment_status "DeploymentStatus": Text,
    deployment_status_message "DeploymentStatusMessage": Text,
    description "Description": Text,
} }

builder! { DomainNameBuilder {
    api_mapping_selection_expression "ApiMappingSelectionExpression": Text,
    domain_name "DomainName": Text,
    domain_name_arn "DomainNameArn": Text,
    domain_name_configurations "DomainNameConfigurations": Items<DomainNameConfigurationBuilder>,
    mutual_tls_authentication "MutualTlsAuthentication": MutualTlsAuthenticationBuilder,
    routing_mode "RoutingMode": Text,
    tags "Tags": Entries<Text>,
} }

builder! { DomainNameConfigurationBuilder {
    api_gateway_domain_name "ApiGatewayDomainName": Text,
    certificate_arn "CertificateArn": Text,
    certificate_name "CertificateName": Text,
    certificate_upload_date "CertificateUploadDate": Time,
    domain_name_status "DomainNameStatus": Text,
    domain_name_status_message "DomainNameStatusMessage": Text,
    endpoint_type "EndpointType": Text,
    hosted_zone_id "HostedZoneId": Text,
    ip_address_type "IpAddressType": Text,
    security_policy "SecurityPolicy": Text,
    ownership_verification_certificate_arn "OwnershipVerificationCertificateArn": Text,
} }

builder! { IntegrationBuilder {
    api_gateway_managed "ApiGatewayManaged": Flag,
    connection_id "ConnectionId": Text,
    connection_type "ConnectionType": Text,
    content_handling_strategy "ContentHandlingStrategy": Text,
    credentials_arn "CredentialsArn": Text,
    description "Description": Text,
    integration_id "IntegrationId": Text,
    integration_method "IntegrationMethod": Text,
    integration_response_selection_expression "IntegrationResponseSelectionExpression": Text,
    integration_subtype "IntegrationSubtype": Text,
    integration_type "IntegrationType": Text,
    integration_uri "IntegrationUri": Text,
    passthrough_behavior "PassthroughBehavior": Text,
    payload_format_version "PayloadFormatVersion": Text,
    request_parameters "RequestParameters": Entries<Text>,
    request_templates "RequestTemplates": Entries<Text>,
    response_parameters "ResponseParameters": Entries<Entries<Text>>,
    template_selection_expression "TemplateSelectionExpression": Text,
    timeout_in_millis "TimeoutInMillis": Whole,
    tls_config "TlsConfig": TlsConfigBuilder,
} }

builder! { IntegrationResponseBuilder {
    content_handling_strategy "ContentHandlingStrategy": Text,
    integration_response_id "IntegrationResponseId": Text,
    integration_response_key "IntegrationResponseKey": Text,
    response_parameters "ResponseParameters": Entries<Text>,
    response_templates "ResponseTemplates": Entries<Text>,
    template_selection_expression "TemplateSelectionExpression": Text,
} }

builder! { JWTConfigurationBuilder {
    audience "Audience": Items<Text>,
    issuer "Issuer": Text,
} }

builder! { ModelBuilder {
    content_type "ContentType": Text,
    description "Description": Text,
    model_id "ModelId": Text,
    name "Name": Text,
    schema "Schema": Text,
} }

builder! { MutualTlsAuthenticationBuilder {
    truststore_uri "TruststoreUri": Text,
    truststore_version "TruststoreVersion": Text,
    truststore_warnings "TruststoreWarnings": Items<Text>,
} }

builder! { ParameterConstraintsBuilder {
    required "Required": Flag,
} }

builder! { RouteBuilder {
    api_gateway_managed "ApiGatewayManaged": Flag,
    api_key_required "ApiKeyRequired": Flag,
    authorization_scopes "AuthorizationScopes": Items<Text>,
    authorization_type "AuthorizationType": Text,
    authorizer_id "AuthorizerId": Text,
    model_selection_expression "ModelSelectionExpression": Text,
    operation_name "OperationName": Text,
    request_models "RequestModels": Entries<Text>,
    request_parameters "RequestParameters": Entries<ParameterConstraintsBuilder>,
    route_id "RouteId": Text,
    route_key "RouteKey": Text,
    route_response_selection_expression "RouteResponseSelectionExpression": Text,
    target "Target": Text,
} }

builder! { RouteResponseBuilder {
    model_selection_expression "ModelSelectionExpression": Text,
    response_models "ResponseModels": Entries<Text>,
    response_parameters "ResponseParameters": Entries<ParameterConstraintsBuilder>,
    route_response_id "RouteResponseId": Text,
    route_response_key "RouteResponseKey": Text,
} }

builder! { RouteSettingsBuilder {
    data_trace_enabled "DataTraceEnabled": Flag,
    detailed_metrics_enabled "DetailedMetricsEnabled": Flag,
    logging_level "LoggingLevel": Text,
    throttling_burst_limit "ThrottlingBurstLimit": Whole,
    throttling_rate_limit "ThrottlingRateLimit": Real,
} }

builder! { StageBuilder {
    access_log_settings "AccessLogSettings": AccessLogSettingsBuilder,
    api_gateway_managed "ApiGatewayManaged": Flag,
    auto_deploy "AutoDeploy": Flag,
    client_certificate_id "ClientCertificateId": Text,
    created_date "CreatedDate": Time,
    default_route_settings "DefaultRouteSettings": RouteSettingsBuilder,
    deployment_id "DeploymentId": Text,
    description "Description": Text,
    last_deployment_status_message "LastDeploymentStatusMessage": Text,
    last_updated_date "LastUpdatedDate": Time,
    route_settings "RouteSettings": Entries<RouteSettingsBuilder>,
    stage_name "StageName": Text,
    stage_variables "StageVariables": Entries<Text>,
    tags "Tags": Entries<Text>,
} }

builder! { TlsConfigBuilder {
    server_name_to_verify "ServerNameToVerify": Text,
} }

/// The errors that the implemented operations list.
pub mod error {
    kernel::errors! {
        access_denied_exception "AccessDeniedException" 403;
        bad_request_exception "BadRequestException" 400;
        conflict_exception "ConflictException" 409;
        not_found_exception "NotFoundException" 404;
        too_many_requests_exception "TooManyRequestsException" 429;
    }
}

pub mod authorization_type {
    pub const NONE: &str = "NONE";
    pub const AWS_IAM: &str = "AWS_IAM";
    pub const CUSTOM: &str = "CUSTOM";
    pub const JWT: &str = "JWT";
}

pub mod authorizer_type {
    pub const REQUEST: &str = "REQUEST";
    pub const JWT: &str = "JWT";
}

pub mod connection_type {
    pub const INTERNET: &str = "INTERNET";
    pub const VPC_LINK: &str = "VPC_LINK";
}

pub mod content_handling_strategy {
    pub const CONVERT_TO_BINARY: &str = "CONVERT_TO_BINARY";
    pub const CONVERT_TO_TEXT: &str = "CONVERT_TO_TEXT";
}

pub mod deployment_status {
    pub const PENDING: &str = "PENDING";
    pub const FAILED: &str = "FAILED";
    pub const DEPLOYED: &str = "DEPLOYED";
}

pub mod domain_name_status {
    pub const AVAILABLE: &str = "AVAILABLE";
    pub const UPDATING: &str = "UPDATING";
    pub const PENDING_CERTIFICATE_REIMPORT: &str = "PENDING_CERTIFICATE_REIMPORT";
    pub const PENDING_OWNERSHIP_VERIFICATION: &str = "PENDING_OWNERSHIP_VERIFICATION";
}

pub mod endpoint_type {
    pub const REGIONAL: &str = "REGIONAL";
    pub const EDGE: &str = "EDGE";
}

pub mod integration_type {
    pub const AWS: &str = "AWS";
    pub const HTTP: &str = "HTTP";
    pub const MOCK: &str = "MOCK";
    pub const HTTP_PROXY: &str = "HTTP_PROXY";
    pub const AWS_PROXY: &str = "AWS_PROXY";
}

pub mod ip_address_type {
    pub const IPV4: &str = "ipv4";
    pub const DUALSTACK: &str = "dualstack";
}

pub mod logging_level {
    pub const ERROR: &str = "ERROR";
    pub const INFO: &str = "INFO";
    pub const OFF: &str = "OFF";
}

pub mod passthrough_behavior {
    pub const WHEN_NO_MATCH: &str = "WHEN_NO_MATCH";
    pub const NEVER: &str = "NEVER";
    pub const WHEN_NO_TEMPLATES: &str = "WHEN_NO_TEMPLATES";
}

pub mod protocol_type {
    pub const WEBSOCKET: &str = "WEBSOCKET";
    pub const HTTP: &str = "HTTP";
}

pub mod routing_mode {
    pub const API_MAPPING_ONLY: &str = "API_MAPPING_ONLY";
    pub const ROUTING_RULE_ONLY: &str = "ROUTING_RULE_ONLY";
    pub const ROUTING_RULE_THEN_API_MAPPING: &str = "ROUTING_RULE_THEN_API_MAPPING";
}

pub mod security_policy {
    pub const TLS_1_0: &str = "TLS_1_0";
    pub const TLS_1_2: &str = "TLS_1_2";
}
