//! A time away that the wall clock told wrongly is asked about again when that clock is set.

use std::time::Duration;

use chrono::TimeDelta;
use holdspace::clock::AwayDoubt;
use holdspace::journal::{path, reader, recovery};
use holdspace::record::export::{self, Form};
use holdspace::screen::{Action, away};
use holdspace::session::event::Who;
use holdspace::session::{Command, Event, Session, Stamped};
use holdspace::units::Moment;

use super::{CLIENT, Clocks, Sitting, secs};

/// The power went at 1:40; a minute later the machine is there again, its wall clock 38 s slow.
fn restarted() -> Sitting {
    let mut sitting = Sitting::begin(Clocks::right());
    sitting.ask(secs(90), |at| Command::Observe(CLIENT, "tears".to_owned(), at));
    sitting.ask(secs(100), |_| Command::Check(CLIENT));
    sitting.dies();
    sitting.clocks = Clocks { wrong: TimeDelta::seconds(-38), boot: "b1", booted: secs(150), zone: 1 };
    assert_eq!(sitting.comes_back(secs(160)).as_secs(), 22);
    sitting.ask(secs(170), |at| Command::Observe(CLIENT, "stillness".to_owned(), at));
    sitting
}

fn asked(sitting: &mut Sitting, at: u64) -> Option<AwayDoubt> {
    sitting.glass(at, |shown| shown.away)
}

fn observed(session: &Session, chip: &str) -> Moment {
    session.participant(CLIENT).unwrap().observations.iter().find(|seen| seen.chip == chip).unwrap().at
}

fn away_of(doubt: AwayDoubt) -> (u64, u64) {
    (doubt.counted.as_secs(), doubt.proposed.as_secs())
}

#[test]
fn a_clock_that_is_set_after_a_restart_asks_again_how_long_it_was() {
    let mut sitting = restarted();
    assert_eq!(asked(&mut sitting, secs(175)), None, "nothing speaks against the clock yet");
    sitting.clocks.wrong = TimeDelta::zero();
    assert_eq!(asked(&mut sitting, secs(180)).map(away_of), Some((22, 60)));
    let now = sitting.glass(secs(180), |shown| shown.now);
    assert_eq!(now, Moment::from_secs(142), "until then it goes on as it was counted");
}

#[test]
fn one_tap_counts_the_true_time_from_then_on_and_erases_nothing() {
    let mut sitting = restarted();
    sitting.clocks.wrong = TimeDelta::zero();
    let (doubt, tap) =
        sitting.glass(secs(180), |shown| (shown.away.unwrap(), away::update(away::Message::AsProposed, shown)));
    let Action::Ask(command) = tap else { panic!("{tap:?}") };
    sitting.ask(secs(185), |_| command.clone());
    assert_eq!(asked(&mut sitting, secs(190)), None);
    assert_eq!(sitting.glass(secs(190), |shown| shown.now), Moment::from_secs(190));
    let session = &sitting.live.session;
    assert_eq!(observed(session, "tears"), Moment::from_secs(90), "what was before stays");
    assert_eq!(observed(session, "stillness"), Moment::from_secs(170), "what came after it is where it was");
    assert_eq!(session.resumed().unwrap(), (Moment::from_secs(160), Duration::from_secs(60)));
    let said: Vec<&Stamped> = session.log().iter().filter(|entry| entry.who == Who::Therapist).collect();
    let (from, to) = (Duration::from_secs(22), Duration::from_secs(60));
    assert_eq!(said.last().unwrap().event, Event::AwayCorrected { of: doubt.of, from, to });
    assert_eq!(sitting.glass(secs(190), |shown| shown.wall_at(Moment::from_secs(90))), super::true_time(secs(90)));

    // The lines stay as they were; whoever reads them counts the same.
    sitting.dies();
    let found = sitting.found();
    assert_eq!(Session::from_events(&found.events).as_ref(), Some(&sitting.live.session));
    let raw = found.events.iter().find(|entry| matches!(&entry.event, Event::Observed { chip } if chip == "stillness"));
    assert_eq!(raw.unwrap().at, Moment::from_secs(132), "as it was written");
    let now = sitting.clocks.read(secs(200));
    assert_eq!(recovery::moment_now(&found, &now), Some(Moment::from_secs(200)));
    assert_eq!(found.away.doubt(), None);
    assert_eq!(sitting.comes_back(secs(200)).as_secs(), 15, "since the answer");
    assert_eq!(asked(&mut sitting, secs(210)), None, "and is not asked again");
}

