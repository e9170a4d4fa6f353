//! A picture as SVG: no font, script or file is needed to see it.

use std::fmt::Write as _;

use super::{Anchor, Face, Ink, Mark, Picture, Place, Stroke};
use crate::record::legible::legible;

const SANS: &str =
    "'Hanken Grotesk','Helvetica Neue',Helvetica,Arial,'Liberation Sans','DejaVu Sans','Noto Sans',sans-serif";
const SERIF: &str = "Newsreader,Georgia,'Times New Roman','Liberation Serif','DejaVu Serif','Noto Serif',serif";

/// Writes a picture; `title` is what a screen reader says of it.
pub(in crate::record) fn write(picture: &Picture, title: &str) -> String {
    let (width, height) = (number(picture.width), number(picture.height));
    let title = escaped(title);
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}pt\" \
         height=\"{height}pt\" viewBox=\"0 0 {width} {height}\" role=\"img\">\n<title>{title}</title>\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>\n"
    );
    for mark in &picture.marks {
        text.push_str(&element(mark));
        text.push('\n');
    }
    text.push_str("</svg>\n");
    text
}

fn element(mark: &Mark) -> String {
    match mark {
        Mark::Line { points, stroke } => {
            format!("<polyline points=\"{}\" fill=\"none\" {}/>", list(points), pen(*stroke))
        }
        Mark::Area { points, ink } => format!("<polygon points=\"{}\" fill=\"{}\"/>", list(points), hex(*ink)),
        Mark::Dot { at, radius, ink, hollow } => {
            let (x, y, radius, ink) = (number(at.0), number(at.1), number(*radius), hex(*ink));
            let look = if *hollow {
                format!("fill=\"{}\" stroke=\"{ink}\" stroke-width=\"1\"", hex(Ink::Ground))
            } else {
                format!("fill=\"{ink}\"")
            };
            format!("<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" {look}/>")
        }
        Mark::Words { at, text, style, anchor } => {
            let (x, y, size, ink) = (number(at.0), number(at.1), number(style.size), hex(style.ink));
            let anchor = match anchor {
                Anchor::Start => "start",
                Anchor::Middle => "middle",
                Anchor::End => "end",
            };
            let look = face(style.face);
            let words = escaped(text);
            format!(
                "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" {look} text-anchor=\"{anchor}\" fill=\"{ink}\">{words}</text>"
            )
        }
    }
}

fn face(face: Face) -> String {
    let (family, weight, slant) = match face {
        Face::Regular => (SANS, 400, "normal"),
        Face::Medium => (SANS, 500, "normal"),
        Face::SemiBold => (SANS, 600, "normal"),
        Face::Serif => (SERIF, 400, "normal"),
        Face::Italic => (SERIF, 400, "italic"),
    };
    format!("font-family=\"{family}\" font-weight=\"{weight}\" font-style=\"{slant}\"")
}

fn pen(stroke: Stroke) -> String {
    let dashed = if stroke.dashed { " stroke-dasharray=\"3 2\"" } else { "" };
    let (ink, width) = (hex(stroke.ink), number(stroke.width));
    format!("stroke=\"{ink}\" stroke-width=\"{width}\" stroke-linejoin=\"round\"{dashed}")
}

fn list(points: &[Place]) -> String {
    let mut text = String::new();
    for (x, y) in points {
        let _ = write!(text, "{},{} ", number(*x), number(*y));
    }
    text.trim_end().to_owned()
}

fn hex(ink: Ink) -> String {
    let (red, green, blue) = ink.rgb();
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// With at most two decimals, as short as it goes.
fn number(value: f32) -> String {
    let text = format!("{:.2}", if value.is_finite() { value } else { 0.0 });
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn escaped(text: &str) -> String {
    legible(text).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
