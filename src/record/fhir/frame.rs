//! What every resource of a bundle refers to.

use std::collections::HashMap;

use super::code::{CLIENT, DEVICE, ENTRY};
use super::element::{Identifier, Reference};
use super::name::{name, written};
use crate::journal::path;
use crate::record::trail::{Step, Trail, instant};
use crate::session::event::{Event, EventId, Stamped, Who};
use crate::units::Moment;

/// Which resource, as type and id, an entry became or changed.
pub(super) type About = HashMap<EventId, String>;

/// A record, and the ids of what its resources refer to.
pub(super) struct Frame<'a> {
    pub trail: &'a Trail<'a>,
    pub patient: String,
    pub device: String,
    pub encounter: String,
    pub procedure: String,
    /// When the session was closed.
    pub closed: Option<Moment>,
}

impl<'a> Frame<'a> {
    pub fn of(trail: &'a Trail<'a>) -> Self {
        let closed = trail.entries().find_map(|(_, entry)| match &entry.event {
            Event::Closed { .. } if !trail.page.is_undone(entry) => Some(trail.at(entry)),
            _ => None,
        });
        let mut frame = Self {
            trail,
            patient: String::new(),
            device: String::new(),
            encounter: name(&[trail.id, "encounter"]),
            procedure: name(&[trail.id, "procedure"]),
            closed,
        };
        let (client, device) = (frame.client(), frame.device());
        frame.patient = name(&[client.system, &client.value]);
        frame.device = name(&[device.system, &device.value]);
        frame
    }

    /// The client by code; a client without one is known by this record alone.
    pub fn client(&self) -> Identifier {
        let code = super::element::text(self.trail.code());
        Identifier { system: CLIENT, value: code.unwrap_or_else(|| format!("of-{}", self.trail.id)) }
    }

    pub fn device(&self) -> Identifier {
        let owner = self.trail.record.owner.as_ref();
        let value = owner.map_or_else(|| format!("of-{}", self.trail.id), |owner| owner.device.to_string());
        Identifier { system: DEVICE, value }
    }

    /// Finds the client on a server.
    pub fn patient_query(&self) -> String {
        let Identifier { system, value } = self.client();
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:".contains(&byte);
        let escape = |byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
        format!("identifier={system}%7C{}", value.bytes().map(escape).collect::<String>())
    }

    pub fn subject(&self) -> Reference {
        Reference::to(&self.patient)
    }

    pub fn visit(&self) -> Reference {
        Reference::to(&self.encounter)
    }

    pub fn part_of(&self) -> Vec<Reference> {
        vec![Reference::to(&self.procedure)]
    }

    /// Still written, and not over.
    pub fn is_running(&self) -> bool {
        self.closed.is_none() && path::is_live(&self.trail.record.folder)
    }

    /// The id of the resource that a part of an entry becomes, and its business name.
    pub fn named(&self, step: &Step, part: &str) -> (String, Identifier) {
        let (n, id) = (step.line.n.to_string(), written(step.line.id.0));
        let value = format!("{}/{id}/{part}", step.folder);
        (name(&[&step.folder, &n, &id, part]), Identifier { system: ENTRY, value })
    }

    /// When it happened, corrections included.
    pub fn when(&self, entry: &Stamped) -> Option<String> {
        self.trail.wall_of(entry, self.trail.at(entry))
    }

    /// When it was recorded, by the same clock as everything else.
    pub fn recorded(&self, step: &Step) -> Option<String> {
        let own = step.folder == self.trail.id;
        let reading = &step.line.recorded;
        instant(&if own { self.trail.page.clock().recorded(reading) } else { reading.wall })
    }

    /// Who says so. No name: the record has none.
    pub fn who(&self, who: Who) -> Reference {
        match who {
            Who::Therapist => Reference::called("Therapist"),
            Who::System => Reference::to(&self.device),
            Who::Chaperone => Reference::called("Chaperone"),
            Who::Provider => Reference::called("Medical provider"),
        }
    }
}
