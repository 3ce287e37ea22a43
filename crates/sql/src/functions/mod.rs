//! Functions of the dialect as the engine calls them: a value for each row.

mod casts;
mod numbers;
mod texts;
mod times;
mod values;

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, BooleanBuilder, Float64Builder, Int64Builder, StringBuilder,
};
use datafusion::arrow::datatypes::{DataType, Decimal128Type, Float64Type, Int64Type};
use datafusion::common::ScalarValue;
use datafusion::error::{DataFusionError, Result as EngineResult};
use datafusion::logical_expr::{
    ColumnarValue, Expr, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

pub use casts::{cast, decimal_text};
pub use numbers::int_arithmetic;
pub use texts::{char_length, concat, like, lower, substring, trim, upper};
pub use times::{date_add, date_diff, extract, time_key, to_string, to_timestamp};
pub use values::{any_compare, any_known, any_of, any_to_bool, any_to_number, any_to_text, size};

use crate::fault::Fault;
use crate::kind::Kind;

/// A value of one row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'a> {
    Text(&'a str),
    Int(i64),
    Float(f64),
    Bool(bool),
    /// The digits, and how many of them follow the point.
    Decimal(i128, i8),
}

/// A result for one row.
#[derive(Clone, Debug, PartialEq)]
pub enum Out {
    Text(String),
    Int(i64),
    Float(f64),
    Bool(bool),
}

pub type Cells<'c, 'a> = &'c [Option<Cell<'a>>];
pub type Outcome = Result<Option<Out>, Fault>;
type Run = fn(Cells<'_, '_>) -> Outcome;

/// A function that is called row by row.
#[derive(Debug)]
struct RowFunction {
    /// Names the function: two of the same name do the same.
    name: &'static str,
    signature: Signature,
    returns: DataType,
    run: Run,
}

impl PartialEq for RowFunction {
    fn eq(&self, other: &RowFunction) -> bool {
        (self.name, &self.returns) == (other.name, &other.returns)
    }
}

impl Eq for RowFunction {}

