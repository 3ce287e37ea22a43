//! Inputs, outputs, errors and enums of the implemented operations of DynamoDB.
//!
//! Written by `cargo xtask codegen dynamodb` from `operations.txt` and the model;
//! not to be edited.

use bytes::Bytes;
use kernel::view::kind::{Blob, Entries, Flag, Items, Real, Text, Time, Whole};
use kernel::view::{List, Map};
use kernel::{Timestamp, builder, operations, view};

operations! {
    BatchExecuteStatement: BatchExecuteStatementInput, BatchExecuteStatementOutput;
    BatchGetItem: BatchGetItemInput, BatchGetItemOutput;
    BatchWriteItem: BatchWriteItemInput, BatchWriteItemOutput;
    CreateBackup: CreateBackupInput, CreateBackupOutput;
    CreateGlobalTable: CreateGlobalTableInput, CreateGlobalTableOutput;
    CreateTable: CreateTableInput, CreateTableOutput;
    DeleteBackup: DeleteBackupInput, DeleteBackupOutput;
    DeleteItem: DeleteItemInput, DeleteItemOutput;
    DeleteResourcePolicy: DeleteResourcePolicyInput, DeleteResourcePolicyOutput;
    DeleteTable: DeleteTableInput, DeleteTableOutput;
    DescribeBackup: DescribeBackupInput, DescribeBackupOutput;
    DescribeContinuousBackups: DescribeContinuousBackupsInput, DescribeContinuousBackupsOutput;
    DescribeContributorInsights: DescribeContributorInsightsInput, DescribeContributorInsightsOutput;
    DescribeEndpoints: DescribeEndpointsInput, DescribeEndpointsOutput;
    DescribeExport: DescribeExportInput, DescribeExportOutput;
    DescribeGlobalTable: DescribeGlobalTableInput, DescribeGlobalTableOutput;
    DescribeGlobalTableSettings: DescribeGlobalTableSettingsInput, DescribeGlobalTableSettingsOutput;
    DescribeImport: DescribeImportInput, DescribeImportOutput;
    DescribeKinesisStreamingDestination: DescribeKinesisStreamingDestinationInput, DescribeKinesisStreamingDestinationOutput;
    DescribeLimits: DescribeLimitsInput, DescribeLimitsOutput;
    DescribeTable: DescribeTableInput, DescribeTableOutput;
    DescribeTableReplicaAutoScaling: DescribeTableReplicaAutoScalingInput, DescribeTableReplicaAutoScalingOutput;
    DescribeTimeToLive: DescribeTimeToLiveInput, DescribeTimeToLiveOutput;
    DisableKinesisStreamingDestination: DisableKinesisStreamingDestinationInput, DisableKinesisStreamingDestinationOutput;
    EnableKinesisStreamingDestination: EnableKinesisStreamingDestinationInput, EnableKinesisStreamingDestinationOutput;
    ExecuteStatement: ExecuteStatementInput, ExecuteStatementOutput;
    ExecuteTransaction: ExecuteTransactionInput, ExecuteTransactionOutput;
    ExportTableToPointInTime: ExportTableToPointInTimeInput, ExportTableToPointInTimeOutput;
    GetItem: GetItemInput, GetItemOutput;
    GetResourcePolicy: GetResourcePolicyInput, GetResourcePolicyOutput;
    ImportTable: ImportTableInput, ImportTableOutput;
    ListBackups: ListBackupsInput, ListBackupsOutput;
    ListContributorInsights: ListContributorInsightsInput, ListContributorInsightsOutput;
    ListExports: ListExportsInput, ListExportsOutput;
    ListGlobalTables: ListGlobalTablesInput, ListGlobalTablesOutput;
    ListImports: ListImportsInput, ListImportsOutput;
    ListTables: ListTablesInput, ListTablesOutput;
    ListTagsOfResource: ListTagsOfResourceInput, ListTagsOfResourceOutput;
    PutItem: PutItemInput, PutItemOutput;
    PutResourcePolicy: PutResourcePolicyInput, PutResourcePolicyOutput;
    Query: QueryInput, QueryOutput;
    RestoreTableFromBackup: RestoreTableFromBackupInput, RestoreTableFromBackupOutput;
    RestoreTableToPointInTime: RestoreTableToPointInTimeInput, RestoreTableToPointInTimeOutput;
    Scan: ScanInput, ScanOutput;
    SearchVectors: SearchVectorsInput, SearchVectorsOutput;
    TagResource: TagResourceInput, TagResourceOutput;
    TransactGetItems: TransactGetItemsInput, TransactGetItemsOutput;
    TransactWriteItems: TransactWriteItemsInput, TransactWriteItemsOutput;
    UntagResource: UntagResourceInput, UntagResourceOutput;
    UpdateContinuousBackups: UpdateContinuousBackupsInput, UpdateContinuousBackupsOutput;
    UpdateContributorInsights: UpdateContributorInsightsInput, UpdateContributorInsightsOutput;
    UpdateGlobalTable: UpdateGlobalTableInput, UpdateGlobalTableOutput;
    UpdateGlobalTableSettings: UpdateGlobalTableSettingsInput, UpdateGlobalTableSettingsOutput;
    UpdateItem: UpdateItemInput, UpdateItemOutput;
    UpdateKinesisStreamingDestination: UpdateKinesisStreamingDestinationInput, UpdateKinesisStreamingDestinationOutput;
    UpdateTable: UpdateTableInput, UpdateTableOutput;
    UpdateTableReplicaAutoScaling: UpdateTableReplicaAutoScalingInput, UpdateTableReplicaAutoScalingOutput;
    UpdateTimeToLive: UpdateTimeToLiveInput, UpdateTimeToLiveOutput;
}

view! { BatchExecuteStatementInput<'a> {
    statements "Statements": required List<'a, BatchStatementRequest<'a>>,
    return_consumed_capacity "ReturnConsumedCapacity": optional &'a str,
} }

builder! { BatchExecuteStatementOutput {
    responses "Responses": Items<BatchStatementResponseBuilder>,
    consumed_capacity "ConsumedCapacity": Items<ConsumedCapacityBuilder>,
} }

view! { BatchGetItemInput<'a> {
    request_items "RequestItems": required Map<'a, KeysAndAttributes<'a>>,
    return_consumed_capacity "ReturnConsumedCapacity": optional &'a str,
} }

builder! { BatchGetItemOutput {
    responses "Responses": Entries<Items<Entries<AttributeValueBuilder>>>,
    unprocessed_keys "UnprocessedKeys": Entries<KeysAndAttributesBuilder>,
    consumed_capacity "ConsumedCapacity": Items<ConsumedCapacityBuilder>,
} }

view! { BatchWriteItemInput<'a> {
    request_items "RequestItems": required Map<'a, List<'a, WriteRequest<'a>>>,
    return_consumed_capacity "ReturnConsumedCapacity": optional &'a str,
    return_item_collection_metrics "ReturnItemCollectionMetrics": optional &'a str,
} }

builder! { BatchWriteItemOutput {
    unprocessed_items "UnprocessedItems": Entries<Items<WriteRequestBuilder>>,
    item_collection_metrics "ItemCollectionMetrics": Entries<Items<ItemCollectionMetricsBuilder>>,
    consumed_capacity "ConsumedCapacity": Items<ConsumedCapacityBuilder>,
} }

view! { CreateBackupInput<'a> {
    table_name "TableName": required &'a str,
    backup_name "BackupName": required &'a str,
} }

builder! { CreateBackupOutput {
    backup_details "BackupDetails": BackupDetailsBuilder,
} }

view! { CreateGlobalTableInput<'a> {
    global_table_name "GlobalTableName": required &'a str,
    replication_group "ReplicationGroup": required List<'a, Replica<'a>>,
} }

builder! { CreateGlobalTableOutput {
    global_table_description "GlobalTableDescription": GlobalTableDescriptionBuilder,
} }

view! { CreateTableInput<'a> {
    attribute_definitions "AttributeDefinitions": optional List<'a, AttributeDefinition<'a>>,
    table_name "TableName": required &'a str,
    key_schema "KeySchema": optional List<'a, KeySchemaElement<'a>>,
    local_secondary_indexes "LocalSecondaryIndexes": optional List<'a, LocalSecondaryIndex<'a>>,
    global_secondary_indexes "GlobalSecondaryIndexes": optional List<'a, GlobalSecondaryIndex<'a>>,
    billing_mode "BillingMode": optional &'a str,
    provisioned_throughput "ProvisionedThroughput": optional ProvisionedThroughput<'a>,
    stream_specification "StreamSpecification": optional StreamSpecification<'a>,
    sse_specification "SSESpecification": optional SSESpecification<'a>,
    tags "Tags": optional List<'a, Tag<'a>>,
    table_class "TableClass": optional &'a str,
    deletion_protection_enabled "DeletionProtectionEnabled": optional bool,
    warm_throughput "WarmThroughput": optional WarmThroughput<'a>,
    resource_policy "ResourcePolicy": optional &'a str,
    on_demand_throughput "OnDemandThroughput": optional OnDemandThroughput<'a>,
    global_table_source_arn "GlobalTableSourceArn": optional &'a str,
    global_table_settings_replication_mode "GlobalTableSettingsReplicationMode": optional &'a str,
    vector_indexes "VectorIndexes": optional List<'a, VectorIndex<'a>>,
} }

builder! { CreateTableOutput {
    table_description "TableDescription": TableDescriptionBuilder,
} }

view! { DeleteBackupInput<'a> {
    backup_arn "BackupArn": required &'a str,
} }

builder! { DeleteBackupOutput {
    backup_description "BackupDescription": BackupDescriptionBuilder,
} }

view! { DeleteItemInput<'a> {
    table_name "TableName": required &'a str,
    key "Key": required Map<'a, AttributeValue<'a>>,
    expected "Expected": optional Map<'a, ExpectedAttributeValue<'a>>,
    conditional_operator "ConditionalOperator": optional &'a str,
    return_values "ReturnValues": optional &'a str,
    return_consumed_capacity "ReturnConsumedCapacity": optional &'a str,
    return_item_collection_metrics "ReturnItemCollectionMetrics": optional &'a str,
    condition_expression "ConditionExpression": optional &'a str,
    expression_attribute_names "ExpressionAttributeNames": optional Map<'a, &'a str>,
    expression_attribute_values "ExpressionAttributeValues": optional Map<'a, AttributeValue<'a>>,
    return_values_on_condition_check_failure "ReturnValuesOnConditionCheckFailure": optional &'a str,
} }

builder! { DeleteItemOutput {
    attributes "Attributes": Entries<AttributeValueBuilder>,
    consumed_capacity "ConsumedCapacity": ConsumedCapacityBuilder,
    item_collection_metrics "ItemCollectionMetrics": ItemCollectionMetricsBuilder,
} }

view! { DeleteResourcePolicyInput<'a> {
    resource_arn "ResourceArn": required &'a str,
    expected_revision_id "ExpectedRevisionId": optional &'a str,
} }

builder! { DeleteResourcePolicyOutput {
    revision_id "RevisionId": Text,
} }

view! { DeleteTableInput<'a> {
    table_name "TableName": required &'a str,
} }

builder! { DeleteTableOutput {
    table_description "TableDescription": TableDescriptionBuilder,
} }

view! { DescribeBackupInput<'a> {
    backup_arn "BackupArn": required &'a str,
} }

builder! { DescribeBackupOutput {
    backup_description "BackupDescription": BackupDescriptionBuilder,
} }

view! { DescribeContinuousBackupsInput<'a> {
    table_name "TableName": required &'a str,
} }

builder! { DescribeContinuousBackupsOutput {
    continuous_backups_description "ContinuousBackupsDescription": ContinuousBackupsDescriptionBuilder,
} }

view! { DescribeContributorInsightsInput<'a> {
    table_name "TableName": required &'a str,
    index_name "IndexName": optional &'a str,
} }

builder! { DescribeContributorInsightsOutput {
    table_name "TableName": Text,
    index_name "IndexName": Text,
    contributor_insights_rule_list "ContributorInsightsRuleList": Items<Text>,
    contributor_insights_status "ContributorInsightsStatus": Text,
    last_update_date_time "LastUpdateDateTime": Time,
    failure_exception "FailureException": FailureExceptionBuilder,
    contributor_insights_mode "ContributorInsightsMode": Text,
} }

view! { DescribeEndpointsInput<'a> {
} }

builder! { DescribeEndpointsOutput {
    endpoints "Endpoints": Items<EndpointBuilder>,
} }

