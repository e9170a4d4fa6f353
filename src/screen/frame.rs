//! What all screens share: the bar with rail, marks, clock, shade, eye and cross, and the page under it.

mod group;

pub use group::whom;

use std::time::Duration;

use iced::widget::{Row, Space, column, container, row, stack};
use iced::{Alignment, Length, Padding};

use super::away;
use super::chaperone;
use super::guide::guide;
use super::shown::{DraftMark, RoomMark, Whom, in_minutes};
use super::{Action, Marks, Saved, Shown};
use crate::config::settings::Side;
use crate::session::event::Person;
use crate::session::{Command, Phase};
use crate::theme::{Icon, Ink, Shade, measure, role};
use crate::widget::Element;
use crate::widget::button::{filled, icon_button, outlined};
use crate::widget::elided::elided;
use crate::widget::mark::{bead, hairline, quiet, saved, serious as serious_mark};
use crate::widget::phase_rail::phase_rail;
use crate::widget::text::words;
use crate::widget::touch::{Act, within};
use crate::widget::touchable::{Face, touchable};

/// How long a phase of the rail waits for its second tap.
const ARMED: Duration = Duration::from_secs(6);
/// How many phases the rail shows beside a quiet mark, which needs the room.
const FEW: usize = 5;
/// How many beside the mark of a rehearsal and the chaperone, or beside a serious event with many letters.
const FEWER: usize = 4;
/// More letters than this of a serious event take the room of another phase.
const LONG: usize = 24;
/// How many beside other marks and the chaperone.
const FEWEST: usize = 3;

/// What can be pressed in the bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bar {
    /// A phase of the rail: the first tap asks "go there?", the second goes.
    Go(Phase),
    /// The next darker shade, and day after the darkest.
    Shade,
    /// The calm face over everything.
    Cover,
    /// The emergency card.
    Emergency,
    /// Another person of the group is looked after.
    For(Person),
    /// What is seen and measured was said by the chaperone, or no longer.
    Chaperone,
    /// How long the app was away is asked.
    Away,
    /// What was being written is gone on with.
    Draft,
    /// Whoever is looked after begins to speak in the round, or whoever speaks ends.
    Turn(bool),
}

/// The bar's own state: the phase that waits for its second tap, and since when in boot time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    armed: Option<(Phase, Duration)>,
}

impl Frame {
    /// What a press in the bar asks for.
    pub fn act(&mut self, bar: Bar, shown: &Shown<'_>) -> Action {
        let armed = self.armed(shown);
        self.armed = None;
        match bar {
            Bar::Go(phase) if phase == shown.session.phase() => Action::None,
            Bar::Go(phase) if armed == Some(phase) => Action::Ask(Command::Enter(phase)),
            Bar::Go(phase) => {
                self.armed = Some((phase, shown.boot));
                Action::None
            }
            Bar::Shade => Action::Shade(darker(shown.shade)),
            Bar::Cover => Action::Cover(true),
            Bar::Emergency => Action::Emergency(true),
            Bar::Away => Action::Away(true),
            Bar::Draft => Action::GoOnWriting,
            Bar::Chaperone => Action::Chaperone(!shown.chaperone),
            Bar::For(person) => Action::For(Whom::One(person)),
            Bar::Turn(begins) => Action::Ask(if begins { Command::BeginTurn(shown.person) } else { Command::EndTurn }),
        }
    }

    /// Forgets the first tap: something else was touched.
    pub fn rest(&mut self) {
        self.armed = None;
    }

