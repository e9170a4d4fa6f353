//! A list that may be longer than its place: a finger drags it wherever it begins, and what is pressed in it is what
//! lies under the finger.
//!
//! The toolkit's own list does neither: it hands events on with their raw positions, and a finger that begins on
//! something that can be pressed does not move it.

use iced::advanced::graphics::geometry::Renderer as _;
use iced::advanced::widget::operation::Scrollable;
use iced::advanced::widget::operation::scrollable::{AbsoluteOffset, RelativeOffset};
use iced::advanced::widget::{Operation, Tree, Widget, tree};
use iced::advanced::{Clipboard, Layout, Renderer as _, Shell, layout, mouse, renderer};
use iced::widget::canvas::{Frame, LineCap, LineJoin, Path, Stroke};
use iced::{Event, Length, Point, Rectangle, Size, Theme, Vector, touch};

use super::Element;
use super::paint::fresh;
use super::touch::law::SLOP;
use super::touch::{Act, Contact, Tracker, Who};
use crate::theme::{Palette, measure};

/// A line of a mouse wheel, px.
const LINE: f32 = 60.0;
/// The least height of the bar, px.
const LEAST: f32 = 32.0;
/// Width and height of the mark that says there is more below, px.
const MORE: (f32, f32) = (44.0, 24.0);

/// `content` in its place, as high as that is; `list` says which list it is: another one begins at its top.
pub fn scroll<'a, Message: 'a>(
    list: impl std::hash::Hash,
    content: impl Into<Element<'a, Message>>,
) -> Scroll<'a, Message> {
    Scroll { list: Act::named(list), content: content.into(), height: Length::Shrink, at_end: false }
}

/// A list in its place.
pub struct Scroll<'a, Message> {
    list: Act,
    content: Element<'a, Message>,
    height: Length,
    at_end: bool,
}

impl<Message> Scroll<'_, Message> {
    /// Its height; without one it is as high as its content, and no higher than its place.
    #[must_use]
    pub fn height(self, height: impl Into<Length>) -> Self {
        Self { height: height.into(), ..self }
    }

    /// It shows its end whenever it grows: what is being written.
    #[must_use]
    pub fn from_the_end(self) -> Self {
        Self { at_end: true, ..self }
    }
}

#[derive(Default)]
struct State {
    list: Option<Act>,
    offset: f32,
    /// How far it can go, as it was laid out last.
    most: f32,
    tracker: Tracker,
    drag: Option<Drag>,
}

/// A contact that came down in the list.
#[derive(Clone, Copy)]
struct Drag {
    who: Who,
    from: Point,
    offset: f32,
    dragging: bool,
}

impl State {
    fn go(&mut self, offset: f32) {
        self.offset = offset.clamp(0.0, self.most);
    }

    fn shift(&self) -> Vector {
        Vector::new(0.0, self.offset.round())
    }
}

impl Scrollable for State {
    fn snap_to(&mut self, offset: RelativeOffset<Option<f32>>) {
        self.go(offset.y.unwrap_or(0.0) * self.most);
    }

    fn scroll_to(&mut self, offset: AbsoluteOffset<Option<f32>>) {
        self.go(offset.y.unwrap_or(0.0));
    }

    fn scroll_by(&mut self, offset: AbsoluteOffset, _bounds: Rectangle, _content_bounds: Rectangle) {
        self.go(self.offset + offset.y);
    }
}

/// The event as the content meets it: at the place that is scrolled there.
fn within(event: &Event, shift: Vector) -> Event {
    match event {
        Event::Touch(touch) => Event::Touch(match *touch {
            touch::Event::FingerPressed { id, position } => {
                touch::Event::FingerPressed { id, position: position + shift }
            }
            touch::Event::FingerMoved { id, position } => touch::Event::FingerMoved { id, position: position + shift },
            touch::Event::FingerLifted { id, position } => {
                touch::Event::FingerLifted { id, position: position + shift }
            }
            touch::Event::FingerLost { id, position } => touch::Event::FingerLost { id, position: position + shift },
        }),
        Event::Mouse(mouse::Event::CursorMoved { position }) => {
            Event::Mouse(mouse::Event::CursorMoved { position: *position + shift })
        }
        other => other.clone(),
    }
}