view! { DescribeExportInput<'a> {
    export_arn "ExportArn": required &'a str,
} }

builder! { DescribeExportOutput {
    export_description "ExportDescription": ExportDescriptionBuilder,
} }

view! { DescribeGlobalTableInput<'a> {
    global_table_name "GlobalTableName": required &'a str,
} }

builder! { DescribeGlobalTableOutput {
    global_table_description "GlobalTableDescription": GlobalTableDescriptionBuilder,
} }

view! { DescribeGlobalTableSettingsInput<'a> {
    global_table_name "GlobalTableName": required &'a str,
} }

builder! { DescribeGlobalTableSettingsOutput {
    global_table_name "GlobalTableName": Text,
    replica_settings "ReplicaSettings": Items<ReplicaSettingsDescriptionBuilder>,
} }

view! { DescribeImportInput<'a> {
    import_arn "ImportArn": required &'a str,
} }

builder! { DescribeImportOutput {
    import_table_description "ImportTableDescription": ImportTableDescriptionBuilder,
} }

view! { DescribeKinesisStreamingDestinationInput<'a> {
    table_name "TableName": required &'a str,
} }

builder! { DescribeKinesisStreamingDestinationOutput {
    table_name "TableName": Text,
    kinesis_data_stream_destinations "KinesisDataStreamDestinations": Items<KinesisDataStreamDestinationBuilder>,
} }

view! { DescribeLimitsInput<'a> {
} }

builder! { DescribeLimitsOutput {
    account_max_read_capacity_units "AccountMaxReadCapacityUnits": Whole,
    account_max_write_capacity_units "AccountMaxWriteCapacityUnits": Whole,
    table_max_read_capacity_units "TableMaxReadCapacityUnits": Whole,
    table_max_write_capacity_units "TableMaxWriteCapacityUnits": Whole,
} }

view! { DescribeTableInput<'a> {
    table_name "TableName": required &'a str,
} }

builder! { DescribeTableOutput {
    table "Table": TableDescriptionBuilder,
} }

view! { DescribeTableReplicaAutoScalingInput<'a> {
    table_name "TableName": required &'a str,
} }

builder! { DescribeTableReplicaAutoScalingOutput {
    table_auto_scaling_description "TableAutoScalingDescription": TableAutoScalingDescriptionBuilder,
} }

view! { DescribeTimeToLiveInput<'a> {
    table_name "TableName": required &'a str,
} }

builder! { DescribeTimeToLiveOutput {
    time_to_live_description "TimeToLiveDescription": TimeToLiveDescriptionBuilder,
} }

view! { DisableKinesisStreamingDestinationInput<'a> {
    table_name "TableName": required &'a str,
    stream_arn "StreamArn": required &'a str,
    enable_kinesis_streaming_configuration "EnableKinesisStreamingConfiguration": optional EnableKinesisStreamingConfiguration<'a>,
} }

builder! { DisableKinesisStreamingDestinationOutput {
    table_name "TableName": Text,
    stream_arn "StreamArn": Text,
    destination_status "DestinationStatus": Text,
    enable_kinesis_streaming_configuration "EnableKinesisStreamingConfiguration": EnableKinesisStreamingConfigurationBuilder,
} }

view! { EnableKinesisStreamingDestinationInput<'a> {
    table_name "TableName": required &'a str,
    stream_arn "StreamArn": required &'a str,
    enable_kinesis_streaming_configuration "EnableKinesisStreamingConfiguration": optional EnableKinesisStreamingConfiguration<'a>,
} }

builder! { EnableKinesisStreamingDestinationOutput {
    table_name "TableName": Text,
    stream_arn "StreamArn": Text,
    destination_status "DestinationStatus": Text,
    enable_kinesis_streaming_configuration "EnableKinesisStreamingConfiguration": EnableKinesisStreamingConfigurationBuilder,
} }

view! { ExecuteStatementInput<'a> {
    statement "Statement": required &'a str,
    parameters "Parameters": optional List<'a, AttributeValue<'a>>,
    consistent_read "ConsistentRead": optional bool,
    next_token "NextToken": optional &'a str,
    return_consumed_capacity "ReturnConsumedCapacity": optional &'a str,
    limit "Limit": optional i64,
    return_values_on_condition_check_failure "ReturnValuesOnConditionCheckFailure": optional &'a str,
} }

builder! { ExecuteStatementOutput {
    items "Items": Items<Entries<AttributeValueBuilder>>,
    next_token "NextToken": Text,
    consumed_capacity "ConsumedCapacity": ConsumedCapacityBuilder,
    last_evaluated_key "LastEvaluatedKey": Entries<AttributeValueBuilder>,
} }

view! { ExecuteTransactionInput<'a> {
    transact_statements "TransactStatements": required List<'a, ParameterizedStatement<'a>>,
    client_request_token "ClientRequestToken": optional &'a str,
    return_consumed_capacity "ReturnConsumedCapacity": optional &'a str,
} }

builder! { ExecuteTransactionOutput {
    responses "Responses": Items<ItemResponseBuilder>,
    consumed_capacity "ConsumedCapacity": Items<ConsumedCapacityBuilder>,
} }

view! { ExportTableToPointInTimeInput<'a> {
    table_arn "TableArn": required &'a str,
    export_time "ExportTime": optional Timestamp,
    client_token "ClientToken": optional &'a str,
    s3_bucket "S3Bucket": required &'a str,
    s3_bucket_owner "S3BucketOwner": optional &'a str,
    s3_prefix "S3Prefix": optional &'a str,
    s3_sse_algorithm "S3SseAlgorithm": optional &'a str,
    s3_sse_kms_key_id "S3SseKmsKeyId": optional &'a str,
    export_format "ExportFormat": optional &'a str,
    export_type "ExportType": optional &'a str,
    incremental_export_specification "IncrementalExportSpecification": optional IncrementalExportSpecification<'a>,
    filter_specification "FilterSpecification": optional FilterSpecification<'a>,
} }

builder! { ExportTableToPointInTimeOutput {
    export_description "ExportDescription": ExportDescriptionBuilder,
} }

view! { GetItemInput<'a> {
    table_name "TableName": required &'a str,
    key "Key": required Map<'a, AttributeValue<'a>>,
    attributes_to_get "AttributesToGet": optional List<'a, &'a str>,
    consistent_read "ConsistentRead": optional bool,
    return_consumed_capacity "ReturnConsumedCapacity": optional &'a str,
    projection_expression "ProjectionExpression": optional &'a str,
    expression_attribute_names "ExpressionAttributeNames": optional Map<'a, &'a str>,
} }

builder! { GetItemOutput {
    item "Item": Entries<AttributeValueBuilder>,
    consumed_capacity "ConsumedCapacity": ConsumedCapacityBuilder,
} }

view! { GetResourcePolicyInput<'a> {
    resource_arn "ResourceArn": required &'a str,
} }

builder! { GetResourcePolicyOutput {
    policy "Policy": Text,
    revision_id "RevisionId": Text,
} }

view! { ImportTableInput<'a> {
    client_token "ClientToken": optional &'a str,
    s3_bucket_source "S3BucketSource": required S3BucketSource<'a>,
    input_format "InputFormat": required &'a str,
    input_format_options "InputFormatOptions": optional InputFormatOptions<'a>,
    input_compression_type "InputCompressionType": optional &'a str,
    table_creation_parameters "TableCreationParameters": required TableCreationParameters<'a>,
} }

builder! { ImportTableOutput {
    import_table_description "ImportTableDescription": ImportTableDescriptionBuilder,
} }

view! { ListBackupsInput<'a> {
    table_name "TableName": optional &'a str,
    limit "Limit": optional i64,
    time_range_lower_bound "TimeRangeLowerBound": optional Timestamp,
    time_range_upper_bound "TimeRangeUpperBound": optional Timestamp,
    exclusive_start_backup_arn "ExclusiveStartBackupArn": optional &'a str,
    backup_type "BackupType": optional &'a str,
} }

builder! { ListBackupsOutput {
    backup_summaries "BackupSummaries": Items<BackupSummaryBuilder>,
    last_evaluated_backup_arn "LastEvaluatedBackupArn": Text,
} }

view! { ListContributorInsightsInput<'a> {
    table_name "TableName": optional &'a str,
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
} }

builder! { ListContributorInsightsOutput {
    contributor_insights_summaries "ContributorInsightsSummaries": Items<ContributorInsightsSummaryBuilder>,
    next_token "NextToken": Text,
} }

view! { ListExportsInput<'a> {
    table_arn "TableArn": optional &'a str,
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
} }

builder! { ListExportsOutput {
    export_summaries "ExportSummaries": Items<ExportSummaryBuilder>,
    next_token "NextToken": Text,
} }

view! { ListGlobalTablesInput<'a> {
    exclusive_start_global_table_name "ExclusiveStartGlobalTableName": optional &'a str,
    limit "Limit": optional i64,
    region_name "RegionName": optional &'a str,
} }

builder! { ListGlobalTablesOutput {
    global_tables "GlobalTables": Items<GlobalTableBuilder>,
    last_evaluated_global_table_name "LastEvaluatedGlobalTableName": Text,
} }

view! { ListImportsInput<'a> {
    table_arn "TableArn": optional &'a str,
    page_size "PageSize": optional i64,
    next_token "NextToken": optional &'a str,
} }

builder! { ListImportsOutput {
    import_summary_list "ImportSummaryList": Items<ImportSummaryBuilder>,
    next_token "NextToken": Text,
} }

view! { ListTablesInput<'a> {
    exclusive_start_table_name "ExclusiveStartTableName": optional &'a str,
    limit "Limit": optional i64,
} }

builder! { ListTablesOutput {
    table_names "TableNames": Items<Text>,
    last_evaluated_table_name "LastEvaluatedTableName": Text,
} }

view! { ListTagsOfResourceInput<'a> {
    resource_arn "ResourceArn": required &'a str,
    next_token "NextToken": optional &'a str,
} }

builder! { ListTagsOfResourceOutput {
    tags "Tags": Items<TagBuilder>,
    next_token "NextToken": Text,
} }

view! { PutItemInput<'a> {
    table_name "TableName": required &'a str,
    item "Item": required Map<'a, AttributeValue<'a>>,
    expected "Expected": optional Map<'a, ExpectedAttributeValue<'a>>,
    return_values "ReturnValues": optional &'a str,
    return_consumed_capacity "ReturnConsumedCapacity": optional &'a str,
    return_item_collection_metrics "ReturnItemCollectionMetrics": optional &'a str,
    conditional_operator "ConditionalOperator": optional &'a str,
    condition_expression "ConditionExpression": optional &'a str,
    expression_attribute_names "ExpressionAttributeNames": optional Map<'a, &'a str>,
    expression_attribute_values "ExpressionAttributeValues": optional Map<'a, AttributeValue<'a>>,
    return_values_on_condition_check_failure "ReturnValuesOnConditionCheckFailure": optional &'a str,
} }

builder! { PutItemOutput {
    attributes "Attributes": Entries<AttributeValueBuilder>,
    consumed_capacity "ConsumedCapacity": ConsumedCapacityBuilder,
    item_collection_metrics "ItemCollectionMetrics": ItemCollectionMetricsBuilder,
} }

view! { PutResourcePolicyInput<'a> {
    resource_arn "ResourceArn": required &'a str,
    policy "Policy": required &'a str,
    expected_revision_id "ExpectedRevisionId": optional &'a str,
    confirm_remove_self_resource_access "ConfirmRemoveSelfResourceAccess": optional bool,
} }

builder! { PutResourcePolicyOutput {
    revision_id "RevisionId": Text,
} }

view! { QueryInput<'a> {
    table_name "TableName": required &'a str,
    index_name "IndexName": optional &'a str,
    select "Select": optional &'a str,
    attributes_to_get "AttributesToGet": optional List<'a, &'a str>,
    limit "Limit": optional i64,
    consistent_read "ConsistentRead": optional bool,
    key_conditions "KeyConditions": optional Map<'a, Condition<'a>>,
    query_filter "QueryFilter": optional Map<'a, Condition<'a>>,
    conditional_operator "ConditionalOperator": optional &'a str,
    scan_index_forward "ScanIndexForward": optional bool,
    exclusive_start_key "ExclusiveStartKey": optional Map<'a, AttributeValue<'a>>,
    return_consumed_capacity "ReturnConsumedCapacity": optional &'a str,
    projection_expression "ProjectionExpression": optional &'a str,
    filter_expression "FilterExpression": optional &'a str,
    key_condition_expression "KeyConditionExpression": optional &'a str,
    expression_attribute_names "ExpressionAttributeNames": optional Map<'a, &'a str>,
    expression_attribute_values "ExpressionAttributeValues": optional Map<'a, AttributeValue<'a>>,
} }

