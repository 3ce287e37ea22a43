//! Tests of shard iterators; the streams themselves are tested by cases and with clients.

#![allow(clippy::unwrap_used)] // a panic is how a test fails

use kernel::Timestamp;

use crate::iterator::Iterator;

#[test]
fn an_iterator_comes_back_and_grows_old() {
    let iterator = Iterator {
        stream_arn: "arn:aws:dynamodb:us-east-1:111111111111:table/t/stream/x".to_owned(),
        shard_id: "shardId-1".to_owned(),
        position: 7,
        issued: Timestamp::from_secs(1_000),
    };
    assert_eq!(Iterator::decode(&iterator.encode()), Ok(iterator.clone()));
    assert!(Iterator::decode("arn:aws:dynamodb|1|AAAA").is_err());
    assert!(iterator.check_age(Timestamp::from_secs(1_900)).is_ok());
    assert!(iterator.check_age(Timestamp::from_secs(1_901)).is_err());
}
