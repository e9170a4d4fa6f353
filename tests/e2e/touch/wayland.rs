//! Touch under Wayland: a compositor without a screen, and between it and the program somebody who adds a touch screen.
//!
//! The compositor has no device. What goes over its socket is handed on as it is, but for three things: the seat is said
//! to have touch, the touch that the program asks for is a region of no use to the compositor, and its events are
//! written here.

mod wire;

use std::collections::HashMap;
use std::fs;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

use holdspace::clock::boot_time;
use rustix::event::{PollFd, PollFlags, poll};

use super::screen::{At, Does, Screen};
use crate::sway::Sway;
use wire::{Message, Pipe, message, text, word};

/// The seat has touch.
const TOUCH: u32 = 4;
/// Requests, by their place in the protocol.
const GET_REGISTRY: u16 = 1;
const BIND: u16 = 0;
const CREATE_SURFACE: u16 = 0;
const CREATE_REGION: u16 = 1;
const COMMIT: u16 = 6;
const GET_XDG_SURFACE: u16 = 2;
const GET_TOUCH: u16 = 2;
/// Events.
const CAPABILITIES: u16 = 0;
const DOWN: u16 = 0;
const UP: u16 = 1;
const MOTION: u16 = 2;
const FRAME: u16 = 3;

/// What an object is, as far as that matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Display,
    Registry,
    Compositor,
    Shell,
    Seat,
    Surface,
    Touch,
}

/// Where fingers are laid: what the program that is shown now has asked for.
#[derive(Default)]
struct Pad {
    to: Option<UnixStream>,
    touch: Option<u32>,
    surface: Option<u32>,
    serial: u32,
}

impl Pad {
    fn say(&mut self, bytes: &[u8]) {
        if let Some(to) = &self.to {
            wire::write(to, bytes, &[]);
        }
    }
}

/// The compositor with a touch screen.
pub struct Wayland {
    _sway: Sway,
    socket: PathBuf,
    pad: Arc<Mutex<Pad>>,
    drawn: Arc<AtomicU64>,
}

impl Wayland {
    /// A screen of 1280×800.
    pub fn open(folder: &Path) -> Self {
        let sway = Sway::open(&folder.join("sway"));
        let socket = folder.join("touched");
        let upstream = sway.environment().into_iter().find(|(name, _)| *name == "WAYLAND_DISPLAY").expect("a socket").1;
        let listener = UnixListener::bind(&socket).expect("a socket of one's own");
        let (pad, drawn) = (Arc::new(Mutex::new(Pad::default())), Arc::new(AtomicU64::new(0)));
        let (own, counted) = (Arc::clone(&pad), Arc::clone(&drawn));
        let _ = thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let Ok(server) = UnixStream::connect(&upstream) else { return };
                let (own, counted) = (Arc::clone(&own), Arc::clone(&counted));
                let _ = thread::spawn(move || Between::new(client, server, own, counted).run());
            }
        });
        Self { _sway: sway, socket, pad, drawn }
    }
}

impl Screen for Wayland {
    fn environment(&self) -> Vec<(&'static str, String)> {
        vec![("WAYLAND_DISPLAY", self.socket.display().to_string())]
    }

    fn touch(&mut self, finger: u32, does: Does, at: At) {
        let mut pad = self.pad.lock().expect("not poisoned");
        let (touch, surface) = (pad.touch.expect("a touch screen"), pad.surface.expect("a window"));
        pad.serial += 1;
        let time = boot_time().as_millis() as u32;
        let fixed = |value: f32| (value * 256.0) as u32;
        let (x, y) = (fixed(at.0), fixed(at.1));
        let mut bytes = match does {
            Does::Down => message(touch, DOWN, &[pad.serial, time, surface, finger, x, y]),
            Does::Move => message(touch, MOTION, &[time, finger, x, y]),
            Does::Up => message(touch, UP, &[pad.serial, time, finger]),
        };
        bytes.extend(message(touch, FRAME, &[]));
        pad.say(&bytes);
    }

    fn drawn(&self) -> u64 {
        self.drawn.load(Ordering::Relaxed)
    }
}

