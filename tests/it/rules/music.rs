//! Sound follows state: anchor, resume, fades, volume, generation.

use std::sync::Arc;
use std::time::Duration;

use holdspace::cue::{Chime, Plan, Turn};
use holdspace::session::dose::Ending;
use holdspace::session::event::Steer;
use holdspace::session::protocol::Anchor;
use holdspace::session::{Command, Event, Phase, Refusal};
use holdspace::units::{Decibels, Moment};

use super::framework::{
    ANNA, BEN, Scene, alone, anchored, given, holding, item, minutes, moment, place, plan, protocol, ready,
};

const SOFTLY: Duration = Duration::from_secs(10);

fn anchor(scene: &Scene) -> Option<Moment> {
    scene.session.music().anchor
}

fn from(scene: &Scene) -> holdspace::cue::Position {
    scene.session.cue(scene.now).music.unwrap().from
}

/// The music that sounds has been heard up to here.
fn heard(scene: Scene, piece: usize, secs: u64) -> Scene {
    let generation = scene.generation().unwrap();
    scene.when(Command::NoteHeard(generation, place(piece, secs)))
}

#[test]
fn nothing_sounds_before_the_anchor() {
    assert_eq!(ready(alone(), 10).generation(), None);
}

#[test]
fn music_counts_from_t0() {
    let scene = holding(10);
    assert_eq!((anchor(&scene), from(&scene)), (Some(moment("10:00")), place(0, 0)));
    let before = scene.generation();
    let scene = scene
        .at("20:00")
        .when(Command::EndHold(ANNA, Ending::Spat, moment("20:00")))
        .when(Command::Enter(Phase::Journey));
    assert_eq!((scene.generation(), anchor(&scene)), (before, Some(moment("10:00"))));
}

#[test]
fn music_may_count_from_the_spit() {
    let scene = ready(given(anchored(Anchor::Spit), 1), 5).take(ANNA, "10:00");
    assert_eq!(scene.generation(), None);
    let scene = scene.at("15:00").when(Command::EndHold(ANNA, Ending::Spat, moment("15:00")));
    assert_eq!(anchor(&scene), Some(moment("15:00")));
}

#[test]
fn music_may_count_from_the_start_of_the_journey() {
    let scene = ready(given(anchored(Anchor::JourneyStart), 1), 5)
        .take(ANNA, "10:00")
        .at("15:00")
        .when(Command::EndHold(ANNA, Ending::Spat, moment("15:00")));
    assert_eq!(scene.generation(), None);
    let scene = scene.at("16:00").when(Command::Enter(Phase::Journey));
    assert_eq!(anchor(&scene), Some(moment("16:00")));
}

#[test]
fn without_a_t0_music_counts_from_the_start_of_the_journey() {
    for rule in [Anchor::T0, Anchor::Spit, Anchor::JourneyStart] {
        let scene = given(anchored(rule), 1).at("7:00").when(Command::Enter(Phase::Journey));
        assert_eq!(anchor(&scene), Some(moment("7:00")));
    }
}

#[test]
fn in_a_group_music_counts_from_the_first_t0() {
    let scene = ready(given(protocol(), 2), 10).take(BEN, "10:00");
    let (first, began) = (scene.generation(), anchor(&scene));
    let scene = scene.take(ANNA, "12:00");
    assert_eq!((scene.generation(), anchor(&scene), began), (first, began, Some(moment("10:00"))));
}

#[test]
fn going_back_and_into_the_journey_again_does_not_move_the_music() {
    let scene = alone().at("7:00").when(Command::Enter(Phase::Journey));
    let before = scene.session.cue(scene.now).music;
    scene
        .at("9:00")
        .when(Command::Enter(Phase::Intention))
        .when(Command::Enter(Phase::Journey))
        .see(|session, now| assert_eq!(session.cue(now).music, before));
}

