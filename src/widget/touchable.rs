//! A flat shape that can be pressed; the base of every button, chip, key and tile.

use std::hash::Hash;
use std::time::Duration;

use iced::advanced::widget::{Operation, Tree, Widget, tree};
use iced::advanced::{Clipboard, Layout, Renderer as _, Shell, layout, mouse, renderer};
use iced::{Alignment, Border, Color, Event, Length, Padding, Rectangle, Size, Theme};

use super::Element;
use super::touch::{Act, Kind, Pressing, Step, announce};
use crate::theme::{Palette, measure};

/// What a shape looks like at rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Face {
    /// Anything touchable.
    #[default]
    Surface,
    /// On a tile, or chosen.
    Raised,
    /// Chosen in a segment: raised with a hairline.
    Chosen,
    /// Chosen in a list: raised with an accent rim.
    Selected,
    /// The one proposed act.
    Filled,
    /// A ring and no fill.
    Outlined,
    /// Words only.
    Plain,
    /// A state that is on: wash with its rim.
    Active,
}

impl Face {
    /// Fill and rim in a palette.
    #[must_use]
    pub fn paint(self, palette: &Palette, pressed: bool) -> (Option<Color>, Option<(Color, f32)>) {
        let (fill, rim) = match self {
            Self::Surface => (Some(palette.surface), None),
            Self::Raised => (Some(palette.raised), None),
            Self::Chosen => (Some(palette.raised), Some((palette.line, measure::RIM))),
            Self::Selected => (Some(palette.raised), Some((palette.accent, measure::LINE))),
            Self::Filled => (Some(palette.accent), None),
            Self::Outlined => (None, Some((palette.line, measure::RIM))),
            Self::Plain => (None, None),
            Self::Active => (Some(palette.wash), Some((palette.edge, measure::RIM))),
        };
        match (pressed, self) {
            (false, _) => (fill, rim),
            (true, Self::Filled | Self::Active | Self::Selected) => (fill, Some((palette.text, measure::LINE))),
            (true, Self::Raised | Self::Chosen) => (Some(palette.line), rim),
            (true, Self::Surface | Self::Outlined | Self::Plain) => (Some(palette.raised), rim),
        }
    }
}

/// A shape with something in it that can be pressed.
pub struct Touchable<'a, Message> {
    content: Element<'a, Message>,
    face: Face,
    radius: f32,
    size: Size<Length>,
    padding: Padding,
    align: (Alignment, Alignment),
    on: Option<On<'a, Message>>,
}

/// What a tap does: which act it is, how it is pressed, and what it says.
struct On<'a, Message> {
    act: Act,
    kind: Kind,
    message: Box<dyn Fn(Duration) -> Message + 'a>,
}

/// A surface of `content`, centred, as large as it needs to be.
pub fn touchable<'a, Message>(content: impl Into<Element<'a, Message>>) -> Touchable<'a, Message> {
    Touchable {
        content: content.into(),
        face: Face::Surface,
        radius: measure::RADIUS_BUTTON,
        size: Size::new(Length::Shrink, Length::Shrink),
        padding: Padding::ZERO,
        align: (Alignment::Center, Alignment::Center),
        on: None,
    }
}

impl<'a, Message> Touchable<'a, Message> {
    /// How it looks at rest.
    #[must_use]
    pub fn face(self, face: Face) -> Self {
        Self { face, ..self }
    }

    /// How round its corners are, px.
    #[must_use]
    pub fn radius(self, radius: f32) -> Self {
        Self { radius, ..self }
    }

    /// Its width.
    #[must_use]
    pub fn width(mut self, width: impl Into<Length>) -> Self {
        self.size.width = width.into();
        self
    }

    /// Its height.
    #[must_use]
    pub fn height(mut self, height: impl Into<Length>) -> Self {
        self.size.height = height.into();
        self
    }

    /// Space inside.
    #[must_use]
    pub fn padding(mut self, padding: impl Into<Padding>) -> Self {
        self.padding = padding.into();
        self
    }

    /// Where the content stands from left to right.
    #[must_use]
    pub fn align_x(mut self, align: Alignment) -> Self {
        self.align.0 = align;
        self
    }

