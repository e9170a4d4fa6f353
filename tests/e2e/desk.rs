//! A screen without a monitor, and a finger on it.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use holdspace::widget::touch::law::DEAF;

use super::patience::until;

/// The pixels of a screen at one instant, as the X server keeps them.
pub type Pixels = Vec<u8>;

/// An X server of its own, ended when dropped.
pub struct Desk {
    server: Child,
    display: String,
    memory: PathBuf,
}

impl Desk {
    /// A screen of 1280×800 whose pixels are kept in a file in `folder`.
    pub fn open(folder: &Path) -> Self {
        fs::create_dir_all(folder).expect("folder of the screen");
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-noreset", "-fbdir"])
            .arg(folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb is installed by scripts/test");
        let mut out = server.stdout.take().expect("piped");
        let mut said = Vec::new();
        let mut byte = [0];
        while out.read(&mut byte).expect("Xvfb says its display") == 1 && byte[0] != b'\n' {
            said.push(byte[0]);
        }
        let display = format!(":{}", String::from_utf8(said).expect("a number"));
        let memory = folder.join("Xvfb_screen0");
        until("the screen's memory", Duration::from_secs(10), || memory.exists().then_some(()));
        Self { server, display, memory }
    }

    /// What `DISPLAY` must be to be shown here.
    pub fn display(&self) -> &str {
        &self.display
    }

    /// The file in which the X server keeps its pixels.
    pub fn memory(&self) -> &Path {
        &self.memory
    }

    /// What is on the screen now.
    pub fn pixels(&self) -> Pixels {
        fs::read(&self.memory).expect("the screen's memory")
    }

    /// Waits until something is drawn that differs from `before`, and then stays for a moment.
    pub fn drawn_since(&self, before: &Pixels) {
        until("the screen to change", Duration::from_secs(10), || (self.pixels() != *before).then_some(()));
        self.still();
    }

    /// Waits until two looks one after the other see the same, or a second has passed: clocks keep ticking.
    pub fn still(&self) {
        let mut last = self.pixels();
        for _ in 0..10 {
            std::thread::sleep(Duration::from_millis(60));
            let now = self.pixels();
            if now == last {
                return;
            }
            last = now;
        }
    }

    /// A short touch.
    pub fn tap(&self, at: (f32, f32)) {
        self.hold(at, Duration::from_millis(60));
    }

    /// A touch that lasts.
    pub fn hold(&self, at: (f32, f32), lasts: Duration) {
        self.xdotool(&["mousemove", &at.0.round().to_string(), &at.1.round().to_string()]);
        // What newly stands there is deaf for so long; and the toolkit sees the pointer meanwhile, to whose last place it
        // credits a press.
        std::thread::sleep(DEAF);
        self.xdotool(&["mousedown", "1"]);
        std::thread::sleep(lasts);
        self.xdotool(&["mouseup", "1"]);
    }

    /// Gives the window of the program another size, and lets it draw itself.
    pub fn resize(&self, width: u32, height: u32) {
        let (width, height) = (width.to_string(), height.to_string());
        let words = ["search", "--class", "holdspace", "windowsize", "%@", &width, &height];
        let asked = || {
            let done = Command::new("xdotool").args(words).env("DISPLAY", &self.display).stderr(Stdio::null()).status();
            done.expect("xdotool is installed by scripts/test").success().then_some(())
        };
        until("the window to take another size", Duration::from_secs(5), asked);
        std::thread::sleep(Duration::from_millis(200));
        self.still();
    }

    /// What `xdotool` does with keys: real key events, also held ones, to the window of the program.
    pub fn keys(&self, words: &[&str]) {
        let focused = ["search", "--class", "holdspace", "windowfocus", "--sync"];
        self.xdotool(&[&focused[..], words].concat());
    }

    fn xdotool(&self, words: &[&str]) {
        let done = Command::new("xdotool").args(words).env("DISPLAY", &self.display).status();
        assert!(done.expect("xdotool is installed by scripts/test").success(), "xdotool {words:?}");
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
