//! Queries over small objects, from end to end.

mod csv;
mod json;
mod parquet;
mod table;

use std::sync::Arc;

use bytes::Bytes;

use crate::fault::Fault;
use crate::input::csv::{Format, Header};
use crate::input::{Packing, Source, Stretch};
use crate::output::{CsvOutput, Output};
use crate::query::{Input, Progress, Query, Running, Task};

/// 2017-10-13T16:02:11.123Z
const NOW_US: i64 = 1_507_910_531_123_000;

fn start(text: &str, content: Bytes, input: Input, output: Output) -> Result<Running, Fault> {
    ranged(text, content, input, output, None)
}

fn ranged(
    text: &str,
    content: Bytes,
    input: Input,
    output: Output,
    stretch: Option<Stretch>,
) -> Result<Running, Fault> {
    let source: Arc<dyn Source> = Arc::new(content);
    Query::parse(text)?.run(Task { source, input, output, stretch, now_us: NOW_US })
}

/// All records of a result, or what has gone wrong.
fn whole(running: Result<Running, Fault>) -> Result<String, Fault> {
    let mut all = Vec::new();
    for progress in running? {
        if let Progress::Records(records) = progress? {
            all.extend_from_slice(&records);
        }
    }
    Ok(String::from_utf8(all).expect("results are texts"))
}

fn as_json() -> Output {
    Output::Json { record_delimiter: "\n".to_owned() }
}

fn as_csv() -> Output {
    Output::Csv(CsvOutput::default())
}

fn with_header() -> Input {
    Input::Csv(Packing::None, Format { header: Header::Use, ..Format::default() })
}

/// A query over CSV with a header, as CSV.
fn csv_of(text: &str, content: &str) -> Result<String, Fault> {
    whole(start(text, Bytes::from(content.to_owned()), with_header(), as_csv()))
}

/// A query over JSON, as JSON.
fn json_of(text: &str, content: &str) -> Result<String, Fault> {
    let content = Bytes::from(content.to_owned());
    whole(start(text, content, Input::Json(Packing::None), as_json()))
}

/// What an expression is of one empty record.
fn value_of(expression: &str) -> String {
    let text = format!("SELECT {expression} AS v FROM S3Object");
    match json_of(&text, "{}") {
        Ok(answer) => {
            let inside =
                answer.trim_end().strip_prefix("{\"v\":").and_then(|it| it.strip_suffix('}'));
            inside.unwrap_or("MISSING").to_owned()
        }
        Err(fault) => fault.code.to_owned(),
    }
}

fn code(result: Result<String, Fault>) -> &'static str {
    result.expect_err("it is refused").code
}

#[test]
fn expressions_have_the_values_of_the_guide() {
    for (expression, wanted) in [
        ("1 + 2 * 3", "7"),
        ("7 / 2", "3"),
        ("7 % 4", "3"),
        ("0.1 + 0.2", "0.3"),
        ("-1.50", "-1.5"),
        ("1e3", "1000"),
        ("'a' || 'b' || 'c'", "\"abc\""),
        ("NULL", "null"),
        ("MISSING", "MISSING"),
        ("1 = 1.0", "true"),
        ("1 = '1'", "null"),
        ("'b' > 'a' AND NOT 'a' = 'b'", "true"),
        ("NULL AND FALSE", "false"),
        ("NULL OR CAST('1' AS INT) = 1", "true"),
        ("NULL OR CAST('1' AS INT) = 2", "null"),
        ("CAST('x' AS INT) = 1", "CastFailed"),
        ("FALSE AND CAST('x' AS INT) = 1", "false"),
        ("TRUE OR CAST('x' AS INT) = 1", "true"),
        ("CAST(' 12 ' AS INT)", "12"),
        ("CAST('1.50' AS DECIMAL(10,2))", "1.5"),
        ("CAST('1.5' AS FLOAT) * 2", "3"),
        ("CAST('TRUE' AS BOOL)", "true"),
        ("CAST(1 AS STRING) || 'x'", "\"1x\""),
        ("CAST('2007-04-05T14:30Z' AS TIMESTAMP)", "\"2007-04-05T14:30Z\""),
        ("CASE WHEN 1 = 2 THEN 'a' WHEN 1 = 1 THEN 'b' END", "\"b\""),
        ("CASE 3 WHEN 1 THEN 'a' ELSE 2 END", "2"),
        ("COALESCE(NULL, MISSING, 5, 1 / 0)", "5"),
        ("NULLIF(1, 1)", "null"),
        ("NULLIF(1, 2)", "1"),
        ("CHAR_LENGTH('äb')", "2"),
        ("UPPER('aé') || LOWER('AB')", "\"AÉab\""),
        ("SUBSTRING('123456789', 0)", "\"123456789\""),
        ("SUBSTRING('123456789', 1, 3)", "\"123\""),
        ("SUBSTRING('123456789' FROM 2 FOR 4)", "\"2345\""),
        ("SUBSTRING('123456789', -1, 4)", "\"12\""),
        ("TRIM('   foobar   ')", "\"foobar\""),
        ("TRIM(LEADING FROM '  foobar  ')", "\"foobar  \""),
        ("TRIM(BOTH '12' FROM '1112211foobar22211122')", "\"foobar\""),
        ("'abc' LIKE 'a_c' AND 'a%' LIKE 'a!%' ESCAPE '!'", "true"),
        ("'b' BETWEEN 'a' AND 'c'", "true"),
        ("2 IN (1, 2) AND 'x' NOT IN ('y') AND 1.5 IN (1, 1.5)", "true"),
        ("NULL IS NULL AND MISSING IS MISSING AND NULL IS NOT MISSING", "true"),
        ("UTCNOW()", "\"2017-10-13T16:02:11.123Z\""),
        ("EXTRACT(YEAR FROM TO_TIMESTAMP('2010-01-01T'))", "2010"),
        ("DATE_ADD(year, 5, `2010-01-01T`)", "\"2015-01-01T\""),
        ("DATE_DIFF(month, `2010T`, `2010-05T`)", "4"),
        ("TO_STRING(`1969-07-20T20:18Z`, 'MMMM d, y h:m a')", "\"July 20, 1969 8:18 PM\""),
        ("`2010-01-01T00:00+01:00` < `2010-01-01T00:00Z`", "true"),
        ("9223372036854775807 + 1", "IntegerOverflow"),
        ("1 / 0", "EvaluatorDivisionByZero"),
        ("'a' + 1", "IncorrectSqlFunctionArgumentType"),
        ("UPPER(1)", "IncorrectSqlFunctionArgumentType"),
        ("UPPER('a', 'b')", "EvaluatorInvalidArguments"),
        ("1 LIKE 'a'", "LikeInvalidInputs"),
        ("TO_TIMESTAMP('yesterday')", "ValueParseFailure"),
    ] {
        assert_eq!(value_of(expression), wanted, "{expression}");
    }
}
