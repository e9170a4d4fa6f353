//! The records behind their screen: read, checked and taken out on threads of their own.

mod carrying;
mod reading;

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, TryRecvError, channel};

use super::App;
use crate::config::settings::Settings;
use crate::journal::records::Summary;
use crate::record::carry::places;
use crate::screen::action::ShelfAsk;
use crate::screen::records::{self, Listed, Opened, Place, Records, Shown};

use carrying::Carrying;
use reading::{Adding, Looking, Reading};

/// What is open of the records; nothing of it stays when they are put away.
#[derive(Default)]
pub(super) struct Shelf {
    screen: Option<Records>,
    list: Option<Vec<Listed>>,
    /// Where the records of the list lie, with what adds to them.
    folders: HashMap<String, (PathBuf, Vec<PathBuf>)>,
    reading: Option<Reading>,
    opened: Option<Opened>,
    /// What is looked into once the list is read again.
    then: Option<String>,
    looking: Option<Looking>,
    adding: Option<Adding>,
    places: Option<Vec<Place>>,
    looking_for_places: Option<Receiver<Vec<Place>>>,
    carrying: Option<Carrying>,
    carried: Option<Result<String, String>>,
}

impl Shelf {
    /// Whether something is under way that is looked for often.
    pub(super) fn is_busy(&self) -> bool {
        self.reading.is_some()
            || self.looking.is_some()
            || self.adding.is_some()
            || self.looking_for_places.is_some()
            || self.carrying.is_some()
    }

    fn listed(&mut self, summaries: Vec<Summary>) {
        let mut list: Vec<Listed> = Vec::with_capacity(summaries.len());
        let all: std::collections::HashSet<String> = summaries.iter().map(|summary| summary.id.clone()).collect();
        // What adds to a record is shown with it.
        let apart = |summary: &Summary| summary.facts.amends.as_ref().is_none_or(|of| !all.contains(of));
        for summary in summaries.into_iter().rev().filter(apart) {
            let Summary { id, folder, live, away, damaged, amendments, facts } = summary;
            let amended = !amendments.is_empty();
            let _ = self.folders.insert(id.clone(), (folder, amendments));
            list.push(Listed { id, facts, open: live, away, damaged, amended });
        }
        list.sort_by(|a, b| b.facts.began.cmp(&a.facts.began).then_with(|| b.id.cmp(&a.id)));
        if let Some(screen) = &mut self.screen {
            screen.arrived(&list);
        }
        self.list = Some(list);
    }
}

impl App {
    /// Opens the records, or puts them away: the one way in. There is none from a running session.
    pub(super) fn open_records(&mut self, open: bool) {
        if !open {
            self.room.shelf = Shelf::default();
            return;
        }
        if self.room.live.is_some() {
            return;
        }
        self.room.shelf = Shelf {
            screen: Some(Records::new()),
            reading: Some(Reading::start(self.data.clone())),
            ..Shelf::default()
        };
    }

    pub(super) fn pass_to_records(&mut self, message: records::Message) -> crate::screen::Action {
        let Some(mut screen) = self.room.shelf.screen.take() else { return crate::screen::Action::None };
        let action = screen.update(message, &self.room.on_shelf());
        self.room.shelf.screen = Some(screen);
        action
    }

    /// Does what is asked about the records that lie open.
    pub(super) fn ask_shelf(&mut self, ask: ShelfAsk) {
        if self.room.shelf.screen.is_none() {
            return;
        }
        match ask {
            ShelfAsk::Look(id) => self.look_into(id),
            ShelfAsk::Add { id, text } => self.add_to(id, text),
            ShelfAsk::Places => self.look_for_places(),
            ShelfAsk::Carry { ids, forms, place } => {
                let shelf = &mut self.room.shelf;
                let removable = shelf.places.iter().flatten().any(|known| known.path == place && known.removable);
                let code = |id: &String| {
                    let listed = shelf.list.iter().flatten().find(|listed| listed.id == *id);
                    listed.map(|listed| listed.facts.code.clone()).unwrap_or_default()
                };
                let load = |id: &String| {
                    let (folder, amendments) = shelf.folders.get(id)?.clone();
                    Some(crate::record::carry::Load { id: id.clone(), code: code(id), folder, amendments })
                };
                let loads = ids.iter().filter_map(load).collect();
                shelf.carried = None;
                shelf.carrying = Some(Carrying::start(loads, forms, place, removable));
            }
            ShelfAsk::Stop => {
                if let Some(carrying) = &self.room.shelf.carrying {
                    carrying.stop();
                }
            }
            ShelfAsk::Forget => self.room.shelf.carried = None,
        }
    }

