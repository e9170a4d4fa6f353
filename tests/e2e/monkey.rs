//! A monkey at the real window: it taps, holds, drags, lays its palm down, types, resizes, stalls and kills.
//!
//! Everything it does is done to the mirror as well, which so tells what is to be recorded. Nothing else may be, whatever
//! it does; the program never dies by itself; and every record can be read by both verifiers afterwards.
//!
//! Three minutes; as many as `HOLDSPACE_MONKEY_MINUTES` says where that is set, by the seed in `HOLDSPACE_SEED`.

mod book;
mod gesture;
mod glass;

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use holdspace::clock::boot_time;
use holdspace::journal::DataDir;
use holdspace::journal::record::Line;
use holdspace::journal::verify::{Verdict, verify};
use holdspace::session::Phase;

use super::lived::{Chance, live_to_the_cue, live_to_the_tablet, live_until};
use super::login::Login;
use super::patience::until;
use super::room::Room;
use super::touch::hand::{Hand, SOON};
use super::touch::xorg::Xorg;
use book::{Book, acts, records, resumed};
use glass::Glass;

/// How long a round lasts in a short run, and in a long one.
const ROUNDS_LAST: [Duration; 2] = [Duration::from_secs(14), Duration::from_secs(40)];
/// A run of so many minutes is short.
const SHORT: u64 = 3;
/// What was done is on the disk this soon.
const SAVED: Duration = Duration::from_secs(4);
/// So many steps lead from anywhere in closing to the seal, with all the wrong ones between.
const TO_THE_SEAL: usize = 60;

/// Where a round begins.
#[derive(Clone, Copy, Debug)]
enum Start {
    Blank,
    In(Phase),
    Tablet,
    Cue,
}

/// The rounds, over and over: a short run sees every protocol once, and the seal twice.
const ROUNDS: [(&str, Start); 24] = [
    ("rdt-individual", Start::In(Phase::Closing)),
    ("group-rdt", Start::Blank),
    ("remote-chaperone", Start::In(Phase::Arrival)),
    ("intramuscular", Start::In(Phase::Journey)),
    ("lozenge-individual", Start::In(Phase::Closing)),
    ("intranasal", Start::Blank),
    ("talk-low-dose", Start::In(Phase::Return)),
    ("troche", Start::Tablet),
    ("rdt-individual", Start::Cue),
    ("rdt-individual", Start::In(Phase::Journey)),
    ("remote-chaperone", Start::In(Phase::Closing)),
    ("intramuscular", Start::Blank),
    ("rdt-individual", Start::Tablet),
    ("lozenge-individual", Start::In(Phase::Administration)),
    ("talk-low-dose", Start::Blank),
    ("rdt-individual", Start::In(Phase::Return)),
    ("troche", Start::In(Phase::Closing)),
    ("intranasal", Start::In(Phase::Journey)),
    ("rdt-individual", Start::In(Phase::Breathing)),
    ("remote-chaperone", Start::In(Phase::Journey)),
    ("group-rdt", Start::Blank),
    ("lozenge-individual", Start::Cue),
    ("rdt-individual", Start::In(Phase::Intention)),
    ("rdt-individual", Start::Blank),
];

/// The monkey, and what it has seen.
pub struct Monkey {
    hand: Hand,
    glass: Glass,
    chance: Chance,
    book: Book,
    seed: u64,
    /// How soon the glass answered.
    answers: Vec<Duration>,
    /// What was touched without an answer.
    unanswered: Vec<String>,
    gestures: usize,
    /// The program did less than the mirror.
    less: usize,
    kills: usize,
    acts: usize,
    sealed: usize,
}

