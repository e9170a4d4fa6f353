//! Pieces in order, brought to the target to the millisecond: crossfades stretched, ends cut at quiet places.

use std::time::Duration;

use super::SHORTEST_SOUNDSCAPE;
use super::cut::Cut;
use crate::cue::{Join, Material, Piece};
use crate::music::library::Loudness;
use crate::units::Decibels;

/// Shortest, usual and longest crossfade inside a stage, in seconds.
pub const INSIDE: [f64; 3] = [6.0, 8.0, 12.0];
/// The same between stages, and into the bed.
pub const OUTSIDE: [f64; 3] = [15.0, 16.0, 20.0];

/// How a slot joins the one before it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Over {
    Gapless,
    /// Shortest, usual and longest crossfade in seconds; at most a third of either piece.
    Range([f64; 3]),
    /// Exactly this.
    Fixed(Duration),
}

/// A piece that is to be placed.
#[derive(Clone, Debug)]
pub struct Slot<'a> {
    /// What plays; start, length and join are set when it is placed.
    pub piece: Piece,
    /// Its index in the list; `None` for built-in music that is not of the list.
    pub track: Option<usize>,
    /// How long it plays.
    pub length: Duration,
    /// How long it would play uncut.
    pub whole: Duration,
    /// It may not be shorter than this.
    pub least: Duration,
    pub over: Over,
    /// What follows it begins so much after its start, or later.
    pub alone: Duration,
    /// Built-in music: may be longer or shorter.
    pub elastic: bool,
    pub pinned: bool,
    /// Plays in any case.
    pub lead: bool,
    pub loudness: Option<&'a Loudness>,
}

/// How the music goes into the bed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The last piece ends with the target.
    Exact,
    /// Built-in music begins sooner and becomes the bed.
    Bridge,
}

/// What is to be placed from `start` on.
#[derive(Clone, Debug)]
pub struct Sequence<'a> {
    /// When the first slot begins.
    pub start: Duration,
    pub slots: Vec<Slot<'a>>,
    /// What the bed is.
    pub bed: (String, Material),
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Fitted {
    /// All pieces, the bed included; the last one is endless.
    pub pieces: Vec<Piece>,
    /// The track of each piece.
    pub tracks: Vec<Option<usize>>,
    /// The usual crossfade inside a stage as it came out, in seconds, if it was stretched or shrunk.
    pub crossfade: Option<f64>,
    /// What was cut.
    pub cuts: Vec<Cut>,
}

impl Slot<'_> {
    pub fn seconds(&self) -> f64 {
        self.length.as_secs_f64()
    }
}

impl<'a> Sequence<'a> {
    /// Seconds by which slot `index` overlaps the one before it; the one after the last is the bed.
    ///
    /// `stretch` is from −1, all crossfades at their shortest, to 1.
    fn overlap(&self, index: usize, stretch: f64) -> f64 {
        let Some(before) = index.checked_sub(1).and_then(|before| self.slots.get(before)) else { return 0.0 };
        let (over, own) =
            self.slots.get(index).map_or((Over::Range(OUTSIDE), f64::MAX), |slot| (slot.over, slot.seconds()));
        match over {
            Over::Gapless => 0.0,
            Over::Fixed(over) => over.as_secs_f64(),
            Over::Range([least, usual, most]) => {
                let room = if stretch < 0.0 { usual - least } else { most - usual };
                let most = before.length.saturating_sub(before.alone).as_secs_f64().min(before.seconds() / 3.0);
                (usual + stretch * room).min(most).min(own / 3.0)
            }
        }
    }

    /// When slot `index` begins, in seconds.
    fn start_of(&self, index: usize, stretch: f64) -> f64 {
        let lengths: f64 = self.slots.iter().take(index).map(Slot::seconds).sum();
        let overlaps: f64 = (0..=index).map(|index| self.overlap(index, stretch)).sum();
        self.start.as_secs_f64() + lengths - overlaps
    }

    /// When the bed begins, in seconds.
    pub fn bed_start(&self, stretch: f64) -> f64 {
        self.start_of(self.slots.len(), stretch)
    }

