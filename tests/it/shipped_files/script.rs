//! Scripts: when, who, what and with what.

use std::path::Path;

use holdspace::config::problem::Problem;
use holdspace::config::script;
use holdspace::config::script::to_command;
use holdspace::config::source::Source;
use holdspace::config::{find_protocol, load};
use holdspace::session::command::Command;
use holdspace::session::dose::{Booster, Ending, Form, HoldEnd};
use holdspace::session::event::{Person, Who};
use holdspace::session::protocol::Protocol;
use holdspace::units::{Milligrams, Moment, Tablets};

use super::{default_protocol, folder, nowhere, one};

#[test]
fn a_step_can_be_for_everyone_and_said_by_the_chaperone() {
    let steps = script("[[step]]\nat = \"0:05\"\ndo = \"check\"\neveryone = true\nby = \"chaperone\"\n").unwrap();
    let Command::Reported(who, all) = to_command(&steps[0], &default_protocol()).unwrap() else { panic!() };
    let Command::Each(all) = *all else { panic!() };
    assert_eq!((who, all.len(), &all[5]), (Who::Chaperone, 6, &Command::Check(Person(5))));
}

#[test]
fn a_prescription_takes_the_form_of_its_protocol_and_perhaps_a_booster() {
    let of = |protocol: &str, value: &str| {
        let text = format!("[[step]]\nat = \"0:05\"\ndo = \"confirm_prescription\"\nvalue = \"{value}\"\n");
        match to_command(&script(&text).unwrap()[0], &find_protocol(&nowhere(), protocol).unwrap()) {
            Ok(Command::ConfirmPrescription(_, told)) => told,
            other => panic!("{other:?}"),
        }
    };
    let spray = of("intranasal", "1x10 times 6 every 2 by Dr K");
    assert_eq!((spray.form, spray.doses, spray.spacing.as_secs()), (Form::Spray, 6, 120));
    let lozenge = of("lozenge-individual", "1.5x100 hold 12 spit booster 0.5x100 by Dr K");
    let booster = Booster { tablets: Tablets { halves: 1 }, each: Milligrams(100) };
    assert_eq!((lozenge.form, lozenge.booster, lozenge.prescriber.as_str()), (Form::Lozenge, Some(booster), "Dr K"));
}

fn script(steps: &str) -> Result<Vec<script::Step>, Vec<Problem>> {
    let text = format!("format = \"holdspace-script 1\"\n{steps}");
    script::read(&Source::decode(Path::new("s.toml"), text.as_bytes()).unwrap())
}

fn commanded(what: &str, value: &str) -> Result<Command, Problem> {
    let value = if value.is_empty() { String::new() } else { format!("value = {value}\n") };
    let steps = script(&format!("[[step]]\nat = \"12:30\"\ndo = \"{what}\"\n{value}")).unwrap();
    to_command(&steps[0], &asking())
}

/// The default protocol, which also asks a questionnaire.
fn asking() -> Protocol {
    let folder = folder(&[("protocols/mine.toml", b"format = \"holdspace-protocol 1\"\ninherits = \"rdt-individual\"\ntitle = \"T\"\n[[questionnaire]]\nname = \"phq-9\"\nat = \"arrival\"\n")]);
    find_protocol(&load(folder.path()), "mine").unwrap()
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
        ("answer_gate", "\"medical_clearance 2026-10-02 on 2026-11-22\""),
        ("answer_release", "\"tablets_left 3.5\""),
        ("set_ceiling", "\"150/88 96 by Dr Keller\""),
        ("call_prescriber", "\"not_reached\""),
        ("note_course", "\"2 of 8\""),
        ("answer_question", "\"phq-9 1 2\""),
        ("start_meditation", "\"read\""),
        ("end_meditation", ""),
        ("give", ""),
        ("postpone", ""),
        ("take_booster", ""),
        ("skip_booster", ""),
        ("snooze_booster", ""),
        ("stop", "\"\""),
        ("open_emergency", ""),
        ("draw", "\"1 200,200 240,260\""),
        ("begin_turn", ""),
        ("end_turn", ""),
        ("appoint", "\"integration 2026-11-24 10:30\""),
        ("place_music", "\"elsewhere\""),
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
        ("answer_gate", "\"medical_clearance 2026-10-02\"", "on 2026-11-22"),
        ("answer_gate", "\"consent yes\"", "medical_clearance"),
        ("answer_gate", "\"touch everywhere\"", "keys"),
        ("answer_release", "\"tablets_left some\"", "tablets_left 3"),
        ("set_ceiling", "\"150/88 96\"", "by Dr Keller"),
        ("note_course", "\"2 of eight\"", "2 of 8"),
        ("answer_question", "\"phq-9 10 2\"", "phq-9 1 2"),
        ("answer_question", "\"phq-9 9 7\"", "phq-9 1 2"),
        ("draw", "\"1 1700,200\"", "1600,900"),
        ("draw", "\"0 200,200\"", "from 1"),
        ("appoint", "\"integration 2026-02-30\"", "integration 2026-11-24"),
        ("appoint", "\"integration 2026-02-20 24:00\"", "10:30"),
        ("confirm_prescription", "\"1x10 times 6 every 2\"", "2x100"),
        ("take_booster", "\"now\"", "take the value out"),
        ("stop", "", "the reason"),
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
