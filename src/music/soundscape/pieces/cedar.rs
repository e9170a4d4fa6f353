//! Cedar: Dorian, with wind and a harp.

use super::{Piece, Pluck};
use crate::music::soundscape::harmony::{A9, BIII, BVII, I, IV, M7, M9, M9M, O5, S2, S4, S69, V, VI};

pub const PIECE: Piece = Piece {
    name: "cedar",
    home: 130.81,
    centres: [V, IV],
    nature: [1.0, 1.0, -8.0],
    pluck: Pluck::Harp,
    trim: [0.4, 0.0, -1.0, -1.8, -1.7, -1.0, 0.3, 1.0],
    phrases: [
        // hold
        &[&[(I, O5, 3), (IV, S2, 3), (I, S2, 3), (I, O5, 3)]],
        // onset
        &[
            &[(I, M7, 2), (IV, A9, 2), (BVII, S69, 2), (IV, A9, 2)],
            &[(I, M7, 2), (IV, A9, 2), (I, S2, 2), (BVII, A9, 2)],
        ],
        // building
        &[&[
            (I, M9M, 2),
            (BVII, A9, 2),
            (IV, A9, 2),
            (I, S4, 2),
            (BIII, M9, 2),
            (BVII, S69, 2),
            (IV, A9, 2),
            (V, S4, 2),
        ]],
        // peak, first half
        &[&[(I, M7, 4), (IV, A9, 4), (BVII, A9, 4), (IV, S2, 4)]],
        // peak, second half
        &[&[(I, A9, 4), (IV, A9, 4), (I, S2, 4), (VI, M7, 4)]],
        // re-entry
        &[
            &[(I, M7, 2), (BVII, A9, 2), (IV, A9, 2), (I, S4, 2)],
            &[(BIII, A9, 2), (IV, A9, 2), (BVII, A9, 2), (I, S2, 2)],
        ],
        // return
        &[&[(IV, A9, 3), (I, S2, 3), (BVII, S2, 3), (I, O5, 3)]],
        // bed
        &[&[(I, O5, 4), (IV, S2, 4), (I, S2, 4), (IV, A9, 4)]],
    ],
};