#[test]
fn resume_goes_on_where_it_was_heard_and_never_ahead() {
    let scene = heard(holding(10).at("35:00"), 1, 290);
    let before = scene.generation();
    let scene = scene.at("35:40").when(Command::Resume(Duration::from_secs(30)));
    assert_ne!(scene.generation(), before);
    assert_eq!(from(&scene), place(1, 290));
}

#[test]
fn a_second_outage_before_anything_was_heard_resumes_at_the_same_place() {
    let scene = heard(holding(10).at("35:00"), 1, 290).when(Command::Resume(minutes(1)));
    let first = scene.generation();
    let scene = scene.at("35:05").when(Command::Resume(minutes(1)));
    assert_eq!(from(&scene), place(1, 290));
    assert_ne!(scene.generation(), first);
}

#[test]
fn music_that_was_never_heard_resumes_at_its_beginning() {
    assert_eq!(from(&holding(10).at("10:02").when(Command::Resume(minutes(1)))), place(0, 0));
}

#[test]
fn what_was_heard_is_recorded_so_often_that_a_resume_is_less_than_ten_seconds_back() {
    let mut scene = holding(10);
    let generation = scene.generation().unwrap();
    for second in 0..100 {
        scene = scene.when(Command::NoteHeard(generation, place(0, second))).see(|session, _| {
            let (_, last) = session.music().heard.unwrap();
            assert!(last.offset + Duration::from_secs(9) > Duration::from_secs(second));
        });
    }
    let recorded = scene.session.log().iter().filter(|entry| matches!(entry.event, Event::Heard { .. })).count();
    assert!(recorded < 15, "but not every second: {recorded}");
}

#[test]
fn a_new_piece_is_recorded_at_once() {
    heard(heard(holding(10), 0, 1199), 1, 0).then(|events| assert_eq!(events.len(), 1));
}

#[test]
fn a_report_of_music_that_no_longer_sounds_is_not_kept() {
    let scene = holding(10);
    let old = scene.generation().unwrap();
    scene
        .when(Command::Resume(minutes(1)))
        .when(Command::NoteHeard(old, place(2, 0)))
        .nothing()
        .see(|session, _| assert_eq!(session.music().heard, None));
}

#[test]
fn a_report_of_a_piece_that_does_not_exist_is_not_kept() {
    heard(holding(10), 17, 0).nothing();
}

#[test]
fn music_faded_to_silence_waits_and_comes_back_where_it_was() {
    let scene = holding(10).at("12:00");
    let before = scene.session.cue(scene.now).music.unwrap();
    scene
        .when(Command::Steer(Steer::Silence(SOFTLY)))
        .see(|session, now| {
            let music = session.cue(now).music.unwrap();
            assert_eq!((music.faded, music.generation), (Some(SOFTLY), before.generation));
        })
        .when(Command::Steer(Steer::Silence(SOFTLY)))
        .nothing()
        .at("14:00")
        .when(Command::Steer(Steer::Resume))
        .see(|session, now| assert_eq!(session.cue(now).music, Some(before)))
        .when(Command::Steer(Steer::Resume))
        .nothing();
}

#[test]
fn faded_music_stays_faded_over_an_outage() {
    let scene = holding(10).at("12:00").when(Command::Steer(Steer::Silence(SOFTLY))).when(Command::Resume(minutes(1)));
    assert_eq!(scene.session.cue(scene.now).music.unwrap().faded, Some(SOFTLY));
}

#[test]
fn talk_over_ducks_and_comes_forward_without_a_seek() {
    let scene = holding(10);
    let before = scene.generation();
    let scene = scene.when(Command::Steer(Steer::TalkOver(true)));
    assert!(scene.session.cue(scene.now).duck);
    let scene =
        scene.when(Command::Steer(Steer::TalkOver(true))).nothing().when(Command::Steer(Steer::TalkOver(false)));
    assert!(!scene.session.cue(scene.now).duck);
    assert_eq!(scene.generation(), before);
}

