//! The instrument: plays the score block by block.

use std::sync::Arc;

use super::FRAME_RATE;
use super::air::Air;
use super::bell::BellVoice;
use super::block::{BLOCK, Buses, Mono, SILENCE, Span, Stereo};
use super::chance::Chance;
use super::drone::Drone;
use super::journey::Journey;
use super::nature::Nature;
use super::pad::PadVoice;
use super::pieces::Piece;
use super::reverb::Relay;
use super::score::Score;
use super::table::Tables;

/// How much further the score is written each time its end comes near, in seconds.
const FURTHER: f64 = 3600.0;

/// A piece being played; everything but the reverb's tanks is a function of the block.
#[derive(Clone)]
pub struct Engine {
    piece: &'static Piece,
    chance: Chance,
    journey: Journey,
    /// The air at the end of the block before.
    air: Option<(u64, Air)>,
    score: Score,
    tables: Arc<Tables>,
    drone: Drone,
    nature: Nature,
    relay: Relay,
    block: u64,
    pads: Sounding<PadVoice>,
    bells: Sounding<BellVoice>,
}

/// The notes that sound, and the place in the score of the first that does not yet.
#[derive(Clone)]
struct Sounding<V> {
    voices: Vec<V>,
    next: usize,
}

impl<V> Sounding<V> {
    const NOTHING: Self = Self { voices: Vec::new(), next: 0 };
}

impl Engine {
    /// A piece at its beginning.
    pub fn new(piece: &'static Piece, seed: u64, journey: Journey) -> Self {
        let chance = Chance::new(seed);
        let until = journey.last() + FURTHER;
        Self {
            piece,
            chance,
            score: Score::compose(piece, chance, &journey, until),
            tables: Tables::shared(seed),
            drone: Drone::new(piece, &journey),
            journey,
            air: None,
            nature: Nature::new(piece.nature),
            relay: Relay::new(),
            block: 0,
            pads: Sounding::NOTHING,
            bells: Sounding::NOTHING,
        }
    }

    /// The score as far as it is written.
    pub fn score(&self) -> &Score {
        &self.score
    }

    /// Goes to a block, so that it will be rendered exactly as if everything before it had been.
    pub fn seek(&mut self, block: u64) {
        self.forget();
        self.block = self.relay.restart(block);
        while self.block < block {
            let (span, buses) = self.play();
            let _unheard = self.relay.render(self.block, &span, &buses.send);
            self.block += 1;
        }
    }

    /// Follows another journey from the present block on, as if it always had, but for what the room remembers.
    pub fn follow(&mut self, journey: Journey) {
        let until = (journey.last() + FURTHER).max(self.time() + FURTHER);
        self.score = Score::compose(self.piece, self.chance, &journey, until);
        self.drone = Drone::new(self.piece, &journey);
        self.journey = journey;
        self.forget();
    }

    /// Forgets the notes that sound; the next block finds those of its score.
    fn forget(&mut self) {
        self.pads = Sounding::NOTHING;
        self.bells = Sounding::NOTHING;
        self.air = None;
    }

    /// The journey it follows.
    pub fn journey(&self) -> &Journey {
        &self.journey
    }

    /// When the next block begins, in seconds.
    pub fn time(&self) -> f64 {
        (self.block * BLOCK as u64) as f64 / FRAME_RATE
    }

    /// The next block.
    pub fn render(&mut self) -> Stereo {
        let (span, mut buses) = self.play();
        buses.dry.iter_mut().for_each(soften);
        self.drone.render(&span, &mut buses);
        self.nature.render(&span, &self.tables, &mut buses);
        let wet = self.relay.render(self.block, &span, &buses.send);
        self.block += 1;
        mix(&span, &buses, &wet)
    }

    /// All that the room hears: the notes.
    fn play(&mut self) -> (Span, Buses) {
        let span = self.span();
        self.take_up_notes(&span);
        let mut buses = Buses::SILENT;
        for voice in &self.pads.voices {
            voice.render(&span, &self.tables, &mut buses);
        }
        for voice in &self.bells.voices {
            voice.render(&span, &mut buses);
        }
        (span, buses)
    }

    fn span(&mut self) -> Span {
        let frame = self.block * BLOCK as u64;
        let air = |frame: u64| Air::at(&self.journey, self.piece, frame as f64 / FRAME_RATE);
        let known = self.air.filter(|(of, _)| *of == frame);
        let start = known.map_or_else(|| air(frame), |(_, air)| air);
        let after = frame + BLOCK as u64;
        let end = air(after);
        self.air = Some((after, end));
        Span { frame, start, end }
    }

    /// Lets go of what has died away and takes up what begins before the block's end.
    fn take_up_notes(&mut self, span: &Span) {
        let (now, end) = (span.start.time, span.end.time);
        while self.score.settled() < end {
            self.score = Score::compose(self.piece, self.chance, &self.journey, end + FURTHER);
        }
        self.pads.voices.retain(|voice| !voice.is_over(now));
        while let Some(note) = self.score.pads.get(self.pads.next).filter(|note| note.start < end) {
            self.pads.next += 1;
            let voice = PadVoice::new(note);
            if !voice.is_over(now) {
                self.pads.voices.push(voice);
            }
        }
        self.bells.voices.retain(|voice| !voice.is_over(now));
        while let Some(note) = self.score.bells.get(self.bells.next).filter(|note| note.start < end) {
            self.bells.next += 1;
            if note.start + note.attack + note.ring * 1.1 > now {
                let air = Air::at(&self.journey, self.piece, note.start);
                self.bells.voices.push(BellVoice::new(note, self.piece.pluck, &air));
            }
        }
    }
}

/// A gentle curve without memory; it rounds what many voices add up to.
fn soften(channel: &mut Mono) {
    for sample in channel.iter_mut() {
        let value = sample.clamp(-1.2, 1.2);
        *sample = value - 0.16 * value * value * value;
    }
}

/// Middle and sides, width and trim.
#[expect(clippy::indexing_slicing, reason = "every array is one block long")]
fn mix(span: &Span, buses: &Buses, wet: &Stereo) -> Stereo {
    let (width, trim) = (span.line(|air| air.width), span.line(|air| air.trim));
    let mut out = SILENCE;
    let [dry_left, dry_right] = &buses.dry;
    let [wet_left, wet_right] = wet;
    let [out_left, out_right] = &mut out;
    let (mut side_gain, mut gain) = (width.from, trim.from);
    for i in 0..BLOCK {
        let (left, right) = (dry_left[i] + wet_left[i], dry_right[i] + wet_right[i]);
        let middle = 0.5 * (left + right) + buses.middle[i];
        let side = 0.5 * (left - right) * side_gain;
        out_left[i] = (middle + side) * gain;
        out_right[i] = (middle - side) * gain;
        side_gain += width.slope();
        gain += trim.slope();
    }
    out
}