#[test]
fn a_monkey_ends_nothing_breaks_nothing_and_loses_nothing() {
    let number = |name: &str| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    let minutes = number("HOLDSPACE_MONKEY_MINUTES").unwrap_or(SHORT);
    let seed = number("HOLDSPACE_SEED").unwrap_or(1);
    eprintln!("HOLDSPACE_SEED={seed} HOLDSPACE_MONKEY_MINUTES={minutes}");
    let folder = tempfile::tempdir().expect("a folder");
    let login = Login::open(&folder.path().join("login"), true);
    let room = Room::furnished_for(folder.path(), "rdt-individual");
    let screen = Xorg::open(&folder.path().join("xorg"));
    let glass = Glass::on(screen.display());
    let mut hand = Hand::before(room, Box::new(screen));
    hand.room.around_too(login.environment());
    let mut monkey = Monkey {
        hand,
        glass,
        chance: Chance(seed),
        book: Book::default(),
        seed,
        answers: Vec::new(),
        unanswered: Vec::new(),
        gestures: 0,
        less: 0,
        kills: 0,
        acts: 0,
        sealed: 0,
    };
    let end = boot_time() + Duration::from_secs(60 * minutes);
    for (protocol, start) in ROUNDS.iter().cycle() {
        if boot_time() >= end {
            break;
        }
        monkey.round(protocol, *start, ROUNDS_LAST[usize::from(minutes > SHORT)]);
    }
    monkey.tells();
}

fn is_over(lines: &[Line]) -> bool {
    lines.iter().any(|line| line.kind == "closed")
}

impl Monkey {
    fn round(&mut self, protocol: &str, start: Start, lasts: Duration) {
        self.begins(protocol, start);
        let from = boot_time();
        while boot_time() < from + lasts {
            self.step(|monkey| monkey.act());
            if self.chance.below(40) == 0 {
                self.is_killed();
            }
        }
        if matches!(start, Start::In(Phase::Closing)) {
            self.goes_to_the_seal();
        }
        self.hand.room.kill();
        self.verifies();
    }

    fn begins(&mut self, protocol: &str, start: Start) {
        let room = &self.hand.room;
        let settings = format!("format = \"holdspace-settings 1\"\nprotocol = \"{protocol}\"\n");
        fs::write(room.config().join("holdspace.toml"), settings).expect("the settings");
        match start {
            Start::Blank => {
                fs::remove_dir_all(room.data()).expect("the records of the round before");
                fs::create_dir_all(room.data()).expect("folder of the records");
                fs::write(room.data().join("tour-shown"), "").expect("the mark of the tour");
            }
            Start::In(phase) => drop(live_until(room, phase, &mut self.chance)),
            Start::Tablet => drop(live_to_the_tablet(room)),
            Start::Cue => drop(live_to_the_cue(room, Duration::from_secs(18))),
        }
        eprintln!("round: {protocol}, {start:?}");
        self.starts();
    }

    /// Starts the program and the mirror on the same records.
    fn starts(&mut self) {
        self.hand.room.mirror_the_record();
        self.hand.spawn();
        until("the program to go on where the mirror does", SOON, || {
            self.hand.rest(Duration::from_millis(50));
            (resumed(&self.program()) == resumed(&self.mirror())).then_some(())
        });
        self.hand.settle();
    }

    fn is_killed(&mut self) {
        let before = self.program();
        self.hand.room.kill();
        self.kills += 1;
        for (was, is) in before.iter().zip(self.program()) {
            assert!(is.starts_with(was), "seed {}: what was on the disk is gone", self.seed);
        }
        self.verifies();
        self.starts();
    }

    fn program(&self) -> Vec<Vec<Line>> {
        records(&self.hand.room.data())
    }

    fn mirror(&self) -> Vec<Vec<Line>> {
        records(&self.hand.room.mirror.data)
    }

    /// One thing that is done, and what comes of it.
    fn step(&mut self, act: impl FnOnce(&mut Self) -> String) {
        let before: Vec<usize> = self.program().iter().map(Vec::len).collect();
        let did = act(self);
        self.gestures += 1;
        self.book.did(&did);
        assert!(self.hand.room.is_alive(), "seed {}: the program died after {did}", self.seed);
        let end = boot_time() + SAVED;
        let (program, mirror) = loop {
            self.hand.rest(Duration::from_millis(40));
            let (program, mirror) = (self.program(), self.mirror());
            let told = |records: &[Vec<_>]| records.iter().map(|lines| acts(lines)).collect::<Vec<_>>();
            let (done, meant) = (told(&program), told(&mirror));
            if done == meant || boot_time() > end {
                break (program, (done, meant));
            }
        };
        let (done, meant) = mirror;
        self.waits_for_the_sound();
        for (number, lines) in program.iter().enumerate() {
            let new = &lines[before.get(number).copied().unwrap_or(0).min(lines.len())..];
            let told = || format!("seed {}, {did}\n{}", self.seed, self.book.last());
            assert!(self.book.unexplained(new).is_none(), "{:?} by {}", self.book.unexplained(new), told());
            self.acts += acts(new).len();
        }
        if done != meant {
            self.differs(&did, &done, &meant);
        }
    }

