//! What was taken last time, proposed for this time: blanks that are filled and not yet read against the label.

use super::{Administration, confirmed, who};
use crate::screen::Shown;
use crate::session::dose::Prescription;

/// The prescription of last time, as far as this protocol gives the same; only before anything is confirmed.
pub(super) fn remembered(shown: &Shown<'_>) -> Option<Prescription> {
    let before = who(shown).is_some_and(|who| who.taken() == 0) && confirmed(shown).is_none();
    let last = shown.remembered.filter(|_| before)?.prescription.clone()?;
    let practice = &shown.session.protocol().practice;
    let medicine = &practice.medicine;
    let same = last.form == medicine.form
        && last.doses <= medicine.most_doses.max(1)
        && (!last.form.is_held() || medicine.ends.contains(&last.end));
    let booster = last.booster.filter(|_| practice.booster.is_some());
    same.then_some(Prescription { booster, ..last })
}

impl Administration {
    /// What can be done with the figures, and where they come from if nobody entered them today.
    pub(super) fn hint(&self, shown: &Shown<'_>) -> &'static str {
        let drafted = self.draft.prescription();
        match (&drafted, remembered(shown)) {
            (Some(drafted), Some(last)) if *drafted == last => "As last time. Touch a figure to change it.",
            (Some(_), _) => "Touch a figure to change it.",
            (None, _) => "Touch a figure to set it.",
        }
    }
}
