//! The emergency card: opened and stamped by one tap, with the serious events on it, and what is missing of it.

use std::path::Path;

use holdspace::config;
use holdspace::config::check::check;
use holdspace::config::settings::{self, Emergency};
use holdspace::config::source::Source;
use holdspace::music::library::{Heard, TrackFacts};
use holdspace::screen::administration::Administration;
use holdspace::screen::closing::Closing;
use holdspace::screen::journey::Journey;
use holdspace::screen::returning::Returning;
use holdspace::screen::{Action, emergency};
use holdspace::session::protocol::{Chip, Weight};
use holdspace::session::{Command, Phase};

use super::after::made_up::{HER, MadeUp, minute};
use super::after::{click, hides, shows};
use super::before::has_large_targets;

fn serious(made_up: &MadeUp) -> Vec<Chip> {
    let chips = &made_up.session.protocol().chips;
    chips.iter().filter(|chip| chip.weight == Weight::Serious).cloned().collect()
}

#[test]
fn serious_events_stand_on_the_card_alone_and_a_tap_begins_or_ends_them() {
    let mut made_up = MadeUp::on_the_journey();
    let serious = serious(&made_up);
    assert!(serious.len() >= 5);
    let mut journey = Journey::new(&made_up.shown());
    for more in [false, true] {
        let _ = journey.update(holdspace::screen::journey::Message::More(more), &made_up.shown());
        for chip in &serious {
            assert!(hides(journey.view(&made_up.shown()), &chip.label), "{}", chip.label);
        }
    }
    has_large_targets("emergency card", emergency::view(&made_up.shown()));
    let chip = &serious[0];
    let said = click(emergency::view(&made_up.shown()), &chip.label);
    let [emergency::Message::Serious(key, _)] = said.as_slice() else { panic!("{said:?}") };
    assert_eq!(*key, chip.key);
    let touch = made_up.shown().boot;
    let action = emergency::update(emergency::Message::Serious(chip.key.clone(), touch), &made_up.shown());
    let began = Command::Observe(HER, chip.key.clone(), made_up.now);
    assert_eq!(action, Action::Ask(began.clone()));
    made_up.ask(&began);
    made_up.now = made_up.now.plus(std::time::Duration::from_secs(180));
    shows(emergency::view(&made_up.shown()), &["3 min"]);
}

#[test]
fn an_open_serious_event_stands_in_the_bar_of_every_screen_until_it_ends() {
    let chip = serious(&MadeUp::begun())[0].clone();
    let mark = format!("{}, 2 min", chip.label);
    let go = |phase| {
        let mut made_up = MadeUp::on_return().at(minute(115), [Command::Observe(HER, chip.key.clone(), minute(115))]);
        made_up.ask(&Command::Enter(phase));
        made_up.now = minute(117);
        made_up
    };
    let journey = go(Phase::Journey);
    shows(Journey::new(&journey.shown()).view(&journey.shown()), &[&mark]);
    let back = go(Phase::Return);
    shows(Returning::new(&back.shown()).view(&back.shown()), &[&mark]);
    let administration = go(Phase::Administration);
    shows(Administration::new(&administration.shown()).view(&administration.shown()), &[&mark]);
    let mut closing = go(Phase::Closing);
    shows(Closing::new(&closing.shown()).view(&closing.shown()), &[&mark]);
    assert!(closing.session.release_open(HER, closing.now).iter().any(|open| open.item == "serious_event"));
    closing.ask(&Command::Observe(HER, chip.key.clone(), minute(117)));
    assert!(hides(Closing::new(&closing.shown()).view(&closing.shown()), &mark));
}

fn unheard(_: &Path, _: Heard<'_>) -> Result<TrackFacts, String> {
    unreachable!("no music is listened to")
}

#[test]
fn what_is_missing_of_the_card_is_named_by_check_and_at_the_start() {
    let card = Emergency::default();
    assert_eq!(card.missing().len(), 3, "{:?}", card.missing());
    let text = "format = \"holdspace-settings 1\"\n[emergency]\naddress = \"14 Linden Street\"\n\
        [[emergency.number]]\nwho = \"Ambulance\"\nnumber = \"144\"\n\
        [[emergency.number]]\nwho = \"Dr Keller\"\nnumber = \"030 1\"\nrole = \"prescriber\"\n";
    let source = Source::decode(Path::new("holdspace.toml"), text.as_bytes()).unwrap();
    let (settings, problems) = settings::read(&source);
    assert_eq!(problems, []);
    assert_eq!(settings.emergency.prescriber().unwrap().number, "030 1");
    assert!(settings.emergency.missing().is_empty());
    let folder = tempfile::tempdir().unwrap();
    let told = |folder: &Path| check(&[], folder, &unheard, None).notes;
    let notes = told(folder.path());
    let told_of = |notes: &[String]| notes.iter().any(|note| note.contains("the emergency card has no prescriber"));
    assert!(told_of(&notes), "{notes:?}");
    std::fs::write(folder.path().join("holdspace.toml"), text).unwrap();
    let notes = told(folder.path());
    assert!(!told_of(&notes), "{notes:?}");
}

#[test]
fn the_number_where_a_remote_client_is_comes_first() {
    use holdspace::session::answer::Answer;
    let loaded = config::load(Path::new("nowhere"));
    let protocol = config::find_protocol(&loaded, "remote-chaperone").unwrap();
    let known: Vec<String> = protocol.gate.iter().chain(&protocol.room).map(|item| item.key.clone()).collect();
    let mut made_up = MadeUp::of(protocol, vec!["MK-11".to_owned()]);
    let answers = [("emergency_number", "911"), ("address", "5 Hill Road")];
    for (key, words) in answers {
        assert!(known.iter().any(|known| known == key), "{key} is not asked: {known:?}");
        made_up.ask(&Command::AnswerGate(HER, key.to_owned(), Answer::Words(words.to_owned())));
    }
    shows(emergency::view(&made_up.shown()), &["911", "5 Hill Road", "Ambulance where they are"]);
}