    /// When the last slot ends, in seconds.
    pub fn end(&self) -> f64 {
        self.bed_start(0.0) + self.overlap(self.slots.len(), 0.0)
    }

    /// Whether the end of slot `index` may be moved.
    pub fn ends_freely(&self, index: usize) -> bool {
        self.slots.get(index + 1).is_none_or(|next| matches!(next.over, Over::Range(_)))
    }

    /// Brings the bed to `target`, or has it begin sooner, as a bridge.
    pub fn fit(mut self, target: Duration, ending: Ending) -> Fitted {
        let mut cuts = Vec::new();
        let mut ending = ending;
        let goal = target.as_secs_f64();
        let shortest = SHORTEST_SOUNDSCAPE.as_secs_f64();
        // Each round but the last cuts or drops something; the count only guards against rounding.
        for _ in 0..self.slots.len() * 4 + 8 {
            if self.last_is_the_bed(&mut ending) {
                return self.place(0.0, None, cuts);
            }
            if ending == Ending::Exact {
                self.stretch_elastic(goal);
            }
            let (early, usual, late) = (self.bed_start(1.0), self.bed_start(0.0), self.bed_start(-1.0));
            let bridge = goal - usual;
            if ending == Ending::Bridge && bridge >= shortest {
                return self.place(0.0, None, cuts);
            }
            if early <= goal && goal <= late {
                if (usual - goal).abs() < 1e-6 {
                    return self.place(0.0, Some(target), cuts);
                }
                let stretch = halve([-1.0, 1.0], |stretch| self.bed_start(stretch) > goal);
                return self.place(stretch, Some(target), cuts);
            }
            if early > goal {
                if let Some(cut) = self.cut_to(goal) {
                    cuts.push(cut);
                } else if !self.drop_one(goal) {
                    cuts.extend(self.force(goal));
                    let stands = (self.bed_start(0.0) - goal).abs() < 1e-3;
                    return self.place(0.0, stands.then_some(target), cuts);
                }
            } else if bridge >= shortest {
                return self.place(0.0, None, cuts);
            } else if let Some(cut) = self.cut_for_bridge(shortest - bridge) {
                cuts.push(cut);
                ending = Ending::Bridge;
            } else if !self.drop_one(f64::INFINITY) {
                return self.place(0.0, None, cuts);
            }
        }
        cuts.extend(self.force(goal));
        self.place(0.0, None, cuts)
    }

    /// Built-in music at the end is the bed itself, by its own name; whether nothing else is left to do.
    fn last_is_the_bed(&mut self, ending: &mut Ending) -> bool {
        let Some(last) = self.slots.pop_if(|last| last.elastic) else { return self.slots.is_empty() };
        if last.lead || self.slots.is_empty() {
            self.slots.push(last);
            return true;
        }
        self.bed = (last.piece.title, last.piece.material);
        *ending = Ending::Bridge;
        false
    }

    /// Makes built-in music between files longer or shorter, the last first, so that the rest fits.
    fn stretch_elastic(&mut self, goal: f64) {
        for index in (0..self.slots.len()).rev() {
            let missing = goal - self.bed_start(0.0);
            let Some(slot) = self.slots.get_mut(index).filter(|slot| slot.elastic) else { continue };
            let least = SHORTEST_SOUNDSCAPE.max(slot.least).as_secs_f64();
            slot.length = Duration::from_secs_f64((slot.seconds() + missing).max(least));
        }
    }

