//! The medicine on the glass: what is entered, given one after the other, held again, offered and stopped.

use std::path::Path;
use std::time::Duration;

use holdspace::config;
use holdspace::screen::administration::{self, Administration, Chosen, Figure, Set};
use holdspace::screen::journey::{self, ByEarMessage, Journey};
use holdspace::screen::{Action, hold};
use holdspace::session::dose::{Booster, Ending, Form, HoldEnd, Prescription};
use holdspace::session::event::NoteKind;
use holdspace::session::practice::{BoosterPolicy, Practice};
use holdspace::session::protocol::Protocol;
use holdspace::session::{Command, Phase};
use holdspace::units::{Decibels, Milligrams, Tablets};
use holdspace::widget::keypad::PadKey;

use super::after::made_up::{self, HER, MadeUp, minute, vitals};
use super::after::{click, hides, shows};
use super::before::has_large_targets;

pub fn shipped(name: &str) -> Protocol {
    config::find_protocol(&config::load(Path::new("nowhere")), name).unwrap()
}

fn mins(minutes: u64) -> Duration {
    Duration::from_secs(60 * minutes)
}

/// The usual protocol with a booster from 20 to 45 minutes, put off by 5.
pub fn with_booster() -> Protocol {
    let protocol = made_up::protocol();
    let booster = Some(BoosterPolicy { from: mins(20), until: mins(45), snooze: mins(5) });
    Protocol { practice: Practice { booster, ..protocol.practice.clone() }, ..protocol }
}

pub fn held(booster: bool) -> Prescription {
    let booster = booster.then(|| Booster { tablets: Tablets::whole(1), each: Milligrams(50) });
    let held = Prescription::held(Tablets::whole(2), Milligrams(100), mins(10), HoldEnd::Spit, "Dr Keller".to_owned());
    Prescription { booster, ..held }
}

pub fn sequence(form: Form, doses: u8, apart: u64) -> Prescription {
    let once = Prescription::held(Tablets::whole(1), Milligrams(50), Duration::ZERO, HoldEnd::Spit, String::new());
    Prescription { form, doses, spacing: mins(apart), ..once }
}

/// In administration with this prescription read, at 10:30.
pub fn read(protocol: Protocol, prescription: Prescription) -> MadeUp {
    MadeUp::of(protocol, vec!["MK-11".to_owned()])
        .at(minute(3), [vitals(122, 78, 68, 3)])
        .at(minute(25), [Command::Enter(Phase::Administration), Command::ConfirmPrescription(HER, prescription)])
        .at(minute(30), [Command::OverrideGate(HER, "all read on paper".to_owned())])
}

/// On the journey since 10:42, the tablet at 10:31, a booster prescribed.
pub fn boosted() -> MadeUp {
    read(with_booster(), held(true))
        .at(minute(31), [Command::TakeTablet(HER, minute(31))])
        .at(minute(41), [Command::Tick, Command::EndHold(HER, Ending::Spat, minute(41))])
        .at(minute(42), [Command::Enter(Phase::Journey)])
}

#[track_caller]
fn press_in(journey: &mut Journey, made_up: &MadeUp, words: &str) -> Action {
    let mut said = click(journey.view(&made_up.shown()), words);
    assert_eq!(said.len(), 1, "{words}: {said:?}");
    journey.update(said.remove(0), &made_up.shown())
}