    /// A screen: the bar, and below it `content` down to the bottom edge.
    #[must_use]
    pub fn page<'a, Message: Clone + 'a>(
        &self,
        shown: &Shown<'a>,
        content: impl Into<Element<'a, Message>>,
        on: impl Fn(Bar) -> Message + Clone + 'a,
    ) -> Element<'a, Message> {
        let place = Act::named((shown.session.phase(), shown.person, shown.everyone));
        let under = within(place, container(content).width(Length::Fill).height(Length::Fill));
        let page = column![self.bar(shown, on.clone())].push(group::strip(shown, on)).push(under);
        stack![page, under_the_bar(shown)].into()
    }

    fn bar<'a, Message: Clone + 'a>(
        &self,
        shown: &Shown<'a>,
        on: impl Fn(Bar) -> Message + Clone + 'a,
    ) -> Element<'a, Message> {
        let phases = &shown.session.protocol().phases;
        let here = phases.iter().position(|phase| *phase == shown.session.phase()).unwrap_or(0);
        let (serious, speaks) = (serious(shown), chaperone::may_speak(shown));
        let most = match (is_well(shown.marks) && serious.is_none(), speaks) {
            (true, false) if shown.away.is_some() || shown.draft.is_some() => FEWER,
            _ if shown.away.is_some() || shown.draft.is_some() => FEWEST,
            (true, false) => phases.len(),
            (false, false) if serious.as_ref().is_some_and(|said| said.chars().count() > LONG) => FEWER,
            (true, true) | (false, false) => FEW,
            (false, true) if shown.marks.rehearsal => FEWER,
            (false, true) => FEWEST,
        };
        let first = here.saturating_sub(most / 2).min(phases.len().saturating_sub(most));
        let some: Vec<Phase> = phases.iter().copied().skip(first).take(most).collect();
        let proposed = some.iter().position(|phase| Some(*phase) == shown.proposed());
        let armed = self.armed(shown);
        let proposed = armed.and_then(|armed| some.iter().position(|phase| *phase == armed)).or(proposed);
        let label = |phase: Phase| if armed == Some(phase) { "Go there?" } else { phase.label() };
        let labels: Vec<(Phase, &str)> = some.iter().map(|phase| (*phase, label(*phase))).collect();
        let go = on.clone();
        let rail = phase_rail(labels, here.saturating_sub(first), proposed, move |index| {
            go(some.get(index).map_or(Bar::Cover, |phase| Bar::Go(*phase)))
        });
        // The rail takes what the rest leaves: whatever stands there, the cross keeps its place.
        row![
            container(rail).width(Length::Fill).clip(true),
            shown.away.map(|doubt| away::mark(doubt, on(Bar::Away))),
            shown.draft.filter(|_| shown.away.is_none()).map(|draft| draft_mark(draft, on(Bar::Draft))),
            speaks.then(|| chaperone_says(shown, on(Bar::Chaperone))),
            Space::new().width(measure::S),
            row![serious.map(serious_mark)].push(marks(shown.marks)).spacing(measure::S).align_y(Alignment::Center),
            Space::new().width(measure::S),
            words(role::PRESSURE, Ink::Text, shown.wall.format("%-H:%M").to_string()),
            shade_button(shown.shade, on(Bar::Shade)),
            icon_button(eye(shown.locks), Ink::Dim, on(Bar::Cover)),
            icon_button(Icon::FirstAid, Ink::Text, on(Bar::Emergency)),
        ]
        .align_y(Alignment::Center)
        .width(Length::Fill)
        .height(measure::BAR)
        .padding(Padding::ZERO.left(measure::MARGIN - measure::GAP + measure::RIM).right(measure::S))
        .into()
    }

    fn armed(&self, shown: &Shown<'_>) -> Option<Phase> {
        self.armed.filter(|(_, since)| shown.boot.saturating_sub(*since) < ARMED).map(|(phase, _)| phase)
    }
}

/// Words that are not kept: one tap goes on with them.
fn draft_mark<'a, Message: Clone + 'a>(draft: DraftMark, on_press: Message) -> Element<'a, Message> {
    let said = match draft {
        DraftMark::Unfinished(what) => format!("Unfinished: {what}"),
        DraftMark::PutAway => "Put away; take back".to_owned(),
    };
    touchable(quiet(said))
        .face(Face::Plain)
        .height(measure::TARGET)
        .padding(Padding::ZERO.horizontal(measure::GAP))
        .on_tap("draft", move |_| on_press.clone())
        .into()
}

