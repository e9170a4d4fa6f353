//! Press and hold: whatever ends or begins something is held for a second; letting go early undoes it.

use std::time::Duration;

use iced::advanced::graphics::geometry::Renderer as _;
use iced::advanced::widget::{Operation, Tree, Widget, tree};
use iced::advanced::{Clipboard, Layout, Renderer as _, Shell, layout, mouse, renderer};
use iced::time::Instant;
use iced::widget::canvas::{Frame, Path};
use iced::widget::{column, row};
use iced::{Alignment, Border, Color, Event, Length, Padding, Rectangle, Size, Theme, Vector, window};

use super::Element;
use super::flow::{FRAME, again};
use super::icon::icon;
use super::paint::fresh;
use super::ring::{self, Circle};
use super::text::words;
use super::touch::{Act, Kind, Pressing, Step, announce};
use super::touchable::Face;
use crate::theme::{Icon, Ink, Palette, measure, role};

/// How long one holds.
pub const HOLD: Duration = Duration::from_secs(1);
/// No frame counts for more than this: what lies between two frames that are further apart was not seen held.
const MOST_A_FRAME: Duration = Duration::from_millis(100);

#[derive(Clone, Copy, PartialEq)]
enum Look {
    Shape(Face),
    Disc,
}

struct HoldTo<'a, Message> {
    content: Element<'a, Message>,
    look: Look,
    size: Size<Length>,
    padding: Padding,
    act: Act,
    on_done: Box<dyn Fn(Duration) -> Message + 'a>,
}

/// A button to hold, with the dashed circle before its word. `on_done` gets the boot time of the touch-down.
pub fn hold_button<'a, Message: 'a>(
    word: impl Into<String>,
    face: Face,
    width: impl Into<Length>,
    on_done: impl Fn(Duration) -> Message + 'a,
) -> Element<'a, Message> {
    let word = word.into();
    let act = Act::named(&word);
    let ink = match face {
        Face::Filled => Ink::OnAccent,
        Face::Plain | Face::Outlined => Ink::Dim,
        Face::Surface | Face::Raised | Face::Chosen | Face::Selected | Face::Active => Ink::Text,
    };
    let content = row![icon(Icon::DashedCircle, measure::ICON, ink), words(role::ACTION, ink, word).center()]
        .spacing(measure::GAP)
        .align_y(Alignment::Center);
    Element::new(HoldTo {
        content: content.into(),
        look: Look::Shape(face),
        size: Size::new(width.into(), Length::Fixed(measure::BUTTON)),
        padding: Padding::ZERO.horizontal(measure::M),
        act,
        on_done: Box::new(on_done),
    })
}

/// A steering button to hold: dashed circle over its word.
pub fn hold_steering<'a, Message: 'a>(
    word: impl Into<String>,
    on_done: impl Fn(Duration) -> Message + 'a,
) -> Element<'a, Message> {
    let word = word.into();
    let act = Act::named(&word);
    let word = words(role::LABEL, Ink::Text, word).wrapping(iced::widget::text::Wrapping::None);
    let content = column![icon(Icon::DashedCircle, measure::ICON_STEER, Ink::Dim), word]
        .spacing(measure::XXS)
        .align_x(Alignment::Center);
    Element::new(HoldTo {
        content: content.into(),
        look: Look::Shape(Face::Surface),
        size: Size::new(Length::Fill, Length::Fixed(measure::BUTTON)),
        padding: Padding::ZERO,
        act,
        on_done: Box::new(on_done),
    })
}

/// The big disc of 400 px: "Tablet in mouth", "keep pressing". `on_done` gets the boot time of the touch-down.
pub fn hold_disc<'a, Message: 'a>(
    word: impl Into<String>,
    second: impl Into<String>,
    on_done: impl Fn(Duration) -> Message + 'a,
) -> Element<'a, Message> {
    let word = word.into();
    let act = Act::named(&word);
    let content =
        column![words(role::CODE, Ink::Text, word).center(), words(role::BODY, Ink::Text, second.into()).center()]
            .spacing(measure::XXS)
            .align_x(Alignment::Center);
    Element::new(HoldTo {
        content: content.into(),
        look: Look::Disc,
        size: Size::new(Length::Fixed(measure::DISC), Length::Fixed(measure::DISC)),
        padding: Padding::ZERO,
        act,
        on_done: Box::new(on_done),
    })
}

#[derive(Default)]
struct State {
    pressing: Pressing,
    /// How long it was seen held.
    held: Duration,
    /// When it was seen last.
    seen: Option<Instant>,
    done: bool,
}

impl State {
    fn begin(&mut self) {
        (self.held, self.seen, self.done) = (Duration::ZERO, None, false);
    }

    /// It is seen held at this frame.
    fn see(&mut self, frame: Instant) {
        let since = self.seen.replace(frame).map_or(Duration::ZERO, |seen| frame.saturating_duration_since(seen));
        self.count(since);
    }

    /// It is seen held so long after it was seen last.
    fn count(&mut self, since: Duration) {
        self.held += since.min(MOST_A_FRAME);
    }

