//! Undertow: Aeolian to Mixolydian in long chords: the deepest.

use super::{Piece, Pluck};
use crate::music::soundscape::harmony::{A9, BIII, BVI, BVII, I, IV, M7, M9, M9M, MIN, O5, S2, S69};

pub const PIECE: Piece = Piece {
    name: "undertow",
    home: 110.0,
    centres: [IV, BVII],
    nature: [2.0, -2.0, -6.0],
    pluck: Pluck::Harp,
    trim: [0.0, -0.5, -1.1, -1.4, -1.4, -1.4, -0.3, 0.3],
    phrases: [
        // hold
        &[&[(I, O5, 4), (I, S2, 4), (BVII, S2, 4), (I, O5, 4)]],
        // onset
        &[&[(I, MIN, 3), (BVII, A9, 3), (IV, S2, 3), (I, M7, 3)]],
        // building
        &[
            &[(I, M9M, 3), (BIII, A9, 3), (BVII, A9, 3), (IV, A9, 3)],
            &[(IV, A9, 3), (BVII, S2, 3), (BIII, A9, 3), (I, M7, 3)],
        ],
        // peak, first half
        &[&[(I, M7, 4), (BVI, M9, 4), (BIII, A9, 4), (BVII, A9, 4)]],
        // peak, second half
        &[&[(I, A9, 4), (BVII, A9, 4), (IV, A9, 4), (I, A9, 4)]],
        // re-entry
        &[&[(I, A9, 3), (IV, A9, 3), (BVII, A9, 2), (IV, S69, 2)]],
        // return
        &[&[(I, A9, 3), (IV, A9, 3), (I, S2, 3), (I, O5, 3)]],
        // bed
        &[&[(I, O5, 4), (I, S2, 4), (IV, S2, 4), (I, O5, 4)]],
    ],
};
