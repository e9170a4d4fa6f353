//! Chimes sound at their frame, once, softly, and not when it is too late.

use holdspace::audio::chime::{PEAK, samples};
use holdspace::audio::offline::Offline;
use holdspace::cue::{Chime, ChimeAt, Cue};
use holdspace::units::Decibels;

use super::material::{RATE, assert_gentle, pull, seconds};

const ALL: [Chime; 6] =
    [Chime::BreathIn, Chime::BreathOut, Chime::Swish, Chime::OneMinute, Chime::TenSeconds, Chime::Spit];

fn cue_with(chime: Chime, at: f64) -> Cue {
    let chimes = vec![ChimeAt { at: seconds(at), chime }];
    Cue { music: None, volume: Decibels::UNITY, duck: false, chimes }
}

/// Follows a cue 20 times a second and pulls.
fn listen(offline: &mut Offline, cue: &Cue, from: f64, lasts: f64) -> Vec<f32> {
    let steps = (lasts * 20.0) as usize;
    let mut heard = Vec::new();
    for step in 0..steps {
        offline.follow(cue, seconds(from + step as f64 * 0.05));
        heard.extend(pull(offline, 0.05));
    }
    heard
}

#[test]
fn a_chime_begins_at_its_frame() {
    let mut offline = Offline::new();
    let cue = cue_with(Chime::Spit, 21.237);
    offline.follow(&cue, seconds(2.0));
    let _silence = pull(&mut offline, 18.0);
    let heard = listen(&mut offline, &cue, 20.0, 6.0);
    let wanted = (1.237 * RATE as f64) as usize;
    let template = samples(Chime::Spit);
    let frame = |n: usize| heard[n * 2];
    assert!((0..wanted).all(|n| frame(n) == 0.0));
    let worst = (0..4 * RATE).map(|n| (frame(wanted + n) - template[n]).abs()).fold(0.0, f32::max);
    assert!(worst < 1e-6, "{worst}");
}

#[test]
fn a_chime_is_played_once() {
    let mut offline = Offline::new();
    let cue = cue_with(Chime::OneMinute, 0.5);
    let heard = listen(&mut offline, &cue, 0.0, 20.0);
    let lasts = samples(Chime::OneMinute).len() + RATE / 2;
    assert!(heard[..lasts * 2].iter().any(|sample| sample.abs() > 0.05));
    assert!(heard[(lasts + 10) * 2..].iter().all(|sample| *sample == 0.0));
}

#[test]
fn a_late_spit_cue_is_sounded_and_a_late_swish_is_not() {
    for (chime, late, sounds) in
        [(Chime::Spit, 40.0, true), (Chime::Spit, 61.5, false), (Chime::Swish, 0.2, true), (Chime::Swish, 0.7, false)]
    {
        let mut offline = Offline::new();
        let cue = cue_with(chime, 5.0);
        let heard = listen(&mut offline, &cue, 5.0 + late, 4.0);
        assert_eq!(heard.iter().any(|sample| sample.abs() > 0.01), sounds, "{chime:?} late by {late} s");
    }
}

#[test]
fn no_chime_startles_or_is_louder_than_it_should_be() {
    for chime in ALL {
        let sound = samples(chime);
        let peak = 20.0 * sound.iter().fold(0.0f32, |peak, sample| peak.max(sample.abs())).log10();
        assert!((peak - PEAK).abs() < 0.1, "{chime:?}: {peak:.2} dBFS");
        let stereo: Vec<f32> = sound.iter().flat_map(|sample| [*sample; 2]).collect();
        assert_gentle(&stereo, &format!("{chime:?}"));
        assert!(sound.len() < 12 * RATE, "{chime:?} lasts {} s", sound.len() / RATE);
    }
}

#[test]
fn chimes_can_be_told_apart() {
    for a in ALL {
        for b in ALL.into_iter().filter(|b| *b != a) {
            let (one, two) = (samples(a), samples(b));
            let product =
                |x: &[f32], y: &[f32]| -> f64 { x.iter().zip(y).map(|(x, y)| f64::from(*x) * f64::from(*y)).sum() };
            let alike = product(&one, &two) / (product(&one, &one) * product(&two, &two)).sqrt();
            assert!(alike.abs() < 0.75, "{a:?} and {b:?}: {alike:.2}");
        }
    }
}
