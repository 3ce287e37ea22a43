//! Queries over Parquet.

use ::parquet::arrow::ArrowWriter;
use ::parquet::basic::{Compression, GzipLevel};
use ::parquet::file::properties::WriterProperties;
use datafusion::arrow::array::{
    ArrayRef, BooleanArray, Date32Array, Decimal128Array, Float64Array, Int32Array, ListArray,
    StringArray, StructArray, TimestampMillisecondArray,
};
use datafusion::arrow::datatypes::{DataType, Field, Fields, Int32Type};
use datafusion::arrow::record_batch::RecordBatch;

use super::*;

fn file(compression: Compression, rows_of_group: usize) -> Bytes {
    let inner = Fields::from(vec![Field::new("x", DataType::Int32, true)]);
    let x: ArrayRef = Arc::new(Int32Array::from(vec![Some(7), None, Some(9)]));
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("id", Arc::new(Int32Array::from(vec![1, 2, 3]))),
        ("Name", Arc::new(StringArray::from(vec![Some("a"), None, Some("c\"")]))),
        ("ratio", Arc::new(Float64Array::from(vec![0.5, 1.0, -2.25]))),
        ("ok", Arc::new(BooleanArray::from(vec![true, false, true]))),
        (
            "price",
            Arc::new(
                Decimal128Array::from(vec![1990, 5, -100]).with_precision_and_scale(9, 2).unwrap(),
            ),
        ),
        ("day", Arc::new(Date32Array::from(vec![0, 1, 18_262]))),
        ("at", Arc::new(TimestampMillisecondArray::from(vec![0, 1_500, 1]))),
        ("inner", Arc::new(StructArray::new(inner, vec![x], None))),
        (
            "list",
            Arc::new(ListArray::from_iter_primitive::<Int32Type, _, _>(vec![
                Some(vec![Some(1), Some(2)]),
                None,
                Some(vec![]),
            ])),
        ),
    ];
    let batch = RecordBatch::try_from_iter_with_nullable(
        columns.into_iter().map(|(name, array)| (name, array, true)),
    )
    .unwrap();
    let properties = WriterProperties::builder()
        .set_compression(compression)
        .set_max_row_group_row_count(Some(rows_of_group))
        .build();
    let mut out = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut out, batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    out.into()
}

fn of(text: &str, file: Bytes) -> Result<String, Fault> {
    whole(start(text, file, Input::Parquet, as_json()))
}

#[test]
fn columns_have_the_types_of_the_schema() {
    let file = file(Compression::SNAPPY, 10);
    assert_eq!(
        of("SELECT * FROM S3Object s WHERE s.id = 1", file.clone()).unwrap(),
        "{\"id\":1,\"Name\":\"a\",\"ratio\":0.5,\"ok\":true,\"price\":19.9,\"day\":\"1970-01-01T\",\
         \"at\":\"1970-01-01T00:00:00.000Z\",\"inner\":{\"x\":7},\"list\":2}\n"
    );
    assert_eq!(
        of("SELECT s.name, s.inner.x FROM S3Object s WHERE s.ok AND s.price < 0", file.clone())
            .unwrap(),
        "{\"name\":\"c\\\"\",\"x\":9}\n"
    );
    assert_eq!(
        of(
            "SELECT SUM(price) AS p, AVG(ratio) AS r, COUNT(\"Name\") AS n FROM S3Object",
            file.clone()
        )
        .unwrap(),
        "{\"p\":18.95,\"r\":-0.25,\"n\":2}\n"
    );
    assert_eq!(of("SELECT COUNT(*) FROM S3Object", file.clone()).unwrap(), "{\"_1\":3}\n");
    assert_eq!(
        of(
            "SELECT id FROM S3Object WHERE day > `2019T` AND EXTRACT(YEAR FROM at) = 1970",
            file.clone()
        )
        .unwrap(),
        "{\"id\":3}\n"
    );
    assert_eq!(
        code(of("SELECT nothing FROM S3Object", file.clone())),
        "EvaluatorBindingDoesNotExist"
    );
    assert_eq!(code(of("SELECT \"name\" FROM S3Object", file)), "EvaluatorBindingDoesNotExist");
}

#[test]
fn codecs_are_those_of_aws() {
    let gzip = file(Compression::GZIP(GzipLevel::default()), 1);
    assert_eq!(of("SELECT id FROM S3Object LIMIT 2", gzip).unwrap(), "{\"id\":1}\n{\"id\":2}\n");
    let plain = file(Compression::UNCOMPRESSED, 1);
    assert_eq!(of("SELECT id FROM S3Object", plain).unwrap().lines().count(), 3);
}

#[test]
fn what_is_no_file_is_refused() {
    assert_eq!(
        code(of("SELECT * FROM S3Object", Bytes::from_static(b"a,b\n"))),
        "ParquetParsingError"
    );
    let mut torn = file(Compression::SNAPPY, 10).to_vec();
    let len = torn.len();
    torn[len - 8..len - 4].copy_from_slice(&u32::MAX.to_le_bytes());
    assert_eq!(code(of("SELECT * FROM S3Object", torn.into())), "ParquetParsingError");
    let mut torn = file(Compression::SNAPPY, 10).to_vec();
    torn[4..200].fill(0xFF);
    assert_eq!(code(of("SELECT * FROM S3Object", torn.into())), "ParquetParsingError");
}

#[test]
fn ranges_take_the_row_groups_that_begin_in_them() {
    let file = file(Compression::UNCOMPRESSED, 1);
    let len = file.len() as u64;
    let count = |from, to| {
        let stretch = Some(Stretch { from, to });
        let text = "SELECT id FROM S3Object";
        let running = ranged(text, file.clone(), Input::Parquet, as_json(), stretch);
        whole(running).unwrap().lines().count()
    };
    assert_eq!(count(0, 5), 1);
    assert_eq!(count(5, len), 2);
    assert_eq!((0..len).step_by(64).map(|at| count(at, at + 64)).sum::<usize>(), 3);
}
