//! Whatever is in a record, its papers can be made.
//!
//! 48 records; as many as `HOLDSPACE_PAPERS` says where that is set.

use holdspace::record::{markdown, pdf, timeline};
use holdspace::session::event::Stamped;
use proptest::prelude::*;

use super::super::journal::format::any_entry;
use super::super::journal::sample::every_kind;
use super::record_of;

fn settings() -> ProptestConfig {
    let asked = std::env::var("HOLDSPACE_PAPERS").ok().and_then(|count| count.parse().ok());
    ProptestConfig { cases: asked.unwrap_or(48), failure_persistence: None, ..ProptestConfig::default() }
}

/// Random entries between those of a whole session, so that some of them are about entries that are there.
fn any_events() -> impl Strategy<Value = Vec<Stamped>> {
    let entries = proptest::collection::vec((any_entry(), any::<proptest::sample::Index>()), 0..24);
    (entries, any::<bool>()).prop_map(|(entries, whole)| {
        let mut events = if whole { every_kind() } else { Vec::new() };
        for (entry, place) in entries {
            let place = place.index(events.len() + 1);
            events.insert(place, entry);
        }
        events
    })
}

proptest! {
    #![proptest_config(settings())]
    #[test]
    fn any_record_can_be_read_on_paper(events in any_events()) {
        let record = record_of(&events);
        let page = markdown::write("x", &record, &[]);
        let hidden = |sign: char| sign.is_control() && sign != '\n';
        prop_assert!(!page.contains(hidden));
        let svg = timeline::write("x", &record, std::slice::from_ref(&record));
        prop_assert!(roxmltree::Document::parse(&svg).is_ok(), "{svg}");
        let bytes = pdf::write("x", &record, &[]).map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert!(bytes.starts_with(b"%PDF-"));
    }
}
