//! What the screens ask about the music, and how it is done.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::time::Duration;

use super::Listening;
use crate::app::{App, prepare, turning};
use crate::config;
use crate::cue::{Position, Turn};
use crate::music::plan::{self, Wishes};
use crate::music::playlist::Playlist;
use crate::screen::Screen;
use crate::screen::action::{Extreme, MusicAsk};
use crate::screen::desk::{Desk, Look};
use crate::session::Command;
use crate::session::event::Steer;

impl App {
    /// Does what is asked about the music.
    pub(in crate::app) fn ask_music(&mut self, ask: MusicAsk) {
        match ask {
            MusicAsk::Open { playlist, minutes } => self.open_desk(&playlist, minutes),
            MusicAsk::Close => self.close_desk(),
            MusicAsk::Wish(wishes) => self.wish(wishes),
            MusicAsk::Audition(from) => self.audition(from),
            MusicAsk::AuditionTrack(track, from) => self.audition_track(track, from),
            MusicAsk::CancelScan => {
                if let Some(listening) = &self.room.music.listening {
                    listening.cancel();
                }
            }
            MusicAsk::Browse(folder) => self.browse(folder),
            MusicAsk::Add(chosen) => self.add_music(&chosen),
            MusicAsk::Turn(turn) => self.turn(turn),
            MusicAsk::SoundCheck(extreme) => self.check_sound(extreme),
        }
    }

    fn open_desk(&mut self, playlist: &str, minutes: u16) {
        self.room.music.desk = Some(Desk::new());
        if self.room.live.is_none() {
            self.choose(playlist, Duration::from_secs(u64::from(minutes) * 60));
        }
    }

    fn close_desk(&mut self) {
        if let (Screen::Start(start), Some(wishes)) = (&mut self.screen, &self.room.music.wishes) {
            start.choose_minutes(u16::try_from(wishes.target.as_secs() / 60).unwrap_or(u16::MAX));
        }
        self.room.music.desk = None;
        self.room.music.look = None;
        self.room.music.browsing = None;
        self.room.music.audition = None;
    }

    /// This list, for so long: planned at once if its files are known, else after listening through them.
    pub(in crate::app) fn choose(&mut self, name: &str, target: Duration) {
        let known = self.room.music.name == name && self.room.music.collection.is_some();
        let listening = self.room.music.name == name && self.room.music.listening.is_some();
        let asked = known && self.room.music.wishes.as_ref().is_some_and(|wishes| wishes.target == target);
        if !asked {
            self.room.music.wishes = Some(Wishes::lasting(target));
        }
        if known {
            if self.room.music.planned.is_none() || !asked {
                self.room.music.plan();
            }
            return;
        }
        if listening {
            return;
        }
        self.room.music.forget();
        match config::find_playlist(&self.room.loaded, name) {
            Ok(playlist) => self.listen_through(name, playlist),
            Err(problems) => self.room.music.trouble = Some(prepare::lines(&problems)),
        }
    }

    /// Listens through a list; one without files is known at once.
    pub(in crate::app) fn listen_through(&mut self, name: &str, playlist: Playlist) {
        let music = &mut self.room.music;
        name.clone_into(&mut music.name);
        music.forget();
        if !prepare::takes_a_while(&playlist) {
            music.collection = prepare::collect(&playlist, None, &|_| true).ok().map(Arc::new);
            if self.room.live.is_none() {
                music.plan();
            }
            return;
        }
        music.listening = Some(Listening::start(playlist, prepare::library_folder(&self.places.data)));
    }

    /// Looks how far the listening is, and goes on when it is over.
    pub(in crate::app) fn hear_the_listening(&mut self) {
        let Some(found) = self.room.music.listening.as_mut().and_then(Listening::look) else { return };
        self.room.music.listening = None;
        match found {
            Ok(collection) => self.room.music.collection = Some(Arc::new(collection)),
            Err(sentence) => {
                self.room.music.then = None;
                self.room.music.trouble = Some(sentence.clone());
                return self.say(sentence);
            }
        }
        if self.room.live.is_none() {
            self.room.music.plan();
        }
        if let Some(chosen) = self.room.music.then.take() {
            self.begin_prepared(chosen);
        }
    }

    /// Plans as wished; in a session, all that may still change.
    fn wish(&mut self, wishes: Wishes) {
        let fixed = self.room.fixed();
        let music = &mut self.room.music;
        music.wishes = Some(wishes.clone());
        let sounding = self.room.live.as_ref().and_then(|live| live.session.music().plan.clone());
        let Some(sounding) = sounding else { return music.plan() };
        let Some(collection) = music.collection.clone() else {
            return self.say("The files of this music are not known yet; wait a moment and try again.");
        };
        let planned = if fixed.is_zero() {
            plan::plan(&collection, &wishes)
        } else {
            plan::refit(&sounding, fixed, &collection, &wishes)
        };
        match planned {
            Ok(planned) => {
                self.ask(&Command::PlanMusic(Arc::new(planned.plan.clone())));
                self.room.music.planned = Some(planned);
                self.room.music.trouble = None;
            }
            Err(problem) => self.room.music.trouble = Some(problem.to_string()),
        }
    }

