//! Makes records for the rigs `exports.py` and `clinic.py`: random sessions through the real core and the real journal.
//!
//! ```text
//! sessions make    --data DIR --out DIR --count N --seed S --pdf N
//!                                                            random sessions, each exported in every form, each N-th as PDF
//! sessions live    --data DIR --seconds N                    one session that is written until the time is up
//! sessions amend   --data DIR --record FOLDER --seed S       amends a sealed record
//! sessions folders --data DIR --count N                      sealed sessions of a few entries
//! ```
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a rig may fail loudly"
)]

mod amend;
mod chance;
mod harm;
mod live;
mod odd;
mod practices;
mod random;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use clap::ValueEnum as _;
use holdspace::journal::{DataDir, path, reader};
use holdspace::record::export::{self, Form};

use chance::Chance;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let (what, options) = words.split_first().expect("what to do");
    let options: BTreeMap<&str, &str> = options.chunks(2).map(|pair| (pair[0].as_str(), pair[1].as_str())).collect();
    let number = |name: &str| options[name].parse::<u64>().expect("a number");
    let data = DataDir::open(Path::new(options["--data"])).unwrap();
    match what.as_str() {
        "make" => make(&data, Path::new(options["--out"]), [number("--count"), number("--seed"), number("--pdf")]),
        "live" => live::write(&data, number("--seconds")),
        "amend" => amend::later(&data, Path::new(options["--record"]), &mut Chance(number("--seed")))
            .iter()
            .for_each(|folder| println!("{}", folder.display())),
        "folders" => (0..number("--count")).for_each(|_| live::shortest(&data)),
        other => panic!("there is no {other}"),
    }
}

/// Makes sessions until there are so many records, and writes what leaves of each into a folder of its own.
fn make(data: &DataDir, out: &Path, [count, seed, pdf]: [u64; 3]) {
    let world = random::World::new();
    let (mut made, mut sitting) = (0, 0);
    while made < count {
        let mut chance = Chance(seed.wrapping_mul(0x1_0000).wrapping_add(sitting));
        sitting += 1;
        for folder in world.session(data, &mut chance) {
            let folder = harm::perhaps(folder, &mut chance);
            let amendments = if path::is_live(&folder) || chance.in_100(75) {
                Vec::new()
            } else {
                amend::later(data, &folder, &mut chance)
            };
            leave(&folder, &amendments, &out.join(format!("{made:05}")), made % pdf == 0);
            made += 1;
        }
    }
    println!("{made} records of {sitting} sittings");
}

/// Every form of a record, what is quick to make twice: it must be the same.
fn leave(folder: &Path, amendments: &[PathBuf], out: &Path, has_pdf: bool) {
    fs::create_dir_all(out).unwrap();
    let record = reader::read(folder).unwrap();
    let added: Vec<_> = amendments.iter().map(|folder| reader::read(folder).unwrap()).collect();
    let id = path::record_id(folder);
    for form in Form::value_variants().iter().filter(|form| has_pdf || **form != Form::Pdf) {
        let files = export::files(*form, &id, &record, &added).unwrap();
        let again = || export::files(*form, &id, &record, &added).unwrap();
        assert!(*form == Form::Pdf || again() == files, "{form:?} of {id} differs the second time");
        files.iter().for_each(|file| fs::write(out.join(&file.name), &file.bytes).unwrap());
    }
    let folders = [folder.to_owned()].into_iter().chain(amendments.iter().cloned());
    let names: Vec<String> = folders.map(|folder| folder.to_str().unwrap().to_owned()).collect();
    fs::write(out.join("of.txt"), names.join("\n") + "\n").unwrap();
}
