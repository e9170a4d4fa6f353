//! A login service on a bus of its own, which hands out inhibitors or refuses them.

use std::fs;
use std::io::PipeReader;
use std::os::fd::OwnedFd;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use iced::futures::StreamExt;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use zbus::connection::Builder;
use zbus::message::Type;
use zbus::{Address, Connection, MessageStream};

use super::patience::until;

/// What an inhibitor is asked for with: what, who, why, mode.
pub type Asked = (String, String, String, String);

/// What was asked, and the other end of what was given.
type Answered = (Asked, Option<PipeReader>);

/// The bus and the service on it; both end when dropped.
pub struct Login {
    bus: Child,
    address: String,
    asked: Arc<Mutex<Vec<Answered>>>,
}

impl Login {
    /// A service that gives what is asked for, or refuses it.
    pub fn open(folder: &Path, gives: bool) -> Self {
        fs::create_dir_all(folder).expect("folder of the bus");
        let socket = folder.join("bus");
        let address = format!("unix:path={}", socket.display());
        let bus = Command::new("dbus-daemon")
            .args(["--session", "--nofork", "--nopidfile", "--address"])
            .arg(&address)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("dbus-daemon is installed by scripts/test");
        until("the bus", Duration::from_secs(10), || socket.exists().then_some(()));
        let login = Self { bus, address: address.clone(), asked: Arc::default() };
        let (asked, ready) = (Arc::clone(&login.asked), Arc::new(Mutex::new(false)));
        let told = Arc::clone(&ready);
        // It ends with its bus.
        let _service = std::thread::spawn(move || zbus::block_on(serve(&address, gives, &asked, &told)));
        until("the login service", Duration::from_secs(10), || ready.lock().expect("not poisoned").then_some(()));
        login
    }

    /// What a program needs in its environment to find it.
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        vec![("DBUS_SYSTEM_BUS_ADDRESS", self.address.clone())]
    }

    /// Everything it was asked for so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().expect("not poisoned").iter().map(|(asked, _)| asked.clone()).collect()
    }

    /// How many inhibitors are held now.
    pub fn held(&self) -> usize {
        let asked = self.asked.lock().expect("not poisoned");
        asked.iter().filter(|(_, given)| given.as_ref().is_some_and(is_held)).count()
    }

    /// Waits until so many are held.
    pub fn wait_held(&self, count: usize) {
        until(&format!("{count} inhibitors, of {:?}", self.asked()), Duration::from_secs(20), || {
            (self.held() == count).then_some(())
        });
    }
}

impl Drop for Login {
    fn drop(&mut self) {
        let _ = self.bus.kill();
        let _ = self.bus.wait();
    }
}

/// Whether somebody still holds the other end.
fn is_held(given: &PipeReader) -> bool {
    let at_once = Timespec { tv_sec: 0, tv_nsec: 0 };
    poll(&mut [PollFd::new(given, PollFlags::empty())], Some(&at_once)).expect("a pipe") == 0
}

async fn serve(address: &str, gives: bool, asked: &Mutex<Vec<Answered>>, ready: &Mutex<bool>) {
    let address: Address = address.try_into().expect("an address");
    let bus: Connection = Builder::address(address).build().await.expect("a connection");
    let mut calls = MessageStream::from(&bus);
    bus.request_name("org.freedesktop.login1").await.expect("the name of the service");
    *ready.lock().expect("not poisoned") = true;
    while let Some(Ok(call)) = calls.next().await {
        let header = call.header();
        let inhibits = header.member().is_some_and(|member| member.as_str() == "Inhibit");
        if call.message_type() != Type::MethodCall || !inhibits {
            continue;
        }
        let words: Asked = call.body().deserialize().expect("what, who, why, mode");
        if !gives {
            asked.lock().expect("not poisoned").push((words, None));
            let denied = bus.reply_error(&header, "org.freedesktop.DBus.Error.AccessDenied", &"no").await;
            denied.expect("a refusal is sent");
            continue;
        }
        let (ours, theirs) = std::io::pipe().expect("a pipe");
        bus.reply(&header, &zbus::OwnedFd::from(OwnedFd::from(theirs))).await.expect("an answer is sent");
        asked.lock().expect("not poisoned").push((words, Some(ours)));
    }
}
