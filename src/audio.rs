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
pub mod supervisor;
pub mod timeline;
mod voice;
pub mod wav;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};

use self::backend::{Backend, device, silent};
use self::director::Director;
use self::feeder::Request;
use self::pipe::{Listener, pipe};
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
}

impl Audio {
    /// Opens the output, now or as soon as there is one, and starts feeding it.
    #[must_use]
    pub fn start(output: Output) -> Self {
        let latency = if matches!(output, Output::Silent) { 0 } else { device::LATENCY };
        let (feeder, parts, listener) = pipe(latency);
        let (requests, asked) = channel();
        let (telling, reports) = channel();
        let stop = Arc::new(AtomicBool::new(false));
        let told = telling.clone();
        spawn("sound-feeder", move || feeder.run(&asked, &told));
        let backend: Box<dyn Backend> = match output {
            Output::Device { name } => Box::new(device::Device { name }),
            Output::Silent => Box::new(silent::Silent),
        };
        let (stopped, counters) = (Arc::clone(&stop), listener.counters());
        spawn("sound-supervisor", move || {
            let mixer = Arc::new(Mutex::new(parts.mixer()));
            watch(Supervisor::new(backend, mixer, counters, telling), &stopped);
        });
        Self { director: Director::default(), listener, requests, reports, stop }
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
