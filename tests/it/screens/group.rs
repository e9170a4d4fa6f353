//! Two to six people on the glass: rows, whom an entry concerns, and everyone's own pace.

pub mod made_up;

use std::time::Duration;

use holdspace::config::settings::Side;
use holdspace::screen::action::Begin;
use holdspace::screen::administration::{self, Administration};
use holdspace::screen::frame::Bar;
use holdspace::screen::journey::{self, Journey};
use holdspace::screen::roster::Pressed;
use holdspace::screen::shown::Whom;
use holdspace::screen::{Action, Screen};
use holdspace::session::dose::Ending;
use holdspace::session::{Command, Person, Phase};
use holdspace::theme::{DEFAULT_FONT, FONTS, Shade, measure, theme};
use iced::Element;
use iced_test::Simulator;

use super::after::made_up::{MadeUp, minute};
use super::before::has_large_targets;
use made_up::{AL, CODES, JR, MK, TS, at_the_medicine, holding, nearly_ready, on_the_journey};

fn laid_out<M>(view: Element<'_, M>, size: (f32, f32)) -> Simulator<'_, M> {
    let fonts = FONTS.iter().map(|font| (*font).into()).collect();
    let settings = iced::Settings { fonts, default_font: DEFAULT_FONT, ..iced::Settings::default() };
    Simulator::with_size(settings, [size.0, size.1], view)
}

/// What a click on these words says, if anything.
fn click<M>(view: Element<'_, M>, words: &str) -> Vec<M> {
    let mut ui = laid_out(view, measure::DESIGN);
    let _ = ui.click(words).unwrap_or_else(|error| panic!("{words}: {error}"));
    ui.into_messages().collect()
}

fn shows<M>(view: Element<'_, M>, words: &str) -> bool {
    laid_out(view, measure::DESIGN).find(words).is_ok()
}

/// The screen of the session's phase, drawn.
fn view_of<'a>(screen: &'a Screen, made_up: &'a MadeUp) -> Element<'a, ()> {
    let shown = made_up.shown();
    match screen {
        Screen::Administration(screen) => screen.view(&shown).map(|_| ()),
        Screen::Journey(screen) => screen.view(&shown).map(|_| ()),
        Screen::Arrival(screen) => screen.view(&shown).map(|_| ()),
        Screen::Intention(screen) => screen.view(&shown).map(|_| ()),
        Screen::Returning(screen) => screen.view(&shown).map(|_| ()),
        Screen::Closing(screen) => screen.view(&shown).map(|_| ()),
        Screen::Breathing(screen) => screen.view(&shown).map(|_| ()),
        Screen::Start(_) => iced::widget::space().into(),
    }
}

fn shot(name: &str, made_up: &MadeUp, change: impl Fn(&mut Screen)) {
    let Ok(folder) = std::env::var("GROUP_SHOTS") else { return };
    let mut screen = Screen::of_phase(&made_up.shown());
    change(&mut screen);
    for (size, what) in [((1280.0, 800.0), "1280"), ((1422.0, 800.0), "1920")] {
        for shade in [Shade::Dusk, Shade::Night] {
            let path = format!("{folder}/group-{name}-{what}-{shade:?}.png");
            let _ = std::fs::remove_file(path.replace(".png", "-tiny-skia.png"));
            let drawn = laid_out(view_of(&screen, made_up), size).snapshot(&theme(shade)).unwrap();
            assert!(drawn.matches_image(&path).unwrap());
        }
    }
}

#[test]
fn shots() {
    if std::env::var("GROUP_SHOTS").is_err() {
        return;
    }
    for people in [2, 4, 6] {
        shot(&format!("journey-{people}"), &on_the_journey(people), |_| {});
        shot(&format!("medicine-{people}"), &nearly_ready(people), |_| {});
        shot(&format!("holding-{people}"), &holding(people), |_| {});
    }
    let journey = |message: journey::Message| {
        move |screen: &mut Screen| {
            let made_up = on_the_journey(4);
            if let Screen::Journey(screen) = screen {
                let _ = screen.update(message.clone(), &made_up.shown());
            }
        }
    };
    shot("own", &on_the_journey(4), journey(journey::Message::OpenPerson));
    shot("own-6", &on_the_journey(6), journey(journey::Message::OpenPerson));
    shot("steering", &on_the_journey(4), journey(journey::Message::MoreSteering(true)));
    shot("vitals", &on_the_journey(4), journey(journey::Message::OpenVitals));
    let mut everyone = on_the_journey(4);
    everyone.everyone = true;
    shot("everyone", &everyone, |_| {});
    let mut alone = at_the_medicine(4);
    alone.person = MK;
    shot("alone", &alone, |screen| {
        let made_up = at_the_medicine(4);
        if let Screen::Administration(screen) = screen {
            let _ = screen.update(administration::Message::Alone(true), &made_up.shown());
        }
    });
    let mut due = holding(4).at(minute(41), [Command::Tick]);
    due.person = JR;
    shot("due", &due, |_| {});
    shot("arrival", &made_up::begun(4), |_| {});
    shot("arrival-6", &made_up::begun(6), |_| {});
    shot("intention", &made_up::begun(4).at(minute(5), [Command::Enter(Phase::Intention)]), |_| {});
    let mut back = on_the_journey(4).at(minute(100), [Command::Enter(Phase::Return), Command::BeginTurn(JR)]);
    back.now = minute(106);
    shot("return", &back, |_| {});
    shot("closing", &back.at(minute(150), [Command::Enter(Phase::Closing)]), |_| {});
    let mut late = on_the_journey(4);
    late.person = TS;
    shot("declined", &late, journey(journey::Message::OpenPerson));
}
