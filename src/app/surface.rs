//! How large the window is, and by what factor everything is drawn.

use iced::Size;

use crate::theme::measure;

/// The window as the system has it.
///
/// Both come from where nothing has been scaled yet: the size in the window's own pixels from the compositor, the
/// density from the window system. What the toolkit's own events tell is already divided by the very factor that
/// follows from here, and by an older one where they waited; nothing may be concluded from them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Surface {
    size: Option<Size<u32>>,
    density: f32,
}

impl Default for Surface {
    fn default() -> Self {
        Self { size: None, density: 1.0 }
    }
}

impl Surface {
    /// The size in the window's own pixels, once it is known.
    #[must_use]
    pub const fn size(&self) -> Option<Size<u32>> {
        self.size
    }

    /// The window has this size in its own pixels.
    pub const fn resize(&mut self, size: Size<u32>) {
        self.size = Some(size);
    }

    /// The window system wants everything drawn so many times as large; nonsense is not taken.
    pub fn rescale(&mut self, density: f32) {
        if density.is_finite() && density > 0.0 {
            self.density = density;
        }
    }

    /// The factor the toolkit is to multiply the density by, so that the design fits the window.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "pixels of a screen are small numbers")]
    pub fn scale(&self) -> f32 {
        let (width, height) = self.size.map_or(measure::DESIGN, |size| (size.width as f32, size.height as f32));
        measure::scale(width, height) / self.density
    }
}
