//! What a value of an event is, and what the engine holds for it.

use datafusion::arrow::datatypes::DataType;

use crate::kind::Kind;

/// A member of a record: its name in lower case, as Trino compares names, and as events write it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Field {
    pub name: &'static str,
    pub member: &'static str,
    pub of: Type,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Type {
    Text,
    Int,
    Double,
    Bool,
    /// Milliseconds since 1970.
    Time,
    /// The same, of midnight.
    Date,
    /// The type of a NULL.
    Null,
    // What follows is JSON in its bytes.
    Struct(&'static [Field]),
    /// From texts to texts.
    Map,
    List(&'static Type),
}

impl Type {
    pub(crate) fn kind(self) -> Kind {
        match self {
            Type::Int | Type::Time | Type::Date => Kind::Int,
            Type::Double => Kind::Float,
            Type::Bool => Kind::Bool,
            Type::Text | Type::Null | Type::Struct(_) | Type::Map | Type::List(_) => Kind::Text,
        }
    }

    pub(crate) fn data_type(self) -> DataType {
        self.kind().data_type()
    }

    pub(crate) fn is_number(self) -> bool {
        matches!(self, Type::Int | Type::Double)
    }

    pub(crate) fn is_moment(self) -> bool {
        matches!(self, Type::Time | Type::Date)
    }

    /// In the words of Trino, for refusals.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Type::Text => "varchar",
            Type::Int => "bigint",
            Type::Double => "double",
            Type::Bool => "boolean",
            Type::Time => "timestamp(3)",
            Type::Date => "date",
            Type::Null => "unknown",
            Type::Struct(_) => "row",
            Type::Map => "map(varchar, varchar)",
            Type::List(_) => "array",
        }
    }
}