    fn look_into(&mut self, id: String) {
        let shelf = &mut self.room.shelf;
        shelf.opened = None;
        if let Some((folder, amendments)) = shelf.folders.get(&id).cloned() {
            let away = shelf.list.iter().flatten().any(|listed| listed.id == id && listed.away);
            shelf.looking = (!away).then(|| Looking::start(id, folder, amendments));
        }
    }

    /// Adds a note to a sealed record, in a folder of its own.
    fn add_to(&mut self, id: String, text: String) {
        let Some((folder, _)) = self.room.shelf.folders.get(&id).cloned() else { return };
        let reading = self.room.reading.clone();
        self.room.shelf.adding = Some(Adding::start(self.data.clone(), id, folder, text, reading));
    }

    /// What was added is shown as soon as the records were read again.
    fn hear_the_adding(&mut self) {
        let Some((id, done)) = self.room.shelf.adding.as_mut().and_then(Adding::look) else { return };
        self.room.shelf.adding = None;
        match done {
            Ok(()) => {
                self.say("It was added; the sealed record itself stays as it is.");
                self.room.shelf.reading = Some(Reading::start(self.data.clone()));
                self.room.shelf.then = Some(id);
            }
            Err(sentence) => self.say(sentence),
        }
    }

    fn look_for_places(&mut self) {
        let folder = export_folder(&self.room.loaded.settings);
        let (tell, found) = channel();
        let _ = std::thread::spawn(move || {
            let found = places::look(&folder).into_iter().map(place).collect();
            let _nobody_waits = tell.send(found);
        });
        self.room.shelf.places = None;
        self.room.shelf.looking_for_places = Some(found);
    }

    /// Looks how far everything is that goes on behind the screen.
    pub(super) fn hear_the_shelf(&mut self) {
        self.hear_the_adding();
        let shelf = &mut self.room.shelf;
        if let Some(summaries) = shelf.reading.as_mut().and_then(Reading::look) {
            shelf.reading = None;
            shelf.listed(summaries);
            if let Some(id) = shelf.then.take() {
                self.look_into(id);
            }
        }
        let shelf = &mut self.room.shelf;
        if let Some(looking) = &mut shelf.looking {
            let (opened, over) = looking.look();
            shelf.opened = opened.or(shelf.opened.take());
            if over {
                shelf.looking = None;
            }
        }
        match shelf.looking_for_places.as_ref().map(Receiver::try_recv) {
            Some(Ok(places)) => (shelf.places, shelf.looking_for_places) = (Some(places), None),
            Some(Err(TryRecvError::Disconnected)) => {
                (shelf.places, shelf.looking_for_places) = (Some(Vec::new()), None)
            }
            Some(Err(TryRecvError::Empty)) | None => {}
        }
        if let Some(carried) = shelf.carrying.as_mut().and_then(Carrying::look) {
            (shelf.carried, shelf.carrying) = (Some(carried), None);
        }
    }
}

impl super::Room {
    /// The records' screen, where it is open.
    pub(super) fn records(&self) -> Option<&Records> {
        self.shelf.screen.as_ref().filter(|_| self.live.is_none())
    }

    /// What the records' screen may look at.
    pub(super) fn on_shelf(&self) -> Shown<'_> {
        let shelf = &self.shelf;
        Shown {
            list: shelf.list.as_deref(),
            progress: shelf.reading.as_ref().and_then(Reading::progress),
            opened: shelf.opened.as_ref(),
            places: shelf.places.as_deref(),
            carrying: shelf.carrying.as_ref().map(Carrying::progress),
            carried: shelf.carried.as_ref(),
            shade: self.shade,
            thumb: self.loaded.settings.thumb,
            marks: &self.marks,
            wall: self.reading.wall,
        }
    }
}

/// The folder of the settings, else one in the home folder.
fn export_folder(settings: &Settings) -> PathBuf {
    let own = || {
        let home = directories::BaseDirs::new().map(|dirs| dirs.home_dir().to_owned());
        home.unwrap_or_else(std::env::temp_dir).join("Holdspace exports")
    };
    settings.export_folder.as_ref().map_or_else(own, PathBuf::from)
}

fn place(found: places::Place) -> Place {
    let last = found.path.file_name().map(|name| name.to_string_lossy().into_owned());
    let whole = found.path.display().to_string();
    let name = if found.removable { last.unwrap_or(whole) } else { whole };
    Place { name, path: found.path, free: found.free, removable: found.removable, read_only: found.read_only }
}
