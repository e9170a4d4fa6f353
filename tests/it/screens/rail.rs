//! The rail moves when a mark needs its room: a finger on it presses no other phase than the one it came down on.

use holdspace::screen::closing::{Closing, Message};
use holdspace::screen::frame::Bar;
use holdspace::session::Phase;
use holdspace::theme::DEFAULT_FONT;
use holdspace::theme::measure::DESIGN;
use holdspace::widget::touch::surface;
use iced::advanced::{clipboard, mouse};
use iced::touch::{self, Finger};
use iced::{Event, Point, Size};
use iced_test::runtime::UserInterface;
use iced_test::runtime::user_interface::Cache;

use super::after::laid_out;
use super::after::made_up::MadeUp;

/// A glass whose state lasts from view to view, as in a window.
struct Glass {
    renderer: iced::Renderer,
    cache: Option<Cache>,
}

impl Glass {
    fn new() -> Self {
        Self { renderer: iced::Renderer::new(DEFAULT_FONT, iced::Pixels(16.0)), cache: Some(Cache::new()) }
    }

    fn tell(&mut self, made_up: &MadeUp, screen: &Closing, event: Event) -> Vec<Message> {
        let view = surface(screen.view(&made_up.shown()), |_, message| message);
        let (mut messages, cache) = (Vec::new(), self.cache.take().unwrap());
        let mut ui = UserInterface::build(view, Size::new(DESIGN.0, DESIGN.1), cache, &mut self.renderer);
        let unseen = mouse::Cursor::Unavailable;
        let _ = ui.update(&[event], unseen, &mut self.renderer, &mut clipboard::Null, &mut messages);
        self.cache = Some(ui.into_cache());
        messages
    }
}

fn pressed(position: Point) -> Event {
    Event::Touch(touch::Event::FingerPressed { id: Finger(1), position })
}

fn lifted(position: Point) -> Event {
    Event::Touch(touch::Event::FingerLifted { id: Finger(1), position })
}

fn place_of(made_up: &MadeUp, screen: &Closing, phase: Phase) -> Point {
    let mut ui = laid_out(screen.view(&made_up.shown()));
    ui.find(phase.label()).unwrap().visible_bounds().unwrap().center()
}

#[test]
fn a_finger_on_the_rail_presses_no_phase_that_a_mark_has_moved_under_it() {
    let mut made_up = MadeUp::on_closing();
    let screen = Closing::new(&made_up.shown());
    let at = place_of(&made_up, &screen, Phase::Intention);
    let mut glass = Glass::new();

    assert!(glass.tell(&made_up, &screen, pressed(at)).is_empty());
    let said = glass.tell(&made_up, &screen, lifted(at));
    assert!(matches!(&said[..], [Message::Bar(Bar::Go(Phase::Intention))]), "{said:?}");

    let mut glass = Glass::new();
    assert!(glass.tell(&made_up, &screen, pressed(at)).is_empty());
    made_up.marks.no_sound = Some("11:08".to_owned());
    let moved = place_of(&made_up, &screen, Phase::Administration);
    assert!(moved.x - at.x < 60.0, "another phase stands there now: {moved:?} for {at:?}");
    let said = glass.tell(&made_up, &screen, lifted(at));
    assert!(said.is_empty(), "begun on Intention: {said:?}");
}
