//! The room of an end-to-end test: screen, sound server, folders, the real program, and its mirror.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use holdspace::journal::record::Line;
use holdspace::journal::{DataDir, reader};
use holdspace::session::{Event, EventId};
use rustix::process::{Pid, Signal, kill_process};

use super::desk::Desk;
use super::mirror::Mirror;
use super::patience::until;
use super::speaker::Speaker;

/// How long a press-and-hold is held.
const HELD: Duration = Duration::from_millis(1400);
/// What is asked for comes within this.
const SOON: Duration = Duration::from_secs(15);

/// Everything an end-to-end test has around it.
pub struct Room {
    /// The screen.
    pub desk: Desk,
    /// The sound server.
    pub speaker: Speaker,
    /// The same app in this process.
    pub mirror: Mirror,
    folder: PathBuf,
    program: Option<Child>,
    acknowledged: Vec<EventId>,
    around: Vec<(&'static str, String)>,
}

impl Room {
    /// A room whose settings propose `protocol`, which is this file.
    pub fn with_protocol(folder: &Path, protocol: &str, text: &str) -> Self {
        let protocols = folder.join("config/protocols");
        fs::create_dir_all(&protocols).expect("folder of the protocols");
        fs::write(protocols.join(format!("{protocol}.toml")), text).expect("the protocol");
        Self::proposing(folder, protocol)
    }

    /// A room whose settings propose `protocol`.
    pub fn proposing(folder: &Path, protocol: &str) -> Self {
        let mut room = Self::furnished_for(folder, protocol);
        room.start();
        room
    }

    /// The same before the program is started.
    pub fn furnished_for(folder: &Path, protocol: &str) -> Self {
        fs::create_dir_all(folder.join("config")).expect("folder of the settings");
        let settings = format!("format = \"holdspace-settings 1\"\nprotocol = \"{protocol}\"\n");
        fs::write(folder.join("config/holdspace.toml"), settings).expect("the settings");
        Self::furnished(folder, no_bus(folder))
    }

    /// A room with the program open on its start screen.
    pub fn open(folder: &Path) -> Self {
        Self::beside(folder, no_bus(folder))
    }

