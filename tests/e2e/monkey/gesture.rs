//! What a monkey does with a touch screen, a keyboard and a program.

use std::time::Duration;

use holdspace::clock::boot_time;
use holdspace::widget::touch::Kind;
use iced::Rectangle;

use super::book::Touch;
use super::{Monkey, is_over};
use crate::mirror::pane::Control;
use crate::touch::hand::HELD;
use crate::touch::screen::{At, SIZE};

/// What leads on, wherever it stands: a monkey that only errs would not come to the end.
const ON: [&str; 27] = [
    "Code or initials",
    "Code",
    "M",
    "Keep",
    "Begin arrival",
    "Go on with a reason",
    "Will be done before the tablet",
    "It is on paper in the file",
    "Without an intention",
    "Breathing",
    "Administration",
    "Read against the label, with the client",
    "Tablet in mouth",
    "Spat early",
    "Spat",
    "Journey",
    "Return",
    "Fade to silence, 60 s",
    "Closing",
    "Go there",
    "Leave with a reason",
    "The prescriber agrees",
    "Close and seal",
    "Close",
    "Back",
    "Leave",
    "Usual ones",
];
/// What leads to the seal, the nearest to it first.
const TO_THE_SEAL: [&str; 15] = [
    "Close and seal",
    "The prescriber agrees",
    "Leave with a reason",
    "Put away",
    "Leave it",
    "Close",
    "Back",
    "Keep",
    "Go there?",
    "Closing",
    "Return",
    "Spat",
    "Spat early",
    "Journey",
    "Administration",
];
/// Behind this stands a door that the monkey cannot open again.
const LEFT_ALONE: [&str; 2] = ["Set a PIN", "Change the PIN"];
/// Keys, with what is held beside them.
const KEYS: [&str; 14] = [
    "ctrl+z",
    "ctrl+k",
    "ctrl+e",
    "ctrl+d",
    "ctrl+l",
    "ctrl+i",
    "ctrl+Up",
    "ctrl+Down",
    "ctrl+Right",
    "ctrl+Left",
    "Escape",
    "Return",
    "a",
    "7",
];
/// Sizes of the window.
const SIZES: [(u32, u32); 6] = [(1280, 800), (1280, 720), (1024, 600), (800, 480), (1024, 768), (700, 800)];
/// No answer is waited for longer.
const MOST: Duration = Duration::from_millis(400);

impl Monkey {
    /// Does something, and says what.
    pub fn act(&mut self) -> String {
        match self.chance.below(100) {
            0..50 => self.touches_something(),
            50..68 => self.goes_on(),
            68..74 => self.taps_twice(),
            74..79 => self.drags(),
            79..82 => self.slides_off(),
            82..85 => self.lays_down(2),
            85..89 => {
                let fingers = 3 + self.chance.below(3) as usize;
                self.lays_down(fingers)
            }
            89..92 => self.types(),
            92..95 => self.resizes(),
            95..98 => self.holds_up(),
            _ => self.touches_anywhere(),
        }
    }

    fn pick(&mut self) -> Option<(Control, At)> {
        let seen = self.hand.seen();
        let screen = Rectangle::new(iced::Point::ORIGIN, iced::Size::new(f32::from(SIZE.0), f32::from(SIZE.1)));
        let free = |control: &&Control| {
            let at = (control.area.center_x(), control.area.center_y());
            let own = seen.under(at).is_some_and(|under| under.act == control.act);
            own && screen.contains(control.area.center()) && !LEFT_ALONE.iter().any(|word| control.words.contains(word))
        };
        let all: Vec<&Control> = seen.controls.iter().filter(free).collect();
        let one = (*all.get(self.chance.below(all.len() as u64) as usize)?).clone();
        let at = (one.area.center_x().round(), one.area.center_y().round());
        Some((one, at))
    }

    fn touches_something(&mut self) -> String {
        // Sometimes while what was just drawn is deaf still.
        if self.chance.below(8) == 0 {
            return self.is_hasty();
        }
        self.hand.settle();
        let Some((control, at)) = self.pick() else { return self.touches_anywhere() };
        self.touches(&control, at)
    }

