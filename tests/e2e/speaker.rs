//! A sound server without hardware, and an ear at its monitor.

use std::fs;
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use holdspace::clock::boot_time;

use super::patience::until;

/// Frames a second, of two channels.
pub const RATE: f64 = 48_000.0;

/// A PulseAudio server with a null sink on a socket of its own.
pub struct Speaker {
    folder: PathBuf,
    server: Option<Child>,
}

impl Speaker {
    /// A server that is up.
    pub fn open(folder: &Path) -> Self {
        fs::create_dir_all(folder).expect("folder of the sound server");
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).expect("private folder");
        let socket = format!("autospawn = no\ndefault-server = unix:{}/native\n", folder.display());
        fs::write(folder.join("client.conf"), socket).expect("client.conf");
        let alsa = "</usr/share/alsa/alsa.conf>\npcm.!default { type pulse }\nctl.!default { type pulse }\n";
        fs::write(folder.join("asound.conf"), alsa).expect("asound.conf");
        let mut speaker = Self { folder: folder.to_owned(), server: None };
        speaker.start();
        speaker
    }

    /// Starts the server and waits until it answers.
    pub fn start(&mut self) {
        let native = self.folder.join("native");
        let _ = fs::remove_file(&native);
        let mut server = Command::new("pulseaudio");
        let server = server
            .args(["-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no"])
            .args(["--realtime=no", "--high-priority=no", "--log-target=stderr"])
            .args(["-L", &format!("module-native-protocol-unix socket={} auth-anonymous=1", native.display())])
            .args(["-L", "module-null-sink sink_name=kiosk rate=48000 channels=2 format=float32le norewinds=1"])
            .envs(self.environment())
            .env_remove("PULSE_SERVER")
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("pulseaudio is installed by scripts/test");
        self.server = Some(server);
        until("the sound server", Duration::from_secs(15), || self.pactl(&["info"]).then_some(()));
        assert!(self.pactl(&["set-default-sink", "kiosk"]), "the null sink is the default");
    }

    /// Kills the server with -9, as a crash would.
    pub fn kill(&mut self) {
        if let Some(mut server) = self.server.take() {
            let _ = server.kill();
            let _ = server.wait();
        }
    }

    /// What a program needs in its environment to play here.
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        let at = |name: &str| self.folder.join(name).display().to_string();
        vec![
            ("XDG_RUNTIME_DIR", self.folder.display().to_string()),
            ("PULSE_RUNTIME_PATH", self.folder.display().to_string()),
            ("PULSE_STATE_PATH", at("state")),
            ("PULSE_SERVER", format!("unix:{}", at("native"))),
            ("PULSE_CLIENTCONFIG", at("client.conf")),
            ("PULSE_COOKIE", at("cookie")),
            ("ALSA_CONFIG_PATH", at("asound.conf")),
        ]
    }

    fn pactl(&self, words: &[&str]) -> bool {
        let mut pactl = Command::new("pactl");
        let asked = pactl.args(words).envs(self.environment()).stdout(Stdio::null()).stderr(Stdio::null());
        asked.status().is_ok_and(|status| status.success())
    }
}

impl Drop for Speaker {
    fn drop(&mut self) {
        self.kill();
    }
}

/// What was heard, and when each part of it arrived.
#[derive(Default)]
pub struct Heard {
    /// Left channel.
    pub left: Vec<f32>,
    /// Earliest known difference between a frame's arrival and its place, in seconds of [`boot_time`].
    origin: Option<f64>,
}

impl Heard {
    /// When a frame sounded, in seconds of [`boot_time`].
    pub fn time_of(&self, frame: usize) -> f64 {
        self.origin.expect("something was heard") + frame as f64 / RATE
    }

    /// The frame that sounded at `seconds` of [`boot_time`].
    pub fn frame_at(&self, seconds: f64) -> usize {
        ((seconds - self.origin.expect("something was heard")).max(0.0) * RATE) as usize
    }

    /// The level of the louder parts of a stretch, in dBFS: the loudest 50 ms.
    pub fn level(&self, from: f64, to: f64) -> f64 {
        let (from, to) = (self.frame_at(from).min(self.left.len()), self.frame_at(to).min(self.left.len()));
        let loudest = self.left[from..to].chunks(2400).map(power).fold(0.0, f64::max);
        10.0 * loudest.max(1e-12).log10()
    }

    /// The longest stretch below −120 dBFS between two times, in seconds.
    pub fn longest_silence(&self, from: f64, to: f64) -> f64 {
        let (from, to) = (self.frame_at(from).min(self.left.len()), self.frame_at(to).min(self.left.len()));
        let (mut longest, mut run) = (0usize, 0usize);
        for block in self.left[from..to].chunks(480) {
            run = if power(block) < 1e-12 { run + block.len() } else { 0 };
            longest = longest.max(run);
        }
        longest as f64 / RATE
    }
}

fn power(block: &[f32]) -> f64 {
    block.iter().map(|sample| f64::from(*sample).powi(2)).sum::<f64>() / block.len().max(1) as f64
}

/// Listens until it is told to stop.
pub struct Ear {
    recorder: Child,
    heard: Arc<Mutex<Heard>>,
    listener: Option<JoinHandle<()>>,
}

impl Ear {
    /// Begins to listen at the monitor of the null sink.
    pub fn open(speaker: &Speaker) -> Self {
        let mut recorder = Command::new("parec")
            .args(["-d", "kiosk.monitor", "--format=float32le", "--rate=48000", "--channels=2", "--latency-msec=20"])
            .envs(speaker.environment())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("parec is installed by scripts/test");
        let mut out = recorder.stdout.take().expect("piped");
        let heard = Arc::new(Mutex::new(Heard::default()));
        let shared = Arc::clone(&heard);
        let listener = std::thread::spawn(move || {
            let mut pending = Vec::new();
            let mut block = [0u8; 4096];
            while let Ok(read @ 1..) = out.read(&mut block) {
                let now = boot_time().as_secs_f64();
                pending.extend_from_slice(&block[..read]);
                let whole = pending.len() / 8 * 8;
                let mut heard = shared.lock().expect("not poisoned");
                let left = pending[..whole].chunks_exact(8);
                heard.left.extend(left.map(|frame| f32::from_le_bytes([frame[0], frame[1], frame[2], frame[3]])));
                let origin = now - heard.left.len() as f64 / RATE;
                heard.origin = Some(heard.origin.map_or(origin, |known| known.min(origin)));
                drop(heard);
                let _ = pending.drain(..whole);
            }
        });
        let ear = Self { recorder, heard, listener: Some(listener) };
        until("the monitor", Duration::from_secs(10), || {
            (!ear.heard.lock().expect("not poisoned").left.is_empty()).then_some(())
        });
        ear
    }

    /// Stops listening and hands over what was heard.
    pub fn close(mut self) -> Heard {
        let _ = self.recorder.kill();
        let _ = self.recorder.wait();
        let _ = self.listener.take().map(JoinHandle::join);
        std::mem::take(&mut *self.heard.lock().expect("not poisoned"))
    }
}
