//! Everything that is shown or can be pressed lies inside the window, at every size that is sold.

use std::any::Any;

use holdspace::theme::{DEFAULT_FONT, FONTS};
use holdspace::widget::Element;
use iced::advanced::graphics::Text;
use iced::advanced::graphics::text::font_system;
use iced::advanced::renderer::Style;
use iced::advanced::widget::operation::Scrollable;
use iced::advanced::widget::{Id, Operation};
use iced::{Pixels, Point, Rectangle, Size, Theme, Vector, mouse};
use iced_test::runtime::UserInterface;
use iced_test::runtime::user_interface::Cache;

use super::walk::{Chance, SIZES, fitted};
use super::world::{Cover, WORLDS, world};
use crate::privacy::glass::Glass;

/// Rounding may put something so far outside, px of the design.
const ROUNDING: f32 = 0.6;

/// What stands outside; what lies in a list may, as long as the list does not.
#[derive(Default)]
struct Outside {
    window: Rectangle,
    /// The next traversal is into a list.
    opens_list: bool,
    in_list: usize,
    controls: Vec<Rectangle>,
    found: Vec<String>,
}

impl Outside {
    fn see(&mut self, what: &str, bounds: Rectangle) {
        let grown = self.window.expand(ROUNDING);
        if self.in_list == 0 && bounds.width > 0.0 && bounds.height > 0.0 && !bounds.is_within(&grown) {
            self.found.push(format!("{what} {bounds:?}"));
        }
    }
}

impl Operation for Outside {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation)) {
        let list = std::mem::take(&mut self.opens_list) || self.in_list > 0;
        self.in_list += usize::from(list);
        operate(self);
        self.in_list -= usize::from(list);
    }

    fn container(&mut self, _id: Option<&Id>, bounds: Rectangle) {
        self.see("a container", bounds);
    }

    fn scrollable(
        &mut self,
        _id: Option<&Id>,
        bounds: Rectangle,
        _content: Rectangle,
        _translation: Vector,
        _state: &mut dyn Scrollable,
    ) {
        self.see("a list", bounds);
        self.opens_list = true;
    }

    fn text(&mut self, _id: Option<&Id>, bounds: Rectangle, text: &str) {
        self.see(&format!("“{text}”"), bounds);
    }

    fn custom(&mut self, _id: Option<&Id>, bounds: Rectangle, _state: &mut dyn Any) {
        self.see("a control", bounds);
        if self.in_list == 0 {
            self.controls.push(bounds);
            if bounds.width < 40.0 || bounds.height < 40.0 {
                self.found.push(format!("a control is squeezed: {bounds:?}"));
            }
        }
    }
}

/// What of a view lies outside a window of this size.
fn outside<M>(view: Element<'_, M>, size: (f32, f32)) -> Vec<String> {
    for font in FONTS {
        font_system().write().unwrap().load_font((*font).into());
    }
    let mut renderer = iced::Renderer::new(DEFAULT_FONT, Pixels(16.0));
    let size = Size::new(size.0, size.1);
    let mut ui = UserInterface::build(view, size, Cache::new(), &mut renderer);
    let mut all = Outside { window: Rectangle::with_size(size), ..Outside::default() };
    ui.operate(&renderer, &mut all);
    let theme = Theme::Dark;
    ui.draw(&mut renderer, &theme, &Style::default(), mouse::Cursor::Unavailable);
    let Outside { window, controls, mut found, .. } = all;
    painted(&mut renderer, window, &controls, &mut found);
    found
}