builder! { QueryOutput {
    items "Items": Items<Entries<AttributeValueBuilder>>,
    count "Count": Whole,
    scanned_count "ScannedCount": Whole,
    last_evaluated_key "LastEvaluatedKey": Entries<AttributeValueBuilder>,
    consumed_capacity "ConsumedCapacity": ConsumedCapacityBuilder,
} }

view! { RestoreTableFromBackupInput<'a> {
    target_table_name "TargetTableName": required &'a str,
    backup_arn "BackupArn": required &'a str,
    billing_mode_override "BillingModeOverride": optional &'a str,
    global_secondary_index_override "GlobalSecondaryIndexOverride": optional List<'a, GlobalSecondaryIndex<'a>>,
    local_secondary_index_override "LocalSecondaryIndexOverride": optional List<'a, LocalSecondaryIndex<'a>>,
    provisioned_throughput_override "ProvisionedThroughputOverride": optional ProvisionedThroughput<'a>,
    on_demand_throughput_override "OnDemandThroughputOverride": optional OnDemandThroughput<'a>,
    sse_specification_override "SSESpecificationOverride": optional SSESpecification<'a>,
    vector_index_override "VectorIndexOverride": optional List<'a, VectorIndex<'a>>,
} }

builder! { RestoreTableFromBackupOutput {
    table_description "TableDescription": TableDescriptionBuilder,
} }

view! { RestoreTableToPointInTimeInput<'a> {
    source_table_arn "SourceTableArn": optional &'a str,
    source_table_name "SourceTableName": optional &'a str,
    target_table_name "TargetTableName": required &'a str,
    use_latest_restorable_time "UseLatestRestorableTime": optional bool,
    restore_date_time "RestoreDateTime": optional Timestamp,
    billing_mode_override "BillingModeOverride": optional &'a str,
    global_secondary_index_override "GlobalSecondaryIndexOverride": optional List<'a, GlobalSecondaryIndex<'a>>,
    local_secondary_index_override "LocalSecondaryIndexOverride": optional List<'a, LocalSecondaryIndex<'a>>,
    provisioned_throughput_override "ProvisionedThroughputOverride": optional ProvisionedThroughput<'a>,
    on_demand_throughput_override "OnDemandThroughputOverride": optional OnDemandThroughput<'a>,
    sse_specification_override "SSESpecificationOverride": optional SSESpecification<'a>,
    vector_index_override "VectorIndexOverride": optional List<'a, VectorIndex<'a>>,
} }

builder! { RestoreTableToPointInTimeOutput {
    table_description "TableDescription": TableDescriptionBuilder,
} }

view! { ScanInput<'a> {
    table_name "TableName": required &'a str,
    index_name "IndexName": optional &'a str,
    attributes_to_get "AttributesToGet": optional List<'a, &'a str>,
    limit "Limit": optional i64,
    select "Select": optional &'a str,
    scan_filter "ScanFilter": optional Map<'a, Condition<'a>>,
    conditional_operator "ConditionalOperator": optional &'a str,
    exclusive_start_key "ExclusiveStartKey": optional Map<'a, AttributeValue<'a>>,
    return_consumed_capacity "ReturnConsumedCapacity": optional &'a str,
    total_segments "TotalSegments": optional i64,
    segment "Segment": optional i64,
    projection_expression "ProjectionExpression": optional &'a str,
    filter_expression "FilterExpression": optional &'a str,
    expression_attribute_names "ExpressionAttributeNames": optional Map<'a, &'a str>,
    expression_attribute_values "ExpressionAttributeValues": optional Map<'a, AttributeValue<'a>>,
    consistent_read "ConsistentRead": optional bool,
} }

builder! { ScanOutput {
    items "Items": Items<Entries<AttributeValueBuilder>>,
    count "Count": Whole,
    scanned_count "ScannedCount": Whole,
    last_evaluated_key "LastEvaluatedKey": Entries<AttributeValueBuilder>,
    consumed_capacity "ConsumedCapacity": ConsumedCapacityBuilder,
} }

view! { SearchVectorsInput<'a> {
    table_name "TableName": required &'a str,
    index_name "IndexName": required &'a str,
    return_consumed_capacity "ReturnConsumedCapacity": optional &'a str,
    expression_attribute_names "ExpressionAttributeNames": optional Map<'a, &'a str>,
    expression_attribute_values "ExpressionAttributeValues": optional Map<'a, AttributeValue<'a>>,
    projection_expression "ProjectionExpression": optional &'a str,
    search_vector "SearchVector": required List<'a, AttributeValue<'a>>,
    search_condition_expression "SearchConditionExpression": optional &'a str,
    top_k "TopK": required i64,
} }

builder! { SearchVectorsOutput {
    consumed_capacity "ConsumedCapacity": VectorCapacityBuilder,
    search_results "SearchResults": Items<SearchResultItemBuilder>,
} }

view! { TagResourceInput<'a> {
    resource_arn "ResourceArn": required &'a str,
    tags "Tags": required List<'a, Tag<'a>>,
} }

builder! { TagResourceOutput {
} }

view! { TransactGetItemsInput<'a> {
    transact_items "TransactItems": required List<'a, TransactGetItem<'a>>,
    return_consumed_capacity "ReturnConsumedCapacity": optional &'a str,
} }

builder! { TransactGetItemsOutput {
    consumed_capacity "ConsumedCapacity": Items<ConsumedCapacityBuilder>,
    responses "Responses": Items<ItemResponseBuilder>,
} }

view! { TransactWriteItemsInput<'a> {
    transact_items "TransactItems": required List<'a, TransactWriteItem<'a>>,
    return_consumed_capacity "ReturnConsumedCapacity": optional &'a str,
    return_item_collection_metrics "ReturnItemCollectionMetrics": optional &'a str,
    client_request_token "ClientRequestToken": optional &'a str,
} }

builder! { TransactWriteItemsOutput {
    consumed_capacity "ConsumedCapacity": Items<ConsumedCapacityBuilder>,
    item_collection_metrics "ItemCollectionMetrics": Entries<Items<ItemCollectionMetricsBuilder>>,
} }

view! { UntagResourceInput<'a> {
    resource_arn "ResourceArn": required &'a str,
    tag_keys "TagKeys": required List<'a, &'a str>,
} }

builder! { UntagResourceOutput {
} }

view! { UpdateContinuousBackupsInput<'a> {
    table_name "TableName": required &'a str,
    point_in_time_recovery_specification "PointInTimeRecoverySpecification": required PointInTimeRecoverySpecification<'a>,
} }

builder! { UpdateContinuousBackupsOutput {
    continuous_backups_description "ContinuousBackupsDescription": ContinuousBackupsDescriptionBuilder,
} }

view! { UpdateContributorInsightsInput<'a> {
    table_name "TableName": required &'a str,
    index_name "IndexName": optional &'a str,
    contributor_insights_action "ContributorInsightsAction": required &'a str,
    contributor_insights_mode "ContributorInsightsMode": optional &'a str,
} }

builder! { UpdateContributorInsightsOutput {
    table_name "TableName": Text,
    index_name "IndexName": Text,
    contributor_insights_status "ContributorInsightsStatus": Text,
    contributor_insights_mode "ContributorInsightsMode": Text,
} }

view! { UpdateGlobalTableInput<'a> {
    global_table_name "GlobalTableName": required &'a str,
    replica_updates "ReplicaUpdates": required List<'a, ReplicaUpdate<'a>>,
} }

builder! { UpdateGlobalTableOutput {
    global_table_description "GlobalTableDescription": GlobalTableDescriptionBuilder,
} }

view! { UpdateGlobalTableSettingsInput<'a> {
    global_table_name "GlobalTableName": required &'a str,
    global_table_billing_mode "GlobalTableBillingMode": optional &'a str,
    global_table_provisioned_write_capacity_units "GlobalTableProvisionedWriteCapacityUnits": optional i64,
    global_table_provisioned_write_capacity_auto_scaling_settings_update "GlobalTableProvisionedWriteCapacityAutoScalingSettingsUpdate": optional AutoScalingSettingsUpdate<'a>,
    global_table_global_secondary_index_settings_update "GlobalTableGlobalSecondaryIndexSettingsUpdate": optional List<'a, GlobalTableGlobalSecondaryIndexSettingsUpdate<'a>>,
    replica_settings_update "ReplicaSettingsUpdate": optional List<'a, ReplicaSettingsUpdate<'a>>,
} }

builder! { UpdateGlobalTableSettingsOutput {
    global_table_name "GlobalTableName": Text,
    replica_settings "ReplicaSettings": Items<ReplicaSettingsDescriptionBuilder>,
} }

view! { UpdateItemInput<'a> {
    table_name "TableName": required &'a str,
    key "Key": required Map<'a, AttributeValue<'a>>,
    attribute_updates "AttributeUpdates": optional Map<'a, AttributeValueUpdate<'a>>,
    expected "Expected": optional Map<'a, ExpectedAttributeValue<'a>>,
    conditional_operator "ConditionalOperator": optional &'a str,
    return_values "ReturnValues": optional &'a str,
    return_consumed_capacity "ReturnConsumedCapacity": optional &'a str,
    return_item_collection_metrics "ReturnItemCollectionMetrics": optional &'a str,
    update_expression "UpdateExpression": optional &'a str,
    condition_expression "ConditionExpression": optional &'a str,
    expression_attribute_names "ExpressionAttributeNames": optional Map<'a, &'a str>,
    expression_attribute_values "ExpressionAttributeValues": optional Map<'a, AttributeValue<'a>>,
    return_values_on_condition_check_failure "ReturnValuesOnConditionCheckFailure": optional &'a str,
} }

builder! { UpdateItemOutput {
    attributes "Attributes": Entries<AttributeValueBuilder>,
    consumed_capacity "ConsumedCapacity": ConsumedCapacityBuilder,
    item_collection_metrics "ItemCollectionMetrics": ItemCollectionMetricsBuilder,
} }

view! { UpdateKinesisStreamingDestinationInput<'a> {
    table_name "TableName": required &'a str,
    stream_arn "StreamArn": required &'a str,
    update_kinesis_streaming_configuration "UpdateKinesisStreamingConfiguration": optional UpdateKinesisStreamingConfiguration<'a>,
} }

builder! { UpdateKinesisStreamingDestinationOutput {
    table_name "TableName": Text,
    stream_arn "StreamArn": Text,
    destination_status "DestinationStatus": Text,
    update_kinesis_streaming_configuration "UpdateKinesisStreamingConfiguration": UpdateKinesisStreamingConfigurationBuilder,
} }

view! { UpdateTableInput<'a> {
    attribute_definitions "AttributeDefinitions": optional List<'a, AttributeDefinition<'a>>,
    table_name "TableName": required &'a str,
    billing_mode "BillingMode": optional &'a str,
    provisioned_throughput "ProvisionedThroughput": optional ProvisionedThroughput<'a>,
    global_secondary_index_updates "GlobalSecondaryIndexUpdates": optional List<'a, GlobalSecondaryIndexUpdate<'a>>,
    stream_specification "StreamSpecification": optional StreamSpecification<'a>,
    sse_specification "SSESpecification": optional SSESpecification<'a>,
    replica_updates "ReplicaUpdates": optional List<'a, ReplicationGroupUpdate<'a>>,
    table_class "TableClass": optional &'a str,
    deletion_protection_enabled "DeletionProtectionEnabled": optional bool,
    multi_region_consistency "MultiRegionConsistency": optional &'a str,
    global_table_witness_updates "GlobalTableWitnessUpdates": optional List<'a, GlobalTableWitnessGroupUpdate<'a>>,
    on_demand_throughput "OnDemandThroughput": optional OnDemandThroughput<'a>,
    warm_throughput "WarmThroughput": optional WarmThroughput<'a>,
    global_table_settings_replication_mode "GlobalTableSettingsReplicationMode": optional &'a str,
    disassociation_protection_enabled "DisassociationProtectionEnabled": optional bool,
    vector_index_updates "VectorIndexUpdates": optional List<'a, VectorIndexUpdate<'a>>,
} }

builder! { UpdateTableOutput {
    table_description "TableDescription": TableDescriptionBuilder,
} }