#[test]
fn music_that_does_not_sound_cannot_be_faded() {
    alone().refused(Command::Steer(Steer::Silence(SOFTLY)), |why| *why == Refusal::NoMusic);
}

#[test]
fn before_the_sound_check_the_volume_is_low_and_stays_low() {
    alone()
        .see(|session, now| assert_eq!(session.cue(now).volume, Decibels(-18.0)))
        .when(Command::SetVolume(Decibels(0.0)))
        .nothing()
        .when(Command::SetVolume(Decibels(-30.0)))
        .see(|session, now| assert_eq!(session.cue(now).volume, Decibels(-30.0)));
}

#[test]
fn the_sound_check_plays_the_peak_and_sets_volume_and_cap() {
    let scene = alone().when(Command::Steer(Steer::SoundCheck(true)));
    assert!(from(&scene) >= place(1, 0));
    scene
        .when(Command::SetVolume(Decibels(-9.0)))
        .see(|session, now| assert_eq!(session.cue(now).volume, Decibels(-9.0)))
        .when(Command::KeepSoundCheck(Decibels(-10.0)))
        .see(|session, now| {
            assert_eq!((session.music().volume, session.music().cap), (Decibels(-10.0), Some(Decibels(-10.0))));
            assert_eq!(session.cue(now).music, None);
        })
        .anna(|anna| assert!(anna.sound_checked()))
        .when(Command::SetVolume(Decibels(-4.0)))
        .nothing()
        .when(Command::SetVolume(Decibels(-14.0)))
        .when(Command::SetVolume(Decibels(0.0)))
        .then(|events| assert_eq!(events, [Event::VolumeSet { volume: Decibels(-10.0), cap: None }]));
}

#[test]
fn a_sound_check_that_is_not_kept_leaves_no_volume_above_the_cap() {
    let loud = || alone().when(Command::Steer(Steer::SoundCheck(true))).when(Command::SetVolume(Decibels(-3.0)));
    for leave in [Command::Steer(Steer::SoundCheck(false)), Command::Enter(Phase::Journey), Command::Resume(minutes(1))]
    {
        loud().when(leave).see(|session, now| assert_eq!(session.cue(now).volume, Decibels::BEFORE_SOUND_CHECK));
    }
}

#[test]
fn a_volume_that_is_no_number_changes_nothing() {
    alone()
        .when(Command::SetVolume(Decibels(f32::NAN)))
        .nothing()
        .when(Command::KeepSoundCheck(Decibels(f32::NAN)))
        .see(|session, _| assert_eq!(session.music().cap, Some(Decibels::BEFORE_SOUND_CHECK)));
}

#[test]
fn the_cap_is_not_raised_in_the_middle_of_the_journey() {
    alone()
        .when(Command::KeepSoundCheck(Decibels(-12.0)))
        .when(Command::Enter(Phase::Journey))
        .refused(Command::KeepSoundCheck(Decibels(0.0)), |why| *why == Refusal::OnlyIn(Phase::Arrival));
}

#[test]
fn a_sound_check_that_was_not_made_is_made_once_with_the_music_as_it_plays() {
    alone()
        .when(Command::Enter(Phase::Journey))
        .when(Command::SetVolume(Decibels(-12.0)))
        .nothing()
        .see(|session, _| {
            assert_eq!(session.to_try(Decibels(-12.0)), Decibels(-12.0), "it may be heard before it is kept");
            assert_eq!(session.to_try(Decibels(6.0)), Decibels::UNITY);
        })
        .when(Command::KeepSoundCheck(Decibels(-12.0)))
        .see(|session, _| {
            assert_eq!((session.music().volume, session.music().cap), (Decibels(-12.0), Some(Decibels(-12.0))));
            assert_eq!(session.to_try(Decibels(-6.0)), Decibels(-12.0));
        })
        .refused(Command::KeepSoundCheck(Decibels(0.0)), |why| *why == Refusal::OnlyIn(Phase::Arrival));
}

