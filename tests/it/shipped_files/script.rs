//! Scripts: when, who, what and with what.

use std::path::Path;

use holdspace::config::problem::Problem;
use holdspace::config::script;
use holdspace::config::script::to_command;
use holdspace::config::source::Source;
use holdspace::session::command::Command;
use holdspace::session::dose::{Ending, HoldEnd};
use holdspace::session::event::Person;
use holdspace::units::{Moment, Tablets};

use super::{default_protocol, one};

fn script(steps: &str) -> Result<Vec<script::Step>, Vec<Problem>> {
    let text = format!("format = \"holdspace-script 1\"\n{steps}");
    script::read(&Source::decode(Path::new("s.toml"), text.as_bytes()).unwrap())
}

fn commanded(what: &str, value: &str) -> Result<Command, Problem> {
    let value = if value.is_empty() { String::new() } else { format!("value = {value}\n") };
    let steps = script(&format!("[[step]]\nat = \"12:30\"\ndo = \"{what}\"\n{value}")).unwrap();
    to_command(&steps[0], &default_protocol())
}

#[test]
fn a_script_says_when_who_what_and_with_what() {
    let steps = script("[[step]]\nat = \"0:05\"\ndo = \"check\"\n[[step]]\nat = \"1:02:03\"\ndo = \"observe\"\nperson = 2\nvalue = \"tears\"\n").unwrap();
    assert_eq!((steps[0].at, steps[1].at), (Moment::from_secs(5), Moment::from_secs(3723)));
    assert_eq!((steps[0].person, steps[1].person, steps[1].place), (Person(0), Person(1), (7, 6)));
    let command = to_command(&steps[1], &default_protocol()).unwrap();
    assert_eq!(command, Command::Observe(Person(1), "tears".to_owned(), Moment::from_secs(3723)));
}

#[test]
fn every_command_of_a_script_can_be_given() {
    let values = [
        ("tick", ""),
        ("enter", "\"journey\""),
        ("set_gate_item", "\"not escort\""),
        ("override_gate", "\"asked\""),
        ("write_intention", "\"\""),
        ("start_breathing", "\"coherent 6\""),
        ("end_breathing", ""),
        ("confirm_prescription", "\"2x100 hold 10 spit by Dr K\""),
        ("take_tablet", ""),
        ("end_hold", "\"spat\""),
        ("decline", ""),
        ("correct_t0", "\"12:00\""),
        ("observe", "\"tears\""),
        ("check", ""),
        ("keep_vitals", "\"126/80 72 98\""),
        ("rate", "\"distress 4\""),
        ("write_note", "\"client: I see\""),
        ("steer", "\"silence 60\""),
        ("set_volume", "-12.5"),
        ("keep_sound_check", "-12"),
        ("note_output", "false"),
        ("note_clock_jump", "-3600000"),
        ("undo", ""),
        ("set_release_item", "\"walks\""),
        ("release", ""),
        ("close", ""),
    ];
    assert_eq!(values.map(|(name, _)| name), script::COMMANDS.map(|(name, _)| name));
    for (what, value) in values {
        assert!(commanded(what, value).is_ok(), "{what}: {:?}", commanded(what, value));
    }
    let Ok(Command::ConfirmPrescription(_, told)) = commanded("confirm_prescription", "\"1.5x100 hold 7 swallow\"")
    else {
        panic!()
    };
    assert_eq!((told.tablets, told.end), (Tablets { halves: 3 }, HoldEnd::Swallow));
    let at = Moment::from_secs(750);
    assert_eq!(commanded("end_hold", "\"swallowed_some\""), Ok(Command::EndHold(Person(0), Ending::SwallowedSome, at)));
}

#[test]
fn a_step_that_cannot_be_done_says_what_to_write() {
    for (what, value, remedy) in [
        ("confirm_prescription", "\"2x100 hold 0 spit\"", "2x100 hold 10 spit"),
        ("confirm_prescription", "\"lots\"", "2x100 hold 10 spit"),
        ("observe", "\"levitation\"", "chip"),
        ("rate", "\"distress 11\"", "distress 4"),
        ("enter", "", "journey"),
        ("check", "3", "take the value out"),
        ("keep_vitals", "\"126-80\"", "126/80"),
        ("set_volume", "3", "-12"),
    ] {
        let problem = commanded(what, value).unwrap_err();
        assert!(problem.line == 4 && problem.column == 6 && problem.remedy.contains(remedy), "{problem}");
    }
    let first = |steps: &str| script(steps).unwrap_err();
    one(&first("[[step]]\nat = \"5\"\ndo = \"check\"\n"), (3, 6), "no time", "12:30");
    one(&first("[[step]]\nat = \"0:05\"\ndo = \"chek\"\n"), (4, 6), "chek", "do = \"check\"");
    one(&first("[[step]]\nat = \"0:05\"\ndo = \"check\"\nwho = 1\n"), (5, 1), "who", "at, do, person, value");
    let backwards = "[[step]]\nat = \"2:00\"\ndo = \"check\"\n[[step]]\nat = \"1:00\"\ndo = \"check\"\n";
    one(&first(backwards), (6, 6), "before the one above", "in order of time");
    one(&first(""), (1, 1), "step is missing", "[[step]]");
}