impl Hash for RowFunction {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

/// The call of a function. What it is given has been planned to be of the kinds that it takes.
pub(crate) fn call(name: &'static str, returns: Kind, run: Run, arguments: Vec<Expr>) -> Expr {
    // The engine must not move a call to where it would meet rows that were filtered out.
    let signature = Signature::variadic_any(Volatility::Volatile);
    let function = RowFunction { name, signature, returns: returns.data_type(), run };
    ScalarUDF::new_from_impl(function).call(arguments)
}

impl ScalarUDFImpl for RowFunction {
    fn name(&self) -> &str {
        self.name
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> EngineResult<DataType> {
        Ok(self.returns.clone())
    }

    fn invoke_with_args(&self, given: ScalarFunctionArgs) -> EngineResult<ColumnarValue> {
        let is_one = given.args.iter().all(|value| matches!(value, ColumnarValue::Scalar(_)));
        let rows = if is_one { 1 } else { given.number_rows };
        let arrays: Vec<(ArrayRef, bool)> = given
            .args
            .iter()
            .map(|value| match value {
                ColumnarValue::Array(array) => Ok((array.clone(), false)),
                ColumnarValue::Scalar(scalar) => Ok((scalar.to_array()?, true)),
            })
            .collect::<EngineResult<_>>()?;
        let columns: Vec<Column<'_>> = arrays
            .iter()
            .map(|(array, is_scalar)| Column::of(array, *is_scalar))
            .collect::<EngineResult<_>>()?;
        let mut builder = Builder::new(&self.returns, rows);
        let mut cells = Vec::with_capacity(columns.len());
        for row in 0..rows {
            cells.clear();
            cells.extend(columns.iter().map(|column| column.at(row)));
            builder.push((self.run)(&cells)?);
        }
        let array = builder.finish();
        if is_one {
            Ok(ColumnarValue::Scalar(ScalarValue::try_from_array(&array, 0)?))
        } else {
            Ok(ColumnarValue::Array(array))
        }
    }
}

/// The values of an argument.
struct Column<'a> {
    array: &'a ArrayRef,
    typed: Typed<'a>,
    is_scalar: bool,
}

enum Typed<'a> {
    Text(&'a datafusion::arrow::array::StringArray),
    Int(&'a datafusion::arrow::array::Int64Array),
    Float(&'a datafusion::arrow::array::Float64Array),
    Bool(&'a datafusion::arrow::array::BooleanArray),
    Decimal(&'a datafusion::arrow::array::Decimal128Array, i8),
    Null,
}

impl<'a> Column<'a> {
    fn of(array: &'a ArrayRef, is_scalar: bool) -> EngineResult<Column<'a>> {
        let typed = match array.data_type() {
            DataType::Utf8 => Typed::Text(array.as_string::<i32>()),
            DataType::Int64 => Typed::Int(array.as_primitive::<Int64Type>()),
            DataType::Float64 => Typed::Float(array.as_primitive::<Float64Type>()),
            DataType::Boolean => Typed::Bool(array.as_boolean()),
            DataType::Decimal128(_, scale) => {
                Typed::Decimal(array.as_primitive::<Decimal128Type>(), *scale)
            }
            DataType::Null => Typed::Null,
            other => {
                return Err(DataFusionError::Internal(format!("no kind has the type {other}")));
            }
        };
        Ok(Column { array, typed, is_scalar })
    }

    fn at(&self, row: usize) -> Option<Cell<'a>> {
        let row = if self.is_scalar { 0 } else { row };
        if self.array.is_null(row) {
            return None;
        }
        Some(match &self.typed {
            Typed::Text(array) => Cell::Text(array.value(row)),
            Typed::Int(array) => Cell::Int(array.value(row)),
            Typed::Float(array) => Cell::Float(array.value(row)),
            Typed::Bool(array) => Cell::Bool(array.value(row)),
            Typed::Decimal(array, scale) => Cell::Decimal(array.value(row), *scale),
            Typed::Null => return None,
        })
    }
}

enum Builder {
    Text(StringBuilder),
    Int(Int64Builder),
    Float(Float64Builder),
    Bool(BooleanBuilder),
}

impl Builder {
    fn new(returns: &DataType, rows: usize) -> Builder {
        match returns {
            DataType::Int64 => Builder::Int(Int64Builder::with_capacity(rows)),
            DataType::Float64 => Builder::Float(Float64Builder::with_capacity(rows)),
            DataType::Boolean => Builder::Bool(BooleanBuilder::with_capacity(rows)),
            _ => Builder::Text(StringBuilder::new()),
        }
    }

    fn push(&mut self, out: Option<Out>) {
        match (self, out) {
            (Builder::Text(builder), Some(Out::Text(text))) => builder.append_value(text),
            (Builder::Text(builder), _) => builder.append_null(),
            (Builder::Int(builder), Some(Out::Int(value))) => builder.append_value(value),
            (Builder::Int(builder), _) => builder.append_null(),
            (Builder::Float(builder), Some(Out::Float(value))) => builder.append_value(value),
            (Builder::Float(builder), _) => builder.append_null(),
            (Builder::Bool(builder), Some(Out::Bool(value))) => builder.append_value(value),
            (Builder::Bool(builder), _) => builder.append_null(),
        }
    }

    fn finish(self) -> ArrayRef {
        match self {
            Builder::Text(mut builder) => Arc::new(builder.finish()),
            Builder::Int(mut builder) => Arc::new(builder.finish()),
            Builder::Float(mut builder) => Arc::new(builder.finish()),
            Builder::Bool(mut builder) => Arc::new(builder.finish()),
        }
    }
}

/// The arguments are not what the function takes.
pub(crate) fn wrong_argument(function: &str) -> Fault {
    Fault::new(
        "IncorrectSqlFunctionArgumentType",
        format!("Incorrect type of arguments in function call in the SQL expression: {function}."),
    )
}
