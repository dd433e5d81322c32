//! Zip archives among the inputs: each spreadsheet in one is an input of its own.

use super::input::InputFile;
use crate::batch::archive::Archive;
use crate::batch::folder::is_wanted;
use crate::workbook::open::Limits;

/// The inputs in the archive `input`, below a folder of its name; `None` where it is no archive that can be opened, and is
/// read like any other file.
pub(super) fn inside(input: &InputFile) -> Option<Vec<InputFile>> {
    // A pipe can be read only once.
    if !input.path.is_file() {
        return None;
    }
    let archive = Archive::open(&input.path, &Limits::default()).ok()??;
    let folder = input.below.with_extension("");
    let names: Vec<&str> = archive.names().filter(|name| is_wanted(name)).collect();
    // An archive of nothing that is read is said to be one.
    (!names.is_empty()).then(|| {
        let input = |name: &&str| InputFile {
            path: input.path.join(name),
            below: folder.join(name),
        };
        names.iter().map(input).collect()
    })
}
