//! Paints canvases so that the software renderer repaints exactly their box.
//!
//! iced's tiny-skia backend takes the damage of a loose drawing from its paths without the stroke's width
//! (a ring that vanishes leaves its outer half behind) and repaints loose drawings in every frame. A cached
//! drawing is damaged by its whole box, and only when it is a new one: so all of ours are cached.

use std::cell::RefCell;

use iced::widget::canvas::{Cache, Frame, Geometry};
use iced::{Color, Rectangle, Size, Theme};

use crate::theme::Palette;

/// Paints what moves or is pressed: anew in each frame.
pub(super) fn fresh(renderer: &iced::Renderer, bounds: Rectangle, paint: impl FnOnce(&mut Frame)) -> Vec<Geometry> {
    vec![Cache::new().draw(renderer, bounds.size(), paint)]
}

/// A drawing that is kept while what it shows stays the same.
pub struct Kept<T> {
    cache: Cache,
    shows: RefCell<Option<(T, Color, Size)>>,
}

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self { cache: Cache::new(), shows: RefCell::new(None) }
    }
}

impl<T: Clone + PartialEq> Kept<T> {
    /// Paints `shown` again if it, the palette or the box has changed.
    pub(super) fn paint(
        &self,
        shown: &T,
        renderer: &iced::Renderer,
        theme: &Theme,
        bounds: Rectangle,
        paint: impl FnOnce(&mut Frame, &Palette),
    ) -> Vec<Geometry> {
        let palette = Palette::of(theme);
        let mut shows = self.shows.borrow_mut();
        // Night and deep night share their ground: the text tells the palettes apart.
        let same = shows
            .as_ref()
            .is_some_and(|(old, text, size)| old == shown && *text == palette.text && *size == bounds.size());
        if !same {
            self.cache.clear();
            *shows = Some((shown.clone(), palette.text, bounds.size()));
        }
        vec![self.cache.draw(renderer, bounds.size(), |frame| paint(frame, palette))]
    }
}
