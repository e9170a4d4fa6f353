//! Where the glyphs of words are, to the pixel: what the renderer will do, without painting.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use iced::advanced::graphics::Text;
use iced::advanced::graphics::text::cosmic_text::{Buffer, CacheKey, FontSystem, Placement, SwashCache};
use iced::advanced::graphics::text::{cache, font_system};
use iced::advanced::text::Alignment;
use iced::alignment::Vertical;
use iced::{Color, Point, Rectangle, Transformation};

use super::area::Area;

/// So many glyphs are remembered.
const GLYPHS: usize = 16 * 1024;

/// Lays words out as the renderer does, and remembers how large glyphs are.
pub(super) struct Words {
    laid_out: cache::Cache,
    glyphs: HashMap<CacheKey, Option<Placement>>,
    swash: SwashCache,
}

/// Words as they will stand in the window.
pub(super) struct Inked {
    /// What the renderer takes for their bounds.
    pub(super) nominal: Rectangle,
    /// What cuts them, beside the layer.
    pub(super) clip: Option<Rectangle>,
    /// The pixels of their glyphs.
    pub(super) ink: Area,
    /// Says which glyphs stand where in which colour.
    pub(super) mark: u64,
}

impl Default for Words {
    fn default() -> Self {
        Self { laid_out: cache::Cache::new(), glyphs: HashMap::new(), swash: SwashCache::new() }
    }
}

impl Words {
    /// Forgets what was not asked for in the frame that ends.
    pub(super) fn end_frame(&mut self) {
        self.laid_out.trim();
        if self.glyphs.len() > GLYPHS {
            self.glyphs.clear();
        }
    }

    /// `None` for words that will not be painted.
    pub(super) fn inked(&mut self, text: &Text, transformation: Transformation) -> Option<Inked> {
        let mut fonts = font_system().write().ok()?;
        let fonts = fonts.raw();
        match text {
            Text::Paragraph { paragraph, position, color, clip_bounds, transformation: own } => {
                let all = transformation * *own;
                let nominal = Rectangle::new(*position, paragraph.min_bounds) * all;
                let paragraph = paragraph.upgrade()?;
                let (ink, mark) = self.glyphs(fonts, paragraph.buffer(), *position * all, all.scale_factor(), *color);
                Some(Inked { nominal, clip: Some(*clip_bounds * all), ink, mark })
            }
            Text::Editor { editor, position, color, clip_bounds, transformation: own } => {
                let all = transformation * *own;
                let nominal = Rectangle::new(*position, editor.bounds) * all;
                let editor = editor.upgrade()?;
                let (ink, mark) = self.glyphs(fonts, editor.buffer(), *position * all, all.scale_factor(), *color);
                Some(Inked { nominal, clip: Some(*clip_bounds * all), ink, mark })
            }
            Text::Cached { clip_bounds, .. } => {
                let (ink, mark) = self.cached(fonts, text, transformation)?;
                Some(Inked { nominal: *clip_bounds * transformation, clip: None, ink, mark })
            }
            // Nothing in this app draws buffers of its own; the renderer does not say where such a one would stand.
            Text::Raw { .. } => None,
        }
    }

    fn cached(&mut self, fonts: &mut FontSystem, text: &Text, transformation: Transformation) -> Option<(Area, u64)> {
        let Text::Cached { content, bounds, color, size, line_height, font, align_x, align_y, shaping, .. } = text
        else {
            return None;
        };
        let mut laid_out = std::mem::take(&mut self.laid_out);
        let key = cache::Key {
            bounds: bounds.size(),
            content,
            font: *font,
            size: size.0,
            line_height: line_height.0,
            shaping: *shaping,
            align_x: *align_x,
        };
        let (_, entry) = laid_out.allocate(fonts, key);
        let across = match align_x {
            Alignment::Default | Alignment::Left | Alignment::Justified => 0.0,
            Alignment::Center => entry.min_bounds.width / 2.0,
            Alignment::Right => entry.min_bounds.width,
        };
        let down = match align_y {
            Vertical::Top => 0.0,
            Vertical::Center => entry.min_bounds.height / 2.0,
            Vertical::Bottom => entry.min_bounds.height,
        };
        let at = Point::new(bounds.x - across, bounds.y - down) * transformation;
        let inked = self.glyphs(fonts, &entry.buffer, at, transformation.scale_factor(), *color);
        self.laid_out = laid_out;
        Some(inked)
    }

    /// The pixels of a buffer's glyphs, and a mark of which they are.
    #[expect(clippy::cast_possible_truncation, reason = "the renderer rounds lines to whole pixels in the same way")]
    fn glyphs(&mut self, fonts: &mut FontSystem, buffer: &Buffer, at: Point, scale: f32, color: Color) -> (Area, u64) {
        let mut ink = Area::NOTHING;
        let mut mark = DefaultHasher::new();
        [color.r, color.g, color.b, color.a].map(f32::to_bits).hash(&mut mark);
        for run in buffer.layout_runs() {
            let line = (run.line_y * scale).round() as i32;
            for glyph in run.glyphs {
                let physical = glyph.physical((at.x, at.y), scale);
                (physical.cache_key, physical.x, physical.y, line, glyph.color_opt).hash(&mut mark);
                let placed = self
                    .glyphs
                    .entry(physical.cache_key)
                    .or_insert_with_key(|key| self.swash.get_image_uncached(fonts, *key).map(|image| image.placement));
                let Some(placed) = placed else { continue };
                let (left, top) = (physical.x + placed.left, physical.y - placed.top + line);
                let (width, height) = (placed.width.cast_signed(), placed.height.cast_signed());
                ink = ink.with(Area { left, top, right: left + width, bottom: top + height });
            }
        }
        (ink, mark.finish())
    }
}
