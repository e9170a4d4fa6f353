//! What happens to the app: one door for taps, keys, ticks and audio reports.

use std::time::Duration;

use iced::Task;

use super::{App, keys};
use crate::audio::Report as Heard;
use crate::clock;
use crate::kiosk::awake::Seen;
use crate::screen::{
    Action, Screen, administration, arrival, away, breathing, calm, closing, desk, diagnostics, emergency, intention,
    journey, lock, pin, records, returning, start, tour,
};
use crate::session::Refusal;
use crate::session::command::Command;
use crate::units::Moment;

/// Everything that can happen.
#[derive(Clone, Debug)]
pub enum Message {
    /// A second passed, or a report may be there.
    Tick,
    /// The window's close button or its like: never ends a session.
    CloseRequested,
    /// What a contact brought about that came down at that [`clock::boot_time`].
    Touched(Duration, Box<Message>),
    /// A key was pressed or let go.
    Key(iced::keyboard::Event),
    /// The window is there.
    Opened(iced::window::Id),
    /// The window has this size, in its own pixels.
    Resized(iced::Size<u32>),
    /// The window system wants everything drawn so many times as large.
    Rescaled(f32),
    /// The window is shown by this.
    Window(Seen),
    /// Asked to end from outside.
    EndAsked,
    /// On the start screen.
    Start(start::Message),
    /// In arrival.
    Arrival(arrival::Message),
    /// In intention.
    Intention(intention::Message),
    /// In breathing.
    Breathing(breathing::Message),
    /// In administration.
    Administration(administration::Message),
    /// In the journey.
    Journey(journey::Message),
    /// In the return.
    Returning(returning::Message),
    /// In closing.
    Closing(closing::Message),
    /// On the emergency card.
    Emergency(emergency::Message),
    /// On the calm face.
    Calm(calm::Message),
    /// On the music desk.
    Desk(desk::Message),
    /// On the records.
    Records(records::Message),
    /// On what is counted of the sound.
    Diagnostics(diagnostics::Message),
    /// On the tour.
    Tour(tour::Message),
    /// On the question how long the app was away.
    Away(away::Message),
    /// At the lock.
    Lock(lock::Message),
    /// While the PIN is set.
    Pin(pin::Message),
}

impl App {
    /// Takes a message in.
    pub fn update(&mut self, message: Message) -> Task<Message> {
        let before = std::mem::replace(&mut self.room.reading, clock::read());
        let was = self.open_field();
        self.note_jump(&before);
        self.note_sleep();
        let action = match message {
            Message::Tick => Action::None,
            Message::CloseRequested => return self.close_requested(),
            Message::Opened(window) => return iced::window::scale_factor(window).map(Message::Rescaled),
            Message::Resized(size) => {
                self.room.surface.resize(size);
                Action::None
            }
            Message::Rescaled(density) => {
                self.room.surface.rescale(density);
                Action::None
            }
            Message::Window(seen) => {
                self.awake.found(seen);
                Action::None
            }
            Message::EndAsked => {
                self.end_asked();
                Action::None
            }
            Message::Key(event) => {
                self.touched();
                self.press_key(&event)
            }
            Message::Touched(at, message) => {
                self.touched();
                self.room.touched = Some(at);
                self.as_touched(at, *message)
            }
            other => {
                self.touched();
                self.pass_on(other)
            }
        };
        let action = self.guarded(action);
        self.act(action);
        self.room.touched = None;
        self.listen();
        self.tend_drafts(was.as_ref());
        self.leave_in_silence().unwrap_or_else(|| self.keep_awake())
    }

    /// Hands on what a contact brought about, as it was when it came down.
    fn as_touched(&mut self, at: Duration, message: Message) -> Action {
        let now = self.room.reading.clone();
        self.room.reading = now.earlier(at);
        let action = self.pass_on(message);
        self.room.reading = now;
        action
    }

    fn press_key(&mut self, event: &iced::keyboard::Event) -> Action {
        if self.room.doors.is_shut() {
            return match keys::at_the_lock(event, self.room.emergency) {
                Some(message) => self.at_the_lock(message),
                None => Action::None,
            };
        }
        let Some(shortcut) = keys::shortcut(event) else { return Action::None };
        if self.pressed.again(shortcut, self.room.reading.boot) {
            return Action::None;
        }
        match keys::on_the_rail(shortcut, &self.room, &self.screen) {
            Some(message) => keys::asked(self.pass_on(message), &self.screen),
            None => keys::action(shortcut, &self.room, &self.screen),
        }
    }

