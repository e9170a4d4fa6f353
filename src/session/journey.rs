//! The music of the session: what should be audible, derived from state.

use std::sync::Arc;
use std::time::Duration;

use super::Session;
use super::breathing::{Breath, Pattern, Step};
use super::dose::Dose;
use super::event::{Meditated, MusicPlace};
use super::recount::Recount;
use crate::cue::{Chime, ChimeAt, Cue, Join, Material, Music, Piece, Plan, Position, Stage};
use crate::units::{Decibels, Moment};

/// How long the music takes to come up at the anchor.
pub const FADE_IN: Duration = Duration::from_secs(8);
/// How long it takes to come back after the app was away.
pub const FADE_BACK: Duration = Duration::from_secs(5);
/// How long the sound check takes to come up.
const FADE_CHECK: Duration = Duration::from_secs(3);
/// How much softer the music is while it grounds, dB.
const GROUNDING: f32 = -6.0;
/// A chime this late is not listed any more.
const LATE: Duration = Duration::from_millis(250);
/// A spit cue is still sounded this late.
const SPIT_LATE: Duration = Duration::from_secs(60);
/// Two people's chimes this near are one.
const TOGETHER: Duration = Duration::from_secs(3);
/// So many chimes ahead are told to the audio side.
const AHEAD: usize = 8;

/// What the session knows of its music.
#[derive(Clone, Debug, PartialEq)]
pub struct MusicState {
    /// Everything that will play.
    pub plan: Option<Arc<Plan>>,
    /// The moment that plan time zero belongs to; `None` before.
    pub anchor: Option<Moment>,
    /// Which generation sounds.
    pub generation: u64,
    /// Where it began.
    pub from: Position,
    /// How it fades in.
    pub fade_in: Duration,
    /// When and over how long it was faded to silence.
    pub faded: Option<(Moment, Duration)>,
    /// Steps back for a voice.
    pub duck: bool,
    /// Since when it is softer, with a slow breath to follow.
    pub grounding: Option<Moment>,
    /// The sound check plays.
    pub sound_check: bool,
    /// The therapist's volume.
    pub volume: Decibels,
    /// No volume goes above this.
    pub cap: Option<Decibels>,
    /// Where the client hears it.
    pub place_heard: MusicPlace,
    /// What was heard last, as recorded.
    pub heard: Option<(Moment, Position)>,
}

impl Default for MusicState {
    fn default() -> Self {
        Self {
            plan: None,
            anchor: None,
            generation: 0,
            from: Position::default(),
            fade_in: FADE_IN,
            faded: None,
            duck: false,
            grounding: None,
            sound_check: false,
            volume: Decibels::BEFORE_SOUND_CHECK,
            cap: None,
            place_heard: MusicPlace::Here,
            heard: None,
        }
    }
}

impl MusicState {
    /// The music begins now, unless it began before.
    pub(super) fn anchor(&mut self, at: Moment, generation: u64) {
        if self.anchor.is_none() {
            self.anchor = Some(at);
            self.faded = None;
            self.seek(generation, Position::default(), FADE_IN);
        }
    }

    /// What was taken back does not move music that goes on sounding, nor begin a sound check again.
    pub(super) fn keep_sounding(&mut self, before: &Self) {
        if !before.sound_check {
            self.end_check();
        }
        if self.anchor.is_some() && before.anchor.is_some() {
            self.anchor = before.anchor;
            self.generation = before.generation;
            self.from = before.from;
            self.fade_in = before.fade_in;
            self.faded = before.faded;
            self.heard = before.heard;
        }
    }

    /// The same music, where moments are counted anew.
    pub(super) fn recount(&mut self, count: &Recount) {
        self.anchor = self.anchor.map(|at| count.moment(at));
        self.faded = self.faded.map(|(at, over)| (count.moment(at), over));
        self.heard = self.heard.map(|(at, position)| (count.moment(at), position));
    }

    /// What was heard last, or where it begins.
    #[must_use]
    pub fn place(&self) -> Position {
        self.heard.map_or(self.from, |(_, position)| position)
    }

    /// The piece that sounds, or one heard after it.
    #[must_use]
    pub fn piece(&self) -> usize {
        self.place().piece.max(self.from.piece)
    }

    /// Another plan. Where what sounds is a part of it, the music goes on by it; else at the same time of it, never
    /// ahead of what was heard.
    pub(super) fn replan(&mut self, plan: &Arc<Plan>, at: Moment, generation: u64) {
        let place = self.place();
        let since = self.plan.as_ref().map(|old| old.time_of(place)).unwrap_or_default();
        let goes_on = self.plan.as_ref().is_some_and(|old| plan.goes_on_from(old, self.piece()));
        self.plan = Some(Arc::clone(plan));
        if self.anchor.is_some() && goes_on {
            return;
        }
        if self.anchor.is_some() {
            let from = plan.position_at(since);
            self.seek(generation, from, FADE_BACK);
            self.heard = Some((at, from));
        } else if self.sound_check {
            self.check_sound(true, generation);
        }
    }

