//! The journey of a group: everyone's row on the left; on the right the chips of one person, or of all.

mod own;

use iced::widget::{Space, column, container, row};
use iced::{Alignment, Length, Padding};

use super::{Journey, Message, Open, chips, music, times};
use crate::screen::frame::columns;
use crate::screen::keypad_panel::KeypadPanel;
use crate::screen::music_now::MusicNow;
use crate::screen::roster::{self, MOST_WITH_ARC, Pressed, newest};
use crate::screen::scales::scales;
use crate::screen::shown::Whom;
use crate::screen::stopping::stopping;
use crate::screen::{Action, Shown};
use crate::session::Command;
use crate::session::timer::Hold;
use crate::theme::{Icon, Ink, measure, role};
use crate::units::Moment;
use crate::units::clock_face;
use crate::widget::Element;
use crate::widget::arc_chart::arc_chart;
use crate::widget::button::{steering as steer_button, surface};
use crate::widget::elided::elided;
use crate::widget::segment::segment;
use crate::widget::text::{figure_over, heading, words};
use crate::widget::touchable::{Face, touchable};
use crate::widget::tracked::tracked;

impl Journey {
    /// The same for another person of the group.
    #[must_use]
    pub fn turned(&self, shown: &Shown<'_>) -> Self {
        let open = match &self.open {
            Open::Person => Open::Person,
            Open::Vitals(keypad) => Open::Vitals(keypad.clone()),
            Open::Nothing
            | Open::Ratings
            | Open::Note(_)
            | Open::Spoke(..)
            | Open::Entries(_)
            | Open::Stopping
            | Open::ByEar(_) => Open::Nothing,
        };
        Self { more: self.more, open, steering_more: self.steering_more, ..Self::new(shown) }
    }

    pub(super) fn press(&mut self, pressed: Pressed) -> Action {
        match pressed {
            Pressed::Person(person) => {
                if !matches!(self.open, Open::Person) {
                    self.open = Open::Nothing;
                }
                Action::For(Whom::One(person))
            }
            Pressed::Vitals(person) => {
                self.open = Open::Vitals(KeypadPanel::new());
                Action::For(Whom::One(person))
            }
            Pressed::Check(person) => Action::Ask(Command::Check(person)),
        }
    }

    /// What is only for one person leaves off "everyone".
    pub(super) fn open_person(&mut self, shown: &Shown<'_>) -> Action {
        self.open = match self.open {
            Open::Person => Open::Nothing,
            _ => Open::Person,
        };
        Action::For(Whom::One(shown.person))
    }

    /// Both columns.
    pub(super) fn together<'a>(&'a self, shown: &Shown<'a>) -> Element<'a, Message> {
        let few = shown.session.participants().len() <= MOST_WITH_ARC;
        let rates = matches!(self.open, Open::Person);
        let rows = || roster::rows(shown, |person| newest(shown, person), Message::Roster);
        let scales = || container(scales(shown, measure::XXS, Message::Rate)).height(Length::Fill).clip(true);
        let left = match (few, rates) {
            (true, true) => column![times(shown), rows(), scales()],
            (false, true) => column![low_times(shown), scales(), due(shown), self.codes(shown)],
            (true, false) => column![times(shown), rows(), folded(shown), self.steering(shown)],
            (false, false) => {
                column![low_times(shown), rows(), Space::new().height(Length::Fill), self.steering(shown)]
            }
        };
        let left = left.spacing(if few { measure::S } else { measure::GAP });
        columns(shown, left.padding(Padding::ZERO.bottom(measure::BELOW_FOOT)), self.thumb(shown))
    }

    /// The codes alone, while the scales stand in the place of the rows.
    fn codes<'a>(&self, shown: &Shown<'a>) -> Element<'a, Message> {
        roster::strip(shown, |person| Message::Roster(Pressed::Person(person)))
    }

    fn thumb<'a>(&'a self, shown: &Shown<'a>) -> Element<'a, Message> {
        let panel = match (self.keypad(shown), &self.open) {
            (Some(keypad), _) => return keypad.view(shown).map(Message::Keypad),
            (None, Open::Entries(entries)) => return entries.view(shown).map(Message::Entries),
            (None, Open::Stopping) => return stopping(Message::Stop, Message::Close),
            (None, Open::ByEar(by_ear)) => return by_ear.view(shown),
            (None, Open::Person) => own::own(shown),
            (None, Open::Nothing | Open::Vitals(_) | Open::Ratings | Open::Note(_) | Open::Spoke(..)) => {
                let hold = self.hold.aside(shown).filter(|_| !shown.everyone);
                let chips = || chips::chips(shown, self.back_at(shown.boot), self.more, self.stamped.as_ref());
                hold.map_or_else(chips, |hold| hold.map(Message::Hold))
            }
        };
        column![self.whom(shown), panel].spacing(measure::GAP).into()
    }

    /// One person or everyone, and beside it what is only for one.
    fn whom<'a>(&self, shown: &Shown<'a>) -> Element<'a, Message> {
        let person = shown.person;
        let choose = move |index: usize| Message::For(if index == 0 { Whom::One(person) } else { Whom::Everyone });
        let whom = segment([shown.code(person), "Everyone"], usize::from(shown.everyone), choose);
        let opened = matches!(self.open, Open::Person);
        let word = if opened { "Done" } else { "Rate, note" };
        let own = surface(word).active(opened).width(measure::NOTE).height(measure::TARGET);
        row![whom, own.on_press(Message::OpenPerson)].spacing(measure::GAP).into()
    }

    /// One row that turns to its second half.
    fn steering<'a>(&self, shown: &Shown<'a>) -> Element<'a, Message> {
        let [lighter, deeper, stay, back, next, ground] = music::material(shown);
        let [softer, louder, talk, silence, end] = music::level(shown);
        let turn = |word: &'static str, on: bool| {
            steer_button(
                if on { Icon::ArrowLeft } else { Icon::ArrowRight },
                word,
                false,
                Some(Message::MoreSteering(!on)),
            )
        };
        let line = if self.steering_more {
            let reached = MusicNow::of(shown).is_none_or(|music| music.begun && music.left().is_none());
            let on: Option<Element<'a, Message>> = shown
                .proposed()
                .map(|next| steer_button(Icon::ArrowRight, next.label(), reached, Some(Message::Go(next))));
            // "More" keeps its place: whoever turns twice turns back.
            let on = on.unwrap_or_else(|| Space::new().width(Length::Fill).into());
            let free = || Space::new().width(Length::Fill);
            row![stay, back, next, end, on, free(), free(), turn("More", true)]
        } else {
            row![softer, louder, lighter, deeper, ground, talk, silence, turn("More", false)]
        };
        line.spacing(measure::GAP).height(measure::BUTTON).into()
    }
}

