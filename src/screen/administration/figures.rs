//! The figures of the prescription: blanks until somebody sets them.

use std::time::Duration;

use crate::session::dose::{Booster, Form, HoldEnd, Prescription};
use crate::session::practice::Medicine;
use crate::units::{Milligrams, Tablets, counted};
use crate::widget::keypad::PadKey;

/// The most halves of tablets that can be set.
pub(super) const MOST_HALVES: u8 = 16;
/// The most milligrams in one tablet that can be set.
const MOST_EACH: u32 = 999;
/// The longest hold that can be set, minutes.
pub(super) const MOST_MINUTES: u64 = Prescription::LONGEST_HOLD.as_secs() / 60;

/// A figure of the sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Figure {
    /// How many tablets, sprays or injections at a time.
    Tablets,
    /// Milligrams in each.
    Each,
    /// How long they are held.
    Minutes,
    /// What happens then.
    End,
    /// How often, one after the other.
    Doses,
    /// What lies between two.
    Spacing,
    /// How many tablets a booster has, or that there is none.
    BoosterTablets,
    /// Milligrams in each of the booster.
    BoosterEach,
}

/// A figure that is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Set {
    /// So many halves, chosen or counted up and down.
    Halves(u8, Chosen),
    /// A key for the milligrams.
    Each(PadKey),
    /// So many minutes, chosen or counted up and down.
    Minutes(u64, Chosen),
    /// Spit or swallow.
    End(HoldEnd),
    /// So often.
    Doses(u8, Chosen),
    /// So far apart.
    Spacing(Duration),
    /// A booster of so many halves; none at all.
    BoosterHalves(Option<u8>, Chosen),
    /// A key for the milligrams of the booster.
    BoosterEach(PadKey),
    /// A key of a physical keyboard for whatever figure lies open.
    Key(Figure, PadKey),
}

/// How a figure was set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// One tap, and done.
    AtOnce,
    /// Step by step; more may follow.
    ByStep,
}

/// The prescription as far as it is entered; no value is there by itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Draft {
    pub(super) form: Form,
    /// How many doses there may be; where it is one, nobody is asked.
    pub(super) most_doses: u8,
    pub(super) halves: Option<u8>,
    pub(super) each: Option<u32>,
    pub(super) minutes: Option<u64>,
    pub(super) end: Option<HoldEnd>,
    pub(super) doses: Option<u8>,
    pub(super) spacing: Option<Duration>,
    pub(super) booster_halves: Option<u8>,
    pub(super) booster_each: Option<u32>,
    pub(super) prescriber: String,
}

impl Draft {
    /// Blanks for what a protocol gives.
    pub(super) fn blank(medicine: &Medicine) -> Self {
        Self { form: medicine.form, most_doses: medicine.most_doses, ..Self::default() }
    }

    /// The figures of a prescription.
    pub(super) fn of(prescription: &Prescription, medicine: &Medicine) -> Self {
        let held = prescription.form.is_held();
        let booster = prescription.booster;
        Self {
            form: prescription.form,
            most_doses: medicine.most_doses,
            halves: Some(prescription.tablets.halves),
            each: Some(prescription.each.0),
            minutes: held.then_some(prescription.hold.as_secs() / 60),
            end: held.then_some(prescription.end),
            doses: Some(prescription.doses),
            spacing: Some(prescription.spacing).filter(|spacing| !spacing.is_zero()),
            booster_halves: booster.map(|booster| booster.tablets.halves),
            booster_each: booster.map(|booster| booster.each.0),
            prescriber: prescription.prescriber.clone(),
        }
    }

    /// The prescription, once every figure is set.
    pub(super) fn prescription(&self) -> Option<Prescription> {
        let tablets = Tablets { halves: self.halves? };
        let each = self.each.filter(|each| *each > 0).map(Milligrams)?;
        let prescriber = self.prescriber.clone();
        if self.form.is_held() {
            let hold = Duration::from_secs(self.minutes? * 60);
            let booster = self.booster()?;
            let held = Prescription::held(tablets, each, hold, self.end?, prescriber);
            return Some(Prescription { form: self.form, booster, ..held });
        }
        let doses = if self.is_repeated() { self.doses? } else { 1 };
        let spacing = if doses > 1 { self.spacing? } else { Duration::ZERO };
        let once = Prescription::held(tablets, each, Duration::ZERO, HoldEnd::Spit, prescriber);
        Some(Prescription { form: self.form, doses, spacing, ..once })
    }

    /// Whether it is asked how often.
    pub(super) fn is_repeated(&self) -> bool {
        !self.form.is_held() && self.most_doses > 1
    }

