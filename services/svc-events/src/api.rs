//! Inputs, outputs, errors and enums of the implemented operations of EventBridge.
//!
//! Written by `cargo xtask codegen events` from `operations.txt` and the model;
//! not to be edited.

use kernel::view::kind::{Entries, Flag, Items, Text, Time, Whole};
use kernel::view::{List, Map};
use kernel::{Timestamp, builder, operations, view};

operations! {
    CancelReplay: CancelReplayInput, CancelReplayOutput;
    CreateApiDestination: CreateApiDestinationInput, CreateApiDestinationOutput;
    CreateArchive: CreateArchiveInput, CreateArchiveOutput;
    CreateConnection: CreateConnectionInput, CreateConnectionOutput;
    CreateEndpoint: CreateEndpointInput, CreateEndpointOutput;
    CreateEventBus: CreateEventBusInput, CreateEventBusOutput;
    DeauthorizeConnection: DeauthorizeConnectionInput, DeauthorizeConnectionOutput;
    DeleteApiDestination: DeleteApiDestinationInput, DeleteApiDestinationOutput;
    DeleteArchive: DeleteArchiveInput, DeleteArchiveOutput;
    DeleteConnection: DeleteConnectionInput, DeleteConnectionOutput;
    DeleteEndpoint: DeleteEndpointInput, DeleteEndpointOutput;
    DeleteEventBus: DeleteEventBusInput, DeleteEventBusOutput;
    DeleteRule: DeleteRuleInput, DeleteRuleOutput;
    DescribeApiDestination: DescribeApiDestinationInput, DescribeApiDestinationOutput;
    DescribeArchive: DescribeArchiveInput, DescribeArchiveOutput;
    DescribeConnection: DescribeConnectionInput, DescribeConnectionOutput;
    DescribeEndpoint: DescribeEndpointInput, DescribeEndpointOutput;
    DescribeEventBus: DescribeEventBusInput, DescribeEventBusOutput;
    DescribeReplay: DescribeReplayInput, DescribeReplayOutput;
    DescribeRule: DescribeRuleInput, DescribeRuleOutput;
    DisableRule: DisableRuleInput, DisableRuleOutput;
    EnableRule: EnableRuleInput, EnableRuleOutput;
    ListApiDestinations: ListApiDestinationsInput, ListApiDestinationsOutput;
    ListArchives: ListArchivesInput, ListArchivesOutput;
    ListConnections: ListConnectionsInput, ListConnectionsOutput;
    ListEndpoints: ListEndpointsInput, ListEndpointsOutput;
    ListEventBuses: ListEventBusesInput, ListEventBusesOutput;
    ListReplays: ListReplaysInput, ListReplaysOutput;
    ListRuleNamesByTarget: ListRuleNamesByTargetInput, ListRuleNamesByTargetOutput;
    ListRules: ListRulesInput, ListRulesOutput;
    ListTagsForResource: ListTagsForResourceInput, ListTagsForResourceOutput;
    ListTargetsByRule: ListTargetsByRuleInput, ListTargetsByRuleOutput;
    PutEvents: PutEventsInput, PutEventsOutput;
    PutPermission: PutPermissionInput, PutPermissionOutput;
    PutRule: PutRuleInput, PutRuleOutput;
    PutTargets: PutTargetsInput, PutTargetsOutput;
    RemovePermission: RemovePermissionInput, RemovePermissionOutput;
    RemoveTargets: RemoveTargetsInput, RemoveTargetsOutput;
    StartReplay: StartReplayInput, StartReplayOutput;
    TagResource: TagResourceInput, TagResourceOutput;
    TestEventPattern: TestEventPatternInput, TestEventPatternOutput;
    UntagResource: UntagResourceInput, UntagResourceOutput;
    UpdateApiDestination: UpdateApiDestinationInput, UpdateApiDestinationOutput;
    UpdateArchive: UpdateArchiveInput, UpdateArchiveOutput;
    UpdateConnection: UpdateConnectionInput, UpdateConnectionOutput;
    UpdateEndpoint: UpdateEndpointInput, UpdateEndpointOutput;
    UpdateEventBus: UpdateEventBusInput, UpdateEventBusOutput;
}

view! { CancelReplayInput<'a> {
    replay_name "ReplayName": required &'a str,
} }

builder! { CancelReplayOutput {
    replay_arn "ReplayArn": Text,
    state "State": Text,
    state_reason "StateReason": Text,
} }

view! { CreateApiDestinationInput<'a> {
    name "Name": required &'a str,
    description "Description": optional &'a str,
    connection_arn "ConnectionArn": required &'a str,
    invocation_endpoint "InvocationEndpoint": required &'a str,
    http_method "HttpMethod": required &'a str,
    invocation_rate_limit_per_second "InvocationRateLimitPerSecond": optional i64,
} }

builder! { CreateApiDestinationOutput {
    api_destination_arn "ApiDestinationArn": Text,
    api_destination_state "ApiDestinationState": Text,
    creation_time "CreationTime": Time,
    last_modified_time "LastModifiedTime": Time,
} }

view! { CreateArchiveInput<'a> {
    archive_name "ArchiveName": required &'a str,
    event_source_arn "EventSourceArn": required &'a str,
    description "Description": optional &'a str,
    event_pattern "EventPattern": optional &'a str,
    retention_days "RetentionDays": optional i64,
    kms_key_identifier "KmsKeyIdentifier": optional &'a str,
} }

builder! { CreateArchiveOutput {
    archive_arn "ArchiveArn": Text,
    state "State": Text,
    state_reason "StateReason": Text,
    creation_time "CreationTime": Time,
} }

view! { CreateConnectionInput<'a> {
    name "Name": required &'a str,
    description "Description": optional &'a str,
    authorization_type "AuthorizationType": required &'a str,
    auth_parameters "AuthParameters": required CreateConnectionAuthRequestParameters<'a>,
    invocation_connectivity_parameters "InvocationConnectivityParameters": optional ConnectivityResourceParameters<'a>,
    kms_key_identifier "KmsKeyIdentifier": optional &'a str,
} }

builder! { CreateConnectionOutput {
    connection_arn "ConnectionArn": Text,
    connection_state "ConnectionState": Text,
    creation_time "CreationTime": Time,
    last_modified_time "LastModifiedTime": Time,
} }

view! { CreateEndpointInput<'a> {
    name "Name": required &'a str,
    description "Description": optional &'a str,
    routing_config "RoutingConfig": required RoutingConfig<'a>,
    replication_config "ReplicationConfig": optional ReplicationConfig<'a>,
    event_buses "EventBuses": required List<'a, EndpointEventBus<'a>>,
    role_arn "RoleArn": optional &'a str,
} }

