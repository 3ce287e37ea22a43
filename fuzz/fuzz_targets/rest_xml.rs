//! Any bytes as a request and as a reply of RestXml.
#![no_main]

libfuzzer_sys::fuzz_target!(|sample: &[u8]| {
    wire::fuzz::decode_any(wire::model::Protocol::RestXml, sample);
});
