use iced::advanced::widget::{Operation, Tree, tree};
use iced::advanced::{Clipboard, Layout, Shell, Widget, layout, mouse, renderer};
use iced::{Element, Event, Length, Rectangle, Size, Theme, window};

use super::Renderer;

/// The whole view: carries it to our renderer, and tells the app how large the window is whenever it does not know.
///
/// It is asked before each frame is drawn, so that no frame is drawn for another size. Overlays are not carried: there are
/// none in this app.
pub struct Root<'a, Message> {
    content: Element<'a, Message>,
    known: Option<Size<u32>>,
    on_size: fn(Size<u32>) -> Message,
}

impl<'a, Message> Root<'a, Message> {
    /// The view of an app that believes its window to be of size `known`, in its own pixels.
    pub fn new(content: Element<'a, Message>, known: Option<Size<u32>>, on_size: fn(Size<u32>) -> Message) -> Self {
        Self { content, known, on_size }
    }
}

impl<Message> Widget<Message, Theme, Renderer> for Root<'_, Message> {
    fn size(&self) -> Size<Length> {
        self.content.as_widget().size()
    }

    fn size_hint(&self) -> Size<Length> {
        self.content.as_widget().size_hint()
    }

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

    fn layout(&mut self, tree: &mut Tree, renderer: &Renderer, limits: &layout::Limits) -> layout::Node {
        self.content.as_widget_mut().layout(tree, renderer.inner(), limits)
    }

    fn operate(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &Renderer, operation: &mut dyn Operation) {
        self.content.as_widget_mut().operate(tree, layout, renderer.inner(), operation);
    }

    fn update(
        &mut self,
        tree: &mut Tree,
        event: &Event,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        renderer: &Renderer,
        clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
        viewport: &Rectangle,
    ) {
        let content = self.content.as_widget_mut();
        content.update(tree, event, layout, cursor, renderer.inner(), clipboard, shell, viewport);
        if let (Event::Window(window::Event::RedrawRequested(_)), Some(size)) = (event, renderer.window_size())
            && self.known != Some(size)
        {
            shell.publish((self.on_size)(size));
        }
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut Renderer,
        theme: &Theme,
        style: &renderer::Style,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        self.content.as_widget().draw(tree, renderer.inner_mut(), theme, style, layout, cursor, viewport);
    }

    fn mouse_interaction(
        &self,
        tree: &Tree,
        layout: Layout<'_>,
        cursor: mouse::Cursor,
        viewport: &Rectangle,
        renderer: &Renderer,
    ) -> mouse::Interaction {
        self.content.as_widget().mouse_interaction(tree, layout, cursor, viewport, renderer.inner())
    }
}

impl<'a, Message: 'a> From<Root<'a, Message>> for Element<'a, Message, Theme, Renderer> {
    fn from(root: Root<'a, Message>) -> Self {
        Self::new(root)
    }
}
