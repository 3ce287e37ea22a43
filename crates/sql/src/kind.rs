//! What a column or an expression holds, as the dialect sees it, and as the engine does.

use datafusion::arrow::datatypes::DataType;

/// The kinds of values. AWS's types, and what JSON adds to them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A value of JSON in its bytes, of any type; absent is MISSING.
    Any,
    Text,
    Int,
    Float,
    /// Digits before and after the point in all, and after it.
    Decimal(u8, i8),
    Bool,
    /// A timestamp in the notation of Ion, which keeps its precision and offset.
    Time,
    /// The fields of a record of CSV, one after the other, each behind its length.
    Fields,
    Null,
}

impl Kind {
    pub fn data_type(self) -> DataType {
        match self {
            Kind::Any | Kind::Text | Kind::Time => DataType::Utf8,
            Kind::Int => DataType::Int64,
            Kind::Float => DataType::Float64,
            Kind::Decimal(precision, scale) => DataType::Decimal128(precision, scale),
            Kind::Bool => DataType::Boolean,
            Kind::Fields => DataType::Binary,
            Kind::Null => DataType::Null,
        }
    }

    pub fn is_number(self) -> bool {
        matches!(self, Kind::Int | Kind::Float | Kind::Decimal(..))
    }
}

/// What `DECIMAL` without figures holds. AWS's decimals have up to 38 digits; how many of them come
/// after the point is our choice.
pub const DECIMAL: (u8, i8) = (38, 10);