#[test]
fn a_sequence_of_sprays_is_entered_with_nothing_there_by_itself() {
    let made_up = MadeUp::of(shipped("intranasal"), vec!["MK-11".to_owned()])
        .at(minute(25), [Command::Enter(Phase::Administration)]);
    let shown = made_up.shown();
    let mut screen = Administration::new(&shown);
    shows(screen.view(&shown), &["… sprays", "… mg", "… times", "… minutes", "Spray given"]);
    for words in ["held for ", "then ", "Booster: "] {
        assert!(hides(screen.view(&shown), words), "{words}");
    }
    let sets = [Set::Halves(2, Chosen::AtOnce), Set::Each(PadKey::Digit(9)), Set::Doses(6, Chosen::AtOnce)];
    for set in sets {
        let _ = screen.update(administration::Message::Set(set), &shown);
    }
    let _ = screen.update(administration::Message::Close, &shown);
    let words = "Read against the label, with the client";
    assert!(click(screen.view(&shown), words).is_empty(), "what lies between is not set yet");
    let offered = shown.session.protocol().practice.medicine.spacings.clone();
    let _ = screen.update(administration::Message::Set(Set::Spacing(offered[1])), &shown);
    for figure in [Figure::Tablets, Figure::Doses, Figure::Spacing] {
        let _ = screen.update(administration::Message::Open(figure), &shown);
        has_large_targets("figure of a spray", screen.view(&shown));
    }
    let _ = screen.update(administration::Message::Close, &shown);
    let mut said = click(screen.view(&shown), words);
    let action = screen.update(said.remove(0), &shown);
    let Action::Ask(Command::ConfirmPrescription(HER, read)) = action else { panic!("{action:?}") };
    assert_eq!((read.form, read.doses, read.spacing, read.each), (Form::Spray, 6, offered[1], Milligrams(9)));
}

#[test]
fn injections_are_given_one_after_the_other_by_the_provider_and_stop_after_any() {
    let mut made_up = read(shipped("intramuscular"), sequence(Form::Injection, 3, 15));
    let mut screen = Administration::new(&made_up.shown());
    shows(screen.view(&made_up.shown()), &["Injection given", "Given by the medical provider."]);
    made_up.now = minute(31);
    let touch = made_up.shown().boot - Duration::from_secs(1);
    let action = screen.update(administration::Message::Given(touch), &made_up.shown());
    let at = minute(31).minus(Duration::from_secs(1));
    assert_eq!(action, Action::Ask(Command::Give(HER, at)));
    made_up.ask(&Command::Give(HER, at));
    assert_eq!(made_up.session.log().last().unwrap().who, holdspace::session::Who::Provider);
    made_up.now = minute(41);
    shows(screen.view(&made_up.shown()), &["10:01 since the first, 10:30", "Injection given", "Journey"]);
    for hold in ["Spat early", "Swallowed some"] {
        assert!(hides(screen.view(&made_up.shown()), hold), "an injection is not held");
    }
    has_large_targets("sequence", screen.view(&made_up.shown()));
    // Left after the first, the next is still offered within the journey, until it is said that none follows.
    made_up.ask(&Command::Enter(Phase::Journey));
    let mut journey = Journey::new(&made_up.shown());
    shows(journey.view(&made_up.shown()), &["Injection 2 of 3", "due in 4:59", "Injection given"]);
    shows(journey.view(&made_up.shown()), &["since the first injection, 10:30"]);
    made_up.now = minute(50);
    shows(journey.view(&made_up.shown()), &["due since 4:01"]);
    let given = journey.update(journey::Message::Given(made_up.shown().boot), &made_up.shown());
    assert_eq!(given, Action::Ask(Command::Give(HER, minute(50))));
    let action = press_in(&mut journey, &made_up, "No more today");
    let Action::Ask(command) = action else { panic!("{action:?}") };
    let words = "No further injections today, 1 of 3 given".to_owned();
    assert_eq!(command, Command::WriteNote(HER, NoteKind::Note, words, minute(50)));
    made_up.ask(&command);
    assert!(hides(journey.view(&made_up.shown()), "Injection 2 of 3"));
}

#[test]
fn after_the_last_of_a_sequence_it_says_what_was_given_and_leads_on() {
    let mut made_up = read(shipped("intramuscular"), sequence(Form::Injection, 2, 15));
    for at in [31, 46] {
        made_up = made_up.at(minute(at), [Command::Give(HER, minute(at))]);
    }
    let shown = made_up.shown();
    let screen = Administration::new(&shown);
    shows(screen.view(&shown), &["2 injections of 50 mg,", "the first at 10:31, the last at 10:46.", "Journey"]);
}

