//! What the settings may say about the lock and about the clinic's keys.

use std::time::Duration;

use holdspace::config::settings::{CardWhenLocked, read};
use holdspace::config::source::Source;

const ONE: &str = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";

fn another() -> String {
    age::x25519::Identity::generate().to_public().to_string()
}

/// The settings of these lines, and what is said of them.
fn said(lines: &str) -> (holdspace::config::settings::Settings, Vec<String>) {
    let text = format!("format = \"holdspace-settings 1\"\n{lines}\n");
    let (settings, problems) = read(&Source::shipped("holdspace.toml", &text));
    (settings, problems.iter().map(ToString::to_string).collect())
}

#[test]
fn the_lock_is_as_the_clinic_wants_it() {
    let (settings, problems) = said("[lock]\nidle_minutes = 7\nemergency_card = \"everything\"");
    assert_eq!(problems, [""; 0]);
    assert_eq!(settings.lock.idle, Some(Duration::from_secs(420)));
    assert_eq!(settings.lock.card, CardWhenLocked::Everything);
    let (usual, _) = said("");
    assert_eq!((usual.lock.idle, usual.lock.card), (None, CardWhenLocked::Numbers));
    assert_eq!(said("[lock]\nidle_minutes = 0").0.lock.idle, None);
    assert_eq!(said("[lock]\nemergency_card = \"never\"").1.len(), 1);
}

#[test]
fn two_keys_of_the_clinic_are_taken() {
    let (settings, problems) = said(&format!("[sealing]\nrecipients = [\"{ONE}\", \"{}\"]", another()));
    assert_eq!(problems, [""; 0]);
    assert_eq!(settings.sealing.recipients.len(), 2);
    assert!(said("").0.sealing.recipients.is_empty());
}

#[test]
fn one_key_a_wrong_one_and_one_written_twice_are_told_with_their_line_and_none_is_used() {
    for (keys, says) in [
        (format!("[\"{ONE}\"]"), "one recipient is too few"),
        (format!("[\"{ONE}\", \"{ONE}\"]"), "stands here twice"),
        (format!("[\"{ONE}\", \"age1nonsense\"]"), "no public key of age"),
        (format!("[\"{ONE}\", \"ssh-ed25519 AAAA\"]"), "no public key of age"),
        (format!("[\"{ONE}\", 7]"), "a list of texts"),
    ] {
        let (settings, problems) = said(&format!("[sealing]\nrecipients = {keys}"));
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert!(problems[0].contains("holdspace.toml:3:") && problems[0].contains(says), "{problems:?}");
        assert!(problems[0].contains("; write") || problems[0].contains("; add"), "{problems:?}");
        assert!(settings.sealing.recipients.is_empty());
    }
}

#[test]
fn a_secret_key_is_told_and_never_repeated() {
    use age::secrecy::ExposeSecret as _;
    let secret = age::x25519::Identity::generate().to_string();
    let secret = secret.expose_secret();
    let (settings, problems) = said(&format!("[sealing]\nrecipients = [\"{ONE}\", \"{secret}\"]"));
    assert!(settings.sealing.recipients.is_empty());
    assert!(problems[0].contains("secret key"), "{problems:?}");
    assert!(!problems.concat().contains(secret), "it is not repeated");
}
