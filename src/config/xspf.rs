//! XSPF lists (<https://www.xspf.org/spec>), version 0 and 1.

use std::path::Path;

use roxmltree::{Document, Node};

use super::log::{MOST_PROBLEMS, in_one_line};
use super::playlist::line::{finish, uri};
use super::problem::{Problem, line_starts, place_among};
use super::source::Source;
use crate::music::playlist::{Playlist, Track, TrackSource};

/// A list is nested four deep, and by what players put into `extension`; the parser calls itself for each element.
const DEEPEST: usize = 64;

/// Reads a list; relative locations are relative to it. Of several locations of one track, the first one here counts.
///
/// # Errors
/// Every problem of the list, in its order.
pub fn read(file: &Path, bytes: &[u8]) -> Result<Playlist, Vec<Problem>> {
    let text = Source::decode(file, bytes).map_err(|problem| vec![problem])?.text;
    let lines = line_starts(&text);
    let told = |(line, column): (usize, usize), what: String, remedy: &str| Problem {
        file: file.to_owned(),
        line,
        column,
        what,
        remedy: remedy.to_owned(),
    };
    let remedy = "save the list again as XSPF";
    if let Some(byte) = too_deep(&text) {
        return Err(vec![told(place_among(&text, &lines, byte), "this XML is nested too deep".to_owned(), remedy)]);
    }
    let document = Document::parse(&text).map_err(|error| {
        let place = (error.pos().row as usize, error.pos().col as usize);
        let what = format!("this is not XML: {}", in_one_line(&error.to_string()));
        vec![told((place.0.max(1), place.1.max(1)), what, remedy)]
    })?;
    let place = |node: &Node<'_, '_>| place_among(&text, &lines, node.range().start);
    let root = document.root_element();
    if root.tag_name().name() != "playlist" {
        return Err(vec![told(place(&root), "this XML is no XSPF list".to_owned(), remedy)]);
    }
    let mut list = super::playlist::empty(file);
    if let Some(title) = words(&root, "title") {
        list.title = title;
    }
    let folder = file.parent().unwrap_or(Path::new(""));
    let mut problems = Vec::new();
    let tracks = children(&root, "trackList").flat_map(|all| children(&all, "track").collect::<Vec<_>>());
    for track in tracks {
        if problems.len() >= MOST_PROBLEMS {
            break;
        }
        match location(&track) {
            Ok((name, at)) => {
                let plain = Track::plain(TrackSource::File(folder.join(name)), place(&at));
                list.tracks.push(Track { title: words(&track, "title"), ..plain });
            }
            Err((at, what, remedy)) => problems.push(told(place(&at), what, remedy)),
        }
    }
    finish(list, problems, "<track><location>music.flac</location></track> parts")
}

type Refused<'a, 'input> = (Node<'a, 'input>, String, &'static str);

/// The first location that is a file here, else what is wrong with the first one.
fn location<'a, 'input: 'a>(track: &Node<'a, 'input>) -> Result<(String, Node<'a, 'input>), Refused<'a, 'input>> {
    let mut wrong = None;
    for at in children(track, "location") {
        let said = said(&at);
        let read = if said.is_empty() {
            Err(("this location is empty".to_owned(), "write the name of a file"))
        } else {
            uri(&said)
        };
        match read {
            Ok(name) => return Ok((name, at)),
            Err((what, remedy)) => wrong = wrong.or(Some((at, what, remedy))),
        }
    }
    let none = (*track, "this track names no file".to_owned(), "write <location>music.flac</location> into it");
    Err(wrong.unwrap_or(none))
}

fn children<'a, 'input: 'a>(of: &Node<'a, 'input>, name: &'static str) -> impl Iterator<Item = Node<'a, 'input>> {
    of.children().filter(move |child| child.is_element() && child.tag_name().name() == name)
}

fn said(node: &Node<'_, '_>) -> String {
    let parts = node.children().filter(Node::is_text).filter_map(|part| part.text());
    parts.collect::<String>().trim().to_owned()
}

fn words(of: &Node<'_, '_>, name: &'static str) -> Option<String> {
    children(of, name).map(|node| said(&node)).find(|words| !words.is_empty())
}

/// The byte at which more than [`DEEPEST`] elements are open.
fn too_deep(text: &str) -> Option<usize> {
    let (mut depth, mut at) = (0usize, 0usize);
    while let Some(found) = text.get(at..).and_then(|rest| rest.find('<')) {
        at += found;
        let rest = text.get(at..).unwrap_or_default();
        let hidden = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"), ("<!", ">")];
        if let Some((begin, end)) = hidden.into_iter().find(|(begin, _)| rest.starts_with(begin)) {
            let inside = rest.get(begin.len()..).unwrap_or_default();
            at += begin.len() + inside.find(end)? + end.len();
            continue;
        }
        let length = tag_length(rest)?;
        let tag = rest.get(..length).unwrap_or_default();
        if tag.starts_with("</") {
            depth = depth.saturating_sub(1);
        } else if !tag.ends_with("/>") {
            depth += 1;
        }
        if depth > DEEPEST {
            return Some(at);
        }
        at += length;
    }
    None
}

/// Bytes of a tag with its brackets; a `>` in quotes does not end it.
fn tag_length(rest: &str) -> Option<usize> {
    let mut quote = None;
    for (at, letter) in rest.char_indices() {
        match (letter, quote) {
            ('>', None) => return Some(at + 1),
            ('"' | '\'', None) => quote = Some(letter),
            (letter, Some(open)) if letter == open => quote = None,
            _ => {}
        }
    }
    None
}
