//! Any lines as a record in every form.
#![no_main]

#[path = "../bodies.rs"]
#[allow(dead_code, reason = "each target uses its own body")]
mod bodies;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::pages(bytes));
