//! Arguments, log, one-instance lock, run; no logic.

fn main() {}
