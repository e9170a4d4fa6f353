//! What a record tells when it is walked through.

use holdspace::journal::reader;
use holdspace::record::story::{Fate, Story};
use holdspace::session::event::{Event, Stamped};

use crate::journal::sample::{Desk, ONE, entry, every_kind};

fn story_of(events: &[Stamped]) -> Story {
    let desk = Desk::new();
    let sealed = desk.sealed(events);
    Story::of(&reader::read(&sealed.folder).unwrap(), &[])
}

#[test]
fn every_entry_but_the_musics_position_is_told_in_words() {
    let events = every_kind();
    let story = story_of(&events);
    let silent = events.iter().filter(|entry| matches!(entry.event, Event::Heard { .. })).count();
    assert_eq!(story.told.len(), events.len() - silent);
    assert!(story.told.iter().all(|told| !told.words.is_empty() && !told.time.is_empty()));
}

#[test]
fn what_was_corrected_or_taken_back_stays_and_says_so() {
    let story = story_of(&every_kind());
    let rating = story.told.iter().find(|told| told.words.starts_with("DISTRESS")).unwrap();
    assert_eq!((rating.fate, rating.second.as_str()), (Fate::TakenBack, "taken back"));
    assert!(story.ratings.is_empty(), "what was taken back is not drawn");
    let words = story.told.iter().find(|told| told.words.starts_with("First words")).unwrap();
    assert_eq!(words.fate, Fate::Corrected);
    assert_eq!(words.words, "First words: \u{201c}It was the wide sea.\u{201d}");
    assert_eq!(words.second, "was \u{201c}It was the sea.\u{201d}; misheard");
    let tears = story.told.iter().find(|told| told.words == "Tears").unwrap();
    assert_eq!((tears.fate, tears.at), (Fate::Corrected, 27.0 / 60.0));
}

#[test]
fn times_count_from_the_corrected_tablet() {
    let story = story_of(&every_kind());
    assert_eq!(story.t0, Some(13.0 / 60.0));
    assert_eq!(story.doses.first(), Some(&(13.0 / 60.0, "tablet".to_owned())));
    let released = story.told.iter().find(|told| told.words.starts_with("Left without")).unwrap();
    assert!(released.since.starts_with('+'), "{}", released.since);
}

#[test]
fn entries_stand_in_order_and_the_nearest_one_is_found() {
    let story = story_of(&every_kind());
    assert!(story.told.windows(2).all(|two| two[0].at <= two[1].at));
    for (number, told) in story.told.iter().enumerate() {
        let near = story.nearest(told.at).unwrap();
        assert!(near == number || story.told[near].at == told.at);
    }
    assert_eq!(Story::default().nearest(3.0), None);
}

#[test]
fn gaps_are_shown_for_as_long_as_they_lasted() {
    let mut events = every_kind();
    events.truncate(events.len() - 1);
    let later = events.len() as u64 * 1_500;
    events.push(entry(0x8001, later, ONE, Event::OutputLost));
    let desk = Desk::new();
    let folder = desk.unfinished(&events);
    let story = Story::of(&reader::read(&folder).unwrap(), &[]);
    let words: Vec<&str> = story.gaps.iter().map(|gap| gap.word.as_str()).collect();
    assert_eq!(words, ["no sound", "away", "no sound"]);
    assert!(story.gaps.iter().all(|gap| gap.from < gap.to || gap.to == story.length), "{:?}", story.gaps);
}
