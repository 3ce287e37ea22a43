//! Queries over CSV.

use std::io::Write as _;

use super::*;

const PEOPLE: &str =
    "name,age,City\nAda,36,London\nAlan,41,\"Wilmslow, Cheshire\"\n\n# nobody\nGrace,85,\n";

#[test]
fn records_are_filtered_and_projected() {
    assert_eq!(
        csv_of("SELECT s.name, s.\"City\" FROM S3Object s WHERE CAST(s.age AS INT) > 40", PEOPLE)
            .unwrap(),
        "Alan,\"Wilmslow, Cheshire\"\nGrace,\n"
    );
    assert_eq!(csv_of("SELECT * FROM S3Object WHERE city = ''", PEOPLE).unwrap(), "Grace,85,\n");
    assert_eq!(csv_of("SELECT _1 FROM S3Object LIMIT 2", PEOPLE).unwrap(), "Ada\nAlan\n");
    assert_eq!(csv_of("SELECT _1 FROM S3Object LIMIT 0", PEOPLE).unwrap(), "");
    let json = |text: &str| whole(start(text, PEOPLE.into(), with_header(), as_json())).unwrap();
    assert_eq!(
        json("SELECT * FROM S3Object s LIMIT 1"),
        "{\"name\":\"Ada\",\"age\":\"36\",\"City\":\"London\"}\n"
    );
    assert_eq!(
        json("SELECT s.NAME, s._2 AS \"years\", 1 + 1 FROM S3Object s LIMIT 1"),
        "{\"NAME\":\"Ada\",\"years\":\"36\",\"_3\":2}\n"
    );
}

#[test]
fn texts_are_numbers_only_by_a_cast() {
    assert_eq!(csv_of("SELECT name FROM S3Object s WHERE s.age > 40", PEOPLE).unwrap(), "");
    assert_eq!(
        csv_of("SELECT name FROM S3Object s WHERE s.age > '40'", PEOPLE).unwrap(),
        "Alan\nGrace\n"
    );
    assert_eq!(code(csv_of("SELECT CAST(s.name AS INT) FROM S3Object s", PEOPLE)), "CastFailed");
    assert_eq!(
        csv_of("SELECT name FROM S3Object s WHERE s.age <> 'x' AND s.name = 'Ada'", PEOPLE)
            .unwrap(),
        "Ada\n"
    );
    // What has been decided is not looked at again.
    let text = "SELECT CAST(s.a AS INT) FROM S3Object s WHERE s.a <> 'x' AND CAST(s.a AS INT) > 1";
    assert_eq!(csv_of(text, "a\nx\n1\n2\n").unwrap(), "2\n");
    assert_eq!(csv_of("SELECT CAST(a AS INT) FROM S3Object LIMIT 1", "a\n1\nx\n").unwrap(), "1\n");
}

#[test]
fn aggregates_take_all_records() {
    let text = "SELECT COUNT(*), SUM(CAST(s.age AS INT)), AVG(CAST(s.age AS INT)), \
                MIN(CAST(s.age AS INT)), MAX(CAST(s.age AS DECIMAL)) FROM S3Object s";
    assert_eq!(csv_of(text, PEOPLE).unwrap(), "3,162,54,36,85\n");
    assert_eq!(
        csv_of("SELECT SUM(CAST(a AS DECIMAL)) FROM S3Object", "a\n0.1\n0.2\n").unwrap(),
        "0.3\n"
    );
    let text = "SELECT COUNT(*), SUM(CAST(a AS INT)) FROM S3Object";
    assert_eq!(csv_of(text, "a\n").unwrap(), "0,\n");
    assert_eq!(code(csv_of("SELECT a, COUNT(*) FROM S3Object", "a\n")), "UnsupportedSqlStructure");
    assert_eq!(
        code(csv_of("SELECT SUM(a) FROM S3Object", "a\n")),
        "IncorrectSqlFunctionArgumentType"
    );
    assert_eq!(
        code(csv_of("SELECT a FROM S3Object WHERE COUNT(*) = 1", "a\n")),
        "UnsupportedSqlStructure"
    );
    let text = format!("a\n{}\n{}\n", i64::MAX, 1);
    assert_eq!(code(csv_of("SELECT SUM(CAST(a AS INT)) FROM S3Object", &text)), "IntegerOverflow");
}

#[test]
fn columns_are_found_or_refused() {
    assert_eq!(code(csv_of("SELECT s.nothing FROM S3Object s", PEOPLE)), "MissingHeaders");
    assert_eq!(code(csv_of("SELECT s.\"city\" FROM S3Object s", PEOPLE)), "MissingHeaders");
    assert_eq!(code(csv_of("SELECT a FROM S3Object", "a,A\n1,2\n")), "AmbiguousFieldName");
    assert_eq!(csv_of("SELECT \"A\" FROM S3Object", "a,A\n1,2\n").unwrap(), "2\n");
    assert_eq!(code(csv_of("SELECT _0 FROM S3Object", PEOPLE)), "InvalidColumnIndex");
    assert_eq!(code(csv_of("SELECT name.x FROM S3Object", PEOPLE)), "InvalidKeyPath");
    assert_eq!(code(csv_of("SELECT x FROM S3Object[*].x", PEOPLE)), "InvalidKeyPath");
    assert_eq!(
        csv_of("SELECT _1 FROM S3Object WHERE _9 IS MISSING LIMIT 1", PEOPLE).unwrap(),
        "Ada\n"
    );
}

fn format(change: impl FnOnce(&mut Format)) -> Input {
    let mut format = Format::default();
    change(&mut format);
    Input::Csv(Packing::None, format)
}

fn read(input: Input, content: &'static str) -> Result<String, Fault> {
    whole(start("SELECT * FROM S3Object", content.into(), input, as_json()))
}

