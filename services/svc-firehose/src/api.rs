//! Inputs, outputs, errors and enums of the implemented operations of Firehose.
//!
//! Written by `cargo xtask codegen firehose` from `operations.txt` and the model;
//! not to be edited.

use bytes::Bytes;
use kernel::view::kind::{Entries, Flag, Items, Real, Text, Time, Whole};
use kernel::view::{List, Map};
use kernel::{Timestamp, builder, operations, view};

operations! {
    CreateDeliveryStream: CreateDeliveryStreamInput, CreateDeliveryStreamOutput;
    DeleteDeliveryStream: DeleteDeliveryStreamInput, DeleteDeliveryStreamOutput;
    DescribeDeliveryStream: DescribeDeliveryStreamInput, DescribeDeliveryStreamOutput;
    ListDeliveryStreams: ListDeliveryStreamsInput, ListDeliveryStreamsOutput;
    ListTagsForDeliveryStream: ListTagsForDeliveryStreamInput, ListTagsForDeliveryStreamOutput;
    PutRecord: PutRecordInput, PutRecordOutput;
    PutRecordBatch: PutRecordBatchInput, PutRecordBatchOutput;
    StartDeliveryStreamEncryption: StartDeliveryStreamEncryptionInput, StartDeliveryStreamEncryptionOutput;
    StopDeliveryStreamEncryption: StopDeliveryStreamEncryptionInput, StopDeliveryStreamEncryptionOutput;
    TagDeliveryStream: TagDeliveryStreamInput, TagDeliveryStreamOutput;
    UntagDeliveryStream: UntagDeliveryStreamInput, UntagDeliveryStreamOutput;
    UpdateDestination: UpdateDestinationInput, UpdateDestinationOutput;
}

view! { CreateDeliveryStreamInput<'a> {
    delivery_stream_name "DeliveryStreamName": required &'a str,
    delivery_stream_type "DeliveryStreamType": optional &'a str,
    direct_put_source_configuration "DirectPutSourceConfiguration": optional DirectPutSourceConfiguration<'a>,
    kinesis_stream_source_configuration "KinesisStreamSourceConfiguration": optional KinesisStreamSourceConfiguration<'a>,
    delivery_stream_encryption_configuration_input "DeliveryStreamEncryptionConfigurationInput": optional DeliveryStreamEncryptionConfigurationInput<'a>,
    s3_destination_configuration "S3DestinationConfiguration": optional S3DestinationConfiguration<'a>,
    extended_s3_destination_configuration "ExtendedS3DestinationConfiguration": optional ExtendedS3DestinationConfiguration<'a>,
    redshift_destination_configuration "RedshiftDestinationConfiguration": optional RedshiftDestinationConfiguration<'a>,
    elasticsearch_destination_configuration "ElasticsearchDestinationConfiguration": optional ElasticsearchDestinationConfiguration<'a>,
    amazonopensearchservice_destination_configuration "AmazonopensearchserviceDestinationConfiguration": optional AmazonopensearchserviceDestinationConfiguration<'a>,
    splunk_destination_configuration "SplunkDestinationConfiguration": optional SplunkDestinationConfiguration<'a>,
    http_endpoint_destination_configuration "HttpEndpointDestinationConfiguration": optional HttpEndpointDestinationConfiguration<'a>,
    tags "Tags": optional List<'a, Tag<'a>>,
    amazon_open_search_serverless_destination_configuration "AmazonOpenSearchServerlessDestinationConfiguration": optional AmazonOpenSearchServerlessDestinationConfiguration<'a>,
    msk_source_configuration "MSKSourceConfiguration": optional MSKSourceConfiguration<'a>,
    snowflake_destination_configuration "SnowflakeDestinationConfiguration": optional SnowflakeDestinationConfiguration<'a>,
    iceberg_destination_configuration "IcebergDestinationConfiguration": optional IcebergDestinationConfiguration<'a>,
    database_source_configuration "DatabaseSourceConfiguration": optional DatabaseSourceConfiguration<'a>,
} }

builder! { CreateDeliveryStreamOutput {
    delivery_stream_arn "DeliveryStreamARN": Text,
} }

view! { DeleteDeliveryStreamInput<'a> {
    delivery_stream_name "DeliveryStreamName": required &'a str,
    allow_force_delete "AllowForceDelete": optional bool,
} }

builder! { DeleteDeliveryStreamOutput {
} }

view! { DescribeDeliveryStreamInput<'a> {
    delivery_stream_name "DeliveryStreamName": required &'a str,
    limit "Limit": optional i64,
    exclusive_start_destination_id "ExclusiveStartDestinationId": optional &'a str,
} }

builder! { DescribeDeliveryStreamOutput {
    delivery_stream_description "DeliveryStreamDescription": DeliveryStreamDescriptionBuilder,
} }

view! { ListDeliveryStreamsInput<'a> {
    limit "Limit": optional i64,
    delivery_stream_type "DeliveryStreamType": optional &'a str,
    exclusive_start_delivery_stream_name "ExclusiveStartDeliveryStreamName": optional &'a str,
} }

builder! { ListDeliveryStreamsOutput {
    delivery_stream_names "DeliveryStreamNames": Items<Text>,
    has_more_delivery_streams "HasMoreDeliveryStreams": Flag,
} }

view! { ListTagsForDeliveryStreamInput<'a> {
    delivery_stream_name "DeliveryStreamName": required &'a str,
    exclusive_start_tag_key "ExclusiveStartTagKey": optional &'a str,
    limit "Limit": optional i64,
} }

builder! { ListTagsForDeliveryStreamOutput {
    tags "Tags": Items<TagBuilder>,
    has_more_tags "HasMoreTags": Flag,
} }

view! { PutRecordInput<'a> {
    delivery_stream_name "DeliveryStreamName": required &'a str,
    record "Record": required Record<'a>,
} }

builder! { PutRecordOutput {
    record_id "RecordId": Text,
    encrypted "Encrypted": Flag,
} }

view! { PutRecordBatchInput<'a> {
    delivery_stream_name "DeliveryStreamName": required &'a str,
    records "Records": required List<'a, Record<'a>>,
} }

builder! { PutRecordBatchOutput {
    failed_put_count "FailedPutCount": Whole,
    encrypted "Encrypted": Flag,
    request_responses "RequestResponses": Items<PutRecordBatchResponseEntryBuilder>,
} }

view! { StartDeliveryStreamEncryptionInput<'a> {
    delivery_stream_name "DeliveryStreamName": required &'a str,
    delivery_stream_encryption_configuration_input "DeliveryStreamEncryptionConfigurationInput": optional DeliveryStreamEncryptionConfigurationInput<'a>,
} }

builder! { StartDeliveryStreamEncryptionOutput {
} }

view! { StopDeliveryStreamEncryptionInput<'a> {
    delivery_stream_name "DeliveryStreamName": required &'a str,
} }

builder! { StopDeliveryStreamEncryptionOutput {
} }

view! { TagDeliveryStreamInput<'a> {
    delivery_stream_name "DeliveryStreamName": required &'a str,
    tags "Tags": required List<'a, Tag<'a>>,
} }

builder! { TagDeliveryStreamOutput {
} }

view! { UntagDeliveryStreamInput<'a> {
    delivery_stream_name "DeliveryStreamName": required &'a str,
    tag_keys "TagKeys": required List<'a, &'a str>,
} }

builder! { UntagDeliveryStreamOutput {
} }

view! { UpdateDestinationInput<'a> {
    delivery_stream_name "DeliveryStreamName": required &'a str,
    current_delivery_stream_version_id "CurrentDeliveryStreamVersionId": required &'a str,
    destination_id "DestinationId": required &'a str,
    s3_destination_update "S3DestinationUpdate": optional S3DestinationUpdate<'a>,
    extended_s3_destination_update "ExtendedS3DestinationUpdate": optional ExtendedS3DestinationUpdate<'a>,
    redshift_destination_update "RedshiftDestinationUpdate": optional RedshiftDestinationUpdate<'a>,
    elasticsearch_destination_update "ElasticsearchDestinationUpdate": optional ElasticsearchDestinationUpdate<'a>,
    amazonopensearchservice_destination_update "AmazonopensearchserviceDestinationUpdate": optional AmazonopensearchserviceDestinationUpdate<'a>,
    splunk_destination_update "SplunkDestinationUpdate": optional SplunkDestinationUpdate<'a>,
    http_endpoint_destination_update "HttpEndpointDestinationUpdate": optional HttpEndpointDestinationUpdate<'a>,
    amazon_open_search_serverless_destination_update "AmazonOpenSearchServerlessDestinationUpdate": optional AmazonOpenSearchServerlessDestinationUpdate<'a>,
    snowflake_destination_update "SnowflakeDestinationUpdate": optional SnowflakeDestinationUpdate<'a>,
    iceberg_destination_update "IcebergDestinationUpdate": optional IcebergDestinationUpdate<'a>,
} }

builder! { UpdateDestinationOutput {
} }

view! { AmazonOpenSearchServerlessBufferingHints<'a> {
    interval_in_seconds "IntervalInSeconds": optional i64,
    size_in_m_bs "SizeInMBs": optional i64,
} }

