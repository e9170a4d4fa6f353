//! Two to six people on the glass: rows, whom an entry concerns, and everyone's own pace.

mod begin;
pub mod made_up;

use holdspace::config::settings::Side;
use holdspace::screen::administration::{self, Administration};
use holdspace::screen::frame::Bar;
use holdspace::screen::journey::{self, Journey};
use holdspace::screen::roster::Pressed;
use holdspace::screen::shown::Whom;
use holdspace::screen::{Action, Screen};
use holdspace::session::dose::Ending;
use holdspace::session::{Command, Person, Phase};
use holdspace::theme::{DEFAULT_FONT, FONTS, measure};
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

/// What a screen asks for when its messages are taken in one after the other.
fn told<M>(messages: Vec<M>, mut update: impl FnMut(M) -> Action) -> Vec<Action> {
    assert!(!messages.is_empty(), "nothing happens");
    messages.into_iter().map(&mut update).filter(|action| *action != Action::None).collect()
}

/// A touch at a place.
fn touch<M>(view: Element<'_, M>, at: [f32; 2]) -> Vec<M> {
    let mut ui = laid_out(view, measure::DESIGN);
    ui.point_at(at);
    let _ = ui.simulate(iced_test::simulator::click());
    ui.into_messages().collect()
}

fn texts_stand_within<M>(view: Element<'_, M>, size: (f32, f32), words: &[&str]) {
    let mut ui = laid_out(view, size);
    for word in words {
        let found = ui.find(*word).unwrap_or_else(|error| panic!("{word}: {error}"));
        let bounds = found.visible_bounds().unwrap_or_else(|| panic!("{word} cannot be seen"));
        assert!(bounds.x >= 0.0 && bounds.x + bounds.width <= size.0, "{word}: {bounds:?}");
        assert!(bounds.y >= 0.0 && bounds.y + bounds.height <= size.1, "{word}: {bounds:?}");
    }
}

#[test]
fn up_to_six_people_stand_below_each_other_without_scrolling() {
    for people in [2, 4, 6] {
        for thumb in [Side::Right, Side::Left] {
            for size in [measure::DESIGN, (1422.0, 800.0)] {
                for mut made_up in [on_the_journey(people), holding(people)] {
                    made_up.thumb = thumb;
                    let screen = Screen::of_phase(&made_up.shown());
                    texts_stand_within(view_of(&screen, &made_up), size, &CODES[..people]);
                }
            }
        }
    }
}

#[test]
fn every_target_is_large_for_two_four_and_six() {
    for people in [2, 4, 6] {
        for (name, made_up) in
            [("before", nearly_ready(people)), ("holding", holding(people)), ("journey", on_the_journey(people))]
        {
            let screen = Screen::of_phase(&made_up.shown());
            has_large_targets(&format!("{name} of {people}"), view_of(&screen, &made_up));
        }
    }
}

#[test]
fn a_tap_on_a_row_turns_to_that_person_and_what_was_begun_is_put_away() {
    let made_up = on_the_journey(4);
    let mut screen = Journey::new(&made_up.shown());
    let messages = click(screen.view(&made_up.shown()), "AL-02");
    assert_eq!(told(messages, |it| screen.update(it, &made_up.shown())), [Action::For(Whom::One(AL))]);
    let mut screen = Screen::Journey(screen);
    let mut turned = on_the_journey(4);
    turned.person = AL;
    if let Screen::Journey(journey) = &mut screen {
        let _ = journey.update(journey::Message::OpenNote, &made_up.shown());
    }
    screen.turn(&turned.shown());
    let Screen::Journey(journey) = &screen else { panic!("still the journey") };
    assert!(shows(journey.view(&turned.shown()), "Tears"), "the note is put away");
}

#[test]
fn a_row_says_how_it_stands_with_somebody() {
    let made_up = on_the_journey(4);
    let screen = Journey::new(&made_up.shown());
    let words = ["Settled", "since the booster", "no tablet today", "128/82", "+6/+4", "since the first tablet, 10:30"];
    for words in words {
        assert!(shows(screen.view(&made_up.shown()), words), "{words}");
    }
}