impl Drop for Wayland {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.socket);
    }
}

/// Whoever stands between one program and the compositor.
struct Between {
    client: UnixStream,
    server: UnixStream,
    known: HashMap<u32, Kind>,
    pad: Arc<Mutex<Pad>>,
    drawn: Arc<AtomicU64>,
}

impl Between {
    fn new(client: UnixStream, server: UnixStream, pad: Arc<Mutex<Pad>>, drawn: Arc<AtomicU64>) -> Self {
        Self { client, server, known: HashMap::from([(1, Kind::Display)]), pad, drawn }
    }

    /// Hands on until one of both has gone.
    fn run(mut self) {
        let (mut from_client, mut from_server) = (Pipe::default(), Pipe::default());
        loop {
            let ready = {
                let both = [&self.client, &self.server].map(|end| PollFd::new(end, PollFlags::IN));
                let mut both = both;
                if poll(&mut both, None).is_err() {
                    continue;
                }
                both.map(|end| !end.revents().is_empty())
            };
            if ready[0] {
                let Some((messages, files)) = from_client.read(self.client.as_fd()) else { return };
                let bytes: Vec<u8> = messages.into_iter().flat_map(|message| self.asked(message)).collect();
                wire::write(&self.server, &bytes, &files);
            }
            if ready[1] {
                let Some((messages, files)) = from_server.read(self.server.as_fd()) else { return };
                let bytes: Vec<u8> = messages.into_iter().flat_map(|message| self.told(message)).collect();
                self.answer(&bytes, &files);
            }
        }
    }

    fn answer(&self, bytes: &[u8], files: &[OwnedFd]) {
        // Nobody else writes to the program meanwhile.
        let _pad = self.pad.lock().expect("not poisoned");
        wire::write(&self.client, bytes, files);
    }

    /// What the program asks for, as the compositor is to see it.
    fn asked(&mut self, request: Message) -> Vec<u8> {
        let kind = self.known.get(&request.object).copied();
        match (kind, request.code) {
            (Some(Kind::Display), GET_REGISTRY) => drop(self.known.insert(word(&request.body, 0), Kind::Registry)),
            (Some(Kind::Registry), BIND) => {
                let (name, end) = text(&request.body, 4);
                let kind = match &*name {
                    "wl_compositor" => Some(Kind::Compositor),
                    "xdg_wm_base" => Some(Kind::Shell),
                    "wl_seat" => Some(Kind::Seat),
                    _ => None,
                };
                if let Some(kind) = kind {
                    let _ = self.known.insert(word(&request.body, end + 4), kind);
                }
            }
            (Some(Kind::Compositor), CREATE_SURFACE) => {
                let _ = self.known.insert(word(&request.body, 0), Kind::Surface);
            }
            (Some(Kind::Shell), GET_XDG_SURFACE) => {
                self.pad.lock().expect("not poisoned").surface = Some(word(&request.body, 4));
            }
            (Some(Kind::Surface), COMMIT) => drop(self.drawn.fetch_add(1, Ordering::Relaxed)),
            (Some(Kind::Seat), GET_TOUCH) => return self.gives_touch(word(&request.body, 0)),
            _ => {}
        }
        request.bytes()
    }

    /// The compositor would give none: it takes it for a region. Both are destroyed by the same words.
    fn gives_touch(&mut self, touch: u32) -> Vec<u8> {
        let _ = self.known.insert(touch, Kind::Touch);
        let mut pad = self.pad.lock().expect("not poisoned");
        pad.touch = Some(touch);
        pad.to = self.client.try_clone().ok();
        let compositor = self.known.iter().find(|(_, kind)| **kind == Kind::Compositor).expect("a compositor").0;
        message(*compositor, CREATE_REGION, &[touch])
    }

    /// What the compositor tells, as the program is to see it.
    fn told(&mut self, event: Message) -> Vec<u8> {
        match (self.known.get(&event.object), event.code) {
            (Some(Kind::Seat), CAPABILITIES) => message(event.object, CAPABILITIES, &[word(&event.body, 0) | TOUCH]),
            _ => event.bytes(),
        }
    }
}
