//! First Light: Lydian and airy, with glass.

use super::{Piece, Pluck};
use crate::music::soundscape::harmony::{A9, I, II, III, IV, M7, M9, M9M, O5, S2, S4, S69, V, VI};

pub const PIECE: Piece = Piece {
    name: "first-light",
    home: 174.61,
    centres: [IV, I],
    nature: [-3.0, 1.0, 2.0],
    pluck: Pluck::Glass,
    trim: [0.5, 0.0, -1.2, -1.8, -1.7, -1.2, 0.2, 1.0],
    phrases: [
        // hold
        &[&[(I, S2, 3), (I, O5, 3), (V, S4, 3), (I, S2, 3)]],
        // onset
        &[&[(I, S69, 2), (II, A9, 2), (I, M9, 2), (V, A9, 2)]],
        // building
        &[&[(VI, M9M, 2), (II, A9, 2), (I, M9, 2), (III, M7, 2), (VI, M7, 2), (V, A9, 2), (I, S69, 2), (I, M9, 2)]],
        // peak, first half
        &[&[(I, M9, 4), (II, A9, 4), (VI, M7, 4), (I, A9, 4)]],
        // peak, second half
        &[&[(I, A9, 4), (III, M7, 4), (VI, M7, 4), (V, A9, 4)]],
        // re-entry
        &[&[(I, S69, 2), (V, A9, 2), (VI, M7, 2), (I, M9, 2)]],
        // return
        &[&[(I, S69, 3), (V, S4, 3), (I, S2, 3), (I, O5, 3)]],
        // bed
        &[&[(I, O5, 4), (I, S2, 4), (V, S4, 4), (I, S2, 4)]],
    ],
};