#[test]
fn a_chip_goes_to_the_one_who_is_looked_after_or_to_all() {
    let mut made_up = on_the_journey(4);
    let mut screen = Journey::new(&made_up.shown());
    let messages = click(screen.view(&made_up.shown()), "Speech");
    let [Action::Ask(Command::Observe(MK, chip, _))] = &told(messages, |it| screen.update(it, &made_up.shown()))[..]
    else {
        panic!("one person's chip");
    };
    assert_eq!(chip, "speech");
    let messages = click(screen.view(&made_up.shown()), "Everyone");
    assert_eq!(told(messages, |it| screen.update(it, &made_up.shown())), [Action::For(Whom::Everyone)]);
    made_up.everyone = true;
    let messages = click(screen.view(&made_up.shown()), "Speech");
    let [Action::Ask(Command::Each(all))] = &told(messages, |it| screen.update(it, &made_up.shown()))[..] else {
        panic!("everyone's chip");
    };
    assert_eq!(all.len(), 4);
}

#[test]
fn a_state_for_all_begins_where_it_is_not_and_ends_only_once_all_have_it() {
    let mut made_up = on_the_journey(4);
    made_up.everyone = true;
    let mut screen = Journey::new(&made_up.shown());
    let people = |action: &Action| match action {
        Action::Ask(Command::Each(all)) => all
            .iter()
            .map(|command| match command {
                Command::Observe(person, ..) => *person,
                other => panic!("{other:?}"),
            })
            .collect::<Vec<Person>>(),
        other => panic!("{other:?}"),
    };
    let tears = || journey::Message::Chip("tears".to_owned(), made_up.shown().boot);
    let action = screen.update(tears(), &made_up.shown());
    assert_eq!(people(&action), [JR, AL, TS], "MK weeps already");
    let Action::Ask(command) = action else { panic!("asked") };
    let message = tears();
    made_up.ask(&command);
    assert_eq!(people(&screen.update(message, &made_up.shown())).len(), 4, "now it ends for all");
}

#[test]
fn one_undo_takes_back_what_one_tap_noted_for_all() {
    let mut made_up = on_the_journey(4);
    let all = [JR, MK, AL, TS].map(|person| Command::Observe(person, "speech".to_owned(), made_up.now));
    made_up.ask(&Command::Each(all.to_vec()));
    let mut screen = Journey::new(&made_up.shown());
    assert!(shows(screen.view(&made_up.shown()), "Everyone, speech"));
    let messages = click(screen.view(&made_up.shown()), "Undo");
    let [Action::Ask(undo)] = &told(messages, |it| screen.update(it, &made_up.shown()))[..] else { panic!("asked") };
    made_up.ask(&undo.clone());
    let spoke = |person| made_up.session.participant(person).unwrap().observations.iter().any(|it| it.chip == "speech");
    assert!([JR, MK, AL, TS].into_iter().all(|person| !spoke(person)));
}

#[test]
fn the_last_entry_names_its_person_on_the_glass_alone() {
    let made_up = on_the_journey(4).at(minute(69), [Command::Check(JR)]);
    let screen = Journey::new(&made_up.shown());
    assert!(shows(screen.view(&made_up.shown()), "JR-04, quiet check"));
}

#[test]
fn the_ring_of_a_row_notes_that_somebody_looked() {
    let made_up = on_the_journey(4);
    let mut screen = Journey::new(&made_up.shown());
    let at = [776.0, 252.0];
    let messages = touch(screen.view(&made_up.shown()), at);
    assert_eq!(messages, [journey::Message::Roster(Pressed::Check(JR))]);
    assert_eq!(told(messages, |it| screen.update(it, &made_up.shown())), [Action::Ask(Command::Check(JR))]);
}

#[test]
fn a_rating_is_two_taps_and_a_pressure_in_a_row_opens_the_keypad() {
    let made_up = on_the_journey(4);
    let mut screen = Journey::new(&made_up.shown());
    let opened = click(screen.view(&made_up.shown()), "Rate, note");
    let _ = told(opened, |it| screen.update(it, &made_up.shown()));
    assert!(shows(screen.view(&made_up.shown()), "Distress"));
    let opened = click(screen.view(&made_up.shown()), "118/82");
    assert_eq!(told(opened, |it| screen.update(it, &made_up.shown())), [Action::For(Whom::One(TS))]);
    assert!(shows(screen.view(&made_up.shown()), "upper"));
}

