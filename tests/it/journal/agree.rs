//! Holdspace and the independent program say the same of any folder, however it came to be.
//!
//! `HOLDSPACE_DAMAGED=1000` damages so many copies of records; fewer by default.

use std::collections::BTreeSet;
use std::fs::Permissions;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use holdspace::journal::amend::{self, Change};
use holdspace::journal::record::chain;
use holdspace::journal::verify::whole;
use holdspace::journal::{Journal, recovery};
use holdspace::session::event::{About, Event};

use super::sample::{Desk, PATIENCE, entry, every_kind, reading, record, without_end};

const PROGRAM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/scripts/verify_record.py");

/// Numbers by chance, the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit.max(1) as u64).unwrap()
    }
}

#[test]
fn of_damaged_copies_both_say_the_same() {
    let count = std::env::var("HOLDSPACE_DAMAGED").ok().and_then(|count| count.parse().ok()).unwrap_or(150);
    let bases = bases();
    let home = tempfile::tempdir().unwrap();
    let mut chance = Chance(0x5eed);
    let mut cases = Vec::new();
    for number in 0..count {
        let base = &bases[chance.below(bases.len())];
        let case = home.path().join(format!("{number}/2026"));
        for folder in base {
            copy(folder, &case.join(folder.file_name().unwrap()));
        }
        let hit = case.join(base[chance.below(base.len())].file_name().unwrap());
        for _ in 0..=chance.below(3) {
            damage(&hit, &mut chance);
        }
        cases.extend(base.iter().map(|folder| case.join(folder.file_name().unwrap())));
    }
    let verdicts = assert_all_agree(&cases);
    for verdict in ["intact", "live", "damaged", "altered", "cut", "could not read"] {
        assert!(verdicts.iter().any(|said| said.starts_with(verdict)), "no copy was {verdict}");
    }
}

/// Of absurd folders, too, both say a verdict or one sentence.
#[test]
fn of_absurd_folders_both_say_the_same() {
    let home = tempfile::tempdir().unwrap();
    let mut cases = Vec::new();
    let mut case = |name: &str, fill: &dyn Fn(&Path)| {
        let folder = home.path().join(name);
        std::fs::create_dir(&folder).unwrap();
        fill(&folder);
        cases.push(folder);
    };
    let segment = |folder: &Path, bytes: &[u8]| std::fs::write(folder.join("events-0001.ndjson"), bytes).unwrap();
    let forged = |body: &[u8]| {
        let h = chain::hash("", body);
        [body, format!(",\"h\":\"{h}\"}}\n").as_bytes()].concat()
    };
    let head = r#"{"n":1,"id":"01a20000-0000-7000-8000-000000000000","at_ms":0,"wall":"2026-11-22T10:31:07.512+01:00","boot_ms":1,"boot_id":"b","who":"system","about":"all","kind":"sealed""#;
    let forged_head = |from: &str, to: &str| forged(head.replace(from, to).as_bytes());
    case("empty", &|_| {});
    case("empty.live", &|_| {});
    case("nothing-in-it", &|folder| segment(folder, b""));
    case("newlines.live", &|folder| segment(folder, b"\n\n\n"));
    case("long-line.live", &|folder| segment(folder, &[vec![b'x'; 1 << 20], b"\n".to_vec()].concat()));
    let ends = b",\"h\":\"00112233445566778899aabbccddeeff\"}".repeat((1 << 20) / 40);
    case("all-ends.live", &|folder| segment(folder, &ends));
    case("nul.live", &|folder| segment(folder, &[0; 5000]));
    case("not-utf-8.live", &|folder| segment(folder, b"\xff\xfe\x80\n\xc3\n"));
    case("forged-no-utf-8.live", &|folder| segment(folder, &forged(b"{\"n\":1,\"kind\":\"\xff\"")));
    case("forged-no-json.live", &|folder| segment(folder, &forged(b"{{{{")));
    case("forged-array.live", &|folder| segment(folder, &forged(b"[1")));
    case("forged-deep.live", &|folder| segment(folder, &forged(&[b"{\"a\":", &b"[".repeat(100_000)[..]].concat())));
    case("forged-good.live", &|folder| segment(folder, &forged(head.as_bytes())));
    case("forged-twice.live", &|folder| segment(folder, &forged_head("{\"n\":1", "{\"n\":1,\"n\":1")));
    case("forged-huge-n.live", &|folder| segment(folder, &forged_head("\"n\":1", "\"n\":18446744073709551615")));
    case("forged-too-huge-n.live", &|folder| segment(folder, &forged_head("\"n\":1", "\"n\":18446744073709551616")));
    case("forged-float.live", &|folder| segment(folder, &forged_head("\"n\":1", "\"n\":1.0")));
    case("forged-true.live", &|folder| segment(folder, &forged_head("\"at_ms\":0", "\"at_ms\":true")));
    case("forged-null.live", &|folder| segment(folder, &forged_head("\"boot_id\":\"b\"", "\"boot_id\":null")));
    case("forged-nan.live", &|folder| segment(folder, &forged_head("\"boot_ms\":1", "\"boot_ms\":1,\"x\":NaN")));
    case("forged-id.live", &|folder| segment(folder, &forged_head("01a20000-", "x")));
    case("forged-wall.live", &|folder| segment(folder, &forged_head("2026-11-22T", "yesterday ")));
    case("forged-who.live", &|folder| segment(folder, &forged_head("system", "nobody")));
    case("forged-prev.live", &|folder| segment(folder, &forged_head("\"who\"", "\"prev\":7,\"who\"")));
    case("forged-sealed", &|folder| segment(folder, &forged(head.as_bytes())));
    case("folder-as-segment.live", &|folder| std::fs::create_dir(folder.join("events-0001.ndjson")).unwrap());
    case("link-as-segment.live", &|folder| symlink("/dev/zero", folder.join("events-0001.ndjson")).unwrap());
    case("loop-as-segment.live", &|folder| symlink("events-0001.ndjson", folder.join("events-0001.ndjson")).unwrap());
    case("large-number.live", &|folder| std::fs::write(folder.join("events-99999999999.ndjson"), "x\n").unwrap());
    case("same-number.live", &|folder| {
        segment(folder, &forged(head.as_bytes()));
        std::fs::write(folder.join("events-00001.ndjson"), "x\n").unwrap();
    });
    case("odd-digits.live", &|folder| std::fs::write(folder.join("events-٠٠٠١.ndjson"), "x\n").unwrap());
    let _ = assert_all_agree(&cases);
}