view! { AmazonOpenSearchServerlessDestinationConfiguration<'a> {
    role_arn "RoleARN": required &'a str,
    collection_endpoint "CollectionEndpoint": optional &'a str,
    index_name "IndexName": required &'a str,
    buffering_hints "BufferingHints": optional AmazonOpenSearchServerlessBufferingHints<'a>,
    retry_options "RetryOptions": optional AmazonOpenSearchServerlessRetryOptions<'a>,
    s3_backup_mode "S3BackupMode": optional &'a str,
    s3_configuration "S3Configuration": required S3DestinationConfiguration<'a>,
    processing_configuration "ProcessingConfiguration": optional ProcessingConfiguration<'a>,
    cloud_watch_logging_options "CloudWatchLoggingOptions": optional CloudWatchLoggingOptions<'a>,
    vpc_configuration "VpcConfiguration": optional VpcConfiguration<'a>,
} }

view! { AmazonOpenSearchServerlessDestinationUpdate<'a> {
    role_arn "RoleARN": optional &'a str,
    collection_endpoint "CollectionEndpoint": optional &'a str,
    index_name "IndexName": optional &'a str,
    buffering_hints "BufferingHints": optional AmazonOpenSearchServerlessBufferingHints<'a>,
    retry_options "RetryOptions": optional AmazonOpenSearchServerlessRetryOptions<'a>,
    s3_update "S3Update": optional S3DestinationUpdate<'a>,
    processing_configuration "ProcessingConfiguration": optional ProcessingConfiguration<'a>,
    cloud_watch_logging_options "CloudWatchLoggingOptions": optional CloudWatchLoggingOptions<'a>,
} }

view! { AmazonOpenSearchServerlessRetryOptions<'a> {
    duration_in_seconds "DurationInSeconds": optional i64,
} }

view! { AmazonopensearchserviceBufferingHints<'a> {
    interval_in_seconds "IntervalInSeconds": optional i64,
    size_in_m_bs "SizeInMBs": optional i64,
} }

view! { AmazonopensearchserviceDestinationConfiguration<'a> {
    role_arn "RoleARN": required &'a str,
    domain_arn "DomainARN": optional &'a str,
    cluster_endpoint "ClusterEndpoint": optional &'a str,
    index_name "IndexName": required &'a str,
    type_name "TypeName": optional &'a str,
    index_rotation_period "IndexRotationPeriod": optional &'a str,
    buffering_hints "BufferingHints": optional AmazonopensearchserviceBufferingHints<'a>,
    retry_options "RetryOptions": optional AmazonopensearchserviceRetryOptions<'a>,
    s3_backup_mode "S3BackupMode": optional &'a str,
    s3_configuration "S3Configuration": required S3DestinationConfiguration<'a>,
    processing_configuration "ProcessingConfiguration": optional ProcessingConfiguration<'a>,
    cloud_watch_logging_options "CloudWatchLoggingOptions": optional CloudWatchLoggingOptions<'a>,
    vpc_configuration "VpcConfiguration": optional VpcConfiguration<'a>,
    document_id_options "DocumentIdOptions": optional DocumentIdOptions<'a>,
} }

view! { AmazonopensearchserviceDestinationUpdate<'a> {
    role_arn "RoleARN": optional &'a str,
    domain_arn "DomainARN": optional &'a str,
    cluster_endpoint "ClusterEndpoint": optional &'a str,
    index_name "IndexName": optional &'a str,
    type_name "TypeName": optional &'a str,
    index_rotation_period "IndexRotationPeriod": optional &'a str,
    buffering_hints "BufferingHints": optional AmazonopensearchserviceBufferingHints<'a>,
    retry_options "RetryOptions": optional AmazonopensearchserviceRetryOptions<'a>,
    s3_update "S3Update": optional S3DestinationUpdate<'a>,
    processing_configuration "ProcessingConfiguration": optional ProcessingConfiguration<'a>,
    cloud_watch_logging_options "CloudWatchLoggingOptions": optional CloudWatchLoggingOptions<'a>,
    document_id_options "DocumentIdOptions": optional DocumentIdOptions<'a>,
} }

view! { AmazonopensearchserviceRetryOptions<'a> {
    duration_in_seconds "DurationInSeconds": optional i64,
} }

view! { AuthenticationConfiguration<'a> {
    role_arn "RoleARN": required &'a str,
    connectivity "Connectivity": required &'a str,
} }

view! { BufferingHints<'a> {
    size_in_m_bs "SizeInMBs": optional i64,
    interval_in_seconds "IntervalInSeconds": optional i64,
} }

view! { CatalogConfiguration<'a> {
    catalog_arn "CatalogARN": optional &'a str,
    warehouse_location "WarehouseLocation": optional &'a str,
} }

view! { CloudWatchLoggingOptions<'a> {
    enabled "Enabled": optional bool,
    log_group_name "LogGroupName": optional &'a str,
    log_stream_name "LogStreamName": optional &'a str,
} }

view! { CopyCommand<'a> {
    data_table_name "DataTableName": required &'a str,
    data_table_columns "DataTableColumns": optional &'a str,
    copy_options "CopyOptions": optional &'a str,
} }

view! { DataFormatConversionConfiguration<'a> {
    schema_configuration "SchemaConfiguration": optional SchemaConfiguration<'a>,
    input_format_configuration "InputFormatConfiguration": optional InputFormatConfiguration<'a>,
    output_format_configuration "OutputFormatConfiguration": optional OutputFormatConfiguration<'a>,
    enabled "Enabled": optional bool,
} }

view! { DatabaseColumnList<'a> {
    include "Include": optional List<'a, &'a str>,
    exclude "Exclude": optional List<'a, &'a str>,
} }

view! { DatabaseList<'a> {
    include "Include": optional List<'a, &'a str>,
    exclude "Exclude": optional List<'a, &'a str>,
} }

view! { DatabaseSourceAuthenticationConfiguration<'a> {
    secrets_manager_configuration "SecretsManagerConfiguration": required SecretsManagerConfiguration<'a>,
} }

view! { DatabaseSourceConfiguration<'a> {
    type_ "Type": required &'a str,
    endpoint "Endpoint": required &'a str,
    port "Port": required i64,
    ssl_mode "SSLMode": optional &'a str,
    databases "Databases": required DatabaseList<'a>,
    tables "Tables": required DatabaseTableList<'a>,
    columns "Columns": optional DatabaseColumnList<'a>,
    surrogate_keys "SurrogateKeys": optional List<'a, &'a str>,
    snapshot_watermark_table "SnapshotWatermarkTable": required &'a str,
    database_source_authentication_configuration "DatabaseSourceAuthenticationConfiguration": required DatabaseSourceAuthenticationConfiguration<'a>,
    database_source_vpc_configuration "DatabaseSourceVPCConfiguration": required DatabaseSourceVPCConfiguration<'a>,
} }

view! { DatabaseSourceVPCConfiguration<'a> {
    vpc_endpoint_service_name "VpcEndpointServiceName": required &'a str,
} }

view! { DatabaseTableList<'a> {
    include "Include": optional List<'a, &'a str>,
    exclude "Exclude": optional List<'a, &'a str>,
} }

view! { DeliveryStreamEncryptionConfigurationInput<'a> {
    key_arn "KeyARN": optional &'a str,
    key_type "KeyType": required &'a str,
} }

view! { Deserializer<'a> {
    open_x_json_ser_de "OpenXJsonSerDe": optional OpenXJsonSerDe<'a>,
    hive_json_ser_de "HiveJsonSerDe": optional HiveJsonSerDe<'a>,
} }

view! { DestinationTableConfiguration<'a> {
    destination_table_name "DestinationTableName": required &'a str,
    destination_database_name "DestinationDatabaseName": required &'a str,
    unique_keys "UniqueKeys": optional List<'a, &'a str>,
    partition_spec "PartitionSpec": optional PartitionSpec<'a>,
    s3_error_output_prefix "S3ErrorOutputPrefix": optional &'a str,
} }

view! { DirectPutSourceConfiguration<'a> {
    throughput_hint_in_m_bs "ThroughputHintInMBs": required i64,
} }

view! { DocumentIdOptions<'a> {
    default_document_id_format "DefaultDocumentIdFormat": required &'a str,
} }

view! { DynamicPartitioningConfiguration<'a> {
    retry_options "RetryOptions": optional RetryOptions<'a>,
    enabled "Enabled": optional bool,
} }

view! { ElasticsearchBufferingHints<'a> {
    interval_in_seconds "IntervalInSeconds": optional i64,
    size_in_m_bs "SizeInMBs": optional i64,
} }

view! { ElasticsearchDestinationConfiguration<'a> {
    role_arn "RoleARN": required &'a str,
    domain_arn "DomainARN": optional &'a str,
    cluster_endpoint "ClusterEndpoint": optional &'a str,
    index_name "IndexName": required &'a str,
    type_name "TypeName": optional &'a str,
    index_rotation_period "IndexRotationPeriod": optional &'a str,
    buffering_hints "BufferingHints": optional ElasticsearchBufferingHints<'a>,
    retry_options "RetryOptions": optional ElasticsearchRetryOptions<'a>,
    s3_backup_mode "S3BackupMode": optional &'a str,
    s3_configuration "S3Configuration": required S3DestinationConfiguration<'a>,
    processing_configuration "ProcessingConfiguration": optional ProcessingConfiguration<'a>,
    cloud_watch_logging_options "CloudWatchLoggingOptions": optional CloudWatchLoggingOptions<'a>,
    vpc_configuration "VpcConfiguration": optional VpcConfiguration<'a>,
    document_id_options "DocumentIdOptions": optional DocumentIdOptions<'a>,
} }

