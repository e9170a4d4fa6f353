//! Nothing typed is lost: what is written and not kept is offered again, whatever closed it, and goes once it is kept.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use holdspace::app::Message;
use holdspace::screen::frame::Bar;
use holdspace::screen::{administration, arrival, breathing, closing, intention, journey, returning, writing};
use holdspace::session::Phase;
use iced::keyboard::key::Named;

use crate::privacy::glass::Glass;

/// A session of MK-7 in the intention.
fn begun() -> Glass {
    let mut glass = Glass::new();
    glass.press("Code or initials");
    glass.type_in("mk-7");
    glass.tap_key(Named::Enter);
    glass.press("Begin arrival");
    glass.press("Go on with a reason");
    glass.press("The prescriber agreed by phone");
    assert!(glass.shows("Without an intention"), "{:?}", glass.texts());
    glass
}

fn bar(phase: Phase, bar: Bar) -> Message {
    match phase {
        Phase::Arrival => Message::Arrival(arrival::Message::Bar(bar)),
        Phase::Intention => Message::Intention(intention::Message::Bar(bar)),
        Phase::Breathing => Message::Breathing(breathing::Message::Bar(bar)),
        Phase::Administration => Message::Administration(administration::Message::Bar(bar)),
        Phase::Journey => Message::Journey(journey::Message::Bar(bar)),
        Phase::Return => Message::Returning(returning::Message::Bar(bar)),
        Phase::Closing => Message::Closing(closing::Message::Bar(bar)),
    }
}

/// Goes from one phase to another by two taps on the rail.
fn go(glass: &mut Glass, from: Phase, to: Phase) {
    for _ in 0..2 {
        glass.take(vec![bar(from, Bar::Go(to))]);
    }
}

/// The same in the journey.
fn on_the_journey() -> Glass {
    let mut glass = begun();
    go(&mut glass, Phase::Intention, Phase::Journey);
    glass
}

fn open_note(glass: &mut Glass) {
    glass.take(vec![Message::Journey(journey::Message::OpenNote)]);
}

fn shows_part(glass: &Glass, words: &str) -> bool {
    glass.texts().iter().any(|text| text.contains(words))
}

fn files(glass: &Glass) -> Vec<PathBuf> {
    let folder = glass.home().join("data/drafts");
    let files = fs::read_dir(folder).into_iter().flatten().map(|file| file.unwrap().path());
    // What is only being written has no ending yet.
    files.filter(|file| file.extension().is_some()).collect()
}

/// Waits until the disk holds these words in a draft, or no draft at all.
fn wait_for_draft(glass: &mut Glass, words: Option<&str>) {
    glass.wait(|glass| {
        let texts: Vec<String> = files(glass).iter().filter_map(|file| fs::read_to_string(file).ok()).collect();
        match words {
            Some(words) => texts.iter().any(|text| text.contains(words)),
            None => texts.is_empty(),
        }
    });
}

fn holds(folder: &Path, words: &str) -> bool {
    fs::read_dir(folder).into_iter().flatten().flatten().any(|entry| {
        let path = entry.path();
        if path.is_dir() {
            return holds(&path, words);
        }
        fs::read(&path).is_ok_and(|bytes| String::from_utf8_lossy(&bytes).contains(words))
    })
}

/// Keeps what is written, which is these words and no others.
fn keeps(glass: &mut Glass, words: &str) {
    glass.tap_key(Named::Enter);
    let words = format!("\"{words}\"");
    glass.wait(|glass| holds(&glass.home().join("data/sessions"), &words));
}

#[test]
fn a_note_that_was_being_typed_when_the_program_died_is_gone_on_with() {
    let mut glass = on_the_journey();
    open_note(&mut glass);
    glass.type_in("left hand opened");
    wait_for_draft(&mut glass, Some("left hand opened"));
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&files(&glass)[0]), 0o600);
    assert_eq!(mode(&glass.home().join("data/drafts")), 0o700);

    glass.again();
    glass.press("Unfinished: note");
    glass.type_in(", he smiles");
    keeps(&mut glass, "left hand opened, he smiles");
    wait_for_draft(&mut glass, None);
    assert!(!glass.shows("Unfinished: note"));
}

