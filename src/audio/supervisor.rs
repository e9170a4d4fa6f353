//! Keeps the output alive: a heartbeat decides, errors are only counted, and it never gives up.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::backend::{Backend, Played, Stream, Tap};
use super::fade::RATE;
use super::mixer::Counters;
use super::report::Report;

/// No call for so long: the output is dead, whatever its errors say.
const HEARTBEAT: Duration = Duration::from_millis(500);
/// A new stream may take so long for its first call.
const FIRST_BEAT: Duration = Duration::from_millis(1500);
/// Rest before trying again, while it has been gone for less than [`SOON`], and after that, for ever: with what it
/// takes to open, the first sound comes within half a second after the server takes a stream.
const RETRY: (Duration, Duration) = (Duration::from_millis(100), Duration::from_millis(250));
/// See [`RETRY`].
const SOON: Duration = Duration::from_secs(60);
/// The longest time an output that calls is left alone, and the time one that does not is.
const REST: (Duration, Duration) = (Duration::from_secs(1), Duration::from_millis(50));
/// Over so long it is judged whether an output runs away.
const WINDOW: Duration = Duration::from_secs(3);

/// Opens, watches and reopens an output.
pub struct Supervisor {
    backend: Box<dyn Backend>,
    played: Arc<Mutex<dyn Played>>,
    counters: Arc<Counters>,
    ticket: Arc<AtomicU64>,
    reports: Sender<Report>,
    state: State,
    /// Since when nothing is heard, if something was or should have been; told once.
    away: Option<Duration>,
    /// Why it could not be opened, as it was logged last.
    refused: Option<String>,
    window: (Duration, u64),
}

enum State {
    Closed { until: Duration },
    Open { stream: Box<dyn Stream>, since: Duration, beaten: bool },
}

impl Supervisor {
    /// A supervisor that opens `backend` at its first tick.
    #[must_use]
    pub fn new(
        backend: Box<dyn Backend>,
        played: Arc<Mutex<dyn Played>>,
        counters: Arc<Counters>,
        reports: Sender<Report>,
    ) -> Self {
        Self {
            backend,
            played,
            counters,
            ticket: Arc::new(AtomicU64::new(0)),
            reports,
            state: State::Closed { until: Duration::ZERO },
            away: None,
            refused: None,
            window: (Duration::ZERO, 0),
        }
    }

    /// How long it may be left alone from `now` on: until it would be dead if it did not call any more.
    #[must_use]
    pub fn rest(&self, now: Duration) -> Duration {
        if !self.is_alive() {
            return REST.1;
        }
        let beat = Duration::from_nanos(self.counters.beat.load(Ordering::Acquire));
        (beat + HEARTBEAT + Duration::from_millis(1)).saturating_sub(now).clamp(REST.1, REST.0)
    }

    /// Looks at the output; `now` is the time since boot. To be called after each [`Supervisor::rest`].
    pub fn tick(&mut self, now: Duration) {
        match &mut self.state {
            State::Closed { until } => {
                if now >= *until {
                    self.open(now);
                }
            }
            State::Open { since, beaten, .. } => {
                let beat = Duration::from_nanos(self.counters.beat.load(Ordering::Acquire));
                let since = *since;
                if !*beaten && beat >= since && beat > Duration::ZERO {
                    *beaten = true;
                    self.came_back();
                    self.window = (now, self.counters.pulled.load(Ordering::Relaxed));
                    return;
                }
                let patience = if *beaten { HEARTBEAT } else { FIRST_BEAT };
                if now.saturating_sub(beat.max(since)) > patience || self.runs_away(now) {
                    self.close(now);
                }
            }
        }
    }

    /// Whether an output is open and calls.
    #[must_use]
    pub const fn is_alive(&self) -> bool {
        matches!(self.state, State::Open { beaten: true, .. })
    }

    fn open(&mut self, now: Duration) {
        let ticket = self.ticket.fetch_add(1, Ordering::AcqRel) + 1;
        {
            let mut played = self.played.lock().unwrap_or_else(PoisonError::into_inner);
            played.reopened(self.away.map_or(Duration::ZERO, |away| now.saturating_sub(away)));
        }
        let tap = Tap::new(Arc::clone(&self.played), Arc::clone(&self.counters), Arc::clone(&self.ticket), ticket);
        match self.backend.open(tap) {
            Ok(stream) => self.state = State::Open { stream, since: now, beaten: false },
            Err(reason) => {
                if self.refused.as_ref() != Some(&reason) {
                    tracing::warn!("the sound output cannot be opened: {reason}");
                    self.refused = Some(reason);
                }
                self.retry(now);
            }
        }
    }

    fn came_back(&mut self) {
        self.refused = None;
        if self.away.take().is_some() {
            let _before = self.counters.reopenings.fetch_add(1, Ordering::Relaxed);
            let _nobody_listens = self.reports.send(Report::OutputBack);
        }
    }

    fn close(&mut self, now: Duration) {
        let _revoked = self.ticket.fetch_add(1, Ordering::AcqRel);
        let closed = State::Closed { until: now };
        if let State::Open { stream, .. } = std::mem::replace(&mut self.state, closed) {
            // Closing a broken stream may hang; then only that thread hangs.
            let closing = std::thread::Builder::new().name("close-output".to_owned()).spawn(move || drop(stream));
            if let Err(error) = closing {
                tracing::warn!("a dead sound output could not be closed apart: {error}");
            }
        }
        self.retry(now);
    }

    fn retry(&mut self, now: Duration) {
        if self.away.is_none() {
            self.away = Some(now);
            let _nobody_listens = self.reports.send(Report::OutputLost);
        }
        let long = self.away.is_some_and(|away| now.saturating_sub(away) > SOON);
        self.state = State::Closed { until: now + if long { RETRY.1 } else { RETRY.0 } };
    }

    /// An output that takes frames much faster than they can be heard plays to nobody.
    fn runs_away(&mut self, now: Duration) -> bool {
        let (from, pulled) = self.window;
        let span = now.saturating_sub(from);
        if span < WINDOW {
            return false;
        }
        let taken = self.counters.pulled.load(Ordering::Relaxed);
        self.window = (now, taken);
        (taken - pulled) as f64 > span.as_secs_f64() * f64::from(RATE) * 1.5
    }
}