    /// Hands a screen's message to that screen, if it is still the one shown.
    fn pass_on(&mut self, message: Message) -> Action {
        if self.room.doors.is_shut() {
            return self.at_the_lock(message);
        }
        if let Message::Pin(message) = message {
            return self.pass_to_pin(message);
        }
        if let Message::Desk(message) = message {
            return self.pass_to_desk(message);
        }
        if let Message::Records(message) = message {
            return self.pass_to_records(message);
        }
        if let Message::Diagnostics(message) = message {
            return diagnostics::update(message);
        }
        if let Message::Away(message) = message {
            return self.room.shown().map_or(Action::None, |shown| away::update(message, &shown));
        }
        if let Message::Tour(message) = message {
            return self.room.tour.as_mut().map_or(Action::None, |tour| tour.update(message));
        }
        let Some(shown) = self.room.shown() else {
            return match (&mut self.screen, message) {
                (Screen::Start(screen), Message::Start(message)) => screen.update(message),
                (_, Message::Emergency(emergency::Message::Back)) => Action::Emergency(false),
                _ => Action::None,
            };
        };
        match (&mut self.screen, message) {
            (_, Message::Emergency(message)) => emergency::update(message, &shown),
            (_, Message::Calm(message)) => calm::update(message, &shown),
            (Screen::Arrival(screen), Message::Arrival(message)) => screen.update(message, &shown),
            (Screen::Intention(screen), Message::Intention(message)) => screen.update(message, &shown),
            (Screen::Breathing(screen), Message::Breathing(message)) => screen.update(message, &shown),
            (Screen::Administration(screen), Message::Administration(message)) => screen.update(message, &shown),
            (Screen::Journey(screen), Message::Journey(message)) => screen.update(message, &shown),
            (Screen::Returning(screen), Message::Returning(message)) => screen.update(message, &shown),
            (Screen::Closing(screen), Message::Closing(message)) => screen.update(message, &shown),
            _ => Action::None,
        }
    }

    fn pass_to_desk(&mut self, message: desk::Message) -> Action {
        let Some(mut desk) = self.room.music.take_desk() else { return Action::None };
        let action = desk.update(message, &self.room.on_desk());
        self.room.music.put_desk(desk);
        action
    }

    pub(super) fn act(&mut self, action: Action) {
        match action {
            Action::None => {}
            Action::Ask(command) => self.ask(&self.as_said(command)),
            Action::AskAll(commands) => {
                let _ = commands.into_iter().all(|command| self.try_ask(&self.as_said(command)));
            }
            Action::GoOnWriting => self.go_on_writing(),
            Action::Chaperone(speaks) => self.room.chaperone = speaks,
            Action::For(whom) => self.look_after(whom),
            Action::Say(sentence) => self.say(sentence),
            Action::Preview(volume) => {
                let within = self.room.live.as_ref().map(|live| live.session.to_try(volume));
                self.audio.preview_volume(within.unwrap_or(volume));
            }
            Action::Shade(shade) => self.room.shade = shade,
            Action::Cover(covered) => self.cover(covered),
            Action::Emergency(open) => self.emergency(open),
            Action::Begin(chosen) => self.begin(chosen),
            Action::Continue(number) => self.go_on(number),
            Action::ContinueAfter(number, away) => self.go_on_after(number, away),
            Action::CloseAsItStood(number) => self.close_as_it_stood(number),
            Action::Leave => self.leave(),
            Action::Tour(open) => self.tour(open),
            Action::Away(open) => {
                self.room.asks_away = open;
                self.room.emergency &= !open;
            }
            Action::Diagnostics(open) => self.room.diagnostics = open.then(|| self.audio.diagnostics()),
            Action::Music(ask) => self.ask_music(ask),
            Action::Room(ask) => self.ask_room(ask),
            Action::Records(open) => self.open_records(open),
            Action::Shelf(ask) => self.ask_shelf(ask),
            Action::Course(ask) => self.ask_course(ask),
            Action::Lock(ask) => self.ask_lock(ask),
        }
    }