#[test]
fn a_phase_change_keeps_what_was_being_typed_and_the_field_goes_on_with_it() {
    let mut glass = on_the_journey();
    open_note(&mut glass);
    glass.type_in("left hand");
    go(&mut glass, Phase::Journey, Phase::Return);
    assert!(glass.shows("Unfinished: note"), "{:?}", glass.texts());
    go(&mut glass, Phase::Return, Phase::Journey);
    open_note(&mut glass);
    keeps(&mut glass, "left hand");
}

#[test]
fn an_intention_is_offered_in_its_own_phase_only() {
    let mut glass = begun();
    glass.take(vec![Message::Intention(intention::Message::Write)]);
    glass.type_in("to rest");
    go(&mut glass, Phase::Intention, Phase::Journey);
    assert!(!shows_part(&glass, "Unfinished"), "{:?}", glass.texts());
    go(&mut glass, Phase::Journey, Phase::Intention);
    glass.press("Unfinished: intention");
    keeps(&mut glass, "to rest");
}

#[test]
fn what_was_put_away_can_be_taken_back_at_once_and_later() {
    let mut glass = on_the_journey();
    open_note(&mut glass);
    glass.type_in("left hand");
    glass.press("Put away");
    glass.press("Put away; take back");
    glass.type_in(" opened");
    glass.press("Put away");
    // Without the offer of the bar, in the field itself.
    open_note(&mut glass);
    glass.press("Take back: left hand opened");
    keeps(&mut glass, "left hand opened");
    wait_for_draft(&mut glass, None);
}

#[test]
fn words_that_were_deleted_letter_by_letter_are_no_draft() {
    let mut glass = on_the_journey();
    open_note(&mut glass);
    glass.type_in("ab");
    wait_for_draft(&mut glass, Some("ab"));
    for _ in 0..2 {
        glass.take(vec![Message::Journey(journey::Message::Writing(writing::Message::Key(
            holdspace::widget::keyboard::Key::Backspace,
        )))]);
    }
    wait_for_draft(&mut glass, None);
}

#[test]
fn what_is_not_kept_is_named_at_closing_and_gone_after_it() {
    let mut glass = on_the_journey();
    open_note(&mut glass);
    glass.type_in("left hand");
    go(&mut glass, Phase::Journey, Phase::Closing);
    assert!(shows_part(&glass, "Not kept, gone when you close: note"), "{:?}", glass.texts());
    wait_for_draft(&mut glass, Some("left hand"));
    glass.take(vec![Message::Closing(closing::Message::Close)]);
    wait_for_draft(&mut glass, None);
    assert!(!holds(glass.home(), "left hand"), "nowhere");
}

#[test]
fn a_file_that_is_no_drafts_is_moved_aside_and_told() {
    let mut glass = on_the_journey();
    open_note(&mut glass);
    glass.type_in("left hand");
    wait_for_draft(&mut glass, Some("left hand"));
    fs::write(&files(&glass)[0], "{\"format\":").unwrap();
    glass.again();
    assert!(shows_part(&glass, "cannot be read as drafts"), "{:?}", glass.texts());
    assert!(files(&glass)[0].extension().is_some_and(|kind| kind == "damaged"));
}

#[test]
fn a_disk_that_takes_no_draft_is_told_and_the_session_goes_on() {
    let mut glass = on_the_journey();
    // A file where the folder should be: nothing can be written there.
    fs::write(glass.home().join("data/drafts"), "").unwrap();
    open_note(&mut glass);
    glass.type_in("left hand");
    glass.wait(|glass| shows_part(glass, "What is being typed is not on the disk until it is kept."));
    keeps(&mut glass, "left hand");
}
