use std::borrow::Cow;

use iced::advanced::clipboard;
use iced::advanced::renderer::Headless;
use iced::widget::container;
use iced::{Point as Place, touch};
use iced_test::futures::futures::executor::block_on;
use iced_test::runtime::user_interface::{Cache as Kept, UserInterface};
use iced_test::simulator;

use super::*;
use crate::session::drawing::{MOST_POINTS, Point, bends, is_sound};
use crate::theme::{self, Shade};

/// One step of the field is half a px.
const WIDE: f32 = 800.0;
const HIGH: f32 = 450.0;

fn pad<'a>(strokes: &[Stroke]) -> Element<'a, Stroke> {
    container(drawing_pad(strokes.to_vec(), "Draw", |stroke| stroke)).width(WIDE).height(HIGH).into()
}

fn point(x: u16, y: u16) -> Point {
    Point { x, y }
}

/// Where a point of the field lies on the glass.
fn glass(x: f32, y: f32) -> Place {
    Place::new(x / 2.0, y / 2.0)
}

fn down(finger: u64, position: Place) -> Event {
    Event::Touch(touch::Event::FingerPressed { id: touch::Finger(finger), position })
}

fn moved(finger: u64, position: Place) -> Event {
    Event::Touch(touch::Event::FingerMoved { id: touch::Finger(finger), position })
}

fn up(finger: u64, position: Place) -> Event {
    Event::Touch(touch::Event::FingerLifted { id: touch::Finger(finger), position })
}

fn drawn(events: impl IntoIterator<Item = Event>) -> Vec<Stroke> {
    let mut ui = simulator(pad(&[]));
    let _ = ui.simulate(events);
    ui.into_messages().collect()
}

/// A finger along these places of the field.
fn along(places: &[(f32, f32)]) -> Vec<Event> {
    let on = |(x, y): (f32, f32)| glass(x, y);
    let (first, last) = (places[0], places[places.len() - 1]);
    let moves = places[1..].iter().map(|place| moved(1, on(*place)));
    std::iter::once(down(1, on(first))).chain(moves).chain([up(1, on(last))]).collect()
}

/// Places every few steps of the field on the way from one to the other.
fn way(from: (f32, f32), to: (f32, f32), steps: u16) -> Vec<(f32, f32)> {
    let part = |step: u16| f32::from(step) / f32::from(steps);
    (0..=steps).map(|step| (from.0 + (to.0 - from.0) * part(step), from.1 + (to.1 - from.1) * part(step))).collect()
}

#[test]
fn a_line_is_told_once_and_when_the_finger_lifts() {
    let events = along(&[(100.0, 100.0), (140.0, 180.0), (300.0, 200.0)]);
    let until = events.len() - 1;
    assert_eq!(drawn(events[..until].iter().cloned()).len(), 0, "the finger is still down");
    let strokes = drawn(events);
    assert_eq!(strokes, [Stroke::from([point(100, 100), point(140, 180), point(300, 200)])]);
}

#[test]
fn a_tap_that_trembles_is_a_dot() {
    let strokes = drawn(along(&[(100.0, 100.0), (102.0, 101.0), (101.0, 102.0)]));
    assert_eq!(strokes, [Stroke::from([point(100, 100)])]);
}

#[test]
fn only_the_first_finger_draws() {
    let strokes = drawn([
        down(1, glass(100.0, 100.0)),
        down(2, glass(900.0, 500.0)),
        moved(2, glass(800.0, 400.0)),
        moved(1, glass(150.0, 100.0)),
        up(2, glass(800.0, 400.0)),
        up(1, glass(200.0, 100.0)),
    ]);
    assert_eq!(strokes, [Stroke::from([point(100, 100), point(150, 100), point(200, 100)])]);
}