    /// Heard up to there; the sound check does not count.
    pub(super) fn hear(&mut self, at: Moment, position: Position) {
        if self.anchor.is_some() {
            self.heard = Some((at, position));
        }
    }

    /// Outside the sound check no volume is above the cap.
    pub(super) fn hold_to_cap(&mut self) {
        if !self.sound_check {
            let cap = self.cap.unwrap_or(Decibels::BEFORE_SOUND_CHECK);
            self.volume = Decibels(self.volume.0.min(cap.0));
        }
    }

    /// From now on another place sounds.
    pub(super) fn seek(&mut self, generation: u64, from: Position, fade_in: Duration) {
        self.generation = generation;
        self.end_check();
        self.from = from;
        self.fade_in = fade_in;
    }

    /// The sound check plays the fullest part of the music, or stops.
    pub(super) fn check_sound(&mut self, on: bool, generation: u64) {
        if on {
            let loudest = self.plan.as_ref().map(|plan| plan.position_at(peak_of(plan))).unwrap_or_default();
            self.check_sound_at(loudest, generation);
        } else {
            self.end_check();
        }
    }

    /// The sound check plays from a place of the plan.
    pub(super) fn check_sound_at(&mut self, place: Position, generation: u64) {
        if self.anchor.is_none() {
            self.seek(generation, place, FADE_CHECK);
            self.faded = None;
            self.sound_check = true;
        } else {
            self.end_check();
        }
    }

    fn end_check(&mut self) {
        self.sound_check = false;
        self.hold_to_cap();
    }

    /// Continues where it was last heard, never ahead of it.
    pub(super) fn resume(&mut self, generation: u64) {
        if self.anchor.is_some() {
            let from = self.heard.map(|(_, position)| position).unwrap_or_default();
            self.seek(generation, from, FADE_BACK);
        }
        self.end_check();
    }

    /// The client hears it there from now on; back on this device it goes on where the plan's clock is.
    pub(super) fn put(&mut self, place: MusicPlace, at: Moment, generation: u64) {
        let ran = self.ran(at).zip(self.plan.clone());
        self.place_heard = place;
        if let Some((since, plan)) = ran {
            let from = plan.position_at(since);
            self.seek(generation, from, FADE_BACK);
            self.heard = Some((at, from));
        }
    }

    /// How far the plan's clock has run by itself while the client hears a file of their own; `None` where the sound
    /// of this device leads.
    #[must_use]
    pub fn ran(&self, now: Moment) -> Option<Duration> {
        let (anchor, plan) =
            self.anchor.zip(self.plan.as_ref()).filter(|_| self.place_heard == MusicPlace::Elsewhere)?;
        let (at, position) = self.heard.unwrap_or((anchor, self.from));
        Some(plan.time_of(position) + now.since(at))
    }

    /// Whether music is sounding or waiting, so that it can be steered.
    #[must_use]
    pub fn is_on(&self) -> bool {
        self.plan.is_some() && (self.anchor.is_some() || self.sound_check)
    }
}

/// A little into the peak, where the arc is at its cap.
fn peak_of(plan: &Plan) -> Duration {
    let peak = plan.stages.iter().find(|(_, stage)| *stage == Stage::Peak).map_or(Duration::ZERO, |(start, _)| *start);
    peak + (plan.target / 15).min(Duration::from_secs(120))
}

impl Session {
    /// What should be audible at `now`, with the next chimes ahead of their time.
    #[must_use]
    pub fn cue(&self, now: Moment) -> Cue {
        let music = self.music();
        let faded = match self.closed() {
            Some(_) => Some(music.faded.map_or(self.protocol().end_fade, |(_, over)| over)),
            None => music.faded.map(|(_, over)| over),
        };
        let here = music.is_on() && music.place_heard != MusicPlace::Elsewhere;
        let sounding = music.plan.as_ref().filter(|_| here).map(|plan| Music {
            generation: music.generation,
            plan: Arc::clone(plan),
            from: music.from,
            fade_in: music.fade_in,
            faded,
        });
        let sounding = sounding.or_else(|| self.meditation_played());
        let under = if music.grounding.is_some() { GROUNDING } else { 0.0 };
        let volume = Decibels(music.volume.0 + under + self.protocol().practice.music_level.0);
        Cue { music: sounding, volume, duck: music.duck, chimes: self.chimes(now) }
    }