    /// How much of the second has been held.
    fn part(&self) -> f32 {
        if self.pressing.press().is_none() {
            return 0.0;
        }
        (self.held.as_secs_f32() / HOLD.as_secs_f32()).min(1.0)
    }
}

impl<Message> HoldTo<'_, Message> {
    fn draw_disc(&self, renderer: &mut iced::Renderer, palette: &Palette, area: Rectangle, part: f32) {
        let stroke = measure::RING_CONFIRM;
        draw(renderer, area, |frame| {
            let middle = frame.center();
            let circle = Circle { middle, radius: area.width / 2.0 - 10.0, stroke };
            frame.fill(&Path::circle(middle, area.width / 2.0 - measure::L), palette.wash);
            ring::track(frame, circle, palette.ring_track);
            ring::arc(frame, circle, part, palette.ring);
        });
    }

    fn draw_shape(&self, renderer: &mut iced::Renderer, palette: &Palette, face: Face, area: Rectangle, pressed: bool) {
        let (fill, rim) = face.paint(palette, pressed);
        let (color, width) = rim.unwrap_or((Color::TRANSPARENT, 0.0));
        let border = Border { color, width, radius: measure::RADIUS_BUTTON.into() };
        let quad = renderer::Quad { bounds: area, border, ..renderer::Quad::default() };
        renderer.fill_quad(quad, fill.unwrap_or(Color::TRANSPARENT));
    }
}

fn draw(renderer: &mut iced::Renderer, area: Rectangle, paint: impl FnOnce(&mut Frame)) {
    let drawn = fresh(renderer, area, paint);
    renderer.with_translation(Vector::new(area.x, area.y), |renderer| {
        for geometry in drawn {
            renderer.draw_geometry(geometry);
        }
    });
}

// The icon is the first thing in the content; the ring grows around it.
fn first_leaf(layout: Layout<'_>) -> Rectangle {
    let mut leaf = layout;
    while let Some(child) = leaf.children().next() {
        leaf = child;
    }
    leaf.bounds()
}

impl<Message> Widget<Message, Theme, iced::Renderer> for HoldTo<'_, Message> {
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
            |node, size| node.align(Alignment::Center, Alignment::Center, size),
        )
    }

    fn operate(
        &mut self,
        tree: &mut Tree,
        layout: Layout<'_>,
        renderer: &iced::Renderer,
        operation: &mut dyn Operation,
    ) {
        announce(operation, layout.bounds(), self.act, Kind::Hold);
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
        if shell.is_event_captured() {
            return;
        }
        let state = tree.state.downcast_mut::<State>();
        let area = layout.bounds();
        match state.pressing.step(event, cursor, area) {
            Some(Step::Began(_)) => {
                state.begin();
                shell.capture_event();
                shell.request_redraw();
            }
            // A finger rolls while it presses; only one that leaves has let go.
            Some(Step::Moved(press)) if !area.expand(measure::M).contains(press.at) => {
                state.pressing.forget();
                shell.request_redraw();
            }
            Some(Step::Moved(_)) => {}
            Some(Step::Ended(_) | Step::Gone) => shell.request_redraw(),
            None => {}
        }
        let Event::Window(window::Event::RedrawRequested(frame)) = event else { return };
        let Some(press) = state.pressing.press().filter(|_| !state.done) else { return };
        state.see(*frame);
        if state.held >= HOLD {
            state.done = true;
            shell.publish((self.on_done)(press.since));
        } else {
            again(event, FRAME, shell);
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
        let palette = Palette::of(theme);
        let state = tree.state.downcast_ref::<State>();
        let part = state.part();
        let area = layout.bounds();
        match self.look {
            Look::Disc => self.draw_disc(renderer, palette, area, part),
            Look::Shape(face) => self.draw_shape(renderer, palette, face, area, state.pressing.press().is_some()),
        }
        if let (Some(child), Some(inner)) = (tree.children.first(), layout.children().next()) {
            self.content.as_widget().draw(child, renderer, theme, style, inner, cursor, viewport);
        }
        if let Look::Shape(face) = self.look
            && part > 0.0
        {
            let leaf = first_leaf(layout).expand(measure::XXS);
            let stroke = measure::RING_SMALL;
            let color = if face == Face::Filled { palette.on_accent } else { palette.accent };
            draw(renderer, leaf, |frame| {
                let circle = Circle { middle: frame.center(), radius: leaf.width / 2.0 - stroke / 2.0, stroke };
                ring::arc(frame, circle, part, color);
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(frames: impl IntoIterator<Item = u64>) -> Duration {
        let mut state = State::default();
        state.begin();
        frames.into_iter().for_each(|since| state.count(Duration::from_millis(since)));
        state.held
    }

    #[test]
    fn a_second_that_was_seen_frame_by_frame_is_held() {
        assert!(held([33; 31]) >= HOLD);
        assert!(held([33; 30]) < HOLD);
    }

    #[test]
    fn what_lies_behind_a_stall_was_not_seen_held() {
        assert!(held([0, 100, 1200]) <= MOST_A_FRAME * 2, "a tap and a stall");
        assert!(held([0, 3_600_000]) <= MOST_A_FRAME, "the device slept");
    }
}