/// What is painted outside the window, or over the edge of the control it begins in; lists cut what is theirs.
fn painted(renderer: &mut iced::Renderer, window: Rectangle, controls: &[Rectangle], found: &mut Vec<String>) {
    let grown = window.expand(ROUNDING);
    for layer in renderer.layers().iter().filter(|layer| layer.bounds == window) {
        for (quad, _) in &layer.quads {
            if !quad.bounds.is_within(&grown) {
                found.push(format!("painted {:?}", quad.bounds));
            }
        }
        for text in layer.text.iter().flat_map(|group| group.as_slice()) {
            let Text::Paragraph { paragraph, position, clip_bounds, .. } = text else { continue };
            let written = Rectangle::new(*position, paragraph.min_bounds);
            let Some(bounds) = written.intersection(clip_bounds) else { continue };
            let words = || paragraph.upgrade().map(|it| words_of(&it)).unwrap_or_default();
            if !bounds.is_within(&grown) {
                found.push(format!("written outside: “{}” {bounds:?}", words()));
            }
            let middle = Point::new(written.x + 1.0, written.center_y());
            // The sentence on the lower edge of the bar lies over the rail and takes no touch.
            let below_bar = |it: &&Rectangle| it.y > 0.0 && it.contains(middle);
            let inmost = controls.iter().filter(below_bar).min_by(|a, b| a.area().total_cmp(&b.area()));
            if let Some(control) = inmost
                && !bounds.is_within(&control.expand(ROUNDING))
            {
                found.push(format!("over the edge of its control {control:?}: “{}” {bounds:?}", words()));
            }
        }
    }
}

fn words_of(paragraph: &iced::advanced::graphics::text::Paragraph) -> String {
    paragraph.buffer().lines.iter().map(|line| line.text()).collect::<Vec<_>>().join(" / ")
}

/// Walks through the panels of every world at one size; tells what lies outside.
fn walk(logical: (f32, f32), steps: usize) -> Vec<String> {
    let mut found = Vec::new();
    for number in 0..WORLDS {
        let mut world = world(number);
        let mut chance = Chance(number as u64 + 11);
        let mut last = "as it opens".to_owned();
        for step in 0..steps {
            let (all, now) = ([Cover::Nothing, Cover::Emergency, Cover::Calm], world.cover);
            for cover in all.into_iter().filter(|cover| step == 0 || *cover == now) {
                let before = std::mem::replace(&mut world.cover, cover);
                let wrong = outside(world.view(), logical);
                found.extend(
                    wrong.into_iter().map(|wrong| format!("{wrong} in {} {cover:?} after “{last}”", world.name)),
                );
                world.cover = before;
            }
            let words = world.words(logical);
            if words.is_empty() {
                break;
            }
            let (word, at) = words[chance.below(words.len())].clone();
            world.press(at, logical);
            last = word;
        }
    }
    found
}

/// The sizes of windows in px of the design: many sizes that are sold are the same there.
fn logical_sizes() -> Vec<(f32, f32)> {
    let mut all: Vec<(f32, f32)> = SIZES.iter().map(|(width, height)| fitted(Size::new(*width, *height)).1).collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    all.dedup_by(|a, b| (a.0 - b.0).abs() < 1.0 && (a.1 - b.1).abs() < 1.0);
    all
}

#[test]
fn every_screen_and_panel_lies_inside_every_window_that_is_sold() {
    let found: Vec<String> = logical_sizes()
        .into_iter()
        .flat_map(|size| walk(size, steps()).into_iter().map(move |wrong| format!("{size:?}: {wrong}")))
        .collect();
    assert!(found.is_empty(), "{} things\n{}", found.len(), found.join("\n"));
}

fn steps() -> usize {
    std::env::var("HOLDSPACE_WALK").ok().and_then(|steps| steps.parse().ok()).unwrap_or(6)
}

#[test]
fn the_screens_around_a_session_lie_inside_as_well() {
    for (width, height) in SIZES {
        let (_, logical) = fitted(Size::new(width, height));
        let mut glass = Glass::new();
        for word in [
            "",
            "Tour",
            "Next",
            "Skip the tour",
            "Set a PIN",
            "Put away",
            "Sound in figures",
            "Back",
            "Records",
            "Back",
        ] {
            if glass.shows(word) {
                glass.press(word);
            }
            let found = outside(glass.app.view(), logical);
            assert!(found.is_empty(), "{width}×{height} after “{word}”:\n{}", found.join("\n"));
        }
        let mut locked = Glass::with_pin("2468");
        locked.tick();
        let found = outside(locked.app.view(), logical);
        assert!(found.is_empty(), "{width}×{height} with a PIN:\n{}", found.join("\n"));
    }
}
