//! Why a plan is as it is, in plain sentences for the therapist.

use std::time::Duration;

use super::compose::Draft;
use super::fit::Fitted;
use crate::cue::Material;
use crate::units::{Decibels, clock_face, counted};

/// Seconds that are worth a sentence.
const WORTH_SAYING: Duration = Duration::from_secs(1);

/// One sentence each: what plays, what is cut, how it crosses over, what is too loud, what is missing.
pub fn notes(draft: &Draft<'_>, fitted: &Fitted, target: Duration, from: Duration) -> Vec<String> {
    let mut notes = vec![what_plays(draft, fitted, target, from)];
    for cut in fitted.cuts.iter().filter(|cut| cut.by >= WORTH_SAYING) {
        let early = if cut.by < Duration::from_secs(120) {
            format!("{} s", cut.by.as_secs())
        } else {
            format!("{} min", (cut.by.as_secs() + 30) / 60)
        };
        let place = if cut.quiet { " at a quiet place" } else { "" };
        let bed = clock_face(target);
        notes.push(format!("“{}” ends {early} early{place}, so that the bed begins at {bed}.", cut.title));
    }
    if let Some(seconds) = fitted.crossfade {
        notes.push(format!("Crossfades inside a stage are {seconds:.1} s."));
    }
    for one in draft.usable.iter().filter(|one| fitted.tracks.contains(&Some(one.track))) {
        let peak = one.loudness().map(|loudness| loudness.true_peak + one.gain.0);
        if let Some(peak) = peak.filter(|peak| *peak > Decibels::CEILING.0) {
            let peak = format!("{peak:+.1}").replace('-', "−");
            notes.push(format!("“{}” would peak at {peak} dBTP; the limiter holds it at −2 dBTP.", one.title));
        }
    }
    let missing = draft.usable.iter().filter(|one| one.pinned && !fitted.tracks.contains(&Some(one.track)));
    notes.extend(missing.map(|one| format!("“{}” is pinned but finds no place before the bed.", one.title)));
    notes
}

fn what_plays(draft: &Draft<'_>, fitted: &Fitted, target: Duration, from: Duration) -> String {
    let files = draft.usable.iter().filter(|one| one.is_file()).count();
    let unusable = draft.left_out.len();
    let playing = fitted.pieces.iter().filter(|piece| matches!(piece.material, Material::File { .. }));
    let bed = fitted.pieces.last();
    let begins = bed.map_or(Duration::ZERO, |bed| bed.start);
    let name = bed.map_or("", |bed| bed.title.as_str());
    let count = playing.count();
    if count == 0 {
        let span = target.saturating_sub(from);
        return format!("{name} plays for {}, then goes on as the bed.", clock_face(span));
    }
    let own = fitted.pieces.iter().filter(|piece| !matches!(piece.material, Material::File { .. }));
    let bridges = own.filter_map(|piece| piece.length).sum::<Duration>();
    let music = begins.saturating_sub(from).saturating_sub(bridges);
    let (what, total) = (if from.is_zero() { "play" } else { "play from now on" }, files + unusable);
    let mut said = format!("{count} of {} {what}, {} of music", counted(total, "track", "tracks"), clock_face(music));
    if !bridges.is_zero() {
        said.push_str(&format!("; built-in music fills {} between them", clock_face(bridges)));
    }
    let bridge = target.saturating_sub(begins);
    if bridge >= WORTH_SAYING {
        said.push_str(&format!("; {name} bridges {} before the bed", clock_face(bridge)));
    }
    said.push('.');
    said
}
