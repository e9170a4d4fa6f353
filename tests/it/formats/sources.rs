//! Files of every format, made by the usual encoders.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use holdspace::audio::decode::{DecodeError, Stream};

/// A format as the tests see it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Format {
    /// Its file name ending; `m4a` stands for AAC, `alac` for ALAC in m4a.
    pub ending: &'static str,
    /// Every sample comes back as it was.
    pub lossless: bool,
}

/// The eight formats.
pub const FORMATS: [Format; 8] = [
    Format { ending: "wav", lossless: true },
    Format { ending: "flac", lossless: true },
    Format { ending: "alac", lossless: true },
    Format { ending: "aiff", lossless: true },
    Format { ending: "mp3", lossless: false },
    Format { ending: "ogg", lossless: false },
    Format { ending: "opus", lossless: false },
    Format { ending: "m4a", lossless: false },
];

/// Runs a program; says clearly which is missing.
pub fn run(words: &[&str]) {
    let done = Command::new(words[0]).args(&words[1..]).stdin(Stdio::null()).output();
    let done = done.unwrap_or_else(|error| panic!("this test needs the program {} ({error})", words[0]));
    assert!(done.status.success(), "{words:?} failed: {}", String::from_utf8_lossy(&done.stderr));
}

/// Runs ffmpeg on these samples, interleaved in ffmpeg's order of `layout`.
pub fn ffmpeg(samples: &[f32], rate: u32, layout: &str, words: &[&str], to: &Path) {
    let rate = rate.to_string();
    let mut child = Command::new("ffmpeg")
        .args(["-v", "error", "-y", "-f", "f32le", "-ar", &rate, "-ch_layout", layout, "-i", "-"])
        .args(words)
        .arg(to)
        .stdin(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("this test needs the program ffmpeg ({error})"));
    let bytes: Vec<u8> = samples.iter().flat_map(|sample| sample.to_le_bytes()).collect();
    child.stdin.take().unwrap().write_all(&bytes).unwrap();
    assert!(child.wait().unwrap().success(), "ffmpeg {words:?} failed");
}

/// Encodes a WAV file beside itself.
pub fn encode(wav: &Path, ending: &str) -> PathBuf {
    let to = match ending {
        "wav" => return wav.to_owned(),
        "alac" => wav.with_extension("alac.m4a"),
        other => wav.with_extension(other),
    };
    let (from_name, to_name) = (wav.to_str().unwrap(), to.to_str().unwrap());
    let by_ffmpeg = ["ffmpeg", "-v", "error", "-y", "-i", from_name, "-map_metadata", "-1", "-threads", "1"];
    let ffmpeg = |words: &[&'static str]| [&by_ffmpeg, words, &[to_name]].concat().to_vec();
    let words: Vec<&str> = match ending {
        "flac" => vec!["flac", "--silent", "--force", "-o", to_name, from_name],
        "ogg" => vec!["oggenc", "--quiet", "-q", "6", "-o", to_name, from_name],
        "mp3" => vec!["lame", "--quiet", "-b", "256", from_name, to_name],
        "opus" => vec!["opusenc", "--quiet", "--bitrate", "160", from_name, to_name],
        "aiff" => ffmpeg(&["-c:a", "pcm_s16be"]),
        "alac" => ffmpeg(&["-c:a", "alac"]),
        // Noise substituted by the decoder would differ after a seek.
        "m4a" | "aac" => ffmpeg(&["-c:a", "aac", "-b:a", "224k", "-aac_pns", "0"]),
        other => panic!("no encoder for {other}"),
    };
    run(&words);
    to
}

/// Everything from a place on: interleaved stereo at the file's own rate.
pub fn decode(path: &Path, from: Duration) -> Result<Vec<f32>, DecodeError> {
    let mut stream = Stream::open(path, from)?;
    let mut all = Vec::new();
    while stream.next(&mut all)? {}
    Ok(all)
}

/// The shift in frames at which `b` fits `a` best around a frame of `a`.
pub fn best_shift(a: &[f32], b: &[f32], from: usize, frames: usize) -> i64 {
    let left = |samples: &[f32]| samples.iter().step_by(2).copied().collect::<Vec<f32>>();
    let wanted = left(&a[from * 2..(from + frames) * 2]);
    let (reach, b) = (1_200usize, left(b));
    let fit = |shift: i64| -> f64 {
        let begin = from as i64 + shift;
        let pair = |(n, sample): (usize, &f32)| {
            let other = usize::try_from(begin + n as i64).ok().and_then(|at| b.get(at));
            f64::from(*sample) * f64::from(*other.unwrap_or(&0.0))
        };
        let other = |n: usize| usize::try_from(begin + n as i64).ok().and_then(|at| b.get(at)).copied().unwrap_or(0.0);
        let power: f64 = (0..frames).map(|n| f64::from(other(n)).powi(2)).sum();
        wanted.iter().enumerate().map(pair).sum::<f64>() / power.sqrt().max(1e-9)
    };
    let reach = reach as i64;
    (-reach..=reach).max_by(|a, b| fit(*a).total_cmp(&fit(*b))).unwrap()
}
