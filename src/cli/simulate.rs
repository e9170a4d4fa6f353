//! `simulate`: a whole session in virtual time, through the same core and record.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;

use super::imagined::Imagined;
use super::typical::{Sitting, typical};
use super::{Failure, Places, Simulate};
use crate::app::perform::{Live, new_id};
use crate::app::{prepare, turning};
use crate::audio;
use crate::audio::offline::Offline;
use crate::audio::wav;
use crate::clock::{self, Reading, SessionClock};
use crate::config::source::Source;
use crate::config::{self, script};
use crate::journal::{DataDir, Journal, Report, Sealed, lock, outbox};
use crate::music::library::Collection;
use crate::music::plan::{self, Wishes};
use crate::session::command::Command;
use crate::session::event::Steer;
use crate::session::protocol::Protocol;
use crate::session::{Session, open};
use crate::units::{Moment, counted};

/// Virtual time moves in steps of this.
const STEP: Duration = Duration::from_millis(250);
/// How long a step is for the mixer, in samples of both channels.
const STEP_SAMPLES: usize = 48_000 / 4 * 2;
/// After the last step, so much more is lived through so that the last fade is heard.
const AFTER: Duration = Duration::from_secs(5);
/// No simulated session is longer.
const LONGEST: Duration = Duration::from_secs(12 * 3600);

pub(super) fn run(arguments: &Simulate, places: &Places, out: &mut dyn Write) -> Result<(), Failure> {
    let loaded = config::load(&places.config);
    let recipients = loaded.settings.sealing.recipients.clone();
    let named = arguments.protocol.as_deref().unwrap_or(&loaded.settings.protocol);
    let protocol = config::find_protocol(&loaded, named).map_err(Failure::problems)?;
    let usual = loaded.settings.journey.unwrap_or(protocol.journey);
    let minutes = arguments.minutes.map_or(usual, |minutes| Duration::from_secs(u64::from(minutes) * 60));
    let listed = arguments.playlist.as_deref().unwrap_or(&loaded.settings.playlist);
    let playlist = config::find_playlist(&loaded, listed).map_err(Failure::problems)?;
    let collection =
        prepare::collect(&playlist, Some(&prepare::library_folder(&places.data)), &|_| true).map_err(Failure::found)?;
    let plan = plan::plan(&collection, &Wishes::lasting(minutes)).map_err(Failure::found)?.plan;
    let start = clock::read();
    let people = people(arguments, &protocol)?;
    let steps = match &arguments.script {
        Some(file) => scripted(file, &protocol)?,
        None => {
            let (today, seed) = (start.wall.date_naive(), arguments.seed);
            typical(&protocol, &Sitting { people, minutes, today, seed })
        }
    };

    let data = DataDir::open(&places.data).map_err(Failure::found)?;
    let _lock = lock::acquire(&data).map_err(Failure::found)?;
    let journal = Journal::create(&data, people, &start).map_err(Failure::found)?;
    let codes = (1..=people).map(|number| format!("SIM-{number:02}")).collect();
    let first = open(new_id(&start).as_u128(), Arc::new(protocol), codes, Arc::new(plan), false);
    let live = Live::begin(&first, Some(journal), SessionClock::starting(&start), &start);
    let live = live.ok_or_else(|| Failure::Found("The session could not begin.".to_owned()))?;
    let sound = match &arguments.render {
        Some(file) => Sound::Rendered(Box::default(), Box::new(wav::Writer::create(file).map_err(Failure::found)?)),
        None => Sound::Silent(Imagined::default()),
    };
    let mut world = World { live, start, now: Duration::ZERO, sound, collection };
    world.live_through(steps)?;
    let sealed = world.finish(out)?;
    for one in &sealed {
        // A record that cannot be encrypted is sealed all the same; the app tries again when it starts.
        match recipients.as_slice() {
            [] => {}
            keys => match outbox::encrypt(&data, &one.folder, keys) {
                Ok(file) => writeln!(out, "encrypted {}", file.display()).map_err(Failure::found)?,
                Err(error) => writeln!(out, "not encrypted: {error}").map_err(Failure::found)?,
            },
        }
    }
    Ok(())
}

/// How many take part: as many as the protocol takes, or as asked where it takes so many.
fn people(arguments: &Simulate, protocol: &Protocol) -> Result<u8, Failure> {
    let (few, many) = protocol.practice.people;
    let people = arguments.people.unwrap_or(many);
    if (few..=many).contains(&people) {
        return Ok(people);
    }
    let takes = if few == many { format!("{few}") } else { format!("{few} to {many}") };
    Err(Failure::Usage(format!("{} is for {takes}; write --people with one of these.", protocol.title)))
}

fn scripted(file: &Path, protocol: &Protocol) -> Result<Vec<(Moment, Command)>, Failure> {
    let source = Source::read(file).map_err(|problem| Failure::problems(vec![problem]))?;
    let steps = script::read(&source).map_err(Failure::problems)?;
    let command = |step: &script::Step| script::to_command(step, protocol).map(|command| (step.at, command));
    steps.iter().map(command).collect::<Result<_, _>>().map_err(|problem| Failure::problems(vec![problem]))
}

