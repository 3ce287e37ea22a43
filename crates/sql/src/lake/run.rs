//! A planned statement through the engine, to the end.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use datafusion::arrow::compute::cast;
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::execution::SendableRecordBatchStream;
use datafusion::execution::context::{SessionConfig, SessionContext};
use datafusion::execution::disk_manager::{DiskManagerBuilder, DiskManagerMode};
use datafusion::execution::runtime_env::RuntimeEnvBuilder;

use super::query::Planned;
use super::scan::Counts;
use super::shown;
use super::types::Type;
use crate::fault::Fault;
use crate::limits::{BATCH_ROWS, QUERY_MEMORY_BYTES};

/// How much of a result is kept.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    pub rows: usize,
    pub bytes: usize,
}

/// What came of a query.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    pub columns: Vec<String>,
    pub rows: Vec<Vec<Option<String>>>,
    pub events_scanned: u64,
    pub events_matched: u64,
    pub bytes_scanned: u64,
}

pub fn run(planned: Planned, bounds: &Bounds) -> Result<Answer, Fault> {
    // What the engine merges it hands to tasks of the runtime that it finds; this one lives on the
    // caller's thread, and only for the query.
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let runtime = runtime.map_err(|error| Fault::internal(error.to_string()))?;
    let counts = planned.counts.clone();
    let (columns, types): (Vec<String>, Vec<Type>) = planned.columns.into_iter().unzip();
    let rows = runtime.block_on(async {
        let stream = start(planned.plan).await.map_err(Fault::of_engine)?;
        collect(stream, &types, bounds).await
    })?;
    Ok(answer(columns, rows, &counts))
}

fn answer(columns: Vec<String>, rows: Vec<Vec<Option<String>>>, counts: &Counts) -> Answer {
    let events_scanned = counts.events.load(Ordering::Relaxed);
    Answer {
        columns,
        rows,
        events_scanned,
        events_matched: if counts.has_condition.load(Ordering::Relaxed) {
            counts.matched.load(Ordering::Relaxed)
        } else {
            events_scanned
        },
        bytes_scanned: counts.bytes.load(Ordering::Relaxed),
    }
}

async fn start(
    plan: datafusion::logical_expr::LogicalPlan,
) -> datafusion::error::Result<SendableRecordBatchStream> {
    let config = SessionConfig::new().with_target_partitions(1).with_batch_size(BATCH_ROWS);
    // What does not fit into memory is refused: nothing is written to the disk.
    let disk = DiskManagerBuilder::default().with_mode(DiskManagerMode::Disabled);
    let runtime = RuntimeEnvBuilder::new()
        .with_memory_limit(QUERY_MEMORY_BYTES, 1.0)
        .with_disk_manager_builder(disk)
        .build_arc()?;
    let session = SessionContext::new_with_config_rt(config, runtime);
    session.execute_logical_plan(plan).await?.execute_stream().await
}

async fn collect(
    mut stream: SendableRecordBatchStream,
    types: &[Type],
    bounds: &Bounds,
) -> Result<Vec<Vec<Option<String>>>, Fault> {
    let (mut rows, mut bytes) = (Vec::new(), 0);
    while let Some(batch) = next(&mut stream).await {
        take(&batch.map_err(Fault::of_engine)?, types, &mut rows, &mut bytes)?;
        if rows.len() > bounds.rows || bytes > bounds.bytes {
            return Err(Fault::new(
                "QueryFailed",
                format!(
                    "The result is larger than what is kept here: {} rows or {} bytes.",
                    bounds.rows, bounds.bytes
                ),
            ));
        }
    }
    Ok(rows)
}

async fn next(
    stream: &mut SendableRecordBatchStream,
) -> Option<datafusion::error::Result<RecordBatch>> {
    std::future::poll_fn(|context| Pin::as_mut(stream).poll_next(context)).await
}

fn take(
    batch: &RecordBatch,
    types: &[Type],
    rows: &mut Vec<Vec<Option<String>>>,
    bytes: &mut usize,
) -> Result<(), Fault> {
    let mut arrays = Vec::with_capacity(types.len());
    for (array, of) in batch.columns().iter().zip(types) {
        let array = if *array.data_type() == of.data_type() {
            Arc::clone(array)
        } else {
            let cast = cast(array, &of.data_type());
            cast.map_err(|error| Fault::internal(error.to_string()))?
        };
        arrays.push(array);
    }
    for row in 0..batch.num_rows() {
        let cells: Vec<Option<String>> =
            arrays.iter().zip(types).map(|(array, of)| shown::cell(array, row, *of)).collect();
        *bytes += cells.iter().flatten().map(String::len).sum::<usize>();
        rows.push(cells);
    }
    Ok(())
}