#[test]
fn the_papers_tell_both_times_and_print_the_true_one() {
    let mut sitting = restarted();
    sitting.clocks.wrong = TimeDelta::zero();
    let doubt = asked(&mut sitting, secs(180)).unwrap();
    sitting.ask(secs(185), |_| Command::CorrectAway(doubt.of, doubt.proposed));
    let folder = sitting.seal(secs(240)).folder;
    let (id, record) = (path::record_id(&folder), reader::read(&folder).unwrap());
    let page = |form| String::from_utf8(export::files(form, &id, &record, &[]).unwrap().remove(0).bytes).unwrap();
    let (markdown, csv, fhir) = (page(Form::Markdown), page(Form::Csv), page(Form::Fhir));
    assert!(markdown.contains("the time without the program was 1:00 min, not 0:22 min"), "{markdown}");
    for (chip, at) in [("Tears", 90), ("Stillness", 170)] {
        let time = super::true_time(secs(at)).format("%H:%M:%S").to_string();
        let row = markdown.lines().find(|line| line.contains(chip)).unwrap();
        assert!(row.contains(&time), "{row} at {time}");
        assert!(
            csv.contains(&super::true_time(secs(at)).to_rfc3339_opts(chrono::SecondsFormat::Millis, false)),
            "{csv}"
        );
        assert!(fhir.contains(&super::true_time(secs(at)).to_rfc3339_opts(chrono::SecondsFormat::Millis, false)));
    }
}

#[test]
fn unanswered_it_stays_open_over_a_crash_and_stands_on_the_papers() {
    let mut sitting = restarted();
    sitting.clocks.wrong = TimeDelta::zero();
    let _ = sitting.at(secs(180));
    sitting.dies();
    let _ = sitting.comes_back(secs(190));
    assert_eq!(asked(&mut sitting, secs(200)).map(away_of), Some((22, 60)));
    let folder = sitting.seal(secs(240)).folder;
    let record = reader::read(&folder).unwrap();
    let page = export::files(Form::Markdown, "x", &record, &[]).unwrap().remove(0);
    let page = String::from_utf8(page.bytes).unwrap();
    assert!(page.contains("was counted as 0:22 min; by the clock as it was set since it was 1:00 min"), "{page}");
}

#[test]
fn as_counted_is_an_answer_too_and_moves_nothing() {
    let mut sitting = restarted();
    sitting.clocks.wrong = TimeDelta::zero();
    let doubt = asked(&mut sitting, secs(180)).unwrap();
    sitting.ask(secs(185), |_| Command::CorrectAway(doubt.of, doubt.counted));
    assert_eq!(asked(&mut sitting, secs(190)), None);
    assert_eq!(sitting.glass(secs(190), |shown| shown.now), Moment::from_secs(152));
}

#[test]
fn a_clock_that_was_fast_goes_back_but_never_before_the_gap() {
    let mut sitting = Sitting::begin(Clocks::right());
    sitting.ask(secs(100), |_| Command::Check(CLIENT));
    sitting.dies();
    sitting.clocks = Clocks { wrong: TimeDelta::seconds(50), boot: "b1", booted: secs(110), zone: 1 };
    assert_eq!(sitting.comes_back(secs(120)).as_secs(), 70);
    sitting.ask(secs(130), |at| Command::Observe(CLIENT, "tears".to_owned(), at.minus(Duration::from_secs(60))));
    sitting.clocks.wrong = TimeDelta::zero();
    let doubt = asked(&mut sitting, secs(140)).unwrap();
    assert_eq!(away_of(doubt), (70, 20));
    sitting.ask(secs(150), |_| Command::CorrectAway(doubt.of, doubt.proposed));
    assert_eq!(sitting.glass(secs(160), |shown| shown.now), Moment::from_secs(160));
    assert_eq!(observed(&sitting.live.session, "tears"), Moment::from_secs(100));
}

#[test]
fn a_jump_without_a_restart_or_one_that_makes_no_sense_asks_nothing() {
    let mut sitting = Sitting::begin(Clocks::right());
    sitting.ask(secs(100), |_| Command::Check(CLIENT));
    sitting.dies();
    let _ = sitting.comes_back(secs(160));
    sitting.clocks.wrong = TimeDelta::seconds(38);
    assert_eq!(asked(&mut sitting, secs(170)), None, "the other clock told the gap");
    let mut sitting = restarted();
    sitting.clocks.wrong = TimeDelta::hours(-3);
    assert_eq!(asked(&mut sitting, secs(180)), None, "it was not away for less than nothing");
}

#[test]
fn a_second_crash_behind_a_clock_that_went_back_is_told_by_the_clocks() {
    let mut sitting = Sitting::begin(Clocks { wrong: TimeDelta::hours(3), ..Clocks::right() });
    sitting.ask(secs(100), |_| Command::Check(CLIENT));
    sitting.dies();
    sitting.clocks = Clocks { boot: "b1", booted: secs(150), ..Clocks::right() };
    assert_eq!(sitting.found().age(&sitting.clocks.read(secs(160))), None, "this the therapist must say");
    assert_eq!(sitting.goes_on(secs(160), Some(Duration::from_secs(60))).as_secs(), 60);
    sitting.ask(secs(200), |_| Command::Check(CLIENT));
    sitting.dies();
    let found = sitting.found();
    assert_eq!(
        found.age(&sitting.clocks.read(secs(230))),
        Some(Duration::from_secs(30)),
        "by the same start of the machine"
    );
    assert_eq!(sitting.comes_back(secs(230)).as_secs(), 30);
    assert_eq!(sitting.glass(secs(240), |shown| shown.wall_at(Moment::from_secs(100))), super::true_time(secs(100)));
}
