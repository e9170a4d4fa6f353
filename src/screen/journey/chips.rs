//! The right column: back-dating, chips, the last entry.

use std::time::Duration;

use iced::widget::{Space, column, row};
use iced::{Length, Padding};

use super::Message;
use crate::screen::Shown;
use crate::screen::entry::last_entry;
use crate::screen::shown::in_minutes;
use crate::session::participant::Participant;
use crate::session::protocol::{Chip as Known, ChipGroup, ChipKind, Weight};
use crate::theme::measure;
use crate::widget::Element;
use crate::widget::back_dating::back_dating_at;
use crate::widget::chip::{Chip, Standing, chip, chip_grid};

/// How long a stamped chip shows its time.
const SHOWS: Duration = Duration::from_secs(4);
/// Chips in a row.
const COLUMNS: usize = 3;
/// The groups on the glass, and how many of each find room; what does not stands under More, and so does what is
/// uncommon. What is serious stands on the emergency card alone.
const ROOM: Room = [(ChipGroup::Settling, 9), (ChipGroup::Unease, 6), (ChipGroup::Events, 5)];
/// The same in a group, where whom it concerns stands above.
const ROOM_IN_GROUP: Room = [(ChipGroup::Settling, 9), (ChipGroup::Unease, 3), (ChipGroup::Events, 5)];

type Room = [(ChipGroup, usize); 3];

/// What a chip of the grid hands back.
#[derive(Clone, Debug)]
enum Key {
    Chip(String),
    More(bool),
    Stop,
}

/// The column for the thumb.
pub(super) fn chips<'a>(
    shown: &Shown<'a>,
    back: u8,
    more: bool,
    stamped: Option<&(String, Duration)>,
) -> Element<'a, Message> {
    let room = if shown.is_group() { ROOM_IN_GROUP } else { ROOM };
    let known_chip = |known: &Known| {
        let chip = Chip::new(Key::Chip(known.key.clone()), known.label.as_str());
        chip.standing(standing(shown, known, stamped)).uncommon(known.weight == Weight::Uncommon)
    };
    let on = |key: Key, boot: Duration| match key {
        Key::Chip(key) => Message::Chip(key, boot),
        Key::More(more) => Message::More(more),
        Key::Stop => Message::OpenStop,
    };
    let clock = {
        let now = shown.wall;
        move |minutes: u8| (now - chrono::TimeDelta::minutes(i64::from(minutes))).format("%-H:%M").to_string()
    };
    let groups = if more { rare(shown, room, known_chip) } else { usual(shown, room, known_chip) };
    let apart = if more { measure::S } else { measure::M };
    let mut groups: Vec<_> = groups.into_iter().filter(|group| !group.is_empty()).collect();
    let rows: usize = groups.iter().map(|group| group.len().div_ceil(COLUMNS)).sum();
    let most: usize = room.iter().map(|(_, chips)| chips.div_ceil(COLUMNS)).sum();
    // More and the way back from it stand in the same place, so that whoever taps twice notes nothing.
    let row = match groups.last_mut().filter(|last| !more && rows == most && last.len() % COLUMNS == COLUMNS - 1) {
        Some(last) => {
            last.push(lead_to_more(shown, room));
            None
        }
        None if more => {
            Some(last_row(client_ends(shown), Chip::new(Key::More(false), "Usual ones").standing(Standing::Aside), on))
        }
        None => Some(last_row(None, lead_to_more(shown, room), on)),
    };
    let groups = groups.into_iter().map(|group| chip_grid(COLUMNS, group, on));
    column![
        back_dating_at(back, clock, Message::Back),
        Space::new().height(measure::S),
        iced::widget::Column::with_children(groups).spacing(apart),
        Space::new().height(Length::Fill),
    ]
    .push(row)
    .push(last_entry(shown, Message::Last))
    .padding(Padding::ZERO.bottom(measure::S))
    .into()
}

/// The last row over the entry: what leads elsewhere at its end.
fn last_row<'a>(
    first: Option<Chip<Key>>,
    last: Chip<Key>,
    on: impl Fn(Key, Duration) -> Message + Copy + 'a,
) -> Element<'a, Message> {
    let free = || Element::from(Space::new().width(Length::Fill));
    let first = first.map_or_else(free, |first| chip(first, on));
    row![first, free(), chip(last, on)].spacing(measure::GAP).into()
}

/// What leads to the other chips; it tells how many states go on under it.
fn lead_to_more(shown: &Shown<'_>, room: Room) -> Chip<Key> {
    let known = &shown.session.protocol().chips;
    let hidden = under_more(known, room).into_iter().flatten();
    let who = shown.session.participant(shown.person);
    let lasting = hidden.filter(|one| who.is_some_and(|who| who.open_state(&one.key).is_some())).count();
    let more = Chip::new(Key::More(true), "More");
    if lasting == 0 { more.standing(Standing::Aside) } else { more.standing(Standing::Active(goes_on(lasting))) }
}

/// The client's own end of it, while they take part.
fn client_ends(shown: &Shown<'_>) -> Option<Chip<Key>> {
    let takes_part = shown.session.participant(shown.person).is_some_and(Participant::takes_part);
    takes_part.then(|| Chip::new(Key::Stop, "Client ends here").standing(Standing::Aside))
}

/// The groups on the glass.
fn usual(shown: &Shown<'_>, room: Room, chip: impl Fn(&Known) -> Chip<Key>) -> Vec<Vec<Chip<Key>>> {
    let known = &shown.session.protocol().chips;
    room.iter().map(|(group, room)| of_group(known, *group).take(*room).map(&chip).collect()).collect()
}

fn goes_on(count: usize) -> String {
    if count == 1 { "one goes on".to_owned() } else { format!("{count} go on") }
}

/// What stands under More, in the same groups.
fn rare(shown: &Shown<'_>, room: Room, chip: impl Fn(&Known) -> Chip<Key>) -> Vec<Vec<Chip<Key>>> {
    let groups = under_more(&shown.session.protocol().chips, room);
    groups.into_iter().map(|group| group.into_iter().map(&chip).collect()).collect()
}

/// The chips of a group that are neither uncommon nor serious.
fn of_group(known: &[Known], group: ChipGroup) -> impl Iterator<Item = &Known> {
    known.iter().filter(move |one| one.group == group && one.weight == Weight::Expected)
}

/// The chips under More, by group: those that found no room, those meant for it, and last what is uncommon.
fn under_more(known: &[Known], room: Room) -> Vec<Vec<&Known>> {
    let spare = room.iter().map(|(group, room)| of_group(known, *group).skip(*room).collect());
    let uncommon = known.iter().filter(|one| one.group != ChipGroup::Return && one.weight == Weight::Uncommon);
    spare.chain([of_group(known, ChipGroup::More).collect(), uncommon.collect()]).collect()
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
