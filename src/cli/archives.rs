//! Zip archives among the inputs: each spreadsheet in one is an input of its own.

use std::path::Path;

use super::input::{Input, is_readable};
use crate::batch::archive::Archive;
use crate::workbook::open::Limits;

/// Archives within an archive, which are not opened; reading one says so.
const ARCHIVES: [&str; 3] = ["zip", "rar", "7z"];

/// The inputs in the archive `input`, below a folder of its name; `None` where it is no archive that can be opened, and is
/// read like any other file.
pub(super) fn inside(input: &Input) -> Option<Vec<Input>> {
    // A pipe can be read only once.
    if !input.path.is_file() {
        return None;
    }
    let archive = Archive::open(&input.path, &Limits::default()).ok()??;
    let folder = input.below.with_extension("");
    let names: Vec<&str> = archive.names().filter(|name| is_wanted(name)).collect();
    // An archive of nothing that is read is said to be one.
    (!names.is_empty()).then(|| {
        let input = |name: &&str| Input {
            path: input.path.join(name),
            below: folder.join(name),
        };
        names.iter().map(input).collect()
    })
}

fn is_wanted(name: &str) -> bool {
    let path = Path::new(name);
    let ending = path
        .extension()
        .map(|ending| ending.to_string_lossy().to_lowercase());
    is_readable(path) || ending.is_some_and(|ending| ARCHIVES.contains(&ending.as_str()))
}