builder! { CreateEndpointOutput {
    name "Name": Text,
    arn "Arn": Text,
    routing_config "RoutingConfig": RoutingConfigBuilder,
    replication_config "ReplicationConfig": ReplicationConfigBuilder,
    event_buses "EventBuses": Items<EndpointEventBusBuilder>,
    role_arn "RoleArn": Text,
    state "State": Text,
} }

view! { CreateEventBusInput<'a> {
    name "Name": required &'a str,
    event_source_name "EventSourceName": optional &'a str,
    description "Description": optional &'a str,
    kms_key_identifier "KmsKeyIdentifier": optional &'a str,
    dead_letter_config "DeadLetterConfig": optional DeadLetterConfig<'a>,
    log_config "LogConfig": optional LogConfig<'a>,
    tags "Tags": optional List<'a, Tag<'a>>,
} }

builder! { CreateEventBusOutput {
    event_bus_arn "EventBusArn": Text,
    description "Description": Text,
    kms_key_identifier "KmsKeyIdentifier": Text,
    dead_letter_config "DeadLetterConfig": DeadLetterConfigBuilder,
    log_config "LogConfig": LogConfigBuilder,
} }

view! { DeauthorizeConnectionInput<'a> {
    name "Name": required &'a str,
} }

builder! { DeauthorizeConnectionOutput {
    connection_arn "ConnectionArn": Text,
    connection_state "ConnectionState": Text,
    creation_time "CreationTime": Time,
    last_modified_time "LastModifiedTime": Time,
    last_authorized_time "LastAuthorizedTime": Time,
} }

view! { DeleteApiDestinationInput<'a> {
    name "Name": required &'a str,
} }

builder! { DeleteApiDestinationOutput {
} }

view! { DeleteArchiveInput<'a> {
    archive_name "ArchiveName": required &'a str,
} }

builder! { DeleteArchiveOutput {
} }

view! { DeleteConnectionInput<'a> {
    name "Name": required &'a str,
} }

builder! { DeleteConnectionOutput {
    connection_arn "ConnectionArn": Text,
    connection_state "ConnectionState": Text,
    creation_time "CreationTime": Time,
    last_modified_time "LastModifiedTime": Time,
    last_authorized_time "LastAuthorizedTime": Time,
} }

view! { DeleteEndpointInput<'a> {
    name "Name": required &'a str,
} }

builder! { DeleteEndpointOutput {
} }

view! { DeleteEventBusInput<'a> {
    name "Name": required &'a str,
} }

builder! { DeleteEventBusOutput {
} }

view! { DeleteRuleInput<'a> {
    name "Name": required &'a str,
    event_bus_name "EventBusName": optional &'a str,
    force "Force": optional bool,
} }

builder! { DeleteRuleOutput {
} }

view! { DescribeApiDestinationInput<'a> {
    name "Name": required &'a str,
} }

builder! { DescribeApiDestinationOutput {
    api_destination_arn "ApiDestinationArn": Text,
    name "Name": Text,
    description "Description": Text,
    api_destination_state "ApiDestinationState": Text,
    connection_arn "ConnectionArn": Text,
    invocation_endpoint "InvocationEndpoint": Text,
    http_method "HttpMethod": Text,
    invocation_rate_limit_per_second "InvocationRateLimitPerSecond": Whole,
    creation_time "CreationTime": Time,
    last_modified_time "LastModifiedTime": Time,
} }

view! { DescribeArchiveInput<'a> {
    archive_name "ArchiveName": required &'a str,
} }

builder! { DescribeArchiveOutput {
    archive_arn "ArchiveArn": Text,
    archive_name "ArchiveName": Text,
    event_source_arn "EventSourceArn": Text,
    description "Description": Text,
    event_pattern "EventPattern": Text,
    state "State": Text,
    state_reason "StateReason": Text,
    kms_key_identifier "KmsKeyIdentifier": Text,
    retention_days "RetentionDays": Whole,
    size_bytes "SizeBytes": Whole,
    event_count "EventCount": Whole,
    creation_time "CreationTime": Time,
} }

view! { DescribeConnectionInput<'a> {
    name "Name": required &'a str,
} }

builder! { DescribeConnectionOutput {
    connection_arn "ConnectionArn": Text,
    name "Name": Text,
    description "Description": Text,
    invocation_connectivity_parameters "InvocationConnectivityParameters": DescribeConnectionConnectivityParametersBuilder,
    connection_state "ConnectionState": Text,
    state_reason "StateReason": Text,
    authorization_type "AuthorizationType": Text,
    secret_arn "SecretArn": Text,
    kms_key_identifier "KmsKeyIdentifier": Text,
    auth_parameters "AuthParameters": ConnectionAuthResponseParametersBuilder,
    creation_time "CreationTime": Time,
    last_modified_time "LastModifiedTime": Time,
    last_authorized_time "LastAuthorizedTime": Time,
} }

view! { DescribeEndpointInput<'a> {
    name "Name": required &'a str,
    home_region "HomeRegion": optional &'a str,
} }

builder! { DescribeEndpointOutput {
    name "Name": Text,
    description "Description": Text,
    arn "Arn": Text,
    routing_config "RoutingConfig": RoutingConfigBuilder,
    replication_config "ReplicationConfig": ReplicationConfigBuilder,
    event_buses "EventBuses": Items<EndpointEventBusBuilder>,
    role_arn "RoleArn": Text,
    endpoint_id "EndpointId": Text,
    endpoint_url "EndpointUrl": Text,
    state "State": Text,
    state_reason "StateReason": Text,
    creation_time "CreationTime": Time,
    last_modified_time "LastModifiedTime": Time,
} }

view! { DescribeEventBusInput<'a> {
    name "Name": optional &'a str,
} }

builder! { DescribeEventBusOutput {
    name "Name": Text,
    arn "Arn": Text,
    description "Description": Text,
    kms_key_identifier "KmsKeyIdentifier": Text,
    dead_letter_config "DeadLetterConfig": DeadLetterConfigBuilder,
    policy "Policy": Text,
    log_config "LogConfig": LogConfigBuilder,
    creation_time "CreationTime": Time,
    last_modified_time "LastModifiedTime": Time,
    managed_by "ManagedBy": Text,
} }

view! { DescribeReplayInput<'a> {
    replay_name "ReplayName": required &'a str,
} }

builder! { DescribeReplayOutput {
    replay_name "ReplayName": Text,
    replay_arn "ReplayArn": Text,
    description "Description": Text,
    state "State": Text,
    state_reason "StateReason": Text,
    event_source_arn "EventSourceArn": Text,
    destination "Destination": ReplayDestinationBuilder,
    event_start_time "EventStartTime": Time,
    event_end_time "EventEndTime": Time,
    event_last_replayed_time "EventLastReplayedTime": Time,
    replay_start_time "ReplayStartTime": Time,
    replay_end_time "ReplayEndTime": Time,
} }

