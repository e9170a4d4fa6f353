use std::collections::VecDeque;

use iced::advanced::graphics::Viewport;
use iced::{Color, Rectangle, Size};

use super::area::{Area, Canvas};
use super::damage;
use super::ink::Words;
use super::piece::{Sorted, pieces};

/// No window system hands out older buffers; whatever is older is painted whole.
const OLDEST: usize = 4;

/// Paints frames into the buffers of one window, as little of each as will do.
#[derive(Default)]
pub struct Painter {
    frames: VecDeque<Frame>,
    mask: Option<tiny_skia::Mask>,
    words: Words,
}

/// What a buffer of that frame shows.
struct Frame {
    size: Size<u32>,
    scale: f32,
    background: Color,
    layers: Vec<Sorted>,
}

impl Painter {
    /// Paints what the renderer has recorded into `pixels`, a buffer that shows the frame before the last `age - 1`; an age
    /// of 0 is a buffer that shows nothing. Returns the parts that were painted.
    pub fn paint(
        &mut self,
        renderer: &mut iced::Renderer,
        pixels: &mut [u8],
        age: u8,
        viewport: &Viewport,
        background: Color,
    ) -> Vec<Area> {
        let size = viewport.physical_size();
        let scale = viewport.scale_factor();
        let window = Area { left: 0, top: 0, right: size.width.cast_signed(), bottom: size.height.cast_signed() };
        let canvas = Canvas { window, scale };
        let layers = renderer.layers().iter().map(|layer| pieces(layer, canvas, &mut self.words)).collect();
        self.words.end_frame();
        let frame = Frame { size, scale, background, layers };
        let parts = match usize::from(age).checked_sub(1).and_then(|back| self.frames.get(back)) {
            Some(old) if old.is_comparable(&frame) => damage::between(&old.layers, &frame.layers, canvas),
            Some(_) | None => vec![window],
        };
        self.frames.push_front(frame);
        self.frames.truncate(OLDEST);
        let drawn: Vec<_> = parts.iter().map(|part| canvas.logical(*part)).collect();
        if !drawn.is_empty() {
            self.draw(renderer, pixels, viewport, background, &drawn);
        }
        parts
    }

    fn draw(
        &mut self,
        renderer: &mut iced::Renderer,
        pixels: &mut [u8],
        viewport: &Viewport,
        background: Color,
        parts: &[Rectangle],
    ) {
        let size = viewport.physical_size();
        if self.mask.as_ref().is_none_or(|mask| (mask.width(), mask.height()) != (size.width, size.height)) {
            self.mask = tiny_skia::Mask::new(size.width, size.height);
        }
        let (Some(mask), Some(mut pixels)) =
            (&mut self.mask, tiny_skia::PixmapMut::from_bytes(pixels, size.width, size.height))
        else {
            return;
        };
        renderer.draw(&mut pixels, mask, viewport, parts, background);
    }
}

impl Frame {
    /// Another ground, another scale or another size change every pixel.
    fn is_comparable(&self, other: &Self) -> bool {
        self.size == other.size && self.scale == other.scale && self.background == other.background
    }
}
