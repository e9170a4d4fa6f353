//! While a session lives the device neither sleeps nor blanks, and after it it may.
//!
//! What would blank it runs twice: beside Holdspace, and with nothing beside it. By the time the second one has struck
//! the first would have, too.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use holdspace::session::Phase;

use super::desk::Desk;
use super::lived::{Chance, live_until};
use super::login::Login;
use super::patience::until;
use super::room::Room;
use super::sway::Sway;

/// What strikes does so within this, also on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// Something that strikes when nobody touches the device.
struct Watcher {
    program: Child,
    mark: PathBuf,
}

impl Watcher {
    /// xautolock on this display, after a minute, on a clock that runs six times as fast.
    fn xautolock(mark: PathBuf, display: &str) -> Self {
        let touch = format!("touch {}", mark.display());
        let mut command = Command::new("faketime");
        let _ = command.args(["-f", "+0 x6", "xautolock", "-time", "1", "-locker", &touch]).env("DISPLAY", display);
        Self::started(command, mark)
    }

    /// swayidle in this compositor, after three seconds.
    fn swayidle(mark: PathBuf, sway: &Sway) -> Self {
        let touch = format!("touch {}", mark.display());
        let mut command = Command::new("swayidle");
        let _ = command.args(["timeout", "3", &touch]).envs(sway.environment());
        Self::started(command, mark)
    }

    fn started(mut command: Command, mark: PathBuf) -> Self {
        let command = command.stdout(Stdio::null()).stderr(Stdio::null());
        Self { program: command.spawn().expect("it is installed by scripts/test"), mark }
    }

    fn has_struck(&self) -> bool {
        self.mark.exists()
    }

    fn wait(&self) {
        until("what blanks an idle screen", PATIENCE, || self.has_struck().then_some(()));
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

/// A bus without a login service on it.
fn no_bus(folder: &Path) -> (&'static str, String) {
    ("DBUS_SYSTEM_BUS_ADDRESS", format!("unix:path={}/no-bus", folder.display()))
}

#[test]
fn a_session_under_x11_holds_sleep_and_blanking_off_until_it_is_left_or_the_program_dies() {
    let folder = tempfile::tempdir().expect("a folder");
    let login = Login::open(&folder.path().join("login"), true);
    let mut room = Room::beside(folder.path(), login.environment());
    // On the start screen it is tried once, so that it can say what is not ensured.
    until("the trial", PATIENCE, || (login.asked().len() == 1).then_some(()));
    login.wait_held(0);

    room.kill();
    let _begun = live_until(&room, Phase::Closing, &mut Chance(11));
    room.start();
    login.wait_held(1);
    let (what, who, _, mode) = login.asked().pop().expect("it was asked");
    assert_eq!((&*what, &*who, &*mode), ("sleep:idle", "Holdspace", "block"));

    let alone = Desk::open(&folder.path().join("alone"));
    let beside = Watcher::xautolock(folder.path().join("beside-x"), room.desk.display());
    let control = Watcher::xautolock(folder.path().join("control-x"), alone.display());
    control.wait();
    assert!(!beside.has_struck(), "xautolock struck in a session");

    room.kill();
    login.wait_held(0);
    beside.wait();

    room.mirror_the_record();
    room.start();
    login.wait_held(1);
    room.press("Leave with a reason");
    let _ = room.press_for("The prescriber agrees", "released");
    let _ = room.hold_for("Close and seal", "closed");
    assert_eq!(login.held(), 1, "until the sealed session is left");
    room.press("Leave");
    login.wait_held(0);
}

#[test]
fn a_session_under_wayland_holds_blanking_off_until_the_program_ends() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut room = Room::open(folder.path());
    room.kill();
    let _begun = live_until(&room, Phase::Journey, &mut Chance(12));
    let sway = Sway::open(&folder.path().join("sway"));
    room.around([sway.environment(), vec![no_bus(folder.path())]].concat());
    room.spawn();
    let _ = room.wait_for(0, "resumed", PATIENCE);

    let beside = Watcher::swayidle(folder.path().join("beside-sway"), &sway);
    let empty = Sway::open(&folder.path().join("empty"));
    let control = Watcher::swayidle(folder.path().join("control-sway"), &empty);
    control.wait();
    assert!(!beside.has_struck(), "swayidle struck in a session");

    room.kill();
    beside.wait();
}

#[test]
fn a_refused_inhibitor_is_not_asked_for_again_and_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let login = Login::open(&folder.path().join("login"), false);
    let mut room = Room::beside(folder.path(), login.environment());
    room.kill();
    let _begun = live_until(&room, Phase::Journey, &mut Chance(13));
    room.start();
    let known = room.lines().len();
    let _ = room.wait_for(known, "position", PATIENCE);
    let asked: Vec<String> = login.asked().into_iter().map(|(what, ..)| what).collect();
    // Where both together are refused, idleness alone may not be: twice at the trial, twice in the session.
    assert!(asked.len() <= 4 && asked.contains(&"idle".to_owned()), "{asked:?}");
    assert_eq!(login.held(), 0);
}
