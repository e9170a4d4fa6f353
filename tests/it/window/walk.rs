//! What is painted is the whole state: along a random walk every frame equals a full repaint of it, pixel for pixel.

use std::env;

use holdspace::theme::Shade;
use holdspace::theme::measure;
use iced::{Point, Size};

use super::pane::{Pane, Pixels};
use super::world::{Cover, WORLDS, World, world};
use crate::privacy::glass::Glass;

/// Sizes of screens that are sold.
pub const SIZES: [(u32, u32); 9] = [
    (800, 480),
    (1024, 600),
    (1280, 720),
    (1280, 800),
    (1366, 768),
    (1920, 1080),
    (1920, 1200),
    (2560, 1600),
    (800, 1280),
];

/// How many steps a walk takes; `HOLDSPACE_WALK` takes longer ones.
fn steps() -> usize {
    env::var("HOLDSPACE_WALK").ok().and_then(|steps| steps.parse().ok()).unwrap_or(40)
}

/// Numbers that look random and are the same in every run.
pub struct Chance(pub u64);

impl Chance {
    pub fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % most
    }
}

/// The factor at which a window of this size is drawn, and its size in px of the design.
pub fn fitted(size: Size<u32>) -> (f32, (f32, f32)) {
    let scale = measure::scale(size.width as f32, size.height as f32);
    (scale, (size.width as f32 / scale, size.height as f32 / scale))
}

struct Walk {
    chance: Chance,
    pane: Pane,
    world: World,
    finger: Option<Point>,
}

impl Walk {
    fn begin(seed: u64, pane: Pane) -> Self {
        let mut chance = Chance(seed);
        let world = world(chance.below(WORLDS));
        Self { chance, pane, world, finger: None }
    }

    /// Does something; says what.
    fn step(&mut self) -> String {
        let (_, size) = fitted(self.pane.size());
        self.finger = None;
        match self.chance.below(20) {
            0..=9 => {
                let words = self.world.words(size);
                if words.is_empty() {
                    return "nothing to press".to_owned();
                }
                let (word, at) = words[self.chance.below(words.len())].clone();
                self.world.press(at, size);
                format!("press “{word}”")
            }
            10..=12 => {
                self.world.wait(1);
                "a second".to_owned()
            }
            13 => {
                let seconds = 30 + self.chance.below(400) as u64;
                self.world.wait(seconds);
                format!("{seconds} s")
            }
            14 => {
                self.world.made.shade = Shade::ALL[self.chance.below(Shade::ALL.len())];
                format!("{:?}", self.world.made.shade)
            }
            15 => {
                // The largest ones cost most of the time and show nothing more.
                let (width, height) = SIZES[self.chance.below(6)];
                self.pane.resize(Size::new(width, height));
                format!("{width}×{height}")
            }
            16 => {
                self.world.turn();
                "next person".to_owned()
            }
            17 => {
                let covers = [Cover::Nothing, Cover::Emergency, Cover::Calm];
                self.world.cover = covers[self.chance.below(3)];
                format!("{:?}", self.world.cover)
            }
            18 => {
                let words = self.world.words(size);
                self.finger = (!words.is_empty()).then(|| words[self.chance.below(words.len())].1);
                "a finger lies there".to_owned()
            }
            _ => {
                let shade = self.world.made.shade;
                self.world = world(self.chance.below(WORLDS));
                self.world.made.shade = shade;
                self.world.name.clone()
            }
        }
    }

    /// The pixels that are not as a full repaint has them.
    fn wrong(&mut self) -> Option<String> {
        let theme = self.world.theme();
        let (scale, _) = fitted(self.pane.size());
        self.pane.show(self.world.view(), &theme, scale, self.finger);
        let whole = self.pane.whole(&theme);
        unlike(self.pane.pixels(), &whole, self.pane.size().width)
    }
}

/// Where two pictures of this width differ.
pub fn unlike(one: &Pixels, other: &Pixels, width: u32) -> Option<String> {
    assert_eq!(one.len(), other.len());
    if one == other {
        return None;
    }
    let pairs = one.chunks_exact(4).zip(other.chunks_exact(4)).enumerate();
    let wrong: Vec<(usize, usize)> =
        pairs.filter(|(_, (a, b))| a != b).map(|(at, _)| (at % width as usize, at / width as usize)).collect();
    let (left, right) = (wrong.iter().map(|it| it.0).min()?, wrong.iter().map(|it| it.0).max()?);
    let (top, bottom) = (wrong.iter().map(|it| it.1).min()?, wrong.iter().map(|it| it.1).max()?);
    let far = one.iter().zip(other).map(|(a, b)| a.abs_diff(*b)).max()?;
    Some(format!("{} pixels within {left}..={right} × {top}..={bottom}, by up to {far}", wrong.len()))
}

fn walk(seed: u64, age: u8) {
    let mut walk = Walk::begin(seed, Pane::open(Size::new(1280, 800), age));
    let mut story = vec![walk.world.name.clone()];
    for _ in 0..steps() {
        if let Some(wrong) = walk.wrong() {
            let last = story.len().saturating_sub(6);
            panic!(
                "buffers of age {age}, seed {seed}: {wrong} after {} steps, at last {:?}",
                story.len(),
                &story[last..]
            );
        }
        story.push(walk.step());
    }
}

#[test]
fn every_frame_is_whole_where_the_last_buffer_comes_back() {
    walk(1, 1);
}

#[test]
fn every_frame_is_whole_where_the_buffer_before_the_last_comes_back() {
    walk(2, 2);
}

#[test]
fn every_frame_is_whole_where_older_buffers_come_back() {
    walk(3, 3);
}

#[test]
fn the_walk_sees_what_the_toolkits_own_rule_leaves_behind() {
    let mut walk = Walk::begin(1, Pane::open(Size::new(1280, 800), 1).under_the_toolkits_rule());
    let mut found = Vec::new();
    for _ in 0..40 {
        found.extend(walk.wrong());
        let _ = walk.step();
    }
    assert!(!found.is_empty(), "the walk would see nothing");
}

#[test]
fn a_full_repaint_is_the_toolkits_own_picture() {
    for number in 0..WORLDS {
        let world = world(number);
        let size = Size::new(1920, 1080);
        let mut pane = Pane::open(size, 1);
        let theme = world.theme();
        pane.show(world.view(), &theme, fitted(size).0, None);
        let picture = pane.picture(&theme);
        assert_eq!(unlike(pane.pixels(), &picture, size.width), None, "{}", world.name);
    }
}

#[test]
fn the_real_app_is_whole_from_the_start_screen_on() {
    for age in [1, 2] {
        let mut glass = Glass::new();
        let mut chance = Chance(7 + u64::from(age));
        let mut pane = Pane::open(Size::new(1280, 720), age);
        let mut story = Vec::new();
        for _ in 0..steps() {
            pane.show_app(&mut glass.app, 1.0);
            let whole = pane.whole(&glass.app.theme());
            assert_eq!(unlike(pane.pixels(), &whole, pane.size().width), None, "age {age}: {story:?}");
            let texts = glass.texts();
            let word = texts[chance.below(texts.len())].clone();
            if chance.below(4) == 0 {
                glass.tick();
            } else {
                glass.press(&word);
            }
            story.push(word);
        }
    }
}
