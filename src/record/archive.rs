//! A sealed record as one file that only the clinic's keys open: a `tar` inside `age`, for `age -d` and `tar -x`.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use age::Encryptor;

use crate::config::settings::Recipient;
use crate::journal::verify;

/// Writes the folder of a record as an archive for these recipients; each of them alone can open it.
///
/// Inside, every file lies in a folder of the record's name, byte for byte, mode 0400, and nothing tells whose device it was.
///
/// # Errors
/// What reading or writing gave; the archive is of no use then.
pub fn write<W: Write>(folder: &Path, id: &str, recipients: &[Recipient], out: W) -> io::Result<W> {
    let keys = recipients.iter().map(|recipient| recipient.key() as &dyn age::Recipient);
    let encryptor = Encryptor::with_recipients(keys).map_err(io::Error::other)?;
    let mut archive = tar::Builder::new(encryptor.wrap_output(out)?);
    for (name, path) in verify::files(folder).map_err(io::Error::other)? {
        let file = File::open(&path)?;
        let mut header = tar::Header::new_ustar();
        header.set_size(file.metadata()?.len());
        header.set_mode(0o400);
        header.set_mtime(0);
        header.set_entry_type(tar::EntryType::Regular);
        archive.append_data(&mut header, format!("{id}/{name}"), file)?;
    }
    archive.into_inner()?.finish()
}