#[test]
fn of_odd_lists_of_files_both_say_the_same() {
    let sealed = Desk::new();
    let sealed = sealed_in(&sealed);
    let home = tempfile::tempdir().unwrap();
    let lists: [&[u8]; 14] = [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"\xff",
        b"{\"count\":-1,\"last_h\":\"\",\"files\":{}}",
        b"{\"count\":\"41\",\"last_h\":\"\",\"files\":{}}",
        b"{\"count\":1,\"last_h\":null,\"files\":{}}",
        b"{\"count\":1,\"last_h\":\"\",\"files\":[]}",
        b"{\"count\":1,\"last_h\":\"\",\"files\":{\"a\":1}}",
        b"{\"count\":1,\"last_h\":\"\",\"files\":{}}",
        b"{\"count\":999,\"last_h\":\"\",\"files\":{}}",
        b"{\"count\":1e400,\"last_h\":\"\",\"files\":{}}",
        b"{\"count\":1,\"count\":1,\"last_h\":\"\",\"files\":{}}",
    ];
    let mut cases = Vec::new();
    let mut case = |fill: &dyn Fn(&Path)| {
        let folder = home.path().join(format!("case-{}", cases.len()));
        copy(&sealed, &folder);
        fill(&folder);
        cases.push(folder);
    };
    for list in lists {
        case(&|folder| std::fs::write(folder.join("manifest.json"), list).unwrap());
    }
    let gone = |folder: &Path| std::fs::remove_file(folder.join("manifest.json")).unwrap();
    case(&gone);
    case(&|folder| {
        gone(folder);
        std::fs::create_dir(folder.join("manifest.json")).unwrap();
    });
    case(&|folder| {
        gone(folder);
        symlink("/dev/zero", folder.join("manifest.json")).unwrap();
    });
    case(&|folder| symlink("/dev/zero", folder.join("more")).unwrap());
    case(&|folder| symlink(".", folder.join("drawings")).unwrap());
    case(&|folder| {
        std::fs::create_dir_all(folder.join("a/b/c")).unwrap();
        std::fs::write(folder.join("a/b/c/d"), "deep").unwrap();
    });
    case(&|folder| std::fs::create_dir(folder.join("drawings")).unwrap());
    case(&|folder| {
        use std::os::unix::ffi::OsStrExt as _;
        std::fs::write(folder.join(std::ffi::OsStr::from_bytes(b"n\xf8me\xff")), "x").unwrap();
    });
    case(&|folder| {
        let pipe = Command::new("mkfifo").arg(folder.join("pipe")).status().unwrap();
        assert!(pipe.success());
    });
    let _ = assert_all_agree(&cases);
}

fn sealed_in(desk: &Desk) -> PathBuf {
    desk.sealed(&every_kind()).folder
}