#[test]
fn everyone_who_is_ready_takes_it_with_one_press_and_the_others_are_named() {
    let mut made_up = nearly_ready(4);
    made_up.ask(&Command::Postpone(JR));
    let mut screen = Administration::new(&made_up.shown());
    let said = "Not with the others: JR-04 takes it later; TS-07: prescription not read.";
    assert!(shows(screen.view(&made_up.shown()), said));
    assert!(shows(screen.view(&made_up.shown()), "All 2 who are ready: tablet now"));
    let boot = made_up.shown().boot;
    let Action::Ask(command) = screen.update(administration::Message::Everyone(boot), &made_up.shown()) else {
        panic!("asked")
    };
    assert_eq!(command, Command::Each([MK, AL].map(|person| Command::TakeTablet(person, made_up.now)).to_vec()));
    made_up.ask(&command);
    let held = |person: Person| made_up.session.participant(person).unwrap().holding().is_some();
    assert_eq!([JR, MK, AL, TS].map(held), [false, true, true, false]);
}

#[test]
fn two_hold_and_each_ring_has_its_own_time() {
    let made_up = holding(4);
    let screen = Administration::new(&made_up.shown());
    for words in ["4:00", "6:00", "takes it later", "no tablet today"] {
        assert!(shows(screen.view(&made_up.shown()), words), "{words}");
    }
}

#[test]
fn one_persons_spit_is_called_in_their_row_and_ended_for_them_alone() {
    let mut made_up = holding(4).at(minute(40), [Command::Tick]);
    let mut screen = Administration::new(&made_up.shown());
    assert!(shows(screen.view(&made_up.shown()), "Spit now"));
    let messages = click(screen.view(&made_up.shown()), "Spat");
    let [Action::Ask(command)] = &told(messages, |it| screen.update(it, &made_up.shown()))[..] else { panic!("asked") };
    assert_eq!(*command, Command::EndHold(JR, Ending::Spat, minute(40)));
    made_up.ask(&command.clone());
    assert!(made_up.session.participant(MK).unwrap().holding().is_some());
}

#[test]
fn the_calm_face_tells_a_time_only_if_it_is_the_same_for_all_who_hold() {
    use holdspace::screen::held::{Held, held};
    let made_up = holding(4);
    assert_eq!(held(&made_up.shown()), Some(Held::Apart), "one holds for 10 minutes, the other for 12");
    let made_up = made_up.at(minute(40), [Command::Tick, Command::EndHold(JR, Ending::Spat, minute(40))]);
    let Some(Held::Together { ends, .. }) = held(&made_up.shown()) else { panic!("one holds") };
    assert_eq!(ends, minute(42));
    assert!(matches!(held(&made_up.at(minute(42), [Command::Tick]).shown()), Some(Held::Due(_))));
}

#[test]
fn who_comes_late_takes_it_in_the_journey_and_holds_beside_the_others() {
    let mut made_up = holding(4);
    for person in [JR, MK] {
        made_up.ask(&Command::EndHold(person, Ending::Spat, minute(36)));
    }
    made_up = made_up.at(minute(43), [Command::Enter(Phase::Journey)]);
    made_up.person = AL;
    let mut screen = Journey::new(&made_up.shown());
    let _ = screen.update(journey::Message::OpenPerson, &made_up.shown());
    assert!(shows(screen.view(&made_up.shown()), "Tablet now"));
    let boot = made_up.shown().boot;
    let Action::Ask(command) = screen.update(journey::Message::Tablet(boot), &made_up.shown()) else { panic!("asked") };
    assert_eq!(command, Command::TakeTablet(AL, minute(43)));
    made_up.ask(&command);
    assert!(shows(screen.view(&made_up.shown()), "Spat early"), "the hold stands where the chips were");
    assert!(shows(screen.view(&made_up.shown()), "to hold"));
    made_up.person = JR;
    assert!(shows(screen.view(&made_up.shown()), "Speech"), "the others are still looked after");
}

