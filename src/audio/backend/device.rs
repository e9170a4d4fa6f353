//! A sound device: blocks of the mixer in the device's own format, and the device's word on when they are heard.

use std::sync::atomic::Ordering;
use std::time::Duration;

use rodio::cpal::traits::{DeviceTrait, HostTrait, StreamTrait};
use rodio::cpal::{
    BufferSize, Error, ErrorKind, FromSample, OutputCallbackInfo, SampleFormat, SizedSample, Stream as Sounding,
    StreamConfig, default_host,
};

use super::rerate::Rerated;
use super::{Backend, Stream, Tap};
use crate::audio::fade::RATE;
use crate::clock::boot_time;

/// Frames the device asks for at a time; it holds two such periods. (Measured with a PulseAudio server: 0.17 CPU s/min
/// for all of the sound, and 0.22 with half of it.)
pub const PERIOD: u32 = 8192;
/// What is asked for in turn of a device that does not take so much.
const PERIODS: [BufferSize; 3] = [BufferSize::Fixed(PERIOD), BufferSize::Fixed(2048), BufferSize::Default];
/// Frames between being asked for and being heard where the device does not say: one period that already waits, and
/// 20 ms of the server's own.
pub const LATENCY: u64 = PERIOD as u64 + 960;
/// A device that claims to be further behind than this is not believed.
const UNBELIEVABLE: Duration = Duration::from_secs(3);
/// Formats tried, best first.
const FORMATS: [SampleFormat; 3] = [SampleFormat::F32, SampleFormat::I32, SampleFormat::I16];
/// After so many errors without a call between them, each of them rests: a dead server reports 700,000 a second.
const FLOOD: u32 = 100;
/// How long.
const REST: Duration = Duration::from_millis(2);

/// Opens a device by its name or its identifier (such as an ALSA PCM's), or whatever the system calls its default.
#[derive(Debug, Default)]
pub struct Device {
    /// The name or identifier of the device; `None`: the system's default.
    pub name: Option<String>,
}

/// Holds the device open.
struct Playing {
    _stream: Sounding,
}

impl Stream for Playing {}

impl Backend for Device {
    fn open(&mut self, tap: Tap) -> Result<Box<dyn Stream>, String> {
        let said = alsa::Output::local_error_handler().ok();
        let opened = self.try_open(&tap);
        if let Some(said) = said.filter(|_| opened.is_err()) {
            tracing::debug!("ALSA said: {}", said.borrow());
        }
        opened
    }
}

impl Device {
    fn try_open(&self, tap: &Tap) -> Result<Box<dyn Stream>, String> {
        let device = match &self.name {
            None => default_host().default_output_device().ok_or("there is no sound output")?,
            Some(name) => find(name)?,
        };
        let stream = open(&device, tap)?;
        stream.play().map_err(|error| error.to_string())?;
        Ok(Box::new(Playing { _stream: stream }))
    }
}

fn find(name: &str) -> Result<rodio::Device, String> {
    let mut devices = default_host().output_devices().map_err(|error| error.to_string())?;
    let named = |device: &rodio::Device| {
        device.description().is_ok_and(|described| described.name() == name)
            || device.id().is_ok_and(|id| id.id() == name)
    };
    devices.find(named).ok_or_else(|| format!("there is no sound output named “{name}”"))
}

/// Opens at 48 kHz in the first format the device takes; if it takes none, as the device itself would have it.
fn open(device: &rodio::Device, tap: &Tap) -> Result<Sounding, String> {
    let usual = FORMATS.map(|format| (2, RATE, format));
    let own = std::iter::once_with(|| device.default_output_config().ok()).flatten();
    let own = own.map(|own| (own.channels(), own.sample_rate(), own.sample_format()));
    let mut refused = String::new();
    for (channels, sample_rate, format) in usual.into_iter().chain(own) {
        for buffer_size in PERIODS {
            match open_as(device, &StreamConfig { channels, sample_rate, buffer_size }, format, tap) {
                Ok(stream) => return Ok(stream),
                Err(error) if error.kind() == ErrorKind::UnsupportedConfig => refused = error.to_string(),
                Err(error) => return Err(error.to_string()),
            }
        }
    }
    Err(refused)
}

fn open_as(device: &rodio::Device, config: &StreamConfig, format: SampleFormat, tap: &Tap) -> Result<Sounding, Error> {
    match format {
        SampleFormat::F32 => open_of::<f32>(device, config, tap),
        SampleFormat::I32 => open_of::<i32>(device, config, tap),
        SampleFormat::I16 => open_of::<i16>(device, config, tap),
        SampleFormat::U8 => open_of::<u8>(device, config, tap),
        other => {
            let reason = format!("the sound output takes only {other}, which we do not give");
            Err(Error::with_message(ErrorKind::UnsupportedConfig, reason))
        }
    }
}

fn open_of<T: SizedSample + FromSample<f32>>(
    device: &rodio::Device,
    config: &StreamConfig,
    tap: &Tap,
) -> Result<Sounding, Error> {
    let channels = usize::from(config.channels).max(1);
    let mut source = Rerated::new(tap.again(), config.sample_rate);
    let fill = move |out: &mut [T], info: &OutputCallbackInfo| {
        let stamp = info.timestamp();
        let delay = stamp.playback.duration_since(stamp.callback);
        source.begin(boot_time(), (delay < UNBELIEVABLE && !delay.is_zero()).then_some(delay));
        for frame in out.chunks_exact_mut(channels) {
            let [left, right] = source.frame();
            match frame {
                [mono] => *mono = T::from_sample(0.5 * (left + right)),
                [one, other, ..] => (*one, *other) = (T::from_sample(left), T::from_sample(right)),
                [] => {}
            }
        }
    };
    let counters = tap.counters();
    let (mut beat, mut run) = (0, 0u32);
    let count = move |_error| {
        let _before = counters.errors.fetch_add(1, Ordering::Relaxed);
        let last = counters.beat.load(Ordering::Acquire);
        if std::mem::replace(&mut beat, last) != last || run == 0 {
            counters.failed.store(u64::try_from(boot_time().as_nanos()).unwrap_or(u64::MAX), Ordering::Release);
            run = 0;
        }
        run = run.saturating_add(1);
        if run > FLOOD {
            std::thread::sleep(REST);
        }
    };
    device.build_output_stream(*config, fill, count, None)
}
