use iced::Color;
use iced::theme::Base as _;

use super::*;

fn luminance(color: Color) -> f32 {
    let linear = |part: f32| if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) };
    0.2126 * linear(color.r) + 0.7152 * linear(color.g) + 0.0722 * linear(color.b)
}

/// (L1 + flare) / (L2 + flare): 0.05 is WCAG 2 and a lit office, 0.005 a dark session room, on the safe side.
fn contrast(one: Color, other: Color, flare: f32) -> f32 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + flare) / (one.min(other) + flare)
}

/// Every ink that must be read, on every ground it may stand on.
fn needed(p: &Palette) -> [(&'static str, Color, Color); 9] {
    [
        ("text on ground", p.text, p.ground),
        ("text on surface", p.text, p.surface),
        ("text on wash", p.text, p.wash),
        ("accent on ground", p.accent, p.ground),
        ("accent on wash", p.accent, p.wash),
        ("dim on ground", p.dim, p.ground),
        ("dim on surface", p.dim, p.surface),
        ("words on the filled button", p.on_accent, p.accent),
        ("caution on ground", p.caution, p.ground),
    ]
}

#[test]
fn what_must_be_read_has_wcag_contrast_by_day_dusk_and_night() {
    for shade in [Shade::Day, Shade::Dusk, Shade::Night] {
        for (what, ink, ground) in needed(Palette::in_shade(shade)) {
            let ratio = contrast(ink, ground, 0.05);
            assert!(ratio >= 4.5, "{what} at {}: {ratio:.2}", shade.key());
        }
    }
}

#[test]
fn what_must_be_read_has_dark_room_contrast_in_the_deep_night() {
    for (what, ink, ground) in needed(Palette::in_shade(Shade::DeepNight)) {
        let ratio = contrast(ink, ground, 0.005);
        assert!(ratio >= 4.5, "{what}: {ratio:.2}");
    }
}

#[test]
fn the_contrast_figures_are_those_of_the_visual_language() {
    let figure = |shade, pick: fn(&Palette) -> (Color, Color), flare| {
        let (ink, ground) = pick(Palette::in_shade(shade));
        (contrast(ink, ground, flare) * 100.0).round() / 100.0
    };
    for (shade, flare, text, accent_on_wash) in [
        (Shade::Day, 0.05, 12.52, 4.94),
        (Shade::Dusk, 0.05, 13.62, 5.28),
        (Shade::Night, 0.05, 6.16, 4.65),
        (Shade::DeepNight, 0.005, 13.96, 4.78),
    ] {
        let got = (figure(shade, |p| (p.text, p.ground), flare), figure(shade, |p| (p.accent, p.wash), flare));
        assert!((got.0 - text).abs() <= 0.03 && (got.1 - accent_on_wash).abs() <= 0.03, "{shade:?}: {got:?}");
    }
}

#[test]
fn no_pair_of_the_window_theme_is_brighter_than_its_palette() {
    for (shade, ceiling) in [(Shade::Night, 0xA8), (Shade::DeepNight, 0x60)] {
        let theme = theme(shade);
        let all = theme.extended_palette();
        let b = all.background;
        let pairs = [b.base, b.weakest, b.weaker, b.weak, b.neutral, b.strong, b.stronger, b.strongest]
            .into_iter()
            .chain([all.primary.base, all.primary.weak, all.primary.strong])
            .chain([all.secondary.base, all.secondary.weak, all.secondary.strong])
            .chain([all.success.base, all.success.weak, all.success.strong])
            .chain([all.warning.base, all.warning.weak, all.warning.strong])
            .chain([all.danger.base, all.danger.weak, all.danger.strong]);
        for pair in pairs {
            for color in [pair.color, pair.text] {
                let [r, g, b, _] = color.into_rgba8();
                assert!(r.max(g).max(b) <= ceiling, "{color:?} at {}", shade.key());
            }
        }
    }
}

#[test]
fn a_palette_is_found_again_by_its_theme() {
    for shade in Shade::ALL {
        assert_eq!(Palette::of(&theme(shade)), Palette::in_shade(shade));
        assert_eq!(theme(shade).name(), shade.key());
    }
}
