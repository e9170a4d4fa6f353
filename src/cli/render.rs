//! `render`: the music only, from the anchor to the end of its last fade.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::sync::Arc;
use std::time::Duration;

use super::{Failure, Places, Render};
use crate::app::prepare;
use crate::audio;
use crate::audio::offline::Offline;
use crate::audio::wav;
use crate::config;
use crate::cue::{Cue, Music, Plan, Position};
use crate::music::playlist::{Playlist, TrackSource};
use crate::session::journey::FADE_IN;
use crate::units::{Decibels, Moment};

/// The last so much fades out, inside the length that was asked for.
const LAST_FADE: Duration = Duration::from_secs(20);
/// The length where neither the command nor the settings name one.
const USUAL: Duration = Duration::from_secs(68 * 60);
/// The mixer is asked in blocks of this.
const BLOCK: Duration = Duration::from_millis(100);
/// Samples of both channels in a block.
const BLOCK_SAMPLES: usize = 48_000 / 10 * 2;

pub(super) fn run(arguments: &Render, places: &Places, out: &mut dyn Write) -> Result<(), Failure> {
    let loaded = config::load(&places.config);
    let listed = arguments.playlist.as_deref().unwrap_or(&loaded.settings.playlist);
    let playlist = config::find_playlist(&loaded, listed).map_err(Failure::problems)?;
    let mut wav = wav::Writer::create(&arguments.output).map_err(Failure::found)?;
    let frames = if arguments.plain {
        plain(&playlist, &mut wav)?
    } else {
        let asked = arguments.minutes.map(|minutes| Duration::from_secs(u64::from(minutes) * 60));
        let target = asked.or(loaded.settings.journey).unwrap_or(USUAL);
        let planned = prepare::plan(&playlist, target, arguments.seed, Some(&prepare::library_folder(&places.data)))
            .map_err(Failure::found)?;
        music(planned.plan, target, &mut wav)?
    };
    let _ = wav.finish().map_err(Failure::found)?;
    let length = crate::units::clock_face(Duration::from_secs(frames / 48_000));
    writeln!(out, "{}: {length}, {frames} frames", arguments.output.display()).map_err(Failure::found)
}

fn plain(playlist: &Playlist, wav: &mut wav::Writer<BufWriter<File>>) -> Result<u64, Failure> {
    let files = playlist.tracks.iter().map(|track| match &track.source {
        TrackSource::File(path) => Ok(path.clone()),
        TrackSource::Soundscape { .. } => {
            let said = "render --plain joins files; this playlist holds built-in music. Name a playlist of files.";
            Err(Failure::Usage(said.to_owned()))
        }
    });
    let files: Vec<_> = files.collect::<Result<_, _>>()?;
    audio::plain(&files, &mut |samples| wav.write(samples)).map_err(Failure::found)
}

fn music(plan: Plan, target: Duration, wav: &mut wav::Writer<BufWriter<File>>) -> Result<u64, Failure> {
    let mut player = Offline::new();
    let mut cue = Cue {
        music: Some(Music {
            generation: 1,
            plan: Arc::new(plan),
            from: Position::default(),
            fade_in: FADE_IN,
            faded: None,
        }),
        volume: Decibels::UNITY,
        duck: false,
        chimes: Vec::new(),
    };
    let blocks = u32::try_from(target.as_millis() / BLOCK.as_millis()).unwrap_or(u32::MAX);
    let mut block = vec![0.0; BLOCK_SAMPLES];
    let fade = LAST_FADE.min(target / 3);
    for number in 0..blocks {
        let at = BLOCK * number;
        if at + fade >= target
            && let Some(music) = &mut cue.music
        {
            music.faded = Some(fade);
        }
        player.follow(&cue, Moment::START.plus(at));
        player.pull(&mut block);
        wav.write(&block).map_err(Failure::found)?;
        for report in player.reports() {
            if let crate::audio::Report::PieceFailed { reason, .. } = report {
                return Err(Failure::Found(reason));
            }
        }
    }
    Ok(u64::from(blocks) * (BLOCK_SAMPLES / 2) as u64)
}
