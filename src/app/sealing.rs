//! Encrypting sealed records for the clinic, and removing what it has fetched: behind the screens, never during a session.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

use super::App;
use crate::config::settings::Recipient;
use crate::journal::outbox::{self, Receipt};
use crate::journal::{DataDir, JournalError, Sealed};

/// What goes on with sealed records.
pub(super) struct Sealer {
    tell: Sender<Option<String>>,
    told: Receiver<Option<String>>,
    /// A session runs: what is under way ends after the record it is at.
    session: Arc<AtomicBool>,
    /// Why something could not be done, until it is.
    trouble: Option<String>,
}

impl Sealer {
    pub(super) fn new() -> Self {
        let (tell, told) = channel();
        Self { tell, told, session: Arc::default(), trouble: None }
    }

    /// What stands on the start screen.
    pub(super) fn trouble(&self) -> Option<&str> {
        self.trouble.as_deref()
    }

    fn work(&self, job: impl FnOnce(&AtomicBool) -> Result<(), String> + Send + 'static) {
        let (tell, session) = (self.tell.clone(), Arc::clone(&self.session));
        let work = move || drop(tell.send(job(&session).err()));
        if let Err(error) = std::thread::Builder::new().name("sealing".to_owned()).spawn(work) {
            tracing::error!("the thread that encrypts records cannot be started: {error}");
        }
    }
}

impl App {
    /// A session begins: what is encrypted or removed can wait.
    pub(super) fn session_begins(&self) {
        self.sealer.session.store(true, Ordering::Relaxed);
    }

    /// At the start screen: ends what was interrupted, encrypts what is not yet, removes what has a receipt.
    pub(super) fn tend_sealed(&mut self) {
        if self.speed.is_some() || self.room.live.is_some() || self.trouble.is_some() {
            return;
        }
        self.sealer.session.store(false, Ordering::Relaxed);
        let (data, recipients) = (self.data.clone(), self.room.loaded.settings.sealing.recipients.clone());
        self.sealer.work(move |session| tend(&data, &recipients, session));
    }

    /// Records were just sealed. Whatever comes of it, sealed they are.
    pub(super) fn encrypt(&self, sealed: &[Sealed]) {
        let recipients = self.room.loaded.settings.sealing.recipients.clone();
        if recipients.is_empty() {
            return;
        }
        let (data, folders) =
            (self.data.clone(), sealed.iter().map(|one| one.folder.clone()).collect::<Vec<PathBuf>>());
        self.sealer.work(move |_| {
            let done = folders.iter().map(|folder| outbox::encrypt(&data, folder, &recipients).map(drop));
            done.collect::<Result<(), JournalError>>().map_err(|error| error.to_string())
        });
    }

    /// Hears what came of it.
    pub(super) fn hear_the_sealer(&mut self) {
        let newest = self.sealer.told.try_iter().last();
        if let Some(trouble) = newest {
            self.sealer.trouble = trouble;
        }
    }
}

/// All of it, as long as no session begins. Goes on after what fails, and tells the first of it.
fn tend(data: &DataDir, recipients: &[Recipient], session: &AtomicBool) -> Result<(), String> {
    let goes_on = || !session.load(Ordering::Relaxed);
    let mut failures: Vec<String> =
        outbox::finish_leaving(data).err().map(|error| error.to_string()).into_iter().collect();
    let missing = if recipients.is_empty() { Vec::new() } else { outbox::missing(data) };
    for folder in missing.iter().take_while(|_| goes_on()) {
        failures.extend(outbox::encrypt(data, folder, recipients).err().map(|error| error.to_string()));
    }
    for (folder, receipt) in outbox::with_receipt(data).into_iter().take_while(|_| goes_on()) {
        match receipt {
            Receipt::None => {}
            Receipt::Good => failures.extend(outbox::forget(data, &folder).err().map(|error| error.to_string())),
            Receipt::Differs => failures.push(differs(&folder)),
        }
    }
    failures.into_iter().next().map_or(Ok(()), Err)
}

fn differs(folder: &std::path::Path) -> String {
    let id = crate::journal::path::record_id(folder);
    format!("The receipt for {id} is of another file; the record stays here. Fetch it once more.")
}
