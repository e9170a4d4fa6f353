//! The music behind the screens: the list that was chosen, what is known of it, its plan, and what is listened to.

mod ask;
mod listening;

use std::sync::Arc;
use std::sync::mpsc::Receiver;
use std::time::Duration;

use super::Room;
use super::turning::{self, horizon};
use crate::audio::Report;
use crate::config;
use crate::cue::{Cue, Music, Plan, Position};
use crate::music::library::{Collection, Found};
use crate::music::plan::{self, Planned, Wishes};
use crate::music::steer;
use crate::screen::action::Begin;
use crate::screen::desk::{self, Desk, Look};
use crate::units::Decibels;

use listening::Listening;

/// How long what is only listened to takes to come up.
const FADE_IN: Duration = Duration::from_secs(2);

/// One list of music with its plan. It knows nothing of any client.
#[derive(Default)]
pub(super) struct MusicRoom {
    /// Name of the list.
    name: String,
    collection: Option<Arc<Collection>>,
    wishes: Option<Wishes>,
    planned: Option<Planned>,
    trouble: Option<String>,
    listening: Option<Listening>,
    /// What begins as soon as the files are known.
    then: Option<Begin>,
    desk: Option<Desk>,
    look: Option<Look>,
    /// A folder being looked into; whether it is the first one.
    browsing: Option<Receiver<(bool, config::folder::Look)>>,
    audition: Option<Audition>,
    /// Auditions so far: each is a generation of its own.
    auditions: u64,
    /// What was reported last: generation, place, and when (boot time).
    heard: Option<(u64, Position, Duration)>,
}

/// Something listened to outside a session.
struct Audition {
    plan: Arc<Plan>,
    from: Position,
    generation: u64,
}

impl MusicRoom {
    /// Plans again, by the wishes that stand.
    fn plan(&mut self) {
        let (Some(collection), Some(wishes)) = (&self.collection, &self.wishes) else { return };
        match plan::plan(collection, wishes) {
            Ok(planned) => {
                self.trouble = None;
                self.planned = Some(planned);
            }
            Err(problem) => {
                self.planned = None;
                self.trouble = Some(problem.to_string());
            }
        }
    }

    /// Nothing is known of any list, and no session waits for one.
    fn forget(&mut self) {
        (self.collection, self.planned, self.trouble, self.listening, self.then) = (None, None, None, None, None);
    }

    /// The plan, or why there is none.
    pub(super) fn planned(&self) -> Result<&Planned, String> {
        let none = || self.trouble.clone().unwrap_or_else(|| "This music is not known yet.".to_owned());
        self.planned.as_ref().ok_or_else(none)
    }

    /// Whether its files were listened through.
    pub(super) fn is_known(&self) -> bool {
        self.collection.is_some()
    }

    /// Whether they are being listened through.
    pub(super) fn is_listening(&self) -> bool {
        self.listening.is_some()
    }

    /// Whether something is under way that is looked for often.
    pub(super) fn is_busy(&self) -> bool {
        self.listening.is_some() || self.browsing.is_some()
    }

    /// That session begins as soon as the files are known.
    pub(super) fn begin_when_known(&mut self, chosen: Begin) {
        self.then = Some(chosen);
    }

    /// The list without what was dropped from it.
    fn allowed(&self) -> Option<Collection> {
        let collection = self.collection.as_deref()?;
        Some(self.wishes.as_ref().map_or_else(|| collection.clone(), |it| steer::without(collection, &it.dropped)))
    }

    /// Whether a track of the list cannot be played at all.
    pub(super) fn is_broken(&self, track: usize) -> bool {
        let found = self.collection.as_ref().and_then(|collection| collection.found.get(track));
        matches!(found, Some(Found::Unusable(_)))
    }

    /// Nothing is listened to any more, and the desk is put away.
    pub(super) fn rest(&mut self) {
        (self.audition, self.desk, self.look) = (None, None, None);
    }

    /// Another plan sounds from now on, however it came about.
    pub(super) fn now_plays(&mut self, plan: &Plan) {
        match &mut self.planned {
            Some(planned) if planned.plan == *plan => {}
            Some(planned) => planned.plan = plan.clone(),
            None => {
                self.planned = Some(Planned { plan: plan.clone(), left_out: Vec::new(), notes: Vec::new() });
            }
        }
    }

    /// The sound of what is listened to outside a session; silence if nothing is.
    pub(super) fn cue(&self) -> Option<Cue> {
        let audition = self.audition.as_ref()?;
        let music = Music {
            generation: audition.generation,
            plan: Arc::clone(&audition.plan),
            from: audition.from,
            fade_in: FADE_IN,
            faded: None,
        };
        Some(Cue { music: Some(music), volume: Decibels::BEFORE_SOUND_CHECK, duck: false, chimes: Vec::new() })
    }