#[test]
fn a_sound_check_ends_with_the_phase_and_never_runs_into_the_journey() {
    let scene = alone().when(Command::Steer(Steer::SoundCheck(true)));
    let check = scene.generation();
    let scene = scene.when(Command::Enter(Phase::Intention));
    assert_eq!(scene.generation(), None);
    let scene = scene.when(Command::Enter(Phase::Journey));
    assert!(scene.generation().is_some() && scene.generation() != check);
    scene.refused(Command::Steer(Steer::SoundCheck(true)), |why| *why == Refusal::NoMusic);
}

#[test]
fn a_sound_check_faded_to_silence_does_not_silence_the_journey() {
    alone()
        .when(Command::Steer(Steer::SoundCheck(true)))
        .when(Command::Steer(Steer::Silence(SOFTLY)))
        .when(Command::Enter(Phase::Journey))
        .see(|session, now| assert_eq!(session.cue(now).music.unwrap().faded, None));
}

#[test]
fn what_the_sound_check_lets_be_heard_does_not_count() {
    let scene = alone().when(Command::Steer(Steer::SoundCheck(true)));
    heard(scene, 1, 130).nothing();
}

#[test]
fn the_sound_check_ticks_its_line_only_where_there_is_one() {
    let mut bare = protocol();
    bare.room = vec![item("water")];
    given(bare, 1).when(Command::KeepSoundCheck(Decibels(-12.0))).then(|events| assert_eq!(events.len(), 1));
}

#[test]
fn another_plan_goes_on_at_the_same_time_of_it_in_a_new_generation() {
    let scene = heard(holding(10).at("35:00"), 1, 300);
    let before = scene.generation();
    let mut other: Plan = (*plan()).clone();
    other.pieces.remove(1);
    other.pieces[0].length = Some(minutes(40));
    let scene = scene.when(Command::PlanMusic(Arc::new(other.clone())));
    assert_ne!(scene.generation(), before);
    assert_eq!(from(&scene), place(0, 1500));
    let after = scene.generation();
    let scene = scene.when(Command::PlanMusic(Arc::new(other))).nothing();
    assert_eq!(scene.generation(), after);
    let scene = scene.when(Command::Resume(minutes(1)));
    assert_eq!(from(&scene), place(0, 1500));
}

/// The plan of the scene with its last piece gone: all that begins before it is the same.
fn shorter() -> Arc<Plan> {
    let plan = plan();
    Arc::new(Plan { pieces: plan.pieces[..3].to_vec(), ..(*plan).clone() })
}

#[test]
fn turning_the_music_is_recorded_with_its_plan_and_moves_nothing_that_sounds() {
    let scene = heard(holding(10), 1, 30);
    let before = scene.generation();
    let scene = scene.when(Command::Turn(Turn::Deeper, shorter()));
    let kinds: Vec<_> = scene.session.log().iter().rev().take(2).map(|entry| entry.event.clone()).collect();
    assert_eq!(kinds[1], Event::MusicSteered(Steer::Turned(Turn::Deeper)));
    assert!(matches!(&kinds[0], Event::MusicPlanned { plan } if *plan == shorter()));
    assert_eq!(scene.generation(), before);
    assert_eq!(scene.session.cue(scene.now).music.unwrap().plan, shorter());
}

#[test]
fn a_turn_to_a_plan_that_does_not_go_on_from_what_sounds_is_refused() {
    let scene = heard(holding(10), 2, 30);
    let mut other = (*plan()).clone();
    other.pieces[2].trim = minutes(1);
    let none = |refusal: &Refusal| *refusal == Refusal::NoMusic;
    let _ = scene
        .refused(Command::Turn(Turn::Next, Arc::new(other)), |refusal| *refusal == Refusal::MovedOn)
        .refused(Command::Steer(Steer::Turned(Turn::Next)), none);
    let _ = ready(alone(), 10).refused(Command::Turn(Turn::Next, plan()), none);
}

