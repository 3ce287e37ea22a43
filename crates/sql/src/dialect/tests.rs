//! What is the dialect and what is not.

use super::ast::{Expression, SelectList, Step};
use super::parse;

fn code(text: &str) -> &'static str {
    parse(text).expect_err(text).code
}

#[test]
fn statements_of_the_guide_are_read() {
    for text in [
        "SELECT * FROM S3Object",
        "select s.* from s3object s;",
        "SELECT s._1, s.\"first name\" AS name FROM S3Object AS s \
         WHERE s._2 LIKE 'a\\_%' ESCAPE '\\' LIMIT 5",
        "SELECT id FROM S3Object[*].Rules[*].id",
        "SELECT d.dir_name, d.files[0]['name'] FROM S3Object[*].x.* d",
        "SELECT COUNT(*), SUM(CAST(s.x AS DECIMAL(10,2))) / 2 FROM S3Object s",
        "SELECT CASE s.a WHEN 1 THEN 'x' ELSE NULL END FROM S3Object s \
         WHERE NOT s.a IS NOT MISSING",
        "SELECT EXTRACT(YEAR FROM TO_TIMESTAMP(t)), DATE_ADD(month, 1, `2010T`) FROM S3Object",
        "SELECT TRIM(LEADING '0' FROM a), TRIM(a), TRIM('x' FROM a), \
         SUBSTRING(a FROM 2 FOR 3) FROM S3Object",
        "SELECT a FROM S3Object -- a comment\nWHERE a NOT IN (1, 2) \
         AND a NOT BETWEEN 1 AND 2 OR a <> -1",
        "SELECT count FROM S3Object",
    ] {
        assert!(parse(text).is_ok(), "{text}: {:?}", parse(text));
    }
}

#[test]
fn products_bind_closer_than_sums_and_and_than_or() {
    let statement = parse("SELECT a FROM S3Object WHERE a + b * 2 = 1 OR c AND NOT d").unwrap();
    let Some(Expression::Any(operands)) = statement.condition else { panic!("OR is outermost") };
    assert!(matches!(&operands[0], Expression::Compare(_, left, _)
        if matches!(&**left, Expression::Arithmetic(_, _, right)
            if matches!(**right, Expression::Arithmetic(..)))));
    assert!(matches!(&operands[1], Expression::All(operands)
        if matches!(operands[1], Expression::Not(_))));
    let SelectList::Items(items) = statement.list else { panic!("one item") };
    assert!(matches!(&items[0].expression, Expression::Path(steps)
        if matches!(&steps[..], [Step::Key(name)] if name.text == "a")));
}

#[test]
fn what_is_not_the_dialect_is_refused() {
    assert_eq!(code("DELETE FROM S3Object"), "ParseUnsupportedSelect");
    assert_eq!(code("SELECT a"), "ParseSelectMissingFrom");
    assert_eq!(code("SELECT FROM S3Object"), "ParseUnexpectedToken");
    assert_eq!(code("SELECT a FROM S3Object WHERE"), "ParseUnexpectedToken");
    assert_eq!(code("SELECT a FROM S3Object x y"), "ParseUnexpectedToken");
    assert_eq!(code("SELECT a FROM other"), "InvalidDataSource");
    assert_eq!(code("SELECT a, * FROM S3Object"), "ParseAsteriskIsNotAloneInSelectList");
    assert_eq!(code("SELECT a FROM S3Object GROUP BY a"), "UnsupportedSqlStructure");
    assert_eq!(code("SELECT a FROM S3Object ORDER BY a"), "UnsupportedSqlStructure");
    assert_eq!(code("SELECT a FROM (SELECT * FROM S3Object)"), "UnsupportedSqlStructure");
    assert_eq!(code("SELECT SQRT(a) FROM S3Object"), "UnsupportedFunction");
    assert_eq!(code("SELECT SUM(*) FROM S3Object"), "ParseUnsupportedCallWithStar");
    assert_eq!(code("SELECT SUM(a, b) FROM S3Object"), "ParseNonUnaryAgregateFunctionCall");
    assert_eq!(code("SELECT CAST(a AS TEXT) FROM S3Object"), "ParseExpectedTypeName");
    assert_eq!(code("SELECT CAST(a AS DECIMAL(39)) FROM S3Object"), "ParseInvalidTypeParam");
    assert_eq!(code("SELECT CAST(a, INT) FROM S3Object"), "ParseExpectedKeyword");
    assert_eq!(code("SELECT a FROM S3Object LIMIT x"), "ParseExpectedNumber");
    assert_eq!(code("SELECT a AS FROM S3Object"), "ParseExpectedIdentForAlias");
    assert_eq!(code("SELECT s.a[*] FROM S3Object s"), "ParseInvalidPathComponent");
    assert_eq!(code("SELECT a FROM S3Object.b"), "ParseInvalidPathComponent");
    assert_eq!(code("SELECT 'a FROM S3Object"), "LexerInvalidLiteral");
    assert_eq!(code("SELECT a ? FROM S3Object"), "LexerInvalidChar");
    let place = parse("SELECT a\nFROM S3Object WHERE )").unwrap_err().message;
    assert!(place.contains("line 2, column 21"), "{place}");
}

#[test]
fn nothing_nests_too_deeply() {
    let nested =
        |depth: usize| format!("SELECT {}a{} FROM S3Object", "(".repeat(depth), ")".repeat(depth));
    assert!(parse(&nested(40)).is_ok());
    assert_eq!(code(&nested(100_000)), "UnsupportedSqlStructure");
    assert_eq!(
        code(&format!("SELECT {}a FROM S3Object", "-".repeat(1_000))),
        "ParseUnexpectedToken"
    );
    assert_eq!(
        code(&format!("SELECT {}a FROM S3Object", "NOT ".repeat(1_000))),
        "UnsupportedSqlStructure"
    );
    assert_eq!(
        code(&format!("SELECT a{} FROM S3Object", "+a".repeat(1_000))),
        "UnsupportedSqlStructure"
    );
    assert!(parse(&format!("SELECT a FROM S3Object WHERE a{}", " OR a".repeat(30_000))).is_ok());
    assert_eq!(code(&" ".repeat(300 * 1024)), "ExpressionTooLong");
}
