//! The parts of the settings that keep others out: the lock, and for whom sealed records are encrypted.

use std::fmt;
use std::time::Duration;

use crate::config::table::Table;

/// How the glass is locked; only where a PIN is set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LockSettings {
    /// It locks itself after so long without a touch; `None` is never.
    pub idle: Option<Duration>,
    /// What of the emergency card is to be had without the PIN.
    pub card: CardWhenLocked,
}

/// What of the emergency card is to be had without the PIN.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CardWhenLocked {
    /// Nothing.
    Nothing,
    /// Whom to call, what to do, where we are.
    #[default]
    Numbers,
    /// Also what was taken when, and the last vital signs.
    Everything,
}

/// For whom sealed records are encrypted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sealing {
    /// Keys of the clinic, at least two; none: records are not encrypted.
    pub recipients: Vec<Recipient>,
}

/// A public key of the clinic, `age1…`.
#[derive(Clone)]
pub struct Recipient(age::x25519::Recipient);

impl Recipient {
    /// The key as the crate that encrypts knows it.
    #[must_use]
    pub fn key(&self) -> &age::x25519::Recipient {
        &self.0
    }
}

impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Recipient({})", self.0)
    }
}

impl PartialEq for Recipient {
    fn eq(&self, other: &Self) -> bool {
        self.0.to_string() == other.0.to_string()
    }
}

pub(super) fn lock(root: &Table<'_>) -> LockSettings {
    let mut lock = LockSettings::default();
    let Some(table) = root.table("lock") else { return lock };
    let minutes = table.minutes("idle_minutes", (0.0, 240.0), "idle_minutes = 10, or 0 for never");
    lock.idle = minutes.filter(|idle| !idle.is_zero());
    let cards = [
        ("numbers", CardWhenLocked::Numbers),
        ("everything", CardWhenLocked::Everything),
        ("nothing", CardWhenLocked::Nothing),
    ];
    lock.card = table.choice("emergency_card", &cards).unwrap_or_default();
    table.finish();
    lock
}

pub(super) fn sealing(root: &Table<'_>) -> Sealing {
    const EXAMPLE: &str = "recipients = [\"age1…\", \"age1…\"]";
    let Some(table) = root.table("sealing") else { return Sealing::default() };
    let given = table.texts("recipients", EXAMPLE);
    let given = table.require("recipients", given, EXAMPLE).unwrap_or_default();
    let at = table.at("recipients");
    let mut recipients = Vec::new();
    let mut all_good = true;
    for (byte, text) in &given {
        let trouble = match text.parse().map(Recipient) {
            _ if text.to_ascii_uppercase().starts_with("AGE-SECRET-KEY-") => {
                Some(("a secret key stands here, and with it this device could read every record", SECRET))
            }
            Ok(key) if recipients.contains(&key) => Some(("this recipient stands here twice", TWICE)),
            Ok(key) => {
                recipients.push(key);
                None
            }
            Err(_) => {
                Some(("this is no public key of age", "write a key that begins with age1, as age-keygen -y prints it"))
            }
        };
        if let Some((what, remedy)) = trouble {
            table.log().tell(*byte, what, remedy);
            all_good = false;
        }
    }
    if all_good && table.has("recipients") && recipients.len() < 2 && !given.is_empty() {
        let what = "one recipient is too few: if its key is lost, so is every record";
        table.log().tell(at, what, format!("add a second key that is kept elsewhere, as {EXAMPLE}"));
        all_good = false;
    }
    table.finish();
    Sealing { recipients: if all_good { recipients } else { Vec::new() } }
}

const SECRET: &str = "take it away from this device and write the public key that age-keygen -y prints of it";
const TWICE: &str = "write another key, one that is kept elsewhere";