#[test]
fn the_mouse_draws_as_a_finger_does() {
    let at = |x, y| Event::Mouse(mouse::Event::CursorMoved { position: glass(x, y) });
    let button = mouse::Button::Left;
    let strokes = drawn([
        at(100.0, 100.0),
        Event::Mouse(mouse::Event::ButtonPressed(button)),
        at(200.0, 300.0),
        Event::Mouse(mouse::Event::ButtonReleased(button)),
        at(400.0, 300.0),
    ]);
    assert_eq!(strokes, [Stroke::from([point(100, 100), point(200, 300)])]);
}

#[test]
fn a_line_that_the_system_takes_away_stays_drawn() {
    let lost = Event::Touch(touch::Event::FingerLost { id: touch::Finger(1), position: glass(0.0, 0.0) });
    let strokes = drawn([down(1, glass(100.0, 100.0)), moved(1, glass(200.0, 100.0)), lost]);
    assert_eq!(strokes, [Stroke::from([point(100, 100), point(200, 100)])]);
}

#[test]
fn a_line_over_the_edge_runs_along_it_and_one_from_outside_is_none() {
    let strokes = drawn(along(&[(1500.0, 800.0), (1700.0, 850.0), (1900.0, 1000.0), (-5.0, 950.0)]));
    assert_eq!(strokes, [Stroke::from([point(1500, 800), point(1600, 850), point(1600, 900), point(0, 900)])]);
    assert_eq!(drawn(along(&[(1700.0, 100.0), (1500.0, 100.0)])).len(), 0);
}

#[test]
fn the_field_keeps_its_proportion_in_any_place() {
    for (size, corner, width) in [((800.0, 800.0), (0.0, 175.0), 800.0), ((1600.0, 450.0), (400.0, 0.0), 800.0)] {
        let field = fitted(Rectangle::with_size(size.into()));
        assert_eq!((field.x, field.y, field.width, field.height), (corner.0, corner.1, width, width * 9.0 / 16.0));
    }
}

#[test]
fn what_is_straight_needs_few_points_and_a_corner_keeps_its_place() {
    let mut places = way((100.0, 100.0), (500.0, 100.0), 400);
    places.extend(way((500.0, 100.0), (500.0, 400.0), 300));
    let strokes = drawn(along(&places));
    let stroke = &strokes[0];
    assert!((30..70).contains(&stroke.len()), "{}", stroke.len());
    assert!(stroke.iter().any(|at| at.x.abs_diff(500) <= 4 && at.y.abs_diff(100) <= 4), "{stroke:?}");
    assert!(stroke.iter().all(|at| at.y.abs_diff(100) <= 1 || at.x.abs_diff(500) <= 1), "{stroke:?}");
    assert_eq!((stroke[0], stroke[stroke.len() - 1]), (point(100, 100), point(500, 400)));
}

#[test]
fn a_circle_stays_within_a_step_of_itself() {
    let at = |step: u16| {
        let turn = f32::from(step) / 720.0 * std::f32::consts::TAU;
        (800.0 + 300.0 * turn.cos(), 450.0 + 300.0 * turn.sin())
    };
    let places: Vec<_> = (0..=720).map(at).collect();
    let strokes = drawn(along(&places));
    let off = |x: f32, y: f32| ((x - 800.0).hypot(y - 450.0) - 300.0).abs();
    assert!(strokes[0].len() < 250, "{}", strokes[0].len());
    for bend in bends(&strokes[0]) {
        assert!(off(bend.to.0, bend.to.1) < 1.5, "{bend:?}");
    }
}

#[test]
fn a_line_without_end_is_told_in_parts_that_meet() {
    // To and fro, so that nothing of it is straight.
    let places: Vec<_> = (0..4500u16).map(|step| (f32::from(step % 2) * 40.0, f32::from(step % 90) * 10.0)).collect();
    let strokes = drawn(along(&places));
    assert_eq!(strokes.len(), 3);
    assert!(strokes.iter().all(|stroke| is_sound(stroke)));
    assert_eq!(strokes[0].len(), MOST_POINTS);
    for pair in strokes.windows(2) {
        assert_eq!(pair[0].last(), pair[1].first());
    }
}

