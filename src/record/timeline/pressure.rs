//! Pressure and heart rate against this client's ceiling and baseline.

use super::{CORRECTED, Scene};
use crate::record::picture::{Anchor, Face, Ink, Picture, Place, Style};
use crate::session::event::Event;
use crate::session::vitals::Measured;
use crate::theme::print;
use crate::units::Moment;

struct Taken {
    at: Moment,
    what: Measured,
    corrected: bool,
}

/// The scale of values: from the top of the sheet down.
struct Scale {
    low: f32,
    high: f32,
    height: f32,
}

impl Scale {
    fn y(&self, value: u16) -> f32 {
        self.height - (f32::from(value) - self.low) / (self.high - self.low).max(1.0) * self.height
    }
}

pub(super) fn part(scene: &Scene<'_>) -> Option<Picture> {
    let mut sheet = plot(scene)?;
    sheet.words((0.0, print::SMALL + 1.5), "mmHg", Style::SMALL);
    sheet.words((0.0, print::SMALL * 2.3 + 1.5), "/min", Style::SMALL);
    Some(sheet)
}

/// Only the plot, with its own scale left of the axis.
pub(super) fn plot(scene: &Scene<'_>) -> Option<Picture> {
    let page = scene.page;
    let taken = taken(scene);
    let ceiling = page.ceiling().or_else(|| page.protocol().map(|protocol| &protocol.ceiling));
    let top = ceiling.map(|ceiling| ceiling.systolic.0);
    let values: Vec<u16> = taken.iter().flat_map(|one| values(&one.what)).chain(top).collect();
    let (least, most) = values.iter().copied().min().zip(values.iter().copied().max()).filter(|_| !taken.is_empty())?;
    let low = ((f32::from(least) - 5.0) / 20.0).floor() * 20.0;
    let scale = Scale { low: low.max(0.0), high: f32::from(most) + 16.0, height: scene.plot };
    let mut sheet = Picture::new(scene.axis.right, scene.plot);
    grid(scene, &mut sheet, &scale);
    if let Some(ceiling) = ceiling {
        limit(
            scene,
            &mut sheet,
            scale.y(ceiling.systolic.0),
            &format!("ceiling {}/{}", ceiling.systolic.0, ceiling.diastolic.0),
        );
        limit(scene, &mut sheet, scale.y(ceiling.diastolic.0), "");
    }
    baseline(scene, &mut sheet, &scale, &taken);
    pressures(scene, &mut sheet, &scale, &taken);
    rates(scene, &mut sheet, &scale, &taken);
    Some(sheet)
}

fn taken(scene: &Scene<'_>) -> Vec<Taken> {
    let page = scene.page;
    let entries = page.standing().filter_map(|entry| match &entry.event {
        Event::Vitals(entered) => {
            let right = page.remeasured(entry);
            let corrected = right.is_some() || page.at(entry) != entry.at;
            Some(Taken { at: page.at(entry), what: right.unwrap_or(*entered), corrected })
        }
        _ => None,
    });
    let mut taken: Vec<Taken> = entries.collect();
    taken.sort_by_key(|one| one.at);
    taken
}

fn values(measured: &Measured) -> Vec<u16> {
    let pressure = measured.pressure.map(|(over, under)| [over.0, under.0]);
    pressure.into_iter().flatten().chain(measured.heart_rate.map(|rate| rate.0)).collect()
}

fn grid(scene: &Scene<'_>, sheet: &mut Picture, scale: &Scale) {
    let step = 20 * (((scale.high - scale.low) / 240.0).ceil() as i32).max(1);
    let mut value = (scale.low / 20.0).ceil() as i32 * 20;
    while (value as f32) < scale.high {
        let y = scale.y(u16::try_from(value).unwrap_or(0));
        sheet.line(&[(scene.axis.left, y), (scene.axis.right, y)], Ink::Faint, print::HAIR);
        sheet.anchored((scene.axis.left - 4.0, y + 2.5), value.to_string(), Style::SMALL, Anchor::End);
        value += step;
    }
}

fn limit(scene: &Scene<'_>, sheet: &mut Picture, y: f32, words: &str) {
    sheet.dashed(&[(scene.axis.left, y), (scene.axis.right, y)], Ink::Accent);
    if !words.is_empty() {
        scene.over(sheet, (scene.axis.right, y - 2.5), words, (Style::SMALL.ink(Ink::Accent), Anchor::End));
    }
}

/// The first pressure is what the others are read against.
fn baseline(scene: &Scene<'_>, sheet: &mut Picture, scale: &Scale, taken: &[Taken]) {
    let Some((first, (over, under))) = taken.iter().find_map(|one| Some((one, one.what.pressure?))) else { return };
    for value in [over.0, under.0] {
        let y = scale.y(value);
        sheet.dashed(&[(scene.axis.x(first.at), y), (scene.axis.right, y)], Ink::Line);
    }
}

fn pressures(scene: &Scene<'_>, sheet: &mut Picture, scale: &Scale, taken: &[Taken]) {
    let of = |upper: bool| -> Vec<Place> {
        let pairs = taken.iter().filter_map(|one| Some((one.at, one.what.pressure?)));
        pairs.map(|(at, (over, under))| (scene.axis.x(at), scale.y(if upper { over.0 } else { under.0 }))).collect()
    };
    sheet.line(&of(true), Ink::Black, print::STROKE);
    sheet.line(&of(false), Ink::Black, print::STROKE);
    let peak = taken.iter().filter_map(|one| one.what.pressure).map(|(over, _)| over.0).max();
    let mut last = f32::MIN;
    let count = taken.len();
    for (number, one) in taken.iter().enumerate() {
        let Some((over, under)) = one.what.pressure else { continue };
        let x = scene.axis.x(one.at);
        sheet.dot((x, scale.y(over.0)), 1.9, Ink::Black);
        sheet.dot((x, scale.y(under.0)), 1.9, Ink::Black);
        let words = format!("{}/{}{}", over.0, under.0, if one.corrected { CORRECTED } else { "" });
        let style = Style::SMALL.face(Face::Medium).ink(Ink::Black);
        let width = scene.faces.width(&words, style);
        let said = number == 0 || number + 1 == count || Some(over.0) == peak || one.corrected;
        let middle = x.clamp(scene.axis.left + width / 2.0, scene.axis.right - width / 2.0);
        if said && middle - width / 2.0 > last {
            sheet.anchored((middle, scale.y(over.0) - 4.0), words, style, Anchor::Middle);
            last = middle + width / 2.0 + 2.0;
        }
    }
}

fn rates(scene: &Scene<'_>, sheet: &mut Picture, scale: &Scale, taken: &[Taken]) {
    let rates = taken.iter().filter_map(|one| Some((scene.axis.x(one.at), scale.y(one.what.heart_rate?.0))));
    let points: Vec<Place> = rates.collect();
    sheet.line(&points, Ink::Dim, print::HAIR);
    for point in &points {
        sheet.ring(*point, 1.7, Ink::Dim);
    }
    if let Some((x, y)) = points.last() {
        let width = scene.faces.width("heart rate", Style::SMALL);
        let beside = x + 5.0 + width <= scene.axis.right;
        let (place, anchor) = if beside { ((x + 5.0, y + 2.5), Anchor::Start) } else { ((*x, y + 9.5), Anchor::End) };
        sheet.anchored(place, "heart rate", Style::SMALL, anchor);
    }
}
