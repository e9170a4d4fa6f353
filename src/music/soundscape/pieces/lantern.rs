//! Lantern: major pentatonic and tender; its peak lies a minor third below.

use super::{Piece, Pluck};
use crate::music::soundscape::harmony::{A9, BIII, BVI, I, III, IV, M7, M9, O5, S2, S4, S69, V, VI};

pub const PIECE: Piece = Piece {
    name: "lantern",
    home: 155.56,
    centres: [VI / 2.0, IV],
    nature: [-4.0, -6.0, -10.0],
    pluck: Pluck::Harp,
    trim: [0.2, -0.3, -1.3, -2.0, -2.0, -1.9, -0.4, 0.8],
    phrases: [
        // hold
        &[&[(I, S2, 3), (I, A9, 3), (IV, S2, 3), (I, O5, 3)]],
        // onset
        &[&[(I, A9, 3), (IV, M9, 3), (I, S69, 3), (IV, A9, 2)]],
        // building
        &[&[(I, A9, 2), (III, M7, 2), (IV, M9, 2), (I, A9, 2), (VI, M7, 2), (III, M7, 2), (IV, A9, 2), (V, S4, 2)]],
        // peak, first half
        &[&[(I, M7, 4), (BVI, M9, 4), (BIII, A9, 4), (BVI, A9, 4)]],
        // peak, second half
        &[&[(I, A9, 4), (IV, A9, 4), (VI, M7, 4), (IV, M9, 4)]],
        // re-entry
        &[&[(I, A9, 2), (VI, M7, 2), (IV, A9, 2), (V, S4, 2)]],
        // return
        &[&[(IV, A9, 3), (I, A9, 3), (IV, S69, 3), (I, O5, 3)]],
        // bed
        &[&[(I, A9, 4), (IV, S69, 4), (I, S2, 4), (IV, A9, 4)]],
    ],
};