    /// Listens from a place of a plan, outside a session.
    fn audition(&mut self, plan: Arc<Plan>, from: Position) {
        self.auditions += 1;
        self.audition = Some(Audition { plan, from, generation: self.auditions });
    }

    /// Keeps what was heard last.
    pub(super) fn hear(&mut self, reports: &[Report], boot: Duration) {
        for report in reports {
            if let Report::Heard { generation, position } = report {
                self.heard = Some((*generation, *position, boot));
            }
        }
    }

    /// The desk, where it is open.
    pub(super) fn desk(&self) -> Option<&Desk> {
        self.desk.as_ref()
    }

    pub(super) fn take_desk(&mut self) -> Option<Desk> {
        self.desk.take()
    }

    pub(super) fn put_desk(&mut self, desk: Desk) {
        self.desk = Some(desk);
    }

    /// A track of the list as a plan of its own.
    fn alone(&self, track: usize) -> Option<Plan> {
        let whole = self.collection.as_ref()?;
        let (line, found) = whole.playlist.tracks.get(track).zip(whole.found.get(track))?;
        let mut playlist = whole.playlist.clone();
        playlist.tracks = vec![line.clone()];
        let single = Collection { playlist, found: vec![found.clone()] };
        let lasting = match found {
            Found::File { facts, .. } => facts.duration,
            _ => Duration::ZERO,
        };
        let lasting = lasting.clamp(plan::TARGETS[0], plan::TARGETS[1]);
        let mut planned = plan::plan(&single, &Wishes::lasting(lasting)).ok()?;
        planned.plan.arc = Vec::new();
        Some(planned.plan)
    }
}

impl Room {
    /// What was heard last in the session's music, and how long ago.
    pub(super) fn heard(&self) -> Option<(Position, Duration)> {
        let live = self.live.as_ref()?;
        let music = live.session.music();
        let newest = self.music.heard.filter(|(generation, ..)| *generation == music.generation);
        Some(match newest {
            Some((_, position, _)) if music.faded.is_some() => (position, Duration::ZERO),
            Some((_, position, boot)) => (position, self.reading.boot.saturating_sub(boot)),
            None => turning::heard(&live.session, live.moment(&self.reading)),
        })
    }

    /// The plan time before which the session's music cannot be changed; zero before it has begun.
    pub(super) fn fixed(&self) -> Duration {
        let sounding = self.live.as_ref().map(|live| live.session.music()).filter(|music| music.anchor.is_some());
        let plan = sounding.and_then(|music| music.plan.as_ref());
        plan.zip(self.heard()).map_or(Duration::ZERO, |(plan, (place, since))| horizon(plan.time_of(place), since))
    }

    /// What the music desk may look at.
    pub(super) fn on_desk(&self) -> desk::Shown<'_> {
        let music = &self.music;
        let session = self.live.as_ref().map(|live| &live.session);
        let begun = session.is_some_and(|session| session.music().anchor.is_some());
        let checking = session.is_some_and(|session| session.music().sound_check);
        let sounds = begun || checking || (session.is_none() && music.audition.is_some());
        let at = music.heard.filter(|_| sounds).and_then(|(generation, place, boot)| {
            let (plan, current) = match (&music.audition, session) {
                (_, Some(session)) => (session.music().plan.as_ref()?, session.music().generation),
                (Some(audition), None) => (&audition.plan, audition.generation),
                (None, None) => return None,
            };
            let since = self.reading.boot.saturating_sub(boot).min(Duration::from_secs(2));
            (generation == current).then(|| plan.time_of(place) + since)
        });
        let of_list = |audition: &Audition| music.planned.as_ref().is_some_and(|it| it.plan == *audition.plan);
        let elsewhere = session.is_none() && music.audition.as_ref().is_some_and(|audition| !of_list(audition));
        desk::Shown {
            collection: music.collection.as_deref(),
            progress: music.listening.as_ref().map(Listening::progress),
            planned: music.planned.as_ref(),
            wishes: music.wishes.as_ref(),
            trouble: music.trouble.as_deref(),
            at: at.filter(|_| !elsewhere),
            fixed: self.fixed(),
            in_session: session.is_some(),
            auditioning: !begun && sounds,
            may_audition: !begun,
            look: music.look.as_ref(),
            shade: self.shade,
            thumb: self.loaded.settings.thumb,
            locks: self.doors.is_set(),
            marks: &self.marks,
            wall: self.reading.wall,
        }
    }
}
