//! Records a session through the real journal on the real disk, without a window or sound: what `record.py` drives.
//!
//! ```text
//! recorder run DATA [--events N] [--rest MS] [--ahead] [--sessions N] [--second FOLDER]
//! recorder ask DATA [--second FOLDER]          lines on stdin: tap, take, hear, flush, now, seal, end
//! recorder recover DATA [--second FOLDER]
//! ```
//!
//! `saved ID…` acknowledges the events of a decision: they are on the record's disk, or held on another one. What is
//! printed after that moment only is `performed`. `recover` prints what is there, in order, and judges it.

use std::io::{self, BufRead as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use holdspace::app::perform::{Live, new_id};
use holdspace::clock::{self, Reading, SessionClock};
use holdspace::config;
use holdspace::cue::{Join, Material, Piece, Plan};
use holdspace::journal::verify::verify;
use holdspace::journal::{DataDir, Held, Journal, Report, path, reader, recovery, second};
use holdspace::session::event::{About, NoteKind, Person};
use holdspace::session::{Command, Session, open};
use holdspace::units::Decibels;

/// Nobody is waited for longer.
const PATIENCE: Duration = Duration::from_secs(60);
const ONE: Person = Person(0);

fn main() -> Result<(), String> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let mut words = words.iter().map(String::as_str);
    let (Some(what), Some(data)) = (words.next(), words.next()) else {
        return Err("usage: recorder run|ask|recover DATA [options]; see the head of benches/recorder.rs".to_owned());
    };
    let asked = Asked::of(&words.collect::<Vec<_>>())?;
    let data = opened(Path::new(data), asked.second.as_deref());
    match what {
        "run" => run(&data, &asked),
        "ask" => answer(&data),
        "recover" => recover(&data),
        other => Err(format!("{other} is not run, ask or recover")),
    }
}

/// What the options say.
struct Asked {
    events: usize,
    rest: Duration,
    ahead: bool,
    sessions: usize,
    second: Option<PathBuf>,
}

impl Asked {
    fn of(words: &[&str]) -> Result<Self, String> {
        let mut asked = Self { events: 40, rest: Duration::ZERO, ahead: false, sessions: 0, second: None };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            if *word == "--ahead" {
                asked.ahead = true;
                continue;
            }
            let value = words.next().ok_or_else(|| format!("{word} needs a value"))?;
            let number = || value.parse::<usize>().map_err(|error| format!("{word} {value}: {error}"));
            match *word {
                "--events" => asked.events = number()?,
                "--rest" => asked.rest = Duration::from_millis(number()? as u64),
                "--sessions" => asked.sessions = number()?,
                "--second" => asked.second = Some(PathBuf::from(value)),
                other => return Err(format!("{other} is no option")),
            }
        }
        Ok(asked)
    }
}

/// As the app opens it: a folder that cannot be opened is caught up with later.
fn opened(at: &Path, named: Option<&Path>) -> DataDir {
    let data = DataDir::open(at).unwrap_or_else(|_| DataDir::unopened(at));
    data.with_places(second::places(named, at))
}

/// A session that is recorded, and what of it was acknowledged.
struct Recorder {
    live: Live,
    /// By decision: how many events the log had after it.
    decisions: Vec<usize>,
    told: usize,
    on_disk: bool,
    before: Reading,
}

impl Recorder {
    /// Goes on with what is unfinished, else begins; seals first what only misses its seal.
    fn open(data: &DataDir) -> Result<Self, String> {
        let finished = recovery::finish_sealing(data);
        for sealed in finished {
            say(&sealed
                .map_or_else(|error| format!("not sealed {error}"), |one| format!("sealed {}", one.closing_code)))?;
        }
        let reading = clock::read();
        match recovery::unfinished(data).first() {
            Some(left) => Self::go_on(data, left, &reading),
            None => Self::begin(data, &reading),
        }
    }

    fn begin(data: &DataDir, reading: &Reading) -> Result<Self, String> {
        let loaded = config::load(Path::new("no such folder"));
        let protocol = config::find_protocol(&loaded, "rdt-individual").map_err(|_| "no protocol".to_owned())?;
        let journal = Journal::create(data, 1, reading).map_err(|error| error.to_string())?;
        let first =
            open(new_id(reading).as_u128(), Arc::new(protocol), vec!["RIG".to_owned()], Arc::new(plan()), false);
        let live = Live::begin(&first, Some(journal), SessionClock::starting(reading), reading);
        let live = live.ok_or("no session")?;
        let decisions = vec![live.session.log().len()];
        Ok(Self { live, decisions, told: 0, on_disk: false, before: reading.clone() })
    }