view! { DescribeRuleInput<'a> {
    name "Name": required &'a str,
    event_bus_name "EventBusName": optional &'a str,
} }

builder! { DescribeRuleOutput {
    name "Name": Text,
    arn "Arn": Text,
    event_pattern "EventPattern": Text,
    schedule_expression "ScheduleExpression": Text,
    state "State": Text,
    description "Description": Text,
    role_arn "RoleArn": Text,
    managed_by "ManagedBy": Text,
    event_bus_name "EventBusName": Text,
    created_by "CreatedBy": Text,
} }

view! { DisableRuleInput<'a> {
    name "Name": required &'a str,
    event_bus_name "EventBusName": optional &'a str,
} }

builder! { DisableRuleOutput {
} }

view! { EnableRuleInput<'a> {
    name "Name": required &'a str,
    event_bus_name "EventBusName": optional &'a str,
} }

builder! { EnableRuleOutput {
} }

view! { ListApiDestinationsInput<'a> {
    name_prefix "NamePrefix": optional &'a str,
    connection_arn "ConnectionArn": optional &'a str,
    next_token "NextToken": optional &'a str,
    limit "Limit": optional i64,
} }

builder! { ListApiDestinationsOutput {
    api_destinations "ApiDestinations": Items<ApiDestinationBuilder>,
    next_token "NextToken": Text,
} }

view! { ListArchivesInput<'a> {
    name_prefix "NamePrefix": optional &'a str,
    event_source_arn "EventSourceArn": optional &'a str,
    state "State": optional &'a str,
    next_token "NextToken": optional &'a str,
    limit "Limit": optional i64,
} }

builder! { ListArchivesOutput {
    archives "Archives": Items<ArchiveBuilder>,
    next_token "NextToken": Text,
} }

view! { ListConnectionsInput<'a> {
    name_prefix "NamePrefix": optional &'a str,
    connection_state "ConnectionState": optional &'a str,
    next_token "NextToken": optional &'a str,
    limit "Limit": optional i64,
} }

builder! { ListConnectionsOutput {
    connections "Connections": Items<ConnectionBuilder>,
    next_token "NextToken": Text,
} }

view! { ListEndpointsInput<'a> {
    name_prefix "NamePrefix": optional &'a str,
    home_region "HomeRegion": optional &'a str,
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
} }

builder! { ListEndpointsOutput {
    endpoints "Endpoints": Items<EndpointBuilder>,
    next_token "NextToken": Text,
} }

view! { ListEventBusesInput<'a> {
    name_prefix "NamePrefix": optional &'a str,
    next_token "NextToken": optional &'a str,
    limit "Limit": optional i64,
} }

builder! { ListEventBusesOutput {
    event_buses "EventBuses": Items<EventBusBuilder>,
    next_token "NextToken": Text,
} }

view! { ListReplaysInput<'a> {
    name_prefix "NamePrefix": optional &'a str,
    state "State": optional &'a str,
    event_source_arn "EventSourceArn": optional &'a str,
    next_token "NextToken": optional &'a str,
    limit "Limit": optional i64,
} }

builder! { ListReplaysOutput {
    replays "Replays": Items<ReplayBuilder>,
    next_token "NextToken": Text,
} }

view! { ListRuleNamesByTargetInput<'a> {
    target_arn "TargetArn": required &'a str,
    event_bus_name "EventBusName": optional &'a str,
    next_token "NextToken": optional &'a str,
    limit "Limit": optional i64,
} }

builder! { ListRuleNamesByTargetOutput {
    rule_names "RuleNames": Items<Text>,
    next_token "NextToken": Text,
} }

view! { ListRulesInput<'a> {
    name_prefix "NamePrefix": optional &'a str,
    event_bus_name "EventBusName": optional &'a str,
    next_token "NextToken": optional &'a str,
    limit "Limit": optional i64,
} }

builder! { ListRulesOutput {
    rules "Rules": Items<RuleBuilder>,
    next_token "NextToken": Text,
} }

view! { ListTagsForResourceInput<'a> {
    resource_arn "ResourceARN": required &'a str,
} }

builder! { ListTagsForResourceOutput {
    tags "Tags": Items<TagBuilder>,
} }

view! { ListTargetsByRuleInput<'a> {
    rule "Rule": required &'a str,
    event_bus_name "EventBusName": optional &'a str,
    next_token "NextToken": optional &'a str,
    limit "Limit": optional i64,
} }

builder! { ListTargetsByRuleOutput {
    targets "Targets": Items<TargetBuilder>,
    next_token "NextToken": Text,
} }

view! { PutEventsInput<'a> {
    entries "Entries": required List<'a, PutEventsRequestEntry<'a>>,
    endpoint_id "EndpointId": optional &'a str,
} }

builder! { PutEventsOutput {
    failed_entry_count "FailedEntryCount": Whole,
    entries "Entries": Items<PutEventsResultEntryBuilder>,
} }

view! { PutPermissionInput<'a> {
    event_bus_name "EventBusName": optional &'a str,
    action "Action": optional &'a str,
    principal "Principal": optional &'a str,
    statement_id "StatementId": optional &'a str,
    condition "Condition": optional Condition<'a>,
    policy "Policy": optional &'a str,
} }

builder! { PutPermissionOutput {
} }

view! { PutRuleInput<'a> {
    name "Name": required &'a str,
    schedule_expression "ScheduleExpression": optional &'a str,
    event_pattern "EventPattern": optional &'a str,
    state "State": optional &'a str,
    description "Description": optional &'a str,
    role_arn "RoleArn": optional &'a str,
    tags "Tags": optional List<'a, Tag<'a>>,
    event_bus_name "EventBusName": optional &'a str,
} }

builder! { PutRuleOutput {
    rule_arn "RuleArn": Text,
} }

view! { PutTargetsInput<'a> {
    rule "Rule": required &'a str,
    event_bus_name "EventBusName": optional &'a str,
    targets "Targets": required List<'a, Target<'a>>,
} }

builder! { PutTargetsOutput {
    failed_entry_count "FailedEntryCount": Whole,
    failed_entries "FailedEntries": Items<PutTargetsResultEntryBuilder>,
} }

view! { RemovePermissionInput<'a> {
    statement_id "StatementId": optional &'a str,
    remove_all_permissions "RemoveAllPermissions": optional bool,
    event_bus_name "EventBusName": optional &'a str,
} }

builder! { RemovePermissionOutput {
} }

view! { RemoveTargetsInput<'a> {
    rule "Rule": required &'a str,
    event_bus_name "EventBusName": optional &'a str,
    ids "Ids": required List<'a, &'a str>,
    force "Force": optional bool,
} }

