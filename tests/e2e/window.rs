//! The real window: as large as it is, and painted whole.

use holdspace::theme::Icon;

use super::room::Room;

/// A minute may pass while two pictures are taken; it does not pass so often.
const TRIES: usize = 3;

#[test]
fn a_window_that_was_turned_and_resized_looks_like_one_that_was_just_opened() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut room = Room::open(folder.path());
    let mut same = false;
    for _ in 0..TRIES {
        let fresh = room.desk.pixels();
        for (width, height) in [(800, 1280), (1280, 720), (1024, 600), (1920, 1080), (1280, 800)] {
            room.desk.resize(width, height);
        }
        same = room.desk.pixels() == fresh;
        if same {
            break;
        }
        room.kill();
        room.start();
    }
    assert!(same, "it is drawn for another size than it has");
}

#[test]
fn what_stands_on_the_screen_is_what_a_full_repaint_shows() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut room = Room::open(folder.path());
    let cross = Icon::FirstAid.glyph().expect("a cross").to_string();
    let shade = Icon::Moon.glyph().expect("a moon").to_string();
    let words = [
        "Records",
        "Back",
        "Code or initials",
        "M",
        "K",
        "Keep",
        "Begin arrival",
        &shade,
        "Bathroom",
        "…",
        &cross,
        "Back",
    ];
    for word in words {
        room.press_first(word);
        assert!((0..TRIES).any(|_| is_whole(&room)), "after “{word}” something was left behind");
    }
}

/// Another size paints everything anew.
fn is_whole(room: &Room) -> bool {
    room.desk.still();
    let before = room.desk.pixels();
    room.desk.resize(1279, 800);
    room.desk.resize(1280, 800);
    room.desk.pixels() == before
}
