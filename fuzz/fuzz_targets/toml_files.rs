//! Any bytes as settings, protocol, playlist and script.
#![no_main]

#[path = "../bodies.rs"]
#[allow(dead_code, reason = "each target uses its own body")]
mod bodies;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| bodies::toml_files(bytes));
