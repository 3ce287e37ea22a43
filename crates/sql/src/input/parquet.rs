//! Records of Parquet: columns keep the types of the file's schema.

mod convert;

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use bytes::Bytes;
use datafusion::arrow::array::{Array, ArrayRef, RecordBatchOptions, StructArray};
use datafusion::arrow::datatypes::{DataType, FieldRef};
use datafusion::arrow::record_batch::RecordBatch;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::metadata::RowGroupMetaData;
use parquet::file::reader::{ChunkReader, Length};

use super::{Batches, Counts, Opened, Source, Stretch, Want};
use crate::dialect::ast::Step;
use crate::fault::Fault;
use crate::kind::Kind;
use crate::limits::{
    BATCH_ROWS, JSON_DEPTH_MAX, LIST_ITEMS_MAX, PARQUET_FOOTER_BYTES_MAX, ROW_GROUP_BYTES_MAX,
};
use crate::query::schema_of;

/// A file whose footer was read.
pub struct File {
    builder: ParquetRecordBatchReaderBuilder<Chunks>,
    counts: Arc<Counts>,
}

pub fn open(source: Arc<dyn Source>, counts: Arc<Counts>) -> Result<File, Fault> {
    check_footer(&*source)?;
    let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
    let chunks = Chunks { source, counts: counts.clone() };
    let builder =
        ParquetRecordBatchReaderBuilder::try_new_with_options(chunks, options).map_err(broken)?;
    if builder.schema().fields().len() > LIST_ITEMS_MAX {
        return Err(Fault::new(
            "OverMaxColumn",
            "The number of columns in the result is greater than the maximum allowable number of \
             columns.",
        ));
    }
    let is_too_deep = |field: &FieldRef| convert::depth(field.data_type()) > JSON_DEPTH_MAX;
    if builder.schema().fields().iter().any(is_too_deep) {
        return Err(broken("its schema is nested too deeply"));
    }
    Ok(File { builder, counts })
}

/// A footer says how long it is; who lies is not given the memory.
fn check_footer(source: &dyn Source) -> Result<(), Fault> {
    const TAIL: u64 = 8;
    let mut tail = [0; TAIL as usize];
    if source.len() < 2 * TAIL {
        return Err(broken("it is too short"));
    }
    source.read_at(source.len() - TAIL, &mut tail).map_err(|e| Fault::internal(e.to_string()))?;
    let (len, mark) = tail.split_first_chunk::<4>().expect("eight bytes");
    if mark != b"PAR1" || u32::from_le_bytes(*len) as usize > PARQUET_FOOTER_BYTES_MAX {
        return Err(broken("its end is none of a Parquet file"));
    }
    Ok(())
}

impl File {
    /// The names of the columns.
    pub fn columns(&self) -> Vec<String> {
        self.builder.schema().fields().iter().map(|field| field.name().clone()).collect()
    }

    pub fn read(self, wants: &[Want], stretch: Option<Stretch>) -> Result<Opened, Fault> {
        let fields = self.builder.schema().fields().clone();
        let columns: Vec<Column> =
            wants.iter().map(|want| Column::find(want, &fields)).collect::<Result<_, _>>()?;
        let mut roots: Vec<usize> = columns.iter().map(|column| column.root).collect();
        roots.sort_unstable();
        roots.dedup();
        let groups = self.groups(stretch, &roots)?;
        let mask = ProjectionMask::roots(self.builder.parquet_schema(), roots.iter().copied());
        let reader = self
            .builder
            .with_projection(mask)
            .with_row_groups(groups)
            .with_batch_size(BATCH_ROWS)
            .build()
            .map_err(broken)?;
        let kinds: Vec<Kind> = columns.iter().map(|column| column.kind).collect();
        let batches =
            ParquetBatches { reader, roots, columns, kinds: kinds.clone(), counts: self.counts };
        Ok(Opened { kinds, batches: Box::new(batches) })
    }

    /// The row groups that begin within the stretch.
    fn groups(&self, stretch: Option<Stretch>, roots: &[usize]) -> Result<Vec<usize>, Fault> {
        let metadata = self.builder.metadata();
        let mut groups = Vec::new();
        for (at, group) in metadata.row_groups().iter().enumerate() {
            let begins = group.columns().iter().map(|column| column.byte_range().0).min();
            let begins = begins.unwrap_or(0);
            if stretch.is_some_and(|stretch| !(stretch.from..stretch.to).contains(&begins)) {
                continue;
            }
            check_group(group, roots)?;
            groups.push(at);
        }
        Ok(groups)
    }
}

fn check_group(group: &RowGroupMetaData, roots: &[usize]) -> Result<(), Fault> {
    if group.total_byte_size() > ROW_GROUP_BYTES_MAX {
        return Err(Fault::new(
            "OverMaxParquetBlockSize",
            "The Parquet file is above the max row group size.",
        ));
    }
    let schema = group.schema_descr();
    for (leaf, column) in group.columns().iter().enumerate() {
        let is_known = matches!(
            column.compression(),
            Compression::UNCOMPRESSED | Compression::SNAPPY | Compression::GZIP(_)
        );
        if !is_known && roots.contains(&schema.get_column_root_idx(leaf)) {
            return Err(Fault::new(
                "ParquetUnsupportedCompressionCodec",
                "The specified Parquet compression codec is not supported.",
            ));
        }
    }
    Ok(())
}