view! { UpdateTableReplicaAutoScalingInput<'a> {
    global_secondary_index_updates "GlobalSecondaryIndexUpdates": optional List<'a, GlobalSecondaryIndexAutoScalingUpdate<'a>>,
    table_name "TableName": required &'a str,
    provisioned_write_capacity_auto_scaling_update "ProvisionedWriteCapacityAutoScalingUpdate": optional AutoScalingSettingsUpdate<'a>,
    replica_updates "ReplicaUpdates": optional List<'a, ReplicaAutoScalingUpdate<'a>>,
} }

builder! { UpdateTableReplicaAutoScalingOutput {
    table_auto_scaling_description "TableAutoScalingDescription": TableAutoScalingDescriptionBuilder,
} }

view! { UpdateTimeToLiveInput<'a> {
    table_name "TableName": required &'a str,
    time_to_live_specification "TimeToLiveSpecification": required TimeToLiveSpecification<'a>,
} }

builder! { UpdateTimeToLiveOutput {
    time_to_live_specification "TimeToLiveSpecification": TimeToLiveSpecificationBuilder,
} }

view! { AttributeDefinition<'a> {
    attribute_name "AttributeName": required &'a str,
    attribute_type "AttributeType": required &'a str,
} }

view! { AttributeValue<'a> {
    s "S": optional &'a str,
    n "N": optional &'a str,
    b "B": optional &'a Bytes,
    ss "SS": optional List<'a, &'a str>,
    ns "NS": optional List<'a, &'a str>,
    bs "BS": optional List<'a, &'a Bytes>,
    m "M": optional Map<'a, AttributeValue<'a>>,
    l "L": optional List<'a, AttributeValue<'a>>,
    null "NULL": optional bool,
    bool "BOOL": optional bool,
} }

view! { AttributeValueUpdate<'a> {
    value "Value": optional AttributeValue<'a>,
    action "Action": optional &'a str,
} }

view! { AutoScalingPolicyUpdate<'a> {
    policy_name "PolicyName": optional &'a str,
    target_tracking_scaling_policy_configuration "TargetTrackingScalingPolicyConfiguration": required AutoScalingTargetTrackingScalingPolicyConfigurationUpdate<'a>,
} }

view! { AutoScalingSettingsUpdate<'a> {
    minimum_units "MinimumUnits": optional i64,
    maximum_units "MaximumUnits": optional i64,
    auto_scaling_disabled "AutoScalingDisabled": optional bool,
    auto_scaling_role_arn "AutoScalingRoleArn": optional &'a str,
    scaling_policy_update "ScalingPolicyUpdate": optional AutoScalingPolicyUpdate<'a>,
} }

view! { AutoScalingTargetTrackingScalingPolicyConfigurationUpdate<'a> {
    disable_scale_in "DisableScaleIn": optional bool,
    scale_in_cooldown "ScaleInCooldown": optional i64,
    scale_out_cooldown "ScaleOutCooldown": optional i64,
    target_value "TargetValue": required f64,
} }

view! { BatchStatementRequest<'a> {
    statement "Statement": required &'a str,
    parameters "Parameters": optional List<'a, AttributeValue<'a>>,
    consistent_read "ConsistentRead": optional bool,
    return_values_on_condition_check_failure "ReturnValuesOnConditionCheckFailure": optional &'a str,
} }

view! { Condition<'a> {
    attribute_value_list "AttributeValueList": optional List<'a, AttributeValue<'a>>,
    comparison_operator "ComparisonOperator": required &'a str,
} }

view! { ConditionCheck<'a> {
    key "Key": required Map<'a, AttributeValue<'a>>,
    table_name "TableName": required &'a str,
    condition_expression "ConditionExpression": required &'a str,
    expression_attribute_names "ExpressionAttributeNames": optional Map<'a, &'a str>,
    expression_attribute_values "ExpressionAttributeValues": optional Map<'a, AttributeValue<'a>>,
    return_values_on_condition_check_failure "ReturnValuesOnConditionCheckFailure": optional &'a str,
} }

view! { CreateGlobalSecondaryIndexAction<'a> {
    index_name "IndexName": required &'a str,
    key_schema "KeySchema": required List<'a, KeySchemaElement<'a>>,
    projection "Projection": required Projection<'a>,
    provisioned_throughput "ProvisionedThroughput": optional ProvisionedThroughput<'a>,
    on_demand_throughput "OnDemandThroughput": optional OnDemandThroughput<'a>,
    warm_throughput "WarmThroughput": optional WarmThroughput<'a>,
} }

view! { CreateGlobalTableWitnessGroupMemberAction<'a> {
    region_name "RegionName": required &'a str,
} }

view! { CreateReplicaAction<'a> {
    region_name "RegionName": required &'a str,
} }

view! { CreateReplicationGroupMemberAction<'a> {
    region_name "RegionName": required &'a str,
    kms_master_key_id "KMSMasterKeyId": optional &'a str,
    provisioned_throughput_override "ProvisionedThroughputOverride": optional ProvisionedThroughputOverride<'a>,
    on_demand_throughput_override "OnDemandThroughputOverride": optional OnDemandThroughputOverride<'a>,
    global_secondary_indexes "GlobalSecondaryIndexes": optional List<'a, ReplicaGlobalSecondaryIndex<'a>>,
    table_class_override "TableClassOverride": optional &'a str,
} }

view! { CreateVectorIndexAction<'a> {
    index_name "IndexName": required &'a str,
    vector_attribute "VectorAttribute": required VectorAttributeDefinition<'a>,
    search_schema "SearchSchema": optional List<'a, SearchSchemaElement<'a>>,
    projection "Projection": required Projection<'a>,
    dimensions "Dimensions": required i64,
    distance_function "DistanceFunction": required &'a str,
} }

view! { CsvOptions<'a> {
    delimiter "Delimiter": optional &'a str,
    header_list "HeaderList": optional List<'a, &'a str>,
} }

view! { Delete<'a> {
    key "Key": required Map<'a, AttributeValue<'a>>,
    table_name "TableName": required &'a str,
    condition_expression "ConditionExpression": optional &'a str,
    expression_attribute_names "ExpressionAttributeNames": optional Map<'a, &'a str>,
    expression_attribute_values "ExpressionAttributeValues": optional Map<'a, AttributeValue<'a>>,
    return_values_on_condition_check_failure "ReturnValuesOnConditionCheckFailure": optional &'a str,
} }

view! { DeleteGlobalSecondaryIndexAction<'a> {
    index_name "IndexName": required &'a str,
} }

view! { DeleteGlobalTableWitnessGroupMemberAction<'a> {
    region_name "RegionName": required &'a str,
} }

view! { DeleteReplicaAction<'a> {
    region_name "RegionName": required &'a str,
} }

view! { DeleteReplicationGroupMemberAction<'a> {
    region_name "RegionName": required &'a str,
} }

view! { DeleteRequest<'a> {
    key "Key": required Map<'a, AttributeValue<'a>>,
} }

view! { DeleteVectorIndexAction<'a> {
    index_name "IndexName": required &'a str,
} }

view! { DisassociateReplicationGroupMemberAction<'a> {
    region_name "RegionName": required &'a str,
    disassociation_mode "DisassociationMode": required &'a str,
} }

view! { EnableKinesisStreamingConfiguration<'a> {
    approximate_creation_date_time_precision "ApproximateCreationDateTimePrecision": optional &'a str,
} }

view! { ExpectedAttributeValue<'a> {
    value "Value": optional AttributeValue<'a>,
    exists "Exists": optional bool,
    comparison_operator "ComparisonOperator": optional &'a str,
    attribute_value_list "AttributeValueList": optional List<'a, AttributeValue<'a>>,
} }

view! { FilterSpecification<'a> {
    filter_expression "FilterExpression": optional &'a str,
    projection_expression "ProjectionExpression": optional &'a str,
    key_condition_expression "KeyConditionExpression": optional &'a str,
    expression_attribute_names "ExpressionAttributeNames": optional Map<'a, &'a str>,
    expression_attribute_values "ExpressionAttributeValues": optional Map<'a, AttributeValue<'a>>,
} }

view! { Get<'a> {
    key "Key": required Map<'a, AttributeValue<'a>>,
    table_name "TableName": required &'a str,
    projection_expression "ProjectionExpression": optional &'a str,
    expression_attribute_names "ExpressionAttributeNames": optional Map<'a, &'a str>,
} }

view! { GlobalSecondaryIndex<'a> {
    index_name "IndexName": required &'a str,
    key_schema "KeySchema": required List<'a, KeySchemaElement<'a>>,
    projection "Projection": required Projection<'a>,
    provisioned_throughput "ProvisionedThroughput": optional ProvisionedThroughput<'a>,
    on_demand_throughput "OnDemandThroughput": optional OnDemandThroughput<'a>,
    warm_throughput "WarmThroughput": optional WarmThroughput<'a>,
} }

view! { GlobalSecondaryIndexAutoScalingUpdate<'a> {
    index_name "IndexName": optional &'a str,
    provisioned_write_capacity_auto_scaling_update "ProvisionedWriteCapacityAutoScalingUpdate": optional AutoScalingSettingsUpdate<'a>,
} }

view! { GlobalSecondaryIndexUpdate<'a> {
    update "Update": optional UpdateGlobalSecondaryIndexAction<'a>,
    create "Create": optional CreateGlobalSecondaryIndexAction<'a>,
    delete "Delete": optional DeleteGlobalSecondaryIndexAction<'a>,
} }

view! { GlobalTableGlobalSecondaryIndexSettingsUpdate<'a> {
    index_name "IndexName": required &'a str,
    provisioned_write_capacity_units "ProvisionedWriteCapacityUnits": optional i64,
    provisioned_write_capacity_auto_scaling_settings_update "ProvisionedWriteCapacityAutoScalingSettingsUpdate": optional AutoScalingSettingsUpdate<'a>,
} }

view! { GlobalTableWitnessGroupUpdate<'a> {
    create "Create": optional CreateGlobalTableWitnessGroupMemberAction<'a>,
    delete "Delete": optional DeleteGlobalTableWitnessGroupMemberAction<'a>,
} }

view! { IncrementalExportSpecification<'a> {
    export_from_time "ExportFromTime": optional Timestamp,
    export_to_time "ExportToTime": optional Timestamp,
    export_view_type "ExportViewType": optional &'a str,
} }

view! { InputFormatOptions<'a> {
    csv "Csv": optional CsvOptions<'a>,
} }

view! { KeySchemaElement<'a> {
    attribute_name "AttributeName": required &'a str,
    key_type "KeyType": required &'a str,
} }

view! { KeysAndAttributes<'a> {
    keys "Keys": required List<'a, Map<'a, AttributeValue<'a>>>,
    attributes_to_get "AttributesToGet": optional List<'a, &'a str>,
    consistent_read "ConsistentRead": optional bool,
    projection_expression "ProjectionExpression": optional &'a str,
    expression_attribute_names "ExpressionAttributeNames": optional Map<'a, &'a str>,
} }

view! { LocalSecondaryIndex<'a> {
    index_name "IndexName": required &'a str,
    key_schema "KeySchema": required List<'a, KeySchemaElement<'a>>,
    projection "Projection": required Projection<'a>,
} }

view! { OnDemandThroughput<'a> {
    max_read_request_units "MaxReadRequestUnits": optional i64,
    max_write_request_units "MaxWriteRequestUnits": optional i64,
} }

view! { OnDemandThroughputOverride<'a> {
    max_read_request_units "MaxReadRequestUnits": optional i64,
} }

view! { ParameterizedStatement<'a> {
    statement "Statement": required &'a str,
    parameters "Parameters": optional List<'a, AttributeValue<'a>>,
    return_values_on_condition_check_failure "ReturnValuesOnConditionCheckFailure": optional &'a str,
} }

view! { PointInTimeRecoverySpecification<'a> {
    point_in_time_recovery_enabled "PointInTimeRecoveryEnabled": required bool,
    recovery_period_in_days "RecoveryPeriodInDays": optional i64,
} }

view! { Projection<'a> {
    projection_type "ProjectionType": optional &'a str,
    non_key_attributes "NonKeyAttributes": optional List<'a, &'a str>,
} }

view! { ProvisionedThroughput<'a> {
    read_capacity_units "ReadCapacityUnits": required i64,
    write_capacity_units "WriteCapacityUnits": required i64,
} }

view! { ProvisionedThroughputOverride<'a> {
    read_capacity_units "ReadCapacityUnits": optional i64,
} }

view! { Put<'a> {
    item "Item": required Map<'a, AttributeValue<'a>>,
    table_name "TableName": required &'a str,
    condition_expression "ConditionExpression": optional &'a str,
    expression_attribute_names "ExpressionAttributeNames": optional Map<'a, &'a str>,
    expression_attribute_values "ExpressionAttributeValues": optional Map<'a, AttributeValue<'a>>,
    return_values_on_condition_check_failure "ReturnValuesOnConditionCheckFailure": optional &'a str,
} }

