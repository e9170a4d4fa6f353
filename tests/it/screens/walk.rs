//! A walk through every panel of every phase: what stands under the finger that opened it.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use holdspace::screen::{Action, Screen, Shown};
use holdspace::session::protocol::Protocol;
use holdspace::session::{Command, Phase};
use holdspace::theme::measure;
use holdspace::widget::Element;
use holdspace::widget::touch::{Act, Kind, announced};
use iced::{Event, Point, Rectangle, mouse};
use iced_test::selector::Candidate;

use super::after::laid_out;
use super::after::made_up::{MadeUp, minute};
use super::{dose, group};

/// How many panels deep the walk goes.
const DEEP: usize = 2;
/// A panel is left after so many of its kind: rows of one list lead to the same.
const MOST: usize = 150;

/// A control as it is seen.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    pub act: Act,
    pub kind: Kind,
    pub area: Rectangle,
}

/// Every control of a view, the lowest first.
pub fn controls<M>(view: Element<'_, M>) -> Vec<Seen> {
    let found = Arc::new(Mutex::new(Vec::new()));
    let gather = Arc::clone(&found);
    let none: Result<(), _> = laid_out(view).find(move |candidate: Candidate<'_>| -> Option<()> {
        if let Candidate::Custom { visible_bounds: Some(area), state, .. } = candidate
            && let Some((act, kind)) = announced(state)
        {
            gather.lock().unwrap().push(Seen { act, kind, area });
        }
        None
    });
    assert!(none.is_err(), "it only gathers");
    std::mem::take(&mut *found.lock().unwrap())
}

/// What a view says to a tap.
pub fn pressed<M>(view: Element<'_, M>, at: Point) -> Vec<M> {
    let mut ui = laid_out(view);
    ui.point_at(at);
    let _ = ui.simulate([
        Event::Mouse(mouse::Event::CursorMoved { position: at }),
        Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left)),
    ]);
    let _ = ui.simulate([Event::Mouse(mouse::Event::ButtonReleased(mouse::Button::Left))]);
    ui.into_messages().collect()
}

/// The screen after a press, what it asked for, and what was said in words.
struct After {
    screen: Screen,
    actions: Vec<Action>,
    said: String,
}

macro_rules! of_each {
    ($screen:expr, $name:ident => $what:expr) => {
        match $screen {
            Screen::Start(_) => unreachable!("a session runs"),
            Screen::Arrival($name) => $what,
            Screen::Intention($name) => $what,
            Screen::Breathing($name) => $what,
            Screen::Administration($name) => $what,
            Screen::Journey($name) => $what,
            Screen::Returning($name) => $what,
            Screen::Closing($name) => $what,
        }
    };
}

pub fn controls_of(screen: &Screen, shown: &Shown<'_>) -> Vec<Seen> {
    of_each!(screen, one => controls(one.view(shown)))
}

fn press(screen: &Screen, shown: &Shown<'_>, at: Point) -> After {
    let mut after = screen.clone();
    let (mut actions, mut said) = (Vec::new(), String::new());
    of_each!(&mut after, one => {
        for message in pressed(one.view(shown), at) {
            said += &format!("{message:?} ");
            actions.push(one.update(message, shown));
        }
    });
    After { screen: after, actions, said }
}

/// Whether a press wrote something down or ended something.
fn acts(after: &After) -> bool {
    after.actions.iter().any(|action| matches!(action, Action::Ask(_) | Action::AskAll(_)))
}

/// Whether a press moved the time of what comes next. What only proposes another time is kept by another press.
fn moves_time(after: &After) -> bool {
    ["Back(", "Ago("].iter().any(|word| after.said.contains(word) && !after.said.contains(&format!("{word}0)")))
}

/// The next step of one and the same question is no panel of its own: from the month to its days, from the pad's
/// picture to the pad.
fn goes_on(opened: &After, again: &After) -> bool {
    [("Calendar(Month(", "Calendar(Day("), ("Draw ", "Drawn(")]
        .iter()
        .any(|(first, next)| opened.said.contains(first) && again.said.contains(next))
}

