//! From the engine's batches to records as they are asked for.

use datafusion::arrow::array::{Array, ArrayRef, AsArray};
use datafusion::arrow::datatypes::{DataType, Decimal128Type, Float64Type, Int64Type};
use datafusion::arrow::record_batch::RecordBatch;

use crate::fault::Fault;
use crate::functions::decimal_text;
use crate::input::csv::fields_of;
use crate::input::over_max_record;
use crate::json::{self, Sort};
use crate::kind::Kind;
use crate::limits::RECORD_BYTES_MAX;
use crate::plan::ResultColumn;

/// How records of the result are written.
#[derive(Clone, Debug, PartialEq)]
pub enum Output {
    Csv(CsvOutput),
    Json { record_delimiter: String },
}

#[derive(Clone, Debug, PartialEq)]
pub struct CsvOutput {
    pub quotes_always: bool,
    pub quote: char,
    pub escape: char,
    pub field_delimiter: String,
    pub record_delimiter: String,
}

impl Default for CsvOutput {
    fn default() -> CsvOutput {
        CsvOutput {
            quotes_always: false,
            quote: '"',
            escape: '"',
            field_delimiter: ",".to_owned(),
            record_delimiter: "\n".to_owned(),
        }
    }
}

/// What a record of the result is made of.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    Columns(Vec<ResultColumn>),
    /// The fields of a record of CSV, with the names of the header.
    Fields(Option<Vec<String>>),
    /// A value of JSON as it is.
    Value,
}

pub struct Writer {
    output: Output,
    shape: Shape,
    /// Whole records that nobody has taken yet.
    out: Vec<u8>,
}

impl Writer {
    pub fn new(output: Output, shape: Shape) -> Writer {
        Writer { output, shape, out: Vec::new() }
    }

    pub fn len(&self) -> usize {
        self.out.len()
    }

    pub fn is_empty(&self) -> bool {
        self.out.is_empty()
    }

    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.out)
    }

    pub fn write(&mut self, batch: &RecordBatch) -> Result<(), Fault> {
        for row in 0..batch.num_rows() {
            let begin = self.out.len();
            match &self.output {
                Output::Csv(format) => csv(&mut self.out, format, &self.shape, batch, row),
                Output::Json { record_delimiter } => {
                    json_record(&mut self.out, &self.shape, batch, row);
                    self.out.extend_from_slice(record_delimiter.as_bytes());
                }
            }
            if self.out.len() - begin > RECORD_BYTES_MAX {
                self.out.truncate(begin);
                return Err(over_max_record());
            }
        }
        Ok(())
    }
}

fn csv(out: &mut Vec<u8>, format: &CsvOutput, shape: &Shape, batch: &RecordBatch, row: usize) {
    let mut is_first = true;
    let mut field = |out: &mut Vec<u8>, text: &str| {
        if !std::mem::take(&mut is_first) {
            out.extend_from_slice(format.field_delimiter.as_bytes());
        }
        csv_field(out, format, text);
    };
    match shape {
        Shape::Columns(columns) => {
            for (array, column) in batch.columns().iter().zip(columns) {
                match text_of(array, column.kind, row) {
                    Some(text) if column.kind == Kind::Any => field(out, &plain(&text)),
                    text => field(out, text.as_deref().unwrap_or("")),
                }
            }
        }
        Shape::Fields(_) => {
            for text in fields_of(batch.column(0).as_binary::<i32>().value(row)) {
                field(out, text);
            }
        }
        Shape::Value => {
            let value = text_of(batch.column(0), Kind::Any, row).unwrap_or_default();
            if json::sort(&value) == Sort::Object {
                for (_, member) in json::members(&value) {
                    field(out, &plain(member));
                }
            } else {
                field(out, &plain(&value));
            }
        }
    }
    out.extend_from_slice(format.record_delimiter.as_bytes());
}

/// A value of JSON as a field: texts without their quotes, nothing for null.
fn plain(value: &str) -> String {
    match json::sort(value) {
        Sort::Text => json::text(value).into_owned(),
        Sort::Null => String::new(),
        _ => value.to_owned(),
    }
}