view! { PutRequest<'a> {
    item "Item": required Map<'a, AttributeValue<'a>>,
} }

view! { Replica<'a> {
    region_name "RegionName": optional &'a str,
} }

view! { ReplicaAutoScalingUpdate<'a> {
    region_name "RegionName": required &'a str,
    replica_global_secondary_index_updates "ReplicaGlobalSecondaryIndexUpdates": optional List<'a, ReplicaGlobalSecondaryIndexAutoScalingUpdate<'a>>,
    replica_provisioned_read_capacity_auto_scaling_update "ReplicaProvisionedReadCapacityAutoScalingUpdate": optional AutoScalingSettingsUpdate<'a>,
} }

view! { ReplicaGlobalSecondaryIndex<'a> {
    index_name "IndexName": required &'a str,
    provisioned_throughput_override "ProvisionedThroughputOverride": optional ProvisionedThroughputOverride<'a>,
    on_demand_throughput_override "OnDemandThroughputOverride": optional OnDemandThroughputOverride<'a>,
} }

view! { ReplicaGlobalSecondaryIndexAutoScalingUpdate<'a> {
    index_name "IndexName": optional &'a str,
    provisioned_read_capacity_auto_scaling_update "ProvisionedReadCapacityAutoScalingUpdate": optional AutoScalingSettingsUpdate<'a>,
} }

view! { ReplicaGlobalSecondaryIndexSettingsUpdate<'a> {
    index_name "IndexName": required &'a str,
    provisioned_read_capacity_units "ProvisionedReadCapacityUnits": optional i64,
    provisioned_read_capacity_auto_scaling_settings_update "ProvisionedReadCapacityAutoScalingSettingsUpdate": optional AutoScalingSettingsUpdate<'a>,
} }

view! { ReplicaSettingsUpdate<'a> {
    region_name "RegionName": required &'a str,
    replica_provisioned_read_capacity_units "ReplicaProvisionedReadCapacityUnits": optional i64,
    replica_provisioned_read_capacity_auto_scaling_settings_update "ReplicaProvisionedReadCapacityAutoScalingSettingsUpdate": optional AutoScalingSettingsUpdate<'a>,
    replica_global_secondary_index_settings_update "ReplicaGlobalSecondaryIndexSettingsUpdate": optional List<'a, ReplicaGlobalSecondaryIndexSettingsUpdate<'a>>,
    replica_table_class "ReplicaTableClass": optional &'a str,
} }

view! { ReplicaUpdate<'a> {
    create "Create": optional CreateReplicaAction<'a>,
    delete "Delete": optional DeleteReplicaAction<'a>,
} }

view! { ReplicationGroupUpdate<'a> {
    create "Create": optional CreateReplicationGroupMemberAction<'a>,
    update "Update": optional UpdateReplicationGroupMemberAction<'a>,
    delete "Delete": optional DeleteReplicationGroupMemberAction<'a>,
    disassociate "Disassociate": optional DisassociateReplicationGroupMemberAction<'a>,
} }

view! { S3BucketSource<'a> {
    s3_bucket_owner "S3BucketOwner": optional &'a str,
    s3_bucket "S3Bucket": required &'a str,
    s3_key_prefix "S3KeyPrefix": optional &'a str,
} }

view! { SSESpecification<'a> {
    enabled "Enabled": optional bool,
    sse_type "SSEType": optional &'a str,
    kms_master_key_id "KMSMasterKeyId": optional &'a str,
} }

view! { SearchSchemaElement<'a> {
    attribute_name "AttributeName": required &'a str,
    search_schema_element_type "SearchSchemaElementType": required &'a str,
} }

view! { StreamSpecification<'a> {
    stream_enabled "StreamEnabled": required bool,
    stream_view_type "StreamViewType": optional &'a str,
} }

view! { TableCreationParameters<'a> {
    table_name "TableName": required &'a str,
    attribute_definitions "AttributeDefinitions": required List<'a, AttributeDefinition<'a>>,
    key_schema "KeySchema": required List<'a, KeySchemaElement<'a>>,
    billing_mode "BillingMode": optional &'a str,
    provisioned_throughput "ProvisionedThroughput": optional ProvisionedThroughput<'a>,
    on_demand_throughput "OnDemandThroughput": optional OnDemandThroughput<'a>,
    sse_specification "SSESpecification": optional SSESpecification<'a>,
    global_secondary_indexes "GlobalSecondaryIndexes": optional List<'a, GlobalSecondaryIndex<'a>>,
    vector_indexes "VectorIndexes": optional List<'a, VectorIndex<'a>>,
} }

view! { Tag<'a> {
    key "Key": required &'a str,
    value "Value": required &'a str,
} }

view! { TimeToLiveSpecification<'a> {
    enabled "Enabled": required bool,
    attribute_name "AttributeName": required &'a str,
} }

view! { TransactGetItem<'a> {
    get "Get": required Get<'a>,
} }

view! { TransactWriteItem<'a> {
    condition_check "ConditionCheck": optional ConditionCheck<'a>,
    put "Put": optional Put<'a>,
    delete "Delete": optional Delete<'a>,
    update "Update": optional Update<'a>,
} }

view! { Update<'a> {
    key "Key": required Map<'a, AttributeValue<'a>>,
    update_expression "UpdateExpression": required &'a str,
    table_name "TableName": required &'a str,
    condition_expression "ConditionExpression": optional &'a str,
    expression_attribute_names "ExpressionAttributeNames": optional Map<'a, &'a str>,
    expression_attribute_values "ExpressionAttributeValues": optional Map<'a, AttributeValue<'a>>,
    return_values_on_condition_check_failure "ReturnValuesOnConditionCheckFailure": optional &'a str,
} }

view! { UpdateGlobalSecondaryIndexAction<'a> {
    index_name "IndexName": required &'a str,
    provisioned_throughput "ProvisionedThroughput": optional ProvisionedThroughput<'a>,
    on_demand_throughput "OnDemandThroughput": optional OnDemandThroughput<'a>,
    warm_throughput "WarmThroughput": optional WarmThroughput<'a>,
} }

view! { UpdateKinesisStreamingConfiguration<'a> {
    approximate_creation_date_time_precision "ApproximateCreationDateTimePrecision": optional &'a str,
} }

view! { UpdateReplicationGroupMemberAction<'a> {
    region_name "RegionName": required &'a str,
    kms_master_key_id "KMSMasterKeyId": optional &'a str,
    provisioned_throughput_override "ProvisionedThroughputOverride": optional ProvisionedThroughputOverride<'a>,
    on_demand_throughput_override "OnDemandThroughputOverride": optional OnDemandThroughputOverride<'a>,
    global_secondary_indexes "GlobalSecondaryIndexes": optional List<'a, ReplicaGlobalSecondaryIndex<'a>>,
    table_class_override "TableClassOverride": optional &'a str,
} }

view! { VectorAttributeDefinition<'a> {
    attribute_name "AttributeName": required &'a str,
} }

view! { VectorIndex<'a> {
    index_name "IndexName": required &'a str,
    vector_attribute "VectorAttribute": required VectorAttributeDefinition<'a>,
    search_schema "SearchSchema": optional List<'a, SearchSchemaElement<'a>>,
    projection "Projection": required Projection<'a>,
    dimensions "Dimensions": required i64,
    distance_function "DistanceFunction": required &'a str,
} }

view! { VectorIndexUpdate<'a> {
    create "Create": optional CreateVectorIndexAction<'a>,
    delete "Delete": optional DeleteVectorIndexAction<'a>,
} }

view! { WarmThroughput<'a> {
    read_units_per_second "ReadUnitsPerSecond": optional i64,
    write_units_per_second "WriteUnitsPerSecond": optional i64,
} }

view! { WriteRequest<'a> {
    put_request "PutRequest": optional PutRequest<'a>,
    delete_request "DeleteRequest": optional DeleteRequest<'a>,
} }

builder! { ArchivalSummaryBuilder {
    archival_date_time "ArchivalDateTime": Time,
    archival_reason "ArchivalReason": Text,
    archival_backup_arn "ArchivalBackupArn": Text,
} }

builder! { AttributeDefinitionBuilder {
    attribute_name "AttributeName": Text,
    attribute_type "AttributeType": Text,
} }

builder! { AttributeValueBuilder {
    s "S": Text,
    n "N": Text,
    b "B": Blob,
    ss "SS": Items<Text>,
    ns "NS": Items<Text>,
    bs "BS": Items<Blob>,
    m "M": Entries<AttributeValueBuilder>,
    l "L": Items<AttributeValueBuilder>,
    null "NULL": Flag,
    bool "BOOL": Flag,
} }

builder! { AutoScalingPolicyDescriptionBuilder {
    policy_name "PolicyName": Text,
    target_tracking_scaling_policy_configuration "TargetTrackingScalingPolicyConfiguration": AutoScalingTargetTrackingScalingPolicyConfigurationDescriptionBuilder,
} }

builder! { AutoScalingSettingsDescriptionBuilder {
    minimum_units "MinimumUnits": Whole,
    maximum_units "MaximumUnits": Whole,
    auto_scaling_disabled "AutoScalingDisabled": Flag,
    auto_scaling_role_arn "AutoScalingRoleArn": Text,
    scaling_policies "ScalingPolicies": Items<AutoScalingPolicyDescriptionBuilder>,
} }

builder! { AutoScalingTargetTrackingScalingPolicyConfigurationDescriptionBuilder {
    disable_scale_in "DisableScaleIn": Flag,
    scale_in_cooldown "ScaleInCooldown": Whole,
    scale_out_cooldown "ScaleOutCooldown": Whole,
    target_value "TargetValue": Real,
} }

builder! { BackupDescriptionBuilder {
    backup_details "BackupDetails": BackupDetailsBuilder,
    source_table_details "SourceTableDetails": SourceTableDetailsBuilder,
    source_table_feature_details "SourceTableFeatureDetails": SourceTableFeatureDetailsBuilder,
} }

builder! { BackupDetailsBuilder {
    backup_arn "BackupArn": Text,
    backup_name "BackupName": Text,
    backup_size_bytes "BackupSizeBytes": Whole,
    backup_status "BackupStatus": Text,
    backup_type "BackupType": Text,
    backup_creation_date_time "BackupCreationDateTime": Time,
    backup_expiry_date_time "BackupExpiryDateTime": Time,
} }

builder! { BackupSummaryBuilder {
    table_name "TableName": Text,
    table_id "TableId": Text,
    table_arn "TableArn": Text,
    backup_arn "BackupArn": Text,
    backup_name "BackupName": Text,
    backup_creation_date_time "BackupCreationDateTime": Time,
    backup_expiry_date_time "BackupExpiryDateTime": Time,
    backup_status "BackupStatus": Text,
    backup_type "BackupType": Text,
    backup_size_bytes "BackupSizeBytes": Whole,
} }

builder! { BatchStatementErrorBuilder {
    code "Code": Text,
    message "Message": Text,
    item "Item": Entries<AttributeValueBuilder>,
} }

builder! { BatchStatementResponseBuilder {
    error "Error": BatchStatementErrorBuilder,
    table_name "TableName": Text,
    item "Item": Entries<AttributeValueBuilder>,
} }

builder! { BillingModeSummaryBuilder {
    billing_mode "BillingMode": Text,
    last_update_to_pay_per_request_date_time "LastUpdateToPayPerRequestDateTime": Time,
} }

builder! { CapacityBuilder {
    read_capacity_units "ReadCapacityUnits": Real,
    write_capacity_units "WriteCapacityUnits": Real,
    capacity_units "CapacityUnits": Real,
} }

builder! { ConsumedCapacityBuilder {
    table_name "TableName": Text,
    capacity_units "CapacityUnits": Real,
    read_capacity_units "ReadCapacityUnits": Real,
    write_capacity_units "WriteCapacityUnits": Real,
    table "Table": CapacityBuilder,
    local_secondary_indexes "LocalSecondaryIndexes": Entries<CapacityBuilder>,
    global_secondary_indexes "GlobalSecondaryIndexes": Entries<CapacityBuilder>,
    vector_indexes "VectorIndexes": Entries<VectorCapacityBuilder>,
} }

builder! { ContinuousBackupsDescriptionBuilder {
    continuous_backups_status "ContinuousBackupsStatus": Text,
    point_in_time_recovery_description "PointInTimeRecoveryDescription": PointInTimeRecoveryDescriptionBuilder,
} }

