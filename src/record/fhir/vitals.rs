//! Vital signs: one Observation for the pressure, one for the heart rate, one for the saturation.

use super::code::{
    BLOOD_PRESSURE, Code, DIASTOLIC, HEART_RATE, MMHG, PER_MINUTE, PERCENT, PULSE_OXIMETRY, SATURATION, SYSTOLIC,
    VITAL_SIGNS,
};
use super::element::{Annotation, Coding, Concept, Quantity};
use super::frame::Frame;
use super::observation::{as_entered, blank};
use super::resource::{Component, Observation, Value};
use crate::record::trail::{Standing, Step};
use crate::session::event::Stamped;
use crate::session::vitals::{Breathing, Measured};
use crate::units::MmHg;

pub(super) fn observations(frame: &Frame, step: &Step, entry: &Stamped, entered: Measured) -> Vec<Observation> {
    let right = frame.trail.page.remeasured(entry).unwrap_or(entered);
    let about = (frame, step, entry, right.breathing);
    let pressure = part(about, "pressure", entered.pressure, right.pressure).map(|(value, rest)| Observation {
        code: Concept::of(BLOOD_PRESSURE),
        component: vec![component(SYSTOLIC, value.0), component(DIASTOLIC, value.1)],
        ..rest
    });
    let rate = part(about, "heart-rate", entered.heart_rate, right.heart_rate).map(|(value, rest)| Observation {
        code: Concept::of(HEART_RATE),
        value: Some(Value::Quantity(Quantity::of(value.0, PER_MINUTE))),
        ..rest
    });
    let saturation = part(about, "saturation", entered.saturation, right.saturation).map(|(value, rest)| {
        let mut code = Concept::of(PULSE_OXIMETRY);
        code.coding.push(Coding::of(SATURATION));
        Observation { code, value: Some(Value::Quantity(Quantity::of(value.0, PERCENT))), ..rest }
    });
    [pressure, rate, saturation].into_iter().flatten().collect()
}

/// The value that stands, in an observation without it. A value that a correction took away stays, marked as an error.
fn part<T: Copy + PartialEq>(
    (frame, step, entry, breathing): (&Frame, &Step, &Stamped, Breathing),
    name: &str,
    entered: Option<T>,
    right: Option<T>,
) -> Option<(T, Observation)> {
    let value = right.or(entered)?;
    let moved = frame.trail.at(entry) != entry.at;
    let standing = match frame.trail.standing(entry) {
        Standing::Undone => Standing::Undone,
        _ if right.is_none() => Standing::Undone,
        Standing::Corrected | Standing::Amended if entered == right && !moved => Standing::AsEntered,
        standing => standing,
    };
    let breathing = match breathing {
        Breathing::Before => "Before slow breathing",
        Breathing::After => "After slow breathing",
    };
    let was = if standing == Standing::AsEntered { Vec::new() } else { as_entered(frame, entry) };
    let notes = [breathing.to_owned()].into_iter().chain(was);
    let rest = blank(frame, step, name, (entry, standing, VITAL_SIGNS, Concept::default()));
    Some((value, Observation { note: notes.filter_map(|words| Annotation::of(&words)).collect(), ..rest }))
}

fn component(code: Code, value: MmHg) -> Component {
    Component { code: Concept::of(code), value_quantity: Quantity::of(value.0, MMHG) }
}
