//! How large everything is drawn follows from the window's own pixels, whatever happened before.

use holdspace::app::surface::Surface;
use holdspace::app::{App, Message};
use iced::Size;
use proptest::prelude::*;

use super::pane::Pane;
use super::walk::unlike;
use crate::privacy::glass::Glass;

/// One thing a window system does.
#[derive(Clone, Copy, Debug)]
enum Change {
    Size(u32, u32),
    Density(f32),
    Frame,
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        4 => (320_u32..2600, 240_u32..1700).prop_map(|(width, height)| Change::Size(width, height)),
        2 => prop_oneof![Just(1.0_f32), Just(1.25), Just(1.5), Just(2.0), Just(0.75)].prop_map(Change::Density),
        3 => Just(Change::Frame),
    ]
}

fn total(surface: &Surface, density: f32) -> f32 {
    surface.scale() * density
}

proptest! {
    #[test]
    fn the_scale_after_any_changes_is_that_of_a_fresh_start(changes in prop::collection::vec(change(), 1..40)) {
        let (mut surface, mut size, mut density) = (Surface::default(), Size::new(1280, 800), 1.0);
        for change in changes {
            match change {
                Change::Size(width, height) => size = Size::new(width, height),
                Change::Density(to) => {
                    density = to;
                    surface.rescale(to);
                }
                Change::Frame => surface.resize(size),
            }
        }
        surface.resize(size);
        let mut fresh = Surface::default();
        fresh.resize(size);
        fresh.rescale(density);
        prop_assert_eq!(surface, fresh);
        let fits = (size.width as f32 / 1280.0).min(size.height as f32 / 800.0).max(0.25);
        prop_assert!((total(&surface, density) / fits - 1.0).abs() < 1e-5);
    }

    #[test]
    fn a_density_that_makes_no_sense_is_not_taken(density in prop_oneof![Just(0.0), Just(-1.0), Just(f32::NAN), Just(f32::INFINITY)]) {
        let mut surface = Surface::default();
        surface.rescale(density);
        prop_assert_eq!(surface, Surface::default());
    }
}

fn drawn(app: &mut App, size: Size<u32>, density: f32) -> Pane {
    let _ = app.update(Message::Rescaled(density));
    let mut pane = Pane::open(size, 1);
    pane.show_app(app, density);
    pane
}

#[test]
fn the_first_frame_is_drawn_for_the_window_that_is_there() {
    let mut glass = Glass::new();
    let pane = drawn(&mut glass.app, Size::new(1280, 720), 1.0);
    assert_eq!(glass.app.scale(), 0.9);
    let mut other = Glass::new();
    let _ = other.app.update(Message::Resized(Size::new(1280, 720)));
    let known = drawn(&mut other.app, Size::new(1280, 720), 1.0);
    assert_eq!(unlike(pane.pixels(), known.pixels(), 1280), None);
}

#[test]
fn a_window_that_was_turned_resized_and_moved_is_drawn_as_a_fresh_start_at_its_last_size() {
    let mut glass = Glass::new();
    let mut density = 1.0;
    let mut pane = drawn(&mut glass.app, Size::new(1280, 800), density);
    for (width, height, to) in [
        (800, 1280, 1.0),
        (1280, 800, 1.0),
        (1920, 1080, 1.0),
        (1920, 1080, 1.5),
        (2560, 1600, 2.0),
        (1024, 600, 2.0),
        (1024, 600, 1.0),
        (1366, 768, 1.25),
        (1280, 720, 1.0),
    ] {
        pane.resize(Size::new(width, height));
        if to != density {
            let _ = glass.app.update(Message::Rescaled(to));
            density = to;
        }
        pane.show_app(&mut glass.app, density);
        let mut fresh = Glass::new();
        let drawn = drawn(&mut fresh.app, Size::new(width, height), density);
        assert_eq!(unlike(pane.pixels(), drawn.pixels(), width), None, "{width}×{height} at {to}");
    }
}