builder! { ContributorInsightsSummaryBuilder {
    table_name "TableName": Text,
    index_name "IndexName": Text,
    contributor_insights_status "ContributorInsightsStatus": Text,
    contributor_insights_mode "ContributorInsightsMode": Text,
} }

builder! { CsvOptionsBuilder {
    delimiter "Delimiter": Text,
    header_list "HeaderList": Items<Text>,
} }

builder! { DeleteRequestBuilder {
    key "Key": Entries<AttributeValueBuilder>,
} }

builder! { EnableKinesisStreamingConfigurationBuilder {
    approximate_creation_date_time_precision "ApproximateCreationDateTimePrecision": Text,
} }

builder! { EndpointBuilder {
    address "Address": Text,
    cache_period_in_minutes "CachePeriodInMinutes": Whole,
} }

builder! { ExportDescriptionBuilder {
    export_arn "ExportArn": Text,
    export_status "ExportStatus": Text,
    start_time "StartTime": Time,
    end_time "EndTime": Time,
    export_manifest "ExportManifest": Text,
    table_arn "TableArn": Text,
    table_id "TableId": Text,
    export_time "ExportTime": Time,
    client_token "ClientToken": Text,
    s3_bucket "S3Bucket": Text,
    s3_bucket_owner "S3BucketOwner": Text,
    s3_prefix "S3Prefix": Text,
    s3_sse_algorithm "S3SseAlgorithm": Text,
    s3_sse_kms_key_id "S3SseKmsKeyId": Text,
    failure_code "FailureCode": Text,
    failure_message "FailureMessage": Text,
    export_format "ExportFormat": Text,
    billed_size_bytes "BilledSizeBytes": Whole,
    item_count "ItemCount": Whole,
    export_type "ExportType": Text,
    incremental_export_specification "IncrementalExportSpecification": IncrementalExportSpecificationBuilder,
    filter_specification "FilterSpecification": FilterSpecificationBuilder,
} }

builder! { ExportSummaryBuilder {
    export_arn "ExportArn": Text,
    export_status "ExportStatus": Text,
    export_type "ExportType": Text,
} }

builder! { FailureExceptionBuilder {
    exception_name "ExceptionName": Text,
    exception_description "ExceptionDescription": Text,
} }

builder! { FilterSpecificationBuilder {
    filter_expression "FilterExpression": Text,
    projection_expression "ProjectionExpression": Text,
    key_condition_expression "KeyConditionExpression": Text,
    expression_attribute_names "ExpressionAttributeNames": Entries<Text>,
    expression_attribute_values "ExpressionAttributeValues": Entries<AttributeValueBuilder>,
} }

builder! { GlobalSecondaryIndexBuilder {
    index_name "IndexName": Text,
    key_schema "KeySchema": Items<KeySchemaElementBuilder>,
    projection "Projection": ProjectionBuilder,
    provisioned_throughput "ProvisionedThroughput": ProvisionedThroughputBuilder,
    on_demand_throughput "OnDemandThroughput": OnDemandThroughputBuilder,
    warm_throughput "WarmThroughput": WarmThroughputBuilder,
} }

builder! { GlobalSecondaryIndexDescriptionBuilder {
    index_name "IndexName": Text,
    key_schema "KeySchema": Items<KeySchemaElementBuilder>,
    projection "Projection": ProjectionBuilder,
    index_status "IndexStatus": Text,
    backfilling "Backfilling": Flag,
    provisioned_throughput "ProvisionedThroughput": ProvisionedThroughputDescriptionBuilder,
    index_size_bytes "IndexSizeBytes": Whole,
    item_count "ItemCount": Whole,
    index_arn "IndexArn": Text,
    on_demand_throughput "OnDemandThroughput": OnDemandThroughputBuilder,
    warm_throughput "WarmThroughput": GlobalSecondaryIndexWarmThroughputDescriptionBuilder,
} }

builder! { GlobalSecondaryIndexInfoBuilder {
    index_name "IndexName": Text,
    key_schema "KeySchema": Items<KeySchemaElementBuilder>,
    projection "Projection": ProjectionBuilder,
    provisioned_throughput "ProvisionedThroughput": ProvisionedThroughputBuilder,
    on_demand_throughput "OnDemandThroughput": OnDemandThroughputBuilder,
} }

builder! { GlobalSecondaryIndexWarmThroughputDescriptionBuilder {
    read_units_per_second "ReadUnitsPerSecond": Whole,
    write_units_per_second "WriteUnitsPerSecond": Whole,
    status "Status": Text,
} }

builder! { GlobalTableBuilder {
    global_table_name "GlobalTableName": Text,
    replication_group "ReplicationGroup": Items<ReplicaBuilder>,
} }

builder! { GlobalTableDescriptionBuilder {
    replication_group "ReplicationGroup": Items<ReplicaDescriptionBuilder>,
    global_table_arn "GlobalTableArn": Text,
    creation_date_time "CreationDateTime": Time,
    global_table_status "GlobalTableStatus": Text,
    global_table_name "GlobalTableName": Text,
} }

builder! { GlobalTableWitnessDescriptionBuilder {
    region_name "RegionName": Text,
    witness_status "WitnessStatus": Text,
} }

builder! { ImportSummaryBuilder {
    import_arn "ImportArn": Text,
    import_status "ImportStatus": Text,
    table_arn "TableArn": Text,
    s3_bucket_source "S3BucketSource": S3BucketSourceBuilder,
    cloud_watch_log_group_arn "CloudWatchLogGroupArn": Text,
    input_format "InputFormat": Text,
    start_time "StartTime": Time,
    end_time "EndTime": Time,
} }

builder! { ImportTableDescriptionBuilder {
    import_arn "ImportArn": Text,
    import_status "ImportStatus": Text,
    table_arn "TableArn": Text,
    table_id "TableId": Text,
    client_token "ClientToken": Text,
    s3_bucket_source "S3BucketSource": S3BucketSourceBuilder,
    error_count "ErrorCount": Whole,
    cloud_watch_log_group_arn "CloudWatchLogGroupArn": Text,
    input_format "InputFormat": Text,
    input_format_options "InputFormatOptions": InputFormatOptionsBuilder,
    input_compression_type "InputCompressionType": Text,
    table_creation_parameters "TableCreationParameters": TableCreationParametersBuilder,
    start_time "StartTime": Time,
    end_time "EndTime": Time,
    processed_size_bytes "ProcessedSizeBytes": Whole,
    processed_item_count "ProcessedItemCount": Whole,
    imported_item_count "ImportedItemCount": Whole,
    failure_code "FailureCode": Text,
    failure_message "FailureMessage": Text,
} }

builder! { IncrementalExportSpecificationBuilder {
    export_from_time "ExportFromTime": Time,
    export_to_time "ExportToTime": Time,
    export_view_type "ExportViewType": Text,
} }

builder! { InputFormatOptionsBuilder {
    csv "Csv": CsvOptionsBuilder,
} }

builder! { ItemCollectionMetricsBuilder {
    item_collection_key "ItemCollectionKey": Entries<AttributeValueBuilder>,
    size_estimate_range_gb "SizeEstimateRangeGB": Items<Real>,
} }

builder! { ItemResponseBuilder {
    item "Item": Entries<AttributeValueBuilder>,
} }

builder! { KeySchemaElementBuilder {
    attribute_name "AttributeName": Text,
    key_type "KeyType": Text,
} }

builder! { KeysAndAttributesBuilder {
    keys "Keys": Items<Entries<AttributeValueBuilder>>,
    attributes_to_get "AttributesToGet": Items<Text>,
    consistent_read "ConsistentRead": Flag,
    projection_expression "ProjectionExpression": Text,
    expression_attribute_names "ExpressionAttributeNames": Entries<Text>,
} }

builder! { KinesisDataStreamDestinationBuilder {
    stream_arn "StreamArn": Text,
    destination_status "DestinationStatus": Text,
    destination_status_description "DestinationStatusDescription": Text,
    approximate_creation_date_time_precision "ApproximateCreationDateTimePrecision": Text,
} }

builder! { LocalSecondaryIndexDescriptionBuilder {
    index_name "IndexName": Text,
    key_schema "KeySchema": Items<KeySchemaElementBuilder>,
    projection "Projection": ProjectionBuilder,
    index_size_bytes "IndexSizeBytes": Whole,
    item_count "ItemCount": Whole,
    index_arn "IndexArn": Text,
} }

builder! { LocalSecondaryIndexInfoBuilder {
    index_name "IndexName": Text,
    key_schema "KeySchema": Items<KeySchemaElementBuilder>,
    projection "Projection": ProjectionBuilder,
} }

builder! { OnDemandThroughputBuilder {
    max_read_request_units "MaxReadRequestUnits": Whole,
    max_write_request_units "MaxWriteRequestUnits": Whole,
} }

builder! { OnDemandThroughputOverrideBuilder {
    max_read_request_units "MaxReadRequestUnits": Whole,
} }

builder! { PointInTimeRecoveryDescriptionBuilder {
    point_in_time_recovery_status "PointInTimeRecoveryStatus": Text,
    recovery_period_in_days "RecoveryPeriodInDays": Whole,
    earliest_restorable_date_time "EarliestRestorableDateTime": Time,
    latest_restorable_date_time "LatestRestorableDateTime": Time,
} }

builder! { ProjectionBuilder {
    projection_type "ProjectionType": Text,
    non_key_attributes "NonKeyAttributes": Items<Text>,
} }

builder! { ProvisionedThroughputBuilder {
    read_capacity_units "ReadCapacityUnits": Whole,
    write_capacity_units "WriteCapacityUnits": Whole,
} }

builder! { ProvisionedThroughputDescriptionBuilder {
    last_increase_date_time "LastIncreaseDateTime": Time,
    last_decrease_date_time "LastDecreaseDateTime": Time,
    number_of_decreases_today "NumberOfDecreasesToday": Whole,
    read_capacity_units "ReadCapacityUnits": Whole,
    write_capacity_units "WriteCapacityUnits": Whole,
} }

builder! { ProvisionedThroughputOverrideBuilder {
    read_capacity_units "ReadCapacityUnits": Whole,
} }

builder! { PutRequestBuilder {
    item "Item": Entries<AttributeValueBuilder>,
} }

builder! { ReplicaBuilder {
    region_name "RegionName": Text,
} }

builder! { ReplicaAutoScalingDescriptionBuilder {
    region_name "RegionName": Text,
    global_secondary_indexes "GlobalSecondaryIndexes": Items<ReplicaGlobalSecondaryIndexAutoScalingDescriptionBuilder>,
    replica_provisioned_read_capacity_auto_scaling_settings "ReplicaProvisionedReadCapacityAutoScalingSettings": AutoScalingSettingsDescriptionBuilder,
    replica_provisioned_write_capacity_auto_scaling_settings "ReplicaProvisionedWriteCapacityAutoScalingSettings": AutoScalingSettingsDescriptionBuilder,
    replica_status "ReplicaStatus": Text,
} }

builder! { ReplicaDescriptionBuilder {
    region_name "RegionName": Text,
    replica_status "ReplicaStatus": Text,
    replica_arn "ReplicaArn": Text,
    replica_status_description "ReplicaStatusDescription": Text,
    replica_status_percent_progress "ReplicaStatusPercentProgress": Text,
    kms_master_key_id "KMSMasterKeyId": Text,
    provisioned_throughput_override "ProvisionedThroughputOverride": ProvisionedThroughputOverrideBuilder,
    on_demand_throughput_override "OnDemandThroughputOverride": OnDemandThroughputOverrideBuilder,
    warm_throughput "WarmThroughput": TableWarmThroughputDescriptionBuilder,
    global_secondary_indexes "GlobalSecondaryIndexes": Items<ReplicaGlobalSecondaryIndexDescriptionBuilder>,
    replica_inaccessible_date_time "ReplicaInaccessibleDateTime": Time,
    replica_table_class_summary "ReplicaTableClassSummary": TableClassSummaryBuilder,
    global_table_settings_replication_mode "GlobalTableSettingsReplicationMode": Text,
} }

builder! { ReplicaGlobalSecondaryIndexAutoScalingDescriptionBuilder {
    index_name "IndexName": Text,
    index_status "IndexStatus": Text,
    provisioned_read_capacity_auto_scaling_settings "ProvisionedReadCapacityAutoScalingSettings": AutoScalingSettingsDescriptionBuilder,
    provisioned_write_capacity_auto_scaling_settings "ProvisionedWriteCapacityAutoScalingSettings": AutoScalingSettingsDescriptionBuilder,
} }

