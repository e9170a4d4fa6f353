//! The drawing pad on the glass: a line is asked to be kept as the finger lifts, and the last one can go again.

use holdspace::screen::drawing::{Answer, Drawing, Message};
use holdspace::session::drawing::{Point, Stroke};
use holdspace::theme::{Shade, theme};
use iced::{Event, touch};

use super::after::{click, laid_out, shows};
use super::before::has_large_targets;

fn some() -> Vec<Stroke> {
    let stroke: Stroke = [(300, 300), (500, 420), (800, 300)].iter().map(|(x, y)| Point { x: *x, y: *y }).collect();
    vec![stroke]
}

#[test]
fn a_line_is_handed_on_when_the_finger_lifts_with_the_number_of_its_sheet() {
    let mut drawing = Drawing::new(2);
    let mut ui = laid_out(drawing.view([]));
    let id = touch::Finger(7);
    let at = |x, y| iced::Point::new(x, y);
    let _ = ui.simulate([
        Event::Touch(touch::Event::FingerPressed { id, position: at(400.0, 300.0) }),
        Event::Touch(touch::Event::FingerMoved { id, position: at(600.0, 300.0) }),
        Event::Touch(touch::Event::FingerLifted { id, position: at(600.0, 350.0) }),
    ]);
    let said: Vec<Message> = ui.into_messages().collect();
    let [Message::Drawn(stroke)] = said.as_slice() else { panic!("{said:?}") };
    assert_eq!(stroke.len(), 3);
    assert_eq!(drawing.update(said[0].clone()), Answer::Stroke(2, stroke.clone()));
}

#[test]
fn the_last_line_goes_and_done_puts_the_pad_away() {
    let (mut drawing, strokes) = (Drawing::new(0), some());
    let said = click(drawing.view(strokes.clone()), "Undo").remove(0);
    assert_eq!(drawing.update(said), Answer::Undo);
    let said = click(drawing.view(strokes.clone()), "Done").remove(0);
    assert_eq!(drawing.update(said), Answer::Close);
    assert_eq!(drawing.sheet(), 0);
}

#[test]
fn a_new_sheet_is_offered_once_something_is_drawn() {
    let (mut drawing, strokes) = (Drawing::new(0), some());
    assert!(click(drawing.view([]), "New sheet").is_empty(), "this one is empty");
    assert!(click(drawing.view([]), "Undo").is_empty());
    let said = click(drawing.view(strokes.clone()), "New sheet").remove(0);
    assert_eq!((drawing.update(said), drawing.sheet()), (Answer::Stay, 1));
    shows(drawing.view([]), &["Sheet 2. Each line is kept as the finger lifts."]);
    assert!(click(Drawing::new(u8::MAX).view(strokes.clone()), "New sheet").is_empty(), "there is no number after it");
}

#[test]
fn every_target_of_the_pad_is_large_enough() {
    let strokes = some();
    has_large_targets("pad", Drawing::new(0).view(strokes.clone()));
}

#[test]
fn the_pad_is_drawn_in_every_shade() {
    let strokes = some();
    for shade in Shade::ALL {
        let drawing = Drawing::new(0);
        assert!(laid_out(drawing.view(strokes.clone())).snapshot(&theme(shade)).is_ok(), "{shade:?}");
    }
}
