//! The window of the mirror: what the toolkit keeps from frame to frame, so that contacts may last and lists stay scrolled.

use std::sync::{Arc, Mutex};

use holdspace::app::{App, Message};
use holdspace::compositor::Renderer;
use holdspace::theme::{DEFAULT_FONT, FONTS};
use holdspace::widget::touch::{Act, Kind, announced};
use iced::advanced::clipboard;
use iced::advanced::graphics::Viewport;
use iced::advanced::graphics::text::font_system;
use iced::advanced::widget::operation::black_box;
use iced::event::Status;
use iced::time::Instant;
use iced::{Event, Rectangle, Size, mouse, window};
use iced_test::Selector;
use iced_test::runtime::UserInterface;
use iced_test::runtime::user_interface::Cache;
use iced_test::selector::Candidate;

/// A control that is seen, with the words that stand on it.
#[derive(Clone, Debug)]
pub struct Control {
    /// What it does.
    pub act: Act,
    /// How it is pressed.
    pub kind: Kind,
    /// Where it is seen, px of the window.
    pub area: Rectangle,
    /// What is written on it.
    pub words: String,
}

/// What is seen now.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// Every text and where it is seen, in the order of the view.
    pub texts: Vec<(String, Rectangle)>,
    /// Every control, the lowest first.
    pub controls: Vec<Control>,
    /// Every list that is longer than its place.
    pub lists: Vec<Rectangle>,
}

impl Seen {
    /// What a finger here is laid on.
    pub fn under(&self, (x, y): (f32, f32)) -> Option<&Control> {
        self.controls.iter().rev().find(|control| control.area.contains(iced::Point::new(x, y)))
    }
}

/// The window.
pub struct Pane {
    renderer: Renderer,
    cache: Option<Cache>,
    size: Size<u32>,
}

impl Pane {
    /// A window of this size.
    pub fn open(size: Size<u32>) -> Self {
        for font in FONTS {
            font_system().write().expect("not poisoned").load_font((*font).into());
        }
        Self { renderer: Renderer::unseen(DEFAULT_FONT, size), cache: Some(Cache::new()), size }
    }

    /// It has another size from now on.
    pub fn resize(&mut self, size: Size<u32>) {
        self.size = size;
        self.renderer.resize(size);
    }

    /// A frame is drawn.
    pub fn frame(&mut self, app: &mut App) {
        self.tell(app, &[Event::Window(window::Event::RedrawRequested(Instant::now()))]);
    }

    /// The view meets an event, and the app what follows from it.
    pub fn tell(&mut self, app: &mut App, events: &[Event]) {
        let _ = self.met(app, events);
    }

    /// The same; whether something in the view took it for itself.
    pub fn takes(&mut self, app: &mut App, event: &Event) -> bool {
        self.met(app, std::slice::from_ref(event)).contains(&Status::Captured)
    }

    fn met(&mut self, app: &mut App, events: &[Event]) -> Vec<Status> {
        let viewport = self.viewport(app);
        let scale = viewport.scale_factor();
        let events: Vec<Event> = events.iter().map(|event| smaller(event, scale)).collect();
        let mut messages: Vec<Message> = Vec::new();
        let cache = self.cache.take().expect("between frames");
        let mut ui = UserInterface::build(app.root(), viewport.logical_size(), cache, &mut self.renderer);
        let unseen = mouse::Cursor::Unavailable;
        let (_, statuses) = ui.update(&events, unseen, &mut self.renderer, &mut clipboard::Null, &mut messages);
        self.cache = Some(ui.into_cache());
        for message in messages {
            let _ = app.update(message);
        }
        statuses
    }

    /// What is seen.
    pub fn seen(&mut self, app: &App) -> Seen {
        let viewport = self.viewport(app);
        let found = Arc::new(Mutex::new(Seen::default()));
        let gather = Arc::clone(&found);
        let cache = self.cache.take().expect("between frames");
        let mut ui = UserInterface::build(app.root(), viewport.logical_size(), cache, &mut self.renderer);
        let mut look = Selector::find(move |candidate: Candidate<'_>| -> Option<()> {
            note(&mut gather.lock().expect("not poisoned"), &candidate);
            None
        });
        ui.operate(&self.renderer, &mut black_box(&mut look));
        self.cache = Some(ui.into_cache());
        drop(look);
        let mut seen = std::mem::take(&mut *found.lock().expect("not poisoned"));
        enlarge(&mut seen, viewport.scale_factor());
        seen
    }

    fn viewport(&self, app: &App) -> Viewport {
        Viewport::with_physical_size(self.size, app.scale())
    }
}

fn note(seen: &mut Seen, candidate: &Candidate<'_>) {
    match candidate {
        Candidate::Text { visible_bounds: Some(area), content, .. } => {
            seen.texts.push(((*content).to_owned(), *area));
            if let Some(on) = seen.controls.iter_mut().rev().find(|control| control.area.contains(area.center())) {
                if !on.words.is_empty() {
                    on.words.push(' ');
                }
                on.words.push_str(content);
            }
        }
        Candidate::Custom { visible_bounds: Some(area), state, .. } => {
            let control = |(act, kind)| Control { act, kind, area: *area, words: String::new() };
            seen.controls.extend(announced(*state).map(control));
        }
        Candidate::Scrollable { bounds, content_bounds, .. } if content_bounds.height > bounds.height + 1.0 => {
            seen.lists.push(*bounds);
        }
        _ => {}
    }
}

fn enlarge(seen: &mut Seen, scale: f32) {
    let texts = seen.texts.iter_mut().map(|(_, area)| area);
    let controls = seen.controls.iter_mut().map(|control| &mut control.area);
    texts.chain(controls).chain(&mut seen.lists).for_each(|area| *area = *area * scale);
}

/// The event as the toolkit's shell hands it on: in the pixels of the view.
fn smaller(event: &Event, scale: f32) -> Event {
    use iced::touch::Event as Touched;
    let shrink = |at: iced::Point| iced::Point::new(at.x / scale, at.y / scale);
    match event {
        Event::Touch(touched) => Event::Touch(match *touched {
            Touched::FingerPressed { id, position } => Touched::FingerPressed { id, position: shrink(position) },
            Touched::FingerMoved { id, position } => Touched::FingerMoved { id, position: shrink(position) },
            Touched::FingerLifted { id, position } => Touched::FingerLifted { id, position: shrink(position) },
            Touched::FingerLost { id, position } => Touched::FingerLost { id, position: shrink(position) },
        }),
        other => other.clone(),
    }
}