/// Records to damage: sealed, live in two segments with a torn tail, sealed with an amendment.
fn bases() -> Vec<Vec<PathBuf>> {
    let (plain, live, amended) = (Desk::new(), Desk::new(), Desk::new());
    let sealed = vec![sealed_in(&plain)];
    let open = live.unfinished(&without_end()[..20]);
    let first = open.join("events-0001.ndjson");
    std::fs::write(&first, [std::fs::read(&first).unwrap(), b"{\"n\":21,\"id".to_vec()].concat()).unwrap();
    let mut journal = Journal::go_on(&live.data, &recovery::unfinished(&live.data)[0], &reading(90_000)).unwrap();
    record(
        &mut journal,
        &[entry(0x2000, 90_000, About::All, Event::OutputLost), entry(0x2001, 91_000, About::All, Event::OutputBack)],
    );
    assert!(journal.flush_and_wait(PATIENCE));
    let original = sealed_in(&amended);
    let note = [Change::Note("later".into())];
    let addition = amend::amend(&amended.data, &original, &note, &reading(100_000_000)).unwrap().folder;
    let bases = vec![sealed, vec![open], vec![original, addition]];
    // The desks go; what they held stays until the copies are made.
    std::mem::forget((plain, live, amended));
    bases
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        let _ = std::fs::copy(&path, &target).unwrap();
        std::fs::set_permissions(&target, Permissions::from_mode(0o600)).unwrap();
    }
}

fn damage(folder: &Path, chance: &mut Chance) {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.is_file());
    files.sort();
    let Some(path) = files.get(chance.below(files.len())).cloned() else { return };
    let mut bytes = std::fs::read(&path).unwrap();
    let at = chance.below(bytes.len());
    let mut lines: Vec<Vec<u8>> = bytes.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    let line = chance.below(lines.len());
    match chance.below(13) {
        0 | 1 if !bytes.is_empty() => bytes[at] ^= 1 << chance.below(8),
        2 => bytes.truncate(at),
        3 if !lines.is_empty() => {
            let _ = lines.remove(line);
            bytes = lines.concat();
        }
        4 if !lines.is_empty() => {
            lines.insert(line, lines[line].clone());
            bytes = lines.concat();
        }
        5 if line + 1 < lines.len() => {
            lines.swap(line, line + 1);
            bytes = lines.concat();
        }
        6 => bytes.extend(vec![0; chance.below(300)]),
        7 => bytes.splice(at..at, *b"x\xff\n\0y").for_each(drop),
        8 => return std::fs::remove_file(&path).unwrap(),
        9 => return std::fs::write(folder.join(format!("more-{at}")), "more").unwrap(),
        10 => {
            // 7 is kept for the folder of that name.
            let number = chance.below(7);
            return std::fs::rename(&path, folder.join(format!("events-{number:04}.ndjson"))).unwrap();
        }
        11 => return std::fs::create_dir_all(folder.join("events-0007.ndjson")).unwrap(),
        _ => bytes = bytes.iter().rev().copied().collect(),
    }
    std::fs::write(&path, bytes).unwrap();
}

/// Starts the independent program once for all of them; what Holdspace says of each.
#[track_caller]
fn assert_all_agree(folders: &[PathBuf]) -> Vec<String> {
    let output = Command::new("python3").arg(PROGRAM).args(folders).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    let said = String::from_utf8(output.stdout).unwrap();
    let mut rest = &said[..];
    let mut verdicts = Vec::new();
    for (number, folder) in folders.iter().enumerate() {
        let begin = format!("{}:\n", folder.display());
        let theirs = rest.strip_prefix(&begin).unwrap_or_else(|| panic!("{begin} is not where it should be: {rest}"));
        let end = folders
            .get(number + 1)
            .map_or(theirs.len(), |next| theirs.find(&format!("{}:\n", next.display())).unwrap());
        let theirs_of_it = &theirs[..end];
        rest = &theirs[end..];
        let ours = whole(folder).map_or_else(|error| error.to_string(), |judged| judged.to_string());
        assert_eq!(in_short(&ours), in_short(theirs_of_it), "{}:\n{ours}\n---\n{theirs_of_it}", folder.display());
        verdicts.push(ours);
    }
    verdicts
}

/// Verdicts word by word, and the places of damage without the words about them.
fn in_short(text: &str) -> (Vec<String>, BTreeSet<String>) {
    let (places, verdicts): (Vec<&str>, Vec<&str>) = text.lines().partition(|line| line.starts_with("  "));
    let place = |line: &&str| line.split_once(": ").map_or(*line, |(place, _)| place).to_owned();
    (verdicts.into_iter().map(str::to_owned).collect(), places.iter().map(place).collect())
}
