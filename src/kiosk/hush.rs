//! Nothing a client said leaves the process where it should not: no core file, no look into its memory, no payload of a panic.

use std::io::Write as _;
use std::panic;

use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};

/// To be called once, before anything is read: no core file, no other process of this user may look into the memory,
/// and a panic tells only the place in the program at which it happened.
pub fn hush() {
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    // Where the system refuses, the other measures still stand.
    let _ = setrlimit(Resource::Core, none);
    let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    panic::set_hook(Box::new(|info| {
        let place = info.location().map(|place| format!("{}:{}:{}", place.file(), place.line(), place.column()));
        let place = place.unwrap_or_else(|| "an unknown place".to_owned());
        // Where nobody reads it, it is not said.
        let _ = writeln!(std::io::stderr(), "Holdspace fell over at {place}.");
    }));
}
