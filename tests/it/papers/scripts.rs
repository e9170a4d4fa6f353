//! Words in any script: on the glass no sign is a box, on paper every word can be read and taken out again.

use std::process::Command;

use holdspace::record::pdf;
use holdspace::session::event::{Event, NoteKind};
use holdspace::theme::role;
use holdspace::theme::scripts::{SCRIPTS, SystemFonts, missing_words, widen};
use iced::Size;
use iced::advanced::graphics::text::Paragraph;
use iced::advanced::text::{self, Paragraph as _};

use super::{asked, document, record_of, with};

/// What somebody may say in each script.
const SAID: [(&str, &str); 9] = [
    ("Cyrillic", "Я хочу покоя"),
    ("Greek", "Θέλω ησυχία"),
    ("Arabic", "أريد هدوء"),
    ("Hebrew", "אני רוצה שקט"),
    ("Devanagari", "मुझे शांति चाहिए"),
    ("Chinese", "我想要平静"),
    ("Japanese", "しずかになりたい"),
    ("Korean", "평화를 원해요"),
    ("emoji", "🙏 🌊"),
];

fn note(text: &str) -> Event {
    Event::Note { kind: NoteKind::Client, text: text.to_owned() }
}

fn paragraph(content: &str) -> Paragraph {
    Paragraph::with_text(text::Text {
        content,
        bounds: Size::INFINITE,
        size: role::BODY.pixels(),
        line_height: iced::Pixels(role::BODY.line).into(),
        font: role::BODY.font,
        align_x: text::Alignment::Default,
        align_y: iced::alignment::Vertical::Top,
        shaping: text::Shaping::default(),
        wrapping: text::Wrapping::None,
    })
}

#[test]
fn no_sign_of_any_script_is_a_box_on_the_glass() {
    widen();
    for (script, said) in SAID {
        let set = paragraph(said);
        let glyphs: Vec<u16> =
            set.buffer().layout_runs().flat_map(|run| run.glyphs).map(|glyph| glyph.glyph_id).collect();
        assert!(!glyphs.is_empty() && !glyphs.contains(&0), "{script}: {said} is set as {glyphs:?}");
    }
}

#[test]
fn the_words_of_any_script_stand_on_the_paper_and_come_out_of_it_again() {
    for (script, said) in SAID {
        let document = document(&with(note(said)));
        let text = asked("pdftotext", &["-enc", "UTF-8"], &document).expect("pdftotext is installed by scripts/test");
        assert!(!text.replace("[U+\u{2026}]", "").contains("[U+"), "{script}: {text}");
        for word in said.split(' ') {
            assert!(text.contains(word), "{script}: {word} is missing in\n{text}");
        }
        assert!(fonts_of(&document).contains("yes"), "{script}: its font is embedded");
    }
}

/// What the document says of its fonts.
fn fonts_of(document: &super::Document) -> String {
    let listed = Command::new("pdffonts").arg(&document.path).output().expect("pdffonts is installed by scripts/test");
    String::from_utf8_lossy(&listed.stdout).into_owned()
}

#[test]
fn what_no_font_has_is_named_and_the_paper_says_what_brings_it() {
    let all: Vec<&str> = SAID.iter().map(|(_, said)| *said).collect();
    let bytes =
        pdf::write_with("20261122-x", &record_of(&with(note(&all.join(" ")))), &[], SystemFonts::none()).unwrap();
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("chart.pdf");
    std::fs::write(&path, bytes).unwrap();
    let document = super::Document { _home: home, path };
    let text = asked("pdftotext", &["-layout", "-enc", "UTF-8"], &document).expect("pdftotext");
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for number in ["[U+042F]", "[U+0623]", "[U+1F64F]", "[U+6211]"] {
        assert!(words.contains(number), "{number}\n{words}");
    }
    let sentence = missing_words(SystemFonts::none().missing()).unwrap();
    assert!(words.contains(&sentence), "{sentence}\n{words}");
    assert!(sentence.contains("fonts-lohit-deva") && sentence.contains("Cyrillic"), "{sentence}");
}

#[test]
fn nothing_is_missing_where_the_packages_are_installed() {
    assert_eq!(missing_words(SystemFonts::load().missing()), None, "scripts/packages names them all");
    assert_eq!(SCRIPTS.map(|script| script.name), SAID.map(|(script, _)| script));
}

#[test]
fn what_hides_in_a_text_is_named_and_what_joins_its_letters_is_not() {
    let text = "bell\u{7}, over\u{202e}ride, Zoë e\u{301}té ½, \u{2764}\u{fe0f}, a\u{200d}b";
    let document = document(&with(note(text)));
    let said = asked("pdftotext", &["-layout", "-enc", "UTF-8"], &document).expect("pdftotext");
    let words = said.split_whitespace().collect::<Vec<_>>().join(" ");
    for said in ["bell[U+0007]", "over[U+202E]ride", "Zoë", "té ½", "a[U+200D]b"] {
        assert!(words.contains(said), "{said}\n{words}");
    }
    assert!(!words.contains("[U+0301]") && !words.contains("[U+FE0F]"), "{words}");
}