/// Since the first tablet; of the music, and booked.
fn times<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let (since, what) = first(shown);
    let figure = tracked(role::HERO_GROUP, Ink::Text, clock_face(shown.now.since(since)));
    let hero = column![figure, words(role::LABEL_LARGE, Ink::Dim, what)].spacing(measure::S);
    let line = row![hero, Space::new().width(Length::Fill)].extend(seconds(shown)).spacing(measure::L);
    line.align_y(Alignment::End).height(measure::TIMES_GROUP).into()
}

/// The same in one line, with the piece that plays: five and six people need the room.
fn low_times<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let (since, what) = first(shown);
    let hero = figure_over(clock_face(shown.now.since(since)), Ink::Text, what);
    let piece = MusicNow::of(shown).map(|music| {
        let title = music.piece().map_or("", |piece| piece.title.as_str());
        let title = elided(role::BODY_STRONG, Ink::Text, title);
        column![title, elided(role::LABEL_LARGE, Ink::Dim, music::what_comes(&music))]
    });
    let piece = piece.unwrap_or_else(|| column![heading("No music")]);
    let piece = touchable(piece).face(Face::Plain).width(Length::Fill).height(measure::TARGET);
    let piece = piece.align_x(Alignment::Start);
    let line = row![hero, piece.on_tap("desk", |_| Message::OpenDesk)].extend(seconds(shown)).spacing(measure::M);
    line.align_y(Alignment::End).height(measure::TIMES_LOW).into()
}

/// Who is to spit now, where the rows that say so are covered.
fn due<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let due = shown.people().filter(|person| {
        let who = shown.session.participant(*person);
        matches!(who.and_then(|who| who.hold(shown.now)), Some(Hold::Due { .. }))
    });
    let due: Vec<String> =
        due.map(|person| format!("{}: {}", shown.code(person), roster::standing(shown, person).first)).collect();
    words(role::BODY_STRONG, Ink::Accent, due.join(", ")).into()
}

fn seconds<'a>(shown: &Shown<'a>) -> impl Iterator<Item = Element<'a, Message>> {
    let music = MusicNow::of(shown).map(|music| times::music_left(&music));
    music.into_iter().chain([times::booked(shown)])
}

/// When the first of them took it, or the journey began.
fn first(shown: &Shown<'_>) -> (Moment, String) {
    let people = shown.session.participants();
    match people.iter().filter_map(|who| who.t0()).min() {
        Some(t0) => {
            let form = people.iter().find_map(|who| who.doses.first()).map(|dose| dose.prescription.form);
            let word = form.unwrap_or_default().words().0;
            (t0, format!("since the first {word}, {}", shown.time_of(t0)))
        }
        None => {
            let entered = times::began(shown);
            (entered, format!("since the journey began, {}", shown.time_of(entered)))
        }
    }
}

/// The piece and the arc, folded.
fn folded<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let Some(music) = MusicNow::of(shown) else {
        return container(heading("No music")).height(Length::Fill).into();
    };
    let title = music.piece().map_or("", |piece| piece.title.as_str());
    let line = row![words(role::BODY_STRONG, Ink::Text, title), heading(music::what_comes(&music))];
    let arc = touchable(arc_chart(music.chart(), measure::ARC_FOLDED)).face(Face::Plain).width(Length::Fill);
    let arc = arc.padding(Padding::ZERO).on_tap("desk", |_| Message::OpenDesk);
    column![line.spacing(measure::GAP).height(measure::PIECE_LINE), arc].height(Length::Fill).into()
}

/// What a chip asks for: for one person it turns over; for all it begins where it is not, and ends where it is for all.
pub(super) fn observe(shown: &Shown<'_>, key: &str, at: Moment) -> Command {
    let going = |person| shown.session.participant(person).is_some_and(|who| who.open_state(key).is_some());
    let command = |person| Command::Observe(person, key.to_owned(), at);
    if !shown.everyone || !shown.is_group() {
        return command(shown.person);
    }
    let all: Vec<_> = shown.people().filter(|person| !shown.has_stopped(*person)).collect();
    let ends = all.iter().all(|person| going(*person));
    Command::Each(all.into_iter().filter(|person| ends || !going(*person)).map(command).collect())
}
