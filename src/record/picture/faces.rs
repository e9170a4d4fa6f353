//! The two families as they are embedded: how wide words are, and which signs they have.

use rustybuzz::{Direction, UnicodeBuffer};

use super::{Face, Style};
use crate::record::legible::{legible, named};
use crate::theme::print;

/// The faces, ready to measure.
pub(in crate::record) struct Faces {
    faces: Vec<(Face, rustybuzz::Face<'static>)>,
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
    pub fn load() -> Self {
        let all = [Face::Regular, Face::Medium, Face::SemiBold, Face::Serif, Face::Italic];
        let faces = all.into_iter().zip(print::fonts());
        Self { faces: faces.filter_map(|(face, font)| Some((face, rustybuzz::Face::from_slice(font, 0)?))).collect() }
    }

    fn of(&self, face: Face) -> Option<&rustybuzz::Face<'static>> {
        self.faces.iter().find(|(of, _)| *of == face).map(|(_, font)| font)
    }

    /// How wide a line is, in points.
    pub fn width(&self, text: &str, style: Style) -> f32 {
        self.shaped(text, style.face).iter().map(|glyph| glyph.advance).sum::<f32>() * style.size
    }

    /// The glyphs of a line from left to right.
    pub fn shaped(&self, text: &str, face: Face) -> Vec<Glyph> {
        let Some(font) = self.of(face) else { return Vec::new() };
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        buffer.set_direction(Direction::LeftToRight);
        let shaped = rustybuzz::shape(font, &[], buffer);
        let em = font.units_per_em() as f32;
        let infos = shaped.glyph_infos();
        let mut glyphs: Vec<Glyph> = Vec::with_capacity(infos.len());
        let (mut end, mut start) = (text.len(), text.len());
        for (info, at) in infos.iter().zip(shaped.glyph_positions()).rev() {
            let own = info.cluster as usize;
            if own < start {
                (end, start) = (start, own);
            }
            glyphs.push(Glyph {
                id: info.glyph_id,
                bytes: start..end,
                advance: at.x_advance as f32 / em,
                offset: (at.x_offset as f32 / em, at.y_offset as f32 / em),
            });
        }
        glyphs.reverse();
        glyphs
    }

    /// The text with every sign this face does not have as its number, so that it is missed by nobody.
    pub fn printable(&self, text: &str, face: Face) -> String {
        let text = legible(text);
        let Some(font) = self.of(face) else { return text.into_owned() };
        let mut seen = String::with_capacity(text.len());
        let mut signs = text.chars().peekable();
        while let Some(sign) = signs.next() {
            let mut cluster = sign.to_string();
            while let Some(mark) = signs.next_if(|next| is_mark(*next)) {
                cluster.push(mark);
            }
            let known = |sign: char| sign == '\n' || font.glyph_index(sign).is_some();
            let whole = if cluster.len() == sign.len_utf8() { known(sign) } else { self.has(&cluster, face) };
            for sign in cluster.chars() {
                if whole || known(sign) && !is_mark(sign) { seen.push(sign) } else { named(&mut seen, sign) }
            }
        }
        seen
    }

    /// Whether a letter with its marks can be printed as one.
    fn has(&self, cluster: &str, face: Face) -> bool {
        let glyphs = self.shaped(cluster, face);
        !glyphs.is_empty() && glyphs.iter().all(|glyph| glyph.id != 0)
    }
}

/// Marks that are set on the sign before them.
fn is_mark(sign: char) -> bool {
    matches!(sign,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}
