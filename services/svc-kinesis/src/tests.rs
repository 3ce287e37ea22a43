//! Tests of what is pure: sequence numbers, hash keys and ranges.

use crate::sequence;
use crate::shard::{hash_of, to_key, uniform};
use crate::state::{OpenRow, StreamRow};

#[test]
fn sequence_numbers_have_56_digits_rise_and_are_read_back() {
    let one = sequence::text(u64::MAX, 7, 1_893_456_000_000_000);
    let next = sequence::text(u64::MAX, 7, 1_893_456_000_000_001);
    assert_eq!(one.len(), 56);
    assert!(one < next);
    let read = sequence::parse(&one).unwrap();
    assert_eq!((read.sequence, read.shard), (1_893_456_000_000_000, 7));
    assert!(read.is_of(u64::MAX) && !read.is_of(1));
    for wrong in ["", "49", "0", &one[1..], &one.replace('7', "x")] {
        assert_eq!(sequence::parse(wrong), None, "{wrong}");
    }
}

/// The ranges that AWS shows for streams of two, three and four shards (API reference, examples of
/// DescribeStream).
#[test]
fn shards_of_equal_size_are_those_of_aws() {
    let half = 170_141_183_460_469_231_731_687_303_715_884_105_728;
    assert_eq!(uniform(1), [(0, u128::MAX)]);
    assert_eq!(uniform(2), [(0, half - 1), (half, u128::MAX)]);
    assert_eq!(uniform(3)[0].1, 113_427_455_640_312_821_154_458_202_477_256_070_484);
    assert_eq!(uniform(3)[1].0, 113_427_455_640_312_821_154_458_202_477_256_070_485);
    for count in [5, 7, 1_000, 10_000] {
        let ranges = uniform(count);
        assert_eq!(ranges.first().unwrap().0, 0);
        assert_eq!(ranges.last().unwrap().1, u128::MAX);
        assert!(ranges.windows(2).all(|pair| pair[0].1 + 1 == pair[1].0));
    }
}

#[test]
fn every_hash_key_has_one_shard() {
    let open = uniform(4).into_iter().enumerate();
    let open = open.map(|(number, (_, end))| OpenRow {
        number: number as u64,
        end: crate::shard::to_pair(end),
    });
    let row = StreamRow {
        id: 1,
        status: crate::state::Status::Active,
        is_on_demand: false,
        created: 0,
        retention_h: 24,
        floor: 0,
        max_record_kib: 1024,
        is_auto: false,
        kms_key: None,
        tags: std::collections::BTreeMap::new(),
        open: open.collect(),
        next_shard: 4,
        consumers: 0,
        scalings: Vec::new(),
        mode_changes: Vec::new(),
        key_starts: Vec::new(),
        key_stops: Vec::new(),
        name: String::new(),
        warm_mibps: None,
    };
    for (number, (start, end)) in uniform(4).into_iter().enumerate() {
        assert_eq!(row.start_of(number), start);
        assert_eq!(to_key(row.open[number].end), end);
        assert_eq!(row.shard_of(start), number as u64);
        assert_eq!(row.shard_of(end), number as u64);
    }
    // The MD5 of "a" is 0cc175b9c0f1b6a831c399e269772661 (RFC 1321).
    assert_eq!(hash_of("a"), 0x0cc1_75b9_c0f1_b6a8_31c3_99e2_6977_2661);
}
