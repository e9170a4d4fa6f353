//! Made-up sessions at every place of the day, with the screens that stand there, to be pressed at will.

use std::fs;
use std::sync::OnceLock;
use std::time::Duration;

use holdspace::config::{self, Loaded, find_protocol};
use holdspace::screen::shown::Whom;
use holdspace::screen::{
    Action, Screen, administration, arrival, breathing, calm, closing, emergency, intention, journey, returning,
};
use holdspace::session::protocol::Protocol;
use holdspace::session::{Command, Person, Phase};
use holdspace::theme::{self, DEFAULT_FONT, FONTS};
use holdspace::widget::Element;
use iced::{Point, Theme};
use iced_test::Simulator;
use iced_test::selector::Candidate;

use crate::screens::after::made_up::{MadeUp, minute};
use crate::screens::group::made_up as group;

/// What a screen says.
#[derive(Clone, Debug)]
pub enum Said {
    Arrival(arrival::Message),
    Intention(intention::Message),
    Breathing(breathing::Message),
    Administration(administration::Message),
    Journey(journey::Message),
    Returning(returning::Message),
    Closing(closing::Message),
    Emergency(emergency::Message),
    Calm(calm::Message),
}

/// What lies over the screen of the phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cover {
    Nothing,
    Emergency,
    Calm,
}

/// A session, its screen, and what covers it.
pub struct World {
    pub name: String,
    pub made: MadeUp,
    pub screen: Screen,
    pub cover: Cover,
}

/// A protocol with long words and many lines.
pub fn long() -> Protocol {
    static LOADED: OnceLock<Loaded> = OnceLock::new();
    let loaded = LOADED.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("protocols")).unwrap();
        fs::write(folder.path().join("protocols/long.toml"), include_str!("long.toml")).unwrap();
        config::load(folder.path())
    });
    find_protocol(loaded, "long").unwrap_or_else(|problem| panic!("{problem:?}"))
}

fn shipped(name: &str) -> Protocol {
    find_protocol(&config::load(std::path::Path::new("no such folder")), name).unwrap()
}

/// How many different worlds there are.
pub const WORLDS: usize = 30;

/// The world of that number, as it opens.
pub fn world(number: usize) -> World {
    let (name, made) = match number {
        0 => ("begun".to_owned(), MadeUp::begun()),
        1 => ("intention".to_owned(), MadeUp::begun().at(minute(13), [Command::Enter(Phase::Intention)])),
        2 => ("breathing".to_owned(), MadeUp::begun().at(minute(20), [Command::Enter(Phase::Breathing)])),
        3 => ("administration".to_owned(), MadeUp::begun().at(minute(25), [Command::Enter(Phase::Administration)])),
        4 => ("journey".to_owned(), MadeUp::on_the_journey()),
        5 => ("return".to_owned(), MadeUp::on_return()),
        6 => ("closing".to_owned(), MadeUp::on_closing()),
        7..=9 => (format!("medicine of {}", people(number)), group::at_the_medicine(people(number))),
        10..=12 => (format!("nearly ready, {}", people(number)), group::nearly_ready(people(number))),
        13..=15 => (format!("holding, {}", people(number)), group::holding(people(number))),
        16..=18 => (format!("journey of {}", people(number)), group::on_the_journey(people(number))),
        19..=25 => {
            let name = NAMES[number - 19];
            (format!("{name} begun"), MadeUp::alone(shipped(name)))
        }
        26 => ("long begun".to_owned(), MadeUp::alone(long())),
        27 => ("long journey".to_owned(), MadeUp::alone(long()).at(minute(40), [Command::Enter(Phase::Journey)])),
        28 => ("long return".to_owned(), MadeUp::alone(long()).at(minute(40), [Command::Enter(Phase::Return)])),
        _ => ("group begun".to_owned(), group::begun(6)),
    };
    World { name, screen: Screen::of_phase(&made.shown()), made, cover: Cover::Nothing }
}

const NAMES: [&str; 7] = [
    "intramuscular",
    "intranasal",
    "lozenge-individual",
    "rdt-individual",
    "remote-chaperone",
    "talk-low-dose",
    "troche",
];

const fn people(number: usize) -> usize {
    [2, 4, 6][(number - 7) % 3]
}

impl World {
    pub fn theme(&self) -> Theme {
        theme::theme(self.made.shade)
    }

