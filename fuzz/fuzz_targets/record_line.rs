//! Any bytes as one line of a record.
#![no_main]

#[path = "../bodies.rs"]
#[allow(dead_code, reason = "each target uses its own body")]
mod bodies;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::record_line(bytes));
