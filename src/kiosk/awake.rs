//! While a session lives, the device neither sleeps nor blanks.
//!
//! ```text
//! follow(lives) ─▶ worker "awake-system": logind's inhibitor for sleep and idleness, as long as its descriptor is open
//!              ├─▶ worker "awake-screen": the screen saver of X11, told every five seconds that somebody is there
//!              └─▶ Glass: an idle inhibitor on the window's own surface under Wayland, on the thread of the window
//! ```
//!
//! Whatever is held ends with the process. Nothing here waits for anybody: a worker that stops or does not answer is
//! told like one that was refused.

mod glass;
mod saver;
mod system;

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel};
use std::time::Duration;

pub use glass::{Seen, Slot, look};

/// Between two rounds of a worker.
const ROUND: Duration = Duration::from_secs(5);
/// So long after the last word of one it counts as hanging. The system's bus may take its time while a device starts.
const PATIENCE: Duration = Duration::from_secs(35);

/// How one of those who are asked stands.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Answer {
    /// Nothing was heard yet.
    Waiting,
    /// It keeps the device awake.
    Kept,
    /// There is nobody who would let it sleep.
    Absent,
    /// It does not; why.
    Refused(String),
}

/// What is not ensured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unkept {
    /// In three words, for the bar.
    pub mark: &'static str,
    /// A plain sentence: what may happen, why, what to do.
    pub sentence: String,
}

/// Keeps the device awake while a session lives.
#[derive(Debug, Default)]
pub struct Awake {
    slot: Slot,
    seen: Option<Seen>,
    held: Option<Held>,
    /// Everybody was asked once, so that the start screen can say what is not ensured.
    tried: bool,
    /// What the last answers come to.
    unkept: Option<Unkept>,
}

/// What is held now.
#[derive(Debug)]
struct Held {
    system: Worker,
    /// `None` under Wayland.
    screen: Option<Worker>,
    since: Duration,
}

impl Awake {
    /// Takes or lets go what keeps the device awake, at `now` since boot; true while the window must still be looked at
    /// with [`look`].
    pub fn follow(&mut self, lives: bool, now: Duration) -> bool {
        let Some(seen) = self.seen else { return lives || !self.tried };
        if !lives && self.tried {
            self.let_go();
            return false;
        }
        let held = self.held.get_or_insert_with(|| Held::begin(seen, now));
        held.system.hear(now);
        let system = held.system.answer.clone();
        let screen = match (&mut held.screen, seen) {
            (Some(worker), _) => {
                worker.hear(now);
                worker.answer.clone()
            }
            (None, Seen::Wayland) => glass::hold(&self.slot, now.saturating_sub(held.since)),
            (None, Seen::X11 | Seen::Neither) => Answer::Absent,
        };
        if system != Answer::Waiting && screen != Answer::Waiting {
            self.tried = true;
            self.unkept = unkept(&system, &screen);
        }
        false
    }

    /// What the window turned out to be.
    pub fn found(&mut self, seen: Seen) {
        self.seen = Some(seen);
    }

    /// Where [`look`] leaves what it finds.
    #[must_use]
    pub fn slot(&self) -> Slot {
        Arc::clone(&self.slot)
    }

    /// What is not ensured, as far as it was asked for.
    #[must_use]
    pub const fn unkept(&self) -> Option<&Unkept> {
        self.unkept.as_ref()
    }

    fn let_go(&mut self) {
        if self.held.take().is_some() {
            glass::let_go(&self.slot);
        }
    }
}

impl Held {
    fn begin(seen: Seen, now: Duration) -> Self {
        let mut system = system::System::default();
        let screen = (seen == Seen::X11).then(|| {
            let mut saver = saver::Saver::default();
            Worker::begin("awake-screen", now, move || saver.round())
        });
        Self { system: Worker::begin("awake-system", now, move || system.round()), screen, since: now }
    }
}

/// A thread that asks again and again; dropping this ends it and lets go what it holds.
#[derive(Debug)]
struct Worker {
    _stop: Sender<()>,
    answers: Receiver<Answer>,
    answer: Answer,
    heard: Duration,
}

