//! The four palettes as roles.

use iced::theme::Base;
use iced::{Color, Theme, color};

/// How light the room is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Shade {
    /// Rooms with daylight: start, arrival, closing.
    Day,
    /// From intention to the hold, and for the return.
    #[default]
    Dusk,
    /// From "mask on": no channel above 0xA8, contrast still 4.5:1 by WCAG 2.
    Night,
    /// One step further by choice: no channel above 0x60, 4.5:1 by the dark-room figure.
    DeepNight,
}

impl Shade {
    /// All shades, the lightest first.
    pub const ALL: [Self; 4] = [Self::Day, Self::Dusk, Self::Night, Self::DeepNight];

    /// The word in settings, and the name of its theme.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Dusk => "dusk",
            Self::Night => "night",
            Self::DeepNight => "deep_night",
        }
    }

    /// The word on the screen.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Day => "Day",
            Self::Dusk => "Dusk",
            Self::Night => "Night",
            Self::DeepNight => "Deep night",
        }
    }

    /// The shade of that word.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|shade| shade.key() == key)
    }
}

/// The colours of one shade, by what they are for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Palette {
    /// The room: window, first frame and compositor background too.
    pub ground: Color,
    /// Anything touchable at rest.
    pub surface: Color,
    /// The chosen segment, a field, a button on a tile, anything pressed.
    pub raised: Color,
    /// Hairlines and the ring of an outlined button.
    pub line: Color,
    /// Everything that must be read first.
    pub text: Color,
    /// Labels and second lines; never on wash.
    pub dim: Color,
    /// Decoration only: future dots, baseline dashes.
    pub faint: Color,
    /// Now, the last dose, the proposed act.
    pub accent: Color,
    /// Words on the one filled button.
    pub on_accent: Color,
    /// The fill of an active state.
    pub wash: Color,
    /// The rim of an active state.
    pub edge: Color,
    /// The quiet mark, always with a diamond or a dashed ring.
    pub caution: Color,
    /// The emergency card only, always with the cross.
    pub serious: Color,
    /// The ring of a calm face.
    pub ring: Color,
    /// Where a ring will go or has been.
    pub ring_track: Color,
    /// Discs of light, at 5 to 9 % alpha.
    pub glow: Color,
    /// What has sounded.
    pub arc_past: Color,
    /// The line over what has sounded.
    pub arc_line: Color,
    /// What is to come.
    pub arc_next: Color,
    /// The line over what is to come.
    pub arc_next_line: Color,
}

impl Palette {
    /// The palette of a theme that [`super::theme`] built; dusk for a stranger.
    #[must_use]
    pub fn of(theme: &Theme) -> &'static Self {
        Self::in_shade(Shade::from_key(Base::name(theme)).unwrap_or_default())
    }

    /// The palette of a shade.
    #[must_use]
    pub const fn in_shade(shade: Shade) -> &'static Self {
        match shade {
            Shade::Day => &DAY,
            Shade::Dusk => &DUSK,
            Shade::Night => &NIGHT,
            Shade::DeepNight => &DEEP_NIGHT,
        }
    }
}

const DAY: Palette = Palette {
    ground: color!(0xEFE8DB),
    surface: color!(0xE5DCCB),
    raised: color!(0xF8F4EB),
    line: color!(0xCFC2AC),
    text: color!(0x2C241C),
    dim: color!(0x665747),
    faint: color!(0x9B8A74),
    accent: color!(0x8E4419),
    on_accent: color!(0xFBF6EC),
    wash: color!(0xEAD5C0),
    edge: color!(0xB56A3B),
    caution: color!(0x735006),
    serious: color!(0x97302A),
    ring: color!(0xB0612F),
    ring_track: color!(0xDCD0BB),
    glow: color!(0xB0612F),
    arc_past: color!(0xE0BD9D),
    arc_line: color!(0x8E4419),
    arc_next: color!(0xE2D8C6),
    arc_next_line: color!(0xA8967E),
};

const DUSK: Palette = Palette {
    ground: color!(0x17110E),
    surface: color!(0x221A15),
    raised: color!(0x2D231C),
    line: color!(0x3F3228),
    text: color!(0xE9DAC4),
    dim: color!(0xAB9882),
    faint: color!(0x6F5E4E),
    accent: color!(0xE0995A),
    on_accent: color!(0x1C130D),
    wash: color!(0x43301F),
    edge: color!(0x8A5E38),
    caution: color!(0xD8B45A),
    serious: color!(0xE48670),
    ring: color!(0xD98F52),
    ring_track: color!(0x2F251E),
    glow: color!(0xD98F52),
    arc_past: color!(0x4E3523),
    arc_line: color!(0xE0995A),
    arc_next: color!(0x211914),
    arc_next_line: color!(0x6F5E4E),
};

const NIGHT: Palette = Palette {
    ground: color!(0x050302),
    surface: color!(0x0E0805),
    raised: color!(0x170E08),
    line: color!(0x2A1B10),
    text: color!(0xA58860),
    dim: color!(0x947855),
    faint: color!(0x48341F),
    accent: color!(0xA87640),
    on_accent: color!(0x050302),
    wash: color!(0x1E1208),
    edge: color!(0x5C3A1A),
    caution: color!(0x9C8434),
    serious: color!(0xA86A55),
    ring: color!(0x8A5A2C),
    ring_track: color!(0x170E08),
    glow: color!(0x5C3A1A),
    arc_past: color!(0x23140A),
    arc_line: color!(0xA87640),
    arc_next: color!(0x0B0704),
    arc_next_line: color!(0x4A3622),
};

const DEEP_NIGHT: Palette = Palette {
    ground: color!(0x050302),
    surface: color!(0x0E0805),
    raised: color!(0x170E08),
    line: color!(0x22150C),
    text: color!(0x604C34),
    dim: color!(0x503C27),
    faint: color!(0x332416),
    accent: color!(0x603E1C),
    on_accent: color!(0x050302),
    wash: color!(0x22140A),
    edge: color!(0x4A2D14),
    caution: color!(0x5E4E1A),
    serious: color!(0x603428),
    ring: color!(0x5C3A1A),
    ring_track: color!(0x170E08),
    glow: color!(0x5C3A1A),
    arc_past: color!(0x23140A),
    arc_line: color!(0x603E1C),
    arc_next: color!(0x0B0704),
    arc_next_line: color!(0x3A2A1B),
};

/// What colour words and drawings take, by role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Ink {
    /// Everything that must be read first.
    #[default]
    Text,
    /// Labels and second lines; never on wash.
    Dim,
    /// Decoration only.
    Faint,
    /// Now, the last dose, the proposed act.
    Accent,
    /// Words on the filled button.
    OnAccent,
    /// A quiet mark.
    Caution,
    /// The emergency card.
    Serious,
    /// The ring of a calm face.
    Ring,
}

impl Ink {
    /// The colour in this palette.
    #[must_use]
    pub const fn on(self, palette: &Palette) -> Color {
        match self {
            Self::Text => palette.text,
            Self::Dim => palette.dim,
            Self::Faint => palette.faint,
            Self::Accent => palette.accent,
            Self::OnAccent => palette.on_accent,
            Self::Caution => palette.caution,
            Self::Serious => palette.serious,
            Self::Ring => palette.ring,
        }
    }
}