/// What the music of a simulated session comes out of.
enum Sound {
    Silent(Imagined),
    Rendered(Box<Offline>, Box<wav::Writer<BufWriter<File>>>),
}

struct World {
    live: Live,
    start: Reading,
    now: Duration,
    sound: Sound,
    collection: Collection,
}

impl World {
    fn reading(&self) -> Reading {
        let later = TimeDelta::from_std(self.now).unwrap_or_default();
        Reading {
            boot: self.start.boot + self.now,
            boot_id: Arc::clone(&self.start.boot_id),
            wall: self.start.wall + later,
        }
    }

    fn live_through(&mut self, steps: Vec<(Moment, Command)>) -> Result<(), Failure> {
        let mut steps = steps.into_iter().peekable();
        while self.now < LONGEST {
            let now = self.live.moment(&self.reading());
            while let Some((at, command)) = steps.next_if(|(at, _)| *at <= now) {
                let refused = |reason: String| {
                    let when = crate::units::clock_face(at.since(Moment::START));
                    Failure::Found(format!("At {when} the session refused {}: {reason}", name_of(&command)))
                };
                let command = self.resolved(&command, now).map_err(refused)?;
                let done = self.live.perform(&command, &self.reading());
                let _ = done.map_err(|refusal| refused(refusal.to_string()))?;
            }
            self.tick()?;
            if steps.peek().is_none() {
                break;
            }
            self.now += STEP;
        }
        let last = self.now + AFTER + self.live.session.protocol().end_fade;
        while matches!(self.sound, Sound::Rendered(..)) && self.live.session.closed().is_some() && self.now < last {
            self.now += STEP;
            self.tick()?;
        }
        Ok(())
    }

    /// A turn of the music becomes one with its plan, as in the app.
    fn resolved(&self, command: &Command, now: Moment) -> Result<Command, String> {
        let Command::Steer(Steer::Turned(turn)) = command else { return Ok(command.clone()) };
        let heard = turning::heard(&self.live.session, now);
        Ok(turning::turned(&self.live.session, heard, Some(&self.collection), *turn)?.0)
    }

    fn tick(&mut self) -> Result<(), Failure> {
        let reading = self.reading();
        let now = self.live.moment(&reading);
        let _ = self.live.perform(&Command::Tick, &reading).map_err(Failure::found)?;
        let cue = self.live.session.cue(now);
        let reports = match &mut self.sound {
            Sound::Silent(silent) => {
                silent.follow(&cue, now);
                silent.reports()
            }
            Sound::Rendered(offline, wav) => {
                offline.follow(&cue, now);
                let mut block = vec![0.0; STEP_SAMPLES];
                offline.pull(&mut block);
                wav.write(&block).map_err(Failure::found)?;
                offline.reports()
            }
        };
        for report in reports {
            let command = match report {
                audio::Report::Heard { generation, position } => Command::NoteHeard(generation, position),
                audio::Report::OutputLost => Command::NoteOutput(false),
                audio::Report::OutputBack => Command::NoteOutput(true),
                audio::Report::PieceFailed { piece, reason } => Command::NotePieceFailed(piece, reason),
            };
            let _ = self.live.perform(&command, &reading).map_err(Failure::found)?;
        }
        Ok(())
    }

    fn finish(self, out: &mut dyn Write) -> Result<Vec<Sealed>, Failure> {
        let Self { live, sound, .. } = self;
        if let Sound::Rendered(_, wav) = sound {
            let _ = wav.finish().map_err(Failure::found)?;
        }
        let Live { session, journal, .. } = live;
        let Some(mut journal) = journal else { return Ok(Vec::new()) };
        let mut done = Vec::new();
        if session.closed().is_none() {
            let _ = journal.flush_and_wait(Duration::from_secs(60));
            let said = "The script ended before the session was closed; its record stays open.";
            return Err(Failure::Found(said.to_owned()));
        }
        journal.seal();
        if !journal.flush_and_wait(Duration::from_secs(120)) {
            return Err(Failure::Found("The record could not be written to its end; is the disk full?".to_owned()));
        }
        for report in journal.reports() {
            match report {
                Report::Sealed(sealed) => {
                    for one in &sealed {
                        let line = format!("{}\nclosing code {}", one.folder.display(), one.closing_code);
                        writeln!(out, "{line}").map_err(Failure::found)?;
                    }
                    done.extend(sealed);
                }
                Report::SealFailed { reason } => return Err(Failure::Found(reason)),
                Report::Saved { .. }
                | Report::Held { .. }
                | Report::NotRecorded { .. }
                | Report::RecordedAgain { .. }
                | Report::ReserveReleased
                | Report::ReserveMade => {}
            }
        }
        writeln!(out, "{}", summary(&session)).map_err(Failure::found)?;
        Ok(done)
    }
}

/// The name of a command alone: what it carries may be a client's words.
fn name_of(command: &Command) -> String {
    format!("{command:?}").chars().take_while(|letter| letter.is_alphanumeric()).collect()
}

fn summary(session: &Session) -> String {
    let (_, how) = session.closed().unwrap_or((Moment::START, crate::session::event::Close::Complete));
    format!("{}, closed: {how:?}", counted(session.log().len(), "event", "events"))
}
