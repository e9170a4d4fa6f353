//! The start: choose and begin, or go on with what is unfinished.

mod card;
mod choices;
mod client;
mod people;
mod remembered;

use std::time::Duration;

use chrono::{DateTime, FixedOffset};
use iced::widget::{Space, column, container, row};
use iced::{Alignment, Element, Length, Padding};

use super::action::{Begin, CourseAsk, LockAsk, MusicAsk};
use super::frame::{self, darker};
use super::remembered::Client;
use super::shown::RoomMark;
use super::writing::{self, Outcome, Writing};
use super::{Action, Marks};
use crate::config::settings::Side;
use crate::config::{Listed, Loaded};
use crate::course::Part;
use crate::theme::{Icon, Ink, Shade, measure, role};
use crate::widget::button::{icon_button, quiet as quiet_button};
use crate::widget::icon::icon;
use crate::widget::mark::{quiet, well};
use crate::widget::text::words;
use people::People;

/// The shortest music that can be chosen here, minutes.
const SHORTEST: u16 = 60;
/// The longest music that can be chosen here, minutes.
const LONGEST: u16 = 75;
/// What is proposed where no protocol says otherwise, minutes.
const USUAL: u16 = 68;

/// What belongs to this screen alone.
#[derive(Clone, Debug)]
pub struct Start {
    protocol: Option<String>,
    playlist: Option<String>,
    minutes: u16,
    people: People,
    writing: Option<(usize, Writing)>,
    asking: Option<usize>,
    /// Whose course is looked at.
    course: Option<usize>,
    /// Playlist and minutes that are proposed to somebody of whom nothing is known.
    usual: (Option<String>, u16),
    /// The music was chosen by hand and is not proposed any more.
    chose_music: bool,
}

/// What can be done on it.
#[derive(Clone, Debug)]
pub enum Message {
    /// This protocol.
    Protocol(String),
    /// This music.
    Playlist(String),
    /// So many minutes of music.
    Minutes(u16),
    /// What this music is and how it will be played.
    Desk,
    /// Type the code of the one client, or of the first.
    Code,
    /// Type the code of that person of a group.
    Person(usize),
    /// One person more.
    Add,
    /// That person is not there today.
    Remove(usize),
    /// While typing.
    Writing(writing::Message),
    /// Look up what is kept of those who come, and show it.
    Course,
    /// The course of that one of them, or of nobody any more.
    CourseOf(Option<usize>),
    /// Propose a part of what is kept of the client with this code, or leave it.
    Use(String, Part, bool),
    /// Which session of their course it is, and of how many.
    Session(String, u16, Option<u16>),
    /// Begin the session.
    Begin,
    /// Go on with the unfinished session of that number.
    Continue(usize),
    /// Ask how long the unfinished session of that number was left, or no longer.
    HowLong(Option<usize>),
    /// It was left for so long.
    ContinueAfter(usize, Duration),
    /// Close the unfinished session of that number as it stood.
    CloseAsItStood(usize),
    /// The next shade.
    Shade(Shade),
    /// The emergency card.
    Emergency,
    /// The records.
    Records,
    /// The tour.
    Tour,
    /// What is counted of the sound.
    Diagnostics,
    /// Lock the glass.
    Lock,
    /// Set the PIN.
    Pin,
}