    /// Where the content stands in its height.
    #[must_use]
    pub fn align_y(mut self, align: Alignment) -> Self {
        self.align.1 = align;
        self
    }

    /// Answers a tap: down and up again inside. The message is told the boot time of the touch-down.
    ///
    /// `name` says which act it is: as long as it stays the same, the same thing is pressed, however it looks.
    #[must_use]
    pub fn on_tap(self, name: impl Hash, message: impl Fn(Duration) -> Message + 'a) -> Self {
        self.on(Act::named(name), Kind::Tap, message)
    }

    /// Answers a tap that is meant anew each time, however fast it comes: digits, letters, steps of a level.
    #[must_use]
    pub fn on_key(self, name: impl Hash, message: impl Fn(Duration) -> Message + 'a) -> Self {
        self.on(Act::named(name), Kind::Key, message)
    }

    fn on(mut self, act: Act, kind: Kind, message: impl Fn(Duration) -> Message + 'a) -> Self {
        self.on = Some(On { act, kind, message: Box::new(message) });
        self
    }
}

impl<Message> Widget<Message, Theme, iced::Renderer> for Touchable<'_, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<Pressing>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(Pressing::default())
    }

    fn children(&self) -> Vec<Tree> {
        vec![Tree::new(&self.content)]
    }

    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(std::slice::from_ref(&self.content));
    }

    fn size(&self) -> Size<Length> {
        self.size
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &iced::Renderer, limits: &layout::Limits) -> layout::Node {
        let Some(child) = tree.children.first_mut() else { return layout::Node::new(Size::ZERO) };
        let content = self.content.as_widget_mut();
        layout::positioned(
            limits,
            self.size.width,
            self.size.height,
            self.padding,
            |limits| content.layout(child, renderer, &limits.loose()),
            |node, size| node.align(self.align.0, self.align.1, size),
        )
    }

    fn operate(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        renderer: &iced::Renderer,
        operation: &mut dyn Operation,
    ) {
        if let Some(on) = &self.on {
            announce(operation, layout.bounds(), on.act, on.kind);
        }
        operation.container(None, layout.bounds());
        operation.traverse(&mut |operation| {
            if let (Some(child), Some(inner)) = (tree.children.first_mut(), layout.children().next()) {
                self.content.as_widget_mut().operate(child, inner, renderer, operation);
            }
        });
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        _renderer: &iced::Renderer,
        _clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
        _viewport: &Rectangle,
    ) {
        let Some(on) = &self.on else { return };
        let area = layout.bounds();
        if shell.is_event_captured() {
            return;
        }
        let step = tree.state.downcast_mut::<Pressing>().step(event, cursor, area);
        if let Some(Step::Began(_)) = step {
            shell.capture_event();
        }
        match step {
            Some(Step::Ended(press)) if area.contains(press.at) => shell.publish((on.message)(press.since)),
            Some(Step::Began(_) | Step::Ended(_) | Step::Gone) => {}
            Some(Step::Moved(_)) | None => return,
        }
        shell.request_redraw();
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
        let pressed = self.on.is_some() && tree.state.downcast_ref::<Pressing>().press().is_some();
        let (fill, rim) = self.face.paint(Palette::of(theme), pressed);
        if fill.is_some() || rim.is_some() {
            let (color, width) = rim.unwrap_or((Color::TRANSPARENT, 0.0));
            let border = Border { color, width, radius: self.radius.into() };
            let quad = renderer::Quad { bounds: layout.bounds(), border, ..renderer::Quad::default() };
            renderer.fill_quad(quad, fill.unwrap_or(Color::TRANSPARENT));
        }
        if let (Some(child), Some(inner)) = (tree.children.first(), layout.children().next()) {
            self.content.as_widget().draw(child, renderer, theme, style, inner, cursor, viewport);
        }
    }
}

impl<'a, Message: 'a> From<Touchable<'a, Message>> for Element<'a, Message> {
    fn from(touchable: Touchable<'a, Message>) -> Self {
        Self::new(touchable)
    }
}
