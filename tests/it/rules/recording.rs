//! What did not reach the disk is told once in the record, and so is its end.

use holdspace::session::event::Who;
use holdspace::session::{Command, Event};

use super::framework::{alone, minutes, moment};

fn not_recorded(since: &str) -> Command {
    Command::NoteNotRecorded(moment(since), "No space left on device".to_owned())
}

#[test]
fn a_disk_that_fails_is_told_once_since_its_first_lost_entry() {
    alone()
        .at("14:05")
        .when(not_recorded("14:02"))
        .then_stamped(|events| {
            assert_eq!((events.len(), events[0].at, events[0].who), (1, moment("14:02"), Who::System))
        })
        .see(|session, _| assert_eq!(session.unrecorded(), [(moment("14:02"), None)]))
        .at("14:06")
        .when(not_recorded("14:02"))
        .nothing();
}

#[test]
fn the_end_of_it_is_told_and_a_second_time_is_another_one() {
    alone()
        .when(Command::NoteRecordedAgain(moment("1:00")))
        .nothing()
        .at("14:05")
        .when(not_recorded("14:02"))
        .at("14:20")
        .when(Command::NoteRecordedAgain(moment("14:10")))
        .then(|events| assert_eq!(events, [Event::RecordedAgain]))
        .when(Command::NoteRecordedAgain(moment("14:10")))
        .nothing()
        .when(not_recorded("14:20"))
        .see(|session, _| {
            let gaps = [(moment("14:02"), Some(moment("14:10"))), (moment("14:20"), None)];
            assert_eq!(session.unrecorded(), gaps);
        });
}

#[test]
fn what_the_journal_reports_is_never_later_than_now_and_leads_to_nothing_after_the_end() {
    alone()
        .at("3:00")
        .when(not_recorded("4:00"))
        .then_stamped(|events| assert_eq!(events[0].at, moment("3:00")))
        .when(Command::CloseAsItStood)
        .when(Command::NoteRecordedAgain(moment("3:00")))
        .nothing();
}

#[test]
fn how_long_the_app_was_away_may_be_the_therapists_word() {
    alone()
        .at("20:00")
        .when(Command::ResumeAsTold(minutes(15)))
        .then_stamped(|events| {
            assert_eq!((events[0].who, &events[0].event), (Who::Therapist, &Event::Resumed { away: minutes(15) }));
        })
        .see(|session, now| assert_eq!(session.resumed(), Some((now, minutes(15)))));
}
