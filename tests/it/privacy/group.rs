//! Several people in one room: nothing of one stands in the record of another.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use holdspace::app::perform::Live;
use holdspace::app::{Message, prepare};
use holdspace::clock::SessionClock;
use holdspace::config::{find_playlist, load};
use holdspace::journal::verify::{Verdict, verify};
use holdspace::journal::{Journal, reader};
use holdspace::record::export::{self, Form};
use holdspace::screen::frame::Bar;
use holdspace::screen::{arrival, intention, start, writing};
use holdspace::session::dose::{Ending, HoldEnd, Prescription};
use holdspace::session::event::NoteKind;
use holdspace::session::{Command, Person, Phase, open};
use holdspace::units::{Milligrams, Tablets};
use holdspace::widget::keyboard::Key;

use super::glass::Glass;
use crate::journal::sample::{Desk, reading, seal};
use crate::screens::after::made_up::minute;
use crate::screens::group::made_up::{AL, JR, MK, TS, observe, protocol, vitals};

/// What belongs to each of the four and to nobody else: code, prescriber, and words of every kind.
const OWN: [[&str; 6]; 4] = [
    ["AQ-31", "Dr Amsel", "amberlamp", "ashbucket", "applecore", "2×111"],
    ["BW-42", "Dr Buche", "basaltstone", "beechnut", "blueberry", "2×122"],
    ["CX-53", "Dr Cedar", "cinderpath", "candlewick", "chestnut", "2×133"],
    ["DZ-64", "Dr Drossel", "dovewing", "driftwood", "damson", "2×144"],
];
const ALL: [Person; 4] = [JR, MK, AL, TS];

fn own(person: Person) -> [&'static str; 6] {
    OWN[usize::from(person.0)]
}

fn prescription(person: Person) -> Prescription {
    let each = Milligrams(111 + 11 * u32::from(person.0));
    let hold = std::time::Duration::from_secs(600);
    let held = Prescription::held(Tablets::whole(2), each, hold, HoldEnd::Spit, own(person)[1].to_owned());
    let booster = crate::screens::group::made_up::prescription(10).booster.filter(|_| person == MK);
    Prescription { booster, ..held }
}

/// The four live through a session: one late, one declines, one takes a booster.
fn live_through(desk: &Desk) -> Live {
    let loaded = load(Path::new("/nowhere/at/all"));
    let playlist = find_playlist(&loaded, "tidewater").unwrap();
    let plan = prepare::plan(&playlist, std::time::Duration::from_secs(3600), None, None).unwrap().plan;
    let codes = OWN.iter().map(|own| own[0].to_owned()).collect();
    let first = open(77, Arc::new(protocol()), codes, Arc::new(plan), false);
    let journal = Journal::create(&desk.data, 4, &reading(0)).unwrap();
    let mut live = Live::begin(&first, Some(journal), SessionClock::starting(&reading(0)), &reading(0)).unwrap();
    let mut ask = |at: u64, command: Command| {
        let now = reading(minute(at).millis());
        let _ = live.perform(&Command::Tick, &now).unwrap();
        let asked = live.perform(&command, &now);
        assert!(asked.is_ok(), "{command:?}: {asked:?}");
    };
    let each = |command: &dyn Fn(Person) -> Command| Command::Each(ALL.map(command).to_vec());
    for person in ALL {
        let words = own(person);
        ask(5, vitals(person, 120 + u16::from(person.0), 78, 5));
        ask(6, Command::OverrideGate(person, words[3].to_owned()));
        ask(7, Command::WriteIntention(person, words[2].to_owned()));
        ask(20, Command::ConfirmPrescription(person, prescription(person)));
    }
    ask(21, Command::Enter(Phase::Administration));
    ask(22, Command::Postpone(AL));
    ask(23, Command::Decline(TS));
    ask(24, Command::Each(vec![Command::TakeTablet(JR, minute(24)), Command::TakeTablet(MK, minute(24))]));
    ask(34, Command::EndHold(JR, Ending::Spat, minute(34)));
    ask(34, Command::EndHold(MK, Ending::SwallowedSome, minute(34)));
    ask(35, Command::Enter(Phase::Journey));
    ask(36, Command::TakeTablet(AL, minute(36)));
    ask(46, Command::EndHold(AL, Ending::Spat, minute(46)));
    ask(47, Command::TakeBooster(MK, minute(47)));
    ask(57, Command::EndHold(MK, Ending::Spat, minute(57)));
    ask(58, each(&|person| observe(person, "settled", 58)));
    ask(59, each(&Command::Check));
    for person in ALL {
        let note = |kind, words: &str| Command::WriteNote(person, kind, words.to_owned(), minute(60));
        ask(60, note(NoteKind::Note, own(person)[4]));
        ask(61, Command::Rate(person, "distress".to_owned(), 3 + person.0));
    }
    ask(90, Command::Enter(Phase::Return));
    for person in ALL {
        ask(91, Command::BeginTurn(person));
    }
    ask(95, Command::Enter(Phase::Closing));
    for person in [JR, MK, AL] {
        ask(170, Command::Release(person, Some(own(person)[3].to_owned())));
    }
    ask(171, Command::Close);
    live
}

/// Every byte in a folder as text, the names of its files as well.
fn everything(folder: &Path) -> String {
    let mut all = String::new();
    for file in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        all.push_str(&file.file_name().to_string_lossy());
        if file.path().is_dir() {
            all.push_str(&everything(&file.path()));
        } else {
            all.push_str(&String::from_utf8_lossy(&std::fs::read(file.path()).unwrap()));
        }
    }
    all
}