    pub fn view(&self) -> Element<'_, Said> {
        let shown = self.made.shown();
        match self.cover {
            Cover::Emergency => return emergency::view(&shown).map(Said::Emergency),
            Cover::Calm => return calm::view(&shown).map(Said::Calm),
            Cover::Nothing => {}
        }
        match &self.screen {
            Screen::Start(_) => iced::widget::space().into(),
            Screen::Arrival(screen) => screen.view(&shown).map(Said::Arrival),
            Screen::Intention(screen) => screen.view(&shown).map(Said::Intention),
            Screen::Breathing(screen) => screen.view(&shown).map(Said::Breathing),
            Screen::Administration(screen) => screen.view(&shown).map(Said::Administration),
            Screen::Journey(screen) => screen.view(&shown).map(Said::Journey),
            Screen::Returning(screen) => screen.view(&shown).map(Said::Returning),
            Screen::Closing(screen) => screen.view(&shown).map(Said::Closing),
        }
    }

    /// Where words stand in a window of this size.
    pub fn words(&self, size: (f32, f32)) -> Vec<(String, Point)> {
        let found = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
        let gather = std::sync::Arc::clone(&found);
        let mut ui = laid_out(self.view(), size);
        let none: Result<(), _> = ui.find(move |candidate: Candidate<'_>| -> Option<()> {
            if let Candidate::Text { visible_bounds: Some(bounds), content, .. } = candidate {
                gather.lock().unwrap().push((content.to_owned(), bounds.center()));
            }
            None
        });
        assert!(none.is_err(), "it only gathers");
        std::mem::take(&mut *found.lock().unwrap())
    }

    /// A short press.
    pub fn press(&mut self, at: Point, size: (f32, f32)) {
        let mut ui = laid_out(self.view(), size);
        ui.point_at(at);
        let _ = ui.simulate(iced_test::simulator::click());
        let said: Vec<Said> = ui.into_messages().collect();
        for one in said {
            self.take(one);
        }
    }

    /// Lets time pass.
    pub fn wait(&mut self, seconds: u64) {
        self.made.now = self.made.now.plus(Duration::from_secs(seconds));
        let _ = self.made.try_ask(&Command::Tick);
    }

    /// Turns to the next person.
    pub fn turn(&mut self) {
        let people = u8::try_from(self.made.session.participants().len()).unwrap_or(1);
        self.made.person = Person((self.made.person.0 + 1) % people);
        self.screen.turn(&self.made.shown());
    }

    fn take(&mut self, said: Said) {
        let shown = self.made.shown();
        let action = match (said, &mut self.screen) {
            (Said::Arrival(it), Screen::Arrival(screen)) => screen.update(it, &shown),
            (Said::Intention(it), Screen::Intention(screen)) => screen.update(it, &shown),
            (Said::Breathing(it), Screen::Breathing(screen)) => screen.update(it, &shown),
            (Said::Administration(it), Screen::Administration(screen)) => screen.update(it, &shown),
            (Said::Journey(it), Screen::Journey(screen)) => screen.update(it, &shown),
            (Said::Returning(it), Screen::Returning(screen)) => screen.update(it, &shown),
            (Said::Closing(it), Screen::Closing(screen)) => screen.update(it, &shown),
            (Said::Emergency(it), _) => emergency::update(it, &shown),
            (Said::Calm(it), _) => calm::update(it, &shown),
            (_, _) => Action::None,
        };
        self.act(action);
    }

    fn act(&mut self, action: Action) {
        let before = self.made.session.phase();
        if let Action::Ask(command) = &action {
            let _ = self.made.try_ask(command);
        } else if let Action::AskAll(commands) = &action {
            let _ = commands.iter().all(|command| self.made.try_ask(command));
        } else if let Action::Shade(shade) = action {
            self.made.shade = shade;
        } else if let Action::Emergency(open) = action {
            self.cover = if open { Cover::Emergency } else { Cover::Nothing };
        } else if let Action::Cover(over) = action {
            self.cover = if over { Cover::Calm } else { Cover::Nothing };
        } else if let Action::For(Whom::One(person)) = action {
            self.made.person = person;
            self.screen.turn(&self.made.shown());
        }
        if self.made.session.phase() != before {
            self.screen = Screen::of_phase(&self.made.shown());
        }
    }
}

/// A view in a window of this size, in px of the design.
pub fn laid_out<M>(view: Element<'_, M>, size: (f32, f32)) -> Simulator<'_, M> {
    let fonts = FONTS.iter().map(|font| (*font).into()).collect();
    let settings = iced::Settings { fonts, default_font: DEFAULT_FONT, ..iced::Settings::default() };
    Simulator::with_size(settings, [size.0, size.1], view)
}
