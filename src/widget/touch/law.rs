//! The law of touch: which contact may do what. Pure; what it knows of time and place is handed to it.
//!
//! Written down for people in `docs/touch.md`.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

use iced::{Point, Rectangle};

use super::Who;

/// What newly stands somewhere takes no press for this long.
pub const DEAF: Duration = Duration::from_millis(400);
/// The same act touched again within this time after it was touched or let go is the same touch.
pub const SAME: Duration = Duration::from_millis(300);
/// So many fingers at once are a palm.
pub const PALM: usize = 3;
/// A finger that moved further than this drags, px.
pub const SLOP: f32 = 12.0;
/// A finger that is let go further than this from where it came down did not tap, px.
pub const STRAY: f32 = 48.0;

/// Which act a press is for: the same number as long as the same thing is meant, however it looks meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Act(u64);

impl Act {
    /// The act that is called so: what its button says, and whatever else tells it from others.
    #[must_use]
    pub fn named(name: impl Hash) -> Self {
        let mut hasher = DefaultHasher::new();
        name.hash(&mut hasher);
        Self(hasher.finish())
    }

    /// The same act in a place of its own: the same word in another panel, or for another person, is another act.
    #[must_use]
    pub fn within(self, place: Self) -> Self {
        Self::named((self.0, place.0))
    }
}

/// How a control is pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Down and up again: one touch, however the finger bounces.
    Tap,
    /// The same, and meant anew each time, however fast: digits, letters, plus and minus.
    Key,
    /// Held until it is done.
    Hold,
    /// Drawn along: a slider, a rating. A tap on it is one touch like any other.
    Slide,
    /// Drawn on: every touch is a line.
    Draw,
}

/// A control on the glass.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
    /// What it does.
    pub act: Act,
    /// How it is pressed.
    pub kind: Kind,
    /// Where it lies in the layout; scrolling does not change that, px.
    pub place: Rectangle,
    /// Where it is seen; `None` while it is scrolled out of sight, px.
    pub seen: Option<Rectangle>,
}

/// What may be done with an event of a contact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The controls may have it.
    Pass,
    /// Nobody may.
    Hold,
    /// Nobody may, and these contacts are taken from whoever has them.
    Void(Vec<Who>),
}

#[derive(Clone, Copy, Debug)]
struct Standing {
    target: Target,
    /// Since when it stands there; `None`: from the beginning.
    since: Option<Duration>,
}

#[derive(Clone, Copy, Debug)]
struct Contact {
    who: Who,
    on: Option<(Act, Kind)>,
    from: Point,
    /// When it came down.
    began: Duration,
    strayed: bool,
    void: bool,
}

/// Every contact on the glass, and what stands there.
#[derive(Clone, Debug, Default)]
pub struct Law {
    looked: bool,
    standing: Vec<Standing>,
    contacts: Vec<Contact>,
    touched: Vec<(Act, Duration)>,
}

impl Law {
    /// Sees what stands on the glass now, the lowest first. The contacts whose act has gone are void from now on.
    pub fn look(&mut self, targets: Vec<Target>, now: Duration) -> Vec<Who> {
        let before = std::mem::take(&mut self.standing);
        let since = |target: &Target| {
            let same = before.iter().find(|old| old.target.act == target.act && is_there_still(&old.target, target));
            same.map_or_else(|| self.looked.then_some(now), |old| old.since)
        };
        self.standing = targets.into_iter().map(|target| Standing { since: since(&target), target }).collect();
        self.looked = true;
        let acts: Vec<Act> = self.standing.iter().map(|standing| standing.target.act).collect();
        let gone = |contact: &Contact| contact.on.is_some_and(|(act, _)| !acts.contains(&act));
        let mut void = Vec::new();
        for contact in self.contacts.iter_mut().filter(|contact| !contact.void && gone(contact)) {
            contact.void = true;
            void.push(contact.who);
        }
        void
    }

