//! Tables as files of Parquet, for what leaves a table in a bucket (a Cost and Usage Report, an
//! inventory of S3).
//!
//! Columns that may be empty everywhere, packed with Snappy, one group of rows: whoever writes
//! bounds the rows of a file.

use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, TimeUnit, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{Type, TypePtr};

/// The values of a column, one for each row.
#[derive(Clone, Debug, PartialEq)]
pub enum Column {
    /// Texts of which none is missing.
    Names(Vec<String>),
    Texts(Vec<Option<String>>),
    Flags(Vec<Option<bool>>),
    Integers(Vec<Option<i64>>),
    Numbers(Vec<Option<f64>>),
    /// Milliseconds since 1970.
    Moments(Vec<Option<i64>>),
}

impl Column {
    fn len(&self) -> usize {
        match self {
            Column::Names(values) => values.len(),
            Column::Texts(values) => values.len(),
            Column::Flags(values) => values.len(),
            Column::Numbers(values) => values.len(),
            Column::Integers(values) | Column::Moments(values) => values.len(),
        }
    }
}

/// The file of these columns, which are all of one length and have different names.
pub fn parquet(columns: &[(String, Column)]) -> Vec<u8> {
    let rows = columns.first().map_or(0, |(_, column)| column.len());
    assert!(columns.iter().all(|(_, column)| column.len() == rows), "columns of one length");
    let mut file = Vec::new();
    write(&mut file, columns, rows)
        .expect("a Vec takes every write, and the columns fit the schema");
    file
}

fn write(
    file: &mut Vec<u8>,
    columns: &[(String, Column)],
    rows: usize,
) -> Result<(), ParquetError> {
    let properties = WriterProperties::builder().set_compression(Compression::SNAPPY).build();
    let mut writer = SerializedFileWriter::new(file, schema(columns)?, Arc::new(properties))?;
    if rows > 0 {
        let mut group = writer.next_row_group()?;
        for (_, column) in columns {
            let open = group.next_column()?.expect("the schema has a column for each");
            put(open, column)?;
        }
        group.close()?;
    }
    writer.close().map(|_| ())
}

fn schema(columns: &[(String, Column)]) -> Result<TypePtr, ParquetError> {
    let mut fields = Vec::with_capacity(columns.len());
    for (name, column) in columns {
        let (physical, logical) = match column {
            Column::Names(_) | Column::Texts(_) => {
                (Physical::BYTE_ARRAY, Some(LogicalType::String))
            }
            Column::Flags(_) => (Physical::BOOLEAN, None),
            Column::Integers(_) => (Physical::INT64, None),
            Column::Numbers(_) => (Physical::DOUBLE, None),
            Column::Moments(_) => {
                (Physical::INT64, Some(LogicalType::timestamp(true, TimeUnit::MILLIS)))
            }
        };
        let field = Type::primitive_type_builder(name, physical)
            .with_repetition(match column {
                Column::Names(_) => Repetition::REQUIRED,
                _ => Repetition::OPTIONAL,
            })
            .with_logical_type(logical);
        fields.push(Arc::new(field.build()?));
    }
    Ok(Arc::new(Type::group_type_builder("schema").with_fields(fields).build()?))
}

fn put(mut open: SerializedColumnWriter<'_>, column: &Column) -> Result<(), ParquetError> {
    match column {
        Column::Names(values) => {
            let all: Vec<ByteArray> = values.iter().map(|it| it.as_str().into()).collect();
            open.typed::<ByteArrayType>().write_batch(&all, None, None)?;
        }
        Column::Texts(values) => {
            let there = values.iter().flatten().map(|it| ByteArray::from(it.as_str()));
            let there: Vec<ByteArray> = there.collect();
            open.typed::<ByteArrayType>().write_batch(&there, Some(&levels(values)), None)?;
        }
        Column::Numbers(values) => {
            let there: Vec<f64> = values.iter().flatten().copied().collect();
            open.typed::<DoubleType>().write_batch(&there, Some(&levels(values)), None)?;
        }
        Column::Flags(values) => {
            let there: Vec<bool> = values.iter().flatten().copied().collect();
            open.typed::<BoolType>().write_batch(&there, Some(&levels(values)), None)?;
        }
        Column::Integers(values) | Column::Moments(values) => {
            let there: Vec<i64> = values.iter().flatten().copied().collect();
            open.typed::<Int64Type>().write_batch(&there, Some(&levels(values)), None)?;
        }
    }
    open.close()
}

/// Which values are there.
fn levels<T>(values: &[Option<T>]) -> Vec<i16> {
    values.iter().map(|value| i16::from(value.is_some())).collect()
}