builder! { ReplicaGlobalSecondaryIndexDescriptionBuilder {
    index_name "IndexName": Text,
    provisioned_throughput_override "ProvisionedThroughputOverride": ProvisionedThroughputOverrideBuilder,
    on_demand_throughput_override "OnDemandThroughputOverride": OnDemandThroughputOverrideBuilder,
    warm_throughput "WarmThroughput": GlobalSecondaryIndexWarmThroughputDescriptionBuilder,
} }

builder! { ReplicaGlobalSecondaryIndexSettingsDescriptionBuilder {
    index_name "IndexName": Text,
    index_status "IndexStatus": Text,
    provisioned_read_capacity_units "ProvisionedReadCapacityUnits": Whole,
    provisioned_read_capacity_auto_scaling_settings "ProvisionedReadCapacityAutoScalingSettings": AutoScalingSettingsDescriptionBuilder,
    provisioned_write_capacity_units "ProvisionedWriteCapacityUnits": Whole,
    provisioned_write_capacity_auto_scaling_settings "ProvisionedWriteCapacityAutoScalingSettings": AutoScalingSettingsDescriptionBuilder,
} }

builder! { ReplicaSettingsDescriptionBuilder {
    region_name "RegionName": Text,
    replica_status "ReplicaStatus": Text,
    replica_billing_mode_summary "ReplicaBillingModeSummary": BillingModeSummaryBuilder,
    replica_provisioned_read_capacity_units "ReplicaProvisionedReadCapacityUnits": Whole,
    replica_provisioned_read_capacity_auto_scaling_settings "ReplicaProvisionedReadCapacityAutoScalingSettings": AutoScalingSettingsDescriptionBuilder,
    replica_provisioned_write_capacity_units "ReplicaProvisionedWriteCapacityUnits": Whole,
    replica_provisioned_write_capacity_auto_scaling_settings "ReplicaProvisionedWriteCapacityAutoScalingSettings": AutoScalingSettingsDescriptionBuilder,
    replica_global_secondary_index_settings "ReplicaGlobalSecondaryIndexSettings": Items<ReplicaGlobalSecondaryIndexSettingsDescriptionBuilder>,
    replica_table_class_summary "ReplicaTableClassSummary": TableClassSummaryBuilder,
} }

builder! { RestoreSummaryBuilder {
    source_backup_arn "SourceBackupArn": Text,
    source_table_arn "SourceTableArn": Text,
    restore_date_time "RestoreDateTime": Time,
    restore_in_progress "RestoreInProgress": Flag,
} }

builder! { S3BucketSourceBuilder {
    s3_bucket_owner "S3BucketOwner": Text,
    s3_bucket "S3Bucket": Text,
    s3_key_prefix "S3KeyPrefix": Text,
} }

builder! { SSEDescriptionBuilder {
    status "Status": Text,
    sse_type "SSEType": Text,
    kms_master_key_arn "KMSMasterKeyArn": Text,
    inaccessible_encryption_date_time "InaccessibleEncryptionDateTime": Time,
} }

builder! { SSESpecificationBuilder {
    enabled "Enabled": Flag,
    sse_type "SSEType": Text,
    kms_master_key_id "KMSMasterKeyId": Text,
} }

builder! { SearchResultItemBuilder {
    item "Item": Entries<AttributeValueBuilder>,
    score "Score": Real,
} }

builder! { SearchSchemaElementBuilder {
    attribute_name "AttributeName": Text,
    search_schema_element_type "SearchSchemaElementType": Text,
} }

builder! { SourceTableDetailsBuilder {
    table_name "TableName": Text,
    table_id "TableId": Text,
    table_arn "TableArn": Text,
    table_size_bytes "TableSizeBytes": Whole,
    key_schema "KeySchema": Items<KeySchemaElementBuilder>,
    table_creation_date_time "TableCreationDateTime": Time,
    provisioned_throughput "ProvisionedThroughput": ProvisionedThroughputBuilder,
    on_demand_throughput "OnDemandThroughput": OnDemandThroughputBuilder,
    item_count "ItemCount": Whole,
    billing_mode "BillingMode": Text,
} }

builder! { SourceTableFeatureDetailsBuilder {
    local_secondary_indexes "LocalSecondaryIndexes": Items<LocalSecondaryIndexInfoBuilder>,
    global_secondary_indexes "GlobalSecondaryIndexes": Items<GlobalSecondaryIndexInfoBuilder>,
    stream_description "StreamDescription": StreamSpecificationBuilder,
    time_to_live_description "TimeToLiveDescription": TimeToLiveDescriptionBuilder,
    sse_description "SSEDescription": SSEDescriptionBuilder,
    vector_indexes "VectorIndexes": Items<VectorIndexInfoBuilder>,
} }

builder! { StreamSpecificationBuilder {
    stream_enabled "StreamEnabled": Flag,
    stream_view_type "StreamViewType": Text,
} }

builder! { TableAutoScalingDescriptionBuilder {
    table_name "TableName": Text,
    table_status "TableStatus": Text,
    replicas "Replicas": Items<ReplicaAutoScalingDescriptionBuilder>,
} }

builder! { TableClassSummaryBuilder {
    table_class "TableClass": Text,
    last_update_date_time "LastUpdateDateTime": Time,
} }

builder! { TableCreationParametersBuilder {
    table_name "TableName": Text,
    attribute_definitions "AttributeDefinitions": Items<AttributeDefinitionBuilder>,
    key_schema "KeySchema": Items<KeySchemaElementBuilder>,
    billing_mode "BillingMode": Text,
    provisioned_throughput "ProvisionedThroughput": ProvisionedThroughputBuilder,
    on_demand_throughput "OnDemandThroughput": OnDemandThroughputBuilder,
    sse_specification "SSESpecification": SSESpecificationBuilder,
    global_secondary_indexes "GlobalSecondaryIndexes": Items<GlobalSecondaryIndexBuilder>,
    vector_indexes "VectorIndexes": Items<VectorIndexBuilder>,
} }

builder! { TableDescriptionBuilder {
    attribute_definitions "AttributeDefinitions": Items<AttributeDefinitionBuilder>,
    table_name "TableName": Text,
    key_schema "KeySchema": Items<KeySchemaElementBuilder>,
    table_status "TableStatus": Text,
    creation_date_time "CreationDateTime": Time,
    provisioned_throughput "ProvisionedThroughput": ProvisionedThroughputDescriptionBuilder,
    table_size_bytes "TableSizeBytes": Whole,
    item_count "ItemCount": Whole,
    table_arn "TableArn": Text,
    table_id "TableId": Text,
    billing_mode_summary "BillingModeSummary": BillingModeSummaryBuilder,
    local_secondary_indexes "LocalSecondaryIndexes": Items<LocalSecondaryIndexDescriptionBuilder>,
    global_secondary_indexes "GlobalSecondaryIndexes": Items<GlobalSecondaryIndexDescriptionBuilder>,
    stream_specification "StreamSpecification": StreamSpecificationBuilder,
    latest_stream_label "LatestStreamLabel": Text,
    latest_stream_arn "LatestStreamArn": Text,
    global_table_version "GlobalTableVersion": Text,
    replicas "Replicas": Items<ReplicaDescriptionBuilder>,
    global_table_witnesses "GlobalTableWitnesses": Items<GlobalTableWitnessDescriptionBuilder>,
    global_table_settings_replication_mode "GlobalTableSettingsReplicationMode": Text,
    restore_summary "RestoreSummary": RestoreSummaryBuilder,
    sse_description "SSEDescription": SSEDescriptionBuilder,
    archival_summary "ArchivalSummary": ArchivalSummaryBuilder,
    table_class_summary "TableClassSummary": TableClassSummaryBuilder,
    deletion_protection_enabled "DeletionProtectionEnabled": Flag,
    disassociation_protection_enabled "DisassociationProtectionEnabled": Flag,
    on_demand_throughput "OnDemandThroughput": OnDemandThroughputBuilder,
    warm_throughput "WarmThroughput": TableWarmThroughputDescriptionBuilder,
    multi_region_consistency "MultiRegionConsistency": Text,
    vector_indexes "VectorIndexes": Items<VectorIndexDescriptionBuilder>,
} }

builder! { TableWarmThroughputDescriptionBuilder {
    read_units_per_second "ReadUnitsPerSecond": Whole,
    write_units_per_second "WriteUnitsPerSecond": Whole,
    status "Status": Text,
} }

builder! { TagBuilder {
    key "Key": Text,
    value "Value": Text,
} }

builder! { TimeToLiveDescriptionBuilder {
    time_to_live_status "TimeToLiveStatus": Text,
    attribute_name "AttributeName": Text,
} }

builder! { TimeToLiveSpecificationBuilder {
    enabled "Enabled": Flag,
    attribute_name "AttributeName": Text,
} }

builder! { UpdateKinesisStreamingConfigurationBuilder {
    approximate_creation_date_time_precision "ApproximateCreationDateTimePrecision": Text,
} }

builder! { VectorAttributeDefinitionBuilder {
    attribute_name "AttributeName": Text,
} }

builder! { VectorCapacityBuilder {
    vector_search_request_bytes "VectorSearchRequestBytes": Real,
    vector_write_request_bytes "VectorWriteRequestBytes": Real,
} }

builder! { VectorIndexBuilder {
    index_name "IndexName": Text,
    vector_attribute "VectorAttribute": VectorAttributeDefinitionBuilder,
    search_schema "SearchSchema": Items<SearchSchemaElementBuilder>,
    projection "Projection": ProjectionBuilder,
    dimensions "Dimensions": Whole,
    distance_function "DistanceFunction": Text,
} }

builder! { VectorIndexDescriptionBuilder {
    index_name "IndexName": Text,
    search_schema "SearchSchema": Items<SearchSchemaElementBuilder>,
    projection "Projection": ProjectionBuilder,
    vector_attribute "VectorAttribute": VectorAttributeDefinitionBuilder,
    dimensions "Dimensions": Whole,
    distance_function "DistanceFunction": Text,
    index_status "IndexStatus": Text,
    backfilling "Backfilling": Flag,
    index_size_bytes "IndexSizeBytes": Whole,
    item_count "ItemCount": Whole,
    index_arn "IndexArn": Text,
} }

builder! { VectorIndexInfoBuilder {
    index_name "IndexName": Text,
    vector_attribute "VectorAttribute": VectorAttributeDefinitionBuilder,
    search_schema "SearchSchema": Items<SearchSchemaElementBuilder>,
    projection "Projection": ProjectionBuilder,
    dimensions "Dimensions": Whole,
    distance_function "DistanceFunction": Text,
} }

builder! { WarmThroughputBuilder {
    read_units_per_second "ReadUnitsPerSecond": Whole,
    write_units_per_second "WriteUnitsPerSecond": Whole,
} }

builder! { WriteRequestBuilder {
    put_request "PutRequest": PutRequestBuilder,
    delete_request "DeleteRequest": DeleteRequestBuilder,
} }

/// The errors that the implemented operations list.
pub mod error {
    kernel::errors! {
        backup_in_use_exception "BackupInUseException" 400;
        backup_not_found_exception "BackupNotFoundException" 400;
        conditional_check_failed_exception "ConditionalCheckFailedException" 400;
        continuous_backups_unavailable_exception "ContinuousBackupsUnavailableException" 400;
        duplicate_item_exception "DuplicateItemException" 400;
        export_conflict_exception "ExportConflictException" 400;
        export_not_found_exception "ExportNotFoundException" 400;
        global_table_already_exists_exception "GlobalTableAlreadyExistsException" 400;
        global_table_not_found_exception "GlobalTableNotFoundException" 400;
        idempotent_parameter_mismatch_exception "IdempotentParameterMismatchException" 400;
        import_conflict_exception "ImportConflictException" 400;
        import_not_found_exception "ImportNotFoundException" 400;
        index_not_found_exception "IndexNotFoundException" 400;
        internal_server_error "InternalServerError" 500;
        invalid_export_time_exception "InvalidExportTimeException" 400;
        invalid_restore_time_exception "InvalidRestoreTimeException" 400;
        item_collection_size_limit_exceeded_exception "ItemCollectionSizeLimitExceededException" 400;
        limit_exceeded_exception "LimitExceededException" 400;
        point_in_time_recovery_unavailable_exception "PointInTimeRecoveryUnavailableException" 400;
        policy_not_found_exception "PolicyNotFoundException" 400;
        provisioned_throughput_exceeded_exception "ProvisionedThroughputExceededException" 400;
        replica_already_exists_exception "ReplicaAlreadyExistsException" 400;
        replica_not_found_exception "ReplicaNotFoundException" 400;
        replicated_write_conflict_exception "ReplicatedWriteConflictException" 400;
        request_limit_exceeded "RequestLimitExceeded" 400;
        resource_in_use_exception "ResourceInUseException" 400;
        resource_not_found_exception "ResourceNotFoundException" 400;
        table_already_exists_exception "TableAlreadyExistsException" 400;
        table_in_use_exception "TableInUseException" 400;
        table_not_found_exception "TableNotFoundException" 400;
        throttling_exception "ThrottlingException" 400;
        transaction_canceled_exception "TransactionCanceledException" 400;
        transaction_conflict_exception "TransactionConflictException" 400;
        transaction_in_progress_exception "TransactionInProgressException" 400;
    }
}