    fn go_on(data: &DataDir, left: &recovery::Unfinished, reading: &Reading) -> Result<Self, String> {
        let session = Session::from_events(&left.events).ok_or("what is there is no session")?;
        let journal = Journal::go_on(data, left, reading).map_err(|error| error.to_string())?;
        let last = recovery::moment_now(left, &left.last).unwrap_or_default();
        let now = recovery::moment_now(left, reading).unwrap_or(last).max(last);
        let told = session.log().len();
        let clock = SessionClock::resuming(reading, now);
        let live = Live::going_on(session, clock, journal, left);
        let mut recorder = Self { live, decisions: Vec::new(), told, on_disk: false, before: reading.clone() };
        recorder.perform(&Command::Resume(now.since(last)), reading)?;
        if let Some(by) = recovery::jump(left, reading).filter(|by| by.unsigned_abs() > 2_000) {
            recorder.perform(&Command::NoteClockJump(by), reading)?;
        }
        Ok(recorder)
    }

    fn perform(&mut self, command: &Command, reading: &Reading) -> Result<(), String> {
        if self.live.perform(command, reading).map_err(|refusal| format!("{command:?}: {refusal}"))? {
            self.decisions.push(self.live.session.log().len());
        }
        Ok(())
    }

    /// One decision of the kinds a session is full of.
    fn tap(&mut self, number: usize) -> Result<(), String> {
        let reading = clock::read();
        if let Some(by) = clock::jump(&self.before, &reading).filter(|by| by.unsigned_abs() > 2_000) {
            self.perform(&Command::NoteClockJump(by), &reading)?;
        }
        self.before = reading.clone();
        let now = self.live.moment(&reading);
        let command = match number % 4 {
            0 => Command::Observe(ONE, "tears".to_owned(), now),
            1 => Command::Check(ONE),
            2 => Command::WriteNote(ONE, NoteKind::Note, format!("tap {number}: it was the sea"), now),
            _ => Command::NoteOutput(number % 8 == 7),
        };
        self.perform(&command, &reading)
    }

    /// Hears the journal, notes what the app would note, and acknowledges what is saved by now.
    fn hear(&mut self) -> Result<usize, String> {
        let Some(journal) = &mut self.live.journal else { return Ok(0) };
        let mut through = 0;
        let mut notes = Vec::new();
        for report in journal.reports() {
            match report {
                Report::Saved { through: saved } => through = through.max(saved),
                Report::Held { through: held } if self.on_disk => through = through.max(held),
                Report::Held { .. } => {}
                Report::NotRecorded { since, cause, held, .. } => {
                    self.on_disk = matches!(held, Held::OnDisk(_));
                    say(&format!("not-recorded {held:?} {cause}"))?;
                    notes.push(Command::NoteNotRecorded(self.live.clock.moment(since.boot), cause));
                }
                Report::RecordedAgain { since } => {
                    say("recorded-again")?;
                    notes.push(Command::NoteRecordedAgain(self.live.clock.moment(since.boot)));
                }
                Report::ReserveReleased => say("reserve-released")?,
                Report::ReserveMade => say("reserve-made")?,
                Report::Sealed(sealed) => {
                    for one in sealed {
                        say(&format!("sealed {} {}", one.folder.display(), one.closing_code))?;
                    }
                }
                Report::SealFailed { reason } => say(&format!("seal-failed {reason}"))?,
            }
        }
        let decided = usize::try_from(through).ok().and_then(|through| through.checked_sub(1));
        let upto = decided.and_then(|decided| self.decisions.get(decided)).copied().unwrap_or(0);
        if upto > self.told {
            let ids = self.live.session.log().get(self.told..upto).unwrap_or_default();
            let ids: Vec<String> = ids.iter().map(|entry| format!("{:032x}", entry.id.0)).collect();
            self.told = upto;
            say(&format!("saved {}", ids.join(" ")))?;
        }
        for note in notes {
            self.perform(&note, &clock::read())?;
        }
        Ok(self.told)
    }

    /// Waits until all is on the record's disk, or a while in vain.
    fn flush(&mut self) -> Result<bool, String> {
        let flushed = self.live.journal.as_mut().is_some_and(|journal| journal.flush_and_wait(PATIENCE));
        let _ = self.hear()?;
        Ok(flushed)
    }

