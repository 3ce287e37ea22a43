//! Inputs, outputs, errors and enums of the implemented operations of Pricing.
//!
//! Written by `cargo xtask codegen pricing` from `operations.txt` and the model;
//! not to be edited.

use kernel::view::List;
use kernel::view::kind::{Items, Text};
use kernel::{Timestamp, builder, operations, view};

operations! {
    DescribeServices: DescribeServicesInput, DescribeServicesOutput;
    GetAttributeValues: GetAttributeValuesInput, GetAttributeValuesOutput;
    GetPriceListFileUrl: GetPriceListFileUrlInput, GetPriceListFileUrlOutput;
    GetProducts: GetProductsInput, GetProductsOutput;
    ListPriceLists: ListPriceListsInput, ListPriceListsOutput;
}

view! { DescribeServicesInput<'a> {
    service_code "ServiceCode": optional &'a str,
    format_version "FormatVersion": optional &'a str,
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
} }

builder! { DescribeServicesOutput {
    services "Services": Items<ServiceBuilder>,
    format_version "FormatVersion": Text,
    next_token "NextToken": Text,
} }

view! { GetAttributeValuesInput<'a> {
    service_code "ServiceCode": required &'a str,
    attribute_name "AttributeName": required &'a str,
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
} }

builder! { GetAttributeValuesOutput {
    attribute_values "AttributeValues": Items<AttributeValueBuilder>,
    next_token "NextToken": Text,
} }

view! { GetPriceListFileUrlInput<'a> {
    price_list_arn "PriceListArn": required &'a str,
    file_format "FileFormat": required &'a str,
} }

builder! { GetPriceListFileUrlOutput {
    url "Url": Text,
} }

view! { GetProductsInput<'a> {
    service_code "ServiceCode": required &'a str,
    filters "Filters": optional List<'a, Filter<'a>>,
    format_version "FormatVersion": optional &'a str,
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
} }

builder! { GetProductsOutput {
    format_version "FormatVersion": Text,
    price_list "PriceList": Items<Text>,
    next_token "NextToken": Text,
} }

view! { ListPriceListsInput<'a> {
    service_code "ServiceCode": required &'a str,
    effective_date "EffectiveDate": required Timestamp,
    region_code "RegionCode": optional &'a str,
    currency_code "CurrencyCode": required &'a str,
    next_token "NextToken": optional &'a str,
    max_results "MaxResults": optional i64,
} }

builder! { ListPriceListsOutput {
    price_lists "PriceLists": Items<PriceListBuilder>,
    next_token "NextToken": Text,
} }

view! { Filter<'a> {
    type_ "Type": required &'a str,
    field "Field": required &'a str,
    value "Value": required &'a str,
} }

builder! { AttributeValueBuilder {
    value "Value": Text,
} }

builder! { PriceListBuilder {
    price_list_arn "PriceListArn": Text,
    region_code "RegionCode": Text,
    currency_code "CurrencyCode": Text,
    file_formats "FileFormats": Items<Text>,
} }

builder! { ServiceBuilder {
    service_code "ServiceCode": Text,
    attribute_names "AttributeNames": Items<Text>,
} }

/// The errors that the implemented operations list.
pub mod error {
    kernel::errors! {
        access_denied_exception "AccessDeniedException" 400;
        expired_next_token_exception "ExpiredNextTokenException" 400;
        internal_error_exception "InternalErrorException" 500;
        invalid_next_token_exception "InvalidNextTokenException" 400;
        invalid_parameter_exception "InvalidParameterException" 400;
        not_found_exception "NotFoundException" 400;
        resource_not_found_exception "ResourceNotFoundException" 400;
        throttling_exception "ThrottlingException" 400;
    }
}

pub mod filter_type {
    pub const TERM_MATCH: &str = "TERM_MATCH";
    pub const EQUALS: &str = "EQUALS";
    pub const CONTAINS: &str = "CONTAINS";
    pub const ANY_OF: &str = "ANY_OF";
    pub const NONE_OF: &str = "NONE_OF";
}
