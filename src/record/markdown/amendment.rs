//! The page of an amendment: what it adds, and to which sealed record.

use super::{cells, plain, told};
use crate::journal::amend;
use crate::journal::reader::Record;
use crate::journal::seal;
use crate::record::page::Page;
use crate::record::section::{changes, gaps, head, words};

/// The page of an amendment; `None` if the record is none.
pub(super) fn write(id: &str, record: &Record, page: &Page) -> Option<String> {
    let (sealed, last_h) = amend::names(record)?;
    let mut top = format!("# Amendment to the session record of {}\n\n| | |\n| --- | --- |\n", plain(page.code()));
    let written = record.lines.first().map(|line| line.recorded.wall.format("%Y-%m-%d %H:%M:%S %:z").to_string());
    for (name, value) in [
        ("Amendment", id.to_owned()),
        ("Adds to", format!("{}, closing code {}", plain(sealed), plain(&seal::closing_code(last_h)))),
        ("Written", written.unwrap_or_default()),
        ("Closing code", format!("**{}**", head::closing_code(record))),
    ] {
        top.push_str(&cells(&[name.to_owned(), value]));
    }
    let added = [words::notes(page), changes::changes(page), gaps::missing(record, &[])];
    let end = "The sealed record stays as it is; `holdspace records show` shows it with everything added to it.\n";
    let sections = [top].into_iter().chain(added.iter().map(|section| told(section, "##"))).chain([end.to_owned()]);
    Some(sections.filter(|section| !section.is_empty()).collect::<Vec<_>>().join("\n"))
}