builder! { RemoveTargetsOutput {
    failed_entry_count "FailedEntryCount": Whole,
    failed_entries "FailedEntries": Items<RemoveTargetsResultEntryBuilder>,
} }

view! { StartReplayInput<'a> {
    replay_name "ReplayName": required &'a str,
    description "Description": optional &'a str,
    event_source_arn "EventSourceArn": required &'a str,
    event_start_time "EventStartTime": required Timestamp,
    event_end_time "EventEndTime": required Timestamp,
    destination "Destination": required ReplayDestination<'a>,
} }

builder! { StartReplayOutput {
    replay_arn "ReplayArn": Text,
    state "State": Text,
    state_reason "StateReason": Text,
    replay_start_time "ReplayStartTime": Time,
} }

view! { TagResourceInput<'a> {
    resource_arn "ResourceARN": required &'a str,
    tags "Tags": required List<'a, Tag<'a>>,
} }

builder! { TagResourceOutput {
} }

view! { TestEventPatternInput<'a> {
    event_pattern "EventPattern": required &'a str,
    event "Event": required &'a str,
} }

builder! { TestEventPatternOutput {
    result "Result": Flag,
} }

view! { UntagResourceInput<'a> {
    resource_arn "ResourceARN": required &'a str,
    tag_keys "TagKeys": required List<'a, &'a str>,
} }

builder! { UntagResourceOutput {
} }

view! { UpdateApiDestinationInput<'a> {
    name "Name": required &'a str,
    description "Description": optional &'a str,
    connection_arn "ConnectionArn": optional &'a str,
    invocation_endpoint "InvocationEndpoint": optional &'a str,
    http_method "HttpMethod": optional &'a str,
    invocation_rate_limit_per_second "InvocationRateLimitPerSecond": optional i64,
} }

builder! { UpdateApiDestinationOutput {
    api_destination_arn "ApiDestinationArn": Text,
    api_destination_state "ApiDestinationState": Text,
    creation_time "CreationTime": Time,
    last_modified_time "LastModifiedTime": Time,
} }

view! { UpdateArchiveInput<'a> {
    archive_name "ArchiveName": required &'a str,
    description "Description": optional &'a str,
    event_pattern "EventPattern": optional &'a str,
    retention_days "RetentionDays": optional i64,
    kms_key_identifier "KmsKeyIdentifier": optional &'a str,
} }

builder! { UpdateArchiveOutput {
    archive_arn "ArchiveArn": Text,
    state "State": Text,
    state_reason "StateReason": Text,
    creation_time "CreationTime": Time,
} }

view! { UpdateConnectionInput<'a> {
    name "Name": required &'a str,
    description "Description": optional &'a str,
    authorization_type "AuthorizationType": optional &'a str,
    auth_parameters "AuthParameters": optional UpdateConnectionAuthRequestParameters<'a>,
    invocation_connectivity_parameters "InvocationConnectivityParameters": optional ConnectivityResourceParameters<'a>,
    kms_key_identifier "KmsKeyIdentifier": optional &'a str,
} }

builder! { UpdateConnectionOutput {
    connection_arn "ConnectionArn": Text,
    connection_state "ConnectionState": Text,
    creation_time "CreationTime": Time,
    last_modified_time "LastModifiedTime": Time,
    last_authorized_time "LastAuthorizedTime": Time,
} }

view! { UpdateEndpointInput<'a> {
    name "Name": required &'a str,
    description "Description": optional &'a str,
    routing_config "RoutingConfig": optional RoutingConfig<'a>,
    replication_config "ReplicationConfig": optional ReplicationConfig<'a>,
    event_buses "EventBuses": optional List<'a, EndpointEventBus<'a>>,
    role_arn "RoleArn": optional &'a str,
} }

builder! { UpdateEndpointOutput {
    name "Name": Text,
    arn "Arn": Text,
    routing_config "RoutingConfig": RoutingConfigBuilder,
    replication_config "ReplicationConfig": ReplicationConfigBuilder,
    event_buses "EventBuses": Items<EndpointEventBusBuilder>,
    role_arn "RoleArn": Text,
    endpoint_id "EndpointId": Text,
    endpoint_url "EndpointUrl": Text,
    state "State": Text,
} }

view! { UpdateEventBusInput<'a> {
    name "Name": optional &'a str,
    kms_key_identifier "KmsKeyIdentifier": optional &'a str,
    description "Description": optional &'a str,
    dead_letter_config "DeadLetterConfig": optional DeadLetterConfig<'a>,
    log_config "LogConfig": optional LogConfig<'a>,
} }

builder! { UpdateEventBusOutput {
    arn "Arn": Text,
    name "Name": Text,
    kms_key_identifier "KmsKeyIdentifier": Text,
    description "Description": Text,
    dead_letter_config "DeadLetterConfig": DeadLetterConfigBuilder,
    log_config "LogConfig": LogConfigBuilder,
} }

view! { AppSyncParameters<'a> {
    graph_ql_operation "GraphQLOperation": optional &'a str,
} }

view! { AwsVpcConfiguration<'a> {
    subnets "Subnets": required List<'a, &'a str>,
    security_groups "SecurityGroups": optional List<'a, &'a str>,
    assign_public_ip "AssignPublicIp": optional &'a str,
} }

view! { BatchArrayProperties<'a> {
    size "Size": optional i64,
} }

view! { BatchParameters<'a> {
    job_definition "JobDefinition": required &'a str,
    job_name "JobName": required &'a str,
    array_properties "ArrayProperties": optional BatchArrayProperties<'a>,
    retry_strategy "RetryStrategy": optional BatchRetryStrategy<'a>,
} }

view! { BatchRetryStrategy<'a> {
    attempts "Attempts": optional i64,
} }

view! { CapacityProviderStrategyItem<'a> {
    capacity_provider "capacityProvider": required &'a str,
    weight "weight": optional i64,
    base "base": optional i64,
} }

view! { Condition<'a> {
    type_ "Type": required &'a str,
    key "Key": required &'a str,
    value "Value": required &'a str,
} }

view! { ConnectionBodyParameter<'a> {
    key "Key": optional &'a str,
    value "Value": optional &'a str,
    is_value_secret "IsValueSecret": optional bool,
} }

view! { ConnectionHeaderParameter<'a> {
    key "Key": optional &'a str,
    value "Value": optional &'a str,
    is_value_secret "IsValueSecret": optional bool,
} }

view! { ConnectionHttpParameters<'a> {
    header_parameters "HeaderParameters": optional List<'a, ConnectionHeaderParameter<'a>>,
    query_string_parameters "QueryStringParameters": optional List<'a, ConnectionQueryStringParameter<'a>>,
    body_parameters "BodyParameters": optional List<'a, ConnectionBodyParameter<'a>>,
} }

