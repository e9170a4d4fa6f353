//! What the toolkit's own compositor repaints, line by line: the walk must be able to see what that leaves behind.

use std::collections::VecDeque;

use iced::advanced::graphics::{Viewport, damage};
use iced::{Color, Rectangle};
use iced_tiny_skia::Layer;

/// Its surface, without a window.
#[derive(Default)]
pub struct Toolkits {
    layers: VecDeque<Vec<Layer>>,
    background: Color,
    oldest: u8,
}

impl Toolkits {
    pub fn paint(
        &mut self,
        renderer: &mut iced::Renderer,
        pixels: &mut [u8],
        age: u8,
        viewport: &Viewport,
        background: Color,
    ) {
        self.oldest = self.oldest.max(age);
        self.layers.truncate(usize::from(self.oldest));
        let last = usize::from(age).checked_sub(1).and_then(|back| self.layers.get(back));
        let window = Rectangle::with_size(viewport.logical_size());
        let parts = last
            .filter(|_| self.background == background)
            .map(|last| damage::diff(last, renderer.layers(), |layer| vec![layer.bounds], Layer::damage))
            .unwrap_or_else(|| vec![window]);
        if parts.is_empty() {
            let last = last.cloned();
            if let Some(last) = last {
                self.layers.push_front(last);
            }
            return;
        }
        self.layers.push_front(renderer.layers().to_vec());
        self.background = background;
        let size = viewport.physical_size();
        let parts = damage::group(parts, window);
        let mut pixels = tiny_skia::PixmapMut::from_bytes(pixels, size.width, size.height).unwrap();
        let mut mask = tiny_skia::Mask::new(size.width, size.height).unwrap();
        renderer.draw(&mut pixels, &mut mask, viewport, &parts, background);
    }
}
