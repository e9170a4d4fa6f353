//! Every list that may be longer than its place: a finger drags it wherever it begins, and presses what it lies on.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use holdspace::config::load;
use holdspace::screen::arrival::Arrival;
use holdspace::screen::closing::Closing;
use holdspace::screen::intention::Intention;
use holdspace::screen::questionnaire::{Asking, Message as Asked};
use holdspace::screen::returning::{Message as Returned, Returning};
use holdspace::screen::start::Start;
use holdspace::session::answer::Ask;
use holdspace::session::protocol::{Item, Protocol};
use holdspace::session::{Command, Phase};
use holdspace::widget::Element;
use holdspace::widget::touch::{Act, announced, surface};
use iced::touch::{self, Finger};
use iced::{Event, Point, Rectangle, Size};
use iced_test::Simulator;
use iced_test::selector::Candidate;

use super::after::made_up::{MadeUp, minute};
use super::after::{laid_out, laid_out_in};
use super::before::{marks, start_shown};
use super::dose::shipped;

/// What stands in a view: its controls, and its lists that are longer than their place.
#[derive(Clone, Debug, Default)]
struct Found {
    controls: Vec<(Act, Option<Rectangle>)>,
    lists: Vec<Rectangle>,
}

fn look<M>(ui: &mut Simulator<'_, M>) -> Found {
    let found = Arc::new(Mutex::new(Found::default()));
    let gather = Arc::clone(&found);
    let none: Result<(), _> = ui.find(move |candidate: Candidate<'_>| -> Option<()> {
        let mut found = gather.lock().unwrap();
        match candidate {
            Candidate::Custom { visible_bounds, state, .. } => {
                found.controls.extend(announced(state).map(|(act, _)| (act, visible_bounds)));
            }
            Candidate::Scrollable { bounds, content_bounds, .. } if content_bounds.height > bounds.height + 1.0 => {
                found.lists.push(bounds);
            }
            _ => {}
        }
        None
    });
    assert!(none.is_err(), "it only gathers");
    std::mem::take(&mut *found.lock().unwrap())
}

fn pressed(at: Point) -> Event {
    Event::Touch(touch::Event::FingerPressed { id: Finger(1), position: at })
}

fn moved(at: Point) -> Event {
    Event::Touch(touch::Event::FingerMoved { id: Finger(1), position: at })
}

fn lifted(at: Point) -> Event {
    Event::Touch(touch::Event::FingerLifted { id: Finger(1), position: at })
}

/// Up by so many px, in steps of a finger.
fn drag(from: Point, up: f32) -> Vec<Event> {
    let at = |part: u8| Point::new(from.x, from.y - up * f32::from(part) / 10.0);
    let way = (1..=10).map(at);
    std::iter::once(pressed(from)).chain(way.map(moved)).chain([lifted(at(10))]).collect()
}

/// What every control says where nothing has to scroll, in the order of the view.
fn said_in_full<M: Debug>(view: impl Fn() -> Element<'static, M>) -> Vec<(Act, Vec<String>)> {
    let tall = Size::new(1280.0, 8000.0);
    let found = look(&mut laid_out_in(tall, view()));
    assert!(found.lists.is_empty(), "nothing scrolls where there is room");
    let say = |(act, area): &(Act, Option<Rectangle>)| {
        let at = area.unwrap().center();
        let mut ui = laid_out_in(tall, view());
        let _ = ui.simulate([pressed(at), lifted(at)]);
        (*act, ui.into_messages().map(|message| without_times(&message)).collect())
    };
    found.controls.iter().map(say).collect()
}

/// The words of a message without the time of its touch.
fn without_times(message: &impl Debug) -> String {
    let words = format!("{message:?}");
    words.split(", ").filter(|part| !part.trim_end_matches(')').ends_with('s') || part.contains('"')).collect()
}

