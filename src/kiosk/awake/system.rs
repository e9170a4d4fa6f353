//! logind's inhibitor: held as long as the descriptor it hands out is open.

use std::io::ErrorKind;
use std::os::fd::OwnedFd;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use zbus::address::{Address, Transport};
use zbus::connection::Builder;
use zbus::names::OwnedErrorName;

use super::Answer;

const LOGIND: &str = "org.freedesktop.login1";
const PATH: &str = "/org/freedesktop/login1";
const MANAGER: &str = "org.freedesktop.login1.Manager";
/// What is held off; where that much is refused, at least what logind does when nobody touches the device.
const WHAT: [&str; 2] = ["sleep:idle", "idle"];
/// How long the bus may take.
const ANSWER: Duration = Duration::from_secs(20);
/// After a refusal so many rounds pass until it is asked again.
const REST: u32 = 60;

/// Asks logind, and notices when what it gave is no longer worth anything.
#[derive(Debug, Default)]
pub(super) struct System {
    held: Option<(OwnedFd, Answer)>,
    /// What it said last, and for how many rounds that stands.
    said: Option<(Answer, u32)>,
}

impl System {
    /// Asks, if nothing is held.
    pub(super) fn round(&mut self) -> Answer {
        if let Some((_, answer)) = self.held.as_ref().filter(|(held, _)| is_open(held)) {
            return answer.clone();
        }
        self.held = None;
        if let Some((answer, rounds)) = self.said.take().filter(|(_, rounds)| *rounds > 0) {
            self.said = Some((answer.clone(), rounds - 1));
            return answer;
        }
        let answer = self.ask(Address::system());
        if self.held.is_none() {
            self.said = Some((answer.clone(), REST));
        }
        answer
    }

    fn ask(&mut self, bus: zbus::Result<Address>) -> Answer {
        let bus = match bus {
            Ok(bus) => bus,
            Err(error) => return of_error(&error),
        };
        let mut refused = Answer::Absent;
        for what in WHAT {
            match zbus::block_on(inhibit(bus.clone(), what)) {
                Ok(held) => {
                    let answer = if what == WHAT[0] { Answer::Kept } else { refused };
                    self.held = Some((held, answer.clone()));
                    return answer;
                }
                Err(error) => refused = of_error(&error),
            }
            if refused == Answer::Absent {
                break;
            }
        }
        refused
    }
}

async fn inhibit(address: Address, what: &str) -> zbus::Result<OwnedFd> {
    if !matches!(address.transport(), Transport::Unix(_)) {
        return Err(zbus::Error::Address("the system's bus is not on this device".to_owned()));
    }
    let bus = Builder::address(address).method_timeout(ANSWER).build().await?;
    let asked = (what, "Holdspace", "A session is in progress", "block");
    let reply = bus.call_method(Some(LOGIND), PATH, Some(MANAGER), "Inhibit", &asked).await?;
    let held: zbus::OwnedFd = reply.body().deserialize()?;
    Ok(held.into())
}

/// The other end is logind's: where it is gone, so is the inhibitor.
fn is_open(held: &OwnedFd) -> bool {
    let mut asked = [PollFd::new(held, PollFlags::empty())];
    let at_once = Timespec { tv_sec: 0, tv_nsec: 0 };
    poll(&mut asked, Some(&at_once)).is_ok_and(|gone| gone == 0)
}

fn of_error(error: &zbus::Error) -> Answer {
    match error {
        // No bus, and so no logind.
        zbus::Error::Connection(why, _) | zbus::Error::InputOutput(why) if is_nowhere(why) => Answer::Absent,
        zbus::Error::Connection(..) | zbus::Error::InputOutput(_) => {
            Answer::Refused("the system's bus does not let us in".to_owned())
        }
        zbus::Error::FDO(told) => of_fdo(told),
        zbus::Error::MethodError(name, told, _) => of_name(name, told.as_deref()),
        other => Answer::Refused(other.to_string()),
    }
}

/// A device without the bus has no socket there, or one at which nobody listens.
fn is_nowhere(why: &std::io::Error) -> bool {
    matches!(why.kind(), ErrorKind::NotFound | ErrorKind::ConnectionRefused)
}

fn of_fdo(told: &zbus::fdo::Error) -> Answer {
    use zbus::fdo::Error;
    match told {
        Error::ServiceUnknown(_) | Error::NameHasNoOwner(_) | Error::SpawnServiceNotFound(_) => Answer::Absent,
        Error::AccessDenied(_) | Error::AuthFailed(_) => Answer::Refused("the system refuses it".to_owned()),
        Error::NoReply(_) | Error::Timeout(_) | Error::TimedOut(_) => Answer::Refused("no answer".to_owned()),
        other => Answer::Refused(other.to_string()),
    }
}

fn of_name(name: &OwnedErrorName, told: Option<&str>) -> Answer {
    let refused = ["InteractiveAuthorizationRequired", "AccessDenied"].iter().any(|word| name.as_str().ends_with(word));
    let why = if refused { "the system refuses it" } else { told.unwrap_or_else(|| name.as_str()) };
    Answer::Refused(why.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(path: &std::path::Path) -> Answer {
        System::default().ask(format!("unix:path={}", path.display()).as_str().try_into())
    }

    #[test]
    fn a_device_without_a_bus_is_no_device_that_refuses() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(ask(&folder.path().join("nothing")), Answer::Absent);
        let left_behind = folder.path().join("left-behind");
        drop(std::os::unix::net::UnixListener::bind(&left_behind).unwrap());
        assert_eq!(ask(&left_behind), Answer::Absent);
        let elsewhere = System::default().ask("tcp:host=192.0.2.1,port=1".try_into());
        assert!(matches!(elsewhere, Answer::Refused(_)), "{elsewhere:?}");
    }
}