view! { ElasticsearchDestinationUpdate<'a> {
    role_arn "RoleARN": optional &'a str,
    domain_arn "DomainARN": optional &'a str,
    cluster_endpoint "ClusterEndpoint": optional &'a str,
    index_name "IndexName": optional &'a str,
    type_name "TypeName": optional &'a str,
    index_rotation_period "IndexRotationPeriod": optional &'a str,
    buffering_hints "BufferingHints": optional ElasticsearchBufferingHints<'a>,
    retry_options "RetryOptions": optional ElasticsearchRetryOptions<'a>,
    s3_update "S3Update": optional S3DestinationUpdate<'a>,
    processing_configuration "ProcessingConfiguration": optional ProcessingConfiguration<'a>,
    cloud_watch_logging_options "CloudWatchLoggingOptions": optional CloudWatchLoggingOptions<'a>,
    document_id_options "DocumentIdOptions": optional DocumentIdOptions<'a>,
} }

view! { ElasticsearchRetryOptions<'a> {
    duration_in_seconds "DurationInSeconds": optional i64,
} }

view! { EncryptionConfiguration<'a> {
    no_encryption_config "NoEncryptionConfig": optional &'a str,
    kms_encryption_config "KMSEncryptionConfig": optional KMSEncryptionConfig<'a>,
} }

view! { ExtendedS3DestinationConfiguration<'a> {
    role_arn "RoleARN": required &'a str,
    bucket_arn "BucketARN": required &'a str,
    prefix "Prefix": optional &'a str,
    error_output_prefix "ErrorOutputPrefix": optional &'a str,
    buffering_hints "BufferingHints": optional BufferingHints<'a>,
    compression_format "CompressionFormat": optional &'a str,
    encryption_configuration "EncryptionConfiguration": optional EncryptionConfiguration<'a>,
    cloud_watch_logging_options "CloudWatchLoggingOptions": optional CloudWatchLoggingOptions<'a>,
    processing_configuration "ProcessingConfiguration": optional ProcessingConfiguration<'a>,
    s3_backup_mode "S3BackupMode": optional &'a str,
    s3_backup_configuration "S3BackupConfiguration": optional S3DestinationConfiguration<'a>,
    data_format_conversion_configuration "DataFormatConversionConfiguration": optional DataFormatConversionConfiguration<'a>,
    dynamic_partitioning_configuration "DynamicPartitioningConfiguration": optional DynamicPartitioningConfiguration<'a>,
    file_extension "FileExtension": optional &'a str,
    custom_time_zone "CustomTimeZone": optional &'a str,
} }

view! { ExtendedS3DestinationUpdate<'a> {
    role_arn "RoleARN": optional &'a str,
    bucket_arn "BucketARN": optional &'a str,
    prefix "Prefix": optional &'a str,
    error_output_prefix "ErrorOutputPrefix": optional &'a str,
    buffering_hints "BufferingHints": optional BufferingHints<'a>,
    compression_format "CompressionFormat": optional &'a str,
    encryption_configuration "EncryptionConfiguration": optional EncryptionConfiguration<'a>,
    cloud_watch_logging_options "CloudWatchLoggingOptions": optional CloudWatchLoggingOptions<'a>,
    processing_configuration "ProcessingConfiguration": optional ProcessingConfiguration<'a>,
    s3_backup_mode "S3BackupMode": optional &'a str,
    s3_backup_update "S3BackupUpdate": optional S3DestinationUpdate<'a>,
    data_format_conversion_configuration "DataFormatConversionConfiguration": optional DataFormatConversionConfiguration<'a>,
    dynamic_partitioning_configuration "DynamicPartitioningConfiguration": optional DynamicPartitioningConfiguration<'a>,
    file_extension "FileExtension": optional &'a str,
    custom_time_zone "CustomTimeZone": optional &'a str,
} }

view! { HiveJsonSerDe<'a> {
    timestamp_formats "TimestampFormats": optional List<'a, &'a str>,
} }

view! { HttpEndpointBufferingHints<'a> {
    size_in_m_bs "SizeInMBs": optional i64,
    interval_in_seconds "IntervalInSeconds": optional i64,
} }

view! { HttpEndpointCommonAttribute<'a> {
    attribute_name "AttributeName": required &'a str,
    attribute_value "AttributeValue": required &'a str,
} }

view! { HttpEndpointConfiguration<'a> {
    url "Url": required &'a str,
    name "Name": optional &'a str,
    access_key "AccessKey": optional &'a str,
} }

view! { HttpEndpointDestinationConfiguration<'a> {
    endpoint_configuration "EndpointConfiguration": required HttpEndpointConfiguration<'a>,
    buffering_hints "BufferingHints": optional HttpEndpointBufferingHints<'a>,
    cloud_watch_logging_options "CloudWatchLoggingOptions": optional CloudWatchLoggingOptions<'a>,
    request_configuration "RequestConfiguration": optional HttpEndpointRequestConfiguration<'a>,
    processing_configuration "ProcessingConfiguration": optional ProcessingConfiguration<'a>,
    role_arn "RoleARN": optional &'a str,
    retry_options "RetryOptions": optional HttpEndpointRetryOptions<'a>,
    s3_backup_mode "S3BackupMode": optional &'a str,
    s3_configuration "S3Configuration": required S3DestinationConfiguration<'a>,
    secrets_manager_configuration "SecretsManagerConfiguration": optional SecretsManagerConfiguration<'a>,
} }

view! { HttpEndpointDestinationUpdate<'a> {
    endpoint_configuration "EndpointConfiguration": optional HttpEndpointConfiguration<'a>,
    buffering_hints "BufferingHints": optional HttpEndpointBufferingHints<'a>,
    cloud_watch_logging_options "CloudWatchLoggingOptions": optional CloudWatchLoggingOptions<'a>,
    request_configuration "RequestConfiguration": optional HttpEndpointRequestConfiguration<'a>,
    processing_configuration "ProcessingConfiguration": optional ProcessingConfiguration<'a>,
    role_arn "RoleARN": optional &'a str,
    retry_options "RetryOptions": optional HttpEndpointRetryOptions<'a>,
    s3_backup_mode "S3BackupMode": optional &'a str,
    s3_update "S3Update": optional S3DestinationUpdate<'a>,
    secrets_manager_configuration "SecretsManagerConfiguration": optional SecretsManagerConfiguration<'a>,
} }

view! { HttpEndpointRequestConfiguration<'a> {
    content_encoding "ContentEncoding": optional &'a str,
    common_attributes "CommonAttributes": optional List<'a, HttpEndpointCommonAttribute<'a>>,
} }

view! { HttpEndpointRetryOptions<'a> {
    duration_in_seconds "DurationInSeconds": optional i64,
} }

view! { IcebergDestinationConfiguration<'a> {
    destination_table_configuration_list "DestinationTableConfigurationList": optional List<'a, DestinationTableConfiguration<'a>>,
    schema_evolution_configuration "SchemaEvolutionConfiguration": optional SchemaEvolutionConfiguration<'a>,
    table_creation_configuration "TableCreationConfiguration": optional TableCreationConfiguration<'a>,
    buffering_hints "BufferingHints": optional BufferingHints<'a>,
    cloud_watch_logging_options "CloudWatchLoggingOptions": optional CloudWatchLoggingOptions<'a>,
    processing_configuration "ProcessingConfiguration": optional ProcessingConfiguration<'a>,
    s3_backup_mode "S3BackupMode": optional &'a str,
    retry_options "RetryOptions": optional RetryOptions<'a>,
    role_arn "RoleARN": required &'a str,
    append_only "AppendOnly": optional bool,
    catalog_configuration "CatalogConfiguration": required CatalogConfiguration<'a>,
    s3_configuration "S3Configuration": required S3DestinationConfiguration<'a>,
} }

view! { IcebergDestinationUpdate<'a> {
    destination_table_configuration_list "DestinationTableConfigurationList": optional List<'a, DestinationTableConfiguration<'a>>,
    schema_evolution_configuration "SchemaEvolutionConfiguration": optional SchemaEvolutionConfiguration<'a>,
    table_creation_configuration "TableCreationConfiguration": optional TableCreationConfiguration<'a>,
    buffering_hints "BufferingHints": optional BufferingHints<'a>,
    cloud_watch_logging_options "CloudWatchLoggingOptions": optional CloudWatchLoggingOptions<'a>,
    processing_configuration "ProcessingConfiguration": optional ProcessingConfiguration<'a>,
    s3_backup_mode "S3BackupMode": optional &'a str,
    retry_options "RetryOptions": optional RetryOptions<'a>,
    role_arn "RoleARN": optional &'a str,
    append_only "AppendOnly": optional bool,
    catalog_configuration "CatalogConfiguration": optional CatalogConfiguration<'a>,
    s3_configuration "S3Configuration": optional S3DestinationConfiguration<'a>,
} }

view! { InputFormatConfiguration<'a> {
    deserializer "Deserializer": optional Deserializer<'a>,
} }

view! { KMSEncryptionConfig<'a> {
    awskms_key_arn "AWSKMSKeyARN": required &'a str,
} }

view! { KinesisStreamSourceConfiguration<'a> {
    kinesis_stream_arn "KinesisStreamARN": required &'a str,
    role_arn "RoleARN": required &'a str,
} }

view! { MSKSourceConfiguration<'a> {
    msk_cluster_arn "MSKClusterARN": required &'a str,
    topic_name "TopicName": required &'a str,
    authentication_configuration "AuthenticationConfiguration": required AuthenticationConfiguration<'a>,
    read_from_timestamp "ReadFromTimestamp": optional Timestamp,
} }

