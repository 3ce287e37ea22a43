//! A query from its text to its result, some of it at a time.

use std::fmt;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker};

use datafusion::arrow::datatypes::{Field, Schema, SchemaRef};
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::catalog::streaming::StreamingTable;
use datafusion::error::{DataFusionError, Result as EngineResult};
use datafusion::execution::SendableRecordBatchStream;
use datafusion::execution::context::{SessionConfig, SessionContext, TaskContext};
use datafusion::execution::session_state::SessionStateBuilder;
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::streaming::PartitionStream;
use datafusion::prelude::DataFrame;
use futures_core::Stream;

use crate::dialect;
use crate::dialect::ast::{Expression, Item, Name, SelectList, Statement, Step};
use crate::fault::Fault;
use crate::input::{Batches, Counts, Opened, Packing, Source, Stretch, csv, json, parquet};
use crate::kind::Kind;
use crate::limits::{BATCH_ROWS, BREATH_BYTES, CHUNK_BYTES};
use crate::output::{Output, Shape, Writer};
use crate::plan::{self, Plan, Scope, column_name};

/// A statement in the dialect of S3 Select.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    statement: Statement,
}

/// What an object holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    Csv(Packing, csv::Format),
    Json(Packing),
    Parquet,
}

/// What a query runs on.
pub struct Task {
    pub source: Arc<dyn Source>,
    pub input: Input,
    pub output: Output,
    pub stretch: Option<Stretch>,
    /// What UTCNOW answers: microseconds since 1970.
    pub now_us: i64,
}

/// What came of a query since it was last asked.
#[derive(Clone, Debug, PartialEq)]
pub enum Progress {
    /// Whole records of the result.
    Records(Vec<u8>),
    /// Nothing yet: it has read some more.
    Reading,
}

impl Query {
    pub fn parse(text: &str) -> Result<Query, Fault> {
        Ok(Query { statement: dialect::parse(text)? })
    }

    /// Opens the object and plans. Of the object it reads what it must know before the first
    /// record: a header, a footer.
    pub fn run(self, task: Task) -> Result<Running, Fault> {
        let mut statement = self.statement;
        let counts = Arc::new(Counts::default());
        let Task { source, input, output, stretch, now_us } = task;
        let is_json = matches!(input, Input::Json(_));
        if !is_json && !matches!(statement.from.path.as_slice(), [] | [Step::Elements]) {
            return Err(Fault::new(
                "InvalidKeyPath",
                "The key path in the SQL expression is not valid: only JSON has paths in the FROM \
                 clause.",
            ));
        }
        let mut shape = None;
        let (opened, scope) = match input {
            Input::Csv(packing, format) => {
                let scope = Scope::new(&statement, false);
                let (opened, header) =
                    csv::open(source, packing, &format, stretch, &scope.wants, counts.clone())?;
                if statement.list == SelectList::Everything {
                    shape = Some(Shape::Fields(header));
                }
                (opened, scope)
            }
            Input::Json(packing) => {
                let scope = Scope::new(&statement, true);
                let path = statement.from.path.get(1..).unwrap_or_default();
                let opened =
                    json::open(source, packing, path, stretch, &scope.wants, counts.clone())?;
                if statement.list == SelectList::Everything {
                    shape = Some(Shape::Value);
                }
                (opened, scope)
            }
            Input::Parquet => {
                let file = parquet::open(source, counts.clone())?;
                if statement.list == SelectList::Everything {
                    statement.list = all_of(file.columns());
                }
                let scope = Scope::new(&statement, false);
                (file.read(&scope.wants, stretch)?, scope)
            }
        };
        let Opened { kinds, batches } = opened;
        let plan = plan::plan(&statement, &scope, &kinds, now_us)?;
        let shape = shape.unwrap_or_else(|| Shape::Columns(plan.columns.clone()));
        let results = start(plan, statement.limit, &kinds, batches, counts.clone())?;
        let writer = Writer::new(output, shape);
        Ok(Running { results, writer, counts, returned: 0, told: 0, is_over: false })
    }
}

/// `SELECT *` of a file with a schema.
fn all_of(columns: Vec<String>) -> SelectList {
    let item = |text| Item {
        expression: Expression::Path(vec![Step::Key(Name { text, is_quoted: true })]),
        alias: None,
    };
    SelectList::Items(columns.into_iter().map(item).collect())
}

/// Hands the plan to the engine.
fn start(
    plan: Plan,
    limit: Option<u64>,
    kinds: &[Kind],
    batches: Box<dyn Batches>,
    counts: Arc<Counts>,
) -> Result<SendableRecordBatchStream, Fault> {
    let schema = schema_of(kinds);
    let part = InputPart { schema: schema.clone(), reading: Mutex::new(Some((batches, counts))) };
    let planned = || {
        let table = StreamingTable::try_new(schema, vec![Arc::new(part)])?;
        let mut frame: DataFrame = session().read_table(Arc::new(table))?;
        if let Some(condition) = plan.condition {
            frame = frame.filter(condition)?;
        }
        let limit = limit.map(|limit| usize::try_from(limit).unwrap_or(usize::MAX));
        if plan.aggregates.is_empty() {
            // Before the projection: what it would make of later records is nobody's business.
            if limit.is_some() {
                frame = frame.limit(0, limit)?;
            }
            return wait(frame.select(plan.projection)?.execute_stream());
        }
        frame = frame.aggregate(Vec::new(), plan.aggregates)?.select(plan.projection)?;
        if limit.is_some() {
            frame = frame.limit(0, limit)?;
        }
        wait(frame.execute_stream())
    };
    planned().map_err(Fault::of_engine)
}