    /// The same with this in the program's environment, which counts more than the room's own.
    pub fn beside(folder: &Path, around: Vec<(&'static str, String)>) -> Self {
        let mut room = Self::furnished(folder, around);
        room.start();
        room
    }

    fn furnished(folder: &Path, around: Vec<(&'static str, String)>) -> Self {
        let desk = Desk::open(&folder.join("screen"));
        let speaker = Speaker::open(&folder.join("sound"));
        for name in ["config", "data", "mirror"] {
            fs::create_dir_all(folder.join(name)).expect("folders of the room");
        }
        // Somebody has seen the tour here.
        fs::write(folder.join("data/tour-shown"), "").expect("the mark of the tour");
        let mirror = Mirror::open(&folder.join("config"), &folder.join("mirror"));
        Self { desk, speaker, mirror, folder: folder.to_owned(), program: None, acknowledged: Vec::new(), around }
    }

    /// Starts the real program and waits until it has drawn itself.
    pub fn start(&mut self) {
        let blank = self.desk.pixels();
        self.spawn();
        self.desk.drawn_since(&blank);
    }

    /// Starts the real program and waits for nothing.
    pub fn spawn(&mut self) {
        let log = fs::File::create(self.folder.join("program.log")).expect("log");
        let program = Command::new(env!("CARGO_BIN_EXE_holdspace"))
            .arg("--config")
            .arg(self.folder.join("config"))
            .arg("--data")
            .arg(self.data())
            .env("DISPLAY", self.desk.display())
            .env("ICED_BACKEND", "tiny-skia")
            .envs(self.speaker.environment())
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("WAYLAND_SOCKET")
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
            .envs(self.around.iter().cloned())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .expect("the program");
        self.program = Some(program);
    }

    /// Kills the real program with -9; its mirror is left behind the same way.
    pub fn kill(&mut self) {
        let mut program = self.program.take().expect("it runs");
        program.kill().expect("kill -9");
        let _ = program.wait();
    }

    /// What the program has in its environment from now on, beside the room's own.
    pub fn around(&mut self, around: Vec<(&'static str, String)>) {
        self.around = around;
    }

    /// The same beside what it already has.
    pub fn around_too(&mut self, more: Vec<(&'static str, String)>) {
        self.around.extend(more);
    }

    /// Asks the real program to end, and says how it ended.
    pub fn ask_to_end(&mut self, signal: Signal) -> ExitStatus {
        let program = self.program.as_mut().expect("it runs");
        let id = Pid::from_child(program);
        kill_process(id, signal).expect("a signal");
        let status = until("the program to end", SOON, || program.try_wait().expect("a child"));
        self.program = None;
        status
    }

    /// Whether the real program runs.
    pub fn is_alive(&mut self) -> bool {
        self.program.as_mut().is_some_and(|program| program.try_wait().is_ok_and(|ended| ended.is_none()))
    }

    /// The process of the real program.
    pub fn process(&self) -> Pid {
        Pid::from_child(self.program.as_ref().expect("it runs"))
    }

    /// Opens the mirror anew, after the program was started again.
    pub fn mirror_again(&mut self) {
        self.mirror = Mirror::open(&self.folder.join("config"), &self.folder.join("mirror"));
    }

    /// Opens the mirror on a copy of the records, so that it goes on with the session as the program does.
    pub fn mirror_the_record(&mut self) {
        self.mirror = Mirror::open(&self.config(), &self.copied());
    }

    /// The folder of the settings.
    pub fn config(&self) -> PathBuf {
        self.folder.join("config")
    }

    /// A copy of the records as they are now, in a folder of its own.
    pub fn copied(&self) -> PathBuf {
        // One of its own each time: a mirror of before may still write into the other.
        let own = tempfile::Builder::new().prefix("copy").tempdir_in(&self.folder).expect("a folder of its own");
        let copy = own.keep();
        let done = Command::new("cp").arg("-r").arg(self.data().join(".")).arg(&copy).status();
        assert!(done.expect("cp").success(), "the records could not be copied");
        copy
    }

    /// What the program has written to stderr since it was started.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.join("program.log")).expect("log")
    }

    /// The folder of the records.
    pub fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// Presses a word on the glass and waits until the glass has answered.
    pub fn press(&mut self, word: &str) {
        let place = self.place(word);
        self.press_at(place);
    }

    /// Presses the first place of a word on the glass, and waits until the glass has answered.
    pub fn press_first(&mut self, word: &str) {
        let _last = self.place(word);
        let place = *self.mirror.places(word).first().expect("a place");
        self.press_at(place);
    }

    /// Turns to a person by their code; who is looked after already stays, and nothing changes on the glass.
    pub fn turn_to(&mut self, code: &str) {
        let _last = self.place(code);
        let place = *self.mirror.places(code).first().expect("a code");
        self.desk.tap(place);
        self.mirror.tap(place);
        self.desk.still();
    }

    /// Presses a word for as long as what ends something must be pressed.
    pub fn hold(&mut self, word: &str) {
        let place = self.place(word);
        self.desk.hold(place, HELD);
        self.mirror.hold(place, HELD);
        self.desk.still();
    }

    /// Waits until the record of that code holds an event of that kind, and tells how many it holds.
    pub fn wait_of(&self, code: &str, kind: &str, count: usize) {
        until(&format!("{count} “{kind}” in the record of {code}"), SOON * 6, || {
            let lines = self.lines_of(code);
            (lines.iter().filter(|line| line.kind == kind).count() >= count).then_some(())
        });
    }

    /// The good lines of the record of that code.
    pub fn lines_of(&self, code: &str) -> Vec<Line> {
        let own = |lines: &Vec<Line>| {
            lines.iter().any(|line| match line.entry.as_ref().map(|entry| &entry.event) {
                Some(Event::SessionStarted { codes, .. }) => codes.iter().any(|own| own == code),
                _ => false,
            })
        };
        self.records().iter().filter_map(|folder| Some(reader::read(folder).ok()?.lines)).find(own).unwrap_or_default()
    }

    /// The folders of all records.
    pub fn records(&self) -> Vec<PathBuf> {
        DataDir::open(&self.data()).map(|data| data.folders()).unwrap_or_default()
    }

    /// Where a word stands; the mirror may be a little behind the real thing.
    pub fn place(&mut self, word: &str) -> (f32, f32) {
        for _ in 0..50 {
            self.mirror.tick();
            if !self.mirror.places(word).is_empty() {
                break;
            }
            std::thread::sleep(Duration::from_millis(200));
        }
        self.mirror.place(word)
    }

    fn press_at(&mut self, place: (f32, f32)) {
        let before = self.desk.pixels();
        self.desk.tap(place);
        self.mirror.tap(place);
        self.desk.drawn_since(&before);
    }

    /// Presses a word and waits until the record holds what follows; that is then acknowledged.
    pub fn press_for(&mut self, word: &str, kind: &str) -> Line {
        let known = self.lines().len();
        self.press(word);
        self.recorded(known, kind, word)
    }

    /// Presses a word for as long as what ends something must be pressed, and waits for the record.
    pub fn hold_for(&mut self, word: &str, kind: &str) -> Line {
        let known = self.lines().len();
        let place = self.place(word);
        self.desk.hold(place, HELD);
        self.mirror.hold(place, HELD);
        let line = self.recorded(known, kind, word);
        self.desk.still();
        line
    }

    fn recorded(&mut self, known: usize, kind: &str, word: &str) -> Line {
        let line = until(&format!("“{kind}” after “{word}”"), SOON, || {
            self.lines().into_iter().skip(known).find(|line| line.kind == kind)
        });
        self.acknowledged.push(line.id);
        line
    }

    /// Waits until the record holds a line of that kind after the first `known` lines.
    pub fn wait_for(&mut self, known: usize, kind: &str, most: Duration) -> Line {
        let line = until(&format!("“{kind}” in the record"), most, || {
            self.lines().into_iter().skip(known).find(|line| line.kind == kind)
        });
        self.acknowledged.push(line.id);
        line
    }

    /// The good lines of the one record there is.
    pub fn lines(&self) -> Vec<Line> {
        self.record_folder()
            .and_then(|folder| reader::read(&folder).ok())
            .map(|record| record.lines)
            .unwrap_or_default()
    }

    /// The folder of the one record there is.
    pub fn record_folder(&self) -> Option<PathBuf> {
        let data = DataDir::open(&self.data()).ok()?;
        let mut folders = data.folders();
        assert!(folders.len() <= 1, "one session has one record: {folders:?}");
        folders.pop()
    }

    /// Everything that was seen in the record while the session ran.
    pub fn acknowledged(&self) -> &[EventId] {
        &self.acknowledged
    }
}

/// No test asks the login service of the device it runs on.
fn no_bus(folder: &Path) -> Vec<(&'static str, String)> {
    vec![("DBUS_SYSTEM_BUS_ADDRESS", format!("unix:path={}/no-bus", folder.display()))]
}

impl Drop for Room {
    fn drop(&mut self) {
        if let Some(mut program) = self.program.take() {
            let _ = program.kill();
            let _ = program.wait();
        }
        if std::thread::panicking() {
            let log = fs::read_to_string(self.folder.join("program.log")).unwrap_or_default();
            eprintln!("the program said:\n{log}");
        }
    }
}