view! { OpenXJsonSerDe<'a> {
    convert_dots_in_json_keys_to_underscores "ConvertDotsInJsonKeysToUnderscores": optional bool,
    case_insensitive "CaseInsensitive": optional bool,
    column_to_json_key_mappings "ColumnToJsonKeyMappings": optional Map<'a, &'a str>,
} }

view! { OrcSerDe<'a> {
    stripe_size_bytes "StripeSizeBytes": optional i64,
    block_size_bytes "BlockSizeBytes": optional i64,
    row_index_stride "RowIndexStride": optional i64,
    enable_padding "EnablePadding": optional bool,
    padding_tolerance "PaddingTolerance": optional f64,
    compression "Compression": optional &'a str,
    bloom_filter_columns "BloomFilterColumns": optional List<'a, &'a str>,
    bloom_filter_false_positive_probability "BloomFilterFalsePositiveProbability": optional f64,
    dictionary_key_threshold "DictionaryKeyThreshold": optional f64,
    format_version "FormatVersion": optional &'a str,
} }

view! { OutputFormatConfiguration<'a> {
    serializer "Serializer": optional Serializer<'a>,
} }

view! { ParquetSerDe<'a> {
    block_size_bytes "BlockSizeBytes": optional i64,
    page_size_bytes "PageSizeBytes": optional i64,
    compression "Compression": optional &'a str,
    enable_dictionary_compression "EnableDictionaryCompression": optional bool,
    max_padding_bytes "MaxPaddingBytes": optional i64,
    writer_version "WriterVersion": optional &'a str,
} }

view! { PartitionField<'a> {
    source_name "SourceName": required &'a str,
} }

view! { PartitionSpec<'a> {
    identity "Identity": optional List<'a, PartitionField<'a>>,
} }

view! { ProcessingConfiguration<'a> {
    enabled "Enabled": optional bool,
    processors "Processors": optional List<'a, Processor<'a>>,
} }

view! { Processor<'a> {
    type_ "Type": required &'a str,
    parameters "Parameters": optional List<'a, ProcessorParameter<'a>>,
} }

view! { ProcessorParameter<'a> {
    parameter_name "ParameterName": required &'a str,
    parameter_value "ParameterValue": required &'a str,
} }

view! { Record<'a> {
    data "Data": required &'a Bytes,
} }

view! { RedshiftDestinationConfiguration<'a> {
    role_arn "RoleARN": required &'a str,
    cluster_jdbcurl "ClusterJDBCURL": required &'a str,
    copy_command "CopyCommand": required CopyCommand<'a>,
    username "Username": optional &'a str,
    password "Password": optional &'a str,
    retry_options "RetryOptions": optional RedshiftRetryOptions<'a>,
    s3_configuration "S3Configuration": required S3DestinationConfiguration<'a>,
    processing_configuration "ProcessingConfiguration": optional ProcessingConfiguration<'a>,
    s3_backup_mode "S3BackupMode": optional &'a str,
    s3_backup_configuration "S3BackupConfiguration": optional S3DestinationConfiguration<'a>,
    cloud_watch_logging_options "CloudWatchLoggingOptions": optional CloudWatchLoggingOptions<'a>,
    secrets_manager_configuration "SecretsManagerConfiguration": optional SecretsManagerConfiguration<'a>,
} }

view! { RedshiftDestinationUpdate<'a> {
    role_arn "RoleARN": optional &'a str,
    cluster_jdbcurl "ClusterJDBCURL": optional &'a str,
    copy_command "CopyCommand": optional CopyCommand<'a>,
    username "Username": optional &'a str,
    password "Password": optional &'a str,
    retry_options "RetryOptions": optional RedshiftRetryOptions<'a>,
    s3_update "S3Update": optional S3DestinationUpdate<'a>,
    processing_configuration "ProcessingConfiguration": optional ProcessingConfiguration<'a>,
    s3_backup_mode "S3BackupMode": optional &'a str,
    s3_backup_update "S3BackupUpdate": optional S3DestinationUpdate<'a>,
    cloud_watch_logging_options "CloudWatchLoggingOptions": optional CloudWatchLoggingOptions<'a>,
    secrets_manager_configuration "SecretsManagerConfiguration": optional SecretsManagerConfiguration<'a>,
} }

view! { RedshiftRetryOptions<'a> {
    duration_in_seconds "DurationInSeconds": optional i64,
} }

view! { RetryOptions<'a> {
    duration_in_seconds "DurationInSeconds": optional i64,
} }

view! { S3DestinationConfiguration<'a> {
    role_arn "RoleARN": required &'a str,
    bucket_arn "BucketARN": required &'a str,
    prefix "Prefix": optional &'a str,
    error_output_prefix "ErrorOutputPrefix": optional &'a str,
    buffering_hints "BufferingHints": optional BufferingHints<'a>,
    compression_format "CompressionFormat": optional &'a str,
    encryption_configuration "EncryptionConfiguration": optional EncryptionConfiguration<'a>,
    cloud_watch_logging_options "CloudWatchLoggingOptions": optional CloudWatchLoggingOptions<'a>,
} }

view! { S3DestinationUpdate<'a> {
    role_arn "RoleARN": optional &'a str,
    bucket_arn "BucketARN": optional &'a str,
    prefix "Prefix": optional &'a str,
    error_output_prefix "ErrorOutputPrefix": optional &'a str,
    buffering_hints "BufferingHints": optional BufferingHints<'a>,
    compression_format "CompressionFormat": optional &'a str,
    encryption_configuration "EncryptionConfiguration": optional EncryptionConfiguration<'a>,
    cloud_watch_logging_options "CloudWatchLoggingOptions": optional CloudWatchLoggingOptions<'a>,
} }

view! { SchemaConfiguration<'a> {
    role_arn "RoleARN": optional &'a str,
    catalog_id "CatalogId": optional &'a str,
    database_name "DatabaseName": optional &'a str,
    table_name "TableName": optional &'a str,
    region "Region": optional &'a str,
    version_id "VersionId": optional &'a str,
} }

view! { SchemaEvolutionConfiguration<'a> {
    enabled "Enabled": required bool,
} }

view! { SecretsManagerConfiguration<'a> {
    secret_arn "SecretARN": optional &'a str,
    role_arn "RoleARN": optional &'a str,
    enabled "Enabled": required bool,
} }

view! { Serializer<'a> {
    parquet_ser_de "ParquetSerDe": optional ParquetSerDe<'a>,
    orc_ser_de "OrcSerDe": optional OrcSerDe<'a>,
} }

view! { SnowflakeBufferingHints<'a> {
    size_in_m_bs "SizeInMBs": optional i64,
    interval_in_seconds "IntervalInSeconds": optional i64,
} }

view! { SnowflakeDestinationConfiguration<'a> {
    account_url "AccountUrl": required &'a str,
    private_key "PrivateKey": optional &'a str,
    key_passphrase "KeyPassphrase": optional &'a str,
    user "User": optional &'a str,
    database "Database": required &'a str,
    schema "Schema": required &'a str,
    table "Table": required &'a str,
    snowflake_role_configuration "SnowflakeRoleConfiguration": optional SnowflakeRoleConfiguration<'a>,
    data_loading_option "DataLoadingOption": optional &'a str,
    meta_data_column_name "MetaDataColumnName": optional &'a str,
    content_column_name "ContentColumnName": optional &'a str,
    snowflake_vpc_configuration "SnowflakeVpcConfiguration": optional SnowflakeVpcConfiguration<'a>,
    cloud_watch_logging_options "CloudWatchLoggingOptions": optional CloudWatchLoggingOptions<'a>,
    processing_configuration "ProcessingConfiguration": optional ProcessingConfiguration<'a>,
    role_arn "RoleARN": required &'a str,
    retry_options "RetryOptions": optional SnowflakeRetryOptions<'a>,
    s3_backup_mode "S3BackupMode": optional &'a str,
    s3_configuration "S3Configuration": required S3DestinationConfiguration<'a>,
    secrets_manager_configuration "SecretsManagerConfiguration": optional SecretsManagerConfiguration<'a>,
    buffering_hints "BufferingHints": optional SnowflakeBufferingHints<'a>,
} }

view! { SnowflakeDestinationUpdate<'a> {
    account_url "AccountUrl": optional &'a str,
    private_key "PrivateKey": optional &'a str,
    key_passphrase "KeyPassphrase": optional &'a str,
    user "User": optional &'a str,
    database "Database": optional &'a str,
    schema "Schema": optional &'a str,
    table "Table": optional &'a str,
    snowflake_role_configuration "SnowflakeRoleConfiguration": optional SnowflakeRoleConfiguration<'a>,
    data_loading_option "DataLoadingOption": optional &'a str,
    meta_data_column_name "MetaDataColumnName": optional &'a str,
    content_column_name "ContentColumnName": optional &'a str,
    cloud_watch_logging_options "CloudWatchLoggingOptions": optional CloudWatchLoggingOptions<'a>,
    processing_configuration "ProcessingConfiguration": optional ProcessingConfiguration<'a>,
    role_arn "RoleARN": optional &'a str,
    retry_options "RetryOptions": optional SnowflakeRetryOptions<'a>,
    s3_backup_mode "S3BackupMode": optional &'a str,
    s3_update "S3Update": optional S3DestinationUpdate<'a>,
    secrets_manager_configuration "SecretsManagerConfiguration": optional SecretsManagerConfiguration<'a>,
    buffering_hints "BufferingHints": optional SnowflakeBufferingHints<'a>,
} }

