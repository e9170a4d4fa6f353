//! One thing the renderer paints, and how it goes about it when only a part of the window is repainted.

use iced::advanced::renderer::Quad;
use iced::{Background, Rectangle, Transformation};
use iced_tiny_skia::{Layer, Primitive};

use super::area::Area;
use super::ink::Words;

/// A corner of a stroke reaches at most so many half widths beyond its path: the renderer's limit of a mitre.
const MITRE: f32 = 4.0;

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
}

#[derive(Clone, Debug, PartialEq)]
enum Look {
    Quad(Quad, Background),
    Shape(Primitive),
    Words(u64),
}

/// The pieces of a layer: its quads, its shapes, its words. Within each the order is that of painting.
pub(super) type Sorted = [Vec<Piece>; 3];

/// What `layer` will paint into a window of these pixels.
pub(super) fn pieces(layer: &Layer, scale: f32, window: Area, words: &mut Words) -> Sorted {
    let whole = Transformation::scale(scale);
    let bounds = layer.bounds * scale;
    let quads = layer.quads.iter().filter_map(|(quad, background)| {
        let ink = Area::around(grown(quad.bounds, reach_of(quad)) * scale);
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

fn grown(bounds: Rectangle, by: f32) -> Rectangle {
    bounds.expand(by)
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
            let ink = Area::around(grown(bounds, reach) * transformation);
            // Thinner than a pixel a stroke is drawn as a hairline, which blurs into the next pixel.
            (grown(bounds, half) * transformation, ink.widened())
        }
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
        (!ink.is_empty()).then_some(Self { look, nominal, clip, ink })
    }

    /// Whether repainting only `part` of the `window` gives this piece the pixels there that a full repaint gives it, and
    /// none beside it.
    fn comes_out_right(&self, part: Area, window: Area) -> bool {
        if !part.meets(self.ink) {
            return true;
        }
        let Some(clip) = self.clip.intersection(&part.past_the_edge(window)) else { return false };
        if !clip.intersects(&self.nominal) {
            return false;
        }
        if self.nominal.is_within(&clip) {
            // Painted uncut, as in full: nothing may reach out of the part.
            return part.holds(self.ink);
        }
        // Cut at the clip, to whole pixels: right where the full repaint cuts as well, or where the clip cuts nothing off.
        !self.nominal.is_within(&self.clip) || Area::masked(self.clip).holds(part.and(self.ink))
    }

    /// The part, or what it must grow to for this piece.
    pub(super) fn grow(&self, part: Area, window: Area) -> Area {
        if self.comes_out_right(part, window) {
            return part;
        }
        part.with(self.ink).with(Area::around(self.nominal).and(Area::around(self.clip)).and(window))
    }
}
