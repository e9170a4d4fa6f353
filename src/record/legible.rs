//! Signs that cannot be seen are named, so that nothing is hidden in a text and nothing in it commands a reader.

use std::borrow::Cow;
use std::fmt::Write as _;

/// The text with every sign that has no picture as its number: `[U+202E]`. Line breaks stay, tabs become spaces.
pub(in crate::record) fn legible(text: &str) -> Cow<'_, str> {
    if text.chars().all(|sign| sign == '\n' || !is_hidden(sign)) {
        return Cow::Borrowed(text);
    }
    let mut seen = String::with_capacity(text.len());
    let mut signs = text.chars().peekable();
    let mut before = ' ';
    while let Some(sign) = signs.next() {
        let joins = joins(before, sign, signs.peek().copied());
        before = sign;
        match sign {
            joiner if joins => seen.push(joiner),
            '\r' if signs.peek() == Some(&'\n') => {}
            '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' => seen.push('\n'),
            '\t' => seen.push_str("  "),
            hidden if is_hidden(hidden) => named(&mut seen, hidden),
            other => seen.push(other),
        }
    }
    Cow::Owned(seen)
}

/// Whether a sign that is not seen does what it is for between its neighbours: it joins or parts letters of scripts that
/// need it and pictures that are made of several, or says how a picture is drawn.
fn joins(before: char, sign: char, after: Option<char>) -> bool {
    let far = |sign: char| sign >= '\u{600}' && !is_hidden(sign);
    match sign {
        '\u{fe0e}' | '\u{fe0f}' => before >= '\u{2000}' && !is_hidden(before),
        '\u{200c}' | '\u{200d}' => (far(before) || before == '\u{fe0f}') && after.is_some_and(far),
        _ => false,
    }
}

/// Writes the number of a sign.
pub(in crate::record) fn named(text: &mut String, sign: char) {
    let _ = write!(text, "[U+{:04X}]", u32::from(sign));
}

/// Controls, and what formats or joins other signs without being seen.
fn is_hidden(sign: char) -> bool {
    sign.is_control()
        || matches!(sign,
            '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180b}'..='\u{180e}' | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{fff0}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}
