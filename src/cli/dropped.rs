//! Files and folders that are named without a command, as those are that somebody drops on the program: they are checked, and the report
//! goes beside the first of them.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::args::{self, CheckArgs};
use super::names::fit;
use super::output;
use super::windows_paths::real;
use crate::batch::names::shown;
use crate::messages::{Messages, visible};

/// The arguments with the command `check`, where the first is a file or folder and no command.
pub(super) fn as_check(given: &[OsString]) -> Option<Vec<OsString>> {
    let first = given.get(1)?;
    let is_option = first.to_string_lossy().starts_with('-');
    let is_command = || args::command().find_subcommand(first).is_some();
    if is_option || is_command() || !Path::new(first).exists() {
        return None;
    }
    let mut all = given.to_vec();
    all.insert(1, "check".into());
    Some(all)
}

/// Has the report written beside the first input, and says where; `None` where something else is asked for.
pub(super) fn with_report(args: &mut CheckArgs, messages: &Messages) -> Option<PathBuf> {
    if args.output.is_some() || args.format.is_some() {
        return None;
    }
    args.output = args.input.inputs.first().map(|own| beside(own, messages));
    args.output.clone()
}

/// A name for the report that nothing has yet: one of before may be somebody's proof.
fn beside(input: &Path, messages: &Messages) -> PathBuf {
    // Of `.` and `..` only the whole path says the name.
    let whole = match input.file_name() {
        Some(_) => input.to_owned(),
        None => real(input).unwrap_or_else(|_| input.to_owned()),
    };
    let name = match whole.is_dir() {
        true => whole.file_name(),
        false => whole.file_stem(),
    };
    let name = name.unwrap_or_default().to_string_lossy();
    let word = messages.text("dropped-report");
    let named = |number: usize| match number {
        1 => whole.with_file_name(fit(&name, &format!("-{word}.html"))),
        _ => whole.with_file_name(fit(&name, &format!("-{word}-{number}.html"))),
    };
    let mut free = (1..).map(named).filter(|path| !output::is_taken(path));
    free.next().unwrap_or_default()
}

/// Says where the report is.
pub(super) fn said(report: &Path, messages: &Messages) {
    let said = messages.with("dropped-said", &[("path", shown(report).into())]);
    output::say(&(visible(&said).into_owned() + "\n"));
}
