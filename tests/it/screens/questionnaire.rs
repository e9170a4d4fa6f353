//! A questionnaire on the glass: one item at a time, one tap an answer, and the sum only after the device is handed back.

use std::path::Path;
use std::time::Duration;

use holdspace::config::{find_questionnaire, load};
use holdspace::screen::questionnaire::{Answer, Asking, Message};
use holdspace::session::questionnaire::Questionnaire;
use holdspace::theme::{Shade, theme};

use super::after::{click, hides, laid_out, shows};
use super::before::has_large_targets;

fn the(name: &str) -> Questionnaire {
    find_questionnaire(&load(Path::new("/nowhere/at/all")), name).unwrap()
}

const INTEREST: &str = "Little interest or pleasure in doing things";
const DOWN: &str = "Feeling down, depressed, or hopeless";
const DEAD: &str = "Thoughts that you would be better off dead or of hurting yourself in some way";

/// A tap at this many seconds since the device began.
fn tap(value: u8, seconds: u64) -> Message {
    Message::Answer(value, Duration::from_secs(seconds))
}

/// Answers of which the last can be another.
fn nine(value: u8, last: Option<u8>) -> Vec<Option<u8>> {
    [vec![Some(value); 8], vec![last]].concat()
}

/// Presses words; answers that are to be kept are kept.
#[track_caller]
fn press(asking: &mut Asking, form: &Questionnaire, answers: &mut Vec<Option<u8>>, words: &str) -> Answer {
    let mut said = click(asking.view(form, answers), words);
    assert_eq!(said.len(), 1, "{words}: {said:?}");
    let answer = asking.update(said.remove(0), form);
    if let Answer::Answered(item, value) = answer {
        answers.resize(form.items.len(), None);
        answers[usize::from(item)] = Some(value);
    }
    answer
}

#[test]
fn an_answer_is_one_tap_and_leads_to_the_next_item() {
    let (form, mut answers) = (the("phq-9"), Vec::new());
    let mut asking = Asking::new(&form, &answers);
    shows(asking.view(&form, &answers), &["PHQ-9", "1 of 9", form.intro.as_str(), INTEREST, "Not at all"]);
    assert!(hides(asking.view(&form, &answers), DOWN));
    assert_eq!(press(&mut asking, &form, &mut answers, "More than half the days"), Answer::Answered(0, 2));
    shows(asking.view(&form, &answers), &["2 of 9", DOWN]);
    assert!(hides(asking.view(&form, &answers), INTEREST));
}

#[test]
fn a_second_tap_that_trembles_answers_nothing() {
    let form = the("gad-7");
    let mut asking = Asking::new(&form, &[]);
    assert_eq!(asking.update(tap(1, 10), &form), Answer::Answered(0, 1));
    let soon = Duration::from_millis(10_299);
    assert_eq!(asking.update(Message::Answer(1, soon), &form), Answer::Stay);
    assert_eq!(asking.update(Message::Onward(soon), &form), Answer::Stay);
    shows(asking.view(&form, &[Some(1)]), &["2 of 7"]);
    assert_eq!(asking.update(Message::Answer(3, Duration::from_millis(10_300)), &form), Answer::Answered(1, 3));
}

#[test]
fn a_value_that_is_not_on_the_scale_is_no_answer() {
    let form = the("gad-7");
    let mut asking = Asking::new(&form, &[]);
    assert_eq!(asking.update(tap(4, 10), &form), Answer::Stay);
    shows(asking.view(&form, &[]), &["1 of 7"]);
}

#[test]
fn an_item_can_be_left_open_and_gone_back_to() {
    let (form, mut answers) = (the("phq-9"), vec![Some(3)]);
    let mut asking = Asking::new(&form, &answers);
    shows(asking.view(&form, &answers), &["2 of 9", "Leave it open"]);
    assert_eq!(press(&mut asking, &form, &mut answers, "Leave it open"), Answer::Stay);
    shows(asking.view(&form, &answers), &["3 of 9"]);
    for _ in 0..2 {
        assert_eq!(press(&mut asking, &form, &mut answers, "Back"), Answer::Stay);
    }
    shows(asking.view(&form, &answers), &["1 of 9", "Go on"]);
    assert!(hides(asking.view(&form, &answers), "Leave it open"), "it has its answer");
    assert!(click(asking.view(&form, &answers), "Back").is_empty(), "there is nothing before the first");
    assert_eq!(press(&mut asking, &form, &mut answers, "Several days"), Answer::Answered(0, 1));
    assert_eq!(answers, [Some(1), None, None, None, None, None, None, None, None]);
}

#[test]
fn it_opens_where_it_was_put_away() {
    let form = the("phq-9");
    let mut answers = vec![Some(0), None, Some(2)];
    let mut asking = Asking::new(&form, &answers);
    shows(asking.view(&form, &answers), &["2 of 9"]);
    assert_eq!(press(&mut asking, &form, &mut answers, "Put away"), Answer::Close);
    let answers = nine(1, Some(0));
    shows(Asking::new(&form, &answers).view(&form, &answers), &["8", "of 27", "mild"]);
}