#[test]
fn a_persons_own_page_stays_open_when_the_next_person_is_turned_to() {
    let mut made_up = at_the_medicine(4);
    let mut screen = Administration::new(&made_up.shown());
    let _ = screen.update(administration::Message::Alone(true), &made_up.shown());
    assert!(shows(screen.view(&made_up.shown()), "Read against the label, with the client"));
    let messages = click(screen.view(&made_up.shown()), "TS-07");
    assert_eq!(told(messages, |it| screen.update(it, &made_up.shown())), [Action::For(Whom::One(TS))]);
    made_up.person = TS;
    let turned = screen.turned(&made_up.shown());
    assert!(shows(turned.view(&made_up.shown()), "Read against the label, with the client"));
}

#[test]
fn on_pages_about_one_person_the_codes_stand_under_the_bar() {
    for phase in [Phase::Arrival, Phase::Intention, Phase::Return, Phase::Closing] {
        let mut made_up = made_up::begun(4);
        made_up.ask(&Command::Enter(phase));
        let screen = Screen::of_phase(&made_up.shown());
        texts_stand_within(view_of(&screen, &made_up), measure::DESIGN, &CODES[..4]);
    }
}

#[test]
fn a_turn_of_the_round_is_timed_and_nothing_happens_at_its_end() {
    let mut made_up = on_the_journey(4).at(minute(100), [Command::Enter(Phase::Return)]);
    let screen = Screen::of_phase(&made_up.shown());
    let Screen::Returning(mut returning) = screen else { panic!("the return") };
    let messages = click(returning.view(&made_up.shown()), "Round");
    assert_eq!(told(messages, |it| returning.update(it, &made_up.shown())), [Action::Ask(Command::BeginTurn(MK))]);
    made_up.ask(&Command::BeginTurn(MK));
    made_up = made_up.at(minute(107), [Command::Tick]);
    assert!(shows(returning.view(&made_up.shown()), "7:00"), "past its five minutes it goes on");
    assert_eq!(made_up.session.speaking(), Some((MK, minute(100))));
    let messages = click(returning.view(&made_up.shown()), "MK-11, end");
    assert_eq!(told(messages, |it| returning.update(it, &made_up.shown())), [Action::Ask(Command::EndTurn)]);
}

#[test]
fn a_code_of_the_strip_turns_the_page_and_records_nothing() {
    let made_up = made_up::begun(4);
    let Screen::Arrival(mut arrival) = Screen::of_phase(&made_up.shown()) else { panic!("the arrival") };
    let messages = click(arrival.view(&made_up.shown()), "AL-02");
    assert!(matches!(&messages[..], [holdspace::screen::arrival::Message::Bar(Bar::For(AL))]));
    assert_eq!(told(messages, |it| arrival.update(it, &made_up.shown())), [Action::For(Whom::One(AL))]);
}

#[test]
fn the_seal_waits_for_everyone_who_took_something_and_names_them() {
    let mut made_up = on_the_journey(4).at(minute(200), [Command::Enter(Phase::Closing)]);
    let why = |person| Command::Release(person, Some("fetched".to_owned()));
    made_up.ask(&why(MK));
    let view = |made_up: &MadeUp, words: &str| {
        let screen = Screen::of_phase(&made_up.shown());
        shows(view_of(&screen, made_up), words)
    };
    assert!(view(&made_up, "Still here: JR-04, AL-02") && !view(&made_up, "Close and seal"));
    made_up.person = TS;
    assert!(!view(&made_up, "Close and seal"), "who took nothing ends it for nobody");
    for person in [JR, AL] {
        made_up.ask(&why(person));
    }
    assert!(view(&made_up, "Close and seal"));
    made_up.ask(&Command::Close);
}

#[test]
fn not_yet_takes_back_only_this_persons_leave() {
    let mut made_up = on_the_journey(4).at(minute(200), [Command::Enter(Phase::Closing)]);
    for person in [MK, JR] {
        made_up.ask(&Command::Release(person, Some("fetched".to_owned())));
    }
    let Screen::Closing(mut closing) = Screen::of_phase(&made_up.shown()) else { panic!("the closing") };
    let not_yet = format!("May leave since {}; not yet", made_up.shown().time_of(made_up.now));
    let messages = click(closing.view(&made_up.shown()), &not_yet);
    let [Action::Ask(command)] = &told(messages, |it| closing.update(it, &made_up.shown()))[..] else {
        panic!("asked")
    };
    made_up.ask(&command.clone());
    let released = |person| made_up.session.participant(person).unwrap().released.is_some();
    assert!(released(JR) && !released(MK));
}
