//! What is missing, late or unknown is never good: it is open, and says what is missing.

use holdspace::session::answer::{Answer, Ask};
use holdspace::session::dose::Ending;
use holdspace::session::protocol::{Item, Protocol};
use holdspace::session::vitals::Measured;
use holdspace::session::{Command, Event, Person, Phase, Session, Stamped};
use holdspace::units::{Day, Tablets};

use super::chance::Chance;
use super::framework::{ANNA, Scene, alone, confirm, given, item, measured, moment, protocol};

fn labels(open: Vec<holdspace::session::gate::Open>) -> Vec<String> {
    open.into_iter().map(|open| open.label).collect()
}

fn without_rate(upper: u16, lower: u16) -> Measured {
    Measured { heart_rate: None, ..measured(upper, lower, 70) }
}

fn without_pressure(rate: u16) -> Measured {
    Measured { pressure: None, ..measured(120, 80, rate) }
}

/// What is asked of a practice that counts tablets and looks at vital signs before anyone leaves.
fn counting() -> Protocol {
    let count = |key: &str| Item { ask: Ask::Count, ..item(key) };
    let mut protocol = protocol();
    protocol.gate.push(count("brought"));
    protocol.release.push(item("vitals"));
    protocol.release.push(count("left"));
    protocol
}

/// Two tablets of six taken at 10:00 and spat; in closing at 2:30:00, everything ticked but vital signs and count.
fn closing() -> Scene {
    given(counting(), 1)
        .at("5:00")
        .pass_gate(ANNA)
        .when(Command::AnswerGate(ANNA, "brought".into(), Answer::Count(Tablets::whole(6))))
        .when(confirm(ANNA, 1))
        .at("10:00")
        .when(Command::Enter(Phase::Administration))
        .take(ANNA, "10:00")
        .at("11:00")
        .when(Command::EndHold(ANNA, Ending::Spat, moment("11:00")))
        .when(Command::Enter(Phase::Journey))
        .at("2:30:00")
        .when(Command::Enter(Phase::Closing))
        .when(Command::SetReleaseItem(ANNA, "walks".into(), true))
        .when(Command::SetReleaseItem(ANNA, "oriented".into(), true))
}

#[test]
fn a_pressure_without_a_heart_rate_leaves_the_gate_open() {
    let now = moment("0:00");
    let scene = alone()
        .when(Command::SetGateItem(ANNA, "clearance".into(), true))
        .when(Command::SetGateItem(ANNA, "consent".into(), true))
        .when(Command::KeepVitals(ANNA, without_rate(128, 82), now));
    assert_eq!(labels(scene.session.gate_open(ANNA)), ["heart rate"]);
    let scene = scene.when(Command::KeepVitals(ANNA, without_pressure(64), now));
    assert_eq!(labels(scene.session.gate_open(ANNA)), Vec::<String>::new());
}

#[test]
fn a_measurement_without_a_pressure_does_not_end_the_wait_for_a_high_one() {
    let scene = alone().at("1:00").when(Command::KeepVitals(ANNA, measured(190, 110, 70), moment("1:00")));
    let due = scene.session.recheck_due(ANNA);
    assert!(due.is_some());
    let scene = scene.at("2:00").when(Command::KeepVitals(ANNA, without_pressure(70), moment("2:00")));
    assert_eq!(scene.session.recheck_due(ANNA), due);
}

#[test]
fn acceptable_vital_signs_mean_a_pressure_since_the_dose_and_not_one_of_later() {
    let tick = || Command::SetReleaseItem(ANNA, "vitals".into(), true);
    let count = Command::AnswerRelease(ANNA, "left".into(), Answer::Count(Tablets::whole(4)));
    let scene = closing().when(count).when(tick());
    assert_eq!(labels(scene.session.release_open(ANNA, scene.now)), ["blood pressure since the last dose"]);
    let scene = scene.when(Command::KeepVitals(ANNA, without_pressure(64), moment("2:30:00")));
    assert_eq!(labels(scene.session.release_open(ANNA, scene.now)), ["blood pressure since the last dose"]);
    let scene =
        scene.at("2:31:00").when(Command::KeepVitals(ANNA, measured(126, 80, 66), moment("2:31:00"))).when(tick());
    assert_eq!(labels(scene.session.release_open(ANNA, scene.now)), Vec::<String>::new());
    let scene = scene.at("2:33:00").when(Command::KeepVitals(ANNA, measured(188, 104, 96), moment("2:33:00")));
    assert_eq!(labels(scene.session.release_open(ANNA, scene.now)), ["vitals, measured again"]);
}

#[test]
fn tablets_that_do_not_add_up_are_open_until_they_do() {
    let left = |tablets| Command::AnswerRelease(ANNA, "left".into(), Answer::Count(Tablets::whole(tablets)));
    let vitals = Command::KeepVitals(ANNA, measured(126, 80, 66), moment("2:30:00"));
    let scene = closing().when(vitals).when(Command::SetReleaseItem(ANNA, "vitals".into(), true)).when(left(5));
    let open = labels(scene.session.release_open(ANNA, scene.now));
    assert_eq!(open, ["5 left of 6, 2 taken: does not add up"]);
    let scene = scene.when(left(4));
    assert_eq!(labels(scene.session.release_open(ANNA, scene.now)), Vec::<String>::new());
}

