//! The side of the thumb: what can be done with what is chosen, else why the plan is as it is; and listening.

use std::time::Duration;

use iced::widget::text::Wrapping;
use iced::widget::{Column, Space, column, container, row};
use iced::{Alignment, Element, Length};

use super::chart::from_to;
use super::listed::{Detail, Row, neighbour};
use super::track_row::warning;
use super::{Chosen, Message, Shown, wish};
use crate::cue::{Piece, Plan, Position};
use crate::music::plan::LeftOut;
use crate::screen::action::Extreme;
use crate::theme::{Icon, Ink, measure, role};
use crate::units::clock_face;
use crate::widget::button::{quiet, steering, surface};
use crate::widget::elided::elided;
use crate::widget::text::{figure_over, heading, label, words};

/// What is heard of a piece before it ends.
const BEFORE_ITS_END: Duration = Duration::from_secs(60);
/// What is heard of a piece before the next one comes in.
const BEFORE_THE_NEXT: Duration = Duration::from_secs(15);
/// Lines of the explanation that have room, and letters in one.
const LINES: usize = 13;
const LETTERS: usize = 46;
/// Letters of a track's name in a sentence.
const NAME: usize = 40;
/// Warnings that have room over the buttons.
const WARNINGS: usize = 2;

/// The right column.
pub(super) fn aside<'a>(chosen: Option<Chosen>, shown: &Shown<'a>) -> Element<'a, Message> {
    let panel = match chosen {
        Some(Chosen::Row { piece, track }) => of_row(Row { piece, track }, shown),
        Some(Chosen::Stage(stage)) => of_stage(stage, shown),
        None => None,
    };
    let panel = panel.unwrap_or_else(|| explanation(shown));
    column![container(panel).width(Length::Fill).height(Length::Fill).clip(true), listening(shown)]
        .spacing(measure::ICON_SMALL)
        .into()
}

fn of_row<'a>(row_of: Row, shown: &Shown<'a>) -> Option<Element<'a, Message>> {
    let detail = Detail::of(row_of, shown)?;
    let mut about = column![elided(role::BODY_STRONG, Ink::Text, &detail.title)];
    about = about.push(elided(role::LABEL, Ink::Dim, when(&detail, shown)));
    about = about.push(detail.facts.filter(|facts| !facts.loudness.strip.is_empty()).map(|facts| {
        let loudness = &facts.loudness;
        let said = format!(
            "{:.1} LUFS, range {:.0} LU, peak {:.1} dBTP",
            loudness.integrated, loudness.range, loudness.true_peak
        );
        elided(role::LABEL, Ink::Dim, said.replace('-', "\u{2212}"))
    }));
    for wrong in detail.warnings.iter().take(WARNINGS) {
        about = about.push(warning(wrong));
    }
    let mut all = column![container(about).height(Length::Fill).clip(true)].spacing(measure::GAP);
    if shown.may_audition {
        all = all.push(plays(row_of, &detail, shown));
    }
    Some(all.extend(changes(row_of, &detail, shown)).height(Length::Fill).into())
}

/// When it plays, or why it does not.
fn when(detail: &Detail<'_>, shown: &Shown<'_>) -> String {
    match (detail.piece, &detail.out) {
        (Some(piece), _) => {
            let stage = shown.planned.map_or("", |planned| planned.plan.stage_at(piece.start).label());
            let end = piece.length.map(|length| piece.start + length);
            let begun = if detail.fixed { ", has begun" } else { "" };
            format!("{}, {stage}{begun}", from_to(piece.start, end))
        }
        (None, Some(out)) => format!("It {out}"),
        (None, None) => detail.second.clone(),
    }
}

/// Hear its beginning, its end, and how it crosses over.
fn plays<'a>(row_of: Row, detail: &Detail<'_>, shown: &Shown<'_>) -> Element<'a, Message> {
    let plan = shown.planned.map(|planned| &planned.plan);
    let usable = detail.facts.is_some();
    let place = row_of.piece.zip(detail.piece);
    let alone = row_of.track.filter(|_| usable);
    let trim = detail.piece.map_or(Duration::ZERO, |piece| piece.trim);
    let beginning = match (alone, place) {
        (Some(track), _) => Some(Message::Track(track, trim)),
        (None, Some((piece, _))) => Some(Message::Audition(Some(Position { piece, offset: Duration::ZERO }))),
        (None, None) => None,
    };
    let length = detail.piece.map_or(detail.whole(), |piece| piece.length);
    let ending = length.map(|length| length.saturating_sub(BEFORE_ITS_END)).and_then(|from| match (alone, place) {
        (Some(track), _) => Some(Message::Track(track, trim + from)),
        (None, Some((piece, _))) => Some(Message::Audition(Some(Position { piece, offset: from }))),
        (None, None) => None,
    });
    let crossing = place.and_then(|(piece, here)| crossing(plan?, piece, here));
    row![
        steering(Icon::Play, "Play", false, beginning),
        steering(Icon::SkipForward, "Its end", false, ending),
        steering(Icon::ArrowRight, "Into next", false, crossing.map(|at| Message::Audition(Some(at)))),
    ]
    .spacing(measure::GAP)
    .into()
}

/// Shortly before the next piece comes in.
fn crossing(plan: &Plan, piece: usize, here: &Piece) -> Option<Position> {
    let next = plan.pieces.get(piece + 1)?;
    let at = next.start.saturating_sub(BEFORE_THE_NEXT).max(here.start);
    Some(Position { piece, offset: at - here.start })
}

