//! How a session ended is one rule: in which way, serious events, what was missing, and why.

use holdspace::session::event::Close;
use holdspace::session::outcome::{HOSPITAL, Known, Way};

fn dosed(how: Close) -> Known {
    Known { how: Some(how), dosed: true, released: Some((Vec::new(), None)), ..Known::default() }
}

fn released(missing: &[&str], reason: &str) -> Known {
    let missing = missing.iter().map(|key| (*key).to_owned()).collect();
    Known { released: Some((missing, Some(reason.to_owned()))), ..dosed(Close::Complete) }
}

fn pain(ended: bool) -> Vec<(String, bool)> {
    vec![("Chest pain".to_owned(), ended)]
}

#[test]
fn each_way_has_its_own_word() {
    let none = || Known { how: Some(Close::WithoutDose), ..Known::default() };
    let stopped = || Some("enough".to_owned());
    for (known, way) in [
        (dosed(Close::Complete), Way::Complete),
        (dosed(Close::EndedEarly), Way::EndedEarly),
        (Known { stopped: stopped(), ..dosed(Close::Complete) }, Way::EndedByClient),
        (Known { serious: pain(false), ..dosed(Close::Complete) }, Way::SeriousEvent),
        (Known { serious: pain(true), ..dosed(Close::EndedEarly) }, Way::SeriousEvent),
        (Known { serious: pain(true), ..dosed(Close::Complete) }, Way::Complete),
        (released(&["serious_event"], HOSPITAL), Way::Hospital),
        (released(&["minimum_stay"], "Leaves against advice"), Way::LeftBeforeStay),
        (released(&["walks"], "The prescriber agrees"), Way::Complete),
        (Known { released: None, ..dosed(Close::Complete) }, Way::NotReleased),
        (Known { declined: true, ..none() }, Way::Declined),
        (Known { stopped: stopped(), ..none() }, Way::EndedByClient),
        (none(), Way::WithoutDose),
    ] {
        assert_eq!(known.clone().outcome().unwrap().way, way, "{known:?}");
    }
    assert_eq!(Known::default().outcome(), None, "it goes on");
}

#[test]
fn the_headline_names_events_what_was_missing_and_why_and_no_key() {
    let label = |key: &str| format!("<{key}>");
    let said = |known: Known| known.outcome().unwrap().headline(label);
    assert_eq!(said(dosed(Close::Complete)), "complete, through all that was planned");
    let hospital = Known { serious: pain(false), ..released(&["serious_event", "minimum_stay"], HOSPITAL) };
    assert_eq!(said(hospital), "to hospital; serious event: chest pain, which had not ended; without <minimum_stay>");
    let left = released(&["minimum_stay", "walks"], "Leaves against advice");
    assert_eq!(said(left), "left before the minimum stay; without <walks>; reason: Leaves against advice");
    let agreed = released(&["walks"], "The prescriber agrees");
    assert_eq!(
        said(agreed),
        "through all that was planned, released all the same; without <walks>; reason: The prescriber agrees"
    );
}