    /// A contact comes down.
    pub fn down(&mut self, who: Who, at: Point, now: Duration) -> Verdict {
        self.contacts.retain(|contact| contact.who != who);
        let under = self.under(at);
        let on = under.map(|standing| (standing.target.act, standing.target.kind));
        let deaf = under.and_then(|standing| standing.since).is_some_and(|since| now.saturating_sub(since) < DEAF);
        let again = on.is_some_and(|(act, kind)| matches!(kind, Kind::Tap | Kind::Slide) && self.was_touched(act, now));
        self.contacts.push(Contact { who, on, from: at, began: now, strayed: false, void: deaf || again });
        if self.is_palm() {
            return Verdict::Void(self.void_all(who));
        }
        if deaf || again { Verdict::Hold } else { Verdict::Pass }
    }

    /// A contact moves.
    pub fn moved(&mut self, who: Who, at: Point) -> Verdict {
        let Some(contact) = self.contacts.iter_mut().find(|contact| contact.who == who) else { return Verdict::Pass };
        contact.strayed |= contact.from.distance(at) > STRAY;
        if contact.void { Verdict::Hold } else { Verdict::Pass }
    }

    /// A contact is lifted. It ends nothing but the act on which it began, and that only where it still stands.
    pub fn up(&mut self, who: Who, at: Point, now: Duration) -> Verdict {
        let Some(contact) = self.take(who) else { return Verdict::Pass };
        if contact.void {
            return Verdict::Hold;
        }
        let Some((act, kind)) = contact.on else { return Verdict::Pass };
        let strayed = contact.strayed || contact.from.distance(at) > STRAY;
        let same = self.under(at).is_some_and(|standing| standing.target.act == act);
        match kind {
            Kind::Tap | Kind::Key if strayed || !same => Verdict::Void(vec![who]),
            Kind::Hold if !same => Verdict::Void(vec![who]),
            Kind::Tap | Kind::Key | Kind::Hold | Kind::Slide | Kind::Draw => {
                if contact.from.distance(at) <= SLOP {
                    self.touched.retain(|(_, at)| now.saturating_sub(*at) < SAME);
                    self.touched.push((act, now));
                }
                Verdict::Pass
            }
        }
    }

    /// When a contact came down that has not been lifted.
    #[must_use]
    pub fn began(&self, who: Who) -> Option<Duration> {
        self.contacts.iter().find(|contact| contact.who == who).map(|contact| contact.began)
    }

    /// A contact was taken away by the system.
    pub fn lost(&mut self, who: Who) -> Verdict {
        match self.take(who) {
            Some(contact) if contact.void => Verdict::Hold,
            Some(_) | None => Verdict::Pass,
        }
    }

    fn take(&mut self, who: Who) -> Option<Contact> {
        let place = self.contacts.iter().position(|contact| contact.who == who)?;
        Some(self.contacts.swap_remove(place))
    }

    fn under(&self, at: Point) -> Option<&Standing> {
        self.standing.iter().rev().find(|standing| standing.target.seen.is_some_and(|seen| seen.contains(at)))
    }

    fn was_touched(&self, act: Act, now: Duration) -> bool {
        let lying = self.contacts.iter().any(|contact| !contact.void && contact.on.is_some_and(|(on, _)| on == act));
        lying || self.touched.iter().any(|(touched, at)| *touched == act && now.saturating_sub(*at) < SAME)
    }

    fn is_palm(&self) -> bool {
        self.contacts.iter().filter(|contact| matches!(contact.who, Who::Finger(_))).count() >= PALM
    }

    /// Every contact is void until it is lifted; tells those that somebody has.
    fn void_all(&mut self, newest: Who) -> Vec<Who> {
        let mut had = Vec::new();
        for contact in self.contacts.iter_mut().filter(|contact| !contact.void) {
            contact.void = true;
            if contact.who != newest {
                had.push(contact.who);
            }
        }
        had
    }
}

/// Whether a control stands where it stood: it may grow or shift a little, as a list does under a finger.
fn is_there_still(old: &Target, new: &Target) -> bool {
    let size = |area: Rectangle| area.width * area.height;
    let common = old.place.intersection(&new.place).map_or(0.0, size);
    common >= size(old.place).min(size(new.place)) / 2.0
}

#[cfg(test)]
mod tests;