    /// The booster as prescribed, which may be none; `None` while it is half entered.
    fn booster(&self) -> Option<Option<Booster>> {
        let Some(halves) = self.booster_halves else { return Some(None) };
        let each = self.booster_each.filter(|each| *each > 0).map(Milligrams)?;
        Some(Some(Booster { tablets: Tablets { halves }, each }))
    }

    /// Sets a figure; `true` if its panel has done its work.
    pub(super) fn set(&mut self, set: Set) -> bool {
        match set {
            Set::Halves(halves, chosen) => {
                self.halves = Some(halves.clamp(1, MOST_HALVES));
                chosen == Chosen::AtOnce
            }
            Set::Minutes(minutes, chosen) => {
                self.minutes = Some(minutes.clamp(1, MOST_MINUTES));
                chosen == Chosen::AtOnce
            }
            Set::Each(key) => typed(&mut self.each, key),
            Set::BoosterEach(key) => typed(&mut self.booster_each, key),
            Set::End(end) => {
                self.end = Some(end);
                true
            }
            Set::Key(figure, key) => self.key(figure, key),
            Set::Doses(doses, chosen) => {
                self.doses = Some(doses.clamp(1, self.most_doses.max(1)));
                chosen == Chosen::AtOnce
            }
            Set::Spacing(spacing) => {
                self.spacing = Some(spacing);
                true
            }
            Set::BoosterHalves(halves, chosen) => {
                self.booster_halves = halves.map(|halves| halves.clamp(1, MOST_HALVES));
                if halves.is_none() {
                    self.booster_each = None;
                }
                chosen == Chosen::AtOnce
            }
        }
    }

    /// One more key for a figure; `true` if its panel has done its work. What is chosen by words has no digits.
    fn key(&mut self, figure: Figure, key: PadKey) -> bool {
        match figure {
            Figure::Each => return typed(&mut self.each, key),
            Figure::BoosterEach => return typed(&mut self.booster_each, key),
            Figure::Tablets => self.halves = whole(self.halves, key),
            Figure::BoosterTablets => {
                self.booster_halves = whole(self.booster_halves, key);
                self.booster_each = self.booster_each.filter(|_| self.booster_halves.is_some());
            }
            Figure::Minutes => self.minutes = counted_up(self.minutes, key, MOST_MINUTES),
            Figure::Doses => self.doses = counted_up(self.doses, key, self.most_doses.max(1)),
            Figure::End | Figure::Spacing => {}
        }
        key == PadKey::Next
    }

    /// The words of a figure; an ellipsis where it is not set.
    pub(super) fn words(&self, figure: Figure) -> String {
        match figure {
            Figure::Tablets => self.counted(self.halves),
            Figure::Each => milligrams(self.each),
            Figure::Minutes => match self.minutes {
                Some(minutes) => counted(minutes, "minute", "minutes"),
                None => "… minutes".to_owned(),
            },
            Figure::End => self.end.map_or_else(|| "…".to_owned(), |end| end_word(end).to_owned()),
            Figure::Doses => match self.doses {
                Some(1) => "once".to_owned(),
                Some(doses) => format!("{doses} times"),
                None => "… times".to_owned(),
            },
            Figure::Spacing => self.spacing.map_or_else(|| "… minutes".to_owned(), spaced),
            Figure::BoosterTablets if self.booster_halves.is_none() => "not prescribed".to_owned(),
            Figure::BoosterTablets => self.counted(self.booster_halves),
            Figure::BoosterEach => milligrams(self.booster_each),
        }
    }

    fn counted(&self, halves: Option<u8>) -> String {
        let (one, several) = self.form.words();
        match halves {
            Some(halves @ 1..=2) => format!("{} {one}", Tablets { halves }),
            Some(halves) => format!("{} {several}", Tablets { halves }),
            None => format!("… {several}"),
        }
    }
}

/// One more key for milligrams; `true` once they are whole.
fn typed(each: &mut Option<u32>, key: PadKey) -> bool {
    match key {
        PadKey::Digit(digit) => {
            let more = each.unwrap_or(0).saturating_mul(10).saturating_add(u32::from(digit));
            *each = Some(if more > MOST_EACH { u32::from(digit) } else { more }).filter(|each| *each > 0);
            false
        }
        PadKey::Back => {
            *each = each.map(|each| each / 10).filter(|each| *each > 0);
            false
        }
        PadKey::Next => true,
    }
}

/// So many whole ones by digits; halves are left to the glass.
fn whole(halves: Option<u8>, key: PadKey) -> Option<u8> {
    match key {
        PadKey::Digit(digit @ 1..=9) if digit.saturating_mul(2) <= MOST_HALVES => Some(digit.saturating_mul(2)),
        PadKey::Digit(_) | PadKey::Next => halves,
        PadKey::Back => None,
    }
}

