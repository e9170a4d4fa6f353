use std::borrow::Cow;
use std::time::Duration;

use iced::advanced::mouse;
use iced::advanced::renderer::Headless as _;
use iced::widget::{column, row};
use iced::{Event, Point, Rectangle, Size, touch};
use iced_test::futures::futures::executor::block_on;
use iced_test::runtime::user_interface::{Cache, UserInterface};
use iced_test::{Simulator, simulator};

use super::chip::{Chip, Standing, chip_grid};
use super::flow::Flow;
use super::keyboard::{Key, Keyboard};
use super::touchable::{Face, touchable};
use super::*;
use crate::clock;
use crate::session::breathing::{Breath, Pattern, Step};
use crate::theme::{self, Icon, Ink, Palette, Shade, measure};

fn still(secs: u64) -> Flow {
    Flow::at(clock::boot_time(), Duration::from_secs(secs)).at_speed(0.0)
}

fn breaths() -> breath::BreathCircle {
    let step = |breath| Step { breath, lasts: Duration::from_millis(5500) };
    let pattern = Pattern {
        key: "coherent".into(),
        label: "Coherent".into(),
        steps: vec![step(Breath::In), step(Breath::Out)],
        caution: None,
    };
    breath::BreathCircle { pattern, flow: still(80), cycles: 16, reduced: false }
}

fn arc() -> arc_chart::ArcChart {
    let stage = |from, to, word: &str| arc_chart::Stage { from, to, word: word.into() };
    arc_chart::ArcChart {
        stages: vec![stage(0.0, 20.0, "onset"), stage(20.0, 60.0, "peak"), stage(60.0, 80.0, "bed")],
        points: vec![(0.0, 1.0), (30.0, 7.0), (60.0, 3.0), (80.0, 1.0)],
        now: Some(33.0),
        waiting: false,
        steered: vec![(20.0, arc_chart::Steered::Stay), (25.0, arc_chart::Steered::Deeper)],
    }
}

fn chips() -> Vec<Chip<u8>> {
    vec![
        Chip::new(1, "Settled"),
        Chip::new(2, "Tears").standing(Standing::Active("4 min".into())),
        Chip::new(3, "Calm").standing(Standing::Stamped("11:08".into())),
        Chip::new(4, "First effects").standing(Standing::Done("10:44".into())),
    ]
}

/// Everything that has a colour, on one ground of 1280 by 1600.
fn gallery<'a>() -> Element<'a, u8> {
    let bar = top_bar::top_bar(top_bar::TopBar {
        rail: phase_rail::phase_rail([(0, "Arrival"), (1, "Journey"), (2, "Return")], 1, Some(2), |_| 0),
        mark: mark::quiet("No sound"),
        clock: "11:09".into(),
        on_eye: Some(0),
        on_cross: Some(0),
    });
    let buttons = row![
        button::filled("Begin").icon_after(Icon::ArrowRight).on_press(0),
        button::surface("Spat early").on_press(0),
        button::outlined("Intention").on_press(0),
        button::quiet("Records").icon(Icon::Archive),
        hold_to::hold_button("End", Face::Outlined, iced::Shrink, |_| 0),
        icon::icon(Icon::Logo, measure::ICON, Ink::Ring),
        icon::icon(Icon::DashedRing, measure::ICON, Ink::Serious),
    ];
    let calm_faces = row![hold_ring::spit_now("Spit now", "into the cup"), breath::breath_circle(breaths()),]
        .height(hold_ring::SIDE);
    let left = column![
        text::hero("38:12"),
        arc_chart::arc_chart(arc(), measure::ARC),
        rating::rating("a", Some(3), |_| 0),
        slider::slider(0.4, |_| 0, |_| 0),
        field::field("MK-11", "", true, 0),
        checklist::check_item("Escort", "who", true, Some(0)),
        quiet_check::quiet_check(1.2, "Quiet check", "4 min late", 0),
        ground::wash_card(text::body("JR-04 is still open")),
    ]
    .width(measure::LEFT);
    let right = column![
        back_dating::back_dating(0, |minutes| minutes),
        chip_grid(3, chips(), |key, _| key),
        wave::wave(0.4),
        trend::trend(trend::Trend { points: vec![(0.0, 122.0), (9.0, 131.0)], baseline: Some(122.0) }, 150.0, 56.0),
        hold_to::hold_disc("Tablet in mouth", "keep pressing", |_| 0),
    ]
    .width(measure::RIGHT);
    ground::ground(column![bar, buttons, calm_faces, row![left, right].spacing(measure::GUTTER)])
}