    /// A program that was held up may have lost its sound, and says so in the bar: the mirror does not know.
    fn waits_for_the_sound(&mut self) {
        until("the sound", SOON, || {
            let lost = |line: &&Line| line.kind.starts_with("output_");
            let gone = |lines: &Vec<Line>| {
                lines.iter().rfind(lost).is_some_and(|line| line.kind == "output_lost" && !is_over(lines))
            };
            let silent = self.program().iter().any(gone);
            if silent {
                self.hand.rest(Duration::from_millis(100));
            }
            (!silent).then_some(())
        });
    }

    /// The program may have done less than the mirror, on a busy machine; never anything else.
    fn differs(&mut self, did: &str, done: &[Vec<String>], meant: &[Vec<String>]) {
        let less = |(done, meant): (&Vec<String>, &Vec<String>)| meant.starts_with(done);
        let fewer = done.len() <= meant.len() && done.iter().zip(meant).all(less);
        let tail = |acts: &[Vec<String>]| acts.iter().map(|own| own.iter().rev().take(6).cloned().collect()).collect();
        let (done, meant): (Vec<Vec<String>>, Vec<Vec<String>>) = (tail(done), tail(meant));
        assert!(
            fewer,
            "seed {}: after {did} the program did {done:?}, meant was {meant:?}\n{}",
            self.seed,
            self.book.last()
        );
        eprintln!("after {did} the program did less: {done:?} for {meant:?}");
        self.less += 1;
        self.is_killed();
    }

    fn goes_to_the_seal(&mut self) {
        for _ in 0..TO_THE_SEAL {
            let sealed = |lines: &Vec<Line>| lines.iter().any(|line| line.kind == "sealed");
            if self.program().iter().any(sealed) {
                self.sealed += 1;
                return;
            }
            self.step(|monkey| monkey.goes_nearer_to_the_seal());
        }
        panic!(
            "seed {}: {TO_THE_SEAL} steps did not lead to the seal; there is {:?}",
            self.seed,
            self.hand.seen().texts
        );
    }

    /// Every record is intact, sealed or not, for both verifiers.
    fn verifies(&self) {
        let folders: Vec<PathBuf> =
            DataDir::open(&self.hand.room.data()).map(|data| data.folders()).unwrap_or_default();
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/scripts/verify_record.py");
        for folder in folders {
            let verdict = verify(&folder).expect("a verdict");
            assert!(matches!(verdict, Verdict::Intact | Verdict::Live { .. }), "seed {}: {verdict:?}", self.seed);
            let judged = Command::new("python3").arg(script).arg(&folder).output().expect("python3 is installed");
            assert!(judged.status.success(), "seed {}: {}", self.seed, String::from_utf8_lossy(&judged.stdout));
        }
    }

    fn tells(mut self) {
        self.answers.sort();
        let at = |part: f64| self.answers.get((self.answers.len() as f64 * part) as usize).copied().unwrap_or_default();
        eprintln!(
            "{} gestures, {} acts, {} kills, {} sealed; the glass answered after {:?} (median), {:?} (99 of 100), {:?} \
             (most), {} touches without a sign; {} times the program did less than the mirror",
            self.gestures,
            self.acts,
            self.kills,
            self.sealed,
            at(0.5),
            at(0.99),
            self.answers.last().copied().unwrap_or_default(),
            self.unanswered.len(),
            self.less
        );
        eprintln!("without a sign: {:?}", self.unanswered);
        assert!(self.less * 20 <= self.gestures, "the program often did less than the mirror: {} times", self.less);
    }
}
