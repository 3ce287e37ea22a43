//! From Parquet's types to the dialect's.

use std::fmt::Write as _;
use std::sync::Arc;

use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, StringArray, StringBuilder, UInt64Array, new_null_array,
};
use datafusion::arrow::compute::{CastOptions, cast_with_options, take};
use datafusion::arrow::datatypes::{DataType, TimeUnit};
use datafusion::arrow::util::display::{ArrayFormatter, FormatOptions};

use crate::fault::Fault;
use crate::json;
use crate::kind::Kind;
use crate::moment::Moment;

/// How deep values lie within values of this type.
pub fn depth(data_type: &DataType) -> usize {
    match data_type {
        DataType::Struct(fields) => {
            1 + fields.iter().map(|field| depth(field.data_type())).max().unwrap_or(0)
        }
        DataType::List(field)
        | DataType::LargeList(field)
        | DataType::FixedSizeList(field, _)
        | DataType::Map(field, _) => 1 + depth(field.data_type()),
        _ => 1,
    }
}

pub fn kind(data_type: &DataType) -> Kind {
    match data_type {
        DataType::Boolean => Kind::Bool,
        DataType::Int8
        | DataType::Int16
        | DataType::Int32
        | DataType::Int64
        | DataType::UInt8
        | DataType::UInt16
        | DataType::UInt32 => Kind::Int,
        DataType::UInt64 => Kind::Decimal(20, 0),
        DataType::Float16 | DataType::Float32 | DataType::Float64 => Kind::Float,
        DataType::Decimal32(precision, scale)
        | DataType::Decimal64(precision, scale)
        | DataType::Decimal128(precision, scale) => Kind::Decimal(*precision, *scale),
        DataType::Decimal256(_, scale) => Kind::Decimal(38, *scale),
        DataType::Date32 | DataType::Date64 | DataType::Timestamp(..) => Kind::Time,
        // "Selecting on a repeated field returns only the last value." (S3 User Guide)
        DataType::List(field) | DataType::LargeList(field) => kind(field.data_type()),
        DataType::Struct(_) | DataType::Map(..) | DataType::FixedSizeList(..) => Kind::Any,
        DataType::Null => Kind::Null,
        _ => Kind::Text,
    }
}

pub fn convert(array: &ArrayRef, kind: Kind) -> Result<ArrayRef, Fault> {
    let internal = |error: datafusion::arrow::error::ArrowError| Fault::internal(error.to_string());
    match array.data_type() {
        DataType::List(_) => {
            let list = array.as_list::<i32>();
            let ends = last(list.len(), |at| {
                let length = list.value_length(at);
                (length > 0 && list.is_valid(at)).then(|| (list.value_offsets()[at + 1] - 1) as u64)
            });
            convert(&take(list.values(), &ends, None).map_err(internal)?, kind)
        }
        DataType::LargeList(_) => {
            let list = array.as_list::<i64>();
            let ends = last(list.len(), |at| {
                let length = list.value_length(at);
                (length > 0 && list.is_valid(at)).then(|| (list.value_offsets()[at + 1] - 1) as u64)
            });
            convert(&take(list.values(), &ends, None).map_err(internal)?, kind)
        }
        DataType::Struct(_) | DataType::Map(..) | DataType::FixedSizeList(..) => documents(array),
        DataType::Date32 | DataType::Date64 | DataType::Timestamp(..) => times(array),
        DataType::Null => Ok(new_null_array(&kind.data_type(), array.len())),
        _ => {
            let options = CastOptions { safe: false, ..CastOptions::default() };
            cast_with_options(array, &kind.data_type(), &options).map_err(|error| {
                let code =
                    if kind == Kind::Text { "InvalidTextEncoding" } else { "InvalidDataType" };
                Fault::new(code, format!("A column of the Parquet file cannot be read: {error}"))
            })
        }
    }
}

fn last(len: usize, end: impl Fn(usize) -> Option<u64>) -> UInt64Array {
    (0..len).map(end).collect()
}

/// Timestamps in the notation of Ion; days have no time.
fn times(array: &ArrayRef) -> Result<ArrayRef, Fault> {
    let is_day = matches!(array.data_type(), DataType::Date32 | DataType::Date64);
    let unit = DataType::Timestamp(TimeUnit::Microsecond, None);
    let options = CastOptions { safe: true, ..CastOptions::default() };
    let micros = cast_with_options(array, &unit, &options)
        .map_err(|error| Fault::internal(error.to_string()))?;
    let micros = micros.as_primitive::<datafusion::arrow::datatypes::TimestampMicrosecondType>();
    let mut out = StringBuilder::new();
    for micros in micros {
        let moment = micros.and_then(Moment::from_micros);
        out.append_option(
            moment.map(|moment| if is_day { moment.day().to_string() } else { moment.to_string() }),
        );
    }
    Ok(Arc::new(out.finish()))
}

/// Structures and maps as values of JSON.
fn documents(array: &ArrayRef) -> Result<ArrayRef, Fault> {
    let mut out = StringBuilder::new();
    let mut text = String::new();
    for at in 0..array.len() {
        if array.is_null(at) {
            out.append_null();
            continue;
        }
        text.clear();
        document(array, at, &mut text)?;
        out.append_value(&text);
    }
    Ok(Arc::new(out.finish()) as Arc<StringArray>)
}

fn document(array: &ArrayRef, at: usize, out: &mut String) -> Result<(), Fault> {
    if array.is_null(at) {
        out.push_str("null");
        return Ok(());
    }
    match array.data_type() {
        DataType::Struct(fields) => {
            let structure = array.as_struct();
            out.push('{');
            for (nth, field) in fields.iter().enumerate() {
                if nth > 0 {
                    out.push(',');
                }
                out.push_str(&json::quoted(field.name()));
                out.push(':');
                document(structure.column(nth), at, out)?;
            }
            out.push('}');
        }
        DataType::Map(..) => {
            let entries = array.as_map().value(at);
            out.push('{');
            for nth in 0..entries.len() {
                if nth > 0 {
                    out.push(',');
                }
                let mut key = String::new();
                document(entries.column(0), nth, &mut key)?;
                let is_text = json::sort(&key) == json::Sort::Text;
                out.push_str(&if is_text { key } else { json::quoted(&key) });
                out.push(':');
                document(entries.column(1), nth, out)?;
            }
            out.push('}');
        }
        DataType::List(_) => elements(&array.as_list::<i32>().value(at), out)?,
        DataType::LargeList(_) => elements(&array.as_list::<i64>().value(at), out)?,
        DataType::FixedSizeList(..) => elements(&array.as_fixed_size_list().value(at), out)?,
        data_type => {
            let kind = kind(data_type);
            let one = convert(&array.slice(at, 1), kind)?;
            let options = FormatOptions::default();
            let shown = ArrayFormatter::try_new(&one, &options)
                .map_err(|error| Fault::internal(error.to_string()))?;
            let text = shown.value(0).to_string();
            if kind.is_number() || kind == Kind::Bool {
                let _ = write!(out, "{text}");
            } else {
                out.push_str(&json::quoted(&text));
            }
        }
    }
    Ok(())
}

fn elements(values: &ArrayRef, out: &mut String) -> Result<(), Fault> {
    out.push('[');
    for nth in 0..values.len() {
        if nth > 0 {
            out.push(',');
        }
        document(values, nth, out)?;
    }
    out.push(']');
    Ok(())
}
