//! A session that is being written while others look, and the shortest there is.

use std::sync::Arc;
use std::time::Duration;

use holdspace::app::perform::{Live, new_id};
use holdspace::clock::{self, SessionClock};
use holdspace::config::{find_protocol, load};
use holdspace::cue::Plan;
use holdspace::journal::{DataDir, Journal};
use holdspace::session::event::{NoteKind, Person};
use holdspace::session::{Command, open};

fn begin(data: &DataDir) -> Live {
    let loaded = load(std::path::Path::new("/nowhere/at/all"));
    let protocol = Arc::new(find_protocol(&loaded, "rdt-individual").unwrap());
    let now = clock::read();
    let plan = Plan {
        target: Duration::from_secs(60),
        pieces: Vec::new(),
        arc: Vec::new(),
        stages: Vec::new(),
        playlist: String::new(),
        nudges: Vec::new(),
    };
    let first = open(new_id(&now).as_u128(), protocol, vec!["LIVE-01".to_owned()], Arc::new(plan), false);
    let journal = Journal::create(data, 1, &now).unwrap();
    Live::begin(&first, Some(journal), SessionClock::starting(&now), &now).unwrap()
}

/// Writes a note every few milliseconds until the time is up, and leaves the session open. Says where, once it is there.
pub fn write(data: &DataDir, seconds: u64) {
    let mut live = begin(data);
    let end = clock::boot_time() + Duration::from_secs(seconds);
    let mut count = 0_u64;
    while clock::boot_time() < end {
        let now = clock::read();
        let note = format!("still here, {count}");
        let _ = live.perform(&Command::WriteNote(Person(0), NoteKind::Note, note, live.moment(&now)), &now).unwrap();
        let journal = live.journal.as_mut().unwrap();
        assert!(journal.flush_and_wait(Duration::from_secs(60)));
        if count == 0 {
            println!("{}", journal.folders()[0].display());
        }
        count += 1;
        std::thread::sleep(Duration::from_millis(5));
    }
    println!("{count}");
}

/// A sealed session of a few entries.
pub fn shortest(data: &DataDir) {
    let mut live = begin(data);
    let mut journal = live.journal.take().unwrap();
    let now = clock::read();
    let _ = live.perform(&Command::CloseAsItStood, &now).unwrap();
    let rest = live.session.log().iter().rev().take(2).rev().cloned().collect::<Vec<_>>();
    journal.record(&rest, &now);
    journal.seal();
    assert!(journal.flush_and_wait(Duration::from_secs(60)));
}
