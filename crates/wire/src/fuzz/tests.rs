//! A short run of the fuzz targets with a seed that a failure prints.

use std::panic::{AssertUnwindSafe, catch_unwind};

use bytes::Bytes;

use super::{SEPARATOR, decode_any, decode_event_stream};
use crate::model::Protocol;
use crate::protocol::eventstream::Message;

/// Set `NEPHELE_FUZZ_SEED` and `NEPHELE_FUZZ_RUNS` for another run.
const SEED: u64 = 0x6E65_7068_656C_6531;
/// About three seconds of an unoptimised build.
const RUNS: u64 = 100_000;
const MUTATIONS_MAX: u64 = 6;

/// Parts of a sample, before they are joined.
type Sample = (Protocol, [&'static str; 4], &'static [u8]);

const SAMPLES: &[Sample] = &[
    (
        Protocol::AwsJson1_0,
        ["SendMessage", "/", "", "content-type: application/x-amz-json-1.0"],
        br#"{"QueueUrl":"http://h/0/q","MessageBody":"a\u00e9\ud83d\ude00","DelaySeconds":1.0e1,
            "MessageAttributes":{"k":{"DataType":"Binary","BinaryValue":"AAEC"},"k":null}}"#,
    ),
    (
        Protocol::AwsJson1_0,
        ["SendMessageBatch", "/", "", ""],
        br#"{"QueueUrl":"q","Entries":[{"Id":"1","MessageBody":"x","MessageAttributes":{}}]}"#,
    ),
    (
        Protocol::AwsJson1_1,
        ["CreateKey", "/", "", "content-encoding: identity"],
        br#"{"Policy":"{}","Tags":[{"TagKey":"a","TagValue":"b"}],"MultiRegion":true,"X":[[]]}"#,
    ),
    (
        Protocol::AwsQuery,
        ["CreateRole", "/", "Action=CreateRole&Version=2010-05-08", ""],
        b"RoleName=r&AssumeRolePolicyDocument=%7B%7D&Tags.member.1.Key=a&Tags.member.1.Value=b+c\
          &MaxSessionDuration=3600&Tags.member.10.Key=z",
    ),
    (
        Protocol::Ec2Query,
        ["RunInstances", "/", "", ""],
        b"Action=RunInstances&ImageId=ami-1&MinCount=1&MaxCount=2&SecurityGroupId.1=sg-1\
          &BlockDeviceMapping.1.Ebs.VolumeSize=8&BlockDeviceMapping.1.DeviceName=%2Fdev%2Fsda\
          &TagSpecification.1.Tag.2.Key=k&UserData=AAEC",
    ),
    (
        Protocol::RestJson1,
        [
            "CreateFunction",
            "/2015-03-31/functions",
            "Marker=x&MaxItems=5",
            "content-type: application/json\nx-amz-client-context: e30=",
        ],
        br#"{"FunctionName":"f","Role":"r","Code":{"ZipFile":"UEsDBA=="},"Timeout":3,
            "Environment":{"Variables":{"a":"b"}},"MemorySize":128}"#,
    ),
    (Protocol::RestJson1, ["ListFunctions", "/2015-03-31/functions/", "MaxItems=", ""], b""),
    (
        Protocol::RestXml,
        ["DeleteObjects", "/b", "delete", "x-amz-mfa: 1\nx-amz-meta-a: \u{e9}"],
        b"<?xml version=\"1.0\"?><Delete xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\
          <Object><Key>a&amp;b&#x1;</Key></Object><Quiet>true</Quiet><!-- c --></Delete>",
    ),
    (
        Protocol::RestXml,
        ["PutBucketAcl", "/b", "acl", ""],
        b"<AccessControlPolicy><AccessControlList><Grant><Grantee \
          xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"CanonicalUser\">\
          <ID>1</ID></Grantee><Permission><![CDATA[READ]]></Permission></Grant>\
          </AccessControlList></AccessControlPolicy>",
    ),
    (
        Protocol::RestXml,
        [
            "GetObject",
            "/b/a%2Fb//c",
            "response-expires=Tue%2C+29+Apr+2014+18%3A30%3A38+GMT&partNumber=1",
            "if-modified-since: Tue, 29 Apr 2014 18:30:38 GMT\nrange: bytes=0-",
        ],
        b"",
    ),
    (
        Protocol::RpcV2Cbor,
        ["PutMetricData", "/service/x/operation/PutMetricData", "", "smithy-protocol: rpc-v2-cbor"],
        b"\xBFiNamespaceeAWS/XjMetricData\x9F\xBFjMetricNameamiTimestamp\xC1\xFB\x41\xD7\x50\x00\
          \x00\x00\x00\x00eValue\xF9\x3C\x00fValues\x82\x01\x20\xFF\xFFdXtra\x7Fab\xFF\xFF",
    ),
];

