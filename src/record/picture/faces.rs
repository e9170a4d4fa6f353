//! The two families as they are embedded, and behind them the fonts of the system: how wide words are, and which signs
//! they have.

use std::cell::{Cell, OnceCell};

use rustybuzz::{Direction, UnicodeBuffer};
use unicode_bidi::BidiInfo;
use unicode_segmentation::UnicodeSegmentation as _;

use super::{Face, Style};
use crate::record::legible::{legible, named};
use crate::theme::print;
use crate::theme::scripts::{SystemFont, SystemFonts};

/// The faces, ready to measure.
pub(in crate::record) struct Faces {
    faces: Vec<(Face, rustybuzz::Face<'static>)>,
    system: OnceCell<SystemFonts>,
    /// Something was printed as its number because no font has it.
    lacked: Cell<bool>,
}

/// A part of a line in one font, its glyphs from left to right.
pub(in crate::record) struct Run {
    pub font: Font,
    pub glyphs: Vec<Glyph>,
}

/// Which font a part of a line is set in.
#[derive(Clone, Copy)]
pub(in crate::record) enum Font {
    Own(Face),
    System(&'static SystemFont),
}

/// One glyph of a line: its number, its bytes in the text, how far it moves on and where it stands, in ems.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::record) struct Glyph {
    pub id: u32,
    pub bytes: std::ops::Range<usize>,
    pub advance: f32,
    pub offset: (f32, f32),
}

impl Faces {
    /// With the fonts of the system, looked for as soon as one is needed.
    pub fn load() -> Self {
        let all = [Face::Regular, Face::Medium, Face::SemiBold, Face::Serif, Face::Italic];
        let faces = all.into_iter().zip(print::fonts());
        let faces = faces.filter_map(|(face, font)| Some((face, rustybuzz::Face::from_slice(font, 0)?))).collect();
        Self { faces, system: OnceCell::new(), lacked: Cell::new(false) }
    }

    /// With these fonts of a system.
    pub fn with(system: SystemFonts) -> Self {
        Self { system: OnceCell::from(system), ..Self::load() }
    }

    /// Whether a sign had to be printed as its number that a font could have.
    pub fn lacked(&self) -> bool {
        self.lacked.get()
    }

    /// The fonts of the system.
    pub fn system(&self) -> &SystemFonts {
        self.system.get_or_init(SystemFonts::load)
    }

    fn of(&self, face: Face) -> Option<&rustybuzz::Face<'static>> {
        self.faces.iter().find(|(of, _)| *of == face).map(|(_, font)| font)
    }

    /// How wide a line is, in points.
    pub fn width(&self, text: &str, style: Style) -> f32 {
        let glyphs = self.set(text, style.face).into_iter().flat_map(|run| run.glyphs);
        glyphs.map(|glyph| glyph.advance).sum::<f32>() * style.size
    }

    /// A line as it is set: its parts from left to right, each in the font that has its signs.
    ///
    /// What runs from right to left is turned (Unicode bidirectional algorithm, UAX 9), and shaped in its direction.
    pub fn set(&self, text: &str, face: Face) -> Vec<Run> {
        if text.is_ascii() {
            return self.run(text, 0..text.len(), Font::Own(face), Direction::LeftToRight).into_iter().collect();
        }
        let bidi = BidiInfo::new(text, None);
        let mut set = Vec::new();
        for paragraph in &bidi.paragraphs {
            let (levels, runs) = bidi.visual_runs(paragraph, paragraph.range.clone());
            for run in runs {
                let leftward = levels.get(run.start).is_some_and(|level| level.is_rtl());
                let direction = if leftward { Direction::RightToLeft } else { Direction::LeftToRight };
                let mut parts = self.by_font(text, run, face);
                if leftward {
                    parts.reverse();
                }
                set.extend(parts.into_iter().filter_map(|(bytes, font)| self.run(text, bytes, font, direction)));
            }
        }
        set
    }

