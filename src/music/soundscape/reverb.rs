//! The room: a feedback delay network (Jot & Chaigne 1991), and the relay that keeps it a function of time.
#![expect(clippy::indexing_slicing, reason = "indices are masked or run over fixed arrays")]
#![expect(clippy::needless_range_loop, reason = "the loops run over several arrays in step")]

use std::f64::consts::TAU;

use super::FRAME_RATE;
use super::block::{BLOCK, SILENCE, Span, Stereo};

/// Blocks between two changes of the tank: 64 s.
const LEG: u64 = 64 * 48_000 / BLOCK as u64;
/// Blocks that a fresh tank listens before it takes over: 16 s, after which the old tail is 107 dB down.
const RUN_UP: u64 = 16 * 48_000 / BLOCK as u64;

const LINES: usize = 8;
const LENGTHS: [usize; LINES] = [3137, 3673, 4259, 4993, 5741, 6563, 7331, 8209];
const LINE: usize = 16_384;
const DIFFUSERS: [[usize; 2]; 2] = [[347, 811], [523, 1277]];
const DIFFUSER: usize = 2048;
const DIFFUSION: f32 = 0.6;
/// Keeps the filters out of denormal numbers when the room falls silent.
const FLOOR: f32 = 1e-20;

/// Two tanks, one heard, the next one listening before it takes over.
///
/// What is heard at a time depends on no more than the 80 s before it, so playing on from anywhere gives the
/// same samples as having played from the start.
#[derive(Clone)]
pub struct Relay {
    heard: Tank,
    next: Tank,
    /// From this block on the first of them is heard; before it, it may stay empty.
    heard_from: u64,
}

impl Relay {
    /// Two empty tanks.
    pub fn new() -> Self {
        Self { heard: Tank::empty(), next: Tank::empty(), heard_from: 0 }
    }

    /// Forgets everything; the block from which on the room must listen to be heard rightly in `block`.
    pub fn restart(&mut self, block: u64) -> u64 {
        self.heard.clear();
        self.next.clear();
        self.heard_from = block / LEG * LEG;
        self.heard_from.saturating_sub(RUN_UP)
    }

    /// Hears a block and gives back the room's answer.
    pub fn render(&mut self, block: u64, span: &Span, send: &Stereo) -> Stereo {
        let place = block % LEG;
        if place == 0 && block > 0 {
            std::mem::swap(&mut self.heard, &mut self.next);
        }
        if place == LEG - RUN_UP {
            self.next.clear();
        }
        let room = Room::of(span);
        if place >= LEG - RUN_UP {
            let _unheard = self.next.render(&room, send);
        }
        if block < self.heard_from { SILENCE } else { self.heard.render(&room, send) }
    }
}

/// What a block needs to know about the room.
struct Room {
    /// Gain of each line per turn.
    gains: [f32; LINES],
    damping: f32,
    /// Length of each line at the block's start, in frames, and what it changes per frame.
    lengths: [(f32, f32); LINES],
}

impl Room {
    fn of(span: &Span) -> Self {
        let mut room = Self {
            gains: [0.0; LINES],
            damping: (0.16 + 0.22 * span.start.brightness()) as f32,
            lengths: [(0.0, 0.0); LINES],
        };
        for line in 0..LINES {
            let frames = LENGTHS[line] as f64;
            room.gains[line] = 10f64.powf(-3.0 * frames / FRAME_RATE / span.start.reverb) as f32;
            let number = line as f64;
            let wander = |time: f64| (TAU * (0.053 + 0.017 * number) * time + number).sin() * (5.0 + number);
            let (from, to) = ((frames + wander(span.start.time)) as f32, (frames + wander(span.end.time)) as f32);
            room.lengths[line] = (from, (to - from) / BLOCK as f32);
        }
        room
    }
}

/// Eight delay lines that feed each other, behind two diffusers on each side.
struct Tank {
    lines: Box<[[f32; LINE]; LINES]>,
    write: usize,
    damped: [f32; LINES],
    low: [f32; LINES],
    diffusers: Box<[[[f32; DIFFUSER]; 2]; 2]>,
    diffuser_write: usize,
}

