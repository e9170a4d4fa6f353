//! Plans of made-up lists, before and during a session.

mod anything;
mod made_up;
mod valid;
