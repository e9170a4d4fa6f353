//! The start of a group: a code for each.

use holdspace::screen::start::{self, Start};
use holdspace::screen::{Action, writing};
use holdspace::widget::keyboard::Key;

use super::{click, made_up, shows};
use crate::screens::before::{has_large_targets, start_shown};

#[test]
fn a_group_begins_with_a_code_for_each_and_no_two_alike() {
    let loaded = holdspace::config::load(std::path::Path::new("nowhere"));
    let marks = made_up::begun(2).marks;
    let mut start = Start::new(&loaded);
    let _ = start.update(start::Message::Protocol("group-rdt".to_owned()));
    let type_in = |start: &mut Start, open: start::Message, code: &str| {
        let _ = start.update(open);
        for letter in code.chars() {
            let _ = start.update(start::Message::Writing(writing::Message::Key(Key::Char(letter))));
        }
        let _ = start.update(start::Message::Writing(writing::Message::Key(Key::Keep)));
    };
    let begins = |start: &Start| !click(start.view(start_shown(&loaded, &marks)), "Begin arrival").is_empty();
    for (number, code) in ["jr-04", "mk-11", "mk-11"].into_iter().enumerate() {
        assert!(!begins(&start));
        type_in(&mut start, start::Message::Person(number), code);
    }
    assert!(shows(start.view(start_shown(&loaded, &marks)), "Two people have the same code; change one."));
    let _ = start.update(start::Message::Remove(2));
    assert!(!begins(&start), "three at least");
    type_in(&mut start, start::Message::Person(2), "al-02");
    has_large_targets("three codes", start.view(start_shown(&loaded, &marks)));
    let [add] = click(start.view(start_shown(&loaded, &marks)), "Add").try_into().unwrap();
    type_in(&mut start, add, "ts-07");
    has_large_targets("four codes", start.view(start_shown(&loaded, &marks)));
    let messages = click(start.view(start_shown(&loaded, &marks)), "Begin arrival");
    let asked: Vec<Action> = messages.into_iter().map(|message| start.update(message)).collect();
    let [Action::Begin(begin)] = &asked[..] else { panic!("{asked:?}") };
    assert_eq!(begin.codes, ["JR-04", "MK-11", "AL-02", "TS-07"]);
}
