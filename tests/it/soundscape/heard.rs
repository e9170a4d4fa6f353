//! What is heard: every piece is even, consonant, soft, and darkest at the peak.
//!
//! The limits are those under which calm music was measured to lie; they prove that nothing startles and that
//! nothing is dull, not that it is beautiful.

use std::ops::RangeInclusive;
use std::sync::OnceLock;
use std::time::Duration;

use ebur128::Mode;
use holdspace::cue::Nudge;
use holdspace::music::playlist::SOUNDSCAPES;
use holdspace::music::soundscape::{Shape, Soundscape};

use super::measures::{Figures, centroid, measured, startle};
use super::{RATE, minutes, play};

/// Sections and the leg of 64 s at which they are listened to, a minute or more after they began.
const PLACES: [(&str, u64); 8] = [
    ("hold", 1),
    ("onset", 11),
    ("building", 20),
    ("peak A", 30),
    ("peak B", 39),
    ("re-entry", 48),
    ("return", 62),
    ("bed", 72),
];
/// Level of the arc in each section in dB.
const ARC: [f64; 8] = [-9.0, -6.0, -3.0, 0.0, 0.0, -4.0, -8.0, -12.0];

fn stretch(name: &str, shape: &Shape, leg: u64, seconds: u64) -> Vec<f32> {
    let seed = SOUNDSCAPES.iter().find(|(known, ..)| *known == name).unwrap().2;
    let mut music = Soundscape::new(name, seed, shape).unwrap();
    music.seek(leg * 64 * RATE);
    play(&mut music, (seconds * RATE) as usize)
}

/// Tidewater, twelve breaths of each section.
fn tidewater() -> &'static [(&'static str, Figures)] {
    static FIGURES: OnceLock<Vec<(&str, Figures)>> = OnceLock::new();
    FIGURES.get_or_init(|| {
        let shape = Shape::lasting(minutes(75));
        PLACES.into_iter().map(|(place, leg)| (place, Figures::of(&stretch("tidewater", &shape, leg, 132)))).collect()
    })
}

/// The others, four breaths of the sections that differ most.
fn others() -> &'static [(&'static str, &'static str, Figures)] {
    static FIGURES: OnceLock<Vec<(&str, &str, Figures)>> = OnceLock::new();
    FIGURES.get_or_init(|| {
        let shape = Shape::lasting(minutes(75));
        let names = SOUNDSCAPES.into_iter().skip(1).map(|(name, ..)| name);
        let pairs = names.flat_map(|name| [0, 3, 5].map(|place| (name, PLACES[place])));
        pairs.map(|(name, (place, leg))| (name, place, Figures::of(&stretch(name, &shape, leg, 44)))).collect()
    })
}

/// Says everything that is out of bounds at once.
#[track_caller]
fn within<'a>(what: &str, range: RangeInclusive<f64>, values: impl Iterator<Item = (&'a str, f64)>) {
    let outside: Vec<_> = values.filter(|(_, value)| !range.contains(value)).collect();
    assert!(outside.is_empty(), "{what} not within {range:?}: {outside:?}");
}

fn all(of: impl Fn(&Figures) -> f64) -> impl Iterator<Item = (&'static str, f64)> {
    tidewater().iter().map(move |(place, figures)| (*place, of(figures)))
}

fn of(place: &str) -> &'static Figures {
    &tidewater().iter().find(|(known, _)| *known == place).unwrap().1
}

#[test]
fn every_section_is_as_loud_as_a_levelled_file_and_moves_a_little() {
    within("LUFS", -20.7..=-19.3, all(|figures| figures.loudness));
    within("loudness range", 2.2..=5.0, all(|figures| figures.range));
    let peaks = tidewater().iter().zip(ARC).map(|((place, figures), arc)| (*place, figures.true_peak + arc));
    within("true peak after the arc", -90.0..=-6.0, peaks);
}

#[test]
fn it_is_consonant_and_stays_in_its_key() {
    within("roughness", 0.0..=0.2, all(|figures| figures.roughness));
    within("share of partials", 0.75..=1.0, all(|figures| figures.tonal));
    within("key clarity", 0.75..=1.0, all(|figures| figures.key));
}

#[test]
fn harmony_moves_slowly_and_never_comes_back_quite_the_same() {
    within("changes per minute", 0.0..=3.5, all(|figures| figures.changes));
    let moving = ["onset", "building", "peak A", "peak B", "re-entry"];
    within("variety", 0.1..=0.4, moving.into_iter().map(|place| (place, of(place).variety)));
    within("memory", 0.02..=0.2, moving.into_iter().map(|place| (place, of(place).memory)));
    let peak = ["peak A", "peak B"].into_iter();
    within("changes per minute", 0.0..=2.0, peak.map(|place| (place, of(place).changes)));
}

#[test]
fn nothing_startles() {
    within("steepest rise", 0.0..=7.5, all(|figures| figures.startle.0));
    within("steep rises", 0.0..=5.0, all(|figures| figures.startle.1));
    within("onsets per minute", 0.0..=12.0, all(|figures| figures.onsets.0));
    within("strongest onset", 0.0..=6.0, all(|figures| figures.onsets.1));
    within("clicks", 0.0..=10.0, all(|figures| figures.click));
    assert!(of("re-entry").onsets.0 >= 3.0, "the way back has no harp: {:?}", of("re-entry").onsets);
}