/// What the start screen may look at.
#[derive(Clone, Debug)]
pub struct Shown<'a> {
    /// Settings, protocols and playlists with their problems.
    pub loaded: &'a Loaded,
    /// Unfinished sessions.
    pub unfinished: Vec<Left>,
    /// The wall clock.
    pub wall: DateTime<FixedOffset>,
    /// The palette.
    pub shade: Shade,
    /// On which side the column for the thumb lies.
    pub thumb: Side,
    /// What is well and what is not.
    pub marks: &'a Marks,
    /// Why nothing can be recorded, if so.
    pub trouble: Option<&'a str>,
    /// A PIN is set: the glass can be locked.
    pub locks: bool,
    /// Why a sealed record is not encrypted or not removed, if so.
    pub unencrypted: Option<&'a str>,
    /// What else is to be said about the disk.
    pub disk: Option<&'a str>,
    /// Which letters no font has, and what brings one.
    pub fonts: Option<&'a str>,
    /// What is to be said of a wall clock that cannot be true.
    pub clock: Option<String>,
    /// What is wrong with the time zone.
    pub zone: Option<&'a str>,
    /// What is known from last time of the clients whose codes stand here.
    pub clients: &'a [Client],
}

/// A session that was left unfinished.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// When it began, as "yesterday 14:05": neither code nor words.
    pub when: String,
    /// Whether the clocks tell how long it was left; if not, it goes on only with an answer.
    pub clocks_tell: bool,
}

impl Start {
    /// The screen as it opens: what the settings propose is chosen, if it can be used.
    #[must_use]
    pub fn new(loaded: &Loaded) -> Self {
        let protocol = proposed(&loaded.protocols, &loaded.settings.protocol);
        let usual = protocol.and_then(|listed| listed.what.as_ref().ok()).map(|protocol| protocol.journey);
        let journey = loaded.settings.journey.or(usual);
        let minutes = journey.map_or(USUAL, |journey| u16::try_from(journey.as_secs() / 60).unwrap_or(LONGEST));
        let minutes = minutes.clamp(SHORTEST, LONGEST);
        let playlist = proposed(&loaded.playlists, &loaded.settings.playlist).map(|listed| listed.name.clone());
        Self {
            protocol: protocol.map(|listed| listed.name.clone()),
            usual: (playlist.clone(), minutes),
            playlist,
            minutes,
            people: People::of(loaded, protocol.map_or("", |listed| listed.name.as_str())),
            writing: None,
            asking: None,
            course: None,
            chose_music: false,
        }
    }

    /// This music from now on.
    pub fn choose_playlist(&mut self, name: String) {
        (self.playlist, self.chose_music) = (Some(name), true);
    }

    /// So many minutes of it.
    pub fn choose_minutes(&mut self, minutes: u16) {
        (self.minutes, self.chose_music) = (minutes.clamp(SHORTEST, LONGEST), true);
    }