fn load_fonts() {
    let mut fonts = iced::advanced::graphics::text::font_system().write().unwrap();
    for font in theme::FONTS {
        fonts.load_font(Cow::Borrowed(font));
    }
}

fn pixels(shade: Shade) -> Vec<u8> {
    load_fonts();
    let made = <iced::Renderer as iced::advanced::renderer::Headless>::new(
        theme::DEFAULT_FONT,
        measure::ICON_SMALL.into(),
        Some("tiny-skia"),
    );
    let mut renderer = block_on(made).unwrap();
    let size = Size::new(1280.0, 1600.0);
    let mut ui = UserInterface::build(gallery(), size, Cache::default(), &mut renderer);
    let palette = Palette::in_shade(shade);
    let style = iced::advanced::renderer::Style { text_color: palette.text };
    ui.draw(&mut renderer, &theme::theme(shade), &style, mouse::Cursor::Unavailable);
    renderer.screenshot(Size::new(1280, 1600), 1.0, palette.ground)
}

fn brightest(pixels: &[u8]) -> u8 {
    pixels.chunks_exact(4).map(|pixel| pixel[0].max(pixel[1]).max(pixel[2])).max().unwrap()
}

#[test]
fn no_pixel_of_the_night_is_brighter_than_a8() {
    let peak = brightest(&pixels(Shade::Night));
    assert!((0x90..=0xA8).contains(&peak), "{peak:#x}");
}

#[test]
fn no_pixel_of_the_deep_night_is_brighter_than_60() {
    let peak = brightest(&pixels(Shade::DeepNight));
    assert!((0x50..=0x60).contains(&peak), "{peak:#x}");
}

fn touch_at(finger: u64, position: Point) -> [Event; 2] {
    let id = touch::Finger(finger);
    [
        Event::Touch(touch::Event::FingerPressed { id, position }),
        Event::Touch(touch::Event::FingerLifted { id, position }),
    ]
}

fn middle_of(ui: &mut Simulator<'_, u8>, word: &str) -> Point {
    let found = ui.find(word.to_owned()).unwrap();
    let bounds: Rectangle = iced_test::selector::Bounded::bounds(&found);
    bounds.center()
}

#[test]
fn two_queued_touches_each_hit_their_own_chip() {
    load_fonts();
    let mut ui = simulator(chip_grid(3, chips(), |key, _| key));
    let (settled, tears) = (middle_of(&mut ui, "Settled"), middle_of(&mut ui, "Tears"));
    // What iced does after a stall: both taps in one batch, the cursor where the last one was.
    ui.point_at(tears);
    let _ = ui.simulate(touch_at(1, settled).into_iter().chain(touch_at(2, tears)));
    assert_eq!(ui.into_messages().collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn two_queued_clicks_each_hit_their_own_chip() {
    load_fonts();
    let mut ui = simulator(chip_grid(3, chips(), |key, _| key));
    let (settled, tears) = (middle_of(&mut ui, "Settled"), middle_of(&mut ui, "Tears"));
    ui.point_at(tears);
    let click = |position| {
        [
            Event::Mouse(mouse::Event::CursorMoved { position }),
            Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left)),
            Event::Mouse(mouse::Event::ButtonReleased(mouse::Button::Left)),
        ]
    };
    let _ = ui.simulate(click(settled).into_iter().chain(click(tears)));
    assert_eq!(ui.into_messages().collect::<Vec<_>>(), [1, 2]);
}

#[test]
fn two_fingers_at_once_press_two_chips() {
    load_fonts();
    let mut ui = simulator(chip_grid(3, chips(), |key, _| key));
    let (settled, tears) = (middle_of(&mut ui, "Settled"), middle_of(&mut ui, "Tears"));
    let ([down_1, up_1], [down_2, up_2]) = (touch_at(1, settled), touch_at(2, tears));
    let _ = ui.simulate([down_1, down_2, up_2, up_1]);
    assert_eq!(ui.into_messages().collect::<Vec<_>>(), [2, 1], "in the order in which they are lifted");
}

#[test]
fn a_chip_that_is_done_takes_no_press() {
    load_fonts();
    let mut ui = simulator(chip_grid(3, chips(), |key, _| key));
    let _ = ui.click("First effects").unwrap();
    assert_eq!(ui.into_messages().count(), 0);
}

