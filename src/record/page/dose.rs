//! A dose as prescribed, as taken, and how its hold ended.

use std::collections::BTreeSet;

use super::Page;
use crate::session::dose::{Ending, Form, Prescription};
use crate::session::event::{Event, Stamped};
use crate::units::Moment;

/// What stands of one dose.
pub(in crate::record) struct Told<'a> {
    pub number: u8,
    pub prescription: Option<&'a Prescription>,
    /// When it was taken, corrections included, and the entry that says so.
    pub taken: Option<(Moment, &'a Stamped)>,
    pub cued: Option<Moment>,
    pub ended: Option<(Moment, Ending)>,
}

impl Told<'_> {
    /// "T0" for the first, else "dose 2".
    pub fn name(&self) -> String {
        if self.number == 0 { "T0".to_owned() } else { format!("dose {}", u16::from(self.number) + 1) }
    }
}

/// The dose an entry is about.
pub(in crate::record) fn about(event: &Event) -> Option<u8> {
    match event {
        Event::PrescriptionConfirmed { dose, .. }
        | Event::TabletTaken { dose }
        | Event::Given { dose }
        | Event::SpitCued { dose }
        | Event::HoldEnded { dose, .. }
        | Event::T0Corrected { dose, .. } => Some(*dose),
        _ => None,
    }
}

impl<'a> Page<'a> {
    /// Every dose that an entry is about, in order.
    pub fn doses(&self) -> Vec<Told<'a>> {
        let numbers: BTreeSet<u8> = self.entries().filter_map(|entry| about(&entry.event)).collect();
        numbers.into_iter().map(|number| self.dose(number)).collect()
    }

    /// As what a dose came: by its own prescription, or the last before it.
    pub fn form(&self, number: u8) -> Form {
        let confirmed = self.standing().filter_map(|entry| match &entry.event {
            Event::PrescriptionConfirmed { dose, prescription } if *dose <= number => Some(prescription.form),
            _ => None,
        });
        confirmed.last().unwrap_or_default()
    }

    fn dose(&self, number: u8) -> Told<'a> {
        let mut told = Told { number, prescription: None, taken: self.taken(number), cued: None, ended: None };
        for entry in self.standing() {
            match &entry.event {
                Event::PrescriptionConfirmed { dose, prescription } if *dose == number => {
                    told.prescription = Some(prescription);
                }
                Event::SpitCued { dose } if *dose == number => told.cued = Some(self.at(entry)),
                Event::HoldEnded { dose, ending } if *dose == number => told.ended = Some((self.at(entry), *ending)),
                _ => {}
            }
        }
        told
    }
}
