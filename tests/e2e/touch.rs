//! Real touch in a real window, under Xorg and under Wayland: every line of `docs/touch.md`, felt from outside.

mod cases;
pub mod hand;
pub mod screen;
mod wayland;
pub mod xorg;

use std::path::Path;

use screen::Screen;

fn xorg(folder: &Path) -> Box<dyn Screen> {
    Box::new(xorg::Xorg::open(&folder.join("xorg")))
}

fn wayland(folder: &Path) -> Box<dyn Screen> {
    Box::new(wayland::Wayland::open(&folder.join("wayland")))
}

macro_rules! felt {
    ($($name:ident),* $(,)?) => {
        mod under_xorg {
            $(#[test] fn $name() { super::cases::$name(super::xorg); })*
        }

        mod under_wayland {
            $(#[test] fn $name() { super::cases::$name(super::wayland); })*
        }
    };
}

felt!(
    a_finger_drags_the_protocols_and_chooses_what_lies_under_it,
    a_line_of_a_scrolled_gate_is_the_one_under_the_finger,
    a_stalled_tap_is_no_tablet_and_a_hold_is_one,
    a_press_across_the_cue_is_spat_when_it_began_and_two_taps_lead_on_once,
    on_the_journey_one_touch_is_one_act,
    nothing_seals_a_session_but_one_finger_that_holds,
);
