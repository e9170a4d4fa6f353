//! The picture of a session is well formed, needs nothing but itself, and draws what stands.

use holdspace::record::timeline;
use holdspace::session::event::{Event, NoteKind};
use roxmltree::{Document, Node};

use super::super::journal::sample::{ONE, entry, every_kind};
use super::{record_of, stretched, with};

fn words(svg: &str) -> Vec<String> {
    let document = Document::parse(svg).unwrap_or_else(|error| panic!("{error}\n{svg}"));
    let text = |node: &Node| node.text().unwrap_or_default().to_owned();
    document.descendants().filter(|node| node.has_tag_name("text")).map(|node| text(&node)).collect()
}

fn drawn(svg: &str) -> String {
    words(svg).join("\n")
}

#[test]
fn the_picture_shows_phases_doses_vitals_what_was_seen_and_the_gaps() {
    let svg = timeline::write("20261122-x", &record_of(&stretched(every_kind())), &[]);
    let drawn = drawn(&svg);
    for said in [
        "AB",
        "Phases",
        "Arrival",
        "Journey",
        "Dose",
        "T0",
        "of 10:00 min",
        "mmHg",
        "128/82",
        "ceiling 160/90",
        "heart rate",
        "Observed",
        "Tears *",
        "check",
        "first words *",
        "Music",
        "fades to silence",
        "Gaps",
        "program away",
        "no sound output",
        "closing code",
        "20261122-x",
        "11:00",
    ] {
        assert!(drawn.contains(said), "{said}\n{drawn}");
    }
    assert!(!drawn.contains("DISTRESS 3"), "a rating that was taken back is not drawn: {drawn}");
}

#[test]
fn somebodys_words_cannot_leave_their_place() {
    let mut events = with(Event::Observed { chip: "<script>&\"'\u{7}\u{202e}x</text>".into() });
    events.insert(3, entry(0x9100, 5_000, ONE, Event::Rating { item: "]]>&amp;".into(), value: 4 }));
    let svg = timeline::write("<x>&", &record_of(&events), &[]);
    let drawn = words(&svg);
    assert!(drawn.iter().any(|word| word == "<script>&\"'[U+0007][U+202E]x</text>"), "{drawn:?}");
    assert!(drawn.iter().any(|word| word == "]]>&amp; 4"), "{drawn:?}");
}

#[test]
fn the_picture_needs_no_other_file() {
    let svg = timeline::write("x", &record_of(&every_kind()), &[]);
    let document = Document::parse(&svg).unwrap();
    let allowed = ["svg", "title", "rect", "polyline", "polygon", "circle", "text"];
    for node in document.descendants().filter(Node::is_element) {
        assert!(allowed.contains(&node.tag_name().name()), "{:?}", node.tag_name());
        assert!(node.attributes().all(|one| !one.value().contains("url(") && !one.name().contains("href")));
    }
    assert_eq!(svg.matches("http").count(), 1, "only the name of the format");
}

#[test]
fn everything_lies_on_the_sheet() {
    let many = (0..300u64).map(|number| {
        let chip = if number % 3 == 0 { "tears".to_owned() } else { format!("something seen {number}") };
        entry(0xA000 + u128::from(number), number * 200, ONE, Event::Observed { chip })
    });
    let mut events = every_kind();
    let end = events.len() - 2;
    let _ = events.splice(end..end, many).count();
    let svg = timeline::write("x", &record_of(&stretched(events)), &[]);
    let document = Document::parse(&svg).unwrap();
    let view = document.root_element().attribute("viewBox").unwrap();
    let size: Vec<f32> = view.split(' ').map(|part| part.parse().unwrap()).collect();
    let number = |node: &Node, name: &str| node.attribute(name).unwrap().parse::<f32>().unwrap();
    for node in document.descendants().filter(|node| node.has_tag_name("text")) {
        let (x, y) = (number(&node, "x"), number(&node, "y"));
        assert!((0.0..=size[2]).contains(&x) && (0.0..=size[3]).contains(&y), "{:?} at {x}, {y}", node.text());
    }
    assert!(drawn(&svg).contains("more than can be drawn here; they are in the lists"));
}

#[test]
fn a_session_that_hardly_began_is_drawn_too() {
    let begun: Vec<_> = every_kind().into_iter().take(1).collect();
    assert!(drawn(&timeline::write("x", &record_of(&begun), &[])).contains("not sealed yet"));
    let _ = words(&timeline::write("x", &record_of(&[]), &[]));
    let note = Event::Note { kind: NoteKind::Note, text: "alone".into() };
    let _ = words(&timeline::write("x", &record_of(&[entry(1, 0, ONE, note)]), &[]));
}
