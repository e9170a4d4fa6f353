//! The music desk: what it shows of a plan, and what a tap asks of it.

mod made_up;

use std::path::PathBuf;
use std::time::Duration;

use holdspace::config::settings::Side;
use holdspace::cue::Position;
use holdspace::music::plan::Wishes;
use holdspace::screen::Action;
use holdspace::screen::action::MusicAsk;
use holdspace::screen::desk::{Chosen, Desk, Message};
use holdspace::theme::{DEFAULT_FONT, FONTS, Icon, Shade, measure, theme};
use iced::{Element, Rectangle};
use iced_test::Simulator;
use made_up::{FADE, MadeUp, TARGET, look, secs};

use super::before::has_large_targets;

fn sized<M>(view: Element<'_, M>, size: [f32; 2]) -> Simulator<'_, M> {
    let fonts = FONTS.iter().map(|font| (*font).into()).collect();
    let settings = iced::Settings { fonts, default_font: DEFAULT_FONT, ..iced::Settings::default() };
    Simulator::with_size(settings, size, view)
}

fn laid_out<M>(view: Element<'_, M>) -> Simulator<'_, M> {
    sized(view, [measure::DESIGN.0, measure::DESIGN.1])
}

#[track_caller]
fn shows(desk: &Desk, made: &MadeUp, all: &[&str]) {
    let mut ui = laid_out(desk.view(&made.shown()));
    for words in all {
        assert!(ui.find(*words).is_ok(), "{words} is not shown");
    }
}

#[track_caller]
fn hides(desk: &Desk, made: &MadeUp, all: &[&str]) {
    let mut ui = laid_out(desk.view(&made.shown()));
    for words in all {
        assert!(ui.find(*words).is_err(), "{words} is shown");
    }
}

/// What a click on these words asks for; `None` if nothing listens there.
#[track_caller]
fn press(desk: &mut Desk, made: &MadeUp, words: &str) -> Option<Action> {
    let mut ui = laid_out(desk.view(&made.shown()));
    let _ = ui.click(words).unwrap_or_else(|error| panic!("{words}: {error}"));
    let said: Vec<Message> = ui.into_messages().collect();
    assert!(said.len() < 2, "{words}: {said:?}");
    said.into_iter().next().map(|message| desk.update(message, &made.shown()))
}

/// What a click at this place asks for.
fn press_at(desk: &mut Desk, made: &MadeUp, at: [f32; 2]) -> Option<Action> {
    let mut ui = laid_out(desk.view(&made.shown()));
    ui.point_at(at);
    let _ = ui.simulate(iced_test::simulator::click());
    let said: Vec<Message> = ui.into_messages().collect();
    said.into_iter().next().map(|message| desk.update(message, &made.shown()))
}

fn bounds(desk: &Desk, made: &MadeUp, words: &str) -> Rectangle {
    laid_out(desk.view(&made.shown())).find(words).unwrap().bounds()
}

fn glyph(icon: Icon) -> String {
    icon.glyph().unwrap().to_string()
}

fn wish(change: impl FnOnce(&mut Wishes)) -> Option<Action> {
    let mut wishes = Wishes::lasting(TARGET);
    change(&mut wishes);
    Some(Action::Music(MusicAsk::Wish(wishes)))
}

fn asks(ask: MusicAsk) -> Option<Action> {
    Some(Action::Music(ask))
}

fn row(index: usize) -> Message {
    Message::Choose(Chosen::Row { piece: Some(index), track: Some(index) })
}

fn with(made: &MadeUp, message: Message) -> Desk {
    let mut desk = Desk::new();
    assert_eq!(desk.update(message, &made.shown()), Action::None);
    desk
}

#[test]
fn a_row_says_when_what_how_long_and_how_loud() {
    let made = MadeUp::evening();
    let desk = Desk::new();
    shows(&desk, &made, &["Evening river", "9 of 11 tracks play", "68 min", "1 to 5 of 12"]);
    shows(&desk, &made, &["6:52", "Long river", "Anna Holm", "8:08 of 8:26", "\u{2212}2.2 dB", "7:04"]);
    shows(&desk, &made, &["How it is planned", "Lost song.mp3 is not there; it is left out."]);
    let second = with(&made, Message::Page(1));
    shows(&second, &made, &["Is clipped in 12 places", "1:08:00", "built in, until you end it"]);
    let third = with(&made, Message::Page(2));
    shows(&third, &made, &["Heron", "found no place: the music is long enough without it", "Is not there"]);
}

#[test]
fn a_chosen_track_is_pinned_and_dropped_and_brought_back() {
    let mut made = MadeUp::evening();
    let mut desk = Desk::new();
    assert_eq!(press(&mut desk, &made, "Still water"), Some(Action::None));
    let pinned = |wishes: &mut Wishes| assert!(wishes.pinned.insert(3));
    assert_eq!(press(&mut desk, &made, "Pin"), wish(pinned));
    assert!(made.wishes.as_mut().unwrap().pinned.insert(3));
    assert_eq!(press(&mut desk, &made, "Unpin"), wish(|_| ()));
    let dropped = |wishes: &mut Wishes| assert!(wishes.dropped.insert(3));
    assert_eq!(press(&mut desk, &made, "Drop"), wish(dropped), "what is dropped is pinned no more");
    made.wishes = Some(Wishes::lasting(TARGET));
    assert!(made.wishes.as_mut().unwrap().dropped.insert(3));
    let piece = made.planned.as_mut().unwrap().plan.pieces.remove(3);
    assert_eq!(piece.title, "Still water");
    shows(&desk, &made, &["It was dropped"]);
    assert_eq!(press(&mut desk, &made, "Bring back"), wish(|_| ()));
}

#[test]
fn a_second_tap_on_a_row_puts_its_actions_away() {
    let made = MadeUp::evening();
    let mut desk = Desk::new();
    let _ = press(&mut desk, &made, "Long river");
    shows(&desk, &made, &["Drop", "6:52 to 15:00, hold"]);
    let _ = press(&mut desk, &made, "Long river");
    hides(&desk, &made, &["Drop"]);
}

#[test]
fn earlier_and_later_change_places_and_the_page_follows() {
    let mut made = MadeUp::evening();
    let mut desk = with(&made, row(4));
    let earlier = wish(|wishes| wishes.order = vec![0, 1, 2, 4, 3, 5, 6, 7, 8]);
    assert_eq!(press(&mut desk, &made, "Earlier"), earlier);
    let later = wish(|wishes| wishes.order = vec![0, 1, 2, 3, 5, 4, 6, 7, 8]);
    assert_eq!(press(&mut desk, &made, "Later"), later);
    made.planned.as_mut().unwrap().plan.pieces.swap(4, 5);
    shows(&desk, &made, &["6 to 10 of 12", "The far bank"]);
    let mut first = with(&made, row(0));
    assert_eq!(press(&mut first, &made, "Earlier"), None);
}

#[test]
fn a_track_is_heard_from_its_beginning_to_its_end_and_into_the_next() {
    let made = MadeUp::evening();
    let mut desk = with(&made, row(1));
    assert_eq!(press(&mut desk, &made, "Play"), asks(MusicAsk::AuditionTrack(1, secs(18))));
    assert_eq!(press(&mut desk, &made, "Its end"), asks(MusicAsk::AuditionTrack(1, secs(506 - 60))));
    let position = Position { piece: 1, offset: secs(506 - 18 - 15) - FADE };
    assert_eq!(press(&mut desk, &made, "Into next"), asks(MusicAsk::Audition(Some(position))));
    let mut playing = MadeUp::evening();
    playing.auditioning = true;
    assert_eq!(press(&mut desk, &playing, "Stop"), asks(MusicAsk::Audition(None)));
    assert_eq!(press(&mut desk, &made, "Stop"), None, "nothing plays");
}

#[test]
fn a_tap_on_the_chart_is_a_minute_of_the_plan() {
    let mut made = MadeUp::evening();
    let plan = made.planned.as_ref().unwrap().plan.clone();
    let shown_minutes = TARGET.as_secs_f32() * 7.0 / 6.0;
    for part in [0.01f32, 0.4, 0.99] {
        let at = [measure::MARGIN + measure::WIDE * part, measure::BAR + 80.0];
        let asked = press_at(&mut Desk::new(), &made, at);
        let Some(Action::Music(MusicAsk::Audition(Some(position)))) = asked else { panic!("{part}: {asked:?}") };
        let heard = plan.time_of(position).as_secs_f32();
        assert!((heard - shown_minutes * part).abs() < 3.0, "{part}: {heard}");
    }
    made.may_audition = false;
    assert_eq!(press_at(&mut Desk::new(), &made, [600.0, measure::BAR + 80.0]), None);
}

#[test]
fn the_loudest_minute_lies_in_the_peak_and_the_softest_does_not() {
    let made = MadeUp::evening();
    let plan = &made.planned.as_ref().unwrap().plan;
    let minute = |words: &str| match press(&mut Desk::new(), &made, words) {
        Some(Action::Music(MusicAsk::Audition(Some(position)))) => plan.stage_at(plan.time_of(position)).key(),
        other => panic!("{other:?}"),
    };
    assert_eq!(minute("Loudest minute"), "peak");
    assert_eq!(minute("Softest minute"), "hold");
}

#[test]
fn a_stage_is_moved_by_whole_minutes_and_the_length_by_one() {
    let made = MadeUp::evening();
    let mut desk = Desk::new();
    assert_eq!(press(&mut desk, &made, "peak"), Some(Action::None));
    shows(&desk, &made, &["Peak", "27:12", "begins", "18:08", "lasts"]);
    let peak_at = |secs_of: u64| wish(move |wishes| wishes.stages[3].0 = secs(secs_of));
    assert_eq!(press(&mut desk, &made, "1 min"), peak_at(27 * 60));
    let earlier = bounds(&desk, &made, "1 min").center();
    assert_eq!(press_at(&mut desk, &made, [earlier.x + 206.0, earlier.y]), peak_at(28 * 60));
    let length = |minutes: u64| asks(MusicAsk::Wish(Wishes::lasting(secs(minutes * 60))));
    assert_eq!(press(&mut desk, &made, &glyph(Icon::Minus)), length(67));
    assert_eq!(press(&mut desk, &made, &glyph(Icon::Plus)), length(69));
}

#[test]
fn in_a_session_what_has_begun_cannot_be_changed_and_nothing_else_plays() {
    let mut made = MadeUp::evening();
    (made.in_session, made.may_audition) = (true, false);
    (made.at, made.fixed) = (Some(secs(21 * 60)), secs(21 * 60 + 5));
    let mut desk = Desk::new();
    let _ = press(&mut desk, &made, "Low lamps");
    shows(&desk, &made, &["It has begun and cannot be changed.", "The session\u{2019}s music is playing."]);
    hides(&desk, &made, &["Pin", "Drop", "Play", "Loudest minute"]);
    let mut next = with(&made, row(4));
    assert!(press(&mut next, &made, "Pin").is_some());
    let mut first_left = with(&made, row(3));
    assert_eq!(press(&mut first_left, &made, "Earlier"), None, "the track before it has begun");
    let onset = with(&made, Message::Choose(Chosen::Stage(1)));
    shows(&onset, &made, &["It has begun and cannot be changed."]);
}

#[test]
fn while_files_are_listened_through_it_says_how_far_and_can_be_cancelled() {
    let mut made = MadeUp::empty();
    made.progress = Some((3, 12, "03 Long river.flac".to_owned()));
    made.wishes = Some(Wishes::lasting(TARGET));
    let mut desk = Desk::new();
    shows(&desk, &made, &["Listening through 4 of 12", "03 Long river.flac", "peak"]);
    assert_eq!(press(&mut desk, &made, "Cancel"), asks(MusicAsk::CancelScan));
    assert_eq!(press(&mut desk, &made, "Done"), asks(MusicAsk::Close));
    let mut again = MadeUp::evening();
    again.progress = made.progress.clone();
    shows(&desk, &again, &["Listening through 4 of 12", "Long river"]);
    assert_eq!(press(&mut desk, &again, "Cancel"), asks(MusicAsk::CancelScan));
}

#[test]
fn without_a_plan_it_says_why_and_how_to_go_on() {
    let mut made = MadeUp::empty();
    made.trouble = Some("no track of the playlist Evening can be played; mend it or choose another".to_owned());
    let mut desk = Desk::new();
    shows(&desk, &made, &["No track of the playlist Evening can be played; mend it or choose another"]);
    assert_eq!(press(&mut desk, &made, "Add music"), asks(MusicAsk::Browse(None)));
    shows(&Desk::new(), &MadeUp::empty(), &["No music has been listened through"]);
    shows(&Desk::new(), &MadeUp::built_in(), &["Tidewater", "built in, until you end it"]);
}

#[test]
fn folders_are_gone_through_page_by_page_until_one_is_used() {
    let mut made = MadeUp::evening();
    made.look = Some(look(9));
    let mut desk = Desk::new();
    let place = |name: &str| PathBuf::from("places/evening").join(name);
    assert_eq!(press(&mut desk, &made, "Album 2"), asks(MusicAsk::Browse(Some(place("2")))));
    assert_eq!(press(&mut desk, &made, "Up"), asks(MusicAsk::Browse(Some(PathBuf::from("places")))));
    hides(&desk, &made, &["slow.m3u8", "Long river"]);
    assert_eq!(press(&mut desk, &made, &glyph(Icon::CaretDown)), Some(Action::None));
    assert_eq!(press(&mut desk, &made, "slow.m3u8"), asks(MusicAsk::Add(place("slow.m3u8"))));
    shows(&desk, &made, &["Long river"]);
    let mut desk = Desk::new();
    let used = press(&mut desk, &made, "Use this folder (12 music files)");
    assert_eq!(used, asks(MusicAsk::Add(PathBuf::from("places/evening"))));
    let mut desk = Desk::new();
    let _ = press(&mut desk, &made, "Back to the tracks");
    shows(&desk, &made, &["Long river", "Add music"]);
}

#[test]
fn five_hundred_tracks_are_leafed_through_to_the_last() {
    let made = MadeUp::many();
    let mut desk = Desk::new();
    shows(&desk, &made, &["18 of 500 tracks play", "1 to 5 of 501"]);
    let _ = press(&mut desk, &made, &glyph(Icon::CaretDown));
    shows(&desk, &made, &["6 to 10 of 501"]);
    let beside = bounds(&desk, &made, "Add music");
    let _ = press_at(&mut desk, &made, [beside.x - 92.0, beside.center_y()]);
    shows(&desk, &made, &["501 to 501 of 501", "Plain 499"]);
}

#[test]
fn no_size_and_no_title_makes_it_fail() {
    let (many, evening) = (MadeUp::many(), MadeUp::evening());
    let mut chosen = with(&many, row(3));
    for size in [[1.0, 1.0], [90.0, 700.0], [640.0, 200.0], [1280.0, 800.0], [1422.0, 800.0]] {
        for (desk, made) in [(&chosen, &many), (&Desk::new(), &evening)] {
            let mut ui = sized(desk.view(&made.shown()), size);
            let drawn = ui.snapshot(&theme(Shade::Night));
            assert!(drawn.is_ok(), "{size:?}");
        }
    }
    let _ = chosen.update(Message::Page(usize::MAX / 8), &many.shown());
    let _ = laid_out(chosen.view(&many.shown())).snapshot(&theme(Shade::Day)).unwrap();
    let _ = chosen.update(Message::Lasting(Duration::ZERO), &MadeUp::empty().shown());
}

#[test]
fn every_target_is_large_enough_on_either_side() {
    let mut made = MadeUp::evening();
    has_large_targets("desk", Desk::new().view(&made.shown()));
    has_large_targets("stage", with(&made, Message::Choose(Chosen::Stage(3))).view(&made.shown()));
    has_large_targets("many", Desk::new().view(&MadeUp::many().shown()));
    made.thumb = Side::Left;
    made.auditioning = true;
    has_large_targets("row", with(&made, row(3)).view(&made.shown()));
    // A stage of a minute is as easy to hit as any other.
    let plan = &mut made.planned.as_mut().unwrap().plan;
    plan.stages[1].0 = plan.stages[2].0 - secs(60);
    has_large_targets("short stage", Desk::new().view(&made.shown()));
    made.look = Some(look(9));
    has_large_targets("folders", Desk::new().view(&made.shown()));
}
