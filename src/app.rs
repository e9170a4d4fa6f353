//! The app: one state, one door for everything that happens, one view of it.

mod awake;
mod beat;
mod begin;
mod clocks;
mod course;
mod drafts;
mod emergency;
mod ending;
mod keys;
mod lock;
mod music;
mod people;
pub mod perform;
pub mod prepare;
mod recorded;
mod records;
mod room;
mod sealing;
pub mod surface;
mod tour;
pub mod turning;
mod update;
mod view;
mod window;

use std::time::Duration;

use chrono::{DateTime, FixedOffset};

use crate::audio::{Audio, Diagnostics};
use crate::cli::Places;
use crate::clock::{self, Reading};
use crate::config::Loaded;
use crate::config::settings::Palette;
use crate::course::Memory;
use crate::cue::Cue;
use crate::journal::recovery::Unfinished;
use crate::journal::{DataDir, Journal, second};
use crate::kiosk::awake::Awake;
use crate::kiosk::guard::Guard;
use crate::screen::shown::RoomMark;
use crate::screen::tour::Tour;
use crate::screen::{Marks, Saved, Screen, Shown};
use crate::session::event::{NotBefore, Person};
use crate::theme::Shade;

use perform::Live;

pub use update::Message;
pub use window::{Window, run};

/// The whole app.
pub struct App {
    places: Places,
    data: DataDir,
    trouble: Option<String>,
    audio: Audio,
    unfinished: Vec<Unfinished>,
    screen: Screen,
    room: Room,
    said_until: Duration,
    speed: Option<f64>,
    resting: Cue,
    silent_since: Option<Reading>,
    /// Entries do not reach the record's own disk since then.
    unsaved_since: Option<Reading>,
    /// No clock says less than this that is true.
    not_before: (DateTime<FixedOffset>, NotBefore),
    keeper: room::Keeper,
    /// The last shortcut of a keyboard.
    pressed: keys::LastPressed,
    sealer: sealing::Sealer,
    /// The disk works again since then, and the record does not tell yet.
    well_again: Option<Reading>,
    /// Records of sessions that were left before they were whole.
    journals_left: Vec<Journal>,
    /// When the disk was last looked at from the start screen, and what is to be said of it.
    disk_seen: Duration,
    of_the_disk: Option<String>,
    /// What second places hold that belongs to no record, one sentence each.
    stranded: Vec<String>,
    /// How long the device had slept by the last message.
    slept: Duration,
    awake: Awake,
    /// What is to be said of the time zone.
    zone: Option<String>,
    /// Asked to end from outside.
    ending: Option<ending::Ending>,
}

/// What the screens look at.
struct Room {
    loaded: Loaded,
    live: Option<Live>,
    music: music::MusicRoom,
    course: course::CourseDesk,
    /// What is proposed from last time, person by person.
    proposals: Vec<Memory>,
    /// What is being written and not kept.
    drafts: drafts::Drafts,
    shelf: records::Shelf,
    speaker: room::Speaker,
    person: Person,
    everyone: bool,
    chaperone: bool,
    shade: Shade,
    covered: bool,
    emergency: bool,
    diagnostics: Option<Diagnostics>,
    tour: Option<Tour>,
    /// The question how long the app was away lies open.
    asks_away: bool,
    marks: Marks,
    sealed: Option<Result<String, String>>,
    reading: Reading,
    /// When the contact came down that is acted on now.
    touched: Option<Duration>,
    surface: surface::Surface,
    doors: lock::Doors,
}

/// How the app is opened.
#[derive(Clone, Debug, PartialEq)]
pub struct Opening {
    /// Where everything lies.
    pub places: Places,
    /// How many times as fast as the world; `None` is the real thing.
    pub rehearsal: Option<f64>,
}