#[test]
fn a_booster_is_entered_only_where_the_protocol_offers_one_and_never_by_itself() {
    let plain = made_up::protocol();
    let plain = Protocol { practice: Practice { booster: None, ..plain.practice.clone() }, ..plain };
    for (protocol, asked) in [(plain, false), (with_booster(), true)] {
        let made_up =
            MadeUp::of(protocol, vec!["MK-11".to_owned()]).at(minute(25), [Command::Enter(Phase::Administration)]);
        let shown = made_up.shown();
        let screen = Administration::new(&shown);
        assert_eq!(!hides(screen.view(&shown), "not prescribed"), asked);
    }
    let made_up = read(with_booster(), held(false));
    let shown = made_up.shown();
    let mut screen = Administration::new(&shown);
    let _ = screen.update(administration::Message::Set(Set::BoosterHalves(Some(2), Chosen::AtOnce)), &shown);
    shows(screen.view(&shown), &["1 tablet", "… mg", "first set the prescription"]);
    for digit in [5, 0] {
        let _ = screen.update(administration::Message::Set(Set::BoosterEach(PadKey::Digit(digit))), &shown);
    }
    for figure in [Figure::BoosterTablets, Figure::BoosterEach] {
        let _ = screen.update(administration::Message::Open(figure), &shown);
        has_large_targets("booster", screen.view(&shown));
    }
    let _ = screen.update(administration::Message::Close, &shown);
    shows(screen.view(&shown), &["50 mg", "first read it against the label"]);
    let action = screen.update(administration::Message::Read, &shown);
    assert_eq!(action, Action::Ask(Command::ConfirmPrescription(HER, held(true))));
}

#[test]
fn the_booster_is_told_of_offered_put_off_and_left() {
    let mut made_up = boosted();
    let mut journey = Journey::new(&made_up.shown());
    made_up.now = minute(45);
    shows(journey.view(&made_up.shown()), &["Booster from 10:51"]);
    assert!(hides(journey.view(&made_up.shown()), "Booster: 1 × 50 mg"));
    made_up.now = minute(52);
    shows(journey.view(&made_up.shown()), &["Booster: 1 × 50 mg", "as prescribed, until 11:16", "In mouth"]);
    has_large_targets("journey with a booster", journey.view(&made_up.shown()));
    assert_eq!(press_in(&mut journey, &made_up, "Not today"), Action::Ask(Command::SkipBooster(HER)));
    assert_eq!(press_in(&mut journey, &made_up, "Later"), Action::Ask(Command::SnoozeBooster(HER)));
    made_up.ask(&Command::SnoozeBooster(HER));
    shows(journey.view(&made_up.shown()), &["Booster again at 10:57"]);
    made_up.now = minute(58);
    shows(journey.view(&made_up.shown()), &["Booster: 1 × 50 mg"]);
    let mut skipped = boosted().at(minute(52), [Command::SkipBooster(HER)]);
    skipped.now = minute(53);
    shows(journey.view(&skipped.shown()), &["No booster today"]);
    made_up.now = minute(77);
    made_up.ask(&Command::Tick);
    shows(journey.view(&made_up.shown()), &["Booster's time is over"]);
}

#[test]
fn the_booster_is_held_within_the_journey_and_the_music_goes_on() {
    let mut made_up = boosted();
    made_up.now = minute(52);
    let mut journey = Journey::new(&made_up.shown());
    let touch = made_up.shown().boot - Duration::from_secs(1);
    let action = journey.update(journey::Message::Booster(touch), &made_up.shown());
    let at = minute(52).minus(Duration::from_secs(1));
    assert_eq!(action, Action::Ask(Command::TakeBooster(HER, at)));
    made_up.ask(&Command::TakeBooster(HER, at));
    assert_eq!(made_up.session.phase(), Phase::Journey);
    assert!(made_up.session.music().is_on() && made_up.session.music().faded.is_none());
    // The calm face, with nothing private on it; put aside, the journey is there and the hold in a line.
    shows(journey.view(&made_up.shown()), &["Spat early", "Swallowed some", "Stop"]);
    for private in ["MK-11", "122/78", "50 mg", "Nausea"] {
        assert!(hides(journey.view(&made_up.shown()), private), "{private} is shown to the client");
    }
    has_large_targets("hold within the journey", journey.view(&made_up.shown()));
    assert_eq!(press_in(&mut journey, &made_up, "Journey"), Action::None);
    shows(journey.view(&made_up.shown()), &["Hold, 9:59 left", "the music goes on", "Nausea"]);
    // When it is over the face comes back by itself, once.
    made_up.now = minute(62);
    made_up.ask(&Command::Tick);
    shows(journey.view(&made_up.shown()), &["held 10:01", "Spat", "Not yet"]);
    assert_eq!(press_in(&mut journey, &made_up, "Journey"), Action::None);
    shows(journey.view(&made_up.shown()), &["Spit now", "Nausea"]);
    assert_eq!(press_in(&mut journey, &made_up, "Show"), Action::None);
    let action = press_in(&mut journey, &made_up, "Spat");
    assert_eq!(action, Action::Ask(Command::EndHold(HER, Ending::Spat, minute(62))));
    made_up.ask(&Command::EndHold(HER, Ending::Spat, minute(62)));
    shows(journey.view(&made_up.shown()), &["since the last dose", "Booster at 10:51"]);
}