#[test]
fn the_peak_is_darkest_and_widest_and_breathes_least() {
    within("centroid", 250.0..=1100.0, all(|figures| figures.centroid));
    within("energy under 120 Hz", 0.30..=0.55, all(|figures| figures.low));
    within("correlation of left and right", 0.3..=0.85, all(|figures| figures.correlation));
    within("loss in mono", -0.1..=2.0, all(|figures| figures.mono_loss));
    for peak in ["peak A", "peak B"].map(of) {
        assert!(peak.centroid <= 0.65 * of("building").centroid, "{} Hz", peak.centroid);
        assert!(all(|figures| figures.correlation).all(|(_, other)| other >= peak.correlation - 0.05));
        assert!(peak.breath < of("building").breath && of("building").breath < of("hold").breath);
    }
    assert!(of("hold").breath >= 0.35, "{}", of("hold").breath);
}

#[test]
fn the_other_pieces_hold_the_limits_too() {
    let of = |of: fn(&Figures) -> f64| others().iter().map(move |(name, place, figures)| (*name, *place, of(figures)));
    let limit = |what: &str, value: fn(&Figures) -> f64, range: fn(&str, &str) -> RangeInclusive<f64>| {
        let outside: Vec<_> = of(value).filter(|(name, place, value)| !range(name, place).contains(value)).collect();
        assert!(outside.is_empty(), "{what}: {outside:?}");
    };
    limit("LUFS", |figures| figures.loudness, |_, _| -21.2..=-18.8);
    limit(
        "true peak",
        |figures| figures.true_peak,
        |_, place| if place == "peak A" { -90.0..=-6.0 } else { -90.0..=-2.0 },
    );
    // Low open fifths are rougher than the rest; Long Valley's are the lowest.
    limit(
        "roughness",
        |figures| figures.roughness,
        |name, place| match (name, place) {
            ("long-valley", "hold") => 0.0..=0.3,
            (_, "hold") => 0.0..=0.25,
            _ => 0.0..=0.2,
        },
    );
    limit("share of partials", |figures| figures.tonal, |_, _| 0.75..=1.0);
    limit("key clarity", |figures| figures.key, |name, _| if name == "first-light" { 0.55..=1.0 } else { 0.7..=1.0 });
    limit("centroid", |figures| figures.centroid, |_, _| 220.0..=1100.0);
    limit("steepest rise", |figures| figures.startle.0, |_, _| 0.0..=7.5);
    limit("strongest onset", |figures| figures.onsets.1, |_, _| 0.0..=6.0);
    limit("clicks", |figures| figures.click, |_, _| 0.0..=10.0);
    limit("correlation", |figures| figures.correlation, |_, _| 0.3..=0.85);
    limit("loss in mono", |figures| figures.mono_loss, |_, _| -0.1..=2.1);
    limit(
        "energy under 120 Hz",
        |figures| figures.low,
        |name, _| if name == "undertow" { 0.25..=0.6 } else { 0.25..=0.56 },
    );
}

fn nudged(intensity: f32, warmth: f32) -> Shape {
    let nudges = vec![Nudge { at: Duration::ZERO, intensity, warmth }];
    Shape { nudges, ..Shape::lasting(minutes(75)) }
}

#[test]
fn more_intensity_is_two_decibels_louder_and_less_is_two_softer() {
    for (place, leg) in [PLACES[1], PLACES[5]] {
        let loudness = |intensity| {
            let heard = stretch("tidewater", &nudged(intensity, 0.0), leg, 44);
            measured(&heard, Mode::I).loudness_global().unwrap()
        };
        let [less, plain, more] = [-0.2, 0.0, 0.2].map(loudness);
        assert!((-2.6..=-1.3).contains(&(less - plain)), "{place}: {} LU", less - plain);
        assert!((1.2..=2.6).contains(&(more - plain)), "{place}: {} LU", more - plain);
    }
}

#[test]
fn warmth_darkens_and_keeps_the_level() {
    for (place, leg) in [PLACES[1], PLACES[3], PLACES[5]] {
        let heard = [-0.3, 0.0, 0.3].map(|warmth| stretch("tidewater", &nudged(0.0, warmth), leg, 44));
        let [light, plain, dark] = heard.each_ref().map(|heard| centroid(heard));
        let at_least = if place == "peak A" { 1.1 } else { 1.25 };
        assert!(light / plain >= at_least && plain / dark >= at_least, "{place}: {light}, {plain}, {dark} Hz");
        let [light, plain, dark] = heard.map(|heard| measured(&heard, Mode::I).loudness_global().unwrap());
        assert!((light - plain).abs() <= 0.7 && (dark - plain).abs() <= 0.7, "{place}: {light}, {plain}, {dark} LUFS");
    }
}

#[test]
fn no_change_that_the_therapist_makes_is_felt_as_a_step() {
    // Everything at once, back again a second later, and then the next stage, within a minute.
    let leg = 20;
    let at = |seconds: u64| Duration::from_secs(leg * 64 + seconds);
    let mut shape = Shape::lasting(minutes(75));
    shape.nudges = vec![
        Nudge { at: at(20), intensity: 0.2, warmth: -0.3 },
        Nudge { at: at(21), intensity: -0.2, warmth: 0.3 },
        Nudge { at: at(24), intensity: 0.2, warmth: -0.3 },
    ];
    shape.stages[3].0 = at(30);
    let heard = stretch("tidewater", &shape, leg, 66);
    let (most, usual) = startle(&heard);
    assert!(most <= 7.5 && usual <= 5.0, "{most} and {usual} dB in 100 ms");
}