/// Keep it, leave it out, move it: two rows of two.
fn changes<'a>(row_of: Row, detail: &Detail<'_>, shown: &Shown<'_>) -> Vec<Element<'a, Message>> {
    let Some(track) = row_of.track else {
        return vec![label("Built-in music fills what the tracks leave.").into()];
    };
    if detail.fixed {
        return vec![label("It has begun and cannot be changed.").into()];
    }
    let plays = detail.piece.is_some();
    let may_play = plays || detail.facts.is_some() || detail.warnings.is_empty();
    let pin = if detail.pinned { "Unpin" } else { "Pin" };
    let pin = half(pin, Icon::Pin, may_play.then_some(Message::Pin(track, !detail.pinned))).active(detail.pinned);
    let drop = if detail.dropped {
        half("Bring back", Icon::Plus, Some(Message::Drop(track, false)))
    } else {
        half("Drop", Icon::X, plays.then_some(Message::Drop(track, true)))
    };
    let earlier = neighbour(track, true, shown).map(|_| Message::Earlier(track)).filter(|_| plays);
    let later = neighbour(track, false, shown).map(|_| Message::Later(track)).filter(|_| plays);
    vec![
        row![pin, drop].spacing(measure::GAP).into(),
        row![half("Earlier", Icon::CaretUp, earlier), half("Later", Icon::CaretDown, later)]
            .spacing(measure::GAP)
            .into(),
    ]
}

fn half<'a>(word: &str, drawing: Icon, on_press: Option<Message>) -> crate::widget::button::Button<'a, Message> {
    surface(word).icon(drawing).width(Length::Fill).height(measure::TARGET).on_press_maybe(on_press)
}

/// Where a stage begins, a minute earlier, a minute later.
fn of_stage<'a>(stage: usize, shown: &Shown<'a>) -> Option<Element<'a, Message>> {
    let wishes = wish::present(shown)?;
    let (start, which) = wish::stage(&wishes, stage)?;
    let fixed = if shown.in_session { shown.fixed } else { Duration::ZERO };
    let (earlier, later) = wish::starts(&wishes, stage, fixed);
    let lasts = wish::end_of(&wishes, stage).map(|end| clock_face(end.saturating_sub(start)));
    let times = row![
        figure_over(clock_face(start), Ink::Text, "begins"),
        lasts.map(|lasts| figure_over(lasts, Ink::Text, "lasts")),
    ];
    let mut all = column![
        words(role::BODY_STRONG, Ink::Text, capital(which.label())),
        times.spacing(measure::XL).height(measure::BUTTON_LARGE),
    ]
    .spacing(measure::GAP);
    let minute =
        |drawing: Icon, to: Option<Duration>| half("1 min", drawing, to.map(|to| Message::Boundary(stage, to)));
    all = match (stage, start < fixed) {
        (0, _) => all.push(label("It begins with the music.")),
        (_, true) => all.push(label("It has begun and cannot be changed.")),
        (_, false) => all.push(row![minute(Icon::Minus, earlier), minute(Icon::Plus, later)].spacing(measure::GAP)),
    };
    let may = shown.may_audition && shown.planned.is_some();
    let before = start.saturating_sub(BEFORE_THE_NEXT);
    all = all.push(may.then(|| half("Hear it begin", Icon::Play, Some(Message::From(before)))));
    let own = wish::is_own(&wishes) && !shown.in_session;
    all = all.push(own.then(|| quiet("All stages as proposed").on_press(Message::AsProposed)));
    Some(all.into())
}

/// Why the plan is as it is, and what was left out; as much as has room.
fn explanation<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let Some(planned) = shown.planned else { return Space::new().into() };
    let left_out = planned.left_out.iter().map(|left| LeftOut { name: kept(&left.name, NAME), ..left.clone() });
    let left_out = left_out.map(|left| format!("{left}."));
    let said: Vec<String> = planned.notes.iter().map(|note| kept(note, LINES * LETTERS)).chain(left_out).collect();
    let mut all = Column::new().spacing(measure::XS).push(heading("How it is planned").height(measure::PIECE_LINE));
    let (mut lines, mut count) = (0, 0);
    for sentence in &said {
        lines += sentence.chars().count().div_ceil(LETTERS).max(1);
        if lines > LINES && count > 0 {
            break;
        }
        count += 1;
        all = all.push(label(capital(sentence)).wrapping(Wrapping::WordOrGlyph));
    }
    if count < said.len() {
        all = all.push(label(format!("And {} more; the rows say why.", said.len() - count)));
    }
    if said.is_empty() {
        all = all.push(label("Everything plays as listed."));
    }
    all.into()
}

/// So many letters of it, and an ellipsis if there were more.
fn kept(said: &str, most: usize) -> String {
    if said.chars().count() <= most {
        return said.to_owned();
    }
    said.chars().take(most).chain(std::iter::once('\u{2026}')).collect()
}

/// A sentence that begins with a capital letter.
pub(super) fn capital(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Loudest and softest minute, and stop; or why the desk does not play.
pub(super) fn listening<'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    if !shown.may_audition {
        let said = words(role::LABEL_LARGE, Ink::Dim, "The session\u{2019}s music is playing.");
        return container(said).height(measure::BUTTON_LARGE).align_y(Alignment::Center).into();
    }
    let known = shown.planned.is_some() && shown.collection.is_some();
    let minute = |which: Extreme| known.then_some(Message::Minute(which));
    let stop = shown.auditioning.then_some(Message::Audition(None));
    row![
        steering(Icon::SpeakerHigh, "Loudest minute", false, minute(Extreme::Loudest)),
        steering(Icon::SpeakerSimpleLow, "Softest minute", false, minute(Extreme::Softest)),
        container(steering(Icon::Stop, "Stop", shown.auditioning, stop)).width(measure::FOOT),
    ]
    .spacing(measure::GAP)
    .into()
}
