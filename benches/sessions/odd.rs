//! Words that people and machines stumble over.

use super::chance::Chance;

pub const WORDS: [&str; 30] = [
    "It was so quiet.",
    "=HYPERLINK(\"http://x\",\"y\")",
    "=1+1",
    "+49 555 0142",
    "-7 of 10",
    "@SUM(A1)",
    "\t=cmd",
    "'quoted",
    "''twice",
    "said \"no\", then, \"yes\"",
    "first line\nsecond line",
    "first\r\nsecond",
    "semi;colon|pipe\ttab",
    "ä ö ü ß – “curly” …",
    "日本語の言葉",
    "مرحبا",
    "\u{1f331}\u{200d}\u{1f33f}",
    "a\u{301}",
    "no\u{a0}break",
    "\u{3000}wide\u{2028}line",
    "\u{feff}=1+1",
    "zero\u{200b}width",
    "control\u{1}\u{7}\u{1b}[31m",
    "\u{85}next",
    "<script>alert(1)</script> & <b>",
    "| a | table | **bold** `code` ~~x~~",
    "null",
    "0123",
    "1e5",
    "＝１＋１",
];

pub const CODES: [&str; 10] = ["K-01", "AB", "", "=1+1", "Ä.ß", "K|02 &x", "'Q", "-3", "client one", "日"];

pub fn words(chance: &mut Chance) -> String {
    let mut words = (*chance.of(&WORDS)).to_owned();
    if chance.in_100(20) {
        words += *chance.of(&WORDS);
    }
    if chance.in_100(2) {
        words = words.repeat(200);
    }
    words
}
