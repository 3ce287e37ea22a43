//! Any bytes as a request and as a reply of AwsJson1_0.
#![no_main]

libfuzzer_sys::fuzz_target!(|sample: &[u8]| {
    wire::fuzz::decode_any(wire::model::Protocol::AwsJson1_0, sample);
});