/// Drags the lists of a view to their end, a finger on whatever lies there, and taps every row that is seen on the way.
fn drag_and_tap<M: Debug>(what: &str, view: impl Fn() -> Element<'static, M>) {
    let full = said_in_full(&view);
    let lists = look(&mut laid_out(surface(view(), |_, message| message))).lists;
    assert!(!lists.is_empty(), "{what}: nothing is to be scrolled");
    for list in lists {
        let mut tapped = BTreeSet::new();
        let mut before = Vec::new();
        for drags in 0..40 {
            // Each time from the beginning: as if the finger had done nothing else.
            let dragged = || {
                let mut ui = laid_out(surface(view(), |_, message| message));
                (0..drags).for_each(|_| drop(ui.simulate(drag(list.center(), list.height / 3.0))));
                ui
            };
            let found = look(&mut dragged());
            let seen = in_sight(&found, list);
            if seen == before {
                assert!(drags > 1, "{what}: a finger that begins on a row drags it");
                break;
            }
            for (number, area) in seen.iter().filter(|(number, _)| tapped.insert(*number)) {
                let mut ui = dragged();
                let _ = ui.simulate([pressed(area.center()), lifted(area.center())]);
                let said: Vec<String> = ui.into_messages().map(|message| without_times(&message)).collect();
                assert_eq!((found.controls[*number].0, said), full[*number], "{what}: control {number} after {drags}");
            }
            before = seen;
        }
        assert!(tapped.len() > before.len(), "{what}: more came in sight");
    }
}

/// The controls that are seen in a list, by their number in the view.
fn in_sight(found: &Found, list: Rectangle) -> Vec<(usize, Rectangle)> {
    let all = found.controls.iter().enumerate();
    let seen = |(number, (_, area)): (usize, &(Act, Option<Rectangle>))| {
        Some((number, area.filter(|area| list.contains(area.center()) && area.height > 8.0)?))
    };
    all.filter_map(seen).collect()
}

fn leaked<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

fn long(mut protocol: Protocol) -> Protocol {
    let item = |number: usize| Item {
        key: format!("line_{number}"),
        label: format!("Line {number}"),
        hint: String::new(),
        ask: Ask::Tick,
    };
    protocol.release.extend((0..24).map(item));
    protocol.prompts.extend((0..20).map(|number| format!("A prompt to begin with, {number}")));
    protocol.practice.return_prompts.extend((0..20).map(|number| format!("A question afterwards, {number}")));
    protocol
}

#[test]
fn the_gate_of_a_remote_session_is_dragged_and_tapped_line_by_line() {
    let made_up = leaked(MadeUp::alone(shipped("remote-chaperone")));
    let arrival = leaked(Arrival::new(&made_up.shown()));
    drag_and_tap("the gate", || arrival.view(&made_up.shown()));
}

#[test]
fn of_forty_protocols_each_is_chosen_where_it_is_seen() {
    let mut loaded = load("no such folder".as_ref());
    let first = loaded.protocols.first().cloned().unwrap();
    loaded.protocols.extend((0..40).map(|number| {
        let mut more = first.clone();
        more.name = format!("own-{number}");
        more
    }));
    let (loaded, marks) = (leaked(loaded), leaked(marks()));
    let start = leaked(Start::new(loaded));
    drag_and_tap("the start", || start.view(start_shown(loaded, marks)));
}

#[test]
fn the_prompts_of_the_intention_and_the_questions_of_the_return_are_dragged() {
    let begun = MadeUp::alone(long(super::after::made_up::protocol()));
    let made_up = leaked(begun.at(minute(10), [Command::Enter(Phase::Intention)]));
    let intention = leaked(Intention::new(&made_up.shown()));
    drag_and_tap("the prompts", || intention.view(&made_up.shown()));

    let made_up = leaked(MadeUp::alone(long(super::after::made_up::protocol())).went_on().returned());
    let mut returning = Returning::new(&made_up.shown());
    let _ = returning.update(Returned::Ask(true), &made_up.shown());
    let returning = leaked(returning);
    drag_and_tap("the questions", || returning.view(&made_up.shown()));
}

#[test]
fn a_long_checklist_of_the_release_is_dragged_and_ticked() {
    let made_up = leaked(MadeUp::alone(long(super::after::made_up::protocol())).went_on().returned().closed());
    let closing = leaked(Closing::new(&made_up.shown()));
    drag_and_tap("the release", || closing.view(&made_up.shown()));
}

#[test]
fn the_answers_of_a_questionnaire_are_dragged_and_opened() {
    let mut form = holdspace::config::find_questionnaire(&load("no such folder".as_ref()), "phq-9").unwrap();
    form.items = form.items.iter().cycle().take(30).cloned().collect();
    let form = leaked(form);
    let answers: &'static [Option<u8>] = leaked(vec![Some(1); 30]);
    let mut asking = Asking::new(form, answers);
    let _ = asking.update(Asked::Read, form);
    let asking = leaked(asking);
    drag_and_tap("the answers", || asking.view(form, answers));
}