#[test]
fn after_the_last_item_the_glass_thanks_and_tells_nothing() {
    let (form, mut answers) = (the("phq-9"), nine(3, None));
    let mut asking = Asking::new(&form, &answers);
    shows(asking.view(&form, &answers), &["9 of 9", DEAD]);
    assert_eq!(press(&mut asking, &form, &mut answers, "Several days"), Answer::Answered(8, 1));
    shows(asking.view(&form, &answers), &["Thank you.", "Read the answers"]);
    for telling in ["25", "severe", DEAD, "Several days", "Put away"] {
        assert!(hides(asking.view(&form, &answers), telling), "{telling} is on the client's glass");
    }
    let _ = press(&mut asking, &form, &mut answers, "Read the answers");
    shows(asking.view(&form, &answers), &["25", "of 27", "severe", DEAD, "Several days"]);
    shows(asking.view(&form, &answers), &["Talk about it together now, before going on.", form.licence.as_str()]);
    assert_eq!(press(&mut asking, &form, &mut answers, "Done"), Answer::Close);
}

#[test]
fn nothing_is_pointed_out_where_nothing_is_to_be_noticed() {
    let form = the("phq-9");
    for last in [Some(0), None] {
        let (answers, mut asking) = (nine(3, last), Asking::new(&form, &nine(3, Some(0))));
        let _ = asking.update(Message::Read, &form);
        assert!(hides(asking.view(&form, &answers), "Talk about it together now, before going on."), "{last:?}");
    }
}

#[test]
fn with_an_open_item_there_is_no_sum_and_one_tap_leads_to_it() {
    let form = the("phq-9");
    let mut answers = nine(3, Some(1));
    answers[4] = None;
    let mut asking = Asking::new(&form, &answers);
    let _ = asking.update(Message::Read, &form);
    shows(asking.view(&form, &answers), &["1 item is open", "There is no sum while an answer is missing."]);
    shows(asking.view(&form, &answers), &["Talk about it together now, before going on."]);
    assert!(hides(asking.view(&form, &answers), "of 27"));
    let mut two = answers.clone();
    two[7] = None;
    shows(asking.view(&form, &two), &["2 items are open", "Go to the first"]);
    let _ = press(&mut asking, &form, &mut answers, "Go to it");
    shows(asking.view(&form, &answers), &["5 of 9", "Poor appetite or overeating"]);
    assert_eq!(press(&mut asking, &form, &mut answers, "Not at all"), Answer::Answered(4, 0));
    shows(asking.view(&form, &answers), &["22", "severe"]);
}

#[test]
fn an_answer_is_set_right_from_the_sum_and_leads_back_to_it() {
    let form = the("phq-9");
    let mut answers = nine(0, Some(0));
    let mut asking = Asking::new(&form, &answers);
    let _ = press(&mut asking, &form, &mut answers, DOWN);
    shows(asking.view(&form, &answers), &["2 of 9", "Back"]);
    assert!(hides(asking.view(&form, &answers), "Go on"));
    let mut other = asking;
    let _ = press(&mut other, &form, &mut answers, "Back");
    shows(other.view(&form, &answers), &["0", "minimal"]);
    assert_eq!(press(&mut asking, &form, &mut answers, "Nearly every day"), Answer::Answered(1, 3));
    shows(asking.view(&form, &answers), &["3", "of 27"]);
}

#[test]
fn the_largest_form_has_room_for_its_answers_and_its_longest_item() {
    let mut form = the("gad-7");
    let long = "words that go on and on ".repeat(20);
    form.levels = (0..=10).map(|value| level(value, "About as often as a year has weeks, or more often")).collect();
    form.items = (0..60).map(|_| asked(&long)).collect();
    has_large_targets("large", Asking::new(&form, &[]).view(&form, &[]));
    for answers in [vec![], vec![Some(10); 60]] {
        let mut asking = Asking::new(&form, &answers);
        let _ = asking.update(Message::Read, &form);
        assert!(laid_out(asking.view(&form, &answers)).snapshot(&theme(Shade::Day)).is_ok());
    }
    assert_eq!(form.score(&[Some(10); 60]), Some(600));
}

fn level(value: u8, label: &str) -> holdspace::session::questionnaire::Level {
    holdspace::session::questionnaire::Level { value, label: label.to_owned() }
}

fn asked(text: &str) -> holdspace::session::questionnaire::Asked {
    holdspace::session::questionnaire::Asked { text: text.trim().to_owned(), notice_from: Some(9) }
}

#[test]
fn every_target_is_large_enough_on_every_page() {
    let form = the("phq-9");
    let answers = nine(2, Some(2));
    has_large_targets("first", Asking::new(&form, &[]).view(&form, &[]));
    has_large_targets("last", Asking::new(&form, &nine(2, None)).view(&form, &nine(2, None)));
    has_large_targets("answers", Asking::new(&form, &answers).view(&form, &answers));
    let mut asking = Asking::new(&form, &nine(2, None));
    let _ = asking.update(tap(2, 10), &form);
    has_large_targets("thanks", asking.view(&form, &answers));
    let _ = asking.update(Message::Open(8), &form);
    has_large_targets("again", asking.view(&form, &answers));
}
