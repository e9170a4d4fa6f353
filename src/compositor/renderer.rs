use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use iced::advanced::graphics::compositor;
use iced::advanced::renderer::{Headless, Quad};
use iced::advanced::{image, renderer, text};
use iced::{Background, Color, Font, Pixels, Point, Rectangle, Size, Transformation};

use super::Compositor;

/// The toolkit's renderer, and the size of the window it draws for.
pub struct Renderer {
    inner: iced::Renderer,
    window: Arc<WindowSize>,
}

/// The size of the window in its own pixels: nothing has scaled it.
#[derive(Debug, Default)]
pub(super) struct WindowSize(AtomicU64);

impl WindowSize {
    pub(super) fn set(&self, size: Size<u32>) {
        self.0.store(u64::from(size.width) << 32 | u64::from(size.height), Ordering::Relaxed);
    }

    fn get(&self) -> Option<Size<u32>> {
        let both = self.0.load(Ordering::Relaxed);
        let half = |bits: u64| u32::try_from(bits & u64::from(u32::MAX)).unwrap_or_default();
        (both > 0).then(|| Size::new(half(both >> 32), half(both)))
    }
}

impl Renderer {
    pub(super) fn new(font: Font, size: Pixels, window: Arc<WindowSize>) -> Self {
        Self { inner: iced::Renderer::new(font, size), window }
    }

    /// One for a window of this size that nobody sees.
    #[must_use]
    pub fn unseen(font: Font, size: Size<u32>) -> Self {
        let renderer = Self::new(font, Pixels(16.0), Arc::default());
        renderer.window.set(size);
        renderer
    }

    /// The window now has this size.
    pub fn resize(&self, size: Size<u32>) {
        self.window.set(size);
    }

    /// The size of the window in its own pixels; `None` before it is there.
    #[must_use]
    pub fn window_size(&self) -> Option<Size<u32>> {
        self.window.get()
    }

    /// The toolkit's renderer.
    #[must_use]
    pub fn inner(&self) -> &iced::Renderer {
        &self.inner
    }

    /// The toolkit's renderer, to draw with.
    pub fn inner_mut(&mut self) -> &mut iced::Renderer {
        &mut self.inner
    }
}

impl compositor::Default for Renderer {
    type Compositor = Compositor;
}

impl renderer::Renderer for Renderer {
    fn start_layer(&mut self, bounds: Rectangle) {
        self.inner.start_layer(bounds);
    }

    fn end_layer(&mut self) {
        self.inner.end_layer();
    }

    fn start_transformation(&mut self, transformation: Transformation) {
        self.inner.start_transformation(transformation);
    }

    fn end_transformation(&mut self) {
        self.inner.end_transformation();
    }

    fn fill_quad(&mut self, quad: Quad, background: impl Into<Background>) {
        self.inner.fill_quad(quad, background);
    }

    fn reset(&mut self, new_bounds: Rectangle) {
        self.inner.reset(new_bounds);
    }

    fn allocate_image(
        &mut self,
        handle: &image::Handle,
        callback: impl FnOnce(Result<image::Allocation, image::Error>) + Send + 'static,
    ) {
        self.inner.allocate_image(handle, callback);
    }
}

impl text::Renderer for Renderer {
    type Font = Font;
    type Paragraph = <iced::Renderer as text::Renderer>::Paragraph;
    type Editor = <iced::Renderer as text::Renderer>::Editor;

    const ICON_FONT: Font = iced::Renderer::ICON_FONT;
    const CHECKMARK_ICON: char = iced::Renderer::CHECKMARK_ICON;
    const ARROW_DOWN_ICON: char = iced::Renderer::ARROW_DOWN_ICON;
    const SCROLL_UP_ICON: char = iced::Renderer::SCROLL_UP_ICON;
    const SCROLL_DOWN_ICON: char = iced::Renderer::SCROLL_DOWN_ICON;
    const SCROLL_LEFT_ICON: char = iced::Renderer::SCROLL_LEFT_ICON;
    const SCROLL_RIGHT_ICON: char = iced::Renderer::SCROLL_RIGHT_ICON;
    const ICED_LOGO: char = iced::Renderer::ICED_LOGO;

    fn default_font(&self) -> Font {
        self.inner.default_font()
    }

    fn default_size(&self) -> Pixels {
        self.inner.default_size()
    }

    fn fill_paragraph(&mut self, paragraph: &Self::Paragraph, position: Point, color: Color, clip: Rectangle) {
        self.inner.fill_paragraph(paragraph, position, color, clip);
    }

    fn fill_editor(&mut self, editor: &Self::Editor, position: Point, color: Color, clip: Rectangle) {
        self.inner.fill_editor(editor, position, color, clip);
    }

    fn fill_text(&mut self, text: text::Text, position: Point, color: Color, clip: Rectangle) {
        self.inner.fill_text(text, position, color, clip);
    }
}

impl Headless for Renderer {
    async fn new(font: Font, size: Pixels, backend: Option<&str>) -> Option<Self> {
        let inner = <iced::Renderer as Headless>::new(font, size, backend).await?;
        Some(Self { inner, window: Arc::default() })
    }

    fn name(&self) -> String {
        self.inner.name()
    }

    fn screenshot(&mut self, size: Size<u32>, scale: f32, background: Color) -> Vec<u8> {
        self.inner.screenshot(size, scale, background)
    }
}