view! { ConnectionQueryStringParameter<'a> {
    key "Key": optional &'a str,
    value "Value": optional &'a str,
    is_value_secret "IsValueSecret": optional bool,
} }

view! { ConnectivityResourceConfigurationArn<'a> {
    resource_configuration_arn "ResourceConfigurationArn": required &'a str,
} }

view! { ConnectivityResourceParameters<'a> {
    resource_parameters "ResourceParameters": required ConnectivityResourceConfigurationArn<'a>,
} }

view! { CreateConnectionApiKeyAuthRequestParameters<'a> {
    api_key_name "ApiKeyName": required &'a str,
    api_key_value "ApiKeyValue": required &'a str,
} }

view! { CreateConnectionAuthRequestParameters<'a> {
    basic_auth_parameters "BasicAuthParameters": optional CreateConnectionBasicAuthRequestParameters<'a>,
    o_auth_parameters "OAuthParameters": optional CreateConnectionOAuthRequestParameters<'a>,
    api_key_auth_parameters "ApiKeyAuthParameters": optional CreateConnectionApiKeyAuthRequestParameters<'a>,
    invocation_http_parameters "InvocationHttpParameters": optional ConnectionHttpParameters<'a>,
    connectivity_parameters "ConnectivityParameters": optional ConnectivityResourceParameters<'a>,
} }

view! { CreateConnectionBasicAuthRequestParameters<'a> {
    username "Username": required &'a str,
    password "Password": required &'a str,
} }

view! { CreateConnectionOAuthClientRequestParameters<'a> {
    client_id "ClientID": required &'a str,
    client_secret "ClientSecret": required &'a str,
} }

view! { CreateConnectionOAuthRequestParameters<'a> {
    client_parameters "ClientParameters": required CreateConnectionOAuthClientRequestParameters<'a>,
    authorization_endpoint "AuthorizationEndpoint": required &'a str,
    http_method "HttpMethod": required &'a str,
    o_auth_http_parameters "OAuthHttpParameters": optional ConnectionHttpParameters<'a>,
} }

view! { DeadLetterConfig<'a> {
    arn "Arn": optional &'a str,
} }

view! { EcsParameters<'a> {
    task_definition_arn "TaskDefinitionArn": required &'a str,
    task_count "TaskCount": optional i64,
    launch_type "LaunchType": optional &'a str,
    network_configuration "NetworkConfiguration": optional NetworkConfiguration<'a>,
    platform_version "PlatformVersion": optional &'a str,
    group "Group": optional &'a str,
    capacity_provider_strategy "CapacityProviderStrategy": optional List<'a, CapacityProviderStrategyItem<'a>>,
    enable_ecs_managed_tags "EnableECSManagedTags": optional bool,
    enable_execute_command "EnableExecuteCommand": optional bool,
    placement_constraints "PlacementConstraints": optional List<'a, PlacementConstraint<'a>>,
    placement_strategy "PlacementStrategy": optional List<'a, PlacementStrategy<'a>>,
    propagate_tags "PropagateTags": optional &'a str,
    reference_id "ReferenceId": optional &'a str,
    tags "Tags": optional List<'a, Tag<'a>>,
} }

view! { EndpointEventBus<'a> {
    event_bus_arn "EventBusArn": required &'a str,
} }

view! { FailoverConfig<'a> {
    primary "Primary": required Primary<'a>,
    secondary "Secondary": required Secondary<'a>,
} }

view! { HttpParameters<'a> {
    path_parameter_values "PathParameterValues": optional List<'a, &'a str>,
    header_parameters "HeaderParameters": optional Map<'a, &'a str>,
    query_string_parameters "QueryStringParameters": optional Map<'a, &'a str>,
} }

view! { InputTransformer<'a> {
    input_paths_map "InputPathsMap": optional Map<'a, &'a str>,
    input_template "InputTemplate": required &'a str,
} }

view! { KinesisParameters<'a> {
    partition_key_path "PartitionKeyPath": required &'a str,
} }

view! { LogConfig<'a> {
    include_detail "IncludeDetail": optional &'a str,
    level "Level": optional &'a str,
} }

view! { NetworkConfiguration<'a> {
    awsvpc_configuration "awsvpcConfiguration": optional AwsVpcConfiguration<'a>,
} }

view! { PlacementConstraint<'a> {
    type_ "type": optional &'a str,
    expression "expression": optional &'a str,
} }

view! { PlacementStrategy<'a> {
    type_ "type": optional &'a str,
    field "field": optional &'a str,
} }

view! { Primary<'a> {
    health_check "HealthCheck": required &'a str,
} }

view! { PutEventsRequestEntry<'a> {
    time "Time": optional Timestamp,
    source "Source": optional &'a str,
    resources "Resources": optional List<'a, &'a str>,
    detail_type "DetailType": optional &'a str,
    detail "Detail": optional &'a str,
    event_bus_name "EventBusName": optional &'a str,
    trace_header "TraceHeader": optional &'a str,
} }

view! { RedshiftDataParameters<'a> {
    secret_manager_arn "SecretManagerArn": optional &'a str,
    database "Database": required &'a str,
    db_user "DbUser": optional &'a str,
    sql "Sql": optional &'a str,
    statement_name "StatementName": optional &'a str,
    with_event "WithEvent": optional bool,
    sqls "Sqls": optional List<'a, &'a str>,
} }

view! { ReplayDestination<'a> {
    arn "Arn": required &'a str,
    filter_arns "FilterArns": optional List<'a, &'a str>,
} }

view! { ReplicationConfig<'a> {
    state "State": optional &'a str,
} }

view! { RetryPolicy<'a> {
    maximum_retry_attempts "MaximumRetryAttempts": optional i64,
    maximum_event_age_in_seconds "MaximumEventAgeInSeconds": optional i64,
} }

view! { RoutingConfig<'a> {
    failover_config "FailoverConfig": required FailoverConfig<'a>,
} }

view! { RunCommandParameters<'a> {
    run_command_targets "RunCommandTargets": required List<'a, RunCommandTarget<'a>>,
} }

view! { RunCommandTarget<'a> {
    key "Key": required &'a str,
    values "Values": required List<'a, &'a str>,
} }

view! { SageMakerPipelineParameter<'a> {
    name "Name": required &'a str,
    value "Value": required &'a str,
} }

view! { SageMakerPipelineParameters<'a> {
    pipeline_parameter_list "PipelineParameterList": optional List<'a, SageMakerPipelineParameter<'a>>,
} }

view! { Secondary<'a> {
    route "Route": required &'a str,
} }