#[test]
fn the_signs_of_the_hand_stand_beside_the_ring() {
    let mut made_up =
        read(shipped("rdt-individual"), held(false)).at(minute(31), [Command::TakeTablet(HER, minute(31))]);
    made_up.now = minute(32);
    let shown = made_up.shown();
    let signs = shown.session.protocol().practice.signs.clone();
    assert!(!signs.is_empty());
    let screen = Administration::new(&shown);
    for sign in signs {
        shows(screen.view(&shown), &[&sign.hint]);
    }
    let plain = made_up::protocol();
    let none = Protocol { practice: Practice { signs: Vec::new(), ..plain.practice.clone() }, ..plain };
    let mut made_up = read(none, held(false)).at(minute(31), [Command::TakeTablet(HER, minute(31))]);
    made_up.now = minute(32);
    shows(Administration::new(&made_up.shown()).view(&made_up.shown()), &["all is well", "I need you"]);
}

#[test]
fn the_client_can_stop_after_the_hold_and_within_the_journey_with_a_reason_in_one_tap() {
    let mut made_up = boosted();
    let mut journey = Journey::new(&made_up.shown());
    made_up.now = minute(52);
    for words in ["More", "Client ends here"] {
        assert_eq!(press_in(&mut journey, &made_up, words), Action::None);
    }
    has_large_targets("why it ends", journey.view(&made_up.shown()));
    let action = press_in(&mut journey, &made_up, "Too strong today");
    let stop = Command::Stop(HER, "too strong today".to_owned());
    assert_eq!(action, Action::Ask(stop.clone()));
    made_up.ask(&stop);
    shows(journey.view(&made_up.shown()), &["Ended their part", "Undo"]);
    assert!(hides(journey.view(&made_up.shown()), "Booster: 1 × 50 mg"), "nothing more is offered");

    let mut made_up = read(with_booster(), held(true)).at(minute(31), [Command::TakeTablet(HER, minute(31))]);
    let mut screen = Administration::new(&made_up.shown());
    // On the hold: the hold ends, the part with it, and the closing is next.
    let action = screen.update(administration::Message::Hold(hold::Message::Stop), &made_up.shown());
    let ended = Command::EndHold(HER, Ending::Spat, minute(31));
    let all = vec![ended, Command::Stop(HER, String::new()), Command::Enter(Phase::Closing)];
    assert_eq!(action, Action::AskAll(all));
    made_up = made_up.at(minute(41), [Command::EndHold(HER, Ending::Spat, minute(41))]);
    let said = click(screen.view(&made_up.shown()), "The client ends here").remove(0);
    let _ = screen.update(said, &made_up.shown());
    let said = click(screen.view(&made_up.shown()), "No reason given").remove(0);
    let action = screen.update(said, &made_up.shown());
    assert_eq!(action, Action::Ask(Command::Stop(HER, String::new())));
    made_up.ask(&Command::Stop(HER, String::new()));
    shows(screen.view(&made_up.shown()), &["Ended at 10:41.", "No reason was given.", "Take that back"]);
}