    /// Takes a message in.
    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Protocol(name) => {
                self.people.choose(&name);
                self.protocol = Some(name);
                return self.find();
            }
            Message::Playlist(name) => self.choose_playlist(name),
            Message::Minutes(minutes) => self.choose_minutes(minutes),
            Message::Code => self.type_code(0),
            Message::Person(number) => self.type_code(number),
            Message::Add => {
                let number = self.people.add();
                self.type_code(number);
            }
            Message::Remove(number) => {
                self.people.remove(number);
                return self.find();
            }
            Message::Writing(message) => return self.write(message),
            Message::Course => {
                self.course = Some(0);
                return Action::Course(CourseAsk::Open);
            }
            Message::CourseOf(number) => self.course = number,
            Message::Session(code, number, of) => return Action::Course(CourseAsk::Note(code, number, of)),
            Message::Use(code, part, used) => return Action::Course(CourseAsk::Use(code, part, used)),
            Message::Desk => {
                let open = |playlist| Action::Music(MusicAsk::Open { playlist, minutes: self.minutes });
                return self.playlist.clone().map_or(Action::None, open);
            }
            Message::Begin => return self.begin().map_or(Action::None, Action::Begin),
            Message::Continue(number) => return Action::Continue(number),
            Message::HowLong(number) => self.asking = number,
            Message::ContinueAfter(number, away) => {
                self.asking = None;
                return Action::ContinueAfter(number, away);
            }
            Message::CloseAsItStood(number) => {
                self.asking = None;
                return Action::CloseAsItStood(number);
            }
            Message::Shade(shade) => return Action::Shade(shade),
            Message::Emergency => return Action::Emergency(true),
            Message::Records => return Action::Records(true),
            Message::Tour => return Action::Tour(true),
            Message::Diagnostics => return Action::Diagnostics(true),
            Message::Lock => return Action::Lock(LockAsk::Shut),
            Message::Pin => return Action::Lock(LockAsk::Panel(true)),
        }
        Action::None
    }

    /// The view of this moment.
    #[must_use]
    pub fn view<'a>(&'a self, shown: Shown<'a>) -> Element<'a, Message> {
        if let Some((_, writing)) = &self.writing {
            let panel = writing.view(shown.shade).map(Message::Writing);
            return column![head(&shown), panel].into();
        }
        if let Some(panel) = self.course(&shown) {
            return column![head(&shown), panel].into();
        }
        let choices = container(self.choices(&shown)).width(measure::START_LEFT).height(Length::Fill);
        let client = container(self.client(&shown)).width(Length::Fill).height(Length::Fill);
        let both = match shown.thumb {
            Side::Right => row![choices, client],
            Side::Left => row![client, choices],
        };
        let both = both.spacing(measure::TARGET).padding(Padding::ZERO.horizontal(measure::XL).top(measure::M));
        column![head(&shown), both.height(Length::Fill), foot(&shown)].into()
    }

    /// What is chosen, once everything is.
    fn begin(&self) -> Option<Begin> {
        let (protocol, playlist) = self.protocol.clone().zip(self.playlist.clone())?;
        let codes = self.people.codes().ok()?;
        Some(Begin { protocol, playlist, codes, minutes: self.minutes })
    }

    fn type_code(&mut self, number: usize) {
        let title = if self.people.is_group() {
            format!("Code or initials of person {}, no name", number + 1)
        } else {
            "Code or initials of the client, no name".to_owned()
        };
        self.writing = Some((number, Writing::code(title, self.people.code(number))));
    }

    /// Looks up what is kept of those whose codes stand here now, and of nobody else.
    fn find(&mut self) -> Action {
        self.leave_music();
        Action::Course(CourseAsk::Find(self.people.typed()))
    }

    fn write(&mut self, message: writing::Message) -> Action {
        let Some((number, writing)) = &mut self.writing else { return Action::None };
        match writing.update(message) {
            Outcome::Writing => return Action::None,
            Outcome::Left => self.people.tidy(),
            Outcome::Kept(code, _) => self.people.set(*number, code),
        }
        self.writing = None;
        self.find()
    }
}

/// The one the settings name, or the first that can be used.
fn proposed<'a, T>(listed: &'a [Listed<T>], name: &str) -> Option<&'a Listed<T>> {
    let mut usable = listed.iter().filter(|listed| listed.what.is_ok());
    usable.clone().find(|listed| listed.name == name).or_else(|| usable.next())
}

fn head<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let mut line = row![
        icon(Icon::Logo, measure::ICON_KEY, Ink::Accent),
        words(role::TITLE, Ink::Text, "Holdspace"),
        Space::new().width(Length::Fill),
    ];
    if shown.marks.rehearsal {
        line = line.push(quiet("Rehearsal"));
    }
    let day = shown.wall.format(if shown.clock.is_some() { "%A %-d %B %Y" } else { "%A %-d %B" });
    line.push(words(role::HEADING, Ink::Dim, day.to_string()))
        .push(words(role::PRESSURE, Ink::Text, shown.wall.format("%-H:%M").to_string()))
        .push(frame::shade_button(shown.shade, Message::Shade(darker(shown.shade))))
        .push(shown.locks.then(|| icon_button(Icon::Lock, Ink::Dim, Message::Lock)))
        .push(icon_button(Icon::FirstAid, Ink::Text, Message::Emergency))
        .spacing(measure::S)
        .height(measure::BAR)
        .align_y(Alignment::Center)
        .padding(Padding::ZERO.left(measure::XL).right(measure::S))
        .into()
}

