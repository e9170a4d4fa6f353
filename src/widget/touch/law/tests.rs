//! Random contacts over changing screens, judged by a second telling of the law that looks back over all that happened.

use iced::Size;
use iced::touch::Finger;
use proptest::prelude::*;

use super::*;

/// What is done to the glass.
#[derive(Clone, Copy, Debug)]
enum Step {
    /// So many milliseconds pass.
    Wait(u64),
    /// Another screen stands there.
    Show(usize),
    Down(u64, f32),
    Move(u64, f32),
    Up(u64),
}

/// A control of a screen: what it is called, how it is pressed, from where it reaches how far.
type Control = (&'static str, Kind, f32, f32);

/// Screens of one line: controls that trade places, stay, grow, shift, lie over each other.
const SCREENS: [&[Control]; 5] = [
    &[("spat early", Kind::Tap, 0.0, 100.0), ("stop", Kind::Hold, 110.0, 100.0), ("key", Kind::Key, 220.0, 100.0)],
    &[("swallowed", Kind::Tap, 0.0, 100.0), ("stop", Kind::Hold, 110.0, 100.0), ("key", Kind::Key, 220.0, 100.0)],
    &[("spat early", Kind::Tap, 20.0, 110.0), ("key", Kind::Key, 130.0, 100.0)],
    &[("spat early", Kind::Tap, 220.0, 100.0), ("level", Kind::Slide, 0.0, 200.0)],
    &[("tile", Kind::Tap, 0.0, 320.0), ("stop", Kind::Tap, 40.0, 60.0)],
];

fn targets(screen: usize) -> Vec<Target> {
    let target = |(name, kind, from, wide): &Control| {
        let place = Rectangle::new(Point::new(*from, 0.0), Size::new(*wide, 64.0));
        Target { act: Act::named(name), kind: *kind, place, seen: Some(place) }
    };
    SCREENS[screen].iter().map(target).collect()
}

fn under(screen: usize, x: f32) -> Option<&'static Control> {
    SCREENS[screen].iter().rev().find(|(_, _, from, wide)| x >= *from && x < from + wide)
}

/// The most that one control keeps of another's place counts as the same place.
fn overlap(one: &Control, other: &Control) -> bool {
    let common = (one.2 + one.3).min(other.2 + other.3) - one.2.max(other.2);
    one.0 == other.0 && common >= one.3.min(other.3) / 2.0
}

fn at(x: f32) -> Point {
    Point::new(x, 32.0)
}

fn finger(id: u64) -> Who {
    Who::Finger(Finger(id))
}

/// All that happened, moment by moment: the screens that were shown and the fingers that lay on them.
#[derive(Default)]
struct History {
    now: u64,
    screens: Vec<(u64, usize)>,
    lying: Vec<Lying>,
    taps: Vec<(&'static str, u64)>,
}

#[derive(Clone)]
struct Lying {
    id: u64,
    on: Option<&'static Control>,
    from: f32,
    x: f32,
    /// What speaks against it, as soon as something does.
    void: bool,
    strayed: bool,
}

impl History {
    fn screen(&self) -> usize {
        self.screens.last().map_or(0, |(_, screen)| *screen)
    }

    /// How long a control has stood where it stands without a break; from the beginning counts as for ever.
    fn stands(&self, control: &'static Control) -> u64 {
        let (mut stood, mut since) = (control, self.now);
        for (index, (shown, screen)) in self.screens.iter().enumerate().rev() {
            let Some(same) = SCREENS[*screen].iter().find(|other| overlap(other, stood)) else {
                return self.now - since;
            };
            (stood, since) = (same, *shown);
            if index == 0 {
                return u64::MAX;
            }
        }
        u64::MAX
    }

    fn down(&mut self, id: u64, x: f32) -> bool {
        let on = under(self.screen(), x);
        let deaf = on.is_some_and(|on| self.stands(on) < 400);
        let again = on.is_some_and(|on| {
            let touched = self.taps.iter().any(|(name, at)| *name == on.0 && self.now - at < 300);
            let lying = self.lying.iter().any(|other| !other.void && other.on.is_some_and(|other| other.0 == on.0));
            matches!(on.1, Kind::Tap | Kind::Slide) && (touched || lying)
        });
        self.lying.push(Lying { id, on, from: x, x, void: deaf || again, strayed: false });
        if self.lying.len() >= 3 {
            self.lying.iter_mut().for_each(|lying| lying.void = true);
        }
        !self.lying.last().is_some_and(|lying| lying.void)
    }

