//! Who changed what, when and why: one for each correction, each undo, each reason said later, each amendment, the seal.

use super::code::{APPEND, AUTHOR, CLOSING_CODE, EXPLAINED, NULLIFY, RECORD, SEALED, UPDATE};
use super::element::{Concept, Identifier, Reference};
use super::frame::{About, Frame};
use super::resource::{Agent, Named, Provenance, Resource, Source};
use crate::journal::seal;
use crate::record::trail::Step;
use crate::session::event::{Event, EventId, Stamped};

/// A change of a change of a change is followed this far to what it concerns.
const FURTHEST: usize = 16;

pub(super) fn provenances(frame: &Frame, about: &About) -> Vec<Resource> {
    let one = |(step, entry): (&Step, &Stamped)| {
        let (activity, target, source) = match &entry.event {
            Event::Corrected { of, .. } => (UPDATE, concerned(frame, about, *of), None),
            Event::T0Corrected { .. } => (UPDATE, concerned(frame, about, entry.id), None),
            Event::Undone { of, .. } => (NULLIFY, concerned(frame, about, *of), None),
            Event::Explained { of, .. } => (EXPLAINED, concerned(frame, about, *of), None),
            Event::AmendmentStarted { .. } => {
                let folder = Identifier { system: RECORD, value: step.folder.clone() };
                (APPEND, frame.encounter.clone(), Some(folder))
            }
            Event::Sealed => {
                let code = Identifier { system: CLOSING_CODE, value: seal::closing_code(&step.line.h) };
                (SEALED, frame.encounter.clone(), Some(code))
            }
            _ => return None,
        };
        let source = source.map(|identifier| Source { role: "source", what: Named { identifier } });
        Some(Resource::Provenance(Box::new(Provenance {
            id: frame.named(step, "provenance").0,
            target: vec![Reference::to(&target)],
            // A clock that shows no year is written as the first one: the field cannot be left out.
            recorded: frame.recorded(step).unwrap_or_else(|| "0001-01-01T00:00:00.000Z".to_owned()),
            reason: frame.trail.reasons(entry.id).into_iter().filter_map(Concept::words).collect(),
            activity: Concept::of(activity),
            agent: vec![Agent { kind: Concept::of(AUTHOR), who: frame.who(entry.who) }],
            entity: source.into_iter().collect(),
        })))
    };
    frame.trail.entries().filter_map(one).collect()
}

/// The id of the resource that a change concerns; the visit where there is none.
fn concerned(frame: &Frame, about: &About, of: EventId) -> String {
    let mut of = of;
    for _ in 0..FURTHEST {
        if let Some(id) = about.get(&of) {
            return id.clone();
        }
        match frame.trail.entry(of).map(|entry| &entry.event) {
            Some(
                Event::Corrected { of: next, .. } | Event::Undone { of: next, .. } | Event::Explained { of: next, .. },
            ) => {
                of = *next;
            }
            _ => break,
        }
    }
    frame.encounter.clone()
}
