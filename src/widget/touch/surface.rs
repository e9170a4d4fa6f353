//! The glass: sees every contact first, and lets the controls have only what the law allows.

use std::time::Duration;

use iced::advanced::widget::{Operation, Tree, Widget, tree};
use iced::advanced::{Clipboard, Layout, Shell, layout, mouse, overlay, renderer};
use iced::{Event, Length, Rectangle, Size, Theme, Vector, window};

use super::law::{Law, Target, Verdict};
use super::target::Targets;
use super::{Contact, Tracker, Who};
use crate::clock;
use crate::widget::Element;

/// The glass over `content`: one for a window, round everything that can be pressed.
///
/// What a lifted contact brings about is handed on by `touched`, with the [`clock::boot_time`] of its touch-down.
pub fn surface<'a, Message: 'a>(
    content: impl Into<Element<'a, Message>>,
    touched: impl Fn(Duration, Message) -> Message + 'a,
) -> Element<'a, Message> {
    Element::new(Surface { content: content.into(), touched: Box::new(touched) })
}

struct Surface<'a, Message> {
    content: Element<'a, Message>,
    touched: Box<dyn Fn(Duration, Message) -> Message + 'a>,
}

#[derive(Default)]
struct State {
    tracker: Tracker,
    law: Law,
}

impl<Message> Surface<'_, Message> {
    fn targets(&mut self, tree: &mut Tree, layout: Layout<'_>, renderer: &iced::Renderer) -> Vec<Target> {
        let mut targets = Targets::default();
        self.content.as_widget_mut().operate(tree, layout, renderer, &mut targets);
        targets.found()
    }
}

impl<Message> Widget<Message, Theme, iced::Renderer> for Surface<'_, Message> {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn children(&self) -> Vec<Tree> {
        vec![Tree::new(&self.content)]
    }

    fn diff(&self, tree: &mut Tree) {
        tree.diff_children(std::slice::from_ref(&self.content));
    }

    fn size(&self) -> Size<Length> {
        self.content.as_widget().size()
    }

    fn layout(&mut self, tree: &mut Tree, renderer: &iced::Renderer, limits: &layout::Limits) -> layout::Node {
        let Some(child) = tree.children.first_mut() else { return layout::Node::new(Size::ZERO) };
        let content = self.content.as_widget_mut().layout(child, renderer, limits);
        layout::Node::with_children(content.size(), vec![content])
    }

    fn operate(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        renderer: &iced::Renderer,
        operation: &mut dyn Operation,
    ) {
        if let (Some(child), Some(inner)) = (tree.children.first_mut(), layout.children().next()) {
            self.content.as_widget_mut().operate(child, inner, renderer, operation);
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
        let Tree { state, children, .. } = tree;
        let (Some(child), Some(inner)) = (children.first_mut(), layout.children().next()) else { return };
        let State { tracker, law } = state.downcast_mut::<State>();
        let contact = tracker.read(event, cursor);
        let now = clock::boot_time();
        let looks = matches!(contact, Some(Contact::Down(..) | Contact::Up(..)))
            || matches!(event, Event::Window(window::Event::RedrawRequested(_)));
        let mut void = if looks { law.look(self.targets(child, inner, renderer), now) } else { Vec::new() };
        let lifted = match contact {
            Some(Contact::Up(who, _)) => law.began(who),
            Some(Contact::Down(..) | Contact::Move(..) | Contact::Lost(_)) | None => None,
        };
        let verdict = match contact {
            Some(Contact::Down(who, at)) => law.down(who, at, now),
            Some(Contact::Move(who, at)) => law.moved(who, at),
            Some(Contact::Up(who, at)) => law.up(who, at, now),
            Some(Contact::Lost(who)) => law.lost(who),
            None => Verdict::Pass,
        };
        let passes = verdict == Verdict::Pass;
        if let Verdict::Void(more) = verdict {
            void.extend(more);
        }
        let content = self.content.as_widget_mut();
        for who in void {
            content.update(child, &who.loss(), inner, cursor, renderer, clipboard, shell, viewport);
            shell.request_redraw();
        }
        // A mouse that moves is still looked for by whatever follows it, whoever has its button.
        if let (true, Some(began)) = (passes, lifted) {
            let mut messages = Vec::new();
            let mut own = Shell::new(&mut messages);
            content.update(child, event, inner, cursor, renderer, clipboard, &mut own, viewport);
            shell.merge(own, |message| (self.touched)(began, message));
        } else if passes || matches!(contact, Some(Contact::Move(Who::Mouse, _))) {
            content.update(child, event, inner, cursor, renderer, clipboard, shell, viewport);
        } else {
            shell.capture_event();
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
        if let (Some(child), Some(inner)) = (tree.children.first(), layout.children().next()) {
            self.content.as_widget().draw(child, renderer, theme, style, inner, cursor, viewport);
        }
    }

    fn overlay<'b>(
        &'b mut self,
        tree: &'b mut Tree,
        layout: Layout<'b>,
        renderer: &iced::Renderer,
        viewport: &Rectangle,
        translation: Vector,
    ) -> Option<overlay::Element<'b, Message, Theme, iced::Renderer>> {
        let child = tree.children.first_mut()?;
        self.content.as_widget_mut().overlay(child, layout.children().next()?, renderer, viewport, translation)
    }
}
