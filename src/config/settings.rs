//! `holdspace.toml`: how this device and this clinic like it.

mod course;
mod emergency;
mod keep;
mod privacy;

use std::path::PathBuf;
use std::time::Duration;

use super::log::Log;
use super::problem::Problem;
use super::source::Source;
use super::table::Table;
use crate::course::Part;
use crate::units::Decibels;

pub use emergency::{Emergency, Number};
pub use keep::keep_room;
pub use privacy::{CardWhenLocked, LockSettings, Recipient, Sealing};

/// First line of the file.
pub const FORMAT: &str = "holdspace-settings 1";

/// How a second place is written.
const SECOND: &str = "second_place = \"/media/usb\", a folder on another disk; or no such line";

/// Everything that can be set; each broken value falls back to its own default.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The protocol that is proposed: a name or a file.
    pub protocol: String,
    /// The music that is proposed: a name or a file.
    pub playlist: String,
    /// Length of the music that is proposed; `None` is the protocol's own.
    pub journey: Option<Duration>,
    /// The palette the app opens in.
    pub palette: Palette,
    /// On which side the thumb's column lies.
    pub thumb: Side,
    /// The sound output in the room beside the headphones, by its name; `None` is none.
    pub room_output: Option<String>,
    /// The sound output that a remote session's call takes the music from, by its name; `None`: the call takes this
    /// device's own sound, or there are no remote sessions. There is no speaker in the room beside it.
    pub call_output: Option<String>,
    /// How the room sounds.
    pub room: RoomSettings,
    /// Where exported records go when there is no stick; `None` is a folder in the home folder.
    pub export_folder: Option<String>,
    /// A folder on another disk, written to while the records' own disk fails; `None` leaves only memory.
    pub second_place: Option<PathBuf>,
    /// The clinic's emergency card.
    pub emergency: Emergency,
    /// How the glass is locked.
    pub lock: LockSettings,
    /// For whom sealed records are encrypted.
    pub sealing: Sealing,
    /// What is kept of a client from one session to the next.
    pub course: Vec<Part>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            protocol: "rdt-individual".to_owned(),
            playlist: "tidewater".to_owned(),
            journey: None,
            palette: Palette::Dusk,
            thumb: Side::Right,
            room_output: None,
            call_output: None,
            room: RoomSettings::default(),
            export_folder: None,
            second_place: None,
            emergency: Emergency::default(),
            lock: LockSettings::default(),
            sealing: Sealing::default(),
            course: Part::ALL.to_vec(),
        }
    }
}

/// How the room beside the headphones sounds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RoomSettings {
    /// Whether it sounds.
    pub on: bool,
    /// Its volume against the headphones, within [`Self::VOLUMES`].
    pub volume: Decibels,
    /// How much later than the headphones its sound leaves, in milliseconds, within [`Self::DELAYS`]. Negative for
    /// a speaker that is itself late.
    pub delay: i32,
}

impl RoomSettings {
    /// The softest and the loudest volume, dB.
    pub const VOLUMES: (f32, f32) = (-40.0, 0.0);
    /// The earliest and the latest, milliseconds.
    pub const DELAYS: (i32, i32) = (-200, 500);

    /// The same within its limits.
    #[must_use]
    pub fn within_limits(self) -> Self {
        let volume = Decibels(self.volume.0.clamp(Self::VOLUMES.0, Self::VOLUMES.1));
        Self { volume, delay: self.delay.clamp(Self::DELAYS.0, Self::DELAYS.1), ..self }
    }
}

impl Default for RoomSettings {
    fn default() -> Self {
        Self { on: true, volume: Decibels(-6.0), delay: 0 }
    }
}

/// A set of colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Palette {
    /// For rooms with daylight.
    Day,
    /// Dim and warm.
    Dusk,
    /// Dark, every needed text at 4.5:1.
    Night,
    /// One step darker than night.
    DeepNight,
}

/// A side of the glass.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// Touched with the left hand.
    Left,
    /// Touched with the right hand.
    #[default]
    Right,
}

/// Reads settings: always some, and what is wrong with them.
#[must_use]
pub fn read(source: &Source) -> (Settings, Vec<Problem>) {
    let mut settings = Settings::default();
    let (log, document) = Log::parse(source);
    let root = Table::root(&log, &document, FORMAT);
    let keep = |to: &mut String, from: Option<String>| from.into_iter().for_each(|text| *to = text);
    keep(&mut settings.protocol, root.text("protocol", "protocol = \"rdt-individual\""));
    keep(&mut settings.playlist, root.text("playlist", "playlist = \"tidewater\""));
    settings.journey = root.minutes("journey_minutes", (60.0, 75.0), "journey_minutes = 68");
    let palettes =
        [("dusk", Palette::Dusk), ("night", Palette::Night), ("day", Palette::Day), ("deep-night", Palette::DeepNight)];
    settings.palette = root.choice("palette", &palettes).unwrap_or(settings.palette);
    settings.thumb = root.choice("thumb", &[("right", Side::Right), ("left", Side::Left)]).unwrap_or(settings.thumb);
    settings.export_folder = root.text("export_folder", "export_folder = \"/srv/holdspace-exports\"");
    room(&root, &mut settings);
    settings.second_place = second_place(&root);
    if let Some(table) = root.table("emergency") {
        emergency::emergency(table, &mut settings.emergency);
    }
    settings.lock = privacy::lock(&root);
    settings.sealing = privacy::sealing(&root);
    settings.course = course::kept(&root, source);
    root.finish();
    (settings, log.finish())
}

fn second_place(root: &Table<'_>) -> Option<PathBuf> {
    let place = PathBuf::from(root.text("second_place", SECOND)?);
    if place.is_absolute() {
        return Some(place);
    }
    root.log().tell(root.at("second_place"), "second_place is no whole path", format!("write {SECOND}"));
    None
}

fn room(root: &Table<'_>, settings: &mut Settings) {
    let room = &mut settings.room;
    settings.room_output = root.text("room_output", "room_output = \"Room speaker\", or no such line for no room");
    settings.call_output = root.text("call_output", "call_output = \"Call cable\", or no such line");
    if settings.room_output.is_some() && settings.call_output.is_some() {
        let what = "room_output and call_output are both set, and there is one output beside the headphones";
        root.log().tell(root.at("call_output"), what, "keep the one this device is used with");
        settings.call_output = None;
    }
    room.on = root.flag("room_on").unwrap_or(room.on);
    let limits = (f64::from(RoomSettings::VOLUMES.0), f64::from(RoomSettings::VOLUMES.1));
    let volume = root.number("room_volume_db", limits, "room_volume_db = -6");
    room.volume = volume.map_or(room.volume, |volume| Decibels(volume as f32));
    let limits = (f64::from(RoomSettings::DELAYS.0), f64::from(RoomSettings::DELAYS.1));
    room.delay =
        root.number("room_delay_ms", limits, "room_delay_ms = 0").map_or(room.delay, |delay| delay.round() as i32);
}