fn csv_field(out: &mut Vec<u8>, format: &CsvOutput, text: &str) {
    let needs_quotes = || {
        text.contains(format.quote)
            || text.contains(['\n', '\r'])
            || text.contains(format.field_delimiter.as_str())
            || text.contains(format.record_delimiter.as_str())
    };
    if !format.quotes_always && !needs_quotes() {
        out.extend_from_slice(text.as_bytes());
        return;
    }
    let mut buffer = [0; 4];
    let mut put = |c: char| out.extend_from_slice(c.encode_utf8(&mut buffer).as_bytes());
    put(format.quote);
    for c in text.chars() {
        if c == format.quote || c == format.escape {
            put(format.escape);
        }
        put(c);
    }
    put(format.quote);
}

fn json_record(out: &mut Vec<u8>, shape: &Shape, batch: &RecordBatch, row: usize) {
    match shape {
        Shape::Value => match text_of(batch.column(0), Kind::Any, row) {
            None => out.extend_from_slice(b"{}"),
            Some(value) if json::sort(&value) == Sort::Object => {
                out.extend_from_slice(value.as_bytes());
            }
            Some(value) => {
                out.extend_from_slice(b"{\"_1\":");
                out.extend_from_slice(value.as_bytes());
                out.push(b'}');
            }
        },
        Shape::Fields(header) => {
            let mut members = Members::open(out);
            let fields = fields_of(batch.column(0).as_binary::<i32>().value(row));
            for (at, text) in fields.enumerate() {
                match header.as_ref().and_then(|header| header.get(at)) {
                    Some(name) => members.name(name),
                    None => members.name(&format!("_{}", at + 1)),
                }
                json::quote(members.out, text);
            }
            members.close();
        }
        Shape::Columns(columns) => {
            let mut members = Members::open(out);
            for (array, column) in batch.columns().iter().zip(columns) {
                let value = text_of(array, column.kind, row);
                // What is missing stays out.
                if value.is_none() && column.kind == Kind::Any {
                    continue;
                }
                members.name(&column.name);
                match (value, column.kind) {
                    (None, _) => members.out.extend_from_slice(b"null"),
                    (Some(text), Kind::Text | Kind::Time) => json::quote(members.out, &text),
                    (Some(value), _) => members.out.extend_from_slice(value.as_bytes()),
                }
            }
            members.close();
        }
    }
}

/// The members of an object that is being written.
struct Members<'o> {
    out: &'o mut Vec<u8>,
    is_first: bool,
}

impl Members<'_> {
    fn open(out: &mut Vec<u8>) -> Members<'_> {
        out.push(b'{');
        Members { out, is_first: true }
    }

    fn name(&mut self, name: &str) {
        if !std::mem::take(&mut self.is_first) {
            self.out.push(b',');
        }
        json::quote(self.out, name);
        self.out.push(b':');
    }

    fn close(self) {
        self.out.push(b'}');
    }
}

/// A value of a column: nothing where it is absent, or where JSON has no notation for it.
fn text_of(array: &ArrayRef, kind: Kind, row: usize) -> Option<String> {
    if array.is_null(row) {
        return None;
    }
    match array.data_type() {
        DataType::Utf8 => Some(array.as_string::<i32>().value(row).to_owned()),
        DataType::Int64 => Some(array.as_primitive::<Int64Type>().value(row).to_string()),
        DataType::Float64 => {
            let value = array.as_primitive::<Float64Type>().value(row);
            value.is_finite().then(|| float_text(value))
        }
        DataType::Boolean => Some(array.as_boolean().value(row).to_string()),
        DataType::Decimal128(_, scale) => {
            let value = array.as_primitive::<Decimal128Type>().value(row);
            Some(decimal_text(value, *scale))
        }
        other => {
            debug_assert!(kind == Kind::Null, "no result has the type {other}");
            None
        }
    }
}

/// Very large and very small floats are written with an exponent.
fn float_text(value: f64) -> String {
    let size = value.abs();
    if size != 0.0 && !(1e-7..1e21).contains(&size) {
        return format!("{value:e}");
    }
    value.to_string()
}
