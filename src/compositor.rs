//! What brings the view onto the window: iced's software renderer behind a compositor of our own.
//!
//! The toolkit's own compositor repaints what it takes for the bounds of what changed. For words these are not where the
//! glyphs are (canvas text is anchored, glyphs overhang their line, figures of one width count as equal), and a buffer that
//! is two frames old is compared with the wrong ground: words stay half cut or behind. Here every piece of a frame knows the
//! pixels it inks, [`Painter`] repaints those of what differs, and never cuts a piece where the renderer would paint past
//! the cut. The window's true size is known here as well, before anything is laid out; [`Root`] tells it to the app.

mod area;
mod damage;
mod ink;
mod painter;
mod piece;
mod renderer;
mod root;

use std::sync::Arc;

use iced::advanced::graphics::compositor::{self, Display, Information, SurfaceError};
use iced::advanced::graphics::error::Reason;
use iced::advanced::graphics::{self, Error, Shell, Viewport};
use iced::{Color, Size};
use std::num::NonZeroU32;

pub use area::Area;
pub use painter::Painter;
pub use renderer::Renderer;
pub use root::Root;

use renderer::WindowSize;

type Handle = Box<dyn compositor::Window>;

/// Opens surfaces and presents frames on them.
pub struct Compositor {
    context: softbuffer::Context<Box<dyn Display>>,
    settings: graphics::Settings,
    size: Arc<WindowSize>,
}

/// The pixels of a window.
pub struct Surface {
    window: Option<softbuffer::Surface<Box<dyn Display>, Handle>>,
    painter: Painter,
}

impl graphics::Compositor for Compositor {
    type Renderer = Renderer;
    type Surface = Surface;

    async fn with_backend(
        settings: graphics::Settings,
        display: impl Display + Clone,
        _window: impl compositor::Window + Clone,
        _shell: Shell,
        _backend: Option<&str>,
    ) -> Result<Self, Error> {
        let context = softbuffer::Context::new(Box::new(display) as Box<dyn Display>).map_err(|error| {
            Error::GraphicsAdapterNotFound { backend: "tiny-skia", reason: Reason::RequestFailed(error.to_string()) }
        })?;
        Ok(Self { context, settings, size: Arc::default() })
    }

    fn create_renderer(&self) -> Renderer {
        Renderer::new(self.settings.default_font, self.settings.default_text_size, Arc::clone(&self.size))
    }

    fn create_surface<W: compositor::Window + Clone>(&mut self, window: W, width: u32, height: u32) -> Surface {
        let window = softbuffer::Surface::new(&self.context, Box::new(window) as Handle)
            .inspect_err(|error| tracing::error!("the window has no pixels to draw on: {error}"));
        let mut surface = Surface { window: window.ok(), painter: Painter::default() };
        self.configure_surface(&mut surface, width, height);
        surface
    }

    fn configure_surface(&mut self, surface: &mut Surface, width: u32, height: u32) {
        let (Some(across), Some(down)) = (NonZeroU32::new(width), NonZeroU32::new(height)) else { return };
        self.size.set(Size::new(width, height));
        if let Some(window) = &mut surface.window
            && let Err(error) = window.resize(across, down)
        {
            tracing::error!("the window cannot be drawn at {width}×{height}: {error}");
        }
        surface.painter = Painter::default();
    }

    fn information(&self) -> Information {
        Information { adapter: "CPU".to_owned(), backend: "tiny-skia".to_owned() }
    }

    fn present(
        &mut self,
        renderer: &mut Renderer,
        surface: &mut Surface,
        viewport: &Viewport,
        background: Color,
        on_pre_present: impl FnOnce(),
    ) -> Result<(), SurfaceError> {
        let Some(window) = &mut surface.window else { return Ok(()) };
        let mut buffer = window.buffer_mut().map_err(|_| SurfaceError::Lost)?;
        let age = buffer.age();
        let pixels = bytemuck::cast_slice_mut(&mut buffer);
        let _damage = surface.painter.paint(renderer.inner_mut(), pixels, age, viewport, background);
        on_pre_present();
        buffer.present().map_err(|_| SurfaceError::Lost)
    }

    fn screenshot(&mut self, renderer: &mut Renderer, viewport: &Viewport, background: Color) -> Vec<u8> {
        iced::advanced::renderer::Headless::screenshot(
            renderer,
            viewport.physical_size(),
            viewport.scale_factor(),
            background,
        )
    }
}
