//! Standard streams and files.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};

use super::caught::Caught;
use super::temporary::Temporary;
use crate::finding::render;
use crate::layout::LayoutError;
use crate::messages::{Messages, Phrase, visible, visible_lines};

/// Writes lines to standard error; where that is closed there is nobody to tell. What a terminal would obey is shown; what may
/// hold a line end that is not ours has gone through [`visible`] before.
pub(super) fn say(text: &str) {
    let _ = io::stderr().write_all(visible_lines(text).as_bytes());
}

/// Says why the command cannot go on.
pub(super) fn complain(error: &anyhow::Error, messages: &Messages) {
    if let Some(Caught { file, finding }) = error.downcast_ref() {
        return say(&render(file, finding, messages));
    }
    let words = if let Some(faults) = error.downcast_ref::<LayoutError>() {
        // A line each, which are lines for a terminal already.
        messages.with(
            "cli-bad-layout",
            &[("faults", faults.lines(messages).join("\n").into())],
        )
    } else {
        let words = match error.downcast_ref::<Phrase>() {
            Some(phrase) => messages.phrase(phrase),
            None => format!("{error:#}"),
        };
        visible(&words).into_owned()
    };
    say(&(messages.with("cli-error", &[("error", words.into())]) + "\n"));
}

/// Says all errors but one, which is returned: where something could not be written, that before our own mistakes.
pub(super) fn first(
    errors: impl IntoIterator<Item = anyhow::Error>,
    messages: &Messages,
) -> anyhow::Result<()> {
    let mut errors: Vec<anyhow::Error> = errors.into_iter().collect();
    if errors.is_empty() {
        return Ok(());
    }
    let first = errors.iter().position(|error| !error.is::<Caught>());
    let first = errors.remove(first.unwrap_or(0));
    errors.iter().for_each(|error| complain(error, messages));
    Err(first)
}

/// The error of a file or folder that could not be read or written.
pub(super) fn io(path: &Path, error: &io::Error) -> anyhow::Error {
    anyhow!(
        Phrase::new("cli-io")
            .arg("path", path.display())
            .phrase("reason", Phrase::io(error))
    )
}

/// Writes the result to standard output.
pub(super) fn print(bytes: &[u8]) -> anyhow::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes)?;
    out.flush()?;
    Ok(())
}

/// The folder of a file.
pub(super) fn folder(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

/// Writes a file under a temporary name and renames it, so that it is there whole or not at all. A new file gets the rights
/// that the folder and the user's mask give; one that is written over (`over`) keeps its own. What is no file, such as a
/// terminal or a pipe, is written to as it is.
pub(super) fn write(path: &Path, bytes: &[u8], over: bool) -> anyhow::Result<()> {
    let folder = folder(path);
    fs::create_dir_all(folder).map_err(|error| io(folder, &error))?;
    let there = fs::metadata(path).ok();
    if there.as_ref().is_some_and(is_stream) {
        let file = fs::OpenOptions::new().write(true).open(path);
        let written = file.and_then(|mut file| file.write_all(bytes));
        return written.map_err(|error| io(path, &error));
    }
    let there = there.filter(|data| over && data.is_file());
    let made = Temporary::new(folder, there.is_none());
    let made = made.map_err(|error| io(folder, &error))?;
    put(made, path, bytes, there.as_ref(), over).map_err(|error| not_there(path, &error))
}

fn put(
    mut made: Temporary,
    path: &Path,
    bytes: &[u8],
    there: Option<&fs::Metadata>,
    over: bool,
) -> io::Result<()> {
    let file = made.file();
    // Only when it is whole may others read it.
    let rights = rights(file, there)?;
    file.write_all(bytes)?;
    file.set_permissions(rights)?;
    made.persist(path, over)
}

/// What is neither file nor folder: a terminal, a pipe, a device.
fn is_stream(data: &fs::Metadata) -> bool {
    !data.is_file() && !data.is_dir()
}

/// The error of a result that could not be put where it belongs.
fn not_there(path: &Path, error: &io::Error) -> anyhow::Error {
    if error.kind() == io::ErrorKind::AlreadyExists {
        return exists(path);
    }
    io(path, error)
}

/// The rights that a temporary file gets when it is whole; meanwhile only its owner can read it. They are those of the file
/// that it takes the place of (`there`), which also gives it owner and group, else those it was made with.
#[cfg(unix)]
fn rights(file: &fs::File, there: Option<&fs::Metadata>) -> io::Result<fs::Permissions> {
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, fchown};
    let Some(there) = there else {
        let rights = file.metadata()?.permissions();
        file.set_permissions(fs::Permissions::from_mode(rights.mode() & 0o700))?;
        return Ok(rights);
    };
    let mut mode = there.mode() & 0o7777;
    let is_same = |data: &fs::Metadata| (data.uid(), data.gid()) == (there.uid(), there.gid());
    if !is_same(&file.metadata()?) {
        // Only the system's administrator may give a file away; its group may still be one of the user's.
        let given = fchown(file, Some(there.uid()), Some(there.gid()));
        if given
            .or_else(|_| fchown(file, None, Some(there.gid())))
            .is_err()
        {
            // What the group might do is not for another group.
            mode &= !0o070 | (mode & 0o007) << 3;
        }
    }
    Ok(fs::Permissions::from_mode(mode & 0o777))
}

#[cfg(not(unix))]
fn rights(file: &fs::File, there: Option<&fs::Metadata>) -> io::Result<fs::Permissions> {
    let data = there.map_or_else(|| file.metadata(), |there| Ok(there.clone()))?;
    Ok(data.permissions())
}

/// Whether a file, a folder or a link that leads nowhere has the name `path`.
pub(super) fn is_taken(path: &Path) -> bool {
    match fs::metadata(path) {
        Ok(data) => !is_stream(&data),
        Err(_) => fs::symlink_metadata(path).is_ok(),
    }
}

/// The error of a result whose name is taken.
pub(super) fn exists(path: &Path) -> anyhow::Error {
    anyhow!(Phrase::new("cli-exists").arg("path", path.display()))
}

/// Makes the folder where it is not there, and fails where nothing can be written to it.
pub(super) fn require_folder(folder: &Path) -> anyhow::Result<()> {
    if folder.is_file() {
        return Err(io(folder, &io::ErrorKind::NotADirectory.into()));
    }
    fs::create_dir_all(folder).map_err(|error| io(folder, &error))?;
    Temporary::new(folder, false).map_err(|error| io(folder, &error))?;
    Ok(())
}

/// Fails where results would go among the submissions: they would be taken for some the next time. A folder of their own
/// within the one that is read is left out of it.
pub(super) fn require_apart(folder: &Path, inputs: &[PathBuf]) -> anyhow::Result<()> {
    let Ok(own) = fs::canonicalize(folder) else {
        return Ok(());
    };
    let is_own = |input: &&PathBuf| {
        input.is_dir() && fs::canonicalize(input).is_ok_and(|input| input == own)
    };
    match inputs.iter().find(is_own) {
        Some(input) => bail!(
            Phrase::new("cli-among-inputs")
                .arg("path", folder.display())
                .arg("input", input.display())
        ),
        None => Ok(()),
    }
}
