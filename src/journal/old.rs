//! Formats of the past: what this version can still read.
//!
//! There is one so far. A later format adds its conversion here and a frozen record of the old one to the tests.

/// Whether records of this format can be read.
#[must_use]
pub fn is_known(format: &str) -> bool {
    format == super::record::FORMAT
}
