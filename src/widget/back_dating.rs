//! Back-dating: now or so many minutes ago, by a tap or by dragging along, minute by minute.

use iced::advanced::graphics::geometry::Renderer as _;
use iced::advanced::widget::{Operation, Tree, Widget, tree};
use iced::advanced::{Clipboard, Layout, Renderer as _, Shell, layout, mouse, renderer};
use iced::widget::canvas::Path;
use iced::{Event, Length, Point, Rectangle, Size, Theme, Vector};

use super::Element;
use super::paint::fresh;
use super::segment::resting;
use super::touch::{Act, Kind, Pressing, Step, announce};
use super::tracked::draw_words;
use crate::theme::{Palette, measure, role};

/// The choices of back-dating, in minutes before now.
pub const BACK_DATING: [u8; 4] = [0, 1, 2, 5];
/// The furthest that dragging reaches, minutes.
const FURTHEST: f32 = 15.0;
/// The time above the finger: its width, its height, and how far it stands above.
const TIME: (f32, f32, f32) = (112.0, 44.0, 16.0);

/// Now, −1, −2, −5 min: `chosen` and the message are minutes before now; above the finger stands how many.
pub fn back_dating<'a, Message: 'a>(chosen: u8, on_choose: impl Fn(u8) -> Message + 'a) -> Element<'a, Message> {
    back_dating_at(chosen, ago, on_choose)
}

/// The same with the clock above the finger: `clock` tells the time so many minutes ago.
pub fn back_dating_at<'a, Message: 'a>(
    chosen: u8,
    clock: impl Fn(u8) -> String + 'a,
    on_choose: impl Fn(u8) -> Message + 'a,
) -> Element<'a, Message> {
    let known = BACK_DATING.iter().position(|minutes| *minutes == chosen);
    let last = if known.is_some() { "\u{2212}5 min".to_owned() } else { ago(chosen) };
    let parts = ["Now".to_owned(), "\u{2212}1".to_owned(), "\u{2212}2".to_owned(), last];
    let content = resting(parts, known.unwrap_or(BACK_DATING.len() - 1), chosen > 0);
    Element::new(BackDating { content, chosen, clock: Box::new(clock), on_choose: Box::new(on_choose) })
}

fn ago(minutes: u8) -> String {
    if minutes == 0 { "Now".to_owned() } else { format!("\u{2212}{minutes} min") }
}

struct BackDating<'a, Message> {
    content: Element<'a, Message>,
    chosen: u8,
    clock: Box<dyn Fn(u8) -> String + 'a>,
    on_choose: Box<dyn Fn(u8) -> Message + 'a>,
}

/// A press; once the finger has left its place it is dragging, and a tap no longer.
#[derive(Default)]
struct State {
    pressing: Pressing,
    from: Option<Point>,
    dragging: bool,
    told: Option<u8>,
}

/// The part under a finger that taps.
fn tapped(x: f32, width: f32) -> u8 {
    let part = (x / width.max(1.0) * BACK_DATING.len() as f32).floor().max(0.0);
    BACK_DATING.get(part as usize).or(BACK_DATING.last()).copied().unwrap_or(0)
}

/// The minute under a finger that drags: each choice lies in the middle of its part, and the rest between.
fn dragged(x: f32, width: f32) -> u8 {
    let part = width / BACK_DATING.len() as f32;
    let middles =
        BACK_DATING.iter().zip(0u8..).map(|(minutes, place)| ((f32::from(place) + 0.5) * part, f32::from(*minutes)));
    let places: Vec<(f32, f32)> = middles.chain([(width, FURTHEST)]).collect();
    let minutes = places.windows(2).find_map(|pair| {
        let [(from, early), (to, late)] = pair else { return None };
        (x <= *to).then(|| early + (late - early) * ((x - from) / (to - from).max(1.0)).clamp(0.0, 1.0))
    });
    minutes.unwrap_or(FURTHEST).round() as u8
}

impl<Message> BackDating<'_, Message> {
    fn tell(&self, state: &mut State, minutes: u8, shell: &mut Shell<'_, Message>) {
        if state.told != Some(minutes) {
            state.told = Some(minutes);
            shell.publish((self.on_choose)(minutes));
        }
    }
}

impl<Message> Widget<Message, Theme, iced::Renderer> for BackDating<'_, Message> {
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
        Size::new(Length::Fill, Length::Fixed(measure::TARGET))
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
        announce(operation, layout.bounds(), Act::named("back-dating"), Kind::Slide);
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
            Some(Step::Began(press)) => {
                (state.from, state.dragging, state.told) = (Some(press.at), false, None);
                shell.capture_event();
            }
            Some(Step::Moved(press)) => {
                state.dragging |= state.from.is_some_and(|from| from.distance(press.at) > measure::M);
                if state.dragging {
                    self.tell(state, dragged(press.at.x - area.x, area.width), shell);
                }
            }
            Some(Step::Ended(press)) if !state.dragging && area.contains(press.at) => {
                self.tell(state, tapped(press.at.x - area.x, area.width), shell);
            }
            Some(Step::Ended(_) | Step::Gone) => {}
            None => return,
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
        if let (Some(child), Some(inner)) = (tree.children.first(), layout.children().next()) {
            self.content.as_widget().draw(child, renderer, theme, style, inner, cursor, viewport);
        }
        let state = tree.state.downcast_ref::<State>();
        let Some(press) = state.pressing.press().filter(|_| state.dragging) else { return };
        let (width, height, above) = TIME;
        let area = layout.bounds();
        let x = (press.at.x - width / 2.0).clamp(area.x, (area.x + area.width - width).max(area.x));
        let place = Rectangle::new(Point::new(x, (area.y - height - above).max(0.0)), Size::new(width, height));
        let palette = Palette::of(theme);
        renderer.with_layer(place, |renderer| {
            let drawn = fresh(renderer, place, |frame| {
                let shape = Path::rounded_rectangle(Point::ORIGIN, place.size(), measure::RADIUS_CHIP.into());
                frame.fill(&shape, palette.raised);
                draw_words(frame, &(self.clock)(self.chosen), role::CHOSEN, frame.center(), palette.text);
            });
            renderer.with_translation(Vector::new(place.x, place.y), |renderer| {
                for geometry in drawn {
                    renderer.draw_geometry(geometry);
                }
            });
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tap_chooses_its_part_and_dragging_every_minute_between() {
        let taps: Vec<u8> = [5.0, 150.0, 299.0, 399.0, 400.0].map(|x| tapped(x, 400.0)).to_vec();
        assert_eq!(taps, [0, 1, 2, 5, 5]);
        let minutes: Vec<u8> = (0..=440).map(|x| dragged(x as f32, 400.0)).collect();
        let mut passed = minutes.clone();
        passed.dedup();
        assert_eq!(passed, (0..=15).collect::<Vec<u8>>(), "no minute is left out and none comes twice");
        assert_eq!((minutes[50], minutes[150], minutes[250], minutes[350]), (0, 1, 2, 5));
    }
}
