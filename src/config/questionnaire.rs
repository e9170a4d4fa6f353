//! A questionnaire file: items, one scale for all of them, and what their sum is called.

use std::path::{Path, PathBuf};

use super::log::Log;
use super::problem::Problem;
use super::source::Source;
use super::table::Table;
use super::{Listed, Origin, shipped};
use crate::session::questionnaire::{Asked, Band, Level, Questionnaire};

/// First line of the file.
pub const FORMAT: &str = "holdspace-questionnaire 1";

/// The fewest and the most answers of the scale.
const LEVELS: (usize, usize) = (2, 11);
/// The fewest and the most items.
const ITEMS: (usize, usize) = (1, 60);
/// The most names of sums.
const MOST_BANDS: usize = 20;
/// The most letters of an answer: more find no room on its target.
const ANSWER: usize = 60;
/// What an answer can count.
const VALUES: (u32, u32) = (0, 10);

const LEVEL: &str = "[[level]] and below it value = 0 and label = \"Not at all\"";
const ITEM: &str = "[[item]] and below it text = \"Little energy\"";

/// Reads a questionnaire; its key is the name of the file.
///
/// # Errors
/// Every problem of the file, in its order.
pub fn read(source: &Source) -> Result<Questionnaire, Vec<Problem>> {
    let (log, document) = Log::parse(source);
    let root = Table::root(&log, &document, FORMAT);
    let key = key(&root, source);
    let title = needed(&root, "title", "title = \"PHQ-9\"");
    let from = needed(&root, "source", "source = \"who made it, where it was published, the year\"");
    let licence = needed(&root, "licence", "licence = \"why you may use it\"");
    let intro = needed(&root, "intro", "intro = \"Over the last 2 weeks, how often …?\"");
    let levels = levels(&root);
    let highest = levels.as_ref().and_then(|levels| levels.last()).map(|level| level.value);
    let items = items(&root, highest);
    let most = items.as_ref().zip(highest).map(|(items, highest)| items.len() as u32 * u32::from(highest));
    let bands = bands(&root, most);
    root.finish();
    let problems = log.finish();
    let whole = || {
        let (key, title, source_words, licence) = (key?, title?, from?, licence?);
        let (intro, levels, items, bands) = (intro?, levels?, items?, bands?);
        let sha256 = source.sha256.clone();
        Some(Questionnaire { key, title, source: source_words, licence, intro, levels, items, bands, sha256 })
    };
    whole().filter(|_| problems.is_empty()).ok_or(problems)
}

/// What can be said of a broken questionnaire: its title.
#[must_use]
pub fn title(source: &Source) -> Option<String> {
    let (_log, document) = Log::parse(source);
    let title = document.get_ref().iter().find(|(key, _)| key.get_ref() == "title");
    title.and_then(|(_, value)| value.get_ref().as_str().map(str::to_owned))
}

/// The questionnaire of this name: the clinic's own from `folder`/questionnaires, else the shipped one.
///
/// # Errors
/// What is wrong with its file, or that there is none of that name and which there are.
pub fn named(name: &str, folder: &Path) -> Result<Questionnaire, Vec<Problem>> {
    super::chosen(&all(folder, &mut Vec::new()), name, "questionnaire")
}

/// Every questionnaire of the clinic and of the program, by name.
pub(super) fn all(folder: &Path, problems: &mut Vec<Problem>) -> Vec<Listed<Questionnaire>> {
    let user = super::files_in(&folder.join("questionnaires"), &["toml"], problems);
    let mut all: Vec<_> = user.into_iter().map(of_user).collect();
    for (name, text) in shipped::QUESTIONNAIRES {
        if !all.iter().any(|listed| listed.name == name) {
            let source = Source::shipped(&format!("questionnaires/{name}.toml"), text);
            all.push(listed(name.to_owned(), Origin::Shipped, Ok(source)));
        }
    }
    all.sort_by(|one, other| one.name.cmp(&other.name));
    all
}

fn of_user(file: PathBuf) -> Listed<Questionnaire> {
    let source = Source::read(&file);
    listed(super::stem(&file), Origin::User(file), source)
}

fn listed(name: String, origin: Origin, source: Result<Source, Problem>) -> Listed<Questionnaire> {
    let said = source.as_ref().ok().and_then(title);
    let what = source.map_err(|problem| vec![problem]).and_then(|source| read(&source));
    super::listed(name, origin, what, |form| &form.title, said)
}