view! { SqsParameters<'a> {
    message_group_id "MessageGroupId": optional &'a str,
} }

view! { Tag<'a> {
    key "Key": required &'a str,
    value "Value": required &'a str,
} }

view! { Target<'a> {
    id "Id": required &'a str,
    arn "Arn": required &'a str,
    role_arn "RoleArn": optional &'a str,
    input "Input": optional &'a str,
    input_path "InputPath": optional &'a str,
    input_transformer "InputTransformer": optional InputTransformer<'a>,
    kinesis_parameters "KinesisParameters": optional KinesisParameters<'a>,
    run_command_parameters "RunCommandParameters": optional RunCommandParameters<'a>,
    ecs_parameters "EcsParameters": optional EcsParameters<'a>,
    batch_parameters "BatchParameters": optional BatchParameters<'a>,
    sqs_parameters "SqsParameters": optional SqsParameters<'a>,
    http_parameters "HttpParameters": optional HttpParameters<'a>,
    redshift_data_parameters "RedshiftDataParameters": optional RedshiftDataParameters<'a>,
    sage_maker_pipeline_parameters "SageMakerPipelineParameters": optional SageMakerPipelineParameters<'a>,
    dead_letter_config "DeadLetterConfig": optional DeadLetterConfig<'a>,
    retry_policy "RetryPolicy": optional RetryPolicy<'a>,
    app_sync_parameters "AppSyncParameters": optional AppSyncParameters<'a>,
} }

view! { UpdateConnectionApiKeyAuthRequestParameters<'a> {
    api_key_name "ApiKeyName": optional &'a str,
    api_key_value "ApiKeyValue": optional &'a str,
} }

view! { UpdateConnectionAuthRequestParameters<'a> {
    basic_auth_parameters "BasicAuthParameters": optional UpdateConnectionBasicAuthRequestParameters<'a>,
    o_auth_parameters "OAuthParameters": optional UpdateConnectionOAuthRequestParameters<'a>,
    api_key_auth_parameters "ApiKeyAuthParameters": optional UpdateConnectionApiKeyAuthRequestParameters<'a>,
    invocation_http_parameters "InvocationHttpParameters": optional ConnectionHttpParameters<'a>,
    connectivity_parameters "ConnectivityParameters": optional ConnectivityResourceParameters<'a>,
} }

view! { UpdateConnectionBasicAuthRequestParameters<'a> {
    username "Username": optional &'a str,
    password "Password": optional &'a str,
} }

view! { UpdateConnectionOAuthClientRequestParameters<'a> {
    client_id "ClientID": optional &'a str,
    client_secret "ClientSecret": optional &'a str,
} }

view! { UpdateConnectionOAuthRequestParameters<'a> {
    client_parameters "ClientParameters": optional UpdateConnectionOAuthClientRequestParameters<'a>,
    authorization_endpoint "AuthorizationEndpoint": optional &'a str,
    http_method "HttpMethod": optional &'a str,
    o_auth_http_parameters "OAuthHttpParameters": optional ConnectionHttpParameters<'a>,
} }

builder! { ApiDestinationBuilder {
    api_destination_arn "ApiDestinationArn": Text,
    name "Name": Text,
    api_destination_state "ApiDestinationState": Text,
    connection_arn "ConnectionArn": Text,
    invocation_endpoint "InvocationEndpoint": Text,
    http_method "HttpMethod": Text,
    invocation_rate_limit_per_second "InvocationRateLimitPerSecond": Whole,
    creation_time "CreationTime": Time,
    last_modified_time "LastModifiedTime": Time,
} }

builder! { AppSyncParametersBuilder {
    graph_ql_operation "GraphQLOperation": Text,
} }

builder! { ArchiveBuilder {
    archive_name "ArchiveName": Text,
    event_source_arn "EventSourceArn": Text,
    state "State": Text,
    state_reason "StateReason": Text,
    retention_days "RetentionDays": Whole,
    size_bytes "SizeBytes": Whole,
    event_count "EventCount": Whole,
    creation_time "CreationTime": Time,
} }

builder! { AwsVpcConfigurationBuilder {
    subnets "Subnets": Items<Text>,
    security_groups "SecurityGroups": Items<Text>,
    assign_public_ip "AssignPublicIp": Text,
} }

builder! { BatchArrayPropertiesBuilder {
    size "Size": Whole,
} }

builder! { BatchParametersBuilder {
    job_definition "JobDefinition": Text,
    job_name "JobName": Text,
    array_properties "ArrayProperties": BatchArrayPropertiesBuilder,
    retry_strategy "RetryStrategy": BatchRetryStrategyBuilder,
} }

builder! { BatchRetryStrategyBuilder {
    attempts "Attempts": Whole,
} }

builder! { CapacityProviderStrategyItemBuilder {
    capacity_provider "capacityProvider": Text,
    weight "weight": Whole,
    base "base": Whole,
} }

builder! { ConnectionBuilder {
    connection_arn "ConnectionArn": Text,
    name "Name": Text,
    connection_state "ConnectionState": Text,
    state_reason "StateReason": Text,
    authorization_type "AuthorizationType": Text,
    creation_time "CreationTime": Time,
    last_modified_time "LastModifiedTime": Time,
    last_authorized_time "LastAuthorizedTime": Time,
} }

builder! { ConnectionApiKeyAuthResponseParametersBuilder {
    api_key_name "ApiKeyName": Text,
} }

builder! { ConnectionAuthResponseParametersBuilder {
    basic_auth_parameters "BasicAuthParameters": ConnectionBasicAuthResponseParametersBuilder,
    o_auth_parameters "OAuthParameters": ConnectionOAuthResponseParametersBuilder,
    api_key_auth_parameters "ApiKeyAuthParameters": ConnectionApiKeyAuthResponseParametersBuilder,
    invocation_http_parameters "InvocationHttpParameters": ConnectionHttpParametersBuilder,
    connectivity_parameters "ConnectivityParameters": DescribeConnectionConnectivityParametersBuilder,
} }

builder! { ConnectionBasicAuthResponseParametersBuilder {
    username "Username": Text,
} }

builder! { ConnectionBodyParameterBuilder {
    key "Key": Text,
    value "Value": Text,
    is_value_secret "IsValueSecret": Flag,
} }

builder! { ConnectionHeaderParameterBuilder {
    key "Key": Text,
    value "Value": Text,
    is_value_secret "IsValueSecret": Flag,
} }

builder! { ConnectionHttpParametersBuilder {
    header_parameters "HeaderParameters": Items<ConnectionHeaderParameterBuilder>,
    query_string_parameters "QueryStringParameters": Items<ConnectionQueryStringParameterBuilder>,
    body_parameters "BodyParameters": Items<ConnectionBodyParameterBuilder>,
} }

