//! Any bytes as an event stream.
#![no_main]

libfuzzer_sys::fuzz_target!(|sample: &[u8]| {
    wire::fuzz::decode_event_stream(sample);
});
