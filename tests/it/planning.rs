//! Plans of made-up lists, before and during a session.

mod anything;
mod made;
mod made_up;
mod turned;
mod valid;
