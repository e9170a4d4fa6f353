//! Chance without state: every random number is a hash of what it decides.

/// What a random number decides; the numbers are part of the score and never change.
#[derive(Clone, Copy, Debug)]
pub enum Purpose {
    /// A step of the motif.
    Motif = 1,
    /// A preference between voicings that cost the same.
    Voicing = 5,
    /// How late a voice changes.
    Lateness = 6,
    /// The phase of a bin of a table.
    BinPhase = 7,
    /// The identity of a pad note: its place in the table, its timbre's wander.
    PadIdentity = 8,
    /// Where a loop begins.
    LoopStart = 20,
    /// Whether a loop's note sounds this time.
    LoopPasses = 21,
    /// Which tone of the chord a loop plays.
    LoopTone = 22,
    /// How loud a loop's note is.
    LoopGain = 23,
    /// Where a note of a motif statement sits between the ears.
    StatementPan = 31,
    /// How a statement's time is stretched.
    StatementTime = 32,
}

/// The source of chance of one piece: a seed, nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chance {
    seed: u64,
}

impl Chance {
    /// Chance under this seed.
    pub const fn new(seed: u64) -> Self {
        Self { seed }
    }

    /// 64 random bits that depend on the arguments and the seed alone.
    pub fn bits(self, purpose: Purpose, index: u64, sub: u64) -> u64 {
        let word = finalise(finalise(self.seed) ^ purpose as u64);
        finalise(finalise(word ^ index.rotate_left(17)) ^ sub.rotate_left(41))
    }

    /// A random number from 0 to below 1.
    pub fn unit(self, purpose: Purpose, index: u64, sub: u64) -> f64 {
        (self.bits(purpose, index, sub) >> 11) as f64 / (1u64 << 53) as f64
    }
}

/// The finaliser of splitmix64 (Steele, Lea & Flood 2014).
const fn finalise(word: u64) -> u64 {
    let word = word.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    word ^ (word >> 31)
}
