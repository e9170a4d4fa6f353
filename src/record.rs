//! A finished session for people and systems.