    fn audition(&mut self, from: Option<Position>) {
        if self.room.live.is_some() {
            let steer = from.map_or(Steer::SoundCheck(false), Steer::SoundCheckAt);
            return self.ask(&Command::Steer(steer));
        }
        let plan = self.room.music.planned.as_ref().map(|planned| Arc::new(planned.plan.clone()));
        match from.zip(plan) {
            Some((from, plan)) => self.room.music.audition(plan, from),
            None => self.room.music.audition = None,
        }
    }

    fn audition_track(&mut self, track: usize, from: Duration) {
        if self.room.live.is_some() {
            return self.say("A track alone can be played before the session; here, tap its minute in the arc.");
        }
        if let Some(plan) = self.room.music.alone(track) {
            self.room.music.audition(Arc::new(plan), Position { piece: 0, offset: from });
        }
    }

    /// Looks into a folder behind the screens: a stick may be slow.
    fn browse(&mut self, folder: Option<PathBuf>) {
        let (tell, seen) = channel();
        let _ = std::thread::spawn(move || {
            let found = config::folder::look(folder.as_deref());
            let _nobody_waits = tell.send((folder.is_none(), found));
        });
        self.room.music.browsing = Some(seen);
    }

    /// Shows what was seen in a folder, once it was.
    pub(in crate::app) fn see_the_folder(&mut self) {
        let Some(seen) = self.room.music.browsing.as_ref().map(Receiver::try_recv) else { return };
        if matches!(seen, Err(TryRecvError::Empty)) {
            return;
        }
        self.room.music.browsing = None;
        let Ok((first, seen)) = seen else { return };
        let name = |path: &PathBuf| {
            let last = path.file_name().map(|name| name.to_string_lossy().into_owned());
            (last.unwrap_or_else(|| path.display().to_string()), path.clone())
        };
        let whole = |path: &PathBuf| (path.display().to_string(), path.clone());
        // Where one begins, the other places one may begin at stand first.
        let places = seen.places.iter().filter(|place| first && **place != seen.here).map(whole);
        self.room.music.look = Some(Look {
            here: seen.here.display().to_string(),
            parent: seen.parent,
            folders: places.chain(seen.folders.iter().map(name)).collect(),
            lists: seen.lists.iter().map(name).collect(),
            music: seen.music_count,
            path: seen.here,
        });
        if let Some(trouble) = seen.trouble {
            self.say(trouble);
        }
    }

    fn add_music(&mut self, chosen: &Path) {
        match config::folder::add(&self.places.config, chosen) {
            Ok(name) => {
                self.room.music.look = None;
                self.room.loaded = config::load(&self.places.config);
                let target = self.room.music.wishes.as_ref().map(|wishes| wishes.target);
                if let Screen::Start(start) = &mut self.screen {
                    start.choose_playlist(name.clone());
                }
                self.choose(&name, target.unwrap_or(Duration::from_secs(68 * 60)));
            }
            Err(sentence) => self.say(sentence),
        }
    }

    /// Turns the session's music to other material.
    fn turn(&mut self, turn: Turn) {
        let Some((live, heard)) = self.room.live.as_ref().zip(self.room.heard()) else { return };
        let collection = self.room.music.allowed();
        match turning::turned(&live.session, heard, collection.as_ref(), turn) {
            Ok((command, said)) => {
                self.ask(&command);
                self.note_plan();
                self.say(said);
            }
            Err(sentence) => self.say(sentence),
        }
    }

    /// Keeps what the desk shows the same as what the session plays.
    pub(in crate::app) fn note_plan(&mut self) {
        let plan = self.room.live.as_ref().and_then(|live| live.session.music().plan.clone());
        if let Some(plan) = plan {
            self.room.music.now_plays(&plan);
        }
    }

    /// After the app was away: what else the session's list holds is looked up behind the screens.
    pub(in crate::app) fn find_the_list_again(&mut self) {
        let plan = self.room.live.as_ref().and_then(|live| live.session.music().plan.clone());
        let Some(plan) = plan.filter(|plan| !plan.playlist.is_empty()) else { return };
        self.room.music.wishes = Some(Wishes { stages: plan.stages.clone(), ..Wishes::lasting(plan.target) });
        let Ok(playlist) = config::find_playlist(&self.room.loaded, &plan.playlist) else { return };
        let planned = self.room.music.planned.take();
        self.listen_through(&plan.playlist, playlist);
        self.room.music.planned = planned;
    }

    fn check_sound(&mut self, extreme: Extreme) {
        let plan = self.room.live.as_ref().and_then(|live| live.session.music().plan.clone());
        let collection = self.room.music.collection.as_deref();
        let places = plan.as_deref().zip(collection).map(|(plan, collection)| plan::extremes(plan, collection));
        let steer = match (places, extreme) {
            (Some((loudest, _)), Extreme::Loudest) => Steer::SoundCheckAt(loudest),
            (Some((_, softest)), Extreme::Softest) => Steer::SoundCheckAt(softest),
            (None, Extreme::Loudest) => Steer::SoundCheck(true),
            (None, Extreme::Softest) => Steer::SoundCheckAt(Position::default()),
        };
        self.ask(&Command::Steer(steer));
    }
}