impl Clone for Tank {
    fn clone(&self) -> Self {
        let mut copy = Self::empty();
        copy.lines.copy_from_slice(self.lines.as_slice());
        copy.diffusers.copy_from_slice(self.diffusers.as_slice());
        (copy.damped, copy.low) = (self.damped, self.low);
        (copy.write, copy.diffuser_write) = (self.write, self.diffuser_write);
        copy
    }
}

impl Tank {
    fn empty() -> Self {
        // By way of a vector: half a megabyte is too much for some stacks.
        let lines = vec![[0.0; LINE]; LINES].into_boxed_slice().try_into();
        Self {
            lines: lines.unwrap_or_else(|_| unreachable!("as many lines as were asked for")),
            write: 0,
            damped: [0.0; LINES],
            low: [0.0; LINES],
            diffusers: Box::new([[[0.0; DIFFUSER]; 2]; 2]),
            diffuser_write: 0,
        }
    }

    fn clear(&mut self) {
        self.lines.as_flattened_mut().fill(0.0);
        self.diffusers.as_flattened_mut().as_flattened_mut().fill(0.0);
        (self.damped, self.low) = ([0.0; LINES], [0.0; LINES]);
        (self.write, self.diffuser_write) = (0, 0);
    }

    fn render(&mut self, room: &Room, send: &Stereo) -> Stereo {
        let mut out = SILENCE;
        for i in 0..BLOCK {
            let input = [self.diffuse(0, send[0][i]), self.diffuse(1, send[1][i])];
            self.diffuser_write = (self.diffuser_write + 1) & (DIFFUSER - 1);
            let echo = self.echo(room, i as f32);
            out[0][i] = 0.4 * (echo[0] + echo[2] - echo[4] + echo[6]);
            out[1][i] = 0.4 * (echo[1] - echo[3] + echo[5] + echo[7]);
            let mixed = hadamard(echo);
            for line in 0..LINES {
                let sign = if line & 2 == 0 { 0.35 } else { -0.35 };
                self.lines[line][self.write] = mixed[line] * 0.353_553_4 + input[line & 1] * sign + FLOOR;
            }
            self.write = (self.write + 1) & (LINE - 1);
        }
        out
    }

    /// Two allpasses in a row.
    #[inline(always)]
    fn diffuse(&mut self, side: usize, input: f32) -> f32 {
        let mut value = input;
        for (ring, length) in self.diffusers[side].iter_mut().zip(DIFFUSERS[side]) {
            let delayed = ring[(self.diffuser_write + DIFFUSER - length) & (DIFFUSER - 1)];
            let passed = delayed - DIFFUSION * value;
            ring[self.diffuser_write & (DIFFUSER - 1)] = value + DIFFUSION * passed;
            value = passed;
        }
        value
    }

    /// What comes out of the lines, damped and with less bass.
    #[inline(always)]
    fn echo(&mut self, room: &Room, frame: f32) -> [f32; LINES] {
        let mut echo = [0.0; LINES];
        for line in 0..LINES {
            let (from, slope) = room.lengths[line];
            let length = from + slope * frame;
            let whole = length as usize;
            let ring = &self.lines[line];
            let near = ring[(self.write + LINE - whole) & (LINE - 1)];
            let far = ring[(self.write + LINE - 1 - whole) & (LINE - 1)];
            let value = near + (far - near) * (length - whole as f32);
            self.damped[line] += room.damping * (value - self.damped[line]);
            self.low[line] += 0.004 * (self.damped[line] - self.low[line]);
            echo[line] = (self.damped[line] - 0.6 * self.low[line]) * room.gains[line];
        }
        echo
    }
}

/// The fast Hadamard transform of eight values, unscaled.
#[inline(always)]
fn hadamard(mut values: [f32; LINES]) -> [f32; LINES] {
    for distance in [1, 2, 4] {
        for line in 0..LINES {
            if line & distance == 0 {
                let (a, b) = (values[line], values[line + distance]);
                (values[line], values[line + distance]) = (a + b, a - b);
            }
        }
    }
    values
}