    fn up(&mut self, id: u64) -> Option<bool> {
        let place = self.lying.iter().position(|lying| lying.id == id)?;
        let lying = self.lying.remove(place);
        let Some(on) = lying.on.filter(|_| !lying.void) else { return Some(!lying.void) };
        let same = under(self.screen(), lying.x).is_some_and(|now| now.0 == on.0);
        let may = match on.1 {
            Kind::Tap | Kind::Key => same && !lying.strayed,
            Kind::Hold => same,
            Kind::Slide | Kind::Draw => true,
        };
        if may && (lying.from - lying.x).abs() <= 12.0 {
            self.taps.push((on.0, self.now));
        }
        Some(may)
    }
}

fn step() -> impl Strategy<Value = Step> {
    let (id, x) = (0..4u64, (0..64u16).prop_map(|part| f32::from(part) * 5.0));
    prop_oneof![
        3 => prop_oneof![Just(40), Just(90), Just(250), Just(450)].prop_map(Step::Wait),
        2 => (0..SCREENS.len()).prop_map(Step::Show),
        4 => (id.clone(), x.clone()).prop_map(|(id, x)| Step::Down(id, x)),
        2 => (id.clone(), x).prop_map(|(id, x)| Step::Move(id, x)),
        4 => id.prop_map(Step::Up),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn random_contacts_do_what_the_law_says_and_nothing_else(steps in prop::collection::vec(step(), 1..60)) {
        let (mut law, mut history) = (Law::default(), History::default());
        history.screens.push((0, 0));
        let mut begun = std::collections::BTreeMap::new();
        prop_assert!(law.look(targets(0), Duration::ZERO).is_empty());
        for step in steps {
            let now = Duration::from_millis(history.now);
            match step {
                Step::Wait(millis) => history.now += millis,
                Step::Show(screen) => {
                    history.screens.push((history.now, screen));
                    let gone = |on: &Control| !SCREENS[screen].iter().any(|other| other.0 == on.0);
                    let mut void = Vec::new();
                    for lying in history.lying.iter_mut().filter(|lying| !lying.void && lying.on.is_some_and(gone)) {
                        lying.void = true;
                        void.push(finger(lying.id));
                    }
                    prop_assert_eq!(law.look(targets(screen), now), void, "what has gone is let go");
                }
                Step::Down(id, x) => {
                    if begun.insert(id, ()).is_none() {
                        let passes = history.down(id, x);
                        prop_assert_eq!(law.down(finger(id), at(x), now) == Verdict::Pass, passes, "down {} {}", id, x);
                    }
                }
                Step::Move(id, x) => {
                    if let Some(lying) = history.lying.iter_mut().find(|lying| lying.id == id) {
                        lying.x = x;
                        lying.strayed |= (x - lying.from).abs() > 48.0;
                        let _ = law.moved(finger(id), at(x));
                    }
                }
                Step::Up(id) => {
                    let x = history.lying.iter().find(|lying| lying.id == id).map(|lying| lying.x);
                    if let (Some(may), Some(x)) = (history.up(id), x) {
                        let _ = begun.remove(&id);
                        prop_assert_eq!(law.up(finger(id), at(x), now) == Verdict::Pass, may, "up {} {}", id, x);
                    }
                }
            }
        }
    }
}

/// How many random sequences: a few with every run, as many as one asks for otherwise.
fn cases() -> u32 {
    std::env::var("HOLDSPACE_CONTACTS").ok().and_then(|count| count.parse().ok()).unwrap_or(2_000)
}

#[test]
fn five_fingers_are_a_palm_and_every_one_of_them_is_let_go() {
    let mut law = Law::default();
    let _ = law.look(targets(0), Duration::ZERO);
    let downs: Vec<Verdict> =
        (0..5).map(|id| law.down(finger(id), at(10.0 + id as f32 * 60.0), Duration::ZERO)).collect();
    assert_eq!(downs[0], Verdict::Pass);
    assert!(matches!(&downs[2], Verdict::Void(had) if had.contains(&finger(0))), "{downs:?}");
    let ups = (0..5).map(|id| law.up(finger(id), at(10.0 + id as f32 * 60.0), Duration::from_millis(80)));
    assert!(ups.into_iter().all(|verdict| verdict == Verdict::Hold));
}

#[test]
fn a_press_that_began_before_the_cue_ends_nothing_that_came_with_it() {
    let mut law = Law::default();
    let _ = law.look(targets(0), Duration::ZERO);
    assert_eq!(law.down(finger(1), at(50.0), Duration::from_millis(900)), Verdict::Pass);
    assert_eq!(law.look(targets(1), Duration::from_millis(1_050)), [finger(1)]);
    assert_eq!(law.up(finger(1), at(50.0), Duration::from_millis(1_100)), Verdict::Hold);
}
