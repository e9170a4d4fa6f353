//! Type roles: hierarchy comes from size and position, never from more colour.

use iced::font::{Family, Style, Weight};
use iced::{Font, Pixels};

const SANS: Font = Font { family: Family::Name("Hanken Grotesk"), ..Font::DEFAULT };
pub(super) const REGULAR: Font = Font { weight: Weight::Normal, ..SANS };
pub(super) const MEDIUM: Font = Font { weight: Weight::Medium, ..SANS };
const SEMIBOLD: Font = Font { weight: Weight::Semibold, ..SANS };
const SERIF: Font = Font { family: Family::Name("Newsreader"), ..Font::DEFAULT };
const SERIF_ITALIC: Font = Font { style: Style::Italic, ..SERIF };

/// How words of one kind are set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Role {
    /// The font with its weight.
    pub font: Font,
    /// The size, px at 1280×800.
    pub size: f32,
    /// From line to line, px.
    pub line: f32,
    /// Added between glyphs, in parts of the size; only figures drawn glyph by glyph honour it.
    pub tracking: f32,
}

impl Role {
    const fn new(font: Font, size: f32, line: f32) -> Self {
        Self { font, size, line, tracking: 0.0 }
    }

    const fn tracked(self, tracking: f32) -> Self {
        Self { tracking, ..self }
    }

    /// The size as iced wants it.
    #[must_use]
    pub const fn pixels(self) -> Pixels {
        Pixels(self.size)
    }
}

/// The one time that matters now.
pub const HERO: Role = Role::new(REGULAR, 116.0, 92.0).tracked(-0.035);
/// The hero of a group.
pub const HERO_GROUP: Role = Role::new(REGULAR, 84.0, 66.0).tracked(-0.035);
/// The hero of the return.
pub const HERO_RETURN: Role = Role::new(REGULAR, 76.0, 60.0).tracked(-0.035);
/// The hero of the closing.
pub const HERO_CLOSING: Role = Role::new(REGULAR, 92.0, 74.0).tracked(-0.035);
/// Second times.
pub const FIGURE: Role = Role::new(REGULAR, 38.0, 40.0).tracked(-0.02);
/// What stands in a keypad's field.
pub const FIELD: Role = Role::new(REGULAR, 46.0, 46.0).tracked(-0.02);
/// A pressure in a tile, the clock of the bar.
pub const PRESSURE: Role = Role::new(MEDIUM, 28.0, 34.0);
/// The prescription as a sentence.
pub const STATEMENT: Role = Role::new(REGULAR, 50.0, 70.0);
/// The client's own words.
pub const INTENTION: Role = Role::new(SERIF_ITALIC, 54.0, 72.0);
/// The client's own words, said again.
pub const INTENTION_AGAIN: Role = Role::new(SERIF_ITALIC, 42.0, 53.0);
/// Notes while they are written, the title of a card.
pub const WRITTEN: Role = Role::new(REGULAR, 32.0, 46.0);
/// Notes and first words, read again.
pub const WRITTEN_SMALL: Role = Role::new(MEDIUM, 24.0, 34.0);
/// A key.
pub const KEY: Role = Role::new(REGULAR, 26.0, 34.0);
/// A digit of the keypad.
pub const DIGIT: Role = Role::new(REGULAR, 36.0, 44.0);
/// A code while it is typed, the word on the big disc.
pub const CODE: Role = Role::new(MEDIUM, 34.0, 42.0);
/// A code in the roster.
pub const CODE_ROW: Role = Role::new(MEDIUM, 22.0, 28.0);
/// A button.
pub const ACTION: Role = Role::new(MEDIUM, 20.0, 26.0);
/// A large button.
pub const ACTION_LARGE: Role = Role::new(MEDIUM, 22.0, 28.0);
/// The one filled button.
pub const ACTION_FILLED: Role = Role::new(SEMIBOLD, 20.0, 26.0);
/// The one filled button, large.
pub const ACTION_FILLED_LARGE: Role = Role::new(SEMIBOLD, 24.0, 30.0);
/// A list item.
pub const BODY: Role = Role::new(MEDIUM, 20.0, 26.0);
/// A list item or title that stands out.
pub const BODY_STRONG: Role = Role::new(SEMIBOLD, 20.0, 26.0);
/// A sentence of instructions.
pub const READING: Role = Role::new(MEDIUM, 22.0, 36.0);
/// A chip.
pub const CHIP: Role = Role::new(MEDIUM, 18.0, 21.0);
/// A chip whose state lasts.
pub const CHIP_ACTIVE: Role = Role::new(SEMIBOLD, 18.0, 21.0);
/// The second line of a chip.
pub const CHIP_SECOND: Role = Role::new(MEDIUM, 17.0, 20.0);
/// A second line.
pub const LABEL: Role = Role::new(MEDIUM, 17.0, 22.0);
/// The word under a figure.
pub const LABEL_LARGE: Role = Role::new(MEDIUM, 18.0, 24.0);
/// The word over a block.
pub const HEADING: Role = Role::new(MEDIUM, 19.0, 24.0);
/// The chosen part of a segment.
pub const CHOSEN: Role = Role::new(SEMIBOLD, 19.0, 24.0);
/// The phase one is in.
pub const PHASE_NOW: Role = Role::new(SEMIBOLD, 21.0, 26.0);
/// A phase that is proposed.
pub const PHASE_PROPOSED: Role = Role::new(SEMIBOLD, 17.0, 22.0);
/// The name beside the logo.
pub const TITLE: Role = Role::new(MEDIUM, 26.0, 34.0);
/// The word of a calm face while something runs.
pub const CALM_WORD: Role = Role::new(SERIF, 88.0, 96.0);
/// "Spit now".
pub const CALM_CALL: Role = Role::new(SERIF, 122.0, 128.0);
/// The calm face of the journey.
pub const CALM_FACE: Role = Role::new(SERIF_ITALIC, 104.0, 112.0);
/// "Breathe in".
pub const CALM_BREATH: Role = Role::new(SERIF, 60.0, 66.0);
/// Swish words.
pub const CALM_SMALL: Role = Role::new(SERIF, 54.0, 60.0);
/// What remains of the hold.
pub const CALM_FIGURE: Role = Role::new(REGULAR, 156.0, 156.0).tracked(-0.035);
/// A sign beside the hold ring.
pub const CALM_SIGN: Role = Role::new(MEDIUM, 34.0, 42.0);
/// The font of the icons.
pub const ICONS: Font = Font::with_name("Holdspace Icons");
