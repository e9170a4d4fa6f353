//! Anything at all is done at the lock: it never leads to another screen.

use holdspace::app::Message;
use holdspace::screen::frame::Bar;
use holdspace::screen::{arrival, calm, desk, emergency, lock, pin, start};
use holdspace::widget::keypad::PadKey;
use iced::keyboard::key::Named;
use iced::keyboard::{Key, Modifiers};
use iced::{Event, Point, Size, mouse, touch};

use super::glass::Glass;
use super::lock::{begin, ctrl, is_locked, pressed};

/// Eight digits: nobody guesses them by chance.
const PIN: &str = "73910462";
/// So many, unless the variable says otherwise; `benches/privacy.py` asks for ten thousand.
const INPUTS: u64 = 300;

/// Numbers without end, the same each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }

    fn place(&mut self) -> Point {
        Point::new(self.below(1280) as f32, self.below(800) as f32)
    }
}

fn do_anything(glass: &mut Glass, chance: &mut Chance) {
    let place = chance.place();
    match chance.below(9) {
        0 | 1 => glass.tap(place),
        2 => {
            let id = touch::Finger(chance.below(3));
            let lifted = chance.place();
            let events = [
                Event::Touch(touch::Event::FingerPressed { id, position: place }),
                Event::Touch(touch::Event::FingerMoved { id, position: lifted }),
                Event::Touch(touch::Event::FingerLifted { id, position: lifted }),
            ];
            glass.simulate(place, events.to_vec());
        }
        3 => {
            let button = [mouse::Button::Left, mouse::Button::Right, mouse::Button::Middle][chance.below(3) as usize];
            let delta = mouse::ScrollDelta::Lines { x: 0.0, y: -3.0 };
            let events = [
                Event::Mouse(mouse::Event::ButtonPressed(button)),
                Event::Mouse(mouse::Event::WheelScrolled { delta }),
                Event::Mouse(mouse::Event::ButtonReleased(button)),
            ];
            glass.simulate(place, events.to_vec());
        }
        4 => {
            let letter = char::from(b' ' + chance.below(95) as u8);
            let modifiers = Modifiers::from_bits_truncate(chance.below(1 << 12) as u32);
            glass.take(vec![pressed(Key::Character(letter.to_string().into()), modifiers)]);
        }
        5 => {
            let named = [
                Named::Escape,
                Named::Enter,
                Named::Tab,
                Named::ArrowRight,
                Named::ArrowLeft,
                Named::ArrowUp,
                Named::F4,
                Named::F11,
                Named::Super,
                Named::Backspace,
            ];
            let modifiers = [Modifiers::empty(), Modifiers::CTRL, Modifiers::ALT, Modifiers::LOGO];
            let key = Key::Named(named[chance.below(named.len() as u64) as usize]);
            glass.take(vec![pressed(key, modifiers[chance.below(4) as usize])]);
        }
        6 => glass.take(vec![Message::CloseRequested]),
        7 => {
            let size = Size::new(320 + chance.below(2400) as u32, 240 + chance.below(1600) as u32);
            glass.take(vec![Message::Resized(size), Message::Tick]);
        }
        _ => glass.take(vec![stray(chance)]),
    }
}

/// What a screen that was just covered may still have said.
fn stray(chance: &mut Chance) -> Message {
    let all = [
        Message::Start(start::Message::Continue(0)),
        Message::Start(start::Message::Pin),
        Message::Start(start::Message::Begin),
        Message::Arrival(arrival::Message::Bar(Bar::Emergency)),
        Message::Arrival(arrival::Message::Vitals),
        Message::Arrival(arrival::Message::Item("escort".to_owned(), true)),
        Message::Records(holdspace::screen::records::Message::Back),
        Message::Calm(calm::Message::Uncover),
        Message::Emergency(emergency::Message::Bar(Bar::Cover)),
        Message::Emergency(emergency::Message::Called),
        Message::Emergency(emergency::Message::Back),
        Message::Desk(desk::Message::Done),
        Message::Lock(lock::Message::Leave),
        Message::Pin(pin::Message::Remove),
        Message::Pin(pin::Message::Key(PadKey::Next)),
    ];
    all[chance.below(all.len() as u64) as usize].clone()
}

fn is_shut(glass: &Glass) -> bool {
    is_locked(glass) || (glass.shows("112") && glass.shows("Back") && !glass.shows("I called"))
}

/// The kinds of what the record says that somebody did, but for the card that is open to all.
fn done_by_the_therapist(glass: &Glass) -> Vec<String> {
    let data = holdspace::journal::DataDir::open(&glass.home().join("data")).unwrap();
    let folder = data.folders().pop().unwrap();
    let lines = holdspace::journal::reader::read(&folder).map(|record| record.lines).unwrap_or_default();
    let by_hand = lines
        .into_iter()
        .filter(|line| line.entry.as_ref().is_some_and(|entry| entry.who == holdspace::session::event::Who::Therapist));
    let told = by_hand.map(|line| format!("{} {:?}", line.kind, line.entry.map(|entry| entry.event)));
    told.filter(|told| !told.contains("Emergency card opened")).collect()
}

#[test]
fn nothing_that_is_done_at_the_lock_leads_to_another_screen() {
    let asked = std::env::var("HOLDSPACE_LOCK_INPUTS").ok().and_then(|count| count.parse().ok());
    let inputs: u64 = asked.unwrap_or(INPUTS);
    let mut glass = Glass::with_pin(PIN);
    glass.type_pin(PIN);
    begin(&mut glass, "MK-11");
    glass.wait(|glass| glass.shows("Saved"));
    let before = done_by_the_therapist(&glass);
    glass.take(vec![ctrl("l")]);
    let mut chance = Chance(7);
    for number in 0..inputs {
        do_anything(&mut glass, &mut chance);
        assert!(is_shut(&glass), "after input {number}: {:?}", glass.texts());
    }
    let did = done_by_the_therapist(&glass);
    assert!(did.iter().all(|told| before.contains(told)), "{did:?}");
    // And the way that does lead out leads back to where it was.
    glass.take(vec![Message::Emergency(emergency::Message::Back)]);
    for _ in 0..PIN.len() {
        glass.take(vec![pressed(Key::Named(Named::Backspace), Modifiers::empty())]);
    }
    eprintln!("{inputs} inputs at the lock, 0 escapes");
    let must_wait = |glass: &Glass| glass.texts().iter().any(|text| text.starts_with("Try again in"));
    // A try of before may still be under way: digits typed meanwhile count for nothing, and its answer comes first.
    for _ in 0..2 {
        if must_wait(&glass) || !is_locked(&glass) {
            break;
        }
        glass.type_pin(PIN);
    }
    assert!(must_wait(&glass) || glass.shows("Escort home"), "{:?}", glass.texts());
}