impl Worker {
    fn begin(name: &str, now: Duration, mut round: impl FnMut() -> Answer + Send + 'static) -> Self {
        let (stop, stopped) = channel::<()>();
        let (telling, answers) = channel();
        let work = move || {
            while telling.send(round()).is_ok() && stopped.recv_timeout(ROUND) == Err(RecvTimeoutError::Timeout) {}
        };
        if let Err(error) = std::thread::Builder::new().name(name.to_owned()).spawn(work) {
            tracing::error!("the thread {name} cannot be started: {error}");
        }
        Self { _stop: stop, answers, answer: Answer::Waiting, heard: now }
    }

    fn hear(&mut self, now: Duration) {
        loop {
            match self.answers.try_recv() {
                Ok(answer) => (self.answer, self.heard) = (answer, now),
                Err(TryRecvError::Empty) if now.saturating_sub(self.heard) > PATIENCE => {
                    return self.answer = Answer::Refused("no answer".to_owned());
                }
                Err(TryRecvError::Empty) => return,
                Err(TryRecvError::Disconnected) => return self.answer = Answer::Refused("it stopped".to_owned()),
            }
        }
    }
}

/// What is not ensured by these answers. Without a login service nobody puts the device to sleep unasked.
fn unkept(system: &Answer, screen: &Answer) -> Option<Unkept> {
    let dark = match screen {
        Answer::Refused(why) => Some(why.as_str()),
        Answer::Absent => Some("there is no screen saver to ask"),
        Answer::Waiting | Answer::Kept => None,
    };
    let sleep = match system {
        Answer::Refused(why) => Some(why.as_str()),
        Answer::Waiting | Answer::Kept | Answer::Absent => None,
    };
    let (mark, sentence) = match (dark, sleep) {
        (None, None) => return None,
        (Some(why), None) => {
            ("May go dark", format!("The screen may go dark in a session ({why}): set its blanking to never."))
        }
        (None, Some(why)) => (
            "May fall asleep",
            format!("The device may fall asleep in a session ({why}): set its automatic suspend to never."),
        ),
        (Some(_), Some(why)) => (
            "May fall asleep",
            format!("The device may go dark and fall asleep in a session ({why}): set blanking and suspend to never."),
        ),
    };
    Some(Unkept { mark, sentence })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused() -> Answer {
        Answer::Refused("access denied".to_owned())
    }

    #[test]
    fn nothing_is_said_where_there_is_no_bus_and_the_screen_stays_lit() {
        assert_eq!(unkept(&Answer::Absent, &Answer::Kept), None);
        assert_eq!(unkept(&Answer::Kept, &Answer::Kept), None);
    }

    #[test]
    fn what_was_refused_is_said_with_what_to_do() {
        let sleep = unkept(&refused(), &Answer::Kept).unwrap();
        assert_eq!(sleep.mark, "May fall asleep");
        assert!(sleep.sentence.contains("access denied") && sleep.sentence.contains("suspend to never"));
        assert_eq!(unkept(&Answer::Kept, &refused()).unwrap().mark, "May go dark");
        assert_eq!(unkept(&Answer::Absent, &Answer::Absent).unwrap().mark, "May go dark");
        assert!(unkept(&refused(), &refused()).unwrap().sentence.contains("go dark and fall asleep"));
    }

    #[test]
    fn a_worker_that_dies_or_hangs_is_noticed_and_holds_nobody_up() {
        let mut dead = Worker::begin("awake-dead", Duration::ZERO, || panic!("as a test"));
        while dead.answer == Answer::Waiting {
            dead.hear(Duration::ZERO);
        }
        assert_eq!(dead.answer, Answer::Refused("it stopped".to_owned()));
        let (_never, hangs) = channel::<()>();
        let mut hanging = Worker::begin("awake-hanging", Duration::ZERO, move || {
            let _until_the_test_ends = hangs.recv();
            Answer::Kept
        });
        hanging.hear(PATIENCE);
        assert_eq!(hanging.answer, Answer::Waiting);
        hanging.hear(PATIENCE + Duration::from_millis(1));
        assert_eq!(hanging.answer, Answer::Refused("no answer".to_owned()));
    }
}