impl<Message> Widget<Message, Theme, iced::Renderer> for Scroll<'_, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State { list: Some(self.list), ..State::default() })
    }

    fn children(&self) -> Vec<Tree> {
        vec![Tree::new(&self.content)]
    }

    fn diff(&self, tree: &mut Tree) {
        let state = tree.state.downcast_mut::<State>();
        if state.list != Some(self.list) {
            *state = State { list: Some(self.list), tracker: state.tracker, ..State::default() };
        }
        tree.diff_children(std::slice::from_ref(&self.content));
    }

    fn size(&self) -> Size<Length> {
        Size::new(Length::Fill, self.height)
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &iced::Renderer, limits: &layout::Limits) -> layout::Node {
        let limits = limits.width(Length::Fill).height(self.height);
        let Some(child) = tree.children.first_mut() else { return layout::Node::new(Size::ZERO) };
        let endless = layout::Limits::with_compression(
            Size::new(limits.min().width, 0.0),
            Size::new(limits.max().width, f32::INFINITY),
            Size::new(false, true),
        );
        let content = self.content.as_widget_mut().layout(child, renderer, &endless);
        let size = limits.resolve(Length::Fill, self.height, content.size());
        let state = tree.state.downcast_mut::<State>();
        let most = (content.size().height - size.height).max(0.0);
        let grew = most > state.most;
        state.most = most;
        state.go(if self.at_end && grew { most } else { state.offset });
        layout::Node::with_children(size, vec![content])
    }

    fn operate(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        renderer: &iced::Renderer,
        operation: &mut dyn Operation,
    ) {
        let (Some(child), Some(inner)) = (tree.children.first_mut(), layout.children().next()) else { return };
        let state = tree.state.downcast_mut::<State>();
        let shift = state.shift();
        operation.scrollable(None, layout.bounds(), inner.bounds(), shift, state);
        operation.traverse(&mut |operation| {
            self.content.as_widget_mut().operate(child, inner, renderer, operation);
        });
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        renderer: &iced::Renderer,
        clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
        viewport: &Rectangle,
    ) {
        let (Some(child), Some(inner)) = (tree.children.first_mut(), layout.children().next()) else { return };
        let (state, area) = (tree.state.downcast_mut::<State>(), layout.bounds());
        let contact = state.tracker.read(event, cursor);
        let shift = state.shift();
        let seen = area.intersection(viewport).unwrap_or_default() + shift;
        let moved = cursor + shift;
        let content = self.content.as_widget_mut();
        let mut tell = |event: &Event, shell: &mut Shell<'_, Message>| {
            content.update(child, event, inner, moved, renderer, clipboard, shell, &seen);
        };
        match contact {
            // What is scrolled out of sight cannot be pressed.
            Some(Contact::Down(_, at)) if !area.contains(at) => (),
            Some(Contact::Down(who, at)) => {
                state.drag = state.drag.or(Some(Drag { who, from: at, offset: state.offset, dragging: false }));
                if who == Who::Mouse {
                    // The list may have moved under a mouse that did not.
                    tell(&Event::Mouse(mouse::Event::CursorMoved { position: at + shift }), shell);
                }
                tell(&within(event, shift), shell);
                if state.most > 0.0 {
                    shell.capture_event();
                }
            }
            Some(Contact::Move(who, at)) => match &mut state.drag {
                Some(drag) if drag.who == who && (drag.dragging || (state.most > 0.0 && drag.is_drag(at))) => {
                    if !drag.dragging {
                        drag.dragging = true;
                        tell(&who.loss(), shell);
                    }
                    let offset = drag.offset + drag.from.y - at.y;
                    state.go(offset);
                    shell.capture_event();
                    shell.request_redraw();
                }
                Some(_) | None => tell(&within(event, shift), shell),
            },
            Some(Contact::Up(who, _) | Contact::Lost(who)) => {
                let dragged = state.drag.filter(|drag| drag.who == who);
                if dragged.is_some() {
                    state.drag = None;
                }
                if dragged.is_none_or(|drag| !drag.dragging) {
                    tell(&within(event, shift), shell);
                }
            }
            None => {
                tell(&within(event, shift), shell);
                if let Event::Mouse(mouse::Event::WheelScrolled { delta }) = event
                    && cursor.is_over(area)
                    && !shell.is_event_captured()
                {
                    let down = match *delta {
                        mouse::ScrollDelta::Lines { y, .. } => -y * LINE,
                        mouse::ScrollDelta::Pixels { y, .. } => -y,
                    };
                    state.go(state.offset + down);
                    shell.capture_event();
                    shell.request_redraw();
                }
            }
        }
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut iced::Renderer,
        theme: &Theme,
        style: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let (Some(child), Some(inner)) = (tree.children.first(), layout.children().next()) else { return };
        let Some(seen) = layout.bounds().intersection(viewport) else { return };
        let state = tree.state.downcast_ref::<State>();
        let shift = state.shift();
        let content = self.content.as_widget();
        if state.most <= 0.0 {
            content.draw(child, renderer, theme, style, inner, cursor, viewport);
            return;
        }
        renderer.with_layer(seen, |renderer| {
            renderer.with_translation(-shift, |renderer| {
                content.draw(child, renderer, theme, style, inner, cursor + shift, &(seen + shift));
            });
        });
        renderer.with_layer(layout.bounds(), |renderer| state.draw_signs(renderer, theme, layout.bounds()));
    }
}

