//! Changing what plays while it plays: each change is another plan of which all that sounds already is a part.

pub use crate::cue::Turn;

use std::time::Duration;

use super::library::Collection;
use crate::cue::Plan;

/// A plan that was turned.
#[derive(Clone, Debug, PartialEq)]
pub struct Turned {
    /// The plan from now on.
    pub plan: Plan,
    /// What happens, for the therapist.
    pub said: String,
}

/// Placeholder.
///
/// # Errors
/// Always.
pub fn turn(_plan: &Plan, _horizon: Duration, _collection: Option<&Collection>, _turn: Turn) -> Result<Turned, String> {
    Err(String::new())
}
