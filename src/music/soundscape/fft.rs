//! The one transform that turns spectra into tables.
#![expect(clippy::indexing_slicing, reason = "indices are bounded by the length of two slices of equal length")]

use std::f64::consts::TAU;

/// Inverse Fourier transform in place, unscaled: radix 2, decimation in time.
///
/// Both slices have the same length, a power of two.
pub fn inverse(re: &mut [f64], im: &mut [f64]) {
    debug_assert!(re.len() == im.len() && re.len().is_power_of_two());
    reverse_bits(re, im);
    let mut length = 2;
    while length <= re.len() {
        let angle = TAU / length as f64;
        let turns: Vec<(f64, f64)> = (0..length / 2).map(|k| (angle * k as f64).sin_cos()).collect();
        for first in (0..re.len()).step_by(length) {
            for (k, (sin, cos)) in turns.iter().enumerate() {
                let (a, b) = (first + k, first + k + length / 2);
                let turned = (re[b] * cos - im[b] * sin, re[b] * sin + im[b] * cos);
                re[b] = re[a] - turned.0;
                im[b] = im[a] - turned.1;
                re[a] += turned.0;
                im[a] += turned.1;
            }
        }
        length *= 2;
    }
}

fn reverse_bits(re: &mut [f64], im: &mut [f64]) {
    let mut mirrored = 0;
    for index in 1..re.len() {
        let mut bit = re.len() >> 1;
        while mirrored & bit != 0 {
            mirrored ^= bit;
            bit >>= 1;
        }
        mirrored |= bit;
        if index < mirrored {
            re.swap(index, mirrored);
            im.swap(index, mirrored);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_bin_becomes_one_cosine() {
        let (mut re, mut im) = (vec![0.0; 64], vec![0.0; 64]);
        re[3] = 1.0;
        inverse(&mut re, &mut im);
        for (n, value) in re.iter().enumerate() {
            assert!((value - (TAU * 3.0 * n as f64 / 64.0).cos()).abs() < 1e-12);
        }
    }
}
