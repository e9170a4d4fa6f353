//! One thing the renderer paints, and how it goes about it when only a part of the window is repainted.

use iced::advanced::renderer::Quad;
use iced::{Background, Rectangle, Transformation};
use iced_tiny_skia::{Layer, Primitive};

use super::area::{Area, Canvas};
use super::ink::Words;

/// A corner of a stroke reaches at most so many half widths beyond its path: the renderer's limit of a mitre.
const MITRE: f32 = 4.0;
/// Thinner strokes, px, are drawn as hairlines, which blur into the next pixel.
const HAIRLINE: f32 = 1.5;

/// One thing that is painted, in pixels of the window.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Piece {
    look: Look,
    /// What the renderer takes for its bounds.
    nominal: Rectangle,
    /// What cuts it: its layer, its canvas, its own clip.
    clip: Rectangle,
    /// Every pixel it changes.
    pub(super) ink: Area,
    /// Where it may be cut: pixels it fills with one colour. At edges the renderer rounds otherwise where it cuts.
    plain: Area,
}

#[derive(Clone, Debug, PartialEq)]
enum Look {
    Quad(Quad, Background),
    Shape(Primitive),
    Words(u64),
}

/// The pieces of a layer: its quads, its shapes, its words. Within each the order is that of painting.
pub(super) type Sorted = [Vec<Piece>; 3];

/// What `layer` will paint.
pub(super) fn pieces(layer: &Layer, canvas: Canvas, words: &mut Words) -> Sorted {
    let Canvas { window, scale } = canvas;
    let whole = Transformation::scale(scale);
    let bounds = layer.bounds * scale;
    let quads = layer.quads.iter().filter_map(|(quad, background)| {
        let ink = Area::around(quad.bounds.expand(reach_of(quad)) * scale);
        let border = quad.border.width * scale;
        let ink = if border > 0.0 && border < HAIRLINE { ink.widened() } else { ink };
        Piece::new(Look::Quad(*quad, *background), quad.bounds * whole, bounds, ink, window)
    });
    let shapes = layer.primitives.iter().flat_map(|group| {
        let clip = (group.clip_bounds() * scale).intersection(&bounds);
        let transformation = whole * group.transformation();
        let shape = move |primitive: &Primitive| {
            let (nominal, ink) = shape_bounds(primitive, transformation);
            Piece::new(Look::Shape(primitive.clone()), nominal, clip?, ink, window)
        };
        group.as_slice().iter().filter_map(shape)
    });
    let texts = layer.text.iter().flat_map(|group| {
        let transformation = whole * group.transformation();
        group.as_slice().iter().map(move |text| (text, transformation))
    });
    let texts = texts.filter_map(|(text, transformation)| {
        let inked = words.inked(text, transformation)?;
        let clip = inked.clip.map_or(Some(bounds), |clip| bounds.intersection(&clip))?;
        Piece::new(Look::Words(inked.mark), inked.nominal, clip, inked.ink, window)
    });
    [quads.collect(), shapes.collect(), texts.collect()]
}

/// How far beyond its bounds a quad is seen. This app has no shadows; the toolkit paints them uncut.
fn reach_of(quad: &Quad) -> f32 {
    let shadow = quad.shadow;
    if shadow.color.a > 0.0 { shadow.blur_radius + shadow.offset.x.abs().max(shadow.offset.y.abs()) } else { 0.0 }
}

fn shape_bounds(primitive: &Primitive, transformation: Transformation) -> (Rectangle, Area) {
    let rectangle = |bounds: tiny_skia::Rect| Rectangle {
        x: bounds.x(),
        y: bounds.y(),
        width: bounds.width(),
        height: bounds.height(),
    };
    match primitive {
        Primitive::Fill { path, .. } => {
            let nominal = rectangle(path.bounds()) * transformation;
            (nominal, Area::around(nominal))
        }
        Primitive::Stroke { path, stroke, .. } => {
            let half = stroke.width / 2.0;
            let reach = match (stroke.line_join, stroke.line_cap) {
                (tiny_skia::LineJoin::Round, tiny_skia::LineCap::Round) => half,
                (_, _) => half * MITRE,
            };
            let bounds = rectangle(path.bounds());
            let ink = Area::around(bounds.expand(reach) * transformation);
            (bounds.expand(half) * transformation, ink.widened())
        }
    }
}

impl Look {
    /// The pixels of a quad within its corners and its border; none of anything else.
    fn plain(&self, nominal: Rectangle) -> Area {
        let Self::Quad(quad, Background::Color(color)) = self else { return Area::NOTHING };
        if color.a < 1.0 || quad.bounds.width <= 0.0 {
            return Area::NOTHING;
        }
        let corner = <[f32; 4]>::from(quad.border.radius).into_iter().fold(quad.border.width, f32::max);
        let corner = corner * nominal.width / quad.bounds.width;
        Area::within(nominal.shrink(corner + 1.0))
    }
}

impl Piece {
    /// `None` for what does not show.
    fn new(look: Look, nominal: Rectangle, clip: Rectangle, ink: Area, window: Area) -> Option<Self> {
        if !clip.intersects(&nominal) {
            return None;
        }
        // The renderer cuts only what does not lie within its clip.
        let ink = if nominal.is_within(&clip) { ink } else { ink.and(Area::around(clip)) };
        let ink = ink.and(window);
        let plain = look.plain(nominal);
        (!ink.is_empty()).then_some(Self { look, nominal, clip, ink, plain })
    }

    /// Whether repainting only `part` gives this piece the pixels there that a full repaint gives it, and none beside it.
    fn comes_out_right(&self, part: Area, canvas: Canvas) -> bool {
        let clip = self.clip.intersection(&canvas.drawn(part)).filter(|clip| clip.intersects(&self.nominal));
        let Some(clip) = clip else { return !part.meets(self.ink) };
        if self.nominal.is_within(&clip) {
            // Painted uncut, as in full: nothing may reach out of the part.
            return part.holds(self.ink);
        }
        // Cut at the clip, to whole pixels: right where the full repaint cuts as well, or where all is one colour.
        let cut = part.and(self.ink);
        !self.nominal.is_within(&self.clip) || Area::masked(self.clip).and(self.plain).holds(cut)
    }

    /// The part, or what it must grow to for this piece.
    pub(super) fn grow(&self, part: Area, canvas: Canvas) -> Area {
        if self.comes_out_right(part, canvas) {
            return part;
        }
        let whole = part.with(self.ink).with(Area::around(self.nominal).and(Area::around(self.clip)));
        // Where rounding alone stands in the way, one pixel more helps.
        let whole = if whole == part { whole.with(self.ink.widened()) } else { whole };
        whole.and(canvas.window)
    }
}