view! { SnowflakeRetryOptions<'a> {
    duration_in_seconds "DurationInSeconds": optional i64,
} }

view! { SnowflakeRoleConfiguration<'a> {
    enabled "Enabled": optional bool,
    snowflake_role "SnowflakeRole": optional &'a str,
} }

view! { SnowflakeVpcConfiguration<'a> {
    private_link_vpce_id "PrivateLinkVpceId": required &'a str,
} }

view! { SplunkBufferingHints<'a> {
    interval_in_seconds "IntervalInSeconds": optional i64,
    size_in_m_bs "SizeInMBs": optional i64,
} }

view! { SplunkDestinationConfiguration<'a> {
    hec_endpoint "HECEndpoint": required &'a str,
    hec_endpoint_type "HECEndpointType": required &'a str,
    hec_token "HECToken": optional &'a str,
    hec_acknowledgment_timeout_in_seconds "HECAcknowledgmentTimeoutInSeconds": optional i64,
    retry_options "RetryOptions": optional SplunkRetryOptions<'a>,
    s3_backup_mode "S3BackupMode": optional &'a str,
    s3_configuration "S3Configuration": required S3DestinationConfiguration<'a>,
    processing_configuration "ProcessingConfiguration": optional ProcessingConfiguration<'a>,
    cloud_watch_logging_options "CloudWatchLoggingOptions": optional CloudWatchLoggingOptions<'a>,
    buffering_hints "BufferingHints": optional SplunkBufferingHints<'a>,
    secrets_manager_configuration "SecretsManagerConfiguration": optional SecretsManagerConfiguration<'a>,
} }

view! { SplunkDestinationUpdate<'a> {
    hec_endpoint "HECEndpoint": optional &'a str,
    hec_endpoint_type "HECEndpointType": optional &'a str,
    hec_token "HECToken": optional &'a str,
    hec_acknowledgment_timeout_in_seconds "HECAcknowledgmentTimeoutInSeconds": optional i64,
    retry_options "RetryOptions": optional SplunkRetryOptions<'a>,
    s3_backup_mode "S3BackupMode": optional &'a str,
    s3_update "S3Update": optional S3DestinationUpdate<'a>,
    processing_configuration "ProcessingConfiguration": optional ProcessingConfiguration<'a>,
    cloud_watch_logging_options "CloudWatchLoggingOptions": optional CloudWatchLoggingOptions<'a>,
    buffering_hints "BufferingHints": optional SplunkBufferingHints<'a>,
    secrets_manager_configuration "SecretsManagerConfiguration": optional SecretsManagerConfiguration<'a>,
} }

view! { SplunkRetryOptions<'a> {
    duration_in_seconds "DurationInSeconds": optional i64,
} }

view! { TableCreationConfiguration<'a> {
    enabled "Enabled": required bool,
} }

view! { Tag<'a> {
    key "Key": required &'a str,
    value "Value": optional &'a str,
} }

view! { VpcConfiguration<'a> {
    subnet_ids "SubnetIds": required List<'a, &'a str>,
    role_arn "RoleARN": required &'a str,
    security_group_ids "SecurityGroupIds": required List<'a, &'a str>,
} }

builder! { AmazonOpenSearchServerlessBufferingHintsBuilder {
    interval_in_seconds "IntervalInSeconds": Whole,
    size_in_m_bs "SizeInMBs": Whole,
} }

builder! { AmazonOpenSearchServerlessDestinationDescriptionBuilder {
    role_arn "RoleARN": Text,
    collection_endpoint "CollectionEndpoint": Text,
    index_name "IndexName": Text,
    buffering_hints "BufferingHints": AmazonOpenSearchServerlessBufferingHintsBuilder,
    retry_options "RetryOptions": AmazonOpenSearchServerlessRetryOptionsBuilder,
    s3_backup_mode "S3BackupMode": Text,
    s3_destination_description "S3DestinationDescription": S3DestinationDescriptionBuilder,
    processing_configuration "ProcessingConfiguration": ProcessingConfigurationBuilder,
    cloud_watch_logging_options "CloudWatchLoggingOptions": CloudWatchLoggingOptionsBuilder,
    vpc_configuration_description "VpcConfigurationDescription": VpcConfigurationDescriptionBuilder,
} }

builder! { AmazonOpenSearchServerlessRetryOptionsBuilder {
    duration_in_seconds "DurationInSeconds": Whole,
} }

builder! { AmazonopensearchserviceBufferingHintsBuilder {
    interval_in_seconds "IntervalInSeconds": Whole,
    size_in_m_bs "SizeInMBs": Whole,
} }

builder! { AmazonopensearchserviceDestinationDescriptionBuilder {
    role_arn "RoleARN": Text,
    domain_arn "DomainARN": Text,
    cluster_endpoint "ClusterEndpoint": Text,
    index_name "IndexName": Text,
    type_name "TypeName": Text,
    index_rotation_period "IndexRotationPeriod": Text,
    buffering_hints "BufferingHints": AmazonopensearchserviceBufferingHintsBuilder,
    retry_options "RetryOptions": AmazonopensearchserviceRetryOptionsBuilder,
    s3_backup_mode "S3BackupMode": Text,
    s3_destination_description "S3DestinationDescription": S3DestinationDescriptionBuilder,
    processing_configuration "ProcessingConfiguration": ProcessingConfigurationBuilder,
    cloud_watch_logging_options "CloudWatchLoggingOptions": CloudWatchLoggingOptionsBuilder,
    vpc_configuration_description "VpcConfigurationDescription": VpcConfigurationDescriptionBuilder,
    document_id_options "DocumentIdOptions": DocumentIdOptionsBuilder,
} }

builder! { AmazonopensearchserviceRetryOptionsBuilder {
    duration_in_seconds "DurationInSeconds": Whole,
} }

builder! { AuthenticationConfigurationBuilder {
    role_arn "RoleARN": Text,
    connectivity "Connectivity": Text,
} }

builder! { BufferingHintsBuilder {
    size_in_m_bs "SizeInMBs": Whole,
    interval_in_seconds "IntervalInSeconds": Whole,
} }

builder! { CatalogConfigurationBuilder {
    catalog_arn "CatalogARN": Text,
    warehouse_location "WarehouseLocation": Text,
} }

builder! { CloudWatchLoggingOptionsBuilder {
    enabled "Enabled": Flag,
    log_group_name "LogGroupName": Text,
    log_stream_name "LogStreamName": Text,
} }

builder! { CopyCommandBuilder {
    data_table_name "DataTableName": Text,
    data_table_columns "DataTableColumns": Text,
    copy_options "CopyOptions": Text,
} }

builder! { DataFormatConversionConfigurationBuilder {
    schema_configuration "SchemaConfiguration": SchemaConfigurationBuilder,
    input_format_configuration "InputFormatConfiguration": InputFormatConfigurationBuilder,
    output_format_configuration "OutputFormatConfiguration": OutputFormatConfigurationBuilder,
    enabled "Enabled": Flag,
} }

builder! { DatabaseColumnListBuilder {
    include "Include": Items<Text>,
    exclude "Exclude": Items<Text>,
} }

builder! { DatabaseListBuilder {
    include "Include": Items<Text>,
    exclude "Exclude": Items<Text>,
} }

builder! { DatabaseSnapshotInfoBuilder {
    id "Id": Text,
    table "Table": Text,
    request_timestamp "RequestTimestamp": Time,
    requested_by "RequestedBy": Text,
    status "Status": Text,
    failure_description "FailureDescription": FailureDescriptionBuilder,
} }

builder! { DatabaseSourceAuthenticationConfigurationBuilder {
    secrets_manager_configuration "SecretsManagerConfiguration": SecretsManagerConfigurationBuilder,
} }

builder! { DatabaseSourceDescriptionBuilder {
    type_ "Type": Text,
    endpoint "Endpoint": Text,
    port "Port": Whole,
    ssl_mode "SSLMode": Text,
    databases "Databases": DatabaseListBuilder,
    tables "Tables": DatabaseTableListBuilder,
    columns "Columns": DatabaseColumnListBuilder,
    surrogate_keys "SurrogateKeys": Items<Text>,
    snapshot_watermark_table "SnapshotWatermarkTable": Text,
    snapshot_info "SnapshotInfo": Items<DatabaseSnapshotInfoBuilder>,
    database_source_authentication_configuration "DatabaseSourceAuthenticationConfiguration": DatabaseSourceAuthenticationConfigurationBuilder,
    database_source_vpc_configuration "DatabaseSourceVPCConfiguration": DatabaseSourceVPCConfigurationBuilder,
} }

builder! { DatabaseSourceVPCConfigurationBuilder {
    vpc_endpoint_service_name "VpcEndpointServiceName": Text,
} }

builder! { DatabaseTableListBuilder {
    include "Include": Items<Text>,
    exclude "Exclude": Items<Text>,
} }

builder! { DeliveryStreamDescriptionBuilder {
    delivery_stream_name "DeliveryStreamName": Text,
    delivery_stream_arn "DeliveryStreamARN": Text,
    delivery_stream_status "DeliveryStreamStatus": Text,
    failure_description "FailureDescription": FailureDescriptionBuilder,
    delivery_stream_encryption_configuration "DeliveryStreamEncryptionConfiguration": DeliveryStreamEncryptionConfigurationBuilder,
    delivery_stream_type "DeliveryStreamType": Text,
    version_id "VersionId": Text,
    create_timestamp "CreateTimestamp": Time,
    last_update_timestamp "LastUpdateTimestamp": Time,
    source "Source": SourceDescriptionBuilder,
    destinations "Destinations": Items<DestinationDescriptionBuilder>,
    has_more_destinations "HasMoreDestinations": Flag,
} }

