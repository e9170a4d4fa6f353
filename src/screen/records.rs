//! The records: all of them, one of them as it went, a client's over the course, and out to a stick.
//!
//! It is opened from the start alone; what it shows is put away with it.

mod clients;
mod course;
mod export;
mod facts;
mod filter;
mod found;
mod head;
mod list;
mod shown;
mod walk;

use std::path::PathBuf;

use iced::widget::{column, container, stack};
use iced::{Length, Padding};

use super::Action;
use super::action::ShelfAsk;
use super::frame::{self, darker};
use super::writing::{self, Outcome, Writing};
use crate::record::export::Form;
use crate::theme::measure;
use crate::widget::Element;

pub use found::{Month, Only};
pub use shown::{Listed, Opened, Place, Shown};

use export::Export;
use found::Found;
use walk::Walk;

/// What belongs to this screen alone.
#[derive(Clone, Debug, Default)]
pub struct Records {
    found: Found,
    over: Vec<Over>,
}

/// What lies over the list; the last is shown.
#[derive(Clone, Debug)]
enum Over {
    /// Which client: their codes, and the page of them.
    Clients(usize),
    /// A code is typed.
    Code(Writing),
    /// A note is written that is added to the record under it.
    Note(Writing),
    /// One record.
    Record(Walk),
    /// A client's records over the course; how many pages back.
    Course(usize),
    /// Taking records out.
    Export(Export),
}

/// What can be done on it.
#[derive(Clone, Debug)]
pub enum Message {
    /// Back to where one came from.
    Back,
    /// The next shade.
    Shade,
    /// The emergency card.
    Emergency,
    /// That page of the list.
    Page(usize),
    /// Choose a client.
    Clients,
    /// That page of the clients.
    ClientsPage(usize),
    /// Only this client, or all.
    Client(Option<String>),
    /// Type the client's code.
    TypeCode,
    /// While typing.
    Writing(writing::Message),
    /// Only this month, or any.
    Month(Option<Month>),
    /// Only these.
    Only(Only),
    /// Open the record of that name.
    Look(String),
    /// Look at that minute of it.
    At(f32),
    /// Look more closely, or less.
    Zoom(bool),
    /// Look at that entry.
    Entry(usize),
    /// Look at the entry after this one, or before.
    Step(bool),
    /// Compare this client's sessions.
    Course,
    /// The sessions of this client beside each other.
    CourseOf(String),
    /// Older sessions of the comparison, or newer ones.
    CoursePage(usize),
    /// Write something that is added to this sealed record.
    Add,
    /// Take these records out.
    Export(Vec<String>),
    /// Take out what was found.
    ExportFound,
    /// In that form, or not.
    Form(Form),
    /// To that place.
    Place(PathBuf),
    /// Look again for places.
    LookForPlaces,
    /// Begin.
    Carry,
    /// Leave off.
    Stop,
}

impl Records {
    /// The screen as it opens.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The records were read, or read again.
    pub fn arrived(&mut self, list: &[Listed]) {
        self.found.look(list);
    }

    /// Takes a message in.
    pub fn update(&mut self, message: Message, shown: &Shown<'_>) -> Action {
        let list = shown.list.unwrap_or_default();
        match message {
            Message::Back => return self.back(shown),
            Message::Shade => return Action::Shade(darker(shown.shade)),
            Message::Emergency => return Action::Emergency(true),
            Message::Page(page) => self.found.turn(page),
            Message::Clients => self.over.push(Over::Clients(0)),
            Message::ClientsPage(page) => self.over_the_clients(page),
            Message::Client(code) => {
                self.over.retain(|over| matches!(over, Over::Record(_) | Over::Course(_) | Over::Export(_)));
                self.found.of_client(code, list);
            }
            Message::TypeCode => {
                self.over.push(Over::Code(Writing::code("Code or initials of the client, no name", "")));
            }
            Message::Add => {
                self.over.push(Over::Note(Writing::reason("Added to the sealed record, which stays as it is")));
            }
            Message::Writing(message) => return self.write(message, list),
            Message::Month(month) => self.found.of_month(month, list),
            Message::Only(only) => self.found.only(only, list),
            Message::Look(id) => {
                self.over.push(Over::Record(Walk::new(id.clone())));
                return Action::Shelf(ShelfAsk::Look(id));
            }
            Message::At(_) | Message::Zoom(_) | Message::Entry(_) | Message::Step(_) => self.walk(&message, shown),
            Message::Course => self.over.push(Over::Course(0)),
            Message::CourseOf(code) => {
                self.found.of_client(Some(code), list);
                self.over.push(Over::Course(0));
            }
            Message::CoursePage(page) => self.over_the_course(page),
            Message::Export(ids) => return self.take_out(ids),
            Message::ExportFound => {
                let ids = self.found.readable(list).map(|listed| listed.id.clone()).collect();
                return self.take_out(ids);
            }
            Message::Form(_) | Message::Place(_) | Message::LookForPlaces | Message::Carry | Message::Stop => {
                return self.export(message, shown);
            }
        }
        Action::None
    }

