//! Who checks the PIN: a thread of its own, since a check takes a third of a second and the screen never waits.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use super::pin::{Digits, Kept};
use super::throttle::Throttle;
use crate::clock;

/// The near end of the guard.
#[derive(Debug)]
pub struct Guard {
    pin: Pin,
    asked: Sender<Asked>,
    answers: Receiver<Answer>,
    pending: usize,
    /// Boot time before which no try is answered.
    until: Duration,
}

/// What is known of the PIN.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Pin {
    None,
    Digits(usize),
    Broken(String),
}

enum Asked {
    Check(Digits),
    Set(Digits),
    Remove,
}

/// What the guard has to tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// That was the PIN.
    Right,
    /// That was not, or it came too soon; how long the next try must wait.
    Wrong(Duration),
    /// From now on the PIN has so many digits, or there is none.
    Kept(Option<usize>),
    /// It could not be done, in one sentence; the PIN is as it was.
    Failed(String),
}

impl Guard {
    /// A guard over a data folder; over a folder that could not be opened there is no PIN.
    #[must_use]
    pub fn open(data: &Path, opened: bool) -> Self {
        let kept = if opened { Kept::read(data) } else { Ok(None) };
        let pin = match &kept {
            Ok(None) => Pin::None,
            Ok(Some(kept)) => Pin::Digits(kept.digits),
            Err(sentence) => Pin::Broken(sentence.clone()),
        };
        let now = clock::read();
        let throttle = Throttle::open(data, &now);
        let until = now.boot + throttle.wait(&now);
        let (asked, inbox) = channel();
        let (outbox, answers) = channel();
        let mut keeper = Keeper { data: data.to_owned(), kept: kept.ok().flatten(), throttle };
        let work = move || {
            while let Ok(asked) = inbox.recv() {
                if outbox.send(keeper.answer(asked)).is_err() {
                    break;
                }
            }
        };
        if let Err(error) = std::thread::Builder::new().name("pin".to_owned()).spawn(work) {
            tracing::error!("the thread that checks the PIN cannot be started: {error}");
        }
        Self { pin, asked, answers, pending: 0, until }
    }

    /// Whether a PIN is set.
    #[must_use]
    pub fn is_set(&self) -> bool {
        self.pin != Pin::None
    }

    /// How many digits it has.
    #[must_use]
    pub fn digits(&self) -> Option<usize> {
        match self.pin {
            Pin::Digits(digits) => Some(digits),
            Pin::None | Pin::Broken(_) => None,
        }
    }

    /// Why no PIN opens the lock, if so.
    #[must_use]
    pub fn trouble(&self) -> Option<&str> {
        match &self.pin {
            Pin::Broken(sentence) => Some(sentence),
            Pin::None | Pin::Digits(_) => None,
        }
    }

    /// Whether an answer is still to come.
    #[must_use]
    pub fn is_busy(&self) -> bool {
        self.pending > 0
    }

    /// How long the next try must wait.
    #[must_use]
    pub fn wait(&self, boot: Duration) -> Duration {
        self.until.saturating_sub(boot)
    }

    /// Asks whether these are its digits.
    pub fn check(&mut self, pin: Digits) {
        self.ask(Asked::Check(pin));
    }

    /// Sets the PIN. Whoever asks has shown the old one.
    pub fn set(&mut self, pin: Digits) {
        self.ask(Asked::Set(pin));
    }

    /// Takes the PIN away. Whoever asks has shown it.
    pub fn remove(&mut self) {
        self.ask(Asked::Remove);
    }

    /// What has been answered since the last call. Never waits.
    pub fn answers(&mut self) -> Vec<Answer> {
        let answers: Vec<Answer> = self.answers.try_iter().collect();
        for answer in &answers {
            self.pending = self.pending.saturating_sub(1);
            match answer {
                Answer::Right => self.until = Duration::ZERO,
                Answer::Wrong(wait) if wait.is_zero() => self.until = Duration::ZERO,
                Answer::Wrong(wait) => self.until = clock::boot_time() + *wait,
                Answer::Kept(digits) => self.pin = digits.map_or(Pin::None, Pin::Digits),
                Answer::Failed(_) => {}
            }
        }
        answers
    }

    fn ask(&mut self, asked: Asked) {
        // A thread that is gone answers nothing, and the lock stays shut.
        if self.asked.send(asked).is_ok() {
            self.pending += 1;
        }
    }
}

/// The far end: what is kept, and the tries.
struct Keeper {
    data: PathBuf,
    kept: Option<Kept>,
    throttle: Throttle,
}

impl Keeper {
    fn answer(&mut self, asked: Asked) -> Answer {
        match asked {
            Asked::Check(pin) => self.check(&pin),
            Asked::Set(pin) => self.set(&pin).map_or_else(Answer::Failed, |digits| Answer::Kept(Some(digits))),
            Asked::Remove => match Kept::remove(&self.data) {
                Ok(()) => {
                    self.kept = None;
                    self.throttle.forget();
                    Answer::Kept(None)
                }
                Err(sentence) => Answer::Failed(sentence),
            },
        }
    }

    fn check(&mut self, pin: &Digits) -> Answer {
        let now = clock::read();
        let wait = self.throttle.wait(&now);
        if !wait.is_zero() {
            return Answer::Wrong(wait);
        }
        self.throttle.count(&now);
        if self.kept.as_ref().is_some_and(|kept| kept.is(pin)) {
            self.throttle.forget();
            return Answer::Right;
        }
        Answer::Wrong(self.throttle.wait(&clock::read()))
    }

    fn set(&mut self, pin: &Digits) -> Result<usize, String> {
        let kept = Kept::of(pin)?;
        kept.keep(&self.data)?;
        let digits = kept.digits;
        self.kept = Some(kept);
        self.throttle.forget();
        Ok(digits)
    }
}