impl App {
    /// Opens the app: reads the files, finds what is unfinished, and goes on with it if it is fresh.
    ///
    /// Where the records' folder cannot be opened the app opens all the same, says so and keeps trying.
    #[must_use]
    pub fn new(opening: Opening, audio: Audio) -> Self {
        crate::theme::scripts::widen();
        let (data, trouble) = match DataDir::open(&opening.places.data) {
            Ok(data) => (data, None),
            Err(error) => (DataDir::unopened(&opening.places.data), Some(error.to_string())),
        };
        let loaded = crate::config::load(&opening.places.config);
        let places = second::places(loaded.settings.second_place.as_deref(), &opening.places.data);
        let data = data.with_places(places);
        let start = crate::screen::start::Start::new(&loaded);
        let keeper = room::Keeper::new(opening.places.config.clone());
        let marks = Marks {
            saved: Saved::Yes,
            no_sound: None,
            room: RoomMark::Quiet,
            unkept: None,
            said: None,
            rehearsal: opening.rehearsal.is_some(),
        };
        let reading = clock::read();
        let guard = Guard::open(&opening.places.data, trouble.is_none());
        let room = Room {
            doors: lock::Doors::open(guard, reading.boot),
            shade: shade_of(loaded.settings.palette),
            loaded,
            live: None,
            music: music::MusicRoom::default(),
            course: course::CourseDesk::open(&opening.places.data),
            proposals: Vec::new(),
            drafts: drafts::Drafts::default(),
            shelf: records::Shelf::default(),
            speaker: room::Speaker::default(),
            person: Person(0),
            everyone: false,
            chaperone: false,
            covered: false,
            emergency: false,
            diagnostics: None,
            tour: None,
            asks_away: false,
            marks,
            sealed: None,
            reading,
            touched: None,
            surface: surface::Surface::default(),
        };
        let mut app = Self {
            places: opening.places,
            data,
            trouble,
            audio,
            unfinished: Vec::new(),
            screen: Screen::Start(start),
            room,
            said_until: Duration::ZERO,
            speed: opening.rehearsal,
            resting: Cue::silence(),
            silent_since: None,
            unsaved_since: None,
            not_before: (clock::made(), NotBefore::Program),
            keeper,
            pressed: keys::LastPressed::default(),
            sealer: sealing::Sealer::new(),
            well_again: None,
            journals_left: Vec::new(),
            disk_seen: Duration::ZERO,
            of_the_disk: None,
            stranded: Vec::new(),
            slept: clock::slept(),
            awake: Awake::default(),
            zone: clock::zone_trouble(),
            ending: None,
        };
        app.open_room();
        app.look_for_unfinished();
        app.tend_sealed();
        // The music of a session that goes on need not wait for the first tick.
        app.listen();
        app.tend_drafts(None);
        app
    }

    fn say(&mut self, sentence: impl Into<String>) {
        const SHOWN: Duration = Duration::from_secs(8);
        self.room.marks.said = Some(sentence.into());
        self.said_until = self.room.reading.boot + SHOWN;
    }
}

impl Room {
    /// What a screen may look at; `None` without a session.
    fn shown(&self) -> Option<Shown<'_>> {
        let live = self.live.as_ref()?;
        Some(Shown {
            session: &live.session,
            person: self.person,
            remembered: self.proposed(self.person),
            everyone: self.everyone,
            chaperone: self.chaperone,
            now: live.moment(&self.reading),
            boot: self.reading.boot,
            speed: live.clock.speed(),
            wall: live.wall(&self.reading),
            away: live.away.doubt(),
            shade: self.shade,
            thumb: self.loaded.settings.thumb,
            marks: &self.marks,
            room: self.speaker.shown(self.loaded.settings.room),
            emergency: &self.loaded.settings.emergency,
            locks: self.doors.is_set(),
            draft: self.drafts.mark(self.person, live.session.phase(), self.reading.boot),
            unkept: self.drafts.unkept(self.person),
            sealed: self.sealed.as_ref(),
        })
    }
}

fn shade_of(palette: Palette) -> Shade {
    match palette {
        Palette::Day => Shade::Day,
        Palette::Dusk => Shade::Dusk,
        Palette::Night => Shade::Night,
        Palette::DeepNight => Shade::DeepNight,
    }
}