#[test]
fn a_line_that_ends_as_it_is_full_leaves_no_dot_behind() {
    let places: Vec<_> =
        (0..MOST_POINTS as u16).map(|step| (f32::from(step % 2) * 40.0, f32::from(step % 90))).collect();
    let strokes = drawn(along(&places));
    assert_eq!(strokes.iter().map(|stroke| stroke.len()).collect::<Vec<_>>(), [MOST_POINTS]);
}

/// What the glass shows after these events.
fn pixels(strokes: &[Stroke], shade: Shade, events: &[Event]) -> Vec<u8> {
    let mut fonts = iced::advanced::graphics::text::font_system().write().unwrap();
    theme::FONTS.into_iter().for_each(|font| fonts.load_font(Cow::Borrowed(font)));
    drop(fonts);
    let made = <iced::Renderer as Headless>::new(theme::DEFAULT_FONT, measure::ICON_SMALL.into(), Some("tiny-skia"));
    let mut renderer = block_on(made).unwrap();
    let size = Size::new(WIDE, HIGH);
    let mut ui = UserInterface::build(pad(strokes), size, Kept::default(), &mut renderer);
    let palette = Palette::in_shade(shade);
    let style = iced::advanced::renderer::Style { text_color: palette.text };
    for event in events {
        let (cursor, mut clipboard) = (mouse::Cursor::Unavailable, clipboard::Null);
        let _ = ui.update(std::slice::from_ref(event), cursor, &mut renderer, &mut clipboard, &mut Vec::new());
        ui.draw(&mut renderer, &theme::theme(shade), &style, mouse::Cursor::Unavailable);
    }
    ui.draw(&mut renderer, &theme::theme(shade), &style, mouse::Cursor::Unavailable);
    renderer.screenshot(Size::new(WIDE as u32, HIGH as u32), 1.0, palette.ground)
}

#[test]
fn a_line_looks_the_same_while_it_grows_and_when_it_is_kept() {
    let places: Vec<_> = (0..400u16)
        .map(|step| {
            let turn = f32::from(step) / 40.0;
            (800.0 + 30.0 * turn * turn.cos(), 450.0 + 30.0 * turn * turn.sin())
        })
        .collect();
    let events = along(&places);
    let strokes = drawn(events.clone());
    assert!(strokes[0].len() > 2 * PIECE, "more than one piece: {}", strokes[0].len());
    let growing = pixels(&[], Shade::Dusk, &events[..events.len() - 1]);
    assert!(growing == pixels(&strokes, Shade::Dusk, &[]), "another picture");
    assert!(growing != pixels(&[], Shade::Dusk, &[]), "nothing is drawn");
}

#[test]
fn many_strokes_look_the_same_as_one_picture_and_in_pieces() {
    let wave = |number: u16| -> Stroke {
        (0..100u16).map(|step| point(50 + step * 15, 20 + number * 30 + (step * 7 + number) % 25)).collect()
    };
    let strokes: Vec<Stroke> = (0..20).map(wave).collect();
    let tap = [down(1, glass(900.0, 850.0))];
    // The finger is down from the first frame on, so nothing is joined; then it is one picture with a dot on it.
    let pieces = pixels(&strokes, Shade::Day, &tap);
    let joined = pixels(&[strokes.as_slice(), &[Stroke::from([point(900, 850)])]].concat(), Shade::Day, &[]);
    assert!(pieces == joined, "another picture");
}

#[test]
fn the_pad_shines_no_brighter_than_the_night_allows() {
    let strokes = [Stroke::from([point(100, 100), point(1500, 800), point(1500, 100)]), Stroke::from([point(9, 9)])];
    for (shade, peak) in [(Shade::Night, 0xA8), (Shade::DeepNight, 0x60)] {
        let all = pixels(&strokes, shade, &[]);
        let brightest = all.chunks_exact(4).map(|pixel| pixel[0].max(pixel[1]).max(pixel[2])).max().unwrap();
        assert!((peak - 0x10..=peak).contains(&brightest), "{brightest:#x}");
    }
}
