//! Framing and events. The bytes of `known_message` are those of the specification's example.

use super::*;
use crate::archive::service_entry;
use crate::protocol::event_stream_member;

#[test]
fn known_message() {
    // "Amazon event stream specification", an empty message: lengths, CRC of the prelude, CRC.
    let empty = Message::default().encode();
    assert_eq!(empty[..], [0, 0, 0, 16, 0, 0, 0, 0, 5, 194, 72, 235, 125, 152, 200, 255]);
}

#[test]
fn round_trips_and_refuses() {
    let message = Message {
        headers: vec![
            ("a".to_owned(), HeaderValue::Bool(true)),
            ("b".to_owned(), HeaderValue::Bool(false)),
            ("c".to_owned(), HeaderValue::Byte(-1)),
            ("d".to_owned(), HeaderValue::Short(-2)),
            ("e".to_owned(), HeaderValue::Integer(-3)),
            ("f".to_owned(), HeaderValue::Long(-4)),
            ("g".to_owned(), HeaderValue::Blob(Bytes::from_static(b"\xFF"))),
            ("h".to_owned(), HeaderValue::String("é".to_owned())),
            ("i".to_owned(), HeaderValue::Timestamp(Timestamp::from_millis(8_675_309))),
            ("j".to_owned(), HeaderValue::Uuid([7; 16])),
        ],
        payload: Bytes::from_static(b"{'foo':'bar'}"),
    };
    let bytes = message.encode();
    assert_eq!(Message::take(&mut bytes.clone()), Ok(Some(message)));
    for len in 0..bytes.len() {
        assert_eq!(Message::take(&mut bytes.slice(..len)), Ok(None), "{len} bytes have come");
    }
    for at in 0..bytes.len() {
        let mut broken = bytes.to_vec();
        broken[at] ^= 1;
        assert!(Message::take(&mut Bytes::from(broken)).is_err(), "byte {at} is wrong");
    }
}

#[test]
fn events_of_models() {
    let service = service_entry("kinesis").unwrap().model();
    let operation = service.operation("SubscribeToShard").unwrap();
    let stream = event_stream_member(service, operation.output).unwrap();
    let record = Struct::new()
        .with("SequenceNumber", "1")
        .with("Data", Bytes::from_static(b"x"))
        .with("PartitionKey", "p");
    let event = Struct::new()
        .with("Records", Value::List(vec![record.into()]))
        .with("ContinuationSequenceNumber", "1")
        .with("MillisBehindLatest", Value::Int(0));
    let event = Struct::new().with("SubscribeToShardEvent", event);
    let protocol = Protocol::AwsJson1_1;
    let message = event_message(service, stream, protocol, &event).unwrap();
    assert_eq!(message.text(":event-type"), Some("SubscribeToShardEvent"));
    assert_eq!(read_event(service, stream, protocol, &message), Ok(Some(event)));

    let service = service_entry("s3").unwrap().model();
    let operation = service.operation("SelectObjectContent").unwrap();
    let stream = event_stream_member(service, operation.output).unwrap();
    let records = Struct::new().with("Payload", Bytes::from_static(b"a,b\n"));
    let event = Struct::new().with("Records", records);
    let message = event_message(service, stream, Protocol::RestXml, &event).unwrap();
    assert_eq!(message.payload, "a,b\n");
    assert_eq!(message.text(":content-type"), Some("application/octet-stream"));
    assert_eq!(read_event(service, stream, Protocol::RestXml, &message), Ok(Some(event)));
}
