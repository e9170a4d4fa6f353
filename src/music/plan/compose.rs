//! A list and its wishes, put together into pieces from some point on.

use std::time::Duration;

use super::choose::{Beginning, Choice, Step};
use super::fit::{Fitted, INSIDE, OUTSIDE, Over, Sequence, Slot};
use super::material::{Usable, usable};
use super::order::{Block, blocks};
use super::{LeftOut, SHORTEST_SOUNDSCAPE, Wishes};
use crate::cue::{Join, Material, Piece, Stage};
use crate::music::library::Collection;
use crate::music::playlist::SOUNDSCAPES;
use crate::units::Decibels;

/// What a plan is made from.
pub struct Draft<'a> {
    pub usable: Vec<Usable<'a>>,
    /// What cannot play, or must not.
    pub left_out: Vec<LeftOut>,
    /// Title and material of the bed and of bridges.
    pub bed: (String, Material),
    /// The names of the tracks for people.
    names: Vec<String>,
}

/// What plays before anything is chosen.
pub struct Lead<'a> {
    /// When the first of the slots begins.
    pub start: Duration,
    pub slots: Vec<Slot<'a>>,
    /// The stage of the last of them.
    pub stage: Stage,
    /// Material that must not be chosen again.
    pub heard: Vec<Material>,
}

impl Lead<'_> {
    pub fn nothing() -> Self {
        Self { start: Duration::ZERO, slots: Vec::new(), stage: Stage::Hold, heard: Vec::new() }
    }
}

impl<'a> Draft<'a> {
    pub fn of(collection: &'a Collection, wishes: &Wishes) -> Self {
        let (usable, left_out) = usable(collection, wishes);
        let names = collection.playlist.tracks.iter().map(|track| track.source.shown()).collect();
        let own = usable.iter().rev().find(|one| !one.is_file());
        let bed = own.map(|one| (one.title.clone(), one.material.clone())).unwrap_or_else(|| {
            let (name, title, seed) = SOUNDSCAPES[0];
            (title.to_owned(), Material::Soundscape { name: name.to_owned(), seed })
        });
        Self { usable, left_out, bed, names }
    }

    /// The track of a material.
    pub fn find(&self, material: &Material) -> Option<&Usable<'a>> {
        self.usable.iter().find(|one| one.material == *material)
    }

    /// The blocks none of which was heard.
    pub fn unheard(&self, wishes: &Wishes, heard: &[Material]) -> (Vec<Block>, bool) {
        let (mut blocks, spread) = blocks(&self.usable, wishes);
        let fresh = |block: &Block| {
            let members = self.usable.get(block.members.clone()).unwrap_or_default();
            !members.iter().any(|one| heard.contains(&one.material))
        };
        if !heard.is_empty() {
            blocks.retain(fresh);
        }
        (blocks, spread)
    }

    /// The slot of a track.
    pub fn slot(&self, one: &Usable<'a>, over: Over) -> Slot<'a> {
        let elastic = !one.is_file();
        Slot {
            piece: one.piece(Duration::ZERO, one.length, Join::Gapless, one.trim),
            track: Some(one.track),
            length: one.length,
            whole: one.length,
            least: if elastic { SHORTEST_SOUNDSCAPE } else { Duration::ZERO },
            over,
            alone: Duration::ZERO,
            elastic,
            pinned: one.pinned,
            lead: false,
            loudness: one.facts.map(|facts| &facts.loudness).filter(|_| one.loudness().is_some()),
        }
    }

    /// A slot of built-in music.
    pub fn bridge(&self, length: Duration, over: Over) -> Slot<'a> {
        let (title, material) = self.bed.clone();
        let (start, trim, gain) = (Duration::ZERO, Duration::ZERO, Decibels::UNITY);
        Slot {
            piece: Piece { title, material, start, length: Some(length), trim, gain, join: Join::Gapless },
            track: None,
            length,
            whole: length,
            least: SHORTEST_SOUNDSCAPE,
            over,
            alone: Duration::ZERO,
            elastic: true,
            pinned: false,
            lead: false,
            loudness: None,
        }
    }

    /// Lets `lead` play, and after it what suits the wishes best, up to the bed at their target.
    pub fn compose(&self, lead: Lead<'a>, wishes: &Wishes) -> Fitted {
        let (blocks, spread) = self.unheard(wishes, &lead.heard);
        let mut sequence = Sequence { start: lead.start, slots: lead.slots, bed: self.bed.clone() };
        let last = sequence.slots.last();
        let beginning = Beginning {
            end: if last.is_some() { sequence.end() } else { 0.0 },
            last: last.map(Slot::seconds),
            stage: lead.stage,
            elastic: last.is_some_and(|last| last.elastic),
        };
        let target = wishes.target.as_secs_f64();
        let (steps, ending) = Choice { blocks: &blocks, beginning, target, stages: &wishes.stages, spread }.best();
        for step in steps {
            match step {
                Step::Bridge(seconds) => {
                    sequence.slots.push(self.bridge(Duration::from_secs_f64(seconds), Over::Range(OUTSIDE)));
                }
                Step::Block { index, between } => {
                    let Some(block) = blocks.get(index) else { continue };
                    let members = self.usable.get(block.members.clone()).unwrap_or_default();
                    for (number, one) in members.iter().enumerate() {
                        let range = if between { OUTSIDE } else { INSIDE };
                        let over = if number == 0 { Over::Range(range) } else { Over::Gapless };
                        sequence.slots.push(self.slot(one, over));
                    }
                }
            }
        }
        sequence.fit(wishes.target, ending)
    }

    /// All tracks that do not play, with the reason; those that cannot come first.
    pub fn left_out(&self, played: &[&[Option<usize>]]) -> Vec<LeftOut> {
        let plays = |track: usize| played.iter().any(|tracks| tracks.contains(&Some(track)));
        let name = |track: usize| self.names.get(track).cloned().unwrap_or_default();
        let idle = self.usable.iter().filter(|one| one.is_file() && !plays(one.track)).map(|one| {
            let why = if one.pinned { "it cannot begin before the bed" } else { "the others fill the time" };
            LeftOut { track: one.track, name: name(one.track), reason: format!("found no place: {why}") }
        });
        self.left_out.iter().cloned().chain(idle).collect()
    }
}