/// What leaves the house of that record, in every form that is text.
fn handed_over(folder: &Path) -> String {
    let read = reader::read(folder).unwrap();
    let id = holdspace::journal::path::record_id(folder);
    let forms = [Form::Markdown, Form::Csv, Form::Fhir, Form::Timeline];
    let files = forms.into_iter().flat_map(|form| export::files(form, &id, &read, &[]).unwrap());
    files.map(|file| file.name + &String::from_utf8_lossy(&file.bytes)).collect()
}

#[test]
fn four_people_leave_four_whole_records_and_none_holds_a_word_of_another() {
    let desk = Desk::new();
    let mut live = live_through(&desk);
    let sealed = seal(live.journal.as_mut().unwrap());
    let folders: Vec<PathBuf> = sealed.into_iter().map(|sealed| sealed.folder).collect();
    assert_eq!(folders.len(), 4);
    for folder in &folders {
        assert_eq!(verify(folder).unwrap(), Verdict::Intact);
        let words = everything(folder) + &handed_over(folder);
        let theirs: Vec<usize> = (0..4).filter(|one| words.contains(OWN[*one][0])).collect();
        assert_eq!(theirs.len(), 1, "{folder:?} holds the codes of {theirs:?}");
        for (one, own) in OWN.iter().enumerate() {
            for word in own.iter().take(5).filter(|_| one != theirs[0]) {
                assert!(!words.contains(word), "{folder:?} holds {word}");
            }
        }
        for word in OWN[theirs[0]].iter().take(5) {
            assert!(words.contains(word), "{folder:?} lacks {word}");
        }
    }
}

fn type_code(glass: &mut Glass, open: start::Message, code: &str) {
    glass.take(vec![Message::Start(open)]);
    for letter in code.chars() {
        glass.take(vec![Message::Start(start::Message::Writing(writing::Message::Key(Key::Char(letter))))]);
    }
    glass.take(vec![Message::Start(start::Message::Writing(writing::Message::Key(Key::Keep)))]);
}

/// The folders of the sessions that are being lived.
fn folders(glass: &Glass) -> Vec<PathBuf> {
    let years = std::fs::read_dir(glass.home().join("data/sessions")).unwrap().map(|year| year.unwrap().path());
    years.flat_map(|year| std::fs::read_dir(year).unwrap().map(|folder| folder.unwrap().path())).collect()
}

/// The four are there, and everything is on the disk.
fn begun() -> Glass {
    let mut glass = Glass::new();
    glass.take(vec![Message::Start(start::Message::Protocol("group-rdt".to_owned()))]);
    for (number, own) in OWN.iter().enumerate().take(3) {
        type_code(&mut glass, start::Message::Person(number), own[0]);
    }
    type_code(&mut glass, start::Message::Add, OWN[3][0]);
    glass.press("Begin arrival");
    glass.wait(|glass| glass.shows("Saved"));
    glass
}

#[test]
fn a_group_begins_on_the_glass_with_a_record_for_each_and_nothing_of_the_others_in_it() {
    let mut glass = begun();
    glass.press(OWN[1][0]);
    for words in ["Go on with a reason", "Other words"] {
        glass.press(words);
    }
    let typed = |words: &str| writing::Message::Typed(words.to_owned());
    let keep = || writing::Message::Key(Key::Keep);
    for message in [typed(OWN[1][2]), keep()] {
        glass.take(vec![Message::Arrival(arrival::Message::Writing(message))]);
    }
    // From the rail, whose first tap only asks.
    for _ in 0..2 {
        glass.take(vec![Message::Arrival(arrival::Message::Bar(Bar::Go(Phase::Intention)))]);
    }
    // Something is still open for the others: nobody is led on by one person's reason.
    glass.press("Intention");
    glass.press(OWN[2][0]);
    glass.press("Write");
    for message in [typed(OWN[2][3]), keep()] {
        glass.take(vec![Message::Intention(intention::Message::Writing(message))]);
    }
    glass.wait(|glass| glass.shows("Saved"));
    let folders = folders(&glass);
    assert_eq!(folders.len(), 4);
    let holds = |word: &str| folders.iter().filter(|folder| everything(folder).contains(word)).collect::<Vec<_>>();
    for own in &OWN {
        assert_eq!(holds(own[0]).len(), 1, "{}", own[0]);
    }
    assert_eq!(holds(OWN[1][2]), holds(OWN[1][0]), "the reason stands in their own record");
    assert_eq!(holds(OWN[2][3]), holds(OWN[2][0]), "and so does the intention");
}

#[test]
fn everyone_is_chosen_for_one_chip_and_the_next_goes_to_one_record() {
    let mut glass = begun();
    for _ in 0..2 {
        glass.take(vec![Message::Arrival(arrival::Message::Bar(Bar::Go(Phase::Journey)))]);
    }
    for words in ["Everyone", "Stillness", "Speech"] {
        glass.press(words);
    }
    glass.wait(|glass| glass.shows("Saved"));
    let observed = |chip: &str| {
        let here = |folder: &&PathBuf| {
            let words = everything(folder);
            words.lines().any(|line| line.contains(r#""kind":"observed""#) && line.contains(chip))
        };
        folders(&glass).iter().filter(here).count()
    };
    assert_eq!((observed("stillness"), observed("speech")), (4, 1));
}