builder! { DeliveryStreamEncryptionConfigurationBuilder {
    key_arn "KeyARN": Text,
    key_type "KeyType": Text,
    status "Status": Text,
    failure_description "FailureDescription": FailureDescriptionBuilder,
} }

builder! { DeserializerBuilder {
    open_x_json_ser_de "OpenXJsonSerDe": OpenXJsonSerDeBuilder,
    hive_json_ser_de "HiveJsonSerDe": HiveJsonSerDeBuilder,
} }

builder! { DestinationDescriptionBuilder {
    destination_id "DestinationId": Text,
    s3_destination_description "S3DestinationDescription": S3DestinationDescriptionBuilder,
    extended_s3_destination_description "ExtendedS3DestinationDescription": ExtendedS3DestinationDescriptionBuilder,
    redshift_destination_description "RedshiftDestinationDescription": RedshiftDestinationDescriptionBuilder,
    elasticsearch_destination_description "ElasticsearchDestinationDescription": ElasticsearchDestinationDescriptionBuilder,
    amazonopensearchservice_destination_description "AmazonopensearchserviceDestinationDescription": AmazonopensearchserviceDestinationDescriptionBuilder,
    splunk_destination_description "SplunkDestinationDescription": SplunkDestinationDescriptionBuilder,
    http_endpoint_destination_description "HttpEndpointDestinationDescription": HttpEndpointDestinationDescriptionBuilder,
    snowflake_destination_description "SnowflakeDestinationDescription": SnowflakeDestinationDescriptionBuilder,
    amazon_open_search_serverless_destination_description "AmazonOpenSearchServerlessDestinationDescription": AmazonOpenSearchServerlessDestinationDescriptionBuilder,
    iceberg_destination_description "IcebergDestinationDescription": IcebergDestinationDescriptionBuilder,
} }

builder! { DestinationTableConfigurationBuilder {
    destination_table_name "DestinationTableName": Text,
    destination_database_name "DestinationDatabaseName": Text,
    unique_keys "UniqueKeys": Items<Text>,
    partition_spec "PartitionSpec": PartitionSpecBuilder,
    s3_error_output_prefix "S3ErrorOutputPrefix": Text,
} }

builder! { DirectPutSourceDescriptionBuilder {
    throughput_hint_in_m_bs "ThroughputHintInMBs": Whole,
} }

builder! { DocumentIdOptionsBuilder {
    default_document_id_format "DefaultDocumentIdFormat": Text,
} }

builder! { DynamicPartitioningConfigurationBuilder {
    retry_options "RetryOptions": RetryOptionsBuilder,
    enabled "Enabled": Flag,
} }

builder! { ElasticsearchBufferingHintsBuilder {
    interval_in_seconds "IntervalInSeconds": Whole,
    size_in_m_bs "SizeInMBs": Whole,
} }

builder! { ElasticsearchDestinationDescriptionBuilder {
    role_arn "RoleARN": Text,
    domain_arn "DomainARN": Text,
    cluster_endpoint "ClusterEndpoint": Text,
    index_name "IndexName": Text,
    type_name "TypeName": Text,
    index_rotation_period "IndexRotationPeriod": Text,
    buffering_hints "BufferingHints": ElasticsearchBufferingHintsBuilder,
    retry_options "RetryOptions": ElasticsearchRetryOptionsBuilder,
    s3_backup_mode "S3BackupMode": Text,
    s3_destination_description "S3DestinationDescription": S3DestinationDescriptionBuilder,
    processing_configuration "ProcessingConfiguration": ProcessingConfigurationBuilder,
    cloud_watch_logging_options "CloudWatchLoggingOptions": CloudWatchLoggingOptionsBuilder,
    vpc_configuration_description "VpcConfigurationDescription": VpcConfigurationDescriptionBuilder,
    document_id_options "DocumentIdOptions": DocumentIdOptionsBuilder,
} }

builder! { ElasticsearchRetryOptionsBuilder {
    duration_in_seconds "DurationInSeconds": Whole,
} }

builder! { EncryptionConfigurationBuilder {
    no_encryption_config "NoEncryptionConfig": Text,
    kms_encryption_config "KMSEncryptionConfig": KMSEncryptionConfigBuilder,
} }

builder! { ExtendedS3DestinationDescriptionBuilder {
    role_arn "RoleARN": Text,
    bucket_arn "BucketARN": Text,
    prefix "Prefix": Text,
    error_output_prefix "ErrorOutputPrefix": Text,
    buffering_hints "BufferingHints": BufferingHintsBuilder,
    compression_format "CompressionFormat": Text,
    encryption_configuration "EncryptionConfiguration": EncryptionConfigurationBuilder,
    cloud_watch_logging_options "CloudWatchLoggingOptions": CloudWatchLoggingOptionsBuilder,
    processing_configuration "ProcessingConfiguration": ProcessingConfigurationBuilder,
    s3_backup_mode "S3BackupMode": Text,
    s3_backup_description "S3BackupDescription": S3DestinationDescriptionBuilder,
    data_format_conversion_configuration "DataFormatConversionConfiguration": DataFormatConversionConfigurationBuilder,
    dynamic_partitioning_configuration "DynamicPartitioningConfiguration": DynamicPartitioningConfigurationBuilder,
    file_extension "FileExtension": Text,
    custom_time_zone "CustomTimeZone": Text,
} }

builder! { FailureDescriptionBuilder {
    type_ "Type": Text,
    details "Details": Text,
} }

builder! { HiveJsonSerDeBuilder {
    timestamp_formats "TimestampFormats": Items<Text>,
} }

builder! { HttpEndpointBufferingHintsBuilder {
    size_in_m_bs "SizeInMBs": Whole,
    interval_in_seconds "IntervalInSeconds": Whole,
} }

builder! { HttpEndpointCommonAttributeBuilder {
    attribute_name "AttributeName": Text,
    attribute_value "AttributeValue": Text,
} }

builder! { HttpEndpointDescriptionBuilder {
    url "Url": Text,
    name "Name": Text,
} }

builder! { HttpEndpointDestinationDescriptionBuilder {
    endpoint_configuration "EndpointConfiguration": HttpEndpointDescriptionBuilder,
    buffering_hints "BufferingHints": HttpEndpointBufferingHintsBuilder,
    cloud_watch_logging_options "CloudWatchLoggingOptions": CloudWatchLoggingOptionsBuilder,
    request_configuration "RequestConfiguration": HttpEndpointRequestConfigurationBuilder,
    processing_configuration "ProcessingConfiguration": ProcessingConfigurationBuilder,
    role_arn "RoleARN": Text,
    retry_options "RetryOptions": HttpEndpointRetryOptionsBuilder,
    s3_backup_mode "S3BackupMode": Text,
    s3_destination_description "S3DestinationDescription": S3DestinationDescriptionBuilder,
    secrets_manager_configuration "SecretsManagerConfiguration": SecretsManagerConfigurationBuilder,
} }

builder! { HttpEndpointRequestConfigurationBuilder {
    content_encoding "ContentEncoding": Text,
    common_attributes "CommonAttributes": Items<HttpEndpointCommonAttributeBuilder>,
} }

builder! { HttpEndpointRetryOptionsBuilder {
    duration_in_seconds "DurationInSeconds": Whole,
} }

builder! { IcebergDestinationDescriptionBuilder {
    destination_table_configuration_list "DestinationTableConfigurationList": Items<DestinationTableConfigurationBuilder>,
    schema_evolution_configuration "SchemaEvolutionConfiguration": SchemaEvolutionConfigurationBuilder,
    table_creation_configuration "TableCreationConfiguration": TableCreationConfigurationBuilder,
    buffering_hints "BufferingHints": BufferingHintsBuilder,
    cloud_watch_logging_options "CloudWatchLoggingOptions": CloudWatchLoggingOptionsBuilder,
    processing_configuration "ProcessingConfiguration": ProcessingConfigurationBuilder,
    s3_backup_mode "S3BackupMode": Text,
    retry_options "RetryOptions": RetryOptionsBuilder,
    role_arn "RoleARN": Text,
    append_only "AppendOnly": Flag,
    catalog_configuration "CatalogConfiguration": CatalogConfigurationBuilder,
    s3_destination_description "S3DestinationDescription": S3DestinationDescriptionBuilder,
} }

builder! { InputFormatConfigurationBuilder {
    deserializer "Deserializer": DeserializerBuilder,
} }

builder! { KMSEncryptionConfigBuilder {
    awskms_key_arn "AWSKMSKeyARN": Text,
} }

builder! { KinesisStreamSourceDescriptionBuilder {
    kinesis_stream_arn "KinesisStreamARN": Text,
    role_arn "RoleARN": Text,
    delivery_start_timestamp "DeliveryStartTimestamp": Time,
} }

builder! { MSKSourceDescriptionBuilder {
    msk_cluster_arn "MSKClusterARN": Text,
    topic_name "TopicName": Text,
    authentication_configuration "AuthenticationConfiguration": AuthenticationConfigurationBuilder,
    delivery_start_timestamp "DeliveryStartTimestamp": Time,
    read_from_timestamp "ReadFromTimestamp": Time,
} }

builder! { OpenXJsonSerDeBuilder {
    convert_dots_in_json_keys_to_underscores "ConvertDotsInJsonKeysToUnderscores": Flag,
    case_insensitive "CaseInsensitive": Flag,
    column_to_json_key_mappings "ColumnToJsonKeyMappings": Entries<Text>,
} }