    fn seal(&mut self) -> Result<(), String> {
        self.perform(&Command::CloseAsItStood, &clock::read())?;
        if let Some(journal) = &mut self.live.journal {
            journal.seal();
        }
        let _ = self.flush()?;
        Ok(())
    }
}

fn run(data: &DataDir, asked: &Asked) -> Result<(), String> {
    for number in 0..asked.sessions.max(1) {
        let mut recorder = Recorder::open(data)?;
        for event in 0..asked.events {
            let start = clock::boot_time();
            recorder.tap(event)?;
            if asked.ahead {
                let _ = recorder.hear()?;
            } else if recorder.flush()? {
                say(&format!("took {}", (clock::boot_time() - start).as_nanos()))?;
            }
            std::thread::sleep(asked.rest);
        }
        say(&format!("performed {}", recorder.live.session.log().len()))?;
        // Whatever was not saved yet is given some time.
        for _ in 0..100 {
            if recorder.flush()? {
                break;
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        if asked.sessions > 0 {
            recorder.seal()?;
            say(&format!("session {number}"))?;
        }
    }
    say("done")
}

fn answer(data: &DataDir) -> Result<(), String> {
    let mut recorder = Recorder::open(data)?;
    let _ = recorder.flush()?;
    say("ready")?;
    for (number, line) in io::stdin().lock().lines().enumerate() {
        match line.map_err(|error| error.to_string())?.as_str() {
            "tap" => {
                recorder.tap(number)?;
                let _ = recorder.hear()?;
                say("tapped")?;
            }
            "take" => {
                let start = clock::boot_time();
                recorder.tap(number)?;
                let _ = recorder.flush()?;
                say(&format!("took {}", (clock::boot_time() - start).as_nanos()))?;
            }
            "hear" => {
                let _ = recorder.hear()?;
                say("heard")?;
            }
            "flush" => {
                let flushed = recorder.flush()?;
                say(&format!("flushed {flushed}"))?;
            }
            "now" => {
                let reading = clock::read();
                let now = recorder.live.moment(&reading).millis();
                say(&format!("now {now} {} {}", reading.boot.as_millis(), reading.wall.to_rfc3339()))?;
            }
            "seal" => {
                recorder.seal()?;
                say("asked")?;
            }
            "end" => break,
            other => return Err(format!("{other} is no order")),
        }
    }
    Ok(())
}

fn recover(data: &DataDir) -> Result<(), String> {
    for left in recovery::unfinished(data) {
        for entry in &left.events {
            say(&format!("event {:032x} {} {}", entry.id.0, entry.at.millis(), scope(entry.about)))?;
        }
        for damage in &left.damage {
            say(&format!("damage {damage}"))?;
        }
        say(if Session::from_events(&left.events).is_some() { "session" } else { "no-session" })?;
    }
    for folder in data.folders() {
        let record = reader::read(&folder).map_err(|error| error.to_string())?;
        if !path::is_live(&folder) || record.is_complete() {
            for entry in record.events() {
                say(&format!("event {:032x} {} {}", entry.id.0, entry.at.millis(), scope(entry.about)))?;
            }
        }
        for line in &record.lines {
            say(&format!("line {} {} {} {}", line.n, line.kind, line.at.millis(), line.recorded.wall.to_rfc3339()))?;
        }
        let verdict = verify(&folder).map_err(|error| error.to_string())?;
        say(&format!(
            "verdict {} {}",
            path::record_id(&folder),
            verdict.to_string().lines().next().unwrap_or_default()
        ))?;
    }
    recovery::stranded(data).iter().try_for_each(|sentence| say(&format!("stranded {sentence}")))
}

fn scope(about: About) -> &'static str {
    match about {
        About::All => "all",
        About::One(_) => "one",
    }
}

/// One piece without an end: the music is not what is measured here.
fn plan() -> Plan {
    let piece = Piece {
        title: "Tidewater".to_owned(),
        material: Material::Soundscape { name: "tidewater".to_owned(), seed: 7 },
        start: Duration::ZERO,
        length: None,
        trim: Duration::ZERO,
        gain: Decibels::UNITY,
        join: Join::Gapless,
    };
    let target = Duration::from_secs(3600);
    Plan { target, pieces: vec![piece], arc: vec![], stages: vec![], playlist: String::new(), nudges: vec![] }
}

/// One line, at once.
fn say(line: &str) -> Result<(), String> {
    let mut out = io::stdout().lock();
    writeln!(out, "{line}").and_then(|()| out.flush()).map_err(|error| error.to_string())
}