impl Drag {
    fn is_drag(&self, at: Point) -> bool {
        let (x, y) = ((at.x - self.from.x).abs(), (at.y - self.from.y).abs());
        y > SLOP && y >= x
    }
}

impl State {
    /// The bar at the right edge, and below a caret as long as there is more.
    fn draw_signs(&self, renderer: &mut iced::Renderer, theme: &Theme, area: Rectangle) {
        let palette = Palette::of(theme);
        let long = (area.height * area.height / (area.height + self.most)).max(LEAST).min(area.height);
        let top = (area.height - long) * self.offset / self.most.max(1.0);
        let corner = Point::new(area.width - measure::XXS, top);
        let more = self.offset + 1.0 < self.most;
        let drawn = fresh(renderer, area, |frame| {
            let bar = Path::rounded_rectangle(corner, Size::new(measure::XXS, long), (measure::XXS / 2.0).into());
            frame.fill(&bar, palette.line);
            if more {
                caret(frame, palette);
            }
        });
        renderer.with_translation(Vector::new(area.x, area.y), |renderer| {
            for geometry in drawn {
                renderer.draw_geometry(geometry);
            }
        });
    }
}

fn caret(frame: &mut Frame, palette: &Palette) {
    let (width, height) = MORE;
    let corner = Point::new((frame.width() - width) / 2.0, frame.height() - height);
    frame.fill(&Path::rounded_rectangle(corner, Size::new(width, height), (height / 2.0).into()), palette.raised);
    let middle = Point::new(frame.width() / 2.0, frame.height() - height / 2.0);
    let (side, deep) = (measure::XS, measure::XXS);
    let line = Path::new(|path| {
        path.move_to(Point::new(middle.x - side, middle.y - deep / 2.0));
        path.line_to(Point::new(middle.x, middle.y + deep / 2.0));
        path.line_to(Point::new(middle.x + side, middle.y - deep / 2.0));
    });
    let stroke = Stroke { line_cap: LineCap::Round, line_join: LineJoin::Round, ..Stroke::default() };
    frame.stroke(&line, stroke.with_width(measure::LINE).with_color(palette.dim));
}

impl<'a, Message: 'a> From<Scroll<'a, Message>> for Element<'a, Message> {
    fn from(scroll: Scroll<'a, Message>) -> Self {
        Self::new(scroll)
    }
}