/// Every answer and value of a session at most once, in any order and of any worth; then one of them is left out, or one
/// value of a measurement.
#[test]
fn with_any_answer_or_value_left_out_no_gate_and_no_release_is_readier() {
    let count = std::env::var("HOLDSPACE_SEQUENCES").ok().and_then(|count| count.parse().ok()).unwrap_or(2_000);
    for seed in 0..count {
        let mut chance = Chance(seed);
        let whole = entries(&mut chance);
        for left_out in 0..whole.len() {
            for part in parts(&whole[left_out]) {
                let mut less = whole.clone();
                match part {
                    Some(entry) => less[left_out] = entry,
                    None => drop(less.remove(left_out)),
                }
                no_readier(&whole, &less, seed);
            }
        }
    }
}

fn no_readier(whole: &[Stamped], less: &[Stamped], seed: u64) {
    let ready = |entries: &[Stamped]| {
        let before: Vec<Stamped> = entries.iter().filter(|entry| entry.at < moment("10:00")).cloned().collect();
        let [before, whole] = [&before, entries].map(|entries| Session::from_events(entries).unwrap());
        [before.gate_open(ANNA).is_empty(), whole.release_open(ANNA, moment("4:00:00")).is_empty()]
    };
    for (list, (with, without)) in ["gate", "release"].into_iter().zip(ready(whole).into_iter().zip(ready(less))) {
        assert!(with || !without, "seed {seed}: the {list} is ready with less:\n{less:#?}\nthan\n{whole:#?}");
    }
}

/// What may be left out of an entry: all of it, or one value.
fn parts(entry: &Stamped) -> Vec<Option<Stamped>> {
    let of = |event| Some(Stamped { event, ..entry.clone() });
    match &entry.event {
        Event::Vitals(measured) => vec![
            of(Event::Vitals(Measured { heart_rate: None, ..*measured })),
            of(Event::Vitals(Measured { pressure: None, ..*measured })),
        ],
        Event::GateItem { .. } | Event::ReleaseItem { .. } => vec![None],
        _ => Vec::new(),
    }
}

fn entries(chance: &mut Chance) -> Vec<Stamped> {
    let today = Day::new(2026, 11, 22).unwrap();
    let mut protocol = counting();
    protocol.gate.push(Item { ask: Ask::Dated { months: 6 }, ..item("paper") });
    protocol.gate.push(Item { ask: Ask::Words, ..item("escort") });
    let count = |chance: &mut Chance| Answer::Count(Tablets::whole(4 + chance.below(3) as u8));
    let vitals =
        |chance: &mut Chance| measured(130 + 40 * chance.below(2) as u16, 80, 60 + 50 * chance.below(2) as u16);
    let mut scene = given(protocol, 1).at("1:00");
    let ask = |scene: Scene, command: Command| {
        let possible = scene.session.decide(&command, scene.now).is_ok();
        if possible { scene.when(command) } else { scene }
    };
    let mut before = vec![
        Command::SetGateItem(ANNA, "clearance".into(), chance.in_100(90)),
        Command::SetGateItem(ANNA, "consent".into(), chance.in_100(90)),
        Command::AnswerGate(ANNA, "brought".into(), count(chance)),
        Command::AnswerGate(ANNA, "paper".into(), Answer::Dated { day: today, today }),
        Command::AnswerGate(ANNA, "escort".into(), Answer::Words("her sister".into())),
        Command::KeepVitals(ANNA, vitals(chance), moment("1:00")),
    ];
    let mut after = vec![
        Command::SetReleaseItem(ANNA, "walks".into(), chance.in_100(90)),
        Command::SetReleaseItem(ANNA, "oriented".into(), chance.in_100(90)),
        Command::AnswerRelease(ANNA, "left".into(), count(chance)),
        Command::KeepVitals(ANNA, vitals(chance), moment("2:30:00")),
        Command::SetReleaseItem(ANNA, "vitals".into(), true),
    ];
    for command in shuffled(&mut before, chance) {
        scene = ask(scene, command);
    }
    let dosed = chance.in_100(80);
    if dosed {
        scene = scene.when(confirm(ANNA, 1)).when(Command::OverrideGate(ANNA, "as agreed".into()));
        scene = scene.at("10:00").when(Command::Enter(Phase::Administration)).take(ANNA, "10:00").at("11:00");
        scene = scene.when(Command::EndHold(ANNA, Ending::Spat, moment("11:00"))).at("2:30:00");
        scene = scene.when(Command::Enter(Phase::Closing));
        for command in shuffled(&mut after, chance) {
            scene = ask(scene, command);
        }
    }
    scene.session.log().to_vec()
}

fn shuffled(commands: &mut Vec<Command>, chance: &mut Chance) -> Vec<Command> {
    let mut order = Vec::new();
    while !commands.is_empty() {
        order.push(commands.swap_remove(chance.below(commands.len() as u64) as usize));
    }
    order
}

#[test]
fn nobody_is_ready_of_whom_nothing_is_known() {
    let scene = alone();
    assert!(!scene.session.gate_open(ANNA).is_empty());
    assert!(!scene.session.release_open(ANNA, scene.now).is_empty());
    assert_eq!(scene.session.gate_open(Person(7)), Vec::new(), "there is no such person");
}
