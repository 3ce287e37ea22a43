//! Any bytes as a request and as a reply of AwsQuery.
#![no_main]

libfuzzer_sys::fuzz_target!(|sample: &[u8]| {
    wire::fuzz::decode_any(wire::model::Protocol::AwsQuery, sample);
});
