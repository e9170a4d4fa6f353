//! Makes the sound follow a cue.
//!
//! ```text
//!               reader of each row of files: decode ▸ downmix ▸ 48 kHz ─┐
//! follow(cue) ─▶ director ─▶ feeder: gain ▸ crossfade ◀────────────────┘ ─▶ ring of 4 s ─┐
//!                        └─▶ mixer (in the output's callback): level ▸ duck ▸ volume ▸ fade ◀┘
//!                                 └▸ chimes placed by frame ▸ limiter ─▶ backend, watched by the supervisor
//! ```
//!
//! The music is steered by another plan under the same number, which the feeder adopts: what is in the ring is never
//! touched. A file that does not answer holds up its reader and nobody else.
//!
//! Nothing here blocks its caller, gives up, or moves a gain faster than the rule in [`fade`].

pub mod backend;
pub mod chime;
pub mod decode;
pub mod director;
pub mod fade;
pub mod feeder;
pub mod limiter;
pub mod mixer;
pub mod pipe;
mod plain;
mod report;
mod resample;
pub mod room;
pub mod supervisor;
pub mod timeline;
mod voice;
pub mod wav;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use self::backend::{Backend, device, silent};
use self::director::Director;
use self::feeder::Request;
use self::mixer::{Counters, Mixer};
use self::pipe::{Listener, pipe};
use self::room::{Dials, Latency, RoomHealth, RoomWanted, Split};
use self::supervisor::Supervisor;
use crate::clock::boot_time;
use crate::cue::Cue;
use crate::units::{Decibels, Moment};

pub use self::backend::offline;
pub use self::plain::{AudioError, plain};
pub use self::report::{Diagnostics, Report};

/// Frames per second of everything that leaves.
pub const RATE: u32 = fade::RATE;

/// Where the sound goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Output {
    /// A sound device.
    Device {
        /// Its name; `None` for the one the system calls default.
        name: Option<String>,
    },
    /// Nowhere, in real time.
    Silent,
}

/// The sound of one running program. Never blocks.
pub struct Audio {
    director: Director,
    listener: Listener,
    requests: Sender<Request>,
    reports: Receiver<Report>,
    stop: Arc<AtomicBool>,
    room: Option<Room>,
}

/// The second output.
struct Room {
    dials: Arc<Dials>,
    counters: Arc<Counters>,
    reports: Receiver<Report>,
}

impl Audio {
    /// Opens the output, now or as soon as there is one, and starts feeding it.
    #[must_use]
    pub fn start(output: Output) -> Self {
        Self::start_beside(output, None)
    }

    /// The same with a room beside it, silent until [`Self::set_room`].
    #[must_use]
    pub fn start_beside(output: Output, room: Option<Output>) -> Self {
        let latency = latency(&output);
        let held_back = if room.is_some() { room::held_back() } else { 0 };
        let (feeder, parts, listener) = pipe(latency.frames + held_back);
        let (requests, asked) = channel();
        let (telling, reports) = channel();
        let stop = Arc::new(AtomicBool::new(false));
        let told = telling.clone();
        spawn("sound-feeder", move || feeder.run(&asked, &told));
        let backend = backend(output);
        let (stopped, counters) = (Arc::clone(&stop), listener.counters());
        let (room, other) = room.map(Room::new).unzip();
        spawn("sound-supervisor", move || {
            let mixer = parts.mixer();
            let Some(other) = other else {
                return watch(Supervisor::new(backend, Arc::new(Mutex::new(mixer)), counters, telling), &stopped);
            };
            let headphones = other.begin(mixer, latency, Arc::clone(&stopped));
            watch(Supervisor::new(backend, headphones, counters, telling), &stopped);
        });
        Self { director: Director::default(), listener, requests, reports, stop, room }
    }

