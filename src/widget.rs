//! Widgets: one file each, all position-safe under queued touches.
//!
//! None of them knows a session: they take words, figures and boot times, and hand back messages.
//! Colours come from the theme they are drawn with ([`crate::theme::Palette::of`]).

pub mod arc_chart;
pub mod back_dating;
pub mod breath;
pub mod button;
pub mod calm;
pub mod checklist;
pub mod chip;
pub mod drawing_pad;
pub mod elided;
pub mod field;
pub mod fitted;
pub mod flow;
pub mod ground;
pub mod hold_ring;
pub mod hold_to;
pub mod icon;
pub mod keyboard;
pub mod keypad;
pub mod mark;
pub mod multiples;
pub mod next_ring;
mod paint;
pub mod person_dot;
pub mod phase_rail;
pub mod plan_chart;
pub mod quiet_check;
pub mod rating;
pub mod ring;
pub mod scroll;
pub mod segment;
pub mod slider;
pub mod story_chart;
pub mod strip;
pub mod text;
pub mod timeline;
pub mod top_bar;
pub mod touch;
pub mod touchable;
pub mod tracked;
pub mod trend;
pub mod typing;
pub mod wave;

/// What every screen and widget hands to the window.
pub type Element<'a, Message> = iced::Element<'a, Message, iced::Theme, iced::Renderer>;

#[cfg(test)]
mod tests;
