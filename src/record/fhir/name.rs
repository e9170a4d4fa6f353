//! Names that are the same each time: sending a bundle twice changes nothing.

use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// The id of a resource, made from what it is about.
///
/// A UUID of version 8 (RFC 9562): the first 16 bytes of SHA-256 over the parts, each behind its length.
pub(super) fn name(parts: &[&str]) -> String {
    let mut hash = Sha256::new().chain_update("holdspace-fhir 1");
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    let mut bytes = [0; 16];
    hash.finalize().iter().zip(&mut bytes).for_each(|(from, to)| *to = *from);
    uuid::Builder::from_custom_bytes(bytes).into_uuid().hyphenated().to_string()
}

/// The written form of the id of an entry.
pub(super) fn written(id: u128) -> String {
    Uuid::from_u128(id).hyphenated().to_string()
}
