//! Standard streams and files.

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{anyhow, bail};

use super::inputs::Input;
use crate::messages::{Messages, Phrase};

/// Writes to standard error; where that is closed there is nobody to tell.
pub(super) fn say(text: &str) {
    let _ = io::stderr().write_all(text.as_bytes());
}

/// Says why the command cannot go on.
pub(super) fn complain(error: &anyhow::Error, messages: &Messages) {
    let words = match error.downcast_ref::<Phrase>() {
        Some(phrase) => messages.phrase(phrase),
        None => format!("{error:#}"),
    };
    say(&(messages.with("cli-error", &[("error", words.into())]) + "\n"));
}

/// Says all errors but the first, which is returned.
pub(super) fn first(
    errors: impl IntoIterator<Item = anyhow::Error>,
    messages: &Messages,
) -> anyhow::Result<()> {
    let mut errors = errors.into_iter();
    let Some(first) = errors.next() else {
        return Ok(());
    };
    errors.for_each(|error| complain(&error, messages));
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

/// Writes a file under a temporary name and renames it, so that it is there whole or not at all.
pub(super) fn write(path: &Path, bytes: &[u8], force: bool) -> anyhow::Result<()> {
    let folder = folder(path);
    std::fs::create_dir_all(folder).map_err(|error| io(folder, &error))?;
    let mut file = tempfile::Builder::new()
        .prefix(".yusuan-")
        .tempfile_in(folder)
        .map_err(|error| io(folder, &error))?;
    file.write_all(bytes).map_err(|error| io(path, &error))?;
    widen(file.as_file()).map_err(|error| io(path, &error))?;
    let result = if force {
        file.persist(path)
    } else {
        file.persist_noclobber(path)
    };
    result
        .map(drop)
        .map_err(|error| not_there(path, &error.error))
}

/// A folder within `folder` where results wait until all of them are there.
pub(super) fn stage(folder: &Path) -> anyhow::Result<tempfile::TempDir> {
    let mut stage = tempfile::Builder::new();
    let made = stage.prefix(".yusuan-").tempdir_in(folder);
    made.map_err(|error| io(folder, &error))
}

/// Moves a file that is whole to where it belongs.
pub(super) fn deliver(file: &Path, path: &Path, force: bool) -> anyhow::Result<()> {
    let made = tempfile::TempPath::try_from_path(file).map_err(|error| io(path, &error))?;
    let result = if force {
        made.persist(path)
    } else {
        made.persist_noclobber(path)
    };
    result.map_err(|error| not_there(path, &error.error))
}

/// The error of a result that could not be put where it belongs.
fn not_there(path: &Path, error: &io::Error) -> anyhow::Error {
    if error.kind() == io::ErrorKind::AlreadyExists {
        return anyhow!(Phrase::new("cli-exists").arg("path", path.display()));
    }
    io(path, error)
}

/// Gives a temporary file, which only its owner may read, the rights of an ordinary one.
#[cfg(unix)]
fn widen(file: &std::fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn widen(_: &std::fs::File) -> io::Result<()> {
    Ok(())
}

/// Fails where one of the paths is there already and may not be overwritten, or is an input.
pub(super) fn require_free(paths: &[PathBuf], files: &[Input], force: bool) -> anyhow::Result<()> {
    if !force && let Some(path) = paths.iter().find(|path| path.exists()) {
        bail!(Phrase::new("cli-exists").arg("path", path.display()));
    }
    for path in paths {
        let Ok(path) = std::fs::canonicalize(path) else {
            continue;
        };
        let is_input =
            |file: &Input| std::fs::canonicalize(&file.path).is_ok_and(|input| input == path);
        if files.iter().any(is_input) {
            bail!(Phrase::new("cli-output-is-input").arg("path", path.display()));
        }
    }
    Ok(())
}

/// Makes the folder where it is not there, and fails where nothing can be written to it.
pub(super) fn require_folder(folder: &Path) -> anyhow::Result<()> {
    if folder.is_file() {
        return Err(io(folder, &io::ErrorKind::NotADirectory.into()));
    }
    std::fs::create_dir_all(folder).map_err(|error| io(folder, &error))?;
    tempfile::tempfile_in(folder).map_err(|error| io(folder, &error))?;
    Ok(())
}

/// Fails where results would go among the submissions: they would be taken for some the next time. A folder of their own
/// within the one that is read is left out of it.
pub(super) fn require_apart(folder: &Path, inputs: &[PathBuf]) -> anyhow::Result<()> {
    let Ok(own) = std::fs::canonicalize(folder) else {
        return Ok(());
    };
    let is_own = |input: &&PathBuf| {
        input.is_dir() && std::fs::canonicalize(input).is_ok_and(|input| input == own)
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

/// Two inputs of one name (`a.xls` and `a.xlsx`) keep their endings in the names of the results.
pub(super) fn distinct(mut paths: Vec<PathBuf>, files: &[Input]) -> Vec<PathBuf> {
    let mut count: BTreeMap<PathBuf, usize> = BTreeMap::new();
    for path in &paths {
        *count.entry(path.clone()).or_default() += 1;
    }
    let mut used: BTreeMap<PathBuf, usize> = BTreeMap::new();
    for (path, file) in paths.iter_mut().zip(files) {
        if count[path] < 2 {
            continue;
        }
        let ending = path
            .extension()
            .map(|ending| ending.to_string_lossy().into_owned())
            .unwrap_or_default();
        let name = file
            .path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        let number = used.entry(path.with_file_name(&name)).or_default();
        *number += 1;
        let mark = if *number > 1 {
            format!("-{number}")
        } else {
            String::new()
        };
        *path = path.with_file_name(format!("{name}{mark}.{ending}"));
    }
    paths
}