pub mod approximate_creation_date_time_precision {
    pub const MILLISECOND: &str = "MILLISECOND";
    pub const MICROSECOND: &str = "MICROSECOND";
}

pub mod attribute_action {
    pub const ADD: &str = "ADD";
    pub const PUT: &str = "PUT";
    pub const DELETE: &str = "DELETE";
}

pub mod backup_status {
    pub const CREATING: &str = "CREATING";
    pub const DELETED: &str = "DELETED";
    pub const AVAILABLE: &str = "AVAILABLE";
}

pub mod backup_type {
    pub const USER: &str = "USER";
    pub const SYSTEM: &str = "SYSTEM";
    pub const AWS_BACKUP: &str = "AWS_BACKUP";
}

pub mod backup_type_filter {
    pub const USER: &str = "USER";
    pub const SYSTEM: &str = "SYSTEM";
    pub const AWS_BACKUP: &str = "AWS_BACKUP";
    pub const ALL: &str = "ALL";
}

pub mod batch_statement_error_code_enum {
    pub const CONDITIONAL_CHECK_FAILED: &str = "ConditionalCheckFailed";
    pub const ITEM_COLLECTION_SIZE_LIMIT_EXCEEDED: &str = "ItemCollectionSizeLimitExceeded";
    pub const REQUEST_LIMIT_EXCEEDED: &str = "RequestLimitExceeded";
    pub const VALIDATION_ERROR: &str = "ValidationError";
    pub const PROVISIONED_THROUGHPUT_EXCEEDED: &str = "ProvisionedThroughputExceeded";
    pub const TRANSACTION_CONFLICT: &str = "TransactionConflict";
    pub const THROTTLING_ERROR: &str = "ThrottlingError";
    pub const INTERNAL_SERVER_ERROR: &str = "InternalServerError";
    pub const RESOURCE_NOT_FOUND: &str = "ResourceNotFound";
    pub const ACCESS_DENIED: &str = "AccessDenied";
    pub const DUPLICATE_ITEM: &str = "DuplicateItem";
}

pub mod billing_mode {
    pub const PROVISIONED: &str = "PROVISIONED";
    pub const PAY_PER_REQUEST: &str = "PAY_PER_REQUEST";
}

pub mod comparison_operator {
    pub const EQ: &str = "EQ";
    pub const NE: &str = "NE";
    pub const IN: &str = "IN";
    pub const LE: &str = "LE";
    pub const LT: &str = "LT";
    pub const GE: &str = "GE";
    pub const GT: &str = "GT";
    pub const BETWEEN: &str = "BETWEEN";
    pub const NOT_NULL: &str = "NOT_NULL";
    pub const NULL: &str = "NULL";
    pub const CONTAINS: &str = "CONTAINS";
    pub const NOT_CONTAINS: &str = "NOT_CONTAINS";
    pub const BEGINS_WITH: &str = "BEGINS_WITH";
}

pub mod conditional_operator {
    pub const AND: &str = "AND";
    pub const OR: &str = "OR";
}

pub mod continuous_backups_status {
    pub const ENABLED: &str = "ENABLED";
    pub const DISABLED: &str = "DISABLED";
}

pub mod contributor_insights_action {
    pub const ENABLE: &str = "ENABLE";
    pub const DISABLE: &str = "DISABLE";
}

pub mod contributor_insights_mode {
    pub const ACCESSED_AND_THROTTLED_KEYS: &str = "ACCESSED_AND_THROTTLED_KEYS";
    pub const THROTTLED_KEYS: &str = "THROTTLED_KEYS";
}

pub mod contributor_insights_status {
    pub const ENABLING: &str = "ENABLING";
    pub const ENABLED: &str = "ENABLED";
    pub const DISABLING: &str = "DISABLING";
    pub const DISABLED: &str = "DISABLED";
    pub const FAILED: &str = "FAILED";
}

pub mod destination_status {
    pub const ENABLING: &str = "ENABLING";
    pub const ACTIVE: &str = "ACTIVE";
    pub const DISABLING: &str = "DISABLING";
    pub const DISABLED: &str = "DISABLED";
    pub const ENABLE_FAILED: &str = "ENABLE_FAILED";
    pub const UPDATING: &str = "UPDATING";
}

pub mod disassociation_mode {
    pub const WAIT_FOR_REPLICATION: &str = "WAIT_FOR_REPLICATION";
}

pub mod export_format {
    pub const DYNAMODB_JSON: &str = "DYNAMODB_JSON";
    pub const ION: &str = "ION";
}

pub mod export_status {
    pub const IN_PROGRESS: &str = "IN_PROGRESS";
    pub const COMPLETED: &str = "COMPLETED";
    pub const FAILED: &str = "FAILED";
}

pub mod export_type {
    pub const FULL_EXPORT: &str = "FULL_EXPORT";
    pub const INCREMENTAL_EXPORT: &str = "INCREMENTAL_EXPORT";
}

pub mod export_view_type {
    pub const NEW_IMAGE: &str = "NEW_IMAGE";
    pub const NEW_AND_OLD_IMAGES: &str = "NEW_AND_OLD_IMAGES";
}

pub mod global_table_settings_replication_mode {
    pub const ENABLED: &str = "ENABLED";
    pub const DISABLED: &str = "DISABLED";
    pub const ENABLED_WITH_OVERRIDES: &str = "ENABLED_WITH_OVERRIDES";
}

pub mod global_table_status {
    pub const CREATING: &str = "CREATING";
    pub const ACTIVE: &str = "ACTIVE";
    pub const DELETING: &str = "DELETING";
    pub const UPDATING: &str = "UPDATING";
}

pub mod import_status {
    pub const IN_PROGRESS: &str = "IN_PROGRESS";
    pub const COMPLETED: &str = "COMPLETED";
    pub const CANCELLING: &str = "CANCELLING";
    pub const CANCELLED: &str = "CANCELLED";
    pub const FAILED: &str = "FAILED";
}

pub mod index_status {
    pub const CREATING: &str = "CREATING";
    pub const UPDATING: &str = "UPDATING";
    pub const DELETING: &str = "DELETING";
    pub const ACTIVE: &str = "ACTIVE";
}

pub mod input_compression_type {
    pub const GZIP: &str = "GZIP";
    pub const ZSTD: &str = "ZSTD";
    pub const NONE: &str = "NONE";
}

pub mod input_format {
    pub const DYNAMODB_JSON: &str = "DYNAMODB_JSON";
    pub const ION: &str = "ION";
    pub const CSV: &str = "CSV";
}

pub mod key_type {
    pub const HASH: &str = "HASH";
    pub const RANGE: &str = "RANGE";
}

pub mod multi_region_consistency {
    pub const EVENTUAL: &str = "EVENTUAL";
    pub const STRONG: &str = "STRONG";
}

pub mod point_in_time_recovery_status {
    pub const ENABLED: &str = "ENABLED";
    pub const DISABLED: &str = "DISABLED";
}

pub mod projection_type {
    pub const ALL: &str = "ALL";
    pub const KEYS_ONLY: &str = "KEYS_ONLY";
    pub const INCLUDE: &str = "INCLUDE";
}

pub mod replica_status {
    pub const CREATING: &str = "CREATING";
    pub const CREATION_FAILED: &str = "CREATION_FAILED";
    pub const UPDATING: &str = "UPDATING";
    pub const DELETING: &str = "DELETING";
    pub const ACTIVE: &str = "ACTIVE";
    pub const REGION_DISABLED: &str = "REGION_DISABLED";
    pub const INACCESSIBLE_ENCRYPTION_CREDENTIALS: &str = "INACCESSIBLE_ENCRYPTION_CREDENTIALS";
    pub const ARCHIVING: &str = "ARCHIVING";
    pub const ARCHIVED: &str = "ARCHIVED";
    pub const REPLICATION_NOT_AUTHORIZED: &str = "REPLICATION_NOT_AUTHORIZED";
}

pub mod return_consumed_capacity {
    pub const INDEXES: &str = "INDEXES";
    pub const TOTAL: &str = "TOTAL";
    pub const NONE: &str = "NONE";
}

pub mod return_item_collection_metrics {
    pub const SIZE: &str = "SIZE";
    pub const NONE: &str = "NONE";
}

pub mod return_value {
    pub const NONE: &str = "NONE";
    pub const ALL_OLD: &str = "ALL_OLD";
    pub const UPDATED_OLD: &str = "UPDATED_OLD";
    pub const ALL_NEW: &str = "ALL_NEW";
    pub const UPDATED_NEW: &str = "UPDATED_NEW";
}

pub mod return_values_on_condition_check_failure {
    pub const ALL_OLD: &str = "ALL_OLD";
    pub const NONE: &str = "NONE";
}

pub mod s3_sse_algorithm {
    pub const AES256: &str = "AES256";
    pub const KMS: &str = "KMS";
}

pub mod sse_status {
    pub const ENABLING: &str = "ENABLING";
    pub const ENABLED: &str = "ENABLED";
    pub const DISABLING: &str = "DISABLING";
    pub const DISABLED: &str = "DISABLED";
    pub const UPDATING: &str = "UPDATING";
}

pub mod sse_type {
    pub const AES256: &str = "AES256";
    pub const KMS: &str = "KMS";
}

pub mod scalar_attribute_type {
    pub const S: &str = "S";
    pub const N: &str = "N";
    pub const B: &str = "B";
}

pub mod search_schema_element_type {
    pub const HASH: &str = "HASH";
    pub const INLINE_FILTER: &str = "INLINE_FILTER";
}

pub mod select {
    pub const ALL_ATTRIBUTES: &str = "ALL_ATTRIBUTES";
    pub const ALL_PROJECTED_ATTRIBUTES: &str = "ALL_PROJECTED_ATTRIBUTES";
    pub const SPECIFIC_ATTRIBUTES: &str = "SPECIFIC_ATTRIBUTES";
    pub const COUNT: &str = "COUNT";
}

pub mod stream_view_type {
    pub const NEW_IMAGE: &str = "NEW_IMAGE";
    pub const OLD_IMAGE: &str = "OLD_IMAGE";
    pub const NEW_AND_OLD_IMAGES: &str = "NEW_AND_OLD_IMAGES";
    pub const KEYS_ONLY: &str = "KEYS_ONLY";
}

pub mod table_class {
    pub const STANDARD: &str = "STANDARD";
    pub const STANDARD_INFREQUENT_ACCESS: &str = "STANDARD_INFREQUENT_ACCESS";
}

pub mod table_status {
    pub const CREATING: &str = "CREATING";
    pub const UPDATING: &str = "UPDATING";
    pub const DELETING: &str = "DELETING";
    pub const ACTIVE: &str = "ACTIVE";
    pub const INACCESSIBLE_ENCRYPTION_CREDENTIALS: &str = "INACCESSIBLE_ENCRYPTION_CREDENTIALS";
    pub const ARCHIVING: &str = "ARCHIVING";
    pub const ARCHIVED: &str = "ARCHIVED";
    pub const REPLICATION_NOT_AUTHORIZED: &str = "REPLICATION_NOT_AUTHORIZED";
}

pub mod time_to_live_status {
    pub const ENABLING: &str = "ENABLING";
    pub const DISABLING: &str = "DISABLING";
    pub const ENABLED: &str = "ENABLED";
    pub const DISABLED: &str = "DISABLED";
}

pub mod vector_distance_function {
    pub const COSINE: &str = "COSINE";
    pub const DOT_PRODUCT: &str = "DOT_PRODUCT";
    pub const EUCLIDEAN: &str = "EUCLIDEAN";
}

pub mod witness_status {
    pub const CREATING: &str = "CREATING";
    pub const DELETING: &str = "DELETING";
    pub const ACTIVE: &str = "ACTIVE";
}