    /// The view of this moment.
    #[must_use]
    pub fn view<'a>(&'a self, shown: &Shown<'a>) -> Element<'a, Message> {
        let content: Element<'a, Message> = match self.over.last() {
            None => list::list(&self.found, shown),
            Some(Over::Clients(page)) => clients::clients(&self.found, *page, shown),
            Some(Over::Code(writing) | Over::Note(writing)) => {
                let panel = writing.view(shown.shade).map(Message::Writing);
                return column![head::head("Records", String::new(), shown), panel].into();
            }
            Some(Over::Record(walk)) => walk.view(self.listed(&walk.id, shown), shown),
            Some(Over::Course(page)) => course::course(&self.found, *page, shown),
            Some(Over::Export(export)) => export.view(shown),
        };
        let content = container(content)
            .width(Length::Fill)
            .height(Length::Fill)
            .padding(Padding::ZERO.horizontal(measure::MARGIN).top(measure::BELOW_BAR).bottom(measure::BELOW_FOOT));
        let (title, second) = self.title(shown);
        stack![column![head::head(title, second, shown), content], frame::sentence(shown.marks)].into()
    }

    fn title(&self, shown: &Shown<'_>) -> (String, String) {
        match self.over.last() {
            None => ("Records".to_owned(), self.found.count(shown.list)),
            Some(Over::Clients(_) | Over::Code(_)) => ("Which client".to_owned(), String::new()),
            Some(Over::Note(_)) => ("Add to this record".to_owned(), String::new()),
            Some(Over::Record(walk)) => self.listed(&walk.id, shown).map_or_else(Default::default, head::of_record),
            Some(Over::Course(_)) => {
                let code = self.found.client().unwrap_or_default().to_owned();
                (code, "session by session".to_owned())
            }
            Some(Over::Export(export)) => ("Export".to_owned(), export.what()),
        }
    }

    fn listed<'a>(&self, id: &str, shown: &Shown<'a>) -> Option<&'a Listed> {
        shown.list.unwrap_or_default().iter().find(|listed| listed.id == id)
    }

    /// While records are being taken out there is only leaving off: the stick must not be pulled meanwhile.
    fn back(&mut self, shown: &Shown<'_>) -> Action {
        if shown.carrying.is_some() {
            return Action::None;
        }
        match self.over.pop() {
            None => Action::Records(false),
            Some(Over::Export(_)) => Action::Shelf(ShelfAsk::Forget),
            // The record below may not be the one that was read last.
            Some(Over::Record(_) | Over::Course(_)) => match self.over.last() {
                Some(Over::Record(before)) => Action::Shelf(ShelfAsk::Look(before.id.clone())),
                Some(Over::Clients(_) | Over::Code(_) | Over::Note(_) | Over::Course(_) | Over::Export(_)) | None => {
                    Action::None
                }
            },
            Some(Over::Clients(_) | Over::Code(_) | Over::Note(_)) => Action::None,
        }
    }

    fn take_out(&mut self, ids: Vec<String>) -> Action {
        self.over.push(Over::Export(Export::new(ids)));
        Action::Shelf(ShelfAsk::Places)
    }

    fn over_the_clients(&mut self, to: usize) {
        if let Some(Over::Clients(page)) = self.over.last_mut() {
            *page = to;
        }
    }

    fn over_the_course(&mut self, to: usize) {
        if let Some(Over::Course(page)) = self.over.last_mut() {
            *page = to;
        }
    }

    fn walk(&mut self, message: &Message, shown: &Shown<'_>) {
        let Some(Over::Record(walk)) = self.over.last_mut() else { return };
        let Some(opened) = shown.opened.filter(|opened| opened.id == walk.id) else { return };
        match message {
            Message::At(minute) => walk.look_at(*minute, &opened.story),
            Message::Zoom(closer) => walk.zoom(*closer, &opened.story),
            Message::Entry(number) => walk.go_to(*number, &opened.story),
            Message::Step(later) => walk.step(*later, &opened.story),
            _ => {}
        }
    }

    fn export(&mut self, message: Message, shown: &Shown<'_>) -> Action {
        let Some(Over::Export(export)) = self.over.last_mut() else { return Action::None };
        match message {
            Message::Form(form) => export.choose_form(form),
            Message::Place(path) => export.choose_place(path),
            Message::LookForPlaces => return Action::Shelf(ShelfAsk::Places),
            Message::Stop => return Action::Shelf(ShelfAsk::Stop),
            Message::Carry => return export.carry(shown).map_or(Action::None, Action::Shelf),
            _ => {}
        }
        Action::None
    }

    fn write(&mut self, message: writing::Message, list: &[Listed]) -> Action {
        let Some(Over::Code(writing) | Over::Note(writing)) = self.over.last_mut() else { return Action::None };
        let text = match writing.update(message) {
            Outcome::Writing => return Action::None,
            Outcome::Left => None,
            Outcome::Kept(text, _) => Some(text),
        };
        let was = self.over.pop();
        match (was, text, self.over.last()) {
            (Some(Over::Code(_)), Some(code), _) => {
                self.over.clear();
                self.found.of_client(Some(code), list);
            }
            (Some(Over::Note(_)), Some(text), Some(Over::Record(walk))) => {
                return Action::Shelf(ShelfAsk::Add { id: walk.id.clone(), text });
            }
            _ => {}
        }
        Action::None
    }
}