/// The file's name, if it can stand in records and protocols.
fn key(root: &Table<'_>, source: &Source) -> Option<String> {
    let stem = source.stem();
    let fits = |byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-');
    if (1..=40).contains(&stem.len()) && stem.bytes().all(fits) {
        return Some(stem);
    }
    let what = format!("the file is called {stem:?}, and its name is the word in records");
    root.log().tell(0, what, "call it by small letters, figures, _ and -, at most 40, such as phq-9.toml");
    None
}

fn needed(table: &Table<'_>, key: &'static str, example: &str) -> Option<String> {
    table.require(key, table.text(key, example), example)
}

fn needed_value(table: &Table<'_>, key: &'static str, limits: (u32, u32), example: &str) -> Option<u32> {
    table.require(key, table.whole(key, limits, example), example)
}

fn levels(root: &Table<'_>) -> Option<Vec<Level>> {
    let tables = root.require("level", root.tables("level"), LEVEL)?;
    counted(root, "level", tables.len(), LEVELS)?;
    let read = |table: &Table<'_>| {
        let value = needed_value(table, "value", VALUES, "value = 0");
        let label = needed(table, "label", "label = \"Not at all\"");
        if label.as_ref().is_some_and(|label| label.chars().count() > ANSWER) {
            let what = format!("this answer is longer than {ANSWER} characters");
            table.log().tell(table.at("label"), what, "say it in fewer words");
        }
        Some(Level { value: u8::try_from(value?).ok()?, label: label? })
    };
    growing(tables, "value", read, |level| u16::from(level.value))
}

fn items(root: &Table<'_>, highest: Option<u8>) -> Option<Vec<Asked>> {
    let tables = root.require("item", root.tables("item"), ITEM)?;
    counted(root, "item", tables.len(), ITEMS)?;
    let read = |table: Table<'_>| {
        let text = needed(&table, "text", "text = \"Little energy\"");
        let notice = table.whole("notice_from", VALUES, "notice_from = 1").and_then(|value| u8::try_from(value).ok());
        if let Some((from, highest)) = notice.zip(highest).filter(|(from, highest)| from > highest) {
            let what = format!("no answer reaches {from}: the highest of [[level]] is {highest}");
            table.log().tell(table.at("notice_from"), what, format!("write a number up to {highest}, or no line"));
        }
        table.finish();
        Some(Asked { text: text?, notice_from: notice })
    };
    let read: Vec<_> = tables.into_iter().map(read).collect();
    read.into_iter().collect()
}

fn bands(root: &Table<'_>, most: Option<u32>) -> Option<Vec<Band>> {
    let Some(tables) = root.tables("band") else { return (!root.has("band")).then(Vec::new) };
    counted(root, "band", tables.len(), (0, MOST_BANDS))?;
    let read = |table: &Table<'_>| {
        let from = needed_value(table, "from", (0, most.unwrap_or(u32::from(u16::MAX))), "from = 5");
        let label = needed(table, "label", "label = \"mild\"");
        Some(Band { from: u16::try_from(from?).ok()?, label: label? })
    };
    growing(tables, "from", read, |band| band.from)
}

/// Tells of too few or too many parts of a kind.
fn counted(root: &Table<'_>, key: &str, found: usize, (fewest, most): (usize, usize)) -> Option<()> {
    if (fewest..=most).contains(&found) {
        return Some(());
    }
    let parts = if found == 1 { "is 1".to_owned() } else { format!("are {found}") };
    root.log().tell(root.at(key), format!("there {parts} of [[{key}]]"), format!("write {fewest} to {most} of them"));
    None
}

/// Reads parts whose numbers must grow from one to the next.
fn growing<T>(
    tables: Vec<Table<'_>>,
    key: &'static str,
    read: impl Fn(&Table<'_>) -> Option<T>,
    number: impl Fn(&T) -> u16,
) -> Option<Vec<T>> {
    let (mut done, mut whole): (Vec<T>, bool) = (Vec::new(), true);
    for table in tables {
        let part = read(&table);
        if let Some((before, here)) = done.last().map(&number).zip(part.as_ref().map(&number))
            && here <= before
        {
            let what = format!("{key} is {here} after {before}, and the numbers must grow");
            table.log().tell(table.at(key), what, "write these parts from the lowest number to the highest");
        }
        table.finish();
        whole &= part.is_some();
        done.extend(part);
    }
    whole.then_some(done)
}
