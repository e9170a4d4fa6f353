//! What the monkey did, what the records hold, and whether the one explains the other.

use std::path::Path;
use std::time::Duration;

use holdspace::journal::record::Line;
use holdspace::journal::{DataDir, reader};
use holdspace::session::Event;
use holdspace::widget::touch::Kind;
use holdspace::widget::touch::law::STRAY;

use crate::touch::hand::BY_ITSELF;

/// What begins or ends something for good is held.
const HELD: [&str; 5] = ["tablet_taken", "given", "declined", "closed", "postponed"];
/// What ends something else is at least touched.
const ENDS: [&str; 6] = ["phase_entered", "spat", "swallowed", "released", "stopped", "breathing_ended"];
/// Most of a second of frames, as they are seen from outside.
const SECOND: Duration = Duration::from_millis(950);
/// What was done is on the disk this soon, also on a busy machine.
const SAVED: Duration = Duration::from_secs(3);

/// A finger that lay somewhere.
#[derive(Clone, Debug)]
pub struct Touch {
    /// When it came down.
    pub down: Duration,
    /// When it was lifted.
    pub up: Duration,
    /// How much of that the program could see.
    pub seen: Duration,
    /// How far from where it came down it was lifted, px.
    pub slid: f32,
    /// How many lay there at once.
    pub fingers: usize,
    /// What the mirror showed under it when it came down.
    pub words: String,
    /// How that is pressed.
    pub kind: Option<Kind>,
}

impl Touch {
    fn explains(&self, line: &Line) -> bool {
        let at = line.recorded.boot;
        let then = self.down <= at && at <= self.up + SAVED;
        let fair = self.fingers < 3 && self.slid <= STRAY;
        let held = self.kind == Some(Kind::Hold) && self.seen >= SECOND;
        let may =
            if HELD.contains(&&*line.kind) { held } else { self.kind.is_some_and(|kind| kind != Kind::Hold || held) };
        then && fair && may
    }
}

/// Everything the monkey did.
#[derive(Default)]
pub struct Book {
    touches: Vec<Touch>,
    keys: Vec<Duration>,
    did: Vec<String>,
}

impl Book {
    /// A finger lay there.
    pub fn touched(&mut self, touch: Touch) {
        self.touches.push(touch);
    }

    /// A key was pressed then.
    pub fn typed(&mut self, at: Duration) {
        self.keys.push(at);
    }

    /// This was done.
    pub fn did(&mut self, what: &str) {
        self.did.push(what.to_owned());
    }

    /// The last things that were done, for whoever reads why it failed.
    pub fn last(&self) -> String {
        let did = self.did.iter().rev().take(20).rev().cloned();
        let touches = self.touches.iter().rev().take(3).map(|touch| format!("{touch:?} on “{}”", touch.words));
        did.chain(touches).collect::<Vec<_>>().join("\n")
    }

    /// What ends something in these lines although nobody aimed at it.
    pub fn unexplained<'a>(&self, lines: &'a [Line]) -> Option<&'a Line> {
        let ends = |line: &&Line| HELD.contains(&&*line.kind) || ENDS.contains(&&*line.kind);
        lines.iter().filter(ends).find(|line| {
            let at = line.recorded.boot;
            let typed = self.keys.iter().any(|then| *then <= at && at <= *then + SAVED);
            let by_key = typed && line.kind == "phase_entered";
            !by_key && !self.touches.iter().rev().any(|touch| touch.explains(line))
        })
    }
}

/// The good lines of every record in a folder, the oldest record first.
pub fn records(data: &Path) -> Vec<Vec<Line>> {
    let folders = DataDir::open(data).map(|data| data.folders()).unwrap_or_default();
    let mut all: Vec<Vec<Line>> = folders
        .iter()
        .filter_map(|folder| Some(reader::read(folder).ok()?.lines))
        .filter(|it| !it.is_empty())
        .collect();
    all.sort_by_key(|lines| (lines[0].recorded.wall, codes(&lines[0])));
    all
}

fn codes(line: &Line) -> Vec<String> {
    match line.entry.as_ref().map(|entry| &entry.event) {
        Some(Event::SessionStarted { codes, .. }) => codes.clone(),
        Some(_) | None => Vec::new(),
    }
}

/// What somebody did, told so that two records of it can be laid side by side.
pub fn acts(lines: &[Line]) -> Vec<String> {
    lines.iter().filter(|line| !BY_ITSELF.contains(&&*line.kind)).map(told).collect()
}

fn told(line: &Line) -> String {
    match line.entry.as_ref().map(|entry| &entry.event) {
        Some(Event::PhaseEntered { phase }) => format!("phase_entered {}", phase.key()),
        Some(Event::Observed { chip, .. }) => format!("observed {chip}"),
        Some(_) | None => line.kind.clone(),
    }
}

/// How often a session was taken up again.
pub fn resumed(records: &[Vec<Line>]) -> usize {
    records.iter().flatten().filter(|line| line.kind == "resumed").count()
}
