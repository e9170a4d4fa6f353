//! Figures set glyph by glyph: iced has no letter spacing, and the colon between figures wants to stand higher.

use iced::advanced::text::{self, Paragraph as _, Renderer as _};
use iced::advanced::widget::{Operation, Tree, Widget, tree};
use iced::advanced::{Layout, layout, mouse, renderer};
use iced::widget::canvas::{Frame, Text};
use iced::{Color, Length, Pixels, Point, Rectangle, Size, Theme, alignment};

use super::Element;
use crate::theme::{Ink, Palette, Role};

pub(super) type Paragraph = <iced::Renderer as text::Renderer>::Paragraph;

/// How far a colon between figures is raised, in parts of the size.
const COLON: f32 = 0.075;

/// Words of one line, spaced as their role says.
pub fn tracked<'a, Message: 'a>(role: Role, ink: Ink, content: impl Into<String>) -> Element<'a, Message> {
    Element::new(Tracked { role, ink, content: content.into() })
}

/// Draws one line of tracked words in a canvas, centred on `middle` from side to side and top to bottom.
pub fn draw_centred(frame: &mut Frame, content: &str, role: Role, middle: Point, color: Color) {
    let mut state = State::default();
    state.learn(content, role);
    // The space after the last glyph counts here: it balances the first glyph's own bearing.
    let mut x = middle.x - (state.width(role) + role.tracking * role.size) / 2.0;
    for (glyph, paragraph) in state.letters() {
        frame.fill_text(Text {
            content: glyph.to_string(),
            position: Point::new(x, middle.y - role.line / 2.0 - rise(glyph, role)),
            color,
            size: role.pixels(),
            line_height: Pixels(role.line).into(),
            font: role.font,
            ..Text::default()
        });
        x += paragraph.min_width() + role.tracking * role.size;
    }
}

/// Draws plain words in a canvas, centred on `middle`.
pub fn draw_words(frame: &mut Frame, content: &str, role: Role, middle: Point, color: Color) {
    let wide = paragraph(content, role).min_width();
    draw_from(frame, content, role, Point::new(middle.x - wide / 2.0, middle.y), color);
}

/// Draws plain words in a canvas from `left` on, centred from top to bottom.
///
/// The words hang from their upper left corner: iced takes that corner for where a text begins when it decides what
/// to repaint, and would leave the rest of a centred one standing.
pub fn draw_from(frame: &mut Frame, content: &str, role: Role, left: Point, color: Color) {
    frame.fill_text(Text {
        content: content.to_owned(),
        position: Point::new(left.x, left.y - role.line / 2.0),
        color,
        size: role.pixels(),
        line_height: Pixels(role.line).into(),
        font: role.font,
        ..Text::default()
    });
}

fn rise(glyph: char, role: Role) -> f32 {
    if glyph == ':' { COLON * role.size } else { 0.0 }
}

fn letter(glyph: char, role: Role) -> Paragraph {
    paragraph(glyph.encode_utf8(&mut [0; 4]), role)
}

pub(super) fn paragraph(content: &str, role: Role) -> Paragraph {
    Paragraph::with_text(text::Text {
        content,
        bounds: Size::INFINITE,
        size: role.pixels(),
        line_height: Pixels(role.line).into(),
        font: role.font,
        align_x: text::Alignment::Default,
        align_y: alignment::Vertical::Top,
        shaping: text::Shaping::default(),
        wrapping: text::Wrapping::None,
    })
}

struct Tracked {
    role: Role,
    ink: Ink,
    content: String,
}

/// Each place keeps its glyph while that stays the same: of a clock only the digit that changed is painted again.
///
/// A digit that changed must be a new paragraph and the old one gone: the toolkit takes two living ones of the same
/// size for the same, whatever is in them, and would leave the old digit standing.
#[derive(Default)]
struct State {
    role: Option<Role>,
    letters: Vec<(char, Paragraph)>,
}

impl State {
    fn learn(&mut self, content: &str, role: Role) {
        if self.role != Some(role) {
            self.letters.clear();
            self.role = Some(role);
        }
        self.letters.truncate(content.chars().count());
        for (place, glyph) in content.chars().enumerate() {
            match self.letters.get_mut(place) {
                Some((kept, _)) if *kept == glyph => {}
                Some(other) => *other = (glyph, letter(glyph, role)),
                None => self.letters.push((glyph, letter(glyph, role))),
            }
        }
    }

    fn letters(&self) -> impl Iterator<Item = (char, &Paragraph)> {
        self.letters.iter().map(|(glyph, set)| (*glyph, set))
    }

    fn width(&self, role: Role) -> f32 {
        let advance = |(_, set): (char, &Paragraph)| set.min_width() + role.tracking * role.size;
        (self.letters().map(advance).sum::<f32>() - role.tracking * role.size).max(0.0)
    }
}

impl<Message> Widget<Message, Theme, iced::Renderer> for Tracked {
    fn tag(&self) -> tree::Tag {
        tree::Tag::of::<State>()
    }

    fn state(&self) -> tree::State {
        tree::State::new(State::default())
    }

    fn size(&self) -> Size<Length> {
        Size::new(Length::Shrink, Length::Shrink)
    }

    fn layout(&mut self, tree: &mut Tree, _renderer: &iced::Renderer, _limits: &layout::Limits) -> layout::Node {
        let state = tree.state.downcast_mut::<State>();
        state.learn(&self.content, self.role);
        layout::Node::new(Size::new(state.width(self.role), self.role.line))
    }

    fn operate(
        &mut self,
        _tree: &mut Tree,
        layout: Layout<'_>,
        _renderer: &iced::Renderer,
        operation: &mut dyn Operation,
    ) {
        operation.text(None, layout.bounds(), &self.content);
    }

    fn draw(
        &self,
        tree: &Tree,
        renderer: &mut iced::Renderer,
        theme: &Theme,
        _style: &renderer::Style,
        layout: Layout<'_>,
        _cursor: mouse::Cursor,
        viewport: &Rectangle,
    ) {
        let color = self.ink.on(Palette::of(theme));
        let Point { mut x, y } = layout.position();
        // Large figures have bearings of their own: their stems stand flush with the words below.
        x -= self.role.size * 0.04;
        for (glyph, paragraph) in tree.state.downcast_ref::<State>().letters() {
            renderer.fill_paragraph(paragraph, Point::new(x, y - rise(glyph, self.role)), color, *viewport);
            x += paragraph.min_width() + self.role.tracking * self.role.size;
        }
    }
}
