//! Sealed records for the clinic's keys, receipts, and what leaves the device when.

use std::fs;
use std::io::Read as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use age::x25519::Identity;
use holdspace::journal::outbox::{self, Receipt};
use holdspace::journal::{DataDir, path};
use tempfile::TempDir;

/// A home with two keys of the clinic in its settings.
fn home(keys: &[Identity]) -> TempDir {
    let home = tempfile::tempdir().unwrap();
    let keys: Vec<String> = keys.iter().map(|key| format!("\"{}\"", key.to_public())).collect();
    let text = format!("format = \"holdspace-settings 1\"\n[sealing]\nrecipients = [{}]\n", keys.join(", "));
    fs::create_dir_all(home.path().join("config")).unwrap();
    fs::write(home.path().join("config/holdspace.toml"), text).unwrap();
    home
}

fn holdspace(home: &Path, words: &[&str]) -> Output {
    let program = Command::new(env!("CARGO_BIN_EXE_holdspace"))
        .arg("--config")
        .arg(home.join("config"))
        .arg("--data")
        .arg(home.join("data"))
        .args(words)
        .output();
    program.expect("holdspace runs")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// A home with one sealed and encrypted record.
fn sealed(keys: &[Identity]) -> (TempDir, DataDir, PathBuf) {
    let home = home(keys);
    let done = holdspace(home.path(), &["simulate", "--minutes", "1"]);
    assert!(done.status.success() && said(&done).contains("\nencrypted "), "{}", said(&done));
    let data = DataDir::open(&home.path().join("data")).unwrap();
    let folder = data.folders().pop().unwrap();
    (home, data, folder)
}

fn keys() -> [Identity; 2] {
    [Identity::generate(), Identity::generate()]
}

fn give_receipt(data: &DataDir, id: &str, text: &str) {
    fs::write(outbox::receipt_file(data, id), text).unwrap();
}

fn hash(file: &Path) -> String {
    holdspace::journal::record::chain::sha256(&fs::read(file).unwrap())
}

/// What is in an archive, by name, opened with a key.
fn opened(file: &Path, key: &Identity) -> Vec<(String, Vec<u8>)> {
    let plain = age::decrypt(key, &fs::read(file).unwrap()).unwrap();
    let mut archive = tar::Archive::new(&plain[..]);
    let entry = |entry: std::io::Result<tar::Entry<'_, &[u8]>>| {
        let mut entry = entry.unwrap();
        let name = entry.path().unwrap().to_string_lossy().into_owned();
        let mut bytes = Vec::new();
        let _ = entry.read_to_end(&mut bytes).unwrap();
        (name, bytes)
    };
    archive.entries().unwrap().map(entry).collect()
}

#[test]
fn each_key_opens_the_record_byte_for_byte_and_no_other_does() {
    let keys = keys();
    let (_home, data, folder) = sealed(&keys);
    let id = path::record_id(&folder);
    let file = outbox::archive(&data, &id);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&file), mode(file.parent().unwrap())), (0o400, 0o700));
    for key in &keys {
        let inside = opened(&file, key);
        assert_eq!(inside.len(), fs::read_dir(&folder).unwrap().count());
        for (name, bytes) in inside {
            let name = name.strip_prefix(&format!("{id}/")).unwrap().to_owned();
            assert_eq!(bytes, fs::read(folder.join(&name)).unwrap(), "{name}");
        }
    }
    assert!(age::decrypt(&Identity::generate(), &fs::read(&file).unwrap()).is_err());
}

#[test]
fn without_keys_nothing_is_encrypted() {
    let home = tempfile::tempdir().unwrap();
    let done = holdspace(home.path(), &["simulate", "--minutes", "1"]);
    assert!(done.status.success() && !said(&done).contains("encrypted"), "{}", said(&done));
    assert!(!home.path().join("data/outbox").exists());
}

#[test]
fn a_record_that_cannot_be_encrypted_is_sealed_all_the_same() {
    let home = home(&keys());
    fs::create_dir_all(home.path().join("data")).unwrap();
    fs::write(home.path().join("data/outbox"), "in the way").unwrap();
    let done = holdspace(home.path(), &["simulate", "--minutes", "1"]);
    assert!(done.status.success(), "{}", said(&done));
    assert!(said(&done).contains("closing code") && said(&done).contains("not encrypted: "), "{}", said(&done));
    let data = DataDir::open(&home.path().join("data")).unwrap();
    assert_eq!(outbox::missing(&data).len(), 1);
}

#[test]
fn only_the_receipt_for_what_is_here_is_good() {
    let (_home, data, folder) = sealed(&keys());
    let id = path::record_id(&folder);
    assert_eq!(outbox::receipt(&data, &id), Receipt::None);
    let hash = hash(&outbox::archive(&data, &id));
    for (text, receipt) in [
        (format!("{hash}  {id}.age\n"), Receipt::Good),
        (hash.to_uppercase(), Receipt::Good),
        (hash.replace(&hash[..1], "g"), Receipt::Differs),
        (hash[..63].to_owned(), Receipt::Differs),
        (String::new(), Receipt::Differs),
    ] {
        give_receipt(&data, &id, &text);
        assert_eq!(outbox::receipt(&data, &id), receipt, "{text:?}");
    }
}