    /// Takes one track out, or the last of a gapless run; `false` if none may go.
    fn drop_one(&mut self, goal: f64) -> bool {
        if self.slots.len() < 2 {
            return false;
        }
        if self.slots.last().is_some_and(|last| !last.lead && last.over == Over::Gapless) {
            let _ = self.slots.pop();
            return true;
        }
        // A pinned one that has begun by the target is rather cut short than taken out.
        let count = self.slots.len();
        let begins = self.start_of(count.saturating_sub(1), 1.0);
        let alone = |index: usize| {
            let (own, next) = (self.slots.get(index), self.slots.get(index + 1));
            own.is_some_and(|own| !own.lead && own.over != Over::Gapless)
                && next.is_none_or(|next| next.over != Over::Gapless)
        };
        let free = |index: &usize| alone(*index) && self.slots.get(*index).is_some_and(|slot| !slot.pinned);
        let free = (0..count).rev().find(free);
        let last = self.slots.last().filter(|last| !last.lead).map(|_| count.saturating_sub(1));
        match free.or(last.filter(|_| begins + 1.0 > goal)) {
            Some(index) => {
                let _ = self.slots.remove(index);
                true
            }
            None => false,
        }
    }

    /// Cuts the last piece wherever the target falls.
    fn force(&mut self, goal: f64) -> Option<Cut> {
        let index = self.slots.len().checked_sub(1)?;
        let (least, most) = self.slots.get(index).map(|last| (last.least.as_secs_f64(), last.seconds()))?;
        let least = least.max(0.1).min(most);
        let mut trial = self.clone();
        let length = halve([least, most], |length| {
            if let Some(last) = trial.slots.get_mut(index) {
                last.length = Duration::from_secs_f64(length);
            }
            trial.bed_start(0.0) < goal
        });
        let last = self.slots.get_mut(index)?;
        last.length = Duration::from_secs_f64(length);
        Some(Cut { title: last.piece.title.clone(), by: last.whole.saturating_sub(last.length), quiet: false })
    }

    /// The pieces as they stand; `target` is when the bed begins if it begins exactly then.
    fn place(self, stretch: f64, target: Option<Duration>, cuts: Vec<Cut>) -> Fitted {
        let overs: Vec<f64> = (0..=self.slots.len()).map(|index| self.overlap(index, stretch)).collect();
        let mut pieces: Vec<Piece> = Vec::new();
        let mut tracks = Vec::new();
        let mut end = self.start;
        for (number, (slot, over)) in self.slots.into_iter().zip(&overs).enumerate() {
            let (start, join) = match slot.over {
                _ if number == 0 => (self.start, slot.piece.join),
                Over::Gapless => (end, Join::Gapless),
                Over::Fixed(over) => (end.saturating_sub(over), Join::Crossfade(over)),
                Over::Range(_) => {
                    let over = Duration::from_secs_f64(*over);
                    (end.saturating_sub(over), Join::Crossfade(over))
                }
            };
            end = start + slot.length;
            let trim = if slot.elastic && !slot.lead { start } else { slot.piece.trim };
            pieces.push(Piece { start, length: Some(slot.length), join, trim, ..slot.piece });
            tracks.push(slot.track);
        }
        let fade = Duration::from_secs_f64(overs.last().copied().unwrap_or_default());
        if let Some(last) = pieces.last_mut() {
            if matches!(last.material, Material::Soundscape { .. }) {
                last.length = None;
                return Fitted { pieces, tracks, crossfade: None, cuts };
            }
            if let Some(target) = target {
                last.length = Some((target + fade).saturating_sub(last.start));
                end = target + fade;
            }
        }
        let start = end.saturating_sub(fade);
        let join = if pieces.is_empty() { Join::Gapless } else { Join::Crossfade(fade) };
        let (title, material) = self.bed;
        pieces.push(Piece { title, material, start, length: None, trim: start, gain: Decibels::UNITY, join });
        tracks.push(None);
        let room = if stretch < 0.0 { INSIDE[1] - INSIDE[0] } else { INSIDE[2] - INSIDE[1] };
        let crossfade = (stretch.abs() > 0.01).then_some(INSIDE[1] + stretch * room);
        Fitted { pieces, tracks, crossfade, cuts }
    }
}

/// Where `low` turns from true to false between two figures.
fn halve([mut from, mut to]: [f64; 2], mut low: impl FnMut(f64) -> bool) -> f64 {
    for _ in 0..60 {
        let middle = f64::midpoint(from, to);
        if low(middle) {
            from = middle;
        } else {
            to = middle;
        }
    }
    to
}
