//! Tables, their ranges and their rows.

use bytes::Bytes;
use minicbor::{Decode, Encode};

use crate::error::StoreError;
use crate::open::Store;
use crate::range::Range;
use crate::table::{Scope, Table};
use crate::tx::Tx;

#[derive(Debug, PartialEq, Encode, Decode)]
struct OldRow {
    #[n(0)]
    name: String,
    #[n(1)]
    count: u32,
}

/// What a later version made of it: a field gone, two added.
#[derive(Debug, PartialEq, Encode, Decode)]
struct NewRow {
    #[n(0)]
    name: String,
    #[n(2)]
    owner: Option<String>,
    #[n(3)]
    #[cbor(default)]
    tags: Vec<String>,
}

/// With a field that `OldRow` does not know.
#[derive(Encode)]
struct Wider {
    #[n(0)]
    name: &'static str,
    #[n(1)]
    count: u32,
    #[n(9)]
    unknown: Vec<(u8, &'static str)>,
}

crate::row!(OldRow, NewRow);

static OLD: Table<String, OldRow> = Table::regional("test", "rows");
static NEW: Table<String, NewRow> = Table::regional("test", "rows");
static OBJECTS: Table<(String, String, u64), u64> = Table::regional("test", "objects");
/// Its name starts with that of `OBJECTS`.
static NEIGHBOUR: Table<String, u64> = Table::regional("test", "objects2");
static USERS: Table<String, ()> = Table::global("test", "users");
static BUCKETS: Table<String, Bytes> = Table::world("test", "buckets");

const HERE: Scope = Scope::new(*b"000000000000", "us-east-1");
const THERE: Scope = Scope::new(*b"000000000000", "eu-west-1");
const OTHERS: Scope = Scope::new(*b"111122223333", "us-east-1");

#[test]
fn versions_read_each_others_rows() {
    let store = Store::ephemeral();
    let mut tx = store.write();
    let old = OldRow { name: "a".to_owned(), count: 7 };
    OLD.at_mut(&mut tx, &HERE).put("a", &old);
    let read = NEW.at(&tx, &HERE).get("a").unwrap().unwrap();
    assert_eq!(read, NewRow { name: "a".to_owned(), owner: None, tags: vec![] });

    let wider = Wider { name: "b", count: 1, unknown: vec![(1, "skipped")] };
    let mut bytes = Vec::new();
    crate::row::encode_cbor(&wider, &mut bytes);
    let read: OldRow = crate::row::decode_cbor(&Bytes::from(bytes)).unwrap();
    assert_eq!(read, OldRow { name: "b".to_owned(), count: 1 });
}

#[test]
fn a_row_that_does_not_decode_names_its_place() {
    static RAW: Table<String, Bytes> = Table::regional("test", "rows");
    let store = Store::ephemeral();
    let mut tx = store.write();
    for bytes in [&b""[..], b"\x09", b"\x01\xFF"] {
        RAW.at_mut(&mut tx, &HERE).put("broken", &Bytes::copy_from_slice(bytes));
        let error = OLD.at(&tx, &HERE).get("broken").unwrap_err();
        assert!(matches!(error, StoreError::Corrupt { .. }), "{error}");
        let text = error.to_string();
        assert!(text.contains("test/rows") && text.contains("broken"), "{text}");
        assert!(OLD.at(&tx, &HERE).scan(&Range::all()).next().unwrap().is_err());
    }
}

#[test]
fn scopes_are_apart() {
    let store = Store::ephemeral();
    let mut tx = store.write();
    OBJECTS.at_mut(&mut tx, &HERE).put(&("b", "k", 1), &1);
    USERS.at_mut(&mut tx, &HERE).put("ada", &());
    BUCKETS.at_mut(&mut tx, &HERE).put("photos", &Bytes::from_static(b"x"));

    assert!(OBJECTS.at(&tx, &HERE).contains(&("b", "k", 1)).unwrap());
    for scope in [THERE, OTHERS] {
        assert_eq!(OBJECTS.at(&tx, &scope).get(&("b", "k", 1)).unwrap(), None);
        assert!(OBJECTS.at(&tx, &scope).is_empty(&Range::all()).unwrap());
    }
    assert!(USERS.at(&tx, &THERE).contains("ada").unwrap());
    assert!(!USERS.at(&tx, &OTHERS).contains("ada").unwrap());
    assert!(BUCKETS.at(&tx, &OTHERS).contains("photos").unwrap());

    store.commit(&tx.into_batch()).unwrap();
    assert_eq!(store.delete_range(&Scope::account_range(*b"000000000000")).unwrap(), 2);
    let tx = store.read();
    assert!(!USERS.at(&tx, &HERE).contains("ada").unwrap());
    assert!(BUCKETS.at(&tx, &HERE).contains("photos").unwrap(), "world tables stay");
}

fn keys(tx: &Tx, range: &Range<(String, String, u64)>) -> Vec<String> {
    OBJECTS
        .at(tx, &HERE)
        .keys(range)
        .map(|key| key.map(|(bucket, key, version)| format!("{bucket}/{key}/{version}")).unwrap())
        .collect()
}

#[test]
fn ranges() {
    let store = Store::ephemeral();
    let mut tx = store.write();
    for (bucket, key) in
        [("a", "x"), ("b", "p"), ("b", "p/1"), ("b", "p/2"), ("b", "q"), ("b", "q\0"), ("bb", "a")]
    {
        for version in [1, 2] {
            OBJECTS.at_mut(&mut tx, &HERE).put(&(bucket, key, version), &version);
        }
    }
    NEIGHBOUR.at_mut(&mut tx, &HERE).put("b", &1);

    let bucket = || Range::within(&("b",));
    assert_eq!(keys(&tx, &Range::all()).len(), 14);
    assert_eq!(keys(&tx, &bucket()).len(), 10);
    assert_eq!(keys(&tx, &bucket().reversed())[0], "b/q\0/2");
    assert_eq!(keys(&tx, &Range::within(&("b", "q"))), ["b/q/1", "b/q/2"]);
    assert_eq!(
        keys(&tx, &bucket().starting_with("p/")),
        ["b/p/1/1", "b/p/1/2", "b/p/2/1", "b/p/2/2"]
    );
    assert_eq!(keys(&tx, &bucket().starting_with("p")).len(), 6);
    assert_eq!(keys(&tx, &bucket().after_starting_with("p/"))[0], "b/q/1");
    assert_eq!(keys(&tx, &bucket().after(&("b", "q"))), ["b/q\0/1", "b/q\0/2"]);
    assert_eq!(keys(&tx, &bucket().starting_with("p/").after(&("b", "p/1")))[0], "b/p/2/1");
    assert_eq!(keys(&tx, &bucket().after(&("b", "q\0", 2))), Vec::<String>::new());
    assert_eq!(keys(&tx, &bucket().from(&("b", "q\0", 2))), ["b/q\0/2"]);
    assert_eq!(keys(&tx, &bucket().before(&("b", "p", 2))), ["b/p/1"]);
    assert_eq!(keys(&tx, &bucket().before(&("b", "p/1")).reversed())[0], "b/p/2");
    assert_eq!(keys(&tx, &bucket().before(&("a",))), Vec::<String>::new());
    assert_eq!(keys(&tx, &Range::all().after(&("bb",))), Vec::<String>::new());

    let first = OBJECTS.at(&tx, &HERE).first(&bucket()).unwrap();
    assert_eq!(first, Some((("b".to_owned(), "p".to_owned(), 1), 1)));
    assert_eq!(OBJECTS.at_mut(&mut tx, &HERE).delete_range(&bucket()).unwrap(), 10);
    assert_eq!(keys(&tx, &Range::all()).len(), 4);
    assert!(NEIGHBOUR.at(&tx, &HERE).contains("b").unwrap());
}
