//! Tidewater: Ionian, hymn-like, with a shore and a harp: the piece that plays unless another is chosen.

use super::{Piece, Pluck};
use crate::music::soundscape::harmony::{A9, BVII, I, II, III, IV, M7, M9, M9M, O5, S2, S4, S69, V, VI};

pub const PIECE: Piece = Piece {
    name: "tidewater",
    home: 146.83,
    centres: [IV, BVII],
    nature: [0.0, 0.0, 0.0],
    pluck: Pluck::Harp,
    trim: [0.4, -0.2, -1.4, -1.4, -1.7, -1.4, 0.0, 0.9],
    phrases: [
        // hold
        &[&[(I, O5, 3), (I, S2, 3), (IV, S2, 3), (I, S2, 3)], &[(I, O5, 3), (V, S4, 3), (IV, S2, 3), (I, O5, 3)]],
        // onset
        &[
            &[(I, A9, 2), (IV, S69, 2), (VI, M7, 2), (IV, A9, 2)],
            &[(I, A9, 2), (IV, S69, 2), (VI, M7, 2), (V, S4, 2)],
            &[(VI, M7, 2), (IV, M9, 2), (I, A9, 2), (V, S4, 2)],
        ],
        // building
        &[
            &[(VI, M7, 2), (IV, M9, 2), (I, A9, 2), (V, S4, 2), (VI, M9M, 2), (III, M7, 2), (IV, A9, 2), (V, S4, 2)],
            &[(IV, A9, 2), (V, S69, 2), (VI, M7, 2), (I, A9, 2), (IV, M9, 2), (II, M7, 2), (V, S4, 2), (I, A9, 2)],
        ],
        // peak, first half
        &[&[(I, A9, 4), (IV, A9, 4), (VI, M7, 4), (IV, M9, 4)], &[(I, A9, 4), (V, S4, 4), (IV, A9, 4), (I, A9, 4)]],
        // peak, second half
        &[&[(I, M9, 4), (III, M7, 4), (VI, M7, 4), (V, A9, 4)], &[(I, A9, 4), (VI, M7, 4), (V, S4, 4), (I, A9, 4)]],
        // re-entry
        &[&[(I, A9, 2), (V, A9, 2), (VI, M7, 2), (IV, M9, 2)], &[(I, A9, 2), (IV, A9, 2), (V, S4, 2), (I, A9, 2)]],
        // return
        &[&[(I, A9, 3), (IV, S69, 3), (I, S2, 3), (I, O5, 2)], &[(VI, M7, 3), (IV, A9, 3), (I, A9, 3), (I, O5, 2)]],
        // bed
        &[&[(I, A9, 4), (IV, S69, 4), (I, S2, 4), (VI, M7, 4)], &[(I, O5, 4), (IV, S2, 4), (I, A9, 4), (IV, S69, 4)]],
    ],
};