    fn is_hasty(&mut self) -> String {
        self.hand.rest(Duration::from_millis(60));
        let Some((control, at)) = self.pick() else { return "nothing".to_owned() };
        let down = self.hand.tap(at);
        self.note(down, Duration::ZERO, 0.0, 1, Some(&control));
        format!("in haste {:?} “{}”", control.kind, control.words)
    }

    /// A tap, or what may be done wrong with what is to be held.
    fn touches(&mut self, control: &Control, at: At) -> String {
        let stalls = self.chance.below(8) == 0 && self.is_in_a_session();
        let lasts = match (control.kind, self.chance.below(10)) {
            (Kind::Hold, 0..6) => HELD,
            (Kind::Hold, _) => Duration::from_millis(80 + self.chance.below(500)),
            (_, 0..8) => Duration::from_millis(40 + self.chance.below(100)),
            _ => Duration::from_millis(200 + self.chance.below(1_200)),
        };
        let before = self.glass.look(control.area);
        let (glass, area) = (&self.glass, control.area);
        let mut answer = None;
        let down = self.hand.down_and(1, at, || answer = glass.answers(area, before, boot_time(), MOST));
        match answer {
            Some(after) => self.answers.push(after),
            None => self.unanswered.push(control.words.clone()),
        }
        let stall = Duration::from_millis(if stalls { 300 + self.chance.below(1_000) } else { 0 });
        self.hand.rest(lasts / 2);
        if stalls {
            self.hand.hold_up(stall);
        }
        self.hand.rest(lasts / 2);
        self.hand.up(1, at);
        self.note(down, stall, 0.0, 1, Some(control));
        format!("{:?} “{}” at {at:?} for {lasts:?}, stalled {stall:?}", control.kind, control.words)
    }

    fn note(&mut self, down: Duration, stall: Duration, slid: f32, fingers: usize, on: Option<&Control>) {
        let up = boot_time();
        let seen = (up - down).saturating_sub(stall);
        let words = on.map_or_else(String::new, |control| control.words.clone());
        self.book.touched(Touch { down, up, seen, slid, fingers, words, kind: on.map(|control| control.kind) });
    }

    /// Touches what leads on, if something does.
    fn goes_on(&mut self) -> String {
        self.hand.settle();
        let seen = self.hand.seen();
        let bottom = f32::from(SIZE.1);
        let leads = |(text, area): &(String, Rectangle)| ON.contains(&&**text) && area.center_y() < bottom;
        let all: Vec<At> = seen.texts.iter().filter(|text| leads(text)).map(|(_, area)| center(*area)).collect();
        let at = all.get(self.chance.below(all.len() as u64) as usize).copied();
        let Some((control, at)) = at.and_then(|at| Some((seen.under(at)?.clone(), at))) else {
            return self.touches_something();
        };
        self.touches(&control, at)
    }

    /// Touches what leads to the seal most directly; sometimes something else, where that leads nowhere.
    pub fn goes_nearer_to_the_seal(&mut self) -> String {
        self.hand.settle();
        let seen = self.hand.seen();
        let leads = TO_THE_SEAL.iter().find_map(|word| {
            let (_, area) = seen.texts.iter().rev().find(|(text, _)| text == word)?;
            let at = center(*area);
            Some((seen.under(at).filter(|_| at.1 < f32::from(SIZE.1))?.clone(), at))
        });
        match leads.filter(|_| self.chance.below(6) > 0) {
            Some((control, at)) => self.touches(&control, at),
            None => self.touches_something(),
        }
    }

    fn taps_twice(&mut self) -> String {
        self.hand.settle();
        let Some((control, at)) = self.pick() else { return self.touches_anywhere() };
        let apart = Duration::from_millis(80 + self.chance.below(50));
        let down = boot_time();
        self.hand.tap_twice(at, apart);
        self.note(down, Duration::ZERO, 0.0, 1, Some(&control));
        self.hand.settle();
        format!("twice in {apart:?} {:?} “{}”", control.kind, control.words)
    }

