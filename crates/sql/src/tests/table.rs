//! What is written is read again by the queries.

use super::*;
use crate::table::{self, Column};

fn file() -> Bytes {
    let text = |text: &str| Some(text.to_owned());
    let columns = [
        ("id".to_owned(), Column::Texts(vec![text("a"), text("b\"é"), None])),
        ("cost".to_owned(), Column::Numbers(vec![Some(0.5), None, Some(-2.25)])),
        ("at".to_owned(), Column::Moments(vec![Some(0), Some(1_893_456_000_000), None])),
    ];
    table::parquet(&columns).into()
}

#[test]
fn a_written_table_is_read_again() {
    let running = start("SELECT * FROM S3Object", file(), Input::Parquet, as_json());
    let found = whole(running).unwrap();
    assert!(found.contains(r#""id":"a","cost":0.5,"at":"1970-01-01T00:00:00"#), "{found}");
    assert!(found.contains(r#""id":"b\"é""#) && found.contains("2030-01-01T00:00:00"), "{found}");
    let running = start(
        "SELECT s.cost FROM S3Object s WHERE s.id IS NULL",
        file(),
        Input::Parquet,
        as_json(),
    );
    assert_eq!(whole(running).unwrap(), "{\"cost\":-2.25}\n");
}

#[test]
fn a_table_without_rows_is_a_file() {
    let file = table::parquet(&[("id".to_owned(), Column::Texts(Vec::new()))]);
    let running = start("SELECT COUNT(*) FROM S3Object", file.into(), Input::Parquet, as_json());
    assert_eq!(whole(running).unwrap(), "{\"_1\":0}\n");
}