#[test]
fn vital_signs_say_when_they_are_next_due_and_how_late_they_are() {
    let protocol = made_up::protocol();
    let practice = Practice { vitals_at: vec![mins(40), mins(120)], ..protocol.practice.clone() };
    let mut made_up = read(Protocol { practice, ..protocol }, held(false))
        .at(minute(31), [Command::TakeTablet(HER, minute(31))])
        .at(minute(41), [Command::Tick, Command::EndHold(HER, Ending::Spat, minute(41))])
        .at(minute(42), [Command::Enter(Phase::Journey)]);
    let journey = Journey::new(&made_up.shown());
    made_up.now = minute(61);
    shows(journey.view(&made_up.shown()), &["122/78", "next in 10 min"]);
    made_up.now = minute(71).plus(Duration::from_secs(20));
    shows(journey.view(&made_up.shown()), &["due now"]);
    made_up.now = minute(75);
    shows(journey.view(&made_up.shown()), &["4 min late"]);
    made_up.ask(&vitals(130, 82, 70, 75));
    shows(journey.view(&made_up.shown()), &["130/82", "+8/+4 at 11:15", "next in 1 h 16"]);
}

#[test]
fn onset_length_and_the_needed_room_stand_in_one_quiet_line() {
    let mut made_up = boosted();
    let observe = |chip: &str, at| Command::Observe(HER, chip.to_owned(), minute(at));
    let journey = Journey::new(&made_up.shown());
    made_up = made_up.at(minute(44), [observe("first_effects", 44), Command::SkipBooster(HER)]);
    shows(journey.view(&made_up.shown()), &["First effects after 13 min;  no booster today"]);
    made_up = made_up.at(minute(102), [observe("back_to_baseline", 102)]);
    let said = "First effects after 13 min, back to baseline after 1 h 11: 58 min;  no booster today";
    shows(journey.view(&made_up.shown()), &[said, "booked, to 13:00"]);
    assert!(hides(journey.view(&made_up.shown()), "Ends at 13:00, the room is needed"));

    let protocol = made_up::protocol();
    let practice = Practice { hard_end: true, warn_before: mins(15), ..protocol.practice.clone() };
    let mut made_up = MadeUp::of(Protocol { practice, ..protocol }, vec!["MK-11".to_owned()])
        .at(minute(42), [Command::Enter(Phase::Journey)]);
    let needed = "Ends at 13:00, the room is needed";
    made_up.now = minute(164);
    assert!(hides(Journey::new(&made_up.shown()).view(&made_up.shown()), needed));
    made_up.now = minute(165);
    shows(Journey::new(&made_up.shown()).view(&made_up.shown()), &[needed]);
    made_up.now = minute(190);
    assert_eq!(made_up.session.phase(), Phase::Journey, "nothing ends by itself");
    shows(Journey::new(&made_up.shown()).view(&made_up.shown()), &["Ended at 13:00, the room is needed"]);
}

#[test]
fn while_it_grounds_the_lines_to_read_stand_in_place_of_the_arc() {
    let mut made_up = boosted();
    let journey = Journey::new(&made_up.shown());
    let lines = made_up.session.protocol().practice.grounding.clone();
    assert!(!lines.is_empty());
    assert!(hides(journey.view(&made_up.shown()), &lines[0]));
    made_up.ask(&Command::Steer(holdspace::session::event::Steer::Grounding(true)));
    for line in &lines {
        shows(journey.view(&made_up.shown()), &[line]);
    }
    assert!(hides(journey.view(&made_up.shown()), "Still water"), "the piece is not read now");
}

#[test]
fn what_the_client_says_and_is_put_away_is_not_kept_and_that_is_said() {
    let made_up = boosted();
    let mut journey = Journey::new(&made_up.shown());
    assert_eq!(press_in(&mut journey, &made_up, "Client\nspoke"), Action::None);
    let action = press_in(&mut journey, &made_up, "Put away");
    assert_eq!(action, Action::Say("Nothing of what the client said was kept."));
    assert_eq!(press_in(&mut journey, &made_up, "Note"), Action::None);
    assert_eq!(press_in(&mut journey, &made_up, "Put away"), Action::None);
}

