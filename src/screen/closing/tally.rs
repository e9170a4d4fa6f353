//! What was brought and taken, told to those who count again.

use crate::screen::Shown;
use crate::screen::answering::counted;

/// What was brought and taken; `None` where nobody counted before.
pub(super) fn before(shown: &Shown<'_>) -> Option<String> {
    let who = shown.session.participant(shown.person)?;
    let brought = shown.session.brought(shown.person)?;
    Some(format!("{} brought, {} taken as confirmed", counted(shown, brought), who.tablets_taken()))
}
