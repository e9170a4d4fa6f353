//! The one motif of a seed: six notes of the pentatonic scale, up and back.
#![expect(clippy::indexing_slicing, reason = "indices are taken modulo the length of fixed arrays")]

use super::chance::{Chance, Purpose};

const SCALE: [f64; 5] = [1.0, 1.125, 1.25, 1.5, 5.0 / 3.0];

/// Six degrees of the pentatonic scale, 0 to 7.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Motif(pub [i32; 6]);

impl Motif {
    /// The motif of a seed: two steps up, two down, home or near it.
    pub fn new(chance: Chance) -> Self {
        let mut degree = 2 + (chance.bits(Purpose::Motif, 0, 0) % 3) as i32;
        let mut degrees = [degree; 6];
        for (place, slot) in (1..5).zip(degrees.iter_mut().skip(1)) {
            let step = 1 + (chance.bits(Purpose::Motif, place, 1) % 2) as i32;
            degree = (if place < 3 { degree + step } else { degree - step }).clamp(0, 7);
            *slot = degree;
        }
        degrees[5] = if chance.unit(Purpose::Motif, 9, 9) < 0.6 { 0 } else { 2 };
        Self(degrees)
    }

    /// The degree the soprano leans to at a place of a phrase.
    pub fn leaning(&self, phrase: usize, place: usize) -> i32 {
        self.0[(place + (phrase % 2) * 4) % self.0.len()]
    }
}

/// The ratio of a degree to the centre.
pub fn ratio(degree: i32) -> f64 {
    SCALE[degree.rem_euclid(5) as usize] * f64::from(degree.div_euclid(5)).exp2()
}
