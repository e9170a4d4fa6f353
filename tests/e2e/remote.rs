//! A remote session in the real window: the chaperone's words are theirs, and the client hears a file of their own.

use std::time::Duration;

use holdspace::journal::verify::{Verdict, verify};
use holdspace::session::event::Who;

use super::patience::until;
use super::room::Room;
use super::session::{is_live, up_to_the_tablet};

#[test]
fn a_remote_session_is_led_to_its_release() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut room = Room::proposing(folder.path(), "remote-chaperone");
    let _t0 = up_to_the_tablet(&mut room, 1);
    let _ = room.wait_for(0, "spit_cued", Duration::from_secs(80));
    let _ = room.press_for("Spat", "spat");
    let _ = room.press_for("Journey", "phase_entered");

    room.press("Chaperone says");
    let checked = room.press_for("Quiet check", "checked");
    assert_eq!(checked.entry.expect("an event").who, Who::Chaperone, "said by the chaperone");
    let _ = room.press_for("Settled", "observed");

    let _ = room.press_for("Return", "phase_entered");
    let _ = room.hold_for("Fade to silence, 60 s", "music_steered");
    let _ = room.press_for("Closing", "phase_entered");
    room.press("Leave with a reason");
    let _ = room.press_for("The prescriber agrees", "released");
    let _ = room.hold_for("Close and seal", "closed");
    let sealed = until("the seal", Duration::from_secs(20), || {
        room.record_folder().filter(|folder| folder.join("manifest.json").exists() && !is_live(folder))
    });
    assert_eq!(verify(&sealed).expect("a verdict"), Verdict::Intact);
    let page = std::fs::read_to_string(sealed.join("record.md")).expect("the page");
    assert!(page.contains("chaperone"), "{page}");
}
