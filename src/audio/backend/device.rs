//! A sound device, through rodio: one endless source, and nothing of its own decoding, queues or resampling.

use std::num::NonZero;
use std::sync::atomic::Ordering;

use rodio::cpal::traits::{DeviceTrait, HostTrait};
use rodio::cpal::{BufferSize, default_host};
use rodio::{DeviceSinkBuilder, MixerDeviceSink, Source, nz};

use super::{Backend, Stream, Tap};
use crate::audio::feeder::BLOCK;
use crate::clock::boot_time;

/// Frames the device asks for at a time; it holds two such periods.
pub const PERIOD: u32 = 4096;
/// Frames between being asked for and being heard: one period that already waits, and 20 ms of the server's own.
/// Measured against the monitor of a null sink: without those 20 ms a chime arrived 29 to 33 ms late, some 15 of them the recorder's.
pub const LATENCY: u64 = PERIOD as u64 + 960;

/// Opens a device by its name or its identifier (such as an ALSA PCM's), or whatever the system calls its default.
#[derive(Debug, Default)]
pub struct Device {
    /// The name or identifier of the device; `None`: the system's default.
    pub name: Option<String>,
}

/// Holds the device open.
struct Playing {
    _sink: MixerDeviceSink,
}

impl Stream for Playing {}

impl Backend for Device {
    fn open(&mut self, tap: Tap) -> Result<Box<dyn Stream>, String> {
        let counters = tap.counters();
        let count = move |_error| {
            let _before = counters.errors.fetch_add(1, Ordering::Relaxed);
        };
        let builder = match &self.name {
            None => DeviceSinkBuilder::from_default_device(),
            Some(name) => DeviceSinkBuilder::from_device(find(name)?),
        };
        let mut sink = builder
            .map_err(|error| error.to_string())?
            .with_channels(nz!(2))
            .with_sample_rate(nz!(48_000))
            .with_buffer_size(BufferSize::Fixed(PERIOD))
            .with_error_callback(count)
            .open_stream()
            .map_err(|error| error.to_string())?;
        sink.log_on_drop(false);
        sink.mixer().add(Endless { tap, block: [0.0; BLOCK * 2], next: BLOCK * 2 });
        Ok(Box::new(Playing { _sink: sink }))
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

/// The one source the device plays.
struct Endless {
    tap: Tap,
    block: [f32; BLOCK * 2],
    next: usize,
}

impl Iterator for Endless {
    type Item = f32;

    fn next(&mut self) -> Option<f32> {
        if self.next >= self.block.len() {
            self.tap.fill(&mut self.block, boot_time());
            self.next = 0;
        }
        let sample = self.block.get(self.next).copied();
        self.next += 1;
        sample
    }
}

impl Source for Endless {
    fn current_span_len(&self) -> Option<usize> {
        None
    }

    fn channels(&self) -> NonZero<u16> {
        nz!(2)
    }

    fn sample_rate(&self) -> NonZero<u32> {
        nz!(48_000)
    }

    fn total_duration(&self) -> Option<std::time::Duration> {
        None
    }
}
