//! Opus in every form a file may hold it: output gain and up to eight channels (RFC 7845; RFC 6716, appendix B).

use symphonia::core::audio::{
    AsGenericAudioBufferRef, AudioBuffer, AudioMut, AudioSpec, Channels, GenericAudioBufferRef, Position, layouts,
};
use symphonia::core::codecs::CodecInfo;
use symphonia::core::codecs::audio::{AudioCodecParameters, AudioDecoder, AudioDecoderOptions, FinalizeResult};
use symphonia::core::codecs::registry::{RegisterableAudioDecoder, SupportedAudioCodec};
use symphonia::core::errors::{Error, Result};
use symphonia::core::packet::PacketRef;
use symphonia_adapter_libopus::OpusDecoder;

/// Frames per second of everything that comes out.
const RATE: u32 = 48_000;

/// The header that begins with `OpusHead`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Head {
    /// Frames to drop at the beginning.
    pub pre_skip: u16,
    gain: i16,
    streams: usize,
    coupled: usize,
    /// For each channel in the order of the file the channel among the decoded ones; 255 is silence.
    mapping: Vec<u8>,
}

impl Head {
    /// Reads it.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let fields = bytes.strip_prefix(b"OpusHead")?;
        let channels = *fields.get(1)?;
        let word = |at: usize| Some([*fields.get(at)?, *fields.get(at + 1)?]);
        let (pre_skip, gain) = (u16::from_le_bytes(word(2)?), i16::from_le_bytes(word(8)?));
        let (streams, coupled, mapping) = match *fields.get(10)? {
            0 => (1, channels.saturating_sub(1), (0..channels).collect()),
            _ => (*fields.get(11)?, *fields.get(12)?, fields.get(13..13 + usize::from(channels))?.to_vec()),
        };
        let (streams, coupled) = (usize::from(streams), usize::from(coupled));
        let sound = (1..=8).contains(&mapping.len()) && (1..=8).contains(&streams) && coupled <= streams;
        sound.then_some(Self { pre_skip, gain, streams, coupled, mapping })
    }

    fn is_plain(&self) -> bool {
        self.gain == 0
            && self.streams == 1
            && self.mapping.iter().enumerate().all(|(at, from)| at == usize::from(*from))
    }

    /// Stream and channel in it of a decoded channel.
    fn place(&self, decoded: u8) -> Option<(usize, usize)> {
        let decoded = usize::from(decoded);
        match decoded {
            255 => None,
            _ if decoded < self.coupled * 2 => Some((decoded / 2, decoded % 2)),
            _ => Some((decoded - self.coupled, 0)).filter(|place| place.0 < self.streams),
        }
    }
}

/// Several Opus decoders side by side, each with one or two of the channels.
pub struct Opus {
    params: AudioCodecParameters,
    streams: Vec<Box<dyn AudioDecoder>>,
    /// For each plane given the stream and the channel in it; `None` is silence.
    routes: Vec<Option<(usize, usize)>>,
    factor: f32,
    buffer: AudioBuffer<f32>,
    packet: Vec<u8>,
    planes: Vec<Vec<f32>>,
}

impl RegisterableAudioDecoder for Opus {
    fn try_registry_new(params: &AudioCodecParameters, options: &AudioDecoderOptions) -> Result<Box<dyn AudioDecoder>> {
        let head = params.extra_data.as_deref().and_then(Head::parse);
        let channels = params.channels.as_ref().map_or(0, Channels::count);
        // Without its header the decoder beneath leaves the pre-skip to us.
        let mut bare = params.clone();
        bare.extra_data = None;
        let Some(head) = head.filter(|head| !head.is_plain() && head.mapping.len() == channels) else {
            return OpusDecoder::try_registry_new(&bare, options);
        };
        let single = |stream: usize| {
            let both = stream < head.coupled;
            let layout = if both { layouts::CHANNEL_LAYOUT_STEREO } else { layouts::CHANNEL_LAYOUT_MONO };
            let mut params = bare.clone();
            OpusDecoder::try_registry_new(params.with_channels(layout), options)
        };
        let streams = (0..head.streams).map(single).collect::<Result<Vec<_>>>()?;
        let channels = params.channels.clone().unwrap_or_default();
        let routes = planes(&channels).into_iter().map(|at| head.place(*head.mapping.get(at)?)).collect();
        Ok(Box::new(Self {
            params: params.clone(),
            streams,
            routes,
            factor: 10f32.powf(f32::from(head.gain) / (20.0 * 256.0)),
            buffer: AudioBuffer::new(AudioSpec::new(RATE, channels), RATE as usize * 120 / 1000),
            packet: Vec::new(),
            planes: Vec::new(),
        }))
    }

    fn supported_codecs() -> &'static [SupportedAudioCodec] {
        OpusDecoder::supported_codecs()
    }
}

/// For each plane its place in the file's order, which is that of Vorbis.
fn planes(channels: &Channels) -> Vec<usize> {
    let Channels::Positioned(set) = channels else { return (0..channels.count()).collect() };
    let center = if set.contains(Position::FRONT_CENTER) { 1 } else { 0 };
    let around = [Position::SIDE_LEFT, Position::SIDE_RIGHT, Position::REAR_LEFT, Position::REAR_RIGHT];
    let mut order = vec![Position::FRONT_LEFT, Position::FRONT_RIGHT];
    if center == 1 {
        order.insert(1, Position::FRONT_CENTER);
    }
    order.extend(around);
    order.extend([Position::REAR_CENTER, Position::LFE1]);
    order.retain(|place| set.contains(*place));
    set.iter().map(|place| order.iter().position(|other| *other == place).unwrap_or(usize::MAX)).collect()
}