/// A number by digits: one that would be more than `most` begins anew.
fn counted_up<N>(set: Option<N>, key: PadKey, most: N) -> Option<N>
where
    N: Copy + Into<u64> + TryFrom<u64>,
{
    let now: u64 = set.map_or(0, Into::into);
    let most: u64 = most.into();
    let next = match key {
        PadKey::Digit(digit) if now * 10 + u64::from(digit) <= most => now * 10 + u64::from(digit),
        PadKey::Digit(digit) if u64::from(digit) <= most => u64::from(digit),
        PadKey::Digit(_) | PadKey::Next => now,
        PadKey::Back => now / 10,
    };
    N::try_from(next).ok().filter(|_| next > 0)
}

fn milligrams(each: Option<u32>) -> String {
    each.map_or_else(|| "… mg".to_owned(), |each| format!("{each} mg"))
}

/// What lies between two doses, in words: 2 minutes, 1 minute 30.
pub(super) fn spaced(spacing: Duration) -> String {
    let (minutes, seconds) = (spacing.as_secs() / 60, spacing.as_secs() % 60);
    match (minutes, seconds) {
        (0, seconds) => counted(seconds, "second", "seconds"),
        (minutes, 0) => counted(minutes, "minute", "minutes"),
        (minutes, seconds) => format!("{} {seconds}", counted(minutes, "minute", "minutes")),
    }
}

/// The word of an end in the sentence.
pub(super) const fn end_word(end: HoldEnd) -> &'static str {
    match end {
        HoldEnd::Spit => "spit",
        HoldEnd::Swallow => "swallow",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_prescribed_before_every_figure_is_set() {
        let mut draft = Draft::default();
        assert_eq!(draft.prescription(), None);
        assert!(draft.set(Set::Halves(3, Chosen::AtOnce)));
        for digit in [1, 0, 0] {
            assert!(!draft.set(Set::Each(PadKey::Digit(digit))));
        }
        assert!(draft.set(Set::Minutes(10, Chosen::AtOnce)));
        assert_eq!(draft.prescription(), None);
        assert!(draft.set(Set::End(HoldEnd::Spit)));
        let prescription = draft.prescription().unwrap();
        assert_eq!((prescription.tablets.halves, prescription.each), (3, Milligrams(100)));
        assert_eq!(draft.words(Figure::Tablets), "1½ tablets");
    }

    #[test]
    fn a_hold_stays_between_one_and_twenty_minutes() {
        let mut draft = Draft::default();
        assert!(!draft.set(Set::Minutes(99, Chosen::ByStep)));
        assert_eq!(draft.minutes, Some(20));
        assert!(!draft.set(Set::Minutes(0, Chosen::ByStep)));
        assert_eq!(draft.minutes, Some(1));
    }

    #[test]
    fn a_sequence_needs_its_number_and_what_lies_between() {
        let medicine = Medicine { form: Form::Spray, most_doses: 6, ..Medicine::default() };
        let mut draft = Draft::blank(&medicine);
        assert_eq!(draft.words(Figure::Tablets), "… sprays");
        for set in [Set::Halves(2, Chosen::AtOnce), Set::Each(PadKey::Digit(9)), Set::Doses(9, Chosen::AtOnce)] {
            let _ = draft.set(set);
        }
        assert_eq!(draft.prescription(), None);
        let _ = draft.set(Set::Spacing(Duration::from_secs(120)));
        let prescription = draft.prescription().unwrap();
        assert_eq!((prescription.doses, prescription.spacing), (6, Duration::from_secs(120)));
        let _ = draft.set(Set::Doses(1, Chosen::AtOnce));
        assert_eq!(draft.prescription().unwrap().spacing, Duration::ZERO);
    }

    #[test]
    fn a_booster_is_whole_or_not_there() {
        let mut draft = Draft { form: Form::Lozenge, ..Draft::default() };
        let both = [Set::Halves(2, Chosen::AtOnce), Set::Minutes(10, Chosen::AtOnce), Set::End(HoldEnd::Spit)];
        for set in both.into_iter().chain([Set::Each(PadKey::Digit(9))]) {
            let _ = draft.set(set);
        }
        assert_eq!(draft.prescription().unwrap().booster, None);
        let _ = draft.set(Set::BoosterHalves(Some(1), Chosen::AtOnce));
        assert_eq!(draft.prescription(), None);
        let _ = draft.set(Set::BoosterEach(PadKey::Digit(5)));
        let booster = draft.prescription().unwrap().booster.unwrap();
        assert_eq!((booster.tablets.halves, booster.each), (1, Milligrams(5)));
    }
}