#[test]
fn a_button_is_pressed_by_its_word() {
    load_fonts();
    let mut ui = simulator(Element::from(button::filled("Spat").on_press(7u8)));
    let _ = ui.click("Spat").unwrap();
    assert_eq!(ui.into_messages().collect::<Vec<_>>(), [7]);
}

#[test]
fn a_button_without_a_message_is_silent() {
    load_fonts();
    let mut ui = simulator(Element::<'_, u8>::from(button::filled("Spat")));
    let _ = ui.click("Spat").unwrap();
    assert_eq!(ui.into_messages().count(), 0);
}

#[test]
fn a_finger_that_leaves_a_button_takes_its_tap_back() {
    let shape: Element<'_, u8> =
        touchable(iced::widget::Space::new()).width(80.0).height(80.0).on_tap("one", |_| 1).into();
    let mut ui = simulator(shape);
    let [down, _] = touch_at(1, Point::new(40.0, 40.0));
    let [_, up] = touch_at(1, Point::new(200.0, 40.0));
    let _ = ui.simulate([down, up]);
    assert_eq!(ui.into_messages().count(), 0);
}

#[test]
fn letting_go_early_undoes_a_hold() {
    load_fonts();
    let mut ui = simulator(hold_to::hold_disc("Tablet in mouth", "keep pressing", |_| 1u8));
    let _ = ui.click("Tablet in mouth").unwrap();
    assert_eq!(ui.into_messages().count(), 0);
}

#[test]
fn every_figure_is_found_by_its_words() {
    load_fonts();
    let mut ui = simulator(text::hero::<u8>("38:12"));
    assert!(ui.find("38:12").is_ok());
}

#[test]
fn a_rating_is_the_number_under_the_finger_when_it_lets_go() {
    load_fonts();
    let mut ui = simulator(iced::widget::container(rating::rating("a", None, |number| number)).width(686.0));
    let [down, _] = touch_at(1, Point::new(18.0, 32.0));
    let id = touch::Finger(1);
    let seven = Point::new(18.0 + 7.0 * measure::RATING_PITCH, 32.0);
    let moved = Event::Touch(touch::Event::FingerMoved { id, position: seven });
    let lifted = Event::Touch(touch::Event::FingerLifted { id, position: seven });
    let _ = ui.simulate([down, moved, lifted]);
    assert_eq!(ui.into_messages().collect::<Vec<_>>(), [7]);
}

#[test]
fn the_keyboard_writes_corrects_and_keeps() {
    let (mut keyboard, mut written) = (Keyboard::default(), String::new());
    for key in [Key::Shift, Key::Char('S'), Key::Char('u'), Key::Word("suitcase".into()), Key::Backspace] {
        assert!(!keyboard.press(&key, &mut written));
    }
    assert_eq!(written, "suitcase");
    assert!(!keyboard.shift);
    assert!(keyboard.press(&Key::Keep, &mut written));
}

#[test]
fn a_target_is_never_smaller_than_64() {
    load_fonts();
    let targets: [Element<'_, u8>; 3] = [
        button::quiet("Undo").height(measure::TARGET).on_press(0).into(),
        button::icon_button(Icon::EyeClosed, Ink::Dim, 0),
        chip::chip(Chip::new(0, "Calm"), |key, _| key),
    ];
    for mut target in targets {
        let mut tree = iced::advanced::widget::Tree::new(&target);
        let renderer = block_on(<iced::Renderer as iced::advanced::renderer::Headless>::new(
            theme::DEFAULT_FONT,
            measure::ICON_SMALL.into(),
            Some("tiny-skia"),
        ));
        let limits = iced::advanced::layout::Limits::new(Size::ZERO, Size::new(125.0, 800.0));
        let size = target.as_widget_mut().layout(&mut tree, &renderer.unwrap(), &limits).size();
        assert!(size.width >= measure::TARGET && size.height >= measure::TARGET, "{size:?}");
    }
}

#[test]
fn the_curve_passes_its_points_and_never_overshoots() {
    let points = arc().points;
    let curve = arc_chart::Curve::through(&points);
    for (x, y) in points {
        assert!((curve.at(x) - y).abs() < 0.001);
    }
    for step in 0..800u16 {
        let y = curve.at(f32::from(step) / 10.0);
        assert!((1.0..=7.0).contains(&y), "{y}");
    }
}
