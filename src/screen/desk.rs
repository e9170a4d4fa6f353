//! The music desk: the plan of the music with its tracks, to look at, to listen to and to change.

mod adding;
mod aside;
mod chart;
mod head;
mod listed;
mod track_row;
mod tracks;
mod wish;

use std::path::PathBuf;
use std::time::Duration;

use chrono::{DateTime, FixedOffset};
use iced::widget::{Space, column, container, row, stack};
use iced::{Element, Length, Padding};

use super::action::{Extreme, MusicAsk};
use super::frame::{self, darker};
use super::{Action, Marks};
use crate::config::settings::Side;
use crate::cue::Position;
use crate::music::library::Collection;
use crate::music::plan::{self, Planned, Wishes};
use crate::theme::{Shade, measure};

/// What belongs to this screen alone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Desk {
    chosen: Option<Chosen>,
    page: usize,
    /// The page is the one of the chosen track, wherever the plan has put it.
    follows: bool,
    /// The page of the folders.
    folders: usize,
    /// The folders are not looked at, whatever is shown.
    put_away: bool,
}

/// What is looked at: its actions lie on the side of the thumb.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Chosen {
    /// A row of the list: a piece of the plan, a track of the list, mostly both.
    Row {
        /// Index into the plan's pieces.
        piece: Option<usize>,
        /// Index into the list's tracks.
        track: Option<usize>,
    },
    /// A stage, by its index in the plan.
    Stage(usize),
}

/// What can be done on it.
#[derive(Clone, Debug, PartialEq)]
pub enum Message {
    /// Back to where one came from.
    Done,
    /// The next shade.
    Shade,
    /// The calm face over everything.
    Cover,
    /// The emergency card.
    Emergency,
    /// Music of this length.
    Lasting(Duration),
    /// The stage of that index begins then.
    Boundary(usize, Duration),
    /// The stages as they are proposed for this length.
    AsProposed,
    /// Look at this; once more, and it is put away.
    Choose(Chosen),
    /// That page of the list.
    Page(usize),
    /// The track must play, or need not.
    Pin(usize, bool),
    /// The track must not play, or may.
    Drop(usize, bool),
    /// The track plays before the one before it.
    Earlier(usize),
    /// The track plays after the one after it.
    Later(usize),
    /// Play the plan from there, or stop.
    Audition(Option<Position>),
    /// Play the plan from that time on.
    From(Duration),
    /// Play the loudest minute of the plan, or the softest.
    Minute(Extreme),
    /// Play a track alone, from so far into it.
    Track(usize, Duration),
    /// Stop listening through the files.
    Cancel,
    /// Look into this folder for music to add; `None` is the place to begin.
    Browse(Option<PathBuf>),
    /// That page of the folders.
    Folders(usize),
    /// Make a list of this folder, or take this list.
    Add(PathBuf),
    /// Back from the folders to the tracks.
    PutAway,
}

/// Everything the music desk may look at; borrowed for one view.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// The list with what is known of its tracks; `None` while it is listened through.
    pub collection: Option<&'a Collection>,
    /// Files listened through, of how many, and the name of the one it is at.
    pub progress: Option<(usize, usize, &'a str)>,
    /// The plan with what was left out of it and why.
    pub planned: Option<&'a Planned>,
    /// What the plan was made for.
    pub wishes: Option<&'a Wishes>,
    /// Why there is no plan, a sentence.
    pub trouble: Option<&'a str>,
    /// The plan time that is heard, in a session or while listening.
    pub at: Option<Duration>,
    /// In a session: what begins before this plan time cannot change; zero before.
    pub fixed: Duration,
    /// A session goes on.
    pub in_session: bool,
    /// The desk itself plays.
    pub auditioning: bool,
    /// The desk may play: the session's music has not begun.
    pub may_audition: bool,
    /// A folder that is looked into for music to add.
    pub look: Option<&'a Look>,
    /// The palette.
    pub shade: Shade,
    /// On which side the column for the thumb lies.
    pub thumb: Side,
    /// A PIN is set: the eye locks the glass.
    pub locks: bool,
    /// What is well and what is not.
    pub marks: &'a Marks,
    /// The wall clock.
    pub wall: DateTime<FixedOffset>,
}

/// A folder that is looked into for music to add.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Look {
    /// Its name for people.
    pub here: String,
    /// The folder it lies in, if one may go there.
    pub parent: Option<PathBuf>,
    /// Folders in it: name and path.
    pub folders: Vec<(String, PathBuf)>,
    /// Lists in it: name and path.
    pub lists: Vec<(String, PathBuf)>,
    /// How many files of music lie in it.
    pub music: usize,
    /// Where it lies.
    pub path: PathBuf,
}

