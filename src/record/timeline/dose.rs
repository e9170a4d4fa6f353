//! Doses: when they were taken, and the hold as planned and as it was.

use super::{CORRECTED, Scene};
use crate::record::page::lasting;
use crate::record::picture::{Anchor, Face, Ink, Picture, Style};
use crate::session::dose::Ending;
use crate::session::event::Event;
use crate::theme::print;

const HEIGHT: f32 = 12.0;
const BESIDE: f32 = 4.0;

pub(super) fn part(scene: &Scene<'_>) -> Option<Picture> {
    let page = scene.page;
    let doses = page.doses();
    let declined: Vec<_> = page.standing().filter(|entry| entry.event == Event::Declined).collect();
    let taken: Vec<_> = doses.iter().filter(|dose| dose.taken.is_some()).collect();
    if taken.is_empty() && declined.is_empty() {
        return None;
    }
    let mut sheet = scene.sheet("Dose", HEIGHT * (taken.len() + declined.len()) as f32);
    let mut y = HEIGHT / 2.0;
    let style = Style::SMALL.ink(Ink::Black);
    for dose in taken {
        let Some((at, entry)) = dose.taken else { continue };
        let x = scene.axis.x(at);
        let planned = dose.prescription.map(|prescription| at.plus(prescription.hold));
        let mut end = x;
        if let Some(planned) = planned {
            end = scene.axis.x(planned).max(x + 1.0);
            sheet.block((x, y - 3.0), (end, y + 3.0), Ink::Wash);
        }
        if let Some((ended, _)) = dose.ended {
            let to = scene.axis.x(ended).max(x + 1.0);
            sheet.line(&[(x, y), (to, y)], Ink::Accent, 3.0);
            end = end.max(to);
        }
        sheet.dot((x, y), 2.6, Ink::Accent);
        let mut words = format!("{} {}", dose.name(), page.time(at));
        if at != entry.at {
            sheet.ring((scene.axis.x(entry.at), y), 2.2, Ink::Dim);
            words.push_str(CORRECTED);
        }
        if let Some((ended, ending)) = dose.ended {
            let of =
                dose.prescription.map(|prescription| format!(" of {}", lasting(prescription.hold))).unwrap_or_default();
            let how = match ending {
                Ending::Spat => "spat",
                Ending::SwallowedSome => "swallowed some",
                Ending::SwallowedAll => "swallowed",
            };
            words.push_str(&format!(" · held {}{of}, {how}", lasting(ended.since(at))));
        }
        let base = y + print::SMALL * 0.35;
        let style = style.face(Face::Medium);
        if end + BESIDE + scene.faces.width(&words, style) > scene.axis.right {
            scene.over(&mut sheet, (x - BESIDE, base), &words, (style, Anchor::End));
        } else {
            scene.over(&mut sheet, (end + BESIDE, base), &words, (style, Anchor::Start));
        }
        y += HEIGHT;
    }
    for entry in declined {
        let x = scene.axis.x(page.at(entry));
        sheet.ring((x, y), 2.6, Ink::Accent);
        let anchor = if x > (scene.axis.left + scene.axis.right) / 2.0 { Anchor::End } else { Anchor::Start };
        let beside = if anchor == Anchor::End { x - BESIDE - 2.0 } else { x + BESIDE + 2.0 };
        scene.over(&mut sheet, (beside, y + print::SMALL * 0.35), "declined the tablet", (style, anchor));
        y += HEIGHT;
    }
    Some(sheet)
}