/// Whether what is entered was said by the chaperone: a full dot while it was.
fn chaperone_says<'a, Message: Clone + 'a>(shown: &Shown<'a>, on_press: Message) -> Element<'a, Message> {
    let (ink, dot) = if shown.chaperone { (Ink::Text, Ink::Accent) } else { (Ink::Dim, Ink::Dim) };
    let content =
        row![bead(measure::XXS + measure::RIM, dot, shown.chaperone), words(role::LABEL, ink, "Chaperone says")];
    touchable(content.spacing(measure::XS).align_y(Alignment::Center))
        .face(Face::Plain)
        .height(measure::TARGET)
        .padding(Padding::ZERO.horizontal(measure::GAP))
        .on_tap("chaperone", move |_| on_press.clone())
        .into()
}

/// A calm face: `content` on the whole glass, the cross in its corner, quiet marks in the other.
pub fn calm_page<'a, Message: Clone + 'a>(
    shown: &Shown<'a>,
    content: impl Into<Element<'a, Message>>,
    on: impl Fn(Bar) -> Message,
) -> Element<'a, Message> {
    let mut corner = Row::new().align_y(Alignment::Center).height(measure::BAR).width(Length::Fill);
    corner = corner.push((!is_well(shown.marks)).then(|| marks(shown.marks)));
    corner = corner.push(Space::new().width(Length::Fill));
    // The client may see this face: the cross alone tells that something serious has not ended.
    let cross = if serious(shown).is_some() { Ink::Serious } else { Ink::Dim };
    corner = corner.push(icon_button(Icon::FirstAid, cross, on(Bar::Emergency)));
    let corner = corner.padding(Padding::ZERO.left(measure::MARGIN).right(measure::S));
    let content = container(content).width(Length::Fill).height(Length::Fill);
    stack![content, corner, sentence_aside(shown)].into()
}

/// Two columns under the bar: one to read (784 px at 1280, it alone grows), and 400 px on the side of the thumb.
pub fn columns<'a, Message: 'a>(
    shown: &Shown<'_>,
    to_read: impl Into<Element<'a, Message>>,
    to_touch: impl Into<Element<'a, Message>>,
) -> Element<'a, Message> {
    let to_read = container(to_read).width(Length::Fill).height(Length::Fill);
    let to_touch = container(to_touch).width(measure::RIGHT).height(Length::Fill);
    let both = match shown.thumb {
        Side::Right => row![to_read, to_touch],
        Side::Left => row![to_touch, to_read],
    };
    both.spacing(measure::GUTTER)
        .height(Length::Fill)
        .padding(Padding::ZERO.horizontal(measure::MARGIN).top(measure::BELOW_BAR))
        .into()
}

/// `content` with a strip of 72 px at the foot, and a hairline over it.
pub fn with_foot<'a, Message: 'a>(
    content: impl Into<Element<'a, Message>>,
    foot: impl Into<Element<'a, Message>>,
) -> Element<'a, Message> {
    column![container(content).width(Length::Fill).height(Length::Fill), strip(column![hairline(), foot.into()])].into()
}

/// `content` with a strip of 72 px at the foot and no hairline.
pub fn with_strip<'a, Message: 'a>(
    content: impl Into<Element<'a, Message>>,
    foot: impl Into<Element<'a, Message>>,
) -> Element<'a, Message> {
    column![container(content).width(Length::Fill).height(Length::Fill), strip(column![foot.into()])].into()
}

fn strip<'a, Message: 'a>(lines: iced::widget::Column<'a, Message>) -> Element<'a, Message> {
    container(lines.spacing(measure::GAP))
        .padding(Padding::ZERO.horizontal(measure::MARGIN).bottom(measure::BELOW_STRIP))
        .into()
}

/// The way on to the phase that is proposed: filled when nothing is open, outlined until then.
pub fn way_on<'a, Message: Clone + 'a>(
    shown: &Shown<'a>,
    ready: bool,
    on_press: impl Fn(Phase) -> Message,
) -> Option<Element<'a, Message>> {
    let phase = shown.proposed()?;
    let button = if ready { filled(phase.label()) } else { outlined(phase.label()) };
    Some(button.icon_after(Icon::ArrowRight).on_press(on_press(phase)).into())
}

/// The button of the shade: sun in the lightest, moon in the others; it leads to the next darker one.
pub fn shade_button<'a, Message: Clone + 'a>(shade: Shade, on_press: Message) -> Element<'a, Message> {
    let drawing = match shade {
        Shade::Day | Shade::Dusk | Shade::Night => Icon::Moon,
        Shade::DeepNight => Icon::Sun,
    };
    icon_button(drawing, Ink::Dim, on_press)
}

/// What the button that hides the therapist's layer shows: an eye, or a lock where a PIN is set.
#[must_use]
pub const fn eye(locks: bool) -> Icon {
    if locks { Icon::Lock } else { Icon::EyeClosed }
}

/// The shade after this one: dusk, night, deep night, day, dusk.
#[must_use]
pub const fn darker(shade: Shade) -> Shade {
    match shade {
        Shade::Day => Shade::Dusk,
        Shade::Dusk => Shade::Night,
        Shade::Night => Shade::DeepNight,
        Shade::DeepNight => Shade::Day,
    }
}

