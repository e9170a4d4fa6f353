//! The arc with the pieces under it, and the stages to choose from on its base.

use std::time::Duration;

use iced::widget::{Row, column, container};
use iced::{Element, Length, Padding};

use super::{Chosen, Message, Shown, wish};
use crate::cue::{Join, Plan};
use crate::music::arc::arc;
use crate::music::plan::Wishes;
use crate::screen::music_now::MusicNow;
use crate::theme::{Ink, measure, role};
use crate::units::clock_face;
use crate::widget::plan_chart::{PlanChart, Span, plan_chart};
use crate::widget::text::words;
use crate::widget::touchable::{Face, touchable};

/// The chart and the row of stages; nothing where no length is known.
pub(super) fn chart<'a>(chosen: Option<Chosen>, shown: &Shown<'a>) -> Option<Element<'a, Message>> {
    let bare = if shown.planned.is_none() { Some(without_pieces(shown)?) } else { None };
    let plan = shown.planned.map(|planned| &planned.plan).or(bare.as_ref())?;
    let chart = drawn(plan, chosen, shown);
    let stages = stages(plan, chart.length, chosen);
    let on_tap: Option<Box<dyn Fn(f32) -> Message>> = if shown.may_audition && shown.planned.is_some() {
        Some(Box::new(|minute| Message::From(Duration::from_secs_f32(minute.max(0.0) * 60.0))))
    } else {
        None
    };
    Some(column![plan_chart(chart, measure::PLAN_CHART, on_tap), stages].into())
}

/// The arc that is wished, with nothing under it.
fn without_pieces(shown: &Shown<'_>) -> Option<Plan> {
    let Wishes { target, stages, .. } = wish::present(shown)?;
    let arc = arc(target);
    Some(Plan { target, pieces: Vec::new(), arc, stages, playlist: String::new(), nudges: Vec::new() })
}

fn drawn(plan: &Plan, chosen: Option<Chosen>, shown: &Shown<'_>) -> PlanChart {
    let arc = MusicNow::of_plan(plan, shown.at).chart();
    let length = arc.stages.last().map_or_else(|| minutes(plan.target), |stage| stage.to);
    let spans = plan.pieces.iter().enumerate().map(|(index, piece)| Span {
        from: minutes(piece.start),
        to: piece.length.map_or(length, |long| minutes(piece.start + long)).min(length),
        fade: match piece.join {
            Join::Gapless => 0.0,
            Join::Crossfade(over) => minutes(over),
        },
        title: piece.title.clone(),
        chosen: matches!(chosen, Some(Chosen::Row { piece: Some(piece), .. }) if piece == index),
    });
    PlanChart {
        length,
        points: arc.points,
        stages: arc.stages.iter().map(|stage| stage.from).collect(),
        spans: spans.collect(),
        fixed: if shown.in_session { minutes(shown.fixed) } else { 0.0 },
        now: arc.now,
    }
}

/// The stages beside each other, each under its part of the arc where there is room.
fn stages<'a>(plan: &Plan, length: f32, chosen: Option<Chosen>) -> Element<'a, Message> {
    let starts: Vec<f32> = plan.stages.iter().map(|(start, _)| minutes(*start)).collect();
    let edges = spread(&starts, length, length * measure::TARGET / measure::WIDE);
    let parts = edges.iter().zip(edges.iter().skip(1).chain(std::iter::once(&length)));
    let last = plan.stages.len().saturating_sub(1);
    let tiles = parts.zip(&plan.stages).enumerate().map(|(index, ((from, to), (_, stage)))| {
        let is_chosen = chosen == Some(Chosen::Stage(index));
        let (face, role, ink) = if is_chosen {
            (Face::Selected, role::PHASE_PROPOSED, Ink::Text)
        } else {
            (Face::Surface, role::LABEL, Ink::Dim)
        };
        let tile = touchable(words(role, ink, stage.label()))
            .face(face)
            .radius(measure::XS)
            .width(Length::Fill)
            .height(measure::TARGET)
            .on_tap(("stage", index), move |_| Message::Choose(Chosen::Stage(index)));
        let between = if index == last { 0.0 } else { measure::LINE };
        let portion = ((to - from) / length.max(1.0) * PORTIONS).round().clamp(1.0, PORTIONS) as u16;
        container(tile).width(Length::FillPortion(portion)).padding(Padding::ZERO.right(between)).into()
    });
    Row::with_children(tiles).width(Length::Fill).into()
}

/// How finely the width is shared among the stages.
const PORTIONS: f32 = 20_000.0;

/// The same edges, pushed apart until each part is at least `least` wide.
fn spread(starts: &[f32], end: f32, least: f32) -> Vec<f32> {
    let mut edges = starts.to_vec();
    let mut before = f32::MIN;
    for (index, edge) in edges.iter_mut().enumerate() {
        *edge = if index == 0 { 0.0 } else { edge.max(before + least) };
        before = *edge;
    }
    let mut after = end;
    for edge in edges.iter_mut().skip(1).rev() {
        *edge = edge.min(after - least);
        after = *edge;
    }
    edges
}

/// Since the anchor and to where: 27:12 to 45:20.
pub(super) fn from_to(from: Duration, to: Option<Duration>) -> String {
    match to {
        Some(to) => format!("{} to {}", clock_face(from), clock_face(to)),
        None => format!("from {}, until you end it", clock_face(from)),
    }
}

fn minutes(span: Duration) -> f32 {
    span.as_secs_f32() / 60.0
}