#[test]
fn formats_are_read_as_told() {
    assert_eq!(
        read(format(|_| ()), "\u{feff}a,b\r\nc\n").unwrap(),
        "{\"_1\":\"a\",\"_2\":\"b\"}\n{\"_1\":\"c\"}\n"
    );
    assert_eq!(read(format(|f| f.header = Header::Ignore), "h\na").unwrap(), "{\"_1\":\"a\"}\n");
    let other = format(|f| {
        f.field_delimiter = "|".to_owned();
        f.record_delimiter = "##".to_owned();
        f.quote = Some(b'\'');
        f.escape = Some(b'\\');
        f.comment = None;
    });
    assert_eq!(
        read(other, "a|'b|\\'c'##'d'e|#").unwrap(),
        "{\"_1\":\"a\",\"_2\":\"b|'c\"}\n{\"_1\":\"de\",\"_2\":\"#\"}\n"
    );
    assert_eq!(
        read(format(|_| ()), "\"\"\" a , b \"\"\",x\"y\n").unwrap(),
        "{\"_1\":\"\\\" a , b \\\"\",\"_2\":\"x\\\"y\"}\n"
    );
    let quoted = |f: &mut Format| f.allows_quoted_delimiter = true;
    assert_eq!(read(format(quoted), "\"a\n\"\"b\",c\nd\"\"e\nf").unwrap().lines().count(), 3);
    assert_eq!(code(read(format(|_| ()), "\"a\nb\"\n")), "CSVEscapingRecordDelimiter");
    assert_eq!(code(read(format(quoted), "\"a\nb\n")), "CSVUnescapedQuote");
}

#[test]
fn what_is_no_text_or_too_long_is_refused() {
    let of = |content: Vec<u8>| {
        whole(start("SELECT * FROM S3Object", content.into(), format(|_| ()), as_csv()))
    };
    let fault = of(b"ab\nc\xFFd\n".to_vec()).unwrap_err();
    assert_eq!(fault.code, "InvalidTextEncoding");
    assert!(fault.message.contains("byte 4"), "{}", fault.message);
    let mut long = vec![b'a'; 1024 * 1024 - 1];
    assert!(of(long.clone()).is_ok());
    long.extend_from_slice(b"aa\nb\n");
    assert_eq!(code(of(long)), "OverMaxRecordSize");
}

#[test]
fn results_are_written_as_told() {
    let output = Output::Csv(CsvOutput {
        quotes_always: true,
        quote: '\'',
        escape: '\\',
        field_delimiter: ";".to_owned(),
        record_delimiter: "\r\n".to_owned(),
    });
    let content = Bytes::from_static(b"a,it's\n");
    let written = whole(start("SELECT * FROM S3Object", content, format(|_| ()), output));
    assert_eq!(written.unwrap(), "'a';'it\\'s'\r\n");
}

#[test]
fn packed_objects_are_unpacked() {
    let text = "SELECT COUNT(*) FROM S3Object";
    let content = "a,b\n".repeat(100_000);
    let of = |packing, bytes: Vec<u8>| -> Result<(String, u64, u64, u64), Fault> {
        let input = Input::Csv(packing, Format::default());
        let mut running = start(text, bytes.into(), input, as_csv())?;
        let mut all = String::new();
        for progress in &mut running {
            if let Progress::Records(records) = progress? {
                all.push_str(&String::from_utf8_lossy(&records));
            }
        }
        Ok((all, running.scanned(), running.processed(), running.returned()))
    };
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(content.as_bytes()).unwrap();
    let gzip = gzip.finish().unwrap();
    let figures = ("100000\n".to_owned(), gzip.len() as u64, content.len() as u64, 7);
    assert_eq!(of(Packing::Gzip, gzip.clone()), Ok(figures));
    let mut bzip2 = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    bzip2.write_all(content.as_bytes()).unwrap();
    assert_eq!(of(Packing::Bzip2, bzip2.finish().unwrap()).unwrap().0, "100000\n");
    let half = gzip[..gzip.len() / 2].to_vec();
    assert_eq!(of(Packing::Gzip, half).unwrap_err().code, "TruncatedInput");
    let plain = content.into_bytes();
    assert_eq!(of(Packing::Gzip, plain).unwrap_err().code, "InvalidCompressionFormat");
}

#[test]
fn every_record_is_in_one_of_adjacent_ranges() {
    let lines: Vec<String> = (0..500).map(|n| format!("{n},{}\n", "x".repeat(n % 7))).collect();
    let content = lines.concat();
    for header in [Header::None, Header::Ignore] {
        let of = |from: u64, to: u64| {
            let stretch = Some(Stretch { from, to });
            let input = format(|f| f.header = header);
            let content = Bytes::from(content.clone());
            whole(ranged("SELECT _1 FROM S3Object", content, input, as_csv(), stretch)).unwrap()
        };
        let whole = of(0, u64::MAX);
        for width in [1, 3, 100, 1_000] {
            let len = content.len() as u64;
            let joined: String =
                (0..len).step_by(width as usize).map(|at| of(at, at + width)).collect();
            assert!(joined == whole, "ranges of {width} bytes");
            if width == 1 && header == Header::Ignore {
                break;
            }
        }
    }
}

#[test]
fn a_long_query_says_that_it_is_still_at_it() {
    let content = Bytes::from("abcdefg,1\n".repeat(2_000_000));
    let text = "SELECT * FROM S3Object WHERE _1 = 'x'";
    let running = start(text, content, format(|_| ()), as_csv()).unwrap();
    let steps: Vec<Progress> = running.map(Result::unwrap).collect();
    assert!(steps.len() >= 3 && steps.iter().all(|step| *step == Progress::Reading), "{steps:?}");
}
