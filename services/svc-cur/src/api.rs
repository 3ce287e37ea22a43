//! Inputs, outputs, errors and enums of the implemented operations of Cost and Usage Report Service.
//!
//! Written by `cargo xtask codegen cur` from `operations.txt` and the model;
//! not to be edited.

use kernel::view::List;
use kernel::view::kind::{Flag, Items, Text};
use kernel::{builder, operations, view};

operations! {
    DeleteReportDefinition: DeleteReportDefinitionInput, DeleteReportDefinitionOutput;
    DescribeReportDefinitions: DescribeReportDefinitionsInput, DescribeReportDefinitionsOutput;
    ListTagsForResource: ListTagsForResourceInput, ListTagsForResourceOutput;
    ModifyReportDefinition: ModifyReportDefinitionInput, ModifyReportDefinitionOutput;
    PutReportDefinition: PutReportDefinitionInput, PutReportDefinitionOutput;
    TagResource: TagResourceInput, TagResourceOutput;
    UntagResource: UntagResourceInput, UntagResourceOutput;
}

view! { DeleteReportDefinitionInput<'a> {
    report_name "ReportName": required &'a str,
} }

builder! { DeleteReportDefinitionOutput {
    response_message "ResponseMessage": Text,
} }

view! { DescribeReportDefinitionsInput<'a> {
    max_results "MaxResults": optional i64,
    next_token "NextToken": optional &'a str,
} }

builder! { DescribeReportDefinitionsOutput {
    report_definitions "ReportDefinitions": Items<ReportDefinitionBuilder>,
    next_token "NextToken": Text,
} }

view! { ListTagsForResourceInput<'a> {
    report_name "ReportName": required &'a str,
} }

builder! { ListTagsForResourceOutput {
    tags "Tags": Items<TagBuilder>,
} }

view! { ModifyReportDefinitionInput<'a> {
    report_name "ReportName": required &'a str,
    report_definition "ReportDefinition": required ReportDefinition<'a>,
} }

builder! { ModifyReportDefinitionOutput {
} }

view! { PutReportDefinitionInput<'a> {
    report_definition "ReportDefinition": required ReportDefinition<'a>,
    tags "Tags": optional List<'a, Tag<'a>>,
} }

builder! { PutReportDefinitionOutput {
} }

view! { TagResourceInput<'a> {
    report_name "ReportName": required &'a str,
    tags "Tags": required List<'a, Tag<'a>>,
} }

builder! { TagResourceOutput {
} }

view! { UntagResourceInput<'a> {
    report_name "ReportName": required &'a str,
    tag_keys "TagKeys": required List<'a, &'a str>,
} }

builder! { UntagResourceOutput {
} }

view! { ReportDefinition<'a> {
    report_name "ReportName": required &'a str,
    time_unit "TimeUnit": required &'a str,
    format "Format": required &'a str,
    compression "Compression": required &'a str,
    additional_schema_elements "AdditionalSchemaElements": required List<'a, &'a str>,
    s3_bucket "S3Bucket": required &'a str,
    s3_prefix "S3Prefix": required &'a str,
    s3_region "S3Region": required &'a str,
    additional_artifacts "AdditionalArtifacts": optional List<'a, &'a str>,
    refresh_closed_reports "RefreshClosedReports": optional bool,
    report_versioning "ReportVersioning": optional &'a str,
    billing_view_arn "BillingViewArn": optional &'a str,
    report_status "ReportStatus": optional ReportStatus<'a>,
} }

view! { ReportStatus<'a> {
    last_delivery "lastDelivery": optional &'a str,
    last_status "lastStatus": optional &'a str,
} }

view! { Tag<'a> {
    key "Key": required &'a str,
    value "Value": required &'a str,
} }

builder! { ReportDefinitionBuilder {
    report_name "ReportName": Text,
    time_unit "TimeUnit": Text,
    format "Format": Text,
    compression "Compression": Text,
    additional_schema_elements "AdditionalSchemaElements": Items<Text>,
    s3_bucket "S3Bucket": Text,
    s3_prefix "S3Prefix": Text,
    s3_region "S3Region": Text,
    additional_artifacts "AdditionalArtifacts": Items<Text>,
    refresh_closed_reports "RefreshClosedReports": Flag,
    report_versioning "ReportVersioning": Text,
    billing_view_arn "BillingViewArn": Text,
    report_status "ReportStatus": ReportStatusBuilder,
} }

