//! Asked to end from outside (SIGTERM and its like): the music fades, everything is on the disk, then the program leaves.
//!
//! The session is not closed by it: it goes on when the program is started again.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use iced::futures::Stream;
use iced::futures::channel::mpsc::Sender;
use iced::{Subscription, Task};
use tokio::signal::unix::{SignalKind, signal};

use super::{App, Message};
use crate::cue::Cue;
use crate::screen::Saved;

/// How long the fade takes, or longer where no gain may move so fast.
const FADE: Duration = Duration::from_secs(1);
/// Whatever does not answer: by then the program has left.
const MOST: Duration = Duration::from_secs(6);
/// What a device may still hold, beyond what it says.
const RESERVE: Duration = Duration::from_millis(100);

/// Set by the first signal; the second leaves at once, even if nothing else answers any more.
static ASKED: AtomicBool = AtomicBool::new(false);

/// Since when the program is about to leave, and since when nothing sounds any more.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ending {
    since: Duration,
    silent: Option<Duration>,
}

/// Hears SIGTERM, SIGINT and SIGHUP.
pub(super) fn asked() -> Subscription<Message> {
    let kinds = [SignalKind::terminate(), SignalKind::interrupt(), SignalKind::hangup()];
    Subscription::batch(kinds.map(|kind| Subscription::run_with(kind, heard)))
}

fn heard(kind: &SignalKind) -> impl Stream<Item = Message> + use<> {
    let kind = *kind;
    iced::stream::channel(1, async move |mut telling: Sender<Message>| {
        let mut asked = match signal(kind) {
            Ok(asked) => asked,
            Err(error) => return tracing::warn!("a signal cannot be heard, and ends the program at once: {error}"),
        };
        while asked.recv().await.is_some() {
            if ASKED.swap(true, Ordering::AcqRel) || telling.try_send(Message::EndAsked).is_err() {
                std::process::exit(128 + kind.as_raw_value());
            }
        }
    })
}

impl App {
    /// Begins to leave.
    pub(super) fn end_asked(&mut self) {
        let since = self.room.reading.boot;
        let _first = self.ending.get_or_insert(Ending { since, silent: None });
        if self.room.live.as_ref().is_some_and(|live| live.session.closed().is_none()) {
            self.say("Holdspace was asked to end. Start it again, and the session goes on.");
        }
    }

    /// Whether the program is about to leave.
    pub(super) const fn is_ending(&self) -> bool {
        self.ending.is_some()
    }

    /// What is to be heard: the music fades while the program is about to leave.
    pub(super) fn as_it_ends(&self, mut cue: Cue) -> Cue {
        if self.ending.is_some() {
            cue.chimes.clear();
            if let Some(music) = &mut cue.music {
                music.faded = Some(FADE);
            }
        }
        cue
    }

    /// Leaves as soon as nothing is heard any more and everything is on the disk.
    pub(super) fn leave_in_silence(&mut self) -> Option<Task<Message>> {
        let now = self.room.reading.boot;
        let sounds = self.audio.sounds() && self.room.marks.no_sound.is_none();
        let held = self.audio.latency() + RESERVE;
        let ending = self.ending.as_mut()?;
        ending.silent = if sounds { None } else { ending.silent.or(Some(now)) };
        // The last turn of the order may not have come to the output yet.
        let silent = ending.silent.is_some_and(|since| now.saturating_sub(since) >= held);
        let written = self.room.marks.saved != Saved::Writing;
        ((silent && written) || now.saturating_sub(ending.since) >= MOST).then(iced::exit)
    }
}
