//! A window nobody sees: driven as the toolkit's shell drives the real one, with our compositor's own painter.

use std::collections::VecDeque;

use super::toolkit::Toolkits;
use holdspace::app::{App, Message};
use holdspace::compositor::{Painter, Renderer, Root};
use holdspace::theme::{DEFAULT_FONT, FONTS};
use holdspace::widget::Element;
use iced::advanced::graphics::Viewport;
use iced::advanced::graphics::text::font_system;
use iced::advanced::{clipboard, renderer};
use iced::theme::Base as _;
use iced::time::Instant;
use iced::{Color, Event, Point, Size, Theme, mouse, window};
use iced_test::runtime::UserInterface;
use iced_test::runtime::user_interface::Cache;

/// The pixels of a window, four bytes each.
pub type Pixels = Vec<u8>;

/// Who decides what is repainted.
pub enum Rule {
    /// Our compositor.
    Ours(Box<Painter>),
    /// The toolkit's.
    Toolkits(Toolkits),
}

impl Rule {
    fn anew(&mut self) {
        match self {
            Self::Ours(painter) => **painter = Painter::default(),
            Self::Toolkits(own) => *own = Toolkits::default(),
        }
    }
}

/// The window, its buffers, and what the toolkit keeps between two frames.
pub struct Pane {
    renderer: Renderer,
    rule: Rule,
    /// How many frames old the buffer is that the next frame is painted into.
    age: u8,
    /// What is in the buffers, the newest first.
    buffers: VecDeque<Pixels>,
    cache: Option<Cache>,
    size: Size<u32>,
    scale: f32,
}

impl Pane {
    /// A window of this size whose buffers come back after so many frames.
    pub fn open(size: Size<u32>, age: u8) -> Self {
        for font in FONTS {
            font_system().write().unwrap().load_font((*font).into());
        }
        let renderer = Renderer::unseen(DEFAULT_FONT, size);
        Self {
            renderer,
            rule: Rule::Ours(Box::default()),
            age,
            buffers: VecDeque::new(),
            cache: Some(Cache::new()),
            size,
            scale: 1.0,
        }
    }

    /// The same window under the toolkit's own rule.
    pub fn under_the_toolkits_rule(self) -> Self {
        Self { rule: Rule::Toolkits(Toolkits::default()), ..self }
    }

    /// The surface has another size from now on.
    pub fn resize(&mut self, size: Size<u32>) {
        self.size = size;
        self.renderer.resize(size);
        self.rule.anew();
        self.buffers.clear();
    }

    pub const fn size(&self) -> Size<u32> {
        self.size
    }

    /// Draws a frame of the app, as large as it wants it once it knows the window.
    pub fn show_app(&mut self, app: &mut App, density: f32) {
        for _ in 0..3 {
            self.scale = density * app.scale();
            let said = self.tell(app.root(), &[redraw()], mouse::Cursor::Unavailable);
            let sizes: Vec<Message> = said.into_iter().filter(|it| matches!(it, Message::Resized(_))).collect();
            if sizes.is_empty() {
                break;
            }
            for message in sizes {
                let _ = app.update(message);
            }
        }
        self.scale = density * app.scale();
        let theme = app.theme();
        self.frame(app.root(), &theme, &[redraw()], mouse::Cursor::Unavailable);
    }

    /// Draws a frame of a view at this scale; a finger that lies on it is seen by it, and nothing is done.
    pub fn show<M>(&mut self, view: Element<'_, M>, theme: &Theme, scale: f32, finger: Option<Point>) {
        self.scale = scale;
        let cursor = finger.map_or(mouse::Cursor::Unavailable, mouse::Cursor::Available);
        let press = finger.map(|_| Event::Mouse(mouse::Event::ButtonPressed(mouse::Button::Left)));
        let events: Vec<Event> = press.into_iter().chain([redraw()]).collect();
        self.frame(Root::new(view, Some(self.size), |_| unreachable!("it knows")), theme, &events, cursor);
    }

    /// What is painted now.
    pub fn pixels(&self) -> &Pixels {
        self.buffers.front().expect("a frame")
    }

    /// The same state painted whole, into a window that showed nothing.
    pub fn whole(&mut self, theme: &Theme) -> Pixels {
        let mut pixels = self.blank();
        let viewport = self.viewport();
        let ground = ground(theme);
        let _ = Painter::default().paint(self.renderer.inner_mut(), &mut pixels, 0, &viewport, ground);
        pixels
    }

    /// What the toolkit's own picture of the state is.
    pub fn picture(&mut self, theme: &Theme) -> Pixels {
        let picture = renderer::Headless::screenshot(&mut self.renderer, self.size, self.scale, ground(theme));
        picture.chunks_exact(4).flat_map(|pixel| [pixel[2], pixel[1], pixel[0], pixel[3]]).collect()
    }

    fn tell<'a, M: 'a>(&mut self, root: Root<'a, M>, events: &[Event], cursor: mouse::Cursor) -> Vec<M> {
        let size = self.viewport().logical_size();
        let cache = self.cache.take().expect("between frames");
        let mut messages = Vec::new();
        let mut ui = UserInterface::build(root, size, cache, &mut self.renderer);
        let _ = ui.update(events, cursor, &mut self.renderer, &mut clipboard::Null, &mut messages);
        self.cache = Some(ui.into_cache());
        messages
    }

    fn frame<'a, M: 'a>(&mut self, root: Root<'a, M>, theme: &Theme, events: &[Event], cursor: mouse::Cursor) {
        let viewport = self.viewport();
        let cache = self.cache.take().expect("between frames");
        let mut ui = UserInterface::build(root, viewport.logical_size(), cache, &mut self.renderer);
        let style = renderer::Style { text_color: theme.base().text_color };
        let mut void = Vec::new();
        let _ = ui.update(events, cursor, &mut self.renderer, &mut clipboard::Null, &mut void);
        ui.draw(&mut self.renderer, theme, &style, cursor);
        let behind = usize::from(self.age) - 1;
        let (mut pixels, age) = match self.buffers.get(behind) {
            Some(old) => (old.clone(), self.age),
            None => (self.blank(), 0),
        };
        let inner = self.renderer.inner_mut();
        match &mut self.rule {
            Rule::Ours(painter) => drop(painter.paint(inner, &mut pixels, age, &viewport, ground(theme))),
            Rule::Toolkits(own) => own.paint(inner, &mut pixels, age, &viewport, ground(theme)),
        }
        self.cache = Some(ui.into_cache());
        self.buffers.push_front(pixels);
        self.buffers.truncate(3);
    }

    fn viewport(&self) -> Viewport {
        Viewport::with_physical_size(self.size, self.scale)
    }

    fn blank(&self) -> Pixels {
        vec![0; self.size.width as usize * self.size.height as usize * 4]
    }
}

fn ground(theme: &Theme) -> Color {
    theme.base().background_color
}

fn redraw() -> Event {
    Event::Window(window::Event::RedrawRequested(Instant::now()))
}