#[test]
fn a_finger_that_drags_along_goes_back_minute_by_minute() {
    use iced::{Event, Point, touch};
    let made_up = boosted();
    let shown = made_up.shown();
    let mut journey = Journey::new(&shown);
    let mut ui = super::after::laid_out(journey.view(&shown));
    let now = ui.find("Now").unwrap().bounds().center();
    let finger = touch::Finger(1);
    let event = |event| Event::Touch(event);
    let mut events = vec![event(touch::Event::FingerPressed { id: finger, position: now })];
    for step in 0..=35 {
        let position = Point::new(now.x + 8.0 * step as f32, now.y);
        events.push(event(touch::Event::FingerMoved { id: finger, position }));
    }
    let last = Point::new(now.x + 280.0, now.y);
    events.push(event(touch::Event::FingerLifted { id: finger, position: last }));
    let _ = ui.simulate(events);
    let said: Vec<journey::Message> = ui.into_messages().collect();
    let back = |minutes: &[u8]| minutes.iter().map(|minutes| journey::Message::Back(*minutes)).collect::<Vec<_>>();
    assert_eq!(said, back(&[0, 1, 2, 3, 4]));
    for message in said {
        let _ = journey.update(message, &shown);
    }
    shows(journey.view(&shown), &["\u{2212}4 min"]);
    let chip = journey::Message::Chip("nausea".to_owned(), shown.boot);
    let at = shown.now.minus(mins(4));
    assert_eq!(journey.update(chip, &shown), Action::Ask(Command::Observe(HER, "nausea".to_owned(), at)));
    shows(journey.view(&shown), &["\u{2212}5 min"]);
}

#[test]
fn what_is_uncommon_bears_a_mark_under_more_and_states_there_are_not_forgotten() {
    let mut made_up = boosted();
    let mut journey = Journey::new(&made_up.shown());
    let chips = made_up.session.protocol().chips.clone();
    let uncommon = chips.iter().find(|chip| chip.weight == holdspace::session::protocol::Weight::Uncommon).unwrap();
    assert!(hides(journey.view(&made_up.shown()), &uncommon.label));
    made_up.ask(&Command::Observe(HER, uncommon.key.clone(), made_up.now));
    assert_eq!(press_in(&mut journey, &made_up, "More"), Action::None);
    shows(journey.view(&made_up.shown()), &[&uncommon.label, "Usual ones"]);
    has_large_targets("more", journey.view(&made_up.shown()));
    assert_eq!(press_in(&mut journey, &made_up, "Usual ones"), Action::None);
    if uncommon.kind == holdspace::session::protocol::ChipKind::State {
        shows(journey.view(&made_up.shown()), &["one goes on"]);
    }
}

#[test]
fn without_a_sound_check_louder_says_why_and_lets_it_be_made() {
    let made_up = boosted();
    let mut journey = Journey::new(&made_up.shown());
    let mut press = |word: &str, made_up: &MadeUp| {
        let mut asked = Vec::new();
        for message in click(journey.view(&made_up.shown()), word) {
            asked.push(journey.update(message, &made_up.shown()));
        }
        shows(journey.view(&made_up.shown()), &["Softer", "Louder"]);
        has_large_targets("the sound check by ear", journey.view(&made_up.shown()));
        (asked, journey.clone())
    };
    let (asked, opened) = press("Louder", &made_up);
    assert_eq!(asked, [Action::None]);
    shows(opened.view(&made_up.shown()), &["Sound check", "Heard well"]);
    let mut journey = opened;
    let louder = Decibels(made_up.shown().session.music().volume.0 + Decibels::STEP);
    let tried = journey.update(journey::Message::ByEar(ByEarMessage::Try(louder)), &made_up.shown());
    assert_eq!(tried, Action::Preview(louder));
    let [kept] = click(journey.view(&made_up.shown()), "Heard well").try_into().unwrap();
    assert_eq!(journey.update(kept, &made_up.shown()), Action::Ask(Command::KeepSoundCheck(louder)));
    assert!(hides(journey.view(&made_up.shown()), "Heard well"));
}

#[test]
fn one_minute_and_one_time_are_not_called_minutes_and_times() {
    let made_up =
        MadeUp::of(with_booster(), vec!["MK-11".to_owned()]).at(minute(25), [Command::Enter(Phase::Administration)]);
    let mut screen = Administration::new(&made_up.shown());
    let _ = screen.update(administration::Message::Open(Figure::Minutes), &made_up.shown());
    for (minutes, unit) in [(1, "minute"), (2, "minutes")] {
        let set = administration::Message::Set(Set::Minutes(minutes, Chosen::ByStep));
        let _ = screen.update(set, &made_up.shown());
        shows(screen.view(&made_up.shown()), &[unit]);
    }
}
