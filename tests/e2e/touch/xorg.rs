//! Touch under X11: the X server's own driver for tests, and a video driver without a card.
//!
//! What is written to the driver's socket goes through the whole server, as the touch screen's own reports do.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{ConnectionExt as _, ImageFormat};
use x11rb::rust_connection::RustConnection;

use super::screen::{At, Does, SIZE, Screen};
use crate::patience::until;

/// What the driver's protocol calls an event of a touch, and what a touch does in it.
const TOUCH: u32 = 6;
const BEGIN: u32 = 18;
const UPDATE: u32 = 19;
const END: u32 = 20;
/// The version of it, as the first message says it.
const HELLO: [u32; 2] = [12, 0];
/// The driver's axes go from 0 to this.
const FULL: f64 = 65_535.0;
/// As many axes as a device can have.
const AXES: usize = 64;

/// An X server with a touch screen, ended when dropped.
pub struct Xorg {
    server: Child,
    display: String,
    finger: UnixStream,
    eye: RustConnection,
    root: u32,
}

impl Xorg {
    /// A screen of 1280×800 with ten fingers.
    pub fn open(folder: &Path) -> Self {
        fs::create_dir_all(folder).expect("folder of the screen");
        let (settings, socket) = (folder.join("xorg.conf"), folder.join("finger"));
        fs::write(&settings, settings_of(&socket)).expect("settings of the X server");
        let mut server = Command::new("Xorg")
            .args(["-displayfd", "1", "-nolisten", "tcp", "-noreset", "-novtswitch", "-sharevts", "-config"])
            .arg(&settings)
            .arg("-logfile")
            .arg(folder.join("log"))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xorg is installed by scripts/test");
        let display = format!(":{}", first_line(&mut server));
        let (eye, screen) = until("the X server", Duration::from_secs(20), || x11rb::connect(Some(&display)).ok());
        let root = eye.setup().roots[screen].root;
        // The driver takes one client in the life of its server: this one.
        let mut finger = until("the touch screen", Duration::from_secs(10), || UnixStream::connect(&socket).ok());
        finger.set_read_timeout(Some(Duration::from_secs(10))).expect("a patience");
        finger.write_all(&hello()).expect("the driver listens");
        finger.read_exact(&mut [0; 12]).expect("the driver answers");
        Self { server, display, finger, eye, root }
    }

    /// What `DISPLAY` must be to be shown here.
    pub fn display(&self) -> &str {
        &self.display
    }

    /// What is on the screen now.
    pub fn pixels(&self) -> Vec<u8> {
        let (width, height) = SIZE;
        let asked = self.eye.get_image(ImageFormat::Z_PIXMAP, self.root, 0, 0, width, height, u32::MAX);
        asked.expect("the X server listens").reply().expect("a picture").data
    }
}

impl Screen for Xorg {
    fn environment(&self) -> Vec<(&'static str, String)> {
        vec![("DISPLAY", self.display.clone())]
    }

    fn touch(&mut self, finger: u32, does: Does, at: At) {
        let kind = match does {
            Does::Down => BEGIN,
            Does::Move => UPDATE,
            Does::Up => END,
        };
        self.finger.write_all(&event(finger, kind, at)).expect("the driver listens");
    }

    fn drawn(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.pixels().hash(&mut hasher);
        hasher.finish()
    }
}

impl Drop for Xorg {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
        // It could not take its own marks away.
        let number = self.display.trim_start_matches(':');
        let _ = fs::remove_file(format!("/tmp/.X{number}-lock"));
        let _ = fs::remove_file(format!("/tmp/.X11-unix/X{number}"));
    }
}

fn first_line(server: &mut Child) -> String {
    let mut out = server.stdout.take().expect("piped");
    let (mut said, mut byte) = (Vec::new(), [0]);
    while out.read(&mut byte).expect("it says its display") == 1 && byte[0] != b'\n' {
        said.push(byte[0]);
    }
    String::from_utf8(said).expect("a number")
}

fn hello() -> Vec<u8> {
    let mut bytes: Vec<u8> = HELLO.iter().flat_map(|word| word.to_le_bytes()).collect();
    bytes.extend([1u16, 1].iter().flat_map(|part| part.to_le_bytes()));
    bytes
}

fn event(finger: u32, kind: u32, (x, y): At) -> Vec<u8> {
    let mut body: Vec<u8> = [finger, kind, 0].iter().flat_map(|word| word.to_le_bytes()).collect();
    // Which axes are told: the first two. Then 4 bytes that only fill.
    body.extend([3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    let (width, height) = SIZE;
    let mut axes = [0.0; 2 * AXES];
    axes[0] = f64::from(x) / f64::from(width) * FULL;
    axes[1] = f64::from(y) / f64::from(height) * FULL;
    body.extend(axes.iter().flat_map(|axis: &f64| axis.to_le_bytes()));
    let length = u32::try_from(body.len() + 8).expect("it is short");
    [length, TOUCH].iter().flat_map(|word| word.to_le_bytes()).chain(body).collect()
}

fn settings_of(socket: &Path) -> String {
    let (width, height) = SIZE;
    let mode = format!(
        "{width} {} {} {} {height} {} {} {}",
        width + 40,
        width + 100,
        width + 200,
        height + 5,
        height + 10,
        height + 40
    );
    let clock = u32::from(width + 200) * u32::from(height + 40) * 60 / 1_000_000;
    format!(
        r#"Section "ServerFlags"
  Option "AutoAddDevices" "false"
  Option "AutoEnableDevices" "true"
  Option "DontVTSwitch" "true"
EndSection
Section "Device"
  Identifier "card"
  Driver "dummy"
  VideoRam 64000
EndSection
Section "Monitor"
  Identifier "monitor"
  HorizSync 5.0-1000.0
  VertRefresh 5.0-200.0
  Modeline "own" {clock} {mode}
EndSection
Section "Screen"
  Identifier "screen"
  Device "card"
  Monitor "monitor"
  DefaultDepth 24
  SubSection "Display"
    Depth 24
    Modes "own"
    Virtual {width} {height}
  EndSubSection
EndSection
Section "InputDevice"
  Identifier "touch"
  Driver "inputtest"
  Option "SocketPath" "{}"
  Option "DeviceType" "Touch"
  Option "TouchCount" "10"
EndSection
Section "InputDevice"
  Identifier "keys"
  Driver "inputtest"
  Option "SocketPath" "{}"
  Option "DeviceType" "Keyboard"
EndSection
Section "ServerLayout"
  Identifier "all"
  Screen "screen"
  InputDevice "touch" "CorePointer"
  InputDevice "keys" "CoreKeyboard"
EndSection
"#,
        socket.display(),
        socket.with_extension("keys").display()
    )
}
