//! The grammar: what statements become, and what is none.

use super::parser::parse;
use super::statement::{Returning, Statement};
use crate::attribute::Attribute;
use crate::values::shown;

#[test]
fn literals_of_every_type() {
    let text = "INSERT INTO \"t\" VALUE {'s': 'it''s', 'n': -1.5e2, 'b': true, 'z': null, \
                'l': [1, 'x', []], 'm': {\"k\": ?}, 'ss': <<'b', 'a'>>, 'ns': <<2, 1>>}";
    let statement = parse(text, vec![Attribute::S("p".into())]).unwrap();
    let Statement::Insert { table, item, .. } = statement else { panic!("no INSERT") };
    assert_eq!(table, "t");
    assert_eq!(
        shown(&Attribute::M(item)),
        "{M:b={BOOL:true}l={L:[{N:1}{S:x}{L:[]}]}m={M:k={S:p}}n={N:-150}ns={NS:[1,2]}s={S:it's}\
         ss={SS:[a,b]}z={NULL:true}}"
    );
}

#[test]
fn clauses() {
    let select = "select a, \"b c\".d[1] from \"Music\".\"by-x\" where a = 1 and (b in ['x', 'y'] \
     or \
                  not begins_with(c, 'q')) and d is not missing order by r desc;";
    let Statement::Select(select) = parse(select, vec![]).unwrap() else { panic!("no SELECT") };
    assert_eq!((select.table.as_str(), select.index.as_deref()), ("Music", Some("by-x")));
    assert_eq!(select.columns.unwrap()[1].to_string(), "[b c, d, [1]]");
    assert_eq!(select.order, [("r".to_owned(), true)]);
    let not = "select * -- everything\n from t where a not in [1, 2] /* and so on */ \
               and b not between 1 and 2";
    let Statement::Select(select) = parse(not, vec![]).unwrap() else { panic!("no SELECT") };
    assert!(select.columns.is_none() && select.condition.is_some());
    let update = "UPDATE t SET n = n + 1, l = list_append(l, [2]) SET s = set_add(s, <<'x'>>) \
                  REMOVE q WHERE id = 'a' RETURNING MODIFIED NEW *";
    let Statement::Update { update, returning, .. } = parse(update, vec![]).unwrap() else {
        panic!("no UPDATE")
    };
    assert_eq!((update.sets.len(), update.adds.len(), update.removes.len()), (2, 1, 1));
    assert_eq!(returning, Returning::ModifiedNew);
}

#[test]
fn what_is_no_statement() {
    for text in [
        "",
        "SELECT",
        "SELECT * FROM",
        "DROP TABLE t",
        "SELECT * FROM t WHERE",
        "SELECT * FROM t x",
        "DELETE FROM t",
        "UPDATE t WHERE a = 1",
        "INSERT INTO t VALUE 1",
        "SELECT * FROM t WHERE a = 'x",
        "SELECT * FROM t WHERE a = @",
        "SELECT * FROM t WHERE a NOT = 1",
        "UPDATE t SET s = set_add(q, <<1>>) WHERE a = 1",
        "INSERT INTO t VALUE {'a': <<1, 'x'>>}",
        "INSERT INTO t VALUE {'a': 1, 'a': 2}",
    ] {
        let error = parse(text, vec![]).unwrap_err();
        assert!(error.message().starts_with("Statement wasn't well formed"), "{text}: {error}");
    }
    let error = parse("SELECT * FROM t WHERE a = ?", vec![]).unwrap_err();
    assert_eq!(error.message(), "Number of parameters in request and statement don't match.");
    let deep = format!("SELECT * FROM t WHERE {}a = 1", "NOT ".repeat(200));
    assert!(parse(&deep, vec![]).is_err());
}
