//! Events as the engine reads them: batches of the columns that a statement names.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll};

use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, BooleanBuilder, Int64Builder, ListBuilder, StringBuilder,
};
use datafusion::arrow::datatypes::{DataType, Field as ArrowField, Schema, SchemaRef};
use datafusion::arrow::record_batch::{RecordBatch, RecordBatchOptions};
use datafusion::common::ScalarValue;
use datafusion::error::Result as EngineResult;
use datafusion::execution::SendableRecordBatchStream;
use datafusion::execution::context::TaskContext;
use datafusion::logical_expr::{
    ColumnarValue, Expr, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::streaming::PartitionStream;
use futures_core::Stream;

use super::schema::EVENT_JSON;
use super::types::{Field, Type};
use super::{Events, Times, times};
use crate::fault::Fault;
use crate::json::{self, Sort};
use crate::limits::{BATCH_ROWS, JOINED_ROWS_MAX};

/// What a query has looked at.
#[derive(Debug, Default)]
pub struct Counts {
    pub events: AtomicU64,
    pub bytes: AtomicU64,
    pub matched: AtomicU64,
    /// Rows that joins have made.
    pub joined: AtomicU64,
    /// Whether there is a condition that counts what it lets through.
    pub has_condition: AtomicBool,
}

/// A store in a FROM clause.
pub struct Scan {
    events: Arc<dyn Events>,
    times: Times,
    fields: Vec<Field>,
    schema: SchemaRef,
    counts: Arc<Counts>,
}

impl Scan {
    /// Columns of these fields under the names that the plan gives them.
    pub fn new(
        (events, times): (Arc<dyn Events>, Times),
        columns: &[(Field, String)],
        counts: Arc<Counts>,
    ) -> Scan {
        let schema: Vec<ArrowField> = columns
            .iter()
            .map(|(field, id)| ArrowField::new(id, field.of.data_type(), true))
            .collect();
        let fields = columns.iter().map(|(field, _)| *field).collect();
        Scan { events, times, fields, schema: Arc::new(Schema::new(schema)), counts }
    }

    pub fn schema(&self) -> SchemaRef {
        self.schema.clone()
    }
}

impl fmt::Debug for Scan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Scan")
    }
}

impl PartitionStream for Scan {
    fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn execute(&self, _: Arc<TaskContext>) -> SendableRecordBatchStream {
        let stream = Reading {
            events: self.events.open(self.times),
            fields: self.fields.clone(),
            schema: self.schema.clone(),
            counts: self.counts.clone(),
        };
        Box::pin(RecordBatchStreamAdapter::new(self.schema.clone(), stream))
    }
}

struct Reading {
    events: Box<dyn Iterator<Item = Result<String, String>> + Send>,
    fields: Vec<Field>,
    schema: SchemaRef,
    counts: Arc<Counts>,
}

impl Stream for Reading {
    type Item = EngineResult<RecordBatch>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.get_mut().batch().transpose())
    }
}

impl Reading {
    fn batch(&mut self) -> EngineResult<Option<RecordBatch>> {
        let mut builders: Vec<Builder> = self.fields.iter().map(|it| Builder::new(it.of)).collect();
        let mut rows = 0;
        for record in self.events.by_ref().take(BATCH_ROWS) {
            let record = record.map_err(Fault::internal)?;
            rows += 1;
            self.counts.bytes.fetch_add(record.len() as u64, Ordering::Relaxed);
            fill(&self.fields, &record, &mut builders);
        }
        if rows == 0 {
            return Ok(None);
        }
        self.counts.events.fetch_add(rows as u64, Ordering::Relaxed);
        let arrays: Vec<ArrayRef> = builders.into_iter().map(Builder::finish).collect();
        let options = RecordBatchOptions::new().with_row_count(Some(rows));
        let batch = RecordBatch::try_new_with_options(self.schema.clone(), arrays, &options)?;
        Ok(Some(batch))
    }
}

/// Takes the members that are columns from a record.
fn fill(fields: &[Field], record: &str, builders: &mut [Builder]) {
    let mut values: Vec<Option<&str>> = vec![None; fields.len()];
    for (name, value) in json::members(record) {
        let name = name.trim_matches('"');
        if let Some(at) = fields.iter().position(|field| field.member == name) {
            values[at] = Some(value);
        }
    }
    for ((field, value), builder) in fields.iter().zip(values).zip(builders) {
        if field.member == EVENT_JSON {
            builder.push_text(Some(record));
        } else {
            builder.push(value.filter(|value| json::sort(value) != Sort::Null));
        }
    }
}

enum Builder {
    /// Text, or JSON that is kept as it is.
    Text(StringBuilder, bool),
    Moment(Int64Builder),
    Bool(BooleanBuilder),
}

impl Builder {
    fn new(of: Type) -> Builder {
        match of {
            Type::Bool => Builder::Bool(BooleanBuilder::new()),
            Type::Int | Type::Double | Type::Time | Type::Date => {
                Builder::Moment(Int64Builder::new())
            }
            Type::Text | Type::Null => Builder::Text(StringBuilder::new(), false),
            Type::Struct(_) | Type::Map | Type::List(_) => {
                Builder::Text(StringBuilder::new(), true)
            }
        }
    }

