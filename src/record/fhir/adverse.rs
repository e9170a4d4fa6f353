//! What was seen and is serious or uncommon, as an adverse event (<https://hl7.org/fhir/R4/adverseevent.html>).

use super::code::{CHIP, Code, NOT_SERIOUS, ONGOING, RESOLVED, SERIOUS, UNKNOWN_OUTCOME};
use super::element::{Concept, Reference};
use super::frame::{About, Frame};
use super::resource::{AdverseEvent, Resource, Suspect};
use crate::session::event::{Event, EventId, Stamped};
use crate::session::protocol::{ChipKind, Weight};

/// One for each observation that stands, with the last dose before it; what was taken back is an Observation only.
pub(super) fn events(frame: &Frame, doses: &About) -> Vec<Resource> {
    let trail = frame.trail;
    let chips = trail.page.protocol().map(|protocol| &protocol.chips[..]).unwrap_or_default();
    let ends = trail.page.ends();
    let one = |(step, entry): (_, &Stamped)| {
        let Event::Observed { chip: key } = &entry.event else { return None };
        let chip = chips.iter().find(|chip| chip.key == *key && chip.weight != Weight::Expected)?;
        if trail.page.is_undone(entry) {
            return None;
        }
        let seriousness = if chip.weight == Weight::Serious { SERIOUS } else { NOT_SERIOUS };
        let outcome: Code = match (ends.contains_key(&entry.id), chip.kind) {
            (true, _) => RESOLVED,
            (false, ChipKind::State) => ONGOING,
            (false, ChipKind::Point | ChipKind::Once) => UNKNOWN_OUTCOME,
        };
        let (id, identifier) = frame.named(step, "adverse-event");
        let suspect = dose_before(frame, entry).and_then(|dose| doses.get(&dose));
        Some(Resource::AdverseEvent(Box::new(AdverseEvent {
            id,
            identifier,
            actuality: "actual",
            event: Concept::named(CHIP, key, &chip.label),
            subject: frame.subject(),
            encounter: frame.visit(),
            date: frame.when(entry),
            recorded_date: frame.recorded(step),
            seriousness: Concept::of(seriousness),
            outcome: Concept::of(outcome),
            suspect_entity: suspect.map(|dose| Suspect { instance: Reference::to(dose) }).into_iter().collect(),
        })))
    };
    trail.entries().filter_map(one).collect()
}

/// The entry of the last dose that stands and was taken before.
fn dose_before(frame: &Frame, entry: &Stamped) -> Option<EventId> {
    let page = &frame.trail.page;
    let at = page.at(entry);
    let taken = (0..=u8::MAX).map_while(|number| page.taken(number)).filter(|(taken, _)| *taken <= at);
    taken.last().map(|(_, dose)| dose.id)
}