builder! { ConnectionOAuthClientResponseParametersBuilder {
    client_id "ClientID": Text,
} }

builder! { ConnectionOAuthResponseParametersBuilder {
    client_parameters "ClientParameters": ConnectionOAuthClientResponseParametersBuilder,
    authorization_endpoint "AuthorizationEndpoint": Text,
    http_method "HttpMethod": Text,
    o_auth_http_parameters "OAuthHttpParameters": ConnectionHttpParametersBuilder,
} }

builder! { ConnectionQueryStringParameterBuilder {
    key "Key": Text,
    value "Value": Text,
    is_value_secret "IsValueSecret": Flag,
} }

builder! { DeadLetterConfigBuilder {
    arn "Arn": Text,
} }

builder! { DescribeConnectionConnectivityParametersBuilder {
    resource_parameters "ResourceParameters": DescribeConnectionResourceParametersBuilder,
} }

builder! { DescribeConnectionResourceParametersBuilder {
    resource_configuration_arn "ResourceConfigurationArn": Text,
    resource_association_arn "ResourceAssociationArn": Text,
} }

builder! { EcsParametersBuilder {
    task_definition_arn "TaskDefinitionArn": Text,
    task_count "TaskCount": Whole,
    launch_type "LaunchType": Text,
    network_configuration "NetworkConfiguration": NetworkConfigurationBuilder,
    platform_version "PlatformVersion": Text,
    group "Group": Text,
    capacity_provider_strategy "CapacityProviderStrategy": Items<CapacityProviderStrategyItemBuilder>,
    enable_ecs_managed_tags "EnableECSManagedTags": Flag,
    enable_execute_command "EnableExecuteCommand": Flag,
    placement_constraints "PlacementConstraints": Items<PlacementConstraintBuilder>,
    placement_strategy "PlacementStrategy": Items<PlacementStrategyBuilder>,
    propagate_tags "PropagateTags": Text,
    reference_id "ReferenceId": Text,
    tags "Tags": Items<TagBuilder>,
} }

builder! { EndpointBuilder {
    name "Name": Text,
    description "Description": Text,
    arn "Arn": Text,
    routing_config "RoutingConfig": RoutingConfigBuilder,
    replication_config "ReplicationConfig": ReplicationConfigBuilder,
    event_buses "EventBuses": Items<EndpointEventBusBuilder>,
    role_arn "RoleArn": Text,
    endpoint_id "EndpointId": Text,
    endpoint_url "EndpointUrl": Text,
    state "State": Text,
    state_reason "StateReason": Text,
    creation_time "CreationTime": Time,
    last_modified_time "LastModifiedTime": Time,
} }

builder! { EndpointEventBusBuilder {
    event_bus_arn "EventBusArn": Text,
} }

builder! { EventBusBuilder {
    name "Name": Text,
    arn "Arn": Text,
    description "Description": Text,
    policy "Policy": Text,
    creation_time "CreationTime": Time,
    last_modified_time "LastModifiedTime": Time,
    managed_by "ManagedBy": Text,
} }

builder! { FailoverConfigBuilder {
    primary "Primary": PrimaryBuilder,
    secondary "Secondary": SecondaryBuilder,
} }

builder! { HttpParametersBuilder {
    path_parameter_values "PathParameterValues": Items<Text>,
    header_parameters "HeaderParameters": Entries<Text>,
    query_string_parameters "QueryStringParameters": Entries<Text>,
} }

builder! { InputTransformerBuilder {
    input_paths_map "InputPathsMap": Entries<Text>,
    input_template "InputTemplate": Text,
} }

builder! { KinesisParametersBuilder {
    partition_key_path "PartitionKeyPath": Text,
} }

builder! { LogConfigBuilder {
    include_detail "IncludeDetail": Text,
    level "Level": Text,
} }

builder! { NetworkConfigurationBuilder {
    awsvpc_configuration "awsvpcConfiguration": AwsVpcConfigurationBuilder,
} }

builder! { PlacementConstraintBuilder {
    type_ "type": Text,
    expression "expression": Text,
} }

builder! { PlacementStrategyBuilder {
    type_ "type": Text,
    field "field": Text,
} }

builder! { PrimaryBuilder {
    health_check "HealthCheck": Text,
} }

builder! { PutEventsResultEntryBuilder {
    event_id "EventId": Text,
    error_code "ErrorCode": Text,
    error_message "ErrorMessage": Text,
} }

builder! { PutTargetsResultEntryBuilder {
    target_id "TargetId": Text,
    error_code "ErrorCode": Text,
    error_message "ErrorMessage": Text,
} }

builder! { RedshiftDataParametersBuilder {
    secret_manager_arn "SecretManagerArn": Text,
    database "Database": Text,
    db_user "DbUser": Text,
    sql "Sql": Text,
    statement_name "StatementName": Text,
    with_event "WithEvent": Flag,
    sqls "Sqls": Items<Text>,
} }

builder! { RemoveTargetsResultEntryBuilder {
    target_id "TargetId": Text,
    error_code "ErrorCode": Text,
    error_message "ErrorMessage": Text,
} }

builder! { ReplayBuilder {
    replay_name "ReplayName": Text,
    event_source_arn "EventSourceArn": Text,
    state "State": Text,
    state_reason "StateReason": Text,
    event_start_time "EventStartTime": Time,
    event_end_time "EventEndTime": Time,
    event_last_replayed_time "EventLastReplayedTime": Time,
    replay_start_time "ReplayStartTime": Time,
    replay_end_time "ReplayEndTime": Time,
} }

builder! { ReplayDestinationBuilder {
    arn "Arn": Text,
    filter_arns "FilterArns": Items<Text>,
} }

builder! { ReplicationConfigBuilder {
    state "State": Text,
} }

builder! { RetryPolicyBuilder {
    maximum_retry_attempts "MaximumRetryAttempts": Whole,
    maximum_event_age_in_seconds "MaximumEventAgeInSeconds": Whole,
} }

builder! { RoutingConfigBuilder {
    failover_config "FailoverConfig": FailoverConfigBuilder,
} }

builder! { RuleBuilder {
    name "Name": Text,
    arn "Arn": Text,
    event_pattern "EventPattern": Text,
    state "State": Text,
    description "Description": Text,
    schedule_expression "ScheduleExpression": Text,
    role_arn "RoleArn": Text,
    managed_by "ManagedBy": Text,
    event_bus_name "EventBusName": Text,
} }

builder! { RunCommandParametersBuilder {
    run_command_targets "RunCommandTargets": Items<RunCommandTargetBuilder>,
} }

builder! { RunCommandTargetBuilder {
    key "Key": Text,
    values "Values": Items<Text>,
} }

