//! What a fall of the program leaves behind.

use std::process::Command;

use holdspace::kiosk::hush::hush;

const WORDS: &str = "the blue stone by the river";
/// Set only in the process that falls.
const FALLS: &str = "HOLDSPACE_TEST_FALLS";

#[test]
fn a_fall_tells_its_place_and_nothing_that_was_said() {
    if std::env::var_os(FALLS).is_some() {
        hush();
        let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
        let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap_or_default();
        assert_eq!(core.split_whitespace().skip(4).take(2).collect::<Vec<_>>(), ["0", "0"]);
        panic!("{WORDS}");
    }
    let this = "privacy::hush::a_fall_tells_its_place_and_nothing_that_was_said";
    let program = std::env::current_exe().unwrap();
    let fallen = Command::new(program).args([this, "--exact", "--nocapture"]).env(FALLS, "yes").output().unwrap();
    let said = String::from_utf8_lossy(&fallen.stdout).into_owned() + &String::from_utf8_lossy(&fallen.stderr);
    assert!(!fallen.status.success(), "{said}");
    assert!(said.contains("Holdspace fell over at tests/it/privacy/hush.rs:"), "{said}");
    assert!(!said.contains(WORDS), "{said}");
}