    /// Makes the sound follow `cue`, which was made at `now`. The same cue twice changes nothing.
    pub fn follow(&mut self, cue: &Cue, now: Moment) {
        if let Some(request) = self.director.follow(cue, now, boot_time()) {
            let _feeder_is_gone = self.requests.send(request);
        }
        let _said_again_next_time = self.listener.order(self.director.wanted());
    }

    /// Lets a volume be heard that is not kept yet, as while a finger drags.
    pub fn preview_volume(&mut self, volume: Decibels) {
        self.director.preview(volume, boot_time());
        let _said_again_next_time = self.listener.order(self.director.wanted());
    }

    /// What happened since this was last asked; ask about once a second.
    pub fn reports(&mut self) -> Vec<Report> {
        let mut reports: Vec<Report> = self.reports.try_iter().collect();
        if reports.contains(&Report::OutputLost) {
            self.listener.forget();
        }
        reports.extend(self.listener.heard(boot_time()));
        reports
    }

    /// How the room should sound from now on; without a room it changes nothing.
    pub fn set_room(&self, wanted: RoomWanted) {
        if let Some(room) = &self.room {
            room.dials.want(wanted);
        }
    }

    /// How the room does; `None` without one.
    #[must_use]
    pub fn room(&self) -> Option<RoomHealth> {
        let room = self.room.as_ref()?;
        for report in room.reports.try_iter() {
            room.dials.note(report == Report::OutputLost);
        }
        Some(room.dials.health(&room.counters))
    }

    /// Whether music goes out, as the output last asked for it.
    #[must_use]
    pub fn sounds(&self) -> bool {
        self.listener.counters().sounding.load(Ordering::Relaxed)
    }

    /// How long the output takes from asking for a frame to its being heard.
    #[must_use]
    pub fn latency(&self) -> Duration {
        Duration::from_secs_f64(self.diagnostics().latency as f64 / f64::from(RATE))
    }

    /// The counts since the start.
    #[must_use]
    pub fn diagnostics(&self) -> Diagnostics {
        self.listener.diagnostics()
    }
}

impl Drop for Audio {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Release);
    }
}

/// What the room's thread needs.
struct RoomParts {
    backend: Box<dyn Backend>,
    latency: Latency,
    dials: Arc<Dials>,
    counters: Arc<Counters>,
    telling: Sender<Report>,
}

impl Room {
    fn new(output: Output) -> (Self, RoomParts) {
        let (telling, reports) = channel();
        let (dials, counters) = (Arc::new(Dials::default()), Arc::new(Counters::default()));
        let latency = latency(&output);
        let (backend, kept, counted) = (backend(output), Arc::clone(&dials), Arc::clone(&counters));
        let parts = RoomParts { backend, latency, dials: kept, counters: counted, telling };
        (Self { dials, counters, reports }, parts)
    }
}

impl RoomParts {
    /// Lets the room play; what remains is for the headphones.
    fn begin(self, mixer: Mixer, latency: Latency, stop: Arc<AtomicBool>) -> Arc<Mutex<Split>> {
        let (split, follower) = room::lay(mixer, latency, self.latency, &self.dials, &self.counters);
        spawn("room-supervisor", move || {
            watch(Supervisor::new(self.backend, follower, self.counters, self.telling), &stop);
        });
        split
    }
}

fn latency(output: &Output) -> Latency {
    match output {
        Output::Device { .. } => Latency { frames: device::LATENCY, opening: device::PERIOD.into() },
        Output::Silent => Latency::default(),
    }
}

fn backend(output: Output) -> Box<dyn Backend> {
    match output {
        Output::Device { name } => Box::new(device::Device { name }),
        Output::Silent => Box::new(silent::Silent),
    }
}

fn watch(mut supervisor: Supervisor, stop: &AtomicBool) {
    while !stop.load(Ordering::Acquire) {
        supervisor.tick(boot_time());
        std::thread::sleep(supervisor.rest(boot_time()));
    }
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) {
    if let Err(error) = std::thread::Builder::new().name(name.to_owned()).spawn(work) {
        tracing::error!("the thread {name} cannot be started: {error}");
    }
}