builder! { SageMakerPipelineParameterBuilder {
    name "Name": Text,
    value "Value": Text,
} }

builder! { SageMakerPipelineParametersBuilder {
    pipeline_parameter_list "PipelineParameterList": Items<SageMakerPipelineParameterBuilder>,
} }

builder! { SecondaryBuilder {
    route "Route": Text,
} }

builder! { SqsParametersBuilder {
    message_group_id "MessageGroupId": Text,
} }

builder! { TagBuilder {
    key "Key": Text,
    value "Value": Text,
} }

builder! { TargetBuilder {
    id "Id": Text,
    arn "Arn": Text,
    role_arn "RoleArn": Text,
    input "Input": Text,
    input_path "InputPath": Text,
    input_transformer "InputTransformer": InputTransformerBuilder,
    kinesis_parameters "KinesisParameters": KinesisParametersBuilder,
    run_command_parameters "RunCommandParameters": RunCommandParametersBuilder,
    ecs_parameters "EcsParameters": EcsParametersBuilder,
    batch_parameters "BatchParameters": BatchParametersBuilder,
    sqs_parameters "SqsParameters": SqsParametersBuilder,
    http_parameters "HttpParameters": HttpParametersBuilder,
    redshift_data_parameters "RedshiftDataParameters": RedshiftDataParametersBuilder,
    sage_maker_pipeline_parameters "SageMakerPipelineParameters": SageMakerPipelineParametersBuilder,
    dead_letter_config "DeadLetterConfig": DeadLetterConfigBuilder,
    retry_policy "RetryPolicy": RetryPolicyBuilder,
    app_sync_parameters "AppSyncParameters": AppSyncParametersBuilder,
} }

/// The errors that the implemented operations list.
pub mod error {
    kernel::errors! {
        access_denied_exception "AccessDeniedException" 400;
        concurrent_modification_exception "ConcurrentModificationException" 400;
        illegal_status_exception "IllegalStatusException" 400;
        internal_exception "InternalException" 500;
        invalid_event_pattern_exception "InvalidEventPatternException" 400;
        invalid_state_exception "InvalidStateException" 400;
        limit_exceeded_exception "LimitExceededException" 400;
        managed_rule_exception "ManagedRuleException" 400;
        operation_disabled_exception "OperationDisabledException" 400;
        policy_length_exceeded_exception "PolicyLengthExceededException" 400;
        resource_already_exists_exception "ResourceAlreadyExistsException" 400;
        resource_not_found_exception "ResourceNotFoundException" 400;
        throttling_exception "ThrottlingException" 400;
    }
}

pub mod api_destination_http_method {
    pub const POST: &str = "POST";
    pub const GET: &str = "GET";
    pub const HEAD: &str = "HEAD";
    pub const OPTIONS: &str = "OPTIONS";
    pub const PUT: &str = "PUT";
    pub const PATCH: &str = "PATCH";
    pub const DELETE: &str = "DELETE";
}

pub mod api_destination_state {
    pub const ACTIVE: &str = "ACTIVE";
    pub const INACTIVE: &str = "INACTIVE";
}

pub mod archive_state {
    pub const ENABLED: &str = "ENABLED";
    pub const DISABLED: &str = "DISABLED";
    pub const CREATING: &str = "CREATING";
    pub const UPDATING: &str = "UPDATING";
    pub const CREATE_FAILED: &str = "CREATE_FAILED";
    pub const UPDATE_FAILED: &str = "UPDATE_FAILED";
}

pub mod assign_public_ip {
    pub const ENABLED: &str = "ENABLED";
    pub const DISABLED: &str = "DISABLED";
}

pub mod connection_authorization_type {
    pub const BASIC: &str = "BASIC";
    pub const OAUTH_CLIENT_CREDENTIALS: &str = "OAUTH_CLIENT_CREDENTIALS";
    pub const API_KEY: &str = "API_KEY";
}

pub mod connection_o_auth_http_method {
    pub const GET: &str = "GET";
    pub const POST: &str = "POST";
    pub const PUT: &str = "PUT";
}

pub mod connection_state {
    pub const CREATING: &str = "CREATING";
    pub const UPDATING: &str = "UPDATING";
    pub const DELETING: &str = "DELETING";
    pub const AUTHORIZED: &str = "AUTHORIZED";
    pub const DEAUTHORIZED: &str = "DEAUTHORIZED";
    pub const AUTHORIZING: &str = "AUTHORIZING";
    pub const DEAUTHORIZING: &str = "DEAUTHORIZING";
    pub const ACTIVE: &str = "ACTIVE";
    pub const FAILED_CONNECTIVITY: &str = "FAILED_CONNECTIVITY";
}

pub mod endpoint_state {
    pub const ACTIVE: &str = "ACTIVE";
    pub const CREATING: &str = "CREATING";
    pub const UPDATING: &str = "UPDATING";
    pub const DELETING: &str = "DELETING";
    pub const CREATE_FAILED: &str = "CREATE_FAILED";
    pub const UPDATE_FAILED: &str = "UPDATE_FAILED";
    pub const DELETE_FAILED: &str = "DELETE_FAILED";
}

pub mod include_detail {
    pub const NONE: &str = "NONE";
    pub const FULL: &str = "FULL";
}

pub mod launch_type {
    pub const EC2: &str = "EC2";
    pub const FARGATE: &str = "FARGATE";
    pub const EXTERNAL: &str = "EXTERNAL";
}

pub mod level {
    pub const OFF: &str = "OFF";
    pub const ERROR: &str = "ERROR";
    pub const INFO: &str = "INFO";
    pub const TRACE: &str = "TRACE";
}

pub mod placement_constraint_type {
    pub const DISTINCT_INSTANCE: &str = "distinctInstance";
    pub const MEMBER_OF: &str = "memberOf";
}

pub mod placement_strategy_type {
    pub const RANDOM: &str = "random";
    pub const SPREAD: &str = "spread";
    pub const BINPACK: &str = "binpack";
}

pub mod propagate_tags {
    pub const TASK_DEFINITION: &str = "TASK_DEFINITION";
}

pub mod replay_state {
    pub const STARTING: &str = "STARTING";
    pub const RUNNING: &str = "RUNNING";
    pub const CANCELLING: &str = "CANCELLING";
    pub const COMPLETED: &str = "COMPLETED";
    pub const CANCELLED: &str = "CANCELLED";
    pub const FAILED: &str = "FAILED";
}

pub mod replication_state {
    pub const ENABLED: &str = "ENABLED";
    pub const DISABLED: &str = "DISABLED";
}

pub mod rule_state {
    pub const ENABLED: &str = "ENABLED";
    pub const DISABLED: &str = "DISABLED";
    pub const ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS: &str =
        "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS";
}