#[test]
fn a_readable_record_is_forgotten_only_with_a_yes_and_an_encrypted_copy() {
    let keys = keys();
    let (home, data, folder) = sealed(&keys);
    let id = path::record_id(&folder);
    let file = outbox::archive(&data, &id);
    let asked = holdspace(home.path(), &["records", "forget", &id]);
    assert_eq!(asked.status.code(), Some(2), "{}", said(&asked));
    assert!(folder.exists() && said(&asked).contains("--yes"));

    let before = opened(&file, &keys[1]);
    let _ = holdspace(home.path(), &["records", "list"]);
    let aside = home.path().join("aside.age");
    fs::rename(&file, &aside).unwrap();
    let refused = holdspace(home.path(), &["records", "forget", &id, "--yes"]);
    assert_eq!(refused.status.code(), Some(1), "{}", said(&refused));
    assert!(folder.exists() && said(&refused).contains("no encrypted copy"), "{}", said(&refused));

    fs::rename(&aside, &file).unwrap();
    let remembered = holdspace::course::Memory { sessions: 1, ..Default::default() };
    holdspace::course::Courses::open(data.path()).keep("SIM-01", &remembered).unwrap();
    let done = holdspace(home.path(), &["records", "forget", &id, "--yes"]);
    assert!(said(&done).contains("holdspace course forget CODE") && !said(&done).contains("SIM-01"), "{}", said(&done));
    assert!(done.status.success(), "{}", said(&done));
    assert!(!folder.exists() && fs::read_dir(home.path().join("data/leaving")).unwrap().next().is_none());
    assert_eq!(opened(&file, &keys[1]), before);

    let code = |file: fs::DirEntry| fs::read_to_string(file.path()).is_ok_and(|text| text.contains("SIM-01"));
    let kept: Vec<_> = fs::read_dir(home.path().join("data")).unwrap().map(Result::unwrap).collect();
    assert!(!kept.into_iter().any(code), "no code outlives the record");

    let list = holdspace(home.path(), &["records", "list"]);
    assert!(said(&list).contains(&format!("{id}  encrypted only")), "{}", said(&list));
    for words in [
        vec!["records", "verify", &id],
        vec!["records", "show", &id],
        vec!["records", "export", &id, "--format", "json", "-o", "nowhere"],
    ] {
        let told = holdspace(home.path(), &words);
        assert_eq!(told.status.code(), Some(1), "{words:?}");
        assert!(said(&told).contains("cannot read it any more"), "{words:?}: {}", said(&told));
    }
}

#[test]
fn a_live_record_is_never_forgotten() {
    let (_home, data, folder) = sealed(&keys());
    let live = folder.with_file_name(format!("{}.live", path::record_id(&folder)));
    fs::rename(&folder, &live).unwrap();
    let refused = outbox::forget(&data, &live).unwrap_err().to_string();
    assert!(live.exists() && refused.contains("not sealed yet"), "{refused}");
}

#[test]
fn what_a_crash_left_leaving_goes_on_or_comes_back() {
    let (home, data, folder) = sealed(&keys());
    let id = path::record_id(&folder);
    let (leaving, file) = (home.path().join("data/leaving"), outbox::archive(&data, &id));
    let files = |folder: &Path| fs::read_dir(folder).unwrap().count();
    let whole = files(&folder);
    fs::create_dir(&leaving).unwrap();
    let go = || {
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).unwrap();
        fs::rename(&folder, leaving.join(&id)).unwrap();
    };
    go();
    let aside = home.path().join("aside.age");
    fs::rename(&file, &aside).unwrap();
    outbox::finish_leaving(&data).unwrap();
    assert_eq!(files(&folder), whole, "without its archive it comes back");
    fs::rename(&aside, &file).unwrap();
    go();
    fs::write(home.path().join("data/.new-age-x"), "half").unwrap();
    outbox::finish_leaving(&data).unwrap();
    assert!(!leaving.join(&id).exists() && !folder.exists() && file.exists());
    assert!(!home.path().join("data/.new-age-x").exists());
    assert_eq!(outbox::encrypted_only(&data), [id]);
}

#[test]
fn the_app_encrypts_and_removes_behind_the_start_screen() {
    let home = home(&keys());
    let done = holdspace(home.path(), &["simulate", "--minutes", "1"]);
    assert!(done.status.success());
    let data = DataDir::open(&home.path().join("data")).unwrap();
    let folder = data.folders().pop().unwrap();
    let id = path::record_id(&folder);
    let file = outbox::archive(&data, &id);
    fs::remove_file(&file).unwrap();
    let mut glass = super::glass::Glass::over(home);
    glass.wait(|_| file.exists());
    give_receipt(&data, &id, "0000");
    glass.again();
    glass.wait(|glass| glass.shows("Not encrypted"));
    assert!(folder.exists());
    give_receipt(&data, &id, &hash(&file));
    glass.again();
    glass.wait(|_| !folder.exists() && outbox::encrypted_only(&data) == [id.clone()]);
}