builder! { ReportStatusBuilder {
    last_delivery "lastDelivery": Text,
    last_status "lastStatus": Text,
} }

builder! { TagBuilder {
    key "Key": Text,
    value "Value": Text,
} }

/// The errors that the implemented operations list.
pub mod error {
    kernel::errors! {
        duplicate_report_name_exception "DuplicateReportNameException" 400;
        internal_error_exception "InternalErrorException" 500;
        report_limit_reached_exception "ReportLimitReachedException" 400;
        resource_not_found_exception "ResourceNotFoundException" 400;
        validation_exception "ValidationException" 400;
    }
}

pub mod aws_region {
    pub const AF_SOUTH_1: &str = "af-south-1";
    pub const AP_EAST_1: &str = "ap-east-1";
    pub const AP_SOUTH_1: &str = "ap-south-1";
    pub const AP_SOUTH_2: &str = "ap-south-2";
    pub const AP_SOUTHEAST_1: &str = "ap-southeast-1";
    pub const AP_SOUTHEAST_2: &str = "ap-southeast-2";
    pub const AP_SOUTHEAST_3: &str = "ap-southeast-3";
    pub const AP_NORTHEAST_1: &str = "ap-northeast-1";
    pub const AP_NORTHEAST_2: &str = "ap-northeast-2";
    pub const AP_NORTHEAST_3: &str = "ap-northeast-3";
    pub const CA_CENTRAL_1: &str = "ca-central-1";
    pub const EU_CENTRAL_1: &str = "eu-central-1";
    pub const EU_CENTRAL_2: &str = "eu-central-2";
    pub const EU_WEST_1: &str = "eu-west-1";
    pub const EU_WEST_2: &str = "eu-west-2";
    pub const EU_WEST_3: &str = "eu-west-3";
    pub const EU_NORTH_1: &str = "eu-north-1";
    pub const EU_SOUTH_1: &str = "eu-south-1";
    pub const EU_SOUTH_2: &str = "eu-south-2";
    pub const ME_CENTRAL_1: &str = "me-central-1";
    pub const ME_SOUTH_1: &str = "me-south-1";
    pub const SA_EAST_1: &str = "sa-east-1";
    pub const US_EAST_1: &str = "us-east-1";
    pub const US_EAST_2: &str = "us-east-2";
    pub const US_WEST_1: &str = "us-west-1";
    pub const US_WEST_2: &str = "us-west-2";
    pub const CN_NORTH_1: &str = "cn-north-1";
    pub const CN_NORTHWEST_1: &str = "cn-northwest-1";
}

pub mod additional_artifact {
    pub const REDSHIFT: &str = "REDSHIFT";
    pub const QUICKSIGHT: &str = "QUICKSIGHT";
    pub const ATHENA: &str = "ATHENA";
}

pub mod compression_format {
    pub const ZIP: &str = "ZIP";
    pub const GZIP: &str = "GZIP";
    pub const PARQUET: &str = "Parquet";
}

pub mod last_status {
    pub const SUCCESS: &str = "SUCCESS";
    pub const ERROR_PERMISSIONS: &str = "ERROR_PERMISSIONS";
    pub const ERROR_NO_BUCKET: &str = "ERROR_NO_BUCKET";
}

pub mod report_format {
    pub const TEXT_O_RCSV: &str = "textORcsv";
    pub const PARQUET: &str = "Parquet";
}

pub mod report_versioning {
    pub const CREATE_NEW_REPORT: &str = "CREATE_NEW_REPORT";
    pub const OVERWRITE_REPORT: &str = "OVERWRITE_REPORT";
}

pub mod schema_element {
    pub const RESOURCES: &str = "RESOURCES";
    pub const SPLIT_COST_ALLOCATION_DATA: &str = "SPLIT_COST_ALLOCATION_DATA";
    pub const MANUAL_DISCOUNT_COMPATIBILITY: &str = "MANUAL_DISCOUNT_COMPATIBILITY";
}

pub mod time_unit {
    pub const HOURLY: &str = "HOURLY";
    pub const DAILY: &str = "DAILY";
    pub const MONTHLY: &str = "MONTHLY";
}
