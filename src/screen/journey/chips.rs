//! The right column: back-dating, chips, the last entry.

use std::time::Duration;

use iced::widget::{Space, column};
use iced::{Length, Padding};

use super::Message;
use crate::screen::Shown;
use crate::screen::entry::last_entry;
use crate::screen::shown::in_minutes;
use crate::session::participant::Participant;
use crate::session::protocol::{Chip as Known, ChipGroup, ChipKind};
use crate::theme::measure;
use crate::widget::Element;
use crate::widget::chip::{Chip, Standing, chip_grid};
use crate::widget::segment::back_dating;

/// How long a stamped chip shows its time.
const SHOWS: Duration = Duration::from_secs(4);
/// Chips in a row.
const COLUMNS: usize = 3;
/// The groups on the glass, and how many of each find room; what does not stands under More.
const ROOM: [(ChipGroup, usize); 3] = [(ChipGroup::Settling, 9), (ChipGroup::Unease, 6), (ChipGroup::Events, 5)];
/// The same in a group, where whom it concerns stands above.
const ROOM_IN_GROUP: [(ChipGroup, usize); 3] =
    [(ChipGroup::Settling, 9), (ChipGroup::Unease, 3), (ChipGroup::Events, 5)];

/// What a chip of the grid hands back.
#[derive(Clone, Debug)]
enum Key {
    Chip(String),
    More(bool),
}

/// The column for the thumb.
pub(super) fn chips<'a>(
    shown: &Shown<'a>,
    back: u8,
    more: bool,
    stamped: Option<&(String, Duration)>,
) -> Element<'a, Message> {
    let known = &shown.session.protocol().chips;
    let room = if shown.is_group() { ROOM_IN_GROUP } else { ROOM };
    let chip = |known: &Known| {
        Chip::new(Key::Chip(known.key.clone()), known.label.as_str()).standing(standing(shown, known, stamped))
    };
    let on = |key: Key, boot: Duration| match key {
        Key::Chip(key) => Message::Chip(key, boot),
        Key::More(more) => Message::More(more),
    };
    let mut groups = column![].spacing(measure::M);
    if more {
        let back = Chip::new(Key::More(false), "Usual ones").standing(Standing::Aside);
        let rare = uncommon(known, room).into_iter().map(chip).chain(std::iter::once(back));
        groups = groups.push(chip_grid(COLUMNS, rare, on));
    } else {
        for (group, room) in room {
            let mut own: Vec<Chip<Key>> =
                known.iter().filter(|known| known.group == group).take(room).map(chip).collect();
            if group == ChipGroup::Events {
                own.push(Chip::new(Key::More(true), "More").standing(Standing::Aside));
            }
            groups = groups.push((!own.is_empty()).then(|| chip_grid(COLUMNS, own, on)));
        }
    }
    column![
        back_dating(back, Message::Back),
        Space::new().height(measure::S),
        groups,
        Space::new().height(Length::Fill),
        last_entry(shown, Message::Last)
    ]
    .padding(Padding::ZERO.bottom(measure::S))
    .into()
}

/// The chips that stand under More: those meant for it, and those that found no room.
fn uncommon(known: &[Known], room: [(ChipGroup, usize); 3]) -> Vec<&Known> {
    let spare =
        room.into_iter().flat_map(|(group, room)| known.iter().filter(move |one| one.group == group).skip(room));
    known.iter().filter(|one| one.group == ChipGroup::More).chain(spare).collect()
}

fn standing(shown: &Shown<'_>, known: &Known, stamped: Option<&(String, Duration)>) -> Standing {
    let Some(who) = shown.session.participant(shown.person) else { return Standing::Rest };
    if shown.everyone && !for_all(shown, known) {
        return Standing::Rest;
    }
    match known.kind {
        ChipKind::State => who.open_state(&known.key).map_or(Standing::Rest, |open| {
            let lasting = shown.now.since(open.at);
            Standing::Active(if lasting.as_secs() < 60 { "just now".to_owned() } else { in_minutes(lasting) })
        }),
        ChipKind::Once => seen(who, &known.key).map_or(Standing::Rest, |at| Standing::Done(shown.time_of(at))),
        ChipKind::Point => {
            let fresh =
                stamped.is_some_and(|(key, boot)| *key == known.key && shown.boot.saturating_sub(*boot) < SHOWS);
            let at = seen(who, &known.key).filter(|_| fresh);
            at.map_or(Standing::Rest, |at| Standing::Stamped(shown.time_of(at)))
        }
    }
}

/// A state that goes on for everybody; only then a tap for all ends it.
fn for_all(shown: &Shown<'_>, known: &Known) -> bool {
    let here = shown.session.participants().iter().filter(|who| who.stopped.is_none());
    known.kind == ChipKind::State && here.into_iter().all(|who| who.open_state(&known.key).is_some())
}

fn seen(who: &Participant, chip: &str) -> Option<crate::units::Moment> {
    who.observations.iter().rev().find(|seen| seen.chip == chip).map(|seen| seen.at)
}
