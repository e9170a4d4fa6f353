//! A prescription as a script writes it.

use std::time::Duration;

use crate::session::dose::{Booster, Form, HoldEnd, Prescription};
use crate::session::protocol::Protocol;
use crate::units::{Milligrams, Tablets};

/// `2x100 hold 10 spit`, or `1x10 times 6 every 2`; then perhaps `booster 1x50`, and `by` and who prescribed it.
pub(super) fn read(text: &str, protocol: &Protocol) -> Option<Prescription> {
    let (told, prescriber) = text.split_once(" by ").unwrap_or((text, ""));
    let words: Vec<&str> = told.split_whitespace().collect();
    let (words, booster) = match words.as_slice() {
        [words @ .., "booster", amount] => (words, Some(amount_of(amount)?)),
        words => (words, None),
    };
    let form = protocol.practice.medicine.form;
    let prescriber = prescriber.trim().to_owned();
    match words {
        [amount, "hold", minutes, end] => {
            let (tablets, each) = amount_of(amount)?;
            let end = match *end {
                "spit" => HoldEnd::Spit,
                "swallow" => HoldEnd::Swallow,
                _ => return None,
            };
            let hold = span(minutes)
                .filter(|hold| (Prescription::SHORTEST_HOLD..=Prescription::LONGEST_HOLD).contains(hold))?;
            let form = if form.is_held() { form } else { Form::Tablet };
            let booster = booster.map(|(tablets, each)| Booster { tablets, each });
            Some(Prescription { form, booster, ..Prescription::held(tablets, each, hold, end, prescriber) })
        }
        [amount, "times", doses, "every", minutes] if !form.is_held() && booster.is_none() => {
            let (tablets, each) = amount_of(amount)?;
            let doses = doses.parse().ok().filter(|doses| (1..=30).contains(doses))?;
            let spacing = span(minutes).filter(|spacing| !spacing.is_zero())?;
            let held = Prescription::held(tablets, each, Prescription::SHORTEST_HOLD, HoldEnd::Spit, prescriber);
            Some(Prescription { form, doses, spacing, ..held })
        }
        _ => None,
    }
}

fn span(minutes: &str) -> Option<Duration> {
    let minutes: f64 = minutes.parse().ok().filter(|minutes| (0.0..=120.0).contains(minutes))?;
    Some(Duration::from_secs_f64(minutes * 60.0))
}

/// `1.5x100`: how many, and milligrams in each.
fn amount_of(word: &str) -> Option<(Tablets, Milligrams)> {
    let (tablets, each) = word.split_once(['x', '×'])?;
    let halves = tablets.replace('½', ".5").parse::<f64>().ok().map(|tablets| tablets * 2.0)?;
    let each = each.trim_end_matches("mg").parse::<u32>().ok().filter(|each| (1..=10_000).contains(each))?;
    let sound = halves.fract() == 0.0 && (1.0..=200.0).contains(&halves);
    sound.then_some((Tablets { halves: halves as u8 }, Milligrams(each)))
}
