//! One room, one sound, several people: nobody hears another's cue.

use holdspace::cue::Chime;
use holdspace::session::dose::Ending;
use holdspace::session::event::About;
use holdspace::session::{Command, Event, Phase, Refusal};

use super::framework::{ANNA, BEN, Scene, confirm, given, moment, protocol, ready};

/// Anna holds for so many minutes from 10:00, Ben from another time.
fn group(anna: u64, ben: u64, ben_takes: &str) -> Scene {
    ready(given(protocol(), 2), 10)
        .when(confirm(ANNA, anna))
        .when(confirm(BEN, ben))
        .take(ANNA, "10:00")
        .take(BEN, ben_takes)
}

#[test]
fn cues_due_for_everyone_are_heard_once_and_early_for_nobody() {
    let scene = group(7, 7, "10:02").at("15:30");
    assert_eq!(scene.chimes(Chime::OneMinute), [moment("16:02")]);
    assert_eq!(scene.chimes(Chime::Spit), [moment("17:02")]);
    let scene = scene.at("16:00.600");
    assert_eq!(scene.chimes(Chime::OneMinute), [moment("16:02")], "the earlier one does not take the later away");
}

#[test]
fn one_persons_spit_never_sounds_for_another_holding_one() {
    let mut scene = group(7, 10, "10:00");
    for second in 0..=180 {
        scene = scene.at("16:30");
        scene.now = scene.now.plus(std::time::Duration::from_secs(second));
        scene = scene.when(Command::Tick);
        assert!(!scene.chimes(Chime::Spit).contains(&moment("17:00")), "{:?}", scene.now);
    }
}

#[test]
fn the_last_ones_spit_sounds_also_when_the_first_was_not_tapped() {
    let scene = group(7, 10, "10:00").at("18:30").when(Command::Tick);
    assert_eq!(scene.chimes(Chime::Spit), [moment("20:00")]);
    assert_eq!(scene.chimes(Chime::OneMinute), [moment("19:00")]);
}

#[test]
fn the_spit_that_is_due_for_all_is_told_ahead_also_before_the_first_ones_time() {
    assert_eq!(group(5, 6, "10:00").at("14:30").chimes(Chime::Spit), [moment("16:00")]);
}

#[test]
fn a_warning_for_one_never_sounds_while_another_holds_on() {
    let scene = group(7, 10, "10:00").at("15:30");
    assert_eq!((scene.chimes(Chime::OneMinute), scene.chimes(Chime::TenSeconds)), (vec![], vec![]));
}

#[test]
fn who_holds_alone_after_the_others_spat_hears_their_own_cues() {
    let scene = group(7, 10, "10:00").at("17:10").when(Command::EndHold(ANNA, Ending::Spat, moment("17:05")));
    assert_eq!(scene.chimes(Chime::OneMinute), [moment("19:00")]);
    assert_eq!(scene.chimes(Chime::Spit), [moment("20:00")]);
}

#[test]
fn each_persons_spit_is_recorded_at_their_own_time() {
    group(7, 10, "10:00")
        .at("17:00")
        .when(Command::Tick)
        .then_stamped(|events| {
            assert_eq!(events.len(), 1);
            assert_eq!((events[0].about, events[0].at), (About::One(ANNA), moment("17:00")));
        })
        .see(|session, now| assert_eq!(session.deadline(now), Some(moment("20:00"))));
}

#[test]
fn each_person_declines_spits_and_leaves_alone() {
    ready(given(protocol(), 2), 5)
        .when(Command::Decline(BEN))
        .take(ANNA, "10:00")
        .refused(Command::TakeTablet(BEN, moment("10:00")), |why| *why == Refusal::Declined)
        .at("15:00")
        .when(Command::EndHold(ANNA, Ending::Spat, moment("15:00")))
        .when(Command::Enter(Phase::Closing))
        .refused(Command::Close, |why| matches!(why, Refusal::NotReleased(_)))
        .when(Command::Release(ANNA, Some("with her sister".into())))
        .when(Command::Close);
}

#[test]
fn an_entry_concerns_one_person_and_music_concerns_all() {
    ready(given(protocol(), 2), 5)
        .when(Command::WriteIntention(BEN, "to rest".into()))
        .then_stamped(|events| assert_eq!(events[0].about, About::One(BEN)))
        .see(|session, _| assert_eq!(session.participants()[0].intention, None))
        .when(Command::Enter(Phase::Journey))
        .then_stamped(|events| assert_eq!(events[0].about, About::All));
}

#[test]
fn a_first_tablet_taken_back_does_not_move_the_music_of_the_others() {
    let scene = group(7, 7, "10:20");
    let before = scene.session.cue(scene.now).music;
    let tablet = scene
        .session
        .log()
        .iter()
        .find(|entry| matches!(entry.event, Event::TabletTaken { .. }) && entry.about == About::One(ANNA))
        .unwrap()
        .id;
    let scene = scene.at("10:40").when(Command::Undo(Some(tablet)));
    assert_eq!(scene.session.participants()[0].t0(), None);
    assert_eq!(scene.session.cue(scene.now).music, before);
    let scene = scene.take(ANNA, "11:00");
    assert_eq!(scene.session.cue(scene.now).music, before);
}

#[test]
fn in_a_sound_check_everyone_is_checked() {
    given(protocol(), 3)
        .when(Command::KeepSoundCheck(holdspace::units::Decibels(-12.0)))
        .see(|session, _| assert!(session.participants().iter().all(|who| who.sound_checked())));
}