builder! { OrcSerDeBuilder {
    stripe_size_bytes "StripeSizeBytes": Whole,
    block_size_bytes "BlockSizeBytes": Whole,
    row_index_stride "RowIndexStride": Whole,
    enable_padding "EnablePadding": Flag,
    padding_tolerance "PaddingTolerance": Real,
    compression "Compression": Text,
    bloom_filter_columns "BloomFilterColumns": Items<Text>,
    bloom_filter_false_positive_probability "BloomFilterFalsePositiveProbability": Real,
    dictionary_key_threshold "DictionaryKeyThreshold": Real,
    format_version "FormatVersion": Text,
} }

builder! { OutputFormatConfigurationBuilder {
    serializer "Serializer": SerializerBuilder,
} }

builder! { ParquetSerDeBuilder {
    block_size_bytes "BlockSizeBytes": Whole,
    page_size_bytes "PageSizeBytes": Whole,
    compression "Compression": Text,
    enable_dictionary_compression "EnableDictionaryCompression": Flag,
    max_padding_bytes "MaxPaddingBytes": Whole,
    writer_version "WriterVersion": Text,
} }

builder! { PartitionFieldBuilder {
    source_name "SourceName": Text,
} }

builder! { PartitionSpecBuilder {
    identity "Identity": Items<PartitionFieldBuilder>,
} }

builder! { ProcessingConfigurationBuilder {
    enabled "Enabled": Flag,
    processors "Processors": Items<ProcessorBuilder>,
} }

builder! { ProcessorBuilder {
    type_ "Type": Text,
    parameters "Parameters": Items<ProcessorParameterBuilder>,
} }

builder! { ProcessorParameterBuilder {
    parameter_name "ParameterName": Text,
    parameter_value "ParameterValue": Text,
} }

builder! { PutRecordBatchResponseEntryBuilder {
    record_id "RecordId": Text,
    error_code "ErrorCode": Text,
    error_message "ErrorMessage": Text,
} }

builder! { RedshiftDestinationDescriptionBuilder {
    role_arn "RoleARN": Text,
    cluster_jdbcurl "ClusterJDBCURL": Text,
    copy_command "CopyCommand": CopyCommandBuilder,
    username "Username": Text,
    retry_options "RetryOptions": RedshiftRetryOptionsBuilder,
    s3_destination_description "S3DestinationDescription": S3DestinationDescriptionBuilder,
    processing_configuration "ProcessingConfiguration": ProcessingConfigurationBuilder,
    s3_backup_mode "S3BackupMode": Text,
    s3_backup_description "S3BackupDescription": S3DestinationDescriptionBuilder,
    cloud_watch_logging_options "CloudWatchLoggingOptions": CloudWatchLoggingOptionsBuilder,
    secrets_manager_configuration "SecretsManagerConfiguration": SecretsManagerConfigurationBuilder,
} }

builder! { RedshiftRetryOptionsBuilder {
    duration_in_seconds "DurationInSeconds": Whole,
} }

builder! { RetryOptionsBuilder {
    duration_in_seconds "DurationInSeconds": Whole,
} }

builder! { S3DestinationDescriptionBuilder {
    role_arn "RoleARN": Text,
    bucket_arn "BucketARN": Text,
    prefix "Prefix": Text,
    error_output_prefix "ErrorOutputPrefix": Text,
    buffering_hints "BufferingHints": BufferingHintsBuilder,
    compression_format "CompressionFormat": Text,
    encryption_configuration "EncryptionConfiguration": EncryptionConfigurationBuilder,
    cloud_watch_logging_options "CloudWatchLoggingOptions": CloudWatchLoggingOptionsBuilder,
} }

builder! { SchemaConfigurationBuilder {
    role_arn "RoleARN": Text,
    catalog_id "CatalogId": Text,
    database_name "DatabaseName": Text,
    table_name "TableName": Text,
    region "Region": Text,
    version_id "VersionId": Text,
} }

builder! { SchemaEvolutionConfigurationBuilder {
    enabled "Enabled": Flag,
} }

builder! { SecretsManagerConfigurationBuilder {
    secret_arn "SecretARN": Text,
    role_arn "RoleARN": Text,
    enabled "Enabled": Flag,
} }

builder! { SerializerBuilder {
    parquet_ser_de "ParquetSerDe": ParquetSerDeBuilder,
    orc_ser_de "OrcSerDe": OrcSerDeBuilder,
} }

builder! { SnowflakeBufferingHintsBuilder {
    size_in_m_bs "SizeInMBs": Whole,
    interval_in_seconds "IntervalInSeconds": Whole,
} }

builder! { SnowflakeDestinationDescriptionBuilder {
    account_url "AccountUrl": Text,
    user "User": Text,
    database "Database": Text,
    schema "Schema": Text,
    table "Table": Text,
    snowflake_role_configuration "SnowflakeRoleConfiguration": SnowflakeRoleConfigurationBuilder,
    data_loading_option "DataLoadingOption": Text,
    meta_data_column_name "MetaDataColumnName": Text,
    content_column_name "ContentColumnName": Text,
    snowflake_vpc_configuration "SnowflakeVpcConfiguration": SnowflakeVpcConfigurationBuilder,
    cloud_watch_logging_options "CloudWatchLoggingOptions": CloudWatchLoggingOptionsBuilder,
    processing_configuration "ProcessingConfiguration": ProcessingConfigurationBuilder,
    role_arn "RoleARN": Text,
    retry_options "RetryOptions": SnowflakeRetryOptionsBuilder,
    s3_backup_mode "S3BackupMode": Text,
    s3_destination_description "S3DestinationDescription": S3DestinationDescriptionBuilder,
    secrets_manager_configuration "SecretsManagerConfiguration": SecretsManagerConfigurationBuilder,
    buffering_hints "BufferingHints": SnowflakeBufferingHintsBuilder,
} }

builder! { SnowflakeRetryOptionsBuilder {
    duration_in_seconds "DurationInSeconds": Whole,
} }

builder! { SnowflakeRoleConfigurationBuilder {
    enabled "Enabled": Flag,
    snowflake_role "SnowflakeRole": Text,
} }

builder! { SnowflakeVpcConfigurationBuilder {
    private_link_vpce_id "PrivateLinkVpceId": Text,
} }

builder! { SourceDescriptionBuilder {
    direct_put_source_description "DirectPutSourceDescription": DirectPutSourceDescriptionBuilder,
    kinesis_stream_source_description "KinesisStreamSourceDescription": KinesisStreamSourceDescriptionBuilder,
    msk_source_description "MSKSourceDescription": MSKSourceDescriptionBuilder,
    database_source_description "DatabaseSourceDescription": DatabaseSourceDescriptionBuilder,
} }

builder! { SplunkBufferingHintsBuilder {
    interval_in_seconds "IntervalInSeconds": Whole,
    size_in_m_bs "SizeInMBs": Whole,
} }

builder! { SplunkDestinationDescriptionBuilder {
    hec_endpoint "HECEndpoint": Text,
    hec_endpoint_type "HECEndpointType": Text,
    hec_token "HECToken": Text,
    hec_acknowledgment_timeout_in_seconds "HECAcknowledgmentTimeoutInSeconds": Whole,
    retry_options "RetryOptions": SplunkRetryOptionsBuilder,
    s3_backup_mode "S3BackupMode": Text,
    s3_destination_description "S3DestinationDescription": S3DestinationDescriptionBuilder,
    processing_configuration "ProcessingConfiguration": ProcessingConfigurationBuilder,
    cloud_watch_logging_options "CloudWatchLoggingOptions": CloudWatchLoggingOptionsBuilder,
    buffering_hints "BufferingHints": SplunkBufferingHintsBuilder,
    secrets_manager_configuration "SecretsManagerConfiguration": SecretsManagerConfigurationBuilder,
} }

builder! { SplunkRetryOptionsBuilder {
    duration_in_seconds "DurationInSeconds": Whole,
} }

builder! { TableCreationConfigurationBuilder {
    enabled "Enabled": Flag,
} }

builder! { TagBuilder {
    key "Key": Text,
    value "Value": Text,
} }

builder! { VpcConfigurationDescriptionBuilder {
    subnet_ids "SubnetIds": Items<Text>,
    role_arn "RoleARN": Text,
    security_group_ids "SecurityGroupIds": Items<Text>,
    vpc_id "VpcId": Text,
} }

/// The errors that the implemented operations list.
pub mod error {
    kernel::errors! {
        concurrent_modification_exception "ConcurrentModificationException" 400;
        invalid_argument_exception "InvalidArgumentException" 400;
        invalid_kms_resource_exception "InvalidKMSResourceException" 400;
        invalid_source_exception "InvalidSourceException" 400;
        limit_exceeded_exception "LimitExceededException" 400;
        resource_in_use_exception "ResourceInUseException" 400;
        resource_not_found_exception "ResourceNotFoundException" 400;
        service_unavailable_exception "ServiceUnavailableException" 500;
    }
}

pub mod amazon_open_search_serverless_s3_backup_mode {
    pub const FAILED_DOCUMENTS_ONLY: &str = "FailedDocumentsOnly";
    pub const ALL_DOCUMENTS: &str = "AllDocuments";
}

pub mod amazonopensearchservice_index_rotation_period {
    pub const NO_ROTATION: &str = "NoRotation";
    pub const ONE_HOUR: &str = "OneHour";
    pub const ONE_DAY: &str = "OneDay";
    pub const ONE_WEEK: &str = "OneWeek";
    pub const ONE_MONTH: &str = "OneMonth";
}