/// What is not well, each with a sentence; or that all is.
fn foot<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let sentence = |mark: &str, said: String| -> Element<'a, Message> {
        row![quiet(mark), words(role::LABEL, Ink::Dim, said)].spacing(measure::GAP).into()
    };
    let mut lines = column![].spacing(measure::XS).width(Length::Fill);
    let trouble = shown.trouble.map(|trouble| sentence("Nothing is recorded", trouble.to_owned()));
    let clock = shown.clock.clone().map(|said| sentence("Clock", said));
    let disk = shown.disk.map(|said| sentence("Disk", said.to_owned()));
    let fonts = shown.fonts.map(|said| sentence("Fonts", said.to_owned()));
    let sound = match (&shown.marks.no_sound, shown.marks.room) {
        (Some(since), RoomMark::Sounds) => {
            Some(sentence("No headphones", format!("since {since}. The room plays on; they come back by themselves.")))
        }
        (Some(since), RoomMark::Quiet | RoomMark::Lost | RoomMark::CallLost) => {
            Some(sentence("No sound", format!("since {since}. It comes back by itself; all else works.")))
        }
        (None, RoomMark::Lost) => {
            Some(sentence("No room speaker", "The headphones play; it comes back by itself.".to_owned()))
        }
        (None, RoomMark::CallLost) => {
            Some(sentence("No music in the call", "Its output is not there; it comes back by itself.".to_owned()))
        }
        (None, RoomMark::Quiet | RoomMark::Sounds) => None,
    };
    let Loaded { problems, protocols, playlists, .. } = shown.loaded;
    let broken = protocols.iter().filter_map(|listed| listed.what.as_ref().err());
    let broken = broken.chain(playlists.iter().filter_map(|listed| listed.what.as_ref().err())).flatten();
    let file = problems.iter().chain(broken).next().map(|problem| {
        let name = problem.file.file_name().unwrap_or(problem.file.as_os_str()).to_string_lossy().into_owned();
        sentence("Settings", format!("{name}, line {}: {}; {}", problem.line, problem.what, problem.remedy))
    });
    let unencrypted =
        shown.unencrypted.map(|why| sentence("Not encrypted", format!("{why}; tried again at the next start")));
    let awake = shown.marks.unkept.as_ref().map(|unkept| sentence(unkept.mark, unkept.sentence.clone()));
    let zone = shown.zone.map(|said| sentence("Time zone", format!("{said}; set TZ to a name such as Europe/Berlin.")));
    let well_is =
        [&trouble, &sound, &file, &unencrypted, &disk, &clock, &awake, &zone].into_iter().all(Option::is_none);
    if well_is {
        lines = lines.push(well("Sound, disk and settings are well"));
    }
    lines = lines.push(trouble).push(clock).push(disk).push(sound).push(unencrypted).push(awake).push(zone).push(file);
    lines = lines.push(fonts);
    lines = lines.push(card::missing(&shown.loaded.settings.emergency));
    if let Some(said) = &shown.marks.said {
        lines = lines.push(words(role::LABEL, Ink::Accent, said.as_str()));
    }
    let counts = quiet_button("Sound in figures").on_press(Message::Diagnostics);
    let tour = quiet_button("Tour").on_press(Message::Tour);
    let records = quiet_button("Records").icon(Icon::Archive).on_press(Message::Records);
    let pin = quiet_button(if shown.locks { "PIN" } else { "Set a PIN" }).on_press(Message::Pin);
    // The words stand flush with the column above, their target reaches beyond it.
    let sides = measure::XL - measure::RADIUS_BUTTON;
    container(row![records, lines, tour, pin, counts].spacing(measure::GAP).align_y(Alignment::Center))
        .padding(Padding::ZERO.horizontal(sides).bottom(measure::GAP))
        .into()
}