    fn anywhere(&mut self) -> At {
        let (width, height) = SIZE;
        (self.chance.below(u64::from(width)) as f32, self.chance.below(u64::from(height)) as f32)
    }

    fn touches_anywhere(&mut self) -> String {
        self.hand.settle();
        let at = self.anywhere();
        let on = self.hand.seen().under(at).cloned();
        if on.as_ref().is_some_and(|on| LEFT_ALONE.iter().any(|word| on.words.contains(word))) {
            return "nothing".to_owned();
        }
        let down = self.hand.tap(at);
        self.note(down, Duration::ZERO, 0.0, 1, on.as_ref());
        format!("at {at:?}")
    }

    fn drags(&mut self) -> String {
        self.hand.settle();
        let lists = self.hand.seen().lists;
        let list = lists.get(self.chance.below(lists.len() as u64 + 1) as usize).copied();
        let (from, to) = match list {
            Some(list) => (center(list), (list.center_x(), list.center_y() - 150.0 + self.chance.below(300) as f32)),
            None => (self.anywhere(), self.anywhere()),
        };
        self.slides(from, to)
    }

    fn slides_off(&mut self) -> String {
        self.hand.settle();
        let Some((_, from)) = self.pick() else { return self.touches_anywhere() };
        let to = self.anywhere();
        self.slides(from, to)
    }

    fn slides(&mut self, from: At, to: At) -> String {
        let on = self.hand.seen().under(from).cloned();
        let down = boot_time();
        self.hand.drag(from, to);
        let slid = (from.0 - to.0).hypot(from.1 - to.1);
        // A slider is there to be drawn along.
        let slid = if on.as_ref().is_some_and(|on| matches!(on.kind, Kind::Slide | Kind::Draw)) { 0.0 } else { slid };
        self.note(down, Duration::ZERO, slid, 1, on.as_ref());
        format!("from {from:?} to {to:?}, on {:?}", on.map(|on| on.words))
    }

    /// So many fingers at once.
    fn lays_down(&mut self, fingers: usize) -> String {
        self.hand.settle();
        let down = boot_time();
        let mut under: Vec<(Control, At)> = Vec::new();
        for _ in 0..fingers * 3 {
            let apart = |(_, at): &(Control, At)| under.iter().all(|(_, other)| at != other);
            match self.pick().filter(apart) {
                Some(one) if under.len() < fingers => under.push(one),
                Some(_) | None => {}
            }
        }
        for (finger, (_, at)) in (1..).zip(&under) {
            let _ = self.hand.down(finger, *at);
        }
        self.hand.rest(Duration::from_millis(90));
        for (finger, (_, at)) in (1..).zip(&under) {
            self.hand.up(finger, *at);
            // Of two at the very same time either may be the first.
            self.hand.rest(Duration::from_millis(80));
        }
        for (control, _) in &under {
            self.note(down, Duration::ZERO, 0.0, under.len(), Some(control));
        }
        format!("{} fingers on {:?}", under.len(), under.iter().map(|(on, _)| &on.words).collect::<Vec<_>>())
    }

    /// Before one nothing tells when the sound is back.
    fn is_in_a_session(&self) -> bool {
        self.program().iter().any(|lines| !is_over(lines))
    }

    fn types(&mut self) -> String {
        self.hand.settle();
        let key = KEYS[self.chance.below(KEYS.len() as u64) as usize];
        self.book.typed(boot_time());
        self.glass.key(key);
        self.hand.room.mirror.key(key);
        format!("key {key}")
    }

    fn resizes(&mut self) -> String {
        let size = SIZES[self.chance.below(SIZES.len() as u64) as usize];
        self.glass.resize(size);
        self.hand.room.mirror.resize(size.0, size.1);
        self.hand.settle();
        format!("window of {size:?}")
    }

    fn holds_up(&mut self) -> String {
        if !self.is_in_a_session() {
            return self.touches_something();
        }
        let lasts = Duration::from_millis(200 + self.chance.below(1_300));
        self.hand.hold_up(lasts);
        self.hand.settle();
        format!("a stall of {lasts:?}")
    }
}

fn center(area: Rectangle) -> At {
    (area.center_x().round(), area.center_y().round())
}