/// A small generator with a visible state: xorshift64*.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }
}

#[expect(clippy::disallowed_methods, reason = "a test's own settings, no service's")]
fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

#[test]
fn decoders_survive_mutations() {
    let seed = number("NEPHELE_FUZZ_SEED", SEED);
    let runs = number("NEPHELE_FUZZ_RUNS", RUNS);
    let mut random = Random(seed);
    let samples: Vec<(Protocol, Vec<u8>)> = SAMPLES.iter().map(join).collect();
    let stream = stream_sample();
    for (protocol, sample) in &samples {
        decode_any(*protocol, sample);
    }
    for run_number in 1..=runs {
        let state = random.0;
        let (protocol, sample) = &samples[random.below(samples.len())];
        let other = &samples[random.below(samples.len())].1;
        let mutated = mutate(&mut random, sample, other);
        let events = mutate(&mut random, &stream, sample);
        let run = catch_unwind(AssertUnwindSafe(|| {
            decode_any(*protocol, &mutated);
            decode_event_stream(&events);
        }));
        assert!(
            run.is_ok(),
            "seed {seed}, run {run_number}, state {state}: {protocol:?} {:?}",
            String::from_utf8_lossy(&mutated)
        );
    }
    println!("seed {seed}: {runs} runs");
}

fn join((protocol, head, body): &Sample) -> (Protocol, Vec<u8>) {
    let mut out = head.join(std::str::from_utf8(&[SEPARATOR]).unwrap()).into_bytes();
    out.push(SEPARATOR);
    out.extend_from_slice(body);
    (*protocol, out)
}

fn stream_sample() -> Vec<u8> {
    let headers = [(":message-type", "event"), (":event-type", "Records")];
    let one = Message::new(&headers, Bytes::from_static(b"payload")).encode();
    [one.as_ref(), one.as_ref()].concat()
}

/// Pieces of grammar that mutations put in.
const WORDS: &[&[u8]] = &[
    b"\"",
    b"{",
    b"[",
    b"]",
    b"}",
    b"\\u",
    b"\\ud800",
    b"null",
    b"1e999",
    b"-",
    b"NaN",
    b"&",
    b"=",
    b".",
    b"%",
    b"%FF",
    b"+",
    b"<",
    b"</",
    b"/>",
    b"&#x0;",
    b"&x;",
    b"<!DOCTYPE a>",
    b"]]>",
    b"\xFF",
    b"\x9F",
    b"\xBF",
    b"\x7F",
    b"\xC1",
    b"\xFB",
    b"\xF9\x7E\x00",
    b"\x00",
    b"99999999999999999999",
    b"\xC3",
    b"\x1E",
    b"/",
    b"//",
    b".1.",
    b",",
    b":",
];

fn mutate(random: &mut Random, sample: &[u8], other: &[u8]) -> Vec<u8> {
    let mut out = sample.to_vec();
    for _ in 0..=random.next() % MUTATIONS_MAX {
        let at = random.below(out.len() + 1);
        match random.below(7) {
            0 if !out.is_empty() => {
                let at = at.min(out.len() - 1);
                out[at] ^= 1 << random.below(8);
            }
            1 => out.truncate(at),
            2 => {
                let word = WORDS[random.below(WORDS.len())];
                out.splice(at..at, word.iter().copied());
            }
            3 => {
                let end = (at + random.below(16)).min(out.len());
                out.drain(at..end);
            }
            4 => {
                let end = (at + random.below(32)).min(out.len());
                let copy = out[at..end].to_vec();
                let times = 1 + random.below(200);
                out.splice(at..at, copy.repeat(times));
            }
            5 => {
                let from = random.below(other.len());
                let to = (from + random.below(64)).min(other.len());
                out.splice(at..at, other[from..to].iter().copied());
            }
            _ if !out.is_empty() => {
                let at = at.min(out.len() - 1);
                out[at] = random.next() as u8;
            }
            _ => {}
        }
    }
    out
}
