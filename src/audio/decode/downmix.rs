//! From any channels to left and right.

use symphonia::core::audio::{Channels, Position};

/// Louder than this (+24 dBFS) no recording is; only damage is.
const LOUDEST: f32 = 16.0;

/// Appends interleaved frames of as many channels as there are weights, mixed down to two.
pub fn mix_down(from: &[f32], weights: &[[f32; 2]], out: &mut Vec<f32>) {
    if weights.is_empty() {
        return;
    }
    out.reserve(from.len() / weights.len() * 2);
    for frame in from.chunks_exact(weights.len()) {
        let sides = frame.iter().zip(weights).fold([0.0, 0.0], |sum: [f32; 2], (sample, [left, right])| {
            let [l, r] = sum;
            [l + sample * left, r + sample * right]
        });
        out.extend_from_slice(&sides);
    }
}

/// Whether frames with these weights are stereo as they are.
pub fn is_stereo(weights: &[[f32; 2]]) -> bool {
    weights == [[1.0, 0.0], [0.0, 1.0]]
}

/// Makes numbers of samples that are none, and bounds the others.
pub fn tame(samples: &mut [f32]) {
    for sample in samples {
        *sample = if sample.is_nan() { 0.0 } else { sample.clamp(-LOUDEST, LOUDEST) };
    }
}

/// How much of each channel goes left and right: BS.775 for what lies around, scaled so that nothing overloads.
pub fn weights(channels: &Channels) -> Vec<[f32; 2]> {
    const HALF: f32 = std::f32::consts::FRAC_1_SQRT_2;
    let places: Vec<Position> = match channels {
        Channels::Positioned(set) => set.iter().collect(),
        other => usual(other.count()),
    };
    if places.len() == 1 {
        return vec![[1.0, 1.0]];
    }
    let left = Position::FRONT_LEFT | Position::FRONT_LEFT_CENTER | Position::FRONT_LEFT_WIDE;
    let right = Position::FRONT_RIGHT | Position::FRONT_RIGHT_CENTER | Position::FRONT_RIGHT_WIDE;
    let around_left = Position::REAR_LEFT | Position::SIDE_LEFT | Position::TOP_FRONT_LEFT | Position::TOP_REAR_LEFT;
    let around_right =
        Position::REAR_RIGHT | Position::SIDE_RIGHT | Position::TOP_FRONT_RIGHT | Position::TOP_REAR_RIGHT;
    let silent = Position::LFE1 | Position::LFE2;
    let mut weights: Vec<[f32; 2]> = places
        .iter()
        .map(|place| match *place {
            place if left.contains(place) => [1.0, 0.0],
            place if right.contains(place) => [0.0, 1.0],
            place if around_left.contains(place) => [HALF, 0.0],
            place if around_right.contains(place) => [0.0, HALF],
            place if silent.contains(place) => [0.0, 0.0],
            Position::FRONT_CENTER => [HALF, HALF],
            _ => [0.5, 0.5],
        })
        .collect();
    let sums = weights.iter().fold([0.0f32, 0.0f32], |[l, r], [left, right]| [l + left, r + right]);
    let most = sums.iter().fold(1.0f32, |most, sum| most.max(*sum));
    weights.iter_mut().flatten().for_each(|weight| *weight /= most);
    weights
}

/// The usual order of `count` channels where a file does not name them.
fn usual(count: usize) -> Vec<Position> {
    let order = [
        Position::FRONT_LEFT,
        Position::FRONT_RIGHT,
        Position::FRONT_CENTER,
        Position::LFE1,
        Position::REAR_LEFT,
        Position::REAR_RIGHT,
        Position::SIDE_LEFT,
        Position::SIDE_RIGHT,
    ];
    let without = |left_out: &[Position]| order.into_iter().filter(|place| !left_out.contains(place)).collect();
    match count {
        4 => without(&[Position::FRONT_CENTER, Position::LFE1, Position::SIDE_LEFT, Position::SIDE_RIGHT]),
        5 => without(&[Position::LFE1, Position::SIDE_LEFT, Position::SIDE_RIGHT]),
        _ => (0..count).map(|index| order.get(index).copied().unwrap_or(Position::TOP_CENTER)).collect(),
    }
}
