//! Refusals of queries.
//!
//! Source: S3 API Reference, "Error responses", list of SELECT Object Content error codes. The
//! codes are that list's; the texts are not verified word by word (README).

use kernel::ApiError;
use sql::fault::Fault;

/// As the query's own engine words it.
pub fn of(fault: Fault) -> ApiError {
    if fault.code == "InternalError" {
        tracing::warn!(reason = fault.message, "a query failed");
        let message = "Encountered an internal error. Please try again.";
        return ApiError::new("InternalError", message).with_status(500);
    }
    ApiError::new(fault.code, fault.message)
}

pub fn unsupported_storage_class() -> ApiError {
    ApiError::new(
        "UnsupportedStorageClass",
        "We encountered an unsupported storage class. Only STANDARD, STANDARD_IA, and ONEZONE_IA \
         storage classes are supported.",
    )
}

pub fn invalid_expression_type() -> ApiError {
    ApiError::new(
        "InvalidExpressionType",
        "The ExpressionType is invalid. Only SQL expressions are supported.",
    )
}

pub fn invalid_data_source() -> ApiError {
    ApiError::new(
        "InvalidDataSource",
        "Invalid data source type. Only CSV, JSON, and Parquet are supported.",
    )
}

pub fn object_serialization_conflict() -> ApiError {
    ApiError::new(
        "ObjectSerializationConflict",
        "The SelectRequest entity can only contain one of CSV or JSON. Check the service API \
         documentation and try again.",
    )
}

pub fn missing_required_parameter() -> ApiError {
    ApiError::new(
        "MissingRequiredParameter",
        "The SelectRequest entity is missing a required parameter. Check the service documentation \
         and try again.",
    )
}

pub fn invalid_compression_format() -> ApiError {
    ApiError::new(
        "InvalidCompressionFormat",
        "The file is not in a supported compression format. Only GZIP and BZIP2 are supported.",
    )
}

pub fn invalid_file_header_info() -> ApiError {
    ApiError::new(
        "InvalidFileHeaderInfo",
        "The FileHeaderInfo is invalid. Only NONE, USE, and IGNORE are supported.",
    )
}

pub fn invalid_json_type() -> ApiError {
    ApiError::new(
        "InvalidJsonType",
        "The JsonType is invalid. Only DOCUMENT and LINES are supported.",
    )
}

pub fn invalid_quote_fields() -> ApiError {
    ApiError::new(
        "InvalidQuoteFields",
        "The QuoteFields is invalid. Only ALWAYS and ASNEEDED are supported.",
    )
}

pub fn invalid_request_parameter() -> ApiError {
    ApiError::new(
        "InvalidRequestParameter",
        "The value of a parameter in SelectRequest element is invalid. Check the service API \
         documentation and try again.",
    )
}

pub fn invalid_scan_range() -> ApiError {
    ApiError::new(
        "InvalidScanRange",
        "The value of ScanRange is invalid. Check the service API documentation and try again.",
    )
}

pub fn unsupported_scan_range_input() -> ApiError {
    ApiError::new(
        "UnsupportedScanRangeInput",
        "Scan range queries are not supported on this type of object. They work on CSV and JSON \
         LINES that are not compressed, without quoted record delimiters, and on Parquet.",
    )
}
