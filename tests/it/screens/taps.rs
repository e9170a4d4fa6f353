//! How many taps something takes from the journey screen: real taps, counted against the table in the README.

use std::collections::BTreeMap;
use std::path::Path;

use holdspace::screen::journey::{self, Journey};
use holdspace::screen::{Action, Shown};
use holdspace::session::event::NoteKind;
use holdspace::theme::{Icon, measure};
use holdspace::units::{BeatsPerMinute, MmHg};
use iced::Point;
use iced_test::selector::Candidate;

use super::after::laid_out;
use super::after::made_up::{HER, MadeUp};

/// A finger on the journey screen, which counts what it does.
struct Finger {
    made_up: MadeUp,
    journey: Journey,
    taps: usize,
    card: bool,
}

impl Finger {
    fn new() -> Self {
        let made_up = MadeUp::on_the_journey();
        let journey = Journey::new(&made_up.shown());
        Self { made_up, journey, taps: 0, card: false }
    }

    /// What the screen is given; the boot time is the real one, as touches carry it.
    fn shown(&self) -> Shown<'_> {
        Shown { boot: holdspace::clock::boot_time(), ..self.made_up.shown() }
    }

    /// Taps the words that stand lowest among those that are alike: keys lie below what they type.
    fn tap(mut self, words: &str) -> Self {
        let mut ui = laid_out(self.journey.view(&self.shown()));
        let found = std::sync::Arc::new(std::sync::Mutex::new(Vec::<Point>::new()));
        let (gather, looked_for) = (std::sync::Arc::clone(&found), words.to_owned());
        let _ = ui.find(move |candidate: Candidate<'_>| -> Option<()> {
            if let Candidate::Text { visible_bounds: Some(bounds), content, .. } = candidate
                && content == looked_for
            {
                gather.lock().unwrap().push(bounds.center());
            }
            None
        });
        drop(ui);
        let lowest = found.lock().unwrap().iter().copied().max_by(|one, other| one.y.total_cmp(&other.y));
        let at = lowest.unwrap_or_else(|| panic!("{words} is not on the glass"));
        self.press(at);
        self
    }

    /// Taps a number of the first rating: the numbers are drawn, their pitch is known.
    fn rate(mut self, value: u8) -> Self {
        let mut ui = laid_out(self.journey.view(&self.shown()));
        let row = ui.find("Distress").unwrap().bounds().center().y;
        drop(ui);
        let left = measure::MARGIN + measure::LEFT - measure::RATING_PITCH * 10.0 - measure::RATING_ENDS / 2.0;
        self.press(Point::new(left + measure::RATING_PITCH * f32::from(value), row));
        self
    }

    fn press(&mut self, at: Point) {
        let mut ui = laid_out(self.journey.view(&self.shown()));
        ui.point_at(at);
        let _ = ui.simulate(iced_test::simulator::click());
        let said: Vec<journey::Message> = ui.into_messages().collect();
        assert_eq!(said.len(), 1, "one tap says one thing: {said:?}");
        self.taps += 1;
        for message in said {
            let shown = Shown { boot: holdspace::clock::boot_time(), ..self.made_up.shown() };
            let action = self.journey.update(message, &shown);
            match action {
                Action::Ask(command) => self.made_up.ask(&command),
                Action::Emergency(open) => self.card = open,
                Action::None => {}
                other => panic!("{other:?}"),
            }
        }
    }

    fn keys(self, digits: &str) -> Self {
        digits.chars().fold(self, |finger, digit| finger.tap(&digit.to_string()))
    }

    fn seen(&self, chip: &str) -> Option<u64> {
        let who = self.made_up.session.participant(HER).unwrap();
        let seen = who.observations.iter().find(|seen| seen.chip == chip)?;
        Some(self.made_up.now.since(seen.at).as_secs() / 60)
    }

    fn measured(&self) -> (Option<(MmHg, MmHg)>, Option<BeatsPerMinute>) {
        let who = self.made_up.session.participant(HER).unwrap();
        who.vitals.last().map(|entry| (entry.what.pressure, entry.what.heart_rate)).unwrap()
    }
}

/// The rows of the table, by its heading.
fn promised() -> BTreeMap<String, usize> {
    let readme = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let rows = readme.lines().skip_while(|line| *line != "| from the journey screen | taps |").skip(2);
    let rows = rows.take_while(|line| line.starts_with('|')).map(|line| {
        let mut cells = line.trim_matches('|').split('|').map(str::trim);
        (cells.next().unwrap().to_owned(), cells.next().unwrap().parse().unwrap())
    });
    rows.collect()
}

#[test]
fn everything_takes_as_many_taps_as_the_readme_says() {
    let mut counted = BTreeMap::new();
    let mut count = |what: &str, finger: &Finger| {
        let _ = counted.insert(what.to_owned(), finger.taps);
    };

    let finger = Finger::new().tap("Nausea");
    assert_eq!(finger.seen("nausea"), Some(0));
    count("an observation", &finger);

    let finger = Finger::new().tap("\u{2212}2").tap("Nausea");
    assert_eq!(finger.seen("nausea"), Some(2));
    count("a back-dated observation", &finger);

    let finger = Finger::new();
    let before = finger.made_up.session.participant(HER).unwrap().checks.len();
    let finger = finger.tap("Quiet check");
    assert_eq!(finger.made_up.session.participant(HER).unwrap().checks.len(), before + 1);
    count("the quiet check", &finger);

    let kept = |lower, heart| (Some((MmHg(134), MmHg(lower))), Some(BeatsPerMinute(heart)));
    let finger = Finger::new().tap("128/82").keys("1348476").tap("Keep");
    assert_eq!(finger.measured(), kept(84, 76));
    count("blood pressure and heart rate", &finger);
    let finger = Finger::new().tap("128/82").keys("13484104").tap("Keep");
    assert_eq!(finger.measured(), kept(84, 104));
    count("the same with a three-digit pulse", &finger);

    let finger = Finger::new().tap("Rate").rate(7);
    let rated = finger.made_up.session.participant(HER).unwrap().rating("distress").map(|(_, value)| value);
    assert_eq!(rated, Some(7));
    count("a rating", &finger);

    let finger = Finger::new().tap(&Icon::FirstAid.glyph().unwrap().to_string());
    assert!(finger.card);
    count("the emergency card", &finger);

    assert_eq!(counted, promised());
    assert!(counted["blood pressure and heart rate"] <= 9 && counted["the same with a three-digit pulse"] <= 10);
}

#[test]
fn what_the_client_says_is_stamped_with_the_first_tap() {
    let mut finger = Finger::new().tap("Client\nspoke");
    let began = finger.made_up.now;
    finger.made_up.now = finger.made_up.now.plus(std::time::Duration::from_secs(40));
    finger = finger.tap("H").tap("i").tap("Keep");
    let who = finger.made_up.session.participant(HER).unwrap();
    let note = who.notes.last().unwrap();
    assert!(note.what.1.eq_ignore_ascii_case("hi"), "{note:?}");
    assert!(began.since(note.at).as_secs() <= 1, "the tap is the moment, not the last key");
    assert_eq!(note.what.0, NoteKind::Client);
}