pub mod amazonopensearchservice_s3_backup_mode {
    pub const FAILED_DOCUMENTS_ONLY: &str = "FailedDocumentsOnly";
    pub const ALL_DOCUMENTS: &str = "AllDocuments";
}

pub mod compression_format {
    pub const UNCOMPRESSED: &str = "UNCOMPRESSED";
    pub const GZIP: &str = "GZIP";
    pub const ZIP: &str = "ZIP";
    pub const SNAPPY: &str = "Snappy";
    pub const HADOOP_SNAPPY: &str = "HADOOP_SNAPPY";
}

pub mod connectivity {
    pub const PUBLIC: &str = "PUBLIC";
    pub const PRIVATE: &str = "PRIVATE";
}

pub mod content_encoding {
    pub const NONE: &str = "NONE";
    pub const GZIP: &str = "GZIP";
}

pub mod database_type {
    pub const MY_SQL: &str = "MySQL";
    pub const POSTGRE_SQL: &str = "PostgreSQL";
}

pub mod default_document_id_format {
    pub const FIREHOSE_DEFAULT: &str = "FIREHOSE_DEFAULT";
    pub const NO_DOCUMENT_ID: &str = "NO_DOCUMENT_ID";
}

pub mod delivery_stream_encryption_status {
    pub const ENABLED: &str = "ENABLED";
    pub const ENABLING: &str = "ENABLING";
    pub const ENABLING_FAILED: &str = "ENABLING_FAILED";
    pub const DISABLED: &str = "DISABLED";
    pub const DISABLING: &str = "DISABLING";
    pub const DISABLING_FAILED: &str = "DISABLING_FAILED";
}

pub mod delivery_stream_failure_type {
    pub const VPC_ENDPOINT_SERVICE_NAME_NOT_FOUND: &str = "VPC_ENDPOINT_SERVICE_NAME_NOT_FOUND";
    pub const VPC_INTERFACE_ENDPOINT_SERVICE_ACCESS_DENIED: &str =
        "VPC_INTERFACE_ENDPOINT_SERVICE_ACCESS_DENIED";
    pub const RETIRE_KMS_GRANT_FAILED: &str = "RETIRE_KMS_GRANT_FAILED";
    pub const CREATE_KMS_GRANT_FAILED: &str = "CREATE_KMS_GRANT_FAILED";
    pub const KMS_ACCESS_DENIED: &str = "KMS_ACCESS_DENIED";
    pub const DISABLED_KMS_KEY: &str = "DISABLED_KMS_KEY";
    pub const INVALID_KMS_KEY: &str = "INVALID_KMS_KEY";
    pub const KMS_KEY_NOT_FOUND: &str = "KMS_KEY_NOT_FOUND";
    pub const KMS_OPT_IN_REQUIRED: &str = "KMS_OPT_IN_REQUIRED";
    pub const CREATE_ENI_FAILED: &str = "CREATE_ENI_FAILED";
    pub const DELETE_ENI_FAILED: &str = "DELETE_ENI_FAILED";
    pub const SUBNET_NOT_FOUND: &str = "SUBNET_NOT_FOUND";
    pub const SECURITY_GROUP_NOT_FOUND: &str = "SECURITY_GROUP_NOT_FOUND";
    pub const ENI_ACCESS_DENIED: &str = "ENI_ACCESS_DENIED";
    pub const SUBNET_ACCESS_DENIED: &str = "SUBNET_ACCESS_DENIED";
    pub const SECURITY_GROUP_ACCESS_DENIED: &str = "SECURITY_GROUP_ACCESS_DENIED";
    pub const UNKNOWN_ERROR: &str = "UNKNOWN_ERROR";
}

pub mod delivery_stream_status {
    pub const CREATING: &str = "CREATING";
    pub const CREATING_FAILED: &str = "CREATING_FAILED";
    pub const DELETING: &str = "DELETING";
    pub const DELETING_FAILED: &str = "DELETING_FAILED";
    pub const ACTIVE: &str = "ACTIVE";
}

pub mod delivery_stream_type {
    pub const DIRECT_PUT: &str = "DirectPut";
    pub const KINESIS_STREAM_AS_SOURCE: &str = "KinesisStreamAsSource";
    pub const MSK_AS_SOURCE: &str = "MSKAsSource";
    pub const DATABASE_AS_SOURCE: &str = "DatabaseAsSource";
}

pub mod elasticsearch_index_rotation_period {
    pub const NO_ROTATION: &str = "NoRotation";
    pub const ONE_HOUR: &str = "OneHour";
    pub const ONE_DAY: &str = "OneDay";
    pub const ONE_WEEK: &str = "OneWeek";
    pub const ONE_MONTH: &str = "OneMonth";
}

pub mod elasticsearch_s3_backup_mode {
    pub const FAILED_DOCUMENTS_ONLY: &str = "FailedDocumentsOnly";
    pub const ALL_DOCUMENTS: &str = "AllDocuments";
}

pub mod hec_endpoint_type {
    pub const RAW: &str = "Raw";
    pub const EVENT: &str = "Event";
}

pub mod http_endpoint_s3_backup_mode {
    pub const FAILED_DATA_ONLY: &str = "FailedDataOnly";
    pub const ALL_DATA: &str = "AllData";
}

pub mod iceberg_s3_backup_mode {
    pub const FAILED_DATA_ONLY: &str = "FailedDataOnly";
    pub const ALL_DATA: &str = "AllData";
}

pub mod key_type {
    pub const AWS_OWNED_CMK: &str = "AWS_OWNED_CMK";
    pub const CUSTOMER_MANAGED_CMK: &str = "CUSTOMER_MANAGED_CMK";
}

pub mod no_encryption_config {
    pub const NO_ENCRYPTION: &str = "NoEncryption";
}

pub mod orc_compression {
    pub const NONE: &str = "NONE";
    pub const ZLIB: &str = "ZLIB";
    pub const SNAPPY: &str = "SNAPPY";
}

pub mod orc_format_version {
    pub const V0_11: &str = "V0_11";
    pub const V0_12: &str = "V0_12";
}

pub mod parquet_compression {
    pub const UNCOMPRESSED: &str = "UNCOMPRESSED";
    pub const GZIP: &str = "GZIP";
    pub const SNAPPY: &str = "SNAPPY";
}

pub mod parquet_writer_version {
    pub const V1: &str = "V1";
    pub const V2: &str = "V2";
}

pub mod processor_parameter_name {
    pub const LAMBDA_ARN: &str = "LambdaArn";
    pub const NUMBER_OF_RETRIES: &str = "NumberOfRetries";
    pub const METADATA_EXTRACTION_QUERY: &str = "MetadataExtractionQuery";
    pub const JSON_PARSING_ENGINE: &str = "JsonParsingEngine";
    pub const ROLE_ARN: &str = "RoleArn";
    pub const BUFFER_SIZE_IN_M_BS: &str = "BufferSizeInMBs";
    pub const BUFFER_INTERVAL_IN_SECONDS: &str = "BufferIntervalInSeconds";
    pub const SUB_RECORD_TYPE: &str = "SubRecordType";
    pub const DELIMITER: &str = "Delimiter";
    pub const COMPRESSION_FORMAT: &str = "CompressionFormat";
    pub const DATA_MESSAGE_EXTRACTION: &str = "DataMessageExtraction";
}

pub mod processor_type {
    pub const RECORD_DE_AGGREGATION: &str = "RecordDeAggregation";
    pub const DECOMPRESSION: &str = "Decompression";
    pub const CLOUD_WATCH_LOG_PROCESSING: &str = "CloudWatchLogProcessing";
    pub const LAMBDA: &str = "Lambda";
    pub const METADATA_EXTRACTION: &str = "MetadataExtraction";
    pub const APPEND_DELIMITER_TO_RECORD: &str = "AppendDelimiterToRecord";
}

pub mod redshift_s3_backup_mode {
    pub const DISABLED: &str = "Disabled";
    pub const ENABLED: &str = "Enabled";
}

pub mod s3_backup_mode {
    pub const DISABLED: &str = "Disabled";
    pub const ENABLED: &str = "Enabled";
}

pub mod ssl_mode {
    pub const DISABLED: &str = "Disabled";
    pub const ENABLED: &str = "Enabled";
}

pub mod snapshot_requested_by {
    pub const USER: &str = "USER";
    pub const FIREHOSE: &str = "FIREHOSE";
}

pub mod snapshot_status {
    pub const IN_PROGRESS: &str = "IN_PROGRESS";
    pub const COMPLETE: &str = "COMPLETE";
    pub const SUSPENDED: &str = "SUSPENDED";
}

pub mod snowflake_data_loading_option {
    pub const JSON_MAPPING: &str = "JSON_MAPPING";
    pub const VARIANT_CONTENT_MAPPING: &str = "VARIANT_CONTENT_MAPPING";
    pub const VARIANT_CONTENT_AND_METADATA_MAPPING: &str = "VARIANT_CONTENT_AND_METADATA_MAPPING";
}

pub mod snowflake_s3_backup_mode {
    pub const FAILED_DATA_ONLY: &str = "FailedDataOnly";
    pub const ALL_DATA: &str = "AllData";
}

pub mod splunk_s3_backup_mode {
    pub const FAILED_EVENTS_ONLY: &str = "FailedEventsOnly";
    pub const ALL_EVENTS: &str = "AllEvents";
}
