//! One file a client, found by the code alone.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use holdspace::course::{CourseError, Courses, FOLDER, Memory, normal};
use holdspace::screen::writing::{Message, Writing};
use holdspace::session::dose::{Booster, Form, HoldEnd, Prescription};
use holdspace::units::{Decibels, Milligrams, Tablets};
use proptest::prelude::*;
use tempfile::TempDir;

use super::{day, whole};

const CODE: &str = "MK-11";

fn data() -> (TempDir, Courses) {
    let data = TempDir::new().unwrap();
    let courses = Courses::open(data.path());
    (data, courses)
}

fn files(data: &TempDir) -> Vec<PathBuf> {
    let entries = fs::read_dir(data.path().join(FOLDER)).into_iter().flatten();
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// The one file of the one client.
fn file(data: &TempDir) -> PathBuf {
    let mut memories: Vec<_> = files(data).into_iter().filter(|file| ends(file, "json")).collect();
    assert_eq!(memories.len(), 1, "{memories:?}");
    memories.remove(0)
}

fn ends(file: &Path, ending: &str) -> bool {
    file.extension().is_some_and(|found| found == ending)
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn what_was_kept_is_found_by_its_code_and_by_no_other() {
    let (_data, courses) = data();
    courses.keep(CODE, &whole()).unwrap();
    assert_eq!(courses.find(CODE).unwrap(), Some(whole()));
    assert_eq!(courses.find(" mk-11 ").unwrap(), Some(whole()), "as it is typed on the glass");
    for other in ["MK-12", "MK-1", "MK-111", ""] {
        assert_eq!(courses.find(other).unwrap(), None, "{other}");
    }
}

#[test]
fn nothing_is_made_on_the_disk_before_something_is_kept() {
    let (data, courses) = data();
    assert_eq!(courses.find(CODE).unwrap(), None);
    assert!(!courses.forget(CODE).unwrap());
    courses.keep(CODE, &Memory::default()).unwrap();
    courses.keep("", &whole()).unwrap();
    assert!(!data.path().join(FOLDER).exists());
}

#[test]
fn it_is_for_this_user_alone() {
    let (data, courses) = data();
    let folder = data.path().join(FOLDER);
    fs::create_dir(&folder).unwrap();
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o755)).unwrap();
    courses.keep(CODE, &whole()).unwrap();
    assert_eq!(mode(&folder), 0o700);
    for file in files(&data) {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
}

#[test]
fn no_file_holds_a_code_in_its_name_or_in_its_bytes() {
    let (data, courses) = data();
    let codes = ["ZQX-77", "ANNALENA", "P-4"];
    for code in codes {
        courses.keep(code, &whole()).unwrap();
    }
    let all = files(&data);
    assert_eq!(all.len(), codes.len() + 1, "one file a client, and the key");
    for file in all {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let hex = |name: &str| name.len() == 32 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
        assert!(name == "key" || name.strip_suffix(".json").is_some_and(hex), "{name}");
        let text = String::from_utf8_lossy(&fs::read(&file).unwrap()).to_uppercase();
        for code in codes {
            assert!(!text.contains(code) && !name.to_uppercase().contains(code), "{code} in {name}");
        }
    }
}

#[test]
fn the_same_code_has_another_name_on_another_device() {
    let ((one, here), (other, there)) = (data(), data());
    here.keep(CODE, &whole()).unwrap();
    there.keep(CODE, &whole()).unwrap();
    assert_ne!(file(&one).file_name(), file(&other).file_name());
}

#[test]
fn what_is_kept_later_takes_the_place_of_what_was_kept_before() {
    let (data, courses) = data();
    courses.keep(CODE, &whole()).unwrap();
    let later = Memory { sessions: 4, unwelcome: Vec::new(), ..whole() };
    courses.keep(CODE, &later).unwrap();
    assert_eq!(courses.find(CODE).unwrap(), Some(later));
    assert_eq!(files(&data).len(), 2);
    courses.keep(CODE, &Memory::default()).unwrap();
    assert!(!files(&data).iter().any(|file| ends(file, "json")), "nothing to keep is no file");
}

#[test]
fn a_crash_before_the_rename_loses_nothing_and_leaves_nothing() {
    let (data, courses) = data();
    courses.keep(CODE, &whole()).unwrap();
    let draft = data.path().join(FOLDER).join(".new-x1");
    fs::write(&draft, "{\"format\":\"holdspace-course 1\",\"sess").unwrap();
    assert_eq!(courses.find(CODE).unwrap(), Some(whole()));
    let later = Memory { sessions: 4, ..whole() };
    courses.keep(CODE, &later).unwrap();
    assert_eq!(courses.find(CODE).unwrap(), Some(later));
    assert!(!draft.exists());
}

#[test]
fn a_file_that_is_not_as_it_was_written_is_told_of_left_alone_and_never_overwritten() {
    let (data, courses) = data();
    courses.keep(CODE, &whole()).unwrap();
    let (file, good) = (file(&data), fs::read_to_string(file(&data)).unwrap());
    let harms = [
        String::new(),
        "not even JSON".to_owned(),
        good.replacen("\"each_mg\":100", "\"each_mg\":300", 1),
        good.replacen("course 1", "course 2", 1),
        good.trim_end().to_owned(),
        format!("{good}x"),
    ];
    for (number, harm) in harms.iter().enumerate() {
        assert_ne!(*harm, good);
        fs::write(&file, harm).unwrap();
        let told = courses.find(CODE).unwrap_err();
        assert!(matches!(&told, CourseError::Damaged { path } if *path == file), "{told}");
        assert!(!told.to_string().contains(CODE) && !told.to_string().contains('\n'));
        assert_eq!(fs::read_to_string(&file).unwrap(), *harm, "looking changes nothing");
        courses.keep(CODE, &whole()).unwrap();
        assert_eq!(courses.find(CODE).unwrap(), Some(whole()));
        let name = if number == 0 { "damaged".to_owned() } else { format!("damaged-{}", number + 1) };
        assert_eq!(fs::read_to_string(file.with_extension(name)).unwrap(), *harm);
    }
    assert!(courses.forget(CODE).unwrap());
    assert_eq!(files(&data).len(), 1, "forgotten with what was damaged");
}

#[test]
fn the_file_of_one_client_under_the_name_of_another_is_nobodys() {
    let (data, courses) = data();
    courses.keep(CODE, &whole()).unwrap();
    let mine = file(&data);
    courses.keep("ZZ-99", &Memory { sessions: 9, ..Memory::default() }).unwrap();
    let other = files(&data).into_iter().find(|file| ends(file, "json") && *file != mine).unwrap();
    let _ = fs::copy(&other, &mine).unwrap();
    assert!(matches!(courses.find(CODE), Err(CourseError::Damaged { .. })));
    assert_eq!(courses.find("ZZ-99").unwrap().unwrap().sessions, 9);
}

#[test]
fn without_its_key_nothing_is_found_and_the_damaged_key_stays_beside_the_new_one() {
    let (data, courses) = data();
    courses.keep(CODE, &whole()).unwrap();
    let key = data.path().join(FOLDER).join("key");
    fs::write(&key, "short").unwrap();
    assert!(matches!(courses.find(CODE), Err(CourseError::Key { .. })));
    courses.keep(CODE, &whole()).unwrap();
    assert_eq!(courses.find(CODE).unwrap(), Some(whole()));
    assert_eq!(fs::read_to_string(key.with_extension("damaged")).unwrap(), "short");
}

#[test]
fn a_disk_that_refuses_is_told_with_its_place() {
    let (data, courses) = data();
    fs::write(data.path().join(FOLDER), "in the way").unwrap();
    let told = courses.keep(CODE, &whole()).unwrap_err().to_string();
    assert!(told.starts_with("could not ") && told.contains(FOLDER), "{told}");
    assert!(courses.find(CODE).is_err());
}

#[test]
fn forgetting_takes_one_client_or_everybody() {
    let (data, courses) = data();
    for code in [CODE, "ZZ-99", "AB-1"] {
        courses.keep(code, &whole()).unwrap();
    }
    assert!(courses.forget("mk-11").unwrap() && !courses.forget(CODE).unwrap());
    assert_eq!(courses.find("ZZ-99").unwrap(), Some(whole()));
    assert_eq!(courses.forget_all().unwrap(), 2);
    assert!(!data.path().join(FOLDER).exists());
    assert_eq!(courses.forget_all().unwrap(), 0);
}

#[test]
fn a_code_is_the_same_as_on_the_glass() {
    for typed in ["mk 1_1", "Anna-Lena the Second of them", "ß-straße", "  a.b ", "é7", "x"] {
        let mut writing = Writing::code("Client", "");
        let _ = writing.update(Message::Typed(typed.to_owned()));
        assert_eq!(normal(typed), writing.text(), "{typed}");
    }
}

fn memory() -> impl Strategy<Value = Memory> {
    let form = proptest::sample::select(Form::ALL.to_vec());
    let sequence = (form, 1u8..=8, 0u64..600, proptest::option::of((1u8..=16, 1u32..1000)));
    let held = (1u8..=16, 1u32..1000, 1u64..=20, any::<bool>(), "[ -~]{0,12}");
    let prescription =
        (held, sequence).prop_map(|((halves, each, minutes, spits, prescriber), (form, doses, spacing, booster))| {
            Prescription {
                tablets: Tablets { halves },
                each: Milligrams(each),
                hold: Duration::from_secs(minutes * 60),
                end: if spits { HoldEnd::Spit } else { HoldEnd::Swallow },
                prescriber,
                form,
                doses,
                spacing: Duration::from_secs(spacing),
                booster: booster.map(|(halves, each)| Booster { tablets: Tablets { halves }, each: Milligrams(each) }),
            }
        });
    let parts = (any::<u16>(), proptest::option::of(any::<u16>()), 1u32..13, 1u32..29);
    let words = proptest::collection::vec("\\PC{0,40}", 0..4);
    let volume = proptest::option::of(-600i16..=0);
    (parts, proptest::option::of(prescription), volume, words, any::<[bool; 3]>()).prop_map(
        |((sessions, of, month, date), prescription, volume, unwelcome, there)| Memory {
            sessions,
            of,
            last_on: Some(day(month, date)),
            prescription,
            volume: volume.map(|tenths| Decibels(f32::from(tenths) / 10.0)),
            unwelcome,
            baseline: whole().baseline.filter(|_| there[0]),
            ceiling: whole().ceiling.filter(|_| there[1]),
            hold_kept: whole().hold_kept.filter(|_| there[2]),
            ..Memory::default()
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_kept_is_found_again_as_it_was(code in "[A-Z0-9-]{1,16}", memory in memory()) {
        let (_data, courses) = data();
        courses.keep(&code, &memory).unwrap();
        prop_assert_eq!(courses.find(&code).unwrap(), Some(memory));
    }
}