#[test]
fn grounding_is_softer_with_a_slow_breath_and_ends_with_a_second_tap() {
    let scene = holding(1).at("11:00").when(Command::EndHold(ANNA, Ending::Spat, moment("11:00")));
    let scene = heard(scene, 0, 30).at("20:00");
    let before = scene.session.cue(scene.now);
    let scene = scene.when(Command::Steer(Steer::Grounding(true)));
    let cue = scene.session.cue(scene.now);
    assert_eq!(cue.volume.0, before.volume.0 - 6.0);
    let breaths: Vec<_> = cue.chimes.iter().take(3).map(|due| (due.at, due.chime)).collect();
    let expected = [("20:02", Chime::BreathIn), ("20:06", Chime::BreathOut), ("20:12", Chime::BreathIn)]
        .map(|(at, it)| (moment(at), it));
    assert_eq!(breaths, expected);
    let scene = scene.at("40:00");
    assert!(!scene.session.cue(scene.now).chimes.is_empty(), "the breath goes on until it is ended");
    let scene = scene.when(Command::Steer(Steer::Grounding(false)));
    let cue = scene.session.cue(scene.now);
    assert_eq!((cue.volume, cue.chimes.len()), (before.volume, 0));
}

#[test]
fn the_music_ends_over_a_minute_and_can_be_brought_back() {
    let scene = heard(holding(10), 1, 30).when(Command::Steer(Steer::End(minutes(1))));
    assert_eq!(scene.session.cue(scene.now).music.unwrap().faded, Some(minutes(1)));
    let scene = scene.when(Command::Steer(Steer::Resume));
    assert_eq!(scene.session.cue(scene.now).music.unwrap().faded, None);
}

#[test]
fn the_sound_check_plays_any_minute_before_the_music_begins_and_none_after() {
    let scene = alone().when(Command::Steer(Steer::SoundCheckAt(place(2, 61))));
    assert_eq!(from(&scene), place(2, 61));
    let scene = scene.when(Command::Steer(Steer::SoundCheckAt(place(0, 5))));
    assert_eq!(from(&scene), place(0, 5));
    let none = |refusal: &Refusal| *refusal == Refusal::NoMusic;
    let _ = scene.refused(Command::Steer(Steer::SoundCheckAt(place(9, 0))), none);
    let _ = holding(10).refused(Command::Steer(Steer::SoundCheckAt(place(0, 5))), none);
}

#[test]
fn a_plan_of_nothing_is_refused() {
    let empty = Plan { pieces: Vec::new(), ..(*plan()).clone() };
    alone().refused(Command::PlanMusic(Arc::new(empty)), |why| *why == Refusal::Empty);
}

#[test]
fn losing_the_output_is_said_once_and_moves_nothing() {
    let scene = holding(10);
    let before = scene.session.cue(scene.now).music;
    scene
        .when(Command::NoteOutput(true))
        .nothing()
        .at("12:00")
        .when(Command::NoteOutput(false))
        .then(|events| assert_eq!(events, [Event::OutputLost]))
        .see(|session, now| assert_eq!(session.output_lost(), Some(now)))
        .when(Command::NoteOutput(false))
        .nothing()
        .when(Command::NoteOutput(true))
        .then(|events| assert_eq!(events, [Event::OutputBack]))
        .see(|session, now| assert_eq!((session.output_lost(), session.cue(now).music), (None, before)));
}

#[test]
fn a_failed_piece_and_a_clock_jump_are_recorded_and_move_nothing() {
    let scene = holding(10).at("12:00");
    let (before, due) = (scene.session.cue(scene.now), scene.session.deadline(scene.now));
    scene
        .when(Command::NotePieceFailed(1, "it ends early".into()))
        .then(|events| assert_eq!(events.len(), 1))
        .when(Command::NoteClockJump(-3_600_000))
        .then(|events| assert_eq!(events, [Event::ClockJumped { by_ms: -3_600_000 }]))
        .see(|session, now| assert_eq!((session.cue(now), session.deadline(now)), (before, due)));
}