    fn push_text(&mut self, text: Option<&str>) {
        if let Builder::Text(builder, _) = self {
            builder.append_option(text);
        }
    }

    fn push(&mut self, value: Option<&str>) {
        match self {
            Builder::Text(builder, true) => builder.append_option(value),
            Builder::Text(builder, false) => {
                builder.append_option(value.map(json::text));
            }
            Builder::Moment(builder) => {
                builder.append_option(value.and_then(|it| times::parse(&json::text(it))));
            }
            Builder::Bool(builder) => {
                builder.append_option(value.map(|it| json::text(it) == "true"));
            }
        }
    }

    fn finish(self) -> ArrayRef {
        match self {
            Builder::Text(mut builder, _) => Arc::new(builder.finish()),
            Builder::Moment(mut builder) => Arc::new(builder.finish()),
            Builder::Bool(mut builder) => Arc::new(builder.finish()),
        }
    }
}

/// A condition that counts what it lets through.
pub fn counted(condition: Expr, counts: Arc<Counts>) -> Expr {
    let signature = Signature::any(1, Volatility::Volatile);
    ScalarUDF::new_from_impl(Counting { signature, counts }).call(vec![condition])
}

struct Counting {
    signature: Signature,
    counts: Arc<Counts>,
}

impl fmt::Debug for Counting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Counting")
    }
}

impl PartialEq for Counting {
    fn eq(&self, other: &Counting) -> bool {
        Arc::ptr_eq(&self.counts, &other.counts)
    }
}

impl Eq for Counting {}

impl Hash for Counting {
    fn hash<H: Hasher>(&self, state: &mut H) {
        "counting".hash(state);
    }
}

impl ScalarUDFImpl for Counting {
    fn name(&self) -> &'static str {
        "counting"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> EngineResult<DataType> {
        Ok(DataType::Boolean)
    }

    fn invoke_with_args(&self, given: ScalarFunctionArgs) -> EngineResult<ColumnarValue> {
        let array = given.args[0].to_array(given.number_rows)?;
        let matched = array.as_boolean().true_count() as u64;
        self.counts.matched.fetch_add(matched, Ordering::Relaxed);
        Ok(ColumnarValue::Array(array))
    }
}

/// Always true, of columns of both sides of a join: it ends a query whose joins make too many rows.
pub fn guarded(columns: Vec<Expr>, counts: Arc<Counts>) -> Expr {
    let signature = Signature::any(columns.len(), Volatility::Volatile);
    ScalarUDF::new_from_impl(Guard { signature, counts }).call(columns)
}

struct Guard {
    signature: Signature,
    counts: Arc<Counts>,
}

impl fmt::Debug for Guard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Guard")
    }
}

impl PartialEq for Guard {
    fn eq(&self, other: &Guard) -> bool {
        Arc::ptr_eq(&self.counts, &other.counts)
    }
}

impl Eq for Guard {}

impl Hash for Guard {
    fn hash<H: Hasher>(&self, state: &mut H) {
        "guard".hash(state);
    }
}

impl ScalarUDFImpl for Guard {
    fn name(&self) -> &'static str {
        "guard"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> EngineResult<DataType> {
        Ok(DataType::Boolean)
    }

    fn invoke_with_args(&self, given: ScalarFunctionArgs) -> EngineResult<ColumnarValue> {
        let rows = given.number_rows as u64;
        if self.counts.joined.fetch_add(rows, Ordering::Relaxed) + rows > JOINED_ROWS_MAX {
            let reason = format!("The joins of the query make more than {JOINED_ROWS_MAX} rows.");
            return Err(Fault::new("QueryFailed", reason).into());
        }
        Ok(ColumnarValue::Scalar(ScalarValue::Boolean(Some(true))))
    }
}

/// The elements of an array in JSON as a list of the engine's.
pub fn elements(list: Expr) -> Expr {
    let signature = Signature::any(1, Volatility::Volatile);
    ScalarUDF::new_from_impl(Elements { signature }).call(vec![list])
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Elements {
    signature: Signature,
}

impl ScalarUDFImpl for Elements {
    fn name(&self) -> &'static str {
        "elements"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> EngineResult<DataType> {
        let item = ArrowField::new("item", DataType::Utf8, true);
        Ok(DataType::List(Arc::new(item)))
    }

    fn invoke_with_args(&self, given: ScalarFunctionArgs) -> EngineResult<ColumnarValue> {
        let array = given.args[0].to_array(given.number_rows)?;
        let texts = array.as_string::<i32>();
        let mut builder = ListBuilder::new(StringBuilder::new());
        for row in 0..texts.len() {
            if texts.is_valid(row) {
                for element in json::elements(texts.value(row)) {
                    builder.values().append_value(element);
                }
            }
            builder.append(texts.is_valid(row));
        }
        Ok(ColumnarValue::Array(Arc::new(builder.finish())))
    }
}