    /// Puts a command to the session and says why if it is refused.
    pub(super) fn ask(&mut self, command: &Command) {
        let _ = self.try_ask(command);
    }

    fn try_ask(&mut self, command: &Command) -> bool {
        // As with back-dating: what concerns all is chosen for one entry.
        self.room.everyone &= !matches!(command, Command::Each(_));
        if matches!(command, Command::Close | Command::CloseAsItStood) {
            self.note_recorded_again();
        }
        let Some(live) = &mut self.room.live else { return false };
        let reading = &self.room.reading;
        // What sets something going does so when the finger is lifted; all else was when it came down.
        let touched = self.room.touched.filter(|_| !command.sets_going());
        let at = touched.map_or_else(|| live.moment(reading), |at| live.moment(&reading.earlier(at)));
        match live.perform_at(command, at, reading) {
            Ok(_) => {}
            Err(refusal) => {
                self.refused(&refusal);
                return false;
            }
        }
        if matches!(command, Command::Close | Command::CloseAsItStood) {
            self.seal();
            self.keep_course();
        }
        self.follow_phase();
        self.open_card_for(command);
        true
    }

    fn refused(&mut self, refusal: &Refusal) {
        self.say(refusal.to_string());
    }

    /// Ticks the session, follows its cue and hears what audio and journal report.
    pub(super) fn listen(&mut self) {
        if self.room.marks.said.is_some() && self.room.reading.boot >= self.said_until {
            self.room.marks.said = None;
        }
        let reports = self.audio.reports();
        self.note_output(&reports);
        self.hear_the_guard();
        self.hear_the_sealer();
        self.shut_when_idle();
        self.hear_the_room();
        self.room.music.hear(&reports, self.room.reading.boot);
        self.hear_the_listening();
        self.see_the_folder();
        self.hear_the_shelf();
        self.hear_the_course();
        self.hear_the_journals_left();
        if self.room.diagnostics.is_some() {
            self.room.diagnostics = Some(self.audio.diagnostics());
        }
        let Some(live) = &mut self.room.live else {
            let listened = self.room.music.cue();
            let cue = self.as_it_ends(listened.unwrap_or_else(|| self.resting.clone()));
            self.audio.follow(&cue, Moment::START);
            return;
        };
        let heard = reports.into_iter().map(|report| match report {
            Heard::Heard { generation, position } => Command::NoteHeard(generation, position),
            Heard::OutputLost => Command::NoteOutput(false),
            Heard::OutputBack => Command::NoteOutput(true),
            Heard::PieceFailed { piece, reason } => Command::NotePieceFailed(piece, reason),
        });
        // A session may begin, or come back, while the output is already gone.
        let gone = self.silent_since.as_ref().map(|_| Command::NoteOutput(false));
        for command in heard.chain(gone).chain([Command::Tick]) {
            if let Err(refusal) = live.perform(&command, &self.room.reading) {
                // What it says may name what a client took or said: it is not for the log.
                tracing::warn!("the session refused what was reported to it");
                drop(refusal);
            }
        }
        let now = live.moment(&self.room.reading);
        let cue = live.session.cue(now);
        self.audio.follow(&self.as_it_ends(cue), now);
        self.hear_the_journal();
    }

    /// Whether there is a sound output is known also where no session is.
    fn note_output(&mut self, reports: &[Heard]) {
        for report in reports {
            match report {
                Heard::OutputLost => {
                    self.silent_since = self.silent_since.take().or_else(|| Some(self.room.reading.clone()))
                }
                Heard::OutputBack => self.silent_since = None,
                Heard::Heard { .. } | Heard::PieceFailed { .. } => {}
            }
        }
        self.room.marks.no_sound = self.silent_since.as_ref().map(|since| self.time_then(since));
    }

    /// Shows the screen of the session's phase.
    pub(super) fn follow_phase(&mut self) {
        let Some(shown) = self.room.shown() else { return };
        if self.screen.phase() != Some(shown.session.phase()) {
            self.screen = Screen::of_phase(&shown);
        }
    }

    fn close_requested(&mut self) -> Task<Message> {
        if self.room.doors.is_shut() {
            return Task::none();
        }
        let running = self.room.live.as_ref().is_some_and(|live| live.session.closed().is_none());
        if running {
            self.say("A session is running; close it in Closing.");
            return Task::none();
        }
        iced::exit()
    }
}