    /// The recording of a meditation that plays; it was never ahead of what was heard, also after the app was away.
    fn meditation_played(&self) -> Option<Music> {
        let (began, how) = self.meditating()?;
        let meditation = self.protocol().practice.meditation.as_ref()?;
        let path = meditation.recording.as_ref().filter(|_| how == Meditated::Played)?;
        let gap = self.resumed().filter(|(at, _)| *at > began);
        let offset = gap.map_or(Duration::ZERO, |(at, away)| at.minus(away).since(began));
        let piece = Piece {
            title: meditation.title.clone(),
            material: Material::File { path: path.into(), sha256: String::new() },
            start: Duration::ZERO,
            length: Some(meditation.usual),
            trim: Duration::ZERO,
            gain: Decibels::UNITY,
            join: Join::Gapless,
        };
        let plan = Plan {
            target: meditation.usual,
            pieces: vec![piece],
            arc: Vec::new(),
            stages: Vec::new(),
            playlist: String::new(),
            nudges: Vec::new(),
        };
        Some(Music {
            // Another number than any music's, and another one each time.
            generation: u64::MAX - began.millis() - gap.map_or(0, |(at, _)| at.millis()),
            plan: Arc::new(plan),
            from: Position { piece: 0, offset },
            fade_in: FADE_CHECK,
            faded: self.closed().map(|_| self.protocol().end_fade),
        })
    }

    fn chimes(&self, now: Moment) -> Vec<ChimeAt> {
        if self.closed().is_some() {
            return Vec::new();
        }
        let mut chimes = self.hold_chimes(now);
        if let Some(exercise) = self.exercise().filter(|exercise| now <= exercise.ends()) {
            chimes.extend(exercise.pattern.chimes(exercise.start, exercise.cycles, now.minus(LATE), AHEAD));
        }
        if let Some(start) = music_grounds(self.music()) {
            chimes.extend(slow_breath().chimes(start, u16::MAX, now.minus(LATE), AHEAD));
        }
        chimes.sort_unstable();
        chimes.truncate(AHEAD);
        chimes
    }

    /// Shared sound carries only what is due for everyone who is holding.
    fn hold_chimes(&self, now: Moment) -> Vec<ChimeAt> {
        let every = self.protocol().swish_every;
        let holding: Vec<&Dose> = self.participants().iter().filter_map(|who| who.holding()).map(|it| it.1).collect();
        let mut chimes: Vec<ChimeAt> = Vec::new();
        for dose in &holding {
            let own = dose.chimes(every).into_iter().filter(|due| !self.is_spent(dose, *due, now));
            chimes.extend(own.filter_map(|due| shared(due, &holding, every, now)).filter(|due| audible(*due, now)));
        }
        chimes.sort_unstable();
        chimes.dedup();
        chimes
    }

    /// A spit cue that sounded already: before T0 was corrected, or before the app was away.
    fn is_spent(&self, dose: &Dose, due: ChimeAt, now: Moment) -> bool {
        let sounded = dose.cued.is_some_and(|cued| cued != due.at || self.sounded_before_outage(cued));
        due.chime == Chime::Spit && due.at <= now && sounded
    }
}

/// When the breath of grounding begins: two seconds after the tap, when the music has become softer.
fn music_grounds(music: &MusicState) -> Option<Moment> {
    music.grounding.map(|since| since.plus(Duration::from_secs(2)))
}

/// The breath that grounds: 4 s in, 6 s out, without holds.
#[must_use]
pub fn slow_breath() -> Pattern {
    let step = |breath, secs| Step { breath, lasts: Duration::from_secs(secs) };
    Pattern {
        key: "grounding".to_owned(),
        label: "Slow breath".to_owned(),
        steps: vec![step(Breath::In, 4), step(Breath::Out, 6)],
        caution: None,
    }
}

/// When a chime of one may be heard by all who hold: at the latest of those that are near; `None` if somebody has none.
///
/// Whoever's planned hold is over is waited for by nobody: no chime can make them spit early.
fn shared(due: ChimeAt, holding: &[&Dose], every: Duration, now: Moment) -> Option<ChimeAt> {
    let mut at = due.at;
    for dose in holding {
        let ends = dose.hold_ends()?;
        let over = if due.chime == Chime::Spit { ends <= due.at } else { ends <= now };
        if !over {
            let same = dose.chimes(every).into_iter().find(|own| own.chime == due.chime && near(own.at, due.at))?;
            at = at.max(same.at);
        }
    }
    Some(ChimeAt { at, chime: due.chime })
}

fn audible(due: ChimeAt, now: Moment) -> bool {
    let late = if due.chime == Chime::Spit { SPIT_LATE } else { LATE };
    now.since(due.at) <= late
}

fn near(one: Moment, other: Moment) -> bool {
    one.since(other) <= TOGETHER && other.since(one) <= TOGETHER
}
