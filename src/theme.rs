//! Palettes, type roles and the spacing scale; no colour or size number anywhere else.
//!
//! Widgets ask [`Palette::of`] the theme they are drawn with, so that a change of shade needs no new layout.
//! The colours and measures are those of the visual language "ember in a dark room": one warm accent marks
//! what is alive now, what has a fill can be pressed, figures stand on the ground.

mod icon;
pub mod measure;
mod palette;
pub mod print;
pub mod role;
pub mod scripts;

pub use icon::Icon;
pub use palette::{Ink, Palette, Shade};
pub use role::Role;

use std::sync::OnceLock;

use iced::theme::palette::{Extended, Pair};
use iced::{Color, Font, Theme};

/// The fonts the window must load before its first frame.
pub const FONTS: [&[u8]; 6] = [
    include_bytes!("../assets/fonts/HankenGrotesk-Regular.ttf"),
    include_bytes!("../assets/fonts/HankenGrotesk-Medium.ttf"),
    include_bytes!("../assets/fonts/HankenGrotesk-SemiBold.ttf"),
    include_bytes!("../assets/fonts/Newsreader-Regular.ttf"),
    include_bytes!("../assets/fonts/Newsreader-Italic.ttf"),
    include_bytes!("../assets/fonts/icons.ttf"),
];

/// The font of words that name no role.
pub const DEFAULT_FONT: Font = role::MEDIUM;

/// The window's theme in a shade; built once, cheap to ask for.
#[must_use]
pub fn theme(shade: Shade) -> Theme {
    static THEMES: OnceLock<[Theme; 4]> = OnceLock::new();
    let [day, dusk, night, deep] = THEMES.get_or_init(|| Shade::ALL.map(build));
    match shade {
        Shade::Day => day.clone(),
        Shade::Dusk => dusk.clone(),
        Shade::Night => night.clone(),
        Shade::DeepNight => deep.clone(),
    }
}

// iced derives 23 pairs from six colours and "corrects" dark text to near white; every pair is ours instead.
fn build(shade: Shade) -> Theme {
    let p = Palette::in_shade(shade);
    let base = iced::theme::Palette {
        background: p.ground,
        text: p.text,
        primary: p.accent,
        success: p.text,
        warning: p.caution,
        danger: p.serious,
    };
    Theme::custom_with_fn(shade.key(), base, |base| {
        let mut all = Extended::generate(base);
        let on = |color: Color, text: Color| Pair { color, text };
        let ground = on(p.ground, p.text);
        let surface = on(p.surface, p.text);
        let raised = on(p.raised, p.text);
        let line = on(p.line, p.text);
        all.background.base = ground;
        (all.background.weakest, all.background.weaker) = (surface, surface);
        (all.background.weak, all.background.neutral) = (raised, raised);
        (all.background.strong, all.background.stronger, all.background.strongest) = (line, line, line);
        let accent = on(p.accent, p.on_accent);
        (all.primary.base, all.primary.weak, all.primary.strong) = (accent, accent, accent);
        (all.secondary.base, all.secondary.weak, all.secondary.strong) = (raised, surface, line);
        let wash = on(p.wash, p.text);
        (all.success.base, all.success.weak, all.success.strong) = (wash, wash, wash);
        let caution = on(p.caution, p.ground);
        (all.warning.base, all.warning.weak, all.warning.strong) = (caution, caution, caution);
        let serious = on(p.serious, p.ground);
        (all.danger.base, all.danger.weak, all.danger.strong) = (serious, serious, serious);
        all
    })
}

#[cfg(test)]
mod tests;
