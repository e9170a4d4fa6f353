//! One entry: when it happened and what it says, to be set right or taken back.

use iced::widget::{Space, column, row};
use iced::{Alignment, Length, Padding};

use super::Message;
use super::list::{foot, in_full};
use crate::screen::Shown;
use crate::screen::entry::changed;
use crate::session::{Event, Stamped};
use crate::theme::{Icon, Ink, measure, role};
use crate::units::Moment;
use crate::widget::Element;
use crate::widget::button::{filled, quiet, surface};
use crate::widget::chip::{Chip, Standing, chip_grid};
use crate::widget::text::{figure, heading, label, words};

/// Steps of its time: the words and the seconds.
const STEPS: [(&str, i64); 6] = [
    ("\u{2212}5 min", -300),
    ("\u{2212}2 min", -120),
    ("\u{2212}1 min", -60),
    ("\u{2212}10 s", -10),
    ("+10 s", 10),
    ("+1 min", 60),
];
/// Chips in a row.
const COLUMNS: usize = 3;
/// Numbers of a rating in a row.
const NUMBERS: usize = 4;

/// The entry with the time it is to have.
pub(super) fn one<'a>(shown: &Shown<'a>, entry: &'a Stamped, at: Moment) -> Element<'a, Message> {
    let stands = shown.session.as_corrected(entry);
    let undone = shown.session.is_undone(entry.id);
    let back = shown.session.may_take_back(entry, shown.now);
    let void = !back && shown.session.may_void(entry);
    let mut page = column![back_to_list(), facts(shown, entry, &stands)].spacing(measure::GAP);
    if !undone && has_time(&entry.event) {
        page = page.push(time(shown, &stands, at));
    }
    let change = change_word(&entry.event).filter(|_| !undone);
    page.push(Space::new().height(Length::Fill))
        .push(change.map(|word| surface(word).icon(Icon::PencilSimple).width(Length::Fill).on_press(Message::Change)))
        .push(foot((back || void).then(|| {
            let (word, message) =
                if back { ("Take it back", Message::TakeBack) } else { ("It was a mistake", Message::Void) };
            quiet(word).icon(Icon::ArrowCounterClockwise).height(measure::TARGET).on_press(message).into()
        })))
        .padding(Padding::ZERO.bottom(measure::S))
        .into()
}

/// The numbers of a rating.
pub(super) fn numbers<'a>(shown: &Shown<'a>, entry: &'a Stamped) -> Element<'a, Message> {
    let stands = shown.session.as_corrected(entry);
    let now = if let Event::Rating { value, .. } = stands.event { Some(value) } else { None };
    let chip = |number: u8| {
        let standing = if now == Some(number) { Standing::Active("now".to_owned()) } else { Standing::Rest };
        Chip::new(number, number.to_string()).standing(standing)
    };
    let grid = chip_grid(NUMBERS, (0..=10).map(chip), |number, _| Message::Number(number));
    column![back_to_list(), facts(shown, entry, &stands), Space::new().height(measure::GAP), grid]
        .spacing(measure::GAP)
        .into()
}

/// What it says, when it was entered, and what was changed before.
pub(super) fn facts<'a>(shown: &Shown<'a>, entry: &'a Stamped, stands: &Stamped) -> Element<'a, Message> {
    let mut lines =
        column![words(role::BODY_STRONG, Ink::Text, shortened(in_full(shown, stands)))].spacing(measure::XXS);
    lines = lines.push(label(format!("at {}", shown.wall_at(stands.at).format("%-H:%M:%S"))));
    for line in changed(shown, entry, stands) {
        lines = lines.push(label(line));
    }
    lines.width(Length::Fill).into()
}

/// A note may be a page long; two lines of it tell which one it is.
fn shortened(words: String) -> String {
    const MOST: usize = 84;
    let short: String = words.chars().take(MOST).collect();
    if short.len() < words.len() { format!("{}\u{2026}", short.trim_end()) } else { words }
}

pub(super) fn back_to_list<'a>() -> Element<'a, Message> {
    quiet("Entries").icon(Icon::ArrowLeft).height(measure::TARGET).on_press(Message::Back).into()
}

fn time<'a>(shown: &Shown<'a>, stands: &Stamped, at: Moment) -> Element<'a, Message> {
    let wall = |at: Moment| shown.wall_at(at).format("%-H:%M:%S").to_string();
    let steps = STEPS.map(|(word, secs)| Chip::new(secs, word));
    let moved = at != stands.at;
    let keep = filled(format!("Keep {}", wall(at))).width(Length::Fill);
    let shown_time = row![
        heading("Happened at"),
        Space::new().width(Length::Fill),
        figure(wall(at), if moved { Ink::Accent } else { Ink::Text })
    ];
    column![
        shown_time.align_y(Alignment::Center),
        chip_grid(COLUMNS, steps, |secs, _| Message::Later(secs)),
        if moved {
            Element::from(keep.on_press(Message::KeepTime))
        } else {
            Space::new().height(measure::BUTTON).into()
        },
    ]
    .spacing(measure::GAP)
    .into()
}

fn has_time(event: &Event) -> bool {
    matches!(
        event,
        Event::Observed { .. }
            | Event::StateEnded { .. }
            | Event::Checked
            | Event::Vitals(_)
            | Event::Rating { .. }
            | Event::Note { .. }
            | Event::HoldEnded { .. }
            | Event::TabletTaken { .. }
            | Event::Given { .. }
    )
}

/// What its value is called where it can be set right.
fn change_word(event: &Event) -> Option<&'static str> {
    if matches!(event, Event::Vitals(_)) {
        return Some("Correct the values");
    }
    if matches!(event, Event::Rating { .. }) {
        return Some("Correct the number");
    }
    matches!(event, Event::Note { .. } | Event::IntentionWritten { .. }).then_some("Correct the words")
}