impl Opus {
    fn decode_all(&mut self, packet: &PacketRef<'_>) -> Result<()> {
        let mut rest = packet.data;
        let mut whole = 0;
        let last = self.streams.len().saturating_sub(1);
        for (index, stream) in self.streams.iter_mut().enumerate() {
            let data = if index < last {
                rest = split(rest, &mut self.packet).ok_or(Error::DecodeError("opus: a packet is cut"))?;
                &*self.packet
            } else {
                rest
            };
            let decoded = stream.decode_ref(&PacketRef::new(packet.track_id, packet.pts, packet.dur, data))?;
            let frames = decoded.frames();
            if index == 0 {
                whole = frames;
                let _ = self.buffer.render_silence(Some(frames));
            }
            if frames != whole {
                return Err(Error::DecodeError("opus: its streams differ in length"));
            }
            decoded.copy_to_vecs_planar(&mut self.planes);
            for (plane, route) in
                self.routes.iter().enumerate().filter(|(_, route)| route.is_some_and(|it| it.0 == index))
            {
                let from = route.and_then(|route| self.planes.get(route.1));
                if let Some((to, from)) = self.buffer.plane_mut(plane).zip(from) {
                    to.iter_mut().zip(from).for_each(|(to, from)| *to = from * self.factor);
                }
            }
        }
        let cut = |duration: u64| usize::try_from(duration).unwrap_or(usize::MAX);
        self.buffer.trim(cut(packet.trim_start.get()), cut(packet.trim_end.get()));
        Ok(())
    }
}

impl AudioDecoder for Opus {
    fn reset(&mut self) {
        self.streams.iter_mut().for_each(|stream| stream.reset());
    }

    fn codec_info(&self) -> &CodecInfo {
        const NAMED: CodecInfo = CodecInfo { short_name: "opus", long_name: "Opus", profiles: &[] };
        &NAMED
    }

    fn codec_params(&self) -> &AudioCodecParameters {
        &self.params
    }

    fn decode_ref(&mut self, packet: &PacketRef<'_>) -> Result<GenericAudioBufferRef<'_>> {
        self.buffer.clear();
        if let Err(error) = self.decode_all(packet) {
            self.buffer.clear();
            return Err(error);
        }
        Ok(self.buffer.as_generic_audio_buffer_ref())
    }

    fn finalize(&mut self) -> FinalizeResult {
        FinalizeResult::default()
    }

    fn last_decoded(&self) -> GenericAudioBufferRef<'_> {
        self.buffer.as_generic_audio_buffer_ref()
    }
}

/// Takes the first self-delimited packet off `data`, writes it as it would stand alone, and returns the rest.
fn split<'a>(data: &'a [u8], packet: &mut Vec<u8>) -> Option<&'a [u8]> {
    packet.clear();
    let (&toc, mut rest) = data.split_first()?;
    packet.push(toc);
    let mut padding = 0;
    let body = match toc & 3 {
        0 => length(&mut rest)?,
        1 => length(&mut rest)? * 2,
        2 => {
            let before = rest;
            let first = length(&mut rest)?;
            packet.extend_from_slice(before.get(..before.len() - rest.len())?);
            first + length(&mut rest)?
        }
        _ => {
            let (&count, after) = rest.split_first()?;
            rest = after;
            packet.push(count & !64);
            let mut more = count & 64 != 0;
            while more {
                let (&byte, after) = rest.split_first()?;
                rest = after;
                more = byte == 255;
                padding += usize::from(byte.min(254));
            }
            let frames = usize::from(count & 63);
            if count & 128 == 0 {
                length(&mut rest)? * frames
            } else {
                let before = rest;
                let mut body = 0;
                for _ in 1..frames {
                    body += length(&mut rest)?;
                }
                packet.extend_from_slice(before.get(..before.len() - rest.len())?);
                body + length(&mut rest)?
            }
        }
    };
    packet.extend_from_slice(rest.get(..body)?);
    rest.get(body + padding..)
}

/// Takes the length of one frame off `data` (RFC 6716, 3.2.1).
fn length(data: &mut &[u8]) -> Option<usize> {
    let (&first, rest) = data.split_first()?;
    *data = rest;
    if first < 252 {
        return Some(usize::from(first));
    }
    let (&second, rest) = rest.split_first()?;
    *data = rest;
    Some(usize::from(first) + 4 * usize::from(second))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packets_side_by_side_are_taken_apart() {
        let mut alone = Vec::new();
        // One frame of 3 bytes; two of 2; two of 1 and 2; three of 1, 1, 2 with 2 bytes of padding.
        for (together, wanted) in [
            (&[8, 3, 1, 2, 3, 99][..], &[8, 1, 2, 3][..]),
            (&[9, 2, 1, 2, 3, 4, 99], &[9, 1, 2, 3, 4]),
            (&[10, 1, 2, 1, 2, 3, 99], &[10, 1, 1, 2, 3]),
            (&[11, 128 | 64 | 3, 2, 1, 1, 2, 5, 6, 7, 8, 0, 0, 99], &[11, 128 | 3, 1, 1, 5, 6, 7, 8]),
        ] {
            assert_eq!(split(together, &mut alone), Some(&[99][..]));
            assert_eq!(alone, wanted);
            assert_eq!(split(together.get(..together.len() - 2).unwrap_or_default(), &mut alone), None);
        }
    }
}