/// Saved, or in its place everything that is not well, in two words each.
#[must_use]
pub fn marks<'a, Message: 'a>(marks: &'a Marks) -> Element<'a, Message> {
    let disk: Element<'a, Message> = match &marks.saved {
        _ if marks.rehearsal => quiet("Rehearsal"),
        Saved::Yes => saved(),
        Saved::Writing => words(role::LABEL, Ink::Dim, "Saving").into(),
        Saved::NotSince(since) => quiet(format!("Not saved since {since}")),
        Saved::Elsewhere { since, place, written: true } => quiet(format!("Saved on {place} since {since}")),
        Saved::Elsewhere { place, written: false, .. } => quiet(format!("Saving on {place}")),
    };
    let sound = match (&marks.no_sound, marks.room) {
        (Some(_), RoomMark::Sounds) => Some(quiet("No headphones")),
        (Some(_), RoomMark::Quiet | RoomMark::Lost | RoomMark::CallLost) => Some(quiet("No sound")),
        (None, RoomMark::CallLost) => Some(quiet("No music in the call")),
        (None, RoomMark::Lost) => Some(quiet("No room speaker")),
        (None, RoomMark::Quiet | RoomMark::Sounds) => None,
    };
    let awake = marks.unkept.as_ref().map(|unkept| quiet(unkept.mark));
    Row::new().push(awake).push(sound).push(disk).spacing(measure::S).align_y(Alignment::Center).into()
}

/// A serious event that has not ended, with its length; in a group also whose.
fn serious(shown: &Shown<'_>) -> Option<String> {
    let people = shown.session.participants();
    let (who, chip) = people.iter().zip(0..).find_map(|(who, number)| {
        let chip = shown.session.serious_open(Person(number)).next()?;
        Some((who, chip))
    })?;
    let lasts = who.open_state(&chip.key).map(|open| in_minutes(shown.now.since(open.at))).unwrap_or_default();
    let whose = if people.len() > 1 { format!("{}: ", who.code) } else { String::new() };
    Some(format!("{whose}{}, {lasts}", chip.label))
}

pub(super) fn is_well(marks: &Marks) -> bool {
    let disk = match &marks.saved {
        Saved::Yes | Saved::Writing => true,
        Saved::NotSince(_) | Saved::Elsewhere { .. } => false,
    };
    disk && marks.no_sound.is_none()
        && marks.unkept.is_none()
        && !matches!(marks.room, RoomMark::Lost | RoomMark::CallLost)
        && !marks.rehearsal
}

/// The same sentence on a calm face: quiet, under the corner, narrow enough to leave the ring alone.
fn sentence_aside<'a, Message: 'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    let breathes = shown.session.phase() == Phase::Breathing;
    let said = shown.marks.said.clone().or_else(|| guide(shown).filter(|_| breathes)).unwrap_or_default();
    let top = if is_well(shown.marks) { measure::L } else { measure::BAR };
    container(words(role::LABEL, Ink::Dim, said).width(measure::PROMPTS))
        .padding(Padding::ZERO.left(measure::MARGIN).top(top))
        .into()
}

/// On the lower edge of the bar: the sentence for the therapist, or what the protocol says of this phase.
fn under_the_bar<'a, Message: 'a>(shown: &Shown<'a>) -> Element<'a, Message> {
    match guide(shown).filter(|_| shown.marks.said.is_none()) {
        Some(guide) => container(elided(role::LABEL, Ink::Dim, guide))
            .width(Length::Fill)
            .height(measure::BAR)
            .align_y(Alignment::End)
            .padding(Padding::ZERO.horizontal(measure::MARGIN))
            .into(),
        None => sentence(shown.marks),
    }
}

/// The sentence for the therapist, on the lower edge of the bar: nothing moves for it and it takes no touch.
pub(super) fn sentence<'a, Message: 'a>(marks: &'a Marks) -> Element<'a, Message> {
    let said = marks.said.as_deref().unwrap_or_default();
    let line = words(role::LABEL, Ink::Accent, said).wrapping(iced::widget::text::Wrapping::None);
    container(line)
        .width(Length::Fill)
        .height(measure::BAR)
        .align_y(Alignment::End)
        .padding(Padding::ZERO.horizontal(measure::MARGIN))
        .clip(true)
        .into()
}