    /// The bytes of a text that are set in one font each, in the order of the text.
    fn by_font(&self, text: &str, bytes: std::ops::Range<usize>, face: Face) -> Vec<(std::ops::Range<usize>, Font)> {
        let mut parts: Vec<(std::ops::Range<usize>, Font)> = Vec::new();
        let Some(words) = text.get(bytes.clone()) else { return parts };
        for (at, cluster) in words.grapheme_indices(true) {
            let (start, end) = (bytes.start + at, bytes.start + at + cluster.len());
            let font = self.font_of(cluster, face).unwrap_or(Font::Own(face));
            match parts.last_mut().filter(|(_, last)| last.is(font)) {
                Some((part, _)) => part.end = end,
                None => parts.push((start..end, font)),
            }
        }
        parts
    }

    /// The font that has a letter with all its marks; `None` where none has.
    fn font_of(&self, cluster: &str, face: Face) -> Option<Font> {
        let own = self.of(face)?;
        let seen = || cluster.chars().filter(|sign| !is_unseen(*sign));
        if seen().all(|sign| sign == '\n' || own.glyph_index(sign).is_some()) {
            return Some(Font::Own(face));
        }
        if cluster.chars().count() > 1 && self.shapes(cluster, Font::Own(face)) {
            return Some(Font::Own(face));
        }
        let other = self.system().of(seen().next()?).map(Font::System)?;
        self.shapes(cluster, other).then_some(other)
    }

    /// Whether a letter with its marks can be printed as one.
    fn shapes(&self, cluster: &str, font: Font) -> bool {
        let run = self.run(cluster, 0..cluster.len(), font, Direction::LeftToRight);
        run.is_some_and(|run| !run.glyphs.is_empty() && run.glyphs.iter().all(|glyph| glyph.id != 0))
    }

    fn run(&self, text: &str, bytes: std::ops::Range<usize>, font: Font, direction: Direction) -> Option<Run> {
        let face = match font {
            Font::Own(face) => self.of(face)?,
            Font::System(font) => &font.face,
        };
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text.get(bytes.clone())?);
        buffer.guess_segment_properties();
        buffer.set_direction(direction);
        let shaped = rustybuzz::shape(face, &[], buffer);
        let em = face.units_per_em() as f32;
        let infos = shaped.glyph_infos();
        let mut starts: Vec<usize> = infos.iter().map(|info| info.cluster as usize).collect();
        starts.sort_unstable();
        starts.dedup();
        let end_of = |start: usize| starts.iter().copied().find(|next| *next > start).unwrap_or(bytes.len());
        let glyph = |(info, at): (&rustybuzz::GlyphInfo, &rustybuzz::GlyphPosition)| {
            let start = info.cluster as usize;
            Glyph {
                id: info.glyph_id,
                bytes: bytes.start + start..bytes.start + end_of(start),
                advance: at.x_advance as f32 / em,
                offset: (at.x_offset as f32 / em, at.y_offset as f32 / em),
            }
        };
        Some(Run { font, glyphs: infos.iter().zip(shaped.glyph_positions()).map(glyph).collect() })
    }

    /// The text with every sign that no font has as its number, so that it is missed by nobody.
    pub fn printable(&self, text: &str, face: Face) -> String {
        let text = legible(text);
        let mut seen = String::with_capacity(text.len());
        for cluster in text.graphemes(true) {
            if self.font_of(cluster, face).is_some() {
                seen.push_str(cluster);
                continue;
            }
            for sign in cluster.chars() {
                let alone = !is_mark(sign) && self.font_of(sign.encode_utf8(&mut [0; 4]), face).is_some();
                if alone || sign == '\n' {
                    seen.push(sign);
                } else {
                    self.lacked.set(true);
                    named(&mut seen, sign);
                }
            }
        }
        seen
    }
}

impl Font {
    fn is(self, other: Self) -> bool {
        match (self, other) {
            (Self::Own(one), Self::Own(other)) => one == other,
            (Self::System(one), Self::System(other)) => std::ptr::eq(one, other),
            (Self::Own(_), Self::System(_)) | (Self::System(_), Self::Own(_)) => false,
        }
    }
}

/// What joins or chooses between pictures and has none of its own.
fn is_unseen(sign: char) -> bool {
    matches!(sign, '\u{200c}' | '\u{200d}' | '\u{fe0e}' | '\u{fe0f}')
}

/// Marks that are set on the sign before them.
fn is_mark(sign: char) -> bool {
    matches!(sign,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}
