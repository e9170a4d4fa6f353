//! Where the music is heard, what the chaperone says, and the recording of a meditation.

use std::time::Duration;

use holdspace::app::turning;
use holdspace::cue::Material;
use holdspace::session::event::{Meditated, MusicPlace, Who};
use holdspace::session::practice::{Meditation, Place, Practice};
use holdspace::session::protocol::Protocol;
use holdspace::session::{Command, Event, Phase, Refusal};

use super::framework::{ANNA, Scene, given, measured, minutes, moment, place, protocol, ready};

fn remote() -> Protocol {
    let meditation = Meditation {
        title: "Arriving".into(),
        lines: vec!["Feel the ground".into()],
        usual: minutes(5),
        recording: Some("/clinic/arriving.flac".into()),
    };
    let practice = Practice { place: Place::Remote, meditation: Some(meditation), ..Practice::default() };
    Protocol { practice, ..protocol() }
}

fn journey(protocol: Protocol) -> Scene {
    let scene = ready(given(protocol, 1), 5).take(ANNA, "10:00").at("15:10");
    let spat = Command::EndHold(ANNA, holdspace::session::dose::Ending::Spat, scene.now);
    scene.when(spat).when(Command::Enter(Phase::Journey))
}

#[test]
fn elsewhere_nothing_sounds_here_and_the_clock_of_the_plan_runs_on() {
    let scene = journey(remote()).when(Command::PlaceMusic(MusicPlace::Elsewhere)).at("40:00");
    assert!(scene.session.cue(scene.now).music.is_none());
    let plan = scene.session.music().plan.clone().unwrap();
    let (position, since) = turning::heard(&scene.session, scene.now);
    assert_eq!(plan.time_of(position) + since, minutes(30));
}

#[test]
fn back_here_the_music_goes_on_where_the_clock_is() {
    let scene = journey(remote()).when(Command::PlaceMusic(MusicPlace::Elsewhere)).at("40:00");
    let scene = scene.when(Command::PlaceMusic(MusicPlace::Here));
    let music = scene.session.cue(scene.now).music.unwrap();
    assert_eq!(music.plan.time_of(music.from), minutes(30));
}

#[test]
fn what_was_heard_here_before_is_gone_on_from_elsewhere() {
    let scene = journey(remote());
    let generation = scene.generation().unwrap();
    let scene = scene.at("20:00").when(Command::NoteHeard(generation, place(0, 400)));
    let scene = scene.when(Command::PlaceMusic(MusicPlace::Elsewhere)).at("30:00");
    assert_eq!(scene.session.music().ran(scene.now), Some(Duration::from_secs(400 + 600)));
}

#[test]
fn in_the_room_the_music_is_nowhere_else() {
    journey(protocol()).refused(Command::PlaceMusic(MusicPlace::Call), |why| *why == Refusal::InTheRoom);
}

#[test]
fn what_the_chaperone_measured_is_recorded_as_theirs() {
    let told = |command| Command::Reported(Who::Chaperone, Box::new(command));
    let scene = journey(remote());
    let now = scene.now;
    scene
        .when(told(Command::KeepVitals(ANNA, measured(130, 84, 76), now)))
        .then_stamped(|events| assert_eq!(events[0].who, Who::Chaperone))
        .when(told(Command::Check(ANNA)))
        .then_stamped(|events| assert_eq!((events[0].who, &events[0].event), (Who::Chaperone, &Event::Checked)))
        .refused(told(Command::Observe(ANNA, "moon".into(), now)), |why| matches!(why, Refusal::Unknown(_)));
}

#[test]
fn a_recording_plays_before_the_medicine_and_ends_with_the_phase() {
    let scene = given(remote(), 1).when(Command::Enter(Phase::Breathing)).at("1:00");
    let scene = scene.when(Command::StartMeditation(Meditated::Played));
    let music = scene.session.cue(scene.now).music.unwrap();
    assert!(matches!(&music.plan.pieces[0].material, Material::File { path, .. } if path.ends_with("arriving.flac")));
    let scene = scene.at("3:00").when(Command::Enter(Phase::Administration));
    assert!(scene.session.cue(scene.now).music.is_none());
    assert_eq!(scene.session.meditations(), [(moment("1:00"), Meditated::Played, Some(moment("3:00")))]);
}

#[test]
fn after_an_outage_the_recording_goes_on_where_it_was_and_reading_makes_no_sound() {
    let scene = given(remote(), 1).when(Command::Enter(Phase::Breathing)).at("1:00");
    let scene = scene.when(Command::StartMeditation(Meditated::Played)).at("4:00");
    let before = scene.generation();
    let scene = scene.when(Command::Resume(minutes(1)));
    let music = scene.session.cue(scene.now).music.unwrap();
    assert_eq!(music.from.offset, minutes(2));
    assert_ne!(Some(music.generation), before);
    let read =
        given(remote(), 1).when(Command::Enter(Phase::Breathing)).when(Command::StartMeditation(Meditated::Read));
    assert!(read.session.cue(read.now).music.is_none());
}
