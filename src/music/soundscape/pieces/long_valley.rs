//! Long Valley: Mixolydian and plagal, all in long chords.

use super::{Piece, Pluck};
use crate::music::soundscape::harmony::{A9, BVII, I, II, IV, M7, M9, O5, S2, S69, V};

pub const PIECE: Piece = Piece {
    name: "long-valley",
    home: 98.0,
    centres: [BVII, IV],
    nature: [3.0, 3.0, -4.0],
    pluck: Pluck::Harp,
    trim: [0.2, -0.2, -1.1, -1.4, -1.6, -1.0, 0.2, 0.9],
    phrases: [
        // hold
        &[&[(I, O5, 4), (BVII, S2, 4), (I, S2, 4)]],
        // onset
        &[&[(I, A9, 3), (BVII, A9, 3), (IV, A9, 3), (I, A9, 3)]],
        // building
        &[&[(I, A9, 3), (V, M7, 3), (IV, A9, 3), (BVII, S69, 3), (I, A9, 3), (II, M7, 3), (IV, A9, 3), (BVII, A9, 3)]],
        // peak, first half
        &[&[(I, A9, 4), (BVII, A9, 4), (IV, A9, 4), (I, S2, 4)]],
        // peak, second half
        &[&[(I, A9, 4), (IV, M9, 4), (II, M7, 4), (IV, A9, 4)]],
        // re-entry
        &[&[(I, A9, 3), (IV, A9, 3), (BVII, A9, 3), (IV, S69, 3)]],
        // return
        &[&[(BVII, A9, 3), (IV, A9, 3), (I, S2, 3), (I, O5, 3)]],
        // bed
        &[&[(I, O5, 4), (BVII, S2, 4), (I, S2, 4), (IV, S2, 4)]],
    ],
};
