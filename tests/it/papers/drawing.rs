//! A drawing in the record: well formed, nothing but lines, the same bytes for the same strokes.

use holdspace::record::drawing::svg;
use holdspace::session::drawing::{FIELD, MOST_POINTS, Point, Stroke};
use proptest::prelude::*;
use roxmltree::{Document, Node};

fn stroke(points: &[(u16, u16)]) -> Stroke {
    points.iter().map(|(x, y)| Point { x: *x, y: *y }).collect()
}

/// The names of what is drawn, and where each begins and ends.
fn drawn(svg: &str) -> Vec<(String, String)> {
    let document = Document::parse(svg).unwrap_or_else(|error| panic!("{error}\n{svg}"));
    let said = |node: &Node| node.attribute("d").or(node.attribute("cx")).unwrap_or_default().to_owned();
    let group = document.descendants().find(|node| node.has_tag_name("g")).unwrap();
    group.children().filter(Node::is_element).map(|node| (node.tag_name().name().to_owned(), said(&node))).collect()
}

#[test]
fn each_stroke_is_one_line_from_its_first_point_to_its_last() {
    let svg = svg(&[
        stroke(&[(10, 20), (30, 45), (60, 20), (61, 81)]),
        stroke(&[(0, 0), (1600, 900)]),
        stroke(&[(100, 50)]),
        stroke(&[(1, 2), (3, 4), (5, 6)]),
    ]);
    let own = |name: &str, said: &str| (name.to_owned(), said.to_owned());
    assert_eq!(
        drawn(&svg),
        [
            own("path", "M10 20Q30 45 45 32.5Q60 20 61 81"),
            own("path", "M0 0Q0 0 1600 900"),
            own("circle", "100"),
            own("path", "M1 2Q3 4 5 6"),
        ]
    );
}

#[test]
fn a_drawing_is_as_large_as_its_field_and_needs_no_other_file() {
    let svg = svg(&[stroke(&[(1, 1), (9, 9)]), stroke(&[(5, 5)])]);
    let document = Document::parse(&svg).unwrap();
    assert_eq!(document.root_element().attribute("viewBox"), Some("0 0 1600 900"));
    for node in document.descendants().filter(Node::is_element) {
        let name = node.tag_name().name();
        assert!(["svg", "title", "rect", "g", "path", "circle"].contains(&name), "{name}");
        assert!(node.attributes().all(|one| !one.value().contains("url(") && !one.name().contains("href")));
        assert!(node.attributes().all(|one| !one.name().starts_with("on")));
    }
    assert_eq!(svg.matches("http").count(), 1, "only the name of the format");
}

#[test]
fn an_empty_sheet_is_a_picture_too_and_a_stroke_of_nothing_is_left_out() {
    assert_eq!(drawn(&svg(&[])), []);
    assert_eq!(svg(&[stroke(&[])]), svg(&[]));
}

#[test]
fn the_bytes_of_a_drawing_are_pinned() {
    let wanted = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
        <svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1600\" height=\"900\" viewBox=\"0 0 1600 900\" role=\"img\">\n\
        <title>Drawing</title>\n<rect width=\"1600\" height=\"900\" fill=\"#ffffff\"/>\n\
        <g fill=\"none\" stroke=\"#000000\" stroke-width=\"4\" stroke-linecap=\"round\" stroke-linejoin=\"round\">\n\
        <path d=\"M1 2Q3 4 3.5 5Q4 6 9 9\"/>\n\
        <circle cx=\"7\" cy=\"8\" r=\"4\" fill=\"#000000\" stroke=\"none\"/>\n</g>\n</svg>\n";
    assert_eq!(svg(&[stroke(&[(1, 2), (3, 4), (4, 6), (9, 9)]), stroke(&[(7, 8)])]), wanted);
}

fn any_stroke() -> impl Strategy<Value = Stroke> {
    proptest::collection::vec((0..=FIELD.0, 0..=FIELD.1), 1..200).prop_map(|points| stroke(&points))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn any_drawing_is_well_formed_and_lies_on_the_sheet(strokes in proptest::collection::vec(any_stroke(), 0..12)) {
        let svg = svg(&strokes);
        let drawn = drawn(&svg);
        prop_assert_eq!(drawn.len(), strokes.len());
        for (_, said) in drawn {
            let numbers: Vec<f32> =
                said.split(['M', 'Q', ' ']).filter(|part| !part.is_empty()).map(|part| part.parse().unwrap()).collect();
            prop_assert!(numbers.iter().all(|number| (0.0..=f32::from(FIELD.0)).contains(number)));
        }
    }
}

#[test]
fn the_longest_stroke_is_written_whole() {
    let long: Vec<(u16, u16)> = (0..MOST_POINTS as u16).map(|step| (step % 1601, step % 901)).collect();
    assert_eq!(drawn(&svg(&[stroke(&long)]))[0].1.matches('Q').count(), MOST_POINTS - 2);
}