impl Desk {
    /// The screen as it opens.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a message in.
    pub fn update(&mut self, message: Message, shown: &Shown<'_>) -> Action {
        match message {
            Message::Done => return Action::Music(MusicAsk::Close),
            Message::Shade => return Action::Shade(darker(shown.shade)),
            Message::Cover => return Action::Cover(true),
            Message::Emergency => return Action::Emergency(true),
            Message::Audition(from) => return Action::Music(MusicAsk::Audition(from)),
            Message::Track(track, from) => return Action::Music(MusicAsk::AuditionTrack(track, from)),
            Message::From(at) => return from(at, shown),
            Message::Minute(which) => return minute(which, shown),
            Message::Cancel => return Action::Music(MusicAsk::CancelScan),
            Message::Browse(folder) => {
                (self.put_away, self.folders) = (false, 0);
                return Action::Music(MusicAsk::Browse(folder));
            }
            Message::Add(path) => {
                *self = Self { put_away: true, ..Self::default() };
                return Action::Music(MusicAsk::Add(path));
            }
            Message::PutAway => self.put_away = true,
            Message::Folders(page) => self.folders = page,
            Message::Page(page) => (self.page, self.follows) = (page, false),
            Message::Choose(chosen) => {
                self.page = self.page(&listed::rows(shown), shown);
                self.follows = false;
                self.chosen = if self.is_chosen(chosen, shown) { None } else { Some(chosen) };
            }
            Message::Lasting(_) | Message::Boundary(..) | Message::AsProposed => return wished(&message, shown),
            Message::Pin(..) | Message::Drop(..) | Message::Earlier(_) | Message::Later(_) => {
                self.follows = true;
                return wished(&message, shown);
            }
        }
        Action::None
    }

    /// The view of this moment.
    #[must_use]
    pub fn view<'a>(&'a self, shown: &Shown<'a>) -> Element<'a, Message> {
        let look = shown.look.filter(|_| !self.put_away);
        let content = match look {
            Some(look) => self.adding(look, shown),
            None => self.desk(shown),
        };
        let content = container(content)
            .width(Length::Fill)
            .height(Length::Fill)
            .padding(Padding::ZERO.horizontal(measure::MARGIN).top(measure::BELOW_BAR).bottom(measure::BELOW_FOOT));
        stack![column![head::head(shown), content], frame::sentence(shown.marks)].into()
    }

    fn desk<'a>(&'a self, shown: &Shown<'a>) -> Element<'a, Message> {
        let rows = listed::rows(shown);
        let chosen = self.chosen.and_then(|chosen| listed::resolved(chosen, &rows, shown));
        let tracks = self.tracks(&rows, chosen, shown);
        let aside = aside::aside(chosen, shown);
        column![
            chart::chart(chosen, shown),
            Space::new().height(measure::S),
            columns(shown.thumb, tracks, aside).height(Length::Fill)
        ]
        .into()
    }

    fn is_chosen(&self, chosen: Chosen, shown: &Shown<'_>) -> bool {
        let rows = listed::rows(shown);
        self.chosen.and_then(|now| listed::resolved(now, &rows, shown)) == Some(chosen)
    }
}

/// Plays the plan from that time on.
fn from(at: Duration, shown: &Shown<'_>) -> Action {
    let position = shown.planned.map(|planned| planned.plan.position_at(at));
    position.map_or(Action::None, |position| Action::Music(MusicAsk::Audition(Some(position))))
}

/// Plays the loudest minute, or the softest.
fn minute(which: Extreme, shown: &Shown<'_>) -> Action {
    let Some((planned, collection)) = shown.planned.zip(shown.collection) else { return Action::None };
    let (loudest, softest) = plan::extremes(&planned.plan, collection);
    let position = match which {
        Extreme::Loudest => loudest,
        Extreme::Softest => softest,
    };
    Action::Music(MusicAsk::Audition(Some(position)))
}

/// The plan as it is wished from now on.
fn wished(message: &Message, shown: &Shown<'_>) -> Action {
    let Some(now) = wish::present(shown) else { return Action::None };
    let wishes = match *message {
        Message::Lasting(target) => wish::lasting(now, target, shown.fixed),
        Message::Boundary(stage, start) => wish::bounded(now, stage, start),
        Message::AsProposed => wish::as_proposed(now),
        Message::Pin(track, on) => wish::pinned(now, track, on),
        Message::Drop(track, on) => wish::dropped(now, track, on),
        Message::Earlier(track) => wish::swapped(now, listed::neighbour(track, true, shown), track),
        Message::Later(track) => wish::swapped(now, listed::neighbour(track, false, shown), track),
        _ => return Action::None,
    };
    Action::Music(MusicAsk::Wish(wishes))
}

/// The list, and 400 px on the side of the thumb.
fn columns<'a>(
    thumb: Side,
    to_read: Element<'a, Message>,
    to_touch: Element<'a, Message>,
) -> iced::widget::Row<'a, Message> {
    let to_read = container(to_read).width(Length::Fill).height(Length::Fill);
    let to_touch = container(to_touch).width(measure::RIGHT).height(Length::Fill);
    let both = match thumb {
        Side::Right => row![to_read, to_touch],
        Side::Left => row![to_touch, to_read],
    };
    both.spacing(measure::GUTTER)
}
