//! How a control says that it is one, and how all of them are found.

use std::any::Any;

use iced::advanced::widget::operation::Scrollable;
use iced::advanced::widget::{Id, Operation, Tree, Widget, tree};
use iced::advanced::{Clipboard, Layout, Shell, layout, mouse, renderer};
use iced::{Event, Length, Rectangle, Size, Theme, Vector};

use super::law::{Act, Kind, Target};
use crate::widget::Element;

/// Says, where a control lies, what it does and how it is pressed.
pub fn announce(operation: &mut dyn Operation, bounds: Rectangle, act: Act, kind: Kind) {
    operation.custom(None, bounds, &mut Said::Control(act, kind));
}

/// The control that a widget announced with this, if it announced one.
#[must_use]
pub fn announced(state: &dyn Any) -> Option<(Act, Kind)> {
    match state.downcast_ref() {
        Some(Said::Control(act, kind)) => Some((*act, *kind)),
        Some(Said::Enter(_) | Said::Leave) | None => None,
    }
}

/// `content` answers touches by itself: as the control that does `act`.
pub fn target<'a, Message: 'a>(act: Act, kind: Kind, content: impl Into<Element<'a, Message>>) -> Element<'a, Message> {
    Element::new(Around { says: Says::Control(act, kind), content: content.into() })
}

/// `content` is another place when `place` is another: its words mean other acts then.
pub fn within<'a, Message: 'a>(place: Act, content: impl Into<Element<'a, Message>>) -> Element<'a, Message> {
    Element::new(Around { says: Says::Place(place), content: content.into() })
}

/// What a widget tells the operation that looks for controls.
enum Said {
    Control(Act, Kind),
    Enter(Act),
    Leave,
}

/// Finds every control of a view, the lowest first.
#[derive(Default)]
pub struct Targets {
    found: Vec<Target>,
    places: Vec<Act>,
    /// What was seen and by how much it was scrolled, one level a traversal.
    stack: Vec<View>,
    view: View,
}

#[derive(Clone, Copy)]
struct View {
    window: Rectangle,
    scrolled: Vector,
}

impl Default for View {
    fn default() -> Self {
        Self { window: Rectangle::INFINITE, scrolled: Vector::ZERO }
    }
}

impl Targets {
    /// The controls that were found.
    #[must_use]
    pub fn found(self) -> Vec<Target> {
        self.found
    }
}

impl Operation for Targets {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation)) {
        self.stack.push(self.view);
        operate(self);
        // What a widget that scrolls has set holds for its own content only.
        let _inner = self.stack.pop();
        self.view = self.stack.last().copied().unwrap_or_default();
    }

    fn scrollable(
        &mut self,
        _id: Option<&Id>,
        bounds: Rectangle,
        _content_bounds: Rectangle,
        translation: Vector,
        _state: &mut dyn Scrollable,
    ) {
        let seen = self.view.window.intersection(&(bounds + self.view.scrolled));
        self.view = View { window: seen.unwrap_or_default(), scrolled: self.view.scrolled - translation };
    }

    fn custom(&mut self, _id: Option<&Id>, bounds: Rectangle, state: &mut dyn Any) {
        match state.downcast_ref() {
            Some(Said::Control(act, kind)) => self.found.push(Target {
                act: self.places.iter().fold(*act, |act, place| act.within(*place)),
                kind: *kind,
                place: bounds,
                seen: self.view.window.intersection(&(bounds + self.view.scrolled)),
            }),
            Some(Said::Enter(place)) => self.places.push(*place),
            Some(Said::Leave) => drop(self.places.pop()),
            None => {}
        }
    }
}

enum Says {
    Control(Act, Kind),
    Place(Act),
}

struct Around<'a, Message> {
    says: Says,
    content: Element<'a, Message>,
}

impl<Message> Widget<Message, Theme, iced::Renderer> for Around<'_, Message> {
    fn tag(&self) -> tree::Tag {
        self.content.as_widget().tag()
    }

    fn state(&self) -> tree::State {
        self.content.as_widget().state()
    }

    fn children(&self) -> Vec<Tree> {
        self.content.as_widget().children()
    }

    fn diff(&self, tree: &mut Tree) {
        self.content.as_widget().diff(tree);
    }

    fn size(&self) -> Size<Length> {
        self.content.as_widget().size()
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &iced::Renderer, limits: &layout::Limits) -> layout::Node {
        self.content.as_widget_mut().layout(tree, renderer, limits)
    }

    fn operate(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        renderer: &iced::Renderer,
        operation: &mut dyn Operation,
    ) {
        let content = self.content.as_widget_mut();
        match self.says {
            Says::Control(act, kind) => {
                announce(operation, layout.bounds(), act, kind);
                content.operate(tree, layout, renderer, operation);
            }
            Says::Place(place) => {
                operation.custom(None, layout.bounds(), &mut Said::Enter(place));
                content.operate(tree, layout, renderer, operation);
                operation.custom(None, layout.bounds(), &mut Said::Leave);
            }
        }
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
        self.content.as_widget_mut().update(tree, event, layout, cursor, renderer, clipboard, shell, viewport);
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
        self.content.as_widget().draw(tree, renderer, theme, style, layout, cursor, viewport);
    }
}