fn under(seen: &[Seen], at: Point) -> Option<Act> {
    seen.iter().rev().find(|one| one.area.contains(at)).map(|one| one.act)
}

/// Everything that stands wrong behind the panels of a screen.
fn walk(name: &str, made_up: &MadeUp) -> BTreeSet<String> {
    let shown = made_up.shown();
    let first = Screen::of_phase(&shown);
    let mut known = BTreeSet::from([format!("{first:?}")]);
    let mut open = vec![(first, 0, name.to_owned())];
    let mut wrong = BTreeSet::new();
    while let Some((screen, deep, way)) = open.pop() {
        let seen = controls_of(&screen, &shown);
        // The bar asks before it goes anywhere, and is the same on every screen.
        let below_the_bar = seen.iter().filter(|one| one.kind == Kind::Tap && one.area.y >= measure::BAR);
        for one in below_the_bar {
            let at = one.area.center();
            if under(&seen, at) != Some(one.act) {
                continue;
            }
            let opened = press(&screen, &shown, at);
            let state = format!("{:?}", opened.screen);
            if acts(&opened) || state == format!("{screen:?}") {
                continue;
            }
            let way = format!("{way} > {}", opened.said.trim());
            if under(&controls_of(&opened.screen, &shown), at) != Some(one.act) {
                let again = press(&opened.screen, &shown, at);
                // What was there before a panel was opened comes back when it is put away: it moves no time.
                let opens = !known.contains(&state);
                if (moves_time(&again) || (opens && acts(&again))) && !goes_on(&opened, &again) {
                    let _ = wrong.insert(format!("{way}: a tap at the same place says {}", again.said));
                }
            }
            if known.insert(state) && deep < DEEP && known.len() < MOST {
                open.push((opened.screen, deep + 1, way));
            }
        }
    }
    wrong
}

fn in_phase(protocol: Protocol, phase: Phase) -> MadeUp {
    MadeUp::alone(protocol).at(minute(20), [Command::Enter(phase)])
}

/// A session in every phase, alone and in a group.
fn everywhere() -> Vec<(String, MadeUp)> {
    let mut all = vec![
        ("arrival".to_owned(), MadeUp::begun()),
        ("intention".to_owned(), in_phase(super::after::made_up::protocol(), Phase::Intention)),
        ("breathing".to_owned(), in_phase(super::after::made_up::protocol(), Phase::Breathing)),
        ("administration".to_owned(), in_phase(super::after::made_up::protocol(), Phase::Administration)),
        ("journey".to_owned(), MadeUp::on_the_journey()),
        ("return".to_owned(), MadeUp::on_return()),
        ("closing".to_owned(), MadeUp::on_closing()),
        ("booster".to_owned(), dose::boosted()),
        ("group, medicine".to_owned(), group::made_up::at_the_medicine(4)),
        ("group, holding".to_owned(), group::made_up::holding(4)),
        ("group, journey".to_owned(), group::made_up::on_the_journey(4)),
        ("six, journey".to_owned(), group::made_up::on_the_journey(6)),
    ];
    for name in ["remote-chaperone", "intramuscular", "intranasal", "troche"] {
        let protocol = dose::shipped(name);
        all.push((format!("arrival of {name}"), MadeUp::alone(protocol.clone())));
        all.push((format!("administration of {name}"), in_phase(protocol, Phase::Administration)));
    }
    all
}

#[test]
fn nothing_that_records_ends_or_moves_time_stands_under_the_finger_that_opened_its_panel() {
    let wrong: Vec<String> = everywhere().iter().flat_map(|(name, made_up)| walk(name, made_up)).collect();
    assert!(wrong.is_empty(), "{} places:\n{}", wrong.len(), wrong.join("\n"));
}
