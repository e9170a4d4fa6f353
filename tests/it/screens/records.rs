//! The records' screen: what it shows of made-up records, and what a tap asks of it.

mod made_up;

use std::path::PathBuf;

use holdspace::record::export::Form;
use holdspace::screen::Action;
use holdspace::screen::action::ShelfAsk;
use holdspace::screen::records::{Message, Only, Opened, Records};
use holdspace::theme::{DEFAULT_FONT, FONTS, Icon, measure};
use iced::Element;
use iced_test::Simulator;
use made_up::MadeUp;

use super::before::has_large_targets;

fn laid_out(view: Element<'_, Message>) -> Simulator<'_, Message> {
    let fonts = FONTS.iter().map(|font| (*font).into()).collect();
    let settings = iced::Settings { fonts, default_font: DEFAULT_FONT, ..iced::Settings::default() };
    Simulator::with_size(settings, [measure::DESIGN.0, measure::DESIGN.1], view)
}

#[track_caller]
fn shows(screen: &Records, made: &MadeUp, all: &[&str]) {
    let mut ui = laid_out(screen.view(&made.shown()));
    for words in all {
        assert!(ui.find(*words).is_ok(), "{words} is not shown");
    }
}

#[track_caller]
fn hides(screen: &Records, made: &MadeUp, all: &[&str]) {
    let mut ui = laid_out(screen.view(&made.shown()));
    for words in all {
        assert!(ui.find(*words).is_err(), "{words} is shown");
    }
}

/// Does everything a click on these words says; hands back the last action.
#[track_caller]
fn press(screen: &mut Records, made: &MadeUp, words: &str) -> Action {
    let mut ui = laid_out(screen.view(&made.shown()));
    let _ = ui.click(words).unwrap_or_else(|error| panic!("{words}: {error}"));
    let said: Vec<Message> = ui.into_messages().collect();
    let actions = said.into_iter().map(|message| screen.update(message, &made.shown()));
    actions.last().unwrap_or(Action::None)
}

fn press_at(screen: &mut Records, made: &MadeUp, at: [f32; 2]) -> Action {
    let mut ui = laid_out(screen.view(&made.shown()));
    ui.point_at(at);
    let _ = ui.simulate(iced_test::simulator::click());
    let said: Vec<Message> = ui.into_messages().collect();
    let actions = said.into_iter().map(|message| screen.update(message, &made.shown()));
    actions.last().unwrap_or(Action::None)
}

fn open(made: &MadeUp) -> Records {
    let mut screen = Records::new();
    screen.arrived(&made.list);
    screen
}

fn glyph(icon: Icon) -> String {
    icon.glyph().unwrap().to_string()
}

#[test]
fn the_newest_stand_first_under_their_months() {
    let made = MadeUp::new(20);
    let screen = open(&made);
    shows(&screen, &made, &["Records", "November 2026", "C19", "code-0019", "page 1 of 3"]);
    hides(&screen, &made, &["C00", "code-0000"]);
}

#[test]
fn only_what_stands_on_the_page_is_built_of_ten_thousand() {
    let made = MadeUp::new(10_000);
    let mut screen = open(&made);
    shows(&screen, &made, &["code-9999", "page 1 of 1250"]);
    let _ = screen.update(Message::Page(1249), &made.shown());
    shows(&screen, &made, &["code-0000", "page 1250 of 1250"]);
    let mut ui = laid_out(screen.view(&made.shown()));
    let shown = (0..10_000).filter(|number| ui.find(format!("code-{number:04}").as_str()).is_ok()).count();
    assert_eq!(shown, 8);
}

#[test]
fn marks_say_what_is_open_damaged_amended_or_away() {
    let mut made = MadeUp::new(6);
    made.list[0].damaged = true;
    made.list[1].open = true;
    made.list[2].amended = true;
    made.list[3].away = true;
    let screen = open(&made);
    shows(&screen, &made, &["damaged", "open", "amended", "away", "sealed away"]);
    hides(&screen, &made, &[made.list[3].facts.code.as_str()]);
}

#[test]
fn a_client_is_chosen_from_the_codes_and_let_go() {
    let made = MadeUp::new(20);
    let mut screen = open(&made);
    let _ = press(&mut screen, &made, "All clients");
    shows(&screen, &made, &["C00", "C19", "Type a code"]);
    let _ = press(&mut screen, &made, "C07");
    shows(&screen, &made, &["C07", "code-0007", "1 of 20 records"]);
    hides(&screen, &made, &["code-0008"]);
    let _ = press(&mut screen, &made, &glyph(Icon::X));
    shows(&screen, &made, &["code-0019", "All clients"]);
}

#[test]
fn months_and_kinds_are_looked_for() {
    let mut made = MadeUp::new(100);
    made.list[4].damaged = true;
    let mut screen = open(&made);
    let _ = press(&mut screen, &made, &glyph(Icon::ArrowLeft));
    // The arrow of the way back comes first; the one of the months is pressed at its place.
    let mut screen = open(&made);
    let _ = press_at(&mut screen, &made, [880.0, 300.0]);
    shows(&screen, &made, &["November 2026"]);
    let _ = press_at(&mut screen, &made, [880.0, 300.0]);
    shows(&screen, &made, &["October 2026"]);
    hides(&screen, &made, &["November 2026", "code-0099"]);
    let _ = press_at(&mut screen, &made, [1050.0, 300.0]);
    shows(&screen, &made, &["Any month"]);
    let _ = press(&mut screen, &made, "Damaged");
    shows(&screen, &made, &["1 of 100 records"]);
    let _ = screen.update(Message::Only(Only::WithoutDose), &made.shown());
    shows(&screen, &made, &["No record is like that"]);
}

#[test]
fn reading_shows_how_far_it_is() {
    let mut made = MadeUp::new(0);
    made.progress = Some((1200, 10_000));
    made.read = false;
    shows(&Records::new(), &made, &["Reading the records", "1200 of 10000 folders"]);
    made.read = true;
    shows(&Records::new(), &made, &["There are no records yet"]);
}

#[test]
fn a_record_opens_with_its_facts_and_its_first_dose() {
    let mut made = MadeUp::new(3);
    let mut screen = open(&made);
    let id = made.list[0].id.clone();
    assert_eq!(press(&mut screen, &made, "code-0002"), Action::Shelf(ShelfAsk::Look(id.clone())));
    shows(
        &screen,
        &made,
        &["Reading the record", "1\u{bd} \u{d7} 100 mg = 150 mg", "9:58 of 10:00", "Checking every line"],
    );
    made.opened = Some(made_up::opened(&id));
    shows(
        &screen,
        &made,
        &["Tablet in mouth", "Hold   \u{b7}   0:00 after the tablet   \u{b7}   music: hold", "intact"],
    );
}

#[test]
fn a_finger_on_the_timeline_is_a_minute() {
    let mut made = MadeUp::new(3);
    let mut screen = open(&made);
    let id = made.list[0].id.clone();
    let _ = press(&mut screen, &made, "code-0002");
    made.opened = Some(made_up::opened(&id));
    let _ = press_at(&mut screen, &made, [500.0, 200.0]);
    shows(&screen, &made, &["Tears"]);
    let _ = press_at(&mut screen, &made, [810.0, 200.0]);
    shows(&screen, &made, &["Closed, complete", "Rating 2 of 10", "was 3; misheard"]);
    for _ in 0..9 {
        let _ = press(&mut screen, &made, &glyph(Icon::CaretUp));
    }
    shows(&screen, &made, &["Session began"]);
}

#[test]
fn looking_closely_keeps_the_minute_in_sight() {
    let mut made = MadeUp::new(3);
    let mut screen = open(&made);
    let id = made.list[0].id.clone();
    let _ = press(&mut screen, &made, "code-0002");
    made.opened = Some(made_up::opened(&id));
    let _ = press_at(&mut screen, &made, [500.0, 200.0]);
    for _ in 0..8 {
        let _ = press(&mut screen, &made, &glyph(Icon::Plus));
    }
    shows(&screen, &made, &["Tears"]);
    for _ in 0..8 {
        let _ = press(&mut screen, &made, &glyph(Icon::Minus));
    }
    let _ = press_at(&mut screen, &made, [810.0, 200.0]);
    shows(&screen, &made, &["Closed, complete"]);
}

#[test]
fn what_cannot_be_read_says_so_and_what_went_wrong_is_marked() {
    let mut made = MadeUp::new(2);
    let mut screen = open(&made);
    let id = made.list[0].id.clone();
    let _ = press(&mut screen, &made, "code-0001");
    made.opened = Some(Opened { id, trouble: Some("could not read the folder".to_owned()), ..Opened::default() });
    shows(&screen, &made, &["could not read the folder"]);
}

#[test]
fn a_course_compares_the_sessions_of_a_client_and_opens_one() {
    let made = MadeUp::course();
    let mut screen = open(&made);
    let _ = screen.update(Message::Client(Some("MK-11".to_owned())), &made.shown());
    let _ = press(&mut screen, &made, "Compare 6 sessions");
    shows(&screen, &made, &["6 sessions, 6 with a dose", "Export all 6"]);
    let oldest = made.list.last().unwrap().id.clone();
    assert_eq!(press_at(&mut screen, &made, [260.0, 120.0]), Action::Shelf(ShelfAsk::Look(oldest)));
    let _ = screen.update(Message::Back, &made.shown());
    shows(&screen, &made, &["6 sessions, 6 with a dose"]);
}

#[test]
fn from_a_record_one_tap_leads_to_the_sessions_of_its_client_and_back() {
    let mut made = MadeUp::course();
    let mut screen = open(&made);
    let id = made.list[0].id.clone();
    let _ = screen.update(Message::Look(id.clone()), &made.shown());
    made.opened = Some(made_up::opened(&id));
    let _ = press(&mut screen, &made, "This client");
    shows(&screen, &made, &["MK-11", "session by session", "6 sessions, 6 with a dose"]);
    assert_eq!(screen.update(Message::Back, &made.shown()), Action::Shelf(ShelfAsk::Look(id)));
    shows(&screen, &made, &["This client"]);
    let _ = press(&mut screen, &made, "Add to this record");
    hides(&screen, &made, &["Which client"]);
}

#[test]
fn an_export_needs_a_form_and_a_place_and_then_asks_for_both() {
    let mut made = MadeUp::new(2);
    let mut screen = open(&made);
    assert_eq!(press(&mut screen, &made, "Export all 2"), Action::Shelf(ShelfAsk::Places));
    shows(&screen, &made, &["Looking for places", "Choose a place first."]);
    made.places = Some(made_up::places());
    shows(&screen, &made, &["BLUE STICK", "stick or drive, 7.5 GB free", "markdown", "json"]);
    let _ = press(&mut screen, &made, "json");
    let ids: Vec<String> = made.list.iter().map(|listed| listed.id.clone()).collect();
    let carry = ShelfAsk::Carry {
        ids,
        forms: vec![Form::Markdown, Form::Json],
        place: PathBuf::from("/run/media/x/BLUE STICK"),
    };
    assert_eq!(screen.update(Message::Carry, &made.shown()), Action::Shelf(carry));
    made.carrying = Some((1, 2, "20261122-x".to_owned()));
    shows(&screen, &made, &["1 of 2 records are there, each of them whole", "Stop"]);
    assert_eq!(screen.update(Message::Back, &made.shown()), Action::None, "the stick must not be pulled now");
    assert_eq!(press(&mut screen, &made, "Stop"), Action::Shelf(ShelfAsk::Stop));
    made.carrying = None;
    made.carried = Some(Err("There is no more room. 1 of 2 records are there, each whole.".to_owned()));
    shows(&screen, &made, &["There is no more room. 1 of 2 records are there, each whole."]);
    assert_eq!(press(&mut screen, &made, "Done"), Action::Shelf(ShelfAsk::Forget));
}

#[test]
fn every_target_is_large() {
    let mut made = MadeUp::course();
    made.places = Some(made_up::places());
    let mut screen = open(&made);
    has_large_targets("list", screen.view(&made.shown()));
    let _ = screen.update(Message::Clients, &made.shown());
    has_large_targets("clients", screen.view(&made.shown()));
    let _ = screen.update(Message::Client(Some("MK-11".to_owned())), &made.shown());
    let _ = screen.update(Message::Course, &made.shown());
    has_large_targets("course", screen.view(&made.shown()));
    let id = made.list[0].id.clone();
    let _ = screen.update(Message::Look(id.clone()), &made.shown());
    made.opened = Some(made_up::opened(&id));
    has_large_targets("record", screen.view(&made.shown()));
    let _ = screen.update(Message::Export(vec![id]), &made.shown());
    has_large_targets("export", screen.view(&made.shown()));
}