/// One thread, small batches, and no rule that would change the order in which rows are looked at:
/// a statement is planned as it stands.
fn session() -> SessionContext {
    let config = SessionConfig::new().with_target_partitions(1).with_batch_size(BATCH_ROWS);
    let state = SessionStateBuilder::new()
        .with_config(config)
        .with_optimizer_rules(Vec::new())
        .with_physical_optimizer_rules(Vec::new())
        .build();
    SessionContext::new_with_state(state)
}

/// Plans are made of futures that wait for nothing.
fn wait<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(done) = future.as_mut().poll(&mut context) {
            return done;
        }
        std::thread::yield_now();
    }
}

/// The schema of an input, inside the engine.
pub(crate) fn schema_of(kinds: &[Kind]) -> SchemaRef {
    let field = |(at, kind): (usize, &Kind)| Field::new(column_name(at), kind.data_type(), true);
    Arc::new(Schema::new(kinds.iter().enumerate().map(field).collect::<Vec<_>>()))
}

/// What is read, and how much of it was.
type Reading = (Box<dyn Batches>, Arc<Counts>);

/// The input as the engine knows it: read once.
struct InputPart {
    schema: SchemaRef,
    reading: Mutex<Option<Reading>>,
}

impl fmt::Debug for InputPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InputPart")
    }
}

impl PartitionStream for InputPart {
    fn schema(&self) -> &SchemaRef {
        &self.schema
    }

    fn execute(&self, _: Arc<TaskContext>) -> SendableRecordBatchStream {
        let reading = self.reading.lock().unwrap_or_else(PoisonError::into_inner).take();
        let stream = InputStream { reading, paused_at: 0 };
        Box::pin(RecordBatchStreamAdapter::new(self.schema.clone(), stream))
    }
}

/// Reads when it is asked, and pauses now and then, so that who waits for records learns that the
/// query is still at it.
struct InputStream {
    reading: Option<Reading>,
    paused_at: u64,
}

impl Stream for InputStream {
    type Item = EngineResult<RecordBatch>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        let Some((batches, counts)) = &mut this.reading else { return Poll::Ready(None) };
        let processed = counts.processed();
        if processed >= this.paused_at + BREATH_BYTES {
            this.paused_at = processed;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let next = batches.next();
        if matches!(next, Ok(None) | Err(_)) {
            this.reading = None;
        }
        Poll::Ready(next.map_err(DataFusionError::from).transpose())
    }
}

/// A query under way. Each step may take long.
pub struct Running {
    results: SendableRecordBatchStream,
    writer: Writer,
    counts: Arc<Counts>,
    returned: u64,
    /// Up to where the object was processed when this last answered.
    told: u64,
    is_over: bool,
}

impl Running {
    /// Bytes of the object that were read.
    pub fn scanned(&self) -> u64 {
        self.counts.scanned()
    }

    /// Bytes that came out of them, unpacked.
    pub fn processed(&self) -> u64 {
        self.counts.processed()
    }

    /// Bytes of the result so far.
    pub fn returned(&self) -> u64 {
        self.returned
    }

    fn step(&mut self) -> Result<Option<Progress>, Fault> {
        let mut context = Context::from_waker(Waker::noop());
        loop {
            match self.results.as_mut().poll_next(&mut context) {
                Poll::Ready(Some(batch)) => {
                    self.writer.write(&batch.map_err(Fault::of_engine)?)?;
                    if self.writer.len() >= CHUNK_BYTES {
                        return Ok(Some(self.records()));
                    }
                }
                Poll::Ready(None) => {
                    self.is_over = true;
                    return Ok((!self.writer.is_empty()).then(|| self.records()));
                }
                Poll::Pending => std::thread::yield_now(),
            }
            if self.counts.processed() >= self.told + BREATH_BYTES {
                self.told = self.counts.processed();
                let is_empty = self.writer.is_empty();
                return Ok(Some(if is_empty { Progress::Reading } else { self.records() }));
            }
        }
    }

    fn records(&mut self) -> Progress {
        let records = self.writer.take();
        self.returned += records.len() as u64;
        Progress::Records(records)
    }
}

impl Iterator for Running {
    type Item = Result<Progress, Fault>;

    fn next(&mut self) -> Option<Result<Progress, Fault>> {
        if self.is_over {
            return None;
        }
        let step = self.step();
        self.is_over |= step.is_err();
        step.transpose()
    }
}