/// Where a want lies.
struct Column {
    root: usize,
    /// Fields of structures, by their number.
    inner: Vec<usize>,
    kind: Kind,
}

impl Column {
    fn find(want: &Want, fields: &[FieldRef]) -> Result<Column, Fault> {
        let missing = || {
            Fault::new(
                "EvaluatorBindingDoesNotExist",
                "A column name or a path provided does not exist in the SQL expression.",
            )
        };
        let Want::Path(steps) = want else { return Err(missing()) };
        let mut inside: &[FieldRef] = fields;
        let mut found = Vec::new();
        let mut data_type = &DataType::Null;
        for (nth, step) in steps.iter().enumerate() {
            let Step::Key(name) = step else { return Err(missing()) };
            let mut matching = inside.iter().enumerate().filter(|(_, f)| name.matches(f.name()));
            let position = name.position().filter(|_| nth == 0).and_then(|at| at.checked_sub(1));
            let by_position = || Some((position?, inside.get(position?)?));
            let (at, field) = matching.next().or_else(by_position).ok_or_else(missing)?;
            if matching.next().is_some() {
                return Err(Fault::new(
                    "AmbiguousFieldName",
                    "The field name matches to multiple fields in the file. Check the SQL \
                     expression and the file, and try again.",
                ));
            }
            found.push(at);
            data_type = field.data_type();
            inside = match data_type {
                DataType::Struct(fields) => fields,
                _ => &[],
            };
        }
        let Some((root, inner)) = found.split_first() else { return Err(missing()) };
        Ok(Column { root: *root, inner: inner.to_vec(), kind: convert::kind(data_type) })
    }
}

struct ParquetBatches {
    reader: ParquetRecordBatchReader,
    /// The roots that are read, in the order of the file.
    roots: Vec<usize>,
    columns: Vec<Column>,
    kinds: Vec<Kind>,
    counts: Arc<Counts>,
}

impl Batches for ParquetBatches {
    fn next(&mut self) -> Result<Option<RecordBatch>, Fault> {
        let Some(batch) = self.reader.next() else { return Ok(None) };
        let batch = batch.map_err(broken)?;
        let array = |column: &Column| {
            let at = self.roots.binary_search(&column.root).expect("all roots were asked for");
            let mut array: ArrayRef = batch.column(at).clone();
            for field in &column.inner {
                array = field_of(&array, *field)?;
            }
            convert::convert(&array, column.kind)
        };
        let arrays: Vec<ArrayRef> = self.columns.iter().map(array).collect::<Result<_, _>>()?;
        let bytes: usize = arrays.iter().map(Array::get_buffer_memory_size).sum();
        self.counts.processed.fetch_add(bytes as u64, Ordering::Relaxed);
        let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
        RecordBatch::try_new_with_options(schema_of(&self.kinds), arrays, &options)
            .map(Some)
            .map_err(|error| Fault::internal(error.to_string()))
    }
}

/// A field of structures, which is absent where they are.
fn field_of(array: &ArrayRef, field: usize) -> Result<ArrayRef, Fault> {
    let structure = array.as_any().downcast_ref::<StructArray>();
    let structure = structure.ok_or_else(|| Fault::internal("a structure was expected"))?;
    let column = structure.column(field);
    let Some(nulls) = structure.nulls() else { return Ok(column.clone()) };
    let joined = datafusion::arrow::buffer::NullBuffer::union(Some(nulls), column.nulls());
    let data = column.to_data().into_builder().nulls(joined).build();
    data.map(datafusion::arrow::array::make_array).map_err(|e| Fault::internal(e.to_string()))
}

fn broken(error: impl std::fmt::Display) -> Fault {
    Fault::new(
        "ParquetParsingError",
        format!("Error parsing Parquet file. Please check the file and try again. ({error})"),
    )
}

/// What the reader of Parquet reads from.
struct Chunks {
    source: Arc<dyn Source>,
    counts: Arc<Counts>,
}

impl Length for Chunks {
    fn len(&self) -> u64 {
        self.source.len()
    }
}

impl ChunkReader for Chunks {
    type T = Pieces;

    fn get_read(&self, start: u64) -> Result<Pieces, ParquetError> {
        Ok(Pieces { source: self.source.clone(), counts: self.counts.clone(), at: start })
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes, ParquetError> {
        let end = start.checked_add(length as u64);
        if end.is_none_or(|end| end > self.source.len()) {
            return Err(ParquetError::EOF("a page lies beyond the end of the file".to_owned()));
        }
        let mut out = vec![0; length];
        self.source.read_at(start, &mut out)?;
        self.counts.scanned.fetch_add(length as u64, Ordering::Relaxed);
        Ok(out.into())
    }
}

struct Pieces {
    source: Arc<dyn Source>,
    counts: Arc<Counts>,
    at: u64,
}

impl Read for Pieces {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.source.len().saturating_sub(self.at);
        let len = (buffer.len() as u64).min(left) as usize;
        if len > 0 {
            self.source.read_at(self.at, &mut buffer[..len])?;
        }
        self.at += len as u64;
        self.counts.scanned.fetch_add(len as u64, Ordering::Relaxed);
        Ok(len)
    }
}
