//! What stands in the chart, and in which order.

use super::head;
use super::paper::{Paper, Running, WIDTH};
use super::table::below;
use crate::journal::reader::Record;
use crate::record::page::Page;
use crate::record::picture::Picture;
use crate::record::picture::faces::Faces;
use crate::record::section::{Section, changes, checks, dose, gaps, music, practice, seen, words};
use crate::record::timeline;
use crate::theme::scripts::missing_words;

/// How much of the width the table of vital signs takes beside its plot.
const VITALS: f32 = 0.56;

/// How the plot is read.
const PLOT: &str =
    "Dots: systolic and diastolic; rings: heart rate. Dashed: the ceiling and, in grey, the first pressure.";

/// What only other forms carry.
const ELSEWHERE: &str = "Times are by the wall clock of the device as it was last, counted back from there. \
     Struck out is what was taken back later; \"was\" is what stood before a correction. The pieces of the music and the \
     positions at which it was heard are in the record itself and in its export for systems. [U+…] stands for a sign \
     that cannot be printed here.";

pub(super) fn pages(
    page: &Page,
    faces: &Faces,
    record: &Record,
    amendments: &[Record],
    running: &Running,
) -> Vec<Picture> {
    let mut paper = Paper::new(faces, running);
    paper.put(head::head(page, faces, &running.id, record, amendments));
    paper.put(timeline::course(page, faces, WIDTH));
    legend(&mut paper, faces, timeline::LEGEND);
    vitals(&mut paper, page, faces);
    paper.section(&seen::observations(page), 2);
    paper.pair(&seen::ratings(page), &words::intention(page));
    paper.section(&words::notes(page), 1);
    for section in practice::questionnaires(page) {
        paper.section(&section, 1);
    }
    paper.section(&practice::told(page), 2);
    paper.section(&practice::drawings(page), 2);
    checklist(&mut paper, checks::arrival(page));
    // What stands of each dose in the end is at the head already.
    let doses = dose::doses(page).into_iter().map(|section| Section { below: Vec::new(), ..section });
    let mut doses: Vec<Section> = doses.chain([dose::declined(page)]).filter(|section| !section.is_empty()).collect();
    let first = if doses.is_empty() { Section::default() } else { doses.remove(0) };
    paper.pair(&first, &seen::phases(page));
    for section in doses {
        paper.section(&section, 2);
    }
    checklist(&mut paper, checks::release(page));
    paper.section(&changes::changes(page), 1);
    paper.section(&seen::breathing(page), 2);
    paper.section(&music::steering(page), 2);
    paper.section(&gaps::gaps(page), 1);
    paper.section(&gaps::missing(record, amendments), 1);
    legend(&mut paper, faces, ELSEWHERE);
    if let Some(sentence) = faces.lacked().then(|| missing_words(faces.system().missing())).flatten() {
        legend(&mut paper, faces, &sentence);
    }
    paper.sign();
    paper.finish()
}

/// What was decided across the page, then what it rests on.
fn checklist(paper: &mut Paper<'_>, section: Section) {
    let (decided, asked) = section.decided();
    paper.section(&decided, 1);
    if decided.is_empty() { paper.section(&asked, 2) } else { paper.rest(&asked, 2) }
}

/// The table beside its plot; one under the other where there are many.
fn vitals(paper: &mut Paper<'_>, page: &Page, faces: &Faces) {
    let mut section = seen::vitals(page);
    section.below.extend((!section.is_empty()).then(|| PLOT.to_owned()));
    let Some(plot) = timeline::vitals(page, faces, WIDTH * (1.0 - VITALS) - 16.0) else {
        paper.section(&section, 1);
        return;
    };
    if !paper.beside(&section, WIDTH * VITALS, plot) {
        paper.section(&section, 1);
        if let Some(plot) = timeline::vitals(page, faces, WIDTH) {
            paper.put(plot);
        }
    }
}

fn legend(paper: &mut Paper<'_>, faces: &Faces, sentence: &str) {
    for strip in below(faces, sentence, WIDTH) {
        paper.put(strip);
    }
}
